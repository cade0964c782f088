"""Tests against chance: what they say is what a reader would count himself."""

import os
import signal

import numpy as np
import pandas as pd
import pytest
from maps_of_cells import grid, name, of_sizes, partition, path
from scipy import stats

import lappendeken as ld
from lappendeken import measures, nullmodel
from lappendeken.errors import (
    LappendekenError,
    NotAPartitionError,
    NothingInCommonError,
    UnknownNameError,
)
from lappendeken.indeling import Indeling
from lappendeken.measures import registry
from lappendeken.nullmodel import work
from lappendeken.nullmodel.families import holm, single_step

MAP = grid(4, 4)
ROWS = partition([k // 4 for k in range(16)], "rijen")
BLOCKS = partition([k // 8 * 2 + k % 4 // 2 for k in range(16)], "blokken")
TWO = partition([k // 8 for k in range(16)], "helften")


def division(divisions, k):
    """One random division as an indeling."""
    labels = divisions[k]
    return Indeling.from_members(
        {str(label): labels.index[labels == label] for label in set(labels)}, divisions.index
    )


def test_the_public_name_is_there():
    assert ld.nullmodel.test is nullmodel.test


def test_a_division_that_is_the_only_one_is_no_more_than_chance():
    # A row of four in halves of two can be cut in one way only.
    a = partition([0, 0, 0, 1], "a")
    result = nullmodel.test(
        a, of_sizes(2, 2), measure="adjusted_rand_index", adjacency=path(4), n=20, rng=1
    )
    assert (result.observed, result.mean, result.sd, result.p) == (0, 0, 0, 1)
    assert np.isnan(result.z)
    assert result.samples.tolist() == [0] * 20


def test_of_two_possible_divisions_the_better_one_has_p_of_a_half():
    a = partition([0, 0, 1, 1, 1], "a")
    result = nullmodel.test(a, a, measure="transfer_distance", adjacency=path(5), n=400, rng=1)
    assert result.observed == 0
    assert set(result.samples) == {0, 1}
    zeros = int((result.samples == 0).sum())
    assert 150 < zeros < 250
    assert result.p == (1 + zeros) / 401
    assert result.mean == pytest.approx(1 - zeros / 400)
    assert result.z == pytest.approx(-result.mean / result.samples.std(ddof=1))
    worse = nullmodel.test(
        a, partition([0, 0, 0, 1, 1]), measure="transfer_distance", adjacency=path(5), n=400, rng=1
    )
    assert (worse.observed, worse.p) == (1, 1)


@pytest.mark.slow
@pytest.mark.parametrize("measure", sorted(registry.shown("scores")))
def test_the_samples_are_the_scores_of_the_random_divisions(measure):
    result = nullmodel.test(ROWS, BLOCKS, measure=measure, adjacency=MAP, n=70, rng=4)
    divisions = nullmodel.random_divisions(BLOCKS, 70, adjacency=MAP, rng=4)
    others = [division(divisions, k) for k in divisions]
    tables = [measures.scores([ROWS, other], adjacency=MAP) for other in others]
    expected = [float(table[measure].iloc[0]) for table in tables]
    assert result.samples == pytest.approx(expected, rel=1e-12, abs=1e-12)
    observed = measures.scores([ROWS, BLOCKS], adjacency=MAP)[measure].iloc[0]
    assert result.observed == pytest.approx(observed, rel=1e-12)
    assert result.mean == pytest.approx(np.mean(expected))
    assert result.sd == pytest.approx(np.std(expected, ddof=1))
    assert result.z == pytest.approx((observed - result.mean) / result.sd)
    sign = 1 if registry.MEASURES[measure].rises else -1
    at_least = np.sum(sign * np.array(expected) >= sign * observed - 1e-12)
    assert result.p == (1 + at_least) / 71
    assert result.quantiles[0.5] == pytest.approx(np.median(expected))
    assert result.quantiles.index[-1] == 0.99


def test_permutation_ignores_the_map():
    result = nullmodel.test(
        ROWS, BLOCKS, measure="adjusted_rand_index", model="permutatie", n=2000, rng=1
    )
    assert result.mean == pytest.approx(0, abs=4 * result.sd / 2000**0.5)
    assert result.draws.separated is None
    spatial = nullmodel.test(
        ROWS, BLOCKS, measure="adjusted_rand_index", adjacency=MAP, n=500, rng=1
    )
    assert spatial.mean > result.mean + 5 * result.sd / 500**0.5


def test_the_three_domains_are_more_congruent_than_chance(real):
    jeugd, _, werk = real.main_indelingen
    result = nullmodel.test(
        jeugd, werk, measure="adjusted_rand_index", adjacency=real.borders, n=100, rng=1
    )
    assert result.observed == pytest.approx(0.774, abs=5e-4)
    assert 0.35 < result.mean < 0.45
    assert result.p == 1 / 101
    draws = result.draws
    assert (draws.gemeenten, draws.coverage, draws.regions, draws.deviation) == (390, 1, 35, 0)
    assert draws.separated == 312
    assert 330 < draws.separated_mean < 370


@pytest.mark.parametrize("model", ["ruimtelijk", "permutatie"])
def test_territorial_congruence_of_a_pair_is_tested_as_partner_overlap(model):
    # Of two indelingen a share of (1 + J) / 2, so all that is relative is the same.
    options = {"adjacency": MAP, "model": model, "n": 60}
    together = nullmodel.congruence_test([ROWS, BLOCKS], rng=5, **options)
    stream = np.random.default_rng(5).spawn(1)[0]
    pair = nullmodel.test(ROWS, BLOCKS, measure="partner_overlap", rng=stream, **options)
    assert together.observed == pytest.approx((1 + pair.observed) / 2)
    assert together.samples == pytest.approx((1 + pair.samples) / 2)
    assert together.z == pytest.approx(pair.z)
    assert together.p == pair.p
    assert together.normalised == pytest.approx(pair.normalised)
    assert together.draws.regions == pair.draws.regions
    assert together.draws.deviation == pair.draws.deviation
    if model == "ruimtelijk":
        assert together.draws.separated == pair.draws.separated
        assert together.draws.separated_mean == pytest.approx(pair.draws.separated_mean)


def test_territorial_congruence_of_three_has_a_null(quilt, jeugd, werk, wonen):
    found = nullmodel.congruence_test(
        [jeugd, werk, wonen], adjacency=quilt.borders, model="vormvast", n=19, rng=1
    )
    local = measures.territorial_congruence([jeugd, werk, wonen])["congruence"]
    inside = jeugd.covered & werk.covered & wonen.covered
    assert found.draws.gemeenten == inside.sum()
    assert (found.draws.separated_mean, found.draws.deviation) == (found.draws.separated, 0)
    assert 0 < found.mean < 1
    assert found.observed >= local[inside].min()
    with pytest.raises(LappendekenError, match="twee of meer indelingen"):
        nullmodel.congruence_test([jeugd], adjacency=quilt.borders)
    with pytest.raises(NotAPartitionError):
        nullmodel.congruence_test([jeugd, quilt.indeling("zorg")], adjacency=quilt.borders)


def test_only_common_gemeenten_are_compared(jeugd, werk, wonen, quilt):
    one = nullmodel.test(
        jeugd, werk, measure="v_measure", adjacency=quilt.borders, n=5, rng=1
    ).draws
    assert (one.gemeenten, one.coverage, one.regions) == (15, 15 / 16, 5)
    # Of `werk` three gemeenten in two verbanden are left: J and K in y, P in u.
    other = nullmodel.test(
        wonen, werk, measure="v_measure", adjacency=quilt.borders, n=5, rng=1
    ).draws
    assert (other.gemeenten, other.regions) == (3, 2)


def test_weights_count_in_the_measure_and_in_the_sizes(jeugd, werk, inwoners, quilt):
    options = {"measure": "partner_overlap", "adjacency": quilt.borders, "n": 30, "rng": 1}
    plain, weighed = (
        nullmodel.test(jeugd, werk, weights=weights, **options) for weights in (None, inwoners)
    )
    assert plain.observed != weighed.observed
    both = werk.on(werk.gemeenten[werk.covered & jeugd.covered])
    divisions = nullmodel.random_divisions(
        both, 30, adjacency=quilt.borders, weights=inwoners, rng=1
    )
    local = measures.partner_overlap(jeugd, division(divisions, 0)).dropna()
    own = inwoners[local.index]
    assert weighed.samples[0] == pytest.approx((local * own).sum() / own.sum())
    assert (plain.draws.weight, weighed.draws.weight) == ("", "inwoners")
    assert plain.draws.deviation == 0 < weighed.draws.deviation
    assert weighed.draws.weight_deviation <= 0.26


ROW = partition([0, 1, 1, 1, 2, 2, 2, 3, 3])
HEAVY = pd.Series([6, 1, 2, 3, 2, 2, 2, 3, 3], ROW.gemeenten, name="inwoners")
"""Four regions of a row that weigh six each: they can lie in no other way."""


@pytest.mark.parametrize("model", ["ruimtelijk", "vormvast"])
def test_regions_that_their_weights_leave_no_choice_are_no_more_than_chance(model):
    options = {"measure": "v_measure", "adjacency": path(9), "model": model, "n": 49, "rng": 1}
    counted = nullmodel.test(ROW, ROW, **options)
    weighed = nullmodel.test(ROW, ROW, weights=HEAVY, tolerance=0.1, **options)
    assert counted.p < 0.3
    assert counted.mean < 0.9
    assert (weighed.p, weighed.mean) == (1, pytest.approx(1))
    assert (weighed.draws.weight, weighed.draws.weight_deviation) == ("inwoners", 0)
    same = nullmodel.test(ROW, ROW, weights=HEAVY * 0 + 7, **options)
    assert (same.draws.weight, same.samples.tolist()) == ("", counted.samples.tolist())
    several = nullmodel.congruence_test(
        [ROW, ROW], adjacency=path(9), model=model, weights=HEAVY, n=19, rng=1
    )
    assert several.draws.weight == "inwoners"
    assert several.draws.weight_deviation <= 0.26


def test_covers_can_be_tested_where_the_measure_allows(zorg, jeugd, quilt):
    result = nullmodel.test(
        zorg, jeugd, measure="omega_index", adjacency=quilt.borders, n=30, rng=1
    )
    divisions = nullmodel.random_divisions(jeugd, 30, adjacency=quilt.borders, rng=1)
    expected = [measures.omega_index(zorg, division(divisions, k)) for k in divisions]
    assert result.samples == pytest.approx(expected)
    assert result.observed == pytest.approx(measures.omega_index(zorg, jeugd))


def test_the_order_of_rows_does_not_matter():
    rng = np.random.default_rng(0)
    shuffled = [
        Indeling.from_members(
            {f"{v}!": one.members(v) for v in rng.permutation(one.verbanden)},
            rng.permutation(one.gemeenten),
        )
        for one in (ROWS, BLOCKS)
    ]
    options = {"measure": "element_centric_similarity", "adjacency": MAP, "n": 50, "rng": 2}
    first, second = nullmodel.test(ROWS, BLOCKS, **options), nullmodel.test(*shuffled, **options)
    assert first.samples == pytest.approx(second.samples, rel=1e-12)


def test_all_measures_of_one_examination_see_the_same_divisions():
    names = ["v_measure", "transfer_distance", "v_measure"]
    done = []
    found = nullmodel.examine(
        ROWS, BLOCKS, measures=names, adjacency=MAP, n=130, rng=3, progress=done.append
    )
    assert list(found.tests) == ["v_measure", "transfer_distance"]
    alone = nullmodel.test(ROWS, BLOCKS, measure="transfer_distance", adjacency=MAP, n=130, rng=3)
    assert (found.tests["transfer_distance"].samples == alone.samples).all()
    assert done == [128, 2]
    assert found.groups.empty
    assert found.gemeenten.empty


def test_pairs_together_are_as_each_by_itself(monkeypatch):
    drawn = []
    real = work.draw
    monkeypatch.setattr(work, "draw", lambda *args: drawn.append(args) or real(*args))
    asked = {"measures": ["v_measure"], "adjacency": MAP, "n": 130, "rng": 3, "per_gemeente": False}
    pairs = [(ROWS, BLOCKS), (BLOCKS, ROWS), (BLOCKS, BLOCKS), (ROWS, TWO)]
    done = []
    found = nullmodel.examine_pairs(pairs, **asked, progress=done.append)
    # Rows and blocks are of the same sizes, so three pairs share the same divisions.
    assert len(drawn) == 4
    assert sorted(done) == [2, 2 * 3, 128, 128 * 3]
    for pair, one in zip(pairs, found, strict=True):
        alone = nullmodel.examine(*pair, **asked)
        assert (one.tests["v_measure"].samples == alone.tests["v_measure"].samples).all()
        assert one.draws == alone.draws


@pytest.fixture(scope="module")
def everything():
    groups = pd.Series("west", ROWS.gemeenten).where(lambda s: s.index < name(6), "oost")
    groups = groups.drop(name(15))
    weights = pd.Series(range(1, 17), ROWS.gemeenten, dtype="float64")
    return (
        groups,
        weights,
        nullmodel.examine(
            ROWS,
            BLOCKS,
            measures=["partner_overlap", "adjusted_rand_index"],
            adjacency=MAP,
            n=99,
            rng=8,
            weights=weights,
            groups=groups,
            per_gemeente=True,
        ),
    )


def test_every_gemeente_is_counted_as_a_reader_would(everything):
    _, weights, found = everything
    divisions = nullmodel.random_divisions(BLOCKS, 99, adjacency=MAP, weights=weights, rng=8)
    local = pd.DataFrame(
        {k: measures.partner_overlap(ROWS, division(divisions, k)) for k in divisions}
    )
    observed = measures.partner_overlap(ROWS, BLOCKS)
    table = found.gemeenten.loc["partner_overlap"]
    assert table.index.equals(ROWS.gemeenten)
    assert table["observed"].to_numpy() == pytest.approx(observed)
    assert table["mean"].to_numpy() == pytest.approx(local.mean(axis=1))
    assert table["sd"].to_numpy() == pytest.approx(local.std(axis=1))
    z = (observed - local.mean(axis=1)) / local.std(axis=1)
    assert table["z"].to_numpy() == pytest.approx(z)
    above = (local.to_numpy() >= observed.to_numpy()[:, None] - 1e-12).sum(axis=1)
    below = (local.to_numpy() <= observed.to_numpy()[:, None] + 1e-12).sum(axis=1)
    assert table["p"].to_numpy() == pytest.approx((1 + above) / 100)
    assert table["p_less"].to_numpy() == pytest.approx((1 + below) / 100)
    deficit = (local.mean(axis=1) - observed) / local.std(axis=1)
    largest = (
        (local.mean(axis=1).to_numpy()[:, None] - local) / local.std(axis=1).to_numpy()[:, None]
    ).max()
    wanted = [(1 + (largest >= t - 1e-5).sum()) / 100 for t in deficit]
    assert table["p_corrected"].to_numpy() == pytest.approx(wanted)
    lowest = local.mean(axis=1) / local.std(axis=1)
    wanted = [(1 + (largest >= t - 1e-5).sum()) / 100 for t in lowest]
    assert table["p_floor"].to_numpy() == pytest.approx(wanted)
    normalised = (observed - local.mean(axis=1)) / (1 - local.mean(axis=1))
    assert table["normalised"].to_numpy() == pytest.approx(normalised)


def test_groups_are_weighted_means_of_their_gemeenten(everything):
    groups, weights, found = everything
    divisions = nullmodel.random_divisions(BLOCKS, 99, adjacency=MAP, weights=weights, rng=8)
    table = found.groups.loc["partner_overlap"]
    assert table["gemeenten"].to_dict() == {"oost": 9, "west": 6}
    others = [BLOCKS, *(division(divisions, k) for k in divisions)]
    for group, row in table.iterrows():
        own = weights[groups.index[groups == group]]
        scores = [
            (measures.partner_overlap(ROWS, other)[own.index] * own).sum() / own.sum()
            for other in others
        ]
        assert row["observed"] == pytest.approx(scores[0])
        assert row["mean"] == pytest.approx(np.mean(scores[1:]))
        assert row["p"] == (1 + np.sum(np.array(scores[1:]) >= scores[0] - 1e-12)) / 100
    assert set(found.groups.index.get_level_values("measure")) == {"partner_overlap"}


def test_a_group_without_weight_has_no_score():
    groups = pd.Series(["x"] * 15 + ["niets"], ROWS.gemeenten)
    weights = pd.Series([1.0] * 15 + [0.0], ROWS.gemeenten)
    found = nullmodel.examine(
        ROWS,
        BLOCKS,
        measures=["partner_overlap"],
        adjacency=MAP,
        n=9,
        rng=1,
        weights=weights,
        groups=groups,
    )
    row = found.groups.loc[("partner_overlap", "niets")]
    assert row.drop("gemeenten").isna().all()
    assert found.groups.loc[("partner_overlap", "x"), "p"] > 0


def test_the_table_holds_all_pairs_and_measures():
    options = {"measures": ["v_measure", "partner_overlap"], "adjacency": MAP, "n": 40, "rng": 1}
    found = {
        ("rijen", "blokken"): nullmodel.examine(ROWS, BLOCKS, **options),
        ("blokken", "rijen"): nullmodel.examine(BLOCKS, ROWS, **options),
    }
    table = nullmodel.table(found)
    assert len(table) == 4
    row = table.loc[("blokken", "rijen", "v_measure")]
    test = found["blokken", "rijen"].tests["v_measure"]
    assert row["p"] == test.p
    assert row["q2.5"] == pytest.approx(np.quantile(test.samples, 0.025))
    assert (row["n"], row["gemeenten"], row["model"]) == (40, 16, "ruimtelijk")


def test_a_generator_gives_new_divisions_each_time():
    rng = np.random.default_rng(1)
    options = {"measure": "v_measure", "adjacency": MAP, "n": 20}
    first, second = (nullmodel.test(ROWS, BLOCKS, rng=rng, **options) for _ in range(2))
    assert (first.samples != second.samples).any()


def test_one_replicate_has_no_spread():
    result = nullmodel.test(ROWS, BLOCKS, measure="v_measure", adjacency=MAP, n=1, rng=1)
    assert np.isnan(result.sd)
    assert np.isnan(result.z)
    assert result.p in {0.5, 1}


@pytest.mark.slow
def test_p_values_are_uniform_when_b_is_drawn_by_the_same_generator():
    a = partition([k // 6 // 3 * 2 + k % 6 // 3 for k in range(36)], "a")
    map_ = grid(6, 6)
    sizes = of_sizes(3, 4, 5, 6, 8, 10)
    cases = nullmodel.random_divisions(sizes, 200, adjacency=map_, rng=11)
    p = [
        nullmodel.test(
            a,
            division(cases, k),
            measure="element_centric_similarity",
            adjacency=map_,
            n=128,
            rng=1000 + k,
        ).p
        for k in cases
    ]
    assert stats.kstest(p, "uniform").pvalue > 0.05
    # And not because everything is: a division that follows A is told apart.
    rows = partition([k // 6 for k in range(36)])
    result = nullmodel.test(
        rows, rows, measure="element_centric_similarity", adjacency=map_, n=128, rng=1
    )
    assert result.p == 1 / 129


def test_surroundings_and_verbanden_are_means_over_gemeenten(everything):
    _, weights, found = everything
    divisions = nullmodel.random_divisions(BLOCKS, 99, adjacency=MAP, weights=weights, rng=8)
    local = pd.DataFrame(
        {k: measures.partner_overlap(ROWS, division(divisions, k)) for k in divisions}
    )
    local["observed"] = measures.partner_overlap(ROWS, BLOCKS)
    # Gemeente 5 stands in the middle of a cross; the first row is a verband of A.
    for table, row, codes in (
        (found.surroundings, name(5), [1, 4, 5, 6, 9]),
        (found.verbanden, ROWS.verbanden_of(name(0))[0], range(4)),
    ):
        mean = local.loc[[name(k) for k in codes]].mul(weights.iloc[list(codes)].to_numpy(), axis=0)
        mean = mean.sum() / weights.iloc[list(codes)].sum()
        told = table.loc["partner_overlap"].loc[row]
        assert told["observed"] == pytest.approx(mean["observed"])
        assert told["mean"] == pytest.approx(mean.drop("observed").mean(), rel=1e-6)
        below = (mean.drop("observed") <= mean["observed"] + 1e-6).sum()
        assert told["p_less"] == pytest.approx((1 + below) / 100)


def torn(indeling, codes):
    """An indeling in which some gemeenten have lost every partner."""
    labels = indeling.labels().astype(object).copy()
    labels[codes] = [f"alleen-{code}" for code in codes]
    return Indeling.from_labels(labels, id="gescheurd")


@pytest.mark.slow
@pytest.mark.parametrize("other", ["jeugdregio", "arbeidsmarktregio"])
def test_a_province_that_is_torn_apart_is_found(real, other):
    province = real.gemeenten["provincie"]
    drenthe = province.index[province == "Drenthe"]
    found = nullmodel.examine(
        real.indeling("jeugdregio"),
        torn(real.indeling(other), drenthe),
        measures=["partner_overlap"],
        adjacency=real.borders,
        n=500,
        rng=1,
        groups=province,
        per_gemeente=True,
    )
    for table, planted in ((found.groups, "Drenthe"), (found.verbanden, "jeugdregio-drenthe")):
        corrected = table.loc["partner_overlap", "p_corrected"]
        assert set(corrected.index[corrected <= 0.05]) == {planted}
        assert corrected[planted] < 0.02
    # Of gemeenten one by one it cannot be shown, and the floor says so beforehand.
    each = found.gemeenten.loc["partner_overlap"].loc[drenthe]
    assert (each["p_floor"] == each["p_corrected"]).all()
    assert each["p_floor"].min() > 0.05


def test_the_chance_of_any_false_alarm_stays_at_the_level():
    alarms, rng = 0, np.random.default_rng(5)
    for _ in range(400):
        draws = rng.random((100, 20)) ** rng.integers(1, 4, 20)
        observed, rest = draws[0], draws[1:]
        corrected, _ = single_step(observed, rest.mean(axis=0), rest.std(axis=0, ddof=1), [rest])
        alarms += corrected.min() <= 0.05
    assert stats.binomtest(alarms, 400, 0.05).pvalue > 0.01


def test_holm_is_never_lower_than_raw_and_never_above_bonferroni():
    # By hand: 0.01 * 3, then 0.02 * 2 and 0.03 * 1 in order, none below the one before.
    assert holm(np.array([0.03, np.nan, 0.01, 0.02])) == pytest.approx(
        [0.04, np.nan, 0.03, 0.04], nan_ok=True
    )
    p = np.random.default_rng(1).random(50)
    assert (holm(p) >= p).all()
    assert (holm(p) <= np.minimum(1, 50 * p) + 1e-12).all()


def test_within_provinces_chance_explains_more_of_what_was_found(real):
    jeugd, _, werk = real.main_indelingen
    provinces = Indeling.from_labels(real.gemeenten["provincie"], id="provincie")
    options = {"measure": "adjusted_rand_index", "adjacency": real.borders, "n": 100, "rng": 1}
    free, within = (nullmodel.test(jeugd, werk, **options, within=one) for one in (None, provinces))
    assert free.observed == within.observed == pytest.approx(0.774, abs=5e-4)
    assert free.mean == pytest.approx(0.40, abs=0.015)
    assert within.mean > free.mean + 0.1
    assert within.normalised < free.normalised
    assert within.draws.deviation == 0


@pytest.mark.parametrize(
    ("options", "error", "said"),
    [
        ({"n": 0}, LappendekenError, "ten minste 1, niet 0"),
        ({"measure": "geluk"}, UnknownNameError, "Onbekende maat 'geluk'. Bedoelt u adjusted"),
        ({"model": "wild"}, LappendekenError, "Onbekend model 'wild'"),
        ({"adjacency": None}, LappendekenError, "geef adjacency"),
        ({"rng": -3}, LappendekenError, "seed"),
        ({"weights": pd.Series([1.0], [name(0)])}, LappendekenError, "15 gemeenten ontbreekt"),
    ],
)
def test_what_cannot_be_is_refused_in_dutch(options, error, said):
    usual = {"measure": "v_measure", "adjacency": MAP, "n": 5, "rng": 1}
    with pytest.raises(error, match=said):
        nullmodel.test(ROWS, BLOCKS, **(usual | options))


def test_indelingen_that_cannot_be_compared_are_refused(jeugd, zorg, quilt):
    options = {"measure": "omega_index", "adjacency": quilt.borders, "n": 5}
    with pytest.raises(NotAPartitionError, match="in zorg zitten gemeenten in meer dan één"):
        nullmodel.test(jeugd, zorg, **options)
    with pytest.raises(NothingInCommonError, match="Geen enkele gemeente"):
        nullmodel.test(jeugd, Indeling.from_members({"p": ["GM9999"]}), **options)


@pytest.mark.parametrize(
    "asked", [{"per_gemeente": True}, {"groups": pd.Series("x", ROWS.gemeenten)}]
)
def test_parts_of_the_country_need_a_measure_that_exists_for_them(asked):
    with pytest.raises(LappendekenError, match="element_centric_similarity en partner_overlap"):
        nullmodel.examine(ROWS, BLOCKS, measures=["v_measure"], adjacency=MAP, n=5, **asked)


def test_two_groups_for_one_gemeente_are_refused():
    twice = pd.Series(["x", "y"], [name(0), name(0)])
    with pytest.raises(LappendekenError, match="twee groepen voor één gemeente: GM0000"):
        nullmodel.examine(
            ROWS, BLOCKS, measures=["partner_overlap"], adjacency=MAP, n=5, groups=twice
        )


@pytest.mark.slow
def test_more_processes_give_the_same_result():
    options = {"measure": "v_measure", "adjacency": MAP, "n": 150, "rng": 1}
    alone = nullmodel.test(ROWS, BLOCKS, **options)
    together = nullmodel.test(ROWS, BLOCKS, jobs=2, **options)
    assert alone.samples.tobytes() == together.samples.tobytes()
    assert (alone.mean, alone.sd, alone.p) == (together.mean, together.sd, together.p)


@pytest.mark.slow
@pytest.mark.parametrize(("model", "n"), [("ruimtelijk", 640), ("vormvast", 640)])
def test_a_cluster_gives_the_same_result_also_when_a_worker_dies(real, model, n):
    distributed = pytest.importorskip("distributed")
    joblib = pytest.importorskip("joblib")
    # The chain is slow on the country: it gets the drawn quilt.
    a, _, b = real.main_indelingen if model == "ruimtelijk" else (ROWS, None, BLOCKS)
    options = {
        "measures": ["partner_overlap", "v_measure"],
        "adjacency": real.borders if model == "ruimtelijk" else MAP,
        "model": model,
        "n": n,
        "rng": 7,
        "per_gemeente": True,
    }
    alone = nullmodel.examine(a, b, **options)
    killed = []
    with (
        distributed.LocalCluster(
            n_workers=2, threads_per_worker=1, dashboard_address=":0", silence_logs=50
        ) as cluster,
        distributed.Client(cluster) as client,
        joblib.parallel_config("dask"),
    ):
        pids = client.run(os.getpid)

        def kill_one(_):
            if not killed:
                killed.append(next(iter(pids.values())))
                os.kill(killed[0], signal.SIGKILL)

        together = nullmodel.examine(a, b, progress=kill_one, **options)
        after = client.run(os.getpid)
    assert killed
    assert killed[0] not in after.values()
    for measure in options["measures"]:
        one, other = alone.tests[measure], together.tests[measure]
        assert one.samples.tobytes() == other.samples.tobytes()
    assert alone.gemeenten.equals(together.gemeenten)
