"""Make the pictures of the maps: maps/*.html as maps/*.png.

Run it by `make previews`, which makes the maps first. It needs a Chromium on the system, found as
the browser tests find it: the variable CHROMIUM, or one of the usual names.
"""

import sys
from pathlib import Path

from playwright.sync_api import Page, ViewportSize, sync_playwright

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT / "tests"))

from browser import find_chromium  # type: ignore[import-not-found]  # noqa: E402

WINDOW = ViewportSize(width=1280, height=800)
SCALE = 0.68
"""As wide as a page on the web shows a picture; and under 250 kB each."""


def picture(page: Page, path: Path) -> Path:
    """Make the picture of one page.

    Parameters
    ----------
    page : Page
        Of a browser.
    path : Path
        The HTML file; the picture is put beside it.

    Returns
    -------
    Path
        The picture.
    """
    page.goto(path.as_uri())
    page.wait_for_function("document.fonts.status === 'loaded'")
    target = path.with_suffix(".png")
    page.screenshot(path=target, animations="disabled")
    return target


def main() -> int:
    """Make all pictures.

    Returns
    -------
    int
        Exit code.
    """
    pages = sorted((ROOT / "maps").glob("*.html"))
    chromium = find_chromium()
    if not pages or not chromium:
        missing = "maps in maps/: run `make demo`" if not pages else "Chromium: set CHROMIUM"
        print(f"There is no {missing}.", file=sys.stderr)
        return 1
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        context = browser.new_context(viewport=WINDOW, device_scale_factor=SCALE, offline=True)
        page = context.new_page()
        for path in pages:
            target = picture(page, path)
            print(f"{target.relative_to(ROOT)}  {target.stat().st_size / 1000:.0f} kB")
        browser.close()
    return 0


if __name__ == "__main__":
    sys.exit(main())
