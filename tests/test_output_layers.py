"""Layers for QGIS and graphs for Gephi hold what the program computed."""

import time

import geopandas as gpd
import networkx as nx
import pytest

import lappendeken as ld
from lappendeken.errors import LappendekenError, OutputError
from lappendeken.output import layers as geoexport


@pytest.fixture(scope="module")
def lap():
    return ld.load("2016")


@pytest.fixture(scope="module")
def layers(lap):
    return geoexport.result_layers(lap, lap.main_indelingen[:2])


def test_layers_are_the_gemeenten_the_verbanden_and_the_pairs(layers):
    assert {name: len(layer) for name, layer in layers.items()} == {
        "gemeenten": 390,
        "jeugdregio": 42,
        "mo-bw-regio": 43,
        "jeugdregio--mo-bw-regio": 42,
        "mo-bw-regio--jeugdregio": 43,
    }


def test_a_verband_has_the_area_of_its_gemeenten(lap, layers):
    members = lap.indeling("jeugdregio").members("jeugdregio-zeeland")
    area = lap.gemeenten.loc[list(members)].area.sum()
    assert layers["jeugdregio"].area["jeugdregio-zeeland"] == pytest.approx(area, rel=1e-9)
    assert layers["jeugdregio"].loc["jeugdregio-zeeland", "naam"] == "Zeeland"
    assert layers["jeugdregio"].crs.to_epsg() == 28992


def test_a_cover_keeps_its_shared_gemeenten_in_both_verbanden(lap):
    one = lap.indeling("sw-bedrijf")
    layer = geoexport.verband_layer(lap, one)
    double = one.gemeenten[one.times_covered > 1][0]
    shape = lap.gemeenten.geometry[double].buffer(-50)
    verbanden = one.verbanden_of(double)
    assert len(verbanden) > 1
    assert layer.geometry[list(verbanden)].contains(shape).all()


def test_a_result_with_a_column_of_the_same_name_keeps_both(lap):
    table = lap.gemeenten[["naam"]].rename(columns=str)
    layer = geoexport.gemeente_layer(lap, table)
    assert (layer["naam"] == layer["naam_uitkomst"]).all()


def test_geopackage_holds_every_layer_with_text_for_lists(tmp_path, layers):
    path = tmp_path / "lagen.gpkg"
    assert geoexport.write_layers(path, layers) == [path]
    assert set(gpd.list_layers(path)["name"]) == set(layers)
    read = gpd.read_file(path, layer="mo-bw-regio").set_index("verband_id")
    assert read.loc["mo-bw-regio-amersfoort", "exclaves"] == "GM0345"
    assert read.loc["mo-bw-regio-amersfoort", "parts"] == 2
    assert read.crs.to_epsg() == 28992


def test_geoparquet_is_a_file_a_layer(tmp_path, layers):
    written = geoexport.write_layers(tmp_path / "lagen.parquet", layers)
    assert [path.name for path in written][:2] == ["lagen.parquet", "lagen-jeugdregio.parquet"]
    read = gpd.read_parquet(written[1])
    assert read["gemeenten"].sum() == 390
    assert sorted(tmp_path.iterdir()) == sorted(written)


def test_geoparquet_without_its_library_names_the_command(tmp_path, layers, monkeypatch):
    monkeypatch.setattr(geoexport, "find_spec", lambda _: None)
    with pytest.raises(LappendekenError, match=r'pip install "lappendeken\[parquet\]"'):
        geoexport.write_layers(tmp_path / "lagen.parquet", layers)


def test_existing_layers_are_kept_unless_forced(tmp_path, layers):
    beside = tmp_path / "lagen-jeugdregio.parquet"
    beside.write_text("van mij")
    with pytest.raises(OutputError, match="bestaat al"):
        geoexport.write_layers(tmp_path / "lagen.parquet", layers, overwrite=False)
    assert list(tmp_path.iterdir()) == [beside]


@pytest.mark.parametrize("name", ["lagen.shp", "lagen"])
def test_an_unknown_ending_is_refused(tmp_path, layers, name):
    with pytest.raises(LappendekenError, match=r"\.gpkg, \.parquet"):
        geoexport.write_layers(tmp_path / name, layers)
    with pytest.raises(LappendekenError, match=r"\.graphml, \.gexf"):
        geoexport.write_graph(tmp_path / name, nx.Graph())


def test_the_same_layers_give_the_same_geopackage(tmp_path, lap):
    made = []
    for name in ("a", "b"):
        path = tmp_path / name / "x.gpkg"
        path.parent.mkdir()
        layers = {"gemeenten": geoexport.gemeente_layer(lap)}
        geoexport.write_layers(path, layers)
        made.append(path.read_bytes())
        time.sleep(0.01)
    assert made[0] == made[1]


@pytest.mark.parametrize("ending", ["graphml", "gexf"])
def test_a_graph_comes_back_whole(tmp_path, lap, ending):
    network = geoexport.network(lap, lap.main_indelingen)
    path = tmp_path / f"net.{ending}"
    geoexport.write_graph(path, network)
    read = nx.read_graphml(path) if ending == "graphml" else nx.read_gexf(path)
    assert nx.utils.graphs_equal(nx.Graph(read.edges()), nx.Graph(network.edges()))
    assert read.nodes["GM0119"]["label"] == "Meppel"
    assert read.nodes["GM0119"]["bipartite"] == 0
    assert read.nodes["GM0119"]["inwoners"] == lap.gemeenten.at["GM0119", "inwoners"]
    assert read.nodes["jeugdregio-drenthe"]["label"] == "Drenthe"
    assert read.edges["GM0119", "jeugdregio-drenthe"]["rol"] == "deelnemer"


@pytest.mark.parametrize("ending", ["graphml", "gexf"])
def test_hostile_names_come_back_as_text(tmp_path, ending):
    name = "<img src=x onerror=alert(1)> & \"q\" 'q' \x07"
    network = nx.Graph()
    network.add_node("a", naam=name)
    path = tmp_path / f"net.{ending}"
    geoexport.write_graph(path, network)
    read = nx.read_graphml(path) if ending == "graphml" else nx.read_gexf(path)
    assert read.nodes["a"]["naam"].rstrip() == name.replace("\x07", " ").rstrip()


def test_a_projection_has_an_edge_for_every_pair_that_shares_a_verband(lap):
    jeugd = lap.indeling("jeugdregio")
    network = geoexport.network(lap, [jeugd], "gemeenten")
    assert network.number_of_edges() == (jeugd.sizes * (jeugd.sizes - 1) // 2).sum()
    assert network.nodes["GM0119"]["naam"] == "Meppel"
    of_verbanden = geoexport.network(lap, list(lap.main_indelingen), "verbanden")
    assert of_verbanden.nodes["jeugdregio-drenthe"]["indeling"] == "jeugdregio"
    assert of_verbanden.number_of_nodes() == 42 + 43 + 35
