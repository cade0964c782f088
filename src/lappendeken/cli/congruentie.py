"""`lappendeken congruentie`: scores of indelingen against each other."""

from typing import TYPE_CHECKING, Annotated

import typer

from lappendeken import drawing, measures, tables, wording
from lappendeken.cli import console as screen
from lappendeken.cli import options, results
from lappendeken.errors import WrongUsageError
from lappendeken.measures.registry import MEASURES, WEIGHTS, of_alikeness
from lappendeken.measures.registry import shown as shown_in
from lappendeken.output import formats

if TYPE_CHECKING:
    import pandas as pd
    from rich.console import Console

    from lappendeken.indeling import Indeling
    from lappendeken.model import Lappendeken

HUSSELS = 9_999
"""How often --clusters shuffles the scores."""

ZONDER_VERBAND = ("weglaten", "alleenstaand")


def congruentie(
    context: typer.Context,
    indeling: Annotated[
        list[str] | None,
        typer.Option(metavar="NAAM", help="Te vergelijken indeling; noem er twee of meer."),
    ] = None,
    provincie: options.Provincie = None,
    gewicht: options.Gewicht = "gemeenten",
    zonder_verband: Annotated[
        str,
        typer.Option(
            metavar="|".join(ZONDER_VERBAND),
            help="Wat te doen met een gemeente zonder verband: weglaten, of als eigen verband.",
        ),
    ] = "weglaten",
    uit: options.Tables = None,
    alle: Annotated[
        bool,
        typer.Option("--alle", metavar="", help="Vergelijk alle indelingen met één maat."),
    ] = False,
    maat: Annotated[
        str, typer.Option(metavar="MAAT", help="Welke maat bij --alle.")
    ] = "omega_index",
    clusters: Annotated[
        bool,
        typer.Option(
            "--clusters",
            metavar="",
            help="Waar hoge en lage scores van buren bij elkaar liggen (LISA en Gi*).",
        ),
    ] = False,
    seed: Annotated[
        int,
        typer.Option(
            metavar="GETAL",
            parser=options.whole_number(0),
            help="Begin van het toeval bij --clusters.",
        ),
    ] = 1,
    zekerheid: options.Zekerheid = "alle",
    gegevens: options.Gegevens = None,
    peildatum: options.Peildatum = None,
    force: options.Force = False,
    json: options.Json = False,
) -> None:
    """Vergelijk indelingen twee aan twee: landelijk en per provincie.

    Zonder --indeling zijn het de indelingen van jeugd, MO/BW en werk. Met --alle wordt het één
    tabel van alle indelingen, die --uit ook als plaatje schrijft (.png, .svg). Met --clusters
    zoekt het programma waar op de kaart hoge en lage scores bij elkaar liggen; de kaart zelf
    maakt [bold]lappendeken kaart --soort clusters[/bold].

    Voorbeeld: [bold]lappendeken congruentie --indeling jeugdregio --indeling ggd-regio[/bold]
    """
    target = results.Target(uit, force, json)
    target.check(*formats.TABLES, *(formats.PICTURES if alle else ()))
    if alle and (provincie is not None or clusters):
        raise WrongUsageError(
            "--alle vergelijkt het hele land met één maat; laat --provincie en --clusters weg."
        )
    if not alle:
        options.refuse_given(context, "bij --alle", "maat")
    if clusters:
        options.refuse_given(context, "niet bij --clusters", "gewicht")
    else:
        options.refuse_given(context, "bij --clusters", "seed")
    known = of_alikeness()
    if maat not in known:
        raise WrongUsageError(f"--maat: kies uit {', '.join(known)}; niet '{maat}'.")
    if zonder_verband not in ZONDER_VERBAND:
        raise WrongUsageError(
            f"--zonder-verband: '{zonder_verband}' bestaat niet; kies uit "
            f"{', '.join(ZONDER_VERBAND)}."
        )
    lap = options.only_confirmed(options.load(gegevens, peildatum), zekerheid)
    usual = [lap.indeling(str(name)) for name in lap.indelingen.index] if alle else None
    chosen = options.choose(lap, indeling, usual=usual)
    if zonder_verband == "alleenstaand":
        chosen = [one.with_singletons() for one in chosen]
    weight = options.weights(lap, gewicht)
    source = f"{options.source_line(lap, gegevens, chosen)}; {WEIGHTS[gewicht]}"
    facts = {
        "peildatum": lap.peildatum.isoformat(),
        "gewicht": gewicht,
        "zonder_verband": zonder_verband,
        "gegevens": options.called(gegevens),
    } | wording.certainty.facts(lap, chosen)
    if alle:
        _all_pairs(lap, chosen, maat, weight, target, facts, source)
        return
    place = None if provincie is None else lap.find_provincie(provincie)
    if clusters:
        _clusters(lap, chosen, place, seed, target, facts, source)
        return
    # The screen shows fewer measures than a file holds.
    use = "tabel" if target.uit is None and not json else "scores"
    found = _frames(lap, chosen, weight, place, use)

    def show(console: "Console") -> None:
        where = "" if place is None else f" in {place}"
        screen.heading(console, f"Congruentie van regionale indelingen{where}", source)
        made = tables.congruence
        screen.show(console, [made.pairs(found["scores"], chosen)])
        if "bevestigd" in found:
            screen.show(console, [tables.certainty.pairs(found["bevestigd"], chosen)])
        screen.show(console, [made.types(found["scores"], chosen)])
        screen.lines(console, tables.certainty.equal(lap, chosen), after="\n")
        screen.lines(console, made.coverage(chosen), after="\n")
        screen.show(console, [made.shared(lap, chosen)])
        screen.show(console, [made.provinces(found["provincies"], chosen)])
        if "regios" in found:
            screen.show(console, [made.crossing(lap, found["regios"])])
        shown = (*shown_in("tabel"), "territorial_congruence")
        screen.legend(console, made.meanings(shown) | made.known_types(found["scores"]))

    results.deliver(target, found, facts, show)


def _frames(
    lap: "Lappendeken",
    chosen: "list[Indeling]",
    weight: "pd.Series[float] | None",
    place: str | None,
    use: str,
) -> "dict[str, pd.DataFrame]":
    """The results, by name; with the regions of the province when there is one."""
    provinces = measures.scores_by(chosen, lap.gemeenten["provincie"], weights=weight)
    sure = tables.certainty.scores(lap, chosen, weight, use=use)
    found = {
        "scores": measures.scores(chosen, weights=weight, adjacency=lap.borders, use=use),
        **({} if sure.empty else {"bevestigd": sure}),
        "provincies": provinces.rename_axis("provincie"),
    }
    if place is not None:
        inside = lap.gemeenten.index[lap.gemeenten["provincie"] == place]
        found["provincies"] = found["provincies"].loc[[place]]
        found["regios"] = measures.regions_touching(chosen, inside)
    return found


def _clusters(
    lap: "Lappendeken",
    chosen: "list[Indeling]",
    place: str | None,
    seed: int,
    target: results.Target,
    facts: dict[str, str],
    source: str,
) -> None:
    """Where scores of neighbours lie together."""
    found = tables.clusters.find(lap, chosen, HUSSELS, seed)
    frame = tables.clusters.frame(lap, found, place)

    def show(console: "Console") -> None:
        where = "" if place is None else f" in {place}"
        screen.heading(console, f"Waar hoge en lage scores bij elkaar liggen{where}", source)
        screen.show(console, [tables.clusters.named(lap, found, chosen, place)])
        screen.lines(console, [tables.clusters.caveat(found)], after="\n")
        shown = dict.fromkeys(measure for _, _, measure in found)
        screen.legend(console, tables.clusters.MEANINGS | tables.congruence.meanings(shown))

    more = {"seed": str(seed), "herhalingen": str(HUSSELS)}
    results.deliver(target, {"clusters": frame}, facts | more, show)


def _all_pairs(
    lap: "Lappendeken",
    chosen: "list[Indeling]",
    maat: str,
    weight: "pd.Series[float] | None",
    target: results.Target,
    facts: dict[str, str],
    source: str,
) -> None:
    """One measure over all pairs, the most alike beside each other."""
    whole = measures.congruence_matrix(chosen, maat, weights=weight)
    order = measures.similarity_order(whole)
    whole = whole.loc[order, order]
    label = MEASURES[maat]
    title = f"Congruentie van alle indelingen: {label.name}"
    if path := target.drawing():
        caption = f"{label.name[0].upper()}{label.name[1:]}: {label.meaning}. {source}."
        names = lap.indelingen["naam"]
        results.draw(path, drawing.plots.heatmap(whole, names, title=title, caption=caption))
        results.tell_written([path])
        return
    nearest = measures.nearest(whole)

    def show(console: "Console") -> None:
        screen.heading(console, title, source)
        screen.show(console, [tables.congruence.nearest(nearest, lap, maat)])
        meanings = tables.congruence.meanings([maat]) | {
            "gemiddeld": "met alle andere indelingen",
            "--uit": "schrijft de hele tabel (.csv, .xlsx) of een plaatje (.png, .svg)",
        }
        screen.legend(console, meanings)

    found = {"matrix": whole, "dichtstbij": nearest}
    results.deliver(target, found, facts | {"maat": maat}, show)
