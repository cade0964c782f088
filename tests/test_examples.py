"""The example reports in docs/voorbeelden are those that the program makes today."""

import importlib.util
from pathlib import Path

import pytest
from reports import Page, pdf_text, workbook

from lappendeken.report import pdf

pytestmark = pytest.mark.slow
ROOT = Path(__file__).parents[1]


def load_script():
    spec = importlib.util.spec_from_file_location(
        "make_examples", ROOT / "scripts/make_examples.py"
    )
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


SCRIPT = load_script()
READERS = {
    ".html": lambda content: Page(content.decode()).text,
    ".pdf": pdf_text,
    ".xlsx": workbook,
}
"""What of each form must be the same; pictures may differ with the version of matplotlib."""


@pytest.fixture(scope="module")
def fresh(tmp_path_factory):
    folder = tmp_path_factory.mktemp("voorbeelden")
    for arguments in SCRIPT.commands(folder):
        SCRIPT.run(arguments)
    return {path.name: path for path in folder.iterdir()}


def test_the_examples_are_those_of_today(fresh):
    kept = {path.name: path for path in SCRIPT.FOLDER.iterdir()}
    assert sorted(kept) == sorted(fresh), "run make voorbeelden"
    for name, path in fresh.items():
        read = READERS[path.suffix]
        assert read(kept[name].read_bytes()) == read(path.read_bytes()), f"{name}: make voorbeelden"


def test_the_examples_hold_the_forms_that_are_promised(fresh):
    assert pdf.available()
    assert sorted(fresh) == [
        "afwijkingen.xlsx",
        "dijk-en-waard.html",
        "groep.html",
        "meppel.html",
        "overijssel.html",
        "overijssel.pdf",
        "overijssel.xlsx",
    ]


@pytest.mark.slow
@pytest.mark.parametrize("width", [390, 1200])
def test_no_example_is_wider_than_the_window(visit, width):
    for path in sorted(SCRIPT.FOLDER.glob("*.html")):
        one = visit(path, {"width": width, "height": 844})
        one.page.evaluate(
            "for (const part of document.querySelectorAll('details')) part.open = true"
        )
        assert one.overflow() <= 0, path.name
