"""The whole report on a folder: faults, and what deserves attention."""

from dataclasses import asdict, dataclass
from datetime import date
from pathlib import Path
from typing import Any

from lappendeken.errors import DataError, Fault, LappendekenError
from lappendeken.model import Lappendeken, from_tables
from lappendeken.quality.geometry import geometry_remarks
from lappendeken.quality.periods import period_remarks
from lappendeken.quality.remark import Remark
from lappendeken.quality.remarks import remarks
from lappendeken.reading.editions import find_folder
from lappendeken.reading.files.geojson import read_gemeenten
from lappendeken.reading.tables import read_tables


@dataclass(frozen=True)
class Report:
    """What is wrong with a folder of data, and what is remarkable in it.

    Parameters
    ----------
    folder : Path
        Where the data are.
    faults : tuple of Fault
        With any of these, nothing can be computed.
    remarks : tuple of Remark
        What is allowed but deserves attention. Beside faults only those about areas are known, and
        these only if the gemeenten could be read.
    lappendeken : Lappendeken or None
        The model; None when there are faults.
    """

    folder: Path
    faults: tuple[Fault, ...]
    remarks: tuple[Remark, ...]
    lappendeken: Lappendeken | None

    @property
    def sound(self) -> bool:
        """Whether there are no faults."""
        return not self.faults

    def as_json(self) -> dict[str, Any]:
        """The report as what JSON can hold.

        Returns
        -------
        dict
            `feiten`, `fouten`, `opmerkingen` and `indelingen`, the last with coverage.
        """
        lap = self.lappendeken
        return {
            "feiten": {
                "gegevens": str(self.folder),
                "in_orde": self.sound,
                "peildatum": None if lap is None else lap.peildatum.isoformat(),
                "gemeenten": None if lap is None else len(lap.gemeenten),
                "deelnames": None if lap is None else len(lap.deelnames),
            },
            "fouten": [asdict(fault) for fault in self.faults],
            "opmerkingen": [remark._asdict() for remark in self.remarks],
            "indelingen": [] if lap is None else _indelingen(lap),
        }


def _indelingen(lap: Lappendeken) -> list[dict[str, Any]]:
    """Every indeling with its coverage."""
    columns = ["naam", "domein", "standaard", "verbanden", "gemeenten", "dekking", "partitie"]
    rows = lap.indelingen[columns].astype(object).to_dict("index")
    return [
        {"indeling": str(name)} | {str(column): cell for column, cell in row.items()}
        for name, row in rows.items()
    ]


def check_folder(folder: str | Path | None = None, *, peildatum: date | None = None) -> Report:
    """Read a folder of data and report on it.

    Parameters
    ----------
    folder : str or Path, optional
        See `load`.
    peildatum : date, optional
        See `load`.

    Returns
    -------
    Report
        Never an error about the data: these stand in the report.

    Examples
    --------
    >>> report = check_folder()
    >>> report.sound, len(report.lappendeken.gemeenten)
    (True, 342)
    """
    path = find_folder(folder)
    try:
        tables = read_tables(path)
        lap = from_tables(tables, peildatum=peildatum)
    except DataError as error:
        return Report(path, error.faults, _geometry_only(path), None)
    except LappendekenError as error:
        fault = Fault(str(path / "verbanden.csv"), None, "", "", str(error).rstrip("."))
        return Report(path, (fault,), _geometry_only(path), None)
    found = (*period_remarks(tables, lap.peildatum), *remarks(lap))
    return Report(path, (), found, lap)


def _geometry_only(folder: Path) -> tuple[Remark, ...]:
    """What can be said of the areas when other tables are at fault."""
    gemeenten = read_gemeenten(folder / "gemeenten.geojson", [])
    return () if gemeenten is None else tuple(geometry_remarks(gemeenten))
