"""One edition: the tables of one folder, and as what they are written."""

from dataclasses import dataclass
from typing import NamedTuple

import pandas as pd

from databuild.catalogue import indelingen
from databuild.gemeenten import Gemeenten
from databuild.verbindingen import Verbindingen
from lappendeken import schema
from lappendeken.output.csv import csv_text
from lappendeken.output.folder import geojson


class Statement(NamedTuple):
    """What can be said of one indeling."""

    indeling: str
    bron: str
    stand_van: str
    stand_tot: str
    """The earliest and latest date for which a source of a deelname speaks."""
    verbanden: int
    deelnames: int
    zekerheid: dict[str, int]


@dataclass(frozen=True, eq=False)
class Edition:
    """The tables of one edition."""

    year: str
    inwoners: str
    """The date of the inhabitants."""
    gemeenten: Gemeenten
    deelnames: pd.DataFrame
    kenmerken: pd.DataFrame
    andere_deelnemers: pd.DataFrame
    verbindingen: Verbindingen

    @property
    def peildatum(self) -> str:
        """The date of the gemeenten."""
        return f"{self.year}-01-01"

    def tables(self) -> dict[str, pd.DataFrame]:
        """The tables that this edition has beside its gemeenten, by name."""
        labels = indelingen(self.year).reset_index()[schema.column_names(schema.INDELINGEN)]
        found = {
            "verbanden": self.deelnames,
            "indelingen": labels,
            "kenmerken": self.kenmerken,
            "andere_deelnemers": self.andere_deelnemers,
        }
        return {name: table for name, table in found.items() if len(table)}

    def texts(self) -> dict[str, str]:
        """The files of its folder but for the description: name -> content."""
        tables = {f"{name}.csv": table_text(table) for name, table in self.tables().items()}
        return {"gemeenten.geojson": geojson(self.gemeenten.frame), **tables}

    def statements(self) -> list[Statement]:
        """What can be said of each indeling: for when its sources speak, and how sure they are."""
        found = []
        for name, source in indelingen(self.year)["bron"].items():
            own = self.deelnames[self.deelnames["indeling"] == name]
            told = sorted(set(own["stand"]) - {""})
            known = own["zekerheid"].value_counts()
            sure = {one: int(known.get(one, 0)) for one in schema.ZEKERHEDEN}
            size = own["verband_id"].nunique()
            found.append(Statement(str(name), source, told[0], told[-1], size, len(own), sure))
        return found


def table_text(table: pd.DataFrame) -> str:
    """A table of text as CSV."""
    return csv_text(list(table.columns), table.itertuples(index=False, name=None))
