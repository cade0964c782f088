"""The smallest step that makes a region fit: it does, and with fewer gemeenten nothing would."""

from itertools import combinations, permutations

import numpy as np
import pandas as pd
import pytest
from browser import GEMEENTE, PHONE, filled
from playwright.sync_api import expect

from lappendeken import measures
from lappendeken.indeling import Indeling
from lappendeken.maps.pages.explorer_data import explorer_data
from scripts import Modules

pytestmark = pytest.mark.browser

MAIN = ("jeugdregio", "mo-bw-regio", "arbeidsmarktregio")
STEPS = """m.paren.regionsOf(data, values[0], values[1])
  .filter(({ type }) => type === "doorsnijdend")
  .map((region) => [region.verband, m.waarom.smallestStep(data, region)])"""


@pytest.fixture(scope="module")
def tab(chromium):
    context = chromium.new_context(offline=True)
    yield context.new_page()
    context.close()


def labels_of(one):
    """The verband of every gemeente as a number; -1 for none."""
    own = one.incidence
    return np.array(
        [own.indices[i] if i < j else -1 for i, j in zip(own.indptr, own.indptr[1:], strict=False)]
    )


def of_labels(one, labels):
    covered = labels >= 0
    names = pd.Series(one.verbanden[labels[covered]], index=one.gemeenten[covered])
    return Indeling.from_labels(names, id=one.id, naam=one.naam)


def fits(pair, verband):
    """Whether a verband of the first is in it, and does not cross the second."""
    if verband not in pair[0].verbanden:
        return False
    table = measures.regions(*pair)
    return verband in table.index and table.loc[verband, "type"] != "doorsnijdend"


def after(pair, changes):
    """The pair after changes: of which side, of whom, to which label."""
    labels = [labels_of(one) for one in pair]
    for side, gemeente, to in changes:
        labels[side][gemeente] = to
    return [of_labels(*one) for one in zip(pair, labels, strict=True)]


def changes_of(steps, first):
    return [(int(step["k"] != first), g, step["to"]) for step in steps for g in step["gemeenten"]]


@pytest.mark.parametrize(
    "names", list(permutations(("jeugdregio", "mo-bw-regio", "arbeidsmarktregio"), 2))
)
def test_every_region_of_the_edition_fits_after_its_step(tab, today, names):
    own = [today.indeling(name) for name in sorted(names)]
    page = Modules(tab, explorer_data(today, own, []))
    first = sorted(names).index(names[0])
    pair = [own[first], own[1 - first]]
    crossing = page.run(STEPS, first, 1 - first)
    assert len(crossing) == (measures.regions(*pair)["type"] == "doorsnijdend").sum()
    for place, found in crossing:
        assert found is not None
        changes = changes_of(found["steps"], first)
        assert len(changes) == found["count"]
        changed = after(pair, changes)
        assert fits(changed, pair[0].verbanden[place])
        both = sum(
            int((measures.regions(*one)["type"] == "doorsnijdend").sum())
            for one in (changed, changed[::-1])
        )
        assert both == found["crossing"]


@pytest.mark.parametrize("seed", range(6))
def test_nothing_smaller_makes_a_region_fit(tab, quilt, seed):
    rng = np.random.default_rng(seed)
    codes = quilt.gemeenten.index[:9]
    pair = [
        Indeling.from_labels(
            pd.Series([f"{name}{k}" for k in rng.integers(0, 3, len(codes))], index=codes),
            id=name,
            naam=name,
        )
        for name in ("een", "twee")
    ]
    page = Modules(tab, explorer_data(quilt, pair, []))
    every = [
        (side, g, to)
        for side in (0, 1)
        for g in range(len(codes))
        for to in range(len(pair[side].verbanden))
        if labels_of(pair[side])[g] != to
    ]
    for place, found in page.run(STEPS, 0, 1):
        verband = pair[0].verbanden[place]
        if found is None:
            continue
        assert fits(after(pair, changes_of(found["steps"], 0)), verband)
        for fewer in range(1, min(found["count"], 3)):
            for changes in combinations(every, fewer):
                assert not fits(after(pair, changes), verband)


@pytest.mark.slow
def test_the_step_is_told_and_taken(visit, today, page_of_today):
    page = visit(page_of_today, address="a=jeugdregio&b=arbeidsmarktregio&r=IJsselland").page
    told = page.locator("#keuze")
    expect(told).to_contain_text(
        "Past niet in de arbeidsmarktregio's: 10 gemeenten in Regio Zwolle"
    )
    expect(told).to_contain_text("Kleinste stap (1 gemeente): past, als Deventer naar jeugdregio")
    page.get_by_role("button", name="Probeer deze stap").click()
    expect(page.locator("#watals-aantal")).to_have_text("Plan: 1 stap.")
    expect(told).not_to_contain_text("Past niet")
    page.get_by_label("Provincie", exact=True).select_option("Overijssel")
    score = page.locator("#provincie-deel")
    groups = today.gemeenten["provincie"].astype(str)
    pair = [today.indeling(name) for name in ("jeugdregio", "arbeidsmarktregio")]
    page.get_by_role("button", name="Begin opnieuw").click()
    table = measures.scores_by(pair, groups)["jeugdregio~arbeidsmarktregio"].round(3)
    place = int((table > table["Overijssel"]).sum()) + 1
    expect(score).to_contain_text(f"Overijssel staat onder de provincies op plaats {place} van 12")
    expect(score.locator(".zetten button")).to_have_count(3)


def test_a_gemeente_has_its_place_among_all(visit, today, page_of_today):
    page = visit(page_of_today, address="g=GM0119").page
    share = measures.territorial_congruence(list(today.main_indelingen))["congruence"].round(3)
    place = int((share > share["GM0119"]).sum()) + 1
    expect(page.locator("#gemeente")).to_contain_text(f"%, plaats {place} van 342")


@pytest.mark.slow
def test_why_is_asked_by_touch(visit, today, page_of_today):
    pair = "a=jeugdregio&b=arbeidsmarktregio"
    page = visit(page_of_today, PHONE, address=pair, has_touch=True, is_mobile=True).page
    page.locator("#lijst").get_by_role("button", name="IJsselland").tap()
    expect(page.locator("#keuze")).to_contain_text("Past niet in de arbeidsmarktregio's")
    page.get_by_role("button", name="Probeer deze stap").tap()
    expect(page.locator("#watals-aantal")).to_have_text("Plan: 1 stap.")
    expect(page.locator("#keuze")).not_to_contain_text("Past niet")
    page.get_by_role("button", name="Begin opnieuw").tap()
    frame = page.locator(".folium-map")
    frame.scroll_into_view_if_needed()
    page.get_by_role("button", name="Hele kaart").tap()
    page.wait_for_timeout(400)
    page.locator(GEMEENTE).nth(today.gemeenten.index.get_loc("GM0119")).tap(force=True)
    page.locator(".aanwijzer").get_by_role("button", name="Meer hierover").tap()
    expect(page.locator("#gemeente")).to_contain_text("%, plaats ")
    page.locator("#sluit").tap()
    page.locator("#provincie").tap()
    page.locator("#provincie").select_option("Overijssel")
    told = page.locator("#provincie-deel")
    expect(told).to_contain_text("Overijssel staat onder de provincies op plaats")
    told.locator(".zetten button").first.tap()
    expect(page.locator("#watals-aantal")).to_have_text("Plan: 1 stap.")


@pytest.mark.slow
def test_why_is_asked_by_keyboard(visit, page_of_today):
    page = visit(page_of_today, address="a=jeugdregio&b=arbeidsmarktregio").page
    page.locator("#lijst").get_by_role("button", name="IJsselland").focus()
    page.keyboard.press("Enter")
    expect(page.locator("#keuze h2")).to_be_focused()
    page.keyboard.press("Tab")
    expect(page.get_by_role("button", name="Probeer deze stap")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator("#watals-aantal")).to_have_text("Plan: 1 stap.")
    page.keyboard.press("Control+z")
    page.get_by_role("combobox", name="Zoek").focus()
    page.keyboard.type("meppel")
    page.keyboard.press("Enter")
    expect(page.locator("#gemeente")).to_contain_text("%, plaats ")
    page.keyboard.press("Escape")
    page.locator("#provincie").focus()
    page.keyboard.type("Over")
    told = page.locator("#provincie-deel")
    expect(told).to_contain_text("Overijssel staat onder de provincies op plaats")
    told.locator(".zetten button").first.focus()
    page.keyboard.press("Enter")
    expect(page.locator("#watals-aantal")).to_have_text("Plan: 1 stap.")


@pytest.mark.slow
def test_the_best_steps_of_a_province_stay_so_when_someone_is_chosen(visit, page_of_today):
    page = visit(page_of_today, address="a=jeugdregio&b=mo-bw-regio&p=Gelderland").page
    told = page.locator("#provincie-deel")
    expect(told).to_contain_text("De 3 beste zetten van Gelderland")
    steps = told.inner_text()
    search = page.get_by_role("combobox", name="Zoek")
    search.fill("lochem")
    search.press("Enter")
    page.locator("#watals summary").press("Enter")
    page.get_by_role("button", name="Begin een groep").click()
    expect(page.locator("#beste")).to_contain_text("Beste zetten voor Lochem")
    filled(page)
    assert told.inner_text() == steps
