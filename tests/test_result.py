"""The account of a reading, and the public face of the readers."""

import json
import subprocess
import sys

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from quilts import assert_one_line

from lappendeken import reading
from lappendeken.errors import LappendekenError
from lappendeken.reading.settling.gemeenten import Gemeenten, as_gemeenten, reference
from lappendeken.reading.settling.ledger import (
    Ledger,
    ReadReport,
    Tally,
    Unmatched,
    deelname_columns,
    deelname_frame,
    unmatched_frame,
)

LOST = (
    Unmatched("a.csv", 3, "A", "", "Zwolla", "onbekend", "Misschien Zwolle"),
    Unmatched("a.csv", 4, "A", "", "", "leeg"),
    Unmatched("a.csv", 9, "A", "", "Mepel", "onbekend"),
)


def ledger():
    made = Ledger("a.csv")
    made.tallies.append(Tally("a.csv", "rijen", 1203, 1200))
    made.miss(LOST)
    made.cells.append(("a.csv", 5, "vorm", "x", "Kies"))
    made.remark("Een.")
    made.remark("Een.")
    return made


def test_a_remark_with_a_name_from_data_stays_one_line_and_steers_no_screen():
    made = Ledger("a.csv")
    made.remark("a.csv: deze kolom is niet gebruikt: 'prope\x03ties\u202e\n'.")
    (told,) = made.report().remarks
    assert_one_line(told)
    assert told == r"a.csv: deze kolom is niet gebruikt: 'prope\x03ties\u202e\n'."


def test_the_account_adds_up_and_can_be_told():
    report = ledger().report()
    assert (report.read, report.matched) == (1203, 1200)
    assert report.not_matched == {"onbekend": 2, "leeg": 1}
    assert report.lines() == [
        "a.csv: 1.203 gelezen, 1.200 overgenomen, 3 niet.",
        "Niet overgenomen: 2, onbekend.",
        "Niet overgenomen: 1, leeg.",
        "1 cel is leeg gelaten.",
        "Een.",
    ]


def test_the_account_is_for_machines_too():
    told = json.loads(json.dumps(ledger().report().as_dict()))
    assert told["niet_overgenomen"] == {"onbekend": 2, "leeg": 1}
    assert told["rijen"][0]["gemeente"] == "Zwolla"
    assert told["cellen"][0]["rij"] == 5
    assert told["bestanden"] == [
        {"bestand": "a.csv", "eenheid": "rijen", "gelezen": 1203, "overgenomen": 1200}
    ]


def test_an_account_that_does_not_add_up_cannot_be_made():
    with pytest.raises(AssertionError, match="5 read, 4 matched, 0 not"):
        ReadReport("x", (Tally("x", "rijen", 5, 4),), unmatched_frame(()), pd.DataFrame())


def test_a_table_of_deelnames_has_every_column_in_its_place():
    made = deelname_frame({"extra": ["e"], "gemeente_code": ["GM0001"]}, ["extra"])
    assert tuple(made.columns) == (*deelname_columns(), "extra")
    assert made.loc[0, ["gemeente_code", "verband", "extra"]].to_list() == ["GM0001", "", "e"]
    assert tuple(deelname_frame({}).columns) == tuple(deelname_columns())


@given(st.lists(st.sampled_from(LOST), max_size=5))
def test_rows_that_did_not_arrive_keep_their_columns(rows):
    made = unmatched_frame(rows)
    assert tuple(made.columns) == Unmatched._fields
    assert made["rij"].to_list() == [row.rij for row in rows]


# Gemeenten ----------------------------------------------------------------------------------

NAMES = {"GM0193": "Zwolle", "GM0119": "Meppel"}


@pytest.mark.parametrize(
    "given_",
    [
        NAMES,
        pd.Series(NAMES),
        pd.DataFrame({"code": list(NAMES), "naam": list(NAMES.values())}),
        pd.DataFrame({"statcode": list(NAMES), "statnaam": list(NAMES.values())}),
    ],
)
def test_gemeenten_are_taken_in_any_usual_form(given_):
    made = as_gemeenten(given_)
    assert made["naam"].to_dict() == NAMES
    assert made.index.name == "code"
    assert made.geometry.isna().all()
    assert reference(given_).find("193", "Zwolle").code == "GM0193"


def test_gemeenten_without_names_or_twice_are_refused():
    with pytest.raises(LappendekenError, match="geen kolom 'naam'"):
        as_gemeenten(pd.DataFrame({"code": ["GM0193"]}))
    with pytest.raises(LappendekenError, match="GM0193 staat meer dan eens"):
        as_gemeenten(pd.DataFrame({"code": ["GM0193"] * 2, "naam": ["a", "b"]}))


def test_a_layer_without_coordinate_system_is_refused(quilt):
    plain = quilt.gemeenten.set_crs(None, allow_override=True)
    with pytest.raises(LappendekenError, match="geen coördinatenstelsel"):
        as_gemeenten(plain)


def test_a_list_is_brought_to_metres(quilt):
    degrees = quilt.gemeenten.to_crs("EPSG:4326")
    assert as_gemeenten(degrees).geometry.area.iloc[0] == pytest.approx(1e6, rel=1e-5)


def test_many_unknown_names_are_not_all_compared(monkeypatch):
    known = Gemeenten(as_gemeenten(NAMES))
    monkeypatch.setattr(known._matcher, "left", 2)
    texts = pd.Series([f"Zwoll{k}" for k in range(5)])
    found = known.find_all("x", pd.Series([""] * 5), texts)
    assert found["note"].map(bool).to_list() == [True, True, False, False, False]
    assert set(found["reason"]) == {"deze naam is onbekend"}


# The public face ----------------------------------------------------------------------------


def test_the_readers_are_public_and_the_package_stays_light():
    readers = ["cbs", "flows", "opengr", "regioatlas", "roo", "statline", "tables"]
    assert [name for name in dir(reading) if name.startswith("read_")] == [
        f"read_{name}" for name in readers
    ]
    for name in reading.__all__:
        assert getattr(reading, name).__doc__
    with pytest.raises(AttributeError, match="read_niets"):
        _ = reading.read_niets
    script = "import sys, lappendeken.reading; print({'pandas', 'geopandas'} & set(sys.modules))"
    done = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=True
    )
    assert done.stdout.strip() == "set()"
