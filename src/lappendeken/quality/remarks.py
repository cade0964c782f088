"""What is remarkable in sound data: no faults, but things an analyst should know."""

from collections.abc import Iterable, Sequence

import pandas as pd

from lappendeken import contiguity
from lappendeken.certainty import CONFIRMED, certainty
from lappendeken.dutch import count, listing, number, shortened
from lappendeken.model import Lappendeken
from lappendeken.quality.geometry import geometry_remarks
from lappendeken.quality.remark import Remark
from lappendeken.schema import CONTRADICTED, ZEKERHEDEN


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
        *geometry_remarks(lap.gemeenten),
        _islands(lap),
        _without_verband(lap),
        *_coverage(lap),
        *_certainty(lap),
        _contradictions(lap),
    ]
    return [remark for remark in found if remark is not None]


def _names(lap: Lappendeken, codes: Sequence[str] | pd.Index) -> str:
    """Some names of gemeenten, and how many more there are."""
    return shortened(lap.gemeenten.loc[codes, "naam"].to_list())


def _items(index: Iterable[object]) -> tuple[str, ...]:
    """Everything a remark is about, for machines."""
    return tuple(map(str, index))


def _without_inwoners(lap: Lappendeken) -> Remark | None:
    missing = lap.gemeenten.index[lap.gemeenten["inwoners"].isna()]
    if not len(missing):
        return None
    who = count(len(missing), "gemeente heeft", "gemeenten hebben")
    text = f"{who} geen inwonertal: {_names(lap, missing)}. Wegen naar inwoners kan dan niet."
    return Remark("inwoners", len(missing), text, _items(missing))


def _lonely_verbanden(lap: Lappendeken) -> Remark | None:
    sizes = lap.deelnames.groupby("verband_id").size()
    lonely = sizes.index[sizes == 1]
    if not len(lonely):
        return None
    shown = shortened(lap.verbanden.loc[lonely, "naam"].to_list())
    who = count(len(lonely), "verband heeft", "verbanden hebben")
    text = f"{who} maar één gemeente: {shown}."
    return Remark("verbanden", len(lonely), text, _items(lonely))


def _double_names(lap: Lappendeken) -> Remark | None:
    names = lap.gemeenten["naam"]
    double = names.index[names.duplicated(keep=False)]
    if not len(double):
        return None
    text = f"{count(len(double), 'gemeente', 'gemeenten')} delen een naam: {_names(lap, double)}."
    return Remark("namen", len(double), text, _items(double))


def _islands(lap: Lappendeken) -> Remark | None:
    parts = contiguity.components(lap.gemeenten.index, lap.borders)
    loose = parts.index[parts > 0]
    if not len(loose):
        return None
    text = (
        f"{count(len(loose), 'gemeente hangt', 'gemeenten hangen')} niet aan de rest vast, over "
        f"land noch over water: {_names(lap, loose)}. Voeg een rij toe aan verbindingen.csv."
    )
    return Remark("eilanden", len(loose), text, _items(loose))


def _without_verband(lap: Lappendeken) -> Remark | None:
    inside = set(lap.deelnames["gemeente_code"].unique())
    outside = [code for code in lap.gemeenten.index if code not in inside]
    if not outside:
        return None
    who = count(len(outside), "gemeente zit", "gemeenten zitten")
    text = f"{who} in geen enkel verband, van welke indeling ook: {_names(lap, outside)}."
    return Remark("zonder verband", len(outside), text, _items(outside))


def _coverage(lap: Lappendeken) -> list[Remark]:
    found = []
    for row in lap.indelingen.itertuples():
        indeling = lap.indeling(str(row.Index))
        outside = indeling.gemeenten[~indeling.covered]
        double = indeling.gemeenten[indeling.times_covered > 1]
        if len(outside):
            who = count(len(outside), "gemeente zit", "gemeenten zitten")
            text = f"{who} in geen verband van {indeling.naam}: {_names(lap, outside)}."
            found.append(Remark(indeling.id, len(outside), text, _items(outside)))
        if indeling.mostly_overlaps:
            mean = number(indeling.times_covered.mean(), 1)
            text = f"{indeling.naam.capitalize()} overlappen: {mean} per gemeente, gemiddeld."
            found.append(Remark(indeling.id, len(double), text, _items(double)))
        elif len(double):
            who = count(len(double), "gemeente zit", "gemeenten zitten")
            text = f"{who} in meer dan één verband van {indeling.naam}: {_names(lap, double)}."
            found.append(Remark(indeling.id, len(double), text, _items(double)))
    return found


def _certainty(lap: Lappendeken) -> list[Remark]:
    """For how many gemeenten of each indeling no source confirms the deelnames."""
    found = []
    for name in lap.indelingen.index:
        indeling = lap.indeling(str(name))
        told = certainty(lap, indeling)
        told = told[~told.isin(["", CONFIRMED])]
        if told.empty:
            continue
        parts = [f"{n} {word}" for word in ZEKERHEDEN[1:] if (n := int((told == word).sum()))]
        who = count(len(told), "gemeente", "gemeenten")
        text = (
            f"Van {who} bevestigt geen bron in welk verband van {indeling.naam} zij "
            f"{'zit' if len(told) == 1 else 'zitten'} ({listing(parts)}): "
            f"{_names(lap, told.index)}."
        )
        found.append(Remark("zekerheid", len(told), text, _items(name + " " + told.index)))
    return found


def _contradictions(lap: Lappendeken) -> Remark | None:
    """Deelnames about which sources say different things, as their remark tells."""
    rows = lap.deelnames
    rows = rows[rows["opmerking"].str.contains(CONTRADICTED, case=False, regex=False)]
    if rows.empty:
        return None
    names = rows["gemeente_code"].map(lap.gemeenten["naam"])
    shown = names + " in " + rows["verband_id"].map(lap.verbanden["naam"])
    text = (
        f"Over {count(len(rows), 'deelname', 'deelnames')} spreken bronnen elkaar tegen: "
        f"{shortened(shown.to_list())}. De kolom opmerking zegt hoe."
    )
    items = rows["verband_id"] + " " + rows["gemeente_code"]
    return Remark("tegenspraak", len(rows), text, _items(items))
