"""A Markov chain over contiguous divisions that keeps sizes and matches compactness."""

from collections.abc import Sequence
from math import exp
from random import Random
from typing import NamedTuple

import numpy as np

from lappendeken.measures.alignment import Ints

STEPS_PER_REGION = 60
"""Steps for each region; see `settle`."""

STRENGTH = 0.5
"""How strongly the number of separated neighbours is drawn to what is wanted; see `settle`."""


class Links(NamedTuple):
    """Pairs of neighbours, and the neighbours of each gemeente."""

    pairs: list[tuple[int, int]]
    of: list[list[int]]


def links(first: Ints, second: Ints, gemeenten: int) -> Links:
    """Neighbours as lists."""
    pairs = list(zip(first.tolist(), second.tolist(), strict=True))
    of: list[list[int]] = [[] for _ in range(gemeenten)]
    for one, other in pairs:
        of[one].append(other)
        of[other].append(one)
    return Links(pairs, of)


def settle(
    label: Sequence[int],
    near: Links,
    wanted: int,
    seed: int,
    *,
    steps: int | None = None,
    strength: float = STRENGTH,
) -> list[int]:
    r"""Walk from a contiguous division to one that is as compact as wanted.

    Parameters
    ----------
    label : sequence of int
        The region of each gemeente, from 0.
    near : Links
        Neighbours.
    wanted : int
        The number of pairs of neighbours in different regions.
    seed : int
        Where chance comes from.
    steps : int, optional
        How many; `STEPS_PER_REGION` for each region when absent.
    strength : float
        :math:`\beta` below.

    Notes
    -----
    A step takes a random link. When it joins two regions, a uniform spanning tree of both together
    is drawn (Wilson 1996), and one of its links that cut it into their two sizes; each of those
    with a chance of one in :math:`\lfloor n / s \rfloor`, with n gemeenten in both and s in the
    smallest, which is the most there can be. With :math:`\tau(R)` the number of spanning trees of
    a region, and c the number of links between the two, this proposes a division with a chance
    proportional to :math:`c \cdot \tau(R'_1) \tau(R'_2) c'`: the numbers of links of the way there
    and back are the same, as the random link is one of c and the tree is cut at one of c'. It is
    the reversible recombination of Cannon, Duchin, Randall & Rule (2022). With s the number of
    separated pairs of neighbours, accepting with :math:`\min(1, e^{-\beta (|s' - w| - |s - w|)})`
    leaves the distribution

    .. math:: \pi(R_1, \ldots, R_k) \propto \tau(R_1) \cdots \tau(R_k) \; e^{-\beta |s - w|}

    unchanged, on the divisions into these sizes that such steps can reach.

    References
    ----------
    Autry, E., Carter, D., Herschlag, G., Hunter, Z. & Mattingly, J. (2021). Metropolized multiscale
    forest recombination for redistricting. Multiscale Modeling & Simulation 19(4), 1885-1914.
    Cannon, S., Duchin, M., Randall, D. & Rule, P. (2022). Spanning tree methods for sampling graph
    partitions. arXiv:2210.01401.
    Wilson, D. (1996). Generating random spanning trees more quickly than the cover time. STOC,
    296-303.

    Examples
    --------
    >>> square = links(np.array([0, 0, 1, 2]), np.array([1, 2, 3, 3]), 4)
    >>> sorted({tuple(settle([0, 0, 1, 1], square, 2, seed)) for seed in range(20)})
    [(0, 0, 1, 1), (0, 1, 0, 1), (1, 0, 1, 0), (1, 1, 0, 0)]
    """
    region, draw = list(label), Random(seed)  # noqa: S311
    members: list[list[int]] = [[] for _ in range(max(region) + 1)]
    for node, own in enumerate(region):
        members[own].append(node)
    apart = sum(region[one] != region[other] for one, other in near.pairs)
    pairs, count = near.pairs, len(near.pairs)
    for _ in range(STEPS_PER_REGION * len(members) if steps is None else steps):
        one, other = pairs[int(draw.random() * count)]
        a, b = region[one], region[other]
        if a == b:
            continue
        nodes = members[a] + members[b]
        sizes = len(members[a]), len(members[b])
        inside = _cut(nodes, sizes, {a, b}, region, near.of, draw)
        if inside is None:
            continue
        before = _between(members[a], region, b, near.of)
        after = sum(
            other not in inside
            for node in inside
            for other in near.of[node]
            if region[other] == a or region[other] == b
        )
        gain = abs(apart - wanted) - abs(apart + after - before - wanted)
        if gain < 0 and draw.random() >= exp(strength * gain):
            continue
        apart += after - before
        new = a if len(inside) == sizes[0] else b
        rest = b if new == a else a
        members[new] = [node for node in nodes if node in inside]
        members[rest] = [node for node in nodes if node not in inside]
        for node in nodes:
            region[node] = new if node in inside else rest
    return region


def _between(nodes: list[int], region: list[int], other: int, of: list[list[int]]) -> int:
    """Number of links from some gemeenten to a region."""
    return sum(region[near] == other for node in nodes for near in of[node])


def _cut(
    nodes: list[int],
    sizes: tuple[int, int],
    both: set[int],
    region: list[int],
    of: list[list[int]],
    draw: Random,
) -> set[int] | None:
    """A part of a random tree of two regions that has one of their sizes; None when none came."""
    order, parent = _tree(nodes, both, region, of, draw)
    below = dict.fromkeys(order, 1)
    places = []
    for node in reversed(order[1:]):
        size = below[node]
        below[parent[node]] += size
        if size in sizes:
            places.append(node)
    pick = draw.random() * (len(nodes) // min(sizes))
    if pick >= len(places):
        return None
    inside = {places[int(pick)]}
    for node in order[1:]:
        if parent[node] in inside:
            inside.add(node)
    return inside


def _tree(
    nodes: list[int], both: set[int], region: list[int], of: list[list[int]], draw: Random
) -> tuple[list[int], dict[int, int]]:
    """A uniform spanning tree by Wilson's walks: nodes each after its parent, and the parents."""
    root = nodes[int(draw.random() * len(nodes))]
    parent: dict[int, int] = {root: -1}
    order = [root]
    way: dict[int, int] = {}
    for start in nodes:
        node = start
        while node not in parent:
            around = [near for near in of[node] if region[near] in both]
            way[node] = around[int(draw.random() * len(around))]
            node = way[node]
        branch = []
        node = start
        while node not in parent:
            parent[node] = way[node]
            branch.append(node)
            node = way[node]
        order += reversed(branch)
    return order, parent


def settle_all(labels: Ints, near: Links, wanted: int, rng: np.random.Generator) -> Ints:
    """Let every division of a chunk walk by itself."""
    seeds = rng.integers(0, 2**62, len(labels)).tolist()
    done = [
        settle(row, near, wanted, seed) for row, seed in zip(labels.tolist(), seeds, strict=True)
    ]
    return np.array(done, dtype=np.int64)
