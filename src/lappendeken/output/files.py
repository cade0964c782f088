"""Writing of files: whole or not at all, and never over an older one unasked."""

import errno
import os
import shutil
import signal
import tempfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from lappendeken.errors import LappendekenError, OutputError, explain_os_error, what_to_do
from lappendeken.names import normalise, slug

_LONGEST_STEM = 60
_UNHARMED = "Wat er stond is ongemoeid."


def write_atomically(path: Path, content: bytes | str) -> None:
    """Write one file; see `write_together`."""
    write_together({path: content})


def write_together(files: Mapping[Path, bytes | str], *, overwrite: bool = True) -> None:
    """Write files beside their places, and move them there when all are whole.

    Folders are made when absent, text is written as UTF-8. When one file cannot be written none
    is: older files and folders are as they were. A request to stop waits until it is done, and so
    does another run that writes in the same folder.
    """
    made = _absent_folders(files)
    try:
        with undisturbed(), _one_at_a_time(files):
            if not overwrite:
                refuse_existing(list(files))
            _place(files)
    finally:
        for folder in made:
            with suppress(OSError):
                # Only if nothing was written to it.
                folder.rmdir()


def _place(files: Mapping[Path, bytes | str]) -> None:
    """Write all files, or put back what stood there."""
    beside: dict[Path, Path] = {}
    aside: dict[Path, Path] = {}
    moved: list[Path] = []
    path = Path()
    try:
        for path, content in files.items():
            path.parent.mkdir(parents=True, exist_ok=True)
            beside[path] = _beside(path)
            beside[path].write_bytes(content.encode() if isinstance(content, str) else content)
            if path.is_dir():
                raise IsADirectoryError(errno.EISDIR, "is a directory")
            if len(files) > 1 and path.exists():
                aside[path] = _beside(path)
                _keep(path, aside[path])
        for path, written in beside.items():
            written.replace(path)
            moved.append(path)
    except OSError as error:
        whole = len(beside) == len(files)
        kept = _put_back(moved, aside)
        raise OutputError(_why(path, error, kept, replacing=whole)) from error
    finally:
        for left in (*beside.values(), *aside.values()):
            with suppress(OSError):
                left.unlink()


def _why(path: Path, error: OSError, kept: Mapping[Path, Path], *, replacing: bool) -> str:
    """What went wrong, what to do, and what has become of what stood there."""
    why = explain_os_error(error)
    hint = what_to_do(error)
    if replacing and isinstance(error, PermissionError):
        # Windows lets nobody replace a file that is open.
        why = "het is open in een ander programma, zoals Excel, of u mag het niet vervangen"
        hint = "Sluit het daar en geef de opdracht opnieuw, of kies een andere naam."
    told = [f"{path} is niet geschreven: {why}.", hint]
    told += [f"{one} is niet teruggezet; wat er stond, staat in {at}." for one, at in kept.items()]
    return " ".join([*told, "Wat er verder stond is ongemoeid." if kept else _UNHARMED])


@contextmanager
def undisturbed() -> Iterator[None]:
    """Let a request to stop wait until files are in their places."""
    came: list[int] = []
    before: dict[int, Any] = {}
    with suppress(ValueError):  # not the main thread, which is the only one that is stopped
        for number in (signal.SIGINT, signal.SIGTERM):
            before[number] = signal.signal(number, lambda one, _: came.append(one))
    try:
        yield
    finally:
        for kind, handler in before.items():
            signal.signal(kind, signal.SIG_DFL if handler is None else handler)
        for one in came[:1]:
            signal.raise_signal(one)


@contextmanager
def _one_at_a_time(files: Iterable[Path]) -> Iterator[None]:
    """Wait while another run writes in the same folder, where the system knows how to."""
    folder = next(iter(files), Path()).parent
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise OutputError(_why(next(iter(files)), error, {}, replacing=False)) from error
    if find_spec("fcntl") is None:
        yield
        return
    import fcntl  # noqa: PLC0415  not on Windows

    handle = None
    with suppress(OSError):  # some network disks do not know it
        handle = os.open(folder, os.O_RDONLY)
        fcntl.flock(handle, fcntl.LOCK_EX)
    try:
        yield
    finally:
        if handle is not None:
            os.close(handle)


def _absent_folders(files: Iterable[Path]) -> list[Path]:
    """Folders that will have to be made, the deepest first."""
    folders = {folder for path in files for folder in path.parents if not folder.exists()}
    return sorted(folders, key=lambda folder: len(folder.parts), reverse=True)


def _beside(path: Path) -> Path:
    """A new empty file in the same folder, with the mode that files have on this machine."""
    handle, name = tempfile.mkstemp(prefix=f".{path.name[:40]}.", dir=path.parent)
    os.close(handle)
    mask = os.umask(0)
    os.umask(mask)
    Path(name).chmod(0o666 & ~mask)
    return Path(name)


def _keep(path: Path, aside: Path) -> None:
    """A second name for an older file; a copy where the disk knows no second names."""
    aside.unlink()
    try:
        aside.hardlink_to(path)
    except OSError:
        shutil.copy2(path, aside)


def _put_back(moved: Iterable[Path], aside: dict[Path, Path]) -> dict[Path, Path]:
    """Undo the moves that were made before one failed; gives what could not be put back."""
    kept = {}
    for path in moved:
        try:
            if path in aside:
                aside[path].replace(path)
            else:
                path.unlink(missing_ok=True)
        except OSError:
            if path in aside:
                kept[path] = aside.pop(path)
    return kept


def refuse_existing(paths: Sequence[Path], error: type[LappendekenError] = OutputError) -> None:
    """Raise an error that names all files that exist, before anything is written."""
    found = [str(path) for path in paths if path.exists()]
    if found:
        verb = "bestaat" if len(found) == 1 else "bestaan"
        raise error(f"{', '.join(found)} {verb} al; kies een andere naam of geef --force.")


def deliver(files: Mapping[Path, bytes | str], *, overwrite: bool) -> list[Path]:
    """Write files, all or none; those that exist only when they may be replaced."""
    write_together(files, overwrite=overwrite)
    return list(files)


def check_folder(folder: Path) -> None:
    """Refuse a folder, there or not, in which nothing can be written, before the work begins."""
    there = next(one for one in (folder, *folder.parents) if one.exists())
    if not there.is_dir():
        raise OutputError(f"In {folder} kan niets worden geschreven: {there} is geen map.")
    if not os.access(there, os.W_OK | os.X_OK):
        raise OutputError(
            f"In {folder} kan niets worden geschreven: u hebt geen toegang tot {there}."
        )


def numbered(path: Path, names: Sequence[str]) -> list[Path]:
    """A file for each name: the first is the path itself, each next one stands beside it.

    Examples
    --------
    >>> [one.name for one in numbered(Path("scores.csv"), ["scores", "provincies"])]
    ['scores.csv', 'scores-provincies.csv']
    """
    return [path, *(path.with_name(f"{path.stem}-{name}{path.suffix}") for name in names[1:])]


def file_stem(name: str, other: str) -> str:
    """A name from data, fit for a file: small letters, digits and dashes.

    Examples
    --------
    >>> file_stem("Súdwest-Fryslân", "x"), file_stem("../../etc", "x"), file_stem("田", "provincie")
    ('sudwest-fryslan', 'etc', 'provincie')
    """
    return slug(normalise(name), _LONGEST_STEM) or other
