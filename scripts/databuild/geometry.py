"""Draw the gemeenten anew: sample on a grid, trace the grid, simplify it as one coverage.

No vertex of the source survives: a boundary runs through the middles of the sides between grid
cells, and simplification only leaves some of those out. Neighbours are cut from the same lines,
so they share their border exactly.
"""

from dataclasses import dataclass
from itertools import pairwise
from typing import Any, Final

import numpy as np
import shapely
from numpy.typing import NDArray
from scipy import ndimage

CELL: Final = 100.0
"""Size of a cell in metres."""

GAP: Final = 1e6
"""A hole without gemeente in the land, up to this many square metres, is a fault and is filled."""

ISLET: Final = 1e6
"""A piece of land in open water, up to this many square metres, is left out."""

SPECK: Final = 4e4
"""A piece cut off from its gemeente, up to this many square metres, goes to its neighbour."""

TOLERANCE: Final = 230.0
"""Simplification in metres: the side of a square as large as the smallest corner that is kept."""

STEP: Final = 5.0
"""By so much the tolerance is lowered, until no strip is narrower than a chink."""

CHINK: Final = 50.0
"""A strip narrower than this many metres looks like a fault between neighbours."""

Labels = NDArray[np.int16]


@dataclass(frozen=True)
class Grid:
    """Which gemeente lies in the middle of each cell."""

    west: float
    south: float
    labels: Labels
    """Number of the gemeente, from 1 in the order of the input; 0 is none. Row 0 is south."""


@dataclass(frozen=True)
class Mending:
    """What had to be mended in the sampled labels."""

    gaps: tuple[float, ...]
    """Square kilometres of each hole in the land that was filled."""
    islets: tuple[tuple[int, float], ...]
    """Label and square kilometres of each piece in open water that was left out."""
    specks: tuple[tuple[int, float], ...]
    """Label and square kilometres of each piece that went to the neighbour around it."""


def sample(shapes: NDArray[Any], cell: float = CELL) -> Grid:
    """Say for the middle of every cell in which shape it lies."""
    west, south, east, north = shapely.total_bounds(shapes)
    west, south = (np.floor(west / cell) - 2) * cell, (np.floor(south / cell) - 2) * cell
    size = (int((north - south) / cell) + 4, int((east - west) / cell) + 4)
    labels: Labels = np.zeros(size, dtype=np.int16)
    for number in range(len(shapes), 0, -1):
        rings = shapely.get_rings(shapely.get_parts(shapes[number - 1]))
        for row, start, stop in _spans(rings, west + cell / 2, south + cell / 2, cell):
            labels[row, start:stop] = number
    return Grid(float(west), float(south), labels)


def _spans(
    rings: NDArray[Any], west: float, south: float, cell: float
) -> list[tuple[int, int, int]]:
    """Give the runs of cells whose middle lies inside the rings, by the even-odd rule.

    In units of cells, counted from the middle of the first one, middles are at whole numbers.
    """
    crossings: list[NDArray[np.float64]] = []
    for ring in rings:
        xy = (shapely.get_coordinates(ring) - (west, south)) / cell
        for (x0, y0), (x1, y1) in pairwise(xy):
            low, high = min(y0, y1), max(y0, y1)
            rows = np.arange(np.ceil(low), np.ceil(high))
            if len(rows):
                at = x0 + (rows - y0) * (x1 - x0) / (y1 - y0)
                crossings.append(np.column_stack([rows, at]))
    if not crossings:
        return []
    table = np.concatenate(crossings)
    table = table[np.lexsort((table[:, 1], table[:, 0]))]
    starts, stops = table[::2], table[1::2]
    return [
        (int(row), int(np.ceil(start)), int(np.ceil(stop)))
        for (row, start), stop in zip(starts, stops[:, 1], strict=True)
    ]


def lines(grid: Grid, cell: float = CELL) -> NDArray[Any]:
    """Trace the borders between cells with different labels.

    A border is not drawn along the sides of the cells but through their middles, which takes the
    edge off the steps; where three or more borders meet, or two cross, they meet in the corner.
    """
    labels = grid.labels
    # `right[r, c]`: a border between cells (r, c) and (r, c + 1); `above` likewise upward.
    right = labels[:, :-1] != labels[:, 1:]
    above = labels[:-1, :] != labels[1:, :]
    # The corner (r, c) is the upper right corner of cell (r, c); its four arms as offsets.
    arms = {
        (0.0, -0.5): right[:-1, :],
        (0.0, 0.5): right[1:, :],
        (-0.5, 0.0): above[:, :-1],
        (0.5, 0.0): above[:, 1:],
    }
    degree = sum(arm.astype(np.int8) for arm in arms.values())
    pieces = []
    names = list(arms)
    for position, first in enumerate(names):
        for second in names[position + 1 :]:
            through = arms[first] & arms[second] & (degree == 2)
            pieces.append(_segments(through, first, second))
        pieces.append(_segments(arms[first] & (degree > 2), first, (0.0, 0.0)))
    ends = np.concatenate(pieces) * cell + (grid.west + cell, grid.south + cell)
    return np.asarray(shapely.linestrings(ends))


def _segments(
    corners: NDArray[np.bool_], first: tuple[float, float], second: tuple[float, float]
) -> NDArray[np.float64]:
    row, column = np.nonzero(corners)
    corner = np.column_stack([column, row]).astype(float)
    return np.stack([corner + first, corner + second], axis=1)


def polygons(grid: Grid, count: int, cell: float = CELL) -> NDArray[Any]:
    """Make one area per label out of the traced borders."""
    faces = np.asarray(shapely.get_parts(shapely.polygonize(lines(grid, cell))))
    inside = shapely.get_coordinates(shapely.point_on_surface(faces))
    column = np.floor((inside[:, 0] - grid.west) / cell).astype(int)
    row = np.floor((inside[:, 1] - grid.south) / cell).astype(int)
    label = grid.labels[row, column]
    out = np.empty(count, dtype=object)
    for number in range(1, count + 1):
        own = faces[label == number]
        out[number - 1] = own[0] if len(own) == 1 else shapely.multipolygons(own)
    return out


def mend(grid: Grid, cell: float = CELL) -> tuple[Grid, Mending]:
    """Fill gaps, leave out islets, and give specks to the neighbour around them."""
    labels = grid.labels.copy()
    km2 = (cell / 1000) ** 2
    gaps, islets, specks = [], [], []
    for where, piece in _pieces(labels == 0, GAP / cell**2):
        _hand_over(labels, where, piece, labels[where] > 0)
        gaps.append(float(piece.sum() * km2))
    for where, piece in _pieces(labels > 0, ISLET / cell**2):
        numbers, counts = np.unique(labels[where][piece], return_counts=True)
        islets += [(int(n), float(c * km2)) for n, c in zip(numbers, counts, strict=True)]
        labels[where][piece] = 0
    for number, box in enumerate(ndimage.find_objects(labels), start=1):
        around = labels[_widen(box)]
        for where, piece in _pieces(around == number, SPECK / cell**2):
            others = (around[where] > 0) & (around[where] != number)
            if others.any():
                _hand_over(around, where, piece, others)
                specks.append((number, float(piece.sum() * km2)))
    mending = Mending(tuple(gaps), tuple(islets), tuple(specks))
    return Grid(grid.west, grid.south, labels), mending


def _pieces(
    mask: NDArray[np.bool_], most: float
) -> list[tuple[tuple[slice, slice], NDArray[np.bool_]]]:
    """Give the connected pieces of at most so many cells, each with one cell around it."""
    numbered, _ = ndimage.label(mask)
    sizes = np.bincount(numbered.ravel())
    found = []
    for number, box in enumerate(ndimage.find_objects(numbered), start=1):
        if sizes[number] <= most:
            where = _widen(box)
            found.append((where, numbered[where] == number))
    return found


def _widen(box: tuple[slice, slice]) -> tuple[slice, slice]:
    """Add one cell on every side."""
    rows, columns = box
    return (
        slice(max(rows.start - 1, 0), rows.stop + 1),
        slice(max(columns.start - 1, 0), columns.stop + 1),
    )


def _hand_over(
    labels: Labels,
    where: tuple[slice, slice],
    piece: NDArray[np.bool_],
    donors: NDArray[np.bool_],
) -> None:
    """Give every cell of a piece the label of the nearest donor cell."""
    rows, columns = ndimage.distance_transform_edt(
        ~donors, return_distances=False, return_indices=True
    )
    labels[where][piece] = labels[where][rows[piece], columns[piece]]


def draw(shapes: NDArray[Any]) -> tuple[NDArray[Any], Mending]:
    """Draw areas anew on a grid of `CELL` metres, simplified as one coverage."""
    grid, mending = mend(sample(shapes))
    drawn = polygons(grid, len(shapes))
    for tolerance in np.arange(TOLERANCE, 0, -STEP):
        simplified = np.asarray(shapely.coverage_simplify(drawn, tolerance))
        if not shapely.length(shapely.coverage_invalid_edges(simplified, gap_width=CHINK)).any():
            break
    if shapely.is_empty(simplified).any():
        raise ValueError("een gemeente is verdwenen bij het tekenen")
    check_coverage(simplified)
    return simplified, mending


def check_coverage(shapes: NDArray[Any]) -> None:
    """Refuse areas that are invalid or that overlap."""
    if not shapely.is_valid(shapes).all():
        raise ValueError("een gemeente heeft een ongeldige vorm")
    if not shapely.coverage_is_valid(shapes):
        raise ValueError("de gemeenten sluiten niet op elkaar aan")
