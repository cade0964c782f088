"""Other ways of drawing in the explorer: hexagons of one size, three small maps, a dark page."""

import json
import re
import xml.etree.ElementTree as ET

import numpy as np
import pytest
from browser import GEMEENTE, PHONE, filled
from playwright.sync_api import expect

import lappendeken as ld
from lappendeken import measures
from lappendeken.drawing.topology import read_numbers
from lappendeken.maps.pages import assets

pytestmark = pytest.mark.browser

PAIR = "a=jeugdregio&b=arbeidsmarktregio"


def test_hexagons_are_alike_and_say_what_the_map_says(visit, page_of_today, today):
    page = visit(page_of_today, address=PAIR).page
    colours = "all => all.map(path => path.className.baseVal)"
    before = page.locator(GEMEENTE).evaluate_all(colours)
    border = page.locator("path.grens.beide:not(.legenda *)")
    old = border.get_attribute("d")
    page.get_by_role("checkbox", name="Zeshoeken").focus()
    page.keyboard.press("Space")
    expect(page).to_have_url(re.compile("vorm=zeshoeken"))
    assert page.locator(GEMEENTE).evaluate_all(colours) == before
    sizes = page.locator(GEMEENTE).evaluate_all(
        "all => all.map(path => Math.round(path.getBBox().width))"
    )
    assert max(sizes) - min(sizes) <= 1
    assert min(sizes) > 15
    assert border.get_attribute("d") not in (old, "M0 0")
    expect(page.locator(".legenda")).to_contain_text("Elke zeshoek is één gemeente")
    place = today.gemeenten.index.get_loc("GM0119")
    page.locator(GEMEENTE).nth(place).click(force=True)
    expect(page.locator("#gemeente h2")).to_have_text("Meppel")
    page.reload()
    expect(page.get_by_role("checkbox", name="Zeshoeken")).to_be_checked()
    page.get_by_role("checkbox", name="Zeshoeken").uncheck()
    page.get_by_role("button", name="Hele kaart").click()
    page.wait_for_timeout(500)
    assert border.get_attribute("d") != "M0 0"


UNDER_LEGEND = """(selector) => {
  const box = document.querySelector(".legenda").getBoundingClientRect();
  const all = [...document.querySelectorAll(selector)];
  const under = all.filter((one) => {
    const { left, top, right, bottom } = one.getBoundingClientRect();
    return left < box.right && right > box.left && top < box.bottom && bottom > box.top;
  });
  return [all.length, under.length];
}"""


@pytest.mark.parametrize(("width", "height"), [(768, 1024), (1024, 768), (1440, 900)])
def test_the_legend_lies_on_nothing_that_is_shown(visit, page_of_today, width, height):
    page = visit(page_of_today, {"width": width, "height": height}, address=PAIR).page
    names = ".naam-op-kaart"
    for address, selector, least in (
        (PAIR, names, 15),
        (f"{PAIR}&vorm=zeshoeken", GEMEENTE, 342),
        (f"{PAIR}&g=GM0119", f"{GEMEENTE}.erbij", 10),
    ):
        page.evaluate("(address) => { location.hash = address; }", address)
        filled(page)
        # Leaflet moves for a quarter of a second.
        page.wait_for_timeout(400)
        shown, under = page.evaluate(UNDER_LEGEND, selector)
        assert shown >= least, address
        assert under == 0, address
        assert page.evaluate(UNDER_LEGEND, names)[1] == 0
    # What is chosen is seen as large as the window allows.
    boxes = [one.bounding_box() for one in page.locator(f"{GEMEENTE}.erbij").all()]
    reach = max(one["x"] + one["width"] for one in boxes) - min(one["x"] for one in boxes)
    assert reach > 200
    # A closed legend leaves room for the names that it kept away.
    page.get_by_role("button", name="Hele kaart").click()
    page.wait_for_timeout(400)
    page.evaluate(f"map_kaart.panBy([{0 if width < height else 350}, 350], {{ animate: false }})")
    before = page.locator(names).count()
    page.locator(".legenda summary").press("Enter")
    expect(page.locator(".legenda")).not_to_have_attribute("open", "")
    page.wait_for_function(
        "(least) => document.querySelectorAll('.naam-op-kaart').length > least", arg=before
    )


BROKEN_WORDS = """() => {
  const found = new Set();
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const { currentNode: text } = walker;
    const { parentElement: place } = text;
    if (place.closest("script, style, noscript, svg, .alleen-voorlezen, select, h1")) continue;
    if (!place.checkVisibility()) continue;
    const words = /\\p{L}{3,}/gu;
    for (const { 0: word, index } of text.data.matchAll(words)) {
      const range = document.createRange();
      range.setStart(text, index);
      range.setEnd(text, index + word.length);
      const lines = new Set([...range.getClientRects()].map(({ top }) => Math.round(top)));
      if (lines.size > 1) found.add(word);
    }
  }
  return [...found];
}"""


@pytest.mark.parametrize("width", [390, 768, 1024, 1440])
def test_no_word_is_broken_and_nothing_is_wider_than_the_window(visit, page_of_today, width):
    page = visit(page_of_today, {"width": width, "height": 844}, address="g=GM0119").page
    if width >= 1024:
        expect(page.locator(".legenda")).to_have_attribute("open", "")
    for address in (
        "g=GM0119",
        f"{PAIR}&g=GM0119",
        "beeld=domeinen&g=GM0119",
        "beeld=naast&p=Drenthe",
    ):
        page.evaluate("(address) => { location.hash = address; }", address)
        expect(page.locator("#provincie option:checked")).to_have_text(
            "Drenthe" if "p=" in address else "heel het land"
        )
        page.evaluate("for (const one of document.querySelectorAll('details')) one.open = true")
        assert page.evaluate(BROKEN_WORDS) == []
        assert page.evaluate("document.documentElement.scrollWidth") <= width


LIES_THERE = """(degrees) => {
  %s
  const { topology } = $gegevens.readData();
  const arcs = $topologie.decodeArcs(topology).slice(0, degrees.length);
  const ours = $paden.linesLayer(arcs, {}).addTo(map_kaart);
  const theirs = L.polyline(degrees, { noClip: true, smoothFactor: 0 }).addTo(map_kaart);
  const written = (layer) => layer.getElement().getAttribute("d").split("M").slice(1);
  const once = (line) =>
    line.split("L").filter((point, k, all) => point !== all[k - 1]).join("L");
  const added = (line) => {
    const [start, steps] = line.split("l").map((part) => part.split(" ").map(Number));
    const points = [start];
    for (let k = 0; k < steps.length; k += 2) {
      const [x, y] = points.at(-1);
      points.push([x + steps[k], y + steps[k + 1]]);
    }
    return once(points.map((point) => point.join(" ")).join("L"));
  };
  const alike = () => {
    const [one, other] = [written(ours).map(added), written(theirs).map(once)];
    return one.join("M").length > 5000 && one.join("M") === other.join("M");
  };
  const found = [alike()];
  for (const [place, zoom] of [[[52.5, 6.2], 10.3], [[51, 5], 6]]) {
    map_kaart.setView(place, zoom, { animate: false });
    found.push(alike());
  }
  ours.setArcs([]);
  return [...found, ours.getElement().getAttribute("d") === "M0 0"];
}"""


def arcs_in_degrees(topology, count):
    """The first arcs that stand in a page, as lists of latitude and longitude."""
    numbers = read_numbers(topology["arcs"])
    west, south = topology["translate"]
    found = []
    while len(found) < count:
        length, numbers = numbers[0], numbers[1:]
        steps = np.array(numbers[: 2 * length]).reshape(-1, 2).cumsum(axis=0)
        lng, lat = (steps * topology["scale"] + [west, south]).T
        found.append(np.column_stack([lat, lng]).tolist())
        numbers = numbers[2 * length :]
    return found


def test_lines_lie_where_leaflet_puts_their_points(visit, page_of_today):
    page = visit(page_of_today, address="a=jeugdregio&b=arbeidsmarktregio").page
    code = assets.gathered("paden.js", "topologie.js", "gegevens.js")
    data = json.loads(page.locator("#lappendeken-gegevens").text_content())
    degrees = arcs_in_degrees(data["topology"], 200)
    assert page.evaluate(LIES_THERE % code, degrees) == [True, True, True, True]


def test_three_maps_are_linked(visit, page_of_today, today):
    page = visit(page_of_today, address="beeld=domeinen").page
    page.get_by_role("radio", name="naast elkaar").check()
    captions = page.locator(".naast figcaption")
    expect(captions).to_have_count(3)
    main = list(today.main_indelingen)
    for k, one in enumerate(main):
        crossing = set()
        for other in main:
            if other.id != one.id:
                table = measures.regions(one, other)
                crossing |= set(table.index[table["type"] == "doorsnijdend"])
        told = f"{len(crossing)} van de {len(one.verbanden)}"
        expect(captions.nth(k)).to_contain_text(told)
    place = today.gemeenten.index.get_loc("GM0119")
    of_meppel = page.locator(f'.naast [data-g="{place}"]')
    of_meppel.nth(1).hover(force=True)
    expect(page.locator(".aanwijzer")).to_contain_text("Meppel")
    marks = page.locator(".naast path.onder-muis").evaluate_all(
        "all => all.map(path => path.getAttribute('d'))"
    )
    assert len(set(marks)) == 1
    assert marks[0]
    of_meppel.nth(2).click(force=True)
    expect(page.locator("#gemeente h2")).to_have_text("Meppel")
    for k, one in enumerate(main):
        svg = page.locator(".naast svg").nth(k)
        verband = next(v for v in one.verbanden if "GM0119" in one.members(v))
        expect(svg.locator("path.erbij")).to_have_count(len(one.members(verband)))
    page.get_by_role("checkbox", name="Zeshoeken").check()
    expect(page.locator(".naast svg")).to_have_count(3)
    # What is taken along has the three of them, each under its caption.
    with page.expect_download() as waiting:
        page.get_by_role("button", name="Tekening (SVG)").click()
    root = ET.parse(waiting.value.path()).getroot()  # noqa: S314
    drawn = [one for one in root.iter("{http://www.w3.org/2000/svg}svg") if one is not root]
    assert len(drawn) == 3
    assert all(len(list(one)) > len(today.gemeenten) for one in drawn)
    told = " ".join(one.text or "" for one in root.iter("{http://www.w3.org/2000/svg}text"))
    for word in ("Jeugdregio's:", "Arbeidsmarktregio's:", "past in alle andere"):
        assert word in told
    with page.expect_download() as waiting:
        page.get_by_role("button", name="Plaatje (PNG)").click()
    assert waiting.value.path().stat().st_size > 50_000
    page.reload()
    expect(page.get_by_role("radio", name="naast elkaar")).to_be_checked()
    page.get_by_role("radio", name="twee indelingen").check()
    expect(page.locator(".naast")).to_be_hidden()


@pytest.mark.parametrize("width", [768, 1024, 1440])
def test_three_maps_have_a_legend_below_them_on_screen_and_paper(
    visit, page_of_today, today, width
):
    page = visit(page_of_today, {"width": width, "height": 900}, address="beeld=naast").page
    maps, legend = page.locator(".naast"), page.locator(".legenda")
    for media in ("screen", "print"):
        page.emulate_media(media=media)
        expect(legend).to_be_visible()
        above, below = maps.bounding_box(), legend.bounding_box()
        assert above["y"] + above["height"] <= below["y"]
        for text in ("snijdt door een regio van een andere", "afgeleid", "van de indeling zelf"):
            expect(legend).to_contain_text(text)
        heads = legend.locator(".legenda-kop").evaluate_all(
            "all => all.map(one => new Set([...one.getClientRects()].map(b => b.left)).size)"
        )
        assert heads == [1, 1, 1]
    # Borders of all indelingen are not drawn on the small maps.
    expect(page.get_by_label("Grenzen van alle")).to_be_hidden()
    # What no source confirms has dots on the map of its own indeling.
    lines = "all => all.map(path => path.getAttribute('d'))"
    for k, one in enumerate(today.main_indelingen):
        confirmed = ld.certainty.confirmed_part(today, one.id)
        sure, all_of_it = (
            {code for verband in part.verbanden for code in part.members(verband)}
            for part in (confirmed, one)
        )
        svg = page.locator(".naast svg").nth(k)
        shapes = svg.locator("path.gemeente").evaluate_all(lines)
        dotted = "".join(svg.locator("path.arcering").evaluate_all(lines))
        expected = [shapes[today.gemeenten.index.get_loc(code)] for code in all_of_it - sure]
        assert all(shape in dotted for shape in expected)
        assert len(dotted) == sum(map(len, expected))


def test_three_maps_and_hexagons_by_keyboard_and_touch(visit, page_of_today):
    page = visit(page_of_today, address="beeld=domeinen").page
    page.get_by_role("radio", name="3 domeinen").focus()
    page.keyboard.press("ArrowRight")
    expect(page.locator(".naast svg")).to_have_count(3)
    page.locator("#zoek").focus()
    page.keyboard.type("meppel")
    page.keyboard.press("Enter")
    expect(page.locator("#gemeente h2")).to_be_focused()
    assert page.locator(".naast svg").first.locator("path.erbij").count() > 5
    phone = visit(page_of_today, PHONE, address=PAIR, has_touch=True).page
    phone.get_by_text("naast elkaar", exact=True).tap()
    expect(phone.locator(".naast svg")).to_have_count(3)
    phone.get_by_text("twee indelingen", exact=True).tap()
    phone.get_by_text("Zeshoeken: elke gemeente even groot").tap()
    expect(phone).to_have_url(re.compile("vorm=zeshoeken"))
    phone.locator(".folium-map").scroll_into_view_if_needed()
    phone.locator(GEMEENTE).nth(100).tap(force=True)
    expect(phone.locator(".aanwijzer")).to_be_visible()


def test_three_maps_fit_a_telephone_and_are_touched(visit, page_of_today):
    page = visit(page_of_today, PHONE, address="beeld=naast", has_touch=True).page
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
    page.locator(".naast svg").first.scroll_into_view_if_needed()
    page.locator(".naast [data-g='200']").first.tap(force=True)
    expect(page.locator("#gemeente")).to_be_visible()


def test_the_page_is_dark_at_night_and_light_on_paper(visit, page_of_today):
    page = visit(page_of_today, address=PAIR, color_scheme="dark").page
    colour = "getComputedStyle(document.body).backgroundColor"
    ink = "getComputedStyle(document.body).color"
    assert page.evaluate(colour) == "rgb(21, 28, 35)"
    assert page.evaluate(ink) == "rgb(230, 235, 240)"
    page.emulate_media(media="print")
    assert page.evaluate(colour) == "rgb(255, 255, 255)"
