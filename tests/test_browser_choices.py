"""Numbers, focus and colours that follow what is chosen in the explorer, in a real browser."""

import re

import pytest
from browser import GEMEENTE, PHONE, filled
from playwright.sync_api import expect

import lappendeken as ld
from lappendeken import dutch, measures

pytestmark = pytest.mark.browser

PAIR = "a=jeugdregio&b=arbeidsmarktregio"


@pytest.fixture(scope="module")
def jeugd_and_werk(today):
    return today.indeling("jeugdregio"), today.indeling("arbeidsmarktregio")


def chafing(table):
    crossing = table[table["type"] == "doorsnijdend"]
    return {code for side in ("extra", "missing") for codes in crossing[side] for code in codes}


# Numbers -----------------------------------------------------------------------------------


def test_the_legend_counts_the_schuurgemeenten_of_the_chosen_region(
    visit, page_of_today, jeugd_and_werk
):
    page = visit(page_of_today, address=f"{PAIR}&r=IJsselland").page
    row = measures.regions(*jeugd_and_werk).loc["jeugdregio-ijsselland"]
    count = len(row["extra"]) + len(row["missing"])
    legend = page.locator(".legenda")
    expect(legend).to_contain_text(f"Schuurgemeenten van IJsselland {count}")
    expect(legend).to_contain_text(f"niet in haar tegenhanger {len(row['extra'])}")
    page.keyboard.press("Escape")
    both = [chafing(measures.regions(*pair)) for pair in (jeugd_and_werk, jeugd_and_werk[::-1])]
    expect(legend).to_contain_text(f"Schuurgemeenten {len(both[0])}")
    # Which way is counted is said in the panel, as a narrow legend leaves explanations out.
    expect(page.locator("#zin")).to_contain_text(
        f"schuren {len(both[0])} gemeenten (gearceerd). Andersom, van arbeidsmarktregio's naar "
        f"jeugdregio's, zijn het er {len(both[1])}, samen {len(set.union(*both))}."
    )


def test_a_province_is_named_wherever_numbers_are_of_it(
    visit, page_of_today, today, jeugd_and_werk
):
    page = visit(page_of_today, address=f"{PAIR}&p=Overijssel").page
    inside = set(today.gemeenten.index[today.gemeenten["provincie"] == "Overijssel"])
    a, b = jeugd_and_werk
    table = measures.regions(a, b)
    touching = [verband for verband in table.index if inside & set(a.members(verband))]
    who = chafing(table.loc[touching])
    told = page.locator("#zin")
    expect(told).to_contain_text(f"schuren {len(who)} gemeenten (gearceerd)")
    expect(told).to_contain_text(f"waarvan {len(who & inside)} in Overijssel.")
    legend = page.locator(".legenda")
    expect(legend).to_contain_text("tegen arbeidsmarktregio's in Overijssel")
    expect(legend).to_contain_text(f"Schuurgemeenten van regio's in Overijssel {len(who)}")
    expect(page.locator("#scores > p").first).to_have_text("Heel het land:")
    page.get_by_role("radio", name="3 domeinen").check()
    share = measures.territorial_congruence(list(today.main_indelingen))
    share = share[today.gemeenten["provincie"] == "Overijssel"]
    always = int((share["congruence"] == 1).sum())
    expect(legend).to_contain_text(f"altijd dezelfde partners {always}")
    counts = page.locator(".legenda ul").first.locator(".aantal").all_text_contents()
    assert sum(map(int, counts)) == len(inside)
    mean = dutch.percentage(share["congruence"].mean(), 1)
    expect(page.locator(".provincie-scores")).to_contain_text(
        f"Territoriale congruentie in Overijssel: {mean}"
    )
    groups = today.gemeenten["provincie"].astype(str)
    scores = measures.scores_by(list(today.main_indelingen), groups).loc["Overijssel"]
    for pair in ("jeugdregio~arbeidsmarktregio", "jeugdregio~mo-bw-regio"):
        expect(page.locator(".provincie-scores")).to_contain_text(
            f": {dutch.number(scores[pair], 3)}."
        )


def test_a_gemeente_elsewhere_lets_the_province_go(visit, page_of_today):
    page = visit(page_of_today, address=f"{PAIR}&p=Overijssel").page
    search = page.get_by_role("combobox", name="Zoek")
    for name, province in (("zwolle", "Overijssel"), ("meppel", "heel het land")):
        search.fill(name)
        search.press("Enter")
        expect(page.locator("#provincie option:checked")).to_have_text(province)


# Focus and history --------------------------------------------------------------------------


def test_the_focus_goes_to_what_is_chosen_and_comes_back(visit, page_of_today):
    seen = visit(page_of_today, address=PAIR)
    page = seen.page
    button = page.locator("#lijst").get_by_role("button", name=re.compile("^Drenthe"))
    button.click()
    head = page.get_by_role("heading", name="Jeugdregio Drenthe")
    expect(head).to_be_focused()
    expect(head).to_be_in_viewport()
    page.keyboard.press("Escape")
    expect(button).to_be_focused()
    search = page.get_by_role("combobox", name="Zoek")
    for leave in ("Escape", "Enter"):
        search.fill("meppel")
        search.press("Enter")
        page.get_by_role("button", name="Westerveld").click()
        expect(page.get_by_role("heading", name="Westerveld", level=2)).to_be_focused()
        if leave == "Enter":
            page.get_by_role("button", name="Sluit").focus()
        page.keyboard.press(leave)
        expect(search).to_be_focused()
    button.click()
    page.get_by_role("button", name="Hele kaart").click()
    expect(page.locator(".folium-map")).to_be_focused()


def test_arrow_keys_in_a_list_leave_one_entry_in_the_history(visit, page_of_today):
    page = visit(page_of_today, address=PAIR).page
    before = page.evaluate("history.length")
    page.get_by_label("tegen").focus()
    for _ in range(4):
        page.keyboard.press("ArrowDown")
    assert "b=arbeidsmarktregio" not in page.url
    assert page.evaluate("history.length") == before + 1
    page.go_back()
    expect(page).to_have_url(re.compile("b=arbeidsmarktregio"))


@pytest.mark.parametrize("given", ["kleur=rood", "beeld=alles", "grenzen=geen", "x"])
def test_an_address_that_means_nothing_is_told(visit, page_of_today, given):
    page = visit(page_of_today, address=f"{PAIR}&{given}").page
    expect(page.locator("#melding")).to_contain_text("Onbekend in het adres: ")
    expect(page.locator("#a option:checked")).to_have_text("Jeugdregio's")


# What is seen -------------------------------------------------------------------------------


def test_regions_are_named_from_afar_and_gemeenten_close_by(visit, page_of_today, jeugd_and_werk):
    page = visit(page_of_today, address=PAIR).page
    names = page.locator(".naam-op-kaart.regio")
    expect(names.first).to_be_visible()
    filled(page)
    shown = names.all_text_contents()
    assert set(shown) <= set(jeugd_and_werk[0].namen)
    assert len(shown) > 25
    page.get_by_role("radio", name="3 domeinen").check()
    expect(names).to_have_count(12)
    page.locator("#zoek").fill("zwolle")
    page.keyboard.press("Enter")
    expect(page.locator(".naam-op-kaart.hoofd")).to_have_text("Zwolle")
    expect(names).to_have_count(0)


CONTRAST = """() => {
  const parts = (text) => text.match(/[\\d.]+/g).map(Number);
  const light = (text) => parts(text).slice(0, 3).map((one) => one / 255)
    .map((one) => (one <= 0.03928 ? one / 12.92 : ((one + 0.055) / 1.055) ** 2.4))
    .reduce((sum, one, k) => sum + one * [0.2126, 0.7152, 0.0722][k], 0);
  return [...document.querySelectorAll("path.gemeente")].map((path) => {
    const { fill, stroke, strokeOpacity } = getComputedStyle(path);
    if (!fill.startsWith("rgb")) return 21;
    const [high, low] = [light(fill), light(stroke)].sort((x, y) => y - x);
    return strokeOpacity === "1" ? (high + 0.05) / (low + 0.05) : 0;
  });
}"""


@pytest.mark.parametrize("address", [PAIR, "a=arbeidsmarktregio&b=coropregio", "beeld=domeinen"])
def test_lines_between_gemeenten_stand_out_from_their_fill(visit, page_of_today, address):
    page = visit(page_of_today, address=address).page
    assert min(page.evaluate(CONTRAST)) >= 3
    width = "([one]) => Number.parseFloat(getComputedStyle(one).strokeWidth)"
    both, own = (
        page.locator(f"path.grens.{name}").evaluate_all(width) for name in ("beide", "eigen")
    )
    assert both - own >= 1.5


def test_colours_that_mean_something_stay_when_the_system_chooses_colours(visit, page_of_today):
    page = visit(page_of_today, address=PAIR, forced_colors="active").page
    script = "one => getComputedStyle(one).backgroundColor"
    swatches = page.locator(".legenda span.staal").evaluate_all(f"all => all.map({script})")
    assert len(set(swatches)) >= 4
    button = page.locator("#lijst tbody button").first
    button.click()
    outline = "one => getComputedStyle(one).outlineStyle"
    assert button.evaluate(outline) == "solid"
    page.locator("#zoek").fill("meppel")
    page.keyboard.press("Enter")
    assert page.locator(".partners .vreemd").first.evaluate(outline) == "solid"


def test_the_legend_is_in_a_landmark_and_arrows_are_not_read(visit, page_of_today):
    page = visit(page_of_today, address=PAIR).page
    expect(page.get_by_role("complementary", name="Legenda").locator(".legenda")).to_be_visible()
    heads = page.locator("#lijst thead").aria_snapshot()
    assert not re.search("[\u2191\u2193\u2195]", heads)


def test_a_chosen_border_is_outlined_and_nothing_else(visit, today, tmp_path):
    drawn = ld.maps.themed(today, "grenzen")
    page = visit(ld.maps.write(drawn, tmp_path / "grenzen.html")).page
    page.locator(".waarden tbody button").first.click()
    chosen, around = (
        page.locator(f"path.grens.{name}").evaluate_all(
            "all => all.map(path => path.getBBox()).map(box => box.width + box.height)"
        )[-1]
        for name in ("gekozen", "kust")
    )
    assert 0 < chosen < around
    # A border has two ends: all that is drawn hangs together in one line.
    assert page.locator("path.grens.gekozen").get_attribute("d").count("M") == 1


# Touch --------------------------------------------------------------------------------------


def test_a_tap_on_a_telephone_leaves_the_map_in_view(visit, page_of_today, today):
    page = visit(page_of_today, PHONE, address=PAIR, has_touch=True, is_mobile=True).page
    frame = page.locator(".folium-map")
    assert frame.evaluate("one => getComputedStyle(one).touchAction") == "pan-x pan-y"
    frame.scroll_into_view_if_needed()
    before = page.evaluate("scrollY")
    page.locator(GEMEENTE).nth(today.gemeenten.index.get_loc("GM0193")).tap(force=True)
    box = page.locator(".aanwijzer")
    expect(box).to_contain_text("Zwolle")
    assert page.evaluate("scrollY") == before
    expect(frame).to_be_in_viewport()
    box.get_by_role("button", name="Meer hierover").tap()
    expect(page.get_by_role("heading", name="Zwolle", level=2)).to_be_in_viewport()
    own = page.locator("#gemeente .verbanden tr").all_text_contents()
    assert own[:2] == ["JeugdregioIJsselland", "ArbeidsmarktregioRegio Zwolle"]
    expect(box).to_be_hidden()


# Certainty -----------------------------------------------------------------------------------


def test_after_a_choice_the_box_waits_until_the_pointer_moves(visit, page_of_today):
    seen = visit(page_of_today, reduced_motion="reduce")
    page = seen.page
    box = seen.gemeente(34)
    page.mouse.down()
    page.mouse.up()
    expect(page.locator("#gemeente-kop")).to_be_focused()
    filled(page)
    expect(box).to_be_hidden()
    path = page.locator(GEMEENTE).nth(34).bounding_box()
    page.mouse.move(path["x"] + path["width"] / 2, path["y"] + path["height"] / 2)
    page.keyboard.press("Escape")
    page.mouse.down()
    page.mouse.up()
    expect(box).to_be_hidden()
    # Within what lies under it already.
    page.mouse.move(path["x"] + path["width"] / 2 + 2, path["y"] + path["height"] / 2)
    expect(box).to_be_visible()


def test_what_no_source_confirms_can_be_left_out(visit, page_of_today, today):
    page = visit(page_of_today, address="a=jeugdregio&b=mo-bw-regio&g=GM0119").page
    page.get_by_role("checkbox", name="Alleen wat een bron bevestigt").check()
    expect(page).to_have_url(re.compile("zeker=bevestigd"))
    pair = [ld.certainty.confirmed_part(today, name) for name in ("jeugdregio", "mo-bw-regio")]
    row = measures.scores(pair, adjacency=today.borders).iloc[0]
    score = page.locator("#scores .getal").first
    expect(score).to_have_text(dutch.number(row["adjusted_rand_index"], 3))
    expect(page.locator("#scores")).to_contain_text(f"Vergeleken: {int(row['gemeenten'])} van")
    expect(page.locator("#onzeker")).to_contain_text(
        "Weggelaten, want niet door een bron bevestigd"
    )
    expect(page.locator("#gemeente .verbanden")).to_contain_text("(weggelaten: afgeleid")
    page.reload()
    expect(score).to_have_text(dutch.number(row["adjusted_rand_index"], 3))
    page.get_by_role("checkbox", name="Alleen wat een bron bevestigt").uncheck()
    expect(page.locator("#scores")).to_contain_text("Vergeleken: 342 van")


def test_what_no_source_confirms_is_left_out_by_touch_and_keyboard(visit, page_of_today):
    pair = "a=jeugdregio&b=mo-bw-regio"
    page = visit(page_of_today, PHONE, address=pair, has_touch=True).page
    marks = page.locator("path.arcering.afgeleid")
    assert marks.get_attribute("d") != "M0 0"
    expect(page.locator(".legenda")).to_contain_text("Plaats niet door een bron bevestigd")
    left = page.locator("#onzeker")
    page.get_by_text("Alleen wat een bron bevestigt").tap()
    expect(left).to_contain_text("Weggelaten, want niet door een bron bevestigd")
    assert marks.get_attribute("d") == "M0 0"
    page.get_by_role("checkbox", name="Alleen wat een bron bevestigt").focus()
    page.keyboard.press("Space")
    expect(left).not_to_contain_text("Weggelaten")
    assert marks.get_attribute("d") != "M0 0"
