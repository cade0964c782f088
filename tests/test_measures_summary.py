"""Tables of scores: every pair, and per group of gemeenten."""

from fractions import Fraction

import numpy as np
import pandas as pd
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from strategies import families, weights

from lappendeken.errors import LappendekenError
from lappendeken.indeling import Indeling
from lappendeken.measures import (
    adjusted_rand_index,
    boundary_congruence,
    element_centric_similarity,
    gemeente_scores,
    local_element_centric_similarity,
    omega_index,
    partner_overlap,
    regions,
    scores,
    scores_against,
    scores_by,
    territorial_congruence,
    transfer_distance,
    v_measure,
)


def mean(*values):
    """Mean of exact fractions."""
    return float(sum(map(Fraction, values)) / len(values))


# By hand: scores ----------------------------------------------------------------------------


def test_scores_of_the_quilt(jeugd, werk, zorg):
    table = scores([jeugd, werk, zorg])
    assert table.index.to_list() == [("jeugd", "werk"), ("jeugd", "zorg"), ("werk", "zorg")]
    assert table.index.names == ["a", "b"]
    assert table["gemeenten"].to_list() == [15, 16, 15]
    assert table["coverage"].to_list() == [15 / 16, 1, 15 / 16]
    row = table.loc[("jeugd", "werk")]
    assert row["adjusted_rand_index"] == pytest.approx(305 / 389)
    assert row["homogeneity"] == pytest.approx(0.885488, abs=1e-6)
    assert row["completeness"] == pytest.approx(0.807034, abs=1e-6)
    assert row["element_centric_similarity"] == pytest.approx(11 / 15)
    # 4 * 1/3 + 6 * 1 + 3 * 2/3 + 0 + 0 = 28/3, over 15
    assert row["partner_overlap"] == pytest.approx(28 / 45)
    types = ["gelijk", "genest", "samengesteld", "doorsnijdend"]
    assert table.loc[("jeugd", "werk"), types].to_list() == [1, 1, 1, 1]
    assert table.loc[("jeugd", "zorg"), types].to_list() == [1, 2, 0, 1]
    # x and w in s, y = t, v in r, u in q: that has the island too.
    assert table.loc[("werk", "zorg"), types].to_list() == [1, 4, 0, 0]


def test_scores_that_a_cover_does_not_have_are_missing(jeugd, zorg):
    row = scores([jeugd, zorg]).loc[("jeugd", "zorg")]
    undefined = [
        "adjusted_rand_index",
        "homogeneity",
        "completeness",
        "v_measure",
    ]
    assert row[undefined].isna().all()
    # 4 * 3/4 + 5/9 + 5 * 1 + 3 * 1/2 + 1/5 + 2/5 + 1/2 = 502/45, over 16
    assert row["partner_overlap"] == pytest.approx(502 / 45 / 16)


def test_weighted_scores_of_the_quilt(jeugd, werk, inwoners):
    row = scores([jeugd, werk], weights=inwoners / 1000).loc[("jeugd", "werk")]
    assert row["adjusted_rand_index"] == pytest.approx(1172 / 1685)
    assert row["element_centric_similarity"] == pytest.approx(13 / 19)
    # In thousands: n 6 * 1/3 + o 6 * 1 + z 4 * 2/3 = 32/3, over 19
    assert row["partner_overlap"] == pytest.approx(32 / 57)
    assert row["gemeenten"] == 15


# By hand: scores_by -------------------------------------------------------------------------


def test_scores_per_province_of_the_quilt(quilt, jeugd, werk, zorg):
    table = scores_by([jeugd, werk, zorg], quilt.gemeenten["provincie"])
    assert table.index.to_list() == ["Gelderland", "Utrecht"]
    pairs = ["jeugd~werk", "jeugd~zorg", "werk~zorg"]
    assert list(table.columns) == ["gemeenten", "weight", "territorial_congruence", *pairs]
    assert table["gemeenten"].to_list() == [10, 6]
    # Utrecht: A, B, F, G have 8/12; L, M have 9/12.
    congruence = table["territorial_congruence"]
    assert congruence["Utrecht"] == pytest.approx(mean(*["2/3"] * 4, *["3/4"] * 2))
    # Gelderland: C 19/27; D, E, H, J, K 1; N 9/12; O 9/15; P 7/15; I 3/4.
    expected = mean("19/27", *[1] * 5, "3/4", "9/15", "7/15", "3/4")
    assert congruence["Gelderland"] == pytest.approx(expected)
    # Utrecht: 4 * 1/2, 2 * 3/4. Gelderland without I: 6 * 1, N 3/4, O 1/4, P 1/2, over 9.
    assert table["jeugd~werk"].to_list() == pytest.approx([7.5 / 9, 3.5 / 6])


def test_weighted_scores_per_province_of_the_quilt(quilt, jeugd, werk, zorg, inwoners):
    table = scores_by([jeugd, werk, zorg], quilt.gemeenten["provincie"], weights=inwoners)
    assert table["weight"].to_list() == [14_000, 9_000]
    # Utrecht: ABFG 6 * 2/3 and LM 3 * 3/4, of 9.
    # Gelderland: C 19/27, DEHJK 5, N 3/4, O 2 * 9/15, P 7/15 and I 4 * 3/4, of 14.
    congruence = table["territorial_congruence"]
    assert congruence["Utrecht"] == pytest.approx((4 + 9 / 4) / 9)
    assert congruence["Gelderland"] == pytest.approx(
        (19 / 27 + 5 + 3 / 4 + 6 / 5 + 7 / 15 + 3) / 14
    )
    # The island has no similarity, so its 4 does not count: (6 + 3/4 + 2 * 1/4 + 1/2) / 10.
    assert table["jeugd~werk"].to_list() == pytest.approx([7.75 / 10, (3 + 9 / 4) / 9])


def test_a_group_without_a_value_has_a_missing_score(jeugd, wonen, codes):
    groups = pd.Series({codes["A"]: "noord", codes["J"]: "oost", codes["K"]: "oost"})
    table = scores_by([jeugd, wonen], groups)
    assert table.index.to_list() == ["noord", "oost"]
    assert np.isnan(table.loc["noord", "jeugd~wonen"])
    assert table.loc["oost", "jeugd~wonen"] == 1
    assert table["gemeenten"].to_list() == [1, 2]


# By definition ------------------------------------------------------------------------------


@pytest.mark.slow
@given(families(), st.data())
def test_scores_repeat_what_each_measure_says(indelingen, data):
    full = [one.with_singletons() for one in indelingen]
    weight = data.draw(weights(indelingen[0].gemeenten))
    assume(len(full) > 1)
    table = scores(full, weights=weight)
    assert len(table) == len(full) * (len(full) - 1) // 2
    named = {one.id: one for one in full}
    for (first, second), row in table.iterrows():
        a, b = named[first], named[second]
        assert row["coverage"] == 1
        overlap = partner_overlap(a, b)
        assert row["partner_overlap"] == pytest.approx((overlap * weight).sum() / weight.sum())
        counts = regions(a, b)["type"].value_counts()
        assert row[counts.index].to_list() == counts.to_list()
        assert row[["gelijk", "genest", "samengesteld", "doorsnijdend"]].sum() == len(a.verbanden)
        if a.is_partition and b.is_partition:
            assert row["adjusted_rand_index"] == adjusted_rand_index(a, b, weights=weight)
            assert row["v_measure"] == v_measure(a, b, weights=weight).v
        else:
            assert np.isnan(row["adjusted_rand_index"])
            assert np.isnan(row["v_measure"])
        similarity = element_centric_similarity(a, b, weights=weight)
        assert row["element_centric_similarity"] == pytest.approx(similarity)


@pytest.mark.slow
@given(families(), st.data())
def test_scores_per_group_are_weighted_means(indelingen, data):
    gemeenten = indelingen[0].gemeenten
    labels = data.draw(
        st.lists(st.sampled_from("xyz"), min_size=len(gemeenten), max_size=len(gemeenten))
    )
    groups = pd.Series(labels, index=gemeenten)
    weight = data.draw(weights(gemeenten))
    full = [one.with_singletons() for one in indelingen]
    table = scores_by(full, groups, weights=weight)
    congruence = territorial_congruence(full)["congruence"]
    for group, row in table.iterrows():
        own = groups.index[groups == group]
        expected = (congruence * weight)[own].sum() / weight[own].sum()
        assert row["territorial_congruence"] == pytest.approx(expected)
        assert row["weight"] == weight[own].sum()
        assert row["gemeenten"] == len(own)
    pairs = [c for c in table.columns if "~" in c]
    assert len(pairs) == len(full) * (len(full) - 1) // 2
    named = {one.id: one for one in full}
    for pair in pairs:
        a, b = (named[name] for name in pair.split("~"))
        local = local_element_centric_similarity(a, b)
        whole = (table[pair] * table["weight"]).sum() / weight.sum()
        assert whole == pytest.approx((local * weight).sum() / weight.sum())


def test_groups_may_stand_in_any_order_and_name_other_gemeenten(jeugd, werk, quilt):
    groups = quilt.gemeenten["provincie"]
    other = pd.concat([groups.iloc[::-1], pd.Series({"GM0999": "Drenthe"})])
    pd.testing.assert_frame_equal(scores_by([jeugd, werk], other), scores_by([jeugd, werk], groups))


# Refused ------------------------------------------------------------------------------------


def test_scores_with_a_missing_weight_are_refused(jeugd, werk, inwoners, codes):
    with pytest.raises(LappendekenError, match=codes["A"]):
        scores([jeugd, werk], weights=inwoners.drop(codes["A"]))
    with pytest.raises(LappendekenError, match=codes["A"]):
        scores_by([jeugd, werk], inwoners, weights=inwoners.drop(codes["A"]))


def test_scores_per_group_need_the_same_gemeenten(jeugd):
    with pytest.raises(LappendekenError, match="dezelfde lijst"):
        scores_by([jeugd, Indeling.from_members({"p": ["1"]})], pd.Series({"1": "x"}))


def test_what_cannot_be_told_apart_is_refused(jeugd, werk):
    with pytest.raises(LappendekenError, match="eigen id"):
        scores_by([jeugd, jeugd], {})
    with pytest.raises(LappendekenError, match="ten minste twee"):
        scores([jeugd])
    twice = pd.Series(["x", "y"], index=["GM0001", "GM0001"])
    with pytest.raises(LappendekenError, match="twee groepen"):
        scores_by([jeugd, werk], twice)


def test_every_gemeente_has_its_scores_for_every_pair(jeugd, werk, zorg):
    table = gemeente_scores([jeugd, werk, zorg])
    pairs = ["jeugd~werk", "jeugd~zorg", "werk~zorg"]
    names = [f"{m}:{p}" for m in ("element_centric_similarity", "partner_overlap") for p in pairs]
    assert list(table.columns)[4:] == names
    congruence = territorial_congruence([jeugd, werk, zorg])
    pd.testing.assert_frame_equal(table[congruence.columns], congruence)
    for name, score in (
        ("element_centric_similarity:jeugd~zorg", local_element_centric_similarity(jeugd, zorg)),
        ("partner_overlap:werk~zorg", partner_overlap(werk, zorg)),
    ):
        pd.testing.assert_series_equal(table[name], score, check_names=False)


def test_the_most_alike_stands_first(jeugd, werk, zorg):
    table = scores_against(jeugd, [zorg, werk])
    assert table["omega_index"].is_monotonic_decreasing
    assert table.index.name == "indeling"
    whole = scores([jeugd, werk]).loc[("jeugd", "werk")]
    pd.testing.assert_series_equal(table.loc["werk"], whole, check_names=False)


def test_scores_hold_omega_transfers_and_borders(jeugd, werk, zorg, quilt):
    table = scores([jeugd, werk, zorg], adjacency=quilt.borders)
    row = table.loc[("jeugd", "werk")]
    assert row["omega_index"] == row["adjusted_rand_index"]
    assert row["transfer_distance"] == transfer_distance(jeugd, werk).distance
    assert row["boundary_congruence"] == boundary_congruence(jeugd, werk, quilt.borders)
    cover = table.loc[("jeugd", "zorg")]
    assert np.isnan(cover["transfer_distance"])
    assert cover["omega_index"] == omega_index(jeugd, zorg)
