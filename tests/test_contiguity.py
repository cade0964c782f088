"""Neighbours: shared borders in metres, links over water, connected parts."""

from itertools import combinations, pairwise

import numpy as np
import pandas as pd
import pytest
import shapely
from geopandas import GeoSeries
from hypothesis import given
from hypothesis import strategies as st
from quilts import assert_on_index

from lappendeken.contiguity import adjacency, borders, components
from lappendeken.errors import LappendekenError

LINK = ["van_code", "naar_code", "soort", "naam"]
NO_LINKS = pd.DataFrame(columns=LINK)


def series(shapes, crs=28992):
    """Shapes by code, in metres."""
    return GeoSeries(list(shapes.values()), index=list(shapes), crs=crs)


def lengths(table):
    """Length by pair."""
    return {(row.a, row.b): row.length for row in table.itertuples()}


def neighbours(pairs):
    """A table of neighbours as `borders` gives it."""
    return pd.DataFrame(pairs, columns=["a", "b"])


# By hand ------------------------------------------------------------------------------------


def test_borders_of_the_quilt(quilt, codes):
    # Within each row 4 borders, between the rows 5: 3*4 + 2*5 = 22 of 1 km, and the ferry.
    drawn = ["ABCDE", "FGHJK", "LMNOP"]
    pairs = {p for row in drawn for p in pairwise(row)}
    pairs |= {p for above, below in pairwise(drawn) for p in zip(above, below, strict=True)}
    table = quilt.borders
    land = lengths(table[table["soort"] == "land"])
    assert set(land) == {(codes[x], codes[y]) for x, y in pairs}
    assert list(land.values()) == pytest.approx([1000] * 22, abs=0.5)
    water = table[table["soort"] != "land"]
    # I comes before N in order of code.
    assert water.to_dict("records") == [
        {"a": codes["I"], "b": codes["N"], "length": 0, "soort": "veer", "naam": "Pont van N"}
    ]


def test_pairs_stand_in_order_with_the_smaller_code_first(quilt):
    table = quilt.borders
    assert (table["a"] < table["b"]).all()
    pairs = list(zip(table["a"], table["b"], strict=True))
    assert pairs == sorted(set(pairs))
    assert table.index.to_list() == list(range(23))


def test_a_corner_is_no_border():
    shapes = {"a": shapely.box(0, 0, 1, 1), "b": shapely.box(1, 1, 2, 2)}
    assert borders(series(shapes), NO_LINKS).empty


def test_an_enclave_borders_all_around():
    # A ring of 3 x 3 with a hole of 1 x 1, filled.
    hole = shapely.box(1, 1, 2, 2)
    shapes = {"ring": shapely.box(0, 0, 3, 3) - hole, "hole": hole}
    assert lengths(borders(series(shapes), NO_LINKS)) == {("hole", "ring"): 4}


def test_parts_of_one_gemeente_add_up():
    # a has two parts of 1 x 1, at either end of the 3 x 1 of b.
    ends = shapely.MultiPolygon([shapely.box(-1, 0, 0, 1), shapely.box(3, 0, 4, 1)])
    middle = shapely.Polygon([(0, 0), (3, 0), (3, 1), (0, 1)])
    assert lengths(borders(series({"b": middle, "a": ends}), NO_LINKS)) == {("a", "b"): 2}


def test_shapes_that_do_not_share_their_vertices_still_have_borders():
    # b and c stand on the upper side of a, which has no vertex where they meet.
    shapes = {
        "a": shapely.box(0, 0, 3, 1),
        "b": shapely.box(0, 1, 1, 2),
        "c": shapely.box(1, 1, 3, 2),
    }
    assert lengths(borders(series(shapes), NO_LINKS)) == {
        ("a", "b"): 1,
        ("a", "c"): 2,
        ("b", "c"): 1,
    }


def test_shapes_that_touch_no_one_have_no_borders():
    shapes = {"a": shapely.box(0, 0, 1, 1), "b": shapely.box(5, 0, 6, 1)}
    table = borders(series(shapes), NO_LINKS)
    assert table.empty
    assert list(table.columns) == ["a", "b", "length", "soort", "naam"]


# Links --------------------------------------------------------------------------------------

APART = {"a": shapely.box(0, 0, 1, 1), "b": shapely.box(5, 0, 6, 1), "c": shapely.box(6, 0, 7, 1)}


def test_a_link_joins_two_in_either_order():
    links = pd.DataFrame([["b", "a", "brug", "Lange Brug"]], columns=LINK)
    table = borders(series(APART), links)
    assert table.to_numpy().tolist() == [
        ["a", "b", 0, "brug", "Lange Brug"],
        ["b", "c", 1, "land", ""],
    ]


def test_a_link_adds_nothing_to_a_border():
    links = pd.DataFrame([["c", "b", "brug", "Korte Brug"]], columns=LINK)
    assert lengths(borders(series(APART), links)) == {("b", "c"): 1}


def test_two_links_are_one_pair_of_neighbours():
    links = pd.DataFrame([["b", "a", "brug", "x"], ["a", "b", "veer", "y"]], columns=LINK)
    table = borders(series(APART), links)
    assert table[["a", "b"]].to_numpy().tolist() == [["a", "b"], ["b", "c"]]


def test_a_link_with_a_gemeente_elsewhere_is_left_out():
    links = pd.DataFrame([["a", "zz", "brug", "x"]], columns=LINK)
    assert lengths(borders(series(APART), links)) == {("b", "c"): 1}


# Refused ------------------------------------------------------------------------------------


@pytest.mark.parametrize("crs", [None, 4326, 2263], ids=["none", "degrees", "feet"])
def test_only_metres_will_do(crs):
    with pytest.raises(LappendekenError, match="meters"):
        borders(series(APART, crs), NO_LINKS)


# By definition ------------------------------------------------------------------------------


@given(st.lists(st.sampled_from("abcd"), min_size=12, max_size=12), st.booleans())
def test_lengths_are_those_of_intersections(labels, overlapping):
    # Squares of a 4 x 3 grid, merged by label: possibly of several parts, with holes.
    grid = [shapely.box(k % 4, k // 4, k % 4 + 1, k // 4 + 1) for k in range(12)]
    shapes = {
        label: shapely.union_all(
            [box for box, own in zip(grid, labels, strict=True) if own == label]
        )
        for label in sorted(set(labels))
    }
    if overlapping:
        shapes["e"] = shapely.box(3.5, 0, 5, 0.5)  # overlaps a square: no coverage
    found = lengths(borders(series(shapes), NO_LINKS))
    for (first, one), (second, other) in combinations(sorted(shapes.items()), 2):
        line = one.boundary & other.boundary
        assert found.get((first, second), 0) == pytest.approx(line.length)
    assert all(length > 0 for length in found.values())


# Adjacency and parts ------------------------------------------------------------------------


def test_adjacency_is_symmetric_and_leaves_out_strangers():
    matrix = adjacency(pd.Index(["c", "a", "b"]), neighbours([("a", "b"), ("b", "c"), ("a", "zz")]))
    assert matrix.toarray().tolist() == [[0, 0, 1], [0, 0, 1], [1, 1, 0]]


def test_no_one_is_its_own_neighbour(quilt):
    matrix = adjacency(quilt.gemeenten.index, quilt.borders)
    assert matrix.diagonal().sum() == 0
    assert matrix.sum() == 2 * 23
    assert (matrix != matrix.T).nnz == 0


def test_the_quilt_is_one_part_thanks_to_the_ferry(quilt, codes):
    everyone = quilt.gemeenten.index
    assert components(everyone, quilt.borders).to_list() == [0] * 16
    land = quilt.borders[quilt.borders["soort"] == "land"]
    parts = components(everyone, land)
    assert_on_index(parts, everyone, name="component", dtype="int64")
    assert parts[parts == 1].index.to_list() == [codes["I"]]


def test_only_neighbours_within_the_set_connect(quilt, codes):
    # A and C touch only through B.
    some = pd.Index([codes[x] for x in "ACDF"])
    assert components(some, quilt.borders).to_list() == [0, 1, 1, 0]


def test_the_largest_part_is_number_0():
    pairs = neighbours([("b", "c"), ("c", "d"), ("e", "f")])
    parts = components(pd.Index(list("abcdef")), pairs)
    assert parts.to_dict() == {"a": 2, "b": 0, "c": 0, "d": 0, "e": 1, "f": 1}


def test_equal_parts_are_numbered_in_order_of_code():
    parts = components(pd.Index(list("cab")), neighbours([]))
    assert parts.to_dict() == {"a": 0, "b": 1, "c": 2}


def test_parts_of_nothing():
    assert components(pd.Index([], dtype="str"), neighbours([])).empty


@given(st.sets(st.tuples(st.sampled_from("abcdefg"), st.sampled_from("abcdefg"))))
def test_parts_are_those_of_a_walk(pairs):
    pairs = sorted({tuple(sorted(p)) for p in pairs if p[0] != p[1]})
    group = {x: {x} for x in "abcdefg"}
    for x, y in pairs:
        joined = group[x] | group[y]
        group |= dict.fromkeys(joined, joined)
    parts = components(pd.Index(list("abcdefg")), neighbours(pairs))
    for x in parts.index:
        assert set(parts.index[parts == parts[x]]) == group[x]
    sizes = np.bincount(parts)
    assert (np.diff(sizes) <= 0).all()
