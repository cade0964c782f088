"""Sentences on maps, in Dutch."""

import math
from collections.abc import Mapping
from dataclasses import dataclass

from lappendeken import dutch
from lappendeken.indeling import Indeling
from lappendeken.measures import RegionType
from lappendeken.measures.registry import MEASURES, TYPES

SHOWN_SCORES = (
    "adjusted_rand_index",
    "element_centric_similarity",
    "partner_overlap",
    "v_measure",
    "homogeneity",
    "completeness",
)
"""Columns of `measures.scores` that a page shows, the ones that say most first."""

NOT_DEFINED = "niet bepaald: bestaat alleen voor indelingen zonder overlap"


@dataclass(frozen=True)
class Score:
    """One score as a reader sees it.

    Parameters
    ----------
    name : str
        The name of the measure.
    value : str
        With decimal comma; a dash when it is not defined.
    meaning : str
        One phrase.
    """

    name: str
    value: str
    meaning: str


def explain_scores(row: Mapping[str, float]) -> list[Score]:
    """The scores of one pair with what they mean.

    Examples
    --------
    >>> explain_scores(dict.fromkeys(SHOWN_SCORES, 0.7745))[0].value
    '0,774'
    """
    return [
        Score(
            capital(MEASURES[column].name),
            dutch.number(row[column], 3),
            NOT_DEFINED if math.isnan(row[column]) else MEASURES[column].meaning,
        )
        for column in SHOWN_SCORES
    ]


def explain_types() -> list[tuple[str, str]]:
    """The types of region with what they mean, the worst fit first."""
    return [(kind.value, TYPES[kind.value]) for kind in reversed(RegionType)]


def capital(text: str) -> str:
    """A text with a capital at its start, the rest as it is.

    Examples
    --------
    >>> capital("jeugdregio's"), capital("MO/BW-regio's")
    ("Jeugdregio's", "MO/BW-regio's")
    """
    return text[:1].upper() + text[1:]


def full_name(kind: str, name: str) -> str:
    """A verband with the kind of verband it is, unless its name says so.

    Examples
    --------
    >>> full_name("jeugdregio", "IJsselland"), full_name("regio", "Regio Twente")
    ('jeugdregio IJsselland', 'Regio Twente')
    """
    return name if kind.casefold() in name.casefold() else f"{kind} {name}"


def summary(a: Indeling, b: Indeling, crossing: int, regions: int, chafing: int) -> str:
    """One or two sentences that say what the map shows.

    Examples
    --------
    >>> a = Indeling.from_members({"p": ["1"]}, naam="jeugdregio's")
    >>> b = Indeling.from_members({"p": ["1"]}, naam="GGD's")
    >>> print(summary(a, b, 1, 42, 3))
    Van de 42 jeugdregio's snijdt er 1 (oranje) door grenzen van de GGD's heen. Er schuren 3 \
gemeenten (gearceerd).
    >>> print(summary(a, b, 0, 42, 0))
    Alle 42 jeugdregio's passen: geen ervan snijdt door een grens van de GGD's heen.
    """
    if not crossing and regions == 1:
        return f"De enige {a.enkelvoud} past: zij snijdt niet door een grens van de {b.naam} heen."
    if not crossing:
        none = f"geen ervan snijdt door een grens van de {b.naam} heen"
        return f"Alle {regions} {a.naam} passen: {none}."
    if regions == 1:
        who = f"De enige {a.enkelvoud} snijdt"
    else:
        verb = "snijdt er 1" if crossing == 1 else f"snijden er {crossing}"
        who = f"Van de {regions} {a.naam} {verb}"
    chafe = "schuurt 1 gemeente" if chafing == 1 else f"schuren {chafing} gemeenten"
    return f"{who} (oranje) door grenzen van de {b.naam} heen. Er {chafe} (gearceerd)."
