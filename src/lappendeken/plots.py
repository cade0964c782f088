"""Pictures for print and slides: matplotlib figures, the same bytes on every run."""

from io import BytesIO
from pathlib import Path

import matplotlib as mpl
import numpy as np
import pandas as pd
from matplotlib.figure import Figure

from lappendeken import formats
from lappendeken.export import write_atomically

_DPI = 200
_CELL_INCHES = 0.24
_LABEL_INCHES = 2.6
_PALETTE = "cividis"
"""Safe for colour-blind readers, and evenly lighter in greyscale."""


def heatmap(
    matrix: pd.DataFrame, labels: "pd.Series[str]", *, title: str, caption: str = ""
) -> Figure:
    """A matrix of scores as a heat map.

    Parameters
    ----------
    matrix : DataFrame
        Square, in the order to show; NaN is shown as empty.
    labels : Series
        What stands beside each row, by the labels of the matrix.
    title, caption : str
        Above and below the picture: what it shows, and source and date.

    Returns
    -------
    Figure

    Examples
    --------
    >>> matrix = pd.DataFrame([[1.0, 0.5], [0.5, 1.0]], list("ab"), list("ab"))
    >>> figure = heatmap(matrix, pd.Series({"a": "een", "b": "twee"}), title="Scores")
    >>> [tick.get_text() for tick in figure.axes[0].get_yticklabels()]
    ['een', 'twee']
    """
    size = len(matrix)
    side = max(2.0, size * _CELL_INCHES)
    figure = Figure(figsize=(side + _LABEL_INCHES + 0.6, side + _LABEL_INCHES + 0.4))
    axes = figure.add_subplot()
    values = matrix.to_numpy(dtype="float64")
    lowest = min(0.0, float(np.nanmin(values)))
    image = axes.imshow(values, cmap=_PALETTE, vmin=lowest, vmax=1.0)
    names = [_literal(str(labels.get(label, label))) for label in matrix.index]
    axes.set_xticks(range(size), names, rotation=90, fontsize=7)
    axes.set_yticks(range(size), names, fontsize=7)
    axes.tick_params(length=0)
    axes.set_facecolor("white")
    for spine in axes.spines.values():
        spine.set_visible(False)
    axes.set_title(_literal(title), fontsize=10, loc="left", fontweight="bold")
    bar = figure.colorbar(image, ax=axes, shrink=0.6, pad=0.02, fraction=0.03)
    bar.outline.set_visible(False)
    bar.ax.tick_params(labelsize=7, length=0)
    if caption:
        figure.text(0.02, 0.01, _literal(caption), fontsize=7, color="#444444")
    figure.set_layout_engine("tight", rect=(0, 0.03, 1, 1))
    return figure


def _literal(text: str) -> str:
    """Text in which matplotlib finds no formula."""
    return text.replace("$", r"\$")


def write_figure(path: Path, figure: Figure) -> None:
    """Write a figure as PNG or SVG.

    Parameters
    ----------
    path : Path
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
