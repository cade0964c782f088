"""`lappendeken congruentie --alle` and `lappendeken gegevens exporteer`, run as a user does."""

import json

import geopandas as gpd
import networkx as nx
import openpyxl
import pandas as pd
import pytest
from commandline import on_edition, row_starting

PNG = b"\x89PNG"


@pytest.fixture
def run(run):
    """Commands on the edition of 2016, of which the numbers stand here."""
    return on_edition(run, "2016")


def test_all_indelingen_are_listed_with_the_one_they_are_most_like(run):
    code, out, _ = run("congruentie", "--alle")
    assert code == 0
    assert row_starting(out, "politie-eenheden") == ["RIEC's", "1,000", "0,480"]
    assert row_starting(out, "MO/BW-regio's")[:2] == ["vrouwenopvangregio's", "0,875"]


@pytest.mark.slow
def test_the_matrix_holds_every_pair_in_every_format(run, tmp_path):
    for ending in ("csv", "xlsx", "json"):
        assert run("congruentie", "--alle", "--uit", tmp_path / f"m.{ending}")[0] == 0
    table = pd.read_csv(tmp_path / "m.csv", index_col="indeling")
    own = table[list(table.index)]
    assert own.shape == (35, 35)
    assert (own.to_numpy().diagonal() == 1).all()
    assert own.loc["jeugdregio", "mo-bw-regio"] == pytest.approx(0.751, abs=5e-4)
    assert set(table["maat"]) == {"omega_index"}
    book = openpyxl.load_workbook(tmp_path / "m.xlsx")
    assert book.sheetnames == ["matrix", "dichtstbij", "toelichting"]
    content = json.loads((tmp_path / "m.json").read_text(encoding="utf-8"))
    assert len(content["matrix"]) == 35
    assert (tmp_path / "m-dichtstbij.csv").exists()


def test_a_measure_for_partitions_leaves_covers_empty(run):
    chosen = ["--indeling", "jeugdregio", "--indeling", "sw-bedrijf", "--indeling", "ggd-regio"]
    _, out, _ = run("congruentie", "--alle", *chosen, "--maat", "adjusted_rand_index", "--json")
    rows = {row["indeling"]: row for row in json.loads(out)["matrix"]}
    assert rows["jeugdregio"]["sw-bedrijf"] is None
    assert 0 < rows["jeugdregio"]["ggd-regio"] < 1


@pytest.mark.slow
def test_the_heat_map_is_a_picture(run, tmp_path):
    assert run("congruentie", "--alle", "--uit", tmp_path / "m.png")[0] == 0
    assert (tmp_path / "m.png").read_bytes().startswith(PNG)
    assert run("congruentie", "--alle", "--uit", tmp_path / "m.svg")[0] == 0
    text = (tmp_path / "m.svg").read_text(encoding="utf-8")
    assert "zorgkantoorregio's" in text
    assert "Peildatum 1 januari 2016" in text


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["congruentie", "--alle", "--maat", "geluk"], "kies uit adjusted_rand_index"),
        (["congruentie", "--alle", "--provincie", "Drenthe"], "het hele land"),
        (["congruentie", "--uit", "x.png"], "van een soort die deze opdracht niet schrijft"),
        (["gegevens", "exporteer", "x.shp"], ".gpkg, .parquet, .graphml, .gexf"),
        (
            ["gegevens", "exporteer", "x.gexf", "--projectie", "alles"],
            "beide, gemeenten, verbanden",
        ),
        (["congruentie", "--maat", "v_measure"], "--maat hoort bij --alle."),
        (["congruentie", "--seed", "2"], "--seed hoort bij --clusters."),
        (["congruentie", "--clusters", "--gewicht", "inwoners"], "--gewicht hoort niet bij --clu"),
        (["congruentie", "--json", "--uit", "x.csv"], "laat --json of --uit weg"),
        (
            ["gemeente", "Meppel", "--gewicht", "inwoners"],
            "--gewicht hoort bij een rapport, met --uit.",
        ),
        (["gemeente", "Meppel", "--datum", "2026-01-01"], "--datum hoort bij een rapport, met"),
        (
            ["casus", "--datum", "2026-01-01", "--uit", "x.html"],
            "--uit en --datum horen bij één casus; noem er een.",
        ),
        (["gemeente", "Meppel", "--alle", "--uit", "x.html"], "--alle hoort niet bij een rapport"),
        (["gemeente", "Meppel", "--json", "--uit", "x.html"], "laat --json of --uit weg"),
        (["groep", "Meppel", "Assen", "--datum", "2026-01-01"], "--datum hoort bij een rapport"),
        (["gemeente", "Mepel"], "Onbekende gemeente 'Mepel'"),
        (["casus", "--uit", "x.html"], "--uit hoort bij één casus; noem er een."),
        (["gegevens", "exporteer"], "Het argument BESTAND ontbreekt"),
    ],
)
def test_wrong_usage_is_told_in_dutch_with_code_2(run, arguments, said):
    code, out, err = run(*arguments)
    assert (code, out) == (2, "")
    assert said in err


@pytest.mark.slow
def test_layers_are_exported_and_not_overwritten_unasked(run, tmp_path):
    path = tmp_path / "lagen.gpkg"
    code, _, err = run("gegevens", "exporteer", path)
    assert code == 0
    assert str(path) in err
    assert len(gpd.list_layers(path)) == 1 + 3 + 6
    assert run("gegevens", "exporteer", path)[0] == 2
    assert run("gegevens", "exporteer", path, "--force")[0] == 0


@pytest.mark.parametrize(("projectie", "nodes"), [("gemeenten", 342), ("verbanden", 42)])
def test_a_projection_of_one_indeling_is_exported(run, tmp_path, projectie, nodes):
    path = tmp_path / "net.graphml"
    chosen = ["--indeling", "jeugdregio", "--projectie", projectie]
    assert run("gegevens", "exporteer", path, *chosen)[0] == 0
    assert nx.read_graphml(path).number_of_nodes() == nodes
