"""Thematic maps as pages: Folium maps that are one file and need no network."""

from typing import Any

import folium

from lappendeken.drawing.palette import HATCHINGS
from lappendeken.drawing.theme import MARKED, Theme
from lappendeken.indeling import Indeling
from lappendeken.maps.pages.noncongruent import noncongruent
from lappendeken.maps.pages.page import MAP_NAME, PageParts, empty_map
from lappendeken.maps.soorten import DEFAULT
from lappendeken.maps.themes import lay_ground, make_theme
from lappendeken.model import Lappendeken
from lappendeken.wording.sources import program

LONG = 200
"""A text of more characters may be cut off in the table, until its row is chosen."""


def themed(
    lap: Lappendeken, soort: str, *indelingen: str | Indeling, provincie: str | None = None
) -> folium.Map:
    """One kind of thematic map as a page.

    Parameters
    ----------
    lap : Lappendeken
        The data.
    soort : str
        One of `soorten.SOORTEN`.
    indelingen : str or Indeling
        See `themes.make_theme`.
    provincie : str, optional
        Show only this province.

    Returns
    -------
    folium.Map
        Shows in a notebook and can be added to; `save("kaart.html")` writes one file that opens
        without a network.

    Raises
    ------
    UnknownNameError
        If there is no such indeling or province.
    WrongUsageError
        If the kind is unknown, or wants another number of indelingen.
    LappendekenError
        If there is nothing to show.

    Examples
    --------
    >>> import lappendeken as ld
    >>> kaart = themed(ld.load(), "congruentie", provincie="Drenthe")
    >>> "Territoriale congruentie" in kaart.get_root().render()
    True
    """
    if soort == DEFAULT:
        # Two indelingen are compared in the explorer.
        first, second = lay_ground(lap, soort, *indelingen, provincie=provincie).chosen
        return noncongruent(lap, first, second, provincie=provincie)
    return draw(make_theme(lap, soort, *indelingen, provincie=provincie))


def draw(theme: Theme) -> folium.Map:
    """Draw a theme that was made before."""
    drawn = empty_map(theme.topology, title=theme.page_title)
    parts = PageParts(
        panel="thema.html.j2",
        legend="thema-legenda.html.j2",
        words={
            "theme": theme,
            "program": program(),
            "map_id": f"map_{MAP_NAME}",
            "hatchings": HATCHINGS,
            "marked": MARKED,
            "rising": _rising(theme),
            "long": any(len(row.text) > LONG for row in theme.rows),
        },
        data=_data(theme),
        styles=("basis.css", "kaart.css", "thema.css"),
        script="thema.js",
        start="startTheme",
    )
    drawn.add_child(parts, name="thema")
    return drawn


def _rising(theme: Theme) -> bool:
    """Whether the rows begin with the least."""
    known = [row.order for row in theme.rows if row.order == row.order]
    return bool(known) and known[0] < known[-1]


def _data(theme: Theme) -> dict[str, Any]:
    """What the script needs."""
    dense, sparse = (
        [g for one in theme.hatchings if one.dense == dense for g in one.gemeenten]
        for dense in (True, False)
    )
    return {
        "gemeenten": [list(pair) for pair in zip(theme.names, theme.provincies, strict=True)],
        "shown": list(theme.shown),
        "colours": [one.colour for one in theme.classes],
        "classes": list(theme.class_of),
        "values": list(theme.values),
        "details": [list(own) for own in theme.details],
        "borders": theme.soort == "grenzen",
        "rows": [list(row.gemeenten) for row in theme.rows],
        "dense": dense,
        "sparse": sparse,
        "marks": {one.kind: list(one.gemeenten) for one in theme.marks},
        "lines": [
            {
                "colour": one.colour,
                "width": one.width,
                "dashed": one.dashed,
                "arcs": list(one.arcs),
            }
            for one in theme.lines
        ],
        "topology": theme.topology.page,
    }
