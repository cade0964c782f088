"""Then and now in the explorer: the earlier edition on the gemeenten of the present one."""

import re

import pytest
from browser import GEMEENTE, PHONE
from playwright.sync_api import expect

import lappendeken as ld
from lappendeken import dutch, measures, timeline
from lappendeken.errors import LappendekenError
from lappendeken.maps.pages.earlier import earlier_data
from lappendeken.maps.pages.explorer import explorer

pytestmark = pytest.mark.browser

PAIR = "a=mo-bw-regio&b=arbeidsmarktregio"
MAIN = ("jeugdregio", "mo-bw-regio", "arbeidsmarktregio")


@pytest.fixture(scope="module")
def both(real, today):
    return timeline.decompose(real, today)


@pytest.fixture(scope="module")
def page_of_both(real, today, tmp_path_factory):
    path = tmp_path_factory.mktemp("toen") / "verkenner.html"
    return ld.maps.write(explorer(today, earlier=real), path)


def shown_effects(page):
    rows = page.locator("#toen .gevolgen tbody tr").all()
    return {row.locator("th").text_content(): row.locator("td").all_text_contents() for row in rows}


def check_dates(page, both, a, b):
    """Whether scores and counts of both dates are those of Python."""
    table = shown_effects(page)
    pairs = [(one.indeling(a), one.indeling(b)) for one in (both.merged, both.after)]
    rows = [measures.scores(pair, adjacency=both.after.borders).iloc[0] for pair in pairs]
    for label, name in (
        ("Adjusted Rand index", "adjusted_rand_index"),
        ("Element-centric similarity", "element_centric_similarity"),
        ("Partneroverlap", "partner_overlap"),
    ):
        assert table[label][:2] == [dutch.number(row[name], 3) for row in rows]
    crossing = [(measures.regions(*pair)["type"] == "doorsnijdend").sum() for pair in pairs]
    assert table["doorsnijdende regio's"][:2] == [str(n) for n in crossing]


def test_two_dates_stand_beside_each_other(visit, page_of_both, both, today):
    page = visit(page_of_both, address=f"{PAIR}&z=jeugdregio/GM0119/IJsselland").page
    page.locator("#toen summary").click()
    expect(page).to_have_url(re.compile("jaar=2026"))
    check_dates(page, both, "mo-bw-regio", "arbeidsmarktregio")
    moves = both.moves()
    moved = moves[moves["indeling"].isin(["mo-bw-regio", "arbeidsmarktregio"])]
    count = moved["gemeente"].nunique()
    legend = page.locator(".legenda")
    expect(legend).to_contain_text(f"ging naar een andere regio {count}")
    mark = page.locator("path.grens.verhuisd:not(.legenda *)")
    assert mark.get_attribute("d") != "M0 0"
    heads = page.locator("#toen h3").all_text_contents()
    for indeling, head in zip(("mo-bw-regio", "arbeidsmarktregio"), heads, strict=True):
        assert f": {(moves['indeling'] == indeling).sum()} naar" in head
    row = moved.iloc[0]
    first = page.locator("#toen .zetten button").first
    assert first.locator(".tegen").text_content() == f"van {row['before']} naar {row['after']}"

    # The earlier date on the map: colours, counts and scores; the plan is of now.
    page.get_by_role("radio", name="2016").check()
    assert "jaar=2016" in page.url
    old = [both.merged.indeling(name) for name in ("mo-bw-regio", "arbeidsmarktregio")]
    types = measures.regions(*old)["type"]
    place = today.gemeenten.index.get_loc("GM0119")
    kind = types[next(v for v in old[0].verbanden if "GM0119" in old[0].members(v))]
    assert f"soort-{kind}" in page.locator(GEMEENTE).nth(place).get_attribute("class")
    expect(page.locator("#zin")).to_contain_text("Zo was het op 1 januari 2016")
    expect(page.locator("#watals-aantal")).to_have_text("Plan: 1 stap.")
    page.locator("#watals summary").click()
    expect(page.locator("#plan")).to_contain_text("Een plan begint bij nu; kies 2026")
    page.get_by_label("Provincie", exact=True).select_option("Drenthe")
    expect(page.locator("#provincie-deel .zetten")).to_have_count(0)
    page.get_by_label("Provincie", exact=True).select_option("heel het land")
    page.locator("#lijst tbody button").first.click()
    assert page.locator("#keuze .stap").count() == 0
    page.reload()
    expect(page.locator("#keuze h2")).to_be_visible()
    check_dates(page, both, "mo-bw-regio", "arbeidsmarktregio")

    # What is not known of then is told; three domains are.
    page.get_by_label("tegen").select_option(label="GGD-regio's")
    expect(page.locator("#toen-inhoud")).to_contain_text("Van 2016 kent deze pagina alleen")
    page.get_by_role("radio", name="3 domeinen").check()
    means = [
        measures.territorial_congruence([one.indeling(name) for name in MAIN])["congruence"].mean()
        for one in (both.merged, both.after)
    ]
    shown = shown_effects(page)["Territoriale congruentie"]
    assert shown[:2] == [dutch.number(mean, 3) for mean in means]
    page.locator("#toen summary").press("Enter")
    expect(legend).not_to_contain_text("ging naar een andere regio")
    assert "jaar" not in page.url
    page.evaluate("location.hash = '#jaar=1999'")
    expect(page.locator("#melding")).to_contain_text("Onbekend in het adres: 1999")


def test_then_and_now_by_touch(visit, page_of_both):
    page = visit(page_of_both, PHONE, address=PAIR, has_touch=True).page
    page.locator("#toen summary").tap()
    page.locator("#toen label", has_text="2016").tap()
    assert "jaar=2016" in page.url
    page.locator("#toen .zetten button").first.tap()
    expect(page.locator("#gemeente h2")).to_be_visible()


def test_then_and_now_by_keyboard(visit, page_of_both):
    page = visit(page_of_both, address=PAIR).page
    page.locator("#toen summary").focus()
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile("jaar=2026"))
    page.keyboard.press("Tab")
    page.keyboard.press("ArrowLeft")
    expect(page).to_have_url(re.compile("jaar=2016"))
    page.locator("#toen .zetten button").first.focus()
    page.keyboard.press("Enter")
    expect(page.locator("#gemeente h2")).to_be_focused()


def test_an_earlier_date_must_be_of_the_same_gemeenten(today, real, quilt):
    main = today.main_indelingen
    with pytest.raises(LappendekenError, match="geen twee van de indelingen"):
        earlier_data(today, quilt, main, main)
