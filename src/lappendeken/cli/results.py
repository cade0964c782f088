"""What becomes of results: a file, JSON, or the screen; the same for every command."""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from lappendeken import drawing, maps, output, tables
from lappendeken.cli import console as screen
from lappendeken.errors import WrongUsageError
from lappendeken.output import formats

_FILE_ENDING = re.compile(r"\.[a-z][a-z0-9]{2,7}", re.IGNORECASE)
"""What a name ends in when it is that of a file: .docx, .pptx, .geojson, and not .2016 or .nl."""

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.figure import Figure
    from rich.console import Console

    from lappendeken.drawing.theme import Theme


class Target(NamedTuple):
    """Where the results of a command go: --uit, --force and --json."""

    uit: Path | None
    force: bool
    json: bool = False

    def check(self, *endings: str) -> None:
        """Refuse a file of an unknown kind, or one that exists, before the work begins."""
        if self.uit is None:
            return
        if self.json:
            raise WrongUsageError("--json schrijft naar het scherm; laat --json of --uit weg.")
        if self.uit.suffix.lower() not in endings:
            raise WrongUsageError(
                f"--uit: '{self.uit.name}' is van een soort die deze opdracht niet schrijft; "
                f"kies een naam op {', '.join(endings)}."
            )
        if self.uit.exists() and not self.force:
            raise WrongUsageError(f"{self.uit} bestaat al; kies een andere naam of geef --force.")

    def drawing(self) -> Path | None:
        """The file, when it is a page or a picture and not a table."""
        drawn = self.uit is not None and self.uit.suffix.lower() in formats.MAPS
        return self.uit if drawn else None


def check_folder(uit: Path, *endings: str) -> None:
    """Refuse a file where a folder will be written, and a name that says that a file is meant."""
    or_file = f", of kies een naam op {', '.join(endings)}" if endings else ""
    if uit.is_dir():
        return
    if uit.exists():
        raise WrongUsageError(f"--uit: {uit} is een bestand; noem een map{or_file}.")
    if _FILE_ENDING.fullmatch(uit.suffix):
        raise WrongUsageError(
            f"--uit: '{uit.name}' heet als een bestand op {uit.suffix}, en dat schrijft deze "
            f"opdracht niet; noem een map zonder punt{or_file}."
        )


def deliver(
    target: Target,
    found: "Mapping[str, pd.DataFrame] | Sequence[tables.Table]",
    facts: Mapping[str, Any],
    show: "Callable[[Console], None]",
) -> None:
    """Write results to a file, as JSON, or to the screen."""
    if target.uit is None and not target.json:
        show(screen.out())
        return
    made = tables.from_frames(found) if isinstance(found, Mapping) else found
    told = {**facts, **output.program(made)}
    if target.uit is None:
        screen.print_json(output.as_json(made, told))
    else:
        tell_written(output.write(target.uit, made, told, overwrite=target.force))


def draw(path: Path, drawn: "Figure | Theme") -> None:
    """Write a figure as a picture; a map as a page or a picture, as the ending of the file says."""
    from lappendeken.maps.pages import thematic

    if not isinstance(drawn, drawing.theme.Theme):
        drawing.plots.write_figure(path, drawn)
    elif path.suffix.lower() in formats.PICTURES:
        drawing.plots.write_figure(path, drawing.page.draw_page(drawn))
    else:
        maps.write(thematic.draw(drawn), path)


def tell_written(files: Iterable[object]) -> None:
    """Name the files that were written; on standard error, for they are no result."""
    screen.say("Geschreven: " + ", ".join(map(str, files)))
