"""Maps of change as pages: before and after a plan, and one common division."""

from collections.abc import Sequence

import folium

from lappendeken.indeling import Indeling
from lappendeken.maps.pages import thematic
from lappendeken.maps.themes import changes
from lappendeken.model import Lappendeken
from lappendeken.optimise import LeastChange


def before_after(before: Lappendeken, after: Lappendeken, indeling: str | Indeling) -> folium.Map:
    """Map of one indeling before and after a plan.

    Parameters
    ----------
    before, after : Lappendeken
        Of the same gemeenten, such as `scenario.before_and_after` gives.
    indeling : str or Indeling
        Which; however it is spelt.

    Returns
    -------
    folium.Map
        Shows in a notebook; `save("kaart.html")` writes one file that opens without a network.

    Raises
    ------
    UnknownNameError
        If there is no such indeling.
    LappendekenError
        If there is no gemeente to draw.

    Examples
    --------
    >>> from lappendeken.model import load
    >>> from lappendeken.scenario import Plan, Step, apply
    >>> lap = load()
    >>> plan = Plan((Step("verplaats", "jeugd", ("Meppel",), naar="IJsselland"),))
    >>> kaart = before_after(lap, apply(lap, plan), "jeugd")
    >>> "1 gemeente verandert zelf van verband" in kaart.get_root().render()
    True
    """
    one = before.find_indeling(indeling).id
    return thematic.draw(changes.before_after(before, after, one))


def common_division(
    lap: Lappendeken, indelingen: Sequence[str | Indeling], found: LeastChange
) -> folium.Map:
    """Map of the common division that changes least.

    Parameters
    ----------
    lap : Lappendeken
        Gives names and geometry.
    indelingen : sequence of str or Indeling
        Those that become one.
    found : LeastChange
        From `optimise.least_change` on these.

    Returns
    -------
    folium.Map
        Shows in a notebook; `save("kaart.html")` writes one file that opens without a network.

    Raises
    ------
    UnknownNameError
        If there is no such indeling.
    LappendekenError
        If there is no gemeente to draw.

    Examples
    --------
    >>> from lappendeken.model import load
    >>> from lappendeken.optimise import least_change
    >>> lap = load()
    >>> names = ["jeugd", "mo-bw", "werk"]
    >>> kaart = common_division(lap, names, least_change(lap, names, base="werk"))
    >>> "veranderen 166 deelnames" in kaart.get_root().render()
    True
    """
    chosen = lap.find_indelingen(indelingen)
    return thematic.draw(changes.common_division(lap, chosen, found))
