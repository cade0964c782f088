"""What if: a plan of changes carried out, and before and after compared."""

from importlib import import_module
from typing import Any

import lazy_loader

_lazy, _, _public = lazy_loader.attach_stub(__name__, __file__)
_PLANS = ("Plan", "Step", "read_plan")
__all__ = [*_public, *_PLANS]  # noqa: PLE0604  names from the stub


def __getattr__(name: str) -> Any:
    """Import a public name when it is first used; plans are read where all input is read."""
    if name in _PLANS:
        return getattr(import_module("lappendeken.reading.plan"), name)
    return _lazy(name)


def __dir__() -> list[str]:
    """The public names."""
    return sorted(__all__)
