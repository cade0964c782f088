"""What the explorer knows of every pair of indelingen, small enough for one page.

The page measures partitions itself, because it can change them; tests hold that it finds what
`measures` does. What it cannot measure is stored: scores as whole thousandths in the order of the
measures, types as digits in one text per direction.
"""

import math
import re
from collections import Counter
from collections.abc import Sequence
from itertools import combinations
from typing import Any

import pandas as pd

from lappendeken import dutch
from lappendeken.drawing.palette import NOT_COMPARED
from lappendeken.errors import LappendekenError
from lappendeken.indeling import Indeling
from lappendeken.maps.compare import LISTED, TYPES, members
from lappendeken.maps.doubts import Doubt, doubts, least_sure
from lappendeken.measures import AllPairs, all_pairs
from lappendeken.measures.registry import on_map
from lappendeken.model import Lappendeken
from lappendeken.names import ALIASES, normalise
from lappendeken.reading.plan import Plan
from lappendeken.scenario import apply
from lappendeken.schema import DOMEINEN
from lappendeken.wording import certainty, terms

COMPUTED = frozenset(
    {
        "adjusted_rand_index",
        "omega_index",
        "v_measure",
        "homogeneity",
        "completeness",
        "element_centric_similarity",
        "partner_overlap",
        "boundary_congruence",
    }
)
"""The measures of two partitions that `maatstaven.js` computes."""

_MOVES = ("verplaats", "treed-toe", "splits")
"""What the page can do of a plan."""

Thousandths = int | None

_CALLED = re.compile(r"\w[^\r\n]*")
"""Names that are safe in a cell that a spreadsheet may open."""


def explorer_data(
    lap: Lappendeken,
    indelingen: Sequence[Indeling],
    main: Sequence[Indeling],
    others: Sequence[Indeling] = (),
) -> dict[str, Any]:
    """Every pair of indelingen as the script of the explorer needs it.

    Of `others` the page only says in which of their verbanden a gemeente is.
    """
    owners = lap.gemeenten["provincie"].astype(str)
    provincies = sorted(owners.unique())
    place = {name: number for number, name in enumerate(provincies)}
    names = lap.gemeenten["naam"].astype(str)
    ids = [one.id for one in indelingen]
    return {
        "types": list(TYPES),
        "meanings": dict(terms.explain_types()),
        "certainty": dict(certainty.KINDS),
        "measures": _measures(),
        "provincies": provincies,
        "gemeenten": [
            [str(code), name, place[owner]]
            for code, name, owner in zip(names.index, names, owners, strict=True)
        ],
        "borders": _borders(lap),
        "indelingen": [_indeling(lap, one) for one in indelingen],
        "main": [ids.index(one.id) for one in main],
        "others": [_other(lap, one) for one in others],
        "stored": _stored(lap, indelingen, provincies),
        "aliases": _aliases(lap),
    }


def _borders(lap: Lappendeken) -> dict[str, list[Any]]:
    """Neighbours by place, with the metres of their border: 0 for a link over water."""
    places = [lap.gemeenten.index.get_indexer(pd.Index(lap.borders[side])) for side in "ab"]
    first, second = (side.tolist() for side in places)
    return {"first": first, "second": second, "length": lap.borders["length"].tolist()}


def _stored(
    lap: Lappendeken, indelingen: Sequence[Indeling], provincies: Sequence[str]
) -> dict[str, dict[str, Any]]:
    """What the page cannot measure, by the places of a pair such as `0-3`.

    Of a pair with overlap everything; of partitions only measures that are not `COMPUTED`.
    """
    known = on_map("verkenner")
    place = {one.id: number for number, one in enumerate(indelingen)}
    covers = {one.id for one in indelingen if not one.is_partition}
    wanted = [
        pair
        for pair in combinations(indelingen, 2)
        if set(known) - COMPUTED or covers & {one.id for one in pair}
    ]
    owners = lap.gemeenten["provincie"].astype(str)
    every = all_pairs(
        indelingen, adjacency=lap.borders, groups=owners, use="verkenner", among=wanted
    )
    local = _local(every, provincies)
    found = {}
    for number, (a, b) in enumerate((one.id, other.id) for one, other in wanted):
        row = every.scores.iloc[number]
        if not row["gemeenten"]:
            continue
        overlap = bool(covers & {a, b})
        made: dict[str, Any] = {
            "scores": [
                _thousandths(row[name]) if overlap or name not in COMPUTED else None
                for name in known
            ]
        }
        if overlap:
            made |= {
                "gemeenten": int(row["gemeenten"]),
                "local": local[number],
                "fits": [_fit(every, a, b), _fit(every, b, a)],
            }
        found[f"{place[a]}-{place[b]}"] = made
    return found


def _measures() -> dict[str, dict[str, Any]]:
    """The measures that are shown, by name, the ones that say most first."""
    found = {}
    for name, one in on_map("verkenner").items():
        about: dict[str, Any] = {
            "label": dutch.capital(one.name),
            "short": one.short,
            "meaning": one.meaning,
        }
        if not one.symmetric:
            about["turned"] = one.turned
        if "voorop" in one.uses:
            about |= {"leading": True, "instead": one.stand_in or None}
        found[name] = about
    return found


def _indeling(lap: Lappendeken, indeling: Indeling) -> dict[str, Any]:
    """An indeling that can be chosen."""
    return {
        "id": indeling.id,
        "naam": indeling.naam,
        "enkelvoud": indeling.enkelvoud,
        "domein": DOMEINEN.get(indeling.domein, indeling.domein),
        "verbanden": [str(name) for name in indeling.namen],
        "members": [own[0] if len(own) == 1 else own for own in members(lap, indeling)],
        "keys": _keys(indeling),
        **describe_doubt(lap, indeling),
    }


def _keys(indeling: Indeling) -> dict[int, str]:
    """The identifiers of verbanden that a plan cannot call by their name, by place."""
    plain = Counter(normalise(str(name)) for name in indeling.namen)
    known = set(map(str, indeling.verbanden))
    return {
        place: str(verband)
        for place, (verband, name) in enumerate(indeling.namen.astype(str).items())
        if plain[normalise(name)] > 1 or name in known or not _CALLED.fullmatch(name)
    }


def plan_rows(lap: Lappendeken, indelingen: Sequence[Indeling], plan: Plan) -> list[dict[str, Any]]:
    """The steps of a plan as the page reads them, with verbanden by what the page calls them."""
    apply(lap, plan)
    called: dict[tuple[str, str], str] = {}
    for one in indelingen:
        keys = _keys(one)
        called |= {
            (one.id, str(verband)): keys.get(place, str(name))
            for place, (verband, name) in enumerate(one.namen.items())
        }
    rows = []
    for step in plan.steps:
        indeling = lap.find_indeling(step.indeling)
        if step.actie not in _MOVES or not indeling.is_partition:
            raise LappendekenError(
                f"De verkenner kan deze stap niet zetten: {step.actie} in {indeling.naam}. "
                f"Zij kan {dutch.listing(list(_MOVES))}, in een indeling zonder overlap."
            )
        row: dict[str, Any] = {
            "indeling": indeling.id,
            "gemeenten": [lap.find_gemeente(text) for text in step.gemeenten],
            "van": called.get((indeling.id, step.van), step.van),
        }
        target = called.get((indeling.id, step.naar), step.naar)
        rows.append(row | ({"naam": step.naam} if step.naam else {"naar": target}))
    return rows


def describe_doubt(lap: Lappendeken, indeling: Indeling) -> dict[str, Any]:
    """The gemeenten that no source confirms: how sure they are, what is said, and how many.

    What is said stands once, and is found by the place of a gemeente.
    """
    found = doubts(lap, indeling)
    kinds = least_sure(found)
    told = {g: (kind, "; ".join(_texts(found, g))) for g, kind in sorted(kinds.items())}
    known = list(dict.fromkeys(told.values()))
    return {
        "doubtful": certainty.doubtful(lap, indeling),
        "doubts": known,
        "doubt": {g: known.index(one) for g, one in told.items()},
    }


def _texts(found: Sequence[Doubt], place: int) -> list[str]:
    """What is said of one gemeente, each thing once."""
    return list(dict.fromkeys(one.text for one in found if one.place == place))


def _other(lap: Lappendeken, indeling: Indeling) -> dict[str, Any]:
    """An indeling of which the page only names the verbanden of a gemeente."""
    names = indeling.namen.astype(str).to_list()
    told = [
        ", ".join(names[v] for v in own) or "geen"
        if len(own) <= LISTED
        else f"{len(own)} verbanden"
        for own in members(lap, indeling)
    ]
    place = {text: number for number, text in enumerate(dict.fromkeys(told))}
    return {
        "enkelvoud": indeling.enkelvoud,
        "texts": list(place),
        "of": [place[text] for text in told],
    }


def _aliases(lap: Lappendeken) -> list[tuple[str, int]]:
    """Other names that mean exactly one gemeente."""
    found = {alias: lap.gemeente_names.find(alias) for alias in ALIASES}
    places = {code: place for place, code in enumerate(lap.gemeenten.index)}
    return [(alias, places[code]) for alias, code in found.items() if code is not None]


def _fit(every: AllPairs, a: str, b: str) -> dict[str, Any]:
    """Types and counterparts of one indeling against another."""
    fits = every.fits[a, b]
    digits = "".join(str(TYPES.index(kind or NOT_COMPARED)) for kind in fits.types)
    return {"types": digits, "counterparts": fits.counterparts.tolist()}


def _local(every: AllPairs, provincies: Sequence[str]) -> list[list[Thousandths]]:
    """The local measure of every pair by province."""
    table = every.local.reindex(columns=list(provincies)).to_numpy().tolist()
    return [[_thousandths(value) for value in row] for row in table]


def _thousandths(value: float) -> Thousandths:
    """A score as a whole number of thousandths; None when it is not defined."""
    # Rounded as text is, so that the page shows what the terminal does.
    return None if math.isnan(value) else round(float(f"{value:.3f}") * 1000)
