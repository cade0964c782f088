"""Limits on what is read, and the one place where errors of other libraries become ours."""

import gc
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from lappendeken.errors import DataError, Fault, LappendekenError, explain_os_error
from lappendeken.reading.files.text import UTF16, check_no_folder, disguise

MOST_BYTES: Final = 200_000_000
"""Largest file that is read."""

MOST_TEXT: Final = 100_000_000
"""Largest file of text: as a table it is in memory several times."""

MOST_ROWS: Final = 1_048_576
"""As many as a sheet of a spreadsheet can hold."""

MOST_CELLS: Final = 12_000_000
MOST_DISTINCT_CELLS: Final = 4_000_000

MOST_NAMES: Final = 100_000
"""Most different gemeenten or verbanden: the largest countries have a third of it."""

_HEAD: Final = 1024


def refuse(file: str | Path, message: str, hint: str = "", *, row: int | None = None) -> DataError:
    """An error about a whole file."""
    return DataError([Fault(str(file), row, "", "", message, hint)])


def check_file(
    path: Path,
    *,
    expected: bytes | tuple[bytes, ...] | None = None,
    utf16: bool = False,
    most: int = MOST_BYTES,
) -> bytes:
    """Refuse a file that is absent, empty, too large or of another kind, before it is opened."""
    check_no_folder(path)
    try:
        size = path.stat().st_size
        with path.open("rb") as file:
            head = file.read(_HEAD)
    except FileNotFoundError:
        hint = "Kijk of de naam klopt, en of het in deze map staat"
        raise refuse(path, "dit bestand ontbreekt", hint) from None
    except (OSError, ValueError) as error:
        why = explain_os_error(error) if isinstance(error, OSError) else "de naam is ongeldig"
        raise refuse(path, f"dit bestand is niet te lezen: {why}") from None
    if not head.strip(b"\xef\xbb\xbf \t\r\n"):
        raise refuse(path, "dit bestand is leeg")
    if size > most:
        message = f"dit bestand is groter dan {most // 1_000_000} MB"
        raise refuse(path, message, "Laat rijen en kolommen weg die niet nodig zijn")
    if expected is not None and head.startswith(expected):
        return head
    if utf16 and head.startswith(UTF16):
        return head
    found = disguise(head)
    if expected is not None or found:
        what = found or "iets anders"
        message = f"dit bestand heet {path.suffix or path.name} maar is {what}"
        hint = "Sla het op in de soort die de naam belooft; de naam veranderen is niet genoeg"
        raise refuse(path, message, hint)
    return head


@contextmanager
def told(file: str | Path, message: str, hint: str = "") -> Iterator[list[str]]:
    """Turn whatever another library raises on a damaged file into a `DataError`.

    Its own words are English, and stay with the error for who asks --uitgebreid.
    """
    notes: list[str] = []
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        try:
            yield notes
        except LappendekenError:
            raise
        except Exception as error:
            raise refuse(file, message, hint) from error
        finally:
            notes.extend(dict.fromkeys(str(one.message) for one in caught))


@contextmanager
def unswept() -> Iterator[None]:
    """Let Python look for no garbage while a source is read: what is made there stays.

    In a table the size of France that search takes a quarter of the time.
    """
    swept = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if swept:
            gc.enable()
