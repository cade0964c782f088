"""The explorer: every pair of indelingen on one map, from the country to one gemeente."""

from collections.abc import Mapping, Sequence
from typing import Any
from urllib.parse import quote

import folium
import numpy as np

from lappendeken import dutch
from lappendeken.drawing.hexagons import hexagons
from lappendeken.drawing.topology import topology_of, write_numbers
from lappendeken.errors import LappendekenError
from lappendeken.indeling import Indeling
from lappendeken.maps.compare import require_on_map
from lappendeken.maps.pages.earlier import earlier_data
from lappendeken.maps.pages.explorer_data import explorer_data, plan_rows
from lappendeken.maps.pages.page import MAP_NAME, PageParts, empty_map
from lappendeken.measures import scores
from lappendeken.model import Lappendeken
from lappendeken.reading.plan import Plan
from lappendeken.wording import certainty, sources, terms

TITLE = "Waar passen de indelingen, en waar schuren zij?"


def explorer(
    lap: Lappendeken,
    a: str | Indeling | None = None,
    b: str | Indeling | None = None,
    *,
    plan: Plan | None = None,
    earlier: Lappendeken | None = None,
) -> folium.Map:
    """Map on which every pair of indelingen can be chosen, and every gemeente looked up.

    Parameters
    ----------
    lap : Lappendeken
        The data; all its indelingen can be chosen.
    a, b : str or Indeling, optional
        What the page opens with: what is coloured and what it is compared with. The first two of
        the main indelingen when absent.
    plan : Plan, optional
        Steps that the page opens with, and that its reader can undo and add to: `verplaats`,
        `treed-toe` and `splits`, in partitions.
    earlier : Lappendeken, optional
        An earlier date to set beside the data, on the gemeenten of now; at least two of the main
        indelingen must be in it.

    Returns
    -------
    folium.Map
        Shows in a notebook; `maps.write(map, path)` writes one file that opens without a network.

    Raises
    ------
    UnknownNameError
        If there is no such indeling.
    LappendekenError
        If there are not two indelingen, one is not on the map, or the page cannot carry out a
        step of the plan, or the earlier date cannot be brought to the gemeenten of now.
    DataError
        With every fault of the plan.

    Examples
    --------
    >>> import lappendeken as ld
    >>> kaart = explorer(ld.load(), "jeugdregio", "arbeidsmarktregio")
    >>> "Zoek een gemeente" in kaart.get_root().render()
    True
    """
    chosen = lap.find_indelingen(one for one in (a, b) if one)
    return draw(lap, chosen, plan=plan, earlier=earlier)


def draw(
    lap: Lappendeken,
    chosen: Sequence[Indeling],
    *,
    pages: Mapping[str, str] | None = None,
    plan: Plan | None = None,
    earlier: Lappendeken | None = None,
) -> folium.Map:
    """Draw the explorer of all indelingen, opened with those that were chosen."""
    available = {name: lap.indeling(name) for name in lap.indelingen.index}
    available |= {one.id: one for one in chosen}
    indelingen = list(available.values())
    if len(indelingen) < 2:
        raise LappendekenError("Voor een vergelijking zijn twee indelingen nodig.")
    for one in indelingen:
        require_on_map(lap, one)
    main = [available[one.id] for one in lap.main_indelingen]
    first = dict.fromkeys(one.id for one in [*chosen, *main, *indelingen])
    a, b = [list(available).index(name) for name in first][:2]
    data = explorer_data(lap, indelingen, main if len(main) > 1 else [])
    cells = hexagons(lap)
    data["hexagons"] = write_numbers([place for cell in cells for place in cell])
    if earlier is not None:
        data["then"] = earlier_data(lap, earlier, indelingen, main)
    words = {
        "title": TITLE,
        "comparison": None,
        "main": main,
        "rows": _main_scores(main),
        "unsure": certainty.unsure(lap, main),
        "then": data.get("then"),
        "hexagons": bool(cells),
        "pages": [(name, quote(file)) for name, file in (pages or {}).items()],
        "sources": sources.describe_sources(lap, main or indelingen[:2]),
    }
    steps = [] if plan is None else plan_rows(lap, indelingen, plan)
    return draw_page(lap, data, words, start={"a": a, "b": b, "province": None, "plan": steps})


def draw_page(
    lap: Lappendeken,
    data: Mapping[str, Any],
    words: Mapping[str, Any],
    *,
    start: Mapping[str, Any],
) -> folium.Map:
    """Draw the page of some indelingen: `start` is what it opens with, by places in the data."""
    topology = topology_of(lap)
    pair = words["comparison"] is not None
    common = {
        "indelingen": len(data["indelingen"]),
        "gemeenten": len(lap.gemeenten),
        "peildatum": dutch.long_date(lap.peildatum),
        "program": sources.program(),
        "capital": dutch.capital,
        "listing": dutch.listing,
        "map_id": f"map_{MAP_NAME}",
        "then": None,
        "hexagons": False,
    }
    drawn = empty_map(topology, title=words["title"])
    parts = PageParts(
        panel="verkenner.html.j2",
        legend="verkenner-legenda.html.j2",
        words=common | dict(words),
        data=dict(data)
        | {
            "borders": _short(data["borders"]),
            "start": {"plan": [], **start},
            "topology": topology.page,
        },
        styles=("basis.css", "kaart.css", "verkenner.css", *(() if pair else ("alles.css",))),
        script="paar.js" if pair else "alles.js",
        start="startPair" if pair else "startExplorer",
    )
    drawn.add_child(parts, name="verkenner")
    return drawn


def _short(borders: Mapping[str, list[Any]]) -> dict[str, Any]:
    """Neighbours as steps from one to the next, as short as arcs are in the topology."""
    steps = {side: np.diff(borders[side], prepend=0).tolist() for side in ("first", "second")}
    return {**borders, **{side: write_numbers(found) for side, found in steps.items()}}


def _main_scores(main: Sequence[Indeling]) -> list[tuple[str, str, list[terms.Score]]]:
    """The names and scores of every pair of main indelingen, for a reader without JavaScript."""
    if len(main) < 2:
        return []
    names = {one.id: one.naam for one in main}
    return [
        (
            names[row["a"]],
            names[row["b"]],
            terms.explain_scores({str(key): value for key, value in row.items()}, "voorop"),
        )
        for row in scores(list(main), use="paar").reset_index().to_dict("records")
    ]
