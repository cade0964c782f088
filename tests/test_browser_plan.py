"""What if, in a real browser: a plan by mouse, touch and keyboard, and what becomes of it."""

import csv
import io
import json
import re
from pathlib import Path
from urllib.parse import parse_qsl

import pytest
from browser import GEMEENTE, PHONE, drop, filled
from playwright.sync_api import expect

import lappendeken as ld
from lappendeken import dutch, measures
from lappendeken.maps.pages.explorer import explorer

pytestmark = pytest.mark.browser

PAIR = "a=jeugdregio&b=arbeidsmarktregio"
MEPPEL = f"{PAIR}&g=GM0119"
BOTH = "z=jeugdregio/GM0119,GM1701/IJsselland"


@pytest.fixture(scope="module")
def small_page(quilt, tmp_path_factory):
    return ld.maps.write(explorer(quilt), tmp_path_factory.mktemp("klein") / "quilt.html")


def opened(visit, path, address=MEPPEL, *arguments, **choices):
    """A page with what if open."""
    page = visit(path, *arguments, address=address, **choices).page
    if page.locator("#watals[open]").count() == 0:
        page.locator("#watals summary").click()
    return page


def steps(page):
    """The steps in the address."""
    given = page.evaluate("location.hash").lstrip("#")
    return [(key, value) for key, value in parse_qsl(given) if key in "zn"]


def effects(page):
    """The table of what the plan does: before, after and the difference, by name."""
    found = filled(page).locator(".gevolgen tbody tr").all()
    return {
        row.locator("th").text_content(): row.locator("td").all_text_contents() for row in found
    }


def scores_in(page):
    rows = page.locator("#scores .scores > div").all()
    return {
        row.locator("dt").text_content(): row.locator(".getal").text_content().split(" ")
        for row in rows
    }


def after(lap, *moves):
    """The lappendeken after moves: of whom, in which indeling, to which verband."""
    made = [
        ld.scenario.Step("verplaats", indeling, tuple(codes.split(",")), naar=naar)
        for indeling, codes, naar in moves
    ]
    return ld.scenario.apply(lap, ld.scenario.Plan(tuple(made)))


def signed(value):
    return f"{'−' if value < 0 else '+'}{dutch.number(abs(value), 3)}"


def check_effects(page, before, changed, a="jeugdregio", b="arbeidsmarktregio"):
    """Whether counts and scores before and after are those of Python."""
    shown = effects(page)
    pairs = [(lap.indeling(a), lap.indeling(b)) for lap in (before, changed)]
    tables = [measures.regions(*pair) for pair in pairs]
    crossing = [int((table["type"] == "doorsnijdend").sum()) for table in tables]
    assert shown["doorsnijdende regio's"][:2] == [str(n) for n in crossing]
    chafing = [
        len(
            {
                code
                for row in ("extra", "missing")
                for codes in table.loc[table["type"] == "doorsnijdend", row]
                for code in codes
            }
        )
        for table in tables
    ]
    assert shown["schuurgemeenten"][:2] == [str(n) for n in chafing]
    rows = [measures.scores(pair, adjacency=before.borders).iloc[0] for pair in pairs]
    for name, column in (
        ("Adjusted Rand index", "adjusted_rand_index"),
        ("Element-centric similarity", "element_centric_similarity"),
        ("Partneroverlap", "partner_overlap"),
    ):
        old, new = (row[column] for row in rows)
        expected = [dutch.number(old, 3), dutch.number(new, 3), signed(new - old)]
        assert shown[name] == expected
        assert scores_in(page)[name] == expected[1:]
    expect(page.locator(".legenda li", has_text="doorsnijdend").first).to_contain_text(
        str(crossing[1])
    )


# Moving ------------------------------------------------------------------------------------


def test_a_gemeente_is_moved_and_everything_follows(visit, page_of_today, today):
    page = opened(visit, page_of_today)
    expect(page.locator("#zet-nu")).to_have_text("Jeugdregio nu: Drenthe.")
    near = page.locator("#zet-naar optgroup").first
    assert near.locator("option").all_text_contents() == ["IJsselland"]
    page.get_by_label("naar", exact=True).select_option("IJsselland")
    page.get_by_role("button", name="Verplaats", exact=True).click()
    told = page.locator("#zet-melding")
    expect(told).to_have_text("Meppel: van Drenthe naar jeugdregio IJsselland.")
    expect(told).to_have_role("status")
    assert steps(page) == [("z", "jeugdregio/GM0119/IJsselland")]
    changed = after(today, ("jeugdregio", "GM0119", "IJsselland"))
    check_effects(page, today, changed)
    expect(page.locator("#gemeente .verbanden tr").first).to_contain_text(
        "IJsselland (plan; nu Drenthe)"
    )
    place = today.gemeenten.index.get_loc("GM0119")
    path = page.locator(GEMEENTE).nth(place)
    table = measures.regions(changed.indeling("jeugdregio"), changed.indeling("arbeidsmarktregio"))
    assert f"soort-{table.loc['jeugdregio-ijsselland', 'type']}" in path.get_attribute("class")
    expect(page.locator(".legenda")).to_contain_text("gaat naar een andere regio 1")
    assert page.locator("path.grens.verhuisd:not(.legenda *)").get_attribute("d") != "M0 0"
    # Where one left, the region is as it is: its list says so.
    page.get_by_role("radio", name="3 domeinen").check()
    mean = [
        measures.territorial_congruence(list(lap.main_indelingen))["congruence"].mean()
        for lap in (today, changed)
    ]
    shown = effects(page)["Territoriale congruentie"]
    assert shown == [dutch.number(mean[0], 3), dutch.number(mean[1], 3), signed(mean[1] - mean[0])]


def test_several_moves_make_a_plan_that_goes_back_and_forth(visit, page_of_today, today):
    page = opened(visit, page_of_today)
    back, forth, again = (
        page.get_by_role("button", name=name, exact=True)
        for name in ("Ongedaan", "Opnieuw", "Begin opnieuw")
    )
    expect(back).to_be_disabled()
    move = page.get_by_role("button", name="Verplaats", exact=True)
    move.click()
    page.get_by_label("Verplaats in").select_option("MO/BW-regio's")
    expect(page.locator("#zet-nu")).to_contain_text("MO/BW-regio nu:")
    page.locator("#zet-naar").select_option(index=0)
    move.click()
    both = steps(page)
    assert [value.split("/")[0] for _, value in both] == ["jeugdregio", "mo-bw-regio"]
    expect(page.locator(".stappen li")).to_have_count(2)
    expect(page.locator("#watals-aantal")).to_have_text("Plan: 2 stappen.")
    back.click()
    assert steps(page) == both[:1]
    expect(page.locator("#zet-melding")).to_have_text("De laatste stap is ongedaan gemaakt.")
    forth.click()
    assert steps(page) == both
    expect(forth).to_be_disabled()
    page.locator("body").press("Control+z")
    page.locator("body").press("Control+z")
    assert steps(page) == []
    page.locator("body").press("Control+y")
    assert steps(page) == both[:1]
    check_effects(page, today, after(today, ("jeugdregio", "GM0119", "IJsselland")))
    again.click()
    assert steps(page) == []
    expect(page.locator(".gevolgen")).to_have_count(0)
    forth.click()
    assert steps(page) == both[:1]
    page.go_back()
    page.wait_for_function("!location.hash.includes('z=')")
    expect(page.locator(".stappen")).to_have_count(0)


def test_an_address_with_a_plan_opens_what_if_on_a_page_that_is_open(visit, page_of_today):
    page = visit(page_of_today, address=PAIR).page
    what_if = page.locator("#watals")
    expect(what_if).not_to_have_attribute("open", "")
    page.evaluate("plan => { location.hash += plan; }", "&z=jeugdregio/GM0119/IJsselland")
    expect(what_if).to_have_attribute("open", "")
    expect(page.locator(".stappen > li")).to_have_count(1)


def test_a_group_is_moved_together_by_mouse(visit, page_of_today, today):
    page = opened(visit, page_of_today)
    places = [today.gemeenten.index.get_loc(code) for code in ("GM0119", "GM1701")]
    page.wait_for_timeout(400)
    for place in places:
        page.locator(GEMEENTE).nth(place).click(modifiers=["Control"], force=True)
    expect(page.locator(".groepslid")).to_have_text(["Meppel ×", "Westerveld ×"])
    page.get_by_role("button", name="Kies de regio op de kaart").click()
    page.locator(GEMEENTE).nth(today.gemeenten.index.get_loc("GM1708")).click(force=True)
    assert steps(page) == [("z", "jeugdregio/GM0119,GM1701/IJsselland")]
    check_effects(page, today, after(today, ("jeugdregio", "GM0119,GM1701", "IJsselland")))
    expect(page.locator(".groepslid")).to_have_count(0)


def test_a_plan_is_made_by_keyboard_alone(visit, page_of_today):
    page = visit(page_of_today, address=PAIR).page
    page.locator("#watals summary").focus()
    page.keyboard.press("Enter")
    search = page.get_by_role("combobox", name="Zoek")
    search.focus()
    page.keyboard.type("meppel")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Meppel", level=2)).to_be_focused()
    page.get_by_role("button", name="Begin een groep").focus()
    page.keyboard.press("Enter")
    expect(page.locator(".groepslid")).to_have_count(1)
    search.focus()
    page.keyboard.type("westerveld")
    page.keyboard.press("Enter")
    page.get_by_role("button", name="Neem Westerveld mee").focus()
    page.keyboard.press("Enter")
    expect(page.locator(".groepslid")).to_have_count(2)
    page.locator("#zet-naar").focus()
    page.keyboard.type("IJss")
    page.keyboard.press("Tab")
    expect(page.get_by_role("button", name="Verplaats", exact=True)).to_be_focused()
    page.keyboard.press("Enter")
    assert steps(page) == [("z", "jeugdregio/GM0119,GM1701/IJsselland")]
    for button, count in (("Ongedaan", 0), ("Opnieuw", 1), ("Begin opnieuw", 0)):
        filled(page).get_by_role("button", name=button, exact=True).press("Enter")
        assert len(steps(page)) == count
    filled(page).locator("#beste .zetten button").first.press("Enter")
    assert len(steps(page)) == 1


def test_a_plan_is_made_by_touch(visit, page_of_today, today):
    page = visit(page_of_today, PHONE, address=PAIR, has_touch=True).page
    page.get_by_role("combobox", name="Zoek").tap()
    page.keyboard.type("meppel")
    page.locator("#gevonden li").first.tap()
    page.get_by_role("button", name="Wat als Meppel ergens anders bij hoort?").tap()
    expect(page.locator("#watals")).to_have_attribute("open", "")
    page.get_by_role("button", name="Kies de regio op de kaart").tap()
    page.locator(".folium-map").scroll_into_view_if_needed()
    page.wait_for_timeout(400)
    page.locator(GEMEENTE).nth(today.gemeenten.index.get_loc("GM1708")).tap(force=True)
    assert steps(page) == [("z", "jeugdregio/GM0119/IJsselland")]
    for button, count in (("Ongedaan", 0), ("Opnieuw", 1), ("Begin opnieuw", 0)):
        page.get_by_role("button", name=button, exact=True).tap()
        assert len(steps(page)) == count
    filled(page).locator("#beste .zetten button").first.tap()
    assert len(steps(page)) == 1


def test_a_region_is_taken_along_as_a_whole(visit, small_page):
    page = visit(small_page, address="a=jeugd&b=werk&r=M").page
    page.get_by_role("button", name="Wat als deze regio ergens anders bij hoort?").click()
    assert filled(page).locator(".groepslid").all_text_contents() == [
        "Dorp I ×",
        "Dorp O ×",
        "Dorp P ×",
    ]
    page.locator("#zet-naar").select_option("Z")
    page.get_by_role("button", name="Verplaats", exact=True).click()
    # Z got the island, which is in no region of werk.
    expect(page.locator(".legenda")).to_contain_text("onbekend 1")
    # A region without gemeenten is no longer there to be chosen.
    page.locator(GEMEENTE).first.click(force=True)
    options = filled(page).locator("#zet-naar option").all_text_contents()
    assert "M" not in options
    assert options[-1] == "Een nieuwe regio…"


def test_a_new_region_is_founded(visit, page_of_today, today, tmp_path):
    page = opened(visit, page_of_today)
    page.locator("#zet-naar").select_option("Een nieuwe regio…")
    move = page.get_by_role("button", name="Verplaats", exact=True)
    for name, why in (("", "Geef de nieuwe regio"), ("drenthe", "Er is al een"), ("=1+1", "Geef")):
        page.get_by_label("Naam van de nieuwe regio").fill(name)
        move.click()
        expect(page.locator("#zet-melding")).to_contain_text(why)
        assert steps(page) == []
    page.get_by_label("Naam van de nieuwe regio").fill('Reest en Wold, & "zo" <b>')
    move.click()
    assert steps(page) == [("n", 'jeugdregio/GM0119/Reest en Wold, & "zo" <b>')]
    expect(page.locator(".legenda")).to_contain_text("gaat naar een andere regio 1")
    page.reload()
    expect(page.locator("#watals-aantal")).to_have_text("Plan: 1 stap.")
    changed = ld.scenario.apply(today, kept(page, tmp_path))
    assert 'Reest en Wold, & "zo" <b>' in changed.indeling("jeugdregio").namen.to_list()


# Best moves --------------------------------------------------------------------------------


def test_the_best_moves_are_those_of_the_optimiser(visit, page_of_today, today):
    page = opened(visit, page_of_today, PAIR)
    best = ld.optimise.best_moves(today, ["jeugdregio", "arbeidsmarktregio"])
    buttons = page.locator(".zetten button")
    expect(buttons).to_have_count(6)
    expect(page.locator("#beste")).to_contain_text(f"Van {len(best)} zetten")
    expect(page.locator("#beste")).to_contain_text(f"brengen er {(best['gain'] > 1e-12).sum()} ")
    told = filled(page).locator(".zetten .tegen").all_text_contents()
    gains = [re.search(r"ARI (\S+);", text)[1] for text in told]
    assert gains == [signed(gain) for gain in best["gain"].head(6)]
    page.get_by_label("Provincie", exact=True).select_option("Overijssel")
    inside = today.gemeenten.index[today.gemeenten["provincie"] == "Overijssel"]
    own = best[best["gemeente"].isin(inside)]
    expect(
        page.locator("#beste").get_by_role("heading", name="Beste zetten voor Overijssel")
    ).to_be_visible()
    expect(page.locator("#beste")).to_contain_text(f"Van {len(own)} zetten")
    first = filled(page).locator(".zetten .naam").first.text_content()
    buttons.first.click()
    ((_, made),) = steps(page)
    code = made.split("/")[1]
    assert first.startswith(today.gemeenten.loc[code, "naam"])
    gain = effects(page)["Adjusted Rand index"][2]
    assert gain == signed(own["gain"].iloc[0])


def test_the_best_moves_of_a_gemeente_are_shown_with_what_they_cost(visit, page_of_today, today):
    page = opened(visit, page_of_today)
    own = ld.optimise.best_moves(today, ["jeugdregio", "arbeidsmarktregio"])
    own = own[own["gemeente"] == "GM0119"]
    told = filled(page).locator(".zetten .tegen").all_text_contents()
    assert len(told) == min(len(own), 6)
    assert [re.search(r"ARI (\S+);", text)[1] for text in told] == [signed(g) for g in own["gain"]]


# Kept, sent and opened ----------------------------------------------------------------------


def kept(page, folder):
    """The file that the page gives."""
    with page.expect_download() as waiting:
        page.get_by_role("button", name="Bewaar plan.csv").click()
    assert waiting.value.suggested_filename == "plan.csv"
    path = folder / "plan.csv"
    waiting.value.save_as(path)
    return path


def test_the_plan_is_kept_as_a_file_that_scenario_reads(visit, page_of_today, today, tmp_path, run):
    page = opened(visit, page_of_today, f"{PAIR}&{BOTH}&z=mo-bw-regio/GM0193/Assen")
    path = kept(page, tmp_path)
    rows = list(csv.DictReader(io.StringIO(path.read_text(encoding="utf-8"))))
    assert [row["actie"] for row in rows] == ["verplaats", "verplaats"]
    assert rows[0]["gemeente"] == "GM0119; GM1701"
    assert (rows[0]["van"], rows[0]["naar"]) == ("Drenthe", "IJsselland")
    code, out, err = run("scenario", path, "--json")
    assert (code, err) == (0, "")
    assert "GM1701" in out
    assert json.loads(out)
    changed = ld.scenario.apply(today, path)
    assert "GM0119" in changed.indeling("jeugdregio").members("jeugdregio-ijsselland")


def test_the_address_brings_a_colleague_the_same_plan(visit, page_of_today, today):
    page = opened(visit, page_of_today, f"{PAIR}&{BOTH}")
    check_effects(page, today, after(today, ("jeugdregio", "GM0119,GM1701", "IJsselland")))
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.get_by_role("button", name="Kopieer koppeling").click()
    expect(page.locator("#meeneem-melding")).to_contain_text("gekopieerd")
    copied = page.evaluate("navigator.clipboard.readText()")
    assert copied.startswith(page.url)
    assert BOTH in copied


def test_a_plan_is_opened_with_a_button_or_dropped_on_the_page(visit, page_of_today, today):
    page = opened(visit, page_of_today, PAIR)
    plan = Path(__file__).parent.parent / "docs" / "invoer" / "plan.csv"
    page.locator("#plan-bestand").set_input_files(plan)
    expect(page.locator("#zet-melding")).to_have_text("plan.csv is geopend: 1 stap.")
    assert steps(page) == [("z", "jeugdregio/GM0119,GM1701/IJsselland")]
    page.locator(".paneel").evaluate("one => one.scrollTo(0, one.scrollHeight)")
    changed = "actie;indeling;gemeente;naar\nverplaats;werk;zwolle;Drenthe\n"
    drop(page, "ander.csv", ("\ufeff" + changed).encode())
    expect(page.locator("#zet-melding")).to_have_text("ander.csv is geopend: 1 stap.")
    expect(page.locator("#zet-melding")).to_be_in_viewport()
    assert steps(page) == [("z", "arbeidsmarktregio/GM0193/Drenthe")]


HEAD = b"actie,indeling,gemeente,naar\n"
BAD = {
    "leeg.csv": (b"", "Dit is geen plan"),
    "een.csv": (b"gemeente\nZwolle\n", "Dit is geen plan"),
    "kop.csv": (b"actie,indeling,gemeente,naar\n", "heeft geen rijen"),
    "foto.png": (b"\x89PNG\r\n\x1a\n\xff\xfe\x00", "is geen tabel"),
    "groot.csv": (b"a" * 5_000_001, "is te groot"),
    "oud.csv": (
        HEAD + b"verplaats,jeugd,Vlagtwedde,Drenthe\n",
        "Vlagtwedde",
    ),
    "hef.csv": (b"actie,indeling,gemeente,van\nhef-op,jeugd,,Drenthe\n", "'hef-op' kan hier niet"),
    "zelf.csv": (
        b"actie,indeling,gemeente,naar\nverplaats,jeugd,Assen,Drenthe\n",
        "Assen zit al in",
    ),
    "van.csv": (
        b"actie,indeling,gemeente,van,naar\nverplaats,jeugd,Assen,Rijnmond,IJsselland\n",
        "Rijnmond",
    ),
    "markup.csv": (
        b"actie,indeling,gemeente,naar\nverplaats,<img src=x onerror=alert(1)>,${alert(2)},x\n",
        "<img src=x onerror=alert(1)>",
    ),
    "overlap.csv": (
        HEAD + b"verplaats,gemeenschappelijke-regeling,Assen,Omgevingsdienst Drenthe\n",
        "is niet geopend",
    ),
}


@pytest.mark.slow
def test_a_file_that_is_no_plan_is_told_and_the_plan_stays(visit, page_of_today):
    page = opened(visit, page_of_today, f"{PAIR}&{BOTH}")
    for name, (content, why) in BAD.items():
        given = {"name": name, "mimeType": "text/csv", "buffer": content}
        page.locator("#plan-bestand").set_input_files(given)
        expect(page.locator("#zet-melding")).to_contain_text(name)
        expect(page.locator("#zet-melding")).to_contain_text(why)
        assert steps(page) == [("z", BOTH[2:])]
    expect(page.locator("img")).to_have_count(0)


@pytest.mark.parametrize(
    ("given", "why"),
    [
        ("z=nergens/GM0119/IJsselland", "nergens"),
        ("z=jeugdregio/GM9999/IJsselland", "GM9999"),
        ("z=jeugdregio/GM0119/Atlantis", "Atlantis"),
        ("z=jeugdregio/GM0119/Drenthe", "Meppel zit al in jeugdregio Drenthe."),
        ("z=gemeenschappelijke-regeling/GM0119/x", "x"),
        ("z=jeugdregio", "De rest is getoond."),
        ("n=jeugdregio/GM0119/Drenthe", "Er is al een jeugdregio Drenthe."),
        ("n=jeugdregio/GM0119/%0D%0Ax", "Geef de nieuwe regio een naam"),
        ("z=__proto__/constructor/toString", "__proto__"),
    ],
)
def test_steps_in_an_address_that_cannot_be_are_told(visit, page_of_today, given, why):
    page = visit(page_of_today, address=f"{PAIR}&{given}&{BOTH}").page
    expect(page.locator("#melding")).to_contain_text(why)
    expect(page.locator("#watals-aantal")).to_have_text("Plan: 1 stap.")


def test_an_indeling_with_overlap_keeps_its_scores_and_says_so(visit, page_of_today):
    pair = "a=gemeenschappelijke-regeling&b=jeugdregio"
    before = scores_in(visit(page_of_today, address=pair).page)
    page = opened(visit, page_of_today, f"{pair}&{BOTH}")
    assert scores_in(page) == before
    expect(page.locator("#zin")).to_contain_text("Zonder het plan: een indeling met overlap")
    expect(page.locator("#plan")).to_contain_text("zonder het plan")
    options = page.locator("#zet-indeling option").all_text_contents()
    assert "Gemeenschappelijke regelingen" not in options


def test_names_from_data_stay_text_in_a_plan(visit, hostile_maps, tmp_path, run):
    page = opened(visit, hostile_maps / "index.html", "g=GM0001")
    page.get_by_role("button", name="Begin een groep").click()
    page.locator("#zet-naar").select_option(index=1)
    page.get_by_role("button", name="Verplaats", exact=True).click()
    ((key, value),) = steps(page)
    expect(page.locator(".stappen li")).to_contain_text("<img src=x onerror=alert(1)>")
    expect(page.locator("img, main i, main u, main s, main b")).to_have_count(0)
    path = kept(page, tmp_path)
    assert not re.search(r"(?m)(^|,)\"?[=+@-]", path.read_text(encoding="utf-8"))
    data = next(hostile_maps.parent.glob("*map"))
    code, _, err = run("scenario", path, "--gegevens", data)
    assert (code, key) == (0, "z"), err
    page.reload()
    assert steps(page) == [(key, value)]
    expect(page.locator("#watals-aantal")).to_have_text("Plan: 1 stap.")
