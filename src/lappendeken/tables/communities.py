"""Official divisions beside communities of gemeenten that work together."""

from collections.abc import Sequence

import pandas as pd

from lappendeken.delineation import Profile
from lappendeken.dutch import number
from lappendeken.indeling import Indeling
from lappendeken.tables.congruence import short
from lappendeken.tables.frames import labels, select
from lappendeken.tables.kinds import Column, Kind, Table

_SCORE = Kind.SCORE


def frames(found: Profile, table: pd.DataFrame) -> dict[str, pd.DataFrame]:
    """The results for data files, by name."""
    return {
        "resoluties": found.summary,
        "gelijkenis": found.scores,
        "indelingen": table,
    }


def profile(found: Profile, names: "pd.Series[str]", main: Sequence[Indeling]) -> Table:
    """A row per resolution: what was found, and what that is like."""
    own = [one for one in main if one.id in found.scores]
    frame = found.summary.join(found.scores[[one.id for one in own]])
    columns = (
        Column("resolution", "resolutie", _SCORE, decimals=1),
        Column("communities", "groepen", Kind.COUNT),
        Column("modularity", "Q", _SCORE, decimals=2),
        Column("nearest", "lijken het meest op", labels=labels(names)),
        Column("score", "ARI", _SCORE, decimals=2),
        *(Column(one.id, short(one), _SCORE, decimals=2) for one in own),
    )
    return select("resoluties", "Gemeenschappen per resolutie", frame, columns)


def divisions(table: pd.DataFrame, names: "pd.Series[str]", resolution: float) -> Table:
    """A row per official division: how like communities it is, and what it holds together."""
    columns = (
        Column("indeling", "indeling", labels=labels(names)),
        Column("regions", "regio's", Kind.COUNT),
        Column("own", "eigen", Kind.COUNT),
        Column("score", "ARI", _SCORE, decimals=2),
        Column("score_without", "ARI*", _SCORE, decimals=2),
        Column("modularity", "Q", _SCORE, decimals=2),
        Column("modularity_without", "Q*", _SCORE, decimals=2),
        Column("bipartite", "Q2", _SCORE, decimals=2),
        Column("strict", "Qh", _SCORE, decimals=2),
    )
    title = f"Officiële indelingen bij resolutie {number(resolution, 1)}"
    return select("indelingen", title, table, columns)


def left_out(others: Sequence[Indeling]) -> list[str]:
    """What must be said of indelingen that cannot be compared."""
    if not others:
        return []
    names = ", ".join(one.naam for one in others)
    return [f"Zonder {names}: met overlap, of niet voor elke gemeente."]


def legend(network: str) -> dict[str, str]:
    """What the heads of the columns mean."""
    sought = {
        "projectie": "modulariteit op de graaf van gemeenten; een regeling van k gemeenten telt "
        "in elk paar voor 1 / (k - 1)",
        "aantallen": "modulariteit op de graaf van gemeenten; elke regeling telt in elk paar voor "
        "1",
        "tweezijdig": "modulariteit van Barber, op de graaf van gemeenten en regelingen",
    }
    return {
        "resolutie": "hoger geeft meer en kleinere gemeenschappen",
        "ARI": "hoe zeer de indeling op de gemeenschappen lijkt; 0 = toeval, 1 = gelijk",
        "eigen": "regelingen die (bijna) precies een regio van die indeling zijn",
        "*": "opnieuw gezocht en berekend zonder die regelingen: met hen wordt een "
        "indeling deels met zichzelf vergeleken",
        "Q": sought[network],
        "Q2": "modulariteit van Barber, bij resolutie 1",
        "Qh": "modulariteit op de hypergraaf (streng: hele regelingen binnen een regio), bij "
        "resolutie 1",
    }
