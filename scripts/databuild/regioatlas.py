"""The deelnames of the 34 indelingen of the Regioatlas."""

from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from databuild.catalogue import REGELINGEN, IndelingInfo, ordered, source_label
from databuild.verbanden import Deelname
from lappendeken.names import NameIndex
from lappendeken.reading.settling.catalogue import slug
from lappendeken.reading.sources.regioatlas import Regioatlas, read_export

SOURCE: Final = "regioatlas-2016"


@dataclass(frozen=True)
class Merged:
    """Spellings of one region within one file that were made one.

    Parameters
    ----------
    indeling : str
        Identifier of the indeling.
    kept : str
        The spelling in the table.
    spellings : tuple of str
        The spellings in the file.
    """

    indeling: str
    kept: str
    spellings: tuple[str, ...]


@dataclass(frozen=True)
class RegioatlasTable:
    """The deelnames of one indeling, with what a reader should know of them.

    Parameters
    ----------
    info : IndelingInfo
        The indeling.
    title : str
        Its name in the header of the source.
    deelnames : tuple of Deelname
        Sorted by verband and gemeente.
    merged : tuple of Merged
        Spellings that were made one.
    stray_spaces : tuple of str
        Names of regions that carried stray spaces in the source.
    repeated : tuple of (str, tuple of str)
        Gemeenten in more than one verband, with the names of these.
    without_centrum : tuple of str
        Verbanden of which the centrumgemeente could not be determined.
    """

    info: IndelingInfo
    title: str
    deelnames: tuple[Deelname, ...]
    merged: tuple[Merged, ...]
    stray_spaces: tuple[str, ...]
    repeated: tuple[tuple[str, tuple[str, ...]], ...]
    without_centrum: tuple[str, ...]


def build(bronnen: Path, names: dict[str, str]) -> list[RegioatlasTable]:
    """Read all exports of the Regioatlas.

    Parameters
    ----------
    bronnen : Path
        Folder with the source data.
    names : dict of str
        Code -> name of the gemeenten of 2016-01-01.

    Returns
    -------
    list of RegioatlasTable
        In the order of `indelingen.csv`.

    Raises
    ------
    ValueError
        When a file is absent or unknown, or holds a gemeente that did not exist.
    """
    files = {path.stem: path for path in sorted((bronnen / SOURCE).glob("*/*.csv"))}
    wanted = [info for info in ordered() if info.indeling != REGELINGEN]
    if set(files) != {info.bron for info in wanted}:
        raise ValueError(f"{SOURCE}: andere bestanden dan de 34 indelingen")
    return [_table(info, read_export(files[info.bron]), names) for info in wanted]


def _table(info: IndelingInfo, atlas: Regioatlas, names: dict[str, str]) -> RegioatlasTable:
    spellings: dict[str, Counter[str]] = {}
    for row in atlas.rows:
        if row.gemeente_code not in names:
            raise ValueError(f"{atlas.file}, rij {row.row}: onbekende code {row.gemeente_code}")
        _check_name(atlas.file, row.row, row.gemeente, names[row.gemeente_code])
        spellings.setdefault(slug(row.region), Counter())[row.region] += 1
    kept = {
        key: min(counts, key=lambda name: (-counts[name], name))
        for key, counts in spellings.items()
    }
    pairs = {(slug(row.region), row.gemeente_code) for row in atlas.rows}
    index = NameIndex(names)
    centre = {key: index.find(name) for key, name in kept.items()} if info.centrum else {}
    deelnames = [
        Deelname(
            verband_id=slug(f"{info.indeling}-{key}"),
            verband=kept[key],
            indeling=info.indeling,
            domein=info.domein,
            vorm="geen" if info.wettelijk else "",
            aard="",
            rol="centrumgemeente" if centre.get(key) == code else "deelnemer",
            gemeente_code=code,
            gemeente=names[code],
            van="",
            tot="",
            bron=source_label(info),
        )
        for key, code in pairs
    ]
    deelnames.sort(key=lambda row: (row.verband_id, row.gemeente_code))
    with_centre = {row.verband for row in deelnames if row.rol == "centrumgemeente"}
    return RegioatlasTable(
        info=info,
        title=atlas.title,
        deelnames=tuple(deelnames),
        merged=tuple(
            Merged(info.indeling, kept[key], tuple(sorted(counts)))
            for key, counts in sorted(spellings.items())
            if len(counts) > 1
        ),
        stray_spaces=tuple(
            sorted({row.region for row in atlas.rows if row.raw_region != row.region})
        ),
        repeated=_repeated(deelnames),
        without_centrum=tuple(sorted(set(kept.values()) - with_centre)) if info.centrum else (),
    )


def _check_name(file: str, row: int, spelt: str, official: str) -> None:
    """Refuse a code that goes with another gemeente's name."""
    if NameIndex({"code": official}).find(spelt) is None:
        raise ValueError(f"{file}, rij {row}: '{spelt}' heeft de code van {official}")


def _repeated(deelnames: list[Deelname]) -> tuple[tuple[str, tuple[str, ...]], ...]:
    found: dict[tuple[str, str], list[str]] = {}
    for row in deelnames:
        found.setdefault((row.gemeente_code, row.gemeente), []).append(row.verband)
    return tuple(
        (name, tuple(verbanden))
        for (_, name), verbanden in sorted(found.items())
        if len(verbanden) > 1
    )
