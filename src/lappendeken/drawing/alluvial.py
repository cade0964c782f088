"""The way of gemeenten through the domeinen: bands from verband to verband, wide as people."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from matplotlib.patches import PathPatch, Rectangle
from matplotlib.path import Path as Outline

from lappendeken.drawing.files import svg
from lappendeken.drawing.lettering import fit
from lappendeken.drawing.palette import LINES, TEXT
from lappendeken.drawing.sheet import NORMAL, SMALL, WIDTH, Sheet

_SIDE, _BLOCK, _TOP, _GAP, _LEAST = 116.0, 9.0, 24.0, 5.0, 11.0
_SWEEPS = 6


@dataclass(frozen=True)
class Band:
    """Gemeenten that go the same way.

    Parameters
    ----------
    stations : tuple of str
        The station in each column.
    mass : float
        How wide: inhabitants, or gemeenten.
    """

    stations: tuple[str, ...]
    mass: float


@dataclass
class _Place:
    """Where a station stands in its column."""

    top: float
    height: float


def draw_alluvial(
    bands: Sequence[Band],
    heads: Sequence[str],
    names: Sequence[Mapping[str, str]],
    colours: Mapping[tuple[int, str, str], str],
) -> str:
    """Draw the bands between columns of stations."""
    columns = len(heads)
    order = _order(bands, columns)
    total = sum(band.mass for band in bands) or 1.0
    most = max(len(stations) for stations in order)
    height = max(250.0, most * (_LEAST + _GAP))
    sheet = Sheet(WIDTH, _TOP + height + 6)
    lefts = [_SIDE + k * (WIDTH - 2 * _SIDE - _BLOCK) / max(columns - 1, 1) for k in range(columns)]
    places = [_places(bands, k, order[k], total, height) for k in range(columns)]
    for k in range(columns - 1):
        _draw_flows(sheet, bands, k, order, places, lefts, colours, total)
    for k in range(columns):
        _draw_stations(sheet, k, columns, order[k], places[k], lefts[k], names[k])
        align = "right" if k == 0 else "left" if k == columns - 1 else "center"
        x = lefts[k] + (_BLOCK if k == 0 else 0 if k == columns - 1 else _BLOCK / 2)
        sheet.write(x, 8, fit(heads[k], 150, NORMAL, "bold"), weight="bold", align=align)
    return svg(sheet.figure)


def _order(bands: Sequence[Band], columns: int) -> list[list[str]]:
    """The stations of each column, in an order with few crossings."""
    order = []
    for k in range(columns):
        mass: dict[str, float] = {}
        for band in bands:
            mass[band.stations[k]] = mass.get(band.stations[k], 0.0) + band.mass
        order.append(sorted(mass, key=lambda s: (-mass[s], s)))
    for sweep in range(_SWEEPS):
        forward = sweep % 2 == 0
        for k in range(1, columns) if forward else range(columns - 2, -1, -1):
            beside = k - 1 if forward else k + 1
            rank = _middles(bands, beside, order[beside])
            order[k] = _by_barycentre(bands, k, beside, order[k], rank)
    return order


def _middles(bands: Sequence[Band], k: int, stations: Sequence[str]) -> dict[str, float]:
    """Height of the middle of every station, in mass from the top."""
    result, top = {}, 0.0
    for station in stations:
        mass = sum(band.mass for band in bands if band.stations[k] == station)
        result[station] = top + mass / 2
        top += mass
    return result


def _by_barycentre(
    bands: Sequence[Band], k: int, beside: int, stations: Sequence[str], rank: Mapping[str, float]
) -> list[str]:
    """Stations in order of the mean height of what they are joined with."""
    pulled = {}
    for station in stations:
        own = [band for band in bands if band.stations[k] == station]
        mass = sum(band.mass for band in own) or 1.0
        pulled[station] = sum(rank[band.stations[beside]] * band.mass for band in own) / mass
    return sorted(stations, key=lambda s: (round(pulled[s], 6), s))


def _places(
    bands: Sequence[Band], k: int, stations: Sequence[str], total: float, height: float
) -> dict[str, _Place]:
    """Where the stations of a column stand; each is high enough for its name."""
    free = height - _GAP * (len(stations) - 1)
    mass = {s: sum(band.mass for band in bands if band.stations[k] == s) for s in stations}
    low = {s for s in stations if mass[s] / total * free < _LEAST}
    rest = sum(mass[s] for s in stations if s not in low) or 1.0
    room = max(free - _LEAST * len(low), 0.0)
    result, top = {}, _TOP
    for s in stations:
        own = _LEAST if s in low else mass[s] / rest * room
        result[s] = _Place(top, own)
        top += own + _GAP
    return result


def _draw_flows(
    sheet: Sheet,
    bands: Sequence[Band],
    k: int,
    order: Sequence[Sequence[str]],
    places: Sequence[Mapping[str, _Place]],
    lefts: Sequence[float],
    colours: Mapping[tuple[int, str, str], str],
    total: float,
) -> None:
    """Draw the flows between one column and the next."""
    mass: dict[tuple[str, str], float] = {}
    for band in bands:
        ends = (band.stations[k], band.stations[k + 1])
        mass[ends] = mass.get(ends, 0.0) + band.mass
    whole = [
        {s: sum(m for ends, m in mass.items() if ends[side] == s) or total for s in order[k + side]}
        for side in (0, 1)
    ]
    used: tuple[dict[str, float], dict[str, float]] = ({}, {})
    ranks = [{s: n for n, s in enumerate(order[k + side])} for side in (0, 1)]
    x0, x1 = lefts[k] + _BLOCK, lefts[k + 1]
    for ends in sorted(mass, key=lambda e: (ranks[0][e[0]], ranks[1][e[1]])):
        edges = []
        for side in (0, 1):
            place = places[k + side][ends[side]]
            size = place.height * mass[ends] / whole[side][ends[side]]
            top = place.top + used[side].get(ends[side], 0.0)
            used[side][ends[side]] = used[side].get(ends[side], 0.0) + size
            edges.append((top, top + size))
        colour = colours.get((k, *ends), LINES["gemeente"])
        _draw_flow(sheet, (x0, x1), edges[0], edges[1], colour)


def _draw_flow(
    sheet: Sheet,
    across: tuple[float, float],
    left: tuple[float, float],
    right: tuple[float, float],
    colour: str,
) -> None:
    """Draw one flow as a band with two smooth edges."""
    (x0, x1), middle = across, sum(across) / 2
    points = [
        (x0, left[0]),
        (middle, left[0]),
        (middle, right[0]),
        (x1, right[0]),
        (x1, right[1]),
        (middle, right[1]),
        (middle, left[1]),
        (x0, left[1]),
        (x0, left[0]),
    ]
    curve, line = int(Outline.CURVE4), int(Outline.LINETO)
    start, close = int(Outline.MOVETO), int(Outline.CLOSEPOLY)
    codes = [start, curve, curve, curve, line, curve, curve, curve, close]
    style = {"facecolor": colour, "alpha": 0.62, "edgecolor": "white", "linewidth": 0.5}
    sheet.page.add_patch(PathPatch(Outline(points, codes), **style))


def _draw_stations(
    sheet: Sheet,
    k: int,
    columns: int,
    stations: Sequence[str],
    places: Mapping[str, _Place],
    left: float,
    names: Mapping[str, str],
) -> None:
    """Draw the blocks of one column, with their names."""
    for station in stations:
        place = places[station]
        middle = place.top + place.height / 2
        sheet.page.add_patch(
            Rectangle((left, place.top), _BLOCK, place.height, facecolor=TEXT, edgecolor="none")
        )
        name = names[station]
        if k == 0:
            sheet.write(left - 4, middle, fit(name, _SIDE - 8, SMALL), size=SMALL, align="right")
        elif k == columns - 1:
            sheet.write(left + _BLOCK + 4, middle, fit(name, _SIDE - 8, SMALL), size=SMALL)
        else:
            label = fit(name, 104, SMALL)
            box = {"facecolor": "white", "edgecolor": "none", "alpha": 0.82, "pad": 1.0}
            sheet.write(left + _BLOCK + 5, middle, label, size=SMALL, bbox=box)
