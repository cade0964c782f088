"""Make a report from a lappendeken."""

from collections.abc import Sequence
from datetime import UTC, date, datetime
from pathlib import Path

import pandas as pd

from lappendeken.model import Lappendeken
from lappendeken.provenance import recorded
from lappendeken.reading.afwijkingen import read_afwijkingen
from lappendeken.reading.editions import is_embedded
from lappendeken.report.closing import Made
from lappendeken.report.document import Report
from lappendeken.report.facts import Basis
from lappendeken.report.gemeente import report_on_gemeente
from lappendeken.report.group import report_on_group
from lappendeken.report.province import report_on_province
from lappendeken.report.setting import Setting


@recorded
def about_province(
    lap: Lappendeken,
    provincie: str,
    *,
    gewicht: str = "gemeenten",
    afwijkingen: str | Path | None = None,
    day: date | None = None,
    indelingen: Sequence[str] = (),
) -> Report:
    """The congruence report on a province.

    Parameters
    ----------
    lap : Lappendeken
        The data.
    provincie : str
        However it is spelt.
    gewicht : str
        One of `registry.WEIGHTS`.
    afwijkingen : str or Path, optional
        A CSV file with the reasons for deviations; see `reading.afwijkingen`.
    day : date, optional
        The date on the report; today when absent.
    indelingen : sequence of str, optional
        However they are spelt: what is compared in place of the usual indelingen. One alone takes
        the place of that of its domein, or stands beside them.

    Returns
    -------
    Report

    Raises
    ------
    UnknownNameError
        With the nearest three, if there is no such province or indeling.
    DataError
        With every fault of the file with reasons.
    """
    return _about_area(lap, lap.find_provincie(provincie), gewicht, afwijkingen, day, indelingen)


@recorded
def about_country(
    lap: Lappendeken,
    *,
    gewicht: str = "gemeenten",
    afwijkingen: str | Path | None = None,
    day: date | None = None,
    indelingen: Sequence[str] = (),
) -> Report:
    """The congruence report on the country.

    Parameters
    ----------
    lap, gewicht, afwijkingen, day, indelingen
        See `about_province`.

    Returns
    -------
    Report

    Raises
    ------
    DataError
        With every fault of the file with reasons.
    """
    return _about_area(lap, None, gewicht, afwijkingen, day, indelingen)


def _about_area(
    lap: Lappendeken,
    provincie: str | None,
    gewicht: str,
    afwijkingen: str | Path | None,
    day: date | None,
    indelingen: Sequence[str],
) -> Report:
    """The report on a province or the country."""
    reasons = None if afwijkingen is None else read_reasons(lap, afwijkingen)
    chosen = tuple(lap.find_indeling(name).id for name in indelingen)
    setting = Setting(Basis(lap, gewicht, chosen))
    return report_on_province(setting, provincie, _made(lap, day), reasons)


@recorded
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


@recorded
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


def read_reasons(lap: Lappendeken, path: str | Path) -> pd.DataFrame:
    """Read the reasons for deviations, with verbanden as the data know them."""
    kinds = lap.verbanden["indeling"].map(lap.indelingen["enkelvoud"])
    return read_afwijkingen(Path(path), lap.verbanden.assign(enkelvoud=kinds))


def _made(lap: Lappendeken, day: date | None) -> Made:
    """When, and with which data."""
    data = "ingebouwd" if is_embedded(lap.bron) else str(lap.bron)
    return Made(day or datetime.now(tz=UTC).date(), data=data)
