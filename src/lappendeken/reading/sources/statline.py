"""CBS StatLine 'Gebieden in Nederland': in which regions every gemeente lies, a table a year.

The numbers of the columns shift from year to year, so columns are known by what is in them: a
column of codes that begin with `JZ` holds jeugdregio's, and the column behind it their names.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from http import HTTPStatus
from importlib.util import find_spec
from pathlib import Path
from typing import Any, Final

import geopandas as gpd
import pandas as pd

from lappendeken.dutch import count, listing
from lappendeken.errors import LappendekenError, WrongUsageError
from lappendeken.reading.files.delimited import read_delimited
from lappendeken.reading.files.grid import unique_names
from lappendeken.reading.files.guard import refuse
from lappendeken.reading.files.records import load_json
from lappendeken.reading.files.sheets import ENDINGS as SHEETS
from lappendeken.reading.files.sheets import read_sheet
from lappendeken.reading.files.values import as_number, by_value, looked_up, tidy
from lappendeken.reading.settling.catalogue import (
    FINER,
    PROVINCES,
    IndelingLabel,
    by_prefix,
    labels,
    prefix_of,
)
from lappendeken.reading.settling.deelnames import by_id, ids_by_code, settle
from lappendeken.reading.settling.gemeenten import Gemeenten, Given, empty_gemeenten, reference
from lappendeken.reading.settling.ledger import Ledger, ReadResult
from lappendeken.reading.sources.source import Asked, Look, Source

__all__ = ["TABLES", "is_table", "read_statline"]

TABLES: Final[Mapping[int, str]] = {
    2016: "83287NED",
    2017: "83553NED",
    2018: "83859NED",
    2019: "84378NED",
    2020: "84721NED",
    2021: "84929NED",
    2022: "85067NED",
    2023: "85385NED",
    2024: "85755NED",
    2025: "86059NED",
    2026: "86247NED",
}
"""The table of every year, at 1 January."""

_MOST_COLUMNS: Final = 500
_TIMEOUT: Final = 25
"""Seconds to wait for an answer."""

_TABLE: Final = re.compile(r"\d{5}[A-Za-z]{3}")
_HEADER: Final = re.compile("code|naam|regio", re.IGNORECASE)
_EXPORTED: Final = ("codes en namen van gemeenten", "(code)")
"""What stands in headers of the files that the site of StatLine makes."""

_RECORDS: Final = re.compile(rb'"(RegioS|Code_\d+|WijkenEnBuurten)"')
_NAMED: Final = ("Naam", "Omschrijving", "Name")
_DATA: Final = ("TypedDataSet", "UntypedDataSet")


@dataclass(frozen=True)
class _Saved:
    """A table of text by row number, and what is known of it."""

    name: str
    table: pd.DataFrame
    titles: Mapping[str, str]
    day: date | None


def is_table(text: str) -> bool:
    """Whether a text names a table or a year of StatLine.

    Examples
    --------
    >>> is_table("85385NED"), is_table("2023"), is_table("regio.csv")
    (True, True, False)
    """
    return bool(_TABLE.fullmatch(text)) or (text.isdecimal() and int(text) in TABLES)


def read_statline(
    source: str | int | Path, *, gemeenten: Gemeenten | Given | None = None
) -> ReadResult:
    """Read the regions of every gemeente from StatLine, or from a saved copy.

    Parameters
    ----------
    source : str, int or Path
        A year (2016-2026) or the identifier of a table, which is fetched with `cbsodata` (extra
        `cbs`); or a copy: the folder that `cbsodata` saved, its JSON (a list, lines, or the answer
        of the service), or a CSV file of it.
    gemeenten : Gemeenten, GeoDataFrame, Series or mapping, optional
        Those that may be named; what they lack of province and inhabitants is filled in from the
        table. When absent, the gemeenten of the table itself, which have no geometry.

    Returns
    -------
    ReadResult
        Extra column of the deelnames: `regio_code`, the code that CBS gives the region.

    Raises
    ------
    DataError
        If it is no such table.
    LappendekenError
        If it cannot be fetched, or `cbsodata` is not there.

    Examples
    --------
    >>> import json
    >>> from tempfile import TemporaryDirectory
    >>> rows = [{"RegioS": "GM0193    ", "Naam_2": "Zwolle", "Code_7": "JZ11  ",
    ...          "Naam_8": "IJsselland "}]
    >>> with TemporaryDirectory() as folder:
    ...     file = Path(folder) / "gebieden.json"
    ...     _ = file.write_text(json.dumps(rows))
    ...     found = read_statline(file)
    >>> found.deelnames[["verband_id", "gemeente_code", "regio_code"]].values.tolist()
    [['jeugdregio-ijsselland', 'GM0193', 'JZ11']]
    """
    saved = _load(source)
    ledger = Ledger(saved.name)
    table = saved.table
    key = _key_column(saved.name, table)
    own = _own_gemeenten(table, key)
    known = Gemeenten(own) if gemeenten is None else _filled(reference(gemeenten), own)
    columns = _region_columns(saved, table, ledger)
    if not columns:
        raise refuse(saved.name, "er is geen kolom met codes van regio's, zoals JZ04 of GG0706")
    rows = pd.concat([_rows(saved.name, table, key, *one) for one in columns])
    find = by_id(label for _, label in columns)
    deelnames, used = settle(saved.name, rows, known, find, ledger, unit="cellen")
    return ReadResult(known.frame, deelnames, ledger.report(), labels(used), saved.day)


def _rows(
    name: str, table: pd.DataFrame, key: str, column: str, label: IndelingLabel
) -> pd.DataFrame:
    """One column of codes as rows of deelnames."""
    behind = _name_column(table, column)
    codes = table[column]
    # A region without a name is called by its code.
    names = codes if behind is None else table[behind].where(table[behind] != "", codes)
    return pd.DataFrame(
        {
            "bestand": f"{name}, {column}",
            "indeling": label.indeling,
            "gemeente_code": table[key],
            "verband": names,
            "verband_id": ids_by_code(label.indeling, codes, names),
            "regio_code": codes,
            "bron": f"CBS StatLine {name}",
        }
    )


def _as_table(name: str, rows: Sequence[Mapping[str, Any]]) -> pd.DataFrame:
    """Rows as a table of text, columns in the order in which they appear."""
    columns = list(dict.fromkeys(key for row in rows for key in row))
    if len(columns) > _MOST_COLUMNS:
        raise refuse(name, f"dit bestand heeft {len(columns)} kolommen en is geen StatLine")
    cells = {key: [_text(row.get(key)) for row in rows] for key in columns}
    table = pd.DataFrame(cells, index=pd.RangeIndex(1, len(rows) + 1), dtype="str")
    return table.set_axis(unique_names([tidy(key) for key in columns]), axis="columns")


def _key_column(file: str, table: pd.DataFrame) -> str:
    """The column with the code of the gemeente of every row."""
    for name in table.columns:
        if prefix_of(table[name].unique()) == "GM" and table[name].nunique() > len(table) / 2:
            return str(name)
    raise refuse(file, "er is geen kolom met codes van gemeenten, zoals GM0193")


def _name_column(table: pd.DataFrame, code: str) -> str | None:
    """The column with names that stands right behind one with codes."""
    columns = list(table.columns)
    place = columns.index(code) + 1
    if place < len(columns):
        name = str(columns[place])
        parts = (name.rpartition("/")[2], name.rpartition(" ")[2])
        if any(part.startswith(_NAMED) for part in parts):
            return name
    return None


def _region_columns(
    saved: _Saved, table: pd.DataFrame, ledger: Ledger
) -> list[tuple[str, IndelingLabel]]:
    """The columns with codes of regions, each with its indeling."""
    found: list[tuple[str, IndelingLabel]] = []
    taken: dict[str, str] = {}
    finer = []
    for name in map(str, table.columns):
        prefix = prefix_of(table[name].unique())
        if not prefix:
            continue
        if prefix in FINER:
            finer.append(name)
            continue
        label = by_prefix(prefix, saved.titles.get(name, ""))
        if label.indeling in taken:
            ledger.remark(f"{saved.name}: {name} herhaalt {taken[label.indeling]}.")
            continue
        taken[label.indeling] = name
        found.append((name, label))
    kinds = listing([label.indeling for _, label in found])
    ledger.remark(f"{saved.name}: {count(len(found), 'indeling', 'indelingen')}: {kinds}.")
    return found


def _own_gemeenten(table: pd.DataFrame, key: str) -> gpd.GeoDataFrame:
    """The gemeenten that the table describes."""
    rows = table[table[key] != ""].drop_duplicates(key).set_index(key)
    made = empty_gemeenten(rows.index.to_list())
    own = next((n for n in table.columns if n != key and _same(table, n, key)), key)
    name = _name_column(table, own) or _name_column(table, key)
    made["naam"] = rows[name].where(rows[name] != "", rows.index) if name else made.index
    for column in rows.columns:
        if prefix_of(rows[column].unique()) == "PV":
            made["provincie"] = looked_up(rows[column], PROVINCES)
        if column.startswith("Inwonertal"):
            numbers = [as_number(text, whole=True) for text in rows[column]]
            made["inwoners"] = pd.array(
                [None if n is None or n != n or n < 0 else int(n) for n in numbers],  # noqa: PLR0124
                dtype="Int64",
            )
    return made.sort_index()


def _same(table: pd.DataFrame, name: str, key: str) -> bool:
    return bool((table[name] == table[key]).all())


def _filled(known: Gemeenten, own: gpd.GeoDataFrame) -> Gemeenten:
    """The gemeenten with what they lack, from the table."""
    frame = known.frame.copy()
    told_too = own.reindex(frame.index)
    empty = (frame["provincie"] == "") & told_too["provincie"].notna()
    frame["provincie"] = frame["provincie"].mask(empty, told_too["provincie"]).astype("str")
    frame["inwoners"] = frame["inwoners"].fillna(told_too["inwoners"])
    return known.with_frame(frame)


# Where the rows come from ---------------------------------------------------------------------


def _load(source: str | int | Path) -> _Saved:
    text = str(source).strip()
    if not isinstance(source, Path) and is_table(text):
        number = TABLES[int(text)] if text.isdecimal() else text.upper()
        return _fetch(number)
    path = Path(text)
    try:
        is_folder = path.is_dir()
    except (OSError, ValueError):
        is_folder = False
    return _load_folder(path) if is_folder else _load_file(path)


def _fetch(number: str) -> _Saved:
    """Fetch a table from the service of CBS."""
    if find_spec("cbsodata") is None:
        raise LappendekenError(
            'StatLine vraagt een extra bibliotheek: pip install "lappendeken[cbs]".'
        )
    import cbsodata  # noqa: PLC0415  an extra
    import requests  # noqa: PLC0415  comes with it

    try:
        content = cbsodata.download_data(number, timeout=_TIMEOUT)
    except (requests.RequestException, OSError) as error:
        status = _status(error)
        if status == HTTPStatus.NOT_FOUND:
            known = listing([f"{name} ({year})" for year, name in TABLES.items()], "of")
            raise WrongUsageError(f"StatLine kent geen tabel {number}; kies uit {known}.") from None
        why = (
            f"de dienst antwoordt met code {status}" if status else "de dienst is niet te bereiken"
        )
        raise LappendekenError(
            f"StatLine-tabel {number} is niet op te halen: {why}. Is er een verbinding? "
            "U kunt ook een bewaarde kopie inlezen."
        ) from error
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        message = "dit antwoord van StatLine is niet te begrijpen"
        raise refuse(number, message, "Probeer het later opnieuw") from error
    data = next((content[name] for name in _DATA if content.get(name)), None)
    return _saved(number, data, content.get("DataProperties"), content.get("TableInfos"))


def _status(error: BaseException | None) -> int | None:
    """The code with which the service refused; cbsodata leaves it in the cause."""
    while error is not None:
        response = getattr(error, "response", None)
        if response is not None:
            return int(response.status_code)
        error = error.__cause__
    return None


def _load_folder(path: Path) -> _Saved:
    """The folder in which `cbsodata` saved a table."""
    files = [path / f"{name}.json" for name in _DATA]
    file = next((one for one in files if one.is_file()), None)
    if file is None:
        hint = "Bewaar haar met cbsodata.get_data(tabel, dir=map)"
        raise refuse(path, "in deze map staat geen TypedDataSet.json of UntypedDataSet.json", hint)
    beside = {
        name: _read_json(path / f"{name}.json") if (path / f"{name}.json").is_file() else None
        for name in ("DataProperties", "TableInfos")
    }
    data = _read_json(file)
    return _saved(path.name, data, beside["DataProperties"], beside["TableInfos"], file)


def _load_file(path: Path) -> _Saved:
    """One file: JSON in any of its forms, or the table that the site of CBS exports."""
    if path.suffix.lower() in {".csv", ".txt", ".tsv", *SHEETS}:
        is_sheet = path.suffix.lower() in SHEETS
        grid = read_sheet(path, known=_title) if is_sheet else read_delimited(path, known=_title)
        if grid.broken:
            row = grid.broken[0]
            raise refuse(path, f"{row.reden} ({row.toelichting})", row=row.rij)
        table = grid.table.set_axis(pd.RangeIndex(1, len(grid.table) + 1))
        return _Saved(path.stem, table.apply(by_value, args=(tidy,)), {}, _day(path.stem, None))
    data = _read_json(path)
    return _saved(path.stem, data, None, None, path)


def _title(header: str) -> str:
    """What a header of StatLine is; one is as good as another, and a table has many."""
    return f"*{header.casefold()}" if _HEADER.search(header) else ""


def _read_json(path: Path) -> Any:
    return load_json(path, "Bewaar de tabel opnieuw met cbsodata")


def _saved(name: str, data: Any, properties: Any, infos: Any, file: object = "") -> _Saved:
    """Check the form of what was loaded."""
    rows = data.get("value") if isinstance(data, dict) else data
    if not isinstance(rows, list) or not rows or not all(isinstance(r, dict) for r in rows):
        message = "dit is geen tabel van StatLine: er is geen lijst van rijen"
        raise refuse(
            str(file or name), message, "Bewaar haar met cbsodata.get_data(tabel, dir=map)"
        )
    return _Saved(name, _as_table(name, rows), _titles(properties), _day(name, infos))


def _text(value: Any) -> str:
    return "" if value is None or isinstance(value, dict | list) else tidy(str(value))


def _titles(properties: Any) -> dict[str, str]:
    """What groups of columns are called, by the name of each column."""
    rows: Sequence[Any] = properties if isinstance(properties, list) else []
    known = [row for row in rows if isinstance(row, dict)]
    groups = {str(row.get("ID")): tidy(str(row.get("Title") or "")) for row in known}
    return {
        str(row.get("Key")): groups.get(str(row.get("ParentID")), "")
        for row in known
        if row.get("Key")
    }


def _day(name: str, infos: Any) -> date | None:
    """1 January of the year of the table."""
    years = {table: year for year, table in TABLES.items()}
    rows = infos if isinstance(infos, list) else [infos]
    about = next((row for row in rows if isinstance(row, dict)), {})
    number = tidy(str(about.get("Identifier") or name)).upper()
    title = re.search(r"Gebieden in Nederland (\d{4})", str(about.get("Title") or ""))
    found = years.get(number) or (int(title[1]) if title else None)
    return date(found, 1, 1) if found else None


def _read(source: str, asked: Asked) -> ReadResult:
    return read_statline(source, gemeenten=asked.gemeenten)


def _recognises(look: Look) -> bool:
    if look.is_folder:
        return any(f"{name}.json" in look.names for name in _DATA)
    if not look.is_file:
        return is_table(look.source)
    if look.ending == ".json":
        with look.path.open("rb") as file:
            return _RECORDS.search(file.read(1 << 14)) is not None
    titles = [name.casefold() for name in look.header]
    return "regios" in titles or any(sign in name for name in titles for sign in _EXPORTED)


SOURCE: Final = Source(_read, _recognises)
