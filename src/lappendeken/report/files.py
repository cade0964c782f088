"""A report as files: its tables as every table is written, and two forms of its own."""

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from types import MappingProxyType

from lappendeken.errors import WrongUsageError
from lappendeken.output import csv, formats, xlsx
from lappendeken.output.files import deliver
from lappendeken.report import office, pdf
from lappendeken.report.document import Report, Text
from lappendeken.report.html import render_html
from lappendeken.report.office import PLAIN, Style
from lappendeken.report.pdf import render_annex, render_pdf
from lappendeken.report.presentation import render_pptx
from lappendeken.report.word import render_docx

_ABOUT = frozenset({"verantwoording"})
"""Chapters of which the text stands in the workbook too."""

ANNEX = "bijlage"
"""The form that is one page to go with a proposal."""

_RENDER: Mapping[str, Callable[[Report, Path, Style], dict[Path, bytes]]] = MappingProxyType(
    {
        "html": lambda report, path, _: {path: render_html(report).encode()},
        "pdf": lambda report, path, _: {path: render_pdf(report)},
        "xlsx": lambda report, path, _: {path: render_xlsx(report)},
        "csv": lambda report, path, _: csv.render_csv(path, report.tables, _facts(report, "csv")),
        "docx": lambda report, path, style: {path: render_docx(report, style)},
        "pptx": lambda report, path, style: {path: render_pptx(report, style)},
        ANNEX: lambda report, path, _: {path: render_annex(report)},
    }
)

FORMS = (*(ending[1:] for ending in formats.REPORTS), ANNEX)
"""The forms of a report; each but the annex is also the ending of its files."""


def require(forms: Sequence[str]) -> None:
    """Refuse to begin when a form cannot be made on this machine."""
    if {"pdf", ANNEX} & set(forms):
        pdf.require()
    if {"docx", "pptx"} & set(forms):
        office.require()


def path_of(path: Path, form: str) -> Path:
    """The file of a report in a form, from its name without ending.

    Examples
    --------
    >>> path_of(Path("drenthe"), "docx").name, path_of(Path("drenthe"), "bijlage").name
    ('drenthe.docx', 'drenthe-bijlage.pdf')
    """
    if form != ANNEX:
        return path.with_name(f"{path.name}.{form}")
    own = path.name if path.name.endswith(ANNEX) else f"{path.name}-{ANNEX}"
    return path.with_name(f"{own}.pdf")


def render(
    report: Report, path: Path, forms: Sequence[str], style: Style = PLAIN
) -> dict[Path, bytes]:
    """Make the files of a report, without writing any."""
    files: dict[Path, bytes] = {}
    for form in forms:
        if form not in _RENDER:
            raise WrongUsageError(f"De vorm '{form}' bestaat niet; kies uit {', '.join(FORMS)}.")
        files |= _RENDER[form](report, path_of(path, form), style)
    return files


def write(
    report: Report,
    path: Path | str,
    forms: Sequence[str] = ("html",),
    *,
    overwrite: bool = False,
    style: Style = PLAIN,
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
    style : Style
        The house style of DOCX and PPTX, from `read_style`.

    Returns
    -------
    list of Path
        The files written.

    Raises
    ------
    OutputError
        If a file exists, or cannot be written.
    """
    return deliver(render(report, Path(path), forms, style), overwrite=overwrite)


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
