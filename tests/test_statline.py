"""The reader of StatLine: columns known by what is in them, from the service or a saved copy."""

import csv
import json
import sys

import cbsodata
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sources import (
    CODES,
    JEUGD,
    NAMES,
    WERK,
    assert_accounted,
    deelname_pairs,
    pairs,
    statline_rows,
    statline_server,
    statline_tables,
)

from lappendeken.errors import DataError, LappendekenError, WrongUsageError
from lappendeken.reading import read_statline
from lappendeken.reading.sources.statline import TABLES, is_table

UPPER_JEUGD, UPPER_WERK = ({(c, n.upper()) for c, n in pairs(d)} for d in (JEUGD, WERK))


def write_json(folder, content, name="gebieden.json"):
    path = folder / name
    path.write_text(json.dumps(content), encoding="utf-8")
    return path


def assert_drawing(result):
    assert_accounted(result)
    assert deelname_pairs(result.deelnames, "jeugdregio") == UPPER_JEUGD
    assert deelname_pairs(result.deelnames, "arbeidsmarktregio") == UPPER_WERK


@pytest.fixture
def service(monkeypatch):
    """Point cbsodata at a service on this machine."""

    def start(answers):
        context = statline_server(answers)
        address = context.__enter__()
        opened.append(context)
        monkeypatch.setattr(cbsodata.options, "use_https", False)
        cbsodata.options.catalog_url = address

    opened = []
    before = cbsodata.options.catalog_url
    yield start
    cbsodata.options.catalog_url = before
    for context in opened:
        context.__exit__(None, None, None)


# From the service ---------------------------------------------------------------------------


@pytest.mark.parametrize("source", ["85385NED", "2023", 2023, "85385ned"])
def test_a_table_or_a_year_is_fetched(service, source):
    title = "Gebieden in Nederland 2023"
    service({"85385NED": statline_tables("85385NED", title, statline_rows())})
    result = read_statline(source)
    assert_drawing(result)
    assert result.peildatum.isoformat() == "2023-01-01"
    assert result.report.source == "85385NED"


def test_every_year_has_its_table():
    assert TABLES[2016] == "83287NED"
    assert TABLES[2026] == "86247NED"
    assert sorted(TABLES) == list(range(2016, 2027))
    assert is_table("86059NED")
    assert not any(is_table(text) for text in ("1999", "85385", "85385NED.json", "regio"))


def test_an_unknown_table_is_refused_with_those_there_are(service):
    service({})
    with pytest.raises(WrongUsageError, match=r"kent geen tabel 99999NED.*85385NED \(2023\)"):
        read_statline("99999NED")


def test_a_service_that_fails_is_told(service):
    service({"85385NED": 500})
    with pytest.raises(LappendekenError, match=r"antwoordt met code 500.*bewaarde kopie"):
        read_statline("85385NED")


@pytest.mark.parametrize("body", [b"<html>", b"{}", b'{"value": [1]}', b"[]", b'{"value": {}}'])
def test_an_answer_that_is_none_is_told(service, body):
    service({"85385NED": body})
    with pytest.raises(LappendekenError):
        read_statline("85385NED")


def test_without_a_service_the_copy_is_named(monkeypatch):
    monkeypatch.setattr(cbsodata.options, "use_https", False)
    before = cbsodata.options.catalog_url
    cbsodata.options.catalog_url = "127.0.0.1:9"
    try:
        with pytest.raises(LappendekenError, match=r"niet te bereiken.*kopie"):
            read_statline("85385NED")
    finally:
        cbsodata.options.catalog_url = before


def test_without_cbsodata_the_command_to_install_is_named(monkeypatch):
    monkeypatch.setattr("lappendeken.reading.sources.statline.find_spec", lambda name: None)
    with pytest.raises(LappendekenError, match=r'pip install "lappendeken\[cbs\]"'):
        read_statline("85385NED")


def test_reading_a_copy_needs_no_cbsodata(tmp_path, monkeypatch):
    monkeypatch.setitem(sys.modules, "cbsodata", None)
    assert_drawing(read_statline(write_json(tmp_path, statline_rows())))


# From a copy --------------------------------------------------------------------------------


def test_what_cbsodata_saved_is_read(service, tmp_path):
    title = "Gebieden in Nederland 2021"
    service({"84929NED": statline_tables("84929NED", title, statline_rows())})
    cbsodata.get_data("84929NED", dir=str(tmp_path / "84929NED"))
    result = read_statline(tmp_path / "84929NED")
    assert_drawing(result)
    assert result.peildatum.isoformat() == "2021-01-01"


def test_what_get_data_gives_is_read_though_it_replaces_codes_by_names(service, tmp_path):
    service({"84929NED": statline_tables("84929NED", "x", statline_rows())})
    rows = cbsodata.get_data("84929NED")
    assert rows[0]["RegioS"] == "Dorp A"
    assert_drawing(read_statline(write_json(tmp_path, rows)))


def test_lines_and_the_answer_of_the_service_are_read(tmp_path):
    rows = statline_rows()
    lines = tmp_path / "lines.json"
    lines.write_text("\n".join(json.dumps(row) for row in rows), encoding="utf-8")
    assert_drawing(read_statline(lines))
    assert_drawing(read_statline(write_json(tmp_path, {"odata.metadata": "", "value": rows})))


@pytest.mark.parametrize("separator", [",", ";"])
def test_a_csv_of_it_is_read(tmp_path, separator):
    rows = statline_rows()
    path = tmp_path / "85385NED.csv"
    with path.open("w", newline="", encoding="utf-8") as file:
        writer = csv.DictWriter(file, list(rows[0]), delimiter=separator)
        writer.writeheader()
        writer.writerows(rows)
    result = read_statline(path)
    assert_drawing(result)
    assert result.peildatum.isoformat() == "2023-01-01"


def test_signs_that_cannot_be_seen_are_taken_out_of_a_csv(tmp_path):
    path = tmp_path / "85385NED.csv"
    path.write_text(
        "RegioS,Code_1,Naam_2\nGM0193\u200b,JZ11,IJssel\u200bland\nGM0150,JZ11,IJsselland\n"
    )
    result = read_statline(path)
    assert_accounted(result)
    assert deelname_pairs(result.deelnames) == {("GM0193", "IJsselland"), ("GM0150", "IJsselland")}


# Columns by their content -------------------------------------------------------------------


@pytest.mark.parametrize("shift", [0, 2, 17])
def test_numbers_of_columns_may_shift(tmp_path, shift):
    assert_drawing(read_statline(write_json(tmp_path, statline_rows(shift))))


@pytest.mark.slow
@settings(max_examples=8)
@given(st.permutations(["AM", "JZ", "PV", "QQ"]), st.integers(1, 30))
def test_the_order_of_the_indelingen_does_not_matter(tmp_path_factory, order, first):
    rows = []
    for k, code in enumerate(CODES.values()):
        row = {"RegioS": code.ljust(10)}
        number = first
        for prefix in order:
            row[f"Code_{number}"] = f"{prefix}{20 + k % 3}   "
            row[f"Naam_{number + 1}"] = f"{prefix.lower()} {k % 3}   "
            number += 2
        rows.append(row)
    result = read_statline(write_json(tmp_path_factory.mktemp("s"), rows))
    assert_accounted(result)
    found = result.deelnames.groupby("indeling")["verband"].unique().map(sorted).to_dict()
    assert found == {
        "arbeidsmarktregio": ["am 0", "am 1", "am 2"],
        "jeugdregio": ["jz 0", "jz 1", "jz 2"],
        "provincie": ["pv 0", "pv 1", "pv 2"],
        "cbs-qq": ["qq 0", "qq 1", "qq 2"],
    }


def test_gemeenten_come_with_what_the_table_knows(tmp_path):
    own = read_statline(write_json(tmp_path, statline_rows())).gemeenten
    assert own["naam"].to_dict() == NAMES
    assert own.loc[CODES["B"], ["provincie", "inwoners"]].tolist() == ["Utrecht", 1001]
    assert own.geometry.isna().all()


def test_given_gemeenten_are_filled_with_what_they_lack(tmp_path, quilt):
    bare = quilt.gemeenten.assign(provincie="", inwoners=None).astype({"inwoners": "Int64"})
    result = read_statline(write_json(tmp_path, statline_rows()), gemeenten=bare)
    assert_drawing(result)
    assert result.gemeenten.loc[CODES["B"], ["provincie", "inwoners"]].tolist() == ["Utrecht", 1001]
    assert not result.gemeenten.geometry.isna().any()
    kept = read_statline(write_json(tmp_path, statline_rows()), gemeenten=quilt.gemeenten)
    assert kept.gemeenten.at[CODES["A"], "inwoners"] == 3000


def test_a_gemeente_that_is_not_in_the_list_is_told(tmp_path, quilt):
    fewer = quilt.gemeenten.drop(CODES["A"])
    result = read_statline(write_json(tmp_path, statline_rows()), gemeenten=fewer)
    assert_accounted(result)
    # A is in three indelingen, and I in no arbeidsmarktregio.
    assert result.report.not_matched == {
        "deze code is onbekend bij deze gemeenten": 3,
        "geen verband genoemd": 1,
    }
    assert deelname_pairs(result.deelnames, "jeugdregio") == {
        pair for pair in UPPER_JEUGD if pair[0] != CODES["A"]
    }


def test_two_regions_of_one_name_stay_two_and_a_nameless_one_has_its_code(tmp_path):
    rows = [
        {"RegioS": "GM0001", "Code_1": "JZ01", "Naam_2": "Oost"},
        {"RegioS": "GM0002", "Code_1": "JZ02", "Naam_2": "Oost"},
        {"RegioS": "GM0003", "Code_1": "JZ03", "Naam_2": None},
    ]
    own = read_statline(write_json(tmp_path, rows)).deelnames
    assert own[["verband_id", "verband"]].to_numpy().tolist() == [
        ["jeugdregio-oost", "Oost"],
        ["jeugdregio-oost-jz02", "Oost"],
        ["jeugdregio-jz03", "JZ03"],
    ]


def test_a_gemeente_that_stands_twice_is_told(tmp_path):
    rows = statline_rows()
    result = read_statline(write_json(tmp_path, [*rows, rows[0]]))
    assert_accounted(result)
    assert result.report.not_matched["staat al eerder in de bron"] == 3


def test_a_group_gives_an_unknown_indeling_its_name(tmp_path):
    rows = [{"RegioS": "GM0001", "Code_1": "QQ01", "Naam_2": "Een"}]
    write_json(tmp_path, rows, "TypedDataSet.json")
    properties = [
        {"ID": 7, "Type": "TopicGroup", "Key": "", "Title": "Waterstofregio's"},
        {"ID": 8, "Type": "Topic", "Key": "Code_1", "Title": "Code", "ParentID": 7},
    ]
    write_json(tmp_path, properties, "DataProperties.json")
    assert read_statline(tmp_path).indelingen["indeling"].to_list() == ["waterstofregios"]


@pytest.mark.parametrize(
    ("content", "says"),
    [
        ([], "geen lijst van rijen"),
        ({"value": "x"}, "geen lijst van rijen"),
        ([1, 2], "geen lijst van rijen"),
        ([{"a": "b"}], "geen kolom met codes van gemeenten"),
        ([{"RegioS": "GM0001", "x": "1"}], "geen kolom met codes van regio's"),
    ],
)
def test_another_json_is_refused(tmp_path, content, says):
    with pytest.raises(DataError, match=says):
        read_statline(write_json(tmp_path, content))


def test_a_folder_without_a_table_is_refused(tmp_path):
    with pytest.raises(DataError, match="geen TypedDataSet"):
        read_statline(tmp_path)


def test_a_file_that_is_not_there_is_told(tmp_path):
    with pytest.raises(DataError, match="ontbreekt"):
        read_statline(tmp_path / "weg.json")
