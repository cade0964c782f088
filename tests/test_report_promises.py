"""What the first page and the tables of every report promise, on the sources of today."""

import math
import re

import pytest
from quilts import collection, feature, square, write_folder
from reports import DAY, figure, rows

import lappendeken as ld
from lappendeken import report as reports
from lappendeken.report import closing, province_tables
from lappendeken.report.deviations import explain
from lappendeken.report.facts import CROSSING, Basis
from lappendeken.report.landscape import Landscape
from lappendeken.report.lines import NATIONAL, council_sentences, find_lines
from lappendeken.report.setting import Setting
from lappendeken.report.summary import summarise


@pytest.fixture(scope="module")
def country(today):
    return Setting(Basis(today))


def provinces(country):
    return sorted(set(country.basis.lap.gemeenten["provincie"]))


def test_every_province_has_two_domeinen_to_draw_a_map_of(country):
    for name in provinces(country):
        known = [value for value in country.area(name).similarity.values() if not math.isnan(value)]
        assert known, name


@pytest.mark.slow
def test_what_does_not_fit_stands_first_and_the_rest_is_one_line(country):
    basis = country.basis
    for name in provinces(country):
        area = country.area(name)
        found = province_tables.verbanden_table(basis, area)
        flags = [row["niet_congruent"] for row in rows(found)]
        assert flags == sorted(flags, reverse=True)
        if any(flags) and not all(flags):
            assert found.printed == sum(flags)
            fitting = [row for row in rows(found) if not row["niet_congruent"]]
            assert all(row["verband"] in found.more for row in fitting)
        types = [row["soort"] for row in rows(province_tables.relations_table(basis, area))]
        crossing = [one == CROSSING for one in types]
        assert crossing == sorted(crossing, reverse=True)
        congruence = [
            row["territoriale_congruentie"]
            for row in rows(province_tables.gemeenten_table(basis, area))
        ]
        assert congruence == sorted(congruence)


@pytest.mark.slow
def test_gescheiden_is_the_same_in_text_figure_and_glossary(country):
    basis = country.basis
    relations = basis.relations[basis.relations["type"] == CROSSING]
    for name in provinces(country):
        area = country.area(name)
        # By the glossary: in a verband that crosses, and outside its counterpart.
        by_hand = {
            code
            for verband, counterpart in relations["counterpart"].items()
            for code in area.codes
            if code in basis.members(verband) and code not in basis.members(counterpart)
        }
        assert set(area.apart) == by_hand, name
        told = summarise(basis, area, country.provinces, explain(basis, area, None))
        sentence = next(one for one in told if "gescheiden" in one or "steeds dezelfde" in one)
        amount = len(by_hand)
        if amount > 4:
            assert sentence.startswith(f"{amount} van de {len(area.codes)} gemeenten")
        elif amount > 1:
            assert all(one in sentence for one in basis.names(sorted(by_hand)))
        elif not amount:
            assert "gescheiden" not in sentence or sentence.startswith("Geen enkele")


def test_a_counterpart_is_named_with_those_that_are_as_like(country):
    basis = country.basis
    tied = basis.relations[basis.relations["rivals"].map(bool)]
    assert not tied.empty
    area = country.area(None)
    shown = {
        (row["verband_id"], row["tegenhanger"])
        for row in rows(province_tables.relations_table(basis, area))
    }
    for verband, rivals in tied["rivals"].items():
        told = [text for key, text in shown if key == verband and "even veel" in text]
        assert any(all(name in text for name in basis.names_of(rivals)) for text in told)


@pytest.mark.slow
def test_the_text_follows_the_weight(quilt):
    usual, by_people = (
        reports.about_province(quilt, "Utrecht", day=DAY, gewicht=one)
        for one in ("gemeenten", "inwoners")
    )
    assert "elke gemeente telt even zwaar" in usual.subtitle
    assert "inwoners" in by_people.subtitle.partition(";")[2]
    assert "telt even zwaar" not in by_people.subtitle
    assert "Gemiddelden zijn gewogen" in figure(by_people, "territoriale_congruentie").meaning
    assert "even zwaar" not in " ".join(by_people.summary)


NATIONWIDE = "verband_id,verband,indeling,domein,vorm,gemeente_code,gemeente\n"


def test_nationwide_schemes_are_set_apart_from_circles(tmp_path):
    features = []
    for k in range(8):
        one = feature(f"GM{k:04d}", f"Plaats {k}", square(k, 0))
        one["properties"]["provincie"] = f"Provincie {k // 2}"
        features.append(one)
    text = NATIONWIDE + "".join(
        f"land,Landelijke inkoop,regeling,overig,openbaar lichaam,GM{k:04d},Plaats {k}\n"
        for k in range(8)
    )
    text += "".join(
        f"{one[0]},Zuid,{one},{one},,GM{k:04d},Plaats {k}\n"
        for one in ("jeugd", "werk")
        for k in range(2, 8)
    )
    text += "".join(
        f"a,Noord,regeling,overig,openbaar lichaam,GM{k:04d},Plaats {k}\n" for k in range(2)
    )
    folder = write_folder(tmp_path / "x", gemeenten=collection(features), verbanden=text)
    land = Landscape(Basis(ld.load(folder)), "GM0000")
    lines = find_lines(land)
    assert {one.verband: one.group for one in lines}["land"] == NATIONAL
    told = " ".join(council_sentences(land, lines))
    assert "1 regeling onder de Wet" in told
    assert "; daarnaast in 1 landelijk verband" in told
    assert "met 1 andere gemeente" in told


def test_words_of_the_key_figures_are_those_of_the_glossary(country):
    words = {row["begrip"]: row["betekenis"] for row in rows(glossary())}
    assert words["gescheiden"].startswith("Van een gemeente: haar verband past niet")
    assert not [one for one in words.values() if re.search(r"\d\.\d", one)]


def glossary():
    (found,) = [
        one
        for one in closing.glossary(("gescheiden", "afwijking", "tegenhanger")).blocks
        if hasattr(one, "rows")
    ]
    return found
