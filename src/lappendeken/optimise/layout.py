"""Which variable of the program stands for what."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy import sparse

from lappendeken.measures.alignment import Floats, Ints
from lappendeken.optimise.problem import Problem

Bools = npt.NDArray[np.bool_]


@dataclass(frozen=True, eq=False)
class Layout:
    """Which variable stands for what.

    Parameters
    ----------
    weight, size : ndarray of float, shape (units,)
        Of all gemeenten of a unit together.
    member : csr_array of int, shape (units, v)
        Deelnames of a unit.
    opened : ndarray of int, shape (s,)
        Variable: the region around this core is there, and continues it.
    match_slot, match_verband, match : ndarray of int
        Variable: the region around this core continues this other verband.
    unit, slot, placed : ndarray of int
        Variable: this unit is in the region around this core; in order of unit, then of core.
    kept_placed, kept_match, kept_unit, kept_verband, kept : ndarray of int
        Variable: the deelnames of this unit in this verband are unchanged, as the unit is in a
        region (the variable of that) that continues it (the variable of that).
    in_core : ndarray of bool, as many as `placed`
        Whether the unit is a member of the core.
    count : int
        Number of variables.
    """

    weight: Floats
    size: Floats
    member: sparse.csr_array
    opened: Ints
    match_slot: Ints
    match_verband: Ints
    match: Ints
    unit: Ints
    slot: Ints
    placed: Ints
    kept_placed: Ints
    kept_match: Ints
    kept_unit: Ints
    kept_verband: Ints
    kept: Ints
    in_core: Bools
    count: int


def lay_out(problem: Problem, units: Ints, pairs: sparse.csr_array | None) -> Layout:
    """Number the variables."""
    first = np.unique(units, return_index=True)[1]
    member = sparse.csr_array(problem.member[first])
    slots = len(problem.cores)
    opened = np.arange(slots, dtype=np.int64)
    row, column = problem.continues.nonzero()
    other = column != problem.cores[row]
    match_slot, match_verband = row[other].astype(np.int64), column[other].astype(np.int64)
    match = slots + np.arange(len(match_slot), dtype=np.int64)
    if pairs is None:
        unit = np.repeat(np.arange(len(first)), slots)
        slot = np.tile(np.arange(slots), len(first))
    else:
        unit, slot = (ends.astype(np.int64) for ends in pairs.nonzero())
    placed = slots + len(match) + np.arange(len(unit), dtype=np.int64)
    # 1 + the place of each match: joined to deelnames by a product over the verbanden.
    numbered = sparse.csr_array(
        (1 + np.arange(len(match)), (match_slot, match_verband)), shape=problem.continues.shape
    )
    kept_place, kept_number = _join(member, numbered, unit, slot)
    kept = placed[-1] + 1 + np.arange(len(kept_place), dtype=np.int64)
    in_core = np.asarray(member[:, problem.cores][unit, slot]).ravel() > 0
    return Layout(
        np.bincount(units, weights=problem.weights).astype(np.float64),
        np.bincount(units, weights=problem.sizes).astype(np.float64),
        member,
        opened,
        match_slot,
        match_verband,
        match,
        unit,
        slot,
        placed,
        placed[kept_place],
        match[kept_number],
        unit[kept_place],
        match_verband[kept_number],
        kept,
        in_core,
        int(kept[-1] + 1) if len(kept) else int(placed[-1] + 1),
    )


def _join(
    member: sparse.csr_array, numbered: sparse.csr_array, unit: Ints, slot: Ints
) -> tuple[Ints, Ints]:
    """Pairs of a unit and a region with every verband of the one that the other may continue."""
    degree = np.diff(member.indptr)[unit]
    place = np.repeat(np.arange(len(unit)), degree)
    within = np.arange(len(place)) - np.repeat(np.cumsum(degree) - degree, degree)
    verband = member.indices[member.indptr[unit[place]] + within]
    number = np.asarray(numbered[slot[place], verband]).ravel()
    found = number > 0
    return place[found], number[found] - 1
