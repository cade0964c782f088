"""Files with geometry: GeoPackage, GeoJSON, Shapefile and GeoParquet; and plain Parquet."""

import logging
import re
from collections.abc import Sequence
from datetime import date, datetime
from importlib.util import find_spec
from pathlib import Path
from typing import Any, Final, NamedTuple

import geopandas as gpd
import numpy as np
import pandas as pd
import pyogrio

from lappendeken.dutch import count, listing, number
from lappendeken.errors import LappendekenError, UnknownNameError
from lappendeken.names import NameIndex
from lappendeken.reading.files.geojson import MODEL_CRS
from lappendeken.reading.files.grid import Grid, unique_names
from lappendeken.reading.files.guard import MOST_CELLS, check_file, refuse, told

__all__ = ["ENDINGS", "Layer", "is_topology", "list_layers", "read_frame", "read_layer"]

_LOG = logging.getLogger(__name__)

_STARTS: Final[dict[str, bytes | None]] = {
    ".gpkg": b"SQLite format 3\x00",
    ".geojson": None,
    ".topojson": None,
    ".json": None,
    ".shp": b"\x00\x00\x27\x0a",
    ".parquet": b"PAR1",
    ".geoparquet": b"PAR1",
}
ENDINGS: Final = tuple(_STARTS)
"""The endings of files that this module reads."""

_MOST_OBJECTS: Final = 300_000
_MOST_CELLS: Final = 3_000_000
"""Of a layer: a shape takes far more room than a row of text."""

_PARQUET: Final = (".parquet", ".geoparquet")
_KINDS: Final = {
    ".gpkg": "deze GeoPackage is beschadigd",
    ".shp": "dit Shapefile is beschadigd of onvolledig",
}
_DAMAGED: Final = "dit bestand is beschadigd"
_HINT: Final = "Open het in QGIS en sla het opnieuw op"
_NO_CRS: Final = "het coördinatenstelsel ontbreekt"
_NO_CRS_HINT: Final = "Ken het toe in QGIS ('Laag-CRS instellen'), meestal EPSG:28992"
_PARTS: Final = (".shx", ".dbf")
_WANTED: Final = "gemeente"
_ASIDE: Final = frozenset({"layer_styles", "qgis_projects"})
"""Tables that QGIS keeps in a GeoPackage for itself."""

_DEGREES: Final = (-180.0, -90.0, 180.0, 90.0)
_METRES: Final = (0.0, 300_000.0, 300_000.0, 650_000.0)
"""Where coordinates of the whole world lie in degrees, and those of the Netherlands in metres."""


class Layer(NamedTuple):
    """One layer of a file.

    Parameters
    ----------
    name : str
        Its name.
    geometry : str
        Kind of geometry as the file calls it; empty for a table without.
    rows : int
        Number of objects.
    fields : tuple of str
        Names of the columns.
    """

    name: str
    geometry: str
    rows: int
    fields: tuple[str, ...]


def list_layers(path: Path) -> list[Layer]:
    """Describe the layers of a file, without reading them."""
    ending = _check(path)
    with told(path, _KINDS.get(ending, _DAMAGED), _HINT):
        found = [str(name) for name in pyogrio.list_layers(path)[:, 0]]
        names = [name for name in found if name not in _ASIDE] or found
        # A count over all objects is asked for: some formats know it only then.
        infos = [pyogrio.read_info(path, layer=name, force_feature_count=True) for name in names]
    return [
        Layer(name, str(info["geometry_type"] or ""), int(info["features"]), tuple(info["fields"]))
        for name, info in zip(names, infos, strict=True)
    ]


def read_frame(
    path: Path, layer: str = "", notes: list[str] | None = None, *, option: str = "--laag"
) -> gpd.GeoDataFrame:
    """Read one layer with its geometry in metres; `option` is how a user names another."""
    told_too: list[str] = []
    found = _choose(path, layer, option, told_too)
    if found.rows > _MOST_OBJECTS or found.rows * max(len(found.fields), 1) > _MOST_CELLS:
        message = f"deze laag heeft {number(found.rows)} objecten en is te groot"
        raise refuse(path, message, "Laat objecten en kolommen weg die niet nodig zijn")
    with told(path, _KINDS.get(path.suffix.lower(), _DAMAGED), _HINT) as said:
        frame = pyogrio.read_dataframe(path, layer=found.name)
        if not isinstance(frame, gpd.GeoDataFrame):
            frame = gpd.GeoDataFrame(frame, geometry=[None] * len(frame), crs=MODEL_CRS)
        frame = _named(frame)
    told_too += _warnings(path, said)
    if frame.crs is None and is_topology(path):
        frame = _located(path, frame, told_too)
    if notes is not None:
        notes.extend(told_too)
    return in_metres(path, frame)


def is_topology(path: Path) -> bool:
    """Whether a file is TopoJSON, whatever it is called."""
    if path.suffix.lower() not in {".json", ".topojson", ".geojson"}:
        return False
    with path.open("rb") as file:
        head = file.read(1 << 16)
    return re.search(rb'"type"\s*:\s*"Topology"', head) is not None


def _located(path: Path, frame: gpd.GeoDataFrame, notes: list[str]) -> gpd.GeoDataFrame:
    """A layer of TopoJSON, which seldom names its coordinate system, in the one that it is in."""
    west, south, east, north = frame.total_bounds
    for (left, low, right, high), crs, what in (
        (_DEGREES, "EPSG:4326", "graden (EPSG:4326)"),
        (_METRES, MODEL_CRS, "meters (EPSG:28992)"),
    ):
        if left <= west <= east <= right and low <= south <= north <= high:
            notes.append(f"{path.name} noemt geen coördinatenstelsel; gelezen als {what}.")
            return frame.set_crs(crs)
    return frame


def _warnings(path: Path, said: Sequence[str]) -> list[str]:
    """What a library warned of; its own words are English, and stand in the log."""
    for text in said:
        _LOG.info("%s: %s", path.name, text)
    if not said:
        return []
    many = count(len(said), "waarschuwing", "waarschuwingen")
    return [f"{path.name}: {many} bij het lezen; kijk de kaart na in QGIS."]


def in_metres(file: str | Path, frame: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    """Bring a layer to EPSG:28992."""
    shapes = frame.geometry
    if shapes.isna().all() or shapes.is_empty.all():
        return gpd.GeoDataFrame(frame.assign(geometry=None), geometry="geometry", crs=MODEL_CRS)
    if frame.crs is None:
        raise refuse(file, _NO_CRS, _NO_CRS_HINT)
    west, south, east, north = frame.total_bounds
    if frame.crs.is_geographic and not (
        -180 <= west <= east <= 180 and -90 <= south <= north <= 90
    ):
        message = "de coördinaten zijn geen graden, terwijl het bestand dat zegt"
        raise refuse(file, message, "Exporteer als EPSG:28992, of als EPSG:4326 in graden")
    with told(file, "de coördinaten zijn niet om te rekenen naar EPSG:28992", _NO_CRS_HINT):
        moved = frame.to_crs(MODEL_CRS)
    if not np.isfinite(moved.total_bounds).all():
        raise refuse(file, "de coördinaten zijn niet om te rekenen naar EPSG:28992", _NO_CRS_HINT)
    return moved


def _named(frame: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    """A layer whose geometry stands in the column `geometry`, and nothing else does."""
    active = frame.active_geometry_name
    if active == "geometry":
        return frame
    other = {"geometry": "geometry (2)"} if "geometry" in frame.columns else {}
    return frame.rename(columns=other).rename_geometry("geometry")


def read_layer(path: Path, layer: str = "", *, option: str = "--laag") -> Grid:
    """Read one layer, or a Parquet file, as a table of text with its geometry."""
    notes: list[str] = []
    if path.suffix.lower() in _PARQUET:
        frame = _read_parquet(path, notes)
    else:
        frame = read_frame(path, layer, notes, option=option)
    if not len(frame):
        raise refuse(path, "deze laag bevat geen enkel object", f"Kies met {option} een andere")
    frame.index = pd.RangeIndex(1, len(frame) + 1)
    shapes = frame.geometry
    table = frame.drop(columns=shapes.name)
    table.columns = unique_names([str(name).strip() for name in table.columns])
    # Parquet decodes a text only when it is looked at.
    with told(path, _DAMAGED, _HINT):
        columns = {name: texts_of(table[name]) for name in table.columns}
    texts = pd.DataFrame(columns, index=frame.index)
    return Grid(path.name, texts, (), tuple(notes), None if shapes.isna().all() else shapes)


def texts_of(values: pd.Series) -> pd.Series:
    """A column as text: whole numbers without a point, dates as jjjj-mm-dd, nothing as empty.

    Examples
    --------
    >>> texts_of(pd.Series([14.0, 1.5, None])).to_list()
    ['14', '1.5', '']
    """
    if values.dtype == "str":
        texts = [text.strip() for text in values.fillna("").to_list()]
    else:
        texts = [_text(value) for value in values.to_list()]
    return pd.Series(texts, index=values.index, dtype="str")


def _text(value: Any) -> str:
    if isinstance(value, str):
        return value.strip()
    if isinstance(value, list | tuple | dict | np.ndarray | bytes):
        return str(value)
    if value is None or pd.isna(value):
        return ""
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e15:
        return str(int(value))
    if isinstance(value, datetime):
        whole = (value.hour, value.minute, value.second) == (0, 0, 0)
        return value.date().isoformat() if whole else value.isoformat(sep=" ")
    return value.isoformat() if isinstance(value, date) else str(value)


def _check(path: Path) -> str:
    """Refuse a file that is not what its ending says; give the ending."""
    ending = path.suffix.lower()
    if ending not in _STARTS:
        raise refuse(path, f"dit soort bestand ({ending or 'zonder punt'}) is onbekend")
    check_file(path, expected=_STARTS[ending])
    if ending == ".shp":
        missing = [part for part in _PARTS if not _beside(path, part)]
        if missing:
            names = " en ".join(path.stem + part for part in missing)
            raise refuse(path, f"naast dit Shapefile ontbreekt {names}", "Lever alle delen mee")
    return ending


def _beside(path: Path, ending: str) -> bool:
    """Whether a part of a Shapefile is there, in either case."""
    return any(path.with_suffix(one).is_file() for one in (ending, ending.upper()))


def _choose(path: Path, wanted: str, option: str, notes: list[str]) -> Layer:
    """The layer that is asked, the only one there is, or the only one of gemeenten."""
    layers = list_layers(path)
    if not layers:
        raise refuse(path, "dit bestand bevat geen enkele laag", _HINT)
    names = [layer.name for layer in layers]
    if wanted:
        same = [one for one in layers if one.name == wanted]
        same += [one for one in layers if one.name.casefold() == wanted.casefold()]
        if same:
            return same[0]
        near = NameIndex({name: name for name in names}).candidates(wanted)
        raise UnknownNameError("laag", wanted, near)
    if len(layers) == 1:
        return layers[0]
    own = _of_gemeenten(layers)
    what = count(len(layers), "laag", "lagen")
    if own is None:
        hint = f"Kies er een met {option}: {', '.join(names)}"
        raise refuse(path, f"dit bestand heeft {what}", hint)
    others = listing([name for name in names if name != own.name])
    text = f"laag {own.name} is gelezen; kies met {option} een andere: {others}"
    notes.append(f"{path.name}: {text}.")
    return own


def _of_gemeenten(layers: Sequence[Layer]) -> Layer | None:
    """The only layer that is called after gemeenten."""
    for is_so in (str.startswith, str.__contains__):
        found = [layer for layer in layers if is_so(layer.name.casefold(), _WANTED)]
        if found:
            return found[0] if len(found) == 1 else None
    return None


def _read_parquet(path: Path, notes: list[str]) -> gpd.GeoDataFrame:
    """Read GeoParquet, or Parquet without geometry."""
    if find_spec("pyarrow") is None:
        raise LappendekenError(
            'Parquet vraagt een extra bibliotheek: pip install "lappendeken[parquet]".'
        )
    from pyarrow import parquet  # noqa: PLC0415  an extra

    check_file(path, expected=b"PAR1")
    with told(path, "dit Parquet-bestand is beschadigd", "Sla het opnieuw op") as said:
        # Sizes first: a few bytes of Parquet may claim to unpack to anything.
        with parquet.ParquetFile(path) as file:
            about = file.metadata
            groups = [about.row_group(k) for k in range(about.num_row_groups)]
            size = sum(group.total_byte_size for group in groups)
            has_geometry = b"geo" in (about.metadata or {})
        most = _MOST_CELLS if has_geometry else MOST_CELLS // 2
        if size > 2 * 10**8 or about.num_rows * max(about.num_columns, 1) > most:
            message = f"dit bestand heeft {number(about.num_rows)} rijen en is te groot"
            raise refuse(path, message, "Laat rijen en kolommen weg die niet nodig zijn")
        if has_geometry:
            frame = _named(gpd.read_parquet(path))
        else:
            table = pd.read_parquet(path)
            frame = gpd.GeoDataFrame(table, geometry=[None] * len(table), crs=MODEL_CRS)
    notes.extend(_warnings(path, said))
    return in_metres(path, frame)
