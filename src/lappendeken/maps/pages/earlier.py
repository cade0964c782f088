"""What the explorer knows of an earlier date, on the gemeenten of the data."""

from collections.abc import Sequence
from typing import Any

from lappendeken import dutch
from lappendeken.errors import LappendekenError
from lappendeken.indeling import Indeling
from lappendeken.maps.compare import members
from lappendeken.maps.pages.explorer_data import describe_doubt
from lappendeken.model import Lappendeken
from lappendeken.timeline import decompose


def earlier_data(
    lap: Lappendeken, earlier: Lappendeken, indelingen: Sequence[Indeling], main: Sequence[Indeling]
) -> dict[str, Any]:
    """The main indelingen of an earlier date by the place of each, and who moved since.

    Nothing is merged here: the earlier quilt is brought to the gemeenten of now, and who chose
    another verband is told, as `lappendeken tijd` does.
    """
    ids = [one.id for one in indelingen]
    wanted = [one.id for one in main if one.id in earlier.indelingen.index]
    if len(wanted) < 2:
        raise LappendekenError(
            f"De gegevens van {dutch.long_date(earlier.peildatum)} hebben geen twee van de "
            "indelingen die de verkenner vergelijkt."
        )
    found = decompose(earlier, lap, wanted)
    if not found.merged.gemeenten.index.equals(lap.gemeenten.index):
        raise LappendekenError(
            f"De gegevens van {dutch.long_date(earlier.peildatum)} zijn niet van alle gemeenten "
            "op de kaart."
        )
    moves = found.moves()
    moved = moves.assign(place=lap.gemeenten.index.get_indexer(moves["gemeente"]))
    places = moved.groupby("indeling")["place"].agg(sorted)
    return {
        "year": str(earlier.peildatum.year),
        "now": str(lap.peildatum.year),
        "day": dutch.long_date(earlier.peildatum),
        "indelingen": {
            ids.index(name): _indeling(found.merged, found.merged.indeling(name)) for name in wanted
        },
        "moved": {ids.index(name): places.get(name, []) for name in wanted},
    }


def _indeling(lap: Lappendeken, one: Indeling) -> dict[str, Any]:
    """What differs between an indeling of the earlier date and that of now."""
    return {
        "verbanden": [str(name) for name in one.namen],
        "members": [own[0] if len(own) == 1 else own for own in members(lap, one)],
        **describe_doubt(lap, one),
    }
