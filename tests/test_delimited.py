"""CSV as people have it: separators, encodings, titles above the header, rows that do not fit."""

import codecs

import pytest
from hypothesis import given
from hypothesis import strategies as st
from quilts import assert_one_line

from lappendeken.errors import DataError
from lappendeken.reading.files import grid as grids
from lappendeken.reading.files.delimited import read_delimited, read_header
from lappendeken.reading.files.grid import unique_names

HEADER = ["gemeente", "regio", "aandeel"]
ROWS = [["Súdwest-Fryslân", "Fryslân", "1,5"], ["Nuenen c.a.", "Zuidoost", "0,25"]]


def write(folder, content, name="t.csv"):
    path = folder / name
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return path


def cells(folder, content):
    """The cells and the line of every row of a sound file."""
    found = read_delimited(write(folder, content))
    assert found.broken == ()
    return [[int(line), *row] for line, *row in found.table.itertuples(name=None)]


def refused(folder, content):
    """What is said of a file that cannot be used."""
    with pytest.raises(DataError) as caught:
        read_delimited(write(folder, content))
    for fault in caught.value.faults:
        assert_one_line(str(fault).replace(str(folder), ""))
    return str(caught.value)


def text(separator):
    """The table with a separator; where that is a comma, cells that hold one are quoted."""
    quote = separator == ","
    lines = [[f'"{c}"' if quote and "," in c else c for c in row] for row in [HEADER, *ROWS]]
    return "\r\n".join(separator.join(row) for row in lines) + "\r\n"


@pytest.mark.parametrize("separator", [",", ";", "\t", "|"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16", "utf-16-be-bom"])
def test_every_usual_separator_and_encoding(tmp_path, separator, encoding):
    if encoding == "utf-16-be-bom":
        raw = codecs.BOM_UTF16_BE + text(separator).encode("utf-16-be")
    else:
        raw = text(separator).encode(encoding)
    found = read_delimited(write(tmp_path, raw))
    assert list(found.table.columns) == HEADER
    assert found.table.to_numpy().tolist() == ROWS
    assert found.table.index.to_list() == [2, 3]
    told = {"cp1252": "Windows-1252", "utf-16": "UTF-16", "utf-16-be-bom": "UTF-16"}
    assert all(told.get(encoding, "-") in note for note in found.notes)
    assert bool(found.notes) == (encoding in told)


def test_decimal_commas_do_not_make_the_comma_a_separator(tmp_path):
    lines = [f"Dorp {k};{k},5;{k},25" for k in range(50)]
    assert cells(tmp_path, "\n".join(["naam;a;b", *lines]))[7] == [9, "Dorp 7", "7,5", "7,25"]


@pytest.mark.parametrize("mark", ["sep=;\n", '"sep=;"\r\n', "SEP=;\n"])
def test_the_line_of_excel_that_names_the_separator_is_no_row(tmp_path, mark):
    # By counting alone the comma would win here.
    assert cells(tmp_path, f"{mark}a,b;c\n1,2;3\n4,5;6\n") == [[3, "1,2", "3"], [4, "4,5", "6"]]


def test_a_title_above_the_header_is_told(tmp_path):
    found = read_delimited(write(tmp_path, "Regio's 2023;;\n\ngemeente;regio;x\nZwolle;IJ;1\n"))
    assert found.table.to_numpy().tolist() == [["Zwolle", "IJ", "1"]]
    assert found.table.index.to_list() == [4]
    assert found.notes == ("t.csv: 1 regel boven de kopregel overgeslagen.",)


def test_a_row_of_another_length_is_kept_apart_with_its_line(tmp_path):
    found = read_delimited(write(tmp_path, "a;b;c\n1;2;3\n1;2\n1;2;3;4\n1;2;3;;\n\nBron: CBS\n"))
    assert found.table.index.to_list() == [2, 5]
    assert [row.rij for row in found.broken] == [3, 4, 7]
    assert found.broken[0].toelichting == "2 cellen in plaats van 3: 1 | 2"
    assert {row.reden for row in found.broken} == {"aantal cellen wijkt af van de kopregel"}


def test_quotes_hold_separators_quotes_and_lines(tmp_path):
    content = 'a;b\n"x;y";"zei ""ja"""\n"twee\nregels";2\n3;4\n'
    expected = [[2, "x;y", 'zei "ja"'], [3, "twee\nregels", "2"], [5, "3", "4"]]
    assert cells(tmp_path, content) == expected


@pytest.mark.parametrize("ending", ["\n", "\r\n", "\r"])
def test_line_endings_do_not_matter(tmp_path, ending):
    assert cells(tmp_path, ending.join(["a;b", "1;2", "3;4", ""])) == [[2, "1", "2"], [3, "3", "4"]]


def test_white_space_stays_when_asked(tmp_path):
    path = write(tmp_path, "a;b\n x ; y\u00a0\n ; \n")
    assert read_delimited(path).table.to_numpy().tolist() == [["x", "y"]]
    assert read_delimited(path, strip=False).table.to_numpy().tolist() == [[" x ", " y\u00a0"]]


def test_the_header_alone(tmp_path):
    assert read_header(write(tmp_path, "Titel\n\nGemeente ; CBS\n1;2\n")) == ["Gemeente", "CBS"]
    assert read_header(write(tmp_path, "één\n")) == []


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"", "leeg"),
        (b"\xef\xbb\xbf \n", "leeg"),
        (b"a;b\n1;\x002\n", "nulteken"),
        (b"PK\x03\x04", "Excel- of zip-bestand"),
        (b"SQLite format 3\x00", "GeoPackage"),
        (b"<html><body>", "webpagina"),
        (b"a;b\n\x81;2\n", "UTF-8, UTF-16 noch Windows-1252"),
        (codecs.BOM_UTF16_LE + b"a\x00;\x00b\x00\n\x00\x00\xd8", "codering"),
        (b"zwolle\nmeppel\n", "geen kopregel"),
        (b"a;b\n", "kopregel maar geen rijen"),
        (b'a;b\n"x;1\n', "geen geldige CSV"),
        (b'a;b\n"x"y;1\n', "geen geldige CSV"),
        (b"a;b\n" + b"x" * 200_000 + b";1\n", "geen geldige CSV"),
        (b"a;b\n" + b"x;" * 3_000_000, "onleesbaar lang"),
    ],
)
def test_what_is_no_table_is_refused(tmp_path, content, says):
    assert says in refused(tmp_path, content)


def test_the_row_of_a_null_character_is_told(tmp_path):
    assert "rij 3:" in refused(tmp_path, b"a;b\n1;2\n3;\x00\n")


@pytest.mark.parametrize("name", ["weg.csv", "x" * 300 + ".csv", "a\x00b.csv"])
def test_a_file_that_cannot_be_opened_is_told(tmp_path, name):
    with pytest.raises(DataError, match=r"ontbreekt|niet te lezen"):
        read_delimited(tmp_path / name)


@pytest.mark.parametrize(
    ("limit", "says"),
    [
        ("MOST_ROWS", "meer dan 2 rijen"),
        ("MOST_CELLS", "meer dan 1 rijen"),
        ("MOST_DISTINCT_CELLS", "verschillende cellen"),
    ],
)
def test_more_than_fits_is_refused(tmp_path, monkeypatch, limit, says):
    monkeypatch.setattr(grids, limit, 2)
    monkeypatch.setattr(grids, "_CACHE", 1)
    assert says in refused(tmp_path, "a;b\n1;2\n3;4\n5;6\n")


def test_many_rows_of_another_length_mean_another_separator(tmp_path, monkeypatch):
    monkeypatch.setattr(grids, "_MOST_BROKEN", 2)
    assert "welk teken de kolommen scheidt" in refused(tmp_path, "a;b\n" + "1;2;3\n" * 3)


def test_names_of_columns_tell_them_apart():
    assert unique_names(["a", "a (2)", "a", "", ""]) == [
        "a",
        "a (2)",
        "a (3)",
        "kolom 4",
        "kolom 5",
    ]


@given(st.lists(st.sampled_from(["a", "a (2)", "", "kolom 2"]), max_size=8))
def test_names_of_columns_are_unique_and_as_many_as_given(header):
    names = unique_names(header)
    assert len(set(names)) == len(names) == len(header)


CELL = st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=6).map(str.strip)


@given(
    st.lists(st.tuples(CELL.filter(bool), CELL, CELL), min_size=1, max_size=6),
    st.sampled_from([",", ";", "\t", "|"]),
    st.sampled_from(["utf-8", "utf-8-sig", "utf-16"]),
)
def test_what_a_program_writes_is_what_is_read(tmp_path_factory, rows, separator, encoding):
    import csv
    import io

    buffer = io.StringIO(newline="")
    writer = csv.writer(buffer, delimiter=separator, quoting=csv.QUOTE_ALL)
    writer.writerows([["naam", "tweede", "derde"], *rows])
    path = write(tmp_path_factory.mktemp("csv"), buffer.getvalue().encode(encoding))
    found = read_delimited(path, separator=separator)
    assert found.table.to_numpy().tolist() == [list(row) for row in rows]
