"""The mixed-integer program of the least change, as arrays for HiGHS."""

import math
from typing import NamedTuple

import numpy as np
from scipy import sparse
from scipy.optimize import Bounds, LinearConstraint, OptimizeResult, milp

from lappendeken.errors import LappendekenError
from lappendeken.measures.alignment import Floats, Ints
from lappendeken.optimise.layout import Bools, Layout
from lappendeken.optimise.problem import Demands, Problem

OPTIMAL, LIMIT, INFEASIBLE = 0, 1, 2
"""What `scipy.optimize.milp` says of its answer."""


_ROOM = 1e-6
"""Room for rounding in the number of regions that bounds allow."""


class Answer(NamedTuple):
    """What the solver found.

    Parameters
    ----------
    slot : ndarray of int, shape (units,), or None
        The core (its place in `problem.cores`) of the region of each unit; None when no division
        was found.
    continued : csr_array of int, shape (s, v)
        1 where a region that is there continues a verband, its core included.
    bound : float
        No division changes less than this weight of deelnames.
    status : int
        `OPTIMAL`, `LIMIT` or `INFEASIBLE`.
    """

    slot: Ints | None
    continued: sparse.csr_array
    bound: float
    status: int


class Rows:
    """Rows of a sparse matrix with the bounds on each, gathered bit by bit."""

    def __init__(self) -> None:
        self._ends: list[tuple[Ints, Ints, Floats]] = []
        self._low: list[Floats] = []
        self._high: list[Floats] = []
        self.count = 0

    def add(
        self,
        row: Ints,
        column: Ints,
        value: "Floats | float",
        *,
        rows: int,
        low: "Floats | float" = -np.inf,
        high: "Floats | float" = np.inf,
    ) -> None:
        """Add as many rows, numbered from 0, by their cells."""
        values = np.broadcast_to(np.asarray(value, dtype=np.float64), np.shape(row))
        self._ends.append((np.asarray(row) + self.count, np.asarray(column), values))
        self._low.append(np.broadcast_to(np.asarray(low, dtype=np.float64), (rows,)))
        self._high.append(np.broadcast_to(np.asarray(high, dtype=np.float64), (rows,)))
        self.count += rows

    def constraint(self, columns: int) -> LinearConstraint:
        """All rows as one constraint."""
        row, column, value = (np.concatenate(part) for part in zip(*self._ends, strict=True))
        shape = (self.count, columns)
        matrix = sparse.csr_array(sparse.coo_array((value, (row, column)), shape=shape))
        return LinearConstraint(matrix, np.concatenate(self._low), np.concatenate(self._high))


def write_program(problem: Problem, demands: Demands, layout: Layout, units: Ints) -> "Program":
    r"""Write down what is least, and under which conditions.

    Notes
    -----
    With :math:`x_{us}` 1 when unit u is in the region around core s, :math:`o_s` when that region
    is there, :math:`m_{sv}` when it continues verband v (:math:`m_{sv} = o_s` for the core), and
    :math:`y_{usv}` when the deelnames of u in v are unchanged for that reason,

    .. math:: \max \sum_{usv} w_u y_{usv}

    under :math:`\sum_s x_{us} = 1`; :math:`x_{us} \le o_s`; :math:`y_{usv} \le x_{us}` and
    :math:`y_{usv} \le m_{sv}`; every verband in at most one :math:`m_{sv}`; of every indeling at
    most :math:`o_s` verbanden in a region; and :math:`o_s \le \sum_{u \in s} x_{us}`, as a region
    holds some of its core. A deelname in the core itself needs no y: it is x.
    """
    rows = Rows()
    _place_each(rows, layout)
    _claim_once(rows, problem, layout)
    _link(rows, layout)
    _hold_core(rows, layout)
    if not problem.all_there:
        row = np.arange(len(layout.unit))
        _pair(rows, row, layout.placed, layout.opened[layout.slot], 0.0)
    if demands.base_stays:
        own = layout.placed[layout.in_core]
        rows.add(np.arange(len(own)), own, 1, rows=len(own), low=1)
    _bound_sizes(rows, demands, layout)
    if demands.regions is not None:
        many = np.zeros(len(layout.opened), dtype=np.int64)
        rows.add(many, layout.opened, 1, rows=1, low=demands.regions, high=demands.regions)
    for place in demands.gemeenten:
        unit = units[place]
        start, stop = layout.member.indptr[unit : unit + 2]
        for verband in layout.member.indices[start:stop]:
            _keep(rows, problem, layout, int(unit), int(verband))
    for verband in demands.verbanden:
        _keep_whole(rows, problem, layout, verband)
    gain = np.zeros(layout.count)
    gain[layout.placed[layout.in_core]] = layout.weight[layout.unit[layout.in_core]]
    gain[layout.kept] = layout.weight[layout.kept_unit]
    whole = np.ones(layout.count)
    # Whole x and m leave no reason for a broken y.
    whole[layout.kept] = 0
    lower = np.zeros(layout.count)
    if problem.all_there:
        lower[layout.opened] = 1
    return Program(problem, layout, -gain, lower, whole, rows)


def _pair(rows: Rows, row: Ints, small: Ints, large: Ints, high: float) -> None:
    """In each row, one variable minus another is at most `high`."""
    one = np.ones(len(row))
    ends = np.concatenate([row, row]), np.concatenate([small, large])
    rows.add(*ends, np.concatenate([one, -one]), rows=len(row), high=high)


def _place_each(rows: Rows, layout: Layout) -> None:
    """Every unit is in exactly one region."""
    rows.add(layout.unit, layout.placed, 1, rows=len(layout.weight), low=1, high=1)


def _claim_once(rows: Rows, problem: Problem, layout: Layout) -> None:
    """A verband goes on in one region at most; a region continues one of each other indeling."""
    verband = np.concatenate([problem.cores, layout.match_verband])
    rows.add(
        verband,
        np.concatenate([layout.opened, layout.match]),
        1,
        rows=len(problem.verbanden),
        high=1,
    )
    families = int(problem.family.max()) + 1
    line = layout.match_slot * families + problem.family[layout.match_verband]
    used, row = np.unique(line, return_inverse=True)
    ends = np.concatenate([row, np.arange(len(used))])
    columns = np.concatenate([layout.match, layout.opened[used // families]])
    values = np.concatenate([np.ones(len(row)), -np.ones(len(used))])
    rows.add(ends, columns, values, rows=len(used), high=0)


def _link(rows: Rows, layout: Layout) -> None:
    """Unchanged are deelnames of a unit in the region, in a verband that the region continues."""
    row = np.arange(len(layout.kept))
    _pair(rows, row, layout.kept, layout.kept_placed, 0.0)
    _pair(rows, row, layout.kept, layout.kept_match, 0.0)


def _hold_core(rows: Rows, layout: Layout) -> None:
    """A region that is there holds a gemeente of its core."""
    slots = len(layout.opened)
    inside = np.flatnonzero(layout.in_core)
    row = np.concatenate([layout.slot[inside], np.arange(slots)])
    column = np.concatenate([layout.placed[inside], layout.opened])
    value = np.concatenate([np.ones(len(inside)), -np.ones(slots)])
    rows.add(row, column, value, rows=slots, low=0)


def _bound_sizes(rows: Rows, demands: Demands, layout: Layout) -> None:
    """A region that is there is neither too small nor too large."""
    slots = len(layout.opened)
    row = np.concatenate([layout.slot, np.arange(slots)])
    column = np.concatenate([layout.placed, layout.opened])
    size = layout.size[layout.unit]
    if demands.min_weight is not None:
        least = demands.min_weight
        # What is more than enough counts as enough: the same answers, a tighter relaxation.
        value = np.concatenate([np.minimum(size, least), np.full(slots, -least)])
        rows.add(row, column, value, rows=slots, low=0)
    if demands.max_weight is not None:
        value = np.concatenate([size, np.full(slots, -demands.max_weight)])
        rows.add(row, column, value, rows=slots, high=0)
    # How many regions there can be follows from the rows above, but the solver is slow to see it.
    whole = float(layout.size.sum())
    rows.add(
        np.zeros(slots, dtype=np.int64),
        layout.opened,
        1,
        rows=1,
        low=0 if demands.max_weight is None else math.ceil(whole / demands.max_weight - _ROOM),
        high=np.inf
        if demands.min_weight is None
        else math.floor(whole / demands.min_weight + _ROOM),
    )


def _keep(rows: Rows, problem: Problem, layout: Layout, unit: int, verband: int) -> None:
    """The deelnames of a unit in a verband are unchanged."""
    kept = layout.kept[(layout.kept_unit == unit) & (layout.kept_verband == verband)]
    core = (layout.unit == unit) & (problem.cores[layout.slot] == verband)
    columns = np.concatenate([kept, layout.placed[core]])
    rows.add(np.zeros(len(columns), dtype=np.int64), columns, 1, rows=1, low=1)


def _keep_whole(rows: Rows, problem: Problem, layout: Layout, verband: int) -> None:
    """A verband goes on with exactly its members."""
    inside = np.asarray(layout.member[:, [verband]].toarray()).ravel() > 0
    for unit in np.flatnonzero(inside):
        _keep(rows, problem, layout, int(unit), verband)
    continued = np.full(len(layout.opened), -1)
    mine = layout.match_verband == verband
    continued[layout.match_slot[mine]] = layout.match[mine]
    core = problem.cores == verband
    continued[core] = layout.opened[core]
    out = np.flatnonzero(~inside[layout.unit] & (continued[layout.slot] >= 0))
    row = np.arange(len(out))
    columns = np.concatenate([layout.placed[out], continued[layout.slot[out]]])
    rows.add(np.concatenate([row, row]), columns, 1, rows=len(out), high=1)


class Program:
    """A program that can be solved again with more rows, on all or some of its pairs.

    Parameters
    ----------
    problem : Problem
        What is asked.
    layout : Layout
        The variables.
    cost, lower, whole : ndarray of float, shape (variables,)
        What a variable costs, the least it can be (the most is 1), and 1 when it is whole.
    rows : Rows
        The conditions; more can be added.
    """

    def __init__(
        self,
        problem: Problem,
        layout: Layout,
        cost: Floats,
        lower: Floats,
        whole: Floats,
        rows: Rows,
    ) -> None:
        self.problem, self.layout, self.rows = problem, layout, rows
        self._cost, self._lower, self._whole = cost, lower, whole

    def solve(
        self,
        *,
        only: Bools | None = None,
        continued: sparse.csr_array | None = None,
        seconds: float | None = None,
    ) -> Answer:
        """Solve the program as it stands."""
        layout = self.layout
        lower, upper = self._lower.copy(), np.ones(layout.count)
        if only is not None:
            upper[layout.placed[~only]] = 0
        if continued is not None:
            cores = self.problem.cores
            slots = np.concatenate([layout.match_slot, np.arange(len(cores))])
            verbanden = np.concatenate([layout.match_verband, cores])
            columns = np.concatenate([layout.match, layout.opened])
            value = np.asarray(continued[slots, verbanden]).ravel()
            lower[columns] = upper[columns] = value
        options: dict[str, float] = {"mip_rel_gap": 0.0}
        if seconds is not None:
            options["time_limit"] = max(seconds, 0.01)
        result = milp(
            self._cost,
            constraints=self.rows.constraint(layout.count),
            integrality=self._whole,
            bounds=Bounds(lower, upper),
            options=options,
        )
        status = int(result.status)
        # Every variable is bounded, so 'unbounded or infeasible' is the latter.
        if "nfeasible" in result.message:
            status = INFEASIBLE
        if status not in {OPTIMAL, LIMIT, INFEASIBLE}:
            raise LappendekenError(
                "De oplosser is gestopt zonder antwoord. Geef meer tijd of laat een eis vallen."
            ) from RuntimeError(result.message)
        return self._read(result, status)

    def _read(self, result: "OptimizeResult", status: int) -> Answer:
        """The answer of the solver in terms of units and verbanden."""
        layout, total = self.layout, self.problem.total
        empty = sparse.csr_array(self.problem.continues.shape, dtype=np.int64)
        bound = -np.inf if result.mip_dual_bound is None else total + result.mip_dual_bound
        if result.x is None:
            return Answer(None, empty, bound, status)
        inside = result.x[layout.placed] > 0.5
        slot = np.empty(len(layout.weight), dtype=np.int64)
        slot[layout.unit[inside]] = layout.slot[inside]
        matched = result.x[layout.match] > 0.5
        opened = np.flatnonzero(result.x[layout.opened] > 0.5)
        row = np.concatenate([opened, layout.match_slot[matched]])
        column = np.concatenate([self.problem.cores[opened], layout.match_verband[matched]])
        ends = (np.ones(len(row), dtype=np.int64), (row, column))
        continued = sparse.csr_array(sparse.coo_array(ends, shape=empty.shape))
        return Answer(slot, continued, bound, status)
