"""Single cells: text made tidy, dates and numbers as Dutch people and programs write them."""

import math
import operator
import re
import unicodedata
from collections.abc import Callable, Mapping
from datetime import date
from typing import Any, Final

import pandas as pd

from lappendeken.dutch import month_number
from lappendeken.schema import gemeente_code

__all__ = [
    "as_code",
    "as_date",
    "as_number",
    "by_value",
    "different",
    "different_pairs",
    "looked_up",
    "no_apostrophe",
    "tidy",
]

_ISO: Final = re.compile(
    r"(\d{4}-\d{2}-\d{2})(?:[T ]00:00(?::00(?:\.0+)?)?)?(?:Z|[+-]\d{2}:\d{2})?"
)
_DUTCH: Final = re.compile(r"(\d{1,2})([-./])(\d{1,2})\2(\d{4})")
_WORDS: Final = re.compile(r"(\d{1,2})\.? +([a-z]{3,9})\.? +(\d{4})", re.IGNORECASE)
_THOUSANDS: Final = re.compile(r"[+-]?\d{1,3}(?:([.,\s])\d{3})(?:\1\d{3})*")
_NUMBER: Final = re.compile(r"[+-]?\d{1,18}(?:\.\d{1,18})?")
_CODE: Final = re.compile(
    r"""=?\s*["'’‘`]*\s*(?P<letters>(?:NL[\s_.-]*)?GM)?[\s_.-]*"""
    r"""(?P<number>[0-9]{1,8})(?:[.,]0{1,6})?\s*["'’`]*"""
)
_LONGEST: Final = 40
_MONTHS: Final = 12


def no_apostrophe(text: str) -> str:
    """A cell without the apostrophe that keeps a spreadsheet from taking it for a formula.

    Examples
    --------
    >>> no_apostrophe("'=1+1"), no_apostrophe("'s-Gravenhage")
    ('=1+1', "'s-Gravenhage")
    """
    return text[1:] if text[:1] == "'" and text[1:2] in {"=", "+", "-", "@"} else text


def tidy(text: str) -> str:
    r"""Make every run of white space one space, and take out what cannot be seen or written.

    Examples
    --------
    >>> tidy(" GGD\xa0 Fryslân\n"), tidy("a\x00b")
    ('GGD Fryslân', 'a b')
    """
    if not text.isprintable():
        text = "".join(map(_visible, text))
    return " ".join(text.split())


def _visible(sign: str) -> str:
    kind = unicodedata.category(sign)
    if kind == "Cf":
        return ""
    if kind == "Cs":
        return "?"
    return " " if kind in {"Cc", "Zl", "Zp", "Zs"} else sign


def as_code(text: str) -> str | None:
    """Read the CBS code of a gemeente, whatever a spreadsheet or program put around it.

    Decimals that are zero, quotes that keep a zero in front, the country before GM (as Eurostat
    writes it), a sign behind it, and zeros that were lost there do not count.

    Examples
    --------
    >>> {as_code(text) for text in ("14.0", '="0014"', "'0014", "gm-0014", "NL_GM0014", "GM 14")}
    {'GM0014'}
    >>> as_code("14.5"), as_code("Groningen"), as_code("GM12345")
    (None, None, 'GM12345')
    """
    plain = gemeente_code(text)
    if plain is not None or len(text) > _LONGEST:
        return plain
    found = _CODE.fullmatch(text.strip().upper())
    number = found["number"].lstrip("0") if found is not None else ""
    if found is None or not number or (len(number) > 4 and not found["letters"]):
        return None
    return gemeente_code(f"GM{number:0>4}")


def as_date(text: str) -> str | None:
    """Read a date; with strokes only where day and month cannot be mistaken for each other.

    Examples
    --------
    >>> as_date("1-5-2014"), as_date("2014-05-01T00:00:00"), as_date(""), as_date("5/1/2014")
    ('2014-05-01', '2014-05-01', '', None)
    >>> as_date("31/12/2014"), as_date("1 januari 2015"), as_date("1 mrt. 2015")
    ('2014-12-31', '2015-01-01', '2015-03-01')
    """
    text = text.strip()
    if not text:
        return ""
    if len(text) > _LONGEST or not text[0].isdigit():
        return None
    found = _ISO.fullmatch(text)
    try:
        if found is not None:
            return date.fromisoformat(found[1]).isoformat()
        return _dutch_date(text)
    except ValueError:
        return None


def _dutch_date(text: str) -> str | None:
    """A date with the day first."""
    found = _DUTCH.fullmatch(text)
    if found is not None:
        day, month = int(found[1]), int(found[3])
        if found[2] == "/" and day <= _MONTHS and day != month:
            return None
        return date(int(found[4]), month, day).isoformat()
    found = _WORDS.fullmatch(text)
    named = None if found is None else month_number(found[2])
    if found is None or named is None:
        return None
    return date(int(found[3]), named, int(found[1])).isoformat()


def as_number(text: str, *, whole: bool = False) -> float | None:
    """Read a number with a decimal comma or point.

    Examples
    --------
    >>> as_number("1.234,5"), as_number("0,25"), as_number("25.243", whole=True)
    (1234.5, 0.25, 25243.0)
    >>> as_number("veel") is None, as_number("12,5", whole=True) is None
    (True, True)
    """
    text = text.strip().replace("\u00a0", " ").replace("\u202f", " ")
    if not text:
        return math.nan
    if len(text) > _LONGEST or not text.isascii():
        return None
    parts = _THOUSANDS.fullmatch(text)
    if parts is not None and (whole or parts[1].isspace()):
        text = text.replace(parts[1], "")
    elif "," in text and "." in text:
        last = max(text.rfind(","), text.rfind("."))
        front = text[:last]
        if _THOUSANDS.fullmatch(front) is None:
            return None
        text = re.sub(r"[.,\s]", "", front) + "." + text[last + 1 :]
    elif " " in text:
        front, sign, rest = text.partition(",")
        text = front.replace(" ", "") + ("." + rest if sign else "")
    else:
        text = text.replace(",", ".")
    if _NUMBER.fullmatch(text) is None:
        return None
    value = float(text)
    return None if whole and not value.is_integer() else value


def different(values: "pd.Series[str]") -> list[str]:
    """The different texts of a column, in their order; a list is gone through much faster.

    Examples
    --------
    >>> different(pd.Series(["b", "a", "b"], dtype="str"))
    ['b', 'a']
    """
    return list(map(str, values.unique().tolist()))


def by_value(values: "pd.Series[str]", function: Callable[[str], str]) -> "pd.Series[str]":
    """Apply a function to every different text once."""
    places, unique = pd.factorize(values)
    texts = unique.tolist()
    done = [function(str(text)) for text in texts]
    if all(map(operator.eq, done, texts)):
        return values  # as a rule; a copy of a million cells is worth avoiding
    return _spread(done, places, values.index)


def looked_up(values: "pd.Series[str]", table: Mapping[Any, str]) -> "pd.Series[str]":
    """Replace every text by what a table says of it.

    Examples
    --------
    >>> looked_up(pd.Series(["a", "b"]), {"a": "A"}).to_list()
    ['A', '']
    """
    places, unique = pd.factorize(values)
    return _spread([table.get(text, "") for text in unique.tolist()], places, values.index)


def _spread(texts: list[str], places: Any, index: pd.Index) -> "pd.Series[str]":
    """A text for every place; -1 stands for a missing one, and takes the empty text at the end."""
    done = pd.Series([*texts, ""], dtype="str")
    return done.take(places).set_axis(index)


def different_pairs(
    left: "pd.Series[str]", right: "pd.Series[str]", most: int = 10**9
) -> tuple[Any, list[tuple[str, str]]]:
    """Find the different pairs of texts in two columns.

    Notes
    -----
    Pairs are compared as numbers: a million tuples would take seconds and hundreds of megabytes.

    Examples
    --------
    >>> places, pairs = different_pairs(pd.Series(["a", "b", "a"]), pd.Series(["x", "x", "x"]))
    >>> places.tolist(), pairs
    ([0, 1, 0], [('a', 'x'), ('b', 'x')])
    """
    one, left_texts = pd.factorize(left)
    two, right_texts = pd.factorize(right)
    ones, twos = left_texts.to_list(), right_texts.to_list()
    width = max(len(twos), 1)
    places, keys = pd.factorize(one.astype("int64") * width + two)
    if len(keys) > most:
        raise OverflowError(len(keys))
    return places, [(ones[key // width], twos[key % width]) for key in keys.tolist()]
