"""A report as an editable Word document: styles, headings, captions, real tables, alt texts."""

from collections.abc import Iterable, Sequence
from io import BytesIO
from typing import Any

from lappendeken.drawing.palette import LINES, MUTED
from lappendeken.dutch import long_date
from lappendeken.report import office
from lappendeken.report.document import Block, Picture, Report, Text
from lappendeken.report.office import LANGUAGE, PLAIN, Style, plain
from lappendeken.tables import NUMERIC, Column, Kind, Table
from lappendeken.wording.sources import program

_FONT = "Arial"
_CELL, _NOTE, _GRID = "Lappendeken cel", "Lappendeken toelichting", "Lappendeken tabel"
_TWIPS = 20
_CELL_SIZE = 7.5
_TALLEST = 600.0
"""Points: a picture with its title must stay on one page."""

_RULE = "D5DCE3"
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
    _clear(document)
    _set_up(document, own=".docx" not in style.templates)
    _header_and_footer(document, report, style)
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


# Styles ------------------------------------------------------------------------------------------


def _element(tag: str, **attributes: str) -> Any:
    """An element of a document, with attributes of the same namespace."""
    from docx.oxml import OxmlElement  # noqa: PLC0415  an extra
    from docx.oxml.ns import qn  # noqa: PLC0415

    made = OxmlElement(f"w:{tag}")
    for name, value in attributes.items():
        made.set(qn(f"w:{name}"), value)
    return made


def _clear(document: Any) -> None:
    """Leave of a template its styles, page, header and footer."""
    body = document.element.body
    for child in list(body):
        if not child.tag.endswith("}sectPr"):
            body.remove(child)


def _set_up(document: Any, *, own: bool) -> None:
    """The styles that a report needs; those of a template stay as they are."""
    from docx.shared import Mm, Pt, RGBColor  # noqa: PLC0415

    styles = document.styles
    ink, muted = (RGBColor.from_string(one[1:].upper()) for one in (LINES["inkt"], MUTED))
    if own:
        section = document.sections[0]
        section.page_width, section.page_height = Mm(210), Mm(297)
        section.left_margin = section.right_margin = Mm(20)
        section.top_margin, section.bottom_margin = Mm(19), Mm(20)
        for name, size, above, below in (
            ("Normal", 10.5, 0, 6),
            ("Title", 20, 0, 6),
            ("Heading 1", 15, 20, 8),
            ("Heading 2", 12, 14, 6),
            ("Caption", 10.5, 12, 5),
            ("List Bullet", 10.5, 0, 4),
        ):
            one = styles[name]
            _set_font(one, size)
            one.font.color.rgb = ink
            one.paragraph_format.space_before = Pt(above)
            one.paragraph_format.space_after = Pt(below)
            one.paragraph_format.line_spacing = 1.12
        styles["Caption"].font.bold = True
        border = styles["Title"].element.find(".//{*}pBdr")
        if border is not None:
            border.getparent().remove(border)
    for name, size in ((_CELL, _CELL_SIZE), (_NOTE, 9)):
        if name not in styles:
            one = styles.add_style(name, 1)
            one.base_style = styles["Normal"]
            one.font.size = Pt(size)
            one.paragraph_format.space_after = Pt(1 if name == _CELL else 6)
            one.paragraph_format.space_before = Pt(1 if name == _CELL else 3)
            one.paragraph_format.line_spacing = 1.0
            if name == _NOTE:
                one.font.color.rgb = muted
    _add_grid(styles)
    _set_language(document)


def _set_font(style: Any, size: float) -> None:
    """One font for all signs, in place of that of a theme."""
    from docx.oxml.ns import qn  # noqa: PLC0415
    from docx.shared import Pt  # noqa: PLC0415

    style.font.name, style.font.size = _FONT, Pt(size)
    fonts = style.element.rPr.rFonts
    for name in list(fonts.attrib):
        if "heme" in name:
            del fonts.attrib[name]
    for name in ("ascii", "hAnsi", "cs", "eastAsia"):
        fonts.set(qn(f"w:{name}"), _FONT)


def _add_grid(styles: Any) -> None:
    """The style of tables: lines between rows, a bold head and a bold first column."""
    from docx.oxml.ns import qn  # noqa: PLC0415

    if _GRID in styles:
        return
    one = styles.add_style(_GRID, 3)
    properties = _element("tblPr")
    borders = _element("tblBorders")
    for side in ("bottom", "insideH"):
        borders.append(_element(side, val="single", sz="4", space="0", color=_RULE))
    margins = _element("tblCellMar")
    for side in ("left", "right"):
        margins.append(_element(side, w=str(round(_TWIPS * office.CELL_MARGIN)), type="dxa"))
    properties.extend((borders, margins))
    one.element.append(properties)
    for part in ("firstRow", "firstCol"):
        special = _element("tblStylePr", type=part)
        bold = _element("rPr")
        bold.append(_element("b"))
        special.append(bold)
        if part == "firstRow":
            cell, edges = _element("tcPr"), _element("tcBorders")
            edges.append(
                _element("bottom", val="single", sz="8", space="0", color=LINES["inkt"][1:].upper())
            )
            cell.append(edges)
            special.append(cell)
        one.element.append(special)
    one.element.set(qn("w:customStyle"), "1")


def _set_language(document: Any) -> None:
    """Dutch, for the spelling and for who has it read aloud."""
    from docx.oxml.ns import qn  # noqa: PLC0415

    styles = document.styles.element
    for one in styles.iter(qn("w:lang")):
        one.set(qn("w:val"), LANGUAGE)
    defaults = styles.find(f"{qn('w:docDefaults')}/{qn('w:rPrDefault')}/{qn('w:rPr')}")
    if defaults is not None and defaults.find(qn("w:lang")) is None:
        defaults.append(_element("lang", val=LANGUAGE))
    settings = document.settings.element
    if settings.find(qn("w:autoHyphenation")) is None:
        # Its place among the settings is fixed: before the tab stops, where these are.
        before = settings.find(qn("w:defaultTabStop"))
        if before is not None:
            before.addnext(_element("autoHyphenation"))


def _header_and_footer(document: Any, report: Report, style: Style) -> None:
    """The logo above, and what it is with the number of the page below."""
    from docx.enum.text import WD_ALIGN_PARAGRAPH  # noqa: PLC0415
    from docx.shared import Mm  # noqa: PLC0415

    section = document.sections[0]
    if style.logo:
        line = section.header.paragraphs[0]
        line.alignment = WD_ALIGN_PARAGRAPH.RIGHT
        shape = line.add_run().add_picture(BytesIO(style.logo), height=Mm(12))
        shape._inline.docPr.set("descr", "Logo")
    if ".docx" in style.templates and any(one.text.strip() for one in section.footer.paragraphs):
        return
    line = section.footer.paragraphs[0]
    line.style = document.styles[_NOTE]
    line.add_run(plain(f"{report.title}  ·  {long_date(report.made)}  ·  bladzijde "))
    _field(line, "PAGE", "1")
    line.add_run(" van ")
    _field(line, "NUMPAGES", "1")


def _field(line: Any, code: str, shown: str) -> None:
    """What Word fills in itself, with what stands there until it does."""
    field = _element("fldSimple", instr=code)
    run, text = _element("r"), _element("t")
    text.text = shown
    run.append(text)
    field.append(run)
    line._p.append(field)


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
        self._line(report.kind, _NOTE)
        self._line(report.title, "Title")
        self._line(report.subtitle)
        if report.rests_on:
            self._line(report.rests_on, _NOTE)
        self.heading("In het kort", "in-het-kort")
        for line in report.summary:
            self._line(line, "List Bullet")
        self.heading("Kerncijfers", "kerncijfers")
        self._caption("Tabel", "Kerncijfers")
        self._grid(_KEY_COLUMNS, key_rows(report), "Kerncijfers", short=False)
        self._line("", _CELL)
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
            self._line(command, _NOTE)

    def heading(self, title: str, name: str) -> None:
        """The heading of a chapter, to which the contents link."""
        line = self._line(title, "Heading 1")
        self._marks += 1
        key = str(self._marks)
        line._p.insert(1, _element("bookmarkStart", id=key, name=_mark(name)))
        line._p.append(_element("bookmarkEnd", id=key))

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
        link, run, shown = _element("hyperlink", anchor=_mark(name)), _element("r"), _element("t")
        shown.text = plain(text)
        run.append(shown)
        link.append(run)
        line._p.append(link)

    def _caption(self, kind: str, title: str) -> None:
        """A caption that Word numbers, above what it names."""
        self._counts[kind] += 1
        line = self._line("", "Caption")
        line.paragraph_format.keep_with_next = True
        line.add_run(f"{kind} ")
        _field(line, f"SEQ {kind} \\* ARABIC", str(self._counts[kind]))
        line.add_run(plain(f". {title}"))

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
            self._line(one.caption, _NOTE)

    def _table(self, one: Table) -> None:
        """A table with its title above and its notes below."""
        self._caption("Tabel", one.title)
        if one.shown_rows:
            columns = tuple(column for _, column in one.shown_columns)
            self._grid(columns, one.shown_rows, one.title, short=one.short)
        else:
            self._line(one.empty)
        for text in (one.more, one.note):
            if text:
                self._line(text, _NOTE)
        if one.shown_rows and not (one.more or one.note):
            self._line("", _CELL)

    def _grid(
        self,
        columns: tuple[Column, ...],
        rows: Sequence[tuple[str, ...]],
        about: str,
        *,
        short: bool,
    ) -> None:
        """The table itself; its head comes back on every page."""
        points = office.fitted(columns, rows, self._width, _CELL_SIZE)
        widths = [round(_TWIPS * one) for one in points]
        table = _element("tbl")
        table.append(self._table_properties(about))
        grid = _element("tblGrid")
        grid.extend(_element("gridCol", w=str(width)) for width in widths)
        table.append(grid)
        right = [one.kind in NUMERIC for one in columns]
        cell = self._document.styles[_CELL].style_id
        body = [tuple(one.head for one in columns), *rows]
        for place, row in enumerate(body):
            keep = short and place < len(body) - 1
            line = _element("tr")
            properties = _element("trPr")
            properties.append(_element("cantSplit"))
            if place == 0:
                properties.append(_element("tblHeader"))
            line.append(properties)
            line.extend(
                _cell(text, width, cell, right=side, keep=keep or place == 0)
                for text, width, side in zip(row, widths, right, strict=True)
            )
            table.append(line)
        self._document.element.body.insert_element_before(table, "w:sectPr")

    def _table_properties(self, about: str) -> Any:
        """Style, width and description of a table."""
        properties = _element("tblPr")
        properties.append(_element("tblStyle", val=self._document.styles[_GRID].style_id))
        properties.append(_element("tblW", w=str(round(self._width * _TWIPS)), type="dxa"))
        properties.append(_element("tblLayout", type="fixed"))
        properties.append(
            _element("tblLook", val="00A0", firstRow="1", firstColumn="1", noHBand="1", noVBand="1")
        )
        properties.append(_element("tblCaption", val=plain(about)))
        return properties


def _cell(text: str, width: int, style: str, *, right: bool, keep: bool) -> Any:
    """A cell with one paragraph."""
    cell, properties = _element("tc"), _element("tcPr")
    properties.append(_element("tcW", w=str(width), type="dxa"))
    cell.append(properties)
    line, about = _element("p"), _element("pPr")
    about.append(_element("pStyle", val=style))
    if keep:
        about.append(_element("keepNext"))
    if right:
        about.append(_element("jc", val="right"))
    line.append(about)
    run, shown = _element("r"), _element("t")
    shown.text = plain(text)
    shown.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")
    run.append(shown)
    line.append(run)
    cell.append(line)
    return cell


def _mark(name: str) -> str:
    """The name of a bookmark."""
    return f"hoofdstuk-{name}".replace("-", "_")[:40]
