"""Casussen: what the documents say, through the same measures."""

import json
import re
from datetime import date

import pytest
from reports import DAY, Page, figure, rows, table

from lappendeken.casus.measuring import Casus, load_casus
from lappendeken.casus.report import report_on_casus
from lappendeken.errors import DataError, UnknownNameError
from lappendeken.reading.casus import casus_folder, find_casus, list_casussen, read_casus
from lappendeken.report import render_html
from lappendeken.report.closing import Made


@pytest.fixture(scope="module")
def make(real):
    return lambda name: report_on_casus(load_casus(name), real.gemeenten, Made(DAY))


@pytest.fixture
def woerden():
    return load_casus("woerden-2011")


def test_every_case_of_the_documents_is_there():
    assert list_casussen() == (
        "drechtsteden-2007",
        "gemeente-y-2009",
        "igsd-2009",
        "schouwen-duiveland",
        "sneek-2009",
        "sswzm-2013",
        "ten-boer-2007",
        "woerden-2011",
    )


def test_woerden_has_three_gemeenten_in_both_circles(woerden):
    one = woerden.overlaps[0]
    assert (one.a.naam, one.b.naam) == ("werkvoorzieningschap De Sluis", "IASZ")
    assert (one.both, len(one.a.gemeenten), len(one.b.gemeenten)) == (3, 4, 5)
    assert (one.only_a, one.only_b, one.jaccard) == (1, 2, 0.5)


def test_woerden_is_measured_like_any_quilt(woerden):
    # Together in De Sluis: W B M O. In IASZ: W M O Br L. Of the larger circle W, M and O keep 3 of
    # 5, Bodegraven-Reeuwijk 1 of 4, Breukelen and Loenen 1 of 5 each.
    (score,) = woerden.scores["element_centric_similarity"]
    assert score == pytest.approx((3 * 3 / 5 + 1 / 4 + 2 * 1 / 5) / 6)
    # Woerden has 5 partners: two in both, three in one of the two indelingen.
    assert woerden.congruence["Woerden"] == pytest.approx((2 * 2 + 3) / (2 * 5))


def test_the_reorganisation_joins_two_of_five_and_brings_a_stranger(woerden):
    (step,) = woerden.facts.herindeling
    assert step.datum == date(2011, 1, 1)
    later, reached = woerden.after(step)
    de_sluis, iasz, own = later.facts.verband
    assert iasz.gemeenten == ("Stichtse Vecht", "Montfoort", "Oudewater", "Woerden")
    assert de_sluis == woerden.facts.verband[0]
    assert own == woerden.facts.verband[2]
    assert reached == (("IASZ", "Maarssen"),)
    assert later.overlaps[0].jaccard == pytest.approx(3 / 5)
    assert woerden.overlaps[0].jaccard == 0.5


def test_a_merged_gemeente_stands_on_the_map_for_its_parts(woerden, real):
    codes = woerden.codes(real.gemeenten.index)
    assert codes["Breukelen"] == codes["Loenen"] == "GM1904"
    assert codes["Woerden"] == "GM0632"
    assert load_casus("gemeente-y-2009").codes(real.gemeenten.index) == {}


def test_sixteen_tasks_are_counted_by_aspect_and_scale(make):
    report = make("sswzm-2013")
    tasks = table(report, "taken")
    assert len(tasks.rows) == 16
    assert tasks.rows[0][2:] == ("zoekgebied", "zoekgebied", "zoekgebied", "")
    assert tasks.rows[2][3] == "zoekgebied (met een lokaal gezicht)"
    counted = {row[0]: row[1:] for row in table(report, "taken-telling").rows}
    heads = [column.head for column in table(report, "taken-telling").columns[1:]]
    assert heads == ["zoekgebied", "regionaal", "lokaal", "open"]
    assert counted == {
        "beleidsontwikkeling": (12, 1, 3, 0),
        "toegang": (4, 1, 8, 1),
        "uitvoering": (6, 1, 7, 1),
        "inkoop en contractering": (7, 1, 2, 2),
    }
    assert report.summary[-1] == (
        "Van 16 taken zijn 57 aspecten bekeken: 29 zoekgebied, 20 lokaal, 4 regionaal en 4 open."
    )
    assert [row[0] for row in table(report, "cijfers-1").rows] == [1, 2, 3, 4]


def test_the_five_of_sswzm_are_together_for_work_and_apart_for_youth():
    casus = load_casus("sswzm-2013")
    assert set(casus.gemeenten) == set(casus.facts.groep)
    by_name = {one.id: one for one in casus.indelingen}
    assert by_name["jeugd"].sizes.to_list() == [3, 2]
    assert by_name["arbeidsmarkt"].sizes.to_list() == [5]
    # In the larger circle of five, three keep two partners and themselves, two keep one.
    scores = casus.scores["element_centric_similarity"]
    assert scores["jeugd", "arbeidsmarkt"] == pytest.approx((3 * 3 + 2 * 2) / 25)


def test_what_sneek_leaves_out_is_not_filled_in(make):
    casus = load_casus("sneek-2009")
    assert [one.aantal for one in casus.facts.verband] == [9, None, None, 8]
    assert casus.indelingen == ()
    assert casus.scores.empty
    report = make("sneek-2009")
    assert "niet te meten" in report.summary[-1]
    amounts = {row["verband"]: row["aantal"] for row in rows(table(report, "verbanden"))}
    assert list(amounts.values()) == [9, 2, None, 8]


def test_equal_circles_are_congruent():
    casus = load_casus("igsd-2009")
    assert casus.overlaps[0].jaccard == 1
    assert casus.congruence.to_list() == [1.0, 1.0]


def test_drechtsteden_doubled():
    one = load_casus("drechtsteden-2007").overlaps[0]
    assert (len(one.a.gemeenten), len(one.b.gemeenten), one.both) == (3, 6, 3)
    assert one.b.van == date(2007, 1, 1)


def test_gemeente_y_shares_execution_and_no_policy(make):
    section = next(one for one in make("gemeente-y-2009").sections if one.name == "verbanden")
    lines = section.blocks[1].lines
    assert any(line.startswith("Voor werk wordt de uitvoering gedeeld") for line in lines)
    assert not any("onderwijs wordt de uitvoering gedeeld en het beleid wel" in x for x in lines)


@pytest.mark.parametrize("name", list_casussen())
def test_every_casus_runs_and_its_report_is_whole(name, run, make):
    code, out, err = run("casus", name)
    assert (code, err) == (0, "")
    facts = load_casus(name).facts
    assert " ".join(facts.titel.split()) in " ".join(out.split())
    assert all(len(line) <= 80 for line in out.splitlines())
    report = make(name)
    page = Page(render_html(report))
    assert facts.titel in page.text
    assert figure(report, "verbanden").value == len(facts.verband)
    for verband in facts.verband:
        assert verband.naam in page.text


def test_ten_boer_has_one_circle(make):
    section = next(one for one in make("ten-boer-2007").sections if one.name == "kringen")
    assert section.blocks[-1].lines == ("Er is één kring; er valt niets te vergelijken.",)


def test_without_a_name_all_are_listed(run):
    code, out, _ = run("casus")
    assert code == 0
    assert all(name in out for name in list_casussen())
    found = json.loads(run("casus", "--json")[1])
    assert [one["casus"] for one in found] == list(list_casussen())


def test_json_holds_the_figures(run):
    found = json.loads(run("casus", "woerden-2011", "--json")[1])
    assert found["kringen"][0]["beide"] == 3
    assert found["verbanden"][0]["tot"] == "2013-01-01"
    assert found["feiten"]["casus"] == "woerden-2011"


def test_a_report_is_written(run, tmp_path):
    code, _, err = run(
        "casus", "woerden", "--uit", str(tmp_path / "w.html"), "--datum", "2026-11-22"
    )
    assert (code, err) == (0, "")
    page = Page((tmp_path / "w.html").read_text())
    assert "lappendeken casus woerden-2011" in page.text
    assert "Stichtse Vecht staat op de kaart voor gemeenten die erin opgingen." in page.text


def test_an_unknown_casus_is_told_with_the_nearest(run):
    code, out, err = run("casus", "woerdn")
    assert (code, out) == (2, "")
    assert err.startswith("Onbekende casus 'woerdn'. Bedoelt u woerden-2011")
    with pytest.raises(UnknownNameError):
        find_casus("../verbanden")
    assert find_casus("Woerden 2011") == casus_folder() / "woerden-2011.toml"


def test_all_faults_of_a_file_are_told_at_once(tmp_path):
    path = tmp_path / "kapot.toml"
    path.write_text(
        'titel = 3\n[[verband]]\nid = "a"\nnaam = "A"\nindeling = "x"\ndomein = "jeugdd"\n'
        'gemeenten = ["P", "P"]\ncentrumgemeente = "Q"\naantal = 1\ntot = "2013"\n'
        '[[verband]]\nid = "a"\nnaam = "B"\n[[cijfers]]\ntitel = "t"\nkolommen = ["k"]\n'
        "rijen = [[1, 2]]\n",
        encoding="utf-8",
    )
    with pytest.raises(DataError) as told:
        read_casus(path)
    columns = {fault.column for fault in told.value.faults}
    assert columns == {
        "titel",
        "datum",
        "bron",
        "domein",
        "gemeenten",
        "centrumgemeente",
        "aantal",
        "tot",
        "indeling",
        "rijen",
        "id",
    }


@pytest.mark.parametrize("text", ["titel = ", "", "\x00", "verband = 3\n", f"a = {'[' * 3000}"])
def test_a_broken_file_is_a_fault(tmp_path, text):
    path = tmp_path / "kapot.toml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(DataError):
        read_casus(path)


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("codes = 3", "codes"),
        ("[codes]\nMeppel = 119", "codes"),
        ("verhaal = [{a = 1}]", "verhaal"),
        ("[[verband]]\ngemeenten = [{naam = 'Meppel'}]", "gemeenten"),
        ("[[verband]]\naard = ['inkoop']", "aard"),
        ("[[verband]]\naantal = true", "aantal"),
        ("[[verband]]\nonvolledig = 'ja'", "onvolledig"),
        ("[[verband]]\nvan = 2001-01-01T00:00:00", "van"),
        ("[verband]\nid = 'a'", "verband"),
        ("[[herindeling]]\nvan = 'Breukelen'", "van"),
        ("taken = [1]", "taken"),
        ("[taken]\naspecten = 3", "aspecten"),
        ("[taken]\naspecten = ['toegang']\nrijen = [['taak', 'wet']]", "rijen"),
        ("[[cijfers]]\nkolommen = ['a']\nrijen = [[{}]]", "rijen"),
        ("verhalen = []", "verhalen"),
    ],
)
def test_what_is_of_another_kind_is_told_with_file_and_key(tmp_path, text, key):
    path = tmp_path / "kapot.toml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(DataError) as told:
        read_casus(path)
    (fault,) = [one for one in told.value.faults if one.column == key and one.message]
    assert fault.file == str(path)
    assert fault.message != "dit ontbreekt"


@pytest.mark.parametrize("path", sorted(casus_folder().glob("*.toml")), ids=lambda path: path.stem)
def test_every_file_is_sound_and_says_where_it_comes_from(path):
    facts = Casus(read_casus(path)).facts
    assert re.search(r"\w{5}", facts.bron)
    named = {name for one in facts.verband for name in one.gemeenten}
    assert set(facts.codes) >= named or not facts.codes
    assert len(set(facts.codes.values())) == len(facts.codes)
