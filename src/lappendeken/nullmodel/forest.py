"""Random spanning trees of many connected pieces at once."""

from typing import NamedTuple

import numpy as np
import numpy.typing as npt
import pandas as pd
from scipy import sparse
from scipy.sparse import csgraph

from lappendeken import contiguity
from lappendeken.measures.alignment import Ints

Bools = npt.NDArray[np.bool_]

LINK_SHARE = 0.25
"""How much the number of a link weighs beside those of the two gemeenten that it joins."""


class Neighbours(NamedTuple):
    """Which gemeenten are neighbours, numbered so that a connected part is a stretch.

    Parameters
    ----------
    place : ndarray of int, shape (n,)
        The number of each gemeente, in the order in which they were given.
    first, second : ndarray of int, shape (e,)
        Every pair of neighbours once, `first` < `second`, in order of `first`.
    starts : ndarray of int, shape (c,)
        Where each connected part begins, the largest first.
    """

    place: Ints
    first: Ints
    second: Ints
    starts: Ints

    @property
    def parts(self) -> list[int]:
        """Number of gemeenten of each connected part."""
        return [int(size) for size in np.diff(self.starts, append=len(self.place))]


def number(gemeenten: pd.Index, adjacency: pd.DataFrame) -> Neighbours:
    """Number the gemeenten of a comparison by connected part.

    Examples
    --------
    >>> pairs = pd.DataFrame({"a": ["1", "3"], "b": ["2", "4"]})
    >>> number(pd.Index(["4", "1", "2", "3", "5"]), pairs).parts
    [2, 2, 1]
    """
    part = contiguity.components(gemeenten, adjacency).to_numpy()
    order = np.lexsort((gemeenten.to_numpy(), part))
    place = np.empty(len(order), dtype=np.int64)
    place[order] = np.arange(len(order))
    links = contiguity.adjacency(gemeenten[order], adjacency)
    links.sum_duplicates()
    pairs = sparse.coo_array(sparse.triu(links, k=1, format="csr"))
    first, second = (end.astype(np.int64) for end in pairs.coords)
    starts = np.flatnonzero(np.diff(part[order], prepend=-1))
    return Neighbours(place, first, second, starts)


class Forest(NamedTuple):
    """One rooted tree for each piece, the pieces one after another.

    Parameters
    ----------
    order : ndarray of int, shape (size,)
        The nodes of each piece from its root downwards.
    parent : list of int
        For each of them where its parent stands in its piece; -1 for a root.
    starts : list of int
        Where each piece begins, and after the last one where it ends.
    """

    order: Ints
    parent: list[int]
    starts: list[int]


def draw_forest(graph: Neighbours, open_: Bools, rng: np.random.Generator) -> Forest:
    """Draw a random spanning tree of every piece, and a random root.

    Notes
    -----
    Every gemeente and every link draws a number, and a link weighs the two numbers of its ends
    plus a quarter of its own; the tree is the lightest one. A gemeente with a low number thus
    joins most of its neighbours, which gives rounder subtrees than numbers for the links alone.
    Because of the share of the links every spanning tree can be drawn.
    """
    size = int(np.count_nonzero(open_))
    numbers = np.cumsum(open_.ravel()) - 1
    copy, edge = np.nonzero(open_[:, graph.first] & open_[:, graph.second])
    head = numbers[copy * open_.shape[1] + graph.first[edge]]
    tail = numbers[copy * open_.shape[1] + graph.second[edge]]
    own = rng.random(size)
    weight = own[head] + own[tail] + LINK_SHARE * rng.random(len(edge))
    # Pairs come in order of their first end, so this is a matrix in rows already.
    ends = np.concatenate([[0], np.cumsum(np.bincount(head, minlength=size))])
    indices = (tail.astype(np.int32), ends.astype(np.int32))
    tree = csgraph.minimum_spanning_tree(sparse.csr_array((weight, *indices), shape=(size, size)))
    counts = np.add.reduceat(open_, graph.starts, axis=1, dtype=np.int64).ravel()
    counts = counts[counts > 0]
    starts = np.concatenate([[0], np.cumsum(counts)])
    roots = starts[:-1] + (rng.random(len(counts)) * counts).astype(np.int64)
    order, above = _downwards(sparse.coo_array(tree), roots)
    # In as few bytes as will do: two are sorted in one go.
    piece = np.repeat(np.arange(len(counts), dtype=np.min_scalar_type(len(counts))), counts)
    order = order[np.argsort(piece[order], kind="stable")]
    place = np.zeros(size + 1, dtype=np.int64)
    place[order] = np.arange(size) - starts[piece]
    parent = place[above[order]]
    parent[starts[:-1]] = -1
    return Forest(order, parent.tolist(), starts.tolist())


def _downwards(tree: sparse.coo_array, roots: Ints) -> tuple[Ints, Ints]:
    """All nodes, each after its parent, and the parent of every node."""
    size = tree.shape[0]
    up, down = tree.coords
    # One node above all roots makes the forest a tree that is walked in one go.
    above = np.full(len(roots), size)
    ends = (np.concatenate([up, down, above]), np.concatenate([down, up, roots]))
    ones = np.ones(len(ends[0]))
    links = sparse.csr_array(sparse.coo_array((ones, ends), shape=(size + 1, size + 1)))
    order, parent = csgraph.breadth_first_order(links, size, directed=True)
    return order[1:], parent
