"""Bestuurslast: what cooperation asks of the administration of gemeenten."""

from collections.abc import Sequence

import numpy as np
import pandas as pd

from lappendeken.dutch import number
from lappendeken.measures import Centralisation
from lappendeken.measures.load import LOADS
from lappendeken.model import Lappendeken
from lappendeken.tables.frames import select
from lappendeken.tables.kinds import Cell, Column, Kind, Table
from lappendeken.timeline import LoadChange
from lappendeken.wording.load import label

_DUTCH = {
    "boards": "besturen",
    "forms": "vormen",
    "partner_sets": "kringen",
    "form_unknown": "vorm_onbekend",
    "delegation": "delegatie",
    "power_unknown": "bevoegdheid_onbekend",
    "tasks": "beleidsterreinen",
    "delegation_tasks": "delegatie_beleidsterreinen",
    "task_unknown": "beleidsterrein_onbekend",
}
_DUTCH |= {f"{one}_per_10k": f"{_DUTCH.get(one, one)}_per_10000" for one in LOADS}
_STATES = {
    "before": "eerst",
    "merged": "herindeeld",
    "after": "nu",
    "by_herindeling": "door_herindeling",
    "by_choice": "door_keuzes",
}
_SHOWN = 15
_SPREAD = (*LOADS, *(f"{one}_per_10k" for one in LOADS), "delegation", "tasks", "delegation_tasks")
_SHARES = ("delegation", "delegation_tasks")
_PLACES = {"whole": "samen"}


def ranked(lap: Lappendeken, load: pd.DataFrame) -> pd.DataFrame:
    """Every gemeente with its load, the heaviest first, for data files."""
    table = load.rename(columns=_DUTCH).rename_axis("gemeente_code")
    for column in ("verbanden", "besturen", "besturen_per_10000"):
        table[f"rang_{column}"] = table[column].rank(method="min", ascending=False).astype("Int64")
    table.insert(0, "gemeente", lap.gemeenten["naam"])
    table.insert(1, "provincie", lap.gemeenten["provincie"])
    table.insert(2, "inwoners", lap.gemeenten["inwoners"])
    order = ["besturen", "verbanden", "kringen"]
    return table.sort_values(order, ascending=False, kind="stable")


def spread(load: pd.DataFrame) -> pd.DataFrame:
    """How the figures are spread over gemeenten, for data files."""
    own = load[list(_SPREAD)]
    table = pd.DataFrame(
        {
            "laagste": own.min(),
            "mediaan": own.median(),
            "gemiddeld": own.mean(),
            "hoogste": own.max(),
            "gemeenten": own.notna().sum(),
        }
    )
    table.insert(0, "wat", [label(one) for one in table.index])
    return table.rename(index=lambda one: _DUTCH.get(one, one)).rename_axis("maat")


def nested(found: pd.DataFrame) -> pd.DataFrame:
    """Nestedness beside chance, for data files."""
    heads = {"observed": "nodf", "mean": "toeval", "sd": "spreiding", "p_less": "p_minder"}
    return found.rename(columns=heads, index=_PLACES).rename_axis("over")


def changed(found: LoadChange) -> dict[str, pd.DataFrame]:
    """What changed between two dates, for data files."""
    country = found.country.rename(columns=_STATES)
    country.insert(0, "wat", [label(str(one)) for one in country.index])
    country = country.rename(index=lambda one: _DUTCH.get(str(one), str(one))).rename_axis("maat")
    heads = {
        f"{load}_{state}": f"{_DUTCH.get(load, load)}_{_STATES[state]}"
        for load in ("verbanden", "partner_sets")
        for state in ("merged", "after", "by_choice")
    }
    own = found.gemeenten.rename(columns={"naam": "gemeente"} | heads)
    return {"verloop": country, "verloop-gemeenten": own.rename_axis("gemeente_code")}


def spread_table(load: pd.DataFrame) -> Table:
    """How the figures are spread, as a reader sees them."""
    table = spread(load)
    rows: list[tuple[Cell, ...]] = [
        (
            str(row["wat"]),
            *(_figure(row[one], measure) for one in ("laagste", "mediaan", "gemiddeld", "hoogste")),
        )
        for measure, row in zip(_SPREAD, table.to_dict("records"), strict=True)
        if row["gemeenten"]
    ]
    columns = (
        Column("wat", "per gemeente"),
        *(Column(one, one, Kind.COUNT) for one in ("laagste", "mediaan", "gemiddeld", "hoogste")),
    )
    return Table("spreiding", "Hoeveel per gemeente", columns, tuple(rows))


def _figure(value: float, measure: str, *, step: bool = False) -> str:
    """A figure with the decimals that suit it; of a step its sign too."""
    if np.isnan(value):
        return "–"
    share = measure in _SHARES or measure == "centralisation"
    text = (
        number(
            abs(100 * value if share else value),
            0 if measure == "number" else 1 + (measure == "nodf" or measure.endswith("_per_10k")),
        )
        + share * "%"
    )
    if not step:
        return text
    return ("+" if value >= 0 else "-") + text if any(c in text for c in "123456789") else text


def ranking_table(table: pd.DataFrame, title: str, codes: Sequence[str] | None = None) -> Table:
    """The gemeenten with the heaviest load, or those that are named."""
    shown = table if codes is None else table[table.index.isin(codes)]
    columns = (
        Column("gemeente", "gemeente"),
        Column("besturen", "besturen", Kind.COUNT),
        Column("vormen", "vormen", Kind.COUNT),
        Column("verbanden", "verbanden", Kind.COUNT),
        Column("kringen", "kringen", Kind.COUNT),
        Column("besturen_per_10000", "per 10.000", Kind.SCORE, decimals=1),
        Column("delegatie", "delegatie", Kind.SHARE),
        Column("rang_besturen", "plaats", Kind.COUNT),
    )
    printed = _SHOWN if codes is None else None
    return select("gemeenten", title, shown, columns, printed=printed)


def nested_table(found: pd.DataFrame, n: int) -> Table:
    """Nestedness beside chance, as a reader sees it."""
    columns = (
        Column("over", "over paren van"),
        Column("nodf", "NODF", Kind.SCORE, decimals=2),
        Column("toeval", "toeval", Kind.SCORE, decimals=2),
        Column("z", "z", Kind.SCORE, decimals=1),
        Column("p", "p meer", Kind.SCORE, least=1 / (1 + n)),
        Column("p_minder", "p minder", Kind.SCORE, least=1 / (1 + n)),
    )
    return select(
        "nesting",
        "Nesting: wie weinig verbanden heeft, deelt die met wie er veel heeft?",
        nested(found),
        columns,
    )


def change_table(found: LoadChange, first: int, last: int) -> Table:
    """What changed and by what, as a reader sees it."""
    rows: list[tuple[Cell, ...]] = []
    for measure, row in found.country.iterrows():
        if row.isna().any():
            continue
        name = str(measure)
        cells = [_figure(row[one], name) for one in ("before", "merged", "after")]
        steps = [_figure(row[one], name, step=True) for one in ("by_herindeling", "by_choice")]
        each = " per gemeente" if name in LOADS else ""
        rows.append((label(name) + each, cells[0], *steps, cells[2]))
    columns = (
        Column("wat", "gemiddelde"),
        Column("eerst", str(first), Kind.COUNT),
        Column("door_herindeling", "door herindeling", Kind.COUNT),
        Column("door_keuzes", "door keuzes", Kind.COUNT),
        Column("nu", str(last), Kind.COUNT),
    )
    return Table("verloop", "Toen en nu", columns, tuple(rows))


def central(found: Centralisation) -> pd.DataFrame:
    """Centralisation over gemeenten, verbanden and partners, for data files."""
    index = pd.Index(["gemeenten", "verbanden", "partners"], name="over")
    return pd.DataFrame({"centralisatie": list(found)}, index=index)


def own_change_table(found: LoadChange, codes: Sequence[str], first: int, last: int) -> Table:
    """What changed for some gemeenten by their own choices."""
    table = changed(found)["verloop-gemeenten"]
    columns = (
        Column("gemeente", "gemeente"),
        Column("verbanden_herindeeld", str(first), Kind.COUNT),
        Column("verbanden_nu", str(last), Kind.COUNT),
        Column("verbanden_door_keuzes", "door keuzes", Kind.CHANGE, decimals=0),
        Column("kringen_herindeeld", f"kringen {first}", Kind.COUNT),
        Column("kringen_nu", f"kringen {last}", Kind.COUNT),
    )
    title = f"Verbanden en kringen sinds {first}, op de gemeenten van {last}"
    return select("verloop-gemeenten", title, table[table.index.isin(codes)], columns)
