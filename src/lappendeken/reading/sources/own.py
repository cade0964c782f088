"""Tables of users: a spreadsheet, a CSV file or a map layer, or a folder with two of these."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Final, TypeAlias

import geopandas as gpd
import pandas as pd

from lappendeken.dutch import listing, long_date
from lappendeken.errors import DataError, Fault
from lappendeken.reading import tables
from lappendeken.reading.files import layers
from lappendeken.reading.files.delimited import read_delimited
from lappendeken.reading.files.grid import Grid
from lappendeken.reading.files.guard import check_file, refuse, unswept
from lappendeken.reading.files.records import looks_like_table, read_records
from lappendeken.reading.files.sheets import ENDINGS as SHEETS
from lappendeken.reading.files.sheets import read_sheet
from lappendeken.reading.files.surroundings import Known
from lappendeken.reading.settling.catalogue import IndelingLabel, labels
from lappendeken.reading.settling.facts import with_facts
from lappendeken.reading.settling.gemeenten import Gemeenten, Given, embedded, reference
from lappendeken.reading.settling.gemeentetable import gemeenten_of
from lappendeken.reading.settling.ledger import (
    LABEL_COLUMNS,
    Ledger,
    ReadResult,
    deelname_frame,
)
from lappendeken.reading.settling.lifetimes import contradicted, window
from lappendeken.reading.settling.mapping import ColumnMapping
from lappendeken.reading.sources import verbonden
from lappendeken.reading.sources.arrange import arranged, known_headers
from lappendeken.reading.sources.layout import Laid, deelnames_of, lay_out, tell_unused
from lappendeken.reading.sources.moment import told_date
from lappendeken.reading.sources.source import Asked, Source

__all__ = ["ENDINGS", "read_grid", "read_tables"]

_TEXT: Final = (".csv", ".txt", ".tsv", ".tab")
_INSTEAD: Final = {
    ".numbers": "Exporteer het als .xlsx of als CSV",
    ".zip": "Pak het eerst uit",
    ".gz": "Pak het eerst uit",
    ".xml": "Is dit de export van het Register van Overheidsorganisaties? Kies --soort register",
}
ENDINGS: Final = (*_TEXT, *SHEETS, *layers.ENDINGS)
"""The endings of files that are read as a table."""

_Given: TypeAlias = tuple[Gemeenten | Given | None, Mapping[str, str] | None]
"""The gemeenten that a caller gives, and the proposals that were accepted."""


def read_grid(
    path: Path, sheet: str = "", known: Known | None = None, *, option: str = "--blad"
) -> Grid:
    """Read any table as text; `option` is how a user names another sheet or layer."""
    ending = path.suffix.lower()
    if ending in _TEXT or ending in SHEETS:
        is_text = _is_text(path)
        grid = read_delimited(path, known=known) if is_text else read_sheet(path, sheet, known)
        if is_text == (ending in _TEXT):
            return grid
        what = "een tekstbestand" if is_text else "een werkmap"
        note = f"{path.name} is in werkelijkheid {what}, en is zo gelezen."
        return replace(grid, notes=(note, *grid.notes))
    if ending == ".json" and path.is_file() and looks_like_table(path):
        return read_records(path)
    if ending in layers.ENDINGS:
        return layers.read_layer(path, sheet, option=option)
    check_file(path, expected=b"")
    hint = _INSTEAD.get(ending, f"Kies een bestand op {', '.join(ENDINGS)}")
    raise refuse(path, f"bestanden op '{ending or path.name}' worden niet als tabel gelezen", hint)


def _is_text(path: Path) -> bool:
    """Whether a table is text or a workbook, whatever its name says."""
    head = check_file(path, expected=b"")
    return not head.startswith((b"PK\x03\x04", b"\xd0\xcf\x11\xe0"))


def read_map(path: Path, layer: str = "") -> tuple[gpd.GeoDataFrame, date | None, list[str]]:
    """Read the gemeenten that go with another source, their date, and what to know of them."""
    ledger = Ledger(path.name)
    plain = ColumnMapping(layout="gemeenten", sheet=layer)
    if path.is_dir():
        read = read_tables(path, mapping=plain)
        return read.gemeenten, read.peildatum, []
    day, laid = _dated(_laid(path, plain, embedded, ledger, option="--laag"))
    if "gemeente_code" not in laid.assigned:
        header = ", ".join(map(str, laid.grid.table.columns))
        hint = f"Noem haar in dat bestand 'code'; de kolommen zijn: {header}"
        message = "er is geen kolom met codes van gemeenten, zoals GM0193"
        raise refuse(laid.grid.file, message, hint[:500])
    frame = gemeenten_of(laid.grid, laid.assigned, ledger)
    report = ledger.report()
    lost = [line for line in report.lines()[1:] if line.startswith("Niet overgenomen")]
    return frame, day, [*lost, *report.remarks]


@unswept()
def read_tables(
    path: str | Path,
    *,
    mapping: ColumnMapping | None = None,
    gemeenten: Gemeenten | Given | None = None,
    accepted: Mapping[str, str] | None = None,
) -> ReadResult:
    r"""Read tables of a user: deelnames, gemeenten, or both.

    Parameters
    ----------
    path : str or Path
        A file with one of `ENDINGS`; or a folder with `verbanden` and `gemeenten` in such files,
        of which one may be absent.
    mapping : ColumnMapping, optional
        Which column of the deelnames is what; see `reading.mapping`. Headers that speak for
        themselves need none.
    gemeenten : Gemeenten, GeoDataFrame, Series or mapping, optional
        Those that may be named. When absent: the gemeenten in the folder or the file, else
        those of the current edition.
    accepted : mapping of str to str, optional
        Given text -> code, of proposals that the user accepted, for gemeenten of the source itself
        or the embedded ones; see `reading.matching`.

    Returns
    -------
    ReadResult

    Raises
    ------
    DataError
        If a file cannot be understood.
    WrongUsageError
        If the mapping names what is not there.

    Notes
    -----
    A table with a column for the verband is long: one row a deelname. One without is wide: a
    column that is called after a known indeling, or that the mapping names, is an indeling, and its
    cells name verbanden. A map layer, and a file called `gemeenten`, without such columns tells of
    gemeenten alone.

    Examples
    --------
    >>> from tempfile import TemporaryDirectory
    >>> with TemporaryDirectory() as folder:
    ...     file = Path(folder) / "jeugd.csv"
    ...     _ = file.write_text("gemeente;jeugdregio\nZwolle;IJsselland\nZwolla;IJsselland\n")
    ...     found = read_tables(file)
    >>> found.deelnames[["verband_id", "gemeente_code"]].values.tolist()
    [['jeugdregio-ijsselland', 'GM0193']]
    >>> found.report.not_matched
    {'deze naam is onbekend': 1}
    """
    path = Path(path)
    ledger = Ledger(path.name or str(path))
    mapping = mapping or ColumnMapping()
    try:
        is_folder = path.is_dir()
    except (OSError, ValueError):
        is_folder = False
    if not is_folder:
        return _read_file(path, mapping, (gemeenten, accepted), ledger)
    return _read_folder(path, mapping, (gemeenten, accepted), ledger)


def _read_folder(folder: Path, mapping: ColumnMapping, given: _Given, ledger: Ledger) -> ReadResult:
    """Read a folder with two tables."""
    found = {name: _find(folder, name) for name in ("gemeenten", "verbanden")}
    if not any(found.values()):
        hint = f"Zet er verbanden.csv en gemeenten.geojson in, of op {', '.join(ENDINGS[1:])}"
        raise refuse(folder, "in deze map staat geen bestand 'verbanden' of 'gemeenten'", hint)
    own = found["gemeenten"]
    frame: gpd.GeoDataFrame | None = None
    deelnames: list[pd.DataFrame] = []
    used: list[IndelingLabel] = []
    if own is not None:
        plain = ColumnMapping(layout="gemeenten", keep=mapping.keep)
        laid = _laid(own, plain, embedded, ledger)
        tell_unused(laid, ledger)
        frame = gemeenten_of(laid.grid, laid.assigned, ledger)
    known = _known_gemeenten(given, frame, folder)
    mapping = _with_labels(folder, mapping)
    table = found["verbanden"]
    if table is not None:
        grid, mapping = _arranged(table, mapping, lambda: known, ledger)
        laid = lay_out(grid, mapping, "verbanden", ledger)
        known = with_facts(laid.grid, laid.assigned, known, ledger, laid.chosen.values())
        deelnames, used = deelnames_of(laid, mapping, known, ledger)
    read = _result(known, deelnames, used, ledger, _peildatum(folder))
    faults: list[Fault] = []
    kenmerken = tables.read_kenmerken(folder, read.deelnames, faults)
    others = tables.read_others(folder, read.deelnames, faults)
    if faults:
        raise DataError(faults)
    return replace(read, kenmerken=kenmerken, andere_deelnemers=others)


def _read_file(path: Path, mapping: ColumnMapping, given: _Given, ledger: Ledger) -> ReadResult:
    """Read one file, which may hold gemeenten as well as deelnames."""
    asked = verbonden.is_asked(mapping)
    heads = verbonden.known_headers(mapping) if asked else known_headers(mapping)
    grid = _kept(read_grid(path, mapping.sheet, heads), ledger)
    if asked or verbonden.is_list(grid, mapping):
        everyone = _known_gemeenten(given, None, path.parent)
        return verbonden.read_list(grid, mapping, everyone, ledger)
    grid, mapping = arranged(
        grid, mapping, lambda: _known_gemeenten(given, None, path.parent), ledger
    )
    day, laid = _dated(lay_out(grid, mapping, path.stem, ledger))
    frame = None
    alone = laid.layout == "gemeenten"
    if alone or (laid.grid.geometry is not None and laid.layout == "breed"):
        frame = gemeenten_of(laid.grid, laid.assigned, ledger, counted=alone)
    known = _known_gemeenten(given, frame, path.parent)
    if frame is None:
        known = with_facts(laid.grid, laid.assigned, known, ledger, laid.chosen.values())
    deelnames, used = deelnames_of(laid, mapping, known, ledger)
    if day is not None and not window(map(str, known.frame.index)).holds(day):
        names = {str(code): str(naam) for code, naam in known.frame["naam"].items()}
        ledger.remark(
            f"{laid.grid.file} zegt van {long_date(day)} te zijn, maar {contradicted(names, day)} "
            "Deelnames krijgen die datum als 'stand'; geef met --gemeenten de gemeenten van toen."
        )
        for rows in deelnames:
            rows["stand"] = rows["stand"].mask(rows["stand"] == "", day.isoformat())
        day = None
    return _result(known, deelnames, used, ledger, day)


def _dated(laid: Laid) -> tuple[date | None, Laid]:
    """The date that a table tells of itself, and the table without that column."""
    day, column = told_date(laid.grid, laid.unused, laid.assigned)
    unused = [name for name in laid.unused if name != column]
    return day, replace(laid, unused=unused)


def _find(folder: Path, name: str) -> Path | None:
    """The one file of this name."""
    files = sorted(
        path
        for path in folder.iterdir()
        if path.stem.casefold() == name and path.suffix.lower() in ENDINGS
    )
    if len(files) > 1:
        names = listing([path.name for path in files])
        raise refuse(folder, f"hier staan {names}", "Laat er een staan, of noem het bestand zelf")
    return files[0] if files else None


def _arranged(
    path: Path,
    mapping: ColumnMapping,
    gemeenten: Callable[[], Gemeenten],
    ledger: Ledger,
    option: str = "--blad",
) -> tuple[Grid, ColumnMapping]:
    """The table in a file, with all that was done to read it."""
    known = known_headers(mapping)
    grid = _kept(read_grid(path, mapping.sheet, known, option=option), ledger)
    return arranged(grid, mapping, gemeenten, ledger)


def _laid(
    path: Path,
    mapping: ColumnMapping,
    gemeenten: Callable[[], Gemeenten],
    ledger: Ledger,
    option: str = "--blad",
) -> Laid:
    """A table of gemeenten, of which every column has a meaning."""
    grid, mapping = _arranged(path, mapping, gemeenten, ledger, option)
    return lay_out(grid, mapping, "gemeenten", ledger)


def _kept(grid: Grid, ledger: Ledger) -> Grid:
    """A grid of which the notes are written down."""
    for note in grid.notes:
        ledger.remark(note)
    return grid


def _known_gemeenten(given: _Given, own: gpd.GeoDataFrame | None, folder: Path) -> Gemeenten:
    """The gemeenten to match against: those given, else those of the source itself."""
    chosen, accepted = given
    if chosen is not None or own is None:
        return embedded(accepted) if chosen is None else reference(chosen)
    faults: list[Fault] = []
    steps = tables.read_herindelingen(folder, faults)
    if faults:
        raise DataError(faults)
    return Gemeenten(own, herindelingen=steps, accepted=accepted)


def _with_labels(folder: Path, mapping: ColumnMapping) -> ColumnMapping:
    """The mapping with the labels that the folder gives its indelingen."""
    faults: list[Fault] = []
    table = tables.read_indelingen(folder, faults)
    if faults:
        raise DataError(faults)
    rows = (IndelingLabel(*row) for row in table[list(LABEL_COLUMNS)].itertuples(index=False))
    own = {row.indeling: row for row in rows}
    return replace(mapping, indelingen={**own, **mapping.indelingen}) if own else mapping


def _peildatum(folder: Path) -> date | None:
    faults: list[Fault] = []
    day = tables.read_peildatum(folder, faults)
    if faults:
        raise DataError(faults)
    return day


def _result(
    known: Gemeenten,
    deelnames: list[pd.DataFrame],
    used: list[IndelingLabel],
    ledger: Ledger,
    peildatum: date | None,
) -> ReadResult:
    whole = pd.concat(deelnames, ignore_index=True) if deelnames else deelname_frame({})
    return ReadResult(known.frame, whole, ledger.report(), labels(used), peildatum)


def _read(source: str, asked: Asked) -> ReadResult:
    return read_tables(
        source, mapping=asked.mapping, gemeenten=asked.gemeenten, accepted=asked.accepted
    )


SOURCE: Final = Source(_read, brings_gemeenten=True, takes=frozenset({"kolommen", "indeling"}))
