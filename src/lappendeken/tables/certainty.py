"""The scores of what sources confirm, beside those of all."""

from collections.abc import Sequence

import pandas as pd

from lappendeken import measures
from lappendeken.certainty import CONFIRMED, certainty, confirmed_part
from lappendeken.dutch import count
from lappendeken.indeling import Indeling
from lappendeken.model import Lappendeken
from lappendeken.tables import congruence
from lappendeken.tables.kinds import Table
from lappendeken.wording.certainty import types_rest_on


def scores(
    lap: Lappendeken,
    chosen: Sequence[Indeling],
    weights: "pd.Series[float] | None",
    *,
    use: str = "scores",
) -> pd.DataFrame:
    """The scores on the gemeenten of which both deelnames are confirmed; empty when all are."""
    parts = [confirmed_part(lap, one) for one in chosen]
    if all(part is one for part, one in zip(parts, chosen, strict=True)):
        return pd.DataFrame()
    told = [part for part in parts if len(part.verbanden)]
    if len(told) < 2:
        return pd.DataFrame()
    return measures.scores(told, weights=weights, adjacency=lap.borders, use=use)


def pairs(found: pd.DataFrame, chosen: Sequence[Indeling]) -> Table:
    """The scores of every two indelingen on what is confirmed."""
    return congruence.pairs(found, chosen, "bevestigd", "Alleen wat een bron bevestigt")


def equal(lap: Lappendeken, chosen: Sequence[Indeling]) -> list[str]:
    """For how many regions the type `gelijk` rests on what no source confirms."""
    told = []
    doubt = {one.id: ~certainty(lap, one).isin(["", CONFIRMED]) for one in chosen}
    for number, a in enumerate(chosen):
        for b in chosen[number + 1 :]:
            found = measures.regions(a, b)
            same = found.index[found["type"] == measures.RegionType.GELIJK]
            unsure = doubt[a.id] | doubt[b.id]
            rests = sum(bool(unsure.reindex(a.members(name)).any()) for name in same)
            if rests:
                pair = f"{a.enkelvoud} – {b.enkelvoud}"
                told.append(f"{pair}: {types_rest_on(rests, len(same))}")
    return told


def left_out(lap: Lappendeken, sure: Lappendeken) -> str:
    """What is left out when only what is confirmed counts."""
    amount = len(lap.deelnames) - len(sure.deelnames)
    verb = "telt" if amount == 1 else "tellen"
    return (
        f"Alleen bevestigde deelnames: {count(amount, 'deelname', 'deelnames')} die zijn afgeleid "
        f"of voortgezet {verb} niet mee."
    )
