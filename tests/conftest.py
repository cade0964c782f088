"""The hand-drawn quilt that every module is tested on.

Fifteen gemeenten of 1 by 1 km, and the island I, joined to N by a ferry. Four indelingen lie on
it. `jeugd` and `werk` are partitions, but `werk` does not reach the island; `zorg` is a cover in
which C and P are in two verbanden; `wonen` reaches only the three gemeenten of its verbanden.

    gemeenten           jeugd               werk                zorg
    A B C D E           n n o o o           x x y y y           s s st t t
    F G H J K           n n o o o           w w y y y           s s t  t t
    L M N O P           z z z m m           v v v v u           r r r  r rq
    . . I . .           . . m . .           . . . . .           . . q  . .
        (ferry N-I)

Against werk, jeugd has every type: n is samengesteld (of x and w), o is gelijk (to y), z is
genest (in v), and m is doorsnijdend (O is in v with L, M and N; P is alone in u).
"""

import os
import signal
import sys
from collections import Counter
from dataclasses import fields, replace
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from browser import DESKTOP, Visit, find_axe, find_chromium, hostile_folder
from hypothesis import settings
from quilts import HEADER, cells, collection, feature, members, square, write_folder

import lappendeken as ld
from lappendeken import model
from lappendeken.cli import main
from lappendeken.indeling import Indeling
from lappendeken.reading.editions import is_embedded
from lappendeken.reading.tables import read_tables

if TYPE_CHECKING:
    import pandas as pd

collect_ignore = ["qgis_view.py"]
"""What the Python of QGIS runs."""

settings.register_profile("default", max_examples=30, deadline=None, derandomize=True)
settings.register_profile("thorough", max_examples=1000, deadline=None)
settings.load_profile("default")

GEMEENTEN = """
A B C D E
F G H J K
L M N O P
. . I . .
"""
DRAWINGS = {
    "jeugd": """
n n o o o
n n o o o
z z z m m
. . m . .
""",
    "werk": """
x x y y y
w w y y y
v v v v u
. . . . .
""",
    "zorg": """
s s st t t
s s t  t t
r r r  r rq
. . q  . .
""",
    "wonen": """
. . .  . .
. . .  k k
. . .  . l
. . .  . .
""",
}
LETTERS = sorted(cells(GEMEENTEN))
CODES = {letter: f"GM{k:04d}" for k, letter in enumerate(LETTERS, start=1)}
"""A is GM0001, B is GM0002, and so on in order of the alphabet, the island among them."""

THOUSANDS = {"A": 3, "L": 2, "O": 2, "I": 4}
"""Thousands of inhabitants; every other gemeente has one."""

WEST = set("ABFGLM")
"""The two columns on the left are Utrecht, the rest Gelderland."""


def _features() -> list[dict[str, object]]:
    # The island lies a kilometre south of the coast, and it is twice as wide as drawn.
    shapes = {letter: square(*place) for letter, place in cells(GEMEENTEN).items()}
    shapes["I"] = square(2, 4, side=2)
    return [
        feature(
            CODES[letter],
            f"Dorp {letter}",
            shapes[letter],
            provincie="Utrecht" if letter in WEST else "Gelderland",
            inwoners=1000 * THOUSANDS.get(letter, 1),
            oppervlakte_km2=4.0 if letter == "I" else 1.0,
        )
        for letter in LETTERS
    ]


def _rows() -> str:
    lines = [HEADER]
    domein = {"jeugd": "jeugd", "werk": "werk", "zorg": "zorg", "wonen": "zorg"}
    for indeling, drawing in DRAWINGS.items():
        for verband, letters in members(GEMEENTEN, drawing).items():
            for letter in letters:
                rol = "centrumgemeente" if letter == min(letters) else ""
                where = f"{CODES[letter]},Dorp {letter}"
                lines.append(
                    f"{indeling}-{verband},{verband.upper()},{indeling},{domein[indeling]},"
                    f"convenant,inkoop,{rol},{where},2015-01-01,,tekening"
                )
    return "\n".join(lines) + "\n"


def pytest_sessionstart():
    """Read an edition that comes with the program once a process, whoever loads it."""
    model.read_tables = _read_once
    # A shell takes Ctrl-C away from what runs in the background; tests send one.
    signal.signal(signal.SIGINT, signal.default_int_handler)
    # An installed program has its bytecode, and so have the tests and the commands that they run.
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
    sys.dont_write_bytecode = False


def _read_once(folder):
    """The tables of a folder; a copy, so that no test sees what another did to them."""
    tables = _read_edition(folder) if is_embedded(folder) else read_tables(folder)
    frames = {
        one.name: frame.copy()
        for one in fields(tables)
        if hasattr(frame := getattr(tables, one.name), "copy")
    }
    return replace(tables, **frames)


_read_edition = cache(read_tables)


_SLOW_EXAMPLES = {"readings", "sweep", "follow"}


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items):
    """Tests in a browser are slow, and so are some examples in docstrings."""
    for item in items:
        example = isinstance(item, pytest.DoctestItem) and item.name.split(".")[-1]
        if item.get_closest_marker("browser") or example in _SLOW_EXAMPLES:
            item.add_marker(pytest.mark.slow)


def pytest_terminal_summary(terminalreporter, config):
    """Say that tests were left out; xdist does not count them."""
    faults = [
        one
        for outcome in ("passed", "failed")
        for one in terminalreporter.stats.get(outcome, [])
        if "test_injected_faults.py" in getattr(one, "nodeid", "") and one.when == "call"
    ]
    if faults:
        failed = sum(one.failed for one in faults)
        terminalreporter.write_line(f"Injected faults: {len(faults)} tried, {failed} not survived.")
        kinds = Counter(dict(one.user_properties).get("fault", "other") for one in faults)
        listed = ", ".join(f"{kind} {amount}" for kind, amount in sorted(kinds.items()))
        terminalreporter.write_line(f"Of each: {listed}.")
    if config.option.markexpr == "not slow":
        terminalreporter.write_line("Left out: the tests marked slow; make test runs them too.")


@pytest.fixture(scope="session")
def axe() -> str:
    """The script of axe-core, which looks at accessibility."""
    path = find_axe()
    if path is None:
        pytest.skip("no axe-core found: set AXE to its axe.min.js, or run `make axe`")
    return path.read_text(encoding="utf-8")


@pytest.fixture(scope="session")
def quilt_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The drawn quilt as the two tables that a user brings, with a ferry."""
    ferry = f"van_code,naar_code,soort,naam\n{CODES['N']},{CODES['I']},veer,Pont van N\n"
    return write_folder(
        tmp_path_factory.mktemp("quilt") / "quilt",
        gemeenten=collection(_features()),
        verbanden=_rows(),
        verbindingen_csv=ferry,
        datapackage_json='{"name": "quilt", "peildatum": "2016-01-01"}',
    )


@pytest.fixture(scope="session")
def quilt(quilt_folder: Path) -> ld.Lappendeken:
    """The drawn quilt, read through the front door."""
    return ld.load(quilt_folder)


@pytest.fixture(scope="session")
def jeugd(quilt: ld.Lappendeken) -> Indeling:
    """A partition that reaches everyone."""
    return quilt.indeling("jeugd")


@pytest.fixture(scope="session")
def werk(quilt: ld.Lappendeken) -> Indeling:
    """A partition that does not reach the island."""
    return quilt.indeling("werk")


@pytest.fixture(scope="session")
def zorg(quilt: ld.Lappendeken) -> Indeling:
    """A cover: C and P are in two verbanden."""
    return quilt.indeling("zorg")


@pytest.fixture(scope="session")
def wonen(quilt: ld.Lappendeken) -> Indeling:
    """A partition that reaches three gemeenten."""
    return quilt.indeling("wonen")


@pytest.fixture(scope="session")
def inwoners(quilt: ld.Lappendeken) -> "pd.Series[int]":
    """Inhabitants as weights."""
    return quilt.gemeenten["inwoners"]


@pytest.fixture(scope="session")
def codes() -> dict[str, str]:
    """The code of each letter of the drawing."""
    return CODES


@pytest.fixture(scope="session")
def real() -> ld.Lappendeken:
    """The edition of 2016."""
    return ld.load("2016")


@pytest.fixture(scope="session")
def today() -> ld.Lappendeken:
    """The current edition."""
    return ld.load()


@pytest.fixture(scope="session")
def page_of_today(today: ld.Lappendeken, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The explorer of the current edition, made once a process for all who open it."""
    path = tmp_path_factory.mktemp("vandaag") / "verkenner.html"
    return ld.maps.write(ld.maps.explorer(today), path)


@pytest.fixture(scope="session")
def real_maps(real: ld.Lappendeken, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """All maps of the embedded data in one folder; the explorer alone takes seconds to make."""
    folder = tmp_path_factory.mktemp("kaarten") / "nieuw"
    ld.maps.write_all(real, folder)
    return folder


@pytest.fixture(scope="session")
def hostile_maps(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """All maps of data in which every name tries to be markup or code."""
    folder = tmp_path_factory.mktemp("vijandig")
    ld.maps.write_all(ld.load(hostile_folder(folder)), folder / "uit")
    return folder / "uit"


@pytest.fixture(scope="session")
def chromium():
    """The system's Chromium without a network; a test that wants it is skipped without."""
    from playwright.sync_api import sync_playwright

    path = find_chromium()
    if path is None:
        reason = "no Chromium found: set CHROMIUM, or install chromium"
        if os.environ.get("CI") == "true":
            pytest.fail(reason)
        pytest.skip(reason)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=["--no-sandbox"])
        yield browser
        browser.close()


@pytest.fixture
def visit(chromium):
    """Open a page from disk; in the end it has asked for nothing, and complained of nothing."""
    visits = []

    def start(path, size=DESKTOP, **choices):
        visits.append(Visit(chromium, path, size, **choices))
        return visits[-1]

    yield start
    for one in visits:
        one.context.close()
    for one in visits:
        assert one.requests == []
        assert one.complaints == []
        assert one.dialogs == []


@pytest.fixture
def run(capsys, monkeypatch):
    """Run a command line on a screen of 80 columns; give exit code, output and messages."""
    monkeypatch.setenv("COLUMNS", "80")
    monkeypatch.delenv("FORCE_COLOR", raising=False)

    def run_command(*arguments):
        with pytest.raises(SystemExit) as stop:
            main([str(one) for one in arguments])
        captured = capsys.readouterr()
        return stop.value.code, captured.out, captured.err

    return run_command
