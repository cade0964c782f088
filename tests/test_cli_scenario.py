"""`lappendeken scenario`, run as a user does."""

import json

import openpyxl
import pandas as pd
import pytest
from commandline import on_edition, row_starting

HEADER = "actie,indeling,gemeente,van,naar,naam\n"
MEPPEL = HEADER + "verplaats,jeugd,Meppel; Westerveld,,IJsselland,\n"


@pytest.fixture
def run(run):
    """Commands on the edition of 2016, of which the numbers stand here."""
    return on_edition(run, "2016")


@pytest.fixture
def write(tmp_path):
    """Write a plan."""

    def write_plan(text, name="plan.csv"):
        path = tmp_path / name
        path.write_text(text, encoding="utf-8")
        return path

    return write_plan


@pytest.mark.slow
def test_before_and_after_are_shown_side_by_side(run, write):
    code, out, err = run("scenario", write(MEPPEL))
    assert (code, err) == (0, "")
    assert row_starting(out, "Meppel", "jeugdregio") == ["Drenthe", "IJsselland"]
    assert "Zelf veranderen 2 gemeenten (51.884 inwoners)" in " ".join(out.split())
    assert row_starting(out, "jeugdregio", "–", "arbeidsmarktregio", "ARI")[0] == "0,774"
    assert row_starting(out, "Drenthe", "TC")[0] == "0,543"
    assert row_starting(out, "IJsselland", "11", "→", "13")[-3:] == ["1", "→", "2"]
    assert "jeugdregio's 3 → 4" in out


@pytest.mark.slow
def test_all_tables_are_written_in_every_format(run, write, tmp_path):
    plan = write(MEPPEL)
    for ending in ("csv", "xlsx", "json"):
        assert run("scenario", plan, "--uit", tmp_path / f"na.{ending}")[0] == 0
    names = ["scores", "provincies", "gemeenten", "verbanden", "indelingen", "deelnames"]
    table = pd.read_csv(tmp_path / "na.csv")
    assert list(table.columns[:6]) == ["a", "b", "measure", "before", "after", "change"]
    assert set(table["plan"]) == {"plan.csv"}
    ari = table[(table["b"] == "arbeidsmarktregio") & (table["measure"] == "adjusted_rand_index")]
    assert ari["before"].iloc[0] == pytest.approx(0.7745, abs=1e-4)
    assert openpyxl.load_workbook(tmp_path / "na.xlsx").sheetnames == [*names, "toelichting"]
    content = json.loads((tmp_path / "na.json").read_text(encoding="utf-8"))
    assert list(content) == ["feiten", *names]
    assert content["feiten"]["inwoners_zelf"] == "51884"
    assert [row["what"] for row in content["deelnames"]] == ["eindigt", "begint"] * 2
    code, out, _ = run("scenario", plan, "--json")
    assert code == 0
    assert json.loads(out) == content


@pytest.mark.slow
def test_a_map_is_drawn_of_every_indeling_that_changes(run, write, tmp_path):
    plan = write(MEPPEL + "splits,werk,Urk; Noordoostpolder,Flevoland,,Noordelijk Flevoland\n")
    code, out, err = run("scenario", plan, "--uit", tmp_path / "kaart.html")
    assert (code, out) == (0, "")
    assert "kaart.html (arbeidsmarktregio's)" in err
    page = (tmp_path / "kaart-jeugdregio.html").read_text(encoding="utf-8")
    assert "2 gemeenten veranderen zelf van verband; nog 21 gemeenten krijgen" in page
    other = (tmp_path / "kaart.html").read_text(encoding="utf-8")
    assert "Na: Noordelijk Flevoland." in other
    # The second file is in the way, though the first is not.
    (tmp_path / "kaart.html").unlink()
    code, _, err = run("scenario", plan, "--uit", tmp_path / "kaart.html")
    assert (code, (tmp_path / "kaart.html").exists()) == (1, False)
    assert "kaart-jeugdregio.html bestaat al" in err


@pytest.mark.slow
def test_a_map_can_be_a_picture(run, write, tmp_path):
    assert run("scenario", write(MEPPEL), "--uit", tmp_path / "kaart.svg")[0] == 0
    drawn = (tmp_path / "kaart.svg").read_text(encoding="utf-8")
    assert "voor en na het plan" in drawn
    assert "verandert zelf (2)" in drawn


@pytest.mark.slow
def test_many_plans_are_put_below_each_other(run, write, tmp_path):
    plans = [write(MEPPEL), write(HEADER + "verplaats,jeugd,Meppel,,IJsselland,\n", "een.csv")]
    code, out, err = run("scenario", *plans)
    assert (code, err) == (0, "")
    assert row_starting(out, "plan.csv") == ["2", "51.884", "21", "+0", "+1"]
    assert row_starting(out, "een.csv") == ["1", "32.799", "22", "+0", "+1"]
    pair = ["MO/BW-regio", "0,7512", "0,7441", "-0,0070"]
    assert row_starting(out, "plan.csv", "jeugdregio", "–") == pair
    assert run("scenario", *plans, "--uit", tmp_path / "o.csv")[0] == 0
    overview = pd.read_csv(tmp_path / "o.csv", index_col=0)
    assert overview["gemeenten"].to_dict() == {"plan.csv": 2, "een.csv": 1}


@pytest.mark.slow
def test_only_the_indelingen_that_are_named_are_compared(run, write):
    names = ["--indeling", "jeugd", "--indeling", "ggd-regio"]
    _, out, _ = run("scenario", write(MEPPEL), *names, "--json")
    rows = json.loads(out)["scores"]
    assert {(row["a"], row["b"]) for row in rows} == {("jeugdregio", "ggd-regio")}


def test_a_plan_at_fault_gives_code_1_and_all_faults(run, write):
    plan = write(HEADER + "verplaats,jeugd,Mepel,,IJsselland,\nhef-op,jeugd,,Nergens,,\n")
    code, out, err = run("scenario", plan)
    assert (code, out) == (1, "")
    assert "2 fouten" in err
    assert "rij 2, kolom gemeente, waarde 'Mepel'" in err
    assert "Meppel" in err
    assert "rij 3, kolom van, waarde 'Nergens'" in err


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        ([], "Het argument PLAN.CSV ontbreekt"),
        (["plan.csv", "--indeling", "jeugd"], "ten minste twee indelingen"),
        (["plan.csv", "--uit", "x.pdf"], "van een soort die deze opdracht niet schrijft"),
        (["plan.csv", "b.csv", "--uit", "x.png"], "een kaart is van één plan"),
        (["plan.csv", "plan.csv"], "Noem elk plan één keer"),
        (["plan.csv", "--kernen", "2"], "horen bij meer dan één plan"),
        (["a.csv", "b.csv", "--kernen", "2", "--cluster", "tcp://x:1"], "niet allebei"),
        (["plan.csv", "--gewicht", "geld"], "kies uit gemeenten, inwoners, oppervlakte"),
    ],
)
def test_wrong_usage_is_told_in_dutch_with_code_2(run, arguments, said):
    code, out, err = run("scenario", *arguments)
    assert (code, out) == (2, "")
    assert said in err


@pytest.mark.slow
def test_a_file_that_exists_is_not_replaced_unasked(run, write, tmp_path):
    path = tmp_path / "na.json"
    path.write_text("oud", encoding="utf-8")
    plan = write(MEPPEL)
    assert run("scenario", plan, "--uit", path)[0] == 2
    assert path.read_text(encoding="utf-8") == "oud"
    assert run("scenario", plan, "--uit", path, "--force")[0] == 0


@pytest.mark.slow
def test_names_from_a_plan_are_text_everywhere(run, write, tmp_path):
    naam = "=HYPERLINK(1) [bold]<b>"
    plan = write(HEADER + f"splits,jeugd,Meppel,Drenthe,,{naam}\n")
    code, out, _ = run("scenario", plan)
    assert code == 0
    assert "[bold]" in out
    assert run("scenario", plan, "--uit", tmp_path / "na.xlsx")[0] == 0
    sheet = openpyxl.load_workbook(tmp_path / "na.xlsx")["deelnames"]
    cells = [cell for row in sheet.iter_rows() for cell in row if cell.value == naam]
    assert [cell.data_type for cell in cells] == ["s"]


@pytest.mark.slow
def test_a_plan_that_changes_nothing_says_so(run, write, tmp_path):
    text = HEADER + "verplaats,jeugd,Meppel,,IJsselland,\nverplaats,jeugd,Meppel,,Drenthe,\n"
    code, out, _ = run("scenario", write(text))
    assert code == 0
    assert "Dit plan verandert niets" in out
    code, _, err = run("scenario", write(text), "--uit", tmp_path / "kaart.png")
    assert (code, (tmp_path / "kaart.png").exists()) == (2, False)
    assert "er is geen kaart te tekenen" in err
