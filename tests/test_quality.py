"""What is remarkable in sound data."""

import json

import pandas as pd
import pytest
from quilts import copy_edition

import lappendeken as ld
from lappendeken.quality import remarks


@pytest.fixture
def folder(tmp_path):
    return copy_edition(tmp_path / "data", "2016")


def change_geojson(folder, change):
    path = folder / "gemeenten.geojson"
    data = json.loads(path.read_text(encoding="utf-8"))
    change({feature["properties"]["code"]: feature for feature in data["features"]})
    path.write_text(json.dumps(data), encoding="utf-8")


def texts(folder, subject):
    return [remark.text for remark in remarks(ld.load(folder)) if remark.subject == subject]


@pytest.mark.parametrize("year", ["2016", "2026"])
def test_embedded_data_have_no_loose_gemeenten_and_sound_geometry(year):
    subjects = {remark.subject for remark in remarks(ld.load(year))}
    assert not subjects & {"inwoners", "geometrie", "eilanden", "namen"}


@pytest.mark.slow
def test_missing_inhabitants_are_named(folder):
    def forget(features):
        features["GM0119"]["properties"]["inwoners"] = None

    change_geojson(folder, forget)
    assert texts(folder, "inwoners") == [
        "1 gemeente heeft geen inwonertal: Meppel. Wegen naar inwoners kan dan niet."
    ]


@pytest.mark.slow
def test_a_gap_between_neighbours_is_found(folder):
    def shift(features):
        ring = features["GM0119"]["geometry"]["coordinates"][0]
        ring[1] = [ring[1][0] + 0.002, ring[1][1] + 0.001]

    change_geojson(folder, shift)
    (text,) = texts(folder, "geometrie")
    assert "Meppel" in text


def test_islands_without_a_link_are_named(folder):
    path = folder / "verbindingen.csv"
    links = pd.read_csv(path)
    links[~(links[["van_code", "naar_code"]] == "GM0448").any(axis=1)].to_csv(path, index=False)
    (text,) = texts(folder, "eilanden")
    assert "Texel" in text
    assert "verbindingen.csv" in text


@pytest.mark.slow
def test_gemeenten_in_two_verbanden_of_a_division_are_named(folder):
    assert any("Geldrop-Mierlo" in text for text in texts(folder, "sw-bedrijf"))


@pytest.mark.slow
def test_partial_coverage_is_counted(folder):
    (text,) = texts(folder, "sociale-dienst")
    assert text.startswith("283 gemeenten zitten in geen verband")


def test_a_division_that_overlaps_everywhere_is_described_by_its_mean(folder):
    (text,) = texts(folder, "gemeenschappelijke-regeling")
    assert "gemiddeld" in text


def test_what_no_source_confirms_is_counted_per_indeling():
    lap = ld.load("2026")
    found = [one for one in remarks(lap) if one.subject == "zekerheid"]
    youth = next(one for one in found if "van jeugdregio's" in one.text)
    assert youth.text.startswith(
        "Van 14 gemeenten bevestigt geen bron in welk verband van jeugdregio's zij zitten "
        "(14 afgeleid): "
    )
    shelter = next(one for one in found if "MO/BW" in one.text)
    assert (shelter.amount, "(80 afgeleid en 16 voortgezet)" in shelter.text) == (96, True)
    assert "mo-bw-regio GM0050" in shelter.items
    assert not [one for one in found if "arbeidsmarktregio" in one.text]


def test_what_sources_contradict_is_named():
    (text,) = (one.text for one in remarks(ld.load("2026")) if one.subject == "tegenspraak")
    assert text.startswith("Over 5 deelnames spreken bronnen elkaar tegen: ")
    assert "Zeewolde in " in text


def test_data_that_say_nothing_of_sureness_get_no_remark_about_it(quilt):
    assert not {one.subject for one in remarks(quilt)} & {"zekerheid", "tegenspraak"}
