"""When gemeenten began and ended, and on which dates a set of them existed."""

from collections.abc import Iterable
from datetime import date, timedelta
from functools import cache
from types import MappingProxyType
from typing import TYPE_CHECKING, NamedTuple

from lappendeken.dutch import count, long_date, shortened
from lappendeken.reading.editions import editions, embedded_folder, peildatum_of
from lappendeken.reading.files.geojson import read_gemeenten
from lappendeken.reading.settling.history import RENAMED, History
from lappendeken.reading.tables import read_herindelingen

if TYPE_CHECKING:
    from collections.abc import Mapping

    import pandas as pd

__all__ = ["Window", "births", "contradicted", "explained", "of_another_day", "unborn", "window"]


@cache
def births() -> "Mapping[str, str]":
    """When gemeenten began, as far as our own history tells it with certainty."""
    first = next(iter(editions().values()))
    start = peildatum_of(first).isoformat()
    there = read_gemeenten(first / "gemeenten.geojson", [])
    seen = set() if there is None else {str(code) for code in there.index}
    found: dict[str, str] = {}
    steps = read_herindelingen(embedded_folder(), []).sort_values("datum", kind="stable")
    columns = (steps[name].astype("str") for name in ("datum", "soort", "naar_code"))
    for datum, soort, code in zip(*columns, strict=True):
        # A gemeente of the first edition may be older than the table.
        if (datum > start and code not in seen) or soort == RENAMED:
            found.setdefault(code, datum)
    return MappingProxyType(found)


@cache
def ends() -> "Mapping[str, str]":
    """When gemeenten ended, by our own history."""
    return MappingProxyType(ended(read_herindelingen(embedded_folder(), [])))


def ended(steps: "pd.DataFrame") -> dict[str, str]:
    """When the gemeenten of some reorganisations ended; those that went on are absent."""
    found: dict[str, str] = {}
    for datum, day in steps.groupby("datum", sort=True):
        found |= dict.fromkeys(map(str, day["van_code"]), str(datum))
        for code in day["naar_code"]:
            found.pop(str(code), None)
    return found


class Window(NamedTuple):
    """The days on which all of some gemeenten existed.

    Parameters
    ----------
    first : date or None
        The first of these days; None when that is before our history.
    beyond : date or None
        The first day after these; None when they still exist.
    last_born, first_gone : str
        A gemeente that began on the first day, and one that was gone on the day beyond.
    """

    first: date | None
    beyond: date | None
    last_born: str = ""
    first_gone: str = ""

    def holds(self, day: date) -> bool:
        """Whether all existed on a day."""
        return (self.first is None or self.first <= day) and (
            self.beyond is None or day < self.beyond
        )

    @property
    def is_empty(self) -> bool:
        """Whether there was no such day."""
        return self.first is not None and self.beyond is not None and self.beyond <= self.first

    def day(self) -> date | None:
        """The day to go by: the first, or the last 1 January; None when any day will do."""
        if self.first is not None or self.beyond is None:
            return self.first
        last = self.beyond - timedelta(days=1)
        return date(last.year, 1, 1)


def window(codes: Iterable[str]) -> Window:
    """Find out when gemeenten existed together.

    Examples
    --------
    >>> window(["GM0599", "GM1992"]).first, window(["GM0599", "GM0501"]).beyond
    (datetime.date(2023, 1, 1), datetime.date(2023, 1, 1))
    >>> window(["GM0599"]).day() is None
    True
    """
    mine = set(codes)
    born = [(day, code) for code, day in births().items() if code in mine]
    gone = [(day, code) for code, day in ends().items() if code in mine]
    first, last_born = max(born, default=("", ""))
    beyond, first_gone = min(gone, default=("", ""))
    return Window(
        date.fromisoformat(first) if first else None,
        date.fromisoformat(beyond) if beyond else None,
        last_born,
        first_gone,
    )


def unborn(codes: Iterable[str], day: date) -> dict[str, str]:
    """Which gemeenten had not begun on a day, with when they did."""
    began = births()
    return {code: began[code] for code in codes if began.get(code, "") > day.isoformat()}


def of_another_day(
    steps: "pd.DataFrame", codes: Iterable[str], day: date
) -> tuple[dict[str, str], dict[str, str]]:
    """Which gemeenten were gone by a day, and which there still were that merged into them later.

    Parameters
    ----------
    steps : DataFrame
        A table of herindelingen.
    codes : iterable of str
        The gemeenten that there are.
    day : date
        The day they are said to be of.

    Returns
    -------
    gone, joined : dict of str to str
        When each of them ended.
    """
    here = frozenset(codes)
    past = steps["datum"] <= day.isoformat()
    gone = {code: when for code, when in ended(steps[past]).items() if code in here}
    later = steps[~past & (steps["soort"] != RENAMED)]
    there, history = {*later["van_code"]} - {*later["naar_code"]} - here, History(later)
    joined = {
        code: when
        for code, when in ended(later).items()
        if code in there and history.after(code, here)[0]
    }
    return gone, joined


def explained(found: Window, names: "Mapping[str, str]", chosen: date) -> str:
    """Say why a date was chosen for gemeenten of which nobody told the date."""
    advice = "Klopt dat niet, geef dan --peildatum"
    if found.is_empty:
        return (
            f"De gemeenten zijn niet van één datum: {names[found.last_born]} begon op "
            f"{_long(found.first)}, maar {names[found.first_gone]} was er toen niet meer (sinds "
            f"{_long(found.beyond)}). Als peildatum geldt {long_date(chosen)}. {advice}."
        )
    if found.first is not None:
        why = f"de eerste dag waarop al deze gemeenten bestonden ({names[found.last_born]} begon)"
    else:
        why = (
            f"omdat {names[found.first_gone]} er was, die ophield te bestaan op "
            f"{_long(found.beyond)}"
        )
    return f"De peildatum is afgeleid uit de gemeenten: {long_date(chosen)}, {why}. {advice}."


def _long(day: date | None) -> str:
    return long_date(day) if day is not None else ""


def contradicted(codes: "Mapping[str, str]", day: date) -> str:
    """Say which gemeenten did not exist on a day; empty when all may have."""
    early = unborn(codes, day)
    late = {code: end for code, end in ends().items() if code in codes and end <= day.isoformat()}
    if not early and not late:
        return ""
    shown = [f"{codes[code]} (vanaf {when})" for code, when in sorted(early.items())]
    shown += [f"{codes[code]} (tot {when})" for code, when in sorted(late.items())]
    who = count(len(shown), "gemeente bestond", "gemeenten bestonden")
    return f"{who} niet op {long_date(day)}: {shortened(shown)}."
