"""Results to files: nothing is half written, and text from data stays text."""

import errno
import json
import math
import os
import tempfile
from collections.abc import Mapping, Sequence
from contextlib import suppress
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path
from typing import Any

import pandas as pd
import xlsxwriter

from lappendeken.errors import LappendekenError, OutputError, explain_os_error
from lappendeken.output import formats

_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")
_COLUMN_WIDTHS = (8, 60)
_SHEET_NAME_LENGTH = 31


def write_atomically(path: Path, content: bytes | str) -> None:
    """Write a file beside its place and move it there when it is whole.

    Parameters
    ----------
    path : Path
        The file; its folder is made when absent.
    content : bytes or str
        All of it; text is written as UTF-8.

    Raises
    ------
    OutputError
        If it cannot be written; an older file of that name is unharmed.
    """
    write_together({path: content})


def write_together(files: Mapping[Path, bytes | str]) -> None:
    """Write files beside their places, and move them there when all are whole.

    Parameters
    ----------
    files : mapping of Path to bytes or str
        The content of each; folders are made when absent, text is written as UTF-8.

    Raises
    ------
    OutputError
        If one cannot be written; then none is, and older files are unharmed.
    """
    beside: dict[Path, Path] = {}
    path = Path()
    try:
        for path, content in files.items():
            data = content.encode() if isinstance(content, str) else content
            path.parent.mkdir(parents=True, exist_ok=True)
            handle, name = tempfile.mkstemp(prefix=f".{path.name[:40]}.", dir=path.parent)
            beside[path] = Path(name)
            with os.fdopen(handle, "wb") as file:
                file.write(data)
            if path.is_dir():
                raise IsADirectoryError(errno.EISDIR, "is a directory")
            beside[path].chmod(usual_mode())
        for path, written in beside.items():
            written.replace(path)
    except OSError as error:
        for written in beside.values():
            with suppress(OSError):
                written.unlink()
        raise OutputError(
            f"{path} is niet geschreven: {explain_os_error(error)}. Wat er stond is ongemoeid."
        ) from error


def usual_mode() -> int:
    """The mode that a newly made file has on this machine.

    Returns
    -------
    int
        Permission bits.
    """
    mask = os.umask(0)
    os.umask(mask)
    return 0o666 & ~mask


def write_tables(
    path: Path,
    tables: Mapping[str, pd.DataFrame],
    *,
    facts: Mapping[str, str],
    overwrite: bool = True,
) -> list[Path]:
    """Write tables in the format that the file's ending names.

    Parameters
    ----------
    path : Path
        Ends in `.csv` (the first table; each next one beside it as `<stem>-<name>.csv`; with
        byte-order mark for Excel, and a `.csvt` for QGIS), `.json` or `.xlsx` (a sheet a table).
    tables : mapping of str to DataFrame
        By name, which is at most 31 letters, digits and dashes. The index is written when it has
        a name.
    facts : mapping of str to str
        What holds for all numbers, such as peildatum and source; a column in CSV, a sheet
        `toelichting` in XLSX, `feiten` in JSON.
    overwrite : bool
        Whether files that exist may be replaced.

    Returns
    -------
    list of Path
        The files written.

    Raises
    ------
    LappendekenError
        If the ending is another.
    OutputError
        If a file cannot be written.
    """
    files = render_tables(path, tables, facts=facts)
    if not overwrite:
        refuse_existing(list(files))
    write_together(files)
    return list(files)


def render_tables(
    path: Path, tables: Mapping[str, pd.DataFrame], *, facts: Mapping[str, str]
) -> dict[Path, bytes]:
    """Tables as the content of files, before any is written.

    Parameters
    ----------
    path, tables, facts
        See `write_tables`.

    Returns
    -------
    dict of Path to bytes

    Raises
    ------
    LappendekenError
        If the ending is another.
    """
    ending = formats.require(path, formats.TABLES)
    flat = {name: _flat(table) for name, table in tables.items()}
    if ending == ".xlsx":
        return {path: _xlsx(flat, facts)}
    if ending == ".json":
        content = json.dumps(as_json(tables, facts), ensure_ascii=False, indent=2)
        return {path: f"{content}\n".encode()}
    files: dict[Path, bytes] = {}
    for own, table in zip(numbered(path, list(tables)), flat.values(), strict=True):
        files |= _csv(own, table.assign(**facts))
    return files


def numbered(path: Path, names: Sequence[str]) -> list[Path]:
    """A file for each name: the first is the path itself, each next one stands beside it.

    Parameters
    ----------
    path : Path
        The first file.
    names : sequence of str
        At least one.

    Returns
    -------
    list of Path

    Examples
    --------
    >>> [one.name for one in numbered(Path("scores.csv"), ["scores", "provincies"])]
    ['scores.csv', 'scores-provincies.csv']
    """
    return [path, *(path.with_name(f"{path.stem}-{name}{path.suffix}") for name in names[1:])]


def refuse_existing(paths: Sequence[Path], error: type[LappendekenError] = OutputError) -> None:
    """Raise an error when one of the files exists, before anything is written.

    Parameters
    ----------
    paths : sequence of Path
        The files that would be written.
    error : type
        Which error: `WrongUsageError` where the work has not begun.

    Raises
    ------
    LappendekenError
        Of the type given, naming all that exist.
    """
    found = [str(path) for path in paths if path.exists()]
    if found:
        verb = "bestaat" if len(found) == 1 else "bestaan"
        raise error(f"{', '.join(found)} {verb} al; kies een andere naam of geef --force.")


def as_json(tables: Mapping[str, pd.DataFrame], facts: Mapping[str, str]) -> dict[str, Any]:
    """Tables as what JSON can hold.

    Parameters
    ----------
    tables : mapping of str to DataFrame
        By name.
    facts : mapping of str to str
        What holds for all numbers.

    Returns
    -------
    dict
        `feiten`, and for every table a list of rows in which a missing number is null.

    Examples
    --------
    >>> as_json({"t": pd.DataFrame({"x": [1.5, float("nan")]})}, {"gewicht": "gemeenten"})
    {'feiten': {'gewicht': 'gemeenten'}, 't': [{'x': 1.5}, {'x': None}]}
    """
    rows = {name: _records(_flat(table)) for name, table in tables.items()}
    return {"feiten": dict(facts)} | rows


def _flat(table: pd.DataFrame) -> pd.DataFrame:
    """Index as columns, and lists of codes as text."""
    result = table.reset_index() if any(name is not None for name in table.index.names) else table
    return result.map(lambda cell: " ".join(cell) if isinstance(cell, tuple) else cell)


def _records(table: pd.DataFrame) -> list[dict[str, Any]]:
    """Rows for JSON, in which a missing number is null."""
    rows = table.astype(object).to_dict("records")
    return [{str(key): _plain(value) for key, value in row.items()} for row in rows]


def _plain(value: Any) -> Any:
    """A value that JSON knows."""
    if hasattr(value, "item"):
        value = value.item()
    if value is None or value is pd.NA or (isinstance(value, float) and not math.isfinite(value)):
        return None
    return value


def _csv(path: Path, table: pd.DataFrame) -> dict[Path, bytes]:
    """One CSV file, with a file of column types beside it."""
    text = table.map(no_formula).to_csv(index=False, lineterminator="\r\n")
    types = ",".join(f'"{_csvt(table[column])}"' for column in table)
    return {path: f"\ufeff{text}".encode(), path.with_suffix(".csvt"): f"{types}\r\n".encode()}


def no_formula(cell: Any) -> Any:
    """Make text of what a spreadsheet would take for a formula, by a leading apostrophe.

    Parameters
    ----------
    cell : any
        The content of a cell.

    Returns
    -------
    any
        The same, unless it is text that begins like a formula.

    Examples
    --------
    >>> no_formula("=1+1"), no_formula("'s-Gravenhage"), no_formula(-1)
    ("'=1+1", "'s-Gravenhage", -1)
    """
    if isinstance(cell, str) and cell.startswith(_FORMULA_STARTS):
        return f"'{cell}"
    return cell


def _csvt(column: pd.Series) -> str:
    """The type that GDAL and QGIS give a column."""
    if pd.api.types.is_bool_dtype(column):
        return "Integer(Boolean)"
    if pd.api.types.is_integer_dtype(column):
        return "Integer"
    return "Real" if pd.api.types.is_float_dtype(column) else "String"


def _xlsx(tables: Mapping[str, pd.DataFrame], facts: Mapping[str, str]) -> bytes:
    """A workbook with a sheet a table and one with the facts; equal input gives equal bytes."""
    buffer = BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(buffer, options) as book:
        book.set_properties({"created": datetime(2016, 1, 1, tzinfo=UTC)})
        head = book.add_format({"bold": True, "bottom": 1, "text_wrap": True, "valign": "top"})
        for name, table in tables.items():
            _fill_sheet(book.add_worksheet(name[:_SHEET_NAME_LENGTH]), table, head)
        explained = pd.DataFrame({"gegeven": list(facts), "waarde": list(facts.values())})
        _fill_sheet(book.add_worksheet("toelichting"), explained, head)
    return buffer.getvalue()


def _fill_sheet(sheet: Any, table: pd.DataFrame, head: Any) -> None:
    """Write one table with frozen header, filter and fitting widths."""
    narrowest, widest = _COLUMN_WIDTHS
    for number, column in enumerate(table.columns):
        sheet.write_string(0, number, str(column), head)
        longest = len(str(column))
        for row, cell in enumerate(table[column], start=1):
            value = _plain(cell)
            if isinstance(value, bool):
                sheet.write_boolean(row, number, value)
            elif isinstance(value, int | float):
                sheet.write_number(row, number, value)
            elif value is not None:
                sheet.write_string(row, number, str(value))
                longest = max(longest, len(str(value)))
        sheet.set_column(number, number, min(max(longest + 1, narrowest), widest))
    sheet.freeze_panes(1, 0)
    sheet.autofilter(0, 0, len(table), max(len(table.columns) - 1, 0))
