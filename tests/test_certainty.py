"""What sources confirm beside what is derived or carried forward, on a quilt one can draw."""

import pytest
from matplotlib.collections import PathCollection
from playwright.sync_api import expect
from quilts import HEADER, collection, feature, square, write_folder

import lappendeken as ld
from lappendeken import measures
from lappendeken.certainty import certainty, confirmed, dates
from lappendeken.indeling import Indeling
from lappendeken.maps.compare import compare
from lappendeken.maps.pages.explorer_data import explorer_data
from lappendeken.maps.paper import figure
from lappendeken.maps.themes import make_theme
from lappendeken.tables import certainty as shown
from lappendeken.wording import certainty as told
from lappendeken.wording.sources import describe_sources

CODES = {letter: f"GM{k:04d}" for k, letter in enumerate("ABCDEF", start=1)}
# Jeugd is AB CD EF, werk AB CDEF; of C in jeugd the region is known only as a whole, F was carried
# forward from 2016 in both.
JEUGD = {"p": "AB", "q": "CD", "r": "EF"}
WERK = {"x": "AB", "y": "CDEF"}
UNSURE = {("jeugd", "C"): "afgeleid", ("jeugd", "F"): "voortgezet", ("werk", "F"): "voortgezet"}


def row(indeling, verband, letter):
    zekerheid = UNSURE.get((indeling, letter), "bevestigd" if letter < "C" else "")
    stand = "2016" if zekerheid == "voortgezet" else "2025-01-01"
    code = CODES[letter]
    return (
        f"{indeling}-{verband},{verband.upper()},{indeling},{indeling},,,deelnemer,{code},"
        f"Dorp {letter},,,tekening,{stand},{zekerheid}"
    )


@pytest.fixture(scope="module")
def lap(tmp_path_factory):
    drawn = [
        feature(code, f"Dorp {letter}", square(k, 0))
        for k, (letter, code) in enumerate(CODES.items())
    ]
    rows = [f"{HEADER},stand,zekerheid"]
    for indeling, verbanden in (("jeugd", JEUGD), ("werk", WERK)):
        rows += [row(indeling, name, one) for name, letters in verbanden.items() for one in letters]
    folder = write_folder(
        tmp_path_factory.mktemp("zeker") / "map",
        gemeenten=collection(drawn),
        verbanden_csv="\n".join(rows) + "\n",
        datapackage_json='{"peildatum": "2026-01-01", "inwoners_peildatum": "2023-01-01"}',
    )
    return ld.load(folder)


def test_the_least_sure_deelname_counts_and_nothing_said_is_confirmed(lap):
    assert certainty(lap, "jeugd").to_list() == [
        "bevestigd",
        "bevestigd",
        "afgeleid",
        "bevestigd",
        "bevestigd",
        "voortgezet",
    ]
    found = dates(lap, lap.main_indelingen).loc["jeugd"]
    assert found.to_dict() == {
        "eerst": "2016",
        "laatst": "2025-01-01",
        "gemeenten": 6,
        "bevestigd": 4,
        "afgeleid": 1,
        "voortgezet": 1,
    }


def test_only_what_is_confirmed_is_compared(lap):
    sure = confirmed(lap)
    assert len(sure.gemeenten) == 6
    assert set(sure.deelnames["gemeente_code"]) == set(list(CODES.values())[:5])
    # A B against A B, D E apart against D E together: drawn without C and F.
    jeugd = Indeling.from_members({"p": ["A", "B"], "q": ["D"], "r": ["E"]})
    werk = Indeling.from_members({"x": ["A", "B"], "y": ["D", "E"]})
    one, other = (sure.indeling(name) for name in ("jeugd", "werk"))
    assert measures.adjusted_rand_index(one, other) == measures.adjusted_rand_index(jeugd, werk)
    assert confirmed(sure) is sure


def test_a_score_on_the_confirmed_stands_beside_that_on_all(lap):
    found = shown.scores(lap, lap.main_indelingen, None)
    assert found["gemeenten"].to_list() == [4]
    assert shown.pairs(found, lap.main_indelingen).rows[0][2] == 4
    sure = confirmed(lap)
    assert shown.scores(sure, sure.main_indelingen, None).empty
    assert shown.left_out(lap, sure).startswith("Alleen bevestigde deelnames: 3 deelnames")


def test_a_type_that_rests_on_what_is_not_confirmed_says_so(lap):
    # A B is the same in both, and confirmed.
    assert shown.equal(lap, lap.main_indelingen) == []
    jeugd = lap.indeling("jeugd")
    (sentence,) = shown.equal(lap, [jeugd, jeugd])
    assert sentence.startswith("jeugd – jeugd: Van de 3 gelijke regio's rusten er 2 op deelnames")


def test_three_dates_are_told_where_they_differ(lap, quilt):
    assert told.describe(lap, lap.main_indelingen) == (
        "Deelnames volgens bronnen van 2016 tot 2025; bij jeugd is 1 van de 6 gemeenten afgeleid "
        "en 1 voortgezet uit een eerdere editie, bij werk is 1 van de 6 gemeenten voortgezet uit "
        "een eerdere editie; inwoners van 2023."
    )
    assert told.describe(quilt, quilt.main_indelingen) == ""
    assert told.facts(lap, lap.main_indelingen)["inwoners_van"] == "2023-01-01"


@pytest.mark.parametrize("command", ["congruentie"])
def test_the_command_computes_on_the_confirmed(lap, run, command):
    code, out, err = run(command, "--gegevens", lap.bron, "--zekerheid", "bevestigd", "--json")
    assert code == 0
    assert "3 deelnames die zijn afgeleid of voortgezet tellen niet mee" in err
    assert '"gemeenten": 4' in out
    code, out, err = run(command, "--gegevens", lap.bron)
    assert (code, err) == (0, "")
    assert "Alleen wat een bron bevestigt" in out
    code, _, err = run(command, "--gegevens", lap.bron, "--zekerheid", "zeker")
    assert code == 2
    assert "kies uit alle, bevestigd" in err


def test_of_no_indeling_nothing_is_said_but_of_the_inhabitants(today):
    assert told.describe(today, ()) == "Inwoners van 2023."


# On the map ---------------------------------------------------------------------------------


def test_the_explorer_knows_of_whom_no_source_speaks(lap, quilt):
    data = explorer_data(lap, lap.main_indelingen, lap.main_indelingen)
    jeugd, werk = data["indelingen"]
    assert jeugd["doubts"] == [
        ("afgeleid", "afgeleid, bron van 2025: tekening"),
        ("voortgezet", "voortgezet, bron van 2016: tekening"),
    ]
    assert (jeugd["doubt"], werk["doubt"]) == ({2: 0, 5: 1}, {5: 0})
    assert werk["doubtful"].startswith("bij werk is 1 van de 6 gemeenten voortgezet")
    known = explorer_data(quilt, quilt.main_indelingen, quilt.main_indelingen)["indelingen"]
    assert not any(one["doubts"] or one["doubt"] or one["doubtful"] for one in known)


def test_a_theme_marks_each_gemeente_once_as_the_least_sure(lap, quilt):
    theme = make_theme(lap, "schuring", "jeugd", "werk")
    assert [(one.kind, one.gemeenten) for one in theme.marks] == [
        ("voortgezet", (5,)),
        ("afgeleid", (2,)),
    ]
    assert theme.details[2][-1] == "Jeugd Q: afgeleid, bron van 2025: tekening."
    assert theme.details[5][-1] == "Jeugd R en werk Y: voortgezet, bron van 2016: tekening."
    assert all("bron van" not in " ".join(theme.details[g]) for g in (0, 1, 3, 4))
    (row,) = (one for one in theme.rows if one.gemeenten == (5,))
    assert row.text.endswith(theme.details[5][-1])
    assert make_theme(lap, "drukte", "werk").marks[0].gemeenten == (5,)
    assert make_theme(quilt, "schuring", "jeugd", "werk").marks == ()


def test_marks_outside_the_province_are_left_out(today):
    theme = make_theme(today, "schuring", "jeugdregio", "mo-bw-regio", provincie="Drenthe")
    inside = set(theme.shown)
    assert [one.kind for one in theme.marks if one.gemeenten] == ["afgeleid"]
    assert all(inside.issuperset(one.gemeenten) for one in theme.marks)


def test_maps_of_any_number_of_indelingen_tell_three_dates(lap, today):
    assert (
        told.describe(lap, lap.main_indelingen)
        in make_theme(lap, "schuring", "jeugd", "werk").sources
    )
    (line,) = (one for one in make_theme(today, "drukte").sources if "inwoners van 2023" in one)
    assert line.startswith("Deelnames volgens bronnen van 2016 tot 2026; in 9 indelingen is")
    assert "16 keer voortgezet" in line


def test_the_sources_that_are_named_are_those_most_used(today):
    (line,) = (
        one
        for one in describe_sources(today, [today["mo-bw"]])
        if one.startswith("Indelingen") and "andere bronnen" in one
    )
    assert "(organisaties.overheid.nl, defryskemarren2023.perspectiefnota.nl, regio" in line


def test_paper_dots_and_counts_the_same(lap, quilt):
    drawn = figure(lap, "schuring", "jeugd", "werk")
    texts = " ".join(text.get_text() for axes in drawn.axes for text in axes.texts)
    assert "voortgezet uit een eerdere editie (1)" in texts
    assert "afgeleid (1)" in texts
    # F, C, and two rows in each sample of the legend.
    assert len(scattered(drawn)) == 2 + 4
    known = figure(quilt, "schuring", "jeugd", "werk")
    # Only those of the gemeenten that are not compared.
    assert len(scattered(known)) == 1


def scattered(drawn):
    """The groups of dots on a page."""
    return [
        one
        for axes in drawn.axes
        for one in axes.collections
        if isinstance(one, PathCollection) and len(one.get_offsets()) and one.get_sizes().size
    ]


def test_a_region_that_is_equal_says_on_what_it_rests(lap):
    found = compare(lap, *[lap.indeling("jeugd")] * 2).directions[0]
    assert {one.name: one.unsure for one in found.regions} == {"P": 0, "Q": 1, "R": 1}


@pytest.fixture(scope="module")
def pages(lap, quilt, tmp_path_factory):
    """Pages of a pair, of one indeling against itself, of a theme, and of what is all known."""
    folder = tmp_path_factory.mktemp("zekere-kaarten")
    drawn = {
        "paar": ld.maps.noncongruent(lap, "jeugd", "werk"),
        "zelfde": ld.maps.noncongruent(lap, "jeugd", "jeugd"),
        "schuring": ld.maps.themed(lap, "schuring", "jeugd", "werk"),
        "bekend": ld.maps.themed(quilt, "schuring", "jeugd", "werk"),
        "bekend-paar": ld.maps.noncongruent(quilt, "jeugd", "werk"),
    }
    for name, page in drawn.items():
        ld.maps.write(page, folder / f"{name}.html")
    return folder


def dotted(page, kind):
    """Whether the map has a surface with these dots."""
    drawn = page.locator(f"path.arcering.{kind}").first.get_attribute("d")
    return drawn not in {"", "M0 0", None}


@pytest.mark.browser
def test_the_explorer_dots_who_was_carried_forward_and_says_so(pages, visit):
    page = visit(pages / "paar.html").page
    legend = page.locator(".legenda-inhoud")
    expect(legend).to_contain_text("voortgezet uit een eerdere editie 1")
    expect(legend).to_contain_text("afgeleid 1")
    assert dotted(page, "voortgezet")
    assert dotted(page, "afgeleid")
    expect(page.locator("#onzeker")).to_have_text(
        "Bij jeugd is 1 van de 6 gemeenten afgeleid en 1 voortgezet uit een eerdere editie, "
        "bij werk is 1 van de 6 gemeenten voortgezet uit een eerdere editie."
    )
    expect(page.locator("body")).to_contain_text("Deelnames volgens bronnen van 2016 tot 2025")
    page.locator("path.gemeente").nth(5).hover(force=True)
    box = page.locator(".aanwijzer")
    expect(box).to_contain_text("R (voortgezet, bron van 2016: tekening)")
    page.locator("path.gemeente").nth(0).hover(force=True)
    expect(box).to_contain_text("Dorp A")
    expect(box).not_to_contain_text("bron van")


@pytest.mark.browser
def test_a_region_that_is_equal_says_so_in_the_list(pages, visit):
    page = visit(pages / "zelfde.html").page
    page.get_by_role("checkbox", name="gelijk").check()
    shown = page.locator("#lijst .tegen")
    expect(shown).to_have_text(
        [
            "= P",
            "= Q; 1 gemeente is afgeleid of voortgezet",
            "= R; 1 gemeente is afgeleid of voortgezet",
        ]
    )


@pytest.mark.browser
def test_a_reader_without_javascript_is_told_the_same(pages, visit):
    page = visit(pages / "zelfde.html", java_script_enabled=False).page
    item = page.locator(".regios li", has_text="= R; 1 gemeente is afgeleid of voortgezet")
    expect(item.first).to_be_visible()
    sentence = page.locator(
        "noscript p", has_text="Bij jeugd is 1 van de 6 gemeenten afgeleid en 1"
    )
    expect(sentence).to_be_visible()
    theme = visit(pages / "schuring.html", java_script_enabled=False).page
    expect(theme.locator(".legenda")).to_contain_text("voortgezet uit een eerdere editie (1)")
    expect(theme.locator(".waarden")).to_contain_text("Jeugd Q: afgeleid, bron van 2025: tekening.")


@pytest.mark.browser
def test_a_theme_dots_and_says_the_same(pages, visit):
    page = visit(pages / "schuring.html").page
    assert dotted(page, "voortgezet")
    assert dotted(page, "afgeleid")
    page.locator("path.gemeente").nth(2).hover(force=True)
    expect(page.locator(".aanwijzer")).to_contain_text("Jeugd Q: afgeleid, bron van 2025: tekening")
    expect(page.locator("footer")).to_contain_text("inwoners van 2023")


@pytest.mark.browser
@pytest.mark.parametrize("name", ["bekend", "bekend-paar"])
def test_nothing_is_dotted_where_all_is_known(pages, visit, name):
    page = visit(pages / f"{name}.html").page
    expect(page.locator("path.gemeente").first).to_be_attached()
    assert not dotted(page, "voortgezet")
    assert not dotted(page, "afgeleid")
    expect(page.locator("body")).not_to_contain_text("afgeleid")
    expect(page.locator("body")).not_to_contain_text("niet door een bron bevestigd")
