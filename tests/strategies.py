"""Hypothesis strategies: random partitions and covers of a few gemeenten, and weights."""

from collections.abc import Sequence

import pandas as pd
from hypothesis import strategies as st

from lappendeken.indeling import Indeling

MOST_GEMEENTEN = 9


def codes(n: int) -> list[str]:
    """Codes of n gemeenten."""
    return [f"GM{k:04d}" for k in range(1, n + 1)]


def _indeling(gemeenten: Sequence[str], choices: Sequence[set[str]], name: str) -> Indeling:
    members: dict[str, list[str]] = {}
    for code, verbanden in zip(gemeenten, choices, strict=True):
        for verband in sorted(verbanden):
            members.setdefault(verband, []).append(code)
    return Indeling.from_members(members, gemeenten, id=name)


@st.composite
def partitions(
    draw: st.DrawFn, gemeenten: Sequence[str], name: str = "a", *, complete: bool = False
) -> Indeling:
    """A partition of some (or all) gemeenten."""
    verbanden = [f"{name}{k}" for k in range(1, 6)]
    choice = st.sampled_from(verbanden if complete else ["", *verbanden])
    labels = draw(st.lists(choice, min_size=len(gemeenten), max_size=len(gemeenten)))
    return _indeling(gemeenten, [{label} - {""} for label in labels], name)


@st.composite
def covers(
    draw: st.DrawFn, gemeenten: Sequence[str], name: str = "a", *, complete: bool = False
) -> Indeling:
    """An indeling in which a gemeente may be in up to three verbanden, or in none."""
    verbanden = [f"{name}{k}" for k in range(1, 6)]
    choice = st.sets(st.sampled_from(verbanden), min_size=int(complete), max_size=3)
    choices = draw(st.lists(choice, min_size=len(gemeenten), max_size=len(gemeenten)))
    return _indeling(gemeenten, choices, name)


def _comparable(pair: tuple[Indeling, Indeling]) -> bool:
    """Whether some gemeente is covered by both."""
    a, b = pair
    return bool(set(a.gemeenten[a.covered]) & set(b.gemeenten[b.covered]))


@st.composite
def partition_pairs(draw: st.DrawFn, *, complete: bool = False) -> tuple[Indeling, Indeling]:
    """Two partitions of the same gemeenten that can be compared."""
    gemeenten = codes(draw(st.integers(1, MOST_GEMEENTEN)))
    pair = st.tuples(
        partitions(gemeenten, "a", complete=complete), partitions(gemeenten, "b", complete=complete)
    )
    return draw(pair.filter(_comparable))


@st.composite
def cover_pairs(draw: st.DrawFn) -> tuple[Indeling, Indeling]:
    """Two indelingen of the same gemeenten, each a partition or a cover."""
    gemeenten = codes(draw(st.integers(1, MOST_GEMEENTEN)))
    either = [
        st.one_of(partitions(gemeenten, name), covers(gemeenten, name)) for name in ("a", "b")
    ]
    return draw(st.tuples(*either).filter(_comparable))


@st.composite
def families(draw: st.DrawFn) -> list[Indeling]:
    """One to four indelingen of the same gemeenten, partitions and covers."""
    gemeenten = codes(draw(st.integers(1, MOST_GEMEENTEN)))
    names = [f"i{k}" for k in range(1, draw(st.integers(1, 4)) + 1)]
    return [draw(st.one_of(partitions(gemeenten, name), covers(gemeenten, name))) for name in names]


@st.composite
def weights(
    draw: st.DrawFn, gemeenten: Sequence[str], *, least: int = 1, most: int = 1000
) -> "pd.Series[float]":
    """Whole-numbered weights, as floats; never all zero."""
    number = st.integers(least, most)
    values = st.lists(number, min_size=len(gemeenten), max_size=len(gemeenten))
    return pd.Series(draw(values.filter(any)), index=list(gemeenten), dtype="float64")
