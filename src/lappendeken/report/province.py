"""The report on a province, or on the country: how well its verbanden fit, and where not."""

import math

import pandas as pd

from lappendeken.dutch import capital, count, listing, long_date, number, percentage
from lappendeken.measures.registry import WEIGHTS
from lappendeken.report import closing, province_tables, regelingen
from lappendeken.report.area import Area
from lappendeken.report.behind import behind_area
from lappendeken.report.beside import beside_section, beside_sentence, set_beside
from lappendeken.report.certain import certain_table
from lappendeken.report.deviations import Explained, explain
from lappendeken.report.document import Block, Report, Section, Text
from lappendeken.report.facts import Basis
from lappendeken.report.province_pictures import (
    bars_of_gemeenten,
    bars_of_provinces,
    heat,
    region_maps,
    sharing_picture,
    streams_picture,
)
from lappendeken.report.setting import Setting
from lappendeken.report.steps import best_steps, smallest_step, steps_section
from lappendeken.report.streams import sharing, sharing_table, streams, streams_table
from lappendeken.report.summary import summarise
from lappendeken.report.years import since_the_first
from lappendeken.tables import KeyFigure, Kind
from lappendeken.wording import certainty, terms, texts

WORDS = (
    "verband",
    "indeling",
    "partner",
    "kring",
    "congruent",
    "gelijk",
    "genest",
    "samengesteld",
    "doorsnijdend",
    "tegenhanger",
    "Jaccard",
    "schuurgemeente",
    "gescheiden",
    "afwijking",
    "territoriale congruentie",
    "gelijke kring",
    "lap",
    "partneroverlap",
    "exclave",
    "dekking",
)
"""What the report explains, in an order in which each builds on what came before."""


def report_on_province(
    setting: Setting,
    provincie: str | None,
    made: closing.Made,
    reasons: pd.DataFrame | None = None,
    *,
    explaining: bool = True,
) -> Report:
    """Make the report on a province, or on the country, asking for reasons or not."""
    basis, area = setting.basis, setting.area(provincie)
    explained = explain(basis, area, reasons) if explaining else Explained((), False, ())
    steps = best_steps(basis, area)
    beside = set_beside(basis, area)
    maps = region_maps(setting, area)
    gemeenten = province_tables.gemeenten_table(basis, area)
    where = "Nederland" if provincie is None else provincie
    size = count(len(area.codes), "gemeente", "gemeenten")
    return Report(
        kind="Congruentierapport",
        title=f"Passen de samenwerkingsverbanden in {where} op elkaar?",
        subtitle=(
            f"{size}, {texts.people(area.inwoners)}; "
            f"stand op {long_date(basis.lap.peildatum)}; {WEIGHTS[basis.gewicht]}"
        ),
        summary=(
            *summarise(basis, area, setting.provinces, explained),
            *beside_sentence(beside),
            *smallest_step(basis, area, steps),
        ),
        key_figures=(
            *_key_figures(basis, area),
            *((_reasons_given(explained),) if explaining else ()),
        ),
        front=maps[:1],
        sections=(
            *beside_section(beside),
            _regions(basis, area, maps[1:]),
            *steps_section(basis, area, steps),
            _ways(basis, area),
            Section("gemeenten", "De gemeenten", (bars_of_gemeenten(basis, area), gemeenten)),
            _compared(setting, area),
            *((years,) if area.provincie is None and (years := since_the_first(basis)) else ()),
            *((_apply_or_explain(basis, area, explained),) if explaining else ()),
            *((own,) if (own := regelingen.of_area(basis, area)) else ()),
            _all_indelingen(basis, area),
            closing.account(basis, made, _method(basis, area), basis.main, area.codes),
            closing.glossary(WORDS),
        ),
        facts=closing.facts(basis, made) | {"rapport_over": provincie or "Nederland"},
        data=behind_area(
            province_tables.verbanden_table(basis, area),
            gemeenten,
            province_tables.deviations_table(basis, explained),
        ),
        commands=made.commands,
        made=made.day,
        peildatum=basis.lap.peildatum,
        rests_on=certainty.describe(basis.lap, basis.main, area.codes),
    )


def _key_figures(basis: Basis, area: Area) -> tuple[KeyFigure, ...]:
    """The numbers of the first page."""
    total = len(area.verbanden)
    of_all = f"van de {number(total)}"
    national = basis.country_scores
    beside = "" if area.provincie is None else "landelijk {}"

    def compared(column: str) -> str:
        return beside.format(percentage(float(national[column])))

    figures = [
        KeyFigure(
            "verbanden",
            "Verbanden",
            total,
            Kind.COUNT,
            f"Verbanden voor {_domains(basis)} met ten minste één gemeente {area.place}.",
            rows="verbanden",
        ),
        KeyFigure(
            "niet_congruent",
            "Niet congruent",
            len(area.crossing),
            Kind.COUNT,
            terms.TERMS["afwijking"],
            of_all,
            rows="cijfer-niet-congruent",
        ),
        KeyFigure(
            "over_grens",
            "In meer dan één provincie" if area.provincie is None else "Over de provinciegrens",
            len(area.over_border),
            Kind.COUNT,
            "Verbanden met gemeenten in meer dan één provincie.",
            of_all,
            rows="cijfer-over-grens",
        ),
        KeyFigure(
            "losse_delen",
            "In losse delen",
            len(area.scattered),
            Kind.COUNT,
            "Verbanden die niet één aaneengesloten gebied zijn; vaste verbindingen over water, "
            "zoals een brug of veer, tellen als grens.",
            of_all,
            rows="cijfer-losse-delen",
        ),
        KeyFigure(
            "gescheiden",
            "Gescheiden gemeenten",
            len(area.apart),
            Kind.COUNT,
            terms.TERMS["gescheiden"],
            f"van de {number(len(area.codes))}",
            rows="cijfer-gescheiden",
        ),
        KeyFigure(
            "territoriale_congruentie",
            "Territoriale congruentie",
            _known(area.congruence),
            Kind.SHARE,
            f"{terms.TERMS['territoriale congruentie']} {terms.weight_sentence(basis.gewicht)}",
            compared("territorial_congruence"),
            rows="gemeenten",
        ),
        *(
            KeyFigure(
                f"kring_{key.replace('~', '_')}",
                f"Gelijke kring {texts.pair(basis.lap, key)}",
                _known(area.similarity[key]),
                Kind.SHARE,
                f"{terms.TERMS['gelijke kring']} {terms.weight_sentence(basis.gewicht)}",
                compared(key),
                rows="gemeenten",
            )
            for key in (f"{a}~{b}" for a, b in basis.pairs)
        ),
    ]
    return tuple(figures)


def _reasons_given(explained: Explained) -> KeyFigure:
    """For how many deviations someone gave a reason."""
    return KeyFigure(
        "uitgelegd",
        "Afwijkingen met een reden",
        explained.told,
        Kind.COUNT,
        "Afwijkingen waarvoor in het bestand met afwijkingen een reden staat; de andere "
        "vragen om uitleg of om aanpassing.",
        f"van de {number(len(explained.deviations))}",
        rows="cijfer-uitgelegd",
    )


def _known(value: float) -> float | None:
    """A score; None when it is not defined."""
    return None if math.isnan(value) else value


def _domains(basis: Basis) -> str:
    """The domeinen that are compared."""
    return listing([texts.domain(one) for one in basis.main])


def _regions(basis: Basis, area: Area, maps: tuple[Block, ...]) -> Section:
    """The chapter on the verbanden."""
    return Section(
        "verbanden",
        "De verbanden",
        (
            province_tables.verbanden_table(basis, area),
            province_tables.pairs_table(basis, area),
            *certain_table(basis, area.codes),
            *maps,
            province_tables.relations_table(basis, area),
        ),
    )


def _ways(basis: Basis, area: Area) -> Section:
    """The chapter on who goes together."""
    found, shared = streams(basis, area), sharing(basis, area.codes)
    return Section(
        "kringen",
        "Wie gaat met wie",
        (
            streams_picture(basis, found),
            streams_table(basis, found),
            sharing_picture(basis, shared),
            sharing_table(basis, shared),
        ),
    )


def _compared(setting: Setting, area: Area) -> Section:
    """The chapter that compares provinces."""
    table = province_tables.provinces_table(setting.basis, setting.provinces, setting.country)
    blocks: tuple[Block, ...] = (table,)
    if len(setting.provinces) > 1:
        blocks = (bars_of_provinces(setting.provinces, area, setting.country), table)
    return Section("vergelijking", "Vergeleken met de andere provincies", blocks)


def _apply_or_explain(basis: Basis, area: Area, explained: Explained) -> Section:
    """The chapter on deviations and their reasons."""
    advice = (
        "Het advies is dat regionale taken een congruente indeling volgen, met steeds dezelfde "
        "partners of binnen dezelfde buitengrenzen, tenzij er zwaarwegende redenen zijn om daarvan "
        "af te wijken. Wie afwijkt, legt uit waarom: pas toe of leg uit."
    )
    total = len(explained.deviations)
    if not total:
        counted = f"Er is {area.place} geen afwijking."
    else:
        verb = "is" if total == 1 else "zijn"
        counted = f"Er {verb} {area.place} {count(total, 'afwijking', 'afwijkingen')}. "
        if explained.silent == 0:
            counted += "Bij elke afwijking is een reden opgegeven."
        elif explained.told == 0:
            counted += "Bij geen enkele is een reden opgegeven."
        else:
            counted += (
                f"Bij {number(explained.told)} is een reden opgegeven, bij "
                f"{number(explained.silent)} niet."
            )
    lines = [advice, counted]
    if not explained.asked:
        lines.append(
            "Bij dit rapport is geen bestand met redenen gegeven. Redenen komen uit een bestand "
            "afwijkingen.csv met de kolommen verband, reden, bron en datum, dat u meegeeft met "
            "--afwijkingen."
        )
    if explained.unused:
        names = listing([basis.full_name(key) for key in explained.unused])
        lines.append(f"Er staat ook een reden bij {names}, maar daar is geen afwijking (meer).")
    return Section(
        "pas-toe-of-leg-uit",
        "Pas toe of leg uit",
        (Text(tuple(lines)), province_tables.deviations_table(basis, explained)),
    )


def _all_indelingen(basis: Basis, area: Area) -> Section:
    """The chapter on every indeling."""
    matrix = basis.overlap(area.provincie)
    amount = count(len(basis.everything), "indeling", "indelingen")
    text = (
        f"De gegevens hebben {amount}. De kaart van vlakken hieronder laat van elke twee zien "
        f"welk deel van haar partners een gemeente {area.place} {terms.mean_of(basis.gewicht)} "
        "in beide heeft. "
        "Indelingen die op elkaar lijken, staan bij elkaar: lichte blokken zijn indelingen die "
        "samen één gebied volgen."
    )
    return Section(
        "alle-indelingen",
        "Alle indelingen naast elkaar",
        (Text((text,)), heat(basis, matrix), province_tables.matrix_table(basis, matrix)),
    )


def _method(basis: Basis, area: Area) -> tuple[str, ...]:
    """What was compared with what."""
    names = listing([one.naam for one in basis.main])
    circles = listing([basis.lap.indeling(str(name)).naam for name in basis.circles.columns])
    compared = (
        f"Vergeleken zijn per twee de standaardindelingen van {_domains(basis)}: {names}. "
        f"Een verband telt mee als ten minste één gemeente {area.place} ligt; bij de vergelijking "
        "tellen al zijn gemeenten, ook die elders. Gemiddelden gaan over de gemeenten "
        f"{area.place}, en partners over de grens tellen daarin mee."
    )
    shared = (
        f"{capital(circles)} zijn vergeleken om te zien welke domeinen dezelfde kring hebben. "
        "Wettelijke en statistische indelingen tellen daar niet mee."
    )
    return compared, shared
