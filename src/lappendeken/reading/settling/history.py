"""What became of gemeenten, and of what they came: the reorganisations as a graph."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import NamedTuple

import pandas as pd

from lappendeken.dutch import listing, long_date
from lappendeken.names import canonical

RENAMED = "naamswijziging"
"""The `soort` of a step in which a gemeente went on under another name and code."""

SPLIT = "splitsing"
"""The same where only part of a gemeente went there."""


class History:
    """Former and later gemeenten, by code and by name.

    Parameters
    ----------
    steps : DataFrame or None
        See `schema.HERINDELINGEN`; a step to the same code tells nothing here.

    Examples
    --------
    >>> steps = pd.DataFrame({"van_code": ["GM0381", "GM0424"], "van_naam": ["Bussum", "Muiden"],
    ...                       "naar_code": "GM1942", "naar_naam": "Gooise Meren",
    ...                       "soort": "samenvoeging"})
    >>> history = History(steps)
    >>> history.after("GM0381", frozenset({"GM1942"}))
    (['GM1942'], True)
    >>> history.before("GM1942", frozenset({"GM0381", "GM0424"}))
    (['GM0381', 'GM0424'], False)
    """

    def __init__(self, steps: pd.DataFrame | None) -> None:
        self._onward: dict[str, dict[str, None]] = {}
        self._back: dict[str, dict[str, None]] = {}
        self._renamed: set[tuple[str, str]] = set()
        named: dict[str, set[str]] = {}
        for row in () if steps is None else steps.itertuples(index=False):
            van, naar = str(row.van_code), str(row.naar_code)
            if van == naar:
                continue
            self._onward.setdefault(van, {})[naar] = None
            self._back.setdefault(naar, {})[van] = None
            if row.soort == RENAMED:
                self._renamed.add((van, naar))
            named.setdefault(canonical(str(row.van_naam)), set()).add(van)
            named.setdefault(canonical(str(row.naar_naam)), set()).add(naar)
        self._codes = {name: min(codes) for name, codes in named.items() if len(codes) == 1}
        self._codes |= {canonical(code): code for code in {*self._onward, *self._back}}

    def code_of(self, name: str) -> str | None:
        """Find a gemeente that ended or began by a reorganisation, by its name or its code."""
        return self._codes.get(canonical(name))

    def after(self, code: str, known: frozenset[str]) -> tuple[list[str], bool]:
        """Find what became of a gemeente."""
        return _reach(code, self._onward, known)

    def before(self, code: str, known: frozenset[str]) -> tuple[list[str], bool]:
        """Find of what a gemeente came."""
        reached, _ = _reach(code, self._back, known)
        while code not in known and len(self._back.get(code, ())) == 1:
            (earlier,) = self._back[code]
            if (earlier, code) not in self._renamed:
                break
            code = earlier
        return reached, reached == [code]


def _reach(
    code: str, links: Mapping[str, Iterable[str]], known: frozenset[str]
) -> tuple[list[str], bool]:
    """Follow links to known gemeenten; whether every way ended in one."""
    reached: set[str] = set()
    seen, front = {code}, list(links.get(code, ()))
    complete = bool(front)
    while front:
        one = front.pop()
        if one in known:
            reached.add(one)
        elif one not in seen:
            seen.add(one)
            onward = list(links.get(one, ()))
            complete = complete and bool(onward)
            front += onward
    return sorted(reached), complete


class OtherDate(NamedTuple):
    """What a name of another date stands for now.

    Parameters
    ----------
    codes : tuple of str
        The gemeenten that have its area.
    sentence : str
        What happened, in Dutch.
    """

    codes: tuple[str, ...]
    sentence: str


def other_date(
    text: str, names: "pd.Series[str]", steps: pd.DataFrame, day: date
) -> OtherDate | None:
    """Find a gemeente that exists no longer, or not yet, and what has its area.

    Parameters
    ----------
    text : str
        Its name or code.
    names : Series
        Code -> name of the gemeenten that exist.
    steps : DataFrame
        See `schema.HERINDELINGEN`.
    day : date
        When they exist.

    Examples
    --------
    >>> steps = pd.DataFrame({"datum": "2016-01-01", "van_code": ["GM0381", "GM0424"],
    ...                       "van_naam": ["Bussum", "Muiden"], "naar_code": "GM1942",
    ...                       "naar_naam": "Gooise Meren", "soort": "samenvoeging"})
    >>> now = pd.Series({"GM1942": "Gooise Meren"})
    >>> print(other_date("muiden", now, steps, date(2026, 1, 1)).sentence)
    Muiden bestaat niet meer sinds 1 januari 2016; het gebied hoort nu bij Gooise Meren.
    >>> before = pd.Series({"GM0381": "Bussum", "GM0424": "Muiden"})
    >>> print(other_date("Gooise Meren", before, steps, date(2015, 1, 1)).sentence)
    Gooise Meren bestaat pas sinds 1 januari 2016; het gebied hoorde bij Bussum en Muiden.
    """
    history = History(steps)
    code = history.code_of(text)
    if code is None:
        return None
    known = frozenset(map(str, names.index))
    ended = steps[(steps["van_code"] == code) & (steps["naar_code"] != code)]
    began = steps[(steps["naar_code"] == code) & (steps["van_code"] != code)]
    past = ended[ended["datum"] <= day.isoformat()]
    if len(past):
        found, _ = history.after(code, known)
        name, when = str(past["van_naam"].iloc[0]), past["datum"].max()
        told = f"{name} bestaat niet meer sinds {{}}; het gebied hoort nu bij {{}}."
    elif len(began):
        found, _ = history.before(code, known)
        name, when = str(began["naar_naam"].iloc[0]), began["datum"].min()
        told = f"{name} bestaat pas sinds {{}}; het gebied hoorde bij {{}}."
    else:
        return None
    if not found:
        return None
    who = listing([str(names[one]) for one in found])
    return OtherDate(tuple(found), told.format(long_date(date.fromisoformat(when)), who))


def origin(code: str, steps: pd.DataFrame, day: date) -> str:
    """Of what gemeenten a gemeente has the area, in sentences; empty when nothing is known.

    Examples
    --------
    >>> steps = pd.DataFrame({"datum": "2022-01-01", "soort": "samenvoeging",
    ...                       "van_code": ["GM0398", "GM0416"], "naar_code": "GM1980",
    ...                       "van_naam": ["Heerhugowaard", "Langedijk"],
    ...                       "naar_naam": "Dijk en Waard"})
    >>> print(origin("GM1980", steps, date(2026, 1, 1)))
    Sinds 1 januari 2022 hoort het gebied van Heerhugowaard en Langedijk bij Dijk en Waard.
    >>> origin("GM1980", steps, date(2016, 1, 1))
    ''
    """
    past = steps["datum"] <= day.isoformat()
    joined = steps[past & (steps["naar_code"] == code) & (steps["van_code"] != code)]
    return " ".join(_joined(str(when), rows) for when, rows in joined.groupby("datum"))


def _joined(when: str, rows: pd.DataFrame) -> str:
    """What came to a gemeente on one day."""
    name, since = str(rows["naar_naam"].iloc[0]), long_date(date.fromisoformat(when))
    split = rows["soort"] == SPLIT
    if set(rows["soort"]) == {RENAMED}:
        return f"{name} heette tot {since} {listing(list(rows['van_naam']))}."
    whole, part = (list(rows.loc[kind, "van_naam"]) for kind in (~split, split))
    told = [f"het gebied van {listing(whole)}"] * bool(whole)
    told += [f"een deel van {listing(part)}"] * bool(part)
    return f"Sinds {since} hoort {listing(told)} bij {name}."
