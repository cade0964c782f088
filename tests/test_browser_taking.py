"""What a reader takes along from the explorer: pictures, tables and the address."""

import csv
import io
import struct
import xml.etree.ElementTree as ET

import pytest
from browser import HOSTILE, PHONE, filled
from playwright.sync_api import expect

from lappendeken import dutch, measures

pytestmark = pytest.mark.browser

PAIR = "a=jeugdregio&b=arbeidsmarktregio"
SVG = "{http://www.w3.org/2000/svg}"


def taken(page, button, folder, press="click"):
    """The file that a button gives, however it is pressed."""
    with page.expect_download() as waiting:
        one = page.get_by_role("button", name=button)
        if press == "keyboard":
            one.press("Enter")
        else:
            getattr(one, press)()
    path = folder / waiting.value.suggested_filename
    waiting.value.save_as(path)
    expect(page.locator("#meeneem-melding")).to_have_text(f"Bewaard als {path.name}.")
    return path


def texts(path):
    return " ".join(one.text or "" for one in ET.parse(path).iter(f"{SVG}text"))  # noqa: S314


def test_the_drawing_has_map_title_legend_and_sources(visit, page_of_today, today, tmp_path):
    address = f"{PAIR}&p=Overijssel&z=jeugdregio/GM0119/IJsselland"
    page = visit(page_of_today, address=address).page
    path = taken(page, "Tekening (SVG)", tmp_path)
    assert path.name == "jeugdregio--arbeidsmarktregio.svg"
    root = ET.parse(path).getroot()  # noqa: S314
    told = texts(path)
    for text in (
        "Jeugdregio's en arbeidsmarktregio's, Overijssel",
        "schuren",
        "doorsnijdend",
        "in de tegenhanger, niet in de regio",
        "Zwolle",
        "Plan: Meppel: van Drenthe naar jeugdregio IJsselland.",
        "Peildatum 1 januari 2026",
        "CBS/Kadaster",
    ):
        assert text in told
    fills = {one.get("fill") for one in root.iter(f"{SVG}path")}
    assert len(fills) > 3
    assert len(list(root.iter(f"{SVG}path"))) > len(today.gemeenten)
    assert root.find(f".//{SVG}script") is None


def test_no_line_of_the_picture_goes_beyond_its_edge(visit, page_of_today, tmp_path):
    page = visit(page_of_today, address=PAIR).page
    drawing = taken(page, "Tekening (SVG)", tmp_path).read_text(encoding="utf-8")
    shown = page.context.new_page()
    shown.set_content(drawing[drawing.index("<svg") :])
    script = "all => all.map(one => one.getBoundingClientRect().right)"
    ends = shown.locator("svg > text").evaluate_all(script)
    assert len(ends) > 10
    box = shown.locator("svg").first.bounding_box()
    assert max(ends) <= box["x"] + box["width"] - 20


@pytest.mark.parametrize("size", [{"width": 1280, "height": 800}, PHONE], ids=["wide", "phone"])
def test_the_picture_is_as_large_as_the_drawing(visit, page_of_today, tmp_path, size):
    address = f"beeld=domeinen&{PAIR}"
    page = visit(page_of_today, size, address=address, has_touch=size == PHONE).page
    press = "tap" if size == PHONE else "keyboard"
    svg = taken(page, "Tekening (SVG)", tmp_path, press)
    assert "Jeugdregio's, MO/BW-regio's en arbeidsmarktregio's" in texts(svg)
    drawing = ET.parse(svg).getroot()  # noqa: S314
    path = taken(page, "Plaatje (PNG)", tmp_path, press)
    head = path.read_bytes()[:24]
    assert head[:8] == b"\x89PNG\r\n\x1a\n"
    width, height = struct.unpack(">II", head[16:24])
    assert width == int(2 * float(drawing.get("width")))
    assert height == int(2 * float(drawing.get("height")))
    assert path.stat().st_size > 50_000


def read_csv(path):
    raw = path.read_bytes()
    assert raw.startswith(b"\xef\xbb\xbf")
    return list(csv.reader(io.StringIO(raw.decode("utf-8-sig")), delimiter=";"))


def test_tables_open_in_a_dutch_spreadsheet(visit, page_of_today, today, tmp_path):
    page = visit(page_of_today, address=PAIR).page
    head, *rows = read_csv(taken(page, "Regio's (CSV)", tmp_path))
    shown = filled(page).locator("#lijst .naam").all_text_contents()
    assert [row[0] for row in rows] == shown
    assert head[0] == "Regio"
    row = next(row for row in rows if row[0] == "IJsselland")
    assert row[-1].startswith("alleen in jeugdregio IJsselland (1): Deventer; alleen in")
    page.get_by_label("Provincie", exact=True).select_option("Overijssel")
    head, *rows = read_csv(taken(page, "Gemeenten (CSV)", tmp_path))
    inside = today.gemeenten.index[today.gemeenten["provincie"] == "Overijssel"]
    assert [row[0] for row in rows] == list(inside)
    share = measures.territorial_congruence(list(today.main_indelingen))["congruence"]
    for row in rows:
        assert row[-1] == dutch.number(share[row[0]], 3)
    zwolle = next(row for row in rows if row[1] == "Zwolle")
    assert zwolle[3:5] == ["IJsselland", "Regio Zwolle"]


def in_view(page):
    """What one sees that is no choice: zoom and middle of the map, and the rows of both lists."""
    filled(page)
    place = page.evaluate(
        "(({ lat, lng }) => [map_kaart.getZoom(), lat, lng])(map_kaart.getCenter())"
    )
    shown = "all => all.filter(one => one.checkVisibility()).map(one => one.textContent)"
    lists = [
        page.locator(name).evaluate_all(shown) for name in ("#lijst .naam", "#rang-lijst .naam")
    ]
    return place, lists


def check_view(page, expected):
    place, lists = in_view(page)
    assert lists == expected[1]
    assert place == pytest.approx(expected[0], abs=0.11)


def copied_link(page, press="click"):
    """What the button copies, after the #."""
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    button = page.get_by_role("button", name="Kopieer koppeling")
    button.press("Enter") if press == "keyboard" else getattr(button, press)()
    expect(page.locator("#meeneem-melding")).to_contain_text("gekopieerd")
    return page.evaluate("navigator.clipboard.readText()").partition("#")[2]


def test_a_link_takes_along_all_that_is_in_view(visit, page_of_today):
    page = visit(page_of_today, address=f"{PAIR}&p=Overijssel").page
    page.locator("#lijst thead").get_by_role("button", name="Regio").click()
    page.locator(".soorten").get_by_text("gelijk").click()
    page.locator("#rang summary").click()
    page.locator("#rang").get_by_text("regio's", exact=True).click()
    page.locator("#rang-lijst thead").get_by_role("button", name="Schuurt").click()
    page.get_by_label("Zoek in de lijst").fill("e")
    page.evaluate("map_kaart.setView([52.2, 6.1], 9.5, { animate: false })")
    first = in_view(page)
    link = copied_link(page)
    assert all(f"&{key}=" in link for key in ("kijk", "lijst", "rang"))
    other = visit(page_of_today, address=link).page
    expect(other.locator("#melding")).to_be_hidden()
    check_view(other, first)
    # In a page that is open, and by keyboard; three domains have columns of their own.
    other.get_by_role("radio", name="3 domeinen").check()
    other.locator("#lijst thead").get_by_role("button", name="Gem.").press("Enter")
    second = in_view(other)
    again = copied_link(other, "keyboard")
    page.evaluate("(hash) => { location.hash = hash; }", again)
    expect(page.locator("#lijst thead th").nth(1)).to_have_attribute("aria-sort", "ascending")
    check_view(page, second)


def test_a_link_is_copied_by_touch_on_a_page_without_an_address(visit, page_of_today):
    page = visit(page_of_today, PHONE, has_touch=True).page
    assert copied_link(page, "tap").startswith("a=jeugdregio&b=mo-bw-regio&kijk=")


@pytest.mark.parametrize(
    "given",
    [
        "kijk=1,2,3",
        "kijk=6,52,5,53",
        "kijk=-Infinity,50,7,53",
        "lijst=4op/doorsnijdend",
        "lijst=1op/toString",
        "rang=constructor/1op",
        "rang=gemeenten/1zijwaarts",
    ],
)
def test_what_a_link_has_in_view_in_vain_is_told(visit, page_of_today, given):
    page = visit(page_of_today, address=f"{PAIR}&{given}").page
    value = given.partition("=")[2]
    expect(page.locator("#melding")).to_have_text(
        f"Onbekend in het adres: {value}. De rest is getoond."
    )
    assert filled(page).locator("#lijst .naam").count() == 15


def test_names_from_data_stay_text_in_what_is_taken(visit, hostile_maps, tmp_path):
    page = visit(hostile_maps / "index.html", address="g=GM0001").page
    path = taken(page, "Tekening (SVG)", tmp_path)
    root = ET.parse(path).getroot()  # noqa: S314
    assert {one.tag for one in root.iter()} <= {
        f"{SVG}{tag}"
        for tag in ("svg", "g", "path", "rect", "text", "title", "defs", "pattern", "circle")
    }
    assert not [name for one in root.iter() for name in one.attrib if name.startswith("on")]
    assert HOSTILE[0] in texts(path)
    taken(page, "Plaatje (PNG)", tmp_path)
    for row in read_csv(taken(page, "Gemeenten (CSV)", tmp_path)):
        assert not [cell for cell in row if cell.startswith(("=", "+", "-", "@"))]
