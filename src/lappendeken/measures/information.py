"""How far one indeling determines another, by entropy."""

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import NamedTuple

import numpy as np
import pandas as pd

from lappendeken.errors import LappendekenError
from lappendeken.indeling import Indeling, require_partitions
from lappendeken.measures.alignment import Aligned, Floats, Side, align
from lappendeken.provenance import Told, recorded

ROUNDING = 1e-14
"""Differences of entropies of at most this are none."""


class _VMeasure(NamedTuple):
    homogeneity: float
    completeness: float
    v: float


class VMeasure(_VMeasure, Told):
    """Result of `v_measure`; every field lies between 0 and 1."""


@recorded
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
    require_partitions("V-measure", a, b)
    return v_of_pair(align(a, b, weights))


def v_of_pair(pair: Aligned) -> VMeasure:
    """`v_measure` of two aligned partitions."""
    found = v_of_entropies(*_entropies(pair), least=0.0)
    return VMeasure(*(float(one) for one in found))


def v_of_entropies(
    in_a: float | Floats, in_b: float | Floats, joint: float | Floats, *, least: float = 1e-15
) -> tuple[Floats, Floats, Floats]:
    """Homogeneity, completeness and V; an entropy of at most `least` is none."""
    homogeneity = _explained(joint - in_b, in_a, least)
    completeness = _explained(joint - in_a, in_b, least)
    total = homogeneity + completeness
    v = 2 * homogeneity * completeness / np.where(total > 0, total, 1.0)
    return homogeneity, completeness, v


def variation_of_information(
    a: Indeling, b: Indeling, *, weights: "pd.Series[float] | None" = None
) -> float:
    r"""How many bits are lost and gained on the way from one indeling to the other.

    Parameters
    ----------
    a, b : Indeling
        Partitions; compared on the gemeenten that both cover.
    weights : Series, optional
        Weight of each gemeente by code; 1 when absent.

    Returns
    -------
    float
        In bits; 0 when the two are equal, and at most :math:`\log_2 n` for n equal weights.

    Raises
    ------
    NotAPartitionError
        If a gemeente is in two verbanden of `a` or `b`.
    LappendekenError
        If there is nothing to compare, or a weight is unfit.

    Notes
    -----
    .. math:: H(A|B) + H(B|A)

    It is a metric on partitions: symmetric, and the way over a third is never shorter.

    References
    ----------
    Meila, M. (2007). Comparing clusterings: an information based distance. Journal of Multivariate
    Analysis 98, 873-895.

    Examples
    --------
    >>> a = Indeling.from_members({"p": ["1", "2"], "q": ["3", "4"]})
    >>> b = Indeling.from_members({"p": ["1", "2"], "q": ["3"], "r": ["4"]})
    >>> round(variation_of_information(a, b), 12)
    0.5
    """
    require_partitions("variatie van informatie", a, b)
    return variation_of_pair(align(a, b, weights))


def variation_of_pair(pair: Aligned) -> float:
    """`variation_of_information` of two aligned partitions."""
    return float(variation_of_entropies(*_entropies(pair)))


def variation_of_entropies(
    in_a: float | Floats, in_b: float | Floats, joint: float | Floats
) -> Floats:
    """The variation of information in bits, from entropies in nats."""
    lost = 2 * np.asarray(joint) - in_a - in_b
    # What is left of equal entropies is rounding.
    some = lost > ROUNDING * np.maximum(1.0, joint)
    return np.asarray(np.where(some, lost, 0.0) / np.log(2))


_AVERAGES: Mapping[str, Callable[[Floats, Floats], Floats]] = MappingProxyType(
    {
        "max": np.maximum,
        "min": np.minimum,
        "mean": lambda one, other: (one + other) / 2,
        "geometric": lambda one, other: np.sqrt(one * other),
    }
)


def normalised_mutual_information(
    a: Indeling,
    b: Indeling,
    *,
    weights: "pd.Series[float] | None" = None,
    average: str = "max",
) -> float:
    r"""What two indelingen tell of each other, as a share of what the richest of them tells.

    Parameters
    ----------
    a, b : Indeling
        Partitions; compared on the gemeenten that both cover.
    weights : Series, optional
        Weight of each gemeente by code; 1 when absent.
    average : {"max", "min", "mean", "geometric"}, optional
        What the mutual information is a share of: which mean of both entropies. With `mean` it is
        the V-measure.

    Returns
    -------
    float
        Between 0 and 1; with `max` 1 only when the two are equal.

    Raises
    ------
    NotAPartitionError
        If a gemeente is in two verbanden of `a` or `b`.
    LappendekenError
        If there is nothing to compare, a weight is unfit, or there is no such mean.

    Notes
    -----
    .. math:: (H(A) + H(B) - H(A, B)) / \max(H(A), H(B))

    One minus this is a metric, the normalised information distance; of the other means that does
    not hold. When both entropies are 0, both are one verband, and it is 1.

    References
    ----------
    Vinh, N. X., Epps, J. & Bailey, J. (2010). Information theoretic measures for clusterings
    comparison. Journal of Machine Learning Research 11, 2837-2854.
    Kvålseth, T. O. (1987). Entropy and correlation: some comments. IEEE Transactions on Systems,
    Man and Cybernetics 17, 517-519.

    Examples
    --------
    >>> a = Indeling.from_members({"p": ["1", "2"], "q": ["3", "4"]})
    >>> b = Indeling.from_members({"p": ["1", "2"], "q": ["3"], "r": ["4"]})
    >>> round(normalised_mutual_information(a, b), 4)
    0.6667
    >>> round(normalised_mutual_information(a, b, average="min"), 12)
    1.0
    """
    if average not in _AVERAGES:
        raise LappendekenError(
            f"Het gemiddelde '{average}' bestaat niet; kies uit {', '.join(_AVERAGES)}."
        )
    require_partitions("genormaliseerde wederzijdse informatie", a, b)
    return float(mutual_of_entropies(*_entropies(align(a, b, weights)), average=average))


def mutual_of_pair(pair: Aligned) -> float:
    """`normalised_mutual_information` of two aligned partitions."""
    return float(mutual_of_entropies(*_entropies(pair)))


def mutual_of_entropies(
    in_a: float | Floats, in_b: float | Floats, joint: float | Floats, *, average: str = "max"
) -> Floats:
    """The normalised mutual information; where there is no entropy to share it is as for V."""
    one, other = np.asarray(in_a), np.asarray(in_b)
    whole = _AVERAGES[average](one, other)
    some = whole > ROUNDING
    shared = np.clip((one + other - joint) / np.where(some, whole, 1.0), 0.0, 1.0)
    none = np.where(np.maximum(one, other) > ROUNDING, 0.0, 1.0)
    return np.where(some, shared, none)


@recorded
def region_inhomogeneity(
    a: Indeling, b: Indeling, *, weights: "pd.Series[float] | None" = None
) -> "pd.Series[float]":
    r"""How mixed the verbanden of `b` are within each verband of `a`.

    Parameters
    ----------
    a, b : Indeling
        Partitions; compared on the gemeenten that both cover.
    weights : Series, optional
        Weight of each gemeente by code; 1 when absent. With area it is the regional inhomogeneity
        (rih) of Nowosad & Stepinski.

    Returns
    -------
    Series of float
        Index `a.verbanden`; 0 when the verband lies within one of `b`, 1 when it is as mixed as
        `b` is as a whole, more when it is more mixed. NaN for a verband without weight that `b`
        covers.

    Raises
    ------
    NotAPartitionError
        If a gemeente is in two verbanden of `a` or `b`.
    LappendekenError
        If there is nothing to compare, or a weight is unfit.

    Notes
    -----
    With :math:`B_r` the division of verband r over the verbanden of `b`,

    .. math:: H(B_r) / H(B)

    The mean of it, weighted by the weight of the verbanden, is 1 - completeness.

    References
    ----------
    Nowosad, J. & Stepinski, T. F. (2018). Spatial association between regionalizations using the
    information-theoretical V-measure. IJGIS 32, 2386-2401.

    Examples
    --------
    >>> a = Indeling.from_members({"p": ["1", "2"], "q": ["3", "4"]})
    >>> b = Indeling.from_members({"x": ["1", "2", "3"], "y": ["4"]})
    >>> region_inhomogeneity(a, b).round(3).to_dict()
    {'p': 0.0, 'q': 1.233}
    """
    require_partitions("regionale inhomogeniteit", a, b)
    pair = align(a, b, weights)
    found = inhomogeneity_of_pair(pair)
    return pd.Series(found, index=a.verbanden, name="inhomogeneity")


def inhomogeneity_of_pair(pair: Aligned) -> Floats:
    """`region_inhomogeneity` of two aligned partitions."""
    row, weight, total = pair.cells.row, pair.cell_weights, pair.a.totals
    share = np.divide(weight, total[row], out=np.zeros(len(row)), where=total[row] > 0)
    logs = np.log(share, out=np.zeros(len(row)), where=share > 0)
    own = np.bincount(row, -share * logs, minlength=len(total))
    whole = pair.b.once(_entropy_of)
    mixed = own / whole if whole > ROUNDING else np.zeros(len(total))
    return np.where(total > 0, np.maximum(mixed, 0.0), np.nan)


def _entropies(pair: Aligned) -> tuple[float, float, float]:
    """The entropy in nats of both partitions, and of the two together."""
    return pair.a.once(_entropy_of), pair.b.once(_entropy_of), _entropy(pair.cell_weights)


def _entropy_of(side: Side) -> float:
    """Entropy of the weights of the verbanden of a partition."""
    return _entropy(side.totals)


def _entropy(totals: Floats) -> float:
    """Entropy in nats of a distribution given by unnormalised totals."""
    # Sorted, so that no order of rows or sides shows in the last digit.
    some = np.sort(totals[totals > 0])
    share = some / some.sum()
    logs = np.log(share)
    # The logarithm of a share of nearly 1 is what the others leave.
    rest = share[:-1].sum()
    if rest < share[-1]:
        logs[-1] = np.log1p(-rest)
    return float(-(share * logs).sum())


def _explained(conditional: float | Floats, entropy: float | Floats, least: float) -> Floats:
    """Share of an entropy that is explained; rounding must not leave the unit interval."""
    some = np.asarray(entropy) > least
    return np.where(some, np.clip(1 - conditional / np.where(some, entropy, 1.0), 0.0, 1.0), 1.0)
