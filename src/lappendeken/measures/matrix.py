"""One measure over all pairs of many indelingen, as a matrix."""

from types import MappingProxyType
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
from scipy.cluster.hierarchy import leaves_list, linkage
from scipy.spatial.distance import squareform

from lappendeken.errors import (
    NotAPartitionError,
    NothingInCommonError,
    UnknownNameError,
)
from lappendeken.measures.alignment import align, check_weights, require_ids, weighted_mean
from lappendeken.measures.element_centric import element_centric_similarity
from lappendeken.measures.gemeenten import partner_overlap
from lappendeken.measures.information import v_measure
from lappendeken.measures.pair_counting import adjusted_rand_index, omega_index
from lappendeken.measures.transfer import transfer_distance

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from lappendeken.indeling import Indeling

    Weights = pd.Series[float] | None
    Measure = Callable[..., float]


def mean_partner_overlap(a: "Indeling", b: "Indeling", *, weights: "Weights" = None) -> float:
    """Weighted mean over the gemeenten of `partner_overlap`.

    Parameters
    ----------
    a, b : Indeling
        Partitions or covers; compared on the gemeenten that both cover.
    weights : Series, optional
        Weight of each gemeente by code; 1 when absent.

    Returns
    -------
    float
        Between 0 and 1.

    Examples
    --------
    >>> from lappendeken.indeling import Indeling
    >>> a = Indeling.from_members({"p": ["1", "2", "3"], "q": ["4"]})
    >>> b = Indeling.from_members({"p": ["1", "2"], "q": ["3"], "r": ["4"]})
    >>> mean_partner_overlap(a, b)
    0.5
    """
    overlap = partner_overlap(a, b).dropna()
    return weighted_mean(overlap.to_numpy(), check_weights(weights, overlap.index))


def _transfer_similarity(a: "Indeling", b: "Indeling", *, weights: "Weights" = None) -> float:
    """Share of the weight that need not move."""
    total = align(a, b, weights).weights.sum()
    return float(1 - transfer_distance(a, b, weights=weights).distance / total)


MEASURES: "Mapping[str, Measure]" = MappingProxyType(
    {
        "adjusted_rand_index": adjusted_rand_index,
        "omega_index": omega_index,
        "element_centric_similarity": element_centric_similarity,
        "partner_overlap": mean_partner_overlap,
        "v_measure": lambda a, b, *, weights=None: v_measure(a, b, weights=weights).v,
        "homogeneity": lambda a, b, *, weights=None: v_measure(a, b, weights=weights).homogeneity,
        "completeness": lambda a, b, *, weights=None: v_measure(a, b, weights=weights).completeness,
        "transfer_similarity": _transfer_similarity,
    }
)
"""Measures that `congruence_matrix` knows by name; all are 1 for equal indelingen."""

_ASYMMETRIC = frozenset({"homogeneity", "completeness"})


def congruence_matrix(
    indelingen: "Sequence[Indeling]",
    measure: "str | Measure",
    *,
    weights: "Weights" = None,
) -> pd.DataFrame:
    """A measure of every indeling against every other.

    Parameters
    ----------
    indelingen : sequence of Indeling
        At least one, each with an `id` of its own; partitions or covers.
    measure : str or callable
        A name in `MEASURES`, or a function of two indelingen and `weights` that gives a number.
        The two halves of the matrix are computed apart for a function of your own.
    weights : Series, optional
        Weight of each gemeente by code; 1 when absent.

    Returns
    -------
    DataFrame
        Row and column per indeling (`id`), in the order given. NaN where the measure is not
        defined: for a cover, or for two indelingen without a common gemeente.

    Raises
    ------
    UnknownNameError
        With the known names, if there is no such measure.
    LappendekenError
        If there is no indeling, two have the same `id`, or a weight is unfit.

    Examples
    --------
    >>> from lappendeken.indeling import Indeling
    >>> a = Indeling.from_members({"p": ["1", "2"], "q": ["3", "4"]}, id="a")
    >>> b = Indeling.from_members({"p": ["1", "2", "3"], "q": ["4"]}, id="b")
    >>> congruence_matrix([a, b], "adjusted_rand_index").to_dict("list")
    {'a': [1.0, 0.0], 'b': [0.0, 1.0]}
    """
    names = require_ids(indelingen)
    if isinstance(measure, str) and measure not in MEASURES:
        raise UnknownNameError("maat", measure, list(MEASURES))
    function = MEASURES[measure] if isinstance(measure, str) else measure
    symmetric = isinstance(measure, str) and measure not in _ASYMMETRIC
    if weights is not None:
        check_weights(weights, indelingen[0].gemeenten)
    size = len(names)
    values = np.full((size, size), np.nan)
    for i, a in enumerate(indelingen):
        for j in range(i if symmetric else 0, size):
            values[i, j] = _defined(function, a, indelingen[j], weights)
    if symmetric:
        values = np.where(np.tri(size, k=-1, dtype=bool), values.T, values)
    index = pd.Index(names, name="indeling")
    return pd.DataFrame(values, index=index, columns=pd.Index(names))


def _defined(function: "Measure", a: "Indeling", b: "Indeling", weights: "Weights") -> float:
    """The measure of one pair, NaN where it is not defined."""
    try:
        return function(a, b, weights=weights)
    except (NotAPartitionError, NothingInCommonError):
        return float("nan")


def nearest(matrix: pd.DataFrame) -> pd.DataFrame:
    """For every indeling the one it is most like.

    Parameters
    ----------
    matrix : DataFrame
        From `congruence_matrix`, of a measure that is higher for what is more alike.

    Returns
    -------
    DataFrame
        Index of the matrix: `nearest` (of equals the first; missing when nothing is known),
        `score` (with it) and `mean` (with all others).

    Examples
    --------
    >>> matrix = pd.DataFrame([[1, 0, 0.9], [0, 1, 0.2], [0.9, 0.2, 1]], list("abc"), list("abc"))
    >>> nearest(matrix)["nearest"].to_list()
    ['c', 'c', 'a']
    """
    others = matrix.to_numpy(dtype="float64", copy=True)
    np.fill_diagonal(others, np.nan)
    known = ~np.isnan(others)
    filled = np.where(known, others, -np.inf)
    best = filled.argmax(axis=1)
    some = known.any(axis=1)
    total = np.where(known, others, 0).sum(axis=1)
    labels = np.array(matrix.columns, dtype=object)
    return pd.DataFrame(
        {
            "nearest": pd.Series(np.where(some, labels[best], None), matrix.index, dtype="object"),
            "score": np.where(some, filled.max(axis=1), np.nan),
            "mean": np.where(some, total / np.maximum(known.sum(axis=1), 1), np.nan),
        },
        index=matrix.index,
    )


def similarity_order(matrix: pd.DataFrame) -> list[str]:
    """An order of the indelingen in which similar ones stand together.

    Parameters
    ----------
    matrix : DataFrame
        From `congruence_matrix`; NaN counts as no similarity.

    Returns
    -------
    list of str
        The labels of the matrix, each once. The same for any order of the rows, up to a mirror
        image, of which the one that begins with the first label of the alphabet is given.

    Notes
    -----
    Leaves of the average-linkage tree of 1 - similarity, in the order that keeps the sum of the
    distances between neighbours least.

    References
    ----------
    Bar-Joseph, Z., Gifford, D. K. & Jaakkola, T. S. (2001). Fast optimal leaf ordering for
    hierarchical clustering. Bioinformatics 17, S22-S29.

    Examples
    --------
    >>> matrix = pd.DataFrame([[1, 0, 0.9], [0, 1, 0.2], [0.9, 0.2, 1]], list("abc"), list("abc"))
    >>> similarity_order(matrix)
    ['a', 'c', 'b']
    """
    labels = sorted(str(label) for label in matrix.index)
    if len(labels) < 3:
        return labels
    values = matrix.loc[labels, labels].to_numpy(dtype="float64")
    similarity = np.nan_to_num((values + values.T) / 2)
    distance = np.clip(1 - similarity, 0, None)
    np.fill_diagonal(distance, 0)
    tree = linkage(squareform(distance, checks=False), "average", optimal_ordering=True)
    order = [labels[k] for k in leaves_list(tree)]
    return order if order[0] <= order[-1] else order[::-1]
