"""The project beside a GeoPackage shows the congruence map, in QGIS itself where it is there."""

import json
import os
import shutil
import subprocess
import xml.etree.ElementTree as ET
from pathlib import Path

import pytest
from PIL import Image

from lappendeken import output
from lappendeken.drawing import palette
from lappendeken.errors import OutputError

PYTHON = "/usr/bin/python3"
HERE = Path(__file__).parent


def colour(text):
    return "#" + "".join(f"{int(part):02x}" for part in text.split(",")[:3])


def test_a_project_names_every_layer_and_shows_the_first_pair(today):
    main = list(today.main_indelingen)
    files = output.qgis.project(Path("map/lagen.gpkg"), today, main)
    root = ET.fromstring(files[Path("map/lagen.qgs")])  # noqa: S314  our own
    sources = [layer.findtext("datasource") for layer in root.iter("maplayer")]
    layers = output.result_layers(today, main)
    assert {one.removeprefix("./lagen.gpkg|layername=") for one in sources} == set(layers)
    shown = [leaf.get("id") for leaf in root.iter("layer-tree-layer")
             if leaf.get("checked") == "Qt::Checked"]  # fmt: skip
    assert shown == ["mo-bw-regio", "jeugdregio--mo-bw-regio"]


def test_colours_are_those_of_the_palette(today):
    files = output.qgis.project(Path("lagen.gpkg"), today, ["jeugdregio"])
    root = ET.fromstring(files[Path("lagen-typologie.qml")])  # noqa: S314  our own
    fills = [colour(one.get("value")) for one in root.iter("Option") if one.get("name") == "color"]
    names = [one.get("value") for one in root.iter("category")]
    assert dict(zip(names, fills, strict=True)) == {k: palette.FILLS[k] for k in names}
    assert names[3] == "doorsnijdend"


def test_an_older_project_is_kept_unless_forced(today, tmp_path):
    path = tmp_path / "lagen.gpkg"
    path.with_suffix(".qgs").write_text("van mij")
    beside = output.qgis.project(path, today, ["jeugdregio"])
    with pytest.raises(OutputError, match=r"lagen\.qgs bestaat al"):
        output.write_layers(path, {}, beside=beside, overwrite=False)
    assert not path.exists()


def has_qgis():
    found = shutil.which("qgis") and shutil.which(PYTHON)
    command = [PYTHON, "-c", "import qgis.core"]
    return bool(found) and not subprocess.run(command, capture_output=True, check=False).returncode


@pytest.mark.slow
def test_qgis_opens_the_congruence_map_with_its_legend(today, tmp_path):
    if not has_qgis():
        pytest.skip("QGIS is er niet")
    main = list(today.main_indelingen)
    path = tmp_path / "lagen.gpkg"
    beside = output.qgis.project(path, today, main)
    layers = output.result_layers(today, main)
    _, project, *styles = output.write_layers(path, layers, beside=beside)
    picture = tmp_path / "kaart.png"
    environment = {key: value for key, value in os.environ.items() if not key.startswith("PYTHON")}
    done = subprocess.run(
        [PYTHON, HERE / "qgis_view.py", project, picture, *styles],
        env={**environment, "QT_QPA_PLATFORM": "offscreen", "HOME": str(tmp_path)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    told = json.loads(done.stdout.splitlines()[-1])
    assert told["broken"] == []
    assert (told["number"], told["crs"]) == (10, ["EPSG:28992"])
    assert told["shown"] == ["Grenzen: MO/BW-regio's", "jeugdregio's tegen MO/BW-regio's"]
    assert told["legend"][0].startswith("gelijk: ")
    assert len(told["legend"]) == 5
    assert all(told["styles"])
    drawn = Image.open(picture).convert("RGB")
    colours = {f"#{r:02x}{g:02x}{b:02x}" for _, (r, g, b) in drawn.getcolors(300 * 340)}
    assert {palette.FILLS[kind] for kind in ("gelijk", "genest", "doorsnijdend")} <= colours
