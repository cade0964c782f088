"""Spreadsheets: cells as text, sheets by name, and packages that mean harm."""

import re
import zipfile
from datetime import date, datetime

import openpyxl
import pytest

from lappendeken.errors import DataError, UnknownNameError
from lappendeken.reading.files.sheets import read_sheet


def book(path, **tables):
    """A workbook with a sheet a table."""
    made = openpyxl.Workbook()
    made.remove(made.active)
    for name, rows in tables.items():
        sheet = made.create_sheet(name)
        for row in rows:
            sheet.append(row)
    made.save(path)
    return path


def changed(path, member, change):
    """The workbook with the content of one part changed."""
    with zipfile.ZipFile(path) as old:
        parts = {one.filename: old.read(one) for one in old.infolist()}
    parts[member] = change(parts.get(member, b""))
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as new:
        for name, content in parts.items():
            new.writestr(name, content)
    return path


SIMPLE = [["code", "regio"], ["GM0001", "A"]]


def test_cells_become_text_as_a_reader_sees_them(tmp_path):
    midnight = datetime.fromisoformat("2016-01-01")
    row = [14, 14.0, 1.5, True, date(2016, 1, 1), midnight, " x ", "0014"]
    path = book(tmp_path / "x.xlsx", a=[[f"k{k}" for k in range(8)], row])
    (cells,) = read_sheet(path).table.to_numpy().tolist()
    assert cells == ["14", "14", "1.5", "ja", "2016-01-01", "2016-01-01", "x", "0014"]


def test_a_formula_counts_as_the_value_that_was_saved(tmp_path):
    path = book(tmp_path / "x.xlsx", a=[["code", "regio"], ["GM0001", "=1+1"]])
    # openpyxl writes no value with it; Excel does.
    assert read_sheet(path).table.to_numpy().tolist() == [["GM0001", ""]]
    sheet = "xl/worksheets/sheet1.xml"
    changed(path, sheet, lambda raw: re.sub(rb"<v ?/>|<v></v>", b"<v>2</v>", raw))
    assert read_sheet(path).table.to_numpy().tolist() == [["GM0001", "2"]]


def test_short_rows_are_filled_and_rows_are_numbered_as_in_the_sheet(tmp_path):
    rows = [["Titel"], [], ["code", "regio", "x"], ["GM0001"], [], ["GM0002", "B"]]
    found = read_sheet(book(tmp_path / "x.xlsx", a=rows))
    assert found.table.to_numpy().tolist() == [["GM0001", "", ""], ["GM0002", "B", ""]]
    assert found.table.index.to_list() == [4, 6]


def test_a_sheet_is_chosen_by_name(tmp_path):
    path = book(tmp_path / "x.xlsx", een=SIMPLE, twee=[["code", "regio"], ["GM0002", "B"]])
    assert read_sheet(path, "twee").table.to_numpy().tolist() == [["GM0002", "B"]]
    assert read_sheet(path, "twee").notes == ()
    assert "'twee'" in read_sheet(path).notes[0]
    with pytest.raises(UnknownNameError, match=r"Onbekende blad|Onbekend blad"):
        read_sheet(path, "drie")


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"", "leeg"),
        (b"a;b\n1;2\n", "iets anders"),
        (b"\xd0\xcf\x11\xe0", "oud Excel"),
        (b"PK\x03\x04" + b"\x00" * 60, "beschadigd"),
    ],
)
def test_what_is_no_package_is_refused(tmp_path, content, says):
    path = tmp_path / "x.xlsx"
    path.write_bytes(content)
    with pytest.raises(DataError, match=says):
        read_sheet(path)


def test_a_zip_that_is_no_workbook_is_refused(tmp_path):
    with zipfile.ZipFile(tmp_path / "x.xlsx", "w") as package:
        package.writestr("tabel.csv", "a;b\n")
    with pytest.raises(DataError, match="geen Excel-werkmap"):
        read_sheet(tmp_path / "x.xlsx")


def test_an_empty_workbook_is_refused(tmp_path):
    with pytest.raises(DataError, match="leeg"):
        read_sheet(book(tmp_path / "x.xlsx", a=[]))


@pytest.mark.parametrize("member", ["xl/worksheets/sheet1.xml", "xl/workbook.xml", "_rels/.rels"])
def test_a_document_type_is_refused_wherever_it_stands(tmp_path, member):
    path = book(tmp_path / "x.xlsx", a=SIMPLE)

    def laugh(raw):
        head, sign, rest = raw.partition(b"?>")
        entity = b'<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]>'
        return head + sign + entity + rest if sign else entity + raw

    with pytest.raises(DataError, match="DOCTYPE"):
        read_sheet(changed(path, member, laugh))


def test_a_package_that_unpacks_to_too_much_is_refused_unread(tmp_path):
    path = book(tmp_path / "x.xlsx", a=SIMPLE)
    changed(path, "xl/sharedStrings.xml", lambda raw: b"<sst>" + b" " * 70_000_000 + b"</sst>")
    assert path.stat().st_size < 200_000
    with pytest.raises(DataError, match="uitgepakt groter dan 60 MB"):
        read_sheet(path)


@pytest.mark.parametrize(
    ("member", "content"),
    [
        ("xl/workbook.xml", b""),
        ("xl/workbook.xml", b"<workbook/>"),
        ("xl/worksheets/sheet1.xml", b"<worksheet><sheetData><row><c t='s'><v>99</v></c>"),
        ("xl/sharedStrings.xml", b"<sst><si>"),
        ("xl/styles.xml", b"\x00\x01"),
        ("[Content_Types].xml", b"<Types/>"),
        ("xl/_rels/workbook.xml.rels", b"<Relationships/>"),
    ],
)
def test_a_damaged_part_gives_an_error_of_ours(tmp_path, member, content):
    path = changed(book(tmp_path / "x.xlsx", a=SIMPLE), member, lambda _: content)
    try:
        found = read_sheet(path)
    except DataError as error:
        told = str(error)
    else:
        told = found.file
        assert found.table.columns.to_list() == ["code", "regio"]
    assert "x.xlsx" in told


def test_the_size_that_a_sheet_claims_is_not_relied_on(tmp_path):
    path = book(tmp_path / "x.xlsx", a=SIMPLE)
    sheet = "xl/worksheets/sheet1.xml"
    changed(path, sheet, lambda raw: raw.replace(b'ref="A1:B2"', b'ref="A1:A1"'))
    assert read_sheet(path).table.to_numpy().tolist() == [["GM0001", "A"]]


def test_a_sheet_is_found_whatever_its_case_and_an_unknown_one_is_refused(tmp_path):
    book(tmp_path / "x.xlsx", **{"Regio's": [["gemeente", "regio"], ["Zwolle", "A"]]})
    assert read_sheet(tmp_path / "x.xlsx", "regio's").table["regio"].to_list() == ["A"]
    with pytest.raises(UnknownNameError, match=r"Onbekend blad 'Blad9'\. Bedoelt u Regio's"):
        read_sheet(tmp_path / "x.xlsx", "Blad9")
