"""`lappendeken gegevens herindeel`: bring data to a later date."""

import re
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from lappendeken.cli import console as screen
from lappendeken.cli import options, results
from lappendeken.dutch import count, long_date, number
from lappendeken.errors import WrongUsageError

if TYPE_CHECKING:
    import geopandas as gpd

    from lappendeken.herindeling import Herindeling
    from lappendeken.reading.tables import Tables

RULES = ("weiger", "meerderheid", "beide")
CONFLICTS = "conflicten.csv"
SHOWN = 10


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
    from lappendeken.herindeling import convert
    from lappendeken.model import from_tables, to_tables
    from lappendeken.output import folder as dataexport
    from lappendeken.output.files import refuse_existing
    from lappendeken.reading.editions import find_folder
    from lappendeken.reading.origin import read_origin
    from lappendeken.reading.tables import read_tables

    to = _read_to(naar)
    if bij_conflict not in RULES:
        raise WrongUsageError(
            f"--bij-conflict: kies uit {', '.join(RULES)}; niet '{bij_conflict}'."
        )
    if laag and geometrie is None:
        raise WrongUsageError("--laag hoort bij --geometrie.")
    if uit.exists() and not uit.is_dir():
        raise WrongUsageError(f"{uit} is een bestand; noem met --uit een map.")
    if not force:
        refuse_existing([uit / name for name in (*dataexport.FILES, CONFLICTS)], WrongUsageError)
    source = read_tables(find_folder(gegevens))
    before = from_tables(source, peildatum=options.read_day(peildatum))
    done = convert(before, to, bij_conflict, geometry=_boundaries(geometrie, laag))
    tables = _with_sources(to_tables(done.lappendeken), source)
    texts = {CONFLICTS: dataexport.table_text(done.conflicts)}
    written = dataexport.write_data(
        uit, tables, overwrite=force, about=read_origin(source.folder), others=texts
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
    from lappendeken.schema import is_date

    day = f"{text}-01-01" if re.fullmatch("[0-9]{4}", text) else text
    if not is_date(day):
        raise WrongUsageError(
            f"--naar: '{text}' is geen jaar of datum; schrijf 2023 of jjjj-mm-dd."
        )
    return day


def _boundaries(path: Path | None, layer: str) -> "gpd.GeoDataFrame | None":
    """The newer geometry, if there is any."""
    from lappendeken.reading.boundaries import read_boundaries

    return None if path is None else read_boundaries(path, layer)


def _with_sources(tables: "Tables", source: "Tables") -> "Tables":
    """Tables with the sources of the labels, which the model does not hold."""
    from dataclasses import replace

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
    from lappendeken.output.files import as_json

    facts = {"van": done.van.isoformat(), "naar": done.naar.isoformat(), "regel": done.regel}
    tables = {
        "stappen": done.steps,
        "conflicten": done.conflicts,
        "uitgebreid": done.extensions,
        "verbanden": done.verbanden,
    }
    return as_json(tables, facts) | {"opmerkingen": notes}


def _show(done: "Herindeling", gemeenten: int, deelnames: int, notes: list[str]) -> None:
    """All that happened, for people."""
    console = screen.out()
    after = done.lappendeken
    screen.heading(
        console,
        f"Van {long_date(done.van)} naar {long_date(done.naar)}",
        f"{number(gemeenten)} gemeenten werden er {number(len(after.gemeenten))}, "
        f"{number(deelnames)} deelnames {number(len(after.deelnames))}",
    )
    _show_conflicts(console, done)
    for size, what in ((1, "met nog één gemeente"), (0, "zonder gemeenten, dus vervallen")):
        names = done.verbanden.loc[done.verbanden["gemeenten_na"] == size, "naam"].to_list()
        if names:
            amount = count(len(names), "verband", "verbanden")
            console.print(f"{amount} {what}: {_some(names)}.\n")
    if len(done.extensions):
        amount = count(len(done.extensions), "deelname geldt", "deelnames gelden")
        who = done.extensions["gemeente"] + " in " + done.extensions["verband"]
        console.print(
            f"{amount} nu ook voor inwoners die in die indeling in geen verband zaten: "
            f"{_some(who.to_list())}.\n"
        )
    if notes:
        screen.heading(console, "Let op")
    for note in notes:
        console.print(f"- {note}")


def _some(names: list[str]) -> str:
    """The first names, and how many more there are."""
    more = f" en nog {number(len(names) - SHOWN)}" if len(names) > SHOWN else ""
    return ", ".join(names[:SHOWN]) + more


def _show_conflicts(console: Any, done: "Herindeling") -> None:
    """How many conflicts there were in each indeling, and by which rule they were decided."""
    if not len(done.conflicts):
        console.print("Er waren geen conflicten.\n")
        return
    keys = ["datum", "indeling", "gemeente_code"]
    each = done.conflicts.drop_duplicates(keys)["indeling"].value_counts()
    names = done.lappendeken.indelingen["naam"].reindex(each.index)
    ordered = sorted(zip(-each, names, strict=True))
    rows = [[str(name), str(-amount)] for amount, name in ordered]
    how = {
        "meerderheid": "gekozen is het verband met de meeste inwoners",
        "beide": "alle verbanden zijn gehouden",
    }[done.regel]
    title = f"{count(int(each.sum()), 'conflict', 'conflicten')}: {how} (zie {CONFLICTS})"
    screen.table(console, ["indeling", "conflicten"], rows, right=[1], title=title)
