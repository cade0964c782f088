"""Typology of verbanden, their counterparts and schuurgemeenten."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from quilts import assert_on_index, common, members_of, relabelled, reordered
from strategies import cover_pairs, families, partition_pairs, weights

from lappendeken.errors import LappendekenError
from lappendeken.indeling import Indeling
from lappendeken.measures import RegionType, region_fits, regions, shared_regions
from lappendeken.measures.regions import regions_touching, rivals

TYPES = {
    "type": "str",
    "counterpart": "str",
    "jaccard": "float64",
    "extra": "object",
    "missing": "object",
    "gemeenten": "int64",
    "counterpart_gemeenten": "int64",
    "shared": "int64",
    "weight": "float64",
    "counterpart_weight": "float64",
    "shared_weight": "float64",
    "spread": "int64",
    "effective_spread": "float64",
    "inhomogeneity": "float64",
}


def letters(table, codes):
    """Type, counterpart, Jaccard, extra and missing by verband, with letters for codes."""
    names = {code: letter for letter, code in codes.items()}
    return {
        row.Index.split("-")[1]: (
            row.type,
            row.counterpart.split("-")[1],
            row.jaccard,
            "".join(names[code] for code in row.extra),
            "".join(names[code] for code in row.missing),
        )
        for row in table.itertuples()
    }


# By hand ------------------------------------------------------------------------------------


def test_every_type_occurs_in_the_quilt(jeugd, werk, codes):
    table = regions(jeugd, werk)
    assert letters(table, codes) == {
        # x and w both have 2 of 4 in common: a tie, and A comes first in x.
        "n": ("samengesteld", "x", 2 / 4, "FG", ""),
        "o": ("gelijk", "y", 1, "", ""),
        "z": ("genest", "v", 3 / 4, "", "O"),
        # With v 1 of 5, with u 1 of 2; the island is not in werk.
        "m": ("doorsnijdend", "u", 1 / 2, "O", ""),
    }
    assert_on_index(table, jeugd.verbanden)
    sizes = table[["gemeenten", "counterpart_gemeenten", "shared"]]
    assert sizes.to_numpy().tolist() == [[2, 1, 1], [4, 2, 2], [6, 6, 6], [3, 4, 3]]
    assert table["weight"].to_list() == [2, 4, 6, 3]
    assert table["spread"].to_list() == [2, 2, 1, 1]
    # n and m are halved, which is as much as lying in two.
    assert table["effective_spread"].to_list() == pytest.approx([2, 2, 1, 1])


def test_the_other_way_round_the_types_differ(jeugd, werk, codes):
    assert letters(regions(werk, jeugd), codes) == {
        "x": ("genest", "n", 2 / 4, "", "FG"),
        "w": ("genest", "n", 2 / 4, "", "AB"),
        "y": ("gelijk", "o", 1, "", ""),
        "v": ("doorsnijdend", "z", 3 / 4, "O", ""),
        "u": ("genest", "m", 1 / 2, "", "O"),
    }


def test_weights_change_jaccard_and_sizes_but_no_type(jeugd, werk, codes, inwoners):
    # In thousands: n 6 and x 4; o and y 6; z 4 and v 6; m 3, v 6, u 1.
    table = regions(jeugd, werk, weights=inwoners)
    found = letters(table, codes)
    assert found["n"] == ("samengesteld", "x", pytest.approx(4 / 6), "FG", "")
    assert found["z"] == ("genest", "v", pytest.approx(4 / 6), "", "O")
    assert found["m"] == ("doorsnijdend", "u", pytest.approx(1 / 3), "O", "")  # v: 2 / 7
    assert (table["weight"] / 1000).to_list() == [3, 6, 6, 4]
    assert (table["counterpart_weight"] / 1000).to_list() == [1, 4, 6, 6]
    assert (table["shared_weight"] / 1000).to_list() == [1, 4, 6, 4]
    assert table["gemeenten"].to_list() == [2, 4, 6, 3]


def test_weights_can_choose_another_counterpart(jeugd, werk, codes):
    # Now O weighs 8: m is 9, v 11 and u 1. With v 8 / 12, with u 1 / 9.
    weight = pd.Series(1.0, index=jeugd.gemeenten)
    weight[codes["O"]] = 8
    found = letters(regions(jeugd, werk, weights=weight), codes)
    assert found["m"] == ("doorsnijdend", "v", pytest.approx(8 / 12), "P", "LMN")


def test_a_partition_against_a_cover(jeugd, zorg, codes):
    assert letters(regions(jeugd, zorg), codes) == {
        "n": ("genest", "s", 4 / 5, "", "C"),
        "o": ("gelijk", "t", 1, "", ""),
        "z": ("genest", "r", 3 / 5, "", "OP"),
        # {O, P, I}: with r 2 of 6, with q 2 of 3; q lies in it, but O is left over.
        "m": ("doorsnijdend", "q", 2 / 3, "O", ""),
    }


def test_a_cover_against_a_partition(jeugd, zorg, codes):
    assert letters(regions(zorg, jeugd), codes) == {
        "s": ("doorsnijdend", "n", 4 / 5, "C", ""),
        "t": ("gelijk", "o", 1, "", ""),
        "r": ("doorsnijdend", "z", 3 / 5, "OP", ""),
        "q": ("genest", "m", 2 / 3, "", "O"),
    }


def test_a_verband_that_the_other_does_not_reach_is_left_out(jeugd, wonen, codes):
    # wonen reaches J and K (k) and P (l): of jeugd only o and m are left, with those. Who else is
    # in o and m is in no verband of wonen; k and l are no more than parts of them.
    assert letters(regions(jeugd, wonen), codes) == {
        "o": ("onbekend", "k", 1, "", ""),
        "m": ("onbekend", "l", 1, "", ""),
    }
    assert regions(wonen, jeugd)["type"].to_list() == ["genest", "genest"]


def test_types_of_a_part_of_the_country_are_of_whole_verbanden():
    whole = Indeling.from_members({"p": list("123"), "q": list("45"), "r": list("67")})
    own = Indeling.from_members({"x": list("12"), "y": list("45")}, list("1234567"))
    assert regions(own, whole)["type"].to_list() == ["genest", "gelijk"]
    # Of 3 nobody knows, and r is not compared.
    assert regions(whole, own)["type"].to_dict() == {"p": "onbekend", "q": "gelijk"}
    # One that crosses does so wherever 3 may be.
    own = Indeling.from_members({"x": list("24"), "y": list("15")}, list("1234567"))
    assert regions(whole, own)["type"].to_list() == ["doorsnijdend", "doorsnijdend"]


def test_an_overlapping_union_is_samengesteld():
    a = Indeling.from_members({"p": ["1", "2", "3"], "q": ["4"]})
    b = Indeling.from_members({"x": ["1", "2"], "y": ["2", "3"], "z": ["3", "4"]})
    assert regions(a, b)["type"].to_list() == ["samengesteld", "genest"]


def test_gelijk_goes_before_genest_and_genest_before_samengesteld():
    a = Indeling.from_members({"p": ["1", "2"], "q": ["3"]})
    parts = {"x": ["1"], "y": ["2"], "z": ["3"]}
    around = {"w": ["1", "2", "3"]}
    same = {"v": ["1", "2"]}
    kinds = [
        regions(a, Indeling.from_members(sets)).loc["p", "type"]
        for sets in (parts, parts | around, parts | around | same)
    ]
    assert kinds == ["samengesteld", "genest", "gelijk"]


def test_types_are_plain_words():
    assert [str(kind) for kind in RegionType] == [
        "gelijk",
        "genest",
        "samengesteld",
        "onbekend",
        "doorsnijdend",
    ]


# Ties ---------------------------------------------------------------------------------------


def test_a_tie_on_jaccard_goes_to_the_most_in_common():
    # y has 3 of the 6 in p, x has 4 of 8: both 1/2. The first gemeente alone would choose y.
    a = Indeling.from_members({"p": list("123456"), "q": list("78")})
    b = Indeling.from_members({"x": list("345678"), "y": list("126")})
    table = regions(a, b)
    assert table.loc["p", "jaccard"] == 1 / 2
    assert table.loc["p", "counterpart"] == "x"


def test_a_full_tie_goes_to_the_first_gemeente_in_order_of_code():
    a = Indeling.from_members({"p": list("4321")}, list("4321"))
    b = Indeling.from_members({"x": list("43"), "y": list("21")}, list("4321"))
    assert regions(a, b).loc["p", "counterpart"] == "y"


def test_a_tie_is_not_decided_by_the_order_of_verbanden_in_a_cover():
    # x and y have 2 of 3 in common with p, and both begin with gemeente 1.
    sets = {"x": ["1", "2"], "y": ["1", "3"]}
    a = Indeling.from_members({"p": ["1", "2", "3"]})
    forward = Indeling.from_members(sets)
    backward = Indeling.from_members(dict(reversed(sets.items())))
    assert regions(a, forward).loc["p", "extra"] == regions(a, backward).loc["p", "extra"]


def test_a_tie_is_not_decided_by_rounding():
    # {1} weighs 0.3 and {2, 3} weigh 0.1 + 0.2, one bit more: a tie, so the first gemeente.
    a = Indeling.from_members({"p": ["1", "2", "3"]})
    b = Indeling.from_members({"x": ["1"], "y": ["2", "3"]})
    weight = pd.Series({"1": 0.3, "2": 0.1, "3": 0.2})
    assert regions(a, b, weights=weight * 10).loc["p", "counterpart"] == "x"
    assert regions(a, b, weights=weight).loc["p", "counterpart"] == "x"


def test_verbanden_as_like_as_the_counterpart_are_its_rivals():
    a = Indeling.from_members({"p": ["1", "2", "3"], "q": ["4"]})
    b = Indeling.from_members({"x": ["1"], "y": ["2"], "z": ["3", "4"]})
    chosen = regions(a, b).loc["p", "counterpart"]
    assert {chosen, *rivals(a, b)["p"]} == {"x", "y"}
    assert "q" not in rivals(a, b)


# By definition ------------------------------------------------------------------------------


def brute_type(own, others):
    """Type of one set against the sets of the other indeling, word for word."""
    known = own & frozenset().union(*others)
    if known < own:
        return "doorsnijdend" if brute_type(known, others) == "doorsnijdend" else "onbekend"
    if own in others:
        return "gelijk"
    if any(own < other for other in others):
        return "genest"
    inside = [other for other in others if other and other < own]
    if len(inside) >= 2 and frozenset().union(*inside) == own:
        return "samengesteld"
    return "doorsnijdend"


def assert_typology(a, b, weight):
    """Every column of `regions` follows from the sets."""
    both = frozenset(common(a, b))
    table = regions(a, b, weights=weight)
    in_a = {v: codes & both for v, codes in members_of(a).items() if codes & both}
    in_b = {v: codes & both for v, codes in members_of(b).items() if codes & both}
    assert table.index.to_list() == list(in_a)
    for row in table.itertuples():
        own, other = in_a[row.Index], in_b[row.counterpart]

        def size(codes):
            return weight[sorted(codes)].sum()

        def jaccard(codes, own=own):
            return size(own & codes) / size(own | codes)

        everyone = members_of(a)[row.Index]
        assert row.type == brute_type(everyone, list(members_of(b).values()))
        assert row.jaccard == pytest.approx(jaccard(other), abs=1e-12)
        assert row.jaccard == pytest.approx(max(map(jaccard, in_b.values())), abs=1e-12)
        assert row.extra == tuple(code for code in a.gemeenten if code in own - other)
        assert row.missing == tuple(code for code in a.gemeenten if code in other - own)
        assert (row.gemeenten, row.counterpart_gemeenten) == (len(own), len(other))
        assert row.shared == len(own & other)
        assert row.weight == pytest.approx(size(own))
        assert row.counterpart_weight == pytest.approx(size(other))
        assert row.shared_weight == pytest.approx(size(own & other))
        parts = [size(own & codes) for codes in in_b.values() if own & codes]
        assert row.spread == len(parts)
        entropy = -sum(part / sum(parts) * np.log(part / sum(parts)) for part in parts if part)
        assert row.effective_spread == pytest.approx(np.exp(entropy))
        ties = [v for v, codes in in_b.items() if abs(jaccard(codes) - row.jaccard) < 1e-9]
        most = max(size(own & in_b[v]) for v in ties)
        ties = [v for v in ties if abs(size(own & in_b[v]) - most) < 1e-6]
        assert min(other) == min(min(in_b[v]) for v in ties)


@pytest.mark.slow
@given(partition_pairs(), st.data())
def test_typology_of_partitions_follows_from_sets(pair, data):
    assert_typology(*pair, data.draw(weights(pair[0].gemeenten)))


@pytest.mark.slow
@given(cover_pairs(), st.data())
def test_typology_of_covers_follows_from_sets(pair, data):
    assert_typology(*pair, data.draw(weights(pair[0].gemeenten)))


# By property --------------------------------------------------------------------------------


@given(cover_pairs())
def test_results_stand_on_the_index_of_the_verbanden(pair):
    a, b = pair
    table = regions(a, b)
    both = set(common(a, b))
    kept = [bool(codes & both) for codes in members_of(a).values()]
    assert_on_index(table, a.verbanden[kept])
    assert list(table.columns) == list(TYPES)
    for column, kind in TYPES.items():
        assert table[column].dtype == kind or (kind == "str" and table[column].dtype == object)


@given(cover_pairs())
def test_an_indeling_is_gelijk_to_itself(pair):
    table = regions(pair[0], pair[0])
    assert (table["type"] == "gelijk").all()
    assert (table["jaccard"] == 1).all()
    assert table["extra"].map(len).sum() + table["missing"].map(len).sum() == 0


@pytest.mark.slow
@given(cover_pairs(), st.data())
def test_typology_does_not_depend_on_names_or_order(pair, data):
    a, b = pair
    names = dict(zip(b.verbanden, data.draw(st.permutations(list(b.verbanden))), strict=True))
    order = data.draw(st.permutations(list(a.gemeenten)))
    found = regions(reordered(a, order), reordered(relabelled(b, names), order))
    expected = regions(a, b)
    assert set(found.index) == set(expected.index)
    found = found.loc[expected.index]
    sets = ["extra", "missing"]
    same = ["type", "jaccard", "gemeenten", "counterpart_gemeenten", "shared"]
    pd.testing.assert_frame_equal(found[same], expected[same])
    for column in sets:
        assert found[column].map(set).to_list() == expected[column].map(set).to_list()


@pytest.mark.slow
@given(partition_pairs(), st.data(), st.sampled_from([1e-6, 0.1, 1e6]))
def test_typology_does_not_depend_on_the_unit_of_the_weights(pair, data, factor):
    weight = data.draw(weights(pair[0].gemeenten))
    columns = ["type", "counterpart", "extra", "missing"]
    found = regions(*pair, weights=weight * factor)
    pd.testing.assert_frame_equal(found[columns], regions(*pair, weights=weight)[columns])


def test_zero_weights_give_a_jaccard_of_0_and_no_warning():
    a = Indeling.from_members({"p": ["1"], "q": ["2"]})
    table = regions(a, a, weights=pd.Series({"1": 0.0, "2": 1.0}))
    assert table["type"].to_list() == ["gelijk", "gelijk"]
    assert np.isfinite(table["jaccard"]).all()


def test_typology_of_nothing_in_common_is_refused():
    a, b = Indeling.from_members({"p": ["1"]}), Indeling.from_members({"p": ["2"]})
    with pytest.raises(LappendekenError, match="niets te vergelijken"):
        regions(a, b)


# Shared regions -----------------------------------------------------------------------------


def test_one_verband_of_the_quilt_is_the_same_everywhere(jeugd, werk, zorg, codes):
    table = shared_regions([jeugd, werk, zorg])
    assert table.to_dict("records") == [
        {
            "jeugd": "jeugd-o",
            "werk": "werk-y",
            "zorg": "zorg-t",
            "gemeenten": tuple(codes[letter] for letter in "CDEHJK"),
        }
    ]


def test_shared_means_the_same_members_also_outside_the_common_gemeenten(jeugd, wonen):
    # On their common gemeenten o is {J, K}, but o has more members than k.
    assert shared_regions([jeugd, wonen]).empty
    assert list(shared_regions([jeugd, wonen]).columns) == ["jeugd", "wonen", "gemeenten"]


def test_shared_regions_do_not_depend_on_the_order_of_gemeenten(jeugd, werk):
    other = reordered(werk, list(werk.gemeenten[::-1]))
    pd.testing.assert_frame_equal(shared_regions([jeugd, other]), shared_regions([jeugd, werk]))


def test_shared_regions_of_nothing_are_refused():
    with pytest.raises(LappendekenError, match="ten minste één indeling"):
        shared_regions([])


@given(families())
def test_shared_regions_follow_from_sets(indelingen):
    sets = [set(members_of(one).values()) for one in indelingen]
    expected = sorted(tuple(sorted(codes)) for codes in set.intersection(*sets))
    table = shared_regions(indelingen)
    assert table["gemeenten"].to_list() == expected
    for one in indelingen:
        of_verband = members_of(one)
        assert [tuple(sorted(of_verband[v])) for v in table[one.id]] == expected


# Regions that touch an area -----------------------------------------------------------------


@pytest.mark.slow
@given(families(), st.data())
def test_touching_regions_are_those_with_a_member_in_the_area(indelingen, data):
    indelingen = [one for one in indelingen if one.covered.any()]
    every = [(a, b) for a in indelingen for b in indelingen if a is not b]
    if not every or not all(common(a, b) for a, b in every):
        return
    area = data.draw(st.sets(st.sampled_from(list(indelingen[0].gemeenten)), min_size=1))
    table = regions_touching(indelingen, pd.Index(sorted(area)))
    expected = []
    for a, b in every:
        touching = {v for v, codes in members_of(a).items() if codes & area}
        expected += [(a.id, b.id, v) for v in regions(a, b).index if v in touching]
    assert list(zip(table["a"], table["b"], table.index, strict=True)) == expected


@given(cover_pairs())
def test_fits_are_the_types_and_counterparts_of_regions(pair):
    a, b = pair
    table, fits = regions(a, b), region_fits(a, b)
    shown = {
        verband: (kind, b.verbanden[place])
        for verband, kind, place in zip(a.verbanden, *fits, strict=True)
        if place >= 0
    }
    columns = zip(table["type"], table["counterpart"], strict=True)
    assert shown == dict(zip(table.index, columns, strict=True))
    left = [kind for kind, place in zip(*fits, strict=True) if place < 0]
    assert left == [""] * (len(a.verbanden) - len(table))
