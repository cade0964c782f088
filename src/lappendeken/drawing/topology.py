"""Geometry as a topology: every border once, each knowing the gemeenten on its two sides.

A map file then holds each border once, and the borders of any indeling are a choice from the
arcs: those whose two gemeenten are not in the same verbanden. All is in metres; only a page gets
degrees.
"""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from itertools import chain, pairwise
from typing import Any

import geopandas as gpd
import numpy as np
import numpy.typing as npt
import pyproj
import shapely

from lappendeken.errors import LappendekenError
from lappendeken.model import Lappendeken

Point = tuple[int, int]
Edge = tuple[Point, Point]
Ring = list[Point]
Floats = npt.NDArray[np.float64]
Sides = dict[Edge, tuple[int, ...]]

GRID = 50_000
"""Number of steps in which the longest side of the extent is divided: 6 m for the Netherlands."""

SLIVER = 50.0
"""Metres: in geometry that is no exact coverage, borders this near are taken for neighbours'."""


_METRES = "EPSG:28992"


@dataclass(frozen=True, eq=False)
class Topology:
    """The shapes of n gemeenten as rings of shared arcs on an integer grid.

    Parameters
    ----------
    scale : float
        Metres per step of the grid.
    origin : tuple of two float
        The grid's origin in EPSG:28992.
    arcs : list of list of (int, int)
        The arcs: stretches of border on which the gemeenten at either side are the same. Where
        three meet an arc ends; a ring without such a point is one closed arc.
    owners : list of tuple of int
        For every arc the positions of its gemeenten: two for a border, one for an outer edge.
    shapes : list
        For every gemeente its polygons, each a list of rings (the outer one first), each a list
        of arcs: `i` as it stands, `~i` reversed.
    """

    scale: float
    origin: tuple[float, float]
    arcs: list[Ring]
    owners: list[tuple[int, ...]]
    shapes: list[list[list[list[int]]]]

    def ring(self, indices: Sequence[int]) -> Ring:
        """The points of a ring, the first one repeated at the end."""
        points: Ring = []
        for index in indices:
            arc = self.arcs[index] if index >= 0 else self.arcs[~index][::-1]
            points.extend(arc[1:] if points else arc)
        return points

    def metres(self, points: Sequence[Point]) -> Floats:
        """Points on the grid in EPSG:28992."""
        return np.asarray(points, dtype=np.float64) * self.scale + self.origin

    @cached_property
    def _degrees(self) -> Floats:
        """Longitude and latitude of the points of all arcs in a row."""
        to_degrees = pyproj.Transformer.from_crs(_METRES, "EPSG:4326", always_xy=True)
        points = self.metres(list(chain.from_iterable(self.arcs)))
        return np.column_stack(to_degrees.transform(*points.T))

    @cached_property
    def bounds(self) -> tuple[float, float, float, float]:
        """West, south, east and north in degrees."""
        west, south = self._degrees.min(axis=0).tolist()
        east, north = self._degrees.max(axis=0).tolist()
        return west, south, east, north

    @cached_property
    def page(self) -> dict[str, Any]:
        """The topology as it is embedded in a page, in degrees.

        Examples
        --------
        >>> square = gpd.GeoSeries([shapely.box(1e5, 4e5, 1.1e5, 4.1e5)], crs=28992)
        >>> read_numbers(build(square, grid=10).page["arcs"])[:3]
        [5, 540, 0]
        """
        west, south, east, north = self.bounds
        scale = max(east - west, north - south) / GRID or 1.0
        points = np.rint((self._degrees - (west, south)) / scale).astype(np.int64).tolist()
        numbers, start = [], 0
        for arc in self.arcs:
            own = points[start : start + len(arc)]
            numbers += [len(arc), *own[0]]
            for (x0, y0), (x1, y1) in pairwise(own):
                numbers += (x1 - x0, y1 - y0)
            start += len(arc)
        return {
            "scale": round(scale, 12),
            "translate": [round(west, 9), round(south, 9)],
            "arcs": write_numbers(numbers),
            "owners": [list(owners) for owners in self.owners],
            "shapes": self.shapes,
        }


def write_numbers(numbers: Sequence[int]) -> str:
    """Whole numbers as a short text: five bits in a sign, the lowest first.

    Examples
    --------
    >>> write_numbers([0, -1, 1, 16]), read_numbers("?@A_@")
    ('?@A_@', [0, -1, 1, 16])
    """
    signs = []
    for number in numbers:
        rest = 2 * number if number >= 0 else -2 * number - 1
        while rest >= 32:
            signs.append(rest % 32 + 32)
            rest //= 32
        signs.append(rest)
    return "".join(chr(sign + 63) for sign in signs)


def read_numbers(text: str) -> list[int]:
    """The numbers in a text that `write_numbers` made."""
    found, value, unit = [], 0, 1
    for sign in text:
        code = ord(sign) - 63
        value, unit = value + code % 32 * unit, unit * 32
        if code < 32:
            found.append(-(value + 1) // 2 if value % 2 else value // 2)
            value, unit = 0, 1
    return found


@lru_cache(maxsize=2)
def topology_of(lap: Lappendeken) -> Topology:
    """The shapes of a lappendeken; one makes many maps of the same, and they do not change."""
    if lap.gemeenten.empty:
        raise LappendekenError("Er is geen gemeente om op de kaart te zetten.")
    return build(lap.gemeenten.geometry)


def build(geometry: gpd.GeoSeries, *, grid: int = GRID) -> Topology:
    """Make the topology of a set of (multi)polygons in EPSG:28992.

    Notes
    -----
    In one coverage neighbours have the same vertices, and every border between them becomes one
    arc. Otherwise each side keeps its own arc, and its other owner is the nearest gemeente within
    `SLIVER` metres of it, so that the borders of an indeling can still be told.

    Examples
    --------
    >>> boxes = gpd.GeoSeries([shapely.box(0, 0, 9, 9), shapely.box(9, 0, 18, 9)], crs=28992)
    >>> sorted(build(boxes).owners)
    [(0,), (0, 1), (1,)]
    """
    shapes = shapely.force_2d(geometry.to_numpy())
    parts, gemeente_of = shapely.get_parts(shapes, return_index=True)
    lines, part_of = shapely.get_rings(parts, return_index=True)
    points, ring_of = shapely.get_coordinates(lines, return_index=True)
    low, high = points.min(axis=0), points.max(axis=0)
    scale = float((high - low).max()) / grid or 1.0
    on_grid: Ring = list(map(tuple, np.rint((points - low) / scale).astype(np.int64).tolist()))
    ends = np.searchsorted(ring_of, np.arange(len(lines) + 1)).tolist()
    rings = [_clean(on_grid[start:end]) for start, end in pairwise(ends)]
    owner: list[int] = gemeente_of[part_of].tolist()
    _keep_all(rings, [on_grid[start] for start in ends[:-1]], owner)
    sides = _sides(rings, owner)
    if not shapely.coverage_is_valid(shapes, gap_width=SLIVER):
        _add_near(sides, shapes, scale, low)
    arcs, joints = _Arcs(sides), _joints(sides)
    polygons: list[list[list[int]]] = [[] for _ in parts]
    for ring, part in zip(rings, part_of.tolist(), strict=True):
        if ring:
            polygons[part].append([arcs.number(arc) for arc in _cut(ring, joints)])
    result: list[list[list[list[int]]]] = [[] for _ in shapes]
    for polygon, gemeente in zip(polygons, gemeente_of.tolist(), strict=True):
        if polygon:
            result[gemeente].append(polygon)
    stored = [list(arc) for arc in arcs.numbers]
    west, south = low.tolist()
    return Topology(scale, (west, south), stored, arcs.owners, result)


def _clean(points: Ring) -> Ring:
    """One ring without repeated points and without spikes; empty when no area is left.

    >>> _clean([(0, 0), (0, 0), (0, 5), (0, 9), (0, 5), (5, 5)])
    [(0, 0), (0, 5), (5, 5)]
    """
    ring: Ring = []
    for point in points:
        if len(ring) > 1 and ring[-2] == point:
            ring.pop()
        elif not ring or ring[-1] != point:
            ring.append(point)
    # The seam between the last point and the first may hide the same two faults.
    while len(ring) > 2:
        if ring[-1] == ring[0] or ring[-2] == ring[0]:
            ring.pop()
        elif ring[-1] == ring[1]:
            ring.pop(0)
        else:
            return ring
    return []


def _keep_all(rings: list[Ring], first: list[Point], owner: list[int]) -> None:
    """Give a gemeente that lost all its rings a triangle of one step."""
    kept = {o for ring, o in zip(rings, owner, strict=True) if ring}
    for number, ring_owner in enumerate(owner):
        if ring_owner not in kept:
            x, y = first[number]
            rings[number] = [(x, y), (x, y + 1), (x + 1, y)]
            kept.add(ring_owner)


def _edge(a: Point, b: Point) -> Edge:
    """The same edge for both directions."""
    return (a, b) if a < b else (b, a)


def _sides(rings: list[Ring], owner: list[int]) -> Sides:
    """The gemeenten at either side of every edge."""
    found: dict[Edge, set[int]] = defaultdict(set)
    for ring, ring_owner in zip(rings, owner, strict=True):
        for place, point in enumerate(ring):
            found[_edge(ring[place - 1], point)].add(ring_owner)
    return {edge: tuple(sorted(owners)) for edge, owners in found.items()}


def _add_near(sides: Sides, shapes: npt.NDArray[np.object_], scale: float, low: Floats) -> None:
    """Give an edge with one owner the nearest other gemeente too, when that is near enough."""
    lonely = [edge for edge, owners in sides.items() if len(owners) == 1]
    if not lonely:
        return
    own = np.array([sides[edge][0] for edge in lonely])
    middle = np.array(lonely, dtype=np.float64).mean(axis=1) * scale + low
    spots = shapely.points(middle)
    at, near = shapely.STRtree(shapes).query(spots, predicate="dwithin", distance=SLIVER)
    other = near != own[at]
    at, near = at[other], near[other]
    distance = shapely.distance(spots[at], shapes[near])
    order = np.lexsort((near, distance, at))
    places, best = np.unique(at[order], return_index=True)
    for place, neighbour in zip(places.tolist(), near[order][best].tolist(), strict=True):
        sides[lonely[place]] = tuple(sorted((int(own[place]), neighbour)))


def _joints(sides: Sides) -> set[Point]:
    """The points where arcs end: more or fewer than two edges meet, or the sides change."""
    at: dict[Point, list[tuple[int, ...]]] = defaultdict(list)
    for edge, owners in sides.items():
        for point in edge:
            at[point].append(owners)
    return {p for p, owners in at.items() if len(owners) != 2 or owners[0] != owners[1]}


def _cut(ring: Ring, joints: set[Point]) -> list[tuple[Point, ...]]:
    """A ring as arcs from joint to joint; a ring without one starts at its lowest point."""
    stops = [place for place, point in enumerate(ring) if point in joints]
    start = stops[0] if stops else ring.index(min(ring))
    turned = ring[start:] + ring[: start + 1]
    ends = [place - start for place in stops] + [len(ring)] if stops else [0, len(ring)]
    return [tuple(turned[a : b + 1]) for a, b in pairwise(ends)]


class _Arcs:
    """Numbers arcs, the same in either direction."""

    def __init__(self, sides: Sides) -> None:
        self.sides = sides
        self.numbers: dict[tuple[Point, ...], int] = {}
        self.owners: list[tuple[int, ...]] = []

    def number(self, arc: tuple[Point, ...]) -> int:
        """The number of an arc, `~number` when it is stored the other way round."""
        stored = min(arc, arc[::-1])
        if stored not in self.numbers:
            self.numbers[stored] = len(self.numbers)
            self.owners.append(self.sides[_edge(arc[0], arc[1])])
        number = self.numbers[stored]
        return number if stored == arc else ~number
