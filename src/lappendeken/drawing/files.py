"""A figure as a file: the same figure gives the same bytes."""

import re
from functools import cache
from io import BytesIO
from pathlib import Path

import matplotlib as mpl
from matplotlib.figure import Figure

from lappendeken.output import formats
from lappendeken.output.files import write_atomically

_DPI = 200

# Text in a drawing cannot hold `<`, so that only what matplotlib wrote itself is found.
_PATH = re.compile(r'<path d="([^"]*)"')
_STRAIGHT = re.compile(r"[MLz0-9. -]+")
_LINES = re.compile(
    r'^ *<path d="[^"]*("(?![^>]*opacity)[^>]*fill: none[^>]*/>\n)(?: *<path d="[^"]*\1)+',
    re.MULTILINE,
)
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
    """A figure as SVG, with lines of one look in one path, each point told from the one before."""
    text = picture_bytes(figure, ".svg").decode()
    text = _METADATA.sub("", text[text.index("<svg") :], count=1)
    long = re.compile(rf"(\.[0-9]{{{decimals}}})[0-9]+")

    def shorter(match: re.Match[str]) -> str:
        path = long.sub(r"\1", " ".join(match[1].split()))
        return f'<path d="{_stepwise(path, decimals)}"'

    return _LINES.sub(_joined, _PATH.sub(shorter, text))


def _joined(match: re.Match[str]) -> str:
    """Lines that follow each other and look alike, as one path."""
    first, *_ = match[0].split('"', 1)
    return f'{first}"{"".join(found[1] for found in _PATH.finditer(match[0]))}{match[1]}'


def _stepwise(path: str, decimals: int) -> str:
    """A path of straight lines, each point told from the one before; any other path as it is.

    Examples
    --------
    >>> _stepwise("M 10.5 3 L 10.7 2.8 L 11.5 3.1 z", 1)
    'M10.5 3l.2-.2 .8 .3z'
    """
    if not _STRAIGHT.fullmatch(path):
        return path
    parts: list[str] = []
    x = y = 0
    drawn = False
    words = iter(path.split())
    for word in words:
        if word == "z":
            parts.append("z")
            continue
        new_x, new_y = (round(float(next(words)) * 10**decimals) for _ in "xy")
        if word == "M":
            parts.append(f"M{_point(new_x, new_y, decimals)}")
        elif (new_x, new_y) != (x, y) or not drawn:
            parts.append(f"{' ' if drawn else 'l'}{_point(new_x - x, new_y - y, decimals)}")
        drawn = word == "L"
        x, y = new_x, new_y
    # What is negative needs no room before it.
    return "".join(parts).replace(" -", "-")


@cache
def _point(x: int, y: int, decimals: int) -> str:
    """Two numbers, given in units of the last decimal, without needless signs."""
    return f"{_short(x, decimals)} {_short(y, decimals)}"


def _short(units: int, decimals: int) -> str:
    """A number as short as it can be written."""
    text = f"{abs(units) / 10**decimals:.{decimals}f}".rstrip("0").rstrip(".") if units else "0"
    sign = "-" if units < 0 else ""
    return sign + (text if text == "0" else text.removeprefix("0"))
