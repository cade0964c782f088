"""Which gemeenten are neighbours: shared land borders with their length, and links over water."""

import numpy as np
import pandas as pd
import shapely
from geopandas import GeoSeries
from scipy import sparse

from lappendeken.errors import LappendekenError

LAND = "land"
"""The `soort` of a shared border, beside those of links over water (`veer`, `brug`, ...)."""


def borders(geometry: GeoSeries, links: pd.DataFrame) -> pd.DataFrame:
    """Pairs of neighbouring gemeenten.

    Parameters
    ----------
    geometry : GeoSeries
        One (multi)polygon per gemeente, index code, in metres.
    links : DataFrame
        Links over water: `van_code`, `naar_code`, `soort`, `naam`.

    Returns
    -------
    DataFrame
        One row per pair: `a` and `b` (codes, `a` < `b`), `length` (metres of shared border; 0
        for a link over water), `soort` (`land` or the sort of link) and `naam` (of the link).

    Raises
    ------
    LappendekenError
        If the geometry is not in metres.

    Notes
    -----
    Neighbours share a stretch of border (rook contiguity); a single point is not enough. In one
    coverage neighbours share their vertices, so equal edges are matched by sorting, in time
    proportional to the number of vertices. Geometry that is no coverage is intersected pair by
    pair.

    Examples
    --------
    >>> squares = GeoSeries([shapely.box(0, 0, 1, 1), shapely.box(1, 0, 2, 1)], ["a", "b"], 28992)
    >>> no_links = pd.DataFrame(columns=["van_code", "naar_code", "soort", "naam"])
    >>> borders(squares, no_links).values.tolist()
    [['a', 'b', 1.0, 'land', '']]
    """
    if geometry.crs is None or geometry.crs.axis_info[0].unit_name != "metre":
        raise LappendekenError(
            "Grenslengten vragen coördinaten in meters; zet de geometrie eerst om naar EPSG:28992."
        )
    shapes = geometry.to_numpy()
    if shapely.coverage_is_valid(shapes):
        first, second, length = _matching_edges(shapes)
    else:
        first, second, length = _intersections(shapes)
    codes = geometry.index.to_numpy()
    land = _oriented(codes[first], codes[second])
    land["length"] = length
    land["soort"] = LAND
    land["naam"] = ""
    known = links[links["van_code"].isin(geometry.index) & links["naar_code"].isin(geometry.index)]
    water = _oriented(known["van_code"].to_numpy(), known["naar_code"].to_numpy())
    water["length"] = 0.0
    water["soort"] = known["soort"].to_numpy()
    water["naam"] = known["naam"].to_numpy()
    # A pair that touches on land needs no link.
    both = pd.concat([land, water], ignore_index=True) if len(water) else land
    both = both.drop_duplicates(["a", "b"])
    return both.sort_values(["a", "b"], ignore_index=True)


def adjacency(gemeenten: pd.Index, pairs: pd.DataFrame) -> sparse.csr_array:
    """The neighbour relation as a symmetric sparse matrix.

    Parameters
    ----------
    gemeenten : Index
        The codes, in the order of rows and columns.
    pairs : DataFrame
        From `borders`; pairs with an unknown gemeente are left out.

    Returns
    -------
    csr_array of int, shape (n, n)
        1 where two gemeenten are neighbours, else nothing stored.
    """
    rows, columns = (gemeenten.get_indexer(pd.Index(pairs[side])) for side in ("a", "b"))
    known = (rows >= 0) & (columns >= 0)
    rows, columns = rows[known], columns[known]
    ones = np.ones(2 * len(rows), dtype=np.int64)
    ends = (np.concatenate([rows, columns]), np.concatenate([columns, rows]))
    size = len(gemeenten)
    return sparse.csr_array(sparse.coo_array((ones, ends), shape=(size, size)))


def components(gemeenten: pd.Index, pairs: pd.DataFrame) -> "pd.Series[int]":
    """Number the connected parts of a set of gemeenten.

    Parameters
    ----------
    gemeenten : Index
        The codes concerned; only neighbours among them count.
    pairs : DataFrame
        From `borders`.

    Returns
    -------
    Series of int
        Index `gemeenten`; the largest part is 0, the next 1, and so on (ties in order of code).
    """
    _, labels = sparse.csgraph.connected_components(adjacency(gemeenten, pairs), directed=False)
    order = np.argsort(gemeenten.to_numpy())
    parts, first, size = np.unique(labels[order], return_index=True, return_counts=True)
    number = np.empty(len(parts), dtype=np.int64)
    number[parts[np.lexsort((first, -size))]] = np.arange(len(parts))
    return pd.Series(number[labels], index=gemeenten, name="component")


def _oriented(first: np.ndarray, second: np.ndarray) -> pd.DataFrame:
    """Pairs of codes with the smaller one first."""
    swap = first > second
    return pd.DataFrame({"a": np.where(swap, second, first), "b": np.where(swap, first, second)})


def _matching_edges(shapes: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Match the edges that occur in two shapes of a coverage; add up their lengths."""
    parts, owner = shapely.get_parts(shapes, return_index=True)
    rings, ring_part = shapely.get_rings(parts, return_index=True)
    points, ring = shapely.get_coordinates(rings, return_index=True)
    inside = ring[1:] == ring[:-1]
    start, end = points[:-1][inside], points[1:][inside]
    edge_owner = owner[ring_part[ring[:-1][inside]]]
    # The same edge runs the other way in the neighbour: put the smaller end first.
    flip = (start[:, 0] > end[:, 0]) | ((start[:, 0] == end[:, 0]) & (start[:, 1] > end[:, 1]))
    low, high = np.where(flip[:, None], end, start), np.where(flip[:, None], start, end)
    keys = np.hstack([low, high])
    order = np.lexsort(keys.T)
    keys, edge_owner = keys[order], edge_owner[order]
    same = (keys[1:] == keys[:-1]).all(axis=1) & (edge_owner[1:] != edge_owner[:-1])
    length = np.hypot(keys[:, 2] - keys[:, 0], keys[:, 3] - keys[:, 1])[:-1][same]
    first, second = edge_owner[:-1][same], edge_owner[1:][same]
    low_owner, high_owner = np.minimum(first, second), np.maximum(first, second)
    table = pd.DataFrame({"a": low_owner, "b": high_owner, "length": length})
    total = table.groupby(["a", "b"], as_index=False)["length"].sum()
    return total["a"].to_numpy(), total["b"].to_numpy(), total["length"].to_numpy()


def _intersections(shapes: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Intersect the boundaries of shapes that touch, pair by pair."""
    first, second = shapely.STRtree(shapes).query(shapes, predicate="intersects")
    once = first < second
    first, second = first[once], second[once]
    boundary = shapely.boundary(shapes)
    length = shapely.length(shapely.intersection(boundary[first], boundary[second]))
    real = length > 0
    return first[real], second[real], length[real]
