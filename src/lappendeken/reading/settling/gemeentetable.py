"""A table or layer of gemeenten: codes, names, facts and geometry, each row accounted for."""

from collections.abc import Mapping
from typing import Final

import geopandas as gpd
import numpy as np
import pandas as pd

from lappendeken.dutch import count, shortened
from lappendeken.reading.files.geojson import MODEL_CRS
from lappendeken.reading.files.grid import Grid
from lappendeken.reading.files.guard import MOST_NAMES, refuse
from lappendeken.reading.files.sheets import UNSAVED
from lappendeken.reading.files.values import as_code, as_number, by_value, looked_up, tidy
from lappendeken.reading.settling import ledger as result
from lappendeken.reading.settling.gemeenten import empty_gemeenten
from lappendeken.reading.settling.ledger import Ledger, Tally
from lappendeken.schema import CODE_PATTERN

__all__ = ["gemeenten_of", "tell_geometry"]

_NUMBERS: Final = {"inwoners": True, "oppervlakte_km2": False}
"""Columns that hold a number, and whether it must be whole."""

_LARGEST: Final = 10**15


def gemeenten_of(
    grid: Grid, assigned: Mapping[str, str], ledger: Ledger, *, counted: bool = True
) -> gpd.GeoDataFrame:
    """Make gemeenten of a table with a row a gemeente."""
    if "gemeente_code" not in assigned:
        hint = f"Geef --kolom gemeente_code=…; de kolommen zijn: {', '.join(grid.table.columns)}"
        raise refuse(grid.file, "er is geen kolom met codes van gemeenten", hint[:500])
    table = grid.table
    given = by_value(table[assigned["gemeente_code"]], tidy)
    names = by_value(table[assigned["gemeente"]], tidy) if "gemeente" in assigned else given
    if given.nunique() > MOST_NAMES:
        raise refuse(grid.file, "hier staan meer gemeenten dan enig land heeft")
    made_codes = {text: as_code(text) or text for text in given.unique()}
    codes = looked_up(given, made_codes)
    reason = pd.Series("", index=table.index, dtype="str")
    reason = reason.mask(codes == "", result.GEEN_NAAM)
    reason = reason.mask(given == UNSAVED, result.FORMULE)
    reason = reason.mask(codes.duplicated() & (codes != ""), result.DUBBEL)
    _account(grid, given, names, reason, ledger, counted=counted)
    kept = reason == ""
    odd = [code for code in codes[kept] if not CODE_PATTERN.fullmatch(code)]
    if odd:
        what = count(len(odd), "code is", "codes zijn")
        ledger.remark(f"{grid.file}: {what} geen CBS-code zoals GM0193: {shortened(odd)}.")
    made = empty_gemeenten(codes[kept].to_list())
    made["naam"] = names[kept].where(names[kept] != "", codes[kept]).to_numpy()
    if "provincie" in assigned:
        made["provincie"] = by_value(table.loc[kept, assigned["provincie"]], tidy).to_numpy()
    for role, whole in _NUMBERS.items():
        if role in assigned:
            numbers = _numbers(grid, kept, role, assigned[role], whole, ledger)
            made[role] = pd.array(numbers, dtype="Int64" if whole else "float64")
    if grid.geometry is not None:
        shapes = grid.geometry[kept].to_numpy()
        made = made.set_geometry(gpd.GeoSeries(shapes, index=made.index, crs=MODEL_CRS))
        tell_geometry(grid.file, made, ledger)
    return made.sort_index()


def _account(
    grid: Grid,
    given: pd.Series,
    names: pd.Series,
    reason: pd.Series,
    ledger: Ledger,
    *,
    counted: bool,
) -> None:
    """Write down which rows are no gemeente."""
    lost = reason != ""
    if not counted:
        double = count(int((reason == result.DUBBEL).sum()), "gemeente staat", "gemeenten staan")
        if (reason == result.DUBBEL).any():
            ledger.remark(f"{grid.file}: {double} er meer dan eens in; de eerste telt.")
        return
    ledger.miss_frame(
        pd.DataFrame(
            {
                "bestand": grid.file,
                "rij": table_lines(grid)[lost],
                "verband": "",
                "gemeente_code": given[lost],
                "gemeente": names[lost],
                "reden": reason[lost],
                "toelichting": "",
            }
        )
    )
    ledger.miss(grid.broken)
    read = len(reason) + len(grid.broken)
    ledger.tallies.append(Tally(grid.file, "gemeenten", read, int((~lost).sum())))


def table_lines(grid: Grid) -> pd.Series:
    """The line of every row, on the index of the table."""
    return pd.Series(grid.table.index, index=grid.table.index, dtype="int64")


def _numbers(
    grid: Grid, kept: pd.Series, role: str, column: str, whole: bool, ledger: Ledger
) -> list[float | int | None]:
    """A column of numbers; what is none is left empty and told."""
    found: list[float | int | None] = []
    for line, text in grid.table.loc[kept, column].items():
        value = as_number(str(text), whole=whole)
        if value is None or value > _LARGEST or value < 0:
            hint = "Schrijf een getal, of niets als het onbekend is"
            ledger.cells.append((grid.file, int(str(line)), role, tidy(str(text)), hint))
            value = float("nan")
        missing = value != value  # noqa: PLR0124  NaN is the one number that differs from itself
        found.append(None if missing else int(value) if whole else value)
    return found


def tell_geometry(file: str, gemeenten: gpd.GeoDataFrame, ledger: Ledger) -> None:
    """Say which gemeenten have no geometry, one that is no area, or one that is invalid."""
    shapes = gemeenten.geometry
    absent = shapes.isna() | shapes.is_empty
    area = shapes.geom_type.isin(["Polygon", "MultiPolygon"])
    invalid = ~absent & area & ~shapes.is_valid
    told = {
        "geen geometrie": absent,
        "een geometrie die geen vlak is": ~absent & ~area,
        "een ongeldige geometrie; herstel die in QGIS met 'Geometrie repareren'": invalid,
    }
    for what, mask in told.items():
        if np.any(mask):
            who = gemeenten.index[np.asarray(mask)].to_list()
            amount = count(len(who), "gemeente heeft", "gemeenten hebben")
            ledger.remark(f"{file}: {amount} {what} ({shortened(who)}).")
