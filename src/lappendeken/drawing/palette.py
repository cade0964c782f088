"""The one palette of maps and reports: safe for colour-blind readers and in greyscale print.

The four types that are known form a ramp of lightness from `gelijk` to `doorsnijdend`, so that a
greyscale copy still tells them apart; the first three are blue and recede, the last is orange and
does not. The sentence in `texts.summary` names that colour. What is unknown is grey. Quantities
have a ramp of their own, from pale yellow to blue: its steps differ in lightness and, for a reader
who cannot tell red from green, in hue too.
"""

from collections.abc import Mapping
from types import MappingProxyType

from lappendeken.measures import RegionType

NOT_COMPARED = "buiten"
"""Class of a gemeente that is not in both indelingen."""

FILLS: Mapping[str, str] = MappingProxyType(
    {
        RegionType.GELIJK.value: "#e4eef5",
        RegionType.GENEST.value: "#b9d3e6",
        RegionType.SAMENGESTELD.value: "#7fabce",
        RegionType.DOORSNIJDEND.value: "#c74e0a",
        RegionType.ONBEKEND.value: "#d3cdbf",
        NOT_COMPARED: "#ffffff",
    }
)
"""Fill of each type of region, best fit first."""

RAMP: tuple[str, ...] = ("#f7ecca", "#b0d1a2", "#5fb6ab", "#2793b1", "#1c71a7")
"""Fills of five classes of a quantity, the least first; a line of ink shows on each of them."""

RAMP_END = "#04498a"
"""A sixth, darkest step, for a class that stands apart at the end of a scale, such as 100%."""

PATCHES: tuple[str, ...] = ("#b9d3e6", "#f0b48a", "#b0d1a2", "#f7ecca", "#5fb6ab", "#7fabce")
"""Fills that mean nothing but that neighbours differ; a line of ink shows on each of them."""

OUTSIDE = "#f0f2f4"
"""Fill of gemeenten that are there only for orientation, such as those of other provinces."""

LINES: Mapping[str, str] = MappingProxyType(
    {
        "inkt": "#17212b",
        "ander": "#0b3d91",
        "gemeente": "#8a97a3",
        "kust": "#5b6874",
        "streep": "#3d1a02",
    }
)
"""Colours of lines: regions that are coloured, regions they are compared with, gemeenten, coast,
and the hatching of schuurgemeenten."""

HATCHINGS: Mapping[bool, tuple[str, str]] = MappingProxyType(
    {
        True: (FILLS[RegionType.DOORSNIJDEND.value], LINES["streep"]),
        False: (FILLS[RegionType.GENEST.value], LINES["inkt"]),
    }
)
"""Of dense and of sparse hatching: the fill it most often lies on, and its colour."""

TEXT = LINES["inkt"]
"""Colour of text; the same as in `assets/basis.css`."""

MUTED = "#52606d"
"""Colour of text that may recede; the same as in `assets/basis.css`."""


FITS, CROSSES = FILLS["samengesteld"], FILLS["doorsnijdend"]
"""Fills of what fits and what does not, as on the maps."""

QUIET = FILLS["genest"]
"""Fill of bars that are there to compare with."""

SPOTS: Mapping[str, str] = MappingProxyType(
    {
        "hoog bij hoog": RAMP_END,
        "hoog": RAMP_END,
        "hoog bij laag": FILLS["samengesteld"],
        "laag bij hoog": "#f0b48a",
        "laag bij laag": FILLS["doorsnijdend"],
        "laag": FILLS["doorsnijdend"],
        "": OUTSIDE,
    }
)
"""Fills of high and low scores that lie together; of the rest at the end."""

DOMAIN_COLOURS = {
    "jeugd": RAMP_END,
    "mo-bw": FILLS["doorsnijdend"],
    "werk": RAMP[2],
    "zorg": RAMP[3],
    "onderwijs": RAMP[1],
    "veiligheid": LINES["kust"],
    "bestuur": LINES["gemeente"],
    "fysiek": FILLS["samengesteld"],
    "overig": LINES["gemeente"],
}
"""A colour for each domein; its name always stands beside it."""


def css_variables() -> str:
    """The palette as CSS custom properties, for a `:root` rule.

    Examples
    --------
    >>> css_variables().splitlines()[1]
    '  --vlak-gelijk: #e4eef5;'
    """
    fills = [f"  --vlak-{name}: {value};" for name, value in FILLS.items()]
    ramp = [f"  --trap-{k}: {value};" for k, value in enumerate((*RAMP, RAMP_END), start=1)]
    lines = [f"  --lijn-{name}: {value};" for name, value in LINES.items()]
    outside = f"  --vlak-elders: {OUTSIDE};"
    return "\n".join([":root {", *fills, outside, *ramp, *lines, "}"])
