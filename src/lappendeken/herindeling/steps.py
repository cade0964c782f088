"""What the table of reorganisations says: who went where on which day, with how many people."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from math import inf
from typing import NamedTuple

import pandas as pd

WHOLE = Fraction(1)


class Part(NamedTuple):
    """A gemeente, or a part of one, that goes to another.

    Parameters
    ----------
    van_code, van_naam, naar_code, naar_naam, soort : str
        As in `herindelingen.csv`.
    share : Fraction or None
        Share of the inhabitants that goes; None when it is unknown.
    basis : str
        Where the share comes from: `tabel`, `rest` (what the known shares leave), `oppervlakte`
        or `onbekend`.
    """

    van_code: str
    van_naam: str
    naar_code: str
    naar_naam: str
    soort: str
    share: Fraction | None
    basis: str = "tabel"


@dataclass(frozen=True)
class Day:
    """Everything that changes on one day, all of it at once.

    Parameters
    ----------
    datum : str
        ISO date.
    parts : tuple of Part
        In order of the codes.
    """

    datum: str
    parts: tuple[Part, ...]

    @property
    def sources(self) -> frozenset[str]:
        """Gemeenten that end, or give up a part."""
        return frozenset(part.van_code for part in self.parts)

    @property
    def targets(self) -> frozenset[str]:
        """Gemeenten that take something over, or begin."""
        return frozenset(part.naar_code for part in self.parts)


class People(NamedTuple):
    """A number of inhabitants of which the bounds are known.

    Parameters
    ----------
    low, high : int
        At least and at most so many; `high` is infinite when nothing is known.
    """

    low: int
    high: float

    @property
    def exact(self) -> int | None:
        """The number itself, when it is known."""
        return self.low if self.low == self.high else None

    @classmethod
    def of(cls, number: int | None) -> "People":
        """A known or an unknown number."""
        return cls(0, inf) if number is None else cls(number, number)

    @classmethod
    def total(cls, numbers: Sequence["People"]) -> "People":
        """The sum."""
        return cls(sum(n.low for n in numbers), sum(n.high for n in numbers))


def days(table: pd.DataFrame) -> list[Day]:
    """Put the table in order."""
    # A gemeente has one name, whichever row one asks.
    names = table.groupby("naar_code")["naar_naam"].min().to_dict()
    by_day: dict[str, list[Part]] = {}
    for row in table.itertuples(index=False):
        share = Fraction(Decimal(str(row.aandeel))) if row.aandeel else None
        ends = (str(row.van_code), str(row.van_naam), str(row.naar_code))
        part = Part(*ends, str(names[row.naar_code]), str(row.soort), share)
        by_day.setdefault(str(row.datum), []).append(part)
    return [Day(day, _with_shares(by_day[day])) for day in sorted(by_day)]


def _with_shares(parts: list[Part]) -> tuple[Part, ...]:
    """Parts in order, with the shares that follow from the others."""
    by_source: dict[str, list[Part]] = {}
    for part in sorted(parts, key=lambda part: (part.van_code, part.naar_code)):
        by_source.setdefault(part.van_code, []).append(part)
    return tuple(part for group in by_source.values() for part in _completed(group))


def _completed(group: list[Part]) -> list[Part]:
    """The parts of one gemeente; one that is not known is what the others leave."""
    if len(group) == 1:
        return [group[0]._replace(share=WHOLE)]
    known = [part.share for part in group if part.share is not None]
    total = sum(known, Fraction(0))
    unknown = len(group) - len(known)
    if unknown == 0:
        return [part._replace(share=(part.share or Fraction(0)) / total) for part in group]
    rest = max(WHOLE - total, Fraction(0))
    left = {"share": rest, "basis": "rest"} if unknown == 1 else {"basis": "onbekend"}
    return [part if part.share is not None else part._replace(**left) for part in group]


def with_areas(parts: Sequence[Part], areas: Mapping[str, float]) -> list[Part]:
    """Fill in unknown shares by area."""
    known = sum((part.share for part in parts if part.share is not None), Fraction(0))
    total = sum(areas[part.naar_code] for part in parts if part.share is None)
    if not total > 0:
        return list(parts)
    rest = max(WHOLE - known, Fraction(0))
    return [
        part
        if part.share is not None
        else part._replace(
            share=rest * Fraction(areas[part.naar_code] / total), basis="oppervlakte"
        )
        for part in parts
    ]


def divide(people: int | None, shares: Sequence[Fraction | None]) -> list[People]:
    """Divide whole people over the parts of a gemeente.

    Examples
    --------
    >>> divide(10, [Fraction(1, 3), Fraction(2, 3)])
    [People(low=3, high=3), People(low=7, high=7)]
    >>> divide(10, [Fraction(1, 5), None, None])[1]
    People(low=0, high=8)
    """
    if people is None:
        return [People.of(None) for _ in shares]
    known = [share for share in shares if share is not None]
    whole = [int(people * share) for share in known]
    if len(known) == len(shares):
        order = sorted(range(len(known)), key=lambda k: (whole[k] - people * known[k], k))
        for k in order[: people - sum(whole)]:
            whole[k] += 1
        return [People.of(number) for number in whole]
    rest = max(people - sum(whole), 0)
    numbers = iter(whole)
    return [People(0, rest) if share is None else People.of(next(numbers)) for share in shares]


def gone(calendar: Sequence[Day], until: str) -> dict[str, tuple[str, str]]:
    """Gemeenten that no longer exist on a day."""
    ended: dict[str, tuple[str, str]] = {}
    for day in calendar:
        if day.datum > until:
            break
        for part in day.parts:
            ended[part.van_code] = (part.van_naam, day.datum)
        for code in day.targets:
            ended.pop(code, None)
    return ended
