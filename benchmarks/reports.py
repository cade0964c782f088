"""How long the reports take, from the first number to the last file, and how large they are."""

import tempfile
from collections.abc import Iterator
from datetime import date
from pathlib import Path

from benchmarks.measuring import seconds
from lappendeken import load
from lappendeken.report import bundle, office, pdf, write
from lappendeken.report.closing import Made
from lappendeken.report.facts import Basis
from lappendeken.report.province import report_on_province
from lappendeken.report.setting import Setting

FORMS = ("html", "xlsx", "pdf", "docx", "pptx")
DAY = date(2026, 11, 22)


def report_figures() -> Iterator[tuple[str, float, float, str]]:
    """Time of one province, of all and the country on one core, of all gemeenten; largest file.

    Yields
    ------
    tuple
        What was measured, the figure, its limit and the unit; nothing but a printed sentence
        where no PDF can be made.
    """
    if not (pdf.available() and office.available()):
        print("reports: skipped, for the extras pdf and office are not both there")
        return
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        one = seconds(lambda: _write(folder / "een", ["Overijssel"]), 1)
        yield f"report on one province as {', '.join(FORMS)}, reading included", one, 8, "s"
        provinces: list[str | None] = sorted(set(load().gemeenten["provincie"]))
        everything = seconds(lambda: _write(folder / "alle", [*provinces, None]), 1)
        yield f"reports on {len(provinces)} provinces and the country", everything, 45, "s"
        pages = seconds(lambda: _write_gemeenten(folder / "gemeenten"), 1)
        yield "reports on all gemeenten as html, on all cores", pages, 90, "s"
        largest = max(path.stat().st_size for path in folder.rglob("*.*")) / 1e6
        yield "largest file of a report", largest, 3, "MB"


def _write(folder: Path, provinces: list[str | None]) -> None:
    """Write the reports on some provinces; None is the country."""
    folder.mkdir()
    setting = Setting(Basis(load()))
    for provincie in provinces:
        report = report_on_province(setting, provincie, Made(DAY))
        write(report, folder / (provincie or "land"), FORMS)


def _write_gemeenten(folder: Path) -> None:
    """Write the report on every gemeente as a page."""
    how = bundle.How(None, None, (), "gemeenten", ("html",), DAY, "ingebouwd")
    every = bundle.subjects(load(), {}, lambda *_: {}, gemeenten=True)
    bundle.write(bundle.Folder(folder, "bench"), list(every), how)
