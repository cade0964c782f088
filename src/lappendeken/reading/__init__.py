"""From files and services to checked tables: the only place where input is read.

The readers are imported when they are first used, so that what needs only a date or a text does
not wait for geopandas.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from lappendeken.reading.cbs import read_cbs
    from lappendeken.reading.opengr import read_opengr
    from lappendeken.reading.own import read_tables
    from lappendeken.reading.regioatlas import read_regioatlas
    from lappendeken.reading.result import ReadReport, ReadResult
    from lappendeken.reading.roo import read_roo
    from lappendeken.reading.statline import read_statline

__all__ = [
    "ReadReport",
    "ReadResult",
    "read_cbs",
    "read_opengr",
    "read_regioatlas",
    "read_roo",
    "read_statline",
    "read_tables",
]

_WHERE = {
    "ReadReport": "result",
    "ReadResult": "result",
    "read_cbs": "cbs",
    "read_opengr": "opengr",
    "read_regioatlas": "regioatlas",
    "read_roo": "roo",
    "read_statline": "statline",
    "read_tables": "own",
}


def __getattr__(name: str) -> Any:
    """Import a reader when it is first used."""
    if name not in _WHERE:
        raise AttributeError(f"module 'lappendeken.reading' has no attribute '{name}'")
    return getattr(import_module(f"lappendeken.reading.{_WHERE[name]}"), name)


def __dir__() -> list[str]:
    """The public names."""
    return sorted(__all__)
