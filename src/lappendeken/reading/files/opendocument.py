"""Spreadsheets of LibreOffice (ODS), as a stream of elements; see `xml` for why."""

import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Final
from xml.parsers import expat

from lappendeken.reading.files.guard import MOST_CELLS, refuse
from lappendeken.reading.files.spans import Marks, Sheet, Span
from lappendeken.reading.files.xml import local_name

__all__ = ["read_content"]

_CHUNK: Final = 1 << 16
_REPEATED: Final = 1000
"""A row or cell with content that is repeated more often than this is filling, and no data."""

_VALUES: Final = {
    "float": "value",
    "percentage": "value",
    "currency": "value",
    "date": "date-value",
    "boolean": "boolean-value",
}


class _Table:
    """The cells of one sheet that hold something."""

    def __init__(self, name: str, style: str) -> None:
        self.name = name
        self.style = style
        self.rows: dict[int, dict[int, str]] = {}
        self.spans: list[Span] = []
        self.unsaved: set[tuple[int, int]] = set()
        self.hidden: set[int] = set()
        self.line = 0

    def lines(self) -> Iterator[tuple[int, list[str]]]:
        for line, row in sorted(self.rows.items()):
            yield line, [row.get(place, "") for place in range(max(row) + 1)]


class _Content:
    """What is read of `content.xml`, element by element."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.tables: list[_Table] = []
        self.hidden: set[str] = set()
        self.style = ""
        self.row: dict[int, str] = {}
        self.shown = True
        self.place = 0
        self.repeat = 1
        self.cell: dict[str, str] | None = None
        self.text: list[str] = []
        self.quiet = 0
        self.cells = 0

    def start(self, tag: str, given: dict[str, str]) -> None:
        name = local_name(tag)
        about = {local_name(key): value for key, value in given.items()}
        if name == "style":
            self.style = about.get("name", "")
        elif name == "table-properties" and about.get("display") == "false":
            self.hidden.add(self.style)
        elif name == "table":
            self.tables.append(_Table(about.get("name", ""), about.get("style-name", "")))
        elif name == "table-row":
            self.row, self.place = {}, 0
            self.repeat = _times(about.get("number-rows-repeated"))
            self.shown = about.get("visibility", "visible") == "visible"
        elif name in {"table-cell", "covered-table-cell"}:
            self.cell, self.text = about, []
        elif name == "annotation":
            self.quiet += 1
        elif name == "p" and self.text and self.cell is not None and not self.quiet:
            self.text.append("\n")
        elif name in {"s", "tab", "line-break"} and self.cell is not None:
            self.text.append(" ")

    def data(self, text: str) -> None:
        if self.cell is not None and not self.quiet:
            self.text.append(text)

    def end(self, tag: str) -> None:
        name = local_name(tag)
        if name == "annotation":
            self.quiet -= 1
        elif name in {"table-cell", "covered-table-cell"} and self.cell is not None and self.tables:
            self._end_cell(self.tables[-1], self.cell)
            self.cell = None
        elif name == "table-row" and self.tables:
            table = self.tables[-1]
            for line in range(min(self.repeat, _REPEATED) if self.row else 0):
                table.rows[table.line + 1 + line] = self.row
                if not self.shown:
                    table.hidden.add(table.line + 1 + line)
                self._count(len(self.row))
            table.line += self.repeat

    def _end_cell(self, table: _Table, about: dict[str, str]) -> None:
        times = _times(about.get("number-columns-repeated"))
        text = _shown(about, "".join(self.text))
        line = table.line + 1
        if text:
            for place in range(min(times, _REPEATED)):
                self.row[self.place + place] = text
            self._count(min(times, _REPEATED))
        elif "formula" in about and "value-type" not in about:
            table.unsaved.add((line, self.place))
            self.row[self.place] = ""
        down, across = (_times(about.get(f"number-{what}-spanned")) for what in ("rows", "columns"))
        if down > 1 or across > 1:
            table.spans.append(Span(line, self.place, line + down - 1, self.place + across - 1))
        self.place += times

    def _count(self, more: int) -> None:
        self.cells += more
        if self.cells > MOST_CELLS:
            raise refuse(self.path, "dit bestand heeft te veel cellen", "Sla het op als CSV UTF-8")


def _times(text: str | None) -> int:
    return int(text) if text and text.isdecimal() and len(text) < 8 else 1


def _shown(about: dict[str, str], text: str) -> str:
    """A cell as the sheets of Excel give it."""
    kind = about.get("value-type", "")
    value = about.get(_VALUES.get(kind, ""), "")
    if kind == "boolean":
        return "ja" if value == "true" else "nee"
    if kind == "date":
        return value.removesuffix("T00:00:00").replace("T", " ")
    if value:
        return value.removesuffix(".0")
    return text


def read_content(path: Path) -> list[Sheet]:
    """The sheets of a file."""
    content = _Content(path)
    parser = expat.ParserCreate(namespace_separator=" ")
    parser.buffer_text = True
    parser.StartElementHandler = content.start
    parser.EndElementHandler = content.end
    parser.CharacterDataHandler = content.data
    with zipfile.ZipFile(path) as package, package.open("content.xml") as file:
        while chunk := file.read(_CHUNK):
            parser.Parse(chunk, False)
        parser.Parse(b"", True)
    return [
        Sheet(
            table.name,
            table.style not in content.hidden,
            table.lines,
            lambda table=table: Marks(  # type: ignore[misc]
                tuple(table.spans), frozenset(table.unsaved), frozenset(table.hidden)
            ),
        )
        for table in content.tables
    ]
