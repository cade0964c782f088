"""How wide letters are in Arial, and how many lines a text takes."""

import re

_REGULAR = (
    "278 278 355 556 556 889 667 191 333 333 389 584 278 333 278 278 556 556 556 556 556 556 556 "
    "556 556 556 278 278 584 584 584 556 1015 667 667 722 722 667 611 778 722 278 500 667 556 833 "
    "722 778 667 778 722 667 611 722 667 944 667 667 611 278 278 278 469 556 333 556 556 500 556 "
    "556 278 556 556 222 222 500 222 833 556 556 556 556 333 500 278 556 500 722 500 500 500 334 "
    "260 334 584"
)
_BOLD = (
    "278 333 474 556 556 889 722 238 333 333 389 584 278 333 278 278 556 556 556 556 556 556 556 "
    "556 556 556 333 333 584 584 584 611 975 722 722 722 722 667 611 778 722 278 556 722 611 833 "
    "722 778 667 778 722 667 611 722 667 944 667 667 611 333 278 333 584 556 333 556 611 556 611 "
    "556 333 611 611 278 278 556 278 889 611 611 611 611 389 556 333 611 556 778 556 556 500 389 "
    "280 389 584"
)
_FIRST = 32
_WIDTHS = tuple(tuple(int(one) for one in text.split()) for text in (_REGULAR, _BOLD))
_OTHER = 600
"""Any other letter, in thousandths of its height as those above."""

_WORDS = re.compile(r"[^\s–/-]+(?:[–/-]+|\s+|$)|[\s–/-]+")
"""A word with what comes after it: a line may end there."""


def wide(text: str, size: float, *, bold: bool = False) -> float:
    """The width of a text on one line, in the unit of its size.

    Examples
    --------
    >>> wide("Ede", 10), wide("Ede", 10, bold=True)
    (17.79, 18.34)
    """
    widths = _WIDTHS[bold]
    known = len(widths)
    places = (ord(one) - _FIRST for one in text)
    total = sum(widths[place] if 0 <= place < known else _OTHER for place in places)
    return total * size / 1000


def words(text: str) -> list[str]:
    """The parts of a text between which a line may end.

    Examples
    --------
    >>> words("jeugd–werk, MO/BW")
    ['jeugd–', 'werk, ', 'MO/', 'BW']
    """
    return _WORDS.findall(text)


def lines(text: str, room: float, size: float, *, bold: bool = False) -> int:
    """How many lines a text takes in a room.

    Examples
    --------
    >>> lines("een twee drie", 50, 10), lines("gemeenschappelijke", 50, 10)
    (2, 2)
    """
    amount, used = 1, 0.0
    for word in words(text):
        long = wide(word.rstrip(), size, bold=bold)
        if used and used + long > room:
            amount, used = amount + 1, 0.0
        while long > room > 0:
            amount, long = amount + 1, long - room
        used += long + wide(word[len(word.rstrip()) :], size, bold=bold)
    return amount
