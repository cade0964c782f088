"""`lappendeken kaart`: maps of non-congruent regions, as single files that need no network."""

from pathlib import Path
from typing import Annotated

import typer

from lappendeken.cli import console as screen
from lappendeken.cli import options
from lappendeken.errors import WrongUsageError

_SNIFFED = 4096


def kaart(
    indelingen: Annotated[
        list[str] | None,
        typer.Argument(metavar="[A B]", help="De twee indelingen; zonder namen de drie domeinen."),
    ] = None,
    uit: Annotated[
        Path,
        typer.Option(metavar="PAD", help="Map voor de kaarten, of één bestand op .html."),
    ] = Path("maps"),
    gegevens: options.Gegevens = None,
    peildatum: options.Peildatum = None,
    force: options.Force = False,
) -> None:
    """Teken welke regio's niet congruent zijn, en waar het schuurt.

    Met twee indelingen en een bestand één kaart; anders een map met een kaart per paar domeinen
    en een overzicht (index.html). De bestanden openen zonder netwerk.

    Voorbeeld: [bold]lappendeken kaart jeugdregio arbeidsmarktregio --uit kaart.html[/bold]
    """
    names = indelingen or []
    if len(names) not in (0, 2):
        raise WrongUsageError("Noem twee indelingen, of geen.")
    single = uit.suffix.lower() == ".html"
    if single and not names:
        raise WrongUsageError(
            "Eén kaart vraagt twee indelingen: lappendeken kaart A B --uit kaart.html."
        )
    if not single and uit.exists() and not uit.is_dir():
        raise WrongUsageError(f"--uit: {uit} is geen map en heet niet op .html.")
    lap = options.load(gegevens, peildatum)
    chosen = [lap.find_indeling(name) for name in names]
    if len({one.id for one in chosen}) < len(chosen):
        raise WrongUsageError("Noem twee verschillende indelingen.")
    from lappendeken import maps

    if single:
        options.check_output(uit, force=force, endings=(".html",))
        maps.write(maps.noncongruent(lap, *chosen), uit)
        written = [uit]
    else:
        if not force:
            _refuse_foreign(uit)
        written = maps.write_all(lap, uit, indelingen=chosen or None)
    console = screen.out()
    console.print(f"Geschreven ({options.source_line(lap, gegevens)}):", soft_wrap=True)
    for path in written:
        console.print(f"  {path}", soft_wrap=True)


def _refuse_foreign(folder: Path) -> None:
    """Refuse to overwrite pages that this program did not make."""
    for path in sorted(folder.glob("*.html")) if folder.is_dir() else []:
        with path.open("rb") as file:
            if b"lappendeken" not in file.read(_SNIFFED):
                raise WrongUsageError(
                    f"{path} is niet door lappendeken gemaakt en zou overschreven kunnen worden; "
                    "kies een andere map of geef --force."
                )
