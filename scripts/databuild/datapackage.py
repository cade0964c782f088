"""`datapackage.json`: the tables in machine-readable form (Frictionless Data Package, v1)."""

import json
from typing import Any, Final

from databuild import catalogue, herindelingen, verbanden, verbindingen

PEILDATUM: Final = "2016-01-01"

PDDL: Final = {
    "name": "ODC-PDDL-1.0",
    "path": "https://opendatacommons.org/licenses/pddl/1-0/",
    "title": "Open Data Commons Public Domain Dedication and License 1.0",
}
CC_BY: Final = {
    "name": "CC-BY-4.0",
    "path": "https://creativecommons.org/licenses/by/4.0/",
    "title": "Creative Commons Attribution 4.0",
}
CBS: Final = {"title": "CBS/Kadaster", "path": "https://www.cbs.nl"}
OSF: Final = {
    "title": "Regioatlas (ministerie van BZK) en OpenGR (provincies), via Open State Foundation",
    "path": "https://openstate.eu",
}

GM_PATTERN: Final = "^GM[0-9]{4}$"
ID_PATTERN: Final = "^[a-z0-9]+(-[a-z0-9]+)*$"
VORMEN: Final = [
    "openbaar lichaam",
    "gemeenschappelijk orgaan",
    "centrumgemeente",
    "bedrijfsvoeringsorganisatie",
    "stichting",
    "overeenkomst",
    "convenant",
    "geen",
]
AARDEN: Final = ["kennis", "beleid", "inkoop", "toegang", "uitvoering", "volledig"]

Field = dict[str, Any]


def _field(name: str, description: str, kind: str = "string", **constraints: Any) -> Field:
    field: Field = {"name": name, "type": kind, "description": description}
    if constraints:
        field["constraints"] = constraints
    return field


def _code(name: str, description: str) -> Field:
    return _field(name, description, required=True, pattern=GM_PATTERN)


def _optional(name: str, description: str, choices: list[str]) -> Field:
    return _field(name, f"{description}; leeg als dat onbekend is", enum=choices)


_DOMEIN: Final = _field("domein", "Beleidsdomein", required=True, enum=list(catalogue.DOMEINEN))

FIELDS: Final[dict[str, list[Field]]] = {
    "gemeenten": [
        _field("code", "CBS-code van de gemeente", required=True, unique=True, pattern=GM_PATTERN),
        _field("naam", "Naam van de gemeente volgens het CBS", required=True),
        _field("provincie", "Naam van de provincie", required=True),
        _field("inwoners", "Inwoners op 1 januari 2015", "integer", minimum=0),
        _field("oppervlakte_km2", "Oppervlakte van het land in km²", "number", minimum=0),
    ],
    "indelingen": [
        _field("indeling", "Sleutel", required=True, unique=True, pattern=ID_PATTERN),
        _field("naam", "Naam in het meervoud", required=True),
        _field("enkelvoud", "Naam in het enkelvoud", required=True),
        _DOMEIN,
        _field(
            "standaard", "Of dit de standaard van haar domein is", required=True, enum=["ja", "nee"]
        ),
        _field("bron", "Bestand van de bron", required=True),
    ],
    "verbanden": [
        _field("verband_id", "Sleutel van het verband", required=True, pattern=ID_PATTERN),
        _field("verband", "Naam van het verband in de bron", required=True),
        _field("indeling", "Indeling waartoe het verband hoort", required=True),
        _DOMEIN,
        _optional("vorm", "Rechtsvorm", VORMEN),
        _optional("aard", "Wat er wordt gedeeld", AARDEN),
        _field("rol", "Rol van de gemeente", required=True, enum=["deelnemer", "centrumgemeente"]),
        _code("gemeente_code", "CBS-code van de gemeente"),
        _field("gemeente", "Naam van de gemeente", required=True),
        _field("van", "Eerste dag; leeg als die onbekend is", "date"),
        _field("tot", "Eerste dag niet meer; leeg als die onbekend is", "date"),
        _field("bron", "Bestand van de bron", required=True),
    ],
    "herindelingen": [
        _field("datum", "Eerste dag van de nieuwe toestand", "date", required=True),
        _field(
            "soort",
            "Soort herindeling",
            required=True,
            enum=["samenvoeging", "splitsing", "naamswijziging"],
        ),
        _code("van_code", "Gemeente die ophield"),
        _field("van_naam", "Naam van die gemeente", required=True),
        _code("naar_code", "Gemeente waarin zij opging"),
        _field("naar_naam", "Naam van die gemeente", required=True),
        _field(
            "aandeel",
            "Deel van de inwoners dat meeging; leeg als dat onbekend is",
            "number",
            minimum=0,
            maximum=1,
        ),
    ],
    "verbindingen": [
        _code("van_code", "De ene gemeente, met de laagste code"),
        _code("naar_code", "De andere gemeente"),
        _field("soort", "Soort verbinding", required=True, enum=["brug", "dam", "tunnel", "veer"]),
        _field("naam", "Naam van de verbinding", required=True),
    ],
}
"""Fields of every table, in the order of the columns."""

KEYS: Final = {
    "gemeenten": ["code"],
    "indelingen": ["indeling"],
    "verbanden": ["verband_id", "gemeente_code"],
    "herindelingen": ["datum", "van_code", "naar_code"],
    "verbindingen": ["van_code", "naar_code"],
}

FOREIGN: Final = {
    "verbanden": {
        "indeling": ("indelingen", "indeling"),
        "gemeente_code": ("gemeenten", "code"),
    },
    "verbindingen": {
        "van_code": ("gemeenten", "code"),
        "naar_code": ("gemeenten", "code"),
    },
}

TITLES: Final = {
    "gemeenten": "De 390 gemeenten van Nederland op 1 januari 2016",
    "indelingen": "De indelingen",
    "verbanden": "Welke gemeente in welk verband zit",
    "herindelingen": "Gemeentelijke herindelingen van 2015 tot en met 2023",
    "verbindingen": "Verbindingen over water tussen gemeenten zonder landgrens",
}

LICENCES: Final = {
    "gemeenten": ([CC_BY], [CBS]),
    "indelingen": ([PDDL], [OSF]),
    "verbanden": ([PDDL], [OSF]),
    "herindelingen": ([PDDL], []),
    "verbindingen": ([PDDL], []),
}


def text(counts: dict[str, int]) -> str:
    """Describe the tables.

    Parameters
    ----------
    counts : dict of int
        What the build counted, for programs that check it.

    Returns
    -------
    str
        The whole file.
    """
    package = {
        "profile": "data-package",
        "name": "lappendeken",
        "title": "Gemeentelijke samenwerkingsverbanden in Nederland",
        "peildatum": PEILDATUM,
        "licenses": [PDDL, CC_BY],
        "sources": [CBS, OSF],
        "tellingen": counts,
        "resources": [_resource(name) for name in FIELDS],
    }
    return json.dumps(package, ensure_ascii=False, indent=2) + "\n"


def _resource(name: str) -> dict[str, Any]:
    geojson = name == "gemeenten"
    licences, sources = LICENCES[name]
    schema: dict[str, Any] = {"fields": FIELDS[name], "primaryKey": KEYS[name]}
    if name in FOREIGN:
        schema["foreignKeys"] = [
            {"fields": field, "reference": {"resource": resource, "fields": key}}
            for field, (resource, key) in FOREIGN[name].items()
        ]
    resource: dict[str, Any] = {
        "name": name,
        "title": TITLES[name],
        "path": "gemeenten.geojson" if geojson else f"{name}.csv",
        "profile": "data-resource" if geojson else "tabular-data-resource",
        "format": "geojson" if geojson else "csv",
        "mediatype": "application/geo+json" if geojson else "text/csv",
        "encoding": "utf-8",
        "licenses": licences,
        "schema": schema,
    }
    if sources:
        resource["sources"] = sources
    if not geojson:
        resource["dialect"] = {"delimiter": ",", "lineTerminator": "\n", "header": True}
    return resource


def _check() -> None:
    columns = {
        "indelingen": catalogue.COLUMNS,
        "verbanden": verbanden.COLUMNS,
        "herindelingen": herindelingen.COLUMNS,
        "verbindingen": verbindingen.COLUMNS,
    }
    for name, expected in columns.items():
        if tuple(field["name"] for field in FIELDS[name]) != tuple(expected):
            raise ValueError(f"datapackage.json beschrijft andere kolommen van {name}")


_check()
