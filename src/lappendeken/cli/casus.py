"""`lappendeken casus`: collaborations from documents, through the same measures."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from lappendeken.cli import console as screen
from lappendeken.cli import options, reporting
from lappendeken.dutch import MISSING
from lappendeken.measures.registry import MEASURES

if TYPE_CHECKING:
    from lappendeken.casus.measuring import Casus
    from lappendeken.report.document import Report
    from lappendeken.tables import Table

_ON_SCREEN = ("herindeling", "taken-telling")
"""Tables of the report that fit a screen as they are."""

_MOST = 6


def casus(
    naam: Annotated[
        list[str] | None,
        typer.Argument(metavar="[NAAM]", help="Zoals woerden-2011; zonder naam ziet u ze alle."),
    ] = None,
    uit: Annotated[
        Path | None,
        typer.Option(
            metavar="BESTAND", help="Schrijf het hele verslag naar .html, .pdf, .xlsx of .csv."
        ),
    ] = None,
    datum: reporting.Datum = None,
    force: options.Force = False,
    json: options.Json = False,
) -> None:
    """Toon een samenwerking uit de bronnen van dit project, met dezelfde maten.

    Voorbeeld: [bold]lappendeken casus woerden-2011[/bold]
    """
    from lappendeken.casus.measuring import load_casus

    if not naam:
        _show_all(json=json)
        return
    day = reporting.read_date(datum)
    if uit is not None:
        reporting.check_one(uit, force=force)
    found = load_casus(" ".join(naam))
    name = found.facts.id
    settings = [("--datum", day.isoformat())]
    commands = reporting.commands(["casus", name], name, settings)
    lap = options.load(None, None)
    from lappendeken.casus.report import report_on_casus

    report = report_on_casus(found, lap.gemeenten, reporting.made(day, commands, None))
    if uit is not None:
        reporting.write(report, uit, force=force, source=found.facts.bron)
    elif json:
        _print_json(found, report)
    else:
        _show(found, report)


def _show_all(*, json: bool) -> None:
    """Name every casus."""
    from lappendeken.casus.measuring import list_casussen, load_casus

    found = [load_casus(name).facts for name in list_casussen()]
    if json:
        screen.print_json(
            [{"casus": one.id, "titel": one.titel, "datum": one.datum} for one in found]
        )
        return
    console = screen.out()
    rows = [[one.id, one.titel, one.datum] for one in found]
    screen.table(console, ["casus", "waarover", "wanneer"], rows, title="De casussen")
    console.print("Kies er een: lappendeken casus woerden-2011", style="dim")


def _tables(report: "Report") -> "dict[str, Table]":
    """The tables of the report by name."""
    return {table.name: table for table in report.tables}


def _print_json(found: "Casus", report: "Report") -> None:
    """Print the tables for machines."""
    from lappendeken.output import as_json

    facts = dict(report.facts) | {"titel": found.facts.titel}
    screen.print_json(as_json(list(_tables(report).values()), facts))


def _show(found: "Casus", report: "Report") -> None:
    """Print the casus on 80 columns."""
    from lappendeken.report.document import Text

    facts = found.facts
    console = screen.out()
    screen.heading(console, facts.titel, f"{facts.datum}. Bron: {facts.bron}")
    for line in report.summary:
        console.print(f"- {line}")
    console.print()
    rows = [
        [
            one.naam,
            one.aard or MISSING,
            ", ".join(one.gemeenten) or MISSING,
            str(one.aantal or (len(one.gemeenten) if one.complete else "?")),
        ]
        for one in facts.verbanden
    ]
    heads = ["verband", "aard", "gemeenten met naam", "aantal"]
    screen.table(console, heads, rows, right=[3], title="De verbanden")
    _show_circles(console, found)
    _show_scores(console, found)
    tables = _tables(report)
    for table in (tables[name] for name in _ON_SCREEN if name in tables):
        shown = [column for _, column in table.shown_columns]
        right = [k for k, column in enumerate(shown) if column.kind == "aantal"]
        heads = [column.head for column in shown]
        screen.table(console, heads, table.shown_rows, right=right, title=table.title)
    for section in report.sections:
        if section.name == "herindeling":
            lines = [
                line for block in section.blocks if isinstance(block, Text) for line in block.lines
            ]
            console.print("\n".join(lines) + "\n")
    for line in facts.opmerkingen:
        console.print(f"Let op: {line}", style="dim")
    console.print(f"Het hele verslag: geef --uit {facts.id}.html", style="dim")


def _show_circles(console: Any, found: "Casus") -> None:
    """Print which verbanden share gemeenten."""
    shown = sorted(found.overlaps, key=lambda one: -one.both)[:_MOST]
    rows = [
        [
            one.a.naam,
            one.b.naam,
            *(str(number) for number in (one.both, one.only_a, one.only_b)),
            MISSING if one.jaccard is None else screen.decimal(one.jaccard, 2),
        ]
        for one in shown
    ]
    if rows:
        heads = ["A", "B", "beide", "alleen A", "alleen B", "Jaccard"]
        title = "Verbanden die gemeenten delen"
        screen.table(console, heads, rows, right=range(2, 6), title=title)


def _show_scores(console: Any, found: "Casus") -> None:
    """Print the measures of every two indelingen, and of every gemeente."""
    scores = found.scores()
    if scores.empty:
        return
    measures = ["adjusted_rand_index", "element_centric_similarity", "partner_overlap"]
    rows = [
        [str(row["a"]), str(row["b"]), *(screen.decimal(row[key]) for key in measures)]
        for row in scores.reset_index().to_dict("records")
    ]
    heads = ["A", "B", *(MEASURES[key].short for key in measures)]
    screen.table(console, heads, rows, right=range(2, 5), title="De maten (1 = gelijk)")
    rows = [[str(name), screen.percent(score)] for name, score in found.congruence().items()]
    title = "Territoriale congruentie per gemeente"
    screen.table(console, ["gemeente", "TC"], rows, right=[1], title=title)
