"""Numbers, dates and lists as a Dutch reader expects them. Data files do not use these."""

import math
import re
from collections.abc import Sequence
from datetime import date

MISSING = "–"
"""What stands where a number is not known or not defined."""

_BARE = re.compile(r"[\w./\\:=+~-]+")
_MONTHS = (
    "januari",
    "februari",
    "maart",
    "april",
    "mei",
    "juni",
    "juli",
    "augustus",
    "september",
    "oktober",
    "november",
    "december",
)


def number(value: float | None, decimals: int = 0) -> str:
    """Write a number with a decimal comma and points between thousands.

    Examples
    --------
    >>> number(1234.5, 1), number(0.7509, 3), number(-7), number(None), number(-0.0004, 2)
    ('1.234,5', '0,751', '-7', '–', '0,00')
    """
    if value is None or math.isnan(value):
        return MISSING
    text = f"{value:z,.{decimals}f}"
    return text.translate(str.maketrans(",.", ".,"))


def percentage(share: float | None, decimals: int = 0) -> str:
    """Write a share as a percentage.

    Examples
    --------
    >>> percentage(0.4567), percentage(1.0, 1)
    ('46%', '100,0%')
    """
    if share is None or math.isnan(share):
        return MISSING
    return f"{number(100 * share, decimals)}%"


def month_number(word: str) -> int | None:
    """The number of a month by its name or the usual beginning of it.

    Examples
    --------
    >>> month_number("Januari"), month_number("mrt"), month_number("sept"), month_number("ju")
    (1, 3, 9, None)
    """
    low = word.lower()
    if low == "mrt":
        return 3
    found = [k for k, name in enumerate(_MONTHS, start=1) if name.startswith(low)]
    return found[0] if len(found) == 1 and len(low) >= 3 else None


def long_date(day: date) -> str:
    """Write a date in words.

    Examples
    --------
    >>> long_date(date(2016, 1, 1))
    '1 januari 2016'
    """
    return f"{day.day} {_MONTHS[day.month - 1]} {day.year}"


def listing(words: Sequence[str], last: str = "en") -> str:
    """Join words with commas and a last conjunction.

    Examples
    --------
    >>> listing(["Zeeland", "Fryslân", "Achterhoek"]), listing(["Meppel"]), listing([])
    ('Zeeland, Fryslân en Achterhoek', 'Meppel', '')
    """
    if len(words) < 2:
        return "".join(words)
    return f"{', '.join(words[:-1])} {last} {words[-1]}"


def capital(text: str) -> str:
    """A text with a capital at its start, the rest as it is.

    Examples
    --------
    >>> capital("jeugdregio's"), capital("MO/BW-regio's")
    ("Jeugdregio's", "MO/BW-regio's")
    """
    return text[:1].upper() + text[1:]


def shortened(words: Sequence[str], shown: int = 5) -> str:
    """Join words, and only count those beyond the first few.

    Examples
    --------
    >>> shortened(["a", "b"]), shortened(["a", "b", "c", "d"], 2)
    ('a en b', 'a, b en nog 2')
    """
    if len(words) <= shown:
        return listing(words)
    return f"{', '.join(words[:shown])} en nog {number(len(words) - shown)}"


def count(amount: int, singular: str, plural: str) -> str:
    """Write a number with its noun.

    Examples
    --------
    >>> count(1, "gemeente", "gemeenten"), count(1390, "gemeente", "gemeenten")
    ('1 gemeente', '1.390 gemeenten')
    """
    return f"{number(amount)} {singular if amount == 1 else plural}"


def typed(*words: str) -> str:
    """A command as one can type it: in cmd.exe, in PowerShell and in a shell of Unix.

    Examples
    --------
    >>> print(typed("lappendeken", "groep", "Hof van Twente", "'s-Gravenhage", "--uit", "a.html"))
    lappendeken groep "Hof van Twente" "'s-Gravenhage" --uit a.html
    """
    return " ".join(
        word if _BARE.fullmatch(word) else '"' + word.replace('"', '\\"') + '"' for word in words
    )
