"""Deelnames through one reorganisation, and the conflicts that come of it."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

import pandas as pd

from lappendeken import schema
from lappendeken.herindeling.steps import People
from lappendeken.indeling import mostly_double

RULES = ("weiger", "meerderheid", "beide")
"""What to do where merged gemeenten were in different verbanden of one indeling."""

CONFLICT_COLUMNS = (
    "datum",
    "indeling",
    "gemeente_code",
    "gemeente",
    "verband_id",
    "verband",
    "uit_codes",
    "uit",
    "inwoners",
    "gekozen",
)
EXTENSION_COLUMNS = (
    "datum",
    "indeling",
    "gemeente_code",
    "gemeente",
    "verband_id",
    "verband",
    "zonder_codes",
    "zonder",
)


class Contribution(NamedTuple):
    """What one gemeente brings into another.

    Parameters
    ----------
    code, naam : str
        Where it comes from.
    people : People
        With how many inhabitants.
    part : bool
        Whether it is only a part of that gemeente.
    main : bool
        Whether it is more than half of that gemeente.
    """

    code: str
    naam: str
    people: People
    part: bool = False
    main: bool = True

    @property
    def label(self) -> str:
        """The name, and whether it is a part only."""
        return f"{self.naam} (deel)" if self.part else self.naam


class Side(NamedTuple):
    """The gemeenten that bring the same verbanden into a merged gemeente.

    Parameters
    ----------
    verbanden : frozenset of str
        Which verbanden.
    members : tuple of Contribution
        Who brings them.
    """

    verbanden: frozenset[str]
    members: tuple[Contribution, ...]

    @property
    def people(self) -> People:
        """Their inhabitants together."""
        return People.total([one.people for one in self.members])


@dataclass(frozen=True)
class Conflict:
    """One merged gemeente that would be in more verbanden of an indeling than its parts were.

    Parameters
    ----------
    datum, indeling, code, naam : str
        When, in which indeling, and the merged gemeente.
    sides : tuple of Side
        The side with most inhabitants first.
    decided : bool
        Whether it is certain that the first side has most inhabitants.
    """

    datum: str
    indeling: str
    code: str
    naam: str
    sides: tuple[Side, ...]
    decided: bool


class Regrouped(NamedTuple):
    """Deelnames after a day of reorganisation.

    Parameters
    ----------
    rows : DataFrame
        The columns of `schema.VERBANDEN`.
    conflicts : list of Conflict
        Found on this day.
    extensions : list of tuple
        A row of `EXTENSION_COLUMNS` for every deelname that now also holds for people who had none.
    """

    rows: pd.DataFrame
    conflicts: list[Conflict]
    extensions: list[tuple[Any, ...]]


Records = list[tuple[int, dict[str, str]]]
"""Rows with their place in the table."""


def ended(rows: pd.DataFrame, datum: str) -> "pd.Series[bool]":
    """Which deelnames no longer hold on a day."""
    return (rows["tot"] != "") & (rows["tot"] <= datum)


def regroup(
    rows: pd.DataFrame,
    datum: str,
    flows: Mapping[str, Sequence[Contribution]],
    names: Mapping[str, str],
    rule: str,
) -> Regrouped:
    """Give the deelnames of gemeenten that changed to those that took over."""
    touched = {one.code for many in flows.values() for one in many}
    at_stake = rows["gemeente_code"].isin(touched)
    old = rows[at_stake]
    covers = _overlapping(rows, set(old["indeling"]))
    per_gemeente: dict[str, dict[str, Records]] = {}
    for place, record in zip(at_stake.to_numpy().nonzero()[0], old.to_dict("records"), strict=True):
        cells = {str(column): str(cell) for column, cell in record.items()}
        mine = per_gemeente.setdefault(cells["gemeente_code"], {})
        mine.setdefault(cells["indeling"], []).append((int(place), cells))
    fresh: Records = []
    conflicts: list[Conflict] = []
    extensions: list[tuple[Any, ...]] = []
    for code in sorted(flows):
        parts = flows[code]
        for indeling in sorted({name for one in parts for name in per_gemeente.get(one.code, {})}):
            own = {one.code: per_gemeente.get(one.code, {}).get(indeling, []) for one in parts}
            sides = _sides(parts, own)
            conflict = _conflict(datum, indeling, code, names[code], sides)
            natural = indeling in covers
            keep = frozenset(v for side in sides for v in side.verbanden)
            if conflict is not None and not natural:
                conflicts.append(conflict)
                keep = conflict.sides[0].verbanden if rule == "meerderheid" else keep
            made = [_merged(code, names[code], datum, v, parts, own) for v in sorted(keep)]
            fresh += made
            if not natural:
                extensions += _extensions(datum, indeling, code, names[code], parts, own, made)
    return Regrouped(_put_back(rows, at_stake, fresh), conflicts, extensions)


def _overlapping(rows: pd.DataFrame, indelingen: set[str]) -> set[str]:
    """The indelingen of which overlap is the nature: there nothing needs to be chosen."""
    return {
        name
        for name in indelingen
        if mostly_double(rows.loc[rows["indeling"] == name, "gemeente_code"].value_counts())
    }


def _sides(parts: Iterable[Contribution], own: Mapping[str, Records]) -> list[Side]:
    """Those that bring the same verbanden, together; the side with most inhabitants first."""
    groups: dict[frozenset[str], list[Contribution]] = {}
    for one in parts:
        verbanden = frozenset(record["verband_id"] for _, record in own[one.code])
        if verbanden:
            groups.setdefault(verbanden, []).append(one)
    sides = [Side(verbanden, tuple(members)) for verbanden, members in groups.items()]
    return sorted(sides, key=_rank)


def _rank(side: Side) -> tuple[Any, ...]:
    """Most inhabitants first; if equal most gemeenten, then the first identifier."""
    return -side.people.low, -len(side.members), sorted(side.verbanden)


def _conflict(
    datum: str, indeling: str, code: str, naam: str, sides: Sequence[Side]
) -> Conflict | None:
    """A conflict, if the merged gemeente would be in more verbanden than any of its parts."""
    together = {verband for side in sides for verband in side.verbanden}
    if len(together) <= max((len(side.verbanden) for side in sides), default=0):
        return None
    most = sides[0].people.low
    decided = all(side.people.high <= most for side in sides[1:])
    return Conflict(datum, indeling, code, naam, tuple(sides), decided)


def _merged(
    code: str,
    naam: str,
    datum: str,
    verband: str,
    parts: Iterable[Contribution],
    own: Mapping[str, Records],
) -> tuple[int, dict[str, str]]:
    """One deelname of a gemeente that took over, out of those of its parts."""
    found = [
        (place, record, one)
        for one in parts
        for place, record in own[one.code]
        if record["verband_id"] == verband
    ]
    records = [record for _, record, _ in found]
    chief = any(record["rol"] == "centrumgemeente" and one.main for _, record, one in found)
    # A gemeente that goes on speaks for itself; its deelname is the one it had.
    stays = [record for _, record, one in found if one.code == code]
    if stays:
        merged = dict(stays[0])
    else:
        merged = dict(records[0])
        starts = [record["van"] for record in records]
        merged["van"] = max(datum, min(starts)) if all(starts) else ""
        ends = [record["tot"] for record in records]
        merged["tot"] = max(ends) if all(ends) else ""
        for column in schema.columns_per("deelname"):
            if column.name not in {"van", "tot", "rol"}:
                merged[column.name] = column.merged([record[column.name] for record in records])
        # No source speaks of the gemeente that there is now.
        merged["zekerheid"] = schema.ZEKERHEDEN[-1]
    merged["rol"] = "centrumgemeente" if chief else "deelnemer"
    merged |= {"gemeente_code": code, "gemeente": naam}
    return min(place for place, _, _ in found), merged


def _extensions(
    datum: str,
    indeling: str,
    code: str,
    naam: str,
    parts: Sequence[Contribution],
    own: Mapping[str, Records],
    made: Records,
) -> list[tuple[Any, ...]]:
    """Rows of `EXTENSION_COLUMNS`: deelnames that came to hold for gemeenten that had none."""
    without = [one for one in parts if not own[one.code]]
    if not without:
        return []
    codes, labels = tuple(one.code for one in without), ", ".join(one.label for one in without)
    return [
        (datum, indeling, code, naam, record["verband_id"], record["verband"], codes, labels)
        for _, record in made
    ]


def _put_back(rows: pd.DataFrame, taken: "pd.Series[bool]", fresh: Records) -> pd.DataFrame:
    """The table with new rows at the place of the first row that they came of."""
    kept = rows[~taken]
    places = [*(~taken).to_numpy().nonzero()[0].tolist(), *(place for place, _ in fresh)]
    new = pd.DataFrame([record for _, record in fresh], columns=list(rows.columns), dtype="str")
    both = pd.concat([kept, new], ignore_index=True)
    order = pd.Series(places).sort_values(kind="stable").index
    return both.iloc[order].reset_index(drop=True)


def conflict_table(
    conflicts: Iterable[Conflict], verbanden: Mapping[str, str], rule: str
) -> pd.DataFrame:
    """Conflicts as a table: a row for each verband of each."""
    rows = []
    for one in sorted(conflicts, key=lambda c: (c.datum, c.indeling, c.code)):
        for verband in dict.fromkeys(v for side in one.sides for v in sorted(side.verbanden)):
            sides = [side for side in one.sides if verband in side.verbanden]
            members = [member for side in sides for member in side.members]
            people = People.total([member.people for member in members]).exact
            chosen = rule == "beide" or verband in one.sides[0].verbanden
            start = (one.datum, one.indeling, one.code, one.naam, verband, verbanden[verband])
            who = (tuple(m.code for m in members), ", ".join(m.label for m in members))
            rows.append((*start, *who, people, chosen))
    table = pd.DataFrame(rows, columns=list(CONFLICT_COLUMNS))
    return table.astype({"inwoners": "Int64", "gekozen": "bool"})
