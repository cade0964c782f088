"""CSV files as people have them: any usual separator, any usual encoding."""

import codecs
import io
import re
from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from typing import Final, TextIO

from lappendeken.reading.files.grid import Grid, make_grid
from lappendeken.reading.files.guard import MOST_TEXT, check_file, refuse
from lappendeken.reading.files.mixture import may_be_mangled, unmix
from lappendeken.reading.files.surroundings import Known
from lappendeken.reading.files.text import BrokenRowError, csv_rows

__all__ = ["read_decoded", "read_delimited", "read_header", "read_rows"]

SEPARATORS: Final = {",": "komma's", ";": "puntkomma's", "\t": "tabs", "|": "verticale strepen"}
MIXED: Final = "regel voor regel"
"""The encoding of a text that must be read line by line."""

_CHUNK: Final = 1 << 20
_SAMPLE: Final = 1 << 16
_SAMPLE_ROWS: Final = 100
_LONGEST_LINE: Final = 4_000_000
_SEP: Final = re.compile(r'"?sep=(.?)"?', re.IGNORECASE)


def read_delimited(
    path: Path, *, separator: str = "", strip: bool = True, known: Known | None = None
) -> Grid:
    r"""Read a text file with separated cells.

    Examples
    --------
    >>> from tempfile import TemporaryDirectory
    >>> with TemporaryDirectory() as folder:
    ...     file = Path(folder) / "t.csv"
    ...     _ = file.write_bytes("gemeente;regio\nSúdwest;Fryslân".encode("cp1252"))
    ...     grid = read_delimited(file)
    >>> grid.table.loc[2, "gemeente"], grid.notes
    ('Súdwest', ('t.csv is gelezen als Windows-1252.',))
    """
    head = check_file(path, utf16=True, most=MOST_TEXT)
    encoding, notes = _encoding(path, head)
    separator = separator or _separator(path, encoding)
    rows = _rows(path, encoding, separator)
    return make_grid(path.name, rows, notes, strip=strip, known=known)


def read_rows(path: Path) -> Iterator[tuple[int, list[str]]]:
    """Read every row of a text file as it is, with the line at which it begins."""
    encoding, _ = _encoding(path, check_file(path, utf16=True, most=MOST_TEXT))
    yield from _rows(path, encoding, _separator(path, encoding))


def read_decoded(path: Path) -> str:
    """Read a text file that is no table, in any usual encoding."""
    encoding, _ = _encoding(path, check_file(path, utf16=True, most=MOST_TEXT))
    with _opened(path, encoding) as file:
        return file.read()


def read_header(path: Path) -> list[str]:
    """Read the names of the columns alone, to see what kind of file this is."""
    head = check_file(path, utf16=True)
    encoding, _ = _encoding(path, head)
    for _, row in islice(_rows(path, encoding, _separator(path, encoding)), _SAMPLE_ROWS):
        cells = [" ".join(cell.split()) for cell in row]
        if sum(map(bool, cells)) > 1:
            return cells
    return []


def _encoding(path: Path, head: bytes) -> tuple[str, list[str]]:
    """The encoding of a file, by its mark or by trying."""
    if head.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        encoding = "utf-16"
        _check_text(path, encoding)
        return encoding, [f"{path.name} is gelezen als UTF-16."]
    if _is_plain(path):
        _check_text(path, "utf-8-sig")
        return "utf-8-sig", []
    notes = unmix(path).notes(path.name)
    encoding = MIXED if notes else "utf-8-sig"
    _check_text(path, encoding)
    return encoding, notes


def _opened(path: Path, encoding: str) -> TextIO:
    """The text of a file, with its ends of lines as they are."""
    if encoding == MIXED:
        return io.StringIO(unmix(path).text, newline="")
    return path.open(encoding=encoding, newline="")


def _is_plain(path: Path) -> bool:
    """Whether a file is UTF-8, and was not saved as that twice."""
    decoder = codecs.getincrementaldecoder("utf-8-sig")()
    with path.open("rb") as file:
        try:
            while chunk := file.read(_CHUNK):
                decoder.decode(chunk)
                if may_be_mangled(chunk):
                    return False
            decoder.decode(b"", final=True)
        except UnicodeDecodeError:
            return False
    return True


def _check_text(path: Path, encoding: str) -> None:
    """Refuse null characters, half signs, and lines that no spreadsheet writes."""
    longest = 0
    line = 1
    try:
        with _opened(path, encoding) as file:
            while chunk := file.read(_CHUNK):
                if "\x00" in chunk:
                    row = line + chunk.count("\n", 0, chunk.index("\x00"))
                    message = "het bestand bevat een nulteken en is geen tekst"
                    raise refuse(path, message, row=row)
                line += chunk.count("\n")
                last = max(chunk.rfind("\n"), chunk.rfind("\r"))
                longest = longest + len(chunk) if last < 0 else len(chunk) - last
                if longest > _LONGEST_LINE:
                    hint = "Kijk of er een aanhalingsteken te veel staat"
                    raise refuse(path, "een regel is onleesbaar lang", hint, row=line)
    except UnicodeError:
        hint = "Sla het in Excel op als 'CSV UTF-8'"
        raise refuse(path, "de codering van dit bestand klopt niet", hint, row=line) from None


def _separator(path: Path, encoding: str) -> str:
    """The separator under which most rows of the beginning are as long as the header."""
    with _opened(path, encoding) as file:
        sample = file.read(_SAMPLE)
    lines = sample.splitlines(keepends=True)
    told = _SEP.fullmatch(lines[0].strip("\r\n")) if lines else None
    if told is not None and told[1] in SEPARATORS:
        return told[1]
    whole = lines[:-1] if len(sample) == _SAMPLE and len(lines) > 1 else lines
    scores = {sign: _fit(whole, sign) for sign in SEPARATORS}
    return max(scores, key=lambda sign: scores[sign])


def _fit(lines: list[str], separator: str) -> tuple[int, int]:
    """How many rows are as long as the header, and how long that is."""
    found: list[int] = []
    try:
        for _, row in islice(csv_rows(lines, separator), _SAMPLE_ROWS):
            if len(row) > 1 or (found and any(row)):
                found.append(len(row))
    except BrokenRowError:
        pass
    if not found:
        return 0, 0
    return sum(length == found[0] for length in found), found[0]


def _rows(path: Path, encoding: str, separator: str) -> Iterator[tuple[int, list[str]]]:
    """Every row with the line at which it begins."""
    with _opened(path, encoding) as file:
        try:
            for start, row in csv_rows(file, separator):
                if start > 1 or not _SEP.fullmatch("".join(row).strip()):
                    yield start, row
        except BrokenRowError as error:
            raise refuse(path, str(error), error.hint, row=error.line) from None
