"""A report as PDF: tagged, with bookmarks and page numbers, by typst and without a browser."""

import json
import re
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import matplotlib as mpl

from lappendeken.drawing.palette import FILLS, LINES, MUTED
from lappendeken.dutch import long_date
from lappendeken.errors import LappendekenError, visible
from lappendeken.output.html import asset
from lappendeken.report.document import Block, Picture, Report, Text
from lappendeken.report.html import PACKAGE
from lappendeken.tables import NUMERIC, Table
from lappendeken.wording.sources import program

INSTALL = 'pip install "lappendeken[pdf]"'
"""How to get what a PDF needs."""

_WIDE_WORD = re.compile(r"(\b\w{12,}\b)")
_SIZE = re.compile(r'width="([0-9.]+)pt" height="([0-9.]+)pt"')


def available() -> bool:
    """Whether a PDF can be made on this machine."""
    return find_spec("typst") is not None


def require() -> None:
    """Refuse to begin when no PDF can be made."""
    if not available():
        raise LappendekenError(f"Een PDF vraagt een extra bibliotheek: {INSTALL}.")


def render_pdf(report: Report) -> bytes:
    """Make the PDF.

    Parameters
    ----------
    report : Report
        From one of the makers of reports.

    Returns
    -------
    bytes
        The same for the same report.

    Raises
    ------
    LappendekenError
        If typst is not there.

    Notes
    -----
    The data reach the template as JSON, never as source. The fonts are those that come with typst
    and matplotlib, so that every machine makes the same file. It meets PDF/UA-1.
    """
    return _compiled(report, annex=False)


def render_annex(report: Report) -> bytes:
    """The first page alone, on one page, to go with a proposal to the executive."""
    return _compiled(report, annex=True)


def _compiled(report: Report, *, annex: bool) -> bytes:
    """A whole report or its annex, set by typst."""
    require()
    data = _data(report) | {
        "annex": annex,
        "command": report.commands.get("bijlage" if annex else "pdf", ""),
    }
    content = json.dumps(_printable(data), ensure_ascii=False)
    return b"".join(set_pages("rapport.typ", content, format="pdf", pdf_standards="ua-1"))


def set_pages(template: str, content: str, **how: Any) -> list[bytes]:
    """Set data by a template of ours, in the letters that come with matplotlib on any machine."""
    import typst  # noqa: PLC0415  an extra

    fonts = Path(mpl.get_data_path()) / "fonts" / "ttf"
    made: Any = typst.compile(
        asset(PACKAGE, template).encode(),
        font_paths=typst.Fonts(include_system_fonts=False, font_paths=[str(fonts)]),
        ignore_system_fonts=True,
        sys_inputs={"gegevens": content},
        **how,
    )
    return [bytes(made)] if isinstance(made, bytes) else [bytes(page) for page in made]


def _data(report: Report) -> Any:
    """A report as plain JSON, every text fit to be set."""
    day = report.made
    running = f"{report.title}  ·  {program()}  ·  {long_date(day)}"
    return {
        "kind": report.kind,
        "title": report.title,
        "subtitle": report.subtitle,
        "rests_on": report.rests_on,
        "running": running,
        "summary": list(report.summary),
        "key_figures": [
            {
                "name": one.name,
                "label": one.label,
                "number": one.number,
                "beside": one.beside,
                "counted": one.counted,
                "meaning": one.meaning,
            }
            for one in report.key_figures
        ],
        "front": [_block(one) for one in report.front if _is_shown(one)],
        "sections": [
            {
                "title": section.title,
                "blocks": [_block(one) for one in section.blocks if _is_shown(one)],
            }
            for section in report.sections
        ],
        "made": f"Gemaakt op {long_date(day)} met {program()}.",
        "program": program(),
        "day": [day.year, day.month, day.day],
        "palette": {
            "inkt": LINES["inkt"],
            "zacht": MUTED,
            "lijn": "#d5dce3",
            "vlak": "#f6f8fa",
            "doorsnijdend": FILLS["doorsnijdend"],
        },
    }


def _is_shown(block: Block) -> bool:
    """Whether a block stands on paper."""
    return not isinstance(block, Table) or bool(block.shown_columns)


def _block(block: Block) -> dict[str, Any]:
    """One block as plain JSON."""
    if isinstance(block, Text):
        return {"soort": "text", "lines": list(block.lines), "items": block.items}
    if isinstance(block, Picture):
        return _picture(block)
    columns = [column for _, column in block.shown_columns]
    return {
        "soort": "table",
        "title": block.title,
        "heads": [column.head for column in columns],
        "widths": [column.width for column in columns],
        "numeric": [column.kind in NUMERIC for column in columns],
        "rows": [[_runs(cell) for cell in row] for row in block.shown_rows],
        "short": block.short,
        "note": block.note,
        "more": block.more,
        "empty": block.empty,
    }


def _runs(cell: str) -> list[tuple[str, bool]]:
    """A cell as runs of text, each with whether it is a word that may be broken."""
    runs = enumerate(_WIDE_WORD.split(cell))
    return [(text, place % 2 == 1) for place, text in runs if text] or [("", False)]


def _picture(picture: Picture) -> dict[str, Any]:
    """A picture as plain JSON."""
    size = _SIZE.search(picture.svg)
    ratio = float(size[1]) / float(size[2]) if size else 1.0
    return {
        "soort": "picture",
        "title": picture.title,
        "alt": picture.alt,
        "caption": picture.caption,
        "svg": picture.svg,
        "share": picture.share,
        "ratio": ratio,
    }


def _printable(value: Any) -> Any:
    """Text without signs that steer a screen; PDF/UA allows none without a shape."""
    if isinstance(value, str):
        return visible(value)
    if isinstance(value, dict):
        return {key: _printable(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [_printable(item) for item in value]
    return value
