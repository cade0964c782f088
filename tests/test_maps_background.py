"""A background comes only on request, from one host, and the map does without it."""

import io
import re

import folium
import matplotlib.image
import numpy as np
import pytest
import xyzservices
from browser import DESKTOP, Visit
from playwright.sync_api import expect

from lappendeken.errors import WrongUsageError
from lappendeken.maps.pages import offline
from lappendeken.maps.pages.background import BACKGROUNDS, add_background, find_background
from lappendeken.maps.pages.noncongruent import noncongruent

HOST = "https://service.pdok.nl"
TILE = re.compile(
    re.escape(f"{HOST}/brt/achtergrondkaart/wmts/v2_0/") + r"(\w+)/EPSG:3857/(\d+)/(\d+)/(\d+)\.png"
)
NAMES = ["brt", "brt-grijs", "brt-pastel", "brt-water"]


def compared(quilt, name=""):
    drawn = noncongruent(quilt, "jeugd", "werk")
    if name:
        add_background(drawn, name)
    return drawn


def images(html):
    return re.search(r"img-src ([^;]+);", html)[1]


def test_the_names_are_those_of_the_four_styles():
    assert list(BACKGROUNDS) == NAMES
    layers = {
        name: TILE.fullmatch(one.address.format(z=6, x=1, y=2))[1]
        for name, one in BACKGROUNDS.items()
    }
    assert layers == dict(zip(NAMES, ["standaard", "grijs", "pastel", "water"], strict=True))
    assert {one.host for one in BACKGROUNDS.values()} == {HOST}


@pytest.mark.parametrize("name", NAMES)
def test_the_service_is_the_one_that_the_list_of_services_has(name):
    one = BACKGROUNDS[name]
    variant = TILE.fullmatch(one.address.format(z=6, x=1, y=2))[1]
    listed = xyzservices.providers.nlmaps[variant]
    assert one.address == listed.url.replace("{variant}", variant)
    assert one.zooms == (listed.min_zoom, listed.max_zoom)
    assert [list(corner) for corner in one.bounds] == listed.bounds


def test_an_unknown_name_names_the_choices():
    with pytest.raises(WrongUsageError) as caught:
        find_background("osm")
    assert str(caught.value) == (
        "Onbekende achtergrond 'osm'; kies brt, brt-grijs, brt-pastel of brt-water."
    )
    drawn = folium.Map(tiles=None)
    with pytest.raises(WrongUsageError):
        add_background(drawn, "")
    assert len(drawn._children) == 0


def test_names_are_found_in_capitals_too():
    assert find_background(" BRT ") is BACKGROUNDS["brt"]


def test_the_policy_opens_for_that_host_only_and_only_on_request(quilt):
    before = compared(quilt).get_root().render()
    after = compared(quilt, "brt").get_root().render()
    assert images(before) == "data:"
    assert "pdok" not in before
    assert images(after) == f"data: {HOST}"
    strict = [re.sub(r"'sha256-[^']+' ?", "", text) for text in (before, after)]
    policies = [re.search('Policy" content="([^"]+)"', text)[1] for text in strict]
    assert policies[1].replace(f" {HOST}", "") == policies[0]


def test_the_page_is_the_same_each_time_it_is_made(quilt):
    drawn = compared(quilt, "brt")
    first = drawn.get_root().render()
    assert drawn.get_root().render() == first
    assert compared(quilt, "brt").get_root().render() == first
    add_background(drawn, "brt")
    assert drawn.get_root().render() == first


def test_a_second_background_takes_the_place_of_the_first(quilt):
    drawn = compared(quilt, "brt")
    drawn.get_root().render()
    add_background(drawn, "brt-grijs")
    html = drawn.get_root().render()
    assert {found[0] for found in re.findall(r"v2_0/((\w+))/EPSG", html)} == {"grijs"}


# In a browser -------------------------------------------------------------------------------


class Answered(Visit):
    """A visit in which every request gets the same image, or none while the network is away."""

    def __init__(self, browser, path, image):
        self.image = image
        super().__init__(browser, path, DESKTOP)

    def _answer(self, route):
        if route.request.url == self.own:
            route.continue_()
            return
        self.requests.append(route.request.url)
        if self.image is None:
            route.abort("internetdisconnected")
        else:
            route.fulfill(body=self.image, content_type="image/png")


@pytest.fixture(scope="module")
def tile():
    """One grey tile."""
    file = io.BytesIO()
    matplotlib.image.imsave(file, np.full((256, 256, 3), 0.8), format="png")
    return file.getvalue()


@pytest.fixture
def open_map(chromium, tmp_path):
    visits = []

    def start(drawn, image=None):
        path = offline.write(drawn, tmp_path / "kaart.html")
        visits.append(Answered(chromium, path, image))
        return visits[-1]

    yield start
    for one in visits:
        one.context.close()


def opacity(locator):
    return float(locator.evaluate("path => getComputedStyle(path).fillOpacity"))


@pytest.mark.browser
def test_tiles_come_from_the_one_host_and_lie_under_the_gemeenten(open_map, quilt, tile):
    seen = open_map(compared(quilt, "brt"), tile)
    loaded = seen.page.locator("img.leaflet-tile-loaded")
    expect(loaded.first).to_be_visible()
    assert loaded.first.evaluate("image => image.naturalWidth") == 256
    places = [TILE.fullmatch(address) for address in seen.requests]
    assert places
    assert all(places)
    assert {place[1] for place in places} == {"standaard"}
    assert all(6 <= int(place[2]) <= 19 for place in places)
    assert seen.complaints == []
    expect(seen.page.get_by_text("Kaartgegevens © Kadaster, CC BY 4.0")).to_be_in_viewport()
    gemeenten = seen.page.locator("path.gemeente")
    expect(gemeenten).to_have_count(16)
    assert 0.3 < opacity(gemeenten.first) < 0.8
    order = seen.page.evaluate(
        "['tile', 'overlay'].map(name => Number(getComputedStyle("
        "document.querySelector(`.leaflet-${name}-pane`)).zIndex))"
    )
    assert order[0] < order[1]


@pytest.mark.browser
def test_without_background_nothing_is_asked_and_nothing_is_translucent(open_map, quilt, tile):
    seen = open_map(compared(quilt), tile)
    assert opacity(seen.page.locator("path.gemeente").first) == 1
    assert seen.requests == []
    assert seen.complaints == []


@pytest.mark.browser
def test_paper_names_the_maker_but_has_no_buttons(open_map, quilt, tile):
    page = open_map(compared(quilt, "brt"), tile).page
    page.emulate_media(media="print")
    expect(page.get_by_text("Kaartgegevens © Kadaster, CC BY 4.0")).to_be_visible()
    expect(page.locator(".leaflet-control-zoom")).to_be_hidden()


@pytest.mark.browser
def test_without_a_network_all_else_works(open_map, quilt):
    seen = open_map(compared(quilt, "brt"))
    page = seen.page
    gemeenten = page.locator("path.gemeente")
    expect(gemeenten).to_have_count(16)
    expect(page.locator("img.leaflet-tile-loaded")).to_have_count(0)
    button = page.locator("button[data-regio]").first
    button.click()
    expect(button).to_have_attribute("aria-pressed", "true")
    assert opacity(page.locator("path.gemeente:not(.erbij)").first) < 0.2
    assert opacity(page.locator("path.gemeente.erbij").first) > 0.3
    page.get_by_role("button", name="Hele kaart").click()
    coloured = page.get_by_label("Gekleurd").locator("option:checked")
    expect(coloured).to_have_text("Jeugd")
    page.get_by_role("button", name="Draai om").click()
    expect(coloured).to_have_text("Werk")
    assert all("ERR_INTERNET_DISCONNECTED" in text for text in seen.complaints)
    assert all(map(TILE.fullmatch, seen.requests))


@pytest.mark.browser
def test_any_map_that_needs_no_network_can_have_one(open_map, tile):
    # At this zoom the service has no tiles: those of the first level that it has are made smaller.
    drawn = folium.Map((52.5, 5.5), zoom_start=5, tiles=None)
    offline.use_offline(drawn, title="Proef", name="proef")
    folium.Rectangle([[52, 5], [53, 6]], fill=True, fill_opacity=1).add_to(drawn)
    folium.Rectangle([[51, 5], [52, 6]], fill=True, fill_opacity=0.25).add_to(drawn)
    add_background(drawn, "brt-pastel")
    seen = open_map(drawn, tile)
    expect(seen.page.locator("img.leaflet-tile-loaded").first).to_be_visible()
    places = {TILE.fullmatch(address).groups()[:2] for address in seen.requests}
    assert places == {("pastel", "6")}
    expect(seen.page.locator(".leaflet-control-attribution")).to_have_count(1)
    paths = seen.page.locator("path.leaflet-interactive")
    assert 0.3 < opacity(paths.first) < 0.8
    assert opacity(paths.last) == 0.25


@pytest.mark.browser
def test_another_host_stays_forbidden(open_map, tile):
    drawn = folium.Map((52.5, 5.5), zoom_start=7, tiles=None)
    offline.use_offline(drawn, title="Proef", name="proef")
    folium.TileLayer("https://x.nl/{z}/{x}/{y}.png", attr="x").add_to(drawn)
    add_background(drawn, "brt")
    seen = open_map(drawn, tile)
    expect(seen.page.locator("img.leaflet-tile-loaded").first).to_be_visible()
    assert all(map(TILE.fullmatch, seen.requests))
    assert any("x.nl" in text and "img-src" in text for text in seen.complaints)
