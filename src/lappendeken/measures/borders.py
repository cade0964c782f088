"""Borders between neighbouring gemeenten, and in which indelingen they are regional."""

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
import pandas as pd

from lappendeken.indeling import Indeling
from lappendeken.measures.alignment import align, common_index

Bools = npt.NDArray[np.bool_]


def boundary_congruence(a: Indeling, b: Indeling, adjacency: pd.DataFrame) -> float:
    r"""Share of the regional border that two indelingen have in common.

    Parameters
    ----------
    a, b : Indeling
        Partitions or covers; compared on the gemeenten that both cover.
    adjacency : DataFrame
        Neighbouring gemeenten with their border, such as `lap.borders`: columns `a`, `b` (codes)
        and `length` (metres).

    Returns
    -------
    float
        Between 0 and 1; 1 when both have the same borders, also when neither has any.

    Raises
    ------
    LappendekenError
        If there is nothing to compare.

    Notes
    -----
    The border between two neighbours is regional in an indeling when they share no verband of it.
    With L the total length of a set of borders,

    .. math:: L(\partial A \cap \partial B) / L(\partial A \cup \partial B)

    This is 'the same outer boundaries' as a number. A link over water has no length and does not
    count; nor does the outer border of the country, which every indeling has.

    Examples
    --------
    >>> adjacency = pd.DataFrame({"a": ["1", "2"], "b": ["2", "3"], "length": [10.0, 30.0]})
    >>> a = Indeling.from_members({"p": ["1"], "q": ["2"], "r": ["3"]})
    >>> b = Indeling.from_members({"p": ["1", "2"], "q": ["3"]})
    >>> boundary_congruence(a, b, adjacency)
    0.75
    """
    common = align(a, b).gemeenten
    pairs = adjacency[adjacency["a"].isin(common) & adjacency["b"].isin(common)]
    regional_a, regional_b = ~together(a, pairs), ~together(b, pairs)
    length = pairs["length"].to_numpy(dtype="float64")
    either = length[regional_a | regional_b].sum()
    return float(length[regional_a & regional_b].sum() / either) if either > 0 else 1.0


def border_consensus(indelingen: Sequence[Indeling], adjacency: pd.DataFrame) -> pd.DataFrame:
    """How many indelingen have a regional border between each pair of neighbours.

    Parameters
    ----------
    indelingen : sequence of Indeling
        At least one, partitions or covers, all on the same gemeenten.
    adjacency : DataFrame
        Neighbouring gemeenten, such as `lap.borders`: columns `a` and `b` (codes), and any other.

    Returns
    -------
    DataFrame
        The rows and columns of `adjacency` with `apart` (number of indelingen that cover both and
        have them in no verband together), `covering` (number that cover both) and `consensus`
        (their ratio: 1 = a border in every indeling, 0 = in none; NaN when none covers both).

    Raises
    ------
    LappendekenError
        If there is no indeling, or they are on different gemeenten.

    Examples
    --------
    >>> adjacency = pd.DataFrame({"a": ["1", "2"], "b": ["2", "3"]})
    >>> a = Indeling.from_members({"p": ["1", "2"], "q": ["3"]})
    >>> b = Indeling.from_members({"p": ["1"], "q": ["2"], "r": ["3"]})
    >>> border_consensus([a, b], adjacency)["consensus"].to_list()
    [0.5, 1.0]
    """
    common_index(indelingen)
    apart = np.zeros(len(adjacency), dtype=np.int64)
    covering = np.zeros(len(adjacency), dtype=np.int64)
    for one in indelingen:
        covered = one.covered
        both = (
            covered.reindex(adjacency["a"], fill_value=False).to_numpy()
            & covered.reindex(adjacency["b"], fill_value=False).to_numpy()
        )
        covering += both
        apart += both & ~together(one, adjacency)
    consensus = np.where(covering > 0, apart / np.maximum(covering, 1), np.nan)
    return adjacency.assign(apart=apart, covering=covering, consensus=consensus)


def together(indeling: Indeling, pairs: pd.DataFrame) -> Bools:
    """Whether both gemeenten of each pair share a verband.

    Parameters
    ----------
    indeling : Indeling
        A partition or cover.
    pairs : DataFrame
        Columns `a` and `b`: codes; an unknown one shares none.

    Returns
    -------
    ndarray of bool, one per row
    """
    first, second = (indeling.gemeenten.get_indexer(pd.Index(pairs[end])) for end in ("a", "b"))
    known = (first >= 0) & (second >= 0)
    shared = indeling.incidence[first[known]].multiply(indeling.incidence[second[known]])
    result = np.zeros(len(pairs), dtype=bool)
    result[known] = np.asarray(shared.sum(axis=1)).ravel() > 0
    return result
