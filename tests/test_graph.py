"""The bipartite graph of gemeenten and verbanden."""

from io import BytesIO

import networkx as nx
import pandas as pd
import pytest
from networkx.algorithms import bipartite

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
        "GM0001": {"bipartite": 0, "naam": "Aadorp", "inwoners": 5, "oppervlakte_km2": 1.5},
        "GM0002": {"bipartite": 0, "naam": "Beedorp"},
        "v1": {"bipartite": 1, "naam": "Een"},
    }


def test_edges_carry_the_deelname():
    graph = bipartite_graph(GEMEENTEN, VERBANDEN, DEELNAMES)
    assert list(graph.edges(data=True)) == [("GM0001", "v1", {"rol": "deelnemer"})]


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
        "naam": "Dorp I",
        "provincie": "Gelderland",
        "inwoners": 4000,
        "oppervlakte_km2": 4.0,
    }
    assert graph.nodes["zorg-q"] == {
        "bipartite": 1,
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


@pytest.mark.parametrize("which", ["quilt", "real"])
def test_the_graph_can_be_written_as_graphml_and_read_back(which, request):
    graph = request.getfixturevalue(which).graph
    file = BytesIO()
    nx.write_graphml(graph, file)
    file.seek(0)
    again = nx.read_graphml(file)
    assert dict(again.nodes(data=True)) == dict(graph.nodes(data=True))
    assert nx.utils.edges_equal(again.edges(data=True), graph.edges(data=True))
