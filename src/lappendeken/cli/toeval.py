"""`lappendeken toeval`: whether indelingen are more congruent than chance."""

from itertools import combinations
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from lappendeken import drawing, nullmodel, output, tables
from lappendeken.cli import cluster as engine
from lappendeken.cli import console as screen
from lappendeken.cli import options, results
from lappendeken.dutch import count
from lappendeken.errors import WrongUsageError
from lappendeken.measures.registry import MEASURES, WEIGHTS, of_gemeenten, of_pairs
from lappendeken.measures.registry import shown as shown_in
from lappendeken.output import formats

if TYPE_CHECKING:
    from matplotlib.figure import Figure
    from rich.console import Console

    from lappendeken.indeling import Indeling
    from lappendeken.model import Lappendeken
    from lappendeken.nullmodel import Examination

    Found = dict[tuple[str, str], Examination]

_MODELS = {
    "ruimtelijk": "willekeurige aaneengesloten regio's van dezelfde groottes",
    "vormvast": "willekeurige aaneengesloten regio's van dezelfde groottes, even compact",
    "permutatie": "willekeurige regio's van dezelfde groottes, zonder te letten op ligging",
}
_ALL_CORES_FROM = 5000
"""From so many random divisions on, starting processes takes less time than it saves."""


def toeval(
    indeling: Annotated[
        list[str] | None,
        typer.Option(metavar="NAAM", help="Te vergelijken indeling; noem er twee of meer."),
    ] = None,
    maat: Annotated[
        list[str] | None, typer.Option(metavar="MAAT", help="Te toetsen maat; mag vaker.")
    ] = None,
    model: Annotated[
        str, typer.Option(metavar="|".join(_MODELS), help="Wat toevalsregio's zijn.")
    ] = "ruimtelijk",
    binnen: Annotated[
        str | None,
        typer.Option(
            metavar="NAAM",
            help="Houd regio's binnen de provincies (provincie), of binnen een andere indeling.",
        ),
    ] = None,
    herhalingen: Annotated[
        int,
        typer.Option(
            metavar="GETAL", parser=options.whole_number(1), help="Aantal toevalsindelingen."
        ),
    ] = 1000,
    seed: options.Seed = 1,
    provincie: Annotated[
        str | None, typer.Option(metavar="NAAM", help="Toets ook deze provincie.")
    ] = None,
    per_gemeente: Annotated[
        bool,
        typer.Option(
            "--per-gemeente", metavar="", help="Zoek wat onder toeval blijft, ook per verband."
        ),
    ] = False,
    gewicht: options.Gewicht = "gemeenten",
    uit: Annotated[
        Path | None,
        typer.Option(
            metavar="BESTAND",
            help="Schrijf tabellen (.csv, .json, .xlsx), de eerste tabel (.tex) of een plaatje "
            "(.png, .svg).",
        ),
    ] = None,
    tussenstand: Annotated[
        Path | None,
        typer.Option(
            metavar="BESTAND", help="Bewaar hier wat klaar is; na een onderbreking gaat het verder."
        ),
    ] = None,
    kernen: engine.Kernen = None,
    cluster: engine.Cluster = None,
    gegevens: options.Gegevens = None,
    peildatum: options.Peildatum = None,
    force: options.Force = False,
    json: options.Json = False,
) -> None:
    """Toets of indelingen meer op elkaar lijken dan door toeval.

    Van elk paar A – B blijft A zoals het is; B wordt vele malen vervangen door
    een willekeurige indeling met even grote regio's. Zonder --indeling zijn
    het de indelingen van jeugd, MO/BW en werk.

    Voorbeeld: [bold]lappendeken toeval --maat partner_overlap --provincie Drenthe[/bold]
    """
    measures = _check(maat, model, kernen, cluster)
    target = results.Target(uit, force, json)
    target.check(*formats.TABLES, formats.LATEX, *formats.PICTURES)
    lap = options.load(gegevens, peildatum)
    chosen = options.choose(lap, indeling)
    place = None if provincie is None else lap.find_provincie(provincie)
    if place is not None or per_gemeente:
        _require_local(measures)
    weight = options.weights(lap, gewicht)
    within = None if binnen is None else _within(lap, binnen)
    pairs = list(combinations(chosen, 2))
    much = herhalingen * len(pairs) >= _ALL_CORES_FROM
    local = bool(set(measures) & set(of_gemeenten()))
    with (
        engine.workers(cluster),
        screen.progress("Toevalsindelingen", herhalingen * len(pairs)) as advance,
    ):
        examined = nullmodel.examine_pairs(
            pairs,
            measures=measures,
            model=model,
            adjacency=lap.borders,
            n=herhalingen,
            rng=seed,
            weights=weight,
            within=within,
            groups=lap.gemeenten["provincie"] if local else None,
            per_gemeente=per_gemeente,
            jobs=kernen if kernen or cluster else (-1 if much else 1),
            progress=advance,
            checkpoint=tussenstand,
        )
    found = {(a.id, b.id): one for (a, b), one in zip(pairs, examined, strict=True)}
    facts = {
        "peildatum": lap.peildatum.isoformat(),
        "model": model,
        "herhalingen": str(herhalingen),
        "seed": str(seed),
        "binnen": "" if within is None else within.id,
        "gewicht": gewicht,
        "gegevens": options.called(gegevens),
    }
    source = f"{options.source_line(lap, gegevens)}; {WEIGHTS[gewicht]}"
    below = (
        f"{count(herhalingen, 'toevalsindeling', 'toevalsindelingen')} per paar: "
        f"{_MODELS[model]}{'' if within is None else f', binnen {within.naam}'}; seed {seed}"
    )
    if path := target.drawing():
        results.draw(path, _picture(found, chosen, measures, f"{below}. {source}."))
        results.tell_written([path])
        return
    frames = tables.chance.frames(lap, found, place)
    if uit is not None and uit.suffix.lower() == formats.LATEX:
        made = tables.chance.scores(frames["toeval"], found, chosen)
        told = facts | output.program(tables.from_frames(frames))
        results.tell_written(output.write_latex(uit, made, told, overwrite=force))
        return

    def show(console: "Console") -> None:
        made = tables.chance
        screen.heading(console, "Meer dan toeval?", f"{below}.\n{source}.")
        screen.show(console, [made.scores(frames["toeval"], found, chosen)])
        for told in made.verdicts(lap, found, chosen):
            screen.lines(console, told)
            console.print()
        if place is not None:
            title = f"{place}: gemiddelde van de gemeenten"
            screen.show(console, [made.scores(frames["provincies"], found, chosen, title)])
        if per_gemeente:
            screen.show(console, made.below(frames, chosen))
        screen.legend(console, made.legend(measures, per_gemeente=per_gemeente))

    results.deliver(target, frames, facts, show)


def _check(
    maat: list[str] | None, model: str, kernen: int | None, cluster: str | None
) -> list[str]:
    """The measures, when all that can be chosen from a list is in it."""
    known = of_pairs()
    if model not in _MODELS:
        raise WrongUsageError(f"--model: kies uit {', '.join(_MODELS)}; niet '{model}'.")
    for name in maat or ():
        if name not in known:
            raise WrongUsageError(f"--maat: kies uit {', '.join(known)}; niet '{name}'.")
    engine.check(kernen, cluster)
    return list(dict.fromkeys(maat or shown_in("tabel")))


def _within(lap: "Lappendeken", name: str) -> "Indeling":
    """The provincies, or another indeling."""
    if name != "provincie":
        return lap.find_indeling(name)
    from lappendeken.indeling import Indeling as Made

    return Made.from_labels(lap.gemeenten["provincie"], id="provincie", naam="provincies")


def _require_local(measures: list[str]) -> None:
    """Refuse a province or gemeenten without a measure that exists for them."""
    known = of_gemeenten()
    if not set(measures) & set(known):
        raise WrongUsageError(
            "--provincie en --per-gemeente vragen een maat die per gemeente bestaat: "
            f"--maat {' of --maat '.join(known)}."
        )


def _picture(
    found: "Found", chosen: "list[Indeling]", measures: list[str], caption: str
) -> "Figure":
    """The distributions by chance."""
    names = tables.congruence.singular(chosen)
    panels = [
        drawing.plots.Chance(
            f"{names[a]} – {names[b]}",
            MEASURES[name].name,
            one.samples,
            one.observed,
            tables.chance.p_sentence(one.p, one.draws.n),
        )
        for (a, b), examination in found.items()
        for name, one in examination.tests.items()
    ]
    title = "Meer dan toeval? De gevonden score tegen die van toevalsindelingen"
    columns = len(measures)
    return drawing.plots.histograms(panels, columns=columns, title=title, caption=caption)
