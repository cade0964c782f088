"""`datapackage.json`: the tables in machine-readable form (Frictionless Data Package, v1)."""

import json
from collections.abc import Sequence
from typing import Any, Final

from databuild.edition import Edition
from databuild.tables import HERE, read
from lappendeken import schema
from lappendeken.schema import Column

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
EUPL: Final = {
    "name": "EUPL-1.2",
    "path": "https://eupl.eu/1.2/nl/",
    "title": "European Union Public Licence 1.2",
}
CC0: Final = {
    "name": "CC0-1.0",
    "path": "https://creativecommons.org/publicdomain/zero/1.0/",
    "title": "Creative Commons Zero 1.0",
}
CBS: Final = {"title": "CBS/Kadaster", "path": "https://www.cbs.nl"}
OSF: Final = {
    "title": "Regioatlas (ministerie van BZK) en OpenGR (provincies), via Open State Foundation",
    "path": "https://openstate.eu",
}
ROO: Final = {
    "title": "Register van Overheidsorganisaties",
    "path": "https://organisaties.overheid.nl",
}
DUO: Final = {"title": "DUO, open onderwijsdata", "path": "https://duo.nl/open_onderwijsdata"}
VWS: Final = {"title": "Ministerie van VWS, gemeenten en veiligheidsregio's (feiten)"}
MOBW: Final = {"title": "MO/BW: openbare bronnen, elk genoemd in de kolom bron"}

ORIGINS: Final = {
    "2016": ([PDDL, CC_BY], [CBS, OSF]),
    "2026": ([PDDL, CC_BY, CC0, EUPL], [CBS, ROO, DUO, VWS, MOBW, OSF]),
}
"""Licences and sources of an edition."""

LICENCES: Final[dict[str, dict[str, tuple[list[dict[str, str]], list[dict[str, str]]]]]] = {
    "2016": {
        "gemeenten": ([CC_BY], [CBS]),
        "verbanden": ([PDDL], [OSF]),
    },
    "2026": {
        "gemeenten": ([CC_BY], [CBS]),
        "verbanden": ([CC_BY, CC0, EUPL, PDDL], [CBS, ROO, DUO, VWS, MOBW, OSF]),
        "kenmerken": ([CC0], [ROO]),
        "andere_deelnemers": ([CC0], [ROO]),
    },
}

GM_PATTERN: Final = "^GM[0-9]{4}$"
ID_PATTERN: Final = "^[a-z0-9]+(-[a-z0-9]+)*$"
MOMENT_PATTERN: Final = "^[0-9]{4}(-[0-9]{2}(-[0-9]{2})?)?$"

TABLES: Final[dict[str, Sequence[Column]]] = {
    "indelingen": schema.INDELINGEN,
    "verbanden": schema.VERBANDEN,
    "kenmerken": schema.KENMERKEN,
    "andere_deelnemers": schema.ANDERE_DEELNEMERS,
    "herindelingen": schema.HERINDELINGEN,
    "verbindingen": schema.VERBINDINGEN,
}
FOR_ALL: Final = ("herindelingen", "verbindingen")
"""Tables that hold for all dates, and lie beside the current edition."""

KEYS: Final = {
    "gemeenten": ["code"],
    "indelingen": ["indeling"],
    "verbanden": ["verband_id", "gemeente_code"],
    "kenmerken": ["verband_id"],
    "andere_deelnemers": ["verband_id", "deelnemer"],
    "herindelingen": ["datum", "van_code", "naar_code"],
    "verbindingen": ["van_code", "naar_code"],
}
FOREIGN: Final = {
    "verbanden": {
        "indeling": ("indelingen", "indeling"),
        "gemeente_code": ("gemeenten", "code"),
    },
}
TITLES: Final = {
    "gemeenten": "De gemeenten van Nederland op de peildatum",
    "indelingen": "De indelingen, hun naam en hun domein",
    "verbanden": "Deelnames van gemeenten aan verbanden",
    "kenmerken": "Wat van verbanden bekend is naast hun deelnames",
    "andere_deelnemers": "Deelnemers aan verbanden die geen gemeente zijn",
    "herindelingen": "Gemeentelijke herindelingen van 2015 tot en met 2023",
    "verbindingen": "Verbindingen over water die gemeenten tot buren maken",
}
MORE: Final[dict[tuple[str, str], dict[str, Any]]] = {
    ("herindelingen", "soort"): {"enum": ["samenvoeging", "splitsing", "naamswijziging"]},
    ("herindelingen", "aandeel"): {"minimum": 0, "maximum": 1},
    ("verbindingen", "soort"): {"enum": ["brug", "dam", "tunnel", "veer"]},
    ("indelingen", "indeling"): {"unique": True, "pattern": ID_PATTERN},
    ("kenmerken", "verband_id"): {"unique": True, "pattern": ID_PATTERN},
    ("verbanden", "verband_id"): {"pattern": ID_PATTERN},
}
"""What the schema of the package leaves open and these tables keep to."""

Field = dict[str, Any]


def text(edition: Edition, counts: dict[str, int], *, current: bool) -> str:
    """Describe the tables of an edition; the current one has those for all dates beside it."""
    licences, sources = ORIGINS[edition.year]
    names = ["gemeenten", *edition.tables(), *(FOR_ALL if current else ())]
    package = {
        "profile": "data-package",
        "name": "lappendeken",
        "title": "Gemeentelijke samenwerkingsverbanden in Nederland",
        "peildatum": edition.peildatum,
        "inwoners_peildatum": edition.inwoners,
        "indelingen": [told._asdict() for told in edition.statements()],
        "licenses": licences,
        "sources": sources,
        "tellingen": counts,
        "resources": [_resource(name, edition) for name in names],
    }
    return json.dumps(package, ensure_ascii=False, indent=2) + "\n"


def _resource(name: str, edition: Edition) -> dict[str, Any]:
    geojson = name == "gemeenten"
    licences, sources = LICENCES[edition.year].get(name, ([PDDL], []))
    described: dict[str, Any] = {"fields": _fields(name, edition), "primaryKey": KEYS[name]}
    if name in FOREIGN:
        described["foreignKeys"] = [
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
        "schema": described,
    }
    if sources:
        resource["sources"] = sources
    if not geojson:
        resource["dialect"] = {"delimiter": ",", "lineTerminator": "\n", "header": True}
    return resource


def _fields(name: str, edition: Edition) -> list[Field]:
    descriptions = read(HERE / "kolommen.csv")
    told = {(table, column): what for table, column, what in descriptions.to_numpy()}
    if name == "gemeenten":
        return _gemeente_fields(told, edition)
    used = edition.tables().get(name)
    columns = {column.name: column for column in TABLES[name]}
    wanted = list(columns if used is None else used.columns)
    return [_field(name, columns.get(one, Column(one)), told[name, one]) for one in wanted]


def _field(table: str, column: Column, what: str) -> Field:
    kind = {"date": "date", "number": "number"}.get(column.kind, "string")
    if (table, column.name) == ("herindelingen", "aandeel"):
        kind = "number"
    rules: dict[str, Any] = {}
    if column.filled or column.name in {"gemeente_code", "gemeente", "rol"}:
        rules["required"] = True
    if column.name.endswith("_code"):
        rules["pattern"] = GM_PATTERN
    if column.kind == "moment":
        rules["pattern"] = MOMENT_PATTERN
    if column.choices and not column.several:
        rules["enum"] = list(column.choices)
    rules |= MORE.get((table, column.name), {})
    field: Field = {"name": column.name, "type": kind, "description": what}
    return field | ({"constraints": rules} if rules else {})


def _gemeente_fields(told: dict[tuple[str, str], str], edition: Edition) -> list[Field]:
    rules: dict[str, tuple[str, dict[str, Any]]] = {
        "code": ("string", {"required": True, "unique": True, "pattern": GM_PATTERN}),
        "naam": ("string", {"required": True}),
        "provincie": ("string", {"required": True}),
        "inwoners": ("integer", {"minimum": 0}),
        "oppervlakte_km2": ("number", {"minimum": 0}),
    }
    return [
        {
            "name": name,
            "type": rules[name][0],
            "description": told["gemeenten", name].replace("$inwoners", edition.inwoners),
            "constraints": rules[name][1],
        }
        for name in schema.GEMEENTE_PROPERTIES
    ]
