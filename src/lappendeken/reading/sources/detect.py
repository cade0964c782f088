"""What kind of source a file, folder or name is, as far as it says so itself."""

from pathlib import Path
from typing import Final

from lappendeken.errors import DataError
from lappendeken.reading.files.delimited import read_header
from lappendeken.reading.sources.opengr import HEADER
from lappendeken.reading.sources.regioatlas import is_regioatlas
from lappendeken.reading.sources.statline import is_table

__all__ = ["KINDS", "kind_of"]

KINDS: Final = ("tabel", "regioatlas", "opengr", "cbs", "statline", "register")
"""The kinds of sources, by the names that a user gives them."""

_TEXT: Final = (".csv", ".txt", ".tsv")
_OWN: Final = ("verbanden", "gemeenten")
_SAVED: Final = ("TypedDataSet.json", "UntypedDataSet.json")


def kind_of(source: str) -> str:
    """Recognise a source.

    Examples
    --------
    >>> kind_of("85385NED"), kind_of("2023")
    ('statline', 'statline')
    """
    path = Path(source)
    try:
        if path.is_dir():
            return _of_folder(path)
        exists = path.is_file()
    except (OSError, ValueError):
        exists = False
    if not exists:
        return "statline" if is_table(source) else "tabel"
    ending = path.suffix.lower()
    if ending == ".xml":
        return "register"
    if ending == ".gpkg":
        from lappendeken.reading.files.layers import list_layers  # noqa: PLC0415
        from lappendeken.reading.sources.cbs import is_cbs  # noqa: PLC0415  geopandas takes a second

        return "cbs" if is_cbs(list_layers(path)) else "tabel"
    if ending == ".json":
        with path.open("rb") as file:
            return "tabel" if b'"FeatureCollection"' in file.read(2000) else "statline"
    return _of_header(read_header(path)) if ending in _TEXT else "tabel"


def _of_folder(path: Path) -> str:
    names = {one.name for one in path.iterdir()}
    if names & set(_SAVED):
        return "statline"
    if {Path(name).stem.casefold() for name in names} & set(_OWN):
        return "tabel"
    for file in sorted(path.rglob("*.csv")):
        try:
            if is_regioatlas(read_header(file)):
                return "regioatlas"
        except DataError:
            continue
    return "tabel"


def _of_header(header: list[str]) -> str:
    if is_regioatlas(header):
        return "regioatlas"
    if tuple(header) == HEADER:
        return "opengr"
    return "statline" if "RegioS" in header else "tabel"
