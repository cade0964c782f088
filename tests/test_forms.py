"""What the program writes for a user to fill in: lists to choose from, and read back equal."""

import openpyxl
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

import lappendeken as ld
from lappendeken import output, report, schema, tables
from lappendeken.reading import read_tables
from lappendeken.reading.plan import read_plan
from lappendeken.reading.settling.matching import match_names
from lappendeken.reading.voorstellen import read_accepted
from lappendeken.report.deviations import explain, form
from lappendeken.report.facts import Basis
from lappendeken.report.setting import Setting

ENDINGS = ["xlsx", "csv"]


def lists_of(path):
    """Column by column what a user can choose, and whether other text is refused."""
    book = openpyxl.load_workbook(path)
    sheet = book.worksheets[0]
    found = {}
    for rule in sheet.data_validations.dataValidation:
        (place,) = rule.sqref.ranges
        source = rule.formula1
        if source.startswith('"'):
            choices = source.strip('"').split(",")
        else:
            name, _, area = source.partition("!")
            choices = [cell.value for (cell,) in book[name][area.replace("$", "")]]
        head = sheet.cell(1, place.min_col).value
        found[head] = (choices, rule.errorStyle in (None, "stop"))
        assert place.min_row == 2
    return found


def test_a_plan_has_lists_of_what_these_data_know(quilt, tmp_path):
    (path,) = output.write_form(tmp_path / "plan.xlsx", tables.forms.plan(quilt))
    lists = lists_of(path)
    assert lists["actie"] == (list(schema.ACTIES), True)
    assert lists["indeling"] == (list(quilt), True)
    names = sorted(quilt.gemeenten["naam"])
    assert lists["gemeente"] == (names, False)
    assert set(lists) == {"actie", "indeling", "gemeente", "van", "naar"}
    book = openpyxl.load_workbook(path)
    states = {sheet.title: sheet.sheet_state for sheet in book}
    assert states["plan"] == states["toelichting"] == "visible"
    assert "scenario" in str(list(book["toelichting"].values))


def test_a_plan_that_was_filled_in_is_carried_out(run, tmp_path):
    path = tmp_path / "plan.xlsx"
    assert run("gegevens", "sjabloon", "plan", "--uit", path)[0] == 0
    book = openpyxl.load_workbook(path)
    book["plan"].append(["verplaats", "jeugdregio", "Meppel", None, "IJsselland"])
    book.save(path)
    assert [step.gemeenten for step in read_plan(path).steps] == [("Meppel",)]


@pytest.mark.parametrize("ending", ENDINGS)
@pytest.mark.parametrize("asked", ["MO/BW", "mo-bw", "mo-bw-regio"])
def test_a_form_of_an_indeling_is_read_back_equal(run, today, tmp_path, asked, ending):
    path = tmp_path / f"mobw.{ending}"
    code, _, err = run("gegevens", "sjabloon", asked, "--uit", path)
    assert code == 0, err
    assert f"inlezen {path} --uit mijnmap" in err
    found = read_tables(path)
    told = ["gemeente_code", "verband", "rol", "bron", "stand", "zekerheid", "opmerking"]
    assert found.report.matched == found.report.read
    own = today.deelnames.join(today.verbanden, on="verband_id").rename(columns={"naam": "verband"})
    own = own[own["indeling"] == "mo-bw-regio"]
    expected = own[told].astype("str").sort_values(told).to_numpy().tolist()
    assert found.deelnames[told].sort_values(told).to_numpy().tolist() == expected
    assert set(found.indelingen["domein"]) == {"mo-bw"}


def test_a_form_of_an_indeling_has_the_lists_of_the_schema(run, tmp_path):
    path = tmp_path / "jeugd.xlsx"
    run("gegevens", "sjabloon", "jeugd", "--uit", path)
    lists = lists_of(path)
    assert lists["vorm"] == (list(schema.VORMEN), True)
    assert lists["domein"] == (list(schema.DOMEINEN), True)
    assert lists["verband"][1] is False
    assert "IJsselland" in lists["verband"][0]


def test_data_without_the_indeling_get_their_gemeenten_and_the_names_of_ours(run, quilt, tmp_path):
    output.write_lappendeken(tmp_path / "map", quilt)
    path = tmp_path / "mobw.xlsx"
    code, _, err = run(
        "gegevens", "sjabloon", "mo-bw", "--gegevens", tmp_path / "map", "--uit", path
    )
    assert code == 0, err
    sheet = openpyxl.load_workbook(path).worksheets[0]
    rows = list(sheet.values)
    assert [row[1] for row in rows[1:]] == list(quilt.gemeenten["naam"])
    assert {row[2] for row in rows[1:]} == {None}
    assert "Almelo" in lists_of(path)["verband"][0]


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["plannen"], "Onbekend sjabloon 'plannen'"),
        (["plan", "--uit", "plan.docx"], "kies een naam op .xlsx, .csv"),
    ],
)
def test_what_cannot_be_made_is_refused(run, tmp_path, monkeypatch, arguments, said):
    monkeypatch.chdir(tmp_path)
    code, _, err = run("gegevens", "sjabloon", *arguments)
    assert (code, said in err) == (2, True), err
    assert list(tmp_path.iterdir()) == []


# Reasons ------------------------------------------------------------------------------------


@pytest.mark.parametrize("ending", ENDINGS)
def test_reasons_are_read_back_equal(quilt, tmp_path, ending):
    setting = Setting(Basis(quilt))
    given = tmp_path / "a.csv"
    given.write_text('verband;reden;bron;datum\njeugd-m;=1+1, of "twee";Raad;3-2-2015\n')
    given.write_text(given.read_text().replace('=1+1, of "twee"', '"=1+1, of ""twee"""'))
    reasons = report.read_reasons(quilt, given)
    told = [explain(setting.basis, setting.area(name), reasons) for name in ("Gelderland", None)]
    made = form(setting.basis, told)
    (path,) = output.write_form(tmp_path / f"afwijkingen.{ending}", made)
    again = report.read_reasons(quilt, path)
    pd.testing.assert_frame_equal(again, reasons)
    if ending == "xlsx":
        sheet = openpyxl.load_workbook(path).worksheets[0]
        assert {cell.data_type for row in sheet.iter_rows() for cell in row} <= {"s", "n", "d"}
        assert lists_of(path)["verband"][0] == [row[0] for row in made.rows]
    assert len(made.rows) == len({row[0] for row in made.rows}) == 2


def test_every_deviation_is_found_by_the_name_in_the_form(today, tmp_path):
    setting = Setting(Basis(today))
    made = form(setting.basis, [explain(setting.basis, setting.country, None)])
    filled = [(row[0], f"reden {k}", *row[2:]) for k, row in enumerate(made.rows)]
    table = tables.Table(made.name, made.title, made.columns, tuple(filled))
    (path,) = output.write_form(tmp_path / "a.xlsx", table)
    found = report.read_reasons(today, path)
    assert list(found.index) == list(setting.country.crossing)


@pytest.mark.slow
def test_a_report_in_a_folder_brings_the_form_and_never_writes_over_it(run, tmp_path):
    options = ["rapport", "--provincie", "Drenthe", "--vorm", "csv", "--uit", tmp_path / "r"]
    code, out, err = run(*options)
    path = tmp_path / "r" / "afwijkingen.xlsx"
    assert (code, path.exists(), "--afwijkingen" in err) == (0, True, True)
    assert str(path) in out
    book = openpyxl.load_workbook(path)
    book.active.cell(2, 2, "Omdat")
    book.save(path)
    before = path.read_bytes()
    code, _, err = run(*options, "--afwijkingen", path, "--force")
    assert (code, path.read_bytes() == before) == (0, True)
    assert "Omdat" in (tmp_path / "r" / "drenthe-afwijkingen.csv").read_text(encoding="utf-8-sig")
    code, _, err = run(*options, "--force")
    assert (code, "is niet veranderd" in err, path.read_bytes() == before) == (0, True, True)


# Proposals ----------------------------------------------------------------------------------

NAMES = {"GM0119": "Meppel", "GM0193": "Zwolle"}
TEXTS = st.text("Mepl -=+@';,é", min_size=3, max_size=9).map(str.strip).filter(len)


@pytest.mark.slow
@pytest.mark.parametrize("ending", ENDINGS)
@given(st.lists(TEXTS, min_size=1, max_size=4, unique=True))
def test_proposals_are_read_back_equal(tmp_path_factory, ending, texts):
    proposals = match_names(texts, NAMES).proposals
    first = ~proposals.duplicated("gegeven") & (proposals["voorstel_code"] != "")
    proposals["aanvaard"] = first.map({True: "ja", False: ""})
    path = tmp_path_factory.getbasetemp() / f"v.{ending}"
    output.write_form(path, tables.forms.voorstellen(proposals), overwrite=True)
    expected = proposals[first].set_index("gegeven")["voorstel_code"].to_dict()
    assert read_accepted(path, NAMES).gemeenten == expected


@pytest.mark.slow
def test_proposals_have_a_list_of_answers(run, tmp_path):
    table = tmp_path / "t.csv"
    table.write_text("gemeente;jeugdregio\nMepel;Drenthe\nZwolle;IJsselland\n")
    assert run("gegevens", "inlezen", table, "--uit", tmp_path / "uit")[0] == 0
    path = tmp_path / "uit" / "voorstellen.xlsx"
    assert lists_of(path) == {"aanvaard": (["ja", "nee"], True)}
    book = openpyxl.load_workbook(path)
    book.active["F2"] = "ja"
    book.save(tmp_path / "nagekeken.xlsx")
    options = ["--accepteer-voorstellen", tmp_path / "nagekeken.xlsx"]
    code, _, err = run("gegevens", "inlezen", table, *options, "--uit", tmp_path / "nog")
    assert code == 0, err
    assert set(ld.load(tmp_path / "nog").deelnames["gemeente_code"]) == {"GM0119", "GM0193"}
