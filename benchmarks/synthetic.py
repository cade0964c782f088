"""Synthetic quilts of any size, of which it is known how far they overlap."""

import networkx as nx
import numpy as np
import pandas as pd
from scipy.optimize import linear_sum_assignment

from lappendeken.indeling import Indeling


def partition(labels: np.ndarray, name: str = "") -> Indeling:
    """An indeling from the number of the verband of each unit.

    Parameters
    ----------
    labels : ndarray of int, shape (n,)
        Numbers of verbanden.
    name : str
        Its identifier.

    Returns
    -------
    Indeling
    """
    codes = pd.RangeIndex(len(labels)).astype(str)
    ids = pd.Series(labels).astype(str)
    return Indeling.from_pairs(
        pd.Series(codes, dtype="object"), ids, codes, pd.Index(ids.unique()), id=name
    )


def moved_pair(
    units: int, *, region_size: int = 25, moved: float = 0.2, seed: int = 0
) -> tuple[np.ndarray, np.ndarray]:
    """Labels of two partitions of which the second is the first with some units moved.

    Parameters
    ----------
    units : int
        How many; they lie on a line, and `region_size` successive ones form a region.
    region_size : int
        Units a region.
    moved : float
        Share of the units of every region that moves to the next region; below a half, so that
        exactly these must move back (their number is the transfer distance).
    seed : int
        Which units move.

    Returns
    -------
    tuple of ndarray of int, shape (n,)
    """
    first = np.arange(units) // region_size
    last = first[-1]
    count = int(moved * region_size)
    order = np.random.default_rng(seed).random(units)
    # In every region the units that drew the lowest numbers move.
    rank = pd.Series(order).groupby(first).rank(method="first").to_numpy() - 1
    goes = (rank < count) & (first < last)
    return first, np.where(goes, first + 1, first)


def cover(units: int, *, region_size: int = 25, double: float = 0.2, seed: int = 0) -> Indeling:
    """A cover in which a known share of the units is in two regions.

    Parameters
    ----------
    units : int
        How many.
    region_size : int
        Units a region, before some take part in a second.
    double : float
        Share of the units that is also in a random other region.
    seed : int
        Which units, and where.

    Returns
    -------
    Indeling
        Exactly `int(double * units)` units are in two verbanden.
    """
    rng = np.random.default_rng(seed)
    labels = np.arange(units) // region_size
    regions = labels[-1] + 1
    second = rng.choice(units, int(double * units), replace=False)
    elsewhere = (labels[second] + rng.integers(1, regions, len(second))) % regions
    codes = pd.RangeIndex(units).astype(str)
    unit = np.concatenate([np.arange(units), second])
    region = np.concatenate([labels, elsewhere])
    return Indeling.from_pairs(
        pd.Series(codes.to_numpy()[unit]),
        pd.Series(region).astype(str),
        codes,
        pd.Index(np.arange(regions).astype(str)),
        id=f"cover-{seed}",
    )


def compact(rng: np.random.Generator, side: int, regions: int) -> np.ndarray:
    """Labels of a compact division of a square grid: cells to random centres, equally many each.

    Centres move to the middle of their cells twelve times; a division that is not in one piece a
    region is drawn again. It knows nothing of how null models draw.
    """
    cells = np.array([divmod(k, side) for k in range(side * side)], dtype=float)
    size = side * side // regions
    neighbours = nx.grid_2d_graph(side, side)
    while True:
        centres = rng.random((regions, 2)) * (side - 1)
        for _ in range(12):
            far = ((cells[:, None] - centres[None]) ** 2).sum(axis=2)
            rows, columns = linear_sum_assignment(np.repeat(far, size, axis=1))
            label = columns[np.argsort(rows)] // size
            centres = np.array([cells[label == r].mean(axis=0) for r in range(regions)])
        blocks = [[divmod(k, side) for k in np.flatnonzero(label == r)] for r in range(regions)]
        if all(nx.is_connected(neighbours.subgraph(block)) for block in blocks):
            return np.asarray(label)
