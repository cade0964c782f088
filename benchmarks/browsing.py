"""The system's Chromium, found as the tests find it."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

WINDOW = {"width": 1280, "height": 800}
VISITS = 7
"""How often a page is opened, each time in a browser that never saw it."""


@contextmanager
def chromium() -> Iterator[Any]:
    """A running Chromium, or None where there is none.

    Yields
    ------
    Browser or None
    """
    sys.path.append(str(Path(__file__).parents[1] / "tests"))
    from browser import find_chromium
    from playwright.sync_api import sync_playwright

    path = find_chromium()
    if path is None:
        yield None
        return
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=["--no-sandbox"])
        yield browser
        browser.close()
