"""`lappendeken kaart`: maps as pages that need no network, and as pictures for print."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from lappendeken import maps
from lappendeken.cli import options, reporting, results
from lappendeken.errors import WrongUsageError
from lappendeken.maps.soorten import DEFAULT, PAIRS, SOORTEN
from lappendeken.output import formats

if TYPE_CHECKING:
    from lappendeken.indeling import Indeling
    from lappendeken.model import Lappendeken

_SNIFFED = 4096


def kaart(
    indelingen: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="INDELING", help="De indelingen, zoals A B; zonder namen de drie domeinen."
        ),
    ] = None,
    uit: Annotated[
        Path,
        typer.Option(
            metavar="PAD", help="Map voor de kaarten, of één bestand op .html, .png of .svg."
        ),
    ] = Path("maps"),
    soort: Annotated[
        str, typer.Option(metavar="SOORT", help=f"Soort kaart: {', '.join(SOORTEN)}.")
    ] = DEFAULT,
    provincie: options.Provincie = None,
    achtergrond: Annotated[
        str | None,
        typer.Option(
            metavar="NAAM",
            help="Achtergrond van internet: brt, brt-grijs, brt-pastel of brt-water.",
        ),
    ] = None,
    gegevens: options.Gegevens = None,
    peildatum: options.Peildatum = None,
    force: options.Force = False,
) -> None:
    """Teken welke regio's niet congruent zijn, en waar het schuurt.

    Noem met --uit een bestand voor één kaart: .html voor het scherm,
    .png of .svg voor druk. Noem een map voor een overzicht (index.html)
    en een kaart per paar. Alles opent zonder netwerk; alleen met
    --achtergrond haalt de kaart haar ondergrond bij PDOK.

    De soorten typologie en schuring vragen twee indelingen, A en B.
    Zonder namen gaan drukte en grenzen over alle indelingen, en de
    andere soorten over de drie domeinen.

    Voorbeeld: [bold]lappendeken kaart jeugdregio arbeidsmarktregio --uit kaart.html[/bold]
    """
    names = indelingen or []
    single = uit.suffix.lower() in formats.MAPS
    _check_usage(names, uit, soort, single=single, whole=soort == DEFAULT and provincie is None)
    if achtergrond is not None:
        _check_background(achtergrond, uit)
    if single:
        results.Target(uit, force).check(*formats.MAPS)
    lap = options.load(gegevens, peildatum)
    chosen = options.choose(lap, names, least=0, usual=())
    if single:
        _write_one(lap, chosen, soort, provincie, uit, achtergrond)
        written = [uit]
    else:
        if not force:
            _refuse_foreign(uit)
        written = maps.write_all(
            lap,
            uit,
            indelingen=chosen or None,
            background=achtergrond,
            earlier=options.earlier_edition(gegevens, peildatum),
        )
    reporting.show_written(written, options.source_line(lap, gegevens, ()))


def _check_usage(names: list[str], uit: Path, soort: str, *, single: bool, whole: bool) -> None:
    """Refuse what cannot be, before anything is read; `whole`: no kind and province are chosen."""
    if soort not in SOORTEN:
        raise WrongUsageError(f"--soort: '{soort}' bestaat niet; kies uit {', '.join(SOORTEN)}.")
    if single and soort in PAIRS and len(names) != 2:
        others = ", ".join(name for name in SOORTEN if name not in PAIRS)
        raise WrongUsageError(
            f"Eén kaart vraagt twee indelingen: lappendeken kaart A B --uit {uit.name}. "
            f"Een ander aantal kan met --soort: {others}."
        )
    if single:
        return
    results.check_folder(uit, *formats.MAPS)
    if not whole:
        raise WrongUsageError(
            "--soort en --provincie horen bij één kaart: noem met --uit een bestand op "
            f"{', '.join(formats.MAPS)}."
        )
    if len(names) not in (0, 2):
        raise WrongUsageError("Noem twee indelingen, of geen.")


def _write_one(
    lap: "Lappendeken",
    chosen: "list[Indeling]",
    soort: str,
    provincie: str | None,
    path: Path,
    achtergrond: str | None,
) -> None:
    """Write one map in the format that the ending of the file names."""
    if path.suffix.lower() in formats.PICTURES:
        results.draw(path, maps.figure(lap, soort, *chosen, provincie=provincie))
        return
    if soort == DEFAULT and provincie is None:
        drawn = maps.noncongruent(lap, *chosen)
    else:
        drawn = maps.themed(lap, soort, *chosen, provincie=provincie)
    if achtergrond is not None:
        maps.add_background(drawn, achtergrond)
    maps.write(drawn, path)


def _check_background(name: str, path: Path) -> None:
    """Refuse an unknown background, and one on paper, before anything is read."""
    maps.find_background(name)
    if path.suffix.lower() in formats.PICTURES:
        raise WrongUsageError("--achtergrond hoort bij een kaart op .html, niet bij een plaatje.")


def _refuse_foreign(folder: Path) -> None:
    """Refuse to overwrite pages that this program did not make."""
    for path in sorted(folder.glob("*.html")) if folder.is_dir() else []:
        with path.open("rb") as file:
            if b"lappendeken" not in file.read(_SNIFFED):
                raise WrongUsageError(
                    f"{path} is niet door lappendeken gemaakt en zou overschreven kunnen worden; "
                    "kies een andere map of geef --force."
                )
