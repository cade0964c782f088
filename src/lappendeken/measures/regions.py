"""Each verband of one indeling against another indeling: does it fit, and if not, who chafes."""

from collections.abc import Sequence
from enum import StrEnum
from itertools import pairwise, permutations
from typing import NamedTuple

import numpy as np
import numpy.typing as npt
import pandas as pd
from scipy import sparse

from lappendeken.indeling import Indeling
from lappendeken.measures.alignment import Aligned, Floats, Ints, Side, align, require_ids
from lappendeken.measures.information import inhomogeneity_of_pair
from lappendeken.provenance import recorded


class RegionType(StrEnum):
    """How a verband lies in another indeling; only the last is non-congruent."""

    GELIJK = "gelijk"
    GENEST = "genest"
    SAMENGESTELD = "samengesteld"
    ONBEKEND = "onbekend"
    DOORSNIJDEND = "doorsnijdend"


_KINDS = np.array([*(kind.value for kind in RegionType), ""], dtype=object)
"""What a type is called by its number; -1 is none."""


@recorded
def regions(a: Indeling, b: Indeling, *, weights: "pd.Series[float] | None" = None) -> pd.DataFrame:
    """Typology of each verband of `a` against `b`, with counterpart and schuurgemeenten.

    Parameters
    ----------
    a, b : Indeling
        Partitions or covers; compared on the gemeenten that both cover.
    weights : Series, optional
        Weight of each gemeente by code, for sizes and Jaccard; 1 when absent.

    Returns
    -------
    DataFrame
        Index `a.verbanden` without those that no gemeente covered by `b` takes part in:

        - `type`: *gelijk* (same members as one of `b`), *genest* (strictly inside one of `b`),
          *samengesteld* (exact union of two or more of `b`), *doorsnijdend* (crosses), or
          *onbekend* (a member is in no verband of `b`, and where it belongs would decide);
        - `counterpart`: the verband of `b` with the highest Jaccard index, and `jaccard`;
        - `extra`: members outside the counterpart, `missing`: members of the counterpart outside
          the verband (tuples of codes; together the schuurgemeenten);
        - `gemeenten`, `counterpart_gemeenten`, `shared`: numbers of gemeenten;
        - `weight`, `counterpart_weight`, `shared_weight`: the same by weight;
        - `spread`: number of verbanden of `b` its gemeenten are in, and `effective_spread`, the
          exponential of the entropy of its weight over them: 1 when it lies in one, 2 when it is
          halved over two;
        - `inhomogeneity`: that entropy as a share of the entropy of `b`, see
          `region_inhomogeneity`; NaN when one of the two has overlap.

    Raises
    ------
    LappendekenError
        If there is nothing to compare, or a weight is unfit.

    Notes
    -----
    Types do not depend on weights, and are of whole verbanden: one of `a` lies strictly inside one
    of `b` too when `a` leaves the rest of that one out. When counterparts tie on Jaccard, the one
    that shares most weight wins, then the one whose members come first in order of code: no tie is
    broken by the order of rows or the name of a verband.

    Examples
    --------
    >>> a = Indeling.from_members({"p": ["1", "2", "3"], "q": ["4", "5"]})
    >>> b = Indeling.from_members({"x": ["1", "2"], "y": ["3", "4", "5"]})
    >>> regions(a, b)[["type", "counterpart", "extra", "missing"]].to_dict("index")["p"]
    {'type': 'doorsnijdend', 'counterpart': 'x', 'extra': ('3',), 'missing': ()}
    """
    pair = align(a, b, weights)
    size_a, size_b = pair.a.sizes, pair.b.sizes
    weight_a, weight_b = pair.a.totals, pair.b.totals
    row, column, count = pair.cells
    shared_weight = pair.cell_weights
    union = weight_a[row] + weight_b[column] - shared_weight
    jaccard = np.divide(shared_weight, union, out=np.zeros(len(row)), where=union > 0)
    best = _best(pair, jaccard, shared_weight)
    kept, other = row[best], column[best]
    extra, missing = _schuurgemeenten(pair, kept, other)
    return pd.DataFrame(
        {
            "type": _KINDS[pair.once(_types)[kept]],
            "counterpart": b.verbanden[other],
            "jaccard": jaccard[best],
            "extra": extra,
            "missing": missing,
            "gemeenten": size_a[kept],
            "counterpart_gemeenten": size_b[other],
            "shared": count[best],
            "weight": weight_a[kept],
            "counterpart_weight": weight_b[other],
            "shared_weight": shared_weight[best],
            "spread": np.bincount(row, minlength=len(weight_a))[kept],
            "effective_spread": _effective_number(row, shared_weight, len(weight_a))[kept],
            "inhomogeneity": inhomogeneity_of_pair(pair)[kept]
            if a.is_partition and b.is_partition
            else np.nan,
        },
        index=a.verbanden[kept],
    )


class RegionFits(NamedTuple):
    """How every verband of one indeling lies in another; see `region_fits`."""

    types: list[str]
    counterparts: Ints


def region_fits(a: Indeling, b: Indeling) -> RegionFits:
    """Type and counterpart of each verband of `a` against `b`, without the rest of `regions`.

    Parameters
    ----------
    a, b : Indeling
        Partitions or covers; compared on the gemeenten that both cover.

    Returns
    -------
    RegionFits
        In the order of `a.verbanden`: `types` (empty for a verband that no gemeente covered by
        `b` takes part in) and `counterparts`, places in `b.verbanden` (-1 for such a verband).

    Raises
    ------
    NothingInCommonError
        If no gemeente is covered by both.

    Examples
    --------
    >>> a = Indeling.from_members({"p": ["1", "2", "3"], "q": ["4", "5"]})
    >>> b = Indeling.from_members({"x": ["1", "2"], "y": ["3", "4", "5"]})
    >>> fits = region_fits(a, b)
    >>> fits.types, fits.counterparts.tolist()
    (['doorsnijdend', 'genest'], [0, 1])
    """
    return fits_of_pair(align(a, b))


def fits_of_pair(pair: Aligned) -> RegionFits:
    """`region_fits` of two aligned indelingen."""
    row, column, count = pair.cells
    jaccard = count / (pair.a.sizes[row] + pair.b.sizes[column] - count)
    best = _best(pair, jaccard, count.astype(np.float64))
    counterparts = np.full(len(pair.a.sizes), -1, dtype=np.int64)
    counterparts[row[best]] = column[best]
    return RegionFits(_KINDS[pair.once(_types)].tolist(), counterparts)


def type_counts(pair: Aligned) -> dict[str, int]:
    """How many verbanden of `a` are of each type, without the rest of `regions`.

    Parameters
    ----------
    pair : Aligned
        From `align`.

    Returns
    -------
    dict of str to int
        Every type, in order; verbanden that no common gemeente takes part in do not count.
    """
    types = pair.once(_types)
    counts = np.bincount(types[types >= 0], minlength=len(RegionType)).tolist()
    return dict(zip((kind.value for kind in RegionType), counts, strict=True))


def _effective_number(row: Ints, weight: Floats, rows: int) -> Floats:
    """Exponential of the entropy of the weights in each row; NaN for a row without weight."""
    total = np.bincount(row, weights=weight, minlength=rows)
    share = np.divide(weight, total[row], out=np.zeros(len(row)), where=total[row] > 0)
    terms = -share * np.log(np.where(share > 0, share, 1.0))
    number = np.exp(np.bincount(row, weights=terms, minlength=rows))
    return np.where(total > 0, number, np.nan)


def _best(pair: Aligned, jaccard: Floats, shared: Floats) -> Ints:
    """For every row the position of its best cell, in order of row."""
    row, column, _ = pair.cells
    # Rounding must not decide: equal fractions may differ in the last bit.
    scale = shared.max(initial=0) or 1.0
    score, heavy = np.round(jaccard, 12), np.round(shared / scale, 12)
    order = np.lexsort((-heavy, -score, row))
    row, score, heavy = row[order], score[order], heavy[order]
    first = _begins(row)
    leader = np.flatnonzero(first)[np.cumsum(first) - 1]
    tied = (score == score[leader]) & (heavy == heavy[leader])
    best = order[first]
    if tied.sum() > len(best):
        # Only where counterparts tie do their members decide.
        cells = order[tied]
        by_members = pair.b.once(_order_of_members)[column[cells]]
        cells = cells[np.lexsort((column[cells], by_members, row[tied]))]
        best = cells[_begins(row[tied])]
    return np.asarray(best, dtype=np.int64)


def _begins(row: Ints) -> npt.NDArray[np.bool_]:
    """Where a new value begins in sorted values."""
    first = np.ones(len(row), dtype=bool)
    np.not_equal(row[1:], row[:-1], out=first[1:])
    return first


def _order_of_members(side: Side) -> Ints:
    """Rank of every verband by its members in order of code, whatever its own name or place."""
    codes = side.indeling.gemeenten[side.rows].to_numpy()
    rank = np.empty(len(codes), dtype=">u4")
    rank[np.argsort(codes)] = np.arange(len(codes))
    members, ends = side.members.indices, side.members.indptr
    # Big-endian numbers sort as bytes in the same order as they do as numbers.
    keys = [np.sort(rank[members[i:j]]).tobytes() for i, j in pairwise(ends)]
    _, order = np.unique(np.array(keys, dtype=object), return_inverse=True)
    return np.asarray(order, dtype=np.int64)


def _schuurgemeenten(
    pair: Aligned, verbanden: Ints, counterparts: Ints
) -> tuple[list[tuple[str, ...]], list[tuple[str, ...]]]:
    """Members of each verband outside its counterpart, and the reverse, in order."""
    own, other = pair.a.members[:, verbanden], pair.b.members[:, counterparts]
    return _members(own > other, pair.gemeenten), _members(other > own, pair.gemeenten)


def _types(pair: Aligned) -> Ints:
    """Type of every verband of `a`, as a place in `RegionType`; -1 without common gemeenten."""
    row, column, count = pair.cells
    size_a, size_b = pair.a.sizes, pair.b.whole_sizes
    fills_a, fills_b = count == size_a[row], count == size_b[column]
    equal, nested, composed, unknown, crossing = range(len(RegionType))
    found = np.where(size_a > 0, crossing, -1)
    # Verbanden of b inside one of a: those of a that they fill together are composed of them.
    inside = fills_b & ~fills_a
    filled = np.bincount(row[inside], count[inside], minlength=len(size_a))
    full = (filled >= size_a) & (size_a > 0)
    if pair.b.labels is None and full.any():
        full[full] = (
            _distinct_members(pair.b, row, column, inside & full[row], full) == size_a[full]
        )
    found[full] = composed
    found[row[fills_a]] = nested
    found[row[fills_a & fills_b]] = equal
    # One that crosses does so wherever its other gemeenten may be.
    found[(size_a > 0) & (size_a < pair.a.whole_sizes) & (found != crossing)] = unknown
    return found


def _distinct_members(
    b: Side, row: Ints, column: Ints, chosen: npt.NDArray[np.bool_], rows: npt.NDArray[np.bool_]
) -> Ints:
    """Number of distinct gemeenten in the verbanden of `b` of the chosen cells, by row."""
    starts, size = b.members.indptr[column[chosen]], b.sizes[column[chosen]]
    ends = np.cumsum(size)
    places = np.arange(ends[-1]) + np.repeat(starts - ends + size, size)
    member = b.members.indices[places].astype(np.int64)
    distinct = np.unique(np.repeat(row[chosen], size) * len(b.rows) + member)
    return np.bincount(distinct // len(b.rows), minlength=len(rows))[rows]


def _members(incidence: sparse.sparray, gemeenten: pd.Index) -> list[tuple[str, ...]]:
    """The gemeenten of every verband, in order."""
    by_verband = sparse.csc_array(incidence)
    by_verband.sort_indices()
    codes = gemeenten.take(by_verband.indices).tolist()
    return [tuple(codes[start:stop]) for start, stop in pairwise(by_verband.indptr)]


@recorded
def regions_touching(indelingen: Sequence[Indeling], gemeenten: pd.Index) -> pd.DataFrame:
    """Typology, in every other indeling, of the verbanden with a member in an area.

    Parameters
    ----------
    indelingen : sequence of Indeling
        At least two, each with an `id` of its own.
    gemeenten : Index
        The codes of the area, such as a province.

    Returns
    -------
    DataFrame
        Index verband; `a` (its indeling) and `b` (the one it is held against), then the columns
        of `regions`. A verband stands in it once for every other indeling.

    Raises
    ------
    LappendekenError
        If there are fewer than two indelingen, or two have the same `id`.

    Examples
    --------
    >>> a = Indeling.from_members({"p": ["1", "2"], "q": ["3"]}, id="a")
    >>> b = Indeling.from_members({"x": ["1", "2", "3"]}, id="b")
    >>> regions_touching([a, b], pd.Index(["3"]))[["a", "b", "type"]].to_dict("index")
    {'q': {'a': 'a', 'b': 'b', 'type': 'genest'}, 'x': {'a': 'b', 'b': 'a', 'type': 'samengesteld'}}
    """
    require_ids(indelingen, least=2)
    found = []
    for a, b in permutations(indelingen, 2):
        inside = a.incidence[np.flatnonzero(a.gemeenten.isin(gemeenten))]
        touching = a.verbanden[np.bincount(inside.indices, minlength=len(a.verbanden)) > 0]
        table = regions(a, b)
        table.insert(0, "a", a.id)
        table.insert(1, "b", b.id)
        found.append(table[table.index.isin(touching)])
    return pd.concat(found)


def rivals(a: Indeling, b: Indeling) -> dict[str, tuple[str, ...]]:
    """Verbanden of `b` that are as like a verband of `a` as its counterpart is.

    Parameters
    ----------
    a, b : Indeling
        As in `regions`.

    Returns
    -------
    dict of str to tuple of str
        For each verband of `a` with more than one best Jaccard the others, in order of `b`.

    Examples
    --------
    >>> a = Indeling.from_members({"p": ["1", "2"]})
    >>> b = Indeling.from_members({"x": ["1"], "y": ["2"]})
    >>> rivals(a, b)
    {'p': ('y',)}
    """
    pair = align(a, b)
    row, column, count = pair.cells
    jaccard = np.round(count / (pair.a.sizes[row] + pair.b.sizes[column] - count), 12)
    best = np.zeros(len(a.verbanden))
    np.maximum.at(best, row, jaccard)
    chosen = region_fits(a, b).counterparts
    found: dict[str, list[str]] = {}
    places = np.flatnonzero((jaccard == best[row]) & (column != chosen[row]))
    for k in places[np.lexsort((column[places], row[places]))]:
        found.setdefault(str(a.verbanden[row[k]]), []).append(str(b.verbanden[column[k]]))
    return {key: tuple(names) for key, names in found.items()}


@recorded
def shared_regions(indelingen: Sequence[Indeling]) -> pd.DataFrame:
    """The verbanden that have exactly the same members in every indeling.

    Unlike `regions`, this looks at all members, also those that another indeling does not cover.

    Parameters
    ----------
    indelingen : sequence of Indeling
        At least one, each with an `id` of its own.

    Returns
    -------
    DataFrame
        One row per set of members that occurs in all: a column per indeling (its `id`) with the
        verband, and `gemeenten` (tuple of codes, in order); in order of the first gemeente.

    Raises
    ------
    LappendekenError
        If there is no indeling, or two have the same `id`.

    Examples
    --------
    >>> a = Indeling.from_members({"p": ["1", "2"], "q": ["3", "4"]}, id="a")
    >>> b = Indeling.from_members({"x": ["1", "2"], "y": ["3"], "z": ["4"]}, id="b")
    >>> shared_regions([a, b])
       a  b gemeenten
    0  p  x    (1, 2)
    """
    require_ids(indelingen)
    by_members = []
    for one in indelingen:
        sets = [tuple(sorted(codes)) for codes in _members(one.incidence, one.gemeenten)]
        by_members.append(dict(zip(sets, one.verbanden, strict=True)))
    common = sorted(set(by_members[0]).intersection(*by_members[1:]))
    columns = {
        one.id: [verbanden[codes] for codes in common]
        for one, verbanden in zip(indelingen, by_members, strict=True)
    }
    return pd.DataFrame(columns | {"gemeenten": common})
