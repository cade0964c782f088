"""What is shown: tables and figures as data, with the way a reader sees each value, for any form.

The parts hold numbers as numbers; how a reader sees them is decided here and nowhere else, so that
no two forms can show different figures.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from enum import StrEnum
from functools import cached_property
from types import MappingProxyType
from typing import Any

from lappendeken import dutch

Cell = str | int | float | bool | date | tuple[str, ...] | None
"""What a table may hold; a tuple is a list of names or codes."""


class Kind(StrEnum):
    """What a column or a key figure holds.

    A FIGURE is a count when whole, else a share; a CHANGE has its sign.
    """

    TEXT = "tekst"
    COUNT = "aantal"
    SCORE = "score"
    CHANGE = "verschil"
    SHARE = "aandeel"
    DATE = "datum"
    FIGURE = "cijfer"
    FLAG = "vlag"
    NAMES = "namen"
    CODES = "codes"


NUMERIC = frozenset({Kind.COUNT, Kind.SCORE, Kind.CHANGE, Kind.SHARE, Kind.FIGURE})
"""Kinds that stand at the right of their column."""

SHORT_ROWS, SHORT_LETTERS = 14, 2500
"""A table with no more than this is not cut by the end of a page."""

SCORE_DECIMALS = 3
"""Decimals of a score or a change, unless its column says otherwise."""


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
    decimals : int
        Of a score or a change.
    labels : mapping of str to str, optional
        What a reader sees in place of a code.
    once : bool
        Whether a reader does not see again what stands in the row above.
    choices : tuple of str
        What a user may fill in, where the table is a form.
    open_ended : bool
        Whether anything else may be filled in too.
    least : float, optional
        No lower value could have come out: a value of at most this is shown with '≤'.
    """

    name: str
    head: str
    kind: Kind = Kind.TEXT
    width: float = 1.0
    decimals: int = SCORE_DECIMALS
    labels: Mapping[str, str] | None = field(default=None, hash=False, repr=False)
    once: bool = False
    choices: tuple[str, ...] = ()
    open_ended: bool = False
    least: float | None = None

    def shown(self, value: Cell) -> str:
        """A value of this column as a reader sees it.

        Examples
        --------
        >>> Column("z", "z", Kind.SCORE, decimals=1).shown(2.345)
        '2,3'
        >>> Column("a", "A", labels={"jeugdregio": "jeugdregio van 2016"}).shown("jeugdregio")
        'jeugdregio van 2016'
        """
        if self.labels is not None and isinstance(value, str):
            value = self.labels.get(value, value)
        text = shown(value, self.kind, decimals=self.decimals)
        at_most = (
            self.least is not None and isinstance(value, float) and value <= self.least * (1 + 1e-9)
        )
        return f"≤ {text}" if at_most else text


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
    folded : str
        What is said of the rows that are not printed, in place of how many they are.
    """

    name: str
    title: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[Cell, ...], ...]
    note: str = ""
    printed: int | None = None
    empty: str = "Er valt hier niets te noemen."
    folded: str = ""

    @cached_property
    def shown_columns(self) -> tuple[tuple[int, Column], ...]:
        """Place and column of those that stand on page and paper."""
        return tuple((k, one) for k, one in enumerate(self.columns) if one.width > 0)

    @property
    def shown_rows(self) -> tuple[tuple[str, ...], ...]:
        """The cells of page and paper, as a reader sees them."""
        columns = self.shown_columns
        rows = [tuple(c.shown(row[k]) for k, c in columns) for row in self.rows[: self.printed]]
        above = [(), *rows]
        return tuple(
            tuple(
                "" if column.once and before[:1] and cell == before[place] else cell
                for place, ((_, column), cell) in enumerate(zip(columns, row, strict=True))
            )
            for before, row in zip(above, rows, strict=False)
        )

    @property
    def short(self) -> bool:
        """Whether it fits on part of a page, and so may be kept on one."""
        rows = self.shown_rows
        letters = sum(len(cell) for row in rows for cell in row)
        return len(rows) <= SHORT_ROWS and letters <= SHORT_LETTERS

    def pick(self, *names: str) -> "Table":
        """The same rows with some of the columns, in the order given."""
        places = [[column.name for column in self.columns].index(name) for name in names]
        columns = tuple(self.columns[place] for place in places)
        rows = tuple(tuple(row[place] for place in places) for row in self.rows)
        return replace(self, columns=columns, rows=rows)

    @property
    def capitalised(self) -> "Table":
        """The same with heads that begin with a capital, as reports have them."""
        heads = (replace(one, head=dutch.capital(one.head)) for one in self.columns)
        return replace(self, columns=tuple(heads))

    def widened(self, **widths: float) -> "Table":
        """The same with other widths on paper, by name of the column."""
        columns = (replace(one, width=widths.get(one.name, one.width)) for one in self.columns)
        return replace(self, columns=tuple(columns))

    @property
    def left_out(self) -> int:
        """Number of rows that stand in data files only."""
        return 0 if self.printed is None else max(len(self.rows) - self.printed, 0)

    @property
    def more(self) -> str:
        """What page and paper say of the rows that they leave out; empty when they do not.

        Examples
        --------
        >>> Table("t", "T", (Column("a", "A"),), (("x",), ("y",)), printed=1).more
        'De overige 1 rij staat in de XLSX en de CSV, in de tabel t.'
        """
        if not self.left_out:
            return ""
        if self.folded:
            return self.folded
        rest = dutch.count(self.left_out, "rij staat", "rijen staan")
        return f"De overige {rest} in de XLSX en de CSV, in de tabel {self.name}."


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
    rows : str
        The table in the data files that holds the rows it counts; may be empty.
    """

    name: str
    label: str
    value: Cell
    kind: Kind
    meaning: str
    beside: str = ""
    rows: str = ""

    @property
    def number(self) -> str:
        """The number as a reader sees it."""
        return shown(self.value, self.kind)

    @property
    def counted(self) -> str:
        """The number with what it is seen against: `5 van de 9` or `71% (landelijk 74%)`."""
        beside = f"({self.beside})" if self.kind == Kind.SHARE and self.beside else self.beside
        return f"{self.number} {beside}".rstrip()


def whole(value: Any) -> int | None:
    """A count as a cell.

    Examples
    --------
    >>> whole(3.0), whole(float("nan"))
    (3, None)
    """
    return None if value is None or value != value else int(value)  # noqa: PLR0124  NaN


def real(value: Any) -> float | None:
    """A score or a share as a cell.

    Examples
    --------
    >>> real(1), real(float("nan"))
    (1.0, None)
    """
    return None if value is None or value != value else float(value)  # noqa: PLR0124  NaN


def _flag(value: Cell) -> str:
    return "ja" if value else dutch.MISSING


def _names(value: Cell) -> str:
    return ", ".join(value) if isinstance(value, tuple) else str(value)


def _date(value: Cell) -> str:
    return dutch.long_date(value) if isinstance(value, date) else str(value)


_PLAIN: Mapping[Kind, Callable[[Cell], str]] = MappingProxyType(
    {
        Kind.TEXT: str,
        Kind.FLAG: _flag,
        Kind.NAMES: _names,
        Kind.CODES: _names,
        Kind.DATE: _date,
    }
)


def shown(value: Cell, kind: Kind, *, decimals: int = SCORE_DECIMALS) -> str:
    """A value as a Dutch reader sees it.

    Examples
    --------
    >>> shown(1234, Kind.COUNT), shown(0.715, Kind.SHARE), shown(0.5, Kind.SCORE)
    ('1.234', '72%', '0,500')
    >>> shown(("Meppel", "Zwolle"), Kind.NAMES), shown(None, Kind.COUNT), shown(True, Kind.FLAG)
    ('Meppel, Zwolle', '–', 'ja')
    >>> shown(0.0035, Kind.CHANGE, decimals=4), shown(3, Kind.CHANGE, decimals=0)
    ('+0,0035', '+3')
    """
    if value is None or value in ("", ()):
        return dutch.MISSING
    if kind in _PLAIN:
        return _PLAIN[kind](value)
    if not isinstance(value, int | float):
        return str(value)
    if kind == Kind.SHARE or (kind == Kind.FIGURE and isinstance(value, float)):
        return dutch.percentage(value)
    sign = "+" if kind == Kind.CHANGE and value >= 0 else ""
    return sign + dutch.number(value, decimals if kind in (Kind.SCORE, Kind.CHANGE) else 0)
