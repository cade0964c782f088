"""The page of a province, and that of the country: the congruence report as a page."""

from dataclasses import replace

from lappendeken.report.document import Picture, Report, Section
from lappendeken.report.province import report_on_province
from lappendeken.site.page import HOME, Chapter, Link, Links, Page
from lappendeken.site.whole import Whole

NOT_HERE = frozenset({"verantwoording"})
"""Chapters of a report that stand on a page of their own."""

ELSEWHERE = frozenset({*NOT_HERE, "kleinste-stappen", "jaren-later"})
"""Chapters on the country that do."""


def province_report(whole: Whole, provincie: str | None) -> Report:
    """The report on a province, or on the country; nobody gives a site reasons."""
    return report_on_province(whole.setting, provincie, whole.made, explaining=False)


def province_page(whole: Whole, provincie: str, report: Report) -> Page:
    """Make the page of a province from its report."""
    area = whole.setting.area(provincie)
    path = whole.addresses.path("provincie", provincie)
    books = Links((Link("Alle tabellen van deze bladzijde (XLSX)", workbook_of(path)),))
    return Page(
        path,
        report.kind,
        provincie,
        report.summary[0],
        (HOME, Link("Provincies", "provincie/index.html")),
        report.summary,
        report.key_figures,
        report.front,
        (
            Chapter(
                "alle-gemeenten",
                f"De gemeenten van {provincie}",
                (Links(tuple(whole.names(area.codes))),),
            ),
            *(one for one in report.sections if one.name not in NOT_HERE),
            Chapter("meenemen", "Meenemen", (books,)),
        ),
        " ".join(filter(None, (f"{report.subtitle}.", report.rests_on))),
        picture=whole.picture("provincie", provincie),
    )


def workbook_of(path: str) -> str:
    """Where the workbook of a province is."""
    return f"downloads/rapport-{path.rpartition('/')[2].removesuffix('.html')}.xlsx"


def country_page(whole: Whole, report: Report) -> Page:
    """Make the page with all that is known of the country."""
    return Page(
        "land.html",
        report.kind,
        f"{whole.provincie or 'Nederland'} in cijfers",
        report.summary[0],
        (HOME,),
        report.summary,
        report.key_figures,
        report.front,
        tuple(_without_maps(one) for one in report.sections if one.name not in ELSEWHERE),
        " ".join(filter(None, (f"{report.subtitle}.", report.rests_on))),
    )


def _without_maps(section: Section) -> Section:
    """A chapter without maps of the whole country: heavy, and the explorer shows the same."""
    kept = tuple(
        one
        for one in section.blocks
        if not (isinstance(one, Picture) and one.name.startswith("kaart-"))
    )
    return replace(section, blocks=kept)
