"""Scores of one indeling against another: by hand, by definition, by property."""

from fractions import Fraction
from math import log2

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from quilts import assert_on_index, common, members_of, pair_sum, relabelled, reordered
from strategies import codes, cover_pairs, partition_pairs, weights

from lappendeken.errors import LappendekenError, NotAPartitionError
from lappendeken.indeling import Indeling
from lappendeken.measures import (
    adjusted_rand_index,
    element_centric_similarity,
    local_element_centric_similarity,
    v_measure,
)

# By hand ------------------------------------------------------------------------------------
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


def test_rand_index_of_the_quilt_is_305_of_389(jeugd, werk):
    # Together in both: 1+1+15+3+0+0 = 20; in jeugd 6+15+3+1 = 25; in werk 1+1+15+6+0 = 23; pairs
    # 105. Expected 25*23/105 = 115/21, largest 24: (20 - 115/21) / (24 - 115/21) = 305/389.
    assert adjusted_rand_index(jeugd, werk) == pytest.approx(305 / 389, abs=1e-14)


def test_weighted_rand_index_of_the_quilt_is_1172_of_1685(jeugd, werk, inwoners):
    # In thousands, each weight so many copies. All pairs 19*18/2 = 171; in jeugd
    # (36+36+16+9-19)/2 = 39; in werk (16+4+36+36+1-19)/2 = 37; in both
    # (16+4+36+16+4+1-19)/2 = 29. Expected 39*37/171 = 481/57, largest 38:
    # (29 - 481/57) / (38 - 481/57) = 1172/1685.
    score = adjusted_rand_index(jeugd, werk, weights=inwoners / 1000)
    assert score == pytest.approx(1172 / 1685, abs=1e-14)


def test_v_measure_of_the_quilt(jeugd, werk):
    # In bits. H(jeugd) = log2 15 - (4*2 + 6 log2 6 + 3 log2 3 + 2)/15.
    # H(jeugd|werk): only v is mixed, 3 z and 1 m: (8 - 3 log2 3)/15.
    # H(werk): log2 15 - (2 + 2 + 6 log2 6 + 8 + 0)/15. H(werk|jeugd): n and m are halved, 6/15.
    in_jeugd = log2(15) - (8 + 6 * log2(6) + 3 * log2(3) + 2) / 15
    in_werk = log2(15) - (12 + 6 * log2(6)) / 15
    homogeneity = 1 - (8 - 3 * log2(3)) / 15 / in_jeugd
    completeness = 1 - 6 / 15 / in_werk
    result = v_measure(jeugd, werk)
    assert result.homogeneity == pytest.approx(homogeneity, abs=1e-14)
    assert result.completeness == pytest.approx(completeness, abs=1e-14)
    assert result.v == pytest.approx(
        2 * homogeneity * completeness / (homogeneity + completeness), abs=1e-14
    )
    assert [round(x, 4) for x in result] == [0.8855, 0.8070, 0.8444]


def test_weighted_v_measure_of_the_quilt(jeugd, werk, inwoners):
    # H(jeugd) = log2 19 - (6 log2 6 + 6 log2 6 + 4*2 + 3 log2 3)/19.
    # H(jeugd|werk): v is 4 z and 2 m, so 6/19 of (log2 3 - 2/3).
    # H(werk) = log2 19 - (4*2 + 2*1 + 6 log2 6 + 6 log2 6 + 0)/19.
    # H(werk|jeugd): n is 4 x and 2 w, m is 2 v and 1 u, so 9/19 of (log2 3 - 2/3).
    in_jeugd = log2(19) - (12 * log2(6) + 8 + 3 * log2(3)) / 19
    in_werk = log2(19) - (10 + 12 * log2(6)) / 19
    third = log2(3) - 2 / 3
    result = v_measure(jeugd, werk, weights=inwoners)
    assert result.homogeneity == pytest.approx(1 - 6 / 19 * third / in_jeugd, abs=1e-14)
    assert result.completeness == pytest.approx(1 - 9 / 19 * third / in_werk, abs=1e-14)


LOCAL = dict.fromkeys("ABFG", 1 / 2)  # n has 4, x and w have 2, all 2 in common
LOCAL |= dict.fromkeys("CDEHJK", 1)  # o and y are the same
LOCAL |= dict.fromkeys("LMN", 3 / 4)  # z has 3, v has 4, 3 in common
LOCAL |= {"O": 1 / 4}  # m is {O, P}, v is {L, M, N, O}: only O itself, of 4
LOCAL |= {"P": 1 / 2}  # m is {O, P}, u is {P}: 1 of 2
LOCAL |= {"I": np.nan}  # werk does not reach the island


def test_local_similarity_of_the_quilt(jeugd, werk, codes):
    expected = pd.Series({codes[letter]: value for letter, value in LOCAL.items()})
    local = local_element_centric_similarity(jeugd, werk)
    assert_on_index(local, jeugd.gemeenten, name="element_centric_similarity", dtype="float64")
    pd.testing.assert_series_equal(
        local, expected.reindex(jeugd.gemeenten), check_names=False, check_index_type=False
    )


def test_similarity_of_the_quilt_is_11_of_15(jeugd, werk):
    # 4 * 1/2 + 6 * 1 + 3 * 3/4 + 1/4 + 1/2 = 11
    assert element_centric_similarity(jeugd, werk) == pytest.approx(11 / 15, abs=1e-15)


def test_weighted_similarity_of_the_quilt_is_13_of_19(jeugd, werk, inwoners):
    # n: 6 * 1/2 = 3; o: 6; z: 4 * 3/4 = 3; O: 2 * 1/4; P: 1 * 1/2. Together 13, of 19.
    score = element_centric_similarity(jeugd, werk, weights=inwoners)
    assert score == pytest.approx(13 / 19, abs=1e-15)


def test_only_common_gemeenten_count(jeugd, wonen):
    # Both cover J, K and P: jeugd o=JK m=P, wonen k=JK l=P.
    assert adjusted_rand_index(jeugd, wonen) == 1
    assert v_measure(jeugd, wonen) == (1, 1, 1)
    assert element_centric_similarity(jeugd, wonen) == 1


def test_crossed_quarters_score_below_chance():
    # 2x2 rows against columns: no pair in common; in each 2 of 6 pairs: expected 2/3, largest 2:
    # (0 - 2/3) / (2 - 2/3) = -1/2. Each half says nothing of the other: V = 0. ECS: 1 of 2.
    rows = Indeling.from_members({"n": ["1", "2"], "z": ["3", "4"]})
    columns = Indeling.from_members({"w": ["1", "3"], "o": ["2", "4"]})
    assert adjusted_rand_index(rows, columns) == pytest.approx(-1 / 2, abs=1e-15)
    assert v_measure(rows, columns) == pytest.approx((0, 0, 0), abs=1e-15)
    assert element_centric_similarity(rows, columns) == 0.5


@pytest.mark.parametrize("sets", [{"p": ["1", "2"]}, {"p": ["1"], "q": ["2"]}, {"p": ["1"]}])
def test_equal_trivial_partitions_score_1(sets):
    one = Indeling.from_members(sets)
    assert adjusted_rand_index(one, one) == 1
    assert v_measure(one, one) == (1, 1, 1)
    assert element_centric_similarity(one, one) == 1


def test_all_together_against_all_apart_scores_as_scikit_learn_has_it():
    whole = Indeling.from_members({"p": ["1", "2", "3"]})
    apart = Indeling.from_members({"p": ["1"], "q": ["2"], "r": ["3"]})
    assert adjusted_rand_index(whole, apart) == 0
    assert v_measure(whole, apart) == (1, 0, 0)
    assert v_measure(apart, whole) == (0, 1, 0)
    assert element_centric_similarity(whole, apart) == pytest.approx(1 / 3)


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


@given(partition_pairs(), st.data())
def test_rand_index_is_the_sum_over_pairs(pair, data):
    a, b = pair
    weight = data.draw(weights(a.gemeenten))
    expected = float(brute_rand(a, b, weight))
    assert adjusted_rand_index(a, b, weights=weight) == pytest.approx(expected, abs=1e-9)


def page_rank(indeling, gemeenten, alpha):
    """Personalised PageRank of every gemeente, dense, from the definition of Gates et al.

    A walker at i restarts with chance 1 - alpha, else picks a verband of i and a member of it.
    """
    matrix = indeling.incidence.toarray()[indeling.gemeenten.get_indexer(gemeenten)].astype(float)
    matrix = matrix[:, matrix.any(axis=0)]
    step = (matrix / matrix.sum(axis=1, keepdims=True)) @ (matrix / matrix.sum(axis=0)).T
    size = len(gemeenten)
    return (1 - alpha) * np.linalg.inv(np.eye(size) - alpha * step)


@given(cover_pairs(), st.floats(0.01, 0.99))
def test_similarity_follows_from_page_rank_for_any_alpha(pair, alpha):
    a, b = pair
    both = common(a, b)
    difference = page_rank(a, both, alpha) - page_rank(b, both, alpha)
    expected = 1 - np.abs(difference).sum(axis=1) / (2 * alpha)
    local = local_element_centric_similarity(a, b, alpha=alpha)
    np.testing.assert_allclose(local[both], expected, atol=1e-9)
    assert local.drop(both).isna().all()
    assert element_centric_similarity(a, b, alpha=alpha) == pytest.approx(expected.mean())


def repeated(indeling, weight):
    """The indeling in which every gemeente is replaced by as many copies as it weighs."""
    return Indeling.from_members(
        {
            verband: [f"{c}-{k}" for c in codes for k in range(int(weight[c]))]
            for verband, codes in members_of(indeling).items()
        },
        [f"{c}-{k}" for c in indeling.gemeenten for k in range(int(weight[c]))],
    )


@pytest.mark.parametrize("measure", [adjusted_rand_index, v_measure])
@given(pair=partition_pairs(), data=st.data())
def test_whole_weights_score_as_repeated_gemeenten(measure, pair, data):
    a, b = pair
    weight = data.draw(
        weights(a.gemeenten, least=0, most=4).filter(lambda w: w[common(a, b)].any())
    )
    expected = measure(repeated(a, weight), repeated(b, weight))
    assert measure(a, b, weights=weight) == pytest.approx(expected, abs=1e-12)


# By property --------------------------------------------------------------------------------


def every_score(a, b, weight=None):
    """All scores of a pair, in one list."""
    return [
        adjusted_rand_index(a, b, weights=weight),
        *v_measure(a, b, weights=weight),
        element_centric_similarity(a, b, weights=weight),
    ]


@given(partition_pairs(), st.data())
def test_an_indeling_equals_itself(pair, data):
    weight = data.draw(weights(pair[0].gemeenten))
    assert every_score(pair[0], pair[0], weight) == pytest.approx([1] * 5, abs=1e-12)


@given(partition_pairs(), st.data())
def test_scores_are_symmetric_but_v_swaps_its_halves(pair, data):
    a, b = pair
    weight = data.draw(weights(a.gemeenten))
    rand, homogeneity, completeness, v, similarity = every_score(a, b, weight)
    swapped = [rand, completeness, homogeneity, v, similarity]
    assert every_score(b, a, weight) == pytest.approx(swapped, abs=1e-12)


@given(partition_pairs(), st.data())
def test_scores_do_not_depend_on_names_or_order(pair, data):
    a, b = pair
    weight = data.draw(weights(a.gemeenten))
    names = data.draw(st.permutations(list(a.verbanden)))
    order = data.draw(st.permutations(list(a.gemeenten)))
    other = reordered(relabelled(a, dict(zip(a.verbanden, names, strict=True))), order)
    expected = every_score(a, b, weight)
    assert every_score(other, b, weight.sample(frac=1, random_state=1)) == pytest.approx(expected)
    assert every_score(a, reordered(b, order), weight) == pytest.approx(expected)


@given(partition_pairs(), st.data(), st.sampled_from([1e-6, 0.1, 3.0, 1e6]))
def test_scores_do_not_depend_on_the_unit_of_the_weights(pair, data, factor):
    a, b = pair
    weight = data.draw(weights(a.gemeenten))
    _, *expected = every_score(a, b, weight)
    # A rand index counts units, so its weights have one; see the test of repeated gemeenten.
    assert v_measure(a, b, weights=weight * factor) == pytest.approx(expected[:3], abs=1e-9)
    similarity = element_centric_similarity(a, b, weights=weight * factor)
    assert similarity == pytest.approx(expected[3], abs=1e-9)


def test_weights_that_cannot_be_numbers_of_units_are_refused(jeugd, werk, inwoners):
    with pytest.raises(LappendekenError, match="kleinere eenheid"):
        adjusted_rand_index(jeugd, werk, weights=inwoners / inwoners.sum())


@given(partition_pairs(), st.data())
def test_equal_weights_are_no_weights(pair, data):
    a, b = pair
    weight = pd.Series(data.draw(st.integers(1, 9)), index=a.gemeenten)
    assert every_score(a, b, weight)[1:] == pytest.approx(every_score(a, b)[1:], abs=1e-9)


@given(partition_pairs(), st.data())
def test_scores_stay_within_their_bounds_and_reach_1_only_when_equal(pair, data):
    a, b = pair
    both = common(a, b)
    equal = {codes & set(both) for codes in members_of(a).values()} - {frozenset()} == {
        codes & set(both) for codes in members_of(b).values()
    } - {frozenset()}
    rand, *others = every_score(a, b, data.draw(weights(a.gemeenten)))
    assert -1 - 1e-12 <= rand <= 1 + 1e-12
    assert all(0 <= score <= 1 for score in others)
    assert (rand > 1 - 1e-9) == equal
    assert (others[2] > 1 - 1e-9) == equal
    assert (others[3] == 1) == equal


@given(partition_pairs(), st.data())
def test_a_gemeente_that_one_does_not_cover_changes_nothing(pair, data):
    a, b = pair
    extra = [*a.gemeenten, "GM9999"]
    wider = Indeling.from_members(
        {k: sorted(v) for k, v in members_of(a).items()} | {"new": ["GM9999"]}, extra
    )
    assert every_score(wider, b) == pytest.approx(every_score(a, b), abs=1e-12)
    assert np.isnan(local_element_centric_similarity(wider, b)["GM9999"])


@given(partition_pairs())
def test_refining_keeps_homogeneity_1(pair):
    a, b = pair
    finer = {}
    for p, in_a in members_of(a).items():
        for q, in_b in members_of(b).items():
            finer[f"{p}{q}"] = sorted(in_a & in_b)
    meet = Indeling.from_members(finer, a.gemeenten)
    assert v_measure(a, meet).homogeneity == pytest.approx(1, abs=1e-12)
    assert v_measure(meet, b).completeness == pytest.approx(1, abs=1e-12)


def test_zero_weight_takes_a_gemeente_out_of_the_score(jeugd, werk, codes):
    weight = pd.Series(1.0, index=jeugd.gemeenten)
    weight[[codes["O"], codes["P"]]] = 0
    # Without O and P z and v are the same; what remains is n against x and w, 13 gemeenten.
    # Both 1+1+15+3 = 20, jeugd 6+15+3 = 24, werk 20, pairs 78: expected 80/13, largest 22.
    expected = (20 - Fraction(80, 13)) / (22 - Fraction(80, 13))
    score = adjusted_rand_index(jeugd, werk, weights=weight)
    assert score == pytest.approx(float(expected), abs=1e-14)
    assert v_measure(jeugd, werk, weights=weight).homogeneity == pytest.approx(1, abs=1e-14)


def test_rand_index_keeps_its_digits_with_very_unequal_weights():
    rng = np.random.default_rng(3)
    names = codes(60)
    a, b = (
        Indeling.from_members(
            {str(k): [c for c, x in zip(names, labels, strict=True) if x == k] for k in range(6)},
            names,
        )
        for labels in (rng.integers(0, 6, 60), rng.integers(0, 6, 60))
    )
    weight = pd.Series(np.round(10 ** rng.uniform(0, 6, 60)), index=names)
    expected = float(brute_rand(a, b, weight))
    assert adjusted_rand_index(a, b, weights=weight) == pytest.approx(expected, abs=1e-9)


# Refused ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("measure", "name"),
    [
        (adjusted_rand_index, "adjusted Rand index"),
        (v_measure, "V-measure"),
    ],
)
def test_a_cover_is_refused_on_either_side(jeugd, zorg, codes, measure, name):
    for pair in ((jeugd, zorg), (zorg, jeugd), (zorg, zorg)):
        with pytest.raises(NotAPartitionError) as caught:
            measure(*pair)
        assert caught.value.measure == name
        assert caught.value.indeling == "zorg"
        assert codes["C"] in str(caught.value)
        assert codes["P"] in str(caught.value)


@given(cover_pairs())
def test_a_score_is_given_exactly_when_both_are_partitions(pair):
    a, b = pair
    is_partition = all((x.incidence.toarray().sum(axis=1) <= 1).all() for x in pair)
    for measure in (adjusted_rand_index, v_measure):
        if is_partition:
            measure(a, b)
        else:
            with pytest.raises(NotAPartitionError):
                measure(a, b)


@pytest.mark.parametrize("alpha", [0, 1, -0.1, 1.1, np.nan, np.inf])
def test_alpha_outside_0_and_1_is_refused(jeugd, werk, alpha):
    with pytest.raises(LappendekenError, match="alpha moet tussen 0 en 1"):
        element_centric_similarity(jeugd, werk, alpha=alpha)


def test_nothing_in_common_is_refused(jeugd):
    elsewhere = Indeling.from_members({"p": ["GM0999"]}, id="ver", naam="verre regio's")
    for measure in (adjusted_rand_index, v_measure, element_centric_similarity):
        with pytest.raises(LappendekenError, match=r"Geen enkele gemeente .* verre regio's"):
            measure(jeugd, elsewhere)
