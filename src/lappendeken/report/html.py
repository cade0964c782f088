"""A report as one HTML file that needs no network and reads well on paper."""

from markupsafe import Markup

from lappendeken.drawing.palette import css_variables
from lappendeken.dutch import long_date
from lappendeken.output.html import asset, environment
from lappendeken.report.document import Report
from lappendeken.wording.sources import program

PACKAGE = "lappendeken.report"
"""Where its templates and styles are."""


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
    style = Markup("\n".join([css_variables(), asset(PACKAGE, "rapport.css")]))  # noqa: S704
    return (
        environment(PACKAGE)
        .get_template("rapport.html.j2")
        .render(
            report=report,
            style=style,
            program=program(),
            made=long_date(report.made),
            command=report.commands.get("html", ""),
        )
    )
