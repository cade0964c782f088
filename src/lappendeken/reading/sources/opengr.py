"""Read the OpenGR file: the participants of gemeenschappelijke regelingen, province by province.

The file is UTF-8 that was once decoded as Windows-1252 and encoded again (`FryslÃ¢n`), spells
one province in two ways (`Overrijssel`), and names a German state where a regeling has its seat
abroad. Who of the participants is a gemeente is decided by matching; who is none is told.
"""

import io
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import pandas as pd

from lappendeken import schema
from lappendeken.errors import DataError, Fault
from lappendeken.reading.files.guard import check_file
from lappendeken.reading.files.text import BrokenRowError, csv_rows, readable_text
from lappendeken.reading.settling.catalogue import PROVINCES, labels, named
from lappendeken.reading.settling.deelnames import ids_by_code, settle
from lappendeken.reading.settling.gemeenten import Gemeenten, Given, reference
from lappendeken.reading.settling.ledger import CELLEN, ONGELDIG, Ledger, ReadResult, Unmatched
from lappendeken.reading.sources.source import Asked, Source

__all__ = ["HEADER", "OpenGRRow", "read_opengr", "read_rows"]

_MOST_BYTES: Final = 5_000_000
"""Fifteen times the real file."""

_MOST_FAULTS: Final = 100_000

HEADER: Final = ("Deelnemer", "Gemeenschappelijke regeling", "Postcode", "Plaats", "Provincie")
"""The first row of the file."""

_PREFIX: Final = "Provincie "
_MISSPELT: Final = {"Overrijssel": "Overijssel"}


@dataclass(frozen=True, slots=True)
class OpenGRRow:
    """One line of the file: one participant of one regeling.

    Parameters
    ----------
    row : int
        Line number in the file; the header is line 1.
    participant : str
        Whoever takes part, without stray spaces; not only gemeenten.
    regeling : str
        Name of the gemeenschappelijke regeling, without stray spaces.
    postcode : str
        Postal code of its seat; may be empty.
    plaats : str
        Place of its seat; may be empty.
    provincie : str
        One of `catalogue.PROVINCES`, or empty when the seat lies abroad.
    repaired : bool
        Whether wrongly decoded letters or a misspelt province were put right in this line.
    """

    row: int
    participant: str
    regeling: str
    postcode: str
    plaats: str
    provincie: str
    repaired: bool


def read_opengr(path: str | Path, *, gemeenten: Gemeenten | Given | None = None) -> ReadResult:
    r"""Read the gemeenten that take part in gemeenschappelijke regelingen.

    Parameters
    ----------
    path : str or Path
        The file `opengr_provincies.csv`.
    gemeenten : Gemeenten, GeoDataFrame, Series or mapping, optional
        Those that may be named; those of the current edition when absent.

    Returns
    -------
    ReadResult
        Extra columns of the deelnames: `postcode`, `plaats` and `provincie` of the seat.

    Raises
    ------
    DataError
        When the file is not the OpenGR file.

    Examples
    --------
    >>> from tempfile import TemporaryDirectory
    >>> lines = "Deelnemer,Gemeenschappelijke regeling,Postcode,Plaats,Provincie\n"
    >>> lines += "Ameland ,HÃ»s en Hiem,8933 BN,Leeuwarden,Provincie FryslÃ¢n\n"
    >>> lines += "Wetterskip Fryslân,HÃ»s en Hiem,8933 BN,Leeuwarden,Provincie FryslÃ¢n\n"
    >>> with TemporaryDirectory() as folder:
    ...     file = Path(folder) / "opengr.csv"
    ...     _ = file.write_text(lines, encoding="utf-8")
    ...     found = read_opengr(file)
    >>> found.deelnames[["verband", "gemeente_code", "provincie"]].values.tolist()
    [['Hûs en Hiem', 'GM0060', 'Fryslân']]
    >>> found.report.not_matched
    {'deelnemer is geen gemeente': 1}
    """
    path = Path(path)
    known = reference(gemeenten)
    rows, faults = _parse(path)
    ledger = Ledger(path.name)
    repaired = sum(row.repaired for row in rows)
    if repaired:
        ledger.remark(f"{path.name}: verkeerd gelezen letters hersteld in {repaired} rijen.")
    table = pd.DataFrame(
        {
            "verband": [row.regeling for row in rows],
            "gemeente": [row.participant for row in rows],
            "postcode": [row.postcode for row in rows],
            "plaats": [row.plaats for row in rows],
            "provincie": [row.provincie for row in rows],
        },
        index=pd.Index([row.row for row in rows], dtype="int64"),
        dtype="str",
    ).assign(indeling=schema.REGELINGEN, bron=path.stem)
    table["verband_id"] = ids_by_code("gr", table["verband"], table["verband"])
    first = {fault.row: fault for fault in reversed(faults)}
    broken = [
        Unmatched(path.name, row or 0, "", "", "", ONGELDIG if fault.column else CELLEN, str(fault))
        for row, fault in sorted(first.items(), key=lambda item: item[0] or 0)
    ]
    deelnames, used = settle(path.name, table, known, named, ledger, broken=broken)
    return ReadResult(known.frame, deelnames, ledger.report(), labels(used))


def read_rows(path: str | Path) -> tuple[OpenGRRow, ...]:
    """Read the rows as they stand, and refuse the file when one is not sound."""
    rows, faults = _parse(Path(path))
    if faults:
        raise DataError(faults)
    return tuple(rows)


def _parse(path: Path) -> tuple[list[OpenGRRow], list[Fault]]:
    """The sound rows of the file, and what is wrong with the others."""
    check_file(path, most=_MOST_BYTES)
    text = readable_text(path)
    try:
        lines = list(csv_rows(io.StringIO(text, newline="")))
    except BrokenRowError as error:
        fault = Fault(path.name, error.line, "", "", str(error), error.hint)
        raise DataError([fault]) from None
    if not lines or tuple(" ".join(cell.split()) for cell in lines[0][1]) != HEADER:
        message = "dit is niet het bestand van OpenGR"
        found = ",".join(lines[0][1]) if lines else ""
        fault = Fault(path.name, 1, "", found, message, f"Verwacht in rij 1: {','.join(HEADER)}")
        raise DataError([fault])
    faults: list[Fault] = []
    rows: list[OpenGRRow] = []
    for number, cells in lines[1:]:
        if not cells:
            continue
        found_here = _faults(path.name, number, cells)
        faults += found_here
        if not found_here:
            rows.append(_row(number, cells))
        if len(faults) > _MOST_FAULTS:
            raise DataError(faults)
    if not rows and not faults:
        raise DataError([Fault(path.name, None, "", "", "het bestand heeft geen rijen")])
    return rows, faults


def _faults(file: str, number: int, cells: list[str]) -> list[Fault]:
    if len(cells) != len(HEADER):
        message = f"deze rij heeft {len(cells)} cellen in plaats van {len(HEADER)}"
        return [Fault(file, number, "", ",".join(cells), message)]
    faults = [
        Fault(file, number, column, "", "deze cel is leeg")
        for column, cell in zip(HEADER, cells, strict=True)
        if column in {"Deelnemer", "Gemeenschappelijke regeling", "Provincie"} and not cell.strip()
    ]
    faults += [
        Fault(file, number, column, cell, "hier staat een provincie: de kolommen zijn verschoven")
        for column, cell in zip(HEADER[2:4], cells[2:4], strict=True)
        if cell.startswith(_PREFIX)
    ]
    return faults


def _row(number: int, cells: list[str]) -> OpenGRRow:
    decoded = [_redecode(cell) for cell in cells]
    participant, regeling, postcode, plaats, seat = (" ".join(cell.split()) for cell in decoded)
    province = seat.removeprefix(_PREFIX)
    spelt = _MISSPELT.get(province, province)
    return OpenGRRow(
        row=number,
        participant=participant,
        regeling=regeling,
        postcode=postcode,
        plaats=plaats,
        provincie=spelt if spelt in PROVINCES.values() else "",
        repaired=decoded != cells or spelt != province,
    )


def _redecode(text: str) -> str:
    """Undo one decoding of UTF-8 as Windows-1252, where that is what happened."""
    if text.isascii():
        return text
    try:
        return text.encode("cp1252").decode("utf-8")
    except UnicodeError:
        return text


def _read(source: str, asked: Asked) -> ReadResult:
    return read_opengr(source, gemeenten=asked.gemeenten)


SOURCE: Final = Source(_read, lambda look: tuple(look.header) == HEADER)
