"""`gemeenten.geojson`: the 390 gemeenten of 2016-01-01 with a geometry of our own."""

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import geopandas
import numpy as np
import pyproj
import shapely
from numpy.typing import NDArray

from databuild import geometry
from databuild.herindelingen import STEPS_2016

SOURCE: Final = "cbs/gemeenten_2015.gpkg"
COUNT: Final = 390
DECIMALS: Final = 5

PROVINCES: Final = {
    "PV20": "Groningen",
    "PV21": "Fryslân",
    "PV22": "Drenthe",
    "PV23": "Overijssel",
    "PV24": "Flevoland",
    "PV25": "Gelderland",
    "PV26": "Utrecht",
    "PV27": "Noord-Holland",
    "PV28": "Zuid-Holland",
    "PV29": "Zeeland",
    "PV30": "Noord-Brabant",
    "PV31": "Limburg",
}

SPELLING: Final = {"Nuenen. Gerwen en Nederwetten": "Nuenen, Gerwen en Nederwetten"}
"""Names that the source spells otherwise than CBS itself does."""

# Written out, because which transformation PROJ picks by itself depends on the grids installed.
# This is EPSG:4833, Amersfoort to WGS 84 (4).
TO_WGS84: Final = (
    "+proj=pipeline +step +inv +proj=sterea +lat_0=52.1561605555556 +lon_0=5.38763888888889"
    " +k=0.9999079 +x_0=155000 +y_0=463000 +ellps=bessel +step +proj=push +v_3"
    " +step +proj=cart +ellps=bessel +step +proj=helmert +x=565.4171 +y=50.3319 +z=465.5524"
    " +rx=0.398957388243134 +ry=-0.343987817378283 +rz=1.87740163998045 +s=4.0725"
    " +convention=coordinate_frame +step +inv +proj=cart +ellps=WGS84 +step +proj=pop +v_3"
    " +step +proj=unitconvert +xy_in=rad +xy_out=deg"
)


@dataclass(frozen=True)
class Gemeente:
    """One gemeente of 2016-01-01, without its geometry.

    Parameters
    ----------
    code, naam, provincie : str
        CBS code, CBS name and name of the province.
    inwoners : int
        Inhabitants on 2015-01-01.
    oppervlakte_km2 : float
        Land area.
    """

    code: str
    naam: str
    provincie: str
    inwoners: int
    oppervlakte_km2: float


@dataclass(frozen=True)
class Gemeenten:
    """All gemeenten with their geometry, sorted by code.

    Parameters
    ----------
    rows : tuple of Gemeente
        The attributes.
    shapes : array of shapely geometries
        Their areas in EPSG:4326, rounded.
    metric : array of shapely geometries
        The same areas in EPSG:28992, as a user's program gets them from the file.
    mending : geometry.Mending
        What was mended in the source, with positions in `rows` counted from 1.
    changed : tuple of (str, str, int)
        Pairs of gemeenten that are neighbours in either the source or the result, with the length
        of that border in metres: negative when it is lost, positive when it is new.
    """

    rows: tuple[Gemeente, ...]
    shapes: NDArray[Any]
    metric: NDArray[Any]
    mending: geometry.Mending
    changed: tuple[tuple[str, str, int], ...]

    @property
    def names(self) -> dict[str, str]:
        """Code -> name."""
        return {row.code: row.naam for row in self.rows}

    @property
    def vertices(self) -> int:
        """Number of coordinate pairs in the file."""
        return int(shapely.get_num_coordinates(self.shapes).sum())


def build(bronnen: Path) -> Gemeenten:
    """Bring the gemeenten of 2015 to 2016-01-01 and draw them anew.

    Parameters
    ----------
    bronnen : Path
        Folder with the source data.

    Returns
    -------
    Gemeenten
        390 of them, checked.

    Raises
    ------
    ValueError
        When the source or the result is not as expected.
    """
    source = geopandas.read_file(bronnen / SOURCE)
    if source.crs.to_epsg() != 28992:
        raise ValueError(f"{SOURCE}: verwacht EPSG:28992")
    successor = {step.van_code: step for step in STEPS_2016}
    gone = source["statcode"].map(lambda code: code in successor)
    if set(source.loc[gone, "statcode"]) != set(successor):
        raise ValueError(f"{SOURCE}: niet alle gemeenten van de stap naar 2016 zijn gevonden")
    steps = source["statcode"].map(successor.get)
    source["naam"] = [
        step.naar_naam if step is not None else SPELLING.get(naam, naam)
        for step, naam in zip(steps, source["statnaam"], strict=True)
    ]
    source["code"] = [
        step.naar_code if step is not None else code
        for step, code in zip(steps, source["statcode"], strict=True)
    ]
    rows, areas = [], []
    for code, parts in source.sort_values(["code", "statcode"]).groupby("code"):
        rows.append(_row(str(code), parts))
        areas.append(shapely.union_all(parts.geometry.to_numpy()))
    if len(rows) != COUNT:
        raise ValueError(f"{len(rows)} gemeenten in plaats van {COUNT}")
    source_areas = np.array(areas, dtype=object)
    drawn, mending = geometry.draw(source_areas)
    shapes = _to_wgs84(drawn)
    metric = geopandas.GeoSeries(shapes, crs=4326).to_crs(28992).to_numpy()
    for areas_to_check in (shapes, metric):
        geometry.check_coverage(areas_to_check)
    names = [row.naam for row in rows]
    return Gemeenten(tuple(rows), shapes, metric, mending, _changed(source_areas, metric, names))


def _row(code: str, parts: Any) -> Gemeente:
    (naam,) = set(parts["naam"])
    (province,) = set(parts["provincie"])
    hectares = int(parts["oppervlakte_land_in_ha"].sum())
    people = int(parts["aantal_inwoners"].sum())
    return Gemeente(code, naam, PROVINCES[province], people, hectares / 100)


def _changed(
    before: NDArray[Any], after: NDArray[Any], names: list[str]
) -> tuple[tuple[str, str, int], ...]:
    old, new = _neighbours(before), _neighbours(after)
    lost = [(names[a], names[b], -round(old[a, b])) for a, b in old.keys() - new.keys()]
    found = [(names[a], names[b], round(new[a, b])) for a, b in new.keys() - old.keys()]
    return tuple(sorted(lost + found))


def _neighbours(shapes: NDArray[Any]) -> dict[tuple[int, int], float]:
    """Give the length of every common border."""
    first, second = shapely.STRtree(shapes).query(shapes, predicate="intersects")
    first, second = first[first < second], second[first < second]
    lengths = shapely.length(shapely.intersection(shapes[first], shapes[second]))
    return {
        (int(a), int(b)): float(length)
        for a, b, length in zip(first, second, lengths, strict=True)
        if length > 1
    }


def _to_wgs84(shapes: NDArray[Any]) -> NDArray[Any]:
    transformer = pyproj.Transformer.from_pipeline(TO_WGS84)

    def convert(xy: NDArray[np.float64]) -> NDArray[np.float64]:
        lon, lat = transformer.transform(xy[:, 0], xy[:, 1])
        return np.column_stack([lon, lat]).round(DECIMALS)

    turned = shapely.orient_polygons(shapely.transform(shapes, convert), exterior_cw=False)
    return np.asarray(turned)


def text(gemeenten: Gemeenten) -> str:
    """Write the gemeenten as GeoJSON, one feature a line.

    Parameters
    ----------
    gemeenten : Gemeenten
        What `build` gave.

    Returns
    -------
    str
        The whole file.
    """
    lines = []
    for row, shape in zip(gemeenten.rows, gemeenten.shapes, strict=True):
        feature = {
            "type": "Feature",
            "id": row.code,
            "properties": {
                "code": row.code,
                "naam": row.naam,
                "provincie": row.provincie,
                "inwoners": row.inwoners,
                "oppervlakte_km2": row.oppervlakte_km2,
            },
            "geometry": json.loads(shapely.to_geojson(shape)),
        }
        lines.append(json.dumps(feature, ensure_ascii=False, separators=(",", ":")))
    body = ",\n".join(lines)
    return f'{{"type":"FeatureCollection","features":[\n{body}\n]}}\n'
