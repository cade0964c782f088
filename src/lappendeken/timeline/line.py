"""The quilt at two dates or more, on the gemeenten of the last."""

import dataclasses
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import combinations
from typing import TypeAlias

import pandas as pd

from lappendeken import measures
from lappendeken.errors import LappendekenError, WrongUsageError
from lappendeken.herindeling import Herindeling, convert
from lappendeken.indeling import Indeling
from lappendeken.measures.registry import shown
from lappendeken.model import Lappendeken, from_tables, to_tables
from lappendeken.provenance import Recorded, recorded
from lappendeken.timeline.changes import changed_deelnames, events
from lappendeken.timeline.counterparts import named


@dataclass(frozen=True, eq=False)
class Timeline(Recorded):
    """The quilt at two dates or more, on the gemeenten of the last.

    Parameters
    ----------
    moments : tuple of Lappendeken
        In order of date, all with the gemeenten of the last.
    converted : tuple of Herindeling or None
        For every moment how it was brought to the last date; None when it needed nothing.
    dates : tuple of date
        The date of each as it was given.
    indelingen : tuple of str
        Identifiers of those that are compared: they are in every moment.
    absent : mapping of str to tuple of date
        Indelingen that are not in every moment, with the dates at which they are.
    """

    moments: tuple[Lappendeken, ...]
    converted: tuple[Herindeling | None, ...]
    dates: tuple[date, ...]
    indelingen: tuple[str, ...]
    absent: Mapping[str, tuple[date, ...]]

    def tables(self) -> dict[str, pd.DataFrame]:
        """How congruent the indelingen are at each moment, and what changed between."""
        found = {"scores": self.scores(self.indelingen)} if len(self.indelingen) > 1 else {}
        return found | {"gebeurtenissen": self.events(), "deelnames": self.deelnames()}

    @recorded
    def events(self) -> pd.DataFrame:
        """Verbanden that began, ended, were joined or were split, between each two moments.

        Returns
        -------
        DataFrame
            `from`, `to` (dates), `indeling`, and the columns of `events` with names for
            identifiers.
        """
        return self._between(events, ["before", "after"])

    @recorded
    def deelnames(self) -> pd.DataFrame:
        """Deelnames that began or ended, and gemeenten that moved, between each two moments.

        Returns
        -------
        DataFrame
            `from`, `to` (dates), `indeling`, and the columns of `changed_deelnames` with names.
        """
        return self._between(changed_deelnames, ["before", "after"])

    def _between(
        self, compare: Callable[[Indeling, Indeling], pd.DataFrame], columns: Sequence[str]
    ) -> pd.DataFrame:
        """One comparison of each indeling between each two moments that follow each other."""
        tables = []
        for k in range(len(self.moments) - 1):
            for name in self.indelingen:
                old, new = (one.indeling(name) for one in self.moments[k : k + 2])
                table = compare(old, new)
                for column, one in zip(columns, (old, new), strict=True):
                    table[column] = table[column].map(lambda found, one=one: named(one, found))
                table.insert(0, "indeling", name)
                table.insert(0, "to", self.dates[k + 1])
                table.insert(0, "from", self.dates[k])
                if len(table):
                    tables.append(table)
        if not tables:
            empty = compare(*(self.moments[0].indeling(self.indelingen[0]),) * 2)
            return empty.assign(**dict.fromkeys(["from", "to", "indeling"])).iloc[:0]
        return pd.concat(tables, ignore_index=True)

    @recorded
    def scores(self, indelingen: Sequence[str]) -> pd.DataFrame:
        """How congruent some indelingen are at each moment, on the gemeenten of the last.

        Parameters
        ----------
        indelingen : sequence of str
            At least two of `indelingen`.

        Returns
        -------
        DataFrame
            Index (`date`, `a`, `b`): `gemeenten` (that both cover), `adjusted_rand_index` (missing
            for covers), `element_centric_similarity`, `partner_overlap`, and
            `territorial_congruence`: its mean over the gemeenten, of all indelingen together.
        """
        if len(indelingen) < 2:
            raise WrongUsageError("Noem ten minste twee indelingen.")
        parts = {
            day: measures.scores([one.indeling(name) for name in indelingen])
            for day, one in zip(self.dates, self.moments, strict=True)
        }
        table = pd.concat(parts, names=["date"])[["gemeenten", *shown("tijd")]]
        mean = self.congruence(indelingen).mean()
        days = table.index.get_level_values("date")
        return table.assign(territorial_congruence=mean.reindex(days).to_numpy())

    @recorded
    def congruence(self, indelingen: Sequence[str]) -> pd.DataFrame:
        """Territoriale congruentie of every gemeente at each moment.

        Parameters
        ----------
        indelingen : sequence of str
            At least two of `indelingen`.

        Returns
        -------
        DataFrame
            Index the gemeenten of the last moment; a column for each date.
        """
        return pd.DataFrame(
            {
                day: measures.territorial_congruence([one.indeling(name) for name in indelingen])[
                    "congruence"
                ]
                for day, one in zip(self.dates, self.moments, strict=True)
            }
        )


@recorded
def follow(moments: Sequence[Lappendeken], *, on_conflict: str = "beide") -> Timeline:
    """Put the quilt at several dates beside each other, on the gemeenten of the last.

    Parameters
    ----------
    moments : sequence of Lappendeken
        At least two; put in order of peildatum.
    on_conflict : str
        What to do where merged gemeenten were in different verbanden: see `herindeling.convert`.

    Returns
    -------
    Timeline

    Raises
    ------
    WrongUsageError
        If there are fewer than two, two have one peildatum, or they share no indeling.
    LappendekenError
        If one cannot be brought to the last date.

    Examples
    --------
    >>> import lappendeken as ld
    >>> now = ld.load("2016")
    >>> later = ld.herindeling.convert(now, "2019-01-01", on_conflict="meerderheid").lappendeken
    >>> found = follow([now, later], on_conflict="meerderheid")
    >>> len(found.deelnames())
    0
    """
    if len(moments) < 2:
        raise WrongUsageError("Noem ten minste twee momenten.")
    ordered = sorted(moments, key=lambda one: one.peildatum)
    for one, other in combinations(ordered, 2):
        if one.peildatum == other.peildatum:
            raise WrongUsageError(
                f"Twee keer dezelfde peildatum, {one.peildatum.isoformat()}: {one.bron} en "
                f"{other.bron}. Gebruik gegevens vergelijk voor twee bronnen van één datum."
            )
    last = ordered[-1]
    brought = together([bring(one, last, on_conflict) for one in ordered])
    found: dict[str, list[date]] = {
        str(name): [] for one in brought for name in one[0].indelingen.index
    }
    for day, (one, _) in zip((o.peildatum for o in ordered), brought, strict=True):
        for name in one.indelingen.index:
            found[str(name)].append(day)
    shared = tuple(str(name) for name, days in found.items() if len(days) == len(ordered))
    if not shared:
        raise WrongUsageError(
            "Deze gegevens hebben geen enkele indeling gemeen. Geef een indeling die op elke datum "
            "dezelfde is, in elk verbanden.csv dezelfde aanduiding."
        )
    return Timeline(
        tuple(one for one, _ in brought),
        tuple(done for _, done in brought),
        tuple(one.peildatum for one in ordered),
        shared,
        {str(name): tuple(days) for name, days in found.items() if name not in shared},
    )


_Brought: TypeAlias = tuple[Lappendeken, Herindeling | None]


def together(brought: list[_Brought]) -> list[_Brought]:
    """All with the gemeenten that each of them has."""
    common = set.intersection(*(set(one.gemeenten.index) for one, _ in brought))
    if all(len(one.gemeenten) == len(common) for one, _ in brought):
        return brought
    return [(_only(one, common), done) for one, done in brought]


def _only(lap: Lappendeken, codes: set[str]) -> Lappendeken:
    """A lappendeken of some of its gemeenten."""
    tables = to_tables(lap)
    links = tables.verbindingen
    near = links["van_code"].isin(codes) & links["naar_code"].isin(codes)
    rows = tables.verbanden
    part = dataclasses.replace(
        tables,
        gemeenten=tables.gemeenten[tables.gemeenten.index.isin(codes)],
        verbanden=rows[rows["gemeente_code"].isin(codes)].reset_index(drop=True),
        verbindingen=links[near].reset_index(drop=True),
    )
    return from_tables(part, peildatum=lap.peildatum, bewerkt=lap.bewerkt)


def bring(
    one: Lappendeken, last: Lappendeken, on_conflict: str
) -> tuple[Lappendeken, Herindeling | None]:
    """A lappendeken on the gemeenten of another."""
    if one.gemeenten.index.equals(last.gemeenten.index):
        return one, None
    done = convert(one, last.peildatum, on_conflict)
    mine, theirs = done.lappendeken.gemeenten.index, last.gemeenten.index
    missing = mine.symmetric_difference(theirs)
    # One may be about a part of the country, but not both about gemeenten that the other has not.
    if len(mine.difference(theirs)) and len(theirs.difference(mine)):
        shown = ", ".join(missing[:5])
        raise LappendekenError(
            f"De gegevens van {one.peildatum.isoformat()}, gebracht naar "
            f"{last.peildatum.isoformat()}, hebben andere gemeenten dan die van die datum: {shown}"
            f"{' …' if len(missing) > 5 else ''}. Klopt de peildatum van beide?"
        )
    return done.lappendeken, done
