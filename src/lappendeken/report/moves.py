"""The single change that would bring a gemeente closest to congruence, when it can be sought."""

from typing import Any

from lappendeken import measures, optimise
from lappendeken.dutch import percentage
from lappendeken.errors import NotAPartitionError
from lappendeken.indeling import Indeling
from lappendeken.report.document import Section, Text
from lappendeken.report.landscape import Landscape
from lappendeken.tables import Cell, Column, Kind, Table
from lappendeken.wording import texts

_LEAST = 0.0005
"""A smaller gain is none: it would not show."""


def best_move(land: Landscape) -> Section | None:
    """The chapter on the single moves of a gemeente."""
    basis = land.basis
    try:
        moves = optimise.best_moves(basis.lap, list(basis.main), weights=basis.weights)
    except NotAPartitionError:
        return None
    own = moves[moves["gemeente"] == land.code]
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
    changed = [
        _moved(one, land.code, verband) if one.id == indeling else one for one in land.basis.main
    ]
    return float(measures.territorial_congruence(changed)["congruence"][land.code])


def _moved(one: Indeling, code: str, verband: str) -> Indeling:
    """An indeling in which one gemeente is in another verband."""
    members = {str(key): [c for c in one.members(str(key)) if c != code] for key in one.verbanden}
    members[verband].append(code)
    return Indeling.from_members(members, one.gemeenten, id=one.id, naam=one.naam)


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
        f"haar territoriale congruentie gaat dan van {percentage(now)} naar {percentage(after)}."
    )


def _table(land: Landscape, ranked: list[tuple[float, Any]]) -> Table:
    """Every move of the gemeente to a verband of a neighbour."""
    rows: list[tuple[Cell, ...]] = [
        (
            texts.short(land.basis.lap.indeling(str(row["indeling"]))),
            land.basis.full_name(str(row["from"])),
            land.basis.full_name(str(row["to"])),
            after,
            1000 * float(row["gain"]),
            bool(row["splits"]),
        )
        for after, row in ranked
    ]
    columns = (
        Column("domein", "Domein", width=1.0),
        Column("van", "Van", width=2.2),
        Column("naar", "Naar", width=2.2),
        Column("daarna", "Territoriale congruentie daarna", Kind.SHARE, 1.6),
        Column("winst_land", "Winst landelijk", Kind.SCORE, 1.2),
        Column("breekt", "Breekt het oude verband", Kind.FLAG, 1.3),
    )
    note = (
        "Alleen overstappen naar een verband van een buurgemeente. Winst landelijk: hoeveel "
        "duizendsten de gemiddelde adjusted Rand index van alle paren van domeinen erdoor stijgt. "
        "Breekt: wat overblijft, valt in meer delen uiteen. Of een stap verstandig is, zeggen deze "
        "gegevens niet."
    )
    empty = "Geen buurgemeente zit in een ander verband."
    return Table("stappen", "Elke overstap die kan", columns, tuple(rows), note, empty=empty)
