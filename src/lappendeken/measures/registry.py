"""Every measure described once: what it is called, how it is computed, and where it is shown.

Command line, JSON, maps, reports, null models and optimisation read the measures from here. To add
one, write a function and a record; both are found by name, so that this module imports nothing.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache
from math import inf
from pkgutil import resolve_name
from types import MappingProxyType
from typing import Any


@dataclass(frozen=True)
class Measure:
    """One measure.

    Parameters
    ----------
    id : str
        The name of its column in a result.
    short, name, meaning : str
        What a reader sees, in Dutch: in a table head, in running text, and what it means.
    source : str
        Where its formula is published.
    function : str or callable
        Of two indelingen and `weights` (of all indelingen when it is not `of_pairs`), as
        `package.module:name`, found on first use.
    part : str
        Which field of a result it is; all of it when empty, or when the result is a number.
    pairwise : str
        The same for two indelingen that were aligned before; `function` when empty.
    local, local_pairwise : str or callable
        The measure per gemeente, and the same for aligned indelingen; empty when there is none.
    of_pairs : bool
        Whether it compares two indelingen, and not any number of them.
    for_covers : bool
        Whether it is defined for indelingen with overlap.
    rises : bool
        Whether it is higher for indelingen that are more alike.
    symmetric : bool
        Whether A against B is the same as B against A.
    turned : str
        The measure that it becomes when A and B change places; empty when it is symmetric, or no
        measure is.
    stand_in : str
        The measure that takes its place where it is not defined; empty when none does.
    counts_units : bool
        Whether a weight must be a number of units: 0, or 1 and more.
    needs_borders : bool
        Whether it asks for neighbours and the length of their borders; then it has a `pairwise`.
    low, high : float
        The least and the most it can be.
    kind : str
        How it is shown: `score`, `share` (per cent) or `count`.
    uses : frozenset of str
        Where it is shown: `scores` (the table of all measures), `tabel` (what a command shows and
        tests unasked), `verkenner` and `paar` (maps), `voorop` (where there is room for a few),
        `tijd`, `ontleding` (what herindeling and choice did), `scenario`, `casus`.
    rank : int
        Place among the measures on a map, those that say most first.
    """

    id: str
    short: str
    name: str
    meaning: str
    source: str
    function: str | Callable[..., Any]
    part: str = ""
    pairwise: str = ""
    local: str | Callable[..., Any] = ""
    local_pairwise: str = ""
    of_pairs: bool = True
    for_covers: bool = False
    rises: bool = True
    symmetric: bool = True
    turned: str = ""
    stand_in: str = ""
    counts_units: bool = False
    needs_borders: bool = False
    low: float = 0.0
    high: float = 1.0
    kind: str = "score"
    uses: frozenset[str] = frozenset()
    rank: int = 99

    def __call__(self, *indelingen: Any, **options: Any) -> float:
        """Compute it, with what its `function` asks."""
        return self.number(found(self.function)(*indelingen, **options))

    def number(self, result: Any) -> float:
        """The measure from a result of `function` or `pairwise`."""
        return float(getattr(result, self.part, result) if self.part else result)

    @property
    def alike(self) -> bool:
        """Whether it says by itself how alike any two indelingen are: high is alike, both ways."""
        return self.of_pairs and self.rises and self.symmetric and not self.needs_borders


@cache
def found(reference: str | Callable[..., Any]) -> Callable[..., Any]:
    """The function that a record refers to."""
    function: Callable[..., Any] = (
        resolve_name(f"lappendeken.{reference}") if isinstance(reference, str) else reference
    )
    return function


_HUBERT = "Hubert & Arabie (1985)"
_ROSENBERG = "Rosenberg & Hirschberg (2007)"
_DAY = "Day (1981); Charon e.a. (2006)"

_EVERYWHERE = frozenset(
    {"scores", "tabel", "verkenner", "paar", "voorop", "tijd", "scenario", "casus"}
)

_RECORDS = {
    one.id: one
    for one in (
        Measure(
            "adjusted_rand_index",
            "ARI",
            "adjusted Rand index",
            "eens over welke gemeenten bij elkaar horen; 1 = gelijk, 0 = toeval",
            _HUBERT,
            "measures.pair_counting:adjusted_rand_index",
            pairwise="measures.pair_counting:rand_of_pair",
            counts_units=True,
            stand_in="omega_index",
            low=-inf,
            uses=_EVERYWHERE | {"ontleding"},
            rank=1,
        ),
        Measure(
            "omega_index",
            "Omega",
            "omega-index",
            "als de ARI, maar ook voor indelingen met overlap; 1 = gelijk, 0 = toeval",
            "Collins & Dent (1988)",
            "measures.pair_counting:omega_index",
            pairwise="measures.pair_counting:omega_of_pair",
            for_covers=True,
            counts_units=True,
            low=-inf,
            uses=frozenset({"scores", "verkenner", "scenario"}),
            rank=2,
        ),
        Measure(
            "homogeneity",
            "Homog.",
            "homogeniteit",
            "1 = elke regio van B ligt binnen één regio van A",
            _ROSENBERG,
            "measures.information:v_measure",
            part="homogeneity",
            pairwise="measures.information:v_of_pair",
            symmetric=False,
            turned="completeness",
            uses=frozenset({"scores", "verkenner", "paar"}),
            rank=7,
        ),
        Measure(
            "completeness",
            "Compl.",
            "compleetheid",
            "1 = elke regio van A ligt binnen één regio van B",
            _ROSENBERG,
            "measures.information:v_measure",
            part="completeness",
            pairwise="measures.information:v_of_pair",
            symmetric=False,
            turned="homogeneity",
            uses=frozenset({"scores", "verkenner", "paar"}),
            rank=8,
        ),
        Measure(
            "v_measure",
            "V",
            "V-measure",
            "hoeveel de ene indeling over de andere zegt; 1 = alles, 0 = niets",
            f"{_ROSENBERG}; Nowosad & Stepinski (2018)",
            "measures.information:v_measure",
            part="v",
            pairwise="measures.information:v_of_pair",
            uses=_EVERYWHERE - {"voorop", "tijd"} | {"ontleding"},
            rank=6,
        ),
        Measure(
            "normalised_mutual_information",
            "NMI",
            "genormaliseerde wederzijdse informatie",
            "wat de indelingen over elkaar zeggen, als deel van wat de rijkste zegt; 1 = gelijk",
            "Vinh, Epps & Bailey (2010)",
            "measures.information:normalised_mutual_information",
            pairwise="measures.information:mutual_of_pair",
            uses=frozenset({"scores"}),
        ),
        Measure(
            "variation_of_information",
            "VI",
            "variatie van informatie",
            "hoeveel bits er op weg van de een naar de ander verdwijnen en bij komen; 0 = gelijk",
            "Meila (2007)",
            "measures.information:variation_of_information",
            pairwise="measures.information:variation_of_pair",
            rises=False,
            high=inf,
            uses=frozenset({"scores"}),
        ),
        Measure(
            "element_centric_similarity",
            "ECS",
            "element-centric similarity",
            "welk deel van de grootste kring van partners in beide gelijk is, gemiddeld",
            "Gates e.a. (2019)",
            "measures.element_centric:element_centric_similarity",
            pairwise="measures.element_centric:mean_similarity",
            local="measures.element_centric:local_element_centric_similarity",
            local_pairwise="measures.element_centric:similarity_of_pair",
            for_covers=True,
            uses=_EVERYWHERE | {"ontleding"},
            rank=3,
        ),
        Measure(
            "partner_overlap",
            "Partners",
            "partneroverlap",
            "welk deel van alle partners in beide partner is, gemiddeld",
            "Jaccard (1912)",
            "measures.gemeenten:mean_partner_overlap",
            pairwise="measures.gemeenten:mean_overlap",
            local="measures.gemeenten:partner_overlap",
            local_pairwise="measures.gemeenten:overlap_of_pair",
            for_covers=True,
            uses=_EVERYWHERE,
            rank=4,
        ),
        Measure(
            "transfer_distance",
            "Verhuist",
            "verhuisafstand",
            "hoeveel er moet verhuizen om de ene indeling in de andere te veranderen; 0 = gelijk",
            _DAY,
            "measures.transfer:transfer_distance",
            part="distance",
            pairwise="measures.transfer:least_to_move",
            rises=False,
            high=inf,
            kind="count",
            uses=frozenset({"scores"}),
        ),
        Measure(
            "transfer_similarity",
            "Blijft",
            "deel dat niet hoeft te verhuizen",
            "welk deel op zijn plaats blijft als de ene indeling de andere wordt; 1 = alles",
            _DAY,
            "measures.transfer:transfer_similarity",
            pairwise="measures.transfer:share_that_stays",
        ),
        Measure(
            "boundary_congruence",
            "Grenzen",
            "grenscongruentie",
            "welk deel van de lengte van alle regiogrenzen in beide grens is; 1 = alle",
            "eigen maat van dit programma",
            "measures.borders:boundary_congruence",
            pairwise="measures.borders:border_of_pair",
            for_covers=True,
            needs_borders=True,
            uses=frozenset({"scores", "verkenner", "scenario"}),
            rank=5,
        ),
        Measure(
            "territorial_congruence",
            "TC",
            "territoriale congruentie",
            "in welk deel van de indelingen een partner partner is; 100% = altijd dezelfde",
            "Ter Hedde & Van Dal-Peters (2020)",
            "measures.gemeenten:territorial_congruence",
            of_pairs=False,
            for_covers=True,
            kind="share",
        ),
    )
}

MEASURES: Mapping[str, Measure] = MappingProxyType(_RECORDS)
"""By the name of the column in a result, in the order of a table."""


def of_pairs() -> dict[str, Measure]:
    """The measures of two indelingen, in order."""
    return {key: one for key, one in MEASURES.items() if one.of_pairs}


def of_alikeness() -> dict[str, Measure]:
    """The measures that say by themselves how alike any two indelingen are, in order."""
    return {key: one for key, one in MEASURES.items() if one.alike}


def of_gemeenten() -> dict[str, Measure]:
    """The measures of two indelingen that exist per gemeente, in order."""
    return {key: one for key, one in of_pairs().items() if one.local}


def shown(where: str) -> dict[str, Measure]:
    """The measures of two indelingen that are shown somewhere, in order; see `Measure.uses`.

    Examples
    --------
    >>> list(shown("tijd"))
    ['adjusted_rand_index', 'element_centric_similarity', 'partner_overlap']
    """
    return {key: one for key, one in of_pairs().items() if where in one.uses}


def on_map(where: str) -> dict[str, Measure]:
    """The measures that are shown on a map, those that say most first."""
    return dict(sorted(shown(where).items(), key=lambda item: item[1].rank))


TYPES: Mapping[str, str] = MappingProxyType(
    {
        "gelijk": "dezelfde gemeenten als één regio van de andere indeling",
        "genest": "geheel binnen één regio van de andere indeling",
        "samengesteld": "precies twee of meer hele regio's van de andere indeling",
        "doorsnijdend": "snijdt door regio's van de andere indeling heen: niet congruent",
        "onbekend": "de andere indeling kent een deel van de gemeenten niet",
    }
)
"""What each type of region means, against another indeling."""

WEIGHED_BY: Mapping[str, str] = MappingProxyType(
    {"gemeenten": "", "inwoners": "inwoners", "oppervlakte": "oppervlakte_km2"}
)
"""The column of gemeenten that each of `WEIGHTS` stands for; without one they count alike."""

WEIGHTS: Mapping[str, str] = MappingProxyType(
    {
        "gemeenten": "elke gemeente telt even zwaar",
        "inwoners": "gewogen naar inwoners",
        "oppervlakte": "gewogen naar oppervlakte",
    }
)
"""The weights a user can choose."""
