"""Typer in Dutch: its help pages and its messages about wrong usage.

Typer has no translations, so its few own words are replaced here, and its errors are told again.
"""

import logging
from collections import Counter
from collections.abc import Callable, Mapping
from functools import cache
from types import MappingProxyType
from typing import Annotated, Any

import typer
from typer.core import TyperCommand, TyperGroup

from lappendeken.cli.console import Teller

_HELP = "Toon deze uitleg en stop."
_CAUSES = "Toon bij een fout ook wat de oorzaak in het programma was (in het Engels)."


def _tell_causes(wanted: bool) -> None:
    """Let what the package and its libraries say of their work reach the screen."""
    if wanted:
        ours = logging.getLogger("lappendeken")
        ours.handlers = [Teller()]
        ours.setLevel(logging.DEBUG)


@cache
def _causes_option() -> list[Any]:
    """The option --uitgebreid, as this version of Typer makes one."""
    app = typer.Typer(add_completion=False)

    @app.command()
    def command(
        uitgebreid: Annotated[
            bool,
            typer.Option(
                "--uitgebreid", metavar="", help=_CAUSES, callback=_tell_causes, expose_value=False
            ),
        ] = False,
    ) -> None: ...

    made: list[Any] = typer.main.get_command(app).params
    return made


class _Dutch:
    """What commands and groups have in common."""

    def format_help(self, ctx: Any, formatter: Any) -> None:
        """Write the help page under Dutch headings."""
        # Imported here, since it loads what only help pages need.
        from typer import rich_utils

        rich_utils.ARGUMENTS_PANEL_TITLE = "Argumenten"
        rich_utils.OPTIONS_PANEL_TITLE = "Opties"
        rich_utils.COMMANDS_PANEL_TITLE = "Opdrachten"
        rich_utils.DEFAULT_STRING = "[standaard: {}]"
        rich_utils.REQUIRED_LONG_STRING = "[verplicht]"
        super().format_help(ctx, formatter)  # type: ignore[misc]

    def format_usage(self, ctx: Any, formatter: Any) -> None:
        """Write the line that shows how to call the command."""
        pieces = " ".join(self.collect_usage_pieces(ctx))  # type: ignore[attr-defined]
        formatter.write_usage(ctx.command_path, pieces, prefix="Gebruik: ")

    def get_help_option(self, ctx: Any) -> Any:
        """The help option, with a Dutch text."""
        option = super().get_help_option(ctx)  # type: ignore[misc]
        if option is not None:
            option.help = _HELP
            option.metavar = ""
        return option


class DutchCommand(_Dutch, TyperCommand):
    """A command whose help is Dutch; each knows --uitgebreid."""

    def __init__(self, *given: Any, **named: Any) -> None:
        """Add the option that all commands have."""
        super().__init__(*given, **named)
        self.params = [*self.params, *_causes_option()]

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        """Read the command line; an option that holds once and stands there twice is refused.

        Typer takes the last one and drops the others without a word.
        """
        given: list[Any] = self.make_parser(ctx).parse_args(args=list(args))[2]
        for option, count in Counter(given).items():
            if count > 1 and not (option.multiple or option.is_flag):
                listed = "," in str(option.metavar)
                how = "; zet de waarden erachter, met komma's ertussen" if listed else ""
                told = f"de optie staat er {count} keer en mag er één keer staan{how}."
                raise typer.BadParameter(told, ctx=ctx, param=option)
        return super().parse_args(ctx, args)


class DutchGroup(_Dutch, TyperGroup):
    """A group of commands whose help is Dutch."""


class LazyGroup(DutchGroup):
    """A group that imports a command when it is run; to list them all it needs none."""

    summaries: Mapping[str, str] = MappingProxyType({})
    """What each command does in one line, by name: the first line of its docstring."""

    load: Callable[[str], Any]
    """Makes the command of a name."""

    def list_commands(self, _ctx: Any) -> list[str]:
        """The names, in the order of the help page."""
        return list(self.summaries)

    def get_command(self, _ctx: Any, cmd_name: str) -> Any:
        """A command as the help page of the group shows it, unless it was imported before."""
        if cmd_name in self.commands or cmd_name not in self.summaries:
            return self.commands.get(cmd_name)
        return DutchCommand(cmd_name, help=self.summaries[cmd_name], rich_markup_mode="rich")

    def resolve_command(self, ctx: Any, args: list[str]) -> Any:
        """Import the command that is asked for, and find it."""
        name = args[0] if args else ""
        if name in self.summaries and name not in self.commands:
            self.commands[name] = type(self).load(name)
        return super().resolve_command(ctx, args)


def add_command(app: typer.Typer, function: Callable[..., None], name: str | None = None) -> None:
    """Add a function as a command with Dutch help."""
    app.command(name, cls=DutchCommand, options_metavar="[OPTIES]", no_args_is_help=False)(function)


def as_command(function: Callable[..., None]) -> Any:
    """A function as a command with Dutch help, outside a group."""
    app = typer.Typer(add_completion=False, rich_markup_mode="rich")
    add_command(app, function)
    return typer.main.get_command(app)


def explain_usage_error(error: Exception) -> str | None:
    """Say in Dutch what is wrong with the command line."""
    if not hasattr(error, "format_message"):
        return None
    kind = type(error).__name__
    context = getattr(error, "ctx", None)
    path = context.command_path if context is not None else "lappendeken"
    if kind == "NoArgsIsHelpError":
        return str(error)
    told = {
        "NoSuchOption": _no_such_option,
        "MissingParameter": _missing_parameter,
        "BadOptionUsage": _bad_option_usage,
        "BadParameter": _bad_parameter,
    }.get(kind, _other)(error)
    return f"{told}\nUitleg: {path} --help"


def _no_such_option(error: Any) -> str:
    near = error.possibilities or []
    hint = f" Bedoelt u {' of '.join(sorted(near))}?" if near else ""
    return f"Onbekende optie {error.option_name}.{hint}"


def _missing_parameter(error: Any) -> str:
    parameter = error.param
    if parameter is None:
        return "Er ontbreekt een argument."
    name = parameter.metavar or parameter.name or ""
    if parameter.param_type_name == "argument":
        return f"Het argument {str(name).upper()} ontbreekt."
    return f"De optie {parameter.opts[0]} ontbreekt."


def _bad_option_usage(error: Any) -> str:
    return f"De optie {error.option_name} vraagt een waarde."


def _bad_parameter(error: Any) -> str:
    where = error.param.opts[0] if error.param is not None else "de opdrachtregel"
    return f"Ongeldige waarde voor {where}: {error.message}"


def _other(error: Any) -> str:
    context = getattr(error, "ctx", None)
    command = getattr(context, "command", None)
    known = []
    if context is not None and isinstance(command, TyperGroup):
        known = sorted(command.list_commands(context))
    if known:
        return f"Onbekende opdracht. Kies uit: {', '.join(known)}."
    extra = error.format_message().partition(" (")[2].removesuffix(")")
    what = f"'{extra}'" if extra else "iets"
    return f"Er staat {what} te veel op de opdrachtregel: {_why_too_much(command)}."


def _why_too_much(command: Any) -> str:
    """Why a word can be too much for a command."""
    if any(one.param_type_name == "argument" for one in getattr(command, "params", [])):
        return "een naam met spaties vraagt aanhalingstekens"
    return "bij deze opdracht hoort elke waarde achter een optie, zoals --uit"
