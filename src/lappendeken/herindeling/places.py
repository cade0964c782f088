"""Gemeenten through reorganisations: their names, provinces, inhabitants and areas."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Final

import geopandas as gpd
import pandas as pd
import shapely

from lappendeken.dutch import listing
from lappendeken.errors import GeometryError, LappendekenError
from lappendeken.herindeling import shapes
from lappendeken.herindeling.deelnames import Contribution
from lappendeken.herindeling.steps import Day, Part, People, divide, with_areas

ACROSS_PROVINCES: Final[Mapping[str, str]] = {"GM1961": "Utrecht"}
"""Where gemeenten lie that were formed across the border of a province; so far one, in 2019."""


@dataclass(frozen=True)
class Place:
    """One gemeente.

    Parameters
    ----------
    naam, provincie : str
        What it is called, and where it lies.
    inwoners : int or None
        None when unknown.
    km2 : float
        Square kilometres; NaN when unknown.
    shape : shapely geometry or None
        In metres; None when there is nothing to draw it from.
    """

    naam: str
    provincie: str
    inwoners: int | None
    km2: float
    shape: Any


@dataclass
class Country:
    """The gemeenten while they are brought from day to day; the one thing here that changes.

    Parameters
    ----------
    places : dict of str to Place
        By code.
    coverage : bool
        Whether the areas form a coverage.
    newer : GeoDataFrame or None
        Geometry of the last day, by code, checked.
    moved : list of tuple
        A row for every part that went somewhere: day, part, inhabitants.
    notes : list of str
        What a user should know, Dutch sentences.
    """

    places: dict[str, Place]
    coverage: bool
    newer: gpd.GeoDataFrame | None
    moved: list[tuple[str, Part, int | None]] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)

    @classmethod
    def of(cls, gemeenten: gpd.GeoDataFrame, newer: gpd.GeoDataFrame | None) -> "Country":
        """The gemeenten of a lappendeken; newer geometry as `shapes.checked` gives it."""
        people = [None if pd.isna(n) else int(n) for n in gemeenten["inwoners"]]
        columns = (gemeenten["naam"], gemeenten["provincie"], people, gemeenten["oppervlakte_km2"])
        drawn = gemeenten.geometry.to_numpy()
        rows = zip(gemeenten.index, *columns, drawn, strict=True)
        places = {str(code): Place(*values) for code, *values in rows}
        return cls(places, bool(shapely.coverage_is_valid(drawn)), newer)

    def parts(self, day: Day, later: Sequence[Day]) -> dict[str, list[Part]]:
        """What happens on a day to the gemeenten that are there."""
        found: dict[str, list[Part]] = {}
        for part in day.parts:
            if part.van_code in self.places:
                found.setdefault(part.van_code, []).append(part)
        for code, parts in found.items():
            if any(part.share is None for part in parts):
                found[code] = with_areas(parts, self._areas(code, parts, later))
        return found

    def _areas(self, code: str, parts: Sequence[Part], later: Sequence[Day]) -> dict[str, float]:
        """Area that each part of a gemeente got by newer geometry; nothing without it."""
        shape = self.places[code].shape
        if self.newer is None or shape is None:
            return {part.naar_code: 0.0 for part in parts}
        finals = {part.naar_code: _follow(part.naar_code, later) for part in parts}
        return shapes.areas(shape, finals, self.newer)

    def flows(self, day: str, parts: Mapping[str, Sequence[Part]]) -> dict[str, list[Contribution]]:
        """Who brings how many people to whom."""
        found: dict[str, list[Contribution]] = {}
        for code, own in parts.items():
            place = self.places[code]
            people = divide(place.inwoners, [part.share for part in own])
            for part, some in zip(own, people, strict=True):
                main = part.share is not None and 2 * part.share > 1
                one = Contribution(code, place.naam, some, len(own) > 1, main)
                found.setdefault(part.naar_code, []).append(one)
                self.moved.append((day, part, some.exact))
        for code, members in found.items():
            if code in self.places and code not in parts:
                place = self.places[code]
                members.append(Contribution(code, place.naam, People.of(place.inwoners)))
        return {code: sorted(found[code], key=lambda one: one.code) for code in sorted(found)}

    def advance(
        self,
        parts: Mapping[str, Sequence[Part]],
        flows: Mapping[str, Sequence[Contribution]],
        later: Sequence[Day],
    ) -> dict[str, str]:
        """Let a day pass."""
        before = self.places
        names = {part.naar_code: part.naar_naam for own in parts.values() for part in own}
        after = {code: place for code, place in before.items() if code not in parts}
        for code, members in flows.items():
            whole = [before[one.code] for one in members if not one.part]
            after[code] = Place(
                before[code].naam if code in before else names[code],
                self._provincie(code, names[code], members),
                People.total([one.people for one in members]).exact,
                sum((place.km2 for place in whole), 0.0),
                shapes.union([place.shape for place in whole], coverage=self.coverage),
            )
        homes = {}
        for code, own in parts.items():
            homes[code] = own[0].naar_code
            if len(own) > 1:
                areas = self._areas(code, own, later)
                homes[code] = self._hand_over(before[code], own, areas, after)
        self.places = after
        return homes

    def _hand_over(
        self,
        place: Place,
        parts: Sequence[Part],
        areas: Mapping[str, float],
        after: dict[str, Place],
    ) -> str:
        """Give the area of a split gemeente to one of those that took over."""
        drawn = {code: other.shape for code, other in after.items()}
        home = shapes.receiver(parts, place.shape, drawn)
        joined = shapes.union([drawn[home], place.shape], coverage=self.coverage)
        after[home] = replace(after[home], shape=joined)
        total = sum(areas.values())
        shares = {code: area / total for code, area in areas.items()} if total else {home: 1.0}
        for code, share in shares.items():
            after[code] = replace(after[code], km2=after[code].km2 + share * place.km2)
        if self.newer is None:
            others = [after[part.naar_code].naam for part in parts if part.naar_code != home]
            self.notes.append(
                f"Het gebied van {place.naam} is geheel bij {after[home].naam} gevoegd; in "
                f"werkelijkheid ging een deel naar {listing(others)}. Geef nieuwere grenzen mee "
                "(--geometrie) voor de juiste vormen en oppervlakten."
            )
        return home

    def _provincie(self, code: str, naam: str, members: Sequence[Contribution]) -> str:
        """In which province a gemeente lies that took something over."""
        if code in self.places:
            return self.places[code].provincie
        people: dict[str, int] = {}
        for one in members:
            where = self.places[one.code].provincie
            people[where] = people.get(where, 0) + one.people.low
        if len(people) == 1:
            return next(iter(people))
        if code in ACROSS_PROVINCES:
            return ACROSS_PROVINCES[code]
        chosen = min(people, key=lambda where: (-people[where], where))
        self.notes.append(
            f"{naam} ontstond uit gemeenten in {listing(sorted(people))}; als provincie is "
            f"{chosen} genomen, omdat daar de meeste inwoners vandaan komen. Kijk dat na."
        )
        return chosen

    def table(self) -> gpd.GeoDataFrame:
        """The gemeenten as they are now.

        Returns
        -------
        GeoDataFrame
            As in `Lappendeken`, in order of code; with the newer geometry if there is any.

        Raises
        ------
        LappendekenError
            If the newer geometry does not know a gemeente, or one has no area at all.
        """
        newer = self.newer
        places = {code: self.places[code] for code in sorted(self.places)}
        if newer is not None:
            unknown = [place.naam for code, place in places.items() if code not in newer.index]
            if unknown:
                raise GeometryError(UNKNOWN.format(listing(unknown)))
            places = {code: _redrawn(place, newer.loc[code]) for code, place in places.items()}
        shapeless = [place.naam for place in places.values() if place.shape is None]
        if shapeless:
            raise LappendekenError(SHAPELESS.format(listing(shapeless)))
        rows = list(places.values())
        return gpd.GeoDataFrame(
            {
                "naam": pd.Series([p.naam for p in rows], dtype="str").to_numpy(),
                "provincie": pd.Series([p.provincie for p in rows], dtype="str").to_numpy(),
                "inwoners": pd.array([p.inwoners for p in rows], dtype="Int64"),
                "oppervlakte_km2": [float(p.km2) for p in rows],
            },
            geometry=[p.shape for p in rows],
            index=pd.Index(list(places), name="code"),
            crs=shapes.METRES,
        )


UNKNOWN = "De nieuwere geometrie kent deze gemeenten niet: {}. Is zij van de juiste datum?"
SHAPELESS = (
    "Deze gemeenten bestaan alleen uit delen van andere, en zijn daarom niet te tekenen: {}. "
    "Geef nieuwere grenzen mee (--geometrie)."
)


def _redrawn(place: Place, row: "pd.Series[Any]") -> Place:
    """A gemeente with the geometry, and whatever else is known, of a newer file."""
    km2, provincie = row.get("oppervlakte_km2"), row.get("provincie")
    return replace(
        place,
        shape=row["geometry"],
        km2=place.km2 if km2 is None or pd.isna(km2) else float(km2),
        provincie=provincie if isinstance(provincie, str) and provincie else place.provincie,
    )


def _follow(code: str, later: Sequence[Day]) -> list[str]:
    """The gemeenten that one has become at the end of some days."""
    now = {code}
    for day in later:
        gone = now & day.sources
        now = (now - gone) | {part.naar_code for part in day.parts if part.van_code in gone}
    return sorted(now)
