"""Partners of each gemeente: overlap, territorial congruence, and who they are."""

from fractions import Fraction

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from quilts import assert_on_index, circle, common, members_of, relabelled, reordered
from strategies import cover_pairs, families

from lappendeken.errors import LappendekenError, UnknownNameError
from lappendeken.indeling import Indeling
from lappendeken.measures import partner_overlap, partners, territorial_congruence
from lappendeken.measures.gemeenten import territorial_congruence_of


def by_code(values, codes, index):
    """Expected values by letter, on the index of the quilt."""
    return pd.Series({codes[letter]: float(x) for letter, x in values.items()}).reindex(index)


# By hand: partner overlap -------------------------------------------------------------------


def test_overlap_of_two_partitions_of_the_quilt(jeugd, werk, codes):
    expected = {letter: Fraction(1, 3) for letter in "ABFG"}  # one of three partners in n
    expected |= dict.fromkeys("CDEHJK", 1)  # o and y are the same
    expected |= dict.fromkeys("LMN", Fraction(2, 3))  # two of the three in v
    expected |= {"O": 0}  # {P} against {L, M, N}
    expected |= {"P": 0}  # {O} against no one
    overlap = partner_overlap(jeugd, werk)
    assert_on_index(overlap, jeugd.gemeenten, name="partner_overlap", dtype="float64")
    np.testing.assert_allclose(overlap, by_code(expected, codes, overlap.index), atol=1e-15)
    assert overlap.isna().to_list() == [code == codes["I"] for code in overlap.index]


def test_overlap_with_a_cover_of_the_quilt(jeugd, zorg, codes):
    expected = {letter: Fraction(3, 4) for letter in "ABFG"}  # {3 of n} of {3 of n, C}
    expected |= {"C": Fraction(5, 9)}  # {DEHJK} of {DEHJK, ABFG}
    expected |= dict.fromkeys("DEHJK", 1)  # five and the same five
    expected |= dict.fromkeys("LMN", Fraction(2, 4))  # two of z, of the four others in r
    expected |= {"O": Fraction(1, 5)}  # {P, I} and {L, M, N, P}: P
    expected |= {"P": Fraction(2, 5)}  # {O, I} and {L, M, N, O, I}: O, I
    expected |= {"I": Fraction(1, 2)}  # {O, P} and {P}: P
    overlap = partner_overlap(jeugd, zorg)
    np.testing.assert_allclose(overlap, by_code(expected, codes, overlap.index), atol=1e-15)
    assert not overlap.isna().any()


def test_overlap_of_two_who_are_alone_is_1():
    a = Indeling.from_members({"p": ["1"], "q": ["2", "3"]})
    b = Indeling.from_members({"x": ["1"], "y": ["2"], "z": ["3"]})
    assert partner_overlap(a, b).to_list() == [1, 0, 0]


# By hand: territorial congruence ------------------------------------------------------------


def test_territorial_congruence_of_the_quilt(jeugd, werk, zorg, codes):
    # Partners in jeugd, werk and zorg: (partners in any, sum over the three, any * covered).
    expected = dict.fromkeys("ABFG", (4, 3 + 1 + 4, 12))  # any: the others of s
    expected |= {"C": (9, 5 + 5 + 9, 27)}  # DEHJK twice; with ABFG in zorg
    expected |= dict.fromkeys("DEHJK", (5, 5 + 5 + 5, 15))  # always the same
    expected |= dict.fromkeys("LMN", (4, 2 + 3 + 4, 12))  # z in v in r
    expected |= {"O": (5, 2 + 3 + 4, 15)}  # PI, LMN, LMNP
    expected |= {"P": (5, 2 + 0 + 5, 15)}  # OI, no one, LMNO and I
    expected |= {"I": (2, 2 + 1, 4)}  # OP, not in werk, P
    table = territorial_congruence([jeugd, werk, zorg])
    assert_on_index(
        table,
        jeugd.gemeenten,
        dtype={
            "partners": "int64",
            "numerator": "int64",
            "denominator": "int64",
            "congruence": "float64",
        },
    )
    for letter, (anyone, own, most) in expected.items():
        assert table.loc[codes[letter]].to_list() == [anyone, own, most, own / most], letter


def test_territorial_congruence_of_one_indeling_is_1_where_it_reaches(wonen, codes):
    congruence = territorial_congruence([wonen])["congruence"]
    assert congruence.dropna().to_dict() == {codes["J"]: 1, codes["K"]: 1, codes["P"]: 1}


def test_alone_everywhere_is_congruent_and_reached_nowhere_is_missing():
    a = Indeling.from_members({"p": ["1"]}, ["1", "2"])
    assert territorial_congruence([a, a])["congruence"].to_list() == [
        1,
        pytest.approx(np.nan, nan_ok=True),
    ]


def test_singletons_count_as_having_no_partners(jeugd, werk, codes):
    # The island: {O, P} in jeugd, alone in werk: 2 of 2 * 2.
    table = territorial_congruence([jeugd, werk.with_singletons()])
    assert table.loc[codes["I"]].to_list() == [2, 2, 4, 0.5]


# By hand: partners --------------------------------------------------------------------------


def test_partners_say_in_which_indelingen_they_are(jeugd, werk, zorg, codes):
    table = partners([jeugd, werk, zorg], codes["P"])
    expected = {
        "I": [True, False, True],
        "L": [False, False, True],
        "M": [False, False, True],
        "N": [False, False, True],
        "O": [True, False, True],
    }
    assert table.columns.to_list() == ["jeugd", "werk", "zorg"]
    assert table.index.to_list() == [codes[letter] for letter in expected]
    assert table.to_numpy().tolist() == list(expected.values())
    assert table.dtypes.map(str).to_list() == ["bool"] * 3
    assert table.index.name == jeugd.gemeenten.name


def test_a_gemeente_without_verband_has_no_partners(wonen, codes):
    table = partners([wonen], codes["A"])
    assert table.shape == (0, 1)


def test_partners_of_an_unknown_gemeente_are_refused(jeugd):
    with pytest.raises(UnknownNameError, match="Onbekende gemeente 'GM9999'"):
        partners([jeugd], "GM9999")


# By definition ------------------------------------------------------------------------------


@given(cover_pairs())
def test_overlap_is_the_jaccard_index_of_sets(pair):
    a, b = pair
    both = common(a, b)
    overlap = partner_overlap(a, b)
    assert_on_index(overlap, a.gemeenten, name="partner_overlap", dtype="float64")
    for code in a.gemeenten:
        if code not in both:
            assert np.isnan(overlap[code])
            continue
        in_a, in_b = (circle(x, code, both) - {code} for x in pair)
        expected = len(in_a & in_b) / len(in_a | in_b) if in_a | in_b else 1
        assert overlap[code] == pytest.approx(expected, abs=1e-15)


@given(families())
def test_the_circles_of_a_gemeente_give_its_row(indelingen):
    table = territorial_congruence(indelingen)["congruence"]
    for code in indelingen[0].gemeenten:
        circles = [
            set().union(*(one.members(key) for key in one.verbanden_of(code))) - {code}
            for one in indelingen
            if one.covered[code]
        ]
        np.testing.assert_equal(territorial_congruence_of(circles), table[code])


@given(families())
def test_territorial_congruence_is_the_mean_share_of_indelingen(indelingen):
    table = territorial_congruence(indelingen)
    assert_on_index(table, indelingen[0].gemeenten)
    for code, row in table.iterrows():
        circles = [circle(one, code) for one in indelingen]
        reached = [found - {code} for found in circles if found]
        anyone = set().union(*reached)
        shares = [sum(p in found for found in reached) / len(reached) for p in anyone]
        assert row["partners"] == len(anyone)
        assert row["numerator"] == sum(len(found) for found in reached)
        assert row["denominator"] == len(anyone) * len(reached)
        if not reached:
            assert np.isnan(row["congruence"])
        else:
            expected = sum(shares) / len(shares) if shares else 1
            assert row["congruence"] == pytest.approx(expected, abs=1e-12)


@pytest.mark.slow
@given(families())
def test_partners_are_the_circle_without_oneself(indelingen):
    for code in indelingen[0].gemeenten:
        table = partners(indelingen, code)
        for one in indelingen:
            assert set(table.index[table[one.id]]) == circle(one, code) - {code}
        assert table.any(axis=1).all()


# By property --------------------------------------------------------------------------------


@given(cover_pairs())
def test_overlap_is_symmetric_and_1_with_oneself(pair):
    a, b = pair
    pd.testing.assert_series_equal(partner_overlap(a, b), partner_overlap(b, a))
    assert (partner_overlap(a, a)[a.covered] == 1).all()


@pytest.mark.slow
@given(cover_pairs(), st.data())
def test_measures_per_gemeente_do_not_depend_on_names_or_order(pair, data):
    a, b = pair
    order = data.draw(st.permutations(list(a.gemeenten)))
    names = dict(zip(a.verbanden, data.draw(st.permutations(list(a.verbanden))), strict=True))
    other = reordered(relabelled(a, names), order)
    overlap = partner_overlap(other, b)
    assert overlap.index.to_list() == list(order)
    pd.testing.assert_series_equal(overlap.reindex(a.gemeenten), partner_overlap(a, b))
    table = territorial_congruence([other, reordered(b, order)])
    pd.testing.assert_frame_equal(table.reindex(a.gemeenten), territorial_congruence([a, b]))


@given(families(), st.data())
def test_territorial_congruence_does_not_depend_on_the_order_of_indelingen(indelingen, data):
    shuffled = data.draw(st.permutations(indelingen))
    pd.testing.assert_frame_equal(
        territorial_congruence(shuffled), territorial_congruence(indelingen)
    )


@given(families())
def test_repeating_an_indeling_leaves_its_congruence_1(indelingen):
    one = indelingen[0]
    congruence = territorial_congruence([one, one, one])["congruence"]
    assert (congruence[one.covered] == 1).all()
    assert congruence[~one.covered].isna().all()


# Refused ------------------------------------------------------------------------------------


def test_no_indeling_at_all_is_refused():
    with pytest.raises(LappendekenError, match="ten minste één indeling"):
        territorial_congruence([])
    with pytest.raises(LappendekenError, match="ten minste één indeling"):
        partners([], "1")


def test_indelingen_on_other_gemeenten_are_refused():
    a = Indeling.from_members({"p": ["1"]}, ["1", "2"], naam="deze")
    b = Indeling.from_members({"p": ["1"]}, ["2", "1"], naam="gene")
    with pytest.raises(LappendekenError, match="deze en gene gaan niet over dezelfde lijst"):
        territorial_congruence([a, b])


def test_overlap_of_nothing_in_common_is_refused():
    a, b = Indeling.from_members({"p": ["1"]}), Indeling.from_members({"p": ["2"]})
    with pytest.raises(LappendekenError, match="niets te vergelijken"):
        partner_overlap(a, b)


def test_members_of_agrees_with_the_model(jeugd, zorg):
    # The sets that all expectations above rest on.
    for one in (jeugd, zorg):
        assert members_of(one) == {v: frozenset(one.members(v)) for v in one.verbanden}
