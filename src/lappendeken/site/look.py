"""How a site looks: its title, colours and logo, checked before the work begins."""

import re
import tempfile
from dataclasses import dataclass, field
from io import BytesIO
from pathlib import Path

from PIL import Image, UnidentifiedImageError

from lappendeken.dutch import number
from lappendeken.errors import DataError, LappendekenError, explain_os_error
from lappendeken.reading.files.xml import parse

TITLE = "Passen de regio's?"
COLOUR, ACCENT = "#0b3d91", "#c74e0a"
TEXT_CONTRAST, SIGN_CONTRAST = 4.5, 3.0
"""The least contrast of text and of signs with their ground (WCAG 2.2, AA)."""

LARGEST_LOGO = 500_000

_COLOUR = re.compile(r"#[0-9a-fA-F]{6}")
_FORMATS = {"PNG": ".png", "JPEG": ".jpg", "GIF": ".gif", "WEBP": ".webp"}
_ACTIVE = frozenset({"script", "foreignObject", "iframe", "animate", "set", "handler"})


@dataclass(frozen=True)
class Look:
    """How a site looks.

    Parameters
    ----------
    titel : str
        Its name, on every page.
    kleur : str
        Of the bar and of links, `#rrggbb`; legible beside white.
    accent : str
        Of what stands out, `#rrggbb`; visible beside white.
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
    lappendeken.errors.LappendekenError: De kleur #cccc00 is te licht: het contrast met wit is 1,7 \
en moet ten minste 4,5 zijn. Kies een donkerder kleur.
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
            ending, content = _read_logo(self.logo)
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
    """Refuse what is no colour, or cannot be told from white."""
    if not _COLOUR.fullmatch(colour):
        raise LappendekenError(f"'{colour}' is geen kleur; schrijf haar als #0b3d91.")
    found = contrast(colour)
    if found < least:
        raise LappendekenError(
            f"De kleur {colour} is te licht: het contrast met wit is {number(found, 1)} en moet "
            f"ten minste {number(least, 1)} zijn. Kies een donkerder kleur."
        )


def _read_logo(path: Path) -> tuple[str, bytes]:
    """The ending and the content of a picture."""
    try:
        content = path.read_bytes()
    except OSError as error:
        raise LappendekenError(f"Het logo {path}: {explain_os_error(error)}.") from error
    if len(content) > LARGEST_LOGO:
        raise LappendekenError(
            f"Het logo {path} is {number(len(content) / 1000)} kB; maak het kleiner dan "
            f"{number(LARGEST_LOGO / 1000)} kB."
        )
    ending = _bitmap(content) or _drawing(content)
    if not ending:
        raise LappendekenError(
            f"Het logo {path} is geen plaatje dat een webpagina kan tonen; geef een PNG, JPEG, "
            "GIF, WebP of een SVG zonder scripts."
        )
    return ending, content


def _bitmap(content: bytes) -> str:
    """The ending of a picture of dots; empty when it is none."""
    try:
        with Image.open(BytesIO(content)) as picture:
            ending = _FORMATS.get(picture.format or "", "")
            picture.verify()
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError):
        return ""
    return ending


def _drawing(content: bytes) -> str:
    """The ending of an SVG that runs and fetches nothing; empty when it is none."""
    found: list[str] = []
    unfit: list[str] = []

    def start(name: str, given: dict[str, str]) -> None:
        found.append(name)
        fetched = [value for key, value in given.items() if key in {"href", "src"}]
        far = any(not value.startswith(("#", "data:image/")) for value in fetched)
        if name in _ACTIVE or far or any(key.startswith("on") for key in given):
            unfit.append(name)

    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "logo.svg"
        path.write_bytes(content)
        try:
            parse(path, start, lambda _: None, lambda _: None)
        except DataError:
            return ""
    return ".svg" if found[:1] == ["svg"] and not unfit else ""
