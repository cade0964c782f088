"""A report as files: their names, their forms, and nothing half written."""

import os
import re
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from types import MappingProxyType

from lappendeken.errors import OutputError, WrongUsageError
from lappendeken.names import normalise
from lappendeken.output import formats
from lappendeken.report.csv import render_csv
from lappendeken.report.document import Report
from lappendeken.report.html import render_html
from lappendeken.report.pdf import render_pdf
from lappendeken.report.xlsx import render_xlsx

_RENDER: Mapping[str, Callable[[Report, Path], dict[Path, bytes]]] = MappingProxyType(
    {
        "html": lambda report, path: {path: render_html(report).encode()},
        "pdf": lambda report, path: {path: render_pdf(report)},
        "xlsx": lambda report, path: {path: render_xlsx(report)},
        "csv": render_csv,
    }
)

FORMS = tuple(ending[1:] for ending in formats.REPORTS)
"""The forms of a report; each is also the ending of its files."""

_NO_WORD = re.compile(r"[^a-z0-9]+")
_LONGEST = 60


def slug(name: str, other: str) -> str:
    """A name fit for a file: small letters, digits and dashes.

    Examples
    --------
    >>> slug("Súdwest-Fryslân", "gemeente"), slug("../../etc", "x"), slug("田", "provincie")
    ('sudwest-fryslan', 'etc', 'provincie')
    """
    return _NO_WORD.sub("-", normalise(name))[:_LONGEST].strip("-") or other


def render(report: Report, path: Path, forms: Sequence[str]) -> dict[Path, bytes]:
    """Make the files of a report, without writing any."""
    files: dict[Path, bytes] = {}
    for form in forms:
        if form not in _RENDER:
            raise WrongUsageError(f"De vorm '{form}' bestaat niet; kies uit {', '.join(FORMS)}.")
        files |= _RENDER[form](report, path.with_name(f"{path.name}.{form}"))
    return files


def check_folder(folder: Path) -> None:
    """Refuse a folder in which nothing can be written, before the work begins.

    Parameters
    ----------
    folder : Path
        May not exist yet.

    Raises
    ------
    OutputError
        Saying why.
    """
    there = next(one for one in (folder, *folder.parents) if one.exists())
    if not there.is_dir():
        raise OutputError(f"In {folder} kan niets worden geschreven: {there} is geen map.")
    if not os.access(there, os.W_OK | os.X_OK):
        raise OutputError(
            f"In {folder} kan niets worden geschreven: u hebt geen toegang tot {there}."
        )
