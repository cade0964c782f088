"""Apply or explain: reading `afwijkingen.csv`, and joining it with the deviations of an area."""

from datetime import date

import pandas as pd
import pytest
from quilts import assert_one_line
from reports import MADE, rows, table

from lappendeken import report as reports
from lappendeken.errors import DataError
from lappendeken.reading.afwijkingen import read_afwijkingen
from lappendeken.report.deviations import explain
from lappendeken.report.facts import Basis
from lappendeken.report.province import report_on_province
from lappendeken.report.setting import Setting

VERBANDEN = pd.DataFrame(
    {
        "naam": ["Drenthe", "Drenthe", "Groot-Salland", "Regio Twente"],
        "enkelvoud": ["jeugdregio", "GGD-regio", "jeugdregio", "regio"],
    },
    index=["j-drenthe", "g-drenthe", "j-salland", "r-twente"],
)


def write(tmp_path, *lines, header="verband,reden,bron,datum"):
    path = tmp_path / "afwijkingen.csv"
    path.write_text("\n".join([header, *lines]) + "\n", encoding="utf-8")
    return path


def faults(path):
    with pytest.raises(DataError) as caught:
        read_afwijkingen(path, VERBANDEN)
    for line in str(caught.value).splitlines():
        assert_one_line(line)
    return caught.value.faults


@pytest.mark.parametrize(
    ("name", "found"),
    [
        ("j-drenthe", "j-drenthe"),
        ("jeugdregio Drenthe", "j-drenthe"),
        ("GGD-REGIO drenthe", "g-drenthe"),
        ("groot salland", "j-salland"),
        ("Regio Twente", "r-twente"),
    ],
)
def test_a_verband_is_found_however_it_is_named(tmp_path, name, found):
    table = read_afwijkingen(write(tmp_path, f"{name},Omdat,,"), VERBANDEN)
    assert list(table.index) == [found]
    assert table.loc[found, "reden"] == "Omdat"


def test_bron_and_datum_may_be_absent(tmp_path):
    path = write(tmp_path, "j-salland,Omdat", header="verband,reden")
    assert read_afwijkingen(path, VERBANDEN).to_dict("list") == {
        "reden": ["Omdat"],
        "bron": [""],
        "datum": [""],
    }


def test_a_file_without_rows_gives_no_reasons(tmp_path):
    assert read_afwijkingen(write(tmp_path), VERBANDEN).empty


def test_all_faults_are_told_at_once(tmp_path):
    path = write(
        tmp_path,
        "Drenthe,Omdat,,",
        "jeugdregio Drente,Omdat,,",
        "j-salland,,Raad,",
        "j-drenthe,Omdat,,mei 2015",
        "jeugdregio Drenthe,Nog eens,,2015-05-01",
        ",Omdat,,",
        "GGD-regio Drenthe,,,",
    )
    found = {(fault.row, fault.column): fault for fault in faults(path)}
    assert set(found) == {
        (2, "verband"),
        (3, "verband"),
        (4, "reden"),
        (5, "datum"),
        (6, "verband"),
        (7, "verband"),
    }
    assert found[2, "verband"].message == "2 verbanden heten zo"
    assert "jeugdregio Drenthe (j-drenthe), GGD-regio Drenthe (g-drenthe)" in (
        found[2, "verband"].hint
    )
    assert found[3, "verband"].message == "dit verband bestaat niet"
    assert found[3, "verband"].hint.startswith("Dichtstbij: jeugdregio Drenthe")
    assert found[6, "verband"].message == "dit verband staat ook in rij 5"


def test_a_missing_file_and_a_missing_column_are_told(tmp_path):
    (missing,) = faults(tmp_path / "niets.csv")
    assert missing.message == "dit bestand ontbreekt"
    (column,) = faults(write(tmp_path, "j-drenthe,x", header="verband,uitleg"))
    assert (column.column, column.message) == ("reden", "deze kolom ontbreekt")


@pytest.fixture(scope="module")
def setting(quilt):
    return Setting(Basis(quilt))


def reasons(quilt, tmp_path, *lines):
    return reports.read_reasons(quilt, write(tmp_path, *lines))


def test_deviations_without_a_file_are_all_unexplained(setting):
    found = explain(setting.basis, setting.area("Gelderland"), None)
    assert [one.verband for one in found.deviations] == ["jeugd-m", "werk-v"]
    assert (found.told, found.silent, found.asked) == (0, 2, False)


def test_reasons_stand_by_their_deviation(quilt, setting, tmp_path, codes):
    given = reasons(quilt, tmp_path, "jeugd-m,Het eiland,Raad,2015-02-03", "jeugd O,Past,,")
    found = explain(setting.basis, setting.area("Gelderland"), given)
    m, v = found.deviations
    assert (m.reason, m.source, m.day) == ("Het eiland", "Raad", date(2015, 2, 3))
    assert m.against == ("werk",)
    assert m.schuurgemeenten == (codes["O"],)
    assert (v.reason, v.day) == ("", None)
    assert (found.told, found.silent, found.asked) == (1, 1, True)
    assert found.unused == ("jeugd-o",)
    # Of another area's verbanden nothing is said.
    assert explain(setting.basis, setting.area("Utrecht"), given).unused == ()


def test_the_chapter_counts_explained_and_unexplained(quilt, setting, tmp_path):
    given = reasons(quilt, tmp_path, "jeugd-m,Het eiland,Raad,2015-02-03", "jeugd-o,Past,,")
    report = report_on_province(setting, "Gelderland", MADE, given)
    (chapter,) = [one for one in report.sections if one.name == "pas-toe-of-leg-uit"]
    text = " ".join(chapter.blocks[0].lines)
    assert "Er zijn in Gelderland 2 afwijkingen. Bij 1 is een reden opgegeven, bij 1 niet." in text
    assert "Er staat ook een reden bij jeugd O, maar daar is geen afwijking (meer)." in text
    assert "--afwijkingen" not in text
    first, second = rows(table(report, "afwijkingen"))
    assert (first["reden"], first["datum"]) == ("Het eiland", date(2015, 2, 3))
    assert second["reden"] == "geen reden opgegeven"
    assert report.summary[5].endswith("voor 1 van de 2 afwijkingen is een reden opgegeven.")


def test_all_explained_is_said_so(quilt, setting, tmp_path):
    given = reasons(quilt, tmp_path, "werk-v,Wie werkt,,")
    report = report_on_province(setting, "Utrecht", MADE, given)
    assert report.summary[5].endswith("voor de afwijking is een reden opgegeven.")
    (chapter,) = [one for one in report.sections if one.name == "pas-toe-of-leg-uit"]
    assert (
        "Er is in Utrecht 1 afwijking. Bij elke afwijking is een reden opgegeven."
        in (chapter.blocks[0].lines[1])
    )
