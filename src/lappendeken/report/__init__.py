"""Reports: on a province or the country, on a gemeente, and on a group of gemeenten.

>>> import lappendeken as ld
>>> from lappendeken import report
>>> made = report.about_gemeente(ld.load(), "Meppel")
>>> made.title
'Met wie werkt Meppel samen?'
>>> len(report.render_html(made)) > 10_000
True
"""

from collections.abc import Sequence
from datetime import UTC, date, datetime
from pathlib import Path

import pandas as pd

from lappendeken.model import Lappendeken
from lappendeken.output.files import refuse_existing, write_together
from lappendeken.reading.afwijkingen import read_afwijkingen
from lappendeken.reading.editions import is_embedded
from lappendeken.report.area import Setting
from lappendeken.report.closing import Made
from lappendeken.report.document import Report
from lappendeken.report.facts import Basis
from lappendeken.report.files import FORMS, render
from lappendeken.report.gemeente import report_on_gemeente
from lappendeken.report.group import report_on_group
from lappendeken.report.html import render_html
from lappendeken.report.pdf import render_pdf
from lappendeken.report.province import report_on_province
from lappendeken.report.xlsx import render_xlsx

__all__ = [
    "FORMS",
    "Report",
    "about_country",
    "about_gemeente",
    "about_group",
    "about_province",
    "render_html",
    "render_pdf",
    "render_xlsx",
    "write",
]


def about_province(
    lap: Lappendeken,
    provincie: str,
    *,
    gewicht: str = "gemeenten",
    afwijkingen: Path | None = None,
    day: date | None = None,
) -> Report:
    """The congruence report on a province.

    Parameters
    ----------
    lap : Lappendeken
        The data.
    provincie : str
        However it is spelt.
    gewicht : str
        One of `labels.WEIGHTS`.
    afwijkingen : Path, optional
        A CSV file with the reasons for deviations; see `reading.afwijkingen`.
    day : date, optional
        The date on the report; today when absent.

    Returns
    -------
    Report

    Raises
    ------
    UnknownNameError
        With the nearest three, if there is no such province.
    DataError
        With every fault of the file with reasons.
    """
    return _about_area(lap, lap.find_provincie(provincie), gewicht, afwijkingen, day)


def about_country(
    lap: Lappendeken,
    *,
    gewicht: str = "gemeenten",
    afwijkingen: Path | None = None,
    day: date | None = None,
) -> Report:
    """The congruence report on the country.

    Parameters
    ----------
    lap, gewicht, afwijkingen, day
        See `about_province`.

    Returns
    -------
    Report

    Raises
    ------
    DataError
        With every fault of the file with reasons.
    """
    return _about_area(lap, None, gewicht, afwijkingen, day)


def _about_area(
    lap: Lappendeken,
    provincie: str | None,
    gewicht: str,
    afwijkingen: Path | None,
    day: date | None,
) -> Report:
    """The report on a province or the country."""
    reasons = None if afwijkingen is None else read_reasons(lap, afwijkingen)
    setting = Setting(Basis(lap, gewicht))
    return report_on_province(setting, provincie, _made(lap, day), reasons)


def about_gemeente(
    lap: Lappendeken, naam: str, *, gewicht: str = "gemeenten", day: date | None = None
) -> Report:
    """The report on one gemeente: its own landscape.

    Parameters
    ----------
    lap : Lappendeken
        The data.
    naam : str
        Name or code, however it is spelt.
    gewicht, day
        See `about_province`.

    Returns
    -------
    Report

    Raises
    ------
    UnknownNameError
        With the nearest three, if there is no such gemeente.
    """
    return report_on_gemeente(Basis(lap, gewicht), lap.find_gemeente(naam), _made(lap, day))


def about_group(
    lap: Lappendeken,
    namen: Sequence[str],
    *,
    gewicht: str = "gemeenten",
    day: date | None = None,
) -> Report:
    """The report on a group of gemeenten that explores working together.

    Parameters
    ----------
    lap : Lappendeken
        The data.
    namen : sequence of str
        At least two names or codes.
    gewicht, day
        See `about_province`.

    Returns
    -------
    Report

    Raises
    ------
    UnknownNameError
        With the nearest three, if one is unknown.
    LappendekenError
        If there are fewer than two.
    """
    codes = tuple(dict.fromkeys(lap.find_gemeente(naam) for naam in namen))
    return report_on_group(Basis(lap, gewicht), codes, _made(lap, day))


def write(
    report: Report, path: Path, forms: Sequence[str] = ("html",), *, overwrite: bool = False
) -> list[Path]:
    """Write a report; all its files or none.

    Parameters
    ----------
    report : Report
        From one of the functions above.
    path : Path
        Without ending; that of each form is added.
    forms : sequence of str
        Of `FORMS`.
    overwrite : bool
        Whether files that exist may be replaced.

    Returns
    -------
    list of Path
        The files written.

    Raises
    ------
    OutputError
        If a file exists, or cannot be written.
    """
    files = render(report, path, forms)
    if not overwrite:
        refuse_existing(list(files))
    write_together(files)
    return list(files)


def read_reasons(lap: Lappendeken, path: Path) -> pd.DataFrame:
    """Read the reasons for deviations, with verbanden as the data know them."""
    kinds = lap.verbanden["indeling"].map(lap.indelingen["enkelvoud"])
    return read_afwijkingen(path, lap.verbanden.assign(enkelvoud=kinds))


def _made(lap: Lappendeken, day: date | None) -> Made:
    """When, and with which data."""
    data = "ingebouwd" if is_embedded(lap.bron) else str(lap.bron)
    return Made(day or datetime.now(tz=UTC).date(), data=data)
