"""One gemeente: its verbanden, and who its partners are where."""

from collections.abc import Sequence

import pandas as pd

from lappendeken import schema
from lappendeken.dutch import listing, number, percentage
from lappendeken.indeling import Indeling
from lappendeken.measures.registry import MEASURES
from lappendeken.model import Lappendeken
from lappendeken.schema import DOMEINEN
from lappendeken.tables.congruence import short
from lappendeken.tables.frames import select
from lappendeken.tables.kinds import Cell, Column, Kind, Table


def verbanden_frame(lap: Lappendeken, code: str, *, alle: bool) -> pd.DataFrame:
    """The verbanden of one gemeente for data files, in order of domein, with all that is known."""
    chosen = lap.indelingen if alle else lap.indelingen[lap.indelingen["standaard"]]
    ids = [v for name in chosen.index for v in lap.indeling(str(name)).verbanden_of(code)]
    known = lap.verbanden.loc[ids].rename_axis("verband_id").rename(columns={"naam": "verband"})
    own = lap.deelnames[lap.deelnames["gemeente_code"] == code].set_index("verband_id")
    sizes = lap.deelnames.groupby("verband_id").size()
    known["enkelvoud"] = known["indeling"].map(lap.indelingen["enkelvoud"])
    first = ["domein", "indeling", "enkelvoud", "verband"]
    frame = known[[*first, *(name for name in known if name not in first)]]
    frame = frame.join(own[schema.column_names(schema.columns_per("deelname"))])
    frame["partners"] = sizes.reindex(ids).to_numpy() - 1
    more = lap.kenmerken.reindex(ids).dropna(axis="columns", how="all")
    return frame.join(more.add_prefix("kenmerk_"))


def verbanden(frame: pd.DataFrame, *, alle: bool) -> Table:
    """The verbanden, each domein named once."""
    role = frame["rol"].eq("centrumgemeente").map({True: " (centrumgemeente)", False: ""})
    columns = (
        Column("domein", "domein", labels=DOMEINEN, once=True),
        Column("enkelvoud", "soort"),
        Column("verband", "verband"),
        Column("partners", "partners", Kind.COUNT),
    )
    title = "Alle verbanden" if alle else "Verbanden per domein (--alle toont ook de andere)"
    shown = frame.assign(verband=frame["verband"] + role)
    empty = "Deze gemeente zit in geen enkel verband."
    return select("verbanden", title, shown, columns, empty=empty)


def everywhere(lap: Lappendeken, partners: pd.DataFrame) -> str:
    """Who is a partner in every indeling."""
    names = lap.gemeenten["naam"]
    return listing([str(names[c]) for c in partners.index[partners.all(axis=1)]]) or "niemand"


def odd_ones(lap: Lappendeken, main: Sequence[Indeling], partners: pd.DataFrame) -> Table:
    """Who is a partner in some indelingen only; those in the same ones stand together."""
    names = lap.gemeenten["naam"]
    some = partners[~partners.all(axis=1)]
    rows: list[tuple[Cell, ...]] = [
        (str(names[code]), *map(bool, flags))
        for code, flags in zip(some.index, some.to_numpy(), strict=True)
    ]
    rows.sort(key=lambda row: ([not flag for flag in row[1:]], row[0]))
    columns = (
        Column("naam", "gemeente"),
        *(Column(one.id, short(one), Kind.FLAG) for one in main if one.id in partners),
    )
    title = "Waar de kringen verschillen"
    empty = "Nergens: de kringen zijn overal dezelfde." if len(partners) else ""
    return Table("partners", title, columns, tuple(rows), empty=empty)


def without_partners(main: Sequence[Indeling], partners: pd.DataFrame) -> list[str]:
    """Where this gemeente has no partners."""
    return [
        f"In {short(one)} heeft deze gemeente geen partners."
        for one in main
        if one.id not in partners or not partners[one.id].any()
    ]


def congruence(found: pd.DataFrame, where: str) -> tuple[str, str]:
    """The territoriale congruentie in a sentence, and what it means."""
    facts, label = found.iloc[0], MEASURES["territorial_congruence"]
    of = f"{number(facts['numerator'])} van {number(facts['denominator'])}"
    score = f"{label.name.capitalize()}: {percentage(facts['congruence'])} ({of}), over {where}."
    return score, f"{label.meaning[0].upper()}{label.meaning[1:]}."
