"""Maps in a real browser without a network: seen, hovered, and worked by keyboard."""

import re

import pytest
from browser import DESKTOP, HOSTILE, PHONE, await_width, width
from playwright.sync_api import expect

import lappendeken as ld

pytestmark = pytest.mark.browser

PAIR = "jeugdregio--arbeidsmarktregio.html"


@pytest.fixture
def folder(real_maps):
    return real_maps


@pytest.fixture
def hostile(hostile_maps):
    return hostile_maps


def place_of(lap, code):
    return lap.gemeenten.index.get_loc(code)


@pytest.mark.parametrize("size", [DESKTOP, PHONE], ids=["desktop", "phone"])
def test_a_map_shows_every_gemeente_whole(visit, folder, size):
    page = visit(folder / PAIR, size).page
    paths = page.locator("path.leaflet-interactive")
    expect(paths).to_have_count(390)
    frame = page.locator(".folium-map").bounding_box()
    boxes = paths.evaluate_all("all => all.map(p => p.getBoundingClientRect().toJSON())")
    assert min(box["left"] for box in boxes) >= frame["x"]
    assert max(box["right"] for box in boxes) <= frame["x"] + frame["width"]
    assert min(box["top"] for box in boxes) >= frame["y"]
    assert max(box["bottom"] for box in boxes) <= frame["y"] + frame["height"]
    assert max(box["bottom"] for box in boxes) - min(box["top"] for box in boxes) > 350


@pytest.mark.parametrize("name", ["index.html", PAIR])
@pytest.mark.parametrize("size", [DESKTOP, PHONE], ids=["desktop", "phone"])
def test_nothing_is_wider_than_the_window(visit, folder, name, size):
    assert visit(folder / name, size).overflow() <= 0


@pytest.mark.parametrize("name", ["index.html", "j--w.html"])
def test_long_names_are_not_wider_than_a_telephone(visit, hostile, name):
    assert visit(hostile / name, PHONE).overflow() <= 0


def test_a_gemeente_tells_its_regions_and_why_it_chafes(visit, folder, real):
    box = visit(folder / PAIR).gemeente(place_of(real, "GM0119"))
    expect(box).to_contain_text("Meppel")
    expect(box.get_by_role("row", name="Jeugdregio Drenthe")).to_have_class("vergeleken")
    expect(box.get_by_role("row", name="Arbeidsmarktregio IJsselvechtstreek")).to_be_visible()
    expect(box.get_by_role("row", name="GGD-regio GGD Drenthe")).to_be_visible()
    expect(box.get_by_role("row", name="Gemeenschappelijke regeling 6 verbanden")).to_be_visible()
    expect(box).to_contain_text(
        "Schuurt: zit in jeugdregio Drenthe, maar niet in arbeidsmarktregio Drenthe"
    )


def test_the_box_stays_inside_the_window_and_goes_away(visit, folder, real):
    seen = visit(folder / PAIR)
    for code in ("GM0060", "GM0935", "GM0717", "GM0007"):
        box = seen.gemeente(place_of(real, code))
        place = box.bounding_box()
        assert place["x"] >= 0
        assert place["y"] >= 0
        assert place["x"] + place["width"] <= DESKTOP["width"]
        assert place["y"] + place["height"] <= DESKTOP["height"]
    seen.page.keyboard.press("Escape")
    expect(box).to_be_hidden()


def test_the_direction_is_switched_by_keyboard(visit, folder, real):
    page = visit(folder / PAIR).page
    groningen = page.locator("path.leaflet-interactive").nth(place_of(real, "GM0014"))
    expect(groningen).to_have_class(re.compile("soort-genest"))
    expect(page.get_by_text("Van de 42 jeugdregio's snijden")).to_be_visible()
    page.get_by_role("button", name="Draai om").focus()
    page.keyboard.press("Enter")
    expect(page.locator("#a option:checked")).to_have_text("Arbeidsmarktregio's")
    expect(groningen).to_have_class(re.compile("soort-doorsnijdend"))
    expect(page.get_by_text("Van de 35 arbeidsmarktregio's snijden")).to_be_visible()
    expect(page.get_by_text("Van de 42 jeugdregio's snijden")).to_have_count(0)
    expect(page.locator(".legenda")).to_contain_text("Arbeidsmarktregio's tegen jeugdregio's")


def test_only_the_pair_can_be_chosen_and_a_region_names_who_chafes(visit, folder):
    page = visit(folder / PAIR).page
    expect(page.locator("#a option")).to_have_text(["Jeugdregio's", "Arbeidsmarktregio's"])
    expect(page.get_by_role("radio")).to_have_count(0)
    row = page.locator("#lijst tbody", has=page.get_by_role("button", name="IJsselland"))
    expect(row).to_contain_text("Deventer en Olst-Wijhe")
    expect(row).to_contain_text("Hattem, Heerde, Meppel, Oldebroek en Westerveld")
    page.get_by_role("checkbox", name="samengesteld").check()
    composed = page.locator("#lijst button", has_text="bestaat uit")
    expect(composed).to_have_count(1)
    expect(composed).to_contain_text(" en ")


def test_without_a_script_the_list_says_what_the_map_shows(visit, folder):
    page = visit(folder / PAIR, java_script_enabled=False).page
    # To Playwright a text or a role in a noscript does not exist.
    expect(page.locator("noscript dt", has_text="Adjusted Rand index")).to_be_visible()
    for text in ("Jeugdregio's tegen arbeidsmarktregio's", "Arbeidsmarktregio's tegen"):
        expect(page.locator("noscript h2", has_text=text)).to_be_visible()
    item = page.locator(".regios li", has_text="meest gelijk aan arbeidsmarktregio IJsselvecht")
    expect(item).to_contain_text("IJsselland")
    expect(item).to_contain_text("Deventer en Olst-Wijhe")
    for hidden in (".keuzes", "#lijst", "#scores", ".legenda"):
        expect(page.locator(hidden)).to_be_hidden()
    expect(page.get_by_role("link", name="Alle indelingen")).to_be_visible()


def test_a_file_that_is_sent_alone_says_which_files_it_links_to(visit, folder, tmp_path):
    for name, told, link in (
        ("index.html", "Kreeg u alleen dit bestand, kies dan een paar", "arbeidsmarktregio's"),
        (PAIR, "Alle indelingen (index.html, naast dit bestand)", "Alle indelingen"),
    ):
        alone = tmp_path / f"alleen-{name}"
        alone.write_bytes((folder / name).read_bytes())
        page = visit(alone).page
        expect(page.get_by_text(told)).to_be_visible()
        found = page.get_by_role("link", name=link).last.get_attribute("href")
        assert not (tmp_path / found).exists()


def test_a_page_of_a_province_opens_with_it_and_lets_it_go(visit, real, tmp_path):
    drawn = ld.maps.themed(
        real, "typologie", "jeugdregio", "arbeidsmarktregio", provincie="overijssel"
    )
    page = visit(ld.maps.write(drawn, tmp_path / "kaart.html")).page
    expect(page.get_by_label("Provincie", exact=True).locator("option:checked")).to_have_text(
        "Overijssel"
    )
    expect(page.locator("#zin")).to_contain_text("jeugdregio's in Overijssel")
    inside = (real.gemeenten["provincie"] == "Overijssel").to_numpy().nonzero()[0].tolist()
    shown = page.locator("path.gemeente").evaluate_all(
        "all => all.flatMap((p, k) => p.classList.contains('erbij') ? [k] : [])"
    )
    assert shown == inside
    page.get_by_role("button", name="Hele kaart").click()
    expect(page.get_by_label("Provincie", exact=True).locator("option:checked")).to_have_text(
        "heel het land"
    )
    # The address says so too, and a reload keeps it.
    page.reload()
    expect(page.get_by_label("Provincie", exact=True).locator("option:checked")).to_have_text(
        "heel het land"
    )
    page.go_back()
    expect(page.get_by_label("Provincie", exact=True).locator("option:checked")).to_have_text(
        "Overijssel"
    )


def test_a_region_of_the_list_is_shown_by_keyboard(visit, folder, real):
    seen = visit(folder / PAIR)
    page = seen.page
    whole = page.get_by_role("button", name="Hele kaart")
    expect(whole).to_be_hidden()
    button = page.get_by_role("button", name=re.compile("^IJsselland"))
    button.focus()
    zwolle = page.locator("path.leaflet-interactive").nth(place_of(real, "GM0193"))
    before = width(page, place_of(real, "GM0193"))
    page.keyboard.press("Enter")
    expect(button).to_have_attribute("aria-pressed", "true")
    expect(whole).to_be_visible()
    expect(zwolle).to_have_class(re.compile("erbij"))
    await_width(page, place_of(real, "GM0193"), 2 * before)
    assert page.locator("path.gekozen").get_attribute("d") != "M0 0"
    page.keyboard.press("Escape")
    expect(whole).to_be_hidden()
    expect(button).to_have_attribute("aria-pressed", "false")


def test_tab_reaches_the_controls_with_a_visible_focus(visit, folder):
    seen = visit(folder / PAIR)
    reached = []
    for _ in range(45):
        seen.page.keyboard.press("Tab")
        reached.append(seen.focused())
    assert reached[:2] == ["Naar de kaart", "Alle indelingen"]
    assert "Meer scores" in reached
    assert seen.page.evaluate("getComputedStyle(document.activeElement).outlineStyle") != "none"


def test_borders_and_hatching_are_drawn_and_catch_no_pointer(visit, folder):
    page = visit(folder / PAIR).page
    for name in ("kust", "beide", "eigen", "ander", "arcering.dicht", "arcering.ijl"):
        path = page.locator(f"path.{name}:not(.legenda *)")
        assert len(path.get_attribute("d")) > 100, name
        assert "leaflet-interactive" not in path.get_attribute("class")


def test_names_from_data_are_shown_as_text(visit, hostile):
    seen = visit(hostile / "j--w.html")
    expect(seen.page).to_have_title("<i>jeugd</i></script>${1} en {{ 7 * 7 }} werk")
    for number, name in enumerate(HOSTILE):
        told = seen.gemeente(number).locator(".gemeentenaam")
        expect(told).to_have_js_property("textContent", name.strip())
    expect(seen.page.locator("img, main i, main u, main s")).to_have_count(0)
    for box in seen.page.locator("#lijst input[type=checkbox]").all():
        box.check()
    expect(seen.page.get_by_role("button", name=re.compile(r"^\$\{alert"))).to_be_visible()


def test_a_notebook_shows_the_map(visit, real, tmp_path):
    shown = ld.maps.noncongruent(real, "jeugdregio", "arbeidsmarktregio")._repr_html_()
    path = tmp_path / "notebook.html"
    path.write_text(f'<meta charset="utf-8"><link rel="icon" href="data:,">{shown}')
    frame = visit(path).page.frame_locator("iframe")
    expect(frame.locator("path.leaflet-interactive")).to_have_count(390)
    expect(frame.get_by_role("heading", level=1)).to_be_visible()


def test_a_list_of_all_gemeenten_takes_few_sheets_of_paper(visit, today, tmp_path):
    path = tmp_path / "drukte.html"
    ld.maps.write(ld.maps.themed(today, soort="drukte"), path)
    page = visit(path).page
    # A long list shows its beginning, and all of it when its row is chosen.
    first = page.locator(".waarden tbody").first
    first.locator(".meer div").evaluate("one => one.append(' en nog een'.repeat(99))")
    short = first.locator(".meer").bounding_box()["height"]
    first.get_by_role("button").click()
    assert first.locator(".meer").bounding_box()["height"] > 2 * short
    page.keyboard.press("Escape")
    assert first.locator(".meer").bounding_box()["height"] == short
    pages = page.pdf(format="A4", print_background=True)
    assert len(re.findall(rb"/Type\s*/Page\b", pages)) <= 4
    page.emulate_media(media="print")
    expect(page.locator(".meer").first).to_be_hidden()
    expect(page.locator(".alleen-op-papier")).to_be_visible()


def test_paper_gets_the_whole_map(visit, folder):
    page = visit(folder / PAIR).page
    page.evaluate("window.dispatchEvent(new Event('beforeprint'))")
    page.emulate_media(media="print")
    frame = page.locator(".folium-map").bounding_box()
    paths = page.locator("path.leaflet-interactive")
    boxes = paths.evaluate_all("all => all.map(p => p.getBoundingClientRect().toJSON())")
    assert max(box["bottom"] for box in boxes) <= frame["y"] + frame["height"]
    assert max(box["right"] for box in boxes) <= frame["x"] + frame["width"]
    assert frame["width"] < 700
    assert page.locator("details:not([open])").count() == 0
    page.evaluate("window.dispatchEvent(new Event('afterprint'))")
    page.emulate_media(media="screen")
    assert page.locator("details:not([open])").count() > 0
