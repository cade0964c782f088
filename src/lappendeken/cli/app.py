"""The commands put together, and the one place where errors become exit codes."""

import os
import sys
from typing import Annotated

import typer

from lappendeken.cli import congruentie, gegevens, gemeente, kaart
from lappendeken.cli.console import print_error
from lappendeken.cli.dutch_help import DutchGroup, add_command, explain_usage_error
from lappendeken.errors import DataError, LappendekenError, UnknownNameError, WrongUsageError

DONE, DATA_AT_FAULT, WRONG_USAGE = 0, 1, 2
INTERRUPTED = 130

app = typer.Typer(
    name="lappendeken",
    cls=DutchGroup,
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode="rich",
    context_settings={"help_option_names": ["--help", "-h"]},
    options_metavar="[OPTIES]",
    subcommand_metavar="OPDRACHT [ARGUMENTEN]...",
)


def _show_version(wanted: bool) -> None:
    """Print the version and stop."""
    if wanted:
        from lappendeken import __version__

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

    Zonder eigen gegevens rekent het programma met de indelingen van 1 januari 2016
    (390 gemeenten). Voorbeeld: [bold]lappendeken congruentie[/bold]
    """


add_command(app, congruentie.congruentie)
add_command(app, kaart.kaart)
add_command(app, gemeente.gemeente)
app.add_typer(gegevens.app)


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
    try:
        app(arguments, prog_name="lappendeken", standalone_mode=False)
        sys.stdout.flush()
    except (UnknownNameError, WrongUsageError) as error:
        print_error(str(error))
        sys.exit(WRONG_USAGE)
    except DataError as error:
        print_error(str(error))
        sys.exit(DATA_AT_FAULT)
    except LappendekenError as error:
        print_error(str(error))
        sys.exit(DATA_AT_FAULT)
    except BrokenPipeError:
        # The reader went away, as in `lappendeken congruentie | head`; not our fault.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(DONE)
    except (KeyboardInterrupt, typer.Abort):
        print_error("Afgebroken.")
        sys.exit(INTERRUPTED)
    except typer.Exit as stop:
        sys.exit(stop.exit_code)
    except Exception as error:
        message = explain_usage_error(error)
        if message is None:
            raise
        print_error(message)
        sys.exit(WRONG_USAGE)
    sys.exit(DONE)
