"""What the tests of reports share: reports on the drawn quilt, and plain readers of each form."""

import io
import re
from datetime import date
from html.parser import HTMLParser

import openpyxl
import pypdf

from lappendeken.report.closing import Made

DAY = date(2026, 11, 22)
MADE = Made(DAY, {form: f"lappendeken rapport --vorm {form}" for form in ("html", "pdf", "xlsx")})


def table(report, name):
    """One table of a report, by name."""
    (found,) = [one for one in report.tables if one.name == name]
    return found


def rows(one):
    """The rows of a table as dicts by column name."""
    names = [column.name for column in one.columns]
    return [dict(zip(names, row, strict=True)) for row in one.rows]


def figure(report, name):
    """One key figure of a report, by name."""
    (found,) = [one for one in report.key_figures if one.name == name]
    return found


class Page(HTMLParser):
    """The text of a page, its tables, and the tags it is made of."""

    def __init__(self, text):
        super().__init__()
        self.tags, self.attributes, self.tables, self.texts = [], [], [], []
        self._cell, self._row = None, None
        self.feed(text)

    def handle_starttag(self, tag, attrs):
        self.tags.append(tag)
        self.attributes += [(tag, *pair) for pair in attrs]
        if tag == "table":
            self.tables.append([])
        elif tag == "tr":
            self._row = []
        elif tag in {"td", "th"}:
            self._cell = ""

    def handle_endtag(self, tag):
        if tag in {"td", "th"}:
            self._row.append(self._cell)
            self._cell = None
        elif tag == "tr":
            self.tables[-1].append(tuple(self._row))

    def handle_data(self, data):
        self.texts.append(data)
        if self._cell is not None:
            self._cell += data

    @property
    def text(self):
        """All text, with single spaces."""
        return " ".join("".join(self.texts).split())


def squeeze(text):
    """Text without white space, hyphens of broken words and places to break: to compare forms."""
    return re.sub(r"[\s\u200b\u00ad-]+", "", text)


def pdf_text(content):
    """The text of a PDF, squeezed."""
    reader = pypdf.PdfReader(io.BytesIO(content))
    pages = [page.extract_text() for page in reader.pages]
    # The foot of a page may stand between two halves of a sentence.
    return squeeze("".join(re.sub(r"\n[^\n]*·[^\n]*\n?\d+ van \d+\s*$", "", p) for p in pages))


def workbook(content):
    """The sheets of a workbook: name to rows."""
    book = openpyxl.load_workbook(io.BytesIO(content))
    return {sheet.title: list(sheet.iter_rows(values_only=True)) for sheet in book.worksheets}
