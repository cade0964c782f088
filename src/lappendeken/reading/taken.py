"""Tasks and the scale at which each of their aspects is carried out: `taken.csv`, optional."""

from pathlib import Path

import pandas as pd

from lappendeken.errors import DataError, Fault
from lappendeken.reading import checks
from lappendeken.schema import TAKEN

FILES = ("taken.csv", "taken.xlsx")
"""Its name in a folder with data; the first that is there."""


def read_taken(folder: Path) -> pd.DataFrame | None:
    """Read and check the tasks in a folder with data."""
    path = next((folder / name for name in FILES if (folder / name).exists()), None)
    if path is None:
        return None
    faults: list[Fault] = []
    found = checks.read_table(path, TAKEN, faults, may_be_empty=True, by_hand=True)
    if found is None:
        raise DataError(faults)
    file, table = found
    for line in table.index[table.duplicated(["taak", "aspect"])]:
        task, aspect = str(table.at[line, "taak"]), str(table.at[line, "aspect"])
        message = f"deze taak heeft al een rij voor aspect '{aspect}'"
        faults.append(Fault(file, int(line), "taak", task, message))
    if faults:
        raise DataError(faults)
    return table.reset_index(drop=True)
