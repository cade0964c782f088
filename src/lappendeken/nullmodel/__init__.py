"""Is a score higher than chance alone would give? Random divisions, and tests against them."""

from lappendeken.nullmodel.divisions import MODELS, random_divisions
from lappendeken.nullmodel.results import Draws, Examination, NullTest, table
from lappendeken.nullmodel.testing import examine
from lappendeken.nullmodel.testing import null_test as test

__all__ = [
    "MODELS",
    "Draws",
    "Examination",
    "NullTest",
    "examine",
    "random_divisions",
    "table",
    "test",
]
