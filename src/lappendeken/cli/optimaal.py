"""`lappendeken optimaal`: the best next moves, or the least change to one common division."""

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, NamedTuple

import typer

from lappendeken import maps, optimise, tables
from lappendeken.cli import console as screen
from lappendeken.cli import options, results
from lappendeken.errors import WrongUsageError
from lappendeken.measures.registry import MEASURES, WEIGHTS, of_alikeness
from lappendeken.output import formats

if TYPE_CHECKING:
    import pandas as pd
    from rich.console import Console

    from lappendeken.drawing.theme import Theme
    from lappendeken.indeling import Indeling
    from lappendeken.model import Lappendeken
    from lappendeken.optimise import LeastChange

_RULES = ("vast", "kern", "vrij")
_EXPLORER = "verkenner.html"
_MEASURE = "adjusted_rand_index"
_SECONDS = 300
"""What is proven at all is mostly proven in seconds; who wants to wait longer can say so."""


class _Result(NamedTuple):
    """Tables by name, what holds for all of them, how to show them, and a map of them."""

    frames: "Mapping[str, pd.DataFrame]"
    facts: Mapping[str, str]
    show: "Callable[[Console], None]"
    found: "LeastChange | pd.DataFrame"
    theme: "Callable[[], Theme] | None" = None


def optimaal(
    indeling: Annotated[
        list[str] | None,
        typer.Option(metavar="NAAM", help="Welke indelingen op elkaar moeten passen; mag vaker."),
    ] = None,
    provincie: Annotated[
        str | None,
        typer.Option(
            metavar="NAAM",
            help="Alleen gemeenten van deze provincie mogen veranderen; daarbuiten blijft alles.",
        ),
    ] = None,
    zetten: Annotated[
        int | None,
        typer.Option(
            metavar="GETAL",
            parser=options.whole_number(1),
            help="Zoek zoveel beste verplaatsingen na elkaar, in plaats van één indeling.",
        ),
    ] = None,
    maat: Annotated[
        str | None,
        typer.Option(metavar="MAAT", help=f"Welke maat bij --zetten; anders {_MEASURE}."),
    ] = None,
    gewicht: options.Gewicht = "gemeenten",
    basis: Annotated[
        str | None,
        typer.Option(metavar="NAAM", help="De indeling waarvan de verbanden de regio's worden."),
    ] = None,
    basis_regel: Annotated[
        str | None,
        typer.Option(
            "--basis-regel",
            metavar="|".join(_RULES),
            help="Wat van de basis blijft: haar deelnames, elke kern, of wat past.",
        ),
    ] = None,
    lezingen: Annotated[
        bool,
        typer.Option(
            "--lezingen", metavar="", help="Zet elke basis en elke basisregel naast elkaar."
        ),
    ] = False,
    aaneengesloten: Annotated[
        bool,
        typer.Option("--aaneengesloten", metavar="", help="Elke regio moet één gebied zijn."),
    ] = False,
    minimum: Annotated[
        int | None,
        typer.Option(
            metavar="INWONERS", parser=options.whole_number(1), help="Zoveel inwoners per regio."
        ),
    ] = None,
    maximum: Annotated[
        int | None,
        typer.Option(
            metavar="INWONERS",
            parser=options.whole_number(1),
            help="Niet meer dan zoveel inwoners per regio.",
        ),
    ] = None,
    regios: Annotated[
        int | None,
        typer.Option(
            metavar="GETAL", parser=options.whole_number(1), help="Precies zoveel regio's."
        ),
    ] = None,
    vast: Annotated[
        list[str] | None,
        typer.Option(metavar="NAAM", help="Gemeente of verband waaraan niets verandert."),
    ] = None,
    tijd: Annotated[
        int | None,
        typer.Option(
            metavar="SECONDEN",
            parser=options.whole_number(1),
            help=f"Stop na zoveel tijd met het beste dat er is; anders na {_SECONDS}.",
        ),
    ] = None,
    verkenner: Annotated[
        bool,
        typer.Option(
            "--verkenner",
            metavar="",
            help="Schrijf met --uit de verkenner, met dit als plan; zo ook onder de naam "
            "verkenner.html.",
        ),
    ] = False,
    uit: options.TablesOrMap = None,
    gegevens: options.Gegevens = None,
    peildatum: options.Peildatum = None,
    force: options.Force = False,
    json: options.Json = False,
) -> None:
    """Zoek het minste dat moet veranderen om indelingen op elkaar te laten passen.

    Zonder --zetten: één gemeenschappelijke indeling waarvoor zo min mogelijk
    deelnames veranderen, bewezen; met --provincie voor de gemeenten van die
    provincie, met wat dat elders doet. Met --zetten: welke verplaatsing van één
    gemeente het meest oplevert, en welke daarna. Zonder --indeling zijn het de
    indelingen van jeugd, MO/BW en werk.

    Voorbeeld: [bold]lappendeken optimaal --basis werk --aaneengesloten[/bold]
    """
    demands = {
        "--basis": basis,
        "--basis-regel": basis_regel,
        "--lezingen": lezingen or None,
        "--aaneengesloten": aaneengesloten or None,
        "--minimum": minimum,
        "--maximum": maximum,
        "--regios": regios,
        "--vast": vast or None,
        "--tijd": tijd,
    }
    _check(zetten, maat, demands)
    target = results.Target(uit, force, json)
    target.check(*formats.TABLES, *formats.MAPS)
    path = target.drawing()
    verkenner = verkenner or (path is not None and path.name.casefold() == _EXPLORER)
    if verkenner and (path is None or path.suffix.lower() != ".html"):
        raise WrongUsageError("--verkenner vraagt --uit met een naam op .html.")
    if path is not None and (lezingen or (zetten is not None and not verkenner)):
        what = "lezingen" if lezingen else "losse zetten"
        raise WrongUsageError(f"--uit: van {what} is er geen kaart; schrijf een tabel.")
    lap = options.load(gegevens, peildatum)
    chosen = options.choose(lap, indeling, least=1 if zetten is None else 2)
    place = None if provincie is None else lap.find_provincie(provincie)
    weight = options.weights(lap, gewicht)
    source = f"{options.source_line(lap, gegevens)}; {WEIGHTS[gewicht]}"
    facts = {
        "peildatum": lap.peildatum.isoformat(),
        "gewicht": gewicht,
        "indelingen": ", ".join(one.id for one in chosen),
        "gegevens": options.called(gegevens),
    }
    facts |= {} if place is None else {"provincie": place}
    if zetten is not None:
        result = _moves(lap, chosen, zetten, maat or _MEASURE, weight, source, place)
    elif lezingen:
        result = _readings(lap, chosen, demands, gewicht, source, place)
    else:
        result = _least(lap, chosen, demands, gewicht, source, place)
    if path is not None and verkenner:
        earlier = options.earlier_edition(gegevens, peildatum)
        _explore(lap, chosen, result.found, path, earlier)
        return
    if path is not None and result.theme is not None:
        results.draw(path, result.theme())
        results.tell_written([path])
        return
    results.deliver(target, result.frames, facts | dict(result.facts), result.show)


def _explore(
    lap: "Lappendeken",
    chosen: "list[Indeling]",
    found: "LeastChange | pd.DataFrame",
    path: Path,
    earlier: "Lappendeken | None",
) -> None:
    """Write the explorer with what was found as a plan, and with the earlier edition beside it."""
    plan = optimise.as_plan(lap, found)
    maps.write(maps.explorer(lap, *chosen[:2], plan=plan, earlier=earlier), path)
    results.tell_written([path])


def _check(zetten: int | None, maat: str | None, demands: dict[str, Any]) -> None:
    """Refuse options that do not go together, and an unknown measure."""
    given = [name for name, value in demands.items() if value is not None]
    if zetten is not None and given:
        raise WrongUsageError(f"Bij --zetten hoort geen {' of '.join(given)}.")
    rule = demands["--basis-regel"]
    if rule is not None and rule not in _RULES:
        raise WrongUsageError(f"--basis-regel: kies uit {', '.join(_RULES)}; niet '{rule}'.")
    if rule is not None and demands["--basis"] is None:
        raise WrongUsageError("--basis-regel hoort bij --basis.")
    if demands["--lezingen"]:
        given = [name for name in ("--basis", "--regios") if demands[name] is not None]
        if given:
            raise WrongUsageError(f"Bij --lezingen hoort geen {' of '.join(given)}.")
    if zetten is None and maat is not None:
        raise WrongUsageError("--maat hoort bij --zetten.")
    if maat is not None:
        known = of_alikeness()
        if maat not in known:
            raise WrongUsageError(f"--maat: kies uit {', '.join(known)}; niet '{maat}'.")


def _moves(
    lap: "Lappendeken",
    chosen: "list[Indeling]",
    count: int,
    measure: str,
    weights: "pd.Series[float] | None",
    source: str,
    place: str | None,
) -> _Result:
    """The best moves."""
    asked: dict[str, Any] = {"measure": measure, "weights": weights, "provincie": place}
    every = optimise.best_moves(lap, chosen, **asked)
    with screen.progress("Zetten", count) as advance:
        steps = optimise.greedy_moves(lap, chosen, n=count, progress=advance, **asked)
    made = tables.optimum
    frames = made.move_frames(lap, steps, optimise.pareto_front(every), every)

    def show(console: "Console") -> None:
        whose = f" van gemeenten van {place}" if place else ""
        title = f"De beste zetten{whose} na elkaar, naar {MEASURES[measure].name}"
        screen.heading(console, title, source)
        screen.lines(console, [made.moves_sentence(steps, every)], after="\n")
        screen.show(console, [made.steps(lap, frames["zetten"], measure)])
        screen.show(console, [made.front(lap, frames["pareto"])])
        screen.legend(console, made.moves_legend(measure))

    return _Result(frames, {"maat": measure}, show, steps)


def _least(
    lap: "Lappendeken",
    chosen: "list[Indeling]",
    demands: dict[str, Any],
    gewicht: str,
    source: str,
    place: str | None,
) -> _Result:
    """The least change."""
    made, basis = tables.optimum, demands["--basis"]
    with screen.quiet_output(), screen.status(made.so_far(None, 0)) as tell:
        found = optimise.least_change(
            lap,
            chosen,
            provincie=place,
            base=None if basis is None else lap.find_indeling(basis),
            base_rule=demands["--basis-regel"] or _RULES[0],
            regions=demands["--regios"],
            **_asked(lap, demands, gewicht),
            progress=None if tell is None else lambda *found: tell(made.so_far(*found)),
        )
    facts = {f"eis {name[2:]}": made.told(value) for name, value in demands.items() if value}

    frames = made.least_frames(lap, found)
    inside = chosen
    if place is not None:
        inside = [one.on(found.division.gemeenten) for one in chosen]
    if place is not None and len(chosen) > 1:
        what = optimise.effects(chosen, found)
        frames["gevolgen"] = made.effect_frame(lap, found, what)

    def show(console: "Console") -> None:
        title, sentence = made.headline(found, gewicht)
        screen.heading(console, title, source)
        screen.lines(console, [sentence], after="\n")
        screen.show(console, [made.per_indeling(inside, found)])
        screen.show(console, [made.regions(lap, chosen, found)])
        legend = made.LEAST_LEGEND
        if place is not None and "gevolgen" in frames:
            told = made.effects_sentence(frames["gevolgen"], place)
            screen.lines(console, [told], after="\n")
            screen.show(console, [made.effects(lap, frames["gevolgen"], place)])
            legend = made.EFFECTS_LEGEND | legend
        screen.legend(console, legend)

    def theme() -> "Theme":
        from lappendeken.maps.themes.changes import common_division

        return common_division(lap, chosen, found)

    return _Result(frames, facts | made.facts(found), show, found, theme)


def _asked(lap: "Lappendeken", demands: dict[str, Any], gewicht: str) -> dict[str, Any]:
    """What is asked of every region, as `least_change` takes it."""
    return {
        "weights": options.weights(lap, gewicht),
        "contiguous": bool(demands["--aaneengesloten"]),
        "min_weight": demands["--minimum"],
        "max_weight": demands["--maximum"],
        "fixed": demands["--vast"] or (),
        "time_limit": demands["--tijd"] or _SECONDS,
    }


def _readings(
    lap: "Lappendeken",
    chosen: "list[Indeling]",
    demands: dict[str, Any],
    gewicht: str,
    source: str,
    place: str | None,
) -> _Result:
    """The least change with each indeling as the base, by each rule."""
    made, asked = tables.optimum, _asked(lap, demands, gewicht) | {"provincie": place}
    with (
        screen.quiet_output(),
        screen.progress("Lezingen", len(chosen) * len(_RULES)) as advance,
    ):
        found = optimise.readings(lap, chosen, progress=advance, **asked)
        free = optimise.least_change(lap, chosen, **asked)
    frame = made.readings_frame(found, chosen, free)
    facts = {
        f"eis {name[2:]}": made.told(value)
        for name, value in demands.items()
        if value and name != "--lezingen"
    }

    def show(console: "Console") -> None:
        screen.heading(console, made.readings_title(free, gewicht), source)
        screen.show(console, [made.readings(frame)])
        screen.legend(console, made.READINGS_LEGEND)

    return _Result({"lezingen": frame}, facts, show, free)
