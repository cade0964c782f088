"""Verbanden and deelnames that began, ended or changed between two indelingen."""

from typing import Final

import pandas as pd

from lappendeken.indeling import Indeling
from lappendeken.provenance import recorded
from lappendeken.timeline.counterparts import matching, require_same, shared_gemeenten

BORN: Final = "begonnen"
ENDED: Final = "beëindigd"
MERGED: Final = "samengevoegd"
SPLIT: Final = "gesplitst"
MOVED: Final = "overgestapt"

EVENT_COLUMNS = ["event", "before", "after", "gemeenten"]
DEELNAME_COLUMNS = ["gemeente", "event", "before", "after"]


@recorded
def events(before: Indeling, after: Indeling) -> pd.DataFrame:
    """Verbanden that began, ended, were joined or were split.

    Parameters
    ----------
    before, after : Indeling
        On the same gemeenten.

    Returns
    -------
    DataFrame
        `event` (`begonnen`, `beëindigd`, `samengevoegd` or `gesplitst`), `before` and `after`
        (tuples of identifiers) and `gemeenten` (tuple: the members of the verbanden that are one
        of, or the whole of, what was joined or split). A verband that goes on is no event.

    Notes
    -----
    A verband goes into another when more than half of its gemeenten are in it, and comes from
    another when more than half of its gemeenten were. It goes on when it is matched with one of
    which this holds both ways. Two or more that go into one are joined, and two or more that
    come from one are a split, but for those that go on by themselves (where verbanden overlap,
    many hold more than half of another). One that goes into none and from which none comes has
    ended; one that comes from none and into which none goes is new. The tests of more than half
    are those of Greene, Doyle & Cunningham (2010), Tracking the evolution of communities in
    dynamic social networks, ASONAM, with the share of a verband in place of the Jaccard.

    Examples
    --------
    >>> a = Indeling.from_members({"p": ["1", "2", "3", "4"], "q": ["5"]})
    >>> b = Indeling.from_members({"x": ["1", "2"], "y": ["3", "4"]}, ["1", "2", "3", "4", "5"])
    >>> events(a, b)[["event", "before", "after"]].values.tolist()
    [['gesplitst', ('p',), ('x', 'y')], ['beëindigd', ('q',), ()]]
    """
    into, sources = _flows(before, after)
    going = {row for rows in into.values() for row in rows}
    coming = {column for columns in sources.values() for column in columns}
    goes_on = _continuing(before, after)
    came_from = {column: row for row, column in goes_on.items()}
    found: list[tuple[str, list[int], list[int]]] = []
    for column, rows in sorted(into.items()):
        joined = [row for row in rows if goes_on.get(row, column) == column]
        if len(joined) > 1:
            found.append((MERGED, joined, [column]))
    for row, columns in sorted(sources.items()):
        parts = [column for column in columns if came_from.get(column, row) == row]
        if len(parts) > 1:
            found.append((SPLIT, [row], parts))
    found += [
        (ENDED, [row], [])
        for row in range(len(before.verbanden))
        if row not in going and row not in sources
    ]
    found += [
        (BORN, [], [column])
        for column in range(len(after.verbanden))
        if column not in coming and column not in into
    ]
    table = []
    for event, old, new in found:
        names_a = tuple(str(before.verbanden[row]) for row in old)
        names_b = tuple(str(after.verbanden[column]) for column in new)
        members = dict.fromkeys(
            code
            for one, names in ((before, names_a), (after, names_b))
            for name in names
            for code in one.members(name)
        )
        table.append((event, names_a, names_b, tuple(members)))
    return pd.DataFrame(table, columns=EVENT_COLUMNS)


def _flows(before: Indeling, after: Indeling) -> tuple[dict[int, list[int]], dict[int, list[int]]]:
    """Which verbanden go into each verband after, and which come from each verband before."""
    both, size_a, size_b = shared_gemeenten(before, after)
    cells = both.tocoo()
    into: dict[int, list[int]] = {}
    sources: dict[int, list[int]] = {}
    for row, column, amount in zip(*cells.coords, cells.data, strict=True):
        if 2 * amount > size_a[row]:
            into.setdefault(int(column), []).append(int(row))
        if 2 * amount > size_b[column]:
            sources.setdefault(int(row), []).append(int(column))
    return into, sources


def _continuing(before: Indeling, after: Indeling) -> dict[int, int]:
    """Verbanden that go on: matched, and more than half of each is in the other."""
    both, size_a, size_b = shared_gemeenten(before, after)
    return {
        row: column
        for row, column in matching(before, after).items()
        if 2 * both[row, column] > max(size_a[row], size_b[column])
    }


@recorded
def changed_deelnames(before: Indeling, after: Indeling) -> pd.DataFrame:
    """Deelnames that began or ended, and gemeenten that went to another verband.

    Parameters
    ----------
    before, after : Indeling
        On the same gemeenten.

    Returns
    -------
    DataFrame
        `gemeente`, `event` (`begonnen`, `beëindigd` or `overgestapt`), `before` and `after`
        (identifiers, empty when there is none). Whoever stays in the counterpart of its verband
        (see `match_verbanden`) has changed nothing, whatever it is called now.

    Examples
    --------
    >>> a = Indeling.from_members({"p": ["1", "2", "3"], "q": ["4", "5"]})
    >>> b = Indeling.from_members({"x": ["1", "2"], "y": ["3", "4", "5"]})
    >>> changed_deelnames(a, b).values.tolist()
    [['3', 'overgestapt', 'p', 'y']]
    """
    require_same(before, after)
    match = matching(before, after)
    rows: list[tuple[str, str, str, str]] = []
    for place, code in enumerate(after.gemeenten):
        old = _row(before, place)
        new = _row(after, place)
        kept = {match[one] for one in old if one in match} & set(new)
        lost = [one for one in old if match.get(one) not in kept]
        gained = [one for one in new if one not in kept]
        for one, other in zip(lost, gained, strict=False):
            rows.append((str(code), MOVED, str(before.verbanden[one]), str(after.verbanden[other])))
        both = min(len(lost), len(gained))
        rows += [(str(code), ENDED, str(before.verbanden[one]), "") for one in lost[both:]]
        rows += [(str(code), BORN, "", str(after.verbanden[one])) for one in gained[both:]]
    return pd.DataFrame(rows, columns=DEELNAME_COLUMNS)


def _row(one: Indeling, place: int) -> list[int]:
    """Places of the verbanden of one gemeente."""
    start, end = one.incidence.indptr[place : place + 2]
    return sorted(int(column) for column in one.incidence.indices[start:end])
