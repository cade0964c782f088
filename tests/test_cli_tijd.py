"""`lappendeken tijd` and `lappendeken gegevens vergelijk`, also on real sources of three dates."""

import json
from pathlib import Path

import geopandas as gpd
import pytest

from lappendeken.cli import main

SOURCE = Path(__file__).parents[2] / "shared/bronnen/cbs/gemeenten_2015.gpkg"


@pytest.fixture(scope="module")
def folder_2023(tmp_path_factory):
    folder = tmp_path_factory.mktemp("tijd") / "d2023"
    arguments = ["gegevens", "herindeel", "--gegevens", "2016", "--naar", "2023"]
    arguments += ["--bij-conflict", "meerderheid"]
    with pytest.raises(SystemExit) as stop:
        main([*arguments, "--uit", str(folder)])
    assert not stop.value.code
    return folder


@pytest.fixture(scope="module")
def folder_2015(tmp_path_factory):
    """Landsdeel and COROP of 1 January 2015 as CBS gave them: a second source, of another date."""
    if not SOURCE.exists():
        pytest.skip("../shared/bronnen is absent")
    place = tmp_path_factory.mktemp("cbs")
    table = gpd.read_file(SOURCE)
    wide = table[["statcode", "statnaam", "provincie", "corop_gebied", "landsdeel"]]
    wide = wide.rename(
        columns={
            "statcode": "code",
            "statnaam": "gemeente",
            "corop_gebied": "coropregio",
            "landsdeel": "nuts1-landsdeel",
        }
    )
    wide.to_csv(place / "breed.csv", index=False)
    folder = place / "d2015"
    with pytest.raises(SystemExit) as stop:
        main(
            [
                "gegevens",
                "inlezen",
                str(place / "breed.csv"),
                "--gemeenten",
                str(SOURCE),
                "--peildatum",
                "2015-01-01",
                "--uit",
                str(folder),
            ]
        )
    assert not stop.value.code
    return folder


@pytest.mark.slow
def test_what_changed_is_shown(run, folder_2023):
    code, out, err = run("tijd", "2016", str(folder_2023))
    assert (code, err) == (0, "")
    assert "Op de 342 gemeenten van 1 januari 2023" in out
    assert "Bij 176 deelnames" in " ".join(out.split())
    assert "Haarlemmermeer" in out
    assert all(len(line) <= 80 for line in out.splitlines())


@pytest.mark.slow
def test_json_and_tables_hold_the_same(run, folder_2023, tmp_path):
    found = json.loads(run("tijd", "2016", str(folder_2023), "--indeling", "jeugd", "--json")[1])
    assert {row["naam"] for row in found["deelnames"]} == {
        "Amsterdam",
        "Haarlemmermeer",
        "Oisterwijk",
        "Tilburg",
        "Vijfheerenlanden",
    }
    path = tmp_path / "verschil.csv"
    code, _, err = run("tijd", "2016", str(folder_2023), "--uit", str(path))
    assert (code, "Geschreven" in err) == (0, True)
    assert (tmp_path / "verschil-deelnames.csv").read_text(encoding="utf-8-sig").count(
        "jeugdregio"
    ) == 5


@pytest.mark.slow
def test_three_dates_of_real_sources(run, folder_2015, folder_2023, tmp_path):
    moments = [str(folder_2015), "2016", str(folder_2023)]
    options = ["--indeling", "nuts1-landsdeel", "--indeling", "coropregio"]
    found = json.loads(
        run("tijd", *moments, *options, "--json", "--bij-conflict", "meerderheid")[1]
    )
    assert [row["datum"] for row in found["congruentie"]] == [
        "2015-01-01",
        "2016-01-01",
        "2023-01-01",
    ]
    # In 2016 the sources agree on every landsdeel; only the names differ (LD01, Noord-Nederland).
    assert [row for row in found["deelnames"] if row["indeling"] == "nuts1-landsdeel"] == []
    picture = tmp_path / "lijn.png"
    assert (
        run("tijd", *moments, *options, "--uit", str(picture), "--bij-conflict", "meerderheid")[0]
        == 0
    )
    assert picture.read_bytes().startswith(b"\x89PNG")


@pytest.mark.slow
def test_two_sources_are_compared(run, folder_2015):
    code, out, _ = run(
        "gegevens", "vergelijk", "2016", str(folder_2015), "--indeling", "nuts1-landsdeel"
    )
    assert code == 0
    assert "100%" in out
    assert "LD01" in out
    found = json.loads(
        run(
            "gegevens",
            "vergelijk",
            "2016",
            str(folder_2015),
            "--indeling",
            "nuts1-landsdeel",
            "--json",
        )[1]
    )
    (row,) = found["overeenkomst"]
    assert (row["gelijke_verbanden"], row["verschillen"], row["eens"]) == (4, 0, 1.0)
    assert row["alleen_in_b"] == 6
    names = {one["a"]: one["b"] for one in found["verbanden"]}
    assert names["Noord-Nederland"] == "LD01"


def test_differences_between_indelingen_are_named(run, quilt_folder):
    arguments = ["gegevens", "vergelijk", str(quilt_folder), str(quilt_folder)]
    found = json.loads(run(*arguments, "--indeling", "jeugd", "--met", "werk", "--json")[1])
    (row,) = found["overeenkomst"]
    assert row["indeling"] == "jeugd"
    # n is x and w, so half of it moves; O is with z for work, and the island nowhere.
    names = {one["naam"] for one in found["verschillen"]}
    assert names in (
        {"Dorp F", "Dorp G", "Dorp O", "Dorp I"},
        {"Dorp A", "Dorp B", "Dorp O", "Dorp I"},
    )
    same = json.loads(run(*arguments, "--json")[1])
    assert all(row["eens"] == 1 for row in same["overeenkomst"])
    assert "Over geen enkele gemeente verschillen zij." in run(*arguments)[1]


@pytest.mark.parametrize(
    ("arguments", "code", "words"),
    [
        (["tijd", "ingebouwd"], 2, "Noem ten minste twee momenten"),
        (["tijd", "ingebouwd", "ingebouwd"], 2, "Twee keer dezelfde peildatum"),
        (["tijd", "ingebouwd", "bestaat-niet"], 1, "deze map bestaat niet"),
        (["tijd", "ingebouwd", "ingebouwd@gisteren"], 2, "is geen datum"),
        (["gegevens", "vergelijk", "ingebouwd", "ingebouwd", "--met", "werk"], 2, "--met vraagt"),
        (["gegevens", "vergelijk", "ingebouwd", "weg"], 1, "deze map bestaat niet"),
        (
            ["gegevens", "vergelijk", "ingebouwd", "ingebouwd", "--indeling", "jeugt"],
            2,
            "Bedoelt u",
        ),
    ],
)
def test_what_cannot_be_is_told(run, arguments, code, words):
    found, out, err = run(*arguments)
    assert (found, out) == (code, "")
    assert words in " ".join(err.split())


@pytest.mark.slow
def test_without_moments_the_editions_are_compared(run, tmp_path):
    code, out, err = run("tijd")
    assert (code, err) == (0, "")
    assert "Is de lappendeken netter geworden? 2016 en 2026 naast elkaar" in out
    assert "past als geheel even goed als toen" in " ".join(out.split())
    assert max(map(len, out.splitlines())) <= 80
    path = tmp_path / "tien-jaar.json"
    assert run("tijd", "--uit", path)[0] == 0
    found = json.loads(path.read_text(encoding="utf-8"))
    (whole,) = [row for row in found["scores"] if row["maat"] == "territorial_congruence"]
    assert round(whole["eerst"], 3) == 0.741
    assert round(whole["nu"], 3) == 0.74
    assert whole["eerst"] + whole["door_herindeling"] + whole["door_keuzes"] == pytest.approx(
        whole["nu"]
    )
    page = tmp_path / "kaart.html"
    assert run("tijd", "--uit", page)[0] == 0
    assert "27 gemeenten zitten door een keuze in een ander verband" in page.read_text("utf-8")
