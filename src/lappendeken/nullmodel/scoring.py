"""The measures of one indeling against many divisions at once, given as arrays of labels.

Every measure equals that of `lappendeken.measures` up to rounding; here one pass over the labels
serves all divisions of a chunk, where a call per division would cost more than the division.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from types import MappingProxyType
from typing import NamedTuple

import numpy as np
import numpy.typing as npt
import pandas as pd
from scipy import sparse
from scipy.optimize import linear_sum_assignment
from scipy.special import xlogy

from lappendeken.errors import LappendekenError, UnknownNameError
from lappendeken.indeling import Indeling
from lappendeken.measures.alignment import Aligned, Floats, Ints, weighted_mean
from lappendeken.measures.borders import locate, together
from lappendeken.measures.element_centric import local_element_centric_similarity
from lappendeken.measures.gemeenten import partner_overlap
from lappendeken.measures.pair_counting import omega_index, require_counts
from lappendeken.measures.transfer import least_to_move

DENSE_TABLE = 90_000
"""Contingency tables of at most so many cells are matched densely."""


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


class Borders(NamedTuple):
    """The borders between the gemeenten of a comparison; none where they are not needed.

    Parameters
    ----------
    first, second : ndarray of int, shape (e,)
        Places of the two neighbours.
    length : ndarray of float, shape (e,)
        Metres.
    apart : ndarray of bool, shape (e,)
        Whether they share no verband of A.
    """

    first: Ints
    second: Ints
    length: Floats
    apart: npt.NDArray[np.bool_]


@dataclass(frozen=True)
class Comparison:
    """One indeling, ready to be compared with divisions of the same k gemeenten.

    Parameters
    ----------
    a : Indeling
        On the k gemeenten, each in at least one verband.
    weights : ndarray, shape (k,)
        Weight of each gemeente.
    borders : Borders
        For the boundary congruence.
    """

    a: Indeling
    weights: Floats
    borders: Borders

    def scores(self, labels: Ints, measures: Sequence[str]) -> dict[str, Floats]:
        """Measures against every division of a chunk.

        Parameters
        ----------
        labels : ndarray of int, shape (divisions, k)
            Number of the region of each gemeente, from 0.
        measures : sequence of str
            Names in `MEASURES`.

        Returns
        -------
        dict of str to ndarray of float, shape (divisions,)
        """
        if not self.a.is_partition:
            return {name: OF_COVERS[name](self, labels) for name in measures}
        cells = self._cells(labels)
        return {name: MEASURES[name](self, labels, cells) for name in measures}

    def local(self, labels: Ints, measure: str) -> Floats:
        """A measure of every gemeente against every division of a chunk.

        Parameters
        ----------
        labels : ndarray of int, shape (divisions, k)
            See `scores`.
        measure : str
            One of `LOCAL`.

        Returns
        -------
        ndarray of float, shape (divisions, k)
        """
        if not self.a.is_partition:
            function = _LOCAL_OF_COVERS[measure]
            return np.stack([function(self.a, self.division(row)).to_numpy() for row in labels])
        cells = self._cells(labels)
        return np.asarray(LOCAL[measure](cells)[cells.of_gemeente])

    def division(self, labels: Ints) -> Indeling:
        """One division as an indeling.

        Parameters
        ----------
        labels : ndarray of int, shape (k,)
            Number of the region of each gemeente, from 0.

        Returns
        -------
        Indeling
        """
        count, regions = len(labels), int(labels.max()) + 1
        ones = np.ones(count, dtype=np.int64)
        incidence = sparse.csr_array((ones, labels, np.arange(count + 1)), shape=(count, regions))
        return Indeling("", self.a.gemeenten, pd.RangeIndex(regions), incidence)

    def _cells(self, labels: Ints) -> Cells:
        """The contingency table of A, a partition, with every division."""
        own = self.a.incidence.indices.astype(np.int64)
        divisions, rows, columns = len(labels), int(own.max()) + 1, int(labels.max()) + 1
        number = np.arange(divisions)[:, None]
        keys = (number * rows + own) * columns + labels
        key, of_gemeente, shared = np.unique(keys, return_inverse=True, return_counts=True)
        each = np.broadcast_to(self.weights, labels.shape).ravel()
        weight = np.bincount(of_gemeente.ravel(), each).astype(np.float64)
        division, cell = np.divmod(key, rows * columns)
        row, column = np.divmod(cell, columns)
        size_a = np.bincount(own)[row]
        size_b = np.bincount((number * columns + labels).ravel())[division * columns + column]
        of_gemeente = of_gemeente.reshape(labels.shape)
        return Cells(division, row, column, shared, weight, of_gemeente, size_a, size_b)


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
        Names in `MEASURES`.

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
    for name in measures:
        if name not in MEASURES:
            raise UnknownNameError("maat", name, list(MEASURES))
        if name not in OF_COVERS:
            a.require_partition(name)
    if {"adjusted_rand_index", "omega_index"} & set(measures):
        require_counts(weights)
    own = a.incidence[a.gemeenten.get_indexer(gemeenten)]
    used, columns = np.unique(own.indices, return_inverse=True)
    shape = (len(gemeenten), len(used))
    incidence = sparse.csr_array((own.data, columns, own.indptr), shape=shape)
    restricted = Indeling(a.id, gemeenten, a.verbanden[used], incidence)
    none = np.empty(0, dtype=np.int64)
    borders = Borders(none, none, none.astype(np.float64), none.astype(np.bool_))
    if "boundary_congruence" in measures:
        if adjacency is None or "length" not in adjacency:
            raise LappendekenError(
                "De grenscongruentie vraagt de lengte van de grenzen; geef adjacency, zoals "
                "lap.borders."
            )
        pairs = locate(gemeenten, adjacency)
        ends = pd.DataFrame({"a": gemeenten[pairs.first], "b": gemeenten[pairs.second]})
        borders = Borders(*pairs, apart=~together(restricted, ends))
    return Comparison(restricted, weights, borders)


def _per_division(values: Floats, cells: Cells) -> Floats:
    """Sum a value of every cell by its division."""
    totals = np.bincount(cells.division, values, minlength=len(cells.of_gemeente))
    return totals.astype(np.float64)


def _line_totals(cells: Cells, line: Ints) -> Floats:
    """Weight of every row, or of every column, of each table (divisions × lines)."""
    divisions, lines = len(cells.of_gemeente), int(line.max()) + 1
    totals = np.bincount(cells.division * lines + line, cells.weight, minlength=divisions * lines)
    return totals.reshape(divisions, lines).astype(np.float64)


def _rand(_: Comparison, __: Ints, cells: Cells) -> Floats:
    """The adjusted Rand index; see `measures.adjusted_rand_index`."""
    single = _per_division(cells.weight, cells)
    everything = single * (single - 1) / 2
    in_a, in_b = (
        ((_line_totals(cells, line) ** 2).sum(axis=1) - single) / 2
        for line in (cells.row, cells.column)
    )
    in_both = (_per_division(cells.weight**2, cells) - single) / 2
    with np.errstate(divide="ignore", invalid="ignore"):
        expected = in_a * in_b / everything
        largest = (in_a + in_b) / 2
        index = (in_both - expected) / (largest - expected)
    alike = (everything <= 0) | (largest - expected <= 1e-12 * largest)
    return np.where(alike, 1.0, index)


def _v(field: str) -> Callable[[Comparison, Ints, Cells], Floats]:
    """The V-measure or one of its two parts; see `measures.v_measure`."""

    def of_cells(_: Comparison, __: Ints, cells: Cells) -> Floats:
        total = _per_division(cells.weight, cells)
        share = cells.weight / total[cells.division]
        joint = -_per_division(xlogy(share, share), cells)
        own = [_line_totals(cells, line) / total[:, None] for line in (cells.row, cells.column)]
        in_a, in_b = (-xlogy(one, one).sum(axis=1) for one in own)
        homogeneity = _explained(joint - in_b, in_a)
        completeness = _explained(joint - in_a, in_b)
        both = homogeneity + completeness
        with np.errstate(invalid="ignore"):
            v = np.where(both > 0, 2 * homogeneity * completeness / both, 0.0)
        return {"homogeneity": homogeneity, "completeness": completeness, "v_measure": v}[field]

    return of_cells


def _explained(conditional: Floats, entropy: Floats) -> Floats:
    """Share of an entropy that is explained."""
    with np.errstate(divide="ignore", invalid="ignore"):
        share = np.clip(1.0 - conditional / entropy, 0.0, 1.0)
    return np.where(entropy <= 1e-15, 1.0, share)


def _similarity(cells: Cells) -> Floats:
    """Of every cell, the element-centric similarity of its gemeenten."""
    return np.asarray(cells.shared / np.maximum(cells.size_a, cells.size_b))


def _overlap(cells: Cells) -> Floats:
    """Of every cell, the partner overlap of its gemeenten."""
    either = cells.size_a + cells.size_b - cells.shared - 1
    return np.where(either > 0, (cells.shared - 1) / np.maximum(either, 1), 1.0)


def _mean_of(local: Callable[[Cells], Floats]) -> Callable[[Comparison, Ints, Cells], Floats]:
    """The weighted mean of a measure per gemeente."""

    def of_cells(_: Comparison, __: Ints, cells: Cells) -> Floats:
        return _per_division(local(cells) * cells.weight, cells) / _per_division(
            cells.weight, cells
        )

    return of_cells


def _transfer(one: Comparison, labels: Ints, cells: Cells) -> Floats:
    """The transfer distance; see `measures.transfer_distance`."""
    shape = (int(cells.row.max()) + 1, int(cells.column.max()) + 1)
    if shape[0] * shape[1] > DENSE_TABLE:
        return np.array([least_to_move(_aligned(one, row)) for row in labels])
    total = one.weights.sum()
    ends = np.searchsorted(cells.division, np.arange(len(labels) + 1))
    result = np.empty(len(labels))
    for number, (start, end) in enumerate(pairwise(ends)):
        table = np.zeros(shape)
        table[cells.row[start:end], cells.column[start:end]] = cells.weight[start:end]
        result[number] = total - table[linear_sum_assignment(table, maximize=True)].sum()
    return result


def _aligned(one: Comparison, labels: Ints) -> Aligned:
    """A and one division as the measures want them."""
    b = one.division(labels).incidence
    return Aligned(one.a.gemeenten, one.a.incidence, b, one.weights)


def _stays(one: Comparison, labels: Ints, cells: Cells) -> Floats:
    """Share of the weight that need not move."""
    return np.asarray(1 - _transfer(one, labels, cells) / one.weights.sum())


def _boundary(one: Comparison, labels: Ints, _: Cells | None = None) -> Floats:
    """The boundary congruence; see `measures.boundary_congruence`."""
    first, second, length, apart = one.borders
    regional = labels[:, first] != labels[:, second]
    both = regional @ (length * apart)
    either = regional @ (length * ~apart) + length[apart].sum()
    with np.errstate(invalid="ignore"):
        return np.asarray(np.where(either > 0, both / either, 1.0))


def _omega_of_cover(one: Comparison, labels: Ints) -> Floats:
    """The omega index of a cover, division by division."""
    weights = pd.Series(one.weights, index=one.a.gemeenten)
    return np.array([omega_index(one.a, one.division(row), weights=weights) for row in labels])


def _mean_of_cover(measure: str) -> Callable[[Comparison, Ints], Floats]:
    """The weighted mean of a measure per gemeente of a cover."""

    def of_divisions(one: Comparison, labels: Ints) -> Floats:
        return np.array([weighted_mean(row, one.weights) for row in one.local(labels, measure)])

    return of_divisions


MEASURES: Mapping[str, Callable[..., Floats]] = MappingProxyType(
    {
        "adjusted_rand_index": _rand,
        "omega_index": _rand,
        "v_measure": _v("v_measure"),
        "homogeneity": _v("homogeneity"),
        "completeness": _v("completeness"),
        "element_centric_similarity": _mean_of(_similarity),
        "partner_overlap": _mean_of(_overlap),
        "transfer_distance": _transfer,
        "transfer_similarity": _stays,
        "boundary_congruence": _boundary,
    }
)
"""The measures that can be tested, by name; of two partitions."""

LOCAL: Mapping[str, Callable[[Cells], Floats]] = MappingProxyType(
    {"element_centric_similarity": _similarity, "partner_overlap": _overlap}
)
"""The measures that exist per gemeente, and so per group of gemeenten."""

OF_COVERS: Mapping[str, Callable[..., Floats]] = MappingProxyType(
    {
        "omega_index": _omega_of_cover,
        "element_centric_similarity": _mean_of_cover("element_centric_similarity"),
        "partner_overlap": _mean_of_cover("partner_overlap"),
        "boundary_congruence": _boundary,
    }
)
"""The measures that also exist when A is a cover; slower, as divisions go one by one."""

_LOCAL_OF_COVERS: Mapping[str, Callable[..., "pd.Series[float]"]] = MappingProxyType(
    {
        "element_centric_similarity": local_element_centric_similarity,
        "partner_overlap": partner_overlap,
    }
)

FALLING = frozenset({"transfer_distance"})
"""The measures that are lower for indelingen that are more alike."""
