"""One remark about data, and how it names what it is about."""

from collections.abc import Sequence
from typing import NamedTuple

from lappendeken.dutch import listing, number

SHOWN_NAMES = 5


class Remark(NamedTuple):
    """One thing worth knowing about the data.

    Parameters
    ----------
    subject : str
        What it is about.
    amount : int
        How many cases.
    text : str
        A Dutch sentence.
    items : tuple of str
        All cases, for machines: codes, identifiers, or pairs of these.
    """

    subject: str
    amount: int
    text: str
    items: tuple[str, ...] = ()


def some(names: Sequence[str]) -> str:
    """Name some, and say how many more there are.

    Examples
    --------
    >>> some(["a", "b"]), some(list("abcdefg"))
    ('a en b', 'a, b, c, d, e en nog 2')
    """
    more = len(names) - SHOWN_NAMES
    if more <= 0:
        return listing(names)
    return f"{', '.join(names[:SHOWN_NAMES])} en nog {number(more)}"
