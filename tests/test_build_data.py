"""The data build: the parts on toy input, and the whole against the committed files."""

import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import shapely

ROOT = Path(__file__).parents[1]
SOURCES = ROOT.parent / "shared" / "bronnen"
SCRIPT = ROOT / "scripts" / "build_data.py"
sys.path.insert(0, str(SCRIPT.parent))

from databuild import (  # noqa: E402  # noqa: E402
    catalogue,
    datapackage,
    geometry,
    herindelingen,
    markdown,
    output,
    participants,
    regelingen,
    verbanden,
    verbindingen,
)
from databuild.gemeenten import Gemeente, Gemeenten  # noqa: E402

from lappendeken.names import NameIndex  # noqa: E402
from lappendeken.reading.settling.catalogue import slug  # noqa: E402
from lappendeken.reading.sources.opengr import OpenGRRow  # noqa: E402

needs_sources = pytest.mark.skipif(not SOURCES.is_dir(), reason="../shared/bronnen is er niet")


def run(*arguments: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, str(SCRIPT), *arguments]
    return subprocess.run(command, check=False, capture_output=True, text=True)


@needs_sources
def test_a_rebuild_gives_the_committed_files_byte_for_byte(tmp_path: Path) -> None:
    done = run("--bronnen", str(SOURCES), "--uit", str(tmp_path / "data"))
    assert done.returncode == 0, done.stdout + done.stderr
    built = {path.name: path.read_bytes() for path in (tmp_path / "data").iterdir()}
    assert set(built) == {
        "gemeenten.geojson",
        "verbanden.csv",
        "indelingen.csv",
        "herindelingen.csv",
        "verbindingen.csv",
        "datapackage.json",
        "BRONNEN.md",
    }
    differing = [name for name, got in built.items() if (ROOT / "data" / name).read_bytes() != got]
    assert differing == []
    assert all(name in done.stdout for name in built)


@needs_sources
def test_no_vertex_of_the_source_is_copied() -> None:
    import geopandas

    source = geopandas.read_file(SOURCES / "cbs" / "gemeenten_2015.gpkg").to_crs(4326)
    theirs = {tuple(xy) for xy in source.get_coordinates().round(5).to_numpy()}
    drawn = geopandas.read_file(ROOT / "data" / "gemeenten.geojson")
    ours = {tuple(xy) for xy in drawn.get_coordinates().to_numpy()}
    assert len(theirs) > 4000
    assert ours & theirs == set()


def test_absent_sources_are_a_usage_error_and_nothing_is_written(tmp_path: Path) -> None:
    done = run("--bronnen", str(tmp_path / "nergens"), "--uit", str(tmp_path / "data"))
    assert done.returncode == 2
    assert "--bronnen" in done.stdout
    assert not (tmp_path / "data").exists()


def test_wrong_sources_stop_the_build_and_nothing_is_written(tmp_path: Path) -> None:
    import geopandas

    (tmp_path / "cbs").mkdir()
    frame = geopandas.GeoDataFrame({"statcode": ["GM0001"]}, geometry=[shapely.box(0, 0, 1, 1)])
    frame.set_crs(4326).to_file(tmp_path / "cbs" / "gemeenten_2015.gpkg")
    done = run("--bronnen", str(tmp_path), "--uit", str(tmp_path / "data"))
    assert done.returncode == 1
    assert "verwacht EPSG:28992" in done.stdout
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
    rows = tuple(
        Gemeente(f"GM{number:04d}", name, "Utrecht", 1, 1.0)
        for number, (name, _) in enumerate(areas, start=1)
    )
    shapes = boxes(*(bounds for _, bounds in areas))
    return Gemeenten(rows, shapes, shapes, geometry.Mending((), (), ()), ())


THREE = toy(("A", (0, 0, 1, 1)), ("B", (1, 0, 2, 1)), ("C", (3, 0, 4, 1)))


def test_links_make_one_whole(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(verbindingen, "LINKS", (("C", "B", "veer", "Pont"),))
    built = verbindingen.build(THREE)
    assert built.rows == (("GM0002", "GM0003", "veer", "Pont"),)
    assert (built.borders, built.parts) == (1, (("A", "B"), ("C",)))


@pytest.mark.parametrize(
    ("links", "says"),
    [
        ((), "geen samenhangend geheel"),
        ((("A", "B", "brug", "Brug"), ("B", "C", "veer", "Pont")), "Brug is niet nodig"),
        ((("A", "Z", "brug", "Brug"),), "onbekende gemeente A of Z"),
    ],
)
def test_wrong_links_are_refused(
    monkeypatch: pytest.MonkeyPatch, links: tuple[tuple[str, ...], ...], says: str
) -> None:
    monkeypatch.setattr(verbindingen, "LINKS", links)
    with pytest.raises(ValueError, match=says):
        verbindingen.build(THREE)


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


NAMES = {
    "GM0373": "Bergen (NH.)",
    "GM0385": "Edam-Volendam",
    "GM0502": "Capelle aan den IJssel",
    "GM0786": "Grave",
    "GM0815": "Mill en Sint Hubert",
    "GM0893": "Bergen (L.)",
    "GM1942": "Gooise Meren",
}
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
    match = regelingen._match(row, NameIndex(NAMES), NAMES)
    assert (match.reason, match.codes) == (reason, codes)


def test_dissolved_gemeenten_and_corrections_are_no_gemeenten_of_2016() -> None:
    text = (ROOT / "data" / "gemeenten.geojson").read_text(encoding="utf-8")
    present = [name for name in participants.DISSOLVED if f'"naam":"{name}"' in text]
    assert present == []
    assert all(2000 < ended.year <= 2015 for ended in participants.DISSOLVED.values())
    assert [name for name, _ in participants.CORRECTIONS if f'"naam":"{name}"' in text] == []


def test_an_equal_name_with_two_seats_is_refused() -> None:
    rows = [
        OpenGRRow(2, "Weert", "De Risse", "", "Weert", "Limburg", repaired=False),
        OpenGRRow(3, "Cranendonck", "De Risse", "", "Weert", "Noord-Brabant", repaired=False),
    ]
    assert regelingen._in_two_provinces(tuple(rows)) == (
        ("De Risse", ("Limburg", "Noord-Brabant")),
    )
    rows[1] = replace(rows[1], plaats="Budel")
    with pytest.raises(ValueError, match="kan voor twee regelingen staan"):
        regelingen._in_two_provinces(tuple(rows))


def test_identifiers_are_short_and_differ() -> None:
    long = "Regionale samenwerking " * 8
    identifiers = regelingen._identifiers([long + "A", long + "B", "Hûs en Hiem", "Hus-en-Hiem"])
    assert identifiers["Hûs en Hiem"] == "gr-hus-en-hiem"
    assert identifiers["Hus-en-Hiem"] == "gr-hus-en-hiem-2"
    assert len(set(identifiers.values())) == 4
    assert max(map(len, identifiers.values())) <= 80


def test_slug() -> None:
    assert slug("GGD's Fryslân / 't Gooi & o.") == "ggds-fryslan-t-gooi-o"
    assert slug("aap noot mies", 9) == "aap-noot"
    assert slug("aap noot mies", 8) == "aap-noot"
    assert slug("aap noot mies", 7) == "aap"


def test_csv_has_line_feeds_and_quotes_what_needs_it() -> None:
    assert output.csv_text(("a", "b"), [("x,y", 'z"')]) == 'a,b\n"x,y","z"""\n'


def test_files_are_replaced_whole_and_nothing_else_is_left(tmp_path: Path) -> None:
    output.write_all(tmp_path / "uit", {"a.txt": "één\n"})
    output.write_all(tmp_path / "uit", {"a.txt": "twee\n", "b.txt": ""})
    found = {path.name: path.read_bytes() for path in (tmp_path / "uit").iterdir()}
    assert found == {"a.txt": b"twee\n", "b.txt": b""}


def test_markdown_shows_names_as_text() -> None:
    assert markdown.cell("a | b <img src=x>") == r"a \| b \<img src=x\>"
    assert markdown.number(1234567.5, 1) == "1.234.567,5"
    assert markdown.table(["Naam", "Aantal>"], [["x", 1500]]) == (
        "| Naam | Aantal |\n| --- | ---: |\n| x | 1.500 |\n"
    )


def test_duplicated_deelnames_and_identifiers_are_refused() -> None:
    row = verbanden.Deelname(
        "x-a", "A", "x", "werk", "", "", "deelnemer", "GM0001", "G", "", "", "bron"
    )
    verbanden.check([row, replace(row, gemeente_code="GM0002")])
    with pytest.raises(ValueError, match="dubbele deelnames"):
        verbanden.check([row, row])
    with pytest.raises(ValueError, match="x-a staat voor twee verbanden"):
        verbanden.check([row, replace(row, gemeente_code="GM0002", verband="B")])


def test_catalogue() -> None:
    infos = catalogue.ordered()
    assert len(infos) == len({info.indeling for info in infos}) == 35
    assert [info.domein for info in infos if info.standaard] == list(catalogue.DOMEINEN)


def test_description_and_tables_have_the_same_columns(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(verbindingen, "COLUMNS", ("van_code", "naam"))
    with pytest.raises(ValueError, match="andere kolommen van verbindingen"):
        datapackage._check()
