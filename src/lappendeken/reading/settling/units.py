"""In what unit a table tells of gemeenten: hectares or km², people or thousands of them."""

import re
from collections.abc import Mapping
from typing import TYPE_CHECKING, Final, NamedTuple

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["Unit", "fact_of", "likely_unit"]


class Unit(NamedTuple):
    """What a number must be multiplied by to be ours, and how that is told."""

    factor: float
    told: str


_SAME: Final = Unit(1, "")
_HECTARE: Final = Unit(0.01, "hectaren")
_METRE: Final = Unit(1e-6, "vierkante meters")
_THOUSAND: Final = Unit(1000, "duizendtallen")
_WRITTEN: Final = {"ha": _HECTARE, "hectare": _HECTARE, "hectaren": _HECTARE, "hectares": _HECTARE}
_WRITTEN_TOO: Final = {"m2": _METRE, "km2": _SAME}

_DATE: Final = (
    r"(?: (?:op|per|in|begin))?(?: (?:1 jan(?:uari)?|\d{1,2}[-./]\d{1,2}[-./]))?[- ]?\d{4}"
)
_PEOPLE: Final = re.compile(
    r"(?:(?:aantal|totaal|totale|aant) )*"
    r"(?:inwoners?|inw|inwonertal|inwoneraantal|inwoneraantallen|bevolking)(?: totaal| aantal)*"
    rf"(?:{_DATE})?(?P<many> (?:x|maal|in) ?(?:1\.?000|duizend(?:tallen)?))?"
)
_AREA: Final = re.compile(
    r"(?:(?:totale?|totaal) )?(?:opp|oppervlakte|oppervlak)(?: totaal| land)?(?: in)?"
    r" (?P<unit>ha|hectaren?|hectares|km2|m2)"
)
_PROVINCE: Final = re.compile(r"(?:naam )?(?:prov|provincie|provincienaam)(?: naam)?")
_SIGNS: Final = re.compile(r"[\s_()\[\],:']+|\.(?!\d)")


def fact_of(header: str) -> tuple[str, Unit] | None:
    """The role and unit of a column that tells of gemeenten, as people call it.

    Examples
    --------
    >>> fact_of("Opp. (ha)"), fact_of("Aantal inwoners 1-1-2026")[0], fact_of("prov.")[0]
    (('oppervlakte_km2', Unit(factor=0.01, told='hectaren')), 'inwoners', 'provincie')
    >>> fact_of("Inw. (x 1.000)")[1].told, fact_of("inwoners per km2"), fact_of("inwoners 65+")
    ('duizendtallen', None, None)
    """
    text = " ".join(_SIGNS.sub(" ", header.casefold().replace("²", "2")).split())
    people = _PEOPLE.fullmatch(text)
    if people is not None:
        return "inwoners", _THOUSAND if people["many"] else _SAME
    area = _AREA.fullmatch(text)
    if area is not None:
        return "oppervlakte_km2", (_WRITTEN | _WRITTEN_TOO)[area["unit"]]
    return ("provincie", _SAME) if _PROVINCE.fullmatch(text) else None


_LIKELY: Final[Mapping[str, tuple[Unit, ...]]] = {
    "oppervlakte_km2": (_HECTARE, _METRE),
    "inwoners": (_THOUSAND,),
}
_NEAR: Final[Mapping[str, float]] = {"oppervlakte_km2": 2.0, "inwoners": 1.25}
"""Land with and without water differs more than the people of two years."""

_NEARLY_ALL: Final = 0.8


def likely_unit(
    role: str, header: str, values: "pd.Series[float]", known: "pd.Series[float]"
) -> Unit:
    """The unit of numbers whose header does not name it, by what is known of the same gemeenten.

    Examples
    --------
    >>> import pandas as pd
    >>> hectares, known = pd.Series({"GM0193": 11936.0}), pd.Series({"GM0193": 111.3})
    >>> likely_unit("oppervlakte_km2", "Oppervlakte", hectares, known).told
    'hectaren'
    """
    if "km" in header.casefold() or role not in _LIKELY:
        return _SAME
    both = values[values > 0] / known[known > 0].reindex(values[values > 0].index)
    both = both.dropna()
    for unit in _LIKELY[role]:
        near = (both * unit.factor).between(1 / _NEAR[role], _NEAR[role])
        if near.mean() > _NEARLY_ALL:
            return unit
    return _SAME
