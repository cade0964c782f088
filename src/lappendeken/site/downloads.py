"""The files that a reader may take along."""

import tempfile
from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING

from lappendeken import output, tables
from lappendeken.model import to_tables
from lappendeken.output.folder import write_data
from lappendeken.output.results import render
from lappendeken.report import closing, province_tables
from lappendeken.site.indeling import pairs_everywhere, verbanden_everywhere
from lappendeken.site.whole import Whole

if TYPE_CHECKING:
    from lappendeken.tables import Table

TABLES, LAYERS, FORMS, SOURCE = (
    "Tabellen",
    "Kaartlagen en netwerk",
    "Formulieren",
    "De gegevens zelf",
)
FILES: Mapping[str, tuple[str, str]] = MappingProxyType(
    {
        "downloads/lappendeken.xlsx": (TABLES, "Alle tabellen in één werkboek (XLSX)"),
        "downloads/gemeenten.csv": (TABLES, "De gemeenten met hun scores (CSV)"),
        "downloads/provincies.csv": (TABLES, "De provincies naast elkaar (CSV)"),
        "downloads/regios.csv": (TABLES, "Alle verbanden (CSV)"),
        "downloads/paren.csv": (TABLES, "Elke twee indelingen met alle maten (CSV)"),
        "downloads/lappendeken.gpkg": (LAYERS, "Kaartlagen voor QGIS (GeoPackage)"),
        "downloads/lappendeken.qgs": (LAYERS, "QGIS-project bij de GeoPackage, in dezelfde map"),
        "downloads/lappendeken.graphml": (LAYERS, "Netwerk van gemeenten en verbanden (GraphML)"),
        "downloads/plan.xlsx": (FORMS, "Formulier voor een plan met keuzelijsten (XLSX)"),
        "downloads/plan.csv": (FORMS, "Formulier voor een plan (CSV)"),
        "downloads/gegevens/gemeenten.geojson": (SOURCE, "Gemeenten met hun grenzen (GeoJSON)"),
        "downloads/gegevens/verbanden.csv": (SOURCE, "Elke deelname met bron en datum (CSV)"),
        "downloads/gegevens/indelingen.csv": (SOURCE, "De indelingen (CSV)"),
        "downloads/gegevens/kenmerken.csv": (SOURCE, "Wat van verbanden bekend is (CSV)"),
        "downloads/gegevens/andere_deelnemers.csv": (SOURCE, "Andere deelnemers (CSV)"),
        "downloads/gegevens/herindelingen.csv": (SOURCE, "Herindelingen (CSV)"),
        "downloads/gegevens/verbindingen.csv": (SOURCE, "Verbindingen over water (CSV)"),
        "downloads/gegevens/datapackage.json": (SOURCE, "Beschrijving (Data Package)"),
    }
)
"""Every file with its chapter and what it is."""


def table_files(whole: Whole) -> dict[str, bytes]:
    """The tables as CSV, and all together as a workbook."""
    setting, basis = whole.setting, whole.basis
    area = setting.area(whole.provincie)
    made: dict[str, Table] = {
        "gemeenten": province_tables.gemeenten_table(basis, area),
        "provincies": province_tables.provinces_table(basis, setting.provinces, setting.country),
        "regios": verbanden_everywhere(whole),
        "paren": pairs_everywhere(whole),
    }
    facts = closing.facts(basis, whole.made)
    book = render(Path("lappendeken.xlsx"), list(made.values()), facts)
    found = {"downloads/lappendeken.xlsx": next(iter(book.values()))}
    for name, table in made.items():
        for path, content in render(Path(f"{name}.csv"), [table], facts).items():
            found[f"downloads/{path.name}"] = content
    return found


def other_files(whole: Whole) -> dict[str, bytes]:
    """Layers, network, forms and the data themselves."""
    lap, main = whole.lap, list(whole.basis.main)
    with tempfile.TemporaryDirectory() as folder:
        here = Path(folder)
        layers = here / "lappendeken.gpkg"
        beside = output.qgis.project(layers, lap, main, styles=False)
        output.write_layers(layers, output.result_layers(lap, main), beside=beside)
        output.write_graph(
            here / "lappendeken.graphml", output.network(lap, list(whole.basis.everything))
        )
        form = tables.forms.plan(lap)
        for ending in (".xlsx", ".csv"):
            output.write_form(here / f"plan{ending}", form)
        write_data(here / "gegevens", to_tables(lap), about=whole.origin)
        return {
            f"downloads/{path.relative_to(here).as_posix()}": path.read_bytes()
            for path in sorted(here.rglob("*"))
            if path.is_file()
        }
