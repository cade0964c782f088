"""Slides as a PowerPoint presentation: real tables, alt texts, notes, and Dutch throughout."""

from collections.abc import Sequence
from io import BytesIO
from typing import Any, TypeGuard

from lappendeken.drawing.palette import LINES, MUTED
from lappendeken.dutch import long_date
from lappendeken.report import office, slide_layout, slide_letters
from lappendeken.report.document import Block, Picture, Report, Text
from lappendeken.report.office import LANGUAGE, PLAIN, Style, plain
from lappendeken.report.slide_layout import Placed, Room
from lappendeken.report.slides import Slide, seven
from lappendeken.tables import NUMERIC, Table

_WIDE, _HIGH = 960.0, 540.0
_MARGIN, _FOOT = 44.0, 42.0
_SMALL = slide_layout.SMALL
_NARROW = 2
"""Columns of a table that can stand beside text."""

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
                    slide_letters.dutch(run)

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
                run.font.color.rgb = slide_letters.rgb(LINES["inkt"])
                slide_letters.dutch(run)

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
            place = (_MARGIN, self._high * 0.6, self._wide - 2 * _MARGIN, 90.0)
            self._text(made, lines, place, 16.0)
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
                slide_letters.dutch(run)

    def _fill(self, made: Any, blocks: Sequence[Block], room: Room) -> None:
        """What stands on a slide: beside each other, or below each other."""
        first, *others = blocks
        if isinstance(first, Picture) and not others:
            placed: Sequence[Placed] = (slide_layout.alone(first, room),)
        elif isinstance(first, Text) and len(others) == 1 and _is_narrow(others[0]):
            placed = slide_layout.beside(first, others[0], room)
        else:
            placed = slide_layout.stack(blocks, room)
        for one in placed:
            self._put(made, one)

    def _put(self, made: Any, one: Placed) -> None:
        """One thing with what stands above it."""
        left, top, width, height = one.room
        if one.head:
            self._text(made, (one.head,), (left, top, width, one.head_room), 12.0, bold=True)
        room = (left, top + one.head_room, width, height - one.head_room)
        if isinstance(one.block, Picture):
            self._picture(made, one.block, one.told, room)
        elif isinstance(one.block, Table):
            self._table(made, one, room)
        else:
            self._text(made, one.block.lines, room, one.size, items=one.block.items)

    def _text(
        self,
        made: Any,
        lines: Sequence[str],
        room: Room,
        size: float,
        *,
        items: bool = False,
        bold: bool = False,
    ) -> None:
        """Sentences."""
        from pptx.util import Pt  # noqa: PLC0415

        box = made.shapes.add_textbox(*(Pt(one) for one in room))
        frame = box.text_frame
        frame.word_wrap = True
        frame.margin_left = frame.margin_right = frame.margin_top = frame.margin_bottom = 0
        for number, text in enumerate(lines):
            line = frame.paragraphs[0] if number == 0 else frame.add_paragraph()
            line.space_after = Pt(size * 0.5)
            line.alignment = 1
            if items:
                slide_letters.bullet(line, size)
            slide_letters.write_run(line, text, size, LINES["inkt"], bold=bold)

    def _picture(self, made: Any, one: Picture, caption: str, room: Room) -> None:
        """A picture as large as fits, with its caption."""
        from pptx.util import Pt  # noqa: PLC0415

        left, top, width, height = room
        below = slide_layout.text_height((caption,), width, _SMALL) + 4 if caption else 0.0
        shape = made.shapes.add_picture(BytesIO(self._pictures[one.name]), Pt(left), Pt(top))
        ratio = shape.width / shape.height
        wide = min(width, (height - below) * ratio)
        shape.width, shape.height = Pt(wide), Pt(wide / ratio)
        shape.left = Pt(left + (width - wide) / 2)
        slide_letters.describe(shape, one.name, one.alt, one.title)
        if caption:
            self._text(made, (caption,), (left, top + wide / ratio + 4, width, below - 4), _SMALL)

    def _table(self, made: Any, placed: Placed, room: Room) -> None:
        """A real table with a head, and how many rows do not stand in it."""
        from pptx.util import Pt  # noqa: PLC0415

        one = placed.block
        assert isinstance(one, Table)  # noqa: S101  for the types
        left, top, width, _ = room
        columns = [column for _, column in one.shown_columns]
        body = [tuple(column.head for column in columns), *placed.rows]
        used = sum(placed.heights)
        shape = made.shapes.add_table(
            len(body), len(columns), Pt(left), Pt(top), Pt(width), Pt(used)
        )
        slide_letters.describe(shape, one.name, one.title, one.title)
        table = shape.table
        table._tbl.tblPr.find("{*}tableStyleId").text = _NO_STYLE
        table.first_row, table.horz_banding, table.first_col = True, False, True
        for place, wide in enumerate(placed.widths):
            table.columns[place].width = Pt(wide)
        for number, row in enumerate(body):
            table.rows[number].height = Pt(placed.heights[number])
            for place, text in enumerate(row):
                slide_letters.fill_cell(
                    table.cell(number, place),
                    text,
                    placed.size,
                    right=columns[place].kind in NUMERIC,
                    head=number == 0,
                    first=place == 0,
                )
        if placed.told:
            high = slide_layout.text_height((placed.told,), width, _SMALL)
            self._text(made, (placed.told,), (left, top + used + 6, width, high), _SMALL)

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
        slide_letters.write_run(
            line, f"{report.kind}  ·  {long_date(report.made)}  ·  dia ", _SMALL, MUTED
        )
        slide_letters.number(line, _SMALL)

    def _put_logo(self, made: Any) -> None:
        """The logo in the corner."""
        from pptx.util import Pt  # noqa: PLC0415

        if not self._logo:
            return
        shape = made.shapes.add_picture(BytesIO(self._logo), 0, Pt(12), height=Pt(30))
        shape.left = Pt(self._wide - _MARGIN) - shape.width
        slide_letters.describe(shape, "logo", "Logo", "Logo")


def _is_narrow(one: Block) -> TypeGuard[Table]:
    """Whether a table can stand beside text."""
    return isinstance(one, Table) and len(one.shown_columns) == _NARROW


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
