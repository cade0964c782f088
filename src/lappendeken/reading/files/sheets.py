"""Spreadsheets: one sheet of a workbook as a table of text."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import islice
from pathlib import Path
from typing import Final

from lappendeken.dutch import count, listing, shortened
from lappendeken.errors import UnknownNameError
from lappendeken.reading.files.grid import Grid, make_grid
from lappendeken.reading.files.guard import check_file, refuse, told
from lappendeken.reading.files.spans import Sheet, spread
from lappendeken.reading.files.surroundings import HEAD, Known, find_header, is_strong
from lappendeken.reading.files.workbooks import ENDINGS, open_sheets

__all__ = ["ENDINGS", "UNSAVED", "read_sheet"]

UNSAVED: Final = "#FORMULE!"
"""What a cell holds whose formula was never computed."""

_ERRORS: Final = frozenset(
    {"#N/A", "#N/B", "#REF!", "#VALUE!", "#WAARDE!", "#DIV/0!", "#DEEL/0!", "#NAME?", "#NAAM?"}
    | {"#NUM!", "#GETAL!", "#NULL!", "#LEEG!", "#VERW!", "#CALC!", "#SPILL!"}
)
_KINDS: Final = {".ods": "deze LibreOffice-werkmap is beschadigd"}
_DAMAGED: Final = "dit Excel-bestand is beschadigd"
_HINT: Final = "Open het in Excel en sla het opnieuw op als .xlsx"


def read_sheet(path: Path, sheet: str = "", known: Known | None = None) -> Grid:
    """Read one sheet of a workbook: the one that is named, or the first that holds a table."""
    check_file(path, expected=(b"PK\x03\x04", b"\xd0\xcf\x11\xe0"))
    message = _KINDS.get(path.suffix.lower(), _DAMAGED)
    # A file that we open is closed too when the workbook turns out to be damaged.
    with told(path, message, _HINT), path.open("rb") as file:
        return _read(path, open_sheets(path, file), sheet, known)


def _read(path: Path, sheets: Sequence[Sheet], wanted: str, known: Known | None) -> Grid:
    """Choose a sheet and read it."""
    chosen = _named(sheets, wanted) if wanted else _first(path, sheets, known)
    others = tuple(_label(sheet) for sheet in sheets if sheet is not chosen)
    notes = []
    if not wanted and others:
        shown = listing(list(others))
        notes.append(
            f"{path.name}: blad '{chosen.name}' is gelezen; kies met --blad een ander: {shown}."
        )
    faulty = [0]
    marks = chosen.marks()
    rows = _without_errors(spread(chosen.rows(), marks.merged), faulty)
    if known is not None and marks.unsaved:
        rows = _with_marks(rows, marks.unsaved)
    grid = make_grid(f"{path.name} ({chosen.name})", rows, notes, pad=True, known=known)
    lines = set(grid.table.index)
    unseen = _unseen(grid.file, marks.hidden & lines, "verborgen of weggefilterd")
    unseen += _unseen(grid.file, marks.struck & lines, "doorgehaald")
    grid = replace(grid, notes=(*grid.notes, *unseen))
    if faulty[0]:
        cells = count(faulty[0], "cel", "cellen")
        told_too = f"{grid.file}: {cells} met een foutwaarde van Excel als leeg gelezen."
        grid = replace(grid, notes=(*grid.notes, told_too))
    return replace(grid, sheets=others)


def _unseen(file: str, lines: Iterable[int], what: str) -> list[str]:
    """Say which rows were read though a user does not see them, or may mean that they are gone."""
    shown = shortened([str(line) for line in sorted(lines)])
    told_so = f"{file}: ook wat {what} is, is gelezen: rij {shown}. Haal weg wat er niet bij hoort."
    return [told_so] if shown else []


def _named(sheets: Sequence[Sheet], wanted: str) -> Sheet:
    """The sheet of a name; Excel itself does not tell names apart by case."""
    same = [sheet for sheet in sheets if sheet.name == wanted]
    same += [sheet for sheet in sheets if sheet.name.casefold() == wanted.casefold()]
    if not same:
        raise UnknownNameError("blad", wanted, [sheet.name for sheet in sheets][:3])
    return same[0]


def _first(path: Path, sheets: Sequence[Sheet], known: Known | None) -> Sheet:
    """The first visible sheet that holds the table: one with names that are known, if there is."""
    visible = [sheet for sheet in sheets if sheet.visible]
    merits = [_merit(sheet, known) for sheet in visible]
    if any(merits):
        return visible[merits.index(max(merits))]
    filled = [sheet for sheet in sheets if _merit(sheet, None)]
    if not filled:
        raise refuse(path, "dit bestand is leeg", "Kijk of de tabel op een ander blad staat")
    if len(sheets) == 1:
        return sheets[0]
    message = "op geen enkel zichtbaar blad staat een tabel met een kopregel"
    shown = listing([_label(sheet) for sheet in sheets])
    raise refuse(path, message, f"Kies er een met --blad; de bladen zijn: {shown}")


def _merit(sheet: Sheet, known: Known | None) -> int:
    """How sure it is that a sheet holds the table."""
    rows = islice(spread(sheet.rows(), sheet.marks().merged), HEAD)
    head = [(line, row) for line, row in rows if any(row)]
    if known is None:
        return int(bool(head))
    header = find_header(head, known)
    if header is None:
        return 0
    roles = {known(name) for name in header.names} - {""}
    more = len(head) > header.last + 1
    return 1 + more + (more and is_strong(roles)) + (more and min(len(roles), 2) > 1)


def _label(sheet: Sheet) -> str:
    return f"'{sheet.name}'" if sheet.visible else f"'{sheet.name}' (verborgen)"


def _without_errors(
    rows: Iterator[tuple[int, list[str]]], faulty: list[int]
) -> Iterator[tuple[int, list[str]]]:
    """Rows in which what Excel could not compute is empty."""
    for line, cells in rows:
        for place, cell in enumerate(cells):
            if cell[:1] == "#" and cell in _ERRORS:
                cells[place] = ""
                faulty[0] += 1
        yield line, cells


def _with_marks(
    rows: Iterator[tuple[int, list[str]]], unsaved: frozenset[tuple[int, int]]
) -> Iterator[tuple[int, list[str]]]:
    """Rows in which a formula without a value is not taken for an empty cell."""
    hollow: dict[int, list[int]] = {}
    for line, place in unsaved:
        hollow.setdefault(line, []).append(place)
    for line, cells in rows:
        for place in hollow.get(line, ()):
            cells.extend([""] * (place + 1 - len(cells)))
            cells[place] = cells[place] or UNSAVED
        yield line, cells
