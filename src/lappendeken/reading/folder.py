"""From what was read to the tables of a folder: with the boundaries and labels that these need."""

from collections.abc import Mapping
from datetime import UTC, date, datetime
from functools import cache
from typing import Any, Final

import geopandas as gpd
import pandas as pd

from lappendeken.dutch import count, listing, long_date, shortened
from lappendeken.errors import LappendekenError, WrongUsageError
from lappendeken.names import one_spelling
from lappendeken.reading.editions import editions
from lappendeken.reading.files.geojson import read_gemeenten
from lappendeken.reading.origin import origin_of, read_origin
from lappendeken.reading.settling.ledger import GEMEENTE_COLUMNS, ReadResult, deelname_columns
from lappendeken.reading.settling.lifetimes import contradicted, explained, window
from lappendeken.reading.tables import Tables

__all__ = ["UNKNOWN_PROVINCE", "about", "extra_table", "same_areas", "to_tables"]

UNKNOWN_PROVINCE: Final = "onbekend"
"""Stands where a province is not known, since the table must have one."""


def to_tables(
    result: ReadResult, base: Tables, *, add: bool = False, peildatum: date | None = None
) -> tuple[Tables, list[str]]:
    """Make the tables of a folder."""
    notes: list[str] = []
    gemeenten = _with_boundaries(result.gemeenten, base.gemeenten, notes)
    verbanden = result.deelnames[deelname_columns()]
    known = verbanden["gemeente_code"].isin(gemeenten.index)
    if not known.all():
        lost = count(int((~known).sum()), "deelname", "deelnames")
        notes.append(f"{lost} van gemeenten zonder grenzen gaan niet mee.")
        verbanden = verbanden[known]
    labels = result.indelingen[result.indelingen["indeling"].isin(verbanden["indeling"])]
    kenmerken, others = result.kenmerken, result.andere_deelnemers
    if add:
        verbanden, labels = _added(verbanden, labels, base)
        kenmerken = pd.concat([base.kenmerken, kenmerken]).fillna("")
        others = pd.concat([base.andere_deelnemers, others])
    if verbanden.empty:
        raise LappendekenError(
            f"{result.report.source}: er is geen enkele deelname om te schrijven. Heeft de bron "
            "alleen grenzen? Geef haar dan met --gemeenten bij het inlezen van een andere bron, of "
            "met --geometrie aan 'gegevens herindeel'."
        )
    day = _peildatum(peildatum, result, gemeenten, verbanden, base, notes)
    links = base.verbindingen
    near = links["van_code"].isin(gemeenten.index) & links["naar_code"].isin(gemeenten.index)
    return (
        Tables(
            base.folder,
            gemeenten,
            verbanden.reset_index(drop=True),
            labels.reset_index(drop=True),
            base.herindelingen,
            links[near].reset_index(drop=True),
            day,
            _of_verbanden(kenmerken, verbanden),
            _of_verbanden(others, verbanden),
        ),
        notes,
    )


def _peildatum(
    asked: date | None,
    result: ReadResult,
    gemeenten: gpd.GeoDataFrame,
    verbanden: pd.DataFrame,
    base: Tables,
    notes: list[str],
) -> date | None:
    """The date that is asked for or told, or else the one that follows from the gemeenten."""
    names = {str(code): str(naam) for code, naam in gemeenten["naam"].items()}
    found = window(names)
    told = asked or result.peildatum
    if told is not None:
        if said := contradicted(names, told):
            notes.append(said)
        return told
    if gemeenten.index.isin(base.gemeenten.index).all() and same_areas(gemeenten, base.gemeenten):
        return base.peildatum
    derived = found.day()
    if derived is None:
        if base.peildatum is not None:
            notes.append(
                f"De bron noemt geen datum; als peildatum geldt {long_date(base.peildatum)}. Klopt "
                "dat niet, geef dan --peildatum."
            )
        return base.peildatum
    today = datetime.now(tz=UTC).date().isoformat()
    begun = [text for text in verbanden["van"].unique() if derived.isoformat() < text <= today]
    later = date.fromisoformat(max(begun)) if begun else derived
    chosen = later if found.holds(later) else derived
    notes.append(explained(found, names, chosen))
    return chosen


def same_areas(gemeenten: gpd.GeoDataFrame, base: gpd.GeoDataFrame) -> bool:
    """Whether gemeenten have the areas that others of the same codes have."""
    other = base.geometry.reindex(gemeenten.index)
    return bool((gemeenten.geometry.to_numpy() == other.to_numpy()).all())


def _of_verbanden(table: pd.DataFrame, verbanden: pd.DataFrame) -> pd.DataFrame:
    """The rows about verbanden that are written."""
    return table[table["verband_id"].isin(verbanden["verband_id"])].reset_index(drop=True)


def _with_boundaries(
    own: gpd.GeoDataFrame, base: gpd.GeoDataFrame, notes: list[str]
) -> gpd.GeoDataFrame:
    """The gemeenten that can be drawn, with what is missing filled in from the base by code."""
    frame = own[list(GEMEENTE_COLUMNS)].copy()
    other = base.reindex(frame.index)
    absent = frame.geometry.isna() | frame.geometry.is_empty
    if absent.all():
        frame = frame.set_geometry(other.geometry)
        absent = frame.geometry.isna()
    told = frame["provincie"] != ""
    filled = frame["provincie"].where(told, other["provincie"])
    unknown = filled.isna() | (filled == "")
    if unknown.any():
        filled = filled.mask(unknown, _provincies().reindex(filled.index))
        unknown = filled.isna() | (filled == "")
    filled = filled.mask(unknown, UNKNOWN_PROVINCE).astype("str")
    frame["provincie"] = filled.map(one_spelling(filled)).astype("str")
    if absent.all():
        raise LappendekenError(
            "Van geen enkele gemeente zijn grenzen bekend. Geef met --gemeenten een kaartbestand "
            "met de gemeenten van het jaar van deze bron, zoals een GeoPackage van CBS."
        )
    if absent.any():
        who = count(int(absent.sum()), "gemeente heeft", "gemeenten hebben")
        notes.append(f"{who} geen grenzen: {shortened(frame.loc[absent, 'naam'].to_list())}.")
    frame = frame[~absent]
    unknown = frame["provincie"] == UNKNOWN_PROVINCE
    if unknown.any():
        who = count(int(unknown.sum()), "gemeente", "gemeenten")
        names = shortened(frame.loc[unknown, "naam"].to_list())
        notes.append(f"Van {who} is de provincie '{UNKNOWN_PROVINCE}': {names}.")
    return frame


@cache
def _provincies() -> "pd.Series[str]":
    """The province of every gemeente of any edition, as the last that has it tells it."""
    found = [read_gemeenten(one / "gemeenten.geojson", []) for one in editions().values()]
    every: pd.Series[str] = pd.concat([one["provincie"] for one in found if one is not None])
    return every[~every.index.duplicated(keep="last")]


def _added(
    verbanden: pd.DataFrame, labels: pd.DataFrame, base: Tables
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """The verbanden of the base, and those that were read beside them."""
    old = base.verbanden
    double = sorted(set(verbanden["indeling"]) & set(old["indeling"]))
    if double:
        which = "de indeling" if len(double) == 1 else "de indelingen"
        verb = "staat" if len(double) == 1 else "staan"
        raise WrongUsageError(
            f"--voeg-toe: {which} {listing(double)} {verb} al in {base.folder}; kies met "
            "--indeling een andere aanduiding."
        )
    same = sorted(set(verbanden["verband_id"]) & set(old["verband_id"]))
    if same:
        raise WrongUsageError(
            f"--voeg-toe: verband_id '{same[0]}' uit de bron staat al in {base.folder}; geef het "
            "in de bron een ander."
        )
    # One default a domein: that of the base, where it has one.
    taken = set(base.indelingen.loc[base.indelingen["standaard"] == "ja", "domein"])
    fresh = labels.copy()
    fresh["standaard"] = fresh["standaard"].mask(fresh["domein"].isin(taken), "nee")
    return (
        pd.concat([old, verbanden], ignore_index=True),
        pd.concat([base.indelingen, fresh], ignore_index=True),
    )


def extra_table(result: ReadResult) -> pd.DataFrame:
    """What the source tells of deelnames that `verbanden.csv` has no column for."""
    return result.deelnames[["verband_id", "gemeente_code", *result.extra_columns]]


def about(
    result: ReadResult, base: Tables, *, uses_base: bool, add: bool, boundaries: str | None = None
) -> Mapping[str, Any]:
    """What the description of the folder must say of its sources, also of each table.

    Boundaries are of the base, of the file of that name, or of the source itself.
    """
    own = [{"title": result.report.source}]
    if not (uses_base or add or boundaries):
        return {"sources": own}
    before = origin_of(base.folder, "verbanden") if add else {}
    known = read_origin(base.folder) if uses_base or add else {}
    drawn: Mapping[str, Any] = {"sources": [{"title": boundaries}] if boundaries else own}
    if uses_base:
        drawn = origin_of(base.folder, "gemeenten")
        if not drawn.get("sources"):
            drawn = {**drawn, "sources": [{"title": base.folder.resolve().name}]}
    told = [*known.get("sources", []), *own]
    return {
        **known,
        "sources": told + [one for one in drawn["sources"] if one not in told],
        "resources": {
            "gemeenten": drawn,
            "verbanden": {
                "sources": [*before.get("sources", []), *own],
                "licenses": before.get("licenses", []),
            },
        },
    }
