"""The modules of the explorer, to be called from a test by name, in a browser page of their own."""

from lappendeken.maps.pages import assets

MODULES = ("zetten.js", "planbestand.js", "gevolgen.js", "adres.js")


class Modules:
    """Calls functions of the scripts; `data` is what they get first, kept in the page."""

    def __init__(self, page, data):
        self.page = page
        code = assets.gathered(*MODULES)
        names = [line[7:].split(" ")[0] for line in code.splitlines() if line.startswith("const $")]
        given = ", ".join(f"{name.replace('-', '_')}: ${name}" for name in names)
        # As text, so that nothing of it is taken for markup.
        page.evaluate(f"(() => {{ {code}\nwindow.modules = {{ {given} }}; }})()")
        page.evaluate("data => { window.data = data; }", data)

    def run(self, body, *values):
        """The value of a JavaScript expression of `m` (modules), `data` and `values`."""
        script = f"(values) => {{ const m = window.modules, data = window.data; return {body}; }}"
        return self.page.evaluate(script, list(values))
