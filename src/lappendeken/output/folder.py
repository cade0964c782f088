"""A lappendeken to a folder that can be read back: the tables that a user brings."""

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, Final

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from lappendeken import schema
from lappendeken.model import Lappendeken, to_tables
from lappendeken.output.csv import csv_text
from lappendeken.output.files import deliver
from lappendeken.reading.tables import Tables
from lappendeken.schema import GEMEENTE_PROPERTIES, column_names

FILES: Final = (
    "gemeenten.geojson",
    "verbanden.csv",
    "indelingen.csv",
    "herindelingen.csv",
    "verbindingen.csv",
    "kenmerken.csv",
    "andere_deelnemers.csv",
    "datapackage.json",
)
"""What a folder of data consists of; all are written, so that no older one stays among them."""

_DECIMALS: Final = 7
"""Of degrees: a centimetre. There and back between metres and degrees costs half a millimetre, so
that this is what reading and writing again leaves unchanged."""


def write_lappendeken(
    folder: Path | str,
    lap: Lappendeken,
    *,
    overwrite: bool = False,
    about: Mapping[str, Any] | None = None,
) -> list[Path]:
    """Write a lappendeken to a folder from which `load` makes it again.

    Parameters
    ----------
    folder : Path or str
        Made when absent; other files in it are left alone.
    lap : Lappendeken
        At any date.
    overwrite : bool
        Whether files that exist may be replaced.
    about : mapping, optional
        What `datapackage.json` must say beside the peildatum, such as `licenses` and `sources`;
        `resources` says these of some tables, by their name.

    Returns
    -------
    list of Path
        The files written: those of `FILES`.

    Raises
    ------
    OutputError
        If a file exists and may not be replaced, or the folder cannot be written. Then everything
        is as it was.

    Examples
    --------
    >>> import lappendeken as ld
    >>> from tempfile import TemporaryDirectory
    >>> lap = ld.load()
    >>> with TemporaryDirectory() as folder:
    ...     _ = write_lappendeken(Path(folder) / "kopie", lap)
    ...     again = ld.load(Path(folder) / "kopie")
    >>> again.deelnames.equals(lap.deelnames)
    True
    """
    return write_data(folder, to_tables(lap), overwrite=overwrite, about=about)


def write_data(
    folder: Path | str,
    tables: Tables,
    *,
    overwrite: bool = False,
    about: Mapping[str, Any] | None = None,
    others: Mapping[str, str | bytes] | None = None,
) -> list[Path]:
    """Write checked tables to a folder from which `read_tables` reads them again.

    Parameters
    ----------
    folder, overwrite, about
        See `write_lappendeken`.
    tables : Tables
        With or without peildatum.
    others : mapping of str to str or bytes, optional
        Files to be written with them, name -> content.

    Returns
    -------
    list of Path
        The files written: those of `FILES`, then the others.

    Raises
    ------
    OutputError
        See `write_lappendeken`.
    """
    others = others or {}
    targets = [Path(folder) / name for name in (*FILES, *others)]
    contents = (
        geojson(tables.gemeenten),
        _csv(tables.verbanden, column_names(schema.VERBANDEN)),
        _csv(tables.indelingen, column_names(schema.INDELINGEN)),
        _csv(tables.herindelingen, column_names(schema.HERINDELINGEN)),
        _csv(tables.verbindingen, column_names(schema.VERBINDINGEN)),
        _csv(tables.kenmerken, list(tables.kenmerken.columns)),
        _csv(tables.andere_deelnemers, column_names(schema.ANDERE_DEELNEMERS)),
        _description(tables, about or {}),
    )
    texts = [*contents, *others.values()]
    return deliver(dict(zip(targets, texts, strict=True)), overwrite=overwrite)


def geojson(gemeenten: gpd.GeoDataFrame) -> str:
    """Gemeenten as GeoJSON in degrees (RFC 7946), one on a line.

    Parameters
    ----------
    gemeenten : GeoDataFrame
        See `Lappendeken`; in any coordinate system, as long as it is named.

    Returns
    -------
    str
        Neighbours that shared their vertices still do.
    """
    degrees = gemeenten.to_crs("EPSG:4326").geometry.to_numpy()
    rounded = shapely.transform(degrees, lambda xy: np.round(xy, _DECIMALS))
    # Details smaller than a centimetre may not survive that; then nothing is rounded.
    sound = shapely.is_valid(rounded).all()
    shapes = shapely.orient_polygons(rounded if sound else degrees, exterior_cw=False)
    columns = [gemeenten[name] for name in GEMEENTE_PROPERTIES[1:]]
    lines = []
    for code, *values, shape in zip(gemeenten.index, *columns, shapes, strict=True):
        known = [str(code), *(_plain(value) for value in values)]
        feature = {
            "type": "Feature",
            "id": str(code),
            "properties": dict(zip(GEMEENTE_PROPERTIES, known, strict=True)),
            "geometry": shapely.geometry.mapping(shape),
        }
        lines.append(json.dumps(feature, ensure_ascii=False, separators=(",", ":")))
    body = ",\n".join(lines)
    return f'{{"type":"FeatureCollection","features":[\n{body}\n]}}\n'


def _plain(value: Any) -> Any:
    """A cell as JSON knows it; a missing one is null."""
    if pd.isna(value):
        return None
    return value.item() if isinstance(value, np.generic) else value


def _csv(table: pd.DataFrame, names: Sequence[str]) -> str:
    """A table of text as CSV with commas and line feeds, without its index."""
    return csv_text(names, table[list(names)].itertuples(index=False))


def _description(tables: Tables, about: Mapping[str, Any]) -> str:
    """`datapackage.json`: the peildatum, and which files belong to it."""
    day = None if tables.peildatum is None else tables.peildatum.isoformat()
    of_table = about.get("resources", {})
    resources = [
        {"name": name, "path": file, "encoding": "utf-8", **of_table.get(name, {})}
        for file in FILES[:-1]
        for name in [Path(file).stem]
    ]
    content = {"profile": "data-package", "name": "lappendeken", "peildatum": day, **about}
    content["resources"] = resources
    return json.dumps(content, ensure_ascii=False, indent=2) + "\n"
