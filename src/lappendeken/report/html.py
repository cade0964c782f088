"""A report as one HTML file that needs no network and reads well on paper."""

import re
from functools import cache
from importlib import resources
from urllib.parse import quote

import jinja2
from markupsafe import Markup

from lappendeken.drawing.palette import css_variables
from lappendeken.dutch import count, long_date
from lappendeken.report.document import Picture, Report, Text
from lappendeken.tables import NUMERIC, Table
from lappendeken.wording.sources import program

_PACKAGE = "lappendeken.report"
_LONG_WORD = re.compile(r"\S{27,}")
_WORDS = re.compile(r"(\s+)")
# After a sign that divides, else after a dozen letters.
_PIECES = re.compile(r"[^/_.-]{1,12}[/_.-]?|[/_.-]")


@cache
def environment() -> jinja2.Environment:
    """The templates; every value in them is text."""
    made = jinja2.Environment(
        loader=jinja2.PackageLoader(_PACKAGE, "assets"),
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
        undefined=jinja2.StrictUndefined,
    )
    made.globals.update(
        data_address=_data_address, is_number=lambda column: column.kind in NUMERIC, count=count
    )
    made.filters["soft"] = _soft
    made.tests.update(
        table=lambda block: isinstance(block, Table),
        picture=lambda block: isinstance(block, Picture),
        text=lambda block: isinstance(block, Text),
    )
    return made


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
    return "data:image/svg+xml," + quote(svg, safe=" !$&'()*+,-./:;=?@_~")


def asset(name: str) -> str:
    """One file of the assets."""
    return resources.files(_PACKAGE).joinpath("assets", name).read_text(encoding="utf-8")


def render_html(report: Report) -> str:
    """Make the page.

    Parameters
    ----------
    report : Report
        From one of the makers of reports.

    Returns
    -------
    str
        One HTML file without scripts; it may fetch nothing.
    """
    # The style is ours, not data: the only thing that is put into the page as it is.
    style = Markup("\n".join([css_variables(), asset("rapport.css")]))  # noqa: S704
    return (
        environment()
        .get_template("rapport.html.j2")
        .render(
            report=report,
            style=style,
            program=program(),
            made=long_date(report.made),
            command=report.commands.get("html", ""),
        )
    )
