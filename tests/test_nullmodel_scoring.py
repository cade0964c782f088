"""Measures on arrays of labels: the same as those of `measures`, for many divisions at once."""

from unittest.mock import patch

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from maps_of_cells import grid, name, neighbours, partition
from strategies import border_tables, codes, covers, partition_pairs, partitions, weights

from lappendeken import measures
from lappendeken.errors import LappendekenError, NotAPartitionError, UnknownNameError
from lappendeken.measures.pairs import numbered
from lappendeken.measures.registry import of_gemeenten, of_pairs
from lappendeken.nullmodel import scoring
from lappendeken.nullmodel.scoring import compare

PUBLIC = {key: one for key, one in of_pairs().items() if not one.needs_borders}
PUBLIC_LOCAL = {
    "element_centric_similarity": measures.local_element_centric_similarity,
    "partner_overlap": measures.partner_overlap,
}


def labels_of(b, gemeenten):
    """The numbers of the verbanden of a partition."""
    codes = b.labels().reindex(gemeenten)
    return np.unique(codes.to_numpy(dtype="str"), return_inverse=True)[1]


def common(a, b):
    """The gemeenten that both cover."""
    return a.gemeenten[a.covered.to_numpy() & b.covered.reindex(a.gemeenten).to_numpy()]


def ones(gemeenten):
    return np.ones(len(gemeenten))


def test_by_hand_against_two_divisions_at_once():
    # A: 0 1 2 | 3. Against 0 1 | 2 3 the table is (2, 1; 0, 1), against 0 1 2 | 3 it is exact.
    a = partition([0, 0, 0, 1], "a")
    labels = np.array([[0, 0, 1, 1], [1, 1, 1, 0]])
    one = compare(a, a.gemeenten, ones(a.gemeenten), None, ["adjusted_rand_index"])
    found = one.against(labels).scores(list(PUBLIC))
    # Pairs together: 3 in A, 2 in B, 1 in both, of 6: (1 - 1) / (2.5 - 1).
    assert found["adjusted_rand_index"] == pytest.approx([0, 1])
    assert found["omega_index"] == pytest.approx([0, 1])
    assert found["element_centric_similarity"] == pytest.approx(
        [(2 / 3 * 2 + 1 / 3 + 1 / 2) / 4, 1]
    )
    assert found["partner_overlap"] == pytest.approx([(1 / 2 + 1 / 2 + 0 + 0) / 4, 1])
    assert found["transfer_distance"].tolist() == [1, 0]
    assert found["transfer_similarity"].tolist() == [0.75, 1]
    # H(B) = ln 2, H(A, B) = 1.5 ln 2: H(A | B) = ln 2 / 2.
    in_a = -(0.75 * np.log(0.75) + 0.25 * np.log(0.25))
    homogeneity = 1 - np.log(2) / 2 / in_a
    assert found["homogeneity"] == pytest.approx([homogeneity, 1])
    completeness = 1 - (1.5 * np.log(2) - in_a) / np.log(2)
    assert found["completeness"] == pytest.approx([completeness, 1])
    v = 2 * homogeneity * completeness / (homogeneity + completeness)
    assert found["v_measure"] == pytest.approx([v, 1])
    local = one.against(labels).local("partner_overlap")
    assert local.tolist() == [[0.5, 0.5, 0, 0], [1, 1, 1, 1]]


def test_borders_by_hand():
    # Two rows of two; A separates the columns, B the rows, C all, and D nobody.
    map_ = grid(2, 2)
    map_["length"] = [1.0, 2.0, 4.0, 8.0]
    sides = {tuple(pair): length for *pair, length in map_.to_numpy().tolist()}
    across = sides["GM0000", "GM0001"] + sides["GM0002", "GM0003"]
    a = partition([0, 1, 0, 1], "a")
    one = compare(a, a.gemeenten, ones(a.gemeenten), map_, ["boundary_congruence"])
    labels = np.array([[0, 0, 1, 1], [0, 1, 2, 3], [0, 0, 0, 0], [1, 0, 1, 0]])
    found = one.against(labels).scores(["boundary_congruence"])["boundary_congruence"]
    assert found.tolist() == [0, across / 15, 0, 1]
    nobody = partition([0, 0, 0, 0], "a")
    one = compare(nobody, a.gemeenten, ones(a.gemeenten), map_, ["boundary_congruence"])
    assert one.against(labels[2:3]).scores(["boundary_congruence"])[
        "boundary_congruence"
    ].tolist() == [1]


@pytest.mark.slow
@pytest.mark.parametrize("filled", [0, scoring.FILLED], ids=["sorted", "counted"])
@given(pair=partition_pairs(), data=st.data())
def test_every_measure_equals_that_of_measures(filled, pair, data):
    a, b = pair
    gemeenten = common(a, b)
    weight = data.draw(weights(gemeenten))
    rows = [labels_of(b, gemeenten)]
    count = len(gemeenten)
    some = st.lists(st.integers(0, 3), min_size=count, max_size=count)
    rows += [
        np.unique(row, return_inverse=True)[1] for row in data.draw(st.lists(some, max_size=3))
    ]
    names = list(PUBLIC)
    one = compare(a, gemeenten, weight.to_numpy(), None, names)
    with patch.object(scoring, "FILLED", filled):
        found = one.against(np.array(rows)).scores(names)
    others = [b, *(numbered(row, gemeenten) for row in rows[1:])]
    for measure in names:
        public = [PUBLIC[measure](a, other, weights=weight) for other in others]
        assert found[measure] == pytest.approx(public, rel=1e-12, abs=1e-12)
    for measure in of_gemeenten():
        local = one.against(np.array(rows)).local(measure)
        public = np.array([PUBLIC_LOCAL[measure](a, other)[gemeenten] for other in others])
        assert local == pytest.approx(public, rel=1e-12, abs=1e-12)


@pytest.mark.slow
@given(st.integers(1, 9), st.data())
def test_covers_have_the_measures_that_exist_for_them(n, data):
    everyone = codes(n)
    a = data.draw(covers(everyone).filter(lambda one: one.covered.any()))
    b = data.draw(partitions(everyone, "b", complete=True))
    gemeenten = common(a, b)
    weight = data.draw(weights(gemeenten))
    borders = data.draw(border_tables(everyone))
    names = ["omega_index", "element_centric_similarity", "partner_overlap", "boundary_congruence"]
    one = compare(a, gemeenten, weight.to_numpy(), borders, names)
    labels = labels_of(b, gemeenten)[None]
    found = one.against(labels).scores(names)
    for measure in names[:3]:
        public = PUBLIC[measure](a, b, weights=weight)
        assert found[measure] == pytest.approx([public], rel=1e-12, abs=1e-12)
    public = measures.boundary_congruence(a, b, borders)
    assert found["boundary_congruence"] == pytest.approx([public])
    for measure in of_gemeenten():
        public = PUBLIC_LOCAL[measure](a, b)[gemeenten].to_numpy()
        assert one.against(labels).local(measure)[0] == pytest.approx(public)


def test_the_real_divisions_score_as_congruentie_says(real):
    jeugd, _, werk = real.main_indelingen
    names = list(of_pairs())
    one = compare(jeugd, jeugd.gemeenten, ones(jeugd.gemeenten), real.borders, names)
    found = one.against(labels_of(werk, jeugd.gemeenten)[None]).scores(names)
    table = measures.scores([jeugd, werk], adjacency=real.borders).iloc[0]
    for measure in set(names) - {"transfer_similarity"}:
        assert found[measure] == pytest.approx([table[measure]], rel=1e-12)
    assert found["transfer_similarity"] == pytest.approx([1 - table["transfer_distance"] / 390])


def test_large_tables_are_matched_without_a_dense_table(monkeypatch):
    rng = np.random.default_rng(0)
    a = partition(rng.integers(0, 9, 60).tolist(), "a")
    labels = np.array([np.unique(rng.integers(0, 7, 60), return_inverse=True)[1] for _ in range(4)])
    weight = rng.integers(1, 9, 60).astype(float)
    one = compare(a, a.gemeenten, weight, None, ["transfer_distance"])
    dense = one.against(labels).scores(["transfer_distance"])["transfer_distance"]
    monkeypatch.setattr(scoring, "DENSE_TABLE", 0)
    assert one.against(labels).scores(["transfer_distance"])["transfer_distance"] == pytest.approx(
        dense
    )


def test_gemeenten_outside_the_comparison_do_not_count():
    a = partition([0, 0, 0, 1, 1], "a")
    inside = a.gemeenten[[0, 1, 3]]
    one = compare(a, inside, ones(inside), None, ["element_centric_similarity"])
    local = one.against(np.array([[0, 0, 1]])).local("element_centric_similarity")
    assert local.tolist() == [[1, 1, 1]]


@pytest.mark.parametrize("measure", [key for key, one in of_pairs().items() if not one.for_covers])
def test_measures_of_partitions_refuse_a_cover(zorg, measure):
    with pytest.raises(NotAPartitionError, match=measure):
        compare(zorg, zorg.gemeenten, ones(zorg.gemeenten), None, [measure])


def test_what_cannot_be_asked_is_refused():
    a = partition([0, 1])
    with pytest.raises(UnknownNameError, match="maat 'geluk'") as unknown:
        compare(a, a.gemeenten, ones(a.gemeenten), None, ["geluk"])
    assert unknown.value.candidates == tuple(of_pairs())
    with pytest.raises(LappendekenError, match="ten minste één maat"):
        compare(a, a.gemeenten, ones(a.gemeenten), None, [])
    bare = neighbours([(0, 1)]).drop(columns="length")
    for borders in (None, bare):
        with pytest.raises(LappendekenError, match="lengte van de grenzen"):
            compare(a, a.gemeenten, ones(a.gemeenten), borders, ["boundary_congruence"])
    with pytest.raises(LappendekenError, match="paren van eenheden"):
        compare(a, a.gemeenten, np.array([0.5, 2]), None, ["omega_index"])


def test_a_division_is_an_indeling():
    a = partition([0, 0, 1])
    division = numbered(np.array([1, 0, 1]), a.gemeenten)
    assert division.members(1) == (name(0), name(2))
    pd.testing.assert_index_equal(division.gemeenten, a.gemeenten)
