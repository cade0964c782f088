"""Thematic maps of change: an indeling before and after a plan, and one common division."""

import math
from collections.abc import Sequence

import pandas as pd

from lappendeken import dutch
from lappendeken.drawing.palette import FILLS, LINES
from lappendeken.drawing.theme import NO_DATA, FillClass, LineClass, Region, Row, Theme
from lappendeken.indeling import Indeling
from lappendeken.maps.compare import members
from lappendeken.maps.themes.ground import Ground, alphabetical, ramp
from lappendeken.measures import RegionType
from lappendeken.model import Lappendeken
from lappendeken.optimise import LeastChange
from lappendeken.wording import texts

_SAME, _PARTNERS, _MOVED = range(3)
_CLASSES = (
    FillClass("blijft gelijk", FILLS[RegionType.GELIJK], "hetzelfde verband, dezelfde partners"),
    FillClass("andere partners", FILLS[RegionType.SAMENGESTELD], "blijft, maar anderen gaan"),
    FillClass("verandert zelf", FILLS[RegionType.DOORSNIJDEND], "een deelname begint of eindigt"),
)
_CHANGING = ("geen", "1", "2", "3", "4 of meer")
"""Classes of the number of deelnames that change."""

_REGIONS = "gemeenschappelijke regio's"
_PROOF = {
    True: "Bewezen: met deze eisen kan het niet met minder.",
    False: "Niet bewezen: de tijd was om.",
}

Verbanden = list[frozenset[str]]
"""Of every gemeente the identifiers of its verbanden."""


def before_after(before: Lappendeken, after: Lappendeken, indeling: str) -> Theme:
    """One indeling before and after a plan: who changes, and which borders come and go."""
    pair = before.indeling(indeling), after.indeling(indeling)
    ground = Ground(before, pair[:1], "")
    old, new = (_verbanden(before, one) for one in pair)
    kinds = _kinds(old, new)
    details = _details(pair, old, new)
    values = tuple("in geen verband" if k == NO_DATA else _CLASSES[k].label for k in kinds)
    kind = pair[0].enkelvoud
    focus = tuple(g for g, k in enumerate(kinds) if k in {_MOVED, _PARTNERS})
    return ground.theme(
        "verandering",
        title=f"{dutch.capital(pair[0].naam)} voor en na het plan",
        sentence=_told(kinds),
        classes_heading=f"Gemeenten naar wat er met hun {kind} gebeurt",
        classes=_CLASSES,
        class_of=tuple(kinds),
        no_data=f"voor en na in geen {kind}",
        values=values,
        details=details,
        table=("Alle gemeenten", "Gemeente", "Verandering"),
        rows=ground.rows_of(values, [math.nan if k == NO_DATA else k for k in kinds], details),
        lines_heading="Grenzen",
        lines=_lines(ground, old, new),
        note="Het plan is op papier uitgevoerd; de gegevens zelf zijn niet veranderd.",
        regions=_named(pair[1], new, focus),
        focus=focus,
    )


def common_division(lap: Lappendeken, indelingen: Sequence[Indeling], found: LeastChange) -> Theme:
    """The common division that changes least: its regions, and where deelnames change."""
    ground = Ground(lap, tuple(indelingen), "")
    own = _verbanden(lap, found.division)
    reasons = _reasons(lap, indelingen, found)
    amounts = [len(one) if region else NO_DATA for one, region in zip(reasons, own, strict=True)]
    values = tuple("in geen verband" if k == NO_DATA else dutch.number(k) for k in amounts)
    details = tuple(
        (*_in("Gemeenschappelijke regio", found.division, region), *own_reasons)
        for region, own_reasons in zip(own, reasons, strict=True)
    )
    changed = sum(k > 0 for k in amounts)
    where = {ground.provincies[g] for g, k in enumerate(amounts) if k > 0}
    inside = [g for g, name in enumerate(ground.provincies) if name in where]
    classes = _CHANGING[: max(2, max(amounts) + 1)]
    return ground.theme(
        "gemeenschappelijk",
        title=f"Eén indeling voor {ground.listed}",
        sentence=(
            f"In {dutch.count(len(found.regions), 'gemeenschappelijke regio', _REGIONS)} "
            f"veranderen {dutch.count(len(found.changes), 'deelname', 'deelnames')}, van "
            f"{dutch.count(changed, 'gemeente', 'gemeenten')}. {_PROOF[found.gap == 0]}"
        ),
        classes_heading="Deelnames van de gemeente die veranderen",
        classes=ramp(classes),
        class_of=tuple(min(k, len(classes) - 1) for k in amounts),
        no_data="in geen verband van deze indelingen",
        values=values,
        details=details,
        table=("Alle gemeenschappelijke regio's", "Regio", "Veranderen"),
        rows=_regions(ground, found, own),
        lines_heading="Grenzen",
        lines=(
            ground.borders_of(own, "grens van een gemeenschappelijke regio", LINES["inkt"], 2.0),
        ),
        note="Een regio heet naar het verband dat haar kern is. Er kunnen meer indelingen zijn "
        "waarvoor even weinig verandert; dit is er een.",
        focus=tuple(inside) if len(where) == 1 else (),
    )


def _verbanden(lap: Lappendeken, one: Indeling) -> Verbanden:
    """The identifiers of the verbanden of every gemeente."""
    return [frozenset(str(one.verbanden[v]) for v in own) for own in members(lap, one)]


def _named(one: Indeling, own: Verbanden, focus: Sequence[int]) -> tuple[Region, ...]:
    """The verbanden of some gemeenten, to be named on paper."""
    wanted = sorted(frozenset().union(*(own[g] for g in focus)))
    return tuple(
        Region(str(one.namen[key]), tuple(g for g, verbanden in enumerate(own) if key in verbanden))
        for key in wanted
    )


def _kinds(old: Verbanden, new: Verbanden) -> list[int]:
    """What happens to every gemeente."""
    circles = [_partners(verbanden) for verbanden in (old, new)]
    result = []
    for was, will, before, after in zip(old, new, *circles, strict=True):
        if was != will:
            result.append(_MOVED)
        elif not was:
            result.append(NO_DATA)
        else:
            result.append(_SAME if before == after else _PARTNERS)
    return result


def _partners(verbanden: Verbanden) -> list[frozenset[int]]:
    """The positions of all with whom a gemeente shares a verband, itself included."""
    inside: dict[str, set[int]] = {}
    for g, own in enumerate(verbanden):
        for verband in own:
            inside.setdefault(verband, set()).add(g)
    return [frozenset().union(*(inside[verband] for verband in own)) for own in verbanden]


def _told(kinds: Sequence[int]) -> str:
    """How many gemeenten are concerned, in a sentence."""
    moved, touched = kinds.count(_MOVED), kinds.count(_PARTNERS)
    if not moved:
        return "Het plan verandert niets aan deze indeling."
    verb = "verandert" if moved == 1 else "veranderen"
    others = dutch.count(touched, "gemeente krijgt", "gemeenten krijgen")
    return (
        f"{dutch.count(moved, 'gemeente', 'gemeenten')} {verb} zelf van verband; nog {others} "
        "andere partners."
    )


def _details(
    pair: tuple[Indeling, Indeling], old: Verbanden, new: Verbanden
) -> tuple[tuple[str, ...], ...]:
    """In which verbanden every gemeente is, before and after."""
    return tuple(
        (*_in("Voor", pair[0], was), *_in("Na", pair[1], will))
        if was != will
        else _in("Voor en na", pair[0], was)
        for was, will in zip(old, new, strict=True)
    )


def _in(when: str, one: Indeling, verbanden: frozenset[str]) -> tuple[str, ...]:
    """A sentence that names verbanden."""
    names = [str(one.namen[verband]) for verband in sorted(verbanden)]
    return (f"{when}: {dutch.listing(names) or f'geen {one.enkelvoud}'}.",)


def _lines(ground: Ground, old: Verbanden, new: Verbanden) -> tuple[LineClass, ...]:
    """Borders that stay, come and go."""
    ink = LINES["inkt"]
    return (
        LineClass(
            "blijft", ink, 1.2, ground.arcs(lambda g, h: old[g] != old[h] and new[g] != new[h])
        ),
        LineClass(
            "komt erbij",
            ink,
            2.6,
            ground.arcs(lambda g, h: old[g] == old[h] and new[g] != new[h]),
            counted=True,
        ),
        LineClass(
            "vervalt",
            LINES["ander"],
            1.9,
            ground.arcs(lambda g, h: old[g] != old[h] and new[g] == new[h]),
            dashed=True,
            counted=True,
        ),
    )


def _reasons(
    lap: Lappendeken, indelingen: Sequence[Indeling], found: LeastChange
) -> list[tuple[str, ...]]:
    """Sentences about the deelnames of every gemeente that change."""
    about = {one.id: one for one in indelingen}
    told: dict[str, list[str]] = {}
    for row in found.changes.to_dict("records"):
        one = about[row["indeling"]]
        source = texts.full_name(one.enkelvoud, str(one.namen[row["from"]]))
        target = f"naar {one.namen[row['to']]}" if pd.notna(row["to"]) else "en nergens heen"
        told.setdefault(row["gemeente"], []).append(f"Uit {source}, {target}.")
    return [tuple(told.get(str(code), ())) for code in lap.gemeenten.index]


def _regions(ground: Ground, found: LeastChange, own: Verbanden) -> tuple[Row, ...]:
    """A row for every common region, those in which most changes first."""
    about = {one.id: one for one in ground.chosen}
    amounts = found.changes["region"].value_counts()
    rows = []
    for region, follows in found.regions[list(about)].iterrows():
        places = tuple(g for g, verbanden in enumerate(own) if region in verbanden)
        continued = [
            texts.full_name(about[str(one)].enkelvoud, str(about[str(one)].namen[str(verband)]))
            for one, verband in follows.items()
            if pd.notna(verband)
        ]
        amount = int(amounts.get(region, 0))
        rows.append(
            Row(
                str(found.division.namen[str(region)]),
                dutch.number(amount),
                amount,
                places,
                f"{dutch.count(len(places), 'gemeente', 'gemeenten')}. "
                f"Zet voort: {dutch.listing(continued)}.",
            )
        )
    return tuple(sorted(rows, key=lambda row: (-row.order, alphabetical(row.name))))
