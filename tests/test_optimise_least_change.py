"""The least change: by hand, against every division of small quilts, and on the data of 2016."""

import dataclasses

import networkx as nx
import numpy as np
import pandas as pd
import pytest
from choice_of_regions import least_by_choice
from quilts import members_of
from small_quilts import Grid, Tried, grid_borders, load_grid, random_indelingen

from lappendeken.errors import (
    InfeasibleError,
    LappendekenError,
    UnknownNameError,
    WrongUsageError,
)
from lappendeken.indeling import Indeling
from lappendeken.measures.profiles import region_profile
from lappendeken.measures.transfer import transfer_distance
from lappendeken.optimise import cuts, least_change, readings
from lappendeken.optimise.checking import check
from lappendeken.optimise.problem import Demands, make_problem
from lappendeken.optimise.search import Clock

KERN = {"base": "werk", "base_rule": "kern"}
DRIE = ["jeugdregio", "mo-bw-regio", "arbeidsmarktregio"]


def regions_of(result):
    """The common regions as sets of codes."""
    return set(members_of(result.division).values())


# By hand ------------------------------------------------------------------------------------
#
#     gemeenten     jeugd       werk
#     A B C D       n n o o     x x x y
#     E F G H       n n o o     x x x y
#
# Only C and G are in o as well as x. Whatever x becomes, they change once each: with n they
# leave o, and with y they leave x.

TWO_ROWS = """
A B C D
E F G H
"""


@pytest.fixture(scope="module")
def rows(tmp_path_factory):
    """Two rows of four, and the code of each letter."""
    indelingen = {"jeugd": {"n": "ABEF", "o": "CDGH"}, "werk": {"x": "ABCEFG", "y": "DH"}}
    inwoners = {"C": 5000}
    return load_grid(tmp_path_factory.mktemp("rows"), TWO_ROWS, indelingen, inwoners=inwoners)


def test_two_gemeenten_of_eight_change_once(rows):
    lap, codes = rows
    result = least_change(lap, ["jeugd", "werk"])
    assert (result.total, result.deelnames, result.bound, result.gap) == (2, 16, 2, 0)
    assert result.status == "bewezen"
    assert set(result.changes["gemeente"]) == {codes["C"], codes["G"]}
    assert len(regions_of(result)) == 2


def test_what_changes_is_told_from_verband_to_verband(rows):
    lap, codes = rows
    # With o fixed as it is, C and G can only leave x.
    result = least_change(lap, ["jeugd", "werk"], **KERN, fixed=["o"])
    assert regions_of(result) == {
        frozenset(codes[x] for x in "ABEF"),
        frozenset(codes[x] for x in "CDGH"),
    }
    assert result.changes.to_dict("records") == [
        {
            "indeling": "werk",
            "gemeente": codes[letter],
            "from": "x",
            "to": "y",
            "region": "y",
            "weight": 1.0,
        }
        for letter in "CG"
    ]
    table = result.regions
    assert table.loc["y", ["jeugd", "werk", "core"]].to_list() == ["o", "y", "werk"]
    assert table[["gemeenten", "changes"]].to_dict("index") == {
        "x": {"gemeenten": 4, "changes": 0.0},
        "y": {"gemeenten": 4, "changes": 2.0},
    }
    assert result.division.namen.to_dict() == {"x": "X", "y": "Y"}


def test_inhabitants_weigh_each_deelname(rows):
    lap, _ = rows
    result = least_change(lap, ["jeugd", "werk"], weights=lap.gemeenten["inwoners"])
    assert (result.total, result.deelnames) == (6000, 24000)


def test_a_gemeente_that_keeps_everything_costs_the_others_theirs(rows):
    lap, codes = rows
    # C keeps o and x, so these go on together: A, B, E and F leave n, D and H leave o or y.
    result = least_change(lap, ["jeugd", "werk"], **KERN, fixed=["Dorp C"])
    assert result.total == 6
    assert codes["C"] not in set(result.changes["gemeente"])


def test_one_region_leaves_out_what_is_not_its_own(rows):
    lap, _ = rows
    # All together: of jeugd 4 stay, of werk 6.
    result = least_change(lap, ["jeugd", "werk"], regions=1)
    assert (result.total, len(regions_of(result))) == (6, 1)
    assert result.regions["gemeenten"].to_list() == [8]


def test_one_indeling_alone_need_not_change(rows):
    lap, _ = rows
    result = least_change(lap, ["jeugd"])
    assert (result.total, result.gap, len(result.changes)) == (0, 0, 0)
    assert regions_of(result) == set(members_of(lap.indeling("jeugd")).values())


def test_bounds_on_inhabitants_decide_where_a_border_runs(rows):
    lap, codes = rows
    # C has 5,000 inhabitants. With D and H that is 7,000, so G cannot come too; with A, B, E and F
    # it would be 9,000.
    result = least_change(lap, ["jeugd", "werk"], max_weight=7000)
    assert result.total == 2
    assert regions_of(result) == {
        frozenset(codes[x] for x in "ABEFG"),
        frozenset(codes[x] for x in "CDH"),
    }
    assert sorted(result.regions["size"]) == [5000, 7000]
    # Two of exactly 6,000: C with one other. D is the best: it keeps o with C, and H goes over.
    result = least_change(lap, ["jeugd", "werk"], regions=2, min_weight=5500)
    assert sorted(result.regions["size"]) == [6000, 6000]
    assert result.total == 4


# A row of five; p is in two places, at both ends.
#
#     A B C D E       p q q q p


@pytest.fixture(scope="module")
def ends(tmp_path_factory):
    """A row of five of which the ends are together."""
    verbanden = {"p": "AE", "q": "BCD"}
    both = {"jeugd": verbanden, "werk": {f"w{name}": own for name, own in verbanden.items()}}
    return load_grid(tmp_path_factory.mktemp("ends"), "A B C D E", both)


def test_what_is_congruent_but_in_pieces_changes_only_when_it_must_be_one_area(ends):
    lap, codes = ends
    assert least_change(lap, ["jeugd", "werk"], **KERN).total == 0
    # A or E goes to the other, and leaves both its verbanden.
    result = least_change(lap, ["jeugd", "werk"], **KERN, contiguous=True)
    assert result.total == 2
    assert len(set(result.changes["gemeente"])) == 1
    assert set(result.changes["gemeente"]) <= {codes["A"], codes["E"]}
    # What is left of p must grow: a neighbour comes over, with both its verbanden.
    result = least_change(lap, ["jeugd", "werk"], **KERN, contiguous=True, min_weight=2000)
    assert result.total == 4
    assert sorted(result.regions["gemeenten"]) == [2, 3]


def test_a_link_over_water_makes_one_area(ends):
    lap, codes = ends
    link = pd.DataFrame({"a": [codes["A"]], "b": [codes["E"]], "length": 0.0, "soort": "veer"})
    joined = Grid(lap.gemeenten, pd.concat([lap.borders, link.assign(naam="Pont")]))
    indelingen = [lap.indeling("jeugd"), lap.indeling("werk")]
    assert least_change(joined, indelingen, contiguous=True).total == 0


def test_a_lap_is_left_in_two_when_a_region_must_keep_someone():
    # s is the lap of 1 and 2; jeugd and zorg hold everyone. With r go jeugd and zorg on. Of s
    # one gemeente can join r and change once, the other must stay and change twice.
    codes = list("12345")
    everyone = Indeling.from_members({"q": codes}, codes, id="jeugd")
    zorg = Indeling.from_members({"t": codes}, codes, id="zorg")
    werk = Indeling.from_members({"r": codes[2:], "s": codes[:2]}, codes, id="werk")
    lap = Grid.of(codes, grid_borders(codes, 5))
    weights = pd.Series([2.0, 1.0, 3.0, 3.0, 3.0], index=codes)
    assert least_change(lap, [everyone, zorg, werk], base=werk, base_rule="kern").total == 3
    result = least_change(lap, [everyone, zorg, werk], base=werk, base_rule="kern", weights=weights)
    # The light one stays.
    assert result.total == 4
    assert result.division.members("s") == ("2",)


def test_a_verband_goes_on_only_where_it_overlaps_the_core():
    # v and w lie in r1 with each its own zorg. Only one of them can go on in r1; the other could
    # go on in the tiny r2 if that moved over, but they share no gemeente.
    codes = [f"{k}" for k in range(9)]
    jeugd = Indeling.from_members({"v": codes[:4], "w": codes[4:8], "u": codes[8:]}, id="jeugd")
    zorg = Indeling.from_members({"a": codes[:4], "b": codes[4:8], "c": codes[8:]}, id="zorg")
    werk = Indeling.from_members({"r1": codes[:8], "r2": codes[8:]}, codes, id="werk")
    lap = Grid.of(codes, grid_borders(codes, 3))
    assert least_change(lap, [jeugd, zorg, werk], base=werk, base_rule="kern").total == 8
    # Without a base the second becomes a region of its own, and only r1 is left by four.
    assert least_change(lap, [jeugd, zorg, werk]).total == 4


# Against every division ---------------------------------------------------------------------

KINDS = [
    # seeds, gemeenten, indelingen, base rule, demands, what is fixed
    pytest.param(3, 8, 3, None, (), (), id="free"),
    pytest.param(3, 8, 3, "kern", (), (), id="base"),
    pytest.param(6, 8, 3, "vast", (), (), id="base stays"),
    pytest.param(4, 7, 3, "vast", ("contiguous", "low"), (), id="base stays, contiguous, floor"),
    pytest.param(4, 7, 3, "vrij", (), (), id="base may vanish"),
    pytest.param(3, 6, 3, "vrij", ("contiguous", "high"), (), id="may vanish, contiguous, ceiling"),
    pytest.param(3, 6, 3, "vrij", ("regions",), (), id="may vanish, regions"),
    pytest.param(3, 8, 3, "kern", ("contiguous",), (), id="contiguous"),
    pytest.param(4, 7, 3, "kern", ("low",), (), id="floor"),
    pytest.param(4, 7, 3, "kern", ("contiguous", "low", "high"), (), id="contiguous, bounds"),
    pytest.param(3, 5, 3, None, ("regions",), (), id="regions"),
    pytest.param(3, 5, 2, None, ("contiguous", "low"), (), id="free, contiguous, floor"),
    pytest.param(4, 6, 2, None, ("regions", "high"), (), id="regions, ceiling"),
    pytest.param(3, 7, 3, None, (), ("gemeente",), id="gemeente fixed"),
    pytest.param(3, 7, 3, "kern", (), ("verband",), id="verband fixed"),
    pytest.param(5, 7, 2, "kern", ("contiguous",), ("gemeente", "verband"), id="both fixed"),
]
SHAPES = [
    pytest.param({}, id="partitions"),
    pytest.param({"covered": 0.8}, id="not everyone"),
    pytest.param({"double": 0.3}, id="covers"),
]


@pytest.mark.slow
@pytest.mark.parametrize("shape", SHAPES)
@pytest.mark.parametrize(("seeds", "n", "count", "rule", "asked", "fixing"), KINDS)
def test_no_division_at_all_changes_less(seeds, n, count, rule, asked, fixing, shape):
    infeasible = 0
    for seed in range(seeds):
        rng = np.random.default_rng([seed, n, count])
        # Covers are harder to solve, so they have one gemeente less.
        codes = [f"GM{k:04d}" for k in range(1, n + 1 - ("double" in shape))]
        indelingen = random_indelingen(rng, codes, count, **shape)
        weights, sizes = (
            pd.Series(rng.integers(1, 9, len(codes)).astype("float64"), index=codes)
            for _ in range(2)
        )
        weights = weights if rng.random() < 0.5 else None
        low, high = float(rng.integers(2, 12)), float(rng.integers(12, 25))
        demands = {"contiguous": True, "low": low, "high": high}
        demands = {name: demands[name] for name in asked if name in demands}
        if "regions" in asked:
            demands["regions"] = int(rng.integers(1, 5))
        fixed = []
        if "gemeente" in fixing:
            one = indelingen[0]
            fixed.append(str(rng.choice(one.gemeenten[one.covered.to_numpy()])))
        if "verband" in fixing:
            fixed.append(str(rng.choice(indelingen[-1].verbanden)))
        borders = grid_borders(codes, 3)
        tried = Tried(indelingen, borders, weights, sizes, fixed)
        # Without base and demands the definition needs no cores: any division counts.
        based = {"base": 0, "rule": rule} if rule else {}
        wanted = tried.least(**based, cores=bool(asked), **demands)
        names = {"low": "min_weight", "high": "max_weight"}
        asking = {names.get(name, name): value for name, value in demands.items()}
        try:
            result = least_change(
                Grid.of(codes, borders),
                indelingen,
                base=indelingen[0] if rule else None,
                base_rule=rule or "vast",
                weights=weights,
                sizes=sizes,
                fixed=fixed,
                **asking,
            )
        except InfeasibleError:
            assert wanted is None
            infeasible += 1
            continue
        except WrongUsageError:
            assert rule == "vast"
            assert not indelingen[0].is_partition
            infeasible += 1
            continue
        assert result.total == pytest.approx(wanted, abs=1e-9)
        assert (result.gap, result.status, result.bound) == (0, "bewezen", result.total)
        assert_meets(result, tried, **demands)
    # A gemeente in two verbanden of one indeling cannot keep both, so covers may all be refused.
    assert infeasible < seeds or "double" in shape


def assert_meets(result, tried, *, contiguous=False, low=None, high=None, regions=None):
    """The demands, looked at from outside."""
    blocks = sorted(regions_of(result), key=min)
    assert sorted(code for block in blocks for code in block) == tried.codes
    assert tried.allowed(blocks, contiguous=contiguous, low=low, high=high, regions=regions)
    assert result.changes["weight"].sum() == pytest.approx(result.total)
    kept = {
        (indeling, code)
        for indeling in result.regions.columns[: tried.count]
        for region, verband in result.regions[indeling].dropna().items()
        for code in result.division.members(region)
        if code in tried.verbanden[[*"abcd"].index(indeling), verband]
    }
    everyone = {("abcd"[k], code) for (k, _), codes in tried.verbanden.items() for code in codes}
    changed = set(zip(result.changes["indeling"], result.changes["gemeente"], strict=True))
    assert everyone == kept | changed


# What 'X is the base' means -----------------------------------------------------------------

READINGS = [
    ("jeugdregio", 190, 169, 162),
    ("mo-bw-regio", 207, 166, 158),
    ("arbeidsmarktregio", 191, 172, 172),
]


@pytest.mark.slow
@pytest.mark.parametrize(("base", "vast", "kern", "vrij"), READINGS)
def test_the_readings_of_a_base_on_the_data_of_2016(real, base, vast, kern, vrij):
    totals = []
    for rule in ("vast", "kern", "vrij"):
        result = least_change(real, DRIE, base=base, base_rule=rule)
        assert result.status == "bewezen"
        totals.append(result.total)
    assert totals == [vast, kern, vrij]
    assert least_change(real, DRIE, base=base).total == vast


@pytest.mark.parametrize("base", DRIE)
def test_a_base_that_stays_costs_the_transfer_distances_to_it(real, base):
    own = real.indeling(base)
    apart = [transfer_distance(own, real.indeling(name)).distance for name in DRIE if name != base]
    result = least_change(real, DRIE, base=base)
    assert result.total == sum(apart)
    assert regions_of(result) == set(members_of(own).values())
    assert base not in set(result.changes["indeling"])


@pytest.mark.slow
@pytest.mark.parametrize(("base", "vast", "kern", "vrij"), READINGS)
def test_the_readings_as_a_choice_of_regions_and_no_flow(real, base, vast, kern, vrij):
    """Independent: enumerate what a region may continue, and choose among those."""
    del vast
    own = real.indeling(base)
    others = [real.indeling(name) for name in DRIE if name != base]
    assert least_by_choice(own, others, all_there=True) == kern
    assert least_by_choice(own, others, all_there=False) == vrij


def test_a_verband_of_the_base_that_vanishes_and_a_chain():
    # b2 is half of what the others have as one; and u meets b3 only by way of t.
    codes = [f"{k}" for k in range(8)]
    base = Indeling.from_members({"b1": codes[:2], "b2": codes[2:4], "b3": codes[4:]}, id="base")
    jeugd = Indeling.from_members({"s": codes[:4], "t": codes[4:]}, id="jeugd")
    werk = Indeling.from_members({"v": codes[:4], "u": codes[4:]}, id="werk")
    lap, chosen = Grid.of(codes, grid_borders(codes, 3)), [base, jeugd, werk]
    totals = [
        least_change(lap, chosen, base=base, base_rule=rule).total
        for rule in ("vast", "kern", "vrij")
    ]
    # Two leave s and v; or one of b2 stays behind and the other leaves b2; or both leave b2.
    assert totals == [4, 3, 2]


def test_a_base_in_which_gemeenten_are_twice_cannot_stay():
    codes = ["1", "2", "3"]
    base = Indeling.from_members({"p": codes[:2], "q": codes[1:]}, id="base")
    werk = Indeling.from_members({"r": codes}, id="werk")
    lap = Grid.of(codes, grid_borders(codes, 3))
    with pytest.raises(WrongUsageError, match="Neem basisregel 'kern' of 'vrij'"):
        least_change(lap, [base, werk], base=base)
    assert least_change(lap, [base, werk], base=base, base_rule="kern").total == 2


def test_readings_of_a_base_that_cannot_stay_are_missing(rows):
    lap, _ = rows
    found = readings(lap, ["jeugd", "werk"], min_weight=3000)
    # D and H are too few for a region of their own.
    assert np.isnan(found.at["werk", "vast"])
    assert found.loc["jeugd"].to_list() == [2, 2, 2]
    assert found.at["werk", "kern"] == 2


def test_a_base_that_stays_is_named_when_it_is_in_the_way(rows):
    lap, _ = rows
    with pytest.raises(
        InfeasibleError, match=r"Het kan wel zonder .* de basis blijft zoals zij is"
    ):
        least_change(lap, ["jeugd", "werk"], base="werk", min_weight=3000)
    with pytest.raises(WrongUsageError, match="kies uit vast, kern, vrij"):
        least_change(lap, ["jeugd", "werk"], base="werk", base_rule="los")


# The data of 2016 ---------------------------------------------------------------------------


def test_172_of_1170_deelnames_with_the_arbeidsmarktregios_as_base(real):
    result = least_change(real, DRIE, base="arbeidsmarktregio", base_rule="kern")
    assert (result.total, result.deelnames, result.bound, result.gap) == (172, 1170, 172, 0)
    assert result.status == "bewezen"
    assert set(result.division.verbanden) == set(real.indeling("arbeidsmarktregio").verbanden)
    assert result.division.coverage == 1
    assert result.regions["arbeidsmarktregio"].to_list() == result.regions.index.to_list()


@pytest.mark.slow
def test_the_order_of_rows_and_indelingen_does_not_matter(real):
    chosen = [real.indeling(name) for name in DRIE]
    order = np.random.default_rng(1).permutation(len(real.gemeenten))
    mixed = []
    for one in chosen:
        labels = one.labels().iloc[order]
        mixed.append(
            Indeling.from_pairs(
                pd.Series(labels.index, dtype="object"),
                labels.reset_index(drop=True),
                one.gemeenten[order],
                one.verbanden[::-1],
                id=one.id,
            )
        )
    first = least_change(real, chosen, **KERN)
    again = least_change(real, mixed, base=mixed[2], base_rule="kern")
    assert regions_of(again) == regions_of(first)
    assert (
        again.total == least_change(real, mixed[::-1], base=mixed[2], base_rule="kern").total == 172
    )


@pytest.mark.slow
def test_every_region_is_one_area_when_asked(real):
    result = least_change(real, DRIE, **KERN, contiguous=True)
    assert (result.total, result.gap) == (175, 0)
    graph = nx.Graph(list(zip(real.borders["a"], real.borders["b"], strict=True)))
    assert all(nx.is_connected(graph.subgraph(codes)) for codes in regions_of(result))


@pytest.mark.slow
def test_a_floor_of_100_000_inhabitants_costs_one_deelname(real):
    result = least_change(real, DRIE, **KERN, min_weight=100_000)
    assert (result.total, result.gap) == (173, 0)
    assert result.regions["size"].min() >= 100_000
    assert result.regions["size"].sum() == real.gemeenten["inwoners"].sum()


@pytest.mark.slow
def test_one_area_each_with_a_floor_of_100_000_inhabitants(real):
    result = least_change(real, DRIE, **KERN, contiguous=True, min_weight=100_000)
    assert (result.total, result.bound, result.gap) == (176, 176, 0)
    inwoners = real.gemeenten["inwoners"]
    graph = nx.Graph(list(zip(real.borders["a"], real.borders["b"], strict=True)))
    for codes in regions_of(result):
        assert nx.is_connected(graph.subgraph(codes))
        assert inwoners[list(codes)].sum() >= 100_000


# Time ---------------------------------------------------------------------------------------


class Stopped:
    """A clock that stops when it is told to."""

    left = None

    def __init__(self, *, over):
        self.over = over


@pytest.mark.slow
def test_when_time_is_up_the_best_so_far_comes_with_its_bound(real, monkeypatch):
    clock = Stopped(over=False)
    monkeypatch.setattr("lappendeken.optimise.division.Clock", lambda _: clock)
    seen = []

    def stop(total, bound):
        # In the first round already a division is made out of what the bound rests on.
        seen.append((total, bound))
        clock.over = total is not None

    result = least_change(real, DRIE, **KERN, contiguous=True, time_limit=1, progress=stop)
    assert result.status == "grens bereikt"
    assert result.bound == 172
    assert 175 <= result.total < 200
    assert result.gap == pytest.approx(1 - 172 / result.total)
    assert seen[-1] == (result.total, 172)
    assert (region_profile(result.division, real.gemeenten, real.borders)["parts"] == 1).all()


def test_without_any_division_in_time_there_is_no_answer(real, monkeypatch):
    monkeypatch.setattr("lappendeken.optimise.division.Clock", lambda _: Stopped(over=True))
    with pytest.raises(LappendekenError, match="Geef meer tijd of laat een eis vallen"):
        least_change(real, DRIE, **KERN, contiguous=True, time_limit=1)


def test_a_clock_without_limit_never_stops():
    assert (Clock(None).left, Clock(None).over) == (None, False)
    assert Clock(-1).over
    assert 90 < Clock(100).left <= 100


# Refusals -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ({"max_weight": 4000}, r"Groter dan een regio mag zijn \(4.000\): Dorp C\."),
        ({"min_weight": 12_001}, "Voor 1 regio van ten minste 12.001 is het geheel van 12.000"),
        ({"base": "werk", "min_weight": 7000}, "Voor 2 regio's van ten minste 7.000"),
        ({"regions": 2, "max_weight": 5500}, "In 2 regio's van ten hoogste 5.500 past niet"),
        ({"regions": 5}, "Er kunnen niet meer dan 4 regio's zijn"),
        ({"fixed": ["n", "x"]}, "N en X overlappen en kunnen niet allebei blijven"),
    ],
)
def test_what_cannot_be_is_refused_in_plain_words(rows, asked, said):
    with pytest.raises(InfeasibleError, match="Geen gemeenschappelijke indeling voldoet") as told:
        least_change(rows[0], ["jeugd", "werk"], **asked)
    assert told.match(said)


def test_a_refusal_names_the_demands_that_could_go(ends):
    lap, _ = ends
    # p in one area holds A or E only, with its neighbours; keeping A and E whole forbids that.
    with pytest.raises(InfeasibleError) as told:
        least_change(lap, ["jeugd", "werk"], **KERN, contiguous=True, fixed=["p"])
    assert told.match("aaneengesloten regio's; verband P blijft zoals het is")
    assert told.match(
        "Het kan wel zonder een van deze eisen: aaneengesloten regio's; verband P blijft zoals het"
    )


def test_an_area_too_small_for_a_region_is_named(ends):
    lap, codes = ends
    lost = lap.borders[(lap.borders["a"] != codes["D"]) & (lap.borders["b"] != codes["E"])]
    island = Grid(lap.gemeenten, lost)
    with pytest.raises(InfeasibleError, match=r"Dorp E: 1.000, te klein voor een eigen regio"):
        least_change(island, [lap.indeling("jeugd")], contiguous=True, min_weight=1500)


@pytest.mark.parametrize(
    ("asked", "error", "said"),
    [
        ({"base": "werk", "regions": 2}, WrongUsageError, "ligt het aantal regio's vast: 2"),
        ({"base": "weerk"}, UnknownNameError, "Bedoelt u werk"),
        ({"min_weight": 0}, WrongUsageError, "Het minimum moet een getal boven 0 zijn"),
        ({"max_weight": float("nan")}, WrongUsageError, "Het maximum moet een getal boven 0"),
        ({"time_limit": -1}, WrongUsageError, "De tijdslimiet moet een getal boven 0 zijn"),
        ({"regions": 0}, WrongUsageError, "ten minste 1 zijn, niet 0"),
        ({"min_weight": 3000, "max_weight": 2000}, WrongUsageError, "is groter dan het maximum"),
        ({"fixed": ["Dorp Z"]}, UnknownNameError, "Onbekende gemeente of verband 'Dorp Z'"),
        ({"fixed": "Dorp A"}, LappendekenError, "als lijst, niet als tekst"),
    ],
)
def test_wrong_usage_is_told(rows, asked, error, said):
    with pytest.raises(error, match=said):
        least_change(rows[0], ["jeugd", "werk"], **asked)


def test_verbanden_of_one_identifier_are_refused(quilt):
    one = quilt.indeling("jeugd")
    with pytest.raises(LappendekenError, match=r"aanduiding 'jeugd-[a-z]'; geef elk een eigen"):
        least_change(quilt, [one, dataclasses.replace(one, id="ander")])


def test_a_base_must_be_one_of_the_indelingen(rows):
    with pytest.raises(WrongUsageError, match="is geen van de indelingen"):
        least_change(rows[0], ["jeugd"], **KERN)
    with pytest.raises(LappendekenError, match="als lijst"):
        least_change(rows[0], "jeugd")
    with pytest.raises(LappendekenError, match="eigen id"):
        least_change(rows[0], ["jeugd", "jeugd"])


def test_a_name_that_means_two_things_is_not_guessed(tmp_path):
    indelingen = {"jeugd": {"dorp a": "AB"}, "werk": {"w": "A", "v": "B"}}
    lap, _ = load_grid(tmp_path, "A B", indelingen)
    with pytest.raises(WrongUsageError, match="'Dorp A' kan GM0001 of dorp a zijn"):
        least_change(lap, ["jeugd", "werk"], fixed=["Dorp A"])
    assert least_change(lap, ["jeugd", "werk"], fixed=["GM0001"]).total == 1
    assert least_change(lap, ["jeugd", "werk"], fixed=["dorp a"]).total == 1


def test_unknown_inhabitants_cannot_be_a_bound(rows):
    lap, codes = rows
    people = lap.gemeenten["inwoners"].astype("float64").drop(codes["B"])
    with pytest.raises(LappendekenError, match="Van 1 gemeente ontbreekt het gewicht 'inwoners'"):
        least_change(lap, ["jeugd", "werk"], min_weight=1000, sizes=people)


# The check of every answer ------------------------------------------------------------------


def test_an_answer_that_is_not_what_was_asked_is_not_given(rows):
    lap, codes = rows
    chosen = [lap.indeling("jeugd"), lap.indeling("werk")]
    problem = make_problem(lap, chosen, None, None, lap.gemeenten["inwoners"])
    result = least_change(lap, chosen, **KERN, fixed=["o"])
    place = list(problem.gemeenten).index(codes["C"])
    number = list(problem.verbanden).index("n")

    def checked(demands, division=result.division, regions=result.regions, total=2.0):
        check(lap, chosen, problem, demands, division, regions, total)

    checked(Demands(contiguous=True, min_weight=4000, max_weight=8000, regions=2))
    torn = Indeling.from_members(
        {"x": [codes[x] for x in "AD"], "y": [codes[x] for x in "BCEFGH"]},
        result.division.gemeenten,
    )
    half = Indeling.from_members({"x": [codes["A"]]}, result.division.gemeenten)
    twice = result.regions.assign(jeugd="o")
    for said, demands, changed in (
        ("er zijn 2 regio's", Demands(regions=3), {}),
        ("telt 4000", Demands(min_weight=4001), {}),
        ("telt 8000", Demands(max_weight=7999), {}),
        ("verandert in werk", Demands(gemeenten=(place,)), {}),
        ("verband n blijft niet", Demands(verbanden=(number,)), {"regions": twice}),
        ("verband o wordt twee keer", Demands(), {"regions": twice}),
        ("valt uiteen", Demands(contiguous=True), {"division": torn}),
        ("zit niet in precies één regio", Demands(), {"division": half}),
        ("samen 2, niet 1", Demands(), {"total": 1.0}),
    ):
        with pytest.raises(LappendekenError, match=said):
            checked(demands, **changed)


def test_a_separator_is_what_every_way_crosses_first():
    #  0 1 2 3
    #  4 5 6 7     from 0 to 7: 1 and 4; from 0, 1, 5 to 3: 2 and 6, for 4 leads nowhere
    codes = [f"{k}" for k in range(8)]
    problem = make_problem(
        Grid.of(codes, grid_borders(codes, 4)),
        [Indeling.from_members({"p": codes}, codes)],
        None,
        None,
        None,
    )

    def between(piece, target):
        found = cuts.separator(problem.neighbours, np.array(piece), np.isin(range(8), target))
        return found.tolist()

    assert between([0], [7]) == [1, 4]
    assert between([0, 1, 5], [3]) == [2, 6]
    assert between([0, 1, 5], [2]) == [2]
    assert [
        piece.tolist() for piece in cuts.pieces_of(problem.neighbours, np.array([0, 1, 7]))
    ] == [
        [0, 1],
        [7],
    ]
