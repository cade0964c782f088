"""Is the territoriale congruentie of a set of indelingen higher than chance."""

from collections.abc import Sequence

import numpy as np
import pandas as pd

from lappendeken.errors import LappendekenError, NothingInCommonError
from lappendeken.indeling import Indeling
from lappendeken.measures.alignment import Ints, check_weights
from lappendeken.measures.gemeenten import territorial_congruence
from lappendeken.measures.pairs import numbered
from lappendeken.nullmodel.divisions import check_number, random_divisions
from lappendeken.nullmodel.forest import number
from lappendeken.nullmodel.results import Draws, NullTest, statistics
from lappendeken.nullmodel.sizes import masses, weighed
from lappendeken.nullmodel.work import named, weight_deviation
from lappendeken.provenance import recorded


@recorded
def congruence_test(
    indelingen: Sequence[Indeling],
    *,
    model: str = "ruimtelijk",
    adjacency: pd.DataFrame | None = None,
    n: int = 1000,
    rng: np.random.Generator | int | None = None,
    weights: "pd.Series[float] | None" = None,
    within: Indeling | None = None,
) -> NullTest:
    r"""Test whether the partners of gemeenten are more constant over indelingen than by chance.

    Parameters
    ----------
    indelingen : sequence of Indeling
        At least two. The first stays as it is, and may overlap; each other one, a partition, is
        replaced by random divisions, all independently.
    model, adjacency, n, rng, within
        See `null_test`.
    weights : Series, optional
        Weight of each gemeente in the mean, and in the sizes of random regions, by code; 1 when
        absent.

    Returns
    -------
    NullTest
        Of the weighted mean of `measures.territorial_congruence` over the gemeenten that all
        indelingen cover; its `draws` count the regions and the separated pairs of neighbours of
        all replaced indelingen together.

    Raises
    ------
    LappendekenError
        If there are fewer than two indelingen, or no gemeente is in all; see also `null_test`.

    Notes
    -----
    Over two indelingen the territoriale congruentie of a gemeente with partners is (1 + J) / 2,
    with J its partner overlap, so z, p and the normalised score are those of that measure.

    Examples
    --------
    >>> row = [f"{k}" for k in range(1, 9)]
    >>> borders = pd.DataFrame({"a": row[:-1], "b": row[1:]})
    >>> a = Indeling.from_members({"p": row[:2], "q": row[2:4], "r": row[4:]})
    >>> result = congruence_test([a, a, a], adjacency=borders, n=199, rng=1)
    >>> result.observed, round(result.mean, 2), round(result.p, 2)
    (1.0, 0.68, 0.07)
    """
    check_number(n)
    if len(indelingen) < 2:
        raise LappendekenError("Voor een toets tegen toeval zijn twee of meer indelingen nodig.")
    inside = np.all([one.covered.to_numpy() for one in indelingen], axis=0)
    if not inside.any():
        raise NothingInCommonError("Geen enkele gemeente zit in alle indelingen; laat er een weg.")
    gemeenten = indelingen[0].gemeenten[inside].sort_values()
    kept, *replaced = (one.on(gemeenten) for one in indelingen)
    weight = check_weights(weights, gemeenten)
    streams = np.random.default_rng(rng).spawn(len(replaced))
    drawn = [
        random_divisions(
            one, n, model=model, adjacency=adjacency, within=within, weights=weights, rng=stream
        )
        for one, stream in zip(replaced, streams, strict=True)
    ]

    def mean(others: Sequence[Indeling]) -> float:
        local = territorial_congruence([kept, *others])["congruence"].to_numpy()
        return float(np.average(local, weights=weight))

    labels = [one.to_numpy() for one in drawn]
    samples = np.array([mean([numbered(one[:, k], gemeenten) for one in labels]) for k in range(n)])
    observed = mean(replaced)
    found = statistics(np.array([observed]), samples[:, None])
    by_chance, sd, z, p = (float(found[name][0]) for name in ("mean", "sd", "z", "p"))
    draws = _draws(model, replaced, labels, adjacency, len(indelingen[0].gemeenten))
    if weighed(masses(None if weights is None else weight, len(weight))):
        drift = max(
            weight_deviation(drawn.T, one.incidence.indices, weight)
            for one, drawn in zip(replaced, labels, strict=True)
        )
        draws = draws._replace(weight=named(weights), weight_deviation=drift)
    return NullTest("territorial_congruence", observed, by_chance, sd, z, p, samples, draws)


def _draws(
    model: str,
    replaced: Sequence[Indeling],
    labels: Sequence[Ints],
    adjacency: pd.DataFrame | None,
    total: int,
) -> Draws:
    """What the random divisions of all replaced indelingen were together."""
    gemeenten = replaced[0].gemeenten
    sizes = [np.sort(one.sizes.to_numpy()) for one in replaced]
    deviation = max(
        int(np.abs(np.sort(np.bincount(row, minlength=len(own))) - own).max())
        for own, drawn in zip(sizes, labels, strict=True)
        for row in drawn.T
    )
    separated, by_chance = None, float("nan")
    if adjacency is not None:
        graph = number(gemeenten, adjacency)
        back = np.argsort(graph.place)
        first, second = back[graph.first], back[graph.second]
        own = [one.incidence.indices for one in replaced]
        separated = sum(int(np.count_nonzero(one[first] != one[second])) for one in own)
        by_chance = sum(
            float((drawn[first] != drawn[second]).sum(axis=0).mean()) for drawn in labels
        )
    regions = sum(map(len, sizes))
    n, count = labels[0].shape[1], len(gemeenten)
    return Draws(model, n, count, count / total, regions, deviation, separated, by_chance)
