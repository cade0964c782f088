"""One gemeente in the middle, its verbanden around it, and its partners around those."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

from matplotlib.collections import LineCollection, PatchCollection
from matplotlib.patches import Circle

from lappendeken.drawing.files import svg
from lappendeken.drawing.lettering import balance, fit, width_of
from lappendeken.drawing.palette import CROSSES, DOMAIN_COLOURS, MUTED, TEXT
from lappendeken.drawing.sheet import NORMAL, SMALL, WIDTH, Sheet

_INNER, _OUTER, _HEIGHT = 84.0, 150.0, 438.0
_LEAST_LETTER = 4.2


@dataclass(frozen=True)
class Hub:
    """A verband of the gemeente.

    Parameters
    ----------
    name : str
        As it is shown.
    domein : str
        Its domein; chooses the colour.
    label : str
        The name of the domein.
    """

    name: str
    domein: str
    label: str


@dataclass(frozen=True)
class Partner:
    """A partner of the gemeente.

    Parameters
    ----------
    name : str
        As it is shown.
    hubs : tuple of int
        Places of the verbanden it shares with the gemeente; at least one.
    """

    name: str
    hubs: tuple[int, ...]


def draw_network(centre: str, hubs: Sequence[Hub], partners: Sequence[Partner]) -> str:
    """Draw the landscape of a gemeente."""
    sheet = Sheet(WIDTH, _HEIGHT)
    middle = (WIDTH / 2, _HEIGHT / 2)
    angles = [2 * math.pi * (k + 0.5) / len(hubs) - math.pi / 2 for k in range(len(hubs))]
    places = [_at(middle, angle, _INNER) for angle in angles]
    ordered = sorted(partners, key=lambda p: (_pull(p, angles), p.name))
    turn = _best_turn(ordered, angles)
    step = 2 * math.pi / max(len(ordered), 1)
    letter = min(SMALL, max(_LEAST_LETTER, step * _OUTER * 0.82))
    around = [turn + step * (number + 0.5) for number in range(len(ordered))]
    ends = [_at(middle, angle, _OUTER) for angle in around]
    colours = [DOMAIN_COLOURS.get(hub.domein, MUTED) for hub in hubs]
    deelnames = [(k, end) for partner, end in zip(ordered, ends, strict=True) for k in partner.hubs]
    thin = [(places[k], end) for k, end in deelnames]
    _lines(sheet, thin, [colours[k] for k, _ in deelnames], 0.8, 0.45)
    _lines(sheet, [(middle, place) for place in places], colours, 3.0, 1.0)
    _dots(sheet, ends, [len(partner.hubs) == 1 < len(hubs) for partner in ordered])
    for angle, partner in zip(around, ordered, strict=True):
        _write_partner(sheet, middle, angle, partner, len(hubs), letter)
    for hub, place in zip(hubs, places, strict=True):
        _draw_hub(sheet, place, hub)
    sheet.page.add_patch(Circle(middle, 27, facecolor=TEXT, edgecolor="white", zorder=6))
    _write_centre(sheet, middle, centre)
    return svg(sheet.figure)


def _write_centre(sheet: Sheet, middle: tuple[float, float], name: str) -> None:
    """Write the name of the gemeente in its circle, in the largest letters in which it fits."""
    parts = name.replace("-", "- ")
    for size in (NORMAL, SMALL, _LEAST_LETTER):
        lines = balance(parts, 49, size, "bold", most=4)
        if len(lines) <= 3 and all(width_of(one, size, "bold") <= 49 for one in parts.split()):
            break
    sheet.page.text(
        *middle,
        "\n".join(lines).replace("- ", "-"),
        ha="center",
        va="center",
        fontsize=size,
        fontweight="bold",
        color="white",
        linespacing=1.1,
        parse_math=False,
        zorder=7,
    )


def _at(middle: tuple[float, float], angle: float, radius: float) -> tuple[float, float]:
    """A point on a circle."""
    return middle[0] + radius * math.cos(angle), middle[1] + radius * math.sin(angle)


def _pull(partner: Partner, angles: Sequence[float]) -> float:
    """The direction in which the verbanden of a partner lie."""
    x = sum(math.cos(angles[hub]) for hub in partner.hubs)
    y = sum(math.sin(angles[hub]) for hub in partner.hubs)
    # Rounded, so that partners with the same verbanden stand together.
    return round(math.atan2(y, x) % (2 * math.pi), 6) if math.hypot(x, y) > 1e-9 else 0.0


def _best_turn(ordered: Sequence[Partner], angles: Sequence[float]) -> float:
    """How far to turn the outer ring, so that partners stand near their verbanden."""
    step = 2 * math.pi / max(len(ordered), 1)
    x = y = 0.0
    for number, partner in enumerate(ordered):
        gap = _pull(partner, angles) - step * (number + 0.5)
        x, y = x + math.cos(gap), y + math.sin(gap)
    return round(math.atan2(y, x), 6)


def _lines(
    sheet: Sheet,
    ways: Sequence[tuple[tuple[float, float], tuple[float, float]]],
    colours: Sequence[str],
    width: float,
    alpha: float,
) -> None:
    """Draw straight lines, all at once: one by one takes longer than all the rest."""
    lines = LineCollection(
        ways, colors=colours, linewidths=width, alpha=alpha, capstyle="projecting", zorder=1
    )
    sheet.page.add_collection(lines, autolim=False)


def _dots(sheet: Sheet, places: Sequence[tuple[float, float]], odd: Sequence[bool]) -> None:
    """Draw the partners; in another colour those that are so in one domein alone."""
    dots = PatchCollection(
        [Circle(place, 2.2) for place in places],
        facecolors=[CROSSES if one else TEXT for one in odd],
        edgecolors="white",
        linewidths=0.4,
        zorder=4,
    )
    sheet.page.add_collection(dots, autolim=False)


def _write_partner(
    sheet: Sheet,
    middle: tuple[float, float],
    angle: float,
    partner: Partner,
    hubs: int,
    letter: float,
) -> None:
    """Write the name of one partner, outward."""
    weight = "bold" if len(partner.hubs) == hubs else "normal"
    x, y = _at(middle, angle, _OUTER + 5)
    room = min(
        (WIDTH / 2) / max(abs(math.cos(angle)), 1e-6),
        (_HEIGHT / 2) / max(abs(math.sin(angle)), 1e-6),
    )
    degrees = -math.degrees(angle) % 360
    flipped = 90 < degrees < 270
    sheet.page.text(
        x,
        y,
        fit(partner.name, room - _OUTER - 7, letter, weight),
        rotation=degrees + 180 if flipped else degrees,
        rotation_mode="anchor",
        ha="right" if flipped else "left",
        va="center_baseline",
        fontsize=letter,
        fontweight=weight,
        color=TEXT,
        parse_math=False,
    )


def _draw_hub(sheet: Sheet, place: tuple[float, float], hub: Hub) -> None:
    """Draw one verband: its domein above its name, in a box of the colour of the domein."""
    colour = DOMAIN_COLOURS.get(hub.domein, MUTED)
    lines = [fit(hub.label, 74, SMALL, "bold"), *balance(hub.name, 74, SMALL, most=2)]
    box = {
        "boxstyle": "round,pad=0.25",
        "facecolor": "white",
        "edgecolor": colour,
        "linewidth": 1.4,
    }
    sheet.page.text(
        *place,
        "\n".join(lines),
        ha="center",
        va="center",
        fontsize=SMALL,
        color=TEXT,
        bbox=box,
        linespacing=1.15,
        parse_math=False,
        zorder=5,
    )
