"""What reaches the screen: results on standard output, messages on standard error."""

import ctypes
import json
import logging
import os
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING, Any

from rich.console import Console
from rich.text import Text

from lappendeken import output
from lappendeken.errors import visible

if TYPE_CHECKING:
    from lappendeken.tables import Table


def out() -> Console:
    """The console for results."""
    return Console(highlight=False, markup=False, emoji=False, soft_wrap=False)


def _messages() -> Console:
    """The console for what is no result."""
    return Console(stderr=True, highlight=False, markup=False, emoji=False)


def say(message: str) -> None:
    """Tell what was done, or what deserves attention; text is never taken for markup."""
    _messages().print(visible(message), soft_wrap=True)


class Teller(logging.Handler):
    """Tells what is logged, for who asked for it."""

    def emit(self, record: logging.LogRecord) -> None:
        """Tell one thing."""
        say(self.format(record))


def print_error(message: str) -> None:
    """Tell what went wrong, in red on a terminal; text is never taken for markup."""
    style = "red" if sys.stderr.isatty() else None
    _messages().print(visible(message), style=style, soft_wrap=True)


def print_json(content: Any) -> None:
    """Print a result for machines."""
    sys.stdout.write(json.dumps(content, ensure_ascii=False, indent=2) + "\n")


def heading(console: Console, title: str, below: str = "") -> None:
    """Print a title with a line of facts under it."""
    console.print(Text(visible(title), style="bold"))
    if below:
        console.print(Text(visible(below), style="dim"))
    console.print()


def lines(console: Console, sentences: Iterable[str], *, after: str = "", style: str = "") -> None:
    """Print sentences, each on a line of its own."""
    for sentence in sentences:
        console.print(Text(visible(f"{sentence}{after}"), style=style))


def show(console: Console, tables: "Iterable[Table]", rest: str = "--uit geeft alles") -> None:
    """Print the tables that hold something."""
    for table in tables:
        if table.rows or table.empty:
            output.show_table(console, table, rest=rest)


def legend(console: Console, meanings: Mapping[str, str]) -> None:
    """Print what abbreviations mean, each with its text beside it."""
    from rich.table import Table as Grid

    grid = Grid.grid(padding=(0, 2))
    grid.add_column(no_wrap=True, style="dim")
    grid.add_column(style="dim")
    for short, meaning in meanings.items():
        grid.add_row(Text(short), Text(meaning))
    console.print(grid)


@contextmanager
def progress(what: str, total: int) -> Iterator[Callable[[int], None]]:
    """Show on a terminal, and only there, how far long work has come."""
    if not sys.stderr.isatty():
        yield lambda _: None
        return
    from rich.progress import Progress

    with Progress(console=_messages(), transient=True) as bar:
        task = bar.add_task(what, total=total)
        yield lambda steps: bar.advance(task, steps)


@contextmanager
def status(what: str) -> Iterator[Callable[[str], None] | None]:
    """Show on a terminal, and only there, what is being done; the caller may say it anew."""
    if not sys.stderr.isatty():
        yield None
        return
    with _messages().status(what) as shown:
        yield shown.update


@contextmanager
def quiet_output() -> Iterator[None]:
    """Throw away what anything but this program writes to standard output.

    HiGHS prints a line of its own in rare cases, also when it is told not to; in the middle of
    JSON that would make the result unreadable.
    """
    sys.stdout.flush()
    try:
        kept = os.dup(1)
    except OSError:
        # There is no standard output to keep clean.
        yield
        return
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, 1)
    try:
        yield
    finally:
        # C keeps a buffer of its own, and would empty it at the very end.
        with suppress(OSError, AttributeError, TypeError):
            ctypes.CDLL(None).fflush(None)
        os.dup2(kept, 1)
        os.close(nowhere)
        os.close(kept)
