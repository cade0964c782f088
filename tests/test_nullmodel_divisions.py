"""Random divisions: contiguous, complete, of the right sizes, and drawn as the docstring says."""

from collections import Counter
from math import comb

import numpy as np
import pandas as pd
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from maps_of_cells import (
    contiguous_divisions,
    graph,
    grid,
    name,
    neighbours,
    of_sizes,
    partition,
    path,
    ring,
    shape,
    spanning_trees,
    star,
)
from networkx import connected_components, is_connected
from scipy import sparse, stats

from lappendeken.errors import LappendekenError, NotAPartitionError, NothingInCommonError
from lappendeken.indeling import Indeling
from lappendeken.nullmodel import divisions as drawing
from lappendeken.nullmodel import random_divisions
from lappendeken.nullmodel.carving import carve
from lappendeken.nullmodel.forest import draw_forest, number
from lappendeken.nullmodel.sizes import reachable, share_out


def draw(indeling, adjacency, n=200, rng=1, **options):
    return random_divisions(indeling, n, adjacency=adjacency, rng=rng, **options)


def shapes(divisions):
    return Counter(shape(divisions[k]) for k in divisions)


def regions_and_parts(divisions, adjacency):
    """Numbers of regions, and of connected parts of regions, over all divisions."""
    labels = divisions.to_numpy()
    gemeenten = divisions.index
    first, second = (gemeenten.get_indexer(pd.Index(adjacency[end])) for end in ("a", "b"))
    known = (first >= 0) & (second >= 0)
    first, second = first[known], second[known]
    regions, parts = [], []
    for column in labels.T:
        same = column[first] == column[second]
        links = sparse.coo_array(
            (np.ones(same.sum()), (first[same], second[same])), shape=(len(labels),) * 2
        )
        regions.append(len(set(column)))
        parts.append(sparse.csgraph.connected_components(links, directed=False)[0])
    return regions, parts


def test_on_the_drawn_quilt_every_division_is_one_of_whole_regions(jeugd, quilt):
    divisions = draw(jeugd, quilt.borders, 128)
    assert list(divisions.index) == list(quilt.gemeenten.index)
    for k in divisions:
        assert sorted(Counter(divisions[k]).values()) == [3, 3, 4, 6]
    regions, parts = regions_and_parts(divisions, quilt.borders)
    assert set(regions) == {4}
    assert parts == regions


def test_gemeenten_without_verband_take_no_part(werk, quilt, codes):
    divisions = draw(werk, quilt.borders, 3)
    assert codes["I"] not in divisions.index
    assert len(divisions) == 15


def test_a_row_of_five_can_be_cut_in_two_places():
    found = shapes(draw(of_sizes(2, 3), path(5), 400))
    assert found.keys() == contiguous_divisions([name(k) for k in range(5)], path(5), [2, 3])
    assert len(found) == 2


@pytest.mark.parametrize(
    ("adjacency", "sizes"),
    [
        (grid(2, 3), (3, 3)),
        (grid(3, 3), (2, 3, 4)),
        (grid(2, 4), (1, 2, 5)),
        (neighbours([(0, 1), (0, 2), (0, 3), (1, 2), (1, 3), (2, 3)]), (2, 2)),
    ],
)
def test_every_contiguous_division_is_drawn_and_no_other(adjacency, sizes):
    gemeenten = [name(k) for k in range(sum(sizes))]
    possible = contiguous_divisions(gemeenten, adjacency, sizes)
    found = shapes(draw(of_sizes(*sizes), adjacency, 1500))
    assert found.keys() == possible


def test_compact_regions_are_favoured():
    map_ = grid(2, 6)
    found = shapes(draw(of_sizes(6, 6), map_, 1500))
    gemeenten = [name(k) for k in range(12)]

    def trees(division):
        whole = graph(gemeenten, map_)
        return np.prod([spanning_trees(whole.subgraph(region)) for region in division])

    squares = shape(pd.Series([0, 0, 0, 1, 1, 1] * 2, gemeenten))
    rows = shape(pd.Series([0] * 6 + [1] * 6, gemeenten))
    assert trees(squares) > trees(rows)
    assert found[squares] > 5 * found[rows]


@pytest.mark.slow
@pytest.mark.parametrize(
    ("side", "sizes", "seen", "most"), [(4, [8, 8], 61, 0.236), (3, [3, 3, 3], 10, 0.116)]
)
def test_on_small_grids_the_draws_are_as_unequal_as_is_told(side, sizes, seen, most):
    cells = {(y, x): f"{y}{x}" for y in range(side) for x in range(side)}
    pairs = [
        (cells[y, x], cells[there])
        for y, x in cells
        for there in ((y + 1, x), (y, x + 1))
        if there in cells
    ]
    borders, codes = pd.DataFrame(pairs, columns=["a", "b"]), list(cells.values())
    like = Indeling.from_labels(pd.Series(np.repeat(range(len(sizes)), sizes).astype(str), codes))
    divisions = random_divisions(like, 40_000, adjacency=borders, rng=1).to_numpy().T
    counts = Counter()
    for row in divisions:
        names = {}
        counts[tuple(names.setdefault(one, len(names)) for one in row.tolist())] += 1
    assert len(counts) == seen
    assert max(counts.values()) / 40_000 == pytest.approx(most, abs=0.001)


def test_on_a_ring_no_gemeente_is_favoured():
    divisions = draw(of_sizes(1, 2, 3, 6), ring(12), 3000).to_numpy()
    sizes = np.array([np.bincount(column)[column] for column in divisions.T])
    for size in (1, 2, 3, 6):
        counts = (sizes == size).sum(axis=0)
        assert counts.sum() == 3000 * size
        # Gemeenten of one division are not independent, which only makes the counts more even.
        assert stats.chisquare(counts).pvalue > 0.001


@pytest.mark.slow
def test_every_order_of_sizes_on_a_ring_is_about_as_likely():
    divisions = draw(of_sizes(1, 2, 4, 8), ring(15), 6000)
    orders = Counter()
    for k in divisions:
        labels = divisions[k].to_numpy()
        change = np.flatnonzero(labels != np.roll(labels, 1))
        runs = np.diff([*change, change[0] + 15]).tolist()
        start = runs.index(8)
        orders[tuple(runs[start:] + runs[:start])] += 1
    assert len(orders) == 6
    assert min(orders.values()) > 0.75 * 1000
    assert max(orders.values()) < 1.25 * 1000


@pytest.fixture(scope="module")
def like_werk(real):
    werk = real.indeling("arbeidsmarktregio")
    return werk, draw(werk, real.borders, 2000, rng=3)


@pytest.mark.slow
def test_the_real_map_gives_exactly_the_sizes_in_contiguous_regions(like_werk, real):
    werk, divisions = like_werk
    assert list(divisions.index) == list(real.gemeenten.index)
    wanted = sorted(werk.sizes)
    for k in divisions:
        assert sorted(Counter(divisions[k]).values()) == wanted
    regions, parts = regions_and_parts(divisions, real.borders)
    assert set(regions) == set(parts) == {35}


@pytest.mark.slow
def test_on_the_real_map_no_gemeente_is_favoured_more_than_is_told(like_werk):
    _, divisions = like_werk
    sizes = np.array([np.bincount(column)[column] for column in divisions.to_numpy().T])
    mean = sizes.mean(axis=0) / sizes.mean()
    assert mean.min() > 0.75
    assert mean.max() < 1.25


@pytest.mark.slow
def test_random_divisions_of_the_real_map_are_all_different(like_werk):
    assert len(shapes(like_werk[1])) == 2000


@pytest.mark.parametrize("indeling", ["provincie", "nuts1-landsdeel", "hlz-regio"])
def test_few_large_regions_and_many_small_ones_get_their_sizes_too(real, indeling):
    one = real.indeling(indeling)
    divisions = draw(one, real.borders, 64)
    for k in divisions:
        assert sorted(Counter(divisions[k]).values()) == sorted(one.sizes)
    regions, parts = regions_and_parts(divisions, real.borders)
    assert parts == regions


def test_without_links_the_islands_are_regions_of_their_own(real):
    werk = real.indeling("arbeidsmarktregio")
    land = real.borders[real.borders["soort"] == "land"]
    loose = [part for part in connected_components(graph(werk.gemeenten, land)) if len(part) == 1]
    assert len(loose) >= 5
    divisions = draw(werk, land, 64)
    regions, parts = regions_and_parts(divisions, land)
    assert set(regions) == {35}
    assert parts == regions
    for k in divisions:
        sizes = Counter(divisions[k])
        assert all(sizes[divisions.at[code, k]] == 1 for (code,) in loose)


def test_parts_take_sizes_as_they_are_when_these_add_up(quilt):
    # A row of five and one of four: only 2 + 3 and 4 will do.
    adjacency = neighbours([(0, 1), (1, 2), (2, 3), (3, 4), (5, 6), (6, 7), (7, 8)])
    divisions = draw(of_sizes(2, 3, 4), adjacency, 100)
    for k in divisions:
        assert sorted(Counter(divisions[k][:5]).values()) == [2, 3]
        assert len(set(divisions[k][5:])) == 1


def test_a_seed_gives_the_same_divisions_and_more_of_them_begin_alike():
    few, many = (draw(of_sizes(4, 6, 6), grid(4, 4), n, rng=5) for n in (10, 150))
    assert few.equals(many[few.columns])
    other = draw(of_sizes(4, 6, 6), grid(4, 4), 10, rng=6)
    assert not few.equals(other)


def test_a_generator_moves_on():
    rng = np.random.default_rng(1)
    first, second = (draw(of_sizes(4, 6, 6), grid(4, 4), 10, rng=rng) for _ in range(2))
    assert not first.equals(second)
    assert first.equals(draw(of_sizes(4, 6, 6), grid(4, 4), 10, rng=np.random.default_rng(1)))


def test_the_order_of_rows_and_the_names_of_verbanden_do_not_matter():
    one, map_ = of_sizes(4, 6, 6), grid(4, 4)
    rng = np.random.default_rng(0)
    renamed = {f"z{k}": one.members(verband) for k, verband in enumerate(reversed(one.verbanden))}
    other = Indeling.from_members(renamed, rng.permutation(one.gemeenten))
    turned = map_.rename(columns={"a": "b", "b": "a"}).sample(frac=1, random_state=1)
    assert draw(one, map_, 20).equals(draw(other, turned, 20).loc[one.gemeenten])


@st.composite
def small_maps(draw_one):
    """A connected map of two to seven gemeenten, and sizes."""
    n = draw_one(st.integers(2, 7))
    tree = [(k, draw_one(st.integers(0, k - 1))) for k in range(1, n)]
    extra = draw_one(st.lists(st.tuples(st.integers(0, n - 1), st.integers(0, n - 1)), max_size=6))
    labels = draw_one(st.lists(st.integers(0, 3), min_size=n, max_size=n))
    edges = tree + [(u, v) for u, v in extra if u != v]
    return neighbours(edges), tuple(Counter(labels).values())


@pytest.mark.slow
@given(small_maps())
def test_sizes_are_exact_wherever_a_contiguous_division_exists(drawn):
    adjacency, sizes = drawn
    gemeenten = [name(k) for k in range(sum(sizes))]
    possible = contiguous_divisions(gemeenten, adjacency, sizes)
    if possible:
        assert shapes(draw(of_sizes(*sizes), adjacency, 8, tolerance=0)).keys() <= possible
    else:
        with pytest.raises(LappendekenError, match="geen aaneengesloten toevalsindeling"):
            draw(of_sizes(*sizes), adjacency, 8, tolerance=0)


@pytest.mark.slow
@settings(max_examples=12)
@given(st.integers(4, 8), st.integers(2, 4), st.sampled_from([0.25, 0.5, 0.9]))
def test_where_none_exists_regions_stay_within_the_tolerance(n, smallest, tolerance):
    # Two hubs with the rest around them by turns: without ones among the sizes little is possible.
    adjacency = neighbours([(0, 1), *((k, k % 2) for k in range(2, n))])
    sizes = [smallest] * (n // smallest)
    sizes[-1] += n - sum(sizes)
    gemeenten = [name(k) for k in range(n)]
    whole = graph(gemeenten, adjacency)
    try:
        divisions = draw(of_sizes(*sizes), adjacency, 8, tolerance=tolerance)
    except LappendekenError:
        return
    for regions in shapes(divisions):
        assert len(regions) == len(sizes)
        assert all(is_connected(whole.subgraph(region)) for region in regions)
        gaps = np.array(sorted(map(len, regions))) - sorted(sizes)
        assert (np.abs(gaps) <= np.maximum(1, tolerance * np.array(sorted(sizes)))).all()


@pytest.mark.slow
def test_a_star_has_no_equal_halves():
    with pytest.raises(LappendekenError, match=r"regio's van 3, 3 gemeenten.*tolerantie van 25%"):
        draw(of_sizes(3, 3), star(6), 2)
    divisions = draw(of_sizes(3, 3), star(6), 20, tolerance=0.9)
    assert {tuple(sorted(map(len, regions))) for regions in shapes(divisions)} == {(1, 5)}


def test_permutation_gives_every_assignment_as_often():
    divisions = random_divisions(of_sizes(2, 4), 2000, model="permutatie", rng=2)
    pairs = Counter(min(regions, key=len) for regions in (shape(divisions[k]) for k in divisions))
    assert len(pairs) == comb(6, 2)
    assert stats.chisquare(list(pairs.values())).pvalue > 0.001


@pytest.mark.parametrize(
    ("options", "said"),
    [
        ({"n": 0}, "ten minste 1, niet 0"),
        ({"rng": -1}, "seed is een geheel getal"),
        ({"model": "wild"}, "kies uit ruimtelijk, vormvast, permutatie"),
        ({"adjacency": None}, "geef adjacency"),
        ({"tolerance": 1.0}, "minder dan 1"),
        ({"tolerance": -0.1}, "ten minste 0"),
    ],
)
def test_what_cannot_be_is_refused_in_dutch(options, said):
    with pytest.raises(LappendekenError, match=said):
        draw(of_sizes(2, 3), **({"adjacency": path(5)} | options))


def test_a_cover_has_no_random_divisions(zorg, quilt):
    with pytest.raises(NotAPartitionError, match="toevalsindeling"):
        draw(zorg, quilt.borders)


def test_nobody_in_a_verband_is_nothing_to_divide():
    empty = Indeling.from_members({}, [name(0)], id="leeg")
    with pytest.raises(NothingInCommonError, match="leeg"):
        draw(empty, path(2))


def test_more_parts_than_regions_is_refused():
    with pytest.raises(LappendekenError, match="3 losse delen en er zijn maar 2 verbanden"):
        draw(of_sizes(2, 3), neighbours([(0, 1), (2, 3)]))


@given(
    st.lists(st.integers(1, 9), min_size=1, max_size=12),
    st.lists(st.integers(1, 40), min_size=1, max_size=5),
    st.integers(0, 9),
)
def test_every_part_gets_sizes_that_add_up_to_it(sizes, cuts, seed):
    parts = _parts(sum(sizes), cuts)
    assume(len(parts) <= len(sizes))
    shared = share_out(sizes, parts, np.random.default_rng(seed))
    assert [sum(own) for own in shared] == parts
    assert sum(map(len, shared)) == len(sizes)
    assert min(min(own) for own in shared) >= 1
    if len(parts) == 1:
        assert sorted(shared[0]) == sorted(sizes)


def _parts(total, cuts):
    """Positive numbers that add up to a total, the largest first."""
    parts = []
    for cut in cuts:
        if total - cut < 1:
            break
        parts.append(cut)
        total -= cut
    return sorted([*parts, total], reverse=True)


def test_sizes_are_shared_out_by_chance():
    rng = np.random.default_rng(0)
    small = Counter(tuple(sorted(share_out([1, 1, 2, 3, 5], [8, 4], rng)[1])) for _ in range(200))
    assert small.keys() == {(1, 3), (1, 1, 2)}


def test_carving_a_row_cuts_at_the_only_places():
    # 0-1-2-3-4-5 with root 0: regions of 3, 2 and 1 can be cut in any order.
    row, sizes = [-1, 0, 1, 2, 3, 4], [3, 2, 1]
    reach = reachable(sizes, 0, 0.25)
    assert carve(row, [0, 1, 2], sizes, reach, iter([0.0] * 9)) == ([2, 1, 1, 0, 0, 0], [])
    assert carve(row, [2, 0, 1], sizes, reach, iter([0.0] * 9)) == ([1, 1, 0, 0, 0, 2], [])


def test_carving_stops_when_no_subtree_fits():
    # A root with three leaves has no two halves.
    reach = reachable([2], 0, 0.25)
    found = carve([-1, 0, 0, 0], [5, 6], [0] * 5 + [2, 2], reach, iter([0.0] * 9))
    assert found == ([-1] * 4, [5, 6])


def test_carving_leaves_what_did_not_fit_to_the_next_tree():
    # A root with a leaf and with a row of two that ends in two leaves.
    tree = [-1, 0, 0, 2, 3, 3]
    found = carve(tree, [0, 1], [2, 4], reachable([2, 4], 0, 0), iter([0.0] * 9))
    assert found == ([0, 0, 1, 1, 1, 1], [])
    found = carve(tree, [0, 1, 2], [2, 2, 2], reachable([2], 0, 0), iter([0.0] * 9))
    assert found == ([-1] * 6, [0, 1, 2])
    found = carve(tree, [0, 1, 2], [1, 2, 3], reachable([1, 2, 3], 0, 0), iter([0.9] * 9))
    assert sorted(map(found.region.count, found.region)) == [1, 2, 2, 3, 3, 3]


def test_carving_with_slack_makes_up_for_what_it_took():
    # With slack 1 a leaf will do for 2, and the other region must then take 3.
    reach = reachable([2], 1, 0.25)
    found = carve([-1, 0, 0, 0], [0, 1], [2, 2], reach, iter([0.0] * 9))
    assert found == ([1, 0, 1, 1], [])


def test_a_subtree_that_is_gone_is_not_cut_again():
    # 0-1-2-3: after 2-3 is cut off, node 3 must not serve as a region of one.
    reach = reachable([1, 2], 0, 0)
    found = carve([-1, 0, 1, 2], [0, 1, 2], [2, 1, 1], reach, iter([0.0] * 9))
    assert found == ([2, 1, 0, 0], [])


@pytest.fixture
def square():
    """Four gemeenten in a square with one diagonal."""
    return number(
        pd.Index([name(k) for k in range(4)]),
        neighbours([(0, 1), (1, 2), (2, 3), (3, 0), (0, 2)]),
    )


def test_every_spanning_tree_and_every_root_is_drawn(square):
    trees, roots = set(), Counter()
    rng = np.random.default_rng(0)
    for _ in range(50):
        forest = draw_forest(square, np.ones((8, 4), dtype=bool), rng)
        assert forest.starts == list(range(0, 36, 4))
        for start in forest.starts[:-1]:
            nodes = forest.order[start : start + 4] - start
            parents = forest.parent[start : start + 4]
            assert parents[0] == -1
            assert all(0 <= parent < place for place, parent in enumerate(parents) if place)
            links = zip(nodes[1:], nodes[parents[1:]], strict=True)
            trees.add(frozenset(frozenset((int(u), int(v))) for u, v in links))
            roots[int(nodes[0])] += 1
    whole = graph(range(4), pd.DataFrame({"a": square.first, "b": square.second}))
    assert len(trees) == spanning_trees(whole) == 8
    assert stats.chisquare([roots[k] for k in range(4)]).pvalue > 0.001


def test_a_forest_spans_what_is_open_and_nothing_else(square):
    open_ = np.array(
        [[True, True, True, True], [True, False, True, True], [False, True, False, False]]
    )
    forest = draw_forest(square, open_, np.random.default_rng(0))
    assert forest.starts == [0, 4, 7, 8]
    assert sorted(forest.order.tolist()) == list(range(8))
    assert [forest.parent[start] for start in (0, 4, 7)] == [-1, -1, -1]


def test_parts_are_numbered_from_the_largest():
    found = number(pd.Index([name(k) for k in range(5)]), neighbours([(3, 4), (2, 3)]))
    assert found.parts == [3, 1, 1]
    assert found.place.tolist() == [3, 4, 0, 1, 2]
    assert list(zip(found.first.tolist(), found.second.tolist(), strict=True)) == [(0, 1), (1, 2)]


# Within an indeling -------------------------------------------------------------------------


@pytest.mark.parametrize("model", ["ruimtelijk", "permutatie"])
def test_within_an_indeling_every_region_keeps_its_gemeenten_in_each_verband(model):
    borders = grid(4, 4)
    codes = [name(k) for k in range(16)]
    halves = Indeling.from_labels(pd.Series(["n"] * 8 + ["z"] * 8, codes), id="helften")
    # One region lies in the north, one in the south, and one in both.
    own = Indeling.from_labels(pd.Series([*"aaaaabbb", *"bbcccccc"], codes), id="eigen")
    drawn = draw(own, borders, 60, model=model, within=halves)
    wanted = pd.crosstab(own.labels(), halves.labels()).to_numpy()
    for k in drawn:
        table = pd.crosstab(drawn[k], halves.labels())
        assert sorted(map(tuple, table.to_numpy())) == sorted(map(tuple, wanted))
    assert len(shapes(drawn)) > 20
    if model == "ruimtelijk":
        for half in (codes[:8], codes[8:]):
            regions, parts = regions_and_parts(drawn.loc[half], borders)
            assert parts == regions


def test_within_an_indeling_the_only_division_is_the_indeling_itself():
    borders, codes = path(4), [name(k) for k in range(4)]
    halves = Indeling.from_labels(pd.Series([*"nnzz"], codes), id="helften")
    drawn = draw(halves, borders, 5, within=halves)
    assert set(shapes(drawn)) == {shape(halves.labels())}
    cover = Indeling.from_members({"p": codes[:3], "q": codes[2:]}, codes, id="dubbel")
    with pytest.raises(NotAPartitionError):
        draw(halves, borders, 5, within=cover)


def test_without_a_verband_is_an_area_of_its_own():
    codes = [name(k) for k in range(4)]
    some = Indeling.from_labels(pd.Series(["n", "n", None, None], codes), id="noord")
    own = Indeling.from_labels(pd.Series([*"aabc"], codes), id="eigen")
    drawn = draw(own, path(4), 40, within=some)
    assert set(shapes(drawn)) == {shape(own.labels())}


def weigh(divisions, weights):
    """What the regions of every division weigh, in rising order (divisions × regions)."""
    return np.array([np.sort(weights.groupby(divisions[k]).sum()) for k in divisions])


@pytest.mark.parametrize("within", [None, partition([k % 6 // 3 for k in range(36)], "helft")])
@pytest.mark.parametrize("model", ["ruimtelijk", "permutatie"])
def test_regions_weigh_what_those_of_the_indeling_weigh(model, within, monkeypatch):
    monkeypatch.setattr(drawing, "MOST_AT_ONCE", 12)
    one = partition([k // 12 * 2 + k % 6 // 3 for k in range(36)])
    weights = pd.Series(np.random.default_rng(2).lognormal(0, 1, 36), one.gemeenten)
    options = {"model": model, "within": within, "tolerance": 0.2, "rng": 1}
    divisions, plain = (
        draw(one, grid(6, 6), 12, weights=told, **options) for told in (weights, None)
    )
    wanted = weigh(one.labels().to_frame(0), weights)
    share, unmatched = (np.abs(weigh(x, weights) / wanted - 1) for x in (divisions, plain))
    assert share.max() <= 0.22 < unmatched.max()
    assert len({tuple(divisions[k]) for k in divisions}) > 5
    assert divisions.equals(draw(one, grid(6, 6), 12, weights=weights, **options))
    if model != "permutatie":
        regions, parts = regions_and_parts(divisions, grid(6, 6))
        assert regions == parts


def test_weights_that_cannot_be_matched_are_told(monkeypatch):
    # Two leaves of a star do not touch, and no one leaf weighs as much.
    one = partition([0, 0, 1, 1])
    weights = pd.Series([100.0, 1.0, 50.0, 51.0], one.gemeenten)
    with pytest.raises(LappendekenError, match=r"2 regio.s van hetzelfde gewicht.* 0%"):
        draw(one, star(4), 5, weights=weights, tolerance=0)
    assert draw(one, None, 5, weights=weights, tolerance=0, model="permutatie").shape == (4, 5)
    monkeypatch.setattr(drawing, "TRIES", 2)
    pairs = partition([k // 5 for k in range(20)])
    weights = pd.Series(np.random.default_rng(1).lognormal(0, 1, 20), pairs.gemeenten)
    with pytest.raises(LappendekenError, match="Neem een ruimere tolerantie"):
        draw(pairs, None, 5, weights=weights, tolerance=0, model="permutatie")
