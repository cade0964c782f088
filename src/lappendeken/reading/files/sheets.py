"""Spreadsheets (XLSX): one sheet as a table of text."""

import zipfile
from collections.abc import Iterator
from datetime import date, datetime, time
from pathlib import Path
from typing import Any, Final

from lappendeken.dutch import count, listing
from lappendeken.errors import UnknownNameError
from lappendeken.reading.files.grid import Grid, make_grid
from lappendeken.reading.files.guard import check_file, refuse, told
from lappendeken.reading.files.xml import has_doctype

__all__ = ["read_sheet"]

_MOST_UNPACKED: Final = 60_000_000
"""Bytes of XML in one workbook: a million cells, which take a quarter of a minute to read."""

_ERRORS: Final = frozenset(
    {"#N/A", "#N/B", "#REF!", "#VALUE!", "#WAARDE!", "#DIV/0!", "#DEEL/0!", "#NAME?", "#NAAM?"}
    | {"#NUM!", "#GETAL!", "#NULL!", "#LEEG!", "#VERW!", "#CALC!", "#SPILL!"}
)
_DAMAGED: Final = "dit Excel-bestand is beschadigd"
_HINT: Final = "Open het in Excel en sla het opnieuw op als .xlsx"


def read_sheet(path: Path, sheet: str = "") -> Grid:
    """Read one sheet of a workbook; formulas count as the value that was saved with them."""
    import openpyxl  # noqa: PLC0415  a tenth of a second that only spreadsheets need

    check_file(path, expected=b"PK\x03\x04")
    with told(path, _DAMAGED, _HINT), path.open("rb") as file:
        _check_members(path)
        # A file that we open is closed too when the workbook turns out to be damaged.
        book = openpyxl.load_workbook(file, read_only=True, data_only=True, keep_links=False)
        return _read(path, book, sheet)


def _check_members(path: Path) -> None:
    """Refuse a package that unpacks to too much, or that could read other files."""
    with zipfile.ZipFile(path) as package:
        members = package.infolist()
        names = {member.filename for member in members}
        if "xl/workbook.xml" not in names:
            message = "dit is een zip-bestand, maar geen Excel-werkmap"
            raise refuse(path, message, "Pak het uit, of sla de tabel op als .xlsx")
        parts = [one for one in members if one.filename.endswith((".xml", ".rels", ".vml"))]
        if sum(part.file_size for part in parts) > _MOST_UNPACKED:
            message = f"dit bestand is uitgepakt groter dan {_MOST_UNPACKED // 1_000_000} MB"
            raise refuse(path, message, "Sla zo'n grote tabel op als CSV UTF-8")
        for part in parts:
            with package.open(part) as file:
                if has_doctype(file, part.filename):
                    raise refuse(path, f"{part.filename} bevat een DOCTYPE", _HINT)


def _read(path: Path, book: Any, wanted: str) -> Grid:
    """Choose a sheet and read it."""
    names = [sheet.title for sheet in book.worksheets]
    if wanted and wanted not in names:
        # Excel itself does not tell names of sheets apart by case.
        same = [name for name in names if name.casefold() == wanted.casefold()]
        if not same:
            raise UnknownNameError("blad", wanted, names[:3])
        wanted = same[0]
    filled = [name for name in ([wanted] if wanted else names) if _is_filled(book[name])]
    if not filled:
        raise refuse(path, "dit bestand is leeg", "Kijk of de tabel op een ander blad staat")
    name = filled[0]
    notes = []
    if not wanted and len(names) > 1:
        others = listing([f"'{other}'" for other in names if other != name])
        notes.append(f"{path.name}: blad '{name}' is gelezen; kies met --blad een ander: {others}.")
    faulty = [0]
    grid = make_grid(f"{path.name} ({name})", _rows(book[name], faulty), notes, pad=True)
    if faulty[0]:
        cells = count(faulty[0], "cel", "cellen")
        told_too = f"{grid.file}: {cells} met een foutwaarde van Excel als leeg gelezen."
        return Grid(grid.file, grid.table, grid.broken, (*grid.notes, told_too))
    return grid


def _is_filled(sheet: Any) -> bool:
    """Whether a sheet holds anything at all."""
    return any(any(cell is not None for cell in row) for row in sheet.iter_rows(values_only=True))


def _rows(sheet: Any, faulty: list[int]) -> Iterator[tuple[int, list[str]]]:
    """Every row as text, with its number."""
    # What the file claims as its size is not to be relied on.
    sheet.reset_dimensions()
    for line, row in enumerate(sheet.iter_rows(values_only=True), start=1):
        cells = [_text(value) for value in row]
        for place, cell in enumerate(cells):
            if cell in _ERRORS:
                cells[place] = ""
                faulty[0] += 1
        yield line, cells


def _text(value: Any) -> str:
    """A cell as text: whole numbers without a point, dates as jjjj-mm-dd."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "ja" if value else "nee"
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e15:
        return str(int(value))
    if isinstance(value, datetime):
        return value.date().isoformat() if value.time() == time(0) else value.isoformat(sep=" ")
    if isinstance(value, date):
        return value.isoformat()
    return str(value)
