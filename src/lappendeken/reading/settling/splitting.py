"""One cell with several names: taken apart at the signs between them."""

import re
from collections.abc import Callable
from typing import Final

__all__ = ["ANY", "STRONG", "apart", "every_part"]

STRONG: Final = re.compile(r"\s*[;|\n\r\v\f\u2028\u2029\u2022·]\s*")
"""Signs that stand in no name; a name with one of the others may be one name."""

_WEAK: Final = re.compile(r"\s*[/,+&]\s*|\s+(?:en|alsmede|-|–)\s+", re.IGNORECASE)
ANY: Final = re.compile(f"{STRONG.pattern}|{_WEAK.pattern}", re.IGNORECASE)
_MOST_JOINED: Final = 6
"""So many pieces make one name at most: Nuenen, Gerwen en Nederwetten are three."""

_BEFORE: Final = re.compile(
    r"(?:[-–*]\s+|\d+[.)]\s+|(?:de\s+)?(?:deelnemende\s+)?gemeenten?\s*:\s*"
    r"|(?:de\s+)?gemeenten\s+|o\.a\.\s+|en\s+)+",
    re.IGNORECASE,
)
_LONGEST: Final = 20_000
_Knows = Callable[[str], bool]
_Tells = Callable[[str], object]


def apart(text: str, loose: _Knows, plain: _Knows | None = None) -> tuple[list[str], bool]:
    """Take a cell apart into names; also whether it seems to hold more names than were found.

    Parameters
    ----------
    text : str
        What the cell holds.
    loose, plain : callable
        Whether something between signs that stand in no name is a name; whether something
        between signs and words that may stand in one is. The same when absent.

    Examples
    --------
    >>> names = {"Zwolle", "Kampen", "Mook en Middelaar", "Gooi en Vechtstreek"}
    >>> apart("Zwolle; Kampen", names.__contains__)
    (['Zwolle', 'Kampen'], False)
    >>> apart("Zwolle, Kampen en Mook en Middelaar", names.__contains__)[0]
    ['Zwolle', 'Kampen', 'Mook en Middelaar']
    >>> apart("Mook en Middelaar", names.__contains__), apart("Horst en Kogge", names.__contains__)
    ((['Mook en Middelaar'], False), (['Horst en Kogge'], False))
    >>> apart("Zwolle en omstreken", names.__contains__)
    (['Zwolle en omstreken'], True)
    """
    plain = plain or loose
    pieces = [piece for piece in STRONG.split(text) if piece.strip()]
    if len(text) > _LONGEST or not pieces or (len(pieces) == 1 and not _WEAK.search(pieces[0])):
        return [text], False
    found: list[str] = []
    strange = 0
    for piece in pieces:
        whole = len(pieces) > 1 and loose(piece)
        unknown, names = (0, [piece]) if whole else _division(piece, plain, _nothing)
        strange += unknown > 0
        found += [piece] if unknown else names
    if not strange:
        return found, False
    if len(pieces) > 1:
        return (found, True) if strange < len(pieces) else ([text], True)
    return [text], any(plain(one) for one in _WEAK.split(text) if one)


def every_part(cell: str, known: _Knows, other: _Tells) -> list[str]:
    """Take apart a cell that is a list: what is known stays whole, the unknown is a part too.

    Parameters
    ----------
    cell : str
        A list, with or without bullets, numbers or 'gemeenten' before its parts.
    known, other : callable
        Whether a text is a name that is known; whether it is the name of something else.

    Examples
    --------
    >>> names = {"Zwolle", "Kampen", "Mook en Middelaar", "Nuenen, Gerwen en Nederwetten"}
    >>> every_part("Zwolle, Mook en Middelaar en Kampen", names.__contains__, str.isupper)
    ['Zwolle', 'Mook en Middelaar', 'Kampen']
    >>> text = "Nuenen, Gerwen en Nederwetten; Mepel, Jeugd en Gezin"
    >>> every_part(text, names.__contains__, str.isupper)
    ['Nuenen, Gerwen en Nederwetten', 'Mepel', 'Jeugd en Gezin']
    """
    found: list[str] = []
    for piece in STRONG.split(cell):
        text = _without_lead(piece).strip(" ,.")
        if text:
            parts = [text] if known(text) else _division(text, known, other)[1]
            found += map(_without_lead, parts)
    return found


def _without_lead(text: str) -> str:
    """A name without a bullet, a number or 'gemeenten' before it."""
    text = text.strip()
    lead = _BEFORE.match(text)
    return text if lead is None else text[lead.end() :]


def _division(text: str, known: _Knows, other: _Tells) -> tuple[int, list[str]]:
    """The division with the fewest pieces that are unknown, and of those the coarsest.

    A text of something else goes on until a piece that is known by itself.
    """
    cuts = list(_WEAK.finditer(text))
    starts, ends = [0, *(cut.end() for cut in cuts)], [*(cut.start() for cut in cuts), len(text)]
    commas = ["," in cut[0] for cut in cuts]
    total = len(starts)
    pieces = [text[a:b] for a, b in zip(starts, ends, strict=True)]
    single = [known(piece) or bool(other(piece)) for piece in pieces]
    best: list[tuple[int, int, list[str]]] = [(0, 0, [])] * (total + 1)
    for first in reversed(range(total)):
        options = []
        for last in range(first, min(first + _MOST_JOINED, total)):
            own = text[starts[first] : ends[last]].strip()
            unknown = 0
            if own and not known(own):
                comma = any(commas[first:last])
                strange = not other(own) or comma or any(single[first + 1 : last + 1])
                unknown = last - first + 1 if strange else 0
                if unknown > 1 and comma:
                    continue
            rest = best[last + 1]
            options.append((unknown + rest[0], 1 + rest[1], ([own] if own else []) + rest[2]))
        best[first] = min(options, key=lambda one: one[:2])
    return best[0][0], best[0][2]


def _nothing(text: str) -> None:
    """No text is that of something else."""
