"""Two indelingen on their common gemeenten, weights, and circles of partners."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from quilts import circle, common, members_of
from scipy import sparse
from strategies import cover_pairs, families, partition_pairs, weights

from lappendeken import measures, nullmodel
from lappendeken.errors import LappendekenError
from lappendeken.indeling import Indeling
from lappendeken.measures.alignment import (
    align,
    check_weights,
    partner_counts,
    weighted_mean,
)


@pytest.mark.parametrize("wrong", ["jeugdregio", None, 3, pd.Series(["x"])], ids=repr)
@pytest.mark.parametrize(
    "ask",
    [
        measures.adjusted_rand_index,
        measures.omega_index,
        measures.regions,
        measures.modularity,
        lambda wrong, one: measures.meet([one, wrong]),
        lambda wrong, one: measures.scores([one, wrong]),
        lambda wrong, one: measures.all_pairs([one, wrong]),
        lambda wrong, one: measures.hierarchy([one, wrong]),
        lambda wrong, one: measures.centralisation(wrong),
        lambda wrong, one: nullmodel.examine(one, wrong, measures=["omega_index"], n=1),
    ],
)
def test_what_is_no_indeling_is_refused_with_what_to_give(ask, wrong):
    one = Indeling.from_members({"p": ["1", "2"], "q": ["3"]}, id="one")
    with pytest.raises(LappendekenError, match=r"Hier hoort een Indeling, .*lap\.indeling\("):
        ask(wrong, one)


@pytest.mark.parametrize("ask", [measures.meet, measures.scores, measures.hierarchy])
def test_one_indeling_is_no_list_of_them(ask):
    with pytest.raises(LappendekenError, match=r"lijst van indelingen, zoals \[jeugd, werk\]"):
        ask(Indeling.from_members({"p": ["1"]}, id="one"))


def test_common_gemeenten_stand_in_the_order_of_the_first():
    a = Indeling.from_members({"p": ["3", "1"], "q": ["2"]}, ["3", "2", "1", "0"])
    b = Indeling.from_members({"x": ["1", "3", "4"]}, ["4", "1", "2", "3"])
    pair = align(a, b)
    assert pair.gemeenten.to_list() == ["3", "1"]
    assert pair.a.incidence.toarray().tolist() == [
        [1, 0],
        [1, 0],
    ]  # q has lost 2, and keeps its column
    assert pair.b.incidence.toarray().tolist() == [[1], [1]]
    assert pair.weights.tolist() == [1, 1]


@given(cover_pairs(), st.data())
def test_alignment_keeps_every_deelname_of_the_common_gemeenten(pair, data):
    a, b = pair
    b = Indeling.from_members(
        {k: sorted(v) for k, v in members_of(b).items()} | {"more": ["GM9998"]},
        data.draw(st.permutations([*b.gemeenten, "GM9998"])),
    )
    aligned = align(a, b)
    assert aligned.gemeenten.to_list() == common(a, b)
    for side, indeling in ((aligned.a, a), (aligned.b, b)):
        for i, code in enumerate(aligned.gemeenten):
            verbanden = indeling.verbanden[side.incidence.toarray()[i] > 0]
            assert set(verbanden) == {k for k, v in members_of(indeling).items() if code in v}


@given(partition_pairs(), st.data())
def test_contingency_adds_up_the_weights(pair, data):
    a, b = pair
    weight = data.draw(weights(a.gemeenten))
    both = set(common(a, b))
    aligned = align(a, b, weight)
    table = np.zeros((len(a.verbanden), len(b.verbanden)))
    table[aligned.cells.row, aligned.cells.column] = aligned.cell_weights
    for i, in_a in enumerate(members_of(a).values()):
        for j, in_b in enumerate(members_of(b).values()):
            assert table[i, j] == weight[sorted(in_a & in_b & both)].sum()


# Weights ------------------------------------------------------------------------------------


def test_weights_are_found_by_code_not_by_place():
    weight = pd.Series({"2": 20, "9": 90, "1": 10})
    assert check_weights(weight, pd.Index(["1", "2"])).tolist() == [10, 20]


def test_nullable_integers_are_weights_like_any_other():
    weight = pd.Series({"1": 10, "2": 20}, dtype="Int64")
    assert check_weights(weight, pd.Index(["2"])).tolist() == [20]


@pytest.mark.parametrize(
    "values",
    [
        {"1": 1.0, "2": np.nan},
        {"1": 1.0, "2": -1.0},
        {"1": 1.0, "2": np.inf},
        {"1": 1.0},
        {"1": "een", "2": "twee"},
    ],
    ids=["missing", "negative", "infinite", "absent", "text"],
)
def test_unfit_weights_are_refused(values):
    weight = pd.Series(values, name="inwoners")
    with pytest.raises(LappendekenError, match=r"gewicht.*inwoners"):
        check_weights(weight, pd.Index(["1", "2"]))


def test_a_missing_weight_names_the_gemeente_and_the_weight():
    weight = pd.Series({"1": 1, "2": None}, dtype="Int64", name="inwoners")
    with pytest.raises(LappendekenError, match=r"'inwoners'.*bijvoorbeeld van 2\."):
        check_weights(weight, pd.Index(["1", "2"]))


def test_two_weights_for_one_gemeente_are_refused():
    weight = pd.Series([1.0, 2.0], index=["1", "1"], name="inwoners")
    with pytest.raises(LappendekenError):
        check_weights(weight, pd.Index(["1"]))


def test_weights_that_are_all_zero_are_refused():
    with pytest.raises(LappendekenError, match="Alle gewichten zijn nul"):
        check_weights(pd.Series({"1": 0.0}), pd.Index(["1"]))


@pytest.mark.parametrize("given_weights", [{"1": 1.0}, [1.0], np.ones(1)])
def test_weights_without_codes_are_refused(given_weights):
    with pytest.raises(LappendekenError, match="Series met de gemeentecodes"):
        check_weights(given_weights, pd.Index(["1"]))


def test_an_unfit_weight_outside_the_comparison_does_no_harm(jeugd, wonen, codes):
    weight = pd.Series(1.0, index=jeugd.gemeenten)
    weight[codes["A"]] = np.nan
    assert align(jeugd, wonen, weight).weights.tolist() == [1, 1, 1]


# Means --------------------------------------------------------------------------------------


def test_missing_values_leave_the_mean_with_their_weight():
    # (1*1 + 3*0) / (1 + 3) = 1/4; the 5 belongs to a missing value.
    values, weight = np.array([1.0, np.nan, 0.0]), np.array([1.0, 5.0, 3.0])
    assert weighted_mean(values, weight) == 0.25


@pytest.mark.parametrize(("values", "weight"), [([np.nan], [1.0]), ([0.5], [0.0]), ([], [])])
def test_a_mean_of_nothing_is_missing(values, weight):
    assert np.isnan(weighted_mean(np.array(values, dtype=float), np.array(weight, dtype=float)))


# Circles ------------------------------------------------------------------------------------


@given(families(), st.sampled_from([1, 2, 4096]))
def test_partner_counts_count_the_circle(indelingen, chunk):
    for one in indelingen:
        expected = [len(circle(one, code)) for code in one.gemeenten]
        counts = partner_counts(one.incidence, chunk=chunk)
        assert counts.tolist() == expected
        assert counts.dtype == np.int64


def test_partner_counts_of_nothing_are_nothing():
    assert partner_counts(sparse.csr_array((0, 0), dtype=np.int64)).tolist() == []
    assert partner_counts(sparse.csr_array((2, 0), dtype=np.int64)).tolist() == [0, 0]


def test_partner_counts_do_not_mind_unsorted_columns():
    # Gemeente 0 and 1 have verbanden {0, 1}, stored in another order; 2 has {1}.
    matrix = sparse.csr_array(
        (np.ones(5, dtype=np.int64), np.array([1, 0, 0, 1, 1]), np.array([0, 2, 4, 5])),
        shape=(3, 2),
    )
    assert partner_counts(matrix).tolist() == [3, 3, 3]


@given(cover_pairs())
def test_circle_sizes_are_those_of_sets(pair):
    a, b = pair
    both = common(a, b)
    found = align(a, b).circles
    circles = [(circle(a, code, both), circle(b, code, both)) for code in both]
    assert found.in_a[found.kind].tolist() == [len(x) for x, _ in circles]
    assert found.in_b[found.kind].tolist() == [len(y) for _, y in circles]
    assert found.in_both[found.kind].tolist() == [len(x & y) for x, y in circles]


@given(cover_pairs(), st.data())
def test_tables_are_products_of_incidence(pair, data):
    aligned = align(*pair, data.draw(weights(pair[0].gemeenten)))
    in_a, in_b = aligned.a.incidence.toarray(), aligned.b.incidence.toarray()
    for one, by_gemeente, values in (
        (aligned, in_a.T, aligned.cells.shared),
        (aligned, in_a.T * aligned.weights, aligned.cell_weights),
        (aligned.reversed().reversed(), in_a.T, aligned.cells.shared),
    ):
        table = np.zeros((in_a.shape[1], in_b.shape[1]))
        table[one.cells.row, one.cells.column] = values
        assert np.allclose(table, by_gemeente @ in_b, rtol=1e-12)
