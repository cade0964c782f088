"""The file endings that results can be written to; known before anything heavy is imported."""

from pathlib import Path

from lappendeken.errors import LappendekenError

TABLES = (".csv", ".json", ".xlsx")
"""Tables, by `output.write`."""

LATEX = ".tex"
"""One table for a publication, by `output.write_latex`."""

FORMS = (".xlsx", ".csv")
"""Tables that a user fills in, by `output.write_form`."""

PICTURES = (".png", ".svg")
"""Pictures, by `plots.write_figure`."""

MAPS = (".html", *PICTURES)
"""Maps, as pages and as pictures."""

REPORTS = (".html", ".pdf", ".xlsx", ".csv", ".docx", ".pptx")
"""Reports, by `report.files`."""

LAYERS = (".gpkg", ".parquet")
"""Layers with geometry, by `output.write_layers`."""

GRAPHS = (".graphml", ".gexf")
"""Graphs, by `output.write_graph`."""


def require(path: Path, known: tuple[str, ...]) -> str:
    """The ending of a file, when it is one of those that are known here.

    Examples
    --------
    >>> require(Path("Kaart.PNG"), PICTURES)
    '.png'
    """
    ending = path.suffix.lower()
    if ending not in known:
        endings = ", ".join(known)
        raise LappendekenError(f"Onbekend soort bestand '{path.name}'; kies een naam op {endings}.")
    return ending
