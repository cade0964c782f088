"""Map files: GeoPackage, GeoJSON, Shapefile and GeoParquet, sound and otherwise."""

import json
import zipfile

import geopandas as gpd
import pandas as pd
import pytest
import shapely
from sources import RD, box, gemeente_layer, write_gpkg

from lappendeken.errors import DataError, LappendekenError, UnknownNameError
from lappendeken.reading.files import layers
from lappendeken.reading.files.layers import in_metres, list_layers, read_layer

ONE = gpd.GeoDataFrame({"code": ["GM0001"], "n": [14.0]}, geometry=[box(0, 0)], crs=RD)


def save(folder, ending, frame=ONE):
    path = folder / f"kaart{ending}"
    if ending == ".parquet":
        frame.to_parquet(path)
    else:
        frame.to_file(path, engine="pyogrio")
    return path


@pytest.mark.parametrize("ending", [".gpkg", ".geojson", ".shp", ".parquet"])
def test_a_layer_is_a_table_of_text_with_geometry_in_metres(tmp_path, ending):
    frame = ONE.to_crs("EPSG:4326") if ending == ".geojson" else ONE
    found = read_layer(save(tmp_path, ending, frame))
    assert found.table.to_numpy().tolist() == [["GM0001", "14"]]
    assert found.table.index.to_list() == [1]
    assert found.geometry.crs == RD
    assert found.geometry.area.to_list() == pytest.approx([1e6], rel=1e-6)


def test_layers_are_listed_with_their_columns(tmp_path):
    path = write_gpkg(tmp_path / "x.gpkg", {"a": gemeente_layer(), "b": ONE})
    found = list_layers(path)
    assert [(one.name, one.rows) for one in found] == [("a", 16), ("b", 1)]
    assert found[1].fields == ("code", "n")
    assert found[0].geometry == "Polygon"


def test_of_several_layers_one_must_be_chosen(tmp_path):
    path = write_gpkg(tmp_path / "x.gpkg", {"gemeenten": gemeente_layer(), "gemeente_b": ONE})
    with pytest.raises(DataError, match=r"2 lagen.*--laag: gemeenten, gemeente_b"):
        read_layer(path)
    assert len(read_layer(path, "gemeente_b").table) == 1
    with pytest.raises(UnknownNameError, match="gemeenten"):
        read_layer(path, "gemeente")


@pytest.mark.parametrize("ending", [".gpkg", ".shp", ".parquet"])
def test_without_coordinate_system_it_is_refused(tmp_path, ending):
    plain = ONE.set_crs(None, allow_override=True)
    if ending == ".parquet":
        path = save(tmp_path, ending, plain)
    else:
        with pytest.warns(UserWarning, match="crs"):
            path = save(tmp_path, ending, plain)
    with pytest.raises(DataError, match=r"coördinatenstelsel ontbreekt.*Laag-CRS"):
        read_layer(path)


def test_metres_that_are_called_degrees_are_refused(tmp_path):
    path = tmp_path / "x.geojson"
    feature = {
        "type": "Feature",
        "properties": {"code": "1"},
        "geometry": shapely.geometry.mapping(box(0, 0)),
    }
    path.write_text(json.dumps({"type": "FeatureCollection", "features": [feature]}))
    with pytest.raises(DataError, match="geen graden"):
        read_layer(path)


def test_coordinates_that_cannot_be_moved_are_refused():
    far = gpd.GeoDataFrame({"a": [1]}, geometry=[shapely.Point(float("inf"), 0)], crs="EPSG:3857")
    with pytest.raises(DataError, match="niet om te rekenen"):
        in_metres("x", far)


def test_a_table_without_geometry_is_read(tmp_path):
    path = tmp_path / "x.parquet"
    pd.DataFrame({"code": ["GM0001"], "d": [pd.Timestamp("2016-01-01")]}).to_parquet(path)
    found = read_layer(path)
    assert found.geometry is None
    assert found.table.to_numpy().tolist() == [["GM0001", "2016-01-01"]]


def test_a_column_called_geometry_is_kept_apart(tmp_path):
    other = ONE.rename_geometry("vorm").assign(geometry="tekst")
    found = read_layer(save(tmp_path, ".parquet", other))
    assert found.table["geometry (2)"].to_list() == ["tekst"]
    assert found.geometry.notna().all()


def test_without_pyarrow_the_command_to_install_is_named(tmp_path, monkeypatch):
    path = save(tmp_path, ".parquet")
    monkeypatch.setattr(layers, "find_spec", lambda name: None)
    with pytest.raises(LappendekenError, match=r'pip install "lappendeken\[parquet\]"'):
        read_layer(path)


@pytest.mark.parametrize("part", [".shx", ".dbf"])
def test_a_shapefile_that_misses_a_part_says_which(tmp_path, part):
    path = save(tmp_path, ".shp")
    path.with_suffix(part).unlink()
    with pytest.raises(DataError, match=f"ontbreekt kaart{part}"):
        read_layer(path)


@pytest.mark.parametrize("ending", [".gpkg", ".geojson", ".shp", ".parquet"])
@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"", "leeg"),
        (b"PK\x03\x04", "Excel- of zip-bestand|beschadigd"),
        (b"niets", "beschadigd|iets anders"),
        (b"SQLite format 3\x00niets", "beschadigd|GeoPackage"),
        (b"PAR1niets", "beschadigd|Parquet-bestand"),
        (b"{}", "beschadigd|iets anders|ontbreekt|object|laag"),
    ],
)
def test_another_file_is_refused(tmp_path, ending, content, says):
    path = tmp_path / f"x{ending}"
    path.write_bytes(content)
    with pytest.raises(DataError, match=says):
        read_layer(path)


def test_a_zip_that_is_no_geopackage_is_refused(tmp_path):
    path = tmp_path / "x.gpkg"
    with zipfile.ZipFile(path, "w") as package:
        package.writestr("x.csv", "a;b")
    with pytest.raises(DataError, match=r"heet .gpkg maar is een Excel- of zip-bestand"):
        read_layer(path)


def test_a_layer_without_objects_is_refused(tmp_path):
    empty = save(tmp_path, ".gpkg", ONE.head(0))
    for option in ("--laag", "--blad"):
        with pytest.raises(DataError, match=f"geen enkel object. Kies met {option} een andere"):
            read_layer(empty, option=option)


def test_more_than_fits_is_refused(tmp_path, monkeypatch):
    monkeypatch.setattr(layers, "_MOST_CELLS", 3)
    frame = pd.concat([ONE, ONE])
    with pytest.raises(DataError, match="2 objecten"):
        read_layer(save(tmp_path, ".gpkg", frame))
    with pytest.raises(DataError, match="te groot"):
        read_layer(save(tmp_path, ".parquet", frame))
