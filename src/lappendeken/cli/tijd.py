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
from lappendeken.reading.editions import editions

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.figure import Figure
    from rich.console import Console

    from lappendeken.timeline import Timeline


def tijd(
    momenten: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="[MOMENT...]",
            help="Twee of meer: een map met gegevens, een jaar dat bij het programma zit, "
            "'ingebouwd', of een van deze met een datum erachter: mijnmap@2015-01-01. Zonder "
            "momenten: de jaren die bij het programma zitten.",
        ),
    ] = None,
    indeling: Annotated[
        list[str] | None,
        typer.Option(metavar="NAAM", help="Alleen deze; meermaals te geven."),
    ] = None,
    bij_conflict: Annotated[
        str | None,
        typer.Option(
            metavar="beide|meerderheid|weiger",
            help="Wat te doen waar samengevoegde gemeenten in verschillende verbanden zaten; "
            "anders 'beide', en zonder momenten 'meerderheid'.",
        ),
    ] = None,
    uit: Annotated[
        Path | None,
        typer.Option(
            metavar="BESTAND",
            help="Schrijf naar .csv, .json, .xlsx, .png of .svg; zonder momenten ook .html.",
        ),
    ] = None,
    force: options.Force = False,
    json: options.Json = False,
) -> None:
    """Toon of de lappendeken netter werd, en wat er tussen twee of meer datums veranderde.

    Zonder momenten: wat herindelingen deden en wat keuzes deden, tussen de jaren die bij het
    programma zitten. Alles wordt eerst op de gemeenten van de laatste datum gebracht.

    Voorbeeld: [bold]lappendeken tijd[/bold], of [bold]lappendeken tijd ingebouwd mijnmap[/bold]
    """
    target = results.Target(uit, force, json)
    if not momenten:
        target.check(*formats.TABLES, *formats.MAPS)
        _then_and_now(target, indeling, bij_conflict or "meerderheid")
        return
    target.check(*formats.TABLES, *formats.PICTURES)
    bij_conflict = bij_conflict or "beide"
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
        "gegevens": ", ".join(options.called(Path(one)) for one in momenten),
        "bij_conflict": bij_conflict,
    }

    def show(console: "Console") -> None:
        _show(console, line, chosen, found)
        if not indeling:
            screen.lines(console, tables.time.absent(line), style="dim")

    results.deliver(target, found, facts, show)


def _then_and_now(target: results.Target, names: list[str] | None, on_conflict: str) -> None:
    """Compare the editions that come with the program: what herindeling did, and what choice."""
    before, after = (options.load(Path(year), None) for year in _first_and_last())
    chosen = options.choose(after, names)
    found = timeline.decompose(before, after, chosen, on_conflict=on_conflict)
    if path := target.drawing():
        from lappendeken.maps.themes.choices import choices

        results.draw(path, choices(found))
        results.tell_written([path])
        return
    made = tables.decomposition
    facts = {
        "eerst": before.peildatum.isoformat(),
        "nu": after.peildatum.isoformat(),
        "bij_conflict": on_conflict,
    }

    def show(console: "Console") -> None:
        years = f"{before.peildatum.year} en {after.peildatum.year}"
        below = f"{len(before.gemeenten)} gemeenten toen, {len(after.gemeenten)} nu"
        screen.heading(console, f"Is de lappendeken netter geworden? {years} naast elkaar", below)
        screen.lines(console, made.told(found), after="\n")
        screen.show(console, [made.scores(found), made.fits(found), made.moves(found)])
        screen.lines(console, made.dates(found), style="dim")

    results.deliver(target, made.frames(found), facts, show)


def _first_and_last() -> tuple[str, str]:
    """The years of the first edition and the last."""
    years = list(editions())
    if len(years) < 2:
        raise WrongUsageError("Noem ten minste twee momenten, zoals: ingebouwd gegevens-2023.")
    return years[0], years[-1]


def _choose(line: "Timeline", names: list[str] | None) -> list[str]:
    """The indelingen to look at; all that are in the data of every date when none is named."""
    last = line.moments[-1]
    usual = [last.indeling(name) for name in line.indelingen]
    found = [one.id for one in options.choose(last, names, least=1, usual=usual)]
    absent = [name for name in found if name not in line.indelingen]
    if absent:
        raise WrongUsageError(
            f"--indeling: {listing(absent)} staat niet op elke datum in de gegevens; kies uit "
            f"{listing(list(line.indelingen))}."
        )
    return found


def _on_gemeenten(line: "Timeline") -> str:
    """On the gemeenten of which date all is told."""
    return f"Op de {len(line.moments[-1].gemeenten)} gemeenten van {long_date(line.dates[-1])}"


def _picture(line: "Timeline", scores: "pd.DataFrame") -> "Figure":
    """The congruence at each date."""
    if scores.empty:
        raise WrongUsageError("Een plaatje vraagt twee of meer indelingen; noem ze met --indeling.")
    return drawing.plots.lines(
        tables.time.series(line, scores),
        title="Gelijke kring (ECS) door de tijd",
        caption=_on_gemeenten(line),
    )


def _show(
    console: "Console",
    line: "Timeline",
    chosen: list[str],
    found: "dict[str, pd.DataFrame]",
) -> None:
    """Print everything on 80 columns."""
    made = tables.time
    days = listing([long_date(day) for day in line.dates])
    screen.heading(console, f"Wat er veranderde tussen {days}", _on_gemeenten(line))
    screen.lines(console, made.conversions(line, chosen), after="\n")
    screen.show(console, [made.counts(chosen, found)])
    shown = [made.events(found["gebeurtenissen"]), made.moves(found["deelnames"])]
    if len(found["congruentie"]):
        shown.append(made.congruence(line, found["congruentie"]))
    screen.show(console, shown)
