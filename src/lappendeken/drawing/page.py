"""Thematic maps on paper: on a page of its own, or on the width of the text of a report."""

import numpy as np
import shapely
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle

from lappendeken import dutch
from lappendeken.drawing import legend as key
from lappendeken.drawing.files import svg
from lappendeken.drawing.lettering import FONT, LEADING, balance, wrap
from lappendeken.drawing.palette import LINES, MUTED, TEXT
from lappendeken.drawing.sheet import WIDTH, Sheet
from lappendeken.drawing.thematic import Metric, View, draw_map
from lappendeken.drawing.theme import Theme
from lappendeken.wording.sources import program

PAGE = (595.0, 842.0)
"""Width and height of A4 upright, in points."""

_MARGIN = 34.0
_WIDE, _LOW, _HIGH, _GUTTER = 300.0, 190.0, 272.0, 14.0
"""Of a map in a text: its width, its least and greatest height, and the room beside it."""

_COLUMNS = (190.0, 170.0, 150.0, 135.0)
"""Widths of a legend in a corner of the map that are tried, in points."""


def draw_page(theme: Theme) -> Figure:
    """Draw a theme on A4 upright, with legend, scale bar, source and date."""
    sheet = Sheet(*PAGE)
    ground = Metric(theme)
    legend = key.sections(theme)
    top = _head(sheet, theme)
    bottom = PAGE[1] - _foot_height(theme)
    room = PAGE[0] - 2 * _MARGIN
    corner = None if theme.is_part else _corner(ground, legend, room, bottom - top)
    spread, column = key.columns(legend, room)
    below = 0.0
    if corner is None and legend:
        below = max(key.height(parts, column) for parts in spread) + 14.0
    view = View(ground, _MARGIN, top, room, bottom - top - below)
    draw_map(sheet, theme, ground, view)
    if corner is not None:
        x, y, width = corner
        key.draw(sheet, legend, _MARGIN + x, top + y, width)
    elif legend:
        key.draw_columns(sheet, spread, _MARGIN, bottom - below + 10.0, column)
    _foot(sheet, theme, view, bottom)
    return sheet.figure


def draw_in_text(theme: Theme, ground: Metric, *, brief: bool = False) -> str:
    """Draw a theme with its legend beside it, low enough to share a page with text."""
    west, south, east, north = ground.bounds
    height = min(max(_WIDE * (north - south) / max(east - west, 1.0), _LOW), _HIGH)
    legend = key.sections(theme, brief=brief)
    column = WIDTH - _WIDE - _GUTTER
    total = max(height, key.height(legend, column) + 2)
    sheet = Sheet(WIDTH, total)
    draw_map(sheet, theme, ground, View(ground, 1.0, 1.0, _WIDE - 2, height - 2))
    key.draw(sheet, legend, _WIDE + _GUTTER, 0.0, column)
    return svg(sheet.figure, decimals=1)


# The page around the map --------------------------------------------------------------------------


def _head(sheet: Sheet, theme: Theme) -> float:
    """Write what stands above the map; give the height at which the map may begin."""
    room = PAGE[0] - 2 * _MARGIN
    where = f"Provincie {theme.provincie} · " if theme.provincie else ""
    amount = dutch.count(len(theme.shown), "gemeente", "gemeenten")
    above = f"{where}{amount} · peildatum {theme.peildatum}"
    y = sheet.text(_MARGIN, _MARGIN, wrap(above, room, 8.5, most=2), 8.5, colour=MUTED)
    y = sheet.text(
        _MARGIN, y + 2, balance(theme.title, room, 17, "bold", most=4), 17, weight="bold"
    )
    return sheet.text(_MARGIN, y + 5, wrap(theme.sentence, room, 9.5, most=8), 9.5) + 12


def _account(theme: Theme) -> list[str]:
    """The lines below the map, apart from the scale."""
    made = f"Gemaakt met {program()}."
    room = (PAGE[0] - 2 * _MARGIN) * 0.75
    parts = [theme.note, *theme.sources, made]
    return [line for part in parts if part for line in wrap(part, room, 6.5, most=6)]


def _foot_height(theme: Theme) -> float:
    """Height of what stands below the map, with the margin of the page."""
    return max(len(_account(theme)) * 6.5 * LEADING, 30.0) + 8.0 + _MARGIN


def _foot(sheet: Sheet, theme: Theme, view: View, top: float) -> None:
    """Write sources and date, and draw the scale bar."""
    right = PAGE[0] - _MARGIN
    sheet.page.plot([_MARGIN, right], [top, top], color=LINES["gemeente"], linewidth=0.5)
    sheet.text(_MARGIN, top + 7, _account(theme), 6.5, colour=MUTED)
    metres = _round_length(view.metres * (PAGE[0] - 2 * _MARGIN) * 0.2)
    half = metres / view.metres / 2
    left = right - 2 * half - 14
    for number, colour in enumerate((TEXT, "white")):
        place = (left + number * half, top + 21)
        sheet.page.add_patch(
            Rectangle(place, half, 3.5, facecolor=colour, edgecolor=TEXT, linewidth=0.6)
        )
    for number in range(3):
        label = _kilometres(metres * number / 2) + (" km" if number == 2 else "")
        sheet.page.text(
            left + number * half,
            top + 17,
            label,
            ha="center",
            fontfamily=FONT,
            fontsize=6.8,
            color=TEXT,
        )


def _round_length(most: float) -> float:
    """The greatest of 1, 2, 5, 10, 20 ... metres that is not longer than this.

    >>> _round_length(26_000.0), _round_length(740.0)
    (20000.0, 500.0)
    """
    # A logarithm just below a whole number is rounded up to it: then the power below holds.
    most = max(most, 1.0)
    power = 10.0 ** np.floor(np.log10(most))
    steps = [step * p for p in (power / 10, power) for step in (1, 2, 5)]
    return float(max(step for step in steps if step <= most))


def _kilometres(metres: float) -> str:
    """A length without needless decimals.

    >>> _kilometres(25_000), _kilometres(2_500), _kilometres(250)
    ('25', '2,5', '0,25')
    """
    text = dutch.number(metres / 1000, 3)
    return text.rstrip("0").rstrip(",") if "," in text else text


def _corner(
    ground: Metric, legend: list[list[key.Entry]], width: float, height: float
) -> tuple[float, float, float] | None:
    """A corner of the map that is free for the legend: x and y in points, and its width."""
    view = View(ground, 0.0, 0.0, width, height)
    (west, south), metres = view.origin, view.metres
    for column in _COLUMNS:
        high = key.height(legend, column)
        for x, y in ((0.0, 4.0), (width - column, 4.0), (0.0, height - high - 4.0)):
            box = shapely.box(x - 4, height - y - high - 4, x + column + 4, height - y + 4)
            moved = shapely.transform(box, lambda p: p * metres + np.array([west, south]))
            if high < height / 2 and not shapely.intersects(ground.shapes, moved).any():
                return x, y, column
    return None
