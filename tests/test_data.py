"""The committed tables themselves: sound, complete, and true to what is known of 2016."""

import csv
import json
import math
import re
from collections import Counter, defaultdict
from itertools import pairwise
from pathlib import Path

import networkx as nx
import numpy as np
import pytest
import shapely

from lappendeken.names import NameIndex

DATA = Path(__file__).parents[1] / "data"
TABLES = ["indelingen", "verbanden", "herindelingen", "verbindingen"]


def rows_of(name: str) -> list[dict[str, str]]:
    with (DATA / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, strict=True))


GEOJSON = (DATA / "gemeenten.geojson").read_text(encoding="utf-8")
FEATURES = json.loads(GEOJSON)["features"]
PROPERTIES = [feature["properties"] for feature in FEATURES]
NAMES = {row["code"]: row["naam"] for row in PROPERTIES}
CODES = {name: code for code, name in NAMES.items()}
SHAPES = shapely.from_geojson([json.dumps(feature["geometry"]) for feature in FEATURES])
SHAPE = dict(zip(NAMES, SHAPES, strict=True))
VERBANDEN = rows_of("verbanden")
PACKAGE = json.loads((DATA / "datapackage.json").read_text(encoding="utf-8"))
RESOURCES = {resource["name"]: resource for resource in PACKAGE["resources"]}
COUNTS = PACKAGE["tellingen"]


def indeling(name: str) -> dict[str, set[str]]:
    """Verband -> names of its gemeenten."""
    found = defaultdict(set)
    for row in VERBANDEN:
        if row["indeling"] == name:
            found[row["verband"]].add(row["gemeente"])
    return dict(found)


def borders() -> dict[tuple[str, str], int]:
    """Pairs of gemeenten that have sides in common, with the number of these."""
    owners = defaultdict(list)
    for code, shape in SHAPE.items():
        for ring in shapely.get_rings(shapely.get_parts(shape)):
            for side in pairwise(map(tuple, shapely.get_coordinates(ring).tolist())):
                owners[frozenset(side)].append(code)
    assert max(map(len, owners.values())) == 2
    return Counter(tuple(sorted(pair)) for pair in owners.values() if len(pair) == 2)


BORDERS = borders()
GRAPH = nx.Graph([*BORDERS, *((r["van_code"], r["naar_code"]) for r in rows_of("verbindingen"))])


def km2(ring: shapely.LinearRing) -> float:
    """Area of a ring in degrees, near enough for a threshold."""
    shape = shapely.Polygon(ring)
    return shape.area * 111.2**2 * math.cos(math.radians(shape.centroid.y))


# gemeenten.geojson


def test_geojson_follows_rfc_7946() -> None:
    document = json.loads(GEOJSON)
    assert set(document) == {"type", "features"}
    assert {tuple(feature) for feature in FEATURES} == {("type", "id", "properties", "geometry")}
    assert {f["geometry"]["type"] for f in FEATURES} == {"Polygon", "MultiPolygon"}
    parts = shapely.get_parts(SHAPES)
    outer = shapely.get_exterior_ring(parts)
    assert shapely.is_ccw(outer).all()
    inner = [ring for part in parts for ring in part.interiors]
    assert not shapely.is_ccw(inner).any()
    west, south, east, north = shapely.total_bounds(SHAPES)
    assert (3.3, 50.7, 7.1, 53.5) < (west, south, east, north) < (3.4, 50.8, 7.3, 53.6)


def test_geojson_is_small_with_one_feature_a_line_and_five_decimals() -> None:
    assert len(GEOJSON.encode()) < 400_000
    assert GEOJSON.count("\n") == 390 + 2
    assert re.search(r"\d\.\d{6}", GEOJSON) is None
    assert not GEOJSON.startswith("\ufeff")


def test_gemeenten_are_390_sorted_and_complete() -> None:
    codes = [row["code"] for row in PROPERTIES]
    assert len(codes) == 390
    assert codes == sorted(set(codes)) == [feature["id"] for feature in FEATURES]
    expected = ("code", "naam", "provincie", "inwoners", "oppervlakte_km2")
    assert {tuple(row) for row in PROPERTIES} == {expected}
    provinces = Counter(row["provincie"] for row in PROPERTIES)
    assert provinces == {
        "Groningen": 23,
        "Fryslân": 24,
        "Drenthe": 12,
        "Overijssel": 25,
        "Flevoland": 6,
        "Gelderland": 54,
        "Utrecht": 26,
        "Noord-Holland": 48,
        "Zuid-Holland": 60,
        "Zeeland": 13,
        "Noord-Brabant": 66,
        "Limburg": 33,
    }


def test_inhabitants_and_land_add_up() -> None:
    # CBS: 16,900,726 inhabitants on 2015-01-01.
    assert sum(row["inwoners"] for row in PROPERTIES) == 16_900_726
    assert sum(row["oppervlakte_km2"] for row in PROPERTIES) == pytest.approx(33_686.25)
    by_name = {row["naam"]: row for row in PROPERTIES}
    assert by_name["Gooise Meren"]["inwoners"] > 55_000
    assert min(row["inwoners"] for row in PROPERTIES) == by_name["Schiermonnikoog"]["inwoners"]


@pytest.mark.parametrize(
    "name",
    [
        "'s-Gravenhage",
        "Súdwest-Fryslân",
        "De Fryske Marren",
        "Berg en Dal",
        "Gooise Meren",
        "Nuenen, Gerwen en Nederwetten",
        "het Bildt",
        "Bergen (L.)",
        "Bergen (NH.)",
    ],
)
def test_names_are_those_of_cbs(name: str) -> None:
    assert name in CODES


def test_the_provinces_agree_with_the_regioatlas() -> None:
    index = NameIndex({row["provincie"]: row["provincie"] for row in PROPERTIES})
    theirs = {
        name: index.find(verband)
        for verband, members in indeling("provincie").items()
        for name in members
    }
    assert theirs == {row["naam"]: row["provincie"] for row in PROPERTIES}


def test_shapes_are_a_coverage_also_in_metres() -> None:
    pyproj = pytest.importorskip("pyproj")
    convert = pyproj.Transformer.from_crs(4326, 28992, always_xy=True).transform
    metric = shapely.transform(SHAPES, convert, interleaved=False)
    for shapes in (SHAPES, metric):
        assert shapely.is_valid(shapes).all()
        assert shapely.coverage_is_valid(shapes)
    # No overlap: the parts weigh as much as the whole.
    assert shapely.area(metric).sum() == pytest.approx(shapely.union_all(metric).area, rel=1e-9)
    # A vertex on a border of a neighbour is a vertex of that neighbour.
    assert shapely.is_empty(shapely.coverage_invalid_edges(metric)).all()
    assert shapely.length(shapely.coverage_invalid_edges(metric)).sum() == 0


def test_the_only_gaps_are_belgian_or_water() -> None:
    land = shapely.get_parts(shapely.coverage_union_all(SHAPES))
    holes = [ring for part in land for ring in part.interiors]
    found = {round(km2(ring), 1): ring for ring in holes}
    assert len(found) == 2
    belgian, water = (found[size] for size in sorted(found))
    (own,) = SHAPE[CODES["Baarle-Nassau"]].interiors
    assert shapely.equals(shapely.Polygon(own), shapely.Polygon(belgian))
    assert 1 < km2(belgian) < 2
    veerse_meer = shapely.Point(3.79, 51.55)
    assert shapely.Polygon(water).contains(veerse_meer)


def test_exclaves_and_inhabited_islands_are_there() -> None:
    places = {
        "Amsterdam": [(4.96, 52.31), (4.89, 52.37)],
        "Waterland": [(5.105, 52.458)],
        "Korendijk": [(4.32, 51.74)],
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
        if not SHAPE[CODES[name]].contains(shapely.Point(point))
    ]
    assert missing == []


def test_no_gemeente_is_a_staircase() -> None:
    # Sides along the axes of the Dutch grid would betray the cells it was sampled on.
    ring = SHAPE[CODES["Apeldoorn"]].exterior
    assert 20 < shapely.get_num_coordinates(ring) < 120
    assert np.median(shapely.get_num_coordinates(SHAPES)) < 60


# verbindingen.csv


def test_links_are_needed_known_and_unique() -> None:
    links = rows_of("verbindingen")
    pairs = [(link["van_code"], link["naar_code"]) for link in links]
    assert len(set(pairs)) == len(pairs) == COUNTS["verbindingen"] == 22
    assert pairs == sorted(pairs)
    assert all(low < high and {low, high} <= set(NAMES) for low, high in pairs)
    assert [pair for pair in pairs if pair in BORDERS] == []
    assert {link["soort"] for link in links} == {"brug", "dam", "tunnel", "veer"}


def test_the_country_is_one_piece_only_with_the_links() -> None:
    assert set(GRAPH) == set(NAMES)
    assert nx.is_connected(GRAPH)
    land = nx.Graph(BORDERS.keys())
    land.add_nodes_from(NAMES)
    parts = sorted(map(len, nx.connected_components(land)), reverse=True)
    assert parts == [378, 4, 3, 1, 1, 1, 1, 1]
    assert len(BORDERS) == COUNTS["grenzen_over_land"] == 998


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Texel", "Den Helder"),
        ("Ameland", "Dongeradeel"),
        ("Terneuzen", "Borsele"),
        ("Lelystad", "Enkhuizen"),
        ("Hollands Kroon", "Súdwest-Fryslân"),
        ("Rheden", "Westervoort"),
        ("Meppel", "Staphorst"),
        ("Dordrecht", "Moerdijk"),
    ],
)
def test_neighbours(one: str, other: str) -> None:
    assert GRAPH.has_edge(CODES[one], CODES[other])


# indelingen.csv and verbanden.csv


def test_indelingen() -> None:
    table = rows_of("indelingen")
    assert len(table) == COUNTS["indelingen"] == 35
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
    assert len({row["naam"] for row in table}) == len({row["bron"] for row in table}) == 35


def test_verbanden_are_sorted_unique_and_belong_to_an_indeling() -> None:
    table = rows_of("indelingen")
    rank = {row["indeling"]: position for position, row in enumerate(table)}
    keys = [(rank[r["indeling"]], r["verband_id"], r["gemeente_code"]) for r in VERBANDEN]
    assert keys == sorted(keys)
    assert len(set(keys)) == len(keys) == COUNTS["deelnames"]
    assert len({key[1:] for key in keys}) == len(keys)
    assert {row["indeling"] for row in VERBANDEN} == set(rank)
    domain = {row["indeling"]: (row["domein"], row["bron"]) for row in table}
    assert all((row["domein"], row["bron"]) == domain[row["indeling"]] for row in VERBANDEN)


def test_identifiers_say_where_a_verband_belongs() -> None:
    verbanden = {(row["verband_id"], row["indeling"], row["verband"]) for row in VERBANDEN}
    assert len({key for key, _, _ in verbanden}) == len(verbanden)
    for key, name, _ in verbanden:
        assert re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", key)
        assert len(key) <= 80
        assert key.startswith("gr-" if name == "gemeenschappelijke-regeling" else f"{name}-")


def test_names_of_gemeenten_and_verbanden_are_clean() -> None:
    assert all(row["gemeente"] == NAMES[row["gemeente_code"]] for row in VERBANDEN)
    names = {row["verband"] for row in VERBANDEN}
    assert [name for name in names if name != " ".join(name.split())] == []
    assert [name for name in names if "Ã" in name or "Â" in name] == []


def test_nothing_is_guessed() -> None:
    assert {row["aard"] + row["van"] + row["tot"] for row in VERBANDEN} == {""}
    forms = defaultdict(set)
    for row in VERBANDEN:
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


def test_every_verband_that_is_named_after_its_centrumgemeente_has_one() -> None:
    index = NameIndex(NAMES)
    centres = [row for row in VERBANDEN if row["rol"] == "centrumgemeente"]
    assert all(index.find(row["verband"]) == row["gemeente_code"] for row in centres)
    count = Counter(row["indeling"] for row in centres)
    assert count == {"mo-bw-regio": 43, "vrouwenopvangregio": 35}
    assert len({row["verband_id"] for row in centres}) == 43 + 35
    assert COUNTS["zonder_centrumgemeente"] == 0
    assert {row["rol"] for row in VERBANDEN} == {"centrumgemeente", "deelnemer"}


SIZES = {
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
}


@pytest.mark.parametrize("name", SIZES)
def test_number_of_verbanden(name: str) -> None:
    assert len(indeling(name)) == SIZES[name]


COVERS = {
    "coropplusregio": 391,
    "coropregio": 394,
    "coropsubregio": 394,
    "nuts3-regio": 394,
    "passend-onderwijs-vo": 393,
    "sw-bedrijf": 392,
    "sociale-dienst": 107,
}


def test_every_indeling_of_the_regioatlas_has_all_its_deelnames() -> None:
    sizes = Counter(row["indeling"] for row in VERBANDEN)
    regelingen = sizes.pop("gemeenschappelijke-regeling")
    assert {name: size for name, size in sizes.items() if size != 390} == COVERS
    assert len(sizes) == 34
    assert regelingen == 3345


# Facts of the source documents of the project


def test_meppel_and_westerveld_are_split_from_their_partners_in_youth_care_only() -> None:
    north, south = {"Meppel", "Westerveld"}, {"Steenwijkerland", "Staphorst", "Zwartewaterland"}
    youth = indeling("jeugdregio")
    assert north <= youth["Drenthe"]
    assert south <= youth["IJsselland"]
    assert any(north | south <= members for members in indeling("arbeidsmarktregio").values())


def test_sizes_of_regions() -> None:
    youth = indeling("jeugdregio")
    assert len(youth["Rijnmond"]) == 15
    assert len(youth["Midden Brabant"]) == 9
    assert youth["Midden-Limburg Oost"] == {"Echt-Susteren", "Maasgouw", "Roerdalen", "Roermond"}
    assert youth["Midden-Limburg West"] == {"Leudal", "Nederweert", "Weert"}
    assert len(indeling("mo-bw-regio")["Utrecht"]) == 16
    assert "Weesp" in youth["Utrecht West"]


def test_social_services() -> None:
    services = indeling("sociale-dienst")
    both = {"Steenwijkerland", "Westerveld"}
    assert services["ISD Steenwijkerland en Westerveld"] == both
    assert services["Sociale Dienst Drechtsteden"] == {
        "Alblasserdam",
        "Dordrecht",
        "Hendrik-Ido-Ambacht",
        "Papendrecht",
        "Sliedrecht",
        "Zwijndrecht",
    }
    four = {"Woerden", "Bodegraven-Reeuwijk", "Montfoort", "Oudewater"}
    regelingen = indeling("gemeenschappelijke-regeling")
    assert regelingen["Ferm Werk (voorheen De Sluis)"] == four
    assert indeling("sw-bedrijf")["Ferm Werk"] == four
    named = [name for name in regelingen if "Steenwijkerland en Westerveld" in name]
    assert [regelingen[name] for name in named] == [both]


def test_veenendaal_is_an_exclave_of_mo_bw_region_amersfoort() -> None:
    members = {CODES[name] for name in indeling("mo-bw-regio")["Amersfoort"]}
    parts = sorted(nx.connected_components(GRAPH.subgraph(members)), key=len)
    assert parts[0] == {CODES["Veenendaal"]}
    assert len(parts) == 2


def test_three_regions_are_the_same_in_all_three_domains() -> None:
    divisions = [
        {frozenset(members): name for name, members in indeling(indeling_id).items()}
        for indeling_id in ("jeugdregio", "mo-bw-regio", "arbeidsmarktregio")
    ]
    shared = set.intersection(*map(set, divisions))
    assert {divisions[0][members] for members in shared} == {"Zeeland", "Friesland", "Achterhoek"}


def test_adjusted_rand_indices() -> None:
    metrics = pytest.importorskip("sklearn.metrics")

    def labels(name: str) -> list[str]:
        table = {r["gemeente_code"]: r["verband_id"] for r in VERBANDEN if r["indeling"] == name}
        return [table[code] for code in NAMES]

    youth, shelter, work = map(labels, ("jeugdregio", "mo-bw-regio", "arbeidsmarktregio"))
    assert metrics.adjusted_rand_score(youth, shelter) == pytest.approx(0.751, abs=5e-4)
    assert metrics.adjusted_rand_score(youth, work) == pytest.approx(0.774, abs=5e-4)
    assert metrics.adjusted_rand_score(shelter, work) == pytest.approx(0.734, abs=5e-4)


# Gemeenschappelijke regelingen and BRONNEN.md


def sections() -> dict[str, list[str]]:
    """Heading of `BRONNEN.md` -> its lines."""
    found, heading = defaultdict(list), ""
    for line in (DATA / "BRONNEN.md").read_text(encoding="utf-8").splitlines():
        if line.startswith("#"):
            heading = line.lstrip("# ")
        found[heading].append(line)
    return found


def test_every_row_of_the_regelingen_has_an_outcome_and_few_are_unknown() -> None:
    outcomes = ("naam", "spelling", "correctie", "herindeling", "opgeheven", "geen_gemeente")
    known = sum(COUNTS[f"opengr_{outcome}"] for outcome in outcomes)
    assert known + COUNTS["opengr_onbekend"] == COUNTS["opengr_rijen"] == 3752
    assert COUNTS["opengr_onbekend"] <= 10


def test_the_464_regelingen_are_all_accounted_for() -> None:
    assert COUNTS["regelingen"] == 464
    present = set(indeling("gemeenschappelijke-regeling"))
    without = [line[2:] for line in sections()["Regelingen zonder gemeente"] if line[:2] == "- "]
    assert len(without) == COUNTS["regelingen_zonder_gemeente"]
    assert len(present) + len(without) == 464
    assert not present & set(without)


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
def test_bronnen_lists_every_row(heading: str, count: str) -> None:
    listed = [line for line in sections()[heading] if re.match(r"\| \d+ \| .+ \| .+ \|", line)]
    assert len(listed) == COUNTS[count] > 0


def test_bronnen_names_licences_and_owners() -> None:
    text = (DATA / "BRONNEN.md").read_text(encoding="utf-8")
    for needed in ("CBS/Kadaster", "CC BY 4.0", "ODC-PDDL 1.0", "Open State Foundation", *TABLES):
        assert needed in text
    assert "$" not in text


# herindelingen.csv


def test_reorganisations_lead_from_2015_to_2023() -> None:
    now = set(NAMES) | {"GM1921", "GM0241", "GM0381", "GM0424", "GM0425", "GM0478"}
    now -= {"GM1940", "GM1945", "GM1942"}
    assert len(now) == 393
    sizes = {}
    table = rows_of("herindelingen")
    assert table == sorted(table, key=lambda row: row["datum"])
    for date in dict.fromkeys(row["datum"] for row in table):
        today = [row for row in table if row["datum"] == date]
        assert {row["van_code"] for row in today} <= now
        now -= {row["van_code"] for row in today}
        now |= {row["naar_code"] for row in today}
        sizes[date] = len(now)
    assert sizes["2016-01-01"] == 390
    assert sizes["2022-01-01"] == 345
    assert sizes["2023-01-01"] == 342


def test_shares_of_a_gemeente_add_up_unless_one_is_unknown() -> None:
    shares = defaultdict(list)
    for row in rows_of("herindelingen"):
        shares[row["van_naam"]].append(row["aandeel"])
    unknown = {name for name, given in shares.items() if "" in given}
    assert unknown == {"Haaren"}
    for name in shares.keys() - unknown:
        assert math.fsum(map(float, shares[name])) == pytest.approx(1)


# datapackage.json


def test_package_describes_five_tables_and_the_reference_date() -> None:
    assert PACKAGE["peildatum"] == "2016-01-01"
    assert set(RESOURCES) == {"gemeenten", *TABLES}
    assert {licence["name"] for licence in PACKAGE["licenses"]} == {"ODC-PDDL-1.0", "CC-BY-4.0"}
    assert all((DATA / resource["path"]).is_file() for resource in RESOURCES.values())


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


@pytest.mark.parametrize("name", ["gemeenten", *TABLES])
def test_tables_are_as_the_package_describes_them(name: str) -> None:
    table = PROPERTIES if name == "gemeenten" else rows_of(name)
    schema = RESOURCES[name]["schema"]
    assert list(table[0]) == [field["name"] for field in schema["fields"]]
    wrong = [
        f"row {number}: {complaint}"
        for number, row in enumerate(table, start=2)
        for field in schema["fields"]
        for complaint in complaints(field, row[field["name"]])
    ]
    assert wrong == []
    keys = [tuple(row[key] for key in schema["primaryKey"]) for row in table]
    assert len(set(keys)) == len(keys)
    for foreign in schema.get("foreignKeys", []):
        target = foreign["reference"]
        other = PROPERTIES if target["resource"] == "gemeenten" else rows_of(target["resource"])
        known = {row[target["fields"]] for row in other}
        assert {row[foreign["fields"]] for row in table} <= known


@pytest.mark.parametrize("name", TABLES)
def test_csv_is_plain(name: str) -> None:
    raw = (DATA / f"{name}.csv").read_bytes()
    assert not raw.startswith(b"\xef\xbb\xbf")
    assert b"\r" not in raw
    assert raw.endswith(b"\n")
    assert {len(row) for row in csv.reader(raw.decode("utf-8").splitlines())} == {
        len(RESOURCES[name]["schema"]["fields"])
    }
