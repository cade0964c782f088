"""The indelingen of 2026 that one table each gives: a region for every gemeente."""

import re
from collections import Counter
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Final, NamedTuple

import pandas as pd

from databuild.catalogue import indelingen
from databuild.deelnames import labelled
from databuild.tables import HERE, read
from lappendeken.names import NameIndex
from lappendeken.reading.settling.catalogue import PROVINCES, slug
from lappendeken.reading.sources.overlay import SAFE_SHARE

FOLDER: Final = "2026"
SECOND_GGD: Final = "ggd_2025.csv"
MOBW: Final = "mobw_2026.csv"
NO_CENTRUM: Final = ("Sittard-Geleen", "Zuidwest-Drenthe")
"""MO/BW regions of which no source names a centrumgemeente."""

CARRIED: Final = "voortgezet"
BEFORE: Final = "2016"
_REGELING: Final = re.compile(r"^gemeenschappelijke regeling ", re.IGNORECASE)
_YEAR: Final = re.compile(r"( -)? 20\d\d$")


class Source(NamedTuple):
    """Which column of which file gives an indeling; the fields are columns of our own table."""

    bestand: str
    sleutel: str
    regio: str
    aandeel: str
    """The columns with the code of a gemeente, the region, and (if any) its share of the area."""
    stand: str
    bron: str
    wijze: str
    """How the regions were found: `tabel` or `overlay`."""


@cache
def sources() -> dict[str, Source]:
    """The sources by indeling."""
    table = read(HERE / "bronnen_2026.csv", "indeling")[list(Source._fields)]
    return {str(name): Source(*row) for name, *row in table.itertuples(name=None)}


def build(bronnen: Path, names: dict[str, str], vormen: Mapping[str, str]) -> list[pd.DataFrame]:
    """The deelnames of every indeling that is a column of a table, and those of MO/BW.

    What stands in the register has the vorm that it has there: address -> vorm.
    """
    frames = [
        _region(name, source, bronnen / FOLDER / source.bestand, names)
        for name, source in sources().items()
    ]
    for rows in frames:
        known = rows["bron"].map(vormen).fillna("")
        rows["vorm"] = rows["vorm"].where(known == "", known)
    return [*frames, mobw(bronnen, names)]


def complete(path: Path, key: str, names: dict[str, str]) -> pd.DataFrame:
    """Read a table with exactly one row for every gemeente of 2026."""
    table = read(path, key)
    if set(table.index) != set(names):
        raise ValueError(f"{path.name}: andere gemeenten dan de {len(names)} van 2026")
    return table.sort_index()


def _region(indeling: str, source: Source, path: Path, names: dict[str, str]) -> pd.DataFrame:
    table = complete(path, source.sleutel, names)
    verband = table[source.regio].map(lambda name: region_name(indeling, name))
    if (verband == "").any():
        raise ValueError(f"{path.name}: een gemeente heeft geen {indeling}")
    shares = source.aandeel
    unsure = table[shares].astype(float) < SAFE_SHARE if shares else pd.Series(False, table.index)
    rows = pd.DataFrame(
        {
            "verband_id": [slug(f"{indeling}-{name}") for name in verband],
            "verband": verband,
            "indeling": indeling,
            "gemeente_code": table.index,
            "gemeente": table.index.map(names),
            "rol": "",
            "stand": source.stand,
            "zekerheid": unsure.map({True: "afgeleid", False: "bevestigd"}),
            "opmerking": [
                f"{float(share):.1%} van het gebied".replace(".", ",") if vague else ""
                for share, vague in zip(table[shares] if shares else unsure, unsure, strict=True)
            ],
        }
    )
    if "url" in table:
        rows["bron"] = table["url"]
    return labelled(rows, "2026")


def region_name(indeling: str, name: str) -> str:
    """What a region is called: the name in the source, without what is the same for all.

    Examples
    --------
    >>> region_name("omgevingsdienst", "Gemeenschappelijke Regeling Omgevingsdienst X 2024")
    'Omgevingsdienst X'
    """
    if indeling == "provincie":
        return PROVINCES[name]
    if indeling == "omgevingsdienst":
        return _YEAR.sub("", _REGELING.sub("", name))
    return name


def second_ggd(bronnen: Path, names: dict[str, str]) -> list[tuple[str, str, str]]:
    """Gemeenten of which a second source gives another GGD: name, and both."""
    source = sources()["ggd-regio"]
    path = bronnen / FOLDER
    used = complete(path / source.bestand, source.sleutel, names)[source.regio]
    other = complete(path / SECOND_GGD, "gemeentecode", names)["ggd"]
    # Names differ; what most gemeenten of a GGD are called there is what it is called there.
    pairs = list(zip(used.index, used, other, strict=True))
    usual = {ggd: Counter(two for _, one, two in pairs if one == ggd) for ggd in set(used)}
    differ = (one for one in pairs if usual[one[1]].most_common(1)[0][0] != one[2])
    return [(names[code], ggd, second) for code, ggd, second in differ]


def facts(bronnen: Path, names: dict[str, str]) -> pd.DataFrame:
    """What is known of MO/BW, row by row: index code."""
    table = complete(bronnen / FOLDER / MOBW, "gemeente_code", names)
    return table.assign(naam=table.index.map(names))


def mobw(bronnen: Path, names: dict[str, str]) -> pd.DataFrame:
    """The deelnames of MO/BW: what was carried forward has the source and the date of 2016."""
    table = facts(bronnen, names)
    carried = table["zekerheid"] == CARRIED
    if not (table["regio"] == table["regio_2016_voortgezet"])[carried].all():
        raise ValueError(f"{MOBW}: een voortgezette deelname is een andere dan die van {BEFORE}")
    remarks = pd.DataFrame(
        {
            "carried": carried.map({True: "voortgezet uit 2016", False: ""}),
            "only": table["alleen_bw"].map({"ja": "alleen beschermd wonen"}).fillna(""),
            "told": table["toelichting"],
            "other": table["bron"].where(carried, ""),
        }
    )
    index = NameIndex(names)
    centre = (table["regio"].map(index.find) == table.index) & ~table["regio"].isin(NO_CENTRUM)
    rows = pd.DataFrame(
        {
            "verband_id": [slug(f"mo-bw-regio-{name}") for name in table["regio"]],
            "verband": table["regio"],
            "indeling": "mo-bw-regio",
            "gemeente_code": table.index,
            "gemeente": table["naam"],
            "rol": centre.map({True: "centrumgemeente", False: ""}),
            "bron": table["bron"].mask(carried, indelingen(BEFORE).loc["mo-bw-regio", "bron"]),
            "stand": table["stand"].replace("onbekend", "").mask(carried, BEFORE),
            "zekerheid": table["zekerheid"],
            "opmerking": ["; ".join(filter(None, row)) for row in remarks.to_numpy()],
        }
    )
    return labelled(rows, "2026")
