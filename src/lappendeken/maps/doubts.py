"""Of which gemeenten on a map no source confirms a deelname, and what is said of that."""

from collections.abc import Sequence
from dataclasses import dataclass

from lappendeken import dutch
from lappendeken.certainty import unconfirmed
from lappendeken.drawing.theme import Mark
from lappendeken.indeling import Indeling
from lappendeken.model import Lappendeken
from lappendeken.schema import ZEKERHEDEN
from lappendeken.wording import texts
from lappendeken.wording.certainty import KINDS, doubt


@dataclass(frozen=True)
class Doubt:
    """One deelname that no source confirms.

    Parameters
    ----------
    place : int
        Position of the gemeente.
    verband : str
        With the kind of verband it is.
    kind : str
        One of `schema.ZEKERHEDEN`.
    text : str
        How sure it is, of when and by which source.
    """

    place: int
    verband: str
    kind: str
    text: str


def doubts(lap: Lappendeken, one: Indeling) -> list[Doubt]:
    """The deelnames in an indeling that no source confirms.

    Examples
    --------
    >>> import lappendeken as ld
    >>> lap = ld.load()
    >>> [one.text for one in doubts(lap, lap["mo-bw"]) if one.kind == "voortgezet"][:1]
    ['voortgezet, bron van 2016: regioatlas-2016']
    """
    rows = unconfirmed(lap, one)
    places = lap.gemeenten.index.get_indexer(rows["gemeente_code"]).tolist()
    columns = ["verband_id", "zekerheid", "stand", "bron"]
    told = rows[columns].astype(str).itertuples(index=False, name=None)
    return [
        Doubt(
            place,
            texts.full_name(one.enkelvoud, str(one.namen[verband])),
            kind,
            doubt(kind, stand, bron),
        )
        for place, (verband, kind, stand, bron) in zip(places, told, strict=True)
    ]


def least_sure(found: Sequence[Doubt]) -> dict[int, str]:
    """How sure gemeenten are at least, by their position; those that are sure are left out."""
    ranked = sorted(found, key=lambda one: ZEKERHEDEN.index(one.kind))
    return {one.place: one.kind for one in ranked}


def marks(found: Sequence[Doubt]) -> tuple[Mark, ...]:
    """What marks gemeenten on a map, the least sure first."""
    kinds = least_sure(found)
    places = {kind: tuple(sorted(g for g, k in kinds.items() if k == kind)) for kind in KINDS}
    return tuple(
        Mark(*KINDS[kind], kind, gemeenten) for kind, gemeenten in places.items() if gemeenten
    )


def sentences(found: Sequence[Doubt], gemeenten: int) -> list[tuple[str, ...]]:
    """What is said of every gemeente; what is the same of several verbanden is said once."""
    told: list[dict[str, list[str]]] = [{} for _ in range(gemeenten)]
    for one in found:
        told[one.place].setdefault(one.text, []).append(one.verband)
    return [
        tuple(f"{dutch.capital(dutch.listing(names))}: {text}." for text, names in own.items())
        for own in told
    ]
