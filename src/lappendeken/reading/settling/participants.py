"""What takes part in a gemeenschappelijke regeling beside gemeenten, told by its name."""

from typing import Final

__all__ = ["no_gemeente"]

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


def no_gemeente(participant: str) -> str | None:
    """Say what a participant is when it is no Dutch gemeente.

    Examples
    --------
    >>> no_gemeente("Waterschap Vechtstromen"), no_gemeente("Zwolle")
    ('waterschap', None)
    """
    if participant.endswith("(Duitsland)"):
        return "Duitse gemeente, Kreis of kamer"
    if participant in _EXACT:
        return _EXACT[participant]
    for kind, beginnings in _KINDS:
        if participant.startswith(beginnings):
            return kind
    return None
