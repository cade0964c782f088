"""Where names stand on a map: inside what they name, and never on each other."""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
import numpy.typing as npt
import shapely

from lappendeken.drawing.sheet import LEADING, printable, width_of

SIZES = (7.5, 6.8, 6.0, 5.4)
"""Sizes of the font that are tried, in points."""

_INSIDE = 0.62
"""Share of a name that must lie in its own gemeente when it does not fit whole."""

_MARGIN = 1.0
_SHORT = 3
"""A line of a name that is broken has at least as many letters."""


class Name(NamedTuple):
    """A name in its place: the middle of its lines in points, and the size of the font."""

    x: float
    y: float
    lines: tuple[str, ...]
    size: float


def place_names(
    names: Sequence[str], shapes: npt.NDArray[np.object_], width: float, height: float
) -> list[Name]:
    """Find a place for as many names as fit."""
    frame = shapely.box(0, 0, width, height)
    taken: list[shapely.Geometry] = []
    placed, waiting = [], []
    for name, shape in zip(names, shapes, strict=True):
        spots = _spots(shape)
        found = _fitting(name, shape, spots, taken, frame, 1.0)
        if found is None:
            waiting.append((name, shape, spots))
        else:
            placed.append(found)
            taken.append(_box(found))
    for name, shape, spots in waiting:
        found = _fitting(name, shape, spots, taken, frame, _INSIDE)
        if found is not None:
            placed.append(found)
            taken.append(_box(found))
    return placed


def _spots(shape: shapely.Geometry) -> list[tuple[float, float]]:
    """Places to try: the middle of the widest circle in the largest part, and around it."""
    part = max(shapely.get_parts(shape), key=lambda one: one.area)
    circle = shapely.maximum_inscribed_circle(part, tolerance=0.5)
    (x, y), (edge_x, edge_y) = shapely.get_coordinates(circle)[:2]
    radius = float(np.hypot(edge_x - x, edge_y - y))
    around = [
        (x + radius * dx, y + radius * dy)
        for dx, dy in ((0, 0), (0, 0.35), (0, -0.35), (0.35, 0), (-0.35, 0))
    ]
    centre = part.centroid
    return [*around, (centre.x, centre.y)]


def _fitting(
    name: str,
    shape: shapely.Geometry,
    spots: Sequence[tuple[float, float]],
    taken: Sequence[shapely.Geometry],
    frame: shapely.Geometry,
    inside: float,
) -> Name | None:
    """The largest way to write a name so that this share of it lies in its area."""
    for size in SIZES:
        for lines in _breaks(printable(name)):
            for x, y in spots:
                candidate = Name(x, y, lines, size)
                box = _box(candidate)
                if (
                    shapely.intersection(box, shape).area >= inside * box.area * 0.999
                    and frame.contains(box)
                    and not any(box.intersects(other) for other in taken)
                ):
                    return candidate
    return None


def _breaks(name: str) -> list[tuple[str, ...]]:
    """A name on one line, and on two where a space or hyphen lets it."""
    cuts = [
        k + 1 for k, sign in enumerate(name) if sign in " -" and _SHORT <= k < len(name) - _SHORT
    ]
    # The most even halves first.
    cuts.sort(key=lambda cut: (abs(2 * cut - len(name)), cut))
    return [(name,), *((name[:cut].strip(), name[cut:].strip()) for cut in cuts[:2])]


def _box(name: Name) -> shapely.Geometry:
    """The rectangle that a name covers, with a little room around it."""
    wide = max(width_of(line, name.size) for line in name.lines) / 2 + _MARGIN
    high = len(name.lines) * name.size * LEADING / 2
    return shapely.box(name.x - wide, name.y - high, name.x + wide, name.y + high)
