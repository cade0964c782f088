"""`verbindingen.csv`: links over water between gemeenten that share no border on land."""

from dataclasses import dataclass
from itertools import pairwise
from typing import Any, Final

import networkx as nx
import shapely
from numpy.typing import NDArray

from databuild.gemeenten import Gemeenten

COLUMNS: Final = ("van_code", "naar_code", "soort", "naam")

LINKS: Final = (
    ("Texel", "Den Helder", "veer", "Veer Den Helder-Texel"),
    ("Vlieland", "Harlingen", "veer", "Veer Harlingen-Vlieland"),
    ("Terschelling", "Harlingen", "veer", "Veer Harlingen-Terschelling"),
    ("Ameland", "Dongeradeel", "veer", "Veer Holwerd-Ameland"),
    ("Schiermonnikoog", "De Marne", "veer", "Veer Lauwersoog-Schiermonnikoog"),
    ("Dongeradeel", "De Marne", "dam", "Lauwersmeerdijk"),
    ("Hollands Kroon", "Súdwest-Fryslân", "dam", "Afsluitdijk"),
    ("Enkhuizen", "Lelystad", "dam", "Houtribdijk"),
    ("Noordoostpolder", "Dronten", "brug", "Ketelbrug"),
    ("Kampen", "Dronten", "brug", "Roggebotsluis"),
    ("Elburg", "Dronten", "brug", "Elburgerbrug"),
    ("Harderwijk", "Zeewolde", "tunnel", "Aquaduct Veluwemeer"),
    ("Nijkerk", "Zeewolde", "brug", "Nijkerkerbrug"),
    ("Blaricum", "Almere", "brug", "Stichtse Brug"),
    ("Gooise Meren", "Almere", "brug", "Hollandse Brug"),
    ("Hellevoetsluis", "Goeree-Overflakkee", "dam", "Haringvlietdam"),
    ("Cromstrijen", "Goeree-Overflakkee", "brug", "Haringvlietbrug"),
    ("Moerdijk", "Goeree-Overflakkee", "dam", "Volkerakdam"),
    ("Tholen", "Schouwen-Duiveland", "dam", "Philipsdam"),
    ("Noord-Beveland", "Schouwen-Duiveland", "brug", "Zeelandbrug"),
    ("Borsele", "Terneuzen", "tunnel", "Westerscheldetunnel"),
    ("Vlissingen", "Sluis", "veer", "Veer Vlissingen-Breskens"),
)
"""Crossings as they were on 2016-01-01; the build refuses one that is not needed."""


@dataclass(frozen=True)
class Verbindingen:
    """The links, with what they do to the graph of neighbours.

    Parameters
    ----------
    rows : tuple of tuple of str
        The lines of the table, sorted.
    borders : int
        Number of pairs of gemeenten that share a border on land.
    parts : tuple of tuple of str
        The parts into which the gemeenten fall by land borders alone, largest first, with names.
    """

    rows: tuple[tuple[str, str, str, str], ...]
    borders: int
    parts: tuple[tuple[str, ...], ...]


def build(gemeenten: Gemeenten) -> Verbindingen:
    """Check the links against the geometry.

    Parameters
    ----------
    gemeenten : Gemeenten
        The finished gemeenten.

    Returns
    -------
    Verbindingen
        The links, by which the graph of neighbours is connected.

    Raises
    ------
    ValueError
        When a link names an unknown gemeente or joins two that share a border, or when the graph
        is not connected.
    """
    codes = {row.naam: row.code for row in gemeenten.rows}
    names = gemeenten.names
    graph = nx.Graph()
    graph.add_nodes_from(row.code for row in gemeenten.rows)
    order = [row.code for row in gemeenten.rows]
    graph.add_edges_from((order[a], order[b]) for a, b in borders(gemeenten.shapes))
    land = graph.number_of_edges()
    parts = sorted(nx.connected_components(graph), key=lambda part: (-len(part), min(part)))
    rows = []
    for first, second, kind, name in LINKS:
        if first not in codes or second not in codes:
            raise ValueError(f"verbinding {name}: onbekende gemeente {first} of {second}")
        low, high = sorted((codes[first], codes[second]))
        if graph.has_edge(low, high):
            raise ValueError(f"verbinding {name} is niet nodig: {first} grenst aan {second}")
        rows.append((low, high, kind, name))
    graph.add_edges_from((low, high) for low, high, *_ in rows)
    if not nx.is_connected(graph):
        raise ValueError("de gemeenten vormen met de verbindingen geen samenhangend geheel")
    named = tuple(tuple(sorted(names[code] for code in part)) for part in parts)
    return Verbindingen(tuple(sorted(rows)), land, named)


def borders(shapes: NDArray[Any]) -> list[tuple[int, int]]:
    """Give the pairs of areas in a coverage that have a line, not just a point, in common.

    Parameters
    ----------
    shapes : array of shapely geometries
        A coverage: neighbours share the vertices of their border.

    Returns
    -------
    list of (int, int)
        Positions, the lower one first, sorted.
    """
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
