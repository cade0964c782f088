"""All maps in one folder: the explorer, and a page for every pair."""

import pytest
from test_maps import Page

import lappendeken as ld
from lappendeken.errors import LappendekenError, OutputError
from lappendeken.indeling import Indeling

PAIRS = [
    "jeugdregio--arbeidsmarktregio.html",
    "jeugdregio--mo-bw-regio.html",
    "mo-bw-regio--arbeidsmarktregio.html",
]


@pytest.fixture(scope="module")
def index(real_maps):
    return read(real_maps / "index.html")


def read(path):
    return Page(path.read_text(encoding="utf-8"))


def local_links(made):
    hrefs = [value for name, value in made.attributes if name == "href"]
    return {href for href in hrefs if "data:" not in href and not href.startswith("#")}


def test_there_is_a_map_for_every_pair_of_domains(real_maps):
    assert sorted(path.name for path in real_maps.iterdir()) == ["index.html", *PAIRS]


def test_files_are_small(real_maps):
    sizes = {path.name: path.stat().st_size for path in real_maps.iterdir()}
    assert max(sizes[name] for name in PAIRS) < 480_000
    assert sizes["index.html"] <= 750_000


def test_links_lead_to_the_maps_and_back(real_maps, index):
    assert local_links(index) == set(PAIRS)
    for name in PAIRS:
        assert local_links(read(real_maps / name)) == {"index.html"}


def test_links_are_called_by_what_they_lead_to(index):
    assert (
        "Losse kaarten, als bestanden naast dit bestand: Jeugdregio's en MO/BW-regio's ; "
        "Jeugdregio's en arbeidsmarktregio's ; MO/BW-regio's en arbeidsmarktregio's . "
        "Kreeg u alleen dit bestand, kies dan een paar bij Gekleurd en tegen ." in index.text
    )


def test_the_explorer_opens_with_the_first_two(index):
    start = [index.json["indelingen"][index.json["start"][side]]["id"] for side in "ab"]
    assert start == ["jeugdregio", "mo-bw-regio"]


def test_date_sources_and_program_stand_below(index):
    assert "Peildatum 1 januari 2016" in index.text
    assert "CBS/Kadaster" in index.text
    assert "lappendeken 0." in index.text


def test_pages_say_early_who_made_them(real_maps):
    for path in real_maps.iterdir():
        assert b"lappendeken" in path.read_bytes()[:4096]


def test_a_second_run_gives_the_same_bytes(quilt_folder, tmp_path):
    first, second = (
        ld.maps.write_all(ld.load(quilt_folder), tmp_path / name) for name in ("een", "twee")
    )
    assert [path.name for path in first] == ["index.html", "jeugd--werk.html"]
    assert [path.read_bytes() for path in first] == [path.read_bytes() for path in second]


def test_other_indelingen_can_be_chosen(quilt, tmp_path):
    chosen = [quilt.indeling(name) for name in ("zorg", "werk", "jeugd")]
    paths = ld.maps.write_all(quilt, tmp_path, indelingen=chosen)
    assert [path.name for path in paths] == [
        "index.html",
        "zorg--werk.html",
        "zorg--jeugd.html",
        "werk--jeugd.html",
    ]
    made = read(paths[0])
    start = [made.json["indelingen"][made.json["start"][side]]["id"] for side in "ab"]
    assert start == ["zorg", "werk"]
    assert local_links(made) == {path.name for path in paths[1:]}


def test_pairs_with_nothing_in_common_get_no_page(quilt, codes, tmp_path):
    island = Indeling.from_members({"i": [codes["I"]]}, quilt.gemeenten.index, id="eiland")
    chosen = [quilt.indeling("jeugd"), quilt.indeling("werk"), island]
    paths = ld.maps.write_all(quilt, tmp_path, indelingen=chosen)
    assert [path.name for path in paths[1:]] == ["jeugd--werk.html", "jeugd--eiland.html"]
    assert "eiland" in [one["id"] for one in read(paths[0]).json["indelingen"]]


def test_nothing_in_common_at_all_is_refused(quilt, codes, tmp_path):
    island = Indeling.from_members({"i": [codes["I"]]}, quilt.gemeenten.index, id="eiland")
    with pytest.raises(LappendekenError, match="gekozen: werk en eiland"):
        ld.maps.write_all(quilt, tmp_path / "leeg", indelingen=[quilt.indeling("werk"), island])
    assert not (tmp_path / "leeg").exists()


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


def test_names_from_data_are_text_here_too(hostile_maps):
    made = read(hostile_maps / "index.html")
    assert "<i>jeugd</i></script>${1}" in made.text
    assert "{{ 7 * 7 }} werk" in made.text
    assert not {"i", "u", "img", "s"} & set(made.tags)
    assert local_links(made) == {"j--w.html"}
