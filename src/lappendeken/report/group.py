"""The report on a group: what it shares, where it is split, and what would join it."""

from collections.abc import Sequence

import pandas as pd

from lappendeken.drawing.split import Panel, draw_split
from lappendeken.dutch import count, listing, long_date, number, shortened
from lappendeken.indeling import Indeling
from lappendeken.measures.registry import WEIGHTS
from lappendeken.reading.taken import read_taken
from lappendeken.report import closing, group_tables, regelingen
from lappendeken.report.certain import certain_table
from lappendeken.report.document import Picture, Report, Section
from lappendeken.report.facts import Basis
from lappendeken.report.profiles import profiles_table
from lappendeken.report.together import Group
from lappendeken.tables import KeyFigure, Kind
from lappendeken.wording import certainty, texts

WORDS = ("verband", "indeling", "partner", "kring", "territoriale congruentie", "dekking")
"""What the report explains."""

_NAMED = 6
_PROFILES = ("gemeenten", "Dezelfde cijfers voor elke gemeente")
_SPELLED = ("", "", "twee", "drie", "vier", "vijf", "zes", "zeven", "acht", "negen", "tien")


def report_on_group(basis: Basis, codes: tuple[str, ...], made: closing.Made) -> Report:
    """Make the report on a group of gemeenten."""
    group = Group(basis, codes)
    names = shortened(group.names, _NAMED)
    taken = read_taken(basis.lap.bron)
    sections = [
        Section(
            "domeinen",
            "Per domein",
            (group_tables.domains_table(group), group_tables.joinings_table(group)),
        ),
        Section(
            "verbanden",
            "Wat zij delen",
            (
                group_tables.pairs_table(group),
                group_tables.counts_table(group),
                group_tables.shares_table(group),
            ),
        ),
        *((forms,) if (forms := regelingen.of_group(group)) else ()),
        Section(
            "gemeenten",
            "De gemeenten zelf",
            (profiles_table(basis, *_PROFILES, codes), *certain_table(basis, pd.Index(codes))),
        ),
        *([group_tables.tasks_section(taken)] if taken is not None else []),
        closing.account(basis, made, _method(group), group.domains, pd.Index(codes)),
        closing.glossary(WORDS),
    ]
    return Report(
        kind="Groepsverkenning",
        title=f"Wat delen {names}?",
        subtitle=(
            f"{count(len(codes), 'gemeente', 'gemeenten')}, {texts.people(basis.inwoners(codes))}; "
            f"stand op {long_date(basis.lap.peildatum)}; {WEIGHTS[basis.gewicht]}"
        ),
        summary=summarise(group),
        key_figures=_key_figures(group),
        front=(_map(group),),
        sections=tuple(sections),
        facts=closing.facts(basis, made) | {"rapport_over": ", ".join(codes)},
        commands=made.commands,
        made=made.day,
        peildatum=basis.lap.peildatum,
        rests_on=basis.once(certainty.describe, basis.main),
    )


def _spelled(amount: int) -> str:
    """A small number in letters."""
    return _SPELLED[amount] if amount < len(_SPELLED) else number(amount)


def summarise(group: Group) -> tuple[str, ...]:
    """What a group shares and where it is split, in sentences."""
    size = len(group.codes)
    together = [one for one in group.domains if group.is_together(one)]
    apart = [one for one in group.domains if not group.is_together(one)]
    whole = sum(not share.outside for share in group.shares)
    partly = len(group.shares) - whole
    who = f"Deze {_spelled(size)} gemeenten"
    all_in = count(whole, "verband", "verbanden") if whole else "geen enkel verband"
    nouns = ("ander verband", "andere verbanden") if whole else ("verband", "verbanden")
    others = count(partly, *nouns)
    sentences = [f"{who} zitten met zijn allen in {all_in}; in {others} zit een deel van hen."]
    sentences.append(_domains_sentence(together, apart))
    lines = [group.line(one) for one in apart]
    borders = sum(line.startswith("de provinciegrens") for line in lines)
    if borders:
        which = (
            f"elk van de {count(borders, 'domein', 'domeinen')}"
            if borders == len(apart) > 1
            else texts.of(borders, len(apart), "domein", "domeinen")
        )
        sentences.append(
            f"De provinciegrens is de scheidslijn in {which} waarin zij gesplitst zijn."
        )
    for one in apart[:2]:
        options = group.joinings(one)
        if options:
            best = options[0]
            verb = "moet" if len(best.moving) == 1 else "moeten"
            sentences.append(
                f"Om voor {texts.domain(one)} bij elkaar te zijn, {verb} ten minste "
                f"{count(len(best.moving), 'gemeente', 'gemeenten')} over: "
                f"{shortened(group.basis.names(best.moving), _NAMED)} naar "
                f"{group.basis.full_name(best.verband)}."
            )
    return (*sentences, _closest(group))


def _domains_sentence(together: Sequence[Indeling], apart: Sequence[Indeling]) -> str:
    """In which domeinen they are together."""
    if not apart:
        names = listing([texts.domain(one) for one in together])
        return f"In elk domein zitten zij in één verband: {names}."
    split = listing([texts.domain(one) for one in apart])
    if not together:
        return f"In geen enkel domein zitten zij in één verband: niet voor {split}."
    names = listing([texts.domain(one) for one in together])
    return f"Voor {names} zitten zij in één verband; voor {split} zijn zij gesplitst."


def _closest(group: Group) -> str:
    """Which two share most verbanden, and which two least."""
    pairs = [(a, b) for k, a in enumerate(group.codes) for b in group.codes[k + 1 :]]
    most = max(pairs, key=lambda pair: group.shared[pair])
    least = min(pairs, key=lambda pair: group.shared[pair])
    told = [
        f"{listing(list(group.basis.names(pair)))} ({group.shared[pair]})" for pair in (most, least)
    ]
    if len(pairs) == 1 or group.shared[most] == group.shared[least]:
        amount = count(group.shared[most], "verband", "verbanden")
        return (
            f"Elke twee van hen delen {amount}." if len(pairs) > 1 else f"Samen delen zij {amount}."
        )
    return f"De meeste verbanden delen {told[0]}, de minste {told[1]}."


def _key_figures(group: Group) -> tuple[KeyFigure, ...]:
    """The numbers of the first page."""
    together = [one for one in group.domains if group.is_together(one)]
    whole = sum(not share.outside for share in group.shares)
    domains = listing([texts.domain(one) for one in group.domains])
    pairs = [n for (a, b), n in group.shared.items() if a != b]
    return (
        KeyFigure(
            "samen",
            "Domeinen in één verband",
            len(together),
            Kind.COUNT,
            f"Domeinen waarin één verband alle gemeenten van de groep bevat. Bekeken: {domains}.",
            f"van de {number(len(group.domains))}",
        ),
        KeyFigure(
            "met_alle",
            "Verbanden met allen",
            whole,
            Kind.COUNT,
            "Verbanden waarin alle gemeenten van de groep zitten, over alle indelingen waarin "
            "gemeenten samenwerken.",
            f"van de {number(len(group.shares))}",
        ),
        KeyFigure(
            "met_deel",
            "Verbanden met een deel",
            len(group.shares) - whole,
            Kind.COUNT,
            "Verbanden waarin ten minste één, maar niet elke gemeente van de groep zit.",
            f"van de {number(len(group.shares))}",
        ),
        KeyFigure(
            "minst_gedeeld",
            "Minst gedeeld door twee",
            min(pairs),
            Kind.COUNT,
            "Het kleinste aantal verbanden dat twee gemeenten van de groep delen.",
        ),
        KeyFigure(
            "meest_gedeeld",
            "Meest gedeeld door twee",
            max(pairs),
            Kind.COUNT,
            "Het grootste aantal verbanden dat twee gemeenten van de groep delen.",
        ),
    )


def _map(group: Group) -> Picture:
    """The small maps."""
    panels = tuple(
        Panel(
            texts.short(one),
            tuple(
                (str(one.namen[verband]) if verband else group_tables.NOWHERE, codes)
                for verband, codes in group.parts(one).items()
            ),
        )
        for one in group.domains
    )
    together = listing([texts.domain(one) for one in group.domains if group.is_together(one)])
    said = f"één kleur bij {together}" if together else "in geen enkel domein één kleur"
    return Picture(
        "kaartjes",
        "De groep per domein",
        f"Kaartjes van de groep, een per domein: {said}. De tabel hieronder noemt wie waar zit.",
        "Gemeenten met dezelfde kleur zitten in dat domein in hetzelfde verband.",
        draw_split(group.basis.lap.gemeenten, group.codes, panels),
    )


def _method(group: Group) -> tuple[str, ...]:
    """What was counted over what."""
    domains = listing([one.naam for one in group.domains])
    working = listing([one.naam for one in group.basis.collaborations])
    lines = "De lijn van een splitsing is vergeleken met de provinciegrenzen en de andere domeinen."
    return (
        f"Voor elk domein is de standaardindeling bekeken: {domains}.",
        f"Gedeelde verbanden zijn geteld over alle indelingen van samenwerking: {working}.",
        lines,
    )
