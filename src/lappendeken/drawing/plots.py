"""Pictures for print and slides: matplotlib figures, the same bytes on every run."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import NamedTuple

import matplotlib as mpl
import numpy as np
import pandas as pd
from matplotlib.figure import Figure

from lappendeken.drawing.files import write_figure
from lappendeken.dutch import number

__all__ = ["Chance", "heatmap", "histograms", "lines", "write_figure"]

_CELL_INCHES = 0.24
_LABEL_INCHES = 2.6
_PALETTE = "cividis"
"""Safe for colour-blind readers, and evenly lighter in greyscale."""

_CHANCE, _FOUND = "#a9b3c4", "#b3261e"
_BINS = 40


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
    return _with_caption(figure, caption)


def lines(
    series: Mapping[str, tuple[Sequence[date], Sequence[float]]], *, title: str, caption: str = ""
) -> Figure:
    """Scores through time, a line for each series with its name at the end.

    Parameters
    ----------
    series : mapping of str to (dates, scores)
        By what stands beside the line; NaN leaves a gap.
    title, caption : str
        Above and below the picture.

    Returns
    -------
    Figure

    Examples
    --------
    >>> figure = lines({"a": ([date(2016, 1, 1), date(2023, 1, 1)], [0.5, 0.6])}, title="ECS")
    >>> [text.get_text() for text in figure.axes[0].texts]
    ['a']
    """
    figure = Figure(figsize=(8.0, 4.6))
    axes = figure.add_subplot()
    styles = ("-", "--", ":", "-.")
    colours = mpl.colormaps[_PALETTE](np.linspace(0.0, 0.6, max(len(series), 2)))
    ends = []
    for place, (name, (days, scores)) in enumerate(series.items()):
        style, colour = styles[place % len(styles)], colours[place]
        moments = [day.toordinal() for day in days]
        axes.plot(moments, scores, style, color=colour, marker="o", markersize=4)
        known = [k for k, score in enumerate(scores) if not np.isnan(score)]
        if known:
            ends.append((float(scores[known[-1]]), moments[known[-1]], name, colour))
    every = [score for _, scores in series.values() for score in scores if not np.isnan(score)]
    lowest = min(every, default=0.0)
    bottom = min(0.0, lowest)
    axes.set_ylim(bottom, 1.02)
    # Names at the end of lines that end close to each other stand apart.
    ends.sort(key=lambda end: (end[0], end[2]))
    step, heights = 0.05 * (1.02 - bottom), [-np.inf]
    for score, *_ in ends:
        heights.append(max(score, heights[-1] + step))
    lifts = [up - end[0] for up, end in zip(heights[1:], ends, strict=True)]
    lift = sum(lifts) / max(len(lifts), 1)
    for (_, place, name, colour), up in zip(ends, heights[1:], strict=True):
        height = up - lift
        axes.annotate(
            _literal(name),
            (place, height),
            xytext=(8, 0),
            textcoords="offset points",
            va="center",
            fontsize=8,
            color=colour,
            annotation_clip=False,
        )
    days = sorted({day for found, _ in series.values() for day in found})
    axes.set_xticks(
        [day.toordinal() for day in days], [day.strftime("%d-%m-%Y") for day in days], fontsize=8
    )
    axes.tick_params(labelsize=8)
    axes.yaxis.set_major_formatter(lambda value, _: number(value, 1))
    for side in ("top", "right"):
        axes.spines[side].set_visible(False)
    axes.set_title(_literal(title), fontsize=10, loc="left", fontweight="bold")
    return _with_caption(figure, caption)


class Chance(NamedTuple):
    """One panel of `histograms`: scores by chance, and the one that was found.

    Parameters
    ----------
    title : str
        What is compared.
    axis : str
        What the scores are.
    samples : ndarray, shape (n,)
        The scores by chance.
    observed : float
        The score that was found.
    note : str
        What stands beside it, such as its p.
    """

    title: str
    axis: str
    samples: "np.ndarray"
    observed: float
    note: str


def histograms(panels: Sequence[Chance], *, columns: int, title: str, caption: str = "") -> Figure:
    """Histograms of scores by chance, each with the score that was found.

    Parameters
    ----------
    panels : sequence of Chance
        At least one; filled row after row.
    columns : int
        Number of panels beside each other.
    title, caption : str
        Above and below the picture: what it shows, and source and date.

    Returns
    -------
    Figure

    Examples
    --------
    >>> panel = Chance("jeugd en werk", "ARI", np.array([0.1, 0.2, 0.2]), 0.7, "p = 0.25")
    >>> axes = histograms([panel], columns=1, title="Toeval").axes[0]
    >>> axes.get_xlabel(), axes.get_legend().get_texts()[1].get_text()
    ('ARI', 'gevonden: 0,700 (p = 0.25)')
    """
    rows = -(-len(panels) // columns)
    figure = Figure(figsize=(3.4 * columns + 0.4, 2.5 * rows + 0.9))
    for place, panel in enumerate(panels, start=1):
        axes = figure.add_subplot(rows, columns, place)
        found = f"gevonden: {number(panel.observed, 3)}" + (
            f" ({panel.note})" if panel.note else ""
        )
        axes.hist(panel.samples, bins=_BINS, color=_CHANCE, label="toeval")
        axes.axvline(panel.observed, color=_FOUND, linewidth=1.5, label=_literal(found))
        axes.set_title(_literal(panel.title), fontsize=8, loc="left")
        axes.set_xlabel(_literal(panel.axis), fontsize=7)
        axes.set_yticks([])
        axes.tick_params(labelsize=7)
        axes.xaxis.set_major_formatter(lambda value, _: f"{value:g}".replace(".", ","))
        # Room above the bars, so that the words stand over nothing.
        axes.set_ylim(top=1.45 * axes.get_ylim()[1])
        axes.legend(fontsize=6, loc="upper center", frameon=False, ncols=2)
        for side in ("left", "right", "top"):
            axes.spines[side].set_visible(False)
    figure.suptitle(_literal(title), fontsize=10, x=0.02, ha="left", fontweight="bold")
    return _with_caption(figure, caption)


def _with_caption(figure: Figure, caption: str) -> Figure:
    """A figure with small print below it."""
    if caption:
        figure.text(0.02, 0.01, _literal(caption), fontsize=7, color="#444444", wrap=True)
    figure.set_layout_engine("tight", rect=(0, 0.03, 1, 1))
    return figure


def _literal(text: str) -> str:
    """Text in which matplotlib finds no formula."""
    return text.replace("$", r"\$")
