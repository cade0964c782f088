"""`lappendeken congruentie`: scores of indelingen against each other."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from lappendeken.cli import console as screen
from lappendeken.cli import matrix, options, results
from lappendeken.dutch import count
from lappendeken.errors import WrongUsageError
from lappendeken.measures.registry import MEASURES, TYPES, WEIGHTS, of_alikeness, shown
from lappendeken.output import formats

if TYPE_CHECKING:
    from collections.abc import Iterator

    import pandas as pd

    from lappendeken.indeling import Indeling
    from lappendeken.model import Lappendeken

ZONDER_VERBAND = ("weglaten", "alleenstaand")


def congruentie(
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
    uit: Annotated[
        Path | None,
        typer.Option(metavar="BESTAND", help="Schrijf de tabellen naar .csv, .json of .xlsx."),
    ] = None,
    alle: Annotated[
        bool,
        typer.Option("--alle", metavar="", help="Vergelijk alle indelingen met één maat."),
    ] = False,
    maat: Annotated[
        str, typer.Option(metavar="MAAT", help="Welke maat bij --alle.")
    ] = "omega_index",
    gegevens: options.Gegevens = None,
    peildatum: options.Peildatum = None,
    force: options.Force = False,
    json: options.Json = False,
) -> None:
    """Vergelijk indelingen twee aan twee: landelijk en per provincie.

    Zonder --indeling zijn het de indelingen van jeugd, MO/BW en werk. Met --alle wordt het één
    tabel van alle indelingen, die --uit ook als plaatje schrijft (.png, .svg).

    Voorbeeld: [bold]lappendeken congruentie --indeling jeugdregio --indeling ggd-regio[/bold]
    """
    if uit is not None:
        endings = formats.TABLES + formats.PICTURES if alle else formats.TABLES
        options.check_output(uit, force=force, endings=endings)
    if alle and provincie is not None:
        raise WrongUsageError("--alle vergelijkt het hele land; laat --provincie weg.")
    known = of_alikeness()
    if maat not in known:
        raise WrongUsageError(f"--maat: kies uit {', '.join(known)}; niet '{maat}'.")
    lap = options.load(gegevens, peildatum)
    names = list(lap.indelingen.index) if alle and not indeling else indeling
    chosen = _choose(lap, names, zonder_verband)
    weight = options.weights(lap, gewicht)
    source = f"{options.source_line(lap, gegevens)}; {WEIGHTS[gewicht]}"
    facts = {
        "peildatum": lap.peildatum.isoformat(),
        "gewicht": gewicht,
        "zonder_verband": zonder_verband,
        "gegevens": str(gegevens or "ingebouwd"),
    }
    if alle:
        matrix.run(lap, chosen, maat, weight, facts, source=source, uit=uit, force=force, json=json)
        return
    place = None if provincie is None else lap.find_provincie(provincie)
    tables = _tables(lap, chosen, weight, place)

    def show() -> None:
        _show(lap, chosen, tables, source, place)

    results.hand_out(uit, tables, facts, show, force=force, json=json)


def _tables(
    lap: "Lappendeken",
    chosen: "list[Indeling]",
    weight: "pd.Series[float] | None",
    place: str | None,
) -> "dict[str, pd.DataFrame]":
    """The results, by name; with the regions of the province when there is one."""
    from lappendeken import measures

    provinces = measures.scores_by(chosen, lap.gemeenten["provincie"], weights=weight)
    tables = {
        "scores": measures.scores(chosen, weights=weight, adjacency=lap.borders),
        "provincies": provinces.rename_axis("provincie"),
    }
    if place is not None:
        inside = lap.gemeenten.index[lap.gemeenten["provincie"] == place]
        tables["provincies"] = tables["provincies"].loc[[place]]
        tables["regios"] = measures.regions_touching(chosen, inside)
    return tables


def _choose(lap: "Lappendeken", names: list[str] | None, zonder: str) -> "list[Indeling]":
    """The indelingen to compare."""
    if zonder not in ZONDER_VERBAND:
        raise WrongUsageError(
            f"--zonder-verband: '{zonder}' bestaat niet; kies uit {', '.join(ZONDER_VERBAND)}."
        )
    chosen = options.choose(lap, names)
    return [one.with_singletons() for one in chosen] if zonder == "alleenstaand" else chosen


def _show(
    lap: "Lappendeken",
    chosen: "list[Indeling]",
    tables: "dict[str, pd.DataFrame]",
    source: str,
    place: str | None,
) -> None:
    """Print all tables."""
    console = screen.out()
    where = "" if place is None else f" in {place}"
    screen.heading(console, f"Congruentie van regionale indelingen{where}", source)
    names = {one.id: one.enkelvoud for one in chosen}
    _show_pairs(console, tables["scores"], names)
    _show_coverage(console, chosen)
    _show_shared(console, lap, chosen)
    _show_provinces(console, tables["provincies"], chosen)
    if "regios" in tables:
        _show_regions(console, lap, tables["regios"])
    short = {one.short: f"{one.name}: {one.meaning}" for one in shown("tabel").values()}
    label = MEASURES["territorial_congruence"]
    screen.legend(console, short | {label.short: f"{label.name}: {label.meaning}"} | dict(TYPES))


def _show_pairs(console: Any, pairs: "pd.DataFrame", names: dict[str, str]) -> None:
    """Print the scores and the types of every pair."""
    known = shown("tabel")
    rows = [
        [names[a], names[b], f"{row['gemeenten']:.0f}", *(screen.decimal(row[m]) for m in known)]
        for a, b, row in _by_pair(pairs)
    ]
    heads = ["A", "B", "gemeenten", *(one.short for one in known.values())]
    screen.table(console, heads, rows, right=range(2, len(heads)), title="Landelijk")
    rows = [
        [names[a], names[b], *(f"{row[kind]:.0f}" for kind in TYPES)]
        for a, b, row in _by_pair(pairs)
    ]
    heads = ["Regio's van A", "tegen B", *TYPES]
    screen.table(console, heads, rows, right=range(2, 6), title="Hoe de regio's van A in B liggen")


def _show_coverage(console: Any, chosen: "list[Indeling]") -> None:
    """Warn for indelingen that do not reach every gemeente."""
    for one in chosen:
        outside = int((~one.covered).sum())
        if outside:
            console.print(
                f"Let op: {one.naam} bereiken {len(one.covered) - outside} van de "
                f"{len(one.covered)} gemeenten. De andere tellen in scores en typen niet mee; een "
                "hoge score zegt dus weinig over het hele gebied. Wat hieronder gelijk heet, is "
                "dat met al zijn gemeenten.\n"
            )


def _by_pair(pairs: "pd.DataFrame") -> "Iterator[tuple[str, str, pd.Series[float]]]":
    """The rows of the table of scores."""
    for number, (a, b) in enumerate(pairs.index.to_list()):
        yield str(a), str(b), pairs.iloc[number]


def _show_shared(console: Any, lap: "Lappendeken", chosen: "list[Indeling]") -> None:
    """Print the regions that are the same in all indelingen."""
    from lappendeken import measures

    shared = measures.shared_regions(chosen)
    which = {2: "beide", 3: "alle drie"}.get(len(chosen), f"alle {len(chosen)}")
    rows = [
        [str(lap.verbanden.at[row[chosen[0].id], "naam"]), str(len(row["gemeenten"]))]
        for _, row in shared.iterrows()
        if row[chosen[0].id] in lap.verbanden.index
    ]
    amount = count(len(rows), "regio", "regio's")
    title = f"Gelijk in {which}: {amount}"
    if rows:
        screen.table(console, ["regio", "gemeenten"], rows, right=[1], title=title)
    else:
        screen.heading(console, f"Geen enkele regio is gelijk in {which}")


def _show_provinces(console: Any, provinces: "pd.DataFrame", chosen: "list[Indeling]") -> None:
    """Print the means per province."""
    pairs = [column for column in provinces.columns if "~" in column]
    short = {one.id: _abbreviation(one) for one in chosen}
    heads = ["–".join(short[part] for part in pair.split("~")) for pair in pairs]
    rows = [
        [
            str(name),
            f"{row['gemeenten']:.0f}",
            screen.percent(row["territorial_congruence"]),
            *(screen.decimal(row[pair]) for pair in pairs),
        ]
        for name, row in provinces.iterrows()
    ]
    screen.table(
        console,
        ["provincie", "gemeenten", "TC", *heads],
        rows,
        right=range(1, len(heads) + 3),
        title="Per provincie: TC over alle indelingen, en ECS per paar",
    )


def _show_regions(console: Any, lap: "Lappendeken", touching: "pd.DataFrame") -> None:
    """Print the non-congruent regions that touch the province."""
    names = lap.gemeenten["naam"]
    verband_names = lap.verbanden["naam"]
    rows = [
        [
            f"{row['a']}: {verband_names[str(verband)]}",
            f"{row['b']}: {verband_names[row['counterpart']]}",
            screen.decimal(row["jaccard"], 2),
            ", ".join(
                [*(f"+{names[c]}" for c in row["extra"]), *(f"-{names[c]}" for c in row["missing"])]
            ),
        ]
        for verband, row in touching[touching["type"] == "doorsnijdend"].iterrows()
    ]
    heads = ["regio", "tegenhanger", "Jaccard", "schuurgemeenten (+ te veel, - te weinig)"]
    screen.table(
        console, heads, rows, right=[2], title="Doorsnijdende regio's die de provincie raken"
    )


def _abbreviation(indeling: "Indeling") -> str:
    """A name short enough for a column head."""
    from lappendeken.schema import DOMEINEN

    return DOMEINEN.get(indeling.domein, indeling.id) if indeling.domein else indeling.id
