"""Maps that a command makes of its result, as a page or as a picture for print."""

from pathlib import Path
from typing import TYPE_CHECKING

from lappendeken.output import formats

if TYPE_CHECKING:
    from lappendeken.drawing.theme import Theme

PAGE = ".html"

FILES = (PAGE, *formats.PICTURES)
"""Endings of files that hold a map."""


def write_theme(path: Path, theme: "Theme") -> None:
    """Write a map in the format that the ending of the file names."""
    if path.suffix.lower() == PAGE:
        from lappendeken import maps
        from lappendeken.maps.pages import thematic

        maps.write(thematic.draw(theme), path)
        return
    from lappendeken.drawing.page import draw_page
    from lappendeken.drawing.plots import write_figure

    write_figure(path, draw_page(theme))
