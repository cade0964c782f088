"""Words that reports share: names of domeinen, pairs and verbanden as running text wants them."""

from collections.abc import Sequence

from lappendeken.dutch import count, listing, number
from lappendeken.indeling import Indeling
from lappendeken.report.facts import Basis
from lappendeken.schema import DOMEINEN

LONG_DOMAINS = {"mo-bw": "maatschappelijke opvang en beschermd wonen (MO/BW)"}
"""Domeinen whose label wants an explanation."""

_ACRONYMS = frozenset({"mo-bw"})


def domain(one: Indeling) -> str:
    """The domein of an indeling in running text; the indeling itself when it has none.

    Examples
    --------
    >>> domain(Indeling.from_members({"p": ["1"]}, domein="werk"))
    'werk'
    """
    if one.domein not in DOMEINEN:
        return one.naam
    label = DOMEINEN[one.domein]
    return label if one.domein in _ACRONYMS else label.lower()


def domain_label(domein: str) -> str:
    """The label of a domein; nothing for none."""
    return DOMEINEN.get(domein, domein)


def long_domain(one: Indeling) -> str:
    """The domein of an indeling, with its abbreviation explained."""
    return LONG_DOMAINS.get(one.domein, domain(one))


def short(one: Indeling) -> str:
    """The domein of an indeling as the head of a column."""
    return DOMEINEN.get(one.domein, one.id)


def pair(basis: Basis, key: str, join: str = "–") -> str:
    """Two domeinen, such as `jeugd–werk`."""
    return join.join(domain(basis.lap.indeling(name)) for name in key.split("~"))


def some(names: Sequence[str], most: int = 5) -> str:
    """Some names, and how many more there are.

    Examples
    --------
    >>> some(["Almelo", "Borne", "Losser"], 2), some(["Almelo", "Borne"], 2)
    ('Almelo, Borne en nog 1', 'Almelo en Borne')
    """
    more = len(names) - most
    if more <= 0:
        return listing(list(names))
    return f"{', '.join(names[:most])} en nog {number(more)}"


def of(part: int, whole: int, singular: str, plural: str) -> str:
    """How many of how many, such as `3 van de 9 verbanden`.

    Examples
    --------
    >>> of(3, 9, "verband", "verbanden"), of(1, 1, "verband", "verbanden")
    ('3 van de 9 verbanden', '1 verband')
    """
    if part == whole:
        return count(whole, singular, plural)
    return f"{number(part)} van de {count(whole, singular, plural)}"


def people(amount: int | None) -> str:
    """A number of inhabitants in words.

    Examples
    --------
    >>> people(1), people(98540), people(None)
    ('1 inwoner', '98.540 inwoners', 'een onbekend aantal inwoners')
    """
    if amount is None:
        return "een onbekend aantal inwoners"
    return count(amount, "inwoner", "inwoners")
