"""The editions that come with the program: one folder of tables a peildatum."""

import re
from collections.abc import Mapping
from datetime import date
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Final

from lappendeken.dutch import listing
from lappendeken.errors import WrongUsageError
from lappendeken.reading.origin import read_description

__all__ = [
    "editions",
    "embedded_folder",
    "find_folder",
    "is_embedded",
    "peildatum_of",
    "place_of",
]

_YEAR: Final = re.compile(r"[0-9]{4}")
_ALL_DATES: Final = frozenset({"herindelingen.csv", "verbindingen.csv"})
"""Tables that lie beside the current edition and hold for the others too."""


def embedded_folder() -> Path:
    """Folder of the current edition; what holds for all editions, and the others, lie in it."""
    installed = Path(__file__).parents[1] / "data"
    return installed if installed.is_dir() else Path(__file__).parents[3] / "data"


@cache
def editions() -> Mapping[str, Path]:
    """The folders of the editions by year, the earliest first.

    Examples
    --------
    >>> "2016" in editions()
    True
    """
    root = embedded_folder()
    found = {one.name: one for one in root.iterdir() if _YEAR.fullmatch(one.name) and one.is_dir()}
    found[str(peildatum_of(root).year)] = root
    return MappingProxyType(dict(sorted(found.items())))


def peildatum_of(edition: Path) -> date:
    """The date of an edition, as its own description says."""
    return date.fromisoformat(read_description(edition)["peildatum"])


def is_embedded(folder: Path) -> bool:
    """Whether a folder is that of an edition."""
    return folder in editions().values()


def find_folder(given: str | Path | None = None) -> Path:
    """The folder that a user means: a path, the year of an edition, or the current edition.

    Examples
    --------
    >>> find_folder("2016") == editions()["2016"], find_folder("mijn/map").name
    (True, 'map')
    """
    if given is None:
        return embedded_folder()
    path, year = Path(given), str(given)
    if not _YEAR.fullmatch(year) or path.exists():
        return path
    if year not in editions():
        known = listing(list(editions()))
        raise WrongUsageError(
            f"Er is geen map '{year}', en geen editie van dat jaar; er zijn edities van {known}. "
            f"Haal het jaar op met: lappendeken gegevens ophalen cbs --jaar {year}"
        )
    return editions()[year]


def place_of(folder: Path, name: str) -> Path:
    """Where a table of a folder is; what holds for all dates, an edition may have from another."""
    own = folder / name
    shared = name in _ALL_DATES and not own.exists() and is_embedded(folder)
    return embedded_folder() / name if shared else own
