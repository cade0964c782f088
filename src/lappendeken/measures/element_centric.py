"""Element-centric similarity: whether each gemeente has the same circle of partners."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import pandas as pd
from scipy import sparse

from lappendeken.errors import LappendekenError
from lappendeken.indeling import Indeling
from lappendeken.measures.alignment import (
    Aligned,
    Floats,
    Ints,
    Side,
    align,
    check_weights,
    distinct_rows,
    weighted_mean,
)
from lappendeken.provenance import recorded

ALPHA = 0.9
"""Chance to walk on, as its authors advise."""

CHUNK_CELLS = 200_000
"""How many cells of affinity are held at a time; more no longer fit the cache of a core."""

DENSE_SHARE = 0.05
"""From this share of filled cells on, blocks are multiplied as dense matrices."""


@recorded
def local_element_centric_similarity(
    a: Indeling, b: Indeling, *, alpha: float = ALPHA
) -> "pd.Series[float]":
    r"""How far each gemeente has the same circle of partners in two indelingen.

    Parameters
    ----------
    a, b : Indeling
        Partitions or covers; compared on the gemeenten that both cover.
    alpha : float
        Between 0 and 1, exclusive; the chance to walk on. For partitions the result does not
        depend on it.

    Returns
    -------
    Series of float
        Index `a.gemeenten`; between 0 and 1, NaN for a gemeente that one of the two does not
        cover.

    Raises
    ------
    LappendekenError
        If there is nothing to compare, or alpha is out of range.

    Notes
    -----
    A walker goes from a gemeente to one of its verbanden, each as likely, and from there to one
    of its members, each as likely: W. It starts at i, walks on with chance alpha and else returns
    to i; :math:`P = (1 - \alpha)(I - \alpha W)^{-1}` says where it is. The similarity compares
    these chances in A and in B,

    .. math:: S_i = 1 - \frac{1}{2 \alpha} \sum_j |P^A_{ij} - P^B_{ij}|

    For partitions it has the closed form

    .. math:: S_i = |A_i \cap B_i| / \max(|A_i|, |B_i|)

    with A_i the gemeenten together with i, i included: the share of the larger circle of
    partners that both circles have in common. For covers the system is solved per connected part,
    in the verbanden (which are few) instead of the gemeenten, and gemeenten with the same
    verbanden in both indelingen are taken together; no n × n matrix is ever held.

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
    >>> cover = Indeling.from_members({"p": ["1", "2"], "q": ["2", "3", "4"]})
    >>> local_element_centric_similarity(cover, b).round(3).to_list()
    [0.684, 0.614, 0.456, 0.456]
    """
    if not 0 < alpha < 1:
        raise LappendekenError(f"alpha moet tussen 0 en 1 liggen, niet {alpha}.")
    pair = align(a, b)
    similarity = pd.Series(similarity_of_pair(pair, alpha), index=pair.gemeenten)
    return similarity.reindex(a.gemeenten).rename("element_centric_similarity")


def similarity_of_pair(pair: Aligned, alpha: float = ALPHA) -> Floats:
    """`local_element_centric_similarity` of every common gemeente of two aligned indelingen."""
    if not pair.of_partitions:
        return by_walking(pair, alpha)
    circles = pair.circles
    return similarity_of_sizes(circles.in_both, circles.in_a, circles.in_b)[circles.kind]


def similarity_of_sizes(in_both: Ints | Floats, in_a: Ints | Floats, in_b: Ints | Floats) -> Floats:
    """The similarity of gemeenten in partitions from the sizes of their circles."""
    return np.asarray(in_both / np.maximum(in_a, np.maximum(in_b, 1)))


def mean_similarity(pair: Aligned) -> float:
    """`element_centric_similarity` of two aligned indelingen."""
    return weighted_mean(pair.once(similarity_of_pair), pair.weights)


def element_centric_similarity(
    a: Indeling,
    b: Indeling,
    *,
    weights: "pd.Series[float] | None" = None,
    alpha: float = ALPHA,
) -> float:
    """Mean over the gemeenten of `local_element_centric_similarity`.

    Parameters
    ----------
    a, b : Indeling
        Partitions or covers; compared on the gemeenten that both cover.
    weights : Series, optional
        Weight of each gemeente in the mean, by code; 1 when absent. Circles of partners count
        gemeenten whatever the weights, so the result is the weighted mean of the local one.
    alpha : float
        See `local_element_centric_similarity`.

    Returns
    -------
    float
        Between 0 and 1; 1 only for indelingen with the same circles.

    Raises
    ------
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


@dataclass(frozen=True)
class _Walk:
    """The walk in one indeling, on groups of gemeenten with the same verbanden.

    Parameters
    ----------
    leave : csr_array, shape (g, m)
        Chance to go from a group to a verband.
    arrive : csr_array, shape (m, g)
        Chance to go from a verband to one gemeente of a group.
    resolvent : csr_array, shape (m, m)
        Sum over all numbers of steps between verbanden, discounted; block diagonal.
    filled : float
        Number of cells of the g × g matrix of chances that are not 0.
    """

    leave: sparse.csr_array
    arrive: sparse.csr_array
    resolvent: sparse.csr_array
    filled: float


def by_walking(pair: Aligned, alpha: float) -> Floats:
    """Local similarity of every common gemeente, by the definition.

    Parameters
    ----------
    pair : Aligned
        Partitions or covers.
    alpha : float
        Between 0 and 1, exclusive.

    Returns
    -------
    ndarray of float, shape (k,)
    """
    if pair.dense:
        gap = pair.a.once(_chances, alpha) - pair.b.once(_chances, alpha)
        return _similar(np.abs(gap, out=gap).sum(axis=1), alpha)
    group, first, sizes = distinct_rows(pair.stacked)
    walk_a = _walk(pair.a.incidence[first], sizes, alpha)
    walk_b = _walk(pair.b.incidence[first], sizes, alpha)
    groups = len(first)
    dense = max(walk_a.filled, walk_b.filled) > DENSE_SHARE * groups * groups
    rows = _dense_rows if dense else _sparse_rows
    return np.asarray(_similar(rows(walk_a, walk_b, sizes), alpha)[group])


def _similar(difference: Floats, alpha: float) -> Floats:
    """The similarity from the sum of differences between the discounted numbers of visits."""
    # Staying at i is as likely in both walks, so that term falls out of the difference.
    return np.asarray(np.clip(1 - (1 - alpha) * difference / 2, 0.0, 1.0))


def _chances(side: Side, alpha: float) -> Floats:
    """Discounted number of visits from every gemeente to every other (k × k)."""
    if side.labels is not None:
        # All members of a verband are as likely after every step.
        share = 1 / ((1 - alpha) * np.maximum(side.sizes, 1))
        return np.where(side.together, share[side.labels][:, None], 0.0)
    walk = _walk(side.incidence, np.ones(len(side.rows), dtype=np.int64), alpha)
    return np.asarray(walk.leave @ (walk.resolvent @ walk.arrive).toarray())


def _walk(incidence: sparse.csr_array, sizes: Ints, alpha: float) -> _Walk:
    """Set up the walk in one indeling and solve it between verbanden."""
    used = np.flatnonzero(np.bincount(incidence.indices, minlength=incidence.shape[1]))
    filled = sparse.csr_array(incidence[:, used]).astype(np.float64)
    degree = np.diff(filled.indptr)
    members = filled.T @ sizes
    leave = sparse.csr_array(sparse.diags_array(1 / degree) @ filled)
    arrive = sparse.csr_array(sparse.diags_array(1 / members) @ filled.T)
    step = sparse.csr_array(arrive @ sparse.diags_array(sizes.astype(np.float64)) @ leave)
    count, part = sparse.csgraph.connected_components(step, directed=False)
    resolvent = _invert_blocks(step, part, count, alpha)
    of_group = part[filled.indices[filled.indptr[:-1]]]
    cells = np.bincount(of_group, minlength=count).astype(np.float64)
    return _Walk(leave, arrive, resolvent, float(cells @ cells))


def _invert_blocks(
    step: sparse.csr_array, part: Ints, count: int, alpha: float
) -> sparse.csr_array:
    """Invert I - alpha * step, block by block."""
    size = step.shape[0]
    order = np.argsort(part, kind="stable")
    ends = np.searchsorted(part[order], np.arange(count + 1))
    lengths = np.diff(ends)
    system = sparse.csr_array(sparse.eye_array(size) - alpha * step)[order][:, order].tocoo()
    row, column = system.coords
    place_row, place_column = row - ends[part[order][row]], column - ends[part[order][column]]
    values, rows, columns = [], [], []
    # Blocks of one size are inverted together: there may be thousands of tiny ones.
    for length in np.unique(lengths):
        chosen = np.flatnonzero(lengths == length)
        number = np.full(count, -1)
        number[chosen] = np.arange(len(chosen))
        block = number[part[order][row]]
        mine = block >= 0
        stack = np.zeros((len(chosen), length, length))
        stack[block[mine], place_row[mine], place_column[mine]] = system.data[mine]
        inverse = np.linalg.inv(stack)
        offset = ends[chosen][:, None, None]
        inner = np.arange(length)
        values.append(inverse.ravel())
        rows.append(np.broadcast_to(offset + inner[None, :, None], inverse.shape).ravel())
        columns.append(np.broadcast_to(offset + inner[None, None, :], inverse.shape).ravel())
    cells = (
        np.concatenate(values),
        (order[np.concatenate(rows)], order[np.concatenate(columns)]),
    )
    return sparse.csr_array(sparse.coo_array(cells, shape=(size, size)))


def _chunks(groups: int, width: float) -> Iterator[slice]:
    """Rows to take at a time."""
    step = max(1, int(CHUNK_CELLS / max(width, 1)))
    for start in range(0, groups, step):
        yield slice(start, start + step)


def _dense_rows(a: _Walk, b: _Walk, sizes: Ints) -> Floats:
    """Weighted sum of absolute differences of each row, with dense chunks."""
    groups = len(sizes)
    arrive_a, arrive_b = a.resolvent @ a.arrive, b.resolvent @ b.arrive
    dense_a, dense_b = arrive_a.toarray(), arrive_b.toarray()
    result = np.empty(groups)
    for rows in _chunks(groups, groups):
        gap = a.leave[rows] @ dense_a
        gap -= b.leave[rows] @ dense_b
        np.abs(gap, out=gap)
        result[rows] = gap @ sizes
    return result


def _sparse_rows(a: _Walk, b: _Walk, sizes: Ints) -> Floats:
    """Weighted sum of absolute differences of each row, with sparse chunks."""
    groups = len(sizes)
    arrive_a, arrive_b = a.resolvent @ a.arrive, b.resolvent @ b.arrive
    result = np.empty(groups)
    for rows in _chunks(groups, (a.filled + b.filled) / groups):
        gap = sparse.csr_array(a.leave[rows] @ arrive_a - b.leave[rows] @ arrive_b)
        result[rows] = abs(gap) @ sizes
    return result
