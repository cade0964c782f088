"""Files: whole or not at all, and text stays text."""

import json

import openpyxl
import pandas as pd
import pytest

from lappendeken.errors import LappendekenError, OutputError
from lappendeken.output.files import write_atomically, write_tables

HOSTILE = ["=HYPERLINK(1)", "+1", "-1+2", "@SUM(A1)", "<b>&", 'a"b,c', "twee\nregels"]


@pytest.fixture
def hostile():
    return pd.DataFrame({"naam": HOSTILE, "score": [0.5, float("nan"), 1, 2, 3, 4, 5]})


def test_a_failed_write_leaves_the_old_file_and_nothing_else(tmp_path, monkeypatch):
    path = tmp_path / "x.txt"
    path.write_text("oud")

    def full(*_):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("pathlib.Path.replace", full)
    with pytest.raises(OutputError, match="de schijf is vol"):
        write_atomically(path, "nieuw")
    assert path.read_text() == "oud"
    assert list(tmp_path.iterdir()) == [path]


def test_a_folder_in_the_place_of_the_file_is_told(tmp_path):
    (tmp_path / "x.csv").mkdir()
    with pytest.raises(OutputError, match="dit is een map"):
        write_atomically(tmp_path / "x.csv", "")


def test_a_written_file_can_be_read_by_others(tmp_path):
    write_atomically(tmp_path / "diep" / "x.txt", "é")
    beside = tmp_path / "gewoon.txt"
    beside.write_text("é", encoding="utf-8")
    written = tmp_path / "diep" / "x.txt"
    assert written.read_bytes() == beside.read_bytes()
    assert written.stat().st_mode == beside.stat().st_mode


def test_xlsx_keeps_text_as_text(tmp_path, hostile):
    path = tmp_path / "t.xlsx"
    write_tables(path, {"namen": hostile}, facts={"bron": "=1+1"})
    sheet = openpyxl.load_workbook(path)["namen"]
    cells = [row[0] for row in sheet.iter_rows(min_row=2)]
    assert [cell.value for cell in cells] == HOSTILE
    assert {cell.data_type for cell in cells} == {"s"}
    assert all(cell.hyperlink is None for cell in cells)
    assert [row[1].value for row in sheet.iter_rows(min_row=2)] == [0.5, None, 1, 2, 3, 4, 5]


def test_csv_never_begins_a_cell_with_a_formula(tmp_path, hostile):
    path = tmp_path / "t.csv"
    write_tables(path, {"namen": hostile}, facts={"bron": "=1+1"})
    table = pd.read_csv(path)
    assert table["naam"].to_list()[:4] == ["'=HYPERLINK(1)", "'+1", "'-1+2", "'@SUM(A1)"]
    assert table["naam"].to_list()[4:] == HOSTILE[4:]
    assert set(table["bron"]) == {"'=1+1"}
    assert table["score"].isna().to_list() == [False, True, False, False, False, False, False]


def test_csvt_names_a_type_for_every_column(tmp_path):
    table = pd.DataFrame({"t": ["a"], "i": [1], "r": [0.5], "b": [True]})
    written = write_tables(tmp_path / "t.csv", {"x": table}, facts={"bron": "b"})
    assert [path.name for path in written] == ["t.csv", "t.csvt"]
    assert written[1].read_text() == '"String","Integer","Real","Integer(Boolean)","String"\n'


def test_json_holds_null_for_what_is_missing(tmp_path, hostile):
    path = tmp_path / "t.json"
    write_tables(path, {"namen": hostile}, facts={"bron": "b"})
    content = json.loads(path.read_text(encoding="utf-8"))
    assert content["feiten"] == {"bron": "b"}
    assert content["namen"][1] == {"naam": "+1", "score": None}


def test_lists_of_codes_become_text_and_the_index_a_column(tmp_path):
    table = pd.DataFrame(
        {"extra": [("GM1", "GM2"), ()]}, index=pd.Index(["a", "b"], name="verband")
    )
    write_tables(tmp_path / "t.csv", {"x": table}, facts={})
    content = pd.read_csv(tmp_path / "t.csv", keep_default_na=False)
    assert content.to_dict("list") == {"verband": ["a", "b"], "extra": ["GM1 GM2", ""]}


@pytest.mark.parametrize("ending", ["csv", "json", "xlsx"])
def test_a_second_run_gives_the_same_bytes(tmp_path, hostile, ending):
    for name in ("een", "twee"):
        write_tables(tmp_path / f"{name}.{ending}", {"namen": hostile}, facts={"bron": "b"})
    assert (tmp_path / f"een.{ending}").read_bytes() == (tmp_path / f"twee.{ending}").read_bytes()


def test_an_unknown_ending_is_refused(tmp_path, hostile):
    with pytest.raises(LappendekenError, match=r"\.csv, \.json, \.xlsx"):
        write_tables(tmp_path / "t.ods", {"namen": hostile}, facts={})
    assert list(tmp_path.iterdir()) == []


def test_nothing_is_written_when_a_file_beside_exists(tmp_path, hostile):
    beside = tmp_path / "t-meer.csv"
    beside.write_text("van mij")
    tables = {"namen": hostile, "meer": hostile}
    with pytest.raises(OutputError, match=r"t-meer\.csv bestaat al"):
        write_tables(tmp_path / "t.csv", tables, facts={}, overwrite=False)
    assert [path.name for path in tmp_path.iterdir()] == ["t-meer.csv"]
    assert beside.read_text() == "van mij"
    write_tables(tmp_path / "t.csv", tables, facts={})
    assert len(list(tmp_path.iterdir())) == 4
