"""Tables of scores: every pair of indelingen, for the country or per group of gemeenten."""

from collections.abc import Iterable, Sequence
from itertools import combinations

import numpy as np
import pandas as pd

from lappendeken.errors import LappendekenError
from lappendeken.indeling import Indeling, require_indelingen
from lappendeken.measures.alignment import align, check_weights, require_ids
from lappendeken.measures.element_centric import local_element_centric_similarity
from lappendeken.measures.gemeenten import territorial_congruence
from lappendeken.measures.pairs import (
    LOCAL,
    aligned_pairs,
    local_of_pairs,
    means_by,
    scores_of_pair,
)
from lappendeken.measures.registry import of_gemeenten
from lappendeken.provenance import recorded


@recorded
def scores(
    indelingen: Sequence[Indeling],
    *,
    weights: "pd.Series[float] | None" = None,
    adjacency: pd.DataFrame | None = None,
    use: str = "scores",
) -> pd.DataFrame:
    """Every score of every pair of indelingen.

    Parameters
    ----------
    indelingen : sequence of Indeling
        At least two.
    weights : Series, optional
        Weight of each gemeente by code; 1 when absent.
    adjacency : DataFrame, optional
        Neighbouring gemeenten with their border, such as `lap.borders`; for the boundary
        congruence.
    use : str, optional
        Which measures: those with this use in the registry.

    Returns
    -------
    DataFrame
        Index (`a`, `b`), pairs in the order given. `gemeenten` is the number that both cover,
        `coverage` their share of all; then `adjusted_rand_index`, `omega_index`, `homogeneity`,
        `completeness`, `v_measure`, `element_centric_similarity` and `partner_overlap` (weighted
        means), `transfer_distance`, `boundary_congruence` (with `adjacency` only), and the number
        of verbanden of `a` of each type against `b`. A score that is not defined for an indeling
        with overlap is NaN.

    Raises
    ------
    LappendekenError
        If there are fewer than two indelingen, or a weight is unfit.

    Examples
    --------
    >>> a = Indeling.from_members({"p": ["1", "2"], "q": ["3", "4"]}, id="a")
    >>> scores([a, a])[["gemeenten", "adjusted_rand_index", "gelijk"]].values.tolist()
    [[4.0, 1.0, 2.0]]
    """
    require_indelingen(indelingen)
    if len(indelingen) < 2:
        raise LappendekenError("Noem ten minste twee indelingen.")
    pairs = list(combinations(indelingen, 2))
    index = pd.MultiIndex.from_tuples([(a.id, b.id) for a, b in pairs], names=["a", "b"])
    return pd.DataFrame(_rows(pairs, weights, adjacency, use), index=index)


@recorded
def scores_against(
    one: Indeling, indelingen: Sequence[Indeling], *, weights: "pd.Series[float] | None" = None
) -> pd.DataFrame:
    """Every score of one indeling against each of many, the most alike first.

    Parameters
    ----------
    one : Indeling
        Such as the communities in which gemeenten work together (`graph.communities`).
    indelingen : sequence of Indeling
        At least one, each with an `id` of its own, such as all official divisions.
    weights : Series, optional
        Weight of each gemeente by code; 1 when absent.

    Returns
    -------
    DataFrame
        Index `indeling`; the columns of `scores`, in order of falling `omega_index`.

    Raises
    ------
    LappendekenError
        If there is no indeling, two have the same `id`, or a weight is unfit.

    Examples
    --------
    >>> one = Indeling.from_members({"p": ["1", "2"], "q": ["3", "4"]}, id="one")
    >>> near = Indeling.from_members({"p": ["1", "2"], "q": ["3"], "r": ["4"]}, id="near")
    >>> far = Indeling.from_members({"p": ["1", "3"], "q": ["2", "4"]}, id="far")
    >>> scores_against(one, [far, near]).index.to_list()
    ['near', 'far']
    """
    names = require_ids(indelingen)
    rows = _rows([(one, other) for other in indelingen], weights)
    table = pd.DataFrame(rows, index=pd.Index(names, name="indeling"))
    return table.sort_values("omega_index", ascending=False, kind="stable")


def _rows(
    pairs: Sequence[tuple[Indeling, Indeling]],
    weights: "pd.Series[float] | None",
    adjacency: pd.DataFrame | None = None,
    use: str = "scores",
) -> list[dict[str, float]]:
    """The scores of every pair; refuses a pair that cannot be compared."""
    aligned = aligned_pairs(pairs, weights, adjacency)
    rows = {place: scores_of_pair(one, use) for place, one in aligned}
    _require_common(pairs, [place for place in range(len(pairs)) if place not in rows])
    return [rows[place] for place in range(len(pairs))]


def _require_common(pairs: Sequence[tuple[Indeling, Indeling]], without: Iterable[int]) -> None:
    """Refuse pairs that have no gemeente in common."""
    for place in without:
        align(*pairs[place])  # says so


@recorded
def scores_by(
    indelingen: Sequence[Indeling],
    groups: "pd.Series[str]",
    *,
    weights: "pd.Series[float] | None" = None,
) -> pd.DataFrame:
    """Weighted means per group of gemeenten of the measures per gemeente.

    Parameters
    ----------
    indelingen : sequence of Indeling
        At least one, all on the same gemeenten.
    groups : Series
        The group, such as the province, of each gemeente by code.
    weights : Series, optional
        Weight of each gemeente by code; 1 when absent.

    Returns
    -------
    DataFrame
        Index group, in order: `gemeenten`, `weight`, `territorial_congruence` over all
        indelingen, and for every pair `<a>~<b>`: the mean of the local element-centric
        similarity. Partners outside the group count.

    Examples
    --------
    >>> a = Indeling.from_members({"p": ["1", "2"], "q": ["3", "4"]}, id="a")
    >>> b = Indeling.from_members({"p": ["1", "2"], "q": ["3"], "r": ["4"]}, id="b")
    >>> province = pd.Series(["W", "W", "O", "O"], index=["1", "2", "3", "4"])
    >>> scores_by([a, b], province)["a~b"].to_dict()
    {'O': 0.5, 'W': 1.0}
    """
    require_ids(indelingen)
    if not groups.index.is_unique:
        twice = groups.index[groups.index.duplicated()][0]
        raise LappendekenError(f"Er zijn twee groepen voor één gemeente: {twice}.")
    congruence = territorial_congruence(indelingen)["congruence"]
    gemeenten = congruence.index
    pairs = list(combinations(indelingen, 2))
    local = local_of_pairs(indelingen, LOCAL)
    _require_common(pairs, np.flatnonzero(np.isnan(local).all(axis=1)))
    number, names = pd.factorize(groups.reindex(gemeenten), sort=True)
    weight = check_weights(weights, gemeenten)
    means = means_by(np.vstack([congruence, local]), weight, number, len(names))
    inside = number >= 0
    sizes = {
        "gemeenten": np.bincount(number[inside], minlength=len(names)),
        "weight": np.bincount(number[inside], weight[inside], minlength=len(names)),
    }
    columns = ["territorial_congruence", *(f"{a.id}~{b.id}" for a, b in pairs)]
    return pd.DataFrame(sizes | dict(zip(columns, means, strict=True)), index=pd.Index(names))


@recorded
def gemeente_scores(indelingen: Sequence[Indeling]) -> pd.DataFrame:
    """The measures per gemeente for every pair of indelingen, side by side.

    Parameters
    ----------
    indelingen : sequence of Indeling
        At least one, all on the same gemeenten, each with an `id` of its own.

    Returns
    -------
    DataFrame
        Index gemeente: the columns of `territorial_congruence` over all indelingen, then for
        every pair `element_centric_similarity:<a>~<b>` and `partner_overlap:<a>~<b>`; NaN where
        one of the two does not cover the gemeente.

    Raises
    ------
    LappendekenError
        If there is no indeling, two have the same `id`, they are on different gemeenten, or two
        have no gemeente in common.

    Examples
    --------
    >>> a = Indeling.from_members({"p": ["1", "2", "3"]}, id="a")
    >>> b = Indeling.from_members({"p": ["1", "2"], "q": ["3"]}, id="b")
    >>> gemeente_scores([a, b])["partner_overlap:a~b"].to_list()
    [0.5, 0.5, 0.0]
    """
    require_ids(indelingen)
    pairs = [f"{a.id}~{b.id}" for a, b in combinations(indelingen, 2)]
    table = territorial_congruence(indelingen)
    columns = {
        f"{name}:{pair}": row
        for name in of_gemeenten()
        for pair, row in zip(pairs, local_of_pairs(indelingen, name), strict=True)
    }
    return table.join(pd.DataFrame(columns, index=table.index))


def local_values(indelingen: Sequence[Indeling]) -> "tuple[pd.Series[float], str]":
    """What a map of scores per gemeente shows: of two indelingen the similarity of circles.

    Parameters
    ----------
    indelingen : sequence of Indeling
        At least two, all on the same gemeenten.

    Returns
    -------
    values : Series of float
        By code; NaN for a gemeente that is not covered.
    measure : str
        What it is, in the registry: `element_centric_similarity` of two indelingen,
        `territorial_congruence` of more.

    Examples
    --------
    >>> a = Indeling.from_members({"p": ["1", "2"]}, id="a")
    >>> local_values([a, a, a])[1]
    'territorial_congruence'
    """
    if len(indelingen) == 2:
        return local_element_centric_similarity(*indelingen), LOCAL
    found = territorial_congruence(indelingen)["congruence"]
    return found, "territorial_congruence"
