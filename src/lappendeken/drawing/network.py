"""One gemeente in the middle, its verbanden around it, and its partners around those."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

from matplotlib.patches import Circle

from lappendeken.drawing.files import svg
from lappendeken.drawing.lettering import fit
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
    for number, partner in enumerate(ordered):
        angle = turn + step * (number + 0.5)
        end = _at(middle, angle, _OUTER)
        for k in partner.hubs:
            _line(sheet, places[k], end, DOMAIN_COLOURS.get(hubs[k].domein, MUTED), 0.8, 0.45)
    for hub, place in zip(hubs, places, strict=True):
        _line(sheet, middle, place, DOMAIN_COLOURS.get(hub.domein, MUTED), 3.0, 1.0)
    for number, partner in enumerate(ordered):
        _draw_partner(sheet, middle, turn + step * (number + 0.5), partner, len(hubs), letter)
    for hub, place in zip(hubs, places, strict=True):
        _draw_hub(sheet, place, hub)
    sheet.page.add_patch(Circle(middle, 27, facecolor=TEXT, edgecolor="white", zorder=6))
    sheet.write(
        *middle,
        fit(centre, 49, NORMAL, "bold"),
        align="center",
        weight="bold",
        colour="white",
        zorder=7,
    )
    return svg(sheet.figure)


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


def _line(
    sheet: Sheet,
    start: tuple[float, float],
    end: tuple[float, float],
    colour: str,
    width: float,
    alpha: float,
) -> None:
    """Draw a straight line."""
    xs, ys = zip(start, end, strict=True)
    sheet.page.plot(xs, ys, color=colour, linewidth=width, alpha=alpha, zorder=1)


def _draw_partner(
    sheet: Sheet,
    middle: tuple[float, float],
    angle: float,
    partner: Partner,
    hubs: int,
    letter: float,
) -> None:
    """Draw one partner: a dot, and its name outward."""
    place = _at(middle, angle, _OUTER)
    odd, always = len(partner.hubs) == 1 and hubs > 1, len(partner.hubs) == hubs
    colour = CROSSES if odd else TEXT
    sheet.page.add_patch(
        Circle(place, 2.2, facecolor=colour, edgecolor="white", linewidth=0.4, zorder=4)
    )
    weight = "bold" if always else "normal"
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
    lines = [fit(hub.label, 74, SMALL, "bold"), fit(hub.name, 74, SMALL)]
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
