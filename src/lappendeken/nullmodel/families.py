"""Many tests at once on the same draws: single-step max-T of Westfall and Young."""

from collections.abc import Sequence

import numpy as np
from scipy import sparse

from lappendeken.measures.alignment import Floats, Ints

_ROUNDING = 1e-5
"""Draws per gemeente are kept in single precision."""


def single_step(
    observed: Floats, mean: Floats, sd: Floats, draws: Sequence[Floats]
) -> tuple[Floats, Floats]:
    r"""Corrected p-values for 'less than chance' of a family of m scores, and their floors.

    Parameters
    ----------
    observed, mean, sd : ndarray, shape (m,)
        Of each score; NaN where it does not exist.
    draws : sequence of ndarray, shape (n_k, m)
        The scores of the draws, in chunks.

    Returns
    -------
    corrected, floor : ndarray, shape (m,)
        The corrected p, and what it would be for a score of 0: no lower p can be reached. NaN for
        a score that does not exist or does not vary.

    Notes
    -----
    With the deficit :math:`t = (\bar x - x) / s` of each score, and :math:`t^*_b` the largest
    deficit of all m in draw b,

    .. math:: p_i = (1 + \#\{b : t^*_b \ge t_i\}) / (1 + n)

    which keeps the chance of any false alarm in the family at the level, however the scores hang
    together. Unlike a correction by the number of tests it does not raise the floor of 1 / (1 + n).

    References
    ----------
    Westfall, P. H. & Young, S. S. (1993). Resampling-based multiple testing. Wiley.

    Examples
    --------
    >>> draws = np.array([[0.2, 0.5], [0.4, 0.5], [0.6, 0.5], [0.8, 0.5]])
    >>> one = np.array([0.1, 0.5]), np.array([0.5, 0.5]), np.array([0.25, 0.0])
    >>> [part.tolist() for part in single_step(*one, [draws])]
    [[0.2, nan], [0.2, nan]]
    """
    varies = sd > 0
    corrected, floor = np.full((2, len(observed)), np.nan)
    if not varies.any():
        return corrected, floor
    centre, scale = mean[varies], sd[varies]
    largest = np.sort(
        np.concatenate([((centre - part[:, varies]) / scale).max(axis=1) for part in draws])
    )

    def p_of(score: Floats) -> Floats:
        edge = (centre - score) / scale - _ROUNDING
        reached = len(largest) - np.searchsorted(largest, edge)
        return np.asarray((1 + reached) / (1 + len(largest)))

    corrected[varies], floor[varies] = p_of(observed[varies]), p_of(np.zeros_like(centre))
    return corrected, floor


def holm(p: Floats) -> Floats:
    """Correct p-values of any tests for their number: the step-down method of Holm (1979).

    Examples
    --------
    >>> holm(np.array([0.01, 0.04, 0.03, 0.9])).round(3).tolist()
    [0.04, 0.09, 0.09, 0.9]
    """
    known = np.flatnonzero(~np.isnan(p))
    order = known[np.argsort(p[known], kind="stable")]
    result = np.full(len(p), np.nan)
    raised = p[order] * np.arange(len(order), 0, -1)
    result[order] = np.minimum(np.maximum.accumulate(raised), 1.0)
    return result


def benjamini_hochberg(p: Floats) -> Floats:
    """Correct p-values for their number, so that of what is named a known share is false.

    At a level of 5 % at most one in twenty of the named is expected to be a false alarm, also when
    tests are positively dependent (Benjamini & Hochberg 1995, Benjamini & Yekutieli 2001).

    Examples
    --------
    >>> benjamini_hochberg(np.array([0.01, 0.04, 0.03, np.nan, 0.9])).round(3).tolist()
    [0.04, 0.053, 0.053, nan, 0.9]
    """
    known = np.flatnonzero(~np.isnan(p))
    order = known[np.argsort(p[known], kind="stable")][::-1]
    result = np.full(len(p), np.nan)
    raised = p[order] * len(order) / np.arange(len(order), 0, -1)
    result[order] = np.minimum(np.minimum.accumulate(raised), 1.0)
    return result


def surroundings(first: Ints, second: Ints, weights: Floats) -> sparse.csr_array:
    """For each gemeente (column) the share of every gemeente in it and its neighbours together.

    Examples
    --------
    >>> around = surroundings(np.array([0]), np.array([1]), np.array([1.0, 3.0, 1.0]))
    >>> around.toarray().tolist()
    [[0.25, 0.25, 0.0], [0.75, 0.75, 0.0], [0.0, 0.0, 1.0]]
    """
    own = np.arange(len(weights))
    ends = (np.concatenate([own, first, second]), np.concatenate([own, second, first]))
    near = sparse.csr_array(sparse.coo_array((weights[ends[0]], ends), shape=(len(own),) * 2))
    return _shares(near)


def members(incidence: sparse.csr_array, weights: Floats) -> sparse.csr_array:
    """For each verband (column) the share of every gemeente in it."""
    return _shares(sparse.csr_array(incidence.multiply(weights[:, None])))


def _shares(weighed: sparse.csr_array) -> sparse.csr_array:
    """Columns that add up to 1; those without weight are empty."""
    total = np.asarray(weighed.sum(axis=0)).ravel()
    scale = np.divide(1.0, total, out=np.zeros_like(total), where=total > 0)
    return sparse.csr_array(weighed.multiply(scale[None, :]))
