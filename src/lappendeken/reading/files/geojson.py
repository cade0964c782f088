"""`gemeenten.geojson`: gemeenten with their geometry, checked feature by feature."""

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from lappendeken.errors import Fault
from lappendeken.names import one_spelling
from lappendeken.reading.files.text import read_text
from lappendeken.schema import GEMEENTE_PROPERTIES, gemeente_code

if TYPE_CHECKING:
    from numpy.typing import NDArray

MODEL_CRS = "EPSG:28992"
"""Everything is measured in metres of the Dutch national grid."""

_NETHERLANDS = (2.5, 50.0, 8.0, 54.5)
"""West, south, east and north of the area in which the national grid measures true."""

_AGAIN = "Exporteer de kaart opnieuw als GeoJSON, bijvoorbeeld uit QGIS"
_LONLAT_NAMES = ("CRS84", "EPSG::4326", "EPSG:4326")


_NUMBERS = {"inwoners": True, "oppervlakte_km2": False}
"""Properties that hold a number, and whether it must be whole."""

_AREAL = ("Polygon", "MultiPolygon")
_REASONS = {
    "Self-intersection": "de grens snijdt zichzelf",
    "Ring Self-intersection": "de grens raakt zichzelf",
    "Repeated Point": "een punt staat er twee keer in",
    "Duplicate Rings": "een grens staat er twee keer in",
    "Hole lies outside shell": "een gat ligt buiten het vlak",
    "Holes are nested": "een gat ligt in een ander gat",
    "Nested shells": "een vlak ligt in een ander vlak",
    "Interior is disconnected": "het vlak valt in losse stukken uiteen",
    "Too few points in geometry component": "een grens heeft te weinig punten",
    "Invalid Coordinate": "een coördinaat is geen getal",
    "Ring is not closed": "een grens is niet gesloten",
}
"""What GEOS calls the ways in which an area is no area."""

_NUMERIC = (int, float)
_NEEDED = frozenset(GEMEENTE_PROPERTIES)
_LARGEST = 10**15
"""Beyond any number of people or square kilometres; larger ones no longer fit a cell exactly."""


def read_gemeenten(path: Path, faults: list[Fault]) -> gpd.GeoDataFrame | None:
    """Read gemeenten from GeoJSON in longitude and latitude."""
    text = read_text(path, faults)
    if text is None:
        return None
    before = len(faults)
    features = _features(str(path), text, faults)
    if features is None:
        return None
    records = []
    geometries = []
    for number, feature in enumerate(features, start=1):
        if not isinstance(feature, dict):
            message = "dit is geen gemeente maar losse tekst of een getal"
            faults.append(Fault(str(path), number, "", str(feature), message))
            continue
        records.append(_properties(str(path), number, feature, faults))
        geometries.append((number, feature.get("geometry")))
    shapes = _geometries(str(path), text, geometries, records, faults)
    _check_unique(str(path), records, faults)
    if len(faults) > before:
        return None
    frame = pd.DataFrame(records)
    frame["inwoners"] = frame["inwoners"].astype("Int64")
    frame["oppervlakte_km2"] = frame["oppervlakte_km2"].astype("float64")
    frame["provincie"] = frame["provincie"].map(one_spelling(frame["provincie"]))
    gemeenten = gpd.GeoDataFrame(frame, geometry=shapes, crs="EPSG:4326")
    return gemeenten.set_index("code").sort_index().to_crs(MODEL_CRS)


def _features(file: str, text: str, faults: list[Fault]) -> list[Any] | None:
    """Parse the collection and check its coordinate system."""
    try:
        data = json.loads(text)
    except json.JSONDecodeError as error:
        faults.append(Fault(file, error.lineno, "", "", "dit is geen JSON", _AGAIN))
        return None
    except (RecursionError, ValueError):
        # Nested too deep, or a number of thousands of digits.
        faults.append(Fault(file, None, "", "", "dit is geen leesbare GeoJSON", _AGAIN))
        return None
    kind = data.get("type") if isinstance(data, dict) else type(data).__name__
    if kind != "FeatureCollection":
        message = "dit is geen GeoJSON FeatureCollection"
        faults.append(Fault(file, None, "type", str(kind), message, _AGAIN))
        return None
    crs = data.get("crs")
    about = crs.get("properties") if isinstance(crs, dict) else crs
    name = about.get("name", "") if isinstance(about, dict) else about or ""
    if name and not str(name).upper().endswith(_LONLAT_NAMES):
        faults.append(
            Fault(
                file,
                None,
                "crs",
                str(name),
                "de coördinaten staan in een ander stelsel dan lengte en breedte",
                "Exporteer als GeoJSON in EPSG:4326 (WGS 84)",
            )
        )
        return None
    features = data.get("features")
    if not isinstance(features, list) or not features:
        faults.append(Fault(file, None, "features", "", "er staat geen enkele gemeente in"))
        return None
    return features


def _properties(
    file: str, number: int, feature: dict[str, Any], faults: list[Fault]
) -> dict[str, Any]:
    """Check the properties of one feature; what is wrong becomes None."""
    given = feature.get("properties")
    if not isinstance(given, dict):
        given = {}
    record: dict[str, Any] = dict.fromkeys(GEMEENTE_PROPERTIES)

    def fault(name: str, message: str, hint: str = "") -> None:
        value = "" if given.get(name) is None else str(given[name])
        faults.append(Fault(file, number, name, value, message, hint))

    whole = given.keys() >= _NEEDED
    missing = [] if whole else [name for name in GEMEENTE_PROPERTIES if name not in given]
    for name in missing:
        hint = "Schrijf null als het getal onbekend is" if name in _NUMBERS else ""
        fault(name, "deze eigenschap ontbreekt", hint)
    for name in ("naam", "provincie"):
        value = given.get(name)
        if isinstance(value, str) and value.strip() and _is_whole(value):
            record[name] = value.strip()
        elif name not in missing:
            fault(name, "hier hoort een naam te staan")
    if "code" not in missing:
        record["code"] = gemeente_code(str(given["code"]))
        if record["code"] is None:
            fault("code", "dit is geen CBS-code van een gemeente", "Schrijf bijvoorbeeld GM0193")
    for name, whole in _NUMBERS.items():
        value = given.get(name)
        if value is None:
            continue
        good = isinstance(value, _NUMERIC) and not isinstance(value, bool)
        good = good and abs(value) <= _LARGEST
        if good and value >= 0 and (not whole or value == int(value)):
            record[name] = int(value) if whole else float(value)
        else:
            fault(
                name, "dit is geen geldig aantal", "Schrijf een getal, of null als het onbekend is"
            )
    return record


def _misplaced(bounds: "NDArray[np.float64]") -> tuple[str, str]:
    """Say what is wrong with a place that is not in the Netherlands, and what to do."""
    west, south, east, north = bounds
    in_degrees = west >= -180 and east <= 180 and south >= -90 and north <= 90
    if not np.isfinite(bounds).all() or not in_degrees:
        hint = "Staan ze in Rijksdriehoekscoördinaten? Exporteer dan in EPSG:4326 (WGS 84)"
        return "dit zijn geen graden lengte en breedte", hint
    swapped = _in_netherlands(np.array([south, west, north, east]))
    hint = "Zet eerst de lengte, dan de breedte" if swapped else "Kijk het coördinatenstelsel na"
    return "deze gemeente ligt niet in Nederland", hint


def _in_netherlands(bounds: "NDArray[np.float64]") -> Any:
    """Whether west, south, east and north (the rows) lie where the national grid may be used."""
    west, south, east, north = bounds
    edge_west, edge_south, edge_east, edge_north = _NETHERLANDS
    known = (west <= east) & (south <= north)
    return known & (
        (edge_west <= west) & (east <= edge_east) & (edge_south <= south) & (north <= edge_north)
    )


def _is_whole(text: str) -> bool:
    """Whether a text can be written down: half a surrogate pair cannot."""
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return True


def _geometries(
    file: str,
    text: str,
    given: list[tuple[int, Any]],
    records: list[dict[str, Any]],
    faults: list[Fault],
) -> "NDArray[Any]":
    """Check the geometries of all features at once; what is wrong is told one by one."""

    def fault(place: int, value: str, message: str, hint: str = "") -> None:
        record = records[place]
        who = f"{record['code'] or ''} {record['naam'] or ''}".strip()
        number = given[place][0]
        faults.append(Fault(file, number, "geometry", value, f"{message} ({who})", hint))

    asked = np.zeros(len(given), dtype=bool)
    for place, (_, geometry) in enumerate(given):
        kind = geometry.get("type") if isinstance(geometry, dict) else None
        asked[place] = kind in _AREAL
        if not isinstance(geometry, dict):
            fault(place, "", "deze gemeente heeft geen geometrie")
        elif not asked[place]:
            fault(place, str(kind), "een gemeente is een vlak", "Gebruik Polygon of MultiPolygon")
    shapes = np.full(len(given), None, dtype=object)
    # Heights say nothing of a gemeente, and a ring that closes but for its height cannot be moved.
    areal = [given[place][1] for place in np.flatnonzero(asked).tolist()]
    shapes[asked] = shapely.force_2d(_parsed(areal, text if asked.all() else ""))
    absent = asked & (shapely.is_missing(shapes) | shapely.is_empty(shapes))
    for place in np.flatnonzero(absent).tolist():
        kind = str(given[place][1]["type"])
        fault(place, kind, "deze geometrie is leeg of onleesbaar")
    there = asked & ~absent
    bounds = shapely.bounds(shapes)
    here = _in_netherlands(bounds.T)
    for place in np.flatnonzero(there & ~here).tolist():
        west, south = bounds[place, :2]
        fault(place, f"{west:.6g} {south:.6g}", *_misplaced(bounds[place]))
    for place in np.flatnonzero(there & here & ~shapely.is_valid(shapes)).tolist():
        hint = "Herstel haar, bijvoorbeeld met 'Geometrie repareren' in QGIS"
        reason, _, where = shapely.is_valid_reason(shapes[place]).partition("[")
        why = _REASONS.get(reason.strip(), "de grens klopt niet")
        fault(place, where.rstrip("]"), f"deze geometrie is ongeldig: {why}", hint)
    return shapes


def _parsed(given: list[dict[str, Any]], text: str) -> "NDArray[Any]":
    """Areas as shapely knows them; None where one cannot be read.

    `text` is a collection of these alone, when the file is one.
    """
    with np.errstate(over="ignore"):
        # All at once is several times as fast, but fails as a whole.
        shapes = np.asarray(shapely.get_parts(shapely.from_geojson(text, on_invalid="ignore")))
        if len(shapes) == len(given):
            return shapes
        texts = np.array([json.dumps(one) for one in given], dtype=object)
        return np.asarray(shapely.from_geojson(texts, on_invalid="ignore"), dtype=object)


def _check_unique(file: str, records: list[dict[str, Any]], faults: list[Fault]) -> None:
    """Check that no code stands twice."""
    seen: dict[str, int] = {}
    for number, record in enumerate(records, start=1):
        code = record["code"]
        if code is None:
            continue
        if code in seen:
            faults.append(
                Fault(file, number, "code", code, f"deze gemeente staat ook in rij {seen[code]}")
            )
        seen.setdefault(code, number)
