"""The explorer of two indelingen: one coloured by how it fits the other."""

from dataclasses import replace

import folium

from lappendeken.indeling import Indeling
from lappendeken.maps.compare import Comparison, compare, shown_indelingen
from lappendeken.maps.pages.explorer import draw_page
from lappendeken.maps.pages.explorer_data import explorer_data
from lappendeken.model import Lappendeken
from lappendeken.wording import certainty, sources, terms


def noncongruent(
    lap: Lappendeken, a: str | Indeling, b: str | Indeling, *, provincie: str | None = None
) -> folium.Map:
    """Map of the regions of one indeling, coloured by how they fit those of another.

    Parameters
    ----------
    lap : Lappendeken
        Gives the gemeenten and their geometry.
    a, b : str or Indeling
        What is coloured and what it is compared with; a switch on the map turns them round. An
        identifier, or an indeling on the gemeenten of `lap`.
    provincie : str, optional
        What the page opens with; the whole country when absent.

    Returns
    -------
    folium.Map
        Shows in a notebook; `save("kaart.html")` writes one file that opens without a network.

    Raises
    ------
    UnknownNameError
        If there is no such indeling or province.
    LappendekenError
        If no gemeente is in both, or one is not on the map.

    Examples
    --------
    >>> import lappendeken as ld
    >>> kaart = noncongruent(ld.load(), "jeugdregio", "arbeidsmarktregio")
    >>> "Jeugdregio&#39;s en arbeidsmarktregio&#39;s" in kaart.get_root().render()
    True
    """
    first, second = lap.find_indelingen((a, b))
    return draw(lap, compare(lap, first, second), provincie=provincie)


def draw(
    lap: Lappendeken,
    comparison: Comparison,
    *,
    overview: str = "",
    provincie: str | None = None,
) -> folium.Map:
    """Draw a comparison that was made before; `overview` is the page with all indelingen."""
    a, b = comparison.a, comparison.b
    if not a.id or not b.id or a.id == b.id:
        # An address on the page tells them apart.
        a, b = replace(a, id=a.id or "a"), replace(b, id=f"{b.id or 'b'}-2")
    data = explorer_data(lap, [a, b], [], shown_indelingen(lap, a, b)[2:])
    name = None if provincie is None else lap.find_provincie(provincie)
    words = {
        "title": comparison.title,
        "comparison": comparison,
        "scores": terms.explain_scores(comparison.scores),
        "types": terms.explain_types(),
        "overview": overview,
        "unsure": certainty.unsure(lap, (a, b)),
        "main": [],
        "rows": [],
        "pages": [],
        "sources": sources.describe_sources(lap, (a, b)),
    }
    province = None if name is None else data["provincies"].index(name)
    return draw_page(lap, data, words, start={"a": 0, "b": 1, "province": province})
