"""Results to other programs: layers for QGIS, graphs for Gephi."""

import tempfile
from collections.abc import Mapping
from importlib.util import find_spec
from pathlib import Path

import geopandas as gpd
import networkx as nx
import numpy as np
import pandas as pd

from lappendeken.errors import LappendekenError
from lappendeken.export import write_atomically
from lappendeken.indeling import Indeling
from lappendeken.model import Lappendeken

LAYER_FORMATS = (".gpkg", ".parquet")
"""File endings that `write_layers` knows."""

GRAPH_FORMATS = (".graphml", ".gexf")
"""File endings that `write_graph` knows."""


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
    lap: Lappendeken, indeling: Indeling, table: pd.DataFrame | None = None
) -> gpd.GeoDataFrame:
    """A result per verband with its name and the geometry of its gemeenten together.

    Parameters
    ----------
    lap : Lappendeken
        Gives the geometry.
    indeling : Indeling
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
    >>> len(verband_layer(lap, lap.indeling("jeugdregio")))
    42
    """
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


def write_layers(path: Path, layers: Mapping[str, gpd.GeoDataFrame]) -> list[Path]:
    """Write layers with geometry.

    Parameters
    ----------
    path : Path
        Ends in `.gpkg` (all layers in one file) or `.parquet` (a file a layer; the first under
        this name, each next one beside it as `<stem>-<name>.parquet`).
    layers : mapping of str to GeoDataFrame
        By name.

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
    ending = path.suffix.lower()
    if ending not in LAYER_FORMATS:
        known = ", ".join(LAYER_FORMATS)
        raise LappendekenError(f"Onbekend soort bestand '{path.name}'; kies een naam op {known}.")
    if ending == ".parquet" and find_spec("pyarrow") is None:
        raise LappendekenError(
            "GeoParquet vraagt een extra bibliotheek: pip install 'lappendeken[parquet]'."
        )
    with tempfile.TemporaryDirectory() as folder:
        beside = Path(folder) / f"lagen{ending}"
        if ending == ".gpkg":
            for name, layer in layers.items():
                layer.reset_index().to_file(beside, layer=name, driver="GPKG", engine="pyogrio")
            write_atomically(path, beside.read_bytes())
            return [path]
        written = []
        for number, (name, layer) in enumerate(layers.items()):
            own = path if number == 0 else path.with_name(f"{path.stem}-{name}{path.suffix}")
            layer.to_parquet(beside)
            write_atomically(own, beside.read_bytes())
            written.append(own)
        return written


def write_graph(path: Path, graph: nx.Graph) -> None:
    """Write a graph that Gephi and other programs open.

    Parameters
    ----------
    path : Path
        Ends in `.graphml` or `.gexf`.
    graph : Graph
        Attributes are text, numbers or truth values; `naam` becomes the label.

    Raises
    ------
    LappendekenError
        If the ending is another.
    OutputError
        If the file cannot be written; an older one is unharmed.
    """
    ending = path.suffix.lower()
    if ending not in GRAPH_FORMATS:
        known = ", ".join(GRAPH_FORMATS)
        raise LappendekenError(f"Onbekend soort bestand '{path.name}'; kies een naam op {known}.")
    ready = nx.Graph()
    ready.add_nodes_from((node, _labelled(node, data)) for node, data in graph.nodes(data=True))
    ready.add_edges_from((u, v, _simple(data)) for u, v, data in graph.edges(data=True))
    lines = nx.generate_graphml(ready) if ending == ".graphml" else nx.generate_gexf(ready)
    write_atomically(path, "\n".join(lines) + "\n")


def _labelled(node: str, data: Mapping[str, object]) -> dict[str, object]:
    """Attributes of a node, with the label that Gephi shows."""
    return _simple(data) | {"label": str(data.get("naam", node))}


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
    return "".join(c if c.isprintable() or c in "\t\n" else " " for c in value)
