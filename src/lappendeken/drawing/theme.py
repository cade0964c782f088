"""What a thematic map shows, before it is drawn: as a page or on paper, it says the same."""

from dataclasses import dataclass, replace

from lappendeken.drawing.topology import Topology

MARKED = "Plaats niet door een bron bevestigd"
"""Above the marks in a legend."""

NO_DATA = -1
"""Class of a gemeente of which nothing is known; drawn white with dots."""


@dataclass(frozen=True)
class FillClass:
    """One class of gemeenten.

    Parameters
    ----------
    label : str
        What it is called in the legend.
    colour : str
        Its fill, `#rrggbb`.
    meaning : str
        A phrase that says more; may be empty.
    """

    label: str
    colour: str
    meaning: str = ""


@dataclass(frozen=True)
class Hatching:
    """Gemeenten that are hatched, over the fill of their class.

    Parameters
    ----------
    label : str
        What it is called in the legend.
    dense : bool
        Whether the lines are close and heavy.
    gemeenten : tuple of int
        Positions.
    """

    label: str
    dense: bool
    gemeenten: tuple[int, ...]


@dataclass(frozen=True)
class Mark:
    """Gemeenten that are dotted: no source confirms what is said of them.

    Parameters
    ----------
    label, meaning : str
        What the legend says of it.
    kind : str
        One of `schema.ZEKERHEDEN`; the dots of the least sure are filled, the others are open.
    gemeenten : tuple of int
        Positions.
    """

    label: str
    meaning: str
    kind: str
    gemeenten: tuple[int, ...]


@dataclass(frozen=True)
class LineClass:
    """Borders that are drawn alike.

    Parameters
    ----------
    label : str
        What it is called in the legend.
    colour : str
        `#rrggbb`.
    width : float
        In points on paper, in pixels on a screen.
    arcs : tuple of int
        Positions in the arcs of the topology.
    dashed : bool
        Dashed lines lie on a white one, so that they show on every fill.
    counted : bool
        Whether the legend says how many borders they are.
    beyond : tuple of int
        Arcs outside the province that is shown: drawn paler, and never counted.
    """

    label: str
    colour: str
    width: float
    arcs: tuple[int, ...]
    dashed: bool = False
    counted: bool = False
    beyond: tuple[int, ...] = ()


@dataclass(frozen=True)
class Region:
    """A verband that is named on paper.

    Parameters
    ----------
    name : str
        Without its kind.
    gemeenten : tuple of int
        Positions.
    """

    name: str
    gemeenten: tuple[int, ...]


@dataclass(frozen=True)
class Row:
    """A line of the table that says in words what the map shows.

    Parameters
    ----------
    name : str
        A gemeente, a group of gemeenten or a border.
    value : str
        As a reader sees it.
    order : float
        What the value is sorted by.
    gemeenten : tuple of int
        Positions of what it is about.
    text : str
        What more there is to say; may be empty.
    """

    name: str
    value: str
    order: float
    gemeenten: tuple[int, ...]
    text: str = ""


@dataclass(frozen=True, eq=False)
class Theme:
    """A map of n gemeenten.

    Parameters
    ----------
    soort : str
        One of `themes.SOORTEN`.
    title, sentence : str
        What it is, and what one sees.
    classes_heading : str
        Above the classes in the legend; the legend leaves the classes out when it is empty.
    classes : tuple of FillClass
        In the order of the legend.
    class_of : tuple of int, length n
        The class of each gemeente, or `NO_DATA`.
    no_data : str
        What the legend calls a gemeente without a class.
    values : tuple of str, length n
        The value of each gemeente.
    details : tuple of tuple of str, length n
        Sentences that explain it.
    table : tuple of three str
        What stands above `rows`, and the heads of their columns: what a row is about, its value.
    rows : tuple of Row
        The map in words, in the order to show.
    topology : Topology
        The shapes of the gemeenten.
    names, provincies : tuple of str, length n
        Of the gemeenten.
    peildatum : str
        In words.
    sources : tuple of str
        Where the data come from.
    indelingen : tuple of str
        The names of the chosen indelingen.
    hatchings_heading : str
        Above the hatching in the legend.
    hatchings : tuple of Hatching
    marks : tuple of Mark
    lines_heading : str
        Above the lines in the legend.
    lines : tuple of LineClass
        In the order in which they are drawn.
    note : str
        How it was counted; may be empty.
    provincie : str
        The province that is shown; empty for the whole country.
    regions : tuple of Region
        What is named on paper, as far as it fits.
    focus : tuple of int
        Positions of the gemeenten that fill a map on paper, with their names; all that is shown
        when empty.
    """

    soort: str
    title: str
    sentence: str
    classes_heading: str
    classes: tuple[FillClass, ...]
    class_of: tuple[int, ...]
    no_data: str
    values: tuple[str, ...]
    details: tuple[tuple[str, ...], ...]
    table: tuple[str, str, str]
    rows: tuple[Row, ...]
    topology: Topology
    names: tuple[str, ...]
    provincies: tuple[str, ...]
    peildatum: str
    sources: tuple[str, ...]
    indelingen: tuple[str, ...]
    hatchings_heading: str = ""
    hatchings: tuple[Hatching, ...] = ()
    marks: tuple[Mark, ...] = ()
    lines_heading: str = ""
    lines: tuple[LineClass, ...] = ()
    note: str = ""
    provincie: str = ""
    regions: tuple[Region, ...] = ()
    focus: tuple[int, ...] = ()

    @property
    def near(self) -> tuple[int, ...]:
        """Positions of the gemeenten that fill a map on paper."""
        return self.focus or self.shown

    @property
    def is_part(self) -> bool:
        """Whether a map on paper shows less than the whole country."""
        return bool(self.provincie or self.focus)

    @property
    def shown(self) -> tuple[int, ...]:
        """Positions of the gemeenten that are coloured: all, or those of the province."""
        return tuple(
            g
            for g, name in enumerate(self.provincies)
            if name == self.provincie or not self.provincie
        )

    @property
    def counts(self) -> tuple[int, ...]:
        """Number of coloured gemeenten of each class."""
        found = [self.class_of[g] for g in self.shown]
        return tuple(found.count(k) for k in range(len(self.classes)))

    @property
    def without_data(self) -> tuple[int, ...]:
        """Positions of the gemeenten that are shown but have no class."""
        return tuple(g for g in self.shown if self.class_of[g] == NO_DATA)

    @property
    def page_title(self) -> str:
        """The title with the province, for where there is one line for both."""
        return f"{self.title} – {self.provincie}" if self.provincie else self.title

    def borders(self, line: LineClass) -> int:
        """Number of borders between two gemeenten in a class of lines."""
        return len({self.topology.owners[arc] for arc in line.arcs})

    def within(self, provincie: str) -> "Theme":
        """The same map of one province; classes and values stay those of the country."""
        inside = {g for g, name in enumerate(self.provincies) if name == provincie}
        owners = self.topology.owners
        return replace(
            self,
            provincie=provincie,
            hatchings=tuple(
                replace(one, gemeenten=tuple(g for g in one.gemeenten if g in inside))
                for one in self.hatchings
            ),
            marks=tuple(
                replace(one, gemeenten=tuple(g for g in one.gemeenten if g in inside))
                for one in self.marks
            ),
            lines=tuple(
                replace(
                    one,
                    arcs=tuple(k for k in one.arcs if not inside.isdisjoint(owners[k])),
                    beyond=tuple(k for k in one.arcs if inside.isdisjoint(owners[k])),
                )
                for one in self.lines
            ),
            rows=tuple(row for row in self.rows if not inside.isdisjoint(row.gemeenten)),
        )
