"""Element-centric similarity: by hand, by definition, by property."""

from fractions import Fraction
from unittest.mock import patch

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from quilts import (
    assert_on_index,
    blocks,
    common,
    members_of,
    relabelled,
    reordered,
    walked_similarity,
)
from strategies import codes, cover_pairs, partition_pairs, weights
from ways import WAYS, taking

from lappendeken.errors import LappendekenError
from lappendeken.indeling import Indeling
from lappendeken.measures import (
    alignment,
    element_centric,
    element_centric_similarity,
    local_element_centric_similarity,
)

# By hand: partitions ------------------------------------------------------------------------
#
# jeugd n=ABFG o=CDEHJK z=LMN m=OP(I) against werk x=AB w=FG y=CDEHJK v=LMNO u=P.

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
    assert element_centric_similarity(jeugd, wonen) == 1


def test_crossed_quarters_have_half_a_circle_in_common():
    rows = Indeling.from_members({"n": ["1", "2"], "z": ["3", "4"]})
    columns = Indeling.from_members({"w": ["1", "3"], "o": ["2", "4"]})
    assert element_centric_similarity(rows, columns) == 0.5


@pytest.mark.parametrize("sets", [{"p": ["1", "2"]}, {"p": ["1"], "q": ["2"]}, {"p": ["1"]}])
def test_equal_trivial_partitions_score_1(sets):
    one = Indeling.from_members(sets)
    assert element_centric_similarity(one, one) == 1


def test_all_together_against_all_apart_is_one_of_three():
    whole = Indeling.from_members({"p": ["1", "2", "3"]})
    apart = Indeling.from_members({"p": ["1"], "q": ["2"], "r": ["3"]})
    assert element_centric_similarity(whole, apart) == pytest.approx(1 / 3)


# By hand: covers ----------------------------------------------------------------------------


@WAYS
def test_two_overlapping_verbanden_against_one(way):
    # p={1,2}, q={2,3}, alpha 1/2. From p the next verband is p 3/4, q 1/4, so the number of
    # visits from p, each step half as likely, is the inverse of ((5/8, -1/8), (-1/8, 5/8)): to p
    # 5/3, to q 1/3. From 1 the walker (half of it) is at 1 5/12, at 2 (5+1)/12, at 3 1/12, and in
    # {1,2,3} at each 1/3: apart 1/12 + 1/6 + 1/4 = 1/2, so S = 1 - 1/2 * 1/2 = 3/4; 3 likewise.
    # From 2 it is at 1 1/4, at 2 1/2, at 3 1/4: apart 1/3, so S = 5/6.
    cover = Indeling.from_members({"p": ["1", "2"], "q": ["2", "3"]})
    whole = Indeling.from_members({"x": ["1", "2", "3"]})
    with taking(way):
        local = local_element_centric_similarity(cover, whole, alpha=0.5)
        assert local.to_list() == pytest.approx([3 / 4, 5 / 6, 3 / 4], abs=1e-14)
        score = element_centric_similarity(cover, whole, alpha=0.5)
        assert score == pytest.approx(7 / 9, abs=1e-14)
        weight = pd.Series({"1": 1, "2": 3, "3": 2})
        score = element_centric_similarity(cover, whole, alpha=0.5, weights=weight)
        assert score == pytest.approx((3 / 4 + 3 * 5 / 6 + 2 * 3 / 4) / 6, abs=1e-14)


# jeugd n=ABFG o=CDEHJK z=LMN m=OPI against zorg s=ABCFG t=CDEHJK r=LMNOP q=PI, alpha 9/10.
# s and t meet in C: from s to s 9/10, from t to t 11/12. The visits from s are 350/53 to s and
# 180/53 to t, from t 150/53 and 380/53. From A each of s is visited 70/53 and each of t 30/53 (C
# both), while a partition visits all n members 10/n. A: 4 (5/2 - 70/53) + 100/53 + 5 * 30/53 =
# 500/53, times (1 - alpha)/2 = 1/20: S = 1 - 25/53. D: 4 * 30/53 + 15/159 + 5 * 75/159 = 250/53.
# C, half of both: 4 * 50/53 + 25/159 + 5 * 125/159 = 1250/159.
# r and q meet in P: from r to r 9/10, from q to q 3/4. Visits from r 650/83 and 180/83, from q
# 450/83 and 380/83. L: 3 * 440/249 + (130 + 220 + 90)/83 = 880/83. O: 390/83 +
# (440 + 170 + 560)/249 = 780/83. I: 270/83 + (560 + 10 + 260)/249 = 1640/249. P, half of both:
# 330/83 + (500 + 80 + 410)/249 = 660/83.
IN_COVER = dict.fromkeys("ABFG", Fraction(28, 53))
IN_COVER |= {"C": Fraction(193, 318)} | dict.fromkeys("DEHJK", Fraction(81, 106))
IN_COVER |= dict.fromkeys("LMN", Fraction(39, 83))
IN_COVER |= {"O": Fraction(44, 83), "P": Fraction(50, 83), "I": Fraction(167, 249)}


@WAYS
def test_local_similarity_of_the_quilt_with_a_cover(jeugd, zorg, inwoners, codes, way):
    expected = {codes[letter]: float(value) for letter, value in IN_COVER.items()}
    with taking(way):
        local = local_element_centric_similarity(jeugd, zorg)
        assert_on_index(local, jeugd.gemeenten, name="element_centric_similarity", dtype="float64")
        assert local.to_dict() == pytest.approx(expected, abs=1e-14)
        score = element_centric_similarity(jeugd, zorg)
        assert score == pytest.approx(np.mean(list(expected.values())), abs=1e-14)
        # By thousands of inhabitants: A 3, L 2, O 2, I 4, the others 1; 23 in all.
        more = {"A": 3, "L": 2, "O": 2, "I": 4}
        weighted = sum(more.get(letter, 1) * value for letter, value in IN_COVER.items()) / 23
        score = element_centric_similarity(jeugd, zorg, weights=inwoners)
        assert score == pytest.approx(float(weighted), abs=1e-14)


def test_a_cover_that_is_a_partition_on_the_common_gemeenten_has_the_closed_form(jeugd, codes):
    # werk, with the island in two verbanden that jeugd without the island does not see.
    sets = {"x": "AB", "w": "FG", "y": "CDEHJK", "v": "LMNO", "u": "P", "i": "I", "j": "I"}
    werk = Indeling.from_members({v: [codes[x] for x in letters] for v, letters in sets.items()})
    inland = Indeling.from_members(
        {v: sorted(c - {codes["I"]}) for v, c in members_of(jeugd).items()}, jeugd.gemeenten
    )
    assert not werk.is_partition
    local = local_element_centric_similarity(inland, werk)
    expected = {codes[letter]: value for letter, value in LOCAL.items()}
    assert local.to_dict() == pytest.approx(expected, abs=1e-14, nan_ok=True)


# By definition ------------------------------------------------------------------------------


@pytest.mark.slow
@WAYS
@given(pair=cover_pairs(), alpha=st.floats(0.01, 0.99))
def test_similarity_follows_from_page_rank_for_any_alpha(way, pair, alpha):
    a, b = pair
    expected = walked_similarity(a, b, alpha)
    # Chunks of one row, so that every seam between two is there.
    with (
        taking(way),
        patch.object(element_centric, "CHUNK_CELLS", 1),
    ):
        local = local_element_centric_similarity(a, b, alpha=alpha)
        score = element_centric_similarity(a, b, alpha=alpha)
    assert_on_index(local, a.gemeenten, name="element_centric_similarity", dtype="float64")
    np.testing.assert_allclose(local[expected.index], expected, atol=1e-9)
    assert local.drop(expected.index).isna().all()
    assert score == pytest.approx(expected.mean())


@pytest.mark.slow
@WAYS
@given(pair=partition_pairs())
def test_walking_through_partitions_gives_the_closed_form(way, pair):
    a, b = pair
    expected = local_element_centric_similarity(a, b)
    # A gemeente in two verbanden, that b does not cover, makes a cover of a.
    sets = {v: sorted(c) for v, c in members_of(a).items()} | {"x": ["GM9999"], "y": ["GM9999"]}
    cover = Indeling.from_members(sets, [*a.gemeenten, "GM9999"])
    assert not cover.is_partition
    with taking(way):
        local = local_element_centric_similarity(cover, b)
    assert np.isnan(local["GM9999"])
    np.testing.assert_allclose(local[a.gemeenten], expected, atol=1e-12)


def chain(size, step):
    """Verbanden of 2 * step gemeenten, of which each overlaps the next by step."""
    names = codes(size)
    return Indeling.from_members(
        {str(k): names[k : k + 2 * step] for k in range(0, size - step, step)}, names
    )


@WAYS
@pytest.mark.parametrize("cells", [1, 250, 10**9])
@pytest.mark.parametrize("alpha", [0.1, 0.9, 0.999])
def test_long_chains_of_verbanden(way, cells, alpha):
    # Everybody is joined to everybody, in 60 and in 15 steps; rows are taken one, a few or all at
    # a time.
    a, b = chain(120, 2), chain(120, 8)
    with (
        taking(way),
        patch.object(element_centric, "CHUNK_CELLS", cells),
    ):
        local = local_element_centric_similarity(a, b, alpha=alpha)
    np.testing.assert_allclose(local, walked_similarity(a, b, alpha), atol=1e-9)


def test_all_ways_are_taken_by_themselves():
    # Two chains fill their matrix; hundreds of pairs that overlap in one gemeente do not.
    # Few gemeenten have square tables: once for each of the two indelingen.
    names = codes(300)
    pairs = {str(k): names[k : k + 2] for k in range(0, 300, 3)}
    more = {f"+{k}": names[k + 1 : k + 3] for k in range(0, 300, 3)}
    scattered = Indeling.from_members(pairs | more, names)
    for pair, most, wanted in (
        ((chain(30, 2), chain(30, 3)), 30, "_chances"),
        ((chain(30, 2), chain(30, 3)), 29, "_dense_rows"),
        ((scattered,) * 2, 29, "_sparse_rows"),
    ):
        work = getattr(element_centric, wanted)
        with (
            patch.object(alignment, "DENSE", most),
            patch.object(element_centric, wanted, wraps=work) as taken,
        ):
            local = local_element_centric_similarity(*pair)
        assert taken.call_count == (2 if wanted == "_chances" else 1)
        np.testing.assert_allclose(local, walked_similarity(*pair, 0.9), atol=1e-12)


# By property --------------------------------------------------------------------------------


@given(cover_pairs(), st.data())
def test_an_indeling_equals_itself(pair, data):
    for one in pair:
        weight = data.draw(weights(one.gemeenten))
        score = element_centric_similarity(one, one, weights=weight)
        assert score == pytest.approx(1, abs=1e-12)


@pytest.mark.slow
@given(cover_pairs(), st.data())
def test_similarity_is_symmetric(pair, data):
    a, b = pair
    weight = data.draw(weights(a.gemeenten))
    expected = element_centric_similarity(a, b, weights=weight)
    assert element_centric_similarity(b, a, weights=weight) == pytest.approx(expected, abs=1e-12)
    forward, backward = (local_element_centric_similarity(*p) for p in ((a, b), (b, a)))
    np.testing.assert_allclose(forward, backward[forward.index], atol=1e-12)


@pytest.mark.slow
@given(cover_pairs(), st.data())
def test_similarity_does_not_depend_on_names_or_order(pair, data):
    a, b = pair
    weight = data.draw(weights(a.gemeenten))
    names = data.draw(st.permutations(list(a.verbanden)))
    order = data.draw(st.permutations(list(a.gemeenten)))
    other = reordered(relabelled(a, dict(zip(a.verbanden, names, strict=True))), order)
    expected = element_centric_similarity(a, b, weights=weight)
    shuffled = weight.sample(frac=1, random_state=1)
    assert element_centric_similarity(other, b, weights=shuffled) == pytest.approx(expected)
    assert element_centric_similarity(a, reordered(b, order), weights=weight) == pytest.approx(
        expected
    )
    local = local_element_centric_similarity(other, b)
    assert local.index.to_list() == list(order)
    np.testing.assert_allclose(
        local[a.gemeenten], local_element_centric_similarity(a, b), atol=1e-12
    )


@pytest.mark.slow
@given(cover_pairs(), st.data())
def test_the_score_is_the_weighted_mean_of_the_local_one(pair, data):
    a, b = pair
    both = common(a, b)
    weight = data.draw(weights(a.gemeenten, least=0).filter(lambda w: w[both].any()))
    local = local_element_centric_similarity(a, b)
    expected = sum(local[c] * weight[c] for c in both) / sum(weight[c] for c in both)
    assert element_centric_similarity(a, b, weights=weight) == pytest.approx(expected, abs=1e-12)
    # Circles of partners count gemeenten, so weights change the mean and not the local score.
    factor = data.draw(st.sampled_from([1e-6, 0.1, 1e6]))
    scaled = element_centric_similarity(a, b, weights=weight * factor)
    assert scaled == pytest.approx(expected, abs=1e-9)


@given(cover_pairs(), st.data())
def test_equal_weights_are_no_weights(pair, data):
    a, b = pair
    weight = pd.Series(data.draw(st.integers(1, 9)), index=a.gemeenten)
    score = element_centric_similarity(a, b, weights=weight)
    assert score == pytest.approx(element_centric_similarity(a, b), abs=1e-9)


@pytest.mark.slow
@given(cover_pairs(), st.data())
def test_similarity_stays_within_its_bounds(pair, data):
    local = local_element_centric_similarity(*pair).dropna()
    assert local.between(0, 1).all()
    score = element_centric_similarity(*pair, weights=data.draw(weights(pair[0].gemeenten)))
    assert 0 <= score <= 1


@given(partition_pairs(), st.data())
def test_partitions_reach_1_only_when_equal(pair, data):
    a, b = pair
    both = common(a, b)
    score = element_centric_similarity(a, b, weights=data.draw(weights(a.gemeenten)))
    assert (score == 1) == (blocks(a, both) == blocks(b, both))


@given(cover_pairs())
def test_a_gemeente_that_one_does_not_cover_changes_nothing(pair):
    a, b = pair
    extra = [*a.gemeenten, "GM9999"]
    wider = Indeling.from_members(
        {k: sorted(v) for k, v in members_of(a).items()} | {"new": ["GM9999"]}, extra
    )
    expected = element_centric_similarity(a, b)
    assert element_centric_similarity(wider, b) == pytest.approx(expected, abs=1e-12)
    assert np.isnan(local_element_centric_similarity(wider, b)["GM9999"])


# Refused ------------------------------------------------------------------------------------


@pytest.mark.parametrize("alpha", [0, 1, -0.1, 1.1, np.nan, np.inf])
def test_alpha_outside_0_and_1_is_refused(jeugd, werk, zorg, alpha):
    for other in (werk, zorg):
        with pytest.raises(LappendekenError, match="alpha moet tussen 0 en 1"):
            element_centric_similarity(jeugd, other, alpha=alpha)


def test_nothing_in_common_is_refused(jeugd):
    elsewhere = Indeling.from_members({"p": ["GM0999"]}, id="ver", naam="verre regio's")
    with pytest.raises(LappendekenError, match=r"Geen enkele gemeente .* verre regio's"):
        element_centric_similarity(jeugd, elsewhere)
