"""Reading and checking a table the size of France."""

import tempfile
from datetime import date
from functools import partial
from pathlib import Path

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from benchmarks.measuring import megabytes, seconds
from lappendeken.model import from_tables
from lappendeken.output.folder import write_data
from lappendeken.quality import check_folder
from lappendeken.reading.tables import Tables, read_tables
from lappendeken.schema import HERINDELINGEN, INDELINGEN, VERBANDEN, VERBINDINGEN

UNITS = 35_000
VERBANDEN_OF = {"groot": 1_255, "klein": 334}
"""As many communes, communautés and arrondissements as France has."""

_FIRST = 10_000
_WEST, _SOUTH, _SIDE = 20_000, 320_000, 1_000


def french_folder(folder: Path) -> Path:
    """Write a country of square communes with two divisions.

    Parameters
    ----------
    folder : Path
        Where to.

    Returns
    -------
    Path
        The folder.
    """
    width = int(np.ceil(np.sqrt(UNITS)))
    number = np.arange(UNITS)
    x, y = _WEST + _SIDE * (number % width), _SOUTH + _SIDE * (number // width)
    codes = [f"GM{_FIRST + k}" for k in number]
    names = [f"Saint-{k} sur l'Eau" for k in number]
    gemeenten = gpd.GeoDataFrame(
        {
            "naam": names,
            "provincie": [f"Departement {k // 350}" for k in number],
            "inwoners": pd.array(1_000 + number, dtype="Int64"),
            "oppervlakte_km2": 1.0,
        },
        geometry=shapely.box(x, y, x + _SIDE, y + _SIDE),
        index=pd.Index(codes, name="code"),
        crs="EPSG:28992",
    )
    parts = []
    for indeling, amount in VERBANDEN_OF.items():
        labels = number * amount // UNITS
        ids = [f"{indeling}-{k}" for k in labels]
        part = pd.DataFrame({"verband_id": ids, "verband": [f"Verband {k}" for k in labels]})
        parts.append(part.assign(indeling=indeling, gemeente_code=codes, gemeente=names))
    rows = pd.concat(parts, ignore_index=True).assign(
        domein="bestuur",
        vorm="",
        aard="",
        rol="deelnemer",
        van="2015-01-01",
        tot="",
        bron="maaksel",
    )
    empty = [
        pd.DataFrame({column.name: [] for column in columns})
        for columns in (INDELINGEN, HERINDELINGEN, VERBINDINGEN)
    ]
    rows = rows.reindex(columns=[column.name for column in VERBANDEN], fill_value="")
    write_data(folder, Tables(folder, gemeenten, rows, *empty, date(2016, 1, 1)), overwrite=True)
    return folder


def figures() -> list[tuple[str, float, float, str]]:
    """What a table the size of France costs.

    Returns
    -------
    list of tuple
        What, the figure, its limit, and the unit.
    """
    with tempfile.TemporaryDirectory() as name:
        folder = french_folder(Path(name))
        what = f"{UNITS:,} units in {sum(VERBANDEN_OF.values()):,} verbanden, areas included"
        read = seconds(lambda: from_tables(read_tables(folder)), 2)
        both = seconds(partial(check_folder, folder), 2)
        memory = megabytes(partial(check_folder, folder))
    return [
        (f"{what}: read", read, 3, "s"),
        (f"{what}: read and checked", both, 3, "s"),
        (f"{what}: read and checked", memory, 1_000, "MB"),
    ]
