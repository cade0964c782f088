"""A common division looked at afresh: nothing here knows how it was found."""

from collections.abc import Sequence

import numpy as np
import pandas as pd

from lappendeken.errors import LappendekenError
from lappendeken.indeling import Indeling
from lappendeken.measures.profiles import region_profile
from lappendeken.model import Lappendeken
from lappendeken.optimise.problem import Demands, Problem

_ROUNDING = 1e-9


def check(
    lap: Lappendeken,
    indelingen: Sequence[Indeling],
    problem: Problem,
    demands: Demands,
    division: Indeling,
    regions: pd.DataFrame,
    total: float,
) -> None:
    """Refuse a division that is not what was asked."""
    wrong = [
        *_members(problem, division),
        *_matching(indelingen, regions),
        *_shape(lap, demands, division),
        *_sizes(problem, demands, division),
        *_fixed(indelingen, problem, demands, division, regions),
        *_base(indelingen, problem, demands, division, regions),
    ]
    counted = changed_weight(indelingen, problem, division, regions)
    if abs(counted - total) > _ROUNDING * max(problem.total, 1.0):
        wrong.append(f"er veranderen deelnames van samen {counted:g}, niet {total:g}")
    if wrong:
        raise LappendekenError(
            "De gevonden indeling voldoet niet aan de eigen controle en wordt niet getoond: "
            f"{'; '.join(wrong)}. Dit is een fout in het programma; meld haar."
        )


def changed_weight(
    indelingen: Sequence[Indeling], problem: Problem, division: Indeling, regions: pd.DataFrame
) -> float:
    """Weight of the deelnames that a division changes, counted gemeente by gemeente."""
    weight = dict(zip(problem.gemeenten, problem.weights, strict=True))
    total = 0.0
    for one in indelingen:
        follows = regions[one.id].to_dict()
        for code, region in division.labels().dropna().items():
            for verband in one.verbanden_of(str(code)):
                total += 0.0 if follows[region] == verband else weight[code]
    return total


def _members(problem: Problem, division: Indeling) -> list[str]:
    """Every gemeente is in one region."""
    times = division.times_covered.reindex(problem.gemeenten)
    wrong = times.index[times.to_numpy() != 1]
    return [f"{code} zit niet in precies één regio" for code in wrong[:3]]


def _matching(indelingen: Sequence[Indeling], regions: pd.DataFrame) -> list[str]:
    """No verband goes on twice."""
    twice = [regions[one.id].dropna() for one in indelingen]
    found = [str(one[one.duplicated()].iloc[0]) for one in twice if one.duplicated().any()]
    return [f"verband {verband} wordt twee keer voortgezet" for verband in found]


def _shape(lap: Lappendeken, demands: Demands, division: Indeling) -> list[str]:
    """The number of regions, and that each is one area."""
    wrong = []
    if demands.regions is not None and len(division.verbanden) != demands.regions:
        wrong.append(f"er zijn {len(division.verbanden)} regio's")
    if demands.contiguous:
        parts = region_profile(division, lap.gemeenten, lap.borders)["parts"]
        wrong += [f"regio {one} valt uiteen" for one in parts.index[parts > 1]]
    return wrong


def _sizes(problem: Problem, demands: Demands, division: Indeling) -> list[str]:
    """Every region is within its bounds."""
    sizes = pd.Series(problem.sizes, index=problem.gemeenten)
    totals = sizes.groupby(division.labels().reindex(problem.gemeenten)).sum()
    slack = _ROUNDING * float(sizes.sum())
    low = -np.inf if demands.min_weight is None else demands.min_weight - slack
    high = np.inf if demands.max_weight is None else demands.max_weight + slack
    outside = totals[(totals < low) | (totals > high)]
    return [f"regio {region} telt {size:g}" for region, size in outside.items()]


def _fixed(
    indelingen: Sequence[Indeling],
    problem: Problem,
    demands: Demands,
    division: Indeling,
    regions: pd.DataFrame,
) -> list[str]:
    """What is fixed did not change."""
    wrong = []
    for place in demands.gemeenten:
        code = str(problem.gemeenten[place])
        (region,) = division.verbanden_of(code)
        wrong += [
            f"{code} verandert in {one.id}"
            for one in indelingen
            if any(regions.at[region, one.id] != own for own in one.verbanden_of(code))
        ]
    for number in demands.verbanden:
        verband, one = str(problem.verbanden[number]), indelingen[problem.family[number]]
        region = regions.index[regions[one.id] == verband]
        if not len(region) or set(division.members(region[0])) != set(one.members(verband)):
            wrong.append(f"verband {verband} blijft niet zoals het is")
    return wrong


def _base(
    indelingen: Sequence[Indeling],
    problem: Problem,
    demands: Demands,
    division: Indeling,
    regions: pd.DataFrame,
) -> list[str]:
    """Every core has its region where it must, and no deelname of a base that stays changed."""
    if not problem.based:
        return []
    base = indelingen[problem.family[problem.cores[0]]]
    wrong = []
    if problem.all_there and set(regions[base.id]) != set(base.verbanden):
        wrong.append(f"niet elk verband van {base.naam} heeft een regio")
    for code, verband in base.labels().dropna().items() if demands.base_stays else ():
        (region,) = division.verbanden_of(str(code))
        if regions.at[region, base.id] != verband:
            wrong.append(f"{code} verandert in de basis")
    return wrong[:3]
