"""Official divisions beside the communities in which gemeenten work together."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from lappendeken import graph
from lappendeken.errors import LappendekenError
from lappendeken.indeling import Indeling
from lappendeken.measures.alignment import require_ids
from lappendeken.measures.modularity import (
    bipartite_modularity,
    hypergraph_likelihood,
    hypergraph_modularity,
    modularity,
)
from lappendeken.measures.pair_counting import adjusted_rand_index
from lappendeken.provenance import Recorded, recorded

GRAPHS = ("projectie", "aantallen", "tweezijdig")
"""Verbanden that count for 1 / (k - 1), for 1 in each pair, or gemeenten and verbanden as nodes."""

RESOLUTIONS = (1.0, 2.0, 3.0, 4.0, 6.0, 8.0)
"""Of a profile, when none are asked for."""

STARTS = 3
"""How many times a search begins."""

SAME = 0.8
"""From this Jaccard on, a verband is taken for a region; see `without_counterparts`."""

Seed = np.random.Generator | int | None


@dataclass(frozen=True, eq=False)
class Profile(Recorded):
    """Result of `resolution_profile`.

    Parameters
    ----------
    summary : DataFrame
        Index `resolution`: `communities` (how many), `modularity`, `nearest` (the division that is
        most like them) and `score` (its adjusted Rand index).
    scores : DataFrame
        Index `resolution`, a column per division: its adjusted Rand index with the communities.
    """

    summary: pd.DataFrame
    scores: pd.DataFrame


def find_communities(
    verbanden: Indeling,
    *,
    network: str = "projectie",
    resolution: float = 1.0,
    starts: int = STARTS,
    rng: Seed = None,
) -> Indeling:
    """Communities of gemeenten that share verbanden.

    Parameters
    ----------
    verbanden : Indeling
        In which gemeenten work together; may overlap.
    network : str
        One of `GRAPHS`: what `graph.communities` (normalised or not) or
        `graph.bipartite_communities` is given.
    resolution, starts, rng
        See `graph.communities`.

    Returns
    -------
    Indeling
        A partition of all gemeenten.

    Raises
    ------
    LappendekenError
        If there is no such network, or see `graph.bipartite_communities`.
    """
    _check_network(network)
    if network == "tweezijdig":
        return graph.bipartite_communities(verbanden, resolution=resolution, starts=starts, rng=rng)
    projected = graph.gemeente_projection([verbanden], normalise=network == "projectie")
    return graph.communities(
        projected, verbanden.gemeenten, resolution=resolution, starts=starts, rng=rng
    )


def _check_network(network: str) -> None:
    """Refuse a graph that is not known."""
    if network not in GRAPHS:
        raise LappendekenError(f"Onbekende graaf '{network}'; kies uit {', '.join(GRAPHS)}.")


def _modularity(verbanden: Indeling, division: Indeling, network: str, resolution: float) -> float:
    """The modularity that the communities of a network are sought by."""
    if network == "tweezijdig":
        return bipartite_modularity(verbanden, division, resolution=resolution)
    normalise = network == "projectie"
    return modularity(verbanden, division, normalise=normalise, resolution=resolution)


def without_counterparts(
    verbanden: Indeling, division: Indeling, *, same: float = SAME
) -> Indeling:
    """Leave out the verbanden that carry out a division.

    Parameters
    ----------
    verbanden : Indeling
        Such as the gemeenschappelijke regelingen, among which are those of the veiligheidsregio's.
    division : Indeling
        Such as the veiligheidsregio's.
    same : float
        A verband is left out when its gemeenten and those of some region, taken together, are for
        at least this share in both (Jaccard); 1 asks for exactly the same. Lists of participants
        miss a gemeente now and then.

    Returns
    -------
    Indeling
        On the same gemeenten.

    Raises
    ------
    LappendekenError
        If `same` is not above 0 and at most 1.

    Examples
    --------
    >>> regelingen = Indeling.from_members({"brandweer": ["1", "2", "3"], "afval": ["1", "2"]})
    >>> regios = Indeling.from_members({"noord": ["1", "2", "3"]})
    >>> list(without_counterparts(regelingen, regios).verbanden)
    ['afval']
    """
    if not 0 < same <= 1:
        raise LappendekenError(f"De overeenkomst is meer dan 0 en ten hoogste 1, niet {same}.")
    other = division.on(verbanden.gemeenten)
    shared = (verbanden.incidence.T @ other.incidence).toarray()
    either = verbanden.sizes.to_numpy()[:, None] + other.sizes.to_numpy() - shared
    own = (shared / either >= same).any(axis=1)
    kept = verbanden.verbanden[~own]
    rows, columns = verbanden.incidence[:, ~own].nonzero()
    return Indeling.from_pairs(
        pd.Series(verbanden.gemeenten[rows]),
        pd.Series(kept[columns]),
        verbanden.gemeenten,
        kept,
        id=verbanden.id,
        naam=verbanden.naam,
        enkelvoud=verbanden.enkelvoud,
        domein=verbanden.domein,
        namen=verbanden.namen,
    )


@recorded
def resolution_profile(
    verbanden: Indeling,
    divisions: Sequence[Indeling],
    *,
    resolutions: Sequence[float] = RESOLUTIONS,
    network: str = "projectie",
    starts: int = STARTS,
    rng: Seed = None,
) -> Profile:
    """Communities at several resolutions, and the official divisions that they are like.

    Parameters
    ----------
    verbanden, network, starts, rng
        See `find_communities`.
    divisions : sequence of Indeling
        At least one, each with an `id` of its own; partitions.
    resolutions : sequence of float
        See `graph.communities`.

    Returns
    -------
    Profile

    Raises
    ------
    NotAPartitionError
        If a division has overlap.
    LappendekenError
        See `find_communities`; and if there is no division, or two have the same `id`.
    """
    names, seed = require_ids(divisions), _one_seed(rng)
    rows, scores = [], []
    for resolution in resolutions:
        found = find_communities(
            verbanden, network=network, resolution=resolution, starts=starts, rng=seed
        )
        like = [adjusted_rand_index(found, one) for one in divisions]
        best = int(np.argmax(like))
        score = _modularity(verbanden, found, network, resolution)
        rows.append((len(found.verbanden), score, names[best], like[best]))
        scores.append(like)
    index = pd.Index(np.array(resolutions, dtype=np.float64), name="resolution")
    columns = ["communities", "modularity", "nearest", "score"]
    return Profile(
        pd.DataFrame(rows, index=index, columns=columns),
        pd.DataFrame(scores, index=index, columns=pd.Index(names)),
    )


@recorded
def against_communities(
    verbanden: Indeling,
    divisions: Sequence[Indeling],
    *,
    resolution: float = 1.0,
    network: str = "projectie",
    same: float = SAME,
    starts: int = STARTS,
    rng: Seed = None,
) -> pd.DataFrame:
    """How well each official division holds cooperation together, and how like it communities are.

    Parameters
    ----------
    verbanden, resolution, network, starts, rng
        See `find_communities`.
    divisions : sequence of Indeling
        At least one, each with an `id` of its own; partitions.
    same : float
        See `without_counterparts`.

    Returns
    -------
    DataFrame
        Index `indeling`, the most like first: `regions`, `own` (number of verbanden that carry out
        the division), `communities` (found without those), `score` (adjusted Rand index of the
        division with the communities of all verbanden) and `score_without` (of those without its
        own), `modularity` (of the division on all verbanden, at this resolution) and
        `modularity_without`, `bipartite` (Barber), `strict`, `linear` and `majority` (hypergraph)
        and `likelihood`, at a resolution of 1 on all verbanden; see `measures.modularity` and what
        stands beside it. NaN where nothing is left without its own.

    Raises
    ------
    NotAPartitionError
        If a division has overlap.
    LappendekenError
        See `resolution_profile`.

    Notes
    -----
    Some verbanden exist because the law prescribes a division, and others merely follow it. Where
    they stay in, a division is partly compared with itself; so `score_without` and
    `modularity_without` leave out the verbanden of that division alone. What other divisions
    prescribe stays in.
    """
    names, seed = require_ids(divisions), _one_seed(rng)

    def find(of: Indeling) -> Indeling:
        return find_communities(of, network=network, resolution=resolution, starts=starts, rng=seed)

    known: dict[tuple[str, ...], Indeling] = {}
    whole, rows = find(verbanden), []
    for one in divisions:
        rest = without_counterparts(verbanden, one, same=same)
        key = tuple(rest.verbanden)
        if key not in known:
            known[key] = find(rest)
        some = bool((rest.sizes > 1).any())
        rows.append(
            {
                "regions": len(one.verbanden),
                "own": len(verbanden.verbanden) - len(rest.verbanden),
                "communities": len(known[key].verbanden),
                "score": adjusted_rand_index(whole, one),
                "score_without": adjusted_rand_index(known[key], one) if some else np.nan,
                "modularity": _modularity(verbanden, one, network, resolution),
                "modularity_without": _modularity(rest, one, network, resolution)
                if some
                else np.nan,
                "bipartite": bipartite_modularity(verbanden, one),
                **{
                    kind: hypergraph_modularity(verbanden, one, kind=kind)
                    for kind in ("strict", "linear", "majority")
                },
                "likelihood": hypergraph_likelihood(verbanden, one),
            }
        )
    table = pd.DataFrame(rows, index=pd.Index(names, name="indeling"))
    return table.sort_values("score_without", ascending=False, kind="stable")


def _one_seed(rng: Seed) -> int:
    """A seed that serves several searches."""
    return rng if isinstance(rng, int) else int(np.random.default_rng(rng).integers(2**31))
