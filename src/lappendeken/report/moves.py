"""The single change that would bring a gemeente closest to congruence, when it can be sought."""

from typing import Any

from lappendeken.dutch import percentage
from lappendeken.measures.gemeenten import territorial_congruence_of
from lappendeken.report.document import Section, Text
from lappendeken.report.landscape import Landscape
from lappendeken.tables import Cell, Column, Kind, Table
from lappendeken.wording import texts

_LEAST = 0.0005
"""A smaller gain is none: it would not show."""

_NOTHING = 1e-9
"""What rounding may leave of no gain at all."""


def best_move(land: Landscape) -> Section | None:
    """The chapter on the single moves of a gemeente."""
    basis = land.basis
    if basis.moves is None:
        return None
    own = basis.moves[basis.moves["gemeente"] == land.code]
    ranked = sorted(
        (
            (_after(land, str(row["indeling"]), str(row["to"])), row)
            for row in own.to_dict("records")
        ),
        key=lambda found: (-found[0], -found[1]["gain"], found[1]["indeling"], found[1]["to"]),
    )
    sentence = _sentence(land, ranked)
    return Section("een-stap", "Eén stap", (Text((sentence,)), _table(land, ranked)))


def _after(land: Landscape, indeling: str, verband: str) -> float:
    """The territoriale congruentie of the gemeente, were it in another verband."""
    there = set(land.basis.lap.indeling(indeling).members(verband)) - {land.code}
    return territorial_congruence_of({**land.main_circles, indeling: there}.values())


def _sentence(land: Landscape, ranked: list[tuple[float, Any]]) -> str:
    """What the best move would bring."""
    now = float(land.scores["congruence"])
    if not ranked or ranked[0][0] < now + _LEAST:
        return (
            f"Geen enkele overstap van {land.name} naar een verband van een buurgemeente brengt "
            f"haar territoriale congruentie boven de {percentage(now)} die zij nu is."
        )
    after, row = ranked[0]
    one = land.basis.lap.indeling(str(row["indeling"]))
    old, new = (land.basis.full_name(str(row[end])) for end in ("from", "to"))
    return (
        f"De stap die {land.name} het dichtst bij congruentie brengt, is voor {texts.domain(one)} "
        f"van {old} naar {new}: "
        f"haar territoriale congruentie gaat dan van {texts.from_to(now, after)}."
    )


def _table(land: Landscape, ranked: list[tuple[float, Any]]) -> Table:
    """Every move of the gemeente to a verband of a neighbour."""
    rows: list[tuple[Cell, ...]] = [
        (
            texts.short(land.basis.lap.indeling(str(row["indeling"]))),
            land.basis.full_name(str(row["from"])),
            land.basis.full_name(str(row["to"])),
            after,
            float(row["gain"]) > _NOTHING,
            bool(row["splits"]),
        )
        for after, row in ranked
    ]
    columns = (
        Column("domein", "Domein", width=1.0),
        Column("van", "Van", width=2.2),
        Column("naar", "Naar", width=2.2),
        Column("daarna", "Territoriale congruentie daarna", Kind.SHARE, 1.6),
        Column("winst_land", "Beter voor het land", Kind.FLAG, 1.2),
        Column("breekt", "Breekt het oude verband", Kind.FLAG, 1.3),
    )
    note = (
        "Alleen overstappen naar een verband van een buurgemeente. Beter voor het land: of de "
        "indelingen in het hele land erdoor meer op elkaar gaan lijken (de adjusted Rand index, "
        "gemiddeld over elke twee domeinen, stijgt). "
        "Breekt: wat overblijft, valt in meer delen uiteen. Of een stap verstandig is, zeggen deze "
        "gegevens niet."
    )
    empty = "Geen buurgemeente zit in een ander verband."
    return Table("stappen", "Elke overstap die kan", columns, tuple(rows), note, empty=empty)
