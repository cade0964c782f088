"""Thematic maps of groups: the lappen and the closed areas of some indelingen."""

from collections.abc import Sequence

import networkx as nx
import pandas as pd

from lappendeken import dutch, measures
from lappendeken.drawing.palette import LINES, PATCHES
from lappendeken.drawing.theme import NO_DATA, FillClass, Row, Theme
from lappendeken.indeling import Indeling
from lappendeken.maps.compare import members
from lappendeken.maps.themes.ground import Ground, alphabetical, are

COLOURS = "De kleuren houden alleen buren uit elkaar."

LISTED = 8
"""A sentence names at most this many gemeenten, and counts more."""


def lappen(ground: Ground) -> Theme:
    """Lappen, each in another colour than its neighbours."""
    groups = _Groups(ground, measures.meet(ground.chosen))
    alone = sum(size == 1 for size in groups.sizes)
    amount = dutch.count(len(groups.sizes), "lap", "lappen")
    sentence = (
        f"Naar {ground.listed} {are(len(groups.sizes))} er {amount}: groepen gemeenten die in elk "
        f"daarvan bij elkaar zitten. {_alone(alone)}"
    )
    if not groups.sizes:
        sentence = f"Geen gemeente zit in elk van {ground.listed}: er zijn geen lappen."
    elif ground.provincie:
        sentence += f" {ground.place} {_lie(groups.touching, 'lap', 'lappen')}."
    return groups.theme(
        "lappen",
        width=1.7,
        title="Lappen: gemeenten die in elke indeling samen zijn",
        sentence=sentence,
        no_data="zit niet in elke indeling",
        table=("Alle lappen", "Lap", "Gemeenten"),
        lines_heading="Grenzen",
        line="grens van een lap",
    )


def gesloten(ground: Ground) -> Theme:
    """Closed areas, each in another colour than its neighbours."""
    groups = _Groups(ground, measures.join(ground.chosen))
    amount = dutch.count(len(groups.sizes), "gesloten gebied", "gesloten gebieden")
    biggest = dutch.count(max(groups.sizes, default=0), "gemeente", "gemeenten")
    sentence = (
        f"Naar {ground.listed} {are(len(groups.sizes))} er {amount}: geen verband loopt over de "
        f"grens ervan. Het grootste telt {biggest}."
    )
    if not groups.sizes:
        sentence = f"Geen gemeente zit in {ground.listed}: er zijn geen gesloten gebieden."
    elif ground.provincie:
        sentence += (
            f" {ground.place} {_lie(groups.touching, 'gesloten gebied', 'gesloten gebieden')}."
        )
    return groups.theme(
        "gesloten",
        width=2.4,
        title="Gesloten gebieden: geen verband gaat eroverheen",
        sentence=sentence,
        no_data="zit in geen van de indelingen",
        table=("Alle gesloten gebieden", "Gebied", "Gemeenten"),
        lines_heading="Grenzen",
        line="grens van een gesloten gebied",
    )


class _Groups:
    """The groups of a partition of the gemeenten, as a map shows them."""

    def __init__(self, ground: Ground, groups: Indeling) -> None:
        self.ground = ground
        own = members(ground.lap, groups)
        self.of = [verbanden[0] if verbanden else NO_DATA for verbanden in own]
        self.gemeenten: list[list[int]] = [[] for _ in groups.verbanden]
        for g, group in enumerate(self.of):
            if group != NO_DATA:
                self.gemeenten[group].append(g)
        self.sizes = [len(group) for group in self.gemeenten]
        inwoners = pd.to_numeric(ground.lap.gemeenten["inwoners"]).fillna(0).to_numpy("float64")
        # The best known gemeente stands for its group.
        for own_group in self.gemeenten:
            own_group.sort(key=lambda g: (-inwoners[g], ground.names[g]))

    @property
    def touching(self) -> int:
        """Number of groups with a gemeente in the province."""
        return len({self.of[g] for g in self.ground.inside} - {NO_DATA})

    def theme(
        self,
        soort: str,
        *,
        sentence: str,
        width: float,
        line: str,
        **parts: str | tuple[str, str, str],
    ) -> Theme:
        """The map, with a row for each group."""
        ground, noun = self.ground, parts["table"][1]
        sizes = [0 if k == NO_DATA else self.sizes[k] for k in self.of]
        colours = self._colours()
        ordered = [
            sorted(group, key=lambda g: alphabetical(ground.names[g])) for group in self.gemeenten
        ]
        rows = [
            Row(
                _called([ground.names[g] for g in group]),
                dutch.number(len(group)),
                len(group),
                tuple(sorted(group)),
                f"{dutch.listing([ground.names[g] for g in own])}." if len(own) > 1 else "",
            )
            for group, own in zip(self.gemeenten, ordered, strict=True)
        ]
        return ground.theme(
            soort,
            sentence=f"{sentence} {COLOURS}" if rows else sentence,
            classes_heading="",
            classes=tuple(FillClass(f"kleur {k}", one) for k, one in enumerate(PATCHES, start=1)),
            class_of=tuple(NO_DATA if k == NO_DATA else colours[k] for k in self.of),
            values=tuple(
                f"{noun} van {dutch.count(size, 'gemeente', 'gemeenten')}"
                if size
                else str(parts["no_data"])
                for size in sizes
            ),
            details=tuple(
                self._together(g, ordered[k]) if k != NO_DATA else () for g, k in enumerate(self.of)
            ),
            rows=tuple(sorted(rows, key=lambda row: (-row.order, alphabetical(row.name)))),
            lines=(ground.borders_of(self.of, line, LINES["inkt"], width),),
            **parts,
        )

    def _colours(self) -> dict[int, int]:
        """A colour for each group that none of its neighbours has."""
        meet = nx.Graph()
        meet.add_nodes_from(range(len(self.gemeenten)))
        pairs = ({self.of[g] for g in owners} - {NO_DATA} for owners in self.ground.topology.owners)
        meet.add_edges_from(sorted(tuple(sorted(pair)) for pair in pairs if len(pair) > 1))
        found = nx.greedy_color(meet, strategy="DSATUR")
        return {group: colour % len(PATCHES) for group, colour in found.items()}

    def _together(self, g: int, group: Sequence[int]) -> tuple[str, ...]:
        """With whom a gemeente is in its group."""
        others = [self.ground.names[other] for other in group if other != g]
        return (f"Samen met {_some(others)}.",) if others else ("Alleen.",)


def _lie(count: int, singular: str, plural: str) -> str:
    """How many groups lie in the province, as the middle of a sentence."""
    return (
        f"{'ligt' if count == 1 else 'liggen'} (delen van) {dutch.count(count, singular, plural)}"
    )


def _alone(count: int) -> str:
    """How many gemeenten are a lap of their own."""
    if not count:
        return "Geen gemeente staat alleen."
    return f"{dutch.count(count, 'gemeente staat', 'gemeenten staan')} alleen."


def _called(names: Sequence[str]) -> str:
    """A name for a group: its first gemeente, and how many more."""
    return names[0] if len(names) == 1 else f"{names[0]} en {len(names) - 1} andere"


def _some(names: Sequence[str]) -> str:
    """Names, of which the last are only counted when they are many."""
    if len(names) <= LISTED:
        return dutch.listing(names)
    return f"{', '.join(names[:LISTED])} en nog {len(names) - LISTED} gemeenten"
