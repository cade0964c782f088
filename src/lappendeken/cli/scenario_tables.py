"""What `lappendeken scenario` prints: before and after, of one plan or of many."""

import math
from typing import TYPE_CHECKING, Any

from lappendeken.cli import console as screen
from lappendeken.dutch import MISSING, count, listing, number
from lappendeken.measures.registry import MEASURES

if TYPE_CHECKING:
    import pandas as pd

    from lappendeken.model import Lappendeken
    from lappendeken.scenario import Comparison, Sweep

_COUNTRY = (
    "omega_index",
    "adjusted_rand_index",
    "v_measure",
    "element_centric_similarity",
    "partner_overlap",
    "boundary_congruence",
)
_MOST_ROWS = 20


def people(value: float, *, exact: bool = False) -> str:
    """A number of inhabitants, empty or in words when it is not known."""
    if math.isnan(value):
        return "" if exact else "een onbekend aantal inwoners"
    return f"{value:.0f}" if exact else count(round(value), "inwoner", "inwoners")


def show(before: "Lappendeken", after: "Lappendeken", found: "Comparison", source: str) -> None:
    """Print before and after."""
    console = screen.out()
    screen.heading(console, "Scenario: voor en na", source)
    _show_changes(console, before, found)
    _show_country(console, before, found)
    _show_provinces(console, before, found)
    _show_gemeenten(console, before, found)
    _show_verbanden(console, before, after, found)
    labels = [MEASURES[name] for name in (*_COUNTRY, "territorial_congruence")]
    screen.legend(console, {one.short: f"{one.name}: {one.meaning}" for one in labels})


def _show_changes(console: Any, lap: "Lappendeken", found: "Comparison") -> None:
    """Print which deelnames begin and end, and whom that concerns."""
    singular = lap.indelingen["enkelvoud"]
    rows = []
    for (indeling, _, naam), part in found.changes.groupby(
        ["indeling", "gemeente", "naam"], sort=False
    ):
        ends = part.loc[part["what"] == "eindigt", "verband_naam"].to_list()
        begins = part.loc[part["what"] == "begint", "verband_naam"].to_list()
        rows.append(
            [
                str(naam),
                str(singular[str(indeling)]),
                listing(ends) or MISSING,
                listing(begins) or MISSING,
            ]
        )
    if not rows:
        screen.heading(console, "Dit plan verandert niets")
        return
    title = "Deelnames die eindigen en beginnen"
    shown = rows[:_MOST_ROWS]
    screen.table(console, ["gemeente", "indeling", "eindigt", "begint"], shown, title=title)
    _more(console, len(rows))
    affected = found.affected
    console.print(
        f"Zelf veranderen {count(len(affected.gemeenten), 'gemeente', 'gemeenten')} "
        f"({people(affected.inwoners)}); nog "
        f"{count(len(affected.partners), 'gemeente krijgt', 'gemeenten krijgen')} andere partners "
        f"({people(affected.partner_inwoners)}).\n"
    )


def _more(console: Any, total: int) -> None:
    """Say how many rows are not shown."""
    if total > _MOST_ROWS:
        console.print(f"… en nog {number(total - _MOST_ROWS)}; --uit schrijft ze alle.\n")


def _three(row: "pd.Series[float]", decimals: int = 3) -> list[str]:
    """Before, after and the change with its sign."""
    change = float(row["change"])
    told = MISSING if math.isnan(change) else f"{change:+.{decimals}f}"
    return [*(screen.decimal(float(row[one]), decimals) for one in ("before", "after")), told]


def _show_country(console: Any, lap: "Lappendeken", found: "Comparison") -> None:
    """Print the scores of every pair."""
    singular = lap.indelingen["enkelvoud"]
    rows = [
        [f"{singular[a]} – {singular[b]}", MEASURES[measure].short, *_three(found.scores.loc[key])]
        for key in found.scores.index
        for a, b, measure in [key]
        if measure in _COUNTRY and found.scores.loc[key, ["before", "after"]].notna().any()
    ]
    heads = ["paar", "maat", "voor", "na", "verschil"]
    screen.table(console, heads, rows, right=[2, 3, 4], title="Landelijk")


def _pair_name(lap: "Lappendeken", pair: str) -> str:
    """Two indelingen in words."""
    return " – ".join(str(lap.indelingen["enkelvoud"][one]) for one in pair.split("~"))


def _show_provinces(console: Any, lap: "Lappendeken", found: "Comparison") -> None:
    """Print the means of the provinces concerned."""
    rows = []
    for provincie, measure in found.provincies.index:
        if measure in ("gemeenten", "weight"):
            continue
        territorial = measure == "territorial_congruence"
        told = "TC" if territorial else f"ECS {_pair_name(lap, measure)}"
        rows.append([provincie, told, *_three(found.provincies.loc[provincie, measure])])
    heads = ["provincie", "maat", "voor", "na", "verschil"]
    if rows:
        screen.table(console, heads, rows, right=[2, 3, 4], title="Betrokken provincies")


def _show_gemeenten(console: Any, lap: "Lappendeken", found: "Comparison") -> None:
    """Print the territorial congruence of the gemeenten that change."""
    names = lap.gemeenten["naam"]
    rows = []
    for code in found.affected.gemeenten:
        own = found.gemeenten.loc[code]
        partners = [f"{own.at['partners', one]:.0f}" for one in ("before", "after")]
        rows.append([str(names[code]), " → ".join(partners), *_three(own.T["congruence"])])
    heads = ["gemeente", "partners", "TC voor", "na", "verschil"]
    if rows:
        title = "Gemeenten die zelf veranderen: partners en territoriale congruentie"
        screen.table(console, heads, rows[:_MOST_ROWS], right=[1, 2, 3, 4], title=title)
        _more(console, len(rows))


def _show_verbanden(
    console: Any, before: "Lappendeken", after: "Lappendeken", found: "Comparison"
) -> None:
    """Print size, contiguity and provinces of the verbanden that change."""
    rows = []
    for indeling, verband in dict.fromkeys(key[:2] for key in found.verbanden.index):
        own = found.verbanden.loc[(indeling, verband)]
        named = after if verband in after.verbanden.index else before
        cells = []
        for measure in ("gemeenten", "inwoners", "parts", "provincies"):
            old, new = (number(float(own.at[measure, one])) for one in ("before", "after"))
            cells.append(old if old == new else f"{old} → {new}")
        rows.append([str(named.verbanden.at[verband, "naam"]), *cells])
    heads = ["verband", "gemeenten", "inwoners", "delen", "provincies"]
    if rows:
        title = "Verbanden die veranderen (delen: 1 = aaneengesloten)"
        screen.table(console, heads, rows[:_MOST_ROWS], right=[1, 2, 3, 4], title=title)
        _more(console, len(rows))
    crossing = found.crossings.xs("across_provinces", level="measure")
    plural = before.indelingen["naam"].astype(str)
    told = [
        f"{plural[str(one)]!s} {row['before']:.0f} → {row['after']:.0f}"
        for one, row in crossing.iterrows()
    ]
    console.print(f"Verbanden over een provinciegrens: {'; '.join(told)}.\n")


def show_sweep(lap: "Lappendeken", found: "Sweep", measure: str, source: str) -> None:
    """Print what each of many plans changes."""
    console = screen.out()
    screen.heading(console, f"{number(len(found.overview))} scenario's: voor en na", source)
    rows = [
        [
            str(plan),
            number(row["gemeenten"]),
            number(row["inwoners"]),
            number(row["partners"]),
            f"{row['in_parts']:+.0f}",
            f"{row['across_provinces']:+.0f}",
        ]
        for plan, row in found.overview.iterrows()
    ]
    heads = ["plan", "gemeenten", "inwoners", "andere partners", "in delen", "over grens"]
    screen.table(console, heads, rows, right=range(1, 6), title="Wie het aangaat")
    label = MEASURES[measure]
    own = found.scores.xs(measure, level="measure").reset_index()
    rows = []
    previous = ""
    for _, row in own.iterrows():
        if row[["before", "after"]].isna().all():
            continue
        plan, pair = str(row["plan"]), _pair_name(lap, f"{row['a']}~{row['b']}")
        rows.append(["" if plan == previous else plan, pair, *_three(row, 4)])
        previous = plan
    heads = ["plan", "paar", "voor", "na", "verschil"]
    title = f"Wat het doet met de {label.name}"
    screen.table(console, heads, rows, right=[2, 3, 4], title=title)
    screen.legend(
        console,
        {
            "in delen": "hoeveel verbanden meer (of minder) niet aaneengesloten zijn",
            "over grens": "hoeveel verbanden meer (of minder) in meer dan één provincie liggen",
            label.short: f"{label.name}: {label.meaning}",
        },
    )
