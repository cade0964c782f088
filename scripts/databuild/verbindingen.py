"""`verbindingen.csv`: links over water between gemeenten that share no border on land."""

from dataclasses import dataclass
from itertools import pairwise
from typing import Any, Final

import networkx as nx
import shapely
from numpy.typing import NDArray

from databuild.gemeenten import Gemeenten
from databuild.tables import HERE, read

COLUMNS: Final = ("van_code", "naar_code", "soort", "naam")


@dataclass(frozen=True)
class Verbindingen:
    """The links of one edition, with what they do to the graph of neighbours."""

    rows: tuple[tuple[str, str, str, str], ...]
    borders: int
    """Number of pairs of gemeenten that share a border on land."""
    parts: tuple[tuple[str, ...], ...]
    """The parts into which the gemeenten fall by land borders alone, largest first, with names."""
    fallen: tuple[str, ...] = ()
    """Links of an earlier edition that fall away, for the gemeenten border on land by now."""


def coded(names: dict[str, str], year: str) -> list[tuple[str, str, str, str]]:
    """Crossings by code: those of 2016-01-01, or what the areas of a later year need besides."""
    codes = {name: code for code, name in names.items()}
    table = read(HERE / "verbindingen.csv")
    rows = []
    for _, first, second, kind, name in table[table["editie"] == year].to_numpy():
        if first not in codes or second not in codes:
            raise ValueError(f"verbinding {name}: onbekende gemeente {first} of {second}")
        rows.append((codes[first], codes[second], kind, name))
    return rows


def moved(
    links: list[tuple[str, str, str, str]], successors: dict[str, str]
) -> list[tuple[str, str, str, str]]:
    """Links between the successors of gemeenten; one within a gemeente falls away."""
    rows = [(successors.get(a, a), successors.get(b, b), kind, name) for a, b, kind, name in links]
    return [row for row in rows if row[0] != row[1]]


def build(
    gemeenten: Gemeenten, links: list[tuple[str, str, str, str]], *, strict: bool = True
) -> Verbindingen:
    """Check links against the geometry: they make one whole, and (`strict`) all are needed."""
    names = gemeenten.names
    order = list(names)
    graph = nx.Graph()
    graph.add_nodes_from(order)
    land = borders(gemeenten.frame.geometry.to_numpy())
    graph.add_edges_from((order[a], order[b]) for a, b in land)
    count = graph.number_of_edges()
    parts = sorted(nx.connected_components(graph), key=lambda part: (-len(part), min(part)))
    rows, fallen = [], []
    for first, second, kind, name in links:
        low, high = sorted((first, second))
        if graph.has_edge(low, high) and not strict:
            fallen.append(f"{name} ({names[first]} en {names[second]})")
            continue
        if graph.has_edge(low, high):
            text = f"{names[first]} grenst aan {names[second]}"
            raise ValueError(f"verbinding {name} is niet nodig: {text}")
        rows.append((low, high, kind, name))
    graph.add_edges_from((low, high) for low, high, *_ in rows)
    if not nx.is_connected(graph):
        raise ValueError("de gemeenten vormen met de verbindingen geen samenhangend geheel")
    named = tuple(tuple(sorted(names[code] for code in part)) for part in parts)
    return Verbindingen(tuple(sorted(rows)), count, named, tuple(fallen))


def borders(shapes: NDArray[Any]) -> list[tuple[int, int]]:
    """Pairs of areas in a coverage that have a line, not just a point, in common, sorted."""
    owner: dict[tuple[tuple[float, float], tuple[float, float]], int] = {}
    found: set[tuple[int, int]] = set()
    for number, shape in enumerate(shapes):
        for ring in shapely.get_rings(shapely.get_parts(shape)):
            points = [(float(x), float(y)) for x, y in shapely.get_coordinates(ring)]
            for start, stop in pairwise(points):
                side = (min(start, stop), max(start, stop))
                other = owner.setdefault(side, number)
                if other != number:
                    found.add((other, number))
    return sorted(found)
