"""The deelnames of the 34 indelingen of the Regioatlas, of 2016."""

from dataclasses import dataclass
from pathlib import Path
from typing import Final

import pandas as pd

from databuild.catalogue import CENTRUM, indelingen
from databuild.deelnames import labelled
from lappendeken.names import NameIndex
from lappendeken.reading.files.delimited import read_delimited, read_header
from lappendeken.reading.settling.gemeenten import Gemeenten
from lappendeken.reading.sources.regioatlas import read_regioatlas

SOURCE: Final = "regioatlas-2016"


@dataclass(frozen=True, eq=False)
class RegioatlasTable:
    """The deelnames of one indeling, with what a reader should know of them."""

    indeling: str
    title: str
    """Its name in the header of the source."""
    deelnames: pd.DataFrame
    stray_spaces: tuple[str, ...]
    repeated: tuple[tuple[str, tuple[str, ...]], ...]
    """Gemeenten in more than one verband, with the names of these."""
    without_centrum: tuple[str, ...]


def build(bronnen: Path, known: Gemeenten) -> list[RegioatlasTable]:
    """Read all exports of the Regioatlas, in the order of `indelingen.csv`."""
    files = {path.stem: path for path in sorted((bronnen / SOURCE).glob("*/*.csv"))}
    sources = indelingen("2016")["bron"]
    stems = sources[sources.str.startswith(SOURCE)].str.removeprefix(f"{SOURCE}/")
    if set(files) != set(stems):
        raise ValueError(f"{SOURCE}: andere bestanden dan de {len(stems)} indelingen")
    return [_table(str(name), files[stem], known) for name, stem in stems.items()]


def _table(indeling: str, file: Path, known: Gemeenten) -> RegioatlasTable:
    result = read_regioatlas(file, gemeenten=known, indeling=indeling)
    if len(result.report.unmatched):
        raise ValueError(f"{file.name}: {'; '.join(result.report.lines())}")
    rows = result.deelnames.assign(bron="", domein="", stand="2016", zekerheid="bevestigd")
    without: tuple[str, ...] = ()
    if indeling in CENTRUM:
        index = NameIndex(known.names)
        centre = rows["verband"].map(index.find) == rows["gemeente_code"]
        rows["rol"] = rows["rol"].mask(centre, "centrumgemeente")
        without = tuple(sorted(set(rows["verband"]) - set(rows.loc[centre, "verband"])))
    rows = labelled(rows, "2016").sort_values(["verband_id", "gemeente_code"])
    raw = set(read_delimited(file, strip=False).table.iloc[:, 2])
    tidy = {name: " ".join(name.split()) for name in raw}
    return RegioatlasTable(
        indeling=indeling,
        title=read_header(file)[2],
        deelnames=rows,
        stray_spaces=tuple(sorted({own for name, own in tidy.items() if own != name})),
        repeated=_repeated(rows),
        without_centrum=without,
    )


def _repeated(rows: pd.DataFrame) -> tuple[tuple[str, tuple[str, ...]], ...]:
    several = rows[rows.duplicated("gemeente_code", keep=False)]
    groups = several.groupby("gemeente_code")
    return tuple((own["gemeente"].iloc[0], tuple(own["verband"])) for _, own in groups)
