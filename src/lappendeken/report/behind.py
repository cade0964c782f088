"""The rows behind the key figures, so that each can be found again in the data files."""

from collections.abc import Iterable
from dataclasses import replace
from typing import TYPE_CHECKING

from lappendeken import certainty
from lappendeken.report.facts import Basis
from lappendeken.report.landscape import Landscape
from lappendeken.tables import Cell, Column, Kind, Table

if TYPE_CHECKING:
    import pandas as pd


def rows_of(table: Table, name: str, title: str, column: str) -> Table:
    """The rows of a table in which a column says yes, for data files only.

    Examples
    --------
    >>> one = Table("t", "T", (Column("a", "A"), Column("b", "B", Kind.FLAG)), (("x", True),))
    >>> rows_of(one, "cijfer-b", "B", "b").rows, rows_of(one, "cijfer-b", "B", "b").shown_columns
    ((('x', True),), ())
    """
    place = [one.name for one in table.columns].index(column)
    columns = tuple(replace(one, width=0.0) for one in table.columns)
    rows = tuple(row for row in table.rows if row[place])
    return Table(name, title, columns, rows)


def behind_area(verbanden: Table, gemeenten: Table, deviations: Table) -> tuple[Table, ...]:
    """The rows behind the key figures of a province."""
    return (
        rows_of(verbanden, "cijfer-niet-congruent", "Verbanden die niet passen", "niet_congruent"),
        rows_of(verbanden, "cijfer-over-grens", "Verbanden in meer provincies", "over_grens"),
        rows_of(verbanden, "cijfer-losse-delen", "Verbanden in losse delen", "losse_delen"),
        rows_of(gemeenten, "cijfer-gescheiden", "Gescheiden gemeenten", "gescheiden"),
        rows_of(deviations, "cijfer-uitgelegd", "Afwijkingen met een reden", "uitgelegd"),
    )


def behind_gemeente(land: Landscape) -> tuple[Table, ...]:
    """The rows behind the key figures of a gemeente."""
    basis = land.basis
    working = land.verbanden[land.verbanden["samenwerking"].astype(bool)]
    own: tuple[tuple[Cell, ...], ...] = tuple(
        (str(key), basis.full_name(str(key)), str(basis.lap.indeling(str(one)).naam), int(size))
        for key, one, size in zip(
            working.index, working["indeling"], working["partners"], strict=True
        )
    )
    members = {
        str(key): frozenset(basis.lap.indeling(str(one)).members(str(key))) - {land.code}
        for key, one in working["indeling"].items()
    }
    sets: dict[frozenset[str], list[str]] = {}
    for key, partners in members.items():
        if partners:
            sets.setdefault(partners, []).append(key)
    circles: tuple[tuple[Cell, ...], ...] = tuple(
        (len(partners), basis.sorted_names(list(partners)), basis.names_of(keys))
        for partners, keys in sets.items()
    )
    table = land.main_partners
    always: tuple[tuple[Cell, ...], ...] = tuple(
        (str(code), basis.names([str(code)])[0], *map(bool, flags), all(flags))
        for code, flags in zip(table.index, table.to_numpy().tolist(), strict=True)
    )
    heads = [Column(f"in_{one.id}", one.naam, Kind.FLAG, 0) for one in basis.main]
    return (
        Table(
            "cijfer-verbanden",
            "Elk verband van samenwerking",
            (
                Column("verband_id", "Aanduiding", width=0),
                Column("verband", "Verband", width=0),
                Column("indeling", "Indeling", width=0),
                Column("partners", "Partners", Kind.COUNT, 0),
            ),
            own,
        ),
        Table(
            "cijfer-samenstellingen",
            "Elke samenstelling van partners",
            (
                Column("aantal", "Partners", Kind.COUNT, 0),
                Column("partners", "Wie", Kind.NAMES, 0),
                Column("verbanden", "In welke verbanden", Kind.NAMES, 0),
            ),
            circles,
        ),
        Table(
            "cijfer-overal-partner",
            "Partners in de domeinen die worden vergeleken",
            (
                Column("gemeente_code", "Code", width=0),
                Column("gemeente", "Partner", width=0),
                *heads,
                Column("overal", "Overal partner", Kind.FLAG, 0),
            ),
            always,
        ),
    )


def places(
    basis: Basis, codes: Iterable[str]
) -> tuple[tuple[Column, ...], dict[str, tuple[Cell, ...]]]:
    """Of some gemeenten their verband in every main indeling, how sure and by which source."""
    columns: list[Column] = []
    cells: dict[str, list[Cell]] = {code: [] for code in codes}
    for one in basis.main:
        columns += [
            Column(f"{name}_{one.id}", f"{head} {one.enkelvoud}", kind, 0)
            for name, head, kind in (
                ("verband", "Welke", Kind.NAMES),
                ("zekerheid", "Zekerheid", Kind.TEXT),
                ("stand", "Stand", Kind.TEXT),
                ("bron", "Bron", Kind.TEXT),
            )
        ]
        sure = certainty.certainty(basis.lap, one).to_dict()
        rows = basis.lap.deelnames_of(one)
        own = rows[rows["gemeente_code"].isin(cells)].groupby("gemeente_code")
        stand, bron = (own[name].agg(_joined).to_dict() for name in ("stand", "bron"))
        name_of = one.namen.to_dict()
        for code, row in cells.items():
            names = tuple(str(name_of[key]) for key in one.verbanden_of(code))
            row += [names, sure[code], stand.get(code, ""), bron.get(code, "")]
    return tuple(columns), {code: tuple(row) for code, row in cells.items()}


def _joined(values: "pd.Series[str]") -> str:
    """The different values that tell something."""
    return ", ".join(dict.fromkeys(str(value) for value in values if value))
