"""Single moves: gains by hand, and against the whole score computed again."""

from itertools import combinations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from quilts import members_of
from scipy.sparse import csr_array
from small_quilts import Grid, grid_borders, load_grid
from strategies import partition_families, weights

from lappendeken.errors import (
    LappendekenError,
    NotAPartitionError,
    NothingInCommonError,
    UnknownNameError,
    WrongUsageError,
)
from lappendeken.indeling import Indeling
from lappendeken.measures.alignment import align
from lappendeken.measures.pairs import score
from lappendeken.measures.registry import MEASURES, of_alikeness
from lappendeken.optimise import best_moves, greedy_moves, pareto_front

DRIE = ["jeugdregio", "mo-bw-regio", "arbeidsmarktregio"]
COLUMNS = ["gemeente", "indeling", "from", "to", "gain", "score", "inwoners", "splits", "pareto"]


def moved(indelingen, move):
    """The indelingen after a move, made anew from their members."""
    result = []
    for one in indelingen:
        sets = {verband: set(codes) for verband, codes in members_of(one).items()}
        if one.id == move.indeling:
            sets[move._3].remove(move.gemeente)
            sets[move.to].add(move.gemeente)
        members = {verband: sorted(codes) for verband, codes in sets.items()}
        result.append(Indeling.from_members(members, one.gemeenten, id=one.id))
    return result


def whole_score(indelingen, measure, weight=None):
    """The mean of a measure over all pairs, by the measure itself."""
    pairs = combinations(indelingen, 2)
    return float(np.mean([MEASURES[measure](a, b, weights=weight) for a, b in pairs]))


def assert_scores_are_those_of_the_whole(indelingen, moves, measure, weight=None):
    """Every gain and score of some moves against full recomputation."""
    before = whole_score(indelingen, measure, weight)
    for move in moves.itertuples():
        after = whole_score(moved(indelingen, move), measure, weight)
        assert move.score == pytest.approx(after, abs=1e-9), (measure, move)
        assert move.gain == pytest.approx(after - before, abs=1e-9), (measure, move)


# By hand ------------------------------------------------------------------------------------
#
#     gemeenten     a           b
#     1 2 3         p p p       x x y
#     4 5 6         q q q       y y y


@pytest.fixture(scope="module")
def six(tmp_path_factory):
    """Two rows of three; 3 is the odd one out, and 1 has 2,000 inhabitants."""
    drawn = {"a": {"p": "123", "q": "456"}, "b": {"x": "12", "y": "3456"}}
    return load_grid(tmp_path_factory.mktemp("six"), "1 2 3\n4 5 6", drawn, inwoners={"1": 2000})


@pytest.mark.parametrize(
    ("measure", "before"),
    [
        # Together in a 6 pairs, in b 7, in both 4, of 15: (4 - 2.8) / (6.5 - 2.8).
        ("adjusted_rand_index", 12 / 37),
        ("omega_index", 12 / 37),
        # 1 and 2: 2/3; 3: 1/4; 4, 5 and 6: 3/4.
        ("element_centric_similarity", (2 * 2 / 3 + 1 / 4 + 3 * 3 / 4) / 6),
        # 1 and 2: 1 of 2; 3: none of 5; 4, 5 and 6: 2 of 3.
        ("partner_overlap", (2 / 2 + 0 + 3 * 2 / 3) / 6),
        ("v_measure", None),
        # 3 moves, five stay.
        ("transfer_similarity", 5 / 6),
    ],
)
def test_the_odd_one_out_gains_all_that_is_missing(six, measure, before):
    lap, codes = six
    moves = best_moves(lap, ["a", "b"], measure=measure)
    assert list(moves.columns) == COLUMNS
    # Either 3 joins q in a, or x in b; both make the two equal.
    best = moves.head(2)
    assert best[["gemeente", "indeling", "from", "to"]].to_numpy().tolist() == [
        [codes["3"], "a", "p", "q"],
        [codes["3"], "b", "y", "x"],
    ]
    assert best["score"].to_list() == pytest.approx([1, 1], abs=1e-12)
    assert (moves["score"].iloc[2:] < 1).all()
    if before is not None:
        assert best["gain"].to_list() == pytest.approx([1 - before] * 2, abs=1e-12)


def test_only_neighbours_are_joined(six):
    lap, codes = six
    moves = best_moves(lap, ["a", "b"])
    names = {code: letter for letter, code in codes.items()}
    found = {(names[m.gemeente], m.indeling, m.to) for m in moves.itertuples()}
    # In b, 6 touches 3 and 5 only, both in y as itself; 3 and 4 touch one of x.
    assert found == {
        *(("1", "a", "q"), ("2", "a", "q"), ("3", "a", "q")),
        *(("4", "a", "p"), ("5", "a", "p"), ("6", "a", "p")),
        *(("1", "b", "y"), ("2", "b", "y")),
        *(("3", "b", "x"), ("4", "b", "x"), ("5", "b", "x")),
    }


def test_moves_tell_what_they_tear_apart_and_whom_they_concern(six):
    lap, codes = six
    moves = best_moves(lap, ["a", "b"]).set_index(["gemeente", "indeling"])
    # 2 holds p together; the y of 3, 4, 5 and 6 hangs on 5 and 6.
    torn = {key for key, splits in moves["splits"].items() if splits}
    assert torn == {(codes["2"], "a"), (codes["5"], "a"), (codes["5"], "b")}
    assert moves.loc[(codes["1"], "a"), "inwoners"] == 2000
    assert moves.loc[(codes["3"], "a"), "inwoners"] == 1000


def test_the_first_n_are_the_best(six):
    lap, _ = six
    every = best_moves(lap, ["a", "b"])
    assert len(every) == 11
    assert every["gain"].is_monotonic_decreasing
    pd.testing.assert_frame_equal(best_moves(lap, ["a", "b"], n=4), every.head(4))


def test_the_front_trades_gain_for_inhabitants(six):
    lap, codes = six
    changed = Grid(lap.gemeenten.copy(), lap.borders)
    changed.gemeenten["inwoners"] = [2000, 10, 500, 20, 30, 40]
    indelingen = [lap.indeling("a"), lap.indeling("b")]
    front = pareto_front(best_moves(changed, indelingen))
    every = best_moves(changed, indelingen)
    useful = every[every["gain"] > 1e-12]
    assert front["gemeente"].iloc[-1] == codes["3"]
    assert front["inwoners"].is_monotonic_increasing
    for move in useful.itertuples():
        beaten = (front["gain"] >= move.gain - 1e-12) & (front["inwoners"] <= move.inwoners)
        assert beaten.any(), move
    for move in front.itertuples():
        better = (useful["gain"] > move.gain + 1e-12) & (useful["inwoners"] <= move.inwoners)
        fewer = (useful["gain"] >= move.gain - 1e-12) & (useful["inwoners"] < move.inwoners)
        assert not (better | fewer).any(), move


def test_unknown_inhabitants_are_missing_and_never_on_the_front(six):
    lap, codes = six
    changed = Grid(lap.gemeenten.copy(), lap.borders)
    changed.gemeenten["inwoners"] = [2000, 1000, None, 1000, 1000, 1000]
    moves = best_moves(changed, [lap.indeling("a"), lap.indeling("b")])
    own = moves[moves["gemeente"] == codes["3"]]
    assert own["inwoners"].isna().all()
    assert not own["pareto"].any()
    steps = greedy_moves(changed, [lap.indeling("a"), lap.indeling("b")])
    assert np.isnan(steps["inwoners_total"].iloc[0])


# Against the whole, computed again ----------------------------------------------------------


@st.composite
def asked(draw):
    """Partitions that can be compared two by two, a measure, and weights or none."""
    family = draw(partition_families(least=2))
    covered = [set().union(*members_of(one).values()) for one in family]
    if any(not a & b for a, b in combinations(covered, 2)):
        family = draw(partition_families(least=2, complete=True))
    codes = family[0].gemeenten
    weight = draw(st.one_of(st.none(), weights(list(codes))))
    return family, draw(st.sampled_from(sorted(of_alikeness()))), weight


@pytest.mark.slow
@given(asked())
@settings(max_examples=40)
def test_every_score_is_that_of_the_whole_computed_again(drawn):
    family, measure, weight = drawn
    codes = list(family[0].gemeenten)
    lap = Grid.of(codes, grid_borders(codes, 3))
    moves = best_moves(lap, family, measure=measure, weights=weight)
    assert_scores_are_those_of_the_whole(family, moves, measure, weight)


@pytest.mark.slow
@pytest.mark.parametrize("weighted", [False, True])
@pytest.mark.parametrize("measure", sorted(of_alikeness()))
def test_scores_of_moves_in_2016(real, measure, weighted):
    weight = real.gemeenten["inwoners"] if weighted else None
    moves = best_moves(real, DRIE, measure=measure, weights=weight)
    assert len(moves) == 1296
    chosen = [real.indeling(name) for name in DRIE]
    assert_scores_are_those_of_the_whole(chosen, moves.iloc[::144], measure, weight)


def whole_scores(a, b):
    """Every measure of one pair, computed from the pair as a whole."""
    pair = align(a, b)
    return {name: score(one, pair) for name, one in of_alikeness().items() if name != "omega_index"}


@pytest.mark.slow
def test_scores_of_all_moves_in_2016(real):
    chosen = {name: real.indeling(name) for name in DRIE}
    # A move in one indeling leaves the score of the other two as it is.
    still = {
        name: whole_scores(*(one for other, one in chosen.items() if other != name))
        for name in DRIE
    }
    keys = ["gemeente", "indeling", "to"]
    found = {m: best_moves(real, DRIE, measure=m).set_index(keys)["score"] for m in still[DRIE[0]]}
    found = pd.DataFrame(found)
    assert len(found) == 1296
    for code, name, to in found.index:
        one = chosen[name]
        rows = one.incidence.indices.copy()
        rows[one.gemeenten.get_loc(code)] = one.verbanden.get_loc(to)
        incidence = csr_array((one.incidence.data, rows, one.incidence.indptr), one.incidence.shape)
        after = Indeling(name, one.gemeenten, one.verbanden, incidence)
        parts = [whole_scores(after, other) for other in chosen.values() if other is not one]
        for measure, value in found.loc[code, name, to].items():
            whole = (still[name][measure] + sum(part[measure] for part in parts)) / 3
            assert abs(value - whole) < 1e-9, (code, name, to, measure)


# Sequences ----------------------------------------------------------------------------------


def test_a_sequence_takes_the_best_and_stops_when_nothing_gains(six):
    lap, codes = six
    seen = []
    steps = greedy_moves(lap, ["a", "b"], n=5, progress=seen.append)
    assert steps.index.to_list() == [1]
    assert steps["gemeente"].to_list() == [codes["3"]]
    assert steps["score"].to_list() == pytest.approx([1])
    assert seen == [1]
    equal = [Indeling.from_members(members_of(lap.indeling("a")), id=name) for name in "ab"]
    nothing = greedy_moves(lap, equal)
    assert nothing.empty
    assert list(nothing.columns) == [*COLUMNS[:-1], "inwoners_total"]


def test_each_step_is_the_best_move_after_those_before_it(real):
    chosen = [real.indeling(name) for name in DRIE]
    steps = greedy_moves(real, chosen, n=4)
    inwoners = 0.0
    for step in steps.itertuples():
        best = best_moves(real, chosen, n=1).iloc[0]
        assert (step.gemeente, step.to) == (best["gemeente"], best["to"])
        assert step.score == pytest.approx(best["score"], abs=1e-12)
        chosen = moved(chosen, step)
        inwoners += real.gemeenten.at[step.gemeente, "inwoners"]
        assert step.inwoners_total == inwoners
    assert whole_score(chosen, "adjusted_rand_index") == pytest.approx(steps["score"].iloc[-1])
    assert steps["score"].is_monotonic_increasing


# Refusals -----------------------------------------------------------------------------------


def test_a_cover_is_refused(quilt):
    with pytest.raises(NotAPartitionError, match="zorg"):
        best_moves(quilt, ["jeugd", "zorg"])


@pytest.mark.parametrize("measure", ["territorial_congruence", "boundary_congruence", "geluk"])
def test_a_measure_without_an_exact_formula_is_refused_with_the_list(quilt, measure):
    with pytest.raises(UnknownNameError, match="Onbekende maat") as told:
        best_moves(quilt, ["jeugd", "werk"], measure=measure)
    assert all(name in str(told.value) for name in of_alikeness())


def test_wrong_usage_is_told(quilt):
    with pytest.raises(WrongUsageError, match="ten minste twee indelingen"):
        best_moves(quilt, ["jeugd"])
    with pytest.raises(WrongUsageError, match="ten minste 1 zijn, niet 0"):
        greedy_moves(quilt, ["jeugd", "werk"], n=0)
    half = pd.Series(0.5, index=quilt.gemeenten.index)
    with pytest.raises(LappendekenError, match="een gewicht is een aantal"):
        best_moves(quilt, ["jeugd", "werk"], weights=half)


def test_indelingen_without_a_common_gemeente_are_refused():
    codes = ["1", "2"]
    a = Indeling.from_members({"p": ["1"]}, codes, id="a")
    b = Indeling.from_members({"q": ["2"]}, codes, id="b")
    with pytest.raises(NothingInCommonError, match="zowel in a als in b"):
        best_moves(Grid.of(codes, grid_borders(codes, 2)), [a, b])


def test_a_gemeente_that_another_indeling_does_not_cover_gains_nothing(quilt, codes):
    # werk does not reach the island, so its move in jeugd changes nothing in that pair.
    moves = best_moves(quilt, ["jeugd", "werk"])
    assert codes["I"] in quilt.gemeenten.index
    island = moves[moves["gemeente"] == codes["I"]]
    assert (island["gain"] == 0).all()
