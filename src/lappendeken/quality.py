"""What is remarkable in sound data: no faults, but things an analyst should know."""

from collections.abc import Sequence
from typing import NamedTuple

import pandas as pd
import shapely

from lappendeken import contiguity
from lappendeken.dutch import count, listing, number
from lappendeken.model import Lappendeken

SHOWN_NAMES = 5
GAP_WIDTH = 50.0
"""Space between neighbours, in metres, up to which it is a gap and no water."""


class Remark(NamedTuple):
    """One thing worth knowing about the data.

    Parameters
    ----------
    subject : str
        What it is about.
    amount : int
        How many cases.
    text : str
        A Dutch sentence.
    """

    subject: str
    amount: int
    text: str


def remarks(lap: Lappendeken) -> list[Remark]:
    """Everything in the data that is allowed but deserves attention.

    Parameters
    ----------
    lap : Lappendeken
        Loaded, hence without faults.

    Returns
    -------
    list of Remark
        In order of subject; empty when there is nothing to say.
    """
    found = [
        _without_inwoners(lap),
        _lonely_verbanden(lap),
        _double_names(lap),
        _geometry(lap),
        _islands(lap),
        *_coverage(lap),
    ]
    return [remark for remark in found if remark is not None]


def _some(names: Sequence[str]) -> str:
    """Some names, and how many more there are."""
    more = len(names) - SHOWN_NAMES
    if more <= 0:
        return listing(names)
    return f"{', '.join(names[:SHOWN_NAMES])} en nog {number(more)}"


def _names(lap: Lappendeken, codes: pd.Index) -> str:
    """Some names of gemeenten, and how many more there are."""
    return _some(lap.gemeenten.loc[codes, "naam"].to_list())


def _without_inwoners(lap: Lappendeken) -> Remark | None:
    missing = lap.gemeenten.index[lap.gemeenten["inwoners"].isna()]
    if not len(missing):
        return None
    who = count(len(missing), "gemeente heeft", "gemeenten hebben")
    text = f"{who} geen inwonertal: {_names(lap, missing)}. Wegen naar inwoners kan dan niet."
    return Remark("inwoners", len(missing), text)


def _lonely_verbanden(lap: Lappendeken) -> Remark | None:
    sizes = lap.deelnames.groupby("verband_id").size()
    lonely = sizes.index[sizes == 1]
    if not len(lonely):
        return None
    shown = _some(lap.verbanden.loc[lonely, "naam"].to_list())
    who = count(len(lonely), "verband heeft", "verbanden hebben")
    return Remark("verbanden", len(lonely), f"{who} maar één gemeente: {shown}.")


def _double_names(lap: Lappendeken) -> Remark | None:
    names = lap.gemeenten["naam"]
    double = names.index[names.duplicated(keep=False)]
    if not len(double):
        return None
    text = f"{count(len(double), 'gemeente', 'gemeenten')} delen een naam: {_names(lap, double)}."
    return Remark("namen", len(double), text)


def _geometry(lap: Lappendeken) -> Remark | None:
    shapes = lap.gemeenten.geometry.to_numpy()
    bad = shapely.length(shapely.coverage_invalid_edges(shapes, gap_width=GAP_WIDTH)) > 0
    if not bad.any():
        return None
    codes = lap.gemeenten.index[bad]
    text = (
        f"De grenzen van {count(len(codes), 'gemeente', 'gemeenten')} sluiten niet op die van de "
        f"buren aan (overlap of kier): {_names(lap, codes)}."
    )
    return Remark("geometrie", len(codes), text)


def _islands(lap: Lappendeken) -> Remark | None:
    parts = contiguity.components(lap.gemeenten.index, lap.borders)
    loose = parts.index[parts > 0]
    if not len(loose):
        return None
    text = (
        f"{count(len(loose), 'gemeente hangt', 'gemeenten hangen')} niet aan de rest vast, over "
        f"land noch over water: {_names(lap, loose)}. Voeg een rij toe aan verbindingen.csv."
    )
    return Remark("eilanden", len(loose), text)


def _coverage(lap: Lappendeken) -> list[Remark]:
    found = []
    for row in lap.indelingen.itertuples():
        indeling = lap.indeling(str(row.Index))
        outside = indeling.gemeenten[~indeling.covered]
        double = indeling.gemeenten[indeling.times_covered > 1]
        if len(outside):
            who = count(len(outside), "gemeente zit", "gemeenten zitten")
            text = f"{who} in geen verband van {indeling.naam}: {_names(lap, outside)}."
            found.append(Remark(indeling.id, len(outside), text))
        if 2 * len(double) > indeling.covered.sum():
            mean = number(indeling.times_covered.mean(), 1)
            text = f"{indeling.naam.capitalize()} overlappen: {mean} per gemeente, gemiddeld."
            found.append(Remark(indeling.id, len(double), text))
        elif len(double):
            who = count(len(double), "gemeente zit", "gemeenten zitten")
            text = f"{who} in meer dan één verband van {indeling.naam}: {_names(lap, double)}."
            found.append(Remark(indeling.id, len(double), text))
    return found
