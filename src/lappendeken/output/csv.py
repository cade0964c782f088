"""Tables as CSV, for other programs: names of data, decimal points, ISO dates, no formulas."""

import csv
import io
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from types import MappingProxyType
from typing import Any

from lappendeken.output.files import numbered
from lappendeken.tables import Cell, Kind, Table

_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")
_GDAL_TYPES = MappingProxyType(
    {Kind.COUNT: "Integer", Kind.SCORE: "Real", Kind.SHARE: "Real", Kind.FIGURE: "Real"}
)


def render_csv(path: Path, tables: Sequence[Table], facts: Mapping[str, str]) -> dict[Path, bytes]:
    """A file a table: the first under this name, each next one beside it as `<stem>-<name>.csv`.

    Each has a `.csvt` with the types of its columns, for QGIS.
    """
    files: dict[Path, bytes] = {}
    for own, table in zip(numbered(path, [one.name for one in tables]), tables, strict=True):
        types = [_GDAL_TYPES.get(one.kind, "String") for one in table.columns]
        types += ["String"] * len(_added(table, facts))
        files[own] = table_text(table, facts).encode()
        files[own.with_suffix(".csvt")] = (",".join(f'"{one}"' for one in types) + "\r\n").encode()
    return files


def table_text(table: Table, facts: Mapping[str, str] = MappingProxyType({})) -> str:
    r"""One table, with a byte-order mark for Excel, and the facts as its last columns.

    Examples
    --------
    >>> from lappendeken.tables import Column
    >>> columns = (Column("codes", "Codes", Kind.CODES), Column("gekozen", "Gekozen", Kind.FLAG))
    >>> table_text(Table("t", "", columns, ((("GM0001", "GM0002"), True),)), {"bron": "=1+1"})
    "\ufeffcodes,gekozen,bron\r\nGM0001 GM0002,ja,'=1+1\r\n"
    """
    added = _added(table, facts)
    heads = [*(one.name for one in table.columns), *added]
    kinds = [one.kind for one in table.columns]
    rows = (
        (*map(no_formula, map(_plain, row, kinds)), *map(no_formula, added.values()))
        for row in table.rows
    )
    return "\ufeff" + csv_text(heads, rows, newline="\r\n")


def csv_text(heads: Sequence[str], rows: Iterable[Iterable[Any]], *, newline: str = "\n") -> str:
    r"""Rows as CSV with commas, cells as they are.

    Examples
    --------
    >>> csv_text(["gemeente", "regio"], [("Nuenen, Gerwen en Nederwetten", "Zuidoost")])
    'gemeente,regio\n"Nuenen, Gerwen en Nederwetten",Zuidoost\n'
    """
    buffer = io.StringIO(newline="")
    writer = csv.writer(buffer, lineterminator=newline)
    writer.writerow(heads)
    writer.writerows(rows)
    return buffer.getvalue()


def no_formula(cell: Any) -> Any:
    """Make text of what a spreadsheet would take for a formula, by a leading apostrophe.

    Examples
    --------
    >>> no_formula("=1+1"), no_formula("'s-Gravenhage"), no_formula(-1)
    ("'=1+1", "'s-Gravenhage", -1)
    """
    if isinstance(cell, str) and cell.startswith(_FORMULA_STARTS):
        return f"'{cell}"
    return cell


def _added(table: Table, facts: Mapping[str, str]) -> dict[str, str]:
    """The facts that the table does not tell for each row itself."""
    own = {column.name for column in table.columns}
    return {key: value for key, value in facts.items() if key not in own}


def _plain(value: Cell, kind: Kind) -> object:
    """A cell as other programs read it."""
    if isinstance(value, tuple):
        return (" " if kind == Kind.CODES else "; ").join(value)
    if isinstance(value, bool):
        return "ja" if value else "nee"
    if isinstance(value, int) and kind in {Kind.SCORE, Kind.SHARE}:
        return float(value)
    return value
