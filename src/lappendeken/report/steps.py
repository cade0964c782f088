"""The single moves that would help an area most, with what each makes fit and what it breaks."""

from collections.abc import Sequence
from dataclasses import dataclass

import pandas as pd

from lappendeken import measures
from lappendeken.dutch import capital, count, listing
from lappendeken.indeling import Indeling
from lappendeken.report.area import Area
from lappendeken.report.document import Section, Text
from lappendeken.report.facts import CROSSING, Basis
from lappendeken.tables import Cell, Column, Kind, Table
from lappendeken.wording import texts

MOST = 3
"""How many steps are shown, each of another gemeente."""

_LEAST = 1e-9
"""A smaller change of a score is none."""

Relation = tuple[str, str]
"""A verband and the indeling against which it is seen."""


@dataclass(frozen=True)
class Step:
    """One gemeente that moves to the verband of a neighbour.

    Parameters
    ----------
    code : str
        Of the gemeente.
    indeling, old, new : str
        Where it moves from what to what.
    splits : bool
        Whether what is left of the old verband falls into more parts.
    fits, breaks : tuple of Relation
        Which verbanden come to fit on which indeling, and which no longer do.
    before, after : float
        The territoriale congruentie of the area.
    better, worse : tuple of str
        Gemeenten of the whole country of which the territoriale congruentie rises or falls.
    """

    code: str
    indeling: str
    old: str
    new: str
    splits: bool
    fits: tuple[Relation, ...]
    breaks: tuple[Relation, ...]
    before: float
    after: float
    better: tuple[str, ...]
    worse: tuple[str, ...]


def best_steps(basis: Basis, area: Area) -> tuple[Step, ...] | None:
    """The moves of gemeenten of the area that gain most, one of each; None when none are sought."""
    moves = basis.moves
    if moves is None:
        return None
    own = moves[moves["gemeente"].isin(area.codes) & (moves["gain"] > _LEAST)]
    rows = own.drop_duplicates("gemeente").head(MOST).to_dict("records")
    return tuple(
        _taken(
            basis,
            area,
            str(row["gemeente"]),
            str(row["indeling"]),
            (str(row["from"]), str(row["to"])),
            splits=bool(row["splits"]),
        )
        for row in rows
    )


def _taken(
    basis: Basis, area: Area, code: str, name: str, way: tuple[str, str], *, splits: bool
) -> Step:
    """What a step changes."""
    old, new = way
    changed = [moved(one, code, new) if one.id == name else one for one in basis.main]
    touched = pd.Index(sorted({*basis.members(old), *basis.members(new)}))
    before = _crossing(measures.regions_touching(basis.main, touched))
    after = _crossing(measures.regions_touching(changed, touched))
    then = measures.territorial_congruence(changed)["congruence"]
    gain = then - basis.gemeenten["congruence"]
    groups = pd.Series("", index=area.codes)
    score = measures.scores_by(changed, groups, weights=basis.weights)["territorial_congruence"]
    return Step(
        code,
        name,
        old,
        new,
        splits,
        tuple(one for one in before if one not in after),
        tuple(one for one in after if one not in before),
        area.congruence,
        float(score.iloc[0]),
        tuple(str(one) for one in gain.index[gain > _LEAST]),
        tuple(str(one) for one in gain.index[gain < -_LEAST]),
    )


def moved(one: Indeling, code: str, verband: str) -> Indeling:
    """An indeling in which one gemeente is in another verband."""
    members = {str(key): [c for c in one.members(str(key)) if c != code] for key in one.verbanden}
    members[verband].append(code)
    return Indeling.from_members(members, one.gemeenten, id=one.id, naam=one.naam)


def _crossing(relations: pd.DataFrame) -> tuple[Relation, ...]:
    """Which verbanden do not fit on which indeling."""
    found = relations[relations["type"] == CROSSING]
    return tuple((str(key), str(other)) for key, other in found["b"].items())


# In words -----------------------------------------------------------------------------------------


def smallest_step(basis: Basis, area: Area, steps: Sequence[Step] | None) -> tuple[str, ...]:
    """The sentence of the first page; none when no step can be sought."""
    if steps is None:
        return ()
    if not area.crossing:
        return ()
    if not steps:
        return (_none(area),)
    step = steps[0]
    gain = _gain(area, step)
    fits = _fitting(basis, step.fits)
    what = f"dan past {fits}, en {gain}" if step.fits else gain
    return (f"De kleinste stap met de meeste winst: {_way(basis, step)}; {what}.",)


def _none(area: Area) -> str:
    """That no single step helps."""
    return (
        f"Geen enkele overstap van één gemeente {area.place} naar een verband "
        "van een buurgemeente maakt dat de indelingen beter op elkaar passen."
    )


def _way(basis: Basis, step: Step) -> str:
    """Who goes from what to what."""
    (name,) = basis.names([step.code])
    old, new = basis.full_name(step.old), basis.full_name(step.new)
    people = texts.people(basis.inwoners([step.code]))
    return f"{name} ({people}) van {old} naar {new}"


def _gain(area: Area, step: Step) -> str:
    """What it does to the congruence, as a clause."""
    shares = texts.from_to(step.before, step.after)
    return f"de territoriale congruentie {area.place} gaat van {shares}"


def _fitting(basis: Basis, found: Sequence[Relation]) -> str:
    """Verbanden that fit, as a listing."""
    return listing(list(_named(basis, found)))


def _named(basis: Basis, found: Sequence[Relation]) -> tuple[str, ...]:
    """Verbanden with the domeinen on which they fit or not."""
    against: dict[str, list[str]] = {}
    for key, other in found:
        against.setdefault(key, []).append(texts.domain(basis.lap.indeling(other)))
    return tuple(f"{basis.full_name(key)} op {listing(on)}" for key, on in against.items())


def steps_section(basis: Basis, area: Area, steps: Sequence[Step] | None) -> tuple[Section, ...]:
    """The chapter on the smallest steps; none when they cannot be sought."""
    if steps is None:
        return ()
    amount = {1: "De kleinste stap", 2: "De twee kleinste stappen"}
    title = amount.get(len(steps), "Drie kleinste stappen")
    if not steps:
        return (Section("kleinste-stappen", title, (Text((_none(area),)),)),)
    told = tuple(_told(basis, area, one) for one in steps)
    return (
        Section(
            "kleinste-stappen",
            title,
            (Text((_intro(area),)), _table(basis, steps), Text(told, items=True), Text((_ADVICE,))),
        ),
    )


_ADVICE = (
    "Dit zijn rekenuitkomsten, geen advies: of een overstap verstandig is, hangt af van meer dan "
    "grenzen, zoals afspraken, aanbieders en geld. Elke stap is op zich berekend, vanuit de "
    "huidige indelingen; twee stappen samen kunnen meer of minder opleveren dan de som."
)


def _intro(area: Area) -> str:
    """What was sought."""
    return (
        "Stel dat één gemeente overstapt naar het verband van een buurgemeente, en verder alles "
        f"blijft. Dit zijn, van alle overstappen van gemeenten {area.place}, die waardoor de "
        "indelingen in het hele land het meest op elkaar gaan lijken (de adjusted Rand index, "
        "gemiddeld over elke twee domeinen), hoogstens één per gemeente."
    )


def _told(basis: Basis, area: Area, step: Step) -> str:
    """One step in full."""
    better, worse = (
        f"{count(len(codes), 'gemeente', 'gemeenten')} met "
        f"{texts.people(basis.inwoners(list(codes)))}"
        for codes in (step.better, step.worse)
    )
    less = f", en voor {worse} minder" if step.worse else ", en voor geen enkele minder"
    parts = [
        f"{capital(_way(basis, step))}: {_gain(area, step)}.",
        f"Voor {better} lijken de kringen daarna meer op elkaar{less}.",
    ]
    if step.fits:
        parts.append(f"Dan past {_fitting(basis, step.fits)}.")
    if step.breaks:
        parts.append(f"Niet meer past {_fitting(basis, step.breaks)}.")
    if step.splits:
        parts.append(f"Wat overblijft van {basis.full_name(step.old)}, valt uiteen.")
    return " ".join(parts)


def _table(basis: Basis, steps: Sequence[Step]) -> Table:
    """The steps beside each other."""
    rows: list[tuple[Cell, ...]] = [
        (
            step.code,
            basis.names([step.code])[0],
            basis.inwoners([step.code]),
            basis.full_name(step.old),
            basis.full_name(step.new),
            _named(basis, step.fits),
            _named(basis, step.breaks),
            step.before,
            step.after,
            len(step.better),
            len(step.worse),
            step.splits,
        )
        for step in steps
    ]
    columns = (
        Column("gemeente_code", "Code", width=0),
        Column("gemeente", "Gemeente", width=1.3),
        Column("inwoners", "Inwoners", Kind.COUNT, 1.1),
        Column("van", "Van", width=2.0),
        Column("naar", "Naar", width=2.0),
        Column("past_daarna", "Past daarna", Kind.NAMES, 2.2),
        Column("past_niet_meer", "Past niet meer", Kind.NAMES, 2.0),
        Column("congruentie_nu", "Territoriale congruentie nu", Kind.SHARE, 0),
        Column("congruentie_daarna", "Territoriale congruentie daarna", Kind.SHARE, 0),
        Column("gemeenten_beter", "Gemeenten beter", Kind.COUNT, 1.1),
        Column("gemeenten_slechter", "Gemeenten slechter", Kind.COUNT, 1.1),
        Column("breekt", "Oude verband valt uiteen", Kind.FLAG, 0),
    )
    note = (
        "Gemeenten beter, slechter: in het hele land, waar de kringen van de domeinen daarna meer "
        "of minder op elkaar lijken (hun territoriale congruentie stijgt of daalt)."
    )
    return Table("kleinste-stappen", "De stappen naast elkaar", columns, tuple(rows), note)
