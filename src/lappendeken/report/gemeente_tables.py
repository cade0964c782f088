"""The chapters of a report on a gemeente: its partners, its verbanden, and others beside it."""

import math
from collections.abc import Sequence
from datetime import date

import pandas as pd

from lappendeken.certainty import CONFIRMED
from lappendeken.drawing.bars import Bar, draw_bars
from lappendeken.drawing.network import Hub, Partner, draw_network
from lappendeken.dutch import count, listing, percentage
from lappendeken.indeling import Indeling
from lappendeken.report.certain import certain_table
from lappendeken.report.document import Block, Picture, Section
from lappendeken.report.landscape import Landscape
from lappendeken.report.lines import GROUPS, LAW, find_lines
from lappendeken.report.profiles import profiles_table
from lappendeken.tables import Cell, Column, Kind, Table
from lappendeken.wording import texts


def partners_section(land: Landscape) -> Section:
    """The chapter with the matrix of partners and domeinen."""
    whole = () if land.domains == land.basis.main else network(land, land.domains, "netwerk-alle")
    blocks = (*whole, partners_table(land), _all_partners(land))
    return Section("partners", "De partners", blocks)


def partners_table(land: Landscape) -> Table:
    """The matrix of partners and domeinen."""
    basis = land.basis
    shown = [one for one in land.domains if one.verbanden_of(land.code)]
    table = land.partners[[one.id for one in shown]]
    names = basis.lap.gemeenten["naam"]
    found = zip(table.index, table.to_numpy().tolist(), strict=True)
    rows: list[tuple[Cell, ...]] = []
    for code, flags in sorted(
        found, key=lambda one: (sum(one[1]), [not v for v in one[1]], str(names[one[0]]))
    ):
        odd = ""
        if sum(flags) == 1 and len(flags) > 1:
            odd = f"alleen {texts.domain(shown[flags.index(True)])}"
        elif sum(flags) == len(flags) - 1 and len(flags) > 2:
            odd = f"niet {texts.domain(shown[flags.index(False)])}"
        rows.append(
            (
                str(code),
                str(names[code]),
                str(basis.lap.gemeenten.at[code, "provincie"]),
                *flags,
                sum(flags),
                odd,
            )
        )
    columns = (
        Column("gemeente_code", "Code", width=0),
        Column("gemeente", "Partner", width=1.9),
        Column("provincie", "Provincie", width=1.4),
        *(Column(f"in_{one.id}", texts.short(one), Kind.FLAG, 1.0) for one in shown),
        Column("aantal", "Aantal", Kind.COUNT, 0.8),
        Column("opvallend", "Valt op", width=1.6),
    )
    uncovered = [texts.domain(one) for one in land.domains if not one.verbanden_of(land.code)]
    note = f"In {listing(uncovered)} zit {land.name} in geen verband." if uncovered else ""
    empty = f"{land.name} heeft in deze domeinen geen partners."
    title = "Partners per domein; wie het minst vaak partner is, staat bovenaan"
    return Table("partners", title, columns, tuple(rows), note, empty=empty)


def network(land: Landscape, indelingen: Sequence[Indeling], name: str) -> tuple[Block, ...]:
    """The picture of the landscape in some indelingen; none without verbanden."""
    hubs: list[Hub] = []
    with_whom: dict[str, list[int]] = {}
    for one in indelingen:
        for verband in one.verbanden_of(land.code):
            for code in one.members(verband):
                if code != land.code:
                    with_whom.setdefault(code, []).append(len(hubs))
            hubs.append(Hub(str(one.namen[verband]), one.domein, texts.short(one)))
    if not hubs:
        return ()
    names = land.basis.lap.gemeenten["naam"]
    domains = listing([texts.domain(one) for one in indelingen])
    partners = [Partner(str(names[code]), tuple(places)) for code, places in with_whom.items()]
    verbanden = count(len(hubs), "verband", "verbanden")
    around = count(len(partners), "partner", "partners")
    return (
        Picture(
            name,
            f"{land.name}, haar verbanden en haar partners voor {domains}",
            f"Netwerk: {land.name} in het midden, daaromheen {verbanden} en buitenom {around}. De "
            "tabel met partners noemt ze alle.",
            "Elke kleur is een domein, elke lijn een deelname. Vet: partner in al deze verbanden. "
            "Oranje stip: partner in maar één ervan.",
            draw_network(land.name, hubs, partners),
            0.88,
        ),
    )


def _all_partners(land: Landscape) -> Table:
    """The matrix over all collaborations, for data files."""
    basis, table = land.basis, land.all_partners
    columns = (
        Column("gemeente_code", "Code", width=0),
        Column("gemeente", "Partner", width=0),
        Column("provincie", "Provincie", width=0),
        *(
            Column(f"in_{name}", basis.lap.indeling(str(name)).naam, Kind.FLAG, 0)
            for name in table.columns
        ),
    )
    rows: tuple[tuple[Cell, ...], ...] = tuple(
        (
            str(code),
            str(basis.lap.gemeenten.at[code, "naam"]),
            str(basis.lap.gemeenten.at[code, "provincie"]),
            *map(bool, flags),
        )
        for code, flags in zip(table.index, table.to_numpy().tolist(), strict=True)
    )
    return Table("partners-alle-indelingen", "Partners in alle indelingen", columns, rows)


def verbanden_section(land: Landscape) -> Section:
    """The chapter with every deelname."""
    basis = land.basis
    told = (land.verbanden[["aard", "stand"]] != "").any()
    lines = find_lines(land)
    doubt = not land.verbanden["zekerheid"].isin(["", CONFIRMED]).all()
    columns = (
        Column("verband_id", "Aanduiding", width=0),
        Column("verband", "Verband", width=3.0),
        Column("ook", "Voert ook uit", Kind.NAMES, 1.8 * any(one.also for one in lines)),
        Column("groep", "Wat het is", width=1.3),
        Column("domein", "Domein", width=1.1),
        Column("vorm", "Vorm", width=1.5),
        Column("aard", "Wat wordt gedeeld", width=1.1 if told["aard"] else 0),
        Column("rol", "Rol", width=1.2),
        Column("van", "Sinds", Kind.DATE, 1.3),
        Column("partners", "Partners", Kind.COUNT, 0.9),
        Column("zekerheid", "Zekerheid", width=1.1 * doubt),
        Column("stand", "Bron van", width=0.7 if told["stand"] else 0),
    )
    placed = {"naam", "indeling", "samenwerking", *(one.name for one in columns)}
    beside = [str(name) for name in land.verbanden if name not in placed]
    more = tuple(Column(name, name.capitalize(), width=0) for name in beside)
    rows: list[tuple[Cell, ...]] = []
    for one in lines:
        row = land.verbanden.loc[one.verband]
        rows.append(
            (
                one.verband,
                basis.full_name(one.verband),
                basis.names_of(one.also),
                GROUPS[one.group],
                texts.domain_label(land.fields[one.verband]),
                str(row["vorm"]) if one.group != LAW else "",
                str(row["aard"]),
                str(row["rol"]),
                date.fromisoformat(str(row["van"])) if row["van"] else None,
                len(one.partners),
                str(row["zekerheid"]) or CONFIRMED,
                str(row["stand"])[:4],
                *(str(row[name]) for name in beside),
            )
        )
    unknown = [
        word
        for word, column in (
            ("de vorm", "vorm"),
            ("wat wordt gedeeld", "aard"),
            ("sinds wanneer", "van"),
        )
        if (land.verbanden[column] == "").all()
    ]
    note = "Een streepje: de bron zegt het niet."
    if any(one.also for one in lines):
        note += (
            " Voert ook uit: regio's met dezelfde deelnemers, waarvan naam en soort in de naam van "
            "de regeling staan; zij staan niet nog eens op een eigen regel."
        )
    if unknown:
        note += f" Bij geen enkel verband noemt de bron {listing(unknown)}."
    title = "Elk verband één keer, met vorm, rol en begin"
    empty = f"{land.name} zit in geen enkel verband."
    return Section(
        "verbanden",
        "De verbanden",
        (Table("verbanden", title, (*columns, *more), tuple(rows), note, empty=empty),),
    )


def compared_section(land: Landscape) -> Section:
    """The chapter that sets it beside neighbours and gemeenten of like size."""
    tables: list[Block] = []
    basis = land.basis
    known = basis.gemeenten["congruence"]
    nearby = [code for code in (land.code, *land.neighbours) if not math.isnan(known[code])]
    if len(nearby) > 1:
        bars = [
            Bar(str(basis.lap.gemeenten.at[c, "naam"]), float(known[c]), c == land.code)
            for c in sorted(
                nearby, key=lambda c: (known[c], str(basis.lap.gemeenten.at[c, "naam"]))
            )
        ]
        country = float(basis.country_scores["territorial_congruence"])
        told = listing([f"{bar.label} {percentage(bar.share)}" for bar in bars])
        tables.append(
            Picture(
                "buren",
                f"Territoriale congruentie van {land.name} en haar buren",
                f"Staafdiagram: {told}.",
                "100% = in elk domein dezelfde partners.",
                draw_bars(bars, country, f"landelijk {percentage(country)}"),
            )
        )
    for name, title, codes in (
        ("buurgemeenten", f"{land.name} naast haar buurgemeenten", land.neighbours),
        ("gelijke-grootte", f"{land.name} naast gemeenten van gelijke grootte", land.like_size),
    ):
        beside = (land.code, *codes) if codes else ()
        tables.append(profiles_table(basis, name, title, beside))
    tables += certain_table(basis, pd.Index([land.code]))
    return Section("vergelijking", "Vergeleken met andere gemeenten", tuple(tables))
