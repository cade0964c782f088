"""A report as data, before it has a form: one set of numbers for HTML, PDF, XLSX and CSV."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from lappendeken.errors import LappendekenError
from lappendeken.output.latex import tabular
from lappendeken.provenance import Noted
from lappendeken.tables import Cell, Column, KeyFigure, Kind, Table


@dataclass(frozen=True)
class Picture:
    """A picture.

    Parameters
    ----------
    name : str
        Identifies it within the report.
    title : str
        Above the picture.
    alt : str
        What it shows, for who cannot see it.
    caption : str
        How to read it; may be empty.
    svg : str
        The drawing.
    share : float
        Width on paper, as a share of the width of the text.
    """

    name: str
    title: str
    alt: str
    caption: str
    svg: str
    share: float = 1.0


@dataclass(frozen=True)
class Text:
    """Paragraphs, or the items of a list.

    Parameters
    ----------
    lines : tuple of str
        Each a paragraph or an item.
    items : bool
        Whether they are a list.
    """

    lines: tuple[str, ...]
    items: bool = False


Block = Table | Picture | Text


@dataclass(frozen=True)
class Section:
    """A chapter.

    Parameters
    ----------
    name : str
        Its anchor.
    title : str
        Its heading.
    blocks : tuple of Block
        What stands in it.
    """

    name: str
    title: str
    blocks: tuple[Block, ...]


@dataclass(frozen=True)
class Report(Noted):
    """A whole report.

    Parameters
    ----------
    kind : str
        What it is called, such as `Provincierapport`.
    title, subtitle : str
        On the first page.
    summary : tuple of str
        The sentences of the first page.
    key_figures : tuple of KeyFigure
        The numbers of the first page.
    front : tuple of Block
        What else belongs on the first pages, such as the map.
    sections : tuple of Section
        The rest, in order.
    facts : mapping of str to str
        What holds for the whole: dates, data, weight, version; in every data file too.
    commands : mapping of str to str
        For each form the command that makes exactly this report in it; empty when it was not
        made from the command line.
    made : date
        The date on the report.
    peildatum : date or None
        The date at which the deelnames hold, when there is one.
    data : tuple of Table
        What only data files hold, such as the rows behind a key figure.
    rests_on : str
        For which dates the sources of the first page speak, and how sure; may be empty.
    """

    kind: str
    title: str
    subtitle: str
    summary: tuple[str, ...]
    key_figures: tuple[KeyFigure, ...]
    front: tuple[Block, ...]
    sections: tuple[Section, ...]
    facts: Mapping[str, str]
    commands: Mapping[str, str]
    made: date
    peildatum: date | None
    data: tuple[Table, ...] = ()
    rests_on: str = ""

    @property
    def tables(self) -> tuple[Table, ...]:
        """Every table, the key figures first."""
        blocks = [*self.front, *(block for section in self.sections for block in section.blocks)]
        shown = (block for block in blocks if isinstance(block, Table))
        return (self.key_table, *shown, *self.data)

    @property
    def pictures(self) -> tuple[Picture, ...]:
        """Every picture, in order."""
        blocks = [*self.front, *(block for section in self.sections for block in section.blocks)]
        return tuple(block for block in blocks if isinstance(block, Picture))

    def to_latex(self, table: str = "kerncijfers", *, caption: str = "", label: str = "") -> str:
        """One of its tables in LaTeX; see `provenance.Tabled.to_latex`."""
        for one in self.tables:
            if one.name == table:
                facts = {**self.facts, **self.provenance.facts()}
                return tabular(one, facts, caption=caption, label=label)
        known = ", ".join(dict.fromkeys(one.name for one in self.tables))
        raise LappendekenError(f"Er is geen tabel '{table}'; kies uit {known}.")

    @property
    def key_table(self) -> Table:
        """The key figures as a table; a share stands in it as a number between 0 and 1."""
        columns = (
            Column("kerncijfer", "Kerncijfer"),
            Column("waarde", "Waarde", Kind.FIGURE),
            Column("eenheid", "Eenheid"),
            Column("betekenis", "Betekenis"),
            Column("rijen", "Werkblad met de rijen"),
        )
        rows = tuple(
            (one.label, _number(one.value), _unit(one), one.meaning, one.rows)
            for one in self.key_figures
        )
        return Table("kerncijfers", "Kerncijfers", columns, rows)


def _number(value: Cell) -> float | int | None:
    """A key figure as a number, when it is one."""
    if isinstance(value, bool) or not isinstance(value, int | float):
        return None
    return value


def _unit(one: KeyFigure) -> str:
    """What the number of a key figure counts in data files."""
    unit = "aandeel (0 tot 1)" if one.kind == Kind.SHARE else "aantal"
    return f"{unit}; {one.beside}" if one.beside else unit
