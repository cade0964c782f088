"""The date that a table tells of itself, in a column such as `jrstatcode` or `peildatum`."""

import re
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Final

import pandas as pd

from lappendeken.dutch import listing
from lappendeken.reading.files.grid import Grid
from lappendeken.reading.files.guard import refuse
from lappendeken.reading.files.values import as_date, different

__all__ = ["told_date"]

_COLUMNS: Final = ("jrstatcode", "peildatum", "peiljaar", "statjaar", "jaar", "jaartal", "year")
"""In this order the first counts that tells one date."""

_PLAIN: Final = re.compile(r"[\W_]+")
_OF_A_YEAR: Final = re.compile(r"((?:19|20)\d{2})(?:\.0)?(?:[A-Z]{2}\d{2,8}[A-Z]?)?")


def told_date(
    grid: Grid, unused: Sequence[str], assigned: Mapping[str, str]
) -> tuple[date | None, str]:
    """Find the date of a table and the column that tells it, among those that are not used yet.

    Examples
    --------
    >>> table = pd.DataFrame({"gemeente": ["Zwolle", "Epe"], "Jaar": ["2019", "2019"]})
    >>> told_date(Grid("t.csv", table), ["Jaar"], {"gemeente": "gemeente"})
    (datetime.date(2019, 1, 1), 'Jaar')
    """
    plain = {_PLAIN.sub("", name.casefold()): name for name in reversed(unused)}
    for name in (plain[one] for one in _COLUMNS if one in plain):
        days = {_day(text) for text in different(grid.table[name]) if text.strip()}
        real = sorted(day for day in days if day is not None)
        if len(real) != len(days):
            continue  # a year among other things is no date of the table
        if len(real) == 1:
            return real[0], name
        if len(real) > 1 and _repeats(grid.table, name, assigned):
            years = listing([str(day.year) for day in real])
            hint = f"Maak er een bestand per datum van, of geef --kolom weglaten={name}"
            raise refuse(grid.file, f"deze tabel gaat over meer dan één datum ({years})", hint)
    return None, ""


def _day(text: str) -> date | None:
    found = _OF_A_YEAR.fullmatch(text.strip().upper())
    if found is not None:
        return date(int(found[1]), 1, 1)
    iso = as_date(text)
    return date.fromisoformat(iso) if iso else None


def _repeats(table: pd.DataFrame, column: str, assigned: Mapping[str, str]) -> bool:
    """Whether the same is told for several dates, and not of each thing its own date."""
    roles = ("gemeente_code", "gemeente", "verband_id", "verband", "indeling")
    keys = [assigned[role] for role in roles if role in assigned]
    return bool(keys) and bool(table[[*keys, column]].drop_duplicates().duplicated(keys).any())
