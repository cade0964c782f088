"""XML without its dangers: a stream of elements, no document type, no entities, no tree.

A document type definition is the only place where entities can be made, and with them come
expansion (a kilobyte that grows to gigabytes) and reading of other files. No source of ours has
one, so a file that does is refused at its first line. Nothing is kept but what is asked for.
"""

from collections.abc import Callable
from pathlib import Path
from typing import IO, Final
from xml.parsers import expat

from lappendeken.errors import DataError
from lappendeken.reading.files.guard import check_file, refuse
from lappendeken.reading.files.text import UTF16, disguise

__all__ = ["check_xml", "has_doctype", "local_name", "parse"]

_CHUNK: Final = 1 << 16
_DOCTYPE: Final = "dit XML-bestand heeft een DOCTYPE, en zulke bestanden worden niet gelezen"
_HINT: Final = "Haal het bestand opnieuw op bij de bron"
_STARTS: Final = (b"<", b"\xef\xbb\xbf<", b" ", b"\n", b"\r", b"\t", *UTF16)

Start = Callable[[str, dict[str, str]], None]
End = Callable[[str], None]
Text = Callable[[str], None]


class _Stop(Exception):  # noqa: N818  it is no error
    """The prolog has been read."""


def local_name(name: str) -> str:
    """The name of an element or attribute without its namespace.

    Examples
    --------
    >>> local_name("https://example.org/export/2.6.9 regeling")
    'regeling'
    """
    return name.rpartition(" ")[2]


def check_xml(path: Path) -> None:
    """Refuse a file that is absent, empty, too large, or no XML at its beginning."""
    head = check_file(path, expected=_STARTS)
    if disguise(head) == "een webpagina":
        raise refuse(path, "dit bestand is een webpagina en geen XML", _HINT)


def _refuse_doctype(file: str) -> Callable[..., None]:
    def handler(*_: object) -> None:
        raise refuse(file, _DOCTYPE, _HINT)

    return handler


def parse(path: Path, start: Start, end: End, text: Text) -> None:
    """Parse a file and call a function for every beginning, end and text."""
    parser = expat.ParserCreate(namespace_separator=" ")
    parser.buffer_text = True
    parser.StartDoctypeDeclHandler = _refuse_doctype(str(path))
    parser.StartElementHandler = lambda name, given: start(
        local_name(name), {local_name(key): value for key, value in given.items()}
    )
    parser.EndElementHandler = lambda name: end(local_name(name))
    parser.CharacterDataHandler = text
    try:
        with path.open("rb") as file:
            while chunk := file.read(_CHUNK):
                parser.Parse(chunk, False)
        parser.Parse(b"", True)
    except expat.ExpatError as error:
        raise _not_xml(path, error) from None
    except (LookupError, ValueError) as error:
        if isinstance(error, DataError):
            raise
        raise refuse(path, "de codering van dit XML-bestand is onbekend", _HINT) from None


def _not_xml(path: Path, error: expat.ExpatError) -> DataError:
    """The error about a file that is cut off or damaged."""
    cut = error.code in {3, 5, 13}
    message = "dit XML-bestand is afgebroken" if cut else "dit is geen geldige XML"
    return refuse(path, message, _HINT, row=error.lineno)


def has_doctype(file: IO[bytes], name: str) -> bool:
    """Whether an XML file has a document type definition; only its prolog is read."""
    parser = expat.ParserCreate()

    def stop(*_: object) -> None:
        raise _Stop

    parser.StartDoctypeDeclHandler = _refuse_doctype(name)
    parser.StartElementHandler = stop
    try:
        while chunk := file.read(_CHUNK):
            parser.Parse(chunk, False)
    except DataError:
        return True
    except (_Stop, expat.ExpatError, LookupError, ValueError):
        return False
    return False
