"""Thematic maps as pages: what they hold, and how they behave in a browser without a network."""

import json
import re
from html.parser import HTMLParser

import folium
import pytest
from browser import DESKTOP, GEMEENTE, HOSTILE, PHONE, await_width, hostile_folder, width
from conftest import LETTERS
from playwright.sync_api import expect

import lappendeken as ld
from lappendeken.errors import WrongUsageError
from lappendeken.maps.pages import thematic
from lappendeken.maps.soorten import DEFAULT, SOORTEN
from lappendeken.maps.themes import make_theme
from lappendeken.maps.themes.changes import before_after
from lappendeken.reading.plan import Plan, Step
from lappendeken.scenario import apply

PAIR = ("jeugdregio", "arbeidsmarktregio")
THEMES = [soort for soort in SOORTEN if soort != DEFAULT]
"""The kinds that have a page of their own; the other is the explorer."""


class Page(HTMLParser):
    """The texts, tags and data of a page."""

    def __init__(self, html):
        super().__init__()
        self.tags, self.texts, self.attributes, self.data = [], [], [], ""
        self.inside = None
        self.feed(html)
        self.close()
        self.text = " ".join(" ".join(self.texts).split())
        self.json = json.loads(self.data)

    def handle_starttag(self, tag, attrs):
        self.tags.append(tag)
        self.attributes.extend(attrs)
        if tag in ("script", "style"):
            self.inside = "json" if dict(attrs).get("type") else tag

    def handle_endtag(self, tag):
        self.inside = None if tag in ("script", "style") else self.inside

    def handle_data(self, data):
        if self.inside == "json":
            self.data += data
        elif self.inside is None:
            self.texts.append(data)


def page(drawn):
    return Page(drawn.get_root().render())


@pytest.fixture(scope="module")
def hostile(tmp_path_factory):
    return ld.load(hostile_folder(tmp_path_factory.mktemp("hostile")))


# What a page holds ----------------------------------------------------------------------------


def test_it_is_a_folium_map_that_can_be_added_to(quilt):
    drawn = ld.maps.themed(quilt, "lappen", "jeugd", "werk")
    assert isinstance(drawn, folium.Map)
    folium.PolyLine([(52, 5), (53, 6)]).add_to(drawn)
    assert "L.polyline" in drawn.get_root().render()
    assert "<iframe srcdoc=" in drawn._repr_html_()


@pytest.mark.parametrize("soort", THEMES)
def test_a_page_says_in_words_what_the_map_shows(quilt, soort):
    theme = make_theme(quilt, soort, "jeugd", "werk")
    made = page(ld.maps.themed(quilt, soort, "jeugd", "werk"))
    for words in (theme.title, theme.sentence, theme.note, *theme.sources, *theme.table):
        assert words in made.text
    for row in theme.rows:
        assert " ".join(f"{row.name} {row.value} {row.text}".split()) in made.text
    for one, count in zip(theme.classes, theme.counts, strict=True):
        assert (f"{one.label} ({count})" in made.text) == bool(theme.classes_heading)
    assert made.tags.count("h1") == 1
    assert made.tags.count("tbody") == len(theme.rows)


@pytest.fixture(scope="module")
def moved(quilt):
    """The drawn quilt before and after O leaves m for z."""
    plan = Plan((Step("verplaats", "jeugd", ("Dorp O",), naar="z"),))
    return quilt, apply(quilt, plan), "jeugd"


def test_the_data_of_a_page_are_those_of_the_theme(moved):
    theme = before_after(*moved)
    data = page(ld.maps.before_after(*moved)).json
    assert data["classes"] == list(theme.class_of)
    assert data["values"] == list(theme.values)
    assert [line["arcs"] for line in data["lines"]] == [list(line.arcs) for line in theme.lines]
    assert [line["dashed"] for line in data["lines"]] == [False, False, True]
    assert data["rows"][0] == [LETTERS.index("O")]


def test_hatching_is_that_of_the_theme(quilt):
    theme = make_theme(quilt, DEFAULT, "jeugd", "werk")
    data = page(thematic.draw(theme)).json
    assert [LETTERS[g] for g in data["dense"]] == ["O"]
    assert data["sparse"] == []


def test_a_page_of_a_province_colours_only_the_province(real):
    theme = make_theme(real, "schuring", *PAIR, provincie="overijssel")
    made = page(ld.maps.themed(real, "schuring", *PAIR, provincie="overijssel"))
    inside = real.gemeenten["provincie"] == "Overijssel"
    assert made.json["shown"] == [g for g, own in enumerate(inside) if own]
    assert len(made.json["topology"]["shapes"]) == 390
    assert "Provincie Overijssel · 25 gemeenten" in made.text
    assert f"{theme.classes[1].label} ({theme.counts[1]})" in made.text


def test_the_map_of_types_is_the_explorer(real):
    drawn = ld.maps.themed(real, DEFAULT, *PAIR, provincie="overijssel")
    same = ld.maps.noncongruent(real, *PAIR, provincie="Overijssel")
    assert drawn.get_root().render() == same.get_root().render()
    with pytest.raises(WrongUsageError, match="twee indelingen"):
        ld.maps.themed(real, DEFAULT, "jeugdregio")


def test_the_least_first_is_said_of_the_table(quilt):
    rising = ld.maps.themed(quilt, "congruentie", "jeugd", "werk").get_root().render()
    falling = ld.maps.themed(quilt, "lappen", "jeugd", "werk").get_root().render()
    assert 'aria-sort="ascending"' in rising
    assert 'aria-sort="descending"' in falling


def test_equal_maps_are_equal_files(quilt):
    first, second = (
        ld.maps.themed(quilt, "schuring", "jeugd", "werk").get_root().render() for _ in range(2)
    )
    assert first == second


@pytest.mark.parametrize("soort", THEMES)
def test_names_from_data_are_text(hostile, soort):
    made = page(ld.maps.themed(hostile, soort, "j", "w"))
    assert not {"img", "i", "u", "s", "b"} & set(made.tags)
    assert not [name for name, _ in made.attributes if name.startswith("on")]
    assert [name for name, _ in made.json["gemeenten"]] == [name.strip() for name in HOSTILE]
    assert "<i>jeugd</i></script>${1}" in made.text


def test_nothing_is_fetched(real):
    html = ld.maps.themed(real, "drukte").get_root().render()
    assert "default-src 'none'" in html
    assert not re.search(r"""<(?:script|link|img)[^>]+(?:src|href)=["']?(?!data:)[a-z/]""", html)


# In a browser ---------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def folder(real, hostile, tmp_path_factory):
    """Some pages, by name."""
    target = tmp_path_factory.mktemp("themas")
    made = {
        "congruentie": ld.maps.themed(real, "congruentie"),
        "overijssel": ld.maps.themed(real, "schuring", *PAIR, provincie="overijssel"),
        "grenzen": ld.maps.themed(real, "grenzen", *PAIR),
        "vijandig": ld.maps.themed(hostile, "schuring", "j", "w"),
    }
    for name, drawn in made.items():
        ld.maps.write(drawn, target / f"{name}.html")
    return target


def boxes(page, places):
    """Where gemeenten are on the screen."""
    found = page.locator(GEMEENTE).evaluate_all(
        "all => all.map(path => path.getBoundingClientRect().toJSON())"
    )
    return [found[g] for g in places]


def assert_inside(page, places):
    frame = page.locator(".folium-map").bounding_box()
    found = boxes(page, places)
    left, right = min(b["left"] for b in found), max(b["right"] for b in found)
    top, bottom = min(b["top"] for b in found), max(b["bottom"] for b in found)
    assert frame["x"] <= left < right <= frame["x"] + frame["width"]
    assert frame["y"] <= top < bottom <= frame["y"] + frame["height"]
    return left, right, bottom - top


@pytest.mark.browser
@pytest.mark.parametrize("size", [DESKTOP, PHONE], ids=["desktop", "phone"])
def test_all_that_is_coloured_is_seen(visit, folder, real, size):
    seen = visit(folder / "congruentie.html", size)
    seen.page.locator(GEMEENTE).nth(389).wait_for()
    assert assert_inside(seen.page, range(390))[2] > 350
    assert seen.overflow() <= 0
    seen = visit(folder / "overijssel.html", size)
    page = seen.page
    page.locator(GEMEENTE).nth(389).wait_for()
    assert seen.overflow() <= 0
    places = [g for g, p in enumerate(real.gemeenten["provincie"]) if p == "Overijssel"]
    left, right, high = assert_inside(page, places)
    assert max(right - left, high) > 340
    if size == DESKTOP:
        legend = page.locator(".legenda").bounding_box()
        assert left >= legend["x"] + legend["width"]


@pytest.mark.browser
@pytest.mark.parametrize("name", ["grenzen", "vijandig"])
def test_nothing_is_wider_than_a_telephone(visit, folder, name):
    assert visit(folder / f"{name}.html", PHONE).overflow() <= 0


@pytest.mark.browser
def test_a_gemeente_tells_its_value(visit, folder, real):
    box = visit(folder / "congruentie.html").gemeente(real.gemeenten.index.get_loc("GM0394"))
    expect(box.locator(".gemeentenaam")).to_have_text("Haarlemmermeer")
    expect(box.locator(".waarde")).to_have_text("33,3%")
    expect(box).to_contain_text("15 verschillende partners.")


@pytest.mark.browser
def test_gemeenten_have_the_colour_of_their_class(visit, folder, real):
    page = visit(folder / "overijssel.html").page
    theme = make_theme(real, "schuring", *PAIR, provincie="overijssel")
    page.locator(GEMEENTE).nth(389).wait_for()
    fills = page.locator(GEMEENTE).evaluate_all("all => all.map(p => getComputedStyle(p).fill)")
    groups = {}
    for g, fill in enumerate(fills):
        shown = g in theme.shown
        groups.setdefault(theme.class_of[g] if shown else "elders", set()).add(fill)
    assert len(groups) == 3
    assert all(len(found) == 1 for found in groups.values())
    assert len(set.union(*groups.values())) == 3


@pytest.mark.browser
def test_the_table_is_sorted_and_searched_by_keyboard(visit, folder):
    page = visit(folder / "congruentie.html").page
    names = page.locator(".waarden tbody:not([hidden]) button")
    expect(names.first).to_have_text("Haarlemmermeer")
    page.get_by_role("button", name="Congruentie", exact=True).focus()
    page.keyboard.press("Enter")
    column = page.get_by_role("columnheader", name="Congruentie")
    expect(column).to_have_attribute("aria-sort", "descending")
    values = page.locator("td.getal").all_text_contents()
    assert values[:45] == ["100%"] * 45
    assert values[-1] == "33,3%"
    page.get_by_role("button", name="Gemeente", exact=True).focus()
    page.keyboard.press("Enter")
    expect(names.first).to_have_text("Aa en Hunze")
    page.get_by_label("Zoek in de tabel").fill("sudwest")
    expect(names).to_have_text(["Súdwest-Fryslân"])
    expect(page.get_by_role("status")).to_have_text("1 van de 390")


@pytest.mark.browser
def test_a_row_shows_its_border_on_the_map_and_back(visit, folder, real):
    page = visit(folder / "grenzen.html").page
    whole = page.get_by_role("button", name="Hele kaart")
    button = page.get_by_role("button", name="Meppel – Staphorst")
    place = real.gemeenten.index.get_loc("GM0119")
    before = width(page, place)
    button.focus()
    page.keyboard.press("Enter")
    expect(button).to_have_attribute("aria-pressed", "true")
    await_width(page, place, 2 * before)
    # While the map moves the border is still drawn in fewer steps.
    expect(page.locator("path.gekozen")).to_have_attribute("d", re.compile("^.{41,}$"))
    assert page.locator(f"{GEMEENTE}.erbij").count() == 2
    page.keyboard.press("Escape")
    expect(whole).to_be_hidden()
    expect(button).to_have_attribute("aria-pressed", "false")


@pytest.mark.browser
def test_names_from_data_are_shown_as_text(visit, folder):
    seen = visit(folder / "vijandig.html")
    for number, name in enumerate(HOSTILE):
        told = seen.gemeente(number).locator(".gemeentenaam")
        expect(told).to_have_js_property("textContent", name.strip())
    assert seen.page.locator("img, main i, main u, main s").count() == 0


@pytest.mark.browser
def test_a_page_works_for_those_who_hear_it(visit, folder):
    page = visit(folder / "congruentie.html").page
    assert page.locator("html").get_attribute("lang") == "nl"
    assert page.get_by_role("table").get_by_role("row").count() == 1 + 2 * 390
    assert page.get_by_role("region", name=re.compile("^Kaart")).is_visible()
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "Naar de kaart"


@pytest.mark.browser
def test_a_page_without_script_still_has_its_table(visit, folder):
    page = visit(folder / "congruentie.html", java_script_enabled=False).page
    assert page.get_by_role("row", name="Haarlemmermeer 33,3%").is_visible()
    assert page.locator("noscript p").is_visible()


@pytest.mark.browser
def test_a_notebook_shows_a_province(visit, real, tmp_path):
    shown = ld.maps.themed(real, "lappen", provincie="Drenthe")._repr_html_()
    path = tmp_path / "notebook.html"
    path.write_text(f'<meta charset="utf-8"><link rel="icon" href="data:,">{shown}')
    page = visit(path).page
    frame = page.frame_locator("iframe")
    frame.locator(GEMEENTE).nth(389).wait_for()
    places = [g for g, p in enumerate(real.gemeenten["provincie"]) if p == "Drenthe"]
    found = frame.locator(GEMEENTE).evaluate_all(
        "all => all.map(path => path.getBoundingClientRect().toJSON())"
    )
    width = frame.locator("html").evaluate("html => html.clientWidth")
    assert all(0 <= found[g]["left"] < found[g]["right"] <= width for g in places)
