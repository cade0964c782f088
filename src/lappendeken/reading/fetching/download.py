"""Lists that services give page by page, fetched to a folder: each whole, or not at all.

What was fetched is kept with its checksum in `herkomst.json` and not fetched again; pages of a list
that broke off are kept too. A file that a user saved there by hand is used as if it were fetched.
"""

import hashlib
import json
import shutil
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final
from urllib.parse import urljoin, urlsplit

from lappendeken.errors import DataError, LappendekenError
from lappendeken.reading.fetching.herkomst import (
    BY_HAND,
    FETCHED,
    Kept,
    alone,
    checksum,
    described,
    read_origins,
    replace_file,
    write_origins,
    writing,
)
from lappendeken.reading.fetching.service import Patience, Service, ServiceError
from lappendeken.reading.files.guard import check_file, refuse

__all__ = ["Fetched", "Source", "fetch"]

_MOST_PAGES: Final = 500
_NO_LIST: Final = "er kwam JSON, maar niet de gevraagde lijst"


@dataclass(frozen=True)
class Source:
    """A list that a service gives.

    Parameters
    ----------
    title : str
        What it is, Dutch, for messages.
    service : str
        Who gives it, as the subject of a sentence.
    address : str
        Where its first page is.
    path : str
        Where in the folder it is kept, with `/`.
    rows : str
        What the list is called in an answer: `features` (GeoJSON) or `value` (OData).
    most : int
        Largest size in bytes, of all pages together.
    """

    title: str
    service: str
    address: str
    path: str
    rows: str
    most: int


@dataclass(frozen=True)
class Fetched:
    """What is in the folder now.

    Parameters
    ----------
    kept : mapping of str to Kept
        By path in the folder.
    fresh : tuple of str
        The paths that were fetched just now.
    notes : tuple of str
        What a user should know, Dutch sentences.
    """

    kept: Mapping[str, Kept]
    fresh: tuple[str, ...]
    notes: tuple[str, ...]


def fetch(
    folder: Path,
    sources: Sequence[Source],
    *,
    again: bool = False,
    patience: Patience | None = None,
    done: Callable[[int], None] = lambda _: None,
) -> Fetched:
    """See that lists are in a folder, and fetch those that are not."""
    origins = read_origins(folder)
    fresh: list[str] = []
    notes: list[str] = []
    lines: list[str] = []
    with _services(patience or Patience()) as service, writing(folder), alone(folder):
        for source in sources:
            target = folder / source.path
            if not again and _is_kept(target, source, origins, notes):
                done(1)
                continue
            if again:
                _drop_pages(target)
            try:
                content = _all_pages(service, source, target)
            except ServiceError as error:
                with suppress(OSError):
                    _pages_folder(target).rmdir()  # only if nothing came
                lines.append(_by_hand(source, target, str(error)))
                continue
            replace_file(target, content)
            _drop_pages(target)
            origins[source.path] = described(target, source.title, source.address, FETCHED)
            write_origins(folder, origins)
            fresh.append(source.path)
            done(1)
        # Also when something failed: a file that was put aside must be forgotten, so that one saved
        # by hand in its place is not taken for damaged.
        write_origins(folder, origins)
    if lines:
        raise LappendekenError("\n".join([*notes, *lines]))
    return Fetched({one.path: origins[one.path] for one in sources}, tuple(fresh), tuple(notes))


def _by_hand(source: Source, target: Path, why: str) -> str:
    """One line: what failed, and how to go on without it."""
    line = f"{source.service} gaf {source.title} niet: {why}."
    if target.is_file():
        return f"{line} Wat er al staat is ongemoeid; zonder --opnieuw wordt dat gebruikt."
    return (
        f"{line} Probeer het later opnieuw, of open {source.address} in een browser, sla het "
        f"op als {target} en geef de opdracht nog eens."
    )


@contextmanager
def _services(patience: Patience) -> Iterator[Callable[[], Service]]:
    """A service that is opened when it is first needed."""
    opened: list[Service] = []

    def get() -> Service:
        if not opened:
            opened.append(Service(patience))
        return opened[0]

    try:
        yield get
    finally:
        for one in opened:
            one.close()


# What is there already ----------------------------------------------------------------------


def _is_kept(target: Path, source: Source, origins: dict[str, Kept], notes: list[str]) -> bool:
    """Whether a file is there and can be used; one that is damaged is put aside."""
    if not target.is_file():
        return False
    known = origins.get(source.path)
    if known is not None and checksum(target) == known.sha256:
        return True
    if known is None or known.wijze == BY_HAND:
        _check_saved(target, source)
        origins[source.path] = described(target, source.title, source.address, BY_HAND)
        notes.append(f"{target} is met de hand bewaard en wordt gebruikt.")
        return True
    aside = target.with_name(target.name + ".beschadigd")
    target.replace(aside)
    del origins[source.path]
    notes.append(
        f"{target} is niet meer wat er op {known.datum[:10]} kwam; het heet nu {aside.name} en "
        "wordt opnieuw opgehaald."
    )
    return False


def _check_saved(target: Path, source: Source) -> None:
    """Refuse a file saved by hand that is not the whole list."""
    hint = f"Verwijder het, of open {source.address} en sla de hele pagina op als JSON"
    try:
        check_file(target, most=source.most)
        content = json.loads(target.read_text(encoding="utf-8-sig"))
    except DataError as error:
        raise refuse(target, error.faults[0].message, hint) from None
    except (ValueError, RecursionError):
        raise refuse(target, "dit is geen leesbare JSON", hint) from None
    if not _is_list(content, source) or not _rows(content, source):
        raise refuse(target, f"hierin staat niet {source.title}", hint)
    if _link(content) is not None:
        hint = "Geef de opdracht met een netwerk, zodat alle pagina's komen"
        raise refuse(target, "dit is alleen de eerste pagina", hint)


# What the services give ---------------------------------------------------------------------


def _all_pages(service: Callable[[], Service], source: Source, target: Path) -> bytes:
    """Every page of a list as one."""
    pages = _pages_folder(target)
    pages.mkdir(parents=True, exist_ok=True)
    seen: set[str] = set()
    rows: list[Any] = []
    room = source.most
    address: str | None = source.address
    while address is not None:
        if address in seen or len(seen) == _MOST_PAGES:
            raise ServiceError("er komt geen einde aan de pagina's")
        seen.add(address)
        page = pages / f"{hashlib.sha256(address.encode()).hexdigest()[:16]}.json"
        content = _read_page(page, source)
        if content is None:
            content = _get_page(service(), address, page, source, room)
        room -= page.stat().st_size
        rows += content[source.rows]
        address = _next(content, address)
    if not rows:
        _drop_pages(target)
        raise ServiceError("de dienst heeft daar (nog) niets van")
    whole = {"type": "FeatureCollection", "features": rows} if source.rows == "features" else rows
    return json.dumps(whole, ensure_ascii=False, separators=(",", ":")).encode()


def _get_page(
    service: Service, address: str, page: Path, source: Source, room: int
) -> dict[str, Any]:
    """Fetch one page, and keep it when it is what it should be."""
    part = page.with_suffix(".deel")
    service.save_json(address, part, most=room)
    content = _read_page(part, source)
    if content is None:
        part.unlink()
        raise ServiceError(_NO_LIST)
    part.replace(page)
    return content


def _read_page(page: Path, source: Source) -> dict[str, Any] | None:
    """A page that was kept; None when there is none that is right."""
    try:
        content = json.loads(page.read_text(encoding="utf-8-sig"))
    except (FileNotFoundError, ValueError, RecursionError):
        return None
    return content if isinstance(content, dict) and _is_list(content, source) else None


def _is_list(content: Any, source: Source) -> bool:
    """Whether an answer holds the list that was asked."""
    rows = _rows(content, source)
    return isinstance(rows, list) and all(isinstance(row, dict) for row in rows)


def _rows(content: Any, source: Source) -> Any:
    """The list in an answer; of a table the bare rows will do, as `cbsodata` saves them."""
    if isinstance(content, dict):
        return content.get(source.rows)
    return content if source.rows == "value" else None


def _link(content: Any) -> Any:
    """What an answer calls the next page; None when it is the last."""
    if not isinstance(content, dict):
        return None
    links = content.get("links")
    for link in links if isinstance(links, list) else []:
        if isinstance(link, dict) and link.get("rel") == "next":
            return link.get("href")
    return content.get("odata.nextLink")


def _next(content: dict[str, Any], address: str) -> str | None:
    """Where the next page is; it must be at the same service."""
    found = _link(content)
    if found is None:
        return None
    here = urlsplit(address)
    try:
        there = urlsplit(urljoin(address, str(found)))
        same = there.hostname == here.hostname
    except ValueError:
        same = False
    if not same:
        raise ServiceError("de volgende pagina zou van een andere dienst komen")
    # Services behind a proxy of their own write http here where they mean https.
    return there._replace(scheme=here.scheme, netloc=here.netloc).geturl()


def _pages_folder(target: Path) -> Path:
    return target.with_name(target.name + ".deel")


def _drop_pages(target: Path) -> None:
    shutil.rmtree(_pages_folder(target), ignore_errors=True)
