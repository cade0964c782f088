"""The same numbers as scikit-learn and clusim, on random partitions and on the real data."""

from itertools import combinations

import numpy as np
import pytest
from clusim.clustering import Clustering
from clusim.sim import element_sim_elscore
from sklearn import metrics
from strategies import codes

from lappendeken.indeling import Indeling
from lappendeken.measures import (
    adjusted_rand_index,
    element_centric_similarity,
    local_element_centric_similarity,
    v_measure,
)


def _random_pair(seed):
    """Two complete partitions, of which the second is the first with some noise."""
    rng = np.random.default_rng(seed)
    size, groups = int(rng.integers(2, 120)), int(rng.integers(1, 20))
    first = rng.integers(0, groups, size)
    noise = rng.random(size) < rng.random()
    second = np.where(noise, rng.integers(0, groups, size), first)
    return tuple(_indeling(labels, name) for labels, name in ((first, "a"), (second, "b")))


def _indeling(labels, name):
    gemeenten = codes(len(labels))
    sets = {}
    for code, label in zip(gemeenten, labels, strict=True):
        sets.setdefault(f"{name}{label}", []).append(code)
    return Indeling.from_members(sets, gemeenten, id=name)


RANDOM = [pytest.param(_random_pair(seed), id=f"seed {seed}") for seed in range(40)]


def assert_as_scikit_learn(a, b):
    both = a.covered & b.covered
    first, second = a.labels()[both].to_list(), b.labels()[both].to_list()
    expected = metrics.adjusted_rand_score(first, second)
    assert adjusted_rand_index(a, b) == pytest.approx(expected, abs=1e-12)
    expected = metrics.homogeneity_completeness_v_measure(first, second)
    assert v_measure(a, b) == pytest.approx(expected, abs=1e-12)


def assert_as_clusim(a, b, alpha):
    both = a.gemeenten[a.covered & b.covered]
    one, other = (
        Clustering(elm2clu_dict={code: [label] for code, label in x.labels()[both].items()})
        for x in (a, b)
    )
    scores, places = element_sim_elscore(one, other, alpha=alpha)
    expected = [scores[places[code]] for code in both]
    local = local_element_centric_similarity(a, b, alpha=alpha)
    np.testing.assert_allclose(local[both], expected, atol=1e-12)
    assert element_centric_similarity(a, b) == pytest.approx(np.mean(scores), abs=1e-12)


@pytest.mark.parametrize("pair", RANDOM)
def test_random_partitions_score_as_in_scikit_learn(pair):
    assert_as_scikit_learn(*pair)


@pytest.mark.parametrize("pair", RANDOM)
def test_random_partitions_score_as_in_clusim(pair):
    assert_as_clusim(*pair, alpha=0.9)


@pytest.mark.parametrize("alpha", [0.05, 0.5, 0.99])
def test_alpha_means_the_same_as_in_clusim(alpha):
    assert_as_clusim(*_random_pair(7), alpha=alpha)


def test_every_second_real_partition_scores_as_in_scikit_learn(real):
    names = real.indelingen.index[real.indelingen["partitie"]][::2]
    pairs = list(combinations([real.indeling(name) for name in names], 2))
    assert len(pairs) >= 75
    for a, b in pairs:
        assert_as_scikit_learn(a, b)


def test_the_main_indelingen_score_as_in_clusim(real):
    for a, b in combinations(real.main_indelingen, 2):
        assert_as_clusim(a, b, alpha=0.9)
