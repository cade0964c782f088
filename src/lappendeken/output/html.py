"""Pages: templates in which every value is text, and what they all may use."""

import re
from functools import cache
from importlib import resources
from urllib.parse import quote

import jinja2
from markupsafe import Markup

from lappendeken.dutch import count
from lappendeken.tables import NUMERIC

_LONG_WORD = re.compile(r"\S{27,}")
_WORDS = re.compile(r"(\s+)")
# After a sign that divides, else after a dozen letters.
_PIECES = re.compile(r"[^/_.-]{1,12}[/_.-]?|[/_.-]")


@cache
def environment(package: str) -> jinja2.Environment:
    """The templates in the `assets` of a package."""
    made = jinja2.Environment(
        loader=jinja2.PackageLoader(package, "assets"),
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
        undefined=jinja2.StrictUndefined,
    )
    made.globals.update(
        data_address=_data_address, is_number=lambda column: column.kind in NUMERIC, count=count
    )
    made.filters["soft"] = _soft
    # A block of a document is told by its class, which output does not know.
    made.tests["a"] = lambda value, name: type(value).__name__ == name
    return made


def asset(package: str, name: str) -> str:
    """The text of one file in the `assets` of a package."""
    return resources.files(package).joinpath("assets", name).read_text(encoding="utf-8")


def _soft(text: str) -> Markup:
    """Text in which a very long word may be broken, so that it stays in its column."""
    escaped = Markup.escape(text)
    if not _LONG_WORD.search(text):
        return escaped
    words = [
        Markup("<wbr>").join(_PIECES.findall(word)) if _LONG_WORD.fullmatch(word) else word
        for word in _WORDS.split(text)
    ]
    return Markup("").join(words)


def _data_address(svg: str) -> str:
    """A drawing as the address of an image; shorter than in base 64."""
    # Asked once for each sign: of a map there are a million.
    signs = {ord(sign): quote(sign, safe=" !$&'()*+,-./:;=?@_~") for sign in set(svg)}
    return "data:image/svg+xml," + svg.translate(signs)
