"""The data build: the parts on toy input, and the whole against the committed files."""

import dataclasses
import importlib.util
import subprocess
import sys
from pathlib import Path

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
import shapely

from lappendeken import schema
from lappendeken.reading.editions import editions
from lappendeken.reading.settling.gemeenten import Gemeenten as Known
from lappendeken.reading.sources.opengr import OpenGRRow

ROOT = Path(__file__).parents[1]
SOURCES = ROOT.parent / "shared" / "bronnen"
SCRIPT = ROOT / "scripts" / "build_data.py"
sys.path.insert(0, str(SCRIPT.parent))

from databuild import (  # noqa: E402
    catalogue,
    datapackage,
    deelnames,
    gemeenten,
    geometry,
    herindelingen,
    markdown,
    opengr,
    regions,
    register,
    verbindingen,
)
from databuild.gemeenten import Gemeenten  # noqa: E402
from databuild.tables import HERE, read  # noqa: E402

needs_sources = pytest.mark.skipif(not SOURCES.is_dir(), reason="../shared/bronnen is er niet")


def run(*arguments: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, str(SCRIPT), *arguments]
    return subprocess.run(command, check=False, capture_output=True, text=True)


def current() -> str:
    """The edition that lies in `data/` itself, as the program has it."""
    spec = importlib.util.spec_from_file_location("build_data", SCRIPT)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module.CURRENT


@pytest.mark.slow
@needs_sources
def test_a_rebuild_gives_the_committed_files_byte_for_byte(tmp_path: Path) -> None:
    done = run("--bronnen", str(SOURCES), "--uit", str(tmp_path / "data"))
    assert done.returncode == 0, done.stdout + done.stderr
    root = tmp_path / "data"
    built = {
        path.relative_to(root).as_posix(): path.read_bytes()
        for path in root.rglob("*")
        if path.is_file()
    }
    both = ("gemeenten.geojson", "verbanden.csv", "indelingen.csv", "datapackage.json")
    folder = {year: "" if year == current() else f"{year}/" for year in ("2016", "2026")}
    expected = {f"{folder[year]}{name}" for year in folder for name in both}
    expected |= {f"{folder['2026']}{name}.csv" for name in ("kenmerken", "andere_deelnemers")}
    assert set(built) == expected | {"herindelingen.csv", "verbindingen.csv", "BRONNEN.md"}
    differing = [name for name, got in built.items() if (ROOT / "data" / name).read_bytes() != got]
    assert differing == []
    assert all(name in done.stdout for name in built)


@needs_sources
@pytest.mark.parametrize(("year", "source"), [("2016", 2015), ("2026", 2022)])
def test_no_vertex_of_the_source_is_copied(year: str, source: int) -> None:
    areas = gpd.read_file(SOURCES / "cbs" / f"gemeenten_{source}.gpkg").to_crs(4326)
    theirs = {tuple(xy) for xy in areas.get_coordinates().round(5).to_numpy()}
    drawn = gpd.read_file(editions()[year] / "gemeenten.geojson")
    ours = {tuple(xy) for xy in drawn.get_coordinates().to_numpy()}
    assert len(theirs) > 4000
    assert ours & theirs == set()


@needs_sources
@pytest.mark.parametrize(
    ("source", "usual", "lowest"),
    [(gemeenten.CHECKS_2023[0], 0.93, 0.75), (gemeenten.CHECKS_2023[1], 0.97, 0.85)],
)
def test_areas_of_2026_lie_on_those_of_two_other_sources(
    source: str, usual: float, lowest: float
) -> None:
    drawn = gpd.read_file(editions()["2026"] / "gemeenten.geojson").set_index("code")
    made = Gemeenten(drawn, drawn.geometry.to_crs(28992).to_numpy())
    shares = gemeenten.overlap(SOURCES, source, made).shares
    assert len(shares) == 342
    assert shares.median() > usual
    assert shares.min() > lowest


@needs_sources
def test_every_table_of_2026_has_exactly_the_342_of_cbs(tmp_path: Path) -> None:
    cbs = read(SOURCES / "2026" / "arbeidsmarktregio_2026.csv", "gemeentecode")
    drawn = gpd.read_file(editions()["2026"] / "gemeenten.geojson", ignore_geometry=True)
    assert set(drawn["code"]) == set(cbs.index)
    names = dict(zip(drawn["code"], drawn["naam"], strict=True))
    assert len(names) == 342
    keys = {source.bestand: source.sleutel for source in regions.sources().values()}
    keys |= {regions.MOBW: "gemeente_code", regions.SECOND_GGD: "gemeentecode"}
    keys[Path(gemeenten.PEOPLE_2023).name] = "gemeentecode"
    for file, key in keys.items():
        table = regions.complete(SOURCES / "2026" / file, key, names)
        assert set(table.index) == set(cbs.index), file
    other = tmp_path / "half.csv"
    table.iloc[1:].to_csv(other)
    with pytest.raises(ValueError, match="andere gemeenten dan de 342"):
        regions.complete(other, table.index.name, names)


@pytest.mark.slow
def test_absent_sources_are_a_usage_error_and_nothing_is_written(tmp_path: Path) -> None:
    done = run("--bronnen", str(tmp_path / "nergens"), "--uit", str(tmp_path / "data"))
    assert done.returncode == 2
    assert "--bronnen" in done.stdout
    assert not (tmp_path / "data").exists()


@pytest.mark.slow
def test_wrong_sources_stop_the_build_and_nothing_is_written(tmp_path: Path) -> None:
    (tmp_path / "cbs").mkdir()
    frame = gpd.GeoDataFrame({"statcode": ["GM0001"]}, geometry=[shapely.box(0, 0, 1, 1)])
    frame.set_crs(28992).to_file(tmp_path / "cbs" / "gemeenten_2015.gpkg", layer="gemeente")
    done = run("--bronnen", str(tmp_path), "--uit", str(tmp_path / "data"))
    assert done.returncode == 1
    assert "herindeling van gemeenten die de bron niet heeft" in done.stdout
    assert not (tmp_path / "data").exists()


# Geometry


def boxes(*bounds: tuple[float, float, float, float]) -> np.ndarray:
    return np.array([shapely.box(*b) for b in bounds], dtype=object)


def test_sampling_says_in_which_area_the_middle_of_a_cell_lies() -> None:
    grid = geometry.sample(boxes((0, 0, 200, 100), (200, 0, 340, 100)), cell=100)
    assert (grid.west, grid.south) == (-200, -200)
    # The second box reaches 40 m into its last cell, not to the middle.
    assert grid.labels[2].tolist() == [0, 0, 1, 1, 2, 0, 0, 0, 0]
    assert grid.labels.sum() == 1 + 1 + 2


def test_sampling_sees_holes_and_lets_the_first_of_two_areas_win() -> None:
    ring = shapely.box(0, 0, 300, 300) - shapely.box(100, 100, 200, 200)
    grid = geometry.sample(np.array([ring, shapely.box(0, 0, 300, 300)], dtype=object), cell=100)
    assert grid.labels[2:5, 2:5].tolist() == [[1, 1, 1], [1, 2, 1], [1, 1, 1]]


def test_sampling_agrees_with_shapely_on_random_areas() -> None:
    rng = np.random.default_rng(1)
    cells = shapely.voronoi_polygons(shapely.multipoints(rng.uniform(0, 5000, (40, 2))))
    areas = np.array(shapely.get_parts(cells), dtype=object)
    grid = geometry.sample(areas, cell=97.0)
    rows, columns = np.nonzero(grid.labels)
    assert len(rows) > 1000
    middles = shapely.points(grid.west + (columns + 0.5) * 97, grid.south + (rows + 0.5) * 97)
    assert shapely.intersects(areas[grid.labels[rows, columns] - 1], middles).all()


@pytest.mark.parametrize(
    "drawing",
    [
        ["11", "22"],
        ["12", "21"],
        ["111", "121", "111"],
        ["12.", ".34", "1.2"],
        ["1.1", ".2.", "3.3"],
    ],
)
def test_traced_borders_form_a_coverage_that_loses_nothing(drawing: list[str]) -> None:
    numbers = [[0 if sign == "." else int(sign) for sign in f"..{line}.."] for line in drawing]
    width = len(numbers[0])
    labels = np.array([[0] * width] * 2 + numbers + [[0] * width] * 2, dtype=np.int16)
    count = int(labels.max())
    drawn = geometry.polygons(geometry.Grid(0.0, 0.0, labels), count, cell=1.0)
    geometry.check_coverage(drawn)
    for number, shape in enumerate(drawn, start=1):
        rows, columns = np.nonzero(labels == number)
        middles = shapely.points(columns + 0.5, rows + 0.5)
        assert shapely.contains(shape, middles).all()
        others = np.nonzero(labels != number)
        assert not shapely.contains(shape, shapely.points(others[1] + 0.5, others[0] + 0.5)).any()


def grid_of(drawing: str) -> geometry.Grid:
    lines = drawing.split()
    labels = [[0 if sign == "." else int(sign) for sign in line] for line in lines]
    return geometry.Grid(0.0, 0.0, np.array(labels, dtype=np.int16))


def test_mending_fills_gaps_drops_islets_and_hands_over_specks(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    for name in ("GAP", "ISLET", "SPECK"):
        monkeypatch.setattr(geometry, name, 1e6)
    before = grid_of("""
        ..........
        .111222.1.
        .1.1222...
        .111212...
        .111222...
        ..........
    """)
    after, mending = geometry.mend(before, cell=1000.0)
    expected = grid_of("""
        ..........
        .111222...
        .111222...
        .111222...
        .111222...
        ..........
    """)
    assert after.labels.tolist() == expected.labels.tolist()
    assert mending == geometry.Mending((1.0,), ((1, 1.0),), ((1, 1.0),))


def test_a_large_hole_island_or_exclave_is_left_alone() -> None:
    before = grid_of("""
        ............
        .111122.33..
        .1..1221133.
        .1111222233.
        ............
    """)
    after, mending = geometry.mend(before, cell=1000.0)
    assert after.labels.tolist() == before.labels.tolist()
    assert mending == geometry.Mending((), (), ())


def test_overlap_and_disorder_are_refused() -> None:
    geometry.check_coverage(boxes((0, 0, 1, 1), (1, 0, 2, 1)))
    with pytest.raises(ValueError, match="sluiten niet"):
        geometry.check_coverage(boxes((0, 0, 1, 1), (0.5, 0, 2, 1)))
    bow = np.array([shapely.Polygon([(0, 0), (1, 1), (1, 0), (0, 1)])], dtype=object)
    with pytest.raises(ValueError, match="ongeldige vorm"):
        geometry.check_coverage(bow)


def test_drawing_refuses_to_lose_an_area() -> None:
    with pytest.raises(ValueError, match="verdwenen"):
        geometry.draw(boxes((0, 0, 9000, 9000), (9000, 0, 9040, 40)))


# Tables


def toy(*areas: tuple[str, tuple[float, float, float, float]]) -> Gemeenten:
    frame = gpd.GeoDataFrame(
        {"naam": [name for name, _ in areas]},
        geometry=[shapely.box(*bounds) for _, bounds in areas],
        index=[f"GM{number:04d}" for number in range(1, len(areas) + 1)],
    )
    return Gemeenten(frame, frame.geometry.to_numpy())


THREE = toy(("A", (0, 0, 1, 1)), ("B", (1, 0, 2, 1)), ("C", (3, 0, 4, 1)))
FERRY = ("GM0003", "GM0002", "veer", "Pont")
BRIDGE = ("GM0001", "GM0002", "brug", "Brug")


def test_links_make_one_whole() -> None:
    built = verbindingen.build(THREE, [FERRY])
    assert built.rows == (("GM0002", "GM0003", "veer", "Pont"),)
    assert (built.borders, built.parts) == (1, (("A", "B"), ("C",)))


@pytest.mark.parametrize(
    ("links", "says"),
    [([], "geen samenhangend geheel"), ([BRIDGE, FERRY], "Brug is niet nodig: A grenst aan B")],
)
def test_wrong_links_are_refused(links: list[tuple[str, str, str, str]], says: str) -> None:
    with pytest.raises(ValueError, match=says):
        verbindingen.build(THREE, links)


def test_links_of_another_edition_move_or_fall_away() -> None:
    built = verbindingen.build(THREE, [BRIDGE, FERRY], strict=False)
    assert built.rows == (("GM0002", "GM0003", "veer", "Pont"),)
    assert built.fallen == ("Brug (A en B)",)
    links = [("GM0007", "GM0002", "veer", "Pont"), ("GM0007", "GM0008", "brug", "Brug")]
    moved = verbindingen.moved(links, {"GM0007": "GM0003", "GM0008": "GM0003"})
    assert moved == [FERRY]


def test_a_link_names_gemeenten_that_are_there() -> None:
    with pytest.raises(ValueError, match="onbekende gemeente Texel of Den Helder"):
        verbindingen.coded(THREE.names, "2016")


def test_a_point_is_no_border() -> None:
    corner = boxes((0, 0, 1, 1), (1, 1, 2, 2), (1, 0, 2, 1))
    assert verbindingen.borders(corner) == [(0, 2), (1, 2)]


def test_following_reorganisations() -> None:
    merge = herindelingen.Step("2017-01-01", "samenvoeging", "GM1", "a", "GM3", "c", "1")
    split = [
        herindelingen.Step("2018-01-01", "splitsing", "GM3", "c", "GM4", "d", "0.5"),
        herindelingen.Step("2018-01-01", "splitsing", "GM3", "c", "GM2", "b", "0.5"),
    ]
    before = frozenset({"GM1", "GM2"})
    assert herindelingen.follow(before, [*split, merge]) == {"GM2", "GM4"}
    with pytest.raises(ValueError, match=r"2018-01-01 van onbekende gemeenten \['GM3'\]"):
        herindelingen.follow(before, split)
    done = herindelingen.Herindelingen((merge, *split), (), (), ())
    assert done.successors("2016-01-01", "2017-06-01") == {"GM1": "GM3"}
    # What was split, and what went into it, has no one successor.
    assert done.successors("2016-01-01", "2018-06-01") == {}


def test_merging_adds_up_and_refuses_a_step_from_nowhere() -> None:
    source = gpd.GeoDataFrame(
        {
            "naam": ["a", "b"],
            "provincie": "Utrecht",
            "inwoners": pd.array([1, 2], dtype="Int64"),
            "oppervlakte_km2": [0.1, 0.2],
        },
        geometry=boxes((0, 0, 1, 1), (1, 0, 2, 1)),
        index=["GM1", "GM2"],
        crs=28992,
    )
    step = herindelingen.Step("2017-01-01", "samenvoeging", "GM1", "a", "GM2", "c", "1")
    merged = gemeenten.merged(source, [step])
    assert merged.drop(columns="geometry").reset_index().to_numpy().tolist() == [
        ["GM2", "c", "Utrecht", 3, 0.3]
    ]
    assert merged.geometry.iloc[0].area == 2
    with pytest.raises(ValueError, match=r"die de bron niet heeft: \['GM9'\]"):
        gemeenten.merged(source, [step._replace(van_code="GM9")])


NAMES = {
    "GM0373": "Bergen (NH.)",
    "GM0385": "Edam-Volendam",
    "GM0502": "Capelle aan den IJssel",
    "GM0786": "Grave",
    "GM0815": "Mill en Sint Hubert",
    "GM0893": "Bergen (L.)",
    "GM1942": "Gooise Meren",
}
KNOWN = {"naam": pd.Series(NAMES), "provincie": ""}
CGM = "Werkorganisatie Cuijk, Grave, Mill en Sint Hubert (CGM)"


@pytest.mark.parametrize(
    ("participant", "regeling", "reason", "codes"),
    [
        ("Grave", "R", "naam", ("GM0786",)),
        ("Capelle aan den Ijssel", "R", "spelling", ("GM0502",)),
        ("Naarden", "R", "herindeling", ("GM1942",)),
        ("Zeevang", "R", "herindeling", ("GM0385",)),
        ("Grave en Mill", CGM, "correctie", ("GM0786", "GM0815")),
        ("Grave en Mill", "R", "onbekend", ()),
        ("Bergen", "Euregio Rijn-Waal", "correctie", ("GM0893",)),
        ("Bergen", "Recreatieschap Geestmerambacht", "correctie", ("GM0373",)),
        ("Bergen", "R", "onbekend", ()),
        ("Sneek", "R", "opgeheven", ()),
        ("Provincie Utrecht", "R", "geen gemeente", ()),
        ("Kleef (Duitsland)", "R", "geen gemeente", ()),
        ("Atlantis", "R", "onbekend", ()),
    ],
)
def test_matching_a_participant(
    participant: str, regeling: str, reason: str, codes: tuple[str, ...]
) -> None:
    row = OpenGRRow(2, participant, regeling, "", "", "Utrecht", repaired=False)
    steps = herindelingen.frame(herindelingen.STEPS_2016)
    match = opengr.match(row, Known(gpd.GeoDataFrame(pd.DataFrame(KNOWN)), herindelingen=steps))
    assert (match.reason, match.codes) == (reason, codes)


def test_dissolved_gemeenten_and_corrections_are_no_gemeenten_of_2016() -> None:
    text = (editions()["2016"] / "gemeenten.geojson").read_text(encoding="utf-8")
    assert [name for name in opengr.dissolved() if f'"naam":"{name}"' in text] == []
    years = read(HERE / "opgeheven.csv")["jaar"].astype(int)
    assert years.between(2001, 2015).all()
    assert [name for name, _ in opengr.corrections() if f'"naam":"{name}"' in text] == []


def test_an_equal_name_with_two_seats_is_refused() -> None:
    rows = [
        OpenGRRow(2, "Weert", "De Risse", "", "Weert", "Limburg", repaired=False),
        OpenGRRow(3, "Cranendonck", "De Risse", "", "Weert", "Noord-Brabant", repaired=False),
    ]
    assert opengr.in_two_provinces(tuple(rows)) == (("De Risse", ("Limburg", "Noord-Brabant")),)
    rows[1] = dataclasses.replace(rows[1], plaats="Budel")
    with pytest.raises(ValueError, match="kan voor twee regelingen staan"):
        opengr.in_two_provinces(tuple(rows))


def test_identifiers_are_short_and_differ() -> None:
    long = "Regionale samenwerking " * 8
    identifiers = opengr.identifiers([long + "A", long + "B", "Hûs en Hiem", "Hus-en-Hiem"])
    assert identifiers["Hûs en Hiem"] == "gr-hus-en-hiem"
    assert identifiers["Hus-en-Hiem"] == "gr-hus-en-hiem-2"
    assert len(set(identifiers.values())) == 4
    assert max(map(len, identifiers.values())) <= 80


def test_markdown_shows_names_as_text() -> None:
    assert markdown.cell("a | b <img src=x>") == r"a \| b \<img src=x\>"
    assert markdown.table(["Naam", "Aantal>"], [["x", 1500]]) == (
        "| Naam | Aantal |\n| --- | ---: |\n| x | 1.500 |\n"
    )


def rows(**columns: list[str]) -> pd.DataFrame:
    base = {"verband_id": "x-a", "verband": "A", "indeling": "x", "gemeente_code": "GM0001"}
    return pd.DataFrame(base | columns)


def test_duplicated_deelnames_and_identifiers_are_refused() -> None:
    deelnames.check(rows(gemeente_code=["GM0001", "GM0002"]))
    with pytest.raises(ValueError, match="dubbele deelnames"):
        deelnames.check(rows(gemeente_code=["GM0001", "GM0001"]))
    with pytest.raises(ValueError, match="x-a staat voor twee verbanden"):
        deelnames.check(rows(gemeente_code=["GM0001", "GM0002"], verband=["A", "B"]))


@pytest.mark.parametrize(("year", "count"), [("2016", 35), ("2026", 18)])
def test_catalogue(year: str, count: int) -> None:
    table = catalogue.indelingen(year)
    assert len(table) == table.index.nunique() == count
    assert list(table.loc[table["standaard"] == "ja", "domein"]) == list(schema.DOMEINEN)
    assert set(table["vorm"]) == {"", "geen"}


@pytest.mark.parametrize(
    ("indeling", "given", "name"),
    [
        ("provincie", "PV21", "Fryslân"),
        (
            "omgevingsdienst",
            "Gemeenschappelijke Regeling Omgevingsdienst X 2024",
            "Omgevingsdienst X",
        ),
        ("omgevingsdienst", "Gemeenschappelijke regeling Y - 2022", "Y"),
        ("jeugdregio", "Midden IJssel / Oost Veluwe", "Midden IJssel / Oost Veluwe"),
    ],
)
def test_names_of_regions(indeling: str, given: str, name: str) -> None:
    assert regions.region_name(indeling, given) == name


@pytest.mark.parametrize(
    ("terreinen", "domein"),
    [
        ([], "overig"),
        (["zorg en gezondheid"], "zorg"),
        (["zorg en gezondheid: jeugdzorg"], "jeugd"),
        (["natuur en milieu: afval", "natuur en milieu: bodem", "werk"], "fysiek"),
        (["natuur en milieu: afval", "werk"], "overig"),
        (["iets nieuws"], "overig"),
    ],
)
def test_domein_of_a_regeling(terreinen: list[str], domein: str) -> None:
    assert register.domein_of(terreinen) == domein


def test_every_column_is_described() -> None:
    told = read(HERE / "kolommen.csv")
    known = set(zip(told["tabel"], told["kolom"], strict=True))
    for name, columns in datapackage.TABLES.items():
        own = set(schema.column_names(columns)) - {
            "verplicht",
            "verdeelsleutel",
            "kosten",
            "stemmen",
        }
        assert {(name, column) for column in own} <= known
