"""What the least change is asked of: gemeenten, their deelnames, cores of regions and demands.

A *common division* puts every gemeente in one common region. A common region has a *core*, one
verband of which it holds at least one gemeente, and continues at most one verband of every other
indeling; that verband must share a gemeente with the core. A deelname is unchanged when its
gemeente is in the common region that continues its verband. What is asked of a base is one of
`BASE_RULES`.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
import pandas as pd
from scipy import sparse

from lappendeken import contiguity
from lappendeken.errors import LappendekenError, UnknownNameError, WrongUsageError
from lappendeken.indeling import Indeling, common_index
from lappendeken.measures.alignment import (
    Floats,
    Ints,
    check_weights,
    distinct_rows,
    require_ids,
)
from lappendeken.model import Lappendeken
from lappendeken.names import NameIndex, normalise
from lappendeken.reading.settling.history import other_date

BASE_RULES = ("vast", "kern", "vrij")
"""What 'X is the base' means; see `least_change`."""


@dataclass(frozen=True)
class Demands:
    """What a common division must meet.

    Parameters
    ----------
    contiguous : bool
        Whether every region must be one connected area.
    min_weight, max_weight : float, optional
        Bounds on the total size of every region.
    regions : int, optional
        The number of regions.
    gemeenten : tuple of int
        Places of the gemeenten that keep all their deelnames.
    verbanden : tuple of int
        Numbers of the verbanden that stay exactly as they are.
    base_stays : bool
        Whether no deelname of the base changes.
    """

    contiguous: bool = False
    min_weight: float | None = None
    max_weight: float | None = None
    regions: int | None = None
    gemeenten: tuple[int, ...] = ()
    verbanden: tuple[int, ...] = ()
    base_stays: bool = False

    @property
    def bounded(self) -> bool:
        """Whether the size of a region matters."""
        return self.min_weight is not None or self.max_weight is not None

    @property
    def any(self) -> bool:
        """Whether anything is demanded at all."""
        return self != Demands()


@dataclass(frozen=True, eq=False)
class Problem:
    """The deelnames of n gemeenten in v verbanden, and s cores that regions may grow around.

    Parameters
    ----------
    gemeenten : Index
        Codes of the gemeenten that are in some verband, in order: the answer does not depend on
        the order of rows.
    weights : ndarray of float, shape (n,)
        Weight of each deelname of a gemeente.
    sizes : ndarray of float, shape (n,)
        What counts for the bounds, such as inhabitants.
    member : csr_array of int, shape (n, v)
        Deelnames.
    verbanden : Index
        Identifier of each verband, in order of indeling and then of identifier.
    family : ndarray of int, shape (v,)
        Number of the indeling of each verband.
    cores : ndarray of int, shape (s,)
        The verbanden that may be a core: those of the base, or all.
    based : bool
        Whether the cores are the verbanden of a base.
    may_vanish : bool
        Whether a core need not have its region, and a region may continue what shares a gemeente
        with a verband that shares one with the core.
    neighbours : csr_array of int, shape (n, n)
        Which gemeenten are neighbours.
    """

    gemeenten: pd.Index
    weights: Floats
    sizes: Floats
    member: sparse.csr_array
    verbanden: pd.Index
    family: Ints
    cores: Ints
    based: bool
    may_vanish: bool
    neighbours: sparse.csr_array
    continues: sparse.csr_array = field(init=False)
    """Shape (s, v): 1 where a region around a core may continue a verband."""

    def __post_init__(self) -> None:
        """Find which verbanden a core overlaps."""
        overlap = sparse.csr_array(self.member.T @ self.member)
        shared = overlap[self.cores]
        if self.based and self.may_vanish:
            shared = sparse.csr_array(shared @ overlap)
        row, column = shared.nonzero()
        # Another verband of the indeling of the core overlaps it in a cover only.
        own = self.cores[row]
        kept = (self.family[column] != self.family[own]) | (column == own)
        ends = (np.ones(int(kept.sum()), dtype=np.int64), (row[kept], column[kept]))
        matrix = sparse.csr_array(sparse.coo_array(ends, shape=shared.shape))
        object.__setattr__(self, "continues", matrix)

    @property
    def all_there(self) -> bool:
        """Whether every core must have its region."""
        return self.based and not self.may_vanish

    @property
    def total(self) -> float:
        """Weight of all deelnames."""
        return float(self.weights @ np.diff(self.member.indptr))

    @property
    def step(self) -> float:
        """What two totals differ by at least, when they differ; 0 when that is not known."""
        whole = np.round(self.weights)
        if not (self.weights == whole).all():
            return 0.0
        return float(np.gcd.reduce(whole.astype(np.int64)))


def make_problem(
    lap: Lappendeken,
    indelingen: Sequence[Indeling],
    base: Indeling | None,
    weights: "pd.Series[float] | None",
    sizes: "pd.Series[float] | None",
    *,
    may_vanish: bool = False,
) -> Problem:
    """Gather indelingen into one problem."""
    everyone = common_index(indelingen)
    places = np.flatnonzero(np.logical_or.reduce([one.covered.to_numpy() for one in indelingen]))
    if not len(places):
        raise LappendekenError("Geen enkele gemeente zit in een verband van deze indelingen.")
    codes = everyone[places]
    order = np.argsort(codes.to_numpy().astype(str))
    codes, places = codes[order], places[order]
    blocks, ids, family = [], [], []
    for number, one in enumerate(indelingen):
        columns = np.argsort(one.verbanden.to_numpy().astype(str))
        blocks.append(one.incidence[places][:, columns])
        ids += [str(verband) for verband in one.verbanden[columns]]
        family += [number] * len(columns)
    if len(set(ids)) < len(ids):
        twice = next(one for one in ids if ids.count(one) > 1)
        raise LappendekenError(
            f"Twee indelingen hebben een verband met de aanduiding '{twice}'; geef elk een eigen."
        )
    member = sparse.csr_array(sparse.hstack(blocks))
    member.sort_indices()
    families = np.array(family, dtype=np.int64)
    cores = np.arange(len(ids), dtype=np.int64)
    if base is not None:
        cores = cores[families == [one.id for one in indelingen].index(base.id)]
    return Problem(
        codes,
        check_weights(weights, codes),
        check_weights(sizes, codes),
        member,
        pd.Index(ids),
        families,
        cores,
        base is not None,
        may_vanish,
        contiguity.adjacency(codes, lap.borders),
    )


def choose(lap: Lappendeken, indelingen: Sequence[str | Indeling]) -> list[Indeling]:
    """Indelingen by name or as they are."""
    chosen = lap.find_indelingen(indelingen)
    require_ids(chosen)
    common_index(chosen)
    return chosen


def find_fixed(
    lap: Lappendeken, indelingen: Sequence[Indeling], problem: Problem, fixed: Sequence[str]
) -> tuple[tuple[int, ...], tuple[int, ...]]:
    """Gemeenten and verbanden that must stay as they are."""
    if isinstance(fixed, str):
        raise LappendekenError("Geef wat vast blijft als lijst, niet als tekst.")
    names = [(str(v), str(name)) for one in indelingen for v, name in one.namen.items()]
    gemeenten: set[int] = set()
    verbanden: set[int] = set()
    for text in fixed:
        kind, found = _meaning(lap, names, text)
        index = problem.gemeenten if kind == "gemeente" else problem.verbanden
        place = int(index.get_indexer(pd.Index([found]))[0])
        if place < 0 and _covered(indelingen, found):
            # It lies outside the province that is asked, where nothing changes.
            continue
        if place < 0:
            raise WrongUsageError(f"{text} zit in geen verband van deze indelingen.")
        (gemeenten if kind == "gemeente" else verbanden).add(place)
    return tuple(sorted(gemeenten)), tuple(sorted(verbanden))


def _covered(indelingen: Sequence[Indeling], key: str) -> bool:
    """Whether this is a verband, or a gemeente in one."""
    return any(
        key in one.verbanden or (key in one.gemeenten and bool(one.verbanden_of(key)))
        for one in indelingen
    )


def _meaning(lap: Lappendeken, names: list[tuple[str, str]], text: str) -> tuple[str, str]:
    """Whether a text means a gemeente or a verband, and which."""
    if text in dict(names):
        return "verband", text
    gemeente = lap.gemeente_names.find(text)
    key = normalise(text)
    verbanden = [verband for verband, name in names if normalise(name) == key]
    if len(verbanden) + (gemeente is not None) > 1:
        known = [*([gemeente] if gemeente else []), *verbanden]
        raise WrongUsageError(f"'{text}' kan {' of '.join(known)} zijn; noem er een van.")
    if gemeente is not None:
        return "gemeente", gemeente
    if verbanden:
        return "verband", verbanden[0]
    moved = other_date(text, lap.gemeenten["naam"], lap.herindelingen, lap.peildatum)
    if moved is not None:
        return "gemeente", lap.find_gemeente(text)
    near = [*lap.gemeente_names.candidates(text, 2), *NameIndex(dict(names)).candidates(text, 2)]
    raise UnknownNameError("gemeente of verband", text, list(dict.fromkeys(near))[:3])


def one_each(problem: Problem) -> Ints:
    """Every gemeente a unit of its own."""
    return np.arange(len(problem.gemeenten), dtype=np.int64)


def lappen(problem: Problem, demands: Demands) -> Ints:
    """Units of gemeenten with exactly the same verbanden, but for a few that stay apart.

    Notes
    -----
    Let an optimal answer be given, with the regions that are there and what each continues. For
    gemeenten with the same verbanden (one *lap*) the same region is best, and moving a whole lap
    there changes no more than it did: without contiguity and bounds nothing keeps a lap apart,
    except that a region must keep a gemeente of its core. A lap can be asked to leave such a
    gemeente behind by every region of which it is in the core: one when there is a base, one for
    each of its verbanden otherwise. Leaving the lightest behind costs no more than leaving
    another. So there is an optimal answer in which a lap is whole but for so many of its lightest
    gemeenten; those are units of their own here. A fixed gemeente cannot be exchanged for a
    lighter one, and is one too.
    """
    group, first, _ = distinct_rows(problem.member)
    witnesses = np.diff(problem.member[first].indptr)
    if problem.based:
        witnesses = np.ones(len(first), dtype=np.int64)
    fixed = np.zeros(len(group), dtype=bool)
    fixed[list(demands.gemeenten)] = True
    order = np.lexsort((problem.weights, fixed, group))
    starts = np.searchsorted(group[order], np.arange(len(first)))
    rank = np.empty(len(group), dtype=np.int64)
    rank[order] = np.arange(len(group)) - starts[group[order]]
    alone = fixed | (rank < witnesses[group])
    label = np.where(alone, len(first) + np.arange(len(group)), group)
    return np.asarray(pd.factorize(label)[0], dtype=np.int64)
