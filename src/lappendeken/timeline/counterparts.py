"""Which verband of one indeling is which of another, by their gemeenten and not by their names."""

import numpy as np
import pandas as pd
from scipy import sparse

from lappendeken.errors import LappendekenError
from lappendeken.indeling import Indeling
from lappendeken.measures.alignment import Ints, align
from lappendeken.measures.transfer import best_matching
from lappendeken.provenance import recorded


@recorded
def match_verbanden(a: Indeling, b: Indeling) -> pd.DataFrame:
    """Which verband of one indeling is which of another, by their gemeenten.

    Parameters
    ----------
    a, b : Indeling
        On the same gemeenten; covers may be.

    Returns
    -------
    DataFrame
        One row for every verband of `a`, in order, and then for every verband of `b` without a
        counterpart: `a`, `b` (identifiers, missing when there is none), `size_a`, `size_b`, `both`
        (numbers of gemeenten) and `jaccard`.

    Notes
    -----
    One to one, so that the number of gemeenten in both is greatest in total (an assignment
    problem, solved exactly); a pair that shares no gemeente is none. Names play no part: two
    sources spell them differently.

    Examples
    --------
    >>> a = Indeling.from_members({"p": ["1", "2", "3"], "q": ["4"]})
    >>> b = Indeling.from_members({"x": ["1", "2"], "y": ["3"], "z": ["4"]})
    >>> match_verbanden(a, b)[["a", "b", "both", "jaccard"]].fillna("").round(2).values.tolist()
    [['p', 'x', 2, 0.67], ['q', 'z', 1, 1.0], ['', 'y', 0, 0.0]]
    """
    both, size_a, size_b = shared_gemeenten(a, b)
    match = matching(a, b)
    rows = []
    for place, name in enumerate(a.verbanden):
        found = match.get(place)
        shared = 0 if found is None else int(both[place, found])
        one, other = int(size_a[place]), 0 if found is None else int(size_b[found])
        rows.append((name, None if found is None else b.verbanden[found], one, other, shared))
    taken = set(match.values())
    rows += [
        (None, name, 0, int(size_b[place]), 0)
        for place, name in enumerate(b.verbanden)
        if place not in taken
    ]
    table = pd.DataFrame(rows, columns=["a", "b", "size_a", "size_b", "both"])
    table["jaccard"] = table["both"] / (table["size_a"] + table["size_b"] - table["both"])
    return table


def shared_gemeenten(a: Indeling, b: Indeling) -> tuple[sparse.csr_array, Ints, Ints]:
    """Numbers of gemeenten that verbanden share, and their sizes."""
    require_same(a, b)
    both = sparse.csr_array(a.incidence.T @ b.incidence)
    return both, np.asarray(a.sizes, dtype=np.int64), np.asarray(b.sizes, dtype=np.int64)


def require_same(a: Indeling, b: Indeling) -> None:
    """Refuse indelingen that do not stand on the same gemeenten."""
    if not a.gemeenten.equals(b.gemeenten):
        raise LappendekenError(
            "Vergelijken kan alleen op dezelfde gemeenten, in dezelfde volgorde."
        )


def matching(a: Indeling, b: Indeling) -> dict[int, int]:
    """Place of each verband of `a` -> that of its counterpart."""
    common = (a.covered & b.covered).any()
    if not common:
        return {}
    match = best_matching(align(a, b))
    return {place: int(found) for place, found in enumerate(match) if found >= 0}


def named(one: Indeling, found: object) -> object:
    """Names for identifiers."""
    if isinstance(found, tuple):
        return tuple(str(one.namen[name]) for name in found)
    return str(one.namen[str(found)]) if found else ""
