"""The explorer in a real browser without a network: every control, and what Python says of it."""

import math
import re
from itertools import pairwise
from urllib.parse import parse_qs, quote

import pandas as pd
import pytest
from browser import DESKTOP, GEMEENTE, HOSTILE, PHONE, await_width, filled, width
from playwright.sync_api import expect
from test_maps import Page

import lappendeken as ld
from lappendeken import dutch, measures
from lappendeken.indeling import Indeling
from lappendeken.maps.pages.explorer import explorer
from lappendeken.measures.registry import on_map

pytestmark = pytest.mark.browser

PAIR = "a=jeugdregio&b=arbeidsmarktregio"
TYPES = ("gelijk", "genest", "samengesteld", "onbekend", "doorsnijdend")
LETTERS = "ABCDEFGHIJKLMNOP"


@pytest.fixture
def real_page(real_maps):
    return real_maps / "index.html"


@pytest.fixture(scope="module")
def small_page(quilt, tmp_path_factory):
    return ld.maps.write(explorer(quilt), tmp_path_factory.mktemp("klein") / "quilt.html")


@pytest.fixture(scope="module")
def island_page(quilt, codes, tmp_path_factory):
    """The quilt with an indeling that has only the island, which werk does not reach."""
    island = Indeling.from_members({"i": [codes["I"]]}, id="eiland", naam="eilanden")
    return ld.maps.write(explorer(quilt, island), tmp_path_factory.mktemp("klein") / "eiland.html")


@pytest.fixture(scope="module")
def owners(real_maps, small_page):
    """The gemeenten at either side of every arc on the map."""

    def read(path):
        topology = Page(path.read_text(encoding="utf-8")).json["topology"]
        return [pair for pair in topology["owners"] if len(pair) == 2]

    return {"real": read(real_maps / "index.html"), "quilt": read(small_page)}


# Reading the page --------------------------------------------------------------------------


def address(page):
    """What the address names."""
    found = parse_qs(page.evaluate("location.hash").lstrip("#"))
    return {key: value for key, (value,) in found.items()}


def classes(page):
    """The class that gives each gemeente its colour."""
    found = page.locator(GEMEENTE).evaluate_all("all => all.map(path => path.className.baseVal)")
    return [re.search(r"(?:soort|trap)-([\w-]+)", names)[1] for names in found]


def scores(page):
    """Every score in the panel, by name."""
    rows = page.locator(".scores > div").all()
    return {row.locator("dt").text_content(): row.locator(".getal").text_content() for row in rows}


def counts(page, selector):
    """The numbers beside the types, in legend or boxes."""
    found = {}
    for text in filled(page).locator(selector).all_text_contents():
        name = next((name for name in TYPES if text.strip().startswith(name)), None)
        if name:
            found[name] = int(re.search(r"\d+", text)[0])
    return found


def rows(page):
    """The list of regions: a tuple of texts for each row, the name first."""
    script = """all => all.map(row => [row.querySelector('.naam').textContent,
        ...[...row.querySelectorAll('td')].map(cell => cell.textContent)])"""
    return [
        tuple(row)
        for row in filled(page).locator("#lijst tbody tr:first-child").evaluate_all(script)
    ]


def boxes(page):
    """The boxes that choose what the list holds."""
    return filled(page).locator("#lijst input[type=checkbox]")


def check_all(page):
    for box in boxes(page).all():
        box.check()


def drawn_arcs(page, name):
    """Number of arcs in a layer of lines."""
    drawn = page.locator(f"path.grens.{name}:not(.legenda *)").get_attribute("d")
    return 0 if drawn == "M0 0" else drawn.count("M")


def table_of(lap, a, b):
    return measures.regions(lap.indeling(a), lap.indeling(b))


def type_counts(lap, a, b):
    found = table_of(lap, a, b)["type"].value_counts()
    return {name: int(found.get(name, 0)) for name in TYPES if name != "onbekend" or name in found}


def expected_scores(lap, a, b):
    row = measures.scores([lap.indeling(a), lap.indeling(b)], adjacency=lap.borders).iloc[0]
    names = {name: one.name for name, one in on_map("verkenner").items()}
    return {
        name[:1].upper() + name[1:]: dutch.number(row[column], 3) for column, name in names.items()
    }


# A pair ------------------------------------------------------------------------------------


def test_a_pair_is_chosen_and_its_scores_are_those_of_python(visit, real_page, real):
    page = visit(real_page).page
    expect(page.locator(GEMEENTE)).to_have_count(390)
    before = page.locator("#zin").text_content()
    page.get_by_label("Gekleurd").select_option("Wmo-regio's")
    page.get_by_label("tegen").select_option("GGD-regio's")
    # The later one first: homogeneity and completeness are those of this order.
    assert scores(page) == expected_scores(real, "wmo-regio", "ggd-regio")
    assert address(page) == {"a": "wmo-regio", "b": "ggd-regio"}
    told = page.locator("#zin")
    assert told.get_attribute("aria-live") == "polite"
    assert told.text_content() != before
    table = table_of(real, "wmo-regio", "ggd-regio")
    crossing = (table["type"] == "doorsnijdend").sum()
    assert f"Van de {len(table)} Wmo-regio's snijden er {crossing} " in told.text_content()
    page.get_by_role("button", name="Draai om").click()
    expect(page.locator("#a option:checked")).to_have_text("GGD-regio's")
    expect(page.locator("#b option:checked")).to_have_text("Wmo-regio's")
    assert scores(page) == expected_scores(real, "ggd-regio", "wmo-regio")
    assert address(page) == {"a": "ggd-regio", "b": "wmo-regio"}


def test_a_score_that_does_not_exist_is_a_dash(visit, real_page, real):
    page = visit(real_page, address="a=sociale-dienst&b=coropregio").page
    shown = scores(page)
    assert shown == expected_scores(real, "sociale-dienst", "coropregio")
    assert shown["Adjusted Rand index"] == "–"
    assert next(iter(shown)) == "Omega-index"
    covered = int(real.indeling("sociale-dienst").covered.sum())
    expect(page.locator("#scores")).to_contain_text(f"Vergeleken: {covered} van de 390 gemeenten")
    assert classes(page).count("buiten") == 390 - covered
    expect(page.locator(".legenda")).to_contain_text(f"niet vergeleken {390 - covered}")


def test_the_same_indeling_twice_changes_the_other(visit, small_page):
    page = visit(small_page).page
    page.get_by_label("Gekleurd").select_option("Werk")
    assert address(page) == {"a": "werk", "b": "jeugd"}
    page.get_by_label("tegen").select_option("Werk")
    assert address(page) == {"a": "jeugd", "b": "werk"}


@pytest.mark.parametrize(
    ("a", "b"), [("jeugdregio", "arbeidsmarktregio"), ("coropregio", "jeugdregio")]
)
def test_counts_and_colours_are_those_of_the_typology(visit, real_page, real, a, b):
    page = visit(real_page, address=f"a={a}&b={b}").page
    expected = type_counts(real, a, b)
    assert counts(page, ".legenda li") == expected
    assert counts(page, "#lijst label") == {name: n for name, n in expected.items() if n}
    table = table_of(real, a, b)
    own = real.indeling(a)
    worst = [
        max((table.loc[verband, "type"] for verband in own.verbanden_of(code)), key=TYPES.index)
        for code in real.gemeenten.index
    ]
    assert classes(page) == worst
    crossing = table[table["type"] == "doorsnijdend"]
    outside = {code for codes in crossing["extra"] for code in codes}
    elsewhere = {code for codes in crossing["missing"] for code in codes} - outside
    legend = page.locator(".legenda")
    expect(legend).to_contain_text(f"Schuurgemeenten {len(outside | elsewhere)}")
    expect(legend).to_contain_text(f"niet in haar tegenhanger {len(outside)}")
    expect(legend).to_contain_text(f"niet in de regio {len(elsewhere)}")


def test_borders_of_a_pair_are_told_apart(visit, small_page):
    page = visit(small_page, address="a=jeugd&b=werk").page
    # Both: n|o twice, n|z twice, o|z... counted on the drawing, a border between two squares each.
    drawing = {"jeugd": "nnooo nnooo zzzmm", "werk": "xxyyy wwyyy vvvvu"}
    sides = {name: border_sides(text.split()) for name, text in drawing.items()}
    own, other = sides["jeugd"], sides["werk"]
    assert drawn_arcs(page, "beide") == len(own & other)
    assert drawn_arcs(page, "eigen") == len(own - other)
    assert drawn_arcs(page, "ander") == drawn_arcs(page, "ander-rand") == len(other - own)


def border_sides(lines):
    """Pairs of neighbouring squares in different regions."""
    places = {(x, y): sign for y, line in enumerate(lines) for x, sign in enumerate(line)}
    steps = [
        (place, (place[0] + dx, place[1] + dy)) for place in places for dx, dy in ((1, 0), (0, 1))
    ]
    return {(p, q) for p, q in steps if q in places and places[p] != places[q]}


def test_indelingen_without_a_common_gemeente_are_said_to_be_so(visit, island_page):
    page = visit(island_page, address="a=eiland&b=werk").page
    expect(page.locator("#zin")).to_have_text(
        "Eilanden en werk zijn niet te vergelijken: geen gemeente zit in beide."
    )
    assert set(classes(page)) == {"buiten"}
    assert rows(page) == []
    assert scores(page) == {}


# The list ----------------------------------------------------------------------------------


def test_boxes_choose_what_the_list_holds(visit, real_page, real):
    page = visit(real_page, address=PAIR).page
    table = table_of(real, "jeugdregio", "arbeidsmarktregio")
    names = real.indeling("jeugdregio").namen

    def named(*kinds):
        return set(names[table.index[table["type"].isin(kinds)]])

    assert {name for name, *_ in rows(page)} == named("doorsnijdend")
    page.get_by_role("checkbox", name=re.compile("^gelijk")).check()
    assert {name for name, *_ in rows(page)} == named("doorsnijdend", "gelijk")
    page.get_by_role("checkbox", name=re.compile("^doorsnijdend")).uncheck()
    assert {name for name, *_ in rows(page)} == named("gelijk")
    page.get_by_role("checkbox", name=re.compile("^gelijk")).uncheck()
    expect(page.get_by_text("Geen regio van deze soort.")).to_be_visible()
    expect(page.locator("#lijst table")).to_be_hidden()


def test_the_list_says_what_the_measure_does_and_is_sorted_by_every_column(visit, real_page, real):
    page = visit(real_page, address=PAIR).page
    check_all(page)
    a, b = real.indeling("jeugdregio"), real.indeling("arbeidsmarktregio")
    expected = {}
    for verband, row in measures.regions(a, b).iterrows():
        together = row["gemeenten"] + row["counterpart_gemeenten"] - row["shared"]
        chafing = len(row["extra"]) + len(row["missing"])
        cells = (row["gemeenten"], f"{row['shared']} van {together}", chafing)
        expected[a.namen[verband]] = tuple(map(str, cells))
    assert {name: tuple(cells) for name, *cells in rows(page)} == expected
    keys = {
        "Regio": lambda row: row[0],
        "Gem.": lambda row: int(row[1]),
        "In beide": lambda row: int(row[2].split()[0]) / int(row[2].split()[-1]),
        "Schuurt": lambda row: int(row[3]),
    }
    heads = page.locator("#lijst thead th")
    expect(heads.nth(2)).to_have_attribute("aria-sort", "ascending")
    for number, (head, key) in enumerate(keys.items()):
        button = heads.nth(number).get_by_role("button", name=head)
        for way in ("ascending", "descending"):
            button.click()
            expect(heads.nth(number)).to_have_attribute("aria-sort", way)
            states = heads.evaluate_all("all => all.map(head => head.ariaSort)")
            assert states.count("none") == 3
            values = [key(row) for row in rows(page)]
            assert len(values) == 42
            assert in_order(page, values if way == "ascending" else values[::-1])


def in_order(page, values):
    """Whether values ascend: numbers as numbers, names as a Dutch reader sorts them."""
    if isinstance(values[0], str):
        script = """names => names.every((name, k) => !k
            || names[k - 1].localeCompare(name, 'nl', {ignorePunctuation: true}) <= 0)"""
        return page.evaluate(script, values)
    return all(x <= y for x, y in pairwise(values))


def test_a_row_shows_its_region_and_the_whole_map_comes_back(visit, real_page, real):
    page = visit(real_page, address=PAIR).page
    zwolle = real.gemeenten.index.get_loc("GM0193")
    before = width(page, zwolle)
    whole = page.get_by_role("button", name="Hele kaart")
    expect(whole).to_be_hidden()
    button = page.locator("#lijst").get_by_role("button", name=re.compile("^IJsselland"))
    button.click()
    expect(button).to_have_attribute("aria-pressed", "true")
    assert address(page)["r"] == "IJsselland"
    await_width(page, zwolle, 2 * before)
    table = table_of(real, "jeugdregio", "arbeidsmarktregio")
    a, b = real.indeling("jeugdregio"), real.indeling("arbeidsmarktregio")
    (verband,) = a.namen.index[a.namen == "IJsselland"]
    wanted = {*a.members(verband), *b.members(table.loc[verband, "counterpart"])}
    shown = page.locator(GEMEENTE).evaluate_all(
        "all => all.map(p => p.classList.contains('erbij'))"
    )
    assert set(real.gemeenten.index[shown]) == wanted
    # Who is in it, and who makes it chafe, stands in the panel too.
    names = real.gemeenten["naam"]
    told = page.locator("#keuze")
    expect(told.get_by_role("heading")).to_have_text("Jeugdregio IJsselland")
    for side, of in (("extra", "jeugdregio IJsselland"), ("missing", "arbeidsmarktregio")):
        codes = table.loc[verband, side]
        term = told.locator("dt", has_text=f"alleen in {of}")
        assert f"({len(codes)})" in term.text_content()
        listed = term.locator("xpath=following-sibling::dd[1]").text_content()
        assert all(names[code] in listed for code in codes)
    # What is chosen stays so when the list is sorted.
    page.get_by_role("button", name="Schuurt").click()
    expect(button).to_have_attribute("aria-pressed", "true")
    whole.click()
    await_width(page, zwolle, before - 1, before + 1)
    expect(button).to_have_attribute("aria-pressed", "false")
    expect(whole).to_be_hidden()
    assert "r" not in address(page)


def test_a_region_is_let_go_by_a_second_click_and_by_escape(visit, small_page):
    page = visit(small_page, address="a=jeugd&b=werk").page
    button = page.locator("#lijst").get_by_role("button", name=re.compile("^M"))
    for undo in (button.click, lambda: page.keyboard.press("Escape")):
        button.click()
        expect(button).to_have_attribute("aria-pressed", "true")
        undo()
        expect(button).to_have_attribute("aria-pressed", "false")
        assert "r" not in address(page)


# A gemeente --------------------------------------------------------------------------------


def matrix(page):
    """Partner, what it says, whether it is one in each indeling, and which cells stand out."""
    script = """all => all.map(row => [row.querySelector('button').textContent,
        row.querySelector('small').textContent, row.className,
        [...row.querySelectorAll('td')].map(cell => cell.ariaLabel),
        [...row.querySelectorAll('td')].map(cell => cell.className).join()])"""
    found = page.locator(".partners tbody tr").evaluate_all(script)
    return [[*row, ["vreemd" in names for names in marks.split(",")]] for *row, marks in found]


def expected_matrix(lap, names, short, code):
    table = measures.partners([lap.indeling(name) for name in names], code)
    titles = lap.gemeenten["naam"]
    made = []
    for partner, row in table.iterrows():
        shared = row.tolist()
        yes, no = (
            [word for word, one in zip(short, shared, strict=True) if one is wanted]
            for wanted in (True, False)
        )
        odd, marked = f"{len(yes)} van de {len(names)}", []
        if not no:
            odd = ""
        elif len(yes) == 1:
            odd, marked = f"alleen {yes[0]}", yes
        elif len(no) == 1:
            odd, marked = f"niet bij {no[0]}", no
        cells = ["partner" if one else "geen partner" for one in shared]
        marks = [word in marked for word in short]
        made.append([titles[partner], odd, "wisselt" if no else "overal", cells, marks])
    return sorted(made, key=lambda row: (-row[3].count("partner"), row[0]))


def test_a_click_on_a_gemeente_shows_its_partners(visit, real_page, real):
    seen = visit(real_page, address=PAIR)
    page = seen.page
    meppel = real.gemeenten.index.get_loc("GM0119")
    box = seen.gemeente(meppel)
    expect(box).to_contain_text("Meppel")
    expect(box).to_contain_text("Schuurt: zit in jeugdregio Drenthe, maar niet in")
    page.locator(GEMEENTE).nth(meppel).click(force=True)
    expect(page.get_by_role("heading", name="Meppel", level=2)).to_be_focused()
    expect(box).to_be_hidden()
    names = ("jeugdregio", "arbeidsmarktregio", "mo-bw-regio")
    expected = expected_matrix(real, names, ("jeugd", "werk", "MO/BW"), "GM0119")
    assert matrix(page) == expected
    assert expected[0][:3] == ["Westerveld", "", "overal"]
    assert {row[1] for row in expected} >= {"niet bij werk", "alleen werk"}
    heads = page.locator(".partners thead th").all_text_contents()
    assert heads == ["Partner", "jeugd", "werk", "MO/BW"]
    share = measures.territorial_congruence(list(real.main_indelingen)).loc["GM0119", "congruence"]
    section = page.locator("#gemeente")
    expect(section).to_contain_text(f"arbeidsmarktregio's: {dutch.percentage(share, 1)}, plaats")
    expect(section).to_contain_text(f"samen met {len(expected)} gemeenten; 1 daarvan is overal")
    assert address(page)["g"] == "GM0119"
    # Its own regions, its colour and why it chafes stand in the panel too, for touch and keyboard.
    own = section.locator(".verbanden tr").all_text_contents()
    assert own == [
        "JeugdregioDrenthe",
        "ArbeidsmarktregioIJsselvechtstreek",
        "MO/BW-regioAssen",
    ]
    expect(section).to_contain_text("Deze jeugdregio is doorsnijdend.")
    expect(section.locator(".schuurt").first).to_contain_text("Schuurt: zit in jeugdregio Drenthe")
    page.get_by_role("button", name="Westerveld").click()
    expect(page.get_by_role("heading", name="Westerveld", level=2)).to_be_focused()
    page.get_by_role("button", name="Sluit").click()
    expect(section).to_be_hidden()
    assert "g" not in address(page)


def test_partners_in_an_indeling_with_overlap_by_hand(visit, small_page, codes):
    page = visit(small_page, address=f"a=zorg&b=jeugd&g={codes['C']}").page
    # zorg: C is in s (A B F G H?) and in t; jeugd: o; werk: y.
    partners = {row[0].removeprefix("Dorp "): row[3] for row in matrix(page)}
    zorg = {"A", "B", "F", "G", "D", "E", "H", "J", "K"}
    assert set(partners) == zorg
    always = {name for name, cells in partners.items() if cells == ["partner"] * 3}
    assert always == {"D", "E", "H", "J", "K"}
    assert partners["A"] == ["partner", "geen partner", "geen partner"]


def test_an_indeling_that_a_gemeente_is_not_in_says_nothing_of_it(visit, small_page, codes):
    page = visit(small_page, address=f"a=jeugd&b=werk&g={codes['I']}").page
    assert page.locator(".partners thead th").all_text_contents() == ["Partner", "jeugd"]
    assert [row[0] for row in matrix(page)] == ["Dorp O", "Dorp P"]


# Search ------------------------------------------------------------------------------------


def test_a_gemeente_is_found_as_one_types(visit, real_page):
    page = visit(real_page, address=PAIR).page
    search = page.get_by_role("combobox", name="Zoek een gemeente")
    options = page.get_by_role("option").and_(page.locator("[data-gemeente]"))
    search.press_sequentially("mep")
    expect(search).to_have_attribute("aria-expanded", "true")
    expect(options).to_have_text(["Meppel Drenthe"])
    search.press_sequentially("pel")
    expect(options.first).to_have_attribute("aria-selected", "true")
    search.press("Enter")
    expect(page.get_by_role("heading", name="Meppel", level=2)).to_be_focused()
    expect(search).to_have_value("")
    expect(search).to_have_attribute("aria-expanded", "false")
    assert address(page)["g"] == "GM0119"
    # Arrows go round; what is active is named to those who hear it.
    search.fill("bergen")
    expect(options.first).to_have_text("Bergen (L.) Limburg")
    search.press("ArrowDown")
    expect(options.nth(1)).to_have_attribute("aria-selected", "true")
    active = search.get_attribute("aria-activedescendant")
    assert options.nth(1).get_attribute("id") == active
    for _ in range(2):
        search.press("ArrowUp")
    expect(options.last).to_have_attribute("aria-selected", "true")
    # Escape closes the list, and only the list.
    search.press("Escape")
    expect(page.locator("#gevonden")).to_be_hidden()
    assert address(page)["g"] == "GM0119"
    search.fill("meppel")
    options.first.click()
    expect(page.get_by_role("heading", name="Meppel", level=2)).to_be_focused()


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Den Haag", "'s-Gravenhage Zuid-Holland"),
        ("'s-gravenhage", "'s-Gravenhage Zuid-Holland"),
        ("gravenhage", "'s-Gravenhage Zuid-Holland"),
        ("SUDWEST", "Súdwest-Fryslân Fryslân"),
        ("súdwest", "Súdwest-Fryslân Fryslân"),
        ("bergen nh", "Bergen (NH.) Noord-Holland"),
        ("den helder", "Den Helder Noord-Holland"),
        ("olst wijhe", "Olst-Wijhe Overijssel"),
    ],
)
def test_spelling_is_forgiven(search_box, text, found):
    page, search = search_box
    search.fill(text)
    expect(page.locator("#gevonden li").first).to_have_text(found)


@pytest.fixture(scope="module")
def search_box(chromium, real_maps):
    """One page on which much is searched."""
    page = chromium.new_context(viewport=DESKTOP, offline=True).new_page()
    page.goto((real_maps / "index.html").as_uri())
    yield page, page.get_by_role("combobox", name="Zoek een gemeente")
    page.close()


@pytest.mark.parametrize("text", ["xyzzy", "<qq>", "'"])
def test_nothing_found_is_told(search_box, text):
    page, search = search_box
    search.fill(text)
    expect(page.locator("#gevonden")).to_have_text("Geen gemeente gevonden.")
    search.press("Enter")
    expect(page.locator("#gemeente")).to_be_hidden()
    search.fill("  ")
    expect(page.locator("#gevonden")).to_be_hidden()


# A province --------------------------------------------------------------------------------


def test_a_province_filters_the_list_and_has_a_score(visit, real_page, real):
    page = visit(real_page, address=PAIR).page
    page.get_by_label("Provincie", exact=True).select_option("Overijssel")
    check_all(page)
    a, b = real.indeling("jeugdregio"), real.indeling("arbeidsmarktregio")
    inside = real.gemeenten.index[real.gemeenten["provincie"] == "Overijssel"]
    touching = measures.regions_touching([a, b], inside)
    touching = touching[touching["a"] == "jeugdregio"]
    assert {name for name, *_ in rows(page)} == set(a.namen[touching.index])
    groups = real.gemeenten["provincie"].astype(str)
    table = measures.scores_by([a, b], groups)["jeugdregio~arbeidsmarktregio"]
    shown = page.locator("#scores")
    expect(shown).to_contain_text(f"in Overijssel: {dutch.number(table['Overijssel'], 3)} (heel")
    country = measures.element_centric_similarity(a, b)
    expect(shown).to_contain_text(f"(heel het land {dutch.number(country, 3)})")
    expect(page.locator("#zin")).to_contain_text("jeugdregio's in Overijssel")
    assert address(page)["p"] == "Overijssel"
    page.get_by_role("button", name="Hele kaart").click()
    expect(page.get_by_label("Provincie", exact=True)).to_have_value("")
    check_all(page)
    assert len(rows(page)) == 42


# The domains at once -----------------------------------------------------------------------


def test_three_domains_at_once(visit, real_page, real):
    page = visit(real_page).page
    page.get_by_role("radio", name="3 domeinen").check()
    expect(page).to_have_url(re.compile("beeld=domeinen"))
    expect(page.locator("#paar")).to_be_hidden()
    main = list(real.main_indelingen)
    table = measures.territorial_congruence(main)
    steps = (5 * table["numerator"] // table["denominator"] + 1).clip(upper=5)
    steps = steps.where(table["congruence"] < 1, 6)
    assert classes(page) == [str(step) for step in steps]
    legend = page.locator(".legenda")
    for step, text in ((6, "100%: altijd dezelfde partners"), (5, "80–100%"), (2, "20–40%")):
        expect(legend).to_contain_text(f"{text} {int((steps == step).sum())}")
    found = measures.regions_touching(main, real.gemeenten.index)
    crossing = found[found["type"] == "doorsnijdend"].index.nunique()
    same = len(measures.shared_regions(main))
    expect(page.locator("#zin")).to_contain_text(f"Van de {found.index.nunique()} ")
    expect(page.locator("#zin")).to_contain_text(f"snijden er {crossing} door")
    expect(page.locator("#zin")).to_contain_text(f"zijn {same} regio's precies dezelfde")
    assert len(rows(page)) == crossing
    expect(page.locator("#lijst label").first).to_have_text(f"snijdt door een andere{crossing}")
    scored = measures.scores(main)
    columns = ("adjusted_rand_index", "element_centric_similarity", "partner_overlap")
    cells = [dutch.number(row[column], 3) for _, row in scored.iterrows() for column in columns]
    assert page.locator(".drie td").all_text_contents() == cells
    row = page.locator("#lijst").get_by_role("button", name=re.compile("^Arnhem")).first
    row.click()
    expect(row).to_have_attribute("aria-pressed", "true")
    assert address(page)["r"] == "Arnhem"
    # All partners of a gemeente stand out on the map, whatever the domain.
    page.locator("#zoek").fill("meppel")
    page.keyboard.press("Enter")
    circles = [set(one.members(v)) for one in main for v in one.verbanden_of("GM0119")]
    expect(page.locator(f"{GEMEENTE}.erbij")).to_have_count(len(set.union(*circles)))


def test_borders_of_the_domains_by_how_many_have_them(visit, real_page, real, owners):
    page = visit(real_page, address="beeld=domeinen").page
    apart = apart_at(owners["real"], real, list(real.main_indelingen))
    for number in (1, 2, 3):
        assert drawn_arcs(page, f"samen-{number}") == apart.count(number)


def apart_at(owners, lap, indelingen):
    """For every arc with two sides how many indelingen have a border there."""
    codes = lap.gemeenten.index
    pairs = pd.DataFrame({"a": codes[[x for x, _ in owners]], "b": codes[[y for _, y in owners]]})
    return measures.border_consensus(indelingen, pairs)["apart"].tolist()


@pytest.mark.parametrize("of", ["real", "quilt"])
def test_borders_of_all_indelingen_by_how_many_have_them(request, visit, owners, of):
    lap = request.getfixturevalue(of)
    page = visit(request.getfixturevalue({"real": "real_page", "quilt": "small_page"}[of])).page
    page.get_by_role("checkbox", name=re.compile("^Grenzen van alle")).check()
    expect(page).to_have_url(re.compile("grenzen=alle"))
    indelingen = [lap.indeling(name) for name in lap.indelingen.index]
    total = len(indelingen)
    apart = apart_at(owners[of], lap, indelingen)
    steps = [math.ceil(count * 5 / total) for count in apart if count]
    for step in range(1, 6):
        assert drawn_arcs(page, f"keer-{step}") == steps.count(step), step
    assert drawn_arcs(page, "beide") == drawn_arcs(page, "eigen") == 0
    # The legend gives every number from 1 to all of them exactly once.
    texts = page.locator(".legenda li:has(path[class*=keer])").all_text_contents()
    ends = [list(map(int, re.findall(r"\d+", text))) for text in reversed(texts)]
    assert all(end == sorted(end) for end in ends)
    numbers = [n for low, *high in ends for n in range(low, (high or [low])[0] + 1)]
    assert numbers == list(range(1, total + 1))
    page.get_by_role("checkbox", name=re.compile("^Grenzen van alle")).uncheck()
    expect(page).not_to_have_url(re.compile("grenzen"))
    assert drawn_arcs(page, "keer-5") == 0


# The address -------------------------------------------------------------------------------


def test_an_address_gives_its_view(visit, small_page, codes):
    page = visit(small_page, address=f"a=zorg&b=werk&g={codes['C']}&grenzen=alle").page
    expect(page.locator("#a option:checked")).to_have_text("Zorg")
    expect(page.locator("#b option:checked")).to_have_text("Werk")
    expect(page.get_by_role("heading", name="Dorp C", level=2)).to_be_visible()
    expect(page.get_by_role("checkbox", name=re.compile("^Grenzen"))).to_be_checked()
    expect(page.locator("#melding")).to_be_hidden()
    assert drawn_arcs(page, "keer-5") > 0


def test_an_address_of_a_province_a_region_or_the_domains_gives_that(visit, small_page):
    page = visit(small_page, address="a=jeugd&b=werk&p=Utrecht").page
    expect(page.get_by_label("Provincie", exact=True).locator("option:checked")).to_have_text(
        "Utrecht"
    )
    expect(page.get_by_role("button", name="Hele kaart")).to_be_visible()
    # A region of a kind that the list does not hold at first.
    page = visit(small_page, address="a=jeugd&b=werk&r=O").page
    button = page.locator("#lijst").get_by_role("button", name=re.compile("^O"))
    expect(button).to_have_attribute("aria-pressed", "true")
    page = visit(small_page, address="beeld=domeinen&ri=werk&r=V").page
    expect(page.get_by_role("radio", name="2 domeinen")).to_be_checked()
    button = page.locator("#lijst").get_by_role("button", name=re.compile("^V"))
    expect(button).to_have_attribute("aria-pressed", "true")


UNKNOWN = {
    "a=nergens&b=werk": (("nergens",), ("jeugd", "werk")),
    "a=zorg&b=zorg": (("zorg naast zichzelf",), ("zorg", "jeugd")),
    "g=GM9999&a=zorg": (("GM9999",), ("zorg", "werk")),
    "p=Atlantis&r=Niets&b=zorg": (("Niets", "Atlantis"), ("jeugd", "zorg")),
    "a=jeugd&b=wonen&r=N": (("N",), ("jeugd", "wonen")),
    "a=__proto__&b=constructor": (("__proto__", "constructor"), ("jeugd", "werk")),
    "onzin&&&=%E0%A4%A&a": (("onzin", "�%A"), ("jeugd", "werk")),
    "a=" + quote("<img src=x onerror=alert(1)>"): (
        ("<img src=x onerror=alert(1)>",),
        ("jeugd", "werk"),
    ),
    "g=" + quote("${alert(1)}</script><script>alert(2)</script>"): (
        ("${alert(1)}</script><script>alert(2)</script>",),
        ("jeugd", "werk"),
    ),
}


def test_what_an_address_names_in_vain_is_told_as_text_and_the_rest_is_shown(visit, small_page):
    page = visit(small_page).page
    for given, (unknown, pair) in UNKNOWN.items():
        page.evaluate("hash => { location.hash = hash; }", given)
        chosen = [page.locator(f"#{side} option:checked") for side in "ab"]
        for option, name in zip(chosen, pair, strict=True):
            expect(option).to_have_text(name.capitalize())
        message = page.locator("#melding")
        expect(message).to_contain_text(f"adres: {', '.join(unknown)}. De rest is getoond.")
        expect(message).to_have_role("status")
        expect(page.locator("img")).to_have_count(0)
    # The next choice clears the message.
    page.get_by_label("Gekleurd").select_option("Wonen")
    expect(page.locator("#melding")).to_be_hidden()


def test_back_and_forward_go_through_the_choices(visit, small_page):
    page = visit(small_page).page
    page.get_by_label("Gekleurd").select_option("Zorg")
    page.get_by_label("Provincie", exact=True).select_option("Utrecht")
    page.get_by_role("combobox", name="Zoek").fill("dorp c")
    page.keyboard.press("Enter")
    heading = page.get_by_role("heading", name="Dorp C", level=2)
    expect(heading).to_be_visible()
    page.go_back()
    expect(heading).to_be_hidden()
    expect(page.get_by_label("Provincie", exact=True).locator("option:checked")).to_have_text(
        "Utrecht"
    )
    page.go_back()
    expect(page.get_by_label("Provincie", exact=True).locator("option:checked")).to_have_text(
        "heel het land"
    )
    expect(page.locator("#a option:checked")).to_have_text("Zorg")
    page.go_back()
    expect(page.locator("#a option:checked")).to_have_text("Jeugd")
    for _ in range(3):
        page.go_forward()
    expect(heading).to_be_visible()
    expect(page.locator("#a option:checked")).to_have_text("Zorg")


# Hostile data ------------------------------------------------------------------------------


def test_names_from_data_are_text_everywhere(visit, hostile_maps):
    seen = visit(hostile_maps / "index.html")
    page = seen.page
    names = [name.strip() for name in HOSTILE]
    jeugd, werk = "<i>jeugd</i></script>${1}", "{{ 7 * 7 }} werk"
    assert page.locator("#a option").all_text_contents() == [jeugd, werk]
    assert page.locator("#provincie option").all_text_contents()[1:] == ["<s>P</s>"]
    expect(page.locator("#zin")).to_contain_text(jeugd)
    expect(page.locator(".legenda")).to_contain_text(f"{jeugd} tegen {werk}")
    check_all(page)
    assert {name for name, *_ in rows(page)} == set(names[:3])
    for number, name in enumerate(names):
        box = seen.gemeente(number)
        expect(box.locator(".gemeentenaam")).to_have_js_property("textContent", name)
    search = page.get_by_role("combobox", name="Zoek")
    search.fill("img")
    expect(page.locator("#gevonden li")).to_have_text([f"{names[0]} <s>P</s>"])
    search.press("Enter")
    expect(page.locator("#gemeente-kop")).to_have_text(names[0])
    assert {row[0] for row in matrix(page)} == {names[1], names[2], names[3]}
    expect(page.locator(".naam-op-kaart").first).to_be_attached()
    page.locator("#lijst tbody button").first.click()
    expect(page).to_have_url(re.compile("&r="))
    assert address(page)["r"] in names
    page.get_by_label("Provincie", exact=True).select_option("<s>P</s>")
    page.get_by_role("radio", name="2 domeinen").check()
    expect(page.locator(".drie")).to_contain_text(f"{jeugd} en {werk}")
    expect(page.locator("img, main i, main u, main s, main b, .leaflet-container b")).to_have_count(
        0
    )
    assert page.locator("script").count() == 4
    assert seen.overflow() <= 0


@pytest.mark.parametrize("given", ["", "beeld=domeinen", "g=GM0008"])
def test_long_names_are_not_wider_than_a_telephone(visit, hostile_maps, given):
    seen = visit(hostile_maps / "index.html", PHONE, address=given)
    check_all(seen.page)
    assert seen.overflow() <= 0


# Keyboard and structure ---------------------------------------------------------------------

FOCUS = """() => {
  const at = document.activeElement;
  if (at === document.body) return null;
  const shown = at.matches(".keuze input") ? at.closest("label") : at;
  const style = getComputedStyle(shown);
  const all = [...document.querySelectorAll("*")];
  return [all.indexOf(at), style.outlineStyle, parseFloat(style.outlineWidth)];
}"""
REACHABLE = """() => [...document.querySelectorAll(
  "a[href], button, input, select, summary, [tabindex='0']")]
  .filter(one => one.checkVisibility({ visibilityProperty: true }))
  .filter(one => one.type !== "radio" || one.checked)
  .map(one => [...document.querySelectorAll("*")].indexOf(one))"""


def test_tab_reaches_every_control_with_a_visible_focus(visit, small_page, codes):
    page = visit(small_page, address=f"a=jeugd&b=werk&g={codes['C']}").page
    page.evaluate("document.activeElement.blur()")
    expected = set(page.evaluate(REACHABLE))
    assert len(expected) > 20
    reached = {}
    for _ in range(2 * len(expected)):
        page.keyboard.press("Tab")
        found = page.evaluate(FOCUS)
        if found is None:
            break
        place, style, thickness = found
        reached[place] = style != "none" and thickness >= 2
    assert expected <= set(reached)
    assert all(reached.values())


def test_the_link_that_skips_the_panel_keeps_the_choice(visit, small_page):
    page = visit(small_page, address="a=zorg&b=werk").page
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Naar de kaart")).to_be_focused()
    expect(page.get_by_role("link", name="Naar de kaart")).to_be_in_viewport()
    page.keyboard.press("Enter")
    expect(page.locator(".folium-map")).to_be_focused()
    assert address(page) == {"a": "zorg", "b": "werk"}
    expect(page.locator("#a option:checked")).to_have_text("Zorg")


def test_everything_is_done_by_keyboard(visit, small_page):
    page = visit(small_page, address="a=jeugd&b=werk").page
    page.get_by_label("Gekleurd").focus()
    page.keyboard.press("ArrowDown")
    expect(page).not_to_have_url(re.compile("a=jeugd"))
    page.get_by_role("button", name="Draai om").focus()
    page.keyboard.press("Space")
    page.locator("#lijst tbody button").first.focus()
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile("&r="))
    page.get_by_role("combobox", name="Zoek").focus()
    page.keyboard.type("dorp p")
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile("&g="))
    assert "r" not in address(page)
    page.keyboard.press("Escape")
    expect(page).not_to_have_url(re.compile("&g="))
    page.get_by_role("radio", name="twee indelingen").focus()
    page.keyboard.press("ArrowRight")
    expect(page).to_have_url(re.compile("beeld=domeinen"))


@pytest.mark.parametrize("given", ["g=GM0003", "beeld=domeinen&g=GM0003"])
def test_every_control_has_a_name_and_headings_are_in_order(visit, small_page, given):
    page = visit(small_page, address=given).page
    tree = page.locator("body").aria_snapshot()
    controls = re.findall(
        r"^\s*- (button|checkbox|combobox|link|radio|region|table|textbox)\b(.*)$", tree, re.M
    )
    assert len(controls) > 15
    nameless = [line for line in controls if not re.match(r' "[^"]', line[1])]
    assert nameless == []
    levels = [int(level) for level in re.findall(r"- heading .*\[level=(\d)\]", tree)]
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(after <= before + 1 for before, after in pairwise(levels))
    assert page.locator("html").get_attribute("lang") == "nl"
    expect(page.get_by_role("main")).to_have_count(1)


# Screen and paper ---------------------------------------------------------------------------

COVERED = """button => {
  const box = button.getBoundingClientRect();
  const spots = [[.5, .5], [.1, .1], [.9, .1], [.1, .9], [.9, .9]];
  const places = spots.map(([x, y]) => [box.left + x * box.width, box.top + y * box.height]);
  const found = places.map((place) => document.elementFromPoint(...place));
  return found.filter(one => !button.contains(one)).map(one => one?.className ?? "niets");
}"""


@pytest.mark.parametrize("size", [DESKTOP, PHONE], ids=["desktop", "phone"])
def test_the_map_is_whole_and_nothing_lies_over_its_buttons(visit, real_page, size):
    seen = visit(real_page, size, address=PAIR)
    page = seen.page
    assert seen.overflow() <= 0
    frame = page.locator(".folium-map").bounding_box()
    script = "all => all.map(p => p.getBoundingClientRect().toJSON())"
    paths = page.locator(GEMEENTE).evaluate_all(script)
    assert min(box["left"] for box in paths) >= frame["x"]
    assert max(box["right"] for box in paths) <= frame["x"] + frame["width"]
    assert min(box["top"] for box in paths) >= frame["y"]
    assert max(box["bottom"] for box in paths) <= frame["y"] + frame["height"]
    assert max(box["bottom"] for box in paths) - min(box["top"] for box in paths) > 350
    # The country is in front of the reader at once, also on a telephone.
    assert frame["y"] + 200 < size["height"]
    page.locator("#lijst tbody button").first.click()
    whole = page.get_by_role("button", name="Hele kaart")
    whole.scroll_into_view_if_needed()
    for button in (
        whole,
        page.locator(".leaflet-control-zoom-in"),
        page.locator(".leaflet-control-zoom-out"),
    ):
        expect(button).to_be_in_viewport(ratio=1)
        assert button.evaluate(COVERED) == []
    assert seen.overflow() <= 0


def test_paper_gets_the_view_of_the_screen(visit, real_page, real):
    page = visit(real_page, address=f"{PAIR}&p=Overijssel").page
    assert page.pdf()[:4] == b"%PDF"
    inside = (real.gemeenten["provincie"] == "Overijssel").to_numpy().nonzero()[0].tolist()
    page.evaluate("window.dispatchEvent(new Event('beforeprint'))")
    page.emulate_media(media="print")
    frame = page.locator(".folium-map").bounding_box()
    assert frame["width"] < 700
    script = "(all, wanted) => wanted.map(k => all[k].getBoundingClientRect().toJSON())"
    paths = page.locator(GEMEENTE).evaluate_all(script, inside)
    assert min(box["left"] for box in paths) >= frame["x"]
    assert max(box["right"] for box in paths) <= frame["x"] + frame["width"]
    assert max(box["bottom"] for box in paths) <= frame["y"] + frame["height"]
    spread = max(box["right"] for box in paths) - min(box["left"] for box in paths)
    assert spread > frame["width"] / 3
    for hidden in (".keuzes", ".heel", ".leaflet-control-zoom", ".soorten", ".spring"):
        expect(page.locator(hidden)).to_be_hidden()
    assert page.locator("details:not([open], .niet-op-papier)").count() == 0
    expect(page.get_by_text("Homogeniteit")).to_be_visible()
    # A region and the names of who chafe stay on one sheet.
    region = page.locator("#lijst tbody").first
    assert region.evaluate("one => getComputedStyle(one).breakInside") == "avoid"
    page.evaluate("window.dispatchEvent(new Event('afterprint'))")
    page.emulate_media(media="screen")
    expect(page.locator(".keuzes")).to_be_visible()
    assert page.locator("details:not([open], .niet-op-papier)").count() == 2


def test_paper_has_the_whole_panel_before_the_screen_has_shown_it(visit, small_page):
    page = visit(small_page, address="a=jeugd&b=werk").page
    page.add_init_script(
        """addEventListener('load', () => {
          dispatchEvent(new Event('beforeprint'));
          window.printed = document.body.innerText;
          dispatchEvent(new Event('afterprint'));
        })"""
    )
    page.reload()
    printed = page.evaluate("window.printed")
    filled(page)
    for part in ("#zin", "#scores dt", ".legenda-kop", "#lijst .naam"):
        assert page.locator(part).first.inner_text() in printed


def test_without_a_script_the_scores_and_links_are_there(visit, real_page, real):
    page = visit(real_page, java_script_enabled=False).page
    table = page.locator("noscript table")
    expect(table).to_be_visible()
    for value in measures.scores(list(real.main_indelingen))["adjusted_rand_index"]:
        expect(table).to_contain_text(dutch.number(value, 3))
    links = page.get_by_role("link", name="Jeugdregio's en arbeidsmarktregio's")
    expect(links).to_be_visible()
    assert links.get_attribute("href") == "jeugdregio--arbeidsmarktregio.html"


def test_a_notebook_shows_the_explorer_and_it_works(visit, quilt, tmp_path):
    path = tmp_path / "notebook.html"
    shown = explorer(quilt)._repr_html_()
    path.write_text(f'<meta charset="utf-8"><link rel="icon" href="data:,">{shown}')
    page = visit(path).page
    frame = page.frame_locator("iframe")
    expect(frame.locator(GEMEENTE)).to_have_count(16)
    frame.get_by_label("Gekleurd").select_option("Zorg")
    expect(frame.locator("#zin")).to_contain_text("zorg")
    frame.get_by_role("combobox", name="Zoek").fill("dorp c")
    frame.locator("#gevonden li").first.click()
    expect(frame.get_by_role("heading", name="Dorp C", level=2)).to_be_visible()
    frame.get_by_role("link", name="Naar de kaart").focus()
    page.keyboard.press("Enter")
    expect(frame.locator(GEMEENTE)).to_have_count(16)
    # Neither page gets an address, nor a place in the history.
    assert [frame.evaluate("location.hash") for frame in page.frames] == ["", ""]
