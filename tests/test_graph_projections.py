"""Projections of the bipartite graph, how central their nodes are, and their communities."""

import networkx as nx
import numpy as np
import pytest
from hypothesis import assume, given
from strategies import families

from lappendeken import graph, measures
from lappendeken.errors import LappendekenError


def test_shared_verbanden_of_the_quilt(jeugd, werk, zorg, codes):
    network = graph.gemeente_projection([jeugd, werk, zorg])
    assert network.number_of_nodes() == 16
    # A and B share n, x and s; A and F share n and s; C and A share s only; I and P share m and q.
    weights = {
        pair: network.edges[codes[pair[0]], codes[pair[1]]]["weight"] for pair in ("AB", "AF")
    }
    assert weights == {"AB": 3, "AF": 2}
    assert network.edges[codes["A"], codes["C"]]["weight"] == 1
    assert network.edges[codes["I"], codes["P"]]["weight"] == 2
    assert not network.has_edge(codes["A"], codes["E"])


def test_shared_gemeenten_of_the_quilt(jeugd, werk):
    network = graph.verband_projection([jeugd, werk])
    # n = ABFG with x = AB and w = FG; o = y; z = LMN in v = LMNO; m = OPI with v and u = P.
    assert {frozenset(pair): w for *pair, w in network.edges(data="weight")} == {
        frozenset({"jeugd-n", "werk-x"}): 2,
        frozenset({"jeugd-n", "werk-w"}): 2,
        frozenset({"jeugd-o", "werk-y"}): 6,
        frozenset({"jeugd-z", "werk-v"}): 3,
        frozenset({"jeugd-m", "werk-v"}): 1,
        frozenset({"jeugd-m", "werk-u"}): 1,
    }
    assert network.nodes["jeugd-n"]["indeling"] == "jeugd"
    assert network.nodes["werk-x"]["indeling"] == "werk"


@given(families())
def test_projections_equal_those_of_networkx(indelingen):
    assume(any(len(one.verbanden) for one in indelingen))
    bipartite = nx.Graph()
    gemeenten = [str(code) for code in indelingen[0].gemeenten]
    bipartite.add_nodes_from(gemeenten)
    for one in indelingen:
        rows, columns = one.incidence.nonzero()
        ends = zip(rows, columns, strict=True)
        bipartite.add_edges_from((gemeenten[i], (one.id, one.verbanden[j])) for i, j in ends)
    expected = nx.bipartite.weighted_projected_graph(bipartite, gemeenten)
    network = graph.gemeente_projection(indelingen)
    assert set(network) == set(expected)
    assert {frozenset(pair): w for *pair, w in network.edges(data="weight")} == {
        frozenset(pair): w for *pair, w in expected.edges(data="weight")
    }


def test_a_node_between_two_others_is_central():
    # a - b share 4, b - c share 4, a - c share 1: the way over b is 1/2 and the direct one 1.
    network = nx.Graph()
    network.add_weighted_edges_from([("a", "b", 4), ("b", "c", 4), ("a", "c", 1)])
    table = graph.centrality(network)
    assert table.loc["b"].to_list() == [2, 8, 1]
    assert table.loc["a"].to_list() == [2, 5, 0]


def test_communities_are_a_partition_and_the_same_for_one_seed(real):
    verbanden = real.indeling("gemeenschappelijke-regeling")
    network = graph.gemeente_projection([verbanden])
    found, again = (graph.communities(network, real.gemeenten.index, rng=1) for _ in range(2))
    assert found.is_partition
    assert found.coverage == 1
    assert list(found.sizes) == sorted(found.sizes, reverse=True)
    assert measures.adjusted_rand_index(found, again) == 1
    given_a_generator = graph.communities(
        network, real.gemeenten.index, rng=np.random.default_rng(1)
    )
    assert measures.adjusted_rand_index(found, given_a_generator) == 1


def test_the_official_division_nearest_to_cooperation_has_few_large_regions(real):
    network = graph.gemeente_projection([real.indeling("gemeenschappelijke-regeling")])
    found = graph.communities(network, real.gemeenten.index, rng=1)
    official = [real.indeling(name) for name in real.indelingen.index[:-2]]
    table = measures.scores_against(found, official)
    assert table["omega_index"].iloc[0] > 0.7
    assert real.indelingen["verbanden"][table.index[0]] < 20


def test_no_indeling_is_no_graph():
    for project in (graph.gemeente_projection, graph.verband_projection):
        with pytest.raises(LappendekenError, match="ten minste één"):
            project([])
