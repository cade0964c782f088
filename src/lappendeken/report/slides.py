"""What stands on seven slides: question, answer, map, misfits, smallest step, others, sources.

Everything on them is a sentence, a table or a picture of the report; nothing is computed here.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from fnmatch import fnmatchcase
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
    tables : mapping of str to tuple of str
        Names of tables with the columns that are shown, as far as they have them; a column that
        ends in `*` stands for all that begin so.
    section : str
        The chapter of which the sentences are shown beside the table: the list in it, if any.
    pictures : str
        How the names begin of pictures that fill the room that is left.
    """

    title: str
    tables: Mapping[str, tuple[str, ...]]
    section: str = ""
    pictures: str = ""


_SOURCES = Pick(
    "Bronnen", {"dekking": ("indeling", "verbanden", "gemeenten", "stand", "bevestigd", "bronnen")}
)
_PROFILE = ("gemeente", "inwoners", "verbanden", "partners", "kringen", "territoriale_congruentie")
_STEPS = ("gemeente", "inwoners", "van", "naar", "past_daarna", "past_niet_meer")
_PLACES = (
    "gebied",
    "plaats",
    "territoriale_congruentie",
    "verbanden",
    "doorsnijdend",
    "gescheiden",
)
_PICKS: Mapping[str, tuple[Pick, Pick, Pick]] = MappingProxyType(
    {
        "Congruentierapport": (
            Pick(
                "Wat niet past",
                {"verbanden": ("verband", "gemeenten", "inwoners", "provincies", "oordeel")},
                pictures="kaart-",
            ),
            Pick("De kleinste stap", {"kleinste-stappen": _STEPS}, "kleinste-stappen"),
            Pick("Vergeleken met de andere provincies", {"provincies": _PLACES}),
        ),
        "Samenwerkingslandschap": (
            Pick(
                "Waar de kringen verschillen",
                {"partners": ("gemeente", "in_*", "aantal", "opvallend")},
            ),
            Pick("De kleinste stap", {"stappen": ("domein", "van", "naar", "daarna")}, "een-stap"),
            Pick("Vergeleken met de buurgemeenten", {"buurgemeenten": _PROFILE}, pictures="buren"),
        ),
        "Groepsverkenning": (
            Pick(
                "Waar de groep verdeeld is",
                {"domeinen": ("domein", "delen", "verdeling", "lijn")},
            ),
            Pick(
                "De kleinste stap",
                {"samenkomen": ("domein", "verband", "aantal", "inwoners", "gemeenten")},
            ),
            Pick(
                "De gemeenten naast elkaar",
                {"gemeenten": _PROFILE, "twee-aan-twee": ("*",)},
            ),
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
    rests_on = filter(None, (report.rests_on,))
    return (
        Slide(report.title, (Text((report.subtitle, *rests_on, made)),), report.summary),
        Slide(
            "Het antwoord", (Text(report.summary, items=True), _key_table(report)), report.summary
        ),
        Slide(where, (shown,), (shown.alt, shown.caption) if isinstance(shown, Picture) else ()),
        misfit,
        step,
        others,
        _sources(report),
    )


def _sources(report: Report) -> Slide:
    """Where it comes from: of each indeling, of the whole, and how to make it again."""
    slide = _picked(report, _SOURCES)
    accounts = [one for one in report.sections if one.name == "verantwoording"]
    origin = [one.lines for section in accounts for one in section.blocks if isinstance(one, Text)]
    command = filter(None, (report.commands.get("pptx", ""),))
    told = (*(origin[-1] if origin else ()), *command)
    return replace(slide, blocks=(*slide.blocks, Text(told)))


def _picked(report: Report, pick: Pick) -> Slide:
    """Tables of the report with some of their columns, with sentences of a chapter and pictures."""
    tables = {one.name: _columns(one, pick.tables[one.name]) for one in _chosen(report, pick)}
    blocks: list[Block] = []
    for section in report.sections:
        texts = [one for one in section.blocks if isinstance(one, Text)]
        lists = [one for one in texts if one.items]
        for one in section.blocks:
            if isinstance(one, Table) and one.name in tables:
                blocks.append(tables[one.name])
            elif section.name == pick.section and one in (lists or texts):
                blocks.append(one)
    if pick.pictures:
        seen = {one.name for one in report.front if isinstance(one, Picture)}
        blocks += [
            one
            for one in report.pictures
            if one.name.startswith(pick.pictures) and one.name not in seen
        ]
    notes = tuple(text for one in tables.values() for text in (one.more, one.note) if text)
    return Slide(pick.title, tuple(blocks) or (Text(("Die is hier niet te zoeken.",)),), notes)


def _chosen(report: Report, pick: Pick) -> list[Table]:
    """The tables that a slide takes, each once."""
    return [one for one in report.tables if one.name in pick.tables]


def _columns(table: Table, wanted: Sequence[str]) -> Table:
    """A table with some of its columns."""
    shown = [column.name for column in table.columns if column.width > 0]
    return table.pick(*(one for name in wanted for one in shown if fnmatchcase(one, name)))


def _key_table(report: Report) -> Table:
    """The key figures as two columns."""
    columns = (
        Column("kerncijfer", "Kerncijfer", width=2.3),
        Column("waarde", "Waarde", Kind.TEXT, 1.5),
    )
    rows = tuple((one.label, one.counted) for one in report.key_figures)
    return Table("kerncijfers", "Kerncijfers", columns, rows)
