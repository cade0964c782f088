"""Whatever is done to a file, reading it ends in an account that adds up or an error of ours."""

import json
import os
import resource
import shutil
import subprocess
import sys
import zipfile
from dataclasses import replace
from io import BytesIO
from pathlib import Path

import numpy as np
import openpyxl
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from layouts import LAYOUTS
from mutations import damage
from quilts import assert_one_line
from sources import (
    JEUGD,
    NAMES,
    assert_accounted,
    cbs_file,
    deelnemer,
    gemeente_layer,
    pairs,
    regeling,
    statline_rows,
    write_register,
)

from lappendeken import reading
from lappendeken.errors import LappendekenError
from lappendeken.reading.settling.mapping import ColumnMapping

BRONNEN = Path(__file__).parents[2] / "shared" / "bronnen"
REAL = {
    "regioatlas": BRONNEN / "regioatlas-2016" / "Sociaal" / "ggds.csv",
    "opengr": BRONNEN / "opengr-2016" / "opengr_provincies.csv",
    "cbs": BRONNEN / "cbs" / "gemeenten_2023.gpkg",
}
SEEDS = st.integers(0, 2**32 - 1)
JEUGDREGIO = ColumnMapping(fixed={"indeling": "jeugdregio"})


def read_long(path):
    return reading.read_tables(path, mapping=JEUGDREGIO)


def make(kind: str, folder: Path) -> Path:
    """A small sound source of a kind."""
    table = pd.DataFrame(sorted(pairs(JEUGD)), columns=["code", "regio"])
    table["gemeente"] = table["code"].map(NAMES)
    layer = gemeente_layer().rename(columns={"statcode": "code", "statnaam": "naam"})
    path = folder / f"bron.{kind.rpartition('-')[2]}"
    if kind == "csv":
        table.to_csv(path, index=False, sep=";")
    elif kind.startswith("lijst-"):
        LAYOUTS[kind.removeprefix("lijst-").removesuffix("-xlsx")].save(path)
    elif kind == "xlsx":
        table.to_excel(path, index=False)
    elif kind == "parquet":
        layer.to_parquet(path)
    elif kind == "geojson":
        layer.to_crs("EPSG:4326").to_file(path, engine="pyogrio")
    elif kind == "cbs-gpkg":
        cbs_file(path)
    elif kind == "statline-json":
        path.write_text(json.dumps(statline_rows()))
    elif kind == "register-xml":
        own = [deelnemer(name, "2006-01-01", "1,5") for name in ("Zwolle", "Waterschap X")]
        write_register(path, *(regeling(f"R {k}", *own, id=str(k)) for k in range(5)))
    else:
        layer.to_file(path, engine="pyogrio")
    return path


READERS = {
    "csv": read_long,
    "xlsx": read_long,
    "gpkg": reading.read_tables,
    "shp": reading.read_tables,
    "geojson": reading.read_tables,
    "parquet": reading.read_tables,
    "cbs-gpkg": reading.read_cbs,
    "statline-json": reading.read_statline,
    "register-xml": reading.read_roo,
}


def assert_account_or_refusal(reader, path: Path) -> None:
    """Reading adds up, or is refused in words that can be shown; nothing else may happen."""
    try:
        result = reader(path)
    except LappendekenError as error:
        refusal = error
    else:
        assert_accounted(result)
        for line in result.report.lines():
            assert_one_line(line)
        return
    for fault in getattr(refusal, "faults", [refusal]):
        assert_one_line(str(fault).replace(str(path.parent), ""))


def flipped(raw: bytes, seed: int, start: int = 0) -> bytes:
    """A few bytes changed, the first ones left alone so that the kind of file stays clear."""
    rng = np.random.default_rng(seed)
    damaged = bytearray(raw)
    for place in rng.integers(start, len(raw), int(rng.integers(1, 4))):
        damaged[place] = int(rng.integers(0, 256))
    return bytes(damaged)


@pytest.fixture(scope="module")
def sound(tmp_path_factory):
    """A folder with a sound source of every kind, made once."""
    made: dict[str, Path] = {}

    def get(kind: str) -> Path:
        if kind not in made:
            made[kind] = make(kind, tmp_path_factory.mktemp(kind))
            made[kind].with_suffix(".heel").write_bytes(made[kind].read_bytes())
        return made[kind]

    return get


@pytest.mark.parametrize("kind", READERS)
@settings(max_examples=8)
@given(seed=SEEDS)
def test_a_damaged_file(sound, kind, seed):
    path = sound(kind)
    path.write_bytes(damage(path.with_suffix(".heel").read_bytes(), seed))
    assert_account_or_refusal(READERS[kind], path)


@pytest.mark.parametrize("kind", READERS)
@settings(max_examples=5)
@given(seed=SEEDS)
def test_a_file_with_a_few_other_bytes(sound, kind, seed):
    path = sound(kind)
    path.write_bytes(flipped(path.with_suffix(".heel").read_bytes(), seed, 20))
    assert_account_or_refusal(READERS[kind], path)


@settings(max_examples=3)
@pytest.mark.parametrize("kind", ["xlsx", *(f"lijst-{name}-xlsx" for name in LAYOUTS)])
@given(seed=SEEDS)
def test_a_spreadsheet_with_a_damaged_part(sound, kind, seed):
    """Also one with merged cells, notes, hidden sheets or crosses."""
    path = sound(kind)
    with zipfile.ZipFile(path.with_suffix(".heel")) as package:
        parts = {one.filename: package.read(one) for one in package.infolist()}
    names = sorted(parts)
    name = names[seed % len(names)]
    buffer = BytesIO()
    with zipfile.ZipFile(buffer, "w") as package:
        for own, content in parts.items():
            package.writestr(own, damage(content, seed) if own == name else content)
    path.write_bytes(buffer.getvalue())
    assert_account_or_refusal(read_long, path)


@pytest.mark.slow
@settings(max_examples=4)
@pytest.mark.parametrize("name", LAYOUTS)
@given(seed=SEEDS)
def test_a_layout_with_other_cells_and_spans(tmp_path_factory, name, seed):
    """Rows in another order, cells that moved or went, and merged cells anywhere."""
    rng = np.random.default_rng(seed)
    layout = LAYOUTS[name]
    sheets = {title: shuffled(rows, rng) for title, rows in layout.sheets.items()}
    corners = rng.integers(1, 6, (int(rng.integers(0, 4)), 4))
    merged = [
        f"{chr(64 + min(a, c))}{min(b, d)}:{chr(64 + max(a, c))}{max(b, d)}"
        for a, b, c, d in corners
    ]
    path = tmp_path_factory.mktemp("x") / "bron.xlsx"
    replace(layout, sheets=sheets, merged=merged).save(path)
    assert_account_or_refusal(read_long, path)
    assert_account_or_refusal(reading.read_tables, path)


def shuffled(rows, rng):
    """Some rows in another place, some cells another or none."""
    made = [list(row) for row in rows]
    for _ in range(int(rng.integers(1, 6))):
        one, two = (made[int(k)] for k in rng.integers(0, len(made), 2))
        if one and two:
            place, other = int(rng.integers(0, len(one))), int(rng.integers(0, len(two)))
            one[place], two[other] = two[other], rng.choice([one[place], None, "x", "=A1"])
    return [made[k] for k in rng.permutation(len(made))] if rng.random() < 0.3 else made


@settings(max_examples=8)
@given(seed=SEEDS)
def test_a_shapefile_with_a_damaged_table(sound, seed):
    path = sound("shp")
    path.write_bytes(path.with_suffix(".heel").read_bytes())
    table = path.with_suffix(".dbf")
    whole = path.with_suffix(".dbf_heel")
    if not whole.exists():
        whole.write_bytes(table.read_bytes())
    table.write_bytes(damage(whole.read_bytes(), seed))
    assert_account_or_refusal(reading.read_tables, path)


@settings(max_examples=15)
@given(st.binary(max_size=300), st.sampled_from(sorted(READERS)))
def test_any_bytes_at_all(tmp_path_factory, content, kind):
    path = tmp_path_factory.mktemp("x") / f"bron.{kind.rpartition('-')[2]}"
    path.write_bytes(content)
    assert_account_or_refusal(READERS[kind], path)


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=6), inner),
    max_leaves=12,
)


@settings(max_examples=20)
@given(JSON | st.lists(st.dictionaries(st.sampled_from(["RegioS", "Code_1", "Naam_2"]), JSON)))
def test_any_json_at_all(tmp_path_factory, content):
    path = tmp_path_factory.mktemp("x") / "bron.json"
    path.write_text(json.dumps(content))
    assert_account_or_refusal(reading.read_statline, path)


@pytest.mark.parametrize("name", sorted(REAL))
@pytest.mark.skipif(not BRONNEN.is_dir(), reason="../shared/bronnen is er niet")
@pytest.mark.parametrize("seed", [1, 2, pytest.param(range(3, 60), marks=pytest.mark.slow)])
def test_a_real_file_that_was_damaged(tmp_path, name, seed):
    reader = getattr(reading, f"read_{name}")
    path = tmp_path / REAL[name].name
    shutil.copyfile(REAL[name], path)
    raw = path.read_bytes()
    for one in seed if isinstance(seed, range) else [seed]:
        change = damage if one % 2 else flipped
        path.write_bytes(change(raw, one))
        assert_account_or_refusal(reader, path)


# Size ---------------------------------------------------------------------------------------

LIMITED = """
import sys, time
from pathlib import Path
from lappendeken import reading
from lappendeken.errors import LappendekenError
from lappendeken.reading.settling.mapping import ColumnMapping
mapping = ColumnMapping(fixed={"indeling": "jeugdregio"})
for path in map(Path, sys.argv[1:]):
    start = time.process_time()
    try:
        if path.suffix == ".xml":
            result = reading.read_roo(path)
        else:
            result = reading.read_tables(path, mapping=mapping)
        report = result.report
        outcome = report.read
        assert report.read == report.matched + sum(report.not_matched.values())
    except LappendekenError as error:
        outcome = str(error).replace("\\n", " ")
    seconds = time.process_time() - start
    # Not ru_maxrss, in which the process that started this one is still counted.
    status = Path("/proc/self/status").read_text()
    peak = int(status.split("VmHWM:")[1].split()[0]) // 1024
    print(path.name, outcome, round(seconds, 1), peak, sep="|")
"""
MOST_SECONDS, MOST_MEGABYTES = 30, 1000
on_linux = pytest.mark.skipif(
    not Path("/proc/self/status").exists(), reason="the peak of memory is read from /proc"
)


def measured(paths: list[Path]) -> dict[str, str]:
    """Read in a process of its own; the outcome of each, when it kept within time and memory."""
    done = subprocess.run(
        [sys.executable, "-c", LIMITED, *map(str, paths)],
        capture_output=True,
        text=True,
        check=False,
        env=os.environ,
    )
    assert done.returncode == 0, done.stderr
    outcomes = {}
    for line in done.stdout.splitlines():
        name, outcome, seconds, peak = line.split("|")
        assert float(seconds) < MOST_SECONDS, line
        assert int(peak) < MOST_MEGABYTES, line
        outcomes[name] = outcome
    return outcomes


LINES = {
    "dates": ("gemeente;verband;van", lambda k: f"Zwolle;V{k % 9};x{k}"),
    "repeated": ("gemeente_code;gemeente;verband;van", lambda k: f"{3 + k % 2000};;V {k % 99};"),
    "names": ("gemeente;verband", lambda k: f"Dorp {k};V{k % 9}"),
    "verbanden": ("gemeente;verband", lambda k: f"Zwolle;Verband nummer {k}"),
    "periods": (
        "gemeente;verband;van",
        lambda k: f"Zwolle;V;{1000 + k % 8000}-01-{1 + k % 28:02d}",
    ),
    "cells": ("gemeente;verband;vorm", lambda k: f"Zwolle;V{k % 9};vorm {k}"),
    "short": ("gemeente;verband;vorm", lambda k: f"Zwolle;V{k}"),
}
OUTCOMES = {
    "names": "verschillende gemeenten",
    "verbanden": "verschillende verbanden",
    "short": "niet evenveel cellen",
}
MILLION = 1_000_000


@pytest.fixture
def thorough(pytestconfig):
    """Whether to spare no time: `pytest --hypothesis-profile thorough`."""
    return pytestconfig.getoption("--hypothesis-profile") == "thorough"


@on_linux
@pytest.mark.slow
def test_tables_of_a_million_rows(tmp_path, thorough):
    """Every cell another where that is heaviest; the other tables may be shorter."""
    expected = {}
    for kind, (header, line) in LINES.items():
        many = MILLION if thorough or kind == "dates" else MILLION // 8
        with (tmp_path / f"{kind}.csv").open("w", encoding="utf-8") as file:
            file.write(f"{header}\n")
            file.writelines(f"{line(k)}\n" for k in range(many))
        expected[f"{kind}.csv"] = OUTCOMES.get(kind, str(many))
    outcomes = measured([tmp_path / name for name in expected])
    assert [name for name, told in expected.items() if told not in outcomes[name]] == []


def large_register(path: Path, many: int) -> str:
    """An export that is mostly about other things, as the real one is."""
    other = "<organisatie><naam>Iets</naam><adres><plaats>Zwolle</plaats></adres></organisatie>\n"
    own = [deelnemer(name, "2006-01-01", "1,5") for name in ["Gemeente Zwolle"] * 9]
    with path.open("w", encoding="utf-8") as file:
        file.write('<p:o xmlns:p="x"><organisaties>\n')
        file.writelines(other for _ in range(35 * many))
        file.write("</organisaties><gemeenschappelijkeRegelingen>\n")
        file.writelines(regeling(f"R {k}", *own) for k in range(many))
        file.write("</gemeenschappelijkeRegelingen></p:o>")
    return str(9 * many)


def large_sheet(path: Path, many: int) -> str:
    """A spreadsheet with a deelname a row."""
    book = openpyxl.Workbook(write_only=True)
    sheet = book.create_sheet()
    sheet.append(["gemeente", "verband"])
    for k in range(many):
        sheet.append(["Zwolle", f"V{k}"])
    book.save(path)
    return str(many)


def large_layer(path: Path, many: int) -> str:
    """A map layer with a deelname a point."""
    row = '{"type":"Feature","properties":{"gemeente":"Zwolle","verband":"V%d"},'
    row += '"geometry":{"type":"Point","coordinates":[5.1,52.1]}}'
    body = ",".join(row % k for k in range(many))
    path.write_text(f'{{"type":"FeatureCollection","features":[{body}]}}')
    return str(many)


@on_linux
@pytest.mark.slow
def test_large_files_of_other_kinds(tmp_path, thorough):
    more = 10 if thorough else 1
    expected = {
        "groot.xml": large_register(tmp_path / "groot.xml", 2_000 * more),
        "groot.xlsx": large_sheet(tmp_path / "groot.xlsx", 20_000 * more),
        "groot.geojson": large_layer(tmp_path / "groot.geojson", 20_000 * more),
    }
    assert measured([tmp_path / name for name in expected]) == expected


@pytest.mark.slow
def test_a_register_of_as_many_regelingen_as_there_may_be_takes_seconds(tmp_path):
    """Each gets an identifier of its own name, which must not be sought among all others."""
    path = tmp_path / "opengr.csv"
    lines = (f"Zwolle,Regeling {k},,X,Provincie Utrecht\n" for k in range(30_000))
    path.write_text(
        "Deelnemer,Gemeenschappelijke regeling,Postcode,Plaats,Provincie\n" + "".join(lines)
    )
    before = resource.getrusage(resource.RUSAGE_SELF).ru_utime
    result = reading.read_opengr(path)
    assert result.deelnames["verband_id"].nunique() == 30_000
    assert resource.getrusage(resource.RUSAGE_SELF).ru_utime - before < MOST_SECONDS / 3


@pytest.mark.slow
def test_a_long_table_of_france_arrives_whole(tmp_path):
    codes = [f"GM{10_000 + k}" for k in range(35_000)]
    rows = {"code": codes, "naam": [f"Commune {k}" for k in range(35_000)]}
    pd.DataFrame(rows).to_csv(tmp_path / "gemeenten.csv", index=False)
    epci = pd.DataFrame(rows).assign(verband=[f"EPCI {k % 1255}" for k in range(35_000)])
    other = pd.DataFrame(rows).assign(verband=[f"Arr {k % 334}" for k in range(35_000)])
    both = pd.concat([epci.assign(indeling="epci"), other.assign(indeling="arrondissement")])
    both.to_csv(tmp_path / "verbanden.csv", index=False, sep=";")
    result = reading.read_tables(tmp_path)
    assert_accounted(result)
    assert result.report.not_matched == {}
    assert result.deelnames.groupby("indeling")["verband_id"].nunique().to_dict() == {
        "arrondissement": 334,
        "epci": 1255,
    }
