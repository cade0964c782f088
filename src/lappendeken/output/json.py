"""Tables as JSON, for other programs."""

import json
import math
from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any

from lappendeken.tables import Cell, Kind, Table


def as_json(tables: Sequence[Table], facts: Mapping[str, Any]) -> dict[str, Any]:
    """Tables as what JSON can hold: `feiten`, and for every table a list of rows.

    Examples
    --------
    >>> from lappendeken.tables import Column
    >>> as_json([Table("t", "", (Column("x", "X", Kind.SCORE),), ((1.5,), (None,)))], {"a": "b"})
    {'feiten': {'a': 'b'}, 't': [{'x': 1.5}, {'x': None}]}
    """
    return {"feiten": dict(facts)} | {table.name: as_records(table) for table in tables}


def as_records(table: Table) -> list[dict[str, Any]]:
    """The rows of a table, in which a missing number is null."""
    return [
        {one.name: _plain(cell, one.kind) for one, cell in zip(table.columns, row, strict=True)}
        for row in table.rows
    ]


def render_json(path: Path, tables: Sequence[Table], facts: Mapping[str, str]) -> dict[Path, bytes]:
    """All tables in one file."""
    content = json.dumps(as_json(tables, facts), ensure_ascii=False, indent=2)
    return {path: f"{content}\n".encode()}


def _plain(value: Cell, kind: Kind) -> Any:
    """A cell as JSON knows it."""
    if isinstance(value, tuple):
        return " ".join(value) if kind == Kind.CODES else list(value)
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, float) and not math.isfinite(value):
        return None
    return value
