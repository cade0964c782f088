"""`lappendeken tijd`: what changed between two dates or more."""

from collections import Counter
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from lappendeken.cli import console as screen
from lappendeken.cli import options, results
from lappendeken.dutch import count, listing, long_date
from lappendeken.errors import WrongUsageError
from lappendeken.output import formats

if TYPE_CHECKING:
    import pandas as pd

    from lappendeken.timeline import Timeline

_EVENTS = ("begonnen", "beëindigd", "samengevoegd", "gesplitst")


def tijd(
    momenten: Annotated[
        list[str],
        typer.Argument(
            metavar="MOMENT...",
            help="Twee of meer: een map met gegevens, 'ingebouwd', of een van beide met een datum "
            "erachter: mijnmap@2015-01-01.",
        ),
    ],
    indeling: Annotated[
        list[str] | None,
        typer.Option(metavar="NAAM", help="Alleen deze; meermaals te geven."),
    ] = None,
    bij_conflict: Annotated[
        str,
        typer.Option(
            metavar="beide|meerderheid|weiger",
            help="Wat te doen waar samengevoegde gemeenten in verschillende verbanden zaten.",
        ),
    ] = "beide",
    uit: Annotated[
        Path | None,
        typer.Option(metavar="BESTAND", help="Schrijf naar .csv, .json, .xlsx, .png of .svg."),
    ] = None,
    force: options.Force = False,
    json: options.Json = False,
) -> None:
    """Toon wat er tussen twee of meer datums veranderde, en hoe congruent het telkens was.

    Alles wordt eerst op de gemeenten van de laatste datum gebracht.

    Voorbeeld: [bold]lappendeken tijd ingebouwd gegevens-2023[/bold]
    """
    if uit is not None:
        options.check_output(uit, force=force, endings=formats.TABLES + formats.PICTURES)
    if len(momenten) < 2:
        raise WrongUsageError("Noem ten minste twee momenten, zoals: ingebouwd gegevens-2023.")
    loaded = [options.load_moment(text) for text in momenten]
    from lappendeken.timeline import follow

    line = follow(loaded, on_conflict=bij_conflict)
    chosen = _choose(line, indeling)
    tables = _tables(line, chosen)
    facts = {
        "momenten": ", ".join(day.isoformat() for day in line.dates),
        "gegevens": ", ".join(momenten),
        "bij_conflict": bij_conflict,
    }
    if uit is not None and uit.suffix.lower() in formats.PICTURES:
        _draw(uit, line, tables["congruentie"])
        return

    def show() -> None:
        _show(line, chosen, tables)

    results.hand_out(uit, tables, facts, show, force=force, json=json)


def _choose(line: "Timeline", names: list[str] | None) -> list[str]:
    """The indelingen to look at; all of them when none is named."""
    last = line.moments[-1]
    if not names:
        return list(line.indelingen)
    found = list(dict.fromkeys(last.find_indeling(name).id for name in names))
    absent = [name for name in found if name not in line.indelingen]
    if absent:
        raise WrongUsageError(
            f"--indeling: {listing(absent)} staat niet op elke datum in de gegevens."
        )
    return found


def _compared(line: "Timeline", chosen: list[str]) -> list[str]:
    """The indelingen of which the congruence is shown: those named, or the main ones."""
    if len(chosen) < len(line.indelingen):
        return chosen
    main = [one.id for one in line.moments[-1].main_indelingen if one.id in chosen]
    return main if len(main) > 1 else chosen[:3]


def _tables(line: "Timeline", chosen: list[str]) -> "dict[str, pd.DataFrame]":
    """The results, by name, with Dutch heads."""
    import pandas as pd

    heads = {"from": "van", "to": "naar", "event": "gebeurtenis", "before": "voor", "after": "na"}
    events, deelnames = line.events(), line.deelnames()
    names = line.moments[-1].gemeenten["naam"]
    events = events[events["indeling"].isin(chosen)].copy()
    deelnames = deelnames[deelnames["indeling"].isin(chosen)].copy()
    events["gemeenten"] = [
        "; ".join(str(names[code]) for code in codes) for codes in events["gemeenten"]
    ]
    for column in ("before", "after"):
        events[column] = ["; ".join(found) for found in events[column]]
    deelnames.insert(4, "naam", deelnames["gemeente"].map(names))
    compared = _compared(line, chosen)
    scores = pd.DataFrame()
    if len(compared) > 1:
        scores = line.scores(compared)
        scores = scores.rename_axis(index={"date": "datum"}).reset_index()
        scores["datum"] = [day.isoformat() for day in scores["datum"]]
    result = {"gebeurtenissen": events, "deelnames": deelnames}
    for table in result.values():
        for column in ("from", "to"):
            table[column] = [day.isoformat() for day in table[column]]
    return {name: table.rename(columns=heads) for name, table in result.items()} | {
        "congruentie": scores
    }


def _draw(uit: Path, line: "Timeline", scores: "pd.DataFrame") -> None:
    """Write the picture of the congruence at each date."""
    if scores.empty:
        raise WrongUsageError("Een plaatje vraagt ten minste twee indelingen.")
    from lappendeken.drawing.plots import lines, write_figure

    last = line.moments[-1]
    labels = {str(key): str(name) for key, name in last.indelingen["enkelvoud"].items()}
    series: dict[str, tuple[list[date], list[float]]] = {}
    for row in scores.to_dict("records"):
        days, values = series.setdefault(f"{labels[row['a']]} – {labels[row['b']]}", ([], []))
        days.append(date.fromisoformat(str(row["datum"])))
        values.append(float(row["element_centric_similarity"]))
    figure = lines(
        series,
        title="Gelijke kring (ECS) door de tijd",
        caption=f"Op de {len(last.gemeenten)} gemeenten van {long_date(line.dates[-1])}",
    )
    write_figure(uit, figure)
    results.tell_written([uit])


def _show(line: "Timeline", chosen: list[str], tables: "dict[str, pd.DataFrame]") -> None:
    """Print everything on 80 columns."""
    console = screen.out()
    last = line.moments[-1]
    days = listing([long_date(day) for day in line.dates])
    screen.heading(
        console,
        f"Wat er veranderde tussen {days}",
        f"Op de {len(last.gemeenten)} gemeenten van {long_date(line.dates[-1])}",
    )
    _show_conversion(console, line)
    events, deelnames = tables["gebeurtenissen"], tables["deelnames"]
    _show_counts(console, chosen, events, deelnames)
    _show_events(console, events)
    _show_moves(console, deelnames)
    _show_congruence(console, line, tables["congruentie"])
    for name, found in line.absent.items():
        when = listing([long_date(day) for day in found])
        console.print(
            f"Niet vergeleken: {name} staat alleen in de gegevens van {when}.", style="dim"
        )


def _show_conversion(console: Any, line: "Timeline") -> None:
    """Say what was done to bring each moment to the last date."""
    for day, done in zip(line.dates, line.converted, strict=True):
        if done is None:
            continue
        conflicts = done.conflicts[["indeling", "gemeente_code"]].drop_duplicates()
        console.print(
            f"De gegevens van {long_date(day)} zijn door de herindelingen heen naar "
            f"{long_date(line.dates[-1])} gebracht. "
            + (
                f"Bij {count(len(conflicts), 'deelname', 'deelnames')} kwamen samengevoegde "
                f"gemeenten uit verschillende verbanden (--bij-conflict {done.regel})."
                if len(conflicts)
                else "Daarbij was er geen conflict."
            )
            + "\n"
        )


def _show_counts(
    console: Any, chosen: list[str], events: "pd.DataFrame", deelnames: "pd.DataFrame"
) -> None:
    """Print how much changed per indeling."""
    happened = Counter(zip(events["indeling"], events["gebeurtenis"], strict=True))
    moved = Counter(zip(deelnames["indeling"], deelnames["gebeurtenis"], strict=True))
    rows = []
    for name in chosen:
        cells = [happened[name, event] for event in _EVENTS]
        own = [moved[name, event] for event in ("overgestapt", "begonnen", "beëindigd")]
        if any(cells) or any(own):
            rows.append([name, *map(str, cells), *map(str, own)])
    same = len(chosen) - len(rows)
    if rows:
        heads = ["indeling", "nieuw", "einde", "samen", "splits", "over", "erbij", "eraf"]
        title = "Wat er per indeling veranderde"
        screen.table(console, heads, rows, right=range(1, 8), title=title)
        console.print(
            "nieuw, einde, samen, splits: verbanden die begonnen, eindigden, werden samengevoegd "
            "of gesplitst. over, erbij, eraf: deelnames van gemeenten die overstapten, erbij "
            "kwamen of eruit gingen.",
            style="dim",
        )
    if same:
        noun = "indeling" if same == 1 else "indelingen"
        console.print(f"Niets veranderde in {same} {noun}.")
    console.print()


def _show_events(console: Any, events: "pd.DataFrame") -> None:
    """Print the verbanden that began, ended, were joined or split."""
    rows = [
        [str(row["indeling"]), str(row["gebeurtenis"]), str(row["voor"]), str(row["na"])]
        for row in events.head(results.SHOWN).to_dict("records")
    ]
    if rows:
        title = "Verbanden"
        screen.table(console, ["indeling", "wat", "voor", "na"], rows, title=title)
    results.tell_rest(console, len(events))


def _show_moves(console: Any, deelnames: "pd.DataFrame") -> None:
    """Print the gemeenten that moved."""
    rows = [
        [str(row[key]) or "–" for key in ("naam", "indeling", "gebeurtenis", "voor", "na")]
        for row in deelnames.head(results.SHOWN).to_dict("records")
    ]
    if rows:
        heads = ["gemeente", "indeling", "wat", "uit", "naar"]
        screen.table(console, heads, rows, title="Deelnames")
    results.tell_rest(console, len(deelnames))


def _show_congruence(console: Any, line: "Timeline", scores: "pd.DataFrame") -> None:
    """Print how congruent it was at each date."""
    if scores.empty:
        return
    labels = line.moments[-1].indelingen["enkelvoud"]
    rows = [
        [
            str(row["datum"]),
            str(labels[row["a"]]),
            str(labels[row["b"]]),
            screen.decimal(float(row["adjusted_rand_index"])),
            screen.decimal(float(row["element_centric_similarity"])),
            screen.percent(float(row["territorial_congruence"])),
        ]
        for row in scores.sort_values(["a", "b", "datum"], kind="stable").to_dict("records")
    ]
    heads = ["datum", "A", "B", "ARI", "ECS", "TC (alle)"]
    screen.table(console, heads, rows, right=range(3, 6), title="Congruentie op elke datum")
