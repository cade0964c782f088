"""The ways in which covers are scored: by square tables of few gemeenten, or without them."""

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from unittest.mock import patch

import pytest

from lappendeken.measures import alignment, element_centric

SETTINGS = {
    "square": {},
    # A share below 0 makes every pair dense, one above 1 makes every pair sparse.
    "dense": {(alignment, "DENSE"): 0, (element_centric, "DENSE_SHARE"): -1},
    "sparse": {(alignment, "DENSE"): 0, (element_centric, "DENSE_SHARE"): 2},
}

WAYS = pytest.mark.parametrize("way", SETTINGS)
TWO_WAYS = pytest.mark.parametrize("way", ["square", "sparse"])
"""Where it makes no difference how full the tables are."""


@contextmanager
def taking(way: str) -> Iterator[None]:
    """Score covers in one of the ways, however many gemeenten they have."""
    with ExitStack() as stack:
        for (module, name), value in SETTINGS[way].items():
            stack.enter_context(patch.object(module, name, value))
        yield
