"""`lappendeken scenario`: what a plan of changes does to every measure."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from lappendeken.cli import cluster as engine
from lappendeken.cli import console as screen
from lappendeken.cli import drawn, options, results
from lappendeken.cli import scenario_tables as shown
from lappendeken.errors import WrongUsageError
from lappendeken.measures.registry import WEIGHTS
from lappendeken.output import formats

if TYPE_CHECKING:
    import pandas as pd

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
    uit: Annotated[
        Path | None,
        typer.Option(
            metavar="BESTAND",
            help="Schrijf tabellen (.csv, .json, .xlsx) of een kaart (.html, .png, .svg).",
        ),
    ] = None,
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
    if uit is not None:
        options.check_output(uit, force=force, endings=formats.TABLES + drawn.FILES)
    draws = uit is not None and uit.suffix.lower() in drawn.FILES
    if draws and len(plan) > 1:
        raise WrongUsageError("--uit: een kaart is van één plan; noem er een.")
    lap = options.load(gegevens, peildatum)
    weight = options.weights(lap, gewicht)
    if indeling and len({lap.find_indeling(name).id for name in indeling}) < 2:
        raise WrongUsageError("Noem ten minste twee indelingen met --indeling.")
    names = _names(plan)
    facts = {
        "peildatum": lap.peildatum.isoformat(),
        # Not 'plan' for many: that is a column of their tables.
        "plan" if len(plan) == 1 else "plannen": ", ".join(names),
        "gewicht": gewicht,
        "gegevens": str(gegevens or "ingebouwd"),
    }
    source = f"{options.source_line(lap, gegevens)}; {WEIGHTS[gewicht]}"
    chosen = tuple(indeling or ())
    if len(plan) == 1:
        _one(lap, plan[0], chosen, weight, facts, source, uit, force=force, json=json)
        return
    from lappendeken.scenario import sweep

    with engine.workers(cluster), screen.progress("Scenario's", len(plan)) as advance:
        jobs = kernen if kernen or cluster else 1
        found = sweep(lap, names, indelingen=chosen, weights=weight, jobs=jobs, progress=advance)
    tables = {"overzicht": found.overview, "scores": found.scores}

    def show() -> None:
        shown.show_sweep(lap, found, _MEASURE, source)

    results.hand_out(uit, tables, facts, show, force=force, json=json)


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
    uit: Path | None,
    *,
    force: bool,
    json: bool,
) -> None:
    """Before and after of one plan."""
    from lappendeken.scenario import before_and_after, compare

    before, after = before_and_after(lap, plan)
    if uit is not None and uit.suffix.lower() in drawn.FILES:
        _draw(uit, before, after, force=force)
        return
    found = compare(before, after, indelingen=chosen, weights=weight)
    facts = facts | {
        "inwoners_zelf": shown.people(found.affected.inwoners, exact=True),
        "inwoners_partners": shown.people(found.affected.partner_inwoners, exact=True),
    }

    def show() -> None:
        shown.show(before, after, found, source)

    results.hand_out(uit, found.tables(), facts, show, force=force, json=json)


def _draw(uit: Path, before: "Lappendeken", after: "Lappendeken", *, force: bool) -> None:
    """Write a map of every indeling that the plan changes."""
    from lappendeken.maps.themes.changes import before_after
    from lappendeken.output.files import numbered, refuse_existing
    from lappendeken.scenario.comparison import changed_deelnames

    changed = [str(one) for one in changed_deelnames(before, after)["indeling"].unique()]
    if not changed:
        raise WrongUsageError("Dit plan verandert niets; er is geen kaart te tekenen.")
    targets = numbered(uit, changed)
    if not force:
        refuse_existing(targets)
    for path, indeling in zip(targets, changed, strict=True):
        drawn.write_theme(path, before_after(before, after, indeling))
    names = before.indelingen["naam"].astype(str).to_dict()
    told = [f"{path} ({names[one]})" for path, one in zip(targets, changed, strict=True)]
    results.tell_written(told)
