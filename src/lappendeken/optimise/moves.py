"""Single moves of a gemeente to a verband of a neighbour, and what each of them gains."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from itertools import combinations
from typing import Any

import numpy as np
import pandas as pd
from scipy import sparse

from lappendeken import contiguity
from lappendeken.errors import NothingInCommonError, UnknownNameError, WrongUsageError
from lappendeken.indeling import Indeling
from lappendeken.measures.alignment import Floats, Ints, check_weights
from lappendeken.measures.registry import of_alikeness
from lappendeken.model import Lappendeken
from lappendeken.optimise.gains import Moves, Pair, score_of
from lappendeken.optimise.problem import choose
from lappendeken.provenance import recorded

_EQUAL = 12
"""Decimals to which gains are compared, so that rounding does not rank equal moves."""

_LEAST_GAIN = 1e-12


@recorded
def best_moves(
    lappendeken: Lappendeken,
    indelingen: Sequence[str | Indeling],
    *,
    measure: str = "adjusted_rand_index",
    n: int | None = None,
    weights: "pd.Series[float] | None" = None,
    provincie: str | None = None,
) -> pd.DataFrame:
    """Single moves of a gemeente to a verband of a neighbour, best first.

    Parameters
    ----------
    lappendeken : Lappendeken
        Knows names, neighbours and inhabitants.
    indelingen : sequence of str or Indeling
        At least two partitions.
    measure : str
        A name in `registry.of_alikeness()`. The score is the mean of the measure over all pairs
        of indelingen.
    n : int, optional
        How many moves; all when absent.
    weights : Series, optional
        Weight of each gemeente in the measure, by code; 1 when absent.
    provincie : str, optional
        However it is spelt: only its gemeenten move. The score is that of the whole country.

    Returns
    -------
    DataFrame
        One row per move, by falling `gain`; of equal moves the one that concerns the fewest
        inhabitants first: `gemeente` (code), `indeling`, `from` and `to` (verbanden), `gain`
        (change of the score), `score` (after the move), `inwoners` (of the gemeente; missing when
        not known), `splits` (whether what is left of `from` falls into more parts than before)
        and `pareto` (whether no other move gains as much with fewer inhabitants, or more with as
        many; only moves that gain).

    Raises
    ------
    NotAPartitionError
        If a gemeente is in two verbanden of one indeling.
    UnknownNameError
        If the measure does not say by itself how alike two indelingen are.
    LappendekenError
        If there are fewer than two indelingen, they have no gemeente in common, or a weight is
        unfit.

    Notes
    -----
    Every move is scored by an exact formula for what it changes (see `optimise.gains`); only a
    measure without one is computed again. A neighbour shares a border or a link over water.

    Examples
    --------
    >>> from lappendeken.model import load
    >>> moves = best_moves(load(), ["jeugdregio", "arbeidsmarktregio"], n=1)
    >>> moves[["gemeente", "indeling", "to"]].values.tolist()
    [['GM1706', 'arbeidsmarktregio', 'arbeidsmarktregio-zuidoost-brabant']]
    """
    state = _State.start(lappendeken, indelingen, measure, weights, provincie)
    moves = _with_parts(state, _ranked(state))
    return moves if n is None else moves.head(_positive(n))


@recorded
def greedy_moves(
    lappendeken: Lappendeken,
    indelingen: Sequence[str | Indeling],
    *,
    measure: str = "adjusted_rand_index",
    n: int = 10,
    weights: "pd.Series[float] | None" = None,
    provincie: str | None = None,
    progress: Callable[[int], None] | None = None,
) -> pd.DataFrame:
    """A sequence of moves, each the best after those before it.

    Parameters
    ----------
    lappendeken, indelingen, measure, weights, provincie
        See `best_moves`.
    n : int
        How many moves at most; it stops when no move gains.
    progress : callable, optional
        Called with 1 after every move.

    Returns
    -------
    DataFrame
        Index `step`, from 1: the columns of `best_moves` without `pareto`, and
        `inwoners_total` (of all gemeenten that moved so far, each once).

    Raises
    ------
    LappendekenError
        See `best_moves`.

    Notes
    -----
    Greedy: not necessarily the best set of so many moves. Each move is as good as it can be after
    those before it, and the score rises with every one.

    Examples
    --------
    >>> from lappendeken.model import load
    >>> steps = greedy_moves(load(), ["jeugdregio", "arbeidsmarktregio"], n=3)
    >>> steps["score"].is_monotonic_increasing
    True
    """
    state = _State.start(lappendeken, indelingen, measure, weights, provincie)
    taken: list[pd.DataFrame] = []
    moved: list[str] = []
    totals = []
    for _ in range(_positive(n)):
        best = _ranked(state).head(1)
        if best.empty or best["gain"].iloc[0] <= _LEAST_GAIN:
            break
        taken.append(_with_parts(state, best).drop(columns="pareto"))
        state = state.after(best.iloc[0])
        moved.append(str(best["gemeente"].iloc[0]))
        totals.append(state.inwoners[sorted(set(moved))].sum(skipna=False))
        if progress is not None:
            progress(1)
    none = _with_parts(state, _ranked(state).head(0)).drop(columns="pareto")
    table = pd.concat(taken, ignore_index=True) if taken else none
    table["inwoners_total"] = pd.Series(totals, dtype="float64")
    table.index = pd.RangeIndex(1, len(table) + 1, name="step")
    return table


@recorded
def pareto_front(moves: pd.DataFrame) -> pd.DataFrame:
    """The moves that no other move beats on gain and inhabitants at once.

    Parameters
    ----------
    moves : DataFrame
        From `best_moves`, all of them.

    Returns
    -------
    DataFrame
        Those with `pareto`, by rising `inwoners` and so by rising `gain`.

    Examples
    --------
    >>> moves = pd.DataFrame({"gain": [0.3, 0.2], "inwoners": [9, 5], "pareto": [True, True]})
    >>> pareto_front(moves)["inwoners"].to_list()
    [5, 9]
    """
    front = moves[moves["pareto"]]
    return front.sort_values(["inwoners", "gain"], kind="stable", ignore_index=True)


def _positive(n: int) -> int:
    """A number of moves."""
    if n < 1:
        raise WrongUsageError(f"Het aantal zetten moet ten minste 1 zijn, niet {n}.")
    return n


@dataclass(frozen=True, eq=False)
class _State:
    """Partitions as labels, of which one may be changed.

    Parameters
    ----------
    measure : str
        Its name.
    indelingen : list of Indeling
        As they were at first; they name the labels.
    labels : ndarray of int, shape (k, n)
        Verband of each gemeente in each indeling; -1 for none.
    weights : ndarray of float, shape (n,)
        Of the gemeenten.
    inwoners : Series of float
        By code; may hold NaN.
    neighbours : csr_array, shape (n, n)
        Which gemeenten are neighbours.
    free : ndarray of bool, shape (n,)
        Which gemeenten may move.
    """

    measure: str
    indelingen: list[Indeling]
    labels: Ints
    weights: Floats
    inwoners: "pd.Series[float]"
    neighbours: sparse.csr_array
    free: "np.ndarray"

    @classmethod
    def start(
        cls,
        lap: Lappendeken,
        indelingen: Sequence[str | Indeling],
        measure: str,
        weights: "pd.Series[float] | None",
        provincie: str | None,
    ) -> "_State":
        """The partitions as they are."""
        if measure not in of_alikeness():
            raise UnknownNameError("maat", measure, list(of_alikeness()))
        chosen = choose(lap, indelingen)
        if len(chosen) < 2:
            raise WrongUsageError("Noem ten minste twee indelingen.")
        gemeenten = chosen[0].gemeenten
        labels = np.full((len(chosen), len(gemeenten)), -1, dtype=np.int64)
        for number, one in enumerate(chosen):
            one.require_partition(measure)
            labels[number, one.covered.to_numpy()] = one.incidence.indices
        inwoners = pd.Series(
            lap.gemeenten["inwoners"].reindex(gemeenten).to_numpy("float64", na_value=np.nan),
            index=gemeenten,
        )
        anyone = gemeenten[np.flatnonzero((labels >= 0).any(axis=0))]
        weight = pd.Series(check_weights(weights, anyone), index=anyone).reindex(gemeenten)
        neighbours = contiguity.adjacency(gemeenten, lap.borders)
        free = np.ones(len(gemeenten), dtype=bool)
        if provincie is not None:
            own = lap.gemeenten["provincie"] == lap.find_provincie(provincie)
            free = gemeenten.isin(lap.gemeenten.index[own])
        real = weight.fillna(0).to_numpy()
        return cls(measure, chosen, labels, real, inwoners, neighbours, free)

    def after(self, move: "pd.Series[Any]") -> "_State":
        """The partitions after one move."""
        number = [one.id for one in self.indelingen].index(str(move["indeling"]))
        one = self.indelingen[number]
        labels = self.labels.copy()
        place = one.gemeenten.get_indexer(pd.Index([move["gemeente"]]))
        labels[number, place] = one.verbanden.get_indexer(pd.Index([move["to"]]))
        return replace(self, labels=labels)

    def candidates(self, number: int) -> Moves:
        """All moves in one indeling: a gemeente to another verband that a neighbour is in."""
        label = self.labels[number]
        place, other = self.neighbours.nonzero()
        real = (label[place] >= 0) & (label[other] >= 0) & (label[place] != label[other])
        real &= self.free[place]
        pairs = np.unique(np.stack([place[real], label[other[real]]]), axis=1)
        return Moves(pairs[0].astype(np.int64), pairs[1].astype(np.int64))

    def pair(self, first: int, second: int) -> tuple[Pair, Ints]:
        """Two indelingen on their common gemeenten, and where each gemeente is among these."""
        a, b = self.labels[first], self.labels[second]
        common = np.flatnonzero((a >= 0) & (b >= 0))
        one, other = self.indelingen[first], self.indelingen[second]
        if not len(common):
            raise NothingInCommonError(
                f"Geen enkele gemeente zit zowel in {one.naam} als in {other.naam}."
            )
        where = np.full(len(a), -1, dtype=np.int64)
        where[common] = np.arange(len(common))
        sizes = len(one.verbanden), len(other.verbanden)
        return Pair(a[common], b[common], *sizes, self.weights[common]), where


def _ranked(state: _State) -> pd.DataFrame:
    """All moves with their gain, best first."""
    count = len(state.indelingen)
    pairs = count * (count - 1) // 2
    moves = [state.candidates(number) for number in range(count)]
    gains = [np.zeros(len(one.place)) for one in moves]
    before = 0.0
    score = score_of(state.measure)
    for first, second in combinations(range(count), 2):
        for own, other in ((first, second), (second, first)):
            pair, where = state.pair(own, other)
            # A gemeente that the other does not cover does not count in this pair.
            seen = where[moves[own].place] >= 0
            among = Moves(where[moves[own].place[seen]], moves[own].target[seen])
            outcome = score(pair, among)
            gains[own][seen] += (outcome.after - outcome.before) / pairs
        before += outcome.before / pairs
    table = pd.concat(
        [_table(state, number, moves[number], gains[number]) for number in range(count)],
        ignore_index=True,
    )
    table["score"] = before + table["gain"]
    table["rank"] = -table["gain"].round(_EQUAL)
    order = ["rank", "inwoners", "number", "gemeente", "to"]
    table = table.sort_values(order, ignore_index=True)
    return table.drop(columns=["rank", "number"])


def _table(state: _State, number: int, moves: Moves, gain: Floats) -> pd.DataFrame:
    """Moves in one indeling by name."""
    one = state.indelingen[number]
    own = state.labels[number][moves.place]
    codes = one.gemeenten[moves.place]
    return pd.DataFrame(
        {
            "gemeente": codes.to_numpy(),
            "indeling": one.id,
            "from": one.verbanden[own].to_numpy(),
            "to": one.verbanden[moves.target].to_numpy(),
            "gain": gain,
            "inwoners": state.inwoners.to_numpy()[moves.place],
            "number": number,
        }
    )


def _with_parts(state: _State, moves: pd.DataFrame) -> pd.DataFrame:
    """Moves with what they do to the area they leave, and whether they are on the front."""
    numbers = {one.id: number for number, one in enumerate(state.indelingen)}
    holding = {one: _holding(state, numbers[one]) for one in moves["indeling"].unique()}
    keys = zip(moves["gemeente"], moves["indeling"], strict=True)
    columns = ["gemeente", "indeling", "from", "to", "gain", "score", "inwoners"]
    return moves[columns].assign(
        splits=np.array([gemeente in holding[one] for gemeente, one in keys], dtype=bool),
        pareto=_on_front(moves),
    )


def _holding(state: _State, number: int) -> set[str]:
    """The gemeenten that hold parts of their verband together."""
    import networkx as nx  # noqa: PLC0415  takes a third of a second

    label = state.labels[number]
    one, other = state.neighbours.nonzero()
    within = (label[one] == label[other]) & (label[one] >= 0)
    graph = nx.Graph(list(zip(one[within].tolist(), other[within].tolist(), strict=True)))
    codes = state.indelingen[number].gemeenten
    return {str(codes[place]) for place in nx.articulation_points(graph)}


def _on_front(moves: pd.DataFrame) -> "np.ndarray":
    """Which moves, in order of rank, gain more than all with at most as many inhabitants."""
    gain = moves["gain"].round(_EQUAL).to_numpy()
    inwoners = moves["inwoners"].to_numpy()
    useful = np.flatnonzero((gain > _LEAST_GAIN) & ~np.isnan(inwoners))
    order = useful[np.lexsort((-gain[useful], inwoners[useful]))]
    front = np.zeros(len(moves), dtype=bool)
    best = 0.0
    for row in order:
        if gain[row] > best:
            front[row], best = True, gain[row]
    return front
