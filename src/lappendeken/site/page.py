"""A page as data, and how it becomes HTML: one template, in which every value is text."""

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from markupsafe import Markup

from lappendeken.output.html import environment
from lappendeken.report.document import Picture, Section, Text
from lappendeken.site.addresses import COLUMNS, Addresses, relative
from lappendeken.site.look import Look
from lappendeken.tables import KeyFigure, Table

PACKAGE = "lappendeken.site"
"""Where its template, style and script are."""

NAV = (
    ("index.html", "Begin"),
    ("verkenner.html", "Kaart"),
    ("provincie/index.html", "Provincies"),
    ("gemeente/index.html", "Gemeenten"),
    ("verband/index.html", "Verbanden"),
    ("indeling/index.html", "Indelingen"),
    ("toeval.html", "Meer dan toeval?"),
    ("kleinste-verandering.html", "Kleinste verandering"),
    ("jaren.html", "Wat er veranderde"),
    ("verantwoording.html", "Verantwoording"),
    ("downloads.html", "Downloads"),
)
"""The pages that every page refers to."""

PICTURE = "middelen/deel/{}.png"
"""Where a picture is that is shown where a page is shared."""

_ESCAPES = str.maketrans({char: f"\\u{ord(char):04x}" for char in "<>&\u2028\u2029"})
_SIZE = re.compile(r'<svg\b[^>]*?\bwidth="([0-9.]+)pt"[^>]*?\bheight="([0-9.]+)pt"', re.DOTALL)
_TURNED = re.compile(r'<svg\b[^>]*?\bheight="([0-9.]+)pt"[^>]*?\bwidth="([0-9.]+)pt"', re.DOTALL)


@dataclass(frozen=True)
class Link:
    """A reference to a page or file of the site.

    Parameters
    ----------
    text : str
        What it says.
    path : str
        Where it is in the site, or an address that begins with `https://`.
    beside : str
        What stands behind it; may be empty.
    """

    text: str
    path: str
    beside: str = ""


HOME = Link("Begin", "index.html")
"""The first page."""


@dataclass(frozen=True)
class Links:
    """References below each other."""

    links: tuple[Link, ...]


@dataclass(frozen=True)
class Facts:
    """What is known of one thing: pairs of a head and what is so."""

    rows: tuple[tuple[str, str | Link], ...]


@dataclass(frozen=True)
class Chart:
    """A small map.

    Parameters
    ----------
    svg : Markup
        From `Shapes.draw`.
    caption : str
        What it shows, in words.
    legend : tuple of two str
        Class and label of each colour.
    """

    svg: Markup
    caption: str
    legend: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class Matrix:
    """A square of shares, each cell coloured by how high it is.

    Parameters
    ----------
    title : str
        What it holds.
    heads : tuple of Link
        Of rows and columns.
    cells : tuple of tuple
        Class and text of each.
    """

    title: str
    heads: tuple[Link, ...]
    cells: tuple[tuple[tuple[str, str], ...], ...]


Block = Table | Picture | Text | Links | Facts | Chart | Matrix


@dataclass(frozen=True)
class Chapter:
    """A chapter, in which more may stand than in one of a report.

    Parameters
    ----------
    name, title : str
        Its anchor and its heading.
    blocks : tuple of Block
        What stands in it.
    """

    name: str
    title: str
    blocks: tuple[Block, ...]


@dataclass(frozen=True)
class Page:
    """A page of the site.

    Parameters
    ----------
    path : str
        Where it is.
    kind, title : str
        What it is, and its heading.
    description : str
        What it is about, for who finds it elsewhere.
    crumbs : tuple of Link
        The way to it.
    lead : tuple of str
        What is said first.
    figures : tuple of KeyFigure
        The numbers on top.
    front, sections : tuple
        Blocks before the first chapter, and the chapters.
    rests_on : str
        Of which dates it is, and how sure.
    picture : str
        What is shown of it where it is shared.
    data : mapping, optional
        A description for search engines (schema.org).
    """

    path: str
    kind: str
    title: str
    description: str
    crumbs: tuple[Link, ...] = ()
    lead: tuple[str, ...] = ()
    figures: tuple[KeyFigure, ...] = ()
    front: tuple[Block, ...] = ()
    sections: tuple[Chapter | Section, ...] = ()
    rests_on: str = ""
    picture: str = PICTURE.format("land")
    data: Mapping[str, Any] | None = None


@dataclass(frozen=True, eq=False)
class Frame:
    """What every page of a site shares.

    Parameters
    ----------
    look : Look
        Its title, logo and colours.
    addresses : Addresses
        Where the pages are.
    nav : tuple of two str
        Address and name of what every page refers to.
    footer : tuple of str
        What stands below every page.
    adres : str
        Where the site will be, ending in `/`; empty when that is not known.
    """

    look: Look
    addresses: Addresses
    nav: tuple[tuple[str, str], ...]
    footer: tuple[str, ...]
    adres: str = ""

    def sharing(self, page: Page) -> str:
        """What the head of a page says to who finds or shares it."""
        template = environment(PACKAGE).get_template("delen.html.j2")
        return template.render(page=page, frame=self, to=lambda path: relative(path, page.path))

    def render(self, page: Page) -> dict[str, bytes]:
        """The page and its pictures, by where they are in the site."""
        pictures: dict[str, bytes] = {}
        stem = page.path.removesuffix(".html").replace("/", "-")

        def keep(picture: Picture) -> str:
            path = f"beeld/{stem}-{picture.name}.svg"
            pictures[path] = picture.svg.encode()
            return relative(path, page.path)

        html = (
            environment(PACKAGE)
            .get_template("pagina.html.j2")
            .render(
                page=page,
                frame=self,
                to=lambda path: path if "://" in path else relative(path, page.path),
                basis=relative(".", page.path),
                keep=keep,
                size=_size,
                targets=self._targets,
                here=_nav_of(page.path),
                data=None if page.data is None else _json(page.data),
            )
        )
        return {page.path: html.encode(), **pictures}

    def _targets(self, table: Table) -> list[str]:
        """For every shown row of a table the page of what it is about; empty when it has none."""
        heads = [column.name for column in table.columns]
        name = next((one for one in COLUMNS if one in heads), None)
        rows = table.rows[: table.printed]
        if name is None:
            return [""] * len(rows)
        place, kind = heads.index(name), COLUMNS[name]
        return [self.addresses.path(kind, str(row[place])) for row in rows]


def _nav_of(path: str) -> str:
    """The part of the site that a page belongs to."""
    folder, found, _ = path.rpartition("/")
    return f"{folder}/index.html" if found else path


def _size(picture: Picture) -> tuple[int, int]:
    """Width and height of a picture, so that the page does not move when it comes."""
    if found := _SIZE.search(picture.svg):
        wide, high = found.groups()
    elif found := _TURNED.search(picture.svg):
        high, wide = found.groups()
    else:
        return 640, 400
    return round(float(wide) * 4 / 3), round(float(high) * 4 / 3)


def _json(content: Mapping[str, Any]) -> Markup:
    """Data inside a page; never markup, whatever the texts hold."""
    text = json.dumps(content, ensure_ascii=False, separators=(",", ":"), allow_nan=False)
    return Markup(text.translate(_ESCAPES))  # noqa: S704  no sign of markup is left in it


def links(found: Sequence[tuple[str, str]]) -> Links:
    """References from pairs of a text and an address."""
    return Links(tuple(Link(text, path) for text, path in found))
