"""The commands put together, and the one place where errors become exit codes."""

import os
import sys
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from importlib import import_module
from io import TextIOWrapper
from types import MappingProxyType
from typing import Annotated, Any

import typer

from lappendeken import __version__
from lappendeken.cli.console import print_error, say
from lappendeken.cli.dutch_help import LazyGroup, as_command, explain_usage_error
from lappendeken.errors import (
    FormerNameWarning,
    LappendekenError,
    UnknownNameError,
    WrongUsageError,
    explain_os_error,
)

DONE, DATA_AT_FAULT, WRONG_USAGE = 0, 1, 2
INTERRUPTED = 130


class _Commands(LazyGroup):
    """The commands; a module of `cli` has the name of its command."""

    summaries = MappingProxyType(
        {
            "congruentie": "Vergelijk indelingen twee aan twee: landelijk en per provincie.",
            "kaart": "Teken welke regio's niet congruent zijn, en waar het schuurt.",
            "rapport": "Maak het congruentierapport: wat niet past, waar, voor wie, en of het is "
            "uitgelegd.",
            "gemeente": "Toon de verbanden van een gemeente, haar partners, en waar die kringen "
            "verschillen.",
            "groep": "Verken wat een groep gemeenten deelt, waar zij gesplitst is, en wat haar zou "
            "verenigen.",
            "toeval": "Toets of indelingen meer op elkaar lijken dan door toeval.",
            "gemeenschappen": "Vergelijk officiële indelingen met hoe gemeenten zelf samenwerken.",
            "stromen": "Vergelijk indelingen met wie waar werkt of heen verhuist.",
            "scenario": "Voer een plan van veranderingen uit op papier, en vergelijk voor en na.",
            "optimaal": "Zoek het minste dat moet veranderen om indelingen op elkaar te laten "
            "passen.",
            "tijd": "Toon of de lappendeken netter werd, en wat er tussen twee of meer datums "
            "veranderde.",
            "casus": "Toon een samenwerking uit de bronnen van dit project, met dezelfde maten.",
            "gegevens": "Haal gegevens op, lees ze in, controleer, vergelijk of exporteer ze.",
        }
    )

    @staticmethod
    def load(name: str) -> Any:
        """Import the module of a command."""
        module = import_module(f"lappendeken.cli.{name}")
        if hasattr(module, "app"):
            return typer.main.get_command(module.app)
        return as_command(getattr(module, name))


app = typer.Typer(
    name="lappendeken",
    cls=_Commands,
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode="rich",
    context_settings={"help_option_names": ["--help", "-h"]},
    options_metavar="[OPTIES]",
    subcommand_metavar="OPDRACHT [ARGUMENTEN]...",
)


def _show_version(wanted: bool) -> None:
    """Print the version and stop."""
    if wanted:
        typer.echo(f"lappendeken {__version__}")
        raise typer.Exit


@app.callback()
def lappendeken(
    version: Annotated[
        bool,
        typer.Option(
            "--versie",
            metavar="",
            help="Toon de versie en stop.",
            callback=_show_version,
            is_eager=True,
        ),
    ] = False,
) -> None:
    """Meet en teken hoe goed de regionale indelingen van gemeenten op elkaar passen.

    Zonder eigen gegevens rekent het programma met de indelingen van 2026
    (342 gemeenten); --gegevens 2016 neemt die van toen.

    Voorbeeld: [bold]lappendeken congruentie[/bold]
    """


def main(arguments: list[str] | None = None) -> None:
    """Run the command line and leave with its exit code.

    Parameters
    ----------
    arguments : list of str, optional
        Those of the process when absent.

    Raises
    ------
    SystemExit
        Always: 0 done, 1 the data are at fault or the output could not be written, 2 wrong usage.
    """
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            # A screen that cannot show a sign shows a question mark, not a traceback.
            stream.reconfigure(errors="replace")
    sys.exit(_run(arguments))


def _run(arguments: list[str] | None) -> int:
    """Run a command and give its exit code."""
    try:
        # Without standalone mode an Exit inside a command comes back as a number.
        with _names_of_other_dates_told():
            code = app(arguments, prog_name="lappendeken", standalone_mode=False)
        sys.stdout.flush()
    except LappendekenError as error:
        print_error(str(error))
        wrong_usage = isinstance(error, UnknownNameError | WrongUsageError)
        return WRONG_USAGE if wrong_usage else DATA_AT_FAULT
    except (OSError, SystemExit) as error:
        # Typer and Rich make an exit of a reader that went away.
        fault = error.__context__ if isinstance(error, SystemExit) else error
        if not isinstance(fault, OSError):
            raise
        return _without_output(fault)
    except (KeyboardInterrupt, typer.Abort):
        print_error("Afgebroken.")
        return INTERRUPTED
    except typer.Exit as stop:
        return int(stop.exit_code)
    except Exception as error:
        message = explain_usage_error(error)
        if message is None:
            raise
        print_error(message)
        return WRONG_USAGE
    return code if isinstance(code, int) else DONE


@contextmanager
def _names_of_other_dates_told() -> Iterator[None]:
    """Tell what became of a gemeente that was named by a name of another date, once for each."""
    told: set[str] = set()

    def tell(message: Warning | str, category: type[Warning], *where: Any, **more: Any) -> None:
        if not issubclass(category, FormerNameWarning):
            usual(message, category, *where, **more)
        elif str(message) not in told:
            told.add(str(message))
            say(f"Let op: {message}")

    with warnings.catch_warnings():
        warnings.simplefilter("always", FormerNameWarning)
        usual, warnings.showwarning = warnings.showwarning, tell
        yield


def _without_output(error: OSError) -> int:
    """Say why the output could not be written, and let what is left of it go nowhere."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    if isinstance(error, BrokenPipeError):
        # The reader went away, as in `lappendeken congruentie | head`; not our fault.
        return DONE
    print_error(f"De uitvoer is niet geschreven: {explain_os_error(error)}.")
    return DATA_AT_FAULT
