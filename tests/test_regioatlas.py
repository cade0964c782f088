"""The reader of Regioatlas exports: what it makes of good files, and what it says of bad ones."""

from pathlib import Path

import pytest
from sources import assert_accounted, deelname_pairs

from lappendeken.errors import DataError
from lappendeken.model import Lappendeken
from lappendeken.reading import read_regioatlas
from lappendeken.reading.sources.regioatlas import RegioatlasRow, read_export

SOURCES = Path(__file__).parents[2] / "shared" / "bronnen" / "regioatlas-2016"
HEADER = '"Gemeente";"CBS";"GGD\'s ";"Inwoneraantal van regio"\n'


def write(folder: Path, body: str, encoding: str = "utf-8-sig") -> Path:
    file = folder / "ggds.csv"
    file.write_bytes(body.encode(encoding))
    return file


def test_rows_are_tidy_and_know_where_they_stood(tmp_path: Path) -> None:
    body = HEADER + '"Súdwest Fryslân";"1900";"GGD\xa0 Fryslân ";"646317"\n\n"Urk";"184";"X";""\n'
    atlas = read_export(write(tmp_path, body))
    assert (atlas.file, atlas.title) == ("ggds.csv", "GGD's")
    assert atlas.rows == (
        RegioatlasRow(2, "GM1900", "Súdwest Fryslân", "GGD Fryslân", "GGD\xa0 Fryslân ", 646317),
        RegioatlasRow(4, "GM0184", "Urk", "X", "X", None),
    )


def test_a_gemeente_may_be_in_two_regions(tmp_path: Path) -> None:
    body = HEADER + "Urk;0184;A;1\nUrk;0184;B;1\n"
    assert [row.region for row in read_export(write(tmp_path, body)).rows] == ["A", "B"]


@pytest.mark.parametrize(
    ("row", "says"),
    [
        ("Urk;0184;A", ["rij 2", "3 cellen in plaats van 4"]),
        (";0184;A;1", ["rij 2", "kolom Gemeente", "ontbreekt"]),
        ("Urk;GM0184;A;1", ["rij 2", "kolom CBS", "'GM0184'", "geen CBS-code"]),
        ("Urk;;A;1", ["rij 2", "kolom CBS", "geen CBS-code"]),
        ("Urk;00184;A;1", ["'00184'", "geen CBS-code"]),
        ("Urk;²;A;1", ["'²'", "geen CBS-code"]),
        ("Urk;0184; ;1", ["rij 2", "de naam van de regio ontbreekt"]),
        ("Urk;0184;A;veel", ["rij 2", "'veel'", "geen aantal inwoners"]),
        ("Urk;0184;A;1\nUrk;184;A ;1", ["rij 3", "staat in rij 2 al in dezelfde regio"]),
    ],
)
def test_faults_name_the_place(tmp_path: Path, row: str, says: list[str]) -> None:
    with pytest.raises(DataError) as caught:
        read_export(write(tmp_path, HEADER + row + "\n"))
    assert "ggds.csv" in str(caught.value)
    assert [text for text in says if text not in str(caught.value)] == []


def test_all_faults_come_together(tmp_path: Path) -> None:
    with pytest.raises(DataError) as caught:
        read_export(write(tmp_path, HEADER + ";x;;y\nUrk;0184;A\n"))
    assert len(caught.value.faults) == 5


@pytest.mark.parametrize(
    ("body", "says"),
    [
        ("", "dit bestand is leeg"),
        ("Gemeente,CBS,GGD's\nUrk,0184,A\n", "geen export van de Regioatlas"),
        ("Gemeente,CBS,GGD's,Inwoneraantal van regio\n", "een kopregel maar geen rijen"),
        ('"Gemeente";"CBS";" ";"Inwoners"\nUrk;0184;A;1\n', "geen export van de Regioatlas"),
        (HEADER, "een kopregel maar geen rijen"),
    ],
)
def test_another_file_is_refused(tmp_path: Path, body: str, says: str) -> None:
    with pytest.raises(DataError, match=says):
        read_export(write(tmp_path, body))


def test_a_file_saved_again_by_excel_is_read(tmp_path: Path) -> None:
    again = HEADER.replace(";", ",") + '"Súdwest","1900","A","1"\n'
    (row,) = read_export(write(tmp_path, again, "cp1252")).rows
    assert (row.row, row.gemeente) == (2, "Súdwest")


@pytest.mark.skipif(not SOURCES.is_dir(), reason="../shared/bronnen is er niet")
def test_every_real_export_is_read() -> None:
    atlases = [read_export(path) for path in sorted(SOURCES.glob("*/*.csv"))]
    assert len(atlases) == 34
    codes = [{row.gemeente_code for row in atlas.rows} for atlas in atlases]
    assert sorted(len(found) for found in codes) == [107] + [390] * 33
    assert len(set.union(*codes)) == 390


# The common result --------------------------------------------------------------------------


def test_an_export_becomes_deelnames_of_its_indeling(tmp_path: Path) -> None:
    body = HEADER + "Súdwest Fryslân;1900;GGD\xa0 Fryslân ;1\nUrk;184;GGD Flevoland;2\n"
    result = read_regioatlas(write(tmp_path, body))
    assert_accounted(result)
    assert deelname_pairs(result.deelnames) == {
        ("GM1900", "GGD Fryslân"),
        ("GM0184", "GGD Flevoland"),
    }
    ids = ["ggd-regio-ggd-fryslan", "ggd-regio-ggd-flevoland"]
    assert result.deelnames["verband_id"].to_list() == ids
    assert result.indelingen[["indeling", "domein"]].to_numpy().tolist() == [["ggd-regio", "zorg"]]
    assert len(result.gemeenten) == 342


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        ("Urk;0184;;1", "geen verband genoemd"),
        (";;A;1", "geen gemeente genoemd"),
        ("Meppel;0184;A;1", "code en naam horen niet bij elkaar"),
        ("Urk;9999;A;1", "deze code is onbekend bij deze gemeenten"),
        ("Urk;0184;B ;1", "staat al eerder in de bron"),
        ("Urk;0184;B", "aantal cellen wijkt af van de kopregel"),
    ],
)
def test_a_row_that_cannot_go_along_is_told(tmp_path: Path, row: str, reason: str) -> None:
    result = read_regioatlas(write(tmp_path, HEADER + "Urk;0184;B;1\n" + row + "\n"))
    assert_accounted(result)
    assert deelname_pairs(result.deelnames) == {("GM0184", "B")}
    assert result.report.not_matched == {reason: 1}


def test_a_title_that_nobody_knows_may_be_named(tmp_path: Path) -> None:
    body = HEADER.replace("GGD's ", "Kringen") + "Urk;0184;A;1\n"
    path = write(tmp_path, body).rename(tmp_path / "kringen.csv")
    assert read_regioatlas(path).indelingen["indeling"].to_list() == ["kringen"]
    named = read_regioatlas(path, indeling="zorgkring", domein="zorg")
    assert named.indelingen[["indeling", "domein"]].to_numpy().tolist() == [["zorgkring", "zorg"]]


def test_a_folder_is_read_as_a_whole_or_refused_as_a_whole(tmp_path: Path) -> None:
    write(tmp_path, HEADER + "Urk;0184;A;1\n")
    deeper = tmp_path / "Bestuurlijk"
    deeper.mkdir()
    (deeper / "provincies.csv").write_text(HEADER.replace("GGD's", "P") + "Urk;184;Flevoland;1\n")
    result = read_regioatlas(tmp_path)
    assert_accounted(result)
    assert set(result.deelnames["indeling"]) == {"ggd-regio", "provincie"}
    assert [tally.bestand for tally in result.report.tallies] == ["provincies.csv", "ggds.csv"]
    (deeper / "anders.csv").write_text("a;b\n1;2\n")
    (deeper / "leeg.csv").write_text("")
    with pytest.raises(DataError) as caught:
        read_regioatlas(tmp_path)
    assert len(caught.value.faults) == 2
    (deeper / "anders.csv").unlink()
    write(deeper, HEADER + "Urk;0184;A;1\n")
    (deeper / "leeg.csv").unlink()
    with pytest.raises(DataError, match="geven dezelfde indeling"):
        read_regioatlas(tmp_path)


def test_a_folder_without_files_is_refused(tmp_path: Path) -> None:
    with pytest.raises(DataError, match="geen CSV"):
        read_regioatlas(tmp_path)


@pytest.mark.skipif(not SOURCES.is_dir(), reason="../shared/bronnen is er niet")
def test_all_real_exports_give_the_deelnames_of_the_embedded_data(real: Lappendeken) -> None:
    result = read_regioatlas(SOURCES, gemeenten=real.gemeenten)
    assert_accounted(result)
    assert result.report.not_matched == {}
    assert result.indelingen["indeling"].nunique() == 34
    own = set(result.deelnames[["verband_id", "gemeente_code"]].itertuples(index=False, name=None))
    known = real.deelnames[~real.deelnames["verband_id"].str.startswith("gr-")]
    expected = set(known[["verband_id", "gemeente_code"]].itertuples(index=False, name=None))
    assert own == expected
    jeugd = result.deelnames[result.deelnames["indeling"] == "jeugdregio"]
    assert jeugd["verband_id"].nunique() == 42
