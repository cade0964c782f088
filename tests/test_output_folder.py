"""A lappendeken written to a folder, and read back as what it was."""

import json
from dataclasses import replace

import pandas as pd
import pytest
import shapely

import lappendeken as ld
from lappendeken.errors import OutputError
from lappendeken.herindeling import convert
from lappendeken.model import from_tables, to_tables
from lappendeken.output import folder as data_folder
from lappendeken.output.folder import (
    FILES,
    write_data,
    write_lappendeken,
)
from lappendeken.reading.editions import editions
from lappendeken.reading.tables import read_tables


def assert_equal(a, b):
    """Equal to the last cell, and to a centimetre on the map."""
    facts = ["naam", "provincie", "inwoners", "oppervlakte_km2"]
    pd.testing.assert_frame_equal(
        pd.DataFrame(a.gemeenten[facts]), pd.DataFrame(b.gemeenten[facts])
    )
    far = shapely.hausdorff_distance(a.gemeenten.geometry, b.gemeenten.geometry)
    assert far.max() < 0.01
    for name in ("verbanden", "deelnames", "indelingen", "verbindingen", "herindelingen"):
        pd.testing.assert_frame_equal(getattr(a, name), getattr(b, name))
    assert a.peildatum == b.peildatum


@pytest.mark.slow
@pytest.mark.parametrize("which", ["quilt", "converted"])
def test_what_is_written_is_read_back(which, quilt, real, tmp_path):
    lap = quilt if which == "quilt" else convert(real, "2018-01-01", "beide").lappendeken
    written = write_lappendeken(tmp_path / "kopie", lap)
    assert [path.name for path in written] == list(FILES)
    again = ld.load(tmp_path / "kopie")
    assert_equal(again, lap)
    assert shapely.coverage_is_valid(again.gemeenten.geometry.to_numpy())
    assert len(again.borders) == len(lap.borders)


@pytest.mark.slow
def test_writing_again_what_was_read_gives_the_same_bytes(real, tmp_path):
    write_lappendeken(tmp_path / "een", real)
    write_lappendeken(tmp_path / "twee", ld.load(tmp_path / "een"))
    for name in FILES:
        assert (tmp_path / "een" / name).read_bytes() == (tmp_path / "twee" / name).read_bytes()


def test_the_embedded_borders_keep_their_coordinates(real):
    written = json.loads(data_folder.geojson(real.gemeenten.loc[["GM0119"]]))
    (feature,) = written["features"]
    text = (editions()["2016"] / "gemeenten.geojson").read_text(encoding="utf-8")
    (own,) = [f for f in json.loads(text)["features"] if f["id"] == "GM0119"]
    assert feature["properties"] == own["properties"]
    ours, theirs = (shapely.from_geojson(json.dumps(f["geometry"])) for f in (feature, own))
    assert shapely.equals_exact(ours, theirs, normalize=True)


def test_details_below_a_centimetre_are_not_rounded_away(quilt):
    x, y = 150_000, 460_000
    sliver = shapely.Polygon([(x, y), (x + 0.004, y), (x + 0.002, y + 0.003)])
    gemeenten = quilt.gemeenten.head(1).assign(geometry=[sliver])
    (feature,) = json.loads(data_folder.geojson(gemeenten))["features"]
    shape = shapely.from_geojson(json.dumps(feature["geometry"]))
    assert shape.is_valid
    assert shape.area > 0


def test_missing_numbers_are_null_and_come_back_missing(quilt, tmp_path):
    tables = to_tables(quilt)
    gemeenten = tables.gemeenten.copy()
    gemeenten.loc["GM0001", ["inwoners", "oppervlakte_km2"]] = [pd.NA, float("nan")]
    write_data(tmp_path, replace(tables, gemeenten=gemeenten))
    features = json.loads((tmp_path / "gemeenten.geojson").read_text())["features"]
    assert features[0]["properties"]["inwoners"] is None
    assert features[0]["properties"]["oppervlakte_km2"] is None
    again = ld.load(tmp_path).gemeenten
    assert again.loc["GM0001", ["inwoners", "oppervlakte_km2"]].isna().all()


def test_awkward_names_come_back_as_they_were(quilt, tmp_path):
    tables = to_tables(quilt)
    rows, labels = tables.verbanden.copy(), tables.indelingen.copy()
    awkward = '=1+1,"x"; <b>\'s-Gravenhage & Súdwest'
    rows.loc[rows["verband_id"] == "jeugd-n", "verband"] = awkward
    labels.loc[labels["indeling"] == "jeugd", "naam"] = awkward
    write_data(tmp_path, replace(tables, verbanden=rows, indelingen=labels))
    lap = ld.load(tmp_path)
    assert lap.verbanden.at["jeugd-n", "naam"] == awkward
    assert lap.indelingen.at["jeugd", "naam"] == awkward


def test_files_that_exist_are_refused_before_anything_is_written(quilt, tmp_path):
    (tmp_path / "indelingen.csv").write_text("van mij")
    with pytest.raises(OutputError, match=r"indelingen\.csv bestaat al"):
        write_lappendeken(tmp_path, quilt)
    assert [path.name for path in tmp_path.iterdir()] == ["indelingen.csv"]
    (tmp_path / "notities.txt").write_text("ook van mij")
    write_lappendeken(tmp_path, quilt, overwrite=True)
    assert (tmp_path / "notities.txt").read_text() == "ook van mij"
    assert sorted(p.name for p in tmp_path.iterdir()) == sorted([*FILES, "notities.txt"])
    assert_equal(ld.load(tmp_path), quilt)


def test_an_older_file_does_not_stay_among_the_new_ones(real, quilt, tmp_path):
    write_lappendeken(tmp_path, real)
    write_lappendeken(tmp_path, quilt, overwrite=True)
    assert_equal(ld.load(tmp_path), quilt)


def test_a_folder_under_a_file_cannot_be_made(tmp_path, quilt):
    (tmp_path / "bestand").write_text("")
    with pytest.raises(OutputError, match="geen map"):
        write_lappendeken(tmp_path / "bestand" / "map", quilt)


def test_the_description_holds_date_and_origin(quilt, tmp_path):
    about = {"licenses": [{"name": "CC-BY-4.0"}]}
    write_lappendeken(tmp_path, quilt, about=about)
    content = json.loads((tmp_path / "datapackage.json").read_text())
    assert content["peildatum"] == "2016-01-01"
    assert content["licenses"] == about["licenses"]
    assert [one["path"] for one in content["resources"]] == list(FILES[:-1])


def test_without_a_peildatum_there_is_none(quilt, tmp_path):
    write_data(tmp_path, replace(to_tables(quilt), peildatum=None))
    assert read_tables(tmp_path).peildatum is None


def test_taking_apart_and_putting_together_changes_nothing(real):
    assert_equal(from_tables(to_tables(real)), real)
