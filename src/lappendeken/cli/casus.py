"""`lappendeken casus`: collaborations from documents, through the same measures."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from lappendeken import casus as casussen
from lappendeken import output, reading
from lappendeken.cli import console as screen
from lappendeken.cli import options, reporting, results
from lappendeken.measures.registry import shown
from lappendeken.tables import Column, Table

if TYPE_CHECKING:
    from rich.console import Console

    from lappendeken.casus.measuring import Casus
    from lappendeken.report.document import Report

_ON_SCREEN = {
    "verbanden": ("verband", "aard", "gemeenten", "aantal"),
    "kringen": ("a", "b", "beide", "alleen_a", "alleen_b", "jaccard"),
    "maten": ("a", "b", *shown("voorop")),
    "gemeenten": (),
    "herindeling": (),
    "taken-telling": (),
}
"""Tables of the report that fit a screen, with the columns that do; all of them where none is."""


def casus(
    context: typer.Context,
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
    if not naam:
        options.refuse_given(context, "bij één casus; noem er een", "uit", "datum", "force")
        _show_all(json=json)
        return
    day = reporting.read_date(datum)
    reporting.check_one(context, uit, force=force, json=json)
    found = casussen.load_casus(" ".join(naam))
    name = found.facts.id
    settings = [("--datum", day.isoformat())]
    commands = reporting.commands(["casus", name], name, settings)
    lap = options.load(None, None)
    made = casussen.report_on_casus(found, lap.gemeenten, reporting.made(day, commands, None))
    if uit is not None:
        reporting.write(made, uit, force=force, source=found.facts.bron)
        return
    facts = dict(made.facts) | {"titel": found.facts.titel}
    target = results.Target(None, force, json)
    results.deliver(target, made.tables, facts, lambda console: _show(console, found, made))


def _show_all(*, json: bool) -> None:
    """Name every casus."""
    source = reading.casus
    facts = [source.read_casus(source.find_casus(name)) for name in source.list_casussen()]
    columns = (Column("casus", "casus"), Column("titel", "waarover"), Column("datum", "wanneer"))
    rows = tuple((one.id, one.titel, one.datum) for one in facts)
    found = Table("casussen", "De casussen", columns, rows)
    if json:
        screen.print_json(output.as_records(found))
        return
    console = screen.out()
    screen.show(console, [found])
    screen.lines(console, ["Kies er een: lappendeken casus woerden-2011"], style="dim")


def _show(console: "Console", found: "Casus", made: "Report") -> None:
    """Print the casus on 80 columns."""
    facts = found.facts
    screen.heading(console, facts.titel, f"{facts.datum}. Bron: {facts.bron}")
    screen.lines(console, [f"- {line}" for line in made.summary])
    console.print()
    tables = {table.name: table for table in made.tables}
    for name, columns in _ON_SCREEN.items():
        if name in tables:
            table = tables[name]
            screen.show(console, [table.pick(*columns) if columns else table])
    from lappendeken.report.document import Text

    for section in made.sections:
        if section.name == "herindeling":
            texts = [block.lines for block in section.blocks if isinstance(block, Text)]
            screen.lines(console, [line for lines in texts for line in lines])
            console.print()
    screen.lines(console, [f"Let op: {line}" for line in facts.opmerkingen], style="dim")
    screen.lines(console, [f"Het hele verslag: geef --uit {facts.id}.html"], style="dim")
