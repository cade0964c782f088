"""Read exports of the Regioatlas: which gemeente lies in which region of one indeling.

The exports are UTF-8 with a byte order mark, separated by semicolons, with four columns. The
header of the third column is the name of the indeling and so differs per file; gemeenten are
given by the digits of their CBS code; names of regions carry stray and unbreakable spaces. A file
that was saved again by another program, with another separator or encoding, is read as well.
"""

from dataclasses import dataclass
from pathlib import Path
from typing import Final

import pandas as pd

from lappendeken.errors import DataError, Fault
from lappendeken.reading.files.delimited import read_delimited, read_header
from lappendeken.reading.files.grid import Grid
from lappendeken.reading.files.guard import refuse
from lappendeken.reading.settling.catalogue import IndelingLabel, find, labels, named
from lappendeken.reading.settling.deelnames import by_id, settle
from lappendeken.reading.settling.gemeenten import Gemeenten, Given, reference
from lappendeken.reading.settling.ledger import Ledger, ReadResult
from lappendeken.reading.sources.source import Asked, Look, Source

__all__ = ["Regioatlas", "RegioatlasRow", "is_regioatlas", "read_export", "read_regioatlas"]

_MAX_DIGITS: Final = 4
_TITLE: Final = 2
"""Place of the column whose header is the name of the indeling."""


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


def is_regioatlas(header: list[str]) -> bool:
    """Whether a header is that of an export.

    Examples
    --------
    >>> is_regioatlas(["Gemeente", "CBS", "Jeugdregio", "Inwoneraantal van regio"])
    True
    """
    known = len(header) == 4 and header[:_TITLE] == ["Gemeente", "CBS"]
    return known and bool(header[_TITLE]) and header[3].startswith("Inwoneraantal")


def read_regioatlas(
    path: str | Path,
    *,
    gemeenten: Gemeenten | Given | None = None,
    indeling: str = "",
    domein: str = "",
) -> ReadResult:
    r"""Read one export of the Regioatlas, or a folder of them.

    Parameters
    ----------
    path : str or Path
        A file, or a folder with CSV files, also in folders within it.
    gemeenten : Gemeenten, GeoDataFrame, Series or mapping, optional
        Those that may be named; those of the current edition when absent.
    indeling, domein : str
        For one file: identifier and domein of its indeling, when its title should not tell.

    Returns
    -------
    ReadResult
        A gemeente may be in more than one region. Inhabitants of regions are not kept.

    Raises
    ------
    DataError
        If a file is no such export, or two files give one indeling.

    Examples
    --------
    >>> from tempfile import TemporaryDirectory
    >>> lines = '"Gemeente";"CBS";"Jeugdregio";"Inwoneraantal"\n"Aa en Hunze";"1680";"Drenthe ";"9"'
    >>> with TemporaryDirectory() as folder:
    ...     file = Path(folder) / "jeugd.csv"
    ...     _ = file.write_text(lines, encoding="utf-8-sig")
    ...     found = read_regioatlas(file)
    >>> found.deelnames[["verband_id", "verband", "gemeente_code"]].values.tolist()
    [['jeugdregio-drenthe', 'Drenthe', 'GM1680']]
    """
    path = Path(path)
    exports = _exports(path)
    known = reference(gemeenten)
    ledger = Ledger(path.name or str(path))
    used: dict[str, tuple[str, IndelingLabel]] = {}
    rows: list[pd.DataFrame] = []
    for file, grid, title in exports:
        label = named(indeling) if indeling else find(file.stem, title) or named(title)
        if domein:
            label = label._replace(domein=domein, standaard="nee")
        if label.indeling in used:
            both = f"{used[label.indeling][0]} en {file.name}"
            hint = "Lees ze apart, met voor elk een eigen --indeling"
            raise refuse(path, f"{both} geven dezelfde indeling ({label.indeling})", hint)
        used[label.indeling] = (file.name, label)
        rows.append(_rows(grid, file).assign(indeling=label.indeling))
        for note in (*grid.notes, f"{file.name}: '{title}' is de indeling {label.indeling}."):
            ledger.remark(note)
    broken = [row for _, grid, _ in exports for row in grid.broken]
    find_label = by_id(label for _, label in used.values())
    whole = pd.concat(rows)
    deelnames, own = settle(ledger.source, whole, known, find_label, ledger, broken=broken)
    return ReadResult(known.frame, deelnames, ledger.report(), labels(own))


def _exports(path: Path) -> list[tuple[Path, Grid, str]]:
    """The file itself, or all CSV files of a folder; what is wrong with any comes at once."""
    exports: list[tuple[Path, Grid, str]] = []
    faults: list[Fault] = []
    for file in _files(path):
        try:
            exports.append((file, *_grid(file)))
        except DataError as error:
            faults += error.faults
    if faults:
        raise DataError(faults)
    return exports


def _files(path: Path) -> list[Path]:
    try:
        if not path.is_dir():
            return [path]
        files = sorted(one for one in path.rglob("*") if one.suffix.lower() == ".csv")
    except (OSError, ValueError):
        return [path]
    if not files:
        hint = "Zet er de exports van de Regioatlas in"
        raise refuse(path, "in deze map staan geen CSV-bestanden", hint)
    return files


def _grid(path: Path, *, strip: bool = True) -> tuple[Grid, str]:
    """The cells of one export, and the name of its indeling."""
    grid = read_delimited(path, strip=strip)
    header = [_clean(str(name)) for name in grid.table.columns]
    if not is_regioatlas(header):
        message = "dit is geen export van de Regioatlas"
        hint = 'Verwacht in rij 1: "Gemeente";"CBS";"<naam van de indeling>";"Inwoneraantal van …"'
        raise DataError([Fault(path.name, 1, "", ";".join(header), message, hint)])
    return grid, header[_TITLE]


def _rows(grid: Grid, path: Path) -> pd.DataFrame:
    """The columns of deelnames."""
    name, code, region, _ = grid.table.columns
    columns = {"gemeente_code": code, "gemeente": name, "verband": region}
    rows = pd.DataFrame({role: grid.table[column] for role, column in columns.items()})
    return rows.assign(bron=path.stem, bestand=path.name)


def read_export(path: str | Path) -> Regioatlas:
    """Read the rows of one export as they stand, and refuse it when one is not sound."""
    path = Path(path)
    grid, title = _grid(path, strip=False)
    faults = [Fault(path.name, row.rij, "", "", row.toelichting) for row in grid.broken]
    rows: list[RegioatlasRow] = []
    seen: dict[tuple[str, str], int] = {}
    for number, *cells in grid.table.itertuples(name=None):
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


def _faults(file: str, number: int, cells: list[str]) -> list[Fault]:
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


def _read(source: str, asked: Asked) -> ReadResult:
    return read_regioatlas(
        source,
        gemeenten=asked.gemeenten,
        indeling=asked.fixed("indeling"),
        domein=asked.fixed("domein"),
    )


def _recognises(look: Look) -> bool:
    if not look.is_folder:
        return is_regioatlas(look.header)
    if look.is_data:
        return False
    return any(_is_export(file) for file in sorted(look.path.rglob("*.csv")))


def _is_export(file: Path) -> bool:
    try:
        return is_regioatlas(read_header(file))
    except DataError:
        return False


SOURCE: Final = Source(_read, _recognises, takes=frozenset({"indeling"}))
