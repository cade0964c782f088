"""How many people or things go from each gemeente to each other: commuting, moving house.

A table with a row per origin and destination, such as StatLine gives it, or a square one with a row
per origin and a column per destination.
"""

import math
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import geopandas as gpd
import pandas as pd

from lappendeken.dutch import count, listing, number, percentage
from lappendeken.errors import DataError, Fault, WrongUsageError
from lappendeken.names import plain
from lappendeken.reading.files.grid import Grid
from lappendeken.reading.files.guard import refuse
from lappendeken.reading.files.values import as_code, as_number, by_value, tidy
from lappendeken.reading.settling.gemeenten import Gemeenten, Given, reference
from lappendeken.reading.sources.own import read_grid

__all__ = ["ROLES", "Flows", "read_flows"]

ROLES: Final = ("herkomst", "bestemming", "aantal", "periode")
"""What the columns of a table of flows may be."""

_HEADERS: Final[Mapping[str, re.Pattern[str]]] = {
    "herkomst": re.compile(r"van|herkomst.*|woon.*|(regio|gemeente)?(van)?vertrek.*|.*vanherkomst"),
    "bestemming": re.compile(
        r"naar|bestemming.*|werk(regio|gemeente|plaats).*|(regio|gemeente)?(van)?vestiging.*"
        r"|.*vanbestemming"
    ),
    "aantal": re.compile(
        r"aantal.*|banen.*|.*verhuisde.*|verhuizingen.*|pendel.*|personen|stroom|reizen|waarde|value"
    ),
    "periode": re.compile(r"perioden?|jaar|peiljaar"),
}
"""Known headers, in the form of `names.plain`."""

_LARGER: Final = re.compile(
    r"(NL|LD|PV|CR|CP|CS|GA|AM|AP)\d{2,4}|.*\((PV|CR|CP|LD|GA|AM)\)|nederland|totaal.*|.*overig.*"
    r"|onbekend.*|buitenland.*|.*-nederland.*",
    re.IGNORECASE,
)
"""What stands in such tables beside gemeenten: larger areas, totals, abroad."""

_THOUSAND: Final = re.compile(r"x\s*1[ .]?000|1000talen", re.IGNORECASE)
_MISSING: Final = frozenset({"", ".", "-", "x", "*", "?"})
_SHOWN: Final = 5
_LEAST_SQUARE: Final = 0.5
"""Share of the headers that must be gemeenten for a square table."""


@dataclass(frozen=True, eq=False)
class Flows:
    """A table of flows between gemeenten.

    Parameters
    ----------
    table : DataFrame
        `van` and `naar` (codes) and `aantal`, every pair once, in order of code; also from a
        gemeente to itself.
    file : str
        Where they come from.
    notes : tuple of str
        What a user should know of the reading: what was left out, and which period was taken.
    """

    table: pd.DataFrame
    file: str
    notes: tuple[str, ...]


def read_flows(
    path: str | Path,
    *,
    gemeenten: Gemeenten | Given | None = None,
    columns: Mapping[str, str] | None = None,
    period: str = "",
    unit: float | None = None,
    sheet: str = "",
) -> Flows:
    r"""Read flows between gemeenten from any table.

    Parameters
    ----------
    path : str or Path
        CSV, a spreadsheet or JSON; a row per origin and destination, or a square table with
        gemeenten in the first column and in the header.
    gemeenten : Gemeenten, GeoDataFrame, Series or mapping, optional
        Those that may be named; the ones of the current edition when absent. Codes and names of
        another year are followed where the whole gemeente went into one other.
    columns : mapping of str to str, optional
        `ROLES` -> header, where the headers do not speak for themselves.
    period : str
        Which period, of a table with several; the latest when empty.
    unit : float, optional
        What the numbers must be multiplied by; when absent 1000 if the header says 'x 1 000'.
    sheet : str
        Which sheet of a spreadsheet.

    Returns
    -------
    Flows

    Raises
    ------
    DataError
        If the file is no such table.
    WrongUsageError
        If a column or period is named that is not there.

    Examples
    --------
    >>> from tempfile import TemporaryDirectory
    >>> with TemporaryDirectory() as folder:
    ...     file = Path(folder) / "pendel.csv"
    ...     _ = file.write_text("Woonregio;Werkregio;Banen (x 1 000)\nMeppel;Zwolle;1,5\n")
    ...     read_flows(file).table.values.tolist()
    [['GM0119', 'GM0193', 1500.0]]
    """
    known, given = reference(gemeenten), dict(columns or {})
    if unknown := set(given) - set(ROLES):
        raise WrongUsageError(
            f"--kolom: {sorted(unknown)[0]} bestaat niet; kies uit {', '.join(ROLES)}."
        )
    grid = read_grid(Path(path), sheet, lambda name: _role(name, given) or _square(name, known))
    table = grid.table.apply(by_value, args=(tidy,))
    roles = _assigned(grid, given)
    if "herkomst" not in roles or "bestemming" not in roles:
        long, head = _from_square(grid, table, known)
        notes = list(grid.notes)
    else:
        notes, table = [*grid.notes], table.set_axis(grid.table.columns, axis="columns")
        table = _of_period(table, roles.get("periode"), period, notes)
        head = roles.get("aantal") or _amount(grid, table, roles)
        picked = {"van": roles["herkomst"], "naar": roles["bestemming"], "aantal": head}
        long = pd.DataFrame({name: table[one] for name, one in picked.items()})
        long = long.rename_axis("regel").reset_index()
        _require_once(grid, table, long, set(roles.values()) | {head})
    if unit is None:
        unit = 1000.0 if _THOUSAND.search(head) else 1.0
    values = _numbers(grid.file, long, notes) * unit
    return Flows(_settled(grid.file, long, values, known, notes), grid.file, tuple(notes))


def _role(header: str, given: Mapping[str, str]) -> str:
    """What a header is; one that the user named is marked."""
    for role, name in given.items():
        if plain(name) == plain(header):
            return f"*{role}"
    key = plain(re.sub(r"\(.*", "", header))
    # Names of machines have a number behind them: BanenVanWerknemers_1.
    key = re.sub(r"\d+$", "", key)
    return next((role for role, form in _HEADERS.items() if form.fullmatch(key)), "")


def _square(header: str, known: Gemeenten) -> str:
    """A header that is a gemeente is one of many."""
    return f"*{header}" if header and known.is_one(header) else ""


def _assigned(grid: Grid, given: Mapping[str, str]) -> dict[str, str]:
    """The column of each role."""
    header = [str(name) for name in grid.table.columns]
    found: dict[str, str] = {}
    for name in header:
        role = _role(name, given).removeprefix("*")
        named = role in given and plain(given[role]) == plain(name)
        if role and (named or (role not in found and role not in given)):
            found[role] = name
    missing = [name for role, name in given.items() if role not in found]
    if missing:
        raise WrongUsageError(
            f"--kolom: er is geen kolom '{missing[0]}'; de kolommen zijn: {', '.join(header)}."
        )
    return found


def _amount(grid: Grid, table: pd.DataFrame, roles: Mapping[str, str]) -> str:
    """The only column left that holds numbers."""
    rest = [str(name) for name in table.columns if name not in set(roles.values())]
    numeric = [
        name
        for name in rest
        if all(as_number(text) is not None for text in set(table[name]) - _MISSING)
        and not set(table[name]) <= _MISSING
    ]
    if len(numeric) != 1:
        message = f"{count(len(numeric), 'kolom heeft', 'kolommen hebben')} getallen"
        hint = f"Noem haar met --kolom aantal=KOP; de kolommen zijn: {listing(rest)}"
        raise refuse(grid.file, f"welke kolom het aantal is, is niet duidelijk: {message}", hint)
    return numeric[0]


def _of_period(
    table: pd.DataFrame, column: str | None, period: str, notes: list[str]
) -> pd.DataFrame:
    """The rows of one period."""
    if column is None:
        if period:
            raise WrongUsageError("--periode: deze tabel heeft geen kolom met perioden.")
        return table
    known = sorted({str(text) for text in table[column] if text}, key=lambda text: (text[:4], text))
    if period:
        chosen = [text for text in known if period in {text, text[:4]}]
        if len(chosen) != 1:
            raise WrongUsageError(f"--periode: '{period}' is er niet; kies uit {listing(known)}.")
    else:
        chosen = known[-1:]
        if len(known) > 1:
            notes.append(f"Van {len(known)} perioden is {chosen[0]} genomen (--periode).")
    return table[table[column].isin(chosen)]


def _from_square(grid: Grid, table: pd.DataFrame, known: Gemeenten) -> tuple[pd.DataFrame, str]:
    """A square table as a row per pair."""
    first, *rest = (str(name) for name in table.columns)
    ends = [name for name in rest if known.is_one(name)]
    if not ends or len(ends) < _LEAST_SQUARE * len(rest):
        hint = (
            "Noem ze met --kolom herkomst=KOP en --kolom bestemming=KOP; de kolommen zijn: "
            f"{listing([first, *rest][:20])}"
        )
        raise refuse(grid.file, "er zijn geen kolommen met herkomst en bestemming", hint[:500])
    long = table.rename_axis("regel").reset_index().melt(["regel", first], rest)
    return long.set_axis(["regel", "van", "naar", "aantal"], axis="columns"), ""


def _require_once(grid: Grid, table: pd.DataFrame, long: pd.DataFrame, used: set[str]) -> None:
    """Refuse a table in which a pair stands more than once: what else differs must be chosen."""
    twice = long[long.duplicated(["van", "naar"])]
    if twice.empty:
        return
    different = {str(name): len(set(table[name])) for name in table if str(name) not in used}
    vary = [f"; kolom {name} heeft {amount} waarden" for name, amount in different.items()]
    vary = [told for told, amount in zip(vary, different.values(), strict=True) if amount > 1]
    first = twice.iloc[0]
    message = f"dit paar staat meer dan eens in de tabel{(vary or [''])[0]}"
    pair = f"{first['van']} naar {first['naar']}"
    hint = "Bewaar van elk paar één rij"
    raise DataError([Fault(grid.file, int(first["regel"]), "", pair, message, hint)])


def _numbers(file: str, long: pd.DataFrame, notes: list[str]) -> "pd.Series[float]":
    """The amounts; what is secret or unknown counts as none, and is told."""
    texts = long["aantal"]
    different = {str(text) for text in texts} - _MISSING
    # 1.234 is a thousand where all are whole; where one begins with a zero none is.
    parts = any(text.startswith(("0,", "0.")) for text in different)
    whole = not parts and all(as_number(text, whole=True) is not None for text in different)
    values = dict.fromkeys(_MISSING, 0.0)
    for text in different:
        value = as_number(text, whole=whole)
        values[text] = math.nan if value is None or value < 0 else value
    found = pd.Series([values[str(text)] for text in texts], index=long.index, dtype="float64")
    bad = long[found.isna()]
    if len(bad):
        hint = "Schrijf bijvoorbeeld 12 of 12,5"
        raise DataError(
            Fault(file, int(line), "aantal", str(text), "dit is geen aantal", hint)
            for line, text in zip(bad["regel"], bad["aantal"], strict=True)
        )
    empty = int(texts.isin(_MISSING).sum())
    if empty:
        notes.append(f"{count(empty, 'leeg aantal telt', 'lege aantallen tellen')} als 0.")
    return found


def _settled(
    file: str,
    long: pd.DataFrame,
    values: "pd.Series[float]",
    known: Gemeenten,
    notes: list[str],
) -> pd.DataFrame:
    """The flows with codes, every pair once."""
    ends = {name: _codes(file, long[name], known) for name in ("van", "naar")}
    sound = (ends["van"] != "") & (ends["naar"] != "")
    _tell_left_out(long, values, ends, sound, notes)
    if not (values[sound] > 0).any():
        hint = "Geef met --gegevens het jaar van de gemeenten in deze tabel"
        raise refuse(file, "er is geen stroom tussen twee bekende gemeenten", hint)
    kept = pd.DataFrame({**ends, "aantal": values})[sound]
    return kept.groupby(["van", "naar"])["aantal"].sum().reset_index()


def _codes(file: str, texts: "pd.Series[str]", known: Gemeenten) -> "pd.Series[str]":
    """The gemeente of each cell; empty where there is none."""
    coded = texts.map({text: as_code(text) is not None for text in texts.unique()})
    found = known.find_all(file, texts.where(coded, ""), texts.where(~coded, ""))
    return found["code"]


def _tell_left_out(
    long: pd.DataFrame,
    values: "pd.Series[float]",
    ends: Mapping[str, "pd.Series[str]"],
    sound: "pd.Series[bool]",
    notes: list[str],
) -> None:
    """Say what is not between two gemeenten: larger areas, and what was not recognised."""
    unknown: dict[str, float] = {}
    larger = pd.Series(data=False, index=long.index)
    for name, codes in ends.items():
        texts = long[name].where(codes == "", "")
        larger |= texts.map({text: bool(_LARGER.fullmatch(text)) for text in texts.unique()})
    lost = ~sound & ~larger
    for name, codes in ends.items():
        own = lost & (codes == "")
        for text, amount in values[own].groupby(long.loc[own, name]).sum().items():
            unknown[str(text)] = unknown.get(str(text), 0.0) + float(amount)
    if larger.any():
        rows = count(int(larger.sum()), "rij", "rijen")
        notes.append(f"{rows} over grotere gebieden, totalen of het buitenland: niet gebruikt.")
    if unknown:
        names = sorted(unknown, key=lambda one: -unknown[one])
        among = float(values[sound].sum() + values[lost].sum())
        share = float(values[lost].sum()) / among if among else 0.0
        rest = len(names) - _SHOWN
        more = f" en nog {number(rest)}" if rest > 0 else ""
        notes.append(
            f"Niet herkend als gemeente van deze datum, en niet gebruikt: "
            f"{', '.join(names[:_SHOWN])}{more}; samen {percentage(share, 1)} van de stroom."
        )


def reference_of(gemeenten: gpd.GeoDataFrame, herindelingen: pd.DataFrame) -> Gemeenten:
    """The gemeenten of a lappendeken, found by their codes and names of other years too."""
    return Gemeenten(gemeenten, herindelingen=herindelingen)


def parse_columns(words: Sequence[str]) -> dict[str, str]:
    """The columns that a user names, each as `rol=kop`.

    Examples
    --------
    >>> parse_columns(["herkomst=Woonplaats"])
    {'herkomst': 'Woonplaats'}
    """
    found = {}
    for word in words:
        role, sign, name = word.partition("=")
        if not sign or not role.strip() or not name.strip():
            raise WrongUsageError(
                f"--kolom: schrijf ROL=KOLOM, zoals herkomst=Woonregio; niet '{word}'."
            )
        found[role.strip()] = name.strip()
    return found
