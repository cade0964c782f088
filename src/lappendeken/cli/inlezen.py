"""`lappendeken gegevens inlezen`: from a source to a folder that every command reads."""

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from lappendeken import output, reading
from lappendeken.cli import console as screen
from lappendeken.cli import options, results
from lappendeken.cli.datafolder import (
    BESIDE,
    FORM,
    PROPOSALS,
    check_written,
    show_result,
    write_result,
)
from lappendeken.errors import LappendekenError, WrongUsageError
from lappendeken.reading import settling
from lappendeken.reading.editions import find_folder
from lappendeken.reading.sources import SOURCES

if TYPE_CHECKING:
    from datetime import date

    from lappendeken.reading.settling.gemeenten import Gemeenten
    from lappendeken.reading.settling.mapping import ColumnMapping
    from lappendeken.reading.sources.source import Source
    from lappendeken.reading.tables import Tables


def inlezen(
    bron: Annotated[
        str,
        typer.Argument(
            metavar="BRON", help="Bestand of map; voor StatLine een jaar of tabel, zoals 85385NED."
        ),
    ],
    soort: Annotated[
        str,
        typer.Option(
            metavar="|".join(SOURCES),
            help="Wat voor bron het is; zonder deze optie blijkt dat uit de bron zelf.",
        ),
    ] = "",
    uit: Annotated[
        Path | None,
        typer.Option(metavar="MAP", help="Waar de tabellen komen; zonder map alleen het verslag."),
    ] = None,
    kolom: Annotated[
        list[str] | None,
        typer.Option(metavar="ROL=KOLOM", help="Zoals gemeente_code=GM-code; mag vaker."),
    ] = None,
    kolommen: Annotated[
        Path | None,
        typer.Option(
            metavar="BESTAND",
            help="Benoemt de kolommen: TOML, of een tabel met rol en kolom.",
        ),
    ] = None,
    opzet: Annotated[
        str,
        typer.Option(
            metavar="lang|breed|gemeenten|kruisjes|groepen|verband",
            help="Een rij per deelname, per gemeente, alleen gemeenten, kruisjes, een verband "
            "boven zijn gemeenten, of een rij per verband.",
        ),
    ] = "",
    blad: Annotated[
        str, typer.Option(metavar="NAAM", help="Welk blad van een spreadsheet, of welke laag.")
    ] = "",
    indeling: Annotated[
        str, typer.Option(metavar="NAAM", help="De indeling van alle rijen, zoals jeugdregio.")
    ] = "",
    domein: Annotated[
        str, typer.Option(metavar="DOMEIN", help="Het domein van die indeling, zoals jeugd.")
    ] = "",
    laat_staan: Annotated[
        list[str] | None,
        typer.Option(
            metavar="WAARDE", help="Houd een naam als 'geen' of 'x', die niets lijkt te zeggen."
        ),
    ] = None,
    gemeente: Annotated[
        str, typer.Option(metavar="NAAM", help="Van wie de lijst is: wie 'wij' is in een cel.")
    ] = "",
    laag: Annotated[
        list[str] | None,
        typer.Option(metavar="NAAM", help="Welke laag van een kaart; bij CBS mag het vaker."),
    ] = None,
    gemeenten: Annotated[
        Path | None,
        typer.Option(
            metavar="BESTAND",
            help="Kaartbestand met de gemeenten van het jaar van de bron: codes, namen, grenzen.",
        ),
    ] = None,
    accepteer_voorstellen: Annotated[
        Path | None,
        typer.Option(metavar="BESTAND", help=f"Een {FORM} (of .csv) waarin u 'ja' hebt gezet."),
    ] = None,
    voeg_toe: Annotated[
        bool,
        typer.Option("--voeg-toe", metavar="", help="Houd ook de verbanden van --gegevens."),
    ] = False,
    gegevens: options.Gegevens = None,
    peildatum: options.Peildatum = None,
    force: options.Force = False,
    json: options.Json = False,
) -> None:
    """Lees een spreadsheet, een kaartbestand of een officiële bron in.

    De uitkomst is een map die elke opdracht met --gegevens leest.
    Rijen die niet meekunnen, staan met de reden in niet-gelezen.csv, en
    namen die ergens op lijken in voorstellen.xlsx (en .csv). Is de map
    geschreven maar nog niet te gebruiken, dan is de code na afloop 3.

    Voorbeeld: [bold]lappendeken gegevens inlezen regio.xlsx --uit map[/bold]
    """
    from lappendeken.reading.sources.source import Asked, kind_of, source_of

    if soort and soort not in SOURCES:
        raise WrongUsageError(f"--soort: kies uit {', '.join(SOURCES)}; niet '{soort}'.")
    day = options.read_day(peildatum)
    _check_target(uit, accepteer_voorstellen, force=force)
    kind = soort or kind_of(bron)
    fixed = {"indeling": indeling, "domein": domein}
    source = source_of(kind)
    laag, blad, layer = _layers(bron, source, laag or [], blad, gemeenten)
    mapping = settling.mapping.read_mapping(
        kolom or [], kolommen, fixed=fixed, layout=opzet, sheet=blad, keep=laat_staan or []
    )
    mapping = replace(mapping, ourselves=gemeente, same=_same(accepteer_voorstellen))
    _check_options(kind, source, mapping)
    base = _base(gegevens, whole=gegevens is not None or voeg_toe)
    # A map or a table may hold its own gemeenten; what has none is matched with those of the base.
    given = gegevens is not None or voeg_toe or not source.brings_gemeenten
    told: list[str] = []
    known, of_map = None, None
    if given or gemeenten:
        known, of_map = _known(base, gemeenten, layer, accepteer_voorstellen, told)
    accepted = None if known else _accepted(accepteer_voorstellen, base.gemeenten["naam"])
    result = source.read(bron, Asked(known, mapping, laag or None, accepted))
    result = replace(result, peildatum=result.peildatum or of_map)
    written: list[Path] = []
    notes = told
    failure: LappendekenError | None = None
    if uit is not None:
        try:
            written, more = write_result(
                uit,
                result,
                base,
                add=voeg_toe,
                day=day,
                force=force,
                uses_base=given and gemeenten is None,
                boundaries=gemeenten.name if gemeenten else None,
            )
            notes += more
        except LappendekenError as error:
            failure = error
    if json:
        files = [str(path) for path in written]
        about = {"soort": kind, **result.report.as_dict(), "let_op": notes, "geschreven": files}
        screen.print_json(about)
    else:
        show_result(result, kind, notes)
    if failure is not None:
        raise failure
    if written:
        results.tell_written(written)
        if len(result.report.proposals):
            screen.say(
                f"Kies in {FORM} 'ja' achter wat klopt, bewaar het onder een andere naam, en "
                "lees opnieuw in met --accepteer-voorstellen en die naam."
            )
        check_written(written[0].parent)
    elif uit is None:
        screen.say("Er is niets geschreven; geef met --uit een map.")


def _check_target(uit: Path | None, accepted: Path | None, *, force: bool) -> None:
    """Refuse a place to write to before the work begins."""
    if uit is None:
        return
    results.check_folder(uit)
    own = [(uit / name).resolve() for name in (PROPOSALS, FORM)]
    if accepted is not None and accepted.resolve() in own:
        raise WrongUsageError(
            f"{accepted} wordt overschreven, en dan zijn uw antwoorden weg; bewaar het eerst onder "
            "een andere naam."
        )
    if not force:
        files = [uit / name for name in (*output.folder.FILES, *BESIDE)]
        output.files.refuse_existing(files, WrongUsageError)


def _layers(
    bron: str, source: "Source", laag: list[str], blad: str, gemeenten: Path | None
) -> tuple[list[str], str, str]:
    """What --laag is about: layers of CBS, the layer of --gemeenten, or that of a map to read."""
    from lappendeken.reading.files.layers import ENDINGS as MAPS

    if not laag or "laag" in source.takes:
        return laag, blad, ""
    if len(laag) > 1:
        raise WrongUsageError("--laag mag alleen bij een GeoPackage van CBS vaker dan eens.")
    if gemeenten is not None:
        return [], blad, laag[0]
    if "kolommen" not in source.takes or Path(bron).suffix.lower() not in MAPS:
        raise WrongUsageError("--laag hoort bij een kaartbestand; een blad kiest u met --blad.")
    return [], blad or laag[0], ""


def _check_options(kind: str, source: "Source", mapping: "ColumnMapping") -> None:
    """Refuse options that this kind of source does nothing with."""
    of_list = mapping.layout or mapping.ourselves or mapping.keep
    tables_only = mapping.columns or mapping.skip or of_list or mapping.sheet
    if "kolommen" not in source.takes and tables_only:
        raise WrongUsageError(
            "--kolom, --kolommen, --opzet, --gemeente, --blad en --laat-staan zijn voor eigen "
            f"tabellen; dit is {kind}. Is het toch een tabel? Geef --soort tabel."
        )
    if "indeling" not in source.takes and mapping.fixed:
        raise WrongUsageError(f"--indeling en --domein volgen bij {kind} uit de bron zelf.")


def _base(gegevens: Path | None, *, whole: bool) -> "Tables":
    """The data to build on; their verbanden are of use only when they stay."""
    if not whole:
        return settling.gemeenten.embedded_places()
    return reading.tables.read_tables(find_folder(gegevens))


def _known(
    base: "Tables", path: Path | None, layer: str, accepted: Path | None, told: list[str]
) -> tuple["Gemeenten", "date | None"]:
    """The gemeenten to match with: of a map of the user, with its date, or those of the base."""
    from lappendeken.reading.sources.own import read_map
    from lappendeken.reading.sources.source import kind_of

    frame, day = base.gemeenten, None
    if path is not None and not layer and kind_of(str(path)) == "cbs":
        read = reading.read_cbs(path, layers=["gemeente"])
        frame, day = read.gemeenten, read.peildatum
    elif path is not None:
        frame, day, remarks = read_map(path, layer)
        told += remarks
    chosen = _accepted(accepted, frame["naam"])
    steps = base.herindelingen
    return settling.gemeenten.Gemeenten(frame, herindelingen=steps, accepted=chosen), day


def _same(path: Path | None) -> Mapping[str, str]:
    """The verbanden that the user says are one; the gemeenten are looked at when they are known."""
    return {} if path is None else reading.voorstellen.read_accepted(path).verbanden


def _accepted(path: Path | None, names: Any) -> Mapping[str, str]:
    """The proposals that the user accepted."""
    return {} if path is None else reading.voorstellen.read_accepted(path, names).gemeenten
