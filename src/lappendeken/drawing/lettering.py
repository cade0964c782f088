"""How text is made to fit, and where names stand on a map: inside what they name, not on others."""

import textwrap
from collections.abc import Sequence
from functools import cache
from typing import NamedTuple

import numpy as np
import numpy.typing as npt
import shapely
from matplotlib.font_manager import FontProperties, findfont, get_font
from matplotlib.textpath import text_to_path

FONT = "DejaVu Sans"
"""Comes with matplotlib, so that a picture is the same on every machine."""

LEADING = 1.28
"""Distance between lines, times the size of the font."""


@cache
def _glyphs() -> frozenset[int]:
    """The signs that the font has."""
    return frozenset(get_font(findfont(FontProperties(family=FONT))).get_charmap())


def printable(text: str) -> str:
    r"""Text on one line in signs that can be printed; a sign that the font lacks is a box.

    Examples
    --------
    >>> printable("Súdwest-\nFryslân $x$ \u7530")
    'Súdwest- Fryslân $x$ □'
    """
    shown = "".join(sign for sign in " ".join(text.split()) if sign.isprintable())
    return "".join(sign if ord(sign) in _glyphs() else "□" for sign in shown)


@cache
def width_of(text: str, size: float, weight: str = "normal") -> float:
    """Width of a line of text."""
    font = FontProperties(family=FONT, size=size, weight=weight)
    width, _, _ = text_to_path.get_text_width_height_descent(text, font, ismath=False)
    return float(width)


def fit(text: str, width: float, size: float, weight: str = "normal") -> str:
    """Text on one line, cut with an ellipsis where it would be too wide.

    Examples
    --------
    >>> fit("Meppel", 100, 8), fit("Een heel lange naam", 40, 8)
    ('Meppel', 'Een he…')
    """
    shown = printable(text)
    if width_of(shown, size, weight) <= width:
        return shown
    low, high = 0, len(shown)
    while low < high:
        middle = (low + high + 1) // 2
        if width_of(f"{shown[:middle].rstrip()}…", size, weight) <= width:
            low = middle
        else:
            high = middle - 1
    return f"{shown[:low].rstrip()}…"


def wrap(
    text: str, width: float, size: float, weight: str = "normal", *, most: int = 99
) -> list[str]:
    """Text in lines that are no wider than this; a word that is wider is cut.

    Examples
    --------
    >>> wrap("een twee drie", width_of("een twee", 10), 10)
    ['een twee', 'drie']
    >>> wrap("een twee drie", width_of("een twee", 10), 10, most=1)
    ['een…']
    """
    lines = [""]
    for word in printable(text).split():
        for part in _cut(word, width, size, weight):
            longer = f"{lines[-1]} {part}".strip()
            if width_of(longer, size, weight) <= width or not lines[-1]:
                lines[-1] = longer
            else:
                lines.append(part)
    if len(lines) <= most:
        return lines
    last = lines[most - 1]
    while last and width_of(f"{last}…", size, weight) > width:
        last = last.rpartition(" ")[0] or last[:-1]
    return [*lines[: most - 1], f"{last}…"]


def balance(
    text: str, width: float, size: float, weight: str = "normal", *, most: int = 99
) -> list[str]:
    """Text in as few lines as `wrap` needs, of about the same length.

    Examples
    --------
    >>> balance("een twee drie vier", width_of("een twee drie", 10), 10)
    ['een twee', 'drie vier']
    """
    lines = wrap(text, width, size, weight, most=most)
    longest = max((width_of(word, size, weight) for word in printable(text).split()), default=0.0)
    for share in range(19, 0, -1):
        if width * share / 20 < longest:
            return lines
        narrower = wrap(text, width * share / 20, size, weight)
        if len(narrower) != len(lines):
            return lines
        lines = narrower
    return lines


def _cut(word: str, width: float, size: float, weight: str) -> list[str]:
    """A word in pieces that fit on a line."""
    wide = width_of(word, size, weight)
    return (
        [word]
        if wide <= width
        else textwrap.wrap(word, max(1, int(len(word) * width / wide * 0.9)))
    )


# Names on a map -----------------------------------------------------------------------------------

SIZES = (7.5, 6.8, 6.0, 5.4)
"""Sizes of the font that are tried, in points."""

REGION_SIZES = (8.2, 7.4, 6.6, 5.8)
"""The same for the names of regions, which are bold."""

_INSIDE = 0.62
"""Share of a name that must lie in its own gemeente when it does not fit whole."""

_MARGIN = 1.0
_SHORT = 3
"""A line of a name that is broken has at least as many letters."""


class Name(NamedTuple):
    """A name in its place: the middle of its lines in points, the size of the font, the whole."""

    x: float
    y: float
    lines: tuple[str, ...]
    size: float
    whole: str


def place_names(
    names: Sequence[str],
    shapes: npt.NDArray[np.object_],
    width: float,
    height: float,
    *,
    sizes: Sequence[float] = SIZES,
    weight: str = "normal",
    taken: Sequence[shapely.Geometry] = (),
) -> list[Name]:
    """Find a place for as many names as fit, away from what is taken."""
    frame = shapely.box(0, 0, width, height)
    boxes = list(taken)
    placed = []
    known = [
        (name, shape, _spots(shape))
        for name, shape in zip(names, shapes, strict=True)
        if not shape.is_empty
    ]
    for inside in (1.0, _INSIDE):
        waiting = []
        for one in known:
            found = _fitting(*one, boxes, frame, inside, sizes, weight)
            if found is None:
                waiting.append(one)
            else:
                placed.append(found)
                boxes.append(box_of(found, weight))
        known = waiting
    return placed


def _spots(shape: shapely.Geometry) -> list[tuple[float, float]]:
    """Places to try: the middle of the widest circle in the largest part, and around it."""
    surfaces = [one for one in shapely.get_parts(shape) if one.geom_type == "Polygon"]
    part = max(surfaces or [shape.envelope.buffer(0.5)], key=lambda one: one.area)
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
    sizes: Sequence[float],
    weight: str,
) -> Name | None:
    """The largest way to write a name so that this share of it lies in its area."""
    covered = shapely.bounds(np.array(taken, dtype=object)).reshape(-1, 4).tolist()
    west, south, east, north = frame.bounds
    for size in sizes:
        for lines in _breaks(printable(name)):
            half_wide, half_high = _halves(lines, size, weight)
            for x, y in spots:
                left, right, low, high = x - half_wide, x + half_wide, y - half_high, y + half_high
                if (
                    left < west
                    or right > east
                    or low < south
                    or high > north
                    or any(
                        left <= x2 and x1 <= right and low <= y2 and y1 <= high
                        for x1, y1, x2, y2 in covered
                    )
                ):
                    continue
                box = shapely.box(left, low, right, high)
                if shapely.intersection(box, shape).area >= inside * box.area * 0.999:
                    return Name(x, y, lines, size, name)
    return None


def _breaks(name: str) -> list[tuple[str, ...]]:
    """A name on one line, and on two where a space or hyphen lets it."""
    cuts = [
        k + 1 for k, sign in enumerate(name) if sign in " -" and _SHORT <= k < len(name) - _SHORT
    ]
    # The most even halves first.
    cuts.sort(key=lambda cut: (abs(2 * cut - len(name)), cut))
    return [(name,), *((name[:cut].strip(), name[cut:].strip()) for cut in cuts[:2])]


def box_of(name: Name, weight: str = "normal") -> shapely.Geometry:
    """The rectangle that a name covers, with a little room around it."""
    wide, high = _halves(name.lines, name.size, weight)
    return shapely.box(name.x - wide, name.y - high, name.x + wide, name.y + high)


def _halves(lines: Sequence[str], size: float, weight: str) -> tuple[float, float]:
    """Half the width and half the height of lines of letters, with a little room around them."""
    wide = max(width_of(line, size, weight) for line in lines) / 2 + _MARGIN
    return wide, len(lines) * size * LEADING / 2
