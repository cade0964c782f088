"""From a file on disk to text, with every way in which a file can disappoint.

This is the lowest rung of input: nothing here knows what a column means.
"""

import codecs
import csv
from collections.abc import Iterable, Iterator
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


def check_no_folder(path: Path) -> None:
    """Refuse a folder where a file is wanted, and name a file in it."""
    try:
        inside = sorted(one for one in path.iterdir() if one.is_file()) if path.is_dir() else None
    except (OSError, ValueError):
        return
    if inside is None:
        return
    hint = f"Noem een bestand in deze map, zoals {inside[0]}" if inside else "Deze map is leeg"
    fault = Fault(str(path), None, "", "", "dit is een map en geen bestand", hint)
    raise DataError([fault])


def read_text(path: Path, faults: list[Fault]) -> str | None:
    """Read a UTF-8 text file, with or without byte-order mark."""
    try:
        check_no_folder(path)
        raw = path.read_bytes()
    except DataError as error:
        faults.extend(error.faults)
        return None
    except FileNotFoundError:
        hint = "Kijk of de naam klopt, en of het in deze map staat"
        faults.append(Fault(str(path), None, "", "", "dit bestand ontbreekt", hint))
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


_WHY = {
    "unexpected end": "een aanhalingsteken wordt niet gesloten",
    "expected after": "achter het sluitende aanhalingsteken staat nog tekst",
    "field limit": "een cel is onleesbaar lang",
}
"""What the CSV reader of Python says, and what it means."""


class BrokenRowError(ValueError):
    """Text that cannot be divided into cells."""

    hint = "Kijk of elk aanhalingsteken een tweede heeft"

    def __init__(self, line: int, why: object) -> None:
        told = next((dutch for english, dutch in _WHY.items() if english in str(why)), "")
        super().__init__("deze regel is geen geldige CSV" + (f" ({told})" if told else ""))
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
