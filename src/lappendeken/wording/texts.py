"""How domeinen, pairs, verbanden and amounts are called in running text, on maps and in reports."""

from lappendeken.dutch import count, number, percentage
from lappendeken.indeling import Indeling
from lappendeken.model import Lappendeken
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


def pair(lap: Lappendeken, key: str, join: str = "–") -> str:
    """Two domeinen, such as `jeugd–werk`."""
    return join.join(domain(lap.indeling(name)) for name in key.split("~"))


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


def from_to(before: float, after: float) -> str:
    """Two shares with as few decimals as show that they differ.

    Examples
    --------
    >>> from_to(0.7087, 0.7257), from_to(0.6712, 0.6731), from_to(0.5, 0.5)
    ('71% naar 73%', '67,1% naar 67,3%', '50% naar 50%')
    """
    for decimals in (0, 1, 2):
        told = [percentage(share, decimals) for share in (before, after)]
        if told[0] != told[1]:
            return " naar ".join(told)
    return f"{percentage(before)} naar {percentage(after)}"


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


def full_name(kind: str, name: str) -> str:
    """A verband with the kind of verband it is, unless its name says so.

    Examples
    --------
    >>> full_name("jeugdregio", "IJsselland"), full_name("regio", "Regio Twente")
    ('jeugdregio IJsselland', 'Regio Twente')
    """
    return name if kind.casefold() in name.casefold() else f"{kind} {name}"


def the(one: Indeling) -> str:
    """An indeling with its article, also one of a user of which no plural is known.

    Examples
    --------
    >>> the(Indeling.from_members({"p": ["1"]}, naam="jeugdregio's", enkelvoud="jeugdregio"))
    "de jeugdregio's"
    >>> the(Indeling.from_members({"p": ["1"]}, id="zorgregio-nieuw"))
    'de indeling zorgregio-nieuw'
    """
    return f"de {one.naam}" if has_plural(one) else f"de indeling {one.naam}"


def has_plural(one: Indeling) -> bool:
    """Whether the name of an indeling is a plural."""
    return one.naam != one.enkelvoud


def that_does_not_fit(one: Indeling) -> str:
    """A verband of an indeling that does not fit, up to what it does not fit on.

    Examples
    --------
    >>> that_does_not_fit(Indeling.from_members({"p": ["1"]}, id="zorgregio-nieuw"))
    'een verband van zorgregio-nieuw dat niet'
    """
    return (
        f"een {one.enkelvoud} die niet"
        if has_plural(one)
        else f"een verband van {one.naam} dat niet"
    )


def not_known(a: Indeling, b: Indeling, regions: int) -> str:
    """That it is not known of some regions whether they fit.

    Examples
    --------
    >>> a = Indeling.from_members({"p": ["1"]}, naam="GGD's")
    >>> print(not_known(a, a, 3))
    Van 3 GGD's is onbekend of zij passen: een deel van hun gemeenten zit in geen van de GGD's.
    """
    who, fit, whose = (
        (a.enkelvoud, "zij past", "haar") if regions == 1 else (a.naam, "zij passen", "hun")
    )
    return (
        f"Van {regions} {who} is onbekend of {fit}: een deel van {whose} gemeenten zit in geen van "
        f"de {b.naam}."
    )


def summary(a: Indeling, b: Indeling, crossing: int, regions: int, chafing: int) -> str:
    """One or two sentences that say what the map shows.

    Examples
    --------
    >>> a = Indeling.from_members({"p": ["1"]}, naam="jeugdregio's")
    >>> b = Indeling.from_members({"p": ["1"]}, naam="GGD's")
    >>> print(summary(a, b, 1, 42, 3))
    Van de 42 jeugdregio's snijdt er 1 (oranje) door grenzen van de GGD's heen. Er schuren 3 \
gemeenten (gearceerd).
    >>> print(summary(a, b, 0, 42, 0))
    Alle 42 jeugdregio's passen: geen ervan snijdt door een grens van de GGD's heen.
    """
    if not crossing and regions == 1:
        return f"De enige {a.enkelvoud} past: zij snijdt niet door een grens van de {b.naam} heen."
    if not crossing:
        none = f"geen ervan snijdt door een grens van de {b.naam} heen"
        return f"Alle {regions} {a.naam} passen: {none}."
    if regions == 1:
        who = f"De enige {a.enkelvoud} snijdt"
    else:
        verb = "snijdt er 1" if crossing == 1 else f"snijden er {crossing}"
        who = f"Van de {regions} {a.naam} {verb}"
    chafe = "schuurt 1 gemeente" if chafing == 1 else f"schuren {chafing} gemeenten"
    return f"{who} (oranje) door grenzen van de {b.naam} heen. Er {chafe} (gearceerd)."
