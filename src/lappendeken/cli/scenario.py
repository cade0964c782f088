"""`lappendeken scenario`: what a plan of changes does to every measure."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from lappendeken import output, tables
from lappendeken import scenario as plans
from lappendeken.cli import cluster as engine
from lappendeken.cli import console as screen
from lappendeken.cli import options, results
from lappendeken.dutch import number
from lappendeken.errors import WrongUsageError
from lappendeken.measures.registry import WEIGHTS
from lappendeken.output import formats

if TYPE_CHECKING:
    import pandas as pd
    from rich.console import Console

    from lappendeken.model import Lappendeken

_MEASURE = "omega_index"
"""What is shown of many plans; it exists for every indeling, with overlap or not."""


def scenario(
    plan: Annotated[
        list[Path],
        typer.Argument(
            metavar="PLAN.csv",
            help="De veranderingen, een per rij, op volgorde; meer plannen worden vergeleken.",
        ),
    ],
    indeling: Annotated[
        list[str] | None,
        typer.Option(metavar="NAAM", help="Welke indelingen vergeleken worden; mag vaker."),
    ] = None,
    gewicht: options.Gewicht = "gemeenten",
    uit: options.TablesOrMap = None,
    kernen: engine.Kernen = None,
    cluster: engine.Cluster = None,
    gegevens: options.Gegevens = None,
    peildatum: options.Peildatum = None,
    force: options.Force = False,
    json: options.Json = False,
) -> None:
    """Voer een plan van veranderingen uit op papier, en vergelijk voor en na.

    Kolommen van het plan: actie, indeling, gemeente, van, naar, naam, toelichting.
    Acties: verplaats, treed-toe, treed-uit, voeg-samen, splits, richt-op, hef-op.
    Zonder --indeling: jeugd, MO/BW, werk en wat het plan verandert.
    Van meer plannen wordt elk apart uitgevoerd, en komt er een overzicht.

    Voorbeeld: [bold]lappendeken scenario plan.csv --uit gevolgen.xlsx[/bold]
    """
    engine.check(kernen, cluster)
    if len(plan) == 1 and (kernen or cluster):
        raise WrongUsageError("--kernen en --cluster horen bij meer dan één plan.")
    target = results.Target(uit, force, json)
    target.check(*formats.TABLES, *formats.MAPS)
    if len(plan) > 1 and target.drawing():
        raise WrongUsageError("--uit: een kaart is van één plan; noem er een.")
    lap = options.load(gegevens, peildatum)
    weight = options.weights(lap, gewicht)
    chosen = tuple(one.id for one in options.choose(lap, indeling)) if indeling else ()
    names = _names(plan)
    facts = {
        "peildatum": lap.peildatum.isoformat(),
        # Not 'plan' for many: that is a column of their tables.
        "plan" if len(plan) == 1 else "plannen": ", ".join(names),
        "gewicht": gewicht,
        "gegevens": options.called(gegevens),
    }
    source = f"{options.source_line(lap, gegevens)}; {WEIGHTS[gewicht]}"
    if len(plan) == 1:
        _one(lap, plan[0], chosen, weight, facts, source, target)
        return
    with engine.workers(cluster), screen.progress("Scenario's", len(plan)) as advance:
        jobs = kernen if kernen or cluster else 1
        found = plans.sweep(
            lap, names, indelingen=chosen, weights=weight, jobs=jobs, progress=advance
        )

    def show(console: "Console") -> None:
        made = tables.scenario
        title = f"{number(len(found.overview))} scenario's: voor en na"
        screen.heading(console, title, source)
        screen.show(console, [made.overview(found), made.plans(lap, found, _MEASURE)])
        screen.legend(console, made.plans_legend([_MEASURE]))

    frames = {"overzicht": found.overview, "scores": found.scores}
    results.deliver(target, frames, facts, show)


def _names(plans: list[Path]) -> dict[str, Path]:
    """Every plan by the name of its file, or by its whole path where names are the same."""
    names = [path.name for path in plans]
    found = {path.name if names.count(path.name) == 1 else str(path): path for path in plans}
    if len(found) < len(plans):
        raise WrongUsageError("Noem elk plan één keer.")
    return found


def _one(
    lap: "Lappendeken",
    plan: Path,
    chosen: tuple[str, ...],
    weight: "pd.Series[float] | None",
    facts: dict[str, str],
    source: str,
    target: results.Target,
) -> None:
    """Before and after of one plan."""
    before, after = plans.before_and_after(lap, plan)
    if path := target.drawing():
        _draw(path, before, after, force=target.force)
        return
    found = plans.compare(before, after, indelingen=chosen, weights=weight)
    made = tables.scenario
    facts = facts | {
        "inwoners_zelf": made.people(found.affected.inwoners, exact=True),
        "inwoners_partners": made.people(found.affected.partner_inwoners, exact=True),
    }

    def show(console: "Console") -> None:
        screen.heading(console, "Scenario: voor en na", source)
        screen.show(console, [made.changes(before, found)])
        if len(found.changes):
            screen.lines(console, [made.affected(found)], after="\n")
        screen.show(console, [made.country(before, found)])
        if len(found.changes):
            screen.show(console, [made.provinces(before, found), made.gemeenten(before, found)])
            screen.show(console, [made.verbanden(before, after, found)])
        screen.lines(console, [made.crossings(before, found)], after="\n")
        screen.legend(console, made.legend())

    results.deliver(target, found.tables(), facts, show)


def _draw(uit: Path, before: "Lappendeken", after: "Lappendeken", *, force: bool) -> None:
    """Write a map of every indeling that the plan changes."""
    from lappendeken.maps.themes.changes import before_after

    changed = list(map(str, plans.changed_deelnames(before, after)["indeling"].unique()))
    if not changed:
        raise WrongUsageError("Dit plan verandert niets; er is geen kaart te tekenen.")
    targets = output.files.numbered(uit, changed)
    if not force:
        output.files.refuse_existing(targets)
    for path, indeling in zip(targets, changed, strict=True):
        results.draw(path, before_after(before, after, indeling))
    names = before.indelingen["naam"].astype(str)
    told = [f"{path} ({names[one]})" for path, one in zip(targets, changed, strict=True)]
    results.tell_written(told)
