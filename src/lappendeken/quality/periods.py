"""Whether dates fit: deelnames, the gemeenten they are of, and the peildatum."""

from datetime import date
from pathlib import Path

import pandas as pd

from lappendeken.dutch import count, long_date, shortened
from lappendeken.herindeling.steps import Day, days, gone
from lappendeken.quality.remark import Remark
from lappendeken.reading.checks import FOREVER
from lappendeken.reading.editions import editions, peildatum_of
from lappendeken.reading.files.geojson import read_gemeenten
from lappendeken.reading.settling.history import RENAMED
from lappendeken.reading.settling.lifetimes import unborn
from lappendeken.reading.tables import Tables, embedded_folder, read_herindelingen


def period_remarks(tables: Tables, peildatum: date) -> list[Remark]:
    """Everything about dates that deserves attention."""
    steps = tables.herindelingen
    if not len(steps):
        steps = read_herindelingen(embedded_folder(), [])
    calendar = days(steps)
    found = [
        _ended_gemeenten(tables, calendar, peildatum),
        _unborn_gemeenten(tables, peildatum),
        _not_at(tables.verbanden, peildatum),
        _outside_life(tables, calendar),
        _interrupted(tables.verbanden),
    ]
    return [remark for remark in found if remark is not None]


def _ended_gemeenten(tables: Tables, calendar: list[Day], peildatum: date) -> Remark | None:
    """Gemeenten that are in the data though they had ended."""
    past = gone(calendar, peildatum.isoformat())
    codes = [str(code) for code in tables.gemeenten.index if code in past]
    if not codes:
        return None
    who = count(len(codes), "gemeente bestond", "gemeenten bestonden")
    shown = shortened([f"{past[code][0]} (tot {past[code][1]})" for code in codes])
    text = (
        f"{who} op {long_date(peildatum)} niet meer: {shown}. Kies met --peildatum de datum van de "
        "gemeenten, of werk ze bij met 'gegevens herindeel'."
    )
    return Remark("gemeenten", len(codes), text, tuple(codes))


def _unborn_gemeenten(tables: Tables, peildatum: date) -> Remark | None:
    """Gemeenten that are in the data though they had not begun."""
    later = unborn(map(str, tables.gemeenten.index), peildatum)
    if not later:
        return None
    names = tables.gemeenten["naam"]
    who = count(len(later), "gemeente bestond", "gemeenten bestonden")
    shown = shortened([f"{names[code]} (vanaf {day})" for code, day in later.items()])
    text = (
        f"{who} op {long_date(peildatum)} nog niet: {shown}. Kies met --peildatum de datum van de "
        "gemeenten."
    )
    return Remark("gemeenten", len(later), text, tuple(later))


def _not_at(rows: pd.DataFrame, peildatum: date) -> Remark | None:
    """Deelnames that do not hold at the peildatum, and verbanden that then have none."""
    iso = peildatum.isoformat()
    holds = (rows["van"] <= iso) & ((rows["tot"] == "") | (rows["tot"] > iso))
    if holds.all():
        return None
    left = rows.loc[~holds, "verband_id"]
    empty = left[~left.isin(rows.loc[holds, "verband_id"])].unique()
    who = count(int((~holds).sum()), "deelname geldt", "deelnames gelden")
    then = f" Daardoor {_count_verbanden(len(empty))} dan geen gemeenten." if len(empty) else ""
    text = f"{who} niet op {long_date(peildatum)} en tellen niet mee.{then}"
    return Remark("peildatum", int((~holds).sum()), text, tuple(map(str, empty)))


def _count_verbanden(amount: int) -> str:
    return f"{'heeft' if amount == 1 else 'hebben'} {count(amount, 'verband', 'verbanden')}"


def _outside_life(tables: Tables, calendar: list[Day]) -> Remark | None:
    """Deelnames that begin before their gemeente did, or go on after it ended."""
    rows = tables.verbanden
    ends = {code: day for code, (_, day) in gone(calendar, FOREVER).items()}
    births = _births(tables, calendar)
    limited = [code for code in rows["gemeente_code"].unique() if code in ends or code in births]
    told = (rows["van"] != "") | (rows["tot"] != "")
    if not limited or not told.any():
        return None
    dated = rows[told & rows["gemeente_code"].isin(limited)]
    codes = dated["gemeente_code"].to_list()
    end = pd.Series([ends.get(code, FOREVER) for code in codes], dated.index, dtype="str")
    born = pd.Series([births.get(code, "") for code in codes], dated.index, dtype="str")
    late = (dated["van"] >= end) | ((dated["tot"] > end) & (dated["tot"] != ""))
    early = (dated["van"] != "") & (dated["van"] < born)
    early |= (dated["tot"] != "") & (dated["tot"] <= born)
    wrong = dated[late | early]
    if wrong.empty:
        return None
    names = tables.gemeenten["naam"]
    lives = [
        f"begon op {born[line]}" if early[line] else f"eindigde op {end[line]}"
        for line in wrong.index
    ]
    shown = [
        f"{names[code]} in {verband} ({life})"
        for code, verband, life in zip(wrong["gemeente_code"], wrong["verband"], lives, strict=True)
    ]
    who = count(len(wrong), "deelname valt", "deelnames vallen")
    text = f"{who} buiten het bestaan van de gemeente zelf: {shortened(shown)}."
    items = wrong["verband_id"] + " " + wrong["gemeente_code"]
    return Remark("bestaan", len(wrong), text, tuple(map(str, items)))


def _births(tables: Tables, calendar: list[Day]) -> dict[str, str]:
    """When gemeenten began, as far as that is certain: a code may have been there before."""
    targets = {part.naar_code for day in calendar for part in day.parts}
    if not targets & set(tables.verbanden["gemeente_code"].unique()):
        return {}
    first = next(iter(editions().values()))
    embedded = peildatum_of(first).isoformat()
    earlier = _codes_of(first)
    own = set(map(str, tables.gemeenten.index))
    known = tables.peildatum.isoformat() if tables.peildatum is not None else FOREVER
    found: dict[str, str] = {}
    seen: set[str] = set()
    for day in calendar:
        seen |= day.sources | (own if known < day.datum else set())
        for part in day.parts:
            new = day.datum > embedded and part.naar_code not in earlier
            if part.naar_code not in seen and (new or part.soort == RENAMED):
                found[part.naar_code] = day.datum
        seen |= day.targets
    return found


def _codes_of(folder: Path) -> frozenset[str]:
    """The codes of the gemeenten in a folder."""
    gemeenten = read_gemeenten(folder / "gemeenten.geojson", [])
    return frozenset() if gemeenten is None else frozenset(map(str, gemeenten.index))


def _interrupted(rows: pd.DataFrame) -> Remark | None:
    """Verbanden that had no gemeente for a while: these may be two verbanden of one name."""
    ending = rows.loc[rows["tot"] != "", "verband_id"].unique()
    some_end = rows[rows["verband_id"].isin(ending)].sort_values(["verband_id", "van"])
    if some_end.empty:
        return None
    # ISO dates sort as text; numbers can be compared by group.
    moments = pd.concat([some_end["van"], some_end["tot"].where(some_end["tot"] != "", FOREVER)])
    order, _ = pd.factorize(moments, sort=True)
    size = len(some_end)
    keys = some_end["verband_id"]
    start = pd.Series(order[:size], index=some_end.index)
    stop = pd.Series(order[size:], index=some_end.index).groupby(keys).cummax()
    gap = (keys == keys.shift()) & (start > stop.shift())
    if not gap.any():
        return None
    broken = some_end[gap].drop_duplicates("verband_id")
    shown = [f"{row.verband} (tot {row.van})" for row in broken.itertuples()]
    who = count(len(broken), "verband had", "verbanden hadden")
    text = (
        f"{who} een tijd lang geen enkele gemeente: {shortened(shown)}. Zijn het twee verbanden, "
        "geef ze dan elk een verband_id."
    )
    return Remark("onderbroken", len(broken), text, tuple(map(str, broken["verband_id"])))
