"""The reader of Regioatlas exports: what it makes of good files, and what it says of bad ones."""

from pathlib import Path

import pytest

from lappendeken.errors import DataError
from lappendeken.reading.regioatlas import RegioatlasRow, read_regioatlas

SOURCES = Path(__file__).parents[2] / "shared" / "bronnen" / "regioatlas-2016"
HEADER = '"Gemeente";"CBS";"GGD\'s ";"Inwoneraantal van regio"\n'


def write(folder: Path, body: str, encoding: str = "utf-8-sig") -> Path:
    file = folder / "ggds.csv"
    file.write_bytes(body.encode(encoding))
    return file


def test_rows_are_tidy_and_know_where_they_stood(tmp_path: Path) -> None:
    body = HEADER + '"Súdwest Fryslân";"1900";"GGD\xa0 Fryslân ";"646317"\n\n"Urk";"184";"X";""\n'
    atlas = read_regioatlas(write(tmp_path, body))
    assert (atlas.file, atlas.title) == ("ggds.csv", "GGD's")
    assert atlas.rows == (
        RegioatlasRow(2, "GM1900", "Súdwest Fryslân", "GGD Fryslân", "GGD\xa0 Fryslân ", 646317),
        RegioatlasRow(4, "GM0184", "Urk", "X", "X", None),
    )


def test_a_gemeente_may_be_in_two_regions(tmp_path: Path) -> None:
    body = HEADER + "Urk;0184;A;1\nUrk;0184;B;1\n"
    assert [row.region for row in read_regioatlas(write(tmp_path, body)).rows] == ["A", "B"]


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
        read_regioatlas(write(tmp_path, HEADER + row + "\n"))
    assert "ggds.csv" in str(caught.value)
    assert [text for text in says if text not in str(caught.value)] == []


def test_all_faults_come_together(tmp_path: Path) -> None:
    with pytest.raises(DataError) as caught:
        read_regioatlas(write(tmp_path, HEADER + ";x;;y\nUrk;0184;A\n"))
    assert len(caught.value.faults) == 5


@pytest.mark.parametrize(
    ("body", "says"),
    [
        ("", "dit bestand is leeg"),
        ("Gemeente,CBS,GGD's,Inwoneraantal van regio\n", "geen export van de Regioatlas"),
        ('"Gemeente";"CBS";" ";"Inwoneraantal van regio"\n', "geen export van de Regioatlas"),
        (HEADER, "het bestand heeft geen rijen"),
    ],
)
def test_another_file_is_refused(tmp_path: Path, body: str, says: str) -> None:
    with pytest.raises(DataError, match=says):
        read_regioatlas(write(tmp_path, body))


def test_another_encoding_is_refused(tmp_path: Path) -> None:
    with pytest.raises(DataError, match=r"rij 2, waarde 'byte fa': .* niet in UTF-8 opgeslagen"):
        read_regioatlas(write(tmp_path, HEADER + "Súdwest;1900;A;1\n", "latin-1"))


@pytest.mark.skipif(not SOURCES.is_dir(), reason="../shared/bronnen is er niet")
def test_every_real_export_is_read() -> None:
    atlases = [read_regioatlas(path) for path in sorted(SOURCES.glob("*/*.csv"))]
    assert len(atlases) == 34
    codes = [{row.gemeente_code for row in atlas.rows} for atlas in atlases]
    assert sorted(len(found) for found in codes) == [107] + [390] * 33
    assert len(set.union(*codes)) == 390
