"""`lappendeken groep`: what a group of gemeenten shares, and along which lines it is split."""

from typing import TYPE_CHECKING, Annotated

import typer

from lappendeken import report
from lappendeken.cli import console as screen
from lappendeken.cli import options, reporting, results
from lappendeken.dutch import listing
from lappendeken.errors import WrongUsageError

if TYPE_CHECKING:
    from rich.console import Console

    from lappendeken.report.together import Group

_WIDEST = 5
_QUOTES = " Zet een naam met spaties tussen aanhalingstekens."


def groep(
    context: typer.Context,
    namen: Annotated[
        list[str], typer.Argument(metavar="NAAM...", help="Namen of CBS-codes, twee of meer.")
    ],
    uit: reporting.Uit = None,
    sjabloon: reporting.Sjabloon = None,
    logo: reporting.Logo = None,
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
    reporting.check_one(context, uit, force=force, json=json)
    style = reporting.read_style(sjabloon, logo, reporting.form_of(uit))
    lap = options.load(gegevens, peildatum)
    options.weights(lap, gewicht)
    codes = tuple(dict.fromkeys(reporting.look_up(lap.find_gemeente, namen, _QUOTES)))
    if len(codes) < 2:
        raise WrongUsageError("Noem ten minste twee verschillende gemeenten.")
    basis = report.facts.Basis(lap, gewicht)
    group = report.together.Group(basis, codes)
    if uit is not None:
        settings = reporting.settings(day, gewicht, gegevens, peildatum)
        commands = reporting.commands(["groep", *group.names], "groep", settings)
        made = reporting.made(day, commands, gegevens)
        written = report.group.report_on_group(basis, codes, made)
        source = options.source_line(lap, gegevens, ())
        reporting.write(written, uit, style, force=force, source=source)
        return
    parts = report.group_tables
    found = [
        parts.domains_table(group),
        parts.joinings_table(group),
        parts.pairs_table(group),
        parts.shares_table(group),
    ]
    facts = {"groep": list(codes), "peildatum": lap.peildatum.isoformat()}
    target = results.Target(None, force, json)
    source = options.source_line(lap, gegevens)
    results.deliver(target, found, facts, lambda console: _show(console, group, source))


def _show(console: "Console", group: "Group", source: str) -> None:
    """Print what a group shares, on 80 columns."""
    parts = report.group_tables
    screen.heading(console, listing(list(group.names)), source)
    screen.lines(console, [f"- {line}" for line in report.group.summarise(group)])
    console.print()
    screen.show(console, [parts.domains_table(group).pick("domein", "verdeling", "lijn")])
    screen.show(console, [parts.least_joinings_table(group)])
    if len(group.codes) <= _WIDEST:
        screen.show(console, [parts.pairs_table(group)])
    screen.lines(console, ["Het hele rapport, met kaartjes: geef --uit groep.html"], style="dim")
