"""Which indelingen an edition has: one row of `indelingen.csv` beside this program for each."""

from functools import cache
from typing import Final

import pandas as pd

from databuild.tables import HERE, read
from lappendeken.schema import DOMEINEN, INDELINGEN

CENTRUM: Final = ("mo-bw-regio", "vrouwenopvangregio")
"""Indelingen of which a verband is called after its centrumgemeente."""


@cache
def indelingen(year: str) -> pd.DataFrame:
    """The indelingen of an edition: by domein, the default one first.

    Index `indeling`; the columns of `indelingen.csv`, and `vorm`: `geen` for what plainly is a
    statutory or statistical division and no collaboration.
    """
    table = read(HERE / "indelingen.csv", "indeling")
    table = table.assign(bron=table[f"bron_{year}"])
    table = table[table["bron"] != ""]
    rank = table["domein"].map({domein: place for place, domein in enumerate(DOMEINEN)})
    table = table.assign(rank=rank, later=table["standaard"] != "ja", key=table.index)
    columns = [*(column.name for column in INDELINGEN[1:]), "vorm"]
    return table.sort_values(["rank", "later", "key"])[columns]
