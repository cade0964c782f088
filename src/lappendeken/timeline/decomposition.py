"""What herindeling did to the quilt between two dates, and what the choices of gemeenten did."""

from collections.abc import Iterator, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from itertools import combinations
from typing import Final

import pandas as pd

from lappendeken import measures
from lappendeken.errors import WrongUsageError
from lappendeken.herindeling import Herindeling
from lappendeken.indeling import Indeling
from lappendeken.measures.registry import shown
from lappendeken.model import Lappendeken
from lappendeken.provenance import Recorded, recorded
from lappendeken.timeline.changes import changed_deelnames
from lappendeken.timeline.counterparts import matching, named
from lappendeken.timeline.line import bring, together

FITS_NOW: Final = "past nu"
FITS_NO_MORE: Final = "past niet meer"
BY_HERINDELING: Final = "herindeling"
BY_CHOICE: Final = "keuze"

Couple = tuple[str, str]
"""Identifiers of two verbanden with the same gemeenten."""


@dataclass(frozen=True, eq=False)
class Decomposition(Recorded):
    """Two dates, and between them the first quilt on the gemeenten of the second.

    What differs between `before` and `merged` is the work of herindeling alone; what differs
    between `merged` and `after`, of choice. Herindeling comes first: of merged gemeenten that were
    in different verbanden the side with most inhabitants is kept, and what a new gemeente then
    chose otherwise is a choice.

    Parameters
    ----------
    before, merged, after : Lappendeken
        At the two dates, each with its own gemeenten; `merged` is `before` on those of `after`.
    converted : Herindeling or None
        How `merged` came about; None when the gemeenten are the same.
    indelingen : tuple of str
        Identifiers of the indelingen that are followed.
    """

    before: Lappendeken
    merged: Lappendeken
    after: Lappendeken
    converted: Herindeling | None
    indelingen: tuple[str, ...]

    @property
    def moments(self) -> tuple[Lappendeken, Lappendeken, Lappendeken]:
        """The three quilts: before, merged and after."""
        return self.before, self.merged, self.after

    def tables(self) -> dict[str, pd.DataFrame]:
        """What brought the difference, for each pair and each gemeente, and who chose anew."""
        return {"scores": self.scores(), "gemeenten": self.gemeenten(), "keuzes": self.moves()}

    @recorded
    def scores(self) -> pd.DataFrame:
        """How congruent each pair was, and what brought the difference.

        Returns
        -------
        DataFrame
            Index (`a`, `b`, `measure`): `before`, `merged`, `after`, `by_herindeling` (`merged`
            less `before`) and `by_choice` (`after` less `merged`), of the measures that
            `registry.shown("ontleding")` names and the number of verbanden that are `gelijk`.
        """
        names = [*shown("ontleding"), measures.RegionType.GELIJK.value]
        tables = [measures.scores(self._indelingen(one)) for one in self.moments]
        parts = {name: with_causes([table[name] for table in tables]) for name in names}
        found = pd.concat(parts, names=["measure"]).reorder_levels(["a", "b", "measure"])
        pairs = tables[-1].index
        order = [(a, b, name) for a, b in pairs for name in names]
        return found.loc[order]

    def congruence(self) -> pd.Series:
        """The mean territoriale congruentie over all indelingen together.

        Returns
        -------
        Series
            `before`, `merged`, `after`, `by_herindeling` and `by_choice`.
        """
        means = [pd.Series([self._congruence(one).mean()]) for one in self.moments]
        return with_causes(means).iloc[0]

    @recorded
    def gemeenten(self) -> pd.DataFrame:
        """Territoriale congruentie of the gemeenten of the second date, before and after choices.

        Returns
        -------
        DataFrame
            Index `code`: `naam`, `merged`, `after` and `by_choice`.
        """
        _, merged, after = self.moments
        table = pd.DataFrame({"naam": after.gemeenten["naam"]})
        table["merged"] = self._congruence(merged)
        table["after"] = self._congruence(after)
        return table.assign(by_choice=table["after"] - table["merged"])

    @recorded
    def moves(self) -> pd.DataFrame:
        """Gemeenten that chose another verband, began or ended a deelname.

        Returns
        -------
        DataFrame
            `indeling`, and the columns of `changed_deelnames` with names of verbanden.
        """
        _, merged, after = self.moments
        found = []
        for name in self.indelingen:
            old, new = merged.indeling(name), after.indeling(name)
            table = changed_deelnames(old, new)
            for column, one in (("before", old), ("after", new)):
                table[column] = [str(named(one, value)) for value in table[column]]
            table.insert(0, "indeling", name)
            found.append(table)
        return pd.concat(found, ignore_index=True)

    def fits(self) -> pd.DataFrame:
        """Verbanden that came to have the gemeenten of one of another indeling, or had them.

        Returns
        -------
        DataFrame
            `a`, `b` (indelingen), `verband_a`, `verband_b` (names at the date at which they fit),
            `change` (`FITS_NOW` or `FITS_NO_MORE`) and `cause` (`BY_HERINDELING` or `BY_CHOICE`).

        Notes
        -----
        A verband is followed by its gemeenten (see `match_verbanden`), not by its name.
        """
        rows = [row for a, b in combinations(self.indelingen, 2) for row in self._pair(a, b)]
        columns = ["a", "b", "verband_a", "verband_b", "change", "cause"]
        return pd.DataFrame(rows, columns=columns)

    def _pair(self, a: str, b: str) -> Iterator[tuple[str, ...]]:
        """The rows of `fits` of one pair of indelingen."""
        pairs = [(one.indeling(a), one.indeling(b)) for one in self.moments]
        old, between, new = (_couples(*pair) for pair in pairs)
        # Identifiers outlive a herindeling; what comes after may be called otherwise.
        goes_on = [
            {one.verbanden[place]: other.verbanden[found] for place, found in matches.items()}
            for one, other in zip(pairs[1], pairs[2], strict=True)
            for matches in [matching(one, other)]
        ]

        def now(couple: Couple) -> Couple | None:
            """The same two verbanden at the last date."""
            one, other = (later.get(name) for later, name in zip(goes_on, couple, strict=True))
            return None if one is None or other is None else (one, other)

        for couple in sorted(new - {now(found) for found in old}):
            cause = BY_HERINDELING if couple in {now(one) for one in between} else BY_CHOICE
            yield (a, b, *_names(pairs[2], couple), FITS_NOW, cause)
        for couple in old:
            if now(couple) not in new:
                cause = BY_CHOICE if couple in between else BY_HERINDELING
                yield (a, b, *_names(pairs[0], couple), FITS_NO_MORE, cause)

    def _indelingen(self, one: Lappendeken) -> list[Indeling]:
        return [one.indeling(name) for name in self.indelingen]

    def _congruence(self, one: Lappendeken) -> pd.Series:
        return measures.territorial_congruence(self._indelingen(one))["congruence"]


@recorded
def decompose(
    before: Lappendeken,
    after: Lappendeken,
    indelingen: Sequence[str | Indeling] | None = None,
    *,
    on_conflict: str = "meerderheid",
) -> Decomposition:
    """Tell what herindeling did between two dates from what gemeenten chose.

    Parameters
    ----------
    before, after : Lappendeken
        At two dates.
    indelingen : sequence of str or Indeling, optional
        At least two that both have; the main ones of the second when absent.
    on_conflict : str
        What to do where merged gemeenten were in different verbanden: see `herindeling.convert`.
        With `beide` an indeling becomes a cover, which has no adjusted Rand index.

    Returns
    -------
    Decomposition

    Raises
    ------
    WrongUsageError
        If there are fewer than two indelingen, or the first is not the earlier.
    UnknownNameError
        If one of the two does not have an indeling.
    LappendekenError
        If the first cannot be brought to the date of the second.

    Examples
    --------
    >>> import lappendeken as ld
    >>> now = ld.load()
    >>> later = ld.herindeling.convert(now, "2027-01-01", on_conflict="meerderheid").lappendeken
    >>> found = decompose(now, later)
    >>> len(found.moves()), float(found.scores()["by_choice"].abs().max())
    (0, 0.0)
    """
    if before.peildatum >= after.peildatum:
        raise WrongUsageError(
            f"De eerste gegevens zijn van {before.peildatum.isoformat()}, de tweede van "
            f"{after.peildatum.isoformat()}: geef de vroegste eerst."
        )
    chosen = after.main_indelingen if indelingen is None else indelingen
    names = tuple(after.find_indeling(one).id for one in chosen)
    if len(names) < 2:
        raise WrongUsageError("Noem ten minste twee indelingen.")
    for name in names:
        before.find_indeling(name)
    (merged, converted), (after, _) = together([bring(before, after, on_conflict), (after, None)])
    return Decomposition(before, merged, after, converted, names)


def with_causes(parts: Sequence[pd.Series]) -> pd.DataFrame:
    """Three states of some figures, with what lies between."""
    table = pd.concat(list(parts), axis=1, keys=["before", "merged", "after"])
    return table.assign(
        by_herindeling=table["merged"] - table["before"], by_choice=table["after"] - table["merged"]
    )


def _couples(a: Indeling, b: Indeling) -> AbstractSet[Couple]:
    """The verbanden that are the same in two indelingen, in order."""
    found = measures.regions(a, b)
    equal = found[found["type"] == measures.RegionType.GELIJK]
    return dict.fromkeys(zip(equal.index, equal["counterpart"], strict=True)).keys()


def _names(pair: tuple[Indeling, Indeling], couple: Couple) -> tuple[str, str]:
    """The names of two verbanden."""
    a, b = (str(one.namen[name]) for one, name in zip(pair, couple, strict=True))
    return a, b
