"""Reorganisations: who goes where, with how many people, and which verbanden that leaves.

The quilt is the one of `conftest.py`. Letters are gemeenten; `merge("2017-01-01 AB > X")` says that
A and B become X on that day.
"""

from dataclasses import replace
from datetime import date
from pathlib import Path

import geopandas as gpd
import numpy as np
import pandas as pd
import pyogrio
import pytest
import shapely
from conftest import CODES
from hypothesis import given, settings
from hypothesis import strategies as st
from strategies import covers, partitions

import lappendeken as ld
from lappendeken.errors import DataError, LappendekenError, WrongUsageError
from lappendeken.herindeling import convert
from lappendeken.herindeling.steps import days, divide, gone
from lappendeken.model import Lappendeken, from_tables, to_tables
from lappendeken.reading.tables import Tables
from lappendeken.schema import HERINDELINGEN, INDELINGEN, VERBANDEN, VERBINDINGEN

SOURCE = Path(__file__).parents[2] / "shared/bronnen/cbs/gemeenten_2023.gpkg"
STEP_COLUMNS = [column.name for column in HERINDELINGEN]
NEW = {"X": "GM0101", "Y": "GM0102", "Z": "GM0103"}
LETTER = CODES | NEW
LATER = "2020-01-01"


def step(day, soort, van, naar, aandeel="1"):
    """One row of `herindelingen.csv`."""
    return (day, soort, LETTER[van], f"Dorp {van}", LETTER[naar], f"Dorp {naar}", aandeel)


def steps(*drawn):
    """The table, of lines such as `2017-01-01 AB > X` or `2018-01-01 H > G .25 J .75`."""
    rows = []
    for line in drawn:
        head, _, tail = line.partition(" > ")
        day, sources = head.split()
        words = tail.split()
        if len(words) == 1:
            rows += [step(day, "samenvoeging", van, words[0]) for van in sources]
        else:
            pairs = zip(words[::2], words[1::2], strict=True)
            rows += [step(day, "splitsing", sources, t, s.replace("?", "")) for t, s in pairs]
    return pd.DataFrame(rows, columns=STEP_COLUMNS, dtype="str")


def after(quilt, *drawn, to=LATER, rule="weiger", **more):
    return convert(quilt, to, rule, herindelingen=steps(*drawn), **more)


def verbanden(lap, letter, indeling):
    """The verbanden of a gemeente, by their last letter."""
    own = lap.indeling(indeling).verbanden_of(LETTER[letter])
    return "".join(sorted(verband[-1] for verband in own))


def deelname(lap, letter, verband):
    rows = lap.deelnames.set_index(["verband_id", "gemeente_code"])
    return rows.loc[(verband, LETTER[letter])]


def people(lap, letter):
    return lap.gemeenten.at[LETTER[letter], "inwoners"]


# What happens, by hand ----------------------------------------------------------------------


def test_two_gemeenten_of_the_same_verbanden_become_one(quilt):
    done = after(quilt, "2017-01-01 AB > X")
    lap = done.lappendeken
    assert len(lap.gemeenten) == 15
    assert not {CODES["A"], CODES["B"]} & set(lap.gemeenten.index)
    row = lap.gemeenten.loc[NEW["X"]]
    # A has three thousand inhabitants and B one; each is a square kilometre.
    assert (row["naam"], row["provincie"]) == ("Dorp X", "Utrecht")
    assert (row["inwoners"], row["oppervlakte_km2"]) == (4000, 2.0)
    assert row["geometry"].area == pytest.approx(2e6, rel=1e-6)
    assert [verbanden(lap, "X", name) for name in ("jeugd", "werk", "zorg")] == ["n", "x", "s"]
    assert len(done.conflicts) == 0
    assert (lap.peildatum, done.van, done.naar) == (
        date(2020, 1, 1),
        date(2016, 1, 1),
        date(2020, 1, 1),
    )


def test_a_verband_whose_gemeenten_all_merge_stays_and_is_told(quilt):
    done = after(quilt, "2017-01-01 AB > X")
    assert done.verbanden[["naam", "gemeenten_voor", "gemeenten_na"]].to_dict("index") == {
        "werk-x": {"naam": "X", "gemeenten_voor": 2, "gemeenten_na": 1}
    }
    assert done.lappendeken.indeling("werk").members("werk-x") == (NEW["X"],)


def test_the_account_says_who_went_where(quilt):
    done = after(quilt, "2017-01-01 AB > X", "2018-01-01 C > D")
    shown = done.steps[["datum", "van_code", "naar_code", "aandeel", "basis", "inwoners"]]
    assert shown.to_numpy().tolist() == [
        ["2017-01-01", CODES["A"], NEW["X"], 1.0, "tabel", 3000],
        ["2017-01-01", CODES["B"], NEW["X"], 1.0, "tabel", 1000],
        ["2018-01-01", CODES["C"], CODES["D"], 1.0, "tabel", 1000],
    ]


def test_a_gemeente_that_goes_on_keeps_its_name_code_and_deelname(quilt):
    table = steps("2017-01-01 B > A").assign(naar_naam="Groot-A")
    lap = convert(quilt, LATER, herindelingen=table).lappendeken
    row = lap.gemeenten.loc[CODES["A"]]
    assert (row["naam"], row["inwoners"]) == ("Dorp A", 4000)
    assert deelname(lap, "A", "jeugd-n")["van"] == "2015-01-01"


def test_the_deelname_of_a_new_code_begins_with_it(quilt):
    lap = after(quilt, "2017-01-01 AB > X").lappendeken
    assert deelname(lap, "X", "jeugd-n")[["van", "tot", "rol", "aard", "bron"]].to_list() == [
        "2017-01-01",
        "",
        "centrumgemeente",
        "inkoop",
        "tekening",
    ]


def test_a_change_of_name_is_a_merger_of_one(quilt):
    table = steps("2017-01-01 K > Y").assign(soort="naamswijziging")
    lap = convert(quilt, LATER, herindelingen=table).lappendeken
    assert len(lap.gemeenten) == 16
    assert [verbanden(lap, "Y", name) for name in ("jeugd", "werk", "wonen")] == ["o", "y", "k"]
    old, new = quilt.gemeenten.loc[CODES["K"]], lap.gemeenten.loc[NEW["Y"]]
    assert new["naam"] == "Dorp Y"
    assert new.drop("naam").equals(old.drop("naam"))


def test_chains_are_followed_through_every_day(quilt):
    lap = after(quilt, "2017-01-01 AB > X", "2018-01-01 X > F", "2019-01-01 F > Y", rule="beide")
    lap = lap.lappendeken
    assert people(lap, "Y") == 3000 + 1000 + 1000
    assert verbanden(lap, "Y", "werk") == "wx"


def test_what_happens_before_or_after_the_journey_does_not_count(quilt):
    drawn = ("2015-06-01 PO > X", "2016-01-01 DE > Y", "2020-01-02 AB > Z", "2020-01-01 AB > X")
    early = steps(*drawn)
    # P, O, D and E are still there, so at the peildatum these steps cannot have been taken.
    with pytest.raises(LappendekenError, match=r"Dorp O .* op 2015-06-01"):
        convert(quilt, LATER, herindelingen=early)
    lap = convert(quilt, LATER, herindelingen=steps(*drawn[2:])).lappendeken
    assert NEW["X"] in lap.gemeenten.index
    assert NEW["Z"] not in lap.gemeenten.index


def test_a_step_on_the_peildatum_itself_has_been_taken(quilt):
    lap = after(quilt, "2016-01-01 A > A .9 B .1").lappendeken
    assert (people(lap, "A"), people(lap, "B")) == (3000, 1000)


def test_steps_of_gemeenten_elsewhere_are_passed_over(quilt):
    table = steps("2017-01-01 AB > X").replace({CODES["A"]: "GM0777"})
    lap = convert(quilt, LATER, herindelingen=table).lappendeken
    assert people(lap, "X") == 1000
    assert CODES["A"] in lap.gemeenten.index


# Conflicts ----------------------------------------------------------------------------------


def test_conflicts_are_refused_all_at_once_with_both_sides(quilt):
    with pytest.raises(LappendekenError) as caught:
        after(quilt, "2017-01-01 AC > X", "2018-01-01 KP > Y")
    lines = str(caught.value).splitlines()
    # A: n x s, C: o y st; K: o y t k, P: m u rq l. C's two of zorg hold that of A.
    assert lines[0].startswith("6 conflicten")
    assert (
        "- 2017-01-01, Dorp X (GM0101), jeugd: N (Dorp A; 3.000 inwoners) "
        "of O (Dorp C; 1.000 inwoners)"
    ) in lines
    assert sum("wonen" in line for line in lines) == 1
    assert "Q en R (Dorp P; 1.000 inwoners)" in str(caught.value)
    assert "meerderheid" in lines[-1]
    assert "beide" in lines[-1]


def test_the_majority_is_that_of_inhabitants(quilt):
    done = after(quilt, "2017-01-01 AC > X", rule="meerderheid")
    lap = done.lappendeken
    assert [verbanden(lap, "X", name) for name in ("jeugd", "werk", "zorg")] == ["n", "x", "st"]
    table = done.conflicts.set_index(["indeling", "verband_id"])
    assert table.loc[("jeugd", "jeugd-n"), ["inwoners", "gekozen"]].to_list() == [3000, True]
    assert table.loc[("jeugd", "jeugd-o"), ["inwoners", "gekozen"]].to_list() == [1000, False]
    assert table.loc[("jeugd", "jeugd-o"), "uit_codes"] == (CODES["C"],)
    assert table.loc[("jeugd", "jeugd-o"), "uit"] == "Dorp C"
    assert set(done.conflicts["indeling"]) == {"jeugd", "werk"}
    assert set(done.conflicts["gemeente"]) == {"Dorp X"}


def test_both_keeps_every_verband(quilt):
    done = after(quilt, "2017-01-01 AC > X", rule="beide")
    lap = done.lappendeken
    assert [verbanden(lap, "X", name) for name in ("jeugd", "werk", "zorg")] == ["no", "xy", "st"]
    assert done.conflicts["gekozen"].all()
    assert len(done.conflicts) == 4


def test_small_gemeenten_together_outvote_a_large_one(quilt):
    # O has two thousand in m; D, E and J have a thousand each in o.
    done = after(quilt, "2017-01-01 ODEJ > X", rule="meerderheid")
    assert verbanden(done.lappendeken, "X", "jeugd") == "o"


def test_equal_sides_are_decided_by_number_and_then_by_identifier(quilt):
    # B (n) and C (o) have a thousand each; so in werk x goes before y.
    done = after(quilt, "2017-01-01 BC > X", rule="meerderheid")
    assert [verbanden(done.lappendeken, "X", name) for name in ("jeugd", "werk")] == ["n", "x"]
    # O has two thousand in m; D and E have as many in o, but are two.
    done = after(quilt, "2017-01-01 ODE > X", rule="meerderheid")
    assert verbanden(done.lappendeken, "X", "jeugd") == "o"


def test_a_gemeente_that_was_in_both_makes_it_no_conflict(quilt):
    done = after(quilt, "2017-01-01 CD > X")  # zorg: C in s and t, D in t; jeugd and werk alike
    assert len(done.conflicts) == 0
    assert verbanden(done.lappendeken, "X", "zorg") == "st"


def test_a_division_that_overlaps_by_nature_has_no_conflicts(quilt):
    tables = to_tables(quilt)
    extra = tables.verbanden[tables.verbanden["indeling"] == "jeugd"].assign(
        verband_id="jeugd-all", verband="ALL"
    )
    both = replace(tables, verbanden=pd.concat([tables.verbanden, extra], ignore_index=True))
    done = convert(from_tables(both), LATER, "beide", herindelingen=steps("2017-01-01 AC > X"))
    assert set(done.conflicts["indeling"]) == {"werk"}
    assert len(done.lappendeken.indeling("jeugd").verbanden_of(NEW["X"])) == 3


def test_a_deelname_that_comes_to_hold_for_others_is_told(quilt):
    done = after(quilt, "2017-01-01 DK > X")  # wonen: K in k, D in none
    assert verbanden(done.lappendeken, "X", "wonen") == "k"
    row = done.extensions.set_index("indeling").loc["wonen"]
    assert (row["verband_id"], row["zonder_codes"], row["zonder"]) == (
        "wonen-k",
        (CODES["D"],),
        "Dorp D",
    )
    assert list(done.extensions["indeling"]) == ["wonen"]


def test_a_verband_that_loses_its_last_gemeente_is_gone_and_told(quilt):
    done = after(quilt, "2017-01-01 OP > X", rule="meerderheid")  # u has only P, and v wins
    assert "werk-u" not in done.lappendeken.verbanden.index
    assert done.verbanden.loc["werk-u", ["gemeenten_voor", "gemeenten_na"]].to_list() == [1, 0]


@pytest.mark.parametrize("rule", ["", "allebei", "Weiger"])
def test_an_unknown_rule_is_wrong_usage(quilt, rule):
    with pytest.raises(WrongUsageError, match="weiger, meerderheid, beide"):
        convert(quilt, LATER, rule)


# Splits -------------------------------------------------------------------------------------


def test_the_people_of_a_split_go_by_share(quilt):
    done = after(quilt, "2017-01-01 H > G .75 J .25", rule="beide")
    lap = done.lappendeken
    assert CODES["H"] not in lap.gemeenten.index
    assert (people(lap, "G"), people(lap, "J")) == (1750, 1250)
    # H is in o, y and t; J too, and G is in n, w and s.
    assert [verbanden(lap, "G", name) for name in ("jeugd", "werk", "zorg")] == ["no", "wy", "st"]
    assert [verbanden(lap, "J", name) for name in ("jeugd", "werk", "zorg")] == ["o", "y", "t"]
    assert set(done.conflicts["uit"]) == {"Dorp G", "Dorp H (deel)"}
    assert done.conflicts.set_index("verband_id").loc["jeugd-o", "inwoners"] == 750


def test_the_area_of_a_split_goes_to_the_largest_share_and_that_is_told(quilt):
    done = after(quilt, "2017-01-01 H > G .25 J .75", rule="meerderheid")
    shapes = done.lappendeken.gemeenten
    assert shapes.at[CODES["J"], "geometry"].area == pytest.approx(2e6, rel=1e-6)
    assert shapes.at[CODES["J"], "oppervlakte_km2"] == 2.0
    assert shapes.at[CODES["G"], "oppervlakte_km2"] == 1.0
    assert any("Dorp H is geheel bij Dorp J gevoegd" in note for note in done.notes)


def test_with_unknown_shares_the_area_goes_over_the_longest_border(quilt):
    # P lies against K, and not against G.
    done = after(quilt, "2017-01-01 P > G ? K ? A .1", rule="beide")
    shapes = done.lappendeken.gemeenten.geometry
    assert shapes[CODES["K"]].area == pytest.approx(2e6, rel=1e-6)
    assert shapes[CODES["G"]].area == pytest.approx(1e6, rel=1e-6)


def test_a_part_of_less_than_half_brings_no_centrumgemeente(quilt):
    # C is centrumgemeente of o, y and t.
    lap = after(quilt, "2017-01-01 C > B .4 D .6", rule="beide").lappendeken
    assert deelname(lap, "D", "jeugd-o")["rol"] == "centrumgemeente"
    assert deelname(lap, "B", "jeugd-o")["rol"] == "deelnemer"


def test_one_unknown_share_is_what_the_others_leave(quilt):
    done = after(quilt, "2017-01-01 A > B .2 F ?", rule="beide")
    assert (people(done.lappendeken, "B"), people(done.lappendeken, "F")) == (1600, 3400)
    assert list(done.steps["basis"]) == ["tabel", "rest"]


def test_unknown_shares_leave_people_unknown_and_that_is_told(quilt):
    done = after(quilt, "2017-01-01 A > B .2 F ? G ?", rule="beide")
    lap = done.lappendeken
    assert people(lap, "B") == 1600
    assert lap.gemeenten.loc[[CODES["F"], CODES["G"]], "inwoners"].isna().all()
    assert any("Dorp F en Dorp G" in note and "Dorp A" in note for note in done.notes)


def test_the_majority_counts_with_unknown_shares_as_far_as_it_is_certain(quilt):
    # At most 0,1 x 3000 people of A go to F and G, who have a thousand each.
    sure = after(quilt, "2017-01-01 A > B .9 F ? G ?", rule="meerderheid")
    assert [verbanden(sure.lappendeken, letter, "werk") for letter in "BFG"] == ["x", "w", "w"]
    with pytest.raises(LappendekenError, match="2 conflicten zonder duidelijke meerderheid"):
        after(quilt, "2017-01-01 A > B .2 F ? G ?", rule="meerderheid")


def test_a_gemeente_can_give_up_a_part_and_go_on(quilt):
    lap = after(quilt, "2017-01-01 A > A .9 B .1").lappendeken
    assert (people(lap, "A"), people(lap, "B")) == (2700, 1300)
    assert lap.gemeenten.at[CODES["A"], "naam"] == "Dorp A"
    assert lap.gemeenten.at[CODES["A"], "geometry"].area == pytest.approx(1e6, rel=1e-6)
    assert deelname(lap, "A", "jeugd-n")["van"] == "2015-01-01"


def test_a_code_that_ends_and_begins_on_one_day_is_two_gemeenten(quilt):
    lap = after(quilt, "2017-01-01 A > B", "2017-01-01 B > X", rule="beide").lappendeken
    assert people(lap, "B") == 3000
    assert people(lap, "X") == 1000


def test_a_gemeente_of_parts_only_cannot_be_drawn(quilt):
    drawn = "2017-01-01 A > B .8 X .2"
    with pytest.raises(LappendekenError, match="niet te tekenen: Dorp X"):
        after(quilt, drawn)
    newer = quilt.gemeenten[["geometry"]].rename(index={CODES["A"]: NEW["X"]})
    assert people(after(quilt, drawn, geometry=newer).lappendeken, "X") == 600


@pytest.mark.parametrize(
    ("shares", "said"),
    [((".5", ".4"), "tellen op tot 0.9"), ((".5", ".6"), "tellen op tot 1.1")],
)
def test_shares_that_are_no_whole_are_refused(quilt, shares, said):
    with pytest.raises(DataError, match=said):
        after(quilt, f"2017-01-01 A > B {shares[0]} F {shares[1]}")


def test_a_step_that_stands_twice_is_refused(quilt):
    with pytest.raises(DataError, match="staat al eerder"):
        after(quilt, "2017-01-01 A > B", "2017-01-01 A > B")


@pytest.mark.parametrize(
    ("number", "shares", "expected"),
    [
        (10, ("1/3", "2/3"), [3, 7]),
        (1, ("1/2", "1/2"), [1, 0]),
        (3, ("1/4", "1/4", "1/2"), [1, 1, 1]),
        (0, ("1/2", "1/2"), [0, 0]),
        # 10.821 x 0,3177 = 3437,8; x 0,5065 = 5480,8; x 0,1758 = 1902,3.
        (10821, ("3177/10000", "5065/10000", "1758/10000"), [3438, 5481, 1902]),
    ],
)
def test_people_are_divided_whole(number, shares, expected):
    from fractions import Fraction

    found = divide(number, [Fraction(share) for share in shares])
    assert [one.exact for one in found] == expected


# Geometry and the rest ----------------------------------------------------------------------


def test_newer_geometry_replaces_all_and_tells_unknown_shares(quilt):
    # The square of A is cut: a quarter to B, three quarters to F.
    newer = quilt.gemeenten[["geometry"]].drop(index=CODES["A"])
    old = quilt.gemeenten.geometry
    west, south, east, north = old[CODES["A"]].bounds
    cut = west + 0.75 * (east - west)
    for letter, piece in (
        ("B", shapely.box(cut, south, east, north)),
        ("F", shapely.box(west, south, cut, north)),
    ):
        newer.loc[CODES[letter], "geometry"] = shapely.union(old[CODES[letter]], piece)
    done = after(quilt, "2017-01-01 A > B ? F ?", rule="beide", geometry=newer)
    lap = done.lappendeken
    assert people(lap, "B") == pytest.approx(1750, abs=3)
    assert people(lap, "B") + people(lap, "F") == 5000
    assert lap.gemeenten.at[CODES["F"], "oppervlakte_km2"] == pytest.approx(1.75, abs=0.01)
    assert set(done.steps["basis"]) == {"oppervlakte"}
    assert any("naar oppervlakte" in note for note in done.notes)
    assert lap.gemeenten.geometry[CODES["P"]].equals(old[CODES["P"]])


def test_parts_that_came_together_since_share_the_area_they_have(quilt):
    # A quarter of A is in G now, and three quarters in F, which B has joined since.
    old = quilt.gemeenten.geometry
    west, south, east, north = old[CODES["A"]].bounds
    cut = west + 0.25 * (east - west)
    newer = quilt.gemeenten[["geometry"]].drop(index=[CODES["A"], CODES["B"]])
    left, right = shapely.box(west, south, cut, north), shapely.box(cut, south, east, north)
    newer.loc[CODES["G"], "geometry"] = shapely.union_all([old[CODES["G"]], left])
    newer.loc[CODES["F"], "geometry"] = shapely.union_all([old[CODES["F"]], right])
    drawn = ("2017-01-01 A > B ? F ? G ?", "2018-01-01 B > F")
    lap = after(quilt, *drawn, rule="beide", geometry=newer).lappendeken
    assert people(lap, "G") == pytest.approx(1750, abs=3)
    assert people(lap, "F") + people(lap, "G") == 6000


def test_newer_geometry_may_tell_area_and_province(quilt):
    newer = quilt.gemeenten[["geometry"]].assign(provincie="Zeeland", oppervlakte_km2=7.0)
    newer.loc[CODES["C"], ["provincie", "oppervlakte_km2"]] = ["", np.nan]
    lap = after(quilt, "2017-01-01 B > A", geometry=newer.to_crs(4326)).lappendeken
    assert lap.gemeenten.loc[CODES["A"], ["provincie", "oppervlakte_km2"]].to_list() == [
        "Zeeland",
        7.0,
    ]
    assert lap.gemeenten.loc[CODES["C"], ["provincie", "oppervlakte_km2"]].to_list() == [
        "Gelderland",
        1.0,
    ]
    assert lap.gemeenten.crs == quilt.gemeenten.crs


@pytest.mark.parametrize("wrong", ["missing", "no crs", "twice", "point"])
def test_newer_geometry_that_is_not_that_of_the_date_is_refused(quilt, wrong):
    newer = quilt.gemeenten[["geometry"]]
    if wrong == "missing":
        newer, said = newer.drop(index=CODES["C"]), "kent deze gemeenten niet: Dorp C"
    elif wrong == "no crs":
        newer, said = newer.set_crs(None, allow_override=True), "coördinatenstelsel"
    elif wrong == "twice":
        newer, said = pd.concat([newer, newer.head(1)]), f"twee keer: {CODES['A']}"
    else:
        newer = newer.assign(geometry=newer.centroid)
        said = "leeg of ongeldig"
    with pytest.raises(LappendekenError, match=said):
        after(quilt, "2017-01-01 B > A", geometry=newer)


def test_gemeenten_of_two_provinces_go_where_most_people_are(quilt):
    done = after(quilt, "2017-01-01 AC > X", rule="beide")  # A in Utrecht has 3000 of 4000
    assert done.lappendeken.gemeenten.at[NEW["X"], "provincie"] == "Utrecht"
    assert any("Gelderland en Utrecht" in note for note in done.notes)


def test_links_move_along_and_those_within_a_gemeente_are_gone(quilt):
    moved = after(quilt, "2017-01-01 IJ > X", rule="beide").lappendeken.verbindingen
    assert moved[["van_code", "naar_code"]].to_numpy().tolist() == [[CODES["N"], NEW["X"]]]
    assert len(after(quilt, "2017-01-01 I > N", rule="beide").lappendeken.verbindingen) == 0


def test_deelnames_that_have_ended_by_then_stay_behind_and_are_counted(quilt):
    tables = to_tables(quilt)
    rows = tables.verbanden
    rows.loc[rows["indeling"] == "wonen", "tot"] = "2018-01-01"
    rows.loc[rows["indeling"] == "zorg", "tot"] = "2020-01-02"
    lap = from_tables(tables)
    done = convert(lap, LATER, herindelingen=steps("2019-01-01 KP > X"), on_conflict="beide")
    assert set(done.lappendeken.indelingen.index) == {"jeugd", "werk", "zorg"}
    # Of wonen nothing was left when K and P merged, so there was nothing to choose.
    assert "wonen" not in set(done.conflicts["indeling"])
    assert any(
        note.startswith("3 deelnames waren op 1 januari 2020 voorbij") for note in done.notes
    )


def test_dates_and_sorts_of_merged_deelnames(quilt):
    tables = to_tables(quilt)
    rows = tables.verbanden

    def put(letter, **cells):
        mine = (rows["gemeente_code"] == CODES[letter]) & (rows["verband_id"] == "jeugd-n")
        rows.loc[mine, list(cells)] = list(cells.values())

    put("A", van="", tot="2030-01-01", aard="", bron="een")
    put("B", van="2014-01-01", tot="2031-01-01", aard="inkoop", bron="twee")
    lap = from_tables(tables)
    made = convert(lap, LATER, herindelingen=steps("2017-01-01 AB > X")).lappendeken
    assert deelname(made, "X", "jeugd-n")[["van", "tot", "aard", "bron"]].to_list() == [
        "",
        "2031-01-01",
        "inkoop",
        "een + twee",
    ]
    kept = convert(lap, LATER, herindelingen=steps("2017-01-01 B > A")).lappendeken
    assert deelname(kept, "A", "jeugd-n")[["tot", "aard", "bron"]].to_list() == [
        "2030-01-01",
        "",
        "een",
    ]
    # The other way round it is B that goes on, though A comes first.
    other = convert(lap, LATER, herindelingen=steps("2017-01-01 A > B")).lappendeken
    assert deelname(other, "B", "jeugd-n")[["van", "tot", "aard", "bron"]].to_list() == [
        "2014-01-01",
        "2031-01-01",
        "inkoop",
        "twee",
    ]


def test_a_code_that_is_used_again_is_not_gone():
    calendar = days(steps("2017-01-01 A > B", "2018-01-01 C > A", "2018-01-01 B > X"))
    assert set(gone(calendar, "2017-06-01")) == {CODES["A"]}
    assert gone(calendar, LATER) == {
        CODES["B"]: ("Dorp B", "2018-01-01"),
        CODES["C"]: ("Dorp C", "2018-01-01"),
    }


@pytest.mark.parametrize("to", ["2015-12-31", date(2000, 1, 1)])
def test_there_is_no_way_back(quilt, to):
    with pytest.raises(WrongUsageError, match="kan niet"):
        convert(quilt, to)


@pytest.mark.parametrize("to", ["2017", "1-1-2017", "later"])
def test_a_date_that_is_none_is_refused(quilt, to):
    with pytest.raises(WrongUsageError, match="geen datum"):
        convert(quilt, to)


def test_a_date_after_the_last_step_is_warned_about(quilt):
    assert any("loopt tot en met 2017-01-01" in n for n in after(quilt, "2017-01-01 B > A").notes)
    done = convert(quilt, "2017-01-01", herindelingen=steps("2017-01-01 B > A"))
    assert not any("loopt tot" in note for note in done.notes)


def test_what_is_given_is_not_changed(quilt):
    before = to_tables(quilt)
    copies = [before.gemeenten.copy(), before.verbanden.copy(), before.verbindingen.copy()]
    after(quilt, "2017-01-01 AC > X", "2018-01-01 H > G .5 J .5", rule="beide")
    now = to_tables(quilt)
    for table, copy in zip((now.gemeenten, now.verbanden, now.verbindingen), copies, strict=True):
        assert table.equals(copy)


# The real data ------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def of_2023(real):
    return convert(real, "2023-01-01", "meerderheid")


def test_the_real_data_need_a_rule(real):
    with pytest.raises(LappendekenError, match=r"^\d+ conflicten") as caught:
        convert(real, "2023-01-01")
    weesp = [line for line in str(caught.value).splitlines() if "jeugdregio's" in line]
    assert any("(Amsterdam; " in line and "Utrecht West (Weesp; 18.348" in line for line in weesp)


@pytest.mark.slow
def test_390_gemeenten_become_342(of_2023):
    lap = of_2023.lappendeken
    assert len(lap.gemeenten) == 342
    assert lap.find_gemeente("Voorne aan Zee") == "GM1992"
    names = lap.gemeenten["naam"].to_list()
    assert len(set(names)) == 342
    assert not {"Weesp", "Uden", "Haaren", "Littenseradiel"} & set(names)
    # Formed of three gemeenten of two provinces, in 2019, and it went to the smaller side.
    assert lap.gemeenten.at["GM1961", "provincie"] == "Utrecht"


@pytest.mark.skipif(not SOURCE.exists(), reason=f"{SOURCE} is er niet")
def test_the_codes_are_those_of_cbs(of_2023):
    cbs = pyogrio.read_dataframe(SOURCE, columns=["statcode"], read_geometry=False)
    assert set(of_2023.lappendeken.gemeenten.index) == set(cbs["statcode"])


def test_no_one_and_no_land_is_lost(real, of_2023):
    before, now = real.gemeenten, of_2023.lappendeken.gemeenten
    assert now["oppervlakte_km2"].sum() == pytest.approx(before["oppervlakte_km2"].sum())
    assert now.area.sum() == pytest.approx(before.area.sum())
    assert shapely.coverage_is_valid(now.geometry.to_numpy())
    unknown = now.index[now["inwoners"].isna()]
    # Of Haaren it is only known how many went to Tilburg.
    assert now.loc[unknown, "naam"].to_list() == ["Boxtel", "Oisterwijk", "Vught"]
    gone_there = before.loc[[*unknown], "inwoners"].sum() + before.at["GM0788", "inwoners"]
    to_tilburg = now.at["GM0855", "inwoners"] - before.at["GM0855", "inwoners"]
    assert now["inwoners"].sum() + gone_there - to_tilburg == before["inwoners"].sum()


def test_littenseradiel_went_to_three(real, of_2023):
    rows = of_2023.steps[of_2023.steps["van_code"] == "GM0140"]
    assert rows["naar_naam"].to_list() == ["Leeuwarden", "Súdwest-Fryslân", "Waadhoeke"]
    assert rows["inwoners"].sum() == real.gemeenten.at["GM0140", "inwoners"]


@pytest.mark.slow
def test_two_real_steps_are_one(real, of_2023):
    halfway = convert(real, "2019-06-01", "meerderheid").lappendeken
    assert len(halfway.gemeenten) == 355
    assert_same(convert(halfway, "2023-01-01", "meerderheid").lappendeken, of_2023.lappendeken)


def test_the_embedded_table_serves_data_that_have_none(real):
    bare = replace(real, herindelingen=real.herindelingen.iloc[:0])
    done = convert(bare, "2017-01-01", "beide")
    assert len(done.lappendeken.gemeenten) == 388
    assert len(done.lappendeken.herindelingen) == len(real.herindelingen)


def test_the_public_name():
    assert ld.herindeling.convert is convert


# Properties ---------------------------------------------------------------------------------

FEW = settings(max_examples=max(settings.default.max_examples // 3, 1))
"""A journey takes some hundredths of a second, and each property makes several."""

DAYS = ("2017-01-01", "2018-01-01", "2018-07-01", "2019-01-01")


def assert_same(a: Lappendeken, b: Lappendeken) -> None:
    """Two models are equal, apart from the order of rows."""

    def ordered(table, by):
        return table.sort_values(by, ignore_index=True)

    assert a.peildatum == b.peildatum
    pd.testing.assert_frame_equal(
        pd.DataFrame(a.gemeenten.drop(columns="geometry")),
        pd.DataFrame(b.gemeenten.drop(columns="geometry")),
    )
    assert a.gemeenten.geometry.geom_equals(b.gemeenten.geometry).all()
    keys = ["verband_id", "gemeente_code"]
    pd.testing.assert_frame_equal(ordered(a.deelnames, keys), ordered(b.deelnames, keys))
    pd.testing.assert_frame_equal(a.verbanden.sort_index(), b.verbanden.sort_index())
    pd.testing.assert_frame_equal(a.indelingen, b.indelingen)
    # Two may join the same gemeenten now.
    ends = ["van_code", "naar_code", "naam"]
    pd.testing.assert_frame_equal(ordered(a.verbindingen, ends), ordered(b.verbindingen, ends))


def text_frame(columns, rows=()):
    return pd.DataFrame(list(rows), columns=[column.name for column in columns], dtype="str")


def make(indelingen, inwoners) -> Lappendeken:
    """A row of square gemeenten with some indelingen, and a link from each to the next but one."""
    codes = list(indelingen[0].gemeenten)
    boxes = [shapely.box(k, 0, k + 1, 1) for k in range(len(codes))]
    gemeenten = gpd.GeoDataFrame(
        {
            "naam": [f"Dorp {code}" for code in codes],
            "provincie": ["Utrecht" if k % 3 else "Zeeland" for k in range(len(codes))],
            "inwoners": pd.array(inwoners, dtype="Int64"),
            "oppervlakte_km2": np.arange(1.0, len(codes) + 1),
        },
        geometry=boxes,
        index=pd.Index(codes, name="code"),
        crs="EPSG:28992",
    )
    rows = [
        (v, f"V {v}", one.id, "jeugd", "", "", rol, code, f"Dorp {code}", van, tot, *told)
        for one in indelingen
        for k, v in enumerate(one.verbanden)
        for j, code in enumerate(one.members(v))
        for rol in ["deelnemer" if j else "centrumgemeente"]
        for van in [["", "2015-01-01"][j % 2]]
        for tot in [["", "", "2018-03-01"][(j + k) % 3]]
        for stand in [["", "2015", "2014-06"][k % 3]]
        for zekerheid in [["", "afgeleid", "voortgezet"][j % 3]]
        for told in [(f"bron {j % 2}", stand, zekerheid, f"noot {j % 2}")]
    ]
    links = [(a, b, "veer", f"Pont {a}") for a, b in zip(codes, codes[2:], strict=False)]
    return from_tables(
        Tables(
            Path("tekening"),
            gemeenten,
            text_frame(VERBANDEN, rows),
            text_frame(INDELINGEN),
            text_frame(HERINDELINGEN),
            text_frame(VERBINDINGEN, links),
            date(2016, 1, 1),
        )
    )


@st.composite
def journeys(draw):
    """A lappendeken, and what happens to its gemeenten on four days; all shares are known."""
    codes = [f"GM{k:04d}" for k in range(1, draw(st.integers(3, 9)) + 1)]
    indelingen = [draw(partitions(codes, "a")), draw(covers(codes, "b"))]
    numbers = draw(st.lists(st.integers(0, 99), min_size=len(codes), max_size=len(codes)))
    now, rows, fresh = list(codes), [], iter(range(5001, 5100))
    for day in draw(st.sets(st.sampled_from(DAYS)).map(sorted)):
        moving = draw(st.lists(st.sampled_from(now), min_size=1, max_size=4, unique=True))
        staying = [code for code in now if code not in moving]
        began = set()
        for van in moving:
            known = [*staying, *began]
            if known and draw(st.booleans()):
                naar = draw(st.lists(st.sampled_from(known), min_size=1, max_size=3, unique=True))
            else:
                naar = [f"GM{next(fresh)}"]
                began.add(naar[0])
            cuts = draw(st.lists(st.integers(1, 9), min_size=len(naar), max_size=len(naar)))
            shares = [f"{cut / sum(cuts):.4f}" for cut in cuts]
            for code, share in zip(naar, shares, strict=True):
                rows.append((day, "stap", van, f"Dorp {van}", code, f"Dorp {code}", share))
        now = sorted({*staying, *began})
    table = pd.DataFrame(rows, columns=STEP_COLUMNS, dtype="str")
    lap = make([one for one in indelingen if len(one.verbanden)] or [whole(codes)], numbers)
    return lap, table, now


def whole(codes):
    return ld.Indeling.from_members({"a1": codes}, codes, id="a")


RULE = st.sampled_from(["beide", "meerderheid"])


@pytest.mark.slow
@FEW
@given(journeys(), RULE)
def test_nobody_is_lost_and_every_code_exists(journey, rule):
    lap, table, expected = journey
    done = convert(lap, LATER, rule, herindelingen=table)
    now = done.lappendeken.gemeenten
    assert list(now.index) == expected
    assert not set(now.index) & set(gone(days(table), LATER))
    assert now["inwoners"].sum() == lap.gemeenten["inwoners"].sum()
    assert now["oppervlakte_km2"].sum() == pytest.approx(lap.gemeenten["oppervlakte_km2"].sum())
    assert now.area.sum() == pytest.approx(lap.gemeenten.area.sum())
    assert shapely.coverage_is_valid(now.geometry.to_numpy())
    assert set(done.lappendeken.deelnames["gemeente_code"]) <= set(expected)
    assert not done.lappendeken.deelnames.duplicated(["verband_id", "gemeente_code"]).any()


@pytest.mark.slow
@FEW
@given(journeys(), RULE, st.sampled_from([*DAYS, "2016-06-01", "2018-03-01", "2019-12-31"]))
def test_two_steps_are_one(journey, rule, halfway):
    lap, table, _ = journey
    first = convert(lap, halfway, rule, herindelingen=table).lappendeken
    both = convert(first, LATER, rule, herindelingen=table).lappendeken
    assert_same(both, convert(lap, LATER, rule, herindelingen=table).lappendeken)


@pytest.mark.slow
@FEW
@given(journeys())
def test_staying_at_the_same_date_changes_nothing(journey):
    lap, table, _ = journey
    done = convert(lap, lap.peildatum, herindelingen=table)
    assert_same(done.lappendeken, lap)
    assert done.lappendeken.deelnames.equals(lap.deelnames)
    assert not len(done.steps)
    assert not len(done.conflicts)
    assert not len(done.verbanden)


@pytest.mark.slow
@FEW
@given(journeys(), RULE, st.randoms(use_true_random=False))
def test_the_order_of_rows_is_irrelevant(journey, rule, random):
    lap, table, _ = journey

    def shuffled(frame):
        order = list(range(len(frame)))
        random.shuffle(order)
        return frame.iloc[order]

    tables = to_tables(lap)
    mixed = replace(
        tables,
        gemeenten=shuffled(tables.gemeenten),
        verbanden=shuffled(tables.verbanden).reset_index(drop=True),
        verbindingen=shuffled(tables.verbindingen).reset_index(drop=True),
    )
    usual = convert(lap, LATER, rule, herindelingen=table)
    other = convert(from_tables(mixed), LATER, rule, herindelingen=shuffled(table))
    assert_same(other.lappendeken, usual.lappendeken)
    assert other.conflicts.equals(usual.conflicts)
    assert other.steps.equals(usual.steps)
    assert sorted(other.notes) == sorted(usual.notes)


@pytest.mark.slow
@FEW
@given(journeys())
def test_refusing_tells_exactly_the_conflicts_that_there_are(journey):
    lap, table, _ = journey
    found = convert(lap, LATER, "beide", herindelingen=table).conflicts
    amount = len(found.drop_duplicates(["datum", "indeling", "gemeente_code"]))
    if not amount:
        convert(lap, LATER, herindelingen=table)
        return
    with pytest.raises(LappendekenError) as caught:
        convert(lap, LATER, herindelingen=table)
    assert str(caught.value).count("\n- ") == amount


@pytest.mark.slow
def test_after_the_last_herindeling_nothing_changed_until_the_current_edition(real):
    done = convert(real, "2026-01-01", "meerderheid")
    assert not any("loopt tot en met" in note for note in done.notes)
    later = convert(real, "2027-01-01", "meerderheid")
    assert any("loopt tot en met 2026-01-01" in note for note in later.notes)
