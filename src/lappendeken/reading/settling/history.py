"""What became of gemeenten, and of what they came: the reorganisations as a graph."""

from collections.abc import Iterable, Mapping

import pandas as pd

from lappendeken.names import canonical

RENAMED = "naamswijziging"
"""The `soort` of a step in which a gemeente went on under another name and code."""


class History:
    """Former and later gemeenten, by code and by name.

    Parameters
    ----------
    steps : DataFrame or None
        See `schema.HERINDELINGEN`; a step to the same code tells nothing here.

    Examples
    --------
    >>> steps = pd.DataFrame({"van_code": ["GM0381", "GM0424"], "van_naam": ["Bussum", "Muiden"],
    ...                       "naar_code": "GM1942", "naar_naam": "Gooise Meren",
    ...                       "soort": "samenvoeging"})
    >>> history = History(steps)
    >>> history.after("GM0381", frozenset({"GM1942"}))
    (['GM1942'], True)
    >>> history.before("GM1942", frozenset({"GM0381", "GM0424"}))
    (['GM0381', 'GM0424'], False)
    """

    def __init__(self, steps: pd.DataFrame | None) -> None:
        self._onward: dict[str, dict[str, None]] = {}
        self._back: dict[str, dict[str, None]] = {}
        self._renamed: set[tuple[str, str]] = set()
        named: dict[str, set[str]] = {}
        for row in () if steps is None else steps.itertuples(index=False):
            van, naar = str(row.van_code), str(row.naar_code)
            if van == naar:
                continue
            self._onward.setdefault(van, {})[naar] = None
            self._back.setdefault(naar, {})[van] = None
            if row.soort == RENAMED:
                self._renamed.add((van, naar))
            named.setdefault(canonical(str(row.van_naam)), set()).add(van)
            named.setdefault(canonical(str(row.naar_naam)), set()).add(naar)
        self._codes = {name: min(codes) for name, codes in named.items() if len(codes) == 1}

    def code_of(self, name: str) -> str | None:
        """Find a gemeente that ended or began by a reorganisation."""
        return self._codes.get(canonical(name))

    def after(self, code: str, known: frozenset[str]) -> tuple[list[str], bool]:
        """Find what became of a gemeente."""
        return _reach(code, self._onward, known)

    def before(self, code: str, known: frozenset[str]) -> tuple[list[str], bool]:
        """Find of what a gemeente came."""
        reached, _ = _reach(code, self._back, known)
        while code not in known and len(self._back.get(code, ())) == 1:
            (earlier,) = self._back[code]
            if (earlier, code) not in self._renamed:
                break
            code = earlier
        return reached, reached == [code]


def _reach(
    code: str, links: Mapping[str, Iterable[str]], known: frozenset[str]
) -> tuple[list[str], bool]:
    """Follow links to known gemeenten; whether every way ended in one."""
    reached: set[str] = set()
    seen, front = {code}, list(links.get(code, ()))
    complete = bool(front)
    while front:
        one = front.pop()
        if one in known:
            reached.add(one)
        elif one not in seen:
            seen.add(one)
            onward = list(links.get(one, ()))
            complete = complete and bool(onward)
            front += onward
    return sorted(reached), complete
