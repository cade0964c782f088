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
from lappendeken.indeling import Indeling
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
    a.require_partition("adjusted Rand index")
    b.require_partition("adjusted Rand index")
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
    in_a, in_b = count_a[1:].sum(), count_b[1:].sum()
    most = min(len(count_a), len(count_b))
    alike = float(count_a[1:most] @ count_b[1:most]) + in_a * in_b
    expected = in_a + in_b - alike / total
    if expected <= 1e-12 * (in_a + in_b):
        return 1.0
    return float(1 - differing / expected)


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
    single = float(pair.weights.sum())
    in_both = (float(pair.cell_weights @ pair.cell_weights) - single) / 2
    in_a, in_b = pair.a.once(_together), pair.b.once(_together)
    return float(rand_of_counts(in_a, in_b, in_both, single))


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


def _together(side: Side) -> float:
    """Number of pairs of units that are together in a partition."""
    return (float(side.totals @ side.totals) - float(side.weights.sum())) / 2


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
