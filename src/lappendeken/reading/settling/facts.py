"""What a table tells of gemeenten: provincie, inwoners and area, one value for each gemeente."""

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Final

import numpy as np
import pandas as pd

from lappendeken.dutch import count, number, shortened
from lappendeken.names import canonical, one_spelling
from lappendeken.reading.files.grid import Grid
from lappendeken.reading.files.values import as_number, by_value, different, tidy
from lappendeken.reading.settling.gemeenten import OTHER_TIMES, Gemeenten
from lappendeken.reading.settling.ledger import Ledger
from lappendeken.reading.settling.units import fact_of, likely_unit

__all__ = ["Facts", "facts_of", "with_facts"]

_NUMBERS: Final = {"inwoners": True, "oppervlakte_km2": False}
"""Columns that hold a number, and whether it must be whole."""

_CALLED: Final = {"inwoners": "inwonertal", "oppervlakte_km2": "oppervlakte"}
_DOTTED: Final = re.compile(r"\d{1,3}(?:\.\d{3})+")
_LARGEST: Final = 10**15
_SHOWN: Final = 3
"""So many gemeenten that differ are named."""


@dataclass(frozen=True, eq=False)
class Facts:
    """What the rows of a table say of each gemeente.

    Parameters
    ----------
    names : Series
        Code -> name; what has none is absent.
    columns : mapping of str to Series
        Role -> values by code, where one is known.
    disputed : mapping of str to list of str
        Role -> codes of which rows say different things.
    """

    names: pd.Series
    columns: Mapping[str, pd.Series]
    disputed: Mapping[str, list[str]] = field(default_factory=dict)


def facts_of(
    grid: Grid,
    codes: pd.Series,
    names: pd.Series,
    assigned: Mapping[str, str],
    ledger: Ledger,
    known_of: Mapping[str, pd.Series],
) -> Facts:
    """Gather what the rows of each gemeente say; codes are empty where a row is of none.

    `known_of` are the values that are known already: a number without a unit is compared to them.
    """
    filled = (codes != "") & (names != "")
    called = _agreed(codes[filled], names[filled], canonical)
    _tell(grid.file, "namen", called.disputed, called.first, called.clash, ledger)
    columns: dict[str, pd.Series] = {}
    disputed: dict[str, list[str]] = {}
    own = codes[codes != ""]
    for role in ("provincie", *_NUMBERS):
        if role not in assigned:
            continue
        cells = grid.table.loc[codes != "", assigned[role]]
        if role == "provincie":
            texts = by_value(cells, tidy)
            values = texts.map(one_spelling(texts, codes=True)).astype("str")
            known = values != ""
        else:
            whole = _NUMBERS[role] or _has_dots(assigned[role], role, cells, own, known_of)
            values = _numbers(grid, cells, role, ledger, whole=whole)
            values = _in_our_unit(grid.file, assigned[role], role, values, own, known_of, ledger)
            # Water and other parts without people say nothing of the whole.
            positive = values.astype("float64").gt(0)
            some = positive.groupby(own.to_numpy()).transform("any")
            known = values.notna() & (positive | ~some)
        found = _agreed(own[known], values[known])
        what = f"waarden van {role}"
        _tell(grid.file, what, found.disputed, called.first, found.clash, ledger)
        columns[role] = found.first.drop(found.disputed)
        disputed[role] = found.disputed
    return Facts(called.first, columns, disputed)


@dataclass(frozen=True, eq=False)
class _Agreed:
    """The first value for each code, and the codes that have others too, with these."""

    first: pd.Series
    disputed: list[str]
    clash: Mapping[str, list[str]]


def _agreed(
    codes: pd.Series, values: pd.Series, key: Callable[[str], str] | None = None
) -> _Agreed:
    first = pd.Series(values.to_numpy(), index=codes.to_numpy())
    pairs = pd.DataFrame({"code": codes.to_numpy(), "value": first.array}).drop_duplicates()
    several = pairs[pairs.duplicated("code", keep=False)]
    if key is not None and len(several):
        several = several[~several.assign(value=several["value"].map(key)).duplicated()]
        several = several[several.duplicated("code", keep=False)]
    clash = {str(code): own["value"].to_list() for code, own in several.groupby("code")}
    return _Agreed(first[~first.index.duplicated()], sorted(clash), clash)


def _tell(
    file: str,
    what: str,
    disputed: list[str],
    names: pd.Series,
    clash: Mapping[str, list[str]],
    ledger: Ledger,
) -> None:
    """Say of which gemeenten rows contradict each other."""
    if not disputed:
        return
    shown = shortened(
        [f"{names.get(code, code)} ({' of '.join(map(_text, clash[code]))})" for code in disputed]
    )
    who = count(len(disputed), "gemeente", "gemeenten")
    rest = "de eerste telt" if what == "namen" else "niet gebruikt"
    ledger.remark(f"{file}: bij {who} staan verschillende {what}, {rest}: {shown}.")


def _text(value: object) -> str:
    if isinstance(value, int | float):
        return number(float(value), 0 if float(value).is_integer() else 2)
    return str(value)


def _in_our_unit(
    file: str,
    column: str,
    role: str,
    values: pd.Series,
    codes: pd.Series,
    known_of: Mapping[str, pd.Series],
    ledger: Ledger,
) -> pd.Series:
    """Numbers in km² and people, whatever they were told in."""
    named = fact_of(column)
    unit = named[1] if named is not None else None
    if unit is None or not unit.told:
        if role not in known_of:
            return values
        one = pd.Series(values.to_numpy(), index=codes.to_numpy())
        one = one[~one.index.duplicated()].dropna()
        unit = likely_unit(role, column, one, known_of[role].astype("float64"))
    if not unit.told:
        return values
    ledger.remark(
        f"{file}: kolom '{column}' is gelezen als {_CALLED[role]} in {unit.told}, en omgerekend"
        + ("." if named and named[1].told else ", want zo komt zij overeen met wat bekend is.")
    )
    return (values * unit.factor).round(0 if _NUMBERS[role] else 4)


def _has_dots(
    column: str, role: str, cells: pd.Series, codes: pd.Series, known_of: Mapping[str, pd.Series]
) -> bool:
    """Whether a point in a number stands for thousands: 11.936 hectares."""
    texts = list(filter(None, different(cells)))
    if not any(_DOTTED.fullmatch(text) for text in texts):
        return False
    if any(as_number(text, whole=True) is None for text in texts):
        return False
    if role in known_of:
        areas = known_of[role].astype("float64").reindex(codes.to_numpy()).to_numpy()
        read = cells.map(lambda text: as_number(str(text))).astype("float64").to_numpy()
        middle = float(pd.Series(read / areas).median())
        if 0.5 < middle < 2:
            return False
    named = fact_of(column)
    return role in known_of or (named is not None and bool(named[1].told))


def _numbers(grid: Grid, cells: pd.Series, role: str, ledger: Ledger, *, whole: bool) -> pd.Series:
    """A column of numbers; what is none is left empty and told."""
    named = fact_of(str(cells.name))
    if role == "inwoners" and named is not None and named[1].told:
        whole = False  # thousands of people have decimals
    read = {text: as_number(text, whole=whole) for text in different(cells)}
    wrong = {text for text, n in read.items() if n is None or n > _LARGEST or n < 0}
    hint = "Schrijf een getal, of niets als het onbekend is"
    for line, text in cells[cells.isin(wrong)].items():
        ledger.cells.append((grid.file, int(str(line)), role, tidy(str(text)), hint))
    values = {text: np.nan if text in wrong else n for text, n in read.items()}
    return cells.map(values).astype("float64")


def with_facts(
    grid: Grid,
    assigned: Mapping[str, str],
    known: Gemeenten,
    ledger: Ledger,
    wide: Iterable[str] = (),
) -> Gemeenten:
    """The gemeenten with what a table of deelnames tells of them, which goes before.

    `wide` are the columns with verbanden of a table that has more of them.
    """
    roles = [role for role in ("provincie", *_NUMBERS) if role in assigned]
    if not roles:
        return known
    cells = {
        role: by_value(grid.table[assigned[role]], tidy)
        if role in assigned
        else pd.Series("", index=grid.table.index, dtype="str")
        for role in ("gemeente_code", "gemeente", "verband")
    }
    groups = [cells["verband"], *(grid.table[name] for name in wide)]
    found = known.find_all(grid.file, cells["gemeente_code"], cells["gemeente"])
    codes = found["code"].mask(found["note"].isin(OTHER_TIMES), "").astype("str")
    told = dict(assigned)
    for role in roles:
        numbers = grid.table[told[role]]
        if role in _NUMBERS and any(_of_verbanden(one, codes, numbers) for one in groups):
            ledger.remark(
                f"{grid.file}: kolom '{told.pop(role)}' geeft elk verband één getal en is dus niet "
                f"gebruikt als {_CALLED[role]} van gemeenten."
            )
    facts = facts_of(grid, codes, codes.map(known.names).fillna(""), told, ledger, known.frame)
    frame = known.frame.copy()
    for role, values in facts.columns.items():
        if values.empty:
            continue
        before = frame[role].reindex(values.index)
        used = _used(grid.file, told[role], role, values)
        ledger.remark(f"{used}{_differing(role, before, values, known.names)}.")
        fresh = values.reindex(frame.index)
        frame[role] = frame[role].mask(fresh.notna(), fresh.astype(frame[role].dtype))
    return known.with_frame(frame)


def _of_verbanden(verbanden: pd.Series, codes: pd.Series, cells: pd.Series) -> bool:
    """Whether a number belongs to verbanden: it is the same in all rows of each."""
    table = pd.DataFrame({"verband": verbanden, "code": codes, "cell": cells})
    table = table[(table["verband"] != "") & (table["code"] != "") & (table["cell"] != "")]
    sizes = table.groupby("verband").agg(codes=("code", "nunique"), cells=("cell", "nunique"))
    sizes = sizes[sizes["codes"] > 1]
    return bool(len(sizes)) and bool((sizes["cells"] == 1).all())


def _used(file: str, column: str, role: str, values: pd.Series) -> str:
    """Say that a column was used."""
    who = count(len(values), "gemeente", "gemeenten")
    return f"{file}: kolom '{column}' is gebruikt als {_CALLED.get(role, role)} van {who}"


def _differing(role: str, before: pd.Series, values: pd.Series, names: Mapping[str, str]) -> str:
    """Say where a column differs from what was known, what differs most first."""
    if role == "provincie":
        other = (before != "") & (before.map(canonical) != values.map(canonical))
        far = list(values.index[other])
    else:
        was = before.astype("float64")
        other = was.notna() & (was != values)
        ratio = values[other] / was[other]
        times = ratio.where(ratio >= 1, 1 / ratio)
        far = list(times.sort_values(ascending=False, kind="stable").index)
    if not far:
        return ""
    told = [
        f"{names.get(one, one)} ({_written(values[one])}, elders {_written(before[one])})"
        for one in far
    ]
    most = "het meest bij " if role in _NUMBERS and len(far) > _SHOWN else ""
    return f"; bij {len(far)} stond elders iets anders: {most}{shortened(told, _SHOWN)}"


def _written(value: str | float) -> str:
    """A fact as a reader writes it."""
    if isinstance(value, str):
        return value
    return number(float(value), 0 if float(value).is_integer() else 2)
