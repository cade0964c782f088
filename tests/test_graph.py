"""The bipartite graph of gemeenten and verbanden."""

from io import BytesIO

import networkx as nx
import pandas as pd
import pytest
from networkx.algorithms import bipartite

import lappendeken as ld
from lappendeken.graph import bipartite_graph

GEMEENTEN = pd.DataFrame(
    {
        "naam": ["Aadorp", "Beedorp"],
        "inwoners": pd.array([5, None], dtype="Int64"),
        "oppervlakte_km2": [1.5, None],
        "geometry": [object(), object()],
    },
    index=["GM0001", "GM0002"],
)
VERBANDEN = pd.DataFrame({"naam": ["Een"], "vorm": [""]}, index=["v1"])
DEELNAMES = pd.DataFrame(
    {"verband_id": ["v1"], "gemeente_code": ["GM0001"], "rol": ["deelnemer"], "van": [""]}
)


def test_nodes_carry_their_side_and_what_is_known():
    graph = bipartite_graph(GEMEENTEN, VERBANDEN, DEELNAMES)
    assert dict(graph.nodes(data=True)) == {
        "GM0001": {
            "bipartite": 0,
            "kind": "gemeente",
            "naam": "Aadorp",
            "inwoners": 5,
            "oppervlakte_km2": 1.5,
        },
        "GM0002": {"bipartite": 0, "kind": "gemeente", "naam": "Beedorp"},
        "v1": {"bipartite": 1, "kind": "verband", "naam": "Een"},
    }


def test_edges_carry_the_deelname():
    graph = bipartite_graph(GEMEENTEN, VERBANDEN, DEELNAMES)
    assert list(graph.edges(data=True)) == [("GM0001", "v1", {"rol": "deelnemer"})]


def test_what_is_no_gemeente_is_a_node_of_its_own_kind():
    others = pd.DataFrame(
        {
            "verband_id": ["v1", "v2"],
            "deelnemer": "Provincie Drenthe",
            "soort": "provincie",
            "van": ["2001-01-01", ""],
            "tot": "",
        }
    )
    verbanden = pd.DataFrame({"naam": ["Een", "Twee"]}, index=["v1", "v2"])
    graph = bipartite_graph(GEMEENTEN, verbanden, DEELNAMES, others)
    node = "provincie:Provincie Drenthe"
    assert graph.nodes[node] == {"bipartite": 0, "kind": "provincie", "naam": "Provincie Drenthe"}
    assert dict(graph[node]) == {"v1": {"van": "2001-01-01"}, "v2": {}}
    assert dict(graph["GM0001"]) == {"v1": {"rol": "deelnemer"}}


def test_in_how_many_regelingen_a_provincie_takes_part():
    lap = ld.load()
    own = lap.andere_deelnemers[lap.andere_deelnemers["deelnemer"] == "Provincie Drenthe"]
    assert len(own) == lap.graph.degree["provincie:Provincie Drenthe"] > 1


def test_the_quilt_as_a_graph(quilt, codes):
    graph = quilt.graph
    # 16 gemeenten; 4 + 5 + 4 + 2 verbanden; 16 + 15 + 18 + 3 deelnames.
    assert (len(graph), graph.number_of_edges()) == (16 + 15, 16 + 15 + 18 + 3)
    assert bipartite.is_bipartite_node_set(graph, list(codes.values()))
    sides = nx.get_node_attributes(graph, "bipartite")
    assert [code for code, side in sides.items() if side == 0] == list(quilt.gemeenten.index)
    assert [name for name, side in sides.items() if side == 1] == list(quilt.verbanden.index)
    assert graph.nodes[codes["I"]] == {
        "bipartite": 0,
        "kind": "gemeente",
        "naam": "Dorp I",
        "provincie": "Gelderland",
        "inwoners": 4000,
        "oppervlakte_km2": 4.0,
    }
    assert graph.nodes["zorg-q"] == {
        "bipartite": 1,
        "kind": "verband",
        "naam": "Q",
        "indeling": "zorg",
        "domein": "zorg",
        "vorm": "convenant",
    }
    assert graph.edges[codes["I"], "zorg-q"] == {
        "rol": "centrumgemeente",
        "aard": "inkoop",
        "van": "2015-01-01",
        "bron": "tekening",
    }


def test_the_graph_agrees_with_the_matrix(quilt):
    for name in quilt.indelingen.index:
        indeling = quilt.indeling(name)
        for verband in indeling.verbanden:
            assert set(quilt.graph[verband]) == set(indeling.members(verband))


@pytest.mark.slow
@pytest.mark.parametrize("which", ["quilt", "real"])
def test_the_graph_can_be_written_as_graphml_and_read_back(which, request):
    graph = request.getfixturevalue(which).graph
    file = BytesIO()
    nx.write_graphml(graph, file)
    file.seek(0)
    again = nx.read_graphml(file)
    assert dict(again.nodes(data=True)) == dict(graph.nodes(data=True))
    assert nx.utils.edges_equal(again.edges(data=True), graph.edges(data=True))
