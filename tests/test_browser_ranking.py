"""The league table of the explorer: gemeenten, regions and provinces, sorted, searched, linked."""

import re

import pytest
from browser import PHONE
from playwright.sync_api import expect

from lappendeken import dutch, measures

pytestmark = pytest.mark.browser

PAIR = "a=jeugdregio&b=arbeidsmarktregio"


def ranked(page):
    """The rows of the table: name and values."""
    script = """table => [...table.tBodies].filter(body => !body.hidden).map(body =>
      [body.querySelector('.naam').textContent, ...[...body.querySelectorAll('td')]
        .map(cell => cell.textContent)])"""
    return page.locator("#rang-lijst table").evaluate(script)


def test_everything_is_ranked_by_what_the_measures_say(visit, page_of_today, today):
    page = visit(page_of_today, address=PAIR).page
    page.locator("#rang summary").click()
    a, b = today.indeling("jeugdregio"), today.indeling("arbeidsmarktregio")
    names = today.gemeenten["naam"]
    alike = measures.element_centric_similarity(a, b)
    share = measures.territorial_congruence(list(today.main_indelingen))["congruence"]
    rows = ranked(page)
    local = measures.local_element_centric_similarity(a, b)
    expected = {names[code]: dutch.number(local[code], 3) for code in names.index}
    assert {name: value for name, value, _ in rows} == expected
    assert [value for _, value, _ in rows] == sorted(expected.values(), reverse=True)
    assert {name for name, _, text in rows if text == "100%"} == set(names[share == 1])
    assert alike == pytest.approx(local.mean())
    page.locator("#rang-lijst thead button", has_text="Congr.").click()
    assert ranked(page)[0][0] in set(names[share == share.min()])
    # Searched, and linked to the map both ways.
    page.get_by_label("Zoek in de lijst").fill("súdwest")
    assert [name for name, *_ in ranked(page)] == ["Súdwest-Fryslân"]
    expect(page.locator("#rang-aantal")).to_have_text("1 van de 342")
    button = page.locator("#rang-lijst tbody button:visible")
    button.click()
    expect(page.locator("#gemeente h2")).to_be_focused()
    expect(button).to_have_attribute("aria-pressed", "true")
    page.get_by_label("Zoek in de lijst").fill("")

    # Provinces.
    page.locator("#rang").get_by_text("provincies", exact=True).click()
    table = measures.regions(a, b)
    groups = today.gemeenten["provincie"]
    by_province = local.groupby(groups).mean()
    rows = {name: values for name, *values in ranked(page)}
    assert {name: values[0] for name, values in rows.items()} == {
        str(name): dutch.number(value, 3) for name, value in by_province.items()
    }
    crossing = table[table["type"] == "doorsnijdend"]
    inside = set(groups.index[groups == "Drenthe"])
    count = sum(bool(inside & set(a.members(verband))) for verband in crossing.index)
    assert rows["Drenthe"][1] == str(count)
    page.locator("#rang-lijst").get_by_role("button", name="Drenthe").press("Enter")
    expect(page.get_by_label("Provincie", exact=True).locator("option:checked")).to_have_text(
        "Drenthe"
    )
    expect(page.locator("#rang-lijst").get_by_role("button", name="Drenthe")).to_be_focused()

    # Regions of both, and one of the other indeling is shown when chosen.
    page.get_by_label("Provincie", exact=True).select_option("heel het land")
    page.locator("#rang").get_by_text("regio's", exact=True).click()
    assert len(ranked(page)) == len(a.verbanden) + len(b.verbanden)
    page.get_by_label("Zoek in de lijst").fill("foodvalley")
    page.locator("#rang-lijst tbody button:visible").click()
    expect(page.locator("#keuze h2")).to_contain_text("FoodValley")
    expect(page.locator("#a option:checked")).to_have_text("Arbeidsmarktregio's")
    page.get_by_role("radio", name="3 domeinen").check()
    page.get_by_label("Zoek in de lijst").fill("")
    total = sum(len(one.verbanden) for one in today.main_indelingen)
    assert len(ranked(page)) == total


def test_an_order_that_the_next_table_has_not_gives_way(visit, page_of_today):
    page = visit(page_of_today, address=PAIR).page
    page.locator("#rang summary").click()
    page.locator("#rang").get_by_text("provincies", exact=True).click()
    page.locator("#rang-lijst thead").get_by_role("button", name="Schuurt").click()
    page.get_by_role("radio", name="3 domeinen").check()
    heads = page.locator("#rang-lijst thead th")
    expect(heads).to_have_count(3)
    expect(heads.nth(1)).to_have_attribute("aria-sort", "descending")
    assert len(ranked(page)) == 12


def test_the_ranking_fits_a_telephone_and_is_touched(visit, page_of_today):
    page = visit(page_of_today, PHONE, address="beeld=domeinen", has_touch=True).page
    page.locator("#rang summary").tap()
    page.locator("#rang-lijst tbody button").first.tap()
    expect(page.locator("#gemeente")).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
    # A list of all gemeenten takes few sheets of paper.
    page.locator("#sluit").tap()
    sheets = page.pdf(format="A4", print_background=True)
    assert len(re.findall(rb"/Type\s*/Page\b", sheets)) <= 9
