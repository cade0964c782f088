"""The same numbers as scikit-learn, clusim, cdlib and a dense solve of the definition.

Two hundred random pairs each, from seeded generators, and the real data.
"""

import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from itertools import combinations
from unittest.mock import patch

import numpy as np
import pandas as pd
import pytest
from clusim.clustering import Clustering
from clusim.sim import element_sim_elscore
from clusim.sim import omega_index as clusim_omega
from clusim.sim import vi as clusim_vi
from quilts import common, members_of, walked_similarity
from sklearn import metrics
from strategies import codes
from ways import WAYS, taking

from lappendeken.indeling import Indeling
from lappendeken.measures import (
    adjusted_rand_index,
    element_centric,
    element_centric_similarity,
    local_element_centric_similarity,
    normalised_mutual_information,
    omega_index,
    region_inhomogeneity,
    transfer_similarity,
    v_measure,
    variation_of_information,
)

# Random input -------------------------------------------------------------------------------


@cache
def _random_pair(seed):
    """Two complete partitions, of which the second is the first with some noise."""
    rng = np.random.default_rng(seed)
    size, groups = int(rng.integers(2, 120)), int(rng.integers(1, 20))
    first = rng.integers(0, groups, size)
    noise = rng.random(size) < rng.random()
    second = np.where(noise, rng.integers(0, groups, size), first)
    return tuple(
        _indeling(np.eye(groups, dtype=bool)[labels], name)
        for labels, name in ((first, "a"), (second, "b"))
    )


def _indeling(member, name):
    """The indeling of a matrix that says which gemeente is in which verband."""
    gemeenten = codes(len(member))
    sets = {
        f"{name}{k}": [gemeenten[i] for i in np.flatnonzero(own)] for k, own in enumerate(member.T)
    }
    return Indeling.from_members(sets, gemeenten, id=name)


KINDS = ("partition", "singletons", "whole", "loose", "five", "twice", "half")


def _member(rng, kind, size):
    """Who is in which verband, for one kind of indeling."""
    member = rng.random((size, int(rng.integers(2, 9)))) < 0.3
    if kind == "partition":
        return np.eye(6, dtype=bool)[rng.integers(0, 6, size)]
    if kind == "singletons":
        return np.eye(size, dtype=bool)
    if kind == "whole":  # one verband for all, and others inside it
        return np.hstack([np.ones((size, 1), dtype=bool), member])
    if kind == "five":  # everyone in five of eight
        return np.argsort(rng.random((size, 8)), axis=1) < 5
    if kind == "twice":  # verbanden with the same members
        return np.hstack([member, member[:, :1]])
    if kind == "half":  # half are in no verband; some verbanden have only the other half
        member[: size // 2] = False
    return member  # loose: some in none, some in many


@cache
def _random_covers(seed):
    """Two indelingen of every two kinds, on which chance does not decide everything."""
    rng = np.random.default_rng([seed, 1])
    kinds = KINDS[seed % len(KINDS)], KINDS[seed // len(KINDS) % len(KINDS)]
    while True:
        size = int(rng.integers(3, 40))
        first, second = (_member(rng, kind, size) for kind in kinds)
        if rng.random() < 0.3 and first.shape == second.shape:
            second = first ^ (rng.random(first.shape) < 0.05)
        both = np.flatnonzero(first.any(axis=1) & second.any(axis=1))
        upper = np.triu_indices(len(both), k=1)
        times = [(x[both].astype(int) @ x[both].T.astype(int))[upper] for x in (first, second)]
        # Where all pairs are together equally often, clusim divides 0 by 0; see below.
        if len(both) > 1 and len(np.unique(times)) > 1:
            return _indeling(first, "a"), _indeling(second, "b")


SEEDS = 200
IN_BLOCKS = pytest.mark.parametrize("start", range(0, SEEDS, 20))
"""Twenty seeds per test: each alone would take more time to report than to run."""


@contextmanager
def _each(seed: int) -> Iterator[None]:
    """Say at which seed it went wrong."""
    try:
        yield
    except Exception as error:
        error.add_note(f"with seed {seed}")
        raise


@pytest.mark.slow
def test_random_covers_hold_every_special_case():
    found = dict.fromkeys(["singletons", "whole", "none", "five", "empty", "equal", "apart"], 0)
    for seed in range(SEEDS):
        pair = _random_covers(seed)
        both = set(common(*pair))
        for one in pair:
            sizes = [len(codes) for codes in members_of(one).values()]
            found["singletons"] += set(sizes) == {1}
            found["whole"] += len(one.gemeenten) in sizes
            found["none"] += not one.covered.all()
            found["five"] += one.times_covered.max() >= 5
            found["empty"] += any(not codes & both for codes in members_of(one).values())
            found["equal"] += len(set(members_of(one).values())) < len(sizes)
            found["apart"] += one.is_partition
    assert min(found.values()) >= 20, found


# Partitions ---------------------------------------------------------------------------------


def _labels(a, b):
    """The verband of each common gemeente in both."""
    both = a.covered & b.covered
    return a.labels()[both].to_list(), b.labels()[both].to_list()


def assert_as_scikit_learn(a, b):
    first, second = _labels(a, b)
    expected = metrics.adjusted_rand_score(first, second)
    assert adjusted_rand_index(a, b) == pytest.approx(expected, abs=1e-12)
    assert omega_index(a, b) == pytest.approx(expected, abs=1e-12)
    expected = metrics.homogeneity_completeness_v_measure(first, second)
    assert v_measure(a, b) == pytest.approx(expected, abs=1e-12)
    for ours, theirs in (("max", "max"), ("min", "min"), ("geometric", "geometric")):
        expected = metrics.normalized_mutual_info_score(first, second, average_method=theirs)
        found = normalised_mutual_information(a, b, average=ours)
        # Where one of the two is a single verband, scikit-learn shares nothing out of nothing.
        trivial = 1 in (len(set(first)), len(set(second)))
        assert found == pytest.approx(expected, abs=1e-12) or trivial
    if len(set(first)) > 1 and len(set(second)) > 1:
        bits = clusim_vi(*(_clustering(one, common(a, b)) for one in (a, b)))
        assert variation_of_information(a, b) == pytest.approx(bits, abs=1e-12)


def _clustering(indeling, both):
    """The same for clusim; its omega index wants numbers from 0 for elements."""
    of = [[] for _ in both]
    place = {code: k for k, code in enumerate(both)}
    for k, members in enumerate(members_of(indeling).values()):
        for code in members & set(both):
            of[place[code]].append(k)
    return Clustering(elm2clu_dict=dict(enumerate(of)))


def assert_as_clusim(a, b, alpha):
    both = common(a, b)
    one, other = _clustering(a, both), _clustering(b, both)
    scores, places = element_sim_elscore(one, other, alpha=alpha)
    expected = [scores[places[k]] for k in range(len(both))]
    local = local_element_centric_similarity(a, b, alpha=alpha)
    np.testing.assert_allclose(local[both], expected, atol=1e-12)
    assert element_centric_similarity(a, b) == pytest.approx(np.mean(scores), abs=1e-12)


@IN_BLOCKS
def test_random_partitions_score_as_in_scikit_learn(start):
    for seed in range(start, start + 20):
        with _each(seed):
            assert_as_scikit_learn(*_random_pair(seed))


@IN_BLOCKS
def test_weighted_partitions_score_as_their_copies_in_scikit_learn(start):
    for seed in range(start, start + 20):
        with _each(seed):
            a, b = _random_pair(seed)
            count = np.random.default_rng([seed, 2]).integers(0, 6, len(a.gemeenten))
            count[0] += 1
            first, second = (np.repeat(labels, count) for labels in _labels(a, b))
            weight = pd.Series(count, index=a.gemeenten)
            expected = metrics.adjusted_rand_score(first, second)
            assert adjusted_rand_index(a, b, weights=weight) == pytest.approx(expected, abs=1e-12)
            expected = metrics.homogeneity_completeness_v_measure(first, second)
            assert v_measure(a, b, weights=weight) == pytest.approx(expected, abs=1e-9)


@IN_BLOCKS
def test_random_partitions_score_as_in_clusim(start):
    for seed in range(start, start + 20):
        with _each(seed):
            assert_as_clusim(*_random_pair(seed), alpha=0.9)


@pytest.mark.parametrize("alpha", [0.05, 0.5, 0.99])
def test_alpha_means_the_same_as_in_clusim(alpha):
    assert_as_clusim(*_random_pair(7), alpha=alpha)


# Covers -------------------------------------------------------------------------------------


@IN_BLOCKS
def test_random_covers_have_the_omega_index_of_clusim(start):
    for seed in range(start, start + 20):
        with _each(seed):
            a, b = _random_covers(seed)
            both = common(a, b)
            expected = clusim_omega(_clustering(a, both), _clustering(b, both))
            assert omega_index(a, b) == pytest.approx(expected, abs=1e-12)


@IN_BLOCKS
def test_weighted_covers_have_the_omega_index_of_their_copies_in_clusim(start):
    for seed in range(start, start + 20):
        with _each(seed):
            a, b = _random_covers(seed)
            both = common(a, b)
            count = np.random.default_rng([seed, 2]).integers(0, 4, len(both))
            count[:2] += 1
            copies = [code for code, times in zip(both, count, strict=True) for _ in range(times)]
            first, second = _clustering_of_copies(a, copies), _clustering_of_copies(b, copies)
            weight = pd.Series(0, index=a.gemeenten)
            weight[both] = count
            expected = clusim_omega(first, second)
            assert omega_index(a, b, weights=weight) == pytest.approx(expected, abs=1e-12)


def _clustering_of_copies(indeling, copies):
    """The same for clusim, with a gemeente as often as it stands in the list."""
    sets = list(members_of(indeling).values())
    of = [[k for k, members in enumerate(sets) if code in members] for code in copies]
    return Clustering(elm2clu_dict=dict(enumerate(of)))


@IN_BLOCKS
def test_random_covers_have_the_omega_index_of_cdlib(start):
    with warnings.catch_warnings():
        # cdlib warns of its own docstrings when it is first compiled.
        warnings.simplefilter("ignore")
        omega = pytest.importorskip(
            "cdlib.evaluation.internal.omega",
            reason="cdlib brings 35 more packages, so it is no test dependency; "
            "`pip install cdlib` runs this, and clusim has the same index",
        )
    for seed in range(start, start + 20):
        with _each(seed):
            a, b = _random_covers(seed)
            both = frozenset(common(a, b))
            sets = [
                {v: sorted(members & both) for v, members in members_of(one).items()}
                for one in (a, b)
            ]
            expected = omega.Omega(*sets).omega_score
            assert omega_index(a, b) == pytest.approx(expected, abs=1e-12)


def test_where_chance_decides_everything_the_omega_index_is_1():
    # clusim gives nan here, cdlib 1.
    a = Indeling.from_members({"p": ["1", "2", "3"], "q": ["1", "2", "3"], "r": ["3"]})
    b = Indeling.from_members({"x": ["1", "2", "3"], "y": ["1", "2", "3"]})
    assert not a.is_partition
    assert omega_index(a, b) == 1


@pytest.mark.slow
@WAYS
@IN_BLOCKS
def test_random_covers_are_as_similar_as_a_dense_solve_says(start, way):
    for seed in range(start, start + 20):
        with _each(seed):
            a, b = _random_covers(seed)
            rng = np.random.default_rng([seed, 3])
            alpha = rng.uniform(0.05, 0.99)
            weight = pd.Series(rng.integers(1, 100, len(a.gemeenten)), index=a.gemeenten)
            expected = walked_similarity(a, b, alpha)
            with (
                taking(way),
                patch.object(element_centric, "CHUNK_CELLS", int(rng.choice([1, 100, 10_000]))),
            ):
                local = local_element_centric_similarity(a, b, alpha=alpha)
                score = element_centric_similarity(a, b, alpha=alpha, weights=weight)
            np.testing.assert_allclose(local[expected.index], expected, atol=1e-9)
            assert local.notna().sum() == len(expected)
            mean = np.average(expected, weights=weight[expected.index])
            assert score == pytest.approx(mean, abs=1e-9)


# Published figures --------------------------------------------------------------------------
#
# Each with the input that was printed beside it.


def labelled(labels, name=""):
    """The indeling in which each unit is in the verband of its label."""
    units = codes(len(labels))
    return Indeling.from_labels(pd.Series(list(map(str, labels)), index=units), id=name)


CLASSES = "111112222233333"
SOLUTIONS = [
    # Rosenberg & Hirschberg (2007), figure 2, solutions A to D.
    ("111233331222213", CLASSES, 0.14),
    ("111223331122233", CLASSES, 0.39),
    ("111223331122233123123", f"{CLASSES}445566", 0.30),
    ("111223331122233123123", f"{CLASSES}456789", 0.41),
]


@pytest.mark.parametrize(("classes", "clusters", "v"), SOLUTIONS)
def test_v_measure_of_rosenberg_and_hirschberg(classes, clusters, v):
    assert round(v_measure(labelled(classes), labelled(clusters)).v, 2) == v


def test_the_hand_calculated_scores_of_clusim():
    # Its tests/test_sim.py: scores by hand of its author.
    a, b = labelled("011021"), labelled("011022")
    assert omega_index(a, b) == pytest.approx(0.44444444444444453, abs=1e-12)
    assert variation_of_information(a, b) == pytest.approx(0.792481250360578, abs=1e-12)
    mean = normalised_mutual_information(a, b, average="mean")
    assert mean == pytest.approx(0.7396673768007593, abs=1e-12)


def test_the_element_centric_scores_in_the_notebook_of_clusim():
    units = codes(6)
    groups = [("01", "23", "45"), ("0", "123", "45"), ("012", "23", "45")]
    a, b, overlapping = (
        Indeling.from_members({own: [units[int(k)] for k in own] for own in sets}, units)
        for sets in groups
    )
    assert element_centric_similarity(a, b) == pytest.approx(0.6944444444444443, abs=1e-12)
    assert element_centric_similarity(a, overlapping) == pytest.approx(0.7017543859649121, abs=1e-9)
    local = local_element_centric_similarity(a, overlapping)
    assert local.round(8).to_list() == [0.45614035, 0.45614035, 0.61403509, 0.68421053, 1, 1]


NOTEBOOK = [
    # Groups as clusim prints them, and its adjusted Rand index (random model `perm`) or omega.
    ("0|1|9237|4|56|8", "08|13456|2|7|9", -0.09756097560975643),
    ("016|2|34|895|7", "09|1|2|367|845", -0.015037593984962454),
    ("018|2|9346|57", "04|816|23|5|7|9", -0.017391304347826247),
    ("0|12489|357|6", "08|16|92|37|4|5", 0.11497730711043863),
    ("08|17|92|3|456", "0|1|8245|936|7", -0.03174603174603155),
]


def printed(groups):
    """The indeling of ten units that clusim prints so."""
    units = codes(10)
    return Indeling.from_members(
        {one: [units[int(k)] for k in one] for one in groups.split("|")}, units
    )


@pytest.mark.parametrize(("first", "second", "rand"), NOTEBOOK)
def test_the_rand_indices_in_the_notebooks_of_clusim(first, second, rand):
    assert adjusted_rand_index(printed(first), printed(second)) == pytest.approx(rand, abs=1e-12)


def test_the_information_in_the_notebooks_of_clusim():
    first, second, _ = NOTEBOOK[-1]
    bits = variation_of_information(printed(first), printed(second))
    assert bits == pytest.approx(1.9509775004326926, abs=1e-12)
    pair = printed("0125|37|84|96"), printed("012|9357|84|6")
    shared = {
        "mean": 0.7015919313018382,
        "max": 0.6878135027027825,
        "min": 0.715933669146816,
        "geometric": 0.7017327444823468,
    }
    for average, expected in shared.items():
        found = normalised_mutual_information(*pair, average=average)
        assert found == pytest.approx(expected, abs=1e-12), average


def test_the_examples_of_partition_comparison():
    # The R package partitionComparison 0.2.6, Examples of its manual, on 5 units.
    a, b = labelled("00011"), labelled("00111")
    assert adjusted_rand_index(a, b) == pytest.approx(1 / 6, abs=1e-12)
    assert 1 - transfer_similarity(a, b) == pytest.approx(0.2, abs=1e-12)
    nats = variation_of_information(a, b) * np.log(2)
    assert nats == pytest.approx(0.763817, abs=5e-7)
    shared = 4 / 5 * np.log(5 / 3) + 1 / 5 * np.log(5 / 9)
    entropy = np.log(5) - (2 * np.log(2) + 3 * np.log(3)) / 5
    assert normalised_mutual_information(a, b) == pytest.approx(shared / entropy, abs=1e-12)


SABRE = [[13, 3, 4], [0, 4, 16], [0, 16, 4], [4, 0, 16]]
"""Four regions of 20 units over the three of the other map.

The maps `regions1` and `regions2` of the R package sabre are in a file of R that could not be read
here. Of all tables with four regions of equal size, up to 25 units each, of which one lies in three
and three lie in two of the regions of the other map, all three in the same proportion, only this
one has all ten figures of its tests and documentation.
"""


def test_the_figures_of_sabre():
    cells = [
        (k, j) for k, row in enumerate(SABRE) for j, count in enumerate(row) for _ in range(count)
    ]
    first, second = (labelled([cell[side] for cell in cells]) for side in (0, 1))
    found = v_measure(first, second)
    assert [round(one, 2) for one in (found.v, found.homogeneity, found.completeness)] == [
        0.36, 0.32, 0.42,
    ]  # fmt: skip
    assert region_inhomogeneity(first, second).round(2).to_list() == [0.86, 0.48, 0.48, 0.48]
    assert region_inhomogeneity(second, first).round(2).to_list() == [0.39, 0.59, 0.86]


# Real data ----------------------------------------------------------------------------------


@pytest.mark.slow
def test_every_second_real_partition_scores_as_in_scikit_learn(real):
    names = real.indelingen.index[real.indelingen["partitie"]][::2]
    pairs = list(combinations([real.indeling(name) for name in names], 2))
    assert len(pairs) >= 75
    for a, b in pairs:
        assert_as_scikit_learn(a, b)


def test_the_main_indelingen_score_as_in_clusim(real):
    for a, b in combinations(real.main_indelingen, 2):
        assert_as_clusim(a, b, alpha=0.9)


@pytest.mark.parametrize("other", ["jeugdregio", "sw-bedrijf", "coropregio", "sociale-dienst"])
def test_the_regelingen_score_by_their_definitions(real, other):
    a, b = real.indeling("gemeenschappelijke-regeling"), real.indeling(other)
    both = common(a, b)
    expected = clusim_omega(_clustering(a, both), _clustering(b, both))
    assert omega_index(a, b) == pytest.approx(expected, abs=1e-12)
    local = local_element_centric_similarity(a, b)
    np.testing.assert_allclose(local[both], walked_similarity(a, b, 0.9), atol=1e-9)
