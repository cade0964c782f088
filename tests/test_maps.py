"""What a map of two indelingen holds: names, layers, counts and sentences."""

import json
import re
from html.parser import HTMLParser
from itertools import pairwise

import folium
import pytest
from browser import HOSTILE, hostile_folder

import lappendeken as ld
from lappendeken import measures
from lappendeken.drawing import palette
from lappendeken.errors import LappendekenError, OutputError, UnknownNameError
from lappendeken.indeling import Indeling
from lappendeken.maps.compare import TYPES, compare, members
from lappendeken.wording.certainty import describe
from lappendeken.wording.sources import describe_sources
from scripts import Modules


class Page(HTMLParser):
    """The texts and tags of a page, as a browser would read them."""

    def __init__(self, html):
        super().__init__()
        self.tags, self.texts, self.data, self.attributes = [], [], "", []
        self.inside = None
        self.feed(html)
        self.close()

    def handle_starttag(self, tag, attrs):
        self.tags.append(tag)
        self.attributes.extend(attrs)
        self.inside = ("json" if dict(attrs).get("type") else tag) if tag == "script" else None

    def handle_endtag(self, tag):
        self.inside = None

    def handle_data(self, data):
        if self.inside == "json":
            self.data += data
        elif self.inside is None:
            self.texts.append(data)

    @property
    def text(self):
        return " ".join(" ".join(self.texts).split())

    @property
    def json(self):
        return json.loads(self.data)


def page(drawn):
    return Page(drawn.get_root().render())


@pytest.fixture(scope="module")
def drawn(real):
    return ld.maps.noncongruent(real, "jeugdregio", "arbeidsmarktregio")


@pytest.fixture(scope="module")
def made(drawn):
    return page(drawn)


@pytest.fixture(scope="module")
def hostile(tmp_path_factory):
    return ld.load(hostile_folder(tmp_path_factory.mktemp("hostile")))


def test_it_is_a_folium_map(drawn):
    assert isinstance(drawn, folium.Map)


def test_it_shows_in_a_notebook(drawn):
    shown = drawn._repr_html_()
    assert "<iframe srcdoc=" in shown
    assert "lappendeken-gegevens" in shown


def test_every_gemeente_is_in_it_once_with_its_names(real, made):
    gemeenten = made.json["gemeenten"]
    assert [name for _, name, _ in gemeenten] == real.gemeenten["naam"].to_list()
    assert len(made.json["topology"]["shapes"]) == 390


def test_it_is_the_explorer_with_only_this_pair(made):
    assert [one["id"] for one in made.json["indelingen"]] == ["jeugdregio", "arbeidsmarktregio"]
    assert made.json["start"] == {"plan": [], "a": 0, "b": 1, "province": None}
    assert made.json["main"] == []
    assert ("name", "beeld") not in made.attributes
    assert made.tags.count("select") == 5


def test_a_province_is_what_the_page_opens_with(real):
    pair = ("jeugdregio", "arbeidsmarktregio")
    data = page(ld.maps.noncongruent(real, *pair, provincie="overijssel")).json
    assert data["provincies"][data["start"]["province"]] == "Overijssel"
    with pytest.raises(UnknownNameError, match="Overijsel"):
        ld.maps.noncongruent(real, *pair, provincie="Overijsel")


@pytest.mark.browser
def test_types_and_counterparts_are_those_of_the_measure(chromium, real, made):
    tab = chromium.new_page()
    modules = Modules(tab, made.json)
    pair = [real.indeling(name) for name in ("jeugdregio", "arbeidsmarktregio")]
    for one, (a, b) in enumerate((pair, pair[::-1])):
        table = measures.regions(a, b)
        fits = modules.run("m.paren.typesAndCounterparts(data, ...values)", one, 1 - one)
        assert set(table.index) == set(a.verbanden)
        for verband, kind, place in zip(
            a.verbanden, fits["types"], fits["counterparts"], strict=True
        ):
            assert kind == table.loc[verband, "type"]
            assert b.verbanden[place] == table.loc[verband, "counterpart"]
    tab.close()


def test_regions_and_counts_are_those_of_the_measure(real):
    pair = [real.indeling(name) for name in ("jeugdregio", "arbeidsmarktregio")]
    comparison = compare(real, *pair)
    for direction, (a, b) in zip(comparison.directions, (pair, pair[::-1]), strict=True):
        table = measures.regions(a, b)
        shown = {a.verbanden[region.verband]: region for region in direction.regions}
        assert set(shown) == set(table.index)
        codes = real.gemeenten.index
        for verband, row in table.iterrows():
            region = shown[verband]
            assert region.type == row["type"]
            assert b.verbanden[region.counterpart] == row["counterpart"]
            assert set(codes[list(region.extra)]) == set(row["extra"])
            assert set(codes[list(region.missing)]) == set(row["missing"])
            for code in a.members(verband):
                assert direction.types[codes.get_loc(code)] == row["type"]


def test_schuurgemeenten_are_those_of_the_crossing_regions(real, made):
    a, b = real.indeling("jeugdregio"), real.indeling("arbeidsmarktregio")
    table = measures.regions(a, b)
    crossing = table[table["type"] == "doorsnijdend"]
    expected = {code for side in ("extra", "missing") for codes in crossing[side] for code in codes}
    shown = compare(real, a, b).directions[0]
    assert not set(shown.outside) & set(shown.elsewhere)
    codes = real.gemeenten.index
    assert {codes[g] for g in shown.outside + shown.elsewhere} == expected
    assert (
        f"Schuurgemeenten {len(expected)}: {len(shown.outside)} in de doorsnijdende regio, niet in "
        f"haar tegenhanger; {len(shown.elsewhere)} in de tegenhanger" in made.text
    )


def test_every_gemeente_has_its_verbanden_in_every_domein(real, made):
    meppel = real.gemeenten.index.get_loc("GM0119")
    shown = {
        one["enkelvoud"]: one["verbanden"][one["members"][meppel]]
        for one in made.json["indelingen"]
    }
    assert shown == {"jeugdregio": "Drenthe", "arbeidsmarktregio": "IJsselvechtstreek"}
    others = {one["enkelvoud"]: one["texts"][one["of"][meppel]] for one in made.json["others"]}
    assert others["GGD-regio"] == "GGD Drenthe"
    assert others["gemeenschappelijke regeling"] == "6 verbanden"
    assert len(shown | others) == len(real.defaults)


def test_the_panel_says_it_in_words(made):
    text = made.text
    assert "Van de 42 jeugdregio's snijden er 16 (oranje)" in text
    assert "390 van de 390 gemeenten vergeleken (100%)" in text
    assert "peildatum 1 januari 2016" in text
    assert "Adjusted Rand index 0,774" in text
    assert "CBS/Kadaster" in text
    assert "Open State Foundation" in text
    assert "lappendeken 0." in text


def test_the_list_names_counterpart_and_schuurgemeenten(made):
    assert (
        "IJsselland meest gelijk aan arbeidsmarktregio IJsselvechtstreek: 9 van 16 gemeenten in "
        "beide" in made.text
    )
    assert "Deventer en Olst-Wijhe" in made.text
    assert "Meppel, Hattem, Heerde, Oldebroek en Westerveld" in made.text


def test_the_list_counts_regions_per_type_in_both_directions(made):
    assert "doorsnijdend 16" in made.text
    assert "samengesteld 1" in made.text
    assert "genest 15" in made.text
    assert "gelijk 10" in made.text
    assert "doorsnijdend 15" in made.text
    for heading in (
        "Jeugdregio's tegen arbeidsmarktregio's",
        "Arbeidsmarktregio's tegen jeugdregio's",
    ):
        assert heading in made.text


def test_controls_are_real_controls(made):
    assert made.tags.count("input") == 5
    assert made.tags.count("button") == 15
    for wanted in ("main", "h1", "h2", "select", "title"):
        assert wanted in made.tags


def test_the_file_is_small_and_holds_the_geometry_once(drawn):
    html = drawn.get_root().render()
    assert len(html.encode()) < 480_000
    assert html.count('"arcs"') == 1


def test_equal_data_give_equal_bytes(drawn):
    html = drawn.get_root().render()
    assert drawn.get_root().render() == html
    again = ld.maps.noncongruent(ld.load("2016"), "jeugdregio", "arbeidsmarktregio")
    assert again.get_root().render() == html


def test_indelingen_may_be_objects(real, made):
    pair = (real.indeling("jeugdregio"), real.indeling("arbeidsmarktregio"))
    assert page(ld.maps.noncongruent(real, *pair)).json == made.json


def test_unknown_indelingen_are_refused(real):
    with pytest.raises(UnknownNameError, match="jeugdregio"):
        ld.maps.noncongruent(real, "jeugdregios", "arbeidsmarktregio")


def test_gemeenten_that_are_not_on_the_map_are_refused(quilt):
    strange = Indeling.from_members({"x": ["GM0001", "GM9999"]}, naam="vreemde regio's")
    with pytest.raises(LappendekenError, match="GM9999"):
        ld.maps.noncongruent(quilt, strange, "jeugd")


def test_nothing_in_common_is_refused(quilt, codes):
    island = Indeling.from_members({"i": [codes["I"]]}, naam="eiland")
    with pytest.raises(LappendekenError, match="niets te vergelijken"):
        ld.maps.noncongruent(quilt, island, "werk")


def test_gemeenten_in_one_indeling_only_are_not_compared(quilt, codes):
    made = page(ld.maps.noncongruent(quilt, "jeugd", "werk"))
    island = quilt.gemeenten.index.get_loc(codes["I"])
    direction = compare(quilt, quilt.indeling("jeugd"), quilt.indeling("werk")).directions[0]
    assert direction.types[island] == palette.NOT_COMPARED
    assert "niet vergeleken 1" in made.text
    assert "15 van de 16 gemeenten vergeleken (94%)" in made.text


def test_a_gemeente_in_two_regions_has_the_colour_of_the_worst(quilt, codes):
    direction = compare(quilt, quilt.indeling("zorg"), quilt.indeling("jeugd")).directions[0]
    types = {region.name: region.type for region in direction.regions}
    place = quilt.gemeenten.index.get_loc(codes["C"])
    own = {types[name] for name in ("S", "T")}
    assert direction.types[place] == max(own, key=TYPES.index)


def test_scores_that_are_not_defined_are_a_dash_with_the_reason(quilt):
    text = page(ld.maps.noncongruent(quilt, "zorg", "jeugd")).text
    assert "Adjusted Rand index – niet bepaald" in text


def test_an_indeling_that_fits_itself_has_no_schuurgemeenten(quilt):
    made = page(ld.maps.noncongruent(quilt, "jeugd", "jeugd"))
    assert "Alle 4 jeugd passen" in made.text
    assert "Schuurgemeenten" not in made.text
    assert "gelijk 4 " in made.text
    assert len({one["id"] for one in made.json["indelingen"]}) == 2


def test_one_gemeente_is_a_map_too(quilt, codes):
    alone = Indeling.from_members({"x": [codes["A"]]}, naam="enkelen", enkelvoud="enkele")
    text = page(ld.maps.noncongruent(quilt, alone, "jeugd")).text
    assert "De enige enkele past" in text


def test_members_follow_the_lappendeken(quilt, codes):
    other = Indeling.from_members({"x": [codes["B"], codes["A"]], "y": [codes["B"]]})
    lists = members(quilt, other)
    assert lists[:3] == [[0], [0, 1], []]
    assert len(lists) == len(quilt.gemeenten)


def test_names_from_data_are_text(hostile):
    drawn = ld.maps.noncongruent(hostile, "j", "w")
    made = page(drawn)
    assert not {"img", "i", "u", "s"} & set(made.tags)
    assert "b" not in made.tags
    assert not [name for name, _ in made.attributes if name.startswith("on")]
    names = [name.strip() for name in HOSTILE]
    assert [name for _, name, _ in made.json["gemeenten"]] == names
    assert made.json["indelingen"][0]["naam"] == "<i>jeugd</i></script>${1}"
    for name in (names[0], names[1], names[2], names[3], names[4]):
        assert " ".join(name.split()) in made.text


def test_own_data_are_named_by_their_folder(quilt, tmp_path):
    lines = describe_sources(quilt, [quilt.indeling("jeugd")])
    assert lines == ["Eigen gegevens uit de map 'quilt'.", "Indelingen: tekening."]


@pytest.mark.parametrize(
    "text", ["{", "[]", '{"sources": 3}', '{"sources": [3, {"path": "x"}]}', "null"]
)
def test_a_description_made_by_hand_may_hold_anything(text, hostile, tmp_path):
    folder = hostile_folder(tmp_path)
    lap = ld.load(folder)
    (folder / "datapackage.json").write_text(text, encoding="utf-8")
    assert describe_sources(lap, lap.main_indelingen)[0].startswith("Eigen gegevens")


def test_a_description_names_sources_and_licences(tmp_path):
    folder = hostile_folder(tmp_path)
    lap = ld.load(folder)
    package = {
        "sources": [{"title": "Provincie"}],
        "resources": [
            {"name": "gemeenten", "sources": [{"title": "Kadaster"}], "licenses": [{"name": "X"}]}
        ],
    }
    (folder / "datapackage.json").write_text(json.dumps(package), encoding="utf-8")
    assert describe_sources(lap, lap.main_indelingen) == [
        "Gemeentegrenzen: Kadaster, licentie X; vereenvoudigd voor de kaart.",
        "Indelingen: Provincie (<u>bron</u>).",
        describe(lap, lap.main_indelingen),
    ]
    assert f"bij {lap.main_indelingen[0].naam} zijn 3 van de 9" in describe(
        lap, lap.main_indelingen
    )


def test_a_map_is_written_whole(drawn, tmp_path):
    path = ld.maps.write(drawn, tmp_path / "diep" / "kaart.html")
    assert path.read_text(encoding="utf-8") == drawn.get_root().render()
    (tmp_path / "bestand").write_text("")
    with pytest.raises(OutputError):
        ld.maps.write(drawn, tmp_path / "bestand" / "kaart.html")


def luminance(colour):
    parts = [int(colour[k : k + 2], 16) / 255 for k in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in parts]
    return sum(w * c for w, c in zip((0.2126, 0.7152, 0.0722), linear, strict=True))


def test_types_differ_in_greyscale_and_text_on_them_is_readable():
    fills = [palette.FILLS[kind] for kind in TYPES if kind not in ("onbekend", "buiten")]
    light = [luminance(fill) for fill in fills]
    ratios = [(a + 0.05) / (b + 0.05) for a, b in pairwise(light)]
    assert min(ratios) > 1.25
    assert 1.05 / (light[-1] + 0.05) > 4.5
    assert re.fullmatch(r"(?s):root \{\n.*\n\}", palette.css_variables())
