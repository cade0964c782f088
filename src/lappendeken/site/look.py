"""How a site looks: its title, colours and logo, checked before the work begins."""

import re
from dataclasses import dataclass, field
from pathlib import Path

from lappendeken.dutch import number
from lappendeken.errors import LappendekenError
from lappendeken.reading.style import read_logo

TITLE = "Passen de regio's?"
COLOUR, ACCENT = "#0b3d91", "#c74e0a"
TEXT_CONTRAST, SIGN_CONTRAST = 4.5, 3.0
"""The least contrast of text and of signs with their ground (WCAG 2.2, AA)."""

GROUND = "#f0f2f4"
"""The darkest on which they stand: that of the menu and the foot of `stijl.css`."""

_COLOUR = re.compile(r"#[0-9a-fA-F]{6}")


@dataclass(frozen=True)
class Look:
    """How a site looks.

    Parameters
    ----------
    titel : str
        Its name, on every page.
    kleur : str
        Of the bar and of links, `#rrggbb`; legible on `GROUND`.
    accent : str
        Of what stands out, `#rrggbb`; visible on `GROUND`.
    logo : Path, optional
        A picture: PNG, JPEG, GIF, WebP or SVG.

    Raises
    ------
    LappendekenError
        If a colour is none or too faint, or the logo is no picture.

    Examples
    --------
    >>> Look(kleur="#cccc00")
    Traceback (most recent call last):
    ...
    lappendeken.errors.LappendekenError: De kleur #cccc00 is te licht: het contrast met de \
ondergrond is 1,5 en moet ten minste 4,5 zijn. Kies een donkerder kleur.
    """

    titel: str = TITLE
    kleur: str = COLOUR
    accent: str = ACCENT
    logo: Path | None = None
    logo_ending: str = field(init=False, default="", repr=False)
    logo_content: bytes = field(init=False, default=b"", repr=False)

    def __post_init__(self) -> None:
        """Check it all."""
        if not self.titel.strip():
            raise LappendekenError("De titel van de site is leeg; geef haar een naam.")
        for colour, least in ((self.kleur, TEXT_CONTRAST), (self.accent, SIGN_CONTRAST)):
            _check_colour(colour, least)
        if self.logo is not None:
            ending, content = read_logo(self.logo, web=True)
            object.__setattr__(self, "logo_ending", ending)
            object.__setattr__(self, "logo_content", content)

    @property
    def logo_path(self) -> str:
        """Where the logo is in the site; empty when there is none."""
        return f"middelen/logo{self.logo_ending}" if self.logo_ending else ""

    @property
    def settings(self) -> str:
        """All that makes it, as text."""
        return repr((self.titel, self.kleur, self.accent, self.logo_ending, self.logo_content))


def contrast(colour: str, other: str = "#ffffff") -> float:
    """The contrast of two colours, from 1 to 21.

    Examples
    --------
    >>> contrast("#000000"), round(contrast("#767676"), 2)
    (21.0, 4.54)
    """
    high, low = sorted((_luminance(colour), _luminance(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


def _luminance(colour: str) -> float:
    """The relative luminance of a colour."""
    parts = [int(colour[k : k + 2], 16) / 255 for k in (1, 3, 5)]
    linear = [p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def _check_colour(colour: str, least: float) -> None:
    """Refuse what is no colour, or cannot be told from its ground."""
    if not _COLOUR.fullmatch(colour):
        raise LappendekenError(f"'{colour}' is geen kleur; schrijf haar als #0b3d91.")
    found = contrast(colour, GROUND)
    if found < least:
        raise LappendekenError(
            f"De kleur {colour} is te licht: het contrast met de ondergrond is {number(found, 1)} "
            f"en moet ten minste {number(least, 1)} zijn. Kies een donkerder kleur."
        )
