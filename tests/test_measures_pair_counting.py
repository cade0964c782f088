"""Adjusted Rand index and omega index: by hand, by definition, by property."""

from fractions import Fraction
from itertools import combinations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from quilts import blocks, common, members_of, pair_sum, relabelled, reordered, repeated
from scipy import sparse
from strategies import codes, cover_pairs, partition_pairs, weights
from ways import TWO_WAYS, taking

from lappendeken.errors import LappendekenError, NotAPartitionError
from lappendeken.indeling import Indeling
from lappendeken.measures import adjusted_rand_index, omega_index, v_measure

BOTH = pytest.mark.parametrize("measure", [adjusted_rand_index, omega_index])

# By hand: adjusted Rand index ---------------------------------------------------------------
#
# jeugd n=ABFG o=CDEHJK z=LMN m=OP(I) against werk x=AB w=FG y=CDEHJK v=LMNO u=P, on the 15
# gemeenten that both cover (not I). The contingency table, by number and by weight
# (A 3, L 2, O 2, others 1, in thousands of inhabitants):
#
#            x     w     y     v     u   | number  weight
#     n      2,4   2,2               |      4       6
#     o                  6,6               |      6       6
#     z                        3,4         |      3       4
#     m                        1,2   1,1   |      2       3
#          ----------------------------
#            2,4   2,2   6,6   4,6   1,1      15      19


@BOTH
def test_rand_index_of_the_quilt_is_305_of_389(measure, jeugd, werk):
    # Together in both: 1+1+15+3+0+0 = 20; in jeugd 6+15+3+1 = 25; in werk 1+1+15+6+0 = 23; pairs
    # 105. Expected 25*23/105 = 115/21, largest 24: (20 - 115/21) / (24 - 115/21) = 305/389.
    assert measure(jeugd, werk) == pytest.approx(305 / 389, abs=1e-14)


@BOTH
def test_weighted_rand_index_of_the_quilt_is_1172_of_1685(measure, jeugd, werk, inwoners):
    # In thousands, each weight so many copies. All pairs 19*18/2 = 171; in jeugd
    # (36+36+16+9-19)/2 = 39; in werk (16+4+36+36+1-19)/2 = 37; in both
    # (16+4+36+16+4+1-19)/2 = 29. Expected 39*37/171 = 481/57, largest 38:
    # (29 - 481/57) / (38 - 481/57) = 1172/1685.
    score = measure(jeugd, werk, weights=inwoners / 1000)
    assert score == pytest.approx(1172 / 1685, abs=1e-14)


@BOTH
def test_only_common_gemeenten_count(measure, jeugd, wonen):
    # Both cover J, K and P: jeugd o=JK m=P, wonen k=JK l=P.
    assert measure(jeugd, wonen) == 1


@BOTH
def test_crossed_quarters_score_below_chance(measure):
    # 2x2 rows against columns: no pair in common; in each 2 of 6 pairs: expected 2/3, largest 2:
    # (0 - 2/3) / (2 - 2/3) = -1/2.
    rows = Indeling.from_members({"n": ["1", "2"], "z": ["3", "4"]})
    columns = Indeling.from_members({"w": ["1", "3"], "o": ["2", "4"]})
    assert measure(rows, columns) == pytest.approx(-1 / 2, abs=1e-15)


@BOTH
@pytest.mark.parametrize("sets", [{"p": ["1", "2"]}, {"p": ["1"], "q": ["2"]}, {"p": ["1"]}])
def test_equal_trivial_partitions_score_1(measure, sets):
    one = Indeling.from_members(sets)
    assert measure(one, one) == 1


@BOTH
def test_all_together_against_all_apart_scores_as_scikit_learn_has_it(measure):
    whole = Indeling.from_members({"p": ["1", "2", "3"]})
    apart = Indeling.from_members({"p": ["1"], "q": ["2"], "r": ["3"]})
    assert measure(whole, apart) == 0


def test_zero_weight_takes_a_gemeente_out_of_the_score(jeugd, werk, codes):
    weight = pd.Series(1.0, index=jeugd.gemeenten)
    weight[[codes["O"], codes["P"]]] = 0
    # Without O and P z and v are the same; what remains is n against x and w, 13 gemeenten.
    # Both 1+1+15+3 = 20, jeugd 6+15+3 = 24, werk 20, pairs 78: expected 80/13, largest 22.
    expected = (20 - Fraction(80, 13)) / (22 - Fraction(80, 13))
    for measure in (adjusted_rand_index, omega_index):
        score = measure(jeugd, werk, weights=weight)
        assert score == pytest.approx(float(expected), abs=1e-14)


# By hand: omega index -----------------------------------------------------------------------


def test_omega_index_of_the_quilt_is_179_of_234(jeugd, zorg):
    # zorg s=ABCFG t=CDEHJK r=LMNOP q=PI. No pair is together twice; of the 120 pairs
    # 6+15+3+3 = 27 are together in jeugd and 10+15+10+1 = 36 in zorg. In both: n lies in s (6),
    # o is t (15), z lies in r (3), OP, PI: 26. In neither: 120 - 27 - 36 + 26 = 83.
    # Agreement 109/120; by chance (27*36 + 93*84)/120^2 = 61/100.
    # (109/120 - 61/100) / (39/100) = 179/234.
    assert omega_index(jeugd, zorg) == pytest.approx(179 / 234, abs=1e-14)


def test_weighted_omega_index_of_the_quilt(jeugd, zorg, inwoners):
    # In thousands n 6, o 6, z 4, m 2+1+4 = 7; s 7, t 6, r 7, q 5; 23 in all, 253 pairs.
    # In jeugd 15+15+6+21 = 57; in zorg 21+15+21+10 = 67 (C and P weigh 1: no pair twice).
    # In both 15+15+6, and of m O with P 3 (in r) and P with I 10 (in q): 49. In neither 178.
    # By chance (57*67 + 196*186)/253^2 = 40275/64009.
    expected = Fraction(227, 253), Fraction(40275, 64009)
    score = omega_index(jeugd, zorg, weights=inwoners / 1000)
    omega = (expected[0] - expected[1]) / (1 - expected[1])
    assert omega == Fraction(8578, 11867)
    assert score == pytest.approx(float(omega), abs=1e-14)


def test_two_copies_of_a_gemeente_share_all_its_verbanden(jeugd, zorg, codes):
    # C twice: 136 pairs. The copies are together once in jeugd and twice in zorg: no agreement.
    # jeugd: 6+21+3+3 = 33 once. zorg: s 15, t 21, r 10, q 1, of which C with its copy in s and
    # in t: 45 once, 1 twice, 90 never. Once in both: 6 + 20 + 3 + 2 = 31; never in both:
    # 136 - (33 + 46 - 32) = 89. By chance (33*45 + 103*90)/136^2.
    weight = pd.Series(1.0, index=jeugd.gemeenten)
    weight[codes["C"]] = 2
    agreement, chance = Fraction(31 + 89, 136), Fraction(33 * 45 + 103 * 90, 136**2)
    expected = (agreement - chance) / (1 - chance)
    assert expected == Fraction(5565, 7741)
    assert omega_index(jeugd, zorg, weights=weight) == pytest.approx(float(expected), abs=1e-14)


def test_omega_index_tells_once_from_twice():
    # Times together, pairs 12 13 14 23 24 34: a 1 1 0 2 1 1, b 1 0 0 2 1 1: 5 of 6 agree.
    # By chance (1*2 + 4*3 + 1*1)/36 = 15/36: (30 - 15) / (36 - 15) = 5/7.
    a = Indeling.from_members({"p": ["1", "2", "3"], "q": ["2", "3", "4"]})
    b = Indeling.from_members({"x": ["1", "2"], "y": ["2", "3"], "z": ["2", "3", "4"]})
    assert omega_index(a, b) == pytest.approx(5 / 7, abs=1e-15)
    # Were 23 together only once in b, 4 of 6 would agree and chance be (2 + 4*4)/36: 1/3.
    c = Indeling.from_members({"x": ["1", "2"], "z": ["2", "3", "4"]})
    assert omega_index(a, c) == pytest.approx(1 / 3, abs=1e-15)


def test_the_same_verband_twice_is_another_cover():
    # All 3 pairs once against all 3 pairs twice: they never agree, nor would they by chance.
    once = Indeling.from_members({"p": ["1", "2", "3"]})
    twice = Indeling.from_members({"p": ["1", "2", "3"], "q": ["1", "2", "3"]})
    assert omega_index(once, twice) == 0
    assert omega_index(twice, twice) == 1


def test_one_common_gemeente_of_weight_1_has_no_pairs_to_disagree_on():
    a = Indeling.from_members({"p": ["1"], "q": ["1"]})
    assert omega_index(a, Indeling.from_members({"p": ["1"]})) == 1


# By definition ------------------------------------------------------------------------------


def brute_rand(a, b, weight):
    """Adjusted Rand index by a double loop over pairs."""
    both = common(a, b)
    in_a = [[weight[c] for c in codes if c in both] for codes in members_of(a).values()]
    in_b = [[weight[c] for c in codes if c in both] for codes in members_of(b).values()]
    in_both = [
        [weight[c] for c in p & q if c in both]
        for p in members_of(a).values()
        for q in members_of(b).values()
    ]
    total = Fraction(pair_sum([[weight[c] for c in both]]))
    first, second, together = (Fraction(pair_sum(g)) for g in (in_a, in_b, in_both))
    if total == 0:
        return 1
    expected, largest = first * second / total, (first + second) / 2
    return 1 if largest == expected else (together - expected) / (largest - expected)


def brute_omega(a, b, weight):
    """Omega index by a double loop over units, with as many copies as each gemeente weighs."""
    units = [code for code in common(a, b) for _ in range(int(weight[code]))]
    counts = []
    for one in (a, b):
        of = {c: {v for v, codes in members_of(one).items() if c in codes} for c in units}
        counts.append([len(of[c] & of[d]) for c, d in combinations(units, 2)])
    total = len(counts[0])
    if not total:
        return 1
    agreement = Fraction(sum(x == y for x, y in zip(*counts, strict=True)), total)
    chance = sum(
        Fraction(counts[0].count(k) * counts[1].count(k), total**2) for k in set(counts[0])
    )
    return 1 if chance == 1 else (agreement - chance) / (1 - chance)


@given(partition_pairs(), st.data())
def test_rand_index_is_the_sum_over_pairs(pair, data):
    a, b = pair
    weight = data.draw(weights(a.gemeenten))
    expected = float(brute_rand(a, b, weight))
    assert adjusted_rand_index(a, b, weights=weight) == pytest.approx(expected, abs=1e-9)


@TWO_WAYS
@given(pair=cover_pairs(), data=st.data())
def test_omega_index_is_the_count_over_pairs_of_copies(way, pair, data):
    a, b = pair
    weight = data.draw(
        weights(a.gemeenten, least=0, most=3).filter(lambda w: w[common(a, b)].any())
    )
    expected = float(brute_omega(a, b, weight))
    with taking(way):
        assert omega_index(a, b, weights=weight) == pytest.approx(expected, abs=1e-12)


@BOTH
@given(pair=partition_pairs(), data=st.data())
def test_whole_weights_score_as_repeated_gemeenten(measure, pair, data):
    a, b = pair
    weight = data.draw(
        weights(a.gemeenten, least=0, most=4).filter(lambda w: w[common(a, b)].any())
    )
    expected = measure(repeated(a, weight), repeated(b, weight))
    assert measure(a, b, weights=weight) == pytest.approx(expected, abs=1e-12)


@TWO_WAYS
@given(pair=cover_pairs(), data=st.data())
def test_whole_weights_score_as_repeated_gemeenten_in_covers(way, pair, data):
    a, b = pair
    weight = data.draw(
        weights(a.gemeenten, least=0, most=4).filter(lambda w: w[common(a, b)].any())
    )
    with taking(way):
        expected = omega_index(repeated(a, weight), repeated(b, weight))
        assert omega_index(a, b, weights=weight) == pytest.approx(expected, abs=1e-12)


def as_cover(indeling):
    """The same partition with one more gemeente, in two verbanden, which makes it a cover."""
    sets = {v: sorted(codes) for v, codes in members_of(indeling).items()}
    sets = {**sets, "extra": ["GM9999"], "double": ["GM9999"]}
    return Indeling.from_members(sets, [*indeling.gemeenten, "GM9999"], id=indeling.id)


@given(partition_pairs(), st.data())
def test_omega_index_equals_the_rand_index_on_partitions(pair, data):
    a, b = pair
    weight = data.draw(weights(a.gemeenten))
    expected = adjusted_rand_index(a, b, weights=weight)
    assert omega_index(a, b, weights=weight) == expected
    # By the way of covers too: the one gemeente that makes it a cover has no weight.
    both = as_cover(a), as_cover(b)
    weight["GM9999"] = 0
    assert not both[0].is_partition
    assert omega_index(*both, weights=weight) == pytest.approx(expected, abs=1e-9)


# By property --------------------------------------------------------------------------------


def every_score(a, b, weight=None):
    """Every score that is defined for a pair."""
    scores = [omega_index(a, b, weights=weight)]
    if a.is_partition and b.is_partition:
        scores.append(adjusted_rand_index(a, b, weights=weight))
    return scores


@given(cover_pairs(), st.data())
def test_an_indeling_equals_itself(pair, data):
    for one in pair:
        weight = data.draw(weights(one.gemeenten))
        assert every_score(one, one, weight) == pytest.approx(
            [1] * (1 + one.is_partition), abs=1e-12
        )


@given(cover_pairs(), st.data())
def test_scores_are_symmetric(pair, data):
    a, b = pair
    weight = data.draw(weights(a.gemeenten))
    assert every_score(b, a, weight) == pytest.approx(every_score(a, b, weight), abs=1e-12)


@pytest.mark.slow
@given(cover_pairs(), st.data())
def test_scores_do_not_depend_on_names_or_order(pair, data):
    a, b = pair
    weight = data.draw(weights(a.gemeenten))
    names = data.draw(st.permutations(list(a.verbanden)))
    order = data.draw(st.permutations(list(a.gemeenten)))
    other = reordered(relabelled(a, dict(zip(a.verbanden, names, strict=True))), order)
    expected = every_score(a, b, weight)
    assert every_score(other, b, weight.sample(frac=1, random_state=1)) == pytest.approx(expected)
    assert every_score(a, reordered(b, order), weight) == pytest.approx(expected)


@given(partition_pairs(), st.data())
def test_scores_stay_within_their_bounds_and_reach_1_only_when_equal(pair, data):
    a, b = pair
    both = common(a, b)
    for score in every_score(a, b, data.draw(weights(a.gemeenten))):
        assert -1 - 1e-12 <= score <= 1 + 1e-12
        assert (score > 1 - 1e-9) == (blocks(a, both) == blocks(b, both))


@given(cover_pairs())
def test_omega_index_is_1_exactly_when_every_pair_agrees(pair):
    a, b = pair
    both = common(a, b)

    def times(one):
        sets = members_of(one).values()
        return [sum({c, d} <= codes for codes in sets) for c, d in combinations(both, 2)]

    assert (omega_index(a, b) > 1 - 1e-9) == (times(a) == times(b))


@given(cover_pairs(), st.data())
def test_a_gemeente_that_one_does_not_cover_changes_nothing(pair, data):
    a, b = pair
    extra = [*a.gemeenten, "GM9999"]
    wider = Indeling.from_members(
        {k: sorted(v) for k, v in members_of(a).items()} | {"new": ["GM9999"]}, extra
    )
    assert every_score(wider, b) == pytest.approx(every_score(a, b), abs=1e-12)


def random_pair(seed, size, groups):
    """Two random partitions."""
    rng = np.random.default_rng(seed)
    names = codes(size)
    return tuple(
        Indeling.from_members(
            {
                str(k): [c for c, x in zip(names, labels, strict=True) if x == k]
                for k in range(groups)
            },
            names,
        )
        for labels in (rng.integers(0, groups, size), rng.integers(0, groups, size))
    )


def test_rand_index_keeps_its_digits_with_very_unequal_weights():
    a, b = random_pair(3, 60, 6)
    rng = np.random.default_rng(4)
    weight = pd.Series(np.round(10 ** rng.uniform(0, 6, 60)), index=a.gemeenten)
    expected = float(brute_rand(a, b, weight))
    assert adjusted_rand_index(a, b, weights=weight) == pytest.approx(expected, abs=1e-9)
    weight["GM9999"] = 0
    score = omega_index(as_cover(a), as_cover(b), weights=weight)
    assert score == pytest.approx(expected, abs=1e-9)


@pytest.mark.slow
def test_many_units_in_different_pairs_do_not_score_as_equal():
    # All apart but one pair in a, and another pair in b: (0 - 1/T) / (1 - 1/T), which is nearly 0.
    size = 1_500_000
    names = pd.Index(np.arange(size).astype(str))

    def but_one_pair(first):
        place = np.arange(size)
        place[first + 1 :] -= 1
        cells = (np.ones(size, dtype=np.int64), place, np.arange(size + 1))
        matrix = sparse.csr_array(cells, shape=(size, size - 1))
        return Indeling("", names, names[: size - 1], matrix)

    a, b = but_one_pair(0), but_one_pair(2)
    assert adjusted_rand_index(a, a) == 1
    assert adjusted_rand_index(a, b) == pytest.approx(0, abs=1e-9)


# Refused ------------------------------------------------------------------------------------


@BOTH
def test_weights_that_cannot_be_numbers_of_units_are_refused(measure, jeugd, werk, zorg, inwoners):
    with pytest.raises(LappendekenError, match="kleinere eenheid"):
        measure(jeugd, werk, weights=inwoners / inwoners.sum())
    with pytest.raises(LappendekenError, match="kleinere eenheid"):
        omega_index(jeugd, zorg, weights=inwoners / inwoners.sum())


def test_the_rand_index_of_a_cover_is_refused_on_either_side(jeugd, zorg, codes):
    for pair in ((jeugd, zorg), (zorg, jeugd), (zorg, zorg)):
        with pytest.raises(NotAPartitionError) as caught:
            adjusted_rand_index(*pair)
        assert caught.value.measure == "adjusted Rand index"
        assert caught.value.indeling == "zorg"
        assert codes["C"] in str(caught.value)
        assert codes["P"] in str(caught.value)


@given(cover_pairs())
def test_a_rand_index_is_given_exactly_when_both_are_partitions(pair):
    a, b = pair
    if all((x.incidence.toarray().sum(axis=1) <= 1).all() for x in pair):
        adjusted_rand_index(a, b)
    else:
        with pytest.raises(NotAPartitionError):
            adjusted_rand_index(a, b)


@BOTH
def test_nothing_in_common_is_refused(measure, jeugd):
    elsewhere = Indeling.from_members({"p": ["GM0999"]}, id="ver", naam="verre regio's")
    with pytest.raises(LappendekenError, match=r"Geen enkele gemeente .* verre regio's"):
        measure(jeugd, elsewhere)


def test_weights_of_one_beside_huge_ones_still_count():
    """Exact by fractions on the contingency table: -2/776, in units of 1e-12."""
    names = [f"g{k}" for k in range(390)]
    a = Indeling.from_members({"r": names[1:], "x": names[:1]}, names, id="a")
    b = Indeling.from_members({"r": [names[0], *names[2:]], "y": names[1:2]}, names, id="b")
    weights = pd.Series(1e12, index=names)
    weights[["g0", "g1"]] = 1
    for measure in (adjusted_rand_index, omega_index):
        assert measure(a, b, weights=weights) == pytest.approx(-2.577e-15, rel=1e-3)
        assert measure(a, a, weights=weights) == 1
    assert v_measure(a, b, weights=weights).v == pytest.approx(0, abs=1e-12)
    assert v_measure(a, a, weights=weights).v == 1


@pytest.mark.parametrize("weight", [1e308, 1e200, 1e15, float("inf"), float("nan"), -1.0])
@pytest.mark.parametrize("measure", [adjusted_rand_index, omega_index, v_measure])
def test_absurd_weights_are_refused(weight, measure):
    a = Indeling.from_members({"p": ["1", "2"], "q": ["3"]})
    with pytest.raises(LappendekenError, match="gewicht"):
        measure(a, a, weights=pd.Series(weight, index=a.gemeenten))
