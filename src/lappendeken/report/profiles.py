"""Some gemeenten beside each other, with the same figures in every report."""

from collections.abc import Sequence

from lappendeken.report.facts import Basis
from lappendeken.tables import Cell, Column, Kind, Table, real, whole
from lappendeken.wording import texts


def circle_columns(basis: Basis) -> tuple[Column, ...]:
    """A column for every two domeinen with how equal the circles are."""
    return tuple(
        Column(
            f"kring_{a}_{b}",
            f"Gelijke kring {texts.pair(basis.lap, f'{a}~{b}')}",
            Kind.SHARE,
            1.35,
        )
        for a, b in basis.pairs
    )


def profiles_table(basis: Basis, name: str, title: str, codes: Sequence[str]) -> Table:
    """Some gemeenten with their figures."""
    rows: list[tuple[Cell, ...]] = []
    for code in codes:
        row = basis.gemeente(code)
        rows.append(
            (
                code,
                str(row["naam"]),
                str(row["provincie"]),
                whole(row["inwoners"]),
                int(row["verbanden"]),
                int(row["partners"]),
                int(row["partner_sets"]),
                real(row["congruence"]),
                *(real(row[f"ecs:{a}~{b}"]) for a, b in basis.pairs),
            )
        )
    columns = (
        Column("gemeente_code", "Code", width=0),
        Column("gemeente", "Gemeente", width=1.9),
        Column("provincie", "Provincie", width=1.4),
        Column("inwoners", "Inwoners", Kind.COUNT, 1.2),
        Column("verbanden", "Verbanden", Kind.COUNT, 1.25),
        Column("partners", "Partners", Kind.COUNT, 1.1),
        Column("kringen", "Samenstellingen", Kind.COUNT, 1.5),
        Column("territoriale_congruentie", "Territoriale congruentie", Kind.SHARE, 1.5),
        *circle_columns(basis),
    )
    empty = "Die zijn er niet in deze gegevens."
    return Table(name, title, columns, tuple(rows), empty=empty)
