"""How much of what goes between gemeenten stays within regions."""

from collections.abc import Sequence

import pandas as pd

from lappendeken.delineation import Functional
from lappendeken.dutch import capital, number, percentage
from lappendeken.indeling import Indeling
from lappendeken.tables.frames import labels, select
from lappendeken.tables.kinds import Column, Kind, Table

_PRINTED = 12


def frames(
    compared: pd.DataFrame, verbanden: pd.DataFrame, found: Functional, names: "pd.Series[str]"
) -> dict[str, pd.DataFrame]:
    """The results for data files, by name; `functioneel` reads back as an indeling."""
    of = found.indeling
    rows = pd.DataFrame({"verband": of.labels().map(of.namen)}).rename_axis("gemeente_code")
    own = rows.assign(gemeente=names.reindex(rows.index), indeling=of.id, domein="overig")
    return {
        "indelingen": compared,
        "verbanden": verbanden,
        "regios": found.regions.assign(naam=of.namen).rename_axis("verband"),
        "functioneel": own[own["verband"].notna()],
    }


def divisions(compared: pd.DataFrame, names: "pd.Series[str]") -> Table:
    """A row per indeling: how much it keeps within its verbanden."""
    columns = (
        Column("indeling", "indeling", labels=labels(names)),
        Column("regions", "regio's", Kind.COUNT),
        Column("share", "binnen", Kind.SHARE),
        Column("between", "tussen", Kind.SHARE),
        Column("supply", "laagste aanbod", Kind.SHARE),
        Column("demand", "laagste vraag", Kind.SHARE),
        Column("valid", "haalt norm", Kind.COUNT),
        Column("score", "omega", Kind.SCORE, decimals=2),
    )
    return select("indelingen", "Indelingen tegen de stroom", compared, columns)


def _columns(first: Column) -> tuple[Column, ...]:
    return (
        first,
        Column("gemeenten", "gemeenten", Kind.COUNT),
        Column("origin", "vertrek", Kind.COUNT),
        Column("destination", "aankomst", Kind.COUNT),
        Column("supply", "aanbod", Kind.SHARE),
        Column("demand", "vraag", Kind.SHARE),
    )


def regions(found: Functional) -> Table:
    """The functional regions, the largest first."""
    frame = found.regions.assign(naam=found.indeling.namen)
    frame = frame.sort_values("origin", ascending=False, kind="stable")
    title = f"{capital(found.indeling.naam)}: {len(frame)}"
    return select("regios", title, frame, _columns(Column("naam", "regio")), printed=_PRINTED)


def verbanden(table: pd.DataFrame, one: Indeling) -> Table:
    """The verbanden of one indeling, the least contained first."""
    own = table[table["indeling"] == one.id]
    frame = own.assign(least=own[["supply", "demand"]].min(axis=1))
    frame = frame.sort_values("least", kind="stable")
    title = f"{capital(one.naam)}: wie het minst binnenhouden"
    name = Column("naam", one.enkelvoud)
    return select("verbanden", title, frame, _columns(name), printed=_PRINTED)


def left_out(notes: Sequence[str]) -> list[str]:
    """What must be said of the reading."""
    return [f"Let op: {note}" for note in notes]


def legend(least: tuple[float, float], target: tuple[float, float]) -> dict[str, str]:
    """What the heads of the columns mean."""
    return {
        "binnen": "deel van alle stroom dat binnen één verband blijft",
        "tussen": "hetzelfde, zonder wat in de eigen gemeente blijft",
        "aanbod": "deel van wat uit een verband vertrekt, dat erbinnen blijft (bewoners die er "
        "werken)",
        "vraag": "deel van wat in een verband aankomt, dat ervandaan komt (banen van bewoners)",
        "norm": f"ten minste {percentage(least[1])} bij een omvang van {number(target[0])}, "
        f"oplopend tot {percentage(target[1])} bij {number(least[0])}",
        "omega": "hoe zeer de indeling op de functionele regio's lijkt; 0 = toeval, 1 = gelijk",
    }
