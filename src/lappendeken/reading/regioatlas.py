"""Read one export of the Regioatlas: which gemeente lies in which region of one indeling.

The exports are UTF-8 with a byte order mark, separated by semicolons, with four columns. The
header of the third column is the name of the indeling and so differs per file; gemeenten are
given by the digits of their CBS code; names of regions carry stray and unbreakable spaces.
"""

import csv
import io
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from lappendeken.errors import DataError, Fault
from lappendeken.reading.text import readable_text

__all__ = ["Regioatlas", "RegioatlasRow", "read_regioatlas"]

_COLUMNS: Final = 4
_MAX_DIGITS: Final = 4


@dataclass(frozen=True, slots=True)
class RegioatlasRow:
    """One line of an export.

    Parameters
    ----------
    row : int
        Line number in the file; the header is line 1.
    gemeente_code : str
        CBS code, such as `GM1680`.
    gemeente : str
        Name as the Regioatlas spells it.
    region : str
        Name of the region, without stray spaces.
    raw_region : str
        Name of the region exactly as it stands in the file.
    inhabitants : int or None
        Inhabitants of the whole region; None when the cell is empty.
    """

    row: int
    gemeente_code: str
    gemeente: str
    region: str
    raw_region: str
    inhabitants: int | None


@dataclass(frozen=True, slots=True)
class Regioatlas:
    """One export: an indeling with its rows, in the order of the file.

    Parameters
    ----------
    file : str
        Name of the file, for messages.
    title : str
        Name of the indeling, from the header.
    rows : tuple of RegioatlasRow
        One per gemeente and region.
    """

    file: str
    title: str
    rows: tuple[RegioatlasRow, ...]


def read_regioatlas(path: str | Path) -> Regioatlas:
    r"""Read one CSV export of the Regioatlas.

    Parameters
    ----------
    path : str or Path
        The file.

    Returns
    -------
    Regioatlas
        The indeling and its rows. A gemeente may occur more than once; only a line that repeats
        both gemeente and region is a fault.

    Raises
    ------
    DataError
        When the file is not such an export; all faults together, in Dutch.

    Examples
    --------
    >>> from pathlib import Path
    >>> from tempfile import TemporaryDirectory
    >>> lines = '"Gemeente";"CBS";"Jeugdregio";"Inwoneraantal"\n"Aa en Hunze";"1680";"Drenthe ";"9"'
    >>> with TemporaryDirectory() as folder:
    ...     file = Path(folder) / "jeugd.csv"
    ...     _ = file.write_text(lines, encoding="utf-8-sig")
    ...     read_regioatlas(file).rows[0].region
    'Drenthe'
    """
    path = Path(path)
    lines = list(csv.reader(io.StringIO(readable_text(path), newline=""), delimiter=";"))
    title = _title(path.name, lines)
    faults: list[Fault] = []
    rows: list[RegioatlasRow] = []
    seen: dict[tuple[str, str], int] = {}
    for number, cells in enumerate(lines[1:], start=2):
        if not cells:
            continue
        found = _faults(path.name, number, cells)
        if found:
            faults += found
            continue
        row = _row(number, cells)
        first = seen.setdefault((row.gemeente_code, row.region), number)
        if first != number:
            message = f"deze gemeente staat in rij {first} al in dezelfde regio"
            faults.append(Fault(path.name, number, "CBS", cells[1], message, "Laat één rij staan"))
        rows.append(row)
    if faults:
        raise DataError(faults)
    return Regioatlas(path.name, title, tuple(rows))


def _title(file: str, lines: list[list[str]]) -> str:
    header = [_clean(cell) for cell in lines[0]] if lines else []
    known = len(header) == _COLUMNS and header[:2] == ["Gemeente", "CBS"] and bool(header[2])
    if not known:
        message = "dit is geen export van de Regioatlas"
        hint = 'Verwacht in rij 1: "Gemeente";"CBS";"<naam van de indeling>";"Inwoneraantal van ...'
        raise DataError([Fault(file, 1, "", ";".join(header), message, hint + '"')])
    if len(lines) == 1:
        raise DataError([Fault(file, None, "", "", "het bestand heeft geen rijen", "")])
    return header[2]


def _faults(file: str, number: int, cells: list[str]) -> list[Fault]:
    if len(cells) != _COLUMNS:
        message = f"deze rij heeft {len(cells)} cellen in plaats van {_COLUMNS}"
        return [Fault(file, number, "", ";".join(cells), message)]
    name, code, region, inhabitants = (_clean(cell) for cell in cells)
    faults = []
    if not name:
        faults.append(Fault(file, number, "Gemeente", "", "de naam van de gemeente ontbreekt"))
    if not (_is_number(code) and len(code) <= _MAX_DIGITS):
        message, hint = "dit is geen CBS-code", "Verwacht ten hoogste vier cijfers, zoals 0193"
        faults.append(Fault(file, number, "CBS", code, message, hint))
    if not region:
        faults.append(Fault(file, number, "regio", "", "de naam van de regio ontbreekt"))
    if inhabitants and not _is_number(inhabitants):
        message = "dit is geen aantal inwoners"
        faults.append(Fault(file, number, "Inwoneraantal van regio", inhabitants, message))
    return faults


def _row(number: int, cells: list[str]) -> RegioatlasRow:
    name, code, region, inhabitants = (_clean(cell) for cell in cells)
    count = int(inhabitants) if inhabitants else None
    return RegioatlasRow(number, f"GM{int(code):04d}", name, region, cells[2], count)


def _is_number(text: str) -> bool:
    return text.isascii() and text.isdigit()


def _clean(text: str) -> str:
    """Make every run of white space, unbreakable spaces included, one space."""
    return " ".join(text.split())
