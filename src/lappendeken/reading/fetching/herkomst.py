"""Where the files in a folder came from: `herkomst.json`, with a checksum of each."""

import hashlib
import json
import os
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass, fields
from datetime import UTC, datetime
from importlib.util import find_spec
from pathlib import Path
from typing import Final

from lappendeken.errors import OutputError, explain_os_error

__all__ = ["HERKOMST", "Kept", "changed", "record"]

HERKOMST: Final = "herkomst.json"
"""The file that says where everything in the folder came from."""

BY_HAND, FETCHED, MADE = "met de hand", "opgehaald", "gemaakt"


@dataclass(frozen=True)
class Kept:
    """A file in the folder, and where it came from.

    Parameters
    ----------
    titel, adres : str
        What it is, and where it is to be had.
    wijze : str
        `opgehaald`, `met de hand`, or `gemaakt` from these.
    datum : str
        When it was fetched, or first found: ISO, in UTC.
    bytes : int
        Its size.
    sha256 : str
        Its checksum.
    """

    titel: str
    adres: str
    wijze: str
    datum: str
    bytes: int
    sha256: str


def record(folder: Path, names: Sequence[str]) -> None:
    """Write down that files in the folder were made from what was fetched."""
    origins = read_origins(folder)
    with writing(folder):
        for name in names:
            file = folder / name
            if name not in origins or origins[name].sha256 != checksum(file):
                origins[name] = described(file, name, "", MADE)
        write_origins(folder, origins)


def changed(folder: Path, names: Sequence[str]) -> list[str]:
    """Which files in the folder are not as `record` knows them."""
    origins = read_origins(folder)
    there = [name for name in names if (folder / name).exists()]
    return [
        name
        for name in there
        if name not in origins
        or not (folder / name).is_file()
        or checksum(folder / name) != origins[name].sha256
    ]


def read_origins(folder: Path) -> dict[str, Kept]:
    """What a folder says of where its files came from, as far as it can be understood."""
    types = {field.name: field.type for field in fields(Kept)}
    try:
        content = json.loads((folder / HERKOMST).read_text(encoding="utf-8"))
        found = {str(path): dict(about) for path, about in content["bestanden"].items()}
    except (OSError, ValueError, RecursionError, TypeError, KeyError, AttributeError):
        return {}
    return {
        path: Kept(**about)
        for path, about in found.items()
        if {name: type(value) for name, value in about.items()} == types
    }


def write_origins(folder: Path, origins: Mapping[str, Kept]) -> None:
    """Write down where the files in a folder came from, if that is news."""
    content = {"bestanden": {path: asdict(origins[path]) for path in sorted(origins)}}
    text = json.dumps(content, ensure_ascii=False, indent=2) + "\n"
    if read_origins(folder) != origins:
        replace_file(folder / HERKOMST, text.encode())


@contextmanager
def alone(folder: Path) -> Iterator[None]:
    """Refuse a folder into which another run is fetching, where the system knows how to tell."""
    folder.mkdir(parents=True, exist_ok=True)
    if find_spec("fcntl") is None:
        yield
        return
    import fcntl  # noqa: PLC0415  not on Windows

    handle = os.open(folder, os.O_RDONLY)
    try:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise OutputError(
                f"In {folder} wordt op dit moment al opgehaald. Wacht tot dat klaar is, of kies "
                "met --uit een andere map."
            ) from None
        except OSError:  # some network disks do not know it
            pass
        yield
    finally:
        os.close(handle)


@contextmanager
def writing(folder: Path) -> Iterator[None]:
    """Say in Dutch why the folder cannot be written."""
    try:
        yield
    except OSError as error:
        why = explain_os_error(error)
        raise OutputError(f"{folder} is niet te schrijven: {why}.") from error


def described(target: Path, title: str, address: str, how: str) -> Kept:
    """What `herkomst.json` says of a file."""
    now = datetime.now(UTC).isoformat(timespec="seconds")
    size = target.stat().st_size
    return Kept(title, address, how, now, size, checksum(target))


def checksum(path: Path) -> str:
    """The sha256 of a file, in hexadecimal digits."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def replace_file(target: Path, content: bytes) -> None:
    """Write a file beside its place, and move it there when it is whole."""
    target.parent.mkdir(parents=True, exist_ok=True)
    beside = target.with_name(f".{target.name}.{os.getpid()}.nieuw")
    try:
        beside.write_bytes(content)
        beside.replace(target)
    finally:
        with suppress(OSError):
            beside.unlink(missing_ok=True)
