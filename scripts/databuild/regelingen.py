"""The deelnames of the gemeenschappelijke regelingen."""

from dataclasses import dataclass
from pathlib import Path
from typing import Final

from databuild.catalogue import CATALOGUE, REGELINGEN, source_label
from databuild.herindelingen import STEPS_2016
from databuild.participants import CORRECTIONS, DISSOLVED
from databuild.verbanden import Deelname
from lappendeken.names import NameIndex
from lappendeken.reading.settling.catalogue import slug
from lappendeken.reading.settling.participants import no_gemeente
from lappendeken.reading.sources.opengr import OpenGRRow, read_rows

SOURCE: Final = "opengr-2016/opengr_provincies.csv"
COUNT: Final = 464
MOST_UNKNOWN: Final = 10
PREFIX: Final = "gr-"
LONGEST_ID: Final = 80
_OLD_NAMES: Final = {step.van_naam: step for step in STEPS_2016}


@dataclass(frozen=True)
class Match:
    """What one row of the source came to.

    Parameters
    ----------
    row : OpenGRRow
        The row.
    reason : str
        `naam`, `spelling`, `herindeling`, `correctie` when it was matched; `geen gemeente`,
        `opgeheven` or `onbekend` when not.
    codes : tuple of str
        The gemeenten of 2016 it stands for; empty when it was not matched.
    note : str
        Dutch explanation.
    """

    row: OpenGRRow
    reason: str
    codes: tuple[str, ...]
    note: str = ""


@dataclass(frozen=True)
class Regelingen:
    """All regelingen, with what became of every row.

    Parameters
    ----------
    count : int
        Number of regelingen in the source.
    deelnames : tuple of Deelname
        Sorted by name of the regeling and gemeente.
    matches : tuple of Match
        One per row of the source.
    without_gemeente : tuple of str
        Regelingen none of whose participants is a gemeente of 2016.
    in_two_provinces : tuple of (str, tuple of str)
        Regelingen that two provinces supplied under the same name.
    """

    count: int
    deelnames: tuple[Deelname, ...]
    matches: tuple[Match, ...]
    without_gemeente: tuple[str, ...]
    in_two_provinces: tuple[tuple[str, tuple[str, ...]], ...]

    def by_reason(self, reason: str) -> list[Match]:
        """Give the rows with one outcome, in the order of the source."""
        return [match for match in self.matches if match.reason == reason]


def build(bronnen: Path, names: dict[str, str]) -> Regelingen:
    """Match every participant of every regeling.

    Parameters
    ----------
    bronnen : Path
        Folder with the source data.
    names : dict of str
        Code -> name of the gemeenten of 2016-01-01.

    Returns
    -------
    Regelingen
        Checked: the number of regelingen, and at most ten unknown rows.

    Raises
    ------
    ValueError
        When the source holds another number of regelingen, or too many unknown participants.
    """
    source = read_rows(bronnen / SOURCE)
    index = NameIndex(names)
    matches = tuple(_match(row, index, names) for row in source)
    regelingen = sorted({row.regeling for row in source})
    if len(regelingen) != COUNT:
        raise ValueError(f"{SOURCE}: {len(regelingen)} regelingen in plaats van {COUNT}")
    unknown = [match for match in matches if match.reason == "onbekend"]
    if len(unknown) > MOST_UNKNOWN:
        listed = ", ".join(match.row.participant for match in unknown)
        raise ValueError(f"{SOURCE}: {len(unknown)} onbekende deelnemers: {listed}")
    deelnames = _deelnames(matches, _identifiers(regelingen), names)
    reached = {row.verband for row in deelnames}
    return Regelingen(
        count=len(regelingen),
        deelnames=deelnames,
        matches=matches,
        without_gemeente=tuple(name for name in regelingen if name not in reached),
        in_two_provinces=_in_two_provinces(source),
    )


def _in_two_provinces(source: tuple[OpenGRRow, ...]) -> tuple[tuple[str, tuple[str, ...]], ...]:
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


def _match(row: OpenGRRow, index: NameIndex, names: dict[str, str]) -> Match:
    correction = CORRECTIONS.get((row.participant, row.regeling))
    if correction is not None:
        found = [index.find(name) for name in correction.gemeenten]
        codes = tuple(code for code in found if code is not None)
        if len(codes) != len(correction.gemeenten):
            raise ValueError(f"correctie naar een onbekende gemeente: {correction.gemeenten}")
        return Match(row, "correctie", codes, correction.why)
    if row.participant in _OLD_NAMES:
        step = _OLD_NAMES[row.participant]
        return Match(row, "herindeling", (step.naar_code,), f"{step.soort} per {step.datum}")
    code = index.find(row.participant)
    if code is not None:
        return Match(row, "naam" if names[code] == row.participant else "spelling", (code,))
    if row.participant in DISSOLVED:
        ended = DISSOLVED[row.participant]
        return Match(row, "opgeheven", (), f"{ended.successor} ({ended.year})")
    kind = no_gemeente(row.participant)
    if kind is not None:
        return Match(row, "geen gemeente", (), kind)
    return Match(row, "onbekend", ())


def _identifiers(regelingen: list[str]) -> dict[str, str]:
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


def _deelnames(
    matches: tuple[Match, ...], identifiers: dict[str, str], names: dict[str, str]
) -> tuple[Deelname, ...]:
    (info,) = (info for info in CATALOGUE if info.indeling == REGELINGEN)
    pairs = {(match.row.regeling, code) for match in matches for code in match.codes}
    return tuple(
        Deelname(
            verband_id=identifiers[regeling],
            verband=regeling,
            indeling=info.indeling,
            domein=info.domein,
            vorm="",
            aard="",
            rol="deelnemer",
            gemeente_code=code,
            gemeente=names[code],
            van="",
            tot="",
            bron=source_label(info),
        )
        for regeling, code in sorted(pairs)
    )
