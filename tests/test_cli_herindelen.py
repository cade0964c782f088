"""`gegevens herindeel` and `gegevens controleer`, run as a user runs them."""

import json

import pandas as pd
import pytest
from commandline import row_starting
from conftest import CODES

import lappendeken as ld
from lappendeken.output.folder import FILES

HEADER = "datum,soort,van_code,van_naam,naar_code,naar_naam,aandeel\n"
MERGED = f"2017-01-01,samenvoeging,{CODES['A']},Dorp A,GM0101,Nieuw,1\n"
MERGED += f"2017-01-01,samenvoeging,{CODES['C']},Dorp C,GM0101,Nieuw,1\n"
ALL = (*FILES, "conflicten.csv")


@pytest.fixture
def own(quilt_folder, tmp_path):
    """The drawn quilt, in which A and C merge in 2017."""
    folder = tmp_path / "eigen"
    folder.mkdir()
    for path in quilt_folder.iterdir():
        (folder / path.name).write_bytes(path.read_bytes())
    (folder / "herindelingen.csv").write_text(HEADER + MERGED, encoding="utf-8")
    return folder


@pytest.fixture
def convert(run, own, tmp_path):
    """Convert the quilt to a folder `uit`."""

    def convert_own(*arguments, to="2017", uit="uit"):
        words = ("--gegevens", own, "--uit", tmp_path / uit, "--naar", to)
        return run("gegevens", "herindeel", *words, *arguments)

    return convert_own


def test_conflicts_are_refused_with_code_1_and_nothing_is_written(convert, tmp_path):
    code, out, err = convert()
    assert (code, out) == (1, "")
    assert err.startswith("2 conflicten")
    assert "N (Dorp A; 3.000 inwoners) of O (Dorp C; 1.000 inwoners)" in err
    assert "--bij-conflict" in err
    assert not (tmp_path / "uit").exists()


@pytest.mark.parametrize("to", ["2017", "2017-01-01", "2019-12-31"])
def test_the_result_is_a_folder_that_every_command_reads(run, convert, tmp_path, to):
    code, out, err = convert("--bij-conflict", "meerderheid", to=to)
    assert code == 0
    assert "16 gemeenten werden er 15" in out
    assert row_starting(out, "jeugd") == ["1"]
    assert "conflicten.csv" in err
    assert sorted(path.name for path in (tmp_path / "uit").iterdir()) == sorted(ALL)
    lap = ld.load(tmp_path / "uit")
    assert lap.peildatum.isoformat() == (to if len(to) > 4 else f"{to}-01-01")
    assert lap.indeling("jeugd").verbanden_of("GM0101") == ("jeugd-n",)
    code, out, _ = run("gemeente", "Nieuw", "--gegevens", tmp_path / "uit")
    assert code == 0
    assert "4.000 inwoners" in out


def test_the_conflicts_stand_in_a_table(convert, tmp_path):
    convert("--bij-conflict", "meerderheid")
    table = pd.read_csv(tmp_path / "uit" / "conflicten.csv").set_index("verband_id")
    assert table.loc["jeugd-n", ["uit", "inwoners", "gekozen"]].to_list() == ["Dorp A", 3000, "ja"]
    assert table.loc["jeugd-o", ["uit", "inwoners", "gekozen"]].to_list() == ["Dorp C", 1000, "nee"]
    assert len(table) == 4


def test_both_sides_can_be_kept(convert, tmp_path):
    code, out, _ = convert("--bij-conflict", "beide")
    assert code == 0
    assert "2 conflicten: alle verbanden zijn gehouden" in out
    lap = ld.load(tmp_path / "uit")
    assert lap.indeling("jeugd").verbanden_of("GM0101") == ("jeugd-n", "jeugd-o")


def test_json_tells_all_that_happened(convert):
    code, out, _ = convert("--bij-conflict", "meerderheid", "--json")
    content = json.loads(out)
    assert code == 0
    assert content["feiten"] == {"van": "2016-01-01", "naar": "2017-01-01", "regel": "meerderheid"}
    assert [step["inwoners"] for step in content["stappen"]] == [3000, 1000]
    assert len(content["conflicten"]) == 4
    assert any("Inwonertallen zijn die van 1 januari 2016" in one for one in content["opmerkingen"])


def test_existing_files_are_kept_unless_forced(convert, tmp_path):
    (tmp_path / "uit").mkdir()
    mine = tmp_path / "uit" / "conflicten.csv"
    mine.write_text("van mij")
    code, _, err = convert("--bij-conflict", "beide")
    assert code == 2
    assert "bestaat al" in err
    assert [path.name for path in (tmp_path / "uit").iterdir()] == ["conflicten.csv"]
    assert mine.read_text() == "van mij"
    assert convert("--bij-conflict", "beide", "--force")[0] == 0
    assert "van mij" not in mine.read_text()


def test_data_may_be_converted_in_their_own_folder(run, own):
    words = ("--gegevens", own, "--uit", own, "--naar", "2018", "--bij-conflict", "beide")
    assert run("gegevens", "herindeel", *words, "--force")[0] == 0
    assert len(ld.load(own).gemeenten) == 15


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--naar", "volgend jaar"], "--naar: 'volgend jaar' is geen jaar of datum"),
        (["--naar", "2017-13-01"], "geen jaar of datum"),
        (["--naar", "2015"], "kan niet"),
        (["--naar", "2017", "--bij-conflict", "allebei"], "kies uit weiger, meerderheid, beide"),
        (["--naar", "2017", "--peildatum", "nu"], "--peildatum: 'nu' is geen datum"),
        (["--naar", "2017", "--laag", "x"], "--laag hoort bij --geometrie"),
        ([], "De optie --naar ontbreekt"),
    ],
)
def test_wrong_usage_has_code_2(run, own, tmp_path, arguments, said):
    start = ["gegevens", "herindeel", "--gegevens", own, "--uit", tmp_path / "uit"]
    code, out, err = run(*start, *arguments)
    assert (code, out) == (2, "")
    assert said in err
    assert not (tmp_path / "uit").exists()


def test_a_file_is_no_folder_to_write_to(run, own):
    target = own / "verbanden.csv"
    code, _, err = run("gegevens", "herindeel", "--naar", "2017", "--uit", target)
    assert code == 2
    assert "is een bestand" in err


@pytest.mark.slow
def test_newer_boundaries_may_be_a_folder_or_a_map_file(convert, own, tmp_path):
    convert("--bij-conflict", "beide")
    newer = tmp_path / "nieuwer.gpkg"
    layer = ld.load(tmp_path / "uit").gemeenten[["provincie", "geometry"]]
    layer.assign(provincie="Zeeland").rename_axis("statcode").reset_index().to_file(
        newer, layer="gemeente_gegeneraliseerd_2017", engine="pyogrio"
    )
    for path, provincie in ((tmp_path / "uit", "Utrecht"), (newer, "Zeeland")):
        target = tmp_path / f"met-{path.stem}"
        code, _, err = convert("--bij-conflict", "beide", "--geometrie", path, uit=target.name)
        assert code == 0, err
        assert ld.load(target).gemeenten.at["GM0101", "provincie"] == provincie
    code, _, err = convert("--bij-conflict", "beide", "--geometrie", own, "--force")
    assert code == 1
    assert f"{own}: De nieuwere geometrie kent deze gemeenten niet: Nieuw" in err


def test_labels_keep_their_source_and_data_their_licence(run, convert, own, tmp_path):
    labels = (
        "indeling,naam,enkelvoud,domein,standaard,bron\njeugd,Jeugdzaken,jeugdzaak,jeugd,ja,wij\n"
    )
    (own / "indelingen.csv").write_text(labels, encoding="utf-8")
    about = {"peildatum": "2016-01-01", "licenses": [{"name": "CC-BY-4.0"}], "sources": "x"}
    (own / "datapackage.json").write_text(json.dumps(about))
    assert convert("--bij-conflict", "beide")[0] == 0
    table = pd.read_csv(tmp_path / "uit" / "indelingen.csv").set_index("indeling")
    assert table.loc["jeugd", ["naam", "bron"]].to_list() == ["Jeugdzaken", "wij"]
    assert set(table.index) == {"jeugd", "werk", "zorg", "wonen"}
    content = json.loads((tmp_path / "uit" / "datapackage.json").read_text())
    assert content["licenses"] == about["licenses"]
    assert content["peildatum"] == "2017-01-01"
    assert "sources" not in content


def test_deelnames_that_do_not_hold_at_the_start_are_counted(convert, own):
    path = own / "verbanden.csv"
    path.write_text(path.read_text().replace(",2015-01-01,,", ",2016-06-01,,", 3))
    code, out, _ = convert("--bij-conflict", "beide")
    assert code == 0
    assert "3 deelnames golden niet op 1 januari 2016, en gaan niet mee." in out


def test_faults_in_the_data_have_code_1(convert, own):
    (own / "herindelingen.csv").write_text(HEADER + MERGED.replace(",1\n", ",0.5\n", 1))
    code, _, err = convert()
    assert code == 1
    assert "tellen op tot 0.5" in err


@pytest.mark.slow
def test_the_embedded_data_go_to_2023(run, tmp_path):
    words = ("--naar", "2023", "--uit", tmp_path / "uit", "--bij-conflict", "meerderheid")
    code, out, _ = run("gegevens", "herindeel", *words, "--gegevens", "2016")
    assert code == 0
    assert "390 gemeenten werden er 342" in out
    assert "Littenseradiel" in out
    assert max(map(len, out.splitlines())) <= 80
    code, out, _ = run("congruentie", "--gegevens", tmp_path / "uit")
    assert code == 0
    assert "Peildatum 1 januari 2023" in out
    assert "Deelnames volgens bronnen van 2016" in " ".join(out.split())


def test_help_is_dutch_and_holds_an_example(run):
    code, out, _ = run("gegevens", "herindeel", "--help")
    assert code == 0
    assert "Voorbeeld: lappendeken gegevens herindeel" in out


# controleer ---------------------------------------------------------------------------------


def test_a_sound_folder_in_json(run, own):
    code, out, err = run("gegevens", "controleer", own, "--json")
    content = json.loads(out)
    assert (code, err) == (0, "")
    assert content["fouten"] == []
    assert content["feiten"]["in_orde"] is True
    assert {one["indeling"]: one["dekking"] for one in content["indelingen"]}["wonen"] == 3 / 16


def test_faults_in_json_have_code_1_and_are_complete(run, own):
    path = own / "verbanden.csv"
    path.write_text(path.read_text().replace("GM0", "GM9"))
    code, out, err = run("gegevens", "controleer", own, "--json")
    content = json.loads(out)
    assert (code, err) == (1, "")
    assert content["feiten"] == {
        "gegevens": str(own),
        "in_orde": False,
        "peildatum": None,
        "gemeenten": None,
        "deelnames": None,
    }
    # More than are shown on a screen, each with its place.
    assert len(content["fouten"]) == 52
    assert {fault["column"] for fault in content["fouten"]} == {"gemeente_code"}
    assert sorted(fault["row"] for fault in content["fouten"]) == list(range(2, 54))


def test_faults_and_warnings_are_kept_apart_on_screen(run, own):
    path = own / "gemeenten.geojson"
    data = json.loads(path.read_text())
    data["features"][1]["geometry"] = data["features"][0]["geometry"]
    path.write_text(json.dumps(data))
    code, out, err = run("gegevens", "controleer", own)
    assert code == 0
    assert "overlappen elkaar: Dorp A en Dorp B" in " ".join(out.split())
    table = own / "verbanden.csv"
    table.write_text(table.read_text().replace(",jeugd,convenant", ",,convenant", 1))
    code, out, err = run("gegevens", "controleer", own)
    assert code == 1
    assert "overlappen elkaar" in " ".join(out.split())
    assert "in orde" not in out
    assert "1 fout" in err
    assert "overlappen" not in err


@pytest.mark.slow
def test_a_later_date_is_warned_about_with_what_to_do(run):
    code, out, _ = run("gegevens", "controleer", "--gegevens", "2016", "--peildatum", "2020-01-01")
    assert code == 0
    text = " ".join(out.split())
    assert "bestonden op 1 januari 2020 niet meer" in text
    assert "gegevens herindeel" in text
