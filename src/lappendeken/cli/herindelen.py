"""`lappendeken gegevens herindeel`: bring data to a later date."""

import re
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from lappendeken import herindeling, output, reading, tables
from lappendeken.cli import console as screen
from lappendeken.cli import options, results
from lappendeken.dutch import count, long_date, number
from lappendeken.errors import GeometryError, LappendekenError, WrongUsageError
from lappendeken.reading.editions import find_folder
from lappendeken.reading.origin import read_origin
from lappendeken.schema import is_date

if TYPE_CHECKING:
    import geopandas as gpd

    from lappendeken.herindeling import Herindeling
    from lappendeken.reading.tables import Tables

RULES = ("weiger", "meerderheid", "beide")
CONFLICTS = "conflicten.csv"


def herindeel(
    naar: Annotated[
        str,
        typer.Option(metavar="JAAR|DATUM", help="Waarheen: een jaar (1 januari) of jjjj-mm-dd."),
    ],
    uit: Annotated[Path, typer.Option(metavar="MAP", help="Waar de nieuwe tabellen komen.")],
    bij_conflict: Annotated[
        str,
        typer.Option(
            metavar="|".join(RULES),
            help="Als samengevoegde gemeenten uit verschillende verbanden komen: weigeren en alle "
            "conflicten tonen, het verband met de meeste inwoners houden, of alle houden.",
        ),
    ] = "weiger",
    geometrie: Annotated[
        Path | None,
        typer.Option(
            metavar="PAD",
            help="Grenzen op de nieuwe datum: een kaartbestand (gpkg, geojson, shp, parquet) of "
            "een map met gemeenten.geojson. Zonder dit worden gebieden samengevoegd.",
        ),
    ] = None,
    laag: Annotated[
        str, typer.Option(metavar="NAAM", help="De laag met gemeenten in dat kaartbestand.")
    ] = "",
    gegevens: options.Gegevens = None,
    peildatum: options.Peildatum = None,
    force: options.Force = False,
    json: options.Json = False,
) -> None:
    """Breng gegevens naar een latere datum, door alle herindelingen daartussen heen.

    Deelnames, inwoners en grenzen gaan mee. De uitkomst is een map die elke opdracht met
    --gegevens leest; conflicten.csv vermeldt waar gekozen is.

    Voorbeeld: [bold]lappendeken gegevens herindeel --naar 2023 --uit map --bij-conflict
    meerderheid[/bold]
    """
    from lappendeken.model import from_tables, to_tables

    to = _read_to(naar)
    if bij_conflict not in RULES:
        raise WrongUsageError(
            f"--bij-conflict: kies uit {', '.join(RULES)}; niet '{bij_conflict}'."
        )
    if laag and geometrie is None:
        raise WrongUsageError("--laag hoort bij --geometrie.")
    results.check_folder(uit)
    if not force:
        files = [uit / name for name in (*output.folder.FILES, CONFLICTS)]
        output.files.refuse_existing(files, WrongUsageError)
    source = reading.tables.read_tables(find_folder(gegevens))
    before = from_tables(source, peildatum=options.read_day(peildatum))
    try:
        done = herindeling.convert(before, to, bij_conflict, geometry=_boundaries(geometrie, laag))
    except GeometryError as error:
        raise LappendekenError(f"{geometrie}: {error}") from None
    made = _with_sources(to_tables(done.lappendeken), source)
    conflicts = tables.from_frame(CONFLICTS, "", done.conflicts)
    texts = {CONFLICTS: output.csv.table_text(conflicts)}
    written = output.folder.write_data(
        uit, made, overwrite=force, about=read_origin(source.folder), others=texts
    )
    skipped = len(source.verbanden) - len(before.deelnames)
    notes = [*done.notes, *_skipped_note(skipped, done)]
    if json:
        screen.print_json(_as_json(done, notes))
    else:
        _show(done, len(before.gemeenten), len(before.deelnames), notes)
    results.tell_written(written)


def _read_to(text: str) -> str:
    """The value of --naar as an ISO date."""
    day = f"{text}-01-01" if re.fullmatch("[0-9]{4}", text) else text
    if not is_date(day):
        raise WrongUsageError(
            f"--naar: '{text}' is geen jaar of datum; schrijf 2023 of jjjj-mm-dd."
        )
    return day


def _boundaries(path: Path | None, layer: str) -> "gpd.GeoDataFrame | None":
    """The newer geometry, if there is any."""
    return None if path is None else reading.boundaries.read_boundaries(path, layer)


def _with_sources(tables: "Tables", source: "Tables") -> "Tables":
    """Tables with the sources of the labels, which the model does not hold."""
    told = source.indelingen.drop_duplicates("indeling").set_index("indeling")["bron"]
    labels = tables.indelingen.copy()
    labels["bron"] = [str(told.get(name, "")) for name in labels["indeling"]]
    return replace(tables, indelingen=labels)


def _skipped_note(skipped: int, done: "Herindeling") -> list[str]:
    """What is said of deelnames that did not hold when the journey began."""
    if not skipped:
        return []
    rows = count(skipped, "deelname gold", "deelnames golden")
    return [f"{rows} niet op {long_date(done.van)}, en gaan niet mee."]


def _as_json(done: "Herindeling", notes: list[str]) -> dict[str, Any]:
    """All that happened, for machines."""
    facts = {"van": done.van.isoformat(), "naar": done.naar.isoformat(), "regel": done.regel}
    frames = {
        "stappen": done.steps,
        "conflicten": done.conflicts,
        "uitgebreid": done.extensions,
        "verbanden": done.verbanden,
    }
    return output.as_json(tables.from_frames(frames), facts) | {"opmerkingen": notes}


def _show(done: "Herindeling", gemeenten: int, deelnames: int, notes: list[str]) -> None:
    """All that happened, for people."""
    console, after = screen.out(), done.lappendeken
    screen.heading(
        console,
        f"Van {long_date(done.van)} naar {long_date(done.naar)}",
        f"{number(gemeenten)} gemeenten werden er {number(len(after.gemeenten))}, "
        f"{number(deelnames)} deelnames {number(len(after.deelnames))}",
    )
    screen.show(console, [tables.reading.conflicts(done, CONFLICTS)])
    screen.lines(console, tables.reading.aftermath(done), after="\n")
    if notes:
        screen.heading(console, "Let op")
        screen.lines(console, [f"- {note}" for note in notes])
