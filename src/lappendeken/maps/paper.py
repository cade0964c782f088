"""Thematic maps for print."""

from matplotlib.figure import Figure

from lappendeken.drawing.page import draw_page
from lappendeken.indeling import Indeling
from lappendeken.maps.themes import make_theme
from lappendeken.model import Lappendeken


def figure(
    lap: Lappendeken, soort: str, *indelingen: str | Indeling, provincie: str | None = None
) -> Figure:
    """One kind of thematic map for print: A4 upright with legend, scale bar, source and date.

    Parameters
    ----------
    lap : Lappendeken
        The data.
    soort : str
        One of `soorten.SOORTEN`.
    indelingen : str or Indeling
        See `themes.make_theme`.
    provincie : str, optional
        Show only this province, with the names of its gemeenten.

    Returns
    -------
    Figure
        `savefig` writes it; `plots.write_figure` does so with equal bytes on every run.

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
    >>> kaart = figure(ld.load(), "lappen", provincie="Drenthe")
    >>> "Meppel" in {text.get_text() for text in kaart.axes[1].texts}
    True
    """
    return draw_page(make_theme(lap, soort, *indelingen, provincie=provincie))
