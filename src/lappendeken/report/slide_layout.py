"""Where things stand on a slide: as large as they fit, so that a slide is neither full nor empty.

Everything is in points. Nothing is written here; `presentation` does that.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from lappendeken.report import letters, office
from lappendeken.report.document import Block, Picture, Text
from lappendeken.tables import Table

LEAST, SMALL, LARGEST = 9.0, 10.0, 16.0
"""Letters: the smallest of all, of notes and full tables, and the largest in a table."""

TEXT, ALONE = 18.0, 24.0
"""The largest letters of sentences beside a table, and of sentences alone."""

_LINE = 1.17
_GAP = 12.0
_HEAD = 12.0
_TALLEST = 1.9
"""How much higher than its text a row may be."""

_PICTURE = 165.0
"""Less high is too small for a map with names."""

_WITH_PICTURE = (13.0, 11.0)
"""Letters above pictures: the largest and the smallest."""

_LONG = 240
"""Letters: what is said of folded rows, when it is no longer."""

CELL_MARGIN = 6.0
"""At each side of the text of a cell."""

Room = tuple[float, float, float, float]
"""Left, top, width and height."""

Row = tuple[str, ...]


@dataclass(frozen=True)
class Placed:
    """One thing in its place.

    Parameters
    ----------
    block : Block
        What it is.
    room : Room
        What it takes.
    size : float
        Of its letters.
    head : str
        Above it; may be empty.
    rows, widths, heights
        Of a table: the rows that are shown, its columns, and its rows with the head.
    told : str
        Below a table, of the rows that are not shown.
    """

    block: Block
    room: Room
    size: float
    head: str = ""
    rows: tuple[Row, ...] = ()
    widths: tuple[float, ...] = ()
    heights: tuple[float, ...] = ()
    told: str = ""

    @property
    def head_room(self) -> float:
        """What its head takes."""
        return text_height((self.head,), self.room[2], _HEAD, bold=True) if self.head else 0.0


def text_height(
    paragraphs: Sequence[str], width: float, size: float, *, bold: bool = False
) -> float:
    """How high some paragraphs are."""
    amount = sum(letters.lines(one, width, size, bold=bold) for one in paragraphs)
    return amount * size * _LINE + len(paragraphs) * size * 0.5


def beside(text: Text, table: Table, room: Room) -> tuple[Placed, Placed]:
    """Sentences at the left, and a narrow table at the right."""
    left, top, width, height = room
    half = width * 0.6
    wide = half - 24
    size = _largest(lambda one: text_height(text.lines, wide - one, one) <= height, TEXT, LEAST)
    sentences = Placed(text, (left, top, wide, text_height(text.lines, wide - size, size)), size)
    shown = stack((table,), (left + half, top, width - half, height))[0]
    return sentences, shown


def stack(blocks: Sequence[Block], room: Room) -> tuple[Placed, ...]:
    """Blocks below each other, and below them the pictures for which there is room, in a row."""
    pictures = [one for one in blocks if isinstance(one, Picture)]
    others = [one for one in blocks if not isinstance(one, Picture)]
    heads = sum(not isinstance(one, Text) for one in blocks) > 1
    left, top, width, height = room
    shown = pictures
    placed = _fitting(others, width, height - _PICTURE - _GAP, _WITH_PICTURE, heads=heads)
    if not pictures or _total(placed) > height - _PICTURE - _GAP:
        shown = []
        alone = all(isinstance(one, Text) for one in others)
        sizes = (ALONE if alone else LARGEST, SMALL)
        placed = _fitting(others, width, height, sizes, heads=heads)
        placed = [_cut(one, height - _total(placed)) for one in placed]
    spare = height - _total(placed)
    if not shown:
        placed = _spread(placed, spare)
    result = []
    for one in placed:
        result.append(replace(one, room=(left, top, width, one.room[3])))
        top += one.room[3] + _GAP
    return (*result, *_in_a_row(shown, (left, top, width, room[1] + height - top), heads=heads))


def alone(picture: Picture, room: Room) -> Placed:
    """One picture with its caption."""
    return Placed(picture, room, SMALL, told=picture.caption)


def _fitting(
    blocks: Sequence[Block], width: float, height: float, sizes: tuple[float, float], *, heads: bool
) -> list[Placed]:
    """Text and tables in the largest letters in which they fit; in the smallest when in none."""
    most, least = sizes

    def fits(size: float) -> bool:
        return _total(_sized(blocks, width, size, heads=heads)) <= height

    return _sized(blocks, width, _largest(fits, most, least), heads=heads)


def _largest(fits: Callable[[float], bool], most: float, least: float) -> float:
    """The largest size that fits, and the smallest when none does."""
    size = most
    while size > least and not fits(size):
        size -= 0.5
    return size


def _sized(blocks: Sequence[Block], width: float, size: float, *, heads: bool) -> list[Placed]:
    """Text and tables with the height they take in letters of a size."""
    result = []
    for one in blocks:
        if isinstance(one, Table) and one.shown_rows:
            result.append(_table(one, one.shown_rows, width, size, head=one.title if heads else ""))
            continue
        text = Text((one.empty,)) if isinstance(one, Table) else one
        if isinstance(text, Text):
            high = text_height(text.lines, width - size if text.items else width, size)
            result.append(Placed(text, (0, 0, width, high), size))
    return result


def _table(one: Table, rows: Sequence[Row], width: float, size: float, *, head: str) -> Placed:
    """A table with some of its rows."""
    columns = [column for _, column in one.shown_columns]
    widths = office.fitted(columns, rows, width, size, CELL_MARGIN)
    body = [tuple(column.head for column in columns), *rows]
    heights = tuple(_row_height(row, widths, size, bold=k == 0) for k, row in enumerate(body))
    told = _told(one, len(one.shown_rows) - len(rows))
    placed = Placed(one, (0, 0, width, 0), size, head, tuple(rows), tuple(widths), heights, told)
    below = text_height((told,), width, SMALL) + 6 if told else 0.0
    return replace(placed, room=(0, 0, width, placed.head_room + sum(heights) + below))


def _row_height(row: Row, widths: Sequence[float], size: float, *, bold: bool) -> float:
    """How high a row of a table is."""
    room = 2 * CELL_MARGIN + 2
    most = max(
        letters.lines(text, wide - room, size, bold=bold or place == 0)
        for place, (text, wide) in enumerate(zip(row, widths, strict=True))
    )
    return most * size * _LINE + 6


def _told(one: Table, cut: int) -> str:
    """What is said of rows that are not on the slide."""
    if not cut and 0 < len(one.more) <= _LONG:
        return one.more
    whole = cut + one.left_out
    if not whole:
        return ""
    rows = "1 rij staat" if whole == 1 else f"{whole} rijen staan"
    return f"Nog {rows} in de XLSX, op het werkblad {one.name}."


def _cut(one: Placed, spare: float) -> Placed:
    """A table without the last rows, when there is too little room."""
    if not isinstance(one.block, Table) or spare >= 0:
        return one
    rows = list(one.rows)
    cut = one
    while len(rows) > 1 and cut.room[3] > one.room[3] + spare:
        rows.pop()
        cut = _table(one.block, rows, one.room[2], one.size, head=one.head)
    return cut


def _total(placed: Sequence[Placed]) -> float:
    """How high things are below each other."""
    return sum(one.room[3] for one in placed) + _GAP * max(len(placed) - 1, 0)


def _spread(placed: Sequence[Placed], spare: float) -> list[Placed]:
    """The rows of tables higher, as far as there is room."""
    tables = sum(sum(one.heights) for one in placed)
    factor = min(_TALLEST, 1 + max(spare, 0) / tables) if tables else 1.0
    return [
        replace(
            one,
            heights=tuple(high * factor for high in one.heights),
            room=(*one.room[:3], one.room[3] + sum(one.heights) * (factor - 1)),
        )
        for one in placed
    ]


def _in_a_row(pictures: Sequence[Picture], room: Room, *, heads: bool) -> list[Placed]:
    """Pictures beside each other."""
    left, top, width, height = room
    each = (width - _GAP * (len(pictures) - 1)) / max(len(pictures), 1)
    return [
        Placed(
            one,
            (left + place * (each + _GAP), top, each, height),
            SMALL,
            one.title if heads else "",
        )
        for place, one in enumerate(pictures)
    ]
