"""The tables of a report on a group of gemeenten; the first ones are shown on the screen too."""

from collections import Counter
from dataclasses import replace

import pandas as pd

from lappendeken.dutch import listing
from lappendeken.report.document import Block, Section, Text
from lappendeken.report.together import Group
from lappendeken.tables import Cell, Column, Kind, Table
from lappendeken.wording import texts

NOWHERE = "geen verband"
"""What stands for the verband of a gemeente that is in none."""

_WIDEST = 12


def name_of(group: Group, verband: str) -> str:
    """A verband, or that there is none."""
    return group.basis.full_name(verband) if verband else NOWHERE


def domains_table(group: Group) -> Table:
    """Per domein how the group is split, and along which line."""
    rows: list[tuple[Cell, ...]] = []
    for one in group.domains:
        parts = group.parts(one)
        told = [
            f"{name_of(group, verband)}: {listing(list(group.basis.names(codes)))}"
            for verband, codes in parts.items()
        ]
        rows.append((texts.short(one), len(parts), "; ".join(told), group.line(one) or "samen"))
    columns = (
        Column("domein", "Domein", width=0.9),
        Column("delen", "Delen", Kind.COUNT, 0.6),
        Column("verdeling", "Wie zit waar", width=4.0),
        Column("lijn", "Langs welke lijn", width=2.2),
    )
    return Table("domeinen", "Hoe elk domein de groep verdeelt", columns, tuple(rows))


def joinings_table(group: Group) -> Table:
    """What it would take to be together, per domein."""
    rows: list[tuple[Cell, ...]] = [
        (
            texts.short(one),
            group.basis.full_name(way.verband),
            len(way.moving),
            way.inwoners,
            group.basis.names(way.moving),
            tuple(group.basis.full_name(verband) for verband in way.leaving),
        )
        for one in group.domains
        for way in group.joinings(one)
    ]
    columns = (
        Column("domein", "Domein", width=1.0),
        Column("verband", "Samen in", width=2.0),
        Column("aantal", "Aantal dat overgaat", Kind.COUNT, 1.0),
        Column("inwoners", "Inwoners", Kind.COUNT, 1.0),
        Column("gemeenten", "Wie gaat over", Kind.NAMES, 2.2),
        Column("uit", "Uit welk verband", Kind.NAMES, 2.4),
    )
    note = (
        "Per domein staat de weg met de minste gemeenten bovenaan. Wat een overstap kost en of die "
        "verstandig is, zeggen deze gegevens niet."
    )
    return Table(
        "samenkomen",
        "Wat er nodig is om bij elkaar te zijn",
        columns,
        tuple(rows),
        note if rows else "",
        empty="Niets: de groep zit in elk domein al in één verband.",
    )


def least_joinings_table(group: Group) -> Table:
    """The way with the fewest gemeenten to be together, for each domein that is split."""
    whole = joinings_table(group)
    first = {row[0]: row for row in reversed(whole.rows)}
    rows = tuple(row for row in whole.rows if first[row[0]] is row)
    title = "Wat er ten minste nodig is om bij elkaar te zijn"
    return replace(whole, title=title, rows=rows, note="").pick("domein", "verband", "gemeenten")


def shares_table(group: Group) -> Table:
    """Every verband with one of the group in it."""
    basis = group.basis
    rows: list[tuple[Cell, ...]] = [
        (
            share.verband,
            basis.full_name(share.verband),
            texts.domain_label(str(basis.lap.verbanden.at[share.verband, "domein"])),
            len(share.inside),
            basis.names(share.inside) if share.outside else ("alle",),
            basis.names(share.outside),
        )
        for share in group.shares
    ]
    columns = (
        Column("verband_id", "Aanduiding", width=0),
        Column("verband", "Verband", width=3.0),
        Column("domein", "Domein", width=1.1),
        Column("aantal", "Aantal", Kind.COUNT, 0.8),
        Column("erin", "Wel erin", Kind.NAMES, 2.4),
        Column("niet_erin", "Niet erin", Kind.NAMES, 2.4),
    )
    return Table("gedeeld", "Elk verband waarin een van hen zit", columns, tuple(rows))


def counts_table(group: Group) -> Table:
    """Per indeling how many verbanden hold all, some and none of the group."""
    rows: list[tuple[Cell, ...]] = []
    for one in group.basis.collaborations or group.basis.everything:
        sizes = [len(codes) for verband, codes in group.parts(one).items() if verband]
        whole = sum(size == len(group.codes) for size in sizes)
        row = (one.naam, whole, len(sizes) - whole, len(one.verbanden) - len(sizes))
        rows.append((texts.domain_label(one.domein), *row))
    columns = (
        Column("domein", "Domein", width=1.2),
        Column("indeling", "Indeling", width=3.2),
        Column("alle", "Met allen", Kind.COUNT),
        Column("deel", "Met een deel", Kind.COUNT),
        Column("geen", "Zonder hen", Kind.COUNT),
    )
    title = "Hoeveel verbanden allen, een deel of geen van hen bevatten"
    return Table("tellingen", title, columns, tuple(rows))


def pairs_table(group: Group) -> Table:
    """How many verbanden every two of the group share."""
    columns = (
        Column("gemeente", "Gemeente", width=1.6),
        *(
            Column(code, name, Kind.COUNT, 1.0 if len(group.codes) <= _WIDEST else 0)
            for code, name in zip(group.codes, group.names, strict=True)
        ),
    )
    rows: list[tuple[Cell, ...]] = [
        (name, *(group.shared[a, b] for b in group.codes))
        for a, name in zip(group.codes, group.names, strict=True)
    ]
    note = "Op de diagonaal: het aantal verbanden van de gemeente zelf."
    return Table("twee-aan-twee", "Gedeelde verbanden, twee aan twee", columns, tuple(rows), note)


def tasks_section(taken: pd.DataFrame) -> Section:
    """The chapter on tasks, when the data have them."""
    aspects = list(dict.fromkeys(taken["aspect"]))
    laws = taken.drop_duplicates("taak").set_index("taak")["wet"]
    more = taken["toelichting"].where(taken["toelichting"] == "", " (" + taken["toelichting"] + ")")
    told = pd.Series((taken["schaal"] + more).to_numpy(), index=[taken["taak"], taken["aspect"]])
    scale = told.to_dict()
    rows: list[tuple[Cell, ...]] = [
        (str(task), str(law), *(scale.get((task, aspect), "") for aspect in aspects))
        for task, law in laws.items()
    ]
    columns = (
        Column("taak", "Taak", width=2.6),
        Column("wet", "Wet", width=1.3 if laws.ne("").any() else 0),
        *(Column(f"aspect_{k}", str(name), width=1.4) for k, name in enumerate(aspects, start=1)),
    )
    totals = Counter(zip(taken["aspect"], taken["schaal"], strict=True))
    scales = list(dict.fromkeys(taken["schaal"]))
    counted = Table(
        "taken-telling",
        "Hoeveel taken op welke schaal",
        (
            Column("aspect", "Aspect", width=2.0),
            *(
                Column(f"schaal_{k}", str(name), Kind.COUNT)
                for k, name in enumerate(scales, start=1)
            ),
        ),
        tuple((str(aspect), *(totals[aspect, scale] for scale in scales)) for aspect in aspects),
    )
    table = Table("taken", "Elke taak en de schaal van elk aspect", columns, tuple(rows))
    blocks: tuple[Block, ...] = (
        Text(("De gegevens noemen ook de taken en de schaal waarop elk aspect wordt gedaan.",)),
        table,
        counted,
    )
    return Section("taken", "De taken", blocks)
