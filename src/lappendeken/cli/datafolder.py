"""From what was read to a folder that every command reads, and the account of it on the screen."""

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from lappendeken import output, reading, tables
from lappendeken.cli import console as screen
from lappendeken.dutch import number
from lappendeken.errors import DataError, UnfitError

if TYPE_CHECKING:
    from lappendeken.reading.settling.ledger import ReadResult
    from lappendeken.reading.tables import Tables

MISSED, EXTRA = "niet-gelezen.csv", "extra.csv"
PROPOSALS, FORM = "voorstellen.csv", "voorstellen.xlsx"
BESIDE = (MISSED, PROPOSALS, FORM)
"""What always comes beside the tables."""


def write_result(
    uit: Path,
    result: "ReadResult",
    base: "Tables",
    *,
    add: bool,
    day: Any,
    force: bool,
    uses_base: bool,
    boundaries: str | None = None,
    origin: Mapping[str, Any] | None = None,
) -> tuple[list[Path], list[str]]:
    """Write the folder: the tables, and beside these what did not arrive."""
    made, notes = reading.folder.to_tables(result, base, add=add, peildatum=day)
    report = result.report
    form = tables.forms.voorstellen(report.proposals)
    missed = tables.from_frame(MISSED, MISSED, report.unmatched)
    made_of = {MISSED: output.csv.table_text(missed), PROPOSALS: output.csv.table_text(form)}
    beside: dict[str, str | bytes] = {**made_of, FORM: output.xlsx.workbook([form], {})}
    if result.extra_columns or (uit / EXTRA).exists():
        extra = tables.from_frame(EXTRA, EXTRA, reading.folder.extra_table(result))
        beside[EXTRA] = output.csv.table_text(extra)
    own = result.gemeenten
    same = own.index.isin(base.gemeenten.index).all()
    same = bool(same) and reading.folder.same_areas(own, base.gemeenten)
    borrowed = uses_base or same or bool(own.geometry.isna().all())
    told = reading.folder.about(result, base, uses_base=borrowed, add=add, boundaries=boundaries)
    described = {**told, **(origin or {})}
    written = output.folder.write_data(uit, made, overwrite=force, about=described, others=beside)
    return written, notes


def check_written(folder: Path) -> None:
    """Say in one line whether the folder can be used; what any command would say of it follows."""
    try:
        reading.tables.read_tables(folder)
    except DataError as error:
        raise UnfitError(
            f"De map {folder} is geschreven, maar nog niet te gebruiken. {error}"
        ) from error
    screen.say(f"De map {folder} is te gebruiken met --gegevens.")


def show_result(result: "ReadResult", kind: str, notes: list[str]) -> None:
    """Print the account of a reading."""
    console, made, report = screen.out(), tables.reading, result.report
    facts = f"{number(report.read)} gelezen, {number(report.matched)} overgenomen"
    screen.heading(console, f"{report.source} ({kind})", facts)
    if report.not_matched:
        screen.show(console, [made.reasons(report), made.examples(report)])
    if len(result.deelnames):
        screen.show(console, [made.taken_over(result)])
    told = made.remarks(report, notes)
    if told:
        screen.heading(console, "Opmerkingen")
        screen.lines(console, [f"- {note}" for note in told])
