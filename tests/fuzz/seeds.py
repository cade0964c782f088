"""Sound files of every kind that is read, each with the command that reads it."""

import io
import json
import shutil
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import geopandas as gpd
import pandas as pd
from layouts import LAYOUTS
from test_files_of_people import opendocument, topology
from test_reading_fuzz import REAL, make

from lappendeken.reading.editions import embedded_folder

PROVINCE = "Drenthe"
MAPS = ("geojson", "gpkg", "shp", "parquet")
LISTS = ("csv", "xlsx", "json")
OFFICIAL = ("cbs-gpkg", "statline-json", "register-xml")

MAP = "gemeenten.geojson"
INPUT = Path(__file__).parents[2] / "docs" / "invoer"
REASONS = """verband,reden,bron,datum
jeugdregio Drenthe,De zorg wordt samen met de buren ingekocht,raadsbesluit,2015-12-15
arbeidsmarktregio Groningen,Twee centrumgemeenten; al lang zo,,2014-12-15
"""
TASKS = """taak,wet,aspect,schaal,toelichting
jeugdhulp,Jeugdwet,beleid,lokaal,
jeugdhulp,Jeugdwet,inkoop,regionaal,met de buren
"""


@dataclass(frozen=True)
class Seed:
    """A sound file in a folder that may be spoiled."""

    kind: str
    damaged: str
    """The file of the folder that is damaged."""

    arguments: tuple[str, ...]
    """Of the command; `{}` is the folder."""


def make_seeds(folder: Path) -> list[tuple[Seed, Path]]:
    """Write every sound file; each with the folder in which it lies."""
    found: list[tuple[Seed, Path]] = []

    def add(kind: str, fill: Callable[[Path], str], *arguments: str) -> None:
        own = folder / f"{len(found):02d}-{kind}"
        own.mkdir(parents=True)
        found.append((Seed(kind, fill(own), arguments), own))

    tables = folder / "eigen"
    _province(tables)
    for path in sorted(tables.iterdir()):
        for arguments in (("congruentie", "--gegevens", "{}"), ("gegevens", "controleer", "{}")):
            add(f"map/{path.name}".replace("/", "-"), _copy_of(tables, path.name), *arguments)
    for kind in (*LISTS, *MAPS, *OFFICIAL):
        fill = _official(kind) if kind in OFFICIAL else _own(tables, kind)
        name = f"bron.{kind.rpartition('-')[2]}"
        columns = ("--kolom", "jeugdregio=jeugdregio") if kind in MAPS else ()
        add(kind, fill, "gegevens", "inlezen", f"{{}}/{name}", *columns, "--uit", "{}/uit")
    for name, path in REAL.items():
        # The layer of CBS has boundaries only.
        if name != "cbs" and path.exists():
            read = ("gegevens", "inlezen", f"{{}}/{path.name}", "--soort", name, "--uit", "{}/uit")
            add(f"echt-{name}", _copied(path), *read)
    add("plan", _copied(INPUT / "plan.csv"), "scenario", "{}/plan.csv")
    report = ("rapport", "--provincie", PROVINCE, "--vorm", "csv", "--uit", "{}/rapport")
    add("afwijkingen", _written("a.csv", REASONS), *report, "--afwijkingen", "{}/a.csv")
    add("afwijkingen-xlsx", _workbook(REASONS), *report, "--afwijkingen", "{}/bron.xlsx")
    mapped = ("gegevens", "inlezen", "{}/breed.csv", "--uit", "{}/uit")
    add("kolommen", _mapping, *mapped, "--kolommen", "{}/kolommen.toml")
    read = ("gegevens", "inlezen")
    for name, layout in LAYOUTS.items():
        fill = _saved("bron.xlsx", layout.save)
        add(f"lijst-{name}", fill, *read, "{}/bron.xlsx", *layout.options, "--uit", "{}/uit")
    add("ods", _saved("bron.ods", opendocument), *read, "{}/bron.ods", "--uit", "{}/uit")
    drawn = topology(scale=0.0001, west=4.4, south=51.9)
    add("topojson", _written("b.topojson", drawn), *read, "{}/b.topojson")
    list_of = (*read, str(INPUT / "regio.csv"), "--indeling", "jeugdregio", "--kolom")
    list_of = (*list_of, "verband=Kring", "--uit", "{}/uit")
    add("gemeenten", _copied(embedded_folder() / MAP), *list_of, "--gemeenten", f"{{}}/{MAP}")
    accepted = "--accepteer-voorstellen"
    add("voorstellen", _copied(INPUT / "nagekeken.csv"), *list_of, accepted, "{}/nagekeken.csv")
    answers = (INPUT / "nagekeken.csv").read_text(encoding="utf-8")
    add("voorstellen-xlsx", _workbook(answers), *list_of, accepted, "{}/bron.xlsx")
    plan = (INPUT / "plan.csv").read_text(encoding="utf-8")
    add("plan-xlsx", _workbook(plan), "scenario", "{}/bron.xlsx")
    later = ("gegevens", "herindeel", "--gegevens", str(tables), "--naar", "2027", "--geometrie")
    add("geometrie", _own(tables, "gpkg"), *later, "{}/bron.gpkg", "--uit", "{}/uit")
    tasks = ("groep", "Assen", "Meppel", "--gegevens", "{}", "--uit", "{}/rapport.html")
    add("taken", _tasks(tables), *tasks)
    return found


def _copied(path: Path) -> Callable[[Path], str]:
    return lambda own: shutil.copy(path, own / path.name).name


def _copy_of(tables: Path, name: str) -> Callable[[Path], str]:
    def fill(own: Path) -> str:
        shutil.copytree(tables, own, dirs_exist_ok=True)
        return name

    return fill


def _written(name: str, text: str) -> Callable[[Path], str]:
    def fill(own: Path) -> str:
        (own / name).write_text(text, encoding="utf-8")
        return name

    return fill


def _saved(name: str, save: Callable[[Path], object]) -> Callable[[Path], str]:
    def fill(own: Path) -> str:
        save(own / name)
        return name

    return fill


def _workbook(text: str) -> Callable[[Path], str]:
    """A table of text as a sheet."""
    rows = pd.read_csv(io.StringIO(text), sep=None, engine="python", dtype="str")
    return _saved("bron.xlsx", lambda path: rows.to_excel(path, index=False))


def _tasks(tables: Path) -> Callable[[Path], str]:
    def fill(own: Path) -> str:
        _copy_of(tables, "")(own)
        return _written("taken.csv", TASKS)(own)

    return fill


def _mapping(own: Path) -> str:
    shutil.copy(INPUT / "breed.csv", own)
    return _copied(INPUT / "kolommen.toml")(own)


def _official(kind: str) -> Callable[[Path], str]:
    return lambda own: make(kind, own).name


def _own(tables: Path, kind: str) -> Callable[[Path], str]:
    """A table or layer of a user: a row a gemeente, with a column for each of two indelingen."""

    def fill(own: Path) -> str:
        path = own / f"bron.{kind}"
        layer = gpd.read_file(tables / "gemeenten.geojson")[["code", "naam", "geometry"]]
        rows = pd.read_csv(tables / "verbanden.csv", dtype="str").set_index("gemeente_code")
        for name in ("jeugdregio", "arbeidsmarktregio"):
            layer[name] = layer["code"].map(rows.loc[rows["indeling"] == name, "verband"])
        table = layer.drop(columns="geometry")
        if kind == "csv":
            table.to_csv(path, index=False, sep=";")
        elif kind == "xlsx":
            table.to_excel(path, index=False)
        elif kind == "json":
            path.write_text(table.to_json(orient="records"), encoding="utf-8")
        elif kind == "parquet":
            layer.to_parquet(path)
        else:
            # A shapefile keeps ten characters of a name.
            layer.rename(columns={"arbeidsmarktregio": "werk"}).to_file(path, engine="pyogrio")
        return path.name

    return fill


def _province(folder: Path) -> None:
    """The embedded tables as far as they are about one province."""
    folder.mkdir(parents=True)
    data = embedded_folder()
    content = json.loads((data / "gemeenten.geojson").read_text(encoding="utf-8"))
    content["features"] = [
        one for one in content["features"] if one["properties"]["provincie"] == PROVINCE
    ]
    codes = {one["properties"]["code"] for one in content["features"]}
    (folder / "gemeenten.geojson").write_text(json.dumps(content), encoding="utf-8")
    tables = {
        name: pd.read_csv(data / f"{name}.csv", dtype="str", keep_default_na=False)
        for name in ("verbanden", "indelingen", "kenmerken", "andere_deelnemers", "herindelingen")
    }
    own = tables["verbanden"]
    tables["verbanden"] = own = own[own["gemeente_code"].isin(codes)]
    for name in ("kenmerken", "andere_deelnemers"):
        tables[name] = tables[name][tables[name]["verband_id"].isin(own["verband_id"])]
    for name, table in tables.items():
        table.to_csv(folder / f"{name}.csv", index=False)
    about = {"name": "eigen", "peildatum": "2026-01-01", "resources": []}
    (folder / "datapackage.json").write_text(json.dumps(about), encoding="utf-8")
