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
from lappendeken.reading.geojson import read_gemeenten
from lappendeken.reading.text import read_cells, read_text
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
    """Folder of the data that come with the package.

    Returns
    -------
    Path
        Inside the installed package, or at the top of a checkout.
    """
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
    indelingen = _read_optional(folder / "indelingen.csv", INDELINGEN, faults)
    checks.check_labels(folder / "indelingen.csv", indelingen, verbanden, faults)
    path = folder / "herindelingen.csv"
    herindelingen = _read_optional(path, HERINDELINGEN, faults)
    herindelingen = checks.check_reorganisations(path, herindelingen, faults)
    verbindingen = _read_optional(folder / "verbindingen.csv", VERBINDINGEN, faults)
    if gemeenten is not None:
        path = folder / "verbindingen.csv"
        verbindingen = checks.check_links(path, verbindingen, gemeenten.index, faults)
    peildatum = _read_peildatum(folder / "datapackage.json", faults)
    if faults or gemeenten is None or verbanden is None:
        raise DataError(faults)
    return Tables(folder, gemeenten, verbanden, indelingen, herindelingen, verbindingen, peildatum)


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
    if table is None:
        return pd.DataFrame({column.name: pd.Series([], dtype="str") for column in columns})
    return table


def _read_peildatum(path: Path, faults: list[Fault]) -> date | None:
    """Read the reference date from the description of the data, when there is one."""
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
