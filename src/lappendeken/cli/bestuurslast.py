"""`lappendeken bestuurslast`: how many boards, forms and partner sets a gemeente has to serve."""

from typing import TYPE_CHECKING, Annotated

import typer

from lappendeken import measures, nullmodel, tables, timeline, wording
from lappendeken.cli import console as screen
from lappendeken.cli import options, results
from lappendeken.dutch import count
from lappendeken.errors import WrongUsageError
from lappendeken.output import formats
from lappendeken.schema import REGELINGEN

if TYPE_CHECKING:
    import pandas as pd
    from rich.console import Console

    from lappendeken.model import Lappendeken
    from lappendeken.timeline import LoadChange


def bestuurslast(
    gemeente: Annotated[
        list[str] | None,
        typer.Option(metavar="NAAM", help="Alleen deze gemeente; meermaals te geven."),
    ] = None,
    provincie: options.Provincie = None,
    samenwerking: Annotated[
        str, typer.Option(metavar="NAAM", help="De verbanden die tellen.")
    ] = REGELINGEN,
    n: Annotated[
        int,
        typer.Option(
            "--n",
            metavar="GETAL",
            parser=options.whole_number(1),
            help="Hoeveel trekkingen de nesting met toeval vergelijken.",
        ),
    ] = 200,
    seed: options.Seed = 1,
    uit: options.Tables = None,
    gegevens: options.Gegevens = None,
    peildatum: options.Peildatum = None,
    force: options.Force = False,
    json: options.Json = False,
) -> None:
    """Toon hoeveel besturen, vormen en kringen van partners elke gemeente heeft.

    Per gemeente en per 10.000 inwoners, met het deel van de verbanden waaraan
    bevoegdheden zijn overgedragen. Voor het land ook: of kleine deelnemers in
    de verbanden van grote zitten, en wat sinds 2016 veranderde, door
    herindeling en door keuzes.

    Voorbeeld: [bold]lappendeken bestuurslast --gemeente Meppel[/bold]
    """
    target = results.Target(uit, force, json)
    target.check(*formats.TABLES)
    lap = options.load(gegevens, peildatum)
    codes = _codes(lap, gemeente, provincie)
    verbanden = lap.find_indeling(samenwerking)
    load = timeline.governance_load(lap, verbanden)
    made = tables.load
    ranking = made.ranked(lap, load)
    found = {"gemeenten": ranking if codes is None else ranking[ranking.index.isin(codes)]}
    found["spreiding"] = made.spread(load)
    central = measures.centralisation(verbanden)
    nested = None
    if codes is None:
        with screen.status("Nesting met toeval vergelijken"):
            nested = nullmodel.nestedness(verbanden, n=n, rng=seed)
        found["nesting"] = made.nested(nested)
        found["centralisatie"] = made.central(central)
    earlier = options.earlier_edition(gegevens, peildatum)
    change = None
    if earlier is not None and verbanden.id in earlier:
        change = timeline.load_change(timeline.decompose(earlier, lap), verbanden.id)
        found |= _about(made.changed(change), codes)
    facts = {
        "peildatum": lap.peildatum.isoformat(),
        "samenwerking": verbanden.id,
        "trekkingen": str(n),
        "seed": str(seed),
        "gegevens": options.called(gegevens),
        "niet_bekend": " ".join(wording.load.unknown(lap, verbanden)),
    }
    if change is not None and earlier is not None:
        facts["verloop"] = " ".join(wording.load.change(change, earlier))

    def show(console: "Console") -> None:
        below = (
            f"{count(len(verbanden.verbanden), 'verband', 'verbanden')} in {verbanden.naam}.\n"
            f"{options.source_line(lap, gegevens, [verbanden])}."
        )
        screen.heading(console, "Bestuurslast: hoeveel besturen, vormen en kringen", below)
        title = "De meeste besturen" if codes is None else "De gevraagde gemeenten"
        screen.show(console, [made.ranking_table(ranking, title, codes), made.spread_table(load)])
        if nested is not None:
            screen.show(console, [made.nested_table(nested, n)])
            screen.lines(console, wording.load.shape(nested, central.gemeenten, n), after="\n")
        if change is not None and earlier is not None:
            _show_change(console, change, earlier, lap, codes)
        screen.legend(console, wording.load.MEANINGS)
        screen.lines(console, wording.load.unknown(lap, verbanden), style="dim")

    results.deliver(target, found, facts, show)


def _codes(
    lap: "Lappendeken", gemeente: list[str] | None, provincie: str | None
) -> list[str] | None:
    """The gemeenten that are asked for; None for all."""
    if gemeente and provincie:
        raise WrongUsageError("Kies --gemeente of --provincie, niet beide.")
    if gemeente:
        return [lap.find_gemeente(one) for one in gemeente]
    if provincie:
        name = lap.find_provincie(provincie)
        return list(map(str, lap.gemeenten.index[lap.gemeenten["provincie"] == name]))
    return None


def _about(
    changed: "dict[str, pd.DataFrame]", codes: list[str] | None
) -> "dict[str, pd.DataFrame]":
    """What changed, for the gemeenten that are asked for."""
    if codes is not None:
        own = changed["verloop-gemeenten"]
        changed["verloop-gemeenten"] = own[own.index.isin(codes)]
    return changed


def _show_change(
    console: "Console",
    change: "LoadChange",
    earlier: "Lappendeken",
    lap: "Lappendeken",
    codes: list[str] | None,
) -> None:
    """Print what became of the load since the first edition."""
    first, last = earlier.peildatum.year, lap.peildatum.year
    made = tables.load
    if codes is None:
        screen.show(console, [made.change_table(change, first, last)])
    else:
        screen.show(console, [made.own_change_table(change, codes, first, last)])
    screen.lines(console, wording.load.change(change, earlier), style="dim")
    console.print()
