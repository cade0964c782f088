"""Every gemeente as a hexagon: one cell each, near its neighbours, always the same."""

import numpy as np

from lappendeken.drawing.hexagons import hexagons


def distances(lap, cells):
    """How far apart the hexagons of neighbours are, in widths of one."""
    column, row = np.array(cells).T
    middles = np.column_stack([column + (row % 2) / 2, row * np.sqrt(3) / 2])
    first, second = (lap.gemeenten.index.get_indexer(lap.borders[side]) for side in "ab")
    return np.linalg.norm(middles[first] - middles[second], axis=1)


def test_neighbours_stay_near_each_other(today, real):
    for lap in (today, real):
        cells = hexagons(lap)
        assert len(set(cells)) == len(lap.gemeenten)
        apart = distances(lap, cells)
        assert np.mean(apart < 1.01) > 0.7
        assert np.mean(apart < 2.01) > 0.97
        assert apart.max() < 3.5


def test_the_layout_is_turned_as_the_country_is(today):
    cells = dict(zip(today.gemeenten["naam"], hexagons(today), strict=True))
    assert cells["Groningen"][1] > cells["Zwolle"][1] > cells["Maastricht"][1]
    assert cells["Enschede"][0] > cells["Utrecht"][0] > cells["Middelburg"][0]


def test_a_small_quilt_and_the_same_again(quilt):
    first = hexagons(quilt)
    hexagons.cache_clear()
    assert hexagons(quilt) == first
    assert len(set(first)) == len(quilt.gemeenten)
