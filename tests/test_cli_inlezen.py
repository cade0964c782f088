"""`lappendeken gegevens inlezen`: from every kind of source to a folder that can be used."""

import json
import re
from pathlib import Path

import geopandas as gpd
import openpyxl
import pytest
from sources import (
    CODES,
    JEUGD,
    NAMES,
    RD,
    cbs_file,
    deelname_pairs,
    deelnemer,
    gemeente_boxes,
    gemeente_layer,
    pairs,
    regeling,
    region_layer,
    statline_rows,
    write_gpkg,
    write_register,
)

import lappendeken as ld
from lappendeken.reading import read_tables
from lappendeken.reading.files.delimited import read_delimited
from lappendeken.reading.sources.source import kind_of
from lappendeken.wording.sources import describe_sources

SHEET = [
    ["Opgave van de jeugdregio's"],
    ["GM-code", "Gemeente", "Kring", "Kleur"],
    [193, "Zwolle", "IJsselland", ""],
    ["", "Deventer", "IJsselland", "nakijken"],
    ["", "Mepel", "Drenthe", ""],
    [119, "Hoogeveen", "Drenthe", ""],
]
KOLOM = ["--kolom", "verband=Kring", "--indeling", "jeugdregio"]


@pytest.fixture
def sheet(tmp_path):
    """A spreadsheet of a colleague."""
    book = openpyxl.Workbook()
    for row in SHEET:
        book.active.append(row)
    book.save(tmp_path / "regio.xlsx")
    return tmp_path / "regio.xlsx"


@pytest.fixture
def inlezen(run):
    """Run the command."""
    return lambda *arguments: run("gegevens", "inlezen", *arguments)


def rows_of(path):
    """The rows of a table that the command wrote."""
    return read_delimited(path).table


@pytest.mark.slow
def test_a_spreadsheet_becomes_a_folder_that_every_command_reads(inlezen, run, sheet, tmp_path):
    folder = tmp_path / "uit"
    code, out, err = inlezen(sheet, *KOLOM, "--uit", folder)
    assert code == 0, err
    assert "4 gelezen, 2 overgenomen" in out
    assert "code en naam horen niet bij elkaar" in out
    assert "GM0119 is Meppel; Hoogeveen is GM0118" in " ".join(out.split())
    assert "'Kleur'" in out
    assert "verbanden.csv" in err
    lap = ld.load(folder)
    assert [one.id for one in map(lap.indeling, lap.indelingen.index)] == ["jeugdregio"]
    # The boundaries are not of the file, and the regions of nobody else.
    borders, regions, *_ = describe_sources(lap, [lap.indeling("jeugdregio")])
    assert borders.startswith("Gemeentegrenzen: CBS/Kadaster, licentie CC-BY-4.0;")
    assert regions.startswith("Indelingen: regio.xlsx (regio.xlsx")
    assert set(lap.deelnames["gemeente_code"]) == {"GM0193", "GM0150"}
    assert lap.peildatum.isoformat() == "2026-01-01"
    assert run("gegevens", "controleer", folder)[0] == 0


def test_what_did_not_arrive_is_in_a_table_with_place_and_reason(inlezen, sheet, tmp_path):
    inlezen(sheet, *KOLOM, "--uit", tmp_path / "uit")
    lost = rows_of(tmp_path / "uit" / "niet-gelezen.csv")
    assert lost[["rij", "gemeente", "reden"]].to_numpy().tolist() == [
        ["5", "Mepel", "deze naam is onbekend"],
        ["6", "Hoogeveen", "code en naam horen niet bij elkaar"],
    ]


@pytest.mark.slow
def test_a_proposal_is_applied_when_it_is_accepted_and_not_before(inlezen, sheet, tmp_path):
    folder = tmp_path / "uit"
    inlezen(sheet, *KOLOM, "--uit", folder)
    table = rows_of(folder / "voorstellen.csv")
    assert table[["gegeven", "voorstel_naam"]].to_numpy().tolist()[0] == ["Mepel", "Meppel"]
    assert set(table["aanvaard"]) == {""}
    accepted = tmp_path / "aanvaard.csv"
    accepted.write_text("gegeven;voorstel_code;aanvaard\nMepel;GM0119;ja\n")
    options = ["--accepteer-voorstellen", accepted, "--uit", folder, "--force"]
    code, out, _ = inlezen(sheet, *KOLOM, *options)
    assert code == 0
    assert "aanvaard voorstel: Mepel (Meppel)" in " ".join(out.split())
    assert "GM0119" in set(ld.load(folder).deelnames["gemeente_code"])


def test_without_a_folder_there_is_only_the_account(inlezen, sheet, tmp_path):
    code, out, err = inlezen(sheet, *KOLOM)
    assert (code, "2 overgenomen" in out) == (0, True)
    assert "niets geschreven" in err
    assert sorted(path.name for path in tmp_path.iterdir()) == ["regio.xlsx"]


def test_the_account_as_json(inlezen, sheet, tmp_path):
    code, out, _ = inlezen(sheet, *KOLOM, "--json", "--uit", tmp_path / "uit")
    told = json.loads(out)
    assert code == 0
    assert (told["soort"], told["gelezen"], told["overgenomen"]) == ("tabel", 4, 2)
    assert sum(told["niet_overgenomen"].values()) == 2
    assert str(tmp_path / "uit" / "verbanden.csv") in told["geschreven"]


# Kinds of sources ---------------------------------------------------------------------------


def test_a_cbs_file_brings_its_own_boundaries(inlezen, tmp_path):
    halves = {"PV26": gemeente_boxes()[CODES["A"]].buffer(9000)}
    province = region_layer(JEUGD, "PV", "provincie").head(1).assign(statcode="PV26")
    province = province.assign(statnaam="Utrecht", geom=list(halves.values()))
    layers = {
        "gemeente_gegeneraliseerd_2023": gemeente_layer(),
        "jeugdregio_gegeneraliseerd_2023": region_layer(JEUGD, "JZ", "jeugdregio"),
        "provincie_gegeneraliseerd_2023": province,
    }
    path = write_gpkg(tmp_path / "cbs.gpkg", layers)
    code, _, err = inlezen(
        path, "--laag", "jeugdregio", "--laag", "provincie", "--uit", tmp_path / "uit"
    )
    assert code == 0, err
    lap = ld.load(tmp_path / "uit")
    assert lap.peildatum.isoformat() == "2023-01-01"
    assert set(lap.gemeenten["provincie"]) == {"Utrecht"}
    assert lap.gemeenten.geometry.area.to_list() == pytest.approx([1e6] * 16, rel=1e-5)
    members = {
        (c, v.rpartition("-")[2])
        for c, v in zip(lap.deelnames["gemeente_code"], lap.deelnames["verband_id"], strict=True)
        if v.startswith("jeugd")
    }
    assert members == pairs(JEUGD)
    shares = rows_of(tmp_path / "uit" / "extra.csv")
    assert set(shares["aandeel"]) == {"1.0000"}


def test_statline_takes_boundaries_from_a_map(inlezen, tmp_path):
    path = tmp_path / "gebieden.json"
    path.write_text(json.dumps(statline_rows()))
    kaart = cbs_file(tmp_path / "cbs2023.gpkg")
    code, _, err = inlezen(
        path, "--gemeenten", kaart, "--uit", tmp_path / "uit", "--peildatum", "2023-01-01"
    )
    assert code == 0, err
    lap = ld.load(tmp_path / "uit")
    assert lap.gemeenten["naam"].to_dict() == NAMES
    assert lap.gemeenten.at[CODES["A"], "provincie"] == "Utrecht"
    assert lap.gemeenten.at[CODES["B"], "inwoners"] == 1001
    assert lap.peildatum.isoformat() == "2023-01-01"
    assert set(lap.indelingen.index) == {"jeugdregio", "arbeidsmarktregio", "provincie"}
    assert describe_sources(lap, ())[0].startswith("Gemeentegrenzen: cbs2023.gpkg;")


def test_boundaries_are_credited_to_the_folder_they_came_from(inlezen, quilt_folder, tmp_path):
    path = tmp_path / "lijst.csv"
    path.write_text("gemeente_code,verband\nGM0001,Een\n")
    options = ("--indeling", "kring", "--gegevens", quilt_folder, "--uit", tmp_path / "uit")
    assert inlezen(path, *options)[0] == 0
    told = describe_sources(ld.load(tmp_path / "uit"), ())
    assert told[0].startswith("Gemeentegrenzen: quilt;")
    assert told[1] == "Indelingen: lijst.csv."


def test_the_register_keeps_what_it_tells_beside_the_table(inlezen, tmp_path):
    one = regeling(
        "GGD IJsselland",
        deelnemer("Gemeente Zwolle", "2006-01-01", "24,5"),
        vorm=("OL", "Openbaar lichaam"),
        terreinen=["Zorg"],
    )
    path = write_register(tmp_path / "export.xml", one)
    assert inlezen(path, "--uit", tmp_path / "uit")[0] == 0
    extra = rows_of(tmp_path / "uit" / "extra.csv").iloc[0]
    assert extra["verdeelsleutel"] == "24.5"
    lap = ld.load(tmp_path / "uit")
    assert lap.kenmerken["beleidsterreinen"].to_list() == ["Zorg"]
    assert lap.verbanden["vorm"].to_list() == ["openbaar lichaam"]


def test_a_regioatlas_export_is_recognised(inlezen, tmp_path):
    path = tmp_path / "x.csv"
    path.write_text("Gemeente;CBS;Kring;Inwoneraantal\nUrk;184;A;1\n", encoding="utf-8-sig")
    code, out, _ = inlezen(
        path, "--indeling", "zorgkring", "--domein", "zorg", "--uit", tmp_path / "u"
    )
    assert code == 0
    assert "(regioatlas)" in out
    assert ld.load(tmp_path / "u").indelingen["domein"].to_dict() == {"zorgkring": "zorg"}


def kinds(folder: Path) -> dict[str, Path]:
    """A source of every kind that speaks for itself."""
    made = {name: folder / name for name in ("opengr.csv", "atlas.csv", "statline.csv", "t.csv")}
    header = "Deelnemer,Gemeenschappelijke regeling,Postcode,Plaats,Provincie\n"
    made["opengr.csv"].write_text(header + "Urk,R,,,Provincie Flevoland\n")
    made["atlas.csv"].write_text("Gemeente;CBS;Kring;Inwoneraantal\nUrk;184;A;1\n")
    made["statline.csv"].write_text("RegioS;Code_1\nGM0184;JZ01\n")
    made["t.csv"].write_text("gemeente;regio\nUrk;A\n")
    made["saved"] = folder / "saved"
    made["saved"].mkdir()
    (made["saved"] / "TypedDataSet.json").write_text("[]")
    made["own"] = folder / "own"
    made["own"].mkdir()
    (made["own"] / "Verbanden.xlsx").write_text("")
    made["atlases"] = folder / "atlases"
    (made["atlases"] / "Sociaal").mkdir(parents=True)
    (made["atlases"] / "Sociaal" / "x.csv").write_text(made["atlas.csv"].read_text())
    made["x.json"], made["x.geojson"] = folder / "x.json", folder / "x.geojson"
    made["x.json"].write_text('[{"RegioS": "GM0193"}]')
    made["y.json"] = folder / "y.json"
    made["y.json"].write_text('{"type": "FeatureCollection"}')
    made["x.geojson"].write_text("{}")
    made["x.xml"] = folder / "x.xml"
    made["x.xml"].write_text("<a/>")
    return made


def test_a_source_is_recognised_by_what_it_says_of_itself(tmp_path):
    found = {name: kind_of(str(path)) for name, path in kinds(tmp_path).items()}
    assert found == {
        "opengr.csv": "opengr",
        "atlas.csv": "regioatlas",
        "statline.csv": "statline",
        "t.csv": "tabel",
        "saved": "statline",
        "own": "tabel",
        "atlases": "regioatlas",
        "x.json": "statline",
        "y.json": "tabel",
        "x.geojson": "tabel",
        "x.xml": "register",
    }
    cbs = cbs_file(tmp_path / "cbs.gpkg")
    other = gpd.GeoDataFrame({"a": [1]}, geometry=[gemeente_boxes()[CODES["A"]]], crs=RD)
    assert kind_of(str(cbs)) == "cbs"
    assert kind_of(str(write_gpkg(tmp_path / "o.gpkg", {"a": other}))) == "tabel"
    assert kind_of("85385NED") == "statline"
    assert kind_of("weg.csv") == "tabel"


# Beside what there is -----------------------------------------------------------------------


def test_new_verbanden_stand_beside_those_there_were(inlezen, quilt_folder, tmp_path):
    path = tmp_path / "kring.csv"
    path.write_text("code;kring\nGM0001;Oost\nGM0002;Oost\n")
    options = ["--kolom", "verband=kring", "--indeling", "kring", "--domein", "zorg"]
    code, _, err = inlezen(
        path, *options, "--gegevens", quilt_folder, "--voeg-toe", "--uit", tmp_path / "uit"
    )
    assert code == 0, err
    lap, before = ld.load(tmp_path / "uit"), ld.load(quilt_folder)
    assert set(lap.indelingen.index) == {*before.indelingen.index, "kring"}
    assert len(lap.deelnames) == len(before.deelnames) + 2
    assert len(lap.verbindingen) == len(before.verbindingen) == 1
    again = inlezen(
        path, *options, "--gegevens", tmp_path / "uit", "--voeg-toe", "--uit", tmp_path / "u2"
    )
    assert again[0] == 2
    assert "de indeling kring staat al in" in again[2]


@pytest.mark.slow
def test_what_was_written_is_read_back_the_same(inlezen, sheet, tmp_path):
    inlezen(sheet, *KOLOM, "--uit", tmp_path / "een")
    assert inlezen(tmp_path / "een", "--uit", tmp_path / "twee")[0] == 0
    for name in ("verbanden.csv", "gemeenten.geojson", "indelingen.csv"):
        one, two = ((tmp_path / folder / name).read_bytes() for folder in ("een", "twee"))
        assert one == two, name
    result = read_tables(tmp_path / "een")
    assert deelname_pairs(result.deelnames) == {("GM0193", "IJsselland"), ("GM0150", "IJsselland")}


# Refusals -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("options", "code", "says"),
    [
        (["--soort", "tafel"], 2, "--soort: kies uit"),
        (["--indeling", "jeugdregio", "--kolom", "x"], 2, "schrijf rol=kolom"),
        (["--laag", "x"], 2, "--laag hoort bij"),
        (["--soort", "opengr", "--kolom", "verband=Kring"], 2, "zijn voor eigen tabellen"),
        (["--soort", "cbs", "--indeling", "x"], 2, "volgen bij cbs"),
        (["--domein", "zorgen"], 2, "Onbekend domein"),
        (["--opzet", "scheef"], 2, "Onbekende opzet"),
        (["--peildatum", "gisteren"], 2, "geen datum"),
        (["--blad", "weg"], 2, "Onbekend"),
        (["--accepteer-voorstellen", "weg.csv"], 1, "ontbreekt"),
        (["--kolommen", "weg.toml"], 1, "ontbreekt"),
        (["--gemeenten", "weg.gpkg"], 1, "ontbreekt"),
        (["--gegevens", "weg"], 1, "deze map bestaat niet"),
        ([], 1, "geen enkele kolom heet naar een bekende indeling"),
        (["--soort", "cbs"], 1, "onbekend|iets anders|heet .xlsx"),
        (["--soort", "register"], 1, "zip-bestand"),
    ],
)
def test_wrong_usage_and_wrong_data_are_told_and_nothing_is_written(
    inlezen, sheet, tmp_path, monkeypatch, options, code, says
):
    monkeypatch.chdir(tmp_path)
    got, out, err = inlezen(sheet, *options, "--uit", "uit")
    assert (got, out) == (code, "")
    assert re.search(says, err), err
    assert not (tmp_path / "uit").exists()


def test_a_folder_with_tables_is_left_alone_unless_forced(inlezen, sheet, tmp_path):
    folder = tmp_path / "uit"
    assert inlezen(sheet, *KOLOM, "--uit", folder)[0] == 0
    before = (folder / "verbanden.csv").read_bytes()
    code, _, err = inlezen(sheet, *KOLOM, "--uit", folder)
    assert (code, "bestaan al" in err) == (2, True)
    assert (folder / "verbanden.csv").read_bytes() == before
    assert inlezen(sheet, *KOLOM, "--uit", sheet)[0] == 2


def test_nothing_that_arrives_is_an_error_after_the_account(inlezen, tmp_path):
    path = tmp_path / "t.csv"
    path.write_text("gemeente;jeugdregio\nZwolla;A\n")
    code, out, err = inlezen(path, "--uit", tmp_path / "uit")
    assert code == 1
    assert "1 gelezen, 0 overgenomen" in out
    assert "geen enkele deelname om te schrijven" in err
    assert not (tmp_path / "uit").exists()


def test_gemeenten_that_cannot_be_drawn_are_told(inlezen, tmp_path):
    (tmp_path / "gemeenten.csv").write_text("code;naam;provincie\nGM0193;Zwolle;Overijssel\n")
    (tmp_path / "verbanden.csv").write_text("code;verband;indeling\nGM0193;A;jeugdregio\n")
    # Zwolle is among the embedded gemeenten, and its boundaries come from there.
    assert inlezen(tmp_path, "--uit", tmp_path / "een")[0] == 0
    assert len(ld.load(tmp_path / "een").gemeenten) == 1
    (tmp_path / "gemeenten.csv").write_text("code;naam;provincie\nGM9999;Zwolle;Overijssel\n")
    (tmp_path / "verbanden.csv").write_text("code;verband;indeling\nGM9999;A;jeugdregio\n")
    code, _, err = inlezen(tmp_path, "--uit", tmp_path / "twee")
    assert (code, "Van geen enkele gemeente zijn grenzen bekend" in err) == (1, True)


def test_geometry_that_is_not_sound_is_written_and_told_at_once(inlezen, tmp_path):
    bow = [[[5, 52], [6, 53], [6, 52], [5, 53], [5, 52]]]
    feature = {
        "type": "Feature",
        "properties": {"code": "GM0001", "provincie": "Utrecht", "jeugdregio": "A"},
        "geometry": {"type": "Polygon", "coordinates": bow},
    }
    path = tmp_path / "kaart.geojson"
    path.write_text(json.dumps({"type": "FeatureCollection", "features": [feature]}))
    code, out, err = inlezen(path, "--kolom", "jeugdregio=jeugdregio", "--uit", tmp_path / "uit")
    assert code == 3
    assert "ongeldige geometrie" in out
    assert "nog niet te gebruiken" in err
    assert "deze geometrie is ongeldig: de grens snijdt zichzelf (GM0001" in err
    assert err.count("te gebruiken") == 1


def test_answers_are_never_overwritten(inlezen, sheet, tmp_path):
    folder = tmp_path / "uit"
    _, _, err = inlezen(sheet, *KOLOM, "--uit", folder)
    assert "bewaar het onder een andere naam" in err
    own = folder / "voorstellen.csv"
    before = own.read_bytes()
    options = ["--accepteer-voorstellen", own, "--uit", folder, "--force"]
    code, _, err = inlezen(sheet, *KOLOM, *options)
    assert (code, own.read_bytes()) == (2, before)
    assert "uw antwoorden weg" in err


def test_a_file_with_a_typing_error_in_its_name_is_said_to_be_absent(inlezen, sheet):
    code, _, err = inlezen(sheet.with_suffix(".xslx"))
    assert code == 1
    assert "regio.xslx: dit bestand ontbreekt" in err


@pytest.mark.skipif(not Path("/proc").is_dir(), reason="geen map waarin niets te maken is")
def test_a_folder_that_cannot_be_made_is_told_in_dutch(inlezen, sheet, tmp_path):
    code, out, err = inlezen(sheet, *KOLOM, "--uit", "/proc/nergens")
    assert code == 1
    assert "4 gelezen" in out
    assert "is niet geschreven: deze map bestaat niet" in err
