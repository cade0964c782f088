"""The reader of CBS GeoPackages: layers by name, memberships by overlay, doubt told."""

from itertools import pairwise
from pathlib import Path

import geopandas as gpd
import numpy as np
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st
from sources import (
    CODES,
    JEUGD,
    NAMES,
    RD,
    WERK,
    assert_accounted,
    box,
    cbs_file,
    cbs_layer,
    deelname_pairs,
    gemeente_boxes,
    gemeente_layer,
    pairs,
    region_layer,
    write_gpkg,
)

from lappendeken.errors import DataError, UnknownNameError
from lappendeken.reading import read_cbs
from lappendeken.reading.sources.overlay import largest_shares

SOURCES = Path(__file__).parents[2] / "shared" / "bronnen" / "cbs"
UPPER_JEUGD, UPPER_WERK = ({(c, n.upper()) for c, n in pairs(d)} for d in (JEUGD, WERK))


@pytest.fixture(scope="module")
def drawn(tmp_path_factory):
    """The drawing as CBS gives it."""
    return cbs_file(tmp_path_factory.mktemp("cbs") / "cbsgebiedsindelingen2023.gpkg")


# The documented form ------------------------------------------------------------------------


def test_the_drawing_comes_back(drawn):
    result = read_cbs(drawn)
    assert_accounted(result)
    assert result.gemeenten["naam"].to_dict() == NAMES
    assert result.gemeenten.crs == RD
    assert result.gemeenten.loc[CODES["A"], "geometry"].equals(gemeente_boxes()[CODES["A"]])
    assert deelname_pairs(result.deelnames, "jeugdregio") == UPPER_JEUGD
    assert deelname_pairs(result.deelnames, "arbeidsmarktregio") == UPPER_WERK
    assert result.peildatum.isoformat() == "2023-01-01"
    labels = result.indelingen.set_index("indeling")
    assert labels["domein"].to_dict() == {"arbeidsmarktregio": "werk", "jeugdregio": "jeugd"}


def test_shares_are_told_and_the_island_is_in_no_arbeidsmarktregio(drawn):
    result = read_cbs(drawn)
    assert set(result.deelnames["aandeel"]) == {"1.0000"}
    assert result.report.not_matched == {"ligt niet in een gebied van deze laag": 1}
    (row,) = result.report.unmatched.itertuples()
    assert (row.gemeente_code, row.gemeente) == (CODES["I"], "Dorp I")
    assert "hoogstens 0,0%" in row.toelichting
    assert [t.gelezen for t in result.report.tallies] == [16, 16, 16]


def test_codes_of_regions_are_kept_and_ids_are_made_of_names(drawn):
    own = read_cbs(drawn).deelnames
    row = own[(own["indeling"] == "jeugdregio") & (own["gemeente_code"] == CODES["A"])].iloc[0]
    assert (row["verband_id"], row["regio_code"]) == ("jeugdregio-n", "JZ14")
    assert row["bron"] == "CBS jeugdregio_gegeneraliseerd_2023"


@pytest.mark.parametrize(
    ("names", "day"),
    [
        (("gemeente_gegeneraliseerd", "jeugdregio_gegeneraliseerd"), "2023-01-01"),
        (
            ("cbs_gemeente_2022_gegeneraliseerd", "cbs_jeugdregio_2022_gegeneraliseerd"),
            "2022-01-01",
        ),
        (("gemeente_niet_gegeneraliseerd_2021", "jeugdregio_gegeneraliseerd_2021"), "2021-01-01"),
    ],
)
def test_names_of_layers_of_other_years(tmp_path, names, day):
    layers = dict(zip(names, (gemeente_layer(), region_layer(JEUGD, "JZ", "x")), strict=True))
    result = read_cbs(write_gpkg(tmp_path / "cbs_2023.gpkg", layers))
    assert deelname_pairs(result.deelnames) == UPPER_JEUGD
    assert result.peildatum.isoformat() == day


def test_of_two_degrees_of_detail_the_coarse_one_is_read(tmp_path):
    moved = gemeente_layer().assign(statnaam="fijn")
    layers = {
        "gemeente_niet_gegeneraliseerd_2023": moved,
        "gemeente_gegeneraliseerd_2023": gemeente_layer(),
        "jeugdregio_gegeneraliseerd_2023": region_layer(JEUGD, "JZ", "jeugdregio"),
    }
    result = read_cbs(write_gpkg(tmp_path / "x.gpkg", layers))
    assert result.gemeenten["naam"].to_dict() == NAMES
    assert any("gemeente_niet_gegeneraliseerd_2023" in text for text in result.report.remarks)


def test_what_is_finer_than_a_gemeente_and_points_are_left_alone_and_told(tmp_path):
    points = gpd.GeoDataFrame(
        {"statcode": ["JZ14"], "statnaam": ["N"]}, geometry=[shapely.Point(1, 1)], crs=RD
    )
    wijken = cbs_layer({"WK000100": box(0, 0)}, {"WK000100": "Wijk"}, "wijk")
    layers = {
        "gemeente_gegeneraliseerd_2023": gemeente_layer(),
        "wijk_gegeneraliseerd_2023": wijken,
        "jeugdregio_labelpoint_2023": points,
    }
    result = read_cbs(write_gpkg(tmp_path / "x.gpkg", layers))
    assert result.deelnames.empty
    told = " ".join(result.report.remarks)
    assert "jeugdregio_labelpoint_2023" in told
    assert "wijk_gegeneraliseerd_2023 is fijner dan gemeenten" in told


def test_an_unknown_kind_of_region_is_called_after_its_layer(tmp_path):
    layers = {
        "gemeente_gegeneraliseerd_2030": gemeente_layer(2030),
        "waterstofregio_gegeneraliseerd_2030": region_layer(JEUGD, "QQ", "waterstofregio", 2030),
    }
    result = read_cbs(write_gpkg(tmp_path / "x.gpkg", layers))
    assert result.indelingen[["indeling", "domein"]].to_numpy().tolist() == [
        ["waterstofregio", "overig"]
    ]


def test_provinces_fill_the_gemeenten(tmp_path):
    halves = {"PV26": box(0, 0, 3).union(box(0, 2, 3)), "PV25": box(3, 0, 3).union(box(3, 2, 3))}
    provinces = cbs_layer(halves, {"PV26": "Utrecht", "PV25": "Gelderland"}, "provincie")
    layers = {
        "gemeente_gegeneraliseerd_2023": gemeente_layer(),
        "provincie_gegeneraliseerd_2023": provinces,
    }
    found = read_cbs(write_gpkg(tmp_path / "x.gpkg", layers)).gemeenten["provincie"]
    assert found[CODES["A"]] == "Utrecht"
    assert found[CODES["P"]] == "Gelderland"


# Choosing -----------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["jeugdregio", "jeugdregio_gegeneraliseerd_2023"])
def test_layers_are_chosen_by_type_or_name(drawn, name):
    result = read_cbs(drawn, layers=[name])
    assert set(result.deelnames["indeling"]) == {"jeugdregio"}
    assert len(result.gemeenten) == 16


def test_an_unknown_layer_is_refused_with_the_nearest(drawn):
    with pytest.raises(UnknownNameError, match="jeugdregio_gegeneraliseerd_2023"):
        read_cbs(drawn, layers=["jeugdregios"])


def test_two_years_in_one_file_must_be_chosen(tmp_path):
    layers = {f"gemeente_gegeneraliseerd_{y}": gemeente_layer(y) for y in (2022, 2023)}
    path = write_gpkg(tmp_path / "x.gpkg", layers)
    with pytest.raises(DataError, match="lagen van 2022 en 2023"):
        read_cbs(path)


def test_given_gemeenten_go_before_those_of_the_file(drawn):
    own = gpd.GeoDataFrame({"naam": ["Groot"]}, geometry=[box(0, 0, 2)], index=["GM0099"], crs=RD)
    result = read_cbs(drawn, gemeenten=own)
    assert deelname_pairs(result.deelnames) == {("GM0099", "N"), ("GM0099", "X")}
    # x holds A and B, w holds F and G: the largest share is a half, and the first counts.
    shares = result.deelnames.set_index("indeling")["aandeel"]
    assert shares.to_dict() == {"jeugdregio": "1.0000", "arbeidsmarktregio": "0.5000"}


def test_without_gemeenten_anywhere_there_is_nothing_to_lay_regions_on(tmp_path):
    layers = {"jeugdregio_gegeneraliseerd_2023": region_layer(JEUGD, "JZ", "jeugdregio")}
    path = write_gpkg(tmp_path / "x.gpkg", layers)
    with pytest.raises(DataError, match="geen laag met gemeenten"):
        read_cbs(path)
    own = gemeente_layer().set_index("statcode")
    assert (
        deelname_pairs(read_cbs(path, gemeenten=own.rename(columns={"statnaam": "naam"})).deelnames)
        == UPPER_JEUGD
    )


def test_a_layer_without_coordinate_system_is_refused(tmp_path):
    plain = gemeente_layer()
    plain = plain.set_crs(None, allow_override=True)
    path = tmp_path / "x.gpkg"
    with pytest.warns(UserWarning, match="crs"):
        plain.to_file(path, layer="gemeente_gegeneraliseerd_2023", driver="GPKG")
    with pytest.raises(DataError, match="coördinatenstelsel"):
        read_cbs(path)


def test_degrees_are_brought_to_metres(tmp_path):
    layers = {"gemeente_gegeneraliseerd_2023": gemeente_layer().to_crs("EPSG:4326")}
    shape = read_cbs(write_gpkg(tmp_path / "x.gpkg", layers)).gemeenten.geometry.iloc[0]
    assert shape.area == pytest.approx(1e6, rel=1e-6)


def test_another_geopackage_is_refused(tmp_path):
    other = gpd.GeoDataFrame({"a": [1]}, geometry=[box(0, 0)], crs=RD)
    with pytest.raises(DataError, match="geen GeoPackage met CBS-gebiedsindelingen"):
        read_cbs(write_gpkg(tmp_path / "x.gpkg", {"laag": other}))


# Overlay ------------------------------------------------------------------------------------


def test_a_border_that_cuts_a_gemeente_is_told(tmp_path):
    # North takes 60 % of A (its northern part) and all of B; south the rest.
    a = box(0, 0)
    west, south, east, north = a.bounds
    line = south + 400
    areas = {
        "JZ01": shapely.box(west, line, east, north).union(box(1, 0)),
        "JZ02": shapely.box(west, south, east, line).union(box(0, 1, 5)),
    }
    regions = cbs_layer(areas, {"JZ01": "Noord", "JZ02": "Zuid"}, "jeugdregio")
    layers = {
        "gemeente_gegeneraliseerd_2023": gemeente_layer(),
        "jeugdregio_gegeneraliseerd_2023": regions,
    }
    result = read_cbs(write_gpkg(tmp_path / "x.gpkg", layers))
    own = result.deelnames.set_index("gemeente_code")
    assert (own.at[CODES["A"], "verband"], own.at[CODES["A"], "aandeel"]) == ("Noord", "0.6000")
    (told,) = [text for text in result.report.remarks if text.startswith("Let op")]
    assert "1 gemeente ligt voor minder dan 95% in één gebied: Dorp A (60,0% in Noord)" in told


def test_largest_shares_by_hand():
    towns = gpd.GeoSeries(
        {"half": box(0, 0, 2), "sliver": box(8, 0), "none": None, "far": box(90, 90)}
    )
    regions = gpd.GeoSeries({"A": box(0, 0), "B": box(1, 0), "C": box(0, 1, 2), "S": box(7.1, 0)})
    found = largest_shares(towns, regions)
    # C covers the southern half of the large square, A and B a quarter each.
    assert found.loc["half", ["region", "share", "second"]].tolist() == ["C", 0.5, "A"]
    # S covers a tenth of it, and nothing covers the rest: nine tenths lie outside.
    assert found["region"].isna().to_list() == [False, True, True, True]
    assert found.at["sliver", "share"] == pytest.approx(0.1)
    assert found.loc[["none", "far"], "share"].tolist() == [0.0, 0.0]


def test_a_region_that_touches_itself_is_measured_all_the_same():
    bow = shapely.Polygon([(0, 0), (2, 2), (2, 0), (0, 2)])
    assert not bow.is_valid
    found = largest_shares(gpd.GeoSeries({"T": shapely.box(0, 0, 2, 2)}), gpd.GeoSeries({"A": bow}))
    # The two triangles of the bow cover half of the square.
    assert found.at["T", "share"] == pytest.approx(0.5)


def test_a_tangle_is_measured_in_seconds():
    points = np.random.default_rng(1).random((300, 2))
    towns = gpd.GeoSeries({"T": shapely.box(0, 0, 1, 1)})
    found = largest_shares(towns, gpd.GeoSeries({"A": shapely.Polygon(points)}))
    assert 0.3 < found.at["T", "share"] < 1


def test_an_invalid_region_is_told(tmp_path):
    regions = region_layer(JEUGD, "JZ", "jeugdregio")
    x, y = shapely.get_coordinates(regions.geometry.iloc[0]).mean(axis=0)
    bow = shapely.Polygon([(x, y), (x + 9, y + 9), (x + 9, y), (x, y + 9)])
    regions.loc[0, "geom"] = bow
    layers = {
        "gemeente_gegeneraliseerd_2023": gemeente_layer(),
        "jeugdregio_gegeneraliseerd_2023": regions,
    }
    result = read_cbs(write_gpkg(tmp_path / "x.gpkg", layers))
    assert_accounted(result)
    (told,) = [text for text in result.report.remarks if "ongeldig" in text]
    assert (
        f"1 gebied is ongeldig, en alleen voor het meten hersteld: {regions['statnaam'][0]}."
        in told
    )


@given(
    st.lists(
        st.tuples(st.integers(0, 9), st.integers(0, 9), st.integers(1, 6)), min_size=1, max_size=6
    ),
    st.lists(st.integers(1, 9), max_size=3, unique=True),
)
def test_shares_are_those_of_plain_areas(places, cuts):
    """Regions are strips between cuts; every share equals the width of the part over the whole."""
    edges = [0, *sorted(cuts), 20]
    strips = {
        f"S{k}": shapely.box(left, 0, right, 30) for k, (left, right) in enumerate(pairwise(edges))
    }
    towns = {f"T{k}": shapely.box(x, y, x + s, y + s) for k, (x, y, s) in enumerate(places)}
    found = largest_shares(gpd.GeoSeries(towns), gpd.GeoSeries(strips))
    for name, (x, _, side) in zip(towns, places, strict=True):
        widths = {
            key: max(0, min(right, x + side) - max(left, x)) / side
            for key, (left, right) in zip(strips, pairwise(edges), strict=True)
        }
        best = max(widths.values())
        assert found.at[name, "share"] == pytest.approx(best)
        assert widths[found.at[name, "region"]] == best


# Real files ---------------------------------------------------------------------------------


@pytest.mark.skipif(not SOURCES.is_dir(), reason="../shared/bronnen is er niet")
@pytest.mark.parametrize(("year", "count"), [(2015, 393), (2022, 345), (2023, 342)])
def test_the_real_layers(year, count):
    result = read_cbs(SOURCES / f"gemeenten_{year}.gpkg")
    assert_accounted(result)
    assert len(result.gemeenten) == count
    assert result.peildatum.year == year
    assert result.gemeenten.geometry.area.sum() > 33e9
    kinds = {"provincie", "coropregio", "nuts1-landsdeel"} if year == 2015 else set()
    assert set(result.deelnames["indeling"]) == kinds


@pytest.mark.skipif(not SOURCES.is_dir(), reason="../shared/bronnen is er niet")
def test_the_facts_of_the_real_layer_of_2015():
    own = read_cbs(SOURCES / "gemeenten_2015.gpkg")
    zwolle = own.gemeenten.loc["GM0193"]
    assert (zwolle["naam"], zwolle["provincie"]) == ("Zwolle", "Overijssel")
    assert 120_000 < zwolle["inwoners"] < 130_000
    assert zwolle["oppervlakte_km2"] == pytest.approx(111, abs=2)
    regions = own.deelnames[own.deelnames["indeling"] == "coropregio"]
    assert regions["verband_id"].nunique() == 40


@pytest.mark.skipif(not SOURCES.is_dir(), reason="../shared/bronnen is er niet")
def test_real_regions_laid_on_real_gemeenten(tmp_path):
    """The provinces of 2015 laid on the gemeenten of 2023: two changed province since."""
    older = read_cbs(SOURCES / "gemeenten_2015.gpkg").gemeenten
    names = sorted(older["provincie"].unique())
    areas = {
        f"PV{20 + k}": shapely.union_all(older.geometry[older["provincie"] == name].to_numpy())
        for k, name in enumerate(names)
    }
    provinces = cbs_layer(areas, dict(zip(areas, names, strict=True)), "provincie")
    layers = {"provincie_gegeneraliseerd_2023": provinces}
    path = write_gpkg(tmp_path / "x.gpkg", layers)
    newer = read_cbs(SOURCES / "gemeenten_2023.gpkg").gemeenten
    result = read_cbs(path, gemeenten=newer)
    assert_accounted(result)
    found = result.deelnames.set_index("gemeente_code")
    assert len(found) == 342
    # Vijfheerenlanden was made of two gemeenten in Zuid-Holland and one in Utrecht.
    assert found.at["GM1961", "verband"] == "Zuid-Holland"
    assert 0.5 < float(found.at["GM1961", "aandeel"]) < 0.95
    assert found.loc[["GM0193", "GM0119", "GM1729"], "verband"].to_list() == [
        "Overijssel",
        "Drenthe",
        "Limburg",
    ]
    (told,) = [text for text in result.report.remarks if text.startswith("Let op")]
    assert "Vijfheerenlanden" in told
