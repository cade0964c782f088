"""Several indelingen at once: what is always together, what is never left, and what nests."""

from collections.abc import Sequence

import numpy as np
import pandas as pd
from scipy import sparse

from lappendeken.errors import NothingInCommonError
from lappendeken.indeling import Indeling, common_index
from lappendeken.measures.alignment import Ints, align, distinct_rows, require_ids
from lappendeken.provenance import recorded


def meet(indelingen: Sequence[Indeling]) -> Indeling:
    """The *lappen*: groups of gemeenten that are together in every indeling.

    Parameters
    ----------
    indelingen : sequence of Indeling
        At least one, all on the same gemeenten. In a cover, gemeenten are of one lap when they
        are in exactly the same verbanden.

    Returns
    -------
    Indeling
        A partition with a verband for every lap, `lap-1` and so on in order of the first
        gemeente. A gemeente that some indeling does not cover is in none.

    Raises
    ------
    LappendekenError
        If there is no indeling, or they are on different gemeenten.

    Notes
    -----
    The coarsest partition that is finer than every one of the indelingen: their meet in the
    lattice of partitions.

    References
    ----------
    Birkhoff, G. (1967). Lattice theory, 3rd ed. American Mathematical Society.

    Examples
    --------
    >>> a = Indeling.from_members({"p": ["1", "2", "3"], "q": ["4"]})
    >>> b = Indeling.from_members({"p": ["1", "2"], "q": ["3", "4"]})
    >>> lappen = meet([a, b])
    >>> [lappen.members(lap) for lap in lappen.verbanden]
    [('1', '2'), ('3',), ('4',)]
    """
    gemeenten = common_index(indelingen)
    covered = np.logical_and.reduce([one.covered.to_numpy() for one in indelingen])
    rows = np.flatnonzero(covered)
    stacked = sparse.csr_array(sparse.hstack([one.incidence[rows] for one in indelingen]))
    label = distinct_rows(stacked)[0] if len(rows) else np.array([], dtype=np.int64)
    return _from_labels(gemeenten, rows, label, "lap", "lappen")


def join(indelingen: Sequence[Indeling]) -> Indeling:
    """The *gesloten gebieden*: the smallest areas that no verband of any indeling leaves.

    Parameters
    ----------
    indelingen : sequence of Indeling
        At least one, partitions or covers, all on the same gemeenten.

    Returns
    -------
    Indeling
        A partition with a verband for every area, `gebied-1` and so on in order of the first
        gemeente. A gemeente that no indeling covers is in none.

    Raises
    ------
    LappendekenError
        If there is no indeling, or they are on different gemeenten.

    Notes
    -----
    The connected parts of the bipartite graph of gemeenten and verbanden; for partitions the
    finest one that is coarser than all: their join in the lattice of partitions.

    References
    ----------
    Birkhoff, G. (1967). Lattice theory, 3rd ed. American Mathematical Society.

    Examples
    --------
    >>> a = Indeling.from_members({"p": ["1", "2"], "q": ["3"], "r": ["4"]})
    >>> b = Indeling.from_members({"p": ["1"], "q": ["2", "3"], "r": ["4"]})
    >>> areas = join([a, b])
    >>> [areas.members(area) for area in areas.verbanden]
    [('1', '2', '3'), ('4',)]
    """
    gemeenten = common_index(indelingen)
    stacked = sparse.coo_array(sparse.hstack([one.incidence for one in indelingen]))
    count, verbanden = stacked.shape
    row, column = stacked.coords
    size = count + verbanden
    links = sparse.coo_array((stacked.data, (row, count + column)), shape=(size, size))
    _, label = sparse.csgraph.connected_components(links, directed=False)
    rows = np.flatnonzero(np.bincount(row, minlength=count))
    return _from_labels(gemeenten, rows, label[rows], "gebied", "gesloten gebieden")


def _from_labels(gemeenten: pd.Index, rows: Ints, label: Ints, one: str, many: str) -> Indeling:
    """A partition of some of the gemeenten, numbered in order of the first one."""
    number, _ = pd.factorize(label)
    verbanden = pd.Index([f"{one}-{k + 1}" for k in range(number.max(initial=-1) + 1)])
    shape = (len(gemeenten), len(verbanden))
    ones = np.ones(len(rows), dtype=np.int64)
    incidence = sparse.csr_array(sparse.coo_array((ones, (rows, number)), shape=shape))
    return Indeling(many.replace(" ", "-"), gemeenten, verbanden, incidence, many, one)


@recorded
def hierarchy(indelingen: Sequence[Indeling]) -> pd.DataFrame:
    """Which indelingen nest in which: the strict test.

    Parameters
    ----------
    indelingen : sequence of Indeling
        At least one, each with an `id` of its own.

    Returns
    -------
    DataFrame of bool
        Row a, column b (by `id`): whether every verband of `a` lies inside one of `b`, on the
        gemeenten that both cover. An indeling nests in itself; two that nest in each other are
        equal there. Indelingen without a common gemeente do not nest, not even an empty one in
        itself.

    Raises
    ------
    LappendekenError
        If there is no indeling.

    Examples
    --------
    >>> fine = Indeling.from_members({"p": ["1"], "q": ["2"], "r": ["3", "4"]}, id="fine")
    >>> coarse = Indeling.from_members({"x": ["1", "2"], "y": ["3", "4"]}, id="coarse")
    >>> hierarchy([fine, coarse]).values.tolist()
    [[True, True], [False, True]]
    """
    names = require_ids(indelingen)
    table = [[_nests(a, b) for b in indelingen] for a in indelingen]
    return pd.DataFrame(table, index=pd.Index(names, name="a"), columns=pd.Index(names, name="b"))


def _nests(a: Indeling, b: Indeling) -> bool:
    """Whether every verband of `a` lies inside one of `b`."""
    try:
        pair = align(a, b)
    except NothingInCommonError:
        return False
    row, _, count = pair.cells
    most = np.zeros(len(pair.a.sizes), dtype=np.int64)
    np.maximum.at(most, row, count)
    return bool((most == pair.a.sizes).all())
