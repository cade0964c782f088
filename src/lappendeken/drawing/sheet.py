"""A sheet of paper to draw on in points, with text that is wrapped to fit."""

import textwrap
from collections.abc import Sequence
from functools import cache

from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.font_manager import FontProperties, findfont, get_font
from matplotlib.textpath import text_to_path

from lappendeken.drawing.palette import TEXT

FONT = "DejaVu Sans"
"""Comes with matplotlib, so that a picture is the same on every machine."""

POINTS = 72.0
"""Points in an inch."""

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
    for share in range(19, 0, -1):
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


class Sheet:
    """A figure with one coordinate system in points, the origin at the upper left.

    Parameters
    ----------
    width, height : float
        In points.

    Attributes
    ----------
    figure : Figure
    page : Axes
        Covers the figure.
    """

    def __init__(self, width: float, height: float) -> None:
        self.width, self.height = width, height
        self.figure = Figure(figsize=(width / POINTS, height / POINTS), facecolor="white")
        self.page = self.figure.add_axes((0, 0, 1, 1), zorder=2)
        self.page.set_axis_off()
        self.page.set_xlim(0, width)
        self.page.set_ylim(height, 0)

    def map_axes(self, left: float, top: float, width: float, height: float) -> Axes:
        """Axes for the map, below everything on the page; in points."""
        bottom = self.height - top - height
        box = (left / self.width, bottom / self.height, width / self.width, height / self.height)
        axes = self.figure.add_axes(box, zorder=1)
        axes.set_xticks([])
        axes.set_yticks([])
        for spine in axes.spines.values():
            spine.set_visible(False)
        return axes

    def text(
        self,
        x: float,
        y: float,
        lines: Sequence[str],
        size: float,
        *,
        weight: str = "normal",
        colour: str = TEXT,
    ) -> float:
        """Write lines below each other, `y` the upper side of the first; give the lower side."""
        for number, line in enumerate(lines):
            self.page.text(
                x,
                y + size * (0.8 + number * LEADING) + size * (LEADING - 1) / 2,
                line,
                fontfamily=FONT,
                fontsize=size,
                fontweight=weight,
                color=colour,
                va="baseline",
                parse_math=False,
            )
        return y + len(lines) * size * LEADING
