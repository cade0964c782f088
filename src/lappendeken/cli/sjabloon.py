"""`lappendeken gegevens sjabloon`: a form to fill in, with lists of what may be chosen."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from lappendeken import output, schema, tables
from lappendeken.cli import console as screen
from lappendeken.cli import options, results
from lappendeken.dutch import typed
from lappendeken.errors import UnknownNameError
from lappendeken.output import formats

if TYPE_CHECKING:
    from lappendeken.model import Lappendeken
    from lappendeken.tables import Table

PLAN = "plan"


def sjabloon(
    wat: Annotated[
        str,
        typer.Argument(
            metavar="WAT",
            help="Waarvoor: plan (voor scenario), of een indeling zoals mo-bw.",
        ),
    ],
    uit: Annotated[
        Path | None,
        typer.Option(metavar="BESTAND", help="Op .xlsx of .csv; zonder naam WAT.xlsx."),
    ] = None,
    gegevens: options.Gegevens = None,
    peildatum: options.Peildatum = None,
    force: options.Force = False,
) -> None:
    """Maak een formulier om in te vullen, met keuzelijsten voor wat er mag staan.

    Voor een plan is het leeg. Voor een indeling staan alle gemeenten erin, met hun verband voor
    zover de gegevens dat kennen.

    Voorbeeld: [bold]lappendeken gegevens sjabloon mo-bw --uit mobw.xlsx[/bold]
    """
    target = uit or Path(f"{output.files.file_stem(wat, 'sjabloon')}.xlsx")
    results.Target(target, force).check(*formats.FORMS)
    lap = options.load(gegevens, peildatum)
    form = tables.forms.plan(lap) if wat.casefold() == PLAN else _of_indeling(lap, wat)
    results.tell_written(output.write_form(target, form, overwrite=force))
    if form.name == PLAN:
        screen.say(f"Vul het in, en dan: {typed('lappendeken', 'scenario', str(target))}")
    else:
        command = typed("lappendeken", "gegevens", "inlezen", str(target), "--uit", "mijnmap")
        screen.say(f"Vul het in, en dan: {command}")


def _of_indeling(lap: "Lappendeken", wat: str) -> "Table":
    """The form for an indeling of these data, or of those that come with the program."""
    try:
        return tables.forms.indeling(lap, lap, lap.find_indeling(wat).id)
    except UnknownNameError as error:
        other = options.load(None, None)
        try:
            name = other.find_indeling(wat).id
        except UnknownNameError:
            known = [*(set(schema.MAIN_DOMEINEN) & set(other.defaults)), PLAN]
            raise UnknownNameError("sjabloon", wat, error.candidates or sorted(known)) from None
        return tables.forms.indeling(lap, other, name)
