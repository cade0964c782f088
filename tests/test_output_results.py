"""Tables in every form that other programs read: text stays text, missing stays missing."""

import io
import json
import subprocess
import sys
from datetime import date
from pathlib import Path

import openpyxl
import pandas as pd
import pytest

from lappendeken import output
from lappendeken.errors import LappendekenError, OutputError
from lappendeken.output.csv import table_text
from lappendeken.tables import Column, Kind, Table, from_frame

HOSTILE = ["=HYPERLINK(1)", "+1", "-1+2", "@SUM(A1)", "<b>&", 'a"b,c', "twee\nregels"]


@pytest.fixture
def hostile():
    return pd.DataFrame({"naam": HOSTILE, "score": [0.5, float("nan"), 1, 2, 3, 4, 5]})


def test_xlsx_keeps_text_as_text(tmp_path, hostile):
    path = tmp_path / "t.xlsx"
    output.write_tables(path, {"namen": hostile}, facts={"bron": "=1+1"})
    sheet = openpyxl.load_workbook(path)["namen"]
    cells = [row[0] for row in sheet.iter_rows(min_row=2)]
    assert [cell.value for cell in cells] == HOSTILE
    assert {cell.data_type for cell in cells} == {"s"}
    assert all(cell.hyperlink is None for cell in cells)
    assert [row[1].value for row in sheet.iter_rows(min_row=2)] == [0.5, None, 1, 2, 3, 4, 5]


def test_csv_never_begins_a_cell_with_a_formula(tmp_path, hostile):
    path = tmp_path / "t.csv"
    output.write_tables(path, {"namen": hostile}, facts={"bron": "=1+1"})
    table = pd.read_csv(path)
    assert table["naam"].to_list()[:4] == ["'=HYPERLINK(1)", "'+1", "'-1+2", "'@SUM(A1)"]
    assert table["naam"].to_list()[4:] == HOSTILE[4:]
    assert set(table["bron"]) == {"'=1+1"}
    assert table["score"].isna().to_list() == [False, True, False, False, False, False, False]


def test_csvt_names_a_type_for_every_column(tmp_path):
    table = pd.DataFrame({"t": ["a"], "i": [1], "r": [0.5], "b": [True]})
    written = output.write_tables(tmp_path / "t.csv", {"x": table}, facts={"bron": "b"})
    assert [path.name for path in written] == ["t.csv", "t.csvt"]
    assert written[1].read_text() == '"String","Integer","Real","String","String"\n'


def test_json_holds_null_for_what_is_missing(tmp_path, hostile):
    path = tmp_path / "t.json"
    output.write_tables(path, {"namen": hostile}, facts={"bron": "b"})
    content = json.loads(path.read_text(encoding="utf-8"))
    assert content["feiten"] == {"bron": "b"}
    assert content["namen"][1] == {"naam": "+1", "score": None}


def test_lists_of_codes_become_text_and_the_index_a_column(tmp_path):
    table = pd.DataFrame(
        {"extra": [("GM1", "GM2"), ()]}, index=pd.Index(["a", "b"], name="verband")
    )
    output.write_tables(tmp_path / "t.csv", {"x": table}, facts={})
    content = pd.read_csv(tmp_path / "t.csv", keep_default_na=False)
    assert content.to_dict("list") == {"verband": ["a", "b"], "extra": ["GM1 GM2", ""]}


@pytest.mark.parametrize("ending", ["csv", "json", "xlsx"])
def test_a_second_run_gives_the_same_bytes(tmp_path, hostile, ending):
    for name in ("een", "twee"):
        output.write_tables(tmp_path / f"{name}.{ending}", {"namen": hostile}, facts={"bron": "b"})
    assert (tmp_path / f"een.{ending}").read_bytes() == (tmp_path / f"twee.{ending}").read_bytes()


def test_an_unknown_ending_is_refused(tmp_path, hostile):
    with pytest.raises(LappendekenError, match=r"\.csv, \.json, \.xlsx"):
        output.write_tables(tmp_path / "t.ods", {"namen": hostile}, facts={})
    assert list(tmp_path.iterdir()) == []


def test_nothing_is_written_when_a_file_beside_exists(tmp_path, hostile):
    beside = tmp_path / "t-meer.csv"
    beside.write_text("van mij")
    tables = {"namen": hostile, "meer": hostile}
    with pytest.raises(OutputError, match=r"t-meer\.csv bestaat al"):
        output.write_tables(tmp_path / "t.csv", tables, facts={}, overwrite=False)
    assert [path.name for path in tmp_path.iterdir()] == ["t-meer.csv"]
    assert beside.read_text() == "van mij"
    output.write_tables(tmp_path / "t.csv", tables, facts={})
    assert len(list(tmp_path.iterdir())) == 4


DAY = date(2016, 3, 1)
COLUMNS = (
    Column("naam", "Naam van de regio"),
    Column("n", "Gemeenten", Kind.COUNT),
    Column("ari", "ARI", Kind.SCORE),
    Column("deel", "Aandeel", Kind.SHARE),
    Column("cijfer", "Cijfer", Kind.FIGURE),
    Column("ja", "Breekt", Kind.FLAG),
    Column("met", "Samen met", Kind.NAMES),
    Column("codes", "Codes", Kind.CODES, width=0),
    Column("dag", "Sinds", Kind.DATE),
)
FULL = ("=1", 1234, 1, 0.25, 3, False, ("Den Haag", "Assen"), ("GM1", "GM2"), DAY)
NOTHING = ("leeg", *(None,) * (len(COLUMNS) - 1))
TABLES = (Table("regio-s", "Regio's", COLUMNS, (FULL, NOTHING), note="Een noot.", printed=1),)


def rendered(ending):
    """The file of that ending, and those beside it."""
    return output.render(f"t{ending}", TABLES, {"bron": "CBS", "naam": "niet deze"})


def test_csv_is_for_other_programs():
    files = rendered(".csv")
    text = files[Path("t.csv")].decode()
    head, full, nothing = text.split("\r\n")[:3]
    assert head == "\ufeffnaam,n,ari,deel,cijfer,ja,met,codes,dag,bron"
    assert full == "'=1,1234,1.0,0.25,3,nee,Den Haag; Assen,GM1 GM2,2016-03-01,CBS"
    assert nothing == "leeg,,,,,,,,,CBS"
    types = files[Path("t.csvt")].decode().rstrip().replace('"', "").split(",")
    assert types == ["String", "Integer", *["Real"] * 3, *["String"] * 5]


def test_json_is_for_other_programs():
    content = json.loads(rendered(".json")[Path("t.json")])
    full, nothing = content["regio-s"]
    assert full == {
        "naam": "=1",
        "n": 1234,
        "ari": 1,
        "deel": 0.25,
        "cijfer": 3,
        "ja": False,
        "met": ["Den Haag", "Assen"],
        "codes": "GM1 GM2",
        "dag": "2016-03-01",
    }
    assert set(nothing.values()) == {"leeg", None}
    assert content["feiten"]["bron"] == "CBS"


def test_a_workbook_is_for_people():
    book = openpyxl.load_workbook(io.BytesIO(rendered(".xlsx")[Path("t.xlsx")]))
    sheet = book["regio-s"]
    head, full, nothing = ([cell.value for cell in row] for row in sheet.iter_rows())
    assert head == [column.head for column in COLUMNS]
    assert full[:5] == ["=1", 1234, 1, 0.25, 3]
    assert full[5:8] == ["–", "Den Haag, Assen", "GM1, GM2"]
    assert full[8].date() == DAY
    assert nothing == ["leeg", *[None] * (len(COLUMNS) - 1)]
    formats = [cell.number_format for cell in sheet[2]]
    assert [formats[k] for k in (1, 2, 3, 4, 8)] == [
        "#,##0",
        "0.000",
        "0.0%",
        "#,##0",
        "dd-mm-yyyy",
    ]
    assert sheet.freeze_panes == "B2"
    assert sheet.auto_filter.ref == "A1:I3"
    told = {row[0].value: row[1].value for row in book["toelichting"].iter_rows()}
    assert told["bron"] == "CBS"
    assert told["werkblad regio-s"] == "Een noot."


def test_what_is_not_finite_is_missing_where_there_is_no_word_for_it(tmp_path):
    table = pd.DataFrame({"x": [float("inf"), 1.0]})
    output.write_tables(tmp_path / "t.xlsx", {"t": table}, facts={})
    sheet = openpyxl.load_workbook(tmp_path / "t.xlsx")["t"]
    assert [row[0].value for row in sheet.iter_rows()] == ["x", None, 1]
    output.write_tables(tmp_path / "t.json", {"t": table}, facts={})
    assert json.loads((tmp_path / "t.json").read_text())["t"] == [{"x": None}, {"x": 1.0}]


def test_tables_are_not_written_over_a_file_unasked(tmp_path):
    path = tmp_path / "t.json"
    path.write_text("van mij")
    with pytest.raises(OutputError, match="bestaat al"):
        output.write(path, TABLES, {})
    assert path.read_text() == "van mij"
    assert output.write(str(path), TABLES, {}, overwrite=True) == [path]


def test_the_public_names_load_nothing_heavy_before_they_are_used():
    script = (
        "import sys, lappendeken.output, lappendeken.output.formats, lappendeken.output.files\n"
        "heavy = {'pandas', 'numpy', 'rich', 'jinja2', 'xlsxwriter', 'networkx'}\n"
        "print(sorted(heavy & set(sys.modules)))\n"
        "import lappendeken.output.screen, lappendeken.output.json, lappendeken.output.csv\n"
        "print(sorted(heavy & set(sys.modules)))\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=True
    )
    assert done.stdout.split() == ["[]", "[]"]
    assert all(getattr(output, name) is not None for name in output.__all__)


def test_a_table_for_people_holds_no_formulas():
    table = pd.DataFrame(
        {
            "wie": [("GM0001", "GM0002"), ()],
            "naam": ["=1+1", None],
            "n": pd.array([5, None], "Int64"),
        }
    )
    made = from_frame("t", "", table.assign(ja=[True, False]))
    lines = table_text(made).splitlines()
    assert lines == ["\ufeffwie,naam,n,ja", "GM0001 GM0002,'=1+1,5,ja", ",,,nee"]
