"""Areas through reorganisations: dissolved where nothing newer is given."""

from collections.abc import Mapping, Sequence
from typing import Any

import geopandas as gpd
import numpy as np
import shapely

from lappendeken.errors import GeometryError
from lappendeken.herindeling.steps import Part

METRES = "EPSG:28992"


def union(shapes: Sequence[Any], *, coverage: bool) -> Any:
    """One area out of several."""
    real = np.array([shape for shape in shapes if shape is not None], dtype=object)
    if len(real) < 2:
        return real[0] if len(real) else None
    return shapely.coverage_union_all(real) if coverage else shapely.union_all(real)


def receiver(parts: Sequence[Part], shape: Any, shapes: Mapping[str, Any]) -> str:
    """Which gemeente gets the area of a split one, when there is no newer geometry."""
    codes = [part.naar_code for part in parts]
    if all(part.share is not None for part in parts):
        return max(parts, key=lambda part: part.share or 0).naar_code
    if parts[0].van_code in codes:
        return parts[0].van_code
    edge = shapely.boundary(shape)

    def common(code: str) -> float:
        other = shapes.get(code)
        if other is None:
            return 0.0
        return float(shapely.length(shapely.intersection(edge, shapely.boundary(other))))

    return max(codes, key=common)


def areas(
    shape: Any, finals: Mapping[str, Sequence[str]], newer: gpd.GeoDataFrame
) -> dict[str, float]:
    """How the area of a split gemeente was divided, by newer geometry."""
    times: dict[str, int] = {}
    for codes in finals.values():
        for code in codes:
            times[code] = times.get(code, 0) + 1
    common = {
        code: float(shapely.area(shapely.intersection(shape, newer.geometry[code]))) / times[code]
        for code in times
        if code in newer.index
    }
    return {
        target: sum(common.get(code, 0.0) for code in codes) for target, codes in finals.items()
    }


def checked(newer: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    """Newer geometry in metres, indexed by code."""
    if newer.crs is None:
        raise GeometryError(
            "De nieuwere geometrie noemt geen coördinatenstelsel. Ken het toe in QGIS "
            "('Laag-CRS instellen'), meestal EPSG:28992."
        )
    if not newer.index.is_unique:
        twice = ", ".join(sorted(set(newer.index[newer.index.duplicated()])))
        raise GeometryError(
            f"De nieuwere geometrie noemt gemeenten twee keer: {twice}. Voeg de vlakken van elk "
            "samen."
        )
    shapes = newer.geometry
    kinds = shapes.geom_type.isin(["Polygon", "MultiPolygon"])
    bad = newer.index[~(kinds & shapes.is_valid & ~shapes.is_empty)]
    if len(bad):
        listed = ", ".join(map(str, bad))
        raise GeometryError(
            f"De nieuwere geometrie is leeg of ongeldig van: {listed}. Herstel die in QGIS "
            "('Geometrie repareren')."
        )
    return newer.to_crs(METRES)
