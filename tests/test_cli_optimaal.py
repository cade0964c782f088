"""`lappendeken optimaal`, run as a user does."""

import json
import os
import re
import sys

import openpyxl
import pandas as pd
import pytest
from commandline import on_edition, row_starting
from test_maps import Page

from lappendeken.cli.console import quiet_output, status
from lappendeken.tables.optimum import so_far

WERK = ["optimaal", "--basis", "werk", "--basis-regel", "kern"]


@pytest.fixture
def run(run):
    """Commands on the edition of 2016, of which the numbers stand here."""
    return on_edition(run, "2016")


def test_the_least_change_with_its_proof(run):
    code, out, err = run(*WERK)
    assert (code, err) == (0, "")
    assert "172 van 1.170 deelnames (14,7%)" in out
    assert "Bewezen: met deze eisen kan het niet met minder." in " ".join(out.split())
    found = [row_starting(out, name) for name in ("jeugdregio's", "MO/BW-regio's")]
    found.append(row_starting(out, "arbeidsmarktregio's"))
    assert [row[0] for row in found] == ["390"] * 3
    assert sum(int(row[1]) for row in found) == 172
    assert found[2][2:] == ["35", "van", "35"]


def test_a_base_stays_as_it_is_unless_another_rule_is_named(run):
    code, out, _ = run("optimaal", "--basis", "werk")
    assert code == 0
    assert "191 van 1.170 deelnames" in out
    assert row_starting(out, "arbeidsmarktregio's")[:2] == ["390", "0"]


@pytest.mark.slow
def test_every_reading_of_every_base_stands_in_one_table(run, tmp_path):
    code, out, err = run("optimaal", "--lezingen")
    assert (code, err) == (0, "")
    assert row_starting(out, "jeugdregio's") == ["190", "169", "162"]
    assert row_starting(out, "MO/BW-regio's") == ["207", "166", "158"]
    assert row_starting(out, "arbeidsmarktregio's") == ["191", "172", "172"]
    assert row_starting(out, "geen", "basis") == ["–", "–", "153"]
    content = json.loads(run("optimaal", "--lezingen", "--minimum", "100000", "--json")[1])
    assert content["feiten"]["eis minimum"] == "100000"
    assert [row["kern"] for row in content["lezingen"]] == [172, 170, 173, None]


@pytest.mark.parametrize(
    ("asked", "told"),
    [
        (["--basis-regel", "kern"], "--basis-regel hoort bij --basis"),
        (["--basis", "werk", "--basis-regel", "los"], "kies uit vast, kern, vrij"),
        (["--lezingen", "--basis", "werk"], "Bij --lezingen hoort geen --basis"),
        (["--lezingen", "--uit", "kaart.png"], "van lezingen is er geen kaart"),
    ],
)
def test_options_of_a_base_that_do_not_go_together_are_refused(run, asked, told):
    code, _, err = run("optimaal", *asked)
    assert code == 2
    assert told in " ".join(err.split())


@pytest.mark.slow
def test_the_common_division_is_written_in_every_format(run, tmp_path):
    for ending in ("csv", "xlsx", "json"):
        assert run(*WERK, "--uit", tmp_path / f"o.{ending}")[0] == 0
    changes = pd.read_csv(tmp_path / "o.csv")
    assert len(changes) == 172
    assert set(changes["status"]) == {"bewezen"}
    assert set(changes["eis basis"]) == {"werk"}
    gemeenten = pd.read_csv(tmp_path / "o-gemeenten.csv")
    assert len(gemeenten) == 390
    assert gemeenten["region"].nunique() == 35
    sheets = openpyxl.load_workbook(tmp_path / "o.xlsx").sheetnames
    assert sheets == ["wijzigingen", "regios", "gemeenten", "toelichting"]
    content = json.loads((tmp_path / "o.json").read_text(encoding="utf-8"))
    facts = content["feiten"]
    assert [facts[key] for key in ("verandert", "van", "ondergrens", "kloof")] == [
        "172",
        "1170",
        "172",
        "0",
    ]
    assert sum(row["changes"] for row in content["regios"]) == 172
    code, out, _ = run(*WERK, "--json")
    assert code == 0
    assert json.loads(out) == content


@pytest.mark.slow
def test_the_common_division_is_drawn(run, tmp_path):
    path = tmp_path / "kaart.html"
    code, out, err = run(*WERK, "--uit", path)
    assert (code, out, err) == (0, "", f"Geschreven: {path}\n")
    page = path.read_text(encoding="utf-8")
    assert "In 35 gemeenschappelijke regio&#39;s veranderen 172 deelnames" in page
    code, _, err = run("optimaal", "--zetten", "2", "--uit", tmp_path / "zetten.html")
    assert code == 2
    assert "van losse zetten is er geen kaart" in err


@pytest.mark.slow
def test_the_explorer_opens_with_what_was_found_as_a_plan(run, tmp_path, real):
    for asked, name in ((WERK, "verkenner.html"), (["optimaal", "--zetten", "3"], "plan.html")):
        path = tmp_path / name
        more = [] if name == "verkenner.html" else ["--verkenner"]
        code, out, err = run(*asked, *more, "--uit", path, "--force")
        assert (code, out, err) == (0, "", f"Geschreven: {path}\n")
        data = Page(path.read_text(encoding="utf-8")).json
        plan = data["start"]["plan"]
        moved = sum(len(step["gemeenten"]) for step in plan)
        assert moved == (172 if asked is WERK else 3)
    code, _, err = run(*asked, "--gegevens", "2026", "--verkenner", "--uit", path, "--force")
    assert (code, err) == (0, f"Geschreven: {path}\n")
    assert Page(path.read_text(encoding="utf-8")).json["then"]["year"] == "2016"
    for wrong in (["--uit", tmp_path / "o.png"], []):
        code, _, err = run(*WERK, "--verkenner", *wrong)
        assert (code, "--verkenner vraagt --uit" in err) == (2, True)


@pytest.mark.slow
def test_the_same_question_gives_the_same_answer(run):
    assert run(*WERK, "--json") == run(*WERK, "--json")


@pytest.mark.slow
def test_demands_are_met(run):
    asked = ["--minimum", "100000", "--vast", "Meppel"]
    code, out, _ = run(*WERK, *asked, "--json")
    assert code == 0
    content = json.loads(out)
    assert min(row["size"] for row in content["regios"]) >= 100_000
    assert "Meppel" not in {row["naam"] for row in content["wijzigingen"]}
    assert content["feiten"]["eis vast"] == "Meppel"


def test_weights_are_named(run):
    code, out, _ = run(*WERK, "--gewicht", "inwoners")
    assert code == 0
    assert re.search(r"verandert: [\d.]+ van 50\.[\d.]+ inwoners, over alle deelnames", out)


def test_what_cannot_be_is_refused_in_plain_words_with_code_2(run):
    code, out, err = run(*WERK, "--minimum", "600000")
    assert (code, out) == (2, "")
    told = " ".join(err.split())
    assert "Geen gemeenschappelijke indeling voldoet" in told
    assert "Voor 35 regio's van ten minste 600.000 is het geheel van 16.900.726 te klein" in told


# Moves --------------------------------------------------------------------------------------


def test_moves_are_shown_one_after_another(run):
    code, out, err = run("optimaal", "--zetten", "3")
    assert (code, err) == (0, "")
    assert "1.296 mogelijke zetten" in out
    assert row_starting(out, "1", "Zuidplas", "arbeidsmarktregio")[-2:] == ["0,7561", "40.771"]
    assert row_starting(out, "2", "Aa en Hunze")[-1] == "65.974"
    assert "Eerste zet: de meeste winst voor het minste aantal inwoners" in out
    assert row_starting(out, "Zuidplas", "arbeidsmarktregio")[-1] == "40.771"


@pytest.mark.slow
def test_moves_are_written(run, tmp_path):
    asked = ["optimaal", "--zetten", "2", "--maat", "transfer_similarity"]
    assert run(*asked, "--uit", tmp_path / "z.xlsx")[0] == 0
    book = openpyxl.load_workbook(tmp_path / "z.xlsx")
    assert book.sheetnames == ["zetten", "pareto", "alle-zetten", "toelichting"]
    assert book["alle-zetten"].max_row == 1297
    assert [cell.value for cell in book["zetten"][1]][:4] == [
        "step",
        "gemeente",
        "naam",
        "indeling",
    ]
    _, out, _ = run(*asked, "--json")
    content = json.loads(out)
    assert content["feiten"]["maat"] == "transfer_similarity"
    assert [row["step"] for row in content["zetten"]] == [1, 2]
    assert content["zetten"][1]["score"] > content["zetten"][0]["score"]


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--zetten", "0"], "geen geheel getal van ten minste 1"),
        (["--zetten", "3", "--basis", "werk"], "Bij --zetten hoort geen --basis"),
        (["--zetten", "3", "--maat", "geluk"], "kies uit adjusted_rand_index"),
        (["--maat", "v_measure"], "--maat hoort bij --zetten"),
        (["--zetten", "3", "--indeling", "jeugd"], "ten minste twee indelingen"),
        (["--indeling", "jeugd", "--indeling", "jeugdregio"], "noem elke indeling één keer"),
        (["--basis", "ggd-regio"], "is geen van de indelingen"),
        (["--basis", "werk", "--regios", "12"], "ligt het aantal regio's vast: 35"),
        (["--minimum", "veel"], "geen geheel getal"),
        (["--vast", "Mepel"], "Onbekende gemeente of verband 'Mepel'. Bedoelt u Meppel"),
        (["--uit", "x.pdf"], "van een soort die deze opdracht niet schrijft"),
    ],
)
def test_wrong_usage_is_told_in_dutch_with_code_2(run, arguments, said):
    code, out, err = run("optimaal", *arguments)
    assert (code, out) == (2, "")
    assert said in " ".join(err.split())


def test_moves_between_covers_are_refused_with_code_1(run):
    asked = ["--zetten", "3", "--indeling", "jeugd", "--indeling", "sw-bedrijf"]
    code, _, err = run("optimaal", *asked)
    assert code == 1
    assert "in meer dan één verband" in err


# What reaches the screen --------------------------------------------------------------------


def test_nothing_else_than_results_reaches_standard_output(capfd):
    with quiet_output():
        os.write(1, b"HighsMipSolverData")
    sys.stdout.write("uitkomst\n")
    assert capfd.readouterr().out == "uitkomst\n"


def test_progress_is_shown_on_a_terminal_only(monkeypatch, capsys):
    with status(so_far(None, 0.0)) as tell:
        assert tell is None
    monkeypatch.setattr("sys.stderr.isatty", lambda: True)
    with status(so_far(None, 0.0)) as tell:
        tell(so_far(176.0, 173.2))
    assert capsys.readouterr().out == ""


def test_the_search_tells_how_far_it_is():
    told = so_far
    assert told(None, float("-inf")) == ("Zoeken naar de kleinste verandering (nog niets gevonden)")
    assert told(1176.0, 172.0).endswith("(gevonden: 1.176; minder dan 172 kan niet)")


@pytest.mark.slow
def test_only_one_province_may_change(run, tmp_path):
    path = tmp_path / "o.json"
    assert run("optimaal", "--provincie", "flevoland", "--uit", path)[0] == 0
    content = json.loads(path.read_text())
    assert content["feiten"]["provincie"] == "Flevoland"
    assert {row["uitkomst"] for row in content["gevolgen"]} <= {
        "past daarna",
        "past niet meer",
        "past nog niet",
    }
    code, out, _ = run("optimaal", "--provincie", "Gelderland")
    said = " ".join(out.split())
    assert "deelnames van Gelderland" in said
    assert "Binnen Gelderland passen de indelingen daarna op elkaar." in said
    assert "Wat daarna past, en wat niet" in said
    code, _, err = run("optimaal", "--provincie", "Drenthe", "--minimum", "600000")
    assert code == 2
    assert "van de gemeenten van Drenthe" in " ".join(err.split())
    code, out, _ = run("optimaal", "--provincie", "Drenthe", "--zetten", "1")
    assert "zetten van gemeenten van Drenthe" in " ".join(out.split())
