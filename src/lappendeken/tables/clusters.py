"""Where high and low scores of neighbours lie together: per pair, and over all indelingen."""

from collections.abc import Sequence
from itertools import combinations

import pandas as pd

from lappendeken.dutch import count, number
from lappendeken.indeling import Indeling
from lappendeken.measures.registry import MEASURES
from lappendeken.measures.summary import local_values
from lappendeken.model import Lappendeken
from lappendeken.nullmodel import LocalStatistics, local_statistics
from lappendeken.nullmodel.local import KINDS, LEVEL
from lappendeken.tables.congruence import singular
from lappendeken.tables.kinds import Column, Kind, Table

Found = dict[tuple[str, str, str], LocalStatistics]
"""By the identifiers of A and B and the measure; without A and B over all indelingen."""

NAMED = 8
"""So many gemeenten are named on a screen; a file has them all."""

MEANINGS = {
    "clusters": "LISA (Anselin 1995): hoog of laag vergeleken met het gemiddelde, tussen buren die "
    "dat ook zijn of juist niet",
    "brandpunten": "Gi* (Ord & Getis 1995): een gemeente en haar buren samen",
    "I": "Moran's I van het hele land: 0 is geen samenhang tussen buren, 1 is volledige",
}


def find(lap: Lappendeken, chosen: Sequence[Indeling], n: int, seed: int) -> Found:
    """The local statistics of every pair and, of more than two, of all together."""
    sets: list[tuple[Indeling, ...]] = list(combinations(chosen, 2))
    sets += [tuple(chosen)] if len(chosen) > 2 else []
    result = {}
    for some in sets:
        values, measure = local_values(some)
        names = (some[0].id, some[1].id) if len(some) == 2 else ("", "")
        result[*names, measure] = local_statistics(values, lap.borders, n=n, rng=seed)
    return result


def frame(lap: Lappendeken, found: Found, provincie: str | None = None) -> pd.DataFrame:
    """Every gemeente of every set, for data files."""
    tables = {key: one.table.rename_axis("gemeente") for key, one in found.items()}
    result = pd.concat(tables, names=["a", "b", "measure"])
    about = lap.gemeenten.reindex(result.index.get_level_values("gemeente"))
    result.insert(0, "naam", about["naam"].to_numpy())
    here = (about["provincie"] == provincie).to_numpy()
    return result if provincie is None else result[here]


def named(
    lap: Lappendeken, found: Found, chosen: Sequence[Indeling], provincie: str | None = None
) -> Table:
    """Which gemeenten lie in a cluster or a hotspot."""
    names, short = singular(chosen), lap.gemeenten["naam"]
    place = lap.gemeenten["provincie"]
    rows: list[tuple[str, float | None, str, int, tuple[str, ...]]] = []
    for (a, b, measure), one in found.items():
        of = f"{names[a]} – {names[b]}" if a else "alle indelingen"
        what = f"{of}, {MEASURES[measure].short}"
        moran = None if pd.isna(one.moran) else one.moran
        for title, words in (("cluster", KINDS), ("brandpunt", ("hoog", "laag"))):
            kinds = one.clusters() if title == "cluster" else one.hotspots()
            for word in words:
                codes = [
                    str(code)
                    for code in kinds.index[kinds == word]
                    if provincie in (None, place[code])
                ]
                if codes:
                    listed = sorted(str(short[code]) for code in codes)
                    more = len(listed) - NAMED
                    rest = (f"en nog {number(more)}",) if more > 0 else ()
                    cells = (what, moran, f"{title}: {word}", len(codes))
                    rows.append((*cells, (*listed[:NAMED], *rest)))
    columns = (
        Column("waarvan", "waarvan", once=True),
        Column("moran", "I", Kind.SCORE, decimals=2, once=True),
        Column("soort", "soort"),
        Column("aantal", "aantal", Kind.COUNT),
        Column("gemeenten", "gemeenten", Kind.NAMES),
    )
    title = f"Clusters en brandpunten (gecorrigeerde p van hoogstens {number(LEVEL, 2)})"
    return Table("clusters", title, columns, tuple(rows), empty="Geen enkele gemeente.")


def caveat(found: Found) -> str:
    """What the tests were, and what they do not say."""
    one = next(iter(found.values()))
    return (
        f"Vergeleken met {count(one.n, 'keer', 'keer')} husselen van de scores over de kaart; seed "
        f"{one.seed}. Gecorrigeerd voor het aantal gemeenten (Benjamini en Hochberg): van wat hier "
        "staat, is naar verwachting hoogstens 5% vals alarm. Gemeenten van één regio hebben vaak "
        "dezelfde score; een cluster zegt dus waar lage scores liggen, en niet dat regio's er "
        "slechter passen dan door toeval. Dat toetst lappendeken toeval --per-gemeente."
    )
