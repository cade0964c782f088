"""Random divisions of gemeenten into regions of given sizes: contiguous, or regardless of place."""

from dataclasses import dataclass, replace

import numpy as np
import pandas as pd
from scipy import sparse
from scipy.sparse import csgraph

from lappendeken.contiguity import components
from lappendeken.errors import LappendekenError, NothingInCommonError
from lappendeken.indeling import Indeling
from lappendeken.measures.alignment import Floats, Ints, check_weights
from lappendeken.nullmodel import chain
from lappendeken.nullmodel.contiguous import Drawing
from lappendeken.nullmodel.forest import Neighbours, number
from lappendeken.nullmodel.sizes import check_parts, masses, weighed
from lappendeken.provenance import recorded

MODELS = ("ruimtelijk", "vormvast", "permutatie")
"""Contiguous regions, the same as compact as the indeling, or labels shuffled without place."""

TOLERANCE = 0.25
"""By which share a region may differ from its size where that size itself cannot be found."""

MOST_AT_ONCE = 128
"""Divisions that are drawn together, so that the work of a round is shared."""

WALKS_AT_ONCE = 32
"""Walks are slow, so of these a chunk is smaller."""

TRIES = 500
"""How often regions without place are filled anew when their weights do not come out."""

NODES_AT_ONCE = 50_000
"""Of large maps fewer divisions are drawn together, which bounds the memory."""


@dataclass(frozen=True)
class Pattern:
    """What random divisions must look like.

    Parameters
    ----------
    model : str
        One of `MODELS`.
    sizes : tuple of int
        The size of each region, in rising order.
    masses : ndarray of int
        What each gemeente adds to the size of its region; see `sizes.masses`.
    graph : Neighbours or None
        Of the contiguous model.
    tolerance : float
        See `random_divisions`.
    strata : tuple of Stratum
        The areas within which regions, or their parts, keep their size; may be none.
    start : Start or None
        The division itself, of the model `vormvast`; its gemeenten in the order of the graph.
    """

    model: str
    sizes: tuple[int, ...]
    masses: Ints
    graph: Neighbours | None
    tolerance: float
    strata: "tuple[Stratum, ...]" = ()
    start: chain.Start | None = None

    @property
    def key(self) -> tuple[object, ...]:
        """The same for patterns of which one seed gives the same divisions."""
        graph = () if self.graph is None else tuple(part.tobytes() for part in self.graph)
        strata = tuple(
            (one.pattern.key, one.places.tobytes(), one.labels.tobytes()) for one in self.strata
        )
        start = None if self.start is None else self.start.key
        return self.model, self.sizes, self.masses.tobytes(), self.tolerance, graph, strata, start

    @property
    def at_once(self) -> int:
        """How many divisions make one chunk; depends on the map only, never on the machine."""
        most = MOST_AT_ONCE if self.start is None else WALKS_AT_ONCE
        return max(1, min(most, NODES_AT_ONCE // len(self.masses)))

    @property
    def weighed(self) -> bool:
        """Whether sizes are weights; see `sizes.weighed`."""
        return weighed(self.masses)


@dataclass(frozen=True)
class Stratum:
    """An area of which every region keeps as many gemeenten as it has.

    Parameters
    ----------
    places : ndarray of int
        Its gemeenten, among those of the pattern.
    labels : ndarray of int
        The region of each size of its own pattern.
    pattern : Pattern
        What its parts of regions must look like.
    """

    places: Ints
    labels: Ints
    pattern: Pattern


def pattern(
    gemeenten: pd.Index,
    labels: Ints,
    *,
    model: str,
    adjacency: pd.DataFrame | None,
    tolerance: float = TOLERANCE,
    within: Indeling | None = None,
    weights: Floats | None = None,
) -> Pattern:
    """What random divisions must look like to replace one of some gemeenten, of some weight."""
    if model not in MODELS:
        raise LappendekenError(f"Onbekend model '{model}'; kies uit {', '.join(MODELS)}.")
    if not 0 <= tolerance < 1:
        raise LappendekenError(f"De tolerantie is ten minste 0 en minder dan 1, niet {tolerance}.")
    mass = masses(weights, len(labels))
    sizes = tuple(sorted(_sizes(labels, mass).tolist()))
    if model == "permutatie":
        strata = () if within is None else _strata(gemeenten, labels, mass, within, tolerance, None)
        return Pattern(model, sizes, mass, None, tolerance, strata)
    if adjacency is None:
        raise LappendekenError(
            f"Het model '{model}' vraagt wie buren zijn; geef adjacency, zoals lap.borders."
        )
    graph = number(gemeenten, adjacency)
    if model == "vormvast":
        start = _start(graph, labels, _areas(gemeenten, within))
        if weighed(mass):
            start = replace(start, masses=mass[np.argsort(graph.place)], ratio=1 + tolerance)
        return Pattern(model, sizes, mass, graph, tolerance, start=start)
    if within is None:
        check_parts(sizes, graph.parts)
        return Pattern(model, sizes, mass, graph, tolerance)
    strata = _strata(gemeenten, labels, mass, within, tolerance, adjacency)
    return Pattern(model, sizes, mass, graph, tolerance, strata)


def _sizes(labels: Ints, mass: Ints) -> Ints:
    """The size of every region that has gemeenten."""
    found = np.bincount(labels, mass).astype(np.int64)
    return np.asarray(found[found > 0])


def _start(graph: Neighbours, labels: Ints, areas: Ints) -> chain.Start:
    """Where walks begin: regions cut into their connected parts in each area."""
    back = np.argsort(graph.place)
    own, area = labels[back], areas[back]
    inner = area[graph.first] == area[graph.second]
    joined = inner & (own[graph.first] == own[graph.second])
    ends = graph.first[joined], graph.second[joined]
    links = sparse.coo_array((np.ones(len(ends[0])), ends), shape=(len(own), len(own)))
    pieces, piece = csgraph.connected_components(links, directed=False)
    owner = np.empty(pieces, dtype=np.int64)
    owner[piece] = own
    return chain.Start(piece.astype(np.int64), owner, graph.first, graph.second, inner)


def _areas(gemeenten: pd.Index, within: Indeling | None) -> Ints:
    """The verband of each gemeente as a number; those without one are together."""
    if within is None:
        return np.zeros(len(gemeenten), dtype=np.int64)
    within.require_partition("toeval binnen een indeling")
    verbanden = within.labels().reindex(gemeenten)
    return pd.factorize(verbanden, use_na_sentinel=True)[0].astype(np.int64)


def _strata(
    gemeenten: pd.Index,
    labels: Ints,
    mass: Ints,
    within: Indeling,
    tolerance: float,
    adjacency: pd.DataFrame | None,
) -> tuple[Stratum, ...]:
    """The areas of an indeling, and without regard to place its verbanden; connected parts each."""
    areas = _areas(gemeenten, within)
    if adjacency is not None:
        first, second = (gemeenten.get_indexer(pd.Index(adjacency[end])) for end in ("a", "b"))
        known = (first >= 0) & (second >= 0)
        inside = adjacency[known & (areas[first] == areas[second])]
        areas = components(gemeenten, inside).to_numpy().astype(np.int64)
    result = []
    for area in np.unique(areas):
        places = np.flatnonzero(areas == area)
        own, inside = np.unique(labels[places], return_inverse=True)
        counts = _sizes(inside, mass[places])
        order = np.argsort(counts, kind="stable")
        sizes = tuple(counts[order].tolist())
        if adjacency is None:
            made = Pattern("permutatie", sizes, mass[places], None, tolerance)
        else:
            graph = number(gemeenten[places], adjacency)
            made = Pattern("ruimtelijk", sizes, mass[places], graph, tolerance)
        result.append(Stratum(places, own[order], made))
    return tuple(result)


@recorded
def random_divisions(
    indeling: Indeling,
    n: int,
    *,
    model: str = "ruimtelijk",
    adjacency: pd.DataFrame | None = None,
    tolerance: float = TOLERANCE,
    within: Indeling | None = None,
    weights: "pd.Series[float] | None" = None,
    rng: np.random.Generator | int | None = None,
) -> pd.DataFrame:
    r"""Random divisions with as many regions, of the same sizes, as an indeling.

    Parameters
    ----------
    indeling : Indeling
        A partition; gemeenten without verband do not take part.
    n : int
        How many divisions.
    model : str
        `ruimtelijk`: contiguous regions. `vormvast`: the same, exactly as compact as the indeling;
        some hundred times slower. `permutatie`: regions of any gemeenten.
    adjacency : DataFrame
        For the contiguous models: neighbouring gemeenten, such as `lap.borders`, in which links
        over water count as well as land borders: columns `a` and `b` (codes).
    tolerance : float
        By which share of its size a region may differ (but always by one gemeente) where no
        division into the exact sizes is found; 0 refuses any difference.
    within : Indeling, optional
        A partition, such as the provincies: in each of its verbanden every region keeps exactly
        as many gemeenten as it has there.
    weights : Series, optional
        The weight of each gemeente by code, such as its inhabitants. Sizes are then what regions
        weigh, not how many gemeenten they have; see the notes.
    rng : Generator or int, optional
        Seed; fresh entropy when absent.

    Returns
    -------
    DataFrame of int, shape (k, n)
        Index the k gemeenten that have a verband, one column per division: numbers of regions
        from 0. The first columns are the same for every larger n.

    Raises
    ------
    NotAPartitionError
        If a gemeente is in two verbanden.
    LappendekenError
        If there is no such model, n is below 1, there is no gemeente with a verband, there are
        more unconnected parts than regions, or no contiguous division within the tolerance was
        found.

    Notes
    -----
    The contiguous model: every connected part of the map gets sizes that add up to it. Of what is
    still to be divided a random spanning tree is drawn (see `forest.draw_forest`); the sizes are
    tried in random order, and for each a random subtree with exactly that many gemeenten is cut
    off. When no size is left that has a subtree, a new tree is drawn of what remains, and when
    eight trees in a row give nothing, some random regions around it are taken apart again. So the
    sizes are *exactly* those of the indeling, in another place, as long as the map is connected
    and allows it; the tolerance only serves maps on which such a division hardly exists. A part of
    the map (an island without links) whose gemeenten no sizes add up to gets the nearest sizes, in
    proportion. Divisions are independent of one another; those of `vormvast` given their hub.

    **How chance is distributed.** Not uniformly, and there is no formula for it. Every contiguous
    division into these sizes has a chance above 0, but some so small that they hardly occur: of
    the 70 divisions of a 4 × 4 grid in two halves 61 appeared in 40,000 draws, the two straight
    ones 0.24 of the time each (uniform is 0.014); the 10 divisions of a 3 × 3 grid in three all
    appeared, 0.094 to 0.116 of the time each (`pytest -m slow tests/test_nullmodel_divisions.py`).
    Favoured are divisions with compact regions, as such regions have
    more spanning trees; this is the leaning of all methods that cut trees (DeFord, Duchin &
    Solomon 2021). People draw more compact regions still: on the Dutch map of 2016 divisions like
    the arbeidsmarktregio's separate 353 pairs of neighbours on average, and the arbeidsmarktregio's
    themselves 312. A gemeente is not in a large region as often as every other: over ten thousand
    such divisions the mean size of the region of a gemeente lay between 19 % below and 14 % above
    the mean of all gemeenten, and it is low in the corners of the map.

    The permutation model: every assignment of the gemeenten to the sizes is equally likely.

    The model `vormvast`: a reversible walk goes from the indeling to a hub, and from there another
    to each division, by steps that keep the sizes; all separate exactly as many pairs of neighbours
    as the indeling, so they are as compact. The distribution is known and stands at `chain.walk`;
    that a test against them is exact, at `chain.draws`. A region in several unconnected pieces
    keeps these, each of its size.

    With weights the same is done with what gemeenten weigh, in units of 1/64 of the average: a
    subtree will do that differs from its size by at most a fifth of `tolerance`, the nearest first,
    and where no division is found, by two fifths, up to all of it (and a unit or so, by rounding).
    The permutation model then fills regions one gemeente at a time, heaviest first, with a chance
    in proportion to the room that is left, and begins anew when one ends outside `tolerance`. For
    `vormvast`, which keeps the numbers of gemeenten too, see `chain.walk`.

    Within an indeling: the parts of the regions in each of its verbanden (in each connected part
    of it, by the contiguous model) are drawn as above, independent of one another. Parts of a
    region in several verbanden stay one region, in which they need not touch.

    References
    ----------
    DeFord, D., Duchin, M. & Solomon, J. (2021). Recombination: a family of Markov chains for
    redistricting. Harvard Data Science Review 3(1).
    Besag, J. & Clifford, P. (1989). Generalized Monte Carlo significance tests. Biometrika 76(4),
    633-642.

    Examples
    --------
    >>> row = Indeling.from_members({"p": ["1", "2"], "q": ["3", "4", "5"]})
    >>> borders = pd.DataFrame({"a": list("1234"), "b": list("2345")})
    >>> both = random_divisions(row, 50, adjacency=borders, rng=1)
    >>> sorted({"".join(map(str, both[k])) for k in both})
    ['00011', '00111', '11000', '11100']
    """
    indeling.require_partition("toevalsindeling")
    check_number(n)
    covered = indeling.covered.to_numpy()
    if not covered.any():
        raise NothingInCommonError(f"In {indeling.naam} zit geen enkele gemeente in een verband.")
    gemeenten = indeling.gemeenten[covered]
    wanted = pattern(
        gemeenten,
        indeling.incidence.indices,
        model=model,
        adjacency=adjacency,
        tolerance=tolerance,
        within=within,
        weights=None if weights is None else check_weights(weights, gemeenten),
    )
    chunks = [draw(wanted, seed, count) for seed, count in chunk_seeds(wanted, n, rng)]
    return pd.DataFrame(np.concatenate(chunks).T, index=gemeenten)


def check_number(n: int) -> None:
    """Refuse a number of divisions that cannot be."""
    if n < 1:
        raise LappendekenError(f"Het aantal herhalingen is ten minste 1, niet {n}.")


def chunk_seeds(
    wanted: Pattern, n: int, rng: np.random.Generator | int | None
) -> list[tuple[np.random.SeedSequence, int]]:
    """The seed of every chunk of divisions, and how many of the chunk count."""
    if isinstance(rng, np.random.Generator):
        root = np.random.SeedSequence(rng.integers(0, 2**32, 8, dtype=np.uint32).tolist())
    elif rng is not None and rng < 0:
        raise LappendekenError(f"De seed is een geheel getal van ten minste 0, niet {rng}.")
    else:
        root = np.random.SeedSequence(rng)
    step = wanted.at_once
    counts = [min(step, n - done) for done in range(0, n, step)]
    return list(zip(root.spawn(len(counts)), counts, strict=True))


def draw(wanted: Pattern, seed: np.random.SeedSequence, count: int) -> Ints:
    """Draw the first divisions of one chunk; what they are does not hang on how many."""
    rng = np.random.default_rng(seed)
    if wanted.start is None or wanted.graph is None:
        return _draw(wanted, wanted.at_once, rng)[:count]
    # All chunks of one study have the same root, and so walk from the same hub.
    hub = np.random.SeedSequence(seed.entropy).generate_state(1, np.uint64)[0]
    drawn = chain.draws(wanted.start, int(hub), rng.integers(0, 2**62, count).tolist())
    return np.asarray(drawn[:, wanted.graph.place])


def sizes_of(labels: Ints, regions: int, mass: Ints | Floats) -> Floats:
    """The size of every region of each division (divisions × regions)."""
    owner = labels + regions * np.arange(len(labels))[:, None]
    each = np.broadcast_to(mass, labels.shape).ravel()
    found = np.bincount(owner.ravel(), each, regions * len(labels)).astype(np.float64)
    return np.asarray(found.reshape(-1, regions))


def _by_size(labels: Ints, regions: int, mass: Ints) -> Ints:
    """The regions of each division numbered anew, in order of size."""
    copies = np.arange(len(labels))[:, None]
    sizes = sizes_of(labels, regions, mass)
    rank = np.empty(sizes.shape, dtype=np.int64)
    rank[copies, np.argsort(sizes, axis=1, kind="stable")] = np.arange(regions)
    return np.asarray(rank[copies, labels])


def _draw(wanted: Pattern, copies: int, rng: np.random.Generator) -> Ints:
    """Draw as many divisions; in strata each by itself."""
    if wanted.strata:
        result = np.empty((copies, len(wanted.masses)), dtype=np.int64)
        for one in wanted.strata:
            drawn = _draw(one.pattern, copies, rng)
            own = one.pattern.masses
            result[:, one.places] = one.labels[_by_size(drawn, len(one.labels), own)]
        return result
    if wanted.graph is None and wanted.weighed:
        return _filled(wanted, copies, rng)
    if wanted.graph is None:
        own = np.repeat(np.arange(len(wanted.sizes)), wanted.sizes)
        return np.asarray(rng.permuted(np.tile(own, (copies, 1)), axis=1))
    mass = wanted.masses[np.argsort(wanted.graph.place)]
    chunk = Drawing(wanted.sizes, mass, wanted.graph, wanted.tolerance, copies, rng)
    return chunk.run()[:, wanted.graph.place]


def _filled(wanted: Pattern, copies: int, rng: np.random.Generator) -> Ints:
    """Regions filled with gemeenten of any place, heaviest first, each where there is room."""
    sizes = np.array(wanted.sizes)
    spare = np.maximum(1, (wanted.tolerance * sizes).astype(np.int64))
    order = np.argsort(-wanted.masses, kind="stable")
    found = np.empty((copies, len(order)), dtype=np.int64)
    left = np.arange(copies)
    for _ in range(TRIES):
        room = np.tile(sizes, (len(left), 1))
        for gemeente in order:
            mass = wanted.masses[gemeente]
            # What is left of the room is the chance; where it only just fits, next to none.
            chance = np.where(room + spare >= mass, np.maximum(room, 1e-9), 0.0).cumsum(axis=1)
            point = rng.random(len(left)) * chance[:, -1]
            region = (chance <= point[:, None]).sum(axis=1).clip(max=len(sizes) - 1)
            found[left, gemeente] = region
            room[np.arange(len(left)), region] -= mass
        left = left[(np.abs(room) > spare).any(axis=1)]
        if not len(left):
            return found
    raise LappendekenError(
        f"Er is geen toevalsindeling gevonden met {len(sizes)} regio's van hetzelfde gewicht, ook "
        f"niet met een tolerantie van {wanted.tolerance:.0%}. Neem een ruimere tolerantie."
    )
