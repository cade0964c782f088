"""What the tables must hold."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lappendeken import schema
from lappendeken.schema import gemeente_code


@pytest.mark.parametrize("text", ["GM0014", "gm0014", "Gm0014", " GM0014 ", "0014", "014", "14"])
def test_a_code_has_one_form(text):
    assert gemeente_code(text) == "GM0014"


@pytest.mark.parametrize(
    "text",
    [
        "",
        "GM",
        "GM14",
        "GM00014",
        "GM1000000",
        "00014",
        "-14",
        "14.0",
        "1 4",
        "Groningen",
        "NL0014",
        "GM0014x",
    ],
)
def test_what_is_no_code_is_none(text):
    assert gemeente_code(text) is None


@pytest.mark.parametrize("text", ["GM10000", "gm35000", "GM999999"])
def test_a_table_larger_than_the_netherlands_has_longer_codes(text):
    assert gemeente_code(text) == text.upper()


@pytest.mark.parametrize("text", ["١٤", "GM٠٠١٤", "１４", "GM００１４"])
def test_digits_of_other_scripts_are_no_code(text):
    assert gemeente_code(text) is None


@given(st.text(max_size=8) | st.from_regex(r"\s?(GM|gm)?\d{1,5}\s?", fullmatch=True))
def test_a_code_is_always_of_one_form_and_stays_as_it_is(text):
    code = gemeente_code(text)
    if code is not None:
        assert re.fullmatch("GM([0-9]{4}|[1-9][0-9]{4,5})", code)
        assert gemeente_code(code) == code


def test_domains_stand_in_the_order_of_the_design():
    assert " ".join(schema.DOMEINEN) == (
        "jeugd mo-bw werk zorg onderwijs veiligheid bestuur fysiek overig"
    )
    assert set(schema.MAIN_DOMEINEN) <= set(schema.DOMEINEN)


def test_columns_stand_in_the_order_of_the_design():
    assert ", ".join(column.name for column in schema.VERBANDEN) == (
        "verband_id, verband, indeling, domein, vorm, aard, rol, gemeente_code, gemeente, van, "
        "tot, bron, stand, zekerheid, opmerking"
    )
    assert ", ".join(schema.GEMEENTE_PROPERTIES) == (
        "code, naam, provincie, inwoners, oppervlakte_km2"
    )
    assert ", ".join(column.name for column in schema.HERINDELINGEN) == (
        "datum, soort, van_code, van_naam, naar_code, naar_naam, aandeel"
    )
    assert ", ".join(column.name for column in schema.VERBINDINGEN) == (
        "van_code, naar_code, soort, naam"
    )


def test_fixed_words_cannot_be_changed():
    with pytest.raises(TypeError):
        schema.DOMEINEN["nieuw"] = "Nieuw"


@pytest.mark.parametrize("name", ["jeugdregio", "mo-bw-regio", "ggd2016", "3d"])
def test_identifiers_of_indelingen_are_plain(name):
    assert schema.INDELING_PATTERN.fullmatch(name)


@pytest.mark.parametrize("name", ["", "Jeugd", "a/b", "..", "a b", "-a", "a-", "a--b", "a\n", "é"])
def test_other_identifiers_of_indelingen_are_refused(name):
    assert not schema.INDELING_PATTERN.fullmatch(name)
