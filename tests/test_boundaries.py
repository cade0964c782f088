"""Boundaries of another date, and where data come from."""

import geopandas as gpd
import pytest
import shapely
from quilts import write_folder

from lappendeken.errors import DataError
from lappendeken.reading.boundaries import read_boundaries
from lappendeken.reading.origin import read_origin

CODES = ["GM0002", "GM0001"]
BOXES = [shapely.box(k, 450_000, k + 1_000, 451_000) for k in (150_000, 151_000)]


def layer(**columns):
    return gpd.GeoDataFrame(columns or {"code": CODES}, geometry=BOXES, crs=28992)


def written(path, frame, name="laag"):
    frame.to_file(path, layer=name, engine="pyogrio")
    return path


@pytest.mark.parametrize("column", ["code", "STATCODE", "gm_code", "gemeentecode"])
def test_the_column_of_codes_may_have_any_usual_name(tmp_path, column):
    path = written(tmp_path / "a.gpkg", layer(**{column: ["2", "gm0001"]}))
    found = read_boundaries(path)
    assert list(found.index) == CODES
    assert found.geometry.area.to_list() == [1e6, 1e6]
    assert found["oppervlakte_km2"].isna().all()
    assert found["provincie"].to_list() == ["", ""]


def test_land_area_and_province_come_along(tmp_path):
    columns = {"statcode": CODES, "oppervlakte_land_in_ha": [250, -99997], "Provincie": ["A", None]}
    found = read_boundaries(written(tmp_path / "a.gpkg", layer(**columns)))
    assert found["oppervlakte_km2"].to_list()[0] == 2.5
    assert found["oppervlakte_km2"].isna().to_list() == [False, True]
    assert found["provincie"].to_list() == ["A", ""]


def test_degrees_become_metres(tmp_path):
    found = read_boundaries(written(tmp_path / "a.geojson", layer().to_crs(4326)))
    assert found.geometry.area.to_list() == pytest.approx([1e6, 1e6], rel=1e-4)


def test_a_folder_gives_its_own_gemeenten(tmp_path):
    found = read_boundaries(write_folder(tmp_path / "map"))
    assert list(found.index) == ["GM0001", "GM0002"]
    assert found["oppervlakte_km2"].to_list() == [1.0, 1.0]


def test_of_several_layers_that_of_gemeenten_is_read(tmp_path):
    path = written(tmp_path / "a.gpkg", layer(code=["XX1", "XX2"]), "provincie_2020")
    written(path, layer(), "gemeente_gegeneraliseerd_2020")
    assert list(read_boundaries(path).index) == CODES
    assert list(read_boundaries(path, "provincie_2020").index) == ["XX1", "XX2"]
    written(path, layer(), "gemeente_2021")
    with pytest.raises(DataError, match="lagen"):
        read_boundaries(path)


@pytest.mark.parametrize(
    ("columns", "said"),
    [
        ({"naam": ["a", "b"]}, "geen kolom met codes"),
        ({"code": ["GM0001", "1"]}, "GM0001.*staat meer dan eens"),
    ],
)
def test_what_is_missing_or_double_is_refused(tmp_path, columns, said):
    with pytest.raises(DataError, match=said):
        read_boundaries(written(tmp_path / "a.gpkg", layer(**columns)))


def test_rows_without_a_code_are_left_out(tmp_path):
    assert list(read_boundaries(written(tmp_path / "a.gpkg", layer(code=["2", ""]))).index) == [
        "GM0002"
    ]


@pytest.mark.parametrize("name", ["weg.gpkg", "weg.txt"])
def test_a_file_that_is_not_there_is_refused(tmp_path, name):
    with pytest.raises(DataError):
        read_boundaries(tmp_path / name)


@pytest.mark.parametrize("content", [None, "", "{", "[]", '{"licenses": "x"}', "[" * 10_000])
def test_an_unreadable_description_tells_no_origin(tmp_path, content):
    if content is not None:
        (tmp_path / "datapackage.json").write_text(content)
    assert read_origin(tmp_path) == {}


def test_licences_and_sources_are_read(tmp_path):
    text = '{"name": "x", "licenses": [{"name": "a"}], "sources": [], "peildatum": null}'
    (tmp_path / "datapackage.json").write_text(text)
    assert read_origin(tmp_path) == {"licenses": [{"name": "a"}], "sources": []}
