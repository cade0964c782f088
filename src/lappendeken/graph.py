"""The bipartite graph of gemeenten and verbanden, for everything networkx can do with it."""

from collections.abc import Sequence

import networkx as nx
import numpy as np
import pandas as pd
from scipy import sparse

from lappendeken.indeling import Indeling, common_index


def bipartite_graph(
    gemeenten: pd.DataFrame,
    verbanden: pd.DataFrame,
    deelnames: pd.DataFrame,
    andere_deelnemers: pd.DataFrame | None = None,
) -> nx.Graph:
    """Make the graph whose edges are deelnames.

    Parameters
    ----------
    gemeenten : DataFrame
        Index code; `naam`, `provincie`, `inwoners`, `oppervlakte_km2`.
    verbanden : DataFrame
        Index verband_id; `naam`, `indeling`, `domein`, `vorm`.
    deelnames : DataFrame
        `verband_id`, `gemeente_code`, `rol`, `aard`, `van`, `tot`, `bron`.
    andere_deelnemers : DataFrame, optional
        `verband_id`, `deelnemer`, `soort`, `van`, `tot`: what takes part beside gemeenten.

    Returns
    -------
    Graph
        Nodes are participants (`bipartite=0`) and verbanden (`bipartite=1`), with the columns of
        their table as attributes; edges carry those of the deelname. `kind` is `gemeente` (the
        node is its code), `verband` (its identifier), or the `soort` of another participant
        (`provincie:Provincie Drenthe`). A value that is unknown is left out, so that every
        attribute can be written to GraphML.

    Examples
    --------
    >>> gemeenten = pd.DataFrame({"naam": ["Meppel"]}, index=["GM0119"])
    >>> verbanden = pd.DataFrame({"naam": ["Drenthe"]}, index=["j-drenthe"])
    >>> deelnames = pd.DataFrame({"verband_id": ["j-drenthe"], "gemeente_code": ["GM0119"]})
    >>> bipartite_graph(gemeenten, verbanden, deelnames)["GM0119"]
    AtlasView({'j-drenthe': {}})
    """
    result = nx.Graph()
    facts = gemeenten.drop(columns="geometry", errors="ignore")
    result.add_nodes_from(_with_attributes(facts, 0, "gemeente"))
    result.add_nodes_from(_with_attributes(verbanden, 1, "verband"))
    result.add_edges_from(_edges(deelnames, "gemeente_code"))
    if andere_deelnemers is not None:
        others = andere_deelnemers.assign(
            node=andere_deelnemers["soort"] + ":" + andere_deelnemers["deelnemer"]
        )
        result.add_nodes_from(
            (node, {"bipartite": 0, "kind": soort, "naam": naam})
            for node, soort, naam in zip(
                others["node"], others["soort"], others["deelnemer"], strict=True
            )
        )
        result.add_edges_from(_edges(others.drop(columns=["deelnemer", "soort"]), "node"))
    return result


def _edges(rows: pd.DataFrame, who: str) -> list[tuple[str, str, dict[str, object]]]:
    """Who takes part in what, with what is known of it."""
    facts = rows.drop(columns=[who, "verband_id"]).to_dict("records")
    return [
        (code, verband, _known(row))
        for code, verband, row in zip(rows[who], rows["verband_id"], facts, strict=True)
    ]


def _with_attributes(
    table: pd.DataFrame, side: int, kind: str
) -> list[tuple[str, dict[str, object]]]:
    """Nodes of one side with what is known of them."""
    rows = pd.DataFrame(table).to_dict("records")
    return [
        (str(key), {"bipartite": side, "kind": kind} | _known(row))
        for key, row in zip(table.index, rows, strict=True)
    ]


def _known(row: dict[object, object]) -> dict[str, object]:
    """Leave out what is empty or missing."""
    return {str(k): v for k, v in row.items() if not pd.isna(v) and v != ""}  # type: ignore[call-overload]


def gemeente_projection(indelingen: Sequence[Indeling]) -> nx.Graph:
    """Gemeenten joined by the number of verbanden they share.

    Parameters
    ----------
    indelingen : sequence of Indeling
        At least one, all on the same gemeenten; the verbanden that count.

    Returns
    -------
    Graph
        A node for every gemeente (code); edges with `weight`, the number of shared verbanden.

    Raises
    ------
    LappendekenError
        If there is no indeling, or they are on different gemeenten.

    Examples
    --------
    >>> a = Indeling.from_members({"p": ["1", "2", "3"]}, id="a")
    >>> b = Indeling.from_members({"p": ["1", "2"], "q": ["3"]}, id="b")
    >>> gemeente_projection([a, b])["1"]["2"]
    {'weight': 2}
    """
    gemeenten, stacked = _stack(indelingen)
    return _weighted(stacked @ stacked.T, gemeenten)


def verband_projection(indelingen: Sequence[Indeling]) -> nx.Graph:
    """Verbanden joined by the number of gemeenten they share.

    Parameters
    ----------
    indelingen : sequence of Indeling
        At least one, all on the same gemeenten, with different identifiers of verbanden.

    Returns
    -------
    Graph
        A node for every verband (identifier) with its `indeling`; edges with `weight`, the number
        of shared gemeenten.

    Raises
    ------
    LappendekenError
        If there is no indeling, or they are on different gemeenten.

    Examples
    --------
    >>> a = Indeling.from_members({"p": ["1", "2", "3"]}, id="a")
    >>> b = Indeling.from_members({"q": ["1", "2"], "r": ["3"]}, id="b")
    >>> verband_projection([a, b])["p"]["q"]
    {'weight': 2}
    """
    _, stacked = _stack(indelingen)
    verbanden = pd.Index([verband for one in indelingen for verband in one.verbanden])
    result = _weighted(stacked.T @ stacked, verbanden)
    owner = {verband: one.id for one in indelingen for verband in one.verbanden}
    nx.set_node_attributes(result, owner, "indeling")
    return result


def _stack(indelingen: Sequence[Indeling]) -> tuple[pd.Index, sparse.csr_array]:
    """The gemeenten, and the incidence of all indelingen side by side."""
    gemeenten = common_index(indelingen)
    return gemeenten, sparse.csr_array(sparse.hstack([one.incidence for one in indelingen]))


def _weighted(shared: sparse.sparray, labels: pd.Index) -> nx.Graph:
    """A graph of the cells of a symmetric matrix, without its diagonal."""
    upper = sparse.coo_array(sparse.triu(shared, k=1))
    row, column = upper.coords
    result = nx.Graph()
    names = [str(label) for label in labels]
    result.add_nodes_from(names)
    result.add_weighted_edges_from(
        (names[i], names[j], int(weight))
        for i, j, weight in zip(row, column, upper.data, strict=True)
    )
    return result


def centrality(graph: nx.Graph) -> pd.DataFrame:
    """How central each node of a projection is.

    Parameters
    ----------
    graph : Graph
        Edges with `weight`.

    Returns
    -------
    DataFrame
        Index node: `degree` (number of neighbours), `strength` (sum of weights) and `betweenness`
        (share of the shortest paths between others that pass it, where a step between nodes that
        share much is short: its length is 1 / weight).

    References
    ----------
    Freeman, L. C. (1977). A set of measures of centrality based on betweenness. Sociometry 40.
    Newman, M. E. J. (2001). Scientific collaboration networks II. Physical Review E 64, 016132.

    Examples
    --------
    >>> path = nx.Graph()
    >>> path.add_weighted_edges_from([("a", "b", 2), ("b", "c", 1)])
    >>> centrality(path).loc["b"].to_list()
    [2.0, 3.0, 1.0]
    """
    lengths = nx.Graph()
    lengths.add_nodes_from(graph)
    lengths.add_weighted_edges_from(
        ((u, v, 1 / weight) for u, v, weight in graph.edges(data="weight")), weight="length"
    )
    return pd.DataFrame(
        {
            "degree": pd.Series(dict(graph.degree())),
            "strength": pd.Series(dict(graph.degree(weight="weight"))),
            "betweenness": pd.Series(nx.betweenness_centrality(lengths, weight="length")),
        }
    )


def communities(
    graph: nx.Graph, gemeenten: pd.Index, *, rng: np.random.Generator | int | None = None
) -> Indeling:
    """The division in which gemeenten that share much stand together (Louvain).

    Parameters
    ----------
    graph : Graph
        From `gemeente_projection`.
    gemeenten : Index
        The order of the gemeenten in the result; all nodes must be in it.
    rng : Generator or int, optional
        The method starts from a random order; the same seed gives the same division.

    Returns
    -------
    Indeling
        A partition with a verband for every community, `gemeenschap-1` the largest.

    References
    ----------
    Blondel, V. D., Guillaume, J.-L., Lambiotte, R. & Lefebvre, E. (2008). Fast unfolding of
    communities in large networks. Journal of Statistical Mechanics, P10008.

    Examples
    --------
    >>> pairs = nx.Graph()
    >>> pairs.add_weighted_edges_from([("1", "2", 3), ("3", "4", 3), ("2", "3", 1)])
    >>> found = communities(pairs, pd.Index(list("1234")), rng=1)
    >>> [found.members(verband) for verband in found.verbanden]
    [('1', '2'), ('3', '4')]
    """
    seed = int(np.random.default_rng(rng).integers(2**31))
    groups = [sorted(group) for group in nx.community.louvain_communities(graph, seed=seed)]
    groups.sort(key=lambda group: (-len(group), group))
    members = {f"gemeenschap-{number}": group for number, group in enumerate(groups, start=1)}
    return Indeling.from_members(
        members, gemeenten, id="gemeenschappen", naam="gemeenschappen", enkelvoud="gemeenschap"
    )
