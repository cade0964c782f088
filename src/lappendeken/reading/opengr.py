"""Read the OpenGR file: the participants of gemeenschappelijke regelingen, province by province.

The file is UTF-8 that was once decoded as Windows-1252 and encoded again (`FryslÃ¢n`), spells
one province in two ways (`Overrijssel`), and names a German state where a regeling has its seat
abroad. Participants are kept as they are: who is a gemeente is decided by whoever reads this.
"""

import csv
import io
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from lappendeken.errors import DataError, Fault
from lappendeken.reading.text import readable_text

__all__ = ["PROVINCES", "OpenGRRow", "read_opengr"]

_HEADER: Final = ("Deelnemer", "Gemeenschappelijke regeling", "Postcode", "Plaats", "Provincie")
_PREFIX: Final = "Provincie "
_MISSPELT: Final = {"Overrijssel": "Overijssel"}

#: The twelve provinces as this module spells them.
PROVINCES: Final = (
    "Groningen",
    "Fryslân",
    "Drenthe",
    "Overijssel",
    "Flevoland",
    "Gelderland",
    "Utrecht",
    "Noord-Holland",
    "Zuid-Holland",
    "Zeeland",
    "Noord-Brabant",
    "Limburg",
)


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
        One of `PROVINCES`, or empty when the seat lies abroad.
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


def read_opengr(path: str | Path) -> tuple[OpenGRRow, ...]:
    r"""Read the participants of the gemeenschappelijke regelingen.

    Parameters
    ----------
    path : str or Path
        The file `opengr_provincies.csv`.

    Returns
    -------
    tuple of OpenGRRow
        One per line, in the order of the file.

    Raises
    ------
    DataError
        When the file is not the OpenGR file; all faults together, in Dutch.

    Examples
    --------
    >>> from pathlib import Path
    >>> from tempfile import TemporaryDirectory
    >>> lines = "Deelnemer,Gemeenschappelijke regeling,Postcode,Plaats,Provincie\n"
    >>> lines += "Ameland ,HÃ»s en Hiem,8933 BN,Leeuwarden,Provincie FryslÃ¢n\n"
    >>> with TemporaryDirectory() as folder:
    ...     file = Path(folder) / "opengr.csv"
    ...     _ = file.write_text(lines, encoding="utf-8")
    ...     row = read_opengr(file)[0]
    >>> row.participant, row.regeling, row.provincie
    ('Ameland', 'Hûs en Hiem', 'Fryslân')
    """
    path = Path(path)
    lines = list(csv.reader(io.StringIO(readable_text(path), newline="")))
    if not lines or tuple(" ".join(cell.split()) for cell in lines[0]) != _HEADER:
        message = "dit is niet het bestand van OpenGR"
        found = ",".join(lines[0]) if lines else ""
        fault = Fault(path.name, 1, "", found, message, f"Verwacht in rij 1: {','.join(_HEADER)}")
        raise DataError([fault])
    if len(lines) == 1:
        raise DataError([Fault(path.name, None, "", "", "het bestand heeft geen rijen")])
    faults: list[Fault] = []
    rows: list[OpenGRRow] = []
    for number, cells in enumerate(lines[1:], start=2):
        if not cells:
            continue
        found_here = _faults(path.name, number, cells)
        faults += found_here
        if not found_here:
            rows.append(_row(number, cells))
    if faults:
        raise DataError(faults)
    return tuple(rows)


def _faults(file: str, number: int, cells: list[str]) -> list[Fault]:
    if len(cells) != len(_HEADER):
        message = f"deze rij heeft {len(cells)} cellen in plaats van {len(_HEADER)}"
        return [Fault(file, number, "", ",".join(cells), message)]
    faults = [
        Fault(file, number, column, "", "deze cel is leeg")
        for column, cell in zip(_HEADER, cells, strict=True)
        if column in {"Deelnemer", "Gemeenschappelijke regeling", "Provincie"} and not cell.strip()
    ]
    faults += [
        Fault(file, number, column, cell, "hier staat een provincie: de kolommen zijn verschoven")
        for column, cell in zip(_HEADER[2:4], cells[2:4], strict=True)
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
        provincie=spelt if spelt in PROVINCES else "",
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
