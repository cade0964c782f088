"""The pictures of a report on a province or the country, each with its text alternative."""

import math
from collections.abc import Sequence

import pandas as pd

from lappendeken.drawing.alluvial import Band, draw_alluvial
from lappendeken.drawing.bars import Bar, draw_bars
from lappendeken.drawing.files import svg
from lappendeken.drawing.page import draw_in_text
from lappendeken.drawing.palette import CROSSES, FITS
from lappendeken.drawing.plots import heatmap
from lappendeken.drawing.thematic import Metric
from lappendeken.drawing.upset import MOST, Combination, draw_upset
from lappendeken.dutch import capital, count, listing, number, percentage
from lappendeken.report.area import Area
from lappendeken.report.document import Picture
from lappendeken.report.facts import Basis
from lappendeken.report.setting import Setting
from lappendeken.report.streams import Sharing, Stream, fits, station_name
from lappendeken.wording import texts
from lappendeken.wording.terms import mean_of

LONGEST = 40
"""Gemeenten in the picture of the ranking."""


def region_maps(setting: Setting, area: Area) -> tuple[Picture, ...]:
    """A map of the non-congruent regions of every two domeinen, the worst pair first."""
    known = [key for key, value in area.similarity.items() if not math.isnan(value)]
    result = []
    ground = None
    for key in sorted(known, key=lambda k: (area.similarity[k], list(area.similarity).index(k))):
        a, b = (setting.basis.lap.indeling(name) for name in key.split("~"))
        theme = setting.maps[key]
        if area.provincie is not None:
            theme = theme.within(area.provincie)
        ground = ground or Metric(theme)
        crossing = dict(zip((one.label for one in theme.classes), theme.counts, strict=True))
        amount = crossing["doorsnijdend"]
        said = (
            f"{texts.of(amount, len(area.codes), 'gemeente', 'gemeenten')} "
            f"{'zit' if amount == 1 else 'zitten'} in {texts.that_does_not_fit(a)} op "
            f"{texts.the(b)} past"
        )
        result.append(
            Picture(
                f"kaart-{a.id}-{b.id}",
                f"Waar {a.naam} en {b.naam} niet op elkaar passen",
                f"Kaart: {said}. De tabellen hieronder noemen de verbanden.",
                f"{capital(said)} (oranje). Een dikke lijn is een grens die in beide domeinen "
                "geldt, een dunne of gestreepte lijn een die maar in één domein geldt. De vette "
                f"namen zijn die van {texts.the(a)}.",
                draw_in_text(theme, ground, brief=True),
            )
        )
    return tuple(result)


def streams_picture(basis: Basis, found: Sequence[Stream]) -> Picture:
    """The way of the gemeenten through the domeinen."""
    by_people = all(one.inwoners is not None for one in found)
    bands = [
        Band(one.stations, float((one.inwoners if by_people else 0) or len(one.gemeenten)))
        for one in found
    ]
    names = [
        {one.stations[k]: station_name(indeling, one.stations[k]) for one in found}
        for k, indeling in enumerate(basis.main)
    ]
    steps = {
        (k, one.stations[k], one.stations[k + 1])
        for one in found
        for k in range(len(basis.main) - 1)
    }
    compared = {step for step in steps if step[1] and step[2]}
    fitting = {step for step in compared if fits(basis, step[1], step[2])}
    colours = {step: FITS if step in fitting else CROSSES for step in compared}
    heads = [texts.short(one) for one in basis.main]
    unit = "inwoners" if by_people else "gemeenten"
    wrong = len(compared) - len(fitting)
    verb = "gaat" if wrong == 1 else "gaan"
    return Picture(
        "stromen",
        f"Van {' naar '.join(texts.domain(one) for one in basis.main)}",
        f"Stroomdiagram van {count(len(found), 'groep', 'groepen')} gemeenten die in elk domein "
        f"bij elkaar zitten; {texts.of(wrong, len(compared), 'stroom', 'stromen')} {verb} tussen "
        "verbanden die niet in elkaar passen. De tabel hieronder noemt ze alle.",
        f"Elke stroom is een groep gemeenten, zo breed als haar aantal {unit}. Blauw: het ene "
        "verband ligt helemaal binnen het andere. Oranje: de twee verbanden overlappen, maar "
        "geen van beide past in het andere. Grijs: in één van beide domeinen is er geen verband.",
        draw_alluvial(bands, heads, names, colours),
    )


def sharing_picture(basis: Basis, found: Sequence[Sharing]) -> Picture:
    """Which domeinen share a circle."""
    columns = [str(name) for name in basis.circles.columns]
    combinations = [
        Combination(tuple(columns.index(name) for name in one.indelingen), len(one.gemeenten))
        for one in found
    ]
    names = [texts.short(basis.lap.indeling(name)) for name in columns]
    first = next((one for one in found if one.indelingen), None)
    if first is None:
        said = "Geen enkele gemeente heeft in twee domeinen dezelfde kring"
    else:
        domains = listing([texts.domain(basis.lap.indeling(name)) for name in first.indelingen])
        who = count(len(first.gemeenten), "gemeente heeft", "gemeenten hebben")
        said = f"Het vaakst: {who} één kring voor {domains}"
    more = len(found) - MOST
    rest = ""
    if more > 0:
        rest = f" De {number(more)} zeldzaamste combinaties staan alleen in de tabel."
    return Picture(
        "kringen",
        "Welke domeinen dezelfde kring van partners hebben",
        f"Staven boven een raster van domeinen. {said}. De tabel hieronder noemt ze alle.",
        "Elke kolom is een combinatie van domeinen (de zwarte stippen) waarin gemeenten precies "
        f"dezelfde partners hebben; de staaf telt die gemeenten. {said}.{rest}",
        draw_upset(combinations, names),
    )


def bars_of_gemeenten(basis: Basis, area: Area) -> Picture:
    """The gemeenten by territoriale congruentie."""
    table = basis.gemeenten.loc[area.codes].dropna(subset=["congruence"])
    table = table.sort_values(["congruence", "naam"])
    shown = table.head(LONGEST)
    bars = [
        Bar(str(name), float(share), bool(apart))
        for name, share, apart in zip(
            shown["naam"], shown["congruence"], shown["gescheiden"], strict=True
        )
    ]
    less = len(table) - len(shown)
    which = f"De {number(len(shown))} laagste van de {number(len(table))}. " if less else ""
    ends = ""
    if len(table):
        low, high = table.iloc[0], table.iloc[-1]
        ends = (
            f" van {low['naam']} ({percentage(low['congruence'])}) tot {high['naam']} "
            f"({percentage(high['congruence'])})"
        )
    told = f"{mean_of(basis.gewicht)} {area.place} {percentage(area.congruence)}"
    return Picture(
        "rangorde",
        "Territoriale congruentie per gemeente",
        f"Staafdiagram van {count(len(shown), 'gemeente', 'gemeenten')}, {ends.strip()}. De tabel "
        "hieronder noemt de getallen.",
        f"{which}Hoe vaak is een partner partner? 100% = in elk domein dezelfde partners. Oranje: "
        "gescheiden gemeenten (zie Begrippen).",
        draw_bars(bars, area.congruence, told),
    )


def bars_of_provinces(provinces: Sequence[Area], area: Area, country: Area) -> Picture:
    """The provinces by territoriale congruentie."""
    known = [one for one in provinces if not math.isnan(one.congruence)]
    order = sorted(known, key=lambda one: (-one.congruence, str(one.provincie)))
    bars = [
        Bar(str(one.provincie), one.congruence, one.provincie == area.provincie) for one in order
    ]
    told = listing([f"{bar.label} {percentage(bar.share)}" for bar in bars])
    return Picture(
        "provincies",
        "Territoriale congruentie per provincie",
        f"Staafdiagram: {told}.",
        "100% = in elk domein dezelfde partners.",
        draw_bars(bars, country.congruence, f"landelijk {percentage(country.congruence)}"),
    )


def heat(basis: Basis, matrix: pd.DataFrame) -> Picture:
    """All indelingen beside each other."""
    labels = basis.lap.indelingen["naam"]
    figure = heatmap(matrix, labels, title="")
    squares, scale = figure.axes
    # The picture is printed at little more than half its size.
    squares.tick_params(labelsize=11)
    scale.tick_params(labelsize=11)
    scale.yaxis.set_major_formatter(lambda share, _: percentage(share))
    return Picture(
        "warmtekaart",
        "Partneroverlap van alle indelingen",
        f"Warmtekaart van {count(len(matrix), 'indeling', 'indelingen')} tegen elkaar. De getallen "
        "staan in het werkblad alle-indelingen.",
        "Geel: dezelfde partners. Donkerblauw: geen enkele partner gelijk. De getallen staan in "
        "de XLSX en de CSV, in de tabel alle-indelingen.",
        svg(figure),
        share=0.9,
    )
