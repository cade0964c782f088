"""Contiguity by cuts: what a division with a region in pieces breaks, said as rows."""

import numpy as np
from scipy import sparse

from lappendeken.measures.alignment import Ints
from lappendeken.optimise.layout import Bools
from lappendeken.optimise.program import Program


class Cutter:
    r"""Adds to a program the conditions that its last answer breaks.

    Parameters
    ----------
    program : Program
        Its units are single gemeenten, and every one may be in every region.

    Notes
    -----
    Let P be a connected piece of a region around core s, and N the neighbours of P. A set of
    neighbours *separates* P from a set Q of gemeenten when every way from P to Q crosses it; the
    least such part of N is found by walking from Q. As a region holds a gemeente of its core,

    .. math:: x_{is} \le \sum_{j \in N} x_{js}

    for every i in P when P holds none of the core, with N separating P from the core. When two
    pieces P and Q both hold some of it,

    .. math:: x_{is} + x_{ks} \le 1 + \sum_{j \in N} x_{js}

    for every i in P and k in Q. Every connected region meets these, and the answer does not.

    References
    ----------
    Carvajal, R., Constantino, M., Goycoolea, M., Vielma, J. P. & Weintraub, A. (2013). Imposing
    connectivity constraints in forest planning models. Operations Research 61, 824-836.
    """

    def __init__(self, program: Program) -> None:
        self._program = program
        self._problem = program.problem
        layout = program.layout
        shape = (len(self._problem.gemeenten), len(self._problem.cores))
        self._variable = np.zeros(shape, dtype=np.int64)
        self._variable[layout.unit, layout.slot] = layout.placed
        self._core = self._problem.member[:, self._problem.cores].toarray() > 0

    def cut(self, slot: Ints) -> int:
        """Add what a division breaks."""
        broken = 0
        for region in np.unique(slot):
            pieces = pieces_of(self._problem.neighbours, np.flatnonzero(slot == region))
            if len(pieces) > 1:
                broken += 1
                self._separate(int(region), pieces)
        return broken

    def _separate(self, region: int, pieces: list[Ints]) -> None:
        """Add the cuts of one region."""
        core = self._core[:, region]
        # The piece with most of the core stays; of equals the largest, then the first.
        main = max(pieces, key=lambda piece: (core[piece].sum(), len(piece), -piece[0]))
        for piece in pieces:
            if piece is main:
                continue
            if core[piece].any():
                self._cut_pair(region, piece, main)
            else:
                self._cut_rooted(region, piece, core)

    def _cut_rooted(self, region: int, piece: Ints, core: Bools) -> None:
        """A gemeente of the piece needs the way to the core."""
        across = self._variable[separator(self._problem.neighbours, piece, core), region]
        self._add(self._variable[piece, region][:, None], across, 0.0)

    def _cut_pair(self, region: int, piece: Ints, other: Ints) -> None:
        """A gemeente of the one piece and one of the other need the way between them."""
        target = np.zeros(len(self._core), dtype=bool)
        target[other] = True
        across = self._variable[separator(self._problem.neighbours, piece, target), region]
        column = self._variable[:, region]
        both = [column[[i, k]] for i in piece for k in other]
        self._add(np.array(both), across, 1.0)

    def _add(self, ends: Ints, across: Ints, most: float) -> None:
        """Rows: the sum of the ends, minus that of the separator, is at most `most`."""
        count, width = ends.shape
        row = np.arange(count)
        self._program.rows.add(
            np.concatenate([np.repeat(row, width), np.repeat(row, len(across))]),
            np.concatenate([ends.ravel(), np.tile(across, count)]),
            np.concatenate([np.ones(count * width), -np.ones(count * len(across))]),
            rows=count,
            high=most,
        )


def pieces_of(neighbours: sparse.csr_array, places: Ints) -> list[Ints]:
    """The connected pieces of some gemeenten."""
    within = neighbours[places][:, places]
    count, label = sparse.csgraph.connected_components(within, directed=False)
    return [places[label == piece] for piece in range(count)]


def separator(neighbours: sparse.csr_array, piece: Ints, target: Bools) -> Ints:
    """The neighbours of a piece that every way from it to a target crosses first."""
    inside = np.zeros(len(target), dtype=bool)
    inside[piece] = True
    fence = (neighbours @ inside > 0) & ~inside
    outside = np.flatnonzero(~fence & ~inside)
    _, label = sparse.csgraph.connected_components(neighbours[outside][:, outside], directed=False)
    reached = np.zeros(len(target), dtype=bool)
    reached[outside] = np.isin(label, label[target[outside]])
    beside = neighbours @ reached > 0
    return np.flatnonzero(fence & (beside | target))
