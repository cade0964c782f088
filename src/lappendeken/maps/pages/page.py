"""A Folium map that fills a page of its own, with a panel, a legend, data and a script."""

from collections.abc import Mapping, Sequence
from typing import Any

import folium
from branca.element import Figure, MacroElement

from lappendeken.drawing import palette
from lappendeken.drawing.topology import Topology
from lappendeken.maps.pages import assets, offline

MAP_NAME = "kaart"
DATA_ID = "lappendeken-gegevens"


def empty_map(topology: Topology, *, title: str) -> folium.Map:
    """A map without background that needs no network, on all that is to be drawn."""
    west, south, east, north = topology.bounds
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
    offline.use_offline(drawn, title=title, name=MAP_NAME)
    return drawn


class PageParts(MacroElement):
    """Everything on the page around and on the map: panel, legend, data and script.

    Parameters
    ----------
    panel, legend : str
        Templates of what stands before and after the map.
    words : mapping
        What the templates need.
    data : object
        What the script needs; becomes JSON.
    styles : sequence of str
        Assets, in order.
    script, start : str
        The script that begins the page, and its function that does so.
    """

    def __init__(
        self,
        *,
        panel: str,
        legend: str,
        words: Mapping[str, Any],
        data: object,
        styles: Sequence[str],
        script: str,
        start: str,
    ) -> None:
        super().__init__()  # type: ignore[no-untyped-call]
        self._name = "Paneel"
        self.templates = (panel, legend)
        self.words = words
        self.data = data
        self.styles = styles
        self.start = (script, start)

    def render(self, **kwargs: object) -> str:  # noqa: ARG002
        """Put the parts in the page; what the data hold passes no second template."""
        page, drawn = self.get_root(), self._parent
        if not isinstance(page, Figure) or drawn is None:
            raise TypeError("the parts of a page need a map in a figure")
        css = "\n".join([palette.css_variables(), *map(assets.style, self.styles)])
        panel, legend = (
            offline.ENVIRONMENT.get_template(name).render(self.words) for name in self.templates
        )
        data = offline.json_element(self.data, id=DATA_ID)
        parts = (
            (page.header, "stijl", offline.style_element(css), None),
            (page.html, "paneel", panel, 0),
            (page.html, "legenda", legend, None),
            (page.html, "gegevens", data, None),
            (page.script, "script", assets.started(*self.start, drawn.get_name()), None),
        )
        for place, name, text, index in parts:
            place.add_child(offline.Verbatim(text), name=f"lappendeken_{name}", index=index)
        return ""
