"""Results to other programs: layers for QGIS, graphs for Gephi."""

import re
import tempfile
from collections.abc import Mapping, Sequence
from importlib.util import find_spec
from itertools import permutations
from pathlib import Path

import geopandas as gpd
import networkx as nx
import numpy as np
import pandas as pd
import pyogrio

from lappendeken import graph, measures
from lappendeken.errors import LappendekenError, OutputError
from lappendeken.indeling import Indeling
from lappendeken.model import Lappendeken
from lappendeken.output import formats
from lappendeken.output.files import deliver, numbered, refuse_existing, write_atomically

_NOT_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""Signs that no XML file may hold."""
_NOW, _MADE = "OGR_CURRENT_DATE", "2000-01-01T00:00:00.000Z"


def gemeente_layer(lap: Lappendeken, table: pd.DataFrame | None = None) -> gpd.GeoDataFrame:
    """A result per gemeente with its name and geometry.

    Parameters
    ----------
    lap : Lappendeken
        Gives names and geometry.
    table : DataFrame, optional
        Index code of the gemeente; nothing but the gemeenten when absent.

    Returns
    -------
    GeoDataFrame
        Index `code`; the columns of `lap.gemeenten`, then those of the table; EPSG:28992.

    Examples
    --------
    >>> import lappendeken as ld
    >>> lap = ld.load()
    >>> table = ld.measures.territorial_congruence(lap.main_indelingen)
    >>> "congruence" in gemeente_layer(lap, table)
    True
    """
    if table is None:
        return lap.gemeenten.copy()
    return _with(lap.gemeenten, table)


def verband_layer(
    lap: Lappendeken, indeling: str | Indeling, table: pd.DataFrame | None = None
) -> gpd.GeoDataFrame:
    """A result per verband with its name and the geometry of its gemeenten together.

    Parameters
    ----------
    lap : Lappendeken
        Gives the geometry.
    indeling : str or Indeling
        On the gemeenten of `lap`.
    table : DataFrame, optional
        Index verband, such as a result of `measures.regions`.

    Returns
    -------
    GeoDataFrame
        Index verband; `naam`, the columns of the table, and geometry in EPSG:28992.

    Examples
    --------
    >>> import lappendeken as ld
    >>> lap = ld.load()
    >>> len(verband_layer(lap, "jeugdregio"))
    42
    """
    indeling = lap.find_indeling(indeling)
    rows, columns = indeling.incidence.nonzero()
    members = lap.gemeenten.geometry.reindex(indeling.gemeenten).iloc[rows]
    parts = gpd.GeoDataFrame(
        {"verband": indeling.verbanden.to_numpy()[columns]},
        geometry=members.to_numpy(),
        crs=lap.gemeenten.crs,
    )
    whole = parts.dissolve("verband", method="coverage" if indeling.is_partition else "unary")
    layer = whole.reindex(indeling.verbanden)
    layer.insert(0, "naam", indeling.namen)
    return layer if table is None else _with(layer, table)


def _with(layer: gpd.GeoDataFrame, table: pd.DataFrame) -> gpd.GeoDataFrame:
    """A layer with the columns of a result, in which lists of codes become text."""
    plain = table.map(lambda cell: " ".join(cell) if isinstance(cell, tuple) else cell)
    double = plain.columns.intersection(layer.columns)
    return layer.join(plain.rename(columns={name: f"{name}_uitkomst" for name in double}))


def result_layers(
    lap: Lappendeken, indelingen: Sequence[str | Indeling]
) -> dict[str, gpd.GeoDataFrame]:
    """The results of a set of indelingen as layers.

    Parameters
    ----------
    lap : Lappendeken
        Gives names and geometry.
    indelingen : sequence of str or Indeling
        At least one.

    Returns
    -------
    dict of str to GeoDataFrame
        `gemeenten` (profile and scores), a layer per indeling (by `id`:
        profile of its verbanden), and one per ordered pair (`<a>--<b>`: typology).

    Examples
    --------
    >>> import lappendeken as ld
    >>> lap = ld.load()
    >>> list(result_layers(lap, ["jeugdregio", "ggd-regio"]))
    ['gemeenten', 'jeugdregio', 'ggd-regio', 'jeugdregio--ggd-regio', 'ggd-regio--jeugdregio']
    """
    chosen = lap.find_indelingen(indelingen)
    profile = measures.gemeente_profile(chosen, lap.gemeenten, lap.borders)
    per_gemeente = measures.gemeente_scores(chosen).drop(columns="partners")
    layers = {"gemeenten": gemeente_layer(lap, profile.join(per_gemeente))}
    for one in chosen:
        table = measures.region_profile(one, lap.gemeenten, lap.borders)
        layers[one.id] = verband_layer(lap, one, table)
    for a, b in permutations(chosen, 2):
        layers[f"{a.id}--{b.id}"] = verband_layer(lap, a, measures.regions(a, b))
    return layers


def network(
    lap: Lappendeken, indelingen: Sequence[str | Indeling], kind: str = "beide"
) -> nx.Graph:
    """The graph of a set of indelingen, with names.

    Parameters
    ----------
    lap : Lappendeken
        Gives the names.
    indelingen : sequence of str or Indeling
        At least one.
    kind : str
        `beide` (the bipartite graph), `gemeenten` or `verbanden` (a projection).

    Returns
    -------
    Graph
        Every node has `naam`.

    Examples
    --------
    >>> import lappendeken as ld
    >>> lap = ld.load()
    >>> print(network(lap, ["jeugdregio"], "gemeenten"))
    Graph with 342 nodes and 1606 edges
    """
    chosen = lap.find_indelingen(indelingen)
    if kind == "beide":
        verbanden = [verband for one in chosen for verband in one.verbanden]
        others = (who for verband in verbanden for who in lap.graph[verband])
        return nx.Graph(lap.graph.subgraph([*lap.gemeenten.index, *verbanden, *others]))
    if kind == "gemeenten":
        result = graph.gemeente_projection(chosen)
        nx.set_node_attributes(result, lap.gemeenten["naam"].to_dict(), "naam")
    else:
        result = graph.verband_projection(chosen)
        nx.set_node_attributes(result, lap.verbanden["naam"].to_dict(), "naam")
    return result


def write_layers(
    path: Path | str,
    layers: Mapping[str, gpd.GeoDataFrame],
    *,
    beside: Mapping[Path, bytes] | None = None,
    overwrite: bool = True,
) -> list[Path]:
    """Write layers with geometry.

    Parameters
    ----------
    path : Path or str
        Ends in `.gpkg` (all layers in one file) or `.parquet` (a file a layer; the first under
        this name, each next one beside it as `<stem>-<name>.parquet`).
    layers : mapping of str to GeoDataFrame
        By name.
    beside : mapping of Path to bytes, optional
        Files that belong to the layers, such as those of `qgis.project`; written with them.
    overwrite : bool
        Whether files that exist may be replaced.

    Returns
    -------
    list of Path
        The files written.

    Raises
    ------
    LappendekenError
        If the ending is another, or GeoParquet is asked and pyarrow is not there.
    OutputError
        If a file cannot be written; an older one is unharmed.
    """
    path = Path(path)
    ending = formats.require(path, formats.LAYERS)
    if ending == ".parquet" and find_spec("pyarrow") is None:
        raise LappendekenError(
            'GeoParquet vraagt een extra bibliotheek: pip install "lappendeken[parquet]".'
        )
    targets = [path] if ending == ".gpkg" else numbered(path, list(layers))
    if not overwrite:
        refuse_existing([*targets, *(beside or {})])
    try:
        with tempfile.TemporaryDirectory() as folder:
            contents = _made(Path(folder) / f"lagen{ending}", layers)
    except Exception as error:
        where = tempfile.gettempdir()
        raise OutputError(
            f"{path} is niet geschreven: de lagen zijn niet te maken in {where}. Is daar ruimte, "
            "en mag u er schrijven? Zet anders TMPDIR op een andere map. Wat er stond is ongemoeid."
        ) from error
    files = dict(zip(targets, contents, strict=True)) | dict(beside or {})
    return deliver(files, overwrite=overwrite)


def _made(beside: Path, layers: Mapping[str, gpd.GeoDataFrame]) -> list[bytes]:
    """The content of the files; the libraries can only write to a disk."""
    contents = []
    if beside.suffix == ".gpkg":
        # A GeoPackage holds when it was made; the same layers are to give the same file.
        before = pyogrio.get_gdal_config_option(_NOW)
        pyogrio.set_gdal_config_options({_NOW: _MADE})
        try:
            for name, layer in layers.items():
                layer.reset_index().to_file(beside, layer=name, driver="GPKG", engine="pyogrio")
        finally:
            pyogrio.set_gdal_config_options({_NOW: before})
        contents.append(beside.read_bytes())
    else:
        for layer in layers.values():
            layer.to_parquet(beside)
            contents.append(beside.read_bytes())
    return contents


def write_graph(path: Path | str, network: nx.Graph) -> None:
    """Write a graph that Gephi and other programs open.

    Parameters
    ----------
    path : Path or str
        Ends in `.graphml` or `.gexf`.
    network : Graph
        Attributes are text, numbers or truth values; `naam` becomes the label.

    Raises
    ------
    LappendekenError
        If the ending is another.
    OutputError
        If the file cannot be written; an older one is unharmed.
    """
    path = Path(path)
    ending = formats.require(path, formats.GRAPHS)
    ready = nx.Graph()
    ready.add_nodes_from((node, _labelled(node, data)) for node, data in network.nodes(data=True))
    ready.add_edges_from((u, v, _simple(data)) for u, v, data in network.edges(data=True))
    lines = nx.generate_graphml(ready) if ending == ".graphml" else nx.generate_gexf(ready)
    write_atomically(path, "\n".join(lines) + "\n")


def _labelled(node: str, data: Mapping[str, object]) -> dict[str, object]:
    """Attributes of a node, with the label that Gephi shows."""
    return _simple({**data, "label": str(data.get("naam", node))})


def _simple(data: Mapping[str, object]) -> dict[str, object]:
    """Attributes as the plain types that graph files know, without signs XML forbids."""
    return {
        key: value.item() if isinstance(value, np.generic) else _xml_text(value)
        for key, value in data.items()
    }


def _xml_text(value: object) -> object:
    """Text without the control characters that no XML file may hold."""
    if not isinstance(value, str):
        return value
    return _NOT_XML.sub(" ", value)
