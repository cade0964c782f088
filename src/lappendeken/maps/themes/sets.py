"""Thematic maps of numbers per gemeente over any number of indelingen."""

import math
from collections.abc import Sequence
from statistics import fmean

import numpy as np
import numpy.typing as npt

from lappendeken import dutch, measures
from lappendeken.drawing.palette import LINES, RAMP_END
from lappendeken.drawing.theme import NO_DATA, FillClass, LineClass, Theme
from lappendeken.maps.themes.classes import class_of, natural_spans
from lappendeken.maps.themes.ground import Ground, ramp
from lappendeken.schema import DOMEINEN

SHARES = ("0–20%", "20–40%", "40–60%", "60–80%", "80–100%")
"""Classes of congruence below 100%."""

CLASSES = 5
"""Classes of the number of verbanden."""


def drukte(ground: Ground) -> Theme:
    """Gemeenten by their number of verbanden."""
    per_indeling: npt.NDArray[np.int64] = np.array(
        [one.times_covered.to_numpy() for one in ground.chosen]
    )
    counts: list[int] = per_indeling.sum(axis=0).tolist()
    spans = natural_spans(counts, CLASSES)
    details = _per_domein(ground, per_indeling)
    return ground.theme(
        "drukte",
        title="Bestuurlijke drukte: aantal verbanden per gemeente",
        sentence=_drukte_sentence(ground, counts),
        classes_heading="Verbanden van de gemeente",
        classes=ramp([span.label for span in spans]),
        class_of=tuple(class_of(count, spans) for count in counts),
        no_data="",
        values=tuple(dutch.count(count, "verband", "verbanden") for count in counts),
        details=details,
        table=("Alle gemeenten", "Gemeente", "Verbanden"),
        rows=ground.rows_of([dutch.number(count) for count in counts], counts, details),
        lines_heading="Grenzen",
        lines=(province_line(ground),),
        note=(
            "De grenzen van de klassen zijn zo gekozen, dat de gemeenten in één klasse zo min "
            "mogelijk verschillen."
        ),
    )


def _drukte_sentence(ground: Ground, counts: Sequence[int]) -> str:
    """What a map of numbers of verbanden shows."""
    low, high, mean = min(counts), max(counts), dutch.number(fmean(counts), 1)
    if low == high:
        sentence = f"Elke gemeente zit in {dutch.count(low, 'verband', 'verbanden')}."
    else:
        sentence = (
            f"Een gemeente zit in {dutch.number(low)} tot {dutch.number(high)} verbanden, "
            f"gemiddeld in {mean}."
        )
    sentence += f" Geteld zijn {ground.listed}."
    if ground.provincie:
        here = dutch.number(fmean(counts[g] for g in ground.inside), 1)
        sentence += f" {ground.place} is het gemiddelde {here}."
    return sentence


def _per_domein(
    ground: Ground, per_indeling: "npt.NDArray[np.int64]"
) -> tuple[tuple[str, ...], ...]:
    """For every gemeente in how many verbanden it is per domein, when there are several."""
    domeinen = [DOMEINEN.get(one.domein, one.domein or "zonder domein") for one in ground.chosen]
    names = list(dict.fromkeys(domeinen))
    if len(names) < 2:
        return ((),) * len(ground.names)
    rows: list[list[int]] = [
        per_indeling[[domein == name for domein in domeinen]].sum(axis=0).tolist() for name in names
    ]
    texts: list[tuple[str, ...]] = [
        (", ".join(f"{name} {count}" for name, count in zip(names, own, strict=True)) + ".",)
        for own in zip(*rows, strict=True)
    ]
    return tuple(texts)


def congruentie(ground: Ground) -> Theme:
    """Gemeenten by their territoriale congruentie."""
    table = measures.territorial_congruence(ground.chosen)
    shares: list[float] = table["congruence"].tolist()
    known = [not math.isnan(share) for share in shares]
    # In whole numbers, so that no class depends on rounding.
    steps = len(SHARES) * table["numerator"] // table["denominator"].clip(lower=1)
    values = tuple(_share(share) if k else "geen" for share, k in zip(shares, known, strict=True))
    details = tuple(
        (f"{dutch.count(partners, 'verschillende partner', 'verschillende partners')}.",) * k
        for partners, k in zip(table["partners"].tolist(), known, strict=True)
    )
    return ground.theme(
        "congruentie",
        title="Territoriale congruentie: steeds dezelfde partners?",
        sentence=_congruence_sentence(ground, shares),
        classes_heading="Territoriale congruentie",
        classes=(*ramp(SHARES), FillClass("100%", RAMP_END, "altijd dezelfde partners")),
        class_of=tuple(
            NO_DATA if not k else len(SHARES) if share == 1 else step
            for share, step, k in zip(shares, steps.tolist(), known, strict=True)
        ),
        no_data="zit in geen van de indelingen",
        values=values,
        details=details,
        table=("Alle gemeenten", "Gemeente", "Congruentie"),
        rows=ground.rows_of(values, shares, details, least_first=True),
        lines_heading="Grenzen",
        lines=(province_line(ground),),
        note=(
            "Territoriale congruentie: in welk deel van de indelingen een partner van de gemeente "
            "haar partner is, gemiddeld over al haar partners, ook die buiten de provincie."
        ),
    )


def _congruence_sentence(ground: Ground, shares: Sequence[float]) -> str:
    """What a map of territoriale congruentie shows."""
    known = [share for share in shares if not math.isnan(share)]
    if not known:
        return f"Geen gemeente zit in {ground.listed}."
    always = known.count(1)
    who = (
        dutch.count(always, "gemeente heeft", "gemeenten hebben")
        if always
        else "Geen gemeente heeft"
    )
    sentence = (
        f"Wie ergens partner van een gemeente is, is dat gemiddeld in {_share(fmean(known))} van "
        f"de indelingen ({ground.listed}). {who} altijd dezelfde partners."
    )
    here = [shares[g] for g in ground.inside if not math.isnan(shares[g])]
    if ground.provincie and here:
        sentence += f" {ground.place} is het gemiddelde {_share(fmean(here))}."
    return sentence


def _share(share: float) -> str:
    """A share as a percentage, which is 100% only when it is all."""
    return dutch.percentage(share) if share == 1 else dutch.percentage(min(share, 0.999), 1)


def province_line(ground: Ground) -> LineClass:
    """The borders of provinces, to find one's way."""
    return ground.borders_of(ground.provincies, "provinciegrens", LINES["inkt"], 1.0)
