"""From a program to a division that meets all demands, with a proven bound."""

import time
from collections.abc import Callable
from typing import NamedTuple

import numpy as np
from scipy import sparse

from lappendeken.measures.alignment import Ints
from lappendeken.optimise.cuts import Cutter
from lappendeken.optimise.layout import Bools, lay_out
from lappendeken.optimise.problem import Demands, Problem, lappen, one_each
from lappendeken.optimise.program import (
    INFEASIBLE,
    LIMIT,
    Answer,
    write_program,
)

Progress = Callable[[float | None, float], None]
"""Called with the least total that is known (None before there is one) and the proven bound."""


_CERTAIN = 0.99
"""Part of the least difference between two totals; the rest is room for rounding."""

_ROUNDING = 1e-9
"""Part of the total weight that the bound of the solver may be off."""


class Found(NamedTuple):
    """The best division that was found.

    Parameters
    ----------
    slot : ndarray of int, shape (n,), or None
        The core (its place in `problem.cores`) of the region of each gemeente; None when there
        is no division.
    continued : csr_array of int, shape (s, v)
        1 where a region continues a verband, its core included.
    bound : float
        No division changes less than this.
    complete : bool
        False when time ran out; otherwise the division is optimal, or there is none.
    """

    slot: Ints | None
    continued: sparse.csr_array
    bound: float
    complete: bool


class Clock:
    """What is left of the time.

    Parameters
    ----------
    limit : float, optional
        Seconds; no end when absent.
    """

    def __init__(self, limit: float | None) -> None:
        self._end = None if limit is None else time.monotonic() + limit

    @property
    def left(self) -> float | None:
        """Seconds that are left; None when there is no end."""
        return None if self._end is None else self._end - time.monotonic()

    @property
    def over(self) -> bool:
        """Whether time has run out."""
        return self._end is not None and time.monotonic() >= self._end


def search(
    problem: Problem, demands: Demands, clock: Clock, progress: Progress | None = None
) -> Found:
    """Find the least change."""
    if demands.contiguous:
        return _Rounds(problem, demands, clock, progress).run()
    units = one_each(problem) if demands.bounded else lappen(problem, demands)
    first = np.unique(units, return_index=True)[1]
    member = sparse.csr_array(problem.member[first])
    # Without demands a unit that keeps no deelname in a region has no reason to be there, and
    # there is always one where it keeps some: that of its own verband, unless it may vanish.
    reach = sparse.csr_array(member @ problem.continues.T)
    sure = problem.all_there or not problem.based
    free = sure and not demands.any and bool((np.diff(reach.indptr) > 0).all())
    layout = lay_out(problem, units, reach if free else None)
    answer = write_program(problem, demands, layout, units).solve(seconds=clock.left)
    slot = None if answer.slot is None else answer.slot[units]
    if progress is not None:
        progress(total_of(problem, slot, answer.continued), answer.bound)
    return Found(slot, answer.continued, answer.bound, answer.status != LIMIT)


def total_of(problem: Problem, slot: Ints | None, continued: sparse.csr_array) -> float | None:
    """Weight of the deelnames that a division changes."""
    if slot is None:
        return None
    kept = problem.member.multiply(continued[slot]).sum(axis=1)
    return problem.total - float(problem.weights @ np.asarray(kept).ravel())


def settled(problem: Problem, total: float, bound: float) -> bool:
    """Whether no total between the bound and this one can be."""
    return total - bound <= max(_CERTAIN * problem.step, _ROUNDING * problem.total)


class _Rounds:
    """Solve, look which regions are in pieces, forbid that, and solve again.

    A division of which some region is in pieces still gives a bound. Divisions that meet the
    demands are sought where that is quick: among pairs of a gemeente and a region that are near
    each other, at first with what regions continue as in the last answer. As soon as one of them
    reaches the bound, it is optimal.
    """

    def __init__(
        self, problem: Problem, demands: Demands, clock: Clock, progress: Progress | None
    ) -> None:
        units = one_each(problem)
        self._problem, self._clock, self._progress = problem, clock, progress
        self._program = write_program(problem, demands, lay_out(problem, units, None), units)
        self._cutter = Cutter(self._program)
        self._bound = -np.inf
        self._total = np.inf
        self._slot: Ints | None = None
        self._continued = sparse.csr_array(problem.continues.shape, dtype=np.int64)

    def run(self) -> Found:
        """Go on until the bound is reached, or time runs out."""
        near = self._near()
        sought = False
        while not self._clock.over:
            answer = self._program.solve(seconds=self._clock.left)
            if answer.status == INFEASIBLE:
                return self._result(complete=True)
            self._bound = max(self._bound, answer.bound)
            self._use(answer, near)
            if self._reached() or answer.slot is None:
                break
            if not sought:
                self._seek(near)
                sought = True
        self._tell()
        return self._result(complete=self._reached())

    def _seek(self, near: Bools) -> None:
        """Find the best division among near pairs."""
        while not (self._clock.over or self._reached()):
            answer = self._program.solve(only=near, seconds=self._clock.left)
            if answer.slot is None:
                return
            self._use(answer, near)
            if settled(self._problem, self._total, answer.bound):
                return

    def _use(self, answer: Answer, near: Bools) -> None:
        """Get a division out of an answer, or out of what its regions continue."""
        continued = answer.continued
        while answer.slot is not None and not self._take(answer) and not self._clock.over:
            answer = self._program.solve(only=near, continued=continued, seconds=self._clock.left)
        self._tell()

    def _take(self, answer: Answer) -> bool:
        """Keep an answer that meets all demands; otherwise forbid what is wrong with it."""
        if answer.slot is None or self._cutter.cut(answer.slot):
            return False
        total = total_of(self._problem, answer.slot, answer.continued)
        if total is not None and total < self._total:
            self._total, self._slot, self._continued = total, answer.slot, answer.continued
        return True

    def _near(self) -> Bools:
        """Pairs in which the gemeente keeps a deelname, or is next to one that does."""
        problem, layout = self._problem, self._program.layout
        gains = (problem.member @ problem.continues.T).toarray() > 0
        near = gains | (problem.neighbours @ gains.astype(np.int64) > 0)
        return np.asarray(near[layout.unit, layout.slot], dtype=bool)

    def _reached(self) -> bool:
        """Whether no division can change less than the one that was found."""
        return settled(self._problem, self._total, self._bound)

    def _tell(self) -> None:
        """Say how far the search is."""
        if self._progress is not None:
            self._progress(None if self._slot is None else self._total, self._bound)

    def _result(self, *, complete: bool) -> Found:
        """What was found so far."""
        return Found(self._slot, self._continued, self._bound, complete)
