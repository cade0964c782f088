"""`lappendeken gegevens`: the data themselves."""

from typing import Annotated

import typer

from lappendeken.cli import console as screen
from lappendeken.cli import options
from lappendeken.cli.dutch_help import DutchGroup, add_command
from lappendeken.dutch import count

app = typer.Typer(
    name="gegevens",
    cls=DutchGroup,
    no_args_is_help=True,
    help="Controleer de gegevens waarmee gerekend wordt.",
    options_metavar="[OPTIES]",
    subcommand_metavar="OPDRACHT [ARGUMENTEN]...",
)


@app.callback()
def gegevens() -> None:
    """Controleer de gegevens waarmee gerekend wordt."""


def controleer(
    map_: Annotated[
        str | None,
        typer.Argument(metavar="[MAP]", help="Map met de gegevens; zonder naam de ingebouwde."),
    ] = None,
    gegevens: options.Gegevens = None,
    peildatum: options.Peildatum = None,
    json: options.Json = False,
) -> None:
    """Controleer gemeenten.geojson en verbanden.csv, en toon alle fouten tegelijk.

    Fouten geven code 1; wat alleen opvalt, staat onder Aandachtspunten.

    Voorbeeld: [bold]lappendeken gegevens controleer mijnmap[/bold]
    """
    from pathlib import Path

    from lappendeken.errors import WrongUsageError
    from lappendeken.quality import remarks

    if map_ is not None and gegevens is not None:
        raise WrongUsageError("Noem de map één keer: als argument of met --gegevens.")
    folder = Path(map_) if map_ is not None else gegevens
    lap = options.load(folder, peildatum)
    found = remarks(lap)
    if json:
        facts = {"peildatum": lap.peildatum.isoformat(), "gegevens": str(folder or "ingebouwd")}
        screen.print_json(
            {"feiten": facts, "fouten": [], "opmerkingen": [r._asdict() for r in found]}
        )
        return
    console = screen.out()
    screen.heading(console, "De gegevens zijn in orde", options.source_line(lap, folder))
    rows = [
        [
            str(row.naam),
            str(row.domein),
            str(row.verbanden),
            str(row.gemeenten),
            "" if row.partitie else "ja",
        ]
        for row in lap.indelingen.itertuples()
    ]
    heads = ["indeling", "domein", "verbanden", "gemeenten", "overlap"]
    title = (
        f"{count(len(lap.deelnames), 'deelname', 'deelnames')} in "
        f"{count(len(rows), 'indeling', 'indelingen')}"
    )
    screen.table(console, heads, rows, right=[2, 3], title=title)
    if found:
        screen.heading(console, "Aandachtspunten")
    for remark in found:
        console.print(f"- {remark.text}", soft_wrap=False)


add_command(app, controleer)
