"""All maps in one folder, and the page that leads to them."""

import json
import re

import pytest
from browser import hostile_folder
from test_maps import Page

import lappendeken as ld
from lappendeken.errors import LappendekenError, OutputError
from lappendeken.indeling import Indeling


@pytest.fixture(scope="module")
def folder(real, tmp_path_factory):
    target = tmp_path_factory.mktemp("kaarten") / "nieuw"
    paths = ld.maps.write_all(real, target)
    assert sorted(paths) == sorted(target.iterdir())
    return target


@pytest.fixture(scope="module")
def index(folder):
    return Page((folder / "index.html").read_text(encoding="utf-8"))


def test_there_is_a_map_for_every_pair_of_domains(folder):
    assert sorted(path.name for path in folder.iterdir()) == [
        "index.html",
        "jeugdregio--arbeidsmarktregio.html",
        "jeugdregio--mo-bw-regio.html",
        "mo-bw-regio--arbeidsmarktregio.html",
    ]


def test_files_are_small(folder):
    sizes = {path.name: path.stat().st_size for path in folder.iterdir()}
    assert max(sizes.values()) < 500_000
    assert sizes["index.html"] < 300_000


def test_links_lead_to_the_maps_and_back(folder, index):
    links = {value for name, value in index.attributes if name == "href" and "data:" not in value}
    assert links == {path.name for path in folder.iterdir()} - {"index.html"}
    html = (folder / "jeugdregio--mo-bw-regio.html").read_text(encoding="utf-8")
    assert 'href="index.html"' in html


def test_the_table_holds_the_scores_in_dutch(index):
    for score in ("0,751", "0,774", "0,734"):
        assert score in index.text
    assert "Adjusted Rand index" in index.text
    assert "1 = gelijk, 0 = toeval" in index.text


def test_counts_per_type_stand_with_each_pair(index):
    assert index.text.count("doorsnijdend") > 6
    assert ("title", "doorsnijdend: 16") in index.attributes
    assert ("title", "gelijk: 4") in index.attributes


def test_the_regions_that_are_the_same_everywhere_are_named(index):
    assert "Dezelfde regio in alle indelingen (3)" in index.text
    for text in (
        "jeugdregio Friesland, MO/BW-regio Leeuwarden en arbeidsmarktregio Friesland",
        "Achterhoek",
        "Zeeland",
        "Súdwest-Fryslân",
    ):
        assert text in index.text


def test_coverage_date_and_sources_stand_below(index):
    assert "42 jeugdregio's met 100% van de gemeenten" in index.text
    assert "Peildatum 1 januari 2016" in index.text
    assert "CBS/Kadaster" in index.text
    assert "lappendeken 0." in index.text


def test_every_pair_has_a_drawing(index):
    assert index.tags.count("svg") == 3
    paths = [value for name, value in index.attributes if name == "d"]
    assert all(re.fullmatch(r"(M\d+ \d+l[-\d ]+z?)+", path) for path in paths)


def test_no_script_runs_on_the_overview(folder):
    html = (folder / "index.html").read_text(encoding="utf-8")
    assert "<script" not in html
    assert "script-src 'none'" in html


def test_pages_say_early_who_made_them(folder):
    for path in folder.iterdir():
        assert b"lappendeken" in path.read_bytes()[:4096]


def test_a_second_run_gives_the_same_bytes(folder, tmp_path):
    for path in ld.maps.write_all(ld.load(), tmp_path):
        assert path.read_bytes() == (folder / path.name).read_bytes()


def test_other_indelingen_can_be_chosen(quilt, tmp_path):
    chosen = [quilt.indeling(name) for name in ("jeugd", "werk", "zorg")]
    paths = ld.maps.write_all(quilt, tmp_path, indelingen=chosen)
    assert [path.name for path in paths] == [
        "index.html",
        "jeugd--werk.html",
        "jeugd--zorg.html",
        "werk--zorg.html",
    ]
    text = Page(paths[0].read_text(encoding="utf-8")).text
    assert "5 werk met 94% van de gemeenten" in text
    assert "Dezelfde regio in alle indelingen (1) O jeugd O, werk Y en zorg T" in text


def test_pairs_with_nothing_in_common_are_said_to_be_so(quilt, codes, tmp_path):
    island = Indeling.from_members({"i": [codes["I"]]}, quilt.gemeenten.index, id="eiland")
    chosen = [quilt.indeling("jeugd"), quilt.indeling("werk"), island]
    paths = ld.maps.write_all(quilt, tmp_path, indelingen=chosen)
    assert [path.name for path in paths[1:]] == ["jeugd--werk.html", "jeugd--eiland.html"]
    assert "Werk en eiland zijn niet te vergelijken" in paths[0].read_text(encoding="utf-8")


def test_one_indeling_is_not_enough(quilt, tmp_path):
    with pytest.raises(LappendekenError, match="twee indelingen"):
        ld.maps.write_all(quilt, tmp_path / "leeg", indelingen=[quilt.indeling("jeugd")])
    assert not (tmp_path / "leeg").exists()


@pytest.mark.parametrize("name", ["../weg", "", "a/b", "jeugd"])
def test_identifiers_that_name_no_file_of_their_own_are_refused(quilt, name, tmp_path):
    strange = Indeling.from_members({"x": ["GM0001"]}, quilt.gemeenten.index, id=name)
    with pytest.raises(LappendekenError, match="eigen id"):
        ld.maps.write_all(quilt, tmp_path / "uit", indelingen=[quilt.indeling("jeugd"), strange])
    assert list(tmp_path.iterdir()) == []


def test_a_file_where_the_folder_should_be_is_told(quilt, tmp_path):
    (tmp_path / "bestand").write_text("van mij")
    chosen = [quilt.indeling("jeugd"), quilt.indeling("werk")]
    with pytest.raises(OutputError):
        ld.maps.write_all(quilt, tmp_path / "bestand", indelingen=chosen)
    assert (tmp_path / "bestand").read_text() == "van mij"


def test_many_pairs_have_no_drawings(real, tmp_path, monkeypatch):
    monkeypatch.setattr("lappendeken.maps.overview.DRAWN", 0)
    chosen = [real.indeling(name) for name in ("jeugdregio", "ggd-regio")]
    paths = ld.maps.write_all(real, tmp_path, indelingen=chosen)
    made = Page(paths[0].read_text(encoding="utf-8"))
    assert "svg" not in made.tags
    assert "GGD-regio's" in made.text


def test_names_from_data_are_text_here_too(tmp_path):
    lap = ld.load(hostile_folder(tmp_path))
    paths = ld.maps.write_all(lap, tmp_path / "uit")
    made = Page(paths[0].read_text(encoding="utf-8"))
    assert "<i>jeugd</i></script>${1}" in made.text
    assert "{{ 7 * 7 }} werk" in made.text
    assert not {"i", "u", "img", "script"} & set(made.tags)
    assert json.dumps(made.text)
