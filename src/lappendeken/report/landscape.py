"""The landscape of one gemeente in numbers: its verbanden, its partners, and others like it."""

from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
import pandas as pd

from lappendeken import measures
from lappendeken.indeling import Indeling
from lappendeken.report.facts import Basis
from lappendeken.schema import DOMEINEN

FIELD = "beleidsdomein"
"""Column of `kenmerken.csv`: the domein of one regeling."""

LIKE_SIZE = 6
"""How many gemeenten of like size stand beside it."""


@dataclass(frozen=True, eq=False)
class Landscape:
    """What is so for one gemeente.

    Parameters
    ----------
    basis : Basis
        The numbers of all gemeenten.
    code : str
        Of the gemeente.
    """

    basis: Basis
    code: str

    @property
    def name(self) -> str:
        """Its name."""
        return str(self.basis.lap.gemeenten.at[self.code, "naam"])

    @property
    def province(self) -> str:
        """Its province."""
        return str(self.basis.lap.gemeenten.at[self.code, "provincie"])

    @cached_property
    def scores(self) -> dict[str, Any]:
        """Its row of `Basis.gemeenten`."""
        return self.basis.gemeente(self.code)

    @property
    def domains(self) -> tuple[Indeling, ...]:
        """The indelingen of the picture and the matrix: one for each domein."""
        return self.basis.domains or self.basis.main

    @cached_property
    def verbanden(self) -> pd.DataFrame:
        """Its deelnames in order of domein.

        Index verband; `domein`, `indeling`, `naam`, what is known of the verband and of the
        deelname (`vorm`, `rol`, `van` ...), `partners` (number) and `samenwerking` (False for
        divisions of law and statistics).
        """
        lap = self.basis.lap
        own = lap.deelnames[lap.deelnames["gemeente_code"] == self.code].set_index("verband_id")
        own = own.drop(columns="gemeente_code")
        sizes = lap.deelnames.groupby("verband_id").size()
        ids = [v for one in self.basis.everything for v in one.verbanden_of(self.code)]
        found = lap.verbanden.loc[ids].join(own.loc[ids])
        found["partners"] = sizes.reindex(ids).to_numpy() - 1
        working = [one.id for one in self.basis.collaborations]
        found["samenwerking"] = found["indeling"].isin(working)
        return found

    @cached_property
    def fields(self) -> dict[str, str]:
        """The domein of each verband: that which a register gives it, or else of its indeling.

        A register knows regelingen of many domeinen in one indeling.
        """
        own = self.verbanden["domein"]
        told = self.basis.lap.kenmerken
        if FIELD in told:
            known = told[FIELD].reindex(own.index).fillna("")
            own = own.where(~known.isin(list(DOMEINEN)), known)
        return {str(key): str(domein) for key, domein in own.items()}

    @cached_property
    def working(self) -> pd.DataFrame:
        """Its verbanden of collaboration, each with its domein."""
        table = self.verbanden[self.verbanden["samenwerking"].astype(bool)]
        return table.assign(domein=pd.Series(self.fields).reindex(table.index))

    @cached_property
    def circles(self) -> dict[str, frozenset[str]]:
        """The gemeenten of each of its verbanden of collaboration."""
        return {
            str(verband): frozenset(self.basis.lap.indeling(str(indeling)).members(str(verband)))
            for verband, indeling in self.working["indeling"].items()
        }

    @cached_property
    def partners(self) -> pd.DataFrame:
        """Its partners and in which domeinen they are: index code, a column per domein (id)."""
        return measures.partners(self.domains, self.code)

    @cached_property
    def main_partners(self) -> pd.DataFrame:
        """The same over the main indelingen."""
        return measures.partners(self.basis.main, self.code)

    @cached_property
    def main_circles(self) -> dict[str, set[str]]:
        """Its partners in each main indeling that it is in."""
        table = self.main_partners
        return {
            one.id: set(table.index[table[one.id]])
            for one in self.basis.main
            if one.verbanden_of(self.code)
        }

    @cached_property
    def all_partners(self) -> pd.DataFrame:
        """The same over all collaborations."""
        return measures.partners(self.basis.collaborations or self.basis.everything, self.code)

    @cached_property
    def neighbours(self) -> tuple[str, ...]:
        """The gemeenten it borders on, over land or by a link over water."""
        pairs = self.basis.lap.borders
        found = [*pairs.loc[pairs["a"] == self.code, "b"], *pairs.loc[pairs["b"] == self.code, "a"]]
        return tuple(sorted(found))

    @cached_property
    def like_size(self) -> tuple[str, ...]:
        """The gemeenten nearest in number of inhabitants, by ratio."""
        people = self.basis.lap.gemeenten["inwoners"].astype("float64")
        own = people[self.code]
        if not own > 0:
            return ()
        others = people.drop(index=self.code)
        others = others[others > 0]
        distance = np.abs(np.log(others / own))
        order = distance.sort_values(kind="stable").index[:LIKE_SIZE]
        return tuple(str(code) for code in order)

    @cached_property
    def rank(self) -> tuple[int, int] | None:
        """Its place by territoriale congruentie, the highest first, and of how many."""
        known = self.basis.gemeenten["congruence"].dropna().round(12)
        if self.code not in known.index:
            return None
        return int((known > known[self.code]).sum()) + 1, len(known)

    @cached_property
    def only_in(self) -> "pd.Series[int]":
        """For each main indeling the partners it has there and nowhere else."""
        table = self.main_partners
        alone = table[table.sum(axis=1) == 1]
        return alone.sum().astype("int64")
