"""Meet, join and hierarchy: by hand, by definition, and as a lattice."""

from itertools import combinations

import networkx as nx
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from quilts import blocks, common, members_of, relabelled, reordered
from strategies import families, partition_families

from lappendeken.errors import LappendekenError
from lappendeken.indeling import Indeling
from lappendeken.measures import hierarchy, join, meet, v_measure


def drawn(indeling, codes):
    """Each verband of a result with its members as letters."""
    names = {code: letter for letter, code in codes.items()}
    return {
        verband: "".join(names[code] for code in indeling.members(verband))
        for verband in indeling.verbanden
    }


# By hand ------------------------------------------------------------------------------------


def test_lappen_of_the_quilt(jeugd, werk, zorg, codes):
    # jeugd n o z m, werk x w y v u, zorg s t r q; C is in s and t, P in r and q, and the island
    # is in no verband of werk.
    lappen = meet([jeugd, werk, zorg])
    assert drawn(lappen, codes) == {
        "lap-1": "AB",
        "lap-2": "C",
        "lap-3": "DEHJK",
        "lap-4": "FG",
        "lap-5": "LMN",
        "lap-6": "O",
        "lap-7": "P",
    }
    assert (lappen.id, lappen.naam, lappen.enkelvoud) == ("lappen", "lappen", "lap")
    assert lappen.verbanden_of(codes["I"]) == ()
    pd.testing.assert_index_equal(lappen.gemeenten, jeugd.gemeenten)


def test_gesloten_gebieden_of_the_quilt(jeugd, werk, zorg, codes):
    # v joins z and m; s, with C in o, joins n and o.
    areas = join([jeugd, werk])
    assert drawn(areas, codes) == {"gebied-1": "ABFG", "gebied-2": "CDEHJK", "gebied-3": "ILMNOP"}
    assert drawn(join([jeugd, werk, zorg]), codes) == {
        "gebied-1": "ABCDEFGHJK",
        "gebied-2": "ILMNOP",
    }
    assert (areas.id, areas.naam) == ("gesloten-gebieden", "gesloten gebieden")
    assert areas.enkelvoud == "gebied"


def test_a_gemeente_that_one_of_them_covers_is_in_an_area(werk, wonen, codes):
    assert join([werk]).verbanden_of(codes["I"]) == ()
    assert set(drawn(join([wonen]), codes).values()) == {"JK", "P"}
    in_either = "".join(drawn(join([werk, wonen]), codes).values())
    assert "".join(sorted(in_either)) == "ABCDEFGHJKLMNOP"
    assert drawn(meet([werk, wonen]), codes) == {"lap-1": "JK", "lap-2": "P"}


def test_lappen_of_a_cover_have_exactly_the_same_verbanden():
    # 2 and 3 are together in p and in q, but 1 only in p.
    cover = Indeling.from_members({"p": ["1", "2", "3"], "q": ["2", "3", "4"]})
    assert blocks(meet([cover])) == {frozenset("1"), frozenset("23"), frozenset("4")}
    assert blocks(join([cover])) == {frozenset("1234")}


@pytest.mark.parametrize("make", [meet, join])
def test_nobody_in_a_verband_gives_nothing(make):
    empty = Indeling.from_members({}, ["1", "2"], id="leeg")
    result = make([empty, empty])
    assert len(result.verbanden) == 0
    assert result.gemeenten.to_list() == ["1", "2"]
    assert result.coverage == 0


def test_hierarchy_of_the_quilt(jeugd, werk, zorg, wonen):
    # m is split over v and u, and v over z and m; m lies in no verband of zorg, s in none of
    # jeugd or werk. wonen has JK and P, which nobody splits, nor splits it anyone there.
    # werk in zorg: x and w lie in s, y is t, v and u lie in r.
    table = hierarchy([jeugd, werk, zorg, wonen])
    names = ["jeugd", "werk", "zorg", "wonen"]
    assert table.index.to_list() == table.columns.to_list() == names
    assert table.to_numpy().tolist() == [
        [True, False, False, True],
        [False, True, True, True],
        [False, False, True, True],
        [True, True, True, True],
    ]
    assert {str(kind) for kind in table.dtypes} == {"bool"}


def test_without_common_gemeenten_nothing_nests():
    a = Indeling.from_members({"p": ["1"]}, ["1", "2"], id="a")
    b = Indeling.from_members({"p": ["2"]}, ["1", "2"], id="b")
    assert hierarchy([a, b]).to_numpy().tolist() == [[True, False], [False, True]]


# By definition ------------------------------------------------------------------------------


@pytest.mark.slow
@given(families())
def test_lappen_are_those_with_the_same_verbanden_everywhere(indelingen):
    of = {}
    for code in indelingen[0].gemeenten:
        own = [
            frozenset(v for v, codes in members_of(one).items() if code in codes)
            for one in indelingen
        ]
        if all(own):
            of.setdefault(tuple(own), set()).add(code)
    result = meet(indelingen)
    assert result.is_partition
    assert blocks(result) == {frozenset(codes) for codes in of.values()}


@given(families())
def test_areas_are_the_connected_parts_of_the_graph(indelingen):
    graph = nx.Graph()
    for k, one in enumerate(indelingen):
        for verband, codes in members_of(one).items():
            nx.add_star(graph, [(k, verband), *codes])
    expected = {
        frozenset(node for node in part if isinstance(node, str))
        for part in nx.connected_components(graph)
    }
    result = join(indelingen)
    assert result.is_partition
    assert blocks(result) == expected


@given(families())
def test_hierarchy_follows_from_sets(indelingen):
    table = hierarchy(indelingen)
    for a in indelingen:
        for b in indelingen:
            both = common(a, b)
            inside = [any(p <= q for q in blocks(b, both)) for p in blocks(a, both)]
            assert table.loc[a.id, b.id] == (bool(both) and all(inside))


# As a lattice -------------------------------------------------------------------------------


def finer(a, b):
    """Whether every set of the one lies inside a set of the other."""
    return all(any(p <= q for q in b) for p in a)


@given(families())
def test_lappen_are_finer_and_areas_coarser_than_all(indelingen):
    lappen, areas = blocks(meet(indelingen)), blocks(join(indelingen))
    for one in indelingen:
        assert finer(lappen, blocks(one))
        assert finer(blocks(one), areas)


@given(partition_families(complete=True))
def test_no_coarser_lappen_and_no_finer_areas_are_possible(indelingen):
    lappen, areas = blocks(meet(indelingen)), blocks(join(indelingen))
    for p, q in combinations(lappen, 2):
        assert not all(finer({p | q}, blocks(one)) for one in indelingen)
    for area in areas:
        inside = [codes for one in indelingen for codes in blocks(one) if codes <= area]
        for size in range(1, len(area)):
            for part in map(frozenset, combinations(sorted(area), size)):
                assert any(codes & part and codes - part for codes in inside)


@pytest.mark.slow
@pytest.mark.parametrize("make", [meet, join])
@given(indelingen=partition_families(), data=st.data())
def test_they_are_idempotent_commutative_and_associative(make, indelingen, data):
    assert blocks(make([indelingen[0]])) == blocks(indelingen[0])
    assert blocks(make([indelingen[0]] * 2)) == blocks(indelingen[0])
    expected = blocks(make(indelingen))
    assert blocks(make(data.draw(st.permutations(indelingen)))) == expected
    assert blocks(make([make(indelingen[:1]), *indelingen[1:]])) == expected
    assert blocks(make([make(indelingen), *indelingen])) == expected
    cut = data.draw(st.integers(1, len(indelingen)))
    parts = [make(part) for part in (indelingen[:cut], indelingen[cut:]) if part]
    assert blocks(make(parts)) == expected


@given(partition_families(least=2))
def test_they_absorb_each_other(indelingen):
    a, b = indelingen[:2]
    assert blocks(meet([a, join([a, b])])) == blocks(a)
    assert blocks(join([a, meet([a, b])])) == blocks(a)


@pytest.mark.slow
@pytest.mark.parametrize(("make", "name"), [(meet, "lap"), (join, "gebied")])
@given(indelingen=families(), data=st.data())
def test_they_are_numbered_in_order_of_gemeente_whatever_the_names(make, name, indelingen, data):
    result = make(indelingen)
    assert result.verbanden.to_list() == [f"{name}-{k + 1}" for k in range(len(result.verbanden))]
    first = [result.gemeenten.get_loc(result.members(v)[0]) for v in result.verbanden]
    assert first == sorted(first)
    order = data.draw(st.permutations(list(result.gemeenten)))
    others = [
        reordered(relabelled(one, {v: v[::-1] for v in one.verbanden}), order) for one in indelingen
    ]
    other = make(others)
    assert blocks(other) == blocks(result)
    assert other.gemeenten.to_list() == list(order)


@given(partition_families(least=2))
def test_nesting_is_homogeneity_1(indelingen):
    table = hierarchy(indelingen)
    for a in indelingen:
        for b in indelingen:
            if common(a, b):
                # v_measure judges its second by its first.
                assert table.loc[a.id, b.id] == (v_measure(b, a).homogeneity > 1 - 1e-9)
            else:
                assert not table.loc[a.id, b.id]


@given(partition_families(complete=True))
def test_nesting_is_an_order_and_lappen_nest_in_all(indelingen):
    extended = [*indelingen, meet(indelingen), join(indelingen)]
    table = hierarchy(extended)
    assert table.loc["lappen"].all()
    assert table["gesloten-gebieden"].all()
    nests = table.to_numpy()
    assert nests.diagonal().all()
    assert not ((nests.astype(int) @ nests.astype(int) > 0) & ~nests).any()
    for a, b in combinations(extended, 2):
        equal = table.loc[a.id, b.id] and table.loc[b.id, a.id]
        assert equal == (blocks(a) == blocks(b))


# Refused ------------------------------------------------------------------------------------


@pytest.mark.parametrize("make", [meet, join, hierarchy])
def test_no_indeling_is_refused(make):
    with pytest.raises(LappendekenError, match="ten minste één indeling"):
        make([])


@pytest.mark.parametrize("make", [meet, join])
def test_other_gemeenten_are_refused(make, jeugd):
    elsewhere = Indeling.from_members({"p": ["GM0999"]}, id="ver", naam="verre regio's")
    with pytest.raises(LappendekenError, match=r"verre regio's gaan niet over dezelfde lijst"):
        make([jeugd, elsewhere])


# Real data ----------------------------------------------------------------------------------


def labels(real, names):
    """One column per partition with the verband of each gemeente, from the tables themselves."""
    rows = real.deelnames.merge(real.verbanden["indeling"], left_on="verband_id", right_index=True)
    rows = rows[rows["indeling"].isin(names)]
    return rows.set_index(["gemeente_code", "indeling"])["verband_id"].unstack()  # noqa: PD010


def test_the_country_falls_apart_in_as_many_lappen_as_there_are_combinations(real):
    names = [one.id for one in real.main_indelingen]
    table = labels(real, names)
    lappen = meet(real.main_indelingen)
    assert len(lappen.verbanden) == table.groupby(names).ngroups == 82
    assert sorted(lappen.sizes) == sorted(table.groupby(names).size())
    assert lappen.coverage == 1


def test_zeeland_fryslan_and_achterhoek_are_areas_of_their_own(real):
    areas = blocks(join(real.main_indelingen))
    jeugd = real.indeling("jeugdregio")
    for name, size in (("Zeeland", 13), ("Friesland", 24), ("Achterhoek", 8)):
        (verband,) = jeugd.namen.index[jeugd.namen == name]
        assert len(jeugd.members(verband)) == size
        assert frozenset(jeugd.members(verband)) in areas
    assert len(areas) == 11
    assert sum(map(len, areas)) == 390


@pytest.mark.slow
def test_which_real_partitions_nest(real):
    names = list(real.indelingen.index[real.indelingen["partitie"]])
    table, found = labels(real, names), hierarchy([real.indeling(name) for name in names])
    for a in names:
        for b in names:
            both = table[[a, b]].dropna() if a != b else table[[a]].dropna()
            sides = both.groupby(a)[b].nunique() if a != b else pd.Series([1])
            assert found.loc[a, b] == (sides.max() == 1), (a, b)
    # 25 of each, and still another division.
    assert not found.loc["veiligheidsregio", "ggd-regio"]
    assert not found.loc["ggd-regio", "veiligheidsregio"]
    assert found.loc["veiligheidshuis", ["veiligheidsregio", "ggd-regio"]].all()
    assert found.loc["provincie", "nuts2-provincie"]
    assert found.loc["nuts2-provincie", "provincie"]
    assert found.loc["jeugdregio"].sum() == 1
