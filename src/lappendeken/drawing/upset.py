"""Which domeinen share a circle of partners: bars above a matrix of dots (an UpSet picture)."""

from collections.abc import Sequence
from dataclasses import dataclass

from matplotlib.patches import Circle, Rectangle

from lappendeken.drawing.files import svg
from lappendeken.drawing.lettering import fit
from lappendeken.drawing.palette import FITS, MUTED, OUTSIDE, TEXT
from lappendeken.drawing.sheet import NORMAL, SMALL, WIDTH, Sheet
from lappendeken.dutch import number

_LEFT, _ROW, _TOP, _BARS, _DOT = 120.0, 15.0, 16.0, 84.0, 4.0
_STEP = 26.0

MOST = 13
"""How many combinations fit in the picture."""


@dataclass(frozen=True)
class Combination:
    """Domeinen that have one circle.

    Parameters
    ----------
    sets : tuple of int
        Places of the domeinen; empty for 'no two'.
    amount : int
        Number of gemeenten.
    """

    sets: tuple[int, ...]
    amount: int


def draw_upset(combinations: Sequence[Combination], names: Sequence[str]) -> str:
    """Draw the combinations as columns.

    References
    ----------
    Lex, A., Gehlenborg, N., Strobelt, H., Vuillemot, R. & Pfister, H. (2014). UpSet:
    visualization of intersecting sets. IEEE Transactions on Visualization 20.
    """
    shown = combinations[:MOST]
    sheet = Sheet(WIDTH, _TOP + _BARS + 12 + _ROW * len(names) + 4)
    step = min((WIDTH - _LEFT) / max(len(shown), 1), _STEP * 1.6)
    highest = max((one.amount for one in shown), default=1) or 1
    base = _TOP + _BARS
    sheet.write(_LEFT - 8, base - 4, "aantal gemeenten", size=SMALL, align="right", colour=MUTED)
    for row, name in enumerate(names):
        middle = base + 12 + _ROW * (row + 0.5)
        if row % 2 == 0:
            band = Rectangle(
                (0, middle - _ROW / 2), _LEFT + step * len(shown), _ROW, facecolor=OUTSIDE
            )
            sheet.page.add_patch(band)
        sheet.write(_LEFT - 8, middle, fit(name, _LEFT - 12, NORMAL), align="right")
    for column, one in enumerate(shown):
        _draw_column(sheet, _LEFT + step * (column + 0.5), one, len(names), highest)
    return svg(sheet.figure)


def _draw_column(sheet: Sheet, x: float, one: Combination, rows: int, highest: int) -> None:
    """Draw one combination: its bar, and a dot for every domein in it."""
    base = _TOP + _BARS
    height = one.amount / highest * _BARS
    sheet.page.add_patch(
        Rectangle((x - 8, base - height), 16, height, facecolor=FITS, edgecolor="none")
    )
    sheet.write(x, base - height - 6, number(one.amount), size=SMALL, align="center")
    heights = [base + 12 + _ROW * (row + 0.5) for row in range(rows)]
    for row, y in enumerate(heights):
        colour = TEXT if row in one.sets else "#d5dce3"
        sheet.page.add_patch(Circle((x, y), _DOT, facecolor=colour, edgecolor="none"))
    if one.sets:
        ends = [heights[min(one.sets)], heights[max(one.sets)]]
        sheet.page.plot([x, x], ends, color=TEXT, linewidth=2)
