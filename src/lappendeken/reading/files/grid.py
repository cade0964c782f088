"""One table of text cells, whatever file it came from: header, rows, and where each row stood."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import chain, islice
from typing import TYPE_CHECKING, Final

import pandas as pd

from lappendeken.dutch import count, listing, number, shortened
from lappendeken.reading.files.guard import MOST_CELLS, MOST_DISTINCT_CELLS, MOST_ROWS, refuse
from lappendeken.reading.files.surroundings import (
    HEAD,
    Header,
    Known,
    clean,
    find_header,
    names_columns,
    outsiders,
)
from lappendeken.reading.settling.ledger import CELLEN, Unmatched

if TYPE_CHECKING:
    import geopandas as gpd

_CACHE: Final = 200_000
_BATCH: Final = 4_096
"""So many different cells are kept as one object each; more would cost what it saves."""

NO_ROWS: Final = "dit bestand heeft een kopregel maar geen rijen"
_MOST_BROKEN: Final = 100_000
_SHOWN: Final = 200
_LABEL: Final = 50
_ABOUT_GEMEENTEN: Final = re.compile("gemeente|code|naam", re.IGNORECASE)
_OUTSIDE: Final = ("hoort niet bij de tabel", "horen niet bij de tabel")
_REPEATED: Final = ("herhaalt de kopregel", "herhalen de kopregel")
_BESIDE: Final = ("heeft iets naast de tabel", "hebben iets naast de tabel")


@dataclass(frozen=True, eq=False)
class Grid:
    """The cells of one table as text, as a rule without white space around them.

    Parameters
    ----------
    file : str
        Name of the file, and of the sheet or layer where there are more.
    table : DataFrame
        Text; columns are the header, every name once; the index is the line of the file.
    broken : tuple of Unmatched
        Rows that have another number of cells than the header.
    notes : tuple of str
        What a user should know, Dutch sentences.
    geometry : GeoSeries, optional
        On the index of `table`, in EPSG:28992.
    above : mapping of str to str
        Column -> what stands above its name, in a header of more rows.
    sheets : tuple of str
        The other sheets of the file.
    """

    file: str
    table: pd.DataFrame
    broken: tuple[Unmatched, ...] = ()
    notes: tuple[str, ...] = ()
    geometry: "gpd.GeoSeries | None" = None
    above: Mapping[str, str] = field(default_factory=dict)
    sheets: tuple[str, ...] = ()


def make_grid(
    file: str,
    rows: Iterable[tuple[int, Sequence[str]]],
    notes: Sequence[str] = (),
    *,
    pad: bool = False,
    strip: bool = True,
    known: Known | None = None,
) -> Grid:
    """Put rows of cells into columns.

    With `known`, what people write around a table is told from it: the header is the row with
    the names that are known, and totals and notes are no rows. Without, it is the first row with
    two filled cells.
    """
    told = list(notes)
    remaining = iter(rows)
    header, behind = _find_header(file, remaining, told, known)
    remaining = chain(behind, remaining)
    columns = _Columns(file, len(header.names), pad=pad, strip=strip, loose=known is not None)
    for line, row in remaining:
        columns.add(line, row)
    columns.settle()
    if known is not None:
        columns.refuse_second(header.names, known)
        columns.leave_out(header.names, told)
    if not columns.lines and not columns.broken:
        raise refuse(file, NO_ROWS)
    index = pd.Index(columns.lines, dtype="int64")
    table = pd.DataFrame(index=index)
    names = unique_names(header.names)
    for name, given in zip(names, header.names, strict=True):
        # One column at a time, so that no cell is held twice for long.
        cells = columns.cells.pop(0)
        if given or known is None or any(cells):
            table[name] = pd.Series(cells, index=index, dtype="str")
    return Grid(
        file,
        table,
        tuple(columns.broken),
        tuple(told),
        above={name: text for name, text in zip(names, header.above, strict=False) if text},
    )


class _Columns:
    """Gathers rows into columns, and keeps apart those that do not fit.

    Parameters
    ----------
    file : str
        For messages.
    width : int
        Number of columns.
    pad, strip : bool
        See `make_grid`.
    loose : bool
        Whether cells beside a table in a sheet are let be.
    """

    def __init__(self, file: str, width: int, *, pad: bool, strip: bool, loose: bool) -> None:
        self.file = file
        self.width = width
        self.cells: list[list[str]] = [[] for _ in range(width)]
        self.lines: list[int] = []
        self.broken: list[Unmatched] = []
        self._pad, self._strip = pad, strip
        self._loose = loose and pad
        self.beside: dict[int, str] = {}
        self._rows: list[list[str]] = []
        self._cache: dict[str, str] = {}
        self._fresh = 0
        self._most = min(MOST_ROWS, MOST_CELLS // width)

    def add(self, line: int, row: Sequence[str]) -> None:
        """Add one row; one without content is none."""
        cells = _trimmed(row, self.width, strip=self._strip)
        if not any(cells) or not (self._strip or any(map(str.strip, cells))):
            return
        if self._loose and len(cells) > self.width:
            self.beside[line] = next(cell for cell in cells[self.width :] if cell)
            cells = cells[: self.width]
            if not any(cells):
                return
        if len(cells) > self.width or (len(cells) < self.width and not self._pad):
            self._set_apart(line, cells)
            return
        self.lines.append(line)
        self._rows.append(cells + [""] * (self.width - len(cells)))
        if len(self._rows) == _BATCH:
            self.settle()
        if len(self.lines) > self._most:
            raise _too_large(self.file, f"meer dan {number(self._most)} rijen")

    def settle(self) -> None:
        """Put the rows that were added in the columns; a text that recurs takes no room."""
        for column, cells in zip(self.cells, zip(*self._rows, strict=True), strict=False):
            before = len(self._cache)
            column.extend(map(self._cache.setdefault, cells, cells))
            self._fresh += len(self._cache) - before
            if len(self._cache) > _CACHE:
                self._cache.clear()
        self._rows.clear()
        if self._fresh > MOST_DISTINCT_CELLS:
            many = f"meer dan {number(MOST_DISTINCT_CELLS)} verschillende cellen"
            raise _too_large(self.file, many)

    def leave_out(self, header: Sequence[str], notes: list[str]) -> None:
        """Take out what is no row of the table, and say so."""
        outside = outsiders(self.lines, self.cells)
        first = [place for place, text in enumerate(self.cells[0]) if text == header[0]]
        again = [
            place
            for place in (first if header[0] else ())
            if [" ".join(own[place].split()) for own in self.cells] == list(header)
        ]
        out = {*again, *outside}
        kept = [place for place in range(len(self.lines)) if place not in out]
        told = {self.lines[place]: text for place, text in outside.items()}
        end = self.lines[kept[-1]] if kept else 0
        behind = [row for row in self.broken if row.rij > end]
        loose = [row for row in behind if row.toelichting.startswith("1 ")]
        told |= {row.rij: row.toelichting.partition(": ")[2] for row in loose}
        notes += _told_outside(
            self.file, told, "hoort niet bij de tabel", "horen niet bij de tabel"
        )
        repeated = {self.lines[place]: "kopregel" for place in again}
        notes += _told_outside(self.file, repeated, *_REPEATED)
        beside = {line: text for line, text in self.beside.items() if line not in told}
        notes += _told_outside(self.file, beside, *_BESIDE)
        self.broken = [row for row in self.broken if row not in loose]
        if out:
            self.cells = [[column[place] for place in kept] for column in self.cells]
            self.lines = [self.lines[place] for place in kept]

    def refuse_second(self, header: Sequence[str], known: Known) -> None:
        """Refuse a table in which another one begins."""
        for column in self.cells:
            heads = {text for text in set(column) if _ABOUT_GEMEENTEN.search(text)}
            for place, text in enumerate(column) if heads else ():
                row = [own[place] for own in self.cells]
                if text in heads and clean(row) != clean(header) and names_columns(row, known):
                    raise _several_tables(self.file, self.lines[place])

    def _set_apart(self, line: int, cells: list[str]) -> None:
        """Keep a row that has another number of cells than the header."""
        self.broken.append(_broken(self.file, line, cells, self.width))
        if len(self.broken) > _MOST_BROKEN:
            many = number(_MOST_BROKEN)
            message = f"meer dan {many} rijen hebben niet evenveel cellen als de kopregel"
            raise refuse(self.file, message, "Kijk welk teken de kolommen scheidt")


def _find_header(
    file: str,
    rows: Iterator[tuple[int, Sequence[str]]],
    notes: list[str],
    known: Known | None,
) -> tuple[Header, Iterable[tuple[int, Sequence[str]]]]:
    """The header, and the rows behind it that were read to find it."""
    if known is None:
        found, seen = _first_header(rows)
    else:
        seen = [row for row in islice(rows, HEAD) if any(map(str.strip, row[1]))]
        found = find_header(seen, known)
    if found is None:
        message = "er is geen kopregel: geen enkele rij heeft twee gevulde cellen"
        hint = (
            "Zet bovenaan een rij met namen van kolommen, zoals gemeente_code en verband; boven "
            "één kolom met regio's en hun gemeenten volstaat 'gemeente'"
        )
        raise refuse(file, message, hint)
    if known is not None:
        between = False
        for line, row in reversed(seen[: found.first]):
            if between and names_columns(row, known):
                raise _several_tables(file, seen[found.first][0], line)
            between = between or len({*clean(row)} - {""}) > 1
    if found.first:
        lines = count(found.first, "regel", "regels")
        notes.append(f"{file}: {lines} boven de kopregel overgeslagen.")
    if found.last > found.first:
        lines = listing([str(line) for line, _ in seen[found.first : found.last + 1]])
        notes.append(f"{file}: rij {lines} zijn samen de kopregel.")
    return found, seen[found.last + 1 :]


def _first_header(
    rows: Iterable[tuple[int, Sequence[str]]],
) -> tuple[Header | None, list[tuple[int, Sequence[str]]]]:
    """The first row with two filled cells or more."""
    above: list[tuple[int, Sequence[str]]] = []
    for line, row in rows:
        cells = clean(row)
        if any(cells):
            above.append((line, row))
        if sum(map(bool, cells)) > 1:
            place = len(above) - 1
            return Header(place, place, cells, []), above
    return None, above


def _told_outside(file: str, rows: Mapping[int, str], one: str, more: str) -> list[str]:
    """Say which rows were not read, and what stands in them."""
    if not rows:
        return []
    shown = shortened([f"rij {line} ('{_short(text)}')" for line, text in sorted(rows.items())])
    if len(rows) == 1:
        return [f"{file}: {shown} {one}; dat is niet gelezen."]
    return [f"{file}: {number(len(rows))} rijen {more}; dat is niet gelezen: {shown}."]


def _short(text: str) -> str:
    return text if len(text) <= _LABEL else text[: _LABEL - 1] + "…"


def _trimmed(row: Sequence[str], width: int, *, strip: bool) -> list[str]:
    """Cells without white space around them, and without empty ones beyond the header."""
    cells = [cell.strip() for cell in row] if strip else list(row)
    while len(cells) > width and not cells[-1].strip():
        cells.pop()
    return cells


def _broken(file: str, line: int, cells: list[str], width: int) -> Unmatched:
    """A row that has another number of cells than the header."""
    shown = " | ".join(cells[:20])[:_SHOWN]
    why = f"{len(cells)} cellen in plaats van {width}: {shown}"
    return Unmatched(file, line, "", "", "", CELLEN, why)


def _several_tables(file: str, line: int, first: int | None = None) -> Exception:
    """The error about a sheet with tables below each other."""
    where = f"in rij {line}" if first is None else f"in rij {first} en in rij {line}"
    what = "begint een andere tabel" if first is None else "begint een tabel"
    return refuse(file, f"{where} {what}", "Zet elke tabel op een eigen blad of in een bestand")


def _too_large(file: str, what: str) -> Exception:
    """The error about a table that does not fit."""
    hint = "Laat rijen en kolommen weg die niet nodig zijn, of splits het bestand"
    return refuse(file, f"dit bestand heeft {what}", hint)


def unique_names(header: Sequence[str]) -> list[str]:
    """Names of columns that tell them apart.

    Examples
    --------
    >>> unique_names(["Naam", "", "Naam"])
    ['Naam', 'kolom 2', 'Naam (2)']
    """
    names: list[str] = []
    taken: set[str] = set()
    for place, given in enumerate(header, start=1):
        name = given or f"kolom {place}"
        times = 1
        while name in taken:
            times += 1
            name = f"{given or f'kolom {place}'} ({times})"
        taken.add(name)
        names.append(name)
    return names
