"""`herindelingen.csv`: the municipal reorganisations from 2015 to 2023."""

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Final, NamedTuple

import pandas as pd

from databuild.tables import read
from lappendeken.reading.sources.cbs import read_cbs

SOURCE: Final = "herindelingen_2016_2023.csv"


class Step(NamedTuple):
    """One gemeente that went, wholly or in part, into another; the fields are the columns.

    Parameters
    ----------
    datum : str
        ISO date from which the new situation holds.
    soort : str
        `samenvoeging`, `splitsing` or `naamswijziging`.
    van_code, van_naam : str
        The gemeente that ended.
    naar_code, naar_naam : str
        The gemeente that took over.
    aandeel : str
        Share of the inhabitants that went there, as a decimal number; empty when unknown.
    """

    datum: str
    soort: str
    van_code: str
    van_naam: str
    naar_code: str
    naar_naam: str
    aandeel: str


COLUMNS: Final = Step._fields

_MERGED, _RENAMED = "samenvoeging", "naamswijziging"
STEPS_2016: Final = (
    Step("2015-07-01", _RENAMED, "GM1921", "De Friese Meren", "GM1940", "De Fryske Marren", "1"),
    Step("2016-01-01", _RENAMED, "GM0241", "Groesbeek", "GM1945", "Berg en Dal", "1"),
    Step("2016-01-01", _MERGED, "GM0381", "Bussum", "GM1942", "Gooise Meren", "1"),
    Step("2016-01-01", _MERGED, "GM0424", "Muiden", "GM1942", "Gooise Meren", "1"),
    Step("2016-01-01", _MERGED, "GM0425", "Naarden", "GM1942", "Gooise Meren", "1"),
    Step("2016-01-01", _MERGED, "GM0478", "Zeevang", "GM0385", "Edam-Volendam", "1"),
)
"""From the gemeenten of the CBS file of 2015 to those of 2016-01-01 (README of the sources)."""

CHECKS: Final = (
    ("2022-01-01", "cbs/gemeenten_2022.gpkg", 345),
    ("2023-01-01", "cbs/gemeenten_2023.gpkg", 342),
)
"""Up to which date the steps must lead to exactly the gemeenten of which file."""


@dataclass(frozen=True)
class Herindelingen:
    """The steps, sorted, with what a reader should know of them.

    Parameters
    ----------
    steps : tuple of Step
        In order of date, from and to; those from 2015 to 2016 in front.
    without_share : tuple of Step
        Parts of a split gemeente of which the share of inhabitants is unknown.
    approximate : tuple of Step
        Parts of which the share does not rest on a full count of inhabitants.
    checked : tuple of (str, int)
        Date and number of gemeenten, for every check that was passed.
    """

    steps: tuple[Step, ...]
    without_share: tuple[Step, ...]
    approximate: tuple[Step, ...]
    checked: tuple[tuple[str, int], ...]

    def successors(self, after: str, until: str) -> dict[str, str]:
        """Gemeenten that went on as a whole between two dates, and in what they lie at the end."""
        whole: dict[str, set[str]] = {}
        for step in self.steps:
            if after < step.datum <= until:
                whole.setdefault(step.van_code, set()).add(step.naar_code)
        found: dict[str, str] = {}
        for code in whole:
            now = code
            while len(whole.get(now, ())) == 1:
                (now,) = whole[now]
            if now not in whole:
                found[code] = now
        return found


def frame(steps: Iterable[Step]) -> pd.DataFrame:
    """Steps as the table that the readers of the package know."""
    return pd.DataFrame(list(steps), columns=list(COLUMNS), dtype="str")


def build(bronnen: Path, codes: frozenset[str]) -> Herindelingen:
    """Read the reorganisations, and prove that they lead from 2016 to the gemeenten of CBS."""
    table = read(bronnen / SOURCE).sort_values(list(COLUMNS))
    later = [Step(*row) for row in table[list(COLUMNS)].itertuples(index=False, name=None)]
    checked = []
    for date, file_name, count in CHECKS:
        reached = follow(codes, [step for step in later if step.datum <= date])
        expected = set(read_cbs(bronnen / file_name).gemeenten.index)
        if reached != expected or len(reached) != count:
            raise ValueError(f"{SOURCE} leidt niet naar de {count} gemeenten van {date}")
        checked.append((date, count))
    rough = ~table["aandeel_basis"].isin(["geheel", "inwoners", "onbekend"])
    return Herindelingen(
        steps=(*sorted(STEPS_2016), *later),
        without_share=tuple(step for step in later if not step.aandeel),
        approximate=tuple(step for step, is_rough in zip(later, rough, strict=True) if is_rough),
        checked=tuple(checked),
    )


def follow(codes: frozenset[str], steps: list[Step]) -> set[str]:
    """The gemeenten after some steps, given those before."""
    now = set(codes)
    for date in sorted({step.datum for step in steps}):
        today = [step for step in steps if step.datum == date]
        gone = {step.van_code for step in today}
        if not gone <= now:
            raise ValueError(f"herindeling per {date} van onbekende gemeenten {sorted(gone - now)}")
        now = (now - gone) | {step.naar_code for step in today}
    return now
