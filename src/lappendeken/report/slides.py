"""What stands on seven slides: question, answer, map, misfits, smallest step, others, sources.

Everything on them is a sentence, a table or a picture of the report; nothing is computed here.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from types import MappingProxyType

from lappendeken.dutch import long_date
from lappendeken.report.document import Block, Picture, Report, Text
from lappendeken.tables import Column, Kind, Table
from lappendeken.wording.sources import program


@dataclass(frozen=True)
class Pick:
    """What a slide takes from a report.

    Parameters
    ----------
    title : str
        Above the slide.
    table : str
        The name of a table.
    columns : tuple of str
        Its columns that are shown, as far as it has them.
    section : str
        The chapter of which the sentences are shown when the table is not there.
    """

    title: str
    table: str
    columns: tuple[str, ...]
    section: str = ""


_SOURCES = Pick("Bronnen", "dekking", ("indeling", "verbanden", "gemeenten", "stand", "bronnen"))
_PROFILE = ("gemeente", "inwoners", "verbanden", "partners", "kringen", "territoriale_congruentie")
_PICKS: Mapping[str, tuple[Pick, Pick, Pick]] = MappingProxyType(
    {
        "Congruentierapport": (
            Pick("Wat niet past", "verbanden", ("verband", "gemeenten", "inwoners", "oordeel")),
            Pick(
                "De kleinste stap",
                "kleinste-stappen",
                ("gemeente", "inwoners", "van", "naar", "past_daarna", "past_niet_meer"),
                "kleinste-stappen",
            ),
            Pick(
                "Vergeleken met de andere provincies",
                "provincies",
                (
                    "gebied",
                    "plaats",
                    "territoriale_congruentie",
                    "verbanden",
                    "doorsnijdend",
                    "gescheiden",
                ),
            ),
        ),
        "Samenwerkingslandschap": (
            Pick("Waar de kringen verschillen", "partners", ("gemeente", "aantal", "opvallend")),
            Pick("De kleinste stap", "stappen", ("domein", "van", "naar", "daarna"), "een-stap"),
            Pick("Vergeleken met de buurgemeenten", "buurgemeenten", _PROFILE),
        ),
        "Groepsverkenning": (
            Pick("Waar de groep verdeeld is", "domeinen", ("domein", "delen", "verdeling", "lijn")),
            Pick(
                "De kleinste stap",
                "samenkomen",
                ("domein", "verband", "aantal", "inwoners", "gemeenten"),
            ),
            Pick("De gemeenten naast elkaar", "gemeenten", _PROFILE),
        ),
    }
)


@dataclass(frozen=True)
class Slide:
    """One slide.

    Parameters
    ----------
    title : str
        What it is about.
    blocks : tuple of Block
        What stands on it, from left to right.
    notes : tuple of str
        What a speaker reads.
    """

    title: str
    blocks: tuple[Block, ...]
    notes: tuple[str, ...] = ()


def seven(report: Report) -> tuple[Slide, ...]:
    """What stands on the slides, as parts of the report."""
    misfit, step, others = (_picked(report, one) for one in _PICKS[report.kind])
    pictures = [one for one in report.front if isinstance(one, Picture)]
    shown = pictures[0] if pictures else Text(("Van dit onderwerp is er geen kaart.",))
    where = pictures[0].title if pictures else "Kaart"
    made = f"Gemaakt op {long_date(report.made)} met {program()}."
    command = report.commands.get("pptx", "")
    origin = [line for line in (report.rests_on, made, command) if line]
    sources = _picked(report, _SOURCES)
    return (
        Slide(report.title, (Text((report.subtitle, made)),), report.summary),
        Slide("Het antwoord", (Text(report.summary), _key_table(report)), report.summary),
        Slide(where, (shown,), (shown.alt, shown.caption) if isinstance(shown, Picture) else ()),
        misfit,
        step,
        others,
        replace(sources, blocks=(Text(tuple(origin)), *sources.blocks)),
    )


def _picked(report: Report, pick: Pick) -> Slide:
    """A table of the report with some of its columns, or the sentences of its chapter."""
    found = [one for one in report.tables if one.name == pick.table]
    if found:
        known = {column.name for column in found[0].columns if column.width > 0}
        table = found[0].pick(*(name for name in pick.columns if name in known))
        notes = tuple(text for text in (table.more, table.note) if text)
        return Slide(pick.title, (table,), notes)
    lines = [
        line
        for section in report.sections
        if section.name == pick.section
        for block in section.blocks
        if isinstance(block, Text)
        for line in block.lines
    ]
    return Slide(pick.title, (Text(tuple(lines) or ("Die is hier niet te zoeken.",)),))


def _key_table(report: Report) -> Table:
    """The key figures as two columns."""
    columns = (
        Column("kerncijfer", "Kerncijfer", width=2.3),
        Column("waarde", "Waarde", Kind.TEXT, 1.5),
    )
    rows = tuple((one.label, one.counted) for one in report.key_figures)
    return Table("kerncijfers", "Kerncijfers", columns, rows)
