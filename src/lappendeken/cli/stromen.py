"""`lappendeken stromen`: whether who lives somewhere also works, or moves, within the verband."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from lappendeken import delineation, reading, tables
from lappendeken.cli import console as screen
from lappendeken.cli import options, results
from lappendeken.dutch import number
from lappendeken.output import formats

if TYPE_CHECKING:
    from rich.console import Console


def stromen(
    bestand: Annotated[
        Path,
        typer.Argument(
            metavar="BESTAND",
            help="Tabel van herkomst, bestemming en aantal: van StatLine, of een eigen.",
        ),
    ],
    indeling: Annotated[
        list[str] | None,
        typer.Option(metavar="NAAM", help="Toon ook elk verband van deze indeling; mag vaker."),
    ] = None,
    kolom: Annotated[
        list[str] | None,
        typer.Option(
            metavar="ROL=KOLOM",
            help="Zoals herkomst=Woonplaats; ook bestemming, aantal en periode. Mag vaker.",
        ),
    ] = None,
    periode: Annotated[
        str, typer.Option(metavar="JAAR", help="Welke periode; anders de laatste.")
    ] = "",
    eenheid: Annotated[
        int | None,
        typer.Option(
            metavar="GETAL",
            parser=options.whole_number(1),
            help="Hoeveel 1 in de tabel is; anders 1, of 1000 als de kop dat zegt.",
        ),
    ] = None,
    blad: Annotated[str, typer.Option(metavar="NAAM", help="Welk blad van een spreadsheet.")] = "",
    omvang: Annotated[
        tuple[int, int],
        typer.Option(metavar="MINST STREEF", help="Omvang (vertrek) van een functionele regio."),
    ] = (3_500, 25_000),
    zelfvoorziening: Annotated[
        tuple[int, int],
        typer.Option(metavar="MINST STREEF", help="Zelfvoorziening daarvan, in procenten."),
    ] = (67, 75),
    uit: options.Tables = None,
    gegevens: options.Gegevens = None,
    peildatum: options.Peildatum = None,
    force: options.Force = False,
    json: options.Json = False,
) -> None:
    """Vergelijk indelingen met wie waar werkt of heen verhuist.

    Uit een tabel van stromen tussen gemeenten (woon-werk, verhuizingen) volgt
    hoeveel binnen elk verband blijft, en welke regio's er zouden zijn als
    alleen de stroom telde.

    Voorbeeld: [bold]lappendeken stromen woonwerk.csv --indeling arbeidsmarktregio[/bold]
    """
    target = results.Target(uit, force, json)
    target.check(*formats.TABLES)
    lap = options.load(gegevens, peildatum)
    shown = options.choose(lap, indeling, least=0, usual=())
    known = reading.flows.reference_of(lap.gemeenten, lap.herindelingen)
    flows = reading.read_flows(
        bestand,
        gemeenten=known,
        columns=reading.flows.parse_columns(kolom or []),
        period=periode,
        unit=eenheid,
        sheet=blad,
    )
    least = (float(omvang[0]), zelfvoorziening[0] / 100)
    goal = (float(omvang[1]), zelfvoorziening[1] / 100)
    names = lap.gemeenten["naam"]
    found = delineation.functional_regions(
        flows.table, lap.gemeenten.index, least=least, target=goal, names=names
    )
    every = [lap.indeling(name) for name in lap]
    compared = delineation.against_functional(
        every, flows.table, found.indeling, least=least, target=goal
    )
    verbanden = delineation.verbanden_of(every, flows.table, least=least, target=goal)
    facts = {
        "peildatum": lap.peildatum.isoformat(),
        "stromen": bestand.name,
        "omvang": " ".join(map(str, omvang)),
        "zelfvoorziening": " ".join(map(str, zelfvoorziening)),
        "gegevens": options.called(gegevens),
    }
    made = tables.flows

    def show(console: "Console") -> None:
        total = number(float(flows.table["aantal"].sum()))
        below = f"{bestand.name}: {total} in totaal.\n{options.source_line(lap, gegevens, ())}."
        screen.heading(console, "Congruent met de stroom?", below)
        screen.lines(console, made.left_out(flows.notes), after="\n")
        labels = lap.indelingen["naam"].copy()
        labels[found.indeling.id] = found.indeling.naam
        screen.show(console, [made.divisions(compared, labels), made.regions(found)])
        screen.show(console, [made.verbanden(verbanden, one) for one in shown])
        screen.legend(console, made.legend(least, goal))

    results.deliver(target, made.frames(compared, verbanden, found, names), facts, show)
