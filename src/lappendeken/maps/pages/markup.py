"""Markup of others, cut where it would fetch something, and given what it fetches."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from html.parser import HTMLParser
from importlib import resources

from lappendeken.maps.pages import offline

NEEDLESS, UNKNOWN = "", "?"
"""Stand for a library that the file does without, and one that is only on the internet."""

_LIBRARIES = {
    "leaflet": re.compile(r"(?:^|/)leaflet(?:-src)?(?:\.min)?\.js$"),
    "leaflet.css": re.compile(r"(?:^|/)leaflet(?:\.min)?\.css$"),
    "jquery": re.compile(r"jquery(?:-|@|/)3\.[\d.]*(?:.*/jquery)?(?:\.slim)?(?:\.min)?\.js$"),
    "d3": re.compile(r"(?:/d3[@/]3\.[\d.]*/.*d3|/d3\.v3)(?:\.min)?\.js$"),
    NEEDLESS: re.compile(
        r"/bootstrap(?:\.bundle)?(?:\.min)?\.(?:js|css)$|/bootstrap-glyphicons(?:\.min)?\.css$"
        r"|/leaflet\.awesome-markers(?:\.min)?\.(?:js|css)$|/leaflet\.awesome\.rotate\b.*\.css$"
        r"|font-?awesome.*\.css$"
    ),
}
"""How the address of a library ends that can be put inside the file, or that it does without. Of
jQuery and D3 another major version is another library."""

_PACKAGED = {
    "jquery": ("xstatic.pkg.jquery", "jquery.min.js"),
    "d3": ("xstatic.pkg.d3", "d3.js"),
}
"""Where a library stands that is installed with this program."""


class Part:
    """A piece of a page, cut where it would fetch a script or a style.

    Parameters
    ----------
    text : str
        Markup.

    Attributes
    ----------
    rest : str
        The text without its links.
    scripts : list of str
        The code that stands in it.

    Examples
    --------
    >>> part = Part('<script src="https://x.nl/jquery-3.7.1.js"></script><p>tekst</p>')
    >>> part.rest, part.unknown
    ('<p>tekst</p>', [])
    """

    def __init__(self, text: str) -> None:
        self.text = text
        reader = _Links(text)
        reader.feed(text)
        reader.finish()
        self._links = reader.links
        self.rest = self._replaced([""] * len(self._links))
        self.scripts = offline.scripts_in(self.rest)

    @property
    def unknown(self) -> list[str]:
        """Addresses of what is only on the internet, in order."""
        return [link.address for link in self._links if link.library == UNKNOWN]

    def inlined(self, given: set[str], *, jquery: bool) -> str:
        """The text with the libraries that it asks for."""
        replacements = []
        for link in self._links:
            wanted = link.library not in given and (jquery or link.library != "jquery")
            replacements.append(library_element(link.library) if wanted else "")
            given.add(link.library)
        return self._replaced(replacements)

    def _replaced(self, replacements: Sequence[str]) -> str:
        """The text with other text in the place of each link."""
        pieces, end = [], 0
        for link, replacement in zip(self._links, replacements, strict=True):
            pieces += [self.text[end : link.start], replacement]
            end = link.end
        return "".join([*pieces, self.text[end:]])


@dataclass
class _Link:
    """Where a piece of the page would fetch something: what is cut, and what was asked."""

    start: int
    end: int
    address: str = ""

    @property
    def library(self) -> str:
        """The library that is asked."""
        if not self.address:
            return NEEDLESS
        address = self.address.partition("?")[0].partition("#")[0]
        found = (name for name, known in _LIBRARIES.items() if known.search(address))
        return next(found, UNKNOWN)


class _Links(HTMLParser):
    """Finds the scripts and style sheets that a piece of markup asks for.

    Links to other things, such as an icon, and what `meta` says in the place of a server are found
    without address: the file does without.
    """

    def __init__(self, text: str) -> None:
        super().__init__(convert_charrefs=False)
        self.text = text
        self.links: list[_Link] = []
        self.lines = [0, *(match.end() for match in re.finditer("\n", text))]
        self.open: _Link | None = None

    def place(self) -> int:
        """Where in the text the tag begins that is being read."""
        line, column = self.getpos()
        return self.lines[line - 1] + column

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = {name: value or "" for name, value in attrs}
        start = self.place()
        found = _Link(start, start + len(self.get_starttag_text() or ""))
        if tag == "script" and "src" in values:
            found.address = values["src"].strip()
            self.open = found
        elif tag == "link" and not values.get("href", "").startswith("data:"):
            if "stylesheet" in values.get("rel", "").lower().split():
                found.address = values.get("href", "").strip()
        elif tag != "meta" or "http-equiv" not in values:
            return
        self.links.append(found)

    def handle_endtag(self, tag: str) -> None:
        if tag == "script" and self.open is not None:
            self.open.end = (self.text.find(">", self.place()) + 1) or len(self.text)
            self.open = None

    def finish(self) -> None:
        """Read the end; a script that is never closed ends there."""
        self.close()
        if self.open is not None:
            self.open.end = len(self.text)


@cache
def library_element(library: str) -> str:
    """A library as an element of the page."""
    if library == "leaflet":
        return offline.script_element(offline.leaflet()[1])
    if library == "leaflet.css":
        return offline.style_element(offline.leaflet()[0])
    if library in _PACKAGED:
        package, file = _PACKAGED[library]
        data = resources.files(package) / "data"
        return offline.script_element((data / file).read_text(encoding="utf-8"))
    return ""
