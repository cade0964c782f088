"""The topology holds every border once, and gives the shapes back."""

from collections import Counter

import geopandas as gpd
import numpy as np
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st

from lappendeken.drawing import topology
from lappendeken.drawing.topology import Topology, build, read_numbers, write_numbers

CELL = 1024.0
"""Side of a cell in metres: a power of two, so that coordinates are exact."""


def cell(column, row):
    """One cell of a quilt of squares."""
    west, south = 131_072 + column * CELL, 393_216 + row * CELL
    return shapely.box(west, south, west + CELL, south + CELL)


def quilt(labels):
    """Shapes of gemeenten from a table of labels, as one coverage."""
    parts: dict[int, list[shapely.Polygon]] = {}
    for row, line in enumerate(labels):
        for column, label in enumerate(line):
            parts.setdefault(label, []).append(cell(column, row))
    shapes = [shapely.coverage_union_all(parts[label]) for label in sorted(parts)]
    return gpd.GeoSeries(shapes, crs=28992)


def decoded(made: Topology, gemeente: int):
    """The shape of one gemeente in metres."""
    polygons = []
    for outer, *holes in made.shapes[gemeente]:
        shell = made.metres(made.ring(outer))
        polygons.append(shapely.Polygon(shell, [made.metres(made.ring(hole)) for hole in holes]))
    return shapely.MultiPolygon(polygons)


def uses(made: Topology):
    """How often each arc is used in each direction: (forward, backward)."""
    forward, backward = Counter(), Counter()
    for shape in made.shapes:
        for polygon in shape:
            for ring in polygon:
                for index in ring:
                    (forward if index >= 0 else backward)[index if index >= 0 else ~index] += 1
    return [(forward[k], backward[k]) for k in range(len(made.arcs))]


def test_two_squares_share_one_arc():
    made = build(quilt([[0, 1]]))
    assert sorted(made.owners) == [(0,), (0, 1), (1,)]
    assert sorted(map(sorted, uses(made))) == [[0, 1], [0, 1], [1, 1]]


@given(st.lists(st.lists(st.integers(0, 4), min_size=6, max_size=6), min_size=6, max_size=6))
def test_any_quilt_comes_back_whole_with_every_border_once(labels):
    shapes = quilt(labels)
    made = build(shapes, grid=96)
    for gemeente, shape in enumerate(shapes):
        assert decoded(made, gemeente).equals(shape)
    for (forward, backward), owners in zip(uses(made), made.owners, strict=True):
        # An arc of one gemeente is used once, a border once from either side.
        assert forward + backward == len(owners)
        assert max(forward, backward) == 1
    assert len({tuple(arc) for arc in made.arcs}) == len(made.arcs)
    for k, owners in enumerate(made.owners):
        line = shapely.LineString(made.metres(made.arcs[k]))
        for gemeente in owners:
            assert shapes.iloc[gemeente].boundary.covers(line)


def test_an_enclave_is_one_closed_arc_of_both():
    made = build(quilt([[0, 0, 0], [0, 1, 0], [0, 0, 0]]))
    (shared,) = [k for k, owners in enumerate(made.owners) if owners == (0, 1)]
    assert made.arcs[shared][0] == made.arcs[shared][-1]
    assert [len(polygon) for polygon in made.shapes[0]] == [2]
    assert [len(polygon) for polygon in made.shapes[1]] == [1]


def test_enclaves_within_enclaves_come_back():
    baarle = [[0, 0, 0, 0, 0], [0, 1, 1, 1, 0], [0, 1, 0, 1, 0], [0, 1, 1, 1, 0], [0, 0, 0, 0, 1]]
    shapes = quilt(baarle)
    made = build(shapes)
    for gemeente, shape in enumerate(shapes):
        assert decoded(made, gemeente).area == pytest.approx(shape.area, rel=1e-4)
    assert len(made.shapes[0]) == 2
    assert len(made.shapes[1]) == 2


def test_an_island_is_an_arc_of_its_own():
    shapes = gpd.GeoSeries([shapely.MultiPolygon([cell(0, 0), cell(3, 3)])], crs=28992)
    made = build(shapes)
    assert made.owners == [(0,), (0,)]
    assert len(made.shapes[0]) == 2


def test_slivers_and_vertices_of_one_side_do_not_hide_a_neighbour():
    # The left one leaves a strip of 20 metres, and faces two neighbours along one edge.
    left = shapely.box(100_000, 400_000, 109_980, 410_000)
    below = shapely.box(110_000, 400_000, 120_000, 405_000)
    above = shapely.box(110_000, 405_000, 120_000, 410_000)
    made = build(gpd.GeoSeries([left, below, above], crs=28992))
    assert {owners for owners in made.owners if len(owners) == 2} >= {(1, 2), (0, 1), (0, 2)}
    # Only what faces nobody is an outer edge: on the left one that is not its right side.
    edges = [made.arcs[k] for k, owners in enumerate(made.owners) if owners == (0,)]
    assert max(x for edge in edges for x, _ in edge) < 0.6 * max(x for a in made.arcs for x, _ in a)


def test_far_neighbours_are_none():
    apart = [shapely.box(0, 0, 1000, 1000), shapely.box(1200, 0, 2200, 1000)]
    overlapping = shapely.box(2000, 0, 3000, 1000)
    made = build(gpd.GeoSeries([*apart, overlapping], crs=28992))
    assert (0, 1) not in made.owners


def test_a_gemeente_too_small_for_the_grid_stays():
    big = shapely.box(0, 0, 20_000, 20_000)
    tiny = shapely.box(30_000, 0, 30_001, 1)
    made = build(gpd.GeoSeries([big, tiny], crs=28992), grid=100)
    assert len(made.shapes[1]) == 1
    assert len(set(made.ring(made.shapes[1][0][0]))) == 3


def test_spikes_and_repeated_points_leave_nothing():
    spike = [(0, 0), (4, 0), (9, 0), (4, 0), (4, 4), (4, 4), (0, 4)]
    assert topology._clean(spike) == [(0, 0), (4, 0), (4, 4), (0, 4)]
    assert topology._clean([(0, 0), (5, 5), (0, 0), (9, 9)]) == []
    assert topology._clean([(2, 2), (4, 0), (4, 4), (2, 2), (1, 1)]) == [(2, 2), (4, 0), (4, 4)]


@given(st.lists(st.integers(-(10**7), 10**7)))
def test_numbers_come_back_from_their_text(numbers):
    text = write_numbers(numbers)
    assert read_numbers(text) == numbers
    assert not set(text) & set("<>&\"'")


def on_page(made):
    """The arcs of a page as longitude and latitude."""
    page = made.page
    numbers, arcs = read_numbers(page["arcs"]), []
    while numbers:
        count, numbers = numbers[0], numbers[1:]
        steps = np.array(numbers[: 2 * count]).reshape(-1, 2)
        arcs.append(np.cumsum(steps, axis=0) * page["scale"] + page["translate"])
        numbers = numbers[2 * count :]
    return arcs


def test_a_page_has_degrees_in_whole_steps():
    made = build(quilt([[0, 1], [2, 2]]))
    arcs = on_page(made)
    assert made.page["owners"] == [list(owners) for owners in made.owners]
    assert made.page["shapes"] == made.shapes
    for own, shown in zip(made.arcs, arcs, strict=True):
        points = gpd.GeoSeries.from_xy(*shown.T, crs=4326).to_crs(28992)
        distances = np.hypot(*(np.column_stack([points.x, points.y]) - made.metres(own)).T)
        assert distances.max() < 0.1
    west, south, east, north = made.bounds
    assert (west, south) == pytest.approx(np.vstack(arcs).min(axis=0), abs=1e-6)
    assert (east, north) == pytest.approx(np.vstack(arcs).max(axis=0), abs=1e-6)


def test_the_real_page_is_within_a_step_of_the_land(netherlands):
    arcs = on_page(netherlands)
    own = np.vstack([netherlands.metres(arc) for arc in netherlands.arcs])
    points = gpd.GeoSeries.from_xy(*np.vstack(arcs).T, crs=4326).to_crs(28992)
    assert np.hypot(points.x - own[:, 0], points.y - own[:, 1]).max() < 6


@pytest.fixture(scope="module")
def netherlands(real):
    return build(real.gemeenten.geometry)


def test_the_real_gemeenten_keep_their_area(real, netherlands):
    shapes = [decoded(netherlands, g) for g in range(len(real.gemeenten))]
    made = gpd.GeoSeries(shapes, index=real.gemeenten.index, crs=28992)
    ratio = made.area / real.gemeenten.area
    assert (ratio - 1).abs().max() < 0.01
    assert made.area.sum() == pytest.approx(real.gemeenten.area.sum(), rel=1e-4)


def test_the_real_borders_are_those_of_the_model(real, netherlands):
    codes = real.gemeenten.index
    land = real.borders[real.borders["soort"] == "land"]
    expected = set(zip(land["a"], land["b"], strict=True))
    found = {tuple(codes[list(owners)]) for owners in netherlands.owners if len(owners) == 2}
    assert found == expected
    assert max(map(len, netherlands.owners)) == 2


def test_the_real_arcs_are_fewer_points_than_the_shapes(real, netherlands):
    points = shapely.get_num_coordinates(real.gemeenten.geometry.to_numpy()).sum()
    assert sum(map(len, netherlands.arcs)) < 0.7 * points
