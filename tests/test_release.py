"""What is released names one version, and installs from its folder without a network."""

import os
import re
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from lappendeken.cli import gegevens
from lappendeken.cli.app import _Commands as Commands

ROOT = Path(__file__).parents[1]
sys.path.append(str(ROOT / "scripts"))

import check_installed  # noqa: E402
import make_release  # noqa: E402
import make_wheelhouse  # noqa: E402

FILES = {
    "pyproject.toml": '[project]\nversion = "1.2.0"\n',
    "CHANGELOG.md": "## [Unreleased]\n\n- one\n- two\n\n## [1.2.0] - 2026-11-22\n\n- three\n",
    "CITATION.cff": "version: 1.2.0\ndate-released: 2026-11-22\n",
}


def folder(path, **changed):
    for name, text in FILES.items():
        key = name.partition(".")[0].lower()
        (path / name).write_text(text.replace(*changed.get(key, ("", ""))))
    return path


def test_files_that_agree_on_the_version_have_no_faults(tmp_path):
    assert make_release.faults(folder(tmp_path)) == []
    assert make_release.unreleased(tmp_path) == 2
    assert make_release.faults(ROOT) == []


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"changelog": ("[1.2.0]", "[1.1.0]")}, ["CHANGELOG.md: no line '## [1.2.0]"]),
        ({"citation": ("1.2.0", "1.2.1")}, ["CITATION.cff: version is not 1.2.0"]),
        ({"citation": ("2026-11-22", "2026-11-21")}, ["date-released is not 2026-11-22"]),
    ],
)
def test_a_file_that_tells_of_another_version_is_named(tmp_path, changed, said):
    found = make_release.faults(folder(tmp_path, **changed))
    assert len(found) == len(said)
    assert all(part in one for part, one in zip(said, found, strict=True))


def test_the_windows_installer_has_windows_line_ends_and_asks_nothing_of_a_network(tmp_path):
    make_wheelhouse.installers(tmp_path)
    script = (tmp_path / "installeer.bat").read_bytes()
    assert script.count(b"\n") == script.count(b"\r\n") > 20
    assert b"--no-index --find-links wielen" in script
    lines = script.decode("ascii").splitlines()
    # A crash gives a code below 0, which `if errorlevel 1` does not see.
    stopped = [lines[k - 1] for k, line in enumerate(lines) if line.endswith("==0 goto mislukt")]
    assert [re.search(r"-m \w+|--versie", line)[0] for line in stopped] == [
        "-m venv",
        "-m pip",
        "--versie",
    ]
    assert os.access(tmp_path / "installeer.sh", os.X_OK)


@pytest.mark.slow
@pytest.mark.skipif(sys.platform != "linux", reason="installeer.sh is voor Linux")
def test_the_linux_installer_installs_without_a_network(tmp_path):
    for tool in ("build", "uv"):
        pytest.importorskip(tool, reason=f"{tool} is er niet: pip install .[release]")
    # One small wheel tells whether there is an index; after that, every failure is ours.
    options = ["--quiet", "--no-deps", "--retries=1", "--dest", tmp_path / "proef"]
    probe = ["download", *options, "lazy_loader"]
    if subprocess.run([sys.executable, "-m", "pip", *probe], check=False).returncode:
        pytest.skip("er is geen pakketindex om wheels van te halen")
    python = f"{sys.version_info.major}.{sys.version_info.minor}"
    command = [sys.executable, ROOT / "scripts/make_wheelhouse.py", "--only", "linux", python]
    made = subprocess.run(
        [*command, "--dist", tmp_path], capture_output=True, text=True, check=False
    )
    assert made.returncode == 0, made.stderr
    (path,) = tmp_path.glob("*.zip")
    zipfile.ZipFile(path).extractall(tmp_path)
    house = tmp_path / path.stem
    closed = {"PATH": os.environ["PATH"], "HOME": str(tmp_path), "PIP_NO_INDEX": "1"}
    done = subprocess.run(
        ["sh", house / "installeer.sh"],
        env={**closed, "PYTHON": sys.executable},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert "Klaar." in done.stdout
    shown = [house / "omgeving/bin/lappendeken", "congruentie"]
    assert (
        "0,729"
        in subprocess.run(shown, env=closed, capture_output=True, text=True, check=True).stdout
    )


def test_every_command_is_run_where_the_program_is_installed():
    run = {words[0] for words in map(str.split, check_installed.COMMANDS)}
    assert run == {*Commands.summaries, "--versie"}
    below = {one.split()[1] for one in check_installed.COMMANDS if one.startswith("gegevens ")}
    assert below == {one.callback.__name__ for one in gegevens.app.registered_commands}
