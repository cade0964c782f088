"""Contiguous divisions in the making: trees are drawn and cut until all regions have their size."""

from collections.abc import Iterator
from dataclasses import dataclass, field

import numpy as np

from lappendeken.errors import LappendekenError
from lappendeken.measures.alignment import Ints
from lappendeken.nullmodel.carving import Reach, carve
from lappendeken.nullmodel.forest import Forest, Neighbours, draw_forest
from lappendeken.nullmodel.sizes import reachable, share_out, weighed

TREES = 8
"""How many trees in a row may give nothing before a step back is made."""

STEPS_BACK = 20
"""How many steps back may be made before a piece is begun anew with more slack."""


@dataclass
class _Piece:
    """One connected part of one division.

    Parameters
    ----------
    copy : int
        The division.
    nodes : slice
        Its gemeenten, as `Neighbours` numbers them.
    sizes : list of int
        The size of every region of the division, also those in other parts.
    regions : range
        The numbers of its own regions.
    left : list of int
        Those that have no gemeenten yet, in the order in which they are tried.
    fruitless, back, level : int
        Trees in a row that gave nothing, steps back since it was begun, and the slack it has.
    """

    copy: int
    nodes: slice
    sizes: list[int]
    regions: range
    left: list[int]
    fruitless: int = 0
    back: int = 0
    level: int = 0


@dataclass
class Drawing:
    """A chunk of contiguous divisions; all that are not finished are worked on in every round.

    Parameters
    ----------
    sizes : tuple of int
        The size of each region.
    masses : ndarray of int
        What each gemeente adds to the size of its region, as `Neighbours` numbers them.
    graph : Neighbours
        The map.
    tolerance : float
        See `sizes.slack`.
    copies : int
        How many divisions.
    rng : Generator
        Where chance comes from.
    """

    sizes: tuple[int, ...]
    masses: Ints
    graph: Neighbours
    tolerance: float
    copies: int
    rng: np.random.Generator
    _reaches: dict[tuple[frozenset[int], int], Reach] = field(default_factory=dict)

    def run(self) -> Ints:
        """Draw until every gemeente of every division has a region."""
        region = np.full((self.copies, len(self.masses)), -1, dtype=np.int64)
        pieces = [piece for copy in range(self.copies) for piece in self._begin(copy)]
        uniform = _uniform(self.rng)
        while pieces:
            rows = np.unique([piece.copy for piece in pieces])
            open_ = region[rows] < 0
            forest = draw_forest(self.graph, open_, self.rng)
            part = region[rows]
            masses = np.broadcast_to(self.masses, open_.shape)[open_]
            part[open_] = self._cut(pieces, forest, masses[forest.order].tolist(), uniform)
            region[rows] = part
            pieces = [piece for piece in pieces if piece.left]
            for piece in pieces:
                if piece.fruitless >= TREES:
                    self._step_back(piece, region[piece.copy])
        return region

    def _begin(self, copy: int) -> Iterator[_Piece]:
        """The connected parts of one division, with the regions each must be cut into."""
        most = self.graph.parts
        parts = np.add.reduceat(self.masses, self.graph.starts).tolist()
        shared = share_out(self.sizes, parts, self.rng, most)
        sizes = [size for own in shared for size in own]
        region, node = 0, 0
        for own, count in zip(shared, most, strict=True):
            regions = range(region, region + len(own))
            order = [regions[k] for k in self.rng.permutation(len(regions))]
            yield _Piece(copy, slice(node, node + count), sizes, regions, order)
            region, node = regions.stop, node + count

    def _cut(
        self, pieces: list[_Piece], forest: Forest, masses: list[int], uniform: Iterator[float]
    ) -> Ints:
        """Cut the tree of every piece; the region of all open gemeenten, -1 where none came."""
        found = np.empty(len(forest.order), dtype=np.int64)
        ends = zip(pieces, forest.starts[:-1], forest.starts[1:], strict=True)
        for piece, start, end in ends:
            parent, reach = forest.parent[start:end], self._reach(piece)
            mass = masses[start:end]
            carved = carve(parent, piece.left, piece.sizes, reach, uniform, mass)
            piece.fruitless = 0 if len(carved.left) < len(piece.left) else piece.fruitless + 1
            piece.left = carved.left
            found[forest.order[start:end]] = carved.region
        return found

    def _reach(self, piece: _Piece) -> Reach:
        """What will do for each size of a piece."""
        sizes = frozenset(piece.sizes[region] for region in piece.regions)
        key = (sizes, piece.level)
        if key not in self._reaches:
            coarse = weighed(self.masses)
            self._reaches[key] = reachable(sizes, piece.level, self.tolerance, coarse=coarse)
        return self._reaches[key]

    def _step_back(self, piece: _Piece, region: Ints) -> None:
        """Take regions around what cannot be cut apart too; begin anew when that does not help."""
        piece.fruitless = 0
        piece.back += 1
        own = region[piece.nodes]
        if piece.back > STEPS_BACK:
            self._add_slack(piece)
            own[:] = -1
            piece.left = list(piece.regions)
        for _ in range(1 + piece.back // 2):
            around = [one for one in self._around(region) if one in piece.regions]
            if not around:
                break
            freed = around[self.rng.integers(len(around))]
            own[own == freed] = -1
            piece.left.append(freed)
        piece.left = [piece.left[k] for k in self.rng.permutation(len(piece.left))]

    def _around(self, region: Ints) -> list[int]:
        """The regions that touch a gemeente without region, in rising order."""
        first, second = region[self.graph.first], region[self.graph.second]
        border = (first < 0) != (second < 0)
        return [int(one) for one in np.unique(np.maximum(first, second)[border])]

    def _add_slack(self, piece: _Piece) -> None:
        """Give more slack to a piece that cannot be finished without, if it may have more."""
        before = self._reach(piece)
        piece.back, piece.level = 0, piece.level + 1
        if self._reach(piece) == before:
            sizes = [piece.sizes[region] for region in piece.regions]
            wanted = f"regio's van {_listing(sizes)} gemeenten"
            if weighed(self.masses):
                wanted = f"{len(sizes)} regio's van hetzelfde gewicht"
            raise LappendekenError(
                f"Er is geen aaneengesloten toevalsindeling gevonden met {wanted}, ook niet met "
                f"een tolerantie van {self.tolerance:.0%}. Neem een ruimere tolerantie of het "
                "model 'permutatie'."
            )


def _uniform(rng: np.random.Generator) -> Iterator[float]:
    """Random numbers, one at a time but drawn many together."""
    while True:
        yield from rng.random(4096).tolist()


def _listing(sizes: list[int]) -> str:
    """Sizes in a sentence, not too many."""
    shown = [str(size) for size in sorted(sizes)]
    return ", ".join(shown if len(shown) <= 8 else [*shown[:7], "…"])
