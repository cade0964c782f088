"""A division beside the one that holds now: what it would make congruent, and what break."""

from dataclasses import dataclass

from lappendeken.dutch import listing, number
from lappendeken.report.area import Area, measure_area
from lappendeken.report.document import Section, Text
from lappendeken.report.facts import CROSSING, Basis
from lappendeken.tables import Cell, Column, Kind, Table, real, whole
from lappendeken.wording import texts

_LONGEST = 60
"""Rows of gemeenten that are printed."""

_NOTHING = 1e-9
"""What rounding may leave of no difference."""


@dataclass(frozen=True, eq=False)
class Beside:
    """The numbers with the chosen indelingen, and with those that hold now.

    Parameters
    ----------
    then, now : Basis
        With the chosen indelingen, and with the usual ones.
    after, before : Area
        The same area in both.
    """

    then: Basis
    now: Basis
    after: Area
    before: Area


def set_beside(basis: Basis, area: Area) -> Beside | None:
    """The usual indelingen beside the chosen ones; None when these are the same."""
    now = Basis(basis.lap, basis.gewicht)
    if {one.id for one in now.main} == {one.id for one in basis.main}:
        return None
    return Beside(basis, now, area, measure_area(now, area.provincie))


def beside_sentence(found: Beside | None) -> tuple[str, ...]:
    """The sentence of the first page."""
    if found is None:
        return ()
    shares = texts.from_to(found.before.congruence, found.after.congruence)
    new, old = _which(found.then, found.now), _which(found.now, found.then)
    change = f"Met {new} in plaats van {old}" if old else f"Met {new} erbij"
    return (
        (
            f"{change} gaat de territoriale congruentie {found.after.place} van {shares}; nu "
            f"passen {_of(found.before)} niet, dan {_of(found.after)}."
        ),
    )


def _of(area: Area) -> str:
    """How many of how many verbanden do not fit."""
    total = len(area.verbanden)
    return f"{number(len(area.crossing))} van de {number(total)} verbanden"


def _which(basis: Basis, other: Basis) -> str:
    """The indelingen that only one of two has."""
    known = {one.id for one in other.main}
    return listing([texts.the(one) for one in basis.main if one.id not in known])


def beside_section(found: Beside | None) -> tuple[Section, ...]:
    """The chapter with before and after; none when nothing was chosen."""
    if found is None:
        return ()
    (sentence,) = beside_sentence(found)
    blocks = (
        Text((sentence,)),
        _figures(found),
        _verbanden(found),
        _gemeenten(found),
    )
    return (Section("naast-nu", "Naast de indelingen van nu", blocks),)


def _figures(found: Beside) -> Table:
    """The key figures with the indelingen of now and with the chosen ones."""
    both = (found.before, found.after)
    rows: list[tuple[Cell, ...]] = [
        ("Verbanden", *(len(one.verbanden) for one in both)),
        ("Niet congruent", *(len(one.crossing) for one in both)),
        ("Over de provinciegrens", *(len(one.over_border) for one in both)),
        ("Gescheiden gemeenten", *(len(one.apart) for one in both)),
        ("Territoriale congruentie", *(real(one.congruence) for one in both)),
    ]
    columns = (
        Column("cijfer", "Kerncijfer", width=2.0),
        Column("nu", "Nu", Kind.FIGURE),
        Column("dan", "Met de gekozen indelingen", Kind.FIGURE, 1.6),
    )
    return Table("naast-cijfers", "Voor en na", columns, tuple(rows))


def _crossed(basis: Basis, area: Area) -> dict[str, tuple[str, ...]]:
    """For each verband of an area the indelingen on which it does not fit."""
    relations = basis.relations[basis.relations["type"] == CROSSING]
    found: dict[str, list[str]] = {key: [] for key in area.verbanden}
    for key, other in relations["b"].items():
        if key in found:
            found[str(key)].append(texts.domain(basis.lap.indeling(str(other))))
    return {key: tuple(names) for key, names in found.items()}


def _verbanden(found: Beside) -> Table:
    """What comes to fit and what no longer does, of the verbanden that are in both."""
    now, then = _crossed(found.now, found.before), _crossed(found.then, found.after)
    rows: list[tuple[Cell, ...]] = []
    for key in [*now, *(key for key in then if key not in now)]:
        if now.get(key) == then.get(key):
            continue
        if key not in then:
            verdict = "verdwijnt"
        elif key not in now:
            verdict = "nieuw, past niet" if then[key] else "nieuw, past"
        elif bool(now[key]) != bool(then[key]):
            verdict = "past niet meer" if then[key] else "gaat passen"
        else:
            verdict = "past nog niet"
        rows.append((key, found.then.full_name(key), verdict, now.get(key, ()), then.get(key, ())))
    order = ("past niet meer", "nieuw, past niet", "past nog niet", "gaat passen")
    rank = {verdict: k for k, verdict in enumerate(order)}
    rows.sort(key=lambda row: rank.get(str(row[2]), len(order)))
    columns = (
        Column("verband_id", "Aanduiding", width=0),
        Column("verband", "Verband", width=2.6),
        Column("verandering", "Verandering", width=1.4),
        Column("nu", "Past nu niet op", Kind.NAMES, 1.6),
        Column("dan", "Past dan niet op", Kind.NAMES, 1.6),
    )
    empty = "Geen enkel verband gaat passen of past niet meer."
    return Table(
        "naast-verbanden", "Wat er per verband verandert", columns, tuple(rows), empty=empty
    )


def _gemeenten(found: Beside) -> Table:
    """Every gemeente before and after, the greatest loss first."""
    before, after = (one.gemeenten["congruence"] for one in (found.now, found.then))
    codes = [str(code) for code in found.after.codes]
    names = dict(zip(codes, found.then.names(codes), strict=True))
    people = found.then.lap.gemeenten["inwoners"]
    gain = {code: real(float(after[code]) - float(before[code])) for code in codes}
    order = sorted(codes, key=lambda code: (gain[code] is None, gain[code] or 0.0, names[code]))
    rows: list[tuple[Cell, ...]] = [
        (
            code,
            names[code],
            whole(people[code]),
            real(before[code]),
            real(after[code]),
            _way(gain[code]),
        )
        for code in order
    ]
    columns = (
        Column("gemeente_code", "Code", width=0),
        Column("gemeente", "Gemeente", width=2.0),
        Column("inwoners", "Inwoners", Kind.COUNT),
        Column("nu", "Territoriale congruentie nu", Kind.SHARE, 1.4),
        Column("dan", "Territoriale congruentie dan", Kind.SHARE, 1.4),
        Column("verschil", "Verschil", width=1.2),
    )
    title = "Wat er per gemeente verandert; wie erop achteruitgaat, staat bovenaan"
    return Table("naast-gemeenten", title, columns, tuple(rows), printed=_LONGEST)


def _way(gain: float | None) -> str:
    """Whether a gemeente gains or loses."""
    if gain is None:
        return "niet te bepalen"
    if abs(gain) < 1e-9:
        return "gelijk"
    return "beter" if gain > 0 else "slechter"
