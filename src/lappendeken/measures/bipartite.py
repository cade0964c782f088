"""The shape of the graph of gemeenten and verbanden: nestedness and centralisation."""

from typing import NamedTuple

import numpy as np
from scipy import sparse

from lappendeken.indeling import Indeling, require_indelingen
from lappendeken.measures.alignment import Ints
from lappendeken.provenance import Told, recorded


class _Nodf(NamedTuple):
    gemeenten: float
    verbanden: float
    whole: float


class Nodf(_Nodf, Told):
    """Result of `nodf`, each from 0 to 100.

    Parameters
    ----------
    gemeenten, verbanden : float
        Of the pairs of gemeenten, and of the pairs of verbanden.
    whole : float
        Of all these pairs.
    """


class _Centralisation(NamedTuple):
    gemeenten: float
    verbanden: float
    partners: float


class Centralisation(_Centralisation, Told):
    """Result of `centralisation`, each from 0 to 1.

    Parameters
    ----------
    gemeenten, verbanden : float
        Of the deelnames over gemeenten, and over verbanden.
    partners : float
        Of the number of partners over gemeenten: that of the projection.
    """


@recorded
def nodf(verbanden: Indeling) -> Nodf:
    r"""Nestedness by overlap and decreasing fill.

    Parameters
    ----------
    verbanden : Indeling
        May overlap; gemeenten without a verband are left out.

    Returns
    -------
    Nodf
        NaN where there are no two to compare.

    Notes
    -----
    For a pair of rows or columns with :math:`k_i > k_j` filled cells, of which they have
    :math:`o_{ij}` in common, the paired nestedness is :math:`100\, o_{ij} / k_j`; with equal
    :math:`k` it is 0. NODF is the mean over all pairs of rows and of columns.

    References
    ----------
    Almeida-Neto, M., Guimarães, P., Guimarães, P. R., Loyola, R. D. & Ulrich, W. (2008). A
    consistent metric for nestedness analysis in ecological systems. Oikos 117, 1227-1239.

    Examples
    --------
    >>> nested = Indeling.from_members({"p": ["1"], "q": ["1", "2"], "r": ["1", "2", "3"]})
    >>> nodf(nested)
    Nodf(gemeenten=100.0, verbanden=100.0, whole=100.0)
    """
    return nodf_of(_filled(verbanden))


def nodf_of(incidence: sparse.csr_array) -> Nodf:
    """NODF of a matrix without empty rows or columns."""
    sums, pairs = zip(*(_paired(one) for one in (incidence, incidence.T)), strict=True)
    parts = [*zip(sums, pairs, strict=True), (sum(sums), sum(pairs))]
    return Nodf(*(100 * total / many if many else float("nan") for total, many in parts))


def _paired(incidence: sparse.sparray) -> tuple[float, int]:
    """The sum of the paired nestedness of the rows, and the number of pairs."""
    rows = sparse.csr_array(incidence).astype(np.int64)
    filled = np.asarray(rows.sum(axis=1))
    shared = sparse.coo_array(rows @ rows.T)
    first, second = shared.coords
    more = filled[first] > filled[second]
    total = float((shared.data[more] / filled[second[more]]).sum())
    return total, len(filled) * (len(filled) - 1) // 2


@recorded
def centralisation(verbanden: Indeling) -> Centralisation:
    r"""How far deelnames and partners gather around one gemeente or verband.

    Parameters
    ----------
    verbanden : Indeling
        May overlap; gemeenten without a verband are left out.

    Returns
    -------
    Centralisation
        NaN where there are too few.

    Notes
    -----
    Freeman: :math:`\sum_i (k_{max} - k_i)` over the most that it can be. With n gemeenten and m
    verbanden, all connected, that is :math:`(n - 1)(m - 1)` for degrees in the bipartite graph
    (Borgatti and Everett), and :math:`(n - 1)(n - 2)` in the projection.

    References
    ----------
    Freeman, L. C. (1978). Centrality in social networks: conceptual clarification. Social Networks
    1, 215-239.
    Borgatti, S. P. & Everett, M. G. (1997). Network analysis of 2-mode data. Social Networks 19,
    243-269.

    Examples
    --------
    >>> star = Indeling.from_members({"p": ["1", "2"], "q": ["1", "3"], "r": ["1", "4"]})
    >>> centralisation(star)
    Centralisation(gemeenten=1.0, verbanden=0.0, partners=1.0)
    """
    filled = _filled(verbanden)
    n, m = filled.shape
    shared = sparse.csr_array(filled @ filled.T)
    most = (n - 1) * (m - 1)
    return Centralisation(
        _freeman(np.diff(filled.indptr), most),
        _freeman(np.bincount(filled.indices, minlength=m), most),
        _freeman(np.diff(shared.indptr) - 1, (n - 1) * (n - 2)),
    )


def _freeman(degree: Ints, most: int) -> float:
    """The sum of what each falls short of the highest, as a share of the most it can be."""
    return float((degree.max() - degree).sum() / most) if len(degree) and most > 0 else float("nan")


def _filled(verbanden: Indeling) -> sparse.csr_array:
    """The incidence without gemeenten that have no verband."""
    require_indelingen((verbanden,))
    incidence = sparse.csr_array(verbanden.incidence)
    return sparse.csr_array(incidence[np.diff(incidence.indptr) > 0])
