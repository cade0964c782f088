"""Is a score higher than chance: a measure against many random divisions."""

from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np
import pandas as pd

from lappendeken.errors import LappendekenError
from lappendeken.indeling import Indeling, require_partitions
from lappendeken.measures.alignment import align
from lappendeken.measures.registry import of_gemeenten
from lappendeken.nullmodel.checkpoint import opened, resume
from lappendeken.nullmodel.divisions import TOLERANCE, check_number, chunk_seeds, pattern
from lappendeken.nullmodel.forest import number
from lappendeken.nullmodel.results import (
    Examination,
    NullTest,
    describe,
    null_test_of,
    of_clusters,
    of_each,
    of_groups,
)
from lappendeken.nullmodel.scoring import compare
from lappendeken.nullmodel.work import Tally, Task, Work, group, named, tally
from lappendeken.provenance import note


def null_test(
    a: Indeling,
    b: Indeling,
    *,
    measure: str,
    model: str = "ruimtelijk",
    adjacency: pd.DataFrame | None = None,
    n: int = 1000,
    rng: np.random.Generator | int | None = None,
    weights: "pd.Series[float] | None" = None,
    tolerance: float = TOLERANCE,
    within: Indeling | None = None,
    jobs: int | None = None,
) -> NullTest:
    r"""Test whether two indelingen are more congruent than chance.

    Parameters
    ----------
    a, b : Indeling
        A stays as it is, and may overlap where the measure allows; B, a partition, is replaced by
        random divisions.
    measure : str
        Of two indelingen, as `measures.registry` calls it.
    model, adjacency, tolerance, within
        What random divisions are; see `random_divisions`.
    n : int
        How many.
    rng : Generator or int, optional
        Seed; fresh entropy when absent.
    weights : Series, optional
        Of each gemeente by code, such as its inhabitants: in the measure, and in the sizes that
        random regions have in common with the verbanden of B; see `random_divisions`.
    jobs : int, optional
        Number of cores; joblib decides when absent.

    Returns
    -------
    NullTest

    Raises
    ------
    LappendekenError
        If something is asked that does not exist or cannot be drawn; see `random_divisions`.

    Notes
    -----
    The comparison is on the gemeenten that both cover, and so are the random divisions. With k
    the number of the n replicates that are at least as congruent with A as B is,

    .. math:: p = (1 + k) / (1 + n)

    which is never 0: B itself counts as one of the possible divisions. If B were drawn by the same
    generator, p would be uniform; with the model `vormvast` that holds exactly, and for any way in
    which B became as compact as it is (see `chain.draws`). How a generator distributes chance, and
    what it favours, is told at `random_divisions`; a small p says that B fits A better than regions
    of its sizes drawn in that way, and not why.

    References
    ----------
    Phipson, B. & Smyth, G. K. (2010). Permutation p-values should never be zero. Statistical
    Applications in Genetics and Molecular Biology 9(1), 39.

    Examples
    --------
    >>> row = [f"{k}" for k in range(1, 9)]
    >>> borders = pd.DataFrame({"a": row[:-1], "b": row[1:]})
    >>> a = Indeling.from_members({"p": row[:2], "q": row[2:4], "r": row[4:]})
    >>> result = null_test(a, a, measure="adjusted_rand_index", adjacency=borders, n=199, rng=1)
    >>> result.observed, round(result.mean, 2), round(result.p, 2)
    (1.0, 0.55, 0.36)
    """
    return examine(
        a,
        b,
        measures=[measure],
        model=model,
        adjacency=adjacency,
        n=n,
        rng=rng,
        weights=weights,
        tolerance=tolerance,
        within=within,
        jobs=jobs,
    ).tests[measure]


def examine(
    a: Indeling,
    b: Indeling,
    *,
    measures: Sequence[str],
    model: str = "ruimtelijk",
    adjacency: pd.DataFrame | None = None,
    n: int = 1000,
    rng: np.random.Generator | int | None = None,
    weights: "pd.Series[float] | None" = None,
    tolerance: float = TOLERANCE,
    within: Indeling | None = None,
    groups: "pd.Series[str] | None" = None,
    per_gemeente: bool = False,
    jobs: int | None = None,
    progress: Callable[[int], None] | None = None,
) -> Examination:
    """Test several measures, groups of gemeenten and gemeenten on the same random divisions.

    Parameters
    ----------
    a, b, model, adjacency, n, rng, weights, tolerance, within, jobs
        See `null_test`.
    measures : sequence of str
        At least one; see `null_test`.
    groups : Series, optional
        The group, such as the province, of each gemeente by code. A group scores the weighted mean
        of a measure per gemeente, so partners across its border count. Not all `measures` exist
        per gemeente; see `registry.of_gemeenten`.
    per_gemeente : bool
        Whether every gemeente is tested too, and with its neighbours, and every verband of A, on
        the same measures.
    progress : callable, optional
        Called now and then with the number of random divisions done since the last call.

    Returns
    -------
    Examination

    Raises
    ------
    LappendekenError
        See `null_test`; and if groups or gemeenten are asked of measures without a local form.

    Notes
    -----
    Of 390 gemeenten about 20 have a p below 0.05 by chance alone. `p_corrected` holds for a family
    together: all groups, all gemeenten, all surroundings or all verbanden of A; see
    `families.single_step`. `p_floor` says how low it can get: for a single gemeente that is seldom
    low, since in nearly every draw some gemeente loses all its partners. A province or a verband
    of which all members lose theirs is seen. With `per_gemeente` the scores of all draws are kept,
    4 bytes for each gemeente, draw and measure.

    References
    ----------
    Westfall, P. H. & Young, S. S. (1993). Resampling-based multiple testing. Wiley.

    Examples
    --------
    >>> row = [f"{k}" for k in range(1, 9)]
    >>> borders = pd.DataFrame({"a": row[:-1], "b": row[1:]})
    >>> a = Indeling.from_members({"p": row[:2], "q": row[2:4], "r": row[4:]})
    >>> found = examine(a, a, measures=["partner_overlap"], adjacency=borders, n=199, rng=1,
    ...                 per_gemeente=True)
    >>> found.gemeenten["mean"].round(2).to_list()[:3]
    [0.78, 0.78, 0.57]
    """
    return examine_pairs(
        [(a, b)],
        measures=measures,
        model=model,
        adjacency=adjacency,
        n=n,
        rng=rng,
        weights=weights,
        tolerance=tolerance,
        within=within,
        groups=groups,
        per_gemeente=per_gemeente,
        jobs=jobs,
        progress=progress,
    )[0]


def examine_pairs(
    pairs: Sequence[tuple[Indeling, Indeling]],
    *,
    measures: Sequence[str],
    model: str = "ruimtelijk",
    adjacency: pd.DataFrame | None = None,
    n: int = 1000,
    rng: np.random.Generator | int | None = None,
    weights: "pd.Series[float] | None" = None,
    tolerance: float = TOLERANCE,
    within: Indeling | None = None,
    groups: "pd.Series[str] | None" = None,
    per_gemeente: bool = False,
    jobs: int | None = None,
    progress: Callable[[int], None] | None = None,
    checkpoint: Path | str | None = None,
) -> list[Examination]:
    """Examine many pairs; those with the same second indeling share their random divisions.

    Parameters
    ----------
    pairs : sequence of (Indeling, Indeling)
        A and B of each.
    measures, model, adjacency, n, rng, weights, tolerance, within
        See `examine`.
    groups, per_gemeente, jobs, progress
        See `examine`; `progress` counts a division once for every pair.
    checkpoint : Path or str, optional
        A file that keeps what is done, and from which a run that was broken off goes on. It needs
        a seed; more divisions with the same one begin with those that are kept.

    Returns
    -------
    list of Examination
        In the order of the pairs; with a seed the same as of each pair by itself.

    Raises
    ------
    LappendekenError
        See `examine`.
    """
    works = [
        _prepare(a, b, measures, model, adjacency, weights, tolerance, within, groups, per_gemeente)
        for a, b in pairs
    ]
    check_number(n)
    alike: dict[tuple[object, ...], list[int]] = {}
    for place, work in enumerate(works):
        alike.setdefault(work.wanted.key, []).append(place)
    tallies: list[list[Tally]] = [[] for _ in works]
    with opened(checkpoint) as kept:
        for places in alike.values():
            own = tuple(works[place] for place in places)
            chunks = chunk_seeds(own[0].wanted, n, rng)
            tasks = [Task(own, seed, count) for seed, count in chunks]
            for done in resume(tasks, kept, jobs):
                for place, one in zip(places, done, strict=True):
                    tallies[place].append(one)
                if progress is not None:
                    progress(sum(one.replicates for one in done))
    asked = {
        "model": model,
        "adjacency": adjacency,
        "n": n,
        "rng": rng,
        "weights": weights,
        "tolerance": tolerance,
        "within": within,
    }
    more = {"groups": groups, "per_gemeente": per_gemeente}
    found = []
    for work, tallied, (a, b) in zip(works, tallies, pairs, strict=True):
        made = _examination(work, tallied, len(a.gemeenten), named(weights))
        given = {"a": a, "b": b} | asked
        for name, test in made.tests.items():
            note(test, null_test, given | {"measure": name})
        found.append(note(made, examine, given | more | {"measures": list(work.measures)}))
    return found


def _examination(work: Work, tallies: Sequence[Tally], gemeenten: int, weight: str) -> Examination:
    """What the chunks of one pair say together."""
    observed = tally(work, work.labels[None])
    draws = describe(work, observed, tallies, gemeenten, weight)
    tests = {name: null_test_of(name, observed, tallies, draws) for name in work.measures}
    return Examination(
        tests,
        of_groups(work, observed, tallies),
        of_each(work, observed, tallies),
        *of_clusters(work, observed, tallies),
        draws,
    )


def _prepare(
    a: Indeling,
    b: Indeling,
    measures: Sequence[str],
    model: str,
    adjacency: pd.DataFrame | None,
    weights: "pd.Series[float] | None",
    tolerance: float,
    within: Indeling | None,
    groups: "pd.Series[str] | None",
    per_gemeente: bool,
) -> Work:
    """Check what is asked, and bring it in the form that workers take."""
    require_partitions("toets tegen toeval", b)
    pair = align(a, b, weights)
    # In order of code, so that the order of rows changes nothing.
    order = np.argsort(pair.gemeenten.to_numpy(), kind="stable")
    gemeenten, weight = pair.gemeenten[order], pair.weights[order]
    one = compare(a, gemeenten, weight, adjacency, measures)
    if (groups is not None or per_gemeente) and not set(measures) & set(of_gemeenten()):
        known = " en ".join(of_gemeenten())
        raise LappendekenError(
            f"Per provincie en per gemeente bestaan alleen {known}; kies zo'n maat."
        )
    # Verbanden without a common gemeente do not count.
    labels = np.unique(pair.b.incidence.indices[order], return_inverse=True)[1].astype(np.int64)
    wanted = pattern(
        gemeenten,
        labels,
        model=model,
        adjacency=adjacency,
        tolerance=tolerance,
        within=within,
        weights=weight,
    )
    first = second = np.empty(0, dtype=np.int64)
    if adjacency is not None:
        graph = number(gemeenten, adjacency)
        back = np.argsort(graph.place)
        first, second = back[graph.first], back[graph.second]
    found = group(groups, gemeenten, weight)
    distinct = tuple(dict.fromkeys(measures))
    return Work(wanted, one, labels, distinct, found, per_gemeente, first, second)
