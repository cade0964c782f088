"""`gemeenten.geojson`, checked feature by feature."""

import json
import math

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from quilts import TWO, assert_one_line, collection, feature, square

from lappendeken.reading.files.geojson import read_gemeenten

OTHER = feature("GM0002", "Beedorp", square(1, 0))


def read(folder, data):
    """What is read, and what is wrong with it."""
    path = folder / "gemeenten.geojson"
    text = data if isinstance(data, str | bytes) else json.dumps(data)
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    faults = []
    result = read_gemeenten(path, faults)
    assert (result is None) == bool(faults)
    for fault in faults:
        assert fault.file == str(path)
        assert_one_line(str(fault))
    return result, faults


def refused(folder, data):
    """The one fault in it."""
    _, faults = read(folder, data)
    assert len(faults) == 1, [str(fault) for fault in faults]
    return faults[0]


def with_property(**properties):
    """Two gemeenten, of which the second has these properties."""
    return collection([TWO[0], feature("GM0002", "Beedorp", square(1, 0), **properties)])


def with_geometry(geometry):
    """Two gemeenten, of which the second has this geometry."""
    return collection([TWO[0], feature("GM0002", "Beedorp", geometry)])


# Sound files --------------------------------------------------------------------------------


def test_gemeenten_stand_in_order_of_code_in_metres(tmp_path):
    gemeenten, _ = read(tmp_path, collection(reversed(TWO)))
    assert gemeenten.index.to_list() == ["GM0001", "GM0002"]
    assert gemeenten.index.name == "code"
    assert list(gemeenten.columns) == [
        "naam",
        "provincie",
        "inwoners",
        "oppervlakte_km2",
        "geometry",
    ]
    assert gemeenten.crs.to_epsg() == 28992
    assert gemeenten.area.to_list() == pytest.approx([1e6, 1e6], rel=1e-3)
    west, south, _, _ = gemeenten.total_bounds
    assert (west, south) == (pytest.approx(150_000, abs=0.5), pytest.approx(459_000, abs=0.5))


def test_numbers_have_their_types_and_unknown_stays_unknown(tmp_path):
    gemeenten, _ = read(tmp_path, with_property(inwoners=None, oppervlakte_km2=None))
    assert gemeenten["inwoners"].dtype == "Int64"
    assert gemeenten["oppervlakte_km2"].dtype == "float64"
    assert gemeenten["inwoners"].to_list() == [1000, pd.NA]
    assert math.isnan(gemeenten.loc["GM0002", "oppervlakte_km2"])


@pytest.mark.parametrize("code", ["GM0002", "gm0002", "0002", "2", 2])
def test_codes_may_be_bare(tmp_path, code):
    gemeenten, _ = read(tmp_path, with_property(code=code))
    assert gemeenten.index.to_list() == ["GM0001", "GM0002"]


def test_a_whole_number_may_be_written_as_a_fraction(tmp_path):
    gemeenten, _ = read(tmp_path, with_property(inwoners=1234.0, oppervlakte_km2=12))
    assert gemeenten.loc["GM0002", "inwoners"] == 1234
    assert gemeenten.loc["GM0002", "oppervlakte_km2"] == 12.0


def test_white_space_around_names_is_dropped(tmp_path):
    gemeenten, _ = read(tmp_path, with_property(naam=" Beedorp\u00a0", provincie="\tUtrecht "))
    assert gemeenten.loc["GM0002", ["naam", "provincie"]].to_list() == ["Beedorp", "Utrecht"]


def test_markup_in_a_name_stays_text(tmp_path):
    hostile = "<img src=x onerror=alert(1)>"
    gemeenten, _ = read(tmp_path, with_property(naam=hostile))
    assert gemeenten.loc["GM0002", "naam"] == hostile


def test_a_byte_order_mark_is_accepted(tmp_path):
    gemeenten, _ = read(tmp_path, b"\xef\xbb\xbf" + json.dumps(collection(TWO)).encode())
    assert len(gemeenten) == 2


def test_other_properties_and_a_third_coordinate_do_no_harm(tmp_path):
    high = {
        "type": "Polygon",
        "coordinates": [[[*xy, 3.5] for xy in square(1, 0)["coordinates"][0]]],
    }
    data = with_geometry(high)
    data["features"][0]["properties"]["extra"] = {"a": [1]}
    gemeenten, _ = read(tmp_path, data)
    assert "extra" not in gemeenten
    assert gemeenten.area.to_list() == pytest.approx([1e6, 1e6], rel=1e-3)


def test_a_gemeente_may_have_parts(tmp_path):
    parts = [square(1, 0)["coordinates"], square(3, 0)["coordinates"]]
    gemeenten, _ = read(tmp_path, with_geometry({"type": "MultiPolygon", "coordinates": parts}))
    assert gemeenten.area["GM0002"] == pytest.approx(2e6, rel=1e-3)


@pytest.mark.parametrize(
    "name", ["urn:ogc:def:crs:OGC:1.3:CRS84", "urn:ogc:def:crs:EPSG::4326", "EPSG:4326", ""]
)
def test_the_usual_coordinate_system_may_be_named(tmp_path, name):
    crs = {"type": "name", "properties": {"name": name}}
    assert read(tmp_path, collection(TWO, crs=crs))[1] == []


# Not GeoJSON --------------------------------------------------------------------------------


def test_broken_json_is_named_with_its_line(tmp_path):
    fault = refused(tmp_path, '{"type":\n "FeatureCollection",\n "features": [}\n')
    assert fault.row == 3
    assert fault.message.startswith("dit is geen JSON")


@pytest.mark.parametrize(
    ("data", "value"),
    [
        (TWO[0], "Feature"),
        (square(0, 0), "Polygon"),
        ({"type": "Topology"}, "Topology"),
        ({"type": ["FeatureCollection"]}, "['FeatureCollection']"),
        ({}, "None"),
        ([], "list"),
        ("null", "NoneType"),
        ("3", "int"),
        ('"FeatureCollection"', "str"),
    ],
)
def test_anything_but_a_collection_is_refused(tmp_path, data, value):
    fault = refused(tmp_path, data)
    assert (fault.row, fault.column, fault.value) == (None, "type", value)
    assert fault.message == "dit is geen GeoJSON FeatureCollection"


@pytest.mark.parametrize("features", [[], None, {}, "x", 3])
def test_a_collection_without_features_is_refused(tmp_path, features):
    fault = refused(tmp_path, {"type": "FeatureCollection", "features": features})
    assert (fault.column, fault.message) == ("features", "er staat geen enkele gemeente in")


@pytest.mark.parametrize("depth", [100_000, 980, 960])
def test_nesting_without_end_is_refused(tmp_path, depth):
    nested = "[" * depth + "]" * depth
    text = json.dumps(with_property(naam="DIEP")).replace('"DIEP"', nested)
    _, faults = read(tmp_path, text)
    assert faults


def test_a_number_without_end_is_refused(tmp_path):
    text = json.dumps(with_property(inwoners=-7)).replace("-7", "9" * 5000)
    _, faults = read(tmp_path, text)
    assert faults


# Coordinate systems -------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["urn:ogc:def:crs:EPSG::28992", "EPSG:28992", "EPSG:3857"])
def test_another_coordinate_system_is_refused_by_name(tmp_path, name):
    crs = {"type": "name", "properties": {"name": name}}
    fault = refused(tmp_path, collection(TWO, crs=crs))
    assert (fault.row, fault.column, fault.value) == (None, "crs", name)
    assert "ander stelsel" in fault.message
    assert "EPSG:4326" in fault.hint


@pytest.mark.parametrize(
    "crs",
    [
        None,
        "EPSG:4326",
        4326,
        [],
        {},
        {"properties": None},
        {"properties": "EPSG:4326"},
        {"properties": ["x"]},
        {"properties": {"name": None}},
        {"properties": {"name": ["x"]}},
        {"type": "link", "properties": {"href": "http://x"}},
    ],
    ids=json.dumps,
)
def test_a_coordinate_system_of_any_form_ends_well(tmp_path, crs):
    # Read or refused with a fault about the crs; no other way.
    _, faults = read(tmp_path, collection(TWO, crs=crs))
    assert {fault.column for fault in faults} <= {"crs"}


def test_coordinates_in_metres_are_recognised(tmp_path):
    metres = [[[150e3, 460e3], [151e3, 460e3], [151e3, 461e3], [150e3, 460e3]]]
    fault = refused(tmp_path, with_geometry({"type": "Polygon", "coordinates": metres}))
    assert (fault.row, fault.column, fault.value) == (2, "geometry", "150000 460000")
    assert fault.message == "dit zijn geen graden lengte en breedte (GM0002 Beedorp)"
    assert "Rijksdriehoek" in fault.hint
    assert "EPSG:4326" in fault.hint


@pytest.mark.parametrize(
    ("east", "north"), [(-180.5, 52), (180.5, 52), (5, -90.5), (5, 90.5)], ids=str
)
def test_degrees_outside_the_globe_are_recognised(tmp_path, east, north):
    ring = [[5, 52], [east, north], [5.1, 52.1], [5, 52]]
    fault = refused(tmp_path, with_geometry({"type": "Polygon", "coordinates": [ring]}))
    assert (fault.row, fault.column) == (2, "geometry")
    assert fault.message == "dit zijn geen graden lengte en breedte (GM0002 Beedorp)"


# Properties ---------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["code", "naam", "provincie", "inwoners", "oppervlakte_km2"])
def test_a_missing_property_is_named(tmp_path, name):
    data = with_property()
    del data["features"][1]["properties"][name]
    fault = refused(tmp_path, data)
    assert (fault.row, fault.column) == (2, name)
    assert fault.message == "deze eigenschap ontbreekt"


def test_the_hint_about_null_is_only_for_numbers(tmp_path):
    data = with_property()
    del data["features"][1]["properties"]["naam"]
    assert "inwoners" not in refused(tmp_path, data).hint


@pytest.mark.parametrize(
    ("name", "value", "message"),
    [
        ("code", "Beedorp", "dit is geen CBS-code van een gemeente"),
        ("code", None, "dit is geen CBS-code van een gemeente"),
        ("code", 2.0, "dit is geen CBS-code van een gemeente"),
        ("code", True, "dit is geen CBS-code van een gemeente"),
        ("code", ["GM0002"], "dit is geen CBS-code van een gemeente"),
        ("naam", "", "hier hoort een naam te staan"),
        ("naam", "  ", "hier hoort een naam te staan"),
        ("naam", 3, "hier hoort een naam te staan"),
        ("naam", None, "hier hoort een naam te staan"),
        ("provincie", ["Utrecht"], "hier hoort een naam te staan"),
        ("inwoners", -1, "dit is geen geldig aantal"),
        ("inwoners", 1.5, "dit is geen geldig aantal"),
        ("inwoners", "1000", "dit is geen geldig aantal"),
        ("inwoners", True, "dit is geen geldig aantal"),
        ("inwoners", math.nan, "dit is geen geldig aantal"),
        ("inwoners", math.inf, "dit is geen geldig aantal"),
        ("inwoners", {"a": 1}, "dit is geen geldig aantal"),
        ("inwoners", 10**19, "dit is geen geldig aantal"),
        ("inwoners", 1e300, "dit is geen geldig aantal"),
        ("oppervlakte_km2", -0.1, "dit is geen geldig aantal"),
        ("oppervlakte_km2", math.nan, "dit is geen geldig aantal"),
        ("oppervlakte_km2", 10**400, "dit is geen geldig aantal"),
    ],
    ids=lambda value: str(value)[:20],
)
def test_an_unfit_property_is_named_with_its_value(tmp_path, name, value, message):
    fault = refused(tmp_path, with_property(**{name: value}))
    assert (fault.row, fault.column, fault.message) == (2, name, message)
    assert fault.value == ("" if value is None else str(value))


@pytest.mark.parametrize("naam", ["\ud800", "Bee\ud800dorp"])
def test_half_a_character_is_no_name(tmp_path, naam):
    # It could be read, but never be written to a file or a screen.
    fault = refused(tmp_path, with_property(naam=naam))
    assert (fault.row, fault.column) == (2, "naam")


def test_a_code_that_occurs_twice_is_named_at_the_second(tmp_path):
    fault = refused(tmp_path, collection([*TWO, feature("1", "Ceedorp", square(2, 0))]))
    assert (fault.row, fault.column, fault.value) == (3, "code", "GM0001")
    assert fault.message == "deze gemeente staat ook in rij 1"


@pytest.mark.parametrize("value", [None, 3, "x", [], True])
def test_a_feature_that_is_no_object_is_named_by_its_place(tmp_path, value):
    _, faults = read(tmp_path, collection([TWO[0], value]))
    assert {fault.row for fault in faults} == {2}


@pytest.mark.parametrize("value", [None, 3, "x", []])
def test_properties_that_are_no_object_are_missing(tmp_path, value):
    data = with_property()
    data["features"][1]["properties"] = value
    _, faults = read(tmp_path, data)
    assert {fault.row for fault in faults} == {2}
    assert {fault.message for fault in faults} == {"deze eigenschap ontbreekt"}


# Geometry -----------------------------------------------------------------------------------


@pytest.mark.parametrize("geometry", [None, 3, "x", []])
def test_no_geometry_is_named(tmp_path, geometry):
    fault = refused(tmp_path, with_geometry(geometry))
    assert (fault.row, fault.column) == (2, "geometry")
    assert fault.message == "deze gemeente heeft geen geometrie (GM0002 Beedorp)"


@pytest.mark.parametrize(
    "geometry",
    [
        {"type": "Point", "coordinates": [5, 52]},
        {"type": "LineString", "coordinates": [[5, 52], [6, 52]]},
        {"type": "GeometryCollection", "geometries": [square(0, 0)]},
        {"type": "polygon", "coordinates": []},
        {"type": ["Polygon"]},
        {},
    ],
    ids=lambda geometry: str(geometry.get("type")),
)
def test_only_a_surface_is_a_gemeente(tmp_path, geometry):
    fault = refused(tmp_path, with_geometry(geometry))
    assert (fault.row, fault.column) == (2, "geometry")
    assert fault.value == str(geometry.get("type"))
    assert fault.message == "een gemeente is een vlak (GM0002 Beedorp)"
    assert fault.hint == "Gebruik Polygon of MultiPolygon"


RING = square(1, 0)["coordinates"][0]


@pytest.mark.parametrize(
    "coordinates",
    [
        [],
        [[]],
        None,
        "x",
        {},
        3,
        [RING[0]],
        [[RING[0]]],
        [RING[:3]],
        [[[5, "52"], *RING[1:]]],
        [[[5], *RING[1:]]],
        [[[None, 52], *RING[1:]]],
        [[[math.nan, 52], *RING[1:-1], [math.nan, 52]]],
        [[[math.inf, 52], *RING[1:-1], [math.inf, 52]]],
        [[[10**400, 52], *RING[1:-1], [10**400, 52]]],
    ],
    ids=lambda coordinates: str(coordinates)[:25],
)
def test_empty_or_unreadable_coordinates_are_named(tmp_path, coordinates):
    fault = refused(tmp_path, with_geometry({"type": "Polygon", "coordinates": coordinates}))
    assert (fault.row, fault.column, fault.value) == (2, "geometry", "Polygon")
    assert fault.message == "deze geometrie is leeg of onleesbaar (GM0002 Beedorp)"


def test_heights_do_not_count(tmp_path):
    high = [[*RING[0], 12.5], *RING[1:]]
    flat, *others = (
        read(tmp_path, with_geometry({"type": "Polygon", "coordinates": [ring]}))[0]
        for ring in (RING, high, [[*point, 3] for point in RING])
    )
    assert not flat.has_z.any()
    for other in others:
        assert other.geometry.geom_equals_exact(flat.geometry, 0).all()


def test_a_bow_tie_is_invalid_and_not_mended_in_silence(tmp_path):
    a, b, c, d, _ = RING
    fault = refused(tmp_path, with_geometry({"type": "Polygon", "coordinates": [[a, c, b, d, a]]}))
    assert (fault.row, fault.column) == (2, "geometry")
    assert [float(one) for one in fault.value.split()] == pytest.approx([5.0, 52.0], abs=3)
    assert fault.message == "deze geometrie is ongeldig: de grens snijdt zichzelf (GM0002 Beedorp)"
    assert "QGIS" in fault.hint


# All together -------------------------------------------------------------------------------


def test_all_faults_of_all_features_are_told_at_once(tmp_path):
    first = feature("x", "", None)
    second = feature("GM0002", "Beedorp", {"type": "Point"}, inwoners=-1)
    _, faults = read(tmp_path, collection([first, OTHER, second]))
    assert sorted((fault.row, fault.column) for fault in faults) == [
        (1, "code"),
        (1, "geometry"),
        (1, "naam"),
        (3, "code"),
        (3, "geometry"),
        (3, "inwoners"),
    ]


# Whatever comes -----------------------------------------------------------------------------

SCALARS = (
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.text(max_size=5)
    | st.sampled_from(["Polygon", "GM0001", "\ud800", "\x1b[2J", "a\nb", 10**30, 10**400, 1e300])
)
JSON = st.recursive(
    SCALARS,
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(["type", "coordinates", "name", "code"]), inner, max_size=3
        )
    ),
    max_leaves=6,
)
PLACES = [
    ("type",),
    ("crs",),
    ("crs", "properties"),
    ("crs", "properties", "name"),
    ("features",),
    ("features", 0),
    ("features", 0, "properties"),
    *(("features", 0, "properties", name) for name in TWO[0]["properties"]),
    ("features", 0, "geometry"),
    ("features", 0, "geometry", "type"),
    ("features", 0, "geometry", "coordinates"),
    ("features", 0, "geometry", "coordinates", 0),
    ("features", 0, "geometry", "coordinates", 0, 0),
    ("features", 0, "geometry", "coordinates", 0, 0, 1),
]


def replaced(data, place, value):
    """A copy with one part replaced."""
    copy = json.loads(json.dumps(data))
    target = copy
    for step in place[:-1]:
        target = target[step]
    target[place[-1]] = value
    return copy


@given(st.sampled_from(PLACES), JSON)
def test_whatever_stands_in_one_place_ends_in_gemeenten_or_faults(tmp_path_factory, place, value):
    crs = {"type": "name", "properties": {"name": "EPSG:4326"}}
    data = replaced(collection(TWO, crs=crs), place, value)
    gemeenten, _ = read(tmp_path_factory.getbasetemp(), data)
    if gemeenten is not None:
        assert gemeenten.index.is_unique
        assert gemeenten.geometry.is_valid.all()
        json.dumps(gemeenten["naam"].to_list() + gemeenten["provincie"].to_list())


@given(JSON | st.text(max_size=20))
def test_whatever_the_file_holds_ends_in_gemeenten_or_faults(tmp_path_factory, data):
    gemeenten, _ = read(tmp_path_factory.getbasetemp(), json.dumps(data))
    assert gemeenten is None


def test_latitude_before_longitude_is_recognised(tmp_path):
    ring = [[52.0, 5.0], [52.1, 5.0], [52.1, 5.1], [52.0, 5.0]]
    fault = refused(tmp_path, with_geometry({"type": "Polygon", "coordinates": [ring]}))
    assert fault.message.startswith("deze gemeente ligt niet in Nederland")
    assert fault.hint == "Zet eerst de lengte, dan de breedte"


def test_a_gemeente_on_the_other_side_of_the_world_is_refused(tmp_path):
    ring = [[170.0, 52.0], [170.1, 52.0], [170.1, 52.1], [170.0, 52.0]]
    fault = refused(tmp_path, with_geometry({"type": "Polygon", "coordinates": [ring]}))
    assert fault.message.startswith("deze gemeente ligt niet in Nederland")
    assert "coördinatenstelsel" in fault.hint


def test_what_is_no_feature_is_told_once(tmp_path):
    fault = refused(tmp_path, collection(["geen gemeente", *TWO]))
    assert fault.row == 1
    assert fault.value == "geen gemeente"
