"""How well a division holds verbanden together: modularity on graph, bipartite and hypergraph.

Each takes the verbanden in which gemeenten work together and a division of the gemeenten, and
says how much more the verbanden stay within its regions than chance would give. All compute from
one table, of how many members each verband has in each region; no graph is made.
"""

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import NamedTuple

import numpy as np
from scipy.special import logsumexp, xlogy
from scipy.stats import binom

from lappendeken.errors import LappendekenError, UnknownNameError
from lappendeken.indeling import Indeling, require_indelingen
from lappendeken.measures.alignment import Floats, Ints


class _Spread(NamedTuple):
    """How verbanden of more than one gemeente lie over regions.

    Parameters
    ----------
    members : ndarray of int, shape (v, r)
        Number of members of each verband in each region.
    sizes : ndarray of int, shape (v,)
        Of each verband.
    degree : ndarray of int, shape (r,)
        Number of deelnames of the gemeenten of each region.
    """

    members: Ints
    sizes: Ints
    degree: Ints


def _spread(verbanden: Indeling, division: Indeling, least: int = 2) -> _Spread:
    """The table of two indelingen; gemeenten without a region are regions by themselves."""
    require_indelingen((verbanden, division))
    division.require_partition("modulariteit")
    whole = division.on(verbanden.gemeenten).with_singletons()
    members = np.asarray((verbanden.incidence.T @ whole.incidence).toarray(), dtype=np.int64)
    members = members[members.sum(axis=1) >= least]
    if not len(members):
        raise LappendekenError(
            f"In {verbanden.naam} zit geen gemeente met een andere in een verband."
        )
    return _Spread(members, members.sum(axis=1), members.sum(axis=0))


def modularity(
    verbanden: Indeling, division: Indeling, *, normalise: bool = True, resolution: float = 1.0
) -> float:
    r"""Modularity of a division on the graph of gemeenten joined by the verbanden they share.

    Parameters
    ----------
    verbanden : Indeling
        The verbanden in which gemeenten work together; may overlap.
    division : Indeling
        A partition; gemeenten that it does not have are regions by themselves.
    normalise : bool
        Whether a verband of k gemeenten counts for 1 / (k - 1) in each of its pairs; see
        `graph.gemeente_projection`.
    resolution : float
        :math:`\gamma` below; see `graph.communities`.

    Returns
    -------
    float
        At most 1; 0 for one region with everything, at a resolution of 1.

    Raises
    ------
    NotAPartitionError
        If a gemeente is in two regions.
    LappendekenError
        If no two gemeenten share a verband.

    Notes
    -----
    With :math:`w_{ij}` the weight between two gemeenten, :math:`w_i` the sum over j, and W that
    over i,

    .. math:: Q = \sum_C \left( \sum_{i \ne j \in C} \frac{w_{ij}}{W}
        - \gamma \Big(\sum_{i \in C} \frac{w_i}{W}\Big)^2 \right)

    References
    ----------
    Newman, M. E. J. & Girvan, M. (2004). Finding and evaluating community structure in networks.
    Physical Review E 69, 026113.

    Examples
    --------
    >>> one = Indeling.from_members({"p": ["1", "2"], "q": ["3", "4"]})
    >>> modularity(one, one)
    0.5
    """
    found = _spread(verbanden, division)
    weight = 1 / (found.sizes - 1) if normalise else np.ones(len(found.sizes))
    inside = (weight[:, None] * found.members * (found.members - 1)).sum(axis=0)
    strength = ((weight * (found.sizes - 1))[:, None] * found.members).sum(axis=0)
    total = strength.sum()
    return float((inside / total - resolution * (strength / total) ** 2).sum())


def bipartite_modularity(
    verbanden: Indeling, division: Indeling, *, resolution: float = 1.0
) -> float:
    r"""Barber's modularity of a division, with each verband in the region where it fits best.

    Parameters
    ----------
    verbanden, division, resolution
        See `modularity`.

    Returns
    -------
    float
        At most 1.

    Raises
    ------
    NotAPartitionError
        If a gemeente is in two regions.
    LappendekenError
        If there is no verband.

    Notes
    -----
    Barber's modularity (see `graph.bipartite_communities`) asks for communities of gemeenten and
    verbanden. A division says nothing of verbanden, and what each adds does not hang on the
    others, so each is given to the region where it adds most:

    .. math:: Q = \frac{1}{M} \sum_v \max_C \left( n_{vC} - \gamma \frac{k_v d_C}{M} \right)

    with :math:`n_{vC}` its members in a region, :math:`k_v` all its members, :math:`d_C` the
    deelnames of the region, and M all. A verband for which all are below 0 is given to none.

    References
    ----------
    Barber, M. J. (2007). Modularity and community detection in bipartite networks. Physical Review
    E 76, 066102.

    Examples
    --------
    >>> one = Indeling.from_members({"p": ["1", "2"], "q": ["3", "4"]})
    >>> bipartite_modularity(one, one)
    0.5
    """
    found = _spread(verbanden, division, least=1)
    total = found.sizes.sum()
    chance = resolution * found.sizes[:, None] * found.degree / total
    return float(np.maximum((found.members - chance).max(axis=1), 0).sum() / total)


def _strict(size: int, share: Floats) -> Floats:
    return np.asarray(share**size)


def _linear(size: int, share: Floats) -> Floats:
    # c / d of the binomial chance of c in d is the share times the chance of c - 1 in d - 1.
    return np.asarray(share * binom.sf(size // 2 - 1, size - 1, share))


def _majority(size: int, share: Floats) -> Floats:
    return np.asarray(binom.sf(size // 2, size, share))


_WORTH: Mapping[str, tuple[Callable[[Floats], Floats], Callable[[int, Floats], Floats]]] = (
    MappingProxyType(
        {
            "strict": (lambda part: np.where(part == 1, 1.0, 0.0), _strict),
            "linear": (lambda part: np.where(part > 0.5, part, 0.0), _linear),
            "majority": (lambda part: np.where(part > 0.5, 1.0, 0.0), _majority),
        }
    )
)
"""What a verband with this part of its members in one region is worth, and by chance."""


def hypergraph_modularity(
    verbanden: Indeling, division: Indeling, *, kind: str = "strict", resolution: float = 1.0
) -> float:
    r"""Modularity of a division on the hypergraph whose edges are the verbanden themselves.

    Parameters
    ----------
    verbanden, division, resolution
        See `modularity`.
    kind : str
        What a verband is worth with c of its d members in one region: `strict` 1 when c = d,
        `linear` c / d and `majority` 1 when c > d / 2; else nothing.

    Returns
    -------
    float
        At most 1; 0 for one region with everything, at a resolution of 1.

    Raises
    ------
    NotAPartitionError
        If a gemeente is in two regions.
    UnknownNameError
        If there is no such kind.
    LappendekenError
        If no two gemeenten share a verband.

    Notes
    -----
    With E verbanden, each of d gemeenten, and :math:`p_C` the share of a region in all deelnames,

    .. math:: Q = \frac{1}{E} \sum_v \Big( w(v) - \gamma \sum_C \sum_{c=0}^{d_v} w_{c, d_v}
        \tbinom{d_v}{c} p_C^c (1 - p_C)^{d_v - c} \Big)

    where w is what the verband is worth as it lies, and the sum what one of its size is worth when
    its members are drawn by their deelnames. Verbanden of one gemeente do not count.

    References
    ----------
    Kamiński, B., Poulin, V., Prałat, P., Szufel, P. & Théberge, F. (2019). Clustering via
    hypergraph modularity. PLoS ONE 14(11), e0224307.
    Kamiński, B., Prałat, P. & Théberge, F. (2021). Community detection algorithm using hypergraph
    modularity. Complex Networks & Their Applications IX, 152-163.

    Examples
    --------
    >>> one = Indeling.from_members({"p": ["1", "2"], "q": ["3", "4"]})
    >>> hypergraph_modularity(one, one)
    0.5
    """
    if kind not in _WORTH:
        raise UnknownNameError("soort", kind, list(_WORTH))
    worth, by_chance = _WORTH[kind]
    found = _spread(verbanden, division)
    share = found.degree / found.degree.sum()
    sizes, count = np.unique(found.sizes, return_counts=True)
    chance = sum(
        many * by_chance(int(size), share).sum() for size, many in zip(sizes, count, strict=True)
    )
    kept = worth(found.members / found.sizes[:, None]).sum()
    return float((kept - resolution * chance) / len(found.sizes))


def hypergraph_likelihood(verbanden: Indeling, division: Indeling) -> float:
    r"""How much likelier whole verbanden make a division than no division, per verband.

    Parameters
    ----------
    verbanden, division
        See `modularity`.

    Returns
    -------
    float
        Gain in natural logarithm of the likelihood, per verband; 0 for one region with everything.

    Raises
    ------
    NotAPartitionError
        If a gemeente is in two regions.
    LappendekenError
        If no two gemeenten share a verband.

    Notes
    -----
    The 'all or nothing' hypergraph model of Chodrow, Veldt & Benson: verbanden of k gemeenten come
    at one rate within regions and at another across them, in proportion to the deelnames of their
    members. With both rates as the data have them, the gain over a model without regions is

    .. math:: \frac{1}{E} \sum_k E_k \left( f_k \ln \frac{f_k}{p_k}
        + (1 - f_k) \ln \frac{1 - f_k}{1 - p_k} \right), \qquad p_k = \sum_C p_C^k

    with :math:`E_k` verbanden of k gemeenten, :math:`f_k` the share of them within one region,
    :math:`p_k` what chance gives, and :math:`p_C` the share of a region in all deelnames. A size
    of which fewer stay within a region than by chance counts against the division. With few
    verbanden of each size the rates follow them closely, so compare divisions on the same
    verbanden only.

    References
    ----------
    Chodrow, P. S., Veldt, N. & Benson, A. R. (2021). Generative hypergraph clustering: from
    blockmodels to modularity. Science Advances 7(28), eabh1303.

    Examples
    --------
    >>> one = Indeling.from_members({"p": ["1", "2"], "q": ["3", "4"]})
    >>> round(hypergraph_likelihood(one, one), 3)  # ln 2: chance would keep half within
    0.693
    """
    found = _spread(verbanden, division)
    share = found.degree / found.degree.sum()
    share = share[share > 0]
    sizes, place = np.unique(found.sizes, return_inverse=True)
    count = np.bincount(place)
    whole = (found.members == found.sizes[:, None]).any(axis=1)
    within = np.bincount(place, whole) / count
    # In logarithms: the chance of keeping sixty together is too small for a number.
    chance = np.array([float(logsumexp(size * np.log(share))) for size in sizes])
    across = np.log1p(-np.minimum(np.exp(chance), 1 - 1e-15))
    rest = 1 - within
    gain = xlogy(within, within) + xlogy(rest, rest) - within * chance - rest * across
    sign = np.where(within < np.exp(chance), -1.0, 1.0)
    return float((count * sign * gain).sum() / len(found.sizes))
