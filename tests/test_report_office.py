"""Word documents and slides in LibreOffice: whole, filled, and nothing outside a page."""

import re
import shutil
import subprocess
from collections import Counter

import docx
import pptx
import pypdf
import pytest
from reports import DAY, squeeze

from lappendeken.report import making, render_docx, render_pptx

OFFICE = next(filter(None, map(shutil.which, ("soffice", "libreoffice"))), None)
FIVE = ["Steenwijkerland", "Staphorst", "Westerveld", "Zwartewaterland", "Meppel"]
PAGES = {"gelderland": 17, "ede": 10, "groep": 8}
"""How many pages the Word documents have, give or take one: other machines have other letters."""

FILLED = 0.6
"""The part of a slide between its title and its foot that must be in use, from top to bottom."""

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(OFFICE is None, reason="LibreOffice (soffice) staat niet op deze machine"),
]


@pytest.fixture(scope="module")
def made(today):
    return {
        "gelderland": making.about_province(today, "Gelderland", day=DAY),
        "ede": making.about_gemeente(today, "Ede", day=DAY),
        "groep": making.about_group(today, FIVE, day=DAY),
    }


@pytest.fixture(scope="module")
def shown(made, tmp_path_factory):
    """Each file as it is, and as the pages that LibreOffice makes of it."""
    folder = tmp_path_factory.mktemp("office")
    for name, one in made.items():
        (folder / f"{name}.docx").write_bytes(render_docx(one))
        (folder / f"{name}-dia.pptx").write_bytes(render_pptx(one))
    subprocess.run(
        [
            *(OFFICE, "--headless", f"-env:UserInstallation={(folder / 'profiel').as_uri()}"),
            *("--convert-to", "pdf", "--outdir", folder),
            *sorted(path for path in folder.iterdir() if path.suffix in {".docx", ".pptx"}),
        ],
        check=True,
        capture_output=True,
        timeout=300,
    )
    return folder


def pages_of(path):
    return pypdf.PdfReader(path).pages


def bare(text):
    """Letters alone: where a line ends in a hyphen is for the program that shows it."""
    return re.sub(r"[-\u2010\u00ad\u2013]", "", squeeze(text))


def missing(wanted, pages, foot):
    """What does not stand on the pages as often as in the document."""
    text = "".join(foot.sub("", bare(page.extract_text())) for page in pages)
    counts = Counter(one for one in map(bare, wanted) if len(one) > 4)
    return {one: n for one, n in counts.items() if text.count(one) < n}


@pytest.mark.parametrize("name", PAGES)
def test_a_word_document_keeps_every_line_and_row_on_its_pages(made, shown, name):
    document = docx.Document(shown / f"{name}.docx")
    lines = [
        "".join(one.text or "" for one in line.iter(docx.oxml.ns.qn("w:t")))
        for line in document.element.body.iter(docx.oxml.ns.qn("w:p"))
    ]
    pages = pages_of(shown / f"{name}.pdf")
    foot = re.compile(re.escape(bare(made[name].title)) + r"·22november2026·bladzijde\d+van\d+")
    assert not missing(lines, pages, foot)
    assert abs(len(pages) - PAGES[name]) <= 1
    for page in pages[:-1]:
        assert page.images or len(page.extract_text()) > 700


@pytest.mark.parametrize("name", PAGES)
def test_slides_are_filled_and_nothing_runs_out_of_them(shown, name):
    show = pptx.Presentation(shown / f"{name}-dia.pptx")
    pages = pages_of(shown / f"{name}-dia.pdf")
    assert len(pages) == len(show.slides) == 7
    assert not missing(texts_of(show), pages, re.compile("$^"))
    for number, (slide, page) in enumerate(zip(show.slides, pages, strict=True)):
        wide, high = (float(one) for one in page.mediabox[2:])
        scale = show.slide_height / high
        places = [(x, high - y, text) for x, y, text in placed(page)]
        assert all(0 < x < wide and 0 < y < high for x, y, _ in places)
        if not number:
            continue
        title = slide.shapes.title
        top = (title.top + title.height) / scale
        foot = min(y for _, y, text in places if "·" in text and "dia" in text) - 12
        body = [y for _, y, text in places if top < y < foot]
        body += [
            (one.top + one.height) / scale for one in slide.shapes if one.shape_type == PICTURE
        ]
        assert max(body) < foot
        assert max(body) - top > FILLED * (foot - top), (number + 1, slide.shapes.title.text)


def placed(page):
    """The pieces of text on a page with the place of each, from the lower left."""
    found = []

    def visit(text, _matrix, at, _font, _size):
        if text.strip():
            found.append((at[4], at[5], text.strip()))

    page.extract_text(visitor_text=visit)
    return found


PICTURE = pptx.enum.shapes.MSO_SHAPE_TYPE.PICTURE


def texts_of(show):
    """The texts of slides, in cells and beside them; the number of a slide is a field."""
    for slide in show.slides:
        for shape in slide.shapes:
            if shape.has_table:
                yield from (cell.text for row in shape.table.rows for cell in row.cells)
            elif shape.has_text_frame:
                yield from (
                    "".join(run.text for run in line.runs)
                    for line in shape.text_frame.paragraphs
                    if "·" not in line.text
                )
