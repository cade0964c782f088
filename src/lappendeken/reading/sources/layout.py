"""A table of a user as rows of deelnames: what each column is, and one row a deelname."""

import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Final

import pandas as pd

from lappendeken.dutch import count, shortened, typed
from lappendeken.reading.files.grid import Grid
from lappendeken.reading.files.guard import MOST_ROWS, refuse
from lappendeken.reading.settling import blanks
from lappendeken.reading.settling.catalogue import IndelingLabel
from lappendeken.reading.settling.deelnames import by_id, settle
from lappendeken.reading.settling.gemeenten import Gemeenten
from lappendeken.reading.settling.ledger import Ledger, deelname_columns
from lappendeken.reading.settling.mapping import GEMEENTE_ROLES, ColumnMapping, roles
from lappendeken.reading.settling.periods import LAST_DAY, with_dates
from lappendeken.reading.settling.several import split_gemeenten, split_verbanden
from lappendeken.reading.sources.arrange import elsewhere, only_crosses, statline_hint
from lappendeken.reading.sources.standing import still_holding

__all__ = ["Laid", "deelnames_of", "lay_out", "tell_unused"]

_NOTHING: Final[Mapping[str, str]] = {
    "verband": "verband",
    "verband_id": "verband",
    "indeling": "indeling",
    "gemeente_code": "gemeente",
    "gemeente": "gemeente",
    "van": "datum",
    "tot": "datum",
    LAST_DAY: "datum",
    "stand": "datum",
    "provincie": "provincie",
    "inwoners": "inwonertal",
    "oppervlakte_km2": "oppervlakte",
}
"""Roles of which a cell may say that there is nothing, and of what."""


@dataclass(frozen=True, eq=False)
class Laid:
    """A table of which every column has a meaning.

    Parameters
    ----------
    grid : Grid
        The cells; those that say that there is nothing are empty.
    layout : str
        One of `mapping.LAYOUTS`.
    assigned : mapping of str to str
        Role -> column.
    chosen : mapping of str to str
        Title of an indeling -> column, in a wide table.
    unused : list of str
        Columns that are nothing.
    """

    grid: Grid
    layout: str
    assigned: Mapping[str, str]
    chosen: Mapping[str, str]
    unused: list[str]


def lay_out(grid: Grid, mapping: ColumnMapping, stem: str, ledger: Ledger) -> Laid:
    """Find out what every column is."""
    header = list(grid.table.columns)
    assigned = mapping.assign(header)
    told = {role: name for role, name in assigned.items() if role not in roles()}
    others = mapping.left_over(header, assigned)
    known = [name for name in others if mapping.knows(name)]
    # 'ja' and 'nee' beside columns with names are no verbanden.
    known = [name for name in known if not only_crosses(grid, name)] or known
    asked = mapping.fixed.get("indeling", "")
    same = [name for name in known if asked and mapping.label(name) == mapping.label(asked)]
    one_indeling = ("indeling" in assigned or asked) and not same
    on_map = grid.geometry is not None
    if (
        mapping.is_generic(assigned)
        and mapping.layout in {"", "breed"}
        and (mapping.layout or told or ((known or on_map) and not one_indeling))
    ):
        # 'Regio' beside columns that are called after indelingen is none of these.
        del assigned["verband"]
        others = mapping.left_over(header, assigned)
    layout = mapping.layout or _layout(grid, assigned, others, known, stem)
    chosen: dict[str, str] = {}
    if layout == "breed":
        chosen = told or {name: name for name in same or known}
    assigned = {role: name for role, name in assigned.items() if role in roles()}
    unused = [name for name in others if name not in chosen.values()]
    begin = assigned.get("van", "")
    if begin and "van" not in mapping.columns and only_crosses(grid, begin, beside=True):
        # 'Toegetreden: nee' is no day on which a deelname begins.
        unused.append(assigned.pop("van"))
    grid = _emptied(grid, assigned, chosen, mapping, ledger)
    grid, assigned = with_dates(grid, assigned, mapping.columns, ledger)
    if layout != "gemeenten":
        grid, assigned, unused = still_holding(grid, assigned, unused, ledger)
    return Laid(grid, layout, assigned, chosen, unused)


def _layout(
    grid: Grid, assigned: Mapping[str, str], others: list[str], known: list[str], stem: str
) -> str:
    """What kind of table this is."""
    if {"verband", "verband_id"} & set(assigned):
        return "lang"
    if known or set(assigned) - set(roles()):
        return "breed"
    facts = grid.geometry is not None or stem.casefold() == "gemeenten"
    if facts or (not others and set(GEMEENTE_ROLES) & set(assigned)):
        return "gemeenten"
    return "breed"


def _emptied(
    grid: Grid,
    assigned: Mapping[str, str],
    chosen: Mapping[str, str],
    mapping: ColumnMapping,
    ledger: Ledger,
) -> Grid:
    """The grid without cells that say that there is nothing, which is told."""
    about = [(name, _NOTHING[role]) for role, name in assigned.items() if role in _NOTHING]
    about += [(name, "verband") for name in chosen.values()]
    found: dict[str, Counter[str]] = {}
    fresh: dict[str, pd.Series] = {}
    for name, what in about:
        cells, dropped = blanks.emptied(grid.table[name], mapping.keep)
        if dropped:
            fresh[name] = cells
            found[what] = found.get(what, Counter()) + dropped
    for what, dropped in found.items():
        for text in blanks.tell(grid.file, dropped, what):
            ledger.remark(text)
    return replace(grid, table=grid.table.assign(**fresh)) if fresh else grid


def deelnames_of(
    laid: Laid, mapping: ColumnMapping, known: Gemeenten, ledger: Ledger
) -> tuple[list[pd.DataFrame], list[IndelingLabel]]:
    """The deelnames in a table, by its layout."""
    grid, assigned = laid.grid, laid.assigned
    if laid.layout == "gemeenten":
        tell_unused(laid, ledger)
        return [], []
    if not {"gemeente", "gemeente_code"} & set(assigned):
        header = ", ".join(grid.table.columns)
        hint = f"Wijs haar aan met --kolom gemeente_code=…; de kolommen zijn: {header}"[:500]
        hint += ". Staan de gemeenten van een verband samen in één cel, geef dan --opzet verband"
        raise refuse(grid.file, "er is geen kolom met gemeenten", hint + elsewhere(grid))
    return (_long if laid.layout == "lang" else _wide)(laid, mapping, known, ledger)


def _long(
    laid: Laid, mapping: ColumnMapping, known: Gemeenten, ledger: Ledger
) -> tuple[list[pd.DataFrame], list[IndelingLabel]]:
    """One row a deelname."""
    grid = laid.grid
    if not {"verband", "verband_id"} & set(laid.assigned):
        raise refuse(grid.file, "er is geen kolom met verbanden", "Geef --kolom verband=…")
    if "indeling" not in laid.assigned and "indeling" not in mapping.fixed:
        hint = "Geef --indeling met een naam zoals jeugdregio, of --kolom indeling=…"
        raise refuse(grid.file, "er is geen kolom met de indeling", hint)
    rows = _split(grid.file, _columns(laid, mapping), mapping, known, ledger)
    tell_unused(laid, ledger)
    deelnames, used = settle(
        grid.file, rows, known, mapping.label, ledger, broken=grid.broken, own=True
    )
    return [deelnames], used


def _columns(laid: Laid, mapping: ColumnMapping) -> pd.DataFrame:
    """The columns of deelnames, with what holds for every row where a cell is empty."""
    columns, table = deelname_columns(), laid.grid.table
    rows = pd.DataFrame(
        {role: table[name] for role, name in laid.assigned.items() if role in columns},
        index=table.index,
    )
    fixed = {"bron": laid.grid.file, **mapping.fixed}
    for role, value in fixed.items():
        if role in columns and role not in {"gemeente", "gemeente_code"}:
            rows[role] = rows[role].where(rows[role] != "", value) if role in rows else value
    return rows


def _split(
    file: str, rows: pd.DataFrame, mapping: ColumnMapping, known: Gemeenten, ledger: Ledger
) -> pd.DataFrame:
    """A row for every gemeente and verband that a cell names."""
    rows, told = split_gemeenten(file, rows, known)
    rows, told_too = split_verbanden(file, rows, mapping.keep)
    for text in (*told, *told_too):
        ledger.remark(text)
    return rows


def _wide(
    laid: Laid, mapping: ColumnMapping, known: Gemeenten, ledger: Ledger
) -> tuple[list[pd.DataFrame], list[IndelingLabel]]:
    """One row a gemeente, and a column an indeling."""
    grid = laid.grid
    if not laid.chosen:
        shown = shortened([f"'{name}'" for name in laid.unused], 10)
        hint = _dated_hint(laid.unused, mapping) or (
            f"Geef --kolom aanduiding=kolom voor elke indeling; de andere kolommen zijn: {shown}"
            if laid.unused
            else "Zet naast de gemeenten een kolom met het verband van elk"
        )
        message = "geen enkele kolom heet naar een bekende indeling"
        raise refuse(grid.file, message, statline_hint(grid) or hint + elsewhere(grid))
    asked = mapping.fixed.get("indeling", "")
    if asked and mapping.label(asked).indeling not in {
        mapping.label(t).indeling for t in laid.chosen
    }:
        hint = (
            f"Wijs haar aan met --kolom {mapping.label(asked).indeling}=…, of laat --indeling weg"
        )
        raise refuse(grid.file, f"geen kolom heet naar de indeling '{asked}'", hint)
    tell_unused(laid, ledger)
    if len(grid.table) * len(laid.chosen) > MOST_ROWS:
        raise refuse(grid.file, "deze tabel heeft te veel rijen en indelingen", "Splits haar")
    base = _columns(laid, mapping)
    used: dict[str, tuple[str, IndelingLabel]] = {}
    rows: list[pd.DataFrame] = []
    for title, name in laid.chosen.items():
        label = mapping.label(title)
        if label.indeling in used:
            message = f"de kolommen '{used[label.indeling][0]}' en '{name}' zijn dezelfde indeling"
            raise refuse(grid.file, message, f"Geef {typed('--kolom', f'weglaten={name}')}")
        used[label.indeling] = (name, label)
        place = f"{grid.file}, kolom {name}"
        rows.append(
            base.assign(
                bestand=place, indeling=label.indeling, verband=grid.table[name], verband_id=""
            )
        )
    find = by_id(label for _, label in used.values())
    every = _split(grid.file, pd.concat(rows), mapping, known, ledger)
    deelnames, labelled = settle(
        grid.file, every, known, find, ledger, unit="cellen", broken=grid.broken, own=True
    )
    verbanden = deelnames.groupby("indeling")["verband_id"].nunique()
    for indeling, (name, _) in used.items():
        many = count(int(verbanden.get(indeling, 0)), "verband", "verbanden")
        ledger.remark(f"Kolom '{name}' is de indeling {indeling} met {many}.")
    return [deelnames], labelled


_WHEN: Final = re.compile(
    r"(.*?)[\s_(-]*((?:(?:per|op|vanaf|sinds|in|stand|peildatum)\s+)?"
    r"(?:\d\d?[-/. ]\w+[-/. ])?(?:19|20)\d\d(?:-\d\d)?|oude?|nieuwe?|huidige?)\)?",
    re.IGNORECASE,
)


def _dated_hint(unused: list[str], mapping: ColumnMapping) -> str:
    """What to do with a column for every year of one indeling."""
    found = [(name, _WHEN.fullmatch(name)) for name in unused]
    asked = mapping.fixed.get("indeling", "")
    dated = {
        name: (own[1] or asked)
        for name, own in found
        if own is not None and (mapping.knows(own[1]) or (not own[1] and asked))
    }
    if not dated:
        return ""
    name = list(dated)[-1]
    option = typed("--kolom", f"{mapping.label(dated[name]).indeling}={name}")
    return f"Kies één moment, zoals {option}; een ander moment leest u in een eigen map"


def tell_unused(laid: Laid, ledger: Ledger) -> None:
    """Say which columns were not read."""
    if laid.unused:
        shown = shortened([f"'{name}'" for name in laid.unused], 10)
        which = "deze kolom is" if len(laid.unused) == 1 else "deze kolommen zijn"
        ledger.remark(f"{laid.grid.file}: {which} niet gebruikt: {shown}.")
