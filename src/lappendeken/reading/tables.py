"""The project's own tables, read from one folder and checked as a whole.

The door between files and model: whatever passes here is sound, and all faults of all files are
told in one `DataError`.
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

import geopandas as gpd
import pandas as pd

from lappendeken import schema
from lappendeken.dutch import typed
from lappendeken.errors import DataError, Fault
from lappendeken.reading import checks
from lappendeken.reading.blank import no_kenmerken, no_others, no_rows
from lappendeken.reading.editions import embedded_folder, place_of
from lappendeken.reading.files.geojson import read_gemeenten
from lappendeken.reading.files.guard import unswept
from lappendeken.reading.files.text import read_text
from lappendeken.schema import Column

__all__ = [
    "Tables",
    "embedded_folder",
    "no_kenmerken",
    "no_others",
    "no_rows",
    "read_herindelingen",
    "read_indelingen",
    "read_kenmerken",
    "read_others",
    "read_peildatum",
    "read_places",
    "read_tables",
]


_FILES = ("gemeenten.geojson", "verbanden.csv")
_READABLE = (".csv", ".txt", ".tsv", ".xlsx", ".xlsm", ".gpkg", ".geojson", ".shp", ".parquet")


@dataclass(frozen=True)
class Tables:
    """The checked tables of one folder.

    Parameters
    ----------
    folder : Path
        Where they came from.
    gemeenten : GeoDataFrame
        Indexed by code; see `reading.geojson.read_gemeenten`.
    verbanden : DataFrame
        One row per deelname, the columns of `schema.VERBANDEN` as text, indexed by line number.
    indelingen : DataFrame
        The columns of `schema.INDELINGEN` as text; empty when there is no such file.
    herindelingen : DataFrame
        The columns of `schema.HERINDELINGEN` as text; empty when there is no such file.
    verbindingen : DataFrame
        The columns of `schema.VERBINDINGEN` as text; empty when there is no such file.
    peildatum : date or None
        The reference date named by `datapackage.json`; None when there is none.
    kenmerken : DataFrame
        What `kenmerken.csv` tells, one row per verband, as text: `verband_id` and the columns of
        the file; empty when there is no such file.
    andere_deelnemers : DataFrame
        The columns of `schema.ANDERE_DEELNEMERS` as text; empty when there is no such file.
    """

    folder: Path
    gemeenten: gpd.GeoDataFrame
    verbanden: pd.DataFrame
    indelingen: pd.DataFrame
    herindelingen: pd.DataFrame
    verbindingen: pd.DataFrame
    peildatum: date | None
    kenmerken: pd.DataFrame = field(default_factory=no_kenmerken)
    andere_deelnemers: pd.DataFrame = field(default_factory=no_others)


@unswept()
def read_tables(folder: Path) -> Tables:
    """Read and check every table in a folder.

    Parameters
    ----------
    folder : Path
        Holds `gemeenten.geojson` and `verbanden.csv`; `indelingen.csv`, `kenmerken.csv`,
        `andere_deelnemers.csv`, `herindelingen.csv`, `verbindingen.csv` and `datapackage.json` are
        used when they are there.

    Returns
    -------
    Tables
        Sound in every respect that is checked here.

    Raises
    ------
    DataError
        With every fault of every file.
    """
    faults: list[Fault] = []
    check_is_folder(folder)
    gemeenten = read_gemeenten(folder / "gemeenten.geojson", faults)
    verbanden = _read_verbanden(folder / "verbanden.csv", gemeenten, faults)
    indelingen = read_indelingen(folder, faults)
    checks.check_labels(folder / "indelingen.csv", indelingen, verbanden, faults)
    herindelingen = read_herindelingen(folder, faults)
    verbindingen = _read_verbindingen(folder, gemeenten, herindelingen, faults)
    peildatum = read_peildatum(folder, faults)
    kenmerken = read_kenmerken(folder, verbanden, faults)
    others = read_others(folder, verbanden, faults)
    if faults or gemeenten is None or verbanden is None:
        raise DataError(faults)
    known = (folder, gemeenten, verbanden, indelingen, herindelingen, verbindingen, peildatum)
    return Tables(*known, kenmerken, others)


def check_is_folder(folder: Path) -> None:
    """Refuse a file where a folder with tables is wanted, and a folder without any."""

    def refuse(message: str, hint: str = "") -> DataError:
        return DataError([Fault(str(folder), None, "", "", message, hint)])

    if folder.is_file():
        if folder.name in _FILES:
            hint = f"Geef de map waar het in staat: {typed(str(folder.parent))}"
        else:
            hint = f"Lees het in met: {read_in(folder)}; en noem daarna mijnmap"
        raise refuse("dit is een bestand en geen map met gegevens", hint)
    if not folder.is_dir():
        raise refuse("deze map bestaat niet", "Ga na of de naam en de plaats kloppen")
    if any((folder / name).exists() for name in _FILES):
        return
    stems = {Path(name).stem for name in _FILES}
    files = sorted(one for one in folder.iterdir() if one.suffix.lower() in _READABLE)
    own = [one for one in files if one.stem.casefold() in stems]
    if files:
        hint = f"Lees in wat er staat met: {read_in(folder if own else files[0])}"
        message = "in deze map staan geen gemeenten.geojson en verbanden.csv"
        raise refuse(message, f"{hint}; en noem daarna mijnmap")


def read_in(source: Path) -> str:
    """The command that makes a folder of data of something else."""
    return typed("lappendeken", "gegevens", "inlezen", str(source), "--uit", "mijnmap")


def read_places(folder: Path) -> Tables:
    """Read and check what a folder says of gemeenten, without its verbanden."""
    faults: list[Fault] = []
    gemeenten = read_gemeenten(folder / "gemeenten.geojson", faults)
    herindelingen = read_herindelingen(folder, faults)
    verbindingen = _read_verbindingen(folder, gemeenten, herindelingen, faults)
    peildatum = read_peildatum(folder, faults)
    if faults or gemeenten is None:
        raise DataError(faults)
    verbanden, indelingen = no_rows(schema.VERBANDEN), no_rows(schema.INDELINGEN)
    return Tables(folder, gemeenten, verbanden, indelingen, herindelingen, verbindingen, peildatum)


def _read_verbindingen(
    folder: Path,
    gemeenten: gpd.GeoDataFrame | None,
    herindelingen: pd.DataFrame,
    faults: list[Fault],
) -> pd.DataFrame:
    """Read the links over water, and check that they join gemeenten that are known."""
    path = place_of(folder, "verbindingen.csv")
    links = _read_optional(path, schema.VERBINDINGEN, faults)
    if gemeenten is None:
        return links
    # One table holds for all dates: a link may be between gemeenten of another one.
    elsewhere = {*herindelingen["van_code"], *herindelingen["naar_code"]} - {*gemeenten.index}
    other = links["van_code"].isin(elsewhere) | links["naar_code"].isin(elsewhere)
    return checks.check_links(path, links[~other], gemeenten.index, faults)


def read_indelingen(folder: Path, faults: list[Fault]) -> pd.DataFrame:
    """Read the labels of indelingen in a folder."""
    return _read_optional(folder / "indelingen.csv", schema.INDELINGEN, faults)


def read_herindelingen(folder: Path, faults: list[Fault]) -> pd.DataFrame:
    """Read and check the reorganisations in a folder."""
    path = place_of(folder, "herindelingen.csv")
    steps = _read_optional(path, schema.HERINDELINGEN, faults)
    return checks.check_reorganisations(path, steps, faults)


def read_kenmerken(
    folder: Path, verbanden: pd.DataFrame | None, faults: list[Fault]
) -> pd.DataFrame:
    """Read and check what a folder tells of verbanden beside their deelnames."""
    path = folder / "kenmerken.csv"
    table = _read_optional(path, schema.KENMERKEN, faults, open_ended=True)
    checks.check_once(str(path), table, "verband_id", faults)
    checks.check_verbanden_exist(str(path), table, verbanden, faults)
    return table


def read_others(folder: Path, verbanden: pd.DataFrame | None, faults: list[Fault]) -> pd.DataFrame:
    """Read and check what takes part in the verbanden of a folder beside gemeenten."""
    path = folder / "andere_deelnemers.csv"
    table = _read_optional(path, schema.ANDERE_DEELNEMERS, faults)
    checks.check_verbanden_exist(str(path), table, verbanden, faults)
    checks.check_period(str(path), table, faults)
    checks.check_twice(str(path), table, "deelnemer", faults)
    return table


def _read_verbanden(
    path: Path, gemeenten: gpd.GeoDataFrame | None, faults: list[Fault]
) -> pd.DataFrame | None:
    """Read `verbanden.csv`, check it, and match its gemeenten."""
    found = checks.read_table(path, schema.VERBANDEN, faults)
    if found is None:
        return None
    file, table = found
    checks.check_indeling(file, table, faults)
    for column in schema.columns_per("verband"):
        checks.check_one_value(file, table, "verband_id", column.name, faults)
    checks.check_one_value(file, table, "indeling", "domein", faults)
    checks.check_period(file, table, faults)
    table["rol"] = table["rol"].where(table["rol"] != "", "deelnemer")
    if gemeenten is not None:
        checks.check_not_a_code(file, table, gemeenten.index, faults)
        table["gemeente_code"] = checks.match_gemeenten(file, table, gemeenten["naam"], faults)
        checks.check_twice(file, table, "gemeente_code", faults)
    return table


def _read_optional(
    path: Path, columns: Sequence[Column], faults: list[Fault], *, open_ended: bool = False
) -> pd.DataFrame:
    """Read a table that may be absent; without it the result is an empty table."""
    found = None
    if path.exists():
        found = checks.read_table(path, columns, faults, open_ended=open_ended, may_be_empty=True)
    return no_rows(columns[:1] if open_ended else columns) if found is None else found[1]


def read_peildatum(folder: Path, faults: list[Fault]) -> date | None:
    """Read the reference date from the description of the data, when there is one."""
    path = folder / "datapackage.json"
    if not path.exists():
        return None
    text = read_text(path, faults)
    if text is None:
        return None
    try:
        content = json.loads(text)
    except (ValueError, RecursionError):
        content = None
    value = content.get("peildatum") if isinstance(content, dict) else ""
    if value is None:
        return None
    if isinstance(value, str) and schema.is_date(value):
        return date.fromisoformat(value)
    message = "de peildatum is hier niet uit te lezen"
    faults.append(Fault(str(path), None, "peildatum", str(value), message, "Schrijf jjjj-mm-dd"))
    return None
