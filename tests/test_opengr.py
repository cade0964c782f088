"""The reader of the OpenGR file: letters and provinces put right, participants left alone."""

from pathlib import Path

import pytest
from sources import assert_accounted, deelname_pairs

from lappendeken.errors import DataError
from lappendeken.model import Lappendeken
from lappendeken.reading import read_opengr
from lappendeken.reading.settling.catalogue import PROVINCES
from lappendeken.reading.sources.opengr import OpenGRRow, read_rows

SOURCE = Path(__file__).parents[2] / "shared" / "bronnen" / "opengr-2016" / "opengr_provincies.csv"
HEADER = "Deelnemer,Gemeenschappelijke regeling,Postcode,Plaats,Provincie\n"


def write(folder: Path, body: str, encoding: str = "utf-8") -> Path:
    file = folder / "opengr.csv"
    file.write_bytes(body.encode(encoding))
    return file


def read_one(folder: Path, line: str) -> OpenGRRow:
    (row,) = read_rows(write(folder, HEADER + line + "\n"))
    return row


def test_wrongly_decoded_letters_are_put_right(tmp_path: Path) -> None:
    row = read_one(tmp_path, "WÃ»nseradiel,HÃ»s en Hiem,8933 BN,Leeuwarden,Provincie FryslÃ¢n")
    expected = ("Wûnseradiel", "Hûs en Hiem", "8933 BN", "Leeuwarden", "Fryslân", True)
    assert row == OpenGRRow(2, *expected)


@pytest.mark.parametrize("name", ["Súdwest-Fryslân", "Hünxe", "’t Suydevelt", "Großefehn"])
def test_any_name_survives_one_wrong_decoding(tmp_path: Path, name: str) -> None:
    wrong = name.encode().decode("cp1252")
    assert read_one(tmp_path, f"{wrong},R,,,Provincie Drenthe").participant == name
    assert read_one(tmp_path, f"{name},R,,,Provincie Drenthe").participant == name


def test_spaces_and_the_province(tmp_path: Path) -> None:
    row = read_one(tmp_path, "Zeewolde ,Regio\u00c2\u00a0  Twente ,,,Provincie Overrijssel")
    assert (row.participant, row.regeling) == ("Zeewolde", "Regio Twente")
    assert (row.provincie, row.repaired) == ("Overijssel", True)
    assert not read_one(tmp_path, "Ede , R,,,Provincie Gelderland").repaired


def test_a_seat_abroad_has_no_province(tmp_path: Path) -> None:
    line = "Arnhem,Euregio Rijn-Waal,47533 (Duitsland),Kleef (Duitsland),Noordrijn-Westfalen"
    assert read_one(tmp_path, line).provincie == ""


@pytest.mark.parametrize(
    ("line", "says"),
    [
        ("Ede,R,,Provincie Gelderland", ["rij 2", "4 cellen in plaats van 5"]),
        (" ,R,,,Provincie Gelderland", ["rij 2", "kolom Deelnemer", "leeg"]),
        ("Ede,,,,Provincie Gelderland", ["kolom Gemeenschappelijke regeling", "leeg"]),
        ("Ede,R,,Provincie Gelderland,Ede", ["rij 2", "kolom Plaats", "kolommen zijn verschoven"]),
    ],
)
def test_faults_name_the_place(tmp_path: Path, line: str, says: list[str]) -> None:
    with pytest.raises(DataError) as caught:
        read_one(tmp_path, line)
    assert [text for text in says if text not in str(caught.value)] == []


def test_all_faults_come_together_and_blank_lines_do_not_count(tmp_path: Path) -> None:
    body = HEADER + "\nEde,,,,\n,,,,Provincie Gelderland\n"
    with pytest.raises(DataError) as caught:
        read_rows(write(tmp_path, body))
    assert sorted(fault.row for fault in caught.value.faults) == [3, 3, 4, 4]


@pytest.mark.parametrize(
    ("body", "says"),
    [
        ("", "dit bestand is leeg"),
        ("a,b\n", "niet het bestand van OpenGR"),
        (HEADER.replace(",", ";"), "niet het bestand van OpenGR"),
    ],
)
def test_another_file_is_refused(tmp_path: Path, body: str, says: str) -> None:
    with pytest.raises(DataError, match=says):
        read_rows(write(tmp_path, body))


def test_an_empty_table_and_another_encoding_are_refused(tmp_path: Path) -> None:
    with pytest.raises(DataError, match="geen rijen"):
        read_rows(write(tmp_path, HEADER))
    with pytest.raises(DataError, match=r"rij 2, waarde 'byte fa': .* niet in UTF-8 opgeslagen"):
        read_rows(write(tmp_path, HEADER + "Súdwest,R,,,Provincie Drenthe\n", "latin-1"))


@pytest.mark.skipif(not SOURCE.is_file(), reason="../shared/bronnen is er niet")
def test_the_real_file() -> None:
    rows = read_rows(SOURCE)
    assert len(rows) == 3752
    assert len({row.regeling for row in rows}) == 464
    assert {row.provincie for row in rows} == {*PROVINCES.values(), ""}
    assert len(PROVINCES) == 12
    text = "".join(f"{row.participant}{row.regeling}{row.plaats}" for row in rows)
    assert {c for c in text if ord(c) > 127} == set("âëöüûúß’")


# The common result --------------------------------------------------------------------------


def test_who_takes_part_becomes_a_deelname_and_the_rest_is_told(tmp_path: Path) -> None:
    lines = [
        "Ameland,HÃ»s en Hiem,8933 BN,Leeuwarden,Provincie FryslÃ¢n",
        "Den Haag,HÃ»s en Hiem,,,Provincie FryslÃ¢n",
        "Wetterskip Fryslân,HÃ»s en Hiem,,,Provincie FryslÃ¢n",
        "Bergen,HÃ»s en Hiem,,,Provincie FryslÃ¢n",
        "Amelant,HÃ»s en Hiem,,,Provincie FryslÃ¢n",
        "ameland,HÃ»s en Hiem,,,Provincie FryslÃ¢n",
        ",HÃ»s en Hiem,,,Provincie FryslÃ¢n",
        "Urk,te,weinig",
    ]
    result = read_opengr(write(tmp_path, HEADER + "\n".join(lines) + "\n"))
    assert_accounted(result)
    assert deelname_pairs(result.deelnames) == {
        ("GM0060", "Hûs en Hiem"),
        ("GM0518", "Hûs en Hiem"),
    }
    first = result.deelnames.iloc[0]
    assert (first["verband_id"], first["provincie"]) == ("gr-hus-en-hiem", "Fryslân")
    assert result.report.not_matched == {
        "aantal cellen wijkt af van de kopregel": 1,
        "deelnemer is geen gemeente": 1,
        "deze naam is onbekend": 1,
        "meer dan één gemeente heet zo": 1,
        "ongeldige waarde": 1,
        "staat al eerder in de bron": 1,
    }
    assert result.report.unmatched["rij"].to_list() == [4, 5, 6, 7, 8, 9]


@pytest.mark.skipif(not SOURCE.is_file(), reason="../shared/bronnen is er niet")
def test_the_real_file_is_accounted_for(real: Lappendeken) -> None:
    result = read_opengr(SOURCE, gemeenten=real.gemeenten)
    assert_accounted(result)
    report = result.report
    assert report.read == 3752
    assert report.not_matched["deelnemer is geen gemeente"] == 325
    assert report.not_matched["meer dan één gemeente heet zo"] == 3
    ambiguous = report.unmatched[report.unmatched["reden"] == "meer dan één gemeente heet zo"]
    assert set(ambiguous["gemeente"]) == {"Bergen"}
    assert len(result.deelnames) > 3300
    assert "Gooise Meren" in set(result.deelnames["gemeente"])
