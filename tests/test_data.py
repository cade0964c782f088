"""The committed tables themselves: sound, complete, and true to what is known of each year."""

import csv
import json
import math
import re
from collections import Counter, defaultdict
from functools import cache
from hashlib import sha256
from itertools import combinations, pairwise
from pathlib import Path

import networkx as nx
import numpy as np
import pandas as pd
import pytest
import shapely

import lappendeken as ld
from lappendeken import schema
from lappendeken.names import NameIndex
from lappendeken.reading.editions import editions, embedded_folder

ROOT = embedded_folder()
FOR_ALL = ("herindelingen", "verbindingen")


def rows_of(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, strict=True))


class Edition:
    """The files of one edition, as they stand."""

    def __init__(self, year: str) -> None:
        self.folder = editions()[year]
        self.geojson = (self.folder / "gemeenten.geojson").read_text(encoding="utf-8")
        self.features = json.loads(self.geojson)["features"]
        self.properties = [feature["properties"] for feature in self.features]
        self.names = {row["code"]: row["naam"] for row in self.properties}
        self.codes = {name: code for code, name in self.names.items()}
        texts = [json.dumps(feature["geometry"]) for feature in self.features]
        self.shapes = shapely.from_geojson(texts)
        self.shape = dict(zip(self.names, self.shapes, strict=True))
        self.package = json.loads((self.folder / "datapackage.json").read_text(encoding="utf-8"))
        self.resources = {one["name"]: one for one in self.package["resources"]}
        self.counts = self.package["tellingen"]
        self.tables = [name for name in self.resources if name != "gemeenten"]
        self.verbanden = self.rows("verbanden")
        self.borders = borders(self.shape)
        self.links = [
            (row["van_code"], row["naar_code"])
            for row in rows_of(ROOT / "verbindingen.csv")
            if {row["van_code"], row["naar_code"]} <= set(self.names)
        ]
        self.graph = nx.Graph([*self.borders, *self.links])

    def rows(self, name: str) -> list[dict[str, str]]:
        return rows_of(self.folder / f"{name}.csv")

    def indeling(self, name: str) -> dict[str, set[str]]:
        """Verband -> names of its gemeenten."""
        found = defaultdict(set)
        for row in self.verbanden:
            if row["indeling"] == name:
                found[row["verband"]].add(row["gemeente"])
        return dict(found)


def borders(shape: dict[str, shapely.Geometry]) -> dict[tuple[str, str], int]:
    """Pairs of gemeenten that have sides in common, with the number of these."""
    owners = defaultdict(list)
    for code, area in shape.items():
        for ring in shapely.get_rings(shapely.get_parts(area)):
            for side in pairwise(map(tuple, shapely.get_coordinates(ring).tolist())):
                owners[frozenset(side)].append(code)
    assert max(map(len, owners.values())) == 2
    return Counter(tuple(sorted(pair)) for pair in owners.values() if len(pair) == 2)


edition = cache(Edition)
OLD, NOW = "2016", "2026"
both = pytest.mark.parametrize("year", [OLD, NOW])


@pytest.fixture
def data(year: str) -> Edition:
    return edition(year)


@pytest.fixture
def old() -> Edition:
    return edition(OLD)


@pytest.fixture
def now() -> Edition:
    return edition(NOW)


def km2(ring: shapely.LinearRing) -> float:
    """Area of a ring in degrees, near enough for a threshold."""
    shape = shapely.Polygon(ring)
    return shape.area * 111.2**2 * math.cos(math.radians(shape.centroid.y))


# gemeenten.geojson


@both
def test_geojson_follows_rfc_7946(data: Edition) -> None:
    document = json.loads(data.geojson)
    assert set(document) == {"type", "features"}
    members = ("type", "id", "properties", "geometry")
    assert {tuple(feature) for feature in data.features} == {members}
    assert {f["geometry"]["type"] for f in data.features} == {"Polygon", "MultiPolygon"}
    parts = shapely.get_parts(data.shapes)
    outer = shapely.get_exterior_ring(parts)
    assert shapely.is_ccw(outer).all()
    inner = [ring for part in parts for ring in part.interiors]
    assert not shapely.is_ccw(inner).any()
    west, south, east, north = shapely.total_bounds(data.shapes)
    assert (3.3, 50.7, 7.1, 53.5) < (west, south, east, north) < (3.4, 50.8, 7.3, 53.6)


@pytest.mark.parametrize(("year", "count", "most"), [(OLD, 390, 400_000), (NOW, 342, 600_000)])
def test_geojson_is_small_with_one_feature_a_line_and_five_decimals(
    data: Edition, count: int, most: int
) -> None:
    assert len(data.geojson.encode()) < most
    assert data.geojson.count("\n") == count + 2
    assert re.search(r"\d\.\d{6}", data.geojson) is None
    assert not data.geojson.startswith("\ufeff")


PROVINCES = {
    OLD: [23, 24, 12, 25, 6, 54, 26, 48, 60, 13, 66, 33],
    NOW: [10, 18, 12, 25, 6, 51, 26, 44, 50, 13, 56, 31],
}


@both
def test_gemeenten_are_sorted_and_complete(data: Edition, year: str) -> None:
    codes = [row["code"] for row in data.properties]
    assert len(codes) == sum(PROVINCES[year]) == data.counts["gemeenten"]
    assert codes == sorted(set(codes)) == [feature["id"] for feature in data.features]
    assert {tuple(row) for row in data.properties} == {schema.GEMEENTE_PROPERTIES}
    names = ["Groningen", "Fryslân", "Drenthe", "Overijssel", "Flevoland", "Gelderland"]
    names += ["Utrecht", "Noord-Holland", "Zuid-Holland", "Zeeland", "Noord-Brabant", "Limburg"]
    provinces = Counter(row["provincie"] for row in data.properties)
    assert provinces == dict(zip(names, PROVINCES[year], strict=True))


def test_inhabitants_and_land_add_up(old: Edition, now: Edition) -> None:
    # CBS: 16,900,726 inhabitants on 2015-01-01 and 17,811,291 on 2023-01-01.
    assert sum(row["inwoners"] for row in old.properties) == 16_900_726
    assert sum(row["inwoners"] for row in now.properties) == 17_811_291
    assert sum(row["oppervlakte_km2"] for row in old.properties) == pytest.approx(33_686.25)
    for data in (old, now):
        by_name = {row["naam"]: row for row in data.properties}
        assert by_name["Gooise Meren"]["inwoners"] > 55_000
        smallest = min(row["inwoners"] for row in data.properties)
        assert smallest == by_name["Schiermonnikoog"]["inwoners"]


def test_land_of_merged_gemeenten_is_that_of_their_parts(old: Edition, now: Edition) -> None:
    before = {row["naam"]: row["oppervlakte_km2"] for row in old.properties}
    after = {row["naam"]: row["oppervlakte_km2"] for row in now.properties}
    parts = ("Brielle", "Hellevoetsluis", "Westvoorne")
    assert after["Voorne aan Zee"] == pytest.approx(sum(before[name] for name in parts), abs=0.01)
    assert after["Zwolle"] == before["Zwolle"]
    listed = next(line for line in sections()["gemeenten.geojson van 2026"] if "getekende" in line)
    drawn = set(listed.rpartition(": ")[2].rstrip(".").replace(" en ", ", ").split(", "))
    # Exactly those that took over a part of a gemeente that was split.
    split = defaultdict(set)
    for row in rows_of(ROOT / "herindelingen.csv"):
        split[row["van_code"]].add(row["naar_naam"])
    expected = set.union(*(names for names in split.values() if len(names) > 1))
    assert drawn <= set(now.codes)
    assert {name for name in expected if name in now.codes} <= drawn


@pytest.mark.parametrize(
    ("year", "name"),
    [
        *[
            (year, name)
            for year in (OLD, NOW)
            for name in (
                "'s-Gravenhage",
                "Súdwest-Fryslân",
                "De Fryske Marren",
                "Berg en Dal",
                "Gooise Meren",
                "Nuenen, Gerwen en Nederwetten",
                "Bergen (L.)",
                "Bergen (NH.)",
                "Hengelo",
            )
        ],
        (OLD, "het Bildt"),
        (NOW, "Dijk en Waard"),
        (NOW, "Land van Cuijk"),
        (NOW, "Maashorst"),
        (NOW, "Noardeast-Fryslân"),
        (NOW, "Voorne aan Zee"),
    ],
)
def test_names_are_those_of_cbs(data: Edition, name: str) -> None:
    assert name in data.codes


@both
def test_the_provinces_agree_with_the_indeling(data: Edition) -> None:
    index = NameIndex({row["provincie"]: row["provincie"] for row in data.properties})
    theirs = {
        name: index.find(verband)
        for verband, members in data.indeling("provincie").items()
        for name in members
    }
    assert theirs == {row["naam"]: row["provincie"] for row in data.properties}


@both
def test_shapes_are_a_coverage_also_in_metres(data: Edition) -> None:
    pyproj = pytest.importorskip("pyproj")
    convert = pyproj.Transformer.from_crs(4326, 28992, always_xy=True).transform
    metric = shapely.transform(data.shapes, convert, interleaved=False)
    for shapes in (data.shapes, metric):
        assert shapely.is_valid(shapes).all()
        assert shapely.coverage_is_valid(shapes)
    # No overlap: the parts weigh as much as the whole.
    assert shapely.area(metric).sum() == pytest.approx(shapely.union_all(metric).area, rel=1e-9)
    # A vertex on a border of a neighbour is a vertex of that neighbour.
    assert shapely.is_empty(shapely.coverage_invalid_edges(metric)).all()
    assert shapely.length(shapely.coverage_invalid_edges(metric)).sum() == 0


@both
def test_the_only_gaps_are_belgian_or_water(data: Edition, year: str) -> None:
    land = shapely.get_parts(shapely.coverage_union_all(data.shapes))
    holes = [shapely.Polygon(ring) for part in land for ring in part.interiors]
    (own,) = data.shape[data.codes["Baarle-Nassau"]].interiors
    belgian = [hole for hole in holes if shapely.equals(hole, shapely.Polygon(own))]
    assert len(belgian) == 1
    assert 1 < km2(own) < 2
    water = [hole for hole in holes if hole is not belgian[0]]
    places = {"Veerse Meer": (3.79, 51.55)} | WATER[year]
    found = {
        name: [hole for hole in water if hole.contains(shapely.Point(place))]
        for name, place in places.items()
    }
    assert {name: len(holes) for name, holes in found.items()} == dict.fromkeys(places, 1)
    assert len(water) == len(places)


WATER: dict[str, dict[str, tuple[float, float]]] = {
    OLD: {},
    NOW: {
        "Gooimeer": (5.219, 52.316),
        "Eemmeer": (5.338, 52.275),
        "Veluwemeer": (5.585, 52.359),
        "Drontermeer": (5.855, 52.502),
        "Lauwersmeer": (6.197, 53.374),
    },
}
"""Waters that the land encloses in the finer areas of the later year."""


@both
def test_exclaves_and_inhabited_islands_are_there(data: Edition, year: str) -> None:
    places = {
        "Amsterdam": [(4.96, 52.31), (4.89, 52.37)],
        "Waterland": [(5.105, 52.458)],
        "Korendijk" if year == OLD else "Hoeksche Waard": [(4.32, 51.74)],
        "Texel": [(4.80, 53.06)],
        "Vlieland": [(4.96, 53.26)],
        "Terschelling": [(5.35, 53.40)],
        "Ameland": [(5.77, 53.45)],
        "Schiermonnikoog": [(6.20, 53.485)],
        "Urk": [(5.60, 52.66)],
    }
    missing = [
        (name, point)
        for name, points in places.items()
        for point in points
        if not data.shape[data.codes[name]].contains(shapely.Point(point))
    ]
    assert missing == []


@both
def test_no_gemeente_is_a_staircase(data: Edition) -> None:
    # Sides along the axes of the Dutch grid would betray the cells it was sampled on.
    ring = data.shape[data.codes["Apeldoorn"]].exterior
    assert 20 < shapely.get_num_coordinates(ring) < 120
    assert np.median(shapely.get_num_coordinates(data.shapes)) < 70


def test_gemeenten_that_stayed_lie_where_they_were(old: Edition, now: Edition) -> None:
    for name in ("Meppel", "Zwolle", "Texel", "Vaals"):
        before, after = old.shape[old.codes[name]], now.shape[now.codes[name]]
        assert before.intersection(after).area > 0.9 * before.union(after).area


# verbindingen.csv


def test_links_are_unique_sorted_and_of_one_edition_at_least(old: Edition, now: Edition) -> None:
    table = rows_of(ROOT / "verbindingen.csv")
    pairs = [(link["van_code"], link["naar_code"]) for link in table]
    assert len(set(pairs)) == len(pairs) == 27
    assert pairs == sorted(pairs)
    assert {link["soort"] for link in table} == {"brug", "dam", "tunnel", "veer"}
    for pair in pairs:
        assert pair[0] < pair[1]
        assert set(pair) <= set(old.names) or set(pair) <= set(now.names)


@pytest.mark.parametrize(("year", "count"), [(OLD, 22), (NOW, 19)])
def test_links_are_needed(data: Edition, count: int) -> None:
    needed = [pair for pair in data.links if pair not in data.borders]
    assert len(needed) == data.counts["verbindingen"] == count


PARTS = {OLD: [378, 4, 3, 1, 1, 1, 1, 1], NOW: [334, 3, 1, 1, 1, 1, 1]}


@both
def test_the_country_is_one_piece_only_with_the_links(data: Edition, year: str) -> None:
    assert set(data.graph) == set(data.names)
    assert nx.is_connected(data.graph)
    land = nx.Graph(data.borders.keys())
    land.add_nodes_from(data.names)
    assert sorted(map(len, nx.connected_components(land)), reverse=True) == PARTS[year]
    assert len(data.borders) == data.counts["grenzen_over_land"] == {OLD: 998, NOW: 865}[year]


@pytest.mark.parametrize(
    ("year", "one", "other"),
    [
        (OLD, "Ameland", "Dongeradeel"),
        (NOW, "Ameland", "Noardeast-Fryslân"),
        (NOW, "Schiermonnikoog", "Het Hogeland"),
        (NOW, "Goeree-Overflakkee", "Voorne aan Zee"),
        (NOW, "Dijk en Waard", "Alkmaar"),
        *[
            (year, one, other)
            for year in (OLD, NOW)
            for one, other in [
                ("Texel", "Den Helder"),
                ("Terneuzen", "Borsele"),
                ("Lelystad", "Enkhuizen"),
                ("Hollands Kroon", "Súdwest-Fryslân"),
                ("Rheden", "Westervoort"),
                ("Meppel", "Staphorst"),
                ("Dordrecht", "Moerdijk"),
            ]
        ],
    ],
)
def test_neighbours(data: Edition, one: str, other: str) -> None:
    assert data.graph.has_edge(data.codes[one], data.codes[other])


# indelingen.csv and verbanden.csv


@pytest.mark.parametrize(("year", "count"), [(OLD, 35), (NOW, 18)])
def test_indelingen(data: Edition, year: str, count: int) -> None:
    table = data.rows("indelingen")
    assert len(table) == data.counts["indelingen"] == count
    defaults = {row["domein"]: row["indeling"] for row in table if row["standaard"] == "ja"}
    assert list(defaults.items()) == [
        ("jeugd", "jeugdregio"),
        ("mo-bw", "mo-bw-regio"),
        ("werk", "arbeidsmarktregio"),
        ("zorg", "ggd-regio"),
        ("onderwijs", "rmc-regio"),
        ("veiligheid", "veiligheidsregio"),
        ("bestuur", "provincie"),
        ("fysiek", "omgevingsdienst"),
        ("overig", "gemeenschappelijke-regeling"),
    ]
    domains = list(defaults)
    order = [(domains.index(r["domein"]), r["standaard"] != "ja", r["indeling"]) for r in table]
    assert order == sorted(order)
    assert len({row["naam"] for row in table}) == len({row["bron"] for row in table}) == count


def test_an_indeling_of_both_editions_is_called_the_same(old: Edition, now: Edition) -> None:
    told = [
        {row["indeling"]: (row["naam"], row["domein"]) for row in data.rows("indelingen")}
        for data in (old, now)
    ]
    shared = told[0].keys() & told[1].keys()
    assert len(shared) == 15
    assert {name: told[0][name] for name in shared} == {name: told[1][name] for name in shared}


@both
def test_verbanden_are_sorted_unique_and_belong_to_an_indeling(data: Edition, year: str) -> None:
    table = data.rows("indelingen")
    rank = {row["indeling"]: position for position, row in enumerate(table)}
    keys = [(rank[r["indeling"]], r["verband_id"], r["gemeente_code"]) for r in data.verbanden]
    assert keys == sorted(keys)
    assert len(set(keys)) == len(keys) == data.counts["deelnames"]
    assert len({key[1:] for key in keys}) == len(keys)
    assert {row["indeling"] for row in data.verbanden} == set(rank)
    if year == OLD:
        facts = {row["indeling"]: (row["domein"], row["bron"]) for row in table}
        own = data.verbanden
        assert all((row["domein"], row["bron"]) == facts[row["indeling"]] for row in own)


@both
def test_identifiers_say_where_a_verband_belongs(data: Edition) -> None:
    verbanden = {(row["verband_id"], row["indeling"], row["verband"]) for row in data.verbanden}
    assert len({key for key, _, _ in verbanden}) == len(verbanden)
    for key, name, _ in verbanden:
        assert re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", key)
        assert len(key) <= 80
        assert key.startswith("gr-" if name == "gemeenschappelijke-regeling" else f"{name}-")


@both
def test_names_of_gemeenten_and_verbanden_are_clean(data: Edition) -> None:
    assert all(row["gemeente"] == data.names[row["gemeente_code"]] for row in data.verbanden)
    names = {row["verband"] for row in data.verbanden}
    assert [name for name in names if name != " ".join(name.split())] == []
    assert [name for name in names if "Ã" in name or "Â" in name] == []


def test_nothing_of_one_edition_stands_in_the_other(old: Edition, now: Edition) -> None:
    gone = set(old.names) - set(now.names)
    new = set(now.names) - set(old.names)
    assert (len(gone), len(new)) == (66, 18)
    assert not {row["gemeente_code"] for row in now.verbanden} & gone
    assert not {row["gemeente_code"] for row in old.verbanden} & new
    for data in (old, now):
        assert {row["gemeente_code"] for row in data.verbanden} == set(data.names)
    # A gemeente with the code of then has the name of then.
    renamed = {code: name for code, name in old.names.items() if now.names.get(code, name) != name}
    assert renamed == {}
    # No source of one year speaks in the other, but for what was carried forward.
    assert {row["stand"] for row in old.verbanden} == {"2016"}
    carried = [row for row in now.verbanden if "2016" in row["bron"].partition("/")[0]]
    assert {row["zekerheid"] for row in carried} == {"voortgezet"}
    assert len(carried) == 16


def test_nothing_is_guessed(old: Edition) -> None:
    assert {row["aard"] + row["van"] + row["tot"] for row in old.verbanden} == {""}
    forms = defaultdict(set)
    for row in old.verbanden:
        forms[row["vorm"]].add(row["indeling"])
    assert forms["geen"] == {
        "arrondissement",
        "coropplusregio",
        "coropregio",
        "coropsubregio",
        "kvk-regio",
        "mirt-gebied",
        "nuts1-landsdeel",
        "nuts2-provincie",
        "nuts3-regio",
        "politie-eenheid",
        "provincie",
        "ressort",
        "zorgkantoorregio",
    }
    assert set(forms) == {"", "geen"}
    assert not forms[""] & forms["geen"]


@pytest.mark.parametrize(
    ("year", "count"),
    [(OLD, {"mo-bw-regio": 43, "vrouwenopvangregio": 35}), (NOW, {"mo-bw-regio": 44})],
)
def test_verbanden_named_after_their_centrumgemeente_have_it(
    data: Edition, count: dict[str, int]
) -> None:
    index = NameIndex(data.names)
    own = [row for row in data.verbanden if row["indeling"] != "gemeenschappelijke-regeling"]
    centres = [row for row in own if row["rol"] == "centrumgemeente"]
    assert all(index.find(row["verband"]) == row["gemeente_code"] for row in centres)
    assert Counter(row["indeling"] for row in centres) == count
    assert len({row["verband_id"] for row in centres}) == sum(count.values())
    assert {row["rol"] for row in data.verbanden} == {"centrumgemeente", "deelnemer"}


def test_no_source_names_a_centrumgemeente_for_two_regions(now: Edition) -> None:
    rows = [row for row in now.verbanden if row["indeling"] == "mo-bw-regio"]
    named = {row["verband"] for row in rows if row["rol"] == "centrumgemeente"}
    assert {row["verband"] for row in rows} - named == {"Sittard-Geleen", "Zuidwest-Drenthe"}


SIZES = {
    OLD: {
        "jeugdregio": 42,
        "mo-bw-regio": 43,
        "arbeidsmarktregio": 35,
        "veiligheidsregio": 25,
        "ggd-regio": 25,
        "provincie": 12,
        "coropregio": 40,
        "omgevingsdienst": 29,
        "rmc-regio": 39,
        "sociale-dienst": 29,
    },
    NOW: {
        "jeugdregio": 42,
        "mo-bw-regio": 46,
        "arbeidsmarktregio": 35,
        "veiligheidsregio": 25,
        "ggd-regio": 25,
        "provincie": 12,
        "coropregio": 40,
        "omgevingsdienst": 26,
        "rmc-regio": 40,
        "res-regio": 30,
        "zorgkantoorregio": 31,
        "veilig-thuis-regio": 25,
        "politie-eenheid": 10,
        "arrondissement": 11,
        "ressort": 4,
        "onderwijsgebied": 25,
        "nodaal-gebied": 80,
    },
}


@both
def test_number_of_verbanden(data: Edition, year: str) -> None:
    assert {name: len(data.indeling(name)) for name in SIZES[year]} == SIZES[year]


COVERS = {
    "coropplusregio": 391,
    "coropregio": 394,
    "coropsubregio": 394,
    "nuts3-regio": 394,
    "passend-onderwijs-vo": 393,
    "sw-bedrijf": 392,
    "sociale-dienst": 107,
}


def test_every_indeling_has_all_its_deelnames(old: Edition, now: Edition) -> None:
    sizes = Counter(row["indeling"] for row in old.verbanden)
    assert sizes.pop("gemeenschappelijke-regeling") == 3345
    assert {name: size for name, size in sizes.items() if size != 390} == COVERS
    assert len(sizes) == 34
    sizes = Counter(row["indeling"] for row in now.verbanden)
    assert sizes.pop("gemeenschappelijke-regeling") > 3000
    assert set(sizes.values()) == {342}
    assert len(sizes) == 17


# How sure, and for when


def test_mo_bw_is_as_sure_as_its_sources(now: Edition) -> None:
    rows = {row["gemeente"]: row for row in now.verbanden if row["indeling"] == "mo-bw-regio"}
    sure = Counter(row["zekerheid"] for row in rows.values())
    assert sure == {"bevestigd": 246, "afgeleid": 80, "voortgezet": 16}
    carried = {name for name, row in rows.items() if row["zekerheid"] == "voortgezet"}
    assert {"Purmerend", "Waterland", "Papendrecht", "Eemnes", "Gennep", "Zeewolde"} <= carried
    for name, row in rows.items():
        old = name in carried
        assert row["bron"].startswith("regioatlas-2016/" if old else ("https://", "http://")), name
        assert (row["stand"] == "2016") == old
        assert "Let op" not in row["opmerking"]
    assert sum("alleen beschermd wonen" in row["opmerking"] for row in rows.values()) == 85
    assert "Harderwijk" in rows["Zeewolde"]["opmerking"]
    assert "https://" in rows["Zeewolde"]["opmerking"]
    assert [rows[name]["verband"] for name in ("Hattem", "Veenendaal", "Uitgeest")] == [
        "Apeldoorn",
        "Ede",
        "Alkmaar",
    ]


@both
def test_every_deelname_says_how_sure_it_is_and_almost_all_for_when(data: Edition) -> None:
    assert {row["zekerheid"] for row in data.verbanden} <= set(schema.ZEKERHEDEN)
    undated = [row for row in data.verbanden if not row["stand"]]
    assert len(undated) <= 2
    told = {one["indeling"]: one for one in data.package["indelingen"]}
    assert list(told) == [row["indeling"] for row in data.rows("indelingen")]
    for name, one in told.items():
        own = [row for row in data.verbanden if row["indeling"] == name]
        stands = sorted({row["stand"] for row in own} - {""})
        assert (one["stand_van"], one["stand_tot"]) == (stands[0], stands[-1])
        assert one["deelnames"] == len(own) == sum(one["zekerheid"].values())


def test_what_a_map_gives_below_95_percent_is_derived(now: Edition) -> None:
    derived = {
        (row["indeling"], row["gemeente"]): row["opmerking"]
        for row in now.verbanden
        if row["zekerheid"] == "afgeleid" and row["opmerking"].endswith("% van het gebied")
    }
    youth = {name for indeling, name in derived if indeling == "jeugdregio"}
    assert {"Druten", "Woudenberg", "Uithoorn"} <= youth
    assert len(youth) == 14
    assert derived["jeugdregio", "Druten"] == "85,8% van het gebied"
    assert all(float(text.split("%")[0].replace(",", ".")) < 95.05 for text in derived.values())


def test_two_sources_disagree_about_one_ggd(now: Edition) -> None:
    assert "Mook en Middelaar" in now.indeling("ggd-regio")["GGD Limburg-Noord"]
    told = " ".join(sections()["GGD: twee bronnen"])
    assert "Mook en Middelaar (GGD Limburg-Noord bij het CBS, GGD Gelderland-Zuid" in told


# Facts of the source documents of the project


@both
def test_meppel_and_westerveld_are_split_from_their_partners_in_youth_care_only(
    data: Edition,
) -> None:
    north, south = {"Meppel", "Westerveld"}, {"Steenwijkerland", "Staphorst", "Zwartewaterland"}
    youth = data.indeling("jeugdregio")
    assert north <= youth["Drenthe"]
    assert south <= youth["IJsselland"]
    work = data.indeling("arbeidsmarktregio").values()
    assert any(north | south <= members for members in work)


def test_sizes_of_regions(old: Edition) -> None:
    youth = old.indeling("jeugdregio")
    assert len(youth["Rijnmond"]) == 15
    assert len(youth["Midden Brabant"]) == 9
    assert youth["Midden-Limburg Oost"] == {"Echt-Susteren", "Maasgouw", "Roerdalen", "Roermond"}
    assert youth["Midden-Limburg West"] == {"Leudal", "Nederweert", "Weert"}
    assert len(old.indeling("mo-bw-regio")["Utrecht"]) == 16
    assert "Weesp" in youth["Utrecht West"]


def test_sizes_of_regions_now(now: Edition) -> None:
    youth = now.indeling("jeugdregio")
    assert youth["Midden-Limburg Oost"] == {"Echt-Susteren", "Maasgouw", "Roerdalen", "Roermond"}
    assert youth["Midden-Limburg West"] == {"Leudal", "Nederweert", "Weert"}
    assert now.indeling("mo-bw-regio")["Zuidwest-Drenthe"] == {
        "De Wolden",
        "Hoogeveen",
        "Meppel",
        "Westerveld",
    }


BOTH = {"Steenwijkerland", "Westerveld"}
FOUR = {"Woerden", "Bodegraven-Reeuwijk", "Montfoort", "Oudewater"}


def test_social_services(old: Edition) -> None:
    services = old.indeling("sociale-dienst")
    assert services["ISD Steenwijkerland en Westerveld"] == BOTH
    assert services["Sociale Dienst Drechtsteden"] == {
        "Alblasserdam",
        "Dordrecht",
        "Hendrik-Ido-Ambacht",
        "Papendrecht",
        "Sliedrecht",
        "Zwijndrecht",
    }
    regelingen = old.indeling("gemeenschappelijke-regeling")
    assert regelingen["Ferm Werk (voorheen De Sluis)"] == FOUR
    assert old.indeling("sw-bedrijf")["Ferm Werk"] == FOUR
    named = [name for name in regelingen if "Steenwijkerland en Westerveld" in name]
    assert [regelingen[name] for name in named] == [BOTH]


def test_veenendaal_is_an_exclave_of_mo_bw_region_amersfoort(old: Edition) -> None:
    members = {old.codes[name] for name in old.indeling("mo-bw-regio")["Amersfoort"]}
    parts = sorted(nx.connected_components(old.graph.subgraph(members)), key=len)
    assert parts[0] == {old.codes["Veenendaal"]}
    assert len(parts) == 2


def test_three_regions_are_the_same_in_all_three_domains(old: Edition) -> None:
    divisions = [
        {frozenset(members): name for name, members in old.indeling(indeling_id).items()}
        for indeling_id in ("jeugdregio", "mo-bw-regio", "arbeidsmarktregio")
    ]
    shared = set.intersection(*map(set, divisions))
    assert {divisions[0][members] for members in shared} == {"Zeeland", "Friesland", "Achterhoek"}


# Numbers found independently of the program, unweighted

MAIN = ("jeugdregio", "mo-bw-regio", "arbeidsmarktregio")
SCORES = {
    # ARI, V, ECS, regions of one that are the same in the other
    NOW: [(0.729, 0.915, 0.662, 10), (0.770, 0.916, 0.717, 12), (0.700, 0.893, 0.629, 5)],
    OLD: [(0.751, 0.909, 0.658, 9), (0.774, 0.908, 0.699, 10), (0.734, 0.896, 0.651, 4)],
}


@both
def test_scores_of_the_three_main_indelingen(year: str) -> None:
    lap = ld.load(year)
    for pair, expected in zip(combinations(MAIN, 2), SCORES[year], strict=True):
        one, other = map(lap.indeling, pair)
        same = ld.measures.regions(one, other)["type"] == "gelijk"
        found = (
            ld.measures.adjusted_rand_index(one, other),
            ld.measures.v_measure(one, other).v,
            ld.measures.element_centric_similarity(one, other),
            int(same.sum()),
        )
        assert found == pytest.approx(expected, abs=5e-4), pair


@pytest.mark.parametrize(("year", "expected"), [(OLD, 0.741), (NOW, 0.740)])
def test_territorial_congruence_on_average(year: str, expected: float) -> None:
    lap = ld.load(year)
    shares = ld.measures.territorial_congruence([lap.indeling(name) for name in MAIN])
    assert shares["congruence"].mean() == pytest.approx(expected, abs=5e-4)


@both
def test_scores_by_another_program(data: Edition, year: str) -> None:
    metrics = pytest.importorskip("sklearn.metrics")
    table = pd.DataFrame(data.verbanden)
    wide = {
        name: own.sort_values("gemeente_code")["verband_id"]
        for name, own in table.groupby("indeling")
        if name in MAIN
    }
    circles = {
        name: {one: members for members in data.indeling(name).values() for one in members}
        for name in MAIN
    }
    for (one, other), expected in zip(combinations(MAIN, 2), SCORES[year], strict=True):
        first, second = circles[one], circles[other]
        alike = [
            len(first[name] & second[name]) / max(len(first[name]), len(second[name]))
            for name in data.codes
        ]
        same = set(map(frozenset, first.values())) & set(map(frozenset, second.values()))
        found = (
            metrics.adjusted_rand_score(wide[one], wide[other]),
            metrics.v_measure_score(wide[one], wide[other]),
            np.mean(alike),
            len(same),
        )
        assert found == pytest.approx(expected, abs=5e-4), (one, other)


# What the first edition was before there was a second: the twelve columns that it had, and its
# gemeenten. Only a fault found in the sources of 2016 may change these.
OF_2016 = {
    "verbanden": "f4ab684d4f02b6ca267f505d490668c5e19684681dbfcbdb2685d334b5d1525f",
    "gemeenten": "f518689e676fa86e72b85d1e392bb9b89974db9ecb14d661b84d2bf45800359b",
}


def test_the_numbers_of_2016_stay_what_they_were(old: Edition) -> None:
    rows = [list(old.verbanden[0]), *(list(row.values()) for row in old.verbanden)]
    text = "\n".join("\x1f".join(row[:12]) for row in rows)
    texts = {"verbanden": text, "gemeenten": old.geojson}
    assert {name: sha256(one.encode()).hexdigest() for name, one in texts.items()} == OF_2016


# Gemeenschappelijke regelingen and BRONNEN.md


@cache
def sections() -> dict[str, list[str]]:
    """Heading of `BRONNEN.md` -> its lines."""
    found, heading = defaultdict(list), ""
    for line in (ROOT / "BRONNEN.md").read_text(encoding="utf-8").splitlines():
        if line.startswith("#"):
            heading = line.lstrip("# ")
        found[heading].append(line)
    return found


def test_every_row_of_the_regelingen_has_an_outcome_and_few_are_unknown(old: Edition) -> None:
    outcomes = ("naam", "spelling", "correctie", "herindeling", "opgeheven", "geen_gemeente")
    known = sum(old.counts[f"opengr_{outcome}"] for outcome in outcomes)
    assert known + old.counts["opengr_onbekend"] == old.counts["opengr_rijen"] == 3752
    assert old.counts["opengr_onbekend"] <= 10


def test_the_464_regelingen_are_all_accounted_for(old: Edition) -> None:
    assert old.counts["regelingen"] == 464
    present = set(old.indeling("gemeenschappelijke-regeling"))
    without = [line[2:] for line in sections()["Regelingen zonder gemeente"] if line[:2] == "- "]
    assert len(without) == old.counts["regelingen_zonder_gemeente"]
    assert len(present) + len(without) == 464
    assert not present & set(without)


def test_the_register_is_accounted_for(now: Edition) -> None:
    told = {name: now.counts[name] for name in now.counts if name.startswith("reg")}
    assert told == {
        "register_versies": 1185,
        "register_regelingen": 563,
        "register_geldend": 451,
        "register_zonder_gemeente": 17,
        "regelingen": 434,
        "regelingen_zonder_beleidsterrein": 200,
        "regelingen_overig": 251,
    }
    own = {
        row["verband_id"]: row
        for row in now.verbanden
        if row["indeling"] == "gemeenschappelijke-regeling"
    }
    facts = now.rows("kenmerken")
    assert {row["verband_id"] for row in facts} == set(own)
    assert len(facts) == len({row["register_id"] for row in facts}) == 434
    others = now.rows("andere_deelnemers")
    assert {row["verband_id"] for row in others} <= set(own)
    assert {row["soort"] for row in others} == set(schema.SOORTEN_DEELNEMER)
    assert len(others) == now.counts["andere_deelnemers"] == 270
    assert {row["vorm"] for row in own.values()} <= set(schema.VORMEN) - {""}
    for row in facts:
        assert row["adres"] == own[row["verband_id"]]["bron"]
        assert row["register_id"] in row["adres"]
    without = [
        line for line in sections()["Regelingen van 2026 zonder gemeente"] if line[:1] == "-"
    ]
    assert len(without) == 17


def test_regelingen_that_name_dissolved_gemeenten_are_listed_under_the_successor(
    now: Edition,
) -> None:
    lines = sections()["Regelingen die een opgeheven gemeente noemen"]
    listed = [line.strip("| ").split(" | ") for line in lines if line.startswith("| ")][2:]
    assert len(listed) == 6
    gone = {row["van_naam"] for row in rows_of(ROOT / "herindelingen.csv")} - set(now.codes)
    regelingen = now.indeling("gemeenschappelijke-regeling")
    for regeling, names, successor in listed:
        assert set(names.split(", ")) <= gone
        assert successor in regelingen[regeling]
    rows = [row for row in now.verbanden if row["opmerking"].startswith("het register noemt")]
    assert {row["zekerheid"] for row in rows} == {"afgeleid"}
    assert {(row["verband"], row["gemeente"]) for row in rows} == {
        (regeling, successor) for regeling, _, successor in listed
    }


@pytest.mark.parametrize(
    ("heading", "count"),
    [
        ("Herstelde rijen", "opengr_correctie"),
        ("Overgegaan op weg naar 2016", "opengr_herindeling"),
        ("Niet gekoppeld: opgeheven vóór 2016", "opengr_opgeheven"),
        ("Niet gekoppeld: onbekend", "opengr_onbekend"),
        ("Niet gekoppeld: geen gemeente", "opengr_geen_gemeente"),
    ],
)
def test_bronnen_lists_every_row(old: Edition, heading: str, count: str) -> None:
    listed = [line for line in sections()[heading] if re.match(r"\| \d+ \| .+ \| .+ \|", line)]
    assert len(listed) == old.counts[count] > 0


def test_bronnen_names_licences_and_owners() -> None:
    text = (ROOT / "BRONNEN.md").read_text(encoding="utf-8")
    needed = ("CBS/Kadaster", "CC BY 4.0", "ODC-PDDL 1.0", "CC0 1.0", "EUPL 1.2", "DUO")
    owners = ("Open State Foundation", "Register van Overheidsorganisaties", "VNG Realisatie")
    for part in (*needed, *owners, "verbanden", "kenmerken", "andere_deelnemers", *FOR_ALL):
        assert part in text
    assert "$" not in text


def test_bronnen_names_what_changed_in_mo_bw_since_2016_with_its_source() -> None:
    lines = sections()["MO/BW in 2026"]
    moved = {line.split(" | ")[0].lstrip("| ") for line in lines if "http" in line}
    assert {"Harderwijk", "Hattem", "Stein", "Meppel", "Veenendaal", "Uitgeest"} <= moved
    assert {"Eemnes", "Gennep", "Zeewolde", "Alphen-Chaam", "Baarle-Nassau"} <= moved


# herindelingen.csv


def test_reorganisations_lead_from_2015_to_now(old: Edition, now: Edition) -> None:
    there = set(old.names) | {"GM1921", "GM0241", "GM0381", "GM0424", "GM0425", "GM0478"}
    there -= {"GM1940", "GM1945", "GM1942"}
    assert len(there) == 393
    sizes = {}
    table = rows_of(ROOT / "herindelingen.csv")
    assert table == sorted(table, key=lambda row: row["datum"])
    for date in dict.fromkeys(row["datum"] for row in table):
        today = [row for row in table if row["datum"] == date]
        assert {row["van_code"] for row in today} <= there
        there -= {row["van_code"] for row in today}
        there |= {row["naar_code"] for row in today}
        sizes[date] = len(there)
    assert sizes["2016-01-01"] == 390
    assert sizes["2022-01-01"] == 345
    assert sizes["2023-01-01"] == 342
    assert there == set(now.names)


def test_shares_of_a_gemeente_add_up_unless_one_is_unknown() -> None:
    shares = defaultdict(list)
    for row in rows_of(ROOT / "herindelingen.csv"):
        shares[row["van_naam"]].append(row["aandeel"])
    unknown = {name for name, given in shares.items() if "" in given}
    assert unknown == {"Haaren"}
    for name in shares.keys() - unknown:
        assert math.fsum(map(float, shares[name])) == pytest.approx(1)


# datapackage.json


@pytest.mark.parametrize(
    ("year", "people", "own"),
    [
        (OLD, "2015-01-01", {"verbanden", "indelingen"}),
        (NOW, "2023-01-01", {"verbanden", "indelingen", "kenmerken", "andere_deelnemers"}),
    ],
)
def test_package_describes_its_tables_and_three_dates(
    data: Edition, year: str, people: str, own: set[str]
) -> None:
    assert data.package["peildatum"] == f"{year}-01-01"
    assert data.package["inwoners_peildatum"] == people
    current = data.folder == ROOT
    assert set(data.resources) == {"gemeenten"} | own | (set(FOR_ALL) if current else set())
    licences = {licence["name"] for licence in data.package["licenses"]}
    assert {"ODC-PDDL-1.0", "CC-BY-4.0"} <= licences
    assert all((data.folder / one["path"]).is_file() for one in data.resources.values())


def complaints(field: dict, value: object) -> list[str]:
    """Say what is wrong with a value by its description."""
    constraints = field.get("constraints", {})
    if value in ("", None):
        return [f"{field['name']} is empty"] if constraints.get("required") else []
    text = str(value)
    kinds = {"integer": r"\d+", "number": r"\d+(\.\d+)?", "date": r"\d{4}-\d\d-\d\d"}
    wrong = []
    if not re.fullmatch(kinds.get(field["type"], r"(?s).+"), text):
        wrong.append(f"{text!r} is no {field['type']}")
    elif field["type"] in ("integer", "number"):
        low, high = constraints.get("minimum", -math.inf), constraints.get("maximum", math.inf)
        wrong += [] if low <= float(text) <= high else [f"{text} is out of range"]
    if text not in constraints.get("enum", [text]):
        wrong.append(f"{text!r} is not allowed")
    if not re.search(constraints.get("pattern", ""), text):
        wrong.append(f"{text!r} does not match")
    return wrong


@both
def test_tables_are_as_the_package_describes_them(data: Edition) -> None:
    for name, resource in data.resources.items():
        table = data.properties if name == "gemeenten" else data.rows(name)
        described = resource["schema"]
        assert list(table[0]) == [field["name"] for field in described["fields"]]
        wrong = [
            f"{name}, row {number}: {complaint}"
            for number, row in enumerate(table, start=2)
            for field in described["fields"]
            for complaint in complaints(field, row[field["name"]])
        ]
        assert wrong == []
        keys = [tuple(row[key] for key in described["primaryKey"]) for row in table]
        assert len(set(keys)) == len(keys)
        for foreign in described.get("foreignKeys", []):
            target = foreign["reference"]
            own = target["resource"] == "gemeenten"
            other = data.properties if own else data.rows(target["resource"])
            known = {row[target["fields"]] for row in other}
            assert {row[foreign["fields"]] for row in table} <= known


@both
def test_csv_is_plain(data: Edition) -> None:
    for name in data.tables:
        raw = (data.folder / f"{name}.csv").read_bytes()
        assert not raw.startswith(b"\xef\xbb\xbf")
        assert b"\r" not in raw
        assert raw.endswith(b"\n")
        assert {len(row) for row in csv.reader(raw.decode("utf-8").splitlines())} == {
            len(data.resources[name]["schema"]["fields"])
        }
