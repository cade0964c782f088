"""The project's own tables, read from one folder and checked as a whole.

The door between files and model: whatever passes here is sound, and all faults of all files are
told in one `DataError`.
"""

import json
import logging
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from pathlib import Path

import geopandas as gpd
import pandas as pd

from lappendeken.errors import DataError, Fault
from lappendeken.names import NameIndex
from lappendeken.reading.geojson import read_gemeenten
from lappendeken.reading.text import Cells, read_cells, read_text
from lappendeken.schema import (
    HERINDELINGEN,
    INDELING_PATTERN,
    INDELINGEN,
    VERBANDEN,
    VERBINDINGEN,
    Column,
    gemeente_code,
)

logger = logging.getLogger(__name__)

ALWAYS = date.min.isoformat()
FOREVER = date.max.isoformat()


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
    herindelingen = _read_optional(folder / "herindelingen.csv", HERINDELINGEN, faults)
    verbindingen = _read_optional(folder / "verbindingen.csv", VERBINDINGEN, faults)
    if gemeenten is not None:
        _check_known(folder / "verbindingen.csv", verbindingen, gemeenten.index, faults)
    peildatum = _read_peildatum(folder / "datapackage.json", faults)
    if faults or gemeenten is None or verbanden is None:
        raise DataError(faults)
    return Tables(folder, gemeenten, verbanden, indelingen, herindelingen, verbindingen, peildatum)


def _read_verbanden(
    path: Path, gemeenten: gpd.GeoDataFrame | None, faults: list[Fault]
) -> pd.DataFrame | None:
    """Read `verbanden.csv`, check it, and match its gemeenten."""
    cells = read_cells(path, faults)
    table = _to_table(cells, VERBANDEN, faults)
    if cells is None or table is None:
        return None
    file = cells.file
    _check_indeling(file, table, faults)
    for column in ("verband", "indeling", "domein", "vorm"):
        _check_one_value(file, table, "verband_id", column, faults)
    _check_one_value(file, table, "indeling", "domein", faults)
    _check_period(file, table, faults)
    table["rol"] = table["rol"].where(table["rol"] != "", "deelnemer")
    if gemeenten is not None:
        table["gemeente_code"] = _match_gemeenten(file, table, gemeenten["naam"], faults)
        _check_twice(file, table, faults)
    return table


def _read_optional(path: Path, columns: Sequence[Column], faults: list[Fault]) -> pd.DataFrame:
    """Read a table that may be absent; without it the result is an empty table."""
    table = _to_table(read_cells(path, faults), columns, faults) if path.exists() else None
    if table is None:
        return pd.DataFrame({column.name: pd.Series([], dtype="str") for column in columns})
    return table


def _to_table(
    cells: Cells | None, columns: Sequence[Column], faults: list[Fault]
) -> pd.DataFrame | None:
    """Check the columns of a table and give those of the schema, as text, by line number."""
    if cells is None:
        return None
    known = {column.name for column in columns}
    missing = [c.name for c in columns if c.required and c.name not in cells.header]
    faults.extend(
        Fault(
            cells.file,
            1,
            name,
            "",
            "deze kolom ontbreekt",
            f"De kopregel is: {', '.join(cells.header)}",
        )
        for name in missing
    )
    for name in cells.header:
        if name not in known:
            logger.warning("%s: kolom '%s' is onbekend en wordt niet gebruikt", cells.file, name)
    if missing:
        return None
    table = pd.DataFrame(cells.rows, columns=cells.header, index=cells.lines, dtype="str")
    for column in columns:
        if column.name not in table:
            table[column.name] = ""
        _check_cells(cells.file, table[column.name], column, faults)
    return table[[column.name for column in columns]].copy()


def _check_cells(file: str, values: pd.Series, column: Column, faults: list[Fault]) -> None:
    """Check the cells of one column by themselves."""
    if column.filled:
        faults.extend(
            Fault(file, line, column.name, "", "deze cel is leeg")
            for line in values.index[values == ""]
        )
    bad: Mapping[str, str] = {}
    if column.choices:
        hint = f"Kies uit: {', '.join(column.choices)}"
        bad = {v: hint for v in values.unique() if v and v not in column.choices}
        message = "deze waarde is niet toegestaan"
    elif column.date:
        bad = {v: "Schrijf jjjj-mm-dd" for v in values.unique() if v and not _is_date(v)}
        message = "dit is geen datum"
    if bad:
        for line, value in values[values.isin(list(bad))].items():
            faults.append(Fault(file, int(str(line)), column.name, value, message, bad[value]))


def _is_date(text: str) -> bool:
    """Whether a text is a date in the form jjjj-mm-dd."""
    try:
        return date.fromisoformat(text).isoformat() == text
    except ValueError:
        return False


def _check_indeling(file: str, table: pd.DataFrame, faults: list[Fault]) -> None:
    """Check the identifiers of indelingen, which also name files."""
    values = table["indeling"]
    bad = [v for v in values.unique() if v and not INDELING_PATTERN.fullmatch(v)]
    for line, value in values[values.isin(bad)].items():
        faults.append(
            Fault(
                file,
                int(str(line)),
                "indeling",
                value,
                "dit is geen geldige aanduiding van een indeling",
                "Gebruik kleine letters, cijfers en streepjes, zoals jeugdregio",
            )
        )


def _check_one_value(
    file: str, table: pd.DataFrame, key: str, column: str, faults: list[Fault]
) -> None:
    """Check that rows with the same key agree on a column."""
    first = table.drop_duplicates(key).set_index(key)[column]
    expected = table[key].map(first)
    wrong = table[column] != expected
    for line in table.index[wrong]:
        what = str(table.at[line, key])
        faults.append(
            Fault(
                file,
                int(line),
                column,
                str(table.at[line, column]),
                f"bij {key} '{what}' staat eerder '{expected[line]}'",
                "Geef een ander verband een ander verband_id" if key == "verband_id" else "",
            )
        )


def _check_period(file: str, table: pd.DataFrame, faults: list[Fault]) -> None:
    """Check that a deelname ends after it began."""
    both = table[(table["van"] != "") & (table["tot"] != "")]
    for line, row in both[both["van"] >= both["tot"]].iterrows():
        faults.append(
            Fault(
                file,
                int(str(line)),
                "tot",
                row["tot"],
                f"deze deelname eindigt niet na haar begin ({row['van']})",
                "'tot' is de eerste dag waarop de deelname niet meer geldt",
            )
        )


def _match_gemeenten(
    file: str, table: pd.DataFrame, names: "pd.Series[str]", faults: list[Fault]
) -> "pd.Series[str]":
    """Give every row the code of its gemeente; code and name must not contradict each other."""
    index = NameIndex(names.to_dict())
    pairs = table[["gemeente_code", "gemeente"]].drop_duplicates()
    found: dict[tuple[str, str], str] = {}
    wrong: dict[tuple[str, str], tuple[str, str, str, str]] = {}
    for code, name in pairs.itertuples(index=False):
        result = _match_gemeente(code, name, names, index)
        if isinstance(result, str):
            found[code, name] = result
        else:
            wrong[code, name] = result
    keys = list(zip(table["gemeente_code"], table["gemeente"], strict=True))
    for line, key in zip(table.index, keys, strict=True):
        if key in wrong:
            column, value, message, hint = wrong[key]
            faults.append(Fault(file, int(line), column, value, message, hint))
    return pd.Series([found.get(key, "") for key in keys], index=table.index, dtype="str")


def _match_gemeente(
    code: str, name: str, names: "pd.Series[str]", index: NameIndex
) -> str | tuple[str, str, str, str]:
    """Match one gemeente: its code, or column, value, message and hint of what is wrong."""
    by_name = index.find(name) if name else None
    if by_name:
        hint = f"{name} is {by_name}"
    else:
        candidates = index.candidates(name) if name else []
        hint = f"Dichtstbij: {', '.join(candidates)}" if candidates else ""
    known = gemeente_code(code)
    if not code and not name:
        return "gemeente_code", "", "er is geen gemeente genoemd", "Vul de CBS-code in"
    if not code:
        return by_name or ("gemeente", name, "deze gemeente is onbekend", hint)
    if known is None:
        message = "dit is geen CBS-code van een gemeente"
        return "gemeente_code", code, message, hint or "Schrijf bijvoorbeeld GM0193"
    if known not in names.index:
        return "gemeente_code", code, "deze code staat niet in gemeenten.geojson", hint
    if name and by_name != known:
        message = f"deze naam hoort niet bij {known}, dat is {names[known]}"
        return "gemeente", name, message, hint
    return known


def _check_twice(file: str, table: pd.DataFrame, faults: list[Fault]) -> None:
    """Check that no gemeente takes part twice in one verband at one moment."""
    keys = ["verband_id", "gemeente_code"]
    matched = table[table["gemeente_code"] != ""]
    double = matched[matched.duplicated(keys, keep=False)]
    for (verband, code), rows in double.groupby(keys, sort=True):
        periods = sorted(
            (van or ALWAYS, tot or FOREVER, line)
            for line, van, tot in zip(rows.index, rows["van"], rows["tot"], strict=True)
        )
        for (_, end, earlier), (start, _, line) in pairwise(periods):
            if start < end:
                first, second = sorted((int(earlier), int(line)))
                message = f"deze deelname aan '{verband}' staat ook in rij {first}"
                faults.append(Fault(file, second, "gemeente_code", str(code), message))


def _check_known(path: Path, links: pd.DataFrame, codes: pd.Index, faults: list[Fault]) -> None:
    """Check that links over water join known gemeenten."""
    for column in ("van_code", "naar_code"):
        for line, value in links.loc[~links[column].isin(codes), column].items():
            message = "deze code staat niet in gemeenten.geojson"
            faults.append(Fault(str(path), int(str(line)), column, value, message))


def _read_peildatum(path: Path, faults: list[Fault]) -> date | None:
    """Read the reference date from the description of the data, when there is one."""
    if not path.exists():
        return None
    text = read_text(path, faults)
    if text is None:
        return None
    try:
        value = json.loads(text).get("peildatum")
        return None if value is None else date.fromisoformat(value)
    except (ValueError, TypeError, AttributeError):
        message = "de peildatum is hier niet uit te lezen"
        faults.append(Fault(str(path), None, "peildatum", "", message, "Schrijf jjjj-mm-dd"))
        return None
