"""Tables as text for a screen of 80 columns."""

import textwrap
from typing import TYPE_CHECKING

from lappendeken import dutch
from lappendeken.errors import visible
from lappendeken.tables import NUMERIC, Table

if TYPE_CHECKING:
    from rich.console import Console

_GAP = 1
"""Blanks between two columns."""


def show_table(console: "Console", table: Table, *, rest: str = "--uit geeft alles") -> None:
    """Print a table as a reader sees it: its title, its rows or that there are none, its note.

    Names from data are never markup, and a number is never broken over two lines. `rest` says
    where the rows are that `table.printed` leaves out.
    """
    from rich.text import Text  # noqa: PLC0415  a program that only writes files needs no rich

    if table.title:
        console.print(Text(visible(table.title), style="bold"))
    if table.rows:
        console.print(_grid(table, console.width))
        if table.left_out:
            console.print(Text(f"En nog {dutch.number(table.left_out)}; {rest}.", style="dim"))
    else:
        console.print(Text(visible(table.empty)))
    if table.note:
        console.print(Text(visible(table.note), style="dim"))
    console.print()


def _grid(table: Table, screen: int) -> object:
    """The columns and rows; heads of numbers are wrapped when the screen is too narrow."""
    from rich import box  # noqa: PLC0415
    from rich.table import Table as Grid  # noqa: PLC0415
    from rich.text import Text  # noqa: PLC0415

    rows = table.shown_rows
    columns = [column for _, column in table.shown_columns]
    widest = [max(len(row[k]) for row in rows) for k in range(len(columns))]
    natural = [max(w, len(c.head)) + _GAP for w, c in zip(widest, columns, strict=True)]
    grid = Grid(box=box.SIMPLE_HEAD, show_edge=False, pad_edge=False, padding=(0, _GAP, 0, 0))
    for column, width in zip(columns, widest, strict=True):
        numeric, head = column.kind in NUMERIC, column.head
        if numeric and sum(natural) > screen:
            head = _wrapped(head, width)
        grid.add_column(
            Text(visible(head)),
            justify="right" if numeric else "left",
            no_wrap=numeric,
            overflow="fold",
        )
    for row in rows:
        grid.add_row(*(Text(visible(cell)) for cell in row))
    return grid


def _wrapped(head: str, width: int) -> str:
    r"""A head over several lines, as wide as the numbers below it or as its longest word.

    Examples
    --------
    >>> _wrapped("Aantal gemeenten", 4)
    'Aantal\ngemeenten'
    """
    return textwrap.fill(head, max(width, *map(len, head.split()), 1), break_on_hyphens=False)
