"""Sound files of every kind that is read, each with the command that reads it."""

import json
import shutil
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import geopandas as gpd
import pandas as pd
from test_reading_fuzz import REAL, make

from lappendeken.reading.editions import embedded_folder

PROVINCE = "Drenthe"
MAPS = ("geojson", "gpkg", "shp", "parquet")
LISTS = ("csv", "xlsx", "json")
OFFICIAL = ("cbs-gpkg", "statline-json", "register-xml")

INPUT = Path(__file__).parents[2] / "docs" / "invoer"
REASONS = """verband,reden,bron,datum
jeugdregio Drenthe,De zorg wordt samen met de buren ingekocht,raadsbesluit,2015-12-15
arbeidsmarktregio Groningen,Twee centrumgemeenten; al lang zo,,2014-12-15
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
    mapped = ("gegevens", "inlezen", "{}/breed.csv", "--uit", "{}/uit")
    add("kolommen", _mapping, *mapped, "--kolommen", "{}/kolommen.toml")
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
