"""Small tables of facts as text: those of the sources, and those of people beside this program."""

from pathlib import Path

import pandas as pd

from lappendeken.errors import DataError, Fault
from lappendeken.reading.files.delimited import read_delimited
from lappendeken.reading.files.values import tidy

HERE = Path(__file__).parent


def read(path: Path, key: str = "") -> pd.DataFrame:
    """Read a table, by the column that is its key when there is one."""
    grid = read_delimited(path)
    if grid.broken:
        faults = [Fault(row.bestand, row.rij, "", "", row.toelichting) for row in grid.broken]
        raise DataError(faults)
    table = grid.table.map(tidy)
    if not key:
        return table
    if key not in table or not table[key].is_unique:
        raise ValueError(f"{path.name}: kolom {key} ontbreekt of heeft een waarde tweemaal")
    return table.set_index(key)
