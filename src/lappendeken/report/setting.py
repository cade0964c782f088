"""What the reports on all provinces share, made once: numbers, moves and maps."""

import math
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from lappendeken.drawing.theme import Theme
from lappendeken.maps.themes import make_theme
from lappendeken.report.area import Area, measure_area
from lappendeken.report.facts import Basis

TYPOLOGY = "typologie"
"""The kind of map that shows which verbanden do not fit."""


@dataclass(frozen=True, eq=False)
class Setting:
    """What the reports on all provinces share, made once.

    Parameters
    ----------
    basis : Basis
        The numbers of all gemeenten.
    """

    basis: Basis

    @cached_property
    def provinces(self) -> tuple[Area, ...]:
        """Every province, in order of name."""
        names = sorted({str(name) for name in self.basis.gemeenten["provincie"]})
        return tuple(measure_area(self.basis, name) for name in names)

    @cached_property
    def country(self) -> Area:
        """All gemeenten together."""
        return measure_area(self.basis, None)

    def area(self, provincie: str | None) -> Area:
        """One of the provinces, or the country."""
        if provincie is None:
            return self.country
        return next(one for one in self.provinces if one.provincie == provincie)

    @cached_property
    def maps(self) -> Mapping[str, Theme]:
        """For every pair `a~b` the map of the country, of which a province is a part."""
        return {
            f"{a}~{b}": make_theme(self.basis.lap, TYPOLOGY, a, b)
            for a, b in self.basis.pairs
            if not math.isnan(self.country.similarity[f"{a}~{b}"])
        }
