"""Tables of users: a spreadsheet, a CSV file or a map layer, or a folder with two of these."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Final, TypeAlias

import geopandas as gpd
import pandas as pd

from lappendeken.dutch import count, listing, shortened
from lappendeken.errors import DataError, Fault
from lappendeken.reading import tables
from lappendeken.reading.files import layers
from lappendeken.reading.files.delimited import read_delimited
from lappendeken.reading.files.grid import Grid
from lappendeken.reading.files.guard import MOST_ROWS, check_file, refuse
from lappendeken.reading.files.records import looks_like_table, read_records
from lappendeken.reading.files.sheets import ENDINGS as SHEETS
from lappendeken.reading.files.sheets import read_sheet
from lappendeken.reading.files.surroundings import Known
from lappendeken.reading.settling.catalogue import IndelingLabel, labels
from lappendeken.reading.settling.deelnames import by_id, settle
from lappendeken.reading.settling.gemeenten import Gemeenten, Given, embedded, reference
from lappendeken.reading.settling.gemeentetable import gemeenten_of
from lappendeken.reading.settling.ledger import (
    LABEL_COLUMNS,
    Ledger,
    ReadResult,
    deelname_columns,
    deelname_frame,
)
from lappendeken.reading.settling.mapping import GEMEENTE_ROLES, ColumnMapping, roles
from lappendeken.reading.sources.arrange import arranged, elsewhere, known_headers, statline_hint
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


def read_map(path: Path, layer: str = "") -> tuple[gpd.GeoDataFrame, list[str]]:
    """Read the gemeenten that go with another source, and what a user should know of them."""
    ledger = Ledger(path.name)
    plain = ColumnMapping(layout="gemeenten", sheet=layer)
    if path.is_dir():
        return read_tables(path, mapping=plain).gemeenten, []
    grid, mapping = _arranged(path, plain, embedded, ledger, option="--laag")
    header = [str(name) for name in grid.table.columns]
    if "gemeente_code" not in mapping.assign(header):
        hint = f"Noem haar in dat bestand 'code'; de kolommen zijn: {', '.join(header)}"
        raise refuse(
            grid.file, "er is geen kolom met codes van gemeenten, zoals GM0193", hint[:500]
        )
    return _gemeenten(grid, mapping, ledger), list(ledger.report().remarks)


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
    cells name verbanden. In a map layer, and in a file called `gemeenten`, columns are facts about
    gemeenten, so there an indeling must be named in the mapping.

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
        plain = ColumnMapping(layout="gemeenten")
        frame = _gemeenten(*_arranged(own, plain, embedded, ledger), ledger)
    known = _known_gemeenten(given, frame, folder)
    mapping = _with_labels(folder, mapping)
    table = found["verbanden"]
    if table is not None:
        grid, mapping = _arranged(table, mapping, lambda: known, ledger)
        deelnames, used = _deelnames(grid, mapping, known, ledger)
    read = _result(known, deelnames, used, ledger, _peildatum(folder))
    faults: list[Fault] = []
    kenmerken = tables.read_kenmerken(folder, read.deelnames, faults)
    others = tables.read_others(folder, read.deelnames, faults)
    if faults:
        raise DataError(faults)
    return replace(read, kenmerken=kenmerken, andere_deelnemers=others)


def _read_file(path: Path, mapping: ColumnMapping, given: _Given, ledger: Ledger) -> ReadResult:
    """Read one file, which may hold gemeenten as well as deelnames."""
    grid, mapping = _arranged(
        path, mapping, lambda: _known_gemeenten(given, None, path.parent), ledger
    )
    mapping = replace(mapping, layout=_layout(grid, mapping, path.stem))
    frame = None
    if mapping.layout == "gemeenten" or (grid.geometry is not None and mapping.layout == "breed"):
        frame = _gemeenten(grid, mapping, ledger)
    known = _known_gemeenten(given, frame, path.parent)
    deelnames, used = _deelnames(grid, mapping, known, ledger)
    return _result(known, deelnames, used, ledger, None)


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


def _kept(grid: Grid, ledger: Ledger) -> Grid:
    """A grid of which the notes are written down."""
    for note in grid.notes:
        ledger.remark(note)
    return grid


def _layout(grid: Grid, mapping: ColumnMapping, stem: str) -> str:
    """What kind of table this is."""
    header = list(grid.table.columns)
    assigned = mapping.assign(header)
    if mapping.layout:
        return mapping.layout
    if {"verband", "verband_id"} & set(assigned):
        return "lang"
    if set(assigned) - set(roles()):
        return "breed"
    facts = grid.geometry is not None or stem.casefold() == "gemeenten"
    others = mapping.left_over(header, assigned)
    if facts or (not others and set(GEMEENTE_ROLES) & set(assigned)):
        return "gemeenten"
    return "breed"


def _gemeenten(grid: Grid, mapping: ColumnMapping, ledger: Ledger) -> gpd.GeoDataFrame:
    """The gemeenten in a table, and how many rows these took."""
    assigned = mapping.assign(list(grid.table.columns))
    return gemeenten_of(grid, assigned, ledger, counted=mapping.layout == "gemeenten")


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


def _deelnames(
    grid: Grid, mapping: ColumnMapping, known: Gemeenten, ledger: Ledger
) -> tuple[list[pd.DataFrame], list[IndelingLabel]]:
    """The deelnames in a table, by its layout."""
    layout = mapping.layout or _layout(grid, mapping, "verbanden")
    header = list(grid.table.columns)
    assigned = mapping.assign(header)
    if layout == "gemeenten":
        _tell_unused(grid, mapping.left_over(header, assigned), ledger)
        return [], []
    if not {"gemeente", "gemeente_code"} & set(assigned):
        hint = f"Wijs haar aan met --kolom gemeente_code=…; de kolommen zijn: {', '.join(header)}"
        raise refuse(grid.file, "er is geen kolom met gemeenten", hint[:500] + elsewhere(grid))
    if layout == "lang":
        return _long(grid, mapping, assigned, known, ledger)
    return _wide(grid, mapping, assigned, known, ledger)


def _long(
    grid: Grid,
    mapping: ColumnMapping,
    assigned: Mapping[str, str],
    known: Gemeenten,
    ledger: Ledger,
) -> tuple[list[pd.DataFrame], list[IndelingLabel]]:
    """One row a deelname."""
    if not {"verband", "verband_id"} & set(assigned):
        raise refuse(grid.file, "er is geen kolom met verbanden", "Geef --kolom verband=…")
    if "indeling" not in assigned and "indeling" not in mapping.fixed:
        hint = "Geef --indeling met een naam zoals jeugdregio, of --kolom indeling=…"
        raise refuse(grid.file, "er is geen kolom met de indeling", hint)
    rows = _columns(grid, mapping, assigned)
    _tell_unused(grid, mapping.left_over(list(grid.table.columns), assigned), ledger)
    deelnames, used = settle(grid.file, rows, known, mapping.label, ledger, broken=grid.broken)
    return [deelnames], used


def _columns(grid: Grid, mapping: ColumnMapping, assigned: Mapping[str, str]) -> pd.DataFrame:
    """The columns of deelnames, with what holds for every row where a cell is empty."""
    columns = deelname_columns()
    rows = pd.DataFrame(
        {role: grid.table[name] for role, name in assigned.items() if role in columns},
        index=grid.table.index,
    )
    fixed = {"bron": grid.file, **mapping.fixed}
    for role, value in fixed.items():
        if role in columns and role not in {"gemeente", "gemeente_code"}:
            rows[role] = rows[role].where(rows[role] != "", value) if role in rows else value
    return rows


def _wide(
    grid: Grid,
    mapping: ColumnMapping,
    assigned: Mapping[str, str],
    known: Gemeenten,
    ledger: Ledger,
) -> tuple[list[pd.DataFrame], list[IndelingLabel]]:
    """One row a gemeente, and a column an indeling."""
    chosen = {role: name for role, name in assigned.items() if role not in roles()}
    others = mapping.left_over(list(grid.table.columns), assigned)
    if not chosen and grid.geometry is None:
        chosen = {name: name for name in others if mapping.knows(name)}
        others = [name for name in others if name not in chosen]
    if not chosen:
        shown = shortened([f"'{name}'" for name in others], 10)
        hint = f"Geef --kolom aanduiding=kolom voor elke indeling; de andere kolommen zijn: {shown}"
        message = "geen enkele kolom heet naar een bekende indeling"
        raise refuse(grid.file, message, statline_hint(grid) or hint + elsewhere(grid))
    _tell_unused(grid, others, ledger)
    if len(grid.table) * len(chosen) > MOST_ROWS:
        raise refuse(grid.file, "deze tabel heeft te veel rijen en indelingen", "Splits haar")
    base = _columns(grid, mapping, {k: v for k, v in assigned.items() if k in roles()})
    used: dict[str, tuple[str, IndelingLabel]] = {}
    rows: list[pd.DataFrame] = []
    for role, name in chosen.items():
        label = mapping.label(role)
        if label.indeling in used:
            message = f"de kolommen '{used[label.indeling][0]}' en '{name}' zijn dezelfde indeling"
            raise refuse(grid.file, message, f"Geef --kolom weglaten='{name}'")
        used[label.indeling] = (name, label)
        place = f"{grid.file}, kolom {name}"
        rows.append(
            base.assign(
                bestand=place, indeling=label.indeling, verband=grid.table[name], verband_id=""
            )
        )
    find = by_id(label for _, label in used.values())
    deelnames, labelled = settle(
        grid.file, pd.concat(rows), known, find, ledger, unit="cellen", broken=grid.broken
    )
    verbanden = deelnames.groupby("indeling")["verband_id"].nunique()
    for indeling, (name, _) in used.items():
        many = count(int(verbanden.get(indeling, 0)), "verband", "verbanden")
        ledger.remark(f"Kolom '{name}' is de indeling {indeling} met {many}.")
    return [deelnames], labelled


def _tell_unused(grid: Grid, names: list[str], ledger: Ledger) -> None:
    """Say which columns were not read."""
    if names:
        shown = shortened([f"'{name}'" for name in names], 10)
        which = "deze kolom is" if len(names) == 1 else "deze kolommen zijn"
        ledger.remark(f"{grid.file}: {which} niet gebruikt: {shown}.")


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
