"""Facts needed to read the participants of gemeenschappelijke regelingen.

Every entry is a decision of a person that can be looked up here and that `BRONNEN.md` lists.
"""

from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True)
class Dissolved:
    """A gemeente that had ended before 2016-01-01.

    Parameters
    ----------
    year : int
        The year in which it ended, on 1 January.
    successor : str
        The gemeente or gemeenten that took over; for the reader, never put in by the build.
    """

    year: int
    successor: str


DISSOLVED: Final = {
    "Abcoude": Dissolved(2011, "De Ronde Venen"),
    "Akersloot": Dissolved(2002, "Castricum"),
    "Alkemade": Dissolved(2009, "Kaag en Braassem"),
    "Bernisse": Dissolved(2015, "Nissewaard"),
    "Bolsward": Dissolved(2011, "Súdwest-Fryslân"),
    "Dirksland": Dissolved(2013, "Goeree-Overflakkee"),
    "Doorn": Dissolved(2006, "Utrechtse Heuvelrug"),
    "Driebergen-Rijsenburg": Dissolved(2006, "Utrechtse Heuvelrug"),
    "Goedereede": Dissolved(2013, "Goeree-Overflakkee"),
    "Graafstroom": Dissolved(2013, "Molenwaard"),
    "Jacobswoude": Dissolved(2009, "Kaag en Braassem"),
    "Liemeer": Dissolved(2007, "Nieuwkoop"),
    "Liesveld": Dissolved(2013, "Molenwaard"),
    "Lith": Dissolved(2011, "Oss"),
    "Maarn": Dissolved(2006, "Utrechtse Heuvelrug"),
    "Maasdonk": Dissolved(2015, "'s-Hertogenbosch en Oss"),
    "Middelharnis": Dissolved(2013, "Goeree-Overflakkee"),
    "Millingen aan de Rijn": Dissolved(2015, "Groesbeek, sinds 2016-01-01 Berg en Dal"),
    "Nieuw-Lekkerland": Dissolved(2013, "Molenwaard"),
    "Nijefurd": Dissolved(2011, "Súdwest-Fryslân"),
    "Oostflakkee": Dissolved(2013, "Goeree-Overflakkee"),
    "Reiderland": Dissolved(2010, "Oldambt"),
    "Rijnwoude": Dissolved(2014, "Alphen aan den Rijn"),
    "Sassenheim": Dissolved(2006, "Teylingen"),
    "Scheemda": Dissolved(2010, "Oldambt"),
    "Sneek": Dissolved(2011, "Súdwest-Fryslân"),
    "Spijkenisse": Dissolved(2015, "Nissewaard"),
    "Ubbergen": Dissolved(2015, "Groesbeek, sinds 2016-01-01 Berg en Dal"),
    "Warmond": Dissolved(2006, "Teylingen"),
    "Winschoten": Dissolved(2010, "Oldambt"),
    "Wymbritseradiel": Dissolved(2011, "Súdwest-Fryslân"),
    "Wûnseradiel": Dissolved(2011, "Súdwest-Fryslân"),
    "Zijpe": Dissolved(2013, "Schagen"),
}


@dataclass(frozen=True)
class Correction:
    """What a wrongly written participant stands for.

    Parameters
    ----------
    gemeenten : tuple of str
        The official names.
    why : str
        Dutch reason.
    """

    gemeenten: tuple[str, ...]
    why: str


_TYPO: Final = "tikfout"
_SPLIT: Final = "opsomming in de bron verkeerd geknipt"

CORRECTIONS: Final = {
    ("Bergen", "Euregio Rijn-Waal"): Correction(
        ("Bergen (L.)",), "twee gemeenten Bergen; deze regeling ligt aan de Duitse grens"
    ),
    ("Bergen", "Recreatieschap Geestmerambacht"): Correction(
        ("Bergen (NH.)",), "twee gemeenten Bergen; deze regeling ligt in Noord-Holland"
    ),
    ("Bergen", "Regionale Uitvoeringsdienst Noord-Holland Noord (RUD NHN)"): Correction(
        ("Bergen (NH.)",), "twee gemeenten Bergen; deze regeling ligt in Noord-Holland"
    ),
    ("Gedrop-Mierlo", "Regionale uitvoeringsdienst Zuidoost-Brabant"): Correction(
        ("Geldrop-Mierlo",), _TYPO
    ),
    ("Gedrop-Mierlo", "Werkvoorzieningschap Regio Eindhoven (Ergon)"): Correction(
        ("Geldrop-Mierlo",), _TYPO
    ),
    ("Haasbergen", "Openbaar Lichaam Crematoria Twente (OLCT)"): Correction(
        ("Haaksbergen",), _TYPO
    ),
    ("Neusden", "Omgevingsdienst Brabant Noord"): Correction(("Heusden",), _TYPO),
    (
        "Zevenaar Beuningen",
        "Gemeenschappelijk Orgaan regionale samenwerking Arnhem-Nijmegen",
    ): Correction(("Zevenaar", "Beuningen"), _SPLIT),
    (
        "Waal en Wijchen",
        "Milieusamenwerking en Afvalverwerking Regio Nijmegen (MARN)",
    ): Correction(("Wijchen",), _SPLIT),
    (
        "Grave en Mill",
        "Werkorganisatie Cuijk, Grave, Mill en Sint Hubert (CGM)",
    ): Correction(("Grave", "Mill en Sint Hubert"), _SPLIT),
    (
        "Sint Hubert",
        "Werkorganisatie Cuijk, Grave, Mill en Sint Hubert (CGM)",
    ): Correction(("Mill en Sint Hubert",), _SPLIT),
}
"""(participant, regeling) -> what is meant; only where the regeling leaves no doubt."""
