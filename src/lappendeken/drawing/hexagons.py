"""Every gemeente as a hexagon of one size, near where it lies and beside its neighbours."""

from functools import lru_cache

import numpy as np
import numpy.typing as npt
from scipy.optimize import linear_sum_assignment
from scipy.spatial import cKDTree

from lappendeken.model import Lappendeken

Floats = npt.NDArray[np.float64]

MOST = 1_000
"""More gemeenten than this are no longer told apart as hexagons on one screen."""

_ROUNDS = 400
_PUSH, _PULL = 0.5, 0.12
_ROW = np.sqrt(3) / 2
_FAR = 3.0


@lru_cache(maxsize=2)
def hexagons(lap: Lappendeken) -> tuple[tuple[int, int], ...]:
    """Column and row of a hexagon for every gemeente; none for more than `MOST`.

    Notes
    -----
    Odd rows lie half a hexagon further to the right. Points are first spread until no two are
    nearer than a hexagon is wide, while neighbours draw each other near (as circles are in
    Dorling, 1996, Area cartograms); then each gets the cell of a honeycomb for which the sum of
    squared distances is least. No chance is in it: the same gemeenten give the same layout.

    Examples
    --------
    >>> import lappendeken as ld
    >>> found = hexagons(ld.load())
    >>> len(found), len(set(found))
    (342, 342)
    """
    gemeenten = lap.gemeenten
    if not 0 < len(gemeenten) <= MOST:
        return ()
    places = gemeenten.geometry.representative_point()
    points = np.column_stack([places.x, places.y])
    # Hexagons of this width have together the area of all gemeenten.
    width = np.sqrt(gemeenten.geometry.area.sum() / len(gemeenten) / _ROW)
    first, second = (gemeenten.index.get_indexer(lap.borders[side]) for side in "ab")
    return _cells(_spread((points - points.mean(axis=0)) / width, first, second))


def _spread(points: Floats, first: npt.NDArray[np.intp], second: npt.NDArray[np.intp]) -> Floats:
    """Points moved until they lie about one apart, neighbours near each other."""
    points = points.copy()
    for _ in range(_ROUNDS):
        step = np.zeros_like(points)
        close = cKDTree(points).query_pairs(1.0, output_type="ndarray")
        for pairs, force, away in (
            (close, _PUSH, True),
            (np.column_stack([first, second]), _PULL, False),
        ):
            i, j = pairs.T
            apart = points[i] - points[j]
            distance = np.linalg.norm(apart, axis=1) + 1e-9
            lack = (1.0 - distance) / 2 if away else np.minimum(1.0 - distance, 0.0)
            move = (force * lack / distance)[:, None] * apart
            np.add.at(step, i, move)
            np.add.at(step, j, -move)
        points += step
    return points


def _cells(points: Floats) -> tuple[tuple[int, int], ...]:
    """A cell of a honeycomb for every point, as near as can be for all together."""
    low, high = np.floor(points.min(axis=0)) - _FAR, np.ceil(points.max(axis=0)) + _FAR
    columns = np.arange(low[0], high[0] + 1)
    rows = np.arange(np.floor(low[1] / _ROW), np.ceil(high[1] / _ROW) + 1)
    column, row = (grid.ravel() for grid in np.meshgrid(columns, rows))
    middles = np.column_stack([column + (row % 2) / 2, row * _ROW])
    near = cKDTree(points).query(middles)[0] < _FAR
    column, row, middles = column[near], row[near], middles[near]
    cost = ((points[:, None] - middles[None]) ** 2).sum(axis=2)
    _, chosen = linear_sum_assignment(cost)
    return tuple((int(x), int(y)) for x, y in zip(column[chosen], row[chosen], strict=True))
