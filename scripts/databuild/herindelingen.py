"""`herindelingen.csv`: the municipal reorganisations from 2015 to 2023."""

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Final, NamedTuple

import pandas as pd

from databuild.tables import HERE, read
from lappendeken.reading.sources.cbs import read_cbs

SOURCE: Final = "herindelingen_2016_2023.csv"


class Step(NamedTuple):
    """One gemeente that went, wholly or in part, into another; the fields are the columns."""

    datum: str
    soort: str
    van_code: str
    van_naam: str
    naar_code: str
    naar_naam: str
    aandeel: str
    """Share of the inhabitants that went there, as a decimal number; empty when unknown."""


COLUMNS: Final = Step._fields

STEPS_2016: Final = tuple(
    Step(*row) for row in read(HERE / "herindelingen.csv").itertuples(index=False, name=None)
)
"""From the gemeenten of the CBS file of 2015 to those of 2016-01-01 (README of the sources)."""

CHECKS: Final = (
    ("2022-01-01", "cbs/gemeenten_2022.gpkg", 345),
    ("2023-01-01", "cbs/gemeenten_2023.gpkg", 342),
)
"""Up to which date the steps must lead to exactly the gemeenten of which file."""


@dataclass(frozen=True)
class Herindelingen:
    """The steps, sorted, with what a reader should know of them."""

    steps: tuple[Step, ...]
    without_share: tuple[Step, ...]
    approximate: tuple[Step, ...]
    """Parts of which the share does not rest on a full count of inhabitants."""
    checked: tuple[tuple[str, int], ...]
    """Date and number of gemeenten, for every check that was passed."""

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
