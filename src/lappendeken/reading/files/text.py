"""From a file on disk to text and cells, with every way in which a file can disappoint.

This is the lowest rung of input: nothing here knows what a column means.
"""

import codecs
import csv
import io
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from lappendeken.errors import DataError, Fault, explain_os_error

_MAGIC = (
    (b"PK\x03\x04", "een Excel- of zip-bestand"),
    (b"\xd0\xcf\x11\xe0", "een oud Excel- of Word-bestand"),
    (b"SQLite format 3", "een GeoPackage of SQLite-bestand"),
    (b"%PDF", "een PDF"),
    (b"PAR1", "een Parquet-bestand"),
    (b"\x1f\x8b", "een gz-bestand"),
    (b"\x89PNG", "een plaatje"),
)
UTF16 = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
_SAVE_AS = "Sla het in Excel op als 'CSV UTF-8', of in QGIS met codering UTF-8"


@dataclass(frozen=True)
class Cells:
    """The cells of one CSV file as text, stripped of white space at both ends.

    Parameters
    ----------
    file : str
        Name of the file, for messages.
    header : list of str
        Names of the columns.
    rows : list of list of str
        Each as long as the header.
    lines : list of int
        For every row the line of the file it starts at.
    header_line : int
        The line of the header, usually 1.
    """

    file: str
    header: list[str]
    rows: list[list[str]]
    lines: list[int]
    header_line: int = 1


def read_text(path: Path, faults: list[Fault]) -> str | None:
    """Read a UTF-8 text file, with or without byte-order mark."""
    try:
        raw = path.read_bytes()
    except FileNotFoundError:
        faults.append(Fault(str(path), None, "", "", "dit bestand ontbreekt"))
        return None
    except OSError as error:
        message = f"dit bestand is niet te lezen: {explain_os_error(error)}"
        faults.append(Fault(str(path), None, "", "", message))
        return None
    text = _decode(path, raw, faults)
    if text is not None and not text.strip():
        faults.append(Fault(str(path), None, "", "", "dit bestand is leeg"))
        return None
    return text


def readable_text(path: Path) -> str:
    """Read a UTF-8 text file, or raise what is wrong with it."""
    faults: list[Fault] = []
    text = read_text(path, faults)
    if text is None:
        raise DataError(faults)
    return text


def _decode(path: Path, raw: bytes, faults: list[Fault]) -> str | None:
    """Turn bytes into text, or say why that cannot be done."""
    found = disguise(raw)
    if found:
        expected = path.suffix.lstrip(".").upper() or "tekst"
        message = f"dit bestand heet {path.suffix} maar is {found}"
        hint = f"Sla het op als {expected}; de naam veranderen is niet genoeg"
        faults.append(Fault(str(path), None, "", "", message, hint))
        return None
    raw = raw.removeprefix(codecs.BOM_UTF8)
    try:
        text = raw.decode("utf-8")
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
        wrong = f"byte {raw[error.start]:02x}"
        message = "het bestand is niet in UTF-8 opgeslagen"
        faults.append(Fault(str(path), line, "", wrong, message, _SAVE_AS))
        return None
    if "\x00" in text:
        line = text.count("\n", 0, text.index("\x00")) + 1
        message = "het bestand bevat een nulteken en is geen tekst"
        faults.append(Fault(str(path), line, "", "", message))
        return None
    return text


class BrokenRowError(ValueError):
    """Text that cannot be divided into cells."""

    hint = "Kijk of elk aanhalingsteken een tweede heeft"

    def __init__(self, line: int, why: object) -> None:
        super().__init__(f"deze regel is geen geldige CSV ({why})")
        self.line = line


def csv_rows(lines: Iterable[str], separator: str = ",") -> Iterator[tuple[int, list[str]]]:
    """Rows of separated cells, each with the line at which it begins."""
    reader = csv.reader(lines, delimiter=separator, strict=True)
    start = 1
    try:
        for row in reader:
            yield start, row
            start = reader.line_num + 1
    except csv.Error as error:
        raise BrokenRowError(start, error) from None


def read_cells(path: Path, faults: list[Fault], *, may_be_empty: bool = False) -> Cells | None:
    """Read a comma-separated file into cells, and check its shape."""
    text = read_text(path, faults)
    if text is None:
        return None
    name = str(path)
    header: list[str] = []
    rows: list[list[str]] = []
    lines: list[int] = []
    header_line = 1
    try:
        for start, row in csv_rows(io.StringIO(text, newline="")):
            cells = list(map(str.strip, row))
            if not any(cells):
                pass
            elif not header:
                header, header_line = cells, start
                if not _check_header(name, start, header, faults):
                    return None
            elif len(cells) != len(header):
                faults.append(_wrong_length(name, start, header, cells))
            else:
                rows.append(cells)
                lines.append(start)
    except BrokenRowError as error:
        faults.append(Fault(name, error.line, "", "", str(error), error.hint))
        return None
    if not rows and not may_be_empty and not any(f.file == name for f in faults):
        faults.append(Fault(name, None, "", "", "dit bestand heeft een kopregel maar geen rijen"))
    return Cells(name, header, rows, lines, header_line)


def disguise(raw: bytes) -> str:
    """Name what a file is when it is no plain text."""
    if raw.startswith(UTF16):
        return "tekst in UTF-16 (in Excel: 'Unicode-tekst')"
    for magic, kind in _MAGIC:
        if raw.startswith(magic):
            return kind
    start = raw[:400].lstrip(codecs.BOM_UTF8).lstrip().lower()
    if start.startswith((b"<!doctype html", b"<html")):
        return "een webpagina"
    if start.startswith(b"<?xml"):
        return "een XML-bestand"
    return ""


def _wrong_length(file: str, line: int, header: list[str], cells: list[str]) -> Fault:
    """Describe a row that has more or fewer cells than the header."""
    return Fault(
        file,
        line,
        "",
        ",".join(cells),
        f"deze rij heeft {len(cells)} velden en de kopregel {len(header)}",
        "Zet een naam met een komma tussen aanhalingstekens",
    )


def _check_header(file: str, line: int, header: list[str], faults: list[Fault]) -> bool:
    """Check that the first row is a comma-separated header with every name once."""
    if len(header) == 1:
        for sign, word in ((";", "puntkomma's"), ("\t", "tabs"), ("|", "verticale strepen")):
            if sign in header[0]:
                faults.append(
                    Fault(
                        file,
                        line,
                        "",
                        header[0],
                        f"de kolommen zijn met {word} gescheiden in plaats van met komma's",
                        "Sla het bestand op met de komma als scheidingsteken, of zet het om met "
                        "'gegevens inlezen'",
                    )
                )
                return False
    double = sorted({name for name in header if name and header.count(name) > 1})
    faults.extend(
        Fault(file, line, name, "", "deze kolom komt meer dan eens voor", "Houd er een over")
        for name in double
    )
    return not double
