"""Why no common division can meet the demands, in plain words."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from itertools import combinations
from typing import TYPE_CHECKING

import numpy as np

from lappendeken.dutch import count, listing, number
from lappendeken.optimise.cuts import pieces_of
from lappendeken.optimise.problem import Demands, Problem

if TYPE_CHECKING:
    import pandas as pd

Names = Callable[[str], str]
"""From the code of a gemeente, or the identifier of a verband, to its name."""


def _regios(amount: int) -> str:
    """A number of regions in words."""
    return count(amount, "regio", "regio's")


def described(demands: Demands, problem: Problem, name: Names) -> dict[str, Demands]:
    """Every demand in words, with what is left without it."""
    found: dict[str, Demands] = {}
    if demands.contiguous:
        found["aaneengesloten regio's"] = replace(demands, contiguous=False)
    if demands.min_weight is not None:
        found[f"ten minste {number(demands.min_weight)} per regio"] = replace(
            demands, min_weight=None
        )
    if demands.max_weight is not None:
        found[f"ten hoogste {number(demands.max_weight)} per regio"] = replace(
            demands, max_weight=None
        )
    if demands.regions is not None:
        found[f"precies {_regios(demands.regions)}"] = replace(demands, regions=None)
    if demands.base_stays:
        found["de basis blijft zoals zij is (basisregel 'vast')"] = replace(
            demands, base_stays=False
        )
    for place in demands.gemeenten:
        others = tuple(one for one in demands.gemeenten if one != place)
        text = f"{name(str(problem.gemeenten[place]))} houdt al haar verbanden"
        found[text] = replace(demands, gemeenten=others)
    for verband in demands.verbanden:
        others = tuple(one for one in demands.verbanden if one != verband)
        text = f"verband {name(str(problem.verbanden[verband]))} blijft zoals het is"
        found[text] = replace(demands, verbanden=others)
    return found


def obvious(problem: Problem, demands: Demands, name: Names) -> list[str]:
    """Reasons that can be seen without a solver."""
    return [
        *_too_large(problem, demands, name),
        *_too_small(problem, demands),
        *_too_many(problem, demands),
        *_lonely(problem, demands, name),
        *_crossing(problem, demands, name),
    ]


def _regions(problem: Problem, demands: Demands) -> int | None:
    """How many regions there must be, when that is fixed."""
    return len(problem.cores) if problem.all_there else demands.regions


def _too_large(problem: Problem, demands: Demands, name: Names) -> list[str]:
    """Gemeenten that are larger than a region may be, or a country that is."""
    most = demands.max_weight
    if most is None:
        return []
    large = problem.gemeenten[problem.sizes > most]
    found = []
    if len(large):
        names = listing([name(str(code)) for code in large[:5]])
        more = f" en nog {len(large) - 5}" if len(large) > 5 else ""
        found.append(f"Groter dan een regio mag zijn ({number(most)}): {names}{more}.")
    regions = _regions(problem, demands)
    whole = float(problem.sizes.sum())
    if regions is not None and regions * most < whole:
        found.append(
            f"In {_regios(regions)} van ten hoogste {number(most)} past niet "
            f"het geheel van {number(whole)}."
        )
    return found


def _too_small(problem: Problem, demands: Demands) -> list[str]:
    """A country that is too small for the regions there must be."""
    least = demands.min_weight
    if least is None:
        return []
    regions = _regions(problem, demands) or 1
    whole = float(problem.sizes.sum())
    if regions * least <= whole:
        return []
    told = f"Voor {_regios(regions)} van ten minste {number(least)}"
    return [f"{told} is het geheel van {number(whole)} te klein."]


def _too_many(problem: Problem, demands: Demands) -> list[str]:
    """More regions than there are cores or gemeenten."""
    regions = demands.regions
    most = min(len(problem.cores), len(problem.gemeenten))
    if regions is None or regions <= most:
        return []
    why = "elke regio zet een verband voort en heeft een gemeente"
    return [f"Er kunnen niet meer dan {_regios(most)} zijn: {why}."]


def _lonely(problem: Problem, demands: Demands, name: Names) -> list[str]:
    """Connected areas that are too small for one region."""
    least = demands.min_weight
    if not demands.contiguous or least is None:
        return []
    found = []
    for area in pieces_of(problem.neighbours, np.arange(len(problem.gemeenten))):
        size = float(problem.sizes[area].sum())
        if size < least:
            names = listing([name(str(code)) for code in problem.gemeenten[area][:5]])
            more = f" en nog {len(area) - 5}" if len(area) > 5 else ""
            found.append(
                f"{names}{more}: {number(size)}, te klein voor een eigen regio en niet verbonden "
                "met de rest (zie verbindingen.csv)."
            )
    return found


def _crossing(problem: Problem, demands: Demands, name: Names) -> list[str]:
    """Verbanden that cannot both stay as they are."""
    found = []
    for one, other in combinations(demands.verbanden, 2):
        a, b = (
            set(problem.member[:, [verband]].toarray().ravel().nonzero()[0])
            for verband in (one, other)
        )
        if a & b and a != b:
            names = [name(str(problem.verbanden[verband])) for verband in (one, other)]
            found.append(
                f"{names[0]} en {names[1]} overlappen en kunnen niet allebei blijven zoals ze zijn."
            )
    return found


def refusal(
    demands: Sequence[str],
    reasons: Sequence[str],
    without: Sequence[str],
    provincie: str | None = None,
) -> str:
    """The message of a refusal."""
    wanted = f" ({'; '.join(demands)})" if demands else ""
    whose = f" van de gemeenten van {provincie}" if provincie else ""
    text = f"Geen gemeenschappelijke indeling{whose} voldoet aan alle eisen{wanted}."
    if provincie:
        text += f" Wat buiten {provincie} ligt, blijft zoals het is en telt niet mee."
    if reasons:
        text += " " + " ".join(reasons)
    if without:
        text += f" Het kan wel zonder een van deze eisen: {'; '.join(without)}."
    elif len(demands) > 1 and not reasons:
        text += " Ook zonder een van deze eisen kan het niet: laat er meer vallen."
    return text


def names_of(*series: "pd.Series[str]") -> Names:
    """A function that gives names."""
    known = {str(key): str(value) for one in series for key, value in one.items()}
    return lambda key: known.get(key, key)
