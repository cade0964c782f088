"""One measure over all pairs of indelingen."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from strategies import families

from lappendeken import measures
from lappendeken.errors import LappendekenError, UnknownNameError
from lappendeken.indeling import Indeling
from lappendeken.measures import registry

MEASURES = [key for key, one in registry.of_pairs().items() if one.rises and not one.needs_borders]


def test_the_matrix_of_the_quilt(jeugd, werk, zorg):
    matrix = measures.congruence_matrix([jeugd, werk, zorg], "adjusted_rand_index")
    assert list(matrix.index) == list(matrix.columns) == ["jeugd", "werk", "zorg"]
    assert matrix.loc["jeugd", "werk"] == pytest.approx(305 / 389)
    assert matrix.loc["jeugd", "jeugd"] == 1
    # zorg is a cover.
    assert matrix["zorg"].isna().all()
    assert matrix.loc["zorg"].isna().all()


def test_homogeneity_is_not_symmetric(jeugd, werk):
    matrix = measures.congruence_matrix([jeugd, werk], "homogeneity")
    result = measures.v_measure(jeugd, werk)
    assert matrix.loc["jeugd", "werk"] == result.homogeneity
    assert matrix.loc["werk", "jeugd"] == pytest.approx(result.completeness)


@pytest.mark.slow
@pytest.mark.parametrize("name", sorted(MEASURES))
@given(indelingen=families())
def test_every_measure_is_1_for_itself_and_equal_for_each_pair(name, indelingen):
    matrix = measures.congruence_matrix(indelingen, name)
    for one in indelingen:
        score = matrix.loc[one.id, one.id]
        assert np.isnan(score) or score == pytest.approx(1)
    again = measures.congruence_matrix(indelingen[::-1], name)
    pd.testing.assert_frame_equal(again.loc[matrix.index, matrix.columns], matrix)


def test_a_function_of_your_own_is_asked_both_ways(jeugd, werk):
    def sizes(a, b, *, weights=None):
        return float(len(a.verbanden) - len(b.verbanden))

    matrix = measures.congruence_matrix([jeugd, werk], sizes)
    assert matrix.to_numpy().tolist() == [[0, -1], [1, 0]]


def test_weights_reach_the_measure(jeugd, werk, inwoners):
    matrix = measures.congruence_matrix([jeugd, werk], "transfer_similarity", weights=inwoners)
    moved = measures.transfer_distance(jeugd, werk, weights=inwoners).distance
    # The island is in no werk, so it does not count.
    assert matrix.loc["jeugd", "werk"] == pytest.approx(1 - moved / 19_000)


def test_nothing_in_common_is_missing(jeugd):
    elsewhere = Indeling.from_members({"p": ["GM0999"]}, id="ver")
    matrix = measures.congruence_matrix([jeugd, elsewhere], "omega_index")
    assert np.isnan(matrix.loc["jeugd", "ver"])
    assert matrix.loc["ver", "ver"] == 1


def test_wrong_questions_are_refused(jeugd, inwoners):
    with pytest.raises(UnknownNameError, match="omega_index"):
        measures.congruence_matrix([jeugd], "omega")
    with pytest.raises(LappendekenError, match="ten minste één"):
        measures.congruence_matrix([], "omega_index")
    with pytest.raises(LappendekenError, match="eigen id"):
        measures.congruence_matrix([jeugd, jeugd], "omega_index")
    with pytest.raises(LappendekenError, match="gewicht"):
        measures.congruence_matrix([jeugd], "omega_index", weights=-inwoners)


def test_similar_ones_stand_together():
    # Two pairs, far from each other; a is as near to b as c to d, and b and c are least far.
    values = [[1, 0.9, 0.2, 0.1], [0.9, 1, 0.3, 0.2], [0.2, 0.3, 1, 0.9], [0.1, 0.2, 0.9, 1]]
    matrix = pd.DataFrame(values, list("abcd"), list("abcd"))
    shuffled = matrix.loc[list("cadb"), list("cadb")]
    assert measures.similarity_order(shuffled) == list("abcd")


@given(families())
def test_the_order_holds_everyone_and_not_the_order_of_rows(indelingen):
    matrix = measures.congruence_matrix(indelingen, "partner_overlap")
    order = measures.similarity_order(matrix)
    assert sorted(order) == sorted(matrix.index)
    assert measures.similarity_order(matrix.iloc[::-1, ::-1]) == order


def test_the_nearest_is_never_itself(jeugd, werk, zorg):
    matrix = measures.congruence_matrix([jeugd, werk, zorg], "adjusted_rand_index")
    table = measures.nearest(matrix)
    assert table.loc["jeugd", "nearest"] == "werk"
    assert table.loc["jeugd", ["score", "mean"]].to_list() == pytest.approx([305 / 389] * 2)
    assert table.loc["zorg", "nearest"] is None
    assert np.isnan(table.loc["zorg", "score"])
