"""Maps: single files that open without a network, and figures for print."""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from lappendeken.maps.pages.background import add_background
    from lappendeken.maps.pages.changes import before_after, common_division
    from lappendeken.maps.pages.explorer import explorer
    from lappendeken.maps.pages.folder import write_all
    from lappendeken.maps.pages.noncongruent import noncongruent
    from lappendeken.maps.pages.offline import write
    from lappendeken.maps.pages.saving import save_offline
    from lappendeken.maps.pages.thematic import themed
    from lappendeken.maps.paper.figure import figure

__all__ = [
    "add_background",
    "before_after",
    "common_division",
    "explorer",
    "figure",
    "noncongruent",
    "save_offline",
    "themed",
    "write",
    "write_all",
]

# Imported on first use: a page needs no matplotlib, and a picture no folium.
_LAZY = {
    "add_background": "pages.background",
    "before_after": "pages.changes",
    "common_division": "pages.changes",
    "explorer": "pages.explorer",
    "figure": "paper.figure",
    "noncongruent": "pages.noncongruent",
    "save_offline": "pages.saving",
    "themed": "pages.thematic",
    "write": "pages.offline",
    "write_all": "pages.folder",
}


def __getattr__(name: str) -> Any:
    """Import a public name when it is first used."""
    if name not in _LAZY:
        raise AttributeError(f"module 'lappendeken.maps' has no attribute '{name}'")
    return getattr(import_module(f"lappendeken.maps.{_LAZY[name]}"), name)


def __dir__() -> list[str]:
    """The public names."""
    return sorted(__all__)
