"""Tasks and the scale at which each of their aspects is carried out: `taken.csv`, optional."""

from pathlib import Path

import pandas as pd

from lappendeken.errors import DataError, Fault
from lappendeken.reading import checks
from lappendeken.reading.files.text import read_cells
from lappendeken.schema import TAKEN

FILE = "taken.csv"
"""Its name in a folder with data."""


def read_taken(folder: Path) -> pd.DataFrame | None:
    """Read and check the tasks in a folder with data."""
    path = folder / FILE
    if not path.exists():
        return None
    faults: list[Fault] = []
    cells = read_cells(path, faults, may_be_empty=True)
    table = checks.to_table(cells, TAKEN, faults)
    if table is not None:
        for line in table.index[table.duplicated(["taak", "aspect"])]:
            task, aspect = str(table.at[line, "taak"]), str(table.at[line, "aspect"])
            message = f"deze taak heeft al een rij voor aspect '{aspect}'"
            faults.append(Fault(str(path), int(line), "taak", task, message))
    if faults or table is None:
        raise DataError(faults)
    return table.reset_index(drop=True)
