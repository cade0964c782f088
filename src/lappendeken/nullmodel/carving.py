"""Cutting a tree into subtrees of given sizes: the inner loop of the random divisions."""

from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

Reach = Mapping[int, tuple[tuple[int, ...], int]]


class Carved(NamedTuple):
    """What one tree gave.

    Parameters
    ----------
    region : list of int
        The number of the region of every node; -1 for those that are still to be divided.
    left : list of int
        The regions whose size no subtree had.
    """

    region: list[int]
    left: list[int]


def carve(
    parent: list[int],
    regions: list[int],
    sizes: Sequence[int],
    reach: Reach,
    uniform: Iterator[float],
    masses: list[int] | None = None,
) -> Carved:
    """Cut off subtrees of the wanted sizes, as long as there are; a node counts 1, or its mass.

    Notes
    -----
    Of the subtrees with the right size one is taken, each as likely. The sizes above
    it are then corrected, so that what is left is again a tree with known subtrees. The time is
    that of one walk through the tree, plus the depth of the tree for each cut.

    Examples
    --------
    >>> path = [-1, 0, 1, 2, 3]
    >>> carve(path, [0, 1], [2, 3], {2: ((2,), 0), 3: ((3,), 0)}, iter([0.0] * 9))
    Carved(region=[1, 1, 1, 0, 0], left=[])
    """
    nodes = len(parent)
    region = [-1] * nodes
    left = list(regions)
    below = _subtree_sizes(parent, masses or [1] * nodes)
    wanted = {size for one in left for size in reach[sizes[one]][0]}
    standing: dict[int, list[int]] = {size: [] for size in wanted}
    for node in range(1, nodes):
        if below[node] in wanted:
            standing[below[node]].append(node)
    # What the regions that are left may give or take together, and what they must make good.
    give = sum(reach[sizes[one]][1] for one in left)
    drift = below[0] - sum(sizes[one] for one in left)
    cut = True
    while cut and len(left) > 1:
        cut, place = False, 0
        while place < len(left) > 1:
            size = sizes[left[place]]
            room = give - reach[size][1]
            node = -1
            for near in reach[size][0]:
                if standing[near] and abs(drift + size - near) <= room:
                    node = _take(standing[near], near, parent, below, region, uniform)
                    if node >= 0:
                        drift += size - near
                        break
            if node < 0:
                place += 1
                continue
            _cut_off(node, parent, below, wanted, standing)
            region[node] = left.pop(place)
            give, cut = room, True
    if len(left) == 1:
        region[0] = left.pop()
    for node in range(1, nodes):
        if region[node] < 0:
            region[node] = region[parent[node]]
    return Carved(region, left)


def _subtree_sizes(parent: list[int], masses: list[int]) -> list[int]:
    """What the nodes from each node downwards count together."""
    below = masses.copy()
    for node in range(len(parent) - 1, 0, -1):
        below[parent[node]] += below[node]
    return below


def _take(
    standing: list[int],
    size: int,
    parent: list[int],
    below: list[int],
    region: list[int],
    uniform: Iterator[float],
) -> int:
    """A random node whose subtree has this size and is still there; -1 when there is none."""
    while standing:
        place = int(next(uniform) * len(standing))
        node = standing[place]
        standing[place] = standing[-1]
        standing.pop()
        if below[node] != size:
            continue
        above = node
        while above >= 0 and region[above] < 0:
            above = parent[above]
        if above < 0:
            return node
    return -1


def _cut_off(
    node: int,
    parent: list[int],
    below: list[int],
    wanted: set[int],
    standing: dict[int, list[int]],
) -> None:
    """Take a subtree away from all that are above it."""
    size = below[node]
    above = parent[node]
    while above > 0:
        below[above] -= size
        if below[above] in wanted:
            standing[below[above]].append(above)
        above = parent[above]
    below[0] -= size
