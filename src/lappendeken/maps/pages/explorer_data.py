"""What the explorer knows of every pair of indelingen, small enough for one page.

Everything is measured here, by `measures`; the script on the page only looks up, counts and
subtracts sets. Scores are whole thousandths, types are digits in one text per pair.
"""

import math
from collections.abc import Sequence
from itertools import combinations, permutations
from typing import Any

from lappendeken.drawing.palette import NOT_COMPARED
from lappendeken.errors import NothingInCommonError
from lappendeken.indeling import Indeling
from lappendeken.maps.compare import TYPES, members
from lappendeken.measures import (
    adjusted_rand_index,
    boundary_congruence,
    local_element_centric_similarity,
    omega_index,
    partner_overlap,
    region_fits,
    territorial_congruence,
    v_measure,
)
from lappendeken.model import Lappendeken
from lappendeken.names import ALIASES
from lappendeken.schema import DOMEINEN

SCORES = (
    "adjusted_rand_index",
    "omega_index",
    "element_centric_similarity",
    "partner_overlap",
    "boundary_congruence",
    "v_measure",
    "homogeneity",
    "completeness",
)
"""Columns of `measures.scores` that the explorer shows, the ones that say most first."""

STEP = 200
"""Width in thousandths of the classes in which the explorer shows territoriale congruentie."""

Thousandths = int | None


def explorer_data(
    lap: Lappendeken, indelingen: Sequence[Indeling], main: Sequence[Indeling]
) -> dict[str, Any]:
    """Every pair of indelingen as the script of the explorer needs it."""
    provincies = sorted(lap.gemeenten["provincie"].astype(str).unique())
    place = {name: number for number, name in enumerate(provincies)}
    names = lap.gemeenten["naam"].astype(str)
    owners = lap.gemeenten["provincie"].astype(str).map(place)
    country, local = _pairs(lap, indelingen, provincies)
    return {
        "types": list(TYPES),
        "provincies": provincies,
        "gemeenten": [
            [str(code), name, owner]
            for code, name, owner in zip(names.index, names, owners.tolist(), strict=True)
        ],
        "indelingen": [indeling_data(lap, one) for one in indelingen],
        "main": [[other.id for other in indelingen].index(one.id) for one in main],
        "fits": _fits(indelingen),
        "scores": country,
        "local": local,
        "congruence": _congruence(lap, main),
        "aliases": _aliases(lap),
    }


def indeling_data(lap: Lappendeken, indeling: Indeling) -> dict[str, Any]:
    """An indeling as the explorer needs it."""
    return {
        "id": indeling.id,
        "naam": indeling.naam,
        "enkelvoud": indeling.enkelvoud,
        "domein": DOMEINEN.get(indeling.domein, indeling.domein),
        "verbanden": [str(name) for name in indeling.namen],
        "members": [own[0] if len(own) == 1 else own for own in members(lap, indeling)],
    }


def _aliases(lap: Lappendeken) -> list[tuple[str, int]]:
    """Other names that mean exactly one gemeente."""
    found = {alias: lap.gemeente_names.find(alias) for alias in ALIASES}
    places = {code: place for place, code in enumerate(lap.gemeenten.index)}
    return [(alias, places[code]) for alias, code in found.items() if code is not None]


def _fits(indelingen: Sequence[Indeling]) -> list[list[Any] | None]:
    """Types and counterparts for every ordered pair."""
    count = len(indelingen)
    found: list[list[Any] | None] = [None] * (count * count)
    numbered = list(enumerate(indelingen))
    for (i, a), (j, b) in permutations(numbered, 2):
        try:
            fits = region_fits(a, b)
        except NothingInCommonError:
            continue
        digits = "".join(str(TYPES.index(kind or NOT_COMPARED)) for kind in fits.types)
        found[i * count + j] = [digits, fits.counterparts.tolist()]
    return found


def _scores(lap: Lappendeken, a: Indeling, b: Indeling) -> dict[str, float]:
    """Scores of one pair, as `measures.scores` gives them, and the mean ECS of each province."""
    # The walk of covers takes longest by far, so country and provinces share the local scores.
    local = local_element_centric_similarity(a, b)
    province = lap.gemeenten["provincie"].astype(str).reindex(local.index)
    found = dict.fromkeys(SCORES, math.nan)
    if a.is_partition and b.is_partition:
        v = v_measure(a, b)
        found |= {"v_measure": v.v, "homogeneity": v.homogeneity, "completeness": v.completeness}
        found["adjusted_rand_index"] = adjusted_rand_index(a, b)
    found["omega_index"] = omega_index(a, b)
    found["element_centric_similarity"] = float(local.mean())
    found["partner_overlap"] = float(partner_overlap(a, b).mean())
    found["boundary_congruence"] = boundary_congruence(a, b, lap.borders)
    means = {str(name): float(mean) for name, mean in local.groupby(province).mean().items()}
    return found | {"gemeenten": int(local.notna().sum())} | means


def _pairs(
    lap: Lappendeken, indelingen: Sequence[Indeling], provincies: Sequence[str]
) -> tuple[list[list[Thousandths] | None], list[list[Thousandths] | None]]:
    """Scores of every unordered pair, and by province; None without a common gemeente."""
    country: list[list[Thousandths] | None] = []
    local: list[list[Thousandths] | None] = []
    for a, b in combinations(indelingen, 2):
        try:
            row = _scores(lap, a, b)
        except NothingInCommonError:
            country.append(None)
            local.append(None)
            continue
        country.append([int(row["gemeenten"]), *(_thousandths(row[name]) for name in SCORES)])
        local.append([_thousandths(row.get(name, math.nan)) for name in provincies])
    return country, local


def _congruence(lap: Lappendeken, main: Sequence[Indeling]) -> list[Thousandths]:
    """Territoriale congruentie of every gemeente over the main indelingen."""
    if not main:
        return [None] * len(lap.gemeenten)
    table = territorial_congruence(list(main)).reindex(lap.gemeenten.index)
    found: list[Thousandths] = []
    for share, part, whole in zip(
        table["congruence"], table["numerator"], table["denominator"], strict=True
    ):
        rounded = _thousandths(share)
        if rounded is not None and share < 1:
            # Rounding must not lift a gemeente into the next class of the map.
            rounded = min(rounded, STEP * (1000 // STEP * int(part) // int(whole) + 1) - 1)
        found.append(rounded)
    return found


def _thousandths(value: float) -> Thousandths:
    """A score as a whole number of thousandths; None when it is not defined."""
    # Rounded as text is, so that the page shows what the terminal does.
    return None if math.isnan(value) else round(float(f"{value:.3f}") * 1000)
