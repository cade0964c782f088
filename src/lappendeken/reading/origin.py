"""Where data come from, as their own description says."""

import json
from pathlib import Path
from typing import Any, Final

from lappendeken.reading.files.text import read_text

KEYS: Final = ("licenses", "sources")
"""What data that are made of others must go on saying."""


def read_origin(folder: Path) -> dict[str, Any]:
    """Read licences and sources from the description of a folder of data.

    Examples
    --------
    >>> from lappendeken.reading.tables import embedded_folder
    >>> sorted(read_origin(embedded_folder()))
    ['licenses', 'sources']
    """
    content = read_description(folder)
    return {key: content[key] for key in KEYS if isinstance(content.get(key), list)}


def origin_of(folder: Path, resource: str) -> dict[str, Any]:
    """Licences and sources of one table in a folder; those of the whole when it names none itself.

    Examples
    --------
    >>> from lappendeken.reading.tables import embedded_folder
    >>> origin_of(embedded_folder(), "gemeenten")["sources"][0]["title"]
    'CBS/Kadaster'
    """
    resources = read_description(folder).get("resources")
    listed = resources if isinstance(resources, list) else []
    own = [one for one in listed if isinstance(one, dict) and one.get("name") == resource]
    found = {key: own[0][key] for key in KEYS if own and isinstance(own[0].get(key), list)}
    return found or read_origin(folder)


def read_description(folder: Path) -> dict[str, Any]:
    """Read the description of a folder of data as it is.

    Examples
    --------
    >>> from lappendeken.reading.tables import embedded_folder
    >>> read_description(embedded_folder())["peildatum"]
    '2026-01-01'
    """
    path = folder / "datapackage.json"
    text = read_text(path, []) if path.is_file() else None
    try:
        content = json.loads(text or "null")
    except (ValueError, RecursionError):
        return {}
    return content if isinstance(content, dict) else {}
