"""A group of gemeenten on small maps, one for each domein, coloured by verband."""

from collections.abc import Sequence
from dataclasses import dataclass

import geopandas as gpd

from lappendeken.drawing.files import svg
from lappendeken.drawing.legend import draw_box
from lappendeken.drawing.lettering import FONT, fit
from lappendeken.drawing.palette import FILLS, LINES, OUTSIDE, RAMP, RAMP_END, TEXT
from lappendeken.drawing.sheet import NORMAL, WIDTH, Sheet

_COLUMNS, _GUTTER, _HEAD, _LINE = 4, 10.0, 15.0, 10.5
_LETTER, _TINY = 6.4, 4.9
_SPARE = 0.12

COLOURS = (FILLS["samengesteld"], FILLS["doorsnijdend"], RAMP[0], RAMP[2], RAMP_END, RAMP[1])
"""Fills of the verbanden of one map, the one with most of the group first; then from the start."""


@dataclass(frozen=True)
class Panel:
    """One map.

    Parameters
    ----------
    title : str
        The domein.
    parts : tuple of (str, tuple of str)
        The name of each verband and the codes of the group in it.
    """

    title: str
    parts: tuple[tuple[str, tuple[str, ...]], ...]


def draw_split(land: gpd.GeoDataFrame, codes: Sequence[str], panels: Sequence[Panel]) -> str:
    """Draw the maps in rows of four."""
    wide = (WIDTH - (_COLUMNS - 1) * _GUTTER) / _COLUMNS
    box, high = _frame(land.geometry.loc[list(codes)].total_bounds.tolist(), wide)
    lines = max(len(panel.parts) for panel in panels)
    each = _HEAD + high + 6 + lines * _LINE + 8
    rows = -(-len(panels) // _COLUMNS)
    sheet = Sheet(WIDTH, rows * each)
    seen = land.cx[box[0] : box[2], box[1] : box[3]]
    for number, panel in enumerate(panels):
        row, column = divmod(number, _COLUMNS)
        place = (column * (wide + _GUTTER), row * each)
        sheet.write(place[0], place[1] + 6, fit(panel.title, wide, NORMAL, "bold"), weight="bold")
        _draw_map(sheet, seen, panel, (place[0], place[1] + _HEAD, wide, high), box)
        _draw_legend(sheet, panel, place[0], place[1] + _HEAD + high + 6, wide)
    return svg(sheet.figure, decimals=1)


def _frame(bounds: Sequence[float], wide: float) -> tuple[tuple[float, float, float, float], float]:
    """West, south, east and north of what is seen on a map of this width, and its height."""
    west, south, east, north = bounds
    spare = max(east - west, north - south, 1.0) * _SPARE
    across, up = east - west + 2 * spare, north - south + 2 * spare
    high = min(max(wide * up / across, 0.6 * wide), 1.3 * wide)
    metres = max(across / wide, up / high)
    x, y = (west + east) / 2, (south + north) / 2
    half_x, half_y = metres * wide / 2, metres * high / 2
    return (x - half_x, y - half_y, x + half_x, y + half_y), high


def _draw_map(
    sheet: Sheet,
    seen: gpd.GeoDataFrame,
    panel: Panel,
    frame: tuple[float, float, float, float],
    box: tuple[float, float, float, float],
) -> None:
    """Draw one map, with the names of the group."""
    axes = sheet.map_axes(*frame)
    seen.plot(ax=axes, color=OUTSIDE, edgecolor="white", linewidth=0.5, aspect=None)
    for number, (_, codes) in enumerate(panel.parts):
        own = seen.loc[list(codes)]
        colour = COLOURS[number % len(COLOURS)]
        own.plot(ax=axes, color=colour, edgecolor=LINES["inkt"], linewidth=0.6, aspect=None)
        for name, point in zip(own["naam"], own.geometry.representative_point(), strict=True):
            axes.text(
                point.x,
                point.y,
                fit(str(name), 52, _TINY),
                ha="center",
                va="center",
                fontfamily=FONT,
                fontsize=_TINY,
                color=TEXT,
                parse_math=False,
                bbox={"facecolor": "white", "edgecolor": "none", "alpha": 0.75, "pad": 0.6},
            )
    axes.set_xlim(box[0], box[2])
    axes.set_ylim(box[1], box[3])
    axes.set(xlabel="", ylabel="")
    for spine in axes.spines.values():
        spine.set(visible=True, color=LINES["gemeente"], linewidth=0.4)


def _draw_legend(sheet: Sheet, panel: Panel, x: float, y: float, width: float) -> None:
    """Name the verbanden of one map."""
    for number, (name, _) in enumerate(panel.parts):
        middle = y + _LINE * (number + 0.5)
        colour = COLOURS[number % len(COLOURS)]
        draw_box(sheet.page, x, middle - 3.5, colour, 11, 7)
        sheet.write(x + 15, middle, fit(name, width - 16, _LETTER), size=_LETTER)
