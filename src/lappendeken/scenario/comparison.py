"""Before and after: every measure for the country, and for whom a scenario concerns."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
import pandas as pd

from lappendeken.errors import WrongUsageError
from lappendeken.measures.profiles import region_profile
from lappendeken.measures.summary import gemeente_scores, scores, scores_by
from lappendeken.model import Lappendeken
from lappendeken.provenance import Recorded, recorded

_ROUNDING = 1e-12


class Affected(NamedTuple):
    """Whom a scenario concerns.

    Parameters
    ----------
    gemeenten : tuple of str
        Codes of the gemeenten of which a deelname begins or ends.
    partners : tuple of str
        Codes of the other gemeenten in a verband of which the members change.
    inwoners, partner_inwoners : float
        Their inhabitants; NaN when those of one are not known.
    """

    gemeenten: tuple[str, ...]
    partners: tuple[str, ...]
    inwoners: float
    partner_inwoners: float


@dataclass(frozen=True, eq=False)
class Comparison(Recorded):
    """What a scenario changes.

    Every table but `changes` has the columns `before`, `after` and `change`, NaN where a measure
    is not defined.

    Parameters
    ----------
    indelingen : tuple of str
        The indelingen that are compared.
    changes : DataFrame
        One row per deelname that begins or ends: `indeling`, `verband`, `verband_naam`,
        `gemeente`, `naam` and `what` (`begint` or `eindigt`).
    affected : Affected
        Whom it concerns.
    scores : DataFrame
        Index (`a`, `b`, `measure`): the columns of `measures.scores`.
    provincies : DataFrame
        Index (`provincie`, `measure`): the columns of `measures.scores_by`, for the provinces of
        all gemeenten concerned.
    gemeenten : DataFrame
        Index (`gemeente`, `measure`): the columns of `measures.gemeente_scores`, for all
        gemeenten concerned.
    verbanden : DataFrame
        Index (`indeling`, `verband`, `measure`): `gemeenten`, `inwoners`, `parts` (1 is
        contiguous) and `provincies` (number, more than 1 crosses a border) of the verbanden of
        which the members change; NaN before it begins or after it ends.
    crossings : DataFrame
        Index (`indeling`, `measure`): `verbanden`, `in_parts` (verbanden that are not
        contiguous) and `across_provinces` (verbanden in more than one province).
    """

    indelingen: tuple[str, ...]
    changes: pd.DataFrame
    affected: Affected
    scores: pd.DataFrame
    provincies: pd.DataFrame
    gemeenten: pd.DataFrame
    verbanden: pd.DataFrame
    crossings: pd.DataFrame

    def tables(self) -> dict[str, pd.DataFrame]:
        """The tables by the name that a file gives them."""
        return {
            "scores": self.scores,
            "provincies": self.provincies,
            "gemeenten": self.gemeenten,
            "verbanden": self.verbanden,
            "indelingen": self.crossings,
            "deelnames": self.changes,
        }


@recorded
def compare(
    before: Lappendeken,
    after: Lappendeken,
    *,
    indelingen: Sequence[str] = (),
    weights: "pd.Series[float] | None" = None,
) -> Comparison:
    """Compare what was with what a scenario makes of it.

    Parameters
    ----------
    before, after : Lappendeken
        Of the same gemeenten, such as `before_and_after` gives.
    indelingen : sequence of str
        Which to compare; when empty the main ones and those that change.
    weights : Series, optional
        Weight of each gemeente by code; 1 when absent.

    Returns
    -------
    Comparison

    Raises
    ------
    UnknownNameError
        If there is no such indeling.
    LappendekenError
        If fewer than two indelingen are left to compare, or a weight is unfit.

    Examples
    --------
    >>> from lappendeken.model import load
    >>> from lappendeken.reading.plan import Plan, Step
    >>> from lappendeken.scenario import apply, compare
    >>> lap = load("2016")
    >>> plan = Plan((Step("verplaats", "jeugdregio", ("Meppel",), naar="IJsselland"),))
    >>> found = compare(lap, apply(lap, plan))
    >>> pair = ("jeugdregio", "arbeidsmarktregio", "adjusted_rand_index")
    >>> found.scores.loc[pair].round(4).to_list()
    [0.7745, 0.778, 0.0035]
    """
    changes = changed_deelnames(before, after)
    ids = _choose(before, changes, indelingen)
    concerned = changes["gemeente"].unique()
    partners = _partners(before, after, changes)
    everyone = pd.Index(sorted({*concerned, *partners}))
    provinces = before.gemeenten["provincie"]
    inside = sorted(provinces[everyone].unique())
    each = [[lap.indeling(one) for one in ids] for lap in (before, after)]
    borders = before.borders
    return Comparison(
        tuple(ids),
        changes,
        Affected(
            tuple(sorted(concerned)),
            tuple(partners),
            _inwoners(before, concerned),
            _inwoners(before, partners),
        ),
        _side_by_side(*(scores(one, weights=weights, adjacency=borders) for one in each)),
        _side_by_side(
            *(
                scores_by(one, provinces, weights=weights).loc[inside].rename_axis("provincie")
                for one in each
            )
        ),
        _side_by_side(
            *(gemeente_scores(one).loc[everyone].rename_axis("gemeente") for one in each)
        ),
        _verbanden(before, after, changes),
        _side_by_side(*(_crossings(lap, ids) for lap in (before, after))),
    )


def _choose(before: Lappendeken, changes: pd.DataFrame, names: Sequence[str]) -> list[str]:
    """The indelingen to compare, in the order of the data."""
    if names:
        return _two_or_more(list(dict.fromkeys(before.find_indeling(name).id for name in names)))
    main = [one.id for one in before.main_indelingen]
    changed = set(changes["indeling"]) | set(main)
    return _two_or_more([one for one in before.indelingen.index if one in changed])


def _two_or_more(ids: list[str]) -> list[str]:
    """Indelingen, when there is a pair of them."""
    if len(ids) < 2:
        raise WrongUsageError("Noem ten minste twee indelingen om te vergelijken.")
    return ids


@recorded
def changed_deelnames(before: Lappendeken, after: Lappendeken) -> pd.DataFrame:
    """Deelnames that one of the two has and the other has not.

    Parameters
    ----------
    before, after : Lappendeken
        Of the same gemeenten.

    Returns
    -------
    DataFrame
        See `Comparison.changes`.
    """
    keys = ["verband_id", "gemeente_code"]
    old, new = (pd.MultiIndex.from_frame(lap.deelnames[keys]) for lap in (before, after))
    parts = []
    for what, lap, these, those in (
        ("eindigt", before, old, new),
        ("begint", after, new, old),
    ):
        rows = lap.deelnames[~these.isin(those)]
        about = lap.verbanden.loc[rows["verband_id"]]
        parts.append(
            pd.DataFrame(
                {
                    "indeling": about["indeling"].to_numpy(),
                    "verband": rows["verband_id"].to_numpy(),
                    "verband_naam": about["naam"].to_numpy(),
                    "gemeente": rows["gemeente_code"].to_numpy(),
                    "naam": lap.gemeenten["naam"].loc[rows["gemeente_code"]].to_numpy(),
                    "what": what,
                }
            )
        )
    table = pd.concat(parts, ignore_index=True)
    table["order"] = (table["what"] == "begint").astype(int)
    table = table.sort_values(["indeling", "gemeente", "order", "verband"], ignore_index=True)
    return table.drop(columns="order")


def _partners(before: Lappendeken, after: Lappendeken, changes: pd.DataFrame) -> list[str]:
    """The gemeenten that themselves change nothing, in verbanden of which the members change."""
    changed = set(changes["verband"])
    found: set[str] = set()
    for lap in (before, after):
        rows = lap.deelnames[lap.deelnames["verband_id"].isin(changed)]
        found |= set(rows["gemeente_code"])
    return sorted(found - set(changes["gemeente"]))


def _inwoners(lap: Lappendeken, codes: "Sequence[str] | np.ndarray") -> float:
    """Inhabitants of some gemeenten together."""
    values = lap.gemeenten["inwoners"].reindex(list(codes))
    return float(values.to_numpy(dtype="float64", na_value=np.nan).sum())


def _side_by_side(before: pd.DataFrame, after: pd.DataFrame) -> pd.DataFrame:
    """Two tables with the same rows, as a row per number."""
    old, new = (_long(table) for table in (before, after))
    table = pd.DataFrame({"before": old, "after": new.reindex(old.index)})
    change = table["after"] - table["before"]
    # What is left of equal scores after rounding is no change.
    table["change"] = change.where(change.isna() | (change.abs() > _ROUNDING), 0.0)
    return table


def _long(table: pd.DataFrame) -> "pd.Series[float]":
    """A number per row and column, row after row."""
    keys = [key if isinstance(key, tuple) else (key,) for key in table.index]
    places = [(*key, column) for key in keys for column in table.columns]
    index = pd.MultiIndex.from_tuples(places, names=[*table.index.names, "measure"])
    return pd.Series(table.to_numpy(dtype="float64", na_value=np.nan).ravel(), index=index)


def _profiles(lap: Lappendeken, indeling: str) -> pd.DataFrame:
    """Size, parts and provinces of every verband, as numbers."""
    if indeling not in lap.indelingen.index:
        return pd.DataFrame(columns=["gemeenten", "inwoners", "parts", "provincies"])
    table = region_profile(lap.indeling(indeling), lap.gemeenten, lap.borders)
    table["provincies"] = table["provincies"].map(len)
    return table[["gemeenten", "inwoners", "parts", "provincies"]]


def _verbanden(before: Lappendeken, after: Lappendeken, changes: pd.DataFrame) -> pd.DataFrame:
    """The verbanden of which the members change."""
    old: list[pd.DataFrame] = []
    new: list[pd.DataFrame] = []
    for indeling, rows in changes.groupby("indeling", sort=False):
        ids = pd.Index(sorted(rows["verband"].unique()), name="verband")
        for lap, found in ((before, old), (after, new)):
            table = _profiles(lap, str(indeling)).reindex(ids)
            found.append(pd.concat({indeling: table}, names=["indeling"]))
    if not old:
        index = pd.MultiIndex.from_arrays([[], [], []], names=["indeling", "verband", "measure"])
        return pd.DataFrame(columns=["before", "after", "change"], index=index, dtype="float64")
    return _side_by_side(pd.concat(old), pd.concat(new))


def _crossings(lap: Lappendeken, ids: list[str]) -> pd.DataFrame:
    """How many verbanden of each indeling there are, in parts, and across provinces."""
    rows = {}
    for one in ids:
        table = _profiles(lap, one)
        rows[one] = {
            "verbanden": len(table),
            "in_parts": int((table["parts"] > 1).sum()),
            "across_provinces": int((table["provincies"] > 1).sum()),
        }
    return pd.DataFrame.from_dict(rows, orient="index").rename_axis("indeling")
