"""`lappendeken gegevens`: the data themselves."""

from pathlib import Path
from typing import Annotated

import typer

from lappendeken import formats
from lappendeken.cli import console as screen
from lappendeken.cli import options
from lappendeken.cli.dutch_help import DutchGroup, add_command
from lappendeken.dutch import count
from lappendeken.errors import WrongUsageError

PROJECTIES = ("beide", "gemeenten", "verbanden")

app = typer.Typer(
    name="gegevens",
    cls=DutchGroup,
    no_args_is_help=True,
    help="Controleer de gegevens, of geef ze aan andere programma's.",
    options_metavar="[OPTIES]",
    subcommand_metavar="OPDRACHT [ARGUMENTEN]...",
)


@app.callback()
def gegevens() -> None:
    """Controleer de gegevens, of geef ze aan andere programma's."""


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
    from lappendeken import geoexport

    options.check_output(uit, force=force, endings=formats.LAYERS + formats.GRAPHS)
    if projectie not in PROJECTIES:
        raise WrongUsageError(f"--projectie: kies uit {', '.join(PROJECTIES)}; niet '{projectie}'.")
    lap = options.load(gegevens, peildatum)
    chosen = [lap.find_indeling(name) for name in indeling or []] or list(lap.main_indelingen)
    if uit.suffix.lower() in formats.GRAPHS:
        geoexport.write_graph(uit, geoexport.network(lap, chosen, projectie))
        written = [uit]
    else:
        written = geoexport.write_layers(uit, geoexport.result_layers(lap, chosen), overwrite=force)
    screen.print_error("Geschreven: " + ", ".join(map(str, written)))


add_command(app, controleer)
add_command(app, exporteer)
