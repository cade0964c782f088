"""What people write around a table: titles above it, a header of more rows, totals below it."""

import re
from collections.abc import Callable, Iterable, Sequence
from typing import Final, NamedTuple

__all__ = [
    "HEAD",
    "Header",
    "Known",
    "clean",
    "find_header",
    "is_strong",
    "names_columns",
    "outsiders",
]

Known = Callable[[str], str]
"""What a header is to the reader, such as `gemeente`; `*` before it when the user named it himself;
empty when it means nothing."""

HEAD: Final = 60
"""A header is sought in so many rows."""

_DEEPEST: Final = 4
_GEMEENTE: Final = frozenset({"gemeente", "gemeente_code"})
_HALF_NAMES: Final = frozenset({"naam", "name", "omschrijving"})
_HALVES: Final = _HALF_NAMES | {"code", "nr", "nummer"}
_TOTAL: Final = re.compile(
    r"((sub|eind)?[ -]?tota(al|len)|total|som|gemiddelde?|aantal gemeenten)\b", re.IGNORECASE
)
_NOTE: Final = re.compile(
    r"\*|\d\)|[¹²³]|©|(bron(nen|vermelding)?|(voet)?no(ot|ten)|toelichting|let op|opmerking(en)?"
    r"|peildatum|stand|datum|versie|laatst|bijgewerkt|disclaimer|copyright|legenda|n\.?b\.?)(\W|$)",
    re.IGNORECASE,
)
_SENTENCE: Final = 40


class Header(NamedTuple):
    """Where the header of a table stands.

    Parameters
    ----------
    first, last : int
        The rows that it takes, as places in the list that was searched.
    names : list of str
        Of the columns.
    above : list of str
        What stands above each name in a header of more rows; empty in one of a single row.
    """

    first: int
    last: int
    names: list[str]
    above: list[str]


def clean(row: Sequence[str]) -> list[str]:
    """Cells without superfluous white space, and without empty ones at the end."""
    cells = [" ".join(cell.split()) for cell in row]
    while cells and not cells[-1]:
        cells.pop()
    return cells


def _all_in_one(cells: Sequence[str]) -> bool:
    """Whether there is but one text in a row, or none."""
    return len(set(cells) - {""}) < 2


def find_header(rows: Sequence[tuple[int, Sequence[str]]], known: Known) -> Header | None:
    """Find the row, or the few rows together, that names most of what is known.

    Examples
    --------
    >>> known = {"gemeente": "gemeente", "jeugdregio": "jeugdregio"}
    >>> rows = [(1, ["Peildatum", "2016"]), (3, ["gemeente", "zorg"]), (4, ["", "jeugdregio"])]
    >>> find_header(rows, lambda text: known.get(text, "")).names
    ['gemeente', 'jeugdregio']
    """
    cleaned = [(line, clean(row)) for line, row in rows]
    best: Header | None = None
    most: tuple[int, bool, int, int] = (0, False, 0, 0)
    for last in range(len(cleaned)):
        for depth in range(1, _DEEPEST + 1):
            first = last - depth + 1
            if first < 0 or cleaned[last][0] - cleaned[first][0] != depth - 1:
                break
            if len(cleaned[first][1]) == 1:
                break  # a title
            header = _folded(first, [cells for _, cells in cleaned[first : last + 1]], known)
            own = cleaned[last][1]
            above, below = (
                [cells for _, cells in part if cells != own]
                for part in (cleaned[: max(last - 1, 0)], cleaned[last + 1 :])
            )
            roles = {known(name) for name in _only_here(header.names, above, below)} - {""}
            score = (len(roles), bool(roles & _GEMEENTE), -depth, len(set(header.names) - {""}))
            if is_strong(roles) and score > most:
                best, most = header, score
    if best is not None:
        return _deepened(_raised(best, cleaned, known), cleaned, known)
    first = next((k for k, (_, cells) in enumerate(cleaned) if not _all_in_one(cells)), -1)
    if first < 0:
        # A list of one column, with its regions as rows between the gemeenten.
        heads = (k for k, (_, cells) in enumerate(cleaned) if known(cells[0]) in _GEMEENTE)
        first = next(heads, -1)
    return None if first < 0 else Header(first, first, cleaned[first][1], [])


def _only_here(
    names: Sequence[str], above: Sequence[list[str]], below: Sequence[list[str]]
) -> list[str]:
    """The names that do not come back in their own column, as values do."""

    def times(rows: Sequence[list[str]], place: int, name: str) -> int:
        return sum(place < len(cells) and cells[place] == name for cells in rows)

    return [
        name
        for place, name in enumerate(names)
        if name and not times(below, place, name) and times(above, place, name) < 2
    ]


def names_columns(row: Sequence[str], known: Known) -> bool:
    """Whether every cell of a row is a header, and one of them is that of gemeenten."""
    roles = [known(cell) for cell in clean(row) if cell]
    return len(roles) > 1 and all(roles) and bool(_GEMEENTE & {*roles})


def is_strong(roles: Iterable[str]) -> bool:
    """Whether names are enough to be sure that these are headers."""
    found = set(roles) - {""}
    own = any(role.startswith("*") for role in found)
    return own or bool(found & _GEMEENTE) or len(found) > 1


def _raised(header: Header, rows: Sequence[tuple[int, list[str]]], known: Known) -> Header:
    """A header with the row above it, when a merged cell stands in both."""
    place = header.first - 1
    if place < 0 or rows[place][0] != rows[header.first][0] - 1:
        return header
    above = rows[place][1]
    if not any(one and one == other for one, other in zip(above, header.names, strict=False)):
        return header
    return _folded(place, [above, header.names], known)._replace(last=header.last)


def _deepened(header: Header, rows: Sequence[tuple[int, list[str]]], known: Known) -> Header:
    """A header with the row below it, when that divides a cell that spans several columns."""
    place = header.last + 1
    if place >= len(rows) or rows[place][0] != rows[header.last][0] + 1:
        return header
    below = rows[place][1]
    names = [*header.names, *[""] * (len(below) - len(header.names))]
    under = [
        cell for name, cell in zip(names, below, strict=False) if known(name) in _GEMEENTE and cell
    ]
    wide = [k for k, name in enumerate(names) if k and (not name or name == names[k - 1])]
    divided = [k for k in wide if k < len(below) and below[k] and below[k] != below[k - 1]]
    if not divided or any(not known(cell) for cell in under):
        return header
    return _folded(header.first, [names, below], known)._replace(last=place)


def _folded(first: int, rows: Sequence[list[str]], known: Known) -> Header:
    """Rows of a header as one, in which the lower completes the higher."""
    names = rows[0]
    above: list[str] = []
    for below in rows[1:]:
        width = max(len(names), len(below))
        higher = [*names, *[""] * (width - len(names))]
        lower = [*below, *[""] * (width - len(below))]
        spanning = ""
        names, above = [], []
        for top, own in zip(higher, lower, strict=True):
            spanning = top or spanning
            names.append(_joined(spanning if own else top, own, known))
            above.append(spanning if own and spanning != own else "")
    return Header(first, first + len(rows) - 1, names, above)


def _joined(top: str, own: str, known: Known) -> str:
    """The name of a column of which a part stands higher: 'jeugdregio' above 'naam'."""
    if not own or not top or own == top or own.casefold() not in _HALVES:
        return own or top
    both = f"{top} {own}"
    is_name = own.casefold() in _HALF_NAMES
    return top if is_name and known(top) and not known(both) else both


def outsiders(lines: Sequence[int], columns: Sequence[Sequence[str]]) -> dict[int, str]:
    """Rows that are no part of a table, by place: totals anywhere, and notes below it.

    Examples
    --------
    >>> columns = [["Zwolle", "Totaal", "Bron: CBS"], ["IJsselland", "1", ""]]
    >>> outsiders([2, 3, 5], columns)
    {1: 'Totaal', 2: 'Bron: CBS'}
    """
    found = dict(_notes(lines, columns)) if len(columns) > 1 else {}
    for number, column in enumerate(columns):
        totals = {text for text in set(column) if text[:1] in _INITIALS and _TOTAL.match(text)}
        for place, text in enumerate(column) if totals else ():
            if text in totals and not any(other[place] for other in columns[:number]):
                found.setdefault(place, text)
    return found


_INITIALS: Final = frozenset("tTsSeEgGaA")


def _notes(lines: Sequence[int], columns: Sequence[Sequence[str]]) -> Iterable[tuple[int, str]]:
    """The rows at the end that hold one text, from the first that can be no row of the table."""
    block: list[tuple[int, str]] = []
    for place in range(len(lines) - 1, 0, -1):
        cells = [column[place] for column in columns]
        filled = [cell for cell in cells if cell]
        note = bool(_NOTE.match(filled[0])) and len(filled) < 3
        total = bool(_TOTAL.match(filled[0]))
        if not (note or total or len(set(filled)) == 1):
            break
        block.append((place, filled[0]))
        if note:
            block[-1] = (place, ": ".join(filled))
    block.reverse()
    for number, (place, text) in enumerate(block):
        gap = lines[place] > lines[place - 1] + 1
        plain = text.replace(".", "").replace(",", "").isdecimal()
        if gap or plain or len(text) > _SENTENCE or _NOTE.match(text) or _TOTAL.match(text):
            return block[number:]
    return []
