"""Make the pictures of the maps: maps/*.html as maps/*.png, and of the explorer for the docs.

Run it by `make previews`, which makes the maps first. It needs a Chromium on the system, found as
the browser tests find it: the variable CHROMIUM, or one of the usual names.
"""

import sys
from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from typing import Any

from PIL import Image
from playwright.sync_api import Browser, Page, ViewportSize, sync_playwright

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT / "tests"))

from browser import drop, find_chromium  # type: ignore[import-not-found]  # noqa: E402

WINDOW = ViewportSize(width=1280, height=800)
SCALE = 0.68
"""As wide as a page on the web shows a picture; and under 250 kB each."""

STATES_SCALE = 0.55
"""The same for a state of the explorer, of which there are many."""

COLOURS = 160

PAIR = "a=jeugdregio&b=arbeidsmarktregio"
PLAN = "&".join(
    f"z=jeugdregio/{code}/{name}"
    for code, name in (("GM0119", "IJsselland"), ("GM1701", "IJsselland"), ("GM0118", "IJsselland"))
)
OWN = "gemeente;regio\nSteenwijkerland;Reest\nStaphorst;Reest\nMeppel;Reest\nWesterveld;Reest\n"


def _show(part: str) -> Callable[[Page], object]:
    """What brings a part of the panel into view, opened."""
    script = """(id) => {
      const part = document.getElementById(id);
      if (part.tagName === "DETAILS") part.open = true;
      part.scrollIntoView();
    }"""
    return lambda page: page.evaluate(script, part)


STATES: dict[str, tuple[str, Callable[[Page], object] | None, dict[str, Any]]] = {
    "gemeente": (f"{PAIR}&g=GM0119", _show("gemeente"), {}),
    "regio": (f"{PAIR}&r=IJsselland", _show("keuze"), {}),
    "plan": (f"{PAIR}&g=GM0119&{PLAN}", _show("plan"), {}),
    "beste-zetten": (f"{PAIR}&p=Drenthe", _show("watals"), {}),
    "ranglijst": (PAIR, _show("rang"), {}),
    "toen-en-nu": ("a=mo-bw-regio&b=arbeidsmarktregio&jaar=2016", _show("toen"), {}),
    "drie-kaarten": ("beeld=naast&g=GM0119", None, {}),
    "zeshoeken": ("vorm=zeshoeken", None, {}),
    "eigen-indeling": (PAIR, lambda page: drop(page, "reest.csv", OWN.encode()), {}),
    "bevestigd": ("a=mo-bw-regio&b=jeugdregio&zeker=bevestigd", None, {}),
    "donker": ("beeld=domeinen&p=Overijssel", None, {"color_scheme": "dark"}),
    "telefoon": (
        f"{PAIR}&r=IJsselland",
        None,
        {"viewport": {"width": 390, "height": 844}, "has_touch": True, "is_mobile": True},
    ),
}
"""States of the explorer: the address, what is done then, and how it is looked at."""


def states(browser: Browser, explorer: Path, folder: Path) -> list[Path]:
    """Make the pictures of the states of the explorer.

    Parameters
    ----------
    browser : Browser
        To open it in.
    explorer : Path
        The page.
    folder : Path
        Where the pictures go.

    Returns
    -------
    list of Path
        The pictures.
    """
    made = []
    folder.mkdir(exist_ok=True)
    for name, (address, act, look) in STATES.items():
        choices: dict[str, Any] = {
            "viewport": WINDOW,
            "device_scale_factor": STATES_SCALE,
            "offline": True,
        } | look
        context = browser.new_context(**choices)
        page = context.new_page()
        page.goto(f"{explorer.as_uri()}#{address}")
        page.wait_for_timeout(800)
        if act is not None:
            act(page)
            page.wait_for_timeout(800)
        whole = Image.open(BytesIO(page.screenshot(animations="disabled")))
        made.append(folder / f"{name}.png")
        whole.convert("RGB").quantize(COLOURS, Image.Quantize.FASTOCTREE).save(
            made[-1], optimize=True
        )
        context.close()
    return made


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
        made = [picture(page, path) for path in pages]
        made += states(browser, ROOT / "maps" / "index.html", ROOT / "docs" / "verkenner")
        for target in made:
            print(f"{target.relative_to(ROOT)}  {target.stat().st_size / 1000:.0f} kB")
        browser.close()
    return 0


if __name__ == "__main__":
    sys.exit(main())
