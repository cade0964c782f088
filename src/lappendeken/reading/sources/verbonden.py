"""The list of verbonden partijen that a gemeente keeps: one row a verband, with who takes part.

Every gemeente has one by law, each in a form of its own. What is not a column of `verbanden.csv` is
kept in `kenmerken.csv`.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Final, NamedTuple

import pandas as pd

from lappendeken import schema
from lappendeken.dutch import count, shortened
from lappendeken.errors import UnknownNameError
from lappendeken.names import NameIndex, plain
from lappendeken.reading.checks import as_written, may_hold
from lappendeken.reading.files.grid import Grid
from lappendeken.reading.files.guard import refuse
from lappendeken.reading.files.surroundings import Known
from lappendeken.reading.files.values import as_date, tidy
from lappendeken.reading.settling.catalogue import PROVINCES, IndelingLabel, labels, slug
from lappendeken.reading.settling.deelnames import settle
from lappendeken.reading.settling.gemeenten import Gemeenten
from lappendeken.reading.settling.ledger import (
    GEEN_GEMEENTE,
    Ledger,
    ReadResult,
    Tally,
    Unmatched,
    deelname_columns,
)
from lappendeken.reading.settling.likeness import alike
from lappendeken.reading.settling.mapping import ColumnMapping, spellings
from lappendeken.reading.settling.matching import COLUMNS
from lappendeken.reading.settling.participants import OURSELVES, no_gemeente
from lappendeken.reading.settling.periods import LAST_DAY, with_dates
from lappendeken.reading.settling.splitting import every_part
from lappendeken.reading.sources.regelingen import SOORTEN, vorm_of
from lappendeken.reading.sources.standing import LEAVES
from lappendeken.reading.voorstellen import SAME_VERBAND
from lappendeken.schema import SOORTEN_DEELNEMER, VORMEN, ZEKERHEDEN, gemeente_code

__all__ = ["LAYOUT", "is_asked", "is_list", "known_headers", "read_list"]

LAYOUT: Final = "verband"
LABEL: Final = IndelingLabel(
    "verbonden-partij", "verbonden partijen", "verbonden partij", "bestuur"
)
"""The indeling of such a list, when none is given."""

NOTE: Final = "toelichting_deelnemer"
"""What stands in brackets behind a participant, such as a share; kept beside the deelname."""

_VERBAND: Final = (
    *("verband", "naamverbondenpartij", "verbondenpartij", "naamvandeverbondenpartij"),
    *("gemeenschappelijkeregeling", "naamgemeenschappelijkeregeling", "samenwerkingsverband"),
    *("naamsamenwerkingsverband", "samenwerking", "naamverband", "verbandnaam", "regeling"),
    *("naamregeling", "partij", "naampartij", "organisatie", "naamorganisatie", "deelneming"),
    *("verbondenpartijen", "instelling", "naam", "centrumgemeente"),
)
_TOGETHER: Final = (
    *("deelnemers", "deelnemendegemeenten", "deelnemendepartijen", "deelnemendepartners"),
    *("deelnemer", "deelnemendegemeente", "participanten", "partners", "samenwerkingspartners"),
    *("betrokkengemeenten", "betrokkenpartijen", "anderedeelnemers", "overigedeelnemers"),
    *("anderegemeenten", "overigegemeenten", "samenwerkendegemeenten", "aandeelhouders"),
    "regiogemeenten",
)
_HEADS: Final[Mapping[str, tuple[str, ...]]] = {
    "verband": _VERBAND,
    "deelnemers": (*_TOGETHER, "gemeenten", "gemeente", "partijen", "leden", "wie", "met"),
    "gemeente_code": ("gemeentecode", "gmcode", "cbscode"),
    "vorm": ("vorm", "rechtsvorm", "juridischevorm", "soort", "organisatievorm", "type"),
    "indeling": ("indeling",),
    "domein": ("domein", "domeinen", "beleidsdomein", "beleidsdomeinen", "portefeuille"),
    "beleidsterreinen": ("beleidsterreinen", "beleidsterrein", "taakveld", "taakvelden"),
    "bevoegdheid": ("bevoegdheid", "bevoegdheden"),
    "verplicht": ("verplicht", "wettelijkverplicht"),
    "opgericht": ("opgericht", "oprichting", "oprichtingsdatum", "datumoprichting"),
    "adres": ("adres", "postadres", "bezoekadres"),
    "stemmen": ("stemmen", "aantalstemmen", "stemverhouding", "stemgewicht", "stemrecht"),
    "verdeelsleutel": ("verdeelsleutel",),
    "kosten": ("kosten", "totalekosten"),
    **{name: (name,) for name in ("aard", "bron", "stand", "opmerking")},
    **{name: spellings(name) for name in ("van", "tot", LAST_DAY)},
    "register_id": ("registerid",),
}
"""How the columns of such a list are headed, in comparable form; the first that is there counts."""

_OF_VERBAND: Final = ("indeling", "vorm", "aard", "van", "tot", "bron", "stand", "opmerking")
_MONEY: Final = re.compile(r"€|euro|bijdrage|kosten|bedrag|vermogen|resultaat|begroting", re.I)
_AMOUNT: Final = re.compile(r"(-?)(?:(\d{1,3}(?:[.\s]\d{3})+)|(\d+))(?:[,.](\d{1,2}))?")
_AROUND: Final = re.compile(r"€|\beuro\b|\bEUR\b|,-+$|,=$", re.IGNORECASE)
_IN_BRACKETS: Final = re.compile(r"(.+?)\s*\(([^()]*)\)")
_CENTRUM: Final = "centrumgemeente"
_UNCUT: Final = 10**9


def is_asked(mapping: ColumnMapping) -> bool:
    """Whether the user says that a table is such a list."""
    return mapping.layout == LAYOUT or (not mapping.layout and bool(mapping.ourselves))


def known_headers(mapping: ColumnMapping) -> Known:
    """What a header says in such a list: the role, by the user before all."""
    own = {plain(name): f"*{role}" for role, name in mapping.columns.items()}
    words = {head: role for role, heads in _HEADS.items() for head in heads}
    return lambda header: own.get(plain(header)) or words.get(plain(header), "")


def is_list(grid: Grid, mapping: ColumnMapping) -> bool:
    """Whether a table looks like such a list: a column of participants, and none of gemeenten."""
    heads = {plain(name) for name in grid.table.columns}
    one_each = {"gemeente", "gemeentenaam", "gemeentecode", "gmcode", "cbscode", "code"}
    told = {"deelnemers", "gemeente", "gemeente_code"} & set(mapping.columns)
    seen = bool(heads & {*_TOGETHER} and heads & {*_VERBAND})
    return seen and not (mapping.layout or heads & one_each or told)


class _Row(NamedTuple):
    """One who takes part in a verband, as the list tells it."""

    line: int
    verband: str
    naam: str
    code: str = ""
    soort: str = ""
    rol: str = ""
    note: str = ""
    about: Mapping[str, str] = {}


@dataclass
class _List:
    """A list while it is read."""

    grid: Grid
    mapping: ColumnMapping
    known: Gemeenten
    ledger: Ledger
    columns: Mapping[str, str]
    own: str = ""
    rows: list[_Row] = field(default_factory=list)
    facts: dict[str, dict[str, list[str]]] = field(default_factory=dict)
    names: dict[str, str] = field(default_factory=dict)
    added: list[str] = field(default_factory=list)


def read_list(grid: Grid, mapping: ColumnMapping, known: Gemeenten, ledger: Ledger) -> ReadResult:
    """Read a list of verbanden, each with all who take part."""
    header = [str(name) for name in grid.table.columns]
    columns = _assign(mapping, header)
    if "verband" not in columns:
        hint = f"Wijs haar aan met --kolom verband=…; de kolommen zijn: {', '.join(header)}"
        raise refuse(grid.file, "er is geen kolom met verbanden", hint[:500])
    if not {"deelnemers", "gemeente_code"} & set(columns) and not mapping.ourselves:
        hint = (
            "Wijs haar aan met --kolom deelnemers=…, of geef met --gemeente van wie de lijst is; "
            f"de kolommen zijn: {', '.join(header)}"
        )
        raise refuse(grid.file, "er is geen kolom met deelnemers", hint[:500])
    grid, columns = with_dates(grid, columns, mapping.columns, ledger)
    found = _List(grid, mapping, known, ledger, columns, _ourselves(mapping, known))
    for line, row in zip(grid.table.index, grid.table.to_dict("records"), strict=True):
        _take(found, int(line), {str(name): tidy(str(cell)) for name, cell in row.items()}, row)
    return _result(found)


def _assign(mapping: ColumnMapping, header: list[str]) -> dict[str, str]:
    """Give every role its column: as the user says, else by its head."""
    told = mapping.assign(header)
    columns = {role: told[role] for role in mapping.columns if role in told}
    if "gemeente" in columns:
        columns["deelnemers"] = columns.pop("gemeente")
    left = [*mapping.left_over(header, columns)]
    for role, heads in _HEADS.items():
        for head in heads if role not in columns else ():
            match = [name for name in left if plain(name) == head]
            if match:
                columns[role] = match[0]
                left.remove(match[0])
                break
    return columns


def _ourselves(mapping: ColumnMapping, known: Gemeenten) -> str:
    """The name of the gemeente of which this is the list."""
    if not mapping.ourselves:
        return ""
    given = gemeente_code(mapping.ourselves) or ""
    code = known.find(given, "" if given else mapping.ourselves).code
    if not code:
        near = NameIndex(known.names).candidates(mapping.ourselves)
        raise UnknownNameError("gemeente", mapping.ourselves, near)
    return known.names[code]


def _take(found: _List, line: int, cells: dict[str, str], raw: Mapping[object, object]) -> None:
    """Read one row: a verband, or one who takes part in it."""
    value = {role: cells[name] for role, name in found.columns.items()}
    name = value["verband"]
    about = {role: value[role] for role in _OF_VERBAND if value.get(role)}
    told = about.pop("vorm", "")
    about["vorm"] = _vorm(name, told)
    key = _key(name)
    found.names.setdefault(key, name)
    _keep(found, key, cells, "" if about["vorm"] else told)
    cell = str(raw.get(found.columns.get("deelnemers", ""), ""))
    people = every_part(cell, lambda text: _is_name(found, text), no_gemeente)
    rows = [_participant(found, line, name, text, about) for text in people]
    code = value.get("gemeente_code", "")
    if code:
        alone = _Row(line, name, "", code, about=about)
        rows = [one._replace(code=code) for one in rows] or [alone]
    if found.own and not any(_is_own(found, row) for row in rows):
        if people:
            found.added.append(name)
            about = about | {"zekerheid": ZEKERHEDEN[1], "opmerking": "uit de eigen lijst"}
        rows.append(_Row(line, name, found.own, about=about))
    if plain(found.columns["verband"]) == _CENTRUM:
        # A verband that is called after its centrumgemeente, which takes part too.
        rows = [one for one in rows if plain(one.naam) != plain(name)]
        rows.append(_Row(line, name, name, rol=_CENTRUM, about=about))
    found.rows += rows or [_Row(line, name, "", about=about)]


def _is_own(found: _List, row: _Row) -> bool:
    """Whether a row names the gemeente of which this is the list."""
    code = "" if row.soort else found.known.find(row.code, row.naam).code
    return bool(code) and found.known.names[code] == found.own


def _is_name(found: _List, text: str) -> bool:
    """Whether a text is someone who takes part, whole."""
    return text.casefold() in OURSELVES or found.known.knows(text) or _is_province(text)


def _is_province(text: str) -> bool:
    return plain(text) in {plain(name) for name in PROVINCES.values()}


def _participant(found: _List, line: int, verband: str, text: str, about: dict[str, str]) -> _Row:
    """One who takes part, by what the list calls it."""
    naam, note = text, ""
    inside = None if found.known.knows(text, alone=True) else _IN_BRACKETS.fullmatch(text)
    if inside is not None and _is_name(found, inside[1]):
        naam, note = inside[1], inside[2]
    rol = _CENTRUM if _CENTRUM in note.casefold() else ""
    if naam.casefold() in OURSELVES and not found.known.knows(naam):
        if not found.own:
            hint = "Geef met --gemeente de naam van de gemeente waarvan deze lijst is"
            raise refuse(found.grid.file, f"hier staat '{naam}'", hint, row=line)
        naam = found.own
    known = found.known.knows(naam)
    kind = None if known else no_gemeente(naam) or ("provincie" if _is_province(naam) else None)
    soort = SOORTEN.get(kind, SOORTEN_DEELNEMER[-1]) if kind else ""
    return _Row(line, verband, naam, "", soort, rol, "" if rol else note, about)


def _vorm(verband: str, told: str) -> str:
    """The vorm that a list tells, however it is written; empty when it is none of ours."""
    found = vorm_of(verband, told) if told else ""
    if found:
        return found
    words = f" {' '.join(re.split(r'[^a-z]+', told.casefold()))} "
    inside = [one for one in VORMEN[:-1] if f" {one} " in words]
    return inside[0] if len(inside) == 1 else ""


def _keep(found: _List, key: str, cells: dict[str, str], vorm: str) -> None:
    """Keep what is told of a verband and has no column of its own."""
    roles = {name: role for role, name in found.columns.items()}
    skipped = {*found.mapping.skip}
    facts = found.facts.setdefault(key, {})
    told = {**cells, **({found.columns["vorm"]: vorm} if "vorm" in found.columns else {})}
    for name, text in told.items():
        role = roles.get(name, "")
        own = role in {*_OF_VERBAND, *_SEATS} and role != "vorm"
        if not text or name in skipped or own:
            continue
        column = {"vorm": "rechtsvorm", "domein": "beleidsterreinen"}.get(role, role)
        column = column or slug(name).replace("-", "_") or "kolom"
        value = _amount(text) if _MONEY.search(name) else text
        values = facts.setdefault(column, [])
        parts = re.split(r"\s*[;|]\s*", value) if column == "beleidsterreinen" else [value]
        values += [one for one in parts if one not in values]


_SEATS: Final = ("verband", "deelnemers", "gemeente_code")


def _amount(text: str) -> str:
    """An amount in euro as data files hold it; what is no amount stays as it is.

    Examples
    --------
    >>> _amount("€ 1.234.567,-"), _amount("12.500"), _amount("1234,5"), _amount("nihil")
    ('1234567', '12500', '1234.5', 'nihil')
    """
    found = _AMOUNT.fullmatch(_AROUND.sub("", text).strip())
    if found is None:
        return text
    whole = re.sub(r"\D", "", found[2] or found[3])
    return f"{found[1]}{whole}" + (f".{found[4]}" if found[4] else "")


# The result ---------------------------------------------------------------------------------


def _result(found: _List) -> ReadResult:
    """Settle all who take part, and keep what is told of each verband."""
    _merge(found)
    unique: dict[tuple[str, ...], _Row] = {}
    for row in found.rows:
        dates = (row.about.get("van", ""), row.about.get("tot", ""))
        who = row.code or plain(row.naam) or str(row.line)
        unique.setdefault((_key(row.verband), who, row.soort, *dates), row)
    own = [row for row in unique.values() if not row.soort]
    # Not every row tells the same.
    rows = pd.DataFrame(
        [_as_deelname(row, found) for row in own], index=[row.line for row in own], dtype="object"
    )
    table = rows.fillna("").astype("str")
    if NOTE in table and not table[NOTE].any():
        table = table.drop(columns=NOTE)
    ledger = found.ledger
    deelnames, used = settle(
        found.grid.file,
        table,
        found.known,
        _label(found),
        ledger,
        unit="deelnemers",
        broken=found.grid.broken,
    )
    pairs = zip(deelnames["verband"], deelnames["verband_id"], strict=True)
    ids = {_key(verband): verband_id for verband, verband_id in pairs}
    others = _others([row for row in unique.values() if row.soort], ids, found)
    _tell(found, ids, len(found.rows) - len(unique))
    ledger.proposals = _with_verbanden(ledger.proposals, found, ids)
    return ReadResult(
        found.known.frame,
        deelnames,
        ledger.report(),
        labels(used),
        kenmerken=_kenmerken(found, ids),
        andere_deelnemers=others,
    )


def _key(verband: str) -> str:
    """A name of a verband in comparable form."""
    return slug(verband, _UNCUT) or verband


def _merge(found: _List) -> None:
    """Make one verband of those of which the user says that they are one."""
    keys = {slug(f"{_indeling(found)}-{key}"): key for key in found.names}
    for name, verband_id in found.mapping.same.items():
        one, other = _key(name), keys.get(verband_id)
        if one not in found.names or other is None or one == other:
            continue
        found.rows = [
            row._replace(verband=found.names[other]) if _key(row.verband) == one else row
            for row in found.rows
        ]
        for column, values in found.facts.pop(one, {}).items():
            kept = found.facts.setdefault(other, {}).setdefault(column, [])
            kept += [value for value in values if value not in kept]
        found.ledger.remark(f"'{found.names.pop(one)}' is gelezen als '{found.names[other]}'.")


def _indeling(found: _List) -> str:
    return found.mapping.fixed.get("indeling", "") or LABEL.indeling


def _label(found: _List) -> Callable[[str], IndelingLabel]:
    """The indeling of a title; that of the list itself has a label of its own."""
    domein = found.mapping.fixed.get("domein", "")
    own = LABEL._replace(domein=domein or LABEL.domein)
    return lambda title: own if title == LABEL.indeling else found.mapping.label(title)


def _as_deelname(row: _Row, found: _List) -> dict[str, str]:
    """A row as the table of deelnames has it."""
    fixed = {"bron": found.grid.file, "indeling": _indeling(found), **found.mapping.fixed}
    told = {**{k: v for k, v in fixed.items() if v and k in deelname_columns()}, **row.about}
    columns = {column.name: column for column in schema.VERBANDEN}
    told = {name: as_written(columns[name], text) for name, text in told.items()}
    told.pop("domein", None)
    who = {"gemeente_code": row.code, "gemeente": "" if row.code else row.naam}
    return told | who | {"verband": row.verband, "rol": row.rol, NOTE: row.note}


def _others(rows: list[_Row], ids: Mapping[str, str], found: _List) -> pd.DataFrame:
    """What takes part beside gemeenten, and the account of it."""
    file, ledger = found.grid.file, found.ledger
    lost = [row for row in rows if _key(row.verband) not in ids]
    why = "in dit verband neemt geen gemeente deel"
    ledger.miss(
        Unmatched(file, row.line, row.verband, "", row.naam, GEEN_GEMEENTE, why) for row in lost
    )
    kept = [row for row in rows if _key(row.verband) in ids]
    if rows:
        ledger.tallies.append(Tally(file, "andere deelnemers", len(rows), len(kept)))
    cells = [
        (
            ids[_key(row.verband)],
            row.naam,
            row.soort,
            *(as_date(row.about.get(name, "")) or "" for name in ("van", "tot")),
        )
        for row in kept
    ]
    columns = schema.column_names(schema.ANDERE_DEELNEMERS)
    return pd.DataFrame(cells, columns=columns, dtype="str")


def _kenmerken(found: _List, ids: Mapping[str, str]) -> pd.DataFrame:
    """What is told of each verband; a cell that a known column may not hold keeps its own."""
    known = {column.name: column for column in schema.KENMERKEN}
    rows = []
    for key, facts in found.facts.items():
        if key not in ids:
            continue
        row = {"verband_id": ids[key]}
        for name, values in facts.items():
            column = known.get(name)
            text = "; ".join(values)
            if column is not None:
                text = as_written(column, text)
            sound = column is None or may_hold(column, text)
            row[name if sound else f"{name}_zoals_gegeven"] = text
        rows.append(row)
    names = dict.fromkeys(["verband_id", *(name for row in rows for name in row)])
    return pd.DataFrame(rows, columns=list(names), dtype="str").fillna("")


def _tell(found: _List, ids: Mapping[str, str], repeated: int) -> None:
    """Say what a user should know of the list as a whole."""
    ledger, file = found.ledger, found.grid.file
    many = count(len(found.names), "verband", "verbanden")
    ledger.remark(f"{file}: gelezen als lijst van {many}, een rij per verband.")
    kept = list(dict.fromkeys(name for facts in found.facts.values() for name in facts))
    if kept:
        ledger.remark(f"In kenmerken.csv staan ook: {shortened(kept, 12)}.")
    if repeated:
        rows = count(repeated, "deelnemer staat", "deelnemers staan")
        ledger.remark(
            f"{file}: {rows} meer dan eens bij een verband, en zijn daar één keer geteld."
        )
    left = [
        f"{row.naam} ({row.note}; rij {row.line})" for row in found.rows if LEAVES.search(row.note)
    ]
    if left:
        ledger.remark(
            f"{file}: tellen mee als deelnemer, al staat er iets bij: {shortened(left)}. Haal weg "
            "wie er geen is."
        )
    if found.added:
        who = count(len(found.added), "verband", "verbanden")
        ledger.remark(f"{found.own} is bij {who} niet genoemd en doet mee: het is haar lijst.")
    lost = [name for key, name in found.names.items() if key not in ids]
    if lost:
        who = count(len(lost), "verband heeft", "verbanden hebben")
        go = "gaat" if len(lost) == 1 else "gaan"
        ledger.remark(
            f"{file}: {who} geen gemeenten als deelnemer, en {go} niet mee: {shortened(lost)}."
        )


def _with_verbanden(proposals: pd.DataFrame, found: _List, ids: Mapping[str, str]) -> pd.DataFrame:
    """The proposals, and those of verbanden that may be one under two names."""
    names, rows = found.names, []
    for pair in alike(names):
        # What is meant must be a verband that is there; the other need not be.
        one, other = sorted(pair[:2], key=lambda key: key not in ids)
        if one in ids:
            rows.append((names[other], SAME_VERBAND, ids[one], names[one], pair[2], ""))
    if not rows:
        return proposals
    pairs = count(len(rows), "paar verbanden lijkt", "paren verbanden lijken")
    found.ledger.remark(f"{pairs} op elkaar: misschien is het één verband; zie voorstellen.xlsx.")
    return pd.concat([proposals, pd.DataFrame(rows, columns=COLUMNS)], ignore_index=True)
