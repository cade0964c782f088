"""The elements under a Folium map: found, and put back as they were."""

import re
from collections import deque
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from copy import copy
from typing import Any

import folium
from branca.element import Div, Element, Figure, MacroElement

from lappendeken.maps.pages.offline import ENVIRONMENT

ID = re.compile(r"(?<![0-9a-f])[0-9a-f]{32}")
"""An identifier as branca makes them, by chance."""


def figure_of(drawn: folium.Map) -> Figure:
    """The figure that a map is drawn in.

    Examples
    --------
    >>> figure = Figure()
    >>> part = figure.add_subplot(1, 2, 1)
    >>> figure_of(folium.Map(tiles=None).add_to(part)) is figure
    True
    """
    root = drawn.get_root()
    # A part of a figure passes for a figure, but cannot be drawn by itself.
    while isinstance(root, Div) and root._parent is not None:
        root = root._parent.get_root()
    if not isinstance(root, Figure):
        raise TypeError("a map is drawn in a figure")
    return root


def elements(root: Element, also: Iterable[Element] = ()) -> list[Element]:
    """Every element that a figure leads to, those nearest to it first.

    Examples
    --------
    >>> drawn = folium.Map(tiles=None)
    >>> marker = folium.Marker((52, 5), icon=folium.Icon()).add_to(drawn)
    >>> marker.icon in elements(drawn.get_root())
    True
    """
    found: dict[int, Element] = {}
    waiting = deque([root, *also])
    while waiting:
        one = waiting.popleft()
        if id(one) not in found:
            found[id(one)] = one
            waiting.extend(_led_to(one))
    return list(found.values())


def _led_to(one: Element) -> Iterator[Element]:
    """What an element holds, by itself or in a list."""
    for value in vars(one).values():
        parts: Iterable[Any] = (value,)
        if isinstance(value, dict):
            parts = value.values()
        elif isinstance(value, list | tuple):
            parts = value
        yield from (part for part in parts if isinstance(part, Element))


def _styles(found: Iterable[Element]) -> Iterator[Element]:
    """What only a function leads to: patterns with which surfaces are to be filled."""
    for one in found:
        if isinstance(one, folium.GeoJson) and one.style:
            for feature in one.data["features"]:
                values = one.style_function(feature).values()
                yield from (value for value in values if isinstance(value, Element))


@contextmanager
def unchanged(root: Figure) -> Iterator[None]:
    """Put all elements back as they were, whatever is done to them in between.

    Examples
    --------
    >>> drawn = folium.Map(tiles=None)
    >>> with unchanged(drawn.get_root()):
    ...     drawn.location = [52, 5]
    ...     html = drawn.get_root().render()
    >>> drawn.location, len(drawn.get_root().script._children)
    ([0.0, 0.0], 0)
    """
    found = elements(root)
    before = [
        (one, dict(vars(one)), [(held, copy(held)) for held in vars(one).values() if _filled(held)])
        for one in elements(root, _styles(found))
    ]
    try:
        yield
    finally:
        for one, attributes, contents in before:
            vars(one).clear()
            vars(one).update(attributes)
            for held, content in contents:
                held.clear()
                if isinstance(held, dict):
                    held.update(content)
                else:
                    held.extend(content)


def _filled(held: Any) -> bool:
    """Whether rendering may put something in a value, or take it out."""
    return isinstance(held, dict | list)


def forget(root: Figure, name: str) -> None:
    """Drop from a figure what an earlier rendering of an element left there."""
    for part in (root.header, root.html, root.script):
        for own in [own for own in part._children if own.startswith(name)]:
            del part._children[own]


class LeftOut(MacroElement):
    """An empty layer in the place of one that needs the network.

    Parameters
    ----------
    layer : Element
        Whose name it takes, because scripts may name it.
    """

    _template = ENVIRONMENT.get_template("lege-laag.js.j2")

    def __init__(self, layer: Element) -> None:
        super().__init__()  # type: ignore[no-untyped-call]
        self._name, self._id = layer._name, layer._id


def renumber(texts: Iterable[str], ids: Iterable[str]) -> list[str]:
    """Give identifiers that chance made a number, in the order in which they appear.

    Examples
    --------
    >>> a, b = "a" * 32, "b" * 32
    >>> [text[-3:] for text in renumber([f"map_{b}", f"x_{a}", f"y_{b}", "c" * 32], [a, b])]
    ['001', '002', '001', 'ccc']
    """
    known = set(ids)
    numbers: dict[str, str] = {}

    def number(match: re.Match[str]) -> str:
        if match[0] not in known:
            return match[0]
        return numbers.setdefault(match[0], f"{len(numbers) + 1:032x}")

    return [ID.sub(number, text) for text in texts]
