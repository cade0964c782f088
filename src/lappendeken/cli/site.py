"""`lappendeken site`: the whole country as a folder of pages."""

from pathlib import Path
from typing import Annotated

import typer

from lappendeken import output
from lappendeken.cli import cluster as engine
from lappendeken.cli import console as screen
from lappendeken.cli import options
from lappendeken.errors import WrongUsageError


def site(
    map_: Annotated[Path, typer.Argument(metavar="MAP", help="Map voor de site.")],
    provincie: Annotated[
        str | None, typer.Option(metavar="NAAM", help="Alleen deze provincie.")
    ] = None,
    titel: Annotated[str | None, typer.Option(metavar="TEKST", help="Naam van de site.")] = None,
    kleur: Annotated[
        str | None, typer.Option(metavar="#RRGGBB", help="Kleur van de balk en de verwijzingen.")
    ] = None,
    accent: Annotated[
        str | None, typer.Option(metavar="#RRGGBB", help="Kleur van wat opvalt.")
    ] = None,
    logo: Annotated[
        Path | None, typer.Option(metavar="BESTAND", help="Plaatje voor in de balk.")
    ] = None,
    adres: Annotated[
        str | None,
        typer.Option(
            metavar="URL",
            help="Waar de site komt te staan; voor de sitemap en voor gedeelde plaatjes.",
        ),
    ] = None,
    gewicht: options.Gewicht = "gemeenten",
    kernen: engine.Kernen = None,
    cluster: engine.Cluster = None,
    gegevens: options.Gegevens = None,
    peildatum: options.Peildatum = None,
) -> None:
    """Maak een map met webpagina's: het land, elke provincie, gemeente, indeling en elk verband.

    De map werkt op elke webserver, op SharePoint en op een USB-stick, zonder internet. Staat er al
    een site, dan wordt alleen geschreven wat veranderde; gaat er iets mis, dan blijft de oude.

    Voorbeeld: [bold]lappendeken site regio-site --provincie Drenthe[/bold]
    """
    from lappendeken import site as pages
    from lappendeken.site.making import told

    engine.check(kernen, cluster)
    if adres and not adres.startswith(("https://", "http://")):
        raise WrongUsageError(f"--adres: '{adres}' is geen webadres; het begint met https://.")
    chosen = {"titel": titel, "kleur": kleur, "accent": accent, "logo": logo}
    look = pages.Look(**{name: one for name, one in chosen.items() if one is not None})  # type: ignore[arg-type]
    pages.check(map_)
    output.files.check_folder(map_)
    lap = options.load(gegevens, peildatum)
    options.weights(lap, gewicht)
    with engine.workers(cluster), screen.progress("Bladzijden maken", 100) as advance:
        shown = 0

        def progress(done: int, total: int) -> None:
            nonlocal shown
            now = 100 * done // total
            advance(now - shown)
            shown = now

        written = pages.write(
            lap,
            map_,
            look=look,
            provincie=provincie,
            gewicht=gewicht,
            adres=adres or "",
            jobs=kernen if kernen or cluster else -1,
            progress=progress,
        )
    if written:
        screen.say(f"{told(len(written), pages.size(map_))} Begin bij {map_ / 'index.html'}.")
    else:
        screen.say(f"Er is niets veranderd; de site in {map_} is al goed.")
