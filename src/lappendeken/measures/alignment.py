"""Two indelingen brought to the gemeenten that both cover, with checked weights.

Every comparison begins here, so that all measures mean the same by 'common gemeenten'.
"""

from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from typing import Any, NamedTuple, Protocol, TypeVar

import numpy as np
import numpy.typing as npt
import pandas as pd
from scipy import sparse

from lappendeken.dutch import count
from lappendeken.errors import LappendekenError, NothingInCommonError
from lappendeken.indeling import SHOWN_EXAMPLES, Indeling, require_indelingen

Floats = npt.NDArray[np.floating[Any]]
Ints = npt.NDArray[np.int64]
Bools = npt.NDArray[np.bool_]
Result = TypeVar("Result")


DENSE = 1000
"""Up to so many common gemeenten, a square table of them is held of an indeling with overlap."""


class Cells(NamedTuple):
    """The filled cells of the contingency table of two indelingen.

    Parameters
    ----------
    row, column : ndarray of int, shape (c,)
        The verband of each of the two, as a place in its `verbanden`.
    shared : ndarray of int, shape (c,)
        Number of common gemeenten in both.
    """

    row: Ints
    column: Ints
    shared: Ints


@dataclass(frozen=True, eq=False)
class Side:
    """One indeling on the k common gemeenten of a comparison, with what is known of it alone.

    Parameters
    ----------
    indeling : Indeling
        As a whole.
    rows : ndarray of int, shape (k,)
        Places of the common gemeenten in it, each in at least one verband.
    weights : ndarray of float, shape (k,)
        Weight of each gemeente.
    """

    indeling: Indeling
    rows: Ints
    weights: Floats

    @cached_property
    def incidence(self) -> sparse.csr_array:
        """Incidence (k × m); verbanden that lost all their gemeenten keep their empty column."""
        whole = len(self.rows) == self.indeling.incidence.shape[0]
        if whole and (self.rows == np.arange(len(self.rows))).all():
            return self.indeling.incidence
        return self.indeling.incidence[self.rows]

    @cached_property
    def labels(self) -> Ints | None:
        """The verband of each common gemeente; None when one of them is in several."""
        if self.indeling.is_partition:
            starts = self.indeling.incidence.indptr[self.rows]
            return np.asarray(self.indeling.incidence.indices[starts], dtype=np.int64)
        single = self.incidence.nnz == len(self.rows)
        return np.asarray(self.incidence.indices, dtype=np.int64) if single else None

    @cached_property
    def sizes(self) -> Ints:
        """Number of common gemeenten in each verband."""
        verbanden = self.incidence.indices if self.labels is None else self.labels
        return np.bincount(verbanden, minlength=len(self.indeling.verbanden))

    @cached_property
    def whole_sizes(self) -> Ints:
        """Number of gemeenten in each verband, also of those that are not common."""
        everyone = self.indeling.incidence
        if len(self.rows) == everyone.shape[0]:
            return self.sizes
        return np.bincount(everyone.indices, minlength=everyone.shape[1])

    @cached_property
    def totals(self) -> Floats:
        """Weight of the common gemeenten in each verband."""
        if self.labels is None:
            return np.asarray(self.incidence.T @ self.weights, dtype=np.float64)
        return np.bincount(self.labels, self.weights, minlength=len(self.sizes)).astype(np.float64)

    @cached_property
    def members(self) -> sparse.csc_array:
        """The incidence by verband, members in order."""
        found = sparse.csc_array(self.incidence)
        found.sort_indices()
        return found

    @cached_property
    def together(self) -> "npt.NDArray[np.integer[Any]]":
        """In how many verbanden every two common gemeenten are together (k × k)."""
        if self.labels is not None:
            return np.asarray(self.labels[:, None] == self.labels, dtype=np.uint8)
        most = int(np.diff(self.incidence.indptr).max())
        table = (self.incidence @ self.incidence.T).toarray()
        return np.asarray(table, dtype=np.uint8 if most < 256 else np.int64)

    @cached_property
    def circles(self) -> Ints:
        """Number of gemeenten in the circle of partners of each, itself included."""
        if self.labels is not None:
            return np.asarray(self.sizes[self.labels], dtype=np.int64)
        return partner_counts(self.incidence)

    def once(self, work: Callable[..., Result], *more: Hashable) -> Result:
        """What some work makes of this side; done only the first time it is asked."""
        return _once(self._known, work, self, *more)

    @cached_property
    def _known(self) -> dict[Any, Any]:
        return {}


class Neighbours(Protocol):
    """Pairs of neighbouring gemeenten by place, and the length of their border in metres."""

    @property
    def gemeenten(self) -> pd.Index:
        """What the places are in."""

    @property
    def first(self) -> Ints:
        """The one of each pair."""

    @property
    def second(self) -> Ints:
        """The other."""

    @property
    def length(self) -> Floats:
        """Of their border."""

    def apart(self, one: Indeling, /) -> Bools:
        """Whether they share no verband of an indeling."""


@dataclass(frozen=True, eq=False)
class Aligned:
    """Two indelingen on their k common gemeenten.

    Parameters
    ----------
    gemeenten : Index
        The k gemeenten that both indelingen cover, in the order of the first.
    a, b : Side
        The two.
    borders : Neighbours, optional
        The borders between the gemeenten of the indeling `a`, for measures that ask for them.
    """

    gemeenten: pd.Index
    a: Side
    b: Side
    borders: Neighbours | None = None

    @property
    def weights(self) -> Floats:
        """Weight of each common gemeente."""
        return self.a.weights

    @property
    def of_partitions(self) -> bool:
        """Whether every common gemeente is in one verband of `a` and one of `b`."""
        return self.a.labels is not None and self.b.labels is not None

    @property
    def dense(self) -> bool:
        """Whether there are so few common gemeenten that square tables of them may be made."""
        return len(self.gemeenten) <= DENSE

    @cached_property
    def _numbered(self) -> tuple[Cells, Ints]:
        """The filled cells, and of partitions the cell of every gemeente."""
        if self.a.labels is None or self.b.labels is None:
            shared = sparse.coo_array(self.a.members.T @ self.b.incidence)
            count = shared.data.astype(np.int64)
            row, column = (one.astype(np.int64) for one in shared.coords)
            return Cells(row, column, count), np.empty(0, dtype=np.int64)
        columns = len(self.b.sizes)
        number, key = pd.factorize(self.a.labels * columns + self.b.labels)
        order = np.argsort(key)
        place = np.empty(len(key), dtype=np.int64)
        place[order] = np.arange(len(key))
        kind = place[number]
        return Cells(*np.divmod(key[order], columns), np.bincount(kind)), kind

    @property
    def cells(self) -> Cells:
        """The filled cells of the contingency table."""
        return self._numbered[0]

    @cached_property
    def cell_weights(self) -> Floats:
        """Total weight of the gemeenten in each of `cells`."""
        cells, kind = self._numbered
        if self.of_partitions:
            return np.bincount(kind, self.weights).astype(np.float64)
        scaled = sparse.diags_array(self.weights) @ self.b.incidence
        table = sparse.csr_array(self.a.members.T @ scaled)
        return np.asarray(table[cells.row, cells.column], dtype=np.float64).ravel()

    @cached_property
    def circles(self) -> "Circles":
        """Sizes of the circles of partners of every common gemeente."""
        cells, kind = self._numbered
        if self.of_partitions:
            return Circles(self.a.sizes[cells.row], self.b.sizes[cells.column], cells.shared, kind)
        in_a, in_b = self.a.circles, self.b.circles
        if self.dense:
            in_both = ((self.a.together > 0) & (self.b.together > 0)).sum(axis=1)
        else:
            in_both = in_a + in_b - partner_counts(self.stacked)
        return Circles(in_a, in_b, in_both, np.arange(len(self.gemeenten)))

    @property
    def stacked(self) -> sparse.csr_array:
        """The verbanden of both beside each other (k × (m_a + m_b))."""
        return sparse.csr_array(sparse.hstack([self.a.incidence, self.b.incidence]))

    def reversed(self) -> "Aligned":
        """The same pair seen from the other, without its weights by cell."""
        other = Aligned(self.gemeenten, self.b, self.a)
        (row, column, count), kind = self._numbered
        other.__dict__["_numbered"] = Cells(column, row, count), kind
        return other

    def once(self, work: "Callable[[Aligned], Result]") -> Result:
        """What some work makes of this pair; done only the first time it is asked."""
        return _once(self._known, work, self)

    @cached_property
    def _known(self) -> dict[Any, Any]:
        return {}


def _once(known: dict[Any, Any], work: Callable[..., Result], *arguments: Any) -> Result:
    """Do some work, or look up what came of it before."""
    key = (work, *arguments[1:])
    if key not in known:
        known[key] = work(*arguments)
    result: Result = known[key]
    return result


MOST_WEIGHT = 1e15
"""Largest total of weights; below it whole numbers are exact, so that a 1 still counts."""


def align(a: Indeling, b: Indeling, weights: "pd.Series[float] | None" = None) -> Aligned:
    """Bring two indelingen to the gemeenten that both cover.

    Parameters
    ----------
    a, b : Indeling
        May be on different lists of gemeenten.
    weights : Series, optional
        Weight of each gemeente by code; 1 when absent.

    Returns
    -------
    Aligned

    Raises
    ------
    NothingInCommonError
        If no gemeente is covered by both.
    LappendekenError
        If a weight is missing, negative or not a number, or all are zero.
    """
    rows_a, rows_b = common_rows(a, b)
    if not len(rows_a):
        raise NothingInCommonError(
            f"Geen enkele gemeente zit zowel in {a.naam or 'de ene'} als in "
            f"{b.naam or 'de andere indeling'}; er valt niets te vergelijken."
        )
    common = a.gemeenten if len(rows_a) == len(a.gemeenten) else a.gemeenten[rows_a]
    weight = check_weights(weights, common)
    return Aligned(common, Side(a, rows_a, weight), Side(b, rows_b, weight))


def common_rows(a: Indeling, b: Indeling) -> tuple[Ints, Ints]:
    """Places in two indelingen of the gemeenten that both cover, in the order of the first."""
    require_indelingen((a, b))
    covered_a, covered_b = (np.diff(one.incidence.indptr) > 0 for one in (a, b))
    if a.gemeenten is b.gemeenten or a.gemeenten.equals(b.gemeenten):
        rows = np.flatnonzero(covered_a & covered_b)
        return rows, rows
    places = b.gemeenten.get_indexer(a.gemeenten)
    rows_a = np.flatnonzero((places >= 0) & covered_a)
    rows_a = rows_a[covered_b[places[rows_a]]]
    return rows_a, places[rows_a]


def require_ids(indelingen: Sequence[Indeling], *, least: int = 1) -> list[str]:
    """The identifiers of indelingen that must be told apart in a table.

    Parameters
    ----------
    indelingen : sequence of Indeling
        Each with an `id` of its own.
    least : int
        How many there must be.

    Returns
    -------
    list of str

    Raises
    ------
    LappendekenError
        If there are too few, or two have the same `id`.
    """
    require_indelingen(indelingen)
    if len(indelingen) < least:
        number = {1: "één indeling", 2: "twee indelingen"}[least]
        raise LappendekenError(f"Noem ten minste {number}.")
    names = [one.id for one in indelingen]
    if len(set(names)) < len(names):
        raise LappendekenError("Elke indeling moet een eigen id hebben.")
    return names


def check_weights(weights: "pd.Series[float] | None", gemeenten: pd.Index) -> Floats:
    """Give every gemeente its weight, and refuse weights that would make a score meaningless.

    Parameters
    ----------
    weights : Series or None
        By code; may hold more gemeenten than asked. None stands for 1 each.
    gemeenten : Index
        The gemeenten that need one.

    Returns
    -------
    ndarray of float, shape (k,)

    Raises
    ------
    LappendekenError
        See `align`.
    """
    if weights is None:
        return np.ones(len(gemeenten))
    if not isinstance(weights, pd.Series):
        raise LappendekenError(
            "Geef gewichten als een Series met de gemeentecodes als index, "
            f"geen {type(weights).__name__}."
        )
    if not weights.index.is_unique:
        twice = weights.index[weights.index.duplicated()][0]
        raise LappendekenError(f"Er zijn twee gewichten voor één gemeente: {twice}.")
    try:
        values = weights.reindex(gemeenten).to_numpy(dtype="float64", na_value=np.nan)
    except (TypeError, ValueError) as error:
        raise LappendekenError(
            f"Het gewicht '{weights.name or 'zonder naam'}' bestaat niet uit getallen."
        ) from error
    wrong = ~np.isfinite(values) | (values < 0)
    if wrong.any():
        names = ", ".join(str(code) for code in gemeenten[wrong][:SHOWN_EXAMPLES])
        raise LappendekenError(
            f"Van {count(int(wrong.sum()), 'gemeente', 'gemeenten')} ontbreekt het gewicht "
            f"'{weights.name or 'zonder naam'}' of is het negatief, bijvoorbeeld van {names}. "
            "Kies een ander gewicht of vul de gegevens aan."
        )
    largest = float(values.max(initial=0.0))
    total = float(values.sum()) if largest <= MOST_WEIGHT else largest
    if total > MOST_WEIGHT:
        raise LappendekenError(
            f"Het gewicht '{weights.name or 'zonder naam'}' is te groot om mee te rekenen: samen "
            f"{total:.3g}, en {MOST_WEIGHT:.0e} is het meeste. Kies een grotere eenheid."
        )
    if not total > 0:
        raise LappendekenError("Alle gewichten zijn nul; er valt niets te wegen.")
    return values


def weighted_mean(values: Floats, weights: Floats) -> float:
    """Weighted mean over the values that are there; NaN when none is, or none has weight.

    Parameters
    ----------
    values : ndarray, shape (k,)
        May hold NaN, which is left out together with its weight.
    weights : ndarray, shape (k,)
        At least 0.

    Returns
    -------
    float
    """
    known = ~np.isnan(values)
    total = weights[known].sum()
    return float(values[known] @ weights[known] / total) if total > 0 else float("nan")


def distinct_rows(incidence: sparse.csr_array) -> tuple[Ints, Ints, Ints]:
    """Group units that have exactly the same verbanden.

    Parameters
    ----------
    incidence : csr_array of int, shape (n, m)
        One row per unit; its indices are sorted in place.

    Returns
    -------
    tuple of ndarray of int
        The group of each unit (n), the first unit of each group (g), the size of each group (g).
    """
    incidence.sort_indices()
    starts = incidence.indptr
    patterns = [incidence.indices[i:j].tobytes() for i, j in pairwise(starts)]
    group, _ = pd.factorize(np.array(patterns, dtype=object))
    first = np.unique(group, return_index=True)[1]
    return group, first, np.bincount(group)


def partner_counts(incidence: sparse.csr_array, *, chunk: int = 4096) -> Ints:
    """Number of units that share a verband with each unit, itself included.

    Parameters
    ----------
    incidence : csr_array of int, shape (n, m)
        Sorted indices, one row per unit.
    chunk : int
        Groups of units handled at a time; bounds the memory.

    Returns
    -------
    ndarray of int, shape (n,)
        0 for a unit without verband.

    Notes
    -----
    Units with exactly the same verbanden have the same partners, so the count runs over groups
    of such units, and a group's partners are found by one sparse product.
    """
    group, first, sizes = distinct_rows(incidence)
    per_group = incidence[first]
    transposed = sparse.csr_array(per_group.T)
    counts = np.zeros(len(first), dtype=np.int64)
    for start in range(0, len(first), chunk):
        together = sparse.csr_array(per_group[start : start + chunk] @ transposed)
        together.data[:] = 1
        counts[start : start + chunk] = together @ sizes
    return np.asarray(counts[group], dtype=np.int64)


class Circles(NamedTuple):
    """Sizes of the circles of partners, of each kind of gemeente; see `Aligned.circles`.

    Of partitions the kinds are the cells of the contingency table, as all gemeenten in one cell
    have the same partners; of covers every gemeente is a kind of its own.

    Parameters
    ----------
    in_a, in_b, in_both : ndarray of int, shape (c,)
        |A_i|, |B_i| and |A_i ∩ B_i| of the gemeenten of one kind, themselves included.
    kind : ndarray of int, shape (k,)
        The kind of every common gemeente.
    """

    in_a: Ints
    in_b: Ints
    in_both: Ints
    kind: Ints
