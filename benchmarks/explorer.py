"""How soon the explorer is there in a headless Chromium and repaints."""

import random
import tempfile
from collections.abc import Iterator
from pathlib import Path
from statistics import median
from typing import Any

from benchmarks.browsing import VISITS, WINDOW, chromium
from lappendeken import load
from lappendeken.maps.pages.explorer import explorer
from lappendeken.maps.pages.offline import write

_PAINTED = """
window.painted = new Promise((resolve) => {
  const look = () => {
    const there = document.querySelectorAll("path.leaflet-interactive").length;
    if (there !== %d) {
      requestAnimationFrame(look);
      return;
    }
    window.whenPainted(resolve);
  };
  requestAnimationFrame(look);
});
"""

# Asked in a frame, a message arrives when that frame has been painted.
_WHEN_PAINTED = """
window.whenPainted = (resolve, start = 0) => {
  const { port1, port2 } = new MessageChannel();
  port1.onmessage = () => resolve(performance.now() - start);
  port2.postMessage(null);
};
"""

_REPORTED = """() => new Promise((resolve) => {
  new PerformanceObserver((list) => {
    const [paint] = list.getEntriesByName("first-contentful-paint");
    if (paint) resolve(paint.startTime);
  }).observe({ type: "paint", buffered: true });
})"""
"""The browser may report a paint a while after it was done."""

_CHANGE = """(value) => new Promise((resolve) => {
  const select = document.getElementById("a");
  const start = performance.now();
  select.value = value;
  select.dispatchEvent(new Event("change", { bubbles: true }));
  requestAnimationFrame(() => window.whenPainted(resolve, start));
})"""

_MOVE = """() => new Promise((resolve) => {
  const button = document.querySelector("#zet .doe");
  const start = performance.now();
  button.click();
  requestAnimationFrame(() => window.whenPainted(resolve, start));
})"""

_BEST = """() => new Promise((resolve) => {
  const part = document.getElementById("watals");
  const start = performance.now();
  part.addEventListener("toggle", () => {
    requestAnimationFrame(() => window.whenPainted(resolve, start));
  }, { once: true });
  part.open = true;
})"""

MOVES = 8
THROTTLED = 4
USES = 400
"""Random choices one after another: as many as a reader makes in ten minutes, and more."""

LIMITS = {
    "first paint, as the browser reports it": (500, 1_500),
    "first paint of the whole map": (500, 1_500),
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
        What was measured, its value, its limit and the unit.
    """
    lap = load()
    with tempfile.TemporaryDirectory() as folder, chromium() as browser:
        page = write(explorer(lap, earlier=load("2016")), Path(folder) / "index.html")
        yield "explorer: size with both editions", page.stat().st_size / 1e6, 1.0, "MB"
        if browser is None:
            print("the explorer in a browser: skipped, for there is no Chromium (set CHROMIUM)")
            return
        for slower in (1, THROTTLED):
            reported, whole = _first_paints(browser, page, len(lap.gemeenten), slower)
            work = {
                "first paint, as the browser reports it": reported,
                "first paint of the whole map": whole,
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


def _opened(browser: Any, page: Path, slower: int, address: str = "") -> Any:
    """A tab with the page, once it is calm, on a processor that is so much slower."""
    context = browser.new_context(viewport=WINDOW, offline=True)
    tab = context.new_page()
    tab.add_init_script(_WHEN_PAINTED)
    tab.goto(f"{page.as_uri()}#{address}")
    tab.wait_for_timeout(500)
    _slow(context, tab, slower)
    return tab


def _slow(context: Any, tab: Any, slower: int) -> None:
    """Let the processor be so many times slower."""
    session = context.new_cdp_session(tab)
    session.send("Emulation.setCPUThrottlingRate", {"rate": slower})


def _first_paints(
    browser: Any, page: Path, gemeenten: int, slower: int
) -> tuple[list[float], list[float]]:
    """Milliseconds until there is something to see, and until all gemeenten are on the screen."""
    reported, whole = [], []
    for _ in range(VISITS):
        context = browser.new_context(viewport=WINDOW, offline=True)
        tab = context.new_page()
        tab.add_init_script(_WHEN_PAINTED + _PAINTED % gemeenten)
        _slow(context, tab, slower)
        tab.goto(page.as_uri())
        whole.append(float(tab.evaluate("window.painted")))
        reported.append(float(tab.evaluate(_REPORTED)))
        context.close()
    return reported, whole


def _changes(browser: Any, page: Path, indelingen: int, slower: int) -> list[float]:
    """Milliseconds of the first choice of every indeling until it is painted."""
    tab = _opened(browser, page, slower)
    # The page opens with the first two, so that choosing those again would change nothing.
    times = [_calmly(tab, _CHANGE, str(place)) for place in range(2, indelingen)]
    tab.context.close()
    return times


def _moves(browser: Any, page: Path, slower: int) -> list[float]:
    """Milliseconds of moving a gemeente back and forth until it is painted."""
    tab = _opened(browser, page, slower, "a=jeugdregio&b=arbeidsmarktregio&g=GM0119")
    tab.evaluate("document.getElementById('watals').open = true")
    tab.wait_for_timeout(500)
    times = [_calmly(tab, _MOVE) for _ in range(MOVES)]
    tab.context.close()
    return times


def _calmly(tab: Any, action: str, *given: str) -> float:
    """Milliseconds of an action on a page that has done all its work."""
    tab.wait_for_timeout(300)
    return float(tab.evaluate(action, *given))


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
