"""Thematic maps of two indelingen laid on each other."""

import math
from collections.abc import Sequence

from lappendeken import dutch
from lappendeken.drawing.palette import FILLS, LINES, NOT_COMPARED
from lappendeken.drawing.theme import NO_DATA, FillClass, Hatching, LineClass, Region, Theme
from lappendeken.indeling import Indeling
from lappendeken.maps.compare import TYPES, Direction, compare, members
from lappendeken.maps.themes.ground import Ground, ramp
from lappendeken.wording import terms, texts

CHAFING = ("geen", "1 regio", "2 regio's", "3 regio's", "4 of meer regio's")
"""Classes of the number of regions in which a gemeente chafes."""


def typologie(ground: Ground) -> Theme:
    """Gemeenten by the type of their region in the first indeling against the second."""
    a, b = ground.chosen
    direction = compare(ground.lap, a, b).directions[0]
    chafing = {*direction.outside, *direction.elsewhere}
    own = [members(ground.lap, one) for one in (a, b)]
    reasons = _reasons(direction)
    details = tuple(
        (_verbanden_text((a, b), (own[0][g], own[1][g])), *reasons.get(g, ()))
        for g in range(len(ground.names))
    )
    values = tuple("niet vergeleken" if t == NOT_COMPARED else t for t in direction.types)
    order = [math.nan if t == NOT_COMPARED else TYPES.index(t) for t in direction.types]
    sentence = direction.summary
    if ground.provincie:
        here = len(chafing.intersection(ground.inside))
        sentence += f" {ground.place} {_chafe(here)} van de {len(ground.inside)}."
    kinds = [one for one in terms.explain_types() if one[0] in {*direction.counts}]
    place = {kind: number for number, (kind, _) in enumerate(kinds)}
    return ground.theme(
        "typologie",
        title=f"{dutch.capital(a.naam)} en {b.naam}",
        sentence=sentence,
        classes_heading=f"Gemeenten naar hun {a.enkelvoud}",
        classes=tuple(FillClass(k, FILLS[k], words) for k, words in kinds),
        class_of=tuple(place.get(t, NO_DATA) for t in direction.types),
        no_data="niet vergeleken: zit niet in beide indelingen",
        values=values,
        details=details,
        table=("Alle gemeenten", "Gemeente", f"Soort {a.enkelvoud}"),
        rows=ground.rows_of(values, order, details),
        hatchings=(
            Hatching(
                "in de doorsnijdende regio, niet in haar tegenhanger", True, direction.outside
            ),
            Hatching("in de tegenhanger, niet in de regio", False, direction.elsewhere),
        ),
        hatchings_heading="Schuurgemeenten",
        lines_heading="Grenzen",
        lines=_pair_lines(ground),
        note=(
            f"Tegenhanger: de {b.enkelvoud} die het meest op een doorsnijdende {a.enkelvoud} lijkt."
        ),
        regions=tuple(
            Region(str(naam), tuple(g for g, own_of in enumerate(own[0]) if v in own_of))
            for v, naam in enumerate(a.namen)
        ),
    )


def schuring(ground: Ground) -> Theme:
    """Gemeenten by the number of crossing regions in which they chafe."""
    a, b = ground.chosen
    pair = compare(ground.lap, a, b)
    both = [_reasons(direction) for direction in pair.directions]
    count = range(len(ground.names))
    reasons = tuple(tuple(text for one in both for text in one.get(g, ())) for g in count)
    compared = [kind != NOT_COMPARED for kind in pair.directions[0].types]
    chafing = sum(map(bool, reasons))
    if chafing:
        there, back = (dutch.number(len(one)) for one in both)
        sentence = (
            f"Van de {sum(compared)} gemeenten {_chafe(chafing)}: wel in een doorsnijdende regio "
            "en niet in haar tegenhanger, of andersom. Hoe donkerder, hoe vaker. Geteld is in "
            f"beide richtingen: van {a.naam} naar {b.naam} zijn het er {there}, "
            f"van {b.naam} naar {a.naam} {back}."
        )
    else:
        sentence = "Geen gemeente schuurt: geen regio snijdt door grenzen van de andere indeling."
    if ground.provincie:
        here = sum(bool(reasons[g]) for g in ground.inside)
        sentence += f" {ground.place} {_chafe(here)} van de {len(ground.inside)}."
    values = tuple(
        dutch.count(len(text), "regio", "regio's") if known else "niet vergeleken"
        for text, known in zip(reasons, compared, strict=True)
    )
    order = [len(t) if known else math.nan for t, known in zip(reasons, compared, strict=True)]
    return ground.theme(
        "schuring",
        title=f"Waar {a.naam} en {b.naam} schuren",
        sentence=sentence,
        classes_heading="Doorsnijdende regio's waarin de gemeente schuurt",
        classes=ramp(CHAFING),
        class_of=tuple(
            min(len(text), len(CHAFING) - 1) if known else NO_DATA
            for text, known in zip(reasons, compared, strict=True)
        ),
        no_data="niet vergeleken: zit niet in beide indelingen",
        values=values,
        details=reasons,
        table=("Alle gemeenten", "Gemeente", "Schuurt in"),
        rows=ground.rows_of(values, order, reasons),
        lines_heading="Grenzen",
        lines=_pair_lines(ground),
        note=(
            f"Geteld zijn de doorsnijdende {a.naam} en de doorsnijdende {b.naam}. Tegenhanger: de "
            "regio van de andere indeling die er het meest op lijkt."
        ),
    )


def _chafe(count: int) -> str:
    """How many gemeenten chafe, as the middle of a sentence."""
    if not count:
        return "schuurt er geen"
    return f"{'schuurt' if count == 1 else 'schuren'} er {dutch.number(count)}"


def _reasons(direction: Direction) -> dict[int, tuple[str, ...]]:
    """Why gemeenten are schuurgemeenten: a sentence for each non-congruent region."""
    found: dict[int, list[str]] = {}
    for region in direction.crossing:
        own, other = direction.own(region), direction.counterpart(region)
        for g in region.extra:
            found.setdefault(g, []).append(f"Schuurt in {own}: niet in de tegenhanger {other}.")
        for g in region.missing:
            found.setdefault(g, []).append(f"Schuurt bij {own}: wel in de tegenhanger {other}.")
    return {g: tuple(sentences) for g, sentences in found.items()}


def _verbanden_text(pair: Sequence[Indeling], own: Sequence[Sequence[int]]) -> str:
    """The regions of a gemeente in both indelingen."""
    named = [
        dutch.listing([texts.full_name(one.enkelvoud, str(one.namen.iloc[v])) for v in verbanden])
        or f"geen {one.enkelvoud}"
        for one, verbanden in zip(pair, own, strict=True)
    ]
    return f"{dutch.capital(named[0])}; {named[1]}."


def _pair_lines(ground: Ground) -> tuple[LineClass, ...]:
    """The borders of both indelingen, told apart by who has them."""
    a, b = ground.chosen
    own, other = (members(ground.lap, one) for one in (a, b))
    ink = LINES["inkt"]
    return (
        LineClass(
            f"alleen van {a.naam}",
            ink,
            1.2,
            ground.arcs(lambda g, h: own[g] != own[h] and other[g] == other[h]),
        ),
        LineClass(
            "van beide",
            ink,
            2.4,
            ground.arcs(lambda g, h: own[g] != own[h] and other[g] != other[h]),
        ),
        LineClass(
            f"alleen van {b.naam}",
            LINES["ander"],
            1.7,
            ground.arcs(lambda g, h: own[g] == own[h] and other[g] != other[h]),
            dashed=True,
        ),
    )
