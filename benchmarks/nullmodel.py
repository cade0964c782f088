"""Random divisions against GerryChain, and how the tests against chance spread over cores."""

import random
import time
import warnings
from collections.abc import Callable, Iterator
from functools import partial
from importlib.util import find_spec
from itertools import combinations
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd
from scipy.stats import kstest
from sklearn.metrics import adjusted_rand_score

from benchmarks.measuring import Row, floor, limit, seconds
from benchmarks.synthetic import compact
from lappendeken import Indeling, Lappendeken, load, measures, nullmodel
from lappendeken.measures.registry import shown
from lappendeken.nullmodel.chain import walk
from lappendeken.nullmodel.divisions import Pattern, pattern

ROUNDS = 4
"""How often one and two Dask workers are measured in turn; the shortest counts."""

STEPS = 4_000
"""How many steps of one chain of GerryChain are looked at."""

WALKS = 400
"""How many divisions of one walk of the model vormvast are looked at, ..."""

APART = 100
"""... so many visits after each other."""

CASES, SIDE, REGIONS = 200, 8, 8
"""Pairs of compact divisions that have nothing to do with each other, and their map."""

RUNS = 3
"""How many times GerryChain changes every region; the number of steps varies."""


def rows() -> Iterator[Row]:
    """One independent division against as many steps of ReCom as change every region once."""
    if not find_spec("gerrychain"):
        return
    lap = load()
    werk = lap.indeling("arbeidsmarktregio")
    own = seconds(partial(draw, lap, werk, 2_000)) / 2_000
    edges = list(zip(lap.borders["a"], lap.borders["b"], strict=True))
    first = draw(lap, werk, 1)[0].to_dict()
    runs = [recom(edges, first, float(werk.sizes.max()), seed) for seed in range(RUNS)]
    steps = sum(steps for steps, _ in runs) / RUNS
    peer = sum(took for _, took in runs) / RUNS
    what = f"division of {len(werk.gemeenten)} in {len(werk.verbanden)}"
    yield Row(what, f"{steps:.0f} steps of ReCom", peer, own, 50)


def of_esda(n: int = 9_999) -> Iterator[Row]:
    """LISA and Gi* of the gemeenten against esda, which does the same on the same neighbours."""
    if not find_spec("esda"):
        return
    import esda

    lap = load()
    a, b = lap.indeling("jeugdregio"), lap.indeling("arbeidsmarktregio")
    values = measures.local_element_centric_similarity(a, b)
    near = nullmodel.spatial_weights(values.index, lap.borders)
    y, shares = values.to_numpy(), near.transform("r")
    options = {"permutations": n, "keep_simulations": False, "seed": 1, "n_jobs": 1}

    def theirs() -> None:
        esda.Moran_Local(y, shares, **options)
        esda.G_Local(y, near, transform="B", star=True, **options)

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        peer = seconds(theirs, 1)
    own = seconds(partial(nullmodel.local_statistics, values, lap.borders, n=n, rng=1))
    yield Row(f"LISA and Gi* of {len(y)}, {n:,} permutations", "esda, both", peer, own)


def draw(lap: Lappendeken, one: Indeling, count: int) -> pd.DataFrame:
    """Some divisions like an indeling."""
    return nullmodel.random_divisions(one, count, adjacency=lap.borders, rng=1)


def of_chain() -> Iterator[Row]:
    """One effective draw of divisions as compact as an indeling: ours, and by ReCom.

    Successive divisions of a walk hang together, so seconds are divided by the effective number of
    draws: of the ARI with another indeling, and for ReCom also of the number of separated
    neighbours, of which ours have always as many as the indeling. The target of ReCom differs:
    sizes are free up to the largest, and how compact they are is not matched.
    """
    if not find_spec("gerrychain"):
        return
    lap = load()
    jeugd, werk = lap.indeling("jeugdregio"), lap.indeling("arbeidsmarktregio")
    drawn = nullmodel.random_divisions(werk, 1, adjacency=lap.borders, rng=1)
    here = pattern(
        drawn.index,
        pd.factorize(werk.labels().reindex(drawn.index))[0].astype(np.int64),
        model="vormvast",
        adjacency=lap.borders,
    )
    one, other = jeugd.labels().reindex(drawn.index), drawn.index
    ends = [other.get_indexer(lap.borders[end]) for end in ("a", "b")]
    edges = list(zip(lap.borders["a"], lap.borders["b"], strict=True))
    current, propose = chain(edges, drawn[0].to_dict(), float(werk.sizes.max()), 1)
    nodes = [current.graph.internal_node_id_for_original_nx_node_id(code) for code in other]
    traces: tuple[list[float], list[float]] = ([], [])
    took = 0.0
    for _ in range(STEPS):
        start = time.perf_counter()
        current = propose(current)
        took += time.perf_counter() - start
        labels = np.array([current.assignment[node] for node in nodes])
        traces[0].append(adjusted_rand_score(one, labels))
        traces[1].append(float((labels[ends[0]] != labels[ends[1]]).sum()))
    least = min(effective(np.array(trace)) for trace in traces)
    own = per_effective_draw(here, one)
    what = f"independent division of {len(other)}, as compact"
    yield Row(what, f"ReCom, {least:.0f} of {STEPS:,} effective", took / least, own)


def per_effective_draw(wanted: Pattern, one: "pd.Series[str]") -> float:
    """Seconds of a walk of the model vormvast for each effective draw."""
    if wanted.start is None or wanted.graph is None:
        raise ValueError(wanted.model)
    start, place = wanted.start, wanted.graph.place
    trace, took = [], 0.0
    for seed in range(WALKS):
        before = time.perf_counter()
        start = walk(start, seed, visits=APART)
        took += time.perf_counter() - before
        trace.append(adjusted_rand_score(one, start.labels[place]))
    return took / effective(np.array(trace))


def leniency() -> None:
    """How often compact divisions that have nothing to do with each other seem to have.

    A fair test says p ≤ 0.05 of 5 %. `vormvast` is fair by construction for divisions of its own
    distribution, see the tests; these come from another generator.
    """
    rng, n = np.random.default_rng(7), 19
    codes = [f"{cell:04}" for cell in range(SIDE * SIDE)]
    borders = grid(SIDE)
    p: dict[str, list[float]] = {"ruimtelijk": [], "vormvast": []}
    for case in range(CASES):
        a, b = (
            Indeling.from_labels(pd.Series(compact(rng, SIDE, REGIONS), codes).astype(str), id=one)
            for one in ("a", "b")
        )
        for model, found in p.items():
            test = nullmodel.null_test(
                a, b, measure="v_measure", model=model, adjacency=borders, n=n, rng=case
            )
            found.append(test.p)
    # p is a multiple of 1 / 20; spread evenly below it, it can be uniform.
    below = rng.random(CASES) / (n + 1)
    for model, found in p.items():
        low = np.mean(np.array(found) <= 0.05 + 1e-9)
        gap = kstest(np.array(found) - below, "uniform").statistic
        print(
            f"{model}: p at most 0.05 in {low:.1%} of {CASES} pairs of unrelated compact "
            f"divisions; distance to uniform {gap:.2f}"
        )


def grid(side: int) -> pd.DataFrame:
    """The neighbours of the cells of a square grid."""
    cells = np.arange(side * side).reshape(side, side)
    ends = [(cells[:, :-1], cells[:, 1:]), (cells[:-1], cells[1:])]
    first, second = (np.concatenate([end[k].ravel() for end in ends]) for k in (0, 1))
    return pd.DataFrame({"a": first, "b": second}).map("{:04}".format).astype("object")


def effective(trace: npt.NDArray[np.float64]) -> float:
    """The effective number of draws of a chain, by the initial positive sequence of Geyer (1992).

    Examples
    --------
    >>> noise = np.random.default_rng(1).normal(size=4_000)
    >>> 3_500 < effective(noise) <= 4_000, effective(np.repeat(noise[:400], 10)) < 500
    (True, True)
    """
    z = trace - trace.mean()
    size = len(z)
    power = np.abs(np.fft.rfft(z, 2 * size)) ** 2
    correlation = np.fft.irfft(power)[:size]
    correlation /= correlation[0]
    pairs = correlation[: size - size % 2].reshape(-1, 2).sum(axis=1)
    stop = int(np.argmax(pairs <= 0)) if (pairs <= 0).any() else len(pairs)
    return float(size / max(1.0, 2 * np.minimum.accumulate(pairs[:stop]).sum() - 1))


def chain(
    edges: list[tuple[str, str]], first: dict[str, int], largest: float, seed: int
) -> tuple[Any, Callable[[Any], Any]]:
    """A first division for GerryChain, and the step of ReCom that makes the next of one."""
    import networkx as nx
    from gerrychain import Graph, Partition
    from gerrychain.proposals import recom as step
    from gerrychain.updaters import Tally

    graph = nx.Graph(edges)
    nx.set_node_attributes(graph, 1, "pop")
    current = Partition(
        Graph.from_networkx(graph), assignment=first, updaters={"pop": Tally("pop", alias="pop")}
    )
    mean = len(first) / len(current.parts)
    return current, partial(
        step,
        pop_col="pop",
        pop_target=mean,
        epsilon=largest / mean - 1,
        rng=random.Random(seed),  # noqa: S311
    )


def recom(
    edges: list[tuple[str, str]], first: dict[str, int], largest: float, seed: int
) -> tuple[int, float]:
    """Steps and seconds until every region has changed, of any size up to the largest one."""
    current, propose = chain(edges, first, largest, seed)
    unchanged = set(current.parts)
    steps, start = 0, time.perf_counter()
    while unchanged:
        following = propose(current)
        unchanged -= {part for part in unchanged if following.parts[part] != current.parts[part]}
        current = following
        steps += 1
    return steps, time.perf_counter() - start


def three_pairs(lap: Lappendeken, n: int, jobs: int | None = None) -> None:
    """Four measures of all pairs of jeugd, MO/BW and werk against chance."""
    pairs = list(combinations(lap.main_indelingen, 2))
    nullmodel.examine_pairs(
        pairs, measures=list(shown("tabel")), adjacency=lap.borders, n=n, rng=1, jobs=jobs
    )


def figures() -> None:
    """Figures with a limit of their own."""
    print()
    lap = load()
    werk = lap.indeling("arbeidsmarktregio")
    rate = 2_000 / seconds(partial(draw, lap, werk, 2_000))
    floor("divisions like the arbeidsmarktregio's, one core", rate, 500, "/s")
    three_pairs(lap, 200, jobs=2)  # starts the processes
    took = seconds(partial(three_pairs, lap, 10_000, jobs=2), 1)
    limit("10,000 replicates, 3 pairs, 4 measures, two cores", took, 60, "s")
    if find_spec("distributed"):
        one, two = on_dask(lap)
        floor("two Dask workers against one", one / two, 1.6, "times")


def on_dask(lap: Lappendeken) -> list[float]:
    """Seconds for the three pairs on one and on both of two Dask workers of this machine.

    One cluster serves for both, the first time with all work bound to one of its workers: on a
    cluster of one worker joblib would do the work here instead of there.
    """
    from distributed import Client, LocalCluster
    from joblib import parallel_config

    best = [float("inf")] * 2
    with (
        LocalCluster(
            n_workers=2, threads_per_worker=1, dashboard_address=":0", silence_logs=50
        ) as cluster,
        Client(cluster) as client,
    ):
        workers = list(client.scheduler_info()["workers"])
        # Both in each round, so that a busy moment of the machine does not hit one of them.
        for _ in range(ROUNDS):
            for place, chosen in enumerate((workers[:1], workers)):
                with parallel_config("dask", client=client, workers=chosen):
                    took = seconds(partial(three_pairs, lap, 4_000), 1)
                best[place] = min(best[place], took)
    return best
