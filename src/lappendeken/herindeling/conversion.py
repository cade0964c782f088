"""Bring a lappendeken to a later date, and say what happened on the way."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

import geopandas as gpd
import pandas as pd

from lappendeken.certainty import inhabitants_of
from lappendeken.dutch import count, listing, long_date
from lappendeken.errors import DataError, Fault, LappendekenError, WrongUsageError
from lappendeken.herindeling import shapes
from lappendeken.herindeling.deelnames import (
    EXTENSION_COLUMNS,
    RULES,
    Conflict,
    conflict_table,
    ended,
    regroup,
)
from lappendeken.herindeling.places import Country
from lappendeken.herindeling.steps import Day, Part, days, gone
from lappendeken.model import Lappendeken, from_tables, to_tables
from lappendeken.provenance import Recorded, recorded
from lappendeken.reading.checks import check_reorganisations
from lappendeken.reading.editions import embedded_folder, peildatum_of
from lappendeken.reading.tables import Tables, read_herindelingen
from lappendeken.schema import as_day

LINK_ENDS = ["van_code", "naar_code"]
SHOWN = 5


@dataclass(frozen=True, eq=False)
class Herindeling(Recorded):
    """A lappendeken at a later date, with an account of how it came about.

    Parameters
    ----------
    lappendeken : Lappendeken
        At the new date.
    van, naar : date
        From which date to which.
    regel : str
        What was done about conflicts: one of `RULES`.
    steps : DataFrame
        One row per gemeente or part that went somewhere: `datum`, `soort`, `van_code`, `van_naam`,
        `naar_code`, `naar_naam`, `aandeel` (share of the inhabitants, missing when unknown),
        `basis` (`tabel`, `rest`, `oppervlakte` or `onbekend`) and `inwoners`.
    conflicts : DataFrame
        One row per verband of each conflict: `datum`, `indeling`, `gemeente_code`, `gemeente`,
        `verband_id`, `verband`, `uit_codes`, `uit` (who was in it), `inwoners` (of these) and
        `gekozen` (whether the merged gemeente is in it now).
    extensions : DataFrame
        Deelnames that came to hold for people who had none in that indeling: `datum`, `indeling`,
        `gemeente_code`, `gemeente`, `verband_id`, `verband`, `zonder_codes`, `zonder`.
    verbanden : DataFrame
        Verbanden of which one gemeente or none is left: index `verband_id`; `naam`, `indeling`,
        `gemeenten_voor` and `gemeenten_na`.
    notes : tuple of str
        What else a user should know, Dutch sentences.
    """

    lappendeken: Lappendeken
    van: date
    naar: date
    regel: str
    steps: pd.DataFrame
    conflicts: pd.DataFrame
    extensions: pd.DataFrame
    verbanden: pd.DataFrame
    notes: tuple[str, ...]


@recorded
def convert(
    lappendeken: Lappendeken,
    to: date | str,
    on_conflict: str = "weiger",
    *,
    geometry: gpd.GeoDataFrame | None = None,
    herindelingen: pd.DataFrame | None = None,
) -> Herindeling:
    """Bring deelnames, inhabitants and areas to a later date.

    Parameters
    ----------
    lappendeken : Lappendeken
        Its gemeenten must be those of its peildatum.
    to : date or str
        The new peildatum; text as `jjjj-mm-dd`.
    on_conflict : str
        What to do where merged gemeenten were in different verbanden of one indeling: `weiger`
        (raise an error that lists all of them), `meerderheid` (keep the verband that most
        inhabitants come from) or `beide` (keep every verband).
    geometry : GeoDataFrame, optional
        Areas at the new date, index code; `oppervlakte_km2` and `provincie` are used when they are
        there. Without it the areas of merged gemeenten are joined, and the area of a split one
        goes to the one that took most of it.
    herindelingen : DataFrame, optional
        What happened, in the columns of `schema.HERINDELINGEN` as text; else the table of the
        lappendeken itself, or if that is empty the one that comes with the package.

    Returns
    -------
    Herindeling

    Raises
    ------
    WrongUsageError
        If the date is before the peildatum, or there is no such rule.
    LappendekenError
        If there are conflicts and the rule is `weiger`; if the majority cannot be told; if the
        gemeenten are not those of the peildatum; if a gemeente cannot be drawn.

    Notes
    -----
    All that happens on one day happens at once, and the days follow each other, so converting in
    two steps gives what converting in one gives. Inhabitants go by share, in whole people: the
    largest remainders are rounded up, so that their total stays the same. If shares are unknown,
    so are the inhabitants of those that took over, unless newer geometry tells the shares by area.

    Deelnames without a `stand` get the former peildatum; those of gemeenten that are new are
    `voortgezet`, whatever they were.

    There is a conflict when a merged gemeente would be in more verbanden of an indeling than any
    of its parts was; in indelingen that overlap by nature (most gemeenten are in more than one
    verband) that is no conflict. Of equal sides the one with most gemeenten is kept, then the one
    whose identifier comes first.

    Examples
    --------
    >>> import lappendeken as ld
    >>> done = convert(ld.load("2016"), "2018-01-01", on_conflict="meerderheid")
    >>> len(done.lappendeken.gemeenten), done.lappendeken.find_gemeente("Waadhoeke")
    (380, 'GM1949')
    """
    day = as_day(to)
    if on_conflict not in RULES:
        raise WrongUsageError(f"Onbekende regel '{on_conflict}'; kies uit {', '.join(RULES)}.")
    if day < lappendeken.peildatum:
        raise WrongUsageError(
            f"De gegevens gelden op {long_date(lappendeken.peildatum)}; terug naar "
            f"{long_date(day)} kan niet. Noem met --peildatum de datum van de gemeenten, als die "
            "een andere is."
        )
    table = _table(lappendeken, herindelingen)
    calendar = days(table)
    _require_current(lappendeken, calendar)
    newer = None if geometry is None else shapes.checked(geometry)
    country = Country.of(lappendeken.gemeenten, newer)
    todo = [d for d in calendar if lappendeken.peildatum.isoformat() < d.datum <= day.isoformat()]
    tables = to_tables(lappendeken)
    if day > lappendeken.peildatum:
        _date_sources(tables.verbanden, lappendeken.peildatum)
    rows, links, conflicts, extensions = _travel(country, tables, todo, on_conflict)
    _require_agreement(conflicts, on_conflict, lappendeken)
    stay = rows[~ended(rows, day.isoformat())].reset_index(drop=True)
    gemeenten = country.table()
    made = replace(
        tables,
        gemeenten=gemeenten,
        verbanden=stay,
        verbindingen=links,
        herindelingen=table,
        peildatum=day,
    )
    told = f"gebracht op de gemeenten van {day.isoformat()}"
    changed = listing([one for one in (lappendeken.bewerkt, told) if one])
    result = from_tables(made, peildatum=day, bewerkt=changed)
    notes = [*country.notes, *_remaining_notes(lappendeken, result, country, table, day)]
    return Herindeling(
        result,
        lappendeken.peildatum,
        day,
        on_conflict,
        _steps_table(country.moved),
        conflict_table(conflicts, _names(lappendeken.verbanden), on_conflict),
        pd.DataFrame(extensions, columns=list(EXTENSION_COLUMNS)),
        _shrunken(lappendeken, result),
        tuple(notes),
    )


def _date_sources(rows: pd.DataFrame, peildatum: date) -> None:
    """Write down for which date deelnames were told, so that a later one does not seem to be."""
    rows["stand"] = rows["stand"].where(rows["stand"] != "", peildatum.isoformat())


def _names(table: pd.DataFrame) -> dict[str, str]:
    """The name of each row, by its identifier."""
    return {str(key): str(naam) for key, naam in table["naam"].items()}


def _table(lap: Lappendeken, given: pd.DataFrame | None) -> pd.DataFrame:
    """The reorganisations to go by: those given, those of the data, or else the embedded ones."""
    faults: list[Fault] = []
    if given is not None:
        table = check_reorganisations(Path("herindelingen"), given.reset_index(drop=True), faults)
    elif len(lap.herindelingen):
        table = lap.herindelingen
    else:
        table = read_herindelingen(embedded_folder(), faults)
    if faults:
        raise DataError(faults)
    return table.reset_index(drop=True)


def _known_until(table: pd.DataFrame) -> str:
    """Until when a table tells all: its last row, or for our own one the date of the edition."""
    last = str(table["datum"].max()) if len(table) else ""
    own = read_herindelingen(embedded_folder(), [])
    complete = len(table) == len(own) and (table.to_numpy() == own.to_numpy()).all()
    return max(last, peildatum_of(embedded_folder()).isoformat()) if complete else last


def _require_current(lap: Lappendeken, calendar: Sequence[Day]) -> None:
    """Refuse gemeenten that had ended by the peildatum: nobody can tell their date."""
    past = gone(calendar, lap.peildatum.isoformat())
    found = [code for code in lap.gemeenten.index if code in past]
    if found:
        ordered = sorted(found, key=lambda code: (past[code][1], code))
        shown = [f"{past[code][0]} ({code}) op {past[code][1]}" for code in ordered[:SHOWN]]
        more = f" en nog {len(found) - SHOWN}" if len(found) > SHOWN else ""
        raise LappendekenError(
            f"De gemeenten in de gegevens zijn niet die van {long_date(lap.peildatum)}: toen "
            f"waren al opgeheven {', '.join(shown)}{more}. Noem met --peildatum een dag waarop "
            f"zij er alle waren, dus voor {past[ordered[0]][1]}."
        )


def _travel(
    country: Country, tables: Tables, todo: Sequence[Day], rule: str
) -> tuple[pd.DataFrame, pd.DataFrame, list[Conflict], list[tuple[object, ...]]]:
    """Let the days pass; gives deelnames, links, conflicts and extensions."""
    rows, links = tables.verbanden, tables.verbindingen
    conflicts: list[Conflict] = []
    extensions: list[tuple[object, ...]] = []
    for place, day in enumerate(todo):
        later = todo[place + 1 :]
        parts = country.parts(day, later)
        if not parts:
            continue
        flows = country.flows(day.datum, parts)
        homes = country.advance(parts, flows, later)
        names = {code: country.places[code].naam for code in flows}
        rows = rows[~ended(rows, day.datum)].reset_index(drop=True)
        done = regroup(rows, day.datum, flows, names, rule)
        rows = done.rows
        conflicts += done.conflicts
        extensions += done.extensions
        links = _relinked(links, homes)
    return rows, links, conflicts, extensions


def _relinked(links: pd.DataFrame, homes: Mapping[str, str]) -> pd.DataFrame:
    """Links over water between the gemeenten after a day; those within one are gone."""
    moved = links.copy()
    for end in LINK_ENDS:
        moved[end] = [homes.get(code, code) for code in moved[end]]
    between = moved["van_code"] != moved["naar_code"]
    return moved[between].drop_duplicates(ignore_index=True)


def _require_agreement(conflicts: Iterable[Conflict], rule: str, lap: Lappendeken) -> None:
    """Raise when conflicts are refused, or when it is not clear which side is the larger one."""
    asked = rule == "meerderheid"
    against = [c for c in conflicts if rule == "weiger" or (asked and not c.decided)]
    if not against:
        return
    lines = [
        _told(one, lap) for one in sorted(against, key=lambda c: (c.datum, c.indeling, c.code))
    ]
    how_many = count(len(lines), "conflict", "conflicten")
    if asked:
        head = (
            f"{how_many} zonder duidelijke meerderheid, omdat inwonertallen of aandelen "
            "onbekend zijn:"
        )
        foot = (
            "Vul ze aan in gemeenten.geojson of herindelingen.csv, of kies --bij-conflict beide: "
            "dan blijven alle verbanden."
        )
    else:
        head = f"{how_many}: samengevoegde gemeenten zaten in verschillende verbanden:"
        foot = (
            "Kies met --bij-conflict een regel: 'meerderheid' houdt het verband waar de meeste "
            "inwoners uit komen, 'beide' houdt alle verbanden."
        )
    raise LappendekenError("\n".join([head, *lines, foot]))


def _told(conflict: Conflict, lap: Lappendeken) -> str:
    """One conflict on one line, with gemeenten and inhabitants on each side."""
    sides = []
    for side in conflict.sides:
        verbanden = listing([str(lap.verbanden.at[v, "naam"]) for v in sorted(side.verbanden)])
        people = side.people.exact
        amount = "inwoners onbekend" if people is None else count(people, "inwoner", "inwoners")
        sides.append(f"{verbanden} ({listing([m.label for m in side.members])}; {amount})")
    label = str(lap.indelingen.at[conflict.indeling, "naam"])
    return f"- {conflict.datum}, {conflict.naam} ({conflict.code}), {label}: {listing(sides, 'of')}"


def _steps_table(moved: Sequence[tuple[str, Part, int | None]]) -> pd.DataFrame:
    """What went where, as a table."""
    rows = [
        (
            datum,
            part.soort,
            part.van_code,
            part.van_naam,
            part.naar_code,
            part.naar_naam,
            None if part.share is None else float(part.share),
            part.basis,
            people,
        )
        for datum, part, people in moved
    ]
    columns = ["datum", "soort", "van_code", "van_naam", "naar_code", "naar_naam"]
    table = pd.DataFrame(rows, columns=[*columns, "aandeel", "basis", "inwoners"])
    return table.astype({"aandeel": "float64", "inwoners": "Int64"})


def _shrunken(before: Lappendeken, after: Lappendeken) -> pd.DataFrame:
    """Verbanden of which one gemeente or none is left, and that had more before."""
    sizes = before.deelnames.groupby("verband_id").size()
    now = after.deelnames.groupby("verband_id").size().reindex(sizes.index, fill_value=0)
    changed = sizes.index[(now < sizes) & (now < 2)]
    return pd.DataFrame(
        {
            "naam": before.verbanden.loc[changed, "naam"],
            "indeling": before.verbanden.loc[changed, "indeling"],
            "gemeenten_voor": sizes[changed],
            "gemeenten_na": now[changed],
        },
        index=changed,
    )


def _remaining_notes(
    before: Lappendeken, after: Lappendeken, country: Country, table: pd.DataFrame, day: date
) -> list[str]:
    """What a user should know of the result as a whole."""
    notes = []
    lost = after.gemeenten.index[after.gemeenten["inwoners"].isna()]
    split = {part.van_naam for _, part, _ in country.moved if part.share is None}
    if len(lost) and split:
        names = after.gemeenten.loc[lost, "naam"].to_list()
        notes.append(
            f"Geen inwonertal: {listing(names)}. Onbekend is hoe de inwoners van "
            f"{listing(sorted(split))} zijn verdeeld. Vul 'aandeel' in herindelingen.csv in, of "
            "geef nieuwere grenzen mee (--geometrie): dan telt het aandeel in de oppervlakte."
        )
    by_area = {part.van_naam for _, part, _ in country.moved if part.basis == "oppervlakte"}
    if by_area:
        notes.append(
            f"Bij {listing(sorted(by_area))} zijn onbekende aandelen van de inwoners geschat naar "
            "oppervlakte."
        )
    over = int(ended(before.deelnames, day.isoformat()).sum())
    if over:
        notes.append(
            f"{count(over, 'deelname was', 'deelnames waren')} op {long_date(day)} voorbij, en "
            "ontbreken in de uitkomst."
        )
    last = _known_until(table)
    if day.isoformat() > last:
        told = f"loopt tot en met {last}" if last else "is leeg"
        notes.append(f"De tabel met herindelingen {told}; wat daarna veranderde, is niet verwerkt.")
    if country.moved:
        told = inhabitants_of(before) or before.peildatum.isoformat()
        when = long_date(date.fromisoformat(told))
        notes.append(f"Inwonertallen zijn die van {when}, bij elkaar geteld.")
    return notes
