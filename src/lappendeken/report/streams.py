"""Which gemeenten take the same way through the domeinen, and which circles are the same."""

from collections.abc import Sequence
from dataclasses import dataclass

import pandas as pd

from lappendeken.dutch import listing
from lappendeken.indeling import Indeling
from lappendeken.report.area import Area
from lappendeken.report.facts import Basis
from lappendeken.tables import Cell, Column, Kind, Table
from lappendeken.wording import texts

NOWHERE = "geen verband"
"""What stands for a gemeente that an indeling does not cover."""


@dataclass(frozen=True)
class Stream:
    """Gemeenten that are in the same verbanden in every domein.

    Parameters
    ----------
    stations : tuple of str
        For each main indeling the verbanden, joined when there are more; empty for none.
    gemeenten : tuple of str
        Codes.
    inwoners : int or None
        Together.
    """

    stations: tuple[str, ...]
    gemeenten: tuple[str, ...]
    inwoners: int | None


def streams(basis: Basis, area: Area) -> tuple[Stream, ...]:
    """The streams of an area, those with most inhabitants first."""
    found: dict[tuple[str, ...], list[str]] = {}
    for code in area.codes:
        way = tuple("\n".join(one.verbanden_of(code)) for one in basis.main)
        found.setdefault(way, []).append(str(code))
    result = [Stream(way, tuple(own), basis.inwoners(own)) for way, own in found.items()]
    return tuple(sorted(result, key=lambda s: (-(s.inwoners or 0), -len(s.gemeenten), s.gemeenten)))


def station_name(one: Indeling, station: str) -> str:
    """What a station is called."""
    if not station:
        return NOWHERE
    return " + ".join(str(one.namen[key]) for key in station.split("\n"))


def fits(basis: Basis, left: str, right: str) -> bool:
    """Whether one of two verbanden lies wholly inside the other."""
    if not left or not right or "\n" in left + right:
        return False
    a, b = set(basis.members(left)), set(basis.members(right))
    one, other = (basis.lap.indeling(str(basis.verbanden.at[v, "indeling"])) for v in (left, right))
    a &= set(other.gemeenten[other.covered])
    b &= set(one.gemeenten[one.covered])
    return a <= b or b <= a


def streams_table(basis: Basis, found: Sequence[Stream]) -> Table:
    """The streams in words."""
    columns = (
        *(Column(f"in_{one.id}", texts.short(one), width=1.5) for one in basis.main),
        Column("aantal", "Aantal", Kind.COUNT, 0.7),
        Column("inwoners", "Inwoners", Kind.COUNT, 1.0),
        Column("gemeenten", "Gemeenten", Kind.NAMES, 3.2),
    )
    rows: list[tuple[Cell, ...]] = [
        (
            *(station_name(o, s) for o, s in zip(basis.main, one.stations, strict=True)),
            len(one.gemeenten),
            one.inwoners,
            basis.sorted_names(one.gemeenten),
        )
        for one in found
    ]
    note = "Elke rij is een lap: gemeenten die in elk domein bij elkaar zitten."
    return Table("lappen", "Welke gemeenten steeds bij elkaar zitten", columns, tuple(rows), note)


@dataclass(frozen=True)
class Sharing:
    """Domeinen in which some gemeenten have one and the same circle.

    Parameters
    ----------
    indelingen : tuple of str
        Two or more ids; of none, for the gemeenten whose circles all differ.
    gemeenten : tuple of str
        Codes.
    inwoners : int or None
        Together.
    """

    indelingen: tuple[str, ...]
    gemeenten: tuple[str, ...]
    inwoners: int | None


def sharing(basis: Basis, codes: pd.Index) -> tuple[Sharing, ...]:
    """Which domeinen share a circle of partners, and for how many gemeenten."""
    table = basis.circles.loc[codes]
    found: dict[tuple[str, ...], list[str]] = {}
    for code, row in zip(table.index, table.to_numpy().tolist(), strict=True):
        same: dict[int, list[str]] = {}
        for name, number in zip(table.columns, row, strict=True):
            if number >= 0:
                same.setdefault(number, []).append(str(name))
        groups = [tuple(names) for names in same.values() if len(names) > 1]
        for group in groups or [()]:
            found.setdefault(group, []).append(str(code))
    result = [Sharing(group, tuple(own), basis.inwoners(own)) for group, own in found.items()]
    order = {str(name): k for k, name in enumerate(table.columns)}
    return tuple(
        sorted(
            result,
            key=lambda s: (
                not s.indelingen,
                -len(s.gemeenten),
                -len(s.indelingen),
                [order[name] for name in s.indelingen],
            ),
        )
    )


def sharing_table(basis: Basis, found: Sequence[Sharing]) -> Table:
    """The same in words."""
    columns = (
        Column("domeinen", "Domeinen met dezelfde kring", Kind.NAMES, 2.4),
        Column("aantal", "Aantal", Kind.COUNT, 0.7),
        Column("inwoners", "Inwoners", Kind.COUNT, 1.0),
        Column("gemeenten", "Gemeenten", Kind.NAMES, 3.4),
    )
    rows: list[tuple[Cell, ...]] = []
    for one in found:
        domains = tuple(texts.domain(basis.lap.indeling(name)) for name in one.indelingen)
        names = basis.sorted_names(one.gemeenten)
        rows.append((domains or ("geen twee",), len(one.gemeenten), one.inwoners, names))
    compared = [basis.lap.indeling(str(name)).naam for name in basis.circles.columns]
    note = (
        "Een gemeente met in twee groepen domeinen telkens één kring staat er twee keer in. "
        f"Vergeleken zijn {listing(compared)}."
    )
    return Table("kringen", "Welke domeinen dezelfde kring hebben", columns, tuple(rows), note)
