"""Where the data come from, in words for a reader: sources, licences and what made the page."""

from collections import Counter
from collections.abc import Mapping, Sequence
from importlib.metadata import version
from typing import Any
from urllib.parse import urlsplit

from lappendeken.indeling import Indeling
from lappendeken.model import Lappendeken
from lappendeken.reading.origin import read_description
from lappendeken.wording.certainty import describe

_MOST_NAMED = 4
"""Sources that are named; each deelname has its own in the data."""


def program() -> str:
    """Name and version of this program."""
    return f"lappendeken {version('lappendeken')}"


def describe_sources(lap: Lappendeken, indelingen: Sequence[Indeling]) -> list[str]:
    """Sentences that name the sources of a map.

    Examples
    --------
    >>> import lappendeken as ld
    >>> lap = ld.load()
    >>> len(describe_sources(lap, lap.main_indelingen)) > 1
    True
    """
    package = read_description(lap.bron)
    lines = []
    borders = _credit(package, "gemeenten")
    if borders:
        lines.append(f"Gemeentegrenzen: {borders}; vereenvoudigd voor de kaart.")
    members = _credit(package, "verbanden")
    names = named(_names(lap, indelingen))
    if members or names:
        listed = f" ({', '.join(names)})" if members and names else ", ".join(names)
        lines.append(f"Indelingen: {members}{listed}.")
    if told := describe(lap, indelingen):
        lines.append(told)
    if not borders and not members:
        lines.insert(0, f"Eigen gegevens uit de map '{lap.bron.resolve().name}'.")
    return lines


def brief(source: str) -> str:
    """A source as running text names it: of a web address only the site.

    Examples
    --------
    >>> brief("https://www.meppel.nl/opvang/2026"), brief("cbs-2025/jeugdregio")
    ('meppel.nl', 'cbs-2025/jeugdregio')
    """
    if not source.startswith(("https://", "http://")):
        return source
    return (urlsplit(source).hostname or source).removeprefix("www.")


def named(names: Sequence[str]) -> list[str]:
    """The names of sources, or how many they are when there is no room for all.

    Examples
    --------
    >>> named(["regioatlas-2016", "cbs-2016"]), named(list("abcdef"))
    (['regioatlas-2016', 'cbs-2016'], ['a', 'b', 'c en 3 andere bronnen'])
    """
    names = list(dict.fromkeys(map(brief, names)))
    if len(names) <= _MOST_NAMED:
        return names
    rest = len(names) - _MOST_NAMED + 1
    return [*names[: _MOST_NAMED - 2], f"{names[_MOST_NAMED - 2]} en {rest} andere bronnen"]


def _names(lap: Lappendeken, indelingen: Sequence[Indeling]) -> list[str]:
    """The different values of `bron` of the indelingen, the most used first."""
    verbanden = {verband for one in indelingen for verband in one.verbanden}
    used = lap.deelnames[lap.deelnames["verband_id"].isin(verbanden)]
    amounts = Counter(brief(str(name)) for name in used["bron"] if name)
    return [name for name, _ in amounts.most_common()]


def _credit(package: Mapping[str, Any], resource: str) -> str:
    """Sources and licences of one table, those of the whole when it names none itself."""
    own: Mapping[str, Any] = next(
        (r for r in _objects(package.get("resources")) if r.get("name") == resource), {}
    )
    sources = _objects(own.get("sources")) or _objects(package.get("sources"))
    licences = _objects(own.get("licenses", package.get("licenses")))
    titles = [str(source["title"]) for source in sources if source.get("title")]
    if not titles:
        return ""
    names = [str(licence.get("name") or licence.get("title") or "") for licence in licences]
    licence = ", ".join(name for name in names if name)
    return f"{', '.join(titles)}, licentie {licence}" if licence else ", ".join(titles)


def _objects(value: object) -> list[dict[str, Any]]:
    """The objects in a list; a description made by hand may hold anything."""
    return [item for item in value if isinstance(item, dict)] if isinstance(value, list) else []
