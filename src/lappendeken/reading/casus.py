"""Casussen: collaborations from documents, each a TOML file with what its document says.

What a file may hold is described once, by the fields of the classes here; a field without a default
must be filled.
"""

import re
import tomllib
from collections import abc
from collections.abc import Iterator, Mapping
from dataclasses import MISSING, dataclass, field, fields, is_dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any, get_args, get_origin, get_type_hints

from lappendeken.errors import DataError, Fault, UnknownNameError
from lappendeken.names import NameIndex
from lappendeken.reading.files.text import read_text
from lappendeken.reading.tables import embedded_folder
from lappendeken.schema import AARDEN, DOMEINEN

NOT_APPLICABLE = "-"
"""The scale of an aspect that a task does not have."""

Names = tuple[str, ...]
Codes = Mapping[str, str]
Rows = tuple[tuple[str | int, ...], ...]


@dataclass(frozen=True)
class CasusVerband:
    """One verband of a casus, with no more than the document says.

    Verbanden with the same `indeling` are compared with those of others; `aantal` counts the
    gemeenten according to the document, `onvolledig` says that there are more than are named.
    """

    id: str
    naam: str
    indeling: str
    domein: str = ""
    gemeenten: Names = ()
    vorm: str = ""
    aard: str = ""
    centrumgemeente: str = ""
    aantal: int | None = None
    onvolledig: bool = False
    van: date | None = None
    tot: date | None = None
    toelichting: str = ""

    @property
    def complete(self) -> bool:
        """Whether every gemeente in it is named."""
        return not self.onvolledig and self.aantal in (None, len(self.gemeenten))


@dataclass(frozen=True)
class Figures:
    """A table of figures from the document."""

    titel: str
    kolommen: Names
    rijen: Rows = ()
    toelichting: str = ""


@dataclass(frozen=True)
class CasusHerindeling:
    """A municipal reorganisation: when, which gemeenten went in, and which came of it."""

    datum: date
    van: Names
    naar: str


@dataclass(frozen=True)
class Tasks:
    """The scale of every aspect of every task: rows of task, law, and a cell for each aspect."""

    aspecten: Names = ()
    rijen: Rows = ()

    @property
    def table(self) -> list[dict[str, str]]:
        """One row per aspect that a task has, with the columns of `schema.TAKEN`."""
        found = []
        for task, law, *cells in self.rijen:
            for aspect, cell in zip(self.aspecten, cells, strict=True):
                scale, _, more = (part.strip() for part in str(cell).partition(";"))
                if scale != NOT_APPLICABLE:
                    one = {"taak": str(task), "wet": str(law), "aspect": aspect}
                    found.append(one | {"schaal": scale, "toelichting": more})
        return found


@dataclass(frozen=True)
class CasusFacts:
    """What a document says of a collaboration.

    `groep` names the gemeenten that the document is about, when it leaves out the others of a
    verband; `codes` has the CBS code of the gemeenten of which it is known; `id` is the name of
    the file.
    """

    titel: str
    datum: str
    bron: str
    verband: tuple[CasusVerband, ...]
    verhaal: Names = ()
    opmerkingen: Names = ()
    groep: Names = ()
    codes: Codes = field(default_factory=dict)
    herindeling: tuple[CasusHerindeling, ...] = ()
    cijfers: tuple[Figures, ...] = ()
    taken: Tasks = Tasks()
    id: str = field(default="", metadata={"key": False})


def casus_folder() -> Path:
    """Folder of the casussen that come with the program."""
    return embedded_folder() / "casussen"


def list_casussen() -> tuple[str, ...]:
    """The names of the casussen, in order.

    Examples
    --------
    >>> "woerden-2011" in list_casussen()
    True
    """
    return tuple(sorted(path.stem for path in casus_folder().glob("*.toml")))


def find_casus(name: str) -> Path:
    """The file of a casus, however its name is spelt."""
    known = NameIndex({one: one for one in list_casussen()})
    asked = name.strip().replace(" ", "-").lower()
    begun = [one for one in list_casussen() if asked and one.startswith(asked)]
    found = begun[0] if len(begun) == 1 else known.find(asked)
    if found is None:
        raise UnknownNameError("casus", name, known.candidates(name))
    return casus_folder() / f"{found}.toml"


def read_casus(path: Path) -> CasusFacts:
    """Read the file of a casus; all its faults are told together.

    Examples
    --------
    >>> read_casus(find_casus("woerden-2011")).verband[0].gemeenten
    ('Woerden', 'Bodegraven-Reeuwijk', 'Montfoort', 'Oudewater')
    """
    faults: list[Fault] = []
    text = read_text(path, faults)
    if text is None:
        raise DataError(faults)
    try:
        content = tomllib.loads(text)
    except (ValueError, RecursionError) as error:
        line = re.search(r"line (\d+)", str(error))
        number = int(line[1]) if line else None
        message = "dit is geen goed TOML-bestand"
        raise DataError([Fault(str(path), number, "", "", message)]) from error
    made: CasusFacts = _make(CasusFacts, content, str(path), faults)
    if faults:
        raise DataError(faults)
    steps = sorted(made.herindeling, key=lambda step: step.datum)
    return replace(made, herindeling=tuple(steps), id=path.stem)


_CHOICES: Mapping[str, tuple[str, ...]] = {"domein": tuple(DOMEINEN), "aard": AARDEN}

_SAID: Mapping[object, tuple[str, str]] = {
    str: ("dit is geen tekst", "Zet er aanhalingstekens om"),
    int | None: ("dit is geen geheel getal", ""),
    bool: ("dit is niet true of false", ""),
    date: ("dit is geen datum", "Schrijf jjjj-mm-dd, zonder aanhalingstekens"),
    date | None: ("dit is geen datum", "Schrijf jjjj-mm-dd, zonder aanhalingstekens"),
    Names: ("dit is geen lijst van teksten", ""),
    Rows: ("dit zijn geen rijen van teksten en gehele getallen", ""),
    Codes: ("dit is geen tabel van codes", 'Schrijf onder [codes] regels zoals Zwolle = "GM0193"'),
    Tasks: ("dit is geen tabel", "Schrijf [taken]"),
}
"""What is said of a value that is not of a type, and the hint."""


def _make(cls: type, table: Mapping[str, Any], file: str, faults: list[Fault]) -> Any:
    """One object of a class; without worth when there are faults."""
    types = get_type_hints(cls)
    known = {one.name: one for one in fields(cls) if one.metadata.get("key", True)}
    values: dict[str, Any] = {}
    told = [
        (key, "", "deze sleutel bestaat niet", f"Kies uit: {', '.join(known)}")
        for key in table
        if key not in known
    ]
    for key, one in known.items():
        value, wanted = table.get(key), types[key]
        needed = one.default is MISSING and one.default_factory is MISSING
        if needed and (value in (None, []) or not str(value).strip()):
            told.append((key, "", "dit ontbreekt", ""))
        elif value is not None and not _fits(value, wanted):
            said = _SAID.get(wanted, ("dit is geen lijst van tabellen", f"Schrijf [[{key}]]"))
            told.append((key, str(value), *said))
        elif value and key in _CHOICES and value not in _CHOICES[key]:
            hint = f"Kies uit: {', '.join(_CHOICES[key])}"
            told.append((key, str(value), "deze waarde is niet toegestaan", hint))
        elif value is not None:
            values[key] = _frozen(value, wanted, file, faults)
            continue
        if needed:
            values[key] = None
    made = cls(**values)
    told += [(key, value, message, "") for key, value, message in _contradictions(made)]
    faults += [Fault(file, None, *fault) for fault in told]
    return made


def _fits(value: object, wanted: Any) -> bool:
    """Whether a value from a file is of a type; a table stands for a class."""
    inner = get_args(wanted)
    if is_dataclass(wanted):
        return isinstance(value, dict)
    if get_origin(wanted) is tuple:
        return isinstance(value, list) and all(_fits(one, inner[0]) for one in value)
    if get_origin(wanted) is abc.Mapping:
        return isinstance(value, dict) and all(_fits(one, inner[1]) for one in value.values())
    return type(value) in (inner or (wanted,))


def _frozen(value: Any, wanted: Any, file: str, faults: list[Fault]) -> Any:
    """A value that fits, with tuples for lists and objects for tables."""
    if isinstance(value, list):
        (one, _) = get_args(wanted)
        return tuple(_frozen(each, one, file, faults) for each in value)
    if is_dataclass(wanted) and isinstance(wanted, type):
        return _make(wanted, value, file, faults)
    return value.strip() if isinstance(value, str) else value


def _contradictions(made: Any) -> Iterator[tuple[str, str, str]]:
    """What no single key can say: the key, what stands there, and what is wrong."""
    if isinstance(made, CasusFacts):
        ids = [one.id for one in made.verband or () if one.id]
        for one in sorted({one for one in ids if ids.count(one) > 1}):
            yield "id", one, "twee verbanden hebben deze aanduiding"
    elif isinstance(made, CasusVerband):
        names, centre = made.gemeenten, made.centrumgemeente
        if len(set(names)) < len(names):
            yield "gemeenten", ", ".join(names), "een gemeente staat hier twee keer"
        if centre and centre not in names:
            yield "centrumgemeente", centre, "deze gemeente zit niet in het verband"
        if made.aantal is not None and made.aantal < len(names):
            yield "aantal", str(made.aantal), "dit is minder dan het aantal genoemde gemeenten"
    elif isinstance(made, Figures | Tasks):
        heads = made.kolommen if isinstance(made, Figures) else ("", "", *made.aspecten)
        for row in made.rijen:
            if len(row) != len(heads or ()):
                yield "rijen", str(row), f"deze rij heeft niet {len(heads or ())} cellen"
