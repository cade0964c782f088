"""The kinds of thematic map, by the name a user gives; known before anything heavy is imported."""

from collections.abc import Mapping
from types import MappingProxyType

DEFAULT = "typologie"

SOORTEN: Mapping[str, str] = MappingProxyType(
    {
        DEFAULT: "hoe de regio's van A op die van B passen",
        "schuring": "in hoeveel regio's van A en B een gemeente schuurt",
        "drukte": "in hoeveel verbanden een gemeente zit",
        "lappen": "groepen gemeenten die in elke indeling samen zijn",
        "gesloten": "de kleinste gebieden die geen verband verlaat",
        "grenzen": "hoeveel indelingen er een grens hebben",
        "congruentie": "hoe vaak de partners van een gemeente dezelfde zijn",
        "clusters": "waar hoge en lage scores van buren bij elkaar liggen (LISA)",
        "brandpunten": "waar een gemeente en haar buren samen hoog of laag scoren (Gi*)",
    }
)
"""What each kind shows."""

PAIRS = ("typologie", "schuring")
"""Kinds that lay two indelingen on each other."""

GROUPS = ("lappen", "gesloten", "congruentie", "clusters", "brandpunten")
"""Kinds that need two indelingen or more."""
