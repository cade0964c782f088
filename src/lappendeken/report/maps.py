"""Maps in a report: the thematic maps of `maps`, on the width of the page and without its frame."""

from dataclasses import dataclass

from lappendeken.drawing.canvas import WIDTH, svg
from lappendeken.drawing.sheet import Sheet
from lappendeken.maps.paper import legend as print_legend
from lappendeken.maps.paper.drawing import Metric, View, draw_map
from lappendeken.maps.themes.theme import Theme

_MAP, _LEAST, _MOST, _GUTTER = 300.0, 190.0, 272.0, 14.0


@dataclass(frozen=True)
class Land:
    """The shapes of a set of themes that show the same gemeenten, in metres; made once for all.

    Parameters
    ----------
    ground : Metric
        Of one of the themes.
    """

    ground: Metric

    @classmethod
    def of(cls, theme: Theme) -> "Land":
        """Bring the shapes of a theme to metres."""
        return cls(Metric(theme))


def draw_theme(theme: Theme, land: Land) -> str:
    """Draw a theme with its legend beside it, low enough to share a page with text."""
    west, south, east, north = land.ground.bounds
    height = min(max(_MAP * (north - south) / max(east - west, 1.0), _LEAST), _MOST)
    legend = print_legend.sections(theme)
    column = WIDTH - _MAP - _GUTTER
    total = max(height, print_legend.height(legend, column) + 2)
    sheet = Sheet(WIDTH, total)
    draw_map(sheet, theme, land.ground, View(land.ground, 1.0, 1.0, _MAP - 2, height - 2))
    print_legend.draw(sheet, legend, _MAP + _GUTTER, 0.0, column)
    return svg(sheet.figure, decimals=1)
