"""A report as an editable Word document: styles, headings, captions, real tables, alt texts."""

from collections.abc import Iterable, Sequence
from io import BytesIO
from typing import Any

from lappendeken.dutch import long_date
from lappendeken.report import office, word_styles
from lappendeken.report.document import Block, Picture, Report, Text
from lappendeken.report.office import PLAIN, Style, plain
from lappendeken.report.word_styles import CELL, CELL_SIZE, GRID, NOTE, TWIPS, element
from lappendeken.tables import NUMERIC, Column, Kind, Table
from lappendeken.wording.sources import program

_TALLEST = 500.0
"""Points: a picture must stay on one page with its title, and leave room for what follows."""

_KEY_COLUMNS = (
    Column("kerncijfer", "Kerncijfer", width=1.7),
    Column("waarde", "Waarde", Kind.FIGURE, 0.8),
    Column("naast", "Daarnaast", width=1.1),
    Column("betekenis", "Betekenis", width=4.2),
)


def render_docx(report: Report, style: Style = PLAIN) -> bytes:
    """Make the Word document.

    Parameters
    ----------
    report : Report
        From one of the makers of reports.
    style : Style
        A template of which styles, page and header are used in place of our own, and a logo.

    Returns
    -------
    bytes
        The same for the same report and style.

    Raises
    ------
    LappendekenError
        If python-docx is not there.
    """
    document = office.opened(style, ".docx")
    word_styles.clear(document)
    word_styles.set_up(document, own=".docx" not in style.templates)
    word_styles.header_and_footer(document, report, style)
    writer = _Writer(document, office.drawn(report.pictures))
    writer.begin(report)
    for one in report.sections:
        writer.heading(one.title, one.name)
        writer.blocks(one.blocks)
    writer.end(report)
    office.describe(document.core_properties, report)
    office.drop_machine_parts(document.part.package)
    buffer = BytesIO()
    document.save(buffer)
    return office.packed(buffer.getvalue(), report.made)


def key_rows(report: Report) -> list[tuple[str, ...]]:
    """The key figures as a reader sees them."""
    return [(one.label, one.number, one.beside, one.meaning) for one in report.key_figures]


# Content -----------------------------------------------------------------------------------------


class _Writer:
    """Writes the blocks of a report one after another.

    Parameters
    ----------
    document : Document
        From python-docx.
    pictures : dict of str to bytes
        Each picture as PNG, by name.
    """

    def __init__(self, document: Any, pictures: "dict[str, bytes]") -> None:
        self._document, self._pictures = document, pictures
        section = document.sections[0]
        room = section.page_width - section.left_margin - section.right_margin
        self._width = room / 12700
        self._counts = {"Tabel": 0, "Figuur": 0}
        self._marks = 0

    def begin(self, report: Report) -> None:
        """The first page: title, answer, key figures and what else belongs there."""
        self._line(report.kind, NOTE)
        self._line(report.title, "Title")
        self._line(report.subtitle)
        if report.rests_on:
            self._line(report.rests_on, NOTE)
        self.heading("In het kort", "in-het-kort")
        for line in report.summary:
            self._line(line, "List Bullet")
        self.heading("Kerncijfers", "kerncijfers")
        self._grid(_KEY_COLUMNS, key_rows(report), "Kerncijfers", short=False)
        self._line("", CELL)
        self.blocks(report.front)
        self.heading("Inhoud", "inhoud")
        for one in report.sections:
            self._link(one.title, one.name)

    def end(self, report: Report) -> None:
        """How it was made."""
        self.heading("Zo is dit rapport gemaakt", "gemaakt")
        self._line(f"Gemaakt op {long_date(report.made)} met {program()}.")
        command = report.commands.get("docx", "")
        if command:
            self._line("Zo maakt u het opnieuw:")
            self._line(command, NOTE)

    def heading(self, title: str, name: str) -> None:
        """The heading of a chapter, to which the contents link."""
        line = self._line(title, "Heading 1")
        self._marks += 1
        key = str(self._marks)
        line._p.insert(1, element("bookmarkStart", id=key, name=_mark(name)))
        line._p.append(element("bookmarkEnd", id=key))

    def blocks(self, blocks: Iterable[Block]) -> None:
        """Some blocks in order."""
        for one in blocks:
            if isinstance(one, Picture):
                self._picture(one)
            elif isinstance(one, Text):
                for line in one.lines:
                    self._line(line, "List Bullet" if one.items else "Normal")
            elif one.shown_columns:
                self._table(one)

    def _line(self, text: str, style: str = "Normal") -> Any:
        """A paragraph."""
        return self._document.add_paragraph(plain(text), self._document.styles[style])

    def _link(self, text: str, name: str) -> None:
        """A line of the contents."""
        line = self._line("", "Normal")
        link, run, shown = element("hyperlink", anchor=_mark(name)), element("r"), element("t")
        shown.text = plain(text)
        run.append(shown)
        link.append(run)
        line._p.append(link)

    def _caption(self, kind: str, title: str) -> Any:
        """A caption that Word numbers, above what it names; gives its paragraph."""
        self._counts[kind] += 1
        line = self._line("", "Caption")
        line.paragraph_format.keep_with_next = True
        line.add_run(f"{kind} ")
        word_styles.field(line, f"SEQ {kind} \\* ARABIC", str(self._counts[kind]))
        line.add_run(plain(f". {title}"))
        return line._p

    def _picture(self, one: Picture) -> None:
        """A picture with what it shows for who cannot see it."""
        from docx.shared import Pt  # noqa: PLC0415

        self._caption("Figuur", one.title)
        line = self._line("")
        line.paragraph_format.keep_with_next = bool(one.caption)
        shape = line.add_run().add_picture(BytesIO(self._pictures[one.name]))
        wide = min(self._width * one.share, _TALLEST * shape.width / shape.height)
        shape.height, shape.width = Pt(wide * shape.height / shape.width), Pt(wide)
        about = shape._inline.docPr
        about.set("descr", plain(one.alt))
        about.set("title", plain(one.title))
        about.set("name", one.name)
        if one.caption:
            self._line(one.caption, NOTE)

    def _table(self, one: Table) -> None:
        """A table with its title above and its notes below."""
        if one.shown_rows:
            columns = tuple(column for _, column in one.shown_columns)
            self._grid(columns, one.shown_rows, one.title, short=one.short)
        else:
            self._caption("Tabel", one.title)
            self._line(one.empty)
        for text in (one.more, one.note):
            if text:
                self._line(text, NOTE)
        if one.shown_rows and not (one.more or one.note):
            self._line("", CELL)

    def _grid(
        self,
        columns: tuple[Column, ...],
        rows: Sequence[tuple[str, ...]],
        about: str,
        *,
        short: bool,
    ) -> None:
        """The table with its title; its head comes back on every page.

        The title of a long table is its first row. As a paragraph that stays with the table it
        makes LibreOffice lose rows where the table crosses a page.
        """
        caption = self._caption("Tabel", about)
        points = office.fitted(columns, rows, self._width, CELL_SIZE)
        widths = [round(TWIPS * one) for one in points]
        table = element("tbl")
        table.append(self._table_properties(about))
        grid = element("tblGrid")
        grid.extend(element("gridCol", w=str(width)) for width in widths)
        table.append(grid)
        right = [one.kind in NUMERIC for one in columns]
        cell = self._document.styles[CELL].style_id
        body = [tuple(one.head for one in columns), *rows]
        if not short:
            table.append(_title_row(caption, len(columns), sum(widths)))
        for place, row in enumerate(body):
            keep = short and place < len(body) - 1
            line = _row(head=place == 0)
            line.extend(
                _cell(text, width, cell, right=side, keep=keep or place == 0, head=place == 0)
                for text, width, side in zip(row, widths, right, strict=True)
            )
            table.append(line)
        self._document.element.body.insert_element_before(table, "w:sectPr")

    def _table_properties(self, about: str) -> Any:
        """Style, width and description of a table."""
        properties = element("tblPr")
        properties.append(element("tblStyle", val=self._document.styles[GRID].style_id))
        properties.append(element("tblW", w=str(round(self._width * TWIPS)), type="dxa"))
        properties.append(element("tblLayout", type="fixed"))
        properties.append(
            element("tblLook", val="00A0", firstRow="1", firstColumn="1", noHBand="1", noVBand="1")
        )
        properties.append(element("tblCaption", val=plain(about)))
        return properties


def _row(*, head: bool) -> Any:
    """A row without cells that stays whole; a head comes back on every page."""
    line, properties = element("tr"), element("trPr")
    properties.append(element("cantSplit"))
    if head:
        properties.append(element("tblHeader"))
    line.append(properties)
    return line


def _title_row(caption: Any, columns: int, width: int) -> Any:
    """A row with the title of a table, over all its columns and without a line below it."""
    line, cell, properties = _row(head=True), element("tc"), element("tcPr")
    properties.append(element("tcW", w=str(width), type="dxa"))
    properties.append(element("gridSpan", val=str(columns)))
    edges = element("tcBorders")
    edges.append(element("bottom", val="nil"))
    properties.append(edges)
    cell.extend((properties, caption))
    line.append(cell)
    return line


def _cell(text: str, width: int, style: str, *, right: bool, keep: bool, head: bool) -> Any:
    """A cell with one paragraph; a head may be the second row, which the style does not know."""
    cell, properties = element("tc"), element("tcPr")
    properties.append(element("tcW", w=str(width), type="dxa"))
    if head:
        edges = element("tcBorders")
        edges.append(word_styles.head_line())
        properties.append(edges)
    cell.append(properties)
    line, about = element("p"), element("pPr")
    about.append(element("pStyle", val=style))
    if keep:
        about.append(element("keepNext"))
    if right:
        about.append(element("jc", val="right"))
    line.append(about)
    run, shown = element("r"), element("t")
    if head:
        bold = element("rPr")
        bold.append(element("b"))
        run.append(bold)
    shown.text = plain(text)
    shown.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")
    run.append(shown)
    line.append(run)
    cell.append(line)
    return cell


def _mark(name: str) -> str:
    """The name of a bookmark."""
    return f"hoofdstuk-{name}".replace("-", "_")[:40]
