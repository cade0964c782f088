"""The regelingen of the Register van Overheidsorganisaties that are in force, for 2026."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import geopandas as gpd
import pandas as pd

from databuild.catalogue import REGELINGEN
from databuild.deelnames import labelled
from databuild.herindelingen import Herindelingen, frame
from databuild.opengr import identifiers
from databuild.tables import HERE, read
from lappendeken import schema
from lappendeken.reading.settling.gemeenten import Gemeenten
from lappendeken.reading.sources.regelingen import SOORTEN, terreinen_of, vorm_of

SOURCE: Final = "2026/roo_regelingen_2026-05.csv"
PARTICIPANTS: Final = "2026/roo_deelnemers_2026-05.csv"
RETRIEVED: Final = "2026-05-16"


@dataclass(frozen=True, eq=False)
class Register:
    """The regelingen in force, with what became of the others.

    Parameters
    ----------
    deelnames, kenmerken, andere_deelnemers : DataFrame
        The columns of the tables of an edition.
    vormen : dict of str to str
        Address in the register -> vorm, of every regeling in it.
    moved : list of (str, str, str)
        Regeling, dissolved gemeenten that it still names, and the successor.
    without_gemeente : list of str
        Regelingen in force in which no gemeente takes part.
    counts : dict of str to int
        Dutch name -> number.
    """

    deelnames: pd.DataFrame
    kenmerken: pd.DataFrame
    andere_deelnemers: pd.DataFrame
    vormen: dict[str, str]
    moved: list[tuple[str, str, str]]
    without_gemeente: list[str]
    counts: dict[str, int]


def build(bronnen: Path, gemeenten: gpd.GeoDataFrame, steps: Herindelingen) -> Register:
    """Read the register: one verband for all versions of a regeling, as the last one has it."""
    table = read(bronnen / SOURCE)
    rows = read(bronnen / PARTICIPANTS)
    body = table["orgaan"].where(table["orgaan"] != "", table["naam"])
    began = table["inwerking"].groupby(body).transform("min")
    open_ended = (table["valid_until"] == "") | (table["valid_until"] > RETRIEVED)
    current = table[open_ended].assign(opgericht=began[open_ended], body=body[open_ended])
    if not current["naam"].is_unique or not current["body"].is_unique:
        raise ValueError(f"{SOURCE}: twee versies van een regeling gelden op {RETRIEVED}")
    ids = identifiers(sorted(current["naam"]))
    current = current.assign(
        verband_id=current["naam"].map(ids),
        vorm=[vorm_of(naam, vorm) for naam, vorm in current[["naam", "vorm"]].to_numpy()],
    ).set_index("roo_id")
    own = rows[rows["gr_roo_id"].isin(current.index)]
    known = Gemeenten(gemeenten, herindelingen=frame(steps.steps))
    deelnames, moved = _deelnames(own[own["type"] == "gemeente"], current, known)
    others = _others(own[own["type"] != "gemeente"], current)
    with_gemeente = current["verband_id"].isin(deelnames["verband_id"])
    kept = current[with_gemeente]
    others = others[others["verband_id"].isin(kept["verband_id"])]
    kenmerken = _kenmerken(kept)
    return Register(
        deelnames=deelnames,
        kenmerken=kenmerken.sort_values("verband_id"),
        andere_deelnemers=others.sort_values(["verband_id", "deelnemer"]),
        vormen={
            url: vorm_of(naam, vorm)
            for url, naam, vorm in table[["url", "naam", "vorm"]].to_numpy()
        },
        moved=moved,
        without_gemeente=sorted(current.loc[~with_gemeente, "naam"]),
        counts={
            "register_versies": len(table),
            "register_regelingen": int(body.nunique()),
            "register_geldend": len(current),
            "register_zonder_gemeente": int((~with_gemeente).sum()),
            "regelingen": len(kept),
            "regelingen_zonder_beleidsterrein": int((kept["beleidsgebied"] == "").sum()),
            "regelingen_overig": int((kenmerken["beleidsdomein"] == "overig").sum()),
            "andere_deelnemers": len(others),
        },
    )


def _deelnames(
    rows: pd.DataFrame, current: pd.DataFrame, known: Gemeenten
) -> tuple[pd.DataFrame, list[tuple[str, str, str]]]:
    """Who takes part; what is named by a gemeente that is gone is its successor's."""
    found = known.find_all(SOURCE, rows["gemeentecode"], pd.Series("", rows.index))
    if (found["code"] == "").any():
        raise ValueError(
            f"{PARTICIPANTS}: onbekend {rows.loc[found['code'] == '', 'org'].unique()}"
        )
    regeling = current.loc[rows["gr_roo_id"]].set_axis(rows.index)
    table = pd.DataFrame(
        {
            "verband_id": regeling["verband_id"],
            "verband": regeling["naam"],
            "vorm": regeling["vorm"],
            "bron": regeling["url"],
            "gemeente_code": found["code"],
            "van": rows["toetreding"],
            "named": rows["org"].str.removeprefix("Gemeente ").where(found["note"] != "", ""),
        }
    )
    table = table.sort_values(["verband_id", "gemeente_code", "named"])
    made, moved = [], []
    for (_, code), own in table.groupby(["verband_id", "gemeente_code"], sort=False):
        first = own.iloc[0].to_dict()
        names = [name for name in own["named"] if name]
        direct = (own["named"] == "").any()
        if names:
            moved.append((first["verband"], ", ".join(names), known.names[str(code)]))
        first["van"] = first["van"] if direct else schema.agreed(list(own["van"]))
        first["zekerheid"] = "bevestigd" if direct else "afgeleid"
        first["opmerking"] = "" if direct else f"het register noemt {', '.join(names)}"
        made.append(first)
    frame_ = (
        pd.DataFrame(made)
        .drop(columns="named")
        .assign(indeling=REGELINGEN, rol="", stand=RETRIEVED)
    )
    frame_["gemeente"] = frame_["gemeente_code"].map(known.names)
    return labelled(frame_, "2026"), sorted(moved)


def _others(rows: pd.DataFrame, current: pd.DataFrame) -> pd.DataFrame:
    """What takes part beside gemeenten."""
    made = pd.DataFrame(
        {
            "verband_id": current["verband_id"].loc[rows["gr_roo_id"]].to_numpy(),
            "deelnemer": rows["org"],
            "soort": rows["type"].map(SOORTEN).fillna("overig"),
            "van": rows["toetreding"],
            "tot": "",
        }
    )
    return made.drop_duplicates(["verband_id", "deelnemer"])


def _kenmerken(current: pd.DataFrame) -> pd.DataFrame:
    """What the register tells of each regeling."""
    terreinen = current["beleidsgebied"].map(terreinen_of)
    return pd.DataFrame(
        {
            "verband_id": current["verband_id"],
            "bevoegdheid": current["bevoegdheid"].str.lower().str.replace("|", "; "),
            "beleidsterreinen": terreinen.map(lambda found: "; ".join(sorted(found))),
            "opgericht": current["opgericht"],
            "register_id": current.index,
            "adres": current["url"],
            "beleidsdomein": terreinen.map(domein_of),
        }
    )


def domein_of(terreinen: Sequence[str]) -> str:
    """The domein that most beleidsterreinen belong to; `overig` when there is no such one."""
    table = read(HERE / "beleidsterreinen.csv", "terrein")["domein"]
    found = [
        table.get(one) or table.get(one.partition(": ")[0]) or "overig" for one in set(terreinen)
    ]
    ranked = Counter(found).most_common(2)
    if not ranked or (len(ranked) > 1 and ranked[0][1] == ranked[1][1]):
        return "overig"
    return ranked[0][0]
