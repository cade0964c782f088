"""Three dates and how sure: of the gemeenten, of what sources say of deelnames, of inhabitants."""

from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import Any
from urllib.parse import urlsplit

import pandas as pd

from lappendeken.certainty import certainty, dates, inhabitants_of
from lappendeken.dutch import count, listing, percentage
from lappendeken.indeling import Indeling
from lappendeken.model import Lappendeken
from lappendeken.schema import ZEKERHEDEN

KINDS: Mapping[str, tuple[str, str]] = MappingProxyType(
    {
        "voortgezet": ("voortgezet uit een eerdere editie", "geen latere bron gevonden"),
        "afgeleid": ("afgeleid", "uit een kaart, of de bron noemt alleen het gebied als geheel"),
    }
)
"""What a legend says of deelnames that no source confirms, and what that means; the least sure
first."""

_YEAR = slice(4)
_MOST_NAMED = 3
"""Indelingen of which a sentence says how sure they are, each by itself."""


def describe(
    lap: Lappendeken, indelingen: Sequence[Indeling], codes: pd.Index | None = None
) -> str:
    """What the numbers rest on, in a sentence; empty when there is nothing but one date.

    With `codes` it is about those gemeenten, and says what share of their deelnames is confirmed.

    Examples
    --------
    >>> import lappendeken as ld
    >>> lap = ld.load()
    >>> print(describe(lap, lap.main_indelingen))
    Deelnames volgens bronnen van 2016 tot 2026; bij jeugdregio's zijn 14 van de 342 gemeenten \
afgeleid, bij MO/BW-regio's zijn 80 van de 342 gemeenten afgeleid en 16 voortgezet uit een eerdere \
editie; inwoners van 2023.
    """
    if codes is None:
        return _sentence([*_sources(lap, indelingen), *_inhabitants(lap)])
    here = _here(lap, indelingen, codes)
    told, elsewhere = _sources(lap, indelingen)
    sure = _confirmed_share(here) if elsewhere else ""
    return _sentence([told, _unsure(indelingen, here), sure, *_inhabitants(lap)])


def _here(lap: Lappendeken, indelingen: Sequence[Indeling], codes: pd.Index) -> pd.DataFrame:
    """The numbers of `dates` for some gemeenten."""
    sure = {one.id: certainty(lap, one).reindex(codes) for one in indelingen}
    rows = {
        name: {"gemeenten": int((own != "").sum())}
        | {kind: int((own == kind).sum()) for kind in ZEKERHEDEN}
        for name, own in sure.items()
    }
    return pd.DataFrame.from_dict(rows, orient="index")


def _confirmed_share(table: pd.DataFrame) -> str:
    """Which share of the deelnames a source confirms."""
    sure, amount = int(table[ZEKERHEDEN[0]].sum()), int(table["gemeenten"].sum())
    if sure == amount:
        return "een bron bevestigt elke deelname hier"
    return f"van alle deelnames hier is {percentage(sure / amount)} bevestigd"


def facts(lap: Lappendeken, indelingen: Sequence[Indeling]) -> dict[str, str]:
    """The same for data files."""
    table = dates(lap, indelingen)
    first, last = _span(table)
    return {
        "gemeenten_van": lap.peildatum.isoformat(),
        "deelnames_van": first,
        "deelnames_tot": last,
        "inwoners_van": inhabitants_of(lap),
        "zekerheid": "; ".join(
            f"{one}: {row['bevestigd']} bevestigd, {row['afgeleid']} afgeleid, "
            f"{row['voortgezet']} voortgezet"
            for one, row in table.iterrows()
        ),
    }


def doubtful(lap: Lappendeken, one: Indeling) -> str:
    """How many gemeenten of an indeling no source confirms; empty when there are none.

    Examples
    --------
    >>> import lappendeken as ld
    >>> lap = ld.load()
    >>> doubtful(lap, lap.indeling("jeugdregio")), doubtful(lap, lap.indeling("arbeidsmarktregio"))
    ("bij jeugdregio's zijn 14 van de 342 gemeenten afgeleid", '')
    """
    return _doubtful(one.naam, dates(lap, [one]).iloc[0].to_dict())


def _doubtful(naam: str, row: Mapping[Any, Any]) -> str:
    """The same of a row of `dates`."""
    derived, carried = int(row["afgeleid"]), int(row["voortgezet"])
    if not derived and not carried:
        return ""
    parts = [f"{derived} van de {row['gemeenten']} gemeenten afgeleid"] if derived else []
    if carried:
        whole = "" if derived else f" van de {row['gemeenten']} gemeenten"
        parts.append(f"{carried}{whole} voortgezet uit een eerdere editie")
    verb = "is" if (derived or carried) == 1 else "zijn"
    return f"bij {naam} {verb} {listing(parts)}"


def unsure(lap: Lappendeken, indelingen: Sequence[Indeling]) -> str:
    """The same of some indelingen, in a sentence.

    Examples
    --------
    >>> import lappendeken as ld
    >>> lap = ld.load()
    >>> unsure(lap, [lap["jeugd"], lap["werk"]])
    "Bij jeugdregio's zijn 14 van de 342 gemeenten afgeleid."
    """
    return _sentence([_unsure(indelingen, dates(lap, indelingen))])


def doubt(zekerheid: str, stand: str, bron: str) -> str:
    """How sure one deelname is, of when and by which source.

    Examples
    --------
    >>> doubt("voortgezet", "2016", "regioatlas-2016/x"), doubt("afgeleid", "", "")
    ('voortgezet, bron van 2016: regioatlas-2016', 'afgeleid')
    >>> doubt("afgeleid", "2024-05-01", "https://www.dorp.nl/a/b?c")
    'afgeleid, bron van 2024: dorp.nl'
    """
    who = (urlsplit(bron).hostname or bron.partition("/")[0]).removeprefix("www.")
    if not stand and not who:
        return zekerheid
    when = f"bron van {stand[_YEAR]}" if stand else "bron"
    return f"{zekerheid}, {when}: {who}" if who else f"{zekerheid}, {when}"


def types_rest_on(doubt: int, regions: int) -> str:
    """How many regions of a type rest on what no source confirms.

    Examples
    --------
    >>> types_rest_on(3, 10)
    "Van de 10 gelijke regio's rusten er 3 op deelnames die zijn afgeleid of voortgezet."
    """
    if not doubt:
        return ""
    noun = count(regions, "gelijke regio", "gelijke regio's")
    return (
        f"Van de {noun} {'rust' if doubt == 1 else 'rusten'} er {doubt} op deelnames die zijn "
        "afgeleid of voortgezet."
    )


def _sentence(parts: Sequence[str]) -> str:
    text = "; ".join(part for part in parts if part)
    return f"{text[0].upper()}{text[1:]}." if text else ""


def _span(table: pd.DataFrame) -> tuple[str, str]:
    """The earliest and the latest date for which sources speak."""
    told = table[table["eerst"] != ""]
    return (told["eerst"].min(), told["laatst"].max()) if len(told) else ("", "")


def _sources(lap: Lappendeken, indelingen: Sequence[Indeling]) -> list[str]:
    """When sources spoke, and for whom none did."""
    table = dates(lap, indelingen)
    first, last = (day[_YEAR] for day in _span(table))
    year = str(lap.peildatum.year)
    span = f"{first} tot {last}" if first != last else first
    told = f"deelnames volgens bronnen van {span}" if first and {first, last} != {year} else ""
    return [told, _unsure(indelingen, table)]


def _unsure(indelingen: Sequence[Indeling], table: pd.DataFrame) -> str:
    """For whom no source spoke, by indeling or, of many, in all."""
    rows = zip(indelingen, table.to_dict("records"), strict=True)
    told = (_doubtful(one.naam, row) for one, row in rows)
    doubts = list(dict.fromkeys(filter(None, told)))
    if len(doubts) <= _MOST_NAMED:
        return ", ".join(doubts)
    kinds = [f"{int(table[kind].sum())} keer {kind}" for kind in ZEKERHEDEN[1:] if any(table[kind])]
    return f"in {len(doubts)} indelingen is de plaats van gemeenten onzeker: {listing(kinds)}"


def _inhabitants(lap: Lappendeken) -> list[str]:
    """Of when the inhabitants are, when that is another year."""
    day = inhabitants_of(lap)
    return [f"inwoners van {day[_YEAR]}"] if day and day[_YEAR] != str(lap.peildatum.year) else []
