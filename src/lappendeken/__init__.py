"""Lappendeken: how well the regional divisions of Dutch municipalities fit together.

>>> import lappendeken as ld
>>> lap = ld.load()
>>> jeugd, werk = lap.indeling("jeugdregio"), lap.indeling("arbeidsmarktregio")
>>> round(ld.measures.adjusted_rand_index(jeugd, werk), 3)
0.77
"""

from importlib import import_module
from typing import Any

import lazy_loader

# Imported on first use: geopandas and folium take a second that a help text need not wait for.
_lazy, _, _public = lazy_loader.attach_stub(__name__, __file__)
__all__ = [*_public, "__version__"]  # noqa: PLE0604  names from the stub


def __getattr__(name: str) -> Any:
    """Import a public name when it is first used."""
    if name == "__version__":
        return import_module("importlib.metadata").version("lappendeken")
    return _lazy(name)


def __dir__() -> list[str]:
    """The public names."""
    return sorted(__all__)
