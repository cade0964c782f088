"""Letters, cells and descriptions of a slide, as PowerPoint writes them."""

from typing import Any

from lappendeken.drawing.palette import LINES
from lappendeken.report.office import FONT, LANGUAGE, plain
from lappendeken.report.slide_layout import CELL_MARGIN

_MIDDLE, _BOTTOM = 3, 4
"""Where text stands in a cell, as PowerPoint counts."""


def rgb(text: str) -> Any:
    """A colour of the palette."""
    from pptx.dml.color import RGBColor  # noqa: PLC0415  an extra

    made: Any = RGBColor
    return made.from_string(text[1:].upper())


def dutch(run: Any) -> None:
    """Say that a text is Dutch."""
    run._r.get_or_add_rPr().set("lang", LANGUAGE)


def write_run(line: Any, text: str, size: float, colour: str, *, bold: bool = False) -> None:
    """Add a text to a line."""
    from pptx.util import Pt  # noqa: PLC0415

    run = line.add_run()
    run.text = plain(text)
    run.font.size, run.font.bold = Pt(size), bold
    run.font.color.rgb = rgb(colour)
    dutch(run)


def bullet(line: Any, size: float) -> None:
    """Make a line an item of a list."""
    from pptx.oxml import parse_xml  # noqa: PLC0415

    about = line._p.get_or_add_pPr()
    indent = round(size * 12700)
    about.set("marL", str(indent))
    about.set("indent", str(-indent))
    space = "http://schemas.openxmlformats.org/drawingml/2006/main"
    about.append(parse_xml(f'<a:buFont xmlns:a="{space}" typeface="{FONT}"/>'))
    about.append(parse_xml(f'<a:buChar xmlns:a="{space}" char="•"/>'))


def number(line: Any, size: float) -> None:
    """The number of the slide, which PowerPoint fills in."""
    from pptx.oxml import parse_xml  # noqa: PLC0415

    space = "http://schemas.openxmlformats.org/drawingml/2006/main"
    field = parse_xml(
        f'<a:fld xmlns:a="{space}" id="{{B6F15528-21DE-4FAA-801E-634DDDAF4B2B}}" type="slidenum">'
        f'<a:rPr lang="{LANGUAGE}" sz="{round(size * 100)}"/><a:t>‹nr›</a:t></a:fld>'
    )
    line._p.append(field)


def fill_cell(cell: Any, text: str, size: float, *, right: bool, head: bool, first: bool) -> None:
    """Write one cell."""
    from pptx.util import Pt  # noqa: PLC0415

    cell.margin_left = cell.margin_right = Pt(CELL_MARGIN)
    cell.margin_top = cell.margin_bottom = Pt(2.5)
    cell.vertical_anchor = _BOTTOM if head else _MIDDLE
    line = cell.text_frame.paragraphs[0]
    line.alignment = 3 if right else 1
    write_run(line, text, size, LINES["inkt"], bold=head or first)
    properties = cell._tc.get_or_add_tcPr()
    properties.append(_border(head=head))


def _border(*, head: bool) -> Any:
    """The line below a cell."""
    from pptx.oxml import parse_xml  # noqa: PLC0415

    space = "http://schemas.openxmlformats.org/drawingml/2006/main"
    colour, width = (LINES["inkt"][1:], 15875) if head else ("D5DCE3", 6350)
    return parse_xml(
        f'<a:lnB xmlns:a="{space}" w="{width}"><a:solidFill><a:srgbClr val="{colour}"/>'
        "</a:solidFill></a:lnB>"
    )


def describe(shape: Any, name: str, alt: str, title: str) -> None:
    """What a picture or a table shows, for who cannot see it."""
    about = shape._element.xpath(".//p:cNvPr")[0]
    about.set("name", plain(name))
    about.set("descr", plain(alt))
    about.set("title", plain(title))
