"""Regelingen of the Register van Overheidsorganisaties as its XML and its tables tell of them."""

import re
from collections.abc import Hashable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, Final

import pandas as pd

from lappendeken.dutch import number
from lappendeken.names import normalise
from lappendeken.reading.files.delimited import read_delimited
from lappendeken.reading.files.guard import refuse
from lappendeken.reading.files.values import tidy
from lappendeken.reading.files.xml import check_xml, parse
from lappendeken.reading.settling.ledger import Unmatched
from lappendeken.reading.settling.participants import no_gemeente
from lappendeken.schema import SOORTEN_DEELNEMER, gemeente_code

VORMEN: Final = {
    "OL": "openbaar lichaam",
    "GO": "gemeenschappelijk orgaan",
    "BVO": "bedrijfsvoeringsorganisatie",
    "CC": "centrumgemeente",
    "RZM": "regeling zonder meer",
}
"""The vorm that an abbreviation stands for; the tables write the vorm itself."""

SOORTEN: Final = {
    "provincie": "provincie",
    "waterschap": "waterschap",
    "ministerie": "rijk",
    "Rijk": "rijk",
}
"""What the register, or the name, calls a participant that is no gemeente; the rest is `overig`."""

TABLE: Final = ("roo_id", "naam", "vorm", "inwerking", "uitwerking", "bevoegdheid", "beleidsgebied")
"""Columns by which the table of regelingen is known."""

PARTICIPANTS: Final = ("gr_roo_id", "org", "gemeentecode", "type", "toetreding", "uittreding")

_CENTRUM: Final = re.compile(r"\bcentrum(gemeente)?[ -]?regeling", re.IGNORECASE)
_BETWEEN: Final = re.compile(r"(?<! )\|(?! )")
_KNOWN_AS: Final = re.compile(r"/tooi/id/([a-z]+)/([a-z]+[0-9]+)")
_LIST: Final = "gemeenschappelijkeRegelingen"
_PARTICIPANT: Final = "deelnemendeOrganisatie"
_ORGAN: Final = "regionaalSamenwerkingsorgaan"
_EARLIER: Final = "previousVersion"
_OF_REGELING: Final = frozenset(
    {"titel", "naam", "samenwerkingsvorm", "datumInwerkingtreding", "datumUitwerkingtreding"}
)
_OF_PARTICIPANT: Final = frozenset(
    {"naam", "toetredingsDatum", "uittredingsDatum", "verdeelsleutel"}
)
_LONGEST_TEXT: Final = 2_000
_DEEPEST: Final = 200
_MOST: Final = 200_000
"""Most regelingen, and most participants: twenty times what the register holds."""

_MOST_LISTED: Final = 200


@dataclass(frozen=True)
class Deelnemer:
    """One participant of a regeling: a gemeente when it has no `soort`."""

    rij: int
    naam: str
    code: str = ""
    soort: str = ""
    van: str = ""
    tot: str = ""
    verdeelsleutel: str = ""
    organen: tuple[str, ...] = ()


@dataclass(frozen=True)
class Regeling:
    """One version of a regeling."""

    id: str
    titel: str
    vorm: str = ""
    samenwerkingsvorm: str = ""
    orgaan: str = ""
    van: str = ""
    tot: str = ""
    bevoegdheden: tuple[str, ...] = ()
    terreinen: tuple[str, ...] = ()
    adres: str = ""
    eerder: str = ""
    deelnemers: tuple[Deelnemer, ...] = ()


def vorm_of(title: str, told: str) -> str:
    """The vorm by its abbreviation or its name; what is called a centrumregeling is one.

    Examples
    --------
    >>> vorm_of("GGD", "OL"), vorm_of("Centrumregeling beschermd wonen", "'Regeling zonder meer'")
    ('openbaar lichaam', 'centrumgemeente')
    """
    plain = told.strip(" '\"").casefold()
    vorm = VORMEN.get(plain.upper(), plain if plain in VORMEN.values() else "")
    return VORMEN["CC"] if vorm == VORMEN["RZM"] and _CENTRUM.search(title) else vorm


def terreinen_of(cell: str) -> tuple[str, ...]:
    """The beleidsterreinen of a cell; a part of one stands behind it.

    Examples
    --------
    >>> terreinen_of("verkeer | openbaar vervoer|recht")
    ('verkeer: openbaar vervoer', 'recht')
    """
    found = (tidy(one).replace(" | ", ": ") for one in _BETWEEN.split(cell))
    return tuple(dict.fromkeys(one for one in found if one))


def _soort(naam: str, told: str) -> str:
    """What a participant is when it is no gemeente."""
    kind = no_gemeente(naam) if not told else None if told == "gemeente" else told
    return SOORTEN.get(kind, SOORTEN_DEELNEMER[-1]) if kind else ""


# The tables ---------------------------------------------------------------------------------


def is_register(header: Iterable[str]) -> bool:
    """Whether these are the columns of the table of regelingen."""
    return set(TABLE) <= set(header)


def read_table(path: Path) -> tuple[list[Regeling], list[Unmatched]]:
    """The regelingen of the table at a path and the participants of the one beside it."""
    beside = path.with_name(path.name.replace("regelingen", "deelnemers"))
    if beside == path or not beside.is_file():
        message = "naast dit bestand staat geen tabel met deelnemers"
        hint = "Noem ze zoals roo_regelingen_2026-05.csv en roo_deelnemers_2026-05.csv"
        raise refuse(path, message, hint)
    grids = [read_delimited(one) for one in (path, beside)]
    for grid, needed in zip(grids, (TABLE, PARTICIPANTS), strict=True):
        missing = [name for name in needed if name not in grid.table]
        if missing:
            hint = f"De kolommen zijn: {', '.join(grid.table.columns)}"[:500]
            raise refuse(grid.file, f"deze kolom ontbreekt: {', '.join(missing)}", hint)
    own: dict[str, list[Deelnemer]] = {}
    for line, row in zip(grids[1].table.index, grids[1].table.to_dict("records"), strict=True):
        own.setdefault(tidy(row["gr_roo_id"]), []).append(_participant(int(line), row))
    regelingen = [
        _version(row, own.pop(tidy(row["roo_id"]), [])) for row in grids[0].table.to_dict("records")
    ]
    # What takes part in no regeling of the table is told as a regeling without a name.
    regelingen += [Regeling(key, "", deelnemers=tuple(rest)) for key, rest in own.items()]
    return regelingen, [*grids[0].broken, *grids[1].broken]


def _version(row: Mapping[Hashable, Any], participants: list[Deelnemer]) -> Regeling:
    title, vorm = tidy(row["naam"]), tidy(row["vorm"])
    return Regeling(
        id=tidy(row["roo_id"]),
        titel=title,
        vorm=vorm_of(title, vorm),
        samenwerkingsvorm=vorm,
        orgaan=tidy(row.get("orgaan", "")),
        van=tidy(row["inwerking"]),
        tot=tidy(row["uitwerking"]) or tidy(row.get("valid_until", "")),
        bevoegdheden=tuple(one for one in tidy(row["bevoegdheid"]).lower().split("|") if one),
        terreinen=terreinen_of(row["beleidsgebied"]),
        adres=tidy(row.get("url", "")),
        deelnemers=tuple(participants),
    )


def _participant(line: int, row: Mapping[Hashable, Any]) -> Deelnemer:
    naam = tidy(row["org"])
    return Deelnemer(
        rij=line,
        naam=naam,
        code=tidy(row["gemeentecode"]),
        soort=_soort(naam, tidy(row["type"])),
        van=tidy(row["toetreding"]),
        tot=tidy(row["uittreding"]),
        organen=tuple(one for one in tidy(row.get("bestuursorganen", "")).split("|") if one),
    )


# The export ---------------------------------------------------------------------------------


def read_export(path: Path) -> list[Regeling]:
    """The regelingen of the XML export, read as a stream.

    Its namespace carries the version of the format; only local names are looked at, so any version
    will do. Of tens of megabytes only the regelingen are kept.
    """
    check_xml(path)
    reader = _Export(str(path))
    parse(path, reader.start, reader.end, reader.text)
    if not reader.lists:
        message = "dit is geen export van het Register van Overheidsorganisaties"
        raise refuse(path, message, f"Er is geen element {_LIST}")
    return reader.regelingen


@dataclass
class _Open:
    """A regeling or a participant of which the end was not yet seen."""

    depth: int
    fields: dict[str, str] = field(default_factory=dict)
    lists: dict[str, list[str]] = field(default_factory=dict)
    deelnemers: list[Deelnemer] = field(default_factory=list)

    def add(self, name: str, value: str) -> None:
        """Keep one of several values."""
        own = self.lists.setdefault(name, [])
        if value and len(own) < _MOST_LISTED:
            own.append(value)

    def several(self, name: str) -> tuple[str, ...]:
        """All values that were kept, each once."""
        return tuple(dict.fromkeys(self.lists.get(name, [])))


class _Export:
    """Gathers regelingen from the stream of elements."""

    def __init__(self, file: str) -> None:
        self.file = file
        self.regelingen: list[Regeling] = []
        self.participants = 0
        self.lists = 0
        self._path: list[str] = []
        self._regeling: _Open | None = None
        self._participant: _Open | None = None
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
        elif self._regeling is None:
            if parent == _LIST:
                self._regeling = _Open(len(self._path), {"id": _number_of(given)})
        elif name == _PARTICIPANT:
            self.participants += 1
            if max(self.participants, len(self.regelingen)) > _MOST:
                raise refuse(self.file, f"dit bestand heeft meer dan {number(_MOST)} deelnemers")
            self._participant = _Open(len(self._path), {"code": _known_as(given)})
        elif name == "samenwerkingsvorm":
            self._regeling.fields["afkorting"] = given.get("afkorting", "")
        elif name == _EARLIER:
            self._regeling.fields["eerder"] = _number_of(given)

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
            self.regelingen.append(_closed(regeling))
            self._regeling = None
        elif self._participant is not None:
            self._keep_of_participant(regeling, self._participant, name, value)
        elif name in {"beleidsterrein", "bevoegdheidsverkrijging"}:
            regeling.add(name, value)
        elif value and _ORGAN in (name, self._path[-1]):
            # Some versions give the name as the text of the element itself.
            regeling.fields.setdefault(_ORGAN, value)
        elif name in _OF_REGELING and depth == regeling.depth + 1 and value:
            regeling.fields.setdefault(name, value)

    def _keep_of_participant(self, regeling: _Open, own: _Open, name: str, value: str) -> None:
        if name == _PARTICIPANT:
            if value:
                own.fields.setdefault("naam", value)
            regeling.deelnemers.append(_closed_participant(self.participants, own))
            self._participant = None
        elif value and "bestuursorganen" in (name, *self._path):
            own.add("organen", value)
        elif value and name in _OF_PARTICIPANT:
            own.fields.setdefault(name, value)


def _number_of(given: dict[str, str]) -> str:
    """The number of a regeling in the register."""
    return given.get("systeemId") or given.get("systemId") or ""


def _known_as(given: dict[str, str]) -> str:
    """The kind and code by which a participant is known to all of government, when it says so."""
    found = (_KNOWN_AS.search(value) for value in given.values())
    return next((f"{one[1]}/{one[2]}" for one in found if one), "")


def _closed(one: _Open) -> Regeling:
    told = one.fields
    title = told.get("titel") or told.get("naam") or ""
    short = tidy(told.get("afkorting", "")).upper()
    return Regeling(
        id=told["id"],
        titel=title,
        vorm=vorm_of(title, short) or vorm_of(title, told.get("samenwerkingsvorm", "")),
        samenwerkingsvorm=told.get("samenwerkingsvorm", "") or short,
        orgaan=told.get(_ORGAN, ""),
        van=told.get("datumInwerkingtreding", ""),
        tot=told.get("datumUitwerkingtreding", ""),
        bevoegdheden=tuple(text.lower() for text in one.several("bevoegdheidsverkrijging")),
        terreinen=one.several("beleidsterrein"),
        eerder=told.get("eerder", ""),
        deelnemers=tuple(one.deelnemers),
    )


def _closed_participant(row: int, one: _Open) -> Deelnemer:
    naam = one.fields.get("naam", "")
    kind, _, code = one.fields["code"].partition("/")
    return Deelnemer(
        rij=row,
        naam=naam,
        code=gemeente_code(code) or "",
        soort=_soort(naam, kind),
        van=one.fields.get("toetredingsDatum", ""),
        tot=one.fields.get("uittredingsDatum", ""),
        verdeelsleutel=one.fields.get("verdeelsleutel", ""),
        organen=one.several("organen"),
    )


# Versions -----------------------------------------------------------------------------------


def chains(regelingen: Iterable[Regeling]) -> list[list[Regeling]]:
    """The versions of each regeling in order of time.

    A version goes on with another when it says so, or when the other has ended and has the same
    organ; where no organ is known, the same title, if it begins no earlier than the other ended.
    """
    ordered = sorted(regelingen, key=lambda one: one.van)
    made: list[list[Regeling]] = []
    by_id: dict[str, list[Regeling]] = {}
    by_name: dict[str, list[list[Regeling]]] = {}
    for one in ordered:
        names = by_name.setdefault(normalise(one.orgaan or one.titel), [])
        earlier = by_id.get(one.eerder) if one.eerder else None
        if earlier is None and one.titel:
            earlier = next((chain for chain in names if _follows(one, chain[-1])), None)
        if earlier is None:
            earlier = []
            made.append(earlier)
            names.append(earlier)
        elif one.van and not earlier[-1].tot:
            earlier[-1] = replace(earlier[-1], tot=one.van)
        earlier.append(one)
        if one.id:
            by_id[one.id] = earlier
    return made


def _follows(later: Regeling, earlier: Regeling) -> bool:
    """Whether a version of the same organ or title comes after another."""
    if not earlier.tot or not later.van:
        return False
    open_ended = not later.tot or later.tot > earlier.tot
    return earlier.tot <= later.van or (bool(later.orgaan) and open_ended)


def periods(versions: list[Regeling]) -> list[Deelnemer]:
    """Who took part in the versions of a regeling; what goes on in the next version is one."""
    found: dict[tuple[str, str], list[tuple[Deelnemer, Regeling]]] = {}
    for version in versions:
        for one in version.deelnemers:
            ends = [text for text in (one.tot, version.tot) if text]
            dated = replace(one, van=one.van or version.van, tot=min(ends, default=""))
            own = found.setdefault((one.code or normalise(one.naam), one.soort), [])
            last, of = own[-1] if own else (None, None)
            if last is None or of is version or not _goes_on(last, dated):
                own.append((dated, version))
            else:
                # A later version may put right when someone joined before it; what joins on its
                # first day goes on.
                van = dated.van if dated.van < version.van else min(last.van, dated.van)
                own[-1] = (replace(dated, van=van), version)
    return [one for own in found.values() for one, _ in own]


def _goes_on(earlier: Deelnemer, later: Deelnemer) -> bool:
    """Whether a deelname follows on another without a gap."""
    return not earlier.tot or later.van <= earlier.tot


def summary(versions: list[Regeling], verband_id: str) -> dict[str, str]:
    """What is known of a regeling, as the last version has it."""
    last = versions[-1]
    begins = [one.van for one in versions]
    return {
        "verband_id": verband_id,
        "bevoegdheid": "; ".join(last.bevoegdheden),
        "beleidsterreinen": "; ".join(last.terreinen),
        "opgericht": min(begins) if all(begins) else "",
        "register_id": last.id,
        "adres": last.adres,
        "samenwerkingsvorm": last.samenwerkingsvorm,
    }


def kenmerken_table(rows: list[dict[str, str]], kept: pd.Series) -> pd.DataFrame:
    """What is known of the regelingen that have deelnames."""
    columns = list(summary([Regeling("", "")], ""))
    table = pd.DataFrame(rows, columns=columns, dtype="str")
    return table[table["verband_id"].isin(kept)].reset_index(drop=True)
