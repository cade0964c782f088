"""Tables without rows, for what a source does not tell."""

from collections.abc import Sequence

import pandas as pd

from lappendeken import schema
from lappendeken.schema import Column

__all__ = ["no_kenmerken", "no_others", "no_rows"]


def no_rows(columns: Sequence[Column]) -> pd.DataFrame:
    """A table that has its columns and nothing in them."""
    return pd.DataFrame({column.name: pd.Series([], dtype="str") for column in columns})


def no_kenmerken() -> pd.DataFrame:
    """Nothing told of any verband."""
    return no_rows(schema.KENMERKEN[:1])


def no_others() -> pd.DataFrame:
    """No participants but gemeenten."""
    return no_rows(schema.ANDERE_DEELNEMERS)
