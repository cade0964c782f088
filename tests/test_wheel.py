"""The wheel holds all it needs: installed in a fresh environment, run from another folder."""

import os
import subprocess
import sys
import sysconfig
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]


@pytest.fixture(scope="module")
def wheel(tmp_path_factory):
    """The wheel as a user would build it from a checkout."""
    folder = tmp_path_factory.mktemp("wheel")
    command = [sys.executable, "-m", "build", "--wheel", "--outdir", str(folder), str(ROOT)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    (path,) = folder.glob("*.whl")
    return path


@pytest.mark.slow
def test_wheel_holds_data_assets_and_licence(wheel):
    names = zipfile.ZipFile(wheel).namelist()
    for wanted in (
        "lappendeken/data/gemeenten.geojson",
        "lappendeken/data/verbanden.csv",
        "lappendeken/data/indelingen.csv",
        "lappendeken/data/herindelingen.csv",
        "lappendeken/data/verbindingen.csv",
        "lappendeken/data/BRONNEN.md",
        "lappendeken/data/datapackage.json",
        "lappendeken/data/kenmerken.csv",
        "lappendeken/data/andere_deelnemers.csv",
        "lappendeken/data/2016/gemeenten.geojson",
        "lappendeken/data/2016/verbanden.csv",
        "lappendeken/data/2016/indelingen.csv",
        "lappendeken/data/2016/datapackage.json",
        "lappendeken/data/casussen/woerden-2011.toml",
        "lappendeken/report/assets/rapport.typ",
        "lappendeken/py.typed",
    ):
        assert wanted in names
    assert any(name.startswith("lappendeken/maps/assets/") for name in names)
    assert any(name.endswith("licenses/LICENSE") for name in names)
    assert not [name for name in names if name.startswith(("tests/", "scripts/"))]


@pytest.mark.slow
def test_editions_take_at_most_three_and_a_half_megabytes(wheel):
    files = zipfile.ZipFile(wheel).infolist()
    own = [file for file in files if file.filename.startswith("lappendeken/data/")]
    assert 0 < sum(file.compress_size for file in own) < 3_500_000


@pytest.mark.slow
def test_installed_wheel_runs_from_any_folder(wheel, tmp_path):
    environment = tmp_path / "venv"
    subprocess.run([sys.executable, "-m", "venv", str(environment)], check=True)
    scripts = environment / ("Scripts" if os.name == "nt" else "bin")
    python = scripts / "python"
    install = [
        python,
        "-m",
        "pip",
        "install",
        "--quiet",
        "--disable-pip-version-check",
        "--no-deps",
    ]
    subprocess.run([*(str(part) for part in install), str(wheel)], check=True)
    # What it depends on comes from here; that pyproject.toml names it all, `make demo` shows.
    site = next(environment.rglob("site-packages"))
    (site / "elders.pth").write_text(sysconfig.get_path("purelib") + "\n")
    elsewhere = tmp_path / "ergens anders"
    elsewhere.mkdir()
    command = str(scripts / "lappendeken")
    done = subprocess.run(
        [command, "congruentie"], cwd=elsewhere, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    assert "0,729" in done.stdout
    done = subprocess.run(
        [command, "kaart", "jeugdregio", "mo-bw-regio", "--uit", "kaart.html"],
        cwd=elsewhere,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert (elsewhere / "kaart.html").stat().st_size > 10_000
