"""Colours: told apart by colour-blind readers and on a greyscale print, and text that reads."""

import re
from itertools import combinations, pairwise

import numpy as np
import pytest

from lappendeken.drawing import palette
from lappendeken.maps.pages import assets
from lappendeken.measures import RegionType

# Machado, Oliveira & Fernandes (2009), deuteranopia: severity 1.0, on linear RGB.
DEUTERANOPIA = np.array(
    [
        [0.367322, 0.860646, -0.227968],
        [0.280085, 0.672501, 0.047413],
        [-0.011820, 0.042940, 0.968881],
    ]
)
TO_XYZ = np.array(
    [
        [0.4124564, 0.3575761, 0.1804375],
        [0.2126729, 0.7151522, 0.0721750],
        [0.0193339, 0.1191920, 0.9503041],
    ]
)
WHITE = np.array([0.95047, 1.0, 1.08883])

TYPES = [palette.FILLS[kind.value] for kind in RegionType if kind != "onbekend"]
UNKNOWN = palette.FILLS["onbekend"]
STEPS = [*palette.RAMP, palette.RAMP_END]
DAY, NIGHT = (
    dict(re.findall(r"--([\w-]+): (#[0-9a-f]{6});", part))
    for part in assets.asset("basis.css").split("@media screen and (prefers-color-scheme: dark)", 1)
)


def linear(colour):
    """A colour as the linear light of red, green and blue."""
    parts = np.array([int(colour[k : k + 2], 16) for k in (1, 3, 5)]) / 255
    return np.where(parts <= 0.04045, parts / 12.92, ((parts + 0.055) / 1.055) ** 2.4)


def luminance(colour):
    """Relative luminance as WCAG defines it: the light that is left on a greyscale print."""
    return float(linear(colour) @ [0.2126, 0.7152, 0.0722])


def contrast(one, other):
    """Contrast ratio as WCAG defines it, between 1 and 21."""
    low, high = sorted([luminance(one), luminance(other)])
    return (high + 0.05) / (low + 0.05)


def seen(colour):
    """A colour in CIELAB as a deuteranope sees it."""
    light = (DEUTERANOPIA @ linear(colour)).clip(0, 1)
    ratio = TO_XYZ @ light / WHITE
    curve = np.where(ratio > 216 / 24389, np.cbrt(ratio), (24389 / 27 * ratio + 16) / 116)
    return np.array([116 * curve[1] - 16, 500 * (curve[0] - curve[1]), 200 * (curve[1] - curve[2])])


def difference(one, other):
    """How far two colours are apart for a deuteranope; about 2.3 is just noticeable."""
    return float(np.linalg.norm(seen(one) - seen(other)))


def test_the_yardsticks_measure_what_is_known():
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.01)
    # A deuteranope sees greys as they are, and red and green as much the same.
    assert seen("#808080") == pytest.approx([53.6, 0, 0], abs=0.5)
    # #b05000 and #808000 differ in red and green only.
    assert difference("#b05000", "#808000") < difference("#b05000", "#8000b0") / 3


def test_each_step_of_the_ramp_is_darker_than_the_last():
    assert len(palette.RAMP) == 5
    lights = [luminance(colour) for colour in STEPS]
    assert lights == sorted(lights, reverse=True)
    assert min(contrast(one, other) for one, other in pairwise(STEPS)) > 1.35


def test_types_differ_in_greyscale():
    lights = [luminance(colour) for colour in TYPES]
    assert lights == sorted(lights, reverse=True)
    assert min(contrast(one, other) for one, other in pairwise(TYPES)) > 1.25


@pytest.mark.parametrize("colours", [STEPS, [*TYPES, UNKNOWN]], ids=["ramp", "types"])
def test_a_deuteranope_tells_all_classes_apart(colours):
    assert min(difference(one, other) for one, other in combinations(colours, 2)) > 10


def test_a_gemeente_outside_the_province_is_no_class():
    for colour in [*STEPS, *TYPES[1:]]:
        assert difference(palette.OUTSIDE, colour) > 8


@pytest.mark.parametrize("fill", [*palette.RAMP, *palette.PATCHES, *TYPES, UNKNOWN])
def test_borders_show_on_every_fill(fill):
    assert contrast(palette.LINES["inkt"], fill) > 3


def test_dashed_borders_show_on_the_white_below_them():
    assert contrast(palette.LINES["ander"], "#ffffff") > 3


@pytest.mark.parametrize("dense", [True, False])
def test_hatching_shows_on_its_fill(dense):
    fill, line = palette.HATCHINGS[dense]
    assert contrast(fill, line) > 3


@pytest.mark.parametrize("text", ["tekst", "zacht", "nadruk"])
@pytest.mark.parametrize("background", ["#ffffff", DAY["vlak"], "#eaf1fb"])
def test_text_has_the_contrast_that_wcag_asks(text, background):
    assert contrast(DAY[text], background) > 4.5


@pytest.mark.parametrize("text", ["tekst", "zacht", "nadruk"])
@pytest.mark.parametrize("background", ["papier", "vlak", "gekozen", "deel"])
def test_text_has_that_contrast_at_night(text, background):
    assert contrast(NIGHT[text], NIGHT[background]) > 4.5


def test_pages_and_prints_write_in_the_same_colours():
    assert DAY["tekst"] == palette.TEXT
    assert DAY["zacht"] == palette.MUTED


def test_the_palette_reaches_the_pages():
    variables = dict(re.findall(r"--([\w-]+): (#[0-9a-f]{6});", palette.css_variables()))
    assert [variables[f"trap-{k}"] for k in range(1, 7)] == STEPS
    assert variables["vlak-doorsnijdend"] == TYPES[-1]
    assert variables["vlak-elders"] == palette.OUTSIDE
    assert variables["lijn-inkt"] == palette.LINES["inkt"]
