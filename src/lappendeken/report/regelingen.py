"""The chapters on regelingen: their vorm and bevoegdheid, and who takes part beside gemeenten."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from types import MappingProxyType

import pandas as pd

from lappendeken.dutch import count, listing, number
from lappendeken.names import normalise
from lappendeken.report.area import Area
from lappendeken.report.document import Block, Section, Text
from lappendeken.report.facts import Basis
from lappendeken.report.landscape import Landscape
from lappendeken.report.lines import find_lines
from lappendeken.report.together import Group
from lappendeken.tables import Cell, Column, Kind, Table, regelingen

_TOLD = ("verband", "vorm", "bevoegdheid", "beleidsterreinen", "opgericht", "sinds")
_WHERE = ("andere_deelnemers", "register_id", "adres")
_WORDS = (
    "Delegatie: de gemeenten hebben bevoegdheden overgedragen aan het verband. Mandaat: het "
    "verband beslist in naam van de gemeenten. Attributie: de wet geeft het verband zelf "
    "bevoegdheden. Een streepje: de bron zegt het niet."
)
BOARDS: Mapping[str, str] = MappingProxyType(
    {
        "openbaar lichaam": "algemeen en dagelijks bestuur, en een voorzitter",
        "gemeenschappelijk orgaan": "het orgaan zelf",
        "bedrijfsvoeringsorganisatie": "één bestuur",
        "centrumgemeente": "geen: de centrumgemeente beslist",
        "regeling zonder meer": "geen: de gemeenten beslissen zelf",
        "stichting": "naar haar statuten",
        "overeenkomst": "geen: de gemeenten beslissen zelf",
        "convenant": "geen: de gemeenten beslissen zelf",
    }
)
"""Who governs a verband of each vorm; of the first five the Wgr says so."""
_BOARD = " Het bestuur volgt uit de vorm (Wgr, artikelen 8, 12 en 14a)."
_BEGAN = (
    "Opgericht is de oudste inwerkingtreding die de bron noemt; een gemeente kan er eerder bij "
    "zijn."
)


def of_gemeente(land: Landscape) -> Section | None:
    """The chapter of a gemeente; None when nothing is told of its verbanden."""
    lap = land.basis.lap
    folded = {one for line in find_lines(land) for one in line.also}
    chosen = regelingen.described(lap, (v for v in land.verbanden.index if v not in folded))
    return _section(regelingen.frame(lap, chosen, land.code)) if chosen else None


def of_group(group: Group) -> Section | None:
    """The chapter of a group, with who of it takes part since when."""
    lap = group.basis.lap
    inside = {share.verband: share.inside for share in group.shares}
    chosen = regelingen.described(lap, inside)
    if not chosen:
        return None
    found = regelingen.frame(lap, chosen)
    since = lap.deelnames.set_index(["verband_id", "gemeente_code"])["van"].to_dict()
    names = dict(zip(group.codes, group.names, strict=True))
    who = [tuple(_since(names[code], since[one, code]) for code in inside[one]) for one in chosen]
    found.insert(1, "deelnemers", pd.Series(who, found.index, dtype="object"))
    return _section(found)


def _since(name: str, day: str) -> str:
    """A gemeente with the year in which it began, when it is known."""
    return f"{name} ({day[:4]})" if day else name


def _section(found: pd.DataFrame) -> Section:
    """The chapter on some regelingen."""
    told, where = _tables(found)
    blocks: list[Block] = [_forms(found), told]
    if where is not None:
        blocks.append(where)
    return Section("regelingen", "Vorm en bevoegdheid", tuple(blocks))


def _forms(found: pd.DataFrame) -> Table:
    """How many there are of each vorm."""
    columns = (
        Column("vorm", "Vorm", width=2.0),
        Column("bevoegdheid", "Bevoegdheid", width=2.0),
        Column("bestuur", "Bestuur", width=2.4),
        Column("aantal", "Verbanden", Kind.COUNT, 0.8),
    )
    rows = tuple(
        (vorm, listing(regelingen.several(power)), BOARDS.get(vorm, ""), size)
        for vorm, power, size in regelingen.counted(found)
    )
    title = "Hoeveel verbanden van elke vorm, en wie ze bestuurt"
    return Table("vormen", title, columns, rows, _WORDS + _BOARD)


def _tables(found: pd.DataFrame) -> tuple[Table, Table | None]:
    """What is told of each, and where it stands with who else takes part."""
    title = "Elk verband waarvan meer bekend is dan de deelnemers"
    flat = found.drop(columns="deelnemers", errors="ignore")
    whole = regelingen.table(flat, title).capitalised
    ids = Column("verband_id", "Aanduiding", width=0)
    keys: list[tuple[Cell, ...]] = [(str(key),) for key in found.index]
    names = [column.name for column in whole.columns]
    own = [name for name in names if name not in {*_TOLD, *_WHERE}]
    note = _BEGAN if "opgericht" in names else ""
    told = replace(whole, note=note).pick(*(name for name in _TOLD if name in names), *own)
    if "deelnemers" in found:
        head = Column("deelnemers", "Wie, en sinds welk jaar", Kind.NAMES, 2.2)
        told = replace(
            told,
            columns=(*told.columns, head),
            rows=tuple(
                (*row, who) for row, who in zip(told.rows, found["deelnemers"], strict=True)
            ),
        )
    told = _before(told, ids, keys)
    there = [name for name in _WHERE if name in names]
    where = whole.pick("verband", *there)
    kept = [k for k, row in enumerate(where.rows) if any(row[1:])]
    if not kept:
        return told, None
    where = replace(where, rows=tuple(where.rows[k] for k in kept))
    where = replace(
        _before(where, ids, [keys[k] for k in kept]),
        name="andere-deelnemers",
        title="Wie er verder aan deelneemt, en waar het verband in het register staat",
    )
    return told, where.widened(adres=4.0)


def _before(table: Table, column: Column, cells: Sequence[tuple[Cell, ...]]) -> Table:
    """A table with a column more at the left."""
    rows = tuple((*cell, *row) for cell, row in zip(cells, table.rows, strict=True))
    return replace(table, columns=(column, *table.columns), rows=rows)


# Provinces ---------------------------------------------------------------------------------------


def taken_part(basis: Basis) -> Mapping[str, tuple[str, ...]]:
    """In which verbanden each province itself takes part; empty when the data know of none."""
    rows = basis.lap.andere_deelnemers
    rows = rows[rows["soort"] == "provincie"]
    provinces = sorted({str(name) for name in basis.lap.gemeenten["provincie"]})
    if rows.empty:
        return {}
    known = rows["deelnemer"].map(_plain)
    return {
        name: tuple(dict.fromkeys(map(str, rows.loc[known == _plain(name), "verband_id"])))
        for name in provinces
    }


def _plain(name: str) -> str:
    """The name of a province however a register calls it."""
    return normalise(name).removeprefix("provincie").strip()


def of_area(basis: Basis, area: Area) -> Section | None:
    """The chapter on the regelingen in which provinces take part; None when none is known."""
    found = taken_part(basis)
    if not found:
        return None
    title = "Waaraan de provincies zelf deelnemen"
    if area.provincie is None:
        return Section("provincies-zelf", title, (_provinces_table(basis, found),))
    own = found[area.provincie]
    name = area.provincie
    if not own:
        told = f"Volgens de gegevens neemt de provincie {name} zelf aan geen enkel verband deel."
        return Section("provincie-zelf", "Waaraan de provincie zelf deelneemt", (Text((told,)),))
    amount = count(len(own), "verband met gemeenten", "verbanden met gemeenten")
    names = listing([str(basis.lap.verbanden.at[one, "naam"]) for one in own])
    told = f"Aan {amount} neemt de provincie {name} zelf deel: {names}."
    blocks = (Text((told,)), _own_table(basis, area, own))
    return Section("provincie-zelf", "Waaraan de provincie zelf deelneemt", blocks)


def _own_table(basis: Basis, area: Area, own: Sequence[str]) -> Table:
    """The verbanden in which a province takes part."""
    frame = regelingen.frame(basis.lap, own)
    members = basis.lap.deelnames.groupby("verband_id")["gemeente_code"].agg(set).to_dict()
    inside = set(map(str, area.codes))
    rows: list[tuple[Cell, ...]] = [
        (
            str(key),
            str(row["verband"]),
            str(row["vorm"]),
            row.get("bevoegdheid", ()),
            row.get("beleidsterreinen", ()),
            len(members[key]),
            len(members[key] & inside),
            tuple(
                one
                for one in row["andere_deelnemers"]
                if _plain(one) != _plain(str(area.provincie))
            ),
        )
        for key, row in frame.to_dict("index").items()
    ]
    columns = (
        Column("verband_id", "Aanduiding", width=0),
        Column("verband", "Verband", width=2.8),
        Column("vorm", "Vorm", width=1.5),
        Column("bevoegdheid", "Bevoegdheid", Kind.NAMES, 1.3),
        Column("beleidsterreinen", "Beleidsterreinen", Kind.NAMES, 2.2),
        Column("gemeenten", "Gemeenten", Kind.COUNT, 1.1),
        Column("waarvan_hier", "Waarvan hier", Kind.COUNT, 0.9),
        Column(
            "andere_deelnemers", "Verder nemen deel", Kind.NAMES, 2.0 * any(r[-1] for r in rows)
        ),
    )
    note = "Verbanden waaraan geen gemeente deelneemt, staan niet in de gegevens."
    title = f"De verbanden met de provincie {area.provincie}"
    return Table("provincie-zelf", title, columns, tuple(rows), note)


def _provinces_table(basis: Basis, found: Mapping[str, tuple[str, ...]]) -> Table:
    """How many verbanden each province takes part in, and which."""
    names = basis.lap.verbanden["naam"]
    rows: list[tuple[Cell, ...]] = [
        (provincie, len(own), tuple(str(names[one]) for one in own))
        for provincie, own in found.items()
    ]
    columns = (
        Column("provincie", "Provincie", width=1.2),
        Column("aantal", "Verbanden", Kind.COUNT, 0.8),
        Column("verbanden", "Welke", Kind.NAMES, 5.0),
    )
    soorten = basis.lap.andere_deelnemers.drop_duplicates(["soort", "deelnemer"])["soort"]
    kinds = soorten.value_counts().to_dict()
    told = listing([f"{number(size)} keer {kind}" for kind, size in kinds.items()])
    note = (
        f"Behalve gemeenten nemen in deze gegevens ook anderen deel: {told}. Verbanden waaraan "
        "geen gemeente deelneemt, staan er niet in."
    )
    title = "In hoeveel verbanden met gemeenten elke provincie zelf zit"
    return Table("provincies-zelf", title, columns, tuple(rows), note)
