"""Print one table: each measure, ours and the peer's, on the same input in the same run.

Never part of the tests: a time depends on the machine, a ratio in one run much less. Name parts to
run only these, such as `python -m benchmarks optimise`; see `PARTS`.
"""

import sys
from collections.abc import Callable, Iterable, Iterator
from functools import partial
from importlib.util import find_spec
from itertools import chain, pairwise

import numpy as np
from clusim.clustering import Clustering
from clusim.sim import element_sim, omega_index
from sklearn.metrics import adjusted_rand_score, v_measure_score

from benchmarks import commands, nullmodel, optimise, reading
from benchmarks.explorer import explorer_figures
from benchmarks.measuring import Row, limit, megabytes, seconds
from benchmarks.reports import report_figures
from benchmarks.site import site_figures
from benchmarks.synthetic import cover, moved_pair, partition
from lappendeken import Indeling, load, measures

ALL_OF_A_PAIR = (
    measures.adjusted_rand_index,
    measures.v_measure,
    measures.element_centric_similarity,
    measures.regions,
    measures.transfer_distance,
)
"""The measures of two partitions that the limits for a million units are about."""

ROUNDS = 15
"""How often each size is measured for its growth; the shortest counts."""


def to_clusim(one: Indeling) -> Clustering:
    """The same indeling for clusim."""
    rows = one.incidence
    ends = pairwise(rows.indptr)
    return Clustering({k: rows.indices[i:j].tolist() for k, (i, j) in enumerate(ends)})


def to_cdlib(one: Indeling) -> object:
    """The same indeling for cdlib."""
    from cdlib import NodeClustering

    columns = one.incidence.tocsc()
    ends = pairwise(columns.indptr)
    return NodeClustering([columns.indices[i:j].tolist() for i, j in ends], graph=None)


def dense_similarity(a: Indeling, b: Indeling, alpha: float = 0.9) -> float:
    """Element-centric similarity by inverting n × n matrices, as the definition says."""
    chances = []
    for one in (a, b):
        matrix = one.incidence.toarray().astype(float)
        leave = matrix / matrix.sum(axis=1, keepdims=True)
        step = leave @ (matrix / matrix.sum(axis=0)).T
        chances.append((1 - alpha) * np.linalg.inv(np.eye(len(step)) - alpha * step))
    return float(1 - np.abs(chances[0] - chances[1]).sum(axis=1).mean() / (2 * alpha))


def of_partitions(units: int) -> Iterator[Row]:
    """Two partitions of synthetic units against scikit-learn and clusim."""
    labels = moved_pair(units)
    a, b = (partition(one) for one in labels)
    for own, peer in (
        (measures.adjusted_rand_index, adjusted_rand_score),
        (measures.v_measure, v_measure_score),
    ):
        times = seconds(partial(peer, *labels)), seconds(partial(own, a, b))
        yield Row(f"{own.__name__}, {units:,} units", "scikit-learn", *times)
    if units > 8_000:
        return
    theirs = to_clusim(a), to_clusim(b)
    for own, work, wanted in (
        (measures.element_centric_similarity, partial(element_sim, alpha=0.9), 100.0),
        (measures.omega_index, omega_index, 50.0),
    ):
        times = seconds(partial(work, *theirs), 1), seconds(partial(own, a, b))
        limit = wanted if units == 8_000 else None
        yield Row(f"{own.__name__}, {units:,} units", "clusim", *times, limit)


def of_covers() -> Iterator[Row]:
    """Two covers against clusim and the definition."""
    a, b = cover(2_000, seed=1), cover(2_000, region_size=20, seed=2)
    own = seconds(partial(measures.element_centric_similarity, a, b))
    peer = seconds(partial(dense_similarity, a, b))
    yield Row("element_centric_similarity, cover of 2,000", "dense solve", peer, own, 20)
    own = seconds(partial(measures.omega_index, a, b))
    peer = seconds(partial(omega_index, to_clusim(a), to_clusim(b)), 1)
    yield Row("omega_index, cover of 2,000", "clusim", peer, own)


def of_real_data() -> Iterator[Row]:
    """Omega of jeugd and werk against clusim and, where it is installed, cdlib."""
    lap = load()
    a, b = lap.indeling("jeugdregio"), lap.indeling("arbeidsmarktregio")
    own = seconds(partial(measures.omega_index, a, b), 20)
    peer = seconds(partial(omega_index, to_clusim(a), to_clusim(b)))
    yield Row("omega_index, jeugd and werk", "clusim", peer, own, 30)
    if find_spec("cdlib"):
        from cdlib.evaluation import omega

        peer = seconds(partial(omega, to_cdlib(a), to_cdlib(b)))
        yield Row("omega_index, jeugd and werk", "cdlib", peer, own, 300)


def growth() -> None:
    """Time of each measure from a thousand to a million units, at a fixed region size."""
    sizes = [1_000, 125_000, 250_000, 500_000, 1_000_000]
    print(
        f"\n{'seconds by number of units':34}",
        *(f"{size:>10,}" for size in sizes),
        "  doubling: mean, worst",
    )
    pairs = [[partition(one) for one in moved_pair(size, region_size=50)] for size in sizes]
    for measure in (*ALL_OF_A_PAIR, measures.omega_index, measures.partner_overlap):
        # All sizes in each round, so that a busy moment of the machine does not hit one of them.
        rounds = [[seconds(partial(measure, *pair), 1) for pair in pairs] for _ in range(ROUNDS)]
        times = [min(column) for column in zip(*rounds, strict=True)]
        each = [b / a for a, b in pairwise(times[1:])]
        mean, worst = float(np.prod(each)) ** (1 / len(each)), max(each)
        verdict = "" if worst <= 2.3 else "  MISSED by the worst: at most 2.3"
        shown = f"{mean:9.2f} {worst:6.2f}{verdict}"
        print(f"{measure.__name__:34}", *(f"{t:10.4f}" for t in times), shown)
    whole = sum(seconds(partial(measure, *pairs[-1]), 1) for measure in ALL_OF_A_PAIR)
    memory = megabytes(lambda: [measure(*pairs[-1]) for measure in ALL_OF_A_PAIR])
    limit("five measures of a million units", whole, 10, "s")
    limit("five measures of a million units", memory, 2_500, "MB")


def single_figures() -> None:
    """Figures with a limit of their own."""
    print()
    a, b = (partition(one) for one in moved_pair(35_000))
    took = seconds(partial(measures.element_centric_similarity, a, b))
    limit("element_centric_similarity of 35,000 units", took, 0.1, "s")
    memory = megabytes(partial(measures.element_centric_similarity, a, b))
    limit("element_centric_similarity of 35,000 units", memory, 300, "MB")
    against_limits(reading.figures)


def against_limits(figures: Callable[[], Iterable[tuple[str, float, float, str]]]) -> None:
    """Print figures that have a limit of their own, each as soon as it is there."""
    for figure in figures():
        limit(*figure)


def table(groups: Iterable[Iterator[Row]]) -> None:
    """Print comparisons with peers, below one head."""
    print(f"{'what':44} {'peer':27} {'peer s':>9} {'own s':>9} {'times':>8}")
    for row in chain.from_iterable(groups):
        times = row.peer_seconds / row.own_seconds
        verdict = ""
        if row.wanted is not None:
            missed = "" if times >= row.wanted else ", MISSED"
            verdict = f"  (at least {row.wanted:g}{missed})"
        print(
            f"{row.what:44} {row.peer:27} {row.peer_seconds:9.4f} {row.own_seconds:9.4f} "
            f"{times:8.1f}{verdict}",
            flush=True,
        )


def peers() -> None:
    """Every measure against its peer."""
    sizes = (of_partitions(units) for units in (1_000, 8_000, 1_000_000))
    table([of_real_data(), of_covers(), *sizes])


def null_models() -> None:
    """Random divisions and the tests against them."""
    table([nullmodel.rows(), nullmodel.of_chain(), nullmodel.of_esda()])
    nullmodel.figures()


PARTS: dict[str, Callable[[], None]] = {
    "commands": commands.figures,
    "peers": peers,
    "figures": single_figures,
    "explorer": partial(against_limits, explorer_figures),
    "reports": partial(against_limits, report_figures),
    "site": partial(against_limits, site_figures),
    "nullmodel": null_models,
    "leniency": nullmodel.leniency,
    "optimise": optimise.figures,
    "growth": growth,
}
"""What can be run by itself: `python -m benchmarks optimise`."""


def main() -> None:
    """Print every comparison, or the parts that are named."""
    chosen = sys.argv[1:] or list(PARTS)
    unknown = [name for name in chosen if name not in PARTS]
    if unknown:
        sys.exit(f"no such part: {', '.join(unknown)}; choose from {', '.join(PARTS)}")
    for name in chosen:
        PARTS[name]()


if __name__ == "__main__":
    main()
