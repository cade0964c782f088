"""What the explorer knows of every pair of indelingen: the same as the measures."""

import hashlib
import math
import os
import subprocess
import sys
from functools import partial
from itertools import accumulate, combinations, permutations

import folium
import pytest
from browser import HOSTILE, hostile_folder
from quilts import ROWS, rows, write_folder
from test_maps import Page

import lappendeken as ld
from lappendeken import dutch, measures
from lappendeken.drawing.topology import read_numbers
from lappendeken.errors import LappendekenError, UnknownNameError
from lappendeken.indeling import Indeling
from lappendeken.maps.pages.explorer import explorer
from lappendeken.measures.registry import MEASURES, on_map
from scripts import Modules

SCORES = tuple(on_map("verkenner"))
MAIN = ("jeugdregio", "mo-bw-regio", "arbeidsmarktregio")
COVERS = ("sw-bedrijf", "coropregio", "gemeenschappelijke-regeling")
SOME = (*MAIN[::2], *COVERS, "sociale-dienst")
"""Partitions, covers, and an indeling that reaches 27% of the gemeenten."""

SCORED = (
    *combinations(MAIN, 2),
    ("jeugdregio", "coropregio"),
    ("sw-bedrijf", "passend-onderwijs-vo"),
    ("sociale-dienst", "ggd-regio"),
    ("sociale-dienst", "gemeenschappelijke-regeling"),
    ("provincie", "nuts2-provincie"),
    ("kvk-regio", "ressort"),
)


def read(drawn):
    return Page(drawn.get_root().render())


def data_of(lap, *chosen):
    return read(explorer(lap, *chosen)).json


def data_ids(data):
    return [one["id"] for one in data["indelingen"]]


def place(data, name):
    return data_ids(data).index(name)


def thousandths(value):
    return None if math.isnan(value) else int(f"{value:.3f}".replace(".", ""))


class Asked:
    """What a page finds from its data: the modules of its script are called."""

    def __init__(self, tab, data):
        self.data, self.modules = data, Modules(tab, data)

    def _of_pair(self, function, a, b):
        script = f"m.paren.{function}(data, ...values)"
        return self.modules.run(script, place(self.data, a), place(self.data, b))

    def fits(self, a, b):
        """Type and counterpart of every verband of one indeling against another."""
        found = self._of_pair("typesAndCounterparts", a, b)
        return found and [found["types"], found["counterparts"]]

    def scores(self, a, b):
        """The scores of a pair by name, in the order of the page."""
        return self._of_pair("scoresOf", a, b)

    def local(self, a, b):
        """The scores of a pair by province."""
        return self._of_pair("provinceScores", a, b)

    def congruence(self):
        return self.modules.run("m.paren.congruences(data)")


@pytest.fixture(scope="module")
def ask(chromium):
    """What a page with some data finds: a function of the data."""
    context = chromium.new_context(offline=True)
    tab = context.new_page()
    yield partial(Asked, tab)
    context.close()


@pytest.fixture(scope="module")
def asked(ask, data):
    return ask(data)


@pytest.fixture(scope="module")
def html(real_maps):
    return (real_maps / "index.html").read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def made(html):
    return Page(html)


@pytest.fixture(scope="module")
def data(made):
    """What the page holds, with neighbours by place instead of as steps."""
    found = made.json
    for side in ("first", "second"):
        found["borders"][side] = list(accumulate(read_numbers(found["borders"][side])))
    return found


@pytest.fixture(scope="module")
def drawn(quilt):
    return read(explorer(quilt))


# The embedded data -------------------------------------------------------------------------


def test_every_gemeente_is_in_it_with_code_name_and_province(real, data):
    shown = [(code, name, data["provincies"][owner]) for code, name, owner in data["gemeenten"]]
    table = real.gemeenten
    assert shown == list(zip(table.index, table["naam"], table["provincie"], strict=True))
    assert len(data["topology"]["shapes"]) == 390


def test_every_indeling_is_in_it_with_every_deelname(real, data):
    assert [one["id"] for one in data["indelingen"]] == real.indelingen.index.to_list()
    for shown in data["indelingen"]:
        one = real.indeling(shown["id"])
        assert shown["verbanden"] == one.namen.to_list()
        assert (shown["naam"], shown["enkelvoud"]) == (one.naam, one.enkelvoud)
        lists = [own if isinstance(own, list) else [own] for own in shown["members"]]
        pairs = {(g, v) for g, own in enumerate(lists) for v in own}
        rows, columns = one.incidence.nonzero()
        assert pairs == set(zip(rows.tolist(), columns.tolist(), strict=True))
        assert sum(map(len, lists)) == len(pairs)


@pytest.mark.parametrize(("a", "b"), tuple(permutations(SOME, 2)))
def test_types_and_counterparts_are_those_of_the_measure(real, data, asked, a, b):
    first, second = real.indeling(a), real.indeling(b)
    table = measures.regions(first, second)
    types, counterparts = asked.fits(a, b)
    assert len(types) == len(counterparts) == len(first.verbanden)
    for verband, kind, counterpart in zip(first.verbanden, types, counterparts, strict=True):
        if verband not in table.index:
            assert (kind, counterpart) == ("buiten", -1)
        else:
            assert kind == table.loc[verband, "type"]
            assert second.verbanden[counterpart] == table.loc[verband, "counterpart"]


@pytest.mark.parametrize("pair", SCORED)
def test_scores_are_those_of_the_measure(real, data, asked, pair):
    pair = sorted(pair, key=lambda name: place(data, name))
    one = measures.scores([real.indeling(name) for name in pair], adjacency=real.borders).iloc[0]
    expected = {name: thousandths(one[name]) for name in SCORES}
    assert asked.scores(*pair) == {"gemeenten": one["gemeenten"]} | expected


@pytest.mark.parametrize("pair", SCORED)
def test_scores_of_provinces_are_those_of_the_measure(real, data, asked, pair):
    a, b = sorted(pair, key=lambda name: place(data, name))
    groups = real.gemeenten["provincie"].astype(str)
    table = measures.scores_by([real.indeling(a), real.indeling(b)], groups)
    expected = [thousandths(table.loc[name, f"{a}~{b}"]) for name in data["provincies"]]
    assert asked.local(a, b) == expected


def test_only_what_the_page_cannot_measure_is_stored(real, data, asked):
    covers = {place(data, one) for one in data_ids(data) if not real.indeling(one).is_partition}
    assert len(covers) == 7
    pairs = list(combinations(range(len(data["indelingen"])), 2))
    assert set(data["stored"]) == {f"{a}-{b}" for a, b in pairs if covers & {a, b}}
    for a, b in (("jeugdregio", "sw-bedrijf"), ("jeugdregio", "coropregio")):
        assert set(asked.scores(a, b)) == {"gemeenten", *SCORES}
    for number, (a, b) in enumerate(pairs):
        if number % 7 == 0:
            one, other = data_ids(data)[a], data_ids(data)[b]
            assert asked.scores(one, other)["gemeenten"]
            assert len(asked.fits(other, one)[0]) == len(real.indeling(other).verbanden)


def test_scores_that_do_not_exist_are_nothing(asked):
    shown = asked.scores(*COVERS[:2])
    missing = {name for name, value in shown.items() if value is None}
    assert missing == {"adjusted_rand_index", "v_measure", "homogeneity", "completeness"}


def test_the_congruence_of_every_gemeente_is_that_of_the_measure(real, data, asked):
    assert [data["indelingen"][k]["id"] for k in data["main"]] == list(MAIN)
    table = measures.territorial_congruence(list(real.main_indelingen))
    for shown, exact in zip(asked.congruence(), table["congruence"], strict=True):
        assert shown == pytest.approx(1000 * exact, abs=0.5)
        assert (shown == 1000) == (exact == 1)


def test_measures_and_types_are_explained(data):
    assert tuple(data["measures"]) == SCORES
    labels = [about["label"] for about in data["measures"].values()]
    assert labels[:3] == ["Adjusted Rand index", "Omega-index", "Element-centric similarity"]
    assert labels[-2:] == ["Homogeniteit", "Compleetheid"]
    for name, about in data["measures"].items():
        assert about["meaning"] == MEASURES[name].meaning
        assert ("turned" in about) is not MEASURES[name].symmetric
    leading = [name for name, about in data["measures"].items() if about.get("leading")]
    assert leading == ["adjusted_rand_index", "element_centric_similarity", "partner_overlap"]
    ordered = [one for one in data["types"][-2::-1] if one != "onbekend"]
    assert list(data["meanings"]) == [*ordered, "onbekend"]
    assert "niet congruent" in data["meanings"]["doorsnijdend"]


def test_other_names_lead_to_their_gemeente(real, data):
    named = {alias: data["gemeenten"][g][1] for alias, g in data["aliases"]}
    assert named["haag"] == "'s-Gravenhage"
    assert named["bosch"] == "'s-Hertogenbosch"
    assert named["it bildt"] == "het Bildt"
    for alias, name in named.items():
        assert real.gemeenten.loc[real.find_gemeente(alias), "naam"] == name


# The page ----------------------------------------------------------------------------------


def test_the_file_is_small_and_holds_the_geometry_once(html):
    assert len(html.encode()) <= 750_000
    assert html.count('"arcs"') == 1


def test_it_forbids_every_request(html):
    policy = html[html.index("Content-Security-Policy") :].partition(">")[0]
    assert "default-src 'none'" in policy
    assert "img-src data:;" in policy
    assert "http" not in policy


def test_without_a_script_the_scores_of_the_domains_stand_there(real, made):
    table = measures.scores(list(real.main_indelingen))
    for column in ("adjusted_rand_index", "element_centric_similarity", "partner_overlap"):
        for value in table[column]:
            assert f" {dutch.number(value, 3)} " in made.text
    assert "Zonder JavaScript staan hier de scores van de 3 domeinen" in made.text
    assert "Jeugdregio's en arbeidsmarktregio's" in made.text


def test_it_has_controls_headings_and_a_skip_link(made):
    assert made.tags.count("h1") == 1
    assert made.tags.count("select") == 5
    assert ("lang", "nl") in made.attributes
    assert ("href", "#map_kaart") in made.attributes
    assert ("id", "map_kaart") in made.attributes


def test_it_is_a_folium_map_that_shows_in_a_notebook(quilt):
    drawn = explorer(quilt)
    assert isinstance(drawn, folium.Map)
    assert "<iframe srcdoc=" in drawn._repr_html_()


@pytest.mark.slow
def test_equal_data_give_equal_bytes_whatever_the_hash_seed(quilt_folder):
    script = (
        "import sys, hashlib, lappendeken as ld\n"
        "from lappendeken.maps.pages.explorer import explorer\n"
        "page = explorer(ld.load(sys.argv[1])).get_root().render()\n"
        "print(hashlib.sha256(page.encode()).hexdigest())\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", script, str(quilt_folder)],
        capture_output=True,
        text=True,
        check=True,
        env=os.environ | {"PYTHONHASHSEED": "4"},
    )
    drawn = explorer(ld.load(quilt_folder))
    first, again = (drawn.get_root().render() for _ in range(2))
    assert first == again
    assert done.stdout.strip() == hashlib.sha256(first.encode()).hexdigest()


# The drawn quilt, by hand --------------------------------------------------------------------


@pytest.mark.parametrize(
    ("a", "b", "digits", "counterparts"),
    [
        # m n o z against u v w x y: n ties between x and w, and x has A.
        ("jeugd", "werk", "4201", [0, 3, 4, 1]),
        ("werk", "jeugd", "14110", [0, 3, 1, 1, 2]),
        # Only J, K and P are in a verband of wonen, so that n and z are not compared, and where
        # the others of o and m belong is not known; k and l lie inside them.
        ("jeugd", "wonen", "3535", [1, -1, 0, -1]),
        ("wonen", "jeugd", "11", [2, 0]),
    ],
)
def test_types_and_counterparts_by_hand(ask, drawn, a, b, digits, counterparts):
    data = drawn.json
    names = {one["id"]: "".join(one["verbanden"]) for one in data["indelingen"]}
    assert names["jeugd"] == "MNOZ"
    assert names["werk"] == "UVWXY"
    types = [data["types"][int(digit)] for digit in digits]
    assert ask(data).fits(a, b) == [types, counterparts]


def test_scores_by_hand(ask, drawn):
    data, asked = drawn.json, ask(drawn.json)
    assert data["provincies"] == ["Gelderland", "Utrecht"]
    # A, B, F, G have half; the six of o all; L, M, N 3 of 4; O 1 of 4; P 1 of 2: 11 of 15.
    shown = asked.scores("jeugd", "werk")
    assert shown["gemeenten"] == 15
    assert shown["element_centric_similarity"] == 733
    assert asked.local("jeugd", "werk") == [833, 583]


def test_a_province_without_a_common_gemeente_has_no_score(ask, drawn):
    asked = ask(drawn.json)
    assert asked.local("jeugd", "wonen")[1] is None
    assert asked.local("jeugd", "wonen")[0] is not None


def test_congruence_by_hand(ask, drawn):
    letters = dict(zip("ABCDEFGHIJKLMNOP", ask(drawn.json).congruence(), strict=True))
    # A: B, F, G in jeugd and B in werk: 4 of 6. O: P, I and L, M, N: 5 of 10. I: werk says nothing.
    assert {sign: letters[sign] for sign in "ACLOPI"} == {
        "A": 667,
        "C": 1000,
        "L": 833,
        "O": 500,
        "P": 500,
        "I": 1000,
    }


def test_a_gemeente_in_two_verbanden_has_both(drawn, codes):
    data = drawn.json
    zorg = data["indelingen"][place(data, "zorg")]
    shown = {code: own for (code, *_), own in zip(data["gemeenten"], zorg["members"], strict=True)}
    assert [zorg["verbanden"][v] for v in shown[codes["C"]]] == ["S", "T"]
    assert isinstance(shown[codes["A"]], int)
    wonen = data["indelingen"][place(data, "wonen")]["members"]
    assert wonen[0] == []


def test_rounding_lifts_no_gemeente_into_a_higher_class(asked):
    for part, expected in ((7999, 799), (9996, 999), (10_000, 1000), (2000, 200), (4567, 457)):
        assert asked.modules.run("m.maatstaven.shareOf(values[0], 10000, 200)", part) == expected


# What is chosen ------------------------------------------------------------------------------


def starts(data):
    assert data["start"]["province"] is None
    return [data["indelingen"][data["start"][side]]["id"] for side in "ab"]


def test_it_opens_with_what_is_asked_or_else_the_main_ones(quilt, drawn):
    assert starts(drawn.json) == ["jeugd", "werk"]
    assert starts(data_of(quilt, "zorg", "jeugd")) == ["zorg", "jeugd"]
    assert starts(data_of(quilt, "werk")) == ["werk", "jeugd"]
    assert starts(data_of(quilt, quilt.indeling("zorg"), "werk")) == ["zorg", "werk"]
    assert starts(data_of(quilt, "zorg", "zorg")) == ["zorg", "jeugd"]


def test_an_indeling_of_one_s_own_can_be_chosen_too(ask, quilt, codes):
    own = Indeling.from_members(
        {"west": [codes["A"]], "midden": [codes["B"]], "oost": [codes["C"]]}, id="eigen"
    )
    data = data_of(quilt, own, "jeugd")
    assert starts(data) == ["eigen", "jeugd"]
    assert len(data["indelingen"]) == 5
    assert ask(data).fits("eigen", "jeugd") == [["genest", "genest", "genest"], [1, 1, 2]]


def test_a_pair_without_a_common_gemeente_is_nothing(ask, quilt, codes):
    island = Indeling.from_members({"i": [codes["I"]]}, id="eiland")
    asked = ask(data_of(quilt, island, "werk"))
    assert asked.scores("eiland", "werk") is None
    assert set(asked.local("eiland", "werk")) == {None}
    assert asked.scores("eiland", "jeugd")["gemeenten"] == 1
    assert set(asked.local("eiland", "jeugd")) != {None}
    assert asked.fits("eiland", "werk") is None
    assert asked.fits("werk", "eiland") is None
    assert asked.fits("eiland", "jeugd") == [["genest"], [0]]


def test_the_public_name_is_the_function_however_often_it_is_used(quilt):
    for _ in range(2):
        assert starts(read(ld.maps.explorer(quilt, "zorg", "werk")).json) == ["zorg", "werk"]


def test_unknown_indelingen_are_refused(quilt):
    with pytest.raises(UnknownNameError, match="jeugd"):
        explorer(quilt, "jeugt")


def test_gemeenten_that_are_not_on_the_map_are_refused(quilt):
    strange = Indeling.from_members({"x": ["GM0001", "GM9999"]}, id="x", naam="vreemde regio's")
    with pytest.raises(LappendekenError, match=r"vreemde regio's.*GM9999"):
        explorer(quilt, strange, "jeugd")


def small(folder, *domeinen):
    """Two gemeenten, and an indeling in each of these domains."""
    lines = [
        f"{domein}{k},Regio {k},{domein}-regio,{domein},GM000{k},{name}"
        for domein in domeinen
        for k, name in ((1, "Aadorp"), (2, "Beedorp"))
    ]
    return ld.load(write_folder(folder / "klein", verbanden=rows(*lines)), peildatum="2020-01-01")


def test_two_indelingen_are_enough(ask, tmp_path):
    made = read(explorer(small(tmp_path, "jeugd", "werk")))
    asked = ask(made.json)
    same = [["gelijk", "gelijk"], [0, 1]]
    names = ("jeugd-regio", "werk-regio")
    assert [asked.fits(*names), asked.fits(*names[::-1])] == [same, same]
    assert asked.scores(*names) == {"gemeenten": 2} | dict.fromkeys(SCORES, 1000)
    assert asked.congruence() == [1000, 1000]
    assert made.json["stored"] == {}
    assert "2 domeinen" in made.text


@pytest.mark.parametrize("domeinen", [("zorg", "fysiek"), ("jeugd", "zorg")])
def test_without_two_main_domains_only_pairs_are_shown(ask, tmp_path, domeinen):
    made = read(explorer(small(tmp_path, *domeinen)))
    assert made.json["main"] == []
    assert ask(made.json).congruence() == [None, None]
    assert starts(made.json) == [f"{domein}-regio" for domein in domeinen]
    assert "domeinen" not in made.text
    assert ("name", "beeld") not in made.attributes
    assert "Indelingen:" in made.text or "Eigen gegevens" in made.text


def test_one_indeling_is_not_enough(tmp_path):
    lap = ld.load(write_folder(tmp_path / "een", verbanden=ROWS), peildatum="2020-01-01")
    with pytest.raises(LappendekenError, match="twee indelingen"):
        explorer(lap)


def test_names_from_data_are_text(drawn, tmp_path):
    made = read(explorer(ld.load(hostile_folder(tmp_path))))
    assert not {"img", "i", "u", "s"} & set(made.tags)
    assert not [name for name, _ in made.attributes if name.startswith("on")]
    names = [name.strip() for name in HOSTILE]
    assert [name for _, name, _ in made.json["gemeenten"]] == names
    assert [one["naam"] for one in made.json["indelingen"]] == [
        "<i>jeugd</i></script>${1}",
        "{{ 7 * 7 }} werk",
    ]
    assert made.json["indelingen"][1]["enkelvoud"] == '"werk"'
    assert made.json["provincies"] == ["<s>P</s>"]
    assert "<i>jeugd</i></script>${1} en {{ 7 * 7 }} werk" in made.text
    assert made.tags.count("script") == drawn.tags.count("script")
