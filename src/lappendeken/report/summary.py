"""The first page of a report on a province or the country: sentences made from the numbers."""

import math

from lappendeken.dutch import count, listing, number, percentage, shortened
from lappendeken.report.area import Area
from lappendeken.report.deviations import Explained
from lappendeken.report.facts import CROSSING, Basis
from lappendeken.wording import texts
from lappendeken.wording.terms import mean_of

NAMED = 4
"""How many gemeenten or verbanden a sentence names at most."""

ALMOST = 0.995
"""A share that is written as 100%."""


def summarise(
    basis: Basis, area: Area, provinces: tuple[Area, ...], explained: Explained
) -> tuple[str, ...]:
    """Sentences for a reader who knows no statistics."""
    return (
        _what(basis, area),
        *_which(basis, area),
        _where(basis, area),
        _who(basis, area),
        _border(basis, area),
        _compared(basis, area, provinces, explained),
    )


def _what(basis: Basis, area: Area) -> str:
    """How many verbanden there are, and how many do not fit."""
    domains = listing([texts.long_domain(one) for one in basis.main])
    total, crossing, size = len(area.verbanden), len(area.crossing), len(area.codes)
    who = "De enige gemeente" if size == 1 else f"De {number(size)} gemeenten"
    verb = "werkt" if size == 1 else "werken"
    start = f"{who} {area.place} {verb} voor {domains} samen in "
    start += count(total, "verband", "verbanden")
    through = "dwars door een verband van een ander domein heen"
    if not crossing:
        fits = "dat past: het snijdt nergens" if total == 1 else "alle passen: geen ervan snijdt"
        return f"{start}; {fits} {through}."
    if crossing == total:
        none = "dat past niet: het snijdt" if total == 1 else "geen ervan past: zij snijden"
        return f"{start}; {none} {through}."
    one = crossing == 1
    some = (
        "1 daarvan past niet: het snijdt"
        if one
        else f"{number(crossing)} daarvan passen niet: zij snijden"
    )
    return f"{start}; {some} {through}."


def _which(basis: Basis, area: Area) -> tuple[str, ...]:
    """The verbanden that do not fit, by name; of the country only how many of each kind."""
    told = []
    for one in basis.main:
        own = [key for key in area.crossing if basis.verbanden.at[key, "indeling"] == one.id]
        names = sorted(str(one.namen[key]) for key in own)
        if not names:
            continue
        if area.provincie is None:
            every = len([k for k in area.verbanden if basis.verbanden.at[k, "indeling"] == one.id])
            told.append(f"{number(len(own))} van de {number(every)} voor {texts.domain(one)}")
        else:
            told.append(f"voor {texts.domain(one)} {listing(names)}")
    if not told:
        return ()
    verb = "past" if len(area.crossing) == 1 else "passen"
    return (f"Niet {verb}: {'; '.join(told)}.",)


def _where(basis: Basis, area: Area) -> str:
    """Between which domeinen it fits least, with its largest example; and where best."""
    known = {key: value for key, value in area.similarity.items() if not math.isnan(value)}
    if not known:
        return "Van geen twee domeinen zijn de verbanden te vergelijken."
    worst, best = min(known, key=lambda k: known[k]), max(known, key=lambda k: known[k])
    if known[worst] >= ALMOST:
        names = dict.fromkeys(name for key in known for name in key.split("~"))
        domains = listing([texts.domain(basis.lap.indeling(name)) for name in names])
        return f"Een gemeente heeft voor {domains} steeds dezelfde partners."
    beside = (
        ""
        if len(known) == 1
        else (f" (tussen {texts.pair(basis.lap, best, ' en ')} is dat {percentage(known[best])})")
    )
    return (
        f"Het wringt het meest tussen {texts.pair(basis.lap, worst, ' en ')}: "
        f"{_example(basis, area, worst)}{mean_of(basis.gewicht)} houdt een gemeente in beide "
        "domeinen maar "
        f"{percentage(known[worst])} van haar kring van partners gelijk{beside}."
    )


def _example(basis: Basis, area: Area, key: str) -> str:
    """The largest verband of the area that falls apart between two domeinen, as a clause."""
    both = set(key.split("~"))
    table = basis.relations.loc[basis.relations.index.isin(area.crossing)]
    table = table[(table["type"] == CROSSING) & table["a"].isin(both) & table["b"].isin(both)]
    if table.empty:
        return ""
    inside = {
        key: area.codes.intersection(list(basis.members(key))) for key in sorted(set(table.index))
    }
    verband = max(inside, key=lambda key: (basis.inwoners(inside[key]) or 0, len(inside[key])))
    other = basis.lap.indeling(str(table.at[verband, "b"]))
    parts = {v: None for code in basis.members(verband) for v in other.verbanden_of(code)}
    names = shortened([str(other.namen[key]) for key in parts], NAMED)
    over = f"de {other.naam}" if texts.has_plural(other) else f"de verbanden van {other.naam}:"
    return f"{basis.full_name(verband)} is er verdeeld over {over} {names}, en "


def _who(basis: Basis, area: Area) -> str:
    """Which gemeenten are apart, and how many people live there."""
    beside = "buiten het verband van het andere domein dat er het meest op lijkt"
    if not area.apart:
        none = (
            f"Geen enkele gemeente {area.place} is gescheiden: in een verband dat niet past, maar "
            f"{beside}"
        )
        if not area.chafing:
            return f"{none}."
        verb = "zit" if len(area.chafing) == 1 else "zitten"
        chafing = count(len(area.chafing), "gemeente", "gemeenten")
        return f"{none}; wel {verb} {chafing} in een kring waaruit een ander wegvalt."
    table = basis.gemeenten.loc[list(area.apart)]
    order = table.assign(
        times=table["gescheiden"].map(len), mass=table["inwoners"].astype("float64").fillna(0)
    ).sort_values(["times", "mass", "naam"], ascending=[False, False, True])
    names = [str(name) for name in order["naam"]]
    inhabitants = basis.inwoners(list(area.apart))
    share = ""
    if inhabitants is not None and area.inwoners:
        whole = "het land" if area.provincie is None else "de provincie"
        share = f" ({percentage(inhabitants / area.inwoners)} van {whole})"
    living = f"{texts.people(inhabitants)}{share}"
    if len(names) == 1:
        return (
            f"{names[0]}, met {living}, is gescheiden: haar verband past niet en zij zit {beside}."
        )
    meaning = f"hun verband past niet en zij zitten {beside}"
    if len(names) <= NAMED:
        return f"{listing(names)}, samen {living}, zijn gescheiden: {meaning}."
    which = texts.of(len(names), len(area.codes), "gemeente", "gemeenten")
    return f"{which}, samen {living}, zijn gescheiden ({shortened(names, NAMED)}): {meaning}."


def _border(basis: Basis, area: Area) -> str:
    """Whether the area can solve it alone, and what is not one whole."""
    total, across = len(area.verbanden), len(area.over_border)
    if area.provincie is None:
        verb = "ligt" if across == 1 else "liggen"
        start = (
            f"Van de {count(total, 'verband', 'verbanden')} {verb} er {number(across)} in meer "
            "dan één provincie"
        )
        return f"{start}{_scattered(area)}."
    if not across:
        return f"Geen enkel verband loopt over de provinciegrens{_scattered(area)}."
    touched = basis.verbanden.loc[list(area.over_border), "provincies"]
    elsewhere = {name for names in touched for name in names} - {area.provincie}
    verb = "loopt" if across == 1 else "lopen"
    start = (
        f"{texts.of(across, total, 'verband', 'verbanden')} {verb} over de provinciegrens, naar "
        f"{listing(sorted(elsewhere))}{_scattered(area)}"
    )
    if set(area.crossing) & set(area.over_border):
        return f"{start}; {area.provincie} kan dit dus niet alleen oplossen."
    if area.crossing:
        return f"{start}; wat niet past, ligt wel geheel binnen {area.provincie}."
    return f"{start}."


def _scattered(area: Area) -> str:
    """What to say of verbanden that are not one area."""
    if not area.scattered:
        return ""
    verb = "bestaat" if len(area.scattered) == 1 else "bestaan"
    return f", en {number(len(area.scattered))} {verb} uit losse delen"


def _compared(basis: Basis, area: Area, provinces: tuple[Area, ...], explained: Explained) -> str:
    """How it compares with others, and whether the deviations are explained."""
    start = (
        f"Wie in één domein partner is, is dat {mean_of(basis.gewicht)} in "
        f"{percentage(area.congruence)} van de {len(basis.main)} domeinen"
    )
    known = [one for one in provinces if not math.isnan(one.congruence)]
    if area.provincie is None:
        if len(known) > 1:
            low = min(known, key=lambda one: (one.congruence, str(one.provincie)))
            high = max(known, key=lambda one: one.congruence)
            start += (
                f", van {percentage(low.congruence)} in {low.provincie} tot "
                f"{percentage(high.congruence)} in {high.provincie}"
            )
    else:
        country = percentage(float(basis.country_scores["territorial_congruence"]))
        start += f" (landelijk {country})"
        if area.rank is not None and len(known) > 1:
            shared = sum(one.rank == area.rank for one in known) > 1
            rank = f"een gedeelde plaats {area.rank}" if shared else f"plaats {area.rank}"
            start += f", goed voor {rank} van de {len(known)} provincies"
    return f"{start}{_told(explained)}."


def _told(explained: Explained) -> str:
    """How many deviations have a reason, as a clause."""
    total, told = len(explained.deviations), explained.told
    if not total:
        return ""
    which = "de afwijking" if total == 1 else f"de {number(total)} afwijkingen"
    given = "is een reden opgegeven"
    if total == 1:
        return f"; voor {which} {given if told else 'is geen reden opgegeven'}"
    if told == total:
        return f"; voor alle {number(total)} afwijkingen {given}"
    return f"; voor {number(told) if told else 'geen'} van {which} {given}"
