"""Scores against those of random divisions, and what the tests say in words."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

import pandas as pd

from lappendeken.dutch import count, listing, number, percentage
from lappendeken.indeling import Indeling
from lappendeken.measures.registry import MEASURES, WEIGHED_BY
from lappendeken.model import Lappendeken
from lappendeken.nullmodel import Examination, table
from lappendeken.nullmodel.families import holm
from lappendeken.tables.congruence import meanings, short_names, singular
from lappendeken.tables.frames import select
from lappendeken.tables.kinds import Column, Kind, Table

SIGNIFICANT = 0.05
"""A p of at most this is called more (or less) than chance."""

CLOSE = 4
"""Nearer to chance than so many sd, the shape of regions matters."""

Found = Mapping[tuple[str, str], Examination]

_MEANINGS = {
    "gevonden": "de score van A tegen B",
    "toeval": "gemiddelde van de scores van A tegen de toevalsindelingen",
    "boven toeval": "welk deel van de weg van toeval naar volmaakt: (gevonden - toeval) / "
    "(1 - toeval); zo zijn paren te vergelijken",
    "z": "hoeveel standaardafwijkingen gevonden van toeval af ligt",
    "p": "aandeel toevalsindelingen dat minstens zo goed op A past; B zelf telt mee; "
    "≤ = lager kan bij dit aantal herhalingen niet",
    "Holm": "p, gecorrigeerd voor het aantal toetsen in deze tabel",
}
_FAMILY_MEANINGS = {
    "gecorrigeerd": "hoe vaak bij louter toeval ook maar één van de familie zo ver onder haar "
    "toeval zou blijven (Westfall-Young)",
    "omgeving": "gemiddelde van een gemeente en haar buren",
}


def decimals_of_p(n: int) -> int:
    """As many decimals of a p as the number of replicates allows."""
    return max(3, len(str(n)))


def p_text(p: float, n: int) -> str:
    """A p as a reader sees it.

    Examples
    --------
    >>> p_text(1 / 1001, 1000), p_text(0.25, 99)
    ('≤ 0,0010', '0,250')
    """
    return Column("p", "p", Kind.SCORE, decimals=decimals_of_p(n), least=1 / (1 + n)).shown(p)


def p_sentence(p: float, n: int) -> str:
    """A p with what it is.

    Examples
    --------
    >>> p_sentence(1 / 1001, 1000), p_sentence(0.25, 99)
    ('p ≤ 0,0010', 'p = 0,250')
    """
    text = p_text(p, n)
    return f"p {text}" if text.startswith("≤") else f"p = {text}"


def frames(lap: Lappendeken, found: Found, provincie: str | None = None) -> dict[str, pd.DataFrame]:
    """The results for data files, by name; of one province when it is named."""
    result = {"toeval": table(found)}

    def stacked(field: str) -> pd.DataFrame:
        parts: dict[tuple[str, str], pd.DataFrame] = {
            pair: getattr(one, field) for pair, one in found.items()
        }
        return pd.concat(parts, names=["a", "b"])

    groups = stacked("groups").rename_axis(index={"group": "provincie"})
    here = groups.index.get_level_values("provincie") == provincie
    groups = groups if provincie is None else groups[here]
    if len(groups):
        groups.insert(list(groups).index("p") + 1, "p_holm", holm(groups["p"].to_numpy()))
        result["provincies"] = groups
    names = lap.verbanden["naam"]
    verbanden = stacked("verbanden")
    if len(verbanden):
        own = verbanden.index.get_level_values("verband")
        result["verbanden"] = verbanden.assign(naam=names.reindex(own).to_numpy())
    for name, field in (("omgevingen", "surroundings"), ("gemeenten", "gemeenten")):
        each = stacked(field)
        about = lap.gemeenten.reindex(each.index.get_level_values("gemeente"))
        each = each.assign(naam=about["naam"].to_numpy())
        here = (about["provincie"] == provincie).to_numpy()
        each = each if provincie is None else each[here]
        if len(each):
            result[name] = each
    return result


def scores(
    results: pd.DataFrame, found: Found, chosen: Sequence[Indeling], title: str = ""
) -> Table:
    """A row per pair and measure: what was found, and what chance gives."""
    names = singular(chosen)
    flat = results.reset_index()
    n = max(one.draws.n for one in found.values())
    pairs = [f"{names[a]} – {names[b]}" for a, b in zip(flat["a"], flat["b"], strict=True)]
    p, floor = decimals_of_p(n), 1 / (1 + n)
    lowest = floor * int(flat["p"].notna().sum())
    columns = (
        Column("paar", "A – B", once=True),
        Column("measure", "maat", labels=short_names()),
        Column("observed", "gevonden", Kind.SCORE),
        Column("mean", "toeval", Kind.SCORE),
        Column("normalised", "boven toeval", Kind.SCORE, decimals=2),
        Column("z", "z", Kind.SCORE, decimals=1),
        Column("p", "p", Kind.SCORE, decimals=p, least=floor),
        Column("p_holm", "Holm", Kind.SCORE, decimals=p, least=lowest if lowest < 1 else None),
    )
    return select("toeval", title, flat.assign(paar=pairs), columns)


_FAMILIES = {
    "provincies": ("provincie", "provincie"),
    "verbanden": ("verband", "verband van A"),
    "omgevingen": ("gemeente", "omgeving"),
    "gemeenten": ("gemeente", "gemeente"),
}
"""Which table holds a family of tests, by what its rows are known, and what a reader calls one."""


def below(results: Mapping[str, pd.DataFrame], chosen: Sequence[Indeling]) -> list[Table]:
    """For every pair and measure what is less congruent than chance, by family of tests."""
    names = singular(chosen)
    columns = (
        Column("soort", "soort", once=True),
        Column("naam", "naam"),
        Column("observed", "gevonden", Kind.SCORE),
        Column("mean", "toeval", Kind.SCORE),
        Column("normalised", "boven toeval", Kind.SCORE, decimals=2),
        Column("p_less", "p minder", Kind.SCORE),
        Column("p_corrected", "gecorrigeerd", Kind.SCORE),
    )
    found = []
    for table_name, (level, word) in _FAMILIES.items():
        if table_name in results:
            flat = results[table_name].reset_index()
            naam = flat["naam"] if "naam" in flat else flat[level]
            found.append(flat.assign(soort=word, naam=naam))
    every = pd.concat(found)
    tables = []
    for key, own in every.groupby(["a", "b", "measure"], sort=False):
        a, b, measure = map(str, key)
        low = own[own["p_corrected"] <= SIGNIFICANT]
        number_of = count(len(low), "toets", "toetsen")
        title = f"{names[a]} – {names[b]}, {MEASURES[measure].name}: {number_of}"
        least = own.groupby("soort", sort=False)["p_floor"].min()
        reach = [f"{word} {number(value, 3)}" for word, value in least.dropna().items()]
        told = f"Laagst haalbare gecorrigeerde p, als een score 0 was: {listing(reach)}."
        made = select(
            "onder-toeval",
            f"{title} onder toeval (gecorrigeerd ≤ 0,05)",
            low,
            columns,
            empty="Geen enkele.",
        )
        tables.append(replace(made, note=told))
    return tables


def verdicts(lap: Lappendeken, found: Found, chosen: Sequence[Indeling]) -> tuple[list[str], ...]:
    """What the tests say, and what a reader must know to believe it: two lists of sentences."""
    plural = {one.id: one.naam for one in chosen}
    said = [_verdict(plural[a], plural[b], one) for (a, b), one in found.items()]
    about = [_coverage(lap, plural[a], plural[b], one) for (a, b), one in found.items()]
    about += [line for (_, b), one in found.items() for line in _caveats(plural[b], one)]
    capital = [[f"{line[0].upper()}{line[1:]}" for line in lines] for lines in (said, about)]
    return capital[0], list(dict.fromkeys(capital[1]))


def _verdict(a: str, b: str, found: Examination) -> str:
    """What the tests of one pair say."""
    n = found.draws.n
    more = [name for name, one in found.tests.items() if one.p <= SIGNIFICANT]
    rest = [name for name in found.tests if name not in more]
    if not more:
        return f"{a} en {b}: niet aangetoond dat zij beter op elkaar passen dan door toeval."
    if rest:
        yes, no = (listing([MEASURES[name].short for name in group]) for group in (more, rest))
        return (
            f"{a} en {b} passen volgens {yes} beter op elkaar dan door toeval; "
            f"volgens {no} is dat niet aangetoond."
        )
    most = max(round(one.p * (n + 1)) - 1 for one in found.tests.values())
    how = (
        f"geen van de {number(n)} toevalsindelingen past zo goed"
        if most == 0
        else f"hooguit {number(most)} van de {number(n)} toevalsindelingen passen zo goed"
    )
    return f"{a} en {b} passen beter op elkaar dan door toeval: {how}."


def _coverage(lap: Lappendeken, a: str, b: str, found: Examination) -> str:
    """On how many gemeenten a pair was compared."""
    total, common = len(lap.gemeenten), found.draws.gemeenten
    if common == total:
        return f"Vergeleken op alle {number(total)} gemeenten."
    return (
        f"{a} en {b} zijn vergeleken op de {number(common)} van de {number(total)} gemeenten "
        f"({percentage(common / total)}) die in beide een verband hebben."
    )


def _caveats(b: str, found: Examination) -> list[str]:
    """What a reader must know of the random divisions that stand for B."""
    draws = found.draws
    result = []
    if draws.n < round(1 / SIGNIFICANT) - 1:
        result.append("Met minder dan 19 herhalingen kan p nooit zo laag zijn als 0,05.")
    if draws.weight:
        words = {column: name for name, column in WEIGHED_BY.items()}
        word = words.get(draws.weight, draws.weight)
        number_too = "en precies" if draws.model == "vormvast" else "maar niet"
        result.append(
            f"De score telt {word}: toevalsregio's zijn daarin even groot als de {b}, op ten "
            f"hoogste {percentage(draws.weight_deviation)} na, {number_too} in aantal gemeenten."
        )
    elif draws.deviation:
        result.append(
            f"Toevalsregio's zijn ten hoogste {count(draws.deviation, 'gemeente', 'gemeenten')} "
            f"groter of kleiner dan de {b}, omdat de kaart dezelfde groottes niet toelaat."
        )
    if draws.separated is None or draws.model == "permutatie":
        return result
    chance, own = number(draws.separated_mean), number(draws.separated)
    if draws.model == "vormvast":
        result.append(f"Alle toevalsindelingen scheiden {own} paren buurgemeenten, net als de {b}.")
        return result
    if draws.separated_mean == draws.separated:
        return result
    shape = "grilliger" if draws.separated_mean > draws.separated else "compacter"
    lean = "te laag" if shape == "grilliger" else "te hoog"
    result.append(
        f"Toevalsregio's zijn gemiddeld {shape} dan de {b}: zij scheiden {chance} paren "
        f"buurgemeenten, de {b} {own}. Daardoor ligt het toeval hier iets {lean}."
    )
    close = [MEASURES[name].short for name, one in found.tests.items() if abs(one.z) < CLOSE]
    if close and shape == "grilliger":
        result.append(
            f"Bij {listing(close)} ligt de score minder dan {CLOSE} standaardafwijkingen "
            "van het toeval, en dan maakt dat uit: toets ook met --model vormvast, dat even "
            "compacte regio's trekt."
        )
    return result


def legend(names: Sequence[str], *, per_gemeente: bool) -> dict[str, str]:
    """What the columns and the measures mean."""
    return (_FAMILY_MEANINGS if per_gemeente else {}) | _MEANINGS | meanings(names)
