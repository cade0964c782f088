"""The commands put together, and the one place where errors become exit codes."""

import logging
import os
import signal
import sys
import threading
import traceback
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from importlib import import_module
from io import TextIOWrapper
from pathlib import Path
from types import MappingProxyType
from typing import Annotated, Any

import typer

from lappendeken import __version__
from lappendeken.cli.console import print_error, say
from lappendeken.cli.dutch_help import LazyGroup, as_command, explain_usage_error
from lappendeken.errors import (
    INTERRUPTED,
    STOPPED,
    FormerNameWarning,
    LappendekenError,
    UnfitError,
    UnknownNameError,
    WrongUsageError,
    explain_os_error,
    what_to_do,
)

DONE, DATA_AT_FAULT, WRONG_USAGE, UNFIT = 0, 1, 2, 3
OUR_FAULT, TERMINATED = 70, 143


_LOG = logging.getLogger(__name__)


class _Commands(LazyGroup):
    """The commands; a module of `cli` has the name of its command."""

    summaries = MappingProxyType(
        {
            "congruentie": "Vergelijk indelingen twee aan twee: landelijk en per provincie.",
            "kaart": "Teken welke regio's niet congruent zijn, en waar het schuurt.",
            "rapport": "Maak het congruentierapport: wat niet past, waar, voor wie, en of het is "
            "uitgelegd.",
            "site": "Maak een map met webpagina's: het land, elke provincie, gemeente, indeling "
            "en elk verband.",
            "gemeente": "Toon de verbanden van een gemeente, haar partners, en waar die kringen "
            "verschillen.",
            "groep": "Verken wat een groep gemeenten deelt, waar zij gesplitst is, en wat haar zou "
            "verenigen.",
            "toeval": "Toets of indelingen meer op elkaar lijken dan door toeval.",
            "bestuurslast": "Toon hoeveel besturen, vormen en kringen van partners elke gemeente "
            "heeft.",
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

    Na afloop is de code 0 als het is gelukt, 1 bij een fout in de gegevens of
    bij het schrijven, 2 bij een verkeerde opdracht, en 3 als alles is
    geschreven maar nog niet te gebruiken. Bij een fout zegt --uitgebreid,
    achter elke opdracht, ook wat de oorzaak in het programma was.

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
        Always: 0 done, 1 the data are at fault or the output could not be written, 2 wrong usage,
        3 all was written and is not fit for use.
    """
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            # A screen that cannot show a sign shows a question mark, not a traceback.
            stream.reconfigure(errors="replace")
    with _stopped_gently() as stopped, _causes_told():
        code = _run(arguments)
    sys.exit(TERMINATED if code == INTERRUPTED and stopped else code)


@contextmanager
def _stopped_gently() -> Iterator[list[int]]:
    """Let a request to stop end the work as Ctrl-C does; gives the requests that came."""
    came: list[int] = []

    def stop(number: int, _: object) -> None:
        came.append(number)
        raise KeyboardInterrupt

    try:
        before = signal.signal(signal.SIGTERM, stop)
    except ValueError:
        # In a thread of another program, which has its own ways to stop.
        yield came
        return
    try:
        yield came
    finally:
        signal.signal(signal.SIGTERM, before)


@contextmanager
def _causes_told() -> Iterator[None]:
    """Undo in the end what --uitgebreid did."""
    ours = logging.getLogger("lappendeken")
    handlers, level = list(ours.handlers), ours.level
    try:
        yield
    finally:
        ours.handlers, ours.level = handlers, level


def _run(arguments: list[str] | None) -> int:
    """Run a command and give its exit code."""
    of_threads: list[threading.ExceptHookArgs] = []
    usual, threading.excepthook = threading.excepthook, of_threads.append
    try:
        code = _exit_code(arguments)
    except KeyboardInterrupt:
        code = INTERRUPTED
    finally:
        threading.excepthook = usual
    # Typer makes this code of Ctrl-C by itself, and says nothing.
    if code == INTERRUPTED:
        # A thread of joblib may fall over what is stopped; that says nothing to who stopped it.
        print_error(STOPPED)
        return code
    for fault in of_threads:
        threading.excepthook(fault)
    return code


def _exit_code(arguments: list[str] | None) -> int:
    """Run a command, and tell what went wrong."""
    try:
        # Without standalone mode an Exit inside a command comes back as a number.
        with _names_of_other_dates_told():
            code = app(arguments, prog_name="lappendeken", standalone_mode=False)
        sys.stdout.flush()
    except (OSError, SystemExit) as error:
        # Typer and Rich make an exit of a reader that went away.
        fault = error.__context__ if isinstance(error, SystemExit) else error
        if not isinstance(fault, OSError):
            raise
        return _without_output(fault)
    except typer.Abort:
        raise KeyboardInterrupt from None
    except typer.Exit as stop:
        return int(stop.exit_code)
    except Exception as error:  # Every error becomes a sentence.
        message, code = _told(error)
        if code == OUR_FAULT and _after_a_stop(error):
            raise KeyboardInterrupt from error
        print_error(message)
        _tell_causes(error, ours=code == OUR_FAULT)
    return code if isinstance(code, int) else DONE


def _after_a_stop(error: BaseException | None) -> bool:
    """Whether somebody stopped the program, and a library fell over what was half done."""
    while error is not None and not isinstance(error, KeyboardInterrupt):
        error = error.__cause__ or error.__context__
    return error is not None


def _told(error: Exception) -> tuple[str, int]:
    """What to say of an error, and the exit code."""
    if isinstance(error, LappendekenError):
        kinds = {UnfitError: UNFIT, UnknownNameError: WRONG_USAGE, WrongUsageError: WRONG_USAGE}
        codes = [code for kind, code in kinds.items() if isinstance(error, kind)]
        return str(error), (codes or [DATA_AT_FAULT])[0]
    if isinstance(error, MemoryError):
        return (
            "Het geheugen is vol. Sluit andere programma's, of neem minder gegevens.",
            DATA_AT_FAULT,
        )
    message = explain_usage_error(error)
    if message is not None:
        return message, WRONG_USAGE
    place = traceback.extract_tb(error.__traceback__)[-1]
    where = f"{type(error).__name__} in {Path(place.filename).name}, regel {place.lineno}"
    return (
        f"Dit is een fout in het programma, niet in uw opdracht of gegevens ({where}). Meld hem "
        "met de opdracht die u gaf; met --uitgebreid erachter staat er alles bij."
    ), OUR_FAULT


def _tell_causes(error: BaseException, *, ours: bool) -> None:
    """Say what lies behind an error, for who asks --uitgebreid."""
    if ours:
        _LOG.debug("Oorzaak:", exc_info=error)
        return
    while (cause := error.__cause__ or error.__context__) is not None:
        _LOG.debug("Oorzaak: %s: %s", type(cause).__name__, cause)
        error = cause


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
    print_error(f"De uitvoer is niet geschreven: {explain_os_error(error)}. {what_to_do(error)}")
    return DATA_AT_FAULT
