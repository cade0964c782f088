"""Homogeneity, completeness and V-measure: by hand and by property."""

from math import log2

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from quilts import blocks, common, members_of, relabelled, reordered, repeated
from strategies import cover_pairs, partition_families, partition_pairs, weights

from lappendeken.errors import LappendekenError, NotAPartitionError
from lappendeken.indeling import Indeling
from lappendeken.measures import (
    normalised_mutual_information,
    region_inhomogeneity,
    regions,
    v_measure,
    variation_of_information,
)

# By hand ------------------------------------------------------------------------------------
#
# The contingency table of jeugd and werk stands in test_measures_pair_counting.py.


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


def test_only_common_gemeenten_count(jeugd, wonen):
    # Both cover J, K and P: jeugd o=JK m=P, wonen k=JK l=P.
    assert v_measure(jeugd, wonen) == (1, 1, 1)


def test_crossed_quarters_tell_nothing_of_each_other():
    rows = Indeling.from_members({"n": ["1", "2"], "z": ["3", "4"]})
    columns = Indeling.from_members({"w": ["1", "3"], "o": ["2", "4"]})
    assert v_measure(rows, columns) == pytest.approx((0, 0, 0), abs=1e-15)


@pytest.mark.parametrize("sets", [{"p": ["1", "2"]}, {"p": ["1"], "q": ["2"]}, {"p": ["1"]}])
def test_equal_trivial_partitions_score_1(sets):
    one = Indeling.from_members(sets)
    assert v_measure(one, one) == (1, 1, 1)


def test_all_together_against_all_apart_scores_as_scikit_learn_has_it():
    whole = Indeling.from_members({"p": ["1", "2", "3"]})
    apart = Indeling.from_members({"p": ["1"], "q": ["2"], "r": ["3"]})
    assert v_measure(whole, apart) == (1, 0, 0)
    assert v_measure(apart, whole) == (0, 1, 0)


def test_zero_weight_takes_a_gemeente_out_of_the_score(jeugd, werk, codes):
    weight = pd.Series(1.0, index=jeugd.gemeenten)
    weight[[codes["O"], codes["P"]]] = 0
    # Without O and P z and v are the same, and what remains of werk lies inside jeugd.
    assert v_measure(jeugd, werk, weights=weight).homogeneity == pytest.approx(1, abs=1e-14)


def test_variation_of_information_of_the_quilt_is_what_is_lost_and_gained(jeugd, werk):
    # H(jeugd|werk) + H(werk|jeugd), as counted above.
    expected = (8 - 3 * log2(3)) / 15 + 6 / 15
    assert variation_of_information(jeugd, werk) == pytest.approx(expected, abs=1e-14)


def test_mutual_information_of_the_quilt_as_a_share_of_the_largest_entropy(jeugd, werk):
    in_jeugd = log2(15) - (8 + 6 * log2(6) + 3 * log2(3) + 2) / 15
    in_werk = log2(15) - (12 + 6 * log2(6)) / 15
    shared = in_werk - 6 / 15
    assert in_werk > in_jeugd
    largest, smallest = normalised_mutual_information, "min"
    assert largest(jeugd, werk) == pytest.approx(shared / in_werk, abs=1e-14)
    assert largest(jeugd, werk, average=smallest) == pytest.approx(shared / in_jeugd, abs=1e-14)


def test_inhomogeneity_of_the_quilt(jeugd, werk):
    # n and m are halved over two regions of werk, one bit; o and z lie in one.
    in_werk = log2(15) - (12 + 6 * log2(6)) / 15
    found = region_inhomogeneity(jeugd, werk).rename(lambda name: name[-1]).to_dict()
    expected = {"n": 1 / in_werk, "o": 0, "z": 0, "m": 1 / in_werk}
    assert found == pytest.approx(expected, abs=1e-14)
    assert regions(jeugd, werk)["inhomogeneity"].to_dict() == pytest.approx(
        region_inhomogeneity(jeugd, werk).to_dict(), abs=0
    )


def test_inhomogeneity_of_a_cover_is_unknown_in_a_table_and_refused_by_itself(jeugd, zorg):
    assert regions(jeugd, zorg)["inhomogeneity"].isna().all()
    with pytest.raises(NotAPartitionError):
        region_inhomogeneity(jeugd, zorg)


def test_inhomogeneity_against_one_region_is_0_and_without_weight_unknown(jeugd, codes):
    whole = Indeling.from_members({"alles": jeugd.gemeenten}, jeugd.gemeenten)
    assert region_inhomogeneity(jeugd, whole).to_list() == [0, 0, 0, 0]
    weight = pd.Series(1.0, index=jeugd.gemeenten)
    weight[[codes["O"], codes["P"], codes["I"]]] = 0
    found = region_inhomogeneity(jeugd, whole, weights=weight)
    assert found.isna().to_list() == [name.endswith("m") for name in found.index]


def test_an_unknown_mean_is_refused(jeugd, werk):
    with pytest.raises(LappendekenError, match="'som' bestaat niet; kies uit max, min"):
        normalised_mutual_information(jeugd, werk, average="som")


# By property --------------------------------------------------------------------------------


@given(partition_pairs(), st.data())
def test_whole_weights_score_as_repeated_gemeenten(pair, data):
    a, b = pair
    weight = data.draw(
        weights(a.gemeenten, least=0, most=4).filter(lambda w: w[common(a, b)].any())
    )
    expected = v_measure(repeated(a, weight), repeated(b, weight))
    assert v_measure(a, b, weights=weight) == pytest.approx(expected, abs=1e-12)


@given(partition_pairs(), st.data())
def test_an_indeling_equals_itself(pair, data):
    weight = data.draw(weights(pair[0].gemeenten))
    assert v_measure(pair[0], pair[0], weights=weight) == pytest.approx((1, 1, 1), abs=1e-12)


@given(partition_pairs(), st.data())
def test_v_is_symmetric_and_swaps_its_halves(pair, data):
    a, b = pair
    weight = data.draw(weights(a.gemeenten))
    homogeneity, completeness, v = v_measure(a, b, weights=weight)
    swapped = completeness, homogeneity, v
    assert v_measure(b, a, weights=weight) == pytest.approx(swapped, abs=1e-12)


@given(partition_pairs(), st.data())
def test_scores_do_not_depend_on_names_or_order(pair, data):
    a, b = pair
    weight = data.draw(weights(a.gemeenten))
    names = data.draw(st.permutations(list(a.verbanden)))
    order = data.draw(st.permutations(list(a.gemeenten)))
    other = reordered(relabelled(a, dict(zip(a.verbanden, names, strict=True))), order)
    expected = v_measure(a, b, weights=weight)
    shuffled = weight.sample(frac=1, random_state=1)
    assert v_measure(other, b, weights=shuffled) == pytest.approx(expected)
    assert v_measure(a, reordered(b, order), weights=weight) == pytest.approx(expected)


@given(partition_pairs(), st.data(), st.sampled_from([1e-6, 0.1, 3.0, 1e6]))
def test_scores_do_not_depend_on_the_unit_of_the_weights(pair, data, factor):
    a, b = pair
    weight = data.draw(weights(a.gemeenten))
    expected = v_measure(a, b, weights=weight)
    assert v_measure(a, b, weights=weight * factor) == pytest.approx(expected, abs=1e-9)


@given(partition_pairs(), st.data())
def test_equal_weights_are_no_weights(pair, data):
    a, b = pair
    weight = pd.Series(data.draw(st.integers(1, 9)), index=a.gemeenten)
    assert v_measure(a, b, weights=weight) == pytest.approx(v_measure(a, b), abs=1e-9)


@given(partition_pairs(), st.data())
def test_scores_stay_within_their_bounds_and_reach_1_only_when_equal(pair, data):
    a, b = pair
    both = common(a, b)
    scores = v_measure(a, b, weights=data.draw(weights(a.gemeenten)))
    assert all(0 <= score <= 1 for score in scores)
    assert (scores.v > 1 - 1e-9) == (blocks(a, both) == blocks(b, both))


@given(partition_pairs())
def test_a_gemeente_that_one_does_not_cover_changes_nothing(pair):
    a, b = pair
    extra = [*a.gemeenten, "GM9999"]
    wider = Indeling.from_members(
        {k: sorted(v) for k, v in members_of(a).items()} | {"new": ["GM9999"]}, extra
    )
    assert v_measure(wider, b) == pytest.approx(v_measure(a, b), abs=1e-12)


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


@given(partition_pairs(), st.data())
def test_information_measures_are_symmetric_and_agree_with_v(pair, data):
    a, b = pair
    weight = data.draw(weights(a.gemeenten))
    for measure in (variation_of_information, normalised_mutual_information):
        assert measure(a, b, weights=weight) == pytest.approx(measure(b, a, weights=weight))
    # With the arithmetic mean of both entropies it is V, but for two indelingen of one verband.
    mean = normalised_mutual_information(a, b, weights=weight, average="mean")
    homogeneity, completeness, v = v_measure(a, b, weights=weight)
    assert mean == pytest.approx(v, abs=1e-9)
    low, high = (
        normalised_mutual_information(a, b, weights=weight, average=name) for name in ("max", "min")
    )
    assert low <= v + 1e-9
    assert low == pytest.approx(min(homogeneity, completeness), abs=1e-9) or v == 0
    assert high >= v - 1e-9


@given(partition_families(complete=True, least=3))
def test_variation_of_information_is_a_metric(family):
    a, b, c = family[:3]
    distance = variation_of_information
    assert distance(a, b) <= distance(a, c) + distance(c, b) + 1e-9
    everyone = list(a.gemeenten)
    assert (distance(a, b) == 0) == (blocks(a, everyone) == blocks(b, everyone))
    assert distance(a, b) <= log2(len(everyone)) + 1e-9


@given(partition_pairs(), st.data())
def test_the_mean_inhomogeneity_is_what_completeness_leaves(pair, data):
    a, b = pair
    weight = data.draw(weights(a.gemeenten))
    found = region_inhomogeneity(a, b, weights=weight)
    assert (found.dropna() >= 0).all()
    both = common(a, b)
    total = pd.Series({v: weight[sorted(m & set(both))].sum() for v, m in members_of(a).items()})
    mean = (found * total / total.sum()).sum()
    assert mean == pytest.approx(1 - v_measure(a, b, weights=weight).completeness, abs=1e-9)


# Refused ------------------------------------------------------------------------------------


def test_a_cover_is_refused_on_either_side(jeugd, zorg, codes):
    for pair in ((jeugd, zorg), (zorg, jeugd), (zorg, zorg)):
        with pytest.raises(NotAPartitionError) as caught:
            v_measure(*pair)
        assert caught.value.measure == "V-measure"
        assert caught.value.indeling == "zorg"
        assert codes["C"] in str(caught.value)
        assert codes["P"] in str(caught.value)


@given(cover_pairs())
def test_a_score_is_given_exactly_when_both_are_partitions(pair):
    a, b = pair
    if all((x.incidence.toarray().sum(axis=1) <= 1).all() for x in pair):
        v_measure(a, b)
    else:
        with pytest.raises(NotAPartitionError):
            v_measure(a, b)


def test_nothing_in_common_is_refused(jeugd):
    elsewhere = Indeling.from_members({"p": ["GM0999"]}, id="ver", naam="verre regio's")
    with pytest.raises(LappendekenError, match=r"Geen enkele gemeente .* verre regio's"):
        v_measure(jeugd, elsewhere)
