"""The thematic map of borders: how many indelingen lie between neighbours."""

from collections.abc import Sequence

import numpy as np
import pandas as pd

from lappendeken import dutch, measures
from lappendeken.drawing.palette import LINES, RAMP, RAMP_END
from lappendeken.drawing.theme import NO_DATA, FillClass, LineClass, Row, Theme
from lappendeken.maps.themes.classes import Span, equal_spans
from lappendeken.maps.themes.ground import Ground, alphabetical, are

CLASSES = 5
"""Classes of the number of indelingen, beside 'none'."""

_WIDTHS = (0.8, 3.4)
"""Width in points of the lines of few and of most indelingen."""

_THIN = 0.4

Apart = dict[tuple[int, int], int]
"""Between two gemeenten: the number of indelingen that have a border there."""


def grenzen(ground: Ground) -> Theme:
    """Borders by the number of indelingen that have a border there."""
    table = measures.border_consensus(ground.chosen, ground.neighbours)
    codes, most = ground.lap.gemeenten.index, len(ground.chosen)
    ends = (codes.get_indexer(pd.Index(table[side])).tolist() for side in ("a", "b"))
    counts = (table[column].tolist() for column in ("apart", "covering"))
    # Of neighbours that are in no indeling together nothing is known.
    apart = {(g, h): count for g, h, count, known in zip(*ends, *counts, strict=True) if known}
    covered = np.any([one.covered.to_numpy() for one in ground.chosen], axis=0)
    spans = equal_spans(1, most, CLASSES)
    colours = (*RAMP[2:], RAMP_END, LINES["inkt"])[-len(spans) :]
    widths = np.linspace(*_WIDTHS, len(spans)) if len(spans) > 1 else [_WIDTHS[1] / 2]
    none = LineClass(
        "geen enkele indeling",
        LINES["gemeente"],
        _THIN,
        ground.arcs(lambda g, h: apart.get((g, h)) == 0),
        counted=True,
    )
    lines = [
        _line(ground, apart, span, colour, float(width))
        for span, colour, width in zip(spans, colours, widths, strict=True)
    ]
    near = _near(ground, apart)
    return ground.theme(
        "grenzen",
        title="Grenzen: hoeveel indelingen scheiden buren?",
        sentence=_consensus_sentence(ground, apart),
        classes_heading="",
        classes=(FillClass("gemeente", "#ffffff"),),
        class_of=tuple(0 if known else NO_DATA for known in covered.tolist()),
        no_data="zit in geen van de indelingen",
        values=tuple(_strongest(own, most) for own in near),
        details=tuple(_apart_from(own) for own in near),
        table=("Alle grenzen van een indeling", "Grens", "Indelingen"),
        rows=_border_rows(ground, apart),
        lines_heading="Indelingen met hier een grens",
        lines=(none, *lines),
        note=("Alleen grenzen op land staan op de kaart, geen verbindingen over water."),
    )


def _line(ground: Ground, apart: Apart, span: Span, colour: str, width: float) -> LineClass:
    """The borders that so many indelingen have."""
    label = f"{span.label} {'indeling' if span.high == 1 else 'indelingen'}"
    last = len(ground.chosen) if span.high is None else span.high
    arcs = ground.arcs(lambda g, h: span.low <= apart.get((g, h), 0) <= last)
    return LineClass(label, colour, round(width, 2), arcs, counted=True)


def _consensus_sentence(ground: Ground, apart: Apart) -> str:
    """What a map of borders shows."""
    most = len(ground.chosen)
    if not apart:
        return (
            "Geen twee gemeenten in dezelfde indeling grenzen op land aan elkaar; er is geen grens "
            "te tekenen."
        )
    amount = dutch.count(len(apart), "grens", "grenzen")
    least, phrase = (
        (most, "in beide" if most == 2 else f"in alle {most}")
        if most <= CLASSES
        else (most // 2 + 1, f"in meer dan de helft van de {most}")
    )
    full, none = sum(c >= least for c in apart.values()), sum(not c for c in apart.values())
    if most == 1:
        sentence = (
            f"Van de {amount} tussen gemeenten {are(full)} er {full} een grens van {ground.listed}."
        )
    else:
        sentence = (
            f"Van de {amount} tussen gemeenten {are(full)} er {full} een grens {phrase} "
            f"indelingen, en {none} in geen enkele. Hoe dikker en donkerder, hoe meer indelingen "
            "er een grens hebben."
        )
    if ground.provincie:
        inside = set(ground.inside)
        here = [count for pair, count in apart.items() if not inside.isdisjoint(pair)]
        much = sum(count >= least for count in here)
        sentence += f" In en om {ground.provincie} {are(much)} het er {much} van de {len(here)}."
    return sentence


def _near(ground: Ground, apart: Apart) -> list[list[tuple[int, str]]]:
    """For every gemeente its neighbours, those that most indelingen put elsewhere first."""
    near: list[list[tuple[int, str]]] = [[] for _ in ground.names]
    for (g, h), count in apart.items():
        near[g].append((count, ground.names[h]))
        near[h].append((count, ground.names[g]))
    for own in near:
        own.sort(key=lambda one: (-one[0], alphabetical(one[1])))
    return near


def _strongest(near: Sequence[tuple[int, str]], most: int) -> str:
    """The border of a gemeente that most indelingen have."""
    if not near:
        return "geen buren op land"
    count, name = near[0]
    if most == 1:
        return f"grens met {name}" if count else "geen grens"
    return f"{count} van {most} scheiden haar van {name}" if count else "geen grens"


def _apart_from(near: Sequence[tuple[int, str]]) -> tuple[str, ...]:
    """How many indelingen lie between a gemeente and each neighbour."""
    return (", ".join(f"{name} {count}" for count, name in near) + ".",) if near else ()


def _border_rows(ground: Ground, apart: Apart) -> tuple[Row, ...]:
    """A row for every border that some indeling has."""
    rows = [
        Row(
            " – ".join(sorted([ground.names[g], ground.names[h]], key=alphabetical)),
            str(count),
            count,
            (g, h),
        )
        for (g, h), count in apart.items()
        if count
    ]
    return tuple(sorted(rows, key=lambda row: (-row.order, alphabetical(row.name))))
