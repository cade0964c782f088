"""`lappendeken rapport`, `gemeente --uit` and `groep`, run as a user runs them."""

import io
import json
import re
import shlex

import pytest
from commandline import on_edition, row_starting
from quilts import collection, feature, square, write_folder
from reports import Page, pdf_text, squeeze, workbook

from lappendeken import measures
from lappendeken.cli import console, rapport
from lappendeken.report import pdf

FIVE = ("Steenwijkerland", "Staphorst", "Westerveld", "Zwartewaterland", "Meppel")
DATUM = ("--datum", "2026-11-22")


@pytest.fixture
def run(run):
    """Commands on the edition of 2016, of which the numbers stand here."""
    return on_edition(run, "2016")


@pytest.fixture(scope="module")
def overijssel(tmp_path_factory):
    """The report on Overijssel in all forms, made once."""
    from lappendeken.cli import main

    folder = tmp_path_factory.mktemp("overijssel") / "nieuw"
    arguments = ["rapport", "--provincie", "overijsel", "--uit", folder, "--gegevens", "2016"]
    with pytest.raises(SystemExit) as stop:
        main([*map(str, arguments)])
    assert stop.value.code == 1
    assert not folder.exists()
    arguments = ["rapport", "--provincie", "overijssel", "--uit", folder, "--vorm", "html,pdf,xlsx"]
    with pytest.raises(SystemExit) as stop:
        main([*map(str, arguments), *DATUM, "--gegevens", "2016"])
    assert stop.value.code == 0
    return folder


@pytest.fixture(scope="module")
def paper(overijssel):
    """The text of its PDF."""
    return pdf_text((overijssel / "overijssel.pdf").read_bytes())


@pytest.mark.slow
def test_rapport_writes_every_form_under_three_megabytes(overijssel):
    found = {path.name: path.stat().st_size for path in overijssel.iterdir()}
    names = {"overijssel.html", "overijssel.pdf", "overijssel.xlsx"}
    assert set(found) == names | {"afwijkingen.xlsx"}
    assert max(found.values()) < 3_000_000


@pytest.mark.slow
def test_the_figures_of_overijssel_are_the_same_in_every_form(overijssel, paper, real):
    page = Page((overijssel / "overijssel.html").read_text(encoding="utf-8"))
    book = workbook((overijssel / "overijssel.xlsx").read_bytes())
    for told in (
        "Verbanden 9",
        "Niet congruent 5 van de 9",
        "Over de provinciegrens 4 van de 9",
        "Gescheiden gemeenten 3 van de 25",
        "Territoriale congruentie 71% landelijk 74%",
        "Gelijke kring jeugd–MO/BW 49% landelijk 66%",
    ):
        assert told in page.text
        assert squeeze(told) in paper
    figures = {row[0]: row[1] for row in book["kerncijfers"]}
    assert figures["Verbanden"] == 9
    scores = measures.scores_by(real.main_indelingen, real.gemeenten["provincie"])
    expected = scores.loc["Overijssel"]
    assert figures["Territoriale congruentie"] == pytest.approx(
        expected["territorial_congruence"], rel=1e-12
    )
    assert figures["Gelijke kring jeugd–MO/BW"] == pytest.approx(
        expected["jeugdregio~mo-bw-regio"], rel=1e-12
    )
    assert f"{expected['territorial_congruence']:.0%}" == "71%"
    head, *body = book["gemeenten"]
    assert len(body) == 25
    assert dict(zip(head, body[0], strict=True))["Gemeente"] == "Deventer"


@pytest.mark.slow
def test_each_form_names_the_command_that_makes_just_that_file(overijssel, paper):
    page = Page((overijssel / "overijssel.html").read_text(encoding="utf-8"))
    command = "lappendeken rapport --provincie Overijssel --gegevens 2016 --datum 2026-11-22 --vorm"
    assert f"{command} html" in page.text
    assert squeeze(f"{command} pdf") in paper


@pytest.fixture
def small(tmp_path):
    """Two provinces whose names make the same file name, and one that is called Land."""
    features = [
        feature(f"GM{k:04d}", f"Dorp {k}", square(k, 0), provincie=name)
        for k, name in enumerate(("A b 山", "A b 田", "Land", "A b 山"), start=1)
    ]
    lines = ["verband_id,verband,indeling,domein,gemeente_code"]
    lines += [
        f"{d}{(k + s) // 2},{d}{(k + s) // 2},{d}regio,{d},GM{k:04d}"
        for s, d in enumerate(("jeugd", "werk"))
        for k in range(1, 5)
    ]
    return write_folder(
        tmp_path / "klein",
        gemeenten=collection(features),
        verbanden="\n".join(lines) + "\n",
        datapackage_json='{"peildatum": "2016-01-01"}',
    )


@pytest.mark.slow
def test_all_provinces_and_the_country_have_files_of_their_own(run, small, tmp_path):
    folder = tmp_path / "uit"
    arguments = ("--alle-provincies", "--gegevens", small, "--uit", folder, "--vorm", "html")
    code, out, err = run("rapport", *arguments, *DATUM)
    assert (code, "redenen voor afwijkingen" in err) == (0, True)
    names = ["a-b-2.html", "a-b.html", "afwijkingen.xlsx", "land-2.html", "land.html"]
    assert sorted(path.name for path in folder.iterdir()) == names
    for name in names:
        assert name in out
    page = Page((folder / "a-b.html").read_text(encoding="utf-8"))
    assert f'rapport --provincie "A b 山" --gegevens {small.name} --datum 2026-11-22' in page.text


@pytest.mark.slow
def test_the_command_in_a_report_makes_the_same_file_again(run, small, tmp_path, monkeypatch):
    """From beside the data: a report names their folder, and not where it lies."""
    monkeypatch.chdir(small.parent)
    arguments = ("--land", "--gegevens", small, "--gewicht", "inwoners", "--vorm", "html,xlsx")
    assert run("rapport", *arguments, "--uit", tmp_path / "een")[0] == 0
    for path in sorted((tmp_path / "een").glob("land.*")):
        if path.suffix == ".xlsx":
            told = dict(row[:2] for row in workbook(path.read_bytes())["toelichting"])["opdracht"]
        else:
            told = Page(path.read_text(encoding="utf-8")).text.split("opnieuw: ")[1].strip()
        command = shlex.split(told)
        assert command[0] == "lappendeken"
        assert run(*command[1:], "--uit", tmp_path / "twee")[0] == 0
        assert (tmp_path / "twee" / path.name).read_bytes() == path.read_bytes()


def test_one_file_has_the_form_of_its_ending(run, small, tmp_path):
    path = tmp_path / "uit" / "mijn.land.csv"
    code, out, _ = run("rapport", "--land", "--gegevens", small, "--uit", path, *DATUM)
    assert code == 0
    names = {one.name for one in path.parent.iterdir()}
    assert {"mijn.land.csv", "mijn.land.csvt", "mijn.land-verbanden.csv"} <= names
    assert str(path) in out


def test_progress_shows_on_a_terminal_only(monkeypatch):
    stream = io.StringIO()
    stream.isatty = lambda: True
    monkeypatch.setattr("sys.stderr", stream)
    monkeypatch.setenv("TERM", "xterm")
    with console.progress("Rapporten maken", 2) as done:
        done(1)
        done(1)
    assert "Rapporten maken" in stream.getvalue()
    quiet = io.StringIO()
    monkeypatch.setattr("sys.stderr", quiet)
    with console.progress("Rapporten maken", 1) as done:
        done(1)
    assert quiet.getvalue() == ""


# Bad input ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (
            ["rapport", "--provincie", "Hollandia"],
            "Onbekende provincie 'Hollandia'. Bedoelt u Zuid-Holland, Noord-Holland of Flevoland?",
        ),
        (["gemeente", "Meppul", "--uit", "x.html"], "Bedoelt u Meppel, Almelo of Ermelo?"),
        (["groep", "Meppel", "Zwollo"], "Onbekende gemeente 'Zwollo'. Bedoelt u Zwolle"),
        (["groep", "Meppel", "Zwollo", "--uit", "x.html"], "Bedoelt u Zwolle"),
        (["rapport", "--land", "--uit", "bestand/map"], "bestand is geen map"),
        (["groep", "Meppel", "Zwolle", "--uit", "bestand/x.html"], "bestand is geen map"),
        (["rapport", "--land", "--afwijkingen", "niets.csv"], "dit bestand ontbreekt"),
        (["rapport", "--land", "--afwijkingen", "afwijkingen.csv"], "dit verband bestaat niet"),
    ],
)
def test_what_is_not_there_is_told_in_one_line_with_code_1(
    run, tmp_path, monkeypatch, arguments, said
):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "bestand").write_text("")
    (tmp_path / "afwijkingen.csv").write_text("verband,reden\njeugdregio Drente,Omdat\n")
    code, out, err = run(*arguments)
    assert (code, out) == (1, "")
    assert said in err
    assert len([line for line in err.splitlines() if line]) <= 2
    assert sorted(path.name for path in tmp_path.iterdir()) == ["afwijkingen.csv", "bestand"]


def test_every_stranger_in_a_group_is_told(run):
    code, _, err = run("groep", "Meppel", "Zwollo", "Hof", "van", "Twente")
    assert code == 1
    assert "'Zwollo'" in err
    assert "'Hof'" in err
    assert "tussen aanhalingstekens" in err


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["rapport"], "Kies één van --provincie"),
        (["rapport", "--land", "--provincie", "Utrecht"], "Kies één van --provincie"),
        (["rapport", "--land", "--vorm", "html,doc"], "'doc' bestaat niet; kies uit html, pdf"),
        (["rapport", "--land", "--datum", "gisteren"], "schrijf jjjj-mm-dd"),
        (["rapport", "--land", "--gewicht", "geld"], "kies uit gemeenten, inwoners, oppervlakte"),
        (["rapport", "--alle-provincies", "--uit", "x.pdf"], "geef --uit een map"),
        (["rapport", "--land", "--uit", "iets.doc"], "kies een naam op .html, .pdf, .xlsx"),
        (["gemeente", "Meppel", "--uit", "x.doc"], "kies een naam op .html, .pdf, .xlsx, .csv"),
        (["groep", "Meppel", "meppel"], "twee verschillende gemeenten"),
        (["groep"], "Het argument NAAM... ontbreekt"),
    ],
)
def test_wrong_usage_has_code_2(run, tmp_path, monkeypatch, arguments, said):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "iets.doc").write_text("")
    code, out, err = run(*arguments)
    assert (code, out) == (2, "")
    assert said in err


@pytest.mark.slow
def test_existing_files_are_kept_unless_forced(run, small, tmp_path):
    mine = tmp_path / "land.html"
    mine.write_text("van mij")
    arguments = ("rapport", "--land", "--gegevens", small, "--uit", tmp_path, "--vorm", "html,xlsx")
    code, _, err = run(*arguments)
    assert code == 2
    assert "bestaat al" in err
    assert mine.read_text() == "van mij"
    assert not (tmp_path / "land.xlsx").exists()
    assert run(*arguments, "--force")[0] == 0
    assert "van mij" not in mine.read_text(encoding="utf-8")


@pytest.mark.slow
def test_without_typst_a_report_has_no_pdf_and_says_why(run, small, tmp_path, monkeypatch):
    monkeypatch.setattr(pdf, "find_spec", lambda name: None)
    arguments = ("rapport", "--land", "--gegevens", small, "--uit", tmp_path / "a")
    code, _, err = run(*arguments)
    assert code == 0
    assert 'pip install "lappendeken[pdf]"' in err
    assert sorted(path.name for path in (tmp_path / "a").iterdir()) == [
        *("afwijkingen.xlsx", "land.html", "land.xlsx")
    ]
    code, _, err = run(*arguments[:-1], tmp_path / "b", "--vorm", "pdf")
    assert code == 1
    assert 'pip install "lappendeken[pdf]"' in err
    assert not (tmp_path / "b").exists()
    code, _, err = run("gemeente", "Meppel", "--uit", tmp_path / "x.pdf")
    assert code == 1
    assert 'pip install "lappendeken[pdf]"' in err


# Gemeente and group ------------------------------------------------------------------------------


@pytest.mark.slow
def test_gemeente_with_uit_is_a_report(run, tmp_path):
    path = tmp_path / "meppel.html"
    code, out, _ = run("gemeente", "meppel", "--uit", path, *DATUM)
    assert code == 0
    assert str(path) in out
    page = Page(path.read_text(encoding="utf-8"))
    assert "Met wie werkt Meppel samen?" in page.text
    command = "lappendeken gemeente Meppel --uit meppel.html --gegevens 2016 --datum 2026-11-22"
    assert command in page.text


def test_groep_on_the_screen_fits_80_columns_and_says_who_is_where(run):
    code, out, err = run("groep", *FIVE)
    assert (code, err) == (0, "")
    assert max(map(len, out.splitlines())) <= 80
    assert "Voor werk zitten zij in één verband" in out
    square = out.split("Gedeelde verbanden")[1]
    assert row_starting(square, "Westerveld") == ["7", "5", "29", "1", "26"]
    assert re.search(r"Jeugd +jeugdregio IJsselland +Westerveld, Meppel", out)


def test_groep_that_is_together_has_nothing_to_move(run, quilt_folder):
    code, out, _ = run("groep", "Dorp D", "Dorp E", "--gegevens", quilt_folder)
    assert code == 0
    assert "In elk domein zitten zij in één verband" in out
    assert "Niets: de groep zit in elk domein al in één verband." in out


def test_groep_json_holds_the_tables(run, quilt_folder):
    arguments = ("Dorp A", "Dorp L", "--gegevens", quilt_folder, "--json")
    code, out, _ = run("groep", *arguments)
    assert code == 0
    found = json.loads(out)
    assert found["feiten"]["groep"] == ["GM0001", "GM0012"]
    assert found["samenkomen"][0]["gemeenten"] == ["Dorp L"]


def test_groep_with_uit_is_a_report(run, quilt_folder, tmp_path):
    path = tmp_path / "groep.xlsx"
    code, _, _ = run("groep", "Dorp A", "Dorp L", "--gegevens", quilt_folder, "--uit", path, *DATUM)
    assert code == 0
    book = workbook(path.read_bytes())
    explained = dict(row[:2] for row in book["toelichting"])
    assert explained["opdracht"].startswith('lappendeken groep "Dorp A" "Dorp L" --uit groep.xlsx')


@pytest.mark.parametrize("command", ["rapport", "groep"])
def test_help_is_dutch_with_an_example(run, command):
    code, out, _ = run(command, "--help")
    assert code == 0
    assert f"Voorbeeld: lappendeken {command}" in out
    for english in ("Usage", "Options", "Show this", "default"):
        assert english not in out


def test_the_forms_of_the_command_are_those_of_reports():
    from lappendeken.report import FORMS

    assert FORMS == rapport.FORMS
