"""When a deelname began and ended, as people write it.

In our tables `tot` is the first day on which a deelname no longer holds. People write the last day
on which it does too, and a head such as 'Einddatum' says neither: there the dates must tell.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date, timedelta
from types import MappingProxyType
from typing import TYPE_CHECKING, Final

from lappendeken.dutch import listing, month_number, shortened, typed
from lappendeken.names import plain
from lappendeken.reading.files.grid import Grid
from lappendeken.reading.files.values import as_date, by_value, different, looked_up
from lappendeken.reading.settling.ledger import Ledger

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["LAST_DAY", "PERIOD", "SPELLINGS", "first_day", "with_dates"]

LAST_DAY: Final = "tot_en_met"
"""The role of a column with the last day of a deelname."""
PERIOD: Final = "periode"
"""The role of a column with the beginning and the end of a deelname in one cell."""

_SURE: Final = (
    "jaartotenmet",
    "jaartm",
    "totenmetjaar",
    "totenmet",
    "tm",
    "tem",
    "geldigtotenmet",
    "geldigtm",
    "laatstedag",
)
SPELLINGS: Final[Mapping[str, tuple[str, ...]]] = MappingProxyType(
    {
        "van": (
            *("begindatum", "ingangsdatum", "startdatum", "datumingang", "datumbegin", "vanaf"),
            *("geldigvanaf", "vanafdatum", "datuminwerkingtreding", "toetredingsdatum"),
            *(
                "start",
                "begin",
                "ingang",
                "beginjaar",
                "startjaar",
                "jaarvan",
                "vanjaar",
                "jaarvanaf",
            ),
            *("datumtoetreding", "sinds", "deelnemersinds", "lidsinds", "deelnamevan"),
            *("toetreding", "toegetreden", "toegetredenop", "toegetredenper", "lidvan", "lidvanaf"),
            *("deelnemervanaf", "deelnamevanaf", "deelnamesinds", "jaartoetreding", "startdate"),
        ),
        "tot": (
            *("jaartot", "geldigtot", "totdatum", "datumtot", "deelnametot", "lidtot"),
            *("deelnemertot",),
        ),
        LAST_DAY: (
            *(*_SURE, "einddatum", "datumeinde", "einddatumdeelname", "uittredingsdatum"),
            *("eind", "einde", "eindjaar", "jaareinde", "afloopdatum", "uittreding"),
            *("datumuittreding", "datumbeëindiging", "datumbeeindiging", "beëindigingsdatum"),
            *("uitgetreden", "uitgetredenop", "uitgetredenper", "jaaruittreding", "lidtm"),
            *("deelnametm", "enddate"),
        ),
        PERIOD: ("looptijd", "deelnameperiode", "periodedeelname", "geldigheid", "jaren"),
    }
)
"""Role -> how its column may be headed."""

_YEAR: Final = re.compile(r"((?:19|20)\d{2})(?:\.0)?")
_MONTH: Final = re.compile(r"(?P<year>(?:19|20)\d{2})[-/.](?P<month>0?[1-9]|1[0-2])(?:[-/.]0?0)?")
_NAMED: Final = re.compile(r"(?P<month>[a-z]{3,9})\.? +(?P<year>(?:19|20)\d{2})", re.IGNORECASE)
_OPEN: Final = frozenset(
    {"heden", "nu", "onbepaald", "onbepaaldetijd", "vooronbepaaldetijd", "doorlopend", "lopend"}
)
_FOREVER: Final = "9999"
_SINCE: Final = re.compile(r"(?:vanaf|sinds) +(?P<first>.+)(?P<last>)(?P<until>)", re.IGNORECASE)
_RANGE: Final = re.compile(
    r"(?:(?:vanaf|van|sinds) +)?(?P<first>.*?) *"
    r"(?:[–—]| - |(?<=\d{4})-(?=$|\D|\d{4}$)|(?P<until>t/m|tot en met|tot)) *(?P<last>.*)",
    re.IGNORECASE,
)


def with_dates(
    grid: Grid, assigned: Mapping[str, str], chosen: Mapping[str, str], ledger: Ledger
) -> tuple[Grid, dict[str, str]]:
    """A table of which the dates are as `van` and `tot`, and its columns by role.

    Parameters
    ----------
    grid : Grid
        The cells.
    assigned : mapping of str to str
        Role -> column.
    chosen : mapping of str to str
        The part of it that the user told.
    ledger : Ledger
        How a column was read is told there.

    Examples
    --------
    >>> import pandas as pd
    >>> table = pd.DataFrame({"gemeente": ["Epe"], "Eind": ["31-12-2019"]}, dtype="str")
    >>> roles = {"gemeente": "gemeente", "tot_en_met": "Eind"}
    >>> grid, roles = with_dates(Grid("t.csv", table), roles, {}, Ledger("t.csv"))
    >>> roles["tot"], grid.table["Eind"].to_list()
    ('Eind', ['2020-01-01'])
    """
    grid, roles = _with_period(grid, dict(assigned), ledger)
    fresh: dict[str, pd.Series[str]] = {}
    for role in ("van", "tot"):
        if role in roles:
            fresh[roles[role]] = _read(grid, roles[role], ledger, first_day)
    last = roles.pop(LAST_DAY, "")
    if last:
        begins = fresh.get(roles.get("van", ""))
        sure = LAST_DAY in chosen or plain(last).endswith(_SURE)
        ends = _read(grid, last, ledger, _last_day)
        after = True if sure else _told_as_last(grid, roles, begins, ends, last, ledger)
        if sure:
            ledger.remark(
                f"{grid.file}: kolom '{last}' is de laatste dag van een deelname; 'tot' is de dag "
                "erna."
            )
        # A year as an end is a whole one, whichever way dates are meant.
        ends = by_value(ends, _next_day) if after else _read(grid, last, None, first_day)
        known = fresh.get(roles.get("tot", ""))
        if known is not None:
            ends = known.where(known != "", ends)
        fresh[roles.setdefault("tot", last)] = ends
    roles.pop(PERIOD, None)
    changed = {name: cells for name, cells in fresh.items() if cells is not grid.table[name]}
    return replace(grid, table=grid.table.assign(**changed)) if changed else grid, roles


def _with_period(grid: Grid, roles: dict[str, str], ledger: Ledger) -> tuple[Grid, dict[str, str]]:
    """A column with periods as two: where each begins, and where it ends.

    Examples
    --------
    >>> import pandas as pd
    >>> table = pd.DataFrame({"Periode": ["2015-2019", "2020 t/m heden"]}, dtype="str")
    >>> grid, roles = _with_period(Grid("t.csv", table), {"periode": "Periode"}, Ledger("t.csv"))
    >>> roles
    {'periode': 'Periode', 'van': 'Periode (begin)', 'tot_en_met': 'Periode (t/m)'}
    >>> grid.table.values.tolist()
    [['2015-2019', '2015', '2019'], ['2020 t/m heden', '2020', 'heden']]
    """
    name = roles.get(PERIOD, "")
    if not name:
        return grid, roles
    cells = grid.table[name]
    found = {text: _parts(text) for text in different(cells) if text}
    wrong = [f"'{text}'" for text, parts in found.items() if parts is None]
    ends = {parts[2] for parts in found.values() if parts is not None and parts[1]}
    until = "tot" in ends
    taken = [roles[role] for role in ("van", "tot", LAST_DAY) if role in roles]
    if wrong or taken or (until and len(ends) > 1) or not found:
        why = (
            f"geen periode is {shortened(wrong)}"
            if wrong
            else f"de data staan al in {listing([repr(one) for one in taken])}"
            if taken
            else "'tot' en 'tot en met' staan er door elkaar"
            if found
            else "zij is leeg"
        )
        ledger.remark(f"{grid.file}: kolom '{name}' is niet gebruikt: {why}.")
        return grid, roles
    end = "t/m" if "t/m" in ends else "einde"
    names = {"van": f"{name} (begin)", "tot" if until else LAST_DAY: f"{name} ({end})"}
    columns = {
        column: looked_up(cells, {text: parts[at] for text, parts in found.items() if parts})
        for at, column in enumerate(names.values())
    }
    return replace(grid, table=grid.table.assign(**columns)), {**roles, **names}


def _parts(text: str) -> tuple[str, str, str] | None:
    """The first date of a period, the last (behind `tot`: the day after it), and that word.

    Examples
    --------
    >>> [_parts(text) for text in ("2015-2019", "1-1-2015 tot 1-1-2020", "sinds mei 2015")]
    [('2015', '2019', ''), ('1-1-2015', '1-1-2020', 'tot'), ('mei 2015', '', '')]
    >>> _parts("2015-01-01 - heden"), _parts("t/m 2019"), _parts("2015"), _parts("2015-02")
    (('2015-01-01', 'heden', ''), ('', '2019', 't/m'), None, None)
    """
    found = _SINCE.fullmatch(text.strip()) or _RANGE.fullmatch(text.strip())
    if found is None:
        return None
    first, last = found["first"].strip(), found["last"].strip()
    known = as_date(first_day(first)) or not first
    known = known and (as_date(_last_day(last)) or _is_open(last) or not last)
    return (first, last, (found["until"] or "").lower()) if known and first + last else None


def _read(
    grid: Grid, name: str, ledger: Ledger | None, year: Callable[[str], str]
) -> "pd.Series[str]":
    """A column with its dates in one form; what is none stays as it is."""
    cells = grid.table[name]
    made: dict[str, str] = {}
    endless: list[str] = []

    def read(text: str) -> str:
        made[text] = year(text)
        if not _is_open(text):
            return made[text]
        endless.append(text)
        return ""

    done = by_value(cells, read)
    if ledger is not None:
        # What is a year or a month is written as another text.
        fresh = [text for text, day in made.items() if day != text and text not in endless]
        years = [text for text in fresh if _YEAR.fullmatch(text.strip())]
        if years:
            day = "1 januari" if year is first_day else "31 december"
            ledger.remark(
                f"{grid.file}: in kolom '{name}' staan jaren ({shortened(years)}), gelezen als "
                f"{day} van dat jaar."
            )
        months = [text for text in fresh if _month(text) is not None]
        if months:
            day = "eerste" if year is first_day else "laatste"
            ledger.remark(
                f"{grid.file}: in kolom '{name}' staan maanden ({shortened(months)}), gelezen als "
                f"de {day} dag van die maand."
            )
        if endless:
            shown = shortened([f"'{text}'" for text in endless])
            ledger.remark(f"{grid.file}: in kolom '{name}' is {shown} gelezen als zonder einde.")
    return done


def _is_open(text: str) -> bool:
    """Whether an end says that there is none."""
    if _FOREVER in text:
        return (as_date(text) or "").startswith(_FOREVER)
    return plain(text) in _OPEN


def _month(text: str) -> date | None:
    """The first day of a month without a day.

    Examples
    --------
    >>> _month("2015-02"), _month("feb. 2015"), _month("2015-02-03")
    (datetime.date(2015, 2, 1), datetime.date(2015, 2, 1), None)
    """
    found = _MONTH.fullmatch(text.strip()) or _NAMED.fullmatch(text.strip())
    if found is None:
        return None
    month = found["month"]
    number = int(month) if month.isdecimal() else month_number(month)
    return None if number is None else date(int(found["year"]), number, 1)


def first_day(text: str) -> str:
    """A date as we write it, of a year or month its first day; another text as it is."""
    year, month = _YEAR.fullmatch(text.strip()), _month(text)
    if month is not None:
        return month.isoformat()
    return f"{year[1]}-01-01" if year else as_date(text) or text


def _last_day(text: str) -> str:
    """The same, but of a year or month its last day."""
    year, month = _YEAR.fullmatch(text.strip()), _month(text)
    if month is not None:
        return ((month + timedelta(days=31)).replace(day=1) - timedelta(days=1)).isoformat()
    return f"{year[1]}-12-31" if year else as_date(text) or text


def _next_day(text: str) -> str:
    """The day after a date; another text as it is."""
    try:
        return (date.fromisoformat(text) + timedelta(days=1)).isoformat()
    except (ValueError, OverflowError):
        return text


def _told_as_last(
    grid: Grid,
    roles: Mapping[str, str],
    begins: "pd.Series[str] | None",
    ends: "pd.Series[str]",
    name: str,
    ledger: Ledger,
) -> bool:
    """Whether dates under a head that says neither are last days, by the dates; it is told."""
    given = ends[ends != ""]
    if given.empty:
        return True
    after, why = _by_what_follows(grid, roles, begins, given)
    if after is None:
        first = given.str.endswith("-01").any()
        last = by_value(given, _next_day).str.endswith("-01").any()
        after = bool(last or not first)
        if not after:
            why = ", want er staan eerste dagen van een maand en geen laatste"
    meant, role, other = (
        ("de laatste dag van een deelname; 'tot' is de dag erna", "tot", "de eerste dag zonder")
        if after
        else ("de eerste dag zonder deelname", LAST_DAY, "de laatste dag met")
    )
    change = f"geef dan {typed('--kolom', f'{role}={name}')}"
    if PERIOD in roles:
        change = f"schrijf dan '{'tot' if after else 't/m'}' tussen begin en einde"
    ledger.remark(
        f"{grid.file}: kolom '{name}' is gelezen als {meant}{why}. Is het {other} deelname, "
        f"{change}."
    )
    return after


def _by_what_follows(
    grid: Grid, roles: Mapping[str, str], begins: "pd.Series[str] | None", ends: "pd.Series[str]"
) -> tuple[bool | None, str]:
    """Whether the next deelname of a gemeente begins the day after; None when none says so."""
    keys = [roles[role] for role in ("gemeente_code", "gemeente", "deelnemers") if role in roles]
    if begins is None or not keys:
        return None, ""
    whose = grid.table[keys[0]] + "|"
    starts = set(whose + begins)
    own = whose[ends.index]
    same = (own + ends).isin(starts).any()
    after = (own + by_value(ends, _next_day)).isin(starts).any()
    if same == after:
        return None, ""
    day = "de dag erna" if after else "dezelfde dag"
    return bool(after), f", want er begint dan op {day} een andere"
