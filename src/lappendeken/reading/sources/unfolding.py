"""Tables that say with their place what a column could say, brought to one column for each thing.

'Idem' below a name, a region above or before its gemeenten, regions as heads of columns, and tables
beside each other.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from functools import cache
from typing import Final

import pandas as pd

from lappendeken.dutch import count, listing, shortened
from lappendeken.reading.files.grid import Grid
from lappendeken.reading.files.values import by_value, different, tidy
from lappendeken.reading.settling.gemeenten import Gemeenten
from lappendeken.reading.settling.ledger import Ledger
from lappendeken.reading.settling.mapping import GROUPS, ColumnMapping, roles

__all__ = ["unfolded"]

_DITTO: Final = re.compile(
    r"idem|id\.|dito|ditto|\"|''|”|“|″|〃|,,|-?\"-?|zelfde|dezelfde", re.IGNORECASE
)
_AGAIN: Final = re.compile(r"(?P<name>.+) \((?P<times>\d)\)")
_REGION: Final = re.compile(
    r"(\w*regio\w*|ggd|vrh?|regionale?|samenwerking\w*|verband|district|cluster|sub-?regio)\b",
    re.IGNORECASE,
)
_NUMBER: Final = re.compile(r"[\d.,\s%-]*")
_MOSTLY: Final = 0.8
_VERBAND: Final = "verband"


def unfolded(
    grid: Grid, mapping: ColumnMapping, gemeenten: Callable[[], Gemeenten], ledger: Ledger
) -> tuple[Grid, ColumnMapping]:
    """A table with a cell for what its place said, and what that makes of the mapping."""
    if grid.geometry is not None:
        return grid, mapping
    known = cache(lambda text: gemeenten().is_one(text))
    grid = _stacked(grid, mapping, known, ledger)
    header = [str(name) for name in grid.table.columns]
    assigned = mapping.assign(header)
    others = mapping.left_over(header, assigned)
    titled = [name for name in others if mapping.knows(name)]
    told = [name for role, name in assigned.items() if role not in roles()]
    verbanden = [assigned[_VERBAND]] if _VERBAND in assigned else [*told, *titled]
    grid = _without_dittos(grid, verbanden, ledger)
    if mapping.layout not in {"", GROUPS} or "verband_id" in assigned:
        return grid, mapping
    column = assigned.get("gemeente", assigned.get("gemeente_code", ""))
    if column and len(verbanden) == 1:
        grid = _filled_down(grid, column, verbanden[0], mapping, ledger)
    elif column and not verbanden:
        return _from_sections(grid, column, mapping, known, ledger)
    elif not column and not verbanden:
        return _from_heads(grid, mapping, known, ledger)
    if mapping.layout == GROUPS:
        mapping = replace(mapping, layout="")
    return grid, mapping


# Beside each other ----------------------------------------------------------------------------


def _stacked(
    grid: Grid, mapping: ColumnMapping, known: Callable[[str], bool], ledger: Ledger
) -> Grid:
    """Tables that stand beside each other in a sheet, below each other."""
    header = [str(name) for name in grid.table.columns]
    assigned = mapping.assign(header)
    own = {assigned.get("gemeente"), assigned.get("gemeente_code")} - {None}
    first = {name: found for name in header if (found := _AGAIN.fullmatch(name))}
    again = [name for name, found in first.items() if found["name"] in own]
    again = [name for name in again if name not in mapping.columns.values()]
    if not any(_mostly(grid.table[name], known) for name in again):
        return grid
    blocks: list[dict[str, str]] = [{}]
    for name in header:
        base = first[name]["name"] if name in first and first[name]["name"] in header else name
        if base in blocks[-1]:
            blocks.append({})
        blocks[-1][base] = name
    if any(not own & set(block) for block in blocks):
        return grid
    names = list(dict.fromkeys(base for block in blocks for base in block))
    parts = [
        grid.table[list(block.values())]
        .set_axis(list(block), axis=1)
        .reindex(columns=names, fill_value="")
        for block in blocks
    ]
    kept = [part[(part != "").any(axis=1)] for part in parts]
    shown = listing([f"'{name}'" for name in again])
    ledger.remark(
        f"{grid.file}: hier staan {count(len(blocks), 'tabel', 'tabellen')} naast elkaar (weer "
        f"vanaf kolom {shown}); zij zijn onder elkaar gelezen."
    )
    return replace(grid, table=pd.concat(kept))


def _mostly(cells: "pd.Series[str]", known: Callable[[str], bool]) -> bool:
    """Whether a column names gemeenten."""
    texts = [text for text in map(tidy, different(cells)) if text]
    return bool(texts) and sum(map(known, texts)) >= _MOSTLY * len(texts)


# The same as above ----------------------------------------------------------------------------


def _without_dittos(grid: Grid, columns: Sequence[str], ledger: Ledger) -> Grid:
    """Cells that say 'the same', with the name above them."""
    fresh: dict[str, pd.Series] = {}
    for name in columns:
        cells = grid.table[name]
        marks = [text for text in different(cells) if _DITTO.fullmatch(text.strip())]
        if not marks:
            continue
        same = cells.isin(marks)
        fresh[name] = cells.mask(same).ffill().fillna("").astype("str")
        shown = shortened([f"'{text}'" for text in marks])
        done = count(int(same.sum()), "cel is", "cellen zijn")
        ledger.remark(
            f"{grid.file}: {done} in kolom '{name}' gelezen als de naam erboven: {shown}."
        )
    return replace(grid, table=grid.table.assign(**fresh)) if fresh else grid


def _filled_down(
    grid: Grid, column: str, verband: str, mapping: ColumnMapping, ledger: Ledger
) -> Grid:
    """Rows below a region that is named once, with its name.

    Without being asked only where each region is named once, the first row has one, and behind
    each comes a row without: an empty cell says 'no region' elsewhere.
    """
    cells = by_value(grid.table[verband], tidy)
    filled = cells != ""
    if filled.all() or not filled.any():
        return grid
    who = by_value(grid.table[column], tidy) != ""
    alone = filled & ~who
    told = cells[filled]
    once = bool(told.is_unique and filled.iloc[0] and len(told) > 1)
    each = bool((~filled).shift(-1, fill_value=False)[filled].all())
    if mapping.layout != GROUPS and not (once and each):
        return grid
    heads = alone & ~filled.shift(-1, fill_value=True)
    done = cells.mask(~filled).ffill().fillna("").astype("str")
    many = count(int((~filled & who).sum()), "gemeente heeft", "gemeenten hebben")
    ledger.remark(
        f"{grid.file}: in kolom '{verband}' staat elk verband één keer, en {many} de naam erboven "
        "gekregen. Hoort een lege cel bij geen verband, geef dan --opzet lang (of breed)."
    )
    table = grid.table.assign(**{verband: done})
    return replace(grid, table=table[~heads])


# Above, and as heads --------------------------------------------------------------------------


def _from_sections(
    grid: Grid,
    column: str,
    mapping: ColumnMapping,
    known: Callable[[str], bool],
    ledger: Ledger,
) -> tuple[Grid, ColumnMapping]:
    """A list in which a row with a region stands above the rows of its gemeenten."""
    texts = grid.table[column].map(tidy)
    head = (texts != "") & ~texts.map(known).astype(bool)
    if not head.any() or not texts[~head].any() or not head[texts != ""].iloc[0]:
        return grid, mapping
    rest = grid.table.drop(columns=column)
    bare = (rest == "").all(axis=1) if len(rest.columns) else pd.Series(True, index=rest.index)
    sure = all(_REGION.match(text) for text in texts[head])
    if len(rest.columns) and bare[head].all() and not bare[~head & (texts != "")].any():
        sure = True
    followed = ~head.shift(-1, fill_value=True)
    if mapping.layout != GROUPS and not (sure and followed[head].all() and head.sum() > 1):
        return grid, mapping
    table = grid.table.assign(**{_VERBAND: texts.where(head).ffill().fillna("").astype("str")})
    shown = shortened([f"'{text}'" for text in texts[head]], 5)
    ledger.remark(
        f"{grid.file}: {count(int(head.sum()), 'rij is', 'rijen zijn')} gelezen als verband boven "
        f"zijn gemeenten: {shown}."
    )
    chosen = {**mapping.columns, _VERBAND: _VERBAND}
    return replace(grid, table=table[~head]), replace(mapping, columns=chosen, layout="lang")


def _from_heads(
    grid: Grid, mapping: ColumnMapping, known: Callable[[str], bool], ledger: Ledger
) -> tuple[Grid, ColumnMapping]:
    """A table with regions as heads, and their gemeenten below each."""
    header = [str(name) for name in grid.table.columns]
    columns = [name for name in header if _mostly(grid.table[name], known)]
    if len(columns) < 2 or any(re.fullmatch(r"kolom \d+", name) for name in columns):
        return grid, mapping
    left = [name for name in header if name not in columns]
    if any(not _NUMBER.fullmatch(text) for name in left for text in different(grid.table[name])):
        return grid, mapping
    # A region may be called after its largest gemeente, which then stands below it too; a first
    # row of gemeenten that stand nowhere else is no row of heads.
    if any(known(name) and name not in set(grid.table[name].map(tidy)) for name in columns):
        return grid, mapping
    parts = [
        pd.DataFrame({"gemeente": cells, _VERBAND: name})
        for name in columns
        for cells in (grid.table[name][grid.table[name] != ""],)
    ]
    table = pd.concat(parts)
    names = table["gemeente"].map(tidy)
    if names.duplicated().mean() > 1 - _MOSTLY and mapping.layout != GROUPS:
        return grid, mapping  # such as where people come from and go to
    shown = shortened([f"'{name}'" for name in columns], 5)
    unread = f" Niet gebruikt: {shortened([repr(name) for name in left], 5)}." if left else ""
    ledger.remark(
        f"{grid.file}: {count(len(columns), 'kolom is', 'kolommen zijn')} gelezen als verband met "
        f"zijn gemeenten eronder: {shown}.{unread}"
    )
    roles_of: Mapping[str, str] = {"gemeente": "gemeente", _VERBAND: _VERBAND}
    grid = replace(grid, table=table.sort_index(kind="stable").astype("str"), above={})
    return grid, replace(mapping, columns=dict(roles_of), layout="lang", skip=())
