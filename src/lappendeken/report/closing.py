"""How a report was made: method, coverage, sources, licences, date, version and command."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

import pandas as pd

from lappendeken import certainty
from lappendeken.dutch import listing, long_date
from lappendeken.indeling import Indeling
from lappendeken.measures.registry import MEASURES
from lappendeken.model import Lappendeken
from lappendeken.report.document import Section, Text
from lappendeken.report.facts import Basis
from lappendeken.schema import ZEKERHEDEN
from lappendeken.tables import Cell, Column, Kind, Table
from lappendeken.wording.certainty import facts as certainty_facts
from lappendeken.wording.sources import describe_sources, named, program
from lappendeken.wording.terms import TERMS, weight_sentence


@dataclass(frozen=True)
class Made:
    """When and how a report was made.

    Parameters
    ----------
    day : date
        The date on the report.
    commands : mapping of str to str
        For each form the command that makes it; empty when it was made from Python.
    data : str
        What the data are called: `ingebouwd`, or the folder.
    """

    day: date
    commands: Mapping[str, str] = field(default_factory=dict)
    data: str = "ingebouwd"


def facts(basis: Basis, made: Made) -> dict[str, str]:
    """What holds for every number of a report."""
    return {
        "peildatum": basis.lap.peildatum.isoformat(),
        **basis.once(certainty_facts, basis.main),
        "gewicht": basis.gewicht,
        "gegevens": made.data,
        "gemaakt_op": made.day.isoformat(),
        "programma": program(),
    }


def coverage(basis: Basis, indelingen: Sequence[Indeling], codes: pd.Index) -> Table:
    """What part of the gemeenten each indeling reaches."""
    several = any((one.times_covered > 1).any() for one in indelingen)
    columns = (
        Column("indeling", "Indeling", width=2.2),
        Column("verbanden", "Verbanden", Kind.COUNT, 1.2),
        Column("gemeenten", "Gemeenten", Kind.COUNT, 1.3),
        Column("dekking", "Dekking", Kind.SHARE),
        Column("dekking_hier", "Dekking hier", Kind.SHARE, 1.1),
        Column("overlap", "Gemeenten in meer dan één verband", Kind.COUNT, 1.6 * several),
        *_sure_columns(basis, indelingen),
        Column("bron", "Alle bronnen", width=0),
        Column("bronnen", "Bron", width=3.0),
    )
    rows: list[tuple[Cell, ...]] = []
    found = basis.once(certainty.dates, indelingen).to_dict("index")
    for one in indelingen:
        told, sources = found[one.id], _sources(basis, one)
        inside = one.covered.reindex(codes)
        rows.append(
            (
                one.naam,
                len(one.verbanden),
                int(one.covered.sum()),
                one.coverage,
                float(inside.mean()),
                int((one.times_covered > 1).sum()),
                _span(str(told["eerst"]), str(told["laatst"])),
                *(int(told[name]) for name in ZEKERHEDEN),
                ", ".join(sources),
                listing(named(sources)),
            )
        )
    note = (
        "Vergelijkingen gaan over de gemeenten die in beide indelingen een verband hebben. "
        "Dekking hier: van de gemeenten waar dit rapport over gaat."
    )
    return Table("dekking", "Dekking en bron van elke indeling", columns, tuple(rows), note)


def _sure_columns(basis: Basis, indelingen: Sequence[Indeling]) -> tuple[Column, ...]:
    """The dates for which sources speak and how sure; on paper as far as there is something."""
    table = basis.once(certainty.dates, indelingen)
    doubt = 0.0 if basis.once(is_confirmed, indelingen) else 1.25
    return (
        Column("stand", "Volgens bronnen van", width=1.1 if (table["eerst"] != "").any() else 0),
        *(Column(name, name.capitalize(), Kind.COUNT, doubt) for name in ZEKERHEDEN),
    )


def _span(first: str, last: str) -> str:
    """Two moments as years."""
    years = dict.fromkeys(day[:4] for day in (first, last) if day)
    return " tot ".join(years)


def _sources(basis: Basis, one: Indeling) -> tuple[str, ...]:
    """The sources that the deelnames of an indeling name."""
    used = basis.lap.deelnames_of(one)["bron"]
    return tuple(dict.fromkeys(str(name) for name in used if name))


def account(
    basis: Basis,
    made: Made,
    method: Sequence[str],
    indelingen: Sequence[Indeling],
    codes: pd.Index,
) -> Section:
    """The chapter with method, coverage, sources and origin."""
    lap = basis.lap
    day = (
        f"De gemeenten zijn die van {long_date(lap.peildatum)} (de peildatum). Dit rapport is "
        f"gemaakt op {long_date(made.day)} met {program()}. Met dezelfde gegevens en dezelfde "
        "datum geeft het programma hetzelfde rapport, byte voor byte."
    )
    data = (
        "De gegevens zijn die van het programma zelf."
        if made.data == "ingebouwd"
        else f"De gegevens komen uit de map {made.data}."
    )
    sources = basis.once(describe_sources, indelingen)
    return Section(
        "verantwoording",
        "Verantwoording",
        (
            Text((*method, weight_sentence(basis.gewicht))),
            coverage(basis, indelingen, codes),
            Text((data, *sources, *meaning_of_certainty(basis, indelingen), day)),
        ),
    )


def is_confirmed(lap: Lappendeken, indelingen: Sequence[Indeling]) -> bool:
    """Whether a source confirms every deelname."""
    return all(certainty.unconfirmed(lap, one).empty for one in indelingen)


def meaning_of_certainty(basis: Basis, indelingen: Sequence[Indeling]) -> list[str]:
    """What the words for certainty mean, where the sources tell that something is not sure."""
    if basis.once(is_confirmed, indelingen):
        return []
    meaning = (
        "Bevestigd: een bron noemt deze gemeente in dit verband. Afgeleid: uit een kaart, of uit "
        "een bron die alleen het gebied als geheel noemt. Voortgezet: uit een eerdere editie, "
        "omdat geen latere bron is gevonden. De bron en de datum van elke deelname staan in de "
        "gegevens zelf, in de kolommen bron en stand van verbanden.csv."
    )
    return [meaning]


def glossary(words: tuple[str, ...]) -> Section:
    """A chapter that explains words."""
    columns = (Column("begrip", "Begrip", width=1.0), Column("betekenis", "Betekenis", width=4.0))
    rows = tuple((word, TERMS[word]) for word in words)
    table = Table("begrippen", "Wat de woorden betekenen", columns, rows)
    more = (
        "Elke maat staat met formule, voorbeeld en bron in docs/maten.md, dat bij het programma "
        f"hoort. Daar heet de gelijke kring {MEASURES['element_centric_similarity'].short}."
    )
    return Section("begrippen", "Begrippen", (table, Text((more,))))
