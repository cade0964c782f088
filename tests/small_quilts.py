"""Small quilts on a grid, and the least change found by trying every common division.

Nothing here uses `lappendeken.optimise`.
"""

from itertools import combinations, permutations, product

import networkx as nx
import numpy as np
import pandas as pd
from quilts import cells, collection, feature, members_of, square, write_folder
from scipy.optimize import linear_sum_assignment

import lappendeken as ld
from lappendeken.indeling import Indeling
from lappendeken.names import NameIndex

SURE = 1e6
"""More than all weights together: what must be kept is worth this."""


def load_grid(folder, gemeenten, indelingen, *, inwoners=None, names=None):
    """A lappendeken from drawings of letters: the gemeenten, and each indeling over them."""
    places = cells(gemeenten)
    codes = {letter: f"GM{k:04d}" for k, letter in enumerate(sorted(places), start=1)}
    features = [
        feature(
            codes[letter],
            (names or {}).get(letter, f"Dorp {letter}"),
            square(*place),
            inwoners=(inwoners or {}).get(letter, 1000),
        )
        for letter, place in sorted(places.items())
    ]
    lines = ["verband_id,verband,indeling,domein,gemeente_code"]
    for number, (indeling, verbanden) in enumerate(indelingen.items()):
        domein = ("jeugd", "mo-bw", "werk", "zorg")[number]
        for verband, letters in verbanden.items():
            lines += [
                f"{verband},{verband.upper()},{indeling},{domein},{codes[x]}" for x in letters
            ]
    write_folder(
        folder,
        gemeenten=collection(features),
        verbanden="\n".join(lines) + "\n",
        datapackage_json='{"name": "raster", "peildatum": "2016-01-01"}',
    )
    return ld.load(folder), codes


class Grid:
    """What the search needs of a lappendeken, with neighbours of one's own."""

    def __init__(self, gemeenten, borders):
        self.gemeenten, self.borders = gemeenten, borders
        self.gemeente_names = NameIndex(gemeenten["naam"])

    @classmethod
    def of(cls, codes, borders):
        """Gemeenten of which only the code matters."""
        facts = {"naam": [f"Dorp {c}" for c in codes], "provincie": "Utrecht", "inwoners": 1000}
        facts["oppervlakte_km2"] = 1.0
        return cls(pd.DataFrame(facts, index=pd.Index(codes)), borders)

    def find_indeling(self, one):
        """It is an indeling already."""
        return one

    def find_indelingen(self, indelingen):
        """So are these."""
        return list(indelingen)


def random_indelingen(rng, codes, count, most=3, *, covered=1.0, double=0.0):
    """Random indelingen of some gemeenten; some may be in none or two verbanden."""
    result = []
    for k in range(count):
        members = {}
        for code in codes:
            times = 1 + (rng.random() < double) if rng.random() < covered else 0
            for verband in rng.choice(most, min(times, most), replace=False):
                members.setdefault(f"{'abcd'[k]}{verband}", []).append(code)
        if not members:
            members = {f"{'abcd'[k]}0": [codes[0]]}
        result.append(Indeling.from_members(members, codes, id="abcd"[k]))
    return result


def divisions(codes):
    """Every way to divide some gemeenten, as lists of frozensets."""
    if not codes:
        yield []
        return
    first, rest = codes[0], codes[1:]
    for smaller in divisions(rest):
        yield [frozenset([first]), *smaller]
        for k, block in enumerate(smaller):
            yield [*smaller[:k], block | {first}, *smaller[k + 1 :]]


class Tried:
    """The least change over all divisions, by the definition and in plain Python."""

    def __init__(self, indelingen, borders, weights=None, sizes=None, fixed=()):
        self.verbanden = {
            (k, verband): codes
            for k, one in enumerate(indelingen)
            for verband, codes in members_of(one).items()
        }
        self.codes = sorted(set().union(*self.verbanden.values()))
        one = pd.Series(1.0, index=self.codes)
        self.weights = (one if weights is None else weights).to_dict()
        self.sizes = (one if sizes is None else sizes).to_dict()
        self.count = len(indelingen)
        self.fixed = set(fixed)
        self.graph = nx.Graph()
        self.graph.add_nodes_from(self.codes)
        self.graph.add_edges_from(zip(borders["a"], borders["b"], strict=True))
        self.total = sum(self.weights[c] for v in self.verbanden.values() for c in v)
        kept = [
            (c, v)
            for v, codes in self.verbanden.items()
            for c in codes
            if c in self.fixed or v[1] in self.fixed
        ]
        self.musts = len(kept)

    def allowed(self, blocks, *, contiguous=False, low=None, high=None, regions=None):
        """Whether a division meets the demands on its regions."""
        if regions is not None and len(blocks) != regions:
            return False
        sizes = [sum(self.sizes[c] for c in block) for block in blocks]
        if (low is not None and min(sizes) < low) or (high is not None and max(sizes) > high):
            return False
        return not contiguous or all(nx.is_connected(self.graph.subgraph(b)) for b in blocks)

    def worth(self, block, verband):
        """What is kept when a region continues a verband."""
        codes = self.verbanden[verband]
        exact = verband[1] in self.fixed and block != codes
        return sum(
            self.weights[c]
            + SURE * (c in self.fixed and verband[1] not in self.fixed)
            + SURE * (verband[1] in self.fixed and not exact)
            for c in block & codes
        )

    def within_reach(self, core, verband, rule):
        """Whether a region around a core may continue a verband."""
        middle = self.verbanden.values() if rule == "vrij" else [self.verbanden[core]]
        return any(m & self.verbanden[core] and m & self.verbanden[verband] for m in middle)

    def kept(self, blocks, cores=None, rule="kern"):
        """The most that a division can keep; with cores, by the definition of a core."""
        total = 0.0
        for k in range(self.count):
            mine = [v for v in self.verbanden if v[0] == k]
            table = np.array([[self.worth(block, v) for v in mine] for block in blocks])
            if cores is not None:
                for i, core in enumerate(cores):
                    for j, v in enumerate(mine):
                        taken = v in cores and v != core
                        apart = core[0] == k and v != core
                        if taken or apart or not self.within_reach(core, v, rule):
                            table[i, j] = 0.0
            rows, columns = linear_sum_assignment(table, maximize=True)
            total += table[rows, columns].sum()
        return total

    def least(self, *, base=None, rule="kern", cores=False, **demands):
        """The least change; None when no division will do."""
        best = -1.0
        for blocks in divisions(self.codes):
            if not self.allowed(blocks, **demands):
                continue
            asked = base is not None or cores
            for chosen in self._cores(blocks, base, rule) if asked else [None]:
                best = max(best, self.kept(blocks, chosen, rule))
        if best < SURE * self.musts:
            return None
        return self.total - (best - SURE * self.musts)

    def _cores(self, blocks, base, rule):
        """Every choice of a core for each region."""
        if base is not None:
            mine = [v for v in self.verbanden if v[0] == base]
            based = set().union(*(self.verbanden[v] for v in mine))
            for order in permutations(mine, len(blocks)):
                inside = [
                    (block & based, self.verbanden[v])
                    for block, v in zip(blocks, order, strict=True)
                ]
                if rule == "vast":
                    fits = all(block == own for block, own in inside)
                else:
                    fits = all(block & own for block, own in inside)
                if fits and (rule == "vrij" or len(order) == len(mine)):
                    yield order
            return
        options = [[v for v, codes in self.verbanden.items() if codes & b] for b in blocks]
        for chosen in product(*options):
            if len(set(chosen)) == len(chosen):
                yield chosen


def grid_borders(codes, width):
    """Neighbours on a grid of some gemeenten, row after row."""
    pairs = [
        (codes[i], codes[j])
        for i, j in combinations(range(len(codes)), 2)
        if (j == i + 1 and j % width) or j == i + width
    ]
    return pd.DataFrame(pairs, columns=["a", "b"]).assign(length=1000.0, soort="land", naam="")
