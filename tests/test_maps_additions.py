"""What a user may add to a map of this package: vector layers, markers and their texts."""

import re

import folium
import pytest
from branca.colormap import linear
from browser import HOSTILE, Visit
from folium import plugins
from playwright.sync_api import expect

import lappendeken as ld
from lappendeken.errors import LappendekenError

SQUARES = {
    "type": "FeatureCollection",
    "features": [
        {
            "type": "Feature",
            "properties": {"naam": name},
            "geometry": {
                "type": "Polygon",
                "coordinates": [[[x, 52.2], [x + 0.1, 52.2], [x + 0.1, 52.3], [x, 52.2]]],
            },
        }
        for name, x in (("een", 5.3), ("twee", 5.5))
    ],
}


@pytest.fixture
def drawn(quilt):
    return ld.maps.noncongruent(quilt, "jeugd", "werk")


def added(drawn):
    """The map with what people put on one."""
    group = folium.FeatureGroup("eigen").add_to(drawn)
    folium.GeoJson(
        SQUARES,
        name="vlakken",
        tooltip=folium.GeoJsonTooltip(["naam"]),
        popup=folium.GeoJsonPopup(["naam"]),
    ).add_to(drawn)
    folium.PolyLine([(52.1, 5.3), (52.3, 5.6)]).add_to(group)
    folium.CircleMarker((52.15, 5.6), tooltip="rond").add_to(group)
    folium.Marker((52.1, 5.4), popup="Hier is het", tooltip="wijzer").add_to(group)
    folium.LayerControl(collapsed=False).add_to(drawn)
    return drawn


def test_the_page_has_what_a_marker_needs_only_when_there_is_one(drawn):
    bare = drawn.get_root().render()
    assert "lappendeken-marker" not in bare
    folium.Marker((52, 5)).add_to(drawn)
    html = drawn.get_root().render()
    assert '"shadowUrl":"data:image/png;base64,' in html
    assert drawn.get_root().render() == html


@pytest.mark.browser
def test_layers_markers_and_texts_work_without_a_network(visit, drawn, tmp_path):
    page = visit(ld.maps.write(added(drawn), tmp_path / "kaart.html")).page
    expect(page.locator("path.gemeente")).to_have_count(16)
    expect(page.locator("#lijst tbody")).not_to_have_count(0)
    marker = page.locator("img.leaflet-marker-icon")
    assert marker.evaluate("image => image.naturalWidth") == 25
    marker.dispatch_event("click")
    expect(page.locator(".leaflet-popup")).to_contain_text("Hier is het")
    own = page.locator("path.leaflet-interactive:not(.gemeente)")
    expect(own).to_have_count(4)
    # The line and the circle come first: a group is drawn before what is added after it.
    own.nth(2).dispatch_event("mouseover")
    expect(page.locator(".foliumtooltip")).to_contain_text("een")
    page.get_by_label("eigen").uncheck(force=True)
    expect(marker).to_have_count(0)


@pytest.mark.browser
def test_text_of_a_popup_brings_no_script_of_its_own(chromium, drawn, tmp_path):
    # Folium makes a template of the text, in which these signs mean something else.
    markup = "".join(name for name in HOSTILE if not re.search(r"[$]{|{{|\\", name))
    folium.Marker((52.1, 5.4), popup=folium.Popup(markup, show=True)).add_to(drawn)
    seen = Visit(chromium, ld.maps.write(drawn, tmp_path / "kaart.html"))
    expect(seen.page.locator(".leaflet-popup")).to_contain_text("constructor")
    assert seen.dialogs == seen.requests == []
    # The policy tells that it stopped an image and a handler.
    assert all("Content Security Policy" in text for text in seen.complaints)
    seen.context.close()


@pytest.mark.parametrize(
    ("make", "told"),
    [
        (lambda: folium.Marker((52, 5), icon=folium.Icon("red")), r"folium\.Icon"),
        (plugins.MarkerCluster, r"leaflet\.markercluster"),
        (lambda: linear.YlGn_05.scale(0, 5), r"d3"),
    ],
)
def test_what_is_only_on_the_internet_is_refused_by_name(drawn, tmp_path, make, told):
    drawn.add_child(make())
    with pytest.raises(LappendekenError, match=told) as caught:
        ld.maps.write(drawn, tmp_path / "kaart.html")
    assert "alleen op internet staan" in str(caught.value)
    assert list(tmp_path.iterdir()) == []
