"""`lappendeken tijd`: what changed between two dates or more."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from lappendeken import drawing, tables, timeline
from lappendeken.cli import console as screen
from lappendeken.cli import options, results
from lappendeken.dutch import listing, long_date
from lappendeken.errors import WrongUsageError
from lappendeken.output import formats

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.figure import Figure
    from rich.console import Console

    from lappendeken.timeline import Timeline


def tijd(
    momenten: Annotated[
        list[str],
        typer.Argument(
            metavar="MOMENT...",
            help="Twee of meer: een map met gegevens, 'ingebouwd', of een van beide met een datum "
            "erachter: mijnmap@2015-01-01.",
        ),
    ],
    indeling: Annotated[
        list[str] | None,
        typer.Option(metavar="NAAM", help="Alleen deze; meermaals te geven."),
    ] = None,
    bij_conflict: Annotated[
        str,
        typer.Option(
            metavar="beide|meerderheid|weiger",
            help="Wat te doen waar samengevoegde gemeenten in verschillende verbanden zaten.",
        ),
    ] = "beide",
    uit: Annotated[
        Path | None,
        typer.Option(metavar="BESTAND", help="Schrijf naar .csv, .json, .xlsx, .png of .svg."),
    ] = None,
    force: options.Force = False,
    json: options.Json = False,
) -> None:
    """Toon wat er tussen twee of meer datums veranderde, en hoe congruent het telkens was.

    Alles wordt eerst op de gemeenten van de laatste datum gebracht.

    Voorbeeld: [bold]lappendeken tijd ingebouwd gegevens-2023[/bold]
    """
    target = results.Target(uit, force, json)
    target.check(*formats.TABLES, *formats.PICTURES)
    if len(momenten) < 2:
        raise WrongUsageError("Noem ten minste twee momenten, zoals: ingebouwd gegevens-2023.")
    loaded = [options.load_moment(text) for text in momenten]
    line = timeline.follow(loaded, on_conflict=bij_conflict)
    chosen = _choose(line, indeling)
    found = tables.time.frames(line, chosen)
    if path := target.drawing():
        results.draw(path, _picture(line, found["congruentie"]))
        results.tell_written([path])
        return
    facts = {
        "momenten": ", ".join(day.isoformat() for day in line.dates),
        "gegevens": ", ".join(momenten),
        "bij_conflict": bij_conflict,
    }
    results.deliver(target, found, facts, lambda console: _show(console, line, chosen, found))


def _choose(line: "Timeline", names: list[str] | None) -> list[str]:
    """The indelingen to look at; all that are in the data of every date when none is named."""
    last = line.moments[-1]
    usual = [last.indeling(name) for name in line.indelingen]
    found = [one.id for one in options.choose(last, names, least=1, usual=usual)]
    absent = [name for name in found if name not in line.indelingen]
    if absent:
        raise WrongUsageError(
            f"--indeling: {listing(absent)} staat niet op elke datum in de gegevens."
        )
    return found


def _on_gemeenten(line: "Timeline") -> str:
    """On the gemeenten of which date all is told."""
    return f"Op de {len(line.moments[-1].gemeenten)} gemeenten van {long_date(line.dates[-1])}"


def _picture(line: "Timeline", scores: "pd.DataFrame") -> "Figure":
    """The congruence at each date."""
    if scores.empty:
        raise WrongUsageError("Een plaatje vraagt ten minste twee indelingen.")
    return drawing.plots.lines(
        tables.time.series(line, scores),
        title="Gelijke kring (ECS) door de tijd",
        caption=_on_gemeenten(line),
    )


def _show(
    console: "Console", line: "Timeline", chosen: list[str], found: "dict[str, pd.DataFrame]"
) -> None:
    """Print everything on 80 columns."""
    made = tables.time
    days = listing([long_date(day) for day in line.dates])
    screen.heading(console, f"Wat er veranderde tussen {days}", _on_gemeenten(line))
    screen.lines(console, made.conversions(line), after="\n")
    screen.show(console, [made.counts(chosen, found)])
    shown = [made.events(found["gebeurtenissen"]), made.moves(found["deelnames"])]
    if len(found["congruentie"]):
        shown.append(made.congruence(line, found["congruentie"]))
    screen.show(console, shown)
    screen.lines(console, made.absent(line), style="dim")
