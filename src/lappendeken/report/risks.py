"""The risks of collaboration that data can show, each with the fact that shows it.

The guide on which they rest names nine; the other six are about people, agreements and client
data, which no table of deelnames holds. Of the three, a register of regelingen shows only part:
which bevoegdheid was given is a sign of who decides and who carries out, not a proof.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType

import pandas as pd

from lappendeken.dutch import capital, count, listing, long_date
from lappendeken.indeling import Indeling
from lappendeken.model import Lappendeken
from lappendeken.report.facts import REST
from lappendeken.report.landscape import Landscape
from lappendeken.schema import is_date
from lappendeken.tables import Cell, Column, Kind, Table, regelingen
from lappendeken.wording import texts

HANDED_OVER = frozenset({"attributie", "delegatie"})
MANDATE = "mandaat"
OPERATIONS = "organisatie en bedrijfsvoering"
"""A beleidsterrein in which no policy is made."""

_NAME = re.compile(r"[,;]\s*|^.* noemt ")
"""What stands between the names of gemeenten in a remark."""

POLICY = frozenset({"beleid", "volledig"})
EXECUTION = frozenset({"inkoop", "toegang", "uitvoering", "volledig"})

SEEN: Mapping[int, str] = MappingProxyType(
    {
        1: "Wel samen uitvoeren, geen gezamenlijk beleid",
        2: "Vormen van samenwerking die niet op elkaar zijn afgestemd",
        5: "Een herindeling waarmee geen rekening is gehouden",
    }
)
"""The risks that data can show, by their number in the guide."""

UNSEEN = (
    "Bij regionaal samenwerken zijn er zes risico's meer (zoals onduidelijke "
    "verantwoordelijkheden, verschillen in cliëntgegevens en gebrek aan vertrouwen). Die staan "
    "niet in gegevens over deelnames; zij vragen om een gesprek. Ook de drie risico's die wel in "
    "gegevens staan, laten zich maar voor een deel zien: delegatie en mandaat zijn een aanwijzing "
    "voor wie beslist en wie uitvoert, geen bewijs; verbanden waarvan het beleidsterrein niet "
    "bekend is, tellen niet mee; en of een regeling al op een herindeling is aangepast, blijkt "
    "alleen waar de bron nog een opgeheven gemeente noemt."
)


@dataclass(frozen=True)
class Risk:
    """One risk that shows.

    Parameters
    ----------
    number : int
        In the guide.
    domein : str
        Where it shows; empty when it concerns more.
    fact : str
        What shows it, a sentence.
    day : str
        ISO date of what is coming; empty when there is none.
    verbanden : tuple of str
        Names of those concerned.
    """

    number: int
    domein: str
    fact: str
    day: str
    verbanden: tuple[str, ...]


def find_risks(land: Landscape) -> tuple[Risk, ...]:
    """The risks that show for a gemeente."""
    return (
        *_policy_apart(land),
        *_powers_apart(land),
        *_not_aligned(land),
        *_reorganised(land),
        *_outdated(land),
    )


def _policy_apart(land: Landscape) -> list[Risk]:
    """Where policy is made with other partners than execution."""
    members = land.circles
    table = land.working
    found = []
    for domein, own in table.groupby("domein", sort=False):
        policy = [str(v) for v in own.index[own["aard"].isin(POLICY)]]
        carried_out = [str(v) for v in own.index[own["aard"].isin(EXECUTION)]]
        if not carried_out:
            continue
        circles = {members[v] for v in policy}
        apart = [v for v in carried_out if members[v] not in circles]
        known = own["aard"].ne("").all()
        if not apart or not (policy or known):
            # Without a word on policy it may well be made together: then the data show nothing.
            continue
        names = tuple(land.basis.full_name(v) for v in apart)
        made = listing([land.basis.full_name(v) for v in policy])
        beside = (
            f"terwijl het beleid wordt gemaakt in {made}"
            if policy
            else "en geen verband in dit domein maakt beleid"
        )
        fact = f"De uitvoering ligt bij {listing(names)}, {beside}."
        found.append(Risk(1, str(domein), fact, "", names))
    return found


def _powers_apart(land: Landscape) -> list[Risk]:
    """Where powers are handed over with other partners than the work that is done by mandate.

    Only verbanden with one and the same beleidsterrein are held against each other.
    """
    told = land.basis.lap.kenmerken
    if not {"bevoegdheid", "beleidsterreinen"} <= set(told):
        return []
    members, table = land.circles, land.working
    told = told[["bevoegdheid", "beleidsterreinen"]].reindex(table.index).fillna("")
    powers = told["bevoegdheid"].map(regelingen.several).to_dict()
    fields: dict[str, list[str]] = {}
    for verband, terreinen in told["beleidsterreinen"].map(regelingen.several).items():
        for terrein in terreinen:
            if not terrein.startswith(OPERATIONS):
                fields.setdefault(terrein, []).append(str(verband))
    found: dict[tuple[tuple[str, ...], tuple[str, ...]], list[str]] = {}
    for terrein, own in fields.items():
        decides = tuple(v for v in own if set(powers[v]) & HANDED_OVER)
        circles = {members[v] for v in decides}
        apart = tuple(v for v in own if powers[v] == (MANDATE,) and members[v] not in circles)
        if decides and apart:
            found.setdefault((apart, decides), []).append(terrein)
    return [
        Risk(
            1,
            str(table.at[apart[0], "domein"]),
            f"Voor {listing(terreinen)} {'heeft' if len(apart) == 1 else 'hebben'} "
            f"{listing(_names(land, apart))} alleen mandaat, wat op uitvoering wijst; "
            f"bevoegdheden zijn overgedragen aan {listing(_names(land, decides))}, met andere "
            "deelnemers.",
            "",
            _names(land, (*apart, *decides)),
        )
        for (apart, decides), terreinen in found.items()
    ]


def _names(land: Landscape, verbanden: Sequence[str]) -> tuple[str, ...]:
    """The names of some verbanden with their kind."""
    return tuple(land.basis.full_name(one) for one in verbanden)


def _not_aligned(land: Landscape) -> list[Risk]:
    """Where one domein has several circles, or several forms."""
    members = land.circles
    table = land.working
    found = []
    for domein, own in table.groupby("domein", sort=False):
        if domein == REST or len(own) < 2:
            continue
        circles = {members[str(v)] for v in own.index}
        forms = sorted({str(vorm) for vorm in own["vorm"] if vorm})
        if len(circles) < 2 and len(forms) < 2:
            continue
        parts = [
            f"{len(own)} verbanden met {count(len(circles), 'kring', 'verschillende kringen')}"
        ]
        if len(forms) > 1:
            parts.append(f"{len(forms)} vormen ({listing(forms)})")
        names = tuple(land.basis.full_name(str(v)) for v in own.index)
        found.append(Risk(2, str(domein), f"{' en '.join(parts)}.", "", names))
    return found


def _reorganised(land: Landscape) -> list[Risk]:
    """Coming reorganisations of gemeenten with which it shares a verband."""
    lap = land.basis.lap
    rows = lap.herindelingen
    day = lap.peildatum.isoformat()
    coming = rows[(rows["datum"] > day) & (rows["van_code"] != rows["naar_code"])]
    members = land.circles
    events: dict[tuple[str, ...], list[pd.DataFrame]] = {}
    for _, event in coming.groupby(["datum", "naar_code"], sort=True):
        gone = set(event["van_code"])
        touched = tuple(verband for verband, codes in members.items() if codes & gone)
        if touched:
            events.setdefault(touched, []).append(event)
    return [
        Risk(
            5,
            "",
            "; ".join(event_clause(one) for one in found) + ".",
            str(found[0]["datum"].iloc[0]),
            tuple(land.basis.full_name(verband) for verband in touched),
        )
        for touched, found in events.items()
    ]


def _outdated(land: Landscape) -> list[Risk]:
    """Verbanden of which the source still names gemeenten that are gone."""
    lap = land.basis.lap
    verbanden = set(land.working.index)
    rows = lap.deelnames[lap.deelnames["verband_id"].isin(verbanden)]
    gone = land.basis.once(_gone, ())
    found: dict[str, list[str]] = {}
    for verband, own in rows[rows["opmerking"] != ""].groupby("verband_id", sort=True):
        named = [
            (old, new)
            for code, remark in zip(own["gemeente_code"], own["opmerking"], strict=True)
            for old, new in gone.get(code, ())
            if old in _NAME.split(remark)
        ]
        if not named:
            continue
        went, into = (listing(list(dict.fromkeys(names))) for names in zip(*named, strict=True))
        verb = "is" if len(named) == 1 else "zijn"
        fact = f"De bron noemt nog {went}, die {verb} opgegaan in {into}."
        found.setdefault(fact, []).append(str(verband))
    return [Risk(5, "", fact, "", _names(land, own)) for fact, own in found.items()]


def _gone(lap: Lappendeken, _: Sequence[Indeling]) -> dict[str, list[tuple[str, str]]]:
    """By the code of what they went into: the names of gemeenten that are gone, old and new."""
    rows = lap.herindelingen
    past = (rows["datum"] <= lap.peildatum.isoformat()) & (rows["van_code"] != rows["naar_code"])
    found: dict[str, list[tuple[str, str]]] = {}
    for code, old, new in rows.loc[past, ["naar_code", "van_naam", "naar_naam"]].itertuples(
        index=False
    ):
        found.setdefault(str(code), []).append((str(old), str(new)))
    return found


def event_clause(rows: pd.DataFrame) -> str:
    """One reorganisation as a clause."""
    old = [str(name) for name in dict.fromkeys(rows["van_naam"])]
    new, datum = str(rows["naar_naam"].iloc[0]), str(rows["datum"].iloc[0])
    verb = "gaat" if len(old) == 1 else "gaan"
    part = " (deels)" if (rows["soort"] == "splitsing").any() else ""
    when = long_date(date.fromisoformat(datum)) if is_date(datum) else datum
    return f"op {when} {verb} {listing(old)}{part} op in {new}"


def risks_table(land: Landscape, found: tuple[Risk, ...]) -> Table:
    """The risks as a table."""
    columns = (
        Column("nummer", "Nr.", Kind.COUNT, 0.45),
        Column("risico", "Risico", width=2.2),
        Column("domein", "Domein", width=1.0),
        Column("feit", "Het feit dat het laat zien", width=3.0),
        Column("verbanden", "Verbanden", Kind.NAMES, 3.4),
    )
    rows: list[tuple[Cell, ...]] = [
        (
            one.number,
            SEEN[one.number],
            texts.domain_label(one.domein),
            capital(one.fact),
            one.verbanden,
        )
        for one in found
    ]
    empty = f"Van de risico's die gegevens kunnen laten zien, is er voor {land.name} geen te zien."
    return Table(
        "risicos", "Risico's die de gegevens laten zien", columns, tuple(rows), empty=empty
    )
