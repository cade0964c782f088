"""The least change of one province: against every division of it, and what it does elsewhere."""

from itertools import permutations

import numpy as np
import pandas as pd
import pytest
from quilts import members_of
from scipy.optimize import linear_sum_assignment
from small_quilts import Grid, divisions, grid_borders, random_indelingen

from lappendeken.errors import InfeasibleError, UnknownNameError, WrongUsageError
from lappendeken.indeling import Indeling
from lappendeken.measures.transfer import transfer_distance
from lappendeken.optimise import best_moves, carried_out, effects, greedy_moves, least_change

DRIE = ["jeugdregio", "mo-bw-regio", "arbeidsmarktregio"]


class Provinces(Grid):
    """A grid of which the first gemeenten are in Utrecht and the others in Gelderland."""

    @classmethod
    def split(cls, codes, inside):
        lap = cls.of(codes, grid_borders(codes, 3))
        lap.gemeenten["provincie"] = ["Utrecht"] * inside + ["Gelderland"] * (len(codes) - inside)
        return lap

    def find_provincie(self, name):
        """The official name."""
        return name


def least_by_trying(indelingen, inside, weights):
    """The least weight that changes, over every division of some gemeenten.

    Of each indeling the verbanden are matched with the blocks so that most stays.
    """
    members = [[codes & inside for codes in members_of(one).values()] for one in indelingen]
    total = sum(weights[c] for verbanden in members for codes in verbanden for c in codes)
    best = np.inf
    for blocks in divisions(sorted(inside)):
        kept = 0
        for verbanden in members:
            table = np.array(
                [[sum(weights[c] for c in block & own) for own in verbanden] for block in blocks]
            )
            kept += table[linear_sum_assignment(table, maximize=True)].sum()
        best = min(best, total - kept)
    return best


@pytest.mark.parametrize("seed", range(4))
def test_it_is_the_least_over_every_division_of_the_province(seed):
    rng = np.random.default_rng(seed)
    codes = [f"{k:02d}" for k in range(12)]
    lap = Provinces.split(codes, 6)
    indelingen = random_indelingen(rng, codes, 3, 4)
    weights = pd.Series(rng.integers(1, 6, len(codes)).astype(float), index=codes)
    found = least_change(lap, indelingen, provincie="Utrecht", weights=weights)
    assert found.total == least_by_trying(indelingen, set(codes[:6]), weights)
    assert found.deelnames == 3 * weights[codes[:6]].sum()
    assert set(found.changes["gemeente"]) <= set(codes[:6])
    after = carried_out(indelingen, found)
    for one, then in zip(indelingen, after, strict=True):
        rest = pd.Index(codes[6:])
        assert members_of(one.on(rest)) == members_of(then.on(rest))
        changed = (one.labels() != then.labels(one.id)).to_numpy()
        rows = found.changes[found.changes["indeling"] == one.id]
        assert sorted(one.gemeenten[changed]) == sorted(rows["gemeente"])
    # Within the province they are the same afterwards.
    inside = pd.Index(codes[:6])
    assert len({frozenset(members_of(one.on(inside)).values()) for one in after}) == 1


def test_it_is_the_least_for_a_province_of_today(today):
    inside = set(today.gemeenten.index[today.gemeenten["provincie"] == "Flevoland"])
    indelingen = [today.indeling(one) for one in DRIE]
    weights = dict.fromkeys(inside, 1)
    found = least_change(today, DRIE, provincie="flevoland")
    assert (found.provincie, found.status) == ("Flevoland", "bewezen")
    assert found.total == least_by_trying(indelingen, inside, weights) == 1
    (change,) = found.changes.to_dict("records")
    # Zeewolde joins those with whom it works across the border.
    assert change["gemeente"] == "GM0050"
    assert (change["from"], change["to"]) == ("mo-bw-regio-almere", "mo-bw-regio-harderwijk")


def test_with_a_base_it_is_the_sum_of_the_transfer_distances(today):
    inside = today.gemeenten.index[today.gemeenten["provincie"] == "Gelderland"]
    *others, base = (today.indeling(one).on(inside) for one in DRIE)
    found = least_change(today, DRIE, provincie="Gelderland", base=DRIE[-1])
    assert found.total == sum(transfer_distance(base, one).distance for one in others)


# What it does elsewhere ----------------------------------------------------------------------
#
#     Utrecht    Gelderland
#     1 2 3      4 5 6          a: p = 1 2 3 4, q = 5 6
#                               b: x = 1 2, y = 3 4 5, z = 6
#                               c: r = 3 4 5, s = 1 2 6


def drawn():
    codes = list("123456")
    lap = Provinces.split(codes, 3)
    given = {
        "a": {"p": [*"1234"], "q": [*"56"]},
        "b": {"x": [*"12"], "y": [*"345"], "z": [*"6"]},
        "c": {"s": [*"126"], "r": [*"345"]},
    }
    indelingen = [Indeling.from_members(own, codes, id=key) for key, own in given.items()]
    return lap, indelingen


def crossing(indelingen):
    """Which verbanden fit on no union of verbanden of another, and in none: by sets alone."""
    found = set()
    for one, other in permutations(indelingen, 2):
        theirs = [set(own) for own in members_of(other).values()]
        for verband, own in members_of(one).items():
            meets = [their for their in theirs if their & own]
            if not any(own <= their for their in meets) and set().union(*meets) != own:
                found.add((verband, one.id, other.id))
    return found


def rows_of(frame):
    return set(frame.itertuples(index=False, name=None))


def test_what_comes_to_fit_and_what_no_longer_does_by_hand():
    lap, indelingen = drawn()
    found = least_change(lap, indelingen, provincie="Utrecht")
    # 3 leaves p for q, which goes with y and r.
    assert found.changes[["indeling", "gemeente", "from", "to"]].to_numpy().tolist() == [
        ["a", "3", "p", "q"]
    ]
    what = effects(indelingen, found)
    before, after = crossing(indelingen), crossing(carried_out(indelingen, found))
    assert rows_of(what.fits) == before - after
    assert rows_of(what.breaks) == after - before
    assert rows_of(what.remains) == before & after
    assert ("q", "a", "b") in rows_of(what.remains)


@pytest.mark.parametrize("seed", range(2))
def test_effects_are_those_that_sets_show(seed):
    rng = np.random.default_rng(seed)
    codes = [f"{k:02d}" for k in range(14)]
    lap = Provinces.split(codes, 7)
    indelingen = random_indelingen(rng, codes, 3, 4)
    found = least_change(lap, indelingen, provincie="Gelderland")
    what = effects(indelingen, found)
    then = carried_out(indelingen, found)
    before, after = crossing(indelingen), crossing(then)
    left = {verband for one in then for verband in one.verbanden}
    assert rows_of(what.fits) == {one for one in before - after if one[0] in left}
    assert rows_of(what.breaks) == after - before
    assert rows_of(what.remains) == before & after


def test_a_region_without_a_verband_gets_one_of_its_own():
    codes = list("1234")
    lap = Provinces.split(codes, 4)
    a = Indeling.from_members({"p": [*"1234"]}, codes, id="a")
    b = Indeling.from_members({"x": [*"12"], "y": [*"34"]}, codes, id="b")
    found = least_change(lap, [a, b], provincie="Utrecht", base=b)
    assert found.total == 2
    then = members_of(carried_out([a, b], found)[0])
    assert set(then.values()) == {frozenset("12"), frozenset("34")}


# Refusals ------------------------------------------------------------------------------------


def test_what_cannot_be_is_told_with_the_province(today):
    with pytest.raises(InfeasibleError) as caught:
        least_change(today, DRIE, provincie="Drenthe", min_weight=600_000)
    told = str(caught.value)
    assert "van de gemeenten van Drenthe" in told
    assert "Wat buiten Drenthe ligt, blijft zoals het is en telt niet mee." in told
    with pytest.raises(UnknownNameError, match="Drenthe"):
        least_change(today, DRIE, provincie="Drente")


def test_what_lies_outside_is_fixed_already(today):
    free = least_change(today, DRIE, provincie="Drenthe")
    fixed = least_change(today, DRIE, provincie="Drenthe", fixed=["GM0193", "jeugdregio-twente"])
    assert fixed.total == free.total
    assert least_change(today, DRIE, provincie="Drenthe", fixed=["Meppel"]).total >= free.total


def test_an_indeling_that_is_not_in_the_province_is_named():
    codes = list("123456")
    lap = Provinces.split(codes, 3)
    a = Indeling.from_members({"p": [*"123456"]}, codes, id="a", naam="a's")
    b = Indeling.from_members({"x": [*"456"]}, codes, id="b", naam="b's")
    with pytest.raises(WrongUsageError, match="Geen enkele gemeente van Utrecht zit in b's"):
        least_change(lap, [a, b], provincie="Utrecht")


def test_moves_of_a_province_are_those_of_its_gemeenten(today):
    own = today.gemeenten.index[today.gemeenten["provincie"] == "Drenthe"]
    every = best_moves(today, DRIE)
    moves = best_moves(today, DRIE, provincie="Drenthe")
    wanted = every[every["gemeente"].isin(own)].reset_index(drop=True)
    columns = ["gemeente", "indeling", "from", "to", "gain", "score"]
    pd.testing.assert_frame_equal(moves[columns], wanted[columns])
    assert set(greedy_moves(today, DRIE, n=2, provincie="Drenthe")["gemeente"]) <= set(own)
