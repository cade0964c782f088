"""Tables as a workbook for people: a sheet a table, with real numbers and dates, and its origin."""

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from io import BytesIO
from pathlib import Path
from types import MappingProxyType
from typing import Any

import xlsxwriter
from xlsxwriter.utility import xl_col_to_name

from lappendeken.tables import Cell, Column, Kind, Table, shown

Line = tuple[str, str]
"""A word and what it says."""

_FORMATS = MappingProxyType(
    {Kind.COUNT: "#,##0", Kind.SCORE: "0.000", Kind.SHARE: "0.0%", Kind.DATE: "dd-mm-yyyy"}
)
_NARROWEST, _WIDEST = 9, 60
_LONGEST_TEXT = 32767
"""What a cell can hold."""

_LONGEST_LIST = 255
"""Signs that a list of choices can hold; a longer one stands on a sheet of its own."""

_ROOM = 500
"""Rows below a table in which a user may fill in more."""

_CHOICES = "keuzes"
_LONGEST_NAME = 31
"""What the name of a sheet can hold."""


@dataclass(frozen=True)
class About:
    """What a workbook says beside its tables: a first sheet, and more lines on the last."""

    title: str = ""
    summary: Sequence[Line] = ()
    explained: Sequence[Line] = ()
    made: date = date(2016, 1, 1)


def render_xlsx(path: Path, tables: Sequence[Table], facts: Mapping[str, str]) -> dict[Path, bytes]:
    """All tables in one file."""
    return {path: workbook(tables, facts)}


def workbook(
    tables: Sequence[Table], facts: Mapping[str, str], about: About | None = None
) -> bytes:
    """A sheet a table and one with the facts; equal tables give equal bytes.

    No cell is a formula or a link.
    """
    about = about or About()
    buffer = BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    made = datetime(about.made.year, about.made.month, about.made.day, tzinfo=UTC)
    with xlsxwriter.Workbook(buffer, options) as book:
        book.set_properties({"title": about.title[:255], "created": made})
        formats = _Formats(book)
        if about.summary:
            _fill_lines(book.add_worksheet("samenvatting"), about.summary, formats)
        filled = [(book.add_worksheet(one.name[:_LONGEST_NAME]), one) for one in tables]
        for sheet, table in filled:
            _fill_table(sheet, table, formats)
        notes = [(f"werkblad {table.name}", table.note) for table in tables if table.note]
        lines = [("gegeven", "waarde"), *facts.items(), *about.explained, *notes]
        _fill_lines(book.add_worksheet("toelichting"), lines, formats)
        _restrict(book, filled)
    return buffer.getvalue()


class _Formats:
    """How cells look."""

    def __init__(self, book: Any) -> None:
        self.head = book.add_format({"bold": True, "bottom": 1, "text_wrap": True, "valign": "top"})
        self.strong = book.add_format({"bold": True, "text_wrap": True, "valign": "top"})
        self.text = book.add_format({"text_wrap": True, "valign": "top"})
        self.kinds = {
            kind: book.add_format({"num_format": pattern, "valign": "top"})
            for kind, pattern in _FORMATS.items()
        }

    def of(self, kind: Kind, value: Cell) -> Any:
        """The format of a value."""
        if kind == Kind.FIGURE:
            kind = Kind.SHARE if isinstance(value, float) else Kind.COUNT
        return self.kinds.get(kind, self.text)


def _fill_table(sheet: Any, table: Table, formats: _Formats) -> None:
    """Write one table with frozen header, filter and fitting widths."""
    for number, column in enumerate(table.columns):
        sheet.write_string(0, number, column.head, formats.head)
        for place, row in enumerate(table.rows, start=1):
            _write(sheet, place, number, row[number], column.kind, formats)
        sheet.set_column(number, number, _width(table, number, column))
    sheet.freeze_panes(1, 1 if len(table.columns) > 2 else 0)
    sheet.autofilter(0, 0, len(table.rows), max(len(table.columns) - 1, 0))


def _restrict(book: Any, filled: Sequence[tuple[Any, Table]]) -> None:
    """Let a user choose from what is allowed, in the columns of forms."""
    lists: list[tuple[str, ...]] = []
    for sheet, table in filled:
        for number, column in enumerate(table.columns):
            if not column.choices:
                continue
            source: list[str] | str = list(column.choices)
            if _needs_sheet(column.choices):
                if column.choices not in lists:
                    lists.append(column.choices)
                letter = xl_col_to_name(lists.index(column.choices), col_abs=True)
                source = f"={_CHOICES}!{letter}$1:{letter}${len(column.choices)}"
            rule = {
                "validate": "list",
                "source": source,
                "error_type": "information" if column.open_ended else "stop",
                "error_title": column.name,
                "error_message": "Dit staat niet in de lijst."
                if column.open_ended
                else "Kies een waarde uit de lijst, of laat de cel leeg.",
            }
            sheet.data_validation(1, number, len(table.rows) + _ROOM, number, rule)
    if lists:
        sheet = book.add_worksheet(_CHOICES)
        for number, choices in enumerate(lists):
            for row, text in enumerate(choices):
                sheet.write_string(row, number, text)
        sheet.hide()


def _needs_sheet(choices: Sequence[str]) -> bool:
    """Whether choices cannot stand in a rule itself."""
    return len(",".join(choices)) > _LONGEST_LIST or any({*',"='} & {*one} for one in choices)


def _write(sheet: Any, row: int, column: int, value: Cell, kind: Kind, formats: _Formats) -> None:
    """Write one cell by what it is; nothing for what is missing."""
    if value is None or value in ("", ()):
        return
    style = formats.of(kind, value)
    if isinstance(value, date):
        sheet.write_datetime(row, column, datetime(value.year, value.month, value.day), style)  # noqa: DTZ001
    elif isinstance(value, int | float) and not isinstance(value, bool):
        if math.isfinite(value):
            sheet.write_number(row, column, value, style)
    else:
        sheet.write_string(row, column, shown(value, kind)[:_LONGEST_TEXT], formats.text)


def _width(table: Table, number: int, column: Column) -> int:
    """A width that shows most cells; the rest is wrapped."""
    longest = max((len(shown(row[number], column.kind)) for row in table.rows), default=0)
    words = max(map(len, column.head.split()), default=0) + 2
    return min(max(longest + 1, words, _NARROWEST), _WIDEST)


def _fill_lines(sheet: Any, lines: Iterable[Line], formats: _Formats) -> None:
    """Write pairs of a word and a text."""
    sheet.set_column(0, 0, 30)
    sheet.set_column(1, 1, 110)
    for row, (left, right) in enumerate(lines):
        sheet.write_string(row, 0, left[:_LONGEST_TEXT], formats.strong)
        sheet.write_string(row, 1, right[:_LONGEST_TEXT], formats.text)
    sheet.freeze_panes(1, 0)
