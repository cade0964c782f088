"""What words and scores mean: each explained once, in words an alderman uses."""

import math
from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from lappendeken import dutch
from lappendeken.measures import RegionType
from lappendeken.measures.registry import TYPES, WEIGHTS, on_map

TERMS: Mapping[str, str] = MappingProxyType(
    {
        "verband": (
            "Een groep gemeenten die samenwerkt, zoals jeugdregio IJsselland; op kaarten: regio."
        ),
        "indeling": "Alle verbanden van één soort, zoals de jeugdregio's.",
        "partner": "Een gemeente die met een andere in hetzelfde verband zit.",
        "kring": "Een gemeente met al haar partners in één domein.",
        "congruent": (
            "Passend: verbanden van twee domeinen zijn gelijk, of het ene bestaat uit hele delen "
            "van het andere."
        ),
        **{kind: f"Soort verband: {meaning}." for kind, meaning in TYPES.items()},
        "tegenhanger": (
            "Het verband van de andere indeling dat het meest op een verband lijkt: met het "
            "grootste deel aan gezamenlijke gemeenten (de hoogste Jaccard). Lijken er meer even "
            "veel, dan het verband waarmee het de meeste gemeenten deelt, en daarna dat van de "
            "laagste gemeentecode; de andere staan erbij genoemd."
        ),
        "Jaccard": (
            "Het aantal gemeenten dat twee verbanden delen, gedeeld door het aantal dat in ten "
            "minste één van beide zit; 100% = dezelfde gemeenten."
        ),
        "schuurgemeente": (
            "Een gemeente die wel in een doorsnijdend verband zit en niet in de tegenhanger "
            "ervan, of andersom."
        ),
        "gescheiden": (
            "Van een gemeente: haar verband past niet (het is doorsnijdend), en zij zit zelf "
            "buiten de tegenhanger ervan. In het andere domein zit zij dus niet in het verband "
            "dat het meest op het hare lijkt."
        ),
        "afwijking": (
            "Een verband dat ten minste één andere indeling doorsnijdt. Het advies is dat "
            "regionale taken een congruente indeling volgen, tenzij er zwaarwegende redenen zijn: "
            "pas toe of leg uit."
        ),
        "territoriale congruentie": (
            "Neem alle gemeenten die in ten minste één domein partner zijn; in welk deel van de "
            "domeinen zijn zij dat gemiddeld? 100% = altijd dezelfde partners."
        ),
        "gelijke kring": (
            "Welk deel van de grootste van de twee kringen van een gemeente (zijzelf meegeteld) "
            "in beide domeinen gelijk is; gemiddeld over de gemeenten. In onderzoek: "
            "element-centric similarity (ECS). 100% = dezelfde kring."
        ),
        "lap": "Een groep gemeenten die in elk van de vergeleken domeinen bij elkaar zit.",
        "partneroverlap": (
            "Het deel van alle partners van een gemeente in twee indelingen dat in beide partner "
            "is; gemiddeld over de gemeenten."
        ),
        "exclave": "Een deel van een verband dat niet aan de rest grenst.",
        "dekking": "Het deel van de gemeenten dat in een indeling een verband heeft.",
    }
)
"""By the word that is explained."""


def weight_sentence(gewicht: str) -> str:
    """How gemeenten weigh in means.

    Examples
    --------
    >>> weight_sentence("inwoners")
    'Gemiddelden zijn gewogen naar inwoners.'
    """
    if gewicht == "gemeenten":
        return "In gemiddelden telt elke gemeente even zwaar."
    return f"Gemiddelden zijn {WEIGHTS[gewicht]}."


def mean_of(gewicht: str) -> str:
    """The word for a mean, with how it is weighed when gemeenten do not count alike.

    Examples
    --------
    >>> mean_of("gemeenten"), mean_of("inwoners")
    ('gemiddeld', 'gemiddeld (gewogen naar inwoners)')
    """
    return "gemiddeld" if gewicht == "gemeenten" else f"gemiddeld ({WEIGHTS[gewicht]})"


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


def explain_scores(row: Mapping[str, float], where: str = "paar") -> list[Score]:
    """The scores of one pair with what they mean, as far as they are shown there.

    Examples
    --------
    >>> explain_scores(dict.fromkeys(on_map("paar"), 0.7745))[0].value
    '0,774'
    """
    return [
        Score(
            dutch.capital(one.name),
            dutch.number(row[column], 3),
            NOT_DEFINED if math.isnan(row[column]) else one.meaning,
        )
        for column, one in on_map(where).items()
    ]


def explain_types() -> list[tuple[str, str]]:
    """The types of region with what they mean, the worst fit first; the unknown one is last."""
    known = [kind for kind in reversed(RegionType) if kind is not RegionType.ONBEKEND]
    return [(kind.value, TYPES[kind.value]) for kind in (*known, RegionType.ONBEKEND)]
