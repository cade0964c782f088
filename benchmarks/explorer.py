"""How soon the explorer is there in a headless Chromium, and how soon it repaints."""

import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from statistics import median
from typing import Any

from lappendeken import load
from lappendeken.maps.pages.explorer import explorer
from lappendeken.maps.pages.offline import write

VISITS = 7
"""How often the page is opened, each time in a browser that never saw it."""

WINDOW = {"width": 1280, "height": 800}

_PAINTED = """
window.painted = new Promise((resolve) => {
  const look = () => {
    const there = document.querySelectorAll("path.leaflet-interactive").length;
    // The frame after the one in which they are all there has been painted.
    if (there === %d) requestAnimationFrame(() => resolve(performance.now()));
    else requestAnimationFrame(look);
  };
  requestAnimationFrame(look);
});
"""

_CHANGE = """(value) => new Promise((resolve) => {
  const select = document.getElementById("a");
  const start = performance.now();
  select.value = value;
  select.dispatchEvent(new Event("change", { bubbles: true }));
  const end = () => resolve(performance.now() - start);
  requestAnimationFrame(() => requestAnimationFrame(end));
})"""


_MOVE = """() => new Promise((resolve) => {
  const button = document.querySelector("#zet .doe");
  const start = performance.now();
  button.click();
  const end = () => resolve(performance.now() - start);
  requestAnimationFrame(() => requestAnimationFrame(end));
})"""

MOVES = 8


def explorer_figures() -> Iterator[tuple[str, float, float, str]]:
    """Time to the first paint with all gemeenten, and of a change of indeling until the repaint.

    Yields
    ------
    tuple
        What was measured, the median, its limit and the unit; nothing but a printed sentence
        where there is no Chromium.
    """
    tests = Path(__file__).parents[1] / "tests"
    sys.path.append(str(tests))
    from browser import find_chromium
    from playwright.sync_api import sync_playwright

    chromium = find_chromium()
    if chromium is None:
        print("the explorer in a browser: skipped, for there is no Chromium (set CHROMIUM)")
        return
    lap = load()
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        page = write(explorer(lap), Path(folder) / "index.html")
        browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        first = [_first_paint(browser, page, len(lap.gemeenten)) for _ in range(VISITS)]
        changes = _changes(browser, page, len(lap.indelingen))
        moves = _moves(browser, page)
        browser.close()
    what = f"explorer: first paint of {len(lap.gemeenten)} gemeenten"
    yield f"{what} (worst of {VISITS} {max(first):.2f})", median(first), 1.5, "s"
    what = "explorer: change of indeling until the repaint"
    yield f"{what} (worst of {len(changes)} {max(changes):.0f})", median(changes), 150, "ms"
    what = "explorer: move of a gemeente with all scores until the repaint"
    yield f"{what} (worst of {len(moves)} {max(moves):.0f})", median(moves), 150, "ms"


def _first_paint(browser: Any, page: Path, gemeenten: int) -> float:
    """Seconds from the start of the navigation until all gemeenten are on the screen."""
    context = browser.new_context(viewport=WINDOW, offline=True)
    tab = context.new_page()
    tab.add_init_script(_PAINTED % gemeenten)
    tab.goto(page.as_uri())
    milliseconds: float = tab.evaluate("window.painted")
    context.close()
    return milliseconds / 1000


def _changes(browser: Any, page: Path, indelingen: int) -> list[float]:
    """Milliseconds of the first choice of every indeling until two frames later."""
    context = browser.new_context(viewport=WINDOW, offline=True)
    tab = context.new_page()
    tab.goto(page.as_uri())
    tab.wait_for_timeout(500)
    # The page opens with the first two, so that choosing those again would change nothing.
    times = [tab.evaluate(_CHANGE, str(place)) for place in range(2, indelingen)]
    context.close()
    return times


def _moves(browser: Any, page: Path) -> list[float]:
    """Milliseconds of moving a gemeente back and forth until two frames later."""
    context = browser.new_context(viewport=WINDOW, offline=True)
    tab = context.new_page()
    tab.goto(f"{page.as_uri()}#a=jeugdregio&b=arbeidsmarktregio&g=GM0119")
    tab.wait_for_timeout(500)
    tab.evaluate("document.getElementById('watals').open = true")
    tab.wait_for_timeout(500)
    times = [tab.evaluate(_MOVE) for _ in range(MOVES)]
    context.close()
    return times
