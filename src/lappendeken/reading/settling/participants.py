"""Who takes part in a verband: several in one cell, and what is no gemeente, told by its name."""

import re
from collections.abc import Callable
from typing import Final

__all__ = ["OURSELVES", "no_gemeente", "split"]

OURSELVES: Final = frozenset(
    {"wij", "ons", "wijzelf", "onze gemeente", "eigen gemeente", "de gemeente", "gemeente"}
    | {"de eigen gemeente", "onze eigen gemeente", "deze gemeente", "wij zelf"}
)
"""How a gemeente calls itself in its own list."""

_KINDS: Final = (
    ("provincie", ("Provincie ",)),
    ("waterschap", ("Waterschap ", "Hoogheemraadschap ", "Hoogheermraadschap ", "Wetterskip ")),
    ("Rijk", ("Ministerie ", "Rijksarchief ")),
    ("andere organisatie", ("Stichting ",)),
    (
        "andere regeling",
        (
            "Dienst Sociale Zaken ",
            "Meerschap ",
            "Plassenschap ",
            "Recreatieschap ",
            "Regionale Afvalstoffendienst ",
            "Regionale Dienst ",
            "Veiligheidsregio ",
        ),
    ),
)
_EXACT: Final = {
    "De Dommel": "waterschap",
    "Kamer van Koophandel": "andere organisatie",
    "Rijk": "Rijk",
    "Sita Gemeentelijke Dienstverlening BV": "andere organisatie",
    "Stadsregio Amsterdam": "andere regeling",
}


_FOLDED: Final = {name.casefold(): kind for name, kind in _EXACT.items()}


def no_gemeente(participant: str) -> str | None:
    """Say what a participant is when it is no Dutch gemeente.

    Examples
    --------
    >>> no_gemeente("Waterschap Vechtstromen"), no_gemeente("Zwolle")
    ('waterschap', None)
    """
    whole = participant.casefold()
    name = whole.removeprefix("de ").removeprefix("het ")
    if name.endswith("(duitsland)"):
        return "Duitse gemeente, Kreis of kamer"
    if exact := _FOLDED.get(whole) or _FOLDED.get(name):
        return exact
    for kind, beginnings in _KINDS:
        if name.startswith(tuple(map(str.casefold, beginnings))):
            return kind
    return None


_HARD: Final = re.compile(r"[;|\n\r•·]+")
_SOFT: Final = re.compile(r"\s*[,/+&]\s*|\s+(?:en|alsmede|-|–)\s+", re.IGNORECASE)
_BEFORE: Final = re.compile(
    r"(?:[-–*]\s+|\d+[.)]\s+|(?:de\s+)?(?:deelnemende\s+)?gemeenten?\s*:\s*"
    r"|(?:de\s+)?gemeenten\s+|o\.a\.\s+|en\s+)+",
    re.IGNORECASE,
)
_WIDEST: Final = 6
"""So many parts at most are one name: 'Nuenen, Gerwen en Nederwetten' has three."""


def split(cell: str, known: Callable[[str], bool]) -> list[str]:
    """Divide a cell into those who take part; a name that is known stays whole.

    Examples
    --------
    >>> names = {"Zwolle", "Kampen", "Mook en Middelaar", "Nuenen, Gerwen en Nederwetten"}
    >>> split("Zwolle, Mook en Middelaar en Kampen", names.__contains__)
    ['Zwolle', 'Mook en Middelaar', 'Kampen']
    >>> split("Nuenen, Gerwen en Nederwetten; Mepel, Jeugd en Gezin", names.__contains__)
    ['Nuenen, Gerwen en Nederwetten', 'Mepel', 'Jeugd en Gezin']
    """
    found = []
    for piece in _HARD.split(cell):
        text = _without_lead(piece).strip(" ,.")
        if text:
            found += [text] if known(text) else _best(text, known)
    return found


def _without_lead(text: str) -> str:
    """A name without a bullet, a number or 'gemeenten' before it."""
    text = text.strip()
    lead = _BEFORE.match(text)
    return text if lead is None else text[lead.end() :]


def _best(text: str, known: Callable[[str], bool]) -> list[str]:
    """The division with the fewest parts that are unknown, and of those the coarsest."""
    cuts = list(_SOFT.finditer(text))
    starts, ends = [0, *(cut.end() for cut in cuts)], [*(cut.start() for cut in cuts), len(text)]
    commas = ["," in cut[0] for cut in cuts]
    total = len(starts)
    single = [_is_known(text[a:b], known) for a, b in zip(starts, ends, strict=True)]
    best: list[tuple[int, int, list[str]]] = [(0, 0, [])] * (total + 1)
    for first in reversed(range(total)):
        options = []
        for last in range(first, min(first + _WIDEST, total)):
            own = text[starts[first] : ends[last]].strip()
            unknown = 0
            if not known(own):
                comma = any(commas[first:last])
                # A kind of organisation goes on until something that is known by itself.
                other = no_gemeente(own) and not comma and not any(single[first + 1 : last + 1])
                unknown = 0 if other else last - first + 1
                if unknown > 1 and comma:
                    continue
            rest = best[last + 1]
            named = [_without_lead(own)] if own else []
            options.append((unknown * bool(own) + rest[0], 1 + rest[1], named + rest[2]))
        best[first] = min(options, key=lambda one: one[:2])
    return best[0][2]


def _is_known(text: str, known: Callable[[str], bool]) -> bool:
    return known(text) or no_gemeente(text) is not None
