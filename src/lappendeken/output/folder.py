"""A lappendeken to a folder that can be read back: the tables that a user brings."""

import csv
import errno
import io
import json
import shutil
import tempfile
from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any, Final

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from lappendeken import schema
from lappendeken.errors import OutputError, explain_os_error
from lappendeken.model import Lappendeken, to_tables
from lappendeken.output.files import no_formula, refuse_existing, usual_mode
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
    folder: Path,
    lap: Lappendeken,
    *,
    overwrite: bool = False,
    about: Mapping[str, Any] | None = None,
) -> list[Path]:
    """Write a lappendeken to a folder from which `load` makes it again.

    Parameters
    ----------
    folder : Path
        Made when absent; other files in it are left alone.
    lap : Lappendeken
        At any date.
    overwrite : bool
        Whether files that exist may be replaced.
    about : mapping, optional
        What `datapackage.json` must say beside the peildatum, such as `licenses` and `sources`.

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
    folder: Path,
    tables: Tables,
    *,
    overwrite: bool = False,
    about: Mapping[str, Any] | None = None,
    others: Mapping[str, str] | None = None,
) -> list[Path]:
    """Write checked tables to a folder from which `read_tables` reads them again.

    Parameters
    ----------
    folder, overwrite, about
        See `write_lappendeken`.
    tables : Tables
        With or without peildatum.
    others : mapping of str to str, optional
        Files to be written with them, name -> content; see `table_text`.

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
    targets = [folder / name for name in (*FILES, *others)]
    if not overwrite:
        refuse_existing(targets)
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
    write_together(folder, dict(zip(FILES, contents, strict=True)) | dict(others))
    return targets


def table_text(table: pd.DataFrame) -> str:
    r"""A table for people as CSV: with byte-order mark for Excel, and without formulas.

    Parameters
    ----------
    table : DataFrame
        Without its index. Lists of codes become text, truth values `ja` and `nee`.

    Returns
    -------
    str
        The whole file.

    Examples
    --------
    >>> table_text(pd.DataFrame({"codes": [("GM0001", "GM0002")], "gekozen": [True]}))
    '\ufeffcodes,gekozen\nGM0001 GM0002,ja\n'
    """
    rows = table.astype(object).itertuples(index=False)
    return "\ufeff" + csv_text(list(table.columns), (map(_shown, row) for row in rows))


def _shown(cell: Any) -> Any:
    """A cell as a reader sees it."""
    if isinstance(cell, tuple):
        return " ".join(cell)
    if isinstance(cell, bool):
        return "ja" if cell else "nee"
    return "" if pd.isna(cell) else no_formula(cell)


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


def csv_text(header: Sequence[str], rows: Iterable[Iterable[Any]]) -> str:
    r"""Rows as CSV with commas and line feeds.

    Parameters
    ----------
    header : sequence of str
        Names of the columns.
    rows : iterable of iterable
        As many cells as there are columns.

    Returns
    -------
    str
        The whole file.

    Examples
    --------
    >>> csv_text(["gemeente", "regio"], [("Nuenen, Gerwen en Nederwetten", "Zuidoost")])
    'gemeente,regio\n"Nuenen, Gerwen en Nederwetten",Zuidoost\n'
    """
    buffer = io.StringIO(newline="")
    writer = csv.writer(buffer, lineterminator="\n")
    writer.writerow(header)
    writer.writerows(rows)
    return buffer.getvalue()


def _description(tables: Tables, about: Mapping[str, Any]) -> str:
    """`datapackage.json`: the peildatum, and which files belong to it."""
    day = None if tables.peildatum is None else tables.peildatum.isoformat()
    resources = [
        {"name": Path(name).stem, "path": name, "encoding": "utf-8"} for name in FILES[:-1]
    ]
    content = {"profile": "data-package", "name": "lappendeken", "peildatum": day, **about}
    content["resources"] = resources
    return json.dumps(content, ensure_ascii=False, indent=2) + "\n"


def write_together(folder: Path, texts: Mapping[str, str]) -> None:
    """Write several files of one folder: all of them, or none.

    Parameters
    ----------
    folder : Path
        Made when absent; other files in it are left alone.
    texts : mapping of str to str
        Name of the file -> its content; written as UTF-8. An older file of that name is replaced.

    Raises
    ------
    OutputError
        If one cannot be written; then what stood there stands there again.
    """
    made = not folder.exists()
    beside: Path | None = None
    try:
        folder.mkdir(parents=True, exist_ok=True)
        beside = Path(tempfile.mkdtemp(prefix=".nieuw-", dir=folder))
        for name, text in texts.items():
            (beside / name).write_text(text, encoding="utf-8", newline="\n")
            (beside / name).chmod(usual_mode())
        _swap(folder, beside, list(texts))
    except OSError as error:
        raise OutputError(
            f"{folder} is niet geschreven: {explain_os_error(error)}. Wat er stond is ongemoeid."
        ) from error
    finally:
        if beside is not None:
            shutil.rmtree(beside, ignore_errors=True)
        if made:
            with suppress(OSError):
                # Only if nothing was written to it.
                folder.rmdir()


def _swap(folder: Path, beside: Path, names: Sequence[str]) -> None:
    """Move new files into place and older ones aside; put these back when one does not move."""
    aside = beside / "oud"
    aside.mkdir()
    moved: list[str] = []
    try:
        for name in names:
            if (folder / name).is_dir():
                raise IsADirectoryError(errno.EISDIR, name)
            if (folder / name).exists():
                (folder / name).replace(aside / name)
            moved.append(name)
            (beside / name).replace(folder / name)
    except OSError:
        for name in moved:
            with suppress(OSError):
                (folder / name).unlink(missing_ok=True)
            if (aside / name).exists():
                (aside / name).replace(folder / name)
        raise
