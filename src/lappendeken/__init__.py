"""Lappendeken: how well the regional divisions of Dutch municipalities fit together.

>>> import lappendeken as ld
>>> lap = ld.load()
>>> jeugd, werk = lap.indeling("jeugdregio"), lap.indeling("arbeidsmarktregio")
>>> round(ld.measures.adjusted_rand_index(jeugd, werk), 3)
0.774
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

from lappendeken.errors import (
    DataError,
    Fault,
    LappendekenError,
    NotAPartitionError,
    NothingInCommonError,
    UnknownNameError,
)

if TYPE_CHECKING:
    from lappendeken import graph, herindeling, maps, measures, nullmodel, optimise, scenario
    from lappendeken.indeling import Indeling
    from lappendeken.model import Lappendeken, load

__all__ = [
    "DataError",
    "Fault",
    "Indeling",
    "Lappendeken",
    "LappendekenError",
    "NotAPartitionError",
    "NothingInCommonError",
    "UnknownNameError",
    "__version__",
    "graph",
    "herindeling",
    "load",
    "maps",
    "measures",
    "nullmodel",
    "optimise",
    "scenario",
]

# Imported on first use: geopandas and folium take a second that a help text need not wait for.
_LAZY = {
    "Indeling": "lappendeken.indeling",
    "Lappendeken": "lappendeken.model",
    "load": "lappendeken.model",
    "graph": "",
    "herindeling": "",
    "maps": "",
    "measures": "",
    "nullmodel": "",
    "optimise": "",
    "scenario": "",
}


def __getattr__(name: str) -> Any:
    """Import a public name when it is first used."""
    if name == "__version__":
        return import_module("importlib.metadata").version("lappendeken")
    if name not in _LAZY:
        raise AttributeError(f"module 'lappendeken' has no attribute '{name}'")
    if not _LAZY[name]:
        return import_module(f"lappendeken.{name}")
    return getattr(import_module(_LAZY[name]), name)


def __dir__() -> list[str]:
    """The public names."""
    return sorted(__all__)
