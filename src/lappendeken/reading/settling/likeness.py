"""Which names may be of one verband: only ever to propose it."""

from collections.abc import Mapping
from itertools import combinations
from typing import Final

from lappendeken.names import normalise

__all__ = ["alike"]

_GENERAL: Final = frozenset(
    {"de", "het", "een", "en", "van", "voor", "in", "gr", "ol", "bvo", "nv", "bv", "cv", "wgr"}
    | {"regio", "regionaal", "regionale", "gemeenten", "gemeenschappelijke", "regeling"}
    | {"openbaar", "lichaam", "stichting", "vereniging", "cooperatie", "samenwerking"}
    | {"samenwerkingsverband", "bedrijfsvoeringsorganisatie"}
)
"""Words that do not tell one verband from another."""

_SHORT: Final[Mapping[str, str]] = {
    "vr": "veiligheidsregio",
    "od": "omgevingsdienst",
    "rud": "omgevingsdienst",
    "gemeentelijke gezondheidsdienst": "ggd",
    "geneeskundige gezondheidsdienst": "ggd",
    "sociale werkvoorziening": "sw",
    "werkvoorzieningschap": "sw",
}
_LEAST: Final = 85.0
_MOST: Final = 1500
"""More names than this are not compared: no one goes through so many proposals."""


def alike(names: Mapping[str, str]) -> list[tuple[str, str, float]]:
    """Find pairs of names that say the same, each with its likeness from 0 to 100.

    Examples
    --------
    >>> names = ["GGD IJsselland", "GR GGD Regio IJsselland", "VR IJsselland",
    ...          "Veiligheidsregio IJselland", "GGD Twente"]
    >>> [(a, b) for a, b, _ in alike(dict(zip(names, names)))]
    [('GGD IJsselland', 'GR GGD Regio IJsselland'), ('VR IJsselland', 'Veiligheidsregio IJselland')]
    """
    if len(names) > _MOST:
        return []
    words = {key: _words(name) for key, name in names.items()}
    letters = {key: normalise(name).replace(" ", "") for key, name in names.items()}
    found = []
    for one, other in combinations(names, 2):
        same = letters[one] == letters[other]
        score = 100.0 if same else _likeness(words[one], words[other])
        if score >= _LEAST:
            found.append((one, other, round(score, 1)))
    return found


def _words(name: str) -> list[str]:
    """The words that tell a verband from others, written out."""
    text = f" {normalise(name)} "
    for short, long in _SHORT.items():
        text = text.replace(f" {short} ", f" {long} ")
    return sorted({word for word in text.split() if word not in _GENERAL})


def _likeness(one: list[str], other: list[str]) -> float:
    """How much two sets of words say the same: the least of the likeness of each word."""
    if not one or len(one) != len(other):
        return 0.0
    if one == other:
        return 100.0
    from rapidfuzz import fuzz  # noqa: PLC0415  only when names differ in spelling

    return min(fuzz.ratio(a, b) if a[:1] == b[:1] else 0.0 for a, b in zip(one, other, strict=True))
