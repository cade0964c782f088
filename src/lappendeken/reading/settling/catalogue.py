"""Which indeling is meant by a title, a file name or the first letters of a CBS code.

The indelingen of the embedded data are known by identifier, label and source file; those of CBS
beside these by their code. Whatever else a source brings gets an identifier made of its own title
and the domein `overig`: nothing is guessed from a name.
"""

import re
from collections.abc import Iterable, Mapping
from functools import cache
from types import MappingProxyType
from typing import Final, NamedTuple

import pandas as pd

from lappendeken.errors import DataError, Fault
from lappendeken.names import LONGEST_SLUG, PROVINCES, normalise, slug
from lappendeken.reading import tables
from lappendeken.reading.editions import editions
from lappendeken.reading.settling.ledger import LABEL_COLUMNS
from lappendeken.schema import INDELING_PATTERN

__all__ = ["PROVINCES", "IndelingLabel", "by_prefix", "find", "labels", "slug"]

LONGEST: Final = LONGEST_SLUG
OVERIG: Final = "overig"

FINER: Final = frozenset({"GM", "WK", "BU", "WP"})
"""Codes of gemeenten and of what lies within them: no indeling of gemeenten."""


class IndelingLabel(NamedTuple):
    """What an indeling is called; the fields are the columns of `indelingen.csv`.

    Parameters
    ----------
    indeling : str
        Identifier.
    naam, enkelvoud : str
        Plural and singular.
    domein : str
        See `schema.DOMEINEN`.
    standaard : str
        `ja` or `nee`.
    bron : str
        Where it comes from; may be empty.
    """

    indeling: str
    naam: str
    enkelvoud: str
    domein: str = OVERIG
    standaard: str = "nee"
    bron: str = ""


# Codes of indelingen that the embedded data hold too.
_EMBEDDED: Final = {
    "AM": "arbeidsmarktregio",
    "AR": "arrondissement",
    "CP": "coropplusregio",
    "CR": "coropregio",
    "CS": "coropsubregio",
    "GG": "ggd-regio",
    "JZ": "jeugdregio",
    "KK": "kvk-regio",
    "LD": "nuts1-landsdeel",
    "MC": "rmc-regio",
    "PV": "provincie",
    "RE": "politie-eenheid",
    "RP": "rpa-regio",
    "RT": "ressort",
    "VR": "veiligheidsregio",
    "VT": "veilig-thuis-regio",
    "ZK": "zorgkantoorregio",
}
_OTHERS: Final = {
    "ES": IndelingLabel("res-regio", "RES-regio's", "RES-regio", "fysiek"),
    "ET": IndelingLabel("subres-regio", "subRES-regio's", "subRES-regio", "fysiek"),
    "LB": IndelingLabel("landbouwgebied", "landbouwgebieden", "landbouwgebied"),
    "LG": IndelingLabel("landbouwgroep", "groepen landbouwgebieden", "groep landbouwgebieden"),
    "NL1": IndelingLabel("nuts1-gebied", "NUTS 1-gebieden", "NUTS 1-gebied", "bestuur"),
    "NL2": IndelingLabel("nuts2-gebied", "NUTS 2-gebieden", "NUTS 2-gebied", "bestuur"),
    "NL3": IndelingLabel("nuts3-gebied", "NUTS 3-gebieden", "NUTS 3-gebied", "bestuur"),
    "RA": IndelingLabel(
        "regioplus-arbeidsmarktregio",
        "RegioPlus-arbeidsmarktregio's",
        "RegioPlus-arbeidsmarktregio",
        "werk",
    ),
    "TG": IndelingLabel("toeristengroep", "groepen toeristengebieden", "groep toeristengebieden"),
    "TR": IndelingLabel("toeristengebied", "toeristengebieden", "toeristengebied"),
    "WG": IndelingLabel("wgr-gebied", "Wgr-samenwerkingsgebieden", "Wgr-samenwerkingsgebied"),
}
_NUMBERED: Final = re.compile(r"(?<=[a-z])[1-9]$")
_UNCUT: Final = 10**9
_CODE: Final = re.compile(r"([A-Z]{2})([0-9]{1,8})[A-Z]?")


@cache
def _of_editions() -> tuple[IndelingLabel, ...]:
    """The indelingen of the editions, those of the last first."""
    faults: list[Fault] = []
    found = [tables.read_indelingen(folder, faults) for folder in editions().values()]
    if faults:
        raise DataError(faults)
    rows = pd.concat(reversed(found))[list(LABEL_COLUMNS)].itertuples(index=False)
    return tuple(IndelingLabel(*row) for row in rows)


@cache
def _known() -> Mapping[str, IndelingLabel]:
    """The indelingen of the editions by identifier, as the last that has one tells it."""
    return MappingProxyType({one.indeling: one for one in reversed(_of_editions())})


@cache
def _names() -> Mapping[str, str]:
    """Every name by which an indeling is known, in comparable form."""
    found: dict[str, str] = {}
    for label in (*_of_editions(), *_OTHERS.values()):
        stem = label.bron.rpartition("/")[2]
        for name in filter(None, (label.indeling, label.naam, label.enkelvoud, stem)):
            found.setdefault(normalise(name), label.indeling)
        # Files of the Regioatlas are called after their title, some with a number behind it.
        if stem:
            found.setdefault(_squeezed(_NUMBERED.sub("", stem)), label.indeling)
    return MappingProxyType(found)


@cache
def verband_names(indeling: str) -> frozenset[str]:
    """What the verbanden of an indeling are called in the editions, in comparable form."""
    return _verband_names().get(indeling, frozenset())


@cache
def _verband_names() -> Mapping[str, frozenset[str]]:
    """The names of all verbanden of the editions, by indeling."""
    columns = ["indeling", "verband"]
    parts = [
        pd.read_csv(folder / "verbanden.csv", usecols=columns, dtype="str").drop_duplicates()
        for folder in editions().values()
    ]
    return {
        str(name): frozenset(map(normalise, own))
        for name, own in pd.concat(parts).groupby("indeling")["verband"]
    }


def _squeezed(text: str) -> str:
    """Letters and digits alone."""
    return slug(text, _UNCUT).replace("-", "")


def find(*texts: str) -> IndelingLabel | None:
    """The indeling that goes by one of these names.

    Examples
    --------
    >>> find("Jeugdregio's").indeling, find("ggds").indeling, find("Mijn regio's")
    ('jeugdregio', 'ggd-regio', None)
    """
    for text in texts:
        name = _names().get(normalise(text)) or _names().get(_squeezed(text))
        if name is not None:
            others = {label.indeling: label for label in _OTHERS.values()}
            return _known().get(name) or others[name]
    return None


def identifiers() -> frozenset[str]:
    """Those of all indelingen that are known."""
    return frozenset(_names().values())


def named(title: str, *others: str) -> IndelingLabel:
    """The indeling that goes by a title, or a new one that is called after it.

    Examples
    --------
    >>> named("Mijn regio's").indeling, named("Mijn regio's").domein
    ('mijn-regios', 'overig')
    """
    known = find(title, *others)
    if known is not None:
        return known
    name = title if INDELING_PATTERN.fullmatch(title) else slug(title) or "indeling"
    return IndelingLabel(name, title, title)


def by_prefix(prefix: str, title: str = "") -> IndelingLabel:
    """The indeling to which CBS codes with these first letters belong.

    Examples
    --------
    >>> by_prefix("JZ").indeling, by_prefix("NL2").indeling, by_prefix("XX", "Xregio's").indeling
    ('jeugdregio', 'nuts2-gebied', 'xregios')
    """
    if prefix in _EMBEDDED:
        return _known()[_EMBEDDED[prefix]]
    return _OTHERS.get(prefix) or named(title or f"cbs-{prefix.lower()}")


def prefix_of(codes: Iterable[str]) -> str:
    """The first letters that a set of CBS codes have in common.

    Examples
    --------
    >>> prefix_of(["JZ04      ", "JZ12", ""]), prefix_of(["NL131", "NL132"]), prefix_of(["4"])
    ('JZ', 'NL3', '')
    """
    found: set[str] = set()
    for code in codes:
        text = code.strip()
        if not text:
            continue
        match = _CODE.fullmatch(text)
        if match is None:
            return ""
        found.add(f"NL{len(text) - 2}" if match[1] == "NL" else match[1])
        if len(found) > 1:
            return ""
    return found.pop() if found else ""


def labels(used: Iterable[IndelingLabel]) -> pd.DataFrame:
    """Labels as the table `indelingen.csv`."""
    rows = sorted({label.indeling: label for label in used}.values())
    return pd.DataFrame(rows, columns=list(LABEL_COLUMNS), dtype="str")
