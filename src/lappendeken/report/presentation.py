"""Slides as a PowerPoint presentation: real tables, alt texts, notes, and Dutch throughout."""

import math
from collections.abc import Sequence
from io import BytesIO
from typing import Any

from lappendeken.drawing.palette import LINES, MUTED
from lappendeken.dutch import long_date
from lappendeken.report import office
from lappendeken.report import slide_letters as letters
from lappendeken.report.document import Block, Picture, Report, Text
from lappendeken.report.office import LANGUAGE, PLAIN, Style, plain
from lappendeken.report.slides import Slide, seven
from lappendeken.tables import NUMERIC, Column, Table

_WIDE, _HIGH = 960.0, 540.0
_MARGIN, _TOP, _FOOT = 44.0, 104.0, 34.0
_TEXT, _CELL, _SMALL, _LEAST = 15.0, 15.0, 10.0, 9.0
_LINE = 1.22
_NO_STYLE = "{2D5ABB26-0587-4C30-8999-92F81FD0307C}"


def render_pptx(report: Report, style: Style = PLAIN) -> bytes:
    """Make the slides.

    Parameters
    ----------
    report : Report
        From one of the makers of reports.
    style : Style
        A template of which size, layouts and colours are used in place of our own, and a logo.

    Returns
    -------
    bytes
        The same for the same report and style.

    Raises
    ------
    LappendekenError
        If python-pptx is not there.
    """
    show = office.opened(style, ".pptx")
    own = ".pptx" not in style.templates
    _clear(show)
    if own:
        _widen(show)
    slides = seven(report)
    pictures = [one for slide in slides for one in slide.blocks if isinstance(one, Picture)]
    writer = _Writer(show, office.drawn(pictures), own=own, logo=style.logo)
    for place, slide in enumerate(slides):
        writer.add(slide, report, first=place == 0)
    _set_language(show)
    office.describe(show.core_properties, report)
    office.drop_machine_parts(show.part.package)
    buffer = BytesIO()
    show.save(buffer)
    return office.packed(buffer.getvalue(), report.made)


def _clear(show: Any) -> None:
    """Leave of a template its layouts."""
    slides = show.slides._sldIdLst
    for one in list(slides):
        show.part.drop_rel(one.rId)
        slides.remove(one)


def _widen(show: Any) -> None:
    """Make the layouts that come with python-pptx as wide as a screen, with our letters."""
    from pptx.util import Pt  # noqa: PLC0415  an extra

    ratio = Pt(_WIDE) / show.slide_width, Pt(_HIGH) / show.slide_height
    show.slide_width, show.slide_height = Pt(_WIDE), Pt(_HIGH)
    master = show.slide_master
    for holder in (master, *master.slide_layouts):
        for shape in holder.shapes:
            if shape.element.find(".//{*}xfrm") is not None:
                shape.left, shape.width = int(shape.left * ratio[0]), int(shape.width * ratio[0])
                shape.top, shape.height = int(shape.top * ratio[1]), int(shape.height * ratio[1])
    theme = next(
        part for part in master.part._rels.values() if part.reltype.endswith("/theme")
    ).target_part
    theme._blob = theme.blob.replace(b'typeface="Calibri"', f'typeface="{office.FONT}"'.encode())


def _set_language(show: Any) -> None:
    """Dutch everywhere, for the spelling and for who has it read aloud."""
    parts = [show, show.slide_master, *show.slide_master.slide_layouts]
    for slide in show.slides:
        parts += [slide, slide.notes_slide]
    for one in parts:
        for element in one.element.iter():
            if element.get("lang") is not None:
                element.set("lang", LANGUAGE)


class _Writer:
    """Writes slides.

    Parameters
    ----------
    show : Presentation
        From python-pptx.
    pictures : dict of str to bytes
        Each picture as PNG, by name.
    own : bool
        Whether there is no template of the house.
    logo : bytes
        Empty for none.
    """

    def __init__(self, show: Any, pictures: dict[str, bytes], *, own: bool, logo: bytes) -> None:
        self._show, self._pictures, self._own, self._logo = show, pictures, own, logo
        self._wide, self._high = show.slide_width / 12700, show.slide_height / 12700
        self._first = _layout(show, ("CENTER_TITLE", "TITLE"), ("SUBTITLE",))
        self._other = _layout(show, ("TITLE",), ())

    def add(self, slide: Slide, report: Report, *, first: bool) -> None:
        """One slide."""
        made = self._show.slides.add_slide(self._first if first else self._other)
        self._title(made, slide.title, first=first)
        top = self._below_title(made)
        room = (_MARGIN, top, self._wide - 2 * _MARGIN, self._high - top - _FOOT)
        if first:
            self._opening(made, slide, report)
        else:
            self._fill(made, slide.blocks, room)
            self._foot(made, report)
        self._put_logo(made)
        notes = made.notes_slide.notes_text_frame
        if notes is not None:
            notes.text = "\n".join(map(plain, slide.notes))
            for line in notes.paragraphs:
                for run in line.runs:
                    letters.dutch(run)

    def _title(self, made: Any, text: str, *, first: bool) -> None:
        """The title, in the place that the layout has for it."""
        from pptx.util import Pt  # noqa: PLC0415

        holder = made.shapes.title
        holder.text_frame.text = plain(text)
        if not self._own:
            return
        place = (_MARGIN, 150.0, 130.0) if first else (_MARGIN, 28.0, 66.0)
        holder.left, holder.top, holder.height = (Pt(one) for one in place)
        holder.width = Pt(self._wide - 2 * _MARGIN)
        holder.text_frame.word_wrap = True
        holder.text_frame.margin_left = 0
        for line in holder.text_frame.paragraphs:
            line.alignment = 1
            for run in line.runs:
                run.font.size, run.font.bold = Pt(34 if first else 24), True
                run.font.color.rgb = letters.rgb(LINES["inkt"])
                letters.dutch(run)

    def _below_title(self, made: Any) -> float:
        """Where the title ends."""
        title = made.shapes.title
        return float(title.top + title.height) / 12700 + 6

    def _opening(self, made: Any, slide: Slide, report: Report) -> None:
        """The kind of report, and what it is about, below the question."""
        from pptx.util import Pt  # noqa: PLC0415

        (text,) = (one for one in slide.blocks if isinstance(one, Text))
        lines = (report.kind, *text.lines)
        others = [one for one in made.placeholders if one.placeholder_format.idx != 0]
        holder = next((one for one in others if one.has_text_frame), None)
        for one in others:
            if one is not holder:
                one._element.getparent().remove(one._element)
        if holder is None:
            self._text(made, lines, (_MARGIN, self._high * 0.6, self._wide - 2 * _MARGIN, 90.0))
            return
        if self._own:
            holder.left, holder.top = Pt(_MARGIN), Pt(292)
            holder.width, holder.height = Pt(self._wide - 2 * _MARGIN), Pt(110)
            holder.text_frame.margin_left = 0
        frame = holder.text_frame
        frame.text = "\n".join(map(plain, lines))
        for line in frame.paragraphs:
            line.alignment = 1 if self._own else line.alignment
            for run in line.runs:
                run.font.size = Pt(16) if self._own else run.font.size
                letters.dutch(run)

    def _fill(self, made: Any, blocks: Sequence[Block], room: "_Room") -> None:
        """What stands on a slide: beside each other, or below each other when there is text."""
        left, top, width, height = room
        tables = [one for one in blocks if isinstance(one, Table)]
        texts = [one for one in blocks if isinstance(one, Text)]
        if tables and texts and len(tables[0].shown_columns) == 2:
            half = width * 0.6
            self._text(made, texts[0].lines, (left, top, half - 14, height), items=True)
            self._table(made, tables[0], (left + half, top, width - half, height))
            return
        for one in blocks:
            if isinstance(one, Picture):
                self._picture(made, one, (left, top, width, height))
            elif isinstance(one, Text):
                size = _SMALL + 2 if tables else _TEXT
                used = self._text(made, one.lines, (left, top, width, height), size=size)
                top, height = top + used + 10, height - used - 10
            else:
                self._table(made, one, (left, top, width, height))

    def _text(
        self,
        made: Any,
        lines: Sequence[str],
        room: "_Room",
        *,
        items: bool = False,
        size: float = _TEXT,
    ) -> float:
        """Sentences, in the largest letters in which they fit; gives the height they take."""
        from pptx.util import Pt  # noqa: PLC0415

        left, top, width, height = room
        while size > _LEAST and _height(lines, width - 14, size) > height:
            size -= 0.5
        box = made.shapes.add_textbox(Pt(left), Pt(top), Pt(width), Pt(height))
        frame = box.text_frame
        frame.word_wrap = True
        frame.margin_left = frame.margin_right = frame.margin_top = 0
        for number, text in enumerate(lines):
            line = frame.paragraphs[0] if number == 0 else frame.add_paragraph()
            line.space_after = Pt(size * 0.5)
            line.alignment = 1
            if items:
                letters.bullet(line, size)
            letters.write_run(line, text, size, LINES["inkt"])
        used = min(_height(lines, width - 14, size), height)
        box.height = Pt(used)
        return used

    def _picture(self, made: Any, one: Picture, room: "_Room") -> None:
        """A picture as large as fits, with its caption."""
        from pptx.util import Pt  # noqa: PLC0415

        left, top, width, height = room
        below = _height((one.caption,), width, _SMALL) + 4 if one.caption else 0.0
        shape = made.shapes.add_picture(BytesIO(self._pictures[one.name]), Pt(left), Pt(top))
        ratio = shape.width / shape.height
        wide = min(width, (height - below) * ratio)
        shape.width, shape.height = Pt(wide), Pt(wide / ratio)
        shape.left = Pt(left + (width - wide) / 2)
        letters.describe(shape, one.name, one.alt, one.title)
        if one.caption:
            place = (left, top + wide / ratio + 4, width, below)
            self._text(made, (one.caption,), place, size=_SMALL)

    def _table(self, made: Any, one: Table, room: "_Room") -> None:
        """A real table with a head, as many rows as fit, and how many do not."""
        from pptx.util import Pt  # noqa: PLC0415

        left, top, width, height = room
        if not one.shown_rows:
            self._text(made, (one.empty,), room)
            return
        columns = [column for _, column in one.shown_columns]
        rows, size, widths = _fitting(one, columns, width, height)
        body = [tuple(column.head for column in columns), *rows]
        shape = made.shapes.add_table(
            len(body), len(columns), Pt(left), Pt(top), Pt(width), Pt(len(body) * size * 1.5)
        )
        letters.describe(shape, one.name, one.title, one.title)
        table = shape.table
        table._tbl.tblPr.find("{*}tableStyleId").text = _NO_STYLE
        table.first_row, table.horz_banding, table.first_col = True, False, True
        for place, wide in enumerate(widths):
            table.columns[place].width = Pt(wide)
        for number, row in enumerate(body):
            table.rows[number].height = Pt(_row_height(row, widths, size))
            for place, text in enumerate(row):
                right = columns[place].kind in NUMERIC
                letters.fill_cell(
                    table.cell(number, place),
                    text,
                    size,
                    right=right,
                    head=number == 0,
                    first=place == 0,
                )
        rest = len(one.shown_rows) - len(rows)
        used = sum(_row_height(row, widths, size) for row in body)
        told = _left_out(one, rest)
        if told:
            self._text(made, (told,), (left, top + used + 6, width, 24.0), size=_SMALL)

    def _foot(self, made: Any, report: Report) -> None:
        """What it is, and the number of the slide."""
        from pptx.util import Pt  # noqa: PLC0415

        if not self._own and any(
            one.placeholder_format.type is not None and "FOOTER" in str(one.placeholder_format.type)
            for one in made.placeholders
        ):
            return
        box = made.shapes.add_textbox(
            Pt(_MARGIN), Pt(self._high - 28), Pt(self._wide - 2 * _MARGIN), Pt(18)
        )
        box.text_frame.word_wrap = True
        box.text_frame.margin_left = 0
        line = box.text_frame.paragraphs[0]
        line.alignment = 1
        letters.write_run(
            line, f"{report.kind}  ·  {long_date(report.made)}  ·  dia ", _SMALL, MUTED
        )
        letters.number(line, _SMALL)

    def _put_logo(self, made: Any) -> None:
        """The logo in the corner."""
        from pptx.util import Pt  # noqa: PLC0415

        if not self._logo:
            return
        shape = made.shapes.add_picture(BytesIO(self._logo), 0, Pt(12), height=Pt(30))
        shape.left = Pt(self._wide - _MARGIN) - shape.width
        letters.describe(shape, "logo", "Logo", "Logo")


_Room = tuple[float, float, float, float]
"""Left, top, width and height in points."""


def _layout(show: Any, titles: Sequence[str], also: Sequence[str]) -> Any:
    """The layout with a title and as little else as can be, or with a subtitle too."""

    def kinds(layout: Any) -> list[str]:
        return [
            str(one.placeholder_format.type).split(" ")[0].split(".")[-1]
            for one in layout.placeholders
        ]

    small = {"DATE", "FOOTER", "SLIDE_NUMBER"}
    known = [
        (len(set(found) - small - {*titles, *also}), number, layout)
        for number, layout in enumerate(show.slide_layouts)
        if set(found := kinds(layout)) & set(titles) and set(also) <= set(found)
    ]
    if known:
        return min(known, key=lambda one: one[:2])[2]
    if also:
        return _layout(show, titles, ())
    from lappendeken.errors import LappendekenError  # noqa: PLC0415

    raise LappendekenError("Het sjabloon heeft geen dia met een titel; voeg die toe.")


def _lines(text: str, width: float, size: float) -> int:
    """How many lines a text takes."""
    return max(1, math.ceil(len(text) * size * 0.5 / max(width, 1)))


def _height(lines: Sequence[str], width: float, size: float) -> float:
    """How high some paragraphs are, in points."""
    return sum(_lines(text, width, size) * size * _LINE + size * 0.5 for text in lines)


def _row_height(row: Sequence[str], widths: Sequence[float], size: float) -> float:
    """How high a row of a table is, in points."""
    most = max(_lines(t, w - 8, size * 1.04) for t, w in zip(row, widths, strict=True))
    return most * size * _LINE + 6


def _fitting(
    one: Table, columns: Sequence[Column], width: float, height: float
) -> tuple[list[tuple[str, ...]], float, list[float]]:
    """The rows that fit, the size of their letters, and the widths of columns."""
    rows = list(one.shown_rows)
    size = _CELL
    while True:
        widths = office.fitted(columns, rows, width, size)
        heads = tuple(column.head for column in columns)
        room = height - _row_height(heads, widths, size) - 30
        heights = [_row_height(row, widths, size) for row in rows]
        if sum(heights) <= room or size <= _SMALL:
            break
        size -= 1
    kept, used = 0, 0.0
    for high in heights:
        used += high
        if used > room:
            break
        kept += 1
    return rows[: max(kept, 1)], size, widths


def _left_out(one: Table, rest: int) -> str:
    """What is said of rows that are not on the slide."""
    whole = rest + one.left_out
    if not whole:
        return ""
    rows = "1 rij staat" if whole == 1 else f"{whole} rijen staan"
    return f"Nog {rows} in de XLSX, op het werkblad {one.name}."
