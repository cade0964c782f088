"""Tables that a user fills in: what may stand in each column, and what is known already."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING, Final

import pandas as pd

from lappendeken import schema
from lappendeken.tables.frames import from_frame
from lappendeken.tables.kinds import Cell, Column, Kind, Table

if TYPE_CHECKING:
    from lappendeken.model import Lappendeken

ANSWERS: Final = ("ja", "nee")
_HOW: Final = {
    "plan": "Een rij per verandering, op volgorde. Meer gemeenten in één cel scheidt u met een "
    "puntkomma. Bewaar het bestand en voer het uit met: lappendeken scenario plan.xlsx",
    "afwijkingen": "Vul een reden in bij elk verband waarvan u kunt uitleggen waarom het niet op "
    "de andere past, met de bron en de datum. Wat leeg is, telt als niet uitgelegd. Geef het "
    "bestand mee met --afwijkingen.",
    "voorstellen": "Kies ja achter wat klopt, en bewaar het bestand onder een andere naam. Staat "
    "de goede code er niet bij, vul haar dan zelf in. Lees de bron daarna opnieuw in met "
    "--accepteer-voorstellen en die naam.",
    "indeling": "Een rij per gemeente en verband. Kies een verband uit de lijst, of schrijf de "
    "naam van een nieuw. Leeg blijft wat niet bekend is. Lees het bestand in met: lappendeken "
    "gegevens inlezen",
}
"""What is said beside each form."""


def plan(lap: "Lappendeken") -> Table:
    """A plan without steps, with the names that these data know."""
    verbanden = _sorted(lap.verbanden["naam"][_of_main(lap)])
    choices = {
        "indeling": tuple(lap),
        "gemeente": _sorted(lap.gemeenten["naam"]),
        "van": verbanden,
        "naar": verbanden,
    }
    columns = _columns(schema.PLAN, choices, open_ended={"gemeente", "van", "naar"})
    return Table("plan", "Plan", columns, (), note=_HOW["plan"])


def afwijkingen(rows: Iterable[Mapping[str, Cell]], verbanden: Sequence[str]) -> Table:
    """The deviations of an area, with the reasons as far as they are given."""
    columns = _columns(schema.AFWIJKINGEN, {"verband": tuple(verbanden)}, {"verband"})
    names = [column.name for column in columns]
    cells = tuple(tuple(row.get(name) for name in names) for row in rows)
    return Table("afwijkingen", "Afwijkingen", columns, cells, note=_HOW["afwijkingen"])


def voorstellen(proposals: pd.DataFrame) -> Table:
    """What may be meant by names that were not recognised."""
    columns = [
        *_columns(schema.VOORSTELLEN, {"aanvaard": ANSWERS}),
        Column("score", "score", Kind.SCORE, decimals=1),
    ]
    table = from_frame("voorstellen", "Voorstellen", proposals, columns)
    return replace(table, note=_HOW["voorstellen"])


def indeling(lap: "Lappendeken", other: "Lappendeken", name: str) -> Table:
    """The gemeenten of these data with their verband in one indeling, of which others know more.

    Where the data do not have the indeling, the names of its verbanden are those of the other.
    """
    known = name in lap
    label = (lap if known else other).indelingen.loc[name]
    verbanden = (lap if known else other).verbanden
    first = ("gemeente_code", "gemeente", "verband")
    fields = [one for name in first for one in schema.VERBANDEN if one.name == name]
    fields += [one for one in schema.VERBANDEN if one.name not in (*first, "verband_id")]
    choices = {"verband": _sorted(verbanden["naam"][verbanden["indeling"] == name])}
    columns = _columns(fields, choices, open_ended={"verband"})
    blank = dict.fromkeys((column.name for column in columns), "")
    fixed = {"indeling": name, "domein": str(label["domein"])}
    rows = []
    own = _rows_of(lap, name) if known else {}
    for code, gemeente in lap.gemeenten["naam"].items():
        where = {"gemeente_code": str(code), "gemeente": str(gemeente)}
        rows += [blank | told | fixed | where for told in own.get(str(code), [{}])]
    cells = tuple(tuple(_cell(row[one.name], one.kind) for one in columns) for row in rows)
    return Table(name[:31], str(label["naam"]), columns, cells, note=_HOW["indeling"])


def _rows_of(lap: "Lappendeken", name: str) -> dict[str, list[dict[str, str]]]:
    """What the data tell of each gemeente in an indeling."""
    of_row = lap.deelnames["verband_id"].map(lap.verbanden["indeling"])
    about = lap.verbanden.rename(columns={"naam": "verband"})
    rows = lap.deelnames[of_row == name].join(about, on="verband_id")
    found: dict[str, list[dict[str, str]]] = {}
    for row in rows.astype("str").to_dict("records"):
        told = {str(column): str(cell) for column, cell in row.items()}
        found.setdefault(told["gemeente_code"], []).append(told)
    return found


def _columns(
    fields: Iterable[schema.Column],
    choices: Mapping[str, tuple[str, ...]],
    open_ended: Iterable[str] = (),
) -> tuple[Column, ...]:
    """The columns of a form; their heads are the names by which they are read back."""
    return tuple(
        Column(
            one.name,
            one.name,
            Kind.DATE if one.kind == "date" else Kind.TEXT,
            choices=choices.get(one.name, one.choices),
            open_ended=one.name in open_ended or one.several,
        )
        for one in fields
    )


def _cell(text: str, kind: Kind) -> Cell:
    """A cell of the data as a form holds it."""
    return date.fromisoformat(text) if text and kind == Kind.DATE else text


def _of_main(lap: "Lappendeken") -> "pd.Series[bool]":
    """Which verbanden are of the main indelingen."""
    return lap.verbanden["indeling"].isin([one.id for one in lap.main_indelingen])


def _sorted(names: "pd.Series[str]") -> tuple[str, ...]:
    return tuple(sorted({str(name) for name in names}))
