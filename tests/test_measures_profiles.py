"""What verbanden and gemeenten are like by themselves: by hand, and against networkx."""

from unittest.mock import patch

import networkx as nx
import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from quilts import assert_on_index, circle, members_of, relabelled, reordered
from strategies import border_tables, covers, families, partitions, places
from strategies import codes as codes_of

from lappendeken.errors import LappendekenError
from lappendeken.indeling import Indeling
from lappendeken.measures import gemeente_profile, profiles, region_profile

FERRY = "Pont van N"

# Regions by hand ----------------------------------------------------------------------------


def region_rows(table):
    """Rows by verband, without the name of the indeling."""
    return {row[0].split("-")[-1]: row[1:] for row in table.itertuples(name=None)}


def test_regions_of_the_quilt(quilt, jeugd, codes):
    # Thousands: A 3, L 2, O 2, I 4. The island is 4 km2; its ferry goes to N, which is in z.
    table = region_profile(jeugd, quilt.gemeenten, quilt.borders)
    assert_on_index(table, jeugd.verbanden)
    assert list(table.columns) == [
        "gemeenten",
        "inwoners",
        "oppervlakte_km2",
        "provincies",
        "parts",
        "exclaves",
        "water_links",
    ]
    assert region_rows(table) == {
        "n": (4, 6000, 4, ("Utrecht",), 1, (), ()),
        "o": (6, 6000, 6, ("Gelderland",), 1, (), ()),
        "z": (3, 4000, 3, ("Gelderland", "Utrecht"), 1, (), ()),
        "m": (3, 7000, 6, ("Gelderland",), 2, (codes["I"],), ()),
    }


def test_regions_of_a_cover_count_a_gemeente_in_each(quilt, zorg, codes):
    # C and P stand in two; of q, as large a part each, I comes first in order of code.
    assert region_rows(region_profile(zorg, quilt.gemeenten, quilt.borders)) == {
        "s": (5, 7000, 5, ("Gelderland", "Utrecht"), 1, (), ()),
        "t": (6, 6000, 6, ("Gelderland",), 1, (), ()),
        "r": (5, 7000, 5, ("Gelderland", "Utrecht"), 1, (), ()),
        "q": (2, 5000, 5, ("Gelderland",), 2, (codes["P"],), ()),
    }


def own_regions(codes, **sets):
    """An indeling of the gemeenten of the quilt, by letter."""
    return Indeling.from_members(
        {v: [codes[x] for x in letters] for v, letters in sets.items()}, sorted(codes.values())
    )


def test_a_region_that_is_whole_only_because_of_a_ferry(quilt, codes):
    table = region_profile(own_regions(codes, kust="MNI"), quilt.gemeenten, quilt.borders)
    assert region_rows(table)["kust"][3:] == (("Gelderland", "Utrecht"), 1, (), (FERRY,))
    # Without the ferry the island is an exclave.
    land = quilt.borders[quilt.borders["soort"] == "land"]
    table = region_profile(own_regions(codes, kust="MNI"), quilt.gemeenten, land)
    assert region_rows(table)["kust"][4:] == (2, (codes["I"],), ())


def test_a_link_over_water_that_is_not_needed_is_not_named(quilt, codes):
    # A bridge from A to C, which are joined on land by B.
    bridge = {"a": codes["A"], "b": codes["C"], "length": 0.0, "soort": "brug", "naam": "Brug AC"}
    borders = pd.concat([quilt.borders, pd.DataFrame([bridge])], ignore_index=True)
    indeling = own_regions(codes, dry="ABC", wet="DE")
    split = own_regions(codes, wet="ACN")
    assert region_rows(region_profile(indeling, quilt.gemeenten, borders))["dry"][4:] == (1, (), ())
    row = region_rows(region_profile(split, quilt.gemeenten, borders))["wet"]
    assert row[4:] == (2, (codes["N"],), ("Brug AC",))


def test_the_largest_part_counts_gemeenten_and_the_rest_are_exclaves(quilt, codes):
    # E, JK and LMN: JK and E lie apart from the three; D and the island are of another verband.
    table = region_profile(own_regions(codes, x="EJLMNP", y="DI"), quilt.gemeenten, quilt.borders)
    rows = region_rows(table)
    assert rows["x"][4:] == (4, tuple(codes[x] for x in "EJP"), ())
    assert rows["y"][4:] == (2, (codes["I"],), ())


def test_a_region_that_loses_the_inhabitants_of_a_member(quilt, jeugd, codes):
    gemeenten = quilt.gemeenten.copy()
    gemeenten.loc[codes["O"], "inwoners"] = pd.NA
    gemeenten.loc[codes["A"], "oppervlakte_km2"] = np.nan
    table = region_profile(jeugd, gemeenten, quilt.borders)
    rows = region_rows(table)
    assert np.isnan(rows["m"][1])
    assert rows["m"][2] == 6
    assert rows["n"][1] == 6000
    assert np.isnan(rows["n"][2])
    assert table[["inwoners", "oppervlakte_km2"]].isna().sum().to_list() == [1, 1]


def test_a_gemeente_of_which_the_province_is_unknown_has_none(quilt, jeugd, codes):
    gemeenten = quilt.gemeenten.drop(codes["N"])
    rows = region_rows(region_profile(jeugd, gemeenten, quilt.borders))
    assert rows["z"][3] == ("Utrecht",)
    assert np.isnan(rows["z"][1])


def test_regions_of_nobody(quilt, jeugd):
    empty = Indeling.from_members({}, jeugd.gemeenten, id="leeg")
    assert region_profile(empty, quilt.gemeenten, quilt.borders).empty


# Gemeenten by hand --------------------------------------------------------------------------


def test_gemeenten_of_the_quilt(quilt, jeugd, werk, zorg, wonen, codes):
    indelingen = [jeugd, werk, zorg, wonen]
    table = gemeente_profile(indelingen, quilt.gemeenten, quilt.borders)
    assert_on_index(
        table,
        jeugd.gemeenten,
        dtype={
            "verbanden": "int64" if table["verbanden"].dtype == "int64" else "int32",
            "partners": "int64",
            "partner_sets": "int64" if table["partner_sets"].dtype == "int64" else "int32",
            "neighbour_share": "float64",
            "province_share": "float64",
        },
    )
    expected = {
        # n=ABFG, x=AB, s=ABCFG. Partners BCFG: neighbours BF, all but C in Utrecht.
        "A": [3, 4, 3, 2 / 4, 3 / 4],
        # o, y, t have the same members, and s=ABCFG: DEHJK and ABFG, neighbours BDH.
        "C": [4, 9, 2, 3 / 9, 5 / 9],
        # o, y, t and k=JK: CDEHK, neighbours DHK; all in Gelderland.
        "J": [4, 5, 2, 3 / 5, 1],
        # m=OPI, r=LMNOP, v=LMNO: neighbours NP (J is no partner), of ILMNP LM in Utrecht.
        "O": [3, 5, 3, 2 / 5, 3 / 5],
        # m=OPI, u=l=P, r=LMNOP, q=PI: neighbours O (K is no partner).
        "P": [5, 5, 4, 1 / 5, 3 / 5],
        # z=LMN, v=LMNO, r=LMNOP: LMOP, neighbours MO; LM in Utrecht.
        "N": [3, 4, 3, 2 / 4, 2 / 4],
        # m=OPI, q=PI: its only neighbour N, by ferry, is no partner.
        "I": [2, 2, 2, 0, 1],
    }
    for letter, row in expected.items():
        assert table.loc[codes[letter]].to_list() == pytest.approx(row, abs=1e-15), letter


def test_a_ferry_makes_neighbours(quilt, codes):
    coast = own_regions(codes, kust="NI", rest="AB")
    table = gemeente_profile([coast], quilt.gemeenten, quilt.borders)
    assert table.loc[codes["I"]].to_list() == [1, 1, 1, 1, 1]
    assert table.loc[codes["N"]].to_list() == [1, 1, 1, 1, 1]


def test_a_gemeente_alone_or_in_no_verband_has_no_share(quilt, codes):
    some = own_regions(codes, alleen="A", samen="BC")
    table = gemeente_profile([some], quilt.gemeenten, quilt.borders)
    assert table.loc[codes["A"]].to_list() == pytest.approx([1, 0, 1, np.nan, np.nan], nan_ok=True)
    assert table.loc[codes["D"]].to_list() == pytest.approx([0, 0, 0, np.nan, np.nan], nan_ok=True)
    assert table.loc[codes["B"]].to_list() == [1, 1, 1, 1, 0]


def test_partners_of_which_the_province_is_unknown_are_in_no_ones_province(quilt, codes):
    some = own_regions(codes, samen="BCD")
    gemeenten = quilt.gemeenten.drop(codes["D"])
    table = gemeente_profile([some], gemeenten, quilt.borders)
    assert table.loc[codes["C"], ["partners", "province_share"]].to_list() == [2, 0]
    assert table.loc[codes["B"], "province_share"] == 0


# Against networkx ---------------------------------------------------------------------------


def indelingen_of(gemeenten):
    """A partition or a cover of some gemeenten."""
    return st.one_of(partitions(gemeenten, "a"), covers(gemeenten, "a"))


@st.composite
def mapped(draw):
    """An indeling, with facts of its gemeenten and their neighbours."""
    gemeenten = codes_of(draw(st.integers(1, 9)))
    indeling = draw(indelingen_of(gemeenten))
    return indeling, draw(places(gemeenten)), draw(border_tables(gemeenten))


def graph_of(borders, codes):
    """The graph of the neighbours among some gemeenten."""
    graph = nx.Graph()
    graph.add_nodes_from(codes)
    graph.add_edges_from(
        pair for pair in zip(borders["a"], borders["b"], strict=True) if set(pair) <= set(codes)
    )
    return graph


def total(values):
    """Sum, missing when a part is."""
    return np.nan if values.isna().any() else float(values.sum())


@pytest.mark.slow
@given(mapped())
def test_regions_follow_from_graphs(drawn):
    indeling, facts, borders = drawn
    table = region_profile(indeling, facts, borders)
    assert_on_index(table, indeling.verbanden)
    land, water = borders[borders["soort"] == "land"], borders[borders["soort"] != "land"]
    for verband, codes in members_of(indeling).items():
        row, own = table.loc[verband], facts.loc[sorted(codes)]
        assert row["gemeenten"] == len(codes)
        for column in ("inwoners", "oppervlakte_km2"):
            assert row[column] == pytest.approx(total(own[column]), nan_ok=True)
        assert row["provincies"] == tuple(sorted(set(own["provincie"])))
        parts = sorted(
            nx.connected_components(graph_of(borders, codes)), key=lambda c: (-len(c), min(c))
        )
        assert row["parts"] == len(parts)
        assert row["exclaves"] == tuple(c for c in indeling.gemeenten if c in codes - parts[0])
        on_land = {
            code: k
            for k, part in enumerate(nx.connected_components(graph_of(land, codes)))
            for code in part
        }
        needed = [
            link.naam
            for link in water.itertuples()
            if {link.a, link.b} <= codes and on_land[link.a] != on_land[link.b]
        ]
        assert sorted(row["water_links"]) == sorted(needed)
        # Without those links there are more parts, and without the others there are not.
        kept = borders[~borders["naam"].isin(needed) | (borders["soort"] == "land")]
        fewer = nx.number_connected_components(graph_of(kept, codes))
        assert (fewer > len(parts)) == bool(needed)
        assert fewer == len(set(on_land.values()))


@st.composite
def mapped_families(draw):
    """One to four indelingen, with facts of their gemeenten and their neighbours."""
    indelingen = draw(families())
    gemeenten = list(indelingen[0].gemeenten)
    return indelingen, draw(places(gemeenten)), draw(border_tables(gemeenten))


@pytest.mark.slow
@pytest.mark.parametrize("chunk", [1, profiles.CHUNK_ROWS])
@given(drawn=mapped_families())
def test_gemeenten_follow_from_sets(chunk, drawn):
    indelingen, facts, borders = drawn
    with patch.object(profiles, "CHUNK_ROWS", chunk):
        table = gemeente_profile(indelingen, facts, borders)
    index = indelingen[0].gemeenten
    assert_on_index(table, index)
    neighbours = graph_of(borders, index)
    for code in index:
        row = table.loc[code]
        sets = [c for one in indelingen for c in members_of(one).values() if code in c]
        partners = set().union(*(circle(one, code) for one in indelingen)) - {code}
        assert row["verbanden"] == len(sets)
        assert row["partners"] == len(partners)
        assert row["partner_sets"] == len(set(sets))
        if not partners:
            assert row[["neighbour_share", "province_share"]].isna().all()
            continue
        near = len(partners & set(neighbours[code]))
        same = sum(facts.loc[p, "provincie"] == facts.loc[code, "provincie"] for p in partners)
        assert row["neighbour_share"] == pytest.approx(near / len(partners))
        assert row["province_share"] == pytest.approx(same / len(partners))


# By property --------------------------------------------------------------------------------


@pytest.mark.slow
@given(mapped(), st.data())
def test_regions_do_not_depend_on_names_or_order(drawn, data):
    indeling, facts, borders = drawn
    names = dict(
        zip(indeling.verbanden, data.draw(st.permutations(list(indeling.verbanden))), strict=True)
    )
    order = data.draw(st.permutations(list(indeling.gemeenten)))
    other = reordered(relabelled(indeling, names), order)
    flipped = borders.rename(columns={"a": "b", "b": "a"})[::-1]
    found = region_profile(other, facts[::-1], flipped).loc[[names[v] for v in indeling.verbanden]]
    expected = region_profile(indeling, facts, borders)
    found.index = expected.index
    for column in ("exclaves", "water_links"):
        assert found[column].map(sorted).to_list() == expected[column].map(sorted).to_list()
    rest = ["gemeenten", "inwoners", "oppervlakte_km2", "provincies", "parts"]
    pd.testing.assert_frame_equal(found[rest], expected[rest])


@pytest.mark.slow
@given(mapped_families(), st.data())
def test_gemeenten_do_not_depend_on_names_or_order(drawn, data):
    indelingen, facts, borders = drawn
    order = data.draw(st.permutations(list(indelingen[0].gemeenten)))
    others = [reordered(one, order) for one in reversed(indelingen)]
    flipped = borders.rename(columns={"a": "b", "b": "a"})[::-1]
    found = gemeente_profile(others, facts[::-1], flipped)
    assert found.index.to_list() == list(order)
    expected = gemeente_profile(indelingen, facts, borders)
    pd.testing.assert_frame_equal(found.loc[expected.index], expected)


# Refused ------------------------------------------------------------------------------------


def test_other_gemeenten_are_refused(quilt, jeugd):
    with pytest.raises(LappendekenError, match="ten minste één indeling"):
        gemeente_profile([], quilt.gemeenten, quilt.borders)
    elsewhere = Indeling.from_members({"p": ["GM0999"]}, id="ver", naam="verre regio's")
    with pytest.raises(LappendekenError, match="niet over dezelfde lijst"):
        gemeente_profile([jeugd, elsewhere], quilt.gemeenten, quilt.borders)


# Real data ----------------------------------------------------------------------------------


def test_veenendaal_is_the_exclave_of_amersfoort(real):
    indeling = real.indeling("mo-bw-regio")
    table = region_profile(indeling, real.gemeenten, real.borders)
    (amersfoort,) = indeling.namen.index[indeling.namen == "Amersfoort"]
    veenendaal = real.find_gemeente("Veenendaal")
    assert table.loc[amersfoort, "exclaves"] == (veenendaal,)
    assert table.loc[amersfoort, "parts"] == 2
    # The only other one: the boat to Schiermonnikoog leaves from Groningen.
    apart = table.index[table["parts"] > 1].drop(amersfoort)
    assert table.loc[apart, "exclaves"].to_list() == [(real.find_gemeente("Schiermonnikoog"),)]
    assert table.loc[amersfoort, "provincies"] == ("Gelderland", "Utrecht")


@pytest.mark.parametrize("name", ["jeugdregio", "mo-bw-regio", "gemeenschappelijke-regeling"])
def test_real_regions_follow_from_the_tables(real, name):
    indeling = real.indeling(name)
    table = region_profile(indeling, real.gemeenten, real.borders)
    rows = real.deelnames[real.deelnames["verband_id"].isin(indeling.verbanden)]
    groups = rows.join(real.gemeenten, on="gemeente_code").groupby("verband_id")
    for column in ("inwoners", "oppervlakte_km2"):
        expected = groups[column].sum().reindex(table.index).astype(float)
        np.testing.assert_allclose(table[column], expected, rtol=1e-12)
    assert table["gemeenten"].to_dict() == groups.size().to_dict()
    provinces = groups["provincie"].unique().map(lambda found: tuple(sorted(found)))
    assert table["provincies"].to_dict() == provinces.to_dict()
    country = graph_of(real.borders, real.gemeenten.index)
    for verband, codes in members_of(indeling).items():
        parts = nx.number_connected_components(country.subgraph(codes))
        assert table.loc[verband, "parts"] == parts


def test_islands_are_joined_by_their_ferries(real):
    indeling = real.indeling("jeugdregio")
    table = region_profile(indeling, real.gemeenten, real.borders)
    (zeeland,) = indeling.namen.index[indeling.namen == "Zeeland"]
    assert table.loc[zeeland, "parts"] == 1
    assert "Westerscheldetunnel" in table.loc[zeeland, "water_links"]
    (kop,) = indeling.namen.index[indeling.namen == "Kop van Noord-Holland"]
    assert table.loc[kop, "water_links"] == ("Veer Den Helder-Texel",)


def test_meppel_by_itself(real):
    table = gemeente_profile(real.main_indelingen, real.gemeenten, real.borders)
    meppel = real.find_gemeente("Meppel")
    sets = [
        set(one.members(one.verbanden_of(meppel)[0])) - {meppel} for one in real.main_indelingen
    ]
    partners = set.union(*sets)
    province = real.gemeenten["provincie"]
    near = real.borders[(real.borders[["a", "b"]] == meppel).any(axis=1)]
    neighbours = set(near["a"]) | set(near["b"])
    expected = [
        3,
        len(partners),
        len({frozenset(s) for s in sets}),
        len(partners & neighbours) / len(partners),
        sum(province[p] == "Drenthe" for p in partners) / len(partners),
    ]
    assert table.loc[meppel].to_list() == pytest.approx(expected)
