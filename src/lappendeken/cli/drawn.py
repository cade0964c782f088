"""Maps that a command makes of its result, as a page or as a picture for print."""

from pathlib import Path
from typing import TYPE_CHECKING

from lappendeken import formats

if TYPE_CHECKING:
    from lappendeken.maps.themes.theme import Theme

PAGE = ".html"

FILES = (PAGE, *formats.PICTURES)
"""Endings of files that hold a map."""


def write_theme(path: Path, theme: "Theme") -> None:
    """Write a map in the format that the ending of the file names.

    Parameters
    ----------
    path : Path
        Ends in one of `FILES`.
    theme : Theme
        What it shows.

    Raises
    ------
    OutputError
        If the file cannot be written; an older one is unharmed.
    """
    if path.suffix.lower() == PAGE:
        from lappendeken import maps
        from lappendeken.maps.pages import thematic

        maps.write(thematic.draw(theme), path)
        return
    from lappendeken.maps.paper import figure
    from lappendeken.plots import write_figure

    write_figure(path, figure.draw(theme))
