"""`lappendeken gegevens controleer`: what is wrong with data, and what is remarkable in them."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from lappendeken.cli import console as screen
from lappendeken.cli import options
from lappendeken.dutch import count
from lappendeken.errors import DataError, WrongUsageError

if TYPE_CHECKING:
    from lappendeken.model import Lappendeken
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
    from lappendeken.quality import check_folder

    if map_ is not None and gegevens is not None:
        raise WrongUsageError("Noem de map één keer: als argument of met --gegevens.")
    folder = Path(map_) if map_ is not None else gegevens
    report = check_folder(folder, peildatum=options.read_day(peildatum))
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
        _show_indelingen(console, lap)
    if report.remarks:
        screen.heading(console, "Aandachtspunten")
    for remark in report.remarks:
        console.print(f"- {remark.text}", soft_wrap=False)


def _show_indelingen(console: Any, lap: "Lappendeken") -> None:
    """Every indeling with its size and coverage."""
    rows = [
        [
            str(row.naam),
            str(row.domein),
            str(row.verbanden),
            str(row.gemeenten),
            screen.percent(float(share)),
            "" if row.partitie else "ja",
        ]
        for row, share in zip(lap.indelingen.itertuples(), lap.indelingen["dekking"], strict=True)
    ]
    heads = ["indeling", "domein", "verbanden", "gemeenten", "dekking", "overlap"]
    title = (
        f"{count(len(lap.deelnames), 'deelname', 'deelnames')} in "
        f"{count(len(rows), 'indeling', 'indelingen')}"
    )
    screen.table(console, heads, rows, right=[2, 3, 4], title=title)
