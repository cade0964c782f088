"""Collaborations from documents through the same measures as the country.

>>> one = load_casus("woerden-2011").overlaps[0]
>>> one.both, len(one.a.gemeenten), len(one.b.gemeenten)
(3, 4, 5)
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import combinations
from typing import NamedTuple

import pandas as pd

from lappendeken import measures
from lappendeken.indeling import Indeling
from lappendeken.provenance import Recorded, recorded
from lappendeken.reading.casus import (
    CasusFacts,
    CasusHerindeling,
    CasusVerband,
    find_casus,
    list_casussen,
    read_casus,
)

__all__ = ["Casus", "Overlap", "list_casussen", "load_casus"]


class Overlap(NamedTuple):
    """Two verbanden for different things that share gemeenten; counted are those with a name.

    `jaccard` is the share of their gemeenten that is in both; None when not all are named.
    """

    a: CasusVerband
    b: CasusVerband
    both: int
    only_a: int
    only_b: int
    jaccard: float | None


@dataclass(frozen=True, eq=False)
class Casus(Recorded):
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
        named = dict.fromkeys(name for one in self.facts.verband for name in one.gemeenten)
        return self.facts.groep or tuple(named)

    @cached_property
    def circles(self) -> dict[str, list[CasusVerband]]:
        """The verbanden of each indeling."""
        found: dict[str, list[CasusVerband]] = {}
        for one in self.facts.verband:
            found.setdefault(one.indeling, []).append(one)
        return found

    @cached_property
    def indelingen(self) -> tuple[Indeling, ...]:
        """The indelingen of which is known, of each gemeente compared, in which verband it is.

        Each stands on all gemeenten of the casus; who is in no verband of it is alone in it.
        """
        inside, group = set(self.gemeenten), bool(self.facts.groep)
        return tuple(
            Indeling.from_members(
                {one.naam: [name for name in one.gemeenten if name in inside] for one in verbanden},
                self.gemeenten,
                id=name,
                domein=verbanden[0].domein,
            ).with_singletons()
            for name, verbanden in self.circles.items()
            if inside and all(group or one.complete for one in verbanden)
        )

    @cached_property
    def scores(self) -> pd.DataFrame:
        """Every measure of every pair of indelingen; see `measures.scores`.

        >>> load_casus("woerden-2011").scores["element_centric_similarity"].round(3).to_list()
        [0.408]
        """
        return measures.scores(self.indelingen) if len(self.indelingen) > 1 else pd.DataFrame()

    @cached_property
    def congruence(self) -> "pd.Series[float]":
        """Territoriale congruentie of each gemeente over the indelingen.

        >>> load_casus("igsd-2009").congruence.to_dict()
        {'Steenwijkerland': 1.0, 'Westerveld': 1.0}
        """
        if len(self.indelingen) < 2:
            return pd.Series(dtype=float)
        return measures.territorial_congruence(self.indelingen)["congruence"]

    @cached_property
    def overlaps(self) -> tuple[Overlap, ...]:
        """Every two verbanden of different indelingen that share a named gemeente."""
        found = []
        for a, b in combinations(self.facts.verband, 2):
            one, other = set(a.gemeenten), set(b.gemeenten)
            if a.indeling != b.indeling and one & other:
                jaccard = len(one & other) / len(one | other)
                known = jaccard if a.complete and b.complete else None
                sizes = (len(one & other), len(one - other), len(other - one))
                found.append(Overlap(a, b, *sizes, known))
        return tuple(found)

    def tables(self) -> dict[str, pd.DataFrame]:
        """The scores, where there are two indelingen to compare, and the verbanden."""
        verbanden = [
            {"verband": one.naam, "indeling": one.indeling, "gemeenten": len(one.gemeenten)}
            for one in self.facts.verband
        ]
        scores = {"maten": self.scores} if len(self.scores) else {}
        return scores | {"verbanden": pd.DataFrame(verbanden)}

    def after(self, step: CasusHerindeling) -> tuple["Casus", tuple[tuple[str, str], ...]]:
        """The casus after a reorganisation, and what each verband then reaches without having it.

        >>> casus = load_casus("woerden-2011")
        >>> later, reached = casus.after(casus.facts.herindeling[0])
        >>> later.facts.verband[1].gemeenten
        ('Stichtse Vecht', 'Montfoort', 'Oudewater', 'Woerden')
        >>> reached
        (('IASZ', 'Maarssen'),)
        """
        into = dict.fromkeys(step.van, step.naar)
        changed, reached = [], []
        for one in self.facts.verband:
            members = tuple(dict.fromkeys(into.get(name, name) for name in one.gemeenten))
            centre = into.get(one.centrumgemeente, one.centrumgemeente)
            amount = None if one.complete else one.aantal
            changed.append(replace(one, gemeenten=members, centrumgemeente=centre, aantal=amount))
            if step.naar in members:
                reached += [(one.naam, name) for name in step.van if name not in one.gemeenten]
        return Casus(replace(self.facts, verband=tuple(changed), herindeling=())), tuple(reached)

    def codes(self, at_hand: Iterable[str]) -> dict[str, str]:
        """The code under which each gemeente stands on a map: its own, or of what it became."""
        known = set(at_hand)
        into = {name: step.naar for step in self.facts.herindeling for name in step.van}
        found = {}
        for name in self.gemeenten:
            codes = [self.facts.codes.get(one, "") for one in (name, into.get(name, ""))]
            if code := next((code for code in codes if code in known), ""):
                found[name] = code
        return found


@recorded
def load_casus(name: str) -> Casus:
    """Read one of the casussen that come with the program.

    Examples
    --------
    >>> load_casus("Ten Boer 2007").facts.titel
    'Ten Boer: alle ambtelijke taken bij Groningen'
    """
    return Casus(read_casus(find_casus(name)))
