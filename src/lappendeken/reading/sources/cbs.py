"""CBS 'gebiedsindelingen': gemeenten with their geometry, and regions laid upon them.

One GeoPackage a year, with layers `<type>_gegeneraliseerd_<jaar>`; newer files leave the year out
of the names, older ones write `cbs_<type>_<jaar>_gegeneraliseerd`. It has no memberships: those
follow from laying each layer on that of the gemeenten.
"""

import re
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Final, NamedTuple

import geopandas as gpd
import pandas as pd

from lappendeken.dutch import count, listing, number, percentage, shortened
from lappendeken.errors import UnknownNameError
from lappendeken.names import NameIndex
from lappendeken.reading.files.grid import Grid
from lappendeken.reading.files.guard import refuse
from lappendeken.reading.files.layers import Layer, list_layers, read_frame, texts_of
from lappendeken.reading.files.values import as_number, looked_up
from lappendeken.reading.settling import ledger as result
from lappendeken.reading.settling.catalogue import (
    FINER,
    PROVINCES,
    IndelingLabel,
    by_prefix,
    labels,
    prefix_of,
)
from lappendeken.reading.settling.deelnames import by_id, ids_by_code, settle
from lappendeken.reading.settling.gemeenten import Gemeenten, Given, as_gemeenten
from lappendeken.reading.settling.gemeentetable import gemeenten_of
from lappendeken.reading.settling.ledger import Ledger, ReadResult, Tally, Unmatched, deelname_frame
from lappendeken.reading.sources.overlay import SAFE_SHARE, largest_shares
from lappendeken.reading.sources.source import Asked, Look, Source

__all__ = ["is_cbs", "read_cbs"]

_YEAR: Final = re.compile(r"(?:^|_)(?P<year>(?:19|20)\d{2})(?=_|$)")
_DETAIL: Final = re.compile(r"_?(niet_)?gegeneraliseerd_?")
_MOST_OBJECTS: Final = 20_000
_CODE, _NAME = "statcode", "statnaam"
_FACTS: Final = {
    "provincie": ("provincie", "provincienaam"),
    "inwoners": ("inwoners", "aantal_inwoners"),
}
_LAND: Final = "oppervlakte_land_in_ha"


class _Named(NamedTuple):
    """A layer, and what its name says.

    Parameters
    ----------
    layer : Layer
        The layer.
    type : str
        Such as `gemeente` or `jeugdregio`.
    year : str
        Empty when the name has none.
    coarse : bool
        Whether it is generalised.
    """

    layer: Layer
    type: str
    year: str
    coarse: bool


def is_cbs(layers: Sequence[Layer]) -> bool:
    """Whether layers are those of CBS."""
    return any(_CODE in layer.fields and _DETAIL.search(layer.name.lower()) for layer in layers)


def read_cbs(
    path: str | Path,
    *,
    gemeenten: Gemeenten | Given | None = None,
    layers: Sequence[str] | None = None,
) -> ReadResult:
    """Read gemeenten and memberships from a GeoPackage of CBS.

    Parameters
    ----------
    path : str or Path
        The file.
    gemeenten : Gemeenten, GeoDataFrame, Series or mapping, optional
        Areas to lay the regions on; those of the gemeente layer in the file when absent.
    layers : sequence of str, optional
        Names of layers, or types such as `jeugdregio`; all when absent.

    Returns
    -------
    ReadResult
        Extra columns of the deelnames: `regio_code` and `aandeel`, the share of the area of the
        gemeente that lies in the region (0-1, empty when the file itself names the region).

    Raises
    ------
    DataError
        If the file is no such file, or holds more than one year and `layers` does not choose.
    UnknownNameError
        If a layer is named that is not there.

    Notes
    -----
    A gemeente belongs to the region with the largest share of its area, and to none when most of
    it lies outside all of them; see `overlay.largest_shares`. Below 95 % the report says so.
    Columns of the gemeente layer with codes of regions give memberships as well.
    """
    path = Path(path)
    ledger = Ledger(path.name)
    found = [_parse(layer) for layer in list_layers(path)]
    chosen = _one_year(path, _choose(path, found, layers, ledger))
    base = next((one for one in chosen if one.type == "gemeente"), None)
    frames: list[pd.DataFrame] = []
    used: list[IndelingLabel] = []
    if base is not None and gemeenten is None:
        grid, table = _gemeente_grid(path, base, ledger)
        made = _gemeenten(grid, table, ledger)
    elif gemeenten is not None:
        made = gemeenten.frame if isinstance(gemeenten, Gemeenten) else as_gemeenten(gemeenten)
    else:
        names = ", ".join(one.layer.name for one in found)
        hint = f"De lagen zijn: {names}. Geef de gemeenten apart, met --gegevens"
        raise refuse(path, "er is geen laag met gemeenten", hint[:500])
    known = Gemeenten(made)
    if base is not None and gemeenten is None:
        frames, used = _from_columns(base.layer.name, table, known, ledger)
    have = {label.indeling for label in used}
    for one in chosen:
        if one.type != "gemeente":
            frame, label = _overlay(path, one, known, ledger, have)
            frames += [] if frame is None else [frame]
            used += [] if label is None else [label]
    made = _with_provinces(made, frames)
    years = {one.year for one in chosen if one.year} or set(_YEAR.findall(path.stem)[:1])
    day = date(int(min(years)), 1, 1) if years else None
    extra = ("regio_code", "aandeel")
    whole = pd.concat(frames, ignore_index=True) if frames else deelname_frame({}, extra)
    return ReadResult(made, whole, ledger.report(), labels(used), day)


def _parse(layer: Layer) -> _Named:
    """Take the name of a layer apart."""
    name = layer.name.lower()
    year = _YEAR.search(name)
    detail = _DETAIL.search(name)
    plain = _DETAIL.sub("_", _YEAR.sub("", name)).removeprefix("cbs_").strip("_")
    coarse = detail is not None and not detail[1]
    return _Named(layer, plain, year["year"] if year else "", coarse)


def _choose(
    path: Path, found: list[_Named], wanted: Sequence[str] | None, ledger: Ledger
) -> list[_Named]:
    """The layers to read: those asked for, or all that hold areas with codes."""
    usable = [one for one in found if _is_usable(one.layer)]
    if wanted is not None:
        chosen = [one for name in wanted for one in _by_name(name, found)]
        chosen += [one for one in usable if one.type == "gemeente" and one not in chosen]
        usable = [one for one in chosen if _is_usable(one.layer)]
    rest = [one.layer.name for one in found if one not in usable]
    if not usable:
        names = ", ".join(one.layer.name for one in found)
        hint = f"Verwacht lagen zoals gemeente_gegeneraliseerd_2023; er is: {names}"
        raise refuse(path, "dit is geen GeoPackage met CBS-gebiedsindelingen", hint[:500])
    best: dict[tuple[str, str], _Named] = {}
    for one in usable:
        key = (one.type, one.year)
        if key not in best or (one.coarse and not best[key].coarse):
            best[key] = one
    rest += [one.layer.name for one in usable if one not in best.values()]
    if rest and wanted is None:
        ledger.remark(f"{path.name}: niet gelezen lagen: {shortened(rest, 10)}.")
    return list(best.values())


def _is_usable(layer: Layer) -> bool:
    """Whether a layer has areas with codes."""
    return _CODE in layer.fields and "polygon" in layer.geometry.lower()


def _by_name(name: str, found: list[_Named]) -> list[_Named]:
    """The layers that go by a name or a type."""
    exact = [one for one in found if one.layer.name == name]
    same = exact or [one for one in found if one.type == name.lower().replace("-", "_")]
    if not same:
        index = NameIndex({one.layer.name: one.layer.name for one in found})
        raise UnknownNameError("laag", name, index.candidates(name))
    return same


def _one_year(path: Path, chosen: list[_Named]) -> list[_Named]:
    """See that all layers are of one year."""
    years = sorted({one.year for one in chosen if one.year})
    if len(years) > 1:
        example = f"gemeente_gegeneraliseerd_{years[-1]}"
        hint = f"Kies de lagen van één jaar met --laag, zoals {example}"
        raise refuse(path, f"dit bestand heeft lagen van {listing(years)}", hint)
    return chosen


def _gemeente_grid(path: Path, base: _Named, ledger: Ledger) -> tuple[Grid, pd.DataFrame]:
    """The gemeente layer, and its columns as text."""
    notes: list[str] = []
    frame = _read(path, base, notes)
    for note in notes:
        ledger.remark(note)
    frame.index = pd.RangeIndex(1, len(frame) + 1)
    plain = frame.drop(columns="geometry")
    table = pd.DataFrame(
        {str(name): texts_of(plain[name]) for name in plain.columns}, index=frame.index
    )
    return Grid(base.layer.name, table, (), tuple(notes), frame.geometry), table


def _read(path: Path, one: _Named, notes: list[str]) -> gpd.GeoDataFrame:
    """Read one layer that is not too large."""
    if one.layer.rows > _MOST_OBJECTS:
        hint = f"Kies met --laag een laag met ten hoogste {number(_MOST_OBJECTS)}"
        message = f"laag {one.layer.name} heeft {number(one.layer.rows)} objecten"
        raise refuse(path, message, hint)
    frame = read_frame(path, one.layer.name, notes)
    if not len(frame):
        raise refuse(path, f"laag {one.layer.name} is leeg", "Kies met --laag een andere")
    return frame


def _gemeenten(grid: Grid, table: pd.DataFrame, ledger: Ledger) -> gpd.GeoDataFrame:
    """The gemeenten of the layer, with what it tells of them."""
    assigned = {"gemeente_code": _CODE}
    if _NAME in table:
        assigned["gemeente"] = _NAME
    for role, names in _FACTS.items():
        name = next((name for name in names if name in table), None)
        if name is not None:
            assigned[role] = name
    facts = table.copy()
    if "provincie" in assigned:
        facts[assigned["provincie"]] = facts[assigned["provincie"]].replace(dict(PROVINCES))
    if _LAND in table:
        hectares = [as_number(text) for text in table[_LAND]]
        facts["oppervlakte_km2"] = ["" if h is None or h != h else repr(h / 100) for h in hectares]  # noqa: PLR0124
        assigned["oppervlakte_km2"] = "oppervlakte_km2"
    if "inwoners" in assigned:
        # CBS writes large negative numbers for what it does not know.
        column = facts[assigned["inwoners"]]
        facts[assigned["inwoners"]] = column.mask(column.str.startswith("-9999"), "")
    whole = Grid(grid.file, facts, (), grid.notes, grid.geometry)
    return gemeenten_of(whole, assigned, ledger)


def _from_columns(
    file: str, table: pd.DataFrame, known: Gemeenten, ledger: Ledger
) -> tuple[list[pd.DataFrame], list[IndelingLabel]]:
    """Memberships that the gemeente layer itself names by the code of a region."""
    rows: list[pd.DataFrame] = []
    found: list[IndelingLabel] = []
    for name in table.columns:
        prefix = prefix_of(table[name].unique())
        if not prefix or prefix in FINER:
            continue
        label = by_prefix(prefix, str(name))
        codes = table[name]
        names = codes.replace(dict(PROVINCES))
        columns = {
            "bestand": f"{file}, {name}",
            "indeling": label.indeling,
            "gemeente_code": table[_CODE],
            "verband": names,
            "verband_id": ids_by_code(label.indeling, codes, names),
            "regio_code": codes,
            "aandeel": "",
            "bron": file,
        }
        rows.append(pd.DataFrame(columns))
        found.append(label)
    if not rows:
        return [], []
    deelnames, used = settle(file, pd.concat(rows), known, by_id(found), ledger, unit="cellen")
    return [deelnames], used


def _overlay(
    path: Path, one: _Named, known: Gemeenten, ledger: Ledger, have: set[str]
) -> tuple[pd.DataFrame | None, IndelingLabel | None]:
    """Memberships of one layer, by laying it on the gemeenten."""
    notes: list[str] = []
    frame = _read(path, one, notes)
    codes, prefix = texts_of(frame[_CODE]), ""
    prefix = prefix_of(codes.unique())
    if prefix in FINER:
        ledger.remark(f"Laag {one.layer.name} is fijner dan gemeenten en niet gelezen.")
        return None, None
    for note in notes:
        ledger.remark(note)
    title = one.type.replace("_", " ")
    label = by_prefix(prefix, title) if prefix else by_prefix("--", title)
    if label.indeling in have:
        ledger.remark(f"Laag {one.layer.name}: {label.indeling} staat al in een kolom.")
        return None, None
    have.add(label.indeling)
    names = texts_of(frame[_NAME]) if _NAME in frame else codes
    regions = pd.DataFrame({"code": codes, "naam": names.where(names != "", codes)})
    regions["id"] = ids_by_code(label.indeling, regions["code"], regions["naam"])
    invalid = names[~frame.geometry.is_valid & frame.geometry.notna()].to_list()
    if invalid:
        ledger.remark(
            f"Let op, laag {one.layer.name}: {count(len(invalid), 'gebied is', 'gebieden zijn')} "
            f"ongeldig, en alleen voor het meten hersteld: {shortened(invalid)}."
        )
    shares = largest_shares(known.frame.geometry, frame.geometry)
    inside = shares["region"].notna()
    _tell_shares(one.layer.name, known, shares, regions, ledger)
    outside = shares.index[~inside]
    ledger.miss(
        Unmatched(
            one.layer.name, 0, "", code, known.names[code], result.BUITEN, _most(shares, code)
        )
        for code in outside
    )
    place = shares.loc[inside, "region"].astype("int64")
    own = regions.loc[place]
    deelnames = deelname_frame(
        {
            "verband_id": own["id"].to_list(),
            "verband": own["naam"].to_list(),
            "indeling": [label.indeling] * len(own),
            "domein": [label.domein] * len(own),
            "rol": ["deelnemer"] * len(own),
            "gemeente_code": place.index.to_list(),
            "gemeente": [known.names[code] for code in place.index],
            "bron": [f"CBS {one.layer.name}"] * len(own),
            "regio_code": own["code"].to_list(),
            "aandeel": [f"{share:.4f}" for share in shares.loc[inside, "share"]],
        },
        ("regio_code", "aandeel"),
    )
    ledger.tallies.append(Tally(one.layer.name, "gemeenten", len(shares), len(deelnames)))
    return deelnames, label


def _most(shares: pd.DataFrame, code: str) -> str:
    """How much of a gemeente lies in the nearest thing to its region."""
    share = shares["share"].to_dict()[code]
    return f"hoogstens {percentage(share, 1)} ligt in één gebied"


def _tell_shares(
    layer: str, known: Gemeenten, shares: pd.DataFrame, regions: pd.DataFrame, ledger: Ledger
) -> None:
    """Warn for gemeenten that do not lie in one region almost as a whole."""
    doubtful = shares[shares["region"].notna() & (shares["share"] < SAFE_SHARE)]
    if doubtful.empty:
        return
    names = regions["naam"].to_dict()
    worst = doubtful.sort_values("share")
    told = [
        f"{known.names[str(code)]} ({percentage(share, 1)} in {names[region]})"
        for code, region, share in zip(worst.index, worst["region"], worst["share"], strict=True)
    ]
    what = count(len(doubtful), "gemeente ligt", "gemeenten liggen")
    ledger.remark(
        f"Let op, laag {layer}: {what} voor minder dan {percentage(SAFE_SHARE)} in één gebied: "
        f"{shortened(told)}."
    )


def _with_provinces(
    gemeenten: gpd.GeoDataFrame, frames: Sequence[pd.DataFrame]
) -> gpd.GeoDataFrame:
    """The gemeenten with the province that follows from its own layer, where it was not told."""
    for frame in frames:
        own = frame[frame["indeling"] == "provincie"]
        if len(own):
            found = own.set_index("gemeente_code")["verband"].to_dict()
            places = looked_up(gemeenten.index.to_series(), found)
            told = gemeenten["provincie"]
            return gemeenten.assign(provincie=told.where(told != "", places))
    return gemeenten


def _read_source(source: str, asked: Asked) -> ReadResult:
    return read_cbs(source, gemeenten=asked.gemeenten, layers=asked.layers)


def _recognises(look: Look) -> bool:
    return look.ending == ".gpkg" and is_cbs(list_layers(look.path))


SOURCE: Final = Source(_read_source, _recognises, brings_gemeenten=True, takes=frozenset({"laag"}))
