"""The Register van Overheidsorganisaties: gemeenschappelijke regelingen and who takes part.

The daily export is one XML file in which a namespace carries the version of the format; only local
names are looked at, so any version will do. It is read as a stream: of the tens of megabytes only
the regelingen are kept, one at a time.
"""

import math
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

import pandas as pd

from lappendeken.dutch import count, number, shortened
from lappendeken.reading.files.guard import refuse
from lappendeken.reading.files.values import as_number, tidy
from lappendeken.reading.files.xml import check_xml, parse
from lappendeken.reading.settling.catalogue import labels, named
from lappendeken.reading.settling.deelnames import ids_by_code, settle
from lappendeken.reading.settling.gemeenten import Gemeenten, Given, reference
from lappendeken.reading.settling.ledger import Ledger, ReadResult

__all__ = ["VORM_BY_ABBREVIATION", "read_roo"]

VORM_BY_ABBREVIATION: Final = {
    "OL": "openbaar lichaam",
    "GO": "gemeenschappelijk orgaan",
    "BVO": "bedrijfsvoeringsorganisatie",
    "CC": "centrumgemeente",
}
"""The vorm that an abbreviation stands for; RZM, a regeling without more, has none in our words."""

INDELING: Final = "gemeenschappelijke-regeling"
EXTRA: Final = (
    "beleidsterrein",
    "samenwerkingsvorm",
    "verdeelsleutel",
    "bestuursorganen",
    "register_id",
)
_LIST: Final = "gemeenschappelijkeRegelingen"
_PARTICIPANT: Final = "deelnemendeOrganisatie"
_OF_REGELING: Final = frozenset(
    {"titel", "naam", "samenwerkingsvorm", "datumInwerkingtreding", "datumUitwerkingtreding"}
)
_OF_PARTICIPANT: Final = frozenset({"naam", "toetredingsDatum", "verdeelsleutel"})
_LONGEST_TEXT: Final = 2_000
_DEEPEST: Final = 200
_MOST: Final = 200_000
"""Most regelingen, and most participants: twenty times what the register holds."""

_MOST_LISTED: Final = 200


@dataclass
class _Participant:
    """One participant of a regeling, as far as it has been read."""

    line: int
    fields: dict[str, str] = field(default_factory=dict)
    organen: list[str] = field(default_factory=list)


@dataclass
class _Regeling:
    """One regeling, as far as it has been read."""

    depth: int
    id: str
    fields: dict[str, str] = field(default_factory=dict)
    terreinen: list[str] = field(default_factory=list)
    participants: list[_Participant] = field(default_factory=list)


class _Reader:
    """Gathers regelingen from the stream of elements.

    Parameters
    ----------
    file : str
        For messages.
    """

    def __init__(self, file: str) -> None:
        self.file = file
        self.rows: list[dict[str, str]] = []
        self.regelingen = 0
        self.participants = 0
        self.without = 0
        self.lists = 0
        self._path: list[str] = []
        self._regeling: _Regeling | None = None
        self._participant: _Participant | None = None
        self._text: list[str] = []
        self._length = 0

    def start(self, name: str, given: dict[str, str]) -> None:
        """Note the beginning of an element."""
        parent = self._path[-1] if self._path else ""
        self._path.append(name)
        self._text.clear()
        self._length = 0
        if len(self._path) > _DEEPEST:
            raise refuse(self.file, "de elementen in dit XML-bestand zijn te diep genest")
        if name == _LIST:
            self.lists += 1
        elif self._regeling is None and parent == _LIST:
            self.regelingen += 1
            self._regeling = _Regeling(len(self._path), given.get("systemId", ""))
        elif self._regeling is not None and name == _PARTICIPANT:
            self.participants += 1
            if max(self.participants, self.regelingen) > _MOST:
                raise refuse(self.file, f"dit bestand heeft meer dan {number(_MOST)} deelnemers")
            self._participant = _Participant(self.participants)
        elif self._regeling is not None and name == "samenwerkingsvorm":
            self._regeling.fields["afkorting"] = given.get("afkorting", "")

    def text(self, piece: str) -> None:
        """Keep text inside a regeling; text elsewhere is of no use."""
        if self._regeling is None:
            return
        self._length += len(piece)
        if self._length <= _LONGEST_TEXT:
            self._text.append(piece)

    def end(self, name: str) -> None:
        """Keep what an element held, and close what it opened."""
        depth = len(self._path)
        self._path.pop()
        regeling = self._regeling
        if regeling is None:
            return
        value = tidy("".join(self._text))
        self._text.clear()
        if depth == regeling.depth:
            self._close(regeling)
            self._regeling = None
        elif self._participant is not None:
            self._keep_of_participant(regeling, self._participant, name, value)
        elif name == "beleidsterrein" and value and len(regeling.terreinen) < _MOST_LISTED:
            regeling.terreinen.append(value)
        elif name in _OF_REGELING and depth == regeling.depth + 1 and value:
            regeling.fields.setdefault(name, value)

    def _keep_of_participant(
        self, regeling: _Regeling, participant: _Participant, name: str, value: str
    ) -> None:
        if name == _PARTICIPANT:
            # Some versions give the name as the text of the element itself.
            if value:
                participant.fields.setdefault("naam", value)
            regeling.participants.append(participant)
            self._participant = None
        elif value and "bestuursorganen" in (name, *self._path):
            if len(participant.organen) < _MOST_LISTED:
                participant.organen.append(value)
        elif value and name in _OF_PARTICIPANT:
            participant.fields.setdefault(name, value)

    def _close(self, regeling: _Regeling) -> None:
        """Make rows of a regeling that is complete."""
        told = regeling.fields
        title = told.get("titel") or told.get("naam") or ""
        if not regeling.participants:
            self.without += 1
        short = told.get("afkorting", "").strip().upper()
        common = {
            "verband": title,
            "nummer": str(self.regelingen),
            "vorm": VORM_BY_ABBREVIATION.get(short, ""),
            "tot": told.get("datumUitwerkingtreding", ""),
            "beleidsterrein": "; ".join(regeling.terreinen),
            "samenwerkingsvorm": told.get("samenwerkingsvorm", "") or short,
            "register_id": regeling.id,
        }
        for one in regeling.participants:
            began = one.fields.get("toetredingsDatum") or told.get("datumInwerkingtreding", "")
            self.rows.append(
                common
                | {
                    "rij": str(one.line),
                    "gemeente": one.fields.get("naam", ""),
                    "van": began,
                    "verdeelsleutel": one.fields.get("verdeelsleutel", ""),
                    "bestuursorganen": "; ".join(one.organen),
                }
            )


def read_roo(path: str | Path, *, gemeenten: Gemeenten | Given | None = None) -> ReadResult:
    """Read the gemeenten that take part in gemeenschappelijke regelingen.

    Parameters
    ----------
    path : str or Path
        The XML export.
    gemeenten : Gemeenten, GeoDataFrame, Series or mapping, optional
        Those that may be named; the embedded ones of 2016-01-01 when absent. The register is of
        today, so give those of today where you have them.

    Returns
    -------
    ReadResult
        Extra columns of the deelnames: those of `EXTRA`; `verdeelsleutel` with a decimal point.

    Raises
    ------
    DataError
        If the file is no such export, is cut off, or has a document type definition.

    Notes
    -----
    A deelname begins on the date of accession, or where that is missing on the date at which the
    regeling took effect, and ends when the regeling does: the register has no date at which a
    gemeente left. All regelingen are one indeling; their beleidsterrein is kept beside it.

    Examples
    --------
    >>> from tempfile import TemporaryDirectory
    >>> xml = '''<p:overheidsorganisaties xmlns:p="urn:oo/2.6.9"><p:gemeenschappelijkeRegelingen>
    ... <p:regeling p:systemId="7"><p:titel>GGD IJsselland</p:titel>
    ... <p:samenwerkingsvorm p:afkorting="OL">Openbaar lichaam</p:samenwerkingsvorm>
    ... <p:deelnemendeOrganisaties><p:deelnemendeOrganisatie><p:naam>Gemeente Zwolle</p:naam>
    ... <p:toetredingsDatum>2006-01-01</p:toetredingsDatum>
    ... <p:verdeelsleutel>24,5</p:verdeelsleutel></p:deelnemendeOrganisatie>
    ... </p:deelnemendeOrganisaties></p:regeling></p:gemeenschappelijkeRegelingen>
    ... </p:overheidsorganisaties>'''
    >>> with TemporaryDirectory() as folder:
    ...     file = Path(folder) / "export.xml"
    ...     _ = file.write_text(xml)
    ...     found = read_roo(file)
    >>> found.deelnames[["gemeente_code", "vorm", "van", "verdeelsleutel"]].values.tolist()
    [['GM0193', 'openbaar lichaam', '2006-01-01', '24.5']]
    """
    path = Path(path)
    check_xml(path)
    reader = _Reader(str(path))
    parse(path, reader.start, reader.end, reader.text)
    if not reader.lists:
        message = "dit is geen export van het Register van Overheidsorganisaties"
        raise refuse(path, message, f"Er is geen element {_LIST}")
    ledger = Ledger(path.name)
    known = reference(gemeenten)
    table = _table(reader, path)
    _tell(reader, table, ledger, path.name)
    deelnames, used = settle(path.name, table, known, named, ledger, unit="deelnemers")
    return ReadResult(known.frame, deelnames, ledger.report(), labels(used))


def _table(reader: _Reader, path: Path) -> pd.DataFrame:
    """The participants as rows of deelnames."""
    columns = ("rij", "nummer", "verband", "gemeente", "vorm", "van", "tot", *EXTRA)
    table = pd.DataFrame(reader.rows, columns=list(columns), dtype="str")
    table = table.set_index(table.pop("rij").astype("int64"))
    # Two regelingen of one name are two: each has a number of its own.
    table["verband_id"] = ids_by_code("gr", table.pop("nummer"), table["verband"])
    table["verband_id"] = table["verband_id"].where(table["verband"] != "", "")
    return table.assign(indeling=INDELING, bron=path.stem)


def _tell(reader: _Reader, table: pd.DataFrame, ledger: Ledger, file: str) -> None:
    """Say what the register holds beside deelnames, and bring numbers to one form."""
    many = count(reader.regelingen, "regeling", "regelingen")
    ledger.remark(f"{file}: {many} met {count(len(table), 'deelnemer', 'deelnemers')}.")
    if reader.without:
        who = count(reader.without, "regeling heeft", "regelingen hebben")
        ledger.remark(f"{file}: {who} geen deelnemers.")
    plain = sorted(set(table.loc[table["vorm"] == "", "samenwerkingsvorm"]) - {""})
    if plain:
        shown = shortened([f"'{text}'" for text in plain])
        ledger.remark(f"{file}: de vorm is leeg waar het register zegt: {shown}.")
    numbers = []
    for line, text in table["verdeelsleutel"].items():
        value = as_number(text)
        if value is None:
            ledger.cells.append((file, int(str(line)), "verdeelsleutel", text, "Dit is geen getal"))
        numbers.append("" if value is None or math.isnan(value) else _plain(value))
    table["verdeelsleutel"] = numbers


def _plain(value: float) -> str:
    """A number with a decimal point, whole ones without."""
    return str(int(value)) if value.is_integer() else repr(value)
