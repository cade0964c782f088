"""Hypothesis strategies: random partitions and covers of a few gemeenten, and weights."""

from collections.abc import Sequence
from itertools import combinations

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


def _labels(
    gemeenten: Sequence[str], name: str, *, complete: bool = False
) -> st.SearchStrategy[list[set[str]]]:
    """The one verband of each gemeente, or none."""
    verbanden = [{f"{name}{k}"} for k in range(1, 6)]
    choice = st.sampled_from(verbanden if complete else [set(), *verbanden])
    return st.lists(choice, min_size=len(gemeenten), max_size=len(gemeenten))


def _choices(
    gemeenten: Sequence[str], name: str, *, complete: bool = False
) -> st.SearchStrategy[list[set[str]]]:
    """Up to three verbanden of each gemeente."""
    verbanden = [f"{name}{k}" for k in range(1, 6)]
    choice = st.sets(st.sampled_from(verbanden), min_size=int(complete), max_size=3)
    return st.lists(choice, min_size=len(gemeenten), max_size=len(gemeenten))


@st.composite
def partitions(
    draw: st.DrawFn, gemeenten: Sequence[str], name: str = "a", *, complete: bool = False
) -> Indeling:
    """A partition of some (or all) gemeenten."""
    return _indeling(gemeenten, draw(_labels(gemeenten, name, complete=complete)), name)


@st.composite
def covers(
    draw: st.DrawFn, gemeenten: Sequence[str], name: str = "a", *, complete: bool = False
) -> Indeling:
    """An indeling in which a gemeente may be in up to three verbanden, or in none."""
    return _indeling(gemeenten, draw(_choices(gemeenten, name, complete=complete)), name)


def _comparable(pair: tuple[list[set[str]], list[set[str]]]) -> bool:
    """Whether some gemeente is covered by both."""
    return any(in_a and in_b for in_a, in_b in zip(*pair, strict=True))


@st.composite
def partition_pairs(draw: st.DrawFn, *, complete: bool = False) -> tuple[Indeling, Indeling]:
    """Two partitions of the same gemeenten that can be compared."""
    gemeenten = codes(draw(st.integers(1, MOST_GEMEENTEN)))
    each = [_labels(gemeenten, name, complete=complete) for name in ("a", "b")]
    a, b = draw(st.tuples(*each).filter(_comparable))
    return _indeling(gemeenten, a, "a"), _indeling(gemeenten, b, "b")


@st.composite
def cover_pairs(draw: st.DrawFn) -> tuple[Indeling, Indeling]:
    """Two indelingen of the same gemeenten, each a partition or a cover."""
    gemeenten = codes(draw(st.integers(1, MOST_GEMEENTEN)))
    each = [st.one_of(_labels(gemeenten, name), _choices(gemeenten, name)) for name in ("a", "b")]
    a, b = draw(st.tuples(*each).filter(_comparable))
    return _indeling(gemeenten, a, "a"), _indeling(gemeenten, b, "b")


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


@st.composite
def partition_families(
    draw: st.DrawFn, *, complete: bool = False, least: int = 1
) -> list[Indeling]:
    """Up to four partitions of the same gemeenten."""
    gemeenten = codes(draw(st.integers(1, MOST_GEMEENTEN)))
    names = [f"i{k}" for k in range(1, draw(st.integers(least, 4)) + 1)]
    return [draw(partitions(gemeenten, name, complete=complete)) for name in names]


@st.composite
def border_tables(draw: st.DrawFn, gemeenten: Sequence[str]) -> pd.DataFrame:
    """Any gemeenten as neighbours, over land or water, in any order; one is not in the list."""
    pairs = list(combinations([*gemeenten, "GM9999"], 2))
    sorts = st.sampled_from(["", "land", "land", "veer", "brug"])
    kinds = draw(st.lists(sorts, min_size=len(pairs), max_size=len(pairs)))
    length = draw(st.lists(st.integers(1, 50), min_size=len(pairs), max_size=len(pairs)))
    rows = [
        (a, b, 100.0 * metres, kind, "") if kind == "land" else (a, b, 0.0, kind, f"{kind} {a}-{b}")
        for (a, b), kind, metres in zip(pairs, kinds, length, strict=True)
        if kind
    ]
    table = pd.DataFrame(draw(st.permutations(rows)), columns=["a", "b", "length", "soort", "naam"])
    return table.astype({"a": "object", "b": "object", "length": "float64"})


@st.composite
def places(draw: st.DrawFn, gemeenten: Sequence[str]) -> pd.DataFrame:
    """Province, inhabitants and area of each gemeente; the numbers may be missing."""
    size = {"min_size": len(gemeenten), "max_size": len(gemeenten)}
    numbers = st.lists(st.one_of(st.none(), *[st.integers(0, 99)] * 5), **size)
    return pd.DataFrame(
        {
            "provincie": draw(st.lists(st.sampled_from(["Drenthe", "Fryslân", "Zeeland"]), **size)),
            "inwoners": pd.array(draw(numbers), dtype="Int64"),
            "oppervlakte_km2": pd.array(draw(numbers), dtype="Float64").astype("float64") / 4,
        },
        index=pd.Index(list(gemeenten)),
    )
