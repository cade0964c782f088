"""A table or layer of gemeenten: codes, names, facts and geometry, each row accounted for."""

from collections.abc import Mapping
from typing import Final

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from lappendeken.dutch import count, shortened
from lappendeken.names import canonical
from lappendeken.reading.files.geojson import MODEL_CRS
from lappendeken.reading.files.grid import Grid
from lappendeken.reading.files.guard import MOST_NAMES, refuse
from lappendeken.reading.files.sheets import UNSAVED
from lappendeken.reading.files.values import as_code, by_value, looked_up, tidy
from lappendeken.reading.settling import ledger as result
from lappendeken.reading.settling.facts import facts_of
from lappendeken.reading.settling.gemeenten import empty_gemeenten
from lappendeken.reading.settling.ledger import Ledger, Tally
from lappendeken.schema import CODE_PATTERN

__all__ = ["gemeenten_of", "tell_geometry"]

SQUARE_KILOMETRE: Final = 1e6
_WATER: Final = frozenset({"water", "h2o", "is_water"})
_YES: Final = frozenset({"ja", "j", "yes", "true", "waar", "1", "water"})


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
    made_codes = {text: as_code(text) or text for text in given.unique() if text != UNSAVED}
    codes = _named(grid.file, looked_up(given, made_codes), names, ledger)
    first = ~codes.duplicated() & (codes != "")
    reason = pd.Series("", index=table.index, dtype="str")
    reason = reason.mask(codes == "", result.GEEN_NAAM)
    reason = reason.mask((given == UNSAVED) & (codes == ""), result.FORMULE)
    if grid.geometry is None:
        reason = reason.mask(~first & (codes != ""), result.DUBBEL)
    _account(grid, given, names, reason, ledger, counted=counted)
    odd = [code for code in codes[first] if not CODE_PATTERN.fullmatch(code)]
    if odd:
        what = count(len(odd), "code is", "codes zijn")
        ledger.remark(f"{grid.file}: {what} geen CBS-code zoals GM0193: {shortened(odd)}.")
    made = empty_gemeenten(codes[first].to_list())
    known = _measured(grid, codes) if "oppervlakte_km2" in assigned else {}
    told = facts_of(grid, codes, names, assigned, ledger, known)
    made["naam"] = told.names.reindex(made.index).fillna(pd.Series(made.index, made.index))
    for role, values in told.columns.items():
        made[role] = values.reindex(made.index).astype(made[role].dtype)
    if grid.geometry is not None:
        shapes = _joined(grid, codes, first, made["naam"], ledger)
        made = made.set_geometry(gpd.GeoSeries(shapes, index=made.index, crs=MODEL_CRS))
        tell_geometry(grid.file, made, ledger)
        measured = made.index.isin(told.disputed.get("oppervlakte_km2", []))
        area = (made.geometry.area / SQUARE_KILOMETRE).round(2)
        made["oppervlakte_km2"] = made["oppervlakte_km2"].mask(measured, area)
    return made.sort_index()


def _measured(grid: Grid, codes: pd.Series) -> Mapping[str, pd.Series]:
    """The areas in a map."""
    if grid.geometry is None:
        return {}
    areas = pd.Series(grid.geometry.area.to_numpy() / SQUARE_KILOMETRE, index=codes.to_numpy())
    return {"oppervlakte_km2": areas.groupby(level=0).sum()}


def _named(file: str, codes: pd.Series, names: pd.Series, ledger: Ledger) -> pd.Series:
    """The codes, also of rows without one that have the name of a gemeente with one."""
    bare = (codes == "") & (names != "")
    if not bare.any():
        return codes
    known: dict[str, set[str]] = {}
    for code, name in dict.fromkeys(zip(codes[codes != ""], names[codes != ""], strict=True)):
        known.setdefault(canonical(name), set()).add(code)
    sole = {key: min(own) for key, own in known.items() if key and len(own) == 1}
    found = names[bare].map(lambda name: sole.get(canonical(name), "")).astype("str")
    if (found != "").any():
        rows = count(int((found != "").sum()), "rij heeft", "rijen hebben")
        shown = shortened(sorted(set(names[bare][found != ""])))
        ledger.remark(f"{file}: {rows} geen code, en die van de naam gekregen: {shown}.")
    filled = codes.copy()
    filled[bare] = found
    return filled


def _joined(
    grid: Grid, codes: pd.Series, first: pd.Series, names: pd.Series, ledger: Ledger
) -> np.ndarray:
    """The area of every gemeente; of more rows it is that of all of them, and that is told."""
    shapes = pd.Series(np.asarray(grid.geometry, dtype=object), index=codes.index)
    done = pd.Series(shapes[first].to_numpy(), index=codes[first].to_numpy(), dtype=object)
    several = codes[(codes != "") & codes.duplicated(keep=False)]
    wet = _is_water(grid)
    told: list[str] = []
    for code, own in several.groupby(several, sort=True):
        parts = [shape for shape in shapes[own.index] if shape is not None]
        try:
            done[code] = shapely.union_all(parts) if parts else None
        except shapely.errors.GEOSException:
            message = f"de rijen van {names[code]} ({code}) zijn niet samen te voegen"
            hint = "Herstel de geometrie in QGIS met 'Geometrie repareren'"
            raise refuse(grid.file, message, hint) from None
        water = int(wet[own.index].sum())
        told.append(
            f"{names[code]} ({len(own)} rijen{f', waarvan {water} water' if water else ''})"
        )
    if told:
        who = count(len(told), "gemeente staat", "gemeenten staan")
        ledger.remark(
            f"{grid.file}: {who} in meer dan één rij, en die zijn samengevoegd: {shortened(told)}."
            + (" Laat rijen met water weg als alleen land moet tellen." if wet.any() else "")
        )
    return done.to_numpy()


def _is_water(grid: Grid) -> pd.Series:
    """Which rows are marked as water."""
    column = next((one for one in grid.table.columns if one.casefold() in _WATER), None)
    if column is None:
        return pd.Series(False, index=grid.table.index)
    return grid.table[column].str.casefold().isin(_YES)


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
        bare = int((reason == result.GEEN_NAAM).sum())
        if bare:
            rows = count(bare, "rij heeft geen code en is", "rijen hebben geen code en zijn")
            ledger.remark(f"{grid.file}: {rows} niet als gemeente gebruikt.")
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
