"""What a plan, or each of many plans, changes: before and after side by side."""

import math
from collections.abc import Iterable

from lappendeken.dutch import count, listing, number
from lappendeken.measures.registry import MEASURES, shown
from lappendeken.model import Lappendeken
from lappendeken.scenario import Comparison, Sweep
from lappendeken.tables.congruence import meanings, short_names
from lappendeken.tables.frames import select
from lappendeken.tables.kinds import Cell, Column, Kind, Table

_MOST_ROWS = 20
_ARROW = " → "


def people(value: float, *, exact: bool = False) -> str:
    """A number of inhabitants, empty or in words when it is not known."""
    if math.isnan(value):
        return "" if exact else "een onbekend aantal inwoners"
    return f"{value:.0f}" if exact else count(round(value), "inwoner", "inwoners")


def _three(before: str = "voor", *, decimals: int = 3) -> tuple[Column, ...]:
    """Columns for before, after and the change with its sign."""
    return (
        Column("before", before, Kind.SCORE, decimals=decimals),
        Column("after", "na", Kind.SCORE, decimals=decimals),
        Column("change", "verschil", Kind.CHANGE, decimals=decimals),
    )


def _pair_name(lap: Lappendeken, a: str, b: str) -> str:
    """Two indelingen in words."""
    singular = lap.indelingen["enkelvoud"]
    return f"{singular[a]} – {singular[b]}"


def changes(lap: Lappendeken, found: Comparison) -> Table:
    """Which deelnames begin and end."""
    columns = (
        Column("gemeente", "gemeente"),
        Column("indeling", "indeling"),
        Column("eindigt", "eindigt"),
        Column("begint", "begint"),
    )
    singular = lap.indelingen["enkelvoud"]
    rows: list[tuple[Cell, ...]] = []
    keys = ["indeling", "gemeente", "naam"]
    for (indeling, _, naam), part in found.changes.groupby(keys, sort=False):
        told = (
            listing(part.loc[part["what"] == what, "verband_naam"].to_list())
            for what in ("eindigt", "begint")
        )
        rows.append((str(naam), str(singular[str(indeling)]), *told))
    title = "Deelnames die eindigen en beginnen"
    empty = "Dit plan verandert niets."
    return Table("deelnames", title, columns, tuple(rows), printed=_MOST_ROWS, empty=empty)


def affected(found: Comparison) -> str:
    """Whom it concerns, in a sentence."""
    who = found.affected
    return (
        f"Zelf veranderen {count(len(who.gemeenten), 'gemeente', 'gemeenten')} "
        f"({people(who.inwoners)}); nog "
        f"{count(len(who.partners), 'gemeente krijgt', 'gemeenten krijgen')} andere partners "
        f"({people(who.partner_inwoners)})."
    )


def country(lap: Lappendeken, found: Comparison) -> Table:
    """The scores of every pair."""
    flat = found.scores.reset_index()
    known = flat[["before", "after"]].notna().any(axis=1)
    flat = flat[known & flat["measure"].isin(list(shown("scenario")))]
    pairs = [_pair_name(lap, a, b) for a, b in zip(flat["a"], flat["b"], strict=True)]
    columns = (Column("paar", "paar"), Column("measure", "maat", labels=short_names()), *_three())
    return select("scores", "Landelijk", flat.assign(paar=pairs), columns)


def provinces(lap: Lappendeken, found: Comparison) -> Table:
    """The means of the provinces concerned."""
    flat = found.provincies.reset_index()
    flat = flat[~flat["measure"].isin(["gemeenten", "weight"])]
    told = {
        pair: f"ECS {_pair_name(lap, *pair.split('~'))}" for pair in flat["measure"] if "~" in pair
    }
    columns = (
        Column("provincie", "provincie"),
        Column("measure", "maat", labels=short_names() | told),
        *_three(),
    )
    return select("provincies", "Betrokken provincies", flat, columns)


def gemeenten(lap: Lappendeken, found: Comparison) -> Table:
    """Partners and territorial congruence of the gemeenten that change."""
    congruence, partners = (
        found.gemeenten.xs(measure, level="measure").reindex(list(found.affected.gemeenten))
        for measure in ("congruence", "partners")
    )
    ends = partners[["before", "after"]].to_numpy()
    frame = congruence.assign(
        naam=lap.gemeenten["naam"].reindex(congruence.index),
        partners=[_ARROW.join(map(number, row)) for row in ends],
    )
    columns = (
        Column("naam", "gemeente"),
        Column("partners", "partners", Kind.COUNT),
        *_three("TC voor"),
    )
    title = "Gemeenten die zelf veranderen: partners en territoriale congruentie"
    return select("gemeenten", title, frame, columns, printed=_MOST_ROWS)


def verbanden(before: Lappendeken, after: Lappendeken, found: Comparison) -> Table:
    """Size, contiguity and provinces of the verbanden that change."""
    measures = ("gemeenten", "inwoners", "parts", "provincies")
    rows: list[tuple[Cell, ...]] = []
    for indeling, verband in dict.fromkeys(key[:2] for key in found.verbanden.index):
        own = found.verbanden.loc[(indeling, verband)]
        named = after if verband in after.verbanden.index else before
        ends = own.loc[list(measures), ["before", "after"]].to_numpy()
        cells = (_ARROW.join(dict.fromkeys(number(value) for value in row)) for row in ends)
        rows.append((str(named.verbanden.at[verband, "naam"]), *cells))
    heads = zip(measures, ("gemeenten", "inwoners", "delen", "provincies"), strict=True)
    columns = (Column("verband", "verband"), *(Column(one, h, Kind.COUNT) for one, h in heads))
    title = "Verbanden die veranderen (delen: 1 = aaneengesloten)"
    return Table("verbanden", title, columns, tuple(rows), printed=_MOST_ROWS)


def crossings(lap: Lappendeken, found: Comparison) -> str:
    """How many verbanden lie across a border of provinces, in a sentence."""
    rows = found.crossings.xs("across_provinces", level="measure")
    plural = lap.indelingen["naam"]
    told = [
        f"{plural[str(one)]} {number(row['before'])}{_ARROW}{number(row['after'])}"
        for one, row in rows.iterrows()
    ]
    return f"Verbanden over een provinciegrens: {'; '.join(told)}."


def legend() -> dict[str, str]:
    """What the measures of before and after mean."""
    return meanings((*shown("scenario"), "territorial_congruence"))


def overview(found: Sweep) -> Table:
    """Whom each of many plans concerns."""
    columns = (
        Column("plan", "plan"),
        Column("gemeenten", "gemeenten", Kind.COUNT),
        Column("inwoners", "inwoners", Kind.COUNT),
        Column("partners", "andere partners", Kind.COUNT),
        Column("in_parts", "in delen", Kind.CHANGE, decimals=0),
        Column("across_provinces", "over grens", Kind.CHANGE, decimals=0),
    )
    return select("overzicht", "Wie het aangaat", found.overview, columns)


def plans(lap: Lappendeken, found: Sweep, measure: str) -> Table:
    """What each of many plans does to one measure of every pair."""
    own = found.scores.xs(measure, level="measure").reset_index()
    own = own[own[["before", "after"]].notna().any(axis=1)]
    pairs = [_pair_name(lap, a, b) for a, b in zip(own["a"], own["b"], strict=True)]
    columns = (Column("plan", "plan", once=True), Column("paar", "paar"), *_three(decimals=4))
    title = f"Wat het doet met de {MEASURES[measure].name}"
    return select("scores", title, own.assign(paar=pairs), columns)


def plans_legend(measures: Iterable[str]) -> dict[str, str]:
    """What the heads of the tables of many plans mean."""
    return {
        "in delen": "hoeveel verbanden meer (of minder) niet aaneengesloten zijn",
        "over grens": "hoeveel verbanden meer (of minder) in meer dan één provincie liggen",
    } | meanings(measures)
