"""Rows that say twice that one gemeente takes part in one verband at one moment."""

from typing import NamedTuple

import numpy as np
import pandas as pd

__all__ = ["KEYS", "Clash", "clashes", "earlier_rows", "rows_beside", "whole_periods"]

KEYS = ["verband_id", "gemeente_code"]
_ALWAYS, _FOREVER = "0001-01-01", "9999-12-31"


def earlier_rows(rows: pd.DataFrame) -> "pd.Series[int]":
    """Find every row that repeats another.

    Examples
    --------
    >>> rows = pd.DataFrame({"verband_id": ["a", "a", "b"], "gemeente_code": "GM0193",
    ...                      "van": "", "tot": ""})
    >>> earlier_rows(rows).to_dict()
    {1: 0}
    """
    double = rows[rows.duplicated(KEYS, keep=False)]
    if double.empty:
        return pd.Series(dtype="int64")
    # Without dates every row but the first is double; only dated ones must be compared.
    dated = double[(double["van"] != "") | (double["tot"] != "")]
    pairs = pd.MultiIndex.from_frame(double[KEYS])
    compared = pairs.isin(pd.MultiIndex.from_frame(dated[KEYS]))
    plain = double[~compared]
    place = plain.index.to_series()
    keeper = place.groupby([plain[key] for key in KEYS], sort=False).transform("first")
    found = [keeper[keeper != place]]
    for _, group in double[compared].groupby(KEYS, sort=False):
        found.append(pd.Series(_overlapping(group), dtype="int64"))
    together: pd.Series[int] = pd.concat(found)
    return together


def whole_periods(rows: pd.DataFrame) -> pd.DataFrame:
    """Put periods of one deelname together that touch the same days.

    Parameters
    ----------
    rows : DataFrame
        With `KEYS`, `van` and `tot`.

    Returns
    -------
    DataFrame
        `van` and `tot` of all of them, for every row that is one of several.

    Examples
    --------
    >>> rows = pd.DataFrame({"verband_id": "a", "gemeente_code": "GM0193",
    ...                      "van": ["1970-01-01", "2014-01-01"], "tot": ["2015-06-01", ""]})
    >>> whole_periods(rows).values.tolist()
    [['1970-01-01', ''], ['1970-01-01', '']]
    """
    double = rows[rows.duplicated(KEYS, keep=False)]
    if not ((double["van"] != "") | (double["tot"] != "")).any():
        return double[["van", "tot"]].iloc[:0]
    start = double["van"].where(double["van"] != "", _ALWAYS)
    stop = double["tot"].where(double["tot"] != "", _FOREVER)
    table = double[KEYS].assign(start=start, stop=stop, place=double.index)
    table = table.sort_values([*KEYS, "start", "stop", "place"])
    same = (table[KEYS] == table[KEYS].shift()).all(axis=1)
    reach: list[str] = []
    fresh: list[bool] = []
    for begin, end, goes_on in zip(table["start"], table["stop"], same, strict=True):
        apart = not goes_on or begin >= reach[-1]
        fresh.append(apart)
        reach.append(end if apart else max(reach[-1], end))
    group = np.cumsum(fresh)
    table["van"] = table.groupby(group)["start"].transform("min").replace(_ALWAYS, "")
    table["tot"] = table.groupby(group)["stop"].transform("max").replace(_FOREVER, "")
    several = table.groupby(group)["place"].transform("size") > 1
    return table.loc[several, ["van", "tot"]].sort_index()


class Clash(NamedTuple):
    """A row of a gemeente that went into another, beside a row that says otherwise of that one."""

    place: int
    other: int


def clashes(rows: pd.DataFrame, moved: "pd.Series[str]") -> list[Clash]:
    """Find rows of predecessors whose verband is not that of the gemeente or its other parts.

    Parameters
    ----------
    rows : DataFrame
        With `KEYS`, `indeling`, `van` and `tot`.
    moved : Series
        The predecessor that a row names; empty when it names the gemeente itself.

    Examples
    --------
    >>> rows = pd.DataFrame({"verband_id": ["a", "b"], "gemeente_code": "GM1942",
    ...                      "indeling": "jeugdregio", "van": "", "tot": ""})
    >>> clashes(rows, pd.Series(["Bussum", ""]))
    [Clash(place=0, other=1)]
    """
    own = rows[moved == ""].groupby(["indeling", "gemeente_code"])["verband_id"].nunique()
    covers = {name for name, times in own.groupby(level=0) if 2 * (times > 1).sum() > len(times)}
    old = rows[(moved != "") & ~rows["indeling"].isin(covers)]
    if old.empty:
        return []
    keys = ["indeling", "gemeente_code"]
    other = rows[rows["gemeente_code"].isin(old["gemeente_code"])]
    columns = [*keys, "verband_id", "van", "tot"]
    both = (
        old[columns]
        .assign(text=moved[old.index], place=old.index)
        .merge(
            other[columns].assign(text=moved[other.index], place=other.index),
            on=keys,
            suffixes=("", "_of_other"),
        )
    )
    both = both[(both["text"] != both["text_of_other"])]
    together = both["van"].lt(both["tot_of_other"].where(both["tot_of_other"] != "", _FOREVER))
    together &= both["van_of_other"].lt(both["tot"].where(both["tot"] != "", _FOREVER))
    both = both[together]
    # Where one row of the gemeente itself has the same verband, that is no conflict.
    agree = both.loc[both["verband_id"] == both["verband_id_of_other"], ["place", "text_of_other"]]
    settled = pd.MultiIndex.from_frame(agree)
    pairs = pd.MultiIndex.from_frame(both[["place", "text_of_other"]])
    both = both[~pairs.isin(settled)]
    itself = both["text_of_other"] == ""
    both = both.assign(rank=~itself).sort_values(["place", "rank", "place_of_other"])
    first = both.drop_duplicates("place")
    return [
        Clash(int(a), int(b)) for a, b in zip(first["place"], first["place_of_other"], strict=True)
    ]


def rows_beside(rows: pd.DataFrame, others: pd.DataFrame) -> "pd.Series[int]":
    """Rows that tell the same deelname as one of the others, each with that one."""
    columns = [*KEYS, "van", "tot"]
    both = rows[columns].rename_axis("place").reset_index()
    both = both.merge(
        others[columns].rename_axis("other").reset_index(), on=KEYS, suffixes=("", "_of_other")
    )
    together = both["van"].lt(both["tot_of_other"].where(both["tot_of_other"] != "", _FOREVER))
    together &= both["van_of_other"].lt(both["tot"].where(both["tot"] != "", _FOREVER))
    return both[together].drop_duplicates("place").set_index("place")["other"].astype("int64")


def _overlapping(group: pd.DataFrame) -> dict[int, int]:
    """Rows whose period begins before that of another row has ended, each with that row."""
    start = group["van"].where(group["van"] != "", _ALWAYS)
    stop = group["tot"].where(group["tot"] != "", _FOREVER)
    # ISO dates sort as text; their places in that order are compared, which takes little room.
    days = pd.Index(pd.concat([start, stop]).unique()).sort_values()
    begins, ends = days.get_indexer(start), days.get_indexer(stop)
    rival: dict[int, int] = {}
    end, keeper = -1, -1
    for k in np.lexsort((group.index, ends, begins)).tolist():
        place = int(group.index[k])
        if begins[k] < end:
            rival[place] = keeper
        else:
            end, keeper = int(ends[k]), place
    return rival
