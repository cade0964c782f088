"""The command line, run as a user runs it."""

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import openpyxl
import pandas as pd
import pytest
from commandline import on_edition, row_starting
from quilts import copy_edition

from lappendeken.cli import app


@pytest.fixture
def run(run):
    """Commands on the edition of 2016, of which the numbers stand here."""
    return on_edition(run, "2016")


@pytest.fixture
def own_data(tmp_path):
    """A copy of the embedded data that a test may spoil."""
    return copy_edition(tmp_path / "eigen gegevens", "2016")


def test_congruentie_prints_the_three_pairs(run):
    code, out, err = run("congruentie")
    assert (code, err) == (0, "")
    assert row_starting(out, "jeugdregio", "MO/BW-regio")[:2] == ["390", "0,751"]
    assert row_starting(out, "jeugdregio", "arbeidsmarktregio")[:2] == ["390", "0,774"]
    assert row_starting(out, "MO/BW-regio", "arbeidsmarktregio")[:2] == ["390", "0,734"]


def test_congruentie_names_the_regions_that_are_the_same_everywhere(run):
    _, out, _ = run("congruentie")
    assert "Gelijk in alle drie: 3 regio's" in out
    for name, size in (("Friesland", "24"), ("Achterhoek", "8"), ("Zeeland", "13")):
        assert [size] in [row_starting(out, name)]


def test_congruentie_counts_add_up_to_the_number_of_regions(run):
    _, out, _ = run("congruentie")
    types = out.split("Hoe de regio's van A in B liggen")[1]
    assert sum(map(int, row_starting(types, "jeugdregio", "MO/BW-regio"))) == 42
    assert sum(map(int, row_starting(types, "MO/BW-regio", "arbeidsmarktregio"))) == 43


@pytest.mark.slow
@pytest.mark.parametrize("command", ["congruentie", "gemeente", "controleer"])
def test_output_fits_80_columns(run, command):
    arguments = {
        "congruentie": ["congruentie", "--provincie", "Overijssel"],
        "gemeente": ["gemeente", "Nuenen", "--alle"],
        "controleer": ["gegevens", "controleer"],
    }[command]
    code, out, _ = run(*arguments)
    assert code == 0
    assert max(map(len, out.splitlines())) <= 80


def test_province_rows_are_those_of_the_province(run):
    _, out, _ = run("congruentie", "--provincie", "friesland")
    assert row_starting(out, "Fryslân") == ["24", "100%", "1,000", "1,000", "1,000"]
    assert "Drenthe  " not in out


def test_weights_change_the_scores_and_are_named(run):
    _, plain, _ = run("congruentie", "--json")
    _, weighed, _ = run("congruentie", "--json", "--gewicht", "inwoners")
    plain, weighed = json.loads(plain), json.loads(weighed)
    assert weighed["feiten"]["gewicht"] == "inwoners"
    first, second = (d["scores"][0]["adjusted_rand_index"] for d in (plain, weighed))
    assert first == pytest.approx(0.751, abs=5e-4)
    assert abs(first - second) > 0.001


def test_gemeenten_without_verband_can_stand_alone(run):
    chosen = ["--indeling", "jeugdregio", "--indeling", "sociale-dienst", "--json"]
    _, left_out, _ = run("congruentie", *chosen)
    _, alone, _ = run("congruentie", *chosen, "--zonder-verband", "alleenstaand")
    assert json.loads(left_out)["scores"][0]["gemeenten"] == 107
    assert json.loads(alone)["scores"][0]["gemeenten"] == 390


def test_a_cover_gives_no_plausible_number(run):
    chosen = ["--indeling", "jeugdregio", "--indeling", "gemeenschappelijke-regeling"]
    code, out, _ = run("congruentie", *chosen, "--json")
    score = json.loads(out)["scores"][0]
    assert code == 0
    assert score["v_measure"] is None
    assert 0 < score["partner_overlap"] < 1


def test_csv_holds_the_scores_with_date_and_weight(run, tmp_path):
    path = tmp_path / "scores.csv"
    code, out, err = run("congruentie", "--uit", path)
    assert (code, out) == (0, "")
    assert str(path) in err
    assert path.read_bytes().startswith(b"\xef\xbb\xbf")
    table = pd.read_csv(path)
    assert table["adjusted_rand_index"].round(3).to_list() == [0.751, 0.774, 0.734]
    assert set(table["peildatum"]) == {"2016-01-01"}
    assert set(table["gewicht"]) == {"gemeenten"}
    provinces = pd.read_csv(tmp_path / "scores-provincies.csv")
    assert len(provinces) == 12
    types = (tmp_path / "scores.csvt").read_text().strip().split(",")
    assert len(types) == len(table.columns)


def test_xlsx_holds_numbers_as_numbers(run, tmp_path):
    path = tmp_path / "scores.xlsx"
    assert run("congruentie", "--uit", path)[0] == 0
    book = openpyxl.load_workbook(path)
    assert book.sheetnames == ["scores", "provincies", "toelichting"]
    head, first, *_ = book["scores"].iter_rows(values_only=True)
    assert dict(zip(head, first, strict=True))["adjusted_rand_index"] == pytest.approx(
        0.751, abs=5e-4
    )


def test_json_file_equals_json_on_screen(run, tmp_path):
    path = tmp_path / "scores.json"
    run("congruentie", "--uit", path)
    _, out, _ = run("congruentie", "--json")
    assert json.loads(path.read_text(encoding="utf-8")) == json.loads(out)


def test_an_existing_file_is_kept_unless_forced(run, tmp_path):
    path = tmp_path / "scores.csv"
    path.write_text("van mij")
    code, _, err = run("congruentie", "--uit", path)
    assert code == 2
    assert "bestaat al" in err
    assert path.read_text() == "van mij"
    assert run("congruentie", "--uit", path, "--force")[0] == 0
    assert "jeugdregio" in path.read_text(encoding="utf-8")


def test_an_unknown_kind_of_file_is_refused_before_the_work(run, tmp_path):
    code, _, err = run("congruentie", "--uit", tmp_path / "scores.pdf")
    assert code == 2
    assert ".csv, .json, .xlsx" in err


def test_a_folder_that_cannot_be_made_is_told(run, tmp_path):
    (tmp_path / "bestand").write_text("")
    code, _, err = run("congruentie", "--uit", tmp_path / "bestand" / "scores.csv")
    assert code == 1
    assert "niet geschreven" in err


@pytest.mark.slow
@pytest.mark.skipif(not Path("/dev/full").exists(), reason="dit systeem heeft geen /dev/full")
def test_a_full_disk_is_told_in_one_line():
    command = [sys.executable, "-m", "lappendeken", "congruentie", "--json"]
    with Path("/dev/full").open("w") as full:
        done = subprocess.run(command, stdout=full, stderr=subprocess.PIPE, text=True, check=False)
    assert done.returncode == 1
    assert "schijf is vol" in done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.slow
@pytest.mark.parametrize("arguments", [["congruentie"], ["congruentie", "--json"], ["--help"]])
def test_a_reader_that_goes_away_is_no_fault(arguments):
    read, write = os.pipe()
    os.close(read)
    command = [sys.executable, "-m", "lappendeken", *arguments]
    with os.fdopen(write, "w") as gone:
        done = subprocess.run(command, stdout=gone, stderr=subprocess.PIPE, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")


@pytest.mark.slow
@pytest.mark.parametrize(
    "arguments",
    [
        ("gemeente", "Zw\x1b[31molle"),
        ("congruentie", "--indeling", "je\x1b[2Jugd"),
        ("congruentie", "--gegevens", "map\u202e\x07"),
        ("--on\x1b[2J",),
        ("kaart", "jeugd", "werk", "--uit", "kaart\x1b[2J.png"),
        ("congruentie", "--uit", "scores\u202e.csv"),
    ],
)
def test_what_steers_a_terminal_is_shown_as_an_escape(run, tmp_path, monkeypatch, arguments):
    monkeypatch.chdir(tmp_path)
    _, out, err = run(*arguments)
    assert re.search(r"\\x1b\[|\\u202e", out + err)
    assert all(sign.isprintable() or sign == "\n" for sign in out + err)


def test_gemeente_shows_circles_and_where_they_differ(run):
    code, out, _ = run("gemeente", "meppel")
    assert code == 0
    assert "Meppel (GM0119), Drenthe" in out
    assert row_starting(out, "Jeugd", "jeugdregio") == ["Drenthe", "11"]
    assert row_starting(out, "Steenwijkerland") == ["–", "–", "ja"]
    assert "Partner in Jeugd, MO/BW en Werk\n\nWesterveld\n" in out


@pytest.mark.parametrize(
    "name", ["GM0518", "518", "Den Haag", "den haag", "'s-Gravenhage", "s gravenhage", "DEN HAAG"]
)
def test_gemeente_is_found_however_it_is_spelt(run, name):
    code, out, _ = run("gemeente", name)
    assert code == 0
    assert "'s-Gravenhage (GM0518)" in out


def test_a_name_of_two_words_needs_no_quotes(run):
    code, out, _ = run("gemeente", "Aa", "en", "Hunze")
    assert code == 0
    assert "GM1680" in out


def test_gemeente_json_names_partners_per_indeling(run):
    _, out, _ = run("gemeente", "Meppel", "--json")
    partners = {row["code"]: row for row in json.loads(out)["partners"]}
    assert partners["GM1708"]["arbeidsmarktregio"] is True
    assert partners["GM1708"]["jeugdregio"] is False


def test_an_ambiguous_name_is_refused_with_the_nearest_three(run):
    code, _, err = run("gemeente", "Bergen")
    assert code == 2
    assert "Bergen (L.), Bergen (NH.) of Bergen op Zoom" in err


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["gemeente"], "Het argument NAAM ontbreekt"),
        (["foo"], "Onbekende opdracht. Kies uit: bestuurslast, casus, congruentie"),
        (["congruentie", "--foo"], "Onbekende optie --foo"),
        (["congruentie", "--gewicht"], "--gewicht vraagt een waarde"),
        (["congruentie", "--gewicht", "geld"], "kies uit gemeenten, inwoners, oppervlakte"),
        (["congruentie", "--indeling", "jeugdregi"], "Bedoelt u jeugdregio"),
        (["congruentie", "--indeling", "jeugd"], "ten minste twee indelingen"),
        (["congruentie", "--indeling", "jeugd", "--indeling", "jeugdregio"], "één keer"),
        (["congruentie", "--provincie", "Hollandia"], "Onbekende provincie"),
        (["congruentie", "--peildatum", "1 mei"], "schrijf jjjj-mm-dd"),
        (["congruentie", "--zonder-verband", "niets"], "weglaten, alleenstaand"),
        (["kaart", "jeugdregio"], "Noem twee indelingen"),
        (["kaart", "--uit", "kaart.html"], "Eén kaart vraagt twee indelingen"),
        (["kaart", "jeugd", "jeugdregio"], "noem elke indeling één keer"),
        (["kaart", "--soort", "hitte"], "kies uit typologie, schuring, drukte"),
        (["kaart", "--achtergrond", "osm"], "brt, brt-grijs"),
        (["kaart", "a", "b", "--achtergrond", "brt", "--uit", "k.png"], "niet bij een plaatje"),
        (["kaart", "--soort", "drukte"], "een bestand op .html, .png, .svg"),
        (["kaart", "--provincie", "Drenthe"], "een bestand op .html, .png, .svg"),
        (["kaart", "--uit", "kaart.pdf"], "kies een naam op .html, .png, .svg"),
        (["kaart", "jeugd", "--soort", "schuring", "--uit", "k.png"], "--soort: drukte, lappen"),
        (["kaart", "jeugd", "--soort", "lappen", "--uit", "k.png"], "ten minste twee"),
        (["kaart", "jeugd", "jeugd", "werk", "--soort", "drukte", "--uit", "k.png"], "één keer"),
        (["kaart", "--soort", "drukte", "--provincie", "Dremthe", "--uit", "k.svg"], "u Drenthe"),
        (["kaart", "--provincie", "Drenthe", "--provincie", "Utrecht"], "--provincie: de optie"),
        (["rapport", "--vorm", "html", "--vorm", "pdf"], "2 keer en mag er één keer staan; zet"),
        (["rapport", "Meppel"], "Er staat 'Meppel' te veel"),
        (["rapport", "Meppel", "Ede"], "'Meppel Ede' te veel op de opdrachtregel: bij deze"),
        (["gegevens", "inlezen", "a", "b"], "'b' te veel op de opdrachtregel: een naam"),
    ],
)
def test_wrong_usage_is_told_in_dutch_with_code_2(run, arguments, said):
    code, out, err = run(*arguments)
    assert (code, out) == (2, "")
    assert said in err


@pytest.mark.parametrize(
    "arguments",
    [
        ["--help"],
        ["congruentie", "--help"],
        ["kaart", "--help"],
        ["gemeente", "-h"],
        ["gegevens", "--help"],
        ["gegevens", "controleer", "--help"],
    ],
)
def test_help_is_dutch(run, arguments):
    code, out, _ = run(*arguments)
    assert code == 0
    assert "Gebruik:" in out
    for english in ("Usage", "Options", "Show this", "Commands", "default"):
        assert english not in out


@pytest.mark.parametrize("command", ["congruentie", "kaart", "gemeente"])
def test_help_holds_an_example(run, command):
    _, out, _ = run(command, "--help")
    assert f"Voorbeeld: lappendeken {command}" in out


def test_version(run):
    code, out, _ = run("--versie")
    assert code == 0
    assert re.fullmatch(r"lappendeken \d+\.\d+\.\d+\n", out)


@pytest.mark.slow
def test_check_of_sound_data_ends_well(run):
    code, out, _ = run("gegevens", "controleer")
    assert code == 0
    assert "De gegevens zijn in orde" in out
    assert row_starting(out, "jeugdregio's") == ["jeugd", "42", "342", "100%", "–"]
    assert "bij MO/BW-regio's zijn 80 van de 342 gemeenten afgeleid" in " ".join(out.split())


def test_check_tells_all_faults_of_all_files_at_once(run, own_data):
    path = own_data / "verbanden.csv"
    lines = path.read_text(encoding="utf-8").splitlines()
    first = lines[1].split(",")
    first[lines[0].split(",").index("gemeente_code")] = "GM9999"
    lines[1] = ",".join(first)
    lines[2] = lines[2] + ",teveel"
    path.write_text("\n".join(lines), encoding="utf-8")
    geojson = own_data / "gemeenten.geojson"
    geojson.write_text(geojson.read_text(encoding="utf-8").replace('"naam"', '"name"', 1))
    code, out, err = run("gegevens", "controleer", own_data)
    assert (code, out) == (1, "")
    assert "rij 3: " in err or "rij 3," in err
    assert "kolom naam" in err
    assert "3 fouten" in err or "2 fouten" in err


def test_faulty_data_write_nothing(run, own_data, tmp_path):
    (own_data / "verbanden.csv").write_text("", encoding="utf-8")
    code, _, err = run("congruentie", "--gegevens", own_data, "--uit", tmp_path / "x.csv")
    assert code == 1
    assert "dit bestand is leeg" in err
    assert not (tmp_path / "x.csv").exists()


@pytest.mark.slow
def test_own_data_are_used_and_named(run, own_data):
    path = own_data / "verbanden.csv"
    table = pd.read_csv(path, dtype=str, keep_default_na=False)
    table.loc[table["indeling"] == "arbeidsmarktregio", "verband"] = "Alles"
    table.loc[table["indeling"] == "arbeidsmarktregio", "verband_id"] = "alles"
    table.to_csv(path, index=False)
    code, out, _ = run("congruentie", "--gegevens", own_data)
    assert code == 0
    assert "gegevens uit" in out
    assert row_starting(out, "jeugdregio", "arbeidsmarktregio")[1] == "0,000"


def test_a_later_date_warns_that_gemeenten_have_merged(run):
    code, _, err = run("gemeente", "Meppel", "--peildatum", "2020-01-01")
    assert code == 0
    assert "herindelingen geweest" in err


def test_an_earlier_date_tells_which_gemeenten_there_still_were(run):
    code, _, err = run("gemeente", "Meppel", "--gegevens", "2026", "--peildatum", "2022-12-31")
    assert code == 0
    told = " ".join(err.split())
    assert "er waren toen nog 3 gemeenten die er niet meer zijn" in told
    assert "(Brielle, Hellevoetsluis en Westvoorne)" in told
    assert run("gemeente", "Meppel", "--gegevens", "2026", "--peildatum", "2023-01-01")[2] == ""
    # A gemeente with another name was there already; what was before the table is not known.
    earlier = run("gemeente", "Meppel", "--gegevens", "2016", "--peildatum", "2010-01-01")[2]
    assert "toen nog ten minste 4 gemeenten" in " ".join(earlier.split())
    assert "Groesbeek" not in earlier


@pytest.mark.slow
def test_kaart_writes_an_index_and_a_map_a_pair(run, tmp_path, quilt_folder):
    command = ("kaart", "--uit", tmp_path / "kaarten", "--gegevens", quilt_folder)
    code, out, _ = run(*command)
    assert code == 0
    names = sorted(path.name for path in (tmp_path / "kaarten").iterdir())
    assert names == ["index.html", "jeugd--werk.html"]
    for name in names:
        assert name in out
    # A second run overwrites its own pages without asking.
    assert run(*command)[0] == 0


def test_kaart_keeps_pages_of_others(run, tmp_path):
    page = tmp_path / "index.html"
    page.write_text("<p>van mij</p>")
    code, _, err = run("kaart", "--uit", tmp_path)
    assert code == 2
    assert "niet door lappendeken gemaakt" in err
    assert page.read_text() == "<p>van mij</p>"


def test_kaart_of_one_pair_is_one_file(run, tmp_path):
    path = tmp_path / "kaart.html"
    code, _, _ = run("kaart", "jeugdregio", "ggd-regio", "--uit", path)
    assert code == 0
    assert [p.name for p in tmp_path.iterdir()] == ["kaart.html"]


@pytest.mark.slow
@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["jeugd", "werk", "--uit", "k.html"], "Jeugdregio&#39;s en arbeidsmarktregio&#39;s"),
        (["jeugd", "werk", "--provincie", "overijssel", "--uit", "k.html"], "Overijssel"),
        (["--soort", "lappen", "--uit", "k.html"], "82 lappen"),
        (["--soort", "drukte", "--uit", "k.html"], "Geteld zijn 35 indelingen"),
        (["jeugd", "--soort", "drukte", "--uit", "K.SVG"], "Geteld zijn jeugdregio"),
        (["--soort", "gesloten", "--provincie", "Drenthe", "--uit", "k.svg"], "Provincie Drenthe"),
    ],
)
def test_kaart_of_each_kind_is_one_file(run, tmp_path, monkeypatch, arguments, said):
    monkeypatch.chdir(tmp_path)
    code, out, err = run("kaart", *arguments)
    assert (code, err) == (0, "")
    (path,) = tmp_path.iterdir()
    assert path.name == arguments[-1]
    assert path.name in out
    assert said in path.read_text(encoding="utf-8")


@pytest.mark.slow
def test_kaart_has_a_background_on_request_only(run, tmp_path):
    for name, extra in (("zonder", []), ("met", ["--achtergrond", "brt"])):
        path = tmp_path / f"{name}.html"
        assert run("kaart", "jeugd", "werk", "--uit", path, *extra)[0] == 0
    texts = [(tmp_path / f"{name}.html").read_text(encoding="utf-8") for name in ("zonder", "met")]
    assert ["pdok.nl" in text for text in texts] == [False, True]


@pytest.mark.slow
def test_kaart_for_print_keeps_what_exists(run, tmp_path):
    path = tmp_path / "kaart.png"
    arguments = ["kaart", "jeugd", "werk", "--uit", path]
    assert run(*arguments)[0] == 0
    first = path.read_bytes()
    assert first.startswith(b"\x89PNG")
    code, _, err = run(*arguments)
    assert code == 2
    assert "bestaat al" in err
    assert run(*arguments, "--force")[0] == 0
    assert path.read_bytes() == first


@pytest.mark.slow
def test_output_cut_off_by_the_reader_is_no_error():
    command = f"{sys.executable} -m lappendeken gegevens controleer | head -1"
    done = subprocess.run(command, shell=True, capture_output=True, text=True, check=True)  # noqa: S602
    assert "De gegevens zijn in orde" in done.stdout
    assert "Traceback" not in done.stderr


@pytest.mark.slow
def test_a_narrow_encoding_is_no_traceback():
    env = os.environ | {"PYTHONIOENCODING": "ascii"}
    command = [sys.executable, "-m", "lappendeken", "gemeente", "Zwolle"]
    done = subprocess.run(command, capture_output=True, text=True, check=False, env=env)
    assert "Traceback" not in done.stderr
    assert done.returncode == 0


def test_the_help_page_says_of_each_command_what_the_command_itself_says():
    for name, told in app.app.info.cls.summaries.items():
        command = app.app.info.cls.load(name)
        assert " ".join((command.help or "").split("\n\n")[0].split()) == told, name


def test_clusters_are_listed_and_all_gemeenten_written(run, monkeypatch):
    monkeypatch.setattr("lappendeken.cli.congruentie.HUSSELS", 99)
    pair = ("--indeling", "jeugdregio", "--indeling", "arbeidsmarktregio", "--clusters")
    code, out, _ = run("congruentie", *pair)
    assert code == 0
    told = " ".join(out.split())
    assert "Clusters en brandpunten (gecorrigeerde p van hoogstens 0,05)" in told
    assert "hoogstens 5% vals alarm" in told
    found = json.loads(run("congruentie", *pair, "--json", "--seed", "7")[1])
    assert (found["feiten"]["seed"], found["feiten"]["herhalingen"]) == ("7", "99")
    assert len(found["clusters"]) == 390
    assert {row["measure"] for row in found["clusters"]} == {"element_centric_similarity"}
    _, out, _ = run("congruentie", "--clusters", "--json", "--provincie", "Drenthe")
    rows = json.loads(out)["clusters"]
    assert len(rows) == 4 * 12
    assert sum(row["a"] == "" for row in rows) == 12
    code, _, err = run("congruentie", "--alle", "--clusters")
    assert code == 2
    assert "--clusters weg" in " ".join(err.split())
