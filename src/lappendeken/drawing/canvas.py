"""What the drawings of reports share: their width, their letter, and how text is made to fit."""

import re
from collections.abc import Sequence
from typing import Any

from matplotlib.figure import Figure
from matplotlib.patches import PathPatch
from matplotlib.path import Path as Outline

from lappendeken.drawing.palette import FILLS, LINES, RAMP, RAMP_END
from lappendeken.drawing.plots import picture_bytes
from lappendeken.drawing.sheet import Sheet, printable, width_of

# Text in a drawing cannot hold `<`, so that only what matplotlib wrote itself is found.
_PATH = re.compile(r'<path d="[^"]*"')
_METADATA = re.compile(r"\s*<metadata>.*?</metadata>", re.DOTALL)

WIDTH = 482.0
"""Width of the text on A4, in points: a letter of 8 points is one of 8 points on paper."""

SMALL, NORMAL = 7.0, 8.0
"""Sizes of letters, in points."""

FITS, CROSSES = FILLS["samengesteld"], FILLS["doorsnijdend"]
"""Fills of what fits and what does not, as on the maps."""

QUIET = FILLS["genest"]
"""Fill of bars that are there to compare with."""

INK = LINES["inkt"]

DOMAIN_COLOURS = {
    "jeugd": RAMP_END,
    "mo-bw": FILLS["doorsnijdend"],
    "werk": RAMP[2],
    "zorg": RAMP[3],
    "onderwijs": RAMP[1],
    "veiligheid": LINES["kust"],
    "bestuur": LINES["gemeente"],
    "fysiek": FILLS["samengesteld"],
    "overig": LINES["gemeente"],
}
"""A colour for each domein; its name always stands beside it."""


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


def write(
    sheet: Sheet,
    x: float,
    y: float,
    text: str,
    *,
    size: float = NORMAL,
    align: str = "left",
    colour: str = INK,
    weight: str = "normal",
    **more: Any,
) -> None:
    """Write one line of text, vertically centred on a height.

    Parameters
    ----------
    sheet : Sheet
        Where to.
    x, y : float
        In points from the upper left.
    text : str
        Never taken for a formula.
    size : float
        In points.
    align : str
        `left`, `center` or `right`.
    colour : str
        `#rrggbb`.
    weight : str
        `normal` or `bold`.
    more
        Other arguments of `Axes.text`.
    """
    sheet.page.text(
        x,
        y,
        text,
        ha=align,
        va="center_baseline",
        fontsize=size,
        fontweight=weight,
        color=colour,
        parse_math=False,
        **more,
    )


def shape(
    sheet: Sheet, points: Sequence[tuple[float, float]], codes: Sequence[int], **style: Any
) -> None:
    """Draw an outline."""
    sheet.page.add_patch(PathPatch(Outline(list(points), list(codes)), **style))


def svg(figure: Figure, decimals: int = 2) -> str:
    """A figure as SVG."""
    text = picture_bytes(figure, ".svg").decode()
    text = _METADATA.sub("", text[text.index("<svg") :], count=1)
    long = re.compile(rf"(\.[0-9]{{{decimals}}})[0-9]+")

    def shorter(match: re.Match[str]) -> str:
        return long.sub(r"\1", " ".join(match[0].split()))

    return _PATH.sub(shorter, text)
