"""What became of data: read from a source, fetched, brought to a later date, or checked."""

from collections.abc import Sequence

from lappendeken.dutch import count, number, shortened
from lappendeken.herindeling import Herindeling
from lappendeken.model import Lappendeken
from lappendeken.reading import ReadReport, ReadResult
from lappendeken.reading.fetching.download import Fetched
from lappendeken.tables.frames import select
from lappendeken.tables.kinds import Cell, Column, Kind, Table

_EXAMPLES = 5
_SHOWN = 10
_NO_CONFLICTS = "Er waren geen conflicten."


def reasons(report: ReadReport) -> Table:
    """How many rows did not arrive, and why."""
    rows = tuple(report.not_matched.items())
    title = f"Niet overgenomen: {number(len(report.unmatched))}"
    columns = (Column("reden", "reden"), Column("aantal", "aantal", Kind.COUNT))
    return Table("redenen", title, columns, rows)


def examples(report: ReadReport) -> Table:
    """One row for each reason, so that a user sees what is meant."""
    first = report.unmatched.drop_duplicates("reden").head(_EXAMPLES)
    alone = len(report.tallies) == 1
    rows: list[tuple[Cell, ...]] = [
        (
            _place(str(row["bestand"]), int(row["rij"]), alone=alone),
            f"{row['gemeente_code']} {row['gemeente']}".strip(),
            str(row["toelichting"] or row["reden"]),
        )
        for row in first.to_dict("records")
    ]
    heads = ("waar", "gemeente", "toelichting")
    return Table("voorbeelden", "Voorbeelden", tuple(Column(h, h) for h in heads), tuple(rows))


def _place(file: str, line: int, *, alone: bool) -> str:
    """Where a row stands, as short as can be."""
    row = f"rij {line}" if line else ""
    return row if row and alone else ", ".join(filter(None, [file, row]))


def taken_over(result: ReadResult) -> Table:
    """What arrived, per indeling."""
    found = result.deelnames.groupby("indeling").agg(
        verbanden=("verband_id", "nunique"),
        gemeenten=("gemeente_code", "nunique"),
        deelnames=("gemeente_code", "size"),
    )
    heads = ("verbanden", "gemeenten", "deelnames")
    columns = (Column("indeling", "indeling"), *(Column(h, h, Kind.COUNT) for h in heads))
    return select("overgenomen", "Overgenomen", found, columns)


def remarks(report: ReadReport, notes: Sequence[str]) -> list[str]:
    """What else there is to say of a reading."""
    told = [*report.remarks, *notes]
    if len(report.cells):
        row = report.cells.iloc[0]
        many = count(len(report.cells), "cel is", "cellen zijn")
        told.append(
            f"{many} leeg gelaten, zoals {row['bestand']}, rij {row['rij']}, kolom {row['kolom']}, "
            f"waarde '{row['waarde']}'. {row['toelichting']}."
        )
    return told


def fetched(found: Fetched) -> Table:
    """What there is, and what of it is new."""
    rows = tuple(
        (
            path,
            "nu opgehaald" if path in found.fresh else f"{kept.wijze} op {kept.datum[:10]}",
            kept.bytes / 1000,
        )
        for path, kept in found.kept.items()
    )
    fresh = count(len(found.fresh), "lijst", "lijsten")
    title = f"{fresh} opgehaald" if found.fresh else "Niets opgehaald: alles was er al"
    columns = (
        Column("bestand", "bestand"),
        Column("herkomst", "herkomst"),
        Column("kB", "kB", Kind.COUNT),
    )
    return Table("opgehaald", title, columns, rows)


def conflicts(done: Herindeling, file: str) -> Table:
    """How many conflicts there were in each indeling, and by which rule they were decided."""
    keys = ["datum", "indeling", "gemeente_code"]
    each = done.conflicts.drop_duplicates(keys)["indeling"].value_counts()
    names = done.lappendeken.indelingen["naam"].reindex(each.index).astype(str)
    rows = sorted(zip(names, map(int, each), strict=True), key=lambda row: (-row[1], row[0]))
    how = {
        "meerderheid": "gekozen is het verband met de meeste inwoners",
        "beide": "alle verbanden zijn gehouden",
    }.get(done.regel, "")
    title = f"{count(int(each.sum()), 'conflict', 'conflicten')}: {how} (zie {file})"
    columns = (Column("indeling", "indeling"), Column("conflicten", "conflicten", Kind.COUNT))
    return Table("conflicten", title if rows else "", columns, tuple(rows), empty=_NO_CONFLICTS)


def aftermath(done: Herindeling) -> list[str]:
    """Which verbanden shrank to one gemeente or none, and which deelnames grew."""
    told = []
    for size, what in ((1, "met nog één gemeente"), (0, "zonder gemeenten, dus vervallen")):
        names = done.verbanden.loc[done.verbanden["gemeenten_na"] == size, "naam"].to_list()
        if names:
            amount = count(len(names), "verband", "verbanden")
            told.append(f"{amount} {what}: {shortened(names, _SHOWN)}.")
    if len(done.extensions):
        amount = count(len(done.extensions), "deelname geldt", "deelnames gelden")
        who = done.extensions["gemeente"] + " in " + done.extensions["verband"]
        told.append(
            f"{amount} nu ook voor inwoners die in die indeling in geen verband zaten: "
            f"{shortened(who.to_list(), _SHOWN)}."
        )
    return told


def indelingen(lap: Lappendeken) -> Table:
    """Every indeling with its size and coverage."""
    frame = lap.indelingen.assign(overlap=~lap.indelingen["partitie"].astype(bool))
    columns = (
        Column("naam", "indeling"),
        Column("domein", "domein"),
        Column("verbanden", "verbanden", Kind.COUNT),
        Column("gemeenten", "gemeenten", Kind.COUNT),
        Column("dekking", "dekking", Kind.SHARE),
        Column("overlap", "overlap", Kind.FLAG),
    )
    title = (
        f"{count(len(lap.deelnames), 'deelname', 'deelnames')} in "
        f"{count(len(frame), 'indeling', 'indelingen')}"
    )
    return select("indelingen", title, frame, columns)
