"""Collaborations from documents through the same measures as the country.

>>> one = load_casus("woerden-2011").overlaps[0]
>>> one.both, len(one.a.gemeenten), len(one.b.gemeenten)
(3, 4, 5)
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import combinations

import pandas as pd

from lappendeken import measures
from lappendeken.herindeling.deelnames import Contribution, regroup
from lappendeken.herindeling.steps import People
from lappendeken.indeling import Indeling
from lappendeken.reading.casus import (
    CasusFacts,
    CasusHerindeling,
    CasusVerband,
    find_casus,
    list_casussen,
    read_casus,
)
from lappendeken.schema import VERBANDEN

__all__ = ["Casus", "Overlap", "list_casussen", "load_casus"]


@dataclass(frozen=True)
class Overlap:
    """Two verbanden for different things that share gemeenten; counted are those with a name.

    Parameters
    ----------
    a, b : CasusVerband
        The two.
    """

    a: CasusVerband
    b: CasusVerband

    @property
    def both(self) -> int:
        """Number of gemeenten in both."""
        return len(set(self.a.gemeenten) & set(self.b.gemeenten))

    @property
    def only_a(self) -> int:
        """Number of gemeenten in the first alone."""
        return len(self.a.gemeenten) - self.both

    @property
    def only_b(self) -> int:
        """Number of gemeenten in the second alone."""
        return len(self.b.gemeenten) - self.both

    @property
    def jaccard(self) -> float | None:
        """Share of their gemeenten that is in both; None when not all of them are named."""
        if not (self.a.complete and self.b.complete):
            return None
        return self.both / (self.both + self.only_a + self.only_b)


@dataclass(frozen=True, eq=False)
class Casus:
    """A collaboration from a document, as indelingen.

    Parameters
    ----------
    facts : CasusFacts
        What the document says.
    """

    facts: CasusFacts

    @cached_property
    def gemeenten(self) -> tuple[str, ...]:
        """Names of the gemeenten that are compared, in the order of the document."""
        named = dict.fromkeys(name for one in self.facts.verbanden for name in one.gemeenten)
        return self.facts.groep or tuple(named)

    def known(self, verband: CasusVerband) -> bool:
        """Whether it is known of each gemeente in the comparison if it is in a verband."""
        return bool(self.facts.groep) or verband.complete

    @cached_property
    def indelingen(self) -> tuple[Indeling, ...]:
        """The indelingen of which every verband is known, each with its verbanden by name.

        Each stands on all gemeenten of the casus; who is in no verband of it is alone in it.
        """
        found: dict[str, list[CasusVerband]] = {}
        for one in self.facts.verbanden:
            found.setdefault(one.indeling, []).append(one)
        inside = set(self.gemeenten)
        return tuple(
            Indeling.from_members(
                {one.naam: [name for name in one.gemeenten if name in inside] for one in verbanden},
                self.gemeenten,
                id=name,
                domein=verbanden[0].domein,
            ).with_singletons()
            for name, verbanden in found.items()
            if all(self.known(one) for one in verbanden) and inside
        )

    def scores(self) -> pd.DataFrame:
        """Every measure of every pair of indelingen.

        Returns
        -------
        DataFrame
            See `measures.scores`; without rows when fewer than two indelingen are known.

        Examples
        --------
        >>> scores = load_casus("woerden-2011").scores()
        >>> scores["element_centric_similarity"].round(3).to_list()
        [0.408]
        """
        if len(self.indelingen) < 2:
            return pd.DataFrame()
        return measures.scores(self.indelingen)

    def congruence(self) -> "pd.Series[float]":
        """Territoriale congruentie of each gemeente over the indelingen.

        Examples
        --------
        >>> load_casus("igsd-2009").congruence().to_dict()
        {'Steenwijkerland': 1.0, 'Westerveld': 1.0}
        """
        if len(self.indelingen) < 2:
            return pd.Series(dtype=float)
        return measures.territorial_congruence(self.indelingen)["congruence"]

    @cached_property
    def overlaps(self) -> tuple[Overlap, ...]:
        """Every two verbanden of different indelingen that share a named gemeente."""
        return tuple(
            Overlap(a, b)
            for a, b in combinations(self.facts.verbanden, 2)
            if a.indeling != b.indeling and set(a.gemeenten) & set(b.gemeenten)
        )

    def after(self, step: CasusHerindeling) -> tuple["Casus", tuple[tuple[str, str], ...]]:
        """The casus after a reorganisation.

        Examples
        --------
        >>> casus = load_casus("woerden-2011")
        >>> later, reached = casus.after(casus.facts.herindelingen[0])
        >>> later.facts.verbanden[1].gemeenten
        ('Stichtse Vecht', 'Montfoort', 'Oudewater', 'Woerden')
        >>> reached
        (('IASZ', 'Maarssen'),)
        """
        flows = {step.naar: [Contribution(name, name, People.of(None)) for name in step.van]}
        done = regroup(self._rows(), step.datum.isoformat(), flows, {step.naar: step.naar}, "beide")
        members = done.rows.groupby("verband_id", sort=False)["gemeente_code"].agg(tuple)
        gone = set(step.van)
        verbanden = tuple(
            replace(
                one,
                gemeenten=members.get(one.id, ()),
                centrumgemeente=step.naar if one.centrumgemeente in gone else one.centrumgemeente,
                aantal=None if one.complete else one.aantal,
            )
            for one in self.facts.verbanden
        )
        reached = tuple((str(row[5]), str(row[7])) for row in done.extensions)
        return Casus(replace(self.facts, verbanden=verbanden, herindelingen=())), reached

    def _rows(self) -> pd.DataFrame:
        """The deelnames as a table, with names for codes."""
        blank = {column.name: "" for column in VERBANDEN}
        rows = [
            blank
            | {
                "verband_id": one.id,
                "verband": one.naam,
                "indeling": one.indeling,
                "gemeente_code": name,
                "gemeente": name,
            }
            for one in self.facts.verbanden
            for name in one.gemeenten
        ]
        return pd.DataFrame(rows, columns=list(blank))


def load_casus(name: str) -> Casus:
    """Read one of the casussen that come with the program.

    Examples
    --------
    >>> load_casus("Ten Boer 2007").facts.titel
    'Ten Boer: alle ambtelijke taken bij Groningen'
    """
    return Casus(read_casus(find_casus(name)))


def codes_on_map(casus: Casus, at_hand: Sequence[str]) -> dict[str, str]:
    """The code under which each gemeente of a casus stands on a map."""
    known, codes = set(at_hand), casus.facts.codes
    into = {name: step.naar for step in casus.facts.herindelingen for name in step.van}
    found = {}
    for name in casus.gemeenten:
        for candidate in (name, into.get(name, "")):
            code = codes.get(candidate, "")
            if code in known:
                found[name] = code
                break
    return found
