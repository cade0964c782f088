"""What `verbanden.csv` of an edition holds: one row per deelname."""

from collections.abc import Iterable, Sequence

import pandas as pd

from databuild.catalogue import indelingen
from lappendeken.reading.settling.ledger import deelname_frame
from lappendeken.schema import VERBANDEN, Column, column_names


def no_rows(columns: Sequence[Column]) -> pd.DataFrame:
    """A table that has its columns and nothing in them."""
    return pd.DataFrame(columns=column_names(columns), dtype="str")


def labelled(rows: pd.DataFrame, year: str) -> pd.DataFrame:
    """Rows with the domein, the source and the vorm of their indeling, where they have none."""
    known = indelingen(year)
    told = rows.assign(rol=rows["rol"].mask(rows["rol"] == "", "deelnemer"))
    for column in ("domein", "bron", "vorm"):
        own = told[column] if column in told else pd.Series("", told.index)
        told[column] = own.mask(own == "", told["indeling"].map(known[column]))
    return deelname_frame({name: told[name] for name in column_names(VERBANDEN) if name in told})


def ordered(frames: Iterable[pd.DataFrame], year: str) -> pd.DataFrame:
    """All rows of an edition in the order of the table: by indeling, verband and gemeente."""
    table = pd.concat(list(frames), ignore_index=True)
    check(table)
    rank = {name: place for place, name in enumerate(indelingen(year).index)}
    if set(rank) != set(table["indeling"]):
        raise ValueError(f"andere indelingen dan die van {year}: {set(rank) ^ set(table.indeling)}")
    keys = table.assign(rank=table["indeling"].map(rank))
    keys = keys.sort_values(["rank", "verband_id", "gemeente_code"])
    return table.loc[keys.index].reset_index(drop=True)


def check(table: pd.DataFrame) -> None:
    """Refuse rows that occur twice and identifiers that stand for two verbanden."""
    if table.duplicated(["verband_id", "gemeente_code"]).any():
        raise ValueError("verbanden.csv heeft dubbele deelnames")
    verbanden = table[["verband_id", "indeling", "verband"]].drop_duplicates()
    twice = verbanden.loc[verbanden["verband_id"].duplicated(), "verband_id"]
    if len(twice):
        raise ValueError(f"verband_id {twice.iloc[0]} staat voor twee verbanden")
