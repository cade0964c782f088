"""Boundaries of gemeenten at another date, out of whatever file or folder holds them."""

from pathlib import Path
from typing import Final

import geopandas as gpd
import pandas as pd

from lappendeken.errors import DataError, Fault
from lappendeken.reading.files.geojson import MODEL_CRS
from lappendeken.reading.files.guard import refuse
from lappendeken.reading.files.layers import read_layer
from lappendeken.reading.files.values import as_code, as_number

_CODES: Final = ("code", "gemeente_code", "gemeentecode", "statcode", "gm_code")
_HECTARES: Final = "oppervlakte_land_in_ha"


def read_boundaries(path: Path, layer: str = "") -> gpd.GeoDataFrame:
    """Read areas of gemeenten."""
    file = path / "gemeenten.geojson" if path.is_dir() else path
    grid = read_layer(file, layer)
    names = {str(name).casefold(): str(name) for name in grid.table.columns}
    column = next((names[name] for name in _CODES if name in names), None)
    if column is None:
        hint = f"Noem haar code; de kolommen zijn: {', '.join(grid.table.columns)}"
        raise refuse(file, "er is geen kolom met codes van gemeenten", hint[:500])
    if grid.geometry is None:
        hint = "Geef een kaartbestand met grenzen, zoals een GeoPackage van CBS"
        raise refuse(file, "dit bestand heeft geen geometrie", hint)
    codes = grid.table[column].map(lambda text: as_code(text) or text)
    frame = gpd.GeoDataFrame(
        {"provincie": grid.table[names["provincie"]] if "provincie" in names else ""},
        geometry=grid.geometry,
        index=grid.table.index,
        crs=MODEL_CRS,
    )
    frame["oppervlakte_km2"] = _areas(grid.table, names)
    frame = frame.set_index(pd.Index(codes, name="code"))
    _refuse_double(file, frame.index)
    return frame[frame.index != ""]


def _areas(table: pd.DataFrame, names: dict[str, str]) -> "pd.Series[float]":
    """Square kilometres of land, as far as the file says so; negative numbers mean unknown."""
    for name, unit in (("oppervlakte_km2", 1.0), (_HECTARES, 100.0)):
        if name in names:
            numbers = [as_number(text) for text in table[names[name]]]
            known = [None if one is None or one < 0 else one / unit for one in numbers]
            return pd.Series(known, index=table.index, dtype="float64")
    return pd.Series(float("nan"), index=table.index, dtype="float64")


def _refuse_double(file: Path, codes: pd.Index) -> None:
    """Refuse a file in which a gemeente stands twice, as where water is drawn apart from land."""
    double = codes[codes.duplicated() & (codes != "")].unique()
    if len(double):
        message = "deze gemeente staat meer dan eens in het bestand"
        hint = "Voeg haar delen samen (in QGIS: 'Samenvoegen op attribuut'), of laat water weg"
        raise DataError([Fault(str(file), None, "", str(code), message, hint) for code in double])
