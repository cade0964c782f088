"""Cells one by one: text, dates and numbers."""

import math
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from quilts import assert_one_line

from lappendeken.reading.files.values import as_date, as_number, tidy


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("12", 12.0),
        ("12,5", 12.5),
        ("12.5", 12.5),
        ("-0,25", -0.25),
        ("1.234,5", 1234.5),
        ("1,234.5", 1234.5),
        ("1.234.567,25", 1234567.25),
        ("1 234", 1234.0),
        ("1\u00a0234,5", 1234.5),
        ("1 234,5", 1234.5),
        ("1.234", 1.234),
        ("1,234", 1.234),
    ],
)
def test_numbers_as_people_write_them(text, number):
    assert as_number(text) == number


@pytest.mark.parametrize(
    ("text", "number"), [("25.243", 25243), ("25,243", 25243), ("1.234.567", 1234567), ("7", 7)]
)
def test_whole_numbers_may_have_signs_between_thousands(text, number):
    assert as_number(text, whole=True) == number


@pytest.mark.parametrize(
    "text",
    ["veel", "1.2.3", "1,2,3", "12,5%", "1.23,4", "0x10", "1e5", "nan", "inf", "٣", "1" * 50],
)
def test_what_is_no_number(text):
    assert as_number(text) is None


@pytest.mark.parametrize("text", ["12,5", "12.5", "1.23"])
def test_a_part_is_no_whole_number(text):
    assert as_number(text, whole=True) is None


def test_nothing_is_no_number_but_no_fault_either():
    assert math.isnan(as_number(""))
    assert math.isnan(as_number(" \u00a0"))


@given(st.integers(0, 10**9), st.integers(0, 99))
def test_a_number_survives_both_ways_of_writing(whole, part):
    english = f"{whole:,}.{part:02d}"
    dutch = english.translate(str.maketrans(",.", ".,"))
    assert as_number(dutch) == as_number(english) == pytest.approx(whole + part / 100)


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("2016-01-01", "2016-01-01"),
        ("2016-01-01 00:00:00", "2016-01-01"),
        ("2016-01-01T00:00:00+01:00", "2016-01-01"),
        ("2016-01-01Z", "2016-01-01"),
        ("1-5-2014", "2014-05-01"),
        ("01-05-2014", "2014-05-01"),
        (" ", ""),
    ],
)
def test_dates_as_people_and_programs_write_them(text, day):
    assert as_date(text) == day


@pytest.mark.parametrize(
    "text",
    [
        "5/1/2014",
        "2014",
        "mei 2014",
        "2014-13-01",
        "31-2-2014",
        "2014-01-01 12:00",
        "1-5-14",
        "x" * 99,
    ],
)
def test_what_is_no_date(text):
    assert as_date(text) is None


@given(st.dates(min_value=date(1000, 1, 1)))
def test_every_day_is_read_in_both_forms(day):
    assert as_date(day.isoformat()) == as_date(f"{day.day}-{day.month}-{day.year}")
    assert as_date(day.isoformat()) == day.isoformat()


@given(st.text())
def test_tidy_text_can_be_shown_and_written_and_stays_tidy(text):
    done = tidy(text)
    assert_one_line(done)
    done.encode()
    assert tidy(done) == done
    assert done == done.strip()


def test_tidy_keeps_words_apart():
    assert tidy("GGD\u00a0 Fryslân\u2028x\x00y") == "GGD Fryslân x y"
    assert tidy("zacht\u00adkoppel\ud800") == "zachtkoppel?"
