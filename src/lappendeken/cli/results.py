"""What becomes of results: files, JSON, or the screen; the same for every command."""

from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from lappendeken.cli import console as screen

if TYPE_CHECKING:
    import pandas as pd

SHOWN = 20
"""Rows of a long table that stand on the screen."""


def hand_out(
    uit: Path | None,
    tables: "Mapping[str, pd.DataFrame]",
    facts: Mapping[str, str],
    show: Callable[[], None],
    *,
    force: bool,
    json: bool,
) -> None:
    """Write results to a file, as JSON, or to the screen."""
    if uit is None and not json:
        show()
        return
    from lappendeken.output import as_json, write_tables
    from lappendeken.tables import from_frames

    if uit is None:
        screen.print_json(as_json(from_frames(tables), facts))
    else:
        tell_written(write_tables(uit, tables, facts=facts, overwrite=force))


def tell_written(files: Iterable[object]) -> None:
    """Name the files that were written; on standard error, for they are no result."""
    screen.print_error("Geschreven: " + ", ".join(map(str, files)))


def tell_rest(console: Any, total: int) -> None:
    """Say how many rows of a table are not on the screen."""
    if total > SHOWN:
        console.print(f"En nog {total - SHOWN}; --uit verschil.xlsx geeft alles.\n", style="dim")
