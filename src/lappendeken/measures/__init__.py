"""Measures of congruence: pure functions from indelingen to numbers and tables.

Each function names its formula and source; results stand on the index of the indeling they were
given, and a measure that is not defined for its input raises.
"""

from lappendeken.measures.gemeenten import partner_overlap, partners, territorial_congruence
from lappendeken.measures.pairs import (
    VMeasure,
    adjusted_rand_index,
    element_centric_similarity,
    local_element_centric_similarity,
    v_measure,
)
from lappendeken.measures.regions import RegionType, regions, regions_touching, shared_regions
from lappendeken.measures.summary import scores, scores_by

__all__ = [
    "RegionType",
    "VMeasure",
    "adjusted_rand_index",
    "element_centric_similarity",
    "local_element_centric_similarity",
    "partner_overlap",
    "partners",
    "regions",
    "regions_touching",
    "scores",
    "scores_by",
    "shared_regions",
    "territorial_congruence",
    "v_measure",
]
