"""What the tables must hold: columns, allowed values and formats, in one place.

Checking, the model, plans, herindeling, and reading and writing of folders follow from these
constants, and list no columns of their own. They look them up here when they need them (`schema.
VERBANDEN`, not a name imported from it), so that a column that is added is there for all.
"""

import math
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType
from typing import Literal

from lappendeken.errors import WrongUsageError
from lappendeken.names import plain

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
    "regeling zonder meer",
    "stichting",
    "overeenkomst",
    "convenant",
    "geen",
)
"""Legal forms; `geen` stands for a statutory or statistical division without one of its own."""

AARDEN = ("kennis", "beleid", "inkoop", "toegang", "uitvoering", "volledig")
"""What is shared in a verband."""

REGELINGEN = "gemeenschappelijke-regeling"
"""The indeling of all collaborations under the Wgr, as the readers of registers call it."""

ROLLEN = ("deelnemer", "centrumgemeente")
"""Roles of a gemeente in a verband; the first is meant when the cell is empty."""

ZEKERHEDEN = ("bevestigd", "afgeleid", "voortgezet")
"""How sure a deelname is, the surest first; an empty cell means that one.

A source names the gemeente in the verband; it follows from an overlay or from a source that names
the region as a whole; it comes from an earlier edition and no later source was found.
"""

CONTRADICTED = "bronnen spreken elkaar tegen"
"""What an `opmerking` says where it holds true."""

BEVOEGDHEDEN = ("attributie", "delegatie", "mandaat")
"""What gemeenten gave away to a verband."""

SOORTEN_DEELNEMER = ("provincie", "waterschap", "rijk", "overig")
"""What takes part in a verband beside gemeenten."""

CODE_PATTERN = re.compile(r"GM([0-9]{4}|[1-9][0-9]{4,5})")
"""CBS code of a gemeente; longer numbers are for tables larger than the Netherlands."""

BARE_CODE_PATTERN = re.compile(r"[0-9]{1,4}")
"""The same code as spreadsheets often hold it: `14` or `0014`."""

NUMBER_PATTERN = re.compile(r"-?[0-9]{1,15}(\.[0-9]{1,9})?")
"""A number as data files hold it."""

INDELING_PATTERN = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
"""Identifier of an indeling: it also names files, so nothing else is allowed in it."""


Per = Literal["rij", "deelname", "verband", "gemeente"]
Kind = Literal["text", "date", "moment", "number"]


def agreed(values: Sequence[str]) -> str:
    """What those that say something all say, or nothing."""
    told = set(values) - {""}
    return told.pop() if len(told) == 1 else ""


def joined(values: Sequence[str]) -> str:
    """Everything that is said, each once."""
    return " + ".join(sorted(set(values) - {""}))


def earliest(values: Sequence[str]) -> str:
    """The earliest date, when all are known."""
    return min(values) if all(values) else ""


def least_certain(values: Sequence[str]) -> str:
    """The weakest of `ZEKERHEDEN`; the surest stays unsaid if it was."""
    return max(values, key=lambda value: ZEKERHEDEN.index(value) if value else -1)


@dataclass(frozen=True)
class Column:
    """One column of a table.

    Parameters
    ----------
    name : str
        Its header.
    per : str
        What its cells are about: the row itself, or the deelname, verband or gemeente of a row.
    required : bool
        Whether the column must be there.
    filled : bool
        Whether every cell must hold something.
    choices : tuple of str
        The allowed values; empty when any text will do.
    several : bool
        Whether a cell may hold more than one value, with `;` between them.
    kind : str
        What cells hold: `text`, an ISO `date`, a `moment` (a date of which the day, or the month
        too, may be unknown), or a `number` with a decimal point.
    merged : callable
        What becomes of a cell per deelname when gemeenten, each with its own, become one.
    """

    name: str
    per: Per = "rij"
    required: bool = True
    filled: bool = True
    choices: tuple[str, ...] = ()
    several: bool = False
    kind: Kind = "text"
    merged: Callable[[Sequence[str]], str] = agreed


def _optional(
    name: str,
    per: Per = "rij",
    choices: tuple[str, ...] = (),
    kind: Kind = "text",
    merged: Callable[[Sequence[str]], str] = agreed,
    *,
    several: bool = False,
) -> Column:
    """A column that may be absent and of which cells may be empty."""
    return Column(name, per, False, False, choices, several, kind, merged)


VERBANDEN: tuple[Column, ...] = (
    Column("verband_id", "verband"),
    Column("verband", "verband"),
    Column("indeling", "verband"),
    Column("domein", "verband", choices=tuple(DOMEINEN)),
    _optional("vorm", "verband", VORMEN),
    _optional("aard", "deelname", AARDEN),
    _optional("rol", "deelname", ROLLEN),
    Column("gemeente_code", "deelname", filled=False),
    _optional("gemeente", "gemeente"),
    _optional("van", "deelname", kind="date"),
    _optional("tot", "deelname", kind="date"),
    _optional("bron", "deelname", merged=joined),
    _optional("stand", "deelname", kind="moment", merged=earliest),
    _optional("zekerheid", "deelname", ZEKERHEDEN, merged=least_certain),
    _optional("opmerking", "deelname", merged=joined),
)
"""`verbanden.csv`: one row per deelname."""

KENMERKEN: tuple[Column, ...] = (
    Column("verband_id", "verband"),
    _optional("bevoegdheid", "verband", BEVOEGDHEDEN, several=True),
    _optional("beleidsterreinen", "verband", several=True),
    _optional("verplicht", "verband", ("ja", "nee")),
    _optional("opgericht", "verband", kind="moment"),
    _optional("register_id", "verband"),
    _optional("adres", "verband"),
    _optional("verdeelsleutel", "verband"),
    _optional("kosten", "verband", kind="number"),
    _optional("stemmen", "verband"),
)
"""`kenmerken.csv`: what is known of a verband beside its deelnames, one row per verband; optional.

Any other column may stand in it, and is kept as text.
"""

ANDERE_DEELNEMERS = (
    Column("verband_id", "verband"),
    Column("deelnemer"),
    Column("soort", choices=SOORTEN_DEELNEMER),
    _optional("van", kind="date"),
    _optional("tot", kind="date"),
)
"""`andere_deelnemers.csv`: what takes part in verbanden beside gemeenten; optional."""

INDELINGEN = (
    Column("indeling"),
    Column("naam"),
    Column("enkelvoud"),
    Column("domein", choices=tuple(DOMEINEN)),
    Column("standaard", choices=("ja", "nee")),
    _optional("bron"),
)
"""`indelingen.csv`: the labels of the indelingen and the default one of each domein; optional."""

HERINDELINGEN = (
    Column("datum", kind="date"),
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
    _optional("gemeente"),
    _optional("van"),
    _optional("naar"),
    _optional("naam"),
    _optional("toelichting"),
)
"""A plan of `lappendeken scenario`: one row per action, carried out in order."""

AFWIJKINGEN = (
    Column("verband"),
    Column("reden", filled=False),
    _optional("bron"),
    _optional("datum", kind="date"),
    _optional("toelichting"),
)
"""Why a verband departs from a congruent division, given to a report.

In `toelichting` the program writes what the deviation is; that is not read back.
"""

VOORSTELLEN = (
    Column("gegeven", filled=False),
    _optional("reden"),
    Column("voorstel_code", filled=False),
    _optional("voorstel_naam"),
    _optional("score"),
    Column("aanvaard", filled=False),
)
"""What may be meant by names that were not recognised; a user writes `ja` behind what is right."""

TAKEN = (
    Column("taak"),
    _optional("wet"),
    Column("aspect"),
    Column("schaal"),
    _optional("toelichting"),
)
"""`taken.csv`: the scale at which each aspect of a task is carried out; optional."""

GEMEENTE_PROPERTIES = ("code", "naam", "provincie", "inwoners", "oppervlakte_km2")
"""Properties that every feature of `gemeenten.geojson` must have."""


def columns_per(per: Per) -> tuple[Column, ...]:
    """The columns of `VERBANDEN` about one thing, without the keys of that thing."""
    keys = {"verband_id", "gemeente_code"}
    return tuple(one for one in VERBANDEN if one.per == per and one.name not in keys)


def as_domein(text: str) -> str:
    """A domein by its identifier or its label, however it is spelt; other text as it is.

    Examples
    --------
    >>> as_domein("MO/BW"), as_domein("Jeugd"), as_domein("sport")
    ('mo-bw', 'jeugd', 'sport')
    """
    return next((one for one in DOMEINEN if plain(one) == plain(text)), text)


def column_names(columns: Sequence[Column]) -> list[str]:
    """Their headers."""
    return [column.name for column in columns]


def is_date(text: str) -> bool:
    """Whether a text is a date in the form jjjj-mm-dd."""
    try:
        return date.fromisoformat(text).isoformat() == text
    except ValueError:
        return False


def as_day(value: date | str) -> date:
    """A date that may be given as text; raises when it is none."""
    if not isinstance(value, str):
        return value
    if not is_date(value):
        raise WrongUsageError(f"'{value}' is geen datum; schrijf jjjj-mm-dd.")
    return date.fromisoformat(value)


def is_moment(text: str) -> bool:
    """Whether a text is a date of which the day, or the month too, may be left out.

    Examples
    --------
    >>> is_moment("2024"), is_moment("2024-05"), is_moment("2024-05-01"), is_moment("2024-13")
    (True, True, True, False)
    """
    return is_date(text) or (
        (text.isascii() and is_date(f"{text}-01-01"[:10])) and len(text) in {4, 7}
    )


def is_number(text: str) -> bool:
    """Whether a text is a number with a decimal point."""
    return NUMBER_PATTERN.fullmatch(text) is not None


def number_text(value: float) -> str:
    """A number as data files hold it; a missing one is empty.

    Examples
    --------
    >>> number_text(12500.0), number_text(0.25), number_text(float("nan"))
    ('12500', '0.25', '')
    """
    if math.isnan(value):
        return ""
    return str(int(value)) if float(value).is_integer() else repr(float(value))


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
