"""What the explorer knows of every pair of indelingen, small enough for one page.

Everything is measured by `measures`; the script on the page only looks up, counts and subtracts
sets. Scores are whole thousandths, by the name of their measure; types are digits in one text per
pair.
"""

import math
from collections.abc import Sequence
from typing import Any

from lappendeken import dutch
from lappendeken.drawing.palette import NOT_COMPARED
from lappendeken.indeling import Indeling
from lappendeken.maps.compare import LISTED, TYPES, members
from lappendeken.maps.doubts import Doubt, doubts, least_sure
from lappendeken.measures import AllPairs, all_pairs, territorial_congruence
from lappendeken.measures.pairs import LOCAL
from lappendeken.measures.registry import on_map
from lappendeken.model import Lappendeken
from lappendeken.names import ALIASES
from lappendeken.schema import DOMEINEN
from lappendeken.wording import certainty, terms

STEP = 200
"""Width in thousandths of the classes in which the explorer shows territoriale congruentie."""

Thousandths = int | None


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
    every = all_pairs(indelingen, adjacency=lap.borders, groups=owners, use="verkenner")
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
        "indelingen": [_indeling(lap, one) for one in indelingen],
        "main": [ids.index(one.id) for one in main],
        "others": [_other(lap, one) for one in others],
        "fits": [[_fit(every, a, b) for b in ids] for a in ids],
        "scores": _scores(every),
        "local": {LOCAL: _local(every, provincies)},
        "congruence": _congruence(lap, main),
        "aliases": _aliases(lap),
    }


def _measures() -> dict[str, dict[str, Any]]:
    """The measures that are shown, by name, the ones that say most first."""
    found = {}
    for name, one in on_map("verkenner").items():
        about: dict[str, Any] = {"label": dutch.capital(one.name), "meaning": one.meaning}
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
        **_doubt(lap, indeling),
    }


def _doubt(lap: Lappendeken, indeling: Indeling) -> dict[str, Any]:
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


def _fit(every: AllPairs, a: str, b: str) -> dict[str, Any] | None:
    """Types and counterparts of one indeling against another."""
    fits = every.fits.get((a, b))
    if fits is None:
        return None
    digits = "".join(str(TYPES.index(kind or NOT_COMPARED)) for kind in fits.types)
    return {"types": digits, "counterparts": fits.counterparts.tolist()}


def _scores(every: AllPairs) -> dict[str, list[Thousandths]]:
    """A list for every measure, with every unordered pair; None without a common gemeente."""
    count = [int(found) or None for found in every.scores["gemeenten"]]
    return {"gemeenten": count} | {
        name: [_thousandths(value) for value in every.scores[name]] for name in on_map("verkenner")
    }


def _local(every: AllPairs, provincies: Sequence[str]) -> list[list[Thousandths]]:
    """The local measure of every unordered pair by province."""
    table = every.local.reindex(columns=list(provincies)).to_numpy().tolist()
    return [[_thousandths(value) for value in row] for row in table]


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
