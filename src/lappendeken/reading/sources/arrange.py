"""Tables as people have them, brought to a form of which the columns speak for themselves.

Between the cells of a file and the layout of a table: names of columns that were cut off, a column
of codes that is called something else, and crosses under verbanden.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from functools import cache
from typing import Final

import pandas as pd

from lappendeken.dutch import count, listing, shortened
from lappendeken.names import canonical
from lappendeken.reading.files.grid import Grid
from lappendeken.reading.files.guard import MOST_ROWS, refuse
from lappendeken.reading.files.surroundings import Known
from lappendeken.reading.files.values import as_code, different, tidy
from lappendeken.reading.settling import ledger as result
from lappendeken.reading.settling.catalogue import FINER, identifiers, prefix_of
from lappendeken.reading.settling.gemeenten import Gemeenten
from lappendeken.reading.settling.ledger import Ledger, Unmatched
from lappendeken.reading.settling.mapping import CROSSES, ColumnMapping, roles, spellings
from lappendeken.reading.sources.standing import about_standing, is_standing
from lappendeken.reading.sources.unfolding import unfolded

__all__ = ["arranged", "elsewhere", "known_headers", "only_crosses", "statline_hint"]

_TICKS: Final = frozenset({"✓", "✔", "☑", "√", "v"})
_X: Final = frozenset({"x", "✗", "✘", "☒"})
_YES: Final = frozenset({"1", "ja", "j", "waar", "true", "yes", "y", "•", "●", "+"}) | _TICKS | _X
_NO: Final = frozenset({"", "0", "nee", "n", "onwaar", "false", "no", "-", "–", "—", ".", "☐"}) | {
    "n.v.t.",
    "nvt",
}
_MOSTLY: Final = 0.5
"""Such a share of the filled cells of a column are crosses; what the others are, is told."""

_CUT: Final = 10
"""A shapefile keeps so many signs of the name of a column."""

_SUM: Final = ("totaal", "aantal", "total", "som")


def arranged(
    grid: Grid, mapping: ColumnMapping, gemeenten: Callable[[], Gemeenten], ledger: Ledger
) -> tuple[Grid, ColumnMapping]:
    """A table with what its columns did not say, and what that makes of the mapping."""
    grid, mapping = _completed(grid, mapping, ledger)
    grid, mapping = unfolded(grid, mapping, gemeenten, ledger)
    if grid.geometry is not None or mapping.layout not in {"", CROSSES}:
        return grid, mapping
    header = [str(name) for name in grid.table.columns]
    assigned = mapping.assign(header)
    if not mapping.layout and (set(assigned) - set(roles()) or {"verband_id"} & set(assigned)):
        return grid, mapping
    if {"gemeente", "gemeente_code"} & set(assigned):
        columns = _crossed(grid, mapping, assigned)
        return _from_crosses(grid, mapping, columns, ledger) if columns else (grid, mapping)
    return _from_turned(grid, mapping, gemeenten, ledger)


def elsewhere(grid: Grid) -> str:
    """Where else in a workbook the table may stand, behind another hint."""
    if not grid.sheets:
        return ""
    return f"; of kies met --blad een ander blad: {', '.join(grid.sheets[:10])}"


def statline_hint(grid: Grid) -> str:
    """What to do with a table that has codes of CBS for gemeenten and for regions."""
    found = {name: prefix_of(grid.table[name].unique()) for name in map(str, grid.table.columns)}
    kinds = [f"'{name}'" for name, code in found.items() if code and code not in FINER]
    if not kinds or "GM" not in found.values():
        return ""
    return f"In {shortened(kinds)} staan codes van CBS; geef --soort statline"


# Names of columns -----------------------------------------------------------------------------


def known_headers(mapping: ColumnMapping) -> Known:
    """What a header says: the role or indeling that is called so, by the user before all."""
    own = {_plain(name): f"*{role}" for role, name in mapping.columns.items()}
    words = _words()

    @cache
    def known(header: str) -> str:
        plain = _plain(header)
        if plain in own or plain in words:
            return own.get(plain) or words[plain]
        if len(header) == _CUT and (role := _uncut(header, words)):
            return role
        return header if header and mapping.knows(header) else ""

    return known


def _plain(text: str) -> str:
    return "".join(filter(str.isalnum, text.casefold()))


def _words() -> dict[str, str]:
    """Every word for a role."""
    return {word: role for role in roles() for word in spellings(role)}


def _uncut(header: str, words: Mapping[str, str]) -> str:
    """The one role of which the name was cut off."""
    cut = _plain(header)
    found = {role for word, role in words.items() if word.startswith(cut) and word != cut}
    return found.pop() if len(found) == 1 else ""


def _completed(grid: Grid, mapping: ColumnMapping, ledger: Ledger) -> tuple[Grid, ColumnMapping]:
    """The table with names that were cut off made whole, and the column of codes found."""
    header = [str(name) for name in grid.table.columns]
    taken = {*mapping.columns.values(), *mapping.skip, *mapping.assign(header).values()}
    names = {_plain(name): name for name in identifiers()}
    renamed: dict[str, str] = {}
    for name in header:
        if len(name) == _CUT and name not in taken and not mapping.knows(name):
            whole = _uncut(name, _words()) or _uncut(name, names)
            if whole and whole not in {*header, *renamed.values()}:
                renamed[name] = whole
    if renamed:
        shown = listing([f"'{old}' als {new}" for old, new in renamed.items()])
        ledger.remark(f"{grid.file}: afgekapte namen van kolommen zijn gelezen: {shown}.")
        grid = replace(grid, table=grid.table.rename(columns=renamed))
    return grid, _with_codes(grid, mapping, ledger)


def _with_codes(grid: Grid, mapping: ColumnMapping, ledger: Ledger) -> ColumnMapping:
    """The mapping with the column that holds the codes of gemeenten, whatever it is called."""
    assigned = mapping.assign([str(name) for name in grid.table.columns])
    own = assigned.get("gemeente_code", "")
    if "gemeente_code" in mapping.columns or (own and any(map(as_code, _first(grid, own)))):
        return mapping
    named = assigned.get("gemeente", "")
    kept = {*mapping.columns.values(), *mapping.skip, own}
    for name in map(str, grid.table.columns):
        if name not in kept and _are_codes(_texts(grid, name), bare=name == named):
            ledger.remark(f"{grid.file}: kolom '{name}' is gelezen als de codes van gemeenten.")
            return replace(mapping, columns={**mapping.columns, "gemeente_code": name})
    return mapping


def _first(grid: Grid, name: str) -> Iterable[str]:
    """The different texts in a column, as many as are asked for."""
    return filter(None, (tidy(text) for text in different(grid.table[name])))


def _texts(grid: Grid, name: str) -> list[str]:
    """The different texts in a column."""
    return list(_first(grid, name))


def _are_codes(texts: Sequence[str], *, bare: bool) -> bool:
    """Whether all texts are codes; without GM only where the header says that it is gemeenten."""
    if not texts or not (bare or all("GM" in text[:8].upper() for text in texts)):
        return False
    return all(as_code(text) is not None for text in texts)


# Crosses --------------------------------------------------------------------------------------


def _crossed(grid: Grid, mapping: ColumnMapping, assigned: Mapping[str, str]) -> list[str]:
    """The columns of crosses, when these are what the table is about."""
    if not mapping.layout and "verband" in assigned:
        return []
    header = [str(name) for name in grid.table.columns]
    others = [
        name
        for name in mapping.left_over(header, assigned)
        if not _is_sum(name) and not is_standing(name)
    ]
    columns = [name for name in others if _holds_crosses(grid, name)]
    if mapping.layout:
        if columns:
            return columns
        raise refuse(grid.file, "er zijn geen kolommen met kruisjes", "Zet een x bij wie meedoet")
    known = [name for name in others if mapping.knows(name)]
    beside = any(name not in known for name in columns)
    if not all(only_crosses(grid, name, beside=beside) for name in known):
        return []
    return columns if len(columns) > 1 or len(columns) == len(others) else []


def _is_sum(name: str) -> bool:
    return name.casefold().startswith(_SUM)


def _holds_crosses(grid: Grid, name: str) -> bool:
    """Whether the filled cells of a column are crosses, or nearly all of them."""
    times = {_sign(text): 0 for text in different(grid.table[name])}
    if not times.keys() & _YES or sum(sign not in _YES | _NO for sign in times) > len(_YES):
        return False
    for text, many in grid.table[name].value_counts().items():
        times[_sign(str(text))] += int(many)
    yes = sum(many for sign, many in times.items() if sign in _YES)
    odd = {sign: many for sign, many in times.items() if sign not in _YES | _NO}
    if odd and all(sign.isdecimal() for sign in odd):
        return False  # a column of numbers
    return yes >= _MOSTLY * (yes + sum(odd.values()))


def only_crosses(grid: Grid, name: str, *, beside: bool = False) -> bool:
    """Whether a column holds crosses and no names, though it is called after an indeling.

    An x alone may also be a placeholder, and a 1 a number, unless crosses stand beside them.
    """
    signs: set[str] = set()
    for text in different(grid.table[name]):
        signs.add(_sign(text))
        if not signs <= _YES | _NO:
            return False
    yes = signs & _YES
    if not yes:
        return False
    return beside or bool(yes - {"x", "1"}) or {"0", "1"} <= signs


def _sign(text: str) -> str:
    return tidy(text).casefold()


def _from_crosses(
    grid: Grid, mapping: ColumnMapping, columns: Sequence[str], ledger: Ledger
) -> tuple[Grid, ColumnMapping]:
    """A table with a column a verband as one row a deelname."""
    header = [str(name) for name in grid.table.columns]
    assigned = mapping.assign(header)
    above = {name: grid.above.get(name, "") for name in columns}
    titled = all(text and mapping.knows(text) for text in above.values())
    titled = titled and "indeling" not in mapping.fixed
    if not titled:
        _ask_indeling(grid, mapping, assigned, columns, ("verband", "verbanden"))
    facts = [name for role, name in assigned.items() if role != "verband"]
    beside = _beside(mapping.left_over(header, assigned), columns)
    base = grid.table[[*facts, *beside]]
    titles = {name: {"indeling": above[name]} if titled else {} for name in columns}
    parts = [(base.assign(verband=name, **titles[name]), grid.table[name]) for name in columns]
    return _as_rows(grid, mapping, parts, columns, ledger)


def _from_turned(
    grid: Grid, mapping: ColumnMapping, gemeenten: Callable[[], Gemeenten], ledger: Ledger
) -> tuple[Grid, ColumnMapping]:
    """A table with a row a verband and a column a gemeente as one row a deelname."""
    header = [str(name) for name in grid.table.columns]
    columns = [name for name in header if _holds_crosses(grid, name)]
    if len(columns) > 1:
        known = gemeenten()
        names = {canonical(name) for name in known.names.values()}
        columns = [
            name for name in columns if canonical(name) in names or as_code(name) in known.names
        ]
    rest = [name for name in header if name not in columns]
    free = replace(mapping, skip=())
    assigned = free.assign(rest) if len(columns) > 1 else {}
    verband = assigned.get("verband") or next(iter(free.left_over(rest, assigned)), "")
    if len(columns) < 2 or not verband:
        return grid, replace(mapping, layout="" if mapping.layout == CROSSES else mapping.layout)
    _ask_indeling(grid, mapping, assigned, columns, ("gemeente", "gemeenten"))
    facts = [name for role, name in assigned.items() if role != "verband"]
    beside = _beside(mapping.left_over(rest, assigned), [verband])
    base = grid.table[[*facts, *beside]].assign(verband=grid.table[verband])
    parts = [(base.assign(gemeente=name), grid.table[name]) for name in columns]
    return _as_rows(grid, mapping, parts, [*columns, verband], ledger)


def _beside(others: Sequence[str], columns: Sequence[str]) -> list[str]:
    """What may say that the crosses of a row do not hold."""
    return [name for name in others if name not in columns and about_standing(name)]


def _ask_indeling(
    grid: Grid,
    mapping: ColumnMapping,
    assigned: Iterable[str],
    columns: Sequence[str],
    what: tuple[str, str],
) -> None:
    """Refuse crosses of which nothing says what kind of verbanden they are about."""
    if "indeling" in mapping.fixed or "indeling" in assigned:
        return
    shown = shortened([f"'{name}'" for name in columns])
    message = f"dit zijn kruisjes onder {count(len(columns), *what)} ({shown})"
    raise refuse(grid.file, message, "Geef --indeling met een naam zoals jeugdregio")


def _as_rows(
    grid: Grid,
    mapping: ColumnMapping,
    parts: Sequence[tuple[pd.DataFrame, "pd.Series[str]"]],
    columns: Sequence[str],
    ledger: Ledger,
) -> tuple[Grid, ColumnMapping]:
    """The cells with a cross as rows; one that is neither a cross nor empty is told."""
    if sum(len(part) for part, _ in parts) > 4 * MOST_ROWS:
        raise refuse(grid.file, "deze tabel heeft te veel rijen en verbanden", "Splits haar")
    marks = pd.concat([column.map(_sign) for _, column in parts])
    signs = set(marks)
    if signs & _TICKS and signs & _X:
        message = "deze tabel heeft vinkjes en kruisjes, en een kruisje kan ook nee betekenen"
        raise refuse(grid.file, message, "Vervang wat niet meedoet door nee")
    cells = pd.concat([part for part, _ in parts])
    order = marks.index.argsort(kind="stable")
    cells, marks = cells.iloc[order], marks.iloc[order]
    odd = ~marks.isin(list(_YES | _NO))
    unclear = [
        _unclear(grid.file, line, row, mark)
        for line, row, mark in zip(
            cells.index[odd], cells[odd].to_dict("records"), marks[odd], strict=True
        )
    ]
    kept = cells[marks.isin(list(_YES))]
    if kept.empty:
        raise refuse(grid.file, "er staat geen enkel kruisje in", "Zet een x bij wie meedoet")
    shown = shortened([f"'{sign}'" for sign in sorted(signs & _YES)])
    many = count(len(kept), "deelname", "deelnames")
    ledger.remark(f"{grid.file}: kruisjes ({shown}) zijn gelezen als {many}, een per kruisje.")
    used = {*columns, *cells.columns, *mapping.skip}
    left = [name for name in map(str, grid.table.columns) if name not in used]
    if left:
        names = shortened([f"'{name}'" for name in left], 10)
        ledger.remark(f"{grid.file}: naast de kruisjes niet gebruikt: {names}.")
    chosen = {role: name for role, name in mapping.columns.items() if name in kept.columns}
    mapping = replace(mapping, layout="lang", columns={**chosen, "verband": "verband"}, skip=())
    return replace(grid, table=kept, broken=(*grid.broken, *unclear)), mapping


def _unclear(file: str, line: int, row: Mapping[str, object], mark: str) -> Unmatched:
    """A cell that is no cross, with as much of its gemeente as its row tells."""
    who = next((str(cell) for name, cell in row.items() if name != "verband" and cell), "")
    why = f"'{mark[:_CUT]}' is geen kruisje"
    return Unmatched(file, int(line), str(row["verband"]), "", who, result.ONGELDIG, why)
