"""What sources confirm beside what is derived or carried forward, on a quilt one can draw."""

import pytest
from playwright.sync_api import expect
from quilts import HEADER, collection, feature, square, write_folder

import lappendeken as ld
from lappendeken import measures
from lappendeken.certainty import certainty, confirmed, dates
from lappendeken.indeling import Indeling
from lappendeken.maps.pages.explorer_data import explorer_data
from lappendeken.tables import certainty as shown
from lappendeken.wording import dates as told

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


def test_the_explorer_knows_of_whom_no_source_speaks(lap):
    data = explorer_data(lap, lap.main_indelingen, lap.main_indelingen)
    jeugd, werk = data["indelingen"]
    assert jeugd["doubts"] == [
        "afgeleid, bron van 2025: tekening",
        "voortgezet, bron van 2016: tekening",
    ]
    assert (jeugd["doubt"], jeugd["carried"]) == ({2: 0, 5: 1}, [5])
    assert (werk["doubt"], werk["carried"]) == ({5: 0}, [5])


@pytest.mark.browser
def test_the_map_marks_who_was_carried_forward_and_says_so(lap, visit, tmp_path):
    path = tmp_path / "kaart.html"
    ld.maps.write(ld.maps.noncongruent(lap, "jeugd", "werk"), path)
    page = visit(path).page
    page.locator("path.gemeente").nth(5).click(force=True)
    expect(page.get_by_text("R (voortgezet, bron van 2016: tekening)").first).to_be_attached()
    legend = page.locator(".legenda-inhoud")
    expect(legend).to_contain_text("voortgezet uit een eerdere editie 1")
    assert page.locator("path.grens.voortgezet").first.get_attribute("d") not in {"", "M0 0"}
    expect(page.locator("body")).to_contain_text("Deelnames volgens bronnen van 2016 tot 2025")
