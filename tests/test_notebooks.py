"""The notebooks run from begin to end, and show what they say they do."""

import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
sys.path.append(str(ROOT / "scripts"))

from notebooks import as_page  # noqa: E402

FOLDER = ROOT / "docs" / "notebooks"
SHOWN = {
    "1_from_load_to_table": ("0.729", "doorsnijdend    15", r"\begin{tabular}"),
    "2_own_data": ("Misschien Meppel, Epe of Texel", "4 -> 5"),
    "3_null_models": ("p_holm", "0.015"),
    "4_optimum": ("9 of 75 deelnames change; status: bewezen",),
    "5_networks": ("342 nodes and 2228 edges", "\nTrue\n"),
    "6_export": ("quilt.qgs", "\nMeppel\n"),
}


def test_every_notebook_is_tried():
    assert {path.stem for path in FOLDER.glob("*.py")} == set(SHOWN)


@pytest.mark.slow
@pytest.mark.parametrize("name", SHOWN)
def test_a_notebook_prints_what_its_page_shows(name):
    page = as_page(FOLDER / f"{name}.py")
    assert page.startswith("# ")
    for text in SHOWN[name]:
        assert text in page
