"""`herindelingen.csv`: the municipal reorganisations from 2015 to 2023."""

import csv
from dataclasses import astuple, dataclass, fields
from pathlib import Path
from typing import Final

import geopandas

SOURCE: Final = "herindelingen_2016_2023.csv"


@dataclass(frozen=True, order=True)
class Step:
    """One gemeente that went, wholly or in part, into another.

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


COLUMNS: Final = tuple(field.name for field in fields(Step))

STEPS_2016: Final = (
    Step(
        "2015-07-01",
        "naamswijziging",
        "GM1921",
        "De Friese Meren",
        "GM1940",
        "De Fryske Marren",
        "1",
    ),
    Step("2016-01-01", "naamswijziging", "GM0241", "Groesbeek", "GM1945", "Berg en Dal", "1"),
    Step("2016-01-01", "samenvoeging", "GM0381", "Bussum", "GM1942", "Gooise Meren", "1"),
    Step("2016-01-01", "samenvoeging", "GM0424", "Muiden", "GM1942", "Gooise Meren", "1"),
    Step("2016-01-01", "samenvoeging", "GM0425", "Naarden", "GM1942", "Gooise Meren", "1"),
    Step("2016-01-01", "samenvoeging", "GM0478", "Zeevang", "GM0385", "Edam-Volendam", "1"),
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
        In order of date, from and to.
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


def build(bronnen: Path, codes: frozenset[str]) -> Herindelingen:
    """Read the reorganisations and prove that they connect the years.

    Parameters
    ----------
    bronnen : Path
        Folder with the source data.
    codes : frozenset of str
        The gemeenten of 2016-01-01.

    Returns
    -------
    Herindelingen
        With the steps from 2015 to 2016 in front.

    Raises
    ------
    ValueError
        When the steps do not lead from `codes` to the gemeenten of 2022 and 2023.
    """
    with (bronnen / SOURCE).open(encoding="utf-8-sig", newline="") as file:
        records = list(csv.DictReader(file))
    by_basis: dict[str, list[Step]] = {}
    for record in records:
        step = Step(**{column: record[column] for column in COLUMNS})
        by_basis.setdefault(record["aandeel_basis"], []).append(step)
    later = sorted(step for steps in by_basis.values() for step in steps)
    checked = []
    for date, file_name, count in CHECKS:
        reached = follow(codes, [step for step in later if step.datum <= date])
        expected = set(geopandas.read_file(bronnen / file_name)["statcode"])
        if reached != expected or len(reached) != count:
            raise ValueError(f"{SOURCE} leidt niet naar de {count} gemeenten van {date}")
        checked.append((date, count))
    approximate = [
        step
        for basis, steps in by_basis.items()
        for step in steps
        if basis not in {"geheel", "inwoners", "onbekend"}
    ]
    return Herindelingen(
        steps=(*sorted(STEPS_2016), *later),
        without_share=tuple(step for step in later if not step.aandeel),
        approximate=tuple(sorted(approximate)),
        checked=tuple(checked),
    )


def follow(codes: frozenset[str], steps: list[Step]) -> set[str]:
    """Apply steps to a set of gemeenten.

    Parameters
    ----------
    codes : frozenset of str
        The gemeenten before.
    steps : list of Step
        In order of date.

    Returns
    -------
    set of str
        The gemeenten after.

    Raises
    ------
    ValueError
        When a step starts from a gemeente that does not exist at that moment.
    """
    now = set(codes)
    for date in sorted({step.datum for step in steps}):
        today = [step for step in steps if step.datum == date]
        gone = {step.van_code for step in today}
        if not gone <= now:
            raise ValueError(f"herindeling per {date} van onbekende gemeenten {sorted(gone - now)}")
        now = (now - gone) | {step.naar_code for step in today}
    return now


def rows(herindelingen: Herindelingen) -> list[tuple[str, ...]]:
    """Give the lines of the table.

    Parameters
    ----------
    herindelingen : Herindelingen
        What `build` gave.

    Returns
    -------
    list of tuple of str
        In the order of `COLUMNS`.
    """
    return [astuple(step) for step in herindelingen.steps]
