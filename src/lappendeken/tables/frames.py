"""A DataFrame as a table: every column for data files, or those that a reader sees."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime
from types import MappingProxyType
from typing import Any

import pandas as pd

from lappendeken.tables.kinds import Cell, Column, Kind, Table

_NUMPY_KINDS = MappingProxyType(
    {"b": Kind.FLAG, "i": Kind.COUNT, "u": Kind.COUNT, "f": Kind.SCORE, "M": Kind.DATE}
)


def from_frame(name: str, title: str, frame: pd.DataFrame, columns: Iterable[Column] = ()) -> Table:
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


def from_frames(frames: Mapping[str, pd.DataFrame]) -> list[Table]:
    """Tables of pandas by name, each with its name for a title."""
    return [from_frame(name, name, frame) for name, frame in frames.items()]


def labels(names: "pd.Series[Any]") -> dict[str, str]:
    """The names of codes, for `Column.labels`."""
    return {str(code): str(name) for code, name in names.items()}


def select(
    name: str,
    title: str,
    frame: pd.DataFrame,
    columns: Sequence[Column],
    *,
    printed: int | None = None,
    empty: str = Table.empty,
) -> Table:
    """The columns of a frame that a reader sees, in the order given."""
    whole = from_frame(name, title, frame, columns)
    return replace(whole.pick(*(one.name for one in columns)), printed=printed, empty=empty)


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
