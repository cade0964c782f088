"""Rows that say twice that one gemeente takes part in one verband at one moment."""

import numpy as np
import pandas as pd

__all__ = ["KEYS", "earlier_rows", "rows_beside"]

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
