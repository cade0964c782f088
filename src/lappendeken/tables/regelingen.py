"""What is told of verbanden beside who takes part: vorm, bevoegdheid, and more."""

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any, Final

import pandas as pd

from lappendeken.measures.load import NO_FORM
from lappendeken.model import Lappendeken
from lappendeken.schema import DOMEINEN, KENMERKEN, is_date
from lappendeken.tables.frames import select
from lappendeken.tables.kinds import Column, Kind, Table

SEPARATOR: Final = "; "
"""Between values of a column that may hold several."""

_SEVERAL: Final = tuple(column.name for column in KENMERKEN if column.several)
_HEADS: Final = {
    "bevoegdheid": "bevoegdheid",
    "beleidsterreinen": "beleidsterreinen",
    "opgericht": "opgericht",
    "verplicht": "verplicht",
    "verdeelsleutel": "verdeelsleutel",
    "kosten": "kosten",
    "stemmen": "stemmen",
    "register_id": "nummer in het register",
    "adres": "adres",
}
_LAST: Final = ("register_id", "adres")
"""What stands at the end of a row."""


def described(lap: Lappendeken, verbanden: Iterable[str]) -> list[str]:
    """Those of some verbanden of which more is told than who takes part, in the order given.

    Examples
    --------
    >>> import lappendeken as ld
    >>> lap = ld.load()
    >>> mine = lap["gemeenschappelijke-regeling"].verbanden_of("GM0119")
    >>> len(described(lap, mine)), described(lap, ["jeugdregio-drenthe"])
    (7, [])
    """
    told = {*lap.kenmerken.index, *lap.andere_deelnemers["verband_id"]}
    vorm = lap.verbanden["vorm"]
    return [one for one in verbanden if one in told or vorm[one] not in NO_FORM]


def frame(lap: Lappendeken, verbanden: Iterable[str], code: str | None = None) -> pd.DataFrame:
    """What is told of some verbanden, for data files.

    Index verband_id: `verband`, `vorm`, with a code `sinds` (when that gemeente began), the
    columns of `kenmerken` that tell something, and `andere_deelnemers` (tuple of names).
    """
    index = pd.Index(list(verbanden), name="verband_id")
    table = pd.DataFrame(lap.verbanden.loc[index, ["naam", "vorm"]]).rename_axis("verband_id")
    table = table.rename(columns={"naam": "verband"})
    if code is not None:
        own = lap.deelnames[lap.deelnames["gemeente_code"] == code].set_index("verband_id")
        table["sinds"] = own["van"].reindex(index)
    told = lap.kenmerken.reindex(index)
    names = [str(name) for name in told if not told[name].isin(["", None]).all()]
    for name in sorted(names, key=lambda name: name in _LAST):
        values = told[name] if told[name].dtype.kind in "fi" else told[name].fillna("")
        table[name] = values.map(several) if name in _SEVERAL else values
    table["andere_deelnemers"] = pd.Series(
        [others(lap, str(one)) for one in index], index, dtype="object"
    )
    return table


def several(value: str) -> tuple[str, ...]:
    """The values of a cell that may hold more.

    Examples
    --------
    >>> several("delegatie; mandaat"), several("")
    (('delegatie', 'mandaat'), ())
    """
    return tuple(part for part in value.split(SEPARATOR) if part)


def others(lap: Lappendeken, verband: str) -> tuple[str, ...]:
    """Who takes part in a verband and is no gemeente.

    Examples
    --------
    >>> import lappendeken as ld
    >>> others(ld.load(), "gr-gemeenschappelijke-regeling-omgevingsdienst-drenthe")
    ('Provincie Drenthe',)
    """
    rows = lap.andere_deelnemers
    return tuple(dict.fromkeys(rows.loc[rows["verband_id"] == verband, "deelnemer"]))


def columns(found: pd.DataFrame) -> tuple[Column, ...]:
    """The columns of `frame` that a reader sees, in order; what is told of none is left out."""
    first = [
        Column("verband", "verband", width=3.0),
        Column("vorm", "vorm", width=1.7),
        Column("bevoegdheid", _HEADS["bevoegdheid"], Kind.NAMES, 1.3),
        Column("beleidsterreinen", _HEADS["beleidsterreinen"], Kind.NAMES, 2.6),
        Column("opgericht", _HEADS["opgericht"], Kind.DATE, 1.2),
        Column("sinds", "deelname sinds", Kind.DATE, 1.2),
    ]
    fixed = {*(one.name for one in first), *_LAST, "andere_deelnemers"}
    own = [
        Column(
            str(name),
            _HEADS.get(str(name), str(name).replace("_", " ")),
            Kind.FIGURE if str(name) == "kosten" else Kind.TEXT,
            1.3,
            labels=DOMEINEN if str(name) == "beleidsdomein" else None,
        )
        for name in found
        if name not in fixed
    ]
    last = [
        Column("andere_deelnemers", "andere deelnemers", Kind.NAMES, 2.2),
        Column("register_id", _HEADS["register_id"], width=0),
        Column("adres", _HEADS["adres"], width=2.2),
    ]
    return tuple(one for one in (*first, *own, *last) if one.name in found)


def table(found: pd.DataFrame, title: str, *, empty: str = "") -> Table:
    """What is told of some verbanden, as a reader sees it."""
    shown = found.copy()
    for name in ("opgericht", "sinds"):
        if name in shown:
            shown[name] = pd.Series(map(day, shown[name]), shown.index, dtype="object")
    return select("regelingen", title, shown, columns(found), empty=empty)


def short_table(found: pd.DataFrame) -> Table:
    """What fits on a screen."""
    whole = table(found, "Vorm en bevoegdheid (--alle toont alles wat bekend is)")
    known = {one.name for one in whole.columns}
    return whole.pick(*(one for one in ("verband", "vorm", "bevoegdheid", "sinds") if one in known))


def lines(found: pd.DataFrame) -> list[str]:
    """All that is told of each verband, for a screen.

    Examples
    --------
    >>> told = {"verband": ["GR Bee"], "vorm": ["openbaar lichaam"], "sinds": ["2018-01-01"]}
    >>> told |= {"bevoegdheid": [("mandaat",)], "andere_deelnemers": [("Provincie Zee",)]}
    >>> lines(pd.DataFrame(told))
    ['GR Bee: vorm openbaar lichaam; bevoegdheid mandaat; deelname sinds 1 januari 2018; andere \
deelnemers Provincie Zee']
    """
    made = table(found, "")
    told = []
    for row in made.rows:
        facts = [
            f"{column.head} {column.shown(cell)}"
            for column, cell in zip(made.columns, row, strict=True)
            if column.name != "verband" and cell not in (None, "", ())
        ]
        told.append(f"{row[0]}: {SEPARATOR.join(facts)}")
    return told


def day(value: Any) -> date | str:
    """A moment as a date, when it is one."""
    text = value if isinstance(value, str) else ""
    return date.fromisoformat(text) if is_date(text) else text


def counted(found: pd.DataFrame) -> Sequence[tuple[str, str, int]]:
    """How many verbanden there are of each vorm with each bevoegdheid, the most first.

    Examples
    --------
    >>> forms = {"vorm": ["openbaar lichaam", ""], "bevoegdheid": [("mandaat",), ()]}
    >>> counted(pd.DataFrame(forms))
    [('', '', 1), ('openbaar lichaam', 'mandaat', 1)]
    """
    if found.empty:
        return []
    powers = (
        found["bevoegdheid"].map(SEPARATOR.join)
        if "bevoegdheid" in found
        else pd.Series("", found.index)
    )
    sizes = Counter(zip(found["vorm"], powers, strict=True))
    rows = [(str(vorm), str(power), size) for (vorm, power), size in sizes.items()]
    return sorted(rows, key=lambda row: (-row[2], row[:2]))
