"""How sure the deelnames are, and for which dates sources speak."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Final

import pandas as pd

from lappendeken.dutch import listing
from lappendeken.indeling import Indeling
from lappendeken.model import Lappendeken, from_tables, to_tables
from lappendeken.reading.origin import read_description
from lappendeken.schema import ZEKERHEDEN, is_date

CONFIRMED: Final = ZEKERHEDEN[0]
"""What a deelname is when nothing is said of it."""

SURE_ONLY: Final = "alleen wat bevestigd is"
"""What was done to data of which the rest was left out."""


def certainty(lap: Lappendeken, indeling: str | Indeling) -> pd.Series:
    """How sure the deelnames of each gemeente in one indeling are.

    Parameters
    ----------
    lap : Lappendeken
        The data.
    indeling : str or Indeling
        However it is spelt.

    Returns
    -------
    Series of str
        Index the codes of all gemeenten: the least sure of its deelnames, one of
        `schema.ZEKERHEDEN`; empty for a gemeente without a verband.

    Raises
    ------
    UnknownNameError
        If there is no such indeling.

    Examples
    --------
    >>> import lappendeken as ld
    >>> certainty(ld.load(), "mo-bw").value_counts().to_dict()
    {'bevestigd': 246, 'afgeleid': 80, 'voortgezet': 16}
    """
    worst = _least_sure(_rows(lap, indeling))
    return worst.map(ZEKERHEDEN.__getitem__).reindex(lap.gemeenten.index, fill_value="")


def _least_sure(own: pd.DataFrame) -> "pd.Series[int]":
    """The place in `ZEKERHEDEN` of the least sure deelname of each gemeente that has any."""
    return own["zekerheid"].map(ZEKERHEDEN.index).groupby(own["gemeente_code"]).max()


def confirmed(lap: Lappendeken) -> Lappendeken:
    """The same lappendeken with only what a source confirms.

    Parameters
    ----------
    lap : Lappendeken
        The data.

    Returns
    -------
    Lappendeken
        Without the deelnames that were derived or carried forward. The gemeenten stay, so that a
        comparison runs on those of which both indelingen are confirmed.

    Raises
    ------
    LappendekenError
        If nothing is confirmed.

    Examples
    --------
    >>> import lappendeken as ld
    >>> int(confirmed(ld.load()).indelingen.at["mo-bw-regio", "gemeenten"])
    246
    """
    tables = to_tables(lap)
    rows = tables.verbanden
    sure = rows["zekerheid"].isin(["", CONFIRMED])
    if sure.all():
        return lap
    return from_tables(
        replace(tables, verbanden=rows[sure].reset_index(drop=True)),
        peildatum=lap.peildatum,
        bewerkt=listing([one for one in (lap.bewerkt, SURE_ONLY) if one]),
    )


def confirmed_part(lap: Lappendeken, indeling: str | Indeling) -> Indeling:
    """An indeling with only the deelnames that a source confirms; itself when that is all.

    Parameters
    ----------
    lap : Lappendeken
        The data.
    indeling : str or Indeling
        Of these data, however it is spelt.

    Returns
    -------
    Indeling
        On the same gemeenten; verbanden of which nothing is confirmed are not in it.

    Examples
    --------
    >>> import lappendeken as ld
    >>> lap = ld.load()
    >>> int(confirmed_part(lap, lap["mo-bw"]).covered.sum())
    246
    """
    one = lap.find_indeling(indeling)
    own = _rows(lap, one)
    sure = own[own["zekerheid"] == CONFIRMED]
    if len(sure) == len(own):
        return one
    return Indeling.from_pairs(
        sure["gemeente_code"],
        sure["verband_id"],
        one.gemeenten,
        one.verbanden[one.verbanden.isin(sure["verband_id"])],
        id=one.id,
        naam=one.naam,
        enkelvoud=one.enkelvoud,
        domein=one.domein,
        namen=one.namen,
        herkomst=f"{one.herkomst}, {SURE_ONLY}",
    )


def unconfirmed(lap: Lappendeken, indeling: str | Indeling) -> pd.DataFrame:
    """The deelnames in an indeling that no source confirms.

    Parameters
    ----------
    lap : Lappendeken
        The data.
    indeling : str or Indeling
        Of these data, however it is spelt.

    Returns
    -------
    DataFrame
        The rows of `lap.deelnames`.

    Examples
    --------
    >>> import lappendeken as ld
    >>> lap = ld.load()
    >>> len(unconfirmed(lap, lap["mo-bw"])), len(unconfirmed(lap, lap["werk"]))
    (96, 0)
    """
    own = _rows(lap, indeling)
    return own[own["zekerheid"] != CONFIRMED]


def dates(lap: Lappendeken, indelingen: Sequence[str | Indeling]) -> pd.DataFrame:
    """For which dates sources speak about some indelingen, and how sure they are.

    Parameters
    ----------
    lap : Lappendeken
        The data.
    indelingen : sequence of str or Indeling
        Which.

    Returns
    -------
    DataFrame
        Index `indeling`: `eerst` and `laatst` (the earliest and latest `stand`; empty when no
        source tells), `gemeenten` (number that takes part), and the number of these that is each
        of `schema.ZEKERHEDEN`.

    Examples
    --------
    >>> import lappendeken as ld
    >>> lap = ld.load()
    >>> dates(lap, lap.main_indelingen).loc["mo-bw-regio"].to_dict()
    {'eerst': '2016', 'laatst': '2026', 'gemeenten': 342, 'bevestigd': 246, 'afgeleid': 80, \
'voortgezet': 16}
    """
    rows = {}
    for one in lap.find_indelingen(indelingen):
        own = _rows(lap, one)
        told = own.loc[own["stand"] != "", "stand"]
        worst = _least_sure(own)
        amounts = {name: int((worst == place).sum()) for place, name in enumerate(ZEKERHEDEN)}
        rows[one.id] = {
            "eerst": told.min() if len(told) else "",
            "laatst": told.max() if len(told) else "",
            "gemeenten": sum(amounts.values()),
            **amounts,
        }
    columns = ["eerst", "laatst", "gemeenten", *ZEKERHEDEN]
    table = pd.DataFrame.from_dict(rows, orient="index", columns=columns)
    return table.rename_axis("indeling")


def _rows(lap: Lappendeken, indeling: str | Indeling) -> pd.DataFrame:
    """The deelnames of an indeling, with what is not said filled in."""
    own = lap.deelnames_of(indeling)
    return own.assign(zekerheid=own["zekerheid"].replace("", CONFIRMED))


def inhabitants_of(lap: Lappendeken) -> str:
    """The date of the numbers of inhabitants, `YYYY-MM-DD`, or '' where the data do not tell."""
    day = read_description(lap.bron).get("inwoners_peildatum", "")
    return day if isinstance(day, str) and is_date(day) else ""
