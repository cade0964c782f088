"""Seconds and megabytes, and how they are shown."""

import time
import tracemalloc
from collections.abc import Callable
from typing import NamedTuple


class Row(NamedTuple):
    """One comparison with a peer, and how many times faster this program must be."""

    what: str
    peer: str
    peer_seconds: float
    own_seconds: float
    wanted: float | None = None


def seconds(
    work: Callable[[], object], repeats: int = 3, clock: Callable[[], float] = time.perf_counter
) -> float:
    """Shortest of some runs."""
    best = float("inf")
    for _ in range(repeats):
        start = clock()
        work()
        best = min(best, clock() - start)
    return best


def megabytes(work: Callable[[], object]) -> float:
    """Peak of the memory that Python and NumPy take for a piece of work, beyond its input."""
    tracemalloc.start()
    work()
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    return peak / 1e6


def limit(what: str, value: float, most: float, unit: str) -> None:
    """Print a figure beside its limit."""
    verdict = "" if value <= most else "  MISSED"
    print(f"{what}: {value:.2f} {unit} (limit {most:g}){verdict}")


def floor(what: str, value: float, least: float, unit: str) -> None:
    """Print a figure beside the least that it must be."""
    verdict = "" if value >= least else "  MISSED"
    print(f"{what}: {value:.2f} {unit} (at least {least:g}){verdict}")
