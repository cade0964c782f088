"""One indeling against another, as a map and its side panel show it.

Nothing is measured here: types, counterparts and schuurgemeenten come from `measures.regions`,
scores from `measures.scores`.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise

from lappendeken import dutch
from lappendeken.drawing.palette import NOT_COMPARED
from lappendeken.errors import LappendekenError
from lappendeken.indeling import Indeling
from lappendeken.maps.doubts import doubts
from lappendeken.measures import RegionType, regions, scores
from lappendeken.model import Lappendeken
from lappendeken.wording import texts

TYPES = (*(kind.value for kind in RegionType), NOT_COMPARED)
"""Classes of gemeenten, best fit first; a gemeente in two regions gets the last that applies."""

LISTED = 3
"""A tooltip lists at most this many verbanden of one indeling, and counts more."""


@dataclass(frozen=True)
class Region:
    """A region of the first indeling against the second.

    Parameters
    ----------
    verband, counterpart : int
        Positions in the verbanden of the two indelingen.
    name, counterpart_name : str
        Their names.
    type : str
        See `measures.RegionType`.
    shared, together : int
        Numbers of gemeenten in both, and in at least one, of region and counterpart.
    extra, missing : tuple of int
        Positions of the schuurgemeenten: members outside the counterpart, and members of the
        counterpart outside the region.
    extra_names, missing_names : tuple of str
        Their names.
    parts : tuple of str
        Names of the verbanden of the second indeling that the region has gemeenten of.
    unsure : int
        Number of its gemeenten of which no source confirms the place in one of the indelingen.
    """

    verband: int
    counterpart: int
    name: str
    counterpart_name: str
    type: str
    shared: int
    together: int
    extra: tuple[int, ...]
    missing: tuple[int, ...]
    extra_names: tuple[str, ...]
    missing_names: tuple[str, ...]
    parts: tuple[str, ...]
    unsure: int = 0


@dataclass(frozen=True)
class Direction:
    """All regions of one indeling against another.

    Parameters
    ----------
    a, b : Indeling
        What is coloured, and what it is compared with.
    regions : tuple of Region
        By type, the crossing ones first, and then the worst fit first.
    types : tuple of str
        The class of every gemeente, one of `TYPES`.
    """

    a: Indeling
    b: Indeling
    regions: tuple[Region, ...]
    types: tuple[str, ...]

    @property
    def crossing(self) -> tuple[Region, ...]:
        """The non-congruent regions."""
        return self.of_type(RegionType.DOORSNIJDEND)

    def own(self, region: Region) -> str:
        """A region with the kind of verband it is."""
        return texts.full_name(self.a.enkelvoud, region.name)

    def counterpart(self, region: Region) -> str:
        """The counterpart of a region with the kind of verband it is."""
        return texts.full_name(self.b.enkelvoud, region.counterpart_name)

    def of_type(self, kind: str) -> tuple[Region, ...]:
        """The regions of one type."""
        return tuple(region for region in self.regions if region.type == kind)

    @cached_property
    def counts(self) -> dict[str, int]:
        """Number of regions of each type; of the unknown type only when there are any."""
        found = Counter(region.type for region in self.regions)
        kinds = [kind for kind in RegionType if kind is not RegionType.ONBEKEND or found[kind]]
        return {kind.value: found[kind.value] for kind in kinds}

    @cached_property
    def outside(self) -> tuple[int, ...]:
        """Schuurgemeenten in a non-congruent region but outside its counterpart."""
        return _union(region.extra for region in self.crossing)

    @cached_property
    def elsewhere(self) -> tuple[int, ...]:
        """The other schuurgemeenten: in a counterpart, but outside the non-congruent region."""
        missing = _union(region.missing for region in self.crossing)
        return tuple(sorted(set(missing) - set(self.outside)))

    @property
    def not_compared(self) -> int:
        """Number of gemeenten that are not in both indelingen."""
        return self.types.count(NOT_COMPARED)

    @property
    def summary(self) -> str:
        """One sentence that says what one sees."""
        chafing = len(self.outside) + len(self.elsewhere)
        unknown = len(self.of_type(RegionType.ONBEKEND))
        known = len(self.regions) - unknown
        said = texts.summary(self.a, self.b, len(self.crossing), known, chafing) if known else ""
        if not unknown:
            return said
        return f"{said} {texts.not_known(self.a, self.b, unknown)}".lstrip()


@dataclass(frozen=True)
class Comparison:
    """Two indelingen, in both directions, with their scores.

    Parameters
    ----------
    a, b : Indeling
        The pair.
    directions : tuple of two Direction
        `a` against `b`, and `b` against `a`.
    scores : mapping
        The pair's row of `measures.scores`.
    """

    a: Indeling
    b: Indeling
    directions: tuple[Direction, Direction]
    scores: Mapping[str, float]

    @property
    def title(self) -> str:
        """What the page is called."""
        return f"{dutch.capital(self.a.naam)} en {self.b.naam}"

    @property
    def coverage(self) -> str:
        """How many gemeenten were compared."""
        count, share = int(self.scores["gemeenten"]), self.scores["coverage"]
        total = len(self.directions[0].types)
        return f"{count} van de {total} gemeenten vergeleken ({dutch.percentage(share)})"


def compare(lap: Lappendeken, a: Indeling, b: Indeling) -> Comparison:
    """Compare two indelingen on the gemeenten of a lappendeken.

    Parameters
    ----------
    lap : Lappendeken
        Names the gemeenten, in the order of every result.
    a, b : Indeling
        Partitions or covers.

    Returns
    -------
    Comparison

    Raises
    ------
    LappendekenError
        If there is nothing to compare, or a gemeente is not in the lappendeken.

    Examples
    --------
    >>> import lappendeken as ld
    >>> lap = ld.load()
    >>> compare(lap, lap.indeling("jeugdregio"), lap.indeling("arbeidsmarktregio")).coverage
    '342 van de 342 gemeenten vergeleken (100%)'
    """
    for one in (a, b):
        require_on_map(lap, one)
    directions = (_direction(lap, a, b), _direction(lap, b, a))
    row = {str(name): float(value) for name, value in scores([a, b], use="paar").iloc[0].items()}
    return Comparison(a, b, directions, row)


def require_on_map(lap: Lappendeken, indeling: Indeling) -> None:
    """Refuse an indeling of which a lappendeken has not all gemeenten."""
    unknown = indeling.gemeenten[indeling.covered.to_numpy()].difference(lap.gemeenten.index)
    if len(unknown):
        raise LappendekenError(
            f"{len(unknown)} gemeenten van {indeling.naam} staan niet op de kaart, "
            f"bijvoorbeeld {unknown[0]}."
        )


def _direction(lap: Lappendeken, a: Indeling, b: Indeling) -> Direction:
    """All regions of `a` against `b`."""
    table = regions(a, b).reset_index(names="verband")
    places = {code: place for place, code in enumerate(lap.gemeenten.index)}
    names = lap.gemeenten["naam"].to_numpy()
    members_a, members_b = members(lap, a), members(lap, b)
    compared = [bool(in_a and in_b) for in_a, in_b in zip(members_a, members_b, strict=True)]
    parts = _parts(members_a, members_b, len(a.verbanden))
    doubtful = {one.place for indeling in (a, b) for one in doubts(lap, indeling)}
    unsure = Counter(verband for g in doubtful for verband in members_a[g])
    verbanden_a, verbanden_b = (
        {verband: place for place, verband in enumerate(one.verbanden)} for one in (a, b)
    )
    found = []
    for row in table.sort_values("jaccard", kind="stable").to_dict("records"):
        own = verbanden_a[row["verband"]]
        extra, missing = (
            tuple(places[code] for code in row[side]) for side in ("extra", "missing")
        )
        found.append(
            Region(
                verband=own,
                counterpart=verbanden_b[row["counterpart"]],
                name=str(a.namen.iloc[own]),
                counterpart_name=str(b.namen.loc[row["counterpart"]]),
                type=str(row["type"]),
                shared=row["shared"],
                together=row["gemeenten"] + row["counterpart_gemeenten"] - row["shared"],
                extra=extra,
                missing=missing,
                extra_names=tuple(str(names[place]) for place in extra),
                missing_names=tuple(str(names[place]) for place in missing),
                parts=tuple(str(b.namen.iloc[place]) for place in parts[own]),
                unsure=unsure[own],
            )
        )
    found.sort(key=lambda region: -TYPES.index(region.type))
    type_of = {region.verband: TYPES.index(region.type) for region in found}
    worst = [
        TYPES[max(type_of[verband] for verband in own)] if both else NOT_COMPARED
        for own, both in zip(members_a, compared, strict=True)
    ]
    return Direction(a, b, tuple(found), tuple(worst))


def members(lap: Lappendeken, indeling: Indeling) -> list[list[int]]:
    """The verbanden of every gemeente."""
    incidence = indeling.incidence
    incidence.sort_indices()
    own = [incidence.indices[start:stop].tolist() for start, stop in pairwise(incidence.indptr)]
    places = indeling.gemeenten.get_indexer(lap.gemeenten.index)
    return [own[place] if place >= 0 else [] for place in places.tolist()]


def _parts(
    members_a: Sequence[list[int]], members_b: Sequence[list[int]], count: int
) -> list[list[int]]:
    """For every verband of the first indeling those of the second that it meets."""
    found: list[set[int]] = [set() for _ in range(count)]
    for in_a, in_b in zip(members_a, members_b, strict=True):
        for verband in in_a:
            found[verband].update(in_b)
    return [sorted(verbanden) for verbanden in found]


def _union(groups: Iterable[tuple[int, ...]]) -> tuple[int, ...]:
    """All members of the groups, ascending."""
    return tuple(sorted({member for group in groups for member in group}))


def shown_indelingen(lap: Lappendeken, a: Indeling, b: Indeling) -> list[Indeling]:
    """The indelingen of a tooltip: the pair, then the default one of every other domein."""
    others = [name for name in lap.defaults.values() if name not in {a.id, b.id}]
    return [a, b, *(lap.indeling(name) for name in others)]
