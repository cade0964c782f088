"""Which indeling is meant by a name or by the first letters of a code."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lappendeken.reading.settling.catalogue import (
    FINER,
    PROVINCES,
    IndelingLabel,
    by_prefix,
    find,
    labels,
    named,
    prefix_of,
    slug,
)
from lappendeken.schema import DOMEINEN, INDELING_PATTERN, gemeente_code

PREFIXES = [
    *["AM", "AR", "CP", "CR", "CS", "ES", "ET", "GG", "JZ", "KK", "LB", "LD", "LG"],
    *["MC", "PV", "RA", "RE", "RP", "RT", "TG", "TR", "VR", "VT", "WG", "ZK"],
]


@pytest.mark.parametrize(
    ("text", "indeling"),
    [
        ("jeugdregio", "jeugdregio"),
        ("Jeugdregio's", "jeugdregio"),
        ("jeugdzorgregios1", "jeugdregio"),
        ("GGD-regio", "ggd-regio"),
        ("MO/BW-regio's", "mo-bw-regio"),
        ("RES-regio's", "res-regio"),
    ],
)
def test_an_indeling_is_known_by_identifier_label_and_file(text, indeling):
    assert find(text).indeling == indeling


def test_the_first_name_that_is_known_counts():
    assert find("onbekend", "ggds", "jeugdregio").indeling == "ggd-regio"
    assert find("onbekend") is None


def test_a_new_indeling_is_called_after_its_title_and_in_no_domein():
    assert named("Mijn Regio's") == IndelingLabel("mijn-regios", "Mijn Regio's", "Mijn Regio's")
    assert named("東京").indeling == "indeling"


@pytest.mark.parametrize("prefix", PREFIXES)
def test_every_known_code_has_one_indeling_of_its_own(prefix):
    label = by_prefix(prefix)
    assert INDELING_PATTERN.fullmatch(label.indeling)
    assert label.domein in DOMEINEN
    assert not label.indeling.startswith("cbs-")
    others = {by_prefix(one).indeling for one in PREFIXES if one != prefix}
    assert label.indeling not in others


def test_nuts_is_told_apart_by_the_length_of_its_codes():
    found = [by_prefix(prefix_of([code])).indeling for code in ("NL1", "NL13", "NL131", "NL32A")]
    assert found == ["nuts1-gebied", "nuts2-gebied", "nuts3-gebied", "nuts3-gebied"]


@pytest.mark.parametrize(
    ("codes", "prefix"),
    [
        (["JZ04      ", "JZ12"], "JZ"),
        (["", "  "], ""),
        ([], ""),
        (["JZ04", "GG01"], ""),
        (["JZ04", "Drenthe"], ""),
        (["jz04"], ""),
        (["4", "5"], ""),
    ],
)
def test_the_kind_of_codes_follows_from_all_of_them(codes, prefix):
    assert prefix_of(codes) == prefix


def test_gemeenten_and_smaller_are_no_indeling():
    assert prefix_of(["GM0001"]) in FINER
    assert prefix_of(["BU00010000"]) in FINER


def test_the_provinces_are_twelve():
    assert len(set(PROVINCES.values())) == 12
    assert prefix_of(PROVINCES) == "PV"


@given(st.text(), st.integers(5, 80))
def test_a_slug_is_an_identifier_and_no_longer_than_asked(text, longest):
    made = slug(text, longest)
    assert len(made) <= longest
    assert made == "" or INDELING_PATTERN.fullmatch(made)
    assert gemeente_code(made) is None or made.isdecimal() or made.startswith("gm")


def test_labels_stand_once_and_in_order():
    one, two = named("b"), named("a")
    assert labels([one, two, one])["indeling"].to_list() == ["a", "b"]
    assert labels([]).empty


@pytest.mark.parametrize(
    ("title", "indeling"),
    [
        ("Jeugdzorgregio's", "jeugdregio"),
        ("Arrondissementen ", "arrondissement"),
        ("VPT-regio's 2014", "vpt-regio"),
        ("Centrumgemeente maatschappelijke opvang & beschermd wonen", "mo-bw-regio"),
        ("RMC-regio's (Regionaal Meld- en Coördinatiepunt)", "rmc-regio"),
    ],
)
def test_a_title_of_the_regioatlas_is_known_whatever_its_file_is_called(title, indeling):
    assert find(title).indeling == indeling
