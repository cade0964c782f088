"""Small maps to draw random divisions on, as tables of neighbours, and what they allow."""

from itertools import pairwise

import networkx as nx
import numpy as np
import pandas as pd

from lappendeken.indeling import Indeling


def name(number):
    """The code of the gemeente with a number."""
    return f"GM{number:04d}"


def neighbours(edges, length=1000.0):
    """A table of neighbours from pairs of numbers."""
    pairs = [sorted((name(u), name(v))) for u, v in edges]
    return pd.DataFrame(pairs, columns=["a", "b"]).astype("object").assign(length=length)


def path(n):
    """Gemeenten in a row."""
    return neighbours(pairwise(range(n)))


def ring(n):
    """Gemeenten in a circle: none is special."""
    return neighbours([*pairwise(range(n)), (n - 1, 0)])


def star(n):
    """One gemeente in the middle, and n - 1 around it that touch nobody else."""
    return neighbours((0, k) for k in range(1, n))


def grid(rows, columns):
    """Square gemeenten, numbered row after row."""
    number = [[r * columns + c for c in range(columns)] for r in range(rows)]
    right = [pair for row in number for pair in pairwise(row)]
    down = [pair for column in zip(*number, strict=True) for pair in pairwise(column)]
    return neighbours(right + down)


def partition(labels, name_of="b"):
    """An indeling from the label of each gemeente, in order of number."""
    members = {}
    for number, label in enumerate(labels):
        members.setdefault(f"{name_of}{label}", []).append(name(number))
    return Indeling.from_members(members, [name(k) for k in range(len(labels))], id=name_of)


def of_sizes(*sizes):
    """An indeling of which only the sizes matter."""
    return partition([k for k, size in enumerate(sizes) for _ in range(size)])


def graph(gemeenten, adjacency):
    """The neighbours among some gemeenten as a networkx graph."""
    whole = nx.Graph()
    whole.add_nodes_from(gemeenten)
    inside = adjacency[adjacency["a"].isin(gemeenten) & adjacency["b"].isin(gemeenten)]
    whole.add_edges_from(zip(inside["a"], inside["b"], strict=True))
    return whole


def spanning_trees(whole):
    """How many spanning trees a graph has, by the theorem of Kirchhoff."""
    return round(np.linalg.det(nx.laplacian_matrix(whole).toarray()[1:, 1:]))


def shape(labels):
    """A division as a set of sets of codes, whatever its labels."""
    regions = {}
    for code, label in zip(labels.index, labels.tolist(), strict=True):
        regions.setdefault(label, []).append(code)
    return frozenset(map(frozenset, regions.values()))


def contiguous_divisions(gemeenten, adjacency, sizes):
    """Every division into contiguous regions of these sizes, by trying all."""
    whole = graph(gemeenten, adjacency)
    found = set()

    def extend(left, wanted, regions):
        if not left:
            found.add(frozenset(regions))
            return
        start = min(left)
        for size in set(wanted):
            rest = list(wanted)
            rest.remove(size)
            for region in _connected(whole, start, size, left):
                extend(left - region, rest, [*regions, region])

    extend(frozenset(gemeenten), list(sizes), [])
    return found


def _connected(whole, start, size, allowed):
    """Every connected set of so many nodes that holds `start`."""
    sets = {frozenset([start])}
    for _ in range(size - 1):
        sets = {
            region | {near}
            for region in sets
            for node in region
            for near in whole[node]
            if near in allowed and near not in region
        }
    return sets
