"""Print how much faster or slower this program is than its peers, as ratios of one run.

Never part of the tests: a time depends on the machine, a ratio in one run much less.
"""

import subprocess
import sys
import time
import tracemalloc
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import NamedTuple

import numpy as np
import pandas as pd
from clusim.clustering import Clustering
from clusim.sim import element_sim
from sklearn.metrics import adjusted_rand_score, v_measure_score

import lappendeken as ld

REPEATS = 3
UNITS_PER_REGION = 25


class Row(NamedTuple):
    """One comparison."""

    what: str
    peer: str
    peer_seconds: float
    own_seconds: float


def seconds(work: Callable[[], object], repeats: int = REPEATS) -> float:
    """Shortest of some runs."""
    best = float("inf")
    for _ in range(repeats):
        start = time.perf_counter()
        work()
        best = min(best, time.perf_counter() - start)
    return best


def megabytes(work: Callable[[], object]) -> float:
    """Peak of the memory that Python and NumPy take for it."""
    tracemalloc.start()
    work()
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    return peak / 1e6


def random_partition(units: int, seed: int) -> tuple[np.ndarray, ld.Indeling]:
    """Labels and indeling of units spread over regions of about 25."""
    rng = np.random.default_rng(seed)
    labels = rng.integers(0, max(2, units // UNITS_PER_REGION), units)
    codes = pd.Index(np.arange(units).astype(str))
    ids = pd.Series(labels.astype(str))
    indeling = ld.Indeling.from_pairs(codes.to_series(), ids, codes, pd.Index(ids.unique()))
    return labels, indeling


def start_up() -> Row:
    """The main command against the imports it cannot do without."""

    def run(*arguments: str) -> float:
        return seconds(lambda: subprocess.run(arguments, check=True, stdout=subprocess.DEVNULL), 5)

    command = str(Path(sys.executable).with_name("lappendeken"))
    peer = run(sys.executable, "-c", "import geopandas, networkx")
    return Row(
        "lappendeken congruentie", "import geopandas, networkx", peer, run(command, "congruentie")
    )


def pair_measures(units: int) -> list[Row]:
    """Scores of two random partitions."""
    labels_a, a = random_partition(units, 1)
    labels_b, b = random_partition(units, 2)
    rows = [
        Row(
            f"adjusted_rand_index, {units:,} units",
            "scikit-learn",
            seconds(lambda: adjusted_rand_score(labels_a, labels_b)),
            seconds(lambda: ld.measures.adjusted_rand_index(a, b)),
        ),
        Row(
            f"v_measure, {units:,} units",
            "scikit-learn",
            seconds(lambda: v_measure_score(labels_a, labels_b)),
            seconds(lambda: ld.measures.v_measure(a, b)),
        ),
    ]
    if units <= 8_000:
        one, two = (Clustering().from_membership_list(x.tolist()) for x in (labels_a, labels_b))
        rows.append(
            Row(
                f"element_centric_similarity, {units:,} units",
                "clusim",
                seconds(lambda: element_sim(one, two, alpha=0.9), 1),
                seconds(lambda: ld.measures.element_centric_similarity(a, b)),
            )
        )
    return rows


def main() -> None:
    """Print all comparisons, and what a million units cost."""
    rows = [start_up(), *pair_measures(390), *pair_measures(8_000), *pair_measures(1_000_000)]
    print(f"{'what':46} {'peer':28} {'peer s':>9} {'own s':>9} {'own/peer':>9}")
    for row in rows:
        ratio = row.own_seconds / row.peer_seconds
        times = f"{row.peer_seconds:9.4f} {row.own_seconds:9.4f} {ratio:9.4f}"
        print(f"{row.what:46} {row.peer:28} {times}")
    _, a = random_partition(1_000_000, 1)
    _, b = random_partition(1_000_000, 2)
    print()
    for measure in (ld.measures.element_centric_similarity, ld.measures.partner_overlap):
        work = partial(measure, a, b)
        took, memory = seconds(work, 1), megabytes(work)
        print(f"{measure.__name__} of a million units: {took:.1f} s, {memory:.0f} MB")


if __name__ == "__main__":
    main()
