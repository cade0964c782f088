"""The map of non-congruent regions: one indeling coloured by how it fits another."""

from typing import Any

import folium
from branca.element import Figure, MacroElement

from lappendeken import dutch
from lappendeken.errors import LappendekenError
from lappendeken.indeling import Indeling
from lappendeken.maps import offline, palette, sources, texts
from lappendeken.maps.compare import (
    TYPES,
    Comparison,
    compare,
    indeling_json,
    shown_indelingen,
)
from lappendeken.maps.topology import Topology, build
from lappendeken.model import Lappendeken

MAP_NAME = "kaart"
_STYLES = ("basis.css", "kaart.css")
_SCRIPTS = ("topologie.js", "lagen.js", "aanwijzer.js", "vergelijking.js")


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
    """Draw a comparison that was made before.

    Parameters
    ----------
    lap : Lappendeken
        Gives names, the other indelingen and the sources.
    comparison : Comparison
        From `compare`.
    topology : Topology
        Of the gemeenten of `lap`.
    overview : str
        Relative address of a page to link back to; none when empty.

    Returns
    -------
    folium.Map
    """
    (west, south), (east, north) = _corners(topology)
    drawn = folium.Map(
        location=[(south + north) / 2, (west + east) / 2],
        zoom_start=7,
        tiles=None,
        zoom_control="topright",
        attribution_control=False,
        zoom_snap=0.05,
        zoom_delta=0.5,
        wheel_px_per_zoom_level=120,
    )
    offline.use_offline(drawn, title=comparison.title, name=MAP_NAME)
    drawn.add_child(_ComparisonElement(lap, comparison, topology, overview), name="vergelijking")
    return drawn


def _corners(topology: Topology) -> tuple[tuple[float, float], tuple[float, float]]:
    """South-west and north-east of all that is drawn, as longitude and latitude."""
    points = [point for arc in topology.arcs for point in arc]
    if not points:
        raise LappendekenError("Er is geen gemeente om op de kaart te zetten.")
    east, north = max(x for x, _ in points), max(y for _, y in points)
    low, high = topology.lonlat([(0, 0), (east, north)])
    return low, high


class _ComparisonElement(MacroElement):
    """Everything on the page around and on the map: panel, legend, data and script.

    Parameters
    ----------
    lap, comparison, topology, overview
        See `draw`.
    """

    def __init__(
        self, lap: Lappendeken, comparison: Comparison, topology: Topology, overview: str
    ) -> None:
        super().__init__()  # type: ignore[no-untyped-call]
        self._name = "Vergelijking"
        self.words = _words(lap, comparison, overview)
        self.data = _data(lap, comparison, topology)

    def render(self, **kwargs: object) -> str:  # noqa: ARG002
        """Put the parts in the page; what the data hold passes no second template."""
        page, drawn = self.get_root(), self._parent
        if not isinstance(page, Figure) or drawn is None:
            raise TypeError("a comparison is drawn on a map in a figure")
        css = "\n".join([palette.css_variables(), *map(offline.asset, _STYLES)])
        panel = offline.ENVIRONMENT.get_template("paneel.html.j2").render(self.words)
        legend = offline.ENVIRONMENT.get_template("legenda.html.j2").render(self.words)
        data = offline.json_element(self.data, id="lappendeken-gegevens")
        code = "\n".join(map(offline.asset, _SCRIPTS))
        start = f'(() => {{\n"use strict";\n{code}\nstart({drawn.get_name()});\n}})();'
        parts = (
            (page.header, "stijl", offline.style_element(css), None),
            (page.html, "paneel", panel, 0),
            (page.html, "legenda", legend, None),
            (page.html, "gegevens", data, None),
            (page.script, "script", start, None),
        )
        for place, name, text, index in parts:
            place.add_child(offline.Verbatim(text), name=f"lappendeken_{name}", index=index)
        return ""


def _words(lap: Lappendeken, comparison: Comparison, overview: str) -> dict[str, Any]:
    """What the templates need."""
    pair = (comparison.a, comparison.b)
    return {
        "comparison": comparison,
        "scores": texts.explain_scores(comparison.scores),
        "types": texts.explain_types(),
        "peildatum": dutch.long_date(lap.peildatum),
        "sources": sources.describe_sources(lap, pair),
        "program": offline.program(),
        "overview": overview,
        "capital": texts.capital,
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
