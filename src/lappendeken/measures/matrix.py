"""One measure over all pairs of many indelingen, as a matrix."""

from contextlib import suppress
from itertools import combinations_with_replacement, product
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
from scipy.cluster.hierarchy import leaves_list, linkage
from scipy.spatial.distance import squareform

from lappendeken.errors import NotAPartitionError, NothingInCommonError, UnknownNameError
from lappendeken.measures.alignment import check_weights, require_ids
from lappendeken.measures.pairs import aligned_pairs, score
from lappendeken.measures.registry import of_pairs
from lappendeken.provenance import recorded

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from lappendeken.indeling import Indeling

    Weights = pd.Series[float] | None
    Measure = Callable[..., float]


@recorded
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
        A measure of the registry that rises and asks for no borders, or a function of two
        indelingen and `weights` that gives a number.
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
    known = {key: one for key, one in of_pairs().items() if one.rises and not one.needs_borders}
    if isinstance(measure, str) and measure not in known:
        raise UnknownNameError("maat", measure, list(known))
    if weights is not None:
        check_weights(weights, indelingen[0].gemeenten)
    values = np.full((len(names), len(names)), np.nan)
    if isinstance(measure, str):
        places = list(combinations_with_replacement(range(len(names)), 2))
        pairs = [(indelingen[i], indelingen[j]) for i, j in places]
        for place, pair in aligned_pairs(pairs, weights):
            i, j = places[place]
            values[i, j] = values[j, i] = score(known[measure], pair)
            if not known[measure].symmetric:
                values[j, i] = score(known[measure], pair.reversed())
    else:
        for (i, a), (j, b) in product(enumerate(indelingen), repeat=2):
            with suppress(NotAPartitionError, NothingInCommonError):
                values[i, j] = measure(a, b, weights=weights)
    return pd.DataFrame(values, index=pd.Index(names, name="indeling"), columns=pd.Index(names))


@recorded
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
