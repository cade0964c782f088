"""What the documentation shows is what the program does today."""

import doctest
import importlib.util
import re
import shutil
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]


def load_script():
    spec = importlib.util.spec_from_file_location("refresh_docs", ROOT / "scripts/refresh_docs.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


SCRIPT = load_script()
SLOW = {"onderzoek.md", "toeval-en-verandering.md"}
DOCUMENTS = [
    pytest.param(path, id=path.name, marks=[pytest.mark.slow] if path.name in SLOW else [])
    for path in SCRIPT.documents()
]


@pytest.mark.slow
@pytest.mark.parametrize("path", DOCUMENTS)
def test_shown_output_is_the_real_output(path):
    text = path.read_text(encoding="utf-8")
    assert SCRIPT.refreshed(text) == text, "run scripts/refresh_docs.py and read what changed"


@pytest.mark.parametrize("path", SCRIPT.documents(), ids=lambda path: path.name)
def test_numbers_of_2016_are_asked_for(path):
    blocks = SCRIPT.BLOCK.findall(path.read_text(encoding="utf-8"))
    shown = [part for block in blocks for part in re.split(r"^\$ ", block, flags=re.MULTILINE)]
    of_2016 = [part.partition("\n")[0] for part in shown if "Peildatum 1 januari 2016" in part]
    assert [command for command in of_2016 if "2016" not in command] == []


@pytest.mark.slow
@pytest.mark.parametrize("path", DOCUMENTS)
def test_shown_python_runs(path, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    result = doctest.testfile(str(path), module_relative=False, encoding="utf-8")
    assert result.failed == 0


@pytest.mark.parametrize("path", DOCUMENTS)
def test_links_to_files_lead_somewhere(path):
    text = path.read_text(encoding="utf-8")
    links = re.findall(r"\]\(([^)#]+?)(?:#[^)]*)?\)", text)
    missing = [
        link
        for link in links
        if not re.match(r"[a-z]+:", link) and not (path.parent / link).exists()
    ]
    assert missing == []


def test_every_test_that_shows_a_defence_is_there():
    text = (ROOT / "docs/besluiten/0011-threats.md").read_text(encoding="utf-8")
    named = re.findall(r"`(test_\w+\.py)::(\w+)`", text)
    assert len(named) > 10
    for file, name in named:
        assert f"def {name}(" in (ROOT / "tests" / file).read_text(encoding="utf-8"), name


def test_the_plan_that_is_shown_is_the_plan_that_is_run():
    text = (ROOT / "docs/toeval-en-verandering.md").read_text(encoding="utf-8")
    plan = (ROOT / "docs/invoer/plan.csv").read_text(encoding="utf-8")
    assert f"```text\n{plan}```" in text


def test_readme_shows_both_commands_and_some_output():
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    assert "$ make demo\n" in text
    assert "make test" in text
    assert "0,729" in text


def test_version_is_the_same_everywhere():
    project = (ROOT / "pyproject.toml").read_text(encoding="utf-8")
    version = re.search(r'^version = "(.+)"', project, re.MULTILINE)[1]
    assert f"version: {version}" in (ROOT / "CITATION.cff").read_text(encoding="utf-8")
    assert f"## [{version}]" in (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")


CBS = ROOT.parent / "shared" / "bronnen" / "cbs" / "gemeenten_2015.gpkg"


@pytest.mark.skipif(not CBS.is_file(), reason="../shared/bronnen is er niet")
def test_shown_output_of_a_real_geopackage_is_the_real_output(tmp_path):
    text = (ROOT / "docs" / "gegevens.md").read_text(encoding="utf-8")
    block = re.search(r"^```text\n\$ (.*?)\n(.*?)^```$", text, re.MULTILINE | re.DOTALL)
    command, shown = block.groups()
    shutil.copyfile(CBS, tmp_path / CBS.name)
    told = SCRIPT.run(command, tmp_path).partition("\nGeschreven:")[0]
    assert told.rstrip() == shown.rstrip()
