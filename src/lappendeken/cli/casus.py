"""`lappendeken casus`: collaborations from documents, through the same measures."""

from collections.abc import Sequence
from pathlib import Path
from textwrap import fill
from typing import TYPE_CHECKING, Annotated, Any

import typer

from lappendeken.cli import console as screen
from lappendeken.cli import options, reporting
from lappendeken.tables import NUMERIC, shown

if TYPE_CHECKING:
    from lappendeken.casus.measuring import Casus
    from lappendeken.report.document import Report
    from lappendeken.tables import Table

_ON_SCREEN = {
    "verbanden": ("verband", "aard", "gemeenten", "aantal"),
    "kringen": ("a", "b", "beide", "alleen_a", "alleen_b", "jaccard"),
    "maten": ("a", "b", "adjusted_rand_index", "element_centric_similarity", "partner_overlap"),
    "gemeenten": ("gemeente", "congruentie"),
    "herindeling": ("verband", "ervoor", "erna", "gemeenten"),
    "taken-telling": (),
}
"""Tables of the report that fit a screen, with the columns that are shown there; none: all."""

_MOST_ROWS = 12
"""Of a table on the screen; the report has all."""


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
    from lappendeken.reading.casus import find_casus, list_casussen, read_casus

    found = [read_casus(find_casus(name)) for name in list_casussen()]
    if json:
        screen.print_json(
            [{"casus": one.id, "titel": one.titel, "datum": one.datum} for one in found]
        )
        return
    console = screen.out()
    rows = [[one.id, one.titel, one.datum] for one in found]
    screen.table(console, ["casus", "waarover", "wanneer"], rows, title="De casussen")
    console.print("Kies er een: lappendeken casus woerden-2011", style="dim")


def _print_json(found: "Casus", report: "Report") -> None:
    """Print the tables for machines."""
    from lappendeken.output import as_json

    facts = dict(report.facts) | {"titel": found.facts.titel}
    screen.print_json(as_json(report.tables, facts))


def _show(found: "Casus", report: "Report") -> None:
    """Print the casus on 80 columns."""
    facts = found.facts
    console = screen.out()
    screen.heading(console, facts.titel, f"{facts.datum}. Bron: {facts.bron}")
    for line in report.summary:
        console.print(f"- {line}")
    console.print()
    for table in report.tables:
        if table.name in _ON_SCREEN and table.rows:
            _print_table(console, table, _ON_SCREEN[table.name])
    for section in report.sections:
        if section.name == "herindeling":
            lines = [line for block in section.blocks for line in getattr(block, "lines", ())]
            console.print("\n".join(lines) + "\n")
    for line in facts.opmerkingen:
        console.print(f"Let op: {line}", style="dim")
    console.print(f"Het hele verslag: geef --uit {facts.id}.html", style="dim")


def _print_table(console: Any, table: "Table", names: Sequence[str]) -> None:
    """Print some columns of a table."""
    columns = [(k, one) for k, one in enumerate(table.columns) if not names or one.name in names]
    rows = [[shown(row[k], one.kind) for k, one in columns] for row in table.rows[:_MOST_ROWS]]
    right = [place for place, (_, one) in enumerate(columns) if one.kind in NUMERIC]
    # Heads of numbers are wrapped, so that names keep the room.
    heads = [
        fill(one.head, 10, break_long_words=False) if one.kind in NUMERIC else one.head
        for _, one in columns
    ]
    screen.table(console, heads, rows, right=right, title=table.title)
