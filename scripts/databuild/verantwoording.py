"""`BRONNEN.md`: where every table comes from, and what the build did to it.

The prose is in `bronnen_sjabloon.md`; here the numbers, lists and tables for it are computed.
"""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import combinations
from pathlib import Path
from string import Template
from typing import Final

from rapidfuzz import fuzz

from databuild import geometry
from databuild.gemeenten import Gemeenten
from databuild.herindelingen import STEPS_2016, Herindelingen
from databuild.markdown import cell, number, table
from databuild.regelingen import Match, Regelingen
from databuild.regioatlas import RegioatlasTable
from databuild.verbindingen import Verbindingen
from lappendeken.names import normalise

TEMPLATE: Final = Path(__file__).with_name("bronnen_sjabloon.md")

ALIKE: Final = 90.0
"""From which similarity of names (0-100) two regelingen may be the same one."""

OVERLAP: Final = 0.5
"""From which Jaccard index of their gemeenten, as well."""

OUTCOMES: Final = (
    ("naam", "de naam is de officiële naam"),
    ("spelling", "de naam is een andere schrijfwijze of een gangbare andere naam"),
    ("correctie", "de naam is hersteld, zie hieronder"),
    ("herindeling", "de gemeente ging op weg naar 1 januari 2016 over in een andere"),
    ("opgeheven", "niet gekoppeld: de gemeente was vóór 1 januari 2016 al opgeheven"),
    ("geen gemeente", "niet gekoppeld: de deelnemer is geen Nederlandse gemeente"),
    ("onbekend", "niet gekoppeld: niet vast te stellen wie dit is"),
)


@dataclass(frozen=True)
class Result:
    """All that the build made and found.

    Parameters
    ----------
    gemeenten : Gemeenten
        The gemeenten.
    tables : tuple of RegioatlasTable
        The indelingen of the Regioatlas.
    regelingen : Regelingen
        The gemeenschappelijke regelingen.
    herindelingen : Herindelingen
        The reorganisations.
    verbindingen : Verbindingen
        The links over water.
    """

    gemeenten: Gemeenten
    tables: tuple[RegioatlasTable, ...]
    regelingen: Regelingen
    herindelingen: Herindelingen
    verbindingen: Verbindingen


def counts(result: Result) -> dict[str, int]:
    """Count what a program may want to check.

    Parameters
    ----------
    result : Result
        What the build found.

    Returns
    -------
    dict of int
        Dutch name -> number.
    """
    reasons = Counter(match.reason for match in result.regelingen.matches)
    atlas = sum(len(item.deelnames) for item in result.tables)
    return {
        "gemeenten": len(result.gemeenten.rows),
        "indelingen": len(result.tables) + 1,
        "deelnames": atlas + len(result.regelingen.deelnames),
        "grenzen_over_land": result.verbindingen.borders,
        "verbindingen": len(result.verbindingen.rows),
        "herindelingen": len(result.herindelingen.steps),
        "zonder_centrumgemeente": sum(len(item.without_centrum) for item in result.tables),
        "regelingen": result.regelingen.count,
        "regelingen_zonder_gemeente": len(result.regelingen.without_gemeente),
        "opengr_rijen": len(result.regelingen.matches),
        **{f"opengr_{name.replace(' ', '_')}": reasons[name] for name, _ in OUTCOMES},
    }


def text(result: Result) -> str:
    """Write the account of sources.

    Parameters
    ----------
    result : Result
        What the build found.

    Returns
    -------
    str
        The whole file.
    """
    values = {
        **_gemeenten(result.gemeenten),
        **_regioatlas(result.tables),
        **_regelingen(result.regelingen),
        **_unmatched(result.regelingen),
        **_herindelingen(result.herindelingen),
        **_verbindingen(result.verbindingen),
    }
    written = {
        key: number(value) if isinstance(value, int) else value for key, value in values.items()
    }
    return Template(TEMPLATE.read_text(encoding="utf-8")).substitute(written)


Values = dict[str, int | str]


def _gemeenten(gemeenten: Gemeenten) -> Values:
    mending = gemeenten.mending
    islets: dict[str, list[float]] = {}
    for label, area in mending.islets:
        islets.setdefault(gemeenten.rows[label - 1].naam, []).append(area)
    ordered = sorted(islets.items(), key=lambda item: (-sum(item[1]), item[0]))
    changed = [
        [one, other, "nieuw" if metres > 0 else "weg", abs(metres)]
        for one, other, metres in gemeenten.changed
    ]
    return {
        "gemeenten": len(gemeenten.rows),
        "inwoners": sum(row.inwoners for row in gemeenten.rows),
        "land": number(sum(row.oppervlakte_km2 for row in gemeenten.rows), 2),
        "overgegaan": _listed(f"{step.van_naam} ({step.van_code})" for step in STEPS_2016),
        "cel": int(geometry.CELL),
        "tolerantie": int(geometry.TOLERANCE),
        "punten": gemeenten.vertices,
        "gaten": len(mending.gaps),
        "gat_grens": int(geometry.GAP / 1e6),
        "gat_km2": number(sum(mending.gaps), 2),
        "eilandjes": len(mending.islets),
        "eiland_grens": int(geometry.ISLET / 1e6),
        "eiland_km2": number(sum(area for _, area in mending.islets), 2),
        "eiland_lijst": ", ".join(
            f"{name} {number(sum(areas), 2)} km² in {len(areas)}" for name, areas in ordered
        ),
        "snippers": len(mending.specks),
        "snipper_grens": int(geometry.SPECK / 1e4),
        "tabel_grenzen": table(["Gemeente", "Gemeente", "Grens", "Meter>"], changed),
    }


def _regioatlas(tables: tuple[RegioatlasTable, ...]) -> Values:
    rows = [
        [
            item.info.indeling,
            item.info.domein,
            item.title,
            f"{item.info.bron}.csv",
            len({row.verband_id for row in item.deelnames}),
            len({row.gemeente_code for row in item.deelnames}),
            len(item.repeated),
        ]
        for item in tables
    ]
    header = ["Indeling", "Domein", "Naam in de bron", "Bestand"]
    header += ["Verbanden>", "Gemeenten>", "In meer dan één>"]
    spaces = [f"{name} ({item.info.indeling})" for item in tables for name in item.stray_spaces]
    merged = [
        f"{one.kept} ({', '.join(one.spellings)}; {one.indeling})"
        for item in tables
        for one in item.merged
    ]
    centres = [item for item in tables if item.info.centrum]
    without = [
        f"{name} ({item.info.indeling})" for item in centres for name in item.without_centrum
    ]
    repeated = [
        [item.info.indeling, name, "; ".join(verbanden)]
        for item in tables
        for name, verbanden in item.repeated
    ]
    return {
        "indelingen_atlas": len(tables),
        "deelnames_atlas": sum(len(item.deelnames) for item in tables),
        "tabel_atlas": table(header, rows),
        "met_spaties": len(spaces),
        "spaties_lijst": "; ".join(spaces),
        "schrijfwijzen": "; ".join(merged) or "geen",
        "wettelijk_lijst": ", ".join(item.info.indeling for item in tables if item.info.wettelijk),
        "centrum_lijst": " en ".join(item.info.indeling for item in centres),
        "zonder_centrum": "; ".join(without) or "geen",
        "tabel_meervoudig": table(["Indeling", "Gemeente", "Verbanden"], repeated),
    }


def _regelingen(regelingen: Regelingen) -> Values:
    matches = regelingen.matches
    reasons = Counter(match.reason for match in matches)
    two = [f"{name} ({' en '.join(found)})" for name, found in regelingen.in_two_provinces]
    return {
        "rijen": len(matches),
        "regelingen": regelingen.count,
        "twee_provincies": len(two),
        "twee_lijst": "; ".join(two),
        "met_gemeente": len({row.verband_id for row in regelingen.deelnames}),
        "deelnames_regelingen": len(regelingen.deelnames),
        "zonder_gemeente": len(regelingen.without_gemeente),
        "hersteld": sum(match.row.repaired for match in matches),
        "buitenland": sum(not match.row.provincie for match in matches),
        "gekoppeld": sum(bool(match.codes) for match in matches),
        "tabel_uitkomsten": table(
            ["Uitkomst", "Betekenis", "Rijen>"],
            [[name, meaning, reasons[name]] for name, meaning in OUTCOMES],
        ),
        "lijst_zonder_gemeente": "\n".join(
            f"- {cell(name)}" for name in regelingen.without_gemeente
        ),
        "tabel_dubbel": table(["Naam", "Naam", "Gedeeld>", "Samen>"], _doubles(regelingen)),
    }


def _unmatched(regelingen: Regelingen) -> Values:
    def lines(reason: str, last: str = "") -> str:
        def line(match: Match) -> list[object]:
            row = match.row
            return [str(row.row), row.participant, row.regeling, *([match.note] if last else [])]

        header = ["Rij>", "Deelnemer", "Regeling", *([last] if last else [])]
        return table(header, [line(match) for match in regelingen.by_reason(reason)])

    kinds = Counter(match.note for match in regelingen.by_reason("geen gemeente"))
    ordered = sorted(kinds.items(), key=lambda item: (-item[1], item[0]))
    return {
        "tabel_correctie": lines("correctie", "Reden"),
        "tabel_herindeling": lines("herindeling", "Stap"),
        "tabel_opgeheven": lines("opgeheven", "Opvolger (jaar)"),
        "tabel_onbekend": lines("onbekend"),
        "tabel_geen_gemeente": lines("geen gemeente", "Soort"),
        "tabel_soorten": table(["Soort", "Rijen>"], ordered),
    }


def _doubles(regelingen: Regelingen) -> list[list[object]]:
    members: dict[str, set[str]] = {}
    for row in regelingen.deelnames:
        members.setdefault(row.verband, set()).add(row.gemeente_code)
    found: list[list[object]] = []
    for one, other in combinations(sorted(members), 2):
        shared, together = members[one] & members[other], members[one] | members[other]
        if len(shared) < OVERLAP * len(together):
            continue
        if fuzz.token_sort_ratio(normalise(one), normalise(other)) >= ALIKE:
            found.append([one, other, len(shared), len(together)])
    return found


def _herindelingen(result: Herindelingen) -> Values:
    return {
        "stappen": len(result.steps),
        "stappen_2016": len(STEPS_2016),
        "toetsen": _listed(f"de {count} van {date}" for date, count in result.checked),
        "zonder_aandeel": _listed(
            f"{step.van_naam} naar {step.naar_naam}" for step in result.without_share
        ),
        "bij_benadering": _listed(
            f"{step.van_naam} naar {step.naar_naam}" for step in result.approximate
        ),
    }


def _verbindingen(result: Verbindingen) -> Values:
    return {
        "grenzen": result.borders,
        "delen": len(result.parts),
        "vasteland": len(result.parts[0]),
        "andere_delen": "; ".join(", ".join(part) for part in result.parts[1:]),
        "verbindingen": len(result.rows),
    }


def _listed(items: Iterable[str]) -> str:
    """Join as a Dutch enumeration."""
    *front, last = items
    return f"{', '.join(front)} en {last}" if front else last
