"""Random divisions as compact as the real one: their distribution, and whether p is uniform."""

from collections import Counter
from pathlib import Path

import networkx as nx
import numpy as np
import pandas as pd
import pytest
from maps_of_cells import contiguous_divisions, graph, grid, name, shape, spanning_trees
from scipy import stats
from scipy.optimize import linear_sum_assignment

from lappendeken import nullmodel
from lappendeken.dutch import percentage
from lappendeken.indeling import Indeling
from lappendeken.nullmodel.chain import links, settle

DOCS = Path(__file__).parents[1] / "docs"


def as_links(borders, count):
    """The neighbours of a map of cells."""
    codes = pd.Index([name(k) for k in range(count)])
    return links(codes.get_indexer(borders["a"]), codes.get_indexer(borders["b"]), count)


def apart(labels, near):
    """Number of pairs of neighbours in different regions."""
    return sum(labels[a] != labels[b] for a, b in near.pairs)


@pytest.mark.slow
@pytest.mark.parametrize(("strength", "wanted"), [(0.0, 4), (0.7, 5)])
def test_the_distribution_is_the_stated_one(strength, wanted):
    # All contiguous divisions of a grid of 3 by 3 into regions of 2, 3 and 4, by their trees.
    borders, near = grid(3, 3), as_links(grid(3, 3), 9)
    codes = [name(k) for k in range(9)]
    cells = graph(codes, borders)
    weight = {}
    for one in contiguous_divisions(codes, borders, [2, 3, 4]):
        trees = np.prod([spanning_trees(cells.subgraph(block)) for block in one])
        labels = {code: k for k, block in enumerate(one) for code in block}
        s = apart([labels[name(k)] for k in range(9)], near)
        weight[one] = trees * np.exp(-strength * abs(s - wanted))
    total, n = sum(weight.values()), 3000
    start = [0, 0, 1, 2, 2, 1, 2, 2, 1]
    found = Counter()
    for seed in range(n):
        done = settle(start, near, wanted, seed, steps=60, strength=strength)
        found[
            frozenset(
                frozenset(name(k) for k, own in enumerate(done) if own == r) for r in range(3)
            )
        ] += 1
    assert set(found) <= set(weight)
    counts = np.array([found[one] for one in weight])
    expected = np.array([n * value / total for value in weight.values()])
    assert stats.chisquare(counts, expected).pvalue > 0.001


@pytest.mark.slow
def test_sizes_and_contiguity_are_kept_and_compactness_is_reached(real):
    werk = real.indeling("arbeidsmarktregio")
    options = {"adjacency": real.borders, "rng": 1}
    fast = nullmodel.random_divisions(werk, 8, **options)
    same = nullmodel.random_divisions(werk, 8, model="vormvast", **options)
    borders = nx.Graph(list(zip(real.borders["a"], real.borders["b"], strict=True)))
    separated = []
    for k in same:
        sizes = Counter(same[k].value_counts().to_list())
        assert sizes == Counter(werk.labels().value_counts().to_list())
        for _, block in same.groupby(same[k]):
            assert nx.is_connected(borders.subgraph(block.index))
        assert shape(same[k]) != shape(fast[k])
        separated.append(sum(same.at[a, k] != same.at[b, k] for a, b in borders.edges))
    labels = werk.labels()
    observed = sum(labels[a] != labels[b] for a, b in borders.edges)
    assert abs(np.mean(separated) - observed) < 10


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


def compact(rng, side, regions):
    """An independent compact division: cells to random centres, equally many each, in one piece."""
    cells = np.array([divmod(k, side) for k in range(side * side)], dtype=float)
    size = side * side // regions
    neighbours = nx.grid_2d_graph(side, side)
    while True:
        centres = rng.random((regions, 2)) * (side - 1)
        for _ in range(12):
            far = ((cells[:, None] - centres[None]) ** 2).sum(axis=2)
            rows, columns = linear_sum_assignment(np.repeat(far, size, axis=1))
            label = columns[np.argsort(rows)] // size
            centres = np.array([cells[label == r].mean(axis=0) for r in range(regions)])
        blocks = [[divmod(k, side) for k in np.flatnonzero(label == r)] for r in range(regions)]
        if all(nx.is_connected(neighbours.subgraph(block)) for block in blocks):
            codes = [name(k) for k in range(side * side)]
            return pd.Series([str(one) for one in label], codes)


@pytest.fixture(scope="module")
def independent():
    """The p of 200 pairs of compact divisions that have nothing to do with each other."""
    side, regions, cases, n = 8, 8, 200, 19
    borders, rng = grid(side, side), np.random.default_rng(7)
    p = {"vormvast": [], "ruimtelijk": []}
    for case in range(cases):
        a, b = (Indeling.from_labels(compact(rng, side, regions), id=one) for one in ("a", "b"))
        for model, found in p.items():
            test = nullmodel.test(
                a, b, measure="v_measure", model=model, adjacency=borders, n=n, rng=case
            )
            found.append(test.p)
    # p is a multiple of 1 / 20; spread evenly below it, it can be uniform.
    jitter = rng.random(cases) / (n + 1)
    return pd.DataFrame(p), jitter


@pytest.mark.slow
def test_a_match_of_compactness_is_less_lenient(independent):
    p, jitter = independent
    distance = {one: stats.kstest(p[one] - jitter, "uniform").statistic for one in p}
    low = (p <= 0.05).mean()
    assert low["vormvast"] <= low["ruimtelijk"]
    assert distance["vormvast"] < distance["ruimtelijk"]
    text = (DOCS / "toeval-en-verandering.md").read_text(encoding="utf-8")
    for model, share in low.items():
        assert f"`{model}` {percentage(share, 1)}" in text


@pytest.mark.slow
@pytest.mark.xfail(reason="the match of compactness narrows the gap, and does not close it")
def test_p_is_uniform_for_independent_compact_divisions(independent):
    p, jitter = independent
    assert stats.kstest(p["vormvast"] - jitter, "uniform").pvalue > 0.01
