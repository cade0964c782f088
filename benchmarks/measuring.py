"""Seconds and megabytes."""

import time
import tracemalloc
from collections.abc import Callable


def seconds(work: Callable[[], object], repeats: int = 3) -> float:
    """Shortest of some runs."""
    best = float("inf")
    for _ in range(repeats):
        start = time.perf_counter()
        work()
        best = min(best, time.perf_counter() - start)
    return best


def megabytes(work: Callable[[], object]) -> float:
    """Peak of the memory that Python and NumPy take for a piece of work, beyond its input."""
    tracemalloc.start()
    work()
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    return peak / 1e6
