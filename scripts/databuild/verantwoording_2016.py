"""What `BRONNEN.md` says of the edition of 2016."""

from collections import Counter
from itertools import combinations
from typing import Final

from rapidfuzz import fuzz

from databuild.catalogue import CENTRUM, indelingen
from databuild.edition_2016 import Built
from databuild.herindelingen import STEPS_2016
from databuild.markdown import cell, table
from databuild.opengr import Match, Regelingen
from databuild.regioatlas import RegioatlasTable
from databuild.verantwoording import Values, drawn, render
from lappendeken.dutch import listing
from lappendeken.names import normalise

TEMPLATE: Final = "bronnen_2016.md"

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


def counts(built: Built) -> dict[str, int]:
    """What a program may want to check: Dutch name -> number."""
    edition, tables, regelingen = built.edition, built.tables, built.regelingen
    reasons = Counter(match.reason for match in regelingen.matches)
    return {
        "gemeenten": len(edition.gemeenten.frame),
        "indelingen": len(indelingen(edition.year)),
        "deelnames": len(edition.deelnames),
        "grenzen_over_land": edition.verbindingen.borders,
        "verbindingen": len(edition.verbindingen.rows),
        "zonder_centrumgemeente": sum(len(item.without_centrum) for item in tables),
        "regelingen": regelingen.count,
        "regelingen_zonder_gemeente": len(regelingen.without_gemeente),
        "opengr_rijen": len(regelingen.matches),
        **{f"opengr_{name.replace(' ', '_')}": reasons[name] for name, _ in OUTCOMES},
    }


def text(built: Built) -> str:
    """The account of this edition."""
    gone = listing([f"{step.van_naam} ({step.van_code})" for step in STEPS_2016])
    values = {
        **drawn(built.edition.gemeenten),
        "overgegaan": gone,
        **_regioatlas(built.tables),
        **_regelingen(built.regelingen),
        **_unmatched(built.regelingen),
    }
    return render(TEMPLATE, values)


def _regioatlas(tables: list[RegioatlasTable]) -> Values:
    known = indelingen("2016")
    rows = [
        [
            item.indeling,
            known.loc[item.indeling, "domein"],
            item.title,
            str(known.at[item.indeling, "bron"]).rpartition("/")[2] + ".csv",
            item.deelnames["verband_id"].nunique(),
            item.deelnames["gemeente_code"].nunique(),
            len(item.repeated),
        ]
        for item in tables
    ]
    header = ["Indeling", "Domein", "Naam in de bron", "Bestand"]
    header += ["Verbanden>", "Gemeenten>", "In meer dan één>"]
    spaces = [f"{name} ({item.indeling})" for item in tables for name in item.stray_spaces]
    centres = [item for item in tables if item.indeling in CENTRUM]
    without = [f"{name} ({item.indeling})" for item in centres for name in item.without_centrum]
    repeated = [
        [item.indeling, name, "; ".join(verbanden)]
        for item in tables
        for name, verbanden in item.repeated
    ]
    return {
        "indelingen_atlas": len(tables),
        "deelnames_atlas": sum(len(item.deelnames) for item in tables),
        "tabel_atlas": table(header, rows),
        "met_spaties": len(spaces),
        "spaties_lijst": "; ".join(spaces),
        "wettelijk_lijst": ", ".join(known.index[known["vorm"] == "geen"]),
        "centrum_lijst": " en ".join(item.indeling for item in centres),
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
        "met_gemeente": regelingen.deelnames["verband_id"].nunique(),
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
    groups = regelingen.deelnames.groupby("verband")["gemeente_code"]
    members = {str(name): set(codes) for name, codes in groups}
    found: list[list[object]] = []
    for one, other in combinations(sorted(members), 2):
        shared, together = members[one] & members[other], members[one] | members[other]
        if len(shared) < OVERLAP * len(together):
            continue
        if fuzz.token_sort_ratio(normalise(one), normalise(other)) >= ALIKE:
            found.append([one, other, len(shared), len(together)])
    return found
