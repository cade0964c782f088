"""A report as files: its tables as every table is written, and two forms of its own."""

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from types import MappingProxyType

from lappendeken.errors import WrongUsageError
from lappendeken.output import csv, formats, xlsx
from lappendeken.output.files import deliver
from lappendeken.report.document import Report, Text
from lappendeken.report.html import render_html
from lappendeken.report.pdf import render_pdf

_ABOUT = frozenset({"verantwoording"})
"""Chapters of which the text stands in the workbook too."""

_RENDER: Mapping[str, Callable[[Report, Path], dict[Path, bytes]]] = MappingProxyType(
    {
        "html": lambda report, path: {path: render_html(report).encode()},
        "pdf": lambda report, path: {path: render_pdf(report)},
        "xlsx": lambda report, path: {path: render_xlsx(report)},
        "csv": lambda report, path: csv.render_csv(path, report.tables, _facts(report, "csv")),
    }
)

FORMS = tuple(ending[1:] for ending in formats.REPORTS)
"""The forms of a report; each is also the ending of its files."""


def render(report: Report, path: Path, forms: Sequence[str]) -> dict[Path, bytes]:
    """Make the files of a report, without writing any."""
    files: dict[Path, bytes] = {}
    for form in forms:
        if form not in _RENDER:
            raise WrongUsageError(f"De vorm '{form}' bestaat niet; kies uit {', '.join(FORMS)}.")
        files |= _RENDER[form](report, path.with_name(f"{path.name}.{form}"))
    return files


def write(
    report: Report, path: Path | str, forms: Sequence[str] = ("html",), *, overwrite: bool = False
) -> list[Path]:
    """Write a report; all its files or none.

    Parameters
    ----------
    report : Report
        From one of the functions above.
    path : Path or str
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
    return deliver(render(report, Path(path), forms), overwrite=overwrite)


def render_xlsx(report: Report) -> bytes:
    """Make the workbook.

    Parameters
    ----------
    report : Report
        From one of the makers of reports.

    Returns
    -------
    bytes
        The same for the same report. No cell is a formula or a link.
    """
    return xlsx.workbook(report.tables, _facts(report, "xlsx"), _about(report))


def _facts(report: Report, form: str) -> dict[str, str]:
    """What holds for the whole report, and how it was made in this form."""
    command = report.commands.get(form)
    return dict(report.facts) | ({"opdracht": command} if command else {})


def _about(report: Report) -> xlsx.About:
    """What a workbook says beside the tables: the first page, definitions and origin."""
    sentences = [(f"In het kort, {k}", line) for k, line in enumerate(report.summary, start=1)]
    chapters = [section for section in report.sections if section.name in _ABOUT]
    below = [("", line) for line in (report.subtitle, report.rests_on) if line]
    return xlsx.About(
        report.title,
        summary=[(report.kind, report.title), *below, *sentences],
        explained=[
            *((one.label, one.meaning) for one in report.key_figures),
            *(
                (section.title, line)
                for section in chapters
                for block in section.blocks
                if isinstance(block, Text)
                for line in block.lines
            ),
        ],
        made=report.made,
    )
