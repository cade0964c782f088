"""Random divisions exactly as compact as the real one, and whether p is uniform."""

from collections import Counter

import networkx as nx
import numpy as np
import pandas as pd
import pytest
from maps_of_cells import (
    contiguous_divisions,
    graph,
    grid,
    name,
    neighbours,
    of_sizes,
    shape,
    spanning_trees,
)
from scipy import stats
from sklearn.metrics import v_measure_score

from benchmarks.synthetic import compact
from lappendeken import nullmodel
from lappendeken.indeling import Indeling
from lappendeken.nullmodel.chain import draws, walk
from lappendeken.nullmodel.divisions import pattern

MAP = pd.concat([grid(3, 3), neighbours([(0, 4), (1, 3), (4, 8)])], ignore_index=True)
"""A grid in which some cells touch across a corner, so that equally compact regions differ."""


def beginning(labels, borders, weights=None):
    """A division of a map of cells to walk from."""
    codes, labels = pd.Index([name(k) for k in range(len(labels))]), np.array(labels)
    return pattern(codes, labels, model="vormvast", adjacency=borders, weights=weights).start


def apart(labels, borders):
    """Number of pairs of neighbours in different regions, by code."""
    return sum(labels[a] != labels[b] for a, b in zip(borders["a"], borders["b"], strict=True))


def blocks(labels):
    """A division of a map of cells as a set of sets of codes."""
    return shape(pd.Series(labels, [name(k) for k in range(len(labels))]))


def numbered(blocks):
    """The label of each cell of nine from a set of sets of codes."""
    return [next(k for k, own in enumerate(blocks) if name(c) in own) for c in range(9)]


@pytest.fixture(scope="module")
def as_compact():
    """The divisions of the map in 1, 3 and 5 that separate 7 pairs, with their 8, 9 or 11 trees."""
    codes = [name(k) for k in range(9)]
    cells, weight = graph(codes, MAP), {}
    every = contiguous_divisions(codes, MAP, [1, 3, 5])
    for one in sorted(every, key=lambda one: sorted(map(sorted, one))):
        labels = {code: k for k, block in enumerate(one) for code in block}
        if apart(labels, MAP) == 7:
            weight[one] = np.prod([spanning_trees(cells.subgraph(block)) for block in one])
    return weight


@pytest.mark.slow
def test_the_distribution_is_the_stated_one(as_compact):
    start, n = beginning(numbered(next(iter(as_compact))), MAP), 2500
    found = Counter(blocks(walk(start, seed, visits=60, strength=0.2).labels) for seed in range(n))
    assert set(found) <= set(as_compact)
    counts = np.array([found[one] for one in as_compact])
    expected = np.array(list(as_compact.values()))
    assert stats.chisquare(counts, n * expected / expected.sum()).pvalue > 0.001
    assert stats.chisquare(counts).pvalue < 0.001


WEIGHTS = np.array([1.0, 1.3, 1, 1.3, 1, 1.3, 1, 1.3, 1])


@pytest.mark.slow
@pytest.mark.parametrize("weights", [None, WEIGHTS])
def test_one_visit_is_reversible(as_compact, weights):
    # From each division the chance of each next one, by counting; the flow is equal both ways.
    places = {one: k for k, one in enumerate(as_compact)}
    share = np.array(list(as_compact.values())) / sum(as_compact.values())
    n, flow = 200, np.zeros((len(places),) * 2)
    for one, place in places.items():
        start = beginning(numbered(one), MAP, weights)
        for seed in range(n):
            other = blocks(walk(start, n * place + seed, visits=1, strength=0.2, away=20).labels)
            flow[place, places[other]] += share[place] / n
    noise = np.sqrt(flow * share[:, None] / n + flow.T * share[None, :] / n)
    assert flow.trace() < 0.95
    assert (np.abs(flow - flow.T) <= 5 * noise).all()


def test_regions_keep_the_class_of_their_weight():
    borders, codes = pd.concat([grid(5, 5), neighbours([(0, 6), (18, 24), (8, 12)])]), range(25)
    weights = pd.Series(np.random.default_rng(4).lognormal(0, 0.5, 25), map(name, codes))
    first = nullmodel.random_divisions(of_sizes(5, 5, 6, 9), 1, adjacency=borders, rng=3)[0]
    one = Indeling.from_labels(first.map(str), id="b")
    options = {"model": "vormvast", "adjacency": borders, "rng": 1}
    plain, matched = (
        nullmodel.random_divisions(one, 20, weights=told, **options) for told in (None, weights)
    )
    wanted = np.sort(weights.groupby(first).sum())
    share, free = (
        np.array([np.sort(weights.groupby(x[k]).sum()) / wanted for k in x])
        for x in (matched, plain)
    )
    assert np.abs(share - 1).max() <= 0.27 < np.abs(free - 1).max()
    assert len({shape(matched[k]) for k in matched}) > 3
    for k in matched:
        assert Counter(Counter(matched[k]).values()) == Counter([5, 5, 6, 9])
        assert apart(matched[k], borders) == apart(first, borders)


@pytest.mark.slow
@pytest.mark.parametrize("name_of", ["arbeidsmarktregio", "mo-bw-regio"])
def test_sizes_contiguity_and_compactness_are_those_of_the_division(real, name_of):
    # One arbeidsmarktregio and two MO/BW-regio's are not in one piece; they stay in two.
    one = real.indeling(name_of)
    borders = nx.Graph(list(zip(real.borders["a"], real.borders["b"], strict=True)))

    def described(labels):
        regions = [borders.subgraph(block.index) for _, block in labels.groupby(labels)]
        parts = Counter(tuple(sorted(map(len, nx.connected_components(one)))) for one in regions)
        return parts, apart(labels, real.borders)

    options = {"adjacency": real.borders, "model": "vormvast", "rng": 1}
    drawn = nullmodel.random_divisions(one, 3, **options)
    sizes, separated = described(one.labels())
    for k in drawn:
        parts, same = described(drawn[k])
        assert same == separated
        # Two pieces of a region may come to touch.
        assert Counter(map(sum, parts.elements())) == Counter(map(sum, sizes.elements()))
        assert shape(drawn[k]) != shape(one.labels())
    provinces = Indeling.from_labels(real.gemeenten["provincie"], id="provincie")
    inside = nullmodel.random_divisions(one, 1, within=provinces, **options)[0]
    assert apart(inside, real.borders) == separated


@pytest.mark.parametrize("labels", [[0] * 9, [0, 0, 0, 1, 1, 1, 2, 2, 2], list(range(9))])
def test_what_cannot_move_or_only_swap_stays_as_it_is(labels):
    borders = neighbours([]) if labels[-1] == 8 else grid(3, 3)
    start = beginning(labels, borders)
    for seed in range(5):
        drawn = walk(start, seed).labels
        assert sorted(Counter(drawn).values()) == sorted(Counter(labels).values())
        assert blocks(drawn) == blocks(labels) or len(set(labels)) == 3


def test_within_an_indeling_the_walk_stays_inside():
    borders, codes = grid(4, 4), [name(k) for k in range(16)]
    halves = Indeling.from_labels(pd.Series(["n"] * 8 + ["z"] * 8, codes), id="helften")
    own = Indeling.from_labels(pd.Series([*"aaaaabbb", *"bbcccccc"], codes), id="eigen")
    drawn = nullmodel.random_divisions(
        own, 20, adjacency=borders, model="vormvast", within=halves, rng=2
    )
    wanted = sorted(map(tuple, pd.crosstab(own.labels(), halves.labels()).to_numpy()))
    for k in drawn:
        assert sorted(map(tuple, pd.crosstab(drawn[k], halves.labels()).to_numpy())) == wanted


@pytest.mark.slow
def test_the_test_is_exact_however_short_the_walks(as_compact):
    # Divisions drawn from the stated distribution by counting, each against 9 draws nearby.
    rng, cases, n = np.random.default_rng(3), 200, 9
    every = list(as_compact)
    share = np.array(list(as_compact.values())) / sum(as_compact.values())
    rank = dict(zip(every, rng.permutation(len(every)), strict=True))
    p = []
    for case, place in enumerate(rng.choice(len(every), cases, p=share)):
        start, seeds = beginning(numbered(every[place]), MAP), range(100 * case, 100 * case + n)
        drawn = draws(start, 10**6 + case, seeds, visits=5)
        scores = [rank[blocks(one)] for one in drawn]
        p.append((1 + np.count_nonzero(np.array(scores) >= rank[every[place]])) / (1 + n))
    # Equal draws make p higher than it need be, never lower.
    for k in (1, 2, 3):
        low = np.count_nonzero(np.array(p) <= k / 10 + 1e-9)
        assert low <= stats.binom.isf(0.001, cases, k / 10)


@pytest.mark.slow
def test_p_is_uniform_for_independent_compact_divisions():
    # Both of a pair are compact; B is drawn without A, and separates as many as a compact one.
    side, regions, cases, n = 8, 8, 200, 19
    borders, rng = grid(side, side), np.random.default_rng(7)
    found = []
    for case in range(cases):
        a, other = (compact(rng, side, regions) for _ in "ab")
        b = walk(beginning(other.tolist(), borders), case)
        drawn = draws(b, case, range(n * case, n * (case + 1)), visits=40)
        scores = [v_measure_score(a, one) for one in (b.labels, *drawn)]
        found.append(1 + np.count_nonzero(np.array(scores[1:]) >= scores[0] - 1e-12))
    # p is a multiple of 1 / 20; spread evenly below it, it can be uniform.
    p = (np.array(found) - rng.random(cases)) / (n + 1)
    assert stats.kstest(p, "uniform").pvalue > 0.01
    assert np.mean(np.array(found) == 1) < 0.1


@pytest.mark.slow
def test_compact_divisions_of_another_origin_are_treated_less_leniently():
    side, regions, cases, n = 8, 8, 60, 19
    borders, rng = grid(side, side), np.random.default_rng(7)
    p = {"vormvast": [], "ruimtelijk": []}
    for case in range(cases):
        a, b = (
            Indeling.from_labels(
                pd.Series(compact(rng, side, regions), map(name, range(64))).astype(str), id=one
            )
            for one in ("a", "b")
        )
        for model, found in p.items():
            test = nullmodel.test(
                a, b, measure="v_measure", model=model, adjacency=borders, n=n, rng=case
            )
            found.append(test.p)
    p = pd.DataFrame(p)
    low = (p <= 0.05 + 1e-9).mean()
    assert low["vormvast"] <= low["ruimtelijk"]
    assert p["vormvast"].mean() > p["ruimtelijk"].mean()
