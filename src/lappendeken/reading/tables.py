"""The project's own tables, read from one folder and checked as a whole.

The door between files and model: whatever passes here is sound, and all faults of all files are
told in one `DataError`.
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import geopandas as gpd
import pandas as pd

from lappendeken.errors import DataError, Fault
from lappendeken.reading import checks
from lappendeken.reading.files.geojson import read_gemeenten
from lappendeken.reading.files.text import read_cells, read_text
from lappendeken.schema import HERINDELINGEN, INDELINGEN, VERBANDEN, VERBINDINGEN, Column


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
    """

    folder: Path
    gemeenten: gpd.GeoDataFrame
    verbanden: pd.DataFrame
    indelingen: pd.DataFrame
    herindelingen: pd.DataFrame
    verbindingen: pd.DataFrame
    peildatum: date | None


def embedded_folder() -> Path:
    """Folder of the data that come with the package."""
    installed = Path(__file__).parents[1] / "data"
    return installed if installed.is_dir() else Path(__file__).parents[3] / "data"


def read_tables(folder: Path) -> Tables:
    """Read and check every table in a folder.

    Parameters
    ----------
    folder : Path
        Holds `gemeenten.geojson` and `verbanden.csv`; `indelingen.csv`, `herindelingen.csv`,
        `verbindingen.csv` and `datapackage.json` are used when they are there.

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
    if not folder.is_dir():
        message = "deze map bestaat niet"
        raise DataError([Fault(str(folder), None, "", "", message)])
    gemeenten = read_gemeenten(folder / "gemeenten.geojson", faults)
    verbanden = _read_verbanden(folder / "verbanden.csv", gemeenten, faults)
    indelingen = read_indelingen(folder, faults)
    checks.check_labels(folder / "indelingen.csv", indelingen, verbanden, faults)
    herindelingen = read_herindelingen(folder, faults)
    verbindingen = _read_verbindingen(folder, gemeenten, faults)
    peildatum = read_peildatum(folder, faults)
    if faults or gemeenten is None or verbanden is None:
        raise DataError(faults)
    return Tables(folder, gemeenten, verbanden, indelingen, herindelingen, verbindingen, peildatum)


def read_places(folder: Path) -> Tables:
    """Read and check what a folder says of gemeenten, without its verbanden."""
    faults: list[Fault] = []
    gemeenten = read_gemeenten(folder / "gemeenten.geojson", faults)
    herindelingen = read_herindelingen(folder, faults)
    verbindingen = _read_verbindingen(folder, gemeenten, faults)
    peildatum = read_peildatum(folder, faults)
    if faults or gemeenten is None:
        raise DataError(faults)
    verbanden, indelingen = _no_rows(VERBANDEN), _no_rows(INDELINGEN)
    return Tables(folder, gemeenten, verbanden, indelingen, herindelingen, verbindingen, peildatum)


def _read_verbindingen(
    folder: Path, gemeenten: gpd.GeoDataFrame | None, faults: list[Fault]
) -> pd.DataFrame:
    """Read the links over water, and check that they join gemeenten that are known."""
    path = folder / "verbindingen.csv"
    links = _read_optional(path, VERBINDINGEN, faults)
    return links if gemeenten is None else checks.check_links(path, links, gemeenten.index, faults)


def read_indelingen(folder: Path, faults: list[Fault]) -> pd.DataFrame:
    """Read the labels of indelingen in a folder."""
    return _read_optional(folder / "indelingen.csv", INDELINGEN, faults)


def read_herindelingen(folder: Path, faults: list[Fault]) -> pd.DataFrame:
    """Read and check the reorganisations in a folder."""
    path = folder / "herindelingen.csv"
    return checks.check_reorganisations(path, _read_optional(path, HERINDELINGEN, faults), faults)


def _read_verbanden(
    path: Path, gemeenten: gpd.GeoDataFrame | None, faults: list[Fault]
) -> pd.DataFrame | None:
    """Read `verbanden.csv`, check it, and match its gemeenten."""
    cells = read_cells(path, faults)
    table = checks.to_table(cells, VERBANDEN, faults)
    if cells is None or table is None:
        return None
    file = cells.file
    checks.check_indeling(file, table, faults)
    for column in ("verband", "indeling", "domein", "vorm"):
        checks.check_one_value(file, table, "verband_id", column, faults)
    checks.check_one_value(file, table, "indeling", "domein", faults)
    checks.check_period(file, table, faults)
    table["rol"] = table["rol"].where(table["rol"] != "", "deelnemer")
    if gemeenten is not None:
        checks.check_not_a_code(file, table, gemeenten.index, faults)
        table["gemeente_code"] = checks.match_gemeenten(file, table, gemeenten["naam"], faults)
        checks.check_twice(file, table, faults)
    return table


def _read_optional(path: Path, columns: Sequence[Column], faults: list[Fault]) -> pd.DataFrame:
    """Read a table that may be absent; without it the result is an empty table."""
    cells = read_cells(path, faults, may_be_empty=True) if path.exists() else None
    table = checks.to_table(cells, columns, faults)
    return _no_rows(columns) if table is None else table


def _no_rows(columns: Sequence[Column]) -> pd.DataFrame:
    """A table that has its columns and nothing in them."""
    return pd.DataFrame({column.name: pd.Series([], dtype="str") for column in columns})


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
    if isinstance(value, str) and checks.is_date(value):
        return date.fromisoformat(value)
    message = "de peildatum is hier niet uit te lezen"
    faults.append(Fault(str(path), None, "peildatum", str(value), message, "Schrijf jjjj-mm-dd"))
    return None
