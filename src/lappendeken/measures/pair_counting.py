"""Agreement on which pairs of gemeenten are together, corrected for chance.

A weight counts copies: a gemeente of weight 3 stands for three units that share all verbanden, so
a score with whole weights is the score of the indelingen in which every gemeente is replaced by
that many copies of itself. Pairs of copies of one gemeente are pairs like any other.
"""

from collections.abc import Iterator
from typing import TYPE_CHECKING

import numpy as np
from scipy import sparse

from lappendeken.errors import LappendekenError
from lappendeken.indeling import Indeling, require_partitions
from lappendeken.measures.alignment import Aligned, Floats, Ints, Side, align, distinct_rows

if TYPE_CHECKING:
    import pandas as pd


CHUNK_ROWS = 256
"""Groups of gemeenten whose pairs are counted at a time."""


def adjusted_rand_index(
    a: Indeling, b: Indeling, *, weights: "pd.Series[float] | None" = None
) -> float:
    r"""Agreement of two partitions on which pairs are together, corrected for chance.

    Parameters
    ----------
    a, b : Indeling
        Partitions; compared on the gemeenten that both cover.
    weights : Series, optional
        Number of units that each gemeente stands for, by code: inhabitants, or square kilometres;
        1 when absent. Weights count, so each must be 0 or at least 1.

    Returns
    -------
    float
        1 for equal partitions, 0 on average for random ones, possibly below 0.

    Raises
    ------
    NotAPartitionError
        If a gemeente is in two verbanden of `a` or `b`; see `omega_index`.
    LappendekenError
        If there is nothing to compare, or a weight is unfit.

    Notes
    -----
    With :math:`P(X)` the number of pairs of units that are together in X, and T that of all pairs,

    .. math:: \frac{P(A \wedge B) - P(A) P(B) / T}{(P(A) + P(B)) / 2 - P(A) P(B) / T}

    Weight :math:`w` in one place makes :math:`w (w - 1) / 2` pairs. Two partitions of which both
    have everything together, or everything apart, score 1.

    References
    ----------
    Hubert, L. & Arabie, P. (1985). Comparing partitions. Journal of Classification 2, 193-218.

    Examples
    --------
    >>> a = Indeling.from_members({"p": ["1", "2", "3"], "q": ["4", "5", "6"]})
    >>> b = Indeling.from_members({"p": ["1", "2"], "q": ["3", "4", "5", "6"]})
    >>> round(adjusted_rand_index(a, b), 4)
    0.3243
    """
    require_partitions("adjusted Rand index", a, b)
    pair = align(a, b, weights)
    require_counts(pair.weights)
    return rand_of_pair(pair)


def omega_index(a: Indeling, b: Indeling, *, weights: "pd.Series[float] | None" = None) -> float:
    r"""Agreement of two covers on how often each pair is together, corrected for chance.

    Parameters
    ----------
    a, b : Indeling
        Partitions or covers; compared on the gemeenten that both cover.
    weights : Series, optional
        Number of units that each gemeente stands for, by code; 1 when absent. Weights count, so
        each must be 0 or at least 1.

    Returns
    -------
    float
        1 when every pair shares as many verbanden in `a` as in `b`, 0 on average by chance,
        possibly below 0. On partitions it equals `adjusted_rand_index`.

    Raises
    ------
    LappendekenError
        If there is nothing to compare, or a weight is unfit.

    Notes
    -----
    With :math:`N_k(X)` the number of pairs that share exactly k verbanden in X, :math:`N(=)` the
    number that share equally many in both, and T that of all pairs,

    .. math:: \omega = \frac{N(=)/T - E}{1 - E}, \qquad E = \sum_k N_k(A) N_k(B) / T^2

    Only pairs that share a verband are visited, as products of sparse matrices over groups of
    gemeenten with the same verbanden. Where chance alone gives full agreement, the result is 1.

    References
    ----------
    Collins, L. M. & Dent, C. W. (1988). Omega: a general formulation of the Rand index of cluster
    recovery suitable for non-disjoint solutions. Multivariate Behavioral Research 23, 231-242.

    Examples
    --------
    >>> a = Indeling.from_members({"p": ["1", "2", "3"], "q": ["3", "4"]})
    >>> b = Indeling.from_members({"p": ["1", "2"], "q": ["3", "4"]})
    >>> round(omega_index(a, b), 4)
    0.4
    """
    pair = align(a, b, weights)
    require_counts(pair.weights)
    return omega_of_pair(pair)


def omega_of_pair(pair: Aligned) -> float:
    """`omega_index` of two aligned indelingen."""
    if pair.of_partitions:
        return rand_of_pair(pair)
    total = _pairs(float(pair.weights.sum()))
    if total <= 0:
        return 1.0
    differing, count_a, count_b = _by_square(pair) if pair.dense else _by_product(pair)
    if differing <= 0:
        return 1.0
    expected = _expected_apart(count_a, count_b, total)
    return float(1 - differing / expected) if expected > 0 else 1.0


def _expected_apart(count_a: Floats, count_b: Floats, total: float) -> float:
    """Number of pairs that would differ by chance, without differences of large sums."""
    size = max(len(count_a), len(count_b))
    in_a, in_b = (np.pad(one, (0, size - len(one))) for one in (count_a, count_b))
    in_a[0], in_b[0] = (max(total - one[1:].sum(), 0.0) for one in (in_a, in_b))
    others = np.array([np.delete(in_b, k).sum() for k in range(size)])
    return float(in_a @ (others / total))


def require_counts(weights: Floats) -> None:
    """Raise `LappendekenError` when a weight cannot be a number of units.

    Parameters
    ----------
    weights : ndarray of float, shape (k,)
        At least 0.

    Raises
    ------
    LappendekenError
        If one lies between 0 and 1.
    """
    if ((weights > 0) & (weights < 1)).any():
        raise LappendekenError(
            "Deze maat telt paren van eenheden, dus een gewicht is een aantal: 0, of 1 en meer. "
            "Kies een kleinere eenheid, zoals hectare in plaats van vierkante kilometer."
        )


def _pairs(units: float) -> float:
    """Number of pairs of so many units."""
    return units * (units - 1) / 2


def rand_of_pair(pair: Aligned) -> float:
    """`adjusted_rand_index` of two aligned partitions."""
    cells, weights = pair.cells, pair.cell_weights
    single = float(weights.sum())
    in_both = (float(weights @ weights) - single) / 2
    only_a, only_b = (_of_others(weights, one) for one in (cells.row, cells.column))
    # Differences are summed themselves: as a difference of sums a weight of 1 beside 1e12 is lost.
    if _pairs(single) <= 0 or (only_a == 0 and only_b == 0):
        return 1.0
    apart_in_a = _of_others(pair.a.totals, np.zeros(len(pair.a.totals), dtype=np.int64))
    neither = max(apart_in_a - only_b, 0.0)
    spread = (in_both + only_a) * (only_a + neither) + (in_both + only_b) * (only_b + neither)
    return 2 * (in_both * neither - only_a * only_b) / spread


def _of_others(weights: Floats, group: Ints) -> float:
    """Number of pairs of units in one group that are in different places of it."""
    order = np.lexsort((weights, group))
    weights, group = weights[order], group[order]
    starts = np.flatnonzero(np.diff(group, prepend=-1))
    sizes = np.diff(starts, append=len(group))
    before = np.cumsum(weights) - weights
    return float(weights @ (before - np.repeat(before[starts], sizes)))


def rand_of_counts(
    in_a: float | Floats, in_b: float | Floats, in_both: float | Floats, units: float | Floats
) -> Floats:
    """The adjusted Rand index from the numbers of pairs of units together in A, B and both."""
    units = np.asarray(units, dtype=np.float64)
    everything = units * (units - 1) / 2
    with np.errstate(divide="ignore", invalid="ignore"):
        expected = in_a * in_b / everything
        largest = (in_a + in_b) / 2
        index = (in_both - expected) / (largest - expected)
    # Equal up to rounding: both all together, or both all apart.
    alike = (everything <= 0) | (largest - expected <= 1e-12 * largest)
    return np.where(alike, 1.0, index)


def _by_square(pair: Aligned) -> tuple[float, Floats, Floats]:
    """Weight of the pairs that differ, and of those that share 0, 1, 2 ... in each, by table."""
    counts = (pair.a.once(_pairs_by_count), pair.b.once(_pairs_by_count))
    return _weigh(pair.a.together != pair.b.together, pair.weights), *counts


def _pairs_by_count(side: Side) -> Floats:
    """Weight of the pairs that share exactly 0, 1, 2 ... verbanden."""
    most = int(side.together.max())
    return np.array([_weigh(side.together == k, side.weights) for k in range(most + 1)])


def _weigh(pairs: "np.ndarray", units: Floats) -> float:
    """Number of pairs of units that are marked in a square table of gemeenten."""
    own = np.diagonal(pairs)
    return float(units @ (pairs @ units) - units[own].sum()) / 2


def _by_product(pair: Aligned) -> tuple[float, Floats, Floats]:
    """The same as `_by_square`, by products of sparse matrices; of large numbers of gemeenten."""
    most = 1 + int(max(np.diff(one.incidence.indptr).max() for one in (pair.a, pair.b)))
    count_a, count_b = np.zeros(most), np.zeros(most)
    differing = 0.0
    for shared_a, shared_b, weight in _shared_counts(pair):
        # Disagreement, because nearly all pairs are apart in both and would drown the others.
        differing += weight[shared_a != shared_b].sum()
        count_a += np.bincount(shared_a, weights=weight, minlength=most)
        count_b += np.bincount(shared_b, weights=weight, minlength=most)
    return differing, count_a, count_b


def _shared_counts(pair: Aligned) -> Iterator[tuple[Ints, Ints, Floats]]:
    """Pairs that share a verband in `a` or `b`: how many in each, and the weight of such pairs.

    Each entry stands for all pairs between two groups, or within one; some rows of groups at a
    time, so that a verband that holds everyone costs time but no memory.
    """
    group, first, _ = distinct_rows(pair.stacked)
    units = np.bincount(group, weights=pair.weights)
    in_a, in_b = pair.a.incidence[first], pair.b.incidence[first]
    # One matrix holds both counts: those of a in units, those of b in steps of `base`.
    base = int(np.diff(in_a.indptr).max(initial=0)) + 1
    across = sparse.csr_array(sparse.hstack([in_a, base * in_b]).T)
    either = sparse.csr_array(sparse.hstack([in_a, in_b]))
    for start in range(0, len(first), CHUNK_ROWS):
        shared = sparse.coo_array(either[start : start + CHUNK_ROWS] @ across)
        row, column = shared.coords[0] + start, shared.coords[1]
        upper = column >= row
        row, column = row[upper], column[upper]
        counts = shared.data[upper].astype(np.int64)
        own = units[row]
        weight = np.where(row == column, (own**2 - own) / 2, own * units[column])
        yield counts % base, counts // base, weight
