"""Whether the areas of gemeenten fit together: overlap, chinks and holes."""

from typing import Any

import geopandas as gpd
import numpy as np
import shapely

from lappendeken.dutch import count, number, shortened
from lappendeken.quality.remark import Remark

GAP_WIDTH = 50.0
"""Space between neighbours, in metres, up to which it is a chink and no water."""

SPECK = 1.0
"""Square metres up to which an overlap or a hole is rounding and nothing else."""


def geometry_remarks(gemeenten: gpd.GeoDataFrame) -> list[Remark]:
    """Everything about areas that deserves attention.

    Examples
    --------
    >>> squares = [shapely.box(0, 0, 20, 20), shapely.box(10, 0, 40, 20)]
    >>> table = gpd.GeoDataFrame({"naam": ["A", "B"]}, geometry=squares, index=["a", "b"])
    >>> [remark.text for remark in geometry_remarks(table)][1]
    'De gebieden van 1 paar gemeenten overlappen elkaar: A en B (0,02 ha).'
    """
    shapes = gemeenten.geometry.to_numpy()
    bad = shapely.length(shapely.coverage_invalid_edges(shapes, gap_width=GAP_WIDTH)) > 0
    found = []
    if bad.any():
        found = [_misfit(gemeenten, bad), _overlap(gemeenten, bad)]
    coverage = not bad.any() or bool(shapely.coverage_is_valid(shapes))
    whole = shapely.coverage_union_all(shapes) if coverage else shapely.union_all(shapes)
    return [remark for remark in (*found, _holes(gemeenten, whole)) if remark is not None]


def _misfit(gemeenten: gpd.GeoDataFrame, bad: np.ndarray) -> Remark:
    """Borders that are not those of the neighbours."""
    codes = gemeenten.index[bad]
    names = gemeenten.loc[codes, "naam"].to_list()
    text = (
        f"De grenzen van {count(len(codes), 'gemeente', 'gemeenten')} sluiten niet op die van de "
        f"buren aan (overlap of kier): {shortened(names)}."
    )
    return Remark("geometrie", len(codes), text, tuple(map(str, codes)))


def _overlap(gemeenten: gpd.GeoDataFrame, bad: np.ndarray) -> Remark | None:
    """Pairs of gemeenten that lie on each other, the largest overlap first."""
    shapes = gemeenten.geometry.to_numpy()
    # Of an area that lies within another only the inner one has wrong borders.
    one, other = shapely.STRtree(shapes).query(shapes[bad], predicate="intersects")
    one = np.flatnonzero(bad)[one]
    pairs = np.stack([np.minimum(one, other), np.maximum(one, other)], axis=1)[one != other]
    first, second = np.unique(pairs, axis=0).T
    area = shapely.area(shapely.intersection(shapes[first], shapes[second]))
    order = [k for k in np.argsort(-area, kind="stable") if area[k] > SPECK]
    if not order:
        return None
    names, codes = gemeenten["naam"].to_list(), gemeenten.index.to_list()
    ends = [(int(first[k]), int(second[k]), float(area[k])) for k in order]
    shown = [f"{names[a]} en {names[b]} ({_hectares(size)})" for a, b, size in ends]
    amount = count(len(order), "paar", "paren")
    text = f"De gebieden van {amount} gemeenten overlappen elkaar: {shortened(shown)}."
    return Remark("overlap", len(order), text, tuple(f"{codes[a]} {codes[b]}" for a, b, _ in ends))


def _holes(gemeenten: gpd.GeoDataFrame, whole: Any) -> Remark | None:
    """Holes that are closed in by gemeenten, the largest first."""
    parts = shapely.get_parts(whole)
    rings = np.concatenate([shapely.get_rings(part)[1:] for part in parts])
    if not len(rings):
        return None
    holes = shapely.polygons(rings)
    area = shapely.area(holes)
    order = [k for k in np.argsort(-area, kind="stable") if area[k] > SPECK]
    if not order:
        return None
    shapes = gemeenten.geometry.to_numpy()
    hole, near = shapely.STRtree(shapes).query(holes[order], predicate="intersects")
    around = [sorted(gemeenten.index[near[hole == k]]) for k in range(len(order))]
    largest = shortened(gemeenten.loc[around[0], "naam"].to_list())
    total = count(len(order), "gat", "gaten")
    size = float(area[order[0]])
    text = (
        f"Tussen de gemeenten {'zit' if len(order) == 1 else 'zitten'} {total}, samen "
        f"{_hectares(float(area[order].sum()))}; het grootste ({_hectares(size)}) ligt tussen "
        f"{largest}. Is dat geen water, dan ontbreekt daar een gebied."
    )
    return Remark("gaten", len(order), text, tuple(" ".join(codes) for codes in around))


def _hectares(square_metres: float) -> str:
    """An area in hectares, with two significant decimals where it is small."""
    hectares = square_metres / 10_000
    if hectares < 0.01:
        return "minder dan 0,01 ha"
    return f"{number(hectares, 0 if hectares >= 10 else 2)} ha"
