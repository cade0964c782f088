"""A file that keeps what is done of a long study, so that a broken run goes on where it stopped.

Each chunk of replicates is kept under a key of all that it follows from: a study that asks anything
else finds nothing, and one that asks more divisions finds the first ones. A chunk is written as a
whole or not at all, also when the machine stops.
"""

import logging
import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from hashlib import sha256
from importlib.metadata import version
from io import BytesIO
from pathlib import Path
from typing import Any
from zipfile import BadZipFile

import numpy as np
import numpy.typing as npt

from lappendeken.errors import LappendekenError
from lappendeken.nullmodel.work import Each, Tally, Task, Work, run_task
from lappendeken.parallel import run_all

_LOG = logging.getLogger(__name__)

_FIELDS = ("scores", "groups", "local")
"""The fields of a tally that are arrays by measure."""

_IN_USE = ("SQLITE_BUSY", "SQLITE_LOCKED")
_TROUBLE = {
    "SQLITE_FULL": "de schijf is vol. Maak ruimte vrij en geef de opdracht nog eens",
    **dict.fromkeys(_IN_USE, "een andere opdracht gebruikt het. Wacht, of kies een andere naam"),
    "SQLITE_READONLY": "er mag niet in worden geschreven. Kies een andere map",
    "SQLITE_IOERR": "de schijf weigert. Kies een andere map",
}
_BROKEN = "het is beschadigd. Gooi het weg of kies een andere naam; de studie begint dan opnieuw"

_TABLE = "CREATE TABLE IF NOT EXISTS chunks (key TEXT PRIMARY KEY, content BLOB NOT NULL)"


@dataclass(frozen=True)
class Checkpoint:
    """A file in which chunks are kept."""

    path: Path
    file: sqlite3.Connection

    @property
    def known(self) -> set[str]:
        """The chunks that are in it."""
        return {key for (key,) in self.file.execute("SELECT key FROM chunks")}

    def find(self, key: str) -> list[Tally]:
        """What came of a chunk that is in it."""
        rows = self.file.execute("SELECT content FROM chunks WHERE key = ?", (key,))
        try:
            return _unpacked(rows.fetchone()[0])
        except (TypeError, ValueError, KeyError, OSError, BadZipFile) as error:
            raise sqlite3.DataError("een deel is beschadigd") from error

    def keep(self, key: str, tallies: Sequence[Tally]) -> None:
        """Keep what came of a chunk."""
        with self.file:
            self.file.execute(
                "INSERT OR REPLACE INTO chunks VALUES (?, ?)", (key, _packed(tallies))
            )


@contextmanager
def opened(path: Path | str | None) -> Iterator[Checkpoint | None]:
    """Open a file, or make it; nothing is kept without one."""
    if path is None:
        yield None
        return
    place = Path(path)
    try:
        file = sqlite3.connect(place)
        file.execute(_TABLE)
    except sqlite3.Error as error:
        if _name(error).startswith(_IN_USE):
            raise _trouble(place, error) from error
        raise LappendekenError(
            f"In {place} kan geen tussenstand staan: het is geen bestand met een tussenstand van "
            "lappendeken, of er mag niet in worden geschreven. Kies een andere naam."
        ) from error
    try:
        yield Checkpoint(place, file)
    except sqlite3.Error as error:
        raise _trouble(place, error) from error
    finally:
        file.close()


def _name(error: sqlite3.Error) -> str:
    """Which kind of error; SQLITE_IOERR_WRITE is one of SQLITE_IOERR."""
    return getattr(error, "sqlite_errorname", None) or ""


def _trouble(place: Path, error: sqlite3.Error) -> LappendekenError:
    """The error about a file that cannot be read or written: what is the matter, what to do."""
    found = (text for kind, text in _TROUBLE.items() if _name(error).startswith(kind))
    why = next(found, _BROKEN)
    return LappendekenError(f"De tussenstand in {place} is niet te lezen of te schrijven: {why}.")


def resume(
    tasks: Sequence[Task], checkpoint: Checkpoint | None, jobs: int | None
) -> Iterator[list[Tally]]:
    """What came of tasks with the same works, in order; only those are done that were not yet."""
    if checkpoint is None:
        yield from run_all(run_task, tasks, jobs=jobs)
        return
    works = _key_of(tasks[0].works)
    keys = [f"{works}-{one.seed.entropy}-{one.seed.spawn_key}-{one.replicates}" for one in tasks]
    known = checkpoint.known
    fresh = run_all(
        run_task,
        [one for key, one in zip(keys, tasks, strict=True) if key not in known],
        jobs=jobs,
    )
    _LOG.info("%d van %d delen stonden al in %s", len(known & {*keys}), len(keys), checkpoint.path)
    for key in keys:
        if key in known:
            yield checkpoint.find(key)
        else:
            done = next(fresh)
            checkpoint.keep(key, done)
            yield done


def _key_of(works: Sequence[Work]) -> str:
    """The same for works of which one seed gives the same chunks, whatever process asks."""
    told = sha256(version("lappendeken").encode())
    for work in works:
        one = work.one
        parts = (
            work.wanted.key,
            work.measures,
            work.per_gemeente,
            *(array.tobytes() for array in (work.labels, one.weights, work.first, work.second)),
            *(one.a.incidence.indptr.tolist(), one.a.incidence.indices.tolist()),
            work.groups.share.tobytes(),
        )
        if one.borders is not None:
            borders = one.borders.first, one.borders.second, one.borders.length
            parts = (*parts, *(array.tobytes() for array in borders))
        told.update(repr(parts).encode())
    return told.hexdigest()


def _packed(tallies: Sequence[Tally]) -> bytes:
    """The arrays of some tallies, each by a name that says where it belongs."""
    arrays: dict[str, npt.ArrayLike] = {}
    for place, one in enumerate(tallies):
        counts = one.replicates, one.deviation, one.separated
        arrays[f"{place}|counts||"] = counts
        arrays[f"{place}|drift||"] = [one.weight_deviation]
        for field in _FIELDS:
            arrays |= {f"{place}|{field}|{name}|": x for name, x in getattr(one, field).items()}
        for name, each in one.each.items():
            arrays |= {f"{place}|each|{name}|{part}": x for part, x in each._asdict().items()}
    buffer = BytesIO()
    save: Any = np.savez
    save(buffer, **arrays)
    return buffer.getvalue()


def _unpacked(content: bytes) -> list[Tally]:
    """The tallies that were packed."""
    found: dict[int, dict[str, dict[str, Any]]] = {}
    with np.load(BytesIO(content), allow_pickle=False) as arrays:
        for told in arrays.files:
            place, field, name, part = told.split("|")
            own = found.setdefault(int(place), {one: {} for one in (*_FIELDS, "each")})
            if part:
                own[field].setdefault(name, {})[part] = arrays[told]
            else:
                own.setdefault(field, {})[name] = arrays[told]
    return [_tally(own) for _, own in sorted(found.items())]


def _tally(own: dict[str, dict[str, Any]]) -> Tally:
    """One tally from its parts by field and name."""
    replicates, deviation, separated = own["counts"][""].tolist()
    return Tally(
        replicates,
        own["scores"],
        own["groups"],
        {name: Each(**parts) for name, parts in own["each"].items()},
        own["local"],
        deviation,
        separated,
        *own["drift"][""].tolist(),
    )
