"""How far one indeling determines another, by entropy."""

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from lappendeken.indeling import Indeling
from lappendeken.measures.alignment import Aligned, Floats, Side, align

if TYPE_CHECKING:
    import pandas as pd


class VMeasure(NamedTuple):
    """Result of `v_measure`; every field lies between 0 and 1."""

    homogeneity: float
    completeness: float
    v: float


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
    return v_of_pair(align(a, b, weights))


def v_of_pair(pair: Aligned) -> VMeasure:
    """`v_measure` of two aligned partitions."""
    entropy_a, entropy_b = pair.a.once(_entropy_of), pair.b.once(_entropy_of)
    joint = _entropy(pair.cell_weights)
    found = v_of_entropies(entropy_a, entropy_b, joint, least=0.0)
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


def _entropy_of(side: Side) -> float:
    """Entropy of the weights of the verbanden of a partition."""
    return _entropy(side.totals)


def _entropy(totals: Floats) -> float:
    """Entropy in nats of a distribution given by unnormalised totals."""
    some = totals[totals > 0]
    share = some / some.sum()
    logs = np.log(share)
    # The logarithm of a share of nearly 1 is what the others leave.
    large = int(share.argmax())
    rest = share[np.arange(len(share)) != large].sum()
    if rest < share[large]:
        logs[large] = np.log1p(-rest)
    return float(-(share * logs).sum())


def _explained(conditional: float | Floats, entropy: float | Floats, least: float) -> Floats:
    """Share of an entropy that is explained; rounding must not leave the unit interval."""
    some = np.asarray(entropy) > least
    return np.where(some, np.clip(1 - conditional / np.where(some, entropy, 1.0), 0.0, 1.0), 1.0)
