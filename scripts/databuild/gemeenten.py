"""`gemeenten.geojson` of each edition: areas of CBS brought to the date, and drawn anew."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

import geopandas as gpd
import numpy as np
import pandas as pd
import pyproj
import shapely
from numpy.typing import NDArray

from databuild import geometry
from databuild.herindelingen import STEPS_2016, Herindelingen, Step
from databuild.tables import read
from lappendeken.reading.settling.catalogue import PROVINCES
from lappendeken.reading.sources.cbs import read_cbs

SOURCE_2015: Final = "cbs/gemeenten_2015.gpkg"
SOURCE_2022: Final = "cbs/gemeenten_2022.gpkg"
PEOPLE_2023: Final = "2026/inwoners_2023-01-01.csv"
PROVINCES_2023: Final = "2026/veiligheidsregio_provincie_2023.csv"
CHECKS_2023: Final = (
    "cbs/gemeenten_2023.gpkg",
    "2026/gemeenten_veiligheidsregios_2023.topo.json",
)
DECIMALS: Final = 5

SPELLING: Final = {"GM0820": "Nuenen, Gerwen en Nederwetten"}
"""Names that a source spells otherwise than CBS itself does."""

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


@dataclass(frozen=True, eq=False)
class Overlap:
    """How well the drawn areas lie on those of another source."""

    source: str
    shares: "pd.Series[float]"
    """By code: area in common, as a share of the area of both together."""


@dataclass(frozen=True, eq=False)
class Gemeenten:
    """All gemeenten with their geometry, sorted by code."""

    frame: gpd.GeoDataFrame
    metric: NDArray[Any]
    """The areas in EPSG:28992, as a user's program gets them from the file."""
    mending: geometry.Mending = field(default_factory=lambda: geometry.Mending((), (), ()))
    changed: tuple[tuple[str, str, int], ...] = ()
    """Pairs that are neighbours in either the source or the result, and the metres of that border:
    negative when it is lost, positive when it is new."""
    drawn_area: tuple[str, ...] = ()
    """Names of those whose `oppervlakte_km2` is that of the drawn shape."""
    overlaps: tuple[Overlap, ...] = ()

    @property
    def names(self) -> dict[str, str]:
        """Code -> name."""
        return {str(code): str(name) for code, name in self.frame["naam"].items()}

    @property
    def vertices(self) -> int:
        """Number of coordinate pairs in the file."""
        return int(shapely.get_num_coordinates(self.frame.geometry.to_numpy()).sum())


def build_2016(bronnen: Path) -> Gemeenten:
    """Bring the gemeenten of 2015 to 2016-01-01, and draw them."""
    source = read_cbs(bronnen / SOURCE_2015, layers=["gemeente"]).gemeenten
    source["naam"] = pd.Series(SPELLING).reindex(source.index).fillna(source["naam"])
    return _drawn(merged(source, STEPS_2016), 390)


def build_2026(bronnen: Path, herindelingen: Herindelingen) -> Gemeenten:
    """Bring the gemeenten of 2022 to 2023-01-01, after which nothing changed, and draw them."""
    source = read_cbs(bronnen / SOURCE_2022, layers=["gemeente"]).gemeenten
    source["naam"] = pd.Series(SPELLING).reindex(source.index).fillna(source["naam"])
    later = [step for step in herindelingen.steps if step.datum > "2022-01-01"]
    frame = merged(source, later)
    people = read(bronnen / PEOPLE_2023, "gemeentecode")["inwoners_2023"]
    home = read(bronnen / PROVINCES_2023, "gemeentecode")["provincie"]
    for table in (people, home):
        if set(table.index) != set(frame.index):
            raise ValueError(f"{PEOPLE_2023} of {PROVINCES_2023} heeft andere gemeenten")
    frame["inwoners"] = people.reindex(frame.index).astype("Int64")
    frame["provincie"] = home.reindex(frame.index).map(dict(PROVINCES))
    land, partial = land_area(bronnen, herindelingen)
    frame["oppervlakte_km2"] = land.drop(sorted(partial)).reindex(frame.index)
    made = _drawn(frame, 342)
    drawn = pd.Series(shapely.area(made.metric) / 1e6, made.frame.index).round(2)
    unknown = made.frame["oppervlakte_km2"].isna()
    made.frame["oppervlakte_km2"] = made.frame["oppervlakte_km2"].where(~unknown, drawn)
    return Gemeenten(
        made.frame,
        made.metric,
        made.mending,
        made.changed,
        tuple(made.frame.loc[unknown, "naam"]),
        tuple(overlap(bronnen, source, made) for source in CHECKS_2023),
    )


def merged(source: gpd.GeoDataFrame, steps: Iterable[Step]) -> gpd.GeoDataFrame:
    """Give gemeenten that went as a whole to their successor, and add up what is known of them."""
    successor = {step.van_code: step for step in steps}
    missing = successor.keys() - set(source.index)
    if missing:
        raise ValueError(f"herindeling van gemeenten die de bron niet heeft: {sorted(missing)}")
    codes = [successor[c].naar_code if c in successor else str(c) for c in source.index]
    names = {step.naar_code: step.naar_naam for step in successor.values()}
    rows, shapes = [], []
    for code, parts in source.groupby(pd.Index(codes, name="code")):
        (province,) = set(parts["provincie"])
        naam = names.get(str(code)) or parts["naam"].iloc[0]
        people = parts["inwoners"].sum(min_count=len(parts))
        rows.append((code, naam, province, people, round(parts["oppervlakte_km2"].sum(), 2)))
        shapes.append(shapely.union_all(parts.geometry.to_numpy()))
    columns = ["code", "naam", "provincie", "inwoners", "oppervlakte_km2"]
    table = pd.DataFrame(rows, columns=columns).set_index("code")
    table["inwoners"] = table["inwoners"].astype("Int64")
    return gpd.GeoDataFrame(table, geometry=shapes, crs=source.crs)


def land_area(
    bronnen: Path, herindelingen: Herindelingen
) -> "tuple[pd.Series[float], frozenset[str]]":
    """The land area of 2015 summed over what merged since, and to whom a part only went."""
    land = read_cbs(bronnen / SOURCE_2015, layers=["gemeente"]).gemeenten["oppervlakte_km2"]
    areas: dict[str, float] = {str(code): float(km2) for code, km2 in land.items()}
    partial: set[str] = set()
    for date in sorted({step.datum for step in herindelingen.steps}):
        today = [step for step in herindelingen.steps if step.datum == date]
        gone = {code: areas.pop(code) for code in {step.van_code for step in today}}
        split = {c for c in gone if sum(step.van_code == c for step in today) > 1}
        for step in today:
            areas[step.naar_code] = areas.get(step.naar_code, 0.0) + gone[step.van_code]
            if step.van_code in split | partial:
                partial.add(step.naar_code)
    return pd.Series(areas).round(2), frozenset(partial & areas.keys())


def _drawn(frame: gpd.GeoDataFrame, count: int) -> Gemeenten:
    """Draw the areas of gemeenten anew, and check what comes of it."""
    if len(frame) != count:
        raise ValueError(f"{len(frame)} gemeenten in plaats van {count}")
    source = frame.geometry.to_numpy()
    drawn, mending = geometry.draw(source)
    shapes = _to_wgs84(drawn)
    made = frame.set_geometry(gpd.GeoSeries(shapes, frame.index, crs=4326))
    metric = made.geometry.to_crs(28992).to_numpy()
    for areas in (shapes, metric):
        geometry.check_coverage(areas)
    names = [str(name) for name in frame["naam"]]
    return Gemeenten(made, metric, mending, _changed(source, metric, names))


def overlap(bronnen: Path, source: str, made: Gemeenten) -> Overlap:
    """Compare the drawn areas with those of another source."""
    if source.endswith(".topo.json"):
        other = gpd.read_file(bronnen / source, layer="gm_features")
        other = other.set_crs(4326, allow_override=True).to_crs(28992)
    else:
        other = gpd.read_file(bronnen / source)
    code = next(name for name in ("statcode", "code") if name in other)
    theirs = other.set_index(code).geometry.make_valid()
    if set(theirs.index) != set(made.frame.index) or not theirs.index.is_unique:
        raise ValueError(f"{source} heeft andere gemeenten dan 2023-01-01")
    aligned = theirs.reindex(made.frame.index).to_numpy()
    common = shapely.area(shapely.intersection(made.metric, aligned))
    shares = common / (shapely.area(made.metric) + shapely.area(aligned) - common)
    return Overlap(source, pd.Series(shares, made.frame.index))


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
