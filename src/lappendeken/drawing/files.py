"""A figure as a file: the same figure gives the same bytes."""

import re
from io import BytesIO
from pathlib import Path

import matplotlib as mpl
from matplotlib.figure import Figure

from lappendeken.output import formats
from lappendeken.output.files import write_atomically

_DPI = 200

# Text in a drawing cannot hold `<`, so that only what matplotlib wrote itself is found.
_PATH = re.compile(r'<path d="[^"]*"')
_METADATA = re.compile(r"\s*<metadata>.*?</metadata>", re.DOTALL)


def write_figure(path: Path | str, figure: Figure) -> None:
    """Write a figure as PNG or SVG.

    Parameters
    ----------
    path : Path or str
        Ends in `.png` or `.svg`.
    figure : Figure
        Such as `heatmap` makes.

    Raises
    ------
    LappendekenError
        If the ending is another.
    OutputError
        If the file cannot be written; an older one is unharmed.
    """
    path = Path(path)
    write_atomically(path, picture_bytes(figure, formats.require(path, formats.PICTURES)))


def picture_bytes(figure: Figure, ending: str) -> bytes:
    """A figure as the content of a file; the same figure gives the same bytes.

    Parameters
    ----------
    figure : Figure
        Such as `heatmap` makes.
    ending : str
        One of `formats.PICTURES`.

    Returns
    -------
    bytes
    """
    buffer = BytesIO()
    # Without date and with a fixed salt the same picture gives the same bytes.
    about = {"Date": None} if ending == ".svg" else {"Software": None}
    with mpl.rc_context({"svg.hashsalt": "lappendeken", "svg.fonttype": "none"}):
        figure.savefig(buffer, format=ending[1:], dpi=_DPI, metadata=about)
    return buffer.getvalue()


def svg(figure: Figure, decimals: int = 2) -> str:
    """A figure as SVG."""
    text = picture_bytes(figure, ".svg").decode()
    text = _METADATA.sub("", text[text.index("<svg") :], count=1)
    long = re.compile(rf"(\.[0-9]{{{decimals}}})[0-9]+")

    def shorter(match: re.Match[str]) -> str:
        return long.sub(r"\1", " ".join(match[0].split()))

    return _PATH.sub(shorter, text)
