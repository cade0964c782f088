"""Draw the layouts of lists that are read, for the manual: docs/lijsten/*.svg.

The drawings show the very data that the tests read (tests/layouts.py). Run it by `make layouts`.
"""

import sys
from collections.abc import Sequence
from html import escape
from pathlib import Path
from typing import Any

from openpyxl.utils import range_boundaries

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT / "tests"))

from layouts import LAYERS, LAYOUTS, Layout  # type: ignore[import-not-found]  # noqa: E402

TARGET = ROOT / "docs" / "lijsten"
ROW, HEAD, LETTER = 24, 30, 7.2
INK, LINE, PAPER, GREY = "#222222", "#bbbbbb", "#ffffff", "#eeeeee"


def drawing(layout: Layout) -> str:
    """Draw the last sheet of a workbook, with the tabs of all its sheets.

    Parameters
    ----------
    layout : Layout
        What to draw.

    Returns
    -------
    str
        An SVG file.
    """
    rows = [["" if cell is None else str(cell) for cell in row] for row in _last(layout)]
    columns = max(map(len, rows))
    cells = [[*row, *[""] * (columns - len(row))] for row in rows]
    widths = [_width(cells, column) for column in range(columns)]
    edges = [HEAD + sum(widths[:k]) for k in range(columns + 1)]
    parts = [
        _box(edges[column], 0, widths[column], chr(65 + column), GREY, middle=True)
        for column in range(columns)
    ]
    hidden: set[tuple[int, int]] = set()
    for place in layout.merged:
        left, top, right, bottom = range_boundaries(place)
        hidden |= {(r, c) for r in range(top - 1, bottom) for c in range(left - 1, right)}
        across, down = edges[right] - edges[left - 1], ROW * (bottom - top + 1)
        text = cells[top - 1][left - 1]
        parts.append(_box(edges[left - 1], ROW * top, across, text, PAPER, height=down))
    for number, row in enumerate(cells):
        top = ROW * (number + 1)
        parts.append(_box(0, top, HEAD, str(number + 1), GREY, middle=True))
        for column, text in enumerate(row):
            if (number, column) not in hidden:
                parts.append(_box(edges[column], top, widths[column], text, PAPER))
    height = ROW * (len(cells) + 1)
    parts += _tabs(layout, height)
    names = sum(LETTER * len(_tab(layout, name)) + 24 for name in layout.sheets)
    width = max(edges[-1], names) + 1
    title = escape(layout.title)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width:.0f}" height="{height + ROW + 5}" '
        f'role="img" font-family="sans-serif" font-size="13" fill="{INK}">\n'
        f"<title>{title}</title>\n" + "\n".join(_boxes_first(parts)) + "\n</svg>\n"
    )


def _boxes_first(parts: Sequence[str]) -> list[str]:
    """So that a text may run over the empty cells beside it."""
    pairs = [part.partition("<text") for part in parts]
    return [box for box, _, _ in pairs] + [sign + text for _, sign, text in pairs if sign]


def _last(layout: Layout) -> Sequence[Sequence[Any]]:
    sheets: list[Sequence[Sequence[Any]]] = list(layout.sheets.values())
    return sheets[-1]


def _width(cells: Sequence[Sequence[str]], column: int) -> float:
    """As wide as its widest cell that is not spread over more columns, within bounds."""
    alone = [
        row[column]
        for row in cells
        if column + 1 == len(row) or row[column + 1] or column or row[1]
    ]
    return max(70.0, min(300.0, max(map(len, alone), default=0) * LETTER + 14))


def _box(
    left: float,
    top: float,
    width: float,
    text: str,
    fill: str,
    *,
    height: float = ROW,
    middle: bool = False,
) -> str:
    """One cell; a text that is too long runs over empty cells to its right."""
    place = left + (width / 2 if middle else 6)
    anchor = ' text-anchor="middle"' if middle else ""
    label = f'<text x="{place:.1f}" y="{top + height / 2 + 4.5:.1f}"{anchor}>{escape(text)}</text>'
    box = (
        f'<rect x="{left:.1f}" y="{top:.1f}" width="{width:.1f}" height="{height:.1f}" '
        f'fill="{fill}" stroke="{LINE}"/>'
    )
    return box + (label if text else "")


def _tab(layout: Layout, name: str) -> str:
    return f"{name} (verborgen)" if name in layout.hidden else name


def _tabs(layout: Layout, top: float) -> list[str]:
    """The tabs below the sheet; the last is the one that is shown."""
    left = 0.0
    parts = []
    for name in layout.sheets:
        text = _tab(layout, name)
        width = LETTER * len(text) + 24
        fill = PAPER if name == list(layout.sheets)[-1] else GREY
        parts.append(_box(left, top + 4, width, text, fill, middle=True))
        left += width
    return parts


def main() -> int:
    """Draw all of them.

    Returns
    -------
    int
        Exit code.
    """
    TARGET.mkdir(exist_ok=True)
    for name, layout in (LAYOUTS | LAYERS).items():
        (TARGET / f"{name}.svg").write_text(drawing(layout), encoding="utf-8")
        print(f"docs/lijsten/{name}.svg")
    return 0


if __name__ == "__main__":
    sys.exit(main())
