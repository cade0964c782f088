"""Tables of scores: every pair of indelingen, for the country or per group of gemeenten."""

from collections.abc import Sequence
from itertools import combinations

import pandas as pd

from lappendeken.errors import LappendekenError
from lappendeken.indeling import Indeling
from lappendeken.measures.alignment import (
    Floats,
    align,
    check_weights,
    circle_sizes,
    require_ids,
    weighted_mean,
)
from lappendeken.measures.borders import Located, locate, shared_border
from lappendeken.measures.element_centric import (
    ALPHA,
    by_walking,
    local_element_centric_similarity,
    similarity_of_circles,
)
from lappendeken.measures.gemeenten import (
    overlap_of_circles,
    partner_overlap,
    territorial_congruence,
)
from lappendeken.measures.information import VMeasure, v_of_table
from lappendeken.measures.pair_counting import omega_index, rand_of_table, require_counts
from lappendeken.measures.regions import type_counts
from lappendeken.measures.transfer import least_to_move


def scores(
    indelingen: Sequence[Indeling],
    *,
    weights: "pd.Series[float] | None" = None,
    adjacency: pd.DataFrame | None = None,
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
    if len(indelingen) < 2:
        raise LappendekenError("Noem ten minste twee indelingen.")
    pairs = list(combinations(indelingen, 2))
    index = pd.MultiIndex.from_tuples([(a.id, b.id) for a, b in pairs], names=["a", "b"])
    # Indelingen of one lappendeken share their list of gemeenten: find the neighbours once.
    located = (
        {}
        if adjacency is None
        else {
            id(one.gemeenten): locate(one.gemeenten, adjacency)
            for one in {id(one.gemeenten): one for one in indelingen}.values()
        }
    )
    rows = [_score(a, b, weights, located.get(id(a.gemeenten))) for a, b in pairs]
    return pd.DataFrame(rows, index=index)


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
    index = pd.Index(names, name="indeling")
    table = pd.DataFrame([_score(one, other, weights, None) for other in indelingen], index=index)
    return table.sort_values("omega_index", ascending=False, kind="stable")


def _score(
    a: Indeling,
    b: Indeling,
    weights: "pd.Series[float] | None",
    neighbours: Located | None,
) -> dict[str, float]:
    """All scores of one pair."""
    pair = align(a, b, weights)
    require_counts(pair.weights)
    circles = circle_sizes(pair)
    nothing = float("nan")
    rand, moved = nothing, nothing
    v = VMeasure(nothing, nothing, nothing)
    similarity: Floats
    if a.is_partition and b.is_partition:
        # All of these follow from the same table, and the same circles.
        table = pair.contingency()
        rand, v, moved = rand_of_table(table), v_of_table(table), least_to_move(pair)
        similarity = similarity_of_circles(circles)
        omega = rand
    else:
        similarity = by_walking(pair, ALPHA)
        omega = omega_index(a, b, weights=weights)
    result = {
        "gemeenten": len(pair.gemeenten),
        "coverage": len(pair.gemeenten) / _number_of_gemeenten(a, b),
        "adjusted_rand_index": rand,
        "omega_index": omega,
        "homogeneity": v.homogeneity,
        "completeness": v.completeness,
        "v_measure": v.v,
        "element_centric_similarity": weighted_mean(similarity, pair.weights),
        "partner_overlap": weighted_mean(overlap_of_circles(circles), pair.weights),
        "transfer_distance": moved,
    }
    if neighbours is not None:
        result["boundary_congruence"] = shared_border(a, b, neighbours)
    return result | type_counts(pair)


def _number_of_gemeenten(a: Indeling, b: Indeling) -> int:
    """Number of gemeenten that either indeling is on."""
    if a.gemeenten is b.gemeenten:
        return len(a.gemeenten)
    return len(a.gemeenten.union(b.gemeenten))


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
    values = {"territorial_congruence": congruence}
    for a, b in combinations(indelingen, 2):
        values[f"{a.id}~{b.id}"] = local_element_centric_similarity(a, b)
    gemeenten = congruence.index
    weight = pd.Series(check_weights(weights, gemeenten), index=gemeenten)
    result = {}
    for group, codes in groups.reindex(gemeenten).dropna().groupby(groups).groups.items():
        own = weight[codes].to_numpy()
        result[group] = {"gemeenten": len(codes), "weight": own.sum()} | {
            name: weighted_mean(series[codes].to_numpy(), own) for name, series in values.items()
        }
    return pd.DataFrame.from_dict(result, orient="index").sort_index()


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
    columns = [territorial_congruence(indelingen)]
    for measure in (local_element_centric_similarity, partner_overlap):
        for a, b in combinations(indelingen, 2):
            score = measure(a, b)
            columns.append(score.to_frame(f"{score.name}:{a.id}~{b.id}"))
    return pd.concat(columns, axis=1)
