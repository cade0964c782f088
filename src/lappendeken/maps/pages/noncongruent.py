"""The map of non-congruent regions: one indeling coloured by how it fits another."""

from typing import Any

import folium

from lappendeken import dutch
from lappendeken.drawing.topology import Topology, build
from lappendeken.indeling import Indeling
from lappendeken.maps.compare import (
    TYPES,
    Comparison,
    compare,
    indeling_json,
    shown_indelingen,
)
from lappendeken.maps.pages.page import MAP_NAME, PageParts, empty_map
from lappendeken.model import Lappendeken
from lappendeken.wording import sources, terms
from lappendeken.wording.sources import program


def noncongruent(lap: Lappendeken, a: str | Indeling, b: str | Indeling) -> folium.Map:
    """Map of the regions of one indeling, coloured by how they fit those of another.

    Parameters
    ----------
    lap : Lappendeken
        Gives the gemeenten and their geometry.
    a, b : str or Indeling
        What is coloured and what it is compared with; a switch on the map turns them round. An
        identifier, or an indeling on the gemeenten of `lap`.

    Returns
    -------
    folium.Map
        Shows in a notebook; `save("kaart.html")` writes one file that opens without a network.

    Raises
    ------
    UnknownNameError
        If there is no such indeling.
    LappendekenError
        If no gemeente is in both, or one is not on the map.

    Examples
    --------
    >>> import lappendeken as ld
    >>> kaart = noncongruent(ld.load(), "jeugdregio", "arbeidsmarktregio")
    >>> "Jeugdregio&#39;s en arbeidsmarktregio&#39;s" in kaart.get_root().render()
    True
    """
    first, second = (lap.indeling(one) if isinstance(one, str) else one for one in (a, b))
    return draw(lap, compare(lap, first, second), build(lap.gemeenten.geometry))


def draw(
    lap: Lappendeken, comparison: Comparison, topology: Topology, *, overview: str = ""
) -> folium.Map:
    """Draw a comparison that was made before."""
    drawn = empty_map(topology, title=comparison.title)
    parts = PageParts(
        panel="paneel.html.j2",
        legend="legenda.html.j2",
        words=_words(lap, comparison, overview),
        data=_data(lap, comparison, topology),
        styles=("basis.css", "kaart.css"),
        scripts=(
            "tekst.js",
            "topologie.js",
            "lagen.js",
            "beeld.js",
            "aanwijzer.js",
            "vergelijking.js",
        ),
    )
    drawn.add_child(parts, name="vergelijking")
    return drawn


def _words(lap: Lappendeken, comparison: Comparison, overview: str) -> dict[str, Any]:
    """What the templates need."""
    pair = (comparison.a, comparison.b)
    return {
        "comparison": comparison,
        "scores": terms.explain_scores(comparison.scores),
        "types": terms.explain_types(),
        "peildatum": dutch.long_date(lap.peildatum),
        "sources": sources.describe_sources(lap, pair),
        "program": program(),
        "overview": overview,
        "capital": dutch.capital,
        "listing": dutch.listing,
        "map_id": f"map_{MAP_NAME}",
    }


def _data(lap: Lappendeken, comparison: Comparison, topology: Topology) -> dict[str, Any]:
    """What the script needs."""
    shown = shown_indelingen(lap, comparison.a, comparison.b)
    names = lap.gemeenten[["naam", "provincie"]].astype(str).to_numpy().tolist()
    return {
        "types": list(TYPES),
        "gemeenten": names,
        "indelingen": [indeling_json(lap, one, whole=k < 2) for k, one in enumerate(shown)],
        "directions": [direction.to_json() for direction in comparison.directions],
        "topology": topology.to_json(),
    }
