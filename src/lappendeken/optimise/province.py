"""The least change of one province: its indelingen, and what lies just across its border."""

from collections.abc import Sequence

import numpy as np
import pandas as pd

from lappendeken.dutch import listing
from lappendeken.errors import WrongUsageError
from lappendeken.indeling import Indeling
from lappendeken.model import Lappendeken


def within(lap: Lappendeken, indelingen: Sequence[Indeling], provincie: str) -> list[Indeling]:
    """The indelingen on the gemeenten of one province."""
    codes = lap.gemeenten.index[lap.gemeenten["provincie"] == provincie]
    chosen = [one.on(codes) for one in indelingen]
    empty = [one.naam for one in chosen if not len(one.verbanden)]
    if empty:
        raise WrongUsageError(
            f"Geen enkele gemeente van {provincie} zit in {listing(empty)}; laat dat weg."
        )
    return chosen


def join_outside(
    indelingen: Sequence[Indeling], inside: pd.Index, changes: pd.DataFrame, regions: pd.DataFrame
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Let a region that continues no verband of an indeling join one across the border.

    It is the verband without a gemeente in the province that shares most gemeenten with those that
    the region continues; one for each region at most. As many deelnames change as before.
    """
    changes, regions = changes.copy(), regions.copy()
    around = {one.id: _outside(one, inside) for one in indelingen}
    for one in indelingen:
        new = sorted(set(one.verbanden) - set(one.on(inside).verbanden))
        wanting = regions.index[regions[one.id].isna()]
        shared = [
            (-len(around[one.id][verband] & _reach(regions.loc[region], around)), region, verband)
            for region in wanting
            for verband in new
        ]
        for amount, region, verband in sorted(shared):
            taken = set(regions[one.id].dropna())
            alone = regions[one.id].isna()[region]
            if amount < 0 and alone and verband not in taken:
                regions.at[region, one.id] = verband
                rows = (changes["indeling"] == one.id) & (changes["region"] == region)
                changes.loc[rows, "to"] = verband
    return changes, regions


def _outside(one: Indeling, inside: pd.Index) -> dict[str, frozenset[str]]:
    """The gemeenten of each verband that lie outside the province."""
    row, column = one.incidence.nonzero()
    beyond = np.flatnonzero(~one.gemeenten[row].isin(inside))
    pairs = pd.Series(one.gemeenten[row[beyond]], index=one.verbanden[column[beyond]])
    found = pairs.groupby(level=0).agg(frozenset).to_dict()
    return {str(verband): found.get(verband, frozenset()) for verband in one.verbanden}


def _reach(
    region: "pd.Series[str]", around: dict[str, dict[str, frozenset[str]]]
) -> frozenset[str]:
    """The gemeenten outside in the verbanden that a region continues."""
    own = [around[key][str(region[key])] for key in around if not pd.isna(region[key])]
    return frozenset().union(*own)
