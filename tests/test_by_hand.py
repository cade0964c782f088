"""What users write by hand is read from whatever Excel or an editor makes of it."""

from datetime import date, datetime

import openpyxl
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from lappendeken.reading.afwijkingen import read_afwijkingen
from lappendeken.reading.plan import Step, read_plan
from lappendeken.reading.taken import read_taken
from lappendeken.reading.voorstellen import read_accepted

ENCODINGS = ["utf-8", "utf-8-sig", "cp1252", "utf-16"]
SIGNS = [",", ";", "\t"]
VERBANDEN = pd.DataFrame(
    {"naam": ["Drenthe", "Fryslân"], "enkelvoud": ["jeugdregio", "jeugdregio"]},
    index=["j-drenthe", "j-fryslan"],
)
NAMES = {"GM0119": "Meppel", "GM0085": "Ooststellingwerf"}


def text_file(path, rows, sign, encoding):
    """Rows as a program writes them, a cell between quotes where it must be."""
    cells = [[f'"{cell}"' if sign in cell or "\n" in cell else cell for cell in r] for r in rows]
    path.write_bytes("\r\n".join(sign.join(row) for row in cells).encode(encoding))
    return path


def workbook(path, rows, *, above=(), sheets=()):
    """Rows as a sheet, with what stands above them and on other sheets."""
    book = openpyxl.Workbook()
    for row in (*above, *rows):
        book.active.append(list(row))
    for name in sheets:
        book.create_sheet(name).append(["Lees mij"])
    book.save(path)
    return path


PLAN = [
    ["Actie", "Indeling", "Gemeente", "van", "naar", "naam", "Toelichting"],
    ["Verplaats", "jeugd", "Meppel", "", "IJsselland", "", "proef, één keer"],
    ["treed toe", "MO/BW", "Súdwest-Fryslân; Meppel", "", "Twente", "", ""],
]
STEPS = (
    Step("verplaats", "jeugd", ("Meppel",), naar="IJsselland", row=2),
    Step("treed-toe", "MO/BW", ("Súdwest-Fryslân", "Meppel"), naar="Twente", row=3),
)
REASONS = [
    ["Verband", "reden", "bron", "Datum"],
    ["jeugdregio Fryslân", "Eén; twee", "Raad", "15-12-2014"],
]


@pytest.mark.parametrize("encoding", ENCODINGS)
@pytest.mark.parametrize("sign", SIGNS)
def test_a_plan_and_reasons_from_any_text_file(tmp_path, sign, encoding):
    assert read_plan(text_file(tmp_path / "p.csv", PLAN, sign, encoding)).steps == STEPS
    found = read_afwijkingen(text_file(tmp_path / "a.csv", REASONS, sign, encoding), VERBANDEN)
    assert found.loc["j-fryslan"].to_list() == ["Eén; twee", "Raad", "2014-12-15"]


@pytest.mark.parametrize("name", ["plan.xlsx", "PLAN.XLSX"])
def test_a_plan_from_a_spreadsheet(tmp_path, name):
    path = workbook(tmp_path / name, PLAN, sheets=["Blad2"])
    plan = read_plan(path)
    assert plan.steps == STEPS
    assert plan.file.startswith(str(path))


def test_a_title_above_the_table_is_no_header(tmp_path):
    above = [["Plan van Meppel"], []]
    assert len(read_plan(workbook(tmp_path / "p.xlsx", PLAN, above=above)).steps) == 2
    rows = [["Plan", "van Meppel", *[""] * 5], [""] * 7, *PLAN]
    found = read_plan(text_file(tmp_path / "p.csv", rows, ";", "cp1252")).steps
    assert [step.row for step in found] == [4, 5]


@pytest.mark.parametrize(
    "written",
    [
        *("15-12-2014", "15/12/2014", "15 december 2014", "15 dec. 2014", "15.12.2014"),
        *("2014-12-15", date(2014, 12, 15), datetime(2014, 12, 15)),  # noqa: DTZ001
    ],
    ids=str,
)
def test_dates_as_dutch_people_and_excel_write_them(tmp_path, written):
    rows = [REASONS[0], [*REASONS[1][:3], written]]
    found = read_afwijkingen(workbook(tmp_path / "a.xlsx", rows), VERBANDEN)
    assert found["datum"].to_list() == ["2014-12-15"]


def test_rows_that_are_not_filled_in_yet_are_passed_over(tmp_path):
    rows = [*REASONS, ["jeugdregio Drenthe", "", "", ""], ["bestaat niet meer", "", "", ""]]
    found = read_afwijkingen(workbook(tmp_path / "a.xlsx", rows), VERBANDEN)
    assert list(found.index) == ["j-fryslan"]


@pytest.mark.parametrize("answer", ["ja", "Ja", "JA", "x", "j"])
def test_proposals_from_a_spreadsheet(tmp_path, answer):
    rows = [
        ["gegeven", "reden", "voorstel_code", "voorstel_naam", "score", "aanvaard"],
        ["Mepel", "deze naam is onbekend", 119, "Meppel", 90.9, answer],
        ["'=Oost", "deze naam is onbekend", "GM0085", "Ooststellingwerf", None, "nee"],
    ]
    found = read_accepted(workbook(tmp_path / "v.xlsx", rows), NAMES)
    assert (found.gemeenten, found.verbanden) == ({"Mepel": "GM0119"}, {})


@pytest.mark.parametrize("name", ["taken.csv", "taken.xlsx"])
def test_tasks_from_either_kind_of_file(tmp_path, name):
    rows = [["Taak", "Aspect", "Schaal"], ["opvang", "inkoop", "regionaal"]]
    if name.endswith("csv"):
        text_file(tmp_path / name, rows, ";", "cp1252")
    else:
        workbook(tmp_path / name, rows)
    columns = ["taak", "aspect", "schaal"]
    assert read_taken(tmp_path)[columns].to_numpy().tolist() == [rows[1]]


WORDS = st.text("abcé ',;-=+@&", max_size=12).map(str.strip)


@pytest.mark.slow
@given(
    st.lists(st.tuples(WORDS, WORDS), min_size=1, max_size=5),
    st.sampled_from(SIGNS),
    st.sampled_from(ENCODINGS),
    st.permutations(["actie", "indeling", "van", "toelichting"]),
)
def test_a_plan_says_the_same_in_every_form(tmp_path_factory, cells, sign, encoding, order):
    columns = {
        "actie": ["hef-op"] * len(cells),
        "indeling": ["werk"] * len(cells),
        "van": [f"a{one}" for one, _ in cells],
        "toelichting": [other for _, other in cells],
    }
    rows = [order, *([columns[name][k] for name in order] for k in range(len(cells)))]
    folder = tmp_path_factory.getbasetemp()
    quoted = [[cell.replace('"', "") for cell in row] for row in rows]
    text = text_file(folder / "veel.csv", quoted, sign, encoding)
    sheet = workbook(folder / "veel.xlsx", rows)
    assert read_plan(text).steps == read_plan(sheet).steps
    assert [step.van for step in read_plan(text).steps] == columns["van"]
