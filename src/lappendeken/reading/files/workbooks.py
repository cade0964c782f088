"""Workbooks of Excel and LibreOffice: sheets as rows of text, with what the eye sees in a cell."""

import re
import zipfile
from collections.abc import Iterator
from datetime import date, datetime, time
from pathlib import Path
from typing import Any, Final

from lappendeken.reading.files.guard import check_file, refuse
from lappendeken.reading.files.opendocument import read_content
from lappendeken.reading.files.spans import Marks, Sheet, Span
from lappendeken.reading.files.xml import has_doctype

__all__ = ["ENDINGS", "open_sheets"]

ENDINGS: Final = (".xlsx", ".xlsm", ".ods", ".xls")
"""The endings of workbooks that are read."""

_MOST_UNPACKED: Final = 60_000_000
"""Bytes of XML in one workbook: a million cells, which take a quarter of a minute to read."""

_HINT: Final = "Open het in Excel en sla het opnieuw op als .xlsx"
_ZIP: Final = b"PK\x03\x04"
_OLE: Final = b"\xd0\xcf\x11\xe0"


def open_sheets(path: Path, file: Any) -> list[Sheet]:
    """The sheets of an opened workbook, whatever its name says that it is."""
    head = check_file(path, expected=(_ZIP, _OLE) if path.suffix.lower() == ".xls" else _ZIP)
    if head.startswith(_OLE):
        return _open_xls(path)
    with zipfile.ZipFile(path) as package:
        names = {member.filename for member in package.infolist()}
        if not names & {"xl/workbook.xml", "content.xml"}:
            message = "dit is een zip-bestand, maar geen Excel-werkmap"
            raise refuse(path, message, "Pak het uit, of sla de tabel op als .xlsx")
        _check_members(path, package)
    if "xl/workbook.xml" in names:
        return _open_xlsx(path, file)
    return read_content(path)


def _check_members(path: Path, package: zipfile.ZipFile) -> None:
    """Refuse a package that unpacks to too much, or that could read other files."""
    members = package.infolist()
    parts = [one for one in members if one.filename.endswith((".xml", ".rels", ".vml"))]
    if sum(part.file_size for part in parts) > _MOST_UNPACKED:
        message = f"dit bestand is uitgepakt groter dan {_MOST_UNPACKED // 1_000_000} MB"
        raise refuse(path, message, "Sla zo'n grote tabel op als CSV UTF-8")
    for part in parts:
        with package.open(part) as file:
            if has_doctype(file, part.filename):
                raise refuse(path, f"{part.filename} bevat een DOCTYPE", _HINT)


def _open_xlsx(path: Path, file: Any) -> list[Sheet]:
    """The sheets of an Excel workbook; formulas count as the value that was saved with them."""
    import openpyxl  # noqa: PLC0415  a tenth of a second that only spreadsheets need

    book = openpyxl.load_workbook(file, read_only=True, data_only=True, keep_links=False)
    return [
        Sheet(
            sheet.title,
            sheet.sheet_state == "visible",
            lambda sheet=sheet: _rows_of(sheet),  # type: ignore[misc]
            lambda sheet=sheet: _marks_of(path, sheet._worksheet_path),  # type: ignore[misc]
        )
        for sheet in book.worksheets
    ]


def _rows_of(sheet: Any) -> Iterator[tuple[int, list[str]]]:
    # What the file claims as its size is not to be relied on.
    sheet.reset_dimensions()
    for line, row in enumerate(sheet.iter_rows(values_only=True), start=1):
        yield line, [text_of(value) for value in row]


def _open_xls(path: Path) -> list[Sheet]:
    """The sheets of a workbook of the old kind."""
    import python_calamine  # noqa: PLC0415  only for old files

    book = python_calamine.CalamineWorkbook.from_path(str(path))
    visible = python_calamine.SheetVisibleEnum.Visible
    return [
        Sheet(
            about.name,
            about.visible == visible,
            lambda name=about.name: _old_rows(book, name),  # type: ignore[misc]
            lambda name=about.name: Marks(_old_spans(book, name)),  # type: ignore[misc]
        )
        for about in book.sheets_metadata
        if about.typ == python_calamine.SheetTypeEnum.WorkSheet
    ]


def _old_rows(book: Any, name: str) -> Iterator[tuple[int, list[str]]]:
    rows = book.get_sheet_by_name(name).to_python(skip_empty_area=False)
    for line, row in enumerate(rows, start=1):
        yield line, [text_of(value) for value in row]


def _old_spans(book: Any, name: str) -> tuple[Span, ...]:
    found = book.get_sheet_by_name(name).merged_cell_ranges or []
    return tuple(Span(a[0] + 1, a[1], b[0] + 1, b[1]) for a, b in found)


def text_of(value: Any) -> str:
    """A cell as text: whole numbers without a point, dates as jjjj-mm-dd.

    Examples
    --------
    >>> text_of(14.0), text_of(True), text_of(datetime(2016, 1, 1))
    ('14', 'ja', '2016-01-01')
    """
    if value is None:
        return ""
    if isinstance(value, bool):
        return "ja" if value else "nee"
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e15:
        return str(int(value))
    if isinstance(value, datetime):
        return value.date().isoformat() if value.time() == time(0) else value.isoformat(sep=" ")
    if isinstance(value, date):
        return value.isoformat()
    return str(value)


# What the eye sees ----------------------------------------------------------------------------

_MERGED: Final = re.compile(
    rb'<(?:\w+:)?mergeCell\s[^>]*?ref="([A-Z]{1,3})(\d{1,7}):([A-Z]{1,3})(\d{1,7})"'
)
_HOLLOW: Final = re.compile(
    rb"<(?:\w+:)?c\s([^>]*)>\s*<(?:\w+:)?f(?:\s[^>]*)?(?:/>|>[^<]*</(?:\w+:)?f>)\s*"
    rb"(?:<(?:\w+:)?v\s*/>|<(?:\w+:)?v>\s*</(?:\w+:)?v>)?\s*</(?:\w+:)?c>"
)
_PLACE: Final = re.compile(rb'\br="([A-Z]{1,3})(\d{1,7})"')
_MOST_SPANS: Final = 100_000
_HIDDEN: Final = re.compile(
    rb'<(?:\w+:)?row(?=\s)(?=[^<>]*\shidden="(?:1|true)")[^<>]*?\sr="(\d{1,7})"'
)
_FONT: Final = re.compile(rb"<(?:\w+:)?(font|strike)(?=[\s/>])([^<>]*)")
_USED: Final = re.compile(rb'<(?:\w+:)?xf\s[^<>]*?fontId="(\d{1,5})"')
_FILLED: Final = re.compile(rb"<(?:\w+:)?c(\s[^<>]*[^<>/])>")
_STYLE: Final = re.compile(rb'\ss="(\d{1,6})"')


def _marks_of(path: Path, member: str) -> Marks:
    """Merged cells and formulas without a value, which openpyxl does not tell while it streams."""
    with zipfile.ZipFile(path) as package:
        raw = package.read(member.lstrip("/"))
        struck = _struck(package, raw)
    spans = []
    if b"mergeCell " in raw:
        for found in _MERGED.finditer(raw):
            left, top, right, bottom = found.groups()
            spans.append(Span(int(top), _column(left), int(bottom), _column(right)))
    unsaved = set()
    if b"f>" in raw or b"<f" in raw:
        for found in _HOLLOW.finditer(raw):
            place = _PLACE.search(found[1])
            # An empty text is a value too.
            if place is not None and b't="str"' not in found[1]:
                unsaved.add((int(place[2]), _column(place[1])))
    hidden = frozenset(int(found[1]) for found in _HIDDEN.finditer(raw)) if b"hidden" in raw else ()
    return Marks(tuple(spans[:_MOST_SPANS]), frozenset(unsaved), frozenset(hidden), struck)


def _struck(package: zipfile.ZipFile, raw: bytes) -> frozenset[int]:
    """The rows with a cell whose letters are struck out."""
    try:
        styles = package.read("xl/styles.xml")
    except KeyError:
        return frozenset()
    font, struck = -1, set()
    for part, about in _FONT.findall(styles.partition(b"fonts")[2].partition(b"fonts>")[0]):
        font += part == b"font"
        if part == b"strike" and not re.search(rb'val="(0|false)"', about):
            struck.add(font)
    formats = styles.partition(b"cellXfs")[2].partition(b"cellXfs>")[0] if struck else b""
    used = map(int, _USED.findall(formats))
    wanted = {str(style).encode() for style, font in enumerate(used) if font in struck}
    return frozenset(
        int(place[2])
        for cell in (_FILLED.finditer(raw) if wanted else ())
        if (style := _STYLE.search(cell[1])) is not None
        and style[1] in wanted
        and (place := _PLACE.search(cell[1])) is not None
    )


def _column(letters: bytes) -> int:
    """The place of a column by its letters, from 0.

    Examples
    --------
    >>> _column(b"A"), _column(b"AA")
    (0, 26)
    """
    place = 0
    for letter in letters:
        place = place * 26 + letter - 64
    return place - 1
