"""What changed between two dates, and which verbanden of two sources are the same."""

import pandas as pd
import pytest
from hypothesis import given
from strategies import partition_pairs

import lappendeken as ld
from lappendeken import herindeling
from lappendeken.errors import LappendekenError, WrongUsageError
from lappendeken.indeling import Indeling
from lappendeken.timeline import (
    changed_deelnames,
    events,
    follow,
    match_verbanden,
    reconcile,
)

LETTERS = list("ABCDEFGH")


def indeling(*groups, **verbanden):
    members = {f"v{k}": list(group) for k, group in enumerate(groups)} | {
        name: list(group) for name, group in verbanden.items()
    }
    return Indeling.from_members(members, LETTERS, id="jeugd")


def happened(before, after):
    return [tuple(row) for row in events(before, after)[["event", "before", "after"]].to_numpy()]


def test_what_stays_is_no_event():
    one = indeling(p="ABC", q="DE", r="FGH")
    other = indeling(x="ABC", y="DE", z="FGH")
    assert happened(one, other) == []
    assert changed_deelnames(one, other).empty


def test_joined_split_ended_and_new():
    before = indeling(p="AB", q="CD", r="EFGH")
    after = indeling(s="ABCD", t="EF", u="GH")
    assert happened(before, after) == [
        ("samengevoegd", ("p", "q"), ("s",)),
        ("gesplitst", ("r",), ("t", "u")),
    ]
    assert events(before, after)["gemeenten"].to_list() == [tuple("ABCD"), tuple("EFGH")]
    gone = indeling(p="AB", q="CD")
    assert happened(before, gone) == [("beëindigd", ("r",), ())]
    assert happened(gone, before) == [("begonnen", (), ("r",))]


def test_one_of_three_that_leaves_is_no_split():
    before, after = indeling(p="ABC", q="DEF"), indeling(p="AB", q="CDEF")
    assert happened(before, after) == []
    assert changed_deelnames(before, after).to_numpy().tolist() == [["C", "overgestapt", "p", "q"]]


def test_verbanden_that_hold_each_other_and_go_on_are_no_event():
    # q lies in p, before and after: neither was joined to the other.
    one = indeling(p="ABCD", q="AB")
    assert happened(one, one) == []


def test_deelnames_in_covers_begin_and_end():
    before, after = indeling(p="ABC", q="CD"), indeling(p="ABCD", q="D", r="EF")
    rows = [tuple(row) for row in changed_deelnames(before, after).to_numpy()]
    assert rows == [
        ("C", "beëindigd", "q", ""),
        ("D", "begonnen", "", "p"),
        ("E", "begonnen", "", "r"),
        ("F", "begonnen", "", "r"),
    ]


def test_verbanden_are_matched_so_that_most_stay_together():
    before, after = indeling(p="ABCD", q="EF"), indeling(x="AB", y="CDEF")
    found = match_verbanden(before, after).set_index("a")
    # p with x and q with y keeps four together; p with y would keep two and leave q alone.
    assert found["b"].to_dict() == {"p": "x", "q": "y"}
    assert found["both"].to_dict() == {"p": 2, "q": 2}
    assert found["jaccard"].to_dict() == {"p": 0.5, "q": 0.5}


@given(partition_pairs())
def test_who_did_not_change_and_who_did_are_everyone(pair):
    a, b = pair
    both = a.gemeenten
    kept = match_verbanden(a, b)["both"].sum()
    changed = changed_deelnames(a, b)
    stays = len(both) - changed["gemeente"].nunique()
    nowhere = int((~a.covered & ~b.covered).sum())
    assert stays == kept + nowhere
    assert changed_deelnames(a, a).empty
    assert happened(a, a) == []


@given(partition_pairs())
def test_what_joins_one_way_splits_the_other(pair):
    a, b = pair
    mirror = {"samengevoegd": "gesplitst", "gesplitst": "samengevoegd"}
    mirror |= {"begonnen": "beëindigd", "beëindigd": "begonnen"}
    there = {(event, old, new) for event, old, new in happened(a, b)}
    back = {(mirror[event], new, old) for event, old, new in happened(b, a)}
    assert {(e, frozenset(o), frozenset(n)) for e, o, n in there} == {
        (e, frozenset(o), frozenset(n)) for e, o, n in back
    }


def test_other_gemeenten_are_refused():
    with pytest.raises(LappendekenError, match="dezelfde gemeenten"):
        events(indeling(p="AB"), Indeling.from_members({"p": ["A"]}, ["A"]))


def test_sources_are_reconciled_on_what_both_have():
    a = Indeling.from_members(
        {"p": ["A", "B", "C"], "q": ["D", "E"]}, list("ABCDE"), namen={"p": "Noord", "q": "Zuid"}
    )
    b = Indeling.from_members(
        {"1": ["A", "B"], "2": ["C", "D", "F"]}, list("ABCDF"), namen={"1": "N", "2": "Z"}
    )
    found = reconcile(a, b)
    assert (found.only_a, found.only_b) == (("E",), ("F",))
    assert list(found.gemeenten) == list("ABCD")
    assert found.verbanden[["a", "b", "both"]].to_numpy().tolist() == [
        ["Noord", "N", 2],
        ["Zuid", "Z", 1],
    ]
    assert found.differences[["gemeente", "before", "after"]].to_numpy().tolist() == [
        ["C", "Noord", "Z"]
    ]
    assert (found.agreement, found.identical) == (0.75, 0)
    with pytest.raises(LappendekenError, match="geen enkele gemeente gemeen"):
        reconcile(a, Indeling.from_members({"z": ["Z"]}))


@pytest.fixture(scope="module")
def later(real):
    return herindeling.convert(real, "2023-01-01", on_conflict="meerderheid").lappendeken


@pytest.mark.slow
def test_the_quilt_of_2016_on_the_gemeenten_of_2023(real, later):
    line = follow([later, real])
    assert [day.year for day in line.dates] == [2016, 2023]
    assert len(line.indelingen) == len(real.indelingen)
    deelnames = line.deelnames()
    # Where merged gemeenten came from two jeugdregio's, only the larger side is left in 2023.
    youth = deelnames[deelnames["indeling"] == "jeugdregio"]
    names = later.gemeenten["naam"]
    assert {(names[r.gemeente], r.event, r.before) for r in youth.itertuples()} == {
        ("Amsterdam", "beëindigd", "Utrecht West"),
        ("Haarlemmermeer", "beëindigd", "Zuid-Kennemerland"),
        ("Oisterwijk", "beëindigd", "Noordoost-Brabant"),
        ("Tilburg", "beëindigd", "Noordoost-Brabant"),
        ("Vijfheerenlanden", "beëindigd", "Lekstroom"),
    }
    scores = line.scores(["jeugdregio", "arbeidsmarktregio"])
    assert scores["gemeenten"].to_list() == [342, 342]
    assert scores.index.get_level_values("date").to_list() == list(line.dates)
    assert line.congruence(["jeugdregio", "arbeidsmarktregio"]).shape == (342, 2)


@pytest.mark.slow
def test_by_one_rule_nothing_changed(real, later):
    line = follow([real, later], on_conflict="meerderheid")
    assert line.deelnames().empty
    assert line.events().empty


def test_two_of_one_date_are_refused(real):
    with pytest.raises(WrongUsageError, match="gegevens vergelijk"):
        follow([real, real])
    with pytest.raises(WrongUsageError, match="ten minste twee momenten"):
        follow([real])


def test_indelingen_of_one_date_are_told(quilt_folder, tmp_path):
    before = ld.load(quilt_folder, peildatum="2015-06-01")
    text = (quilt_folder / "verbanden.csv").read_text()
    folder = tmp_path / "later"
    folder.mkdir()
    for path in quilt_folder.iterdir():
        (folder / path.name).write_bytes(path.read_bytes())
    kept = "\n".join(line for line in text.splitlines() if not line.startswith("wonen")) + "\n"
    moved = kept.replace(
        "jeugd-n,N,jeugd,jeugd,convenant,inkoop,,GM0002",
        "jeugd-z,Z,jeugd,jeugd,convenant,inkoop,,GM0002",
    )
    assert moved != kept
    (folder / "verbanden.csv").write_text(moved)
    line = follow([before, ld.load(folder, peildatum="2016-01-01")])
    assert list(line.absent) == ["wonen"]
    assert line.deelnames()[
        ["indeling", "gemeente", "event", "before", "after"]
    ].to_numpy().tolist() == [["jeugd", "GM0002", "overgestapt", "N", "Z"]]


@pytest.mark.slow
def test_an_empty_comparison_has_its_columns(real, later):
    line = follow([real, later], on_conflict="meerderheid")
    assert set(line.events().columns) >= {"from", "to", "indeling", "event", "before", "after"}
    assert isinstance(line.deelnames(), pd.DataFrame)
