"""`lappendeken gegevens inlezen`: from a source to a folder that every command reads."""

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from lappendeken import output, reading
from lappendeken.cli import console as screen
from lappendeken.cli import options, results
from lappendeken.cli.datafolder import (
    MISSED,
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
        Path | None, typer.Option(metavar="BESTAND", help="TOML-bestand dat de kolommen benoemt.")
    ] = None,
    opzet: Annotated[
        str,
        typer.Option(
            metavar="lang|breed|gemeenten|kruisjes",
            help="Een rij per deelname, een per gemeente, alleen gemeenten, of kruisjes.",
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
        typer.Option(metavar="BESTAND", help=f"Een {PROPOSALS} waarin u 'ja' hebt gezet."),
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
    namen die ergens op lijken in voorstellen.csv.

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
    laag, blad, layer = _layers(source, laag or [], blad, gemeenten)
    mapping = settling.mapping.read_mapping(
        kolom or [], kolommen, fixed=fixed, layout=opzet, sheet=blad
    )
    _check_options(kind, source, mapping)
    base = _base(gegevens, whole=gegevens is not None or voeg_toe)
    # A map or a table may hold its own gemeenten; what has none is matched with those of the base.
    given = gegevens is not None or voeg_toe or not source.brings_gemeenten
    told: list[str] = []
    known = None
    if given or gemeenten:
        known = _known(base, gemeenten, layer, accepteer_voorstellen, told)
    accepted = None if known else _accepted(accepteer_voorstellen, base.gemeenten["naam"])
    result = source.read(bron, Asked(known, mapping, laag or None, accepted))
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
                f"Zet in {PROPOSALS} 'ja' achter wat klopt, bewaar het onder een andere naam, en "
                "lees opnieuw in met --accepteer-voorstellen en die naam."
            )
        check_written(written[0].parent)
    elif uit is None:
        screen.say("Er is niets geschreven; geef met --uit een map.")


def _check_target(uit: Path | None, accepted: Path | None, *, force: bool) -> None:
    """Refuse a place to write to before the work begins."""
    if uit is None:
        return
    if uit.exists() and not uit.is_dir():
        raise WrongUsageError(f"{uit} is een bestand; noem met --uit een map.")
    if accepted is not None and accepted.resolve() == (uit / PROPOSALS).resolve():
        raise WrongUsageError(
            f"{accepted} wordt overschreven, en dan zijn uw antwoorden weg; bewaar het eerst onder "
            "een andere naam."
        )
    if not force:
        files = [uit / name for name in (*output.folder.FILES, MISSED, PROPOSALS)]
        output.files.refuse_existing(files, WrongUsageError)


def _layers(
    source: "Source", laag: list[str], blad: str, gemeenten: Path | None
) -> tuple[list[str], str, str]:
    """What --laag is about: layers of CBS, the layer of --gemeenten, or that of a map to read."""
    if not laag or "laag" in source.takes:
        return laag, blad, ""
    if len(laag) > 1:
        raise WrongUsageError("--laag mag alleen bij een GeoPackage van CBS vaker dan eens.")
    if gemeenten is not None:
        return [], blad, laag[0]
    if "kolommen" not in source.takes:
        raise WrongUsageError("--laag is voor kaartbestanden; deze bron heeft geen lagen.")
    return [], blad or laag[0], ""


def _check_options(kind: str, source: "Source", mapping: "ColumnMapping") -> None:
    """Refuse options that this kind of source does nothing with."""
    tables_only = mapping.columns or mapping.skip or mapping.layout or mapping.sheet
    if "kolommen" not in source.takes and tables_only:
        raise WrongUsageError(
            f"--kolom, --kolommen, --opzet en --blad zijn voor eigen tabellen; dit is {kind}. "
            "Is het toch een tabel? Geef --soort tabel."
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
) -> "Gemeenten":
    """The gemeenten to match with: those of a map of the user, or those of the base."""
    from lappendeken.reading.sources.own import read_map
    from lappendeken.reading.sources.source import kind_of

    frame = base.gemeenten
    if path is not None and not layer and kind_of(str(path)) == "cbs":
        frame = reading.read_cbs(path, layers=["gemeente"]).gemeenten
    elif path is not None:
        frame, remarks = read_map(path, layer)
        told += remarks
    chosen = _accepted(accepted, frame["naam"])
    return settling.gemeenten.Gemeenten(frame, herindelingen=base.herindelingen, accepted=chosen)


def _accepted(path: Path | None, names: Any) -> Mapping[str, str]:
    """The proposals that the user accepted."""
    return {} if path is None else settling.matching.read_accepted(path, names)
