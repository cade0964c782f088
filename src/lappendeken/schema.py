"""What the tables must hold: columns, allowed values and formats, in one place.

`reading.tables` checks files against these constants; nothing else defines them.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType

EMBEDDED_PEILDATUM = date(2016, 1, 1)
"""Reference date of the data that come with the package."""

DOMEINEN: Mapping[str, str] = MappingProxyType(
    {
        "jeugd": "Jeugd",
        "mo-bw": "MO/BW",
        "werk": "Werk",
        "zorg": "Zorg",
        "onderwijs": "Onderwijs",
        "veiligheid": "Veiligheid",
        "bestuur": "Bestuur",
        "fysiek": "Fysiek",
        "overig": "Overig",
    }
)
"""Policy domains in their fixed order, with the label that a reader sees."""

MAIN_DOMEINEN = ("jeugd", "mo-bw", "werk")
"""The three domains that are compared when nothing else is asked."""

VORMEN = (
    "openbaar lichaam",
    "gemeenschappelijk orgaan",
    "centrumgemeente",
    "bedrijfsvoeringsorganisatie",
    "stichting",
    "overeenkomst",
    "convenant",
    "geen",
)
"""Legal forms; `geen` stands for a statutory or statistical division without one of its own."""

AARDEN = ("kennis", "beleid", "inkoop", "toegang", "uitvoering", "volledig")
"""What is shared in a verband."""

ROLLEN = ("deelnemer", "centrumgemeente")
"""Roles of a gemeente in a verband; the first is meant when the cell is empty."""

CODE_PATTERN = re.compile(r"GM([0-9]{4}|[1-9][0-9]{4,5})")
"""CBS code of a gemeente; longer numbers are for tables larger than the Netherlands."""

BARE_CODE_PATTERN = re.compile(r"[0-9]{1,4}")
"""The same code as spreadsheets often hold it: `14` or `0014`."""

INDELING_PATTERN = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
"""Identifier of an indeling: it also names files, so nothing else is allowed in it."""


@dataclass(frozen=True)
class Column:
    """One column of a table.

    Parameters
    ----------
    name : str
        Its header.
    required : bool
        Whether the column must be there.
    filled : bool
        Whether every cell must hold something.
    choices : tuple of str
        The allowed values; empty when any text will do.
    date : bool
        Whether cells hold an ISO date.
    """

    name: str
    required: bool = True
    filled: bool = True
    choices: tuple[str, ...] = ()
    date: bool = False


VERBANDEN = (
    Column("verband_id"),
    Column("verband"),
    Column("indeling"),
    Column("domein", choices=tuple(DOMEINEN)),
    Column("vorm", required=False, filled=False, choices=VORMEN),
    Column("aard", required=False, filled=False, choices=AARDEN),
    Column("rol", required=False, filled=False, choices=ROLLEN),
    Column("gemeente_code", filled=False),
    Column("gemeente", required=False, filled=False),
    Column("van", required=False, filled=False, date=True),
    Column("tot", required=False, filled=False, date=True),
    Column("bron", required=False, filled=False),
)
"""`verbanden.csv`: one row per deelname."""

INDELINGEN = (
    Column("indeling"),
    Column("naam"),
    Column("enkelvoud"),
    Column("domein", choices=tuple(DOMEINEN)),
    Column("standaard", choices=("ja", "nee")),
    Column("bron", required=False, filled=False),
)
"""`indelingen.csv`: the labels of the indelingen and the default one of each domein; optional."""

HERINDELINGEN = (
    Column("datum", date=True),
    Column("soort"),
    Column("van_code"),
    Column("van_naam"),
    Column("naar_code"),
    Column("naar_naam"),
    Column("aandeel", filled=False),
)
"""`herindelingen.csv`: municipal reorganisations; optional."""

VERBINDINGEN = (
    Column("van_code"),
    Column("naar_code"),
    Column("soort"),
    Column("naam"),
)
"""`verbindingen.csv`: fixed links over water that make two gemeenten neighbours; optional."""

ACTIES: Mapping[str, tuple[tuple[str, ...], tuple[str, ...]]] = MappingProxyType(
    {
        "verplaats": (("gemeente", "naar"), ("van",)),
        "treed-toe": (("gemeente", "naar"), ()),
        "treed-uit": (("gemeente",), ("van",)),
        "voeg-samen": (("van", "naar"), ("naam",)),
        "splits": (("van", "gemeente", "naam"), ("naar",)),
        "richt-op": (("gemeente", "naam"), ("naar",)),
        "hef-op": (("van",), ()),
    }
)
"""What a scenario can do: the cells that an action needs beside `indeling`, and may use."""

PLAN = (
    Column("actie", choices=tuple(ACTIES)),
    Column("indeling"),
    Column("gemeente", required=False, filled=False),
    Column("van", required=False, filled=False),
    Column("naar", required=False, filled=False),
    Column("naam", required=False, filled=False),
    Column("toelichting", required=False, filled=False),
)
"""A plan of `lappendeken scenario`: one row per action, carried out in order."""

AFWIJKINGEN = (
    Column("verband"),
    Column("reden"),
    Column("bron", required=False, filled=False),
    Column("datum", required=False, filled=False, date=True),
)
"""`afwijkingen.csv`: why a verband departs from a congruent division; given to a report."""

TAKEN = (
    Column("taak"),
    Column("wet", required=False, filled=False),
    Column("aspect"),
    Column("schaal"),
    Column("toelichting", required=False, filled=False),
)
"""`taken.csv`: the scale at which each aspect of a task is carried out; optional."""

GEMEENTE_PROPERTIES = ("code", "naam", "provincie", "inwoners", "oppervlakte_km2")
"""Properties that every feature of `gemeenten.geojson` must have."""


def gemeente_code(text: str) -> str | None:
    """Bring a CBS code to its only form, or say that it is none.

    Examples
    --------
    >>> gemeente_code("14"), gemeente_code(" gm0014 "), gemeente_code("Groningen")
    ('GM0014', 'GM0014', None)
    """
    text = text.strip().upper()
    if CODE_PATTERN.fullmatch(text):
        return text
    if BARE_CODE_PATTERN.fullmatch(text):
        return f"GM{int(text):04d}"
    return None
