"""The gemeenten of a year with their boundaries (PDOK) and their regions (StatLine), as CBS has it.

`fetch_year` puts the answers of the services in a folder, and `read_year` reads what is there; the
first needs a network, the second does not.
"""

import dataclasses
import json
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Final

import geopandas as gpd

from lappendeken.dutch import count, shortened
from lappendeken.errors import LappendekenError, WrongUsageError
from lappendeken.reading.fetching.download import Fetched, Source, fetch
from lappendeken.reading.fetching.herkomst import BY_HAND
from lappendeken.reading.fetching.service import Patience
from lappendeken.reading.files.guard import check_file, refuse, told
from lappendeken.reading.settling.gemeenten import Gemeenten
from lappendeken.reading.settling.ledger import ReadResult
from lappendeken.reading.sources.cbs import read_cbs
from lappendeken.reading.sources.statline import TABLES, read_statline

__all__ = ["PATIENCE", "PDOK", "STATLINE", "check_year", "fetch_year", "origin", "read_year"]

PDOK: Final = "https://api.pdok.nl/cbs/gebiedsindelingen/ogc/v1"
"""Where PDOK has the 'CBS gebiedsindelingen' (OGC API - Features)."""

STATLINE: Final = "https://opendata.cbs.nl/ODataFeed/odata"
"""Where CBS has the tables of StatLine (OData 3)."""

_COLLECTION: Final = "gemeente_gegeneraliseerd"
_METRES: Final = "http://www.opengis.net/def/crs/EPSG/0/28992"
_FOLDER: Final = "bron"
_MOST_SHAPES: Final = 100_000_000
_MOST_CELLS: Final = 32_000_000

PATIENCE: Final = Patience()
"""How long and how often the services are asked."""

_LICENCE: Final = {
    "name": "CC-BY-4.0",
    "path": "https://creativecommons.org/licenses/by/4.0/",
    "title": "Creative Commons Attribution 4.0",
}


def check_year(year: int) -> None:
    """Refuse a year that the services do not have.

    Examples
    --------
    >>> check_year(2025)
    """
    if year not in TABLES:
        raise WrongUsageError(
            f"--jaar: van {year} is geen tabel bekend; kies een jaar van {min(TABLES)} tot en met "
            f"{max(TABLES)}."
        )


def fetch_year(
    folder: Path,
    year: int,
    *,
    again: bool = False,
    pdok: str = PDOK,
    statline: str = STATLINE,
    patience: Patience = PATIENCE,
    done: Callable[[int], None] = lambda _: None,
) -> Fetched:
    """Fetch boundaries and regions of a year, as far as they are not in the folder."""
    check_year(year)
    shapes = Source(
        f"de gemeentegrenzen van {year}",
        "PDOK",
        f"{pdok}/collections/{_COLLECTION}/items?f=json&jaarcode={year}&limit=1000&crs={_METRES}",
        _shapes_path(year),
        "features",
        _MOST_SHAPES,
    )
    table, titles = (
        Source(
            f"{what} 'Gebieden in Nederland {year}'",
            "CBS StatLine",
            f"{statline}/{TABLES[year]}/{name}?$format=json",
            f"{_table_path(year)}/{name}.json",
            "value",
            _MOST_CELLS,
        )
        for what, name in (
            ("de tabel", "TypedDataSet"),
            ("de titels van de kolommen van", "DataProperties"),
        )
    )
    found = fetch(folder, [shapes, table], again=again, patience=patience, done=done)
    # Titles name an indeling that this program does not know yet; without them nothing is wrong.
    if found.kept[table.path].wijze == BY_HAND and not (folder / titles.path).is_file():
        done(1)
        return found
    try:
        more = fetch(folder, [titles], again=again, patience=patience, done=done)
    except LappendekenError as error:
        note = f"{error} Dat hindert niet: alleen nieuwe soorten regio's heten dan naar hun code."
        return dataclasses.replace(found, notes=(*found.notes, note))
    return Fetched({**found.kept, **more.kept}, found.fresh + more.fresh, found.notes + more.notes)


def read_year(folder: Path, year: int) -> ReadResult:
    """Read what `fetch_year` put in a folder."""
    shapes = folder / _shapes_path(year)
    known, notes = _gemeenten(shapes, year)
    result = read_statline(folder / _table_path(year), gemeenten=Gemeenten(known))
    bare = result.gemeenten.index[result.gemeenten["provincie"] == ""]
    if len(bare):
        which = count(len(bare), "gemeente met grenzen staat", "gemeenten met grenzen staan")
        names = shortened(result.gemeenten.loc[bare, "naam"].to_list())
        notes.append(f"{which} niet in de tabel van StatLine: {names}.")
    remarks = (*notes, *result.report.remarks)
    source = f"Gebieden in Nederland {year}, {TABLES[year]}"
    report = dataclasses.replace(result.report, source=source, remarks=remarks)
    return dataclasses.replace(result, report=report)


def origin(found: Fetched) -> dict[str, Any]:
    """What a description of data must say of where these came from."""
    sources = [{"title": f"CBS/Kadaster: {k.titel}", "path": k.adres} for k in found.kept.values()]
    return {"licenses": [dict(_LICENCE)], "sources": sources}


def _shapes_path(year: int) -> str:
    return f"{_FOLDER}/gemeenten-{year}.geojson"


def _table_path(year: int) -> str:
    return f"{_FOLDER}/{TABLES[year]}"


def _gemeenten(path: Path, year: int) -> tuple[gpd.GeoDataFrame, list[str]]:
    """The gemeenten of the year in an answer, and what is remarkable of them.

    An answer names no coordinate system, nor the layer that it is; `read_cbs` needs both.
    """
    hint = "Geef de opdracht met --opnieuw"
    check_file(path, most=_MOST_SHAPES)
    with told(path, "dit zijn geen gemeentegrenzen van PDOK", hint):
        features = json.loads(path.read_text(encoding="utf-8-sig"))["features"]
        own = [one for one in features if _is_of(one["properties"], year)]
        crs = _crs(own)
    if not own or crs is None:
        what = (
            f"hierin staan geen gemeenten van {year}" if not own else "dit ligt niet in Nederland"
        )
        raise refuse(path, what, hint)
    layer = {
        "type": "FeatureCollection",
        "name": f"{_COLLECTION}_{year}",
        "crs": {"type": "name", "properties": {"name": crs}},
        "features": own,
    }
    with TemporaryDirectory() as folder:
        file = Path(folder) / path.name
        file.write_text(json.dumps(layer), encoding="utf-8")
        found = read_cbs(file)
    return found.gemeenten, list(found.report.remarks)


def _is_of(properties: Mapping[str, Any], year: int) -> bool:
    """Whether an object is of the year; the service has all years in one collection."""
    told_year = properties.get("jaarcode")
    if told_year is None:
        told_year = str(properties.get("jrstatcode", year))[:4]
    return str(told_year) == str(year)


def _crs(features: Sequence[Mapping[str, Any]]) -> str | None:
    """The coordinate system of features in the Netherlands: metres and degrees cannot be confused.

    Someone who saves the page without its `crs` gets degrees.
    """
    places = [_first(one["geometry"]["coordinates"]) for one in features if one.get("geometry")]
    if all(3 < x < 8 and 50 < y < 54 for x, y in places):
        return "urn:ogc:def:crs:OGC:1.3:CRS84"
    if all(-10_000 < x < 300_000 and 280_000 < y < 650_000 for x, y in places):
        return "urn:ogc:def:crs:EPSG::28992"
    return None


def _first(coordinates: Any) -> tuple[float, float]:
    """The first point of nested lists of points."""
    while isinstance(coordinates[0], list):
        coordinates = coordinates[0]
    return float(coordinates[0]), float(coordinates[1])
