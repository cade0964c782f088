"""What every reader of a source gives: two tables, and an account of every row of the source.

A reader refuses a file that it cannot understand with a `DataError`. Of a file that it does
understand it drops nothing in silence: each row arrives as a deelname (or a gemeente), or stands
in the report with the reason why it does not.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Final, NamedTuple

import geopandas as gpd
import pandas as pd

from lappendeken import schema
from lappendeken.dutch import count, number
from lappendeken.errors import one_line
from lappendeken.reading.blank import no_kenmerken, no_others

__all__ = ["ReadReport", "ReadResult", "Tally", "Unmatched", "deelname_columns"]

ONBEKEND: Final = "onbekende gemeente"
MEERDUIDIG: Final = "naam past op meer dan één gemeente"
TEGENSPRAAK: Final = "code en naam horen niet bij elkaar"
GEEN_NAAM: Final = "geen gemeente genoemd"
GEEN_GEMEENTE: Final = "deelnemer is geen gemeente"
GEEN_VERBAND: Final = "geen verband genoemd"
DUBBEL: Final = "staat al eerder in de bron"
ONGELDIG: Final = "ongeldige waarde"
TEGENSTRIJDIG: Final = "spreekt een eerdere rij tegen"
CONFLICT: Final = "voorganger en opvolger in verschillende verbanden"
CELLEN: Final = "aantal cellen wijkt af van de kopregel"
FORMULE: Final = "formule zonder opgeslagen waarde"
HOUDT_OP: Final = "geldt niet, volgens de bron"
BUITEN: Final = "ligt niet in een gebied van deze laag"

GEMEENTE_COLUMNS: Final = (*schema.GEMEENTE_PROPERTIES[1:], "geometry")
LABEL_COLUMNS: Final = tuple(schema.column_names(schema.INDELINGEN))
UNMATCHED_COLUMNS: Final = (
    "bestand",
    "rij",
    "verband",
    "gemeente_code",
    "gemeente",
    "reden",
    "toelichting",
)


def deelname_columns() -> list[str]:
    """The columns that the table of deelnames of every reader has, in this order."""
    return schema.column_names(schema.VERBANDEN)


class Unmatched(NamedTuple):
    """One row of a source that did not become a deelname or a gemeente; the fields are columns.

    Parameters
    ----------
    bestand : str
        File, sheet or layer.
    rij : int
        Line of the file, or number of the object.
    verband, gemeente_code, gemeente : str
        As the source has them; empty when it has none.
    reden : str
        One of the constants of this module.
    toelichting : str
        What is wrong with this very row, and what to do.
    """

    bestand: str
    rij: int
    verband: str
    gemeente_code: str
    gemeente: str
    reden: str
    toelichting: str = ""


class Tally(NamedTuple):
    """How many rows of one file or layer were read, and how many arrived.

    Parameters
    ----------
    bestand : str
        File, sheet or layer.
    eenheid : str
        What is counted, a Dutch plural.
    gelezen, overgenomen : int
        Counts.
    """

    bestand: str
    eenheid: str
    gelezen: int
    overgenomen: int


@dataclass(frozen=True, eq=False)
class ReadReport:
    """The account of one reading: read = matched + not matched.

    Parameters
    ----------
    source : str
        What was read.
    tallies : tuple of Tally
        A count per file or layer.
    unmatched : DataFrame
        The rows that did not arrive, with the fields of `Unmatched` as columns.
    cells : DataFrame
        Cells that were left empty in rows that did arrive: `bestand`, `rij`, `kolom`, `waarde`,
        `toelichting`.
    remarks : tuple of str
        What else a user should know, Dutch sentences.
    proposals : DataFrame
        Gemeenten that may be meant by names that were not recognised; see `reading.matching`.

    Raises
    ------
    AssertionError
        If the counts do not add up, which no source can cause.
    """

    source: str
    tallies: tuple[Tally, ...]
    unmatched: pd.DataFrame
    cells: pd.DataFrame
    remarks: tuple[str, ...] = ()
    proposals: pd.DataFrame = field(default_factory=pd.DataFrame)

    def __post_init__(self) -> None:
        if self.read != self.matched + len(self.unmatched):
            raise AssertionError(
                f"{self.source}: {self.read} read, {self.matched} matched, "
                f"{len(self.unmatched)} not matched"
            )

    @property
    def read(self) -> int:
        """Number of rows that the source holds."""
        return sum(tally.gelezen for tally in self.tallies)

    @property
    def matched(self) -> int:
        """Number of rows that arrived."""
        return sum(tally.overgenomen for tally in self.tallies)

    @property
    def not_matched(self) -> dict[str, int]:
        """Number of rows that did not arrive by reason, the most frequent first."""
        counts = self.unmatched["reden"].value_counts()
        ordered = sorted(counts.items(), key=lambda item: (-int(item[1]), str(item[0])))
        return {str(reason): int(amount) for reason, amount in ordered}

    def lines(self) -> list[str]:
        """The account as Dutch sentences.

        Returns
        -------
        list of str
            First the counts, then a line a reason, then the remarks.
        """
        missing = len(self.unmatched)
        counts = f"{number(self.read)} gelezen, {number(self.matched)} overgenomen"
        lines = [f"{self.source}: {counts}, {number(missing)} niet."]
        lines += [f"Niet overgenomen: {number(n)}, {why}." for why, n in self.not_matched.items()]
        if len(self.cells):
            lines.append(f"{count(len(self.cells), 'cel is', 'cellen zijn')} leeg gelaten.")
        return [*lines, *self.remarks]

    def as_dict(self) -> dict[str, Any]:
        """The account for machines.

        Returns
        -------
        dict
            Only what JSON knows.
        """
        return {
            "bron": self.source,
            "gelezen": self.read,
            "overgenomen": self.matched,
            "niet_overgenomen": self.not_matched,
            "bestanden": [tally._asdict() for tally in self.tallies],
            "rijen": self.unmatched.to_dict("records"),
            "cellen": self.cells.to_dict("records"),
            "opmerkingen": list(self.remarks),
        }


@dataclass(frozen=True, eq=False)
class ReadResult:
    """What a reader made of a source.

    Parameters
    ----------
    gemeenten : GeoDataFrame
        Index `code`; `naam`, `provincie` (may be empty), `inwoners`, `oppervlakte_km2` and
        `geometry` in EPSG:28992 (metres; None when the source has none).
    deelnames : DataFrame
        One row per deelname, as text: the columns of `verbanden.csv`, then what the source tells
        beside these.
    report : ReadReport
        What became of every row.
    indelingen : DataFrame
        Labels of the indelingen in `deelnames`: the columns of `indelingen.csv`.
    peildatum : date or None
        The date at which the source holds, when it says so.
    kenmerken, andere_deelnemers : DataFrame
        What the source tells of verbanden and of participants that are no gemeente; see
        `reading.tables.Tables`.
    """

    gemeenten: gpd.GeoDataFrame
    deelnames: pd.DataFrame
    report: ReadReport
    indelingen: pd.DataFrame
    peildatum: date | None = None
    kenmerken: pd.DataFrame = field(default_factory=no_kenmerken)
    andere_deelnemers: pd.DataFrame = field(default_factory=no_others)

    @property
    def extra_columns(self) -> list[str]:
        """What the source tells of a deelname that `verbanden.csv` has no column for."""
        known = deelname_columns()
        return [name for name in self.deelnames.columns if name not in known]


@dataclass
class Ledger:
    """Collects the account while a source is read; the only thing here that changes.

    Parameters
    ----------
    source : str
        What is read.
    """

    source: str
    tallies: list[Tally] = field(default_factory=list)
    frames: list[pd.DataFrame] = field(default_factory=list)
    cells: list[tuple[str, int, str, str, str]] = field(default_factory=list)
    remarks: list[str] = field(default_factory=list)
    proposals: pd.DataFrame = field(default_factory=pd.DataFrame)

    def miss(self, rows: Iterable[Unmatched]) -> None:
        """Write down rows that did not arrive."""
        self.frames.append(unmatched_frame(rows))

    def miss_frame(self, frame: pd.DataFrame) -> None:
        """Write down rows that did not arrive, given as columns."""
        self.frames.append(frame[list(UNMATCHED_COLUMNS)])

    def remark(self, text: str) -> None:
        """Write down what a user should know, once; names in it steer no screen."""
        text = one_line(text)
        if text not in self.remarks:
            self.remarks.append(text)

    def report(self) -> ReadReport:
        """The account as it stands."""
        frames = [frame for frame in self.frames if len(frame)] or [unmatched_frame(())]
        unmatched = pd.concat(frames, ignore_index=True)
        columns = ["bestand", "rij", "kolom", "waarde", "toelichting"]
        cells = pd.DataFrame(self.cells, columns=columns)
        tallies, remarks = tuple(self.tallies), tuple(self.remarks)
        return ReadReport(self.source, tallies, unmatched, cells, remarks, self.proposals)


def unmatched_frame(rows: Iterable[Unmatched]) -> pd.DataFrame:
    """Rows that did not arrive as a table."""
    frame = pd.DataFrame(list(rows), columns=list(UNMATCHED_COLUMNS))
    texts = {name: "str" for name in UNMATCHED_COLUMNS if name != "rij"}
    return frame.astype(texts | {"rij": "int64"})


def deelname_frame(
    columns: Mapping[str, Sequence[str] | pd.Series], extra: Sequence[str] = ()
) -> pd.DataFrame:
    """A table of deelnames with every column in its place; what is not given is empty."""
    names = [*deelname_columns(), *extra]
    frame = pd.DataFrame({name: columns[name] for name in names if name in columns})
    for name in names:
        if name not in frame:
            frame[name] = ""
    return frame[names].astype("str").reset_index(drop=True)
