"""Is a score higher than chance alone would give? Random divisions, and tests against them."""

from typing import Any

import lazy_loader

_lazy, _, _public = lazy_loader.attach_stub(__name__, __file__)
__all__ = ["test" if name == "null_test" else name for name in _public]


def __getattr__(name: str) -> Any:
    """Import a public name when it is first used; `test` is a name that pytest would collect."""
    return _lazy("null_test" if name == "test" else name)


def __dir__() -> list[str]:
    """The public names."""
    return sorted(__all__)
