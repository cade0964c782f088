"""Pictures of 1200 by 630 that are shown where a page is shared."""

from collections.abc import Mapping
from io import BytesIO

import numpy as np
from matplotlib.collections import PolyCollection
from matplotlib.figure import Figure
from PIL import Image

from lappendeken.drawing.files import picture_bytes
from lappendeken.drawing.lettering import FONT, wrap
from lappendeken.drawing.palette import LINES, MUTED, RAMP, RAMP_END, TEXT
from lappendeken.dutch import capital, long_date
from lappendeken.site.country import shade
from lappendeken.site.indeling import coloured
from lappendeken.site.whole import Whole

_INCHES = (6.0, 3.15)
"""1200 by 630 at the 200 dots an inch of `picture_bytes`."""

_COLOURS: Mapping[str, str] = {
    "rest": "#ffffff",
    **{f"vlak{k}": colour for k, colour in enumerate((*RAMP, RAMP_END), start=1)},
}


def draw(whole: Whole, kind: str, key: str) -> dict[str, bytes]:
    """Draw the picture of the country, a province or an indeling."""
    if kind == "land":
        scores = whole.basis.gemeenten["congruence"]
        classes = {str(code): shade(float(score)) for code, score in scores.items()}
        title = whole.provincie or "Passen de regio's op elkaar?"
    elif kind == "provincie":
        provinces = whole.lap.gemeenten["provincie"]
        scores = whole.basis.gemeenten["congruence"][provinces == key]
        classes = {str(code): shade(float(score)) for code, score in scores.items()}
        title = key
    else:
        one = whole.lap.indeling(key)
        colours = coloured(whole, one)
        classes = {
            code: f"vlak{1 + colours[str(verband)]}"
            for verband in one.verbanden
            for code in whole.members[str(verband)]
        }
        title = capital(one.naam)
    return {whole.picture(kind, key): _drawn(whole, title, classes)}


def _drawn(whole: Whole, title: str, classes: Mapping[str, str]) -> bytes:
    """The map at the right, the words at the left."""
    figure = Figure(figsize=_INCHES, facecolor="white")
    axes = figure.add_axes((0.5, 0.03, 0.48, 0.94))
    axes.set_axis_off()
    axes.set_aspect("equal")
    shapes, rings, fills = whole.shapes, [], []
    for code, own in zip(shapes.codes, shapes.rings, strict=True):
        rings += [ring * (1, -1) for ring in own]
        fills += [_COLOURS[classes.get(code, "rest")]] * len(own)
    drawn = PolyCollection(rings, facecolors=fills, edgecolors=LINES["kust"], linewidths=0.25)
    axes.add_collection(drawn)
    seen = [
        ring
        for code, own in zip(shapes.codes, shapes.rings, strict=True)
        if code in classes
        for ring in own
    ]
    points = np.concatenate(seen or [ring for own in shapes.rings for ring in own])
    low, high = points.min(axis=0), points.max(axis=0)
    room = 0.04 * float((high - low).max() or 1)
    axes.set_xlim(low[0] - room, high[0] + room)
    axes.set_ylim(-high[1] - room, -low[1] + room)
    bar = figure.add_axes((0, 0, 0.025, 1))
    bar.set_axis_off()
    bar.axvspan(0, 1, color=whole.frame.look.kleur)
    y = 0.86
    for text, size, colour, weight in (
        (whole.frame.look.titel, 10, MUTED, "normal"),
        (title, 19, TEXT, "bold"),
        (f"Stand op {long_date(whole.lap.peildatum)}", 10, MUTED, "normal"),
    ):
        lines = wrap(text, 190.0, size, weight, most=4)
        for line in lines:
            figure.text(
                0.07,
                y,
                line,
                fontfamily=FONT,
                fontsize=size,
                color=colour,
                fontweight=weight,
                va="top",
                parse_math=False,
            )
            y -= size * 1.25 / 72 / _INCHES[1]
        y -= 0.05
    return _small(picture_bytes(figure, ".png"))


def _small(content: bytes) -> bytes:
    """A picture in few colours, which is a third of its size."""
    buffer = BytesIO()
    with Image.open(BytesIO(content)) as picture:
        picture.convert("RGB").quantize(64).save(buffer, "PNG", optimize=True)
    return buffer.getvalue()
