"""What is shown: tables and figures as data, with the way a reader sees each value, for any form.

The parts hold numbers as numbers; how a reader sees them is decided here and nowhere else, so that
no two forms can show different figures.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from lappendeken import dutch

if TYPE_CHECKING:
    import pandas as pd

Cell = str | int | float | bool | date | tuple[str, ...] | None
"""What a table may hold; a tuple is a list of names or codes."""


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
    CODES = "codes"


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


_NUMPY_KINDS = MappingProxyType(
    {"b": Kind.FLAG, "i": Kind.COUNT, "u": Kind.COUNT, "f": Kind.SCORE, "M": Kind.DATE}
)


def from_frame(
    name: str, title: str, frame: "pd.DataFrame", columns: Iterable[Column] = ()
) -> Table:
    """A table of pandas as a table to show; what is missing becomes None.

    Parameters
    ----------
    name, title : str
        See `Table`.
    frame : DataFrame
        Its index becomes columns when it has a name.
    columns : iterable of Column
        How columns of the frame are shown, by name. Of the others the head is the name, and the
        kind follows from what they hold.

    Returns
    -------
    Table
        The columns in the order of the frame.

    Examples
    --------
    >>> import pandas as pd
    >>> frame = pd.DataFrame({"n": [3], "met": [("GM0001", "GM0002")]}).rename_axis("v")
    >>> made = from_frame("t", "Titel", frame, [Column("n", "Aantal", Kind.COUNT)])
    >>> [(column.head, str(column.kind)) for column in made.columns], made.rows
    ([('v', 'aantal'), ('Aantal', 'aantal'), ('met', 'codes')], ((0, 3, ('GM0001', 'GM0002')),))
    """
    flat = frame.reset_index() if any(one is not None for one in frame.index.names) else frame
    described = {column.name: column for column in columns}
    heads, cells = [], []
    for number, head in enumerate(map(str, flat.columns)):
        held = flat.iloc[:, number]
        values = [
            None if missing else _cell(value)
            for value, missing in zip(held.tolist(), held.isna(), strict=True)
        ]
        heads.append(described.get(head) or Column(head, head, _kind(held.dtype.kind, values)))
        cells.append(values)
    return Table(name, title, tuple(heads), tuple(zip(*cells, strict=True)))


def from_frames(frames: "Mapping[str, pd.DataFrame]") -> list[Table]:
    """Tables of pandas by name, each with its name for a title."""
    return [from_frame(name, name, frame) for name, frame in frames.items()]


def _cell(value: Any) -> Cell:
    """A value of pandas as a cell."""
    plain: Cell = value.item() if hasattr(value, "item") else value
    return plain.date() if isinstance(plain, datetime) else plain


def _kind(numpy_kind: str, values: list[Cell]) -> Kind:
    """What a column of pandas holds."""
    known = [value for value in values if value is not None]
    for kind, held in ((Kind.CODES, tuple), (Kind.FLAG, bool), (Kind.DATE, date)):
        if known and all(isinstance(value, held) for value in known):
            return kind
    return _NUMPY_KINDS.get(numpy_kind, Kind.TEXT)
