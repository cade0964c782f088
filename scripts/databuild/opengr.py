"""The gemeenschappelijke regelingen of 2016, with what became of every row of the source."""

from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Final

import pandas as pd

from databuild.deelnames import labelled
from databuild.herindelingen import STEPS_2016
from databuild.tables import HERE, read
from lappendeken.dutch import listing
from lappendeken.reading.settling.catalogue import slug
from lappendeken.reading.settling.gemeenten import Gemeenten
from lappendeken.reading.settling.ledger import GEEN_GEMEENTE
from lappendeken.reading.sources.opengr import OpenGRRow, read_rows
from lappendeken.schema import REGELINGEN

SOURCE: Final = "opengr-2016/opengr_provincies.csv"
COUNT: Final = 464
MOST_UNKNOWN: Final = 10
PREFIX: Final = "gr-"
LONGEST_ID: Final = 80


@dataclass(frozen=True)
class Match:
    """What one row of the source came to."""

    row: OpenGRRow
    reason: str
    """`naam`, `spelling`, `herindeling`, `correctie` when it was matched; `geen gemeente`,
    `opgeheven` or `onbekend` when not."""
    codes: tuple[str, ...]
    note: str = ""


@dataclass(frozen=True, eq=False)
class Regelingen:
    """All regelingen, with what became of every row."""

    count: int
    deelnames: pd.DataFrame
    matches: tuple[Match, ...]
    without_gemeente: tuple[str, ...]
    """Regelingen none of whose participants is a gemeente of 2016."""
    in_two_provinces: tuple[tuple[str, tuple[str, ...]], ...]
    """Regelingen that two provinces supplied under the same name."""

    def by_reason(self, reason: str) -> list[Match]:
        """Give the rows with one outcome, in the order of the source."""
        return [match for match in self.matches if match.reason == reason]


@cache
def corrections() -> dict[tuple[str, str], tuple[tuple[str, ...], str]]:
    """By participant and regeling: the gemeenten that are meant, and why there is no doubt."""
    rows = read(HERE / "correcties.csv").itertuples(index=False, name=None)
    return {
        (given, regeling): (tuple(names.split("; ")), why) for given, regeling, names, why in rows
    }


@cache
def dissolved() -> dict[str, str]:
    """Gemeenten that had ended before 2016: who took over, which the build never fills in."""
    rows = read(HERE / "opgeheven.csv").itertuples(index=False, name=None)
    return {name: f"{successor} ({year})" for name, year, successor in rows}


@cache
def steps_2016() -> dict[str, str]:
    """Names of gemeenten that ended on the way to 2016: what happened to them."""
    return {step.van_naam: f"{step.soort} per {step.datum}" for step in STEPS_2016}


def build(bronnen: Path, known: Gemeenten) -> Regelingen:
    """Match every participant of every regeling."""
    source = read_rows(bronnen / SOURCE)
    matches = tuple(match(row, known) for row in source)
    regelingen = sorted({row.regeling for row in source})
    if len(regelingen) != COUNT:
        raise ValueError(f"{SOURCE}: {len(regelingen)} regelingen in plaats van {COUNT}")
    unknown = [one for one in matches if one.reason == "onbekend"]
    if len(unknown) > MOST_UNKNOWN:
        listed = ", ".join(one.row.participant for one in unknown)
        raise ValueError(f"{SOURCE}: {len(unknown)} onbekende deelnemers: {listed}")
    ids = identifiers(regelingen)
    named: dict[tuple[str, str], list[Match]] = {}
    for one in matches:
        for code in one.codes:
            named.setdefault((one.row.regeling, code), []).append(one)
    pairs = sorted(named)
    former = [_former(named[pair]) for pair in pairs]
    rows = pd.DataFrame(pairs, columns=["verband", "gemeente_code"], dtype="str").assign(
        verband_id=[ids[regeling] for regeling, _ in pairs],
        gemeente=[known.names[code] for _, code in pairs],
        indeling=REGELINGEN,
        rol="",
        stand="2016",
        zekerheid=["afgeleid" if names else "bevestigd" for names in former],
        opmerking=[f"de bron noemt {names}" if names else "" for names in former],
    )
    reached = {regeling for regeling, _ in pairs}
    return Regelingen(
        count=len(regelingen),
        deelnames=labelled(rows, "2016"),
        matches=matches,
        without_gemeente=tuple(name for name in regelingen if name not in reached),
        in_two_provinces=in_two_provinces(source),
    )


def _former(matches: list[Match]) -> str:
    """The former gemeenten by which alone the source names one."""
    if any(match.reason != "herindeling" for match in matches):
        return ""
    return listing(list(dict.fromkeys(match.row.participant for match in matches)))


def in_two_provinces(source: tuple[OpenGRRow, ...]) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """Find the regelingen that two provinces supplied; an equal name and seat make them one."""
    provinces: dict[str, set[str]] = {}
    seats: dict[str, set[str]] = {}
    for row in source:
        provinces.setdefault(row.regeling, set()).add(row.provincie)
        seats.setdefault(row.regeling, set()).add(row.plaats)
    several = sorted(name for name, found in provinces.items() if len(found) > 1)
    for name in several:
        if len(seats[name]) > 1:
            raise ValueError(f"{SOURCE}: '{name}' kan voor twee regelingen staan")
    return tuple((name, tuple(sorted(provinces[name]))) for name in several)


def match(row: OpenGRRow, known: Gemeenten) -> Match:
    """Match one participant: as in a user's own file, after the corrections."""
    if (row.participant, row.regeling) in corrections():
        names, why = corrections()[row.participant, row.regeling]
        codes = tuple(known.find("", name).code for name in names)
        if not all(codes):
            raise ValueError(f"correctie naar een onbekende gemeente: {names}")
        return Match(row, "correctie", codes, why)
    found = known.find("", row.participant)
    if found.note == "vroegere naam":
        return Match(row, "herindeling", (found.code,), steps_2016()[row.participant])
    if found.code:
        official = known.names[found.code] == row.participant
        return Match(row, "naam" if official else "spelling", (found.code,))
    if row.participant in dissolved():
        return Match(row, "opgeheven", (), dissolved()[row.participant])
    if found.reason == GEEN_GEMEENTE:
        return Match(row, "geen gemeente", (), found.note)
    return Match(row, "onbekend", ())


def identifiers(regelingen: list[str]) -> dict[str, str]:
    """Give every regeling an identifier; a number tells apart what is equal once shortened."""
    taken: dict[str, str] = {}
    for name in regelingen:
        base = slug(name, LONGEST_ID - len(PREFIX))
        key, number = base, 1
        while PREFIX + key in taken.values():
            number += 1
            key = f"{slug(name, LONGEST_ID - len(PREFIX) - 3)}-{number}"
        taken[name] = PREFIX + key
    return taken
