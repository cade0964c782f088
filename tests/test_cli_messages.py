"""What is said where another file, folder or name is given than a command wants."""

import os
import re
import shlex
import subprocess
import sys
import threading
from pathlib import Path

import openpyxl
import pandas as pd
import pytest

from lappendeken.dutch import typed
from lappendeken.errors import STOPPED, LappendekenError, explain_os_error

CASES = Path(__file__).parents[2] / "shared" / "gevallen"
cases = pytest.mark.skipif(not CASES.is_dir(), reason="../shared/gevallen is er niet")
DATA = [
    ["congruentie", "--gegevens"],
    ["gemeente", "Meppel", "--gegevens"],
    ["gegevens", "controleer"],
    ["gegevens", "vergelijk", "ingebouwd"],
    ["tijd", "ingebouwd"],
    ["gegevens", "herindeel", "--naar", "2030", "--uit", "nergens", "--gegevens"],
]
ENGLISH = re.compile(
    r"\b(the|is not|of file|unexpected|expected|invalid|found|error|failed|cannot|No such)\b"
)


@pytest.fixture
def here(tmp_path, monkeypatch):
    """A folder of one's own to work in."""
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.mark.slow
@pytest.mark.parametrize("command", DATA, ids=" ".join)
def test_a_file_for_a_folder_names_the_command_that_reads_it(run, here, command):
    (here / "mijn regio.csv").write_text("gemeente;jeugdregio\nZwolle;IJsselland\n")
    code, _, err = run(*command, "mijn regio.csv")
    assert code == 1
    assert "dit is een bestand en geen map met gegevens" in err
    told = re.search("lappendeken (.*?);", err)[1]
    assert run(*shlex.split(told))[0] == 0
    if command[0] == "congruentie":
        assert run("gegevens", "controleer", "mijnmap")[0] == 0


@pytest.mark.parametrize(
    "command",
    [
        ["scenario"],
        ["rapport", "--land", "--afwijkingen"],
        ["gegevens", "inlezen", "a.csv", "--accepteer-voorstellen"],
        ["gegevens", "inlezen", "a.csv", "--kolommen"],
    ],
    ids=" ".join,
)
def test_a_folder_for_a_file_names_a_file_in_it(run, here, command):
    (here / "a.csv").write_text("gemeente,jeugdregio\nZwolle,IJsselland\n")
    (here / "map").mkdir()
    (here / "map" / "x.csv").write_text("a,b\n1,2\n")
    code, _, err = run(*command, "map")
    assert code == 1
    assert (
        f"dit is een map en geen bestand. Noem een bestand in deze map, zoals {Path('map/x.csv')}"
        in err
    )


@pytest.mark.parametrize(
    ("command", "name"),
    [
        (["kaart"], "kaart.pptx"),
        (["kaart"], "kaart.docx"),
        (["rapport", "--land"], "rapp.odt"),
        (["rapport", "--alle-provincies"], "alles.zip"),
        (["gegevens", "inlezen", "a.csv"], "uit.xlsx"),
        (["gegevens", "herindeel", "--naar", "2030"], "later.gpkg"),
        (["gegevens", "ophalen", "cbs", "--jaar", "2025"], "cbs.json"),
        (["congruentie"], "x.docx"),
        (["groep", "Meppel", "Zwolle"], "x.odp"),
        (["gegevens", "exporteer"], "x.dwg"),
    ],
)
def test_a_kind_that_is_not_written_makes_no_folder(run, here, command, name):
    (here / "a.csv").write_text("gemeente,jeugdregio\nZwolle,IJsselland\n")
    before = sorted(here.iterdir())
    uit = [name] if command[-1] == "exporteer" else ["--uit", name]
    code, _, err = run(*command, *uit)
    assert (code, name in err) == (2, True), err
    assert sorted(here.iterdir()) == before


@pytest.mark.parametrize("name", ["uit.2016", "mijn.nl", "uit"])
def test_a_folder_may_have_a_point_in_its_name(run, here, name):
    (here / "a.csv").write_text("gemeente,jeugdregio\nZwolle,IJsselland\n")
    assert run("gegevens", "inlezen", "a.csv", "--uit", name)[0] == 0
    assert (here / name / "verbanden.csv").exists()


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.csv", b'gemeente;jeugdregio\nZwolle;"IJsselland\n'),
        ("b.csv", b'gemeente;jeugdregio\n"Zwolle"x;IJsselland\n'),
        ("c.csv", b"gemeente;jeugdregio\n" + b"x" * 200_000 + b";y\n"),
        ("d.xlsx", b"PK\x03\x04 en dan niets"),
        ("e.gpkg", b"SQLite format 3\x00 en dan niets"),
        ("f.parquet", b"PAR1 en dan niets"),
        ("g.geojson", b'{"type": "FeatureCollection", "features": [}'),
    ],
)
@pytest.mark.parametrize("command", [["gegevens", "inlezen"], ["scenario"]], ids=" ".join)
def test_a_damaged_file_is_told_in_dutch(run, here, command, name, content):
    (here / name).write_bytes(content)
    code, _, err = run(*command, name)
    assert code == 1
    assert not ENGLISH.search(err), err


def test_a_mapping_that_is_no_toml_is_told_with_its_line(run, here):
    (here / "a.csv").write_text("gemeente,jeugdregio\nZwolle,IJsselland\n")
    (here / "k.toml").write_text('opzet = "breed"\n[kolommen]\ngemeente = wat\n')
    code, _, err = run("gegevens", "inlezen", "a.csv", "--kolommen", "k.toml")
    assert (code, "k.toml, rij 3: dit is geen geldig TOML-bestand" in err) == (1, True), err
    assert not ENGLISH.search(err)


@pytest.mark.parametrize("kind", ["csv", "xlsx", "toml"])
def test_a_mapping_is_a_table_or_toml_in_any_encoding(run, here, kind):
    (here / "a.csv").write_text("Plaats;Gebied;Oud\nZwolle;IJsselland;x\n")
    rows = [["Rol", "Kolom"], ["gemeente", "Plaats"], ["jeugdregio", "Gebied"], ["weglaten", "Oud"]]
    path = here / f"k.{kind}"
    if kind == "xlsx":
        book = openpyxl.Workbook()
        for row in rows:
            book.active.append(row)
        book.save(path)
    elif kind == "csv":
        path.write_bytes("\r\n".join(map(";".join, rows)).encode("utf-16"))
    else:
        text = '[kolommen]\ngemeente = "Plaats"\njeugdregio = "Gebied"\nweglaten = ["Oud"] # één\n'
        path.write_bytes(text.encode("utf-16"))
    code, out, err = run("gegevens", "inlezen", "a.csv", "--kolommen", path)
    assert (code, "1 overgenomen" in out, "Oud" in out) == (0, True, False), err


def test_a_system_error_has_no_english():
    told = explain_os_error(OSError(9999, "Something went wrong"))
    assert told == "het systeem geeft fout 9999"


@pytest.mark.slow
@pytest.mark.parametrize(
    "command",
    [
        ["gemeente"],
        ["groep", "Zwolle"],
        ["optimaal", "--indeling", "jeugd", "--indeling", "werk", "--vast"],
    ],
    ids=" ".join,
)
def test_a_former_name_is_known_to_every_command(run, command):
    code, _, err = run(*command, "Bussum")
    assert code == 0, err
    assert (
        "Bussum bestaat niet meer sinds 1 januari 2016; het gebied hoort nu bij Gooise Meren" in err
    )


@pytest.mark.slow
def test_a_former_name_is_known_in_a_plan(run, here):
    (here / "plan.csv").write_text(
        "actie;indeling;gemeente;naar\nverplaats;jeugd;Bussum;Flevoland\n"
    )
    code, out, err = run("scenario", "plan.csv")
    assert (code, "Gooise Meren" in out, "Gooise Meren" in err) == (0, True, True), err


@pytest.mark.slow
def test_remarks_follow_the_indeling(run):
    _, out, _ = run("tijd", "2016", "ingebouwd", "--indeling", "veiligheidsregio")
    assert "Bij 4 deelnames kwamen" in " ".join(out.split())
    assert "Niet vergeleken" not in out
    _, out, _ = run("tijd", "2016", "ingebouwd")
    assert out.count("Niet vergeleken") <= 2


WORDS = ["Hof van Twente", "'s-Gravenhage", "a & b", "x;y", "Súdwest-Fryslân", "(1)", "50%"]


def test_what_is_typed_is_read_again_by_a_shell():
    script = "import sys; print(*sys.argv[1:], sep='\\n')"
    line = typed(sys.executable, "-c", script.replace("'\\n'", "chr(10)"), *WORDS)
    environment = {**os.environ, "PYTHONIOENCODING": "utf-8"}
    done = subprocess.run(  # noqa: S602
        line, shell=True, capture_output=True, check=True, env=environment, encoding="utf-8"
    )
    assert done.stdout.splitlines() == WORDS
    assert "'" not in typed("lappendeken", "Hof van Twente", "--uit", "a b.html")


# The cases of others ------------------------------------------------------------------------


@pytest.mark.slow
@cases
def test_plan_and_reasons_with_semicolons(run, tmp_path):
    folder = CASES / "14-semicolons-in-plan-and-reasons"
    code, out, err = run("scenario", folder / "plan.csv")
    assert (code, "Meppel" in out) == (0, True), err
    options = [
        "--afwijkingen",
        folder / "afwijkingen.csv",
        "--vorm",
        "csv",
        "--uit",
        tmp_path / "r",
    ]
    code, _, err = run("rapport", "--provincie", "Overijssel", *options)
    assert code == 0, err
    found = pd.read_csv(tmp_path / "r" / "overijssel-afwijkingen.csv", encoding="utf-8-sig")
    told = found.set_index("verband_id")
    assert told.at["jeugdregio-ijsselland", "reden"] == "De jeugdzorg volgt de veiligheidsregio"
    assert told.at["jeugdregio-ijsselland", "datum"] == "2014-12-15"


@pytest.mark.slow
@cases
def test_a_plan_in_excel(run):
    code, out, err = run("scenario", CASES / "15-xlsx-is-told-to-be-xlsx" / "plan.xlsx")
    assert (code, "voor en na" in out) == (0, True), err


@cases
def test_a_file_for_a_folder_and_a_quote_that_is_not_closed(run):
    folder = CASES / "22-file-for-folder-and-former-names"
    _, _, err = run("congruentie", "--gegevens", folder / "regio.csv")
    assert "dit is een bestand" in err
    assert "gegevens inlezen" in err
    _, _, err = run("gegevens", "inlezen", folder / "quote.csv")
    assert "een aanhalingsteken wordt niet gesloten" in err


# Words of others, and faults of our own ------------------------------------------------------


def test_what_a_library_said_is_told_to_who_asks(run, here):
    (here / "f.parquet").write_bytes(b"PAR1 en dan niets")
    told = run("gegevens", "inlezen", "f.parquet")
    assert not ENGLISH.search(told[2])
    more = run("gegevens", "inlezen", "f.parquet", "--uitgebreid")
    assert more[0] == told[0] == 1
    assert "Oorzaak: ArrowInvalid: Parquet magic bytes not found" in more[2]
    assert run("gegevens", "inlezen", "f.parquet") == told


def test_every_command_knows_uitgebreid(run):
    for command in ([], ["gegevens"]):
        _, out, _ = run(*command, "--help")
        names = re.findall(r"^│ ([a-z]+) ", out, re.MULTILINE)
        assert len(names) > 5
        for name in set(names) - {"gegevens"}:
            assert "--uitgebreid" in run(*command, name, "--help")[1]


@pytest.mark.parametrize(
    ("error", "code", "said"),
    [
        (KeyError("geheim"), 70, "fout in het programma, niet in uw opdracht of gegevens (KeyErr"),
        (MemoryError(), 1, "Het geheugen is vol"),
        (KeyboardInterrupt(), 130, "Afgebroken"),
    ],
)
def test_an_error_of_no_kind_is_told_in_dutch(run, monkeypatch, error, code, said):
    def fail(*_, **__):
        raise error

    monkeypatch.setattr("lappendeken.cli.options.load_moment", fail)
    monkeypatch.setattr("lappendeken.model.load", fail)
    ended = run("congruentie")
    assert (ended[0], said in ended[2], "Traceback" in ended[2]) == (code, True, False)
    if code == 70:
        assert "KeyError: 'geheim'" in run("congruentie", "--uitgebreid")[2]


@pytest.mark.parametrize("stopped", [True, False])
def test_a_thread_that_fails_is_told_unless_somebody_stopped_it(run, monkeypatch, stopped):
    def fail(*_, **__):
        thread = threading.Thread(target={}.pop, args=("geheim",))
        thread.start()
        thread.join()
        raise KeyboardInterrupt if stopped else LappendekenError("Zo niet.")

    monkeypatch.setattr("threading.excepthook", threading.__excepthook__)
    monkeypatch.setattr("lappendeken.model.load", fail)
    monkeypatch.setattr("lappendeken.cli.options.load_moment", fail)
    code, _, err = run("congruentie")
    assert code == (130 if stopped else 1)
    assert (err == f"{STOPPED}\n", "KeyError: 'geheim'" in err) == (stopped, not stopped)


@pytest.mark.parametrize(
    ("follows", "said"),
    [(RuntimeError("cannot join thread"), STOPPED), (LappendekenError("Zo niet."), "Zo niet.")],
)
def test_of_what_falls_over_a_stop_only_what_is_ours_is_told(run, monkeypatch, follows, said):
    def fail(*_, **__):
        try:
            raise KeyboardInterrupt
        finally:
            raise follows

    monkeypatch.setattr("lappendeken.model.load", fail)
    monkeypatch.setattr("lappendeken.cli.options.load_moment", fail)
    assert run("congruentie")[2] == f"{said}\n"
