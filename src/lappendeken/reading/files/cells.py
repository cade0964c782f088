"""Tables of which the columns are known beforehand: those of a folder, and those written by hand.

They come out of Excel as often as out of a program, so any separator, encoding and sheet will do.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from lappendeken.errors import DataError, Fault
from lappendeken.names import plain
from lappendeken.reading.files.delimited import read_rows
from lappendeken.reading.files.grid import NO_ROWS
from lappendeken.reading.files.guard import refuse
from lappendeken.reading.files.sheets import ENDINGS, read_sheet

__all__ = ["Cells", "read_cells"]

_INSTEAD: Final = {
    ".numbers": "Exporteer het als .xlsx of als CSV",
    ".docx": "Zet de tabel in Excel en sla haar op als .xlsx",
    ".pdf": "Zet de tabel in Excel en sla haar op als .xlsx",
}
_Rows = list[tuple[int, list[str]]]


@dataclass(frozen=True)
class Cells:
    """The cells of one table as text, stripped of white space at both ends.

    Parameters
    ----------
    file : str
        Name of the file, for messages; with the sheet behind it where there are more.
    header : list of str
        Names of the columns.
    rows : list of list of str
        Each as long as the header.
    lines : list of int
        For every row the line of the file it starts at.
    header_line : int
        The line of the header, usually 1.
    """

    file: str
    header: list[str]
    rows: list[list[str]]
    lines: list[int]
    header_line: int = 1


def read_cells(
    path: Path, faults: list[Fault], *, wanted: Sequence[str] = (), may_be_empty: bool = False
) -> Cells | None:
    """Read a table into cells, and check its shape.

    The header is the first row with all the `wanted` names, else the first that is not empty.
    """
    try:
        name, rows = _read(path, wanted)
    except DataError as error:
        if may_be_empty and [fault.message for fault in error.faults] == [NO_ROWS]:
            return Cells(str(path), list(wanted), [], [])
        faults.extend(error.faults)
        return None
    place = _header_place(rows, wanted)
    header_line, header = rows[place]
    if not _check_header(name, header_line, header, faults):
        return None
    kept, lines, pad = [], [], _is_sheet(path)
    for line, row in rows[place + 1 :]:
        cells = _fitted(row, len(header), pad=pad)
        if len(cells) != len(header):
            faults.append(_wrong_length(name, line, header, cells))
        else:
            kept.append(cells)
            lines.append(line)
    if not kept and not may_be_empty and not any(fault.file == name for fault in faults):
        faults.append(Fault(name, None, "", "", NO_ROWS))
    return Cells(name, header, kept, lines, header_line)


def _fitted(row: list[str], width: int, *, pad: bool) -> list[str]:
    """A row without empty cells beyond the header, and with those that a sheet leaves out."""
    if len(row) == width:
        return row
    cells = list(row)
    while len(cells) > width and not cells[-1]:
        cells.pop()
    return cells + [""] * (width - len(cells)) if pad else cells


def _is_sheet(path: Path) -> bool:
    return path.suffix.lower() in ENDINGS


def _read(path: Path, wanted: Sequence[str]) -> tuple[str, _Rows]:
    """The name of a table, and its rows that hold anything."""
    if not _is_sheet(path):
        instead = _INSTEAD.get(path.suffix.lower())
        if instead and path.is_file():
            raise refuse(
                path, f"bestanden op '{path.suffix}' worden niet als tabel gelezen", instead
            )
        stripped = [(line, [*map(str.strip, row)]) for line, row in read_rows(path)]
        rows = [one for one in stripped if any(one[1])]
        if not rows:
            raise refuse(path, "dit bestand is leeg")
        return str(path), rows
    heads = {plain(name): name for name in wanted}
    known = (lambda name: heads.get(plain(name), "")) if wanted else None
    grid = read_sheet(path, known=known)
    table = grid.table
    lines = [int(line) for line in table.index]
    cells = table.to_numpy().tolist()
    top = (min(lines, default=2) - 1, [str(name) for name in table.columns])
    broken = [(row.rij, row.toelichting.split(": ", 1)[-1].split(" | ")) for row in grid.broken]
    rows = [top, *sorted([*zip(lines, cells, strict=True), *broken])]
    return f"{path}{grid.file.removeprefix(path.name)}", rows


def _header_place(rows: _Rows, wanted: Sequence[str]) -> int:
    """Which row is the header."""
    sought = {plain(name) for name in wanted}
    for place, (_, cells) in enumerate(rows):
        if sought and sought <= {plain(cell) for cell in cells}:
            return place
    return 0


def _wrong_length(file: str, line: int, header: list[str], cells: list[str]) -> Fault:
    """Describe a row that has more or fewer cells than the header."""
    return Fault(
        file,
        line,
        "",
        ",".join(cells),
        f"deze rij heeft {len(cells)} velden en de kopregel {len(header)}",
        "Zet een naam waar het scheidingsteken in staat tussen aanhalingstekens",
    )


def _check_header(file: str, line: int, header: list[str], faults: list[Fault]) -> bool:
    """Check that every name of a column is there once."""
    double = sorted({name for name in header if name and header.count(name) > 1})
    faults.extend(
        Fault(file, line, name, "", "deze kolom komt meer dan eens voor", "Houd er een over")
        for name in double
    )
    return not double
