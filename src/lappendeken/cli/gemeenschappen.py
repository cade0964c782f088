"""`lappendeken gemeenschappen`: official divisions beside communities of cooperation."""

from typing import TYPE_CHECKING, Annotated

import typer

from lappendeken import delineation, tables
from lappendeken.cli import console as screen
from lappendeken.cli import options, results
from lappendeken.dutch import count
from lappendeken.errors import WrongUsageError
from lappendeken.output import formats
from lappendeken.schema import REGELINGEN

if TYPE_CHECKING:
    from rich.console import Console

GRAAF = ("projectie", "aantallen", "tweezijdig")


def gemeenschappen(
    samenwerking: Annotated[
        str, typer.Option(metavar="NAAM", help="De verbanden waarin gemeenten samenwerken.")
    ] = REGELINGEN,
    indeling: Annotated[
        list[str] | None,
        typer.Option(metavar="NAAM", help="Te vergelijken indeling; anders alle die dat kunnen."),
    ] = None,
    resolutie: Annotated[
        float,
        typer.Option(
            metavar="GETAL",
            parser=options.decimal_number("resolutie"),
            help="Bij welke resolutie; hoger geeft meer en kleinere gemeenschappen.",
        ),
    ] = 4.0,
    graaf: Annotated[
        str, typer.Option(metavar="|".join(GRAAF), help="Waarin gezocht wordt.")
    ] = GRAAF[0],
    eigen: Annotated[
        float,
        typer.Option(
            metavar="AANDEEL",
            parser=options.decimal_number("aandeel", most=1),
            help="Vanaf welke overeenkomst (Jaccard) een regeling die van een indeling is.",
        ),
    ] = 0.8,
    pogingen: Annotated[
        int,
        typer.Option(
            metavar="GETAL", parser=options.whole_number(1), help="Hoe vaak er gezocht wordt."
        ),
    ] = 3,
    seed: options.Seed = 1,
    uit: options.Tables = None,
    gegevens: options.Gegevens = None,
    peildatum: options.Peildatum = None,
    force: options.Force = False,
    json: options.Json = False,
) -> None:
    """Vergelijk officiële indelingen met hoe gemeenten zelf samenwerken.

    Gemeenten die veel regelingen delen, vormen samen een gemeenschap. Van elke
    indeling ziet u hoe zeer zij daarop lijkt, ook zonder de regelingen die
    haar zelf uitvoeren.

    Voorbeeld: [bold]lappendeken gemeenschappen --resolutie 2[/bold]
    """
    if graaf not in GRAAF:
        raise WrongUsageError(f"--graaf: kies uit {', '.join(GRAAF)}; niet '{graaf}'.")
    target = results.Target(uit, force, json)
    target.check(*formats.TABLES)
    lap = options.load(gegevens, peildatum)
    verbanden = lap.find_indeling(samenwerking)
    usual = [lap.indeling(name) for name in lap if name != verbanden.id]
    chosen = options.choose(lap, indeling, least=1, usual=usual)
    fit = [one for one in chosen if one.is_partition and one.covered.all()]
    if not fit:
        raise WrongUsageError(
            "--indeling: noem een indeling zonder overlap, die voor elke gemeente geldt."
        )
    with screen.status("Gemeenschappen zoeken"):
        profile = delineation.resolution_profile(
            verbanden,
            fit,
            resolutions=sorted({*delineation.RESOLUTIONS, resolutie}),
            network=graaf,
            starts=pogingen,
            rng=seed,
        )
        table = delineation.against_communities(
            verbanden,
            fit,
            resolution=resolutie,
            network=graaf,
            same=eigen,
            starts=pogingen,
            rng=seed,
        )
    made = tables.communities
    facts = {
        "peildatum": lap.peildatum.isoformat(),
        "samenwerking": verbanden.id,
        "graaf": graaf,
        "resolutie": str(resolutie),
        "eigen_vanaf": str(eigen),
        "pogingen": str(pogingen),
        "seed": str(seed),
        "gegevens": options.called(gegevens),
    }

    def show(console: "Console") -> None:
        below = (
            f"{count(len(verbanden.verbanden), 'verband', 'verbanden')} in {verbanden.naam}; "
            f"seed {seed}.\n{options.source_line(lap, gegevens, [verbanden])}."
        )
        names = lap.indelingen["naam"]
        screen.heading(console, "Hoe gemeenten samenwerken, en welke indeling daarop lijkt", below)
        screen.show(console, [made.profile(profile, names, lap.main_indelingen)])
        screen.show(console, [made.divisions(table, names, resolutie)])
        screen.lines(console, made.left_out([one for one in chosen if one not in fit]), after="\n")
        screen.legend(console, made.legend(graaf))

    results.deliver(target, made.frames(profile, table), facts, show)
