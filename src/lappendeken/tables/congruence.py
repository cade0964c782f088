"""How indelingen fit each other: every two, per province, and the regions that do not fit."""

from collections.abc import Iterable, Sequence
from types import MappingProxyType

import pandas as pd

from lappendeken import measures
from lappendeken.dutch import count
from lappendeken.indeling import Indeling
from lappendeken.measures import registry
from lappendeken.measures.registry import MEASURES, TYPES
from lappendeken.model import Lappendeken
from lappendeken.schema import DOMEINEN
from lappendeken.tables.frames import labels, select
from lappendeken.tables.kinds import Column, Kind, Table
from lappendeken.wording import texts

KINDS = MappingProxyType({"score": Kind.SCORE, "share": Kind.SHARE, "count": Kind.COUNT})
"""How a reader sees a measure, by its kind."""


def measure_column(name: str, *, decimals: int = 3) -> Column:
    """The column of a measure."""
    return Column(name, MEASURES[name].short, KINDS[MEASURES[name].kind], decimals=decimals)


def short_names() -> dict[str, str]:
    """What the head of a table calls each measure."""
    return {name: one.short for name, one in MEASURES.items()}


def meanings(names: Iterable[str]) -> dict[str, str]:
    """What the heads of columns with measures mean."""
    found = [MEASURES[name] for name in names]
    return {one.short: f"{one.name}: {one.meaning}" for one in found}


def singular(chosen: Iterable[Indeling]) -> dict[str, str]:
    """What one verband of each indeling is called."""
    return {one.id: one.enkelvoud for one in chosen}


def short(one: Indeling) -> str:
    """A name of an indeling that fits the head of a column."""
    return DOMEINEN.get(one.domein, one.id) if one.domein else one.id


def pairs(
    scores: pd.DataFrame, chosen: Sequence[Indeling], name: str = "scores", title: str = "Landelijk"
) -> Table:
    """The scores of every two indelingen."""
    names = singular(chosen)
    columns = (
        Column("a", "A", labels=names),
        Column("b", "B", labels=names),
        Column("gemeenten", "gemeenten", Kind.COUNT),
        *map(measure_column, registry.shown("tabel")),
    )
    return select(name, title, scores, columns)


def known_types(counts: pd.DataFrame) -> dict[str, str]:
    """The types with what they mean; the unknown one only where a region is of it."""
    return {
        kind: meaning
        for kind, meaning in TYPES.items()
        if kind != measures.RegionType.ONBEKEND or counts[kind].any()
    }


def types(scores: pd.DataFrame, chosen: Sequence[Indeling]) -> Table:
    """How many regions of A lie how in B."""
    names = singular(chosen)
    columns = (
        Column("a", "Regio's van A", labels=names),
        Column("b", "tegen B", labels=names),
        *(Column(kind, kind, Kind.COUNT) for kind in known_types(scores)),
    )
    return select("typen", "Hoe de regio's van A in B liggen", scores, columns)


def shared(lap: Lappendeken, chosen: Sequence[Indeling]) -> Table:
    """The regions that are the same in all indelingen."""
    found = measures.shared_regions(chosen)
    which = {2: "beide", 3: "alle drie"}.get(len(chosen), f"alle {len(chosen)}")
    rows = tuple(
        (str(lap.verbanden.at[verband, "naam"]), len(codes))
        for verband, codes in zip(found[chosen[0].id], found["gemeenten"], strict=True)
        if verband in lap.verbanden.index
    )
    amount = count(len(rows), "regio", "regio's")
    return Table(
        "gelijk",
        f"Gelijk in {which}: {amount}",
        (Column("regio", "regio"), Column("gemeenten", "gemeenten", Kind.COUNT)),
        rows,
        empty=f"Geen enkele regio is gelijk in {which}.",
    )


def provinces(means: pd.DataFrame, chosen: Sequence[Indeling]) -> Table:
    """The means per province, over all indelingen and for every two."""
    names = {one.id: short(one) for one in chosen}
    columns = (
        Column("provincie", "provincie"),
        Column("gemeenten", "gemeenten", Kind.COUNT),
        measure_column("territorial_congruence"),
        *(
            Column(pair, "–".join(names[part] for part in pair.split("~")), Kind.SCORE)
            for pair in means.columns
            if "~" in pair
        ),
    )
    title = "Per provincie: TC over alle indelingen, en ECS per paar"
    return select("provincies", title, means, columns)


def crossing(lap: Lappendeken, touching: pd.DataFrame) -> Table:
    """The non-congruent regions among those that touch an area, with whom it concerns."""
    names, verbanden = lap.gemeenten["naam"], lap.verbanden["naam"]
    own = touching[touching["type"] == "doorsnijdend"]
    rows = tuple(
        (
            f"{row['a']}: {verbanden[str(verband)]}",
            f"{row['b']}: {verbanden[row['counterpart']]}",
            float(row["jaccard"]),
            (*(f"+{names[c]}" for c in row["extra"]), *(f"-{names[c]}" for c in row["missing"])),
        )
        for verband, row in own.iterrows()
    )
    columns = (
        Column("regio", "regio"),
        Column("tegenhanger", "tegenhanger"),
        Column("jaccard", "Jaccard", Kind.SCORE, decimals=2),
        Column("schuurgemeenten", "schuurgemeenten (+ te veel, - te weinig)", Kind.NAMES),
    )
    title = "Doorsnijdende regio's die de provincie raken"
    return Table("doorsnijdend", title, columns, rows)


def nearest(found: pd.DataFrame, lap: Lappendeken, measure: str) -> Table:
    """For every indeling the one that it is most like."""
    names = labels(lap.indelingen["naam"])
    columns = (
        Column("indeling", "indeling", labels=names),
        Column("nearest", "lijkt het meest op", labels=names),
        Column("score", MEASURES[measure].short, Kind.SCORE),
        Column("mean", "gemiddeld", Kind.SCORE),
    )
    title = "Gelijkende indelingen staan bij elkaar"
    frame = found.rename_axis("indeling")
    return select("dichtstbij", title, frame, columns)


def coverage(chosen: Sequence[Indeling]) -> list[str]:
    """What must be said of indelingen that do not reach every gemeente."""
    return [
        f"Let op: {texts.the(one)} {'bereiken' if texts.has_plural(one) else 'bereikt'} "
        f"{int(one.covered.sum())} van de {len(one.covered)} gemeenten. De andere tellen in scores "
        "niet mee; een hoge score zegt dus weinig over het hele gebied. Wat gelijk of genest heet, "
        "is dat met al zijn gemeenten; bij wie er een mist, is dat onbekend."
        for one in chosen
        if not one.covered.all()
    ]
