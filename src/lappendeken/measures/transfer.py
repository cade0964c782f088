"""The least that must move to turn one partition into another, and who that would be."""

from typing import NamedTuple

import numpy as np
import pandas as pd
from scipy import sparse

from lappendeken.indeling import Indeling, require_partitions
from lappendeken.measures.alignment import Aligned, Floats, Ints, align
from lappendeken.provenance import Told, recorded

DENSE_TABLE = 90_000
"""Contingency tables of at most so many cells are matched densely."""

DENSE_BLOCK = 300
"""Blocks of the contingency table with at most so many rows and columns are solved densely."""

ROUNDS = 20
"""How often certain cells are taken before the rest goes to the solver of blocks."""


class _TransferDistance(NamedTuple):
    distance: float
    moves: pd.DataFrame


class TransferDistance(_TransferDistance, Told):
    """Result of `transfer_distance`."""


@recorded
def transfer_distance(
    a: Indeling, b: Indeling, *, weights: "pd.Series[float] | None" = None
) -> TransferDistance:
    r"""Least total weight that must move to turn `a` into `b`, and a way to do it.

    Parameters
    ----------
    a, b : Indeling
        Partitions; compared on the gemeenten that both cover.
    weights : Series, optional
        Weight of each gemeente by code; 1 when absent.

    Returns
    -------
    TransferDistance
        `distance`: weight of the gemeenten that move, 0 only for equal partitions (unless a
        weight is 0). `moves`: one row per gemeente that moves (index gemeente, in order of
        `a.gemeenten`): `from` (its verband in `a`), `to` (the verband of `a` that becomes its
        verband in `b`; missing when that is a new verband), `counterpart` (its verband in `b`)
        and `weight`.

    Raises
    ------
    NotAPartitionError
        If a gemeente is in two verbanden of `a` or `b`.
    LappendekenError
        If there is nothing to compare, or a weight is unfit.

    Notes
    -----
    With :math:`n_{rs}` the weight in verband r of `a` and s of `b`, and M a matching of verbanden
    of `a` to verbanden of `b`,

    .. math:: \theta = \sum_{rs} n_{rs} - \max_M \sum_{(r, s) \in M} n_{rs}

    The matching is exact. A cell that weighs at least as much as the heaviest other cell of its
    row and the heaviest other cell of its column together belongs to an optimal matching, so such
    cells are taken first; what is left falls apart in connected blocks that are solved one by
    one. There may be several optimal ways; the distance is the same in all, `moves` is one.

    References
    ----------
    Day, W. H. E. (1981). The complexity of computing metric distances between partitions.
    Mathematical Social Sciences 1, 269-287.
    Charon, I., Denoeud, L., Guénoche, A. & Hudry, O. (2006). Maximum transfer distance between
    partitions. Journal of Classification 23, 103-121.

    Examples
    --------
    >>> a = Indeling.from_members({"p": ["1", "2", "3"], "q": ["4", "5"]})
    >>> b = Indeling.from_members({"x": ["1", "2"], "y": ["3", "4", "5"]})
    >>> result = transfer_distance(a, b)
    >>> result.distance, result.moves[["from", "to"]].to_dict("index")
    (1.0, {'3': {'from': 'p', 'to': 'q'}})
    """
    require_partitions("transfer distance", a, b)
    pair = align(a, b, weights)
    match = best_matching(pair)
    own, target = pair.a.incidence.indices, pair.b.incidence.indices
    becomes = np.full(len(b.verbanden), -1)
    matched = np.flatnonzero(match >= 0)
    becomes[match[matched]] = matched
    moving = match[own] != target
    to = becomes[target[moving]]
    names = pd.Series(np.append(a.verbanden.to_numpy(dtype=object), [None]), dtype="object")
    moves = pd.DataFrame(
        {
            "from": a.verbanden[own[moving]],
            "to": names.iloc[to].to_numpy(),
            "counterpart": b.verbanden[target[moving]],
            "weight": pair.weights[moving],
        },
        index=pair.gemeenten[moving],
    )
    return TransferDistance(float(pair.weights[moving].sum()), moves)


def best_matching(pair: Aligned) -> Ints:
    """The verband of `b` that each verband of `a` had best become.

    Parameters
    ----------
    pair : Aligned
        Two partitions.

    Returns
    -------
    ndarray of int, shape (m_a,)
        Place in the verbanden of `b`; -1 for a verband that goes up in others.
    """
    shape = (len(pair.a.sizes), len(pair.b.sizes))
    row, column, count = pair.cells
    match = _heaviest_matching(row, column, pair.cell_weights, shape)
    # Verbanden without weight are matched too, so that nobody moves who need not.
    free = (match[row] < 0) & ~np.isin(column, match)
    light = _heaviest_matching(row[free], column[free], count[free].astype(np.float64), shape)
    return np.where(match < 0, light, match)


def least_to_move(pair: Aligned) -> float:
    """The distance of `transfer_distance`, of two aligned partitions."""
    (row, column, _), weight = pair.cells, pair.cell_weights
    shape = (len(pair.a.sizes), len(pair.b.sizes))
    if shape[0] * shape[1] <= DENSE_TABLE:
        # Not by `assign`, whose import takes longer than all that a command does with it.
        match = np.full(shape[0], -1)
        first, second = _solve(row, column, weight, shape)
        match[first] = second
    else:
        match = _heaviest_matching(row, column, weight, shape)
    return float(weight[match[row] != column].sum())


def transfer_similarity(
    a: Indeling, b: Indeling, *, weights: "pd.Series[float] | None" = None
) -> float:
    r"""Share of the weight that need not move to turn one partition into another.

    Parameters
    ----------
    a, b : Indeling
        Partitions; compared on the gemeenten that both cover.
    weights : Series, optional
        Weight of each gemeente by code; 1 when absent.

    Returns
    -------
    float
        Above 0; 1 for equal partitions.

    Raises
    ------
    NotAPartitionError
        If a gemeente is in two verbanden of `a` or `b`.
    LappendekenError
        If there is nothing to compare, or a weight is unfit.

    Notes
    -----
    With the `transfer_distance` :math:`\theta` and W the weight of all,

    .. math:: 1 - \theta / W

    Examples
    --------
    >>> a = Indeling.from_members({"p": ["1", "2", "3"], "q": ["4", "5"]})
    >>> b = Indeling.from_members({"x": ["1", "2"], "y": ["3", "4", "5"]})
    >>> transfer_similarity(a, b)
    0.8
    """
    require_partitions("transfer similarity", a, b)
    return share_that_stays(align(a, b, weights))


def share_that_stays(pair: Aligned) -> float:
    """`transfer_similarity` of two aligned partitions."""
    return float(1 - pair.once(least_to_move) / pair.weights.sum())


def _heaviest_matching(row: Ints, column: Ints, weight: Floats, shape: tuple[int, int]) -> Ints:
    """Column matched to every row in a matching of greatest total weight; -1 for none."""
    match = np.full(shape[0], -1, dtype=np.int64)
    filled = weight > 0
    row, column, weight = row[filled], column[filled], weight[filled]
    for _ in range(ROUNDS):
        if not len(weight):
            break
        sure = _dominating(row, column, weight, shape)
        if not sure.any():
            break
        match[row[sure]] = column[sure]
        left = ~np.isin(row, row[sure]) & ~np.isin(column, column[sure])
        row, column, weight = row[left], column[left], weight[left]
    for cells in _blocks(row, column, shape):
        rows, columns = _solve_block(row[cells], column[cells], weight[cells])
        match[rows] = columns
    return match


def _dominating(row: Ints, column: Ints, weight: Floats, shape: tuple[int, int]) -> "np.ndarray":
    """Cells that outweigh the best other cells of their row and column together, one a line."""
    rival = _best_other(row, weight, shape[0]) + _best_other(column, weight, shape[1])
    sure = weight >= rival
    # Where equal cells share a row or column both may qualify: keep the first of each.
    places = np.flatnonzero(sure)
    _, first_row = np.unique(row[places], return_index=True)
    places = places[np.sort(first_row)]
    _, first_column = np.unique(column[places], return_index=True)
    kept = np.zeros(len(weight), dtype=bool)
    kept[places[first_column]] = True
    return kept


def _best_other(line: Ints, weight: Floats, lines: int) -> Floats:
    """For every cell the heaviest other cell on its line, 0 when it is alone."""
    order = np.lexsort((-weight, line))
    starts = np.flatnonzero(np.r_[True, line[order][1:] != line[order][:-1]])
    top, second = np.zeros(lines), np.zeros(lines)
    leader = np.full(lines, -1)
    top[line[order][starts]] = weight[order][starts]
    leader[line[order][starts]] = order[starts]
    follows = starts + 1
    inside = follows < len(order)
    inside[inside] = line[order][follows[inside]] == line[order][starts[inside]]
    second[line[order][starts[inside]]] = weight[order][follows[inside]]
    return np.where(leader[line] == np.arange(len(line)), second[line], top[line])


def _blocks(row: Ints, column: Ints, shape: tuple[int, int]) -> "list[Ints]":
    """Cells grouped by connected block of rows and columns."""
    if not len(row):
        return []
    size = shape[0] + shape[1]
    ones = np.ones(len(row))
    links = sparse.coo_array((ones, (row, shape[0] + column)), shape=(size, size))
    _, label = sparse.csgraph.connected_components(links, directed=False)
    order = np.argsort(label[row], kind="stable")
    ends = np.flatnonzero(np.diff(label[row][order])) + 1
    return np.split(order, ends)


def _solve_block(row: Ints, column: Ints, weight: Floats) -> tuple[Ints, Ints]:
    """Heaviest matching of one block; only pairs that weigh something."""
    rows, place_row = np.unique(row, return_inverse=True)
    columns, place_column = np.unique(column, return_inverse=True)
    if max(len(rows), len(columns)) <= DENSE_BLOCK:
        dense = np.zeros((len(rows), len(columns)))
        dense[place_row, place_column] = weight
        first, second = assign(dense)
        real = dense[first, second] > 0
        return rows[first[real]], columns[second[real]]
    first, second = _solve(place_row, place_column, weight, (len(rows), len(columns)))
    return rows[first], columns[second]


def _solve(row: Ints, column: Ints, weight: Floats, shape: tuple[int, int]) -> tuple[Ints, Ints]:
    """Heaviest matching of some cells, as a whole."""
    # A column of its own for every row makes 'no match' possible; the solver wants all costs
    # positive, and a full matching then has the same number of cells whatever it holds.
    heaviest = weight.max() + 1
    spare = np.arange(shape[0])
    cells = (
        np.concatenate([heaviest - weight, np.full(len(spare), heaviest)]),
        (np.concatenate([row, spare]), np.concatenate([column, shape[1] + spare])),
    )
    cost = sparse.csr_array(sparse.coo_array(cells, shape=(shape[0], sum(shape))))
    # The solver of older scipy takes 32-bit places only.
    cost.indices, cost.indptr = (one.astype(np.int32) for one in (cost.indices, cost.indptr))
    first, second = sparse.csgraph.min_weight_full_bipartite_matching(cost)
    real = second < shape[1]
    return first[real], second[real]


def assign(table: Floats) -> tuple[Ints, Ints]:
    """Rows and columns of a matching of greatest total weight in a table."""
    # Here, because it takes a quarter of a second that most commands need not wait for.
    from scipy.optimize import linear_sum_assignment  # noqa: PLC0415

    first, second = linear_sum_assignment(table, maximize=True)
    return first, second
