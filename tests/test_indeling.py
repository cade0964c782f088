"""One indeling: incidence, coverage, labels, members."""

import dataclasses

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from quilts import assert_on_index, circle, members_of
from scipy import sparse
from strategies import codes, covers, partitions

from lappendeken.errors import LappendekenError, NotAPartitionError, UnknownNameError
from lappendeken.indeling import Indeling

ANY = st.integers(1, 9).flatmap(lambda n: st.one_of(partitions(codes(n)), covers(codes(n))))

TWO = Indeling.from_members(
    {"z": ["GM0003", "GM0001"], "a": ["GM0002"]},
    ["GM0004", "GM0003", "GM0002", "GM0001"],
    id="twee",
)
OVERLAP = Indeling.from_members({"p": ["1", "2"], "q": ["2", "3"]}, id="lap")


# Making one ---------------------------------------------------------------------------------


def test_gemeenten_and_verbanden_keep_the_order_given():
    assert TWO.gemeenten.to_list() == ["GM0004", "GM0003", "GM0002", "GM0001"]
    assert TWO.verbanden.to_list() == ["z", "a"]
    assert TWO.incidence.toarray().tolist() == [[0, 0], [1, 0], [0, 1], [1, 0]]


def test_without_a_list_the_gemeenten_are_those_named_sorted():
    one = Indeling.from_members({"p": ["3", "1"], "q": ["2"]})
    assert one.gemeenten.to_list() == ["1", "2", "3"]


def test_a_gemeente_named_twice_in_a_verband_counts_once():
    one = Indeling.from_members({"p": ["1", "1", "2"]})
    assert one.incidence.toarray().tolist() == [[1], [1]]
    assert one.is_partition


def test_an_empty_verband_is_left_out():
    assert Indeling.from_members({"p": ["1"], "leeg": []}).verbanden.to_list() == ["p"]


def test_members_may_be_any_iterable():
    one = Indeling.from_members({"p": (code for code in ["1", "2"]), "q": {"3"}})
    assert one.members("p") == ("1", "2")


def test_labels_default_to_the_identifier():
    assert (TWO.naam, TWO.enkelvoud, TWO.domein) == ("twee", "twee", "")
    assert TWO.namen.to_dict() == {"z": "z", "a": "a"}


def test_names_of_verbanden_may_be_partial():
    one = Indeling.from_members({"p": ["1"], "q": ["2"]}, namen={"q": "Kwartier"})
    assert one.namen.to_dict() == {"p": "p", "q": "Kwartier"}
    assert_on_index(one.namen, one.verbanden, name="naam", dtype=one.namen.dtype)


def test_labels_give_a_partition_and_the_missing_are_in_none():
    labels = pd.Series(["z", None, "a", "", "z"], index=list("54321"), name="drie")
    one = Indeling.from_labels(labels, namen={"z": "Zuid"})
    assert members_of(one) == {"z": {"5", "1"}, "a": {"3"}}
    assert (one.id, one.gemeenten.to_list(), one.coverage) == ("drie", list("54321"), 0.6)
    assert one.namen.to_dict() == {"z": "Zuid", "a": "a"}


@given(st.integers(1, 9).flatmap(lambda n: partitions(codes(n))))
def test_labels_there_and_back(one):
    assert members_of(Indeling.from_labels(one.labels())) == members_of(one)


def test_a_gemeente_with_two_labels_is_refused():
    with pytest.raises(LappendekenError, match="GM0001"):
        Indeling.from_labels(pd.Series(["p", "q"], index=["GM0001", "GM0001"]))


def test_it_tells_what_it_is_and_names_stay_text():
    one = Indeling.from_members({"p": ["1", "2"]}, list("123"), id="x", namen={"p": "<b>vet</b>"})
    assert repr(one) == "<Indeling x: 1 verbanden, 2 van 3 gemeenten, partitie>"
    assert "met overlap" in repr(OVERLAP)
    assert "<b>" not in one._repr_html_()
    assert "&lt;b&gt;vet" in one._repr_html_()


def test_pairs_give_the_same_as_members():
    one = Indeling.from_pairs(
        pd.Series(["2", "1", "3", "2"]),
        pd.Series(["q", "p", "q", "q"]),
        pd.Index(["1", "2", "3"]),
        pd.Index(["p", "q"]),
    )
    assert members_of(one) == {"p": {"1"}, "q": {"2", "3"}}
    assert one.incidence.toarray().max() == 1


def test_an_indeling_of_nothing_covers_nothing():
    empty = Indeling.from_members({})
    assert (len(empty.gemeenten), len(empty.verbanden), empty.coverage) == (0, 0, 0.0)
    assert empty.is_partition


def test_it_cannot_be_changed():
    with pytest.raises(dataclasses.FrozenInstanceError):
        TWO.naam = "drie"


# Refused ------------------------------------------------------------------------------------


def test_an_unknown_member_is_refused_by_name():
    with pytest.raises(UnknownNameError, match="Onbekende gemeente 'GM9999'"):
        Indeling.from_members({"p": ["GM0001", "GM9999"]}, ["GM0001"])


def test_an_unknown_verband_is_refused_in_good_dutch():
    with pytest.raises(UnknownNameError, match="Onbekend verband 'x'"):
        TWO.members("x")


def test_an_unknown_gemeente_is_refused():
    with pytest.raises(UnknownNameError, match="Onbekende gemeente 'GM9999'"):
        TWO.verbanden_of("GM9999")


@pytest.mark.parametrize("wrong", [{"GM0001": "noord"}, ["noord"], None])
def test_labels_that_are_no_series_are_refused(wrong):
    with pytest.raises(LappendekenError, match=f"als een Series .*, geen {type(wrong).__name__}"):
        Indeling.from_labels(wrong)


@pytest.mark.parametrize(
    ("wrong", "told"),
    [
        ([["a"]], "per verband, zoals .*, geen list"),
        ({"x": None}, "verband 'x' als lijst, niet als NoneType"),
        ({"x": "ab"}, "verband 'x' als lijst, niet als tekst"),
        ({"x": ["a", None]}, "ontbreekt de code"),
    ],
)
def test_members_that_are_no_lists_by_verband_are_refused(wrong, told):
    with pytest.raises(LappendekenError, match=told):
        Indeling.from_members(wrong)


def test_a_gemeente_without_a_code_is_refused():
    with pytest.raises(LappendekenError, match="ontbreekt de code"):
        Indeling.from_labels(pd.Series(["noord", "zuid"], index=["GM0001", None]))


def test_a_gemeente_listed_twice_is_refused():
    with pytest.raises(LappendekenError, match="gemeente staat twee keer"):
        Indeling.from_members({"p": ["1"]}, ["1", "1"])


def test_a_verband_listed_twice_is_refused_in_good_dutch():
    with pytest.raises(LappendekenError, match="Dit verband staat twee keer"):
        Indeling("x", pd.Index(["1"]), pd.Index(["p", "p"]), sparse.csr_array([[1, 1]]))


def test_a_matrix_of_another_shape_is_refused():
    with pytest.raises(LappendekenError, match=r"\(1, 1\).*2 gemeenten en 1 verbanden"):
        Indeling("x", pd.Index(["1", "2"]), pd.Index(["p"]), sparse.csr_array([[1]]))


# What it tells ------------------------------------------------------------------------------


def test_coverage_of_the_quilt(jeugd, werk, zorg, wonen):
    assert [x.coverage for x in (jeugd, werk, zorg, wonen)] == [1, 15 / 16, 1, 3 / 16]
    assert [x.is_partition for x in (jeugd, werk, zorg, wonen)] == [True, True, False, True]


def test_sizes_of_the_quilt(jeugd, zorg):
    assert jeugd.sizes.to_dict() == {"jeugd-n": 4, "jeugd-o": 6, "jeugd-z": 3, "jeugd-m": 3}
    assert zorg.sizes.to_dict() == {"zorg-s": 5, "zorg-t": 6, "zorg-r": 5, "zorg-q": 2}
    assert_on_index(jeugd.sizes, jeugd.verbanden, name="gemeenten", dtype="int64")


def test_a_gemeente_in_two_verbanden_has_both(zorg, wonen, codes):
    assert zorg.verbanden_of(codes["C"]) == ("zorg-s", "zorg-t")
    assert zorg.verbanden_of(codes["P"]) == ("zorg-q", "zorg-r")
    assert wonen.verbanden_of(codes["A"]) == ()


def test_labels_of_a_partition(wonen, codes):
    labels = wonen.labels()
    assert_on_index(labels, wonen.gemeenten, name="wonen", dtype=object)
    assert labels.dropna().to_dict() == {
        codes["J"]: "wonen-k",
        codes["K"]: "wonen-k",
        codes["P"]: "wonen-l",
    }


def test_labels_of_a_cover_are_refused_with_examples():
    with pytest.raises(NotAPartitionError) as caught:
        OVERLAP.labels("kleuren")
    assert (caught.value.measure, caught.value.indeling) == ("kleuren", "lap")
    assert str(caught.value).endswith("in meer dan één verband, bijvoorbeeld 2.")


def test_no_more_than_three_examples_are_named():
    everyone = codes(9)
    cover = Indeling.from_members({"p": everyone, "q": everyone})
    with pytest.raises(NotAPartitionError, match=r"bijvoorbeeld GM0001, GM0002, GM0003\.$"):
        cover.require_partition("iets")


def test_members_stand_in_the_order_of_the_gemeenten():
    assert TWO.members("z") == ("GM0003", "GM0001")


@given(ANY)
def test_everything_agrees_with_the_sets(indeling):
    sets = members_of(indeling)
    times = [sum(code in codes for codes in sets.values()) for code in indeling.gemeenten]
    assert indeling.times_covered.to_list() == times
    assert_on_index(
        indeling.times_covered,
        indeling.gemeenten,
        name="verbanden",
        dtype=indeling.times_covered.dtype,
    )
    assert_on_index(indeling.covered, indeling.gemeenten, name="covered", dtype=bool)
    assert indeling.covered.to_list() == [n > 0 for n in times]
    assert indeling.coverage == pytest.approx(np.mean([n > 0 for n in times]))
    assert indeling.is_partition == (max(times) <= 1)
    assert indeling.sizes.to_dict() == {verband: len(codes) for verband, codes in sets.items()}
    for verband, found in sets.items():
        assert set(indeling.members(verband)) == found
    for code in indeling.gemeenten:
        expected = [verband for verband, found in sets.items() if code in found]
        assert list(indeling.verbanden_of(code)) == expected


@given(ANY)
def test_singletons_reach_everyone_and_change_no_circle(indeling):
    full = indeling.with_singletons()
    assert full.coverage == 1
    assert full.is_partition == indeling.is_partition
    assert full.gemeenten.equals(indeling.gemeenten)
    assert list(full.verbanden[: len(indeling.verbanden)]) == list(indeling.verbanden)
    for code in indeling.gemeenten:
        assert circle(full, code) == (circle(indeling, code) or {code})
        if not circle(indeling, code):
            assert full.members(code) == (code,)


def test_singletons_keep_labels_and_names(werk, codes):
    full = werk.with_singletons()
    assert (full.id, full.naam, full.domein) == (werk.id, werk.naam, werk.domein)
    assert full.namen[werk.verbanden].to_list() == werk.namen.to_list()
    assert full.namen[codes["I"]] == codes["I"]


def test_singletons_of_a_full_indeling_are_itself(jeugd):
    assert jeugd.with_singletons() is jeugd
