"""How long the site of the country takes, how large it is, and how soon each page is there."""

import random
import tempfile
from collections.abc import Iterator
from pathlib import Path
from statistics import median
from typing import Any

from benchmarks.browsing import VISITS, WINDOW, chromium
from benchmarks.measuring import seconds
from lappendeken import load, site

SAMPLE = 3
"""Pages of a kind that are opened, beside the largest."""

_FIRST_PAINT = """() => new Promise((resolve) => {
  new PerformanceObserver((list) => {
    for (const one of list.getEntriesByName("first-contentful-paint")) resolve(one.startTime);
  }).observe({ type: "paint", buffered: true });
})"""


def site_figures() -> Iterator[tuple[str, float, float, str]]:
    """Time of a first and a second run, size, files; first paint of every kind of page.

    Yields
    ------
    tuple
        What was measured, the figure, its limit and the unit.
    """
    lap = load()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name) / "site"
        first = seconds(lambda: site.write(lap, folder, jobs=-1), 1)
        yield "site of the country, on all cores", first, 300, "s"
        again = seconds(lambda: site.write(lap, folder, jobs=-1), 1)
        yield "the same again, nothing changed", again, 20, "s"
        files = [path for path in folder.rglob("*") if path.is_file()]
        yield "its size", sum(path.stat().st_size for path in files) / 1e6, 60, "MB"
        yield "its files", len(files), 3_000, "files"
        with chromium() as browser:
            if browser is None:
                print("first paint of its pages: skipped, for there is no Chromium (set CHROMIUM)")
                return
            for kind, pages in _kinds(folder).items():
                times = {page: _first_paint(browser, page) for page in pages}
                slowest = max(times, key=lambda page: times[page])
                told = f"first paint of {kind} ({len(pages)} pages, {VISITS} visits each)"
                yield f"{told}, slowest {slowest.name}", times[slowest], 500, "ms"


def _kinds(folder: Path) -> dict[str, list[Path]]:
    """The pages of each kind: all that stand beside the home page, of others the largest and some.

    A kind is a folder.
    """
    chance = random.Random(2026)  # noqa: S311  no secret
    kinds = {f"{one.name}/": sorted(one.glob("*.html")) for one in folder.iterdir() if one.is_dir()}
    sampled = {
        kind: [
            max(pages, key=lambda page: page.stat().st_size),
            *chance.sample(pages, min(SAMPLE, len(pages))),
        ]
        for kind, pages in sorted(kinds.items())
        if pages
    }
    return {"the first level": sorted(folder.glob("*.html"))} | sampled


def _first_paint(browser: Any, page: Path) -> float:
    """Milliseconds from the start of the navigation until something can be read; the median."""
    times = []
    for _ in range(VISITS):
        context = browser.new_context(viewport=WINDOW, offline=True)
        tab = context.new_page()
        tab.goto(page.as_uri())
        times.append(float(tab.evaluate(_FIRST_PAINT)))
        context.close()
    return median(times)
