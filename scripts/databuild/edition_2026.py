"""The edition of 2026: tables of CBS, VWS and DUO, MO/BW by its facts, and the register."""

from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from databuild import gemeenten, regions, register, verbindingen
from databuild.deelnames import ordered
from databuild.edition import Edition
from databuild.herindelingen import Herindelingen
from databuild.register import Register

YEAR = "2026"
UNCHANGED = "2023-01-01"
"""The last day on which a gemeente began or ended."""


@dataclass(frozen=True, eq=False)
class Built:
    """The edition, with what a reader should know of its sources."""

    edition: Edition
    register: Register
    facts: pd.DataFrame
    ggd: list[tuple[str, str, str]]


def build(bronnen: Path, steps: Herindelingen, links: list[tuple[str, str, str, str]]) -> Built:
    """Make the edition of 2026, on the links of an earlier one."""
    drawn = gemeenten.build_2026(bronnen, steps)
    successors = steps.successors("2016-01-01", UNCHANGED)
    found = register.build(bronnen, drawn.frame.to_crs(28992), steps)
    rows = ordered([*regions.build(bronnen, drawn.names, found.vormen), found.deelnames], YEAR)
    links = [
        *verbindingen.moved(links, successors),
        *verbindingen.coded(drawn.names, YEAR),
    ]
    edition = Edition(
        year=YEAR,
        inwoners=UNCHANGED,
        gemeenten=drawn,
        deelnames=rows,
        kenmerken=found.kenmerken,
        andere_deelnemers=found.andere_deelnemers,
        verbindingen=verbindingen.build(drawn, links, strict=False),
    )
    ggd = regions.second_ggd(bronnen, drawn.names)
    return Built(edition, found, regions.facts(bronnen, drawn.names), ggd)
