"""Sheets of a workbook as rows of text, and the cells in them that were merged."""

from collections.abc import Callable, Iterable, Iterator
from typing import Final, NamedTuple

__all__ = ["Marks", "Sheet", "Span", "spread"]

_WIDEST: Final = 256
"""So many columns of a merged cell are filled; no table is wider."""


class Span(NamedTuple):
    """A merged cell: its first and last row, counted from 1, and its columns, counted from 0."""

    top: int
    left: int
    bottom: int
    right: int


class Marks(NamedTuple):
    """What a sheet tells of its cells: which are merged, and which formulas hold no value.

    Also which rows are not shown, and which hold a cell that is struck out.
    """

    merged: tuple[Span, ...] = ()
    unsaved: frozenset[tuple[int, int]] = frozenset()
    hidden: frozenset[int] = frozenset()
    struck: frozenset[int] = frozenset()


class Sheet(NamedTuple):
    """One sheet of a workbook.

    Parameters
    ----------
    name : str
        As its tab has it.
    visible : bool
        Whether a user sees it.
    rows : callable
        Gives every row as text, with its number.
    marks : callable
        Gives what is known of its cells beside their text.
    """

    name: str
    visible: bool
    rows: Callable[[], Iterator[tuple[int, list[str]]]]
    marks: Callable[[], Marks] = Marks


def spread(
    rows: Iterable[tuple[int, list[str]]], spans: Iterable[Span]
) -> Iterator[tuple[int, list[str]]]:
    """Give a merged cell its text in every row and column that it spans.

    A row with nothing else in it stays empty; one with a title across all columns holds it once.

    Examples
    --------
    >>> rows = [(1, ["A", "Zwolle"]), (2, ["", "Kampen"]), (3, ["", ""])]
    >>> list(spread(rows, [Span(1, 0, 3, 0)]))
    [(1, ['A', 'Zwolle']), (2, ['A', 'Kampen']), (3, ['', ''])]
    """
    waiting = sorted(spans, reverse=True)
    active: list[tuple[Span, str]] = []
    for line, cells in rows:
        active = [one for one in active if one[0].bottom >= line]
        while waiting and waiting[-1].top <= line:
            span = waiting.pop()
            text = cells[span.left] if span.top == line and span.left < len(cells) else ""
            if text and span.bottom >= line and len(active) < _WIDEST:
                active.append((span, text))
        if active:
            _fill(line, cells, active)
        yield line, cells


def _fill(line: int, cells: list[str], active: Iterable[tuple[Span, str]]) -> None:
    filled = [place for place, cell in enumerate(cells) if cell]
    if not filled:
        return
    for span, text in active:
        alone = span.top == line and filled == [span.left]
        right = min(span.right, span.left + _WIDEST - 1)
        if alone and span.right > span.left:
            continue
        cells += [""] * (right + 1 - len(cells))
        cells[span.left : right + 1] = [text] * (right + 1 - span.left)
