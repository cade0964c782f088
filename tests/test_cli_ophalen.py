"""`lappendeken gegevens ophalen`: from the services to a folder that is usable at once."""

import json

import openpyxl
import pytest
import services as srv
from services import CODES, QUICK, TABLE

import lappendeken as ld
from lappendeken.reading.fetching import cbsyear

COMMAND = ("gegevens", "ophalen", "cbs", "--jaar", "2025")


@pytest.fixture
def net(monkeypatch, tmp_path):
    monkeypatch.chdir(tmp_path)
    with srv.running() as services:
        monkeypatch.setattr(cbsyear, "PDOK", services.addresses["pdok"])
        monkeypatch.setattr(cbsyear, "STATLINE", services.addresses["statline"])
        monkeypatch.setattr(cbsyear, "PATIENCE", QUICK)
        yield services


def flat(text):
    """Text without the breaks of the screen."""
    return " ".join(text.split())


def test_the_folder_can_be_used_at_once(net, run, tmp_path):
    code, out, err = run(*COMMAND)
    assert code == 0
    assert "3 lijsten opgehaald" in out
    assert "15 gelezen, 15 overgenomen" in out
    assert "Verder met: lappendeken congruentie --gegevens cbs-2025" in err
    code, out, _ = run("congruentie", "--gegevens", "cbs-2025")
    assert code == 0
    assert "Peildatum 1 januari 2025, 5 gemeenten" in out
    lap = ld.load(tmp_path / "cbs-2025")
    assert dict(lap.gemeenten["naam"]) == srv.NAMES
    assert set(lap.gemeenten["provincie"]) == {"Overijssel"}
    jeugd = lap.indeling("jeugdregio")
    assert sorted(len(own) for own in lap.deelnames.groupby("verband_id").groups.values()) == [
        2, 2, 3, 3, 5,
    ]  # fmt: skip
    # Pairs together in both: A-D and C-E; so of ten pairs, two of the four of each are shared.
    werk = lap.indeling("arbeidsmarktregio")
    assert ld.measures.adjusted_rand_index(jeugd, werk) == pytest.approx((2 - 1.6) / (4 - 1.6))


def test_the_description_names_day_sources_and_licence(net, run, tmp_path):
    run(*COMMAND, "--uit", "map")
    about = json.loads((tmp_path / "map/datapackage.json").read_text(encoding="utf-8"))
    assert about["peildatum"] == "2025-01-01"
    assert [one["name"] for one in about["licenses"]] == ["CC-BY-4.0"]
    assert about["sources"][0]["path"].startswith(f"{net.root}/ogc/v1/")
    assert len(about["sources"]) == 3


@pytest.mark.slow
def test_what_cbs_has_not_is_told_with_a_command_that_works(net, run, tmp_path):
    _, out, _ = run(*COMMAND)
    told = flat(out)
    assert "(MO/BW) staan niet in de gegevens van CBS" in told
    form = told.partition("formulier met: lappendeken ")[2].partition(";")[0].split()
    code, _, err = run(*form)
    assert (code, form[-1]) == (0, "mobw.xlsx"), err
    book = openpyxl.load_workbook("mobw.xlsx")
    for row in book.worksheets[0].iter_rows(min_row=2, min_col=3, max_col=3):
        row[0].value = "Opvang Oost"
    book.save("mobw.xlsx")
    command = told.partition("voeg het toe met: lappendeken ")[2].split()[:8]
    code, _, err = run(*command)
    assert (code, command[-1]) == (0, "cbs-2025-mobw"), err
    lap = ld.load(tmp_path / "cbs-2025-mobw")
    assert lap.find_indeling("mo-bw-regio").sizes.to_list() == [5]
    code, out, _ = run("congruentie", "--gegevens", command[-1])
    assert code == 0
    assert "Jeugd–MO/BW" in out


def test_a_second_run_asks_nothing_and_writes_the_same(net, run, tmp_path):
    run(*COMMAND)
    before = {one: one.read_bytes() for one in tmp_path.rglob("*") if one.is_file()}
    net.asked.clear()
    code, out, _ = run(*COMMAND)
    assert (code, net.asked) == (0, [])
    assert "Niets opgehaald: alles was er al" in out
    assert {one: one.read_bytes() for one in tmp_path.rglob("*") if one.is_file()} == before


def test_again_fetches_and_makes_all_again(net, run, tmp_path):
    run(*COMMAND)
    net.names[CODES[0]] = "Nieuwdorp"
    code, _, _ = run(*COMMAND, "--opnieuw")
    assert code == 0
    assert "Nieuwdorp" in (tmp_path / "cbs-2025/verbanden.csv").read_text(encoding="utf-8")


def test_tables_that_the_user_changed_are_not_replaced(net, run, tmp_path):
    run(*COMMAND)
    table = tmp_path / "cbs-2025/verbanden.csv"
    table.write_text(table.read_text(encoding="utf-8") + "\n", encoding="utf-8")
    mine = table.read_bytes()
    net.asked.clear()
    code, _, err = run(*COMMAND, "--opnieuw")
    assert (code, net.asked) == (2, [])
    assert "In cbs-2025 is verbanden.csv niet door deze opdracht gemaakt, of daarna" in flat(err)
    assert table.read_bytes() == mine
    assert run(*COMMAND, "--force")[0] == 0
    assert table.read_bytes() != mine


def test_a_folder_with_other_data_is_left_alone(net, run, tmp_path):
    (tmp_path / "gemeenten.geojson").write_text("{}")
    code, _, err = run(*COMMAND, "--uit", ".")
    assert code == 2
    assert "--force" in err
    assert (tmp_path / "gemeenten.geojson").read_text() == "{}"


def test_as_json(net, run):
    code, out, _ = run(*COMMAND, "--json")
    told = json.loads(out)
    assert code == 0
    assert told["overgenomen"] == 15
    assert told["opgehaald"][0] == "bron/gemeenten-2025.geojson"
    assert told["herkomst"]["bron/gemeenten-2025.geojson"]["wijze"] == "opgehaald"
    assert "cbs-2025/verbanden.csv" in told["geschreven"]


def test_without_a_service_nothing_is_made_and_it_is_said_how_to_go_on(net, run, tmp_path):
    net.script["shapes"] = [srv.status(500)] * 3
    net.script["table"] = [srv.html]
    code, out, err = run(*COMMAND)
    assert (code, out) == (1, "")
    first, second = err.strip().splitlines()
    assert "PDOK gaf de gemeentegrenzen van 2025 niet: de dienst antwoordt met code 500." in first
    assert "sla het op als cbs-2025/bron/gemeenten-2025.geojson" in first
    assert f"sla het op als cbs-2025/bron/{TABLE}/TypedDataSet.json" in second
    assert not list(tmp_path.glob("cbs-2025/*.csv"))
    assert not (tmp_path / "cbs-2025/gemeenten.geojson").exists()


def test_what_is_saved_by_hand_as_told_lets_the_command_go_on(net, run, tmp_path, monkeypatch):
    net.script["table"] = [srv.status(404)]
    _, _, err = run(*COMMAND)
    words = err.split()
    place = words[words.index("als") + 1]
    (tmp_path / place).parent.mkdir(parents=True, exist_ok=True)
    (tmp_path / place).write_bytes(net.answer("table"))
    net.asked.clear()
    code, out, _ = run(*COMMAND)
    assert (code, net.asked) == (0, [])
    assert "is met de hand bewaard en wordt gebruikt" in flat(out)


def test_a_damaged_copy_is_told(net, run, tmp_path):
    run(*COMMAND)
    (tmp_path / "cbs-2025/bron/gemeenten-2025.geojson").write_text("{}")
    code, out, _ = run(*COMMAND)
    assert code == 0
    assert "wordt opnieuw opgehaald" in flat(out)
    assert "nu opgehaald" in out


def test_a_gemeente_that_only_one_of_both_has_is_told(net, run, tmp_path):
    rows = [row for row in net.rows() if CODES[0] not in row["RegioS"]]
    extra = {**rows[0], "RegioS": "GM0158    ", "Code_1": "GM0158    ", "Naam_2": "Haaksbergen"}
    body = json.dumps({"value": [*rows, extra]}).encode()
    net.script["table"] = [srv.raw(body)]
    code, out, _ = run(*COMMAND)
    assert code == 0
    assert "15 gelezen, 12 overgenomen" in out
    assert "1 gemeente met grenzen staat niet in de tabel van StatLine: Aldorp." in flat(out)
    missed = (tmp_path / "cbs-2025/niet-gelezen.csv").read_text(encoding="utf-8")
    assert "GM0158" in missed


@pytest.mark.parametrize(
    ("arguments", "what"),
    [
        (("cbs", "--jaar", "2015"), "kies een jaar van 2016 tot en met 2026"),
        (("cbs", "--jaar", "2027"), "kies een jaar van 2016 tot en met 2026"),
        (("cbs", "--jaar", "twee"), "twee"),
        (("kvk", "--jaar", "2025"), "Kies als bron cbs; niet 'kvk'"),
        (("cbs",), "--jaar"),
        (("cbs", "--jaar", "2025", "--uit", "bestand"), "bestand is een bestand"),
    ],
)
def test_wrong_usage_is_told_before_anything_is_asked(net, run, tmp_path, arguments, what):
    (tmp_path / "bestand").write_text("")
    code, _, err = run("gegevens", "ophalen", *arguments)
    assert (code, net.asked) == (2, [])
    assert what in flat(err)
    assert not (tmp_path / "cbs-2025").exists()


def test_hostile_names_stay_text(net, run, tmp_path):
    net.names[CODES[0]] = "=cmd|' /C calc'!A0 [red]<script>"
    code, _, _ = run(*COMMAND)
    assert code == 0
    lap = ld.load(tmp_path / "cbs-2025")
    assert lap.gemeenten.loc[CODES[0], "naam"] == "=cmd|' /C calc'!A0 [red]<script>"


def test_help_is_dutch(run):
    code, out, _ = run("gegevens", "ophalen", "--help")
    assert code == 0
    assert "--opnieuw" in out
    assert "lappendeken gegevens ophalen cbs --jaar 2025" in out
