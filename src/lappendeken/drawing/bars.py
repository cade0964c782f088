"""Horizontal bars: gemeenten or provinces by one share, beside a line to compare with."""

from collections.abc import Sequence
from dataclasses import dataclass

from matplotlib.patches import Rectangle

from lappendeken.drawing.files import svg
from lappendeken.drawing.lettering import fit
from lappendeken.drawing.palette import CROSSES, MUTED, QUIET
from lappendeken.drawing.sheet import NORMAL, SMALL, WIDTH, Sheet
from lappendeken.dutch import percentage

_ROW, _BAR, _TOP, _LABEL, _VALUE = 13.5, 9.0, 20.0, 130.0, 34.0


@dataclass(frozen=True)
class Bar:
    """One bar.

    Parameters
    ----------
    label : str
        A gemeente or a province.
    share : float
        Between 0 and 1.
    marked : bool
        Whether it is drawn in the colour that stands out.
    """

    label: str
    share: float
    marked: bool = False


def draw_bars(bars: Sequence[Bar], line: float, line_label: str) -> str:
    """Draw bars from 0 to 100%."""
    sheet = Sheet(WIDTH, _TOP + _ROW * len(bars) + 6)
    left, right = _LABEL, WIDTH - _VALUE
    scale = right - left
    for number, bar in enumerate(bars):
        middle = _TOP + _ROW * (number + 0.5)
        colour = CROSSES if bar.marked else QUIET
        weight = "bold" if bar.marked else "normal"
        name = fit(bar.label, _LABEL - 8, NORMAL, weight)
        sheet.write(left - 6, middle, name, align="right", weight=weight)
        size = max(bar.share * scale, 0.0)
        sheet.page.add_patch(
            Rectangle((left, middle - _BAR / 2), size, _BAR, facecolor=colour, edgecolor="none")
        )
        # White behind the number, so that the dashed line does not cross it.
        box = {"facecolor": "white", "edgecolor": "none", "pad": 1.0}
        share = percentage(bar.share)
        sheet.write(left + size + 5, middle, share, weight=weight, bbox=box, zorder=4)
    at = left + line * scale
    low = _TOP + _ROW * len(bars) + 3
    sheet.page.plot([at, at], [_TOP - 5, low], color=MUTED, linewidth=0.9, linestyle=(0, (4, 2.5)))
    label = fit(line_label, WIDTH - 20, SMALL)
    align, x = ("right", at + 2) if line > 0.5 else ("left", at - 2)
    sheet.write(x, _TOP - 11, label, size=SMALL, align=align, colour=MUTED)
    return svg(sheet.figure)
