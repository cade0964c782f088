"""`lappendeken gegevens ophalen`: this year's gemeenten and regions, from the services of CBS."""

from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from lappendeken import output, tables
from lappendeken.cli import console as screen
from lappendeken.cli import options, results
from lappendeken.cli.datafolder import (
    BESIDE,
    EXTRA,
    check_written,
    show_result,
    write_result,
)
from lappendeken.dutch import typed
from lappendeken.errors import WrongUsageError
from lappendeken.reading import fetching, settling

if TYPE_CHECKING:
    from lappendeken.reading.fetching.download import Fetched
    from lappendeken.reading.settling.ledger import ReadResult

SOURCES = ("cbs",)
LISTS = 3
NOT_THERE = (
    "De regio's voor maatschappelijke opvang en beschermd wonen (MO/BW) staan niet in de gegevens "
    "van CBS. Maak een formulier met: {form}; vul het in, en voeg het toe met: {add}"
)


def ophalen(
    bron: Annotated[
        str, typer.Argument(metavar="BRON", help="Waar de gegevens vandaan komen: cbs.")
    ],
    jaar: Annotated[
        int,
        typer.Option(
            parser=options.whole_number(1),
            metavar="JAAR",
            help="Van welk jaar, zoals 2025; alles geldt op 1 januari van dat jaar.",
        ),
    ],
    uit: Annotated[
        Path | None,
        typer.Option(metavar="MAP", help="Waar alles komt; zonder deze optie cbs-JAAR."),
    ] = None,
    opnieuw: Annotated[
        bool, typer.Option("--opnieuw", metavar="", help="Haal ook op wat er al staat.")
    ] = False,
    force: Annotated[
        bool,
        typer.Option("--force", metavar="", help="Vervang ook tabellen die u hebt veranderd."),
    ] = False,
    json: options.Json = False,
) -> None:
    """Haal de gemeenten en regio's van een jaar op bij PDOK en CBS StatLine.

    De uitkomst is een map die elke opdracht met --gegevens leest. Wat is
    opgehaald, blijft in die map en wordt niet nog eens opgehaald. Zonder
    netwerk zegt de opdracht wat u waar met de hand kunt bewaren.

    Voorbeeld: [bold]lappendeken gegevens ophalen cbs --jaar 2025[/bold]
    """
    if bron not in SOURCES:
        raise WrongUsageError(f"Kies als bron {' of '.join(SOURCES)}; niet '{bron}'.")
    fetching.cbsyear.check_year(jaar)
    folder = uit or Path(f"cbs-{jaar}")
    _check_target(folder, force=force)
    with screen.progress(f"Ophalen van {jaar}", LISTS) as done:
        found = fetching.cbsyear.fetch_year(
            folder,
            jaar,
            again=opnieuw,
            pdok=fetching.cbsyear.PDOK,
            statline=fetching.cbsyear.STATLINE,
            patience=fetching.cbsyear.PATIENCE,
            done=done,
        )
    result = fetching.cbsyear.read_year(folder, jaar)
    written, notes = write_result(
        folder,
        result,
        settling.gemeenten.embedded_places(),
        add=False,
        day=result.peildatum,
        force=True,
        uses_base=False,
        origin=fetching.cbsyear.origin(found),
    )
    fetching.herkomst.record(folder, [path.name for path in written])
    told = [*found.notes, *notes, _not_there(folder)]
    if json:
        screen.print_json(_as_json(result, found, told, written))
    else:
        screen.show(screen.out(), [tables.reading.fetched(found)])
        show_result(result, "cbs", told)
    results.tell_written(written)
    check_written(folder)
    screen.say(f"Verder met: {typed('lappendeken', 'congruentie', '--gegevens', str(folder))}")


def _not_there(folder: Path) -> str:
    """What CBS does not have, and how to add it."""
    own, more = ["--gegevens", str(folder)], ["--voeg-toe", "--uit", f"{folder}-mobw"]
    command = ("lappendeken", "gegevens")
    return NOT_THERE.format(
        form=typed(*command, "sjabloon", "mo-bw", *own, "--uit", "mobw.xlsx"),
        add=typed(*command, "inlezen", "mobw.xlsx", *own, *more),
    )


def _check_target(folder: Path, *, force: bool) -> None:
    """Refuse to write over tables that are not as this command made them."""
    results.check_folder(folder)
    others = fetching.herkomst.changed(folder, (*output.folder.FILES, *BESIDE, EXTRA))
    if others and not force:
        names = ", ".join(others)
        what = "is" if len(others) == 1 else "zijn"
        raise WrongUsageError(
            f"In {folder} {what} {names} niet door deze opdracht gemaakt, of daarna veranderd. "
            "Kies met --uit een andere map, of geef --force om te vervangen."
        )


def _as_json(
    result: "ReadResult", found: "Fetched", told: list[str], written: list[Path]
) -> dict[str, Any]:
    """The same for machines."""
    return {
        "soort": "cbs",
        **result.report.as_dict(),
        "opgehaald": list(found.fresh),
        "herkomst": {path: asdict(kept) for path, kept in found.kept.items()},
        "let_op": told,
        "geschreven": [str(path) for path in written],
    }
