"""Small maps in a page: shapes that are simplified once, each gemeente a link."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import numpy.typing as npt
import shapely
from markupsafe import Markup

from lappendeken.drawing.topology import Topology

Floats = npt.NDArray[np.float64]

TOLERANCE, COARSE = 220.0, 600.0
"""Metres that a simplified border may lie beside the true one, on a small and on a wide map."""

UNIT = 100.0
"""Metres in a step of the drawing."""

MARGIN = 0.12
"""Room around what a map is about, as a share of its size."""

WIDE = 1_200
"""Steps from which on a map is wide: there the coarse borders cannot be told from the others."""

LEAST = 150.0
"""Steps that a map is wide and high at least."""


@dataclass(frozen=True, eq=False)
class Shapes:
    """The gemeenten as paths.

    Parameters
    ----------
    codes : tuple of str
        Of the gemeenten.
    names : tuple of str
        Their names.
    rings : tuple
        For every gemeente its rings, on a grid of `UNIT` metres with y downwards.
    coarse : Shapes or None
        The same for wide maps.
    """

    codes: tuple[str, ...]
    names: tuple[str, ...]
    rings: tuple[tuple[npt.NDArray[np.int64], ...], ...]
    coarse: "Shapes | None" = None

    @cached_property
    def paths(self) -> tuple[str, ...]:
        """The gemeenten as `d` of a path."""
        return tuple("".join(map(_path, rings)) for rings in self.rings)

    @cached_property
    def boxes(self) -> npt.NDArray[np.int64]:
        """Of every gemeente the least x and y, and the greatest."""
        found = []
        for rings in self.rings:
            points = np.concatenate(rings)
            found.append([*points.min(axis=0), *points.max(axis=0)])
        return np.array(found, dtype=np.int64)

    def draw(
        self,
        classes: Mapping[str, str],
        links: Mapping[str, str],
        *,
        about: Collection[str] = (),
        words: Mapping[str, str] | None = None,
    ) -> Markup:
        """A map as SVG: gemeenten with their class and link, cut off around some of them.

        Parameters
        ----------
        classes : mapping of str to str
            The class of gemeenten by code; of the others it is `rest`.
        links : mapping of str to str
            The address behind a gemeente.
        about : collection of str
            The gemeenten that must be seen whole; all when empty.
        words : mapping of str to str, optional
            What is told of a gemeente beside its name.
        """
        place = {code: k for k, code in enumerate(self.codes)}
        chosen = [place[code] for code in about if code in place] or list(range(len(self.codes)))
        view = _view(self.boxes[chosen])
        left, top, wide, high = view
        if self.coarse is not None and max(wide, high) > WIDE:
            return self.coarse.draw(classes, links, about=about, words=words)
        seen = (
            (self.boxes[:, 0] <= left + wide)
            & (self.boxes[:, 2] >= left)
            & (self.boxes[:, 1] <= top + high)
            & (self.boxes[:, 3] >= top)
        )
        # What stands out is drawn last, so that its border is whole.
        order = sorted(np.flatnonzero(seen), key=lambda k: self.codes[k] in classes)
        words = words or {}
        parts = [
            _shape(
                self.paths[k],
                classes.get(self.codes[k], "rest"),
                ": ".join(filter(None, (self.names[k], words.get(self.codes[k], "")))),
                links.get(self.codes[k], ""),
            )
            for k in order
        ]
        start = Markup(
            '<svg class="kaart" viewBox="{} {} {} {}" aria-hidden="true" focusable="false">'
        )
        return start.format(*view) + Markup("").join(parts) + Markup("</svg>")


def _shape(path: str, kind: str, title: str, link: str) -> Markup:
    """One gemeente."""
    drawn = Markup('<path class="{}" d="{}"><title>{}</title></path>').format(kind, path, title)
    if not link:
        return drawn
    # For the pointer alone: every gemeente stands in a list beside the map too.
    return Markup('<a href="{}" tabindex="-1">{}</a>').format(link, drawn)


def _view(boxes: npt.NDArray[np.int64]) -> tuple[int, int, int, int]:
    """Left, top, width and height of what must be seen, with room around it."""
    low, high = boxes[:, :2].min(axis=0), boxes[:, 2:].max(axis=0)
    size = np.maximum(high - low, LEAST) * (1 + 2 * MARGIN)
    # Neither a strip nor a tower.
    size = np.maximum(size, size[::-1] * 0.62)
    left, top = np.floor((low + high) / 2 - size / 2).astype(int).tolist()
    wide, tall = np.ceil(size).astype(int).tolist()
    return left, top, wide, tall


def _path(ring: npt.NDArray[np.int64]) -> str:
    """A ring as steps from point to point."""
    steps = np.diff(ring, axis=0)[:-1]
    x, y = ring[0]
    return f"M{x} {y}l{' '.join(f'{dx} {dy}' for dx, dy in steps.tolist())}z"


def simplify(topology: Topology, codes: Sequence[str], names: Sequence[str]) -> Shapes:
    """The shapes of gemeenten for small maps; neighbours keep their border in common."""
    fine, coarse = (_rings(topology, tolerance) for tolerance in (TOLERANCE, COARSE))
    return Shapes(tuple(codes), tuple(names), fine, Shapes(tuple(codes), tuple(names), coarse))


def _rings(topology: Topology, tolerance: float) -> tuple[tuple[npt.NDArray[np.int64], ...], ...]:
    """The rings of every gemeente, simplified."""
    arcs = [_simpler(topology.metres(arc), tolerance) for arc in topology.arcs]
    west, north = topology.origin[0], max(float(arc[:, 1].max()) for arc in arcs)
    grid = [
        np.column_stack([(arc[:, 0] - west) / UNIT, (north - arc[:, 1]) / UNIT])
        .round()
        .astype(np.int64)
        for arc in arcs
    ]
    return tuple(
        tuple(_kept([_ring(grid, ring) for polygon in shape for ring in polygon]))
        for shape in topology.shapes
    )


def _simpler(points: Floats, tolerance: float) -> Floats:
    """An arc with fewer points, its ends where they were."""
    line = shapely.simplify(shapely.linestrings(points), tolerance, preserve_topology=True)
    found: Floats = shapely.get_coordinates(line)
    return found


def _ring(arcs: Sequence[npt.NDArray[np.int64]], indices: Sequence[int]) -> npt.NDArray[np.int64]:
    """The points of a ring, the first one again at the end, none twice in a row."""
    parts = [arcs[k] if k >= 0 else arcs[~k][::-1] for k in indices]
    points = np.concatenate(parts)
    moved = np.concatenate([[True], np.any(np.diff(points, axis=0) != 0, axis=1)])
    found: npt.NDArray[np.int64] = points[moved]
    return found


def _kept(rings: list[npt.NDArray[np.int64]]) -> list[npt.NDArray[np.int64]]:
    """The rings with an area; the largest box when none is left."""
    kept = [ring for ring in rings if len(ring) > 3]
    if kept:
        return kept
    x, y = max(rings, key=len)[0]
    return [np.array([(x, y), (x + 1, y), (x + 1, y + 1), (x, y)])]
