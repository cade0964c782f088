"""The whole report on a folder: every check on a quilt that has exactly that fault."""

import json
from dataclasses import replace
from datetime import date

import geopandas as gpd
import pytest
import shapely
from quilts import TWO, collection, feature, rows, square, write_folder

from lappendeken.model import from_tables, to_tables
from lappendeken.quality import check_folder, remarks
from lappendeken.quality.geometry import _hectares, geometry_remarks
from lappendeken.quality.periods import period_remarks
from lappendeken.reading.tables import read_tables

DATED = "verband_id,verband,indeling,domein,gemeente_code,van,tot"
STEPS = "datum,soort,van_code,van_naam,naar_code,naar_naam,aandeel"
DAY = date(2020, 1, 1)


def areas(*shapes):
    """Gemeenten A, B, ... with codes a, b, ... and these areas in metres."""
    letters = [chr(ord("A") + k) for k in range(len(shapes))]
    index = [letter.lower() for letter in letters]
    return gpd.GeoDataFrame({"naam": letters}, geometry=list(shapes), index=index, crs=28992)


def found(remarks_, subject):
    (one,) = [remark for remark in remarks_ if remark.subject == subject]
    return one


def subjects(remarks_):
    return [remark.subject for remark in remarks_]


def of_periods(tmp_path, *lines, steps=(), peildatum=DAY):
    """What is said of dates in a folder with two gemeenten."""
    table = rows(*steps, header=STEPS)
    folder = write_folder(
        tmp_path / "d", verbanden=rows(*lines, header=DATED), herindelingen_csv=table
    )
    return period_remarks(read_tables(folder), peildatum)


# Areas --------------------------------------------------------------------------------------


def test_squares_that_fit_give_nothing_to_say():
    assert geometry_remarks(areas(shapely.box(0, 0, 10, 10), shapely.box(10, 0, 20, 10))) == []


def test_an_overlap_is_told_with_its_size_and_the_largest_first():
    table = areas(
        shapely.box(0, 0, 1000, 1000),
        shapely.box(900, 0, 2000, 1000),
        shapely.box(1990, 0, 3000, 1000),
        shapely.box(3000, 0, 4000, 1000),
    )
    overlap = found(geometry_remarks(table), "overlap")
    # A and B share 100 by 1000 metres, B and C 10 by 1000.
    assert overlap.text.endswith(
        "2 paren gemeenten overlappen elkaar: A en B (10 ha) en B en C (1,00 ha)."
    )
    assert (overlap.amount, overlap.items) == (2, ("a b", "b c"))
    assert found(geometry_remarks(table), "geometrie").items == ("a", "b", "c")


def test_a_gemeente_inside_another_overlaps_it():
    table = areas(shapely.box(0, 0, 300, 300), shapely.box(100, 100, 200, 200))
    assert found(geometry_remarks(table), "overlap").items == ("a b",)


def test_a_chink_between_neighbours_is_no_overlap():
    table = areas(shapely.box(0, 0, 1000, 1000), shapely.box(1010, 0, 2000, 1000))
    assert subjects(geometry_remarks(table)) == ["geometrie"]


def test_water_between_gemeenten_is_nothing():
    table = areas(shapely.box(0, 0, 1000, 1000), shapely.box(1500, 0, 2000, 1000))
    assert geometry_remarks(table) == []


def test_a_hole_is_told_with_who_lies_around_it():
    ring = shapely.box(0, 0, 3000, 3000) - shapely.box(1000, 1000, 2000, 2000)
    left, right = (ring & shapely.box(x, 0, x + 1500, 3000) for x in (0, 1500))
    hole = found(geometry_remarks(areas(left, right)), "gaten")
    assert hole.text == (
        "Tussen de gemeenten zit 1 gat, samen 100 ha; het grootste (100 ha) ligt tussen A en B. "
        "Is dat geen water, dan ontbreekt daar een gebied."
    )
    assert (hole.amount, hole.items) == (1, ("a b",))


def test_the_largest_hole_goes_first():
    whole = shapely.box(0, 0, 9000, 9000)
    small, large = shapely.box(1000, 1000, 1100, 1100), shapely.box(5000, 5000, 7000, 7000)
    table = areas(
        whole - shapely.box(0, 0, 9000, 4000) - large, whole & shapely.box(0, 0, 9000, 4000) - small
    )
    hole = found(geometry_remarks(table), "gaten")
    assert (hole.amount, hole.items) == (2, ("a", "b"))
    assert "samen 401 ha; het grootste (400 ha) ligt tussen A" in hole.text


def test_an_enclave_is_no_hole():
    inner = shapely.box(1000, 1000, 2000, 2000)
    assert geometry_remarks(areas(shapely.box(0, 0, 3000, 3000) - inner, inner)) == []


# Dates --------------------------------------------------------------------------------------


def test_a_deelname_that_does_not_hold_is_counted_with_what_it_leaves_empty(tmp_path):
    remark = found(
        of_periods(
            tmp_path,
            "v1,Een,quilt,jeugd,GM0001,,",
            "v1,Een,quilt,jeugd,GM0002,2021-01-01,",
            "v2,Twee,quilt,jeugd,GM0002,,2020-01-01",
            "v3,Drie,quilt,jeugd,GM0002,2020-01-01,2020-01-02",
        ),
        "peildatum",
    )
    assert remark.amount == 2
    assert remark.text == (
        "2 deelnames gelden niet op 1 januari 2020 en tellen niet mee. Daardoor heeft 1 verband "
        "dan geen gemeenten."
    )
    assert remark.items == ("v2",)


def test_deelnames_that_all_hold_give_nothing_to_say(tmp_path):
    assert of_periods(tmp_path, "v1,Een,quilt,jeugd,GM0001,2019-01-01,2021-01-01") == []


def test_a_verband_without_gemeenten_for_a_while_is_told(tmp_path):
    remark = found(
        of_periods(
            tmp_path,
            "v1,Een,quilt,jeugd,GM0001,,2016-01-01",
            "v1,Een,quilt,jeugd,GM0002,2018-01-01,",
            "v2,Twee,quilt,jeugd,GM0001,,2018-01-01",
            "v2,Twee,quilt,jeugd,GM0002,2018-01-01,",
            "v3,Drie,quilt,jeugd,GM0001,,2019-06-01",
            "v3,Drie,quilt,jeugd,GM0001,2019-07-01,",
            "v3,Drie,quilt,jeugd,GM0002,,",
        ),
        "onderbroken",
    )
    assert remark.items == ("v1",)
    assert "Een (tot 2018-01-01)" in remark.text


@pytest.mark.parametrize(
    ("van", "tot", "said"),
    [
        ("", "2019-01-02", "eindigde op 2019-01-01"),
        ("2019-01-01", "", "eindigde op 2019-01-01"),
        ("2018-01-01", "2019-01-01", ""),
        ("2018-01-01", "", ""),
        ("", "", ""),
    ],
)
def test_a_deelname_after_the_end_of_its_gemeente_is_told(tmp_path, van, tot, said):
    steps = ["2019-01-01,samenvoeging,GM0001,Aadorp,GM0002,Beedorp,1"]
    told = of_periods(tmp_path, f"v1,Een,quilt,jeugd,GM0001,{van},{tot}", steps=steps)
    lives = [remark for remark in told if remark.subject == "bestaan"]
    assert bool(lives) == bool(said)
    if said:
        assert f"Aadorp in Een ({said})" in lives[0].text
        assert lives[0].items == ("v1 GM0001",)


@pytest.mark.parametrize(
    ("soort", "van", "tot", "said"),
    [
        ("naamswijziging", "2014-12-31", "", True),
        ("naamswijziging", "2015-01-01", "", False),
        ("naamswijziging", "", "2015-01-01", True),
        ("naamswijziging", "", "", False),
        # One that took over another may have been there before.
        ("samenvoeging", "2010-01-01", "", False),
    ],
)
def test_a_deelname_before_the_beginning_of_its_gemeente_is_told(tmp_path, soort, van, tot, said):
    steps = [f"2015-01-01,{soort},GM0077,Oud,GM0002,Beedorp,1"]
    told = of_periods(tmp_path, f"v1,Een,quilt,jeugd,GM0002,{van},{tot}", steps=steps)
    assert ("bestaan" in subjects(told)) == said
    if said:
        assert "Beedorp in Een (begon op 2015-01-01)" in found(told, "bestaan").text


def test_a_gemeente_that_is_new_after_2016_has_no_deelname_before(tmp_path):
    steps = ["2018-01-01,samenvoeging,GM0077,Oud,GM0002,Beedorp,1"]
    line = "v1,Een,quilt,jeugd,GM0002,2017-01-01,"
    assert "bestaan" in subjects(of_periods(tmp_path, line, steps=steps))
    # Groningen was there already.
    codes = collection([TWO[0], feature("GM0014", "Groningen", square(1, 0))])
    folder = write_folder(
        tmp_path / "g",
        gemeenten=codes,
        verbanden=rows(line.replace("GM0002", "GM0014"), header=DATED),
        herindelingen_csv=rows(steps[0].replace("GM0002", "GM0014"), header=STEPS),
    )
    assert "bestaan" not in subjects(period_remarks(read_tables(folder), DAY))


def test_gemeenten_that_had_ended_are_told_with_what_to_do(tmp_path):
    steps = ["2019-01-01,samenvoeging,GM0001,Aadorp,GM0002,Beedorp,1"]
    line = "v1,Een,quilt,jeugd,GM0001,,"
    remark = found(of_periods(tmp_path, line, steps=steps), "gemeenten")
    assert "Aadorp (tot 2019-01-01)" in remark.text
    assert "gegevens herindeel" in remark.text
    early = of_periods(tmp_path, line, steps=steps, peildatum=date(2018, 12, 31))
    assert "gemeenten" not in subjects(early)


# The rest, and the report as a whole --------------------------------------------------------


def test_gemeenten_in_no_verband_at_all_are_told(quilt):
    tables = to_tables(quilt)
    left = tables.verbanden[tables.verbanden["gemeente_code"] != "GM0003"]
    lap = from_tables(replace(tables, verbanden=left))
    remark = found(remarks(lap), "zonder verband")
    assert (remark.amount, remark.items) == (1, ("GM0003",))
    assert "Dorp C" in remark.text


def test_remarks_hold_every_case_for_machines(real):
    sociale = found(remarks(real), "sociale-dienst")
    assert sociale.amount == len(sociale.items) == 283
    assert set(sociale.items) <= set(real.gemeenten.index)


def test_a_sound_folder_is_reported_with_its_model(quilt_folder):
    report = check_folder(quilt_folder)
    assert report.sound
    assert report.lappendeken is not None
    content = json.loads(json.dumps(report.as_json()))
    assert content["feiten"] == {
        "gegevens": str(quilt_folder),
        "in_orde": True,
        "peildatum": "2016-01-01",
        "gemeenten": 16,
        "deelnames": 52,
    }
    wonen = [one for one in content["indelingen"] if one["indeling"] == "wonen"]
    assert wonen[0]["gemeenten"] == 3
    assert wonen[0]["dekking"] == pytest.approx(3 / 16)
    assert wonen[0]["partitie"] is True
    (lonely,) = [one for one in content["opmerkingen"] if one["subject"] == "verbanden"]
    assert (lonely["amount"], lonely["items"]) == (2, ["werk-u", "wonen-l"])


def test_all_faults_and_what_is_known_of_areas_stand_in_one_report(tmp_path):
    overlapping = collection(
        [TWO[0], feature("GM0002", "Beedorp", square(0.5, 0)), feature("GM0003", "C", square(5, 5))]
    )
    folder = write_folder(
        tmp_path / "d",
        gemeenten=overlapping,
        verbanden=rows("v1,Een,quilt,,GM0001,Aadorp", "v2,Twee,quilt,jeugd,GM9999,Elders"),
    )
    report = check_folder(folder)
    assert not report.sound
    assert report.lappendeken is None
    assert {(fault.row, fault.column) for fault in report.faults} == {
        (2, "domein"),
        (3, "gemeente_code"),
    }
    assert found(report.remarks, "overlap").items == ("GM0001 GM0002",)
    content = json.loads(json.dumps(report.as_json()))
    assert content["feiten"]["in_orde"] is False
    assert {fault["column"] for fault in content["fouten"]} == {"domein", "gemeente_code"}


def test_an_empty_domain_is_told_with_the_domains_there_are(tmp_path):
    folder = write_folder(tmp_path / "d", verbanden=rows("v1,Een,quilt,,GM0001,Aadorp"))
    (fault,) = check_folder(folder).faults
    assert "Kies uit: jeugd, mo-bw" in fault.hint


def test_a_date_at_which_nothing_holds_is_a_fault_and_no_traceback(tmp_path):
    lines = rows("v1,Een,quilt,jeugd,GM0001,2018-01-01,", header=DATED)
    report = check_folder(write_folder(tmp_path / "d", verbanden=lines), peildatum=date(2017, 1, 1))
    (fault,) = report.faults
    assert fault.message.startswith("Op 2017-01-01 geldt geen")


def test_a_folder_that_is_not_there_is_a_fault(tmp_path):
    assert [f.message for f in check_folder(tmp_path / "weg").faults] == ["deze map bestaat niet"]


def test_the_two_holes_in_the_embedded_data_are_lakes(real):
    holes = found(remarks(real), "gaten")
    assert holes.amount == 2
    assert "Goes, Middelburg, Veere en Noord-Beveland" in holes.text


def test_rows_in_another_order_give_the_same_report(quilt):
    tables = to_tables(quilt)
    mixed = replace(tables, verbanden=tables.verbanden.iloc[::-1].reset_index(drop=True))
    usual = {(one.subject, one.amount, frozenset(one.items)) for one in remarks(quilt)}
    other = remarks(from_tables(mixed))
    assert {(one.subject, one.amount, frozenset(one.items)) for one in other} == usual
    assert len(other) == len(usual)


def test_an_overlap_too_small_to_write_is_not_called_nothing():
    assert _hectares(20) == "minder dan 0,01 ha"
    assert (_hectares(200), _hectares(155_000)) == ("0,02 ha", "16 ha")
