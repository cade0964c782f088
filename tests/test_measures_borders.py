"""Congruence of borders: by hand on the quilt, by definition, by property."""

from fractions import Fraction

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from quilts import assert_on_index, common, members_of, relabelled, reordered
from strategies import border_tables, cover_pairs, families

from lappendeken.errors import LappendekenError
from lappendeken.indeling import Indeling
from lappendeken.measures import border_consensus, boundary_congruence

# By hand ------------------------------------------------------------------------------------
#
# A regional border of 1 km lies, in jeugd: between B|C G|H N|O and F|L G|M H|N J|O K|P; in werk:
# B|C G|H O|P, A|F B|G (x and w) and F|L G|M H|N J|O K|P; in zorg, where C is in s and in t:
# G|H and F|L G|M H|N J|O K|P. The ferry N-I has no length.


def test_boundary_congruence_of_the_quilt(quilt, jeugd, werk):
    # In both 7: all of jeugd but N|O. In either 8 + 10 - 7 = 11.
    score = boundary_congruence(jeugd, werk, quilt.borders)
    assert score == pytest.approx(7 / 11, abs=1e-6)


def test_boundary_congruence_of_the_quilt_with_a_cover(quilt, jeugd, zorg, werk):
    # All 6 of zorg are among the 8 of jeugd, and among the 10 of werk.
    assert boundary_congruence(jeugd, zorg, quilt.borders) == pytest.approx(6 / 8, abs=1e-6)
    assert boundary_congruence(zorg, werk, quilt.borders) == pytest.approx(6 / 10, abs=1e-6)


def test_only_borders_between_common_gemeenten_count(quilt, jeugd, wonen):
    # Both cover J, K and P, with a border between K and P only.
    assert boundary_congruence(jeugd, wonen, quilt.borders) == 1


def test_lengths_and_not_numbers_of_borders_count(codes, jeugd, werk):
    # A|F 30 m in werk only, B|C 50 m in both, N|O 20 m in jeugd only, A|B 90 m in neither.
    lengths = {"AF": 30.0, "BC": 50.0, "NO": 20.0, "AB": 90.0}
    table = pd.DataFrame(
        [(codes[a], codes[b], metres) for (a, b), metres in lengths.items()],
        columns=["a", "b", "length"],
    )
    assert boundary_congruence(jeugd, werk, table) == pytest.approx(50 / 100, abs=1e-15)


def test_the_island_has_no_border_that_counts(quilt, codes, jeugd):
    # Moving the island from m to z leaves all borders on land as they are.
    sets = {v: set(c) for v, c in members_of(jeugd).items()}
    sets["jeugd-m"].remove(codes["I"])
    sets["jeugd-z"].add(codes["I"])
    other = Indeling.from_members({v: sorted(c) for v, c in sets.items()}, jeugd.gemeenten)
    assert boundary_congruence(jeugd, other, quilt.borders) == 1


@pytest.mark.parametrize("rows", [[], [("1", "2", 5.0)]])
def test_no_regional_border_in_either_is_the_same_borders(rows):
    one = Indeling.from_members({"p": ["1", "2"]})
    table = pd.DataFrame(rows, columns=["a", "b", "length"])
    assert boundary_congruence(one, one, table) == 1


CONSENSUS = {  # number of indelingen that have a border there, and that cover both
    "AB": (0, 3),
    "AF": (1, 3),  # werk
    "BC": (2, 3),  # not zorg: C is in s too
    "CD": (0, 3),
    "CH": (0, 3),  # in zorg both in t
    "GH": (3, 3),
    "KP": (3, 3),
    "NO": (1, 3),  # jeugd
    "OP": (1, 3),  # werk
    "IN": (2, 2),  # werk does not reach the island
}


def test_border_consensus_of_the_quilt(quilt, jeugd, werk, zorg, codes):
    table = border_consensus([jeugd, werk, zorg], quilt.borders)
    assert_on_index(table, quilt.borders.index)
    extra = ["apart", "covering", "consensus"]
    assert list(table.columns) == [*quilt.borders.columns, *extra]
    pd.testing.assert_frame_equal(table[quilt.borders.columns], quilt.borders)
    assert {c: str(table[c].dtype) for c in extra} == {
        "apart": "int64",
        "covering": "int64",
        "consensus": "float64",
    }
    by_pair = table.set_index(["a", "b"])
    for (a, b), (apart, covering) in CONSENSUS.items():
        found = by_pair.loc[(codes[a], codes[b]), extra].to_list()
        assert found == [apart, covering, pytest.approx(Fraction(apart, covering))], a + b
    assert table["apart"].sum() == 8 + 10 + 6 + 2
    assert len(table) == 23


def test_a_border_that_no_indeling_covers_has_no_consensus(quilt, wonen, codes):
    table = border_consensus([wonen], quilt.borders).set_index(["a", "b"])
    assert table.loc[(codes["K"], codes["P"]), "consensus"] == 1
    assert table.loc[(codes["J"], codes["K"]), "consensus"] == 0
    assert table["consensus"].notna().sum() == 2
    assert table["covering"].sum() == 2


def test_the_table_of_borders_is_left_as_it_was(quilt, jeugd, werk):
    before = quilt.borders.copy()
    border_consensus([jeugd, werk], quilt.borders)
    boundary_congruence(jeugd, werk, quilt.borders)
    pd.testing.assert_frame_equal(quilt.borders, before)


# By definition ------------------------------------------------------------------------------


def together(indeling, first, second):
    """Whether two gemeenten share a verband."""
    return any({first, second} <= codes for codes in members_of(indeling).values())


@pytest.mark.slow
@given(cover_pairs(), st.data())
def test_boundary_congruence_follows_from_sets(pair, data):
    a, b = pair
    both, shared, either = set(common(a, b)), 0, 0
    table = data.draw(border_tables(a.gemeenten))
    for row in table.itertuples():
        if {row.a, row.b} <= both:
            in_a, in_b = not together(a, row.a, row.b), not together(b, row.a, row.b)
            shared += row.length * (in_a and in_b)
            either += row.length * (in_a or in_b)
    expected = shared / either if either else 1
    assert boundary_congruence(a, b, table) == pytest.approx(expected, abs=1e-12)


@pytest.mark.slow
@given(families(), st.data())
def test_border_consensus_follows_from_sets(indelingen, data):
    table = data.draw(border_tables(indelingen[0].gemeenten)).set_index("naam", drop=False)
    found = border_consensus(indelingen, table)
    assert_on_index(found, table.index)
    for row in found.itertuples():
        covering = [
            one
            for one in indelingen
            if {row.a, row.b} <= frozenset().union(*members_of(one).values())
        ]
        apart = sum(not together(one, row.a, row.b) for one in covering)
        assert (row.apart, row.covering) == (apart, len(covering))
        expected = apart / len(covering) if covering else np.nan
        assert row.consensus == pytest.approx(expected, nan_ok=True)


# By property --------------------------------------------------------------------------------


@pytest.mark.slow
@given(cover_pairs(), st.data())
def test_borders_are_symmetric_and_the_same_as_themselves(pair, data):
    a, b = pair
    table = data.draw(border_tables(a.gemeenten))
    score = boundary_congruence(a, b, table)
    assert 0 <= score <= 1
    assert boundary_congruence(b, a, table) == pytest.approx(score, abs=1e-12)
    assert boundary_congruence(a, a, table) == 1


@pytest.mark.slow
@given(cover_pairs(), st.data())
def test_borders_do_not_depend_on_names_order_or_unit(pair, data):
    a, b = pair
    table = data.draw(border_tables(a.gemeenten))
    expected = boundary_congruence(a, b, table)
    names = dict(zip(a.verbanden, data.draw(st.permutations(list(a.verbanden))), strict=True))
    other = reordered(relabelled(a, names), data.draw(st.permutations(list(a.gemeenten))))
    backward = table.rename(columns={"a": "b", "b": "a"})[::-1]
    kilometres = backward.assign(length=backward["length"] / 1000)
    assert boundary_congruence(other, b, kilometres) == pytest.approx(expected, abs=1e-12)
    found = border_consensus([other], backward)["apart"]
    expected = border_consensus([a], table)["apart"]
    pd.testing.assert_series_equal(found.loc[table.index], expected)


# Refused ------------------------------------------------------------------------------------


def test_borders_of_nothing_are_refused(quilt, jeugd):
    with pytest.raises(LappendekenError, match="ten minste één indeling"):
        border_consensus([], quilt.borders)
    elsewhere = Indeling.from_members({"p": ["GM0999"]}, id="ver", naam="verre regio's")
    with pytest.raises(LappendekenError, match="niet over dezelfde lijst"):
        border_consensus([jeugd, elsewhere], quilt.borders)
    with pytest.raises(LappendekenError, match=r"Geen enkele gemeente .* verre regio's"):
        boundary_congruence(jeugd, elsewhere, quilt.borders)


# Real data ----------------------------------------------------------------------------------


def test_borders_of_fryslan_are_regional_in_all_three(real):
    table = border_consensus(real.main_indelingen, real.borders)
    province = real.gemeenten["provincie"]
    inside = (table["a"].map(province) == "Fryslân").astype(int)
    inside += (table["b"].map(province) == "Fryslân").astype(int)
    assert (table["covering"] == 3).all()
    assert (inside == 1).any()
    assert (table.loc[inside == 1, "consensus"] == 1).all()
    assert (table.loc[inside == 2, "consensus"] == 0).all()


def test_boundary_congruence_of_the_main_indelingen_by_their_labels(real):
    jeugd, _, werk = real.main_indelingen
    regional = [
        real.borders["a"].map(one.labels()) != real.borders["b"].map(one.labels())
        for one in (jeugd, werk)
    ]
    length = real.borders["length"]
    expected = length[regional[0] & regional[1]].sum() / length[regional[0] | regional[1]].sum()
    assert boundary_congruence(jeugd, werk, real.borders) == pytest.approx(expected, abs=1e-12)
    assert 0.5 < expected < 0.9
