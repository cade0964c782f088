"""A report as data, before it has a form: one set of numbers for HTML, PDF, XLSX and CSV.

The parts hold numbers as numbers; how a reader sees them is decided here and nowhere else, so that
no two forms can show different figures.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from types import MappingProxyType
from typing import Any

from lappendeken import dutch

Cell = str | int | float | bool | date | tuple[str, ...] | None
"""What a table may hold; a tuple is a list of names."""


class Kind(StrEnum):
    """What a column or a key figure holds; a FIGURE is a count when whole, else a share."""

    TEXT = "tekst"
    COUNT = "aantal"
    SCORE = "score"
    SHARE = "aandeel"
    DATE = "datum"
    FIGURE = "cijfer"
    FLAG = "vlag"
    NAMES = "namen"


NUMERIC = frozenset({Kind.COUNT, Kind.SCORE, Kind.SHARE, Kind.FIGURE})
"""Kinds that stand at the right of their column."""

SHORT_ROWS, SHORT_LETTERS = 14, 2500
"""A table with no more than this is not cut by the end of a page."""

SCORE_DECIMALS = 3
"""Decimals of a score on paper."""


@dataclass(frozen=True)
class Column:
    """A column of a table.

    Parameters
    ----------
    name : str
        In data files: lower case, without spaces.
    head : str
        What a reader sees.
    kind : Kind
        What the cells hold.
    width : float
        On paper, relative to the other columns; a column of 0 stands in data files only.
    """

    name: str
    head: str
    kind: Kind = Kind.TEXT
    width: float = 1.0


@dataclass(frozen=True)
class Table:
    """A table of facts.

    Parameters
    ----------
    name : str
        Names the sheet and the file: at most 31 lower-case letters, digits and dashes.
    title : str
        Above the table.
    columns : tuple of Column
        At least one.
    rows : tuple of tuple of Cell
        As many cells as columns.
    note : str
        Below the table; may be empty.
    printed : int or None
        How many rows are shown on page and paper; all when None. Data files hold every row.
    empty : str
        What is said when there are no rows.
    """

    name: str
    title: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[Cell, ...], ...]
    note: str = ""
    printed: int | None = None
    empty: str = "Er valt hier niets te noemen."

    @property
    def shown_columns(self) -> tuple[tuple[int, Column], ...]:
        """Place and column of those that stand on page and paper."""
        return tuple((k, one) for k, one in enumerate(self.columns) if one.width > 0)

    @property
    def shown_rows(self) -> tuple[tuple[str, ...], ...]:
        """The cells of page and paper, as a reader sees them."""
        return tuple(
            tuple(shown(row[k], column.kind) for k, column in self.shown_columns)
            for row in self.rows[: self.printed]
        )

    @property
    def short(self) -> bool:
        """Whether it fits on part of a page, and so may be kept on one."""
        rows = self.shown_rows
        letters = sum(len(cell) for row in rows for cell in row)
        return len(rows) <= SHORT_ROWS and letters <= SHORT_LETTERS

    @property
    def left_out(self) -> int:
        """Number of rows that stand in data files only."""
        return 0 if self.printed is None else max(len(self.rows) - self.printed, 0)


@dataclass(frozen=True)
class Picture:
    """A picture.

    Parameters
    ----------
    name : str
        Identifies it within the report.
    title : str
        Above the picture.
    alt : str
        What it shows, for who cannot see it.
    caption : str
        How to read it; may be empty.
    svg : str
        The drawing.
    share : float
        Width on paper, as a share of the width of the text.
    """

    name: str
    title: str
    alt: str
    caption: str
    svg: str
    share: float = 1.0


@dataclass(frozen=True)
class Text:
    """Paragraphs, or the items of a list.

    Parameters
    ----------
    lines : tuple of str
        Each a paragraph or an item.
    items : bool
        Whether they are a list.
    """

    lines: tuple[str, ...]
    items: bool = False


Block = Table | Picture | Text


@dataclass(frozen=True)
class KeyFigure:
    """One number on the first page, with its meaning a click away.

    Parameters
    ----------
    name : str
        Identifies it in data files.
    label : str
        What it counts.
    value : Cell
        The number.
    kind : Kind
        What it is.
    meaning : str
        How it is counted, in a sentence or two.
    beside : str
        Shown behind the number, such as `van de 25`; may be empty.
    """

    name: str
    label: str
    value: Cell
    kind: Kind
    meaning: str
    beside: str = ""

    @property
    def number(self) -> str:
        """The number as a reader sees it."""
        return shown(self.value, self.kind)


@dataclass(frozen=True)
class Section:
    """A chapter.

    Parameters
    ----------
    name : str
        Its anchor.
    title : str
        Its heading.
    blocks : tuple of Block
        What stands in it.
    """

    name: str
    title: str
    blocks: tuple[Block, ...]


@dataclass(frozen=True)
class Report:
    """A whole report.

    Parameters
    ----------
    kind : str
        What it is called, such as `Provincierapport`.
    title, subtitle : str
        On the first page.
    summary : tuple of str
        The sentences of the first page.
    key_figures : tuple of KeyFigure
        The numbers of the first page.
    front : tuple of Block
        What else belongs on the first pages, such as the map.
    sections : tuple of Section
        The rest, in order.
    facts : mapping of str to str
        What holds for the whole: dates, data, weight, version; in every data file too.
    commands : mapping of str to str
        For each form the command that makes exactly this report in it; empty when it was not
        made from the command line.
    made : date
        The date on the report.
    peildatum : date or None
        The date at which the deelnames hold, when there is one.
    """

    kind: str
    title: str
    subtitle: str
    summary: tuple[str, ...]
    key_figures: tuple[KeyFigure, ...]
    front: tuple[Block, ...]
    sections: tuple[Section, ...]
    facts: Mapping[str, str]
    commands: Mapping[str, str]
    made: date
    peildatum: date | None

    @property
    def tables(self) -> tuple[Table, ...]:
        """Every table, the key figures first."""
        blocks = [*self.front, *(block for section in self.sections for block in section.blocks)]
        return (self.key_table, *(block for block in blocks if isinstance(block, Table)))

    @property
    def pictures(self) -> tuple[Picture, ...]:
        """Every picture, in order."""
        blocks = [*self.front, *(block for section in self.sections for block in section.blocks)]
        return tuple(block for block in blocks if isinstance(block, Picture))

    @property
    def key_table(self) -> Table:
        """The key figures as a table; a share stands in it as a number between 0 and 1."""
        columns = (
            Column("kerncijfer", "Kerncijfer"),
            Column("waarde", "Waarde", Kind.FIGURE),
            Column("eenheid", "Eenheid"),
            Column("betekenis", "Betekenis"),
        )
        rows = tuple(
            (one.label, _number(one.value), _unit(one), one.meaning) for one in self.key_figures
        )
        return Table("kerncijfers", "Kerncijfers", columns, rows)


def whole(value: Any) -> int | None:
    """A count as a cell.

    Parameters
    ----------
    value : number
        May be missing in any way of numpy and pandas.

    Returns
    -------
    int or None

    Examples
    --------
    >>> whole(3.0), whole(float("nan"))
    (3, None)
    """
    return None if value is None or value != value else int(value)  # noqa: PLR0124  NaN


def real(value: Any) -> float | None:
    """A score or a share as a cell.

    Parameters
    ----------
    value : number
        May be missing in any way of numpy and pandas.

    Returns
    -------
    float or None

    Examples
    --------
    >>> real(1), real(float("nan"))
    (1.0, None)
    """
    return None if value is None or value != value else float(value)  # noqa: PLR0124  NaN


def _number(value: Cell) -> float | int | None:
    """A key figure as a number, when it is one."""
    if isinstance(value, bool) or not isinstance(value, int | float):
        return None
    return value


def _unit(one: KeyFigure) -> str:
    """What the number of a key figure counts in data files."""
    unit = "aandeel (0 tot 1)" if one.kind == Kind.SHARE else "aantal"
    return f"{unit}; {one.beside}" if one.beside else unit


def _flag(value: Cell) -> str:
    return "ja" if value else dutch.MISSING


def _names(value: Cell) -> str:
    return ", ".join(value) if isinstance(value, tuple) else str(value)


def _date(value: Cell) -> str:
    return dutch.long_date(value) if isinstance(value, date) else str(value)


_PLAIN: Mapping[Kind, Callable[[Cell], str]] = MappingProxyType(
    {Kind.TEXT: str, Kind.FLAG: _flag, Kind.NAMES: _names, Kind.DATE: _date}
)


def shown(value: Cell, kind: Kind, *, decimals: int = SCORE_DECIMALS) -> str:
    """A value as a Dutch reader sees it.

    Parameters
    ----------
    value : Cell
        Missing values and empty texts give a dash.
    kind : Kind
        What it is.
    decimals : int
        Of a score.

    Returns
    -------
    str

    Examples
    --------
    >>> shown(1234, Kind.COUNT), shown(0.715, Kind.SHARE), shown(0.5, Kind.SCORE)
    ('1.234', '72%', '0,500')
    >>> shown(("Meppel", "Zwolle"), Kind.NAMES), shown(None, Kind.COUNT), shown(True, Kind.FLAG)
    ('Meppel, Zwolle', '–', 'ja')
    """
    if value is None or value in ("", ()):
        return dutch.MISSING
    if kind in _PLAIN:
        return _PLAIN[kind](value)
    if not isinstance(value, int | float):
        return str(value)
    if kind == Kind.SHARE or (kind == Kind.FIGURE and isinstance(value, float)):
        return dutch.percentage(value)
    return dutch.number(value, decimals if kind == Kind.SCORE else 0)
