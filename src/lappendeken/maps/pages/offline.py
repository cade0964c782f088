"""Folium pages that are one file: nothing is fetched, and nothing that was not written runs."""

import base64
import hashlib
import json
import re
from collections.abc import Sequence
from functools import cache
from html.parser import HTMLParser
from importlib import resources
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import Any

import folium
from branca.element import Element, Figure

from lappendeken import dutch
from lappendeken.errors import LappendekenError
from lappendeken.maps.pages import assets
from lappendeken.output.files import write_atomically
from lappendeken.output.html import environment
from lappendeken.wording.sources import program

_MIME = {".png": "image/png", ".gif": "image/gif", ".svg": "image/svg+xml"}
_URL = re.compile(r"""url\(\s*(['"]?)(?!data:|#)([^'")]+)\1\s*\)""")
_SOURCE_MAP = re.compile(r"^//# sourceMappingURL=.*$", re.MULTILINE)
_CLOSING = re.compile(r"</(?=script|style)", re.IGNORECASE)
_NO_ZOOM = re.compile(r'<meta name="viewport"[^>]*user-scalable=no[^>]*>')
_LINKS = re.compile(
    r"""<(?:script\b[^>]*\bsrc|link\b[^>]*\bhref)\s*=\s*["']?((?:https?:)?//[^"'\s>]+)""",
    re.IGNORECASE,
)
_ADDED = re.compile(r"\bL\.(?:marker|geoJson)\(|\$\(`")
_PIN = "L.AwesomeMarkers.icon("
_EXECUTED = frozenset({"", "text/javascript", "application/javascript", "module"})
_ESCAPES = str.maketrans({char: f"\\u{ord(char):04x}" for char in "<>&\u2028\u2029"})

ENVIRONMENT = environment("lappendeken.maps")
"""Renders the templates in `assets/`; every value in them is text."""


class Verbatim(Element):
    """Text that goes into the page as it is.

    An `Element` of branca would take the text for a template, and run what it finds in braces.

    Parameters
    ----------
    text : str
        HTML or script.
    """

    def __init__(self, text: str) -> None:
        super().__init__()
        self.text = text

    def render(self, **kwargs: object) -> str:  # noqa: ARG002
        """The text."""
        return self.text


class OfflinePage(Figure):
    """The page around a Folium map: Dutch, with a title, and forbidden to fetch anything.

    Parameters
    ----------
    title : str
        Shown by the browser; any text.
    program : str
        Name and version of what made the page.

    Attributes
    ----------
    images : list of str
        Hosts that images may come from, beside the page itself; none at first.
    """

    def __init__(self, title: str, program: str) -> None:
        super().__init__(title=title, ratio="75%")
        self.program = program
        self.images: list[str] = []
        self._template = ENVIRONMENT.get_template("pagina.html.j2")
        self.header._children.clear()

    def render(self, **kwargs: object) -> str:
        """The whole page, in which a content-security policy allows just its own scripts."""
        html: str = super().render(**kwargs)
        script = self.script_code()
        _refuse_links(self.header.render(), script)
        if _ADDED.search(script):
            data = json_element(_marker_images(), id="lappendeken-marker")
            code = script_element(assets.asset("toevoegingen.js"))
            html = html.replace("</head>", f"{data}\n{code}\n</head>", 1)
        # Folium forbids the reader to enlarge the page.
        return secure(_NO_ZOOM.sub("", html), images=self.images)

    def script_code(self) -> str:
        """What the page runs in the end; no text in it ends the element."""
        return script_text(self.script.render())


def _refuse_links(header: str, script: str) -> None:
    """Refuse what a user added to a map that needs the internet."""
    found = [*_LINKS.findall(header), *(["folium.Icon"] if _PIN in script else [])]
    if found:
        raise LappendekenError(
            "De kaart gebruikt onderdelen die alleen op internet staan: "
            f"{dutch.listing(list(dict.fromkeys(found)))}. Een bestand dat zonder netwerk opent "
            "kan die niet bevatten; haal ze van de kaart."
        )


@cache
def _marker_images() -> dict[str, str]:
    """The images of Leaflet's own marker, as addresses that hold all of them."""
    folder = resources.files("xstatic.pkg.leaflet") / "data" / "images"
    files = {
        "iconUrl": "marker-icon.png",
        "iconRetinaUrl": "marker-icon-2x.png",
        "shadowUrl": "marker-shadow.png",
    }
    return {name: data_address(folder / file) or "" for name, file in files.items()}


def use_offline(drawn: folium.Map, *, title: str, name: str) -> None:
    """Make a Folium map into a page of its own that needs no network."""
    drawn.default_js = []
    drawn.default_css = []
    drawn._id = name
    page = OfflinePage(title, program())
    css, script = leaflet()
    page.header.add_child(Verbatim(style_element(css)), name="leaflet_css")
    page.header.add_child(Verbatim(script_element(script)), name="leaflet")
    page.add_child(drawn, name=drawn.get_name())


def write(drawn: folium.Map, path: Path | str) -> Path:
    """Write a map to a file; an older file of that name stays whole until the new one is.

    Parameters
    ----------
    drawn : Map
        Any Folium map.
    path : Path or str
        The file.

    Returns
    -------
    Path
        The same.

    Raises
    ------
    OutputError
        If it cannot be written.
    """
    path = Path(path)
    write_atomically(path, drawn.get_root().render())
    return path


@cache
def leaflet() -> tuple[str, str]:
    """Leaflet as it is installed, ready to be put inside a page."""
    data = resources.files("xstatic.pkg.leaflet") / "data"

    def embedded(match: re.Match[str]) -> str:
        image = data_address(data / match[2])
        return "none" if image is None else f"url({image})"

    css = assets.squeezed((data / "leaflet.css").read_text(encoding="utf-8"))
    script = _SOURCE_MAP.sub("", (data / "leaflet.js").read_text(encoding="utf-8"))
    return _URL.sub(embedded, css), script


def data_address(image: Traversable) -> str | None:
    """An image as an address that holds all of it."""
    kind = _MIME.get(image.name[image.name.rfind(".") :])
    if kind is None or not image.is_file():
        return None
    return f"data:{kind};base64,{base64.b64encode(image.read_bytes()).decode()}"


def script_element(code: str) -> str:
    r"""A script inside a page.

    Examples
    --------
    >>> script_element("f('</script>')")
    "<script>f('<\\/script>')</script>"
    """
    return f"<script>{script_text(code)}</script>"


def script_text(code: str) -> str:
    r"""The same code in which nothing ends the element that it stands in.

    Examples
    --------
    >>> script_text("f('</script><!--')")
    "f('<\\/script><\\!--')"
    """
    return _CLOSING.sub(r"<\\/", code).replace("<!--", r"<\!--")


def style_element(css: str) -> str:
    """A style sheet inside a page."""
    if _CLOSING.search(css):
        raise ValueError("a style sheet cannot hold a closing tag")
    return f"<style>{css}</style>"


def json_element(content: Any, *, id: str) -> str:  # noqa: A002
    r"""Data inside a page, to be read by its script; never markup, whatever the texts hold.

    Examples
    --------
    >>> json_element(["</script>"], id="x")
    '<script type="application/json" id="x">["\\u003c/script\\u003e"]</script>'
    """
    text = json.dumps(content, ensure_ascii=False, separators=(",", ":"), allow_nan=False)
    return f'<script type="application/json" id="{id}">{text.translate(_ESCAPES)}</script>'


class _Scripts(HTMLParser):
    """Gathers the code of the scripts in a page."""

    def __init__(self) -> None:
        super().__init__()
        self.codes: list[str] = []
        self.inside = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        kind = (dict(attrs).get("type") or "").strip().lower()
        self.inside = tag == "script" and kind in _EXECUTED
        if self.inside:
            self.codes.append("")

    def handle_endtag(self, tag: str) -> None:
        self.inside = self.inside and tag != "script"

    def handle_data(self, data: str) -> None:
        if self.inside:
            self.codes[-1] += data


def scripts_in(html: str) -> list[str]:
    """The code of the scripts in a page or a part of one.

    Examples
    --------
    >>> scripts_in('<script>a</script><script type="application/json">{}</script>')
    ['a']
    """
    scripts = _Scripts()
    scripts.feed(html)
    scripts.close()
    return scripts.codes


def secure(html: str, *, images: Sequence[str] = ()) -> str:
    """A page with a content-security policy: only the scripts in it run, nothing is fetched."""
    # A browser reads every end of line as this one, before it takes the hash of a script.
    html = html.replace("\r\n", "\n").replace("\r", "\n")
    hashes = [
        f"'sha256-{base64.b64encode(hashlib.sha256(code.encode()).digest()).decode()}'"
        for code in scripts_in(html)
    ]
    rules = {
        "default-src": ["'none'"],
        "script-src": hashes or ["'none'"],
        "style-src": ["'unsafe-inline'"],
        "img-src": ["data:", *images],
        "base-uri": ["'none'"],
        "form-action": ["'none'"],
    }
    policy = "; ".join(" ".join([name, *allowed]) for name, allowed in rules.items())
    meta = f'<meta http-equiv="Content-Security-Policy" content="{policy}">'
    return html.replace("<head>", f'<head>\n<meta charset="utf-8">\n{meta}', 1)
