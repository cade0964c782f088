"""`lappendeken gegevens controleer`: what is wrong with data, and what is remarkable in them."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from lappendeken import quality, tables
from lappendeken.cli import console as screen
from lappendeken.cli import options
from lappendeken.errors import DataError, WrongUsageError

if TYPE_CHECKING:
    from lappendeken.quality import Report


def controleer(
    map_: Annotated[
        str | None,
        typer.Argument(metavar="[MAP]", help="Map met de gegevens; zonder naam de ingebouwde."),
    ] = None,
    gegevens: options.Gegevens = None,
    peildatum: options.Peildatum = None,
    json: options.Json = False,
) -> None:
    """Controleer alle tabellen in een map, en toon alle fouten tegelijk.

    Fouten geven code 1; wat alleen opvalt, staat onder Aandachtspunten. Met --json staat alles er
    volledig in: ook na de eerste fouten, en alle gevallen van een aandachtspunt.

    Voorbeeld: [bold]lappendeken gegevens controleer mijnmap[/bold]
    """
    if map_ is not None and gegevens is not None:
        raise WrongUsageError("Noem de map één keer: als argument of met --gegevens.")
    folder = Path(map_) if map_ is not None else gegevens
    report = quality.check_folder(folder, peildatum=options.read_day(peildatum))
    if json:
        content = report.as_json()
        content["feiten"]["gegevens"] = str(folder or "ingebouwd")
        screen.print_json(content)
        if not report.sound:
            raise typer.Exit(1)
        return
    _show(report, folder)
    if not report.sound:
        raise DataError(report.faults)


def _show(report: "Report", folder: Path | None) -> None:
    """The report for people; faults are left to the one place that prints errors."""
    console = screen.out()
    lap = report.lappendeken
    if lap is not None:
        screen.heading(console, "De gegevens zijn in orde", options.source_line(lap, folder))
        screen.show(console, [tables.reading.indelingen(lap)])
    if report.remarks:
        screen.heading(console, "Aandachtspunten")
    screen.lines(console, [f"- {remark.text}" for remark in report.remarks])
