"""Scores of one indeling against another: one number for the whole."""

from typing import NamedTuple

import numpy as np
import pandas as pd

from lappendeken.errors import LappendekenError
from lappendeken.indeling import Indeling
from lappendeken.measures.alignment import (
    Floats,
    align,
    check_weights,
    circle_sizes,
    weighted_mean,
)


class VMeasure(NamedTuple):
    """Result of `v_measure`; every field lies between 0 and 1."""

    homogeneity: float
    completeness: float
    v: float


def adjusted_rand_index(
    a: Indeling, b: Indeling, *, weights: "pd.Series[float] | None" = None
) -> float:
    r"""Agreement on which pairs of gemeenten are together, corrected for chance.

    Parameters
    ----------
    a, b : Indeling
        Partitions; compared on the gemeenten that both cover.
    weights : Series, optional
        Weight of each gemeente by code; 1 when absent.

    Returns
    -------
    float
        1 for equal partitions, 0 on average for random ones, possibly below 0.

    Raises
    ------
    NotAPartitionError
        If a gemeente is in two verbanden of `a` or `b`.
    LappendekenError
        If there is nothing to compare, or a weight is unfit.

    Notes
    -----
    With :math:`P(X)` the sum of :math:`w_i w_j` over all pairs of distinct gemeenten that are
    together in X, and T that sum over all pairs,

    .. math:: \frac{P(A \wedge B) - P(A) P(B) / T}{(P(A) + P(B)) / 2 - P(A) P(B) / T}

    With weights 1 this is the index of Hubert & Arabie. A gemeente is never paired with itself,
    so the score does not change when all weights are multiplied: square kilometres and hectares
    give the same. Two partitions of which both have everything together, or everything apart,
    score 1.

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
    table = pair.contingency()
    squares = float(pair.weights @ pair.weights)

    def together(totals: Floats) -> float:
        return (float(totals @ totals) - squares) / 2

    everything = together(np.array([pair.weights.sum()]))
    in_a = together(np.asarray(table.sum(axis=1)).ravel())
    in_b = together(np.asarray(table.sum(axis=0)).ravel())
    in_both = together(table.data)
    if everything <= 0:
        return 1.0
    expected = in_a * in_b / everything
    largest = (in_a + in_b) / 2
    # Equal up to rounding: both all together, or both all apart.
    if abs(largest - expected) <= 1e-12 * everything:
        return 1.0
    return (in_both - expected) / (largest - expected)


def v_measure(a: Indeling, b: Indeling, *, weights: "pd.Series[float] | None" = None) -> VMeasure:
    r"""How far each indeling determines the other, by entropy.

    Parameters
    ----------
    a : Indeling
        The reference, a partition.
    b : Indeling
        The one that is judged, a partition.
    weights : Series, optional
        Weight of each gemeente by code; 1 when absent. With area, `v` is the spatial association
        of regionalizations of Nowosad & Stepinski.

    Returns
    -------
    VMeasure
        `homogeneity`: 1 when every verband of `b` lies inside one of `a`; `completeness`: 1 when
        every verband of `a` lies inside one of `b`; `v`: their harmonic mean.

    Raises
    ------
    NotAPartitionError
        If a gemeente is in two verbanden of `a` or `b`.
    LappendekenError
        If there is nothing to compare, or a weight is unfit.

    Notes
    -----
    .. math:: h = 1 - H(A|B) / H(A), \quad c = 1 - H(B|A) / H(B), \quad v = 2hc / (h + c)

    An entropy of 0 gives 1.

    References
    ----------
    Rosenberg, A. & Hirschberg, J. (2007). V-measure. EMNLP-CoNLL, 410-420.
    Nowosad, J. & Stepinski, T. F. (2018). Spatial association between regionalizations using the
    information-theoretical V-measure. IJGIS 32, 2386-2401.

    Examples
    --------
    >>> a = Indeling.from_members({"p": ["1", "2"], "q": ["3", "4"]})
    >>> b = Indeling.from_members({"p": ["1", "2"], "q": ["3"], "r": ["4"]})
    >>> result = v_measure(a, b)
    >>> result.homogeneity, round(result.completeness, 4), round(result.v, 4)
    (1.0, 0.6667, 0.8)
    """
    a.require_partition("V-measure")
    b.require_partition("V-measure")
    pair = align(a, b, weights)
    table = pair.contingency()
    entropy_a = _entropy(np.asarray(table.sum(axis=1)).ravel())
    entropy_b = _entropy(np.asarray(table.sum(axis=0)).ravel())
    joint = _entropy(table.data)
    homogeneity = _explained(joint - entropy_b, entropy_a)
    completeness = _explained(joint - entropy_a, entropy_b)
    total = homogeneity + completeness
    v = 2 * homogeneity * completeness / total if total > 0 else 0.0
    return VMeasure(homogeneity, completeness, v)


def _entropy(totals: Floats) -> float:
    """Entropy in nats of a distribution given by unnormalised totals."""
    share = totals[totals > 0] / totals.sum()
    return float(-(share * np.log(share)).sum())


def _explained(conditional: float, entropy: float) -> float:
    """Share of an entropy that is explained; rounding must not leave the unit interval."""
    if entropy <= 1e-15:
        return 1.0
    return min(1.0, max(0.0, 1.0 - conditional / entropy))


def local_element_centric_similarity(
    a: Indeling, b: Indeling, *, alpha: float = 0.9
) -> "pd.Series[float]":
    r"""How far each gemeente has the same circle of partners in two partitions.

    Parameters
    ----------
    a, b : Indeling
        Partitions; compared on the gemeenten that both cover.
    alpha : float
        Between 0 and 1, exclusive; the chance to walk on in the definition for covers. For
        partitions the result does not depend on it.

    Returns
    -------
    Series of float
        Index `a.gemeenten`; between 0 and 1, NaN for a gemeente that one of the two does not
        cover.

    Raises
    ------
    NotAPartitionError
        If a gemeente is in two verbanden of `a` or `b`.
    LappendekenError
        If there is nothing to compare, or alpha is out of range.

    Notes
    -----
    For partitions the similarity of Gates et al. has the closed form

    .. math:: S_i = |A_i \cap B_i| / \max(|A_i|, |B_i|)

    with A_i the gemeenten together with i, i included: the share of the larger circle of
    partners that both circles have in common.

    References
    ----------
    Gates, A. J., Wood, I. B., Hetrick, W. P. & Ahn, Y.-Y. (2019). Element-centric clustering
    comparison unifies overlaps and hierarchy. Scientific Reports 9, 8574.

    Examples
    --------
    >>> a = Indeling.from_members({"p": ["1", "2", "3"], "q": ["4"]})
    >>> b = Indeling.from_members({"p": ["1", "2"], "q": ["3", "4"]})
    >>> local_element_centric_similarity(a, b).round(3).to_list()
    [0.667, 0.667, 0.333, 0.5]
    """
    if not 0 < alpha < 1:
        raise LappendekenError(f"alpha moet tussen 0 en 1 liggen, niet {alpha}.")
    a.require_partition("element-centric similarity")
    b.require_partition("element-centric similarity")
    pair = align(a, b)
    in_a, in_b, in_both = circle_sizes(pair)
    similarity = pd.Series(in_both / np.maximum(in_a, in_b), index=pair.gemeenten)
    return similarity.reindex(a.gemeenten).rename("element_centric_similarity")


def element_centric_similarity(
    a: Indeling,
    b: Indeling,
    *,
    weights: "pd.Series[float] | None" = None,
    alpha: float = 0.9,
) -> float:
    """Mean over the gemeenten of `local_element_centric_similarity`.

    Parameters
    ----------
    a, b : Indeling
        Partitions; compared on the gemeenten that both cover.
    weights : Series, optional
        Weight of each gemeente in the mean, by code; 1 when absent. Circles of partners count
        gemeenten whatever the weights.
    alpha : float
        See `local_element_centric_similarity`.

    Returns
    -------
    float
        Between 0 and 1; 1 only for equal partitions.

    Raises
    ------
    NotAPartitionError
        If a gemeente is in two verbanden of `a` or `b`.
    LappendekenError
        If there is nothing to compare, or a weight or alpha is unfit.

    Examples
    --------
    >>> a = Indeling.from_members({"p": ["1", "2", "3"], "q": ["4"]})
    >>> b = Indeling.from_members({"p": ["1", "2"], "q": ["3", "4"]})
    >>> round(element_centric_similarity(a, b), 4)
    0.5417
    """
    local = local_element_centric_similarity(a, b, alpha=alpha).dropna()
    return weighted_mean(local.to_numpy(), check_weights(weights, local.index))
