"""What the browser tests and the previews share: the system's Chromium, a visit, hostile data."""

import os
import shutil
from pathlib import Path

from quilts import collection, feature, square, write_folder

from lappendeken.schema import ZEKERHEDEN

DESKTOP = {"width": 1280, "height": 800}
PHONE = {"width": 390, "height": 844}
GEMEENTE = "path.leaflet-interactive"

CHROMIUM_NAMES = (
    "chromium",
    "chromium-browser",
    "google-chrome",
    "google-chrome-stable",
    "msedge",
)

HOSTILE = (
    "<img src=x onerror=alert(1)>",
    "${alert(1)}",
    "</script><script>alert(2)</script>",
    "\"'><b onmouseover='alert(3)'>",
    "{{ 7 * 7 }}{% raw %}",
    "<!-- --> \u2028\u2029 &lt;i&gt; \\u003c",
    "Een heel lange naam " * 12,
    "Zonderspatie" * 20,
    "constructor",
)
"""Names that must appear on a page just as they are."""


def find_chromium() -> str | None:
    """The system's Chromium: what `CHROMIUM` names, else the first of the usual names."""
    given = os.environ.get("CHROMIUM")
    if given:
        return shutil.which(given)
    return next(filter(None, map(shutil.which, CHROMIUM_NAMES)), None)


def find_axe() -> Path | None:
    """The script of axe-core: what `AXE` names, else what `make axe` fetched."""
    path = Path(os.environ.get("AXE") or Path(__file__).parents[1] / ".venv/axe/package/axe.min.js")
    return path if path.is_file() else None


def axe_faults(page, axe, only=None) -> list[str]:
    """What axe finds on a page of which everything is open."""
    page.evaluate("for (const one of document.querySelectorAll('details')) one.open = true")
    page.evaluate(axe)
    run = "(only) => axe.run(document, {resultTypes: ['violations'], ...only})"
    found = page.evaluate(run, only or {})["violations"]
    return [f"{one['id']}: {one['nodes'][0]['html'][:120]}" for one in found]


_FILLED = "new Promise((done) => requestAnimationFrame(() => setTimeout(() => setTimeout(done))))"
"""The explorer fills its tables after the frame that shows the map and the scores."""


def filled(page):
    """The page, once the explorer has filled its tables."""
    page.evaluate(_FILLED)
    return page


class Visit:
    """A page opened from disk, with all that it asks for and complains about.

    `address` is what follows the # in the address; other choices are those of a browser context.
    """

    def __init__(self, browser, path, size=DESKTOP, *, address="", **choices):
        self.requests, self.complaints, self.dialogs = [], [], []
        self.context = browser.new_context(viewport=size, offline=True, **choices)
        self.page = self.context.new_page()
        self.page.set_default_timeout(10_000)
        self.page.route("**/*", self._answer)
        self.page.on("console", lambda message: self.complaints.append(message.text))
        self.page.on("pageerror", lambda error: self.complaints.append(str(error)))
        self.page.on("dialog", self._dismiss)
        self.own = path.as_uri()
        self.page.goto(f"{self.own}#{address}" if address else self.own)
        if choices.get("java_script_enabled", True):
            filled(self.page)

    def _answer(self, route):
        if route.request.url.partition("#")[0] == self.own:
            route.continue_()
        else:
            self.requests.append(route.request.url)
            route.abort()

    def _dismiss(self, dialog):
        self.dialogs.append(dialog.message)
        dialog.dismiss()

    def gemeente(self, number):
        """Move the pointer to a gemeente, and give what is shown of it."""
        self.page.locator(GEMEENTE).nth(number).hover(force=True)
        box = self.page.locator(".aanwijzer")
        box.wait_for(state="visible")
        return box

    def focused(self):
        """The text of what has the focus."""
        return self.page.evaluate("document.activeElement.textContent.trim()")

    def overflow(self):
        """By how many pixels the page is wider than the window."""
        return self.page.evaluate(
            "document.documentElement.scrollWidth - document.documentElement.clientWidth"
        )


def width(page, number):
    """Of a gemeente on the screen, as it is now."""
    return page.locator(GEMEENTE).nth(number).bounding_box()["width"]


def await_width(page, number, least, most=float("inf")):
    """Wait until a gemeente is so wide: a map moves for a while, on a busy machine a long one."""
    page.wait_for_function(
        """([selector, number, least, most]) => {
          const { width } = document.querySelectorAll(selector)[number].getBoundingClientRect();
          return least <= width && (most === null || width <= most);
        }""",
        arg=[GEMEENTE, number, least, None if most == float("inf") else most],
    )


def drop(page, name, content):
    """Drop a file on the page."""
    script = """([name, text]) => {
      const transfer = new DataTransfer();
      transfer.items.add(new File([new Uint8Array(text)], name));
      document.body.dispatchEvent(new DragEvent('drop', {dataTransfer: transfer, bubbles: true}));
    }"""
    page.evaluate(script, [name, list(content)])


def hostile_folder(folder: Path) -> Path:
    """Nine gemeenten in a square; every name in the data tries to be markup or code."""
    features = [
        feature(f"GM{k + 1:04d}", name.strip(), square(k % 3, k // 3), provincie="<s>P</s>")
        for k, name in enumerate(HOSTILE)
    ]
    lines = ["verband_id,verband,indeling,domein,gemeente_code,bron,stand,zekerheid"]
    for k in range(len(HOSTILE)):
        for indeling, domein, verband in (("j", "jeugd", k // 3), ("w", "werk", 3 + k // 4)):
            name = HOSTILE[verband].replace('"', '""')
            row = f'{indeling}{verband},"{name}",{indeling},{domein},GM{k + 1:04d}'
            lines.append(f"{row},<u>bron</u>,2016,{ZEKERHEDEN[k % 3]}")
    labels = [
        "indeling,naam,enkelvoud,domein,standaard",
        "j,<i>jeugd</i></script>${1},<u>jeugd</u>,jeugd,ja",
        'w,{{ 7 * 7 }} werk,"""werk""",werk,ja',
    ]
    return write_folder(
        folder / "<b>map",
        gemeenten=collection(features),
        verbanden="\n".join(lines) + "\n",
        indelingen_csv="\n".join(labels) + "\n",
        datapackage_json='{"peildatum": "2020-02-29"}',
    )
