"""Which region a gemeente lies in, by laying one layer on another."""

from collections.abc import Sequence
from typing import Final

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

__all__ = ["SAFE_SHARE", "largest_shares"]

SAFE_SHARE: Final = 0.95
"""Below this share of its area in one region, the membership of a gemeente deserves a look."""

_WHOLE: Final = 1 - 1e-9


def largest_shares(gemeenten: gpd.GeoSeries, regions: gpd.GeoSeries) -> pd.DataFrame:
    """Find for every gemeente the region that holds most of its area.

    Notes
    -----
    `share = area(gemeente ∩ region) / area(gemeente)`. Outside all regions is a choice like any
    other: a gemeente that only touches a region by a sliver is in none. Invalid geometry is made
    valid for the measurement alone.

    Examples
    --------
    >>> box = shapely.box
    >>> towns = gpd.GeoSeries({"GM0001": box(0, 0, 10, 10), "GM0002": box(10, 0, 20, 10)})
    >>> parts = gpd.GeoSeries({"A": box(0, 0, 12, 10), "B": box(12, 0, 20, 10)})
    >>> largest_shares(towns, parts)[["region", "share"]].values.tolist()
    [['A', 1.0], ['B', 0.8]]
    """
    towns, areas = _usable(gemeenten), _usable(regions)
    pairs = _pairs(towns, areas)
    size = shapely.area(towns)
    with np.errstate(invalid="ignore", divide="ignore"):
        pairs["share"] = np.minimum(pairs["area"] / size[pairs["town"]], 1.0)
    pairs = pairs[pairs["share"] > 0].sort_values(
        ["town", "share", "region"], ascending=[True, False, True], kind="stable"
    )
    outside = 1 - pairs.groupby("town")["share"].sum().reindex(range(len(towns)), fill_value=0.0)
    first = pairs.drop_duplicates("town").set_index("town")
    second = pairs[pairs.duplicated("town")].drop_duplicates("town").set_index("town")
    names = np.array([*regions.index, None], dtype=object)
    rows = range(len(towns))
    share = first["share"].reindex(rows, fill_value=0.0)
    found = first["region"].reindex(rows, fill_value=-1).where(share > outside.to_numpy(), -1)
    other = second["region"].reindex(rows, fill_value=-1)
    return pd.DataFrame(
        {
            "region": names[found.to_numpy()],
            "share": share.to_numpy(),
            "second": names[other.to_numpy()],
            "second_share": second["share"].reindex(rows, fill_value=0.0).to_numpy(),
        },
        index=gemeenten.index,
    )


def _usable(shapes: gpd.GeoSeries) -> np.ndarray:
    """Areas that can be cut: none where there was none, mended where one is invalid."""
    found = np.asarray(shapes.to_numpy(), dtype=object)
    found = np.where(shapely.is_missing(found), shapely.Polygon(), found)
    broken = ~shapely.is_valid(found)
    # The other method takes minutes for a ring of some hundreds of points that is a tangle.
    found[broken] = shapely.make_valid(found[broken], method="structure", keep_collapsed=False)
    return found


def _pairs(towns: np.ndarray, regions: np.ndarray) -> pd.DataFrame:
    """The area that every gemeente has in common with every region it meets."""
    town, region = shapely.STRtree(regions).query(towns)
    shapely.prepare(regions)
    inside = shapely.covers(regions[region], towns[town])
    area = np.empty(len(town))
    area[inside] = shapely.area(towns[town[inside]])
    # A gemeente that lies in one region as a whole need not be cut by the others that it touches.
    whole = np.isin(town, town[inside])
    area[whole & ~inside] = 0.0
    cut = np.flatnonzero(~whole)
    area[cut] = _common_area(towns[town[cut]], regions[region[cut]])
    return pd.DataFrame({"town": town, "region": region, "area": area})


def _common_area(towns: Sequence[shapely.Geometry], regions: np.ndarray) -> np.ndarray:
    """Area in common of pairs; of the region only what lies around the gemeente is looked at."""
    result = np.empty(len(regions))
    for place, (town, region) in enumerate(zip(towns, regions, strict=True)):
        near = shapely.clip_by_rect(region, *shapely.bounds(town))
        try:
            result[place] = shapely.area(shapely.intersection(town, near))
        except shapely.GEOSException:
            # Clipping may leave a ring that touches itself; the whole region does not have that.
            result[place] = shapely.area(shapely.intersection(town, region))
    return result
