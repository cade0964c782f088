"""Many reports as a folder: on every core, and only what is not there yet."""

import hashlib
import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from pathlib import Path

from lappendeken import parallel
from lappendeken.errors import LappendekenError, OutputError
from lappendeken.model import Lappendeken, load
from lappendeken.output.files import file_stem, write_together
from lappendeken.report.closing import Made
from lappendeken.report.facts import Basis
from lappendeken.report.files import path_of, render
from lappendeken.report.gemeente import report_on_gemeente
from lappendeken.report.office import PLAIN, Style
from lappendeken.report.province import report_on_province
from lappendeken.report.setting import Setting

RECORD = "rapporten.json"
"""What stands in a folder: each file with what it was made of and what it holds."""

GEMEENTEN = "gemeenten"
"""The folder in it with the reports on gemeenten."""

_BATCH = 4
"""Gemeenten that are made, and kept, at a time."""

_NAMED = 5
"""Files that an error names."""


@dataclass(frozen=True)
class Subject:
    """One report of a folder.

    Parameters
    ----------
    kind : str
        `provincie`, `land` or `gemeente`.
    key : str
        Name of the province or code of the gemeente; empty for the country.
    stem : str
        Its place in the folder, without ending.
    commands : mapping of str to str
        See `Report`.
    """

    kind: str
    key: str
    stem: str
    commands: Mapping[str, str]


@dataclass(frozen=True)
class How:
    """What holds for all reports of a folder.

    Parameters
    ----------
    gegevens, peildatum
        See `load`.
    chosen, gewicht
        See `Basis`.
    forms : tuple of str
        Of `files.FORMS`.
    day, data
        See `Made`.
    style : Style
        Of DOCX and PPTX.
    """

    gegevens: Path | None
    peildatum: date | None
    chosen: tuple[str, ...]
    gewicht: str
    forms: tuple[str, ...]
    day: date
    data: str
    style: Style = PLAIN


def gemeente_stems(lap: Lappendeken) -> dict[str, str]:
    """A file name for each gemeente by code; two with one name have their code behind it."""
    names = {
        str(code): file_stem(str(name), str(code).lower())
        for code, name in lap.gemeenten["naam"].items()
    }
    taken = list(names.values())
    return {
        code: stem if taken.count(stem) == 1 else f"{stem}-{code.lower()}"
        for code, stem in names.items()
    }


class Folder:
    """A folder of reports that may be partly there.

    Parameters
    ----------
    path : Path
        There or not.
    key : str
        What every file is made of: data, program and settings, as one word.
    """

    def __init__(self, path: Path, key: str) -> None:
        self.path, self._key = path, key
        self._record = self._read()

    def _read(self) -> dict[str, dict[str, str]]:
        """What the record says; nothing when it cannot be read."""
        try:
            found = json.loads((self.path / RECORD).read_text(encoding="utf-8"))
        except (OSError, ValueError):
            return {}
        if not isinstance(found, dict):
            return {}
        return {name: one for name, one in found.items() if isinstance(one, dict)}

    def wanting(
        self, subjects: Sequence[Subject], forms: Sequence[str], *, force: bool
    ) -> list[Subject]:
        """Those that have to be made; refuses to write over what is not ours."""
        if force:
            return list(subjects)
        todo: list[Subject] = []
        strange: list[Path] = []
        for one in subjects:
            paths = [path_of(self.path / one.stem, form) for form in forms]
            states = [self._state(path) for path in paths]
            strange += [p for p, state in zip(paths, states, strict=True) if state == "vreemd"]
            if any(state != "staat" for state in states):
                todo.append(one)
        if strange:
            named = ", ".join(map(str, strange[:_NAMED])) + (" …" if len(strange) > _NAMED else "")
            raise OutputError(
                f"{named}: dit stond er al, of is daarna veranderd; kies een andere map of geef "
                "--force."
            )
        return todo

    def _state(self, path: Path) -> str:
        """Whether a file is there, and still as it would be made."""
        if not path.exists():
            return "weg"
        known = self._record.get(self._name(path), {})
        if not path.is_file() or known.get("inhoud") != _digest(path.read_bytes()):
            return "vreemd"
        return "staat" if known.get("van") == self._key else "oud"

    def _name(self, path: Path) -> str:
        """How the record calls a file."""
        return path.relative_to(self.path).as_posix()

    def keep(self, made: Mapping[Path, bytes]) -> None:
        """Write files and the record of them together."""
        for path, content in made.items():
            self._record[self._name(path)] = {"van": self._key, "inhoud": _digest(content)}
        record = json.dumps(self._record, indent=0, sort_keys=True, ensure_ascii=False)
        write_together({**made, self.path / RECORD: record})


def _digest(content: bytes) -> str:
    """What a file holds, as one word."""
    return hashlib.sha256(content).hexdigest()


def write(
    folder: Folder,
    subjects: Sequence[Subject],
    how: How,
    *,
    jobs: int | None = -1,
    progress: Callable[[int], None] = lambda _: None,
) -> list[Path]:
    """Make and write reports, a few at a time, so that what is made stays when it is broken off.

    Raises
    ------
    LappendekenError
        When all others are written: which reports cannot be made, and why.
    """
    written: list[Path] = []
    refused: list[str] = []
    work = [(folder.path, batch, how) for batch in batched(subjects)]
    for files, told in parallel.run_all(_make, work, jobs=jobs if len(work) > 1 else 1):
        if files:
            folder.keep(files)
        written += files
        refused += told
        progress(1)
    if refused:
        raise LappendekenError(
            "\n".join(["Deze rapporten konden niet worden gemaakt; de andere staan er:", *refused])
        )
    return written


def batched(subjects: Sequence[Subject]) -> list[tuple[Subject, ...]]:
    """Reports in pieces of work: what is slow first and by itself, gemeenten a few at a time."""
    large = [one for one in subjects if one.kind != "gemeente"]
    small = [one for one in subjects if one.kind == "gemeente"]
    groups = [tuple(small[k : k + _BATCH]) for k in range(0, len(small), _BATCH)]
    return [*((one,) for one in large), *groups]


def _make(work: tuple[Path, tuple[Subject, ...], How]) -> tuple[dict[Path, bytes], list[str]]:
    """The files of some reports, and of which there are none and why."""
    folder, subjects, how = work
    setting = _setting(how.gegevens, how.peildatum, how.chosen, how.gewicht)
    return _made_of(setting, folder, subjects, how)


def _made_of(
    setting: Setting, folder: Path, subjects: Sequence[Subject], how: How
) -> tuple[dict[Path, bytes], list[str]]:
    """The same, of what all reports share."""
    found: dict[Path, bytes] = {}
    refused: list[str] = []
    for one in subjects:
        made = Made(how.day, one.commands, how.data)
        try:
            report = (
                report_on_gemeente(setting.basis, one.key, made)
                if one.kind == "gemeente"
                else report_on_province(setting, one.key or None, made)
            )
            found |= render(report, folder / one.stem, how.forms, how.style)
        except LappendekenError as error:
            refused.append(f"{one.stem}: {error}")
    return found, refused


@lru_cache(maxsize=1)
def _setting(
    gegevens: Path | None, peildatum: date | None, chosen: tuple[str, ...], gewicht: str
) -> Setting:
    """What all reports share; made once in each process."""
    return Setting(Basis(load(gegevens, peildatum=peildatum), gewicht, chosen))


def subjects(
    lap: Lappendeken,
    areas: Mapping[str | None, str],
    commands: Callable[[Sequence[str], str], Mapping[str, str]],
    *,
    gemeenten: bool,
) -> Iterator[Subject]:
    """The reports of a folder: on areas by their file names, and on every gemeente."""
    for name, stem in areas.items():
        if name is None:
            yield Subject("land", "", stem, commands(["rapport", "--land"], stem))
        else:
            yield Subject("provincie", name, stem, commands(["rapport", "--provincie", name], stem))
    if gemeenten:
        names = lap.gemeenten["naam"]
        twice = names.duplicated(keep=False)
        for code, stem in gemeente_stems(lap).items():
            called = code if twice[code] else str(names[code])
            told = commands(["gemeente", called], stem)
            yield Subject("gemeente", code, f"{GEMEENTEN}/{stem}", told)
