"""One table of text cells, whatever file it came from: header, rows, and where each row stood."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import pandas as pd

from lappendeken.dutch import count, number
from lappendeken.reading.files.guard import MOST_CELLS, MOST_DISTINCT_CELLS, MOST_ROWS, refuse
from lappendeken.reading.settling.ledger import CELLEN, Unmatched

if TYPE_CHECKING:
    import geopandas as gpd

_CACHE: Final = 200_000
"""So many different cells are kept as one object each; more would cost what it saves."""

NO_ROWS: Final = "dit bestand heeft een kopregel maar geen rijen"
_MOST_BROKEN: Final = 100_000
_SHOWN: Final = 200


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
    """

    file: str
    table: pd.DataFrame
    broken: tuple[Unmatched, ...] = ()
    notes: tuple[str, ...] = ()
    geometry: "gpd.GeoSeries | None" = None


def make_grid(
    file: str,
    rows: Iterable[tuple[int, Sequence[str]]],
    notes: Sequence[str] = (),
    *,
    pad: bool = False,
    strip: bool = True,
) -> Grid:
    """Put rows of cells into columns."""
    told = list(notes)
    remaining = iter(rows)
    header = _find_header(file, remaining, told)
    columns = _Columns(file, len(header), pad=pad, strip=strip)
    for line, row in remaining:
        columns.add(line, row)
    if not columns.lines and not columns.broken:
        raise refuse(file, NO_ROWS)
    index = pd.Index(columns.lines, dtype="int64")
    table = pd.DataFrame(index=index)
    for name in unique_names(header):
        # One column at a time, so that no cell is held twice for long.
        table[name] = pd.Series(columns.cells.pop(0), index=index, dtype="str")
    return Grid(file, table, tuple(columns.broken), tuple(told))


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
    """

    def __init__(self, file: str, width: int, *, pad: bool, strip: bool) -> None:
        self.file = file
        self.width = width
        self.cells: list[list[str]] = [[] for _ in range(width)]
        self.lines: list[int] = []
        self.broken: list[Unmatched] = []
        self._pad, self._strip = pad, strip
        self._cache: dict[str, str] = {}
        self._fresh = 0
        self._most = min(MOST_ROWS, MOST_CELLS // width)

    def add(self, line: int, row: Sequence[str]) -> None:
        """Add one row; one without content is none."""
        cells = _trimmed(row, self.width, strip=self._strip)
        if not any(cells) or not (self._strip or any(map(str.strip, cells))):
            return
        if len(cells) > self.width or (len(cells) < self.width and not self._pad):
            self._set_apart(line, cells)
            return
        self.lines.append(line)
        for column, cell in zip(self.cells, cells, strict=False):
            column.append(self._kept(cell))
        for column in self.cells[len(cells) :]:
            column.append("")
        if len(self.lines) > self._most:
            raise _too_large(self.file, f"meer dan {number(self._most)} rijen")

    def _kept(self, cell: str) -> str:
        """The same text as one object, so that what recurs takes no room."""
        known = self._cache.get(cell)
        if known is not None:
            return known
        self._fresh += 1
        if self._fresh > MOST_DISTINCT_CELLS:
            many = f"meer dan {number(MOST_DISTINCT_CELLS)} verschillende cellen"
            raise _too_large(self.file, many)
        if len(self._cache) < _CACHE:
            self._cache[cell] = cell
        return cell

    def _set_apart(self, line: int, cells: list[str]) -> None:
        """Keep a row that has another number of cells than the header."""
        self.broken.append(_broken(self.file, line, cells, self.width))
        if len(self.broken) > _MOST_BROKEN:
            many = number(_MOST_BROKEN)
            message = f"meer dan {many} rijen hebben niet evenveel cellen als de kopregel"
            raise refuse(self.file, message, "Kijk welk teken de kolommen scheidt")


def _find_header(
    file: str, rows: Iterable[tuple[int, Sequence[str]]], notes: list[str]
) -> list[str]:
    """The first row with two filled cells or more."""
    above = 0
    for _, row in rows:
        cells = [" ".join(cell.split()) for cell in row]
        while cells and not cells[-1]:
            cells.pop()
        if sum(map(bool, cells)) > 1:
            if above:
                lines = count(above, "regel", "regels")
                notes.append(f"{file}: {lines} boven de kopregel overgeslagen.")
            return cells
        above += any(cells)
    message = "er is geen kopregel: geen enkele rij heeft twee gevulde cellen"
    hint = "Zet bovenaan een rij met namen van kolommen, zoals gemeente_code en verband"
    raise refuse(file, message, hint)


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
