"""Which indelingen there are, how they are called and where they come from."""

from dataclasses import dataclass
from typing import Final

COLUMNS: Final = ("indeling", "naam", "enkelvoud", "domein", "standaard", "bron")
DOMEINEN: Final = (
    "jeugd",
    "mo-bw",
    "werk",
    "zorg",
    "onderwijs",
    "veiligheid",
    "bestuur",
    "fysiek",
    "overig",
)
REGELINGEN: Final = "gemeenschappelijke-regeling"


@dataclass(frozen=True)
class IndelingInfo:
    """One indeling and the file that it comes from.

    Parameters
    ----------
    bron : str
        The file, without folder and ending.
    indeling : str
        Identifier.
    domein : str
        Policy domain.
    naam, enkelvoud : str
        Dutch label in the plural and in the singular.
    standaard : bool
        Whether it is the default of its domain.
    wettelijk : bool
        Whether it plainly is a statutory or statistical division and no collaboration.
    centrum : bool
        Whether a verband is called after its centrumgemeente.
    """

    bron: str
    indeling: str
    domein: str
    naam: str
    enkelvoud: str
    standaard: bool = False
    wettelijk: bool = False
    centrum: bool = False


CATALOGUE: Final = (
    IndelingInfo(
        "jeugdzorgregios1", "jeugdregio", "jeugd", "jeugdregio's", "jeugdregio", standaard=True
    ),
    IndelingInfo(
        "centrumgemeentemaatschappelijkeopvangbeschermdwonen",
        "mo-bw-regio",
        "mo-bw",
        "MO/BW-regio's",
        "MO/BW-regio",
        standaard=True,
        centrum=True,
    ),
    IndelingInfo(
        "centrumgemeentenvrouwenopvanggeweldinhuiselijkekring",
        "vrouwenopvangregio",
        "mo-bw",
        "vrouwenopvangregio's",
        "vrouwenopvangregio",
        centrum=True,
    ),
    IndelingInfo(
        "arbeidsmarktregios",
        "arbeidsmarktregio",
        "werk",
        "arbeidsmarktregio's",
        "arbeidsmarktregio",
        standaard=True,
    ),
    IndelingInfo("rcfkenniscentrahandhaving", "rcf-regio", "werk", "RCF-regio's", "RCF-regio"),
    IndelingInfo("regionaleplatformsarbeidsmarkt", "rpa-regio", "werk", "RPA-regio's", "RPA-regio"),
    IndelingInfo(
        "intergemeentelijkesocialediensten",
        "sociale-dienst",
        "werk",
        "intergemeentelijke sociale diensten",
        "intergemeentelijke sociale dienst",
    ),
    IndelingInfo("socialewerkvoorziening", "sw-bedrijf", "werk", "SW-bedrijven", "SW-bedrijf"),
    IndelingInfo("ggds", "ggd-regio", "zorg", "GGD-regio's", "GGD-regio", standaard=True),
    IndelingInfo(
        "hlzregioshervorminglangdurigezorg", "hlz-regio", "zorg", "HLZ-regio's", "HLZ-regio"
    ),
    IndelingInfo(
        "veiligthuisregios",
        "veilig-thuis-regio",
        "zorg",
        "Veilig Thuis-regio's",
        "Veilig Thuis-regio",
    ),
    IndelingInfo("wmoregios", "wmo-regio", "zorg", "Wmo-regio's", "Wmo-regio"),
    IndelingInfo(
        "zorgkantoorregios",
        "zorgkantoorregio",
        "zorg",
        "zorgkantoorregio's",
        "zorgkantoorregio",
        wettelijk=True,
    ),
    IndelingInfo(
        "rmcregiosregionaalmeldencoordinatiepunt",
        "rmc-regio",
        "onderwijs",
        "RMC-regio's",
        "RMC-regio",
        standaard=True,
    ),
    IndelingInfo(
        "passendonderwijsprimaironderwijs",
        "passend-onderwijs-po",
        "onderwijs",
        "samenwerkingsverbanden passend onderwijs (po)",
        "samenwerkingsverband passend onderwijs (po)",
    ),
    IndelingInfo(
        "passendonderwijsvoortgezetonderwijs",
        "passend-onderwijs-vo",
        "onderwijs",
        "samenwerkingsverbanden passend onderwijs (vo)",
        "samenwerkingsverband passend onderwijs (vo)",
    ),
    IndelingInfo(
        "veiligheidsregios",
        "veiligheidsregio",
        "veiligheid",
        "veiligheidsregio's",
        "veiligheidsregio",
        standaard=True,
    ),
    IndelingInfo(
        "arrondissementen1",
        "arrondissement",
        "veiligheid",
        "arrondissementen",
        "arrondissement",
        wettelijk=True,
    ),
    IndelingInfo(
        "politieeenheden",
        "politie-eenheid",
        "veiligheid",
        "politie-eenheden",
        "politie-eenheid",
        wettelijk=True,
    ),
    IndelingInfo("ressorten1", "ressort", "veiligheid", "ressorten", "ressort", wettelijk=True),
    IndelingInfo("regionaalinformatieenexpertisecentra", "riec", "veiligheid", "RIEC's", "RIEC"),
    IndelingInfo(
        "veiligheidshuizen", "veiligheidshuis", "veiligheid", "veiligheidshuizen", "veiligheidshuis"
    ),
    IndelingInfo("vptregios2014", "vpt-regio", "veiligheid", "VPT-regio's", "VPT-regio"),
    IndelingInfo(
        "provincies",
        "provincie",
        "bestuur",
        "provincies",
        "provincie",
        standaard=True,
        wettelijk=True,
    ),
    IndelingInfo(
        "coropplusregios",
        "coropplusregio",
        "bestuur",
        "COROP-plusregio's",
        "COROP-plusregio",
        wettelijk=True,
    ),
    IndelingInfo(
        "coropregios", "coropregio", "bestuur", "COROP-regio's", "COROP-regio", wettelijk=True
    ),
    IndelingInfo(
        "coropsubregios",
        "coropsubregio",
        "bestuur",
        "COROP-subregio's",
        "COROP-subregio",
        wettelijk=True,
    ),
    IndelingInfo(
        "nuts1regioslandsdelen",
        "nuts1-landsdeel",
        "bestuur",
        "landsdelen (NUTS 1)",
        "landsdeel (NUTS 1)",
        wettelijk=True,
    ),
    IndelingInfo(
        "nuts2regiosprovincies",
        "nuts2-provincie",
        "bestuur",
        "provincies (NUTS 2)",
        "provincie (NUTS 2)",
        wettelijk=True,
    ),
    IndelingInfo(
        "nuts3regios", "nuts3-regio", "bestuur", "NUTS 3-regio's", "NUTS 3-regio", wettelijk=True
    ),
    IndelingInfo(
        "omgevingsdienstenregionaleuitvoeringsdiensten",
        "omgevingsdienst",
        "fysiek",
        "omgevingsdiensten",
        "omgevingsdienst",
        standaard=True,
    ),
    IndelingInfo(
        "regionaleuitvoeringsdienstenbrzo",
        "brzo-omgevingsdienst",
        "fysiek",
        "Brzo-omgevingsdiensten",
        "Brzo-omgevingsdienst",
    ),
    IndelingInfo(
        "mirtgebieden", "mirt-gebied", "fysiek", "MIRT-gebieden", "MIRT-gebied", wettelijk=True
    ),
    IndelingInfo(
        "kamervankoophandel", "kvk-regio", "overig", "KvK-regio's", "KvK-regio", wettelijk=True
    ),
    IndelingInfo(
        "opengr_provincies",
        REGELINGEN,
        "overig",
        "gemeenschappelijke regelingen",
        "gemeenschappelijke regeling",
        standaard=True,
    ),
)


def ordered() -> list[IndelingInfo]:
    """Give the indelingen in the order of the table: domain, default first, identifier.

    Returns
    -------
    list of IndelingInfo
        All 35.
    """
    return sorted(
        CATALOGUE,
        key=lambda info: (DOMEINEN.index(info.domein), not info.standaard, info.indeling),
    )


def rows() -> list[tuple[str, ...]]:
    """Give the lines of `indelingen.csv`.

    Returns
    -------
    list of tuple of str
        In the order of `COLUMNS`.
    """
    return [
        (
            info.indeling,
            info.naam,
            info.enkelvoud,
            info.domein,
            "ja" if info.standaard else "nee",
            source_label(info),
        )
        for info in ordered()
    ]


def source_label(info: IndelingInfo) -> str:
    """Name the source file of an indeling, as the column `bron` does.

    Parameters
    ----------
    info : IndelingInfo
        The indeling.

    Returns
    -------
    str
        Such as `regioatlas-2016/provincies`.
    """
    folder = "opengr-2016" if info.indeling == REGELINGEN else "regioatlas-2016"
    return f"{folder}/{info.bron}"
