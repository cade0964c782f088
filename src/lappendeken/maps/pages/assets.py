"""Styles and scripts of this package, as they go into a page.

A script is a module: it says what it takes from which other, and what it gives. A page has one
script, in which every module that it needs keeps a scope of its own.
"""

import re
from functools import cache
from importlib import resources

_IMPORT = re.compile(r'^import (\{[^}]*\}) from "\./([\w-]+)\.js";\n', re.MULTILINE)
_EXPORT = re.compile(r"^export ((?:(?:async )?function|const) (\w+))", re.MULTILINE)
_NOTES = re.compile(r"^[ \t]*(?://|/?\*).*\n", re.MULTILINE)
_CSS_NOTES = re.compile(r"/\*.*?\*/\s*", re.DOTALL)
_CSS_SPACE = re.compile(r"\s*([{};,])\s*|(?<=:)\s+")
_INDENT = re.compile(r"^\s+", re.MULTILINE)


@cache
def asset(name: str) -> str:
    """A file of this package."""
    return (resources.files("lappendeken.maps") / "assets" / name).read_text(encoding="utf-8")


@cache
def style(name: str) -> str:
    """A style sheet as it goes into a page."""
    return squeezed(asset(name))


def squeezed(css: str) -> str:
    """Styles without their notes, and without the space around what stands between parts.

    Examples
    --------
    >>> squeezed("/* note */ a, b { color: red; }")
    'a,b{color:red}'
    """
    return _CSS_SPACE.sub(r"\1", _CSS_NOTES.sub("", css)).replace(";}", "}").strip()


@cache
def gathered(*entries: str) -> str:
    """The code of some modules with all that they import, each as `$name`."""
    found: dict[str, str] = {}
    for entry in entries:
        _add(entry.removesuffix(".js"), found, ())
    return "\n".join(found.values())


@cache
def started(entry: str, function: str, argument: str) -> str:
    """A script with all that it imports, and a call of one function that it exports.

    Examples
    --------
    >>> print(started("gegevens.js", "readData", "'kaart'")[-34:])
    $gegevens.readData('kaart');
    })();
    """
    name = entry.removesuffix(".js")
    code = gathered(entry)
    return f'(() => {{\n"use strict";\n{code}\n${name}.{function}({argument});\n}})();'


def _add(name: str, found: dict[str, str], users: tuple[str, ...]) -> None:
    """Add a module after those that it imports."""
    if name in found:
        return
    if name in users:
        raise ValueError(f"scripts import each other: {' - '.join([*users, name])}")
    code = asset(f"{name}.js")
    for _, other in _IMPORT.findall(code):
        _add(other, found, (*users, name))
    given = ", ".join(export for _, export in _EXPORT.findall(code))
    body = _IMPORT.sub(r"const \1 = $\2;\n", _EXPORT.sub(r"\1", code))
    body = _INDENT.sub("", _NOTES.sub("", body))
    found[name] = f"const ${name} = (() => {{\n{body}return {{ {given} }};\n}})();"
