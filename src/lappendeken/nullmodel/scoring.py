"""The measures of one indeling against many divisions at once, given as arrays of labels.

Every measure equals that of `lappendeken.measures` up to rounding; where it has a form in `FAST`,
one pass over the labels serves all divisions of a chunk.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from types import MappingProxyType
from typing import NamedTuple

import numpy as np
import pandas as pd
from scipy import sparse
from scipy.special import xlogy

from lappendeken.errors import LappendekenError, UnknownNameError
from lappendeken.indeling import Indeling
from lappendeken.measures.alignment import Aligned, Floats, Ints, Side
from lappendeken.measures.borders import Located, locate
from lappendeken.measures.element_centric import similarity_of_sizes
from lappendeken.measures.gemeenten import overlap_of_sizes
from lappendeken.measures.information import (
    mutual_of_entropies,
    v_of_entropies,
    variation_of_entropies,
)
from lappendeken.measures.pair_counting import rand_of_counts, require_counts
from lappendeken.measures.pairs import local, numbered, score
from lappendeken.measures.registry import MEASURES, of_pairs
from lappendeken.measures.transfer import DENSE_TABLE, assign, least_to_move

FILLED = 8
"""Up to so many cells for every gemeente, tables are counted as a whole; larger ones are sorted."""


class Cells(NamedTuple):
    """What the filled cells of the contingency tables of a chunk hold.

    Parameters
    ----------
    division, row, column : ndarray of int, shape (c,)
        The division of the chunk, the verband of A and the region of each cell.
    shared, weight : ndarray, shape (c,)
        Its number of gemeenten and their weight.
    of_gemeente : ndarray of int, shape (divisions, k)
        The cell of every gemeente in every division.
    size_a, size_b : ndarray of int, shape (c,)
        Number of gemeenten of the verband of A and of the region.
    """

    division: Ints
    row: Ints
    column: Ints
    shared: Ints
    weight: Floats
    of_gemeente: Ints
    size_a: Ints
    size_b: Ints


@dataclass(frozen=True)
class Comparison:
    """One indeling, ready to be compared with divisions of the same k gemeenten.

    Parameters
    ----------
    a : Indeling
        On the k gemeenten, each in at least one verband.
    weights : ndarray, shape (k,)
        Weight of each gemeente.
    borders : Located or None
        The borders between them, where a measure asks for them.
    """

    a: Indeling
    weights: Floats
    borders: Located | None

    @cached_property
    def side(self) -> Side:
        """A, with what is known of it."""
        return Side(self.a, np.arange(len(self.weights)), self.weights)

    def pair(self, labels: Ints) -> Aligned:
        """A and one division, given by the number of the region of each gemeente."""
        division = numbered(labels, self.a.gemeenten)
        other = Side(division, self.side.rows, self.weights)
        return Aligned(self.a.gemeenten, self.side, other, self.borders)

    def against(self, labels: Ints) -> "Chunk":
        """A chunk of divisions to compare it with, as numbers of regions from 0."""
        return Chunk(self, labels)


@dataclass(frozen=True, eq=False)
class Chunk:
    """One indeling against some divisions.

    Parameters
    ----------
    one : Comparison
        The indeling.
    labels : ndarray of int, shape (divisions, k)
        Number of the region of each gemeente, from 0.
    """

    one: Comparison
    labels: Ints

    def scores(self, measures: Sequence[str]) -> dict[str, Floats]:
        """Measures of two indelingen by name, of every division of the chunk."""
        fast = self.one.a.is_partition
        found = {name: FAST[name](self) for name in measures if fast and name in FAST}
        rest = [name for name in measures if name not in found]
        pairs = [self.one.pair(row) for row in self.labels] if rest else []
        return found | {n: np.array([score(MEASURES[n], one) for one in pairs]) for n in rest}

    def local(self, measure: str) -> Floats:
        """A measure of every gemeente against every division (divisions × k)."""
        if measure in _LOCAL and self.one.a.is_partition:
            return np.asarray(_LOCAL[measure](self.cells)[self.cells.of_gemeente])
        return np.stack([local(MEASURES[measure], self.one.pair(row)) for row in self.labels])

    @cached_property
    def cells(self) -> Cells:
        """The contingency table of A, a partition, with every division."""
        own, labels = self.one.a.incidence.indices.astype(np.int64), self.labels
        divisions, rows, columns = len(labels), int(own.max()) + 1, int(labels.max()) + 1
        number = np.arange(divisions)[:, None]
        keys = (number * rows + own) * columns + labels
        key, of_gemeente, shared = _distinct(keys.ravel(), divisions * rows * columns)
        each = np.broadcast_to(self.one.weights, labels.shape).ravel()
        weight = np.bincount(of_gemeente, each).astype(np.float64)
        division, cell = np.divmod(key, rows * columns)
        row, column = np.divmod(cell, columns)
        size_a = np.bincount(own)[row]
        size_b = np.bincount((number * columns + labels).ravel())[division * columns + column]
        of_gemeente = of_gemeente.reshape(labels.shape)
        return Cells(division, row, column, shared, weight, of_gemeente, size_a, size_b)


def _distinct(keys: Ints, size: int) -> tuple[Ints, Ints, Ints]:
    """The distinct keys below a size in order, the place of each key in them, and how often."""
    if size > FILLED * len(keys):
        key, place, count = np.unique(keys, return_inverse=True, return_counts=True)
        return key, place, count
    counts = np.bincount(keys, minlength=size)
    place = np.cumsum(counts > 0) - 1
    key = np.flatnonzero(counts)
    return key, place[keys], counts[key]


def compare(
    a: Indeling,
    gemeenten: pd.Index,
    weights: Floats,
    adjacency: pd.DataFrame | None,
    measures: Sequence[str],
) -> Comparison:
    """Make an indeling ready to be compared with divisions of some gemeenten.

    Parameters
    ----------
    a : Indeling
        A partition, or a cover where all measures allow it.
    gemeenten : Index
        The k gemeenten concerned; `a` covers them all.
    weights : ndarray, shape (k,)
        Weight of each.
    adjacency : DataFrame or None
        Neighbouring gemeenten with `length`; needed for the boundary congruence.
    measures : sequence of str
        Names of measures of two indelingen.

    Returns
    -------
    Comparison

    Raises
    ------
    UnknownNameError
        If there is no such measure.
    NotAPartitionError
        If a measure does not allow a cover.
    LappendekenError
        If no measure is named, or one of them misses the neighbours or does not allow a weight.
    """
    if not measures:
        raise LappendekenError("Noem ten minste één maat.")
    known = of_pairs()
    for name in measures:
        if name not in known:
            raise UnknownNameError("maat", name, list(known))
        if not known[name].for_covers:
            a.require_partition(name)
        if known[name].counts_units:
            require_counts(weights)
    own = a.incidence[a.gemeenten.get_indexer(gemeenten)]
    used, columns = np.unique(own.indices, return_inverse=True)
    shape = (len(gemeenten), len(used))
    incidence = sparse.csr_array((own.data, columns, own.indptr), shape=shape)
    restricted = Indeling(a.id, gemeenten, a.verbanden[used], incidence)
    borders = None
    if any(known[name].needs_borders for name in measures):
        if adjacency is None or "length" not in adjacency:
            raise LappendekenError(
                "De grenscongruentie vraagt de lengte van de grenzen; geef adjacency, zoals "
                "lap.borders."
            )
        borders = locate(gemeenten, adjacency)
    return Comparison(restricted, weights, borders)


Scorer = Callable[[Chunk], Floats]


def _per_division(values: Floats, cells: Cells) -> Floats:
    """Sum a value of every cell by its division."""
    totals = np.bincount(cells.division, values, minlength=len(cells.of_gemeente))
    return totals.astype(np.float64)


def _line_totals(cells: Cells, line: Ints) -> Floats:
    """Weight of every row, or of every column, of each table (divisions × lines)."""
    divisions, lines = len(cells.of_gemeente), int(line.max()) + 1
    totals = np.bincount(cells.division * lines + line, cells.weight, minlength=divisions * lines)
    return totals.reshape(divisions, lines).astype(np.float64)


def _rand(chunk: Chunk) -> Floats:
    """The adjusted Rand index; see `measures.adjusted_rand_index`."""
    cells = chunk.cells
    single = _per_division(cells.weight, cells)
    in_a, in_b = (
        ((_line_totals(cells, line) ** 2).sum(axis=1) - single) / 2
        for line in (cells.row, cells.column)
    )
    in_both = (_per_division(cells.weight**2, cells) - single) / 2
    return rand_of_counts(in_a, in_b, in_both, single)


def _by_entropy(measure: Callable[[Floats, Floats, Floats], Floats]) -> Scorer:
    """A measure of the entropies of A and B and of both together; see `measures.information`."""

    def of_chunk(chunk: Chunk) -> Floats:
        cells = chunk.cells
        total = _per_division(cells.weight, cells)
        share = cells.weight / total[cells.division]
        joint = -_per_division(xlogy(share, share), cells)
        own = [_line_totals(cells, line) / total[:, None] for line in (cells.row, cells.column)]
        in_a, in_b = (-xlogy(one, one).sum(axis=1) for one in own)
        return measure(in_a, in_b, joint)

    return of_chunk


def _v(field: int) -> Scorer:
    """The V-measure or one of its two parts."""
    return _by_entropy(lambda *entropies: v_of_entropies(*entropies)[field])


def _similarity(cells: Cells) -> Floats:
    """Of every cell, the element-centric similarity of its gemeenten."""
    return similarity_of_sizes(cells.shared, cells.size_a, cells.size_b)


def _overlap(cells: Cells) -> Floats:
    """Of every cell, the partner overlap of its gemeenten."""
    return overlap_of_sizes(cells.shared, cells.size_a, cells.size_b)


def _mean_of(local: Callable[[Cells], Floats]) -> Scorer:
    """The weighted mean of a measure per gemeente."""

    def of_chunk(chunk: Chunk) -> Floats:
        cells = chunk.cells
        total = _per_division(local(cells) * cells.weight, cells)
        return total / _per_division(cells.weight, cells)

    return of_chunk


def _transfer(chunk: Chunk) -> Floats:
    """The transfer distance; see `measures.transfer_distance`."""
    one, labels, cells = chunk.one, chunk.labels, chunk.cells
    shape = (int(cells.row.max()) + 1, int(cells.column.max()) + 1)
    if shape[0] * shape[1] > DENSE_TABLE:
        return np.array([least_to_move(one.pair(row)) for row in labels])
    total = one.weights.sum()
    ends = np.searchsorted(cells.division, np.arange(len(labels) + 1))
    result = np.empty(len(labels))
    for number, (start, end) in enumerate(pairwise(ends)):
        table = np.zeros(shape)
        table[cells.row[start:end], cells.column[start:end]] = cells.weight[start:end]
        result[number] = total - table[assign(table)].sum()
    return result


def _stays(chunk: Chunk) -> Floats:
    """Share of the weight that need not move."""
    return np.asarray(1 - _transfer(chunk) / chunk.one.weights.sum())


def _boundary(chunk: Chunk) -> Floats:
    """The boundary congruence; see `measures.boundary_congruence`."""
    one, labels = chunk.one, chunk.labels
    if one.borders is None:
        return np.full(len(labels), np.nan)
    borders, apart = one.borders, one.borders.apart(one.a)
    regional = labels[:, borders.first] != labels[:, borders.second]
    both = regional @ (borders.length * apart)
    either = regional @ (borders.length * ~apart) + borders.length[apart].sum()
    with np.errstate(invalid="ignore"):
        return np.asarray(np.where(either > 0, both / either, 1.0))


FAST: Mapping[str, Scorer] = MappingProxyType(
    {
        "adjusted_rand_index": _rand,
        "omega_index": _rand,
        "homogeneity": _v(0),
        "completeness": _v(1),
        "v_measure": _v(2),
        "normalised_mutual_information": _by_entropy(mutual_of_entropies),
        "variation_of_information": _by_entropy(variation_of_entropies),
        "element_centric_similarity": _mean_of(_similarity),
        "partner_overlap": _mean_of(_overlap),
        "transfer_distance": _transfer,
        "transfer_similarity": _stays,
        "boundary_congruence": _boundary,
    }
)
"""Measures of two partitions for a whole chunk at once; others go division by division."""

_LOCAL: Mapping[str, Callable[[Cells], Floats]] = MappingProxyType(
    {"element_centric_similarity": _similarity, "partner_overlap": _overlap}
)
