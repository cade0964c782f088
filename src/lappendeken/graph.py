"""The bipartite graph of gemeenten and verbanden, for everything networkx can do with it."""

import networkx as nx
import pandas as pd


def bipartite_graph(
    gemeenten: pd.DataFrame, verbanden: pd.DataFrame, deelnames: pd.DataFrame
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

    Returns
    -------
    Graph
        Nodes are codes (`bipartite=0`) and identifiers of verbanden (`bipartite=1`), with the
        columns of their table as attributes; edges carry those of the deelname. A value that is
        unknown is left out, so that every attribute can be written to GraphML.

    Examples
    --------
    >>> gemeenten = pd.DataFrame({"naam": ["Meppel"]}, index=["GM0119"])
    >>> verbanden = pd.DataFrame({"naam": ["Drenthe"]}, index=["j-drenthe"])
    >>> deelnames = pd.DataFrame({"verband_id": ["j-drenthe"], "gemeente_code": ["GM0119"]})
    >>> bipartite_graph(gemeenten, verbanden, deelnames)["GM0119"]
    AtlasView({'j-drenthe': {}})
    """
    result = nx.Graph()
    result.add_nodes_from(_with_attributes(gemeenten.drop(columns="geometry", errors="ignore"), 0))
    result.add_nodes_from(_with_attributes(verbanden, 1))
    rows = deelnames.drop(columns=["gemeente_code", "verband_id"]).to_dict("records")
    result.add_edges_from(
        (code, verband, _known(row))
        for code, verband, row in zip(
            deelnames["gemeente_code"], deelnames["verband_id"], rows, strict=True
        )
    )
    return result


def _with_attributes(table: pd.DataFrame, side: int) -> list[tuple[str, dict[str, object]]]:
    """Nodes of one side with what is known of them."""
    rows = pd.DataFrame(table).to_dict("records")
    return [
        (str(key), {"bipartite": side} | _known(row))
        for key, row in zip(table.index, rows, strict=True)
    ]


def _known(row: dict[object, object]) -> dict[str, object]:
    """Leave out what is empty or missing."""
    return {str(k): v for k, v in row.items() if not pd.isna(v) and v != ""}  # type: ignore[call-overload]
