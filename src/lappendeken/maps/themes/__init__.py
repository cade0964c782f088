"""Thematic maps of a lappendeken, as data: which gemeente has which class, and what it means.

Nothing is measured here: all numbers come from `measures`.
"""

from collections.abc import Callable, Mapping, Sequence
from types import MappingProxyType

from lappendeken.drawing.theme import Theme
from lappendeken.errors import WrongUsageError
from lappendeken.indeling import Indeling
from lappendeken.maps.compare import require_on_map
from lappendeken.maps.soorten import GROUPS, PAIRS, SOORTEN
from lappendeken.maps.themes import borders as border_themes
from lappendeken.maps.themes import groups as group_themes
from lappendeken.maps.themes import pairs as pair_themes
from lappendeken.maps.themes import sets as set_themes
from lappendeken.maps.themes import spots as spot_themes
from lappendeken.maps.themes.ground import Ground
from lappendeken.model import Lappendeken

_BUILDERS: Mapping[str, Callable[[Ground], Theme]] = MappingProxyType(
    {
        "typologie": pair_themes.typologie,
        "schuring": pair_themes.schuring,
        "drukte": set_themes.drukte,
        "lappen": group_themes.lappen,
        "gesloten": group_themes.gesloten,
        "grenzen": border_themes.grenzen,
        "congruentie": set_themes.congruentie,
        "clusters": spot_themes.clusters,
        "brandpunten": spot_themes.brandpunten,
    }
)


def make_theme(
    lap: Lappendeken, soort: str, *indelingen: str | Indeling, provincie: str | None = None
) -> Theme:
    """Make one kind of thematic map, as data.

    Examples
    --------
    >>> import lappendeken as ld
    >>> theme = make_theme(ld.load(), "drukte")
    >>> [one.label for one in theme.classes], theme.counts
    (['21–24', '25–26', '27–28', '29–31', '32–36'], (89, 114, 78, 50, 11))
    """
    ground = lay_ground(lap, soort, *indelingen, provincie=provincie)
    theme = _BUILDERS[soort](ground)
    return theme.within(ground.provincie) if ground.provincie else theme


def lay_ground(
    lap: Lappendeken, soort: str, *indelingen: str | Indeling, provincie: str | None = None
) -> Ground:
    """What a kind of map is made from, when all that was asked for is there."""
    if soort not in SOORTEN:
        raise WrongUsageError(f"De soort '{soort}' bestaat niet; kies uit {', '.join(SOORTEN)}.")
    chosen = lap.find_indelingen(indelingen)
    name = "" if provincie is None else lap.find_provincie(provincie)
    return Ground(lap, tuple(_on_map(lap, one) for one in _choose(lap, soort, chosen)), name)


def _choose(lap: Lappendeken, soort: str, chosen: Sequence[Indeling]) -> Sequence[Indeling]:
    """The indelingen of a kind of map, when those that were named are fit for it."""
    if len({one.id for one in chosen}) < len(chosen):
        raise WrongUsageError("Noem elke indeling één keer.")
    if soort in PAIRS:
        if len(chosen) != 2:
            known = ", ".join(lap.indelingen.index)
            raise WrongUsageError(f"De soort {soort} vraagt twee indelingen; er zijn: {known}.")
        return chosen
    if not chosen:
        chosen = (
            lap.main_indelingen
            if soort in GROUPS
            else [lap.indeling(str(name)) for name in lap.indelingen.index]
        )
    if soort in GROUPS and len(chosen) < 2:
        known = ", ".join(lap.indelingen.index)
        raise WrongUsageError(
            f"De soort {soort} vraagt ten minste twee indelingen; er zijn: {known}."
        )
    return chosen


def _on_map(lap: Lappendeken, one: Indeling) -> Indeling:
    """The indeling on the gemeenten of the map, in their order."""
    codes = lap.gemeenten.index
    if one.gemeenten.equals(codes):
        return one
    require_on_map(lap, one)
    return one.on(codes)
