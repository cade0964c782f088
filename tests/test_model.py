"""The frozen model at one peildatum."""

import dataclasses
from datetime import UTC, date, datetime

import pandas as pd
import pytest
from quilts import TWO, collection, feature, members_of, rows, square, write_folder

import lappendeken as ld
from lappendeken.errors import LappendekenError, UnknownNameError
from lappendeken.indeling import Indeling

DATED = "verband_id,verband,indeling,domein,gemeente_code,van,tot"
LABELS = "indeling,naam,enkelvoud,domein,standaard"


# The quilt ----------------------------------------------------------------------------------


def test_the_drawing_is_what_is_read(quilt, codes):
    def sets(name):
        found = members_of(quilt.indeling(name))
        letters = {code: letter for letter, code in codes.items()}
        return {
            verband.split("-")[1]: "".join(sorted(letters[code] for code in members))
            for verband, members in found.items()
        }

    assert sets("jeugd") == {"n": "ABFG", "o": "CDEHJK", "z": "LMN", "m": "IOP"}
    assert sets("werk") == {"x": "AB", "w": "FG", "y": "CDEHJK", "v": "LMNO", "u": "P"}
    assert sets("zorg") == {"s": "ABCFG", "t": "CDEHJK", "r": "LMNOP", "q": "IP"}
    assert sets("wonen") == {"k": "JK", "l": "P"}


def test_what_is_known_of_a_gemeente(quilt, codes):
    island = quilt.gemeenten.loc[codes["I"]]
    assert (island["naam"], island["provincie"]) == ("Dorp I", "Gelderland")
    assert (island["inwoners"], island["oppervlakte_km2"]) == (4000, 4.0)
    assert quilt.gemeenten.geometry[codes["I"]].area == pytest.approx(4e6, rel=1e-3)
    assert quilt.gemeenten.crs.to_epsg() == 28992


def test_what_is_known_of_verbanden_and_deelnames(quilt, codes):
    assert list(quilt.verbanden.columns) == ["naam", "indeling", "domein", "vorm"]
    assert quilt.verbanden.index.name == "verband_id"
    assert quilt.verbanden.loc["zorg-q"].to_list() == ["Q", "zorg", "zorg", "convenant"]
    columns = ["verband_id", "gemeente_code", "aard", "rol", "van", "tot", "bron"]
    columns += ["stand", "zekerheid", "opmerking"]
    assert list(quilt.deelnames.columns) == columns
    assert len(quilt.deelnames) == 16 + 15 + 18 + 3
    centrum = quilt.deelnames[quilt.deelnames["rol"] == "centrumgemeente"]
    assert centrum.set_index("verband_id").loc["zorg-q", "gemeente_code"] == codes["I"]
    assert set(quilt.deelnames["rol"]) == {"centrumgemeente", "deelnemer"}


def test_indelingen_are_described_in_order_of_domein_the_default_first(quilt):
    table = quilt.indelingen
    assert table.index.to_list() == ["jeugd", "werk", "zorg", "wonen"]
    # Without a choice, the indeling that reaches most gemeenten is the default of its domein.
    assert table["standaard"].to_list() == [True, True, True, False]
    assert table["verbanden"].to_list() == [4, 5, 4, 2]
    assert table["gemeenten"].to_list() == [16, 15, 16, 3]
    assert table["dekking"].to_list() == [1, 15 / 16, 1, 3 / 16]
    assert table["partitie"].to_list() == [True, True, False, True]
    assert table["naam"].to_list() == table.index.to_list()
    assert quilt.defaults == {"jeugd": "jeugd", "werk": "werk", "zorg": "zorg"}
    assert [one.id for one in quilt.main_indelingen] == ["jeugd", "werk"]


def test_the_source_and_the_date_are_remembered(quilt, quilt_folder):
    assert quilt.bron == quilt_folder
    assert quilt.peildatum == date(2016, 1, 1)


def test_it_cannot_be_changed(quilt):
    with pytest.raises(dataclasses.FrozenInstanceError):
        quilt.peildatum = date(2020, 1, 1)


def test_what_is_derived_is_made_once(quilt):
    assert quilt.graph is quilt.graph
    assert quilt.borders is quilt.borders
    assert quilt.indeling("jeugd") is quilt.indeling("jeugd")


def test_a_path_may_be_text(quilt_folder, quilt):
    pd.testing.assert_frame_equal(ld.load(str(quilt_folder)).deelnames, quilt.deelnames)


def test_the_order_of_rows_and_features_does_not_matter(tmp_path, quilt_folder, quilt):
    lines = (quilt_folder / "verbanden.csv").read_text().splitlines()
    shuffled = "\n".join([lines[0], *sorted(lines[1:], key=lambda line: line[::-1])])
    write_folder(
        tmp_path,
        gemeenten=(quilt_folder / "gemeenten.geojson").read_text(),
        verbanden=shuffled,
    )
    other = ld.load(tmp_path, peildatum="2016-01-01")
    assert set(other.indelingen.index) == set(quilt.indelingen.index)
    for name in quilt.indelingen.index:
        assert members_of(other.indeling(name)) == members_of(quilt.indeling(name))
        assert other.indeling(name).gemeenten.equals(quilt.indeling(name).gemeenten)


def test_the_vorm_of_a_verband_is_what_any_of_its_rows_tells(tmp_path):
    header = "verband_id,verband,indeling,domein,vorm,gemeente_code"
    lines = ["v1,Een,quilt,jeugd,convenant,GM0001", "v1,Een,quilt,jeugd,,GM0002"]
    for k, some in enumerate((lines, lines[::-1])):
        lap = ld.load(write_folder(tmp_path / str(k), verbanden=rows(*some, header=header)))
        assert lap.verbanden["vorm"].to_dict() == {"v1": "convenant"}


# Labels -------------------------------------------------------------------------------------


def test_labels_and_the_default_come_from_the_table(tmp_path):
    lap = ld.load(
        write_folder(
            tmp_path,
            verbanden=rows(
                "v1,Een,quilt,jeugd,GM0001,", "v2,Twee,quilt,jeugd,GM0002,", "w,W,vouw,jeugd,1,"
            ),
            indelingen_csv=rows("vouw,vouwen,vouw,jeugd,ja", header=LABELS),
        )
    )
    # vouw reaches fewer, but it is chosen; quilt has no labels of its own.
    assert lap.indelingen["naam"].to_dict() == {"vouw": "vouwen", "quilt": "quilt"}
    assert lap.indelingen["standaard"].to_dict() == {"vouw": True, "quilt": False}
    assert lap.defaults == {"jeugd": "vouw"}
    vouw = lap.indeling("vouw")
    assert (vouw.naam, vouw.enkelvoud, vouw.domein) == ("vouwen", "vouw", "jeugd")
    assert vouw.namen.to_dict() == {"w": "W"}


def test_equal_candidates_for_the_default_are_settled_by_name_not_by_order(tmp_path):
    lines = ["v1,Een,vouw,jeugd,GM0001,", "v2,Twee,quilt,jeugd,GM0002,"]
    for k, some in enumerate((lines, lines[::-1])):
        lap = ld.load(write_folder(tmp_path / str(k), verbanden=rows(*some)))
        assert lap.defaults == {"jeugd": "quilt"}


def test_coverage_is_the_share_of_all_gemeenten(tmp_path):
    lap = ld.load(write_folder(tmp_path, verbanden=rows("v1,Een,quilt,jeugd,GM0001,")))
    assert lap.indelingen.loc["quilt", ["gemeenten", "dekking"]].to_list() == [1, 1 / 2]


# Peildatum ----------------------------------------------------------------------------------

PERIODS = (
    "oud,Oud,quilt,jeugd,GM0001,,2015-01-01",
    "nu,Nu,quilt,jeugd,GM0001,2015-01-01,2017-01-01",
    "later,Later,quilt,jeugd,GM0001,2017-01-01,",
    "altijd,Altijd,quilt,jeugd,GM0002,,",
)


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        ("2014-12-31", {"oud", "altijd"}),
        ("2015-01-01", {"nu", "altijd"}),  # `tot` is the first day that it no longer holds
        ("2016-12-31", {"nu", "altijd"}),
        ("2017-01-01", {"later", "altijd"}),
        ("2999-01-01", {"later", "altijd"}),
    ],
)
def test_a_deelname_holds_from_van_up_to_tot(tmp_path, day, expected):
    folder = write_folder(tmp_path, verbanden=rows(*PERIODS, header=DATED))
    for given in (day, date.fromisoformat(day)):
        lap = ld.load(folder, peildatum=given)
        assert lap.peildatum == date.fromisoformat(day)
        assert set(lap.verbanden.index) == expected
        assert set(lap.deelnames["verband_id"]) == expected
        assert set(lap.indeling("quilt").verbanden) == expected


def test_the_peildatum_of_the_data_is_the_default_and_can_be_overruled(tmp_path):
    folder = write_folder(
        tmp_path,
        verbanden=rows(*PERIODS, header=DATED),
        datapackage_json='{"peildatum": "2014-01-01"}',
    )
    assert "oud" in ld.load(folder).verbanden.index
    assert "nu" in ld.load(folder, peildatum="2016-01-01").verbanden.index


def test_without_any_peildatum_it_is_today(tmp_path):
    folder = write_folder(tmp_path, verbanden=rows(*PERIODS, header=DATED))
    before = datetime.now(tz=UTC).date()
    lap = ld.load(folder)
    assert before <= lap.peildatum <= datetime.now(tz=UTC).date()
    assert set(lap.verbanden.index) == {"later", "altijd"}


@pytest.mark.parametrize("day", ["1 mei", "2016-13-01", ""])
def test_a_peildatum_that_is_no_date_is_refused(quilt_folder, day):
    with pytest.raises(LappendekenError, match="is geen datum; schrijf jjjj-mm-dd"):
        ld.load(quilt_folder, peildatum=day)


def test_a_day_without_any_deelname_is_refused(quilt_folder):
    with pytest.raises(LappendekenError, match="Op 2014-12-31 geldt geen enkele deelname"):
        ld.load(quilt_folder, peildatum="2014-12-31")


def test_an_indeling_that_does_not_hold_yet_is_unknown(tmp_path):
    lines = ["v1,Een,quilt,jeugd,GM0001,,", "v2,Twee,vouw,jeugd,GM0002,2020-01-01,"]
    folder = write_folder(tmp_path, verbanden=rows(*lines, header=DATED))
    lap = ld.load(folder, peildatum="2016-01-01")
    with pytest.raises(UnknownNameError, match="Onbekende indeling 'vouw'"):
        lap.indeling("vouw")


# Finding by name ----------------------------------------------------------------------------


@pytest.mark.parametrize("text", ["GM0009", "gm0009", "9", "Dorp I", "dorp i", " DORP  I "])
def test_a_gemeente_is_found_by_code_or_name(quilt, text):
    assert quilt.find_gemeente(text) == "GM0009"


@pytest.mark.parametrize("text", ["Utrecht", "utrecht", " ÚTRECHT"])
def test_a_province_is_found_by_name(quilt, text):
    assert quilt.find_provincie(text) == "Utrecht"


@pytest.mark.parametrize("text", ["jeugd", "Jeugd"])
def test_an_indeling_is_found_by_identifier(quilt, text):
    assert quilt.find_indeling(text).id == "jeugd"


def test_an_indeling_is_found_by_label_or_domein(real):
    assert real.find_indeling("Jeugdregio's").id == "jeugdregio"
    assert real.find_indeling("MO/BW-regio's").id == "mo-bw-regio"
    assert real.find_indeling("werk").id == "arbeidsmarktregio"


@pytest.mark.parametrize(
    ("method", "text", "kind", "nearest"),
    [
        ("find_gemeente", "Dorpje I", "gemeente", "Dorp I"),
        ("find_provincie", "Utrect", "provincie", "Utrecht"),
        ("indeling", "jeugt", "indeling", "jeugd"),
        ("find_indeling", "jeugt", "indeling", "jeugd"),
    ],
)
def test_an_unknown_name_is_refused_with_the_nearest_three(quilt, method, text, kind, nearest):
    with pytest.raises(UnknownNameError) as caught:
        getattr(quilt, method)(text)
    assert (caught.value.kind, caught.value.name) == (kind, text)
    assert caught.value.candidates[0] == nearest
    assert len(caught.value.candidates) <= 3


def test_a_name_that_two_gemeenten_share_is_not_guessed(tmp_path):
    both = collection([*TWO, feature("GM0003", "Aadorp", square(2, 0))])
    lap = ld.load(write_folder(tmp_path, gemeenten=both, verbanden=rows("v,V,quilt,jeugd,1,")))
    with pytest.raises(UnknownNameError):
        lap.find_gemeente("Aadorp")
    assert lap.find_gemeente("GM0003") == "GM0003"


def test_hostile_names_stay_text(tmp_path):
    hostile = "<img src=x onerror=alert(1)>"
    both = collection([feature("GM0001", hostile, square(0, 0), provincie=hostile), TWO[1]])
    lines = rows(f"v1,{hostile},quilt,jeugd,GM0001,{hostile}")
    lap = ld.load(write_folder(tmp_path, gemeenten=both, verbanden=lines))
    assert lap.gemeenten.loc["GM0001", "naam"] == hostile
    assert lap.indeling("quilt").namen["v1"] == hostile
    assert lap.graph.nodes["v1"]["naam"] == hostile
    assert lap.find_gemeente(hostile) == "GM0001"
    assert lap.find_provincie(hostile) == hostile


def test_an_indeling_of_the_model_equals_one_made_by_hand(quilt, codes):
    made = Indeling.from_members(
        {"wonen-k": [codes["J"], codes["K"]], "wonen-l": [codes["P"]]}, quilt.gemeenten.index
    )
    read = quilt.indeling("wonen")
    assert (made.incidence != read.incidence).nnz == 0
    assert made.gemeenten.equals(read.gemeenten)
    assert made.verbanden.equals(read.verbanden)


# As a mapping of indelingen ------------------------------------------------------------------


def test_it_is_a_mapping_of_its_indelingen(quilt):
    assert list(quilt) == quilt.indelingen.index.to_list()
    assert len(quilt) == len(quilt.indelingen) == 4
    assert "jeugd" in quilt
    assert "jeugt" not in quilt
    assert quilt["Jeugd"] is quilt.indeling("jeugd")
    assert quilt.indeling(quilt["jeugd"]) is quilt["jeugd"]
    with pytest.raises(UnknownNameError, match="jeugt"):
        quilt["jeugt"]


def test_it_tells_what_it_holds(quilt):
    assert repr(quilt).startswith("<Lappendeken op ")
    assert "16 gemeenten" in repr(quilt)
    assert "<table" in quilt._repr_html_()
