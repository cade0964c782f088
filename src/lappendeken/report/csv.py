"""A report as CSV files: a file a table, for other programs."""

from pathlib import Path

import pandas as pd

from lappendeken.output.files import render_tables
from lappendeken.report.document import Report
from lappendeken.tables import Cell, Kind, Table

_JOIN = "; "
_DTYPES = {
    Kind.COUNT: "Int64",
    Kind.SCORE: "float64",
    Kind.SHARE: "float64",
    Kind.FIGURE: "float64",
}


def render_csv(report: Report, path: Path) -> dict[Path, bytes]:
    """Make the files."""
    tables = {table.name: _frame(table) for table in report.tables}
    facts = dict(report.facts)
    if report.commands.get("csv"):
        facts["opdracht"] = report.commands["csv"]
    return render_tables(path, tables, facts=facts)


def _frame(table: Table) -> pd.DataFrame:
    """A table with plain cells."""
    columns = {}
    for number, column in enumerate(table.columns):
        values = [_plain(row[number]) for row in table.rows]
        columns[column.name] = pd.Series(values, dtype=_DTYPES.get(column.kind, "object"))
    return pd.DataFrame(columns)


def _plain(value: Cell) -> object:
    """A cell as other programs read it."""
    if isinstance(value, tuple):
        return _JOIN.join(value)
    if isinstance(value, bool):
        return "ja" if value else "nee"
    return value
