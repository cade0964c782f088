"""One chunk of replicates: what a worker gets, does and gives back."""

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
import numpy.typing as npt
import pandas as pd

from lappendeken.errors import LappendekenError
from lappendeken.measures.alignment import Floats, Ints
from lappendeken.measures.registry import of_gemeenten
from lappendeken.nullmodel.divisions import Pattern, draw, sizes_of
from lappendeken.nullmodel.scoring import Comparison

Singles = npt.NDArray[np.float32]

ROUNDING = 1e-12
"""Scores that differ less than this, as a share of the score or of 1, are equal."""


class Groups(NamedTuple):
    """Groups of gemeenten, such as provinces.

    Parameters
    ----------
    names : Index
        The g groups, in order.
    gemeenten : ndarray of int, shape (g,)
        Number of gemeenten of each.
    share : ndarray of float, shape (k, g)
        The share of every gemeente in the weight of each group.
    """

    names: pd.Index
    gemeenten: Ints
    share: Floats


@dataclass(frozen=True)
class Work:
    """All that a worker must know.

    Parameters
    ----------
    wanted : Pattern
        What the random divisions must look like.
    one : Comparison
        The indeling A.
    labels : ndarray of int, shape (k,)
        The number of the verband of B of each gemeente, from 0.
    measures : tuple of str
        The measures to compute.
    groups : Groups
        The groups that are tested; may be none.
    per_gemeente : bool
        Whether every gemeente is tested.
    first, second : ndarray of int
        Places of neighbours; empty when they are not known.
    """

    wanted: Pattern
    one: Comparison
    labels: Ints
    measures: tuple[str, ...]
    groups: Groups
    per_gemeente: bool
    first: Ints
    second: Ints

    @property
    def local(self) -> tuple[str, ...]:
        """The measures that are needed per gemeente."""
        needed = self.per_gemeente or len(self.groups.names) > 0
        return tuple(name for name in self.measures if name in of_gemeenten() and needed)

    def grouped(self, local: Floats) -> Floats:
        """The score of every group in every division, from that of every gemeente."""
        # Not `@`: for so little work BLAS wakes threads that then burn time in waiting.
        return np.asarray(np.einsum("nk,kg->ng", local, self.groups.share))


@dataclass(frozen=True)
class Task:
    """One chunk of replicates.

    No tuple on purpose: of a tuple, joblib would store the arrays on one worker of a Dask cluster,
    and they would be gone with it. A task now carries all it needs.

    Parameters
    ----------
    works : tuple of Work
        What is asked of its divisions, the same for every chunk; all want the same pattern.
    seed : SeedSequence
        Its own.
    replicates : int
        How many of its divisions count.
    """

    works: tuple[Work, ...]
    seed: np.random.SeedSequence
    replicates: int


class Each(NamedTuple):
    """Sums over replicates of a measure of every gemeente, all of shape (k,).

    Parameters
    ----------
    at_least, at_most : ndarray of int
        In how many replicates it is at least, and at most, as high as observed.
    total, squares : ndarray of float
        Sum of the differences from the observed value, and of their squares.
    """

    at_least: Ints
    at_most: Ints
    total: Floats
    squares: Floats


class Tally(NamedTuple):
    """What came of one chunk of replicates.

    Parameters
    ----------
    replicates : int
        How many.
    scores : dict of str to ndarray, shape (replicates,)
        By measure.
    groups : dict of str to ndarray, shape (replicates, g)
        By measure.
    each : dict of str to Each
        By measure.
    local : dict of str to ndarray of float32, shape (replicates, k)
        By measure, when every gemeente is tested.
    deviation, separated : int
        See `results.Draws`: the largest, and the sum over the replicates.
    weight_deviation : float
        See `results.Draws`: the largest.
    """

    replicates: int
    scores: dict[str, Floats]
    groups: dict[str, Floats]
    each: dict[str, Each]
    local: dict[str, Singles]
    deviation: int
    separated: int
    weight_deviation: float


def group(groups: "pd.Series[str] | None", gemeenten: pd.Index, weights: Floats) -> Groups:
    """Find the groups of some gemeenten."""
    if groups is None:
        return Groups(pd.Index([]), np.empty(0, dtype=np.int64), np.empty((len(gemeenten), 0)))
    if not groups.index.is_unique:
        twice = groups.index[groups.index.duplicated()][0]
        raise LappendekenError(f"Er zijn twee groepen voor één gemeente: {twice}.")
    number, names = pd.factorize(groups.reindex(gemeenten), sort=True)
    inside = number[:, None] == np.arange(len(names))
    weight = inside * weights[:, None]
    with np.errstate(invalid="ignore"):
        share = weight / weight.sum(axis=0)
    return Groups(pd.Index(names), inside.sum(axis=0), share)


def run_task(task: Task) -> list[Tally]:
    """Draw a chunk of random divisions, and score them for every work."""
    drawn = draw(task.works[0].wanted, task.seed, task.replicates)
    return [tally(work, drawn) for work in task.works]


def tally(work: Work, labels: Ints) -> Tally:
    """Score some divisions."""
    chunk = work.one.against(labels)
    scores = chunk.scores(work.measures)
    groups, each, kept = {}, {}, {}
    for name in work.local:
        local = chunk.local(name)
        groups[name] = work.grouped(local)
        if work.per_gemeente:
            kept[name] = local.astype(np.float32)
            gap = local - work.one.against(work.labels[None]).local(name)
            each[name] = Each(
                (gap >= -ROUNDING).sum(axis=0),
                (gap <= ROUNDING).sum(axis=0),
                gap.sum(axis=0),
                (gap**2).sum(axis=0),
            )
    number, wanted = ranked(labels, work.labels, np.ones(len(work.labels)))
    deviation = int(np.abs(number - wanted).max())
    weights = work.one.weights
    drift = weight_deviation(labels, work.labels, weights) if work.wanted.weighed else 0.0
    separated = np.count_nonzero(labels[:, work.first] != labels[:, work.second])
    return Tally(len(labels), scores, groups, each, kept, deviation, int(separated), drift)


def named(weights: "pd.Series[float] | None") -> str:
    """What weights are called."""
    return "" if weights is None else str(weights.name or "gewicht")


def ranked(labels: Ints, own: Ints, mass: Floats) -> tuple[Floats, Floats]:
    """The sizes of regions by rank: of every division (divisions × regions), and of our own."""
    regions = int(own.max()) + 1
    found, wanted = (np.sort(sizes_of(x, regions, mass), axis=1) for x in (labels, own[None]))
    return found, wanted


def weight_deviation(labels: Ints, own: Ints, weights: Floats) -> float:
    """By which share the weights of regions differ at most from ours of the same rank.

    Examples
    --------
    >>> weight_deviation(np.array([[0, 1, 1]]), np.array([0, 0, 1]), np.array([3.0, 1.0, 4.0]))
    0.25
    """
    found, wanted = ranked(labels, own, weights)
    # Of a region that weighs nothing no share can be told.
    share = np.abs(found - wanted)[:, wanted[0] > 0] / wanted[:, wanted[0] > 0]
    return float(share.max(initial=0.0))
