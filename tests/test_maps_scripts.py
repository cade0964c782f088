"""The scripts of pages are modules of their own: explicit imports, and no name used twice."""

import re
from collections import Counter
from pathlib import Path

import pytest

from lappendeken.maps.pages import assets

FOLDER = Path(assets.__file__).parent.parent / "assets"
IMPORT = re.compile(r'^import \{([^}]*)\} from "\./([\w-]+)\.js";$', re.MULTILINE)
EXPORT = re.compile(r"^export (?:(?:async )?function|const) (\w+)", re.MULTILINE)
DEFINED = re.compile(r"^(?:export )?(?:(?:async )?function|const|let) (\w+)", re.MULTILINE)
ENTRIES = {
    "alles": "startExplorer",
    "paar": "startPair",
    "thema": "startTheme",
    "achtergrond": "layBackground",
}


@pytest.fixture(scope="module")
def modules():
    """The code of every module, by name."""
    found = {path.stem: path.read_text(encoding="utf-8") for path in FOLDER.glob("*.js")}
    # What users add needs this in the open: Folium asks for it by a name of its own.
    del found["toevoegingen"]
    return found


def imports(code):
    """What a module takes: pairs of a module and a name."""
    found = [(name, part) for names, name in IMPORT.findall(code) for part in names.split(",")]
    return [(name, part.strip()) for name, part in found if part.strip()]


def test_no_name_is_used_twice(modules):
    names = Counter(name for code in modules.values() for name in DEFINED.findall(code))
    assert [name for name, count in names.items() if count > 1] == []


def test_what_is_imported_is_exported_and_used(modules):
    taken = set()
    for code in modules.values():
        body = IMPORT.sub("", code)
        for other, name in imports(code):
            assert name in EXPORT.findall(modules[other])
            assert re.search(rf"\b{name}\b", body)
            taken.add((other, name))
    given = {(name, one) for name, code in modules.items() for one in EXPORT.findall(code)}
    # For a test, not for another script.
    tested = {("topologie", "readNumbers"), ("paren", "typesAndCounterparts")}
    assert given - taken == {*ENTRIES.items(), *tested} - taken


def test_every_import_is_one_that_the_page_understands(modules):
    for code in modules.values():
        lines = [line for line in code.splitlines() if re.match(r"(import|export)\b", line)]
        understood = len(IMPORT.findall(code)) + len(EXPORT.findall(code))
        assert len(lines) == understood


@pytest.mark.parametrize(("entry", "function"), ENTRIES.items())
def test_a_page_has_each_module_once_after_what_it_imports(modules, entry, function):
    script = assets.started(f"{entry}.js", function, "map")
    order = re.findall(r"^const \$([\w-]+) = \(\(\) => \{$", script, re.MULTILINE)
    assert len(order) == len(set(order))
    assert order[-1] == entry
    for place, name in enumerate(order):
        assert {other for other, _ in imports(modules[name])} <= set(order[:place])
    assert script.endswith(f"${entry}.{function}(map);\n}})();")
    assert not re.search(r"^\s*(//|/\*|\*|import |export )", script, re.MULTILINE)


def test_modules_that_import_each_other_are_refused(monkeypatch):
    code = {"a.js": 'import { b } from "./b.js";\n', "b.js": 'import { a } from "./a.js";\n'}
    monkeypatch.setattr(assets, "asset", code.__getitem__)
    with pytest.raises(ValueError, match="a - b - a"):
        assets.started("a.js", "a", "")


def test_styles_go_into_a_page_without_notes():
    assert "/*" not in assets.style("kaart.css")
    assert ".legenda summary" in assets.style("kaart.css")
