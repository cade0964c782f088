"""The report on a casus: a collaboration from a document, measured like any other."""

from collections import Counter
from dataclasses import replace

import geopandas as gpd
import pandas as pd

from lappendeken.casus.measuring import Casus
from lappendeken.drawing.split import Panel, draw_split
from lappendeken.dutch import capital, count, listing, long_date, number, percentage
from lappendeken.measures.registry import shown
from lappendeken.provenance import recorded
from lappendeken.report import closing
from lappendeken.report.document import Block, Picture, Report, Section, Text
from lappendeken.report.group_tables import tasks_section
from lappendeken.report.risks import EXECUTION, POLICY
from lappendeken.schema import DOMEINEN
from lappendeken.tables import Cell, Column, KeyFigure, Kind, Table, real
from lappendeken.wording.sources import program
from lappendeken.wording.terms import TERMS

WORDS = ("verband", "indeling", "partner", "kring", "Jaccard", "territoriale congruentie")
"""What the report explains."""


@recorded
def report_on_casus(casus: Casus, land: gpd.GeoDataFrame, made: closing.Made) -> Report:
    """Make the report on a casus, with maps as far as its gemeenten are in the data."""
    facts = casus.facts
    tasks = facts.taken.table
    return Report(
        kind="Casus",
        title=facts.titel,
        subtitle=f"{facts.datum}; {facts.bron}",
        summary=(*facts.verhaal, *summarise(casus)),
        key_figures=_key_figures(casus),
        front=_maps(casus, land),
        sections=(
            Section("verbanden", "De verbanden", (verbanden_table(casus), *_remarks(casus))),
            Section("kringen", "De kringen naast elkaar", _compared(casus)),
            *_reorganisation(casus),
            *([tasks_section(pd.DataFrame(tasks))] if tasks else []),
            *_figures(casus),
            _account(casus, made),
            closing.glossary(WORDS),
        ),
        facts={
            "casus": facts.id,
            "datum": facts.datum,
            "bron": facts.bron,
            "gemaakt_op": made.day.isoformat(),
            "programma": program(),
        },
        commands=made.commands,
        made=made.day,
        peildatum=None,
    )


def summarise(casus: Casus) -> tuple[str, ...]:
    """What the numbers say, in sentences.

    Examples
    --------
    >>> from lappendeken.casus.measuring import load_casus
    >>> summarise(load_casus("woerden-2011"))[0]
    'Van de 6 gemeenten zitten er 3 zowel in werkvoorzieningschap De Sluis (4) als in IASZ (5).'
    """
    sentences = []
    known = [one for one in casus.overlaps if one.jaccard not in (None, 1.0)]
    for one in sorted(known, key=lambda overlap: -overlap.both)[:1]:
        verb = "zit er" if one.both == 1 else "zitten er"
        sentences.append(
            f"Van de {number(len(casus.gemeenten))} gemeenten {verb} {number(one.both)} zowel in "
            f"{one.a.naam} ({number(len(one.a.gemeenten))}) als in {one.b.naam} "
            f"({number(len(one.b.gemeenten))})."
        )
    if casus.overlaps and all(one.jaccard == 1 for one in casus.overlaps):
        sentences.append(
            "De kringen zijn gelijk: wie voor het ene samenwerkt, doet dat ook voor het andere."
        )
    scores = casus.congruence
    if len(scores):
        mean = percentage(float(scores.mean()))
        sentences.append(
            f"Wie in één kring partner is, is dat gemiddeld in {mean} van de "
            f"{number(len(casus.indelingen))} kringen."
        )
    elif len(casus.circles) > 1:
        sentences.append(
            "Of de kringen op elkaar passen, is niet te meten: de bron noemt niet alle gemeenten."
        )
    tasks = casus.facts.taken
    scales = Counter(row["schaal"] for row in tasks.table)
    if scales:
        told = listing([f"{number(size)} {scale}" for scale, size in scales.most_common()])
        sentences.append(
            f"Van {number(len(tasks.rijen))} taken zijn {number(scales.total())} aspecten bekeken: "
            f"{told}."
        )
    return tuple(sentences)


def _key_figures(casus: Casus) -> tuple[KeyFigure, ...]:
    """The numbers of the first page."""
    verbanden, scores = casus.facts.verband, casus.congruence
    named = "Gemeenten die de bron noemt en die hier zijn vergeleken."
    whole = "Verbanden waarvan de bron elke gemeente noemt."
    complete, of_all = sum(one.complete for one in verbanden), f"van de {number(len(verbanden))}"
    amounts = (
        ("gemeenten", "Gemeenten met naam", len(casus.gemeenten), named, ""),
        ("verbanden", "Verbanden", len(verbanden), "Verbanden die de bron noemt.", ""),
        ("volledig", "Met al hun gemeenten bekend", complete, whole, of_all),
    )
    figures = [
        KeyFigure(name, label, value, Kind.COUNT, meaning, beside)
        for name, label, value, meaning, beside in amounts
    ]
    if len(scores):
        word = "territoriale congruentie"
        name, label = word.replace(" ", "_"), word.capitalize()
        figures.append(KeyFigure(name, label, float(scores.mean()), Kind.SHARE, TERMS[word]))
    return tuple(figures)


def verbanden_table(casus: Casus) -> Table:
    """Every verband: what, in which form, with whom, and how many."""
    rows: list[tuple[Cell, ...]] = [
        (
            one.naam,
            DOMEINEN.get(one.domein, ""),
            one.vorm,
            one.aard,
            one.gemeenten,
            one.aantal or (len(one.gemeenten) if one.complete else None),
            one.van,
            one.tot,
            one.toelichting,
        )
        for one in casus.facts.verband
    ]
    wanted = (
        Column("verband", "Verband", width=2.2),
        Column("domein", "Domein", width=1.1),
        Column("vorm", "Vorm", width=1.5),
        Column("aard", "Wat wordt gedeeld", width=1.1),
        Column("gemeenten", "Gemeenten met naam", Kind.NAMES, 2.4),
        Column("aantal", "Aantal", Kind.COUNT, 0.9),
        Column("van", "Vanaf", Kind.DATE, 1.0),
        Column("tot", "Tot", Kind.DATE, 1.0),
        Column("toelichting", "Toelichting", width=2.2),
    )
    # What the document says of no verband takes no room on paper.
    columns = tuple(
        one if any(row[k] for row in rows) else replace(one, width=0)
        for k, one in enumerate(wanted)
    )
    note = "Een streepje: de bron zegt het niet."
    return Table("verbanden", "Met wie, in welke vorm, waarvoor", columns, tuple(rows), note)


def _remarks(casus: Casus) -> tuple[Block, ...]:
    """Where execution is shared and policy is not, and what is not known."""
    by_domain: dict[str, list[str]] = {}
    for one in casus.facts.verband:
        by_domain.setdefault(one.domein, []).append(one.aard)
    lines = [
        f"Voor {DOMEINEN[domein].lower()} wordt de uitvoering gedeeld en het beleid niet: de "
        "uitvoering hangt dan af van beleid dat iedere gemeente zelf maakt."
        for domein, kinds in by_domain.items()
        if domein in DOMEINEN
        and EXECUTION & set(kinds)
        and not POLICY & set(kinds)
        and "" not in kinds
    ]
    lines += casus.facts.opmerkingen
    return (Text(tuple(lines), items=True),) if lines else ()


def _compared(casus: Casus) -> tuple[Block, ...]:
    """The tables that compare circles, or why there are none."""
    if len(casus.indelingen) > 1:
        return (circles_table(casus), scores_table(casus), congruence_table(casus))
    line = (
        "De maten van congruentie vragen dat van elk verband bekend is wie erin zit. "
        "De bron noemt niet alle gemeenten; er is niets ingevuld."
        if len(casus.circles) > 1
        else "Er is één kring; er valt niets te vergelijken."
    )
    return (circles_table(casus), Text((line,)))


def circles_table(casus: Casus) -> Table:
    """Every two verbanden of different indelingen that share a gemeente."""
    rows: list[tuple[Cell, ...]] = [
        (one.a.naam, one.b.naam, *one[2:])
        for one in sorted(casus.overlaps, key=lambda overlap: -overlap.both)
    ]
    columns = (
        Column("a", "Verband", width=2.6),
        Column("b", "Ander verband", width=2.6),
        Column("beide", "In beide", Kind.COUNT),
        Column("alleen_a", "Alleen in het eerste", Kind.COUNT, 1.1),
        Column("alleen_b", "Alleen in het andere", Kind.COUNT, 1.1),
        Column("jaccard", "Jaccard", Kind.SCORE),
    )
    note = "Geteld zijn de gemeenten met naam. Zonder Jaccard: de bron noemt niet alle gemeenten."
    empty = "Geen twee verbanden voor iets anders delen een gemeente met naam."
    title = "Verbanden die gemeenten delen"
    return Table("kringen", title, columns, tuple(rows), note if rows else "", empty=empty)


def scores_table(casus: Casus) -> Table:
    """The measures of every pair of indelingen."""
    measures = shown("casus")
    rows: list[tuple[Cell, ...]] = [
        (
            str(row["a"]),
            str(row["b"]),
            *(real(row[key]) for key in measures),
            int(row["transfer_distance"]),
        )
        for row in casus.scores.reset_index().to_dict("records")
    ]
    columns = (
        Column("a", "Indeling", width=2.0),
        Column("b", "Andere indeling", width=2.0),
        *(Column(key, capital(one.name), Kind.SCORE, 1.2) for key, one in measures.items()),
        Column("overstappen", "Overstappen tot gelijk", Kind.COUNT, 1.3),
    )
    note = "Wie in een indeling in geen verband zit, is daar alleen. 1 = gelijk."
    return Table("maten", "De maten", columns, tuple(rows), note)


def congruence_table(casus: Casus) -> Table:
    """The territoriale congruentie of each gemeente."""
    columns = (
        Column("gemeente", "Gemeente", width=3.0),
        Column("congruentie", "Territoriale congruentie", Kind.SHARE),
    )
    rows = tuple((str(name), real(score)) for name, score in casus.congruence.items())
    return Table("gemeenten", "De gemeenten", columns, rows)


def _reorganisation(casus: Casus) -> list[Section]:
    """What a municipal reorganisation does to the verbanden."""
    lines: list[str] = []
    rows: list[tuple[Cell, ...]] = []
    for step in casus.facts.herindeling:
        later, reached = casus.after(step)
        lines.append(f"Op {long_date(step.datum)} gaan {listing(step.van)} op in {step.naar}.")
        lines += [
            f"{name} reikt dan ook tot {where}, waarvan de inwoners er niet bij hoorden: "
            f"{step.naar} moet kiezen, of het verband valt voor een deel van haar weg."
            for name, where in reached
        ]
        rows += [
            (one.naam, len(one.gemeenten), len(new.gemeenten), new.gemeenten)
            for one, new in zip(casus.facts.verband, later.facts.verband, strict=True)
            if one.gemeenten != new.gemeenten
        ]
        casus = later
    if not lines:
        return []
    columns = (
        Column("verband", "Verband", width=2.0),
        Column("ervoor", "Gemeenten ervoor", Kind.COUNT, 1.2),
        Column("erna", "Gemeenten erna", Kind.COUNT, 1.2),
        Column("gemeenten", "Wie erin zit, erna", Kind.NAMES, 3.4),
    )
    table = Table("herindeling", "Wat de herindeling doet", columns, tuple(rows))
    return [Section("herindeling", "De herindeling", (Text(tuple(lines)), table))]


def _figures(casus: Casus) -> list[Section]:
    """The other tables of the document."""
    blocks = []
    for place, one in enumerate(casus.facts.cijfers, start=1):
        columns = []
        for k, head in enumerate(one.kolommen):
            counts = all(isinstance(row[k], int) for row in one.rijen)
            kind, width = (Kind.COUNT, 1.0) if counts else (Kind.TEXT, 2.5)
            columns.append(Column(f"kolom_{k + 1}", head.capitalize(), kind, width))
        note = one.toelichting
        blocks.append(Table(f"cijfers-{place}", one.titel, tuple(columns), one.rijen, note))
    return [Section("cijfers", "Wat de bron verder zegt", tuple(blocks))] if blocks else []


def _maps(casus: Casus, land: gpd.GeoDataFrame) -> tuple[Picture, ...]:
    """A small map for each indeling, of the gemeenten that can be drawn."""
    codes = casus.codes(land.index)
    panels = []
    for title, verbanden in casus.circles.items():
        parts = [
            (one.naam, tuple(dict.fromkeys(codes[n] for n in one.gemeenten if n in codes)))
            for one in verbanden
        ]
        if drawn := tuple(part for part in parts if part[1]):
            panels.append(Panel(title, drawn))
    if not panels:
        return ()
    times = Counter(codes.values())
    merged = [str(land.at[code, "naam"]) for code, amount in times.items() if amount > 1]
    caption = "Gemeenten met dezelfde kleur zitten daar in hetzelfde verband."
    if merged:
        caption += f" {listing(merged)} staat op de kaart voor gemeenten die erin opgingen."
    told = listing([panel.title for panel in panels])
    alt = f"{count(len(panels), 'kaartje', 'kaartjes')}: {told}. De tabel met verbanden noemt wie "
    drawing = draw_split(land, tuple(times), panels)
    return (Picture("kaartjes", "Op de kaart", f"{alt}waar zit.", caption, drawing),)


def _account(casus: Casus, made: closing.Made) -> Section:
    """Where it comes from."""
    borders = (
        "De kaart, als die er is, toont de gemeentegrenzen van de ingebouwde gegevens "
        "(CBS/Kadaster, licentie CC-BY-4.0; vereenvoudigd)."
    )
    lines = (
        f"De feiten staan in {casus.facts.bron}; wat daar niet in staat, is niet ingevuld.",
        borders,
        f"Dit rapport is gemaakt op {long_date(made.day)} met {program()}.",
    )
    return Section("verantwoording", "Verantwoording", (Text(lines),))
