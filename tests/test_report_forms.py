"""One set of numbers in every form: HTML, PDF, XLSX and CSV say the same, as text, every run."""

import csv
import io
import math
import re
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path

import docx
import openpyxl
import pptx
import pypdf
import pytest
from browser import HOSTILE, hostile_folder
from reports import DAY, MADE, Page, pdf_text, squeeze, workbook

import lappendeken as ld
from lappendeken import report as reports
from lappendeken.errors import LappendekenError, OutputError, WrongUsageError
from lappendeken.output.html import asset
from lappendeken.report import pdf
from lappendeken.report.closing import Made
from lappendeken.report.document import Section
from lappendeken.report.facts import Basis
from lappendeken.report.files import FORMS, render, render_xlsx
from lappendeken.report.gemeente import report_on_gemeente
from lappendeken.report.group import report_on_group
from lappendeken.report.html import PACKAGE, render_html
from lappendeken.report.pdf import render_pdf
from lappendeken.report.province import report_on_province
from lappendeken.report.setting import Setting
from lappendeken.tables import Column, Kind, Table, shown

REASONS = "verband,reden,bron,datum\nwerk V,Wie werkt zoekt werk in V,Besluit 12,2015-06-01\n"


def make_all(lap, codes, path):
    """The three kinds of report on the drawn quilt."""
    basis = Basis(lap)
    group = tuple(codes[letter] for letter in "AFL")
    reasons = reports.read_reasons(lap, path)
    return {
        "provincie": report_on_province(Setting(basis), "Gelderland", MADE, reasons),
        "gemeente": report_on_gemeente(basis, codes["O"], MADE),
        "groep": report_on_group(basis, group, MADE),
    }


@pytest.fixture(scope="module")
def reasons_path(tmp_path_factory):
    path = tmp_path_factory.mktemp("redenen") / "afwijkingen.csv"
    path.write_text(REASONS, encoding="utf-8")
    return path


@pytest.fixture(scope="module")
def made(quilt, codes, reasons_path):
    return make_all(quilt, codes, reasons_path)


@pytest.fixture(scope="module")
def again(quilt_folder, codes, reasons_path):
    """The same reports, made anew from the files."""
    return make_all(ld.load(quilt_folder), codes, reasons_path)


KINDS = ("provincie", "gemeente", "groep")


@pytest.fixture(scope="module")
def pages(made):
    return {kind: Page(render_html(made[kind])) for kind in KINDS}


@pytest.fixture(scope="module")
def papers(made):
    return {kind: pdf_text(render_pdf(made[kind])) for kind in KINDS}


@pytest.fixture(scope="module")
def books(made):
    return {kind: workbook(render_xlsx(made[kind])) for kind in KINDS}


@pytest.mark.slow
@pytest.mark.parametrize("kind", KINDS)
def test_the_page_shows_every_table(made, pages, kind):
    wanted = [one for one in made[kind].tables[1:] if one.shown_columns and one.rows]
    assert len(pages[kind].tables) == len(wanted)
    for one, (head, *body) in zip(wanted, pages[kind].tables, strict=True):
        assert head == tuple(column.head for _, column in one.shown_columns)
        assert tuple(body) == one.shown_rows


@pytest.mark.slow
@pytest.mark.parametrize("kind", KINDS)
def test_the_pdf_shows_every_table(made, papers, kind):
    for one in made[kind].tables[1:]:
        for row in one.shown_rows:
            assert squeeze("".join(row)) in papers[kind], row


NO_NUMBER = re.compile(r"[A-Z]-\d\.\d|\d+\.\d+\.\d+[^\d ]")
"""A licence or a version."""


@pytest.mark.parametrize("kind", KINDS)
def test_numbers_are_dutch_and_so_is_every_head(made, kind):
    """A point stands only before three digits; heads are words, not names of the program."""
    style = re.compile(r"<style>.*?</style>", re.DOTALL)
    page = Page(style.sub("", render_html(made[kind])))
    read = NO_NUMBER.sub("", page.text.replace(ld.__version__, ""))
    assert re.findall(r"(?<![\d.])\d+\.(?!\d{3}(?!\d))\d+", read) == []
    heads = {column.head for one in made[kind].tables for column in one.columns}
    assert [head for head in heads if "_" in head or not head.strip()] == []
    english = {"congruence", "partner overlap", "size", "share", "weight", "score", "type", "name"}
    assert not english & {head.lower() for head in heads}


def grid(table):
    """The text of a table of Word or PowerPoint."""
    return [tuple(cell.text for cell in row.cells) for row in table.rows]


@pytest.mark.parametrize("kind", KINDS)
def test_word_holds_every_table_and_sentence_and_no_one_s_name(made, kind):
    one = made[kind]
    document = docx.Document(io.BytesIO(reports.render_docx(one)))
    wanted = [t for t in one.tables[1:] if t.shown_columns and t.shown_rows]
    keys, *found = document.tables
    assert [row[:2] for row in grid(keys)[2:]] == [(k.label, k.number) for k in one.key_figures]
    assert len(found) == len(wanted)
    for table, real in zip(wanted, found, strict=True):
        head = tuple(column.head for _, column in table.shown_columns)
        # The title of a long table is a row of it; that of another is a paragraph.
        titled = 0 if table.short else 1
        assert grid(real)[titled:] == [head, *table.shown_rows]
        assert len(real._tbl.xpath("./w:tr/w:trPr/w:tblHeader")) == 1 + titled
        assert all(table.title in cell for row in grid(real)[:titled] for cell in row)
    lines = {paragraph.text for paragraph in document.paragraphs}
    assert set(one.summary) <= lines
    shapes = document.element.xpath(".//wp:docPr")
    assert [shape.get("descr") for shape in shapes] == [p.alt for p in one.pictures]
    about = document.core_properties
    assert (about.title, about.language) == (one.title, "nl-NL")
    assert about.author == about.last_modified_by
    assert about.author.startswith("lappendeken")


@pytest.mark.parametrize("kind", KINDS)
def test_seven_slides_hold_rows_of_the_report(made, kind):
    one = made[kind]
    show = pptx.Presentation(io.BytesIO(reports.render_pptx(one)))
    assert len(show.slides) == 7
    assert show.slides[0].shapes.title.text == one.title
    texts = [s.text_frame.text for s in show.slides[1].shapes if s.has_text_frame]
    assert any(all(line in text for line in one.summary) for text in texts)
    tables = [s for slide in show.slides for s in slide.shapes if s.has_table]
    keys = next(grid(s.table) for s in tables if s.name == "kerncijfers")
    assert keys[1:] == [(k.label, k.counted) for k in one.key_figures]
    for shape in tables[1:]:
        (source,) = [t for t in one.tables if t.name == shape.name]
        _, *body = grid(shape.table)
        for row in body:
            assert any(set(row) <= set(whole) for whole in source.shown_rows), row
        assert shape.table.first_row
    assert show.core_properties.language == "nl-NL"


def test_the_annex_is_one_page(made):
    content = reports.render_annex(made["provincie"])
    assert len(pypdf.PdfReader(io.BytesIO(content)).pages) == 1


def test_what_is_no_template_or_logo_is_told(tmp_path):
    for name, told in (("x.docx", "geen sjabloon"), ("x.odt", "geen sjabloon")):
        (tmp_path / name).write_text("tekst")
        with pytest.raises(LappendekenError, match=told):
            reports.read_style([tmp_path / name])
    (tmp_path / "x.png").write_text("tekst")
    with pytest.raises(LappendekenError, match="geen plaatje"):
        reports.read_style([], tmp_path / "x.png")


@pytest.mark.parametrize("kind", KINDS)
def test_page_and_pdf_show_sentences_and_key_figures(made, pages, papers, kind):
    for line in made[kind].summary:
        assert line in pages[kind].text
        assert squeeze(line) in papers[kind]
    for one in made[kind].key_figures:
        assert f"{one.label} {one.number} {one.beside}".rstrip() in pages[kind].text
        assert one.meaning in pages[kind].text
        beside = f"({one.beside})" if one.kind == Kind.SHARE and one.beside else one.beside
        assert squeeze(f"{one.label}: {one.number} {beside}".rstrip()) in papers[kind]
        assert squeeze(one.meaning) in papers[kind]


@pytest.mark.parametrize("kind", KINDS)
def test_the_workbook_holds_every_row_as_numbers(made, books, kind):
    for one in made[kind].tables:
        head, *body = books[kind][one.name]
        assert head == tuple(column.head for column in one.columns)
        assert len(body) == len(one.rows)
        for row, cells in zip(one.rows, body, strict=True):
            for value, cell, column in zip(row, cells, one.columns, strict=True):
                assert_same(value, cell, column.kind)


def assert_same(value, cell, kind):
    """A cell of a workbook is what the report holds."""
    if value is None or value in ("", ()):
        assert cell is None
    elif isinstance(value, (bool, str | tuple)):
        assert cell == shown(value, kind)
    elif isinstance(value, date):
        assert cell == datetime(value.year, value.month, value.day)  # noqa: DTZ001
    else:
        assert isinstance(cell, int | float)
        assert cell == pytest.approx(value)


@pytest.mark.parametrize("kind", KINDS)
def test_csv_holds_every_row_with_points_and_iso_dates(made, kind):
    files = render(made[kind], Path("x"), ["csv"])
    for number, one in enumerate(made[kind].tables):
        name = "x.csv" if number == 0 else f"x-{one.name}.csv"
        text = files[Path(name)].decode("utf-8-sig")
        found = list(csv.DictReader(io.StringIO(text)))
        assert len(found) == len(one.rows)
        for row, cells in zip(one.rows, found, strict=True):
            assert cells["peildatum"] == "2016-01-01"
            for value, column in zip(row, one.columns, strict=True):
                assert_in_csv(value, cells[column.name])


def assert_in_csv(value, cell):
    """A cell of a CSV file is what the report holds."""
    if value is None or value in ("", ()):
        assert cell == ""
    elif isinstance(value, bool):
        assert cell == ("ja" if value else "nee")
    elif isinstance(value, tuple):
        assert cell == "; ".join(value)
    elif isinstance(value, int | float):
        assert float(cell) == pytest.approx(value)
    else:
        assert cell == str(value)


def test_reasons_reach_every_form(pages, papers, books):
    reason = "Wie werkt zoekt werk in V"
    assert reason in pages["provincie"].text
    assert squeeze(reason + "Besluit 12" + "1 juni 2015") in papers["provincie"]
    head, *body = books["provincie"]["afwijkingen"]
    (row,) = [r for r in body if r[head.index("Reden")] == reason]
    assert row[head.index("Datum")] == datetime(2015, 6, 1)  # noqa: DTZ001


def test_key_figures_are_numbers_in_the_workbook(made, books):
    for one, row in zip(
        made["provincie"].key_figures, books["provincie"]["kerncijfers"][1:], strict=True
    ):
        assert row[0] == one.label
        assert row[1] == pytest.approx(one.value)


def test_the_workbook_is_ready_to_use(made):
    book = openpyxl.load_workbook(io.BytesIO(render_xlsx(made["provincie"])))
    assert book.sheetnames[0] == "samenvatting"
    assert book.sheetnames[-1] == "toelichting"
    sheet = book["gemeenten"]
    assert sheet.freeze_panes == "B2"
    assert sheet.auto_filter.ref == f"A1:{sheet.dimensions.split(':')[1]}"
    widths = [one.width for one in sheet.column_dimensions.values()]
    assert all(9 <= width <= 61 for width in widths)
    explained = {row[0].value: row[1].value for row in book["toelichting"].iter_rows()}
    assert explained["peildatum"] == "2016-01-01"
    assert explained["opdracht"] == "lappendeken rapport --vorm xlsx"
    assert any(key and key.startswith("Verantwoording") for key in explained)


@pytest.mark.slow
@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("kind", KINDS)
def test_the_same_data_give_the_same_bytes(made, again, kind, form):
    first, second = (render(one[kind], Path("x"), [form]) for one in (made, again))
    assert first == second


# The page ----------------------------------------------------------------------------------------


def test_the_page_fetches_nothing_and_runs_nothing(pages):
    page = pages["provincie"]
    assert "script" not in page.tags
    assert "link" not in page.tags
    policy = [v for tag, key, v in page.attributes if tag == "meta" and key == "content"]
    assert any("default-src 'none'" in value for value in policy)
    for tag, key, value in page.attributes:
        assert not key.startswith("on")
        if key in {"src", "href"}:
            assert value.startswith(("data:image/svg+xml,", "#")), (tag, value)


def test_the_page_has_language_headings_and_texts_for_pictures(made, pages):
    page = pages["provincie"]
    assert ("html", "lang", "nl") in page.attributes
    assert page.tags.count("h1") == 1
    alts = [value for tag, key, value in page.attributes if tag == "img" and key == "alt"]
    assert alts == [one.alt for one in made["provincie"].pictures]
    anchors = {value[1:] for _, key, value in page.attributes if key == "href"}
    ids = [value for _, key, value in page.attributes if key == "id"]
    assert anchors <= set(ids)
    assert len(ids) == len(set(ids))


def test_the_style_keeps_tables_whole_on_paper():
    style = asset(PACKAGE, "rapport.css")
    on_paper = style[style.index("@media print") :]
    assert re.search(r"\btr\b[^}]*break-inside: avoid", on_paper)
    assert "table-header-group" in on_paper


# The PDF -----------------------------------------------------------------------------------------


def test_the_pdf_is_tagged_with_bookmarks_language_and_embedded_fonts(made):
    reader = pypdf.PdfReader(io.BytesIO(render_pdf(made["provincie"])))
    root = reader.trailer["/Root"]
    assert root["/MarkInfo"]["/Marked"]
    assert root["/Lang"].startswith("nl")
    assert "pdfuaid" in root["/Metadata"].get_data().decode()
    assert reader.metadata.title == made["provincie"].title
    assert reader.metadata.creation_date.date() == DAY
    titles = set(bookmarks(reader.outline))
    assert {section.title for section in made["provincie"].sections} <= titles
    last = len(reader.pages)
    assert f"{last} van {last}" in reader.pages[-1].extract_text()
    fonts = [font for page in reader.pages for font in page["/Resources"]["/Font"].values()]
    assert fonts
    for font in fonts:
        own = font.get_object()
        described = own["/DescendantFonts"][0].get_object() if "/DescendantFonts" in own else own
        assert {"/FontFile", "/FontFile2", "/FontFile3"} & set(described["/FontDescriptor"])


def bookmarks(outline):
    """All titles of an outline."""
    for one in outline:
        if isinstance(one, list):
            yield from bookmarks(one)
        else:
            yield one.title


def test_without_typst_the_command_to_get_it_is_named(made, monkeypatch):
    monkeypatch.setattr(pdf, "find_spec", lambda name: None)
    with pytest.raises(LappendekenError, match=r'pip install "lappendeken\[pdf\]"'):
        render_pdf(made["groep"])
    assert render(made["groep"], Path("x"), ["html"])


def test_every_form_names_the_command_that_makes_it(made, pages, papers):
    assert "lappendeken rapport --vorm html" in pages["provincie"].text
    assert squeeze("lappendeken rapport --vorm pdf") in papers["provincie"]


# Hostile names -----------------------------------------------------------------------------------

FORMULAS = ("=1+1", "+A1", "-2", "@x", "\tTab")


@pytest.fixture(scope="module")
def hostile(tmp_path_factory):
    """A lappendeken in which every text tries to be markup, code or a formula."""
    folder = hostile_folder(tmp_path_factory.mktemp("vijandig"))
    path = folder / "afwijkingen.csv"
    cell = '"#set page(fill: red) <b>*x*</b> $y$ ""q"""'
    path.write_text(f"verband,reden,bron\nj1,{cell},=1+1\n", encoding="utf-8")
    lap = ld.load(folder)
    about = {
        "provincie": reports.about_province(lap, "<s>P</s>", afwijkingen=path, day=DAY),
        "land": reports.about_country(lap, day=DAY),
        "gemeente": reports.about_gemeente(lap, "GM0003", day=DAY),
        "groep": reports.about_group(lap, ["GM0001", "GM0004", "GM0006"], day=DAY),
    }
    return lap, about


@pytest.mark.slow
def test_hostile_names_are_text_on_the_page(hostile):
    lap, about = hostile
    for one in about.values():
        page = Page(render_html(one))
        assert "script" not in page.tags
        assert "b" not in page.tags
        assert page.tags.count("img") == len(one.pictures)
        assert not [key for _, key, _ in page.attributes if key.startswith("on")]
    page = Page(render_html(about["provincie"]))
    cells = {cell for table in page.tables for row in table for cell in row}
    for name in lap.gemeenten["naam"]:
        assert name in cells
    assert '#set page(fill: red) <b>*x*</b> $y$ "q"' in cells
    assert "<s>P</s>" in page.text


@pytest.mark.slow
def test_hostile_names_are_text_in_the_pdf(hostile):
    lap, about = hostile
    text = pdf_text(render_pdf(about["provincie"]))
    for name in lap.gemeenten["naam"]:
        seen = name.replace("\u2028", "\\u2028").replace("\u2029", "\\u2029")
        assert squeeze(seen) in text
    assert squeeze('#set page(fill: red) <b>*x*</b> $y$ "q"') in text
    for kind in ("land", "gemeente", "groep"):
        assert render_pdf(about[kind]).startswith(b"%PDF")


def test_hostile_names_are_text_in_the_workbook(hostile):
    lap, about = hostile
    for one in about.values():
        book = openpyxl.load_workbook(io.BytesIO(render_xlsx(one)))
        cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row]
        assert not [cell for cell in cells if cell.data_type == "f" or cell.hyperlink]
    names = [row[1] for row in workbook(render_xlsx(about["provincie"]))["gemeenten"][1:]]
    assert sorted(names) == sorted(lap.gemeenten["naam"])


def test_hostile_names_are_text_in_the_pictures(hostile):
    _, about = hostile
    for one in about.values():
        for picture in one.pictures:
            page = Page(picture.svg)
            assert not {"script", "img", "b", "foreignobject"} & set(page.tags)
            assert not [key for _, key, _ in page.attributes if key.startswith("on")]


@pytest.mark.parametrize("name", FORMULAS)
def test_a_cell_that_looks_like_a_formula_is_text(hostile, name):
    table = Table("proef", "Proef", (Column("naam", "Naam"),), ((name,),))
    section = Section("proef", "Proef", (table,))
    changed = replace(hostile[1]["groep"], sections=(section,), front=())
    sheet = openpyxl.load_workbook(io.BytesIO(render_xlsx(changed)))["proef"]
    assert sheet["A2"].data_type == "s"
    assert sheet["A2"].value == name
    text = render(changed, Path("x"), ["csv"])[Path("x-proef.csv")].decode("utf-8-sig")
    assert next(csv.DictReader(io.StringIO(text)))["naam"] == f"'{name}"


def test_every_hostile_name_is_used():
    assert any("onerror" in name for name in HOSTILE)
    assert any(len(name) > 200 for name in HOSTILE)


# Cells, files ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("value", "kind", "text"),
    [
        (1234567, Kind.COUNT, "1.234.567"),
        (0.5, Kind.SCORE, "0,500"),
        (1, Kind.SHARE, "100%"),
        (0.0, Kind.SHARE, "0%"),
        (0, Kind.COUNT, "0"),
        (None, Kind.SHARE, "–"),
        ((), Kind.NAMES, "–"),
        ("", Kind.TEXT, "–"),
        (False, Kind.FLAG, "–"),
        (True, Kind.FLAG, "ja"),
        (date(2016, 3, 1), Kind.DATE, "1 maart 2016"),
        (3, Kind.FIGURE, "3"),
        (0.3, Kind.FIGURE, "30%"),
        (math.inf, Kind.TEXT, "inf"),
    ],
)
def test_a_value_is_shown_as_a_dutch_reader_expects(value, kind, text):
    assert shown(value, kind) == text


def test_a_report_is_written_whole_or_not_at_all(made, tmp_path):
    (tmp_path / "x.html").mkdir()
    with pytest.raises(OutputError, match="dit is een map"):
        reports.write(made["groep"], tmp_path / "x", ["xlsx", "html"], overwrite=True)
    assert [path.name for path in tmp_path.iterdir()] == ["x.html"]


def test_an_existing_report_is_kept(made, tmp_path):
    (tmp_path / "x.html").write_text("van mij")
    with pytest.raises(OutputError, match="bestaat al"):
        reports.write(made["groep"], tmp_path / "x", ["html", "xlsx"])
    assert (tmp_path / "x.html").read_text() == "van mij"
    assert not (tmp_path / "x.xlsx").exists()
    written = reports.write(made["groep"], tmp_path / "x", ["html", "xlsx"], overwrite=True)
    assert [path.name for path in written] == ["x.html", "x.xlsx"]


def test_an_unknown_form_is_refused(made):
    with pytest.raises(WrongUsageError, match="html, pdf, xlsx, csv"):
        render(made["groep"], Path("x"), ["odt"])


def test_a_report_from_python_names_no_command(quilt):
    made = reports.about_gemeente(quilt, "Dorp C", day=DAY)
    assert made.commands == {}
    assert "opnieuw" not in Page(render_html(made)).text
    assert made.facts["gegevens"] == str(quilt.bron)
    assert Made(DAY).data == "ingebouwd"


@pytest.mark.parametrize("kind", KINDS)
def test_on_a_phone_every_cell_can_name_its_column(pages, kind):
    page = pages[kind]
    told = [value for tag, name, value in page.attributes if name == "data-kop"]
    assert len(told) == sum(tag == "td" for tag in page.tags)
    assert all(told)
