"""`lappendeken groep`: what a group of gemeenten shares, and along which lines it is split."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from lappendeken.cli import console as screen
from lappendeken.cli import options, reporting
from lappendeken.dutch import listing
from lappendeken.errors import WrongUsageError

if TYPE_CHECKING:
    from lappendeken.report.together import Group
    from lappendeken.tables import Table

_WIDEST = 5
_QUOTES = " Zet een naam met spaties tussen aanhalingstekens."


def groep(
    namen: Annotated[
        list[str], typer.Argument(metavar="NAAM...", help="Namen of CBS-codes, twee of meer.")
    ],
    uit: Annotated[
        Path | None,
        typer.Option(
            metavar="BESTAND", help="Schrijf het hele rapport naar .html, .pdf, .xlsx of .csv."
        ),
    ] = None,
    gewicht: options.Gewicht = "gemeenten",
    datum: reporting.Datum = None,
    gegevens: options.Gegevens = None,
    peildatum: options.Peildatum = None,
    force: options.Force = False,
    json: options.Json = False,
) -> None:
    """Verken wat een groep gemeenten deelt, waar zij gesplitst is, en wat haar zou verenigen.

    Voorbeeld: [bold]lappendeken groep Meppel Staphorst Steenwijkerland[/bold]
    """
    day = reporting.read_date(datum)
    if uit is not None:
        reporting.check_one(uit, force=force)
    lap = options.load(gegevens, peildatum)
    options.weights(lap, gewicht)
    codes = tuple(dict.fromkeys(reporting.look_up(lap.find_gemeente, namen, _QUOTES)))
    if len(codes) < 2:
        raise WrongUsageError("Noem ten minste twee verschillende gemeenten.")
    from lappendeken.report.facts import Basis
    from lappendeken.report.together import Group

    basis = Basis(lap, gewicht)
    group = Group(basis, codes)
    if uit is None:
        if json:
            _print_json(group)
        else:
            _show(group, options.source_line(lap, gegevens))
        return
    from lappendeken.report.group import report_on_group

    settings = reporting.settings(day, gewicht, gegevens, peildatum)
    commands = reporting.commands(["groep", *group.names], "groep", settings)
    report = report_on_group(basis, codes, reporting.made(day, commands, gegevens))
    reporting.write(report, uit, force=force, source=options.source_line(lap, gegevens))


def _tables(group: "Group") -> "dict[str, Table]":
    """What is shown without --uit."""
    from lappendeken.report import group_tables as parts

    found = (
        parts.domains_table(group),
        parts.joinings_table(group),
        parts.pairs_table(group),
        parts.shares_table(group),
    )
    return {table.name: table for table in found}


def _print_json(group: "Group") -> None:
    """Print the tables for machines."""
    from lappendeken.output import as_json

    facts = {"groep": list(group.codes), "peildatum": group.basis.lap.peildatum.isoformat()}
    screen.print_json(as_json(list(_tables(group).values()), facts))


def _show(group: "Group", source: str) -> None:
    """Print what a group shares, on 80 columns."""
    from lappendeken.report.group import summarise
    from lappendeken.report.group_tables import domains_table
    from lappendeken.wording.texts import short

    console = screen.out()
    screen.heading(console, listing(list(group.names)), source)
    for line in summarise(group):
        console.print(f"- {line}")
    console.print()
    table = domains_table(group)
    rows = [[domain, who, line] for domain, _, who, line in table.shown_rows]
    screen.table(console, ["domein", "wie zit waar", "lijn"], rows, title=table.title)
    best = [(one, ways[0]) for one in group.domains if (ways := group.joinings(one))]
    rows = [
        [short(one), group.basis.full_name(way.verband), listing(group.basis.names(way.moving))]
        for one, way in best
    ]
    if rows:
        title = "Wat er ten minste nodig is om bij elkaar te zijn"
        screen.table(console, ["domein", "samen in", "wie gaat over"], rows, title=title)
    if len(group.codes) <= _WIDEST:
        rows = [
            [name, *(str(group.shared[a, b]) for b in group.codes)]
            for a, name in zip(group.codes, group.names, strict=True)
        ]
        right = range(1, len(group.codes) + 1)
        title = "Gedeelde verbanden, twee aan twee"
        screen.table(console, ["gemeente", *group.names], rows, right=right, title=title)
    console.print("Het hele rapport, met kaartjes: geef --uit groep.html", style="dim")
