"""The report on one gemeente: with whom it works, in which form, for what, and where it chafes."""

import math

import pandas as pd

from lappendeken.dutch import count, listing, long_date, number, percentage, shortened
from lappendeken.measures.registry import WEIGHTS
from lappendeken.report import closing, gemeente_tables, moves, regelingen
from lappendeken.report.behind import behind_gemeente
from lappendeken.report.document import Report, Section, Text
from lappendeken.report.facts import Basis
from lappendeken.report.gemeente_tables import network
from lappendeken.report.landscape import Landscape
from lappendeken.report.lines import coming, council_sentences, find_lines
from lappendeken.report.risks import UNSEEN, find_risks, risks_table
from lappendeken.tables import KeyFigure, Kind, real
from lappendeken.wording import certainty, terms, texts

WORDS = (
    "verband",
    "indeling",
    "partner",
    "kring",
    "doorsnijdend",
    "tegenhanger",
    "gescheiden",
    "territoriale congruentie",
    "gelijke kring",
    "dekking",
)
"""What the report explains."""


def report_on_gemeente(basis: Basis, code: str, made: closing.Made) -> Report:
    """Make the report on a gemeente."""
    land = Landscape(basis, code)
    best = moves.best_move(land)
    people = basis.inwoners([code])
    sections = [
        gemeente_tables.partners_section(land),
        gemeente_tables.verbanden_section(land),
        *((forms,) if (forms := regelingen.of_gemeente(land)) else ()),
        gemeente_tables.compared_section(land),
        *([best] if best is not None else []),
        Section("risicos", "Risico's", (risks_table(land, find_risks(land)), Text((UNSEEN,)))),
        closing.account(basis, made, _method(land), land.domains, pd.Index([code])),
        closing.glossary(WORDS),
    ]
    return Report(
        kind="Samenwerkingslandschap",
        title=f"Met wie werkt {land.name} samen?",
        subtitle=(
            f"{code}, {land.province}, {texts.people(people)}; stand op "
            f"{long_date(basis.lap.peildatum)}; {WEIGHTS[basis.gewicht]}"
        ),
        summary=first_sentences(land),
        key_figures=first_figures(land),
        front=network(land, land.basis.main, "netwerk"),
        sections=tuple(sections),
        facts=closing.facts(basis, made) | {"rapport_over": f"{code} {land.name}"},
        data=behind_gemeente(land),
        commands=made.commands,
        made=made.day,
        peildatum=basis.lap.peildatum,
        rests_on=basis.once(certainty.describe, basis.main),
    )


# The first page ----------------------------------------------------------------------------------


def _domains(land: Landscape) -> str:
    """The domeinen that are compared."""
    return listing([texts.domain(one) for one in land.basis.main])


def first_sentences(land: Landscape) -> tuple[str, ...]:
    """How much it works together, with whom always, where it differs, and how it compares."""
    origin = land.basis.lap.origin(land.code)
    council = council_sentences(land, find_lines(land))
    return (
        *council,
        *filter(None, (origin,)),
        *coming(land),
        *_circle_sentences(land),
        *_compared_sentence(land),
    )


def _circle_sentences(land: Landscape) -> list[str]:
    """Who is always a partner, and where the circle differs most."""
    table = land.main_partners
    if table.empty:
        return [f"Voor {_domains(land)} heeft {land.name} geen partners."]
    always = list(land.basis.sorted_names(table.index[table.all(axis=1)]))
    total = count(len(table), "partner", "partners")
    start = f"Voor {_domains(land)} heeft zij {total}"
    if len(always) == len(table):
        return [f"{start}, en dat zijn steeds dezelfde: {shortened(always)}."]
    if not always:
        told = f"{start}; geen daarvan is dat in elk domein."
    else:
        verb = "is" if len(always) == 1 else "zijn"
        only = "alleen " if len(always) < 3 else ""
        told = f"{start}; {only}{shortened(always)} {verb} dat in elk domein."
    alone = land.only_in
    if not alone.max():
        return [told]
    odd = str(alone.idxmax())
    one = land.basis.lap.indeling(odd)
    mine = [land.basis.full_name(v) for v in one.verbanden_of(land.code)]
    who = count(int(alone[odd]), "gemeente is", "gemeenten zijn")
    return [
        told,
        f"Het meest wijkt {texts.domain(one)} af: {who} alleen daar partner, in {listing(mine)}.",
    ]


def _compared_sentence(land: Landscape) -> list[str]:
    """How constant its circle is, beside neighbours and country."""
    score = float(land.scores["congruence"])
    if math.isnan(score) or land.rank is None:
        return []
    place, of_all = land.rank
    table = land.basis.gemeenten["congruence"]
    near = table[list(land.neighbours)].mean() if land.neighbours else math.nan
    beside = "" if math.isnan(near) else f"; bij de buurgemeenten is dat {percentage(near)}"
    told = (
        f"Wie in één domein partner is, is dat gemiddeld in {percentage(score)} van de "
        f"{len(land.basis.main)} domeinen{beside}. Daarmee staat {land.name} op plaats "
        f"{number(place)} van de {number(of_all)} gemeenten."
    )
    sentences = [told]
    apart = land.scores["gescheiden"]
    if apart:
        pairs = listing([texts.pair(land.basis.lap, key, " en ") for key in apart], "en tussen")
        sentences.append(
            f"Tussen {pairs} is {land.name} gescheiden: haar verband past niet, en zij zit buiten "
            "het verband van het andere domein dat er het meest op lijkt."
        )
    return sentences


def first_figures(land: Landscape) -> tuple[KeyFigure, ...]:
    """The numbers of the first page."""
    row = land.scores
    basis = land.basis
    national = basis.country_scores
    table = land.main_partners
    profile = land.all_partners.index
    own_province = basis.lap.gemeenten.loc[profile, "provincie"] == land.province
    figures = [
        KeyFigure(
            "verbanden",
            "Verbanden",
            int(row["verbanden"]),
            Kind.COUNT,
            "Alle verbanden waarin gemeenten samenwerken; wettelijke en statistische indelingen "
            "tellen niet mee; een regio en de regeling die haar uitvoert, tellen elk. In de "
            "praktijk heet dit bestuurlijke drukte.",
            rows="cijfer-verbanden",
        ),
        KeyFigure(
            "partners",
            "Partners",
            int(row["partners"]),
            Kind.COUNT,
            "Gemeenten met wie zij in ten minste één van die verbanden zit.",
            rows="partners-alle-indelingen",
        ),
        KeyFigure(
            "kringen",
            "Samenstellingen",
            int(row["partner_sets"]),
            Kind.COUNT,
            "Verschillende groepen van partners: verbanden met dezelfde deelnemers tellen één "
            "keer. In de praktijk heet dit wisselende samenstelling.",
            rows="cijfer-samenstellingen",
        ),
        KeyFigure(
            "overal_partner",
            "Overal partner",
            int(table.all(axis=1).sum()),
            Kind.COUNT,
            f"Partners in elk van de domeinen {_domains(land)}.",
            f"van de {number(len(table))}",
            rows="cijfer-overal-partner",
        ),
        KeyFigure(
            "in_eigen_provincie",
            "Partners in eigen provincie",
            float(own_province.mean()) if len(profile) else None,
            Kind.SHARE,
            "Deel van alle partners dat in dezelfde provincie ligt.",
            rows="partners-alle-indelingen",
        ),
        KeyFigure(
            "territoriale_congruentie",
            "Territoriale congruentie",
            real(row["congruence"]),
            Kind.SHARE,
            terms.TERMS["territoriale congruentie"],
            f"landelijk {percentage(float(national['territorial_congruence']))}",
            rows="cijfer-overal-partner",
        ),
        *(
            KeyFigure(
                f"kring_{a}_{b}",
                f"Gelijke kring {texts.pair(basis.lap, f'{a}~{b}')}",
                real(row[f"ecs:{a}~{b}"]),
                Kind.SHARE,
                "Welk deel van de grootste van haar twee kringen (zijzelf meegeteld) in beide "
                "domeinen gelijk is. 100% = dezelfde kring.",
                f"landelijk {percentage(float(national[f'{a}~{b}']))}",
                rows="cijfer-overal-partner",
            )
            for a, b in basis.pairs
        ),
    ]
    return tuple(figures)


def _method(land: Landscape) -> tuple[str, ...]:
    """What was counted over what."""
    basis = land.basis
    shown = listing([one.naam for one in land.domains])
    main = listing([one.naam for one in basis.main])
    working = listing([one.naam for one in basis.collaborations])
    counted = (
        "Verbanden, partners en samenstellingen zijn geteld over de indelingen waarin gemeenten "
        f"samenwerken: {working}."
    )
    return (
        f"Het hoofdstuk over de partners gaat over {shown}.",
        (
            "De eerste bladzijde (het netwerk, wie overal partner is, de territoriale congruentie "
            f"en de gelijke kring) gaat over {main}."
        ),
        counted,
    )
