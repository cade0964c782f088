"""Styles, header and footer of a Word document."""

from io import BytesIO
from typing import Any

from lappendeken.drawing.palette import LINES, MUTED
from lappendeken.dutch import long_date
from lappendeken.report import office
from lappendeken.report.document import Report
from lappendeken.report.office import FONT, LANGUAGE, Style, plain

CELL, NOTE, GRID = "Lappendeken cel", "Lappendeken toelichting", "Lappendeken tabel"
"""Names of our own styles."""

CELL_SIZE = 7.5
"""Of the letters in a table, in points."""

TWIPS = 20
"""In a point."""

_RULE = "D5DCE3"


def element(tag: str, **attributes: str) -> Any:
    """An element of a document, with attributes of the same namespace."""
    from docx.oxml import OxmlElement  # noqa: PLC0415  an extra
    from docx.oxml.ns import qn  # noqa: PLC0415

    made = OxmlElement(f"w:{tag}")
    for name, value in attributes.items():
        made.set(qn(f"w:{name}"), value)
    return made


def clear(document: Any) -> None:
    """Leave of a template its styles, page, header and footer."""
    body = document.element.body
    for child in list(body):
        if not child.tag.endswith("}sectPr"):
            body.remove(child)


def set_up(document: Any, *, own: bool) -> None:
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
    for name, size in ((CELL, CELL_SIZE), (NOTE, 9)):
        if name not in styles:
            one = styles.add_style(name, 1)
            one.base_style = styles["Normal"]
            one.font.size = Pt(size)
            one.paragraph_format.space_after = Pt(1 if name == CELL else 6)
            one.paragraph_format.space_before = Pt(1 if name == CELL else 3)
            one.paragraph_format.line_spacing = 1.0
            if name == NOTE:
                one.font.color.rgb = muted
    _add_grid(styles)
    set_language(document)


def _set_font(style: Any, size: float) -> None:
    """One font for all signs, in place of that of a theme."""
    from docx.oxml.ns import qn  # noqa: PLC0415
    from docx.shared import Pt  # noqa: PLC0415

    style.font.name, style.font.size = FONT, Pt(size)
    fonts = style.element.rPr.rFonts
    for name in list(fonts.attrib):
        if "heme" in name:
            del fonts.attrib[name]
    for name in ("ascii", "hAnsi", "cs", "eastAsia"):
        fonts.set(qn(f"w:{name}"), FONT)


def head_line() -> Any:
    """The line below the head of a table."""
    return element("bottom", val="single", sz="8", space="0", color=LINES["inkt"][1:].upper())


def _add_grid(styles: Any) -> None:
    """The style of tables: lines between rows, a bold head and a bold first column."""
    from docx.oxml.ns import qn  # noqa: PLC0415

    if GRID in styles:
        return
    one = styles.add_style(GRID, 3)
    properties = element("tblPr")
    borders = element("tblBorders")
    for side in ("bottom", "insideH"):
        borders.append(element(side, val="single", sz="4", space="0", color=_RULE))
    margins = element("tblCellMar")
    for side in ("left", "right"):
        margins.append(element(side, w=str(round(TWIPS * office.CELL_MARGIN)), type="dxa"))
    properties.extend((borders, margins))
    one.element.append(properties)
    for part in ("firstRow", "firstCol"):
        special = element("tblStylePr", type=part)
        bold = element("rPr")
        bold.append(element("b"))
        special.append(bold)
        if part == "firstRow":
            cell, edges = element("tcPr"), element("tcBorders")
            edges.append(head_line())
            cell.append(edges)
            special.append(cell)
        one.element.append(special)
    one.element.set(qn("w:customStyle"), "1")


def set_language(document: Any) -> None:
    """Dutch, for the spelling and for who has it read aloud."""
    from docx.oxml.ns import qn  # noqa: PLC0415

    styles = document.styles.element
    for one in styles.iter(qn("w:lang")):
        one.set(qn("w:val"), LANGUAGE)
    defaults = styles.find(f"{qn('w:docDefaults')}/{qn('w:rPrDefault')}/{qn('w:rPr')}")
    if defaults is not None and defaults.find(qn("w:lang")) is None:
        defaults.append(element("lang", val=LANGUAGE))
    settings = document.settings.element
    if settings.find(qn("w:autoHyphenation")) is None:
        # Its place among the settings is fixed: before the tab stops, where these are.
        before = settings.find(qn("w:defaultTabStop"))
        if before is not None:
            before.addnext(element("autoHyphenation"))


def header_and_footer(document: Any, report: Report, style: Style) -> None:
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
    line.style = document.styles[NOTE]
    line.add_run(plain(f"{report.title}  ·  {long_date(report.made)}  ·  bladzijde "))
    field(line, "PAGE", "1")
    line.add_run(" van ")
    field(line, "NUMPAGES", "1")


def field(line: Any, code: str, shown: str) -> None:
    """What Word fills in itself, with what stands there until it does."""
    field = element("fldSimple", instr=code)
    run, text = element("r"), element("t")
    text.text = shown
    run.append(text)
    field.append(run)
    line._p.append(field)
