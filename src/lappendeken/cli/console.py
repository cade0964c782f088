"""What reaches the screen: tables on standard output, messages on standard error."""

import json
import math
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any

from rich import box
from rich.console import Console
from rich.table import Table
from rich.text import Text

from lappendeken.dutch import MISSING


def out() -> Console:
    """The console for results."""
    return Console(highlight=False, markup=False, emoji=False, soft_wrap=False)


def print_error(message: str) -> None:
    """Print a message for the user to standard error; text is never taken for markup."""
    Console(stderr=True, highlight=False, markup=False, emoji=False).print(
        message, style="red" if sys.stderr.isatty() else None, soft_wrap=True
    )


def print_json(content: Any) -> None:
    """Print a result for machines."""
    sys.stdout.write(json.dumps(content, ensure_ascii=False, indent=2) + "\n")


def heading(console: Console, title: str, below: str = "") -> None:
    """Print a title with a line of facts under it."""
    console.print(Text(title, style="bold"))
    if below:
        console.print(Text(below, style="dim"))
    console.print()


def table(
    console: Console,
    columns: Sequence[str],
    rows: Sequence[Sequence[str]],
    *,
    right: Sequence[int] = (),
    title: str = "",
) -> None:
    """Print a table that stays readable on 80 columns.

    Parameters
    ----------
    console : Console
        Where to.
    columns : sequence of str
        The heads.
    rows : sequence of sequence of str
        As many cells as heads; text from data is text.
    right : sequence of int
        Columns with numbers.
    title : str
        Printed above it.
    """
    if title:
        console.print(Text(title, style="bold"))
    result = Table(box=box.SIMPLE_HEAD, show_edge=False, pad_edge=False, padding=(0, 1, 0, 0))
    for number, column in enumerate(columns):
        numeric = number in right
        result.add_column(
            Text(column), justify="right" if numeric else "left", no_wrap=numeric, overflow="fold"
        )
    for row in rows:
        result.add_row(*(Text(cell) for cell in row))
    console.print(result)
    console.print()


def legend(console: Console, meanings: Mapping[str, str]) -> None:
    """Print what abbreviations mean, each with its text beside it."""
    grid = Table.grid(padding=(0, 2))
    grid.add_column(no_wrap=True, style="dim")
    grid.add_column(style="dim")
    for short, meaning in meanings.items():
        grid.add_row(Text(short), Text(meaning))
    console.print(grid)


def decimal(value: float, decimals: int = 3) -> str:
    """A score with a decimal point, as in the data files."""
    return MISSING if math.isnan(value) else f"{value:.{decimals}f}"


def percent(value: float) -> str:
    """A share as a percentage."""
    return MISSING if math.isnan(value) else f"{100 * value:.0f}%"


@contextmanager
def progress(what: str, total: int) -> Iterator[Callable[[int], None]]:
    """Show on a terminal, and only there, how far long work has come."""
    if not sys.stderr.isatty():
        yield lambda _: None
        return
    from rich.progress import Progress

    console = Console(stderr=True, highlight=False, markup=False, emoji=False)
    with Progress(console=console, transient=True) as bar:
        task = bar.add_task(what, total=total)
        yield lambda steps: bar.advance(task, steps)
