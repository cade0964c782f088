"""The tables of `lappendeken optimaal`, for files and for the screen."""

from typing import TYPE_CHECKING, Any

from lappendeken.cli import console as screen
from lappendeken.dutch import MISSING, count, number, percentage
from lappendeken.measures.registry import MEASURES

if TYPE_CHECKING:
    import pandas as pd

    from lappendeken.indeling import Indeling
    from lappendeken.model import Lappendeken
    from lappendeken.optimise import LeastChange

_MOST_ROWS = 12


def told(value: Any) -> str:
    """The value of an option as text."""
    if value is True:
        return "ja"
    return ", ".join(map(str, value)) if isinstance(value, list) else str(value)


def so_far(total: float | None, bound: float) -> str:
    """How far the search is."""
    found = "nog niets gevonden" if total is None else f"gevonden: {number(total)}"
    proven = "" if bound <= 0 else f"; minder dan {number(bound)} kan niet"
    return f"Zoeken naar de kleinste verandering ({found}{proven})"


def facts(found: "LeastChange") -> dict[str, str]:
    """What holds for the whole result."""
    return {
        "verandert": f"{found.total:g}",
        "van": f"{found.deelnames:g}",
        "ondergrens": f"{found.bound:g}",
        "kloof": f"{found.gap:g}",
        "status": found.status,
    }


def with_names(lap: "Lappendeken", table: "pd.DataFrame") -> "pd.DataFrame":
    """Moves or changes with the names of gemeenten and verbanden beside their codes."""
    result = table.copy()
    place = list(result.columns).index("gemeente") + 1
    result.insert(place, "naam", result["gemeente"].map(lap.gemeenten["naam"]))
    for column in ("from", "to", "region"):
        if column in result:
            place = list(result.columns).index(column) + 1
            result.insert(place, f"{column}_naam", result[column].map(lap.verbanden["naam"]))
    return result


def least_tables(lap: "Lappendeken", found: "LeastChange") -> "dict[str, pd.DataFrame]":
    """The least change, by name."""
    import pandas as pd

    regions = found.regions.copy()
    regions.insert(0, "naam", found.division.namen.reindex(regions.index))
    labels = found.division.labels().dropna()
    gemeenten = pd.DataFrame(
        {
            "naam": lap.gemeenten["naam"].reindex(labels.index),
            "region": labels,
            "region_naam": labels.map(found.division.namen),
        }
    ).rename_axis("gemeente")
    return {
        "wijzigingen": with_names(lap, found.changes),
        "regios": regions,
        "gemeenten": gemeenten,
    }


def show_least(
    console: Any,
    lap: "Lappendeken",
    chosen: "list[Indeling]",
    found: "LeastChange",
    gewicht: str,
    source: str,
) -> None:
    """Print the least change."""
    what = "deelnames" if gewicht == "gemeenten" else f"{gewicht}, over alle deelnames"
    share = percentage(found.total / found.deelnames, 1)
    title = f"Het minste dat verandert: {number(found.total)} van {number(found.deelnames)} {what}"
    screen.heading(console, f"{title} ({share})", source)
    regions = count(len(found.regions), "gemeenschappelijke regio", "gemeenschappelijke regio's")
    if found.gap == 0:
        console.print(f"In {regions}. Bewezen: met deze eisen kan het niet met minder.\n")
    else:
        console.print(
            f"In {regions}. Niet bewezen, de tijd was om: minder dan {number(found.bound)} kan "
            f"niet (kloof {percentage(found.gap, 1)}). Geef met --tijd meer tijd.\n"
        )
    _show_indelingen(console, chosen, found)
    _show_regions(console, lap, chosen, found)
    names = {
        "regio": "naam van het verband dat de kern van de regio is",
        "verandert": "deelnames van haar gemeenten in een verband dat de regio niet voortzet",
        "--uit": "schrijft alle wijzigingen, regio's en gemeenten (.csv, .xlsx, .json)",
    }
    screen.legend(console, names)


def _show_indelingen(console: Any, chosen: "list[Indeling]", found: "LeastChange") -> None:
    """Print how much changes in every indeling."""
    rows = []
    for one in chosen:
        own = found.changes[found.changes["indeling"] == one.id]
        kept = int(found.regions[one.id].notna().sum())
        rows.append(
            [
                one.naam,
                str(one.incidence.nnz),
                str(len(own)),
                f"{kept} van {len(one.verbanden)}",
            ]
        )
    heads = ["indeling", "deelnames", "veranderen", "verbanden voortgezet"]
    screen.table(console, heads, rows, right=[1, 2, 3], title="Per indeling")


def _show_regions(
    console: Any, lap: "Lappendeken", chosen: "list[Indeling]", found: "LeastChange"
) -> None:
    """Print the regions in which most changes, with what they continue."""
    names = lap.verbanden["naam"]
    # A region has the name of its core, so a base needs no column of its own.
    others = [one for one in chosen if not (found.regions["core"] == one.id).all()]
    table = found.regions.assign(naam=found.division.namen.reindex(found.regions.index))
    table = table[table["changes"] > 0].sort_values(["changes", "naam"], ascending=[False, True])
    rows = [
        [
            str(row["naam"]),
            str(row["gemeenten"]),
            number(row["changes"]),
            *(_name(names, row[one.id]) for one in others),
        ]
        for _, row in table.head(_MOST_ROWS).iterrows()
    ]
    if not rows:
        return
    heads = ["regio", "gemeenten", "verandert", *(one.enkelvoud for one in others)]
    title = f"Waar iets verandert: in {number(len(table))} van de {number(len(found.regions))}"
    screen.table(console, heads, rows, right=[1, 2], title=f"{title} regio's")
    if len(table) > _MOST_ROWS:
        console.print(f"… en nog {number(len(table) - _MOST_ROWS)} regio's.\n")


def _name(names: "pd.Series[str]", verband: Any) -> str:
    """The name of a verband, a dash for none."""
    return str(names[verband]) if isinstance(verband, str) else MISSING


def show_moves(
    console: Any,
    lap: "Lappendeken",
    tables: "dict[str, pd.DataFrame]",
    measure: str,
    source: str,
) -> None:
    """Print the greedy sequence and the front."""
    label = MEASURES[measure]
    steps, every = tables["zetten"], tables["alle-zetten"]
    title = f"De beste zetten na elkaar, naar {label.name}"
    screen.heading(console, title, source)
    singular = lap.indelingen["enkelvoud"]
    if steps.empty:
        console.print("Geen enkele zet van één gemeente maakt de score hoger.\n")
    else:
        start = steps["score"].iloc[0] - steps["gain"].iloc[0]
        console.print(
            f"Van {start:.4f} naar {steps['score'].iloc[-1]:.4f}, gemiddeld over alle paren; "
            f"{count(len(every), 'mogelijke zet', 'mogelijke zetten')} bekeken.\n"
        )
        rows = [
            [
                str(step),
                str(row["naam"]),
                str(singular[row["indeling"]]),
                f"{row['from_naam']} → {row['to_naam']}{' *' if row['splits'] else ''}",
                f"{row['score']:.4f}",
                number(row["inwoners_total"]),
            ]
            for step, row in steps.iterrows()
        ]
        heads = ["", "gemeente", "indeling", "van → naar", label.short, "inwoners"]
        screen.table(console, heads, rows, right=[0, 4, 5], title="Reeks")
    _show_front(console, lap, tables["pareto"])
    meanings = {label.short: f"{label.name}: {label.meaning}; hier na de zet"}
    meanings["inwoners"] = "van de gemeenten die tot en met deze zet verhuizen"
    meanings["*"] = "het verband dat achterblijft valt in meer delen uiteen"
    screen.legend(console, meanings)


def _show_front(console: Any, lap: "Lappendeken", front: "pd.DataFrame") -> None:
    """Print the moves that none beats on gain and inhabitants at once."""
    singular = lap.indelingen["enkelvoud"]
    rows = [
        [
            str(row["naam"]),
            str(singular[row["indeling"]]),
            f"{row['from_naam']} → {row['to_naam']}{' *' if row['splits'] else ''}",
            f"{row['gain']:+.4f}",
            number(row["inwoners"]),
        ]
        for _, row in front.iterrows()
    ]
    if rows:
        heads = ["gemeente", "indeling", "van → naar", "winst", "inwoners"]
        title = "Eerste zet: de meeste winst voor het minste aantal inwoners"
        screen.table(console, heads, rows, right=[3, 4], title=title)
