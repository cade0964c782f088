"""The one palette of maps and reports: safe for colour-blind readers and in greyscale print.

The four types form a ramp of lightness from `gelijk` to `doorsnijdend`, so that a greyscale copy
still tells them apart; the first three are blue and recede, the last is orange and does not. The
sentence in `texts.summary` names that colour.
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
        NOT_COMPARED: "#ffffff",
    }
)
"""Fill of each type of region, best fit first."""

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


def css_variables() -> str:
    """The palette as CSS custom properties, for a `:root` rule.

    Returns
    -------
    str

    Examples
    --------
    >>> css_variables().splitlines()[1]
    '  --vlak-gelijk: #e4eef5;'
    """
    fills = [f"  --vlak-{name}: {value};" for name, value in FILLS.items()]
    lines = [f"  --lijn-{name}: {value};" for name, value in LINES.items()]
    return "\n".join([":root {", *fills, *lines, "}"])
