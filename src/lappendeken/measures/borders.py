"""Borders between neighbouring gemeenten, and in which indelingen they are regional."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

import numpy as np
import pandas as pd
from scipy import sparse

from lappendeken.indeling import Indeling, common_index
from lappendeken.measures.alignment import Aligned, Bools, Floats, Ints, align
from lappendeken.provenance import recorded


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
    return border_of_pair(replace(align(a, b), borders=locate(a.gemeenten, adjacency)))


@dataclass(frozen=True, eq=False)
class Located:
    """Neighbours by their place in a list of gemeenten, with the length of their border."""

    gemeenten: pd.Index
    first: Ints
    second: Ints
    length: Floats
    _known: dict[int, tuple[Indeling, Bools]] = field(default_factory=dict)

    def apart(self, one: Indeling) -> Bools:
        """Whether the neighbours share no verband of an indeling; looked up the next time."""
        known, apart = self._known.get(id(one), (None, None))
        # An id may come again, such as in another process.
        if known is not one or apart is None:
            same = one.gemeenten is self.gemeenten or one.gemeenten.equals(self.gemeenten)
            incidence = one.incidence if same else _on(one, self.gemeenten)
            apart = ~_share(incidence, self.first, self.second)
            self._known[id(one)] = (one, apart)
        return apart


def locate(gemeenten: pd.Index, adjacency: pd.DataFrame) -> Located:
    """Find neighbours in a list of gemeenten; those that are not both in it are left out.

    Parameters
    ----------
    gemeenten : Index
        Codes.
    adjacency : DataFrame
        Columns `a`, `b` (codes) and `length` (metres).

    Returns
    -------
    Located
    """
    first, second = _places(gemeenten, adjacency)
    known = (first >= 0) & (second >= 0)
    length = adjacency["length"].to_numpy(dtype="float64")
    return Located(gemeenten, first[known], second[known], length[known])


def border_of_pair(pair: Aligned) -> float:
    """`boundary_congruence` of two aligned indelingen with borders."""
    borders = pair.borders
    assert borders is not None  # noqa: S101  says so to mypy; the registry asks for them
    inside = np.zeros(len(borders.gemeenten), dtype=bool)
    inside[pair.a.rows] = True
    length = np.where(inside[borders.first] & inside[borders.second], borders.length, 0.0)
    apart_a, apart_b = (borders.apart(side.indeling) for side in (pair.a, pair.b))
    either = length[apart_a | apart_b].sum()
    return float(length[apart_a & apart_b].sum() / either) if either > 0 else 1.0


def _on(one: Indeling, gemeenten: pd.Index) -> sparse.csr_array:
    """The incidence of an indeling on other gemeenten; nothing for those it does not know."""
    places = one.gemeenten.get_indexer(gemeenten)
    known = np.flatnonzero(places >= 0)
    ends = (np.ones(len(known), dtype=np.int64), (known, places[known]))
    select = sparse.coo_array(ends, shape=(len(gemeenten), len(one.gemeenten)))
    return sparse.csr_array(sparse.csr_array(select) @ one.incidence)


def _share(incidence: sparse.csr_array, first: Ints, second: Ints) -> Bools:
    """Whether two rows have a verband in common, for each pair of rows."""
    size = np.diff(incidence.indptr)
    if (size <= 1).all():
        # A partition: compare the one verband of each.
        label = np.full(len(size), -1)
        label[size > 0] = incidence.indices
        return np.asarray((label[first] == label[second]) & (label[first] >= 0))
    shared = incidence[first].multiply(incidence[second])
    return np.asarray(shared.sum(axis=1)).ravel() > 0


def _places(gemeenten: pd.Index, pairs: pd.DataFrame) -> tuple[Ints, Ints]:
    """Where both ends of each pair stand in a list of gemeenten; -1 when they do not."""
    return (
        gemeenten.get_indexer(pd.Index(pairs["a"])),
        gemeenten.get_indexer(pd.Index(pairs["b"])),
    )


@recorded
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
    first, second = _places(indeling.gemeenten, pairs)
    known = (first >= 0) & (second >= 0)
    result = np.zeros(len(pairs), dtype=bool)
    result[known] = _share(indeling.incidence, first[known], second[known])
    return result
