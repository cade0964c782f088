"""Small quilts to test on: drawn with letters, written to a folder, taken apart by plain Python.

Nothing here uses the code under test except `Indeling`, so that what is expected does not come
from where it is checked.
"""

import json
import math
import shutil
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from itertools import combinations
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pyproj
import pytest

from lappendeken.errors import DataError, Fault, LappendekenError
from lappendeken.indeling import Indeling
from lappendeken.model import Lappendeken, from_tables
from lappendeken.reading.editions import editions, embedded_folder
from lappendeken.reading.tables import read_tables

HEADER = "verband_id,verband,indeling,domein,vorm,aard,rol,gemeente_code,gemeente,van,tot,bron"
SHORT_HEADER = "verband_id,verband,indeling,domein,gemeente_code,gemeente"

_TO_LONLAT = pyproj.Transformer.from_crs(28992, 4326, always_xy=True)
_SIDE = 1000
_WEST, _NORTH = 150_000, 460_000


# Drawing ------------------------------------------------------------------------------------


def cells(drawing: str) -> dict[str, tuple[int, int]]:
    """Column and row of every letter of a drawing; dots and spaces are nothing."""
    lines = [line.split() for line in drawing.strip().splitlines()]
    return {
        sign: (column, row)
        for row, line in enumerate(lines)
        for column, sign in enumerate(line)
        if sign != "."
    }


def members(gemeenten: str, verbanden: str) -> dict[str, list[str]]:
    """Lay a drawing of verbanden over one of gemeenten: the letters of each verband.

    Two letters on one square (`sr`) put its gemeente in two verbanden.
    """
    below = {place: letter for letter, place in cells(gemeenten).items()}
    above = [line.split() for line in verbanden.strip().splitlines()]
    result: dict[str, list[str]] = {}
    for (column, row), letter in sorted(below.items(), key=lambda item: item[0][::-1]):
        for verband in above[row][column].replace(".", ""):
            result.setdefault(verband, []).append(letter)
    return result


def square(column: float, row: float, side: float = 1) -> dict[str, Any]:
    """GeoJSON square with sides of whole kilometres, in degrees."""
    west, east = _WEST + _SIDE * column, _WEST + _SIDE * (column + side)
    north, south = _NORTH - _SIDE * row, _NORTH - _SIDE * (row + side)
    ring = [(west, south), (east, south), (east, north), (west, north), (west, south)]
    return {"type": "Polygon", "coordinates": [[list(_TO_LONLAT.transform(*xy)) for xy in ring]]}


def feature(code: str, naam: str, geometry: Any, /, **properties: Any) -> dict[str, Any]:
    """GeoJSON feature of one gemeente."""
    known = {
        "code": code,
        "naam": naam,
        "provincie": "Utrecht",
        "inwoners": 1000,
        "oppervlakte_km2": 1.0,
    }
    return {"type": "Feature", "properties": known | properties, "geometry": geometry}


def collection(features: Iterable[Any], **other: Any) -> dict[str, Any]:
    """GeoJSON feature collection."""
    return {"type": "FeatureCollection", "features": list(features)} | other


# Folders ------------------------------------------------------------------------------------


def copy_edition(target: Path, year: str) -> Path:
    """Copy an edition that comes with the program, with what holds for all dates."""
    shutil.copytree(editions()[year], target, ignore=shutil.ignore_patterns("20[0-9][0-9]"))
    for name in ("herindelingen.csv", "verbindingen.csv"):
        shutil.copyfile(embedded_folder() / name, target / name)
    return target


TWO = (feature("GM0001", "Aadorp", square(0, 0)), feature("GM0002", "Beedorp", square(1, 0)))
"""The least that can be read: two squares side by side."""

ROWS = f"{SHORT_HEADER}\nv1,Een,quilt,jeugd,GM0001,Aadorp\nv2,Twee,quilt,jeugd,GM0002,Beedorp\n"
"""The least that can be read: each in a verband of its own."""


def write_folder(
    folder: Path, *, gemeenten: Any = None, verbanden: str | bytes = ROWS, **others: str | bytes
) -> Path:
    """Write the tables to a folder; `datapackage_json="..."` writes `datapackage.json`."""
    folder.mkdir(parents=True, exist_ok=True)
    files: dict[str, Any] = {
        "gemeenten_geojson": collection(TWO) if gemeenten is None else gemeenten,
        "verbanden_csv": verbanden,
    }
    for name, content in (files | others).items():
        text = json.dumps(content) if isinstance(content, dict | list) else content
        raw = text if isinstance(text, bytes) else text.encode()
        (folder / ".".join(name.rsplit("_", 1))).write_bytes(raw)
    return folder


def rows(*lines: str, header: str = SHORT_HEADER) -> str:
    """Text of a CSV file."""
    return "\n".join([header, *lines]) + "\n"


def faults_of(folder: Path) -> tuple[Fault, ...]:
    """Everything that is wrong with a folder."""
    with pytest.raises(DataError) as caught:
        read_tables(folder)
    return caught.value.faults


def only_fault(folder: Path) -> Fault:
    """The one thing that is wrong with a folder."""
    faults = faults_of(folder)
    assert len(faults) == 1, [str(fault) for fault in faults]
    return faults[0]


def assert_sound_or_refused(folder: Path) -> None:
    """Reading ends in a model, or in an error of ours of which every line can be shown."""
    try:
        lap = from_tables(read_tables(folder), peildatum=date(2016, 1, 1))
    except LappendekenError as error:
        refusal = error
    else:
        assert_sound(lap)
        return
    lines = [str(fault) for fault in getattr(refusal, "faults", [refusal])]
    assert lines
    for line in lines:
        assert_one_line(line.replace(str(folder), ""))


def assert_sound(lap: Lappendeken) -> None:
    """Everything that is made of the tables can be made, and names can be written."""
    assert set(lap.graph) == set(lap.gemeenten.index) | set(lap.verbanden.index)
    assert len(lap.graph) == len(lap.gemeenten) + len(lap.verbanden)
    assert np.isfinite(lap.borders["length"]).all()
    assert all(lap.indeling(name).verbanden.size for name in lap.indelingen.index)
    json.dumps(lap.gemeenten["naam"].to_list(), ensure_ascii=False).encode()


def assert_one_line(text: str) -> None:
    """Nothing in a message starts a new line, moves the cursor or cannot be encoded."""
    control, hidden, surrogate, breaks = {"Cc"}, {"Cf"}, {"Cs"}, {"Zl", "Zp"}
    found = {unicodedata.category(sign) for sign in text}
    assert not found & (control | hidden | surrogate | breaks), ascii(text)


# Expected by plain Python -------------------------------------------------------------------


def members_of(indeling: Indeling) -> dict[str, frozenset[str]]:
    """The members of every verband."""
    found: dict[str, set[str]] = {verband: set() for verband in indeling.verbanden}
    codes, verbanden = list(indeling.gemeenten), list(indeling.verbanden)
    for i, j in np.argwhere(indeling.incidence.toarray()).tolist():
        found[verbanden[j]].add(codes[i])
    return {verband: frozenset(codes) for verband, codes in found.items()}


def common(a: Indeling, b: Indeling) -> list[str]:
    """The gemeenten that both cover, in the order of the first."""
    in_a = set().union(*members_of(a).values())
    in_b = set().union(*members_of(b).values())
    return [code for code in a.gemeenten if code in in_a and code in in_b]


def circle(indeling: Indeling, code: str, among: Iterable[str] | None = None) -> set[str]:
    """Who shares a verband with a gemeente, itself included; empty when it is in none."""
    found = set().union(*(codes for codes in members_of(indeling).values() if code in codes))
    return found if among is None else found & set(among)


def blocks(indeling: Indeling, among: Iterable[str] | None = None) -> set[frozenset[str]]:
    """The sets of members, whatever their names; restricted to some gemeenten."""
    sets = members_of(indeling).values()
    kept = sets if among is None else [codes & frozenset(among) for codes in sets]
    return {frozenset(codes) for codes in kept} - {frozenset()}


def pair_sum(groups: Iterable[Sequence[float]]) -> float:
    """Number of pairs within each group, of units and of copies of one unit, added up."""
    between = math.fsum(x * y for group in groups for x, y in combinations(group, 2))
    return between + math.fsum(x * (x - 1) / 2 for group in groups for x in group)


def repeated(indeling: Indeling, weight: "pd.Series[float]") -> Indeling:
    """The indeling in which every gemeente is replaced by as many copies as it weighs."""
    return Indeling.from_members(
        {
            verband: [f"{c}-{k}" for c in sorted(codes) for k in range(int(weight[c]))]
            for verband, codes in members_of(indeling).items()
        },
        [f"{c}-{k}" for c in indeling.gemeenten for k in range(int(weight[c]))],
    )


def page_rank(indeling: Indeling, gemeenten: Sequence[str], alpha: float) -> np.ndarray:
    """Personalised PageRank of every gemeente, dense, from the definition of Gates et al.

    A walker at i restarts with chance 1 - alpha, else picks a verband of i and a member of it.
    """
    matrix = indeling.incidence.toarray()[indeling.gemeenten.get_indexer(gemeenten)].astype(float)
    matrix = matrix[:, matrix.any(axis=0)]
    step = (matrix / matrix.sum(axis=1, keepdims=True)) @ (matrix / matrix.sum(axis=0)).T
    size = len(gemeenten)
    return (1 - alpha) * np.linalg.inv(np.eye(size) - alpha * step)


def walked_similarity(a: Indeling, b: Indeling, alpha: float) -> "pd.Series[float]":
    """Element-centric similarity of every gemeente that both cover, by the definition."""
    both = common(a, b)
    difference = page_rank(a, both, alpha) - page_rank(b, both, alpha)
    return pd.Series(1 - np.abs(difference).sum(axis=1) / (2 * alpha), index=both)


def assert_on_index(
    result: "pd.Series[Any] | pd.DataFrame",
    index: pd.Index,
    *,
    name: str | None = None,
    dtype: Any = None,
) -> None:
    """The result stands on exactly the index that was given, with the name and type promised."""
    pd.testing.assert_index_equal(result.index, index)
    if isinstance(result, pd.Series):
        assert result.name == name
        assert result.dtype == dtype
        return
    if dtype is not None:
        assert {column: str(kind) for column, kind in result.dtypes.items()} == dtype


def relabelled(indeling: Indeling, mapping: Mapping[str, str]) -> Indeling:
    """The same indeling with other identifiers, its verbanden in order of the new ones."""
    sets = {mapping[verband]: sorted(codes) for verband, codes in members_of(indeling).items()}
    return Indeling.from_members(
        dict(sorted(sets.items())), indeling.gemeenten, id=indeling.id, naam=indeling.naam
    )


def reordered(indeling: Indeling, order: Sequence[str]) -> Indeling:
    """The same indeling with its gemeenten in another order, and its verbanden reversed."""
    sets = {verband: sorted(codes) for verband, codes in members_of(indeling).items()}
    return Indeling.from_members(dict(reversed(sets.items())), order, id=indeling.id)
