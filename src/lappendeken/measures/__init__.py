"""Measures of congruence: pure functions from indelingen to numbers and tables.

Each function names its formula and source; results stand on the index of the indeling they were
given, and a measure that is not defined for its input raises.
"""

from lappendeken.measures.borders import border_consensus, boundary_congruence
from lappendeken.measures.element_centric import (
    element_centric_similarity,
    local_element_centric_similarity,
)
from lappendeken.measures.gemeenten import partner_overlap, partners, territorial_congruence
from lappendeken.measures.information import VMeasure, v_measure
from lappendeken.measures.lattice import hierarchy, join, meet
from lappendeken.measures.matrix import congruence_matrix, nearest, similarity_order
from lappendeken.measures.pair_counting import adjusted_rand_index, omega_index
from lappendeken.measures.profiles import gemeente_profile, region_profile
from lappendeken.measures.regions import (
    RegionType,
    region_fits,
    regions,
    regions_touching,
    shared_regions,
)
from lappendeken.measures.summary import gemeente_scores, scores, scores_against, scores_by
from lappendeken.measures.transfer import TransferDistance, transfer_distance

__all__ = [
    "RegionType",
    "TransferDistance",
    "VMeasure",
    "adjusted_rand_index",
    "border_consensus",
    "boundary_congruence",
    "congruence_matrix",
    "element_centric_similarity",
    "gemeente_profile",
    "gemeente_scores",
    "hierarchy",
    "join",
    "local_element_centric_similarity",
    "meet",
    "nearest",
    "omega_index",
    "partner_overlap",
    "partners",
    "region_fits",
    "region_profile",
    "regions",
    "regions_touching",
    "scores",
    "scores_against",
    "scores_by",
    "shared_regions",
    "similarity_order",
    "territorial_congruence",
    "transfer_distance",
    "v_measure",
]
