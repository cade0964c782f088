"""How far one indeling determines another, by entropy."""

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from lappendeken.indeling import Indeling
from lappendeken.measures.alignment import Floats, align

if TYPE_CHECKING:
    import pandas as pd
    from scipy import sparse


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
    return v_of_table(align(a, b, weights).contingency())


def v_of_table(table: "sparse.csr_array") -> VMeasure:
    """The V-measure from a contingency table of weights.

    Parameters
    ----------
    table : csr_array
        Weight in each verband of the reference and each of the other.

    Returns
    -------
    VMeasure
    """
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
