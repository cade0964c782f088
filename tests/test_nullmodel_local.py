"""LISA and Gi*: by hand, by enumeration, as in esda, and what they find and do not find."""

from itertools import combinations

import numpy as np
import pandas as pd
import pytest

from lappendeken.errors import LappendekenError
from lappendeken.measures import local_element_centric_similarity
from lappendeken.nullmodel import local_statistics, spatial_weights
from lappendeken.nullmodel.families import benjamini_hochberg


def grid(side):
    """The cells of a square by code, and which are neighbours."""
    code = {(y, x): f"{y:02}{x:02}" for y in range(side) for x in range(side)}
    pairs = [
        (code[y, x], code[there])
        for y, x in code
        for there in ((y + 1, x), (y, x + 1))
        if there in code
    ]
    return list(code.values()), pd.DataFrame(pairs, columns=["a", "b"])


# By hand ------------------------------------------------------------------------------------


def test_a_row_of_five_by_hand():
    # Values 4 4 1 1 0: mean 2, deviations 2 2 -1 -1 -2, mean square 14/5.
    row = list("abcde")
    values = pd.Series([4.0, 4, 1, 1, 0], index=row)
    found = local_statistics(values, pd.DataFrame({"a": row[:-1], "b": row[1:]}), n=99, rng=1)
    table, m2 = found.table, 14 / 5
    assert table["around"].to_list() == [4, 2.5, 2.5, 0.5, 1]
    expected = [2 * 2 / m2, 2 * 0.5 / m2, -1 * 0.5 / m2, -1 * -1.5 / m2, -2 * -1 / m2]
    assert table["moran"].to_list() == pytest.approx(expected, abs=1e-12)
    # Moran's I: the mean of what each gemeente adds.
    assert found.moran == pytest.approx(sum(expected) / 5, abs=1e-12)
    # Gi*: sums of own and neighbours 8 9 6 2 1, expected 4 6 6 6 4.
    spread = [np.sqrt(m2 * k * (5 - k) / 4) for k in (2, 3, 3, 3, 2)]
    expected = [d / s for d, s in zip((4, 3, 0, -4, -3), spread, strict=True)]
    assert table["gi_star"].to_list() == pytest.approx(expected, abs=1e-12)
    assert table["kind"].to_list() == [
        "hoog bij hoog", "hoog bij hoog", "laag bij hoog", "laag bij laag", "laag bij laag",
    ]  # fmt: skip


def test_p_is_that_of_all_subsets():
    cells, borders = grid(3)
    values = pd.Series([5.0, 1, 3, 8, 2, 9, 4, 7, 6], index=cells)
    table = local_statistics(values, borders, n=60_000, rng=1).table
    near = {c: [*borders["b"][borders["a"] == c], *borders["a"][borders["b"] == c]] for c in cells}

    def tails(sums, seen):
        low, high = np.mean(np.array(sums) <= seen), np.mean(np.array(sums) >= seen)
        return min(1.0, 2 * min(low, high))

    for cell in cells:
        others, size = values.drop(cell), len(near[cell])
        sums = [sum(some) for some in combinations(others, size)]
        seen = values[near[cell]].sum()
        assert table.at[cell, "p"] == pytest.approx(tails(sums, seen), abs=0.02)
        sums = [sum(some) for some in combinations(values, size + 1)]
        expected = tails(sums, seen + values[cell])
        assert table.at[cell, "gi_p"] == pytest.approx(expected, abs=0.02)


def test_a_value_that_many_have_is_no_surprise():
    # Half of all values are the highest: a neighbour that has it too says nothing. (esda 2.9
    # compares rounded sums without tolerance, and calls this the rarest that can be.)
    row = [f"{k:03}" for k in range(60)]
    values = pd.Series([0.7, 0.1] * 30, index=row)
    borders = pd.DataFrame({"a": ["000"], "b": ["002"]})
    table = local_statistics(values, borders, n=999, rng=1).table
    assert table.at["000", "p"] > 0.9
    assert table["p"].notna().sum() == 2


# As in esda ---------------------------------------------------------------------------------


@pytest.mark.slow  # esda takes five seconds to import
@pytest.mark.filterwarnings("ignore")
def test_statistics_are_those_of_esda():
    import esda

    cells, borders = grid(12)
    values = pd.Series(np.random.default_rng(5).normal(size=len(cells)), index=cells)
    found = local_statistics(values, borders, n=1_999, rng=1)
    near = spatial_weights(values.index, borders)
    own = found.table.loc[near.unique_ids]
    y = values[near.unique_ids].to_numpy()
    options = {"permutations": 1_999, "seed": 1, "keep_simulations": False}
    moran = esda.Moran_Local(y, near.transform("r"), **options)
    # esda divides by the sum of squares over N - 1, Anselin by that over N.
    count = len(cells)
    np.testing.assert_allclose(own["moran"], moran.Is * count / (count - 1), atol=1e-12)
    np.testing.assert_allclose(own["p"], np.minimum(2 * moran.p_sim, 1), atol=0.08)
    gi = esda.G_Local(y, near, transform="B", star=True, permutations=0)
    # esda divides by the mean, which here is below 0.
    np.testing.assert_allclose(own["gi_star"], gi.Zs * np.sign(y.mean()), atol=1e-9)
    whole = esda.Moran(y, near.transform("r"), permutations=0)
    assert found.moran == pytest.approx(whole.I, abs=1e-12)


# What they find -----------------------------------------------------------------------------


def test_by_chance_alone_one_in_twenty_is_below_five_percent_and_hardly_any_corrected():
    cells, borders = grid(10)
    low, named = [], 0
    for seed in range(20):
        values = pd.Series(np.random.default_rng(seed).random(100), index=cells)
        found = local_statistics(values, borders, n=499, rng=seed)
        low.append((found.table[["p", "gi_p"]] <= 0.05).mean().to_numpy())
        named += len(found.clusters()) > 0
    assert np.mean(low, axis=0) == pytest.approx([0.05, 0.05], abs=0.015)
    assert named <= 4


def test_a_planted_corner_is_found():
    cells, borders = grid(12)
    noise = np.random.default_rng(3).normal(0, 0.3, len(cells))
    corner = [c for c in cells if c[:2] < "04" and c[2:] < "04"]
    values = pd.Series(noise, index=cells)
    values[corner] -= 2
    found = local_statistics(values, borders, n=1_999, rng=1)
    assert found.p == 1 / 2_000
    low = found.clusters()
    assert set(low[low == "laag bij laag"].index) <= set(corner)
    assert (low == "laag bij laag").sum() >= 5
    cold = found.hotspots()
    assert (cold[cold.index.isin(corner)] == "laag").sum() >= 14


def test_neither_the_order_of_rows_nor_what_is_unknown_changes_anything(today):
    a, b = today.main_indelingen[:2]
    values = local_element_centric_similarity(a, b)
    found = local_statistics(values, today.borders, n=199, rng=1)
    turned = local_statistics(values[::-1], today.borders[::-1], n=199, rng=1)
    pd.testing.assert_frame_equal(found.table, turned.table.loc[found.table.index])
    more = pd.concat([values, pd.Series([np.nan], index=["GM9999"])])
    more.index.name = values.index.name
    wider = local_statistics(more, today.borders, n=199, rng=1)
    pd.testing.assert_frame_equal(found.table, wider.table.loc[found.table.index])
    assert wider.table.loc["GM9999"].drop("neighbours").isna().all()
    assert (found.seed, found.n) == (1, 199)
    assert set(found.table["kind"].dropna()) <= {
        "hoog bij hoog", "laag bij laag", "hoog bij laag", "laag bij hoog",
    }  # fmt: skip


def test_equal_values_and_no_neighbours_say_nothing():
    cells, borders = grid(3)
    flat = local_statistics(pd.Series(0.7, index=cells), borders, n=19, rng=1)
    assert np.isnan(flat.moran)
    assert np.isnan(flat.p)
    assert not len(flat.clusters())
    assert flat.table["p"].isna().all()
    alone = local_statistics(pd.Series([1.0, 2, 3], index=list("xyz")), borders, n=19, rng=1)
    assert alone.table[["around", "moran", "gi_star", "p"]].isna().all(axis=None)
    for few in ([], [1.0], [1.0, 2.0]):
        table = local_statistics(pd.Series(few, index=cells[: len(few)]), borders, n=19).table
        assert table["p"].isna().all()
    with pytest.raises(LappendekenError, match="herhalingen"):
        local_statistics(flat.table["value"], borders, n=0)


def test_benjamini_hochberg_is_that_of_scipy():
    stats = pytest.importorskip("scipy.stats")
    p = np.random.default_rng(1).random(200) ** 3
    np.testing.assert_allclose(benjamini_hochberg(p), stats.false_discovery_control(p), atol=1e-15)
