"""Pictures of reports: what is drawn, how large, in which colour, and with which words."""

import re
from itertools import pairwise

import pytest
from reports import Page

from lappendeken.drawing import files
from lappendeken.drawing.alluvial import Band, draw_alluvial
from lappendeken.drawing.bars import Bar, draw_bars
from lappendeken.drawing.lettering import fit
from lappendeken.drawing.network import Hub, Partner, draw_network
from lappendeken.drawing.palette import CROSSES, FITS, LINES, QUIET
from lappendeken.drawing.palette import TEXT as INK
from lappendeken.drawing.split import COLOURS, Panel, draw_split
from lappendeken.drawing.upset import MOST, Combination, draw_upset

BANDS = (
    Band(("n", "x"), 30.0),
    Band(("n", "y"), 10.0),
    Band(("z", "y"), 20.0),
)
NAMES = ({"n": "Noord", "z": "Zuid"}, {"x": "X-stad", "y": "<b>Y</b> $x^2$"})
FILLS = {(0, "n", "x"): FITS, (0, "n", "y"): CROSSES}


def texts(svg):
    """The texts of a drawing, in the order in which they are drawn."""
    return re.findall(r"<text [^>]*>([^<]*)</text>", svg)


def corners(path):
    """The points of a path, of which a small letter tells them from the point before."""
    found = []
    for letter, told in re.findall(r"([A-Za-z])([^A-Za-z]*)", path):
        numbers = [float(one) for one in re.findall(r"-?(?:\d+\.?\d*|\.\d+)", told)]
        for x, y in zip(numbers[::2], numbers[1::2], strict=True):
            left, top = found[-1] if letter == "l" else (0.0, 0.0)
            found.append((left + x, top + y))
    return found


def shapes(svg, fill):
    """The corners of every shape with a fill: left, top, right and bottom."""
    found = []
    for path, style in re.findall(r'<path d="([^"]*)"[^>]*style="([^"]*)"', svg):
        if f"fill: {fill};" in f"{style};":
            xs, ys = zip(*corners(path), strict=True)
            found.append((min(xs), min(ys), max(xs), max(ys)))
    return found


@pytest.mark.parametrize("decimals", [1, 2])
def test_a_drawing_told_in_steps_is_the_same_drawing(decimals):
    """Also where a line does not move, crosses nought, or begins anew; a curve stays as it was."""
    path = "M 1.5 -0.3 L 1.5 -0.3 L 0.2 0.4 L -10.9 300 z M 7 7 L 7 7 M 3.1 2 L 3.2 2"
    told = files._stepwise(path, decimals)
    points = corners(path)
    moved = [one for k, one in enumerate(points) if k == 0 or one != points[k - 1]]
    assert len(told) < len(path)
    assert told.count("M") == path.count("M")
    steps = corners(told)
    kept = [one for k, one in enumerate(steps) if k == 0 or one != pytest.approx(steps[k - 1])]
    assert [value for one in kept for value in one] == pytest.approx(
        [value for one in moved for value in one]
    )
    assert files._stepwise("M 1 2 C 3 4 5 6 7 8", decimals) == "M 1 2 C 3 4 5 6 7 8"


def test_bars_are_as_long_as_their_share_and_in_order():
    svg = draw_bars([Bar("Een", 0.25), Bar("Twee", 1.0, True)], 0.5, "landelijk 50%")
    assert set(texts(svg)) == {"Een", "25%", "Twee", "100%", "landelijk 50%"}
    assert svg.index(">Een<") < svg.index(">Twee<")
    (quiet,), (marked,) = shapes(svg, QUIET), shapes(svg, CROSSES)
    assert (quiet[2] - quiet[0]) / (marked[2] - marked[0]) == pytest.approx(0.25, abs=0.001)
    assert quiet[1] < marked[1]


def test_stations_are_as_high_as_what_goes_through_them():
    svg = draw_alluvial(BANDS, ["Jeugd", "Werk"], NAMES, FILLS)
    blocks = shapes(svg, INK)
    left = sorted(block for block in blocks if block[0] < 200)
    heights = [bottom - top for _, top, _, bottom in left]
    assert len(blocks) == 4
    assert max(heights) / min(heights) == pytest.approx(40 / 20, abs=0.01)
    assert set(texts(svg)) == {
        "Jeugd",
        "Werk",
        "Noord",
        "Zuid",
        "X-stad",
        "&lt;b&gt;Y&lt;/b&gt; $x^2$",
    }


def test_flows_have_the_colour_of_their_fit():
    svg = draw_alluvial(BANDS, ["Jeugd", "Werk"], NAMES, FILLS)
    assert len(shapes(svg, FITS)) == 1
    assert len(shapes(svg, CROSSES)) == 1
    assert len(shapes(svg, LINES["gemeente"])) == 1


def test_the_order_of_bands_does_not_change_the_picture():
    first = draw_alluvial(BANDS, ["Jeugd", "Werk"], NAMES, FILLS)
    assert draw_alluvial(BANDS[::-1], ["Jeugd", "Werk"], NAMES, FILLS) == first


def test_a_small_station_is_high_enough_for_its_name():
    bands = [Band((str(k), "x"), 1.0 if k else 1e6) for k in range(30)]
    names = ({str(k): f"Station {k}" for k in range(30)}, {"x": "Alles"})
    blocks = shapes(draw_alluvial(bands, ["A", "B"], names, {}), INK)
    assert min(bottom - top for _, top, _, bottom in blocks) > 10
    tops = sorted((top, bottom) for left, top, _, bottom in blocks if left < 200)
    assert all(one[1] <= other[0] for one, other in pairwise(tops))


def test_upset_has_a_dot_for_every_domein_in_a_combination():
    names = ["Jeugd", "MO/BW", "Werk"]
    svg = draw_upset([Combination((0, 2), 6), Combination((1, 2), 3), Combination((), 2)], names)
    assert len(shapes(svg, INK)) == 4
    bars = sorted(shapes(svg, FITS))
    heights = [bottom - top for _, top, _, bottom in bars]
    assert heights[0] / heights[1] == pytest.approx(2, abs=0.01)
    assert texts(svg) == ["aantal gemeenten", *names, "6", "3", "2"]


def test_upset_leaves_out_what_does_not_fit():
    many = [Combination((0,), 100 - k) for k in range(MOST + 4)]
    assert len(shapes(draw_upset(many, ["Jeugd"]), FITS)) == MOST


def size_of(svg, text):
    """The size of the letters of a text."""
    style = re.search(rf'<text style="([^"]*)"[^>]*>{text}<', svg)[1]
    return float(re.search(r"([\d.]+)px", style)[1])


HUBS = (Hub("Drenthe", "jeugd", "Jeugd"), Hub("<i>X</i>", "werk", "Werk"))
PARTNERS = (Partner("Altijd", (0, 1)), Partner("Alleen jeugd", (0,)), Partner("Alleen werk", (1,)))


def test_a_network_names_all_and_marks_always_and_once():
    svg = draw_network("Meppel", HUBS, PARTNERS)
    found = texts(svg)
    assert {"Meppel", "Altijd", "Alleen jeugd", "Alleen werk"} <= set(found)
    bold = re.findall(r'<text style="[^"]*(?:bold|700)[^"]*"[^>]*>([^<]*)<', svg)
    assert sorted(bold) == ["Altijd", "Meppel"]
    assert len(shapes(svg, CROSSES)) == 2
    assert "i" not in Page(svg).tags


@pytest.mark.parametrize(
    ("name", "lines"),
    [
        ("Dijk en Waard", ["Dijk en", "Waard"]),
        ("Bodegraven-Reeuwijk", ["Bodegraven-", "Reeuwijk"]),
        ("Súdwest-Fryslân", ["Súdwest-", "Fryslân"]),
    ],
)
def test_the_gemeente_in_the_middle_and_its_verbanden_are_named_in_full(name, lines):
    hub = Hub("Alkmaar (Noord-Kennemerland)", "jeugd", "Jeugd")
    found = texts(draw_network(name, (hub, *HUBS), PARTNERS))
    assert found[-len(lines) :] == lines
    assert not any(one.endswith("…") for one in found)


def test_the_order_of_partners_does_not_change_the_network():
    assert draw_network("Meppel", HUBS, PARTNERS) == draw_network("Meppel", HUBS, PARTNERS[::-1])


def test_many_partners_do_not_stand_on_each_other():
    partners = [Partner(f"Gemeente {k}", (k % 2,)) for k in range(150)]
    svg = draw_network("Meppel", HUBS, partners)
    assert size_of(svg, "Gemeente 7") < size_of(draw_network("M", HUBS, PARTNERS), "Altijd")


def test_a_group_is_coloured_by_verband(quilt, codes):
    a, f, last = (codes[letter] for letter in "AFL")
    panels = [
        Panel("Jeugd", (("N", (a, f)), ("Z", (last,)))),
        Panel("Zorg", (("R", (a, f, last)),)),
    ]
    svg = draw_split(quilt.gemeenten, (a, f, last), panels)
    assert texts(svg).count("Dorp A") == 2
    assert {"Jeugd", "Zorg", "N", "Z", "R"} <= set(texts(svg))
    # A swatch in each legend, and the gemeenten: A and F on one map, and all three on the other.
    assert svg.count(f"fill: {COLOURS[0]}") == 2 + 5
    assert svg.count(f"fill: {COLOURS[1]}") == 1 + 1
    assert "Easting" not in svg


@pytest.mark.parametrize(
    ("text", "width", "shown"),
    [("Meppel", 100, "Meppel"), ("Een\nregel", 100, "Een regel"), ("田", 50, "□")],
)
def test_text_is_made_to_fit(text, width, shown):
    assert fit(text, width, 8) == shown


def test_text_that_is_too_long_ends_in_an_ellipsis():
    cut = fit("Zonderspatie" * 20, 60, 8)
    assert cut.endswith("…")
    assert 5 < len(cut) < 20
