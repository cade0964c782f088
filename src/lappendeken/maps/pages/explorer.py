"""The explorer: every pair of indelingen on one map, from the country to one gemeente."""

from collections.abc import Mapping, Sequence
from typing import Any
from urllib.parse import quote

import folium

from lappendeken import dutch
from lappendeken.drawing.topology import Topology, build
from lappendeken.errors import LappendekenError
from lappendeken.indeling import Indeling
from lappendeken.maps.compare import require_on_map
from lappendeken.maps.pages.explorer_data import SCORES, explorer_data
from lappendeken.maps.pages.page import MAP_NAME, PageParts, empty_map
from lappendeken.measures import scores
from lappendeken.measures.registry import MEASURES, TYPES
from lappendeken.model import Lappendeken
from lappendeken.wording import sources, terms
from lappendeken.wording.sources import program

TITLE = "Waar passen de indelingen, en waar schuren zij?"
_SCRIPTS = (
    "tekst.js",
    "topologie.js",
    "lagen.js",
    "beeld.js",
    "namen.js",
    "paren.js",
    "adres.js",
    "tabel.js",
    "zoeken.js",
    "gemeente.js",
    "legenda.js",
    "uitkomst.js",
    "verkenner.js",
)


def explorer(
    lap: Lappendeken, a: str | Indeling | None = None, b: str | Indeling | None = None
) -> folium.Map:
    """Map on which every pair of indelingen can be chosen, and every gemeente looked up.

    Parameters
    ----------
    lap : Lappendeken
        The data; all its indelingen can be chosen.
    a, b : str or Indeling, optional
        What the page opens with: what is coloured and what it is compared with. The first two of
        the main indelingen when absent.

    Returns
    -------
    folium.Map
        Shows in a notebook; `maps.write(map, path)` writes one file that opens without a network.

    Raises
    ------
    UnknownNameError
        If there is no such indeling.
    LappendekenError
        If there are not two indelingen, or one is not on the map.

    Examples
    --------
    >>> import lappendeken as ld
    >>> kaart = explorer(ld.load(), "jeugdregio", "arbeidsmarktregio")
    >>> "Zoek een gemeente" in kaart.get_root().render()
    True
    """
    chosen = [lap.indeling(one) if isinstance(one, str) else one for one in (a, b) if one]
    return draw(lap, chosen, build(lap.gemeenten.geometry))


def draw(
    lap: Lappendeken,
    chosen: Sequence[Indeling],
    topology: Topology,
    *,
    pages: Mapping[str, str] | None = None,
) -> folium.Map:
    """Draw the explorer on a topology that was made before."""
    available = {name: lap.indeling(name) for name in lap.indelingen.index}
    available |= {one.id: one for one in chosen}
    indelingen = list(available.values())
    if len(indelingen) < 2:
        raise LappendekenError("Voor een vergelijking zijn twee indelingen nodig.")
    for one in indelingen:
        require_on_map(lap, one)
    first = [one.id for one in chosen] + [one.id for one in lap.main_indelingen] + list(available)
    pair = list(dict.fromkeys(first))[:2]
    main = [available[one.id] for one in lap.main_indelingen]
    data = explorer_data(lap, indelingen, main if len(main) > 1 else [])
    data |= {
        "start": [list(available).index(name) for name in pair],
        "measures": [
            [dutch.capital(MEASURES[name].name), MEASURES[name].meaning] for name in SCORES
        ],
        "meanings": [TYPES.get(kind, "") for kind in data["types"]],
        "topology": topology.to_json(),
    }
    drawn = empty_map(topology, title=TITLE)
    parts = PageParts(
        panel="verkenner.html.j2",
        legend="verkenner-legenda.html.j2",
        words=_words(lap, indelingen, main, pages or {}),
        data=data,
        styles=("basis.css", "kaart.css", "verkenner.css"),
        scripts=_SCRIPTS,
    )
    drawn.add_child(parts, name="verkenner")
    return drawn


def _words(
    lap: Lappendeken,
    indelingen: Sequence[Indeling],
    main: Sequence[Indeling],
    pages: Mapping[str, str],
) -> dict[str, Any]:
    """What the templates need."""
    table = scores(list(main)) if len(main) > 1 else None
    found = [] if table is None else table.reset_index().to_dict("records")
    rows = [{str(column): value for column, value in row.items()} for row in found]
    names = {one.id: one.naam for one in main}
    return {
        "title": TITLE,
        "main": list(main),
        "indelingen": len(indelingen),
        "gemeenten": len(lap.gemeenten),
        "peildatum": dutch.long_date(lap.peildatum),
        "rows": [(names[row["a"]], names[row["b"]], terms.explain_scores(row)[:3]) for row in rows],
        "pages": [(name, quote(file)) for name, file in pages.items()],
        "sources": sources.describe_sources(lap, main or indelingen[:2]),
        "program": program(),
        "capital": dutch.capital,
        "listing": dutch.listing,
        "map_id": f"map_{MAP_NAME}",
    }
