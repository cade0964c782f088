"""A comparison as a small drawing inside a page, from the same topology as its map."""

import math
from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
import shapely

from lappendeken.maps.compare import TYPES, Direction, members
from lappendeken.maps.topology import Point, Ring, Topology
from lappendeken.model import Lappendeken

WIDTH = 240
"""Width of a drawing in its own units; more detail than this is left out."""


@dataclass(frozen=True)
class Thumbnail:
    """The parts of a drawing.

    Parameters
    ----------
    width, height : int
        Its size in its own units.
    surfaces : tuple of (str, str)
        A class of gemeenten and the SVG path of all in it.
    borders : str
        The SVG path of the borders of the regions that are coloured.
    coast : str
        The SVG path of the outer edges.
    """

    width: int
    height: int
    surfaces: tuple[tuple[str, str], ...]
    borders: str
    coast: str


@dataclass(frozen=True)
class Sketch:
    """A topology brought to the scale of a thumbnail; made once for all of them.

    Parameters
    ----------
    topology : Topology
        Gives shapes and owners.
    arcs : list of list of (int, int)
        Its arcs with little detail, y downwards.
    width, height : int
        The size of the drawing.
    """

    topology: Topology
    arcs: list[Ring]
    width: int
    height: int


def sketch(topology: Topology) -> Sketch:
    """Bring a topology to the scale of a thumbnail.

    Parameters
    ----------
    topology : Topology
        In longitude and latitude.

    Returns
    -------
    Sketch
        In the Mercator projection, as on the map.
    """
    flat = [(x, _mercator(y)) for arc in topology.arcs for x, y in topology.lonlat(arc)]
    points = np.array(flat) if flat else np.zeros((1, 2))
    (west, south), (east, north) = points.min(axis=0), points.max(axis=0)
    step = max(east - west, (north - south) / 1.5, 1e-9) / WIDTH
    points = np.column_stack([(points[:, 0] - west) / step, (north - points[:, 1]) / step])
    ends = np.cumsum([len(arc) for arc in topology.arcs])[:-1]
    arcs = [_reduce(part) for part in np.split(points, ends)] if flat else []
    width, height = math.ceil((east - west) / step), math.ceil((north - south) / step)
    return Sketch(topology, arcs, width, height)


def _mercator(latitude: float) -> float:
    """Height on a Mercator map, in degrees of longitude."""
    return math.degrees(math.asinh(math.tan(math.radians(latitude))))


def _reduce(points: np.ndarray) -> Ring:
    """An arc with less detail; its ends stay, so that neighbours still fit."""
    line = shapely.simplify(shapely.linestrings(points), 0.5, preserve_topology=False)
    rounded = np.rint(shapely.get_coordinates(line)).astype(np.int64).tolist()
    return [(x, y) for k, (x, y) in enumerate(rounded) if k == 0 or rounded[k - 1] != [x, y]]


def draw_thumbnail(lap: Lappendeken, direction: Direction, drawing: Sketch) -> Thumbnail:
    """Draw one direction of a comparison.

    Parameters
    ----------
    lap : Lappendeken
        Its gemeenten are those of the sketch.
    direction : Direction
        What is coloured.
    drawing : Sketch
        From `sketch`.

    Returns
    -------
    Thumbnail
    """
    surfaces = []
    for kind in TYPES:
        own = [g for g, its in enumerate(direction.types) if its == kind]
        path = "".join(_rings(drawing, own))
        if path:
            surfaces.append((kind, path))
    keys = members(lap, direction.a)
    borders, coast = [], []
    for arc, owners in zip(drawing.arcs, drawing.topology.owners, strict=True):
        if len(owners) == 1:
            coast.append(_path(arc))
        elif keys[owners[0]] != keys[owners[1]]:
            borders.append(_path(arc))
    size = (drawing.width, drawing.height)
    return Thumbnail(*size, tuple(surfaces), "".join(borders), "".join(coast))


def _rings(drawing: Sketch, gemeenten: Iterable[int]) -> Iterable[str]:
    """The rings of some gemeenten as closed paths; what is too small to see is left out."""
    small = Topology(1.0, (0.0, 0.0), drawing.arcs, drawing.topology.owners, [])
    for gemeente in gemeenten:
        for polygon in drawing.topology.shapes[gemeente]:
            for ring in polygon:
                points = small.ring(ring)
                if len(set(points)) > 2:
                    yield _path(points[:-1]) + "z"


def _path(points: list[Point]) -> str:
    """An SVG path of relative steps; empty for a single point."""
    if len(points) < 2:
        return ""
    (x, y), *rest = points
    steps = []
    before = points[0]
    for point in rest:
        steps.append(f"{point[0] - before[0]} {point[1] - before[1]}")
        before = point
    return f"M{x} {y}l{' '.join(steps)}".replace(" -", "-")
