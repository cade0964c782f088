"""What a Word document and slides share: their extra, a house style, pictures and properties."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from importlib.util import find_spec
from io import BytesIO
from pathlib import Path
from typing import Any
from zipfile import ZIP_DEFLATED, BadZipFile, ZipFile, ZipInfo

from lappendeken.errors import LappendekenError, visible
from lappendeken.reading.style import read_bytes, read_logo
from lappendeken.report import letters
from lappendeken.report.document import Picture, Report
from lappendeken.report.pdf import set_pages
from lappendeken.tables import Column
from lappendeken.wording.sources import program

INSTALL = 'pip install "lappendeken[office]"'
"""How to get what Word documents and slides need."""

FONT = "Arial"
"""On every machine, or its twin of the same widths."""

LANGUAGE = "nl-NL"
_LIBRARIES = ("docx", "pptx", "typst")
CELL_MARGIN = 3.0
"""Points at each side of the text of a cell."""

_SLACK = 1.0
"""Points by which a column is wider than its longest word."""

_DOTS_PER_INCH = 170
_FORMS = {
    ".docx": ("een Word-document", "word/document.xml"),
    ".pptx": ("een PowerPoint-presentatie", "ppt/presentation.xml"),
}
_LEFT_OUT = ("docProps/thumbnail", "ppt/printerSettings/")
"""Parts that come with the libraries and say something of the machine of who made them."""


@dataclass(frozen=True)
class Style:
    """The house style of an organisation.

    Parameters
    ----------
    templates : mapping of str to bytes
        By ending (`.docx`, `.pptx`) a file of which the styles and pages are used.
    logo : bytes
        A PNG or JPEG; empty for none.
    """

    templates: dict[str, bytes]
    logo: bytes = b""


PLAIN = Style({})
"""No house style."""


def available() -> bool:
    """Whether documents and slides can be made on this machine."""
    return all(find_spec(name) is not None for name in _LIBRARIES)


def require() -> None:
    """Refuse to begin when none can be made."""
    if not available():
        raise LappendekenError(f"Word en PowerPoint vragen een extra bibliotheek: {INSTALL}.")


def read_style(templates: Sequence[Path] = (), logo: Path | None = None) -> Style:
    """Read a house style from files, and refuse what is no template or picture."""
    found: dict[str, bytes] = {}
    for path in templates:
        ending = path.suffix.lower()
        if ending not in _FORMS:
            raise LappendekenError(
                f"{path} is geen sjabloon: geef een bestand op .docx (Word) of .pptx (PowerPoint); "
                "een .dotx of .potx slaat u eerst zo op."
            )
        found[ending] = read_bytes(path)
        _check_template(path, found[ending], ending)
    return Style(found, b"" if logo is None else read_logo(logo)[1])


def _check_template(path: Path, content: bytes, ending: str) -> None:
    """Refuse a file that is not what its name says."""
    what, part = _FORMS[ending]
    try:
        with ZipFile(BytesIO(content)) as package:
            broken = part not in package.namelist() or package.testzip() is not None
        if not broken:
            _open(content, ending)
    except (BadZipFile, KeyError, ValueError, OSError, NotImplementedError):
        broken = True
    if broken:
        raise LappendekenError(
            f"{path} is geen sjabloon: het is niet te lezen als {what}. Sla het opnieuw op."
        )


def _open(content: bytes, ending: str) -> Any:
    """A package as its library reads it."""
    require()
    if ending == ".docx":
        import docx  # noqa: PLC0415  an extra

        return docx.Document(BytesIO(content))
    import pptx  # noqa: PLC0415  an extra

    return pptx.Presentation(BytesIO(content))


def opened(style: Style, ending: str) -> Any:
    """A new document, or the template of the house."""
    require()
    if ending in style.templates:
        return _open(style.templates[ending], ending)
    if ending == ".docx":
        import docx  # noqa: PLC0415  an extra

        return docx.Document()
    import pptx  # noqa: PLC0415  an extra

    return pptx.Presentation()


def drawn(pictures: Sequence[Picture]) -> dict[str, bytes]:
    """Each picture by name, as PNG; the drawing is the one that the PDF shows."""
    if not pictures:
        return {}
    content = json.dumps([one.svg for one in pictures])
    pages = set_pages("plaatjes.typ", content, format="png", ppi=_DOTS_PER_INCH)
    return {one.name: page for one, page in zip(pictures, pages, strict=True)}


def describe(properties: Any, report: Report) -> None:
    """Write the properties of a document: what it is and when, and nothing of who or where."""
    day = datetime.combine(report.made, time(), tzinfo=UTC).replace(tzinfo=None)
    properties.title = plain(report.title)[:255]
    properties.subject = plain(report.subtitle)[:255]
    properties.author = program()
    properties.last_modified_by = program()
    properties.comments = properties.keywords = properties.category = ""
    properties.language = LANGUAGE
    properties.revision = 1
    properties.created = properties.modified = day


def plain(text: str) -> str:
    """Text that a document can hold, on one line."""
    return visible(text).replace("\n", " ")


def packed(content: bytes, day: date) -> bytes:
    """A package of which equal parts give equal bytes, without what tells of a machine."""
    stamp = (max(day.year, 1980), day.month, day.day, 0, 0, 0)
    buffer = BytesIO()
    with ZipFile(BytesIO(content)) as old, ZipFile(buffer, "w", ZIP_DEFLATED) as new:
        for name in old.namelist():
            info = ZipInfo(name, stamp)
            info.compress_type = ZIP_DEFLATED
            info.external_attr = 0o600 << 16
            new.writestr(info, old.read(name))
    return buffer.getvalue()


def drop_machine_parts(package: Any) -> None:
    """Leave out the thumbnail and the printer that came with a template."""
    seen: set[Any] = set()
    todo = [package]
    while todo:
        source = todo.pop()
        relations = source._rels if hasattr(source, "_rels") else source.rels
        for key, relation in list(relations.items()):
            if relation.is_external:
                continue
            part = relation.target_part
            if str(part.partname).lstrip("/").startswith(_LEFT_OUT):
                relations.pop(key)
            elif part not in seen:
                seen.add(part)
                todo.append(part)


def fitted(
    columns: Sequence[Column],
    rows: Sequence[tuple[str, ...]],
    width: float,
    size: float,
    margin: float = CELL_MARGIN,
) -> list[float]:
    """Widths of columns in points, in which no word need be broken as far as there is room."""
    whole = sum(one.width for one in columns)
    wanted = [width * one.width / whole for one in columns]
    longest = [
        max(
            letters.wide(word.rstrip(), size, bold=bold)
            for bold, text in ((True, one.head), *((place == 0, row[place]) for row in rows))
            for word in letters.words(text) or [""]
        )
        for place, one in enumerate(columns)
    ]
    least = [min(one + 2 * margin + _SLACK, width / 3) for one in longest]
    if sum(least) >= width:
        return _levelled(least, width)
    short = [max(have, need) for have, need in zip(wanted, least, strict=True)]
    spare = sum(have - need for have, need in zip(short, least, strict=True))
    too_much = sum(short) - width
    return [
        have - too_much * (have - need) / spare if spare else have
        for have, need in zip(short, least, strict=True)
    ]


def _levelled(widths: Sequence[float], room: float) -> list[float]:
    """Widths that are too much together, with the widest brought down to one width.

    Examples
    --------
    >>> _levelled([10, 40, 60], 80)
    [10, 35.0, 35.0]
    """
    level = room / len(widths)
    for place, one in enumerate(sorted(widths)):
        level = room / (len(widths) - place)
        if one >= level:
            break
        room -= one
    return [min(one, level) for one in widths]
