"""Two indelingen brought to the gemeenten that both cover, with checked weights.

Every comparison begins here, so that all measures mean the same by 'common gemeenten'.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt
import pandas as pd
from scipy import sparse

from lappendeken.errors import LappendekenError, NothingInCommonError
from lappendeken.indeling import SHOWN_EXAMPLES, Indeling

Floats = npt.NDArray[np.floating[Any]]
Ints = npt.NDArray[np.int64]


@dataclass(frozen=True)
class Aligned:
    """Two indelingen on their k common gemeenten.

    Parameters
    ----------
    gemeenten : Index
        The k gemeenten that both indelingen cover, in the order of the first.
    a, b : csr_array of int, shapes (k, m_a) and (k, m_b)
        Incidence; verbanden that lost all their gemeenten keep their (empty) column.
    weights : ndarray, shape (k,)
        Weight of each gemeente.
    """

    gemeenten: pd.Index
    a: sparse.csr_array
    b: sparse.csr_array
    weights: Floats

    @property
    def of_partitions(self) -> bool:
        """Whether every common gemeente is in one verband of `a` and one of `b`."""
        return bool(self.a.nnz == self.b.nnz == len(self.gemeenten))

    def contingency(self) -> sparse.csr_array:
        """Total weight of the gemeenten in each verband of `a` and each of `b` (m_a × m_b)."""
        if self.of_partitions:
            return self._tally(self.weights)
        return sparse.csr_array(self.a.T @ sparse.diags_array(self.weights) @ self.b)

    def shared_counts(self) -> sparse.csr_array:
        """Number of gemeenten in each verband of `a` and each of `b` (m_a × m_b)."""
        if self.of_partitions:
            return self._tally(np.ones(len(self.gemeenten), dtype=np.int64))
        return sparse.csr_array(self.a.T @ self.b)

    def _tally(self, values: npt.NDArray[Any]) -> sparse.csr_array:
        """Sum a value of every gemeente by its verband of `a` and of `b`, of partitions."""
        ends = (self.a.indices, self.b.indices)
        shape = (self.a.shape[1], self.b.shape[1])
        table = sparse.csr_array(sparse.coo_array((values, ends), shape=shape))
        table.sum_duplicates()
        return table

    def sizes(self) -> tuple[Ints, Ints]:
        """Number of common gemeenten in each verband of `a` and of `b`."""
        in_a = np.bincount(self.a.indices, minlength=self.a.shape[1])
        in_b = np.bincount(self.b.indices, minlength=self.b.shape[1])
        return in_a, in_b


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
    covered_a, covered_b = (np.diff(one.incidence.indptr) > 0 for one in (a, b))
    same = a.gemeenten is b.gemeenten or a.gemeenten.equals(b.gemeenten)
    if same and covered_a.all() and covered_b.all() and len(a.gemeenten):
        return Aligned(a.gemeenten, a.incidence, b.incidence, check_weights(weights, a.gemeenten))
    places = np.arange(len(covered_a)) if same else b.gemeenten.get_indexer(a.gemeenten)
    rows_a = np.flatnonzero((places >= 0) & covered_a)
    rows_b = places[rows_a]
    both = covered_b[rows_b]
    rows_a, rows_b = rows_a[both], rows_b[both]
    if not len(rows_a):
        raise NothingInCommonError(
            f"Geen enkele gemeente zit zowel in {a.naam or 'de ene'} als in "
            f"{b.naam or 'de andere indeling'}; er valt niets te vergelijken."
        )
    common = a.gemeenten[rows_a]
    return Aligned(common, a.incidence[rows_a], b.incidence[rows_b], check_weights(weights, common))


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
            f"Van {int(wrong.sum())} gemeenten ontbreekt het gewicht "
            f"'{weights.name or 'zonder naam'}' of is het negatief, bijvoorbeeld van {names}. "
            "Kies een ander gewicht of vul de gegevens aan."
        )
    if not values.sum() > 0:
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
    """Sizes of the circles of partners, of each kind of gemeente; see `circle_sizes`.

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


def circle_sizes(pair: Aligned) -> Circles:
    """Sizes of the circles of partners of every common gemeente, itself included.

    Parameters
    ----------
    pair : Aligned
        From `align`.

    Returns
    -------
    Circles
        Of partitions the kinds are the cells of the contingency table, as all gemeenten in one
        cell have the same partners; of covers every gemeente is a kind of its own.
    """
    if pair.of_partitions:
        table = pair.shared_counts()
        count, (row, column) = table.data, table.nonzero()
        size_a, size_b = pair.sizes()
        table.data = np.arange(len(count), dtype=np.int32)
        kind = np.asarray(table[pair.a.indices, pair.b.indices])
        return Circles(size_a[row], size_b[column], count, kind)
    in_a, in_b = partner_counts(pair.a), partner_counts(pair.b)
    in_either = partner_counts(sparse.csr_array(sparse.hstack([pair.a, pair.b])))
    return Circles(in_a, in_b, in_a + in_b - in_either, np.arange(len(pair.gemeenten)))
