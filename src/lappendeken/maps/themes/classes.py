"""Whole numbers in a few classes, and what a legend calls them."""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from lappendeken import dutch


class Span(NamedTuple):
    """Whole numbers from `low` up to and including `high`; without end when `high` is None."""

    low: int
    high: int | None

    @property
    def label(self) -> str:
        """As a reader sees it.

        >>> Span(2, 3).label, Span(4, 4).label, Span(11, None).label
        ('2–3', '4', '11 of meer')
        """
        low = dutch.number(self.low)
        if self.high is None:
            return f"{low} of meer"
        return low if self.high == self.low else f"{low}–{dutch.number(self.high)}"


def class_of(value: int, spans: Sequence[Span]) -> int:
    """The class of a number.

    Examples
    --------
    >>> class_of(3, [Span(1, 1), Span(2, 3), Span(4, None)])
    1
    """
    return max(k for k, span in enumerate(spans) if span.low <= value)


def equal_spans(low: int, high: int, count: int) -> tuple[Span, ...]:
    """Classes of about the same width.

    Examples
    --------
    >>> [span.label for span in equal_spans(1, 35, 5)]
    ['1–7', '8–14', '15–21', '22–28', '29–35']
    >>> [span.label for span in equal_spans(1, 3, 5)]
    ['1', '2', '3']
    """
    number = min(count, high - low + 1)
    starts = [low + k * (high - low + 1) // number for k in range(number)] if number > 0 else []
    return _spans(starts, [*(start - 1 for start in starts[1:]), high])


def natural_spans(values: Sequence[int], count: int) -> tuple[Span, ...]:
    """Classes within which numbers differ as little as can be.

    Notes
    -----
    Of all ways to cut the sorted numbers in `count` classes the one with the least sum of squared
    deviations from the class means, found exactly by dynamic programming over the different
    numbers. Of equally good ways it is the one whose last classes begin lowest.

    References
    ----------
    Fisher, W. D. (1958). On grouping for maximum homogeneity. Journal of the American Statistical
    Association 53, 789-798.

    Examples
    --------
    >>> [span.label for span in natural_spans([1, 1, 2, 9, 10, 40], 3)]
    ['1–2', '9–10', '40']
    """
    numbers, weight = np.unique(np.asarray(values, dtype=np.int64), return_counts=True)
    size, parts = len(numbers), min(count, len(numbers))
    if not parts:
        return ()
    # Sums over the first k different numbers, of their count, total and total of squares.
    sums = np.zeros((3, size + 1))
    sums[:, 1:] = np.cumsum([weight, weight * numbers, weight * numbers**2], axis=1)
    best = np.full(size + 1, np.inf)
    best[0] = 0.0
    cuts = np.zeros((parts, size + 1), dtype=np.int64)
    for part in range(parts):
        following = np.full(size + 1, np.inf)
        for end in range(part + 1, size + 1):
            amount, total, squares = sums[:, [end]] - sums[:, :end]
            cost = best[:end] + squares - total**2 / amount
            cuts[part, end] = int(np.argmin(cost))
            following[end] = cost[cuts[part, end]]
        best = following
    starts: list[int] = []
    end = size
    for part in reversed(range(parts)):
        end = int(cuts[part, end])
        starts.insert(0, end)
    stops = [*(start - 1 for start in starts[1:]), size - 1]
    return _spans([int(numbers[k]) for k in starts], [int(numbers[k]) for k in stops])


def _spans(lows: Sequence[int], highs: Sequence[int]) -> tuple[Span, ...]:
    """Classes from where they begin and end."""
    return tuple(Span(low, high) for low, high in zip(lows, highs, strict=False))
