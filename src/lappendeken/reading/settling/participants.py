"""Who takes part in a verband without being a gemeente, told by its name."""

from typing import Final

__all__ = ["OURSELVES", "no_gemeente"]

OURSELVES: Final = frozenset(
    {"wij", "ons", "wijzelf", "onze gemeente", "eigen gemeente", "de gemeente", "gemeente"}
    | {"de eigen gemeente", "onze eigen gemeente", "deze gemeente", "wij zelf"}
)
"""How a gemeente calls itself in its own list."""

_KINDS: Final = (
    ("provincie", ("Provincie ",)),
    ("waterschap", ("Waterschap ", "Hoogheemraadschap ", "Hoogheermraadschap ", "Wetterskip ")),
    ("Rijk", ("Ministerie ", "Rijksarchief ")),
    ("andere organisatie", ("Stichting ",)),
    (
        "andere regeling",
        (
            "Dienst Sociale Zaken ",
            "Meerschap ",
            "Plassenschap ",
            "Recreatieschap ",
            "Regionale Afvalstoffendienst ",
            "Regionale Dienst ",
            "Veiligheidsregio ",
        ),
    ),
)
_EXACT: Final = {
    "De Dommel": "waterschap",
    "Kamer van Koophandel": "andere organisatie",
    "Rijk": "Rijk",
    "Sita Gemeentelijke Dienstverlening BV": "andere organisatie",
    "Stadsregio Amsterdam": "andere regeling",
}


_FOLDED: Final = {name.casefold(): kind for name, kind in _EXACT.items()}


def no_gemeente(participant: str) -> str | None:
    """Say what a participant is when it is no Dutch gemeente.

    Examples
    --------
    >>> no_gemeente("Waterschap Vechtstromen"), no_gemeente("Zwolle")
    ('waterschap', None)
    """
    whole = participant.casefold()
    name = whole.removeprefix("de ").removeprefix("het ")
    if name.endswith("(duitsland)"):
        return "Duitse gemeente, Kreis of kamer"
    if exact := _FOLDED.get(whole) or _FOLDED.get(name):
        return exact
    for kind, beginnings in _KINDS:
        if name.startswith(tuple(map(str.casefold, beginnings))):
            return kind
    return None
