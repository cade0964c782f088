"""The regelingen of the Register van Overheidsorganisaties that are in force, for 2026."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import geopandas as gpd
import pandas as pd

from databuild.deelnames import labelled
from databuild.herindelingen import Herindelingen, frame
from databuild.opengr import identifiers
from databuild.tables import HERE, read
from lappendeken import schema
from lappendeken.reading.settling.gemeenten import Gemeenten
from lappendeken.reading.sources import regelingen
from lappendeken.reading.sources.regelingen import Regeling
from lappendeken.reading.sources.roo import read_roo

SOURCE: Final = "2026/roo_regelingen_2026-05.csv"
RETRIEVED: Final = "2026-05-16"


@dataclass(frozen=True, eq=False)
class Register:
    """The tables of the regelingen in force, with what became of the others."""

    deelnames: pd.DataFrame
    kenmerken: pd.DataFrame
    andere_deelnemers: pd.DataFrame
    vormen: dict[str, str]
    """Address in the register -> vorm, of every version of a regeling."""
    moved: list[tuple[str, str, str]]
    """Regeling, the dissolved gemeenten that it still names, and their successor."""
    without_gemeente: list[str]
    counts: dict[str, int]


def build(bronnen: Path, gemeenten: gpd.GeoDataFrame, steps: Herindelingen) -> Register:
    """Read the register as a user would, and keep what is in force."""
    known = Gemeenten(gemeenten, herindelingen=frame(steps.steps))
    versions, broken = regelingen.read_table(bronnen / SOURCE)
    found = read_roo(bronnen / SOURCE, gemeenten=known)
    chains = regelingen.chains(versions)
    current = {one[-1].id: one[-1] for one in chains if _in_force(one[-1].tot)}
    ids = identifiers(sorted(one.titel for one in current.values()))
    open_ended = sum(_in_force(one.tot) for one in versions)
    if broken or not len(current) == len(ids) == open_ended:
        raise ValueError(f"{SOURCE}: onleesbaar, of twee versies gelden op {RETRIEVED}")
    kenmerken = found.kenmerken[found.kenmerken["register_id"].isin(current)]
    titles = kenmerken["register_id"].map({key: one.titel for key, one in current.items()})
    own = dict(zip(kenmerken["verband_id"], titles.map(ids), strict=True))
    named = _named(current.values(), known)
    deelnames = _deelnames(_kept(found.deelnames, own), named)
    addresses = kenmerken.set_index(kenmerken["verband_id"].map(own))["adres"]
    deelnames["bron"] = deelnames["verband_id"].map(addresses)
    others = _kept(found.andere_deelnemers, own)[schema.column_names(schema.ANDERE_DEELNEMERS)]
    kenmerken = _kenmerken(_kept(kenmerken, own))
    missing = sorted(ids.keys() - set(titles))
    return Register(
        deelnames=labelled(deelnames, "2026"),
        kenmerken=kenmerken.sort_values("verband_id"),
        andere_deelnemers=others.sort_values(["verband_id", "deelnemer"]),
        vormen={one.adres: one.vorm for one in versions},
        moved=sorted(
            (regeling, ", ".join(sorted(filter(None, former))), known.names[code])
            for (regeling, code), former in named.items()
            if any(former)
        ),
        without_gemeente=missing,
        counts={
            "register_versies": len(versions),
            "register_regelingen": len(chains),
            "register_geldend": len(current),
            "register_zonder_gemeente": len(missing),
            "regelingen": len(kenmerken),
            "regelingen_zonder_beleidsterrein": int((kenmerken["beleidsterreinen"] == "").sum()),
            "regelingen_overig": int((kenmerken["beleidsdomein"] == "overig").sum()),
            "andere_deelnemers": len(others),
        },
    )


def _in_force(ends: str) -> bool:
    return not ends or ends > RETRIEVED


def _kept(table: pd.DataFrame, ids: dict[str, str]) -> pd.DataFrame:
    """The rows of regelingen in force that have not ended, by the identifiers of this edition."""
    lasting = table["tot"].map(_in_force) if "tot" in table else True
    own = table[table["verband_id"].isin(ids) & lasting]
    return own.assign(verband_id=own["verband_id"].map(ids))


def _named(current: Iterable[Regeling], known: Gemeenten) -> dict[tuple[str, str], list[str]]:
    """Regeling and gemeente -> the former gemeenten that the register names, or '' for itself."""
    named: dict[tuple[str, str], list[str]] = {}
    for regeling in current:
        for one in regeling.deelnemers:
            if one.soort:
                continue
            code = known.find(one.code, "").code
            if not code:
                raise ValueError(f"{SOURCE}: onbekende gemeente {one.naam} ({one.code})")
            former = "" if one.code == code else one.naam.removeprefix("Gemeente ")
            named.setdefault((regeling.titel, code), []).append(former)
    return named


def _deelnames(rows: pd.DataFrame, named: dict[tuple[str, str], list[str]]) -> pd.DataFrame:
    """Who takes part: derived where the register names only what a gemeente was before."""
    pairs = list(zip(rows["verband"], rows["gemeente_code"], strict=True))
    if len(set(pairs)) != len(pairs) or set(pairs) != set(named):
        raise ValueError(f"{SOURCE}: andere deelnames dan de laatste versies noemen")
    former = ["" if "" in named[pair] else ", ".join(sorted(named[pair])) for pair in pairs]
    return rows.assign(
        zekerheid=["afgeleid" if names else "bevestigd" for names in former],
        opmerking=[f"het register noemt {names}" if names else "" for names in former],
        stand=RETRIEVED,
    )


def _kenmerken(rows: pd.DataFrame) -> pd.DataFrame:
    """What the register tells of each regeling, and the domein that follows from it."""
    terreinen = [sorted(filter(None, one.split("; "))) for one in rows["beleidsterreinen"]]
    columns = ["verband_id", "bevoegdheid", "beleidsterreinen", "opgericht", "register_id", "adres"]
    return rows[columns].assign(
        beleidsterreinen=["; ".join(one) for one in terreinen],
        beleidsdomein=[domein_of(one) for one in terreinen],
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
