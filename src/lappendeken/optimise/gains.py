"""What a single move does to a score, exactly, for most without computing the score again.

A move takes one gemeente from its verband to another of the same indeling. Each function here
gets two partitions of the same gemeenten as labels, and moves in the first of them; it gives the
score before, and the score after each move.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cached_property, partial
from types import MappingProxyType
from typing import NamedTuple

import numpy as np
import pandas as pd
from scipy.optimize import linear_sum_assignment

from lappendeken.measures.alignment import Aligned, Floats, Ints, Side
from lappendeken.measures.element_centric import similarity_of_sizes
from lappendeken.measures.gemeenten import overlap_of_sizes
from lappendeken.measures.information import v_of_entropies
from lappendeken.measures.pair_counting import rand_of_counts, require_counts
from lappendeken.measures.pairs import numbered, score
from lappendeken.measures.registry import MEASURES


class Moves(NamedTuple):
    """Single moves: which gemeente, and to which verband.

    Parameters
    ----------
    place : ndarray of int, shape (m,)
        The gemeente, as a place in the labels.
    target : ndarray of int, shape (m,)
        The label of the verband it joins; never its own.
    """

    place: Ints
    target: Ints


@dataclass(frozen=True, eq=False)
class Pair:
    """Two partitions of the same k gemeenten.

    Parameters
    ----------
    a, b : ndarray of int, shape (k,)
        Labels, from 0; moves are made in `a`. A label that nobody has is an empty verband.
    rows, columns : int
        Number of labels of `a` and of `b`.
    weights : ndarray of float, shape (k,)
        At least 0.
    """

    a: Ints
    b: Ints
    rows: int
    columns: int
    weights: Floats

    @cached_property
    def weight(self) -> Floats:
        """The contingency table by weight; dense, as verbanden are few."""
        return self._tally(self.weights)

    @cached_property
    def count(self) -> Floats:
        """The contingency table by number of gemeenten."""
        return self._tally(np.ones(len(self.a)))

    def _tally(self, values: Floats) -> Floats:
        cell = self.a * self.columns + self.b
        table: Floats = np.bincount(
            cell, weights=values, minlength=self.rows * self.columns
        ).astype(np.float64)
        return table.reshape(self.rows, self.columns)


class Outcome(NamedTuple):
    """A score before, and after each of some moves."""

    before: float
    after: Floats


Score = Callable[[Pair, Moves], Outcome]


def adjusted_rand_index(pair: Pair, moves: Moves) -> Outcome:
    r"""The adjusted Rand index.

    Parameters
    ----------
    pair : Pair
        Two partitions.
    moves : Moves
        In the first.

    Returns
    -------
    Outcome

    Notes
    -----
    It is a function of the sums of squares of the rows, the columns and the cells of the
    contingency table. Weight w that goes from a total n to a total n' changes such a sum by

    .. math:: (n - w)^2 - n^2 + (n' + w)^2 - n'^2 = 2 w (n' - n + w)
    """
    require_counts(pair.weights)
    table, place = pair.weight, moves.place
    own, column, w = pair.a[place], pair.b[place], pair.weights[place]
    row_total, column_total = table.sum(axis=1), table.sum(axis=0)
    by_row = 2 * w * (row_total[moves.target] - row_total[own] + w)
    by_cell = 2 * w * (table[moves.target, column] - table[own, column] + w)
    whole = float(table.sum())
    squares = [float((part**2).sum()) for part in (row_total, column_total, table)]

    def index(rows: float | Floats, cells: float | Floats) -> Floats:
        in_a, in_b, in_both = ((part - whole) / 2 for part in (rows, squares[1], cells))
        return rand_of_counts(in_a, in_b, in_both, whole)

    before, after = index(squares[0], squares[2]), index(squares[0] + by_row, squares[2] + by_cell)
    return Outcome(float(before), after)


def v_measure(pair: Pair, moves: Moves) -> Outcome:
    r"""The V-measure.

    Parameters
    ----------
    pair : Pair
        Two partitions.
    moves : Moves
        In the first.

    Returns
    -------
    Outcome

    Notes
    -----
    It is a function of the sums :math:`\sum n \ln n` over the rows, the columns and the cells of
    the contingency table, of which a move changes two terms each.
    """
    table, place = pair.weight, moves.place
    own, column, w = pair.a[place], pair.b[place], pair.weights[place]
    row_total, column_total = table.sum(axis=1), table.sum(axis=0)
    whole = float(table.sum())

    def shift(source: Floats, target: Floats) -> Floats:
        return _xlogx(source - w) - _xlogx(source) + _xlogx(target + w) - _xlogx(target)

    by_row = shift(row_total[own], row_total[moves.target])
    by_cell = shift(table[own, column], table[moves.target, column])
    sums = [float(_xlogx(part).sum()) for part in (row_total, column_total, table)]

    def index(rows: float | Floats, cells: float | Floats) -> Floats:
        parts = (np.log(whole) - part / whole for part in (rows, sums[1], cells))
        # Wider than of a single table, as differences of large sums are rounded more.
        return v_of_entropies(*parts, least=1e-12)[2]

    before, after = index(sums[0], sums[2]), index(sums[0] + by_row, sums[2] + by_cell)
    return Outcome(float(before), after)


def _xlogx(values: Floats) -> Floats:
    """Values times their logarithm, 0 for 0; what rounding left below 0 is 0."""
    safe = np.where(values > 0, values, 1.0)
    return np.asarray(safe * np.log(safe))


def element_centric_similarity(pair: Pair, moves: Moves) -> Outcome:
    r"""The weighted mean of the element-centric similarity.

    Parameters
    ----------
    pair : Pair
        Two partitions.
    moves : Moves
        In the first.

    Returns
    -------
    Outcome

    Notes
    -----
    All gemeenten of one cell have the same similarity :math:`n / \max(|A_i|, |B_i|)`, and a move
    changes the cells of two rows only: see `_by_rows`.
    """
    return _by_rows(pair, moves, similarity_of_sizes)


def partner_overlap(pair: Pair, moves: Moves) -> Outcome:
    r"""The weighted mean of the partner overlap.

    Parameters
    ----------
    pair : Pair
        Two partitions.
    moves : Moves
        In the first.

    Returns
    -------
    Outcome

    Notes
    -----
    All gemeenten of one cell have the same overlap :math:`(n - 1) / (|A_i| + |B_i| - n - 1)`, 1
    when that is 0 / 0, and a move changes the cells of two rows only: see `_by_rows`.
    """
    return _by_rows(pair, moves, overlap_of_sizes)


def _by_rows(
    pair: Pair, moves: Moves, local: Callable[[Floats, Floats, Floats], Floats]
) -> Outcome:
    """The mean of a score that all gemeenten of a cell share.

    With W the weight, n the number of gemeenten and f the score of a cell, a row sums to the total
    of W f(n, size of the row, size of the column). Its sum with one gemeente less, or more, in
    the row is kept for every row; only the cell that loses or gains the gemeente is then
    corrected.
    """
    weight, count = pair.weight, pair.count
    in_a, in_b = count.sum(axis=1), count.sum(axis=0)
    place = moves.place
    own, column, w = pair.a[place], pair.b[place], pair.weights[place]

    def row_sums(change: int) -> Floats:
        cells = weight * local(count, in_a[:, None] + change, in_b[None, :])
        return np.asarray(np.where(count > 0, cells, 0.0).sum(axis=1))

    def corrected(row: Ints, change: int, sums: Floats) -> Floats:
        """The sum of a row after the gemeente left (-1) or came (1)."""
        n, size = count[row, column], in_a[row] + change
        old = np.where(n > 0, weight[row, column] * local(n, size, in_b[column]), 0.0)
        after = n + change
        left = weight[row, column] + change * w
        new = np.where(after > 0, left * local(after, size, in_b[column]), 0.0)
        return np.asarray(sums[row] - old + new)

    same, less, more = row_sums(0), row_sums(-1), row_sums(1)
    total, whole = float(same.sum()), float(pair.weights.sum())
    gain = corrected(own, -1, less) - same[own]
    gain += corrected(moves.target, 1, more) - same[moves.target]
    return Outcome(total / whole, (total + gain) / whole)


def transfer_similarity(pair: Pair, moves: Moves) -> Outcome:
    r"""The share of the weight that need not move: 1 minus the transfer distance by weight.

    Notes
    -----
    Let M be the heaviest matching of rows to columns, F(r, s) the heaviest that holds the cell
    (r, s), and G(r, s) the heaviest that does not. Weight w that goes from (r, s) to (r', s), two
    cells that no matching holds both, makes the heaviest

    .. math:: \max(F(r', s) + w,\; F(r, s) - w,\; G(r, s))

    F and G follow from M: when row r takes the column of row t, t needs another, and so on until
    the column of r is taken. With the loss :math:`n_{r M(r)} - n_{r M(t)}` on every arc (r, t),
    the least loss on the way from t back to r is a shortest path, found for all pairs at once.
    """
    table, place = pair.weight, moves.place
    size = max(table.shape)
    square = np.zeros((size, size))
    square[: pair.rows, : pair.columns] = table
    _, match = linear_sum_assignment(square, maximize=True)
    holder = np.empty(size, dtype=np.int64)
    holder[match] = np.arange(size)
    heaviest = float(square[np.arange(size), match].sum())
    loss = square[np.arange(size), match][:, None] - square[:, match]
    back = _shortest(loss)
    # What it costs at least when row r takes the column of row t: 0 when that is its own.
    forced = loss + back.T
    np.fill_diagonal(forced, np.inf)
    avoided = forced.min(axis=1, initial=np.inf)
    np.fill_diagonal(forced, 0.0)
    own, column, w = pair.a[place], pair.b[place], pair.weights[place]
    with_target = heaviest - forced[moves.target, holder[column]] + w
    with_own = heaviest - forced[own, holder[column]] - w
    without = heaviest - np.where(match[own] == column, avoided[own], 0.0)
    after = np.maximum(np.maximum(with_target, with_own), without)
    whole = float(pair.weights.sum())
    return Outcome(heaviest / whole, after / whole)


def _shortest(arcs: Floats) -> Floats:
    """Length of the shortest way between all nodes; arcs may be negative, circles are not."""
    length = arcs.copy()
    for middle in range(len(length)):
        np.minimum(length, length[:, [middle]] + length[[middle], :], out=length)
    return length


GAINS: Mapping[str, Score] = MappingProxyType(
    {
        "adjusted_rand_index": adjusted_rand_index,
        # On partitions, the only indelingen here, it is the same.
        "omega_index": adjusted_rand_index,
        "element_centric_similarity": element_centric_similarity,
        "partner_overlap": partner_overlap,
        "v_measure": v_measure,
        "transfer_similarity": transfer_similarity,
    }
)
"""The measures of which the gain of a move is known without computing them again."""


def score_of(measure: str) -> Score:
    """How a measure is scored after moves; move by move where there is no formula."""
    return GAINS.get(measure, partial(_computed, measure))


def _computed(measure: str, pair: Pair, moves: Moves) -> Outcome:
    """Any measure, computed as a whole after every move."""
    gemeenten = pd.RangeIndex(len(pair.a))
    other = Side(numbered(pair.b, gemeenten), gemeenten.to_numpy(), pair.weights)

    def index(labels: Ints) -> float:
        own = Side(numbered(labels, gemeenten), other.rows, pair.weights)
        return score(MEASURES[measure], Aligned(gemeenten, own, other))

    after = np.empty(len(moves.place))
    for number, (place, target) in enumerate(zip(*moves, strict=True)):
        labels = pair.a.copy()
        labels[place] = target
        after[number] = index(labels)
    return Outcome(index(pair.a), after)
