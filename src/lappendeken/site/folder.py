"""The folder of a site: only an earlier site is replaced, whole, and by what differs."""

import json
import os
import shutil
import tempfile
from collections.abc import Iterable, Mapping
from contextlib import suppress
from dataclasses import fields
from hashlib import sha256
from importlib import resources
from pathlib import Path

import pandas as pd

from lappendeken import __version__
from lappendeken.errors import OutputError, WrongUsageError, explain_os_error
from lappendeken.model import Lappendeken
from lappendeken.output.files import undisturbed
from lappendeken.reading.editions import embedded_folder

MANIFEST = "site.json"
"""Says of which files a site consists, each with a checksum, and what it was made of."""

_KIND = "lappendeken-site"
_SIGNS = frozenset({".js", ".css", ".j2", ".py", ".pyi", ".typ"})


def key(lap: Lappendeken, settings: Iterable[str]) -> str:
    """What a site is made of, in a few signs: the data, the program and the settings."""
    found = sha256(__version__.encode())
    program = Path(str(resources.files("lappendeken")))
    folders = {program, embedded_folder(), lap.bron}
    for folder in sorted(folders):
        for path in sorted(folder.rglob("*")):
            if path.is_file() and (folder != program or path.suffix in _SIGNS):
                found.update(f"\0{path.relative_to(folder).as_posix()}\0".encode())
                found.update(path.read_bytes())
    # What is known now may differ from what was read, as after a herindeling or a scenario.
    known = (getattr(lap, one.name) for one in fields(lap) if one.name != "bron")
    tables = (one.to_csv() if isinstance(one, pd.DataFrame) else str(one) for one in known)
    for told in (*tables, *settings):
        found.update(f"\0{told}".encode())
    return found.hexdigest()


def check(folder: Path) -> None:
    """Refuse a folder in which someone else's files are, before the work begins."""
    if not folder.exists():
        return
    if not folder.is_dir():
        raise OutputError(f"{folder} is geen map; geef de naam van een map voor de site.")
    if any(folder.iterdir()) and not _read(folder):
        raise WrongUsageError(
            f"In {folder} staan bestanden die niet van een eerdere site zijn; kies een lege of "
            "nieuwe map. Er is niets veranderd."
        )


def is_current(folder: Path, made_of: str) -> bool:
    """Whether a site is whole and was made of the same."""
    told = _read(folder)
    if told.get("sleutel") != made_of:
        return False
    return all(_sum_of(folder / name) == digest for name, digest in _files(told).items())


def size(folder: Path) -> int:
    """Of how many files a site consists."""
    return len(_files(_read(folder)))


def publish(folder: Path, files: Mapping[str, bytes], made_of: str) -> list[str]:
    """Write a site beside the earlier one, and put it in its place when it is whole.

    What did not change is not written again, and what others put in the folder stays.

    Parameters
    ----------
    folder : Path
        Absent, empty, or an earlier site.
    files : mapping of str to bytes
        By address within the site.
    made_of : str
        From `key`.

    Returns
    -------
    list of str
        The files that were written.

    Raises
    ------
    OutputError
        If it cannot be written; then the earlier site is as it was.
    """
    folder = folder.resolve()
    check(folder)
    older = _files(_read(folder))
    theirs = _foreign(folder, older)
    if both := sorted(theirs & set(files)):
        raise OutputError(
            f"{folder / both[0]} is niet van een eerdere site; verplaats dat bestand, want de "
            "site heeft er een van die naam."
        )
    digests = {name: sha256(content).hexdigest() for name, content in files.items()}
    new = None
    try:
        folder.parent.mkdir(parents=True, exist_ok=True)
        new = Path(tempfile.mkdtemp(prefix=f".{folder.name}.", dir=folder.parent))
        new.chmod(0o777 & ~_mask())
        written = [
            name
            for name, content in files.items()
            if not _kept(folder / name, new / name, older.get(name) == digests[name], content)
        ]
        told = {"soort": _KIND, "sleutel": made_of, "bestanden": dict(sorted(digests.items()))}
        (new / MANIFEST).write_text(json.dumps(told, indent=0), encoding="utf-8")
        with undisturbed():
            _swap(folder, new, theirs)
    except OSError as error:
        raise OutputError(
            f"De site in {folder} is niet geschreven: {explain_os_error(error)}. Wat er stond is "
            "ongemoeid."
        ) from error
    finally:
        if new is not None:
            shutil.rmtree(new, ignore_errors=True)
    return written


def _mask() -> int:
    """The mode that this machine takes away from new files."""
    mask = os.umask(0)
    os.umask(mask)
    return mask


def _kept(old: Path, new: Path, same: bool, content: bytes) -> bool:
    """Put a file in the new folder; whether the older one could be used."""
    new.parent.mkdir(parents=True, exist_ok=True)
    if same and _sum_of(old) == sha256(content).hexdigest():
        try:
            new.hardlink_to(old)
        except OSError:
            # A disk that knows no second names.
            shutil.copy2(old, new)
        return True
    new.write_bytes(content)
    return False


def _swap(folder: Path, new: Path, theirs: set[str]) -> None:
    """Put the new folder in the place of the old one."""
    if not folder.exists():
        new.rename(folder)
        return
    aside = Path(tempfile.mkdtemp(prefix=f".{folder.name}.oud.", dir=folder.parent)) / "oud"
    try:
        folder.rename(aside)
        try:
            new.rename(folder)
        except OSError:
            aside.rename(folder)
            raise
        for name in sorted(theirs):
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            with suppress(FileNotFoundError):
                (aside / name).rename(folder / name)
    finally:
        if not folder.exists() and aside.exists():
            aside.rename(folder)
        shutil.rmtree(aside.parent, ignore_errors=True)


def _foreign(folder: Path, older: Mapping[str, str]) -> set[str]:
    """Files in an earlier site that are not of it."""
    if not folder.is_dir():
        return set()
    found = (one for one in folder.rglob("*") if one.is_file() or one.is_symlink())
    names = {one.relative_to(folder).as_posix() for one in found}
    return names - set(older) - {MANIFEST}


def _read(folder: Path) -> dict[str, object]:
    """What a site says of itself; nothing when it is none."""
    try:
        told = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return told if isinstance(told, dict) and told.get("soort") == _KIND else {}


def _files(told: Mapping[str, object]) -> dict[str, str]:
    """The files of a site with their checksums."""
    found = told.get("bestanden")
    return {str(k): str(v) for k, v in found.items()} if isinstance(found, dict) else {}


def _sum_of(path: Path) -> str:
    """The checksum of a file; empty when it cannot be read."""
    try:
        return sha256(path.read_bytes()).hexdigest()
    except OSError:
        return ""
