"""What every thematic map is made from: the chosen indelingen on the gemeenten of one map."""

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import pandas as pd

from lappendeken import dutch
from lappendeken.drawing.palette import RAMP
from lappendeken.drawing.theme import FillClass, LineClass, Row, Theme
from lappendeken.drawing.topology import Topology, topology_of
from lappendeken.indeling import Indeling
from lappendeken.maps.doubts import Doubt, doubts, marks, sentences
from lappendeken.model import Lappendeken
from lappendeken.names import normalise
from lappendeken.wording.sources import describe_sources

NAMED = 4
"""With more indelingen than this a sentence gives their number."""


@dataclass(frozen=True, eq=False)
class Ground:
    """Gemeenten, shapes and the chosen indelingen.

    Parameters
    ----------
    lap : Lappendeken
        The data.
    chosen : tuple of Indeling
        On the gemeenten of `lap`.
    provincie : str
        The province that is shown; empty for the whole country.
    """

    lap: Lappendeken
    chosen: tuple[Indeling, ...]
    provincie: str

    @property
    def topology(self) -> Topology:
        """The shapes of the gemeenten."""
        return topology_of(self.lap)

    @cached_property
    def names(self) -> tuple[str, ...]:
        """The names of the gemeenten."""
        return tuple(map(str, self.lap.gemeenten["naam"]))

    @cached_property
    def provincies(self) -> tuple[str, ...]:
        """The province of each gemeente."""
        return tuple(map(str, self.lap.gemeenten["provincie"]))

    @cached_property
    def inside(self) -> tuple[int, ...]:
        """Positions of the gemeenten of the province; of all when there is none."""
        return tuple(
            g
            for g, name in enumerate(self.provincies)
            if name == self.provincie or not self.provincie
        )

    @cached_property
    def unconfirmed(self) -> list[Doubt]:
        """The deelnames in the chosen indelingen that no source confirms."""
        return [found for one in self.chosen for found in doubts(self.lap, one)]

    @cached_property
    def doubts(self) -> list[tuple[str, ...]]:
        """What is said of that, of each gemeente."""
        return sentences(self.unconfirmed, len(self.names))

    @property
    def place(self) -> str:
        """The beginning of a sentence about the province."""
        return f"In {self.provincie}"

    @property
    def listed(self) -> str:
        """The chosen indelingen by name, or their number when they are many."""
        if len(self.chosen) > NAMED:
            return f"{len(self.chosen)} indelingen"
        return dutch.listing([one.naam for one in self.chosen])

    @cached_property
    def neighbours(self) -> pd.DataFrame:
        """Pairs of gemeenten with a border on land that can be drawn: codes `a` and `b`."""
        pairs = sorted({owners[:2] for owners in self.topology.owners if len(owners) > 1})
        codes = self.lap.gemeenten.index
        sides = [[codes[pair[side]] for pair in pairs] for side in (0, 1)]
        return pd.DataFrame({"a": sides[0], "b": sides[1]}, dtype="object")

    def arcs(self, chosen: Callable[[int, int], bool]) -> tuple[int, ...]:
        """The arcs between two gemeenten for which something holds."""
        return tuple(
            k
            for k, owners in enumerate(self.topology.owners)
            if len(owners) > 1 and chosen(owners[0], owners[1])
        )

    def borders_of(
        self, keys: Sequence[object], label: str, colour: str, width: float
    ) -> LineClass:
        """The borders between gemeenten that differ in something."""
        return LineClass(label, colour, width, self.arcs(lambda g, h: keys[g] != keys[h]))

    def rows_of(
        self,
        values: Sequence[str],
        orders: Sequence[float],
        texts: Sequence[Sequence[str]],
        *,
        least_first: bool = False,
    ) -> tuple[Row, ...]:
        """A row for each gemeente, in order of its value and then by name."""
        rows = [
            Row(name, value, order, (g,), " ".join([*text, *self.doubts[g]]))
            for g, (name, value, order, text) in enumerate(
                zip(self.names, values, orders, texts, strict=True)
            )
        ]
        sign = 1 if least_first else -1

        def rank(row: Row) -> tuple[bool, float, tuple[str, str]]:
            unknown = math.isnan(row.order)
            return unknown, 0.0 if unknown else sign * row.order, alphabetical(row.name)

        return tuple(sorted(rows, key=rank))

    def theme(self, soort: str, *, details: Sequence[Sequence[str]], **parts: Any) -> Theme:
        """A theme on this ground."""
        return Theme(
            soort=soort,
            topology=self.topology,
            names=self.names,
            provincies=self.provincies,
            peildatum=dutch.long_date(self.lap.peildatum),
            sources=tuple(describe_sources(self.lap, self.chosen)),
            indelingen=tuple(one.naam for one in self.chosen),
            details=tuple(
                (*own, *doubts) for own, doubts in zip(details, self.doubts, strict=True)
            ),
            marks=marks(self.unconfirmed),
            **parts,
        )


def alphabetical(name: str) -> tuple[str, str]:
    """What a name is sorted by: without article, accents and capitals.

    Examples
    --------
    >>> sorted(["Zwolle", "'s-Gravenhage", "het Bildt"], key=alphabetical)
    ['het Bildt', "'s-Gravenhage", 'Zwolle']
    """
    return normalise(name), name


def ramp(labels: Sequence[str]) -> tuple[FillClass, ...]:
    """Classes of a quantity, spread over the ramp of the palette.

    Examples
    --------
    >>> [one.colour == RAMP[k] for one, k in zip(ramp(["1", "2", "3"]), (0, 2, 4))]
    [True, True, True]
    """
    last = max(len(labels) - 1, 1)
    steps = [round(k * (len(RAMP) - 1) / last) for k in range(len(labels))]
    return tuple(FillClass(label, RAMP[k]) for label, k in zip(labels, steps, strict=True))


def are(count: int) -> str:
    """The verb for a number of things.

    Examples
    --------
    >>> are(1), are(0)
    ('is', 'zijn')
    """
    return "is" if count == 1 else "zijn"
