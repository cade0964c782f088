"""Casussen: collaborations from documents, each a TOML file with what its document says."""

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from lappendeken.errors import DataError, Fault, UnknownNameError
from lappendeken.names import NameIndex
from lappendeken.reading.files.text import read_text
from lappendeken.reading.tables import embedded_folder
from lappendeken.schema import AARDEN, DOMEINEN

NOT_APPLICABLE = "-"
"""The scale of an aspect that a task does not have."""


@dataclass(frozen=True)
class CasusVerband:
    """One verband of a casus, with no more than the document says.

    Parameters
    ----------
    id, naam : str
        What it is called.
    indeling : str
        The verbanden with the same words here are compared with those of other indelingen.
    domein, vorm, aard : str
        Field, legal form and what is shared; empty when the document does not say.
    gemeenten : tuple of str
        Names of those that the document names.
    centrumgemeente : str
        Name of the one that leads; empty when there is none.
    aantal : int or None
        How many gemeenten there are according to the document.
    onvolledig : bool
        Whether there are more gemeenten than are named.
    van, tot : date or None
        From when until when, as far as the document says.
    toelichting : str
        What else it says.
    """

    id: str
    naam: str
    indeling: str
    domein: str
    gemeenten: tuple[str, ...]
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
    """A table of figures from the document.

    Parameters
    ----------
    titel : str
        Above it.
    kolommen : tuple of str
        Its header.
    rijen : tuple of tuple
        Texts and whole numbers, as many as columns.
    toelichting : str
        Below it; may be empty.
    """

    titel: str
    kolommen: tuple[str, ...]
    rijen: tuple[tuple[str | int, ...], ...]
    toelichting: str = ""


@dataclass(frozen=True)
class CasusHerindeling:
    """A municipal reorganisation in a casus.

    Parameters
    ----------
    datum : date
        When.
    van : tuple of str
        Names of the gemeenten that went in.
    naar : str
        Name of the one that came of it.
    """

    datum: date
    van: tuple[str, ...]
    naar: str


@dataclass(frozen=True)
class Taak:
    """One aspect of a task and the scale at which it is done.

    Parameters
    ----------
    taak, wet, aspect, schaal, toelichting : str
        As in `schema.TAKEN`.
    """

    taak: str
    wet: str
    aspect: str
    schaal: str
    toelichting: str = ""


@dataclass(frozen=True)
class CasusFacts:
    """What a document says of a collaboration.

    Parameters
    ----------
    id : str
        Name of the file without ending.
    titel, datum, bron : str
        What it is about, when, and in which document it stands.
    verhaal, opmerkingen : tuple of str
        Sentences: what is the matter, and what is not known.
    verbanden : tuple of CasusVerband
        In the order of the document.
    groep : tuple of str
        The gemeenten that the document is about, when it leaves out the others of a verband;
        empty when it is about all.
    codes : mapping of str to str
        CBS code of the gemeenten of which it is known, by name.
    herindelingen : tuple of CasusHerindeling
        In order of date.
    cijfers : tuple of Figures
        Other tables.
    taken : tuple of Taak
        Empty when the document names no tasks.
    """

    id: str
    titel: str
    datum: str
    bron: str
    verhaal: tuple[str, ...]
    opmerkingen: tuple[str, ...]
    verbanden: tuple[CasusVerband, ...]
    groep: tuple[str, ...]
    codes: Mapping[str, str]
    herindelingen: tuple[CasusHerindeling, ...]
    cijfers: tuple[Figures, ...]
    taken: tuple[Taak, ...]


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
    """Read the file of a casus.

    Examples
    --------
    >>> read_casus(find_casus("woerden-2011")).verbanden[0].gemeenten
    ('Woerden', 'Bodegraven-Reeuwijk', 'Montfoort', 'Oudewater')
    """
    faults: list[Fault] = []
    content = _parse(path, faults)
    if content is None:
        raise DataError(faults)
    made = _Maker(str(path), content, faults).make(path.stem)
    if faults:
        raise DataError(faults)
    return made


def _parse(path: Path, faults: list[Fault]) -> dict[str, Any] | None:
    """The content of a TOML file; None with a fault when it is none."""
    text = read_text(path, faults)
    if text is None:
        return None
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        message = f"dit is geen goed TOML-bestand ({error})"
        faults.append(Fault(str(path), None, "", "", message))
        return None


class _Maker:
    """Turns the content of a file into facts, and gathers what is wrong with it."""

    def __init__(self, file: str, content: Mapping[str, Any], faults: list[Fault]) -> None:
        self.file, self.content, self.faults = file, content, faults

    def make(self, name: str) -> CasusFacts:
        """The facts; without worth when there are faults."""
        verbanden = tuple(self._verband(one) for one in self._list(self.content, "verband"))
        herindelingen = tuple(self._step(one) for one in self._list(self.content, "herindeling"))
        codes = {str(k): str(v) for k, v in dict(self.content.get("codes", {})).items()}
        self._check_twice([one.id for one in verbanden])
        if not verbanden:
            self._fault("verband", "", "er is geen verband")
        return CasusFacts(
            name,
            self._text(self.content, "titel", needed=True),
            self._text(self.content, "datum", needed=True),
            self._text(self.content, "bron", needed=True),
            self._texts(self.content, "verhaal"),
            self._texts(self.content, "opmerkingen"),
            verbanden,
            self._texts(self.content, "groep"),
            codes,
            tuple(sorted(herindelingen, key=lambda step: step.datum)),
            tuple(self._figures(one) for one in self._list(self.content, "cijfers")),
            self._tasks(),
        )

    def _fault(self, column: str, value: str, message: str, hint: str = "") -> None:
        self.faults.append(Fault(self.file, None, column, value, message, hint))

    def _list(self, table: Mapping[str, Any], key: str) -> list[Mapping[str, Any]]:
        found = table.get(key, [])
        if isinstance(found, list) and all(isinstance(one, dict) for one in found):
            return found
        self._fault(key, str(found), "dit is geen lijst van tabellen", f"Schrijf [[{key}]]")
        return []

    def _text(self, table: Mapping[str, Any], key: str, *, needed: bool = False) -> str:
        found = table.get(key, "")
        if not isinstance(found, str):
            self._fault(key, str(found), "dit is geen tekst", "Zet er aanhalingstekens om")
            return ""
        if needed and not found.strip():
            self._fault(key, "", "dit ontbreekt")
        return found.strip()

    def _texts(self, table: Mapping[str, Any], key: str) -> tuple[str, ...]:
        found = table.get(key, [])
        if isinstance(found, list) and all(isinstance(one, str) for one in found):
            return tuple(one.strip() for one in found)
        self._fault(key, str(found), "dit is geen lijst van teksten")
        return ()

    def _date(self, table: Mapping[str, Any], key: str) -> date | None:
        found = table.get(key)
        if found is None or (isinstance(found, date)):
            return found
        self._fault(key, str(found), "dit is geen datum", "Schrijf jjjj-mm-dd, zonder aanhaling")
        return None

    def _choice(self, table: Mapping[str, Any], key: str, choices: Sequence[str]) -> str:
        found = self._text(table, key)
        if found and found not in choices:
            hint = f"Kies uit: {', '.join(choices)}"
            self._fault(key, found, "deze waarde is niet toegestaan", hint)
        return found

    def _verband(self, one: Mapping[str, Any]) -> CasusVerband:
        gemeenten = self._texts(one, "gemeenten")
        centre = self._text(one, "centrumgemeente")
        aantal = one.get("aantal")
        if len(set(gemeenten)) < len(gemeenten):
            self._fault("gemeenten", ", ".join(gemeenten), "een gemeente staat hier twee keer")
        if centre and centre not in gemeenten:
            self._fault("centrumgemeente", centre, "deze gemeente zit niet in het verband")
        if aantal is not None and (not isinstance(aantal, int) or aantal < len(gemeenten)):
            self._fault("aantal", str(aantal), "dit is minder dan het aantal genoemde gemeenten")
            aantal = None
        return CasusVerband(
            self._text(one, "id", needed=True),
            self._text(one, "naam", needed=True),
            self._text(one, "indeling", needed=True),
            self._choice(one, "domein", tuple(DOMEINEN)),
            gemeenten,
            self._text(one, "vorm"),
            self._choice(one, "aard", AARDEN),
            centre,
            aantal,
            bool(one.get("onvolledig", False)),
            self._date(one, "van"),
            self._date(one, "tot"),
            self._text(one, "toelichting"),
        )

    def _step(self, one: Mapping[str, Any]) -> CasusHerindeling:
        day = self._date(one, "datum")
        if day is None:
            self._fault("datum", "", "een herindeling heeft een datum")
        gone, into = self._texts(one, "van"), self._text(one, "naar", needed=True)
        return CasusHerindeling(day or date.min, gone, into)

    def _figures(self, one: Mapping[str, Any]) -> Figures:
        title, columns = self._text(one, "titel", needed=True), self._texts(one, "kolommen")
        rows = self._rows(one, len(columns))
        return Figures(title, columns, rows, self._text(one, "toelichting"))

    def _rows(self, one: Mapping[str, Any], width: int) -> tuple[tuple[str | int, ...], ...]:
        found = []
        for row in one.get("rijen", []):
            good = isinstance(row, list) and all(isinstance(cell, str | int) for cell in row)
            if not good or len(row) != width:
                self._fault("rijen", str(row), f"deze rij heeft niet {width} teksten of getallen")
            else:
                found.append(tuple(row))
        return tuple(found)

    def _tasks(self) -> tuple[Taak, ...]:
        table = self.content.get("taken")
        if table is None:
            return ()
        aspects = self._texts(table, "aspecten")
        found = []
        for task, law, *scales in self._rows(table, 2 + len(aspects)):
            for aspect, cell in zip(aspects, scales, strict=True):
                scale, _, more = str(cell).partition(";")
                if scale.strip() != NOT_APPLICABLE:
                    one = Taak(str(task), str(law), aspect, scale.strip(), more.strip())
                    found.append(one)
        return tuple(found)

    def _check_twice(self, ids: Sequence[str]) -> None:
        for one in sorted({one for one in ids if ids.count(one) > 1}):
            self._fault("id", one, "twee verbanden hebben deze aanduiding")
