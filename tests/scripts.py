"""The modules of the explorer, to be called from a test by name, in a browser page of their own."""

import json
from itertools import count

from lappendeken.maps.pages import assets

MODULES = ("zetten.js", "planbestand.js", "gevolgen.js", "adres.js", "waarom.js", "tafel.js")

_NUMBERS = count()


class Modules:
    """Calls functions of the scripts; `data` is what they get first, kept in the page."""

    def __init__(self, page, data):
        self.page = page
        code = assets.gathered(*MODULES)
        names = [line[7:].split(" ")[0] for line in code.splitlines() if line.startswith("const $")]
        given = ", ".join(f"{name.replace('-', '_')}: ${name}" for name in names)
        # As text, so that nothing of it is taken for markup.
        page.evaluate(f"(() => {{ {code}\nwindow.modules = {{ {given} }}; }})()")
        # Modules of other data may be asked in between.
        self.name = f"data{next(_NUMBERS)}"
        page.evaluate(
            "([name, text]) => { window[name] = JSON.parse(text); }", [self.name, json.dumps(data)]
        )

    def run(self, body, *values):
        """The value of a JavaScript expression of `m` (modules), `data` and `values`."""
        known = f"m = window.modules, data = window.{self.name}"
        script = f"(values) => {{ const {known}; return {body}; }}"
        return self.page.evaluate(script, list(values))
