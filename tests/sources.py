"""Small sources to read: the drawn quilt of conftest as CBS, StatLine and the register give it.

What is expected of a reader is taken from the drawings, never from the code under test.
"""

import json
import threading
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import geopandas as gpd
import pandas as pd
import shapely
from quilts import cells, members

GEMEENTEN = """
A B C D E
F G H J K
L M N O P
. . I . .
"""
JEUGD = """
n n o o o
n n o o o
z z z m m
. . m . .
"""
WERK = """
x x y y y
w w y y y
v v v v u
. . . . .
"""
LETTERS = sorted(cells(GEMEENTEN))
CODES = {letter: f"GM{k:04d}" for k, letter in enumerate(LETTERS, start=1)}
NAMES = {code: f"Dorp {letter}" for letter, code in CODES.items()}
RD = "EPSG:28992"
_WEST, _NORTH, _SIDE = 150_000, 460_000, 1_000


def pairs(drawing: str, region: str = "{}") -> set[tuple[str, str]]:
    """Code of the gemeente and name of the region of every deelname in a drawing."""
    found = members(GEMEENTEN, drawing)
    return {(CODES[one], region.format(name)) for name, own in found.items() for one in own}


def box(column: float, row: float, side: float = 1) -> shapely.Polygon:
    """A square of the drawing in metres of the national grid."""
    west, north = _WEST + _SIDE * column, _NORTH - _SIDE * row
    return shapely.box(west, north - _SIDE * side, west + _SIDE * side, north)


def gemeente_boxes() -> dict[str, shapely.Polygon]:
    """The square of every gemeente by code."""
    return {CODES[letter]: box(*place) for letter, place in cells(GEMEENTEN).items()}


def region_boxes(drawing: str) -> dict[str, shapely.Geometry]:
    """The area of every region of a drawing by its letter."""
    boxes = gemeente_boxes()
    found = members(GEMEENTEN, drawing)
    return {name: shapely.union_all([boxes[CODES[i]] for i in own]) for name, own in found.items()}


# CBS ----------------------------------------------------------------------------------------


def cbs_layer(
    areas: Mapping[str, shapely.Geometry], names: Mapping[str, str], kind: str, year: int = 2023
) -> gpd.GeoDataFrame:
    """A layer in the form that CBS documents."""
    codes = list(areas)
    return gpd.GeoDataFrame(
        {
            "statcode": codes,
            "jrstatcode": [f"{year}{code}" for code in codes],
            "statnaam": [names[code] for code in codes],
            "rubriek": kind,
        },
        geometry=list(areas.values()),
        crs=RD,
    ).rename_geometry("geom")


def gemeente_layer(year: int = 2023) -> gpd.GeoDataFrame:
    """The gemeenten of the drawing."""
    return cbs_layer(gemeente_boxes(), NAMES, "gemeente", year)


def region_layer(drawing: str, prefix: str, kind: str, year: int = 2023) -> gpd.GeoDataFrame:
    """The regions of a drawing: `n` is region N, with the code of its place in the alphabet."""
    areas = {f"{prefix}{ord(n) - 96:02d}": area for n, area in region_boxes(drawing).items()}
    names = {code: chr(int(code[2:]) + 64) for code in areas}
    return cbs_layer(areas, names, kind, year)


def write_gpkg(path: Path, layers: Mapping[str, gpd.GeoDataFrame]) -> Path:
    """A GeoPackage with these layers."""
    for name, layer in layers.items():
        layer.to_file(path, layer=name, driver="GPKG", engine="pyogrio")
    return path


def cbs_file(path: Path, year: int = 2023) -> Path:
    """Gemeenten, jeugdregio's and arbeidsmarktregio's of the drawing."""
    return write_gpkg(
        path,
        {
            f"gemeente_gegeneraliseerd_{year}": gemeente_layer(year),
            f"jeugdregio_gegeneraliseerd_{year}": region_layer(JEUGD, "JZ", "jeugdregio", year),
            f"arbeidsmarktregio_gegeneraliseerd_{year}": region_layer(
                WERK, "AM", "arbeidsmarktregio", year
            ),
        },
    )


# StatLine -----------------------------------------------------------------------------------


def statline_rows(shift: int = 0) -> list[dict[str, Any]]:
    """The drawing as rows of StatLine: padded codes, numbered columns that shift by year."""
    jeugd = {letter: n for n, own in members(GEMEENTEN, JEUGD).items() for letter in own}
    werk = {letter: n for n, own in members(GEMEENTEN, WERK).items() for letter in own}
    rows = []
    for k, letter in enumerate(LETTERS):
        j, w = jeugd[letter], werk.get(letter)
        row: dict[str, Any] = {
            "ID": k,
            "RegioS": CODES[letter] + "    ",
            "Code_1": CODES[letter].ljust(10),
            "Naam_2": f"Dorp {letter}".ljust(50),
            "SorteringNaam_3": f"Dorp {letter}".ljust(50),
        }
        number = 4 + shift
        for prefix, name in (("AM", w), ("JZ", j), ("PV", None)):
            code = f"{prefix}{ord(name) - 96:02d}" if name else ""
            label = name.upper() if name else ""
            if prefix == "PV":
                code, label = ("PV26", "Utrecht") if letter in "ABFGLM" else ("PV25", "Gelderland")
            row[f"Code_{number}"] = code.ljust(10) if code else None
            row[f"Naam_{number + 1}"] = label.ljust(50) if label else None
            number += 2
        row[f"Code_{number}"] = "4"
        row[f"Omschrijving_{number + 1}"] = "20 000 tot 50 000 inwoners"
        row[f"Inwonertal_{number + 2}"] = 1000 + k
        rows.append(row)
    return rows


def statline_tables(
    table: str, title: str, rows: Sequence[Mapping[str, Any]]
) -> dict[str, list[Mapping[str, Any]]]:
    """All that the service has of a table, by name."""
    groups = {"AM": "Arbeidsmarktregio's", "JZ": "Jeugdregio's", "PV": "Provincies"}
    properties = []
    for k, (prefix, group) in enumerate(groups.items()):
        properties.append({"ID": k, "Type": "TopicGroup", "Key": "", "Title": group})
        for name, value in rows[0].items():
            if str(value).startswith(prefix):
                about = {"Type": "Topic", "Key": name, "Title": "Code", "ParentID": k}
                properties.append({"ID": 100 + k, **about})
    return {
        "TableInfos": [{"Identifier": table, "Title": title}],
        "TypedDataSet": list(rows),
        "UntypedDataSet": list(rows),
        "DataProperties": properties,
        "RegioS": [{"Key": code.ljust(10), "Title": name} for code, name in NAMES.items()],
    }


@contextmanager
def statline_server(answers: Mapping[str, Any]) -> Iterator[str]:
    """A service on this machine; gives its address.

    An answer is a list of rows, or a status to refuse with, or raw bytes; by table and name.
    """

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            parts = urlsplit(self.path).path.strip("/").split("/")
            table, name = parts[2], parts[3] if len(parts) > 3 else ""
            content = answers.get(table, 404)
            if isinstance(content, Mapping):
                names = [{"name": one, "url": one} for one in content]
                content = names if not name else content.get(name, 404)
            status = content if isinstance(content, int) else 200
            body = content if isinstance(content, bytes) else b"{}"
            if isinstance(content, list):
                body = json.dumps({"odata.metadata": "", "value": content}).encode()
            self.send_response(status)
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: Any) -> None:
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"127.0.0.1:{server.server_address[1]}"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


# The register -------------------------------------------------------------------------------

REGISTER = """<?xml version="1.0" encoding="UTF-8"?>
<p:overheidsorganisaties xmlns:p="https://organisaties.overheid.nl/static/schema/oo/{version}">
 <p:organisaties>
  <p:organisatie p:systemId="1"><p:naam>Ministerie van Iets</p:naam><p:titel>X</p:titel>
   <p:beleidsterreinen><p:beleidsterrein>Nergens</p:beleidsterrein></p:beleidsterreinen>
  </p:organisatie>
 </p:organisaties>
 <p:gemeenschappelijkeRegelingen>
{regelingen}
 </p:gemeenschappelijkeRegelingen>
</p:overheidsorganisaties>
"""


def regeling(
    titel: str,
    *deelnemers: str,
    id: str = "",  # noqa: A002  the word of the source
    vorm: tuple[str, str] | None = None,
    terreinen: Sequence[str] = (),
    begin: str = "",
    eind: str = "",
) -> str:
    """One regeling as the register writes it."""
    parts = [f"<p:titel>{titel}</p:titel>"]
    if vorm:
        parts.append(
            f'<p:samenwerkingsvorm p:afkorting="{vorm[0]}">{vorm[1]}</p:samenwerkingsvorm>'
        )
    if terreinen:
        own = "".join(f"<p:beleidsterrein>{one}</p:beleidsterrein>" for one in terreinen)
        parts.append(f"<p:beleidsterreinen>{own}</p:beleidsterreinen>")
    if begin:
        parts.append(f"<p:datumInwerkingtreding>{begin}</p:datumInwerkingtreding>")
    if eind:
        parts.append(f"<p:datumUitwerkingtreding>{eind}</p:datumUitwerkingtreding>")
    own = "".join(deelnemers)
    parts.append(f"<p:deelnemendeOrganisaties>{own}</p:deelnemendeOrganisaties>")
    given = f' p:systemId="{id}"' if id else ""
    return f"  <p:regeling{given}>{''.join(parts)}</p:regeling>"


def deelnemer(naam: str, van: str = "", sleutel: str = "", organen: Sequence[str] = ()) -> str:
    """One participant as the register writes it."""
    parts = [f"<p:naam>{naam}</p:naam>"]
    if van:
        parts.append(f"<p:toetredingsDatum>{van}</p:toetredingsDatum>")
    if sleutel:
        parts.append(f"<p:verdeelsleutel>{sleutel}</p:verdeelsleutel>")
    if organen:
        own = "".join(f"<p:bestuursorgaan>{one}</p:bestuursorgaan>" for one in organen)
        parts.append(f"<p:bestuursorganen>{own}</p:bestuursorganen>")
    return f"<p:deelnemendeOrganisatie>{''.join(parts)}</p:deelnemendeOrganisatie>"


def write_register(path: Path, *regelingen: str, version: str = "export/2.6.9") -> Path:
    """The export with these regelingen."""
    text = REGISTER.format(version=version, regelingen="\n".join(regelingen))
    path.write_text(text, encoding="utf-8")
    return path


# Reading back -------------------------------------------------------------------------------


def deelname_pairs(deelnames: pd.DataFrame, indeling: str = "") -> set[tuple[str, str]]:
    """Code of the gemeente and name of the verband of every deelname."""
    own = deelnames[deelnames["indeling"] == indeling] if indeling else deelnames
    found = list(zip(own["gemeente_code"], own["verband"], strict=True))
    assert len(found) == len(set(found))
    return set(found)


def assert_accounted(result: Any) -> None:
    """Every row that was read arrived, or stands in the report with a reason."""
    report = result.report
    assert report.read == report.matched + sum(report.not_matched.values())
    assert (report.unmatched["reden"] != "").all()
    units = {tally.eenheid for tally in report.tallies}
    if units <= {"rijen", "cellen", "deelnemers"}:
        assert report.matched == len(result.deelnames)
    codes = set(result.gemeenten.index)
    assert set(result.deelnames["gemeente_code"]) <= codes
