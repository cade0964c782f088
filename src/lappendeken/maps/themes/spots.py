"""Thematic maps of where high and low scores lie together."""

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from lappendeken import dutch
from lappendeken.drawing.palette import SPOTS
from lappendeken.drawing.theme import NO_DATA, FillClass, Theme
from lappendeken.maps.themes.ground import Ground
from lappendeken.maps.themes.sets import province_line
from lappendeken.measures.registry import MEASURES, Measure
from lappendeken.measures.summary import local_values
from lappendeken.nullmodel import LocalStatistics, local_statistics
from lappendeken.nullmodel.local import HIGH, HIGH_OUTLIER, LEVEL, LOW, LOW_OUTLIER

if TYPE_CHECKING:
    import pandas as pd

NOT_SHOWN = "niet aangetoond"
"""What a gemeente is of which the corrected p is not low."""

SEED = 1
"""The same map every time."""

_CLUSTERS = {
    HIGH: "hoog, en de buren ook",
    HIGH_OUTLIER: "hoog, tussen lage buren",
    LOW_OUTLIER: "laag, tussen hoge buren",
    LOW: "laag, en de buren ook",
}
_HOTSPOTS = {"hoog": "met haar buren samen hoog", "laag": "met haar buren samen laag"}
_NULL = (
    "Vergeleken met {n} keer husselen van de scores over de kaart (seed {seed}). Er is "
    "gecorrigeerd voor het aantal gemeenten: van wat er gekleurd is, is naar verwachting hoogstens "
    "5% vals alarm. Gemeenten van één regio hebben vaak dezelfde score, dus enige samenhang is er "
    "altijd."
)


def clusters(ground: Ground) -> Theme:
    """Gemeenten by what they and their neighbours score: LISA."""
    found, measure = _statistics(ground)
    title = f"Clusters van hoge en lage {measure.name}"
    return _theme(ground, "clusters", title, found, measure, found.clusters(), _CLUSTERS)


def brandpunten(ground: Ground) -> Theme:
    """Gemeenten by what they and their neighbours score together: Gi*."""
    found, measure = _statistics(ground)
    title = f"Brandpunten van hoge en lage {measure.name}"
    return _theme(ground, "brandpunten", title, found, measure, found.hotspots(), _HOTSPOTS)


def _statistics(ground: Ground) -> tuple[LocalStatistics, Measure]:
    """Of the similarity of two indelingen, or of the territoriale congruentie of more."""
    values, name = local_values(ground.chosen)
    return local_statistics(values, ground.lap.borders, rng=SEED), MEASURES[name]


def _theme(
    ground: Ground,
    soort: str,
    title: str,
    found: LocalStatistics,
    measure: Measure,
    named: "pd.Series[str]",
    meanings: Mapping[str, str],
) -> Theme:
    """The map of some classes of gemeenten."""
    names = [*meanings, NOT_SHOWN]
    known = found.table["value"].notna().to_numpy()
    own = [str(one) for one in named.reindex(found.table.index).fillna(NOT_SHOWN)]
    values = tuple(
        dutch.number(value, 3) if k else "geen"
        for value, k in zip(found.table["value"], known, strict=True)
    )
    details = _details(found, own, meanings)
    counts = Counter(own[g] for g in ground.inside if known[g])
    return ground.theme(
        soort,
        title=title,
        sentence=_sentence(ground, counts, meanings, measure, found),
        classes_heading=f"{dutch.capital(measure.name)} van de gemeente",
        classes=(
            *(FillClass(name, SPOTS[name], text) for name, text in meanings.items()),
            FillClass(NOT_SHOWN, SPOTS[""]),
        ),
        class_of=tuple(
            names.index(one) if k else NO_DATA for one, k in zip(own, known, strict=True)
        ),
        no_data="geen score: zit niet in beide indelingen",
        values=values,
        details=details,
        table=("Alle gemeenten", "Gemeente", measure.short),
        rows=ground.rows_of(values, found.table["value"].tolist(), details, least_first=True),
        lines_heading="Grenzen",
        lines=(province_line(ground),),
        note=_NULL.format(n=dutch.number(found.n), seed=found.seed),
    )


def _details(
    found: LocalStatistics, own: Sequence[str], meanings: Mapping[str, str]
) -> tuple[tuple[str, ...], ...]:
    """What is said of each gemeente."""
    lines: list[tuple[str, ...]] = []
    for word, around, count in zip(
        own, found.table["around"], found.table["neighbours"], strict=True
    ):
        near = dutch.count(int(count), "buur", "buren")
        text = () if around != around else (f"{near}, gemiddeld {dutch.number(around, 3)}.",)  # noqa: PLR0124  NaN
        lines.append((*text, *((f"{dutch.capital(word)}.",) if word in meanings else ())))
    return tuple(lines)


def _sentence(
    ground: Ground,
    counts: Mapping[str, int],
    meanings: Mapping[str, str],
    measure: Measure,
    found: LocalStatistics,
) -> str:
    """What the map shows, with the statistic of the whole map."""
    named = [f"{dutch.number(counts[one])} {one}" for one in meanings if counts.get(one)]
    place = f"{ground.place} zijn" if ground.provincie else "Er zijn"
    said = f"{place} {dutch.listing(named)}." if named else f"{place} geen gemeenten te noemen."
    if found.moran != found.moran:
        return f"{said} Alle gemeenten hebben dezelfde {measure.name}."
    return (
        f"{said} Over het hele land lijkt de {measure.name} van buren op elkaar met een Moran's I "
        f"van {dutch.number(found.moran, 2)} (0 = niet meer dan door toeval). Gekleurd is een "
        f"gecorrigeerde p van hoogstens {dutch.number(LEVEL, 2)}, over {ground.listed}."
    )
