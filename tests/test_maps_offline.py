"""A page is one file: nothing is fetched, and only its own scripts run."""

import base64
import hashlib
import json
import re
from pathlib import Path

import folium
import pytest

from lappendeken.maps.pages import offline

NETWORK = re.compile(
    r"""<(?:script|img|iframe|link|source|object|embed)\b[^>]*\b(?:src|href|data)\s*=\s*"""
    r"""["']?(?!data:)[a-z/.]""",
    re.IGNORECASE,
)


def page(drawn):
    offline.use_offline(drawn, title="Proef", name="proef")
    return drawn.get_root().render()


def executed(html):
    return re.findall(r"<script>(.*?)</script>", html, re.DOTALL)


def policy(html):
    return re.search(r'Content-Security-Policy" content="([^"]+)"', html)[1]


def test_leaflet_comes_whole_and_asks_for_nothing():
    css, script = offline.leaflet()
    assert "Leaflet 1.9.3" in script
    assert "sourceMappingURL" not in script
    assert "/*" not in css
    assert css.count("{") > 80
    addresses = re.findall(r"url\(([^)]*)\)", css)
    assert addresses
    assert all(address.startswith(("data:image/png;base64,", "#")) for address in addresses)


def test_a_page_names_no_other_file():
    html = page(folium.Map(tiles=None))
    assert not NETWORK.search(html)
    assert "jsdelivr" not in html
    assert html.count("<script>") == html.count("</script>")


def test_the_class_of_folium_is_left_alone():
    before = list(folium.Map.default_js), list(folium.Map.default_css)
    page(folium.Map(tiles=None))
    assert (folium.Map.default_js, folium.Map.default_css) == before
    assert "jsdelivr" in folium.Map(tiles=None).get_root().render()


def test_the_policy_allows_just_the_scripts_of_the_page():
    html = page(folium.Map(tiles=None))
    rules = dict(rule.split(" ", 1) for rule in policy(html).split("; "))
    hashes = {
        f"'sha256-{base64.b64encode(hashlib.sha256(code.encode()).digest()).decode()}'"
        for code in executed(html)
    }
    assert set(rules["script-src"].split()) == hashes
    assert rules["default-src"] == "'none'"
    assert rules["img-src"] == "data:"


def test_a_page_without_script_allows_none():
    assert "script-src 'none'" in policy(offline.secure("<html><head></head></html>"))


def test_the_policy_opens_only_for_what_is_named():
    empty = "<html><head></head></html>"
    closed = policy(offline.secure(empty))
    assert closed == (
        "default-src 'none'; script-src 'none'; style-src 'unsafe-inline'; img-src data:; "
        "base-uri 'none'; form-action 'none'"
    )
    opened = policy(offline.secure(empty, images=["https://a.nl"]))
    assert set(opened.split("; ")) - set(closed.split("; ")) == {"img-src data: https://a.nl"}


@pytest.mark.parametrize(
    "kind", ["", "type", 'type=""', 'type="Text/JavaScript "', 'type="module"']
)
def test_every_way_to_write_a_script_is_allowed(kind):
    html = f"<html><head></head><script {kind}>een()</script></html>"
    digest = base64.b64encode(hashlib.sha256(b"een()").digest()).decode()
    assert f"script-src 'sha256-{digest}'; " in policy(offline.secure(html))


def test_ends_of_lines_are_those_that_a_browser_reads():
    html = "<html><head></head><script>a\r\nb\rc</script></html>"
    secured = offline.secure(html)
    assert "\r" not in secured
    digest = base64.b64encode(hashlib.sha256(b"a\nb\nc").digest()).decode()
    assert f"'sha256-{digest}'" in policy(secured)


def test_data_and_comments_are_no_scripts():
    html = '<script>a</script><script type="application/json">b</script><!-- <script>c</script> -->'
    assert offline.scripts_in(html) == ["a"]


def test_an_image_is_an_address_and_other_files_are_none():
    folder = Path(offline.__file__).parent / "assets"
    assert offline.data_address(folder / "kaart.css") is None
    assert offline.data_address(folder / "geen.png") is None


def test_what_is_added_later_runs_too():
    drawn = folium.Map(tiles=None)
    offline.use_offline(drawn, title="Proef", name="proef")
    before = drawn.get_root().render()
    folium.PolyLine([(52, 5), (53, 6)]).add_to(drawn)
    after = drawn.get_root().render()
    assert "L.polyline" in executed(after)[-1]
    assert policy(after) != policy(before)


def test_pages_are_dutch_have_a_title_and_can_be_enlarged():
    drawn = folium.Map(tiles=None)
    offline.use_offline(drawn, title="<i>Proef</i>", name="proef")
    html = drawn.get_root().render()
    assert '<html lang="nl">' in html
    assert "<title>&lt;i&gt;Proef&lt;/i&gt;</title>" in html
    assert html.index('charset="utf-8"') < 1024
    assert "user-scalable" not in html
    assert "maximum-scale" not in html
    assert html.count('name="viewport"') == 1


def test_equal_maps_are_equal_files():
    assert page(folium.Map(tiles=None)) == page(folium.Map(tiles=None))


@pytest.mark.parametrize(
    "text", ["</script>", "<!--", "<img onerror=x>", "&lt;", "\u2028", "\u2029", '"\\', "{{ 1 }}"]
)
def test_data_in_a_page_are_never_markup(text):
    element = offline.json_element({text: [text]}, id="x")
    inside = re.fullmatch(r'<script type="application/json" id="x">(.*)</script>', element)[1]
    assert not set(inside) & set("<>&\u2028\u2029")
    assert json.loads(inside) == {text: [text]}


def test_numbers_that_json_does_not_know_are_refused():
    with pytest.raises(ValueError, match="JSON"):
        offline.json_element(float("nan"), id="x")


def test_a_script_cannot_end_itself():
    element = offline.script_element("a = '</SCRIPT>'; b = '<!-- ';")
    assert element == r"<script>a = '<\/SCRIPT>'; b = '<\!-- ';</script>"
    with pytest.raises(ValueError, match="closing tag"):
        offline.style_element("a { content: '</style>' }")


def test_verbatim_text_is_no_template():
    assert offline.Verbatim("{{ 7 * 7 }}{% raw %}").render() == "{{ 7 * 7 }}{% raw %}"
