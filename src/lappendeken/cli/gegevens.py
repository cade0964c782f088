"""`lappendeken gegevens`: the data themselves."""

from pathlib import Path
from typing import Annotated

import typer

from lappendeken import output
from lappendeken.cli import (
    controleren,
    herindelen,
    inlezen,
    ophalen,
    options,
    results,
    sjabloon,
    vergelijken,
)
from lappendeken.cli.dutch_help import DutchGroup, add_command
from lappendeken.errors import WrongUsageError
from lappendeken.output import formats

PROJECTIES = ("beide", "gemeenten", "verbanden")

app = typer.Typer(
    name="gegevens",
    cls=DutchGroup,
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode="rich",
    help="Haal gegevens op, lees ze in, controleer, vergelijk of exporteer ze.",
    options_metavar="[OPTIES]",
    subcommand_metavar="OPDRACHT [ARGUMENTEN]...",
)


@app.callback()
def gegevens() -> None:
    """Haal gegevens op, lees ze in, controleer, vergelijk of exporteer ze."""


def exporteer(
    uit: Annotated[
        Path,
        typer.Argument(
            metavar="BESTAND",
            help="Op .gpkg of .parquet (lagen), of op .graphml of .gexf (netwerk).",
        ),
    ],
    indeling: Annotated[
        list[str] | None,
        typer.Option(metavar="NAAM", help="Welke indelingen; zonder namen jeugd, MO/BW en werk."),
    ] = None,
    projectie: Annotated[
        str,
        typer.Option(
            metavar="|".join(PROJECTIES),
            help="Netwerk van gemeenten en verbanden, of van een van beide.",
        ),
    ] = "beide",
    gegevens: options.Gegevens = None,
    peildatum: options.Peildatum = None,
    force: options.Force = False,
) -> None:
    """Schrijf de gegevens en uitkomsten als kaartlagen (QGIS) of als netwerk (Gephi).

    Voorbeeld: [bold]lappendeken gegevens exporteer lagen.gpkg[/bold]
    """
    results.Target(uit, force).check(*formats.LAYERS, *formats.GRAPHS)
    if projectie not in PROJECTIES:
        raise WrongUsageError(f"--projectie: kies uit {', '.join(PROJECTIES)}; niet '{projectie}'.")
    lap = options.load(gegevens, peildatum)
    chosen = options.choose(lap, indeling, least=0)
    if uit.suffix.lower() in formats.GRAPHS:
        output.write_graph(uit, output.network(lap, chosen, projectie))
        written = [uit]
    else:
        geopackage = uit.suffix.lower() == ".gpkg"
        beside = output.qgis.project(uit, lap, chosen) if geopackage else None
        layers = output.result_layers(lap, chosen)
        written = output.write_layers(uit, layers, beside=beside, overwrite=force)
    results.tell_written(written)


add_command(app, controleren.controleer)
add_command(app, inlezen.inlezen)
add_command(app, ophalen.ophalen)
add_command(app, herindelen.herindeel)
add_command(app, exporteer)
add_command(app, sjabloon.sjabloon)
add_command(app, vergelijken.vergelijk)
