"""Circles of partners over many indelingen: where they are the same, and how alike per group."""

from collections.abc import Sequence
from itertools import combinations, pairwise

import numpy as np
import pandas as pd
from scipy import sparse

from lappendeken.indeling import Indeling, common_index
from lappendeken.measures.alignment import Ints, check_weights, distinct_rows, require_ids
from lappendeken.measures.pairs import local_of_pairs, means_by

CHUNK_ROWS = 2048
"""Kinds of gemeenten whose circles are held at a time."""


def same_circles(indelingen: Sequence[Indeling]) -> pd.DataFrame:
    """In which indelingen each gemeente has the same circle of partners.

    Parameters
    ----------
    indelingen : sequence of Indeling
        At least one, each with an `id` of its own, partitions or covers, all on the same
        gemeenten.

    Returns
    -------
    DataFrame of int
        Index gemeente, a column per indeling (its `id`). In one row, equal numbers stand for
        exactly the same circle of partners, and different numbers for different circles; -1
        where the indeling does not cover the gemeente. The numbers count up from 0 in the order
        of the columns.

    Raises
    ------
    LappendekenError
        If there is no indeling, two have the same `id`, or they are on different gemeenten.

    Notes
    -----
    The circle of gemeente i in indeling A is the set A_i of all gemeenten that share a verband
    of A with i, itself included. Gemeenten with the same verbanden have the same circle, so
    circles are formed once for each such kind.

    Examples
    --------
    >>> a = Indeling.from_members({"p": ["1", "2", "3"]}, id="a")
    >>> b = Indeling.from_members({"p": ["1", "2"], "q": ["3"]}, id="b")
    >>> c = Indeling.from_members({"p": ["1", "2", "3"]}, id="c")
    >>> same_circles([a, b, c]).loc["1"].to_list()
    [0, 1, 0]
    """
    gemeenten = common_index(indelingen)
    names = require_ids(indelingen)
    known: dict[bytes, int] = {}
    columns = [_circle_numbers(one, known) for one in indelingen]
    table = np.column_stack(columns)
    for row in table:
        # What matters is which are equal within a row: count from 0 there.
        order = list(dict.fromkeys(number for number in row if number >= 0))
        row[row >= 0] = [order.index(number) for number in row if number >= 0]
    return pd.DataFrame(table, index=gemeenten, columns=pd.Index(names))


def _circle_numbers(one: Indeling, known: dict[bytes, int]) -> Ints:
    """A number for the circle of every gemeente; equal circles have one number in all calls."""
    incidence = sparse.csr_array(one.incidence)
    group, first, _ = distinct_rows(incidence)
    kinds = incidence[first]
    members = sparse.csr_array(incidence.T)
    numbers = np.full(len(first), -1, dtype=np.int64)
    for start in range(0, len(first), CHUNK_ROWS):
        circles = sparse.csr_array(kinds[start : start + CHUNK_ROWS] @ members)
        circles.sort_indices()
        for k, (i, j) in enumerate(pairwise(circles.indptr), start=start):
            if j > i:
                key = circles.indices[i:j].astype(np.int64).tobytes()
                numbers[k] = known.setdefault(key, len(known))
    result: Ints = numbers[group]
    return result


def overlap_by(
    indelingen: Sequence[Indeling],
    groups: "pd.Series[str]",
    *,
    total: str | None = None,
    weights: "pd.Series[float] | None" = None,
) -> pd.DataFrame:
    """Weighted mean of the partner overlap of every pair of indelingen, per group of gemeenten.

    Parameters
    ----------
    indelingen : sequence of Indeling
        At least two, each with an `id` of its own, all on the same gemeenten.
    groups : Series
        The group, such as the province, of each gemeente by code.
    total : str, optional
        Name of one more column, with the mean over all gemeenten.
    weights : Series, optional
        Weight of each gemeente by code; 1 when absent.

    Returns
    -------
    DataFrame of float
        Index (`a`, `b`), pairs in the order given; a column per group, in order. Partners outside
        the group count. NaN where no gemeente of the group is in both indelingen.

    Raises
    ------
    LappendekenError
        If there are fewer than two indelingen, two have the same `id`, they are on different
        gemeenten, or a weight is unfit.

    Notes
    -----
    The mean over a group of `partner_overlap`, the Jaccard index of the two circles of partners.
    It is quick and defined for covers too, and so fit for a table of all indelingen.

    Examples
    --------
    >>> a = Indeling.from_members({"p": ["1", "2", "3"]}, id="a")
    >>> b = Indeling.from_members({"p": ["1", "2"], "q": ["3"]}, id="b")
    >>> overlap_by([a, b], pd.Series({"1": "W", "2": "W", "3": "O"})).loc[("a", "b")].to_dict()
    {'O': 0.0, 'W': 0.5}
    """
    require_ids(indelingen, least=2)
    gemeenten = common_index(indelingen)
    weight = check_weights(weights, gemeenten)
    number, names = pd.factorize(groups.reindex(gemeenten), sort=True)
    pairs = [(a.id, b.id) for a, b in combinations(indelingen, 2)]
    local = local_of_pairs(indelingen, "partner_overlap")
    table = pd.DataFrame(
        means_by(local, weight, number, len(names)),
        index=pd.MultiIndex.from_tuples(pairs, names=["a", "b"]),
        columns=pd.Index(names, name="group"),
    )
    if total is not None:
        everyone = means_by(local, weight, np.zeros(len(gemeenten), dtype=np.int64), 1)
        table.insert(len(names), total, everyone[:, 0], allow_duplicates=True)
    return table
