"""Errors: Dutch, on one line a fault, all of them counted, and able to cross processes."""

import pickle

import pytest
from hypothesis import given
from hypothesis import strategies as st
from quilts import assert_one_line

from lappendeken import errors
from lappendeken.errors import (
    DataError,
    Fault,
    LappendekenError,
    NotAPartitionError,
    UnknownNameError,
)


def fault(file="v.csv", row=None, column="", message="dit is fout", **other):
    """A fault in `v.csv`."""
    return Fault(file, row, column, other.pop("value", ""), message, **other)


def test_a_fault_says_where_what_and_what_to_do():
    full = Fault("v.csv", 7, "domein", "jeugdd", "dit kan niet", "Kies jeugd")
    assert str(full) == "v.csv, rij 7, kolom domein, waarde 'jeugdd': dit kan niet. Kies jeugd."


@pytest.mark.parametrize(
    ("given_fault", "text"),
    [
        (fault(), "v.csv: dit is fout."),
        (fault(row=0), "v.csv, rij 0: dit is fout."),
        (fault(column="van"), "v.csv, kolom van: dit is fout."),
        (fault(value="x", hint="Doe zo"), "v.csv, waarde 'x': dit is fout. Doe zo."),
    ],
)
def test_a_fault_leaves_out_what_it_does_not_know(given_fault, text):
    assert str(given_fault) == text


def test_a_long_value_is_cut_at_80_characters():
    shown = str(fault(value="x" * 500))
    assert "'" + "x" * 79 + "…'" in shown
    assert str(fault(value="x" * 80)).count("x") == 80


ANY = st.text(st.characters(codec=None), max_size=12) | st.sampled_from(
    ["\n", "\r", "\x1b[31m", "\u2028", "\u202e", "\ud800", "\x00", "\x9b", "\t"]
)


@given(ANY)
def test_a_value_never_breaks_the_line(value):
    assert_one_line(str(fault(value=value)))


@given(ANY, ANY, ANY, ANY)
def test_no_part_of_a_fault_breaks_the_line(file, column, message, hint):
    # File names, headers and names quoted in a message come from outside too.
    assert_one_line(str(Fault(file, 1, column, "x", message, hint)))


@given(ANY, st.lists(ANY, max_size=3))
def test_an_unknown_name_never_breaks_the_line(name, candidates):
    assert_one_line(str(UnknownNameError("gemeente", name, candidates)))


def test_faults_stand_in_order_of_file_row_and_column():
    given_faults = [
        fault("b.csv", 1),
        fault("a.csv", 10, "x"),
        fault("a.csv", 2, "y"),
        fault("a.csv", 2, "x"),
        fault("a.csv"),
    ]
    places = [(f.file, f.row, f.column) for f in DataError(given_faults).faults]
    assert places == [
        ("a.csv", None, ""),
        ("a.csv", 2, "x"),
        ("a.csv", 2, "y"),
        ("a.csv", 10, "x"),
        ("b.csv", 1, ""),
    ]


def test_one_fault_is_counted_in_the_singular():
    assert str(DataError([fault()])) == "De gegevens bevatten 1 fout:\n- v.csv: dit is fout."


@pytest.mark.parametrize(("total", "shown", "rest"), [(20, 20, None), (21, 20, 1), (300, 20, 280)])
def test_the_first_twenty_faults_are_shown_and_the_rest_counted(total, shown, rest):
    error = DataError([fault(row=k) for k in range(total)])
    lines = str(error).splitlines()
    assert lines[0] == f"De gegevens bevatten {total} fouten:"
    assert [line.startswith("- v.csv, rij ") for line in lines[1 : shown + 1]] == [True] * shown
    assert lines[shown + 1 :] == (
        [] if rest is None else [f"… en nog {rest} van de {total} fouten."]
    )
    assert len(error.faults) == total


@pytest.mark.parametrize(
    ("candidates", "question"),
    [
        ([], ""),
        (["Meppel"], " Bedoelt u Meppel?"),
        (["Meppel", "Zwolle"], " Bedoelt u Meppel of Zwolle?"),
        (["Meppel", "Zwolle", "Urk"], " Bedoelt u Meppel, Zwolle of Urk?"),
    ],
)
def test_an_unknown_name_comes_with_the_nearest(candidates, question):
    error = UnknownNameError("gemeente", "Mepel", candidates)
    assert str(error) == f"Onbekende gemeente 'Mepel'.{question}"
    assert (error.kind, error.name, error.candidates) == ("gemeente", "Mepel", tuple(candidates))


@pytest.mark.parametrize(
    ("kind", "start"),
    [
        ("gemeente", "Onbekende gemeente"),
        ("provincie", "Onbekende provincie"),
        ("indeling", "Onbekende indeling"),
        ("verband", "Onbekend verband"),
        ("domein", "Onbekend domein"),
    ],
)
def test_unknown_agrees_with_its_noun(kind, start):
    assert str(UnknownNameError(kind, "x")).startswith(start)


def test_a_cover_is_named_with_examples():
    error = NotAPartitionError("V-measure", "zorg", ["GM0001"])
    assert str(error) == (
        "'V-measure' bestaat alleen voor indelingen waarin elke gemeente in één verband zit; in "
        "zorg zitten gemeenten in meer dan één verband, bijvoorbeeld GM0001."
    )


def test_a_cover_without_a_name_is_still_readable():
    assert "; in deze indeling zitten gemeenten" in str(NotAPartitionError("V-measure", ""))


def test_every_error_is_ours_and_a_value_error():
    found = [
        one
        for one in vars(errors).values()
        if isinstance(one, type) and issubclass(one, Exception) and not issubclass(one, Warning)
    ]
    assert len(found) >= 4
    assert all(issubclass(error, LappendekenError) for error in found)
    assert issubclass(LappendekenError, ValueError)


@pytest.mark.parametrize(
    "error",
    [
        DataError([fault(row=3, hint="Doe zo")]),
        NotAPartitionError("V-measure", "zorg", ["GM0001"]),
        UnknownNameError("gemeente", "Mepel", ["Meppel"]),
    ],
    ids=lambda error: type(error).__name__,
)
def test_an_error_survives_the_way_back_from_another_process(error):
    again = pickle.loads(pickle.dumps(error))  # noqa: S301
    assert type(again) is type(error)
    assert str(again) == str(error)
    assert vars(again) == vars(error)
