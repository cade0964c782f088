"""What readers are told about each measure and type: one name and one sentence for all output."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import NamedTuple


class Label(NamedTuple):
    """How a result is called in a table head, in running text, and what it means."""

    short: str
    name: str
    meaning: str


MEASURES: Mapping[str, Label] = MappingProxyType(
    {
        "adjusted_rand_index": Label(
            "ARI",
            "adjusted Rand index",
            "eens over welke gemeenten bij elkaar horen; 1 = gelijk, 0 = toeval",
        ),
        "omega_index": Label(
            "Omega",
            "omega-index",
            "als de ARI, maar ook voor indelingen met overlap; 1 = gelijk, 0 = toeval",
        ),
        "transfer_similarity": Label(
            "Blijft",
            "deel dat niet hoeft te verhuizen",
            "welk deel op zijn plaats blijft als de ene indeling de andere wordt; 1 = alles",
        ),
        "transfer_distance": Label(
            "Verhuist",
            "verhuisafstand",
            "hoeveel er moet verhuizen om de ene indeling in de andere te veranderen; 0 = gelijk",
        ),
        "v_measure": Label(
            "V", "V-measure", "hoeveel de ene indeling over de andere zegt; 1 = alles, 0 = niets"
        ),
        "homogeneity": Label(
            "Homog.", "homogeniteit", "1 = elke regio van B ligt binnen één regio van A"
        ),
        "completeness": Label(
            "Compl.", "compleetheid", "1 = elke regio van A ligt binnen één regio van B"
        ),
        "element_centric_similarity": Label(
            "ECS",
            "element-centric similarity",
            "welk deel van de grootste kring van partners in beide gelijk is, gemiddeld",
        ),
        "partner_overlap": Label(
            "Partners",
            "partneroverlap",
            "welk deel van alle partners in beide partner is, gemiddeld",
        ),
        "boundary_congruence": Label(
            "Grenzen",
            "grenscongruentie",
            "welk deel van de lengte van alle regiogrenzen in beide grens is; 1 = alle",
        ),
        "territorial_congruence": Label(
            "TC",
            "territoriale congruentie",
            "in welk deel van de indelingen een partner partner is; 100% = altijd dezelfde",
        ),
    }
)
"""By the name of the column in a result."""

MATRIX_MEASURES = (
    "omega_index",
    "adjusted_rand_index",
    "element_centric_similarity",
    "partner_overlap",
    "v_measure",
    "transfer_similarity",
)
"""The measures that can be asked of all pairs at once: those that say how alike two are."""

TYPES: Mapping[str, str] = MappingProxyType(
    {
        "gelijk": "dezelfde gemeenten als één regio van de andere indeling",
        "genest": "geheel binnen één regio van de andere indeling",
        "samengesteld": "precies twee of meer hele regio's van de andere indeling",
        "doorsnijdend": "snijdt door regio's van de andere indeling heen: niet congruent",
    }
)
"""What each type of region means, against another indeling."""

WEIGHTS: Mapping[str, str] = MappingProxyType(
    {
        "gemeenten": "elke gemeente telt even zwaar",
        "inwoners": "gewogen naar inwoners",
        "oppervlakte": "gewogen naar oppervlakte",
    }
)
"""The weights a user can choose."""
