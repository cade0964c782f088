"""The map itself on paper: fills, hatching, lines and names, in metres."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
import numpy.typing as npt
import shapely
from matplotlib.axes import Axes
from matplotlib.collections import LineCollection, PathCollection
from matplotlib.path import Path
from matplotlib.patheffects import Stroke

from lappendeken.drawing import legend
from lappendeken.drawing.lettering import (
    FONT,
    LEADING,
    REGION_SIZES,
    Name,
    box_of,
    place_names,
)
from lappendeken.drawing.palette import FILLS, HATCHINGS, LINES, NOT_COMPARED, OUTSIDE, TEXT
from lappendeken.drawing.sheet import Sheet
from lappendeken.drawing.theme import LineClass, Region, Theme

Floats = npt.NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class Metric:
    """The shapes of a theme in metres.

    Parameters
    ----------
    theme : Theme
        Has them on a grid.
    """

    theme: Theme

    @cached_property
    def arcs(self) -> list[Floats]:
        """The arcs."""
        return [self.theme.topology.metres(arc) for arc in self.theme.topology.arcs]

    @cached_property
    def rings(self) -> list[list[list[Floats]]]:
        """For every gemeente its polygons, each a list of rings."""
        return [
            [[self._ring(ring) for ring in polygon] for polygon in shape]
            for shape in self.theme.topology.shapes
        ]

    def _ring(self, indices: list[int]) -> Floats:
        """The points of a ring."""
        parts = [self.arcs[k] if k >= 0 else self.arcs[~k][::-1] for k in indices]
        return np.concatenate([parts[0], *(part[1:] for part in parts[1:])])

    @cached_property
    def shapes(self) -> npt.NDArray[np.object_]:
        """The gemeenten as geometries."""
        return np.array(
            [
                shapely.make_valid(
                    shapely.multipolygons([shapely.Polygon(p[0], p[1:]) for p in polygons])
                )
                for polygons in self.rings
            ],
            dtype=object,
        )

    @cached_property
    def bounds(self) -> tuple[float, float, float, float]:
        """West, south, east and north of what is shown."""
        west, south, east, north = shapely.total_bounds(self.shapes[list(self.theme.near)])
        return float(west), float(south), float(east), float(north)


@dataclass(frozen=True, eq=False)
class View:
    """Which part of the land is seen in a rectangle of the page.

    Parameters
    ----------
    ground : Metric
        What is drawn.
    left, top, width, height : float
        The rectangle, in points.
    """

    ground: Metric
    left: float
    top: float
    width: float
    height: float

    @property
    def metres(self) -> float:
        """Metres in a point, such that all that is shown fits with some room around it."""
        west, south, east, north = self.ground.bounds
        spare = 1.08 if self.ground.theme.is_part else 1.01
        return spare * max((east - west) / self.width, (north - south) / self.height, 1.0)

    @property
    def origin(self) -> tuple[float, float]:
        """West and south side of the rectangle."""
        west, south, east, north = self.ground.bounds
        half = self.metres / 2
        return (
            (west + east) / 2 - self.width * half,
            (south + north) / 2 - self.height * half,
        )

    @cached_property
    def seen(self) -> frozenset[int]:
        """Positions of the gemeenten of which something may be seen."""
        low = np.array(self.origin)
        high = low + self.metres * np.array([self.width, self.height])
        bounds = shapely.bounds(self.ground.shapes)
        inside = (bounds[:, :2] <= high).all(axis=1) & (bounds[:, 2:] >= low).all(axis=1)
        return frozenset(np.flatnonzero(inside).tolist())


def draw_map(sheet: Sheet, theme: Theme, ground: Metric, view: View) -> None:
    """Draw all that lies on the map, from below."""
    axes = sheet.map_axes(view.left, view.top, view.width, view.height)
    (west, south), metres = view.origin, view.metres
    axes.set_xlim(west, west + view.width * metres)
    axes.set_ylim(south, south + view.height * metres)
    if theme.is_part:
        for spine in axes.spines.values():
            spine.set(visible=True, color=LINES["gemeente"], linewidth=0.5)
    _draw_fills(axes, theme, view)
    for hatching in theme.hatchings:
        lines = _hatch(ground, hatching.gemeenten, hatching.dense, metres)
        colour = HATCHINGS[hatching.dense][1]
        _draw_lines(axes, lines, colour, legend.HATCH_WIDTH[hatching.dense])
    _draw_dots(axes, theme, ground, view)
    _draw_marks(axes, theme, ground, view)
    _draw_thin_lines(axes, theme, view)
    for line in theme.lines:
        _draw_lines(axes, [ground.arcs[k] for k in line.beyond], line.colour, 1.0, alpha=0.35)
    for line in theme.lines:
        _draw_line_class(axes, ground, line)
    _write_names(axes, theme, ground, view)


def _draw_fills(axes: Axes, theme: Theme, view: View) -> None:
    """Fill the gemeenten, those outside the province palely."""
    shown = set(theme.shown)
    surfaces: dict[str, list[Path]] = {}
    for g in sorted(view.seen):
        known = theme.class_of[g] >= 0
        colour = theme.classes[theme.class_of[g]].colour if known else FILLS[NOT_COMPARED]
        paths = [Path(ring, closed=True) for polygon in view.ground.rings[g] for ring in polygon]
        surfaces.setdefault(colour if g in shown else OUTSIDE, []).append(
            Path.make_compound_path(*paths)
        )
    for colour, paths in surfaces.items():
        # The edge closes the seams that anti-aliasing leaves between neighbours.
        drawn = PathCollection(paths, facecolors=colour, edgecolors=colour, linewidths=0.3)
        axes.add_collection(drawn, autolim=False)


def _draw_thin_lines(axes: Axes, theme: Theme, view: View) -> None:
    """Draw the borders of all gemeenten, and the outer edge of what is shown."""
    shown = set(theme.shown)
    own: list[Floats] = []
    other: list[Floats] = []
    edge: list[Floats] = []
    for arc, owners in zip(view.ground.arcs, theme.topology.owners, strict=True):
        if view.seen.isdisjoint(owners):
            continue
        inside = not shown.isdisjoint(owners)
        if inside and len(shown.intersection(owners)) == 1:
            edge.append(arc)
        else:
            (own if inside else other).append(arc)
    _draw_lines(axes, other, "white", 0.7)
    _draw_lines(axes, own, LINES["inkt"], 0.35, alpha=0.45)
    _draw_lines(axes, edge, LINES["kust"], 0.6)


def _draw_line_class(axes: Axes, ground: Metric, line: LineClass) -> None:
    """Draw borders that are drawn alike."""
    arcs = [ground.arcs[k] for k in line.arcs]
    if line.dashed:
        _draw_lines(axes, arcs, "white", line.width + legend.CASING)
    style = legend.DASHES if line.dashed else "-"
    _draw_lines(axes, _joined(arcs), line.colour, line.width, style=style)


def _joined(arcs: list[Floats]) -> list[Floats]:
    """Arcs that follow each other as one line, so that dashes run on."""
    if not arcs:
        return []
    merged = shapely.line_merge(shapely.multilinestrings(list(map(shapely.linestrings, arcs))))
    return [shapely.get_coordinates(part) for part in shapely.get_parts(merged)]


def _draw_lines(
    axes: Axes,
    lines: list[Floats],
    colour: str,
    width: float,
    *,
    style: object = "-",
    alpha: float = 1.0,
) -> None:
    """Draw lines in one style."""
    if lines:
        drawn = LineCollection(
            lines,
            colors=colour,
            linewidths=width,
            linestyles=[style],
            alpha=alpha,
            capstyle="butt" if style != "-" else "round",
            joinstyle="round",
        )
        axes.add_collection(drawn, autolim=False)


def _hatch(ground: Metric, gemeenten: tuple[int, ...], dense: bool, metres: float) -> list[Floats]:
    """The lines of a hatching, cut off at the edges of the gemeenten."""
    if not gemeenten:
        return []
    area = shapely.union_all(ground.shapes[list(gemeenten)])
    west, south, east, north = area.bounds
    high = north - south
    step = legend.HATCH_DISTANCE[dense] * metres * np.sqrt(2)
    rising = legend.HATCH_ANGLE[dense] > 0
    starts = np.arange(np.floor((west - high) / step) * step, east, step)
    foot, top = (south, north) if rising else (north, south)
    ends = np.stack(
        [
            np.column_stack([starts, np.full_like(starts, foot)]),
            np.column_stack([starts + high, np.full_like(starts, top)]),
        ],
        axis=1,
    )
    cut = shapely.intersection(shapely.multilinestrings(shapely.linestrings(ends)), area)
    lines = [shapely.get_coordinates(part) for part in shapely.get_parts(cut)]
    return [line for line in lines if len(line) > 1]


def _draw_dots(axes: Axes, theme: Theme, ground: Metric, view: View) -> None:
    """Dot the gemeenten of which nothing is known."""
    if not theme.without_data:
        return
    distance, radius = legend.DOTS
    points = _grid(ground, theme.without_data, distance * view.metres)
    x, y = points.T
    axes.scatter(x, y, s=(2 * radius) ** 2, color=LINES["gemeente"], linewidths=0)


def _draw_marks(axes: Axes, theme: Theme, ground: Metric, view: View) -> None:
    """Dot the gemeenten that no source confirms; even the smallest has a dot."""
    for mark in theme.marks:
        distance, _ = legend.mark_dots(mark)
        for g in mark.gemeenten:
            points = _grid(ground, (g,), distance * view.metres)
            if not len(points):
                points = shapely.get_coordinates(shapely.point_on_surface(ground.shapes[g]))
            legend.draw_marks(axes, mark, *points.T)


def _grid(ground: Metric, gemeenten: tuple[int, ...], step: float) -> Floats:
    """The points of one grid over the land that are in some gemeenten."""
    area = shapely.union_all(ground.shapes[list(gemeenten)])
    west, south, east, north = np.array(area.bounds) // step * step
    x, y = np.meshgrid(np.arange(west, east + step, step), np.arange(south, north + step, step))
    points: Floats = np.column_stack([x.ravel(), y.ravel()])
    inside: npt.NDArray[np.bool_] = shapely.contains_xy(area, points)
    return points[inside]


def _write_names(axes: Axes, theme: Theme, ground: Metric, view: View) -> None:
    """Write the names of the regions, and of the gemeenten of a province, as far as they fit."""
    (west, south), metres = view.origin, view.metres

    def on_paper(shapes: npt.NDArray[np.object_]) -> npt.NDArray[np.object_]:
        """Shapes in points."""
        return np.asarray(
            shapely.transform(shapes, lambda points: (points - np.array([west, south])) / metres)
        )

    frame = shapely.box(0, 0, view.width, view.height)
    shown = set(view.seen.intersection(theme.shown))
    regions = [one for one in theme.regions if not shown.isdisjoint(one.gemeenten)]
    named: list[Name] = []
    # In what is shown of a region; where there is no room, in what lies beyond the province.
    for places in (shown, set(range(len(ground.shapes)))):
        waiting = [one for one in regions if one.name not in {name.whole for name in named}]
        named += place_names(
            [one.name for one in waiting],
            shapely.intersection(on_paper(_areas(waiting, ground, places)), frame),
            view.width,
            view.height,
            sizes=REGION_SIZES,
            weight="bold",
            taken=[box_of(name, "bold") for name in named],
        )
    for name in named:
        _write(axes, name, view, weight="bold", colour=LINES["ander"])
    if theme.is_part:
        near = list(theme.near)
        names = [theme.names[g] for g in near]
        shapes = on_paper(ground.shapes[near])
        taken = [box_of(name, "bold") for name in named]
        for name in place_names(names, shapes, view.width, view.height, taken=taken):
            _write(axes, name, view)


def _areas(regions: Sequence[Region], ground: Metric, among: set[int]) -> npt.NDArray[np.object_]:
    """What some gemeenten are of each region."""
    areas = np.empty(len(regions), dtype=object)
    for k, one in enumerate(regions):
        areas[k] = shapely.union_all(ground.shapes[sorted(among.intersection(one.gemeenten))])
    return areas


def _write(
    axes: Axes, name: Name, view: View, *, weight: str = "normal", colour: str = TEXT
) -> None:
    """Write one name with a halo."""
    (west, south), metres = view.origin, view.metres
    for number, line in enumerate(name.lines):
        lower = (number - (len(name.lines) - 1) / 2) * name.size * LEADING + name.size * 0.36
        place = (west + name.x * metres, south + (name.y - lower) * metres)
        style: dict[str, Any] = {
            "ha": "center",
            "fontfamily": FONT,
            "fontsize": name.size,
            "fontweight": weight,
            "parse_math": False,
        }
        # The halo is a text of its own, so that the name itself stays text in a drawing.
        halo = axes.text(*place, line, color="white", **style)
        halo.set_path_effects([Stroke(linewidth=2.2, foreground="white")])
        axes.text(*place, line, color=colour, **style)
