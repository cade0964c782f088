"""The bipartite graph of gemeenten and verbanden, for everything networkx can do with it."""

from collections.abc import Iterable, Sequence

import networkx as nx
import numpy as np
import pandas as pd
from scipy import sparse

from lappendeken.errors import LappendekenError
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
    facts = _records(rows.drop(columns=[who, "verband_id"]))
    return [
        (code, verband, _known(row))
        for code, verband, row in zip(rows[who], rows["verband_id"], facts, strict=True)
    ]


def _with_attributes(
    table: pd.DataFrame, side: int, kind: str
) -> list[tuple[str, dict[str, object]]]:
    """Nodes of one side with what is known of them."""
    rows = _records(pd.DataFrame(table))
    return [
        (str(key), {"bipartite": side, "kind": kind} | _known(row))
        for key, row in zip(table.index, rows, strict=True)
    ]


def _records(table: pd.DataFrame) -> list[dict[object, object]]:
    """Every row by column; pandas 2 gives none of a table without columns."""
    return [dict(row) for row in table.to_dict("records")] or [{} for _ in table.index]


def _known(row: dict[object, object]) -> dict[str, object]:
    """Leave out what is empty or missing."""
    return {str(k): v for k, v in row.items() if not pd.isna(v) and v != ""}  # type: ignore[call-overload]


def gemeente_projection(indelingen: Sequence[Indeling], *, normalise: bool = False) -> nx.Graph:
    """Gemeenten joined by the number of verbanden they share.

    Parameters
    ----------
    indelingen : sequence of Indeling
        At least one, all on the same gemeenten; the verbanden that count.
    normalise : bool
        Whether a verband of k gemeenten counts for 1 / (k - 1) in each of its pairs (Newman), so
        that a gemeente gets one from each of its verbanden; else a verband of 60 outweighs
        a thousand of two.

    Returns
    -------
    Graph
        A node for every gemeente (code); edges with `weight`, the number of shared verbanden.

    Raises
    ------
    LappendekenError
        If there is no indeling, or they are on different gemeenten.

    References
    ----------
    Newman, M. E. J. (2001). Scientific collaboration networks II. Physical Review E 64, 016132.

    Examples
    --------
    >>> a = Indeling.from_members({"p": ["1", "2", "3"]}, id="a")
    >>> b = Indeling.from_members({"p": ["1", "2"], "q": ["3"]}, id="b")
    >>> gemeente_projection([a, b])["1"]["2"]
    {'weight': 2}
    >>> gemeente_projection([a, b], normalise=True)["1"]["2"]
    {'weight': 1.5}
    """
    gemeenten, stacked = _stack(indelingen)
    if not normalise:
        return _weighted(stacked @ stacked.T, gemeenten)
    others = np.bincount(stacked.indices, minlength=stacked.shape[1]) - 1
    share = sparse.diags_array(1 / np.maximum(others, 1))
    return _weighted(stacked @ share @ stacked.T, gemeenten)


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
        (names[i], names[j], weight)
        for i, j, weight in zip(row, column, upper.data.tolist(), strict=True)
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
    graph: nx.Graph,
    gemeenten: pd.Index,
    *,
    resolution: float = 1.0,
    starts: int = 1,
    rng: np.random.Generator | int | None = None,
) -> Indeling:
    """The division in which gemeenten that share much stand together (Louvain).

    Parameters
    ----------
    graph : Graph
        From `gemeente_projection`.
    gemeenten : Index
        The order of the gemeenten in the result; all nodes must be in it.
    resolution : float
        How heavily chance weighs against standing together: above 1 gives more and smaller
        communities (Reichardt & Bornholdt). At 1 those smaller than a certain size cannot be found,
        however close they are (Fortunato & Barthélemy), so look at several.
    starts : int
        How many times to begin; what has the highest modularity is kept.
    rng : Generator or int, optional
        The method starts from a random order; the same seed gives the same division.

    Returns
    -------
    Indeling
        A partition with a verband for every community, `gemeenschap-1` the largest.

    Raises
    ------
    LappendekenError
        If the resolution is not above 0, or there is no start.

    References
    ----------
    Blondel, V. D., Guillaume, J.-L., Lambiotte, R. & Lefebvre, E. (2008). Fast unfolding of
    communities in large networks. Journal of Statistical Mechanics, P10008.
    Fortunato, S. & Barthélemy, M. (2007). Resolution limit in community detection. PNAS 104(1),
    36-41.
    Reichardt, J. & Bornholdt, S. (2006). Statistical mechanics of community detection. Physical
    Review E 74, 016110.

    Examples
    --------
    >>> pairs = nx.Graph()
    >>> pairs.add_weighted_edges_from([("1", "2", 3), ("3", "4", 3), ("2", "3", 1)])
    >>> found = communities(pairs, pd.Index(list("1234")), rng=1)
    >>> [found.members(verband) for verband in found.verbanden]
    [('1', '2'), ('3', '4')]
    """
    _check_search(resolution, starts)
    if graph.number_of_edges() == 0:
        return _as_division(([node] for node in graph), gemeenten)
    found = [
        nx.community.louvain_communities(graph, resolution=resolution, seed=seed)
        for seed in _seeds(rng, starts)
    ]
    if starts == 1:
        return _as_division(found[0], gemeenten)
    score = nx.community.modularity
    return _as_division(
        max(found, key=lambda one: score(graph, one, resolution=resolution)), gemeenten
    )


def bipartite_communities(
    verbanden: Indeling,
    *,
    resolution: float = 1.0,
    starts: int = 1,
    rng: np.random.Generator | int | None = None,
) -> Indeling:
    r"""The division of gemeenten by communities of gemeenten and verbanden together (Leiden).

    Parameters
    ----------
    verbanden : Indeling
        The verbanden that count.
    resolution, starts, rng
        See `communities`.

    Returns
    -------
    Indeling
        As of `communities`; gemeenten without a verband stand alone.

    Raises
    ------
    LappendekenError
        Without the extra `gemeenschappen`; and as `communities`.

    Notes
    -----
    No projection is made, so a large verband is no crowd of pairs. With M deelnames, :math:`d_i` of
    gemeente i and :math:`k_v` of verband v, sought is the highest modularity of Barber (2007),

    .. math:: Q = \frac{1}{M} \sum_{i, v} (B_{iv} - \gamma d_i k_v / M) [c_i = c_v]

    References
    ----------
    Barber, M. J. (2007). Modularity and community detection in bipartite networks. Physical Review
    E 76, 066102.
    Traag, V. A., Waltman, L. & van Eck, N. J. (2019). From Louvain to Leiden: guaranteeing
    well-connected communities. Scientific Reports 9, 5233.

    Examples
    --------
    >>> one = Indeling.from_members({"p": ["1", "2"], "q": ["1", "2"], "r": ["3", "4"]})
    >>> found = bipartite_communities(one, rng=1)
    >>> [found.members(verband) for verband in found.verbanden]
    [('1', '2'), ('3', '4')]
    """
    _check_search(resolution, starts)
    try:
        import igraph  # noqa: PLC0415
        import leidenalg  # noqa: PLC0415
    except ImportError as error:
        raise LappendekenError(
            "Voor gemeenschappen van gemeenten en verbanden samen is leidenalg nodig: "
            'pip install "lappendeken[gemeenschappen]".'
        ) from error
    count = len(verbanden.gemeenten)
    rows, columns = verbanden.incidence.nonzero()
    own = [0] * count + [1] * len(verbanden.verbanden)
    ends = list(zip(rows.tolist(), (columns + count).tolist(), strict=True))
    network = igraph.Graph(n=len(own), edges=ends, vertex_attrs={"type": own})
    gamma = resolution / max(len(ends), 1)

    def divided(seed: int) -> tuple[float, list[int]]:
        layers = leidenalg.CPMVertexPartition.Bipartite(network, gamma, degree_as_node_size=True)
        method = leidenalg.Optimiser()
        method.set_rng_seed(seed)
        method.optimise_partition_multiplex(
            list(layers), layer_weights=[1, -1, -1], n_iterations=-1
        )
        score = layers[0].quality() - layers[1].quality() - layers[2].quality()
        return score, layers[0].membership

    labels = max((divided(seed) for seed in _seeds(rng, starts)), key=lambda one: one[0])[1]
    groups = pd.Series(verbanden.gemeenten).groupby(labels[:count])
    return _as_division((group.to_list() for _, group in groups), verbanden.gemeenten)


def _check_search(resolution: float, starts: int) -> None:
    """Refuse what cannot be sought."""
    if not resolution > 0:
        raise LappendekenError(f"De resolutie is meer dan 0, niet {resolution}.")
    if starts < 1:
        raise LappendekenError(f"Het aantal pogingen is ten minste 1, niet {starts}.")


def _seeds(rng: np.random.Generator | int | None, count: int) -> list[int]:
    """A seed for every start; the first are the same for every number."""
    return [int(seed) for seed in np.random.default_rng(rng).integers(2**31, size=count)]


def _as_division(groups: Iterable[Iterable[str]], gemeenten: pd.Index) -> Indeling:
    """Communities as an indeling, the largest first."""
    ordered = sorted((sorted(group) for group in groups), key=lambda group: (-len(group), group))
    members = {f"gemeenschap-{number}": group for number, group in enumerate(ordered, start=1)}
    return Indeling.from_members(
        members, gemeenten, id="gemeenschappen", naam="gemeenschappen", enkelvoud="gemeenschap"
    )
