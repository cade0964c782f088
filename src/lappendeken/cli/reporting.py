"""What the commands that write reports share: their options, and what becomes of them."""

from collections.abc import Callable, Iterable, Sequence
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from lappendeken import output, report
from lappendeken.cli import console as screen
from lappendeken.cli import options
from lappendeken.cli.options import called
from lappendeken.cli.results import Target
from lappendeken.dutch import typed
from lappendeken.errors import LappendekenError, UnknownNameError, WrongUsageError, visible
from lappendeken.output import formats

if TYPE_CHECKING:
    from lappendeken.report.closing import Made
    from lappendeken.report.document import Report
    from lappendeken.report.office import Style

Uit = Annotated[
    Path | None,
    typer.Option(
        metavar="BESTAND",
        help="Schrijf het hele rapport naar .html, .pdf, .docx, .pptx, .xlsx of .csv.",
    ),
]
Datum = Annotated[
    str | None,
    typer.Option(metavar="JJJJ-MM-DD", help="Datum op het rapport; anders vandaag."),
]


Sjabloon = Annotated[
    list[Path] | None,
    typer.Option(
        metavar="BESTAND", help="Huisstijl voor Word (.docx) of PowerPoint (.pptx); mag vaker."
    ),
]
Logo = Annotated[
    Path | None,
    typer.Option(metavar="BESTAND", help="Logo (.png of .jpg) in Word en PowerPoint."),
]


def read_style(sjabloon: Sequence[Path] | None, logo: Path | None, forms: Sequence[str]) -> "Style":
    """Read the house style, and refuse what no form uses."""
    given = {path.suffix.lower(): path for path in sjabloon or ()}
    for ending, path in given.items():
        if ending[1:] in {"docx", "pptx"} and ending[1:] not in forms:
            raise WrongUsageError(
                f"--sjabloon {path} hoort bij een rapport op {ending}; "
                "vraag dat met --uit of --vorm."
            )
    if logo is not None and not {"docx", "pptx"} & set(forms):
        raise WrongUsageError("--logo hoort bij een rapport op .docx of .pptx.")
    return report.office.read_style(tuple(given.values()), logo)


def form_of(uit: Path | None) -> tuple[str, ...]:
    """The form of the one file that --uit names, if any."""
    return () if uit is None else (uit.suffix.lower()[1:],)


def read_date(text: str | None) -> date:
    """Read the value of --datum; today when there is none."""
    return options.read_day(text, "--datum") or datetime.now(tz=UTC).date()


def look_up(find: Callable[[str], str], names: Iterable[str], hint: str = "") -> list[str]:
    """Find what a report is about; all names that are unknown are told together."""
    found, unknown = [], []
    for name in names:
        try:
            found.append(find(name))
        except UnknownNameError as error:
            unknown.append(f"{error}{hint}")
    if unknown:
        raise LappendekenError("\n".join(unknown))
    return found


def command(words: Sequence[str], settings: Sequence[tuple[str, object]]) -> str:
    """A command as one can type it again.

    Examples
    --------
    >>> command(["groep", "Hof van Twente"], [("--datum", "2026-11-22"), ("--gegevens", None)])
    'lappendeken groep "Hof van Twente" --datum 2026-11-22'
    """
    known = [(key, value) for key, value in settings if value is not None]
    told = [(key, called(one) if isinstance(one, Path) else str(one)) for key, one in known]
    given = [part for pair in told for part in pair]
    return typed("lappendeken", *words, *given)


def settings(
    day: date, gewicht: str, gegevens: Path | None, peildatum: str | None
) -> list[tuple[str, object]]:
    """The options that every report has, as far as they differ from what is usual."""
    return [
        ("--gewicht", None if gewicht == "gemeenten" else gewicht),
        ("--gegevens", gegevens),
        ("--peildatum", peildatum),
        ("--datum", day.isoformat()),
    ]


def made(day: date, commands: dict[str, str], gegevens: Path | None) -> "Made":
    """When and how a report is made."""
    return report.closing.Made(day, commands, called(gegevens))


def check_one(context: typer.Context, uit: Path | None, *, force: bool, json: bool) -> None:
    """Refuse a file of an unknown form, or one that cannot be written, before the work begins.

    Without a file also what only a report has.
    """
    if uit is None:
        options.refuse_given(context, "bij een rapport, met --uit", "datum")
        return
    Target(uit, force, json).check(*formats.REPORTS)
    output.files.check_folder(uit.parent)
    report.files.require([uit.suffix.lower()[1:]])


def commands(
    words: Sequence[str], name: str, settings: Sequence[tuple[str, object]]
) -> dict[str, str]:
    """For each form the command that writes a report on one subject to one file."""
    return {
        ending[1:]: command(words, [("--uit", f"{name}{ending}"), *settings])
        for ending in formats.REPORTS
    }


def write(
    made: "Report", uit: Path, style: "Style | None" = None, *, force: bool, source: str
) -> None:
    """Write a report to the file that --uit names, in the form of its ending."""
    form = uit.suffix.lower()[1:]
    path = uit.with_suffix("")
    chosen = style or report.office.PLAIN
    show_written(report.write(made, path, [form], overwrite=force, style=chosen), source)


def show_written(paths: Sequence[Path], source: str) -> None:
    """Name the files that were written."""
    console = screen.out()
    for line in (f"Geschreven ({source}):", *(f"  {path}" for path in paths)):
        console.print(visible(line), soft_wrap=True)
