"""Limits of the best next moves and of the least change, on the data of 2016."""

from functools import partial

from benchmarks.measuring import limit, seconds
from lappendeken import load, optimise
from lappendeken.measures.registry import of_alikeness

DRIE = ("jeugdregio", "mo-bw-regio", "arbeidsmarktregio")
BASE = "arbeidsmarktregio"
FLOOR = 100_000


def figures() -> None:
    """Print every figure beside its limit, and what was found."""
    print()
    lap = load()
    moves = optimise.best_moves(lap, DRIE)
    for measure in of_alikeness():
        took = seconds(partial(optimise.best_moves, lap, DRIE, measure=measure))
        limit(f"{len(moves)} moves scored by {measure}", took, 1, "s")
    for what, most, demands in (
        ("least change", 5, {}),
        ("least change, contiguous, floor", 60, {"contiguous": True, "min_weight": FLOOR}),
    ):
        work = partial(optimise.least_change, lap, DRIE, base=BASE, **demands)
        found = work()
        limit(f"{what}: {found.total:g}", seconds(work, 1), most, "s")
        limit(f"{what}, gap", found.gap, 0, "")
    took = seconds(partial(optimise.least_change, lap, DRIE), 1)
    print(f"least change without base: {took:.2f} s")
