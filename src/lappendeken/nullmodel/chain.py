"""Random divisions as compact as a given one: a reversible Markov chain that starts from it."""

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, replace
from math import exp, log
from random import Random

import numpy as np
import numpy.typing as npt

from lappendeken.measures.alignment import Ints

VISITS_PER_REGION = 40
"""How long a walk is; see `walk`."""

STRENGTH = 0.7
"""How strongly a walk is drawn back to divisions as compact as the first; see `walk`."""

AWAY = 1000
"""A walk that has not come back to such a division after so many steps is undone."""


@dataclass(frozen=True, eq=False)
class Start:
    """A division to walk from.

    Parameters
    ----------
    piece : ndarray of int, shape (k,)
        The connected part of a region in which each gemeente lies, from 0.
    owner : ndarray of int
        The region of each piece.
    first, second : ndarray of int
        Every pair of neighbours once.
    inner : ndarray of bool
        Which of those may come together in one piece.
    masses : ndarray of int, shape (k,), optional
        What each gemeente weighs, where regions must keep their weight too.
    ratio : float
        By which factor the weights of a region may differ at most.
    """

    piece: Ints
    owner: Ints
    first: Ints
    second: Ints
    inner: npt.NDArray[np.bool_]
    masses: Ints | None = None
    ratio: float = 1.0

    @property
    def labels(self) -> Ints:
        """The region of each gemeente."""
        return np.asarray(self.owner[self.piece])

    @property
    def key(self) -> tuple[bytes, ...]:
        """The same for equal ones."""
        parts = (self.piece, self.owner, self.first, self.second, self.inner)
        masses = b"" if self.masses is None else self.masses.tobytes()
        return (*(one.tobytes() for one in parts), masses, str(self.ratio).encode())


class _Division:
    """A division on its way, and how many more pairs of neighbours it separates than the first."""

    def __init__(self, start: Start) -> None:
        self.owner: list[int] = start.owner.tolist()
        self.piece: list[int] = start.piece.tolist()
        self.members: list[list[int]] = [[] for _ in self.owner]
        for node, piece in enumerate(self.piece):
            self.members[piece].append(node)
        ends = zip(start.first.tolist(), start.second.tolist(), start.inner.tolist(), strict=True)
        self.near: list[list[int]] = [[] for _ in self.piece]
        self.pairs: list[tuple[int, int]] = []
        for one, other, inner in ends:
            self.near[one].append(other)
            self.near[other].append(one)
            if inner:
                self.pairs.append((one, other))
        self.excess = 0
        self.masses: list[int] = [] if start.masses is None else start.masses.tolist()
        self.scale = log(start.ratio) if start.ratio > 1 else 0.0
        self._weigh()
        self.classes = [self._class(load) for load in self.loads]

    def _weigh(self) -> None:
        """Add up what every region weighs."""
        self.loads = [0] * (max(self.owner) + 1)
        if self.masses:
            for owner, members in zip(self.owner, self.members, strict=True):
                self.loads[owner] += sum(self.masses[node] for node in members)

    def _class(self, load: int) -> int:
        """The class of a weight: within one, no weight is more than the ratio times another."""
        return int(log(load) / self.scale) if load and self.scale else load

    def _kept_in_class(self, a: int, b: int, nodes: list[int]) -> tuple[int, bool]:
        """What piece a gains from b when nodes lie as they do now, and whether both allow it."""
        one, other = self.owner[a], self.owner[b]
        if not self.masses or one == other:
            return 0, True
        before = sum(self.masses[node] for node in self.members[a])
        gain = sum(self.masses[node] for node in nodes if self.piece[node] == a) - before
        changed = (one, self.loads[one] + gain), (other, self.loads[other] - gain)
        return gain, all(self._class(load) == self.classes[region] for region, load in changed)

    def kept(self) -> tuple[list[int], list[list[int]]]:
        """What `back` needs to undo all later steps; members are replaced, never changed."""
        return self.piece.copy(), self.members.copy()

    def back(self, kept: tuple[list[int], list[list[int]]]) -> None:
        """Undo all steps since a division that separates as many pairs as the first."""
        self.piece, self.members = kept[0].copy(), kept[1].copy()
        self.excess = 0
        self._weigh()

    def step(self, draw: Callable[[], float], strength: float) -> bool:
        """Cut two neighbouring pieces anew, perhaps; whether it was done."""
        one, other = self.pairs[int(draw() * len(self.pairs))]
        a, b = self.piece[one], self.piece[other]
        if a == b:
            return False
        nodes, size = self.members[a] + self.members[b], len(self.members[a])
        place = {node: k for k, node in enumerate(nodes)}
        around = [[place[near] for near in self.near[node] if near in place] for node in nodes]
        inside = {nodes[k] for k in _cut(around, size, draw)}
        if not inside:
            return False
        before = self._separated(place)
        new = a if len(inside) == size else b
        for node in nodes:
            self.piece[node] = new if node in inside else a + b - new
        change = self._separated(place) - before
        loss = abs(self.excess + change) - abs(self.excess)
        gain, allowed = self._kept_in_class(a, b, nodes)
        if not allowed or (loss > 0 and draw() >= exp(-strength * loss)):
            for piece in (a, b):
                for node in self.members[piece]:
                    self.piece[node] = piece
            return False
        self.excess += change
        self.loads[self.owner[a]] += gain
        self.loads[self.owner[b]] -= gain
        for piece in (a, b):
            self.members[piece] = [node for node in nodes if self.piece[node] == piece]
        return True

    def _separated(self, nodes: Collection[int]) -> int:
        """Number of pairs of neighbours in different regions, of which at least one is a node."""
        owner, piece, found = self.owner, self.piece, 0
        for node in nodes:
            own = owner[piece[node]]
            for near in self.near[node]:
                if owner[piece[near]] != own and (near > node or near not in nodes):
                    found += 1
        return found


def _cut(around: list[list[int]], size: int, draw: Callable[[], float]) -> set[int]:
    """A part of a random tree with a size, or with all but so many; empty when none came."""
    order, parent = _tree(around, draw)
    total, sizes = len(order), {size, len(order) - size}
    below = [1] * total
    places = []
    for node in reversed(order[1:]):
        number = below[node]
        below[parent[node]] += number
        if number in sizes:
            places.append(node)
    # No tree has more places than this.
    most = max(1, (total - 1) // min(sizes))
    pick = int(draw() * most)
    if pick >= len(places):
        return set()
    inside = {places[pick]}
    for node in order[1:]:
        if parent[node] in inside:
            inside.add(node)
    return inside


def _tree(around: list[list[int]], draw: Callable[[], float]) -> tuple[list[int], list[int]]:
    """A uniform spanning tree by Wilson's walks: nodes each after its parent, and the parents."""
    total = len(around)
    root = int(draw() * total)
    parent, order, way = [-1] * total, [root], [0] * total
    free = [True] * total
    free[root] = False
    for start in range(total):
        if not free[start]:
            continue
        node = start
        while free[node]:
            near = around[node]
            way[node] = node = near[int(draw() * len(near))]
        branch = []
        node = start
        while free[node]:
            free[node] = False
            branch.append(node)
            parent[node] = node = way[node]
        order += reversed(branch)
    return order, parent


def walk(
    start: Start,
    seed: int,
    *,
    visits: int | None = None,
    strength: float = STRENGTH,
    away: int = AWAY,
) -> Start:
    r"""Walk from a division to another one with the same sizes that is exactly as compact.

    Parameters
    ----------
    start : Start
        A division.
    seed : int
        Where chance comes from.
    visits : int, optional
        How many visits to divisions as compact as `start`; `VISITS_PER_REGION` for each of its
        pieces when absent.
    strength : float
        :math:`\beta` below.
    away : int
        The most steps between two visits.

    Notes
    -----
    A step takes a random link. When it joins two regions, a uniform spanning tree of both together
    is drawn (Wilson 1996), and one of its links that cut it into their two sizes; each of those
    with a chance of one in :math:`\lfloor (n - 1) / s \rfloor`, with n gemeenten in both and s in
    the smallest, which is the most there can be. With :math:`\tau(R)` the number of spanning trees
    of a region, and c the number of links between the two, this proposes a division with a chance
    proportional to :math:`c \cdot \tau(R'_1) \tau(R'_2) c'`: the numbers of links of the way there
    and back are the same, as the random link is one of c and the tree is cut at one of c'. It is
    the reversible recombination of Cannon, Duchin, Randall & Rule (2022). With s the number of
    separated pairs of neighbours and w that of `start`, accepting with
    :math:`\min(1, e^{-\beta (|s' - w| - |s - w|)})` makes the steps reversible for
    :math:`\tau(R_1) \cdots \tau(R_k) \, e^{-\beta |s - w|}`.

    The walk is looked at only after steps that end at s = w, its visits. From visit to visit it is
    a chain on the divisions that are exactly as compact, reversible for

    .. math:: \pi(R_1, \ldots, R_k) \propto \tau(R_1) \cdots \tau(R_k), \quad s = w

    since each way from one visit to the next has, in proportion to this, the same chance as the
    way back. That holds too when all ways of more than `away` steps are undone, which then count
    as a visit. Neither `strength` nor `away` changes the distribution, but only how fast the walk
    gets about. It has the distribution on those divisions that such steps can reach.

    A region of several unconnected pieces keeps them, each of its size; also for a region that
    lies in several areas of which the pieces stay inside.

    Where regions must keep their weight too, weights are divided into classes that a factor of
    `ratio` spans, and a step that takes a region out of its class is not made. So the distribution
    is the same, on the divisions of which every region is in the class of its weight in `start`;
    the classes do not hang on `start`, so that a test against the draws stays exact.

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
    >>> square = np.array([0, 0, 1, 2]), np.array([1, 2, 3, 3]), np.ones(4, dtype=bool)
    >>> start = Start(np.array([0, 0, 1, 1]), np.array([0, 1]), *square)
    >>> sorted({tuple(walk(start, seed).labels.tolist()) for seed in range(20)})
    [(0, 0, 1, 1), (0, 1, 0, 1), (1, 0, 1, 0), (1, 1, 0, 0)]
    """
    here, draw = _Division(start), Random(seed).random  # noqa: S311
    left = VISITS_PER_REGION * len(start.owner) if visits is None else visits
    kept, absent = here.kept(), 0
    while left and here.pairs:
        moved = here.step(draw, strength)
        absent = absent + 1 if here.excess else 0
        if absent == away:
            here.back(kept)
            absent = 0
        elif moved and not absent:
            kept = here.kept()
        left -= not absent
    return replace(start, piece=np.array(here.piece, dtype=np.int64))


def draws(start: Start, hub: int, seeds: Sequence[int], *, visits: int | None = None) -> Ints:
    r"""Divisions exactly as compact as a given one, such that a test against them is exact.

    Parameters
    ----------
    start : Start
        The division that is tested.
    hub : int
        The seed of the walk that all have in common.
    seeds : sequence of int
        The seed of each.
    visits : int, optional
        The length of every walk; see `walk`.

    Returns
    -------
    ndarray of int, shape (number of seeds, k)
        The region of each gemeente.

    Notes
    -----
    One walk goes from the given division to a hub, and from the hub a walk of the same length
    goes to each draw. As `walk` is reversible, the way to the hub is as likely as one from it: if
    the given division has the distribution of `walk`, then it and the n draws are exchangeable,
    and with k draws that score at least as high

    .. math:: P\left( \frac{1 + k}{1 + n} \le \alpha \right) \le \alpha

    for every score, n and length of the walks: walks that are too short to forget where they
    began make a test less sensitive, never too lenient. It needs no assumption on how often
    people draw more or less compact divisions, as everything is conditional on s = w.

    References
    ----------
    Besag, J. & Clifford, P. (1989). Generalized Monte Carlo significance tests. Biometrika 76(4),
    633-642.
    """
    middle = walk(start, hub, visits=visits)
    return np.stack([walk(middle, seed, visits=visits).labels for seed in seeds])
