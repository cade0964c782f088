"""One remark about data."""

from typing import NamedTuple


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
