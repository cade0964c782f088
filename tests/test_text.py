"""From a file to text and cells, and every way in which a file can disappoint."""

import codecs
import io
import zipfile

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st
from quilts import assert_one_line

from lappendeken.reading.files.cells import read_cells
from lappendeken.reading.files.text import read_text


def write(folder, content, name="t.csv"):
    """A file with this content."""
    path = folder / name
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return path


def cells_of(folder, content):
    """Cells of a sound file."""
    faults = []
    cells = read_cells(write(folder, content), faults)
    assert faults == []
    return cells


def refused(folder, content, name="t.csv", reader=read_cells):
    """The one fault of a file that cannot be used, which names the file."""
    faults = []
    path = write(folder, content, name)
    assert reader(path, faults) is None
    assert [fault.file for fault in faults] == [str(path)], faults
    assert_one_line(str(faults[0]))
    return faults[0]


# Sound files --------------------------------------------------------------------------------


@pytest.mark.parametrize("ending", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("mark", [b"", codecs.BOM_UTF8])
def test_line_endings_and_a_byte_order_mark_do_not_matter(tmp_path, ending, mark):
    text = ending.join(["naam,soort", "Fryslân,veer", "Súdwest,brug", ""])
    cells = cells_of(tmp_path, mark + text.encode())
    assert cells.header == ["naam", "soort"]
    assert cells.rows == [["Fryslân", "veer"], ["Súdwest", "brug"]]
    assert cells.lines == [2, 3]


def test_cells_are_text_without_white_space_around_them(tmp_path):
    cells = cells_of(tmp_path, " a ,b\n 014\t,\u00a0x\u00a0\n")
    assert cells.header == ["a", "b"]
    assert cells.rows == [["014", "x"]]


def test_a_quoted_cell_may_hold_commas_quotes_and_new_lines(tmp_path):
    cells = cells_of(
        tmp_path, 'a,b\n"Nuenen, Gerwen",1\n"een ""twee""",2\n"een\ntwee\ndrie",3\nx,4\n'
    )
    assert [row[0] for row in cells.rows] == [
        "Nuenen, Gerwen",
        'een "twee"',
        "een\ntwee\ndrie",
        "x",
    ]
    # The third row takes lines 4, 5 and 6.
    assert cells.lines == [2, 3, 4, 7]


def test_empty_lines_are_skipped_and_counted(tmp_path):
    cells = cells_of(tmp_path, "a,b\n\n1,2\n,\n \n3,4\n\n")
    assert cells.rows == [["1", "2"], ["3", "4"]]
    assert cells.lines == [3, 6]


def test_the_last_line_needs_no_end(tmp_path):
    assert cells_of(tmp_path, "a\n1").rows == [["1"]]


def test_markup_and_formulas_stay_text(tmp_path):
    hostile = ["<img src=x onerror=alert(1)>", "=HYPERLINK(1)", "${alert(1)}", "../../etc"]
    assert cells_of(tmp_path, "a\n" + "\n".join(hostile)).rows == [[value] for value in hostile]


# Not there, or not readable -----------------------------------------------------------------


def test_a_file_that_is_not_there(tmp_path):
    faults = []
    assert read_text(tmp_path / "t.csv", faults) is None
    hint = "Kijk of de naam klopt, en of het in deze map staat"
    assert str(faults[0]) == f"{tmp_path / 't.csv'}: dit bestand ontbreekt. {hint}."


def test_a_folder_where_a_file_should_be(tmp_path):
    (tmp_path / "t.csv").mkdir()
    faults = []
    assert read_cells(tmp_path / "t.csv", faults) is None
    assert faults[0].message == "dit is een map en geen bestand"
    (tmp_path / "t.csv" / "a.csv").write_text("x")
    (again,) = [read_cells(tmp_path / "t.csv", faults), faults[-1]][1:]
    assert again.hint == f"Noem een bestand in deze map, zoals {tmp_path / 't.csv' / 'a.csv'}"


@pytest.mark.parametrize("content", ["", " ", "\n\n", codecs.BOM_UTF8, "\t\r\n"])
def test_an_empty_file(tmp_path, content):
    fault = refused(tmp_path, content)
    assert (fault.row, fault.message) == (None, "dit bestand is leeg")


def test_a_header_without_rows(tmp_path):
    faults = []
    path = write(tmp_path, "a,b\n\n")
    cells = read_cells(path, faults)
    assert cells.rows == []
    assert [(f.file, f.row) for f in faults] == [(str(path), None)]
    assert faults[0].message == "dit bestand heeft een kopregel maar geen rijen"


# Other encodings ----------------------------------------------------------------------------


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "latin-1", "cp1252", "utf-16"])
@pytest.mark.parametrize("sign", list(",;\t|"))
def test_any_usual_encoding_and_separator_is_read(tmp_path, encoding, sign):
    cells = cells_of(tmp_path, f'a{sign}b\n"x,y"{sign}1\nFryslân{sign}2\n'.encode(encoding))
    assert (cells.header, cells.lines) == (["a", "b"], [2, 3])
    assert cells.rows == [["x,y", "1"], ["Fryslân", "2"]]


@pytest.mark.parametrize("encoding", ["latin-1", "cp1252"])
def test_text_in_another_encoding_is_named_with_line_and_byte(tmp_path, encoding):
    fault = refused(tmp_path, "a,b\nx,1\nFryslân,2\ny,3\n".encode(encoding), reader=read_text)
    assert (fault.row, fault.value) == (3, "byte e2")
    assert fault.message == "het bestand is niet in UTF-8 opgeslagen"
    assert "CSV UTF-8" in fault.hint


def test_a_file_of_two_encodings_is_read_line_by_line(tmp_path):
    cells = cells_of(tmp_path, codecs.BOM_UTF8 + "a,b\nâ,1\n".encode() + b"\xe2,2\n")
    assert cells.rows == [["â", "1"], ["â", "2"]]


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be", "utf-32"])
def test_utf_16_without_its_mark_is_refused(tmp_path, encoding):
    fault = refused(tmp_path, "a,b\nFryslân,2\n".encode(encoding))
    assert any(word in fault.message for word in ("codering", "nulteken", "niet in UTF-8"))


def test_a_null_byte_is_named_with_its_line(tmp_path):
    fault = refused(tmp_path, "a\n1\n2\x003\n")
    assert fault.row == 3
    assert "nulteken" in fault.message


# Not what its ending says -------------------------------------------------------------------


def workbook():
    """A real xlsx file."""
    book = openpyxl.Workbook()
    book.active.append(["a", "b"])
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def archive():
    """A real zip file."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as packed:
        packed.writestr("a.txt", "a")
    return file.getvalue()


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (workbook(), "een Excel- of zip-bestand"),
        (archive(), "een Excel- of zip-bestand"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 512, "een oud Excel- of Word-bestand"),
        (b"SQLite format 3\x00" + b"\x00" * 84, "een GeoPackage of SQLite-bestand"),
        (b"%PDF-1.7\n", "een PDF"),
        (b"PAR1\x15\x04", "een Parquet-bestand"),
        (b"\x1f\x8b\x08\x00", "een gz-bestand"),
        (b"\x89PNG\r\n\x1a\n", "een plaatje"),
        (b"<!DOCTYPE html><html></html>", "een webpagina"),
        (b"\n  <HTML lang='nl'>", "een webpagina"),
        (codecs.BOM_UTF8 + b"<!doctype HTML>", "een webpagina"),
        (b"<?xml version='1.0'?><gml/>", "een XML-bestand"),
    ],
    ids=[
        "xlsx",
        "zip",
        "xls",
        "gpkg",
        "pdf",
        "parquet",
        "gz",
        "png",
        "html",
        "html2",
        "html3",
        "xml",
    ],
)
@pytest.mark.parametrize("name", ["t.csv", "t.geojson"])
def test_a_disguised_file_is_called_by_its_kind(tmp_path, content, kind, name):
    fault = refused(tmp_path, content, name, read_text)
    ending = name.removeprefix("t")
    assert fault.message == f"dit bestand heet {ending} maar is {kind}"
    assert ending[1:].upper() in fault.hint


# Not the right shape ------------------------------------------------------------------------


@pytest.mark.parametrize(("row", "fields"), [("1", 1), ("1,2,3", 3), ("1,2,,4", 4)])
def test_a_row_of_another_length_is_named_and_the_rest_read_on(tmp_path, row, fields):
    faults = []
    cells = read_cells(write(tmp_path, f"a,b\nx,y\n{row}\nz,w\n"), faults)
    assert cells.rows == [["x", "y"], ["z", "w"]]
    assert cells.lines == [2, 4]
    assert [(f.row, f.message) for f in faults] == [
        (3, f"deze rij heeft {fields} velden en de kopregel 2")
    ]
    assert "aanhalingstekens" in faults[0].hint


def test_empty_cells_behind_the_last_column_are_none(tmp_path):
    assert cells_of(tmp_path, "a;b\nx;y;;\n").rows == [["x", "y"]]


def test_the_header_is_the_row_with_the_names_that_are_wanted(tmp_path):
    faults = []
    path = write(tmp_path, "Plan van;Meppel;\n;;\nActie;Indeling;van\nhef-op;werk;x\n")
    cells = read_cells(path, faults, wanted=["actie", "indeling"])
    assert (cells.header, cells.header_line) == (["Actie", "Indeling", "van"], 3)
    assert (cells.rows, cells.lines, faults) == ([["hef-op", "werk", "x"]], [4], [])


@pytest.mark.parametrize("name", ["t.numbers", "t.pdf", "t.docx"])
def test_a_kind_that_is_no_table_names_what_is(tmp_path, name):
    assert "als .xlsx" in refused(tmp_path, b"PK\x03\x04", name).hint


def test_a_quote_that_is_never_closed_is_named_where_it_opens(tmp_path):
    fault = refused(tmp_path, 'a,b\nx,1\n"y,2\n' + "z,3\n" * 50)
    assert fault.row == 3
    assert "geen geldige CSV" in fault.message
    assert "aanhalingsteken" in fault.hint


def test_text_behind_a_quoted_cell_is_named_with_its_line(tmp_path):
    fault = refused(tmp_path, 'a,b\nx,1\n"y"z,2\nw,3\n')
    assert fault.row == 3
    assert "geen geldige CSV" in fault.message


def test_an_endless_cell_is_a_fault(tmp_path):
    fault = refused(tmp_path, "a\n" + "x" * 200_000 + "\n")
    assert fault.row == 2


def test_a_column_that_occurs_twice_is_named_once(tmp_path):
    fault = refused(tmp_path, "a,b,a,a\n1,2,3,4\n")
    assert (fault.row, fault.column) == (1, "a")
    assert fault.message == "deze kolom komt meer dan eens voor"


def test_the_header_is_named_where_it_stands(tmp_path):
    assert refused(tmp_path, "\n\na,b,a\n1,2,3\n").row == 3


def test_columns_without_a_name_may_be_many(tmp_path):
    assert cells_of(tmp_path, "a,,\n1,,\n").header == ["a", "", ""]


# Whatever comes -----------------------------------------------------------------------------

PIECES = [b",", b'"', b"\n", b"\r", b"\r\n", b";", b"a", b" ", b"\x00", b"\xe2", b"\xef\xbb\xbf"]
PIECES += [b'""', b"\xff\xfe", b"\xc2\x85", b"\xe2\x80\xa8", b"\x1b[31m", b"<html", b"PK\x03\x04"]


@given(st.lists(st.sampled_from(PIECES), max_size=12).map(b"".join) | st.binary(max_size=60))
def test_whatever_is_in_a_file_ends_in_cells_or_faults(tmp_path_factory, content):
    faults = []
    path = tmp_path_factory.getbasetemp() / "whatever.csv"
    path.write_bytes(content)
    cells = read_cells(path, faults)
    assert (cells is not None and cells.rows) or faults
    if cells is not None:
        assert all(len(row) == len(cells.header) for row in cells.rows)
        assert len(cells.lines) == len(cells.rows)
        assert cells.lines == sorted(set(cells.lines))
    for fault in faults:
        assert_one_line(str(fault))
