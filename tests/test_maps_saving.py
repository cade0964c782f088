"""Any Folium map becomes one file that opens without a network, and stays what it was."""

import json
import logging
import re
from html.parser import HTMLParser
from itertools import count

import branca.colormap
import folium
import pytest
from branca.element import Element, Figure, IFrame, JavascriptLink, MacroElement
from browser import HOSTILE, Visit
from folium import plugins
from folium.template import Template
from hypothesis import given
from hypothesis import strategies as st
from playwright.sync_api import expect

from lappendeken.errors import LappendekenError, OutputError
from lappendeken.maps.pages.elements import elements, figure_of, renumber, unchanged
from lappendeken.maps.pages.markup import Part
from lappendeken.maps.pages.noncongruent import noncongruent
from lappendeken.maps.pages.offline import write
from lappendeken.maps.pages.saving import save_offline

SQUARE = [[[5, 52], [6, 52], [6, 53], [5, 53], [5, 52]]]
HARMLESS = (
    "<p>één\r\n</p>",
    "\n\n",
    "<!-- <link rel=stylesheet href=x> -->",
    "<script>'<link rel=stylesheet href=x>'</script>",
    '<link rel="icon" href="data:,">',
    "<META name=x>",
    "&lt;é 1 < 2",
)
LINKS = (
    "<script src=u0></script>",
    "<SCRIPT\n src='u1' >niets\n</SCRIPT\n>",
    "<link href=u2 rel=stylesheet>",
    "<link rel='Stylesheet alternate' href=u3 />",
    "<link rel=preload href=weg>",
    "<meta http-equiv=refresh content=0>",
    "<script src='//x.nl/jquery-3.7.1.min.js'></script>",
)
IMAGE = "data:image/gif;base64,R0lGODlhAQABAAAAACH5BAEKAAEALAAAAAABAAEAAAICTAEAOw=="


def features(*names):
    """Squares side by side, each with a name."""
    return {
        "type": "FeatureCollection",
        "features": [
            {
                "type": "Feature",
                "properties": {"naam": name, "n": k},
                "geometry": {
                    "type": "Polygon",
                    "coordinates": [[[x + 1.2 * k, y] for x, y in SQUARE[0]]],
                },
            }
            for k, name in enumerate(names)
        ],
    }


def plain(**options):
    return folium.Map((52.5, 5.5), zoom_start=7, **({"tiles": None} | options))


def rich(**options):
    """A map with most of what people put on one."""
    drawn = plain(**options)
    folium.GeoJson(
        features("Meppel", "Zwolle"),
        name="gemeenten",
        style_function=lambda feature: {"weight": feature["properties"]["n"] + 1},
        tooltip=folium.GeoJsonTooltip(["naam"]),
        popup=folium.GeoJsonPopup(["naam", "n"]),
    ).add_to(drawn)
    group = folium.FeatureGroup("punten").add_to(drawn)
    folium.Marker((52.2, 6.6), popup="Hier is Deventer", tooltip="Deventer").add_to(group)
    folium.Marker((53.4, 4.9), popup="rood", icon=folium.Icon("red", icon="cloud")).add_to(group)
    folium.CircleMarker((52.1, 5.1), popup="Utrecht").add_to(drawn)
    folium.LayerControl(collapsed=False).add_to(drawn)
    return drawn


def saved(drawn, path, **options):
    return save_offline(drawn, path, **options).read_text(encoding="utf-8")


@pytest.fixture
def path(tmp_path):
    return tmp_path / "kaart.html"


@pytest.fixture
def numbered(monkeypatch):
    """Start the identifiers of branca at 1, as often as it is called."""

    def start():
        ids = count(1)
        monkeypatch.setattr(branca.element, "urandom", lambda size: next(ids).to_bytes(size))

    return start


class Fetches(HTMLParser):
    """What a page asks of others by its markup, and its policy and title."""

    def __init__(self, html):
        super().__init__()
        self.asked, self.policy, self.viewport, self.opened = [], "", [], []
        self.feed(html)

    def handle_starttag(self, tag, attrs):
        values = dict(attrs)
        self.opened.append(tag)
        if tag in ("script", "link", "img", "iframe", "source"):
            self.asked += [values[key] for key in ("src", "href") if key in values]
        if values.get("http-equiv") == "Content-Security-Policy":
            self.policy = values["content"]
        if values.get("name") == "viewport":
            self.viewport.append(values["content"])

    @property
    def rules(self):
        return dict(rule.split(" ", 1) for rule in self.policy.split("; "))


# What is in the file ------------------------------------------------------------------------


def test_the_file_asks_for_nothing_by_its_markup(path):
    page = Fetches(saved(rich(), path))
    assert [address for address in page.asked if not address.startswith("data:")] == []
    assert page.rules["default-src"] == "'none'"
    assert page.rules["img-src"] == "data:"
    assert "frame-src" not in page.rules


def test_the_page_is_dutch_and_can_be_enlarged(path):
    html = saved(rich(), path)
    assert '<html lang="nl">' in html
    assert Fetches(html).viewport == ["width=device-width, initial-scale=1"]


def test_the_title_is_that_of_the_caller_else_of_the_figure_else_a_plain_one(path):
    drawn = plain()
    assert "<title>Kaart</title>" in saved(drawn, path)
    drawn.get_root().title = "<i>Figuur</i>"
    assert "<title>&lt;i&gt;Figuur&lt;/i&gt;</title>" in saved(drawn, path)
    assert "<title>Gegeven</title>" in saved(drawn, path, title="Gegeven")
    assert drawn.get_root().title == "<i>Figuur</i>"


def test_libraries_are_in_the_file_only_when_they_are_used(path):
    bare = saved(plain(), path)
    assert "Leaflet 1.9.3" in bare
    assert "jQuery v3" not in bare
    assert "d3.scale" not in bare
    assert "lappendeken-marker" not in bare
    popup = plain()
    folium.Marker((52, 5), popup="x").add_to(popup)
    html = saved(popup, path)
    assert html.count("jQuery v3.7.1") == 1
    assert '"shadowUrl":"data:image/png;base64,' in html
    assert "AwesomeMarkers" not in html
    assert len(html) < len(bare) + 110_000


def test_a_library_that_is_asked_twice_is_in_the_file_once(path):
    drawn = rich()
    html = Element('<SCRIPT type="text/javascript" src="//x.nl/jquery-3.1.0.js?v=2">\n</SCRIPT>')
    drawn.get_root().html.add_child(html)
    assert saved(drawn, path).count("jQuery v3.7.1") == 1


def test_maps_of_this_package_are_saved_as_they_are_written(quilt, path, tmp_path):
    drawn = noncongruent(quilt, "jeugd", "werk")
    written = write(drawn, tmp_path / "ander.html").read_bytes()
    assert save_offline(drawn, path).read_bytes() == written
    assert write(drawn, tmp_path / "ander.html").read_bytes() == written


def test_a_geojson_that_was_linked_comes_into_the_file(path, tmp_path):
    (tmp_path / "vlak.json").write_text(json.dumps(features("Meppel")))
    drawn = plain()
    layer = folium.GeoJson(str(tmp_path / "vlak.json"), embed=False).add_to(drawn)
    html = saved(drawn, path)
    assert '"naam": "Meppel"' in html
    assert "ajax(" not in html.replace("jQuery", "")
    assert layer.embed is False


def test_maps_side_by_side_are_saved_together(path):
    figure = Figure()
    left, right = (plain().add_to(figure.add_subplot(1, 2, k)) for k in (1, 2))
    html = saved(left, path)
    assert figure_of(right) is figure
    assert html.count("L.map(") == 2


# What is left out, and said -----------------------------------------------------------------


def test_layers_that_need_the_network_are_left_out_and_named(path, caplog):
    drawn = rich(tiles="OpenStreetMap")
    folium.WmsTileLayer("https://wms.nl", layers="a", name="hoogte").add_to(drawn)
    bounds = [[52, 5], [53, 6]]
    folium.raster_layers.ImageOverlay("https://x.nl/a.png", bounds, name="foto").add_to(drawn)
    folium.raster_layers.ImageOverlay(IMAGE, bounds, name="eigen").add_to(drawn)
    folium.raster_layers.VideoOverlay("https://x.nl/a.mp4", bounds, name="film").add_to(drawn)
    with caplog.at_level(logging.WARNING):
        html = saved(drawn, path)
    assert "'openstreetmap', 'hoogte', 'foto' en 'film'" in caplog.text
    assert str(path) in caplog.text
    for address in ("openstreetmap.org", "wms.nl", "x.nl", "L.tileLayer", "L.videoOverlay"):
        assert address not in html
    assert IMAGE in html
    assert "openstreetmap.org" in drawn.get_root().render()


def test_nothing_is_said_when_nothing_is_left_out(path, caplog):
    drawn = plain()
    folium.Marker((52, 5), popup="x").add_to(drawn)
    save_offline(drawn, path)
    assert caplog.records == []


def test_icons_lose_their_pictogram_or_their_address_and_that_is_said(path, caplog):
    drawn = rich()
    folium.Marker((52, 5), icon=folium.CustomIcon("https://x.nl/boot.png", (9, 9))).add_to(drawn)
    html = saved(drawn, path)
    assert "niet het pictogram 'cloud'" in caplog.text
    assert "in plaats van de afbeelding 'https://x.nl/boot.png'" in caplog.text
    assert "boot.png" not in html
    assert "L.AwesomeMarkers = " in html
    assert "https://x.nl/boot.png" in drawn.get_root().render()


def test_markup_of_the_user_that_leans_on_the_internet_is_named(path, caplog):
    drawn = plain()
    table = "<table class=\"smal table table-striped\"><tr><td><i class='fa fa-car'></i></table>"
    folium.Marker((52, 5), popup=table + '<img width=9 src="foto.png">').add_to(drawn)
    folium.Marker((52, 5), icon=folium.DivIcon('<b class="fa-solid"></b>')).add_to(drawn)
    save_offline(drawn, path)
    assert "Bootstrap, die de kaart gebruikt bij 'table'" in caplog.text
    assert "zonder de pictogrammen 'fa', 'fa-car' en 'fa-solid'" in caplog.text
    assert "blijft leeg: 'foto.png'" in caplog.text


def test_links_that_the_file_does_without_are_cut(path):
    drawn = plain()
    links = (
        '<link rel="preconnect" href="https://x.nl"><link rel="icon" href="https://x.nl/i.png">'
        '<meta http-equiv="refresh" content="0;url=https://x.nl"><p>blijft</p>'
        '<!-- <script src="https://x.nl/c.js"></script> -->'
    )
    drawn.get_root().html.add_child(Element(links))
    html = saved(drawn, path)
    assert "<p>blijft</p>" in html
    assert "preconnect" not in html
    assert "refresh" not in html
    assert "i.png" not in html


@given(
    before=st.lists(st.sampled_from(HARMLESS)),
    links=st.lists(st.tuples(st.sampled_from(LINKS), st.lists(st.sampled_from(HARMLESS)))),
)
def test_only_links_are_cut_wherever_they_stand(before, links):
    pieces = [*before, *(piece for link, after in links for piece in (link, *after))]
    part = Part("".join(pieces))
    assert part.rest == "".join(piece for piece in pieces if piece in HARMLESS)
    places = [LINKS.index(link) for link, _ in links]
    assert part.unknown == [f"u{place}" for place in places if place < 4]


# What is refused ----------------------------------------------------------------------------


def test_plugins_that_are_only_on_the_internet_are_all_named(path):
    drawn = rich()
    plugins.MarkerCluster().add_to(drawn)
    plugins.Fullscreen().add_to(drawn)
    page = drawn.get_root()
    page.header.add_child(JavascriptLink("https://x.nl/code.js"), name="eigen")
    page.html.add_child(Element("<link rel='x STYLESHEET' href='//x.nl/stijl.css'>"))
    with pytest.raises(LappendekenError) as caught:
        save_offline(drawn, path)
    message = str(caught.value)
    for part in (
        "leaflet.markercluster.js (van MarkerCluster)",
        "MarkerCluster.Default.css (van MarkerCluster)",
        "(van Fullscreen)",
        "- https://x.nl/code.js\n",
        "- //x.nl/stijl.css\n",
        "Haal ze van de kaart",
    ):
        assert part in message
    assert "bootstrap" not in message
    assert not path.exists()


@pytest.mark.parametrize(
    "address",
    [
        "https://code.jquery.com/jquery-1.12.4.min.js",
        "https://code.jquery.com/ui/1.12.1/jquery-ui.js",
        "https://d3js.org/d3.v4.min.js",
        "https://cdn.x.nl/npm/d3@7.1/dist/d3.min.js",
        "https://x.nl/leaflet-heat.js",
        "https://x.nl/mijn-bootstrap.js",
        "lokaal.js",
    ],
)
def test_another_version_is_another_library(path, address):
    drawn = plain()
    drawn.get_root().header.add_child(JavascriptLink(address))
    with pytest.raises(LappendekenError, match=re.escape(address)):
        save_offline(drawn, path)


@pytest.mark.parametrize(
    "address",
    [
        "https://code.jquery.com/jquery-3.7.1.min.js",
        "https://cdnjs.x.nl/ajax/libs/jquery/3.7.1/jquery.min.js",
        "https://cdn.x.nl/npm/jquery@3.6.0/dist/jquery.slim.min.js",
        "https://unpkg.com/leaflet@1.9.4/dist/leaflet.js",
        "https://cdnjs.x.nl/ajax/libs/d3/3.5.5/d3.min.js",
        "https://d3js.org/d3.v3.min.js",
        "https://x.nl/bootstrap@5.3.0/dist/js/bootstrap.bundle.min.js",
    ],
)
def test_a_known_library_is_known_from_elsewhere_too(path, address):
    drawn = plain()
    drawn.get_root().header.add_child(JavascriptLink(address))
    assert address not in saved(drawn, path)


def test_a_text_that_folium_takes_for_a_template_is_said_in_dutch(path):
    drawn = plain()
    folium.GeoJson(features("{% raw %}")).add_to(drawn)
    with pytest.raises(LappendekenError, match="Folium kan deze kaart niet tekenen"):
        save_offline(drawn, path)
    assert len(drawn.get_root().script._children) == 0


def test_a_path_that_cannot_be_written_is_said_in_dutch(tmp_path):
    with pytest.raises(OutputError, match="dit is een map"):
        save_offline(plain(), tmp_path)


# Equal files, and an unchanged map ----------------------------------------------------------


def test_a_second_save_and_an_equal_map_give_equal_bytes(path):
    drawn = rich(tiles="OpenStreetMap")
    branca.colormap.linear.YlGn_05.scale(0, 5).add_to(drawn)
    first = save_offline(drawn, path).read_bytes()
    assert save_offline(drawn, path).read_bytes() == first
    again = rich(tiles="OpenStreetMap")
    branca.colormap.linear.YlGn_05.scale(0, 5).add_to(again)
    assert save_offline(again, path).read_bytes() == first


def test_hexadecimal_text_of_the_user_stays(path):
    digest = "0123456789abcdef" * 2
    drawn = plain()
    folium.Marker((52, 5), tooltip=digest).add_to(drawn)
    html = saved(drawn, path)
    assert digest in html
    assert drawn._id not in html


def test_names_of_elements_stay_different():
    ids = [f"{k:032x}" for k in (3, 2, 1)]
    text = " ".join(f"map_{one}_add" for one in [*ids, ids[0]])
    (renamed,) = renumber([text], ids)
    assert renamed.split() == [f"map_{k:032x}_add" for k in (1, 2, 3, 1)]


@pytest.mark.parametrize("shown", [False, True])
def test_the_map_renders_as_if_it_was_never_saved(path, numbered, shown):
    def prepare():
        numbered()
        drawn = rich(tiles="OpenStreetMap")
        branca.colormap.LinearColormap(["red", "blue"], caption="c").add_to(drawn)
        folium.Marker((52, 5), icon=folium.CustomIcon("https://x.nl/b.png")).add_to(drawn)
        if shown:
            drawn.get_root().render()
        return drawn

    untouched = prepare()
    numbered()
    expected = untouched.get_root().render()
    drawn = prepare()
    save_offline(drawn, path)
    numbered()
    assert drawn.get_root().render() == expected


def test_a_refused_map_is_unchanged_too(path, numbered):
    def prepare():
        numbered()
        drawn = rich()
        stripes = plugins.StripePattern(angle=45)
        stripes.add_to(drawn)
        style = {"fillPattern": plugins.StripePattern(angle=9)}
        folium.GeoJson(features("a"), style_function=lambda _: dict(style)).add_to(drawn)
        return drawn

    untouched = prepare()
    numbered()
    expected = untouched.get_root().render()
    drawn = prepare()
    with pytest.raises(LappendekenError, match="StripePattern"):
        save_offline(drawn, path)
    numbered()
    assert drawn.get_root().render() == expected


def test_classes_of_folium_are_untouched_and_the_notebook_shows_the_map(path):
    before = [(name, list(getattr(folium.Map, name))) for name in ("default_js", "default_css")]
    drawn = rich()
    save_offline(drawn, path)
    assert [(name, getattr(folium.Map, name)) for name, _ in before] == before
    assert "leaflet@1.9.3" in drawn._repr_html_()


def test_what_happens_in_between_is_undone_after_an_error():
    drawn = rich()
    before = {id(one): dict(vars(one)) for one in elements(drawn.get_root())}
    children = list(drawn._children)

    def spoil():
        with unchanged(drawn.get_root()):
            drawn._children.clear()
            drawn.new = 1
            raise RuntimeError

    with pytest.raises(RuntimeError):
        spoil()
    assert list(drawn._children) == children
    assert {id(one): dict(vars(one)) for one in elements(drawn.get_root())} == before


# What runs ----------------------------------------------------------------------------------


def test_text_of_a_popup_cannot_bring_a_script_of_its_own(path):
    safe, hostile = plain(), plain()
    folium.Marker((52, 5), popup="x").add_to(safe)
    folium.Marker((52, 5), popup="</script><script>alert(1)</script><!--").add_to(hostile)
    pages = [Fetches(saved(drawn, path)) for drawn in (safe, hostile)]
    assert pages[0].opened == pages[1].opened
    counts = [len(page.rules["script-src"].split()) for page in pages]
    assert counts[0] == counts[1]


def test_a_frame_may_hold_only_what_is_in_the_page(path):
    drawn = plain()
    folium.Marker((52, 5), popup=folium.Popup(IFrame("<b>binnen</b>"))).add_to(drawn)
    assert Fetches(saved(drawn, path)).rules["frame-src"] == "data:"


# In a browser -------------------------------------------------------------------------------


@pytest.mark.browser
@pytest.mark.parametrize("shown", [False, True])
def test_a_saved_map_works_without_a_network(visit, shown, path):
    drawn = rich(tiles="OpenStreetMap")
    if shown:
        drawn._repr_html_()
    page = visit(save_offline(drawn, path)).page
    page.locator("path.leaflet-interactive").nth(1).hover()
    expect(page.locator(".foliumtooltip")).to_contain_text("Zwolle")
    page.locator("path.leaflet-interactive").first.click()
    expect(page.locator(".leaflet-popup")).to_contain_text("Meppel")
    marker = page.locator("img.leaflet-marker-icon")
    assert marker.evaluate("image => image.naturalWidth") == 25
    marker.click()
    expect(page.locator(".leaflet-popup").last).to_contain_text("Hier is Deventer")
    page.locator(".lappendeken-speld svg").click()
    expect(page.locator(".leaflet-popup").last).to_contain_text("rood")
    expect(page.get_by_role("radio")).to_have_count(0)
    page.get_by_label("punten").uncheck()
    expect(marker).to_have_count(0)
    expect(page.locator("path.leaflet-interactive")).to_have_count(3)


@pytest.mark.browser
def test_a_choropleth_has_its_colour_scale(visit, path):
    drawn = plain()
    folium.Choropleth(
        features("a", "b"),
        data={"a": 1, "b": 9},
        key_on="feature.properties.naam",
        legend_name="Inwoners <b>",
    ).add_to(drawn)
    page = visit(save_offline(drawn, path)).page
    scale = page.locator("#legend")
    expect(scale.locator(".caption")).to_have_text("Inwoners <b>")
    assert scale.locator("rect").count() > 5
    expect(scale.locator(".tick text").last).to_have_text("9")
    fills = page.locator("path.leaflet-interactive").evaluate_all(
        "all => all.map(p => p.getAttribute('fill'))"
    )
    assert len(set(fills)) == 2


@pytest.mark.browser
def test_markup_of_the_user_is_shown_and_its_script_runs(visit, path):
    drawn = plain()
    own = MacroElement()
    own._template = Template(
        "{% macro html(this, kwargs) %}<p id='eigen'>?</p>"
        "<script type='text/javascript'>\r\nlet wat = 'ge' +\r\n'daan';\r\n"
        "document.getElementById('eigen').textContent = wat;</script>{% endmacro %}"
    )
    drawn.get_root().add_child(own)
    frame = IFrame("<b>binnen</b>", width=90, height=50)
    folium.Marker((52.5, 5.5), popup=folium.Popup(frame, show=True)).add_to(drawn)
    page = visit(save_offline(drawn, path)).page
    expect(page.locator("#eigen")).to_have_text("gedaan")
    expect(page.locator("#eigen")).to_have_css("box-sizing", "border-box")
    expect(page.frame_locator(".leaflet-popup iframe").locator("b")).to_have_text("binnen")


@pytest.mark.browser
def test_a_popup_that_is_added_to_a_map_of_this_package_opens(visit, quilt, path):
    drawn = noncongruent(quilt, "jeugd", "werk")
    folium.Marker((52.1, 5.4), popup=folium.Popup("erbij", show=True)).add_to(drawn)
    page = visit(save_offline(drawn, path)).page
    expect(page.locator(".leaflet-popup")).to_contain_text("erbij")
    expect(page.locator("path.gemeente")).to_have_count(15 + 1)


@pytest.mark.browser
def test_hostile_names_run_nothing_and_ask_nothing(chromium, path):
    # What stands between double braces Folium takes for a template of its own.
    names = [name for name in HOSTILE if "{{" not in name]
    drawn = plain()
    folium.GeoJson(
        features(*names),
        name="<img src=x onerror=alert(4)>",
        tooltip=folium.GeoJsonTooltip(["naam"]),
        popup=folium.GeoJsonPopup(["naam"]),
    ).add_to(drawn)
    quoted = [name for name in names if "${" not in name]
    folium.Marker((52.5, 5.5), popup=folium.Popup("".join(quoted), show=True)).add_to(drawn)
    folium.LayerControl(collapsed=False).add_to(drawn)
    save_offline(drawn, path, title=HOSTILE[2])
    seen = Visit(chromium, path)
    expect(seen.page).to_have_title(HOSTILE[2])
    for k in range(len(names)):
        seen.page.locator("path.leaflet-interactive").nth(k).dispatch_event("mouseover")
        seen.page.locator("path.leaflet-interactive").nth(k).dispatch_event("click")
    expect(seen.page.locator(".foliumpopup").last).to_contain_text("constructor")
    assert seen.dialogs == []
    assert seen.requests == []
    # The policy tells that it stopped an image and a handler.
    assert all("Content Security Policy" in text for text in seen.complaints)
    seen.context.close()
