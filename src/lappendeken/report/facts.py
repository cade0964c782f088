"""The numbers that all reports on one lappendeken share, computed once from `measures`."""

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import combinations, permutations
from typing import Any, TypeVar, cast

import numpy as np
import pandas as pd

from lappendeken import measures, optimise
from lappendeken.errors import LappendekenError, NotAPartitionError
from lappendeken.indeling import Indeling
from lappendeken.measures.circles import overlap_by, same_circles
from lappendeken.measures.regions import rivals
from lappendeken.measures.registry import WEIGHED_BY
from lappendeken.model import Lappendeken
from lappendeken.names import normalise
from lappendeken.wording.texts import full_name

CROSSING = measures.RegionType.DOORSNIJDEND.value
"""The type of a verband that does not fit."""

UNKNOWN = measures.RegionType.ONBEKEND.value
"""The type of a verband with gemeenten that the other indeling does not know."""

NO_COLLABORATION = "geen"
"""Vorm of a verband that was made by law or for statistics."""

REST = "overig"
"""The domein that is no field of policy."""

COUNTRY = "land"
"""What the country is called among the provinces in a table of numbers."""

Answer = TypeVar("Answer")

Pair = tuple[str, str]
"""Identifiers of two indelingen."""


@dataclass(frozen=True, eq=False)
class Basis:
    """What every report on a lappendeken needs.

    Parameters
    ----------
    lap : Lappendeken
        The data.
    gewicht : str
        One of `registry.WEIGHTS`: how gemeenten weigh in means.
    chosen : tuple of str
        Identifiers of the indelingen that are compared in place of the usual ones. One alone
        takes the place of that of its domein, or stands beside the usual ones.

    Raises
    ------
    LappendekenError
        If fewer than two domeinen can be compared, or a weight is missing.
    """

    lap: Lappendeken
    gewicht: str = "gemeenten"
    chosen: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        """Refuse what cannot be reported on, before the work begins."""
        if len(self.main) < 2:
            raise LappendekenError(
                "Een rapport vergelijkt ten minste twee domeinen; in deze gegevens heeft er "
                f"{len(self.main)} een indeling. Zet in indelingen.csv bij elk domein bij één "
                "indeling 'ja' onder standaard."
            )
        domains = [one.domein for one in self.main if one.domein]
        twice = next((name for name in domains if domains.count(name) > 1), None)
        if twice is not None:
            raise LappendekenError(
                f"Twee van de gekozen indelingen zijn van het domein {twice}; kies er van elk "
                "domein één."
            )

    @cached_property
    def weights(self) -> "pd.Series[float] | None":
        """The weight of each gemeente; None when each counts alike."""
        column = WEIGHED_BY[self.gewicht]
        return self.lap.gemeenten[column] if column else None

    @cached_property
    def main(self) -> tuple[Indeling, ...]:
        """The indelingen that are compared: of jeugd, MO/BW and werk, or else of every domein."""
        found = self.lap.main_indelingen
        if len(found) < 2:
            found = tuple(self.lap.indeling(name) for name in self.lap.defaults.values())
        chosen = tuple(self.lap.indeling(name) for name in self.chosen)
        if len(chosen) != 1:
            return chosen or found
        (one,) = chosen
        place = [known.id == one.id or known.domein == one.domein for known in found]
        if not any(place):
            return (*found, one)
        return tuple(one if here else known for here, known in zip(place, found, strict=True))

    @cached_property
    def pairs(self) -> tuple[Pair, ...]:
        """Every two of the main indelingen."""
        return tuple((a.id, b.id) for a, b in combinations(self.main, 2))

    @cached_property
    def everything(self) -> tuple[Indeling, ...]:
        """All indelingen, in order of domein."""
        return tuple(self.lap.indeling(str(name)) for name in self.lap.indelingen.index)

    @cached_property
    def collaborations(self) -> tuple[Indeling, ...]:
        """The indelingen in which gemeenten work together; not those of law and statistics."""
        vorm = self.lap.verbanden["vorm"]
        return tuple(
            one for one in self.everything if (vorm[one.verbanden] != NO_COLLABORATION).any()
        )

    @cached_property
    def domains(self) -> tuple[Indeling, ...]:
        """The default indeling of every domein in which gemeenten work together."""
        known = {one.id for one in self.collaborations}
        defaults = self.lap.defaults
        return tuple(
            self.lap.indeling(name)
            for domein, name in defaults.items()
            if name in known and domein != REST
        )

    @cached_property
    def relations(self) -> pd.DataFrame:
        """Every verband of the main indelingen against every other one.

        Index verband; the columns of `measures.regions_touching`, `schuur_inwoners` (the
        inhabitants of its schuurgemeenten, missing when that of one is) and `rivals` (tuple of
        verbanden that are as like it as the counterpart).
        """
        table = measures.regions_touching(self.main, self.lap.gemeenten.index)
        equal = {
            (key, b.id): names
            for a, b in permutations(self.main, 2)
            for key, names in rivals(a, b).items()
        }
        named = [equal.get((str(key), str(b)), ()) for key, b in table["b"].items()]
        table["rivals"] = pd.Series(named, index=table.index, dtype="object")
        people = [
            self.inwoners((*extra, *missing))
            for extra, missing in zip(table["extra"], table["missing"], strict=True)
        ]
        return table.assign(schuur_inwoners=pd.Series(people, index=table.index, dtype="object"))

    @cached_property
    def verbanden(self) -> pd.DataFrame:
        """The verbanden of the main indelingen.

        Index verband; `naam`, `indeling`, `enkelvoud`, the columns of `measures.region_profile`,
        and `snijdt`: the indelingen of which it crosses the verbanden (tuple of ids).
        """
        parts = []
        for one in self.main:
            profile = measures.region_profile(one, self.lap.gemeenten, self.lap.borders)
            profile.insert(0, "naam", one.namen)
            profile.insert(1, "indeling", one.id)
            profile.insert(2, "enkelvoud", one.enkelvoud)
            parts.append(profile)
        table = pd.concat(parts)
        crossing = self.relations[self.relations["type"] == CROSSING]
        against = crossing.groupby(level=0)["b"].agg(tuple).to_dict()
        return table.assign(
            snijdt=pd.Series([against.get(key, ()) for key in table.index], table.index)
        )

    @cached_property
    def moves(self) -> pd.DataFrame | None:
        """Every single move in the country, best first; None when an indeling overlaps itself."""
        try:
            return optimise.best_moves(self.lap, list(self.main), weights=self.weights)
        except NotAPartitionError:
            return None

    @cached_property
    def gemeenten(self) -> pd.DataFrame:
        """The gemeenten.

        Index code; `naam`, `provincie`, `inwoners`; `congruence` (territoriale congruentie over
        the main indelingen), `numerator`, `denominator`; `ecs:<a>~<b>` for each pair; `verbanden`,
        `partners` and `partner_sets` over all collaborations; `gescheiden` and `schuurt` (tuples
        of pairs `a~b`): where its verband crosses and it is outside the counterpart, and where it
        is a schuurgemeente at all.
        """
        result = pd.DataFrame(self.lap.gemeenten[["naam", "provincie", "inwoners"]])
        scores = measures.territorial_congruence(self.main)
        result = result.join(scores[["congruence", "numerator", "denominator"]])
        for a, b in combinations(self.main, 2):
            key = f"ecs:{a.id}~{b.id}"
            result[key] = measures.local_element_centric_similarity(a, b)
        profile = measures.gemeente_profile(
            self.collaborations or self.everything, self.lap.gemeenten, self.lap.borders
        )
        result = result.join(profile[["verbanden", "partners", "partner_sets"]])
        apart, chafing = self._chafing
        result["gescheiden"] = pd.Series([apart[c] for c in result.index], result.index)
        result["schuurt"] = pd.Series([chafing[c] for c in result.index], result.index)
        return result

    @cached_property
    def _chafing(self) -> tuple[dict[str, tuple[str, ...]], dict[str, tuple[str, ...]]]:
        """For every gemeente the pairs in which it is apart, and in which it chafes."""
        order = {frozenset(pair): f"{pair[0]}~{pair[1]}" for pair in self.pairs}
        apart: dict[str, set[str]] = {code: set() for code in self.lap.gemeenten.index}
        chafing: dict[str, set[str]] = {code: set() for code in self.lap.gemeenten.index}
        crossing = self.relations[self.relations["type"] == CROSSING]
        for a, b, extra, missing in crossing[["a", "b", "extra", "missing"]].itertuples(
            index=False
        ):
            pair = order[frozenset((a, b))]
            for code in extra:
                apart[code].add(pair)
            for code in (*extra, *missing):
                chafing[code].add(pair)
        names = list(order.values())
        return _ordered(apart, names), _ordered(chafing, names)

    @cached_property
    def province_scores(self) -> pd.DataFrame:
        """`measures.scores_by` of the provinces; index province."""
        return measures.scores_by(self.main, self.lap.gemeenten["provincie"], weights=self.weights)

    @cached_property
    def country_scores(self) -> "pd.Series[float]":
        """The same numbers for all gemeenten together."""
        groups = pd.Series("", index=self.lap.gemeenten.index)
        return measures.scores_by(self.main, groups, weights=self.weights).iloc[0]

    @cached_property
    def ranks(self) -> "pd.Series[int]":
        """Place of each province by territoriale congruentie, the highest first; ties share."""
        scores = self.province_scores["territorial_congruence"].round(12).dropna()
        return scores.rank(method="min", ascending=False).astype("int64")

    @cached_property
    def _overlap(self) -> pd.DataFrame:
        """Mean partner overlap of all pairs of all indelingen, per province and in all."""
        provinces = self.lap.gemeenten["provincie"]
        return overlap_by(self.everything, provinces, total=COUNTRY, weights=self.weights)

    def overlap(self, provincie: str | None) -> pd.DataFrame:
        """Mean partner overlap of every two indelingen in a province, or the country."""
        # By place: no name of a province can be mistaken for that of the country.
        place = -1 if provincie is None else list(self._overlap.columns).index(provincie)
        values = self._overlap.iloc[:, place]
        names = pd.Index([one.id for one in self.everything])
        cells = np.eye(len(names))
        left, right = (names.get_indexer(values.index.get_level_values(end)) for end in "ab")
        cells[left, right] = cells[right, left] = values.to_numpy()
        matrix = pd.DataFrame(cells, index=names, columns=names)
        order = measures.similarity_order(matrix)
        return matrix.loc[order, order]

    @cached_property
    def circles(self) -> pd.DataFrame:
        """In which domeinen each gemeente has the same circle; see `same_circles`."""
        return same_circles(self.domains or self.main)

    def once(
        self,
        ask: Callable[[Lappendeken, Sequence[Indeling]], Answer],
        indelingen: Sequence[Indeling],
    ) -> Answer:
        """What a function says of these data and some indelingen, the same for all reports."""
        key = (ask, tuple(one.id for one in indelingen))
        if key not in self._answers:
            self._answers[key] = ask(self.lap, indelingen)
        return cast("Answer", self._answers[key])

    @cached_property
    def _answers(self) -> dict[tuple[object, tuple[str, ...]], object]:
        """What was asked with `once`."""
        return {}

    def inwoners(self, codes: Sequence[str] | pd.Index) -> int | None:
        """Inhabitants of some gemeenten; None when that of one is unknown."""
        people = [self._people[code] for code in codes]
        return None if any(math.isnan(one) for one in people) else int(sum(people))

    @cached_property
    def provinces(self) -> dict[str, str]:
        """The province of each gemeente."""
        return dict(self.lap.gemeenten["provincie"].items())

    @cached_property
    def _people(self) -> dict[str, float]:
        """Inhabitants of each gemeente; NaN where unknown."""
        column = self.lap.gemeenten["inwoners"]
        return dict(zip(column.index, column.to_numpy("float64", na_value=math.nan), strict=True))

    @cached_property
    def _names(self) -> dict[str, str]:
        """The name of each gemeente."""
        column = self.lap.gemeenten["naam"]
        return {str(code): str(name) for code, name in column.items()}

    @cached_property
    def _full_names(self) -> dict[str, str]:
        """The name of each verband with its kind."""
        table = self.lap.verbanden
        kinds = table["indeling"].map(self.lap.indelingen["enkelvoud"])
        return {
            str(key): full_name(str(kind), str(name))
            for key, kind, name in zip(table.index, kinds, table["naam"], strict=True)
        }

    def gemeente(self, code: str) -> dict[str, Any]:
        """The numbers of one gemeente."""
        return {str(key): value for key, value in self.gemeenten.loc[code].to_dict().items()}

    def verband(self, key: str) -> dict[str, Any]:
        """The numbers of one verband of a main indeling."""
        return {str(name): value for name, value in self.verbanden.loc[key].to_dict().items()}

    def members(self, verband: str) -> tuple[str, ...]:
        """The gemeenten of a verband of a main indeling."""
        return self.lap.indeling(str(self.verbanden.at[verband, "indeling"])).members(verband)

    def full_name(self, verband: str) -> str:
        """A verband with its kind, such as `jeugdregio IJsselland`."""
        return self._full_names[verband]

    def names_of(self, verbanden: Sequence[str]) -> tuple[str, ...]:
        """Some verbanden with their kind, in the order given."""
        return tuple(map(self.full_name, verbanden))

    def names(self, codes: Sequence[str] | pd.Index) -> tuple[str, ...]:
        """The names of some gemeenten, in the order given."""
        return tuple(self._names[code] for code in codes)

    def sorted_names(self, codes: Sequence[str] | pd.Index) -> tuple[str, ...]:
        """The names of some gemeenten in the order of a register."""
        return tuple(sorted(self.names(codes), key=lambda name: (normalise(name), name)))


def _ordered(found: Mapping[str, set[str]], names: Sequence[str]) -> dict[str, tuple[str, ...]]:
    """The pairs of each gemeente in their fixed order."""
    return {code: tuple(n for n in names if n in pairs) for code, pairs in found.items()}
