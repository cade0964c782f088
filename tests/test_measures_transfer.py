"""Transfer distance and its moves: by hand, against every matching, and as a metric."""

from itertools import permutations
from unittest.mock import patch

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from quilts import assert_on_index, blocks, common, members_of, relabelled, reordered, repeated
from scipy.optimize import linear_sum_assignment
from strategies import codes, partition_families, partition_pairs, weights

from lappendeken.errors import LappendekenError, NotAPartitionError
from lappendeken.indeling import Indeling
from lappendeken.measures import transfer, transfer_distance

SOLVERS = pytest.mark.parametrize("block", [transfer.DENSE_BLOCK, 0], ids=["dense", "sparse"])
"""Whether blocks of the contingency table are solved as dense or as sparse matrices."""


def letters(moves, codes):
    """From, to and counterpart of each move by letter, without the name of the indeling."""
    names = {code: letter for letter, code in codes.items()}
    return {
        names[row[0]]: tuple(None if pd.isna(end) else end.split("-")[1] for end in row[1:4])
        for row in moves.itertuples(name=None)
    }


# By hand ------------------------------------------------------------------------------------
#
# The contingency table of jeugd and werk stands in test_measures_pair_counting.py.


@SOLVERS
def test_transfer_distance_of_the_quilt_is_3_of_15(jeugd, werk, codes, block):
    # n with x or w 2, o with y 6, z with v 3, m with u 1 (m with v would cost z its 3): 12 stay.
    with patch.object(transfer, "DENSE_BLOCK", block):
        distance, moves = transfer_distance(jeugd, werk)
    assert distance == 3
    found = letters(moves, codes)
    # O goes to z, which becomes v; either FG or AB go to a new verband.
    assert found.pop("O") == ("m", "z", "v")
    assert found in (
        {"F": ("n", None, "w"), "G": ("n", None, "w")},
        {"A": ("n", None, "x"), "B": ("n", None, "x")},
    )


@SOLVERS
def test_weighted_transfer_distance_of_the_quilt_is_4_of_19(jeugd, werk, inwoners, codes, block):
    # In thousands n with x 4 (with w 2), o with y 6, z with v 4, m with u 1: 15 of 19 stay.
    with patch.object(transfer, "DENSE_BLOCK", block):
        distance, moves = transfer_distance(jeugd, werk, weights=inwoners)
    assert distance == 4000
    assert letters(moves, codes) == {
        "F": ("n", None, "w"),
        "G": ("n", None, "w"),
        "O": ("m", "z", "v"),
    }
    assert moves["weight"].to_list() == [1000, 1000, 2000]
    assert moves.loc[codes["O"]].to_list() == ["jeugd-m", "jeugd-z", "werk-v", 2000]
    assert_on_index(moves, pd.Index([codes[x] for x in "FGO"], name=jeugd.gemeenten.name))
    assert list(moves.columns) == ["from", "to", "counterpart", "weight"]


def test_the_way_back_moves_others_to_where_they_came_from(jeugd, werk, inwoners, codes):
    # FG join x, which becomes n; O joins u, which becomes m.
    distance, moves = transfer_distance(werk, jeugd, weights=inwoners)
    assert distance == 4000
    assert letters(moves, codes) == {
        "F": ("w", "x", "n"),
        "G": ("w", "x", "n"),
        "O": ("v", "u", "m"),
    }


def test_a_heavy_gemeente_keeps_its_verband(jeugd, werk, codes):
    # With O of weight 5 m stays with v (5 > 3 + 1): L, M, N go to m, P to a new verband.
    weight = pd.Series(1.0, index=jeugd.gemeenten)
    weight[codes["O"]] = 5
    distance, moves = transfer_distance(jeugd, werk, weights=weight)
    assert distance == 2 + 3 + 1
    found = letters(moves, codes)
    assert {x: found[x] for x in "LMNP"} == dict.fromkeys("LMN", ("z", "m", "v")) | {
        "P": ("m", None, "u")
    }


def test_the_best_counterpart_of_one_may_have_to_give_way():
    # p shares 3 with x and 2 with y, q 2 with x only: 2 + 2 stay, where taking the 3 first would
    # leave 3 + 0.
    a = Indeling.from_members({"p": list("12345"), "q": list("67")})
    b = Indeling.from_members({"x": list("12367"), "y": list("45")})
    distance, moves = transfer_distance(a, b)
    assert distance == 3
    assert moves["from"].to_dict() == {"1": "p", "2": "p", "3": "p"}
    assert moves["to"].to_dict() == {"1": "q", "2": "q", "3": "q"}


def test_only_common_gemeenten_move(jeugd, wonen):
    # Both cover J, K and P, and have J and K together.
    distance, moves = transfer_distance(jeugd, wonen)
    assert distance == 0
    assert moves.empty
    assert list(moves.columns) == ["from", "to", "counterpart", "weight"]


def test_to_singletons_and_to_one_region():
    # Of each verband one may stay; of all only the largest verband stays.
    a = Indeling.from_members({"p": ["1", "2", "3"], "q": ["4", "5"], "r": ["6"]})
    apart = Indeling.from_members({c: [c] for c in "123456"})
    whole = Indeling.from_members({"x": list("123456")})
    assert transfer_distance(a, apart).distance == 6 - 3
    assert transfer_distance(a, apart).moves["to"].isna().all()
    assert transfer_distance(a, whole).distance == 6 - 3
    assert transfer_distance(a, whole).moves["to"].to_list() == ["p", "p", "p"]


def test_a_gemeente_without_weight_that_stays_does_not_move():
    a = Indeling.from_members({"p": ["1", "2"], "q": ["3"]})
    distance, moves = transfer_distance(a, a, weights=pd.Series({"1": 0.0, "2": 0.0, "3": 1.0}))
    assert distance == 0
    assert moves.empty


def test_a_gemeente_without_weight_moves_for_nothing():
    a = Indeling.from_members({"p": ["1", "2"], "q": ["3"]})
    b = Indeling.from_members({"x": ["1"], "y": ["2", "3"]})
    distance, moves = transfer_distance(a, b, weights=pd.Series({"1": 1.0, "2": 0.0, "3": 1.0}))
    assert distance == 0
    assert moves.to_dict("index") == {
        "2": {"from": "p", "to": "q", "counterpart": "y", "weight": 0.0}
    }


# Against every matching ---------------------------------------------------------------------


def dense_table(a, b, weight):
    """Contingency table of the gemeenten that both cover."""
    of = weight.to_dict()
    in_a, in_b = members_of(a).values(), members_of(b).values()
    return np.array([[sum(of[code] for code in p & q) for q in in_b] for p in in_a])


def most_by_trying(table):
    """Heaviest matching, by trying all ways to put the shorter side on the longer one."""
    short = table if table.shape[0] <= table.shape[1] else table.T
    places = range(short.shape[1])
    return max(
        sum(short[i, j] for i, j in enumerate(chosen))
        for chosen in permutations(places, short.shape[0])
    )


@SOLVERS
@given(pair=partition_pairs(), data=st.data())
def test_distance_is_the_least_over_all_matchings(block, pair, data):
    a, b = pair
    weight = data.draw(weights(a.gemeenten, most=5))
    table = dense_table(a, b, weight)
    with patch.object(transfer, "DENSE_BLOCK", block):
        distance, _ = transfer_distance(a, b, weights=weight)
    assert distance == table.sum() - most_by_trying(table)


def random_pair(seed):
    """Two partitions of up to 50 gemeenten with many ties, and small whole weights."""
    rng = np.random.default_rng(seed)
    size, groups = int(rng.integers(1, 50)), int(rng.integers(1, 16))
    names = codes(size)
    labels = [rng.integers(0, groups, size), rng.integers(0, groups, size)]
    if seed % 2:
        labels[1] = np.where(rng.random(size) < 0.3, labels[1], labels[0])
    pair = [
        Indeling.from_members(
            {f"{k}": [c for c, x in zip(names, own, strict=True) if x == k] for k in range(groups)},
            names,
        )
        for own in labels
    ]
    return *pair, pd.Series(rng.integers(1, 3, size).astype(float), index=names)


@pytest.mark.slow
@SOLVERS
def test_distance_is_that_of_the_assignment_of_the_dense_table(block):
    for seed in range(200):
        a, b, weight = random_pair(seed)
        table = dense_table(a, b, weight)
        stay = table[linear_sum_assignment(table, maximize=True)].sum()
        with patch.object(transfer, "DENSE_BLOCK", block):
            distance, moves = transfer_distance(a, b, weights=weight)
        assert distance == pytest.approx(table.sum() - stay, abs=1e-9), f"seed {seed}"
        assert_moves_turn(a, b, weight, moves)


@pytest.mark.slow
def test_a_block_too_large_for_a_dense_matrix():
    # Each of 400 verbanden of a shares one gemeente with each of three of b, in a ring: no cell
    # outweighs its rivals, and the whole is one block. One of every three can stay.
    size = 400
    assert size > transfer.DENSE_BLOCK
    names = codes(3 * size)
    a = Indeling.from_members({f"a{k}": names[3 * k : 3 * k + 3] for k in range(size)}, names)
    ring = {
        f"b{k}": [names[3 * ((k - shift) % size) + shift] for shift in range(3)]
        for k in range(size)
    }
    b = Indeling.from_members(ring, names)
    distance, moves = transfer_distance(a, b)
    assert distance == 2 * size
    assert_moves_turn(a, b, pd.Series(1.0, index=names), moves)
    # A little more weight on one of the three decides which one.
    weight = pd.Series(1.0, index=names)
    weight[names[1::3]] = 1.25
    distance, moves = transfer_distance(a, b, weights=weight)
    assert distance == 2 * size
    assert set(moves.index).isdisjoint(names[1::3])


# Moves --------------------------------------------------------------------------------------


def assert_moves_turn(a, b, weight, moves):
    """The moves, carried out on `a`, give `b` up to names, and cost what they say."""
    both = common(a, b)
    before, target = a.labels()[both].to_dict(), b.labels()[both].to_dict()
    assert moves.index.to_list() == [c for c in both if c in set(moves.index)]
    after = dict(before)
    for code, own, to, counterpart, heavy in moves.itertuples(name=None):
        assert (own, counterpart, heavy) == (before[code], target[code], weight[code])
        new = pd.isna(to)
        assert new or to in set(a.verbanden) - {own}
        after[code] = ("new", counterpart) if new else to
    made = {}
    for code, verband in after.items():
        made.setdefault(verband, set()).add(code)
    assert {frozenset(codes) for codes in made.values()} == blocks(b, both)


@SOLVERS
@given(pair=partition_pairs(), data=st.data())
def test_moves_turn_one_into_the_other_at_the_price_of_the_distance(block, pair, data):
    a, b = pair
    weight = data.draw(weights(a.gemeenten, most=5))
    with patch.object(transfer, "DENSE_BLOCK", block):
        distance, moves = transfer_distance(a, b, weights=weight)
    assert_moves_turn(a, b, weight, moves)
    assert moves["weight"].sum() == distance


@given(partition_pairs(), st.data())
def test_moves_without_weight_turn_one_into_the_other_as_well(pair, data):
    a, b = pair
    both = common(a, b)
    weight = data.draw(weights(a.gemeenten, least=0, most=2).filter(lambda w: w[both].any()))
    distance, moves = transfer_distance(a, b, weights=weight)
    assert_moves_turn(a, b, weight, moves)
    assert moves["weight"].sum() == distance


# A metric -----------------------------------------------------------------------------------


@given(partition_pairs(), st.data())
def test_distance_is_symmetric_and_0_only_for_equals(pair, data):
    a, b = pair
    weight = data.draw(weights(a.gemeenten))
    distance = transfer_distance(a, b, weights=weight).distance
    assert distance == transfer_distance(b, a, weights=weight).distance
    both = common(a, b)
    assert (distance == 0) == (blocks(a, both) == blocks(b, both))
    heaviest = max(weight[sorted(codes)].sum() for codes in blocks(a, both))
    assert 0 <= distance <= weight[both].sum() - heaviest / len(blocks(b, both))


@given(partition_pairs(), st.data())
def test_an_indeling_is_nowhere_to_go_from_itself(pair, data):
    for one in pair:
        distance, moves = transfer_distance(one, one, weights=data.draw(weights(one.gemeenten)))
        assert distance == 0
        assert moves.empty


@pytest.mark.slow
@given(partition_families(complete=True, least=3), st.data())
def test_a_detour_is_never_shorter(indelingen, data):
    a, b, c = indelingen[:3]
    weight = data.draw(weights(a.gemeenten))

    def distance(x, y):
        return transfer_distance(x, y, weights=weight).distance

    assert distance(a, c) <= distance(a, b) + distance(b, c)


@pytest.mark.slow
@given(partition_pairs(), st.data())
def test_distance_does_not_depend_on_names_or_order(pair, data):
    a, b = pair
    weight = data.draw(weights(a.gemeenten, most=5))
    names = dict(zip(a.verbanden, data.draw(st.permutations(list(a.verbanden))), strict=True))
    order = data.draw(st.permutations(list(a.gemeenten)))
    other = reordered(relabelled(a, names), order)
    expected = transfer_distance(a, b, weights=weight).distance
    shuffled = weight.sample(frac=1, random_state=1)
    distance, moves = transfer_distance(other, b, weights=shuffled)
    assert distance == expected
    assert_moves_turn(other, b, weight, moves)
    assert transfer_distance(a, reordered(b, order), weights=weight).distance == expected


@pytest.mark.slow
@given(partition_pairs(), st.data())
def test_whole_weights_score_as_repeated_gemeenten(pair, data):
    a, b = pair
    weight = data.draw(
        weights(a.gemeenten, least=0, most=4).filter(lambda w: w[common(a, b)].any())
    )
    expected = transfer_distance(repeated(a, weight), repeated(b, weight)).distance
    assert transfer_distance(a, b, weights=weight).distance == expected


@SOLVERS
@given(pair=partition_pairs(), data=st.data(), factor=st.sampled_from([1e-9, 0.1, 1e9]))
def test_distance_has_the_unit_of_the_weights(block, pair, data, factor):
    a, b = pair
    weight = data.draw(weights(a.gemeenten))
    expected = transfer_distance(a, b, weights=weight).distance
    with patch.object(transfer, "DENSE_BLOCK", block):
        distance = transfer_distance(a, b, weights=weight * factor).distance
    assert distance == pytest.approx(factor * expected, rel=1e-9)


# Refused ------------------------------------------------------------------------------------


def test_a_cover_is_refused_on_either_side(jeugd, zorg, codes):
    for pair in ((jeugd, zorg), (zorg, jeugd), (zorg, zorg)):
        with pytest.raises(NotAPartitionError) as caught:
            transfer_distance(*pair)
        assert caught.value.measure == "transfer distance"
        assert caught.value.indeling == "zorg"
        assert codes["C"] in str(caught.value)


def test_nothing_in_common_and_unfit_weights_are_refused(jeugd, werk, inwoners):
    elsewhere = Indeling.from_members({"p": ["GM0999"]}, id="ver", naam="verre regio's")
    with pytest.raises(LappendekenError, match=r"Geen enkele gemeente .* verre regio's"):
        transfer_distance(jeugd, elsewhere)
    with pytest.raises(LappendekenError, match="negatief"):
        transfer_distance(jeugd, werk, weights=-inwoners)


# Real data ----------------------------------------------------------------------------------


@pytest.mark.parametrize("weight", [None, "inwoners"])
def test_from_jeugdregio_to_arbeidsmarktregio(real, weight):
    jeugd, werk = real.indeling("jeugdregio"), real.indeling("arbeidsmarktregio")
    rows = real.deelnames.merge(real.verbanden["indeling"], left_on="verband_id", right_index=True)
    label = rows.pivot_table(
        index="gemeente_code", columns="indeling", values="verband_id", aggfunc="first"
    )[["jeugdregio", "arbeidsmarktregio"]]
    size = 1 if weight is None else real.gemeenten[weight].astype(float)
    table = label.assign(size=size).pivot_table(
        index="jeugdregio", columns="arbeidsmarktregio", values="size", aggfunc="sum", fill_value=0
    )
    place = linear_sum_assignment(table.to_numpy(), maximize=True)
    expected = table.to_numpy().sum() - table.to_numpy()[place].sum()
    weights = None if weight is None else real.gemeenten[weight]
    distance, moves = transfer_distance(jeugd, werk, weights=weights)
    assert distance == pytest.approx(expected, rel=1e-12)
    everyone = pd.Series(1.0, index=jeugd.gemeenten) if weights is None else weights
    assert_moves_turn(jeugd, werk, everyone, moves)
    if weight is None:
        assert distance == 87
