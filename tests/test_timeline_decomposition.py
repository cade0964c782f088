"""What herindeling did and what choice did, on the quilt of `conftest.py`."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from test_herindeling import LATER, after, steps

from lappendeken import measures, tables
from lappendeken.errors import LappendekenError, UnknownNameError, WrongUsageError
from lappendeken.maps.themes.choices import choices
from lappendeken.model import from_tables, to_tables
from lappendeken.scenario import Plan, Step, apply
from lappendeken.timeline import decompose

PAIR = ("jeugd", "werk")
SHOWN = ("adjusted_rand_index", "v_measure", "element_centric_similarity", "gelijk")


def with_steps(lap, *drawn):
    """The same quilt, that knows what is going to happen."""
    return from_tables(
        replace(to_tables(lap), herindelingen=steps(*drawn)), peildatum=lap.peildatum
    )


def moved(lap, *names, naar, domein="jeugd"):
    """A quilt after a choice."""
    return apply(lap, Plan((Step("verplaats", domein, names, naar=naar),)))


@pytest.fixture(scope="module")
def told(quilt):
    """A and B merge, and P goes from m to o."""
    before = with_steps(quilt, "2017-01-01 AB > X")
    merged = after(quilt, "2017-01-01 AB > X", rule="meerderheid").lappendeken
    return decompose(before, moved(merged, "Dorp P", naar="o"), PAIR)


def test_a_choice_is_told_from_a_herindeling(told):
    rows = told.moves().drop(columns="gemeente").to_numpy().tolist()
    assert rows == [["jeugd", "overgestapt", "M", "O"]]
    assert told.moves()["gemeente"].map(told.after.gemeenten["naam"]).to_list() == ["Dorp P"]
    assert [len(one.gemeenten) for one in told.moments] == [16, 15, 15]


def test_scores_are_those_of_measures_and_the_steps_add_up(told):
    scores = told.scores()
    assert scores.index.to_list() == [(*PAIR, name) for name in SHOWN]
    for state, one in zip(("before", "merged", "after"), told.moments, strict=True):
        found = measures.scores([one.indeling(name) for name in PAIR]).loc[PAIR]
        assert scores[state].to_list() == pytest.approx(found[list(SHOWN)].to_list())
    steps_ = scores["by_herindeling"] + scores["by_choice"]
    assert steps_.to_list() == pytest.approx((scores["after"] - scores["before"]).to_list())
    whole = told.congruence()
    assert whole["before"] + whole["by_herindeling"] + whole["by_choice"] == pytest.approx(
        whole["after"]
    )


def later(lap):
    """The same quilt on a later day."""
    return from_tables(to_tables(lap), peildatum=date.fromisoformat(LATER))


def fits(found):
    return found.fits()[["verband_a", "verband_b", "change", "cause"]].to_numpy().tolist()


def test_verbanden_that_fit_by_choice_or_no_longer_do(quilt):
    # z is L M N and v is L M N O: without O they are the same. o and y are the same, until K goes.
    made = moved(moved(later(quilt), "Dorp O", naar="u", domein="werk"), "Dorp K", naar="m")
    assert fits(decompose(quilt, made, PAIR)) == [
        ["Z", "V", "past nu", "keuze"],
        ["O", "Y", "past niet meer", "keuze"],
    ]
    assert fits(decompose(quilt, later(quilt), PAIR)) == []


@pytest.mark.parametrize(
    ("drawn", "expected"),
    [
        # M and N bring O from m to z, which then has all of v; P and I are left of m, and where I
        # belongs in werk is not known.
        ("2017-01-01 MNO > X", [["Z", "V", "past nu", "herindeling"]]),
        # I is in m and has four thousand inhabitants; in werk it had no verband, so K takes it
        # into y, which is no longer o.
        ("2017-01-01 IK > X", [["O", "Y", "past niet meer", "herindeling"]]),
    ],
)
def test_verbanden_that_fit_by_herindeling_or_no_longer_do(quilt, drawn, expected):
    merged = after(quilt, drawn, rule="meerderheid").lappendeken
    found = decompose(with_steps(quilt, drawn), merged, PAIR)
    assert fits(found) == expected
    assert found.moves().empty
    assert found.scores()["by_choice"].abs().max() == 0


MOVES = st.lists(st.tuples(st.sampled_from("ABCDEFGHJKLMNOP"), st.sampled_from("nozm")), max_size=6)


@pytest.mark.slow
@settings(max_examples=15)
@given(MOVES)
def test_without_herindeling_all_is_choice(quilt, drawn):
    made = later(quilt)
    for letter, naar in drawn:
        # A verband that is emptied is gone; whoever is there already stays.
        try:
            made = moved(made, f"Dorp {letter}", naar=naar)
        except LappendekenError:
            continue
    found = decompose(quilt, made, PAIR)
    assert found.converted is None
    assert found.scores()["by_herindeling"].abs().max() == 0
    assert set(found.fits()["cause"]) <= {"keuze"}
    equal = found.scores().xs("gelijk", level="measure").iloc[0]
    changes = found.fits()["change"].value_counts()
    net = changes.get("past nu", 0) - changes.get("past niet meer", 0)
    assert net == equal["after"] - equal["before"]


def test_the_order_of_dates_and_the_names_are_checked(quilt):
    with pytest.raises(WrongUsageError, match="vroegste eerst"):
        decompose(later(quilt), quilt, PAIR)
    with pytest.raises(WrongUsageError, match="ten minste twee"):
        decompose(quilt, later(quilt), ["jeugd"])
    with pytest.raises(UnknownNameError):
        decompose(quilt, later(quilt), ["jeugd", "wrek"])


# What a reader sees -------------------------------------------------------------------------


def test_the_answer_in_sentences(told):
    whole, exactly, causes, who = tables.decomposition.told(told)
    assert "in 2016 en is" in whole
    assert "in 2020" in whole
    assert exactly.startswith("Er zijn")
    assert "van 16 naar 15 gemeenten" in causes
    assert who.startswith("1 gemeente koos")
    assert "(0 keer)" in tables.decomposition.dates(told)[0]


def test_the_table_shows_what_the_data_hold(told):
    shown = tables.decomposition.scores(told)
    frame = tables.decomposition.frames(told)["scores"]
    assert len(shown.rows) == len(frame) == len(SHOWN) + 1
    row = frame[frame["maat"] == "adjusted_rand_index"].iloc[0]
    said = dict(zip((c.name for c in shown.columns), shown.rows[0], strict=True))
    assert said["eerst"] == f"{row['eerst']:.3f}".replace(".", ",")
    assert said["nu"] == f"{row['nu']:.3f}".replace(".", ",")
    assert said["door_keuzes"] == f"{row['door_keuzes']:+.3f}".replace(".", ",")


def test_the_map_shows_who_chose_and_who_grew(told):
    theme = choices(told)
    assert theme.counts == (14, 1)
    assert [len(one.gemeenten) for one in theme.hatchings] == [1]
    assert "Dorp X" in {theme.names[g] for g in theme.hatchings[0].gemeenten}
    assert "1 gemeente zit" in theme.sentence
    assert "1 gemeente kreeg" in theme.sentence
    place = theme.names.index("Dorp P")
    assert theme.details[place] == ("Jeugd: eerst M, nu O.",)
