"""Options that commands share, and what becomes of them."""

import re
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from lappendeken import dutch, tables, wording
from lappendeken.cli.console import say
from lappendeken.dutch import long_date
from lappendeken.errors import WrongUsageError
from lappendeken.measures.registry import WEIGHED_BY, WEIGHTS
from lappendeken.reading.editions import is_embedded
from lappendeken.schema import is_date

if TYPE_CHECKING:
    import pandas as pd

    from lappendeken.indeling import Indeling
    from lappendeken.model import Lappendeken

ZEKERHEID = ("alle", "bevestigd")
EMBEDDED = "ingebouwd"
"""How the data of the program are called on the command line."""

Gegevens = Annotated[
    Path | None,
    typer.Option(
        metavar="MAP",
        help="Map met gemeenten.geojson en verbanden.csv, of een ingebouwd jaar zoals 2016.",
    ),
]
Peildatum = Annotated[
    str | None,
    typer.Option(metavar="JJJJ-MM-DD", help="Datum waarop deelnames moeten gelden."),
]
Gewicht = Annotated[
    str,
    typer.Option(metavar="|".join(WEIGHTS), help="Waarnaar gewogen wordt."),
]
Provincie = Annotated[
    str | None, typer.Option(metavar="NAAM", help="Alleen de gemeenten van deze provincie.")
]
Zekerheid = Annotated[
    str,
    typer.Option(
        metavar="|".join(ZEKERHEID),
        help="Reken met alle deelnames, of alleen met die welke een bron bevestigt.",
    ),
]
TablesOrMap = Annotated[
    Path | None,
    typer.Option(
        metavar="BESTAND",
        help="Schrijf tabellen (.csv, .json, .xlsx) of een kaart (.html, .png, .svg).",
    ),
]
Tables = Annotated[
    Path | None,
    typer.Option(metavar="BESTAND", help="Schrijf de tabellen naar .csv, .json of .xlsx."),
]
Force = Annotated[
    bool, typer.Option("--force", metavar="", help="Overschrijf een bestaand bestand.")
]
Json = Annotated[bool, typer.Option("--json", metavar="", help="Schrijf het resultaat als JSON.")]


def called(path: Path | None) -> str:
    """How data are called in what is written: where a folder of the user lies is his own affair.

    Examples
    --------
    >>> called(Path("/home/jan/quilt")), called(Path("2016")), called(None)
    ('quilt', '2016', 'ingebouwd')
    """
    if path is None:
        return EMBEDDED
    return path.name if path.is_absolute() else str(path)


def only_confirmed(lap: "Lappendeken", zekerheid: str) -> "Lappendeken":
    """The data that --zekerheid asks for, and what that leaves out told."""
    from lappendeken.certainty import confirmed

    if zekerheid not in ZEKERHEID:
        raise WrongUsageError(
            f"--zekerheid: '{zekerheid}' bestaat niet; kies uit {', '.join(ZEKERHEID)}."
        )
    if zekerheid == ZEKERHEID[0]:
        return lap
    sure = confirmed(lap)
    say(tables.certainty.left_out(lap, sure))
    return sure


def whole_number(least: int) -> Callable[[object], int]:
    """A parser of whole numbers, as Typer tells in English what is wrong with one."""

    def parse(value: object) -> int:
        text = str(value)
        if not text.isascii() or not text.isdigit() or int(text) < least:
            raise typer.BadParameter(f"'{text}' is geen geheel getal van ten minste {least}.")
        return int(text)

    return parse


Seed = Annotated[
    int,
    typer.Option(
        metavar="GETAL", parser=whole_number(0), help="Dezelfde seed geeft dezelfde uitkomst."
    ),
]


def decimal_number(what: str, most: float | None = None) -> Callable[[object], float]:
    """A parser of numbers above 0, with a comma or a point."""
    limit = "" if most is None else f" en ten hoogste {dutch.number(most)}"

    def parse(value: object) -> float:
        text = str(value).strip().replace(",", ".")
        found = float(text) if re.fullmatch(r"\d+(\.\d+)?", text, re.ASCII) else 0.0
        if found <= 0 or (most is not None and found > most):
            raise typer.BadParameter(f"'{value}' is geen {what}: een getal boven 0{limit}.")
        return found

    return parse


def load(gegevens: Path | None, peildatum: str | None) -> "Lappendeken":
    """Load the data a command asks for, and warn when they cannot say much about the date."""
    from lappendeken.model import load as load_model

    day = read_day(peildatum)
    lap = load_model(gegevens, peildatum=day)
    if day is not None:
        _say_which_are_of_another_day(lap, day)
    return lap


def earlier_edition(gegevens: Path | None, peildatum: str | None) -> "Lappendeken | None":
    """The first edition that comes with the program, to set beside the last; else none."""
    from lappendeken.reading.editions import editions, embedded_folder, find_folder

    first, *later = editions()
    if peildatum is not None or not later or find_folder(gegevens) != embedded_folder():
        return None
    return load(Path(first), None)


def _say_which_are_of_another_day(lap: "Lappendeken", day: date) -> None:
    """Say it when there are gemeenten that were gone by this day, or parts that were not yet."""
    from lappendeken.reading.settling.lifetimes import of_another_day

    steps = lap.herindelingen
    gone, joined = of_another_day(steps, map(str, lap.gemeenten.index), day)
    if gone:
        say(
            f"Let op: de gemeenten zijn niet die van {long_date(day)}; tot en met "
            f"{_last_day(gone)} zijn er herindelingen geweest die niet zijn verwerkt. Zet ze om "
            "met lappendeken gegevens herindeel."
        )
    if joined:
        # What happened before the table of herindelingen begins is not known.
        least = "ten minste " if day.isoformat() < steps["datum"].min() else ""
        names = dict(zip(steps["van_code"], steps["van_naam"], strict=True))
        say(
            f"Let op: de gemeenten zijn niet die van {long_date(day)}, maar die van na de "
            f"herindelingen tot en met {_last_day(joined)}; er waren toen nog "
            f"{least}{dutch.count(len(joined), 'gemeente', 'gemeenten')} die er niet meer zijn "
            f"({dutch.shortened([names[code] for code in joined])}). Wilt u die, geef dan met "
            "--gegevens de gegevens van toen."
        )


def _last_day(found: Mapping[str, str]) -> str:
    """The last of some days, in words."""
    return long_date(date.fromisoformat(max(found.values())))


def refuse_given(context: typer.Context, why: str, *names: str) -> None:
    """Refuse options that were typed and would do nothing; `why` says where they do hold."""
    sources = {name: context.get_parameter_source(name) for name in names}
    typed = [name for name, source in sources.items() if source and source.name == "COMMANDLINE"]
    given = [f"--{name.replace('_', '-')}" for name in typed]
    if given:
        verb = "hoort" if len(given) == 1 else "horen"
        raise WrongUsageError(f"{dutch.listing(given)} {verb} {why}.")


def read_day(text: str | None, option: str = "--peildatum") -> date | None:
    """Read a date that an option gives."""
    if text is None:
        return None
    if not is_date(text):
        raise WrongUsageError(f"{option}: '{text}' is geen datum; schrijf jjjj-mm-dd.")
    return date.fromisoformat(text)


def load_moment(text: str) -> "Lappendeken":
    """Load the data that one word of a command names."""
    where, at, day = text.rpartition("@")
    name = where if at else text
    return load(None if name == EMBEDDED else Path(name), day if at else None)


def choose(
    lap: "Lappendeken",
    names: list[str] | None,
    *,
    least: int = 2,
    usual: "Sequence[Indeling] | None" = None,
) -> "list[Indeling]":
    """The indelingen that are named; without names the `usual` ones, or else the main ones."""
    usual = lap.main_indelingen if usual is None else usual
    chosen = [lap.find_indeling(name) for name in names] if names else list(usual)
    if len({one.id for one in chosen}) < len(chosen):
        raise WrongUsageError("--indeling: noem elke indeling één keer.")
    if len(chosen) < least:
        known = ", ".join(lap.indelingen.index)
        what = "een indeling" if least == 1 else "twee indelingen"
        raise WrongUsageError(f"Noem ten minste {what} met --indeling; er zijn: {known}.")
    return chosen


def weights(lap: "Lappendeken", gewicht: str) -> "pd.Series[float] | None":
    """The weights that --gewicht names."""
    if gewicht not in WEIGHTS:
        raise WrongUsageError(
            f"--gewicht: '{gewicht}' bestaat niet; kies uit {', '.join(WEIGHTS)}."
        )
    column = WEIGHED_BY[gewicht]
    return lap.gemeenten[column] if column else None


def source_line(
    lap: "Lappendeken", gegevens: Path | None, chosen: "Sequence[Indeling] | None" = None
) -> str:
    """Say which data are used, of which dates, and how sure they are."""
    embedded = gegevens is None or is_embedded(lap.bron)
    which = "ingebouwde gegevens" if embedded else f"gegevens uit {called(gegevens)}"
    rests_on = wording.certainty.describe(lap, lap.main_indelingen if chosen is None else chosen)
    own = f"Peildatum {long_date(lap.peildatum)}, {len(lap.gemeenten)} gemeenten, {which}"
    return f"{own}. {rests_on}".removesuffix(".").strip()
