"""The sizes that random regions must have: shared out over connected parts, with some slack.

A size is a number of gemeenten, or what they weigh together in small units.
"""

from collections.abc import Iterable, Mapping, Sequence

import numpy as np

from lappendeken.errors import LappendekenError
from lappendeken.measures.alignment import Floats, Ints

GRAIN = 64
"""Into how many units the weight of a gemeente of average weight is divided."""

LEVELS = 5
"""In how many steps regions get more slack in what they weigh, up to the tolerance."""


def masses(weights: Floats | None, gemeenten: int) -> Ints:
    """How much each gemeente adds to the size of its region: 1, or the units of its weight.

    Examples
    --------
    >>> masses(np.array([3.0, 1.0, 0.0]), 3).tolist(), masses(np.array([5.0, 5.0]), 2).tolist()
    ([144, 48, 1], [1, 1])
    """
    if weights is None or (weights == weights[0]).all():
        return np.ones(gemeenten, dtype=np.int64)
    units = np.round(weights * (GRAIN / weights.mean())).astype(np.int64)
    return np.asarray(np.maximum(units, 1))


def weighed(mass: Ints) -> bool:
    """Whether sizes are what gemeenten weigh together, not how many they are."""
    return bool((mass > 1).any())


def share_out(
    sizes: Sequence[int],
    parts: Sequence[int],
    rng: np.random.Generator,
    most: Sequence[int] | None = None,
) -> list[list[int]]:
    """Choose which sizes go to which connected part, in random order, `most` for each part.

    Examples
    --------
    >>> share_out([2, 3, 4], [7, 2], np.random.default_rng(1))
    [[3, 4], [2]]
    >>> share_out([4, 6], [9, 1], np.random.default_rng(1))
    [[9], [1]]
    """
    left = [sizes[k] for k in rng.permutation(len(sizes))]
    result: list[list[int]] = []
    # From the smallest part up: for the large ones some sum nearly always fits.
    for later, part in zip(range(len(parts) - 1, -1, -1), reversed(parts), strict=True):
        chosen = _summing_to(left, part) if later else list(range(len(left)))
        room = len(left) if most is None else most[later]
        if not 1 <= len(chosen) <= min(len(left) - later, room):
            chosen = [min(range(len(left)), key=lambda k: abs(left[k] - part))]
        taken = set(chosen)
        result.append(_scaled([left[k] for k in chosen], part))
        left = [size for k, size in enumerate(left) if k not in taken]
    return result[::-1]


def _summing_to(sizes: Sequence[int], total: int) -> list[int]:
    """Places of sizes that add up to a total, or as near as can be; the first ones that will do."""
    # Bit t of `attainable[k]` says whether some sizes from place k on add up to t.
    attainable = [1]
    for size in reversed(sizes):
        attainable.append(attainable[-1] | attainable[-1] << size)
    attainable.reverse()
    sums = [t for t in range(1, attainable[0].bit_length()) if attainable[0] >> t & 1]
    room = min(sums, key=lambda t: abs(t - total))
    chosen = []
    for k, size in enumerate(sizes):
        if size <= room and attainable[k + 1] >> (room - size) & 1:
            chosen.append(k)
            room -= size
    return chosen


def _scaled(sizes: list[int], total: int) -> list[int]:
    """Sizes in the same proportions that add up to a total, each at least 1."""
    if sum(sizes) == total:
        return sizes
    exact = [max(1.0, size * total / sum(sizes)) for size in sizes]
    result = [int(size) for size in exact]
    # Those that lost or gained most by rounding are mended first.
    while (short := total - sum(result)) != 0:
        step = 1 if short > 0 else -1
        free = [k for k in range(len(result)) if result[k] + step >= 1]
        result[max(free, key=lambda k: step * (exact[k] - result[k]))] += step
    return result


def slack(size: int, level: int, tolerance: float, *, coarse: bool = False) -> int:
    """By how much a region may differ from its size when `level` is the most that is tried."""
    most = max(1, int(tolerance * size)) if tolerance > 0 else 0
    tried = max(1, most * (level + 1) // LEVELS) if coarse else level
    return min(tried, most, size - 1)


def reachable(
    sizes: Iterable[int], level: int, tolerance: float, *, coarse: bool = False
) -> Mapping[int, tuple[tuple[int, ...], int]]:
    """For every size the sizes that will do, nearest first, and its slack.

    Examples
    --------
    >>> dict(reachable([3, 8], 1, 0.25))
    {3: ((3, 2, 4), 1), 8: ((8, 7, 9), 1)}
    """
    result = {}
    for size in sorted(set(sizes)):
        most = slack(size, level, tolerance, coarse=coarse)
        steps = sorted(range(-most, most + 1), key=abs)
        result[size] = (tuple(size + step for step in steps), most)
    return result


def check_parts(sizes: Sequence[int], parts: Sequence[int]) -> None:
    """Refuse more connected parts than there are regions."""
    if len(parts) > len(sizes):
        raise LappendekenError(
            f"De vergeleken gemeenten vormen {len(parts)} losse delen en er zijn maar "
            f"{len(sizes)} verbanden; aaneengesloten toevalsregio's bestaan dan niet. Vul "
            "verbindingen over water aan, of neem het model 'permutatie'."
        )
