"""The legend of a thematic map on paper, in one column or in more."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from matplotlib.axes import Axes
from matplotlib.collections import LineCollection
from matplotlib.lines import Line2D
from matplotlib.patches import Circle, Rectangle

from lappendeken import dutch
from lappendeken.drawing.lettering import LEADING, wrap
from lappendeken.drawing.palette import FILLS, HATCHINGS, LINES, MUTED, NOT_COMPARED
from lappendeken.drawing.sheet import Sheet
from lappendeken.drawing.theme import MARKED, Hatching, LineClass, Mark, Theme
from lappendeken.schema import ZEKERHEDEN

HATCH_DISTANCE = {True: 3.4, False: 5.0}
"""Points between the lines of dense and of sparse hatching."""

HATCH_ANGLE = {True: 45.0, False: -45.0}
HATCH_WIDTH = {True: 0.9, False: 0.5}

DOTS = (4.0, 0.5)
"""Of gemeenten without data: distance and radius in points."""

FILLED, OPEN = (5.5, 1.25), (7.0, 0.8)
"""Of the dots on gemeenten that no source confirms: distance and radius in points."""

DASHES = (0, (3.2, 2.0))
CASING = 1.6
"""How much wider in points the white line below a dashed one is."""

_WIDE, _HIGH = 22.0, 10.0
_GAP = 7.0
_SIZE, _SMALL = 8.0, 6.8
_MOST = 4
_BETWEEN, _ABOVE, _GUTTER = 3.0, 9.0, 20.0

Floats = npt.NDArray[np.float64]
Swatch = Callable[[Axes, float, float], None]
"""Draws a sample with its upper left corner at a point of the page."""


@dataclass(frozen=True)
class Entry:
    """A line of the legend.

    Parameters
    ----------
    label, small : str
        What it says, and what it says in small print; either may be empty.
    swatch : callable or None
        Draws the sample; an entry without one is a heading.
    """

    label: str
    small: str = ""
    swatch: Swatch | None = None

    def lines(self, width: float) -> tuple[list[str], list[str]]:
        """Label and small print in a column of this width."""
        room = width - (_WIDE + _GAP if self.swatch else 0)
        weight = "normal" if self.swatch else "bold"
        label = wrap(self.label, room, _SIZE, weight, most=_MOST) if self.label else []
        return label, wrap(self.small, room, _SMALL, most=_MOST) if self.small else []

    def height(self, width: float) -> float:
        """Height in a column of this width, with the room below it."""
        label, small = self.lines(width)
        text = LEADING * (len(label) * _SIZE + len(small) * _SMALL)
        return max(text, _HIGH if self.swatch else 0) + _BETWEEN


def sections(theme: Theme, *, brief: bool = False) -> list[list[Entry]]:
    """What the legend of a theme holds; in brief only what occurs, without what it means."""
    fills = []
    if theme.classes_heading:
        for one, count in zip(theme.classes, theme.counts, strict=True):
            if count or not brief:
                meaning = "" if brief else one.meaning
                fills.append(Entry(_with(one.label, count), meaning, _fill(one.colour)))
    if theme.without_data:
        fills.append(Entry(_with(theme.no_data, len(theme.without_data)), "", _dots))
    hatchings = [
        Entry(_with(one.label, len(one.gemeenten)), "", _hatch(one))
        for one in theme.hatchings
        if one.gemeenten
    ]
    marks = [
        Entry(_with(one.label, len(one.gemeenten)), "" if brief else one.meaning, _mark(one))
        for one in theme.marks
        if one.gemeenten
    ]
    lines = [
        Entry(_with(one.label, theme.borders(one)) if one.counted else one.label, "", _line(one))
        for one in theme.lines
        if one.arcs
    ]
    counted = any(one.counted for one in theme.lines)
    found = (
        (Entry(theme.classes_heading or "Gemeenten", "(aantal gemeenten)"), fills),
        (Entry(theme.hatchings_heading), hatchings),
        (Entry(MARKED), marks),
        (Entry(theme.lines_heading, "(aantal grenzen)" if counted else ""), lines),
    )
    return [[heading, *entries] for heading, entries in found if entries]


def _with(label: str, count: int) -> str:
    """A label with its number."""
    return f"{label} ({dutch.number(count)})"


def height(parts: Sequence[Sequence[Entry]], width: float) -> float:
    """Height of a legend in one column."""
    above = _ABOVE * max(len(parts) - 1, 0)
    return above + sum(entry.height(width) for part in parts for entry in part)


def columns(
    parts: Sequence[list[Entry]], width: float, count: int = 3
) -> tuple[list[list[list[Entry]]], float]:
    """A legend spread over columns, so that it is as low as can be."""
    each = (width - (count - 1) * _GUTTER) / count
    span = range(len(parts))
    tops = {height(parts[first : last + 1], each) for first in span for last in span[first:]}
    # The heights that occur, from low to high, until all fits.
    for top in sorted(tops):
        filled: list[list[list[Entry]]] = []
        for part in parts:
            if not filled or height([*filled[-1], part], each) > top:
                filled.append([])
            filled[-1].append(part)
        if len(filled) <= count:
            return filled, each
    return [], each


def draw(sheet: Sheet, parts: Sequence[Sequence[Entry]], x: float, y: float, width: float) -> float:
    """Draw a legend in one column."""
    for number, part in enumerate(parts):
        y += _ABOVE if number else 0
        for entry in part:
            _draw_entry(sheet, entry, x, y, width)
            y += entry.height(width)
    return y


def draw_columns(
    sheet: Sheet, spread: Sequence[Sequence[Sequence[Entry]]], x: float, y: float, width: float
) -> None:
    """Draw a legend in columns."""
    for number, parts in enumerate(spread):
        draw(sheet, parts, x + number * (width + _GUTTER), y, width)


def _draw_entry(sheet: Sheet, entry: Entry, x: float, y: float, width: float) -> None:
    """Draw one line of the legend."""
    label, small = entry.lines(width)
    if entry.swatch:
        entry.swatch(sheet.page, x, y + (_SIZE * LEADING - _HIGH) / 2)
        x += _WIDE + _GAP
    y = sheet.text(x, y, label, _SIZE, weight="normal" if entry.swatch else "bold")
    sheet.text(x, y, small, _SMALL, colour=MUTED)


# Samples ------------------------------------------------------------------------------------------


def draw_box(
    axes: Axes, x: float, y: float, colour: str, wide: float = _WIDE, high: float = _HIGH
) -> Rectangle:
    """Draw a filled sample with an edge."""
    box = Rectangle((x, y), wide, high, facecolor=colour, edgecolor=LINES["kust"], linewidth=0.4)
    axes.add_patch(box)
    return box


def _fill(colour: str) -> Swatch:
    """A sample of a fill."""

    def drawn(axes: Axes, x: float, y: float) -> None:
        draw_box(axes, x, y, colour)

    return drawn


def _dots(axes: Axes, x: float, y: float) -> None:
    """A sample of a gemeente without data."""
    draw_box(axes, x, y, FILLS[NOT_COMPARED])
    distance, radius = DOTS
    for column in np.arange(distance / 2, _WIDE, distance):
        for row in np.arange(distance / 2 - 1, _HIGH, distance):
            axes.add_patch(Circle((x + column, y + row), radius, color=LINES["gemeente"], lw=0))


def draw_marks(axes: Axes, mark: Mark, x: Floats, y: Floats) -> None:
    """Draw dots: filled for the least sure, open for the others."""
    filled = mark.kind == ZEKERHEDEN[-1]
    face, edge = (LINES["inkt"], "white") if filled else ("white", LINES["inkt"])
    size = (2 * mark_dots(mark)[1]) ** 2
    axes.scatter(x, y, s=size, facecolors=face, edgecolors=edge, linewidths=0.4)


def mark_dots(mark: Mark) -> tuple[float, float]:
    """Distance and radius of the dots."""
    return FILLED if mark.kind == ZEKERHEDEN[-1] else OPEN


def _mark(mark: Mark) -> Swatch:
    """A sample of dots."""

    def drawn(axes: Axes, x: float, y: float) -> None:
        draw_box(axes, x, y, FILLS[NOT_COMPARED])
        distance, _ = mark_dots(mark)
        across = x + np.arange(distance / 2, _WIDE, distance)
        for down in (y + _HIGH / 4, y + 3 * _HIGH / 4):
            draw_marks(axes, mark, across, np.full_like(across, down))

    return drawn


def _hatch(hatching: Hatching) -> Swatch:
    """A sample of hatching."""

    def drawn(axes: Axes, x: float, y: float) -> None:
        dense = hatching.dense
        fill, colour = HATCHINGS[dense]
        box = draw_box(axes, x, y, fill)
        step = HATCH_DISTANCE[dense] * np.sqrt(2)
        # On the page y runs downwards, so that a line of 45 degrees falls in these numbers.
        rise = -_HIGH if HATCH_ANGLE[dense] > 0 else _HIGH
        starts = np.arange(-_HIGH, _WIDE, step)
        low = y + (_HIGH if rise < 0 else 0)
        lines = [[(x + s, low), (x + s + _HIGH, low + rise)] for s in starts]
        drawing = LineCollection(lines, colors=colour, linewidths=HATCH_WIDTH[dense])
        axes.add_collection(drawing, autolim=False)
        drawing.set_clip_path(box)

    return drawn


def _line(line: LineClass) -> Swatch:
    """A sample of a line."""

    def drawn(axes: Axes, x: float, y: float) -> None:
        middle = y + _HIGH / 2
        axes.add_line(
            Line2D(
                [x, x + _WIDE],
                [middle, middle],
                color=line.colour,
                linewidth=line.width,
                linestyle=DASHES if line.dashed else "-",
                solid_capstyle="butt",
                dash_capstyle="butt",
            )
        )

    return drawn
