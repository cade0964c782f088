"""From what was read to a folder that every command reads, and the account of it on the screen."""

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from lappendeken.cli import console as screen
from lappendeken.dutch import count, number
from lappendeken.errors import DataError, LappendekenError

if TYPE_CHECKING:
    from lappendeken.reading.settling.ledger import ReadReport, ReadResult
    from lappendeken.reading.tables import Tables

MISSED, PROPOSALS, EXTRA = "niet-gelezen.csv", "voorstellen.csv", "extra.csv"
SHOWN_ROWS = 5


def write_result(
    uit: Path,
    result: "ReadResult",
    base: "Tables",
    *,
    add: bool,
    day: Any,
    force: bool,
    uses_base: bool,
    origin: Mapping[str, Any] | None = None,
) -> tuple[list[Path], list[str]]:
    """Write the folder: the tables, and beside these what did not arrive."""
    from lappendeken.output.csv import table_text
    from lappendeken.output.folder import write_data
    from lappendeken.reading.folder import about, extra_table, to_tables
    from lappendeken.tables import from_frames

    tables, notes = to_tables(result, base, add=add, peildatum=day)
    report = result.report
    beside = {MISSED: report.unmatched, PROPOSALS: report.proposals}
    if result.extra_columns or (uit / EXTRA).exists():
        beside[EXTRA] = extra_table(result)
    texts = {table.name: table_text(table) for table in from_frames(beside)}
    own = result.gemeenten
    borrowed = uses_base or own is base.gemeenten or bool(own.geometry.isna().all())
    described = {**about(result, base, uses_base=borrowed), **(origin or {})}
    return write_data(uit, tables, overwrite=force, about=described, others=texts), notes


def check_written(folder: Path) -> None:
    """Say at once what any other command would say of the folder."""
    from lappendeken.reading.tables import read_tables

    try:
        read_tables(folder)
    except DataError as error:
        raise LappendekenError(
            f"De map {folder} is geschreven, maar nog niet te gebruiken. {error}"
        ) from error


def show_result(result: "ReadResult", kind: str, notes: list[str]) -> None:
    """Print the account of a reading."""
    console = screen.out()
    report = result.report
    facts = f"{number(report.read)} gelezen, {number(report.matched)} overgenomen"
    screen.heading(console, f"{report.source} ({kind})", facts)
    if report.not_matched:
        rows = [[why, number(amount)] for why, amount in report.not_matched.items()]
        title = f"Niet overgenomen: {number(len(report.unmatched))}"
        screen.table(console, ["reden", "aantal"], rows, right=[1], title=title)
        _show_examples(console, report)
    if len(result.deelnames):
        found = result.deelnames.groupby("indeling").agg(
            verbanden=("verband_id", "nunique"),
            gemeenten=("gemeente_code", "nunique"),
            deelnames=("gemeente_code", "size"),
        )
        rows = [
            [str(name), *map(number, counts)]
            for name, counts in zip(found.index, found.to_numpy().tolist(), strict=True)
        ]
        heads = ["indeling", "verbanden", "gemeenten", "deelnames"]
        screen.table(console, heads, rows, right=[1, 2, 3], title="Overgenomen")
    told = [*report.remarks, *notes]
    if len(report.cells):
        row = report.cells.iloc[0]
        many = count(len(report.cells), "cel is", "cellen zijn")
        told.append(
            f"{many} leeg gelaten, zoals {row['bestand']}, rij {row['rij']}, kolom {row['kolom']}, "
            f"waarde '{row['waarde']}'. {row['toelichting']}."
        )
    if told:
        screen.heading(console, "Opmerkingen")
    for note in told:
        console.print(f"- {note}")


def _show_examples(console: Any, report: "ReadReport") -> None:
    """Print one row for each reason, so that the user sees what is meant."""
    first = report.unmatched.drop_duplicates("reden").head(SHOWN_ROWS).to_dict("records")
    alone = len(report.tallies) == 1
    rows = [
        [
            _place(str(row["bestand"]), int(row["rij"]), alone=alone),
            f"{row['gemeente_code']} {row['gemeente']}".strip(),
            str(row["toelichting"] or row["reden"]),
        ]
        for row in first
    ]
    screen.table(console, ["waar", "gemeente", "toelichting"], rows, title="Voorbeelden")


def _place(file: str, line: int, *, alone: bool) -> str:
    """Where a row stands, as short as can be."""
    row = f"rij {line}" if line else ""
    return row if row and alone else ", ".join(filter(None, [file, row]))
