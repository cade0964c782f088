"""`lappendeken gegevens vergelijk`: two sources of the same indeling beside each other."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from lappendeken import tables, timeline
from lappendeken.cli import console as screen
from lappendeken.cli import options, results
from lappendeken.errors import WrongUsageError
from lappendeken.output import formats

if TYPE_CHECKING:
    from rich.console import Console

    from lappendeken.indeling import Indeling
    from lappendeken.model import Lappendeken


def vergelijk(
    a: Annotated[str, typer.Argument(metavar="A", help="Een map met gegevens, of 'ingebouwd'.")],
    b: Annotated[str, typer.Argument(metavar="B", help="De andere bron.")],
    indeling: Annotated[
        str | None,
        typer.Option(metavar="NAAM", help="Welke indeling; anders alle die in beide staan."),
    ] = None,
    met: Annotated[
        str | None,
        typer.Option(metavar="NAAM", help="Hoe die indeling in B heet, als dat anders is."),
    ] = None,
    uit: Annotated[
        Path | None, typer.Option(metavar="BESTAND", help="Schrijf naar .csv, .json of .xlsx.")
    ] = None,
    force: options.Force = False,
    json: options.Json = False,
) -> None:
    """Vergelijk twee bronnen van dezelfde indeling: waar zijn zij het eens, en waar niet.

    Verbanden worden aan elkaar gekoppeld op hun gemeenten, niet op hun naam.

    Voorbeeld: [bold]lappendeken gegevens vergelijk ingebouwd mijnmap --indeling jeugdregio[/bold]
    """
    if met is not None and indeling is None:
        raise WrongUsageError("--met vraagt ook --indeling.")
    target = results.Target(uit, force, json)
    target.check(*formats.TABLES)
    one, other = options.load_moment(a), options.load_moment(b)
    pairs = _pairs(one, other, indeling, met)
    made = tables.time
    compared = {name: timeline.reconcile(x, y) for name, (x, y) in pairs.items()}
    found = made.source_frames(compared, one, other)
    facts = {
        "a": options.called(Path(a)),
        "b": options.called(Path(b)),
        "peildatum_a": str(one.peildatum),
        "peildatum_b": str(other.peildatum),
    }

    def show(console: "Console") -> None:
        below = (
            f"A: {len(one.gemeenten)} gemeenten op {one.peildatum}; "
            f"B: {len(other.gemeenten)} op {other.peildatum}"
        )
        screen.heading(console, f"A: {a}   B: {b}", below)
        screen.show(console, [made.agreement(found["overeenkomst"])])
        screen.show(console, [made.unlike(found["verbanden"])])
        screen.show(console, [made.differences(found["verschillen"])])
        screen.lines(console, made.alone(found["overeenkomst"]))

    results.deliver(target, found, facts, show)


def _pairs(
    one: "Lappendeken", other: "Lappendeken", name: str | None, beside: str | None
) -> "dict[str, tuple[Indeling, Indeling]]":
    """The indelingen to compare, by the identifier in A."""
    if name is not None:
        first = one.find_indeling(name)
        return {first.id: (first, other.find_indeling(beside or name))}
    shared = [str(key) for key in one.indelingen.index if key in other.indelingen.index]
    if not shared:
        raise WrongUsageError(
            "Deze bronnen hebben geen indeling met dezelfde naam; noem ze met --indeling en --met."
        )
    return {key: (one.indeling(key), other.indeling(key)) for key in shared}
