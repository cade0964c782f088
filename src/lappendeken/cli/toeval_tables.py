"""What `lappendeken toeval` prints: tables, and what they mean in words."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from lappendeken.cli import console as screen
from lappendeken.dutch import count, listing, number, percentage
from lappendeken.measures.registry import MEASURES

if TYPE_CHECKING:
    import pandas as pd

    from lappendeken.indeling import Indeling
    from lappendeken.model import Lappendeken
    from lappendeken.nullmodel import Examination, NullTest

    Found = dict[tuple[str, str], Examination]

SIGNIFICANT = 0.05
"""A p of at most this is called more (or less) than chance."""

_HEADS = ("gevonden", "toeval", "sd", "z", "p")
_MEANINGS = {
    "gevonden": "de score van A tegen B",
    "toeval, sd": "gemiddelde en spreiding van de scores van A tegen de toevalsindelingen",
    "z": "hoeveel sd gevonden van toeval af ligt",
    "p": "aandeel toevalsindelingen dat minstens zo goed op A past; B zelf telt mee",
}


def p_text(p: float, n: int) -> str:
    """A p with as many decimals as the number of replicates allows.

    Examples
    --------
    >>> p_text(1 / 1001, 1000), p_text(0.25, 99)
    ('0.0010', '0.250')
    """
    return screen.decimal(p, max(3, len(str(n))))


def show_tests(
    console: Any, lap: "Lappendeken", chosen: "Sequence[Indeling]", found: "Found"
) -> None:
    """Print the tests of all pairs, and what they say."""
    names = {one.id: one.enkelvoud for one in chosen}
    rows = []
    for (a, b), examination in found.items():
        for place, (name, one) in enumerate(examination.tests.items()):
            pair = "" if place else f"{names[a]} – {names[b]}"
            rows.append([pair, MEASURES[name].short, *_cells(one)])
    screen.table(console, ["A – B", "maat", *_HEADS], rows, right=range(2, 7))
    plural = {one.id: one.naam for one in chosen}
    for (a, b), examination in found.items():
        _say(console, _verdict(plural[a], plural[b], examination))
    console.print()
    lines = [_coverage(lap, plural[a], plural[b], one) for (a, b), one in found.items()]
    lines += [line for (_, b), one in found.items() for line in _caveats(plural[b], one)]
    for line in dict.fromkeys(lines):
        _say(console, line)
    console.print()


def _cells(one: "NullTest") -> list[str]:
    """The numbers of a test."""
    numbers = [screen.decimal(value) for value in (one.observed, one.mean, one.sd)]
    return [*numbers, screen.decimal(one.z, 1), p_text(one.p, one.draws.n)]


def _say(console: Any, text: str) -> None:
    """Print a sentence."""
    console.print(f"{text[0].upper()}{text[1:]}")


def _verdict(a: str, b: str, found: "Examination") -> str:
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


def _coverage(lap: "Lappendeken", a: str, b: str, found: "Examination") -> str:
    """Say on how many gemeenten a pair was compared."""
    total, common = len(lap.gemeenten), found.draws.gemeenten
    if common == total:
        return f"Vergeleken op alle {number(total)} gemeenten."
    return (
        f"{a} en {b} zijn vergeleken op de {number(common)} van de {number(total)} gemeenten "
        f"({percentage(common / total)}) die in beide een verband hebben."
    )


def _caveats(b: str, found: "Examination") -> list[str]:
    """What a reader must know of the random divisions that stand for B."""
    draws = found.draws
    result = []
    if draws.n < round(1 / SIGNIFICANT) - 1:
        result.append("Met minder dan 19 herhalingen kan p nooit zo laag zijn als 0.05.")
    if draws.deviation:
        result.append(
            f"Toevalsregio's zijn ten hoogste {count(draws.deviation, 'gemeente', 'gemeenten')} "
            f"groter of kleiner dan de {b}, omdat de kaart dezelfde groottes niet toelaat."
        )
    if draws.model == "ruimtelijk" and draws.separated is not None:
        shape = "grilliger" if draws.separated_mean > draws.separated else "compacter"
        lean = "te laag" if shape == "grilliger" else "te hoog"
        chance, own = number(draws.separated_mean), number(draws.separated)
        result.append(
            f"Toevalsregio's zijn gemiddeld {shape} dan de {b}: zij scheiden {chance} paren "
            f"buurgemeenten, de {b} {own}. Daardoor ligt het toeval hier iets {lean}."
        )
    return result


def show_province(
    console: Any, chosen: "Sequence[Indeling]", found: "Found", province: str
) -> None:
    """Print the tests of one province."""
    names = {one.id: one.enkelvoud for one in chosen}
    rows = []
    for (a, b), examination in found.items():
        own = examination.groups[examination.groups.index.get_level_values("group") == province]
        for place, name in enumerate(own.index.get_level_values("measure")):
            row = own.iloc[place]
            pair = "" if place else f"{names[a]} – {names[b]}"
            numbers = [screen.decimal(row[key]) for key in ("observed", "mean", "sd")]
            p = p_text(row["p"], examination.draws.n)
            rows.append([pair, MEASURES[name].short, *numbers, screen.decimal(row["z"], 1), p])
    title = f"{province}: gemiddelde van de gemeenten"
    screen.table(console, ["A – B", "maat", *_HEADS], rows, right=range(2, 7), title=title)


def show_gemeenten(
    console: Any,
    lap: "Lappendeken",
    chosen: "Sequence[Indeling]",
    tables: "dict[tuple[str, str], pd.DataFrame]",
) -> None:
    """Print the gemeenten that are less congruent than chance, by pair and measure."""
    names = {one.id: one.enkelvoud for one in chosen}
    for (a, b), table in tables.items():
        for name, own in table.groupby(level="measure", sort=False):
            low = own[own["p_less"] <= SIGNIFICANT].sort_values("p_less", kind="stable")
            head = f"{names[a]} – {names[b]}, {MEASURES[str(name)].name}"
            console.print(_how_many(len(low), len(own), head))
            numbers = low[["observed", "mean", "p_less", "q_less"]].to_numpy()
            codes = low.index.get_level_values("gemeente")
            rows = [
                [str(lap.gemeenten.at[code, "naam"]), *map(screen.decimal, row)]
                for code, row in zip(codes, numbers, strict=True)
            ]
            if rows:
                heads = ["gemeente", "gevonden", "toeval", "p minder", "gecorrigeerd"]
                screen.table(console, heads, rows, right=range(1, 5))
            else:
                console.print()
    screen.legend(
        console,
        {
            "p minder": "aandeel toevalsindelingen waarin de gemeente hoogstens zo goed past",
            "gecorrigeerd": "p minder, verhoogd omdat bij veel toetsen altijd iets opvalt "
            "(Benjamini-Hochberg)",
        },
    )


def _how_many(low: int, total: int, head: str) -> str:
    """How many gemeenten stand out, and how many would by chance."""
    expected = number(SIGNIFICANT * total)
    which = f"{count(low, 'gemeente', 'gemeenten')} van de {number(total)}"
    return f"{head}: {which} onder toeval (p minder ≤ 0.05; {expected} verwacht bij louter toeval)"


def explain(console: Any, measures: Sequence[str]) -> None:
    """Print what the columns and the measures mean."""
    short = {MEASURES[m].short: f"{MEASURES[m].name}: {MEASURES[m].meaning}" for m in measures}
    screen.legend(console, _MEANINGS | short)
