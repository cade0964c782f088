"""Which column of a user's table is what: by its header, by the command line, or by a TOML file."""

import re
import tomllib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from types import MappingProxyType
from typing import Any, Final

from lappendeken import schema
from lappendeken.errors import DataError, Fault, WrongUsageError
from lappendeken.names import NameIndex, plain
from lappendeken.reading.files.cells import read_cells
from lappendeken.reading.files.delimited import read_decoded
from lappendeken.reading.files.guard import refuse
from lappendeken.reading.files.sheets import ENDINGS
from lappendeken.reading.settling import periods
from lappendeken.reading.settling.catalogue import IndelingLabel, find, named
from lappendeken.reading.settling.units import fact_of
from lappendeken.schema import DOMEINEN, INDELING_PATTERN, as_domein

__all__ = [
    "CROSSES",
    "GROUPS",
    "LAYOUTS",
    "SKIP",
    "ColumnMapping",
    "read_mapping",
    "roles",
    "spellings",
]

CROSSES: Final = "kruisjes"
GROUPS: Final = "groepen"
LAYOUTS: Final = ("lang", "breed", "gemeenten", CROSSES, GROUPS, "verband")
"""One row a deelname; one row a gemeente and a column an indeling; gemeenten only; one row a
gemeente and a column a verband, with a cross for a deelname; a verband once, above or before its
gemeenten; one row a verband with who takes part in one cell."""

SKIP: Final = "weglaten"
"""The role of a column that is not to be read."""

GEMEENTE_ROLES: Final = schema.GEMEENTE_PROPERTIES[2:]

_SYNONYMS: Final[Mapping[str, tuple[str, ...]]] = MappingProxyType(
    {
        "gemeente_code": (
            *("code", "gemeentecode", "gmcode", "cbscode", "cbs", "statcode", "gemcode", "gm"),
            *("gemeentenummer", "gemeentenr", "codegemeente", "cbsnummer", "laucode"),
        ),
        "gemeente": ("gemeentenaam", "gemeenten", "naam", "naamgemeente", "statnaam", "gmnaam"),
        "verband": ("regio", "regionaam", "samenwerkingsverband", "naamverband", "verbandnaam"),
        "oppervlakte_km2": ("oppervlakte", "oppervlaktekm2", "oppkm2", "km2"),
        "inwoners": ("inwonertal", "aantalinwoners", "inwoneraantal", "bevolking", "inw"),
        "provincie": ("provincienaam", "prov"),
        **periods.SPELLINGS,
    }
)
GENERIC: Final = frozenset({"regio", "regionaam"})
"""What a column of verbanden may be called, and also one that is something else."""


def roles() -> tuple[str, ...]:
    """What a column can be, beside an indeling in a wide table."""
    return (
        *schema.column_names(schema.VERBANDEN),
        periods.LAST_DAY,
        periods.PERIOD,
        *GEMEENTE_ROLES,
    )


def spellings(role: str) -> tuple[str, ...]:
    """What a column of this role may be called, the usual first."""
    return (plain(role), *_SYNONYMS.get(role, ()))


@dataclass(frozen=True)
class ColumnMapping:
    """What the user says about a table.

    Parameters
    ----------
    columns : mapping of str to str
        Role (one of `roles()`) or identifier of an indeling -> header of the column.
    skip : tuple of str
        Headers of columns that are not to be read.
    fixed : mapping of str to str
        Role -> value that holds for every row; a filled cell goes before it.
    layout : str
        One of `LAYOUTS`; empty when the columns must tell.
    sheet : str
        Sheet or layer; the first, or the only one, when empty.
    indelingen : mapping of str to IndelingLabel
        Identifier -> label, of indelingen that the user describes.
    keep : tuple of str
        Texts that are names, though they look as if they say that there is nothing.
    ourselves : str
        The gemeente of which this is the list: who is meant by 'wij'.
    same : mapping of str to str
        Name of a verband -> verband_id of the one that it is, as the user accepted.

    Examples
    --------
    >>> mapping = ColumnMapping(columns={"verband": "Samenwerking"})
    >>> mapping.assign(["GM-code", "Samenwerking", "Kleur"])
    {'verband': 'Samenwerking', 'gemeente_code': 'GM-code'}
    """

    columns: Mapping[str, str] = field(default_factory=dict)
    skip: tuple[str, ...] = ()
    fixed: Mapping[str, str] = field(default_factory=dict)
    layout: str = ""
    sheet: str = ""
    indelingen: Mapping[str, IndelingLabel] = field(default_factory=dict)
    keep: tuple[str, ...] = ()
    ourselves: str = ""
    same: Mapping[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        if self.layout and self.layout not in LAYOUTS:
            raise WrongUsageError(
                f"Onbekende opzet '{self.layout}'; kies uit {', '.join(LAYOUTS)}."
            )
        if "domein" in self.fixed:
            domein = as_domein(self.fixed["domein"])
            object.__setattr__(self, "fixed", {**self.fixed, "domein": domein})
            if domein and domein not in DOMEINEN:
                choices = ", ".join(DOMEINEN)
                raise WrongUsageError(f"Onbekend domein '{domein}'; kies uit {choices}.")
        wrong = [name for name in self.fixed if name not in roles()]
        wrong += [name for name in self.columns if not INDELING_PATTERN.fullmatch(_as_name(name))]
        if wrong:
            raise WrongUsageError(
                f"'{wrong[0]}' is geen bekende soort kolom; kies uit {', '.join(roles())}, {SKIP}, "
                "of de aanduiding van een indeling zoals jeugdregio."
            )

    def assign(self, header: Sequence[str]) -> dict[str, str]:
        """Give every role its column."""
        given = {role: self._column(name, header) for role, name in self.columns.items()}
        skipped = {self._column(name, header) for name in self.skip}
        taken = [*given.values(), *skipped]
        double = [name for name in given.values() if taken.count(name) > 1]
        if double:
            raise WrongUsageError(f"--kolom: de kolom '{double[0]}' is twee keer genoemd.")
        for role in roles():
            wanted = spellings(role)
            if role in given:
                continue
            # In the order of the synonyms, so that 'gemeente' goes before 'naam'.
            for word in wanted:
                free = [name for name in header if name not in taken and plain(name) == word]
                if free:
                    given[role] = free[0]
                    taken.append(free[0])
                    break
        for role in GEMEENTE_ROLES:
            told = [] if role in given else [name for name in header if name not in taken]
            told = [name for name in told if (fact_of(name) or ("",))[0] == role]
            if told:
                # Of land and water together, our areas are land; of more years, the last counts.
                land = [name for name in told if "land" in name.casefold()]
                given[role] = max(land or told, key=_year)
                taken.append(given[role])
        return given

    def is_generic(self, assigned: Mapping[str, str]) -> bool:
        """Whether only the header, which says little, makes a column that of the verbanden."""
        name = assigned.get("verband", "")
        return "verband" not in self.columns and plain(name) in GENERIC

    def left_over(self, header: Sequence[str], assigned: Mapping[str, str]) -> list[str]:
        """Columns that are nothing yet, and that the user did not leave out."""
        taken = {*assigned.values(), *(self._column(name, header) for name in self.skip)}
        return [name for name in header if name not in taken]

    def knows(self, title: str) -> bool:
        """Whether a title is that of an indeling which the user or the catalogue describes."""
        return title in self.indelingen or find(title) is not None

    def label(self, title: str) -> IndelingLabel:
        """The indeling that goes by a title, as the user or the catalogue describes it."""
        label = self.indelingen.get(title) or named(title)
        label = self.indelingen.get(label.indeling, label)
        domein = self.fixed.get("domein", "")
        return label._replace(domein=domein, standaard="nee") if domein else label

    def _column(self, name: str, header: Sequence[str]) -> str:
        if name in header:
            return name
        same = [one for one in header if plain(one) == plain(name)]
        if len(same) == 1:
            return same[0]
        near = NameIndex({one: one for one in header}).candidates(name)
        hint = f" Bedoelt u {' of '.join(near)}?" if near else ""
        raise WrongUsageError(f"--kolom: er is geen kolom '{name}'.{hint}")


def _year(header: str) -> int:
    """The last year that a header names; 0 when it names none."""
    return max(map(int, _YEAR.findall(header)), default=0)


def _as_name(role: str) -> str:
    """A role in the form of an identifier, so that one pattern checks both."""
    return role.replace("_", "-")


def read_mapping(
    options: Iterable[str] = (),
    path: Path | None = None,
    *,
    fixed: Mapping[str, str] | None = None,
    layout: str = "",
    sheet: str = "",
    keep: Iterable[str] = (),
) -> ColumnMapping:
    """Put together what the command line and a TOML file say about a table.

    Examples
    --------
    >>> read_mapping(["gemeente_code=GM-code", "weglaten=Bron"]).columns
    {'gemeente_code': 'GM-code'}
    """
    told = _read_file(path) if path is not None else {}
    columns = dict(told.get("columns", {}))
    skip = list(told.get("skip", []))
    for option in options:
        role, sign, name = option.partition("=")
        if not sign or not role.strip() or not name.strip():
            raise WrongUsageError(
                f"--kolom: schrijf rol=kolom, zoals gemeente_code=GM-code; niet '{option}'."
            )
        if role.strip() == SKIP:
            skip.append(name.strip())
        else:
            columns[role.strip()] = name.strip()
    values = {**told.get("fixed", {}), **{k: v for k, v in (fixed or {}).items() if v}}
    return ColumnMapping(
        columns,
        tuple(skip),
        values,
        layout or told.get("layout", ""),
        sheet or told.get("sheet", ""),
        told.get("indelingen", {}),
        (*told.get("keep", ()), *keep),
    )


_YEAR: Final = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")
_TABLES: Final = (".csv", ".txt", ".tsv")
_PAIR: Final = ("rol", "kolom")
_AT_LINE: Final = re.compile(r"at line (\d+)")
_KEYS: Final = {"opzet", "blad", "kolommen", "vast", "indelingen", "laat-staan"}
_LABEL_KEYS: Final = {"kolom", "naam", "enkelvoud", "domein"}


def _read_file(path: Path) -> dict[str, Any]:
    """Read a TOML file, or a table with the columns `rol` and `kolom`."""
    if path.suffix.lower() not in (*ENDINGS, *_TABLES):
        return _read_toml(path)
    faults: list[Fault] = []
    cells = read_cells(path, faults, wanted=_PAIR)
    if faults or cells is None:
        raise DataError(faults)
    heads = [plain(name) for name in cells.header]
    if not set(_PAIR) <= set(heads):
        hint = "Zet in de ene kolom de rol, zoals verband, en in de andere hoe uw kolom heet"
        raise refuse(path, "de kolommen 'rol' en 'kolom' ontbreken", hint)
    pairs = [[row[heads.index(name)] for name in _PAIR] for row in cells.rows]
    columns = {role: name for role, name in pairs if role != SKIP and role and name}
    return {"columns": columns, "skip": [name for role, name in pairs if role == SKIP]}


def _read_toml(path: Path) -> dict[str, Any]:
    """Read the file, and refuse what it should not hold."""
    text = read_decoded(path)
    try:
        content = tomllib.loads(text)
    except (ValueError, RecursionError) as error:
        place = _AT_LINE.search(str(error))
        hint = 'Schrijf elke regel als naam = "tekst", met aanhalingstekens'
        row = int(place[1]) if place else None
        raise refuse(path, "dit is geen geldig TOML-bestand", hint, row=row) from None
    wrong = sorted(set(content) - _KEYS)
    if wrong:
        hint = f"Kies uit {', '.join(sorted(_KEYS))}"
        raise refuse(path, f"'{wrong[0]}' hoort niet in dit bestand", hint)
    tables = {name: content.get(name, {}) for name in ("kolommen", "vast", "indelingen")}
    for name, table in tables.items():
        if not isinstance(table, dict):
            raise refuse(path, f"'{name}' moet een tabel zijn, met [{name}] erboven")
    kept = content.get("laat-staan", [])
    kept = kept if isinstance(kept, list) else [kept]
    columns, skip = _toml_columns(path, tables["kolommen"])
    indelingen: dict[str, IndelingLabel] = {}
    for name, about in tables["indelingen"].items():
        indelingen[name] = _toml_label(path, name, about)
        if about.get("kolom"):
            columns[name] = _toml_text(path, "kolom", about["kolom"])
    return {
        "columns": columns,
        "skip": skip,
        "fixed": {k: _toml_text(path, k, v) for k, v in tables["vast"].items()},
        "layout": _toml_text(path, "opzet", content.get("opzet", "")),
        "sheet": _toml_text(path, "blad", content.get("blad", "")),
        "indelingen": indelingen,
        "keep": [_toml_text(path, "laat-staan", one) for one in kept],
    }


def _toml_columns(path: Path, table: Mapping[str, Any]) -> tuple[dict[str, str], list[str]]:
    """The columns of the file, and those that it leaves out."""
    left_out = table.get(SKIP, [])
    skip = left_out if isinstance(left_out, list) else [left_out]
    columns = {role: _toml_text(path, role, name) for role, name in table.items() if role != SKIP}
    return columns, [_toml_text(path, SKIP, name) for name in skip]


def _toml_label(path: Path, name: str, about: Any) -> IndelingLabel:
    """What the file says about one indeling."""
    if not isinstance(about, dict) or set(about) - _LABEL_KEYS:
        hint = f"Kies uit {', '.join(sorted(_LABEL_KEYS))}"
        raise refuse(path, f"[indelingen.{name}] is niet te begrijpen", hint)
    if not INDELING_PATTERN.fullmatch(name):
        hint = "Gebruik kleine letters, cijfers en streepjes, zoals jeugdregio"
        raise refuse(path, f"'{name}' is geen geldige aanduiding van een indeling", hint)
    known = named(name)
    told = {key: _toml_text(path, key, about.get(key, "")) for key in _LABEL_KEYS - {"kolom"}}
    told["domein"] = as_domein(told["domein"])
    if told["domein"] and told["domein"] not in DOMEINEN:
        raise refuse(path, f"onbekend domein '{told['domein']}'", f"Kies uit {', '.join(DOMEINEN)}")
    other = bool(told["domein"]) and told["domein"] != known.domein
    return IndelingLabel(
        name,
        told["naam"] or known.naam,
        told["enkelvoud"] or told["naam"] or known.enkelvoud,
        told["domein"] or known.domein,
        "nee" if other else known.standaard,
    )


def _toml_text(path: Path, key: str, value: Any) -> str:
    if not isinstance(value, str):
        raise refuse(path, f"'{key}' moet tekst zijn", f'Schrijf {key} = "…"')
    return value
