"""All pairs of many indelingen at once: what does not depend on the pair is computed once."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
from scipy import sparse

from lappendeken.indeling import Indeling, common_index, require_indelingen
from lappendeken.measures.alignment import (
    Aligned,
    Floats,
    Ints,
    Side,
    check_weights,
    common_rows,
    require_ids,
)
from lappendeken.measures.borders import Located, locate
from lappendeken.measures.pair_counting import require_counts
from lappendeken.measures.regions import RegionFits, fits_of_pair, type_counts
from lappendeken.measures.registry import Measure, found, of_gemeenten, shown
from lappendeken.provenance import Recorded, recorded

if TYPE_CHECKING:
    from collections.abc import Mapping

    Weights = pd.Series[float] | None

LOCAL = "element_centric_similarity"
"""The measure of which `all_pairs` gives means per group."""


@dataclass(frozen=True, eq=False)
class AllPairs(Recorded):
    """Result of `all_pairs`.

    Parameters
    ----------
    scores : DataFrame
        As `measures.scores` gives it; NaN, with 0 `gemeenten`, for two indelingen that have no
        gemeente in common.
    local : DataFrame
        Index (`a`, `b`), a column per group: the weighted mean of the local element-centric
        similarity over its gemeenten. Partners outside the group count. Empty without groups.
    fits : mapping of (str, str) to RegionFits
        Type and counterpart of every verband of the first in the second, by the `id` of both and
        in both orders; see `region_fits`. Pairs without a common gemeente are not in it.
    """

    scores: pd.DataFrame
    local: pd.DataFrame
    fits: "Mapping[tuple[str, str], RegionFits]"


@recorded
def all_pairs(
    indelingen: "Sequence[Indeling]",
    *,
    weights: "Weights" = None,
    adjacency: pd.DataFrame | None = None,
    groups: "pd.Series[str] | None" = None,
    use: str = "scores",
    among: "Sequence[tuple[Indeling, Indeling]] | None" = None,
) -> AllPairs:
    """Everything that is measured of every pair of many indelingen.

    Parameters
    ----------
    indelingen : sequence of Indeling
        Each with an `id` of its own; partitions or covers.
    weights : Series, optional
        Weight of each gemeente by code; 1 when absent.
    adjacency : DataFrame, optional
        Neighbouring gemeenten with their border, such as `lap.borders`; for the boundary
        congruence.
    groups : Series, optional
        The group, such as the province, of each gemeente by code.
    use : str, optional
        Which measures: those with this use in the registry.
    among : sequence of pairs of Indeling, optional
        Only these pairs of them; every pair when absent.

    Returns
    -------
    AllPairs

    Raises
    ------
    LappendekenError
        If two indelingen have the same `id`, or a weight is unfit.

    Examples
    --------
    >>> from lappendeken.indeling import Indeling
    >>> a = Indeling.from_members({"p": ["1", "2"], "q": ["3", "4"]}, id="a")
    >>> b = Indeling.from_members({"p": ["1", "2"], "q": ["3"], "r": ["4"]}, id="b")
    >>> every = all_pairs([a, b], groups=pd.Series({"1": "W", "2": "W", "3": "O", "4": "O"}))
    >>> every.scores["v_measure"].round(2).to_list(), every.local.loc[("a", "b")].to_dict()
    ([0.8], {'O': 0.5, 'W': 1.0})
    >>> every.fits["b", "a"].types
    ['gelijk', 'genest', 'genest']
    """
    require_indelingen(indelingen)
    if indelingen:
        require_ids(indelingen)
    pairs = list(combinations(indelingen, 2) if among is None else among)
    index = pd.MultiIndex.from_arrays(
        [[pair[side].id for pair in pairs] for side in (0, 1)], names=["a", "b"]
    )
    columns = pd.Index([] if groups is None else sorted(groups.dropna().unique()))
    rows: list[dict[str, float]] = [{"gemeenten": 0, "coverage": 0.0}] * len(pairs)
    means = np.full((len(pairs), len(columns)), np.nan)
    fits: dict[tuple[str, str], RegionFits] = {}
    common, number = None, np.empty(0, dtype=np.int64)
    for place, pair in aligned_pairs(pairs, weights, adjacency):
        rows[place] = scores_of_pair(pair, use)
        if groups is not None:
            if common is not pair.gemeenten:
                common = pair.gemeenten
                number = columns.get_indexer(pd.Index(groups.reindex(common)))
            values = local(of_gemeenten()[LOCAL], pair)[None]
            means[place] = means_by(values, pair.weights, number, len(columns))[0]
        a, b = pair.a.indeling.id, pair.b.indeling.id
        fits[a, b], fits[b, a] = fits_of_pair(pair), fits_of_pair(pair.reversed())
    scores = pd.DataFrame(rows, index=index)
    return AllPairs(scores, pd.DataFrame(means, index, columns), fits)


def aligned_pairs(
    pairs: "Sequence[tuple[Indeling, Indeling]]",
    weights: "Weights" = None,
    adjacency: pd.DataFrame | None = None,
) -> Iterator[tuple[int, Aligned]]:
    """Every pair brought to its common gemeenten, with its place; those without any left out.

    Pairs on the same gemeenten follow each other, and share what is known of each indeling there:
    no more is held in memory at a time.
    """
    alike: dict[tuple[int, bytes, bytes], list[int]] = {}
    for place, (a, b) in enumerate(pairs):
        rows_a, rows_b = common_rows(a, b)
        key = (id(a.gemeenten), rows_a.tobytes(), rows_b.tobytes())
        if len(rows_a):
            alike.setdefault(key, []).append(place)
    located: dict[int, Located] = {}
    for (gemeenten, _, _), places in alike.items():
        a, b = pairs[places[0]]
        if adjacency is not None and gemeenten not in located:
            located[gemeenten] = locate(a.gemeenten, adjacency)
        rows_a, rows_b = common_rows(a, b)
        common = a.gemeenten if len(rows_a) == len(a.gemeenten) else a.gemeenten[rows_a]
        weight = check_weights(weights, common)
        sides: dict[int, Side] = {}
        for place in places:
            one, other = (
                sides.setdefault(id(side), Side(side, rows, weight))
                for side, rows in zip(pairs[place], (rows_a, rows_b), strict=True)
            )
            yield place, Aligned(common, one, other, located.get(gemeenten))


def numbered(labels: Ints, gemeenten: pd.Index) -> "Indeling":
    """A partition of all gemeenten from the number of the verband of each, from 0."""
    count, verbanden = len(labels), int(labels.max(initial=-1)) + 1
    ones = np.ones(count, dtype=np.int64)
    incidence = sparse.csr_array((ones, labels, np.arange(count + 1)), shape=(count, verbanden))
    return Indeling("", gemeenten, pd.RangeIndex(verbanden), incidence)


def score(measure: Measure, pair: Aligned) -> float:
    """A measure of two aligned indelingen; NaN where it is not defined."""
    if not measure.for_covers and not all(s.indeling.is_partition for s in (pair.a, pair.b)):
        return float("nan")
    if measure.needs_borders and pair.borders is None:
        return float("nan")
    if measure.counts_units:
        require_counts(pair.weights)
    if measure.pairwise:
        return measure.number(pair.once(found(measure.pairwise)))
    weights = pd.Series(pair.weights, index=pair.gemeenten)
    return measure(pair.a.indeling, pair.b.indeling, weights=weights)


def local(measure: Measure, pair: Aligned) -> Floats:
    """A measure of every common gemeente of two aligned indelingen."""
    if measure.local_pairwise:
        result: Floats = pair.once(found(measure.local_pairwise))
        return result
    values = found(measure.local)(pair.a.indeling, pair.b.indeling)
    return np.asarray(values.reindex(pair.gemeenten), dtype=np.float64)


def scores_of_pair(pair: Aligned, use: str = "scores") -> dict[str, float]:
    """The measures of two aligned indelingen, and the types of the verbanden of the first."""
    require_counts(pair.weights)
    a, b = pair.a.indeling.gemeenten, pair.b.indeling.gemeenten
    everyone = len(a) if a is b else len(a.union(b))
    size = len(pair.gemeenten)
    return (
        {"gemeenten": size, "coverage": size / everyone}
        | {
            name: score(one, pair)
            for name, one in shown(use).items()
            if not one.needs_borders or pair.borders is not None
        }
        | type_counts(pair)
    )


def local_of_pairs(indelingen: "Sequence[Indeling]", name: str) -> Floats:
    """A measure of every gemeente for every pair (pairs × gemeenten); NaN where not covered."""
    gemeenten = common_index(indelingen)
    pairs = list(combinations(indelingen, 2))
    values = np.full((len(pairs), len(gemeenten)), np.nan)
    for place, pair in aligned_pairs(pairs):
        values[place, pair.a.rows] = local(of_gemeenten()[name], pair)
    return values


def means_by(values: Floats, weights: Floats, number: Ints, groups: int) -> Floats:
    """Weighted means per group of gemeenten of the values that are there, row by row.

    A number of -1 is no group; NaN when no value of a group is there, or none has weight.
    """
    result = np.full((len(values), groups), np.nan)
    for row, own in zip(result, values, strict=True):
        known = ~np.isnan(own) & (number >= 0)
        group, weight = number[known], weights[known]
        total = np.bincount(group, weight, minlength=groups)
        summed = np.bincount(group, weight * own[known], minlength=groups)
        np.divide(summed, total, out=row, where=total > 0)
    return result
