"""Checks of the tables of a user: every fault with its place, and what to do about it.

Each check appends what it finds to a list of faults; none stops at the first.
"""

import logging
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from functools import partial
from pathlib import Path

import pandas as pd

from lappendeken.errors import Fault
from lappendeken.names import NameIndex, normalise, plain
from lappendeken.reading.files.cells import Cells, read_cells
from lappendeken.reading.files.values import as_date, by_value, no_apostrophe
from lappendeken.schema import (
    INDELING_PATTERN,
    Column,
    Kind,
    gemeente_code,
    is_date,
    is_moment,
    is_number,
)

logger = logging.getLogger(__name__)

_ONE = "Houd er een over"
ALWAYS = date.min.isoformat()
FOREVER = date.max.isoformat()
SHARE_ERROR = 0.01
"""How far the shares of a split gemeente may be from 1 in total, because they were rounded."""


def read_table(
    path: Path,
    columns: Sequence[Column],
    faults: list[Fault],
    *,
    open_ended: bool = False,
    may_be_empty: bool = False,
    by_hand: bool = False,
) -> tuple[str, pd.DataFrame] | None:
    """Read a table with these columns from any file that holds one; with its name for messages.

    What is written by hand comes from a form of ours, where text that looks like a formula has an
    apostrophe before it.
    """
    wanted = [column.name for column in columns if column.required]
    cells = read_cells(path, faults, wanted=wanted, may_be_empty=may_be_empty)
    if cells is not None and by_hand:
        cells = replace(cells, rows=[[*map(no_apostrophe, row)] for row in cells.rows])
    table = to_table(cells, columns, faults, open_ended=open_ended)
    return None if cells is None or table is None else (cells.file, table)


def to_table(
    cells: Cells | None,
    columns: Sequence[Column],
    faults: list[Fault],
    *,
    open_ended: bool = False,
) -> pd.DataFrame | None:
    """Check the columns of a table and give those of the schema, as text, by line number.

    An open-ended table has only the required columns of the schema and those of the file.
    """
    if cells is None:
        return None
    known = {plain(column.name): column.name for column in columns}
    given = set(cells.header)
    header = [
        name if name in given & {*known.values()} else known.get(plain(name), name)
        for name in cells.header
    ]
    if len(set(header) - {""}) < len([name for name in header if name]):
        header = cells.header
    missing = [c.name for c in columns if c.required and c.name not in header]
    faults.extend(
        Fault(
            cells.file,
            cells.header_line,
            name,
            "",
            "deze kolom ontbreekt",
            f"De kopregel is: {', '.join(cells.header)}",
        )
        for name in missing
    )
    unknown = [name for name in header if name and name not in known.values()]
    for name in [] if open_ended else unknown:
        logger.warning("%s: kolom %r is onbekend en wordt niet gebruikt", cells.file, name)
    if missing:
        return None
    table = pd.DataFrame(cells.rows, columns=header, index=cells.lines, dtype="str")
    for column in columns:
        if column.name not in table:
            if open_ended:
                continue
            table[column.name] = ""
        table[column.name] = by_value(table[column.name], partial(as_written, column))
        _check_cells(cells.file, table[column.name], column, faults)
    if open_ended:
        return table[[name for name in header if name]].copy()
    return table[[column.name for column in columns]].copy()


def _check_cells(file: str, values: pd.Series, column: Column, faults: list[Fault]) -> None:
    """Check the cells of one column by themselves."""
    hint = f"Kies uit: {', '.join(column.choices)}" if column.choices else ""
    if column.filled:
        faults.extend(
            Fault(file, line, column.name, "", "deze cel is leeg", hint)
            for line in values.index[values == ""]
        )
    bad = {value for value in values.unique().tolist() if value and not may_hold(column, value)}
    if bad:
        message, hint = what_is_wrong(column)
        for line, value in values[values.isin(bad)].items():
            faults.append(Fault(file, int(str(line)), column.name, value, message, hint))


def as_written(column: Column, value: str) -> str:
    """A cell as the schema has it, however people write that; what is not known stays as it is.

    Examples
    --------
    >>> as_written(Column("domein", choices=("jeugd", "mo-bw")), "MO/BW")
    'mo-bw'
    >>> as_written(Column("van", kind="date"), "31-12-2014")
    '2014-12-31'
    """
    if not value or may_hold(column, value):
        return value
    if column.choices:
        chosen = {plain(one): one for one in column.choices}
        parts = value.split(";") if column.several else [value]
        return "; ".join(chosen.get(plain(one), one.strip()) for one in parts)
    if column.kind in {"date", "moment"}:
        return as_date(value) or value
    return value


def may_hold(column: Column, value: str) -> bool:
    """Whether a filled cell of a column may hold this.

    Examples
    --------
    >>> column = Column("bevoegdheid", choices=("delegatie", "mandaat"), several=True)
    >>> may_hold(column, "delegatie; mandaat"), may_hold(column, "volmacht")
    (True, False)
    """
    if column.choices:
        values = [one.strip() for one in value.split(";")] if column.several else [value]
        return all(one in column.choices for one in values)
    return _FORMS[column.kind][0](value)


def what_is_wrong(column: Column) -> tuple[str, str]:
    """What to say of a cell that may not hold what it does, and what to do about it."""
    if not column.choices:
        return _FORMS[column.kind][1:]
    more = "; meer dan één mag, met ; ertussen" if column.several else ""
    return "deze waarde is niet toegestaan", f"Kies uit: {', '.join(column.choices)}{more}"


def _any_text(_: str) -> bool:
    return True


_FORMS: Mapping[Kind, tuple[Callable[[str], bool], str, str]] = {
    "text": (_any_text, "", ""),
    "date": (is_date, "dit is geen datum", "Schrijf jjjj-mm-dd"),
    "moment": (is_moment, "dit is geen datum", "Schrijf jjjj-mm-dd, jjjj-mm of jjjj"),
    "number": (is_number, "dit is geen getal", "Schrijf bijvoorbeeld 12500 of 12500.50"),
}


def check_indeling(file: str, table: pd.DataFrame, faults: list[Fault]) -> None:
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


def check_one_value(
    file: str, table: pd.DataFrame, key: str, column: str, faults: list[Fault]
) -> None:
    """Check that rows with the same key agree on a column."""
    keys, values = table[key].tolist(), table[column].tolist()
    last = dict(zip(keys, values, strict=True))
    if [*map(last.__getitem__, keys)] == values:
        return  # as a rule
    expected: dict[str, str] = {}
    for line, what, value in zip(table.index, keys, values, strict=True):
        # An empty cell is told by itself, and does not speak for the others.
        if not what or not value or value == (first := expected.setdefault(what, value)):
            continue
        faults.append(
            Fault(
                file,
                int(line),
                column,
                value,
                f"bij {key} '{what}' staat eerder '{first}'",
                "Geef een ander verband een ander verband_id" if key == "verband_id" else "",
            )
        )


def check_period(file: str, table: pd.DataFrame, faults: list[Fault]) -> None:
    """Check that a deelname ends after it began."""
    filled = table[(table["van"] != "") & (table["tot"] != "")]
    dated = [
        is_date(van) and is_date(tot) for van, tot in zip(filled["van"], filled["tot"], strict=True)
    ]
    both = filled[pd.Series(dated, index=filled.index, dtype=bool)]
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


def match_gemeenten(
    file: str, table: pd.DataFrame, names: "pd.Series[str]", faults: list[Fault]
) -> "pd.Series[str]":
    """Give every row the code of its gemeente; code and name must not contradict each other."""
    known = {str(code): str(name) for code, name in names.items()}
    index = NameIndex(known)
    found: dict[tuple[str, str], str] = {}
    wrong: dict[tuple[str, str], tuple[str, str, str, str]] = {}
    keys = list(zip(*(table[name].tolist() for name in ("gemeente_code", "gemeente")), strict=True))
    for code, name in dict.fromkeys(keys):
        # Most rows are exactly right, and need no look at how names may be spelt.
        exact = gemeente_code(code)
        if exact in known and name in ("", known[exact]):
            found[code, name] = exact
            continue
        result = _match_gemeente(code, name, known, index)
        if isinstance(result, str):
            found[code, name] = result
        else:
            wrong[code, name] = result
    for line, key in zip(table.index, keys, strict=True):
        if key in wrong:
            column, value, message, hint = wrong[key]
            faults.append(Fault(file, int(line), column, value, message, hint))
    return pd.Series([found.get(key, "") for key in keys], index=table.index, dtype="str")


def _match_gemeente(
    code: str, name: str, names: Mapping[str, str], index: NameIndex
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
    if known not in names:
        return "gemeente_code", code, "deze code staat niet in gemeenten.geojson", hint
    if name and by_name != known and normalise(name) != normalise(names[known]):
        message = f"deze naam hoort niet bij {known}, dat is {names[known]}"
        return "gemeente", name, message, hint
    return known


def check_twice(file: str, table: pd.DataFrame, column: str, faults: list[Fault]) -> None:
    """Check that nothing takes part twice in one verband at one moment."""
    keys = ["verband_id", column]
    matched = table[table[column] != ""]
    double = matched[matched.duplicated(keys, keep=False)]
    for (verband, who), rows in double.groupby(keys, sort=True):
        periods = sorted(
            (van or ALWAYS, tot or FOREVER, line)
            for line, van, tot in zip(rows.index, rows["van"], rows["tot"], strict=True)
        )
        _, end, earlier = periods[0]
        for start, stop, line in periods[1:]:
            if start < end:
                first, second = sorted((int(earlier), int(line)))
                message = f"deze deelname aan '{verband}' staat ook in rij {first}"
                faults.append(Fault(file, second, column, str(who), message))
            if stop > end:
                end, earlier = stop, line


def check_once(file: str, table: pd.DataFrame, column: str, faults: list[Fault]) -> None:
    """Check that every row is about something else."""
    twice = table.duplicated(column) & (table[column] != "")
    for line, value in table.loc[twice, column].items():
        first = table.index[table[column] == value][0]
        message = f"hierover gaat ook rij {first}"
        faults.append(Fault(file, int(str(line)), column, value, message, _ONE))


def check_verbanden_exist(
    file: str, table: pd.DataFrame, verbanden: pd.DataFrame | None, faults: list[Fault]
) -> None:
    """Check that rows are about verbanden of `verbanden.csv`."""
    if verbanden is None or table.empty:
        return
    known = pd.Index(verbanden["verband_id"].unique())
    wrong = (known.get_indexer(pd.Index(table["verband_id"])) < 0) & (table["verband_id"] != "")
    ids = NameIndex({str(one): str(one) for one in known}) if wrong.any() else None
    for line, value in table.loc[wrong, "verband_id"].items():
        near = ids.candidates(value) if ids is not None else []
        hint = f"Dichtstbij: {', '.join(near)}" if near else ""
        message = "dit verband staat niet in verbanden.csv"
        faults.append(Fault(file, int(str(line)), "verband_id", value, message, hint))


def check_not_a_code(file: str, table: pd.DataFrame, codes: pd.Index, faults: list[Fault]) -> None:
    """Check that no verband has the code of a gemeente: in the graph they would be one node."""
    message = "dit is de code van een gemeente, en dus geen verband_id"
    wrong = [value for value in table["verband_id"].unique() if value in codes]
    if not wrong:
        return
    faults.extend(
        Fault(file, int(str(line)), "verband_id", str(value), message)
        for line, value in table.loc[table["verband_id"].isin(wrong), "verband_id"].items()
    )


def check_links(
    path: Path, links: pd.DataFrame, codes: pd.Index, faults: list[Fault]
) -> pd.DataFrame:
    """Check that links over water join two known gemeenten; codes may be bare."""
    links = links.copy()
    for column in ("van_code", "naar_code"):
        links[column] = [gemeente_code(text) or text for text in links[column]]
        unknown = (codes.get_indexer(pd.Index(links[column])) < 0) & (links[column] != "")
        for line, value in links.loc[unknown, column].items():
            message = "deze code staat niet in gemeenten.geojson"
            faults.append(Fault(str(path), int(str(line)), column, str(value), message))
    same = (links["van_code"] == links["naar_code"]) & (links["van_code"] != "")
    for line, value in links.loc[same, "naar_code"].items():
        message = "een verbinding loopt van de ene gemeente naar een andere"
        faults.append(Fault(str(path), int(str(line)), "naar_code", str(value), message))
    return links


def check_labels(
    path: Path, labels: pd.DataFrame, verbanden: pd.DataFrame | None, faults: list[Fault]
) -> None:
    """Check that every indeling has one label, and every domein one default."""

    def fault(rows: pd.DataFrame, column: str, message: str, hint: str) -> None:
        faults.extend(
            Fault(str(path), int(str(line)), column, str(value), message, hint)
            for line, value in rows[column].items()
        )

    twice = labels.duplicated("indeling") & (labels["indeling"] != "")
    fault(labels[twice], "indeling", "deze indeling staat al eerder in dit bestand", _ONE)
    chosen = labels[(labels["standaard"] == "ja") & ~twice]
    second = chosen[chosen.duplicated("domein")]
    hint = "Laat bij één indeling van het domein ja staan"
    fault(second, "standaard", "dit domein heeft al een standaardindeling", hint)
    if verbanden is None:
        return
    domains = verbanden.drop_duplicates("indeling").set_index("indeling")["domein"]
    expected = labels["indeling"].map(domains)
    other = expected.notna() & (expected != labels["domein"]) & (labels["domein"] != "")
    message = "in verbanden.csv hoort deze indeling bij een ander domein"
    fault(labels[other], "domein", message, "Maak beide gelijk")


def check_reorganisations(path: Path, steps: pd.DataFrame, faults: list[Fault]) -> pd.DataFrame:
    """Check that reorganisations name codes and shares that add up; codes may be bare."""
    steps = steps.copy()

    def fault(line: object, column: str, value: str, message: str, hint: str) -> None:
        faults.append(Fault(str(path), int(str(line)), column, value, message, hint))

    for column in ("van_code", "naar_code"):
        for line, value in steps[column].items():
            if value and gemeente_code(value) is None:
                message = "dit is geen CBS-code van een gemeente"
                fault(line, column, value, message, "Schrijf bijvoorbeeld GM0193")
        steps[column] = [gemeente_code(text) or text for text in steps[column]]
    for line, value in steps["aandeel"].items():
        if value and not _is_share(value):
            fault(line, "aandeel", value, "dit is geen deel tussen 0 en 1", "Schrijf zoals 0.25")
    twice = steps.duplicated(["datum", "van_code", "naar_code"]) & (steps["van_code"] != "")
    for line, value in steps.loc[twice, "naar_code"].items():
        fault(line, "naar_code", str(value), "deze stap staat al eerder in dit bestand", _ONE)
    parts: dict[tuple[str, str], list[tuple[int, str]]] = {}
    once = steps[~twice]
    columns = (once[name].tolist() for name in ("datum", "van_code", "aandeel"))
    for line, day, van, share in zip(once.index.tolist(), *columns, strict=True):
        parts.setdefault((day, van), []).append((line, share))
    for (_, van), given in parts.items():
        _check_sum(path, van, given, faults)
    return steps


def _check_sum(path: Path, van: str, given: list[tuple[int, str]], faults: list[Fault]) -> None:
    """Check that the parts of one gemeente make a whole, as far as their shares are known."""
    texts = [share for _, share in given]
    known = [float(text) for text in texts if text and _is_share(text)]
    if any(text and not _is_share(text) for text in texts):
        return
    total = sum(known)
    open_ended = len(known) < len(texts)
    if total <= 1 + SHARE_ERROR and (open_ended or total >= 1 - SHARE_ERROR):
        return
    message = f"de aandelen van {van} op deze dag tellen op tot {total:g} in plaats van 1"
    hint = "Wat bij de gemeente zelf blijft, vraagt een rij van haar naar zichzelf"
    if total > 1:
        hint = "Verlaag de aandelen, of laat er een leeg: dat is dan de rest"
    faults.append(Fault(str(path), given[0][0], "aandeel", texts[0], message, hint))


def _is_share(text: str) -> bool:
    """Whether a text is a number above 0 and at most 1."""
    try:
        return 0 < float(text) <= 1
    except ValueError:
        return False
