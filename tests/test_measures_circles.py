"""Circles of partners over many indelingen: by hand, and against plain Python."""

from itertools import combinations

import pandas as pd
import pytest
import strategies
from hypothesis import given
from quilts import assert_on_index, circle, reordered

from lappendeken.errors import LappendekenError
from lappendeken.indeling import Indeling
from lappendeken.measures import congruence_matrix, partner_overlap
from lappendeken.measures.circles import overlap_by, same_circles


def test_c_has_one_circle_for_youth_and_work_but_not_for_care(jeugd, werk, zorg, codes):
    found = same_circles([jeugd, werk, zorg])
    assert_on_index(found, jeugd.gemeenten)
    assert found.loc[codes["C"]].to_list() == [0, 0, 1]
    assert found.loc[codes["D"]].to_list() == [0, 0, 0]
    assert found.loc[codes["A"]].to_list() == [0, 1, 2]


def test_an_indeling_that_does_not_cover_a_gemeente_gives_no_circle(jeugd, werk, wonen, codes):
    found = same_circles([wonen, jeugd, werk])
    assert found.loc[codes["I"]].to_list() == [-1, 0, -1]
    assert found.loc[codes["A"]].to_list() == [-1, 0, 1]


def test_overlap_is_the_mean_of_the_group(jeugd, werk, codes):
    groups = pd.Series({codes["A"]: "w", codes["L"]: "w", codes["C"]: "o", codes["I"]: "i"})
    found = overlap_by([jeugd, werk], groups, total="alles")
    assert list(found.columns) == ["i", "o", "w", "alles"]
    row = found.loc[("jeugd", "werk")]
    # A has B, F, G against B; L has M, N against M, N, O.
    assert row["w"] == pytest.approx((1 / 3 + 2 / 3) / 2)
    assert row["o"] == 1
    assert pd.isna(row["i"])
    whole = congruence_matrix([jeugd, werk], "partner_overlap").loc["jeugd", "werk"]
    assert row["alles"] == pytest.approx(whole)


def test_overlap_is_weighted(jeugd, werk, inwoners, codes):
    groups = pd.Series({codes["A"]: "w", codes["L"]: "w"})
    found = overlap_by([jeugd, werk], groups, weights=inwoners)
    assert found.loc[("jeugd", "werk"), "w"] == pytest.approx((3 * 1 / 3 + 2 * 2 / 3) / 5)


def test_indelingen_without_a_gemeente_in_common_have_no_overlap():
    a = Indeling.from_members({"p": ["1"]}, ["1", "2"], id="a")
    b = Indeling.from_members({"p": ["2"]}, ["1", "2"], id="b")
    found = overlap_by([a, b], pd.Series({"1": "g", "2": "g"}), total="alles")
    assert found.isna().all(axis=None)


def test_circles_need_different_ids(jeugd):
    with pytest.raises(LappendekenError, match="eigen id"):
        same_circles([jeugd, jeugd])


@pytest.mark.slow
@given(strategies.families())
def test_equal_numbers_are_equal_circles(family):
    found = same_circles(family)
    assert_on_index(found, family[0].gemeenten)
    for code in found.index:
        circles = [circle(one, code) for one in family]
        numbers = found.loc[code].to_list()
        assert [number >= 0 for number in numbers] == [bool(one) for one in circles]
        for (i, one), (j, other) in combinations(enumerate(circles), 2):
            if one and other:
                assert (numbers[i] == numbers[j]) == (one == other)
        assert sorted({n for n in numbers if n >= 0}) == list(
            range(len({n for n in numbers if n >= 0}))
        )


@given(strategies.families())
def test_the_order_of_gemeenten_does_not_matter(family):
    backwards = list(reversed(family[0].gemeenten))
    again = same_circles([reordered(one, backwards) for one in family])
    pd.testing.assert_frame_equal(same_circles(family), again.loc[family[0].gemeenten])


def test_overlap_by_equals_partner_overlap_on_real_data(real):
    a, b = real.indeling("jeugdregio"), real.indeling("gemeenschappelijke-regeling")
    found = overlap_by([a, b], real.gemeenten["provincie"])
    expected = partner_overlap(a, b).groupby(real.gemeenten["provincie"]).mean()
    pd.testing.assert_series_equal(found.iloc[0], expected, check_names=False)
