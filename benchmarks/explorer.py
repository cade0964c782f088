"""How soon the explorer is there in a headless Chromium and repaints."""

import random
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
    if (there !== %d) {
      requestAnimationFrame(look);
      return;
    }
    // A message arrives when the frame in which they are all there has been painted.
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = () => resolve(performance.now());
    port2.postMessage(null);
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

_BEST = """() => new Promise((resolve) => {
  const part = document.getElementById("watals");
  const start = performance.now();
  part.addEventListener("toggle", () => {
    requestAnimationFrame(() => requestAnimationFrame(() => resolve(performance.now() - start)));
  }, { once: true });
  part.open = true;
})"""

MOVES = 8
THROTTLED = 4
USES = 400
"""Random choices one after another: as many as a reader makes in ten minutes, and more."""

LIMITS = {
    "first paint": (500, 1_500),
    "change of indeling until the repaint": (50, 250),
    "move of a gemeente with all scores until the repaint": (100, 400),
    "all neighbouring moves scored and listed": (100, 500),
}
"""Milliseconds on a quiet machine, and with a processor that is four times as slow."""


def explorer_figures() -> Iterator[tuple[str, float, float, str]]:
    """Times, size and memory of the explorer.

    Yields
    ------
    tuple
        What was measured, its value, its limit and the unit; nothing but a printed sentence
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
        page = write(explorer(lap, earlier=load("2016")), Path(folder) / "index.html")
        yield "explorer: size with both editions", page.stat().st_size / 1e6, 1.0, "MB"
        browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        for slower in (1, THROTTLED):
            work = {
                "first paint": _first_paints(browser, page, len(lap.gemeenten), slower),
                "change of indeling until the repaint": _changes(
                    browser, page, len(lap.indelingen), slower
                ),
                "move of a gemeente with all scores until the repaint": _moves(
                    browser, page, slower
                ),
                "all neighbouring moves scored and listed": _best_moves(browser, page, slower),
            }
            for what, times in work.items():
                told = f"explorer: {what}, processor 1/{slower} (worst {max(times):.0f})"
                yield told, median(times), LIMITS[what][slower > 1], "ms"
        yield f"explorer: heap after {USES} random choices", _heap(browser, page), 40, "MB"
        browser.close()


def _opened(browser: Any, page: Path, slower: int, address: str = "") -> Any:
    """A tab with the page, once it is calm, on a processor that is so much slower."""
    context = browser.new_context(viewport=WINDOW, offline=True)
    tab = context.new_page()
    tab.goto(f"{page.as_uri()}#{address}")
    tab.wait_for_timeout(500)
    _slow(context, tab, slower)
    return tab


def _slow(context: Any, tab: Any, slower: int) -> None:
    """Let the processor be so many times slower."""
    session = context.new_cdp_session(tab)
    session.send("Emulation.setCPUThrottlingRate", {"rate": slower})


def _first_paints(browser: Any, page: Path, gemeenten: int, slower: int) -> list[float]:
    """Milliseconds from the start of the navigation until all gemeenten are on the screen."""
    times = []
    for _ in range(VISITS):
        context = browser.new_context(viewport=WINDOW, offline=True)
        tab = context.new_page()
        tab.add_init_script(_PAINTED % gemeenten)
        _slow(context, tab, slower)
        tab.goto(page.as_uri())
        times.append(float(tab.evaluate("window.painted")))
        context.close()
    return times


def _changes(browser: Any, page: Path, indelingen: int, slower: int) -> list[float]:
    """Milliseconds of the first choice of every indeling until two frames later."""
    tab = _opened(browser, page, slower)
    # The page opens with the first two, so that choosing those again would change nothing.
    times = [tab.evaluate(_CHANGE, str(place)) for place in range(2, indelingen)]
    tab.context.close()
    return times


def _moves(browser: Any, page: Path, slower: int) -> list[float]:
    """Milliseconds of moving a gemeente back and forth until two frames later."""
    tab = _opened(browser, page, slower, "a=jeugdregio&b=arbeidsmarktregio&g=GM0119")
    tab.evaluate("document.getElementById('watals').open = true")
    tab.wait_for_timeout(500)
    times = [tab.evaluate(_MOVE) for _ in range(MOVES)]
    tab.context.close()
    return times


def _best_moves(browser: Any, page: Path, slower: int) -> list[float]:
    """Milliseconds until the moves of all gemeenten are scored and the best stand there."""
    times = []
    for _ in range(VISITS):
        tab = _opened(browser, page, slower, "a=jeugdregio&b=arbeidsmarktregio")
        times.append(tab.evaluate(_BEST))
        tab.context.close()
    return times


def _heap(browser: Any, page: Path) -> float:
    """Megabytes in use after random choices of indelingen, gemeenten, provinces and looks."""
    tab = _opened(browser, page, 1)
    chance = random.Random(2026)  # noqa: S311  no secret
    looks = ["paar", "domeinen", "naast"]
    for _ in range(USES):
        a, b = chance.sample(["jeugdregio", "mo-bw-regio", "arbeidsmarktregio", "ggd-regio"], 2)
        parts = [
            f"a={a}&b={b}",
            f"beeld={chance.choice(looks)}",
            f"g=GM{chance.choice([193, 119, 518, 363]):04d}",
        ]
        parts += chance.sample(
            [
                "vorm=zeshoeken",
                "jaar=2016",
                "p=Drenthe",
                "grenzen=alle",
                "z=jeugdregio/GM0119/IJsselland",
            ],
            2,
        )
        tab.evaluate("(hash) => { location.hash = hash; }", "&".join(parts))
        tab.wait_for_timeout(10)
    session = tab.context.new_cdp_session(tab)
    session.send("HeapProfiler.collectGarbage")
    used: float = session.send("Runtime.getHeapUsage")["usedSize"] / 1e6
    tab.context.close()
    return used
