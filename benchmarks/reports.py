"""How long the reports take, from the first number to the last file, and how large they are."""

import tempfile
from collections.abc import Iterator
from datetime import date
from pathlib import Path

from benchmarks.measuring import seconds
from lappendeken import load
from lappendeken.report import pdf, write
from lappendeken.report.closing import Made
from lappendeken.report.facts import Basis
from lappendeken.report.province import report_on_province
from lappendeken.report.setting import Setting

FORMS = ("html", "xlsx", "pdf")
DAY = date(2026, 11, 22)


def report_figures() -> Iterator[tuple[str, float, float, str]]:
    """Time of one province, time of all and the country, on one core, and the largest file.

    Yields
    ------
    tuple
        What was measured, the figure, its limit and the unit; nothing but a printed sentence
        where no PDF can be made.
    """
    if not pdf.available():
        print(f"reports: skipped, for there is no typst ({pdf.INSTALL})")
        return
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        one = seconds(lambda: _write(folder / "een", ["Overijssel"]), 1)
        yield "report on one province as html, xlsx and pdf, reading included", one, 6, "s"
        provinces: list[str | None] = sorted(set(load().gemeenten["provincie"]))
        everything = seconds(lambda: _write(folder / "alle", [*provinces, None]), 1)
        yield f"reports on {len(provinces)} provinces and the country", everything, 45, "s"
        largest = max(path.stat().st_size for path in folder.rglob("*.*")) / 1e6
        yield "largest file of a report", largest, 3, "MB"


def _write(folder: Path, provinces: list[str | None]) -> None:
    """Write the reports on some provinces; None is the country."""
    folder.mkdir()
    setting = Setting(Basis(load()))
    for provincie in provinces:
        report = report_on_province(setting, provincie, Made(DAY))
        write(report, folder / (provincie or "land"), FORMS)
