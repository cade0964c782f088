"""What a least change makes fit and what it breaks, in the whole country."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from lappendeken.indeling import Indeling
from lappendeken.measures.regions import RegionType, regions_touching
from lappendeken.optimise.division import LeastChange
from lappendeken.provenance import Recorded, recorded


@dataclass(frozen=True, eq=False)
class Effects(Recorded):
    """Which verbanden come to fit on another indeling, and which no longer do.

    Each is a frame with the columns `verband`, `indeling` (its own) and `against` (the indeling on
    which it fits or not). A verband that ends is in none; one that begins may be in `breaks`.

    Parameters
    ----------
    fits, breaks, remains : DataFrame
        What did not fit and does afterwards; what did and does no longer; what never does.
    """

    fits: pd.DataFrame
    breaks: pd.DataFrame
    remains: pd.DataFrame


def carried_out(indelingen: Sequence[Indeling], found: LeastChange) -> list[Indeling]:
    """The indelingen as they are when every deelname has changed.

    A common region that continues no verband of an indeling begins one there, under its own
    identifier and that of the indeling.
    """
    return [_changed(one, found) for one in indelingen]


def _changed(one: Indeling, found: LeastChange) -> Indeling:
    """One indeling after the changes."""
    changes = found.changes[found.changes["indeling"] == one.id]
    row, column = one.incidence.nonzero()
    now = pd.MultiIndex.from_arrays([one.gemeenten[row], one.verbanden[column]])
    stays = now[~now.isin(pd.MultiIndex.from_frame(changes[["gemeente", "from"]]))]
    new = changes["to"].where(changes["to"].notna(), changes["region"] + f" ({one.id})")
    codes = np.concatenate([stays.get_level_values(0), changes["gemeente"]])
    verbanden = np.concatenate([stays.get_level_values(1), new])
    pairs = pd.DataFrame({"gemeente": codes, "verband": verbanden}).drop_duplicates()
    return Indeling.from_pairs(
        pairs["gemeente"],
        pairs["verband"],
        one.gemeenten,
        pd.Index(dict.fromkeys([*one.verbanden, *new])),
        id=one.id,
        naam=one.naam,
        enkelvoud=one.enkelvoud,
    )


@recorded
def effects(indelingen: Sequence[Indeling], found: LeastChange) -> Effects:
    """What a least change makes fit and what it breaks.

    Parameters
    ----------
    indelingen : sequence of Indeling
        Those that were asked, at least two, on all gemeenten.
    found : LeastChange
        From `least_change`.

    Returns
    -------
    Effects

    Examples
    --------
    >>> from lappendeken.model import load
    >>> from lappendeken.optimise import least_change
    >>> lap = load("2016")
    >>> found = least_change(lap, ["jeugdregio", "arbeidsmarktregio"], provincie="Flevoland")
    >>> what = effects([lap["jeugdregio"], lap["arbeidsmarktregio"]], found)
    >>> found.total, len(what.fits), len(what.breaks)
    (1.0, 1, 0)
    """
    then = carried_out(indelingen, found)
    left = {str(verband) for one in then for verband in one.verbanden}
    before, after = _crossing(indelingen), _crossing(then)
    return Effects(
        _frame([one for one in before if one not in after and one[0] in left]),
        _frame([one for one in after if one not in before]),
        _frame([one for one in before if one in after]),
    )


def _crossing(indelingen: Sequence[Indeling]) -> dict[tuple[str, str, str], None]:
    """Which verbanden do not fit on which indeling, in order."""
    table = regions_touching(indelingen, indelingen[0].gemeenten)
    rows = table[table["type"] == RegionType.DOORSNIJDEND]
    return dict.fromkeys(zip(rows.index.astype(str), rows["a"], rows["b"], strict=True))


def _frame(found: list[tuple[str, str, str]]) -> pd.DataFrame:
    """Relations as a table."""
    return pd.DataFrame(found, columns=["verband", "indeling", "against"], dtype="object")
