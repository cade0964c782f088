"""A sheet of paper to draw on in points."""

from collections.abc import Sequence
from typing import Any

from matplotlib.axes import Axes
from matplotlib.figure import Figure

from lappendeken.drawing.lettering import FONT, LEADING
from lappendeken.drawing.palette import TEXT

POINTS = 72.0
"""Points in an inch."""

WIDTH = 482.0
"""Width of the text on A4, in points: a letter of 8 points is one of 8 points on paper."""

SMALL, NORMAL = 7.0, 8.0
"""Sizes of letters, in points."""


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

    def write(
        self,
        x: float,
        y: float,
        line: str,
        *,
        size: float = NORMAL,
        align: str = "left",
        colour: str = TEXT,
        weight: str = "normal",
        **more: Any,
    ) -> None:
        """Write one line, vertically centred on a height; never taken for a formula."""
        self.page.text(
            x,
            y,
            line,
            ha=align,
            va="center_baseline",
            fontsize=size,
            fontweight=weight,
            color=colour,
            parse_math=False,
            **more,
        )
