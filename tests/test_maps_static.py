"""Maps on paper: what they say, where it stands, and the same bytes on every run."""

import ast
import re
import struct
import xml.etree.ElementTree as ET

import numpy as np
import pytest
import shapely
from browser import HOSTILE, hostile_folder
from conftest import LETTERS
from hypothesis import given
from hypothesis import strategies as st
from matplotlib.collections import LineCollection, PathCollection
from matplotlib.colors import to_hex
from quilts import collection, feature, rows, square, write_folder
from test_layers import MODULES, imports

import lappendeken as ld
from lappendeken.drawing import legend, lettering, page, palette, plots, thematic
from lappendeken.maps.soorten import SOORTEN
from lappendeken.maps.themes import make_theme

PAIR = ("jeugdregio", "arbeidsmarktregio")


@pytest.fixture(scope="module")
def country(real):
    return ld.maps.figure(real, "typologie", *PAIR)


@pytest.fixture(scope="module")
def overijssel(real):
    return ld.maps.figure(real, "lappen", provincie="Overijssel")


@pytest.fixture(scope="module")
def hostile(tmp_path_factory):
    return ld.load(hostile_folder(tmp_path_factory.mktemp("hostile")))


def page_texts(figure):
    """All that is written on the page around the map, line by line."""
    return [text.get_text() for text in figure.axes[0].texts]


def page_text(figure):
    return " ".join(page_texts(figure))


def map_axes(figure):
    return figure.axes[1]


def names_on(figure):
    """The names on the map, lines of one name apart; every one has a halo below it."""
    return {text.get_text() for text in map_axes(figure).texts}


def filled(figure):
    """Number of gemeenten of each fill."""
    return {
        to_hex(drawn.get_facecolor()[0]): len(drawn.get_paths())
        for drawn in map_axes(figure).collections
        if isinstance(drawn, PathCollection)
        and len(drawn.get_paths())
        and not len(drawn.get_sizes())
    }


def lines_of(figure, colour):
    """The lines of a colour, as geometry."""
    return shapely.union_all(
        [
            shapely.linestrings(segment)
            for drawn in map_axes(figure).collections
            if isinstance(drawn, LineCollection) and to_hex(drawn.get_color()[0]) == colour
            for segment in drawn.get_segments()
        ]
    )


# What stands on the page ----------------------------------------------------------------------


def test_it_is_a_page_of_a4(country):
    assert country.get_size_inches() * 25.4 == pytest.approx([210, 297], abs=0.3)


def test_it_says_what_it_shows_when_and_from_whom(country):
    text = page_text(country)
    assert "Jeugdregio's en arbeidsmarktregio's" in text
    assert "390 gemeenten · peildatum 1 januari 2016" in text
    assert "snijden er 16 (oranje)" in text
    assert "Gemeentegrenzen: CBS/Kadaster, licentie CC-BY-4.0" in text
    assert "Open State Foundation" in text
    assert re.search(r"Gemaakt met lappendeken \d+\.\d+", text)


def test_the_legend_names_every_class_with_its_number(real, country):
    theme = make_theme(real, "typologie", *PAIR)
    texts = page_texts(country)
    for one, count in zip(theme.classes, theme.counts, strict=True):
        assert f"{one.label} ({count})" in texts
    assert "niet in haar tegenhanger (41)" in texts
    assert "van beide" in texts
    assert "Schuurgemeenten" in texts


@pytest.mark.parametrize("soort", SOORTEN)
def test_every_kind_is_drawn_with_a_legend_and_a_scale(quilt, soort):
    figure = ld.maps.figure(quilt, soort, "jeugd", "werk")
    theme = make_theme(quilt, soort, "jeugd", "werk")
    text = page_text(figure)
    for words in (theme.title, theme.peildatum, "Eigen gegevens uit de map 'quilt'.", " km"):
        assert words in text
    entries = [e for part in legend.sections(theme) for e in part]
    assert all(entry.label.split()[0] in text for entry in entries)
    assert sum(entry.swatch is None for entry in entries) == len(legend.sections(theme))


def test_gemeenten_without_data_are_named_in_the_legend(quilt):
    figure = ld.maps.figure(quilt, "typologie", "jeugd", "werk")
    assert "niet vergeleken: zit niet in" in page_text(figure)
    assert "indelingen (1)" in page_text(figure)
    dots = [c for c in map_axes(figure).collections if isinstance(c, PathCollection)]
    island = thematic.Metric(make_theme(quilt, "typologie", "jeugd", "werk")).shapes[
        LETTERS.index("I")
    ]
    (spots,) = [np.asarray(one.get_offsets()) for one in dots if len(one.get_sizes())]
    assert len(spots) > 20
    assert shapely.contains_xy(island, spots).all()


def test_the_scale_bar_is_as_long_as_it_says(country):
    page, axes = country.axes
    (white,) = [
        p for p in page.patches if to_hex(p.get_facecolor()) == "#ffffff" and p.get_height() < 5
    ]
    labels = [t for t in page.texts if t.get_text() in ("0", "25", "50 km")]
    assert len(labels) == 3
    first, last = (labels[k].get_position()[0] for k in (0, 2))
    points = axes.get_position().width * country.get_figwidth() * 72
    metres = np.diff(axes.get_xlim())[0] / points
    assert (last - first) * metres == pytest.approx(50_000)
    assert white.get_width() * metres == pytest.approx(25_000)


@given(st.floats(1, 1e7))
def test_the_scale_is_a_round_number(most):
    length = page._round_length(most)
    assert length <= most < 2.5 * length + 1e-6
    assert f"{length:e}"[0] in "125"


# The map --------------------------------------------------------------------------------------


def test_gemeenten_have_the_colour_of_their_class(real, country):
    theme = make_theme(real, "typologie", *PAIR)
    expected = {one.colour: count for one, count in zip(theme.classes, theme.counts, strict=True)}
    assert filled(country) == expected


def test_the_whole_country_is_on_the_page_in_its_own_shape(real, country):
    axes = map_axes(country)
    west, south, east, north = real.gemeenten.total_bounds
    assert axes.get_xlim()[0] < west < east < axes.get_xlim()[1]
    assert axes.get_ylim()[0] < south < north < axes.get_ylim()[1]
    box = axes.get_position()
    width, height = box.width * country.get_figwidth(), box.height * country.get_figheight()
    metres = [np.diff(limits)[0] for limits in (axes.get_xlim(), axes.get_ylim())]
    assert metres[0] / width == pytest.approx(metres[1] / height)


def test_borders_run_where_they_should(quilt):
    figure = ld.maps.figure(quilt, "typologie", "jeugd", "werk")
    ground = thematic.Metric(make_theme(quilt, "typologie", "jeugd", "werk"))
    dashed = lines_of(figure, palette.LINES["ander"])
    shape = dict(zip(LETTERS, ground.shapes, strict=True))
    # A-F, B-G and O-P: three sides of a kilometre.
    assert dashed.length == pytest.approx(3000, rel=0.01)
    for one, other in ("AF", "BG", "OP"):
        side = shapely.intersection(shape[one], shape[other])
        assert shapely.hausdorff_distance(shapely.intersection(dashed, side.buffer(1)), side) < 2


def test_hatching_lies_on_the_schuurgemeenten_only(quilt):
    figure = ld.maps.figure(quilt, "typologie", "jeugd", "werk")
    ground = thematic.Metric(make_theme(quilt, "typologie", "jeugd", "werk"))
    lines = lines_of(figure, palette.HATCHINGS[True][1])
    crossing = ground.shapes[LETTERS.index("O")]
    assert lines.length > 10_000
    assert shapely.difference(lines, crossing.buffer(1)).length == 0


def test_a_province_fills_the_frame_and_the_rest_is_pale(real, overijssel):
    axes = map_axes(overijssel)
    inside = real.gemeenten[real.gemeenten["provincie"] == "Overijssel"]
    west, south, east, north = inside.total_bounds
    width, height = np.diff(axes.get_xlim())[0], np.diff(axes.get_ylim())[0]
    assert axes.get_xlim()[0] < west < east < axes.get_xlim()[1]
    assert max((east - west) / width, (north - south) / height) > 0.9
    found = filled(overijssel)
    pale = found.pop(palette.OUTSIDE)
    assert sum(found.values()) == 25
    assert 20 < pale < 150
    assert "Provincie Overijssel · 25 gemeenten" in page_text(overijssel)


def test_gemeenten_of_a_province_have_their_names(overijssel):
    names = names_on(overijssel)
    assert {"Zwolle", "Deventer", "Enschede", "Steenwijkerland", "Hof van Twente"} <= names
    assert "Meppel" not in names


def test_the_country_names_regions_and_no_gemeenten(country):
    assert {"Achterhoek", "Zeeland", "Drenthe"} <= names_on(country)
    assert not names_on(country) & {"Zwolle", "Deventer", "Meppel"}


def test_a_province_names_its_regions(real):
    theme = make_theme(real, "typologie", "jeugdregio", "mo-bw-regio", provincie="Overijssel")
    assert {"IJsselland", "Twente"} <= names_on(page.draw_page(theme))


def test_a_region_without_room_in_the_province_is_named_beyond_it(real):
    """Of MO/BW-regio Amersfoort only Nijkerk lies in Gelderland."""
    theme = make_theme(
        real, "typologie", "mo-bw-regio", "arbeidsmarktregio", provincie="Gelderland"
    )
    assert "Amersfoort" in names_on(page.draw_page(theme))


def test_borders_beyond_the_province_are_drawn_and_not_counted(real):
    whole = make_theme(real, "typologie", "jeugdregio", "mo-bw-regio")
    part = whole.within("Overijssel")
    for all_of, here in zip(whole.lines, part.lines, strict=True):
        assert sorted((*here.arcs, *here.beyond)) == sorted(all_of.arcs)
        assert part.borders(here) <= whole.borders(all_of)
    assert any(one.beyond for one in part.lines)


# Lettering ------------------------------------------------------------------------------------


def boxes_of(placed):
    return [lettering.box_of(name) for name in placed]


def test_names_stand_in_their_gemeente_and_not_on_each_other(real):
    ground = thematic.Metric(make_theme(real, "lappen", provincie="Zuid-Holland"))
    shown = list(ground.theme.shown)
    west, south, *_ = ground.bounds
    shapes = shapely.transform(
        ground.shapes[shown], lambda points: (points - np.array([west, south])) / 170
    )
    names = [ground.theme.names[g] for g in shown]
    placed = lettering.place_names(names, shapes, 600.0, 600.0)
    assert len(placed) > 0.7 * len(names)
    boxes = boxes_of(placed)
    for k, box in enumerate(boxes):
        assert not any(box.intersects(other) for other in boxes[:k])
    own = dict(zip(names, shapes, strict=True))
    for name, box in zip(placed, boxes, strict=True):
        written = next(n for n in own if n.replace(" ", "") == "".join(name.lines).replace(" ", ""))
        assert shapely.intersection(own[written], box).area > 0.6 * box.area


def test_a_name_that_does_not_fit_is_left_out():
    tiny = np.array([shapely.box(0, 0, 8, 8)], dtype=object)
    assert lettering.place_names(["Hardinxveld-Giessendam"], tiny, 100.0, 100.0) == []


def test_a_long_name_is_broken_where_it_may_be():
    narrow = np.array([shapely.box(0, 0, 62, 40)], dtype=object)
    (name,) = lettering.place_names(["Hof van Twentelanden"], narrow, 100.0, 100.0)
    assert name.lines == ("Hof van", "Twentelanden")


# Text -----------------------------------------------------------------------------------------

words = st.lists(st.text("abcdefghijklmnop-", min_size=1, max_size=30), min_size=1, max_size=12)


@given(words, st.floats(40, 300), st.sampled_from(["normal", "bold"]))
def test_no_line_is_wider_than_asked_and_nothing_is_lost(parts, width, weight):
    text = " ".join(parts)
    lines = lettering.wrap(text, width, 9.0, weight)
    assert all(lettering.width_of(line, 9.0, weight) <= width for line in lines)
    assert "".join(lines).replace(" ", "") == text.replace(" ", "")
    balanced = lettering.balance(text, width, 9.0, weight)
    assert len(balanced) == len(lines)
    assert "".join(balanced).replace(" ", "") == text.replace(" ", "")


@given(words, st.floats(40, 300), st.integers(1, 3))
def test_text_that_is_too_long_ends_in_dots(parts, width, most):
    lines = lettering.wrap(" ".join(parts), width, 9.0, most=most)
    whole = lettering.wrap(" ".join(parts), width, 9.0)
    assert len(lines) == min(most, len(whole))
    assert all(lettering.width_of(line, 9.0) <= width for line in lines)
    assert (lines[-1].endswith("…")) == (len(whole) > most)


def test_signs_that_cannot_be_printed_are_shown_as_boxes():
    assert lettering.printable("Fryslân \u7530\U0001f9ff") == "Fryslân □□"
    assert lettering.printable("a\tb\n\u2028c\u200f\x07") == "a b c"


def test_names_from_data_are_text(hostile, tmp_path):
    figure = ld.maps.figure(hostile, "typologie", "j", "w", provincie="<s>P</s>")
    assert "<i>jeugd</i></script>${1} en {{ 7 * 7 }} werk" in page_texts(figure)
    assert {"${alert(1)}", "constructor"} <= names_on(figure)
    path = tmp_path / "kaart.svg"
    plots.write_figure(path, figure)
    root = ET.fromstring(path.read_text(encoding="utf-8"))  # noqa: S314
    tags = {element.tag.rpartition("}")[2] for element in root.iter()}
    assert not tags & {"script", "img", "s", "i", "u", "b", "a", "foreignObject"}
    texts = {element.text for element in root.iter() if element.tag.endswith("}text")}
    assert HOSTILE[0] in texts


def test_dollars_are_no_formula(tmp_path):
    shapes = [feature("GM0001", r"Prijs $x^2$ en $\alpha$", square(0, 0))]
    labels = "indeling,naam,enkelvoud,domein,standaard\nquilt,$a_1$,$b$,jeugd,ja\n"
    folder = write_folder(
        tmp_path / "dollars",
        gemeenten=collection(shapes),
        verbanden=rows("v1,V,quilt,jeugd,GM0001,"),
        indelingen_csv=labels,
        datapackage_json='{"peildatum": "2020-01-01"}',
    )
    path = tmp_path / "kaart.svg"
    plots.write_figure(path, ld.maps.figure(ld.load(folder), "drukte", provincie="Utrecht"))
    root = ET.fromstring(path.read_text(encoding="utf-8"))  # noqa: S314
    texts = [element.text or "" for element in root.iter() if element.tag.endswith("}text")]
    assert r"Prijs $x^2$ en $\alpha$" in texts
    assert any("Geteld zijn $a_1$." in text for text in texts)


def test_long_names_leave_room_for_the_map(tmp_path):
    long = "Een heel lange naam " * 12
    shapes = [
        feature("GM0001", long.strip(), square(0, 0)),
        feature("GM0002", "Twee", square(1, 0)),
    ]
    labels = (
        f"indeling,naam,enkelvoud,domein,standaard\nquilt,{long * 3},{'Zonder' * 60},jeugd,ja\n"
    )
    lines = ["v1,V,quilt,jeugd,GM0001,", "v2,V,quilt,jeugd,GM0002,", "w1,W,lap,werk,GM0001,"]
    folder = write_folder(
        tmp_path / "lang",
        gemeenten=collection(shapes),
        verbanden=rows(*lines),
        indelingen_csv=labels,
        datapackage_json='{"peildatum": "2020-01-01"}',
    )
    figure = ld.maps.figure(ld.load(folder), "typologie", "quilt", "lap")
    assert any(text.endswith("…") for text in page_texts(figure))
    assert map_axes(figure).get_position().height > 0.2
    lowest = max(text.get_position()[1] for text in figure.axes[0].texts)
    assert lowest < page.PAGE[1]


# The legend -----------------------------------------------------------------------------------


def test_columns_are_as_low_as_can_be():
    def part(count):
        return [legend.Entry("Kop")] + [legend.Entry(f"regel {k}") for k in range(count)]

    parts = [part(2), part(2), part(6), part(1)]
    spread, width = legend.columns(parts, 500.0)
    assert [len(column) for column in spread] == [2, 1, 1]
    assert [part for column in spread for part in column] == parts
    assert 3 * width < 500


def test_a_legend_stands_in_a_free_corner_or_below(real, country, overijssel):
    # North-west of the country is sea; the map of a province is full.
    for figure, free in ((country, True), (overijssel, False)):
        box = map_axes(figure).get_position()
        heading = next(t for t in figure.axes[0].texts if t.get_text() == "Grenzen")
        height = 1 - heading.get_position()[1] / page.PAGE[1]
        assert (box.y0 < height < box.y1) == free
    ground = thematic.Metric(make_theme(real, "typologie", *PAIR))
    axes = map_axes(country)
    to_metres = axes.transData.inverted()
    for text in country.axes[0].texts:
        x, y = text.get_transform().transform(text.get_position())
        spot = to_metres.transform((x, y))
        if axes.get_ylim()[0] < spot[1] < axes.get_ylim()[1]:
            assert not shapely.contains_xy(ground.shapes, *spot).any()


# Files ----------------------------------------------------------------------------------------


@pytest.mark.slow
@pytest.mark.parametrize("ending", ["png", "svg"])
def test_a_second_run_gives_the_same_bytes(quilt, tmp_path, ending):
    found = []
    for name in ("een", "twee"):
        path = tmp_path / f"{name}.{ending}"
        plots.write_figure(path, ld.maps.figure(quilt, "typologie", "jeugd", "zorg"))
        found.append(path.read_bytes())
    assert found[0] == found[1]


def test_the_picture_is_fit_for_print(overijssel, tmp_path):
    path = tmp_path / "kaart.png"
    plots.write_figure(path, overijssel)
    width, height = struct.unpack(">II", path.read_bytes()[16:24])
    assert (width, height) == (1652, 2338)


def reached(module):
    """All that a module imports, and what those import, except the lazy face of the package."""
    found, waiting = set(), [module]
    while waiting:
        tree = ast.parse(MODULES[waiting.pop()].read_text(encoding="utf-8"))
        for name in imports(tree):
            own = name.removeprefix("lappendeken.")
            while own not in MODULES and "." in own:
                own = own.rpartition(".")[0]
            if name.startswith("lappendeken.") and own in set(MODULES) - found - {"", "maps"}:
                waiting.append(own)
            found.add(own if name.startswith("lappendeken.") else name.partition(".")[0])
    return found


def test_a_page_needs_no_matplotlib_and_a_picture_no_folium():
    picture, page = reached("maps.paper"), reached("maps.pages.thematic")
    assert {"matplotlib", "maps.themes"} <= picture
    assert not picture & {"folium", "branca"}
    assert {"folium", "drawing.theme"} <= page
    assert not page & {"matplotlib", "plots"}
